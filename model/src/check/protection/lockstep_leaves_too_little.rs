//! A lockstep VM that needs more processor than lockstep leaves.

use crate::catalogue::keys;
use crate::check::{Check, CheckCx, Findings, Meta, ask};
use crate::plan::Level;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A level-3 VM whose workloads use more of its vCPUs than is left when lockstep takes 20 % of them.
    /// ## Why it matters
    /// Lockstep costs 10 to 20 % of processor time, seen lower and higher. A VM that fills its vCPUs slows down by it.
    /// ## What to do
    /// Give the VM more vCPUs where the platform allows, or use level 2, which costs none.
    /// ## Limits
    /// VMs whose processor use is not known are not looked at. Use counted in MHz is compared with the slowest host's clock.
    /// ## References
    /// - Marathon Technologies, Application Availability Blog, 14 October 2009: 10 to 20 % typical; constant `lockstep_overhead_max`
    pub struct LockstepLeavesTooLittle = "PRO", 40, Warning, "a lockstep VM that needs more processor than lockstep leaves", ["LS-CPU-09"];
}

impl Check for LockstepLeavesTooLittle {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let left = 1.0 - cx.cx.constant(keys::LOCKSTEP_OVERHEAD_MAX);
        for (id, vm) in cx.plan().vms.iter().filter(|(_, vm)| vm.level == Level::L3) {
            let Some(facts) = cx.facts.vms.get(id).filter(|f| !f.cpu_assumed) else {
                continue;
            };
            let clock = facts
                .placed
                .iter()
                .flat_map(|p| std::iter::once(&p.host).chain(p.partner.as_ref()))
                .filter_map(|h| cx.facts.hosts.get(h))
                .map(|h| h.capacity.core_mhz)
                .filter(|mhz| *mhz > 0.0)
                .reduce(f64::min);
            let of_clock = match clock {
                Some(mhz) => facts.demand.cpu_mhz / mhz,
                None if facts.demand.cpu_mhz > 0.0 => continue,
                None => 0.0,
            };
            let need = facts.demand.cpu_cores + of_clock;
            let most = f64::from(vm.vcpus) * left;
            // A sum of shares may miss the boundary by its last digit.
            if need <= most * (1.0 + 1e-9) {
                continue;
            }
            let finding = out.found(
                id,
                format!(
                    "{} uses {} of {} before lockstep; {} are left when it takes {} %",
                    cx.name(id),
                    pretty(need),
                    ask::count(u64::from(vm.vcpus), "vCPU"),
                    pretty(most),
                    pretty((1.0 - left) * 100.0)
                ),
            );
            finding.evidence(format!("vm/{id}/cpu.overhead"));
            if let Some(row) = cx.cx.row(keys::LOCKSTEP_OVERHEAD_MAX) {
                finding.source = crate::facts::cite(&row.source, &row.date);
                finding.unconfirmed |= !row.confirmed;
            }
            let wanted = (need / left.max(1e-9)).ceil().min(1e6) as u32;
            let allowed = cx
                .profile()
                .limit_on(
                    crate::catalogue::LimitOf::Vcpus,
                    Some(Level::L3),
                    wanted,
                    false,
                )
                .is_none_or(|row| !row.broken_by(f64::from(wanted)));
            if allowed && let Some(edit) = ask::with_vcpus(cx, id, wanted) {
                finding.bold_fix(
                    format!("Give it {}", ask::count(u64::from(wanted), "vCPU")),
                    edit,
                );
            }
            if cx.profile().mechanism(Level::L2).is_some()
                && let Some(edit) = ask::with_level(cx, [id], Level::L2)
            {
                finding.bold_fix("Use level 2", edit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LockstepLeavesTooLittle;
    use crate::change;
    use crate::check::testing::{judge, sample, vm_facts};
    use crate::plan::Level;

    #[test]
    fn four_fifths_of_the_vcpus_are_the_boundary() {
        let n = |cores: f64, level: Level| {
            let mut plan = sample();
            change!(plan, vms, "mbx-1", v => { v.level = level; v.vcpus = 2 });
            judge(&LockstepLeavesTooLittle, &plan, |f| {
                let vm = vm_facts(f, "mbx-1");
                vm.cpu_assumed = false;
                vm.demand.cpu_cores = cores;
                vm.demand.cpu_mhz = 0.0;
            })
            .len()
        };
        assert_eq!(n(1.6, Level::L3), 0);
        assert_eq!(n(1.61, Level::L3), 1);
        assert_eq!(n(1.9, Level::L2), 0, "level 2 costs none");
    }
}
