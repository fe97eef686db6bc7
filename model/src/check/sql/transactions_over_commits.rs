//! More transactions than the sessions can commit.

use super::super::shared::exceeds;
use super::instances;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server that must commit more transactions a second than its sessions can, each waiting for one commit
    /// after the other.
    /// ## Why it matters
    /// A session makes at most one commit per commit time: 200 a second at 5 ms. The load is unreachable, whatever the
    /// hardware.
    /// ## What to do
    /// Use more sessions, commit several transactions together, or shorten the commit.
    /// ## References
    /// - Derived from: Analyze synchronous commit impact on high commit rate workloads, Microsoft SQL Server Tiger team, 2018
    pub struct TransactionsOverCommits = "SQL", 14, Error, "more transactions than the sessions can commit", ["SQL-SYNC-TPS"];
}

impl Check for TransactionsOverCommits {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx).into_iter().filter(|i| !i.copy) {
            let Some(facts) = one.facts(cx) else { continue };
            let (name, vm) = (cx.name(one.workload), cx.name(one.vm_id));
            let wanted = facts.transactions_per_s;
            let Some(single) = facts.commits_per_session else {
                out.not_assessed(
                    one.workload,
                    one.unknown_way(cx),
                    format!("How long a commit of {name} on {vm} takes is not known"),
                )
                .also(one.vm_id);
                continue;
            };
            let Some(bound) = facts.commits_bound else {
                // Enough for one session is enough for any number.
                if exceeds(wanted, single) {
                    out.not_assessed(
                        one.workload,
                        format!("the number of sessions of {name}"),
                        format!(
                            "{name} commits {} a second; one session makes {}, and how many there are is not known",
                            pretty(wanted),
                            pretty(single)
                        ),
                    )
                    .also(one.vm_id);
                }
                continue;
            };
            if exceeds(wanted, bound) {
                out.found(
                    one.workload,
                    format!(
                        "{name} on {vm} must commit {} a second; its sessions can make {} together",
                        pretty(wanted),
                        pretty(bound)
                    ),
                )
                .also(one.vm_id)
                .evidence(one.figure(cx, "commits_bound"))
                .evidence(one.figure(cx, "commit"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TransactionsOverCommits;
    use crate::check::sql::{sample, set};
    use crate::check::testing::judge;

    fn at(bound: Option<f64>, single: Option<f64>) -> Vec<crate::check::Finding> {
        judge(&TransactionsOverCommits, &sample(), |f| {
            let s = set(f);
            s.transactions_per_s = 200.0;
            s.commits_per_session = single;
            s.commits_bound = bound;
        })
    }

    #[test]
    fn trips_above_the_bound_and_not_at_it() {
        assert!(at(Some(200.0), Some(50.0)).is_empty());
        assert!(
            at(Some(150.0), Some(50.0))[0]
                .message
                .contains("can make 150 together")
        );
    }

    #[test]
    fn without_sessions_it_passes_only_if_one_is_enough() {
        assert!(at(None, Some(200.0)).is_empty());
        assert!(!at(None, Some(199.0))[0].is_found());
        assert!(!at(None, None)[0].is_found());
    }
}
