//! A page file that is not what the version's rule gives.

use super::super::shared::{address, gib, offer};
use super::{change_mailbox, servers};
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A page file that the workload says and that differs from the version's rule by more than a MiB.
    /// ## Why it matters
    /// A small one keeps a full dump from being written and may starve the server; a large one takes disk for nothing.
    /// ## What to do
    /// Set minimum and maximum of the page file to the rule, or leave the field empty.
    /// ## References
    /// - Memory and 10 MB; from 2013 at most 32,778 MB; from 2019 a quarter of memory (Exchange Server system requirements, Microsoft)
    pub struct PageFileDiffers = "MBX", 20, Warning, "a page file that differs from the rule", ["MBX-11.13"];
}

impl Check for PageFileDiffers {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for server in servers(cx) {
            let (Some(set), Some((_, mail))) = (server.mailbox.server.page_file, server.facts(cx))
            else {
                continue;
            };
            let Some(rule) = mail.page_file_mib else {
                continue;
            };
            let set = set.as_f64();
            if (set - rule).abs() > 1.0 {
                let name = cx.name(server.id);
                let finding = out.found(
                    server.id,
                    format!(
                        "The page file of {name} is {}; the rule of {} gives {} for its memory",
                        gib(set),
                        server.version.name,
                        gib(rule)
                    ),
                );
                finding
                    .also(server.workload)
                    .evidence(address(server.id, "mailbox.page_file"));
                let label = format!(
                    "Set the page file of {} by the rule",
                    cx.name(server.workload)
                );
                let edit =
                    change_mailbox(cx, server.workload, label, |m| m.server.page_file = None);
                offer(finding, edit.map(|e| ("Set it by the rule".to_owned(), e)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PageFileDiffers;
    use crate::check::mailbox::mailboxes;
    use crate::check::testing::judge;
    use crate::units::Mib;

    #[test]
    fn trips_beside_the_rule() {
        let plan = |mib: Option<u64>| mailboxes(|m| m.server.page_file = mib.map(Mib::new));
        // 8 GiB and 10 MiB.
        assert!(judge(&PageFileDiffers, &plan(None), |_| {}).is_empty());
        assert!(judge(&PageFileDiffers, &plan(Some(8202)), |_| {}).is_empty());
        for other in [8192, 8300] {
            let bad = plan(Some(other));
            let f = judge(&PageFileDiffers, &bad, |_| {});
            let mended = f[0].fixes[0].edit.apply(&bad).unwrap();
            assert!(judge(&PageFileDiffers, &mended, |_| {}).is_empty());
        }
    }
}
