//! Disk space over the ceiling.

use super::super::shared::{address, exceeds, gib, offer_bold, percent};
use super::{Over, add_disks, groups_over};
use crate::check::{Check, CheckCx, Findings, Meta, Severity};
use crate::facts::{GroupCapacity, GroupLoad};
use crate::ids::EntityId;

crate::check! {
    /// ## What it finds
    /// A RAID group of a host or array whose virtual disks, mirrored ones included, fill more of it than the plan's ceiling.
    /// ## Why it matters
    /// Growth, snapshots and resynchronisation need free space; a full volume stops every VM on it.
    /// ## What to do
    /// Add disks, make virtual disks smaller, or move some to another group.
    /// ## Limits
    /// An error above 100 %, else a warning. Virtual disks count with their full size, thin or not.
    /// ## References
    /// - 20 % of a volume stays free (Exchange 2010 Mailbox Server Role Design Example, Microsoft)
    /// - SQL and hosts sheet, section 4.1: volume free 20 % and more
    pub struct SpaceOverCeiling = "CAP", 8, Warning, "disk space over the ceiling", ["MBX-11.5"];
}

fn space(load: &GroupLoad, can: &GroupCapacity) -> (f64, f64) {
    (load.space_mib, can.space_mib)
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
                "{} holds {} of {} ({})",
                g.group,
                gib(g.load),
                gib(g.can),
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
    // What lies on an array lies there wherever the VM runs.
    if matches!(owner, EntityId::Host(_)) {
        finding.placement();
    }
    for g in groups {
        finding.evidence(address(
            owner.clone(),
            &format!("disk.{}.space_share", g.group),
        ));
    }
    if exceeds(worst.share(), 1.0) {
        finding.severity(Severity::Error);
    }
    if ceiling > 0.0 && worst.can > 0.0 {
        offer_bold(finding, add_disks(cx, owner, groups, ceiling, true));
    }
}

impl Check for SpaceOverCeiling {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let ceiling = cx.plan().settings.space_ceiling.get();
        for (id, host) in &cx.facts.hosts {
            let over = groups_over(&host.load.groups, &host.capacity.groups, ceiling, space);
            report(cx, out, &id.into(), &over, ceiling);
        }
        for (id, array) in &cx.facts.arrays {
            let over = groups_over(&array.load, &array.groups, ceiling, space);
            report(cx, out, &id.into(), &over, ceiling);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SpaceOverCeiling;
    use crate::change;
    use crate::check::Severity;
    use crate::check::testing::{host_facts, judge, sample, with};
    use crate::facts::{GroupCapacity, GroupLoad};
    use crate::plan::Plan;
    use crate::units::Mib;

    fn at(space_mib: f64) -> Vec<crate::check::Finding> {
        judge(&SpaceOverCeiling, &sample(), |f| {
            let h = host_facts(f, "host-a");
            h.capacity.groups = vec![GroupCapacity {
                name: "data".into(),
                space_mib: 1_024_000.0,
                back_end_iops: 0.0,
            }];
            h.load.groups = vec![GroupLoad {
                space_mib,
                ..GroupLoad::default()
            }];
        })
    }

    #[test]
    fn trips_above_the_ceiling_and_not_at_it() {
        assert!(at(819_200.0).is_empty());
        let f = at(921_600.0);
        assert_eq!(
            f[0].message,
            "On host-a, data holds 900 GiB of 1,000 GiB (90 %), above the 80 % ceiling"
        );
        assert_eq!(f[0].severity, Severity::Warning);
        // Eight disks in pairs: four data disks × 1.125 = 4.5, so one pair more.
        assert_eq!(f[0].fixes[0].title, "Add 2 disks to data");
        assert_eq!(at(1_100_000.0)[0].severity, Severity::Error);
    }

    #[test]
    fn as_derived_its_fix_mends_the_host() {
        let plan = with(|p| {
            change!(p, vms, "mbx-1", vm => vm.disks[1].size = Mib::new(3 * 1024 * 1024));
        });
        let on_a = |plan: &Plan| {
            let mut all = judge(&SpaceOverCeiling, plan, |_| {});
            all.retain(|f| f.subject().slug() == "host-a");
            all
        };
        let f = on_a(&plan);
        assert_eq!(f[0].severity, Severity::Error);
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(on_a(&mended).is_empty());
    }
}
