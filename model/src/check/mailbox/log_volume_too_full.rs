//! A log volume that the logs fill too far.

use super::super::shared::{
    address, cite, enlarge_disk, exceeds, gib, offer_bold, percent, space_mib,
};
use super::servers;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::DiskUse;

crate::check! {
    /// ## What it finds
    /// A mailbox server whose log disks hold the logs that are kept, with less of the volume left free than the version
    /// plans for.
    /// ## Why it matters
    /// A day of many moves or a backup that fails once more fills the volume, and every database of the server dismounts.
    /// ## What to do
    /// Make the log disk larger or keep fewer days.
    /// ## Limits
    /// Database disks are judged by CAP-009, free space included; logs that do not fit at all by MBX-007.
    /// ## References
    /// - 20 % of a volume stays free (Exchange 2010 Mailbox Server Role Design Example, Microsoft ee832789)
    pub struct LogVolumeTooFull = "MBX", 15, Warning, "a log volume filled too far", ["MBX-11.5-LOG"];
}

impl Check for LogVolumeTooFull {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for server in servers(cx) {
            let Some((_, mail)) = server.facts(cx) else {
                continue;
            };
            let Some((free, row)) = server.constant(cx, "free_share") else {
                continue;
            };
            let has = space_mib(server.vm, DiskUse::Log);
            let least = free.clamp(0.0, 0.99);
            let fits = has > 0.0 && !exceeds(mail.log_mib, has);
            if fits && exceeds(mail.log_mib, has * (1.0 - least)) {
                let finding = out.found(
                    server.id,
                    format!(
                        "Logs of {} fill {} of its log disks with {}; {} should stay free",
                        cx.name(server.id),
                        percent(mail.log_mib / has),
                        gib(mail.log_mib),
                        percent(free)
                    ),
                );
                finding
                    .also(server.workload)
                    .evidence(address(server.id, "mailbox.log_size"));
                cite(finding, row);
                let needed = mail.log_mib / (1.0 - least);
                let fix = enlarge_disk(cx, server.id, server.vm, DiskUse::Log, needed);
                offer_bold(finding, fix);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LogVolumeTooFull;
    use crate::check::testing::{judge, sample, vm_facts};
    use crate::facts::MailboxFacts;
    use crate::plan::Plan;

    fn at(plan: &Plan, gib: f64) -> Vec<crate::check::Finding> {
        judge(&LogVolumeTooFull, plan, |f| {
            vm_facts(f, "mbx-1").mailbox = Some(MailboxFacts {
                log_mib: gib * 1024.0,
                ..MailboxFacts::default()
            });
        })
    }

    #[test]
    fn trips_when_less_than_a_fifth_stays_free() {
        // 200 GiB of log disks.
        assert!(at(&sample(), 160.0).is_empty());
        let f = at(&sample(), 161.0);
        assert!(
            f[0].message.contains("20 % should stay free"),
            "{}",
            f[0].message
        );
        assert!(at(&f[0].fixes[0].edit.apply(&sample()).unwrap(), 161.0).is_empty());
        assert!(
            at(&sample(), 201.0).is_empty(),
            "MBX-007 says that they do not fit"
        );
    }
}
