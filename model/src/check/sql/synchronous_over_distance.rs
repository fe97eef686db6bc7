//! A SQL Server mirrored over a long way.

use super::super::shared::exceeds;
use super::vms;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server at level 2 or 3 whose two hosts are more than 5 ms apart, there and back; above 10 ms the message
    /// advises asynchronous copies.
    /// ## Why it matters
    /// Each commit waits for the far host. Applications that make many small transactions in turn slow down in
    /// proportion.
    /// ## What to do
    /// Bring the two hosts closer, or protect the database within a site and copy it asynchronously to the far one.
    /// ## References
    /// - SQL and hosts sheet, section 5 and check SQL-SYNC-RTT (Analyze synchronous commit impact on high commit rate workloads, Microsoft SQL Server Tiger team, 2018; thresholds recalled)
    pub struct SynchronousOverDistance = "SQL", 15, Warning, "a SQL Server mirrored over a long way", ["SQL-SYNC-RTT"];
}

/// Advised for synchronous copies within a metropolitan area (SQL and hosts sheet, section 5, recalled).
const NEAR_MS: f64 = 5.0;
/// From here copies should be asynchronous (same place, recalled).
const FAR_MS: f64 = 10.0;

impl Check for SynchronousOverDistance {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in vms(cx).filter(|i| i.vm.level.paired()) {
            let Some(facts) = one.vm_facts(cx) else {
                continue;
            };
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
                continue;
            };
            if exceeds(rtt, NEAR_MS) {
                let advice = if exceeds(rtt, FAR_MS) {
                    format!(
                        "above {} ms, where copies should be asynchronous",
                        pretty(FAR_MS)
                    )
                } else {
                    format!(
                        "above the {} ms advised for synchronous copies",
                        pretty(NEAR_MS)
                    )
                };
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
                finding.unconfirmed = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SynchronousOverDistance;
    use crate::check::sql::{run, sample, with};
    use crate::check::testing::{judge, vm_facts};
    use crate::plan::Level;

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
    fn an_unpaired_vm_is_not_judged() {
        let plan = with(|_, vm| {
            vm.level = Level::L1;
            vm.placement[0].partner = None;
        });
        assert!(run(&SynchronousOverDistance, &plan).is_empty());
    }
}
