//! Parity RAID under much writing.

use super::super::shared::percent;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::facts::GroupLoad;
use crate::figure::over;
use crate::ids::EntityId;
use crate::plan::{RaidGroup, RaidLevel};

/// Share of writes above which parity costs too much. A planning habit.
const WRITES: f64 = 0.3;

crate::check! {
    /// ## What it finds
    /// A group of RAID 5, 6, 50 or 60 of which more than 30 % of the operations write.
    /// ## Why it matters
    /// Each write costs four operations on RAID 5 and 50 and six on RAID 6 and 60, against two on RAID 10.
    /// ## What to do
    /// Use RAID 10 for what writes much: logs, databases, tempdb.
    /// ## References
    /// - Microsoft, Capacity planning for Active Directory Domain Services, 2019: write penalties
    /// - The share of 30 % is a planning habit
    pub struct ParityRaidWithManyWrites = "CAP", 30, Info, "RAID 5 or 6 under much writing", ["HOST-RAID5-WRITE"];
}

fn look(
    cx: &CheckCx<'_>,
    out: &mut Findings,
    owner: &EntityId,
    raid: &[RaidGroup],
    load: &[GroupLoad],
) {
    let each: Vec<String> = raid
        .iter()
        .zip(load)
        .filter(|(g, _)| {
            matches!(
                g.level,
                RaidLevel::Raid5 | RaidLevel::Raid6 | RaidLevel::Raid50 | RaidLevel::Raid60
            )
        })
        .filter_map(|(g, l)| {
            let share = over(l.writes, l.reads + l.writes);
            let level = g.level.word();
            (share > WRITES).then(|| format!("{} ({level}) writes {}", g.name, percent(share)))
        })
        .collect();
    if !each.is_empty() {
        out.found(
            owner.clone(),
            format!(
                "On {}, {} of its operations, more than {}",
                cx.name(owner.clone()),
                each.join("; "),
                percent(WRITES)
            ),
        );
    }
}

impl Check for ParityRaidWithManyWrites {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, facts) in &cx.facts.hosts {
            if let Some(host) = cx.plan().hosts.get(id) {
                look(cx, out, &id.into(), &host.raid, &facts.load.groups);
            }
        }
        for (id, facts) in &cx.facts.arrays {
            if let Some(array) = cx.plan().arrays.get(id) {
                look(cx, out, &id.into(), &array.raid, &facts.load);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ParityRaidWithManyWrites;
    use crate::change;
    use crate::check::testing::{host_facts, judge, with};
    use crate::facts::GroupLoad;
    use crate::plan::RaidLevel;

    #[test]
    fn trips_above_the_share_on_parity_only() {
        let at = |level: RaidLevel, writes: f64| {
            let plan = with(|p| change!(p, hosts, "host-a", h => h.raid[1].level = level));
            judge(&ParityRaidWithManyWrites, &plan, |f| {
                host_facts(f, "host-a").load.groups = vec![
                    GroupLoad::default(),
                    GroupLoad {
                        reads: 100.0 - writes,
                        writes,
                        ..GroupLoad::default()
                    },
                    GroupLoad::default(),
                ];
            })
        };
        assert!(at(RaidLevel::Raid5, 30.0).is_empty());
        assert!(at(RaidLevel::Raid10, 50.0).is_empty());
        assert_eq!(
            at(RaidLevel::Raid5, 40.0)[0].message,
            "On host-a, data (RAID 5) writes 40 % of its operations, more than 30 %"
        );
    }
}
