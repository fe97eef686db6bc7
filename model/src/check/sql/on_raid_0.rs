//! SQL Server files on RAID 0.

use super::super::shared::{group_name, holds_word};
use super::vms;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::{DiskUse, RaidGroup, RaidLevel, Storage};

crate::check! {
    /// ## What it finds
    /// A SQL Server VM whose databases, logs or tempdb lie on a RAID 0 group.
    /// ## Why it matters
    /// A single lost disk stops the instance, tempdb too; and the data are gone.
    /// ## What to do
    /// Use RAID 1 or RAID 10.
    /// ## References
    /// - SQL Server Setup Checklist, First Responder Kit, 2026
    pub struct OnRaid0 = "SQL", 23, Error, "SQL Server files on RAID 0", ["SQL-RAID0"];
}

impl Check for OnRaid0 {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in vms(cx) {
            for disk in &one.vm.disks {
                if !matches!(
                    disk.holds,
                    DiskUse::Database | DiskUse::Log | DiskUse::TempDb
                ) {
                    continue;
                }
                let raid_0 = |raid: &[RaidGroup], name: &str| {
                    raid.iter()
                        .any(|g| g.name == name && g.level == RaidLevel::Raid0)
                };
                let bad = match &disk.on {
                    Storage::Local(group) => one.hosts(cx).iter().any(|h| raid_0(&h.raid, group)),
                    Storage::Shared { array, group } => cx
                        .plan()
                        .arrays
                        .get(array)
                        .is_some_and(|a| raid_0(&a.raid, group)),
                };
                if bad {
                    out.found(
                        one.vm_id,
                        format!(
                            "Disk {} of {} holds {} on {}, a RAID 0 group",
                            disk.name,
                            cx.name(one.vm_id),
                            holds_word(disk.holds),
                            group_name(cx, &disk.on)
                        ),
                    )
                    .also(one.workload);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::OnRaid0;
    use crate::change;
    use crate::check::sql::{run, sample};
    use crate::plan::RaidLevel;

    #[test]
    fn trips_on_raid_0_of_either_host() {
        assert!(run(&OnRaid0, &sample()).is_empty());
        let mut plan = sample();
        change!(plan, hosts, "host-b", h => h.raid[2].level = RaidLevel::Raid0);
        let f = run(&OnRaid0, &plan);
        assert_eq!(f.len(), 1, "logs; backups do not count");
        assert!(f[0].message.contains("holds logs on logs"));
    }
}
