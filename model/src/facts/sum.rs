//! Sums over VMs: what they need together and what they are given.

use super::Facts;
use crate::ids::VmId;
use crate::plan::Plan;

/// What some VMs come to, all members counted.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Sum {
    pub members: u32,
    pub vcpus_needed: f64,
    pub vcpus_given: f64,
    pub ram_needed_mib: f64,
    pub ram_given_mib: f64,
    pub space_needed_mib: f64,
    pub space_given_mib: f64,
    /// Front-end operations a second, reads and writes.
    pub iops: f64,
}

/// Disk space that a member of a VM asks for, and what its disks give, MiB.
pub fn space(plan: &Plan, facts: &Facts, vm: &VmId) -> (f64, f64) {
    let needed = facts
        .vms
        .get(vm)
        .map_or(0.0, |f| f.demand.space_mib.values().sum());
    let given = plan
        .vms
        .get(vm)
        .map_or(0.0, |v| v.disks.iter().map(|d| d.size.as_f64()).sum());
    (needed, given)
}

/// Operations a second that a member of a VM asks for, reads and writes.
pub fn iops(facts: &Facts, vm: &VmId) -> f64 {
    facts
        .vms
        .get(vm)
        .map_or(0.0, |f| f.demand.reads + f.demand.writes)
}

/// The sum of the rows of `vms`; each VM is counted with all its members.
pub fn sum<'a>(plan: &Plan, facts: &Facts, vms: impl IntoIterator<Item = &'a VmId>) -> Sum {
    let mut out = Sum::default();
    for id in vms {
        let Some(vm) = plan.vms.get(id) else { continue };
        let n = f64::from(vm.count);
        out.members = out.members.saturating_add(vm.count);
        out.vcpus_given += n * f64::from(vm.vcpus);
        out.ram_given_mib += n * vm.ram.as_f64();
        if let Some(f) = facts.vms.get(id) {
            out.vcpus_needed += n * f.demand.vcpus;
            out.ram_needed_mib += n * f.demand.ram_mib;
        }
        let (needed, given) = space(plan, facts, id);
        out.space_needed_mib += n * needed;
        out.space_given_mib += n * given;
        out.iops += n * iops(facts, id);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::facts::{Case, Cx, derive};

    #[test]
    fn a_sum_is_that_of_its_rows() {
        let mut plan = Plan::default();
        let (_, edit) = crate::edit::add::vm(&plan, None, 3, None).unwrap();
        plan = edit.apply(&plan).unwrap();
        let cx = Cx::new(&plan, Catalogue::built_in());
        let facts = derive(&cx, &Case::normal());
        let ids: Vec<VmId> = plan.vms.keys().cloned().collect();
        let s = sum(&plan, &facts, &ids);
        // Three members with 2 vCPUs, 4 GiB and one disk of 40 GiB each.
        assert_eq!(s.members, 3);
        assert_eq!(s.vcpus_given, 6.0);
        assert_eq!(s.ram_given_mib, 3.0 * 4096.0);
        assert_eq!(s.space_given_mib, 3.0 * 40.0 * 1024.0);
        assert_eq!(sum(&plan, &facts, []), Sum::default());
    }
}
