//! Log space below the days of logs that are kept.

use super::super::shared::{
    address, cite, disks, enlarge_disk, exceeds, gib, offer_bold, plural, space_mib,
};
use super::{change_mailbox, servers};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::DiskUse;

crate::check! {
    /// ## What it finds
    /// A mailbox server whose log disks hold fewer days of logs than the plan keeps, lagged copies with their lag; or a plan
    /// that keeps fewer days than the version advises at the least.
    /// ## Why it matters
    /// When a backup fails for some days the log disk fills, and every database of the server dismounts.
    /// ## What to do
    /// Make the log disk larger, back up more often, or keep fewer days.
    /// ## References
    /// - Three days of logs at the least, seven in many plans (Exchange Server storage configuration options, Microsoft)
    pub struct LogSpaceTooSmall = "MBX", 7, Warning, "log space below the days of logs kept", ["MBX-11.6"];
}

impl Check for LogSpaceTooSmall {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for server in servers(cx) {
            let Some((_, mail)) = server.facts(cx) else {
                continue;
            };
            let (id, vm) = (server.id, server.vm);
            if let Some((least, row)) = server.constant(cx, "log_days_min")
                && exceeds(least, f64::from(server.mailbox.log_days))
            {
                let days = least.ceil().clamp(0.0, 36_600.0) as u32;
                let finding = out.found(
                    id,
                    format!(
                        "Logs of {} are kept for {}; at least {} are advised",
                        cx.name(id),
                        plural(server.mailbox.log_days, "day"),
                        plural(least, "day")
                    ),
                );
                finding.also(server.workload);
                cite(finding, row);
                let title = format!("Keep {}", plural(days, "day"));
                let label = format!("{title} of logs of {}", cx.name(server.workload));
                let edit = change_mailbox(cx, server.workload, label, |m| m.log_days = days);
                offer_bold(finding, edit.map(|e| (title, e)));
                continue;
            }
            if disks(vm, DiskUse::Log).next().is_none() {
                let name = cx.name(id);
                out.not_assessed(
                    id,
                    format!("a log disk of {name}"),
                    format!("No disk of {name} holds logs, so their space is not known"),
                );
                continue;
            }
            let has = space_mib(vm, DiskUse::Log);
            if exceeds(mail.log_mib, has) {
                let finding = out.found(
                    id,
                    format!(
                        "Logs of {} need {} for {}; its log disks hold {}",
                        cx.name(id),
                        gib(mail.log_mib),
                        plural(server.mailbox.log_days, "day"),
                        gib(has)
                    ),
                );
                finding
                    .also(server.workload)
                    .evidence(address(id, "mailbox.log_size"));
                let fix = enlarge_disk(cx, id, vm, DiskUse::Log, mail.log_mib);
                offer_bold(finding, fix);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LogSpaceTooSmall;
    use crate::change;
    use crate::check::mailbox::catalogue;
    use crate::check::testing::{judge_with, sample, vm_facts, with};
    use crate::facts::MailboxFacts;
    use crate::plan::Plan;

    fn at(plan: &Plan, gib: f64) -> Vec<crate::check::Finding> {
        judge_with(&LogSpaceTooSmall, plan, &catalogue(), |f| {
            vm_facts(f, "mbx-1").mailbox = Some(MailboxFacts {
                log_mib: gib * 1024.0,
                ..MailboxFacts::default()
            });
        })
    }

    #[test]
    fn trips_above_the_disk_and_its_fix_mends_it() {
        assert!(at(&sample(), 200.0).is_empty());
        let f = at(&sample(), 250.0);
        assert_eq!(
            f[0].message,
            "Logs of mbx-1 need 250 GiB for 7 days; its log disks hold 200 GiB"
        );
        let mended = f[0].fixes[0].edit.apply(&sample()).unwrap();
        assert!(at(&mended, 250.0).is_empty());
    }

    #[test]
    fn three_days_are_kept_at_the_least() {
        use crate::check::mailbox::mailboxes;
        use crate::check::testing::judge;
        let at = |days| {
            judge(&LogSpaceTooSmall, &mailboxes(|m| m.log_days = days), |f| {
                vm_facts(f, "mbx-1").mailbox = Some(MailboxFacts::default());
            })
        };
        assert!(at(3).is_empty());
        let f = at(2);
        assert_eq!(
            f[0].message,
            "Logs of mbx-1 are kept for 2 days; at least 3 days are advised"
        );
        let mended = f[0].fixes[0]
            .edit
            .apply(&mailboxes(|m| m.log_days = 2))
            .unwrap();
        assert!(judge(&LogSpaceTooSmall, &mended, |_| {}).is_empty());
    }

    #[test]
    fn without_a_log_disk_it_is_not_assessed() {
        let plan = with(|p| change!(p, vms, "mbx-1", vm => { vm.disks.pop(); }));
        assert!(!at(&plan, 10.0)[0].is_found());
    }
}
