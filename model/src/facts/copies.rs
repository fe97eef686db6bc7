//! How far copies of databases are from the VMs that carry them, over the plan's own links.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::demand::{CopyReach, WorkloadShare};
use super::seats::VmStatic;
use super::{Cx, JointFacts, PlacedFacts, joint, link};
use crate::failure::Down;
use crate::figure::{Num, Silent};
use crate::ids::{HostId, LinkId, VmId, WorkloadId};
use crate::plan::{Level, LinkRole, SqlReplica, Vm, WorkloadKind};

type Joints = BTreeMap<(HostId, HostId), Arc<JointFacts>>;

/// Round trip that a VM's mirrored writes wait for: the slowest pair rules, one unknown leaves it unknown.
pub(super) fn pair_rtt_ms(level: Level, placed: &[PlacedFacts]) -> Option<f64> {
    if !level.paired() || placed.iter().any(|p| p.rtt_ms.is_none()) {
        return None;
    }
    placed.iter().filter_map(|p| p.rtt_ms).reduce(f64::max)
}

/// VMs that hold copies of what these VMs run, or run what these hold copies of.
pub(super) fn partners(cx: &Cx<'_>, vms: &BTreeSet<VmId>) -> BTreeSet<VmId> {
    let mut out = BTreeSet::new();
    for workload in cx.plan.workloads.values() {
        let WorkloadKind::Sql(sql) = &workload.kind else {
            continue;
        };
        if sql.replicas().is_empty() {
            continue;
        }
        let copies = sql.replicas().iter().filter_map(|r| r.vm.as_ref());
        let all: BTreeSet<&VmId> = workload
            .runs_on
            .iter()
            .map(|r| &r.vm)
            .chain(copies)
            .collect();
        if all.iter().any(|id| vms.contains(*id)) {
            out.extend(all.into_iter().cloned());
        }
    }
    out
}

/// The way to each copy of the SQL Server workloads that a VM runs.
pub(super) fn reach(
    cx: &Cx<'_>,
    stat: &VmStatic,
    joints: &Joints,
    failed: &Down,
) -> BTreeMap<WorkloadId, Vec<CopyReach>> {
    let mut out = BTreeMap::new();
    for WorkloadShare {
        id,
        workload,
        replica,
        ..
    } in &stat.on
    {
        let WorkloadKind::Sql(sql) = &workload.kind else {
            continue;
        };
        if replica.is_some() || sql.replicas().is_empty() {
            continue;
        }
        let ways = sql
            .replicas()
            .iter()
            .map(|r| way(cx, &stat.vm, r, joints, failed));
        out.insert(id.clone(), ways.collect());
    }
    out
}

fn way(cx: &Cx<'_>, from: &Vm, copy: &SqlReplica, joints: &Joints, failed: &Down) -> CopyReach {
    let vm = copy.vm.as_ref().and_then(|id| cx.plan.vms.get(id));
    let mut reach = CopyReach::default();
    if let Some(vm) = vm
        && vm.level.paired()
    {
        reach.paired = true;
        reach.pair_rtt_ms = slowest(vm.placement.iter().map(|row| {
            let partner = row.partner.as_ref()?;
            joints.get(&joint::key(&row.host, partner))?.rtt_ms
        }));
    }
    if let Some(typed) = copy.round_trip {
        reach.rtt_ms = Some(typed.get());
        return reach;
    }
    match (vm, &copy.link) {
        (Some(vm), named) => {
            let mut worst: Option<(f64, Option<LinkId>)> = None;
            for a in &from.placement {
                for b in &vm.placement {
                    let Some(found) = between(cx, &a.host, &b.host, named.as_ref(), failed) else {
                        return reach;
                    };
                    if worst.as_ref().is_none_or(|w| found.0 > w.0) {
                        worst = Some(found);
                    }
                }
            }
            if let Some((rtt, over)) = worst {
                reach.rtt_ms = Some(rtt);
                reach.over = over;
            }
        }
        (None, Some(named)) => {
            reach.rtt_ms = whole(cx, named);
            reach.over = reach.rtt_ms.map(|_| named.clone());
        }
        (None, None) => {}
    }
    reach
}

/// The largest of several; none of none, and when one is not known.
fn slowest(all: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let mut worst = None;
    for one in all {
        let one = one?;
        worst = Some(worst.map_or(one, |w: f64| w.max(one)));
    }
    worst
}

/// Round trip between two hosts over a link, the quickest where none is named.
fn between(
    cx: &Cx<'_>,
    a: &HostId,
    b: &HostId,
    named: Option<&LinkId>,
    failed: &Down,
) -> Option<(f64, Option<LinkId>)> {
    if a == b {
        return Some((0.0, None));
    }
    let over = |id: &LinkId| {
        let rtt = link::path_in(cx, id, a, b, failed)?.rtt_ms?;
        Some((rtt, Some(id.clone())))
    };
    if let Some(id) = named {
        return over(id);
    }
    cx.plan
        .links
        .iter()
        .filter(|(_, l)| l.role != LinkRole::Witness)
        .filter_map(|(id, _)| over(id))
        .min_by(|x, y| x.0.total_cmp(&y.0))
}

