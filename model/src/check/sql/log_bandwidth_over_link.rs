//! Log bandwidth above what the disks or the links give.

use std::collections::BTreeMap;

use super::super::shared::{disks, exceeds};
use super::{Instance, instances, vms};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::facts::{VmFacts, penalty_key};
use crate::figure::over;
use crate::ids::{EntityId, LinkId};
use crate::plan::{DiskUse, RaidGroup, Storage};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server whose log is written faster than the availability links of its pair carry it with the fastest one
    /// lost, or than the link to a copy carries it with 30 % on top, or by more operations than its log disks can do.
    /// ## Why it matters
    /// Each commit waits for its log block on both hosts: the rate of transactions falls to what the link or the disk
    /// gives.
    /// ## What to do
    /// Use faster links or log disks, group small transactions, or choose a level without mirroring.
    /// ## Limits
    /// Log traffic alone; everything else on the links has checks of its own. Whether the disks are over the ceiling of
    /// the plan is CAP-010.
    /// ## References
    /// - Analyze synchronous commit impact on high commit rate workloads, Microsoft SQL Server Tiger team, 2018; the addition
    ///   for a copy is recalled
    pub struct LogBandwidthOverLink = "SQL", 12, Error, "log bandwidth above what the disks or the links give", [];
}

/// A RAID group that cannot do the log writes of this VM's members even if it did nothing else.
fn slow_log_disk(cx: &CheckCx<'_>, one: &Instance<'_>, facts: &VmFacts, out: &mut Findings) {
    for disk in disks(one.vm, DiskUse::Log) {
        for placed in &facts.placed {
            let found: Option<(EntityId, &RaidGroup, f64)> = match &disk.on {
                Storage::Local(name) => cx.plan().hosts.get(&placed.host).and_then(|host| {
                    let group = host.raid.iter().find(|g| g.name == *name)?;
                    let capacity = &cx.facts.hosts.get(&placed.host)?.capacity.groups;
                    let can = capacity.iter().find(|g| g.name == *name)?.back_end_iops;
                    Some(((&placed.host).into(), group, can))
                }),
                Storage::Shared { array, group } => cx.plan().arrays.get(array).and_then(|a| {
                    let row = a.raid.iter().find(|g| g.name == *group)?;
                    let capacity = &cx.facts.arrays.get(array)?.groups;
                    let can = capacity.iter().find(|g| g.name == *group)?.back_end_iops;
                    Some((array.into(), row, can))
                }),
            };
            let Some((owner, group, can)) = found else {
                continue;
            };
            let penalty = cx.cx.constant(penalty_key(group.level)).max(1.0);
            let writes = facts.demand.log_writes * f64::from(placed.count);
            if exceeds(writes * penalty, can) {
                out.found(
                    one.vm_id,
                    format!(
                        "{} writes its log {} times a second; {} of {} can do {}",
                        cx.name(one.vm_id),
                        pretty(writes),
                        group.name,
                        cx.name(owner.clone()),
                        pretty(over(can, penalty))
                    ),
                )
                .also(owner)
                .evidence(format!("vm/{}/demand.log_writes", one.vm_id))
                .placement();
                return;
            }
        }
    }
}

/// A link to copies of this workload that does not carry the log to all of them.
fn slow_copy_link(cx: &CheckCx<'_>, one: &Instance<'_>, facts: &VmFacts, out: &mut Findings) {
    let (Some(ways), Some(sql)) = (facts.copies.get(one.workload), one.facts(cx)) else {
        return;
    };
    let Some(all) = sql.copies_mbps else { return };
    let each = over(all, ways.len() as f64);
    let mut by_link: BTreeMap<&LinkId, f64> = BTreeMap::new();
    for link in ways.iter().filter_map(|w| w.over.as_ref()) {
        *by_link.entry(link).or_insert(0.0) += each;
    }
    for (id, mbps) in by_link {
        let Some(link) = cx.facts.links.get(id) else {
            continue;
        };
        if exceeds(mbps, link.usable_mbps) {
            out.found(
                one.workload,
                format!(
                    "{} sends {} Mbit/s of log to its copies over {}, which carries {} Mbit/s",
                    cx.name(one.workload),
                    pretty(mbps),
                    cx.name(id),
                    pretty(link.usable_mbps)
                ),
            )
            .also(id)
            .evidence(one.figure(cx, "copies_network"))
            .evidence(format!("link/{id}/usable"))
            .placement()
            .unconfirmed = true;
            return;
        }
    }
}

