//! SQL Server memory left at its default.

use super::super::shared::{Proposal, change_sql, gib, offer};
use super::{Instance, instances};
use crate::catalogue::keys;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::{Mib, Quantity};

crate::check! {
    /// ## What it finds
    /// A SQL Server whose `max server memory` is left at its default (2,147,483,647 MB), which means no limit.
    /// ## Why it matters
    /// The buffer pool grows until the operating system has nothing left; the guest then swaps, and failover takes
    /// long.
    /// ## What to do
    /// Set it by the 1/4/8 rule: leave 1 GB for the system, 1 GB in 4 up to 16 GB, and 1 GB in 8 above.
    /// ## References
    /// - Cap max server memory, AWS Prescriptive Guidance, after J. Kehayias; SQL Assessment API default ruleset, Microsoft;
    ///   sp_Blitz, First Responder Kit
    pub struct MaxMemoryUnset = "SQL", 1, Warning, "SQL Server memory left at its default", ["SQL-MEM-UNSET"];
}

/// Sets the largest value that the rule gives on the smallest of the workload's VMs, shared by the instances of each.
pub(super) fn use_rule(cx: &CheckCx<'_>, one: &Instance<'_>) -> Option<Proposal> {
    let mib = instances(cx)
        .iter()
        .filter(|i| i.workload == one.workload)
        .filter_map(|i| {
            let vm = i.vm_facts(cx)?;
            let rule = i.facts(cx)?.max_server_memory_rule_mib;
            let instances = vm.sql.len().max(1) as f64 * f64::from(i.sql.instances());
            Some(rule / instances)
        })
        .reduce(f64::min)?
        .floor();
    // Below the least legal value nothing can be proposed.
    if mib < cx.cx.constant(keys::sql::MAX_MEMORY_LEAST_MIB) {
        return None;
    }
    let label = format!(
        "Set max server memory of {} to {}",
        cx.name(one.workload),
        gib(mib)
    );
    let edit = change_sql(cx, one.workload, label, |s| {
        s.max_server_memory = Some(Mib::from_canonical(mib));
    })?;
    Some((format!("Set max server memory to {}", gib(mib)), edit))
}

impl Check for MaxMemoryUnset {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx) {
            if one.max_memory(cx).is_none() {
                let finding = out.found(
                    one.workload,
                    format!(
                        "Max server memory of {} on {} is left at its default, without a limit",
                        cx.name(one.workload),
                        cx.name(one.vm_id)
                    ),
                );
                finding
                    .also(one.vm_id)
                    .evidence(one.figure(cx, "memory_rule"));
                offer(finding, use_rule(cx, &one));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MaxMemoryUnset;
    use crate::check::sql::{max_memory_over_rule::MaxMemoryOverRule, run, sample, with};
    use crate::units::Mib;

    #[test]
    fn trips_when_unset_and_its_fix_sets_the_rule() {
        assert!(run(&MaxMemoryUnset, &sample()).is_empty());
        let unlimited = with(|sql, _| sql.max_server_memory = Some(Mib::new(2_147_483_647)));
        assert_eq!(run(&MaxMemoryUnset, &unlimited).len(), 1);
        // AWS Prescriptive Guidance: 256 GB keep 35 GB back.
        let plan = with(|sql, vm| {
            sql.max_server_memory = None;
            vm.ram = Mib::new(262_144);
        });
        let f = run(&MaxMemoryUnset, &plan);
        assert_eq!(f[0].fixes[0].title, "Set max server memory to 221 GiB");
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&MaxMemoryUnset, &mended).is_empty());
        assert!(run(&MaxMemoryOverRule, &mended).is_empty());
    }
}
