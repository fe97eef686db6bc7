//! Disk operations over the ceiling in normal running.

use super::super::shared::{address, exceeds, offer_bold, percent};
use super::{Over, add_disks, groups_over};
use crate::check::{Check, CheckCx, Findings, Meta, Severity};
use crate::facts::{GroupCapacity, GroupLoad};
use crate::ids::EntityId;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A RAID group of a host or array that must do more disk operations a second in normal running than the plan's
    /// ceiling allows. Writes count with the penalty of the RAID level.
    /// ## Why it matters
    /// Waiting times rise steeply near the limit of the disks; databases and mail stall in the busy hour.
    /// ## What to do
    /// Add disks, choose RAID 10 instead of RAID 5, faster disks, or move virtual disks to another group.
    /// ## Limits
    /// An error above 100 %, else a warning. Random operations at planning values for the kind of disk; controller
    /// caches are not counted.
    /// ## References
    /// - SQL and hosts sheet, section 9.2: at most 80 % of what is not redundant (Microsoft, Capacity planning for AD DS, 2019)
    /// - id HOST-STORE-80
    pub struct IopsOverCeiling = "CAP", 10, Warning, "disk operations over the ceiling", ["HOST-STORE-80"];
}

fn iops(load: &GroupLoad, can: &GroupCapacity) -> (f64, f64) {
    (load.back_end_iops, can.back_end_iops)
}

fn report(
    cx: &CheckCx<'_>,
    out: &mut Findings,
    owner: &EntityId,
    groups: &[Over<'_>],
    ceiling: f64,
) {
    let Some(worst) = groups.first() else { return };
    let each: Vec<String> = groups
        .iter()
        .map(|g| {
            format!(
                "{} does {} of {} IOPS ({})",
                g.group,
                pretty(g.load.ceil()),
                pretty(g.can),
                percent(g.share())
            )
        })
        .collect();
    let finding = out.found(
        owner.clone(),
        format!(
            "On {}, {}, above the {} ceiling",
            cx.name(owner.clone()),
            each.join("; "),
            percent(ceiling)
        ),
    );
    // An array does the same wherever the VM runs.
    if matches!(owner, EntityId::Host(_)) {
        finding.placement();
    }
    for g in groups {
        finding.evidence(address(
            owner.clone(),
            &format!("disk.{}.iops_share", g.group),
        ));
    }
    if exceeds(worst.share(), 1.0) {
        finding.severity(Severity::Error);
    }
    if ceiling > 0.0 && worst.can > 0.0 {
        offer_bold(finding, add_disks(cx, owner, groups, ceiling, false));
    }
}

impl Check for IopsOverCeiling {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let ceiling = cx.plan().settings.iops_ceiling.get();
        for (id, host) in &cx.facts.hosts {
            let over = groups_over(&host.load.groups, &host.capacity.groups, ceiling, iops);
            report(cx, out, &id.into(), &over, ceiling);
        }
        for (id, array) in &cx.facts.arrays {
            let over = groups_over(&array.load, &array.groups, ceiling, iops);
            report(cx, out, &id.into(), &over, ceiling);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::IopsOverCeiling;
    use crate::change;
    use crate::check::Severity;
    use crate::check::testing::{host_facts, judge, sample, with};
    use crate::facts::{GroupCapacity, GroupLoad};
    use crate::plan::{Plan, WorkloadKind};

    fn at(back_end_iops: f64) -> Vec<crate::check::Finding> {
        judge(&IopsOverCeiling, &sample(), |f| {
            let h = host_facts(f, "host-a");
            h.capacity.groups = vec![GroupCapacity {
                name: "data".into(),
                space_mib: 1.0,
                back_end_iops: 1_200.0,
            }];
            h.load.groups = vec![GroupLoad {
                back_end_iops,
                ..GroupLoad::default()
            }];
        })
    }

    #[test]
    fn trips_above_the_ceiling_and_not_at_it() {
        assert!(at(960.0).is_empty());
        let f = at(1_080.0);
        assert_eq!(
            f[0].message,
            "On host-a, data does 1,080 of 1,200 IOPS (90 %), above the 80 % ceiling"
        );
        // 8 disks × 0.9 / 0.8 = 9, in pairs 10.
        assert_eq!(f[0].fixes[0].title, "Add 2 disks to data");
        assert_eq!(at(1_200.0)[0].severity, Severity::Warning);
        assert_eq!(at(1_201.0)[0].severity, Severity::Error);
    }

    #[test]
    fn as_derived_its_fix_mends_every_group_of_the_host() {
        // Both groups too small: a single mirror under the logs grows into mirrored stripes.
        let plan = with(|p| {
            change!(p, hosts, "host-a", h => h.raid[1].disks = 2);
            change!(p, workloads, "mail", w => {
                if let WorkloadKind::Mailbox(m) = &mut w.kind {
                    m.users[0].mailboxes = 1600;
                }
            });
        });
        let on_a = |plan: &Plan| {
            let mut all = judge(&IopsOverCeiling, plan, |_| {});
            all.retain(|f| f.subject().slug() == "host-a");
            all
        };
        let f = on_a(&plan);
        let title = &f[0].fixes[0].title;
        assert!(title.contains("to data"), "{title}");
        assert!(title.contains("logs RAID 10 of"), "{title}");
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(on_a(&mended).is_empty());
    }
}