/// Round trip of a link from end to end.
fn whole(cx: &Cx<'_>, id: &LinkId) -> Option<f64> {
    let link = cx.plan.links.get(id)?;
    let all: Vec<usize> = (0..link.segments.len()).collect();
    link::rtt(&mut Silent, cx, id, link, &all).map(|n| n.value())
}

#[cfg(test)]
mod tests {
    use super::super::tests::every_figure_explains_itself;
    use super::super::{Case, Cx, Deriver, derive};
    use crate::catalogue::Catalogue;
    use crate::check::sql::copied_with;
    use crate::edit::{self, Edit};
    use crate::ids::{HostId, LinkId, VmId};
    use crate::plan::{Level, Plan, Sql};
    use crate::units::{MapDistance, Ms};

    type Step = Box<dyn Fn(&Plan) -> Edit>;

    fn commit(plan: &Plan) -> Option<f64> {
        let cx = Cx::new(plan, Catalogue::built_in());
        derive(&cx, &Case::normal()).vms["sql-1"].sql[0].commit_ms
    }

    /// The availability links of the sample lengthened to so many kilometres.
    fn apart(mut plan: Plan, km: [f64; 2]) -> Plan {
        for (id, km) in ["a-link-1", "a-link-2"].into_iter().zip(km) {
            let id = LinkId::new(id).unwrap();
            let mut link = (**plan.links.get(&id).unwrap()).clone();
            link.segments[0].distance = Some(MapDistance::from_km(km));
            plan.links.put(id, link);
        }
        for id in ["business-1", "business-2"] {
            plan.links.remove(id);
        }
        plan
    }

    /// 2 ms here, and there as long after the round trip: 100 km × 1.25 × 4.897 µs, there and back.
    #[test]
    fn a_commit_waits_for_the_quickest_link_between_the_hosts() {
        let rtt = 2.0 * 100.0 * 1.25 * 4.897 / 1000.0;
        let plan = apart(copied_with(|_| ()), [100.0, 300.0]);
        let got = commit(&plan).unwrap();
        assert!((got - (2.0 + rtt)).abs() < 1e-9, "{got}");
        // Over the link that the plan names.
        let named = apart(copied_with(|s| over(s, "a-link-2")), [100.0, 300.0]);
        let got = commit(&named).unwrap();
        assert!((got - (2.0 + 3.0 * rtt)).abs() < 1e-9, "{got}");
        every_figure_explains_itself(&named);
        // A measured round trip wins; a copy of which nothing is known leaves the commit unknown.
        let typed = copied_with(|s| {
            s.copies.as_mut().unwrap().replicas[0].round_trip = Some(Ms::new(7.0));
        });
        assert_eq!(commit(&typed), Some(9.0));
        let outside = copied_with(|s| s.copies.as_mut().unwrap().replicas[0].vm = None);
        assert_eq!(commit(&outside), None);
    }

    fn over(sql: &mut Sql, link: &str) {
        sql.copies.as_mut().unwrap().replicas[0].link = Some(LinkId::new(link).unwrap());
    }

    #[test]
    fn what_moves_a_copy_changes_the_commit_of_what_it_copies() {
        let plan = apart(copied_with(|_| ()), [100.0, 300.0]);
        let (copy, a, b) = (
            VmId::new("sql-2").unwrap(),
            HostId::new("host-a").unwrap(),
            HostId::new("host-b").unwrap(),
        );
        let steps: Vec<Step> = vec![
            Box::new({
                let (copy, a) = (copy.clone(), a.clone());
                move |p| edit::placement::move_vm(p, &copy, 0, &a).unwrap()
            }),
            Box::new({
                let (copy, b) = (copy.clone(), b.clone());
                move |p| edit::placement::move_vm(p, &copy, 0, &b).unwrap()
            }),
            Box::new({
                let copy = copy.clone();
                move |p| edit::placement::set_level(p, &copy, Level::L2).unwrap()
            }),
            Box::new(move |p| edit::remove(p, &[(&copy).into()]).unwrap()),
        ];
        let mut deriver = Deriver::default();
        let mut now = plan;
        let mut seen = Vec::new();
        for step in steps {
            let cx = Cx::new(&now, Catalogue::built_in());
            let facts = deriver.derive(&cx, &Case::normal());
            assert_eq!(facts, derive(&cx, &Case::normal()));
            seen.push(facts.vms["sql-1"].sql[0].commit_ms);
            let edit = step(&now);
            now = edit.apply(&now).unwrap();
        }
        let cx = Cx::new(&now, Catalogue::built_in());
        let facts = deriver.derive(&cx, &Case::normal());
        assert_eq!(facts, derive(&cx, &Case::normal()));
        assert_eq!(seen[1], Some(2.0), "on one host");
        assert_eq!(
            facts.vms["sql-1"].sql[0].commit_ms,
            Some(2.0),
            "the copy is gone"
        );
    }
}
