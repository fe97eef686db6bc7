//! A SQL Server that commits over a long way.

use super::super::shared::exceeds;
use super::{Instance, cite_key, instances};
use crate::catalogue::keys;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::facts::VmFacts;
use crate::plan::SqlCommit;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server at level 2 or 3 whose two hosts, or whose synchronous copy, is more than 5 ms away, there and back;
    /// above 10 ms the message advises asynchronous copies.
    /// ## Why it matters
    /// Each commit waits for the far host. Applications that make many small transactions in turn slow down in
    /// proportion.
    /// ## What to do
    /// Bring the hosts closer, or protect the database within a site and copy it asynchronously to the far one.
    /// ## References
    /// - Analyze synchronous commit impact on high commit rate workloads, Microsoft SQL Server Tiger team, 2018; Recommendations
    ///   for deploying database mirroring, Microsoft; the bounds are recalled
    pub struct SynchronousOverDistance = "SQL", 15, Warning, "a SQL Server mirrored over a long way", ["SQL-SYNC-RTT"];
}

/// What is above the bounds, in words: the advice and the bound's key.
fn advice(cx: &CheckCx<'_>, rtt: f64) -> Option<(String, &'static str)> {
    let near = cx.cx.constant(keys::sql::SYNC_NEAR_MS);
    let far = cx.cx.constant(keys::sql::SYNC_FAR_MS);
    if exceeds(rtt, far) {
        let words = format!(
            "above {} ms, where copies should be asynchronous",
            pretty(far)
        );
        Some((words, keys::sql::SYNC_FAR_MS))
    } else if exceeds(rtt, near) {
        let words = format!(
            "above the {} ms advised for synchronous copies",
            pretty(near)
        );
        Some((words, keys::sql::SYNC_NEAR_MS))
    } else {
        None
    }
}

fn of_pair(cx: &CheckCx<'_>, one: &Instance<'_>, facts: &VmFacts, out: &mut Findings) {
    let name = cx.name(one.vm_id);
    let pairs = || facts.placed.iter().filter(|p| p.partner.is_some());
    if let Some(unknown) = pairs().find(|p| p.rtt_ms.is_none()) {
        out.not_assessed(
            one.vm_id,
            format!("the round trip between the hosts of {name}"),
            format!("How far the two hosts of {name} are apart is not known"),
        )
        .also(&unknown.host);
    }
    let Some(rtt) = pairs().filter_map(|p| p.rtt_ms).reduce(f64::max) else {
        return;
    };
    if let Some((advice, key)) = advice(cx, rtt) {
        let finding = out.found(
            one.vm_id,
            format!(
                "The two hosts of {name} are {} ms apart, {advice}",
                pretty(rtt)
            ),
        );
        finding
            .also(one.workload)
            .evidence(format!("vm/{}/rtt", one.vm_id))
            .placement();
        cite_key(cx, finding, key);
    }
}

fn of_copies(cx: &CheckCx<'_>, one: &Instance<'_>, out: &mut Findings) {
    let copies = one.sql.replicas();
    let synchronous = |c: &&crate::plan::SqlReplica| c.commit == SqlCommit::Synchronous;
    if one.copy || copies.iter().find(synchronous).is_none() {
        return;
    }
    let (name, vm) = (cx.name(one.workload), cx.name(one.vm_id));
    let Some(rtt) = one.facts(cx).and_then(|f| f.copy_rtt_ms) else {
        out.not_assessed(
            one.workload,
            format!("the round trip to the copies of {name}"),
            format!("How far the synchronous copies of {name} are from {vm} is not known"),
        )
        .also(one.vm_id);
        return;
    };
    if let Some((advice, key)) = advice(cx, rtt) {
        let finding = out.found(
            one.workload,
            format!(
                "A synchronous copy of {name} is {} ms away from {vm}, {advice}",
                pretty(rtt)
            ),
        );
        finding
            .also(one.vm_id)
            .evidence(one.figure(cx, "copy_rtt"))
            .placement();
        cite_key(cx, finding, key);
    }
}

impl Check for SynchronousOverDistance {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx) {
            if one.nth == 0
                && one.vm.level.paired()
                && let Some(facts) = one.vm_facts(cx)
            {
                of_pair(cx, &one, facts, out);
            }
            of_copies(cx, &one, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SynchronousOverDistance;
    use crate::check::sql::{copied, run, sample, with};
    use crate::check::testing::{judge, vm_facts};
    use crate::plan::{Level, SqlCommit};
    use crate::units::Ms;

    fn at(rtt_ms: Option<f64>) -> Vec<crate::check::Finding> {
        judge(&SynchronousOverDistance, &sample(), |f| {
            for p in &mut vm_facts(f, "sql-1").placed {
                p.rtt_ms = rtt_ms;
            }
        })
    }

    #[test]
    fn trips_above_five_and_advises_above_ten() {
        assert!(run(&SynchronousOverDistance, &sample()).is_empty());
        assert!(at(Some(5.0)).is_empty());
        assert!(at(Some(6.0))[0].message.contains("above the 5 ms"));
        assert!(at(Some(10.0))[0].message.contains("above the 5 ms"));
        assert!(at(Some(11.0))[0].message.contains("asynchronous"));
        assert!(!at(None)[0].is_found());
    }

    #[test]
    fn copies_count_while_commits_wait_for_them() {
        let at = |rtt: Option<f64>, commit: SqlCommit| {
            run(
                &SynchronousOverDistance,
                &copied(|c| {
                    c.replicas[0].vm = None;
                    c.replicas[0].round_trip = rtt.map(Ms::new);
                    c.replicas[0].commit = commit;
                }),
            )
        };
        assert!(at(Some(5.0), SqlCommit::Synchronous).is_empty());
        assert!(at(Some(5.1), SqlCommit::Synchronous)[0].is_found());
        assert!(
            at(Some(10.1), SqlCommit::Synchronous)[0]
                .message
                .contains("asynchronous")
        );
        assert!(at(Some(80.0), SqlCommit::Asynchronous).is_empty());
        assert!(!at(None, SqlCommit::Synchronous)[0].is_found());
    }

    #[test]
    fn an_unpaired_vm_is_not_judged() {
        let plan = with(|_, vm| {
            vm.level = Level::L1;
            vm.placement[0].partner = None;
        });
        assert!(run(&SynchronousOverDistance, &plan).is_empty());
    }
}
