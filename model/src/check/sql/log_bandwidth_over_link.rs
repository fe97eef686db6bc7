//! Log bandwidth above what the disks or the links give.

use super::super::shared::{disks, exceeds, percent};
use super::{Instance, vms};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::facts::VmFacts;
use crate::figure::over;
use crate::plan::{DiskUse, Storage};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server whose log is written faster than the availability links of its pair carry it with the fastest one
    /// lost, or a log disk that must do more operations than it can.
    /// ## Why it matters
    /// Each commit waits for its log block on both hosts: the rate of transactions falls to what the link or the disk
    /// gives.
    /// ## What to do
    /// Use faster links or log disks, group small transactions, or choose a level without mirroring.
    /// ## Limits
    /// Log traffic alone; everything else on the links has checks of its own. Whether the disks are over the ceiling of
    /// the plan is CAP-010.
    /// ## References
    /// - SQL and hosts sheet, sections 4.3 and 5: the network carries the log rate (Microsoft SQL Server Tiger team, 2018)
    pub struct LogBandwidthOverLink = "SQL", 12, Error, "log bandwidth above what the disks or the links give", [];
}

/// A RAID group under the logs that is asked for more than it can do.
fn busy_log_disk(cx: &CheckCx<'_>, one: &Instance<'_>, facts: &VmFacts, out: &mut Findings) {
    for disk in disks(one.vm, DiskUse::Log) {
        for placed in &facts.placed {
            let (owner, figure, load, can) = match &disk.on {
                Storage::Local(group) => {
                    let Some(host) = cx.facts.hosts.get(&placed.host) else {
                        continue;
                    };
                    let at = host.capacity.groups.iter().position(|g| g.name == *group);
                    let Some((l, c)) =
                        at.and_then(|i| host.load.groups.get(i).zip(host.capacity.groups.get(i)))
                    else {
                        continue;
                    };
                    let figure = format!("host/{}/disk.{group}.iops_share", placed.host);
                    let owner = crate::ids::EntityId::from(&placed.host);
                    (owner, Some(figure), l.back_end_iops, c.back_end_iops)
                }
                Storage::Shared { array, group } => {
                    let Some(facts) = cx.facts.arrays.get(array) else {
                        continue;
                    };
                    let at = facts.groups.iter().position(|g| g.name == *group);
                    let Some((l, c)) = at.and_then(|i| facts.load.get(i).zip(facts.groups.get(i)))
                    else {
                        continue;
                    };
                    (array.into(), None, l.back_end_iops, c.back_end_iops)
                }
            };
            if exceeds(load, can) {
                let finding = out.found(
                    one.vm_id,
                    format!(
                        "The disks under {} of {} on {} are asked for {} of the operations they can do",
                        disk.name,
                        cx.name(one.vm_id),
                        cx.name(owner.clone()),
                        percent(over(load, can))
                    ),
                );
                finding.also(owner).placement();
                if let Some(figure) = figure {
                    finding.evidence(figure);
                }
                return;
            }
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
            busy_log_disk(cx, &one, facts, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LogBandwidthOverLink;
    use crate::check::sql::{run, sample, with};
    use crate::check::testing::{host_facts, judge};

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
    fn trips_where_the_log_disk_cannot_follow() {
        let at = |load: f64| {
            judge(&LogBandwidthOverLink, &sample(), |f| {
                let h = host_facts(f, "host-a");
                let logs = h
                    .capacity
                    .groups
                    .iter()
                    .position(|g| g.name == "logs")
                    .unwrap();
                h.capacity.groups[logs].back_end_iops = 300.0;
                h.load.groups[logs].back_end_iops = load;
            })
        };
        assert!(at(300.0).is_empty());
        assert!(at(330.0)[0].message.contains("110 %"));
    }
}
