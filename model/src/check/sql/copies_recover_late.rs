//! Copies that recover later or lose more than accepted.

use super::super::shared::exceeds;
use super::instances;
use crate::catalogue::Severity;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server whose copies, by their queues, take over later than accepted (detection, failover and redo), or lose
    /// more than accepted (what waits to be sent). Of several databases the worst counts.
    /// ## Why it matters
    /// The group fails over, but users wait for redo, or work is missing.
    /// ## What to do
    /// Give the copies faster disks and processors so that redo keeps up, more network for the log, or commit
    /// synchronously.
    /// ## References
    /// - Monitor performance for Always On availability groups, Microsoft, 2017
    pub struct CopiesRecoverLate = "SQL", 40, Warning, "copies that recover later or lose more than accepted", [];
}

impl Check for CopiesRecoverLate {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx).into_iter().filter(|i| !i.copy) {
            let (Some(copies), Some(facts)) = (&one.sql.copies, one.facts(cx)) else {
                continue;
            };
            let name = cx.name(one.workload);
            let recovery = copies.longest_recovery.map(crate::units::Secs::get);
            let loss = one.sql.backup.longest_loss.map(crate::units::Secs::get);
            let known = facts.recovery_s.is_some();
            if !known && recovery.is_some() && one.first {
                out.not_assessed(
                    one.workload,
                    format!("the redo queues of {name}"),
                    format!("How long redo of {name} takes is not known"),
                )
                .severity(Severity::Info);
            }
            for (is, most, figure, what) in [
                (facts.recovery_s, recovery, "recovery", "take over after"),
                (facts.data_loss_s, loss, "data_loss", "lose the work of"),
            ] {
                let (Some(is), Some(most)) = (is, most) else {
                    continue;
                };
                if exceeds(is, most) {
                    out.found(
                        one.workload,
                        format!(
                            "Copies of {name} {what} {} s; {} s are accepted",
                            pretty(is),
                            pretty(most)
                        ),
                    )
                    .also(one.vm_id)
                    .evidence(one.figure(cx, figure));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CopiesRecoverLate;
    use crate::check::sql::{copied_with, run, sample};
    use crate::plan::{Plan, SqlQueue};
    use crate::units::Secs;

    /// 60,000 KB at 2,000 KB/s are 30 s of redo; with 30 s to detect and 5 s to fail over 65 s. 5,000 KB behind at
    /// 1,000 KB/s are 5 s of work.
    fn plan(recovery: f64, loss: f64, queue: bool) -> Plan {
        copied_with(|sql| {
            sql.backup.longest_loss = Some(Secs::new(loss));
            let c = sql.copies.as_mut().unwrap();
            c.longest_recovery = Some(Secs::new(recovery));
            if queue {
                c.queues = vec![SqlQueue {
                    redo_kb: 60_000.0,
                    redo_kb_per_s: 2_000.0,
                    send_kb: 5_000.0,
                    log_kb_per_s: Some(1_000.0),
                    ..SqlQueue::default()
                }];
            }
        })
    }

    #[test]
    fn trips_above_what_is_accepted() {
        assert!(run(&CopiesRecoverLate, &sample()).is_empty());
        assert!(run(&CopiesRecoverLate, &plan(65.0, 5.0, true)).is_empty());
        let f = run(&CopiesRecoverLate, &plan(64.0, 5.0, true));
        assert!(f[0].message.contains("take over after 65 s"), "{f:#?}");
        let f = run(&CopiesRecoverLate, &plan(65.0, 4.0, true));
        assert!(f[0].message.contains("lose the work of 5 s"), "{f:#?}");
        assert!(!run(&CopiesRecoverLate, &plan(65.0, 5.0, false))[0].is_found());
    }
}