impl Check for LogBandwidthOverLink {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in vms(cx) {
            let Some(facts) = one.vm_facts(cx) else {
                continue;
            };
            // Megabytes to megabits.
            let log_mbps = facts.demand.log_mb_s * 8.0;
            for placed in &facts.placed {
                let Some(partner) = placed.partner.as_ref() else {
                    continue;
                };
                let key = if placed.host < *partner {
                    (placed.host.clone(), partner.clone())
                } else {
                    (partner.clone(), placed.host.clone())
                };
                let Some(joint) = cx.facts.joints.get(&key) else {
                    continue;
                };
                let usable = joint.usable_one_lost_mbps;
                if !joint.links.is_empty() && exceeds(log_mbps, usable) {
                    out.found(
                        one.vm_id,
                        format!(
                            "{} writes {} Mbit/s of log; the availability links of {} and {} carry {} Mbit/s with the fastest lost",
                            cx.name(one.vm_id),
                            pretty(log_mbps),
                            cx.name(&key.0),
                            cx.name(&key.1),
                            pretty(usable)
                        ),
                    )
                    .also(&key.0)
                    .also(&key.1)
                    .evidence(format!("vm/{}/demand.log_rate", one.vm_id))
                    .evidence(format!("joint/{}+{}/usable.one_lost", key.0, key.1));
                    break;
                }
            }
            slow_log_disk(cx, &one, facts, out);
        }
        for one in instances(cx).iter().filter(|i| !i.copy) {
            if let Some(facts) = one.vm_facts(cx) {
                slow_copy_link(cx, one, facts, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LogBandwidthOverLink;
    use crate::check::sql::{copied_with, run, sample, with};
    use crate::check::testing::{judge, vm_facts};

    #[test]
    fn trips_above_what_one_link_carries() {
        assert!(run(&LogBandwidthOverLink, &sample()).is_empty());
        // 1 Gbit/s carries less than 118 MB/s: 40 transactions of 3,000,000 bytes are 120 MB/s.
        let plan = with(|sql, _| sql.log_bytes_per_transaction = Some(3_000_000.0));
        let f = run(&LogBandwidthOverLink, &plan);
        assert!(f[0].message.contains("960 Mbit/s of log"), "{f:#?}");
        let near = with(|sql, _| sql.log_bytes_per_transaction = Some(2_500_000.0));
        assert!(run(&LogBandwidthOverLink, &near).is_empty());
    }

    #[test]
    fn trips_above_what_the_link_to_a_copy_carries() {
        // 40 transactions of 2,000,000 bytes are 640 Mbit/s, with 30 % on top 832; 2,500,000 bytes are 1,040.
        let plan = |bytes: f64| copied_with(|sql| sql.log_bytes_per_transaction = Some(bytes));
        assert!(run(&LogBandwidthOverLink, &plan(2_000_000.0)).is_empty());
        let f = run(&LogBandwidthOverLink, &plan(2_500_000.0));
        assert!(
            f[0].message.contains("1,040 Mbit/s of log to its copies"),
            "{f:#?}"
        );
    }

    #[test]
    fn trips_where_the_log_disk_alone_cannot_follow() {
        // Two disks of 150 operations, each write on both: 150 writes a second.
        let at = |writes: f64| {
            judge(&LogBandwidthOverLink, &sample(), |f| {
                let vm = vm_facts(f, "sql-1");
                vm.demand.log_writes = writes;
            })
        };
        assert!(at(150.0).is_empty());
        assert!(at(151.0)[0].message.contains("logs of host-a can do 150"));
    }
}
