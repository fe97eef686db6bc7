//! Databases on disks without RAID with too few copies.

use super::super::shared::{cite, group_name, plural};
use super::servers;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::{DiskUse, RaidLevel, Storage};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A mailbox server whose databases lie on disks without RAID, with fewer copies of each database than the version asks
    /// for then: three, or two where one of them is lagged.
    /// ## Why it matters
    /// A disk that fails takes its databases with it; with two copies the next fault is an outage while the first is reseeded.
    /// ## What to do
    /// Use RAID 10, or keep more copies.
    /// ## References
    /// - Exchange Server storage configuration options, Microsoft
    pub struct DisksWithoutRaid = "MBX", 23, Warning, "databases on disks without RAID and too few copies", ["MBX-8.1-JBOD"];
}

impl Check for DisksWithoutRaid {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for server in servers(cx) {
            let bare = |on: &Storage| {
                let level = |raid: &[crate::plan::RaidGroup], name: &str| {
                    raid.iter().find(|g| g.name == name).map(|g| g.level)
                };
                let level = match on {
                    Storage::Local(name) => server
                        .vm
                        .placement
                        .iter()
                        .find_map(|row| level(&plan.hosts.get(&row.host)?.raid, name)),
                    Storage::Shared { array, group } => {
                        plan.arrays.get(array).and_then(|a| level(&a.raid, group))
                    }
                };
                matches!(level, Some(RaidLevel::Jbod | RaidLevel::Raid0))
            };
            let disks = server.vm.disks.iter();
            let Some(disk) = disks
                .filter(|d| d.holds == DiskUse::Database)
                .find(|d| bare(&d.on))
            else {
                continue;
            };
            let mailbox = server.mailbox;
            let key = if mailbox.lagged_copies() > 0 {
                "jbod_copies_lagged"
            } else {
                "jbod_copies"
            };
            let Some((least, row)) = server.constant(cx, key) else {
                continue;
            };
            let copies = mailbox.usable_copies();
            if f64::from(copies) < least {
                let finding = out.found(
                    server.id,
                    format!(
                        "Databases of {} lie on {}, without RAID, in {}; {} asks for {} then",
                        cx.name(server.id),
                        group_name(cx, &disk.on),
                        plural(copies, "copy").replace("copys", "copies"),
                        server.version.name,
                        pretty(least)
                    ),
                );
                finding.also(server.workload);
                cite(finding, row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DisksWithoutRaid;
    use crate::change;
    use crate::check::mailbox::group;
    use crate::check::testing::judge;
    use crate::plan::{RaidLevel, WorkloadKind};

    #[test]
    fn three_copies_or_two_with_a_lagged_one() {
        let at = |level, passive, lagged| {
            let plan = group("exchange-2016", |p| {
                change!(p, hosts, "host-a", h => h.raid[1].level = level);
                change!(p, workloads, "mail", w => {
                    if let WorkloadKind::Mailbox(m) = &mut w.kind {
                        m.copies.passive = passive;
                        m.copies.lagged = lagged;
                    }
                });
            });
            judge(&DisksWithoutRaid, &plan, |_| {}).len()
        };
        assert_eq!(at(RaidLevel::Raid10, 1, 0), 0);
        assert_eq!(at(RaidLevel::Jbod, 1, 0), 1);
        assert_eq!(at(RaidLevel::Jbod, 2, 0), 0);
        assert_eq!(at(RaidLevel::Jbod, 1, 1), 0);
    }
}
