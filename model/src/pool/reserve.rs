//! Room kept as slots, as a share of the pool, or as whole hosts (vSphere Availability, VMware; Hyper-V clusters).

use super::fits;

/// Processor and memory of a host, or what a VM reserves.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Size {
    pub cpu_mhz: f64,
    pub mib: f64,
}

/// Hosts that can be lost, those with the most slots first, while the others hold every VM.
pub fn slot_failures(slots: &[f64], vms: f64) -> u32 {
    let mut slots = slots.to_vec();
    slots.sort_by(|a, b| b.total_cmp(a));
    let mut lost = 0u32;
    for n in 1..=slots.len() {
        if slots.iter().skip(n).sum::<f64>() < vms {
            break;
        }
        lost = lost.saturating_add(1);
    }
    lost.min(u32::try_from(slots.len().saturating_sub(1)).unwrap_or(u32::MAX))
}

/// Hosts that can be lost, the largest first, while what is free holds as much as they had: for each resource apart, the
/// smaller counts.
pub fn share_failures(hosts: &[Size], reserved: Size) -> u32 {
    let count = |of: fn(&Size) -> f64, reserved: f64| {
        let mut each: Vec<f64> = hosts.iter().map(of).collect();
        each.sort_by(|a, b| b.total_cmp(a));
        let mut free = each.iter().sum::<f64>() - reserved;
        let mut lost = 0u32;
        for host in each {
            free -= host;
            if !fits(0.0, free) {
                break;
            }
            lost = lost.saturating_add(1);
        }
        lost
    };
    let most = u32::try_from(hosts.len().saturating_sub(1)).unwrap_or(u32::MAX);
    count(|s| s.cpu_mhz, reserved.cpu_mhz)
        .min(count(|s| s.mib, reserved.mib))
        .min(most)
}

/// The share of a pool that the largest `n` hosts are, by the resource where it is greater.
pub fn largest_share(hosts: &[Size], n: u32) -> f64 {
    let share = |of: fn(&Size) -> f64| {
        let mut each: Vec<f64> = hosts.iter().map(of).collect();
        each.sort_by(|a, b| b.total_cmp(a));
        let n = usize::try_from(n).unwrap_or(usize::MAX);
        crate::figure::over(each.iter().take(n).sum(), each.iter().sum())
    };
    share(|s| s.cpu_mhz).max(share(|s| s.mib))
}

/// Failover hosts that stand idle and are at least as large as every host that works.
pub fn idle_hosts(hosts: &[(Size, bool, u32)]) -> u32 {
    let most = hosts
        .iter()
        .filter(|(_, spare, _)| !spare)
        .fold(Size::default(), |m, (s, ..)| Size {
            cpu_mhz: m.cpu_mhz.max(s.cpu_mhz),
            mib: m.mib.max(s.mib),
        });
    let enough = hosts.iter().filter(|(s, spare, vms)| {
        *spare && *vms == 0 && fits(most.mib, s.mib) && fits(most.cpu_mhz, s.cpu_mhz)
    });
    u32::try_from(enough.count()).unwrap_or(u32::MAX)
}

/// Nodes that can be lost, the largest first, while the memory of the others holds what all VMs take together.
pub fn node_failures(hosts_mib: &[f64], vms_mib: f64) -> u32 {
    let sizes: Vec<Size> = hosts_mib
        .iter()
        .map(|m| Size {
            cpu_mhz: 0.0,
            mib: *m,
        })
        .collect();
    let taken = Size {
        cpu_mhz: 0.0,
        mib: vms_mib,
    };
    share_failures(&sizes, taken)
}
