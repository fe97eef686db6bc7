//! Commit latency above its target.

use super::super::shared::exceeds;
use super::instances;
use crate::check::Severity;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server whose commit, the log write here and on the mirror or the synchronous copies with the round trip between
    /// them, takes longer than the application accepts.
    /// ## Why it matters
    /// Each session waits that long at each commit; nothing but fewer commits makes up for it.
    /// ## What to do
    /// Bring the hosts closer together, use faster log disks, or choose a level without mirroring and asynchronous copies.
    /// ## References
    /// - Importance of network latency when using database mirroring, P. Randal, SQLskills, 2011; Analyze synchronous commit
    ///   impact on high commit rate workloads, Microsoft SQL Server Tiger team, 2018
    pub struct CommitOverTarget = "SQL", 13, Warning, "commit latency above its target", ["LS-SYNC-04"];
}

impl Check for CommitOverTarget {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx).into_iter().filter(|i| !i.copy) {
            let Some(facts) = one.facts(cx) else { continue };
            let (name, vm) = (cx.name(one.workload), cx.name(one.vm_id));
            let Some(target) = one.sql.commit_target else {
                if !one.first {
                    continue;
                }
                out.not_assessed(
                    one.workload,
                    format!("the commit target of {name}"),
                    format!("{name} has no longest commit to compare with"),
                )
                .severity(Severity::Info);
                continue;
            };
            let Some(commit) = facts.commit_ms else {
                out.not_assessed(
                    one.workload,
                    one.unknown_way(cx),
                    format!("How long a commit of {name} on {vm} takes is not known"),
                )
                .also(one.vm_id);
                continue;
            };
            if exceeds(commit, target.get()) {
                out.found(
                    one.workload,
                    format!(
                        "A commit of {name} on {vm} takes {} ms, more than the {} ms it may take",
                        pretty(commit),
                        pretty(target.get())
                    ),
                )
                .also(one.vm_id)
                .evidence(one.figure(cx, "commit"))
                .placement();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CommitOverTarget;
    use crate::check::Severity;
    use crate::check::sql::{run, sample, set, with};
    use crate::check::testing::judge;

    fn at(commit: Option<f64>) -> Vec<crate::check::Finding> {
        judge(&CommitOverTarget, &sample(), |f| set(f).commit_ms = commit)
    }

    #[test]
    fn trips_above_the_target_and_not_at_it() {
        assert!(at(Some(10.0)).is_empty());
        assert!(
            at(Some(12.5))[0]
                .message
                .contains("takes 12.5 ms, more than the 10 ms")
        );
    }

    #[test]
    fn says_what_is_missing() {
        assert!(!at(None)[0].is_found());
        let f = run(&CommitOverTarget, &with(|sql, _| sql.commit_target = None));
        assert!(!f[0].is_found());
        assert_eq!(f[0].severity, Severity::Info);
    }
}
