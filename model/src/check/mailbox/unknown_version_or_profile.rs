//! A mailbox version or user profile that the catalogue does not have.

use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::WorkloadKind;

crate::check! {
    /// ## What it finds
    /// Mailboxes whose version, or whose users' profile, the catalogue does not have.
    /// ## Why it matters
    /// Nothing can be sized: the mailboxes would count as no load at all.
    /// ## What to do
    /// Choose a version and profiles that the catalogue has, or add a table for yours.
    /// ## References
    /// - Planning rule of the product: nothing passes by silence
    pub struct UnknownVersionOrProfile = "MBX", 12, Error, "mailboxes of an unknown version or profile", [];
}

impl Check for UnknownVersionOrProfile {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, workload) in cx.plan().workloads.iter() {
            let WorkloadKind::Mailbox(mailbox) = &workload.kind else {
                continue;
            };
            let Some(version) = cx.cx.catalogue.tables.mailbox.get(&mailbox.version) else {
                out.found(
                    id,
                    format!(
                        "{} is of version {}, which the catalogue does not have: its mailboxes are not sized",
                        cx.name(id),
                        mailbox.version
                    ),
                );
                continue;
            };
            for class in &mailbox.users {
                if version.reading(&class.profile).is_none() {
                    let rows = version.rows();
                    let known: Vec<&str> = rows.iter().map(|(key, _)| key.as_str()).collect();
                    out.found(
                        id,
                        format!(
                            "{} of {} are of profile {}, which {} does not have (it has {}, and any number of messages a day): they are not sized",
                            super::super::shared::plural(class.mailboxes, "user"),
                            cx.name(id),
                            class.profile,
                            version.name,
                            known.join(", ")
                        ),
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::UnknownVersionOrProfile;
    use crate::change;
    use crate::check::mailbox::catalogue;
    use crate::check::testing::{judge_with, sample, with};
    use crate::plan::{Plan, WorkloadKind};

    fn run(plan: &Plan) -> Vec<crate::check::Finding> {
        judge_with(&UnknownVersionOrProfile, plan, &catalogue(), |_| {})
    }

    #[test]
    fn trips_on_what_the_catalogue_does_not_have() {
        assert!(run(&sample()).is_empty());
        let version = with(|p| {
            change!(p, workloads, "mail", w => {
                if let WorkloadKind::Mailbox(m) = &mut w.kind {
                    m.version = "exchange-9".into();
                }
            });
        });
        assert!(run(&version)[0].message.contains("exchange-9"));
        let profile = with(|p| {
            change!(p, workloads, "mail", w => {
                if let WorkloadKind::Mailbox(m) = &mut w.kind {
                    m.users[0].profile = "busy".into();
                }
            });
        });
        assert!(run(&profile)[0].message.contains("it has heavy"));
    }
}
