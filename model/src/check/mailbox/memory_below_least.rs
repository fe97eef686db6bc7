//! Less memory than the vendor supports or recommends at the least.

use super::super::shared::{cite, exceeds, gib, offer, use_ram};
use super::servers;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A mailbox server with less memory than its version supports at the least (4 GB for 2010, 10 GB with several roles,
    /// 8 GB for 2013 and 2016) or recommends (128 GB from 2019 on), whatever its mailboxes need.
    /// ## Why it matters
    /// Below the supported memory help ends. Below what is recommended the newer versions hold less of their search and
    /// caches in memory and read more from disk.
    /// ## What to do
    /// Give the VM more memory, or accept it for a small server of 2019.
    /// ## References
    /// - Exchange Server system requirements, Microsoft
    /// - Exchange Server 2010 requirements, part 2, guides.wmlcloud.com, 2014
    pub struct MemoryBelowLeast = "MBX", 21, Warning, "less memory than the version asks for at the least", ["MBX-11.15"];
}

impl Check for MemoryBelowLeast {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for server in servers(cx) {
            let several = server.mailbox.multi_role;
            let several = several.then(|| server.constant(cx, "min_ram_multi_role_mib"));
            let supported = several
                .flatten()
                .or_else(|| server.constant(cx, "min_ram_mib"))
                .map(|(mib, row)| (mib, row, "supports"));
            let recommended = server
                .constant(cx, "advised_ram_mib")
                .map(|(mib, row)| (mib, row, "recommends"));
            let has = server.vm.ram.as_f64();
            let short = [supported, recommended].into_iter().flatten();
            let Some((least, row, word)) = short
                .filter(|(least, ..)| exceeds(*least, has))
                .max_by(|a, b| a.0.total_cmp(&b.0))
            else {
                continue;
            };
            let finding = out.found(
                server.id,
                format!(
                    "{} has {} of memory; {} {word} at least {}",
                    cx.name(server.id),
                    gib(has),
                    server.version.name,
                    gib(least)
                ),
            );
            finding.also(server.workload);
            cite(finding, row);
            offer(finding, Some(use_ram(cx, server.id, server.vm, least)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryBelowLeast;
    use crate::change;
    use crate::check::mailbox::mailboxes;
    use crate::check::testing::judge;
    use crate::units::Mib;

    #[test]
    fn each_version_has_its_least() {
        let at = |version: &str, gib: u64, several: bool| {
            let mut plan = mailboxes(|m| {
                m.version = version.into();
                m.multi_role = several;
            });
            change!(plan, vms, "mbx-1", vm => vm.ram = Mib::new(gib * 1024));
            let f = judge(&MemoryBelowLeast, &plan, |_| {});
            if let [one] = f.as_slice() {
                let mended = one.fixes[0].edit.apply(&plan).unwrap();
                assert!(judge(&MemoryBelowLeast, &mended, |_| {}).is_empty());
            }
            f.len()
        };
        assert_eq!(
            (at("exchange-2010", 4, false), at("exchange-2010", 3, false)),
            (0, 1)
        );
        assert_eq!(
            (at("exchange-2010", 10, true), at("exchange-2010", 9, true)),
            (0, 1)
        );
        assert_eq!(
            (at("exchange-2016", 8, false), at("exchange-2016", 7, false)),
            (0, 1)
        );
        assert_eq!(
            (
                at("exchange-2019", 128, false),
                at("exchange-2019", 127, false)
            ),
            (0, 1)
        );
        assert_eq!(at("exchange-2007", 2, false), 0);
    }
}
