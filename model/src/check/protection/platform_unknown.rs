//! A plan whose platform the catalogue does not have.

use crate::check::{Check, CheckCx, Findings, Meta};
use crate::edit::{Edit, Op};
use crate::ids::EntityId;
use crate::plan::ProfileRef;

crate::check! {
    /// ## What it finds
    /// The plan names a platform, or a revision of it, that the catalogue does not have.
    /// ## Why it matters
    /// Another platform stands in: limits, times and overheads may not be those of the one meant.
    /// ## What to do
    /// Choose a platform that the catalogue has, or add the profile.
    /// ## References
    /// - Planning rule of the product: an old plan gives the same answer next year, or says that it cannot
    pub struct PlatformUnknown = "PRO", 17, Error, "a platform that the catalogue does not have", [];
}

impl Check for PlatformUnknown {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let named = &cx.plan().platform;
        if cx.cx.catalogue.profile(named).is_some() {
            return;
        }
        let stands_in = cx.profile();
        let with = ProfileRef {
            profile: stands_in.key.clone(),
            revision: stands_in.revision,
        };
        let title = format!("Use {} {}", stands_in.product, stands_in.version);
        out.found(
            EntityId::Plan,
            format!(
                "The catalogue does not have {} revision {}; {} revision {} stands in for it",
                named.profile, named.revision, with.profile, with.revision
            ),
        )
        .bold_fix(title.clone(), Edit::new(title, vec![Op::Platform(with)]));
    }
}

#[cfg(test)]
mod tests {
    use super::PlatformUnknown;
    use crate::check::testing::{judge, sample, with};

    #[test]
    fn an_unknown_platform_or_revision_trips_and_the_fix_mends_it() {
        assert!(judge(&PlatformUnknown, &sample(), |_| {}).is_empty());
        for change in [
            |p: &mut crate::plan::Plan| p.platform.revision = 99,
            |p: &mut crate::plan::Plan| {
                p.platform.profile = "nobody/nothing".into();
            },
        ] {
            let plan = with(change);
            let found = judge(&PlatformUnknown, &plan, |_| {});
            assert_eq!(found.len(), 1);
            let mended = found[0].fixes[0].edit.apply(&plan).unwrap();
            assert!(judge(&PlatformUnknown, &mended, |_| {}).is_empty());
        }
    }
}
