//! One failure with all it does, as a drill shows it: loads in that case, each VM's fate, and what becomes of its data.

use std::collections::BTreeSet;

use super::{Failure, FailureStudy, Overload};
use crate::facts::protection::mirrors;
use crate::facts::{Case, Cx, Deriver, Facts, Outcome, Outcomes, RowOutcome, outcomes};
use crate::failure::{Down, Owner, Part};
use crate::ids::{EntityId, HostId, VmId};
use crate::plan::{Placement, Plan, Storage, Vm};

/// What becomes of the data on the disks of some members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Data {
    /// Served.
    Kept,
    /// Whole on its disks, but nobody serves it until repair.
    Held,
    /// Written on both halves: two versions, of which one must be given up.
    TwoVersions,
    /// No copy of some disk is left.
    Lost,
}

/// What happens to some members of a placement row.
#[derive(Clone, Debug, PartialEq)]
pub struct RowTold {
    pub vm: VmId,
    pub row: usize,
    pub count: u32,
    /// Where it runs normally, and its partner.
    pub from: HostId,
    pub partner: Option<HostId>,
    pub outcome: Outcome,
    /// Memory and whatever only memory held survive.
    pub memory_kept: bool,
    pub data: Data,
}

/// A failure and what it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Drill {
    /// Everything derived in the case.
    pub facts: Facts,
    /// What is out of order, consequences included.
    pub down: Down,
    /// Every placed VM, by VM and row; the same outcome of several members of a row once.
    pub rows: Vec<RowTold>,
    /// The same as a study tells it, with disks and links over their ceilings too.
    pub failure: Failure,
}

/// Works a failure of any parts through. Nothing failed gives the facts of normal running and no rows.
pub fn drill(cx: &Cx<'_>, failed: &BTreeSet<Part>) -> Drill {
    let case = Case {
        failed: failed.clone(),
        year: 0,
    };
    let parts: Vec<Part> = failed.iter().cloned().collect();
    let down = case.down(cx.plan);
    let mut rows: Vec<RowTold> = Vec::new();
    let told = if down.is_none() && !failed.is_empty() {
        undisturbed(cx.plan)
    } else {
        outcomes(cx, &case)
    };
    for (id, list) in told {
        let Some(vm) = cx.plan.vms.get(&id) else {
            continue;
        };
        for told in list {
            let Some(placement) = vm.placement.get(told.row) else {
                continue;
            };
            let same = rows
                .iter_mut()
                .rev()
                .take_while(|r| r.vm == id)
                .find(|r| r.row == told.row && r.outcome == told.outcome);
            if let Some(row) = same {
                row.count += told.count;
                continue;
            }
            rows.push(RowTold {
                row: told.row,
                count: told.count,
                from: placement.host.clone(),
                partner: placement.partner.clone().filter(|_| vm.level.paired()),
                memory_kept: matches!(told.outcome, Outcome::CarriesOn { .. }),
                data: data(cx, vm, placement, &told.outcome, &down),
                outcome: told.outcome,
                vm: id.clone(),
            });
        }
    }
    let mut deriver = Deriver::default();
    let normal = deriver.derive(cx, &Case::normal());
    let facts = deriver.derive(cx, &case);
    let mut failure = FailureStudy::of(cx, parts.clone()).examine(&parts);
    for over in overloads(cx, &normal, &facts) {
        let told = |o: &Overload| o.thing == over.thing && o.what == over.what;
        if !failure.overloads.iter().any(told) {
            failure.overloads.push(over);
        }
    }
    failure.harm.overloaded = failure.overloads.len() as u32;
    Drill {
        facts,
        down,
        rows,
        failure,
    }
}

/// What failed takes nothing along: redundancy holds, and everything runs where it stands.
fn undisturbed(plan: &Plan) -> Outcomes {
    let mut out = Outcomes::new();
    for (id, vm) in plan.vms.iter() {
        for (row, placement) in vm.placement.iter().enumerate() {
            if plan.hosts.contains(&placement.host) {
                out.entry(id.clone()).or_default().push(RowOutcome {
                    row,
                    count: placement.count,
                    outcome: Outcome::CarriesOn {
                        on: placement.host.clone(),
                        simplex: false,
                    },
                });
            }
        }
    }
    out
}

/// What is above the plan's ceilings in a case and was less loaded normally: hosts with their disks, arrays and links.
fn overloads(cx: &Cx<'_>, normal: &Facts, facts: &Facts) -> Vec<Overload> {
    let s = &cx.plan.settings;
    let mut out = Vec::new();
    let mut look = |thing: EntityId, what, before: f64, share: f64, ceiling: f64| {
        if share > ceiling && share > before + 1e-9 {
            out.push(Overload { thing, what, share });
        }
    };
    for (id, f) in facts.hosts.iter().filter(|(_, f)| f.up) {
        let before = normal.hosts.get(id).map(|h| h.shares).unwrap_or_default();
        let n = &f.shares;
        look(
            id.into(),
            "processor",
            before.cpu,
            n.cpu,
            s.cpu_ceiling.get(),
        );
        look(id.into(), "memory", before.ram, n.ram, s.ram_ceiling.get());
        look(
            id.into(),
            "network",
            before.net,
            n.net,
            s.network_ceiling.get(),
        );
        look(
            id.into(),
            "disk space",
            before.space,
            n.space,
            s.space_ceiling.get(),
        );
        look(
            id.into(),
            "disk operations",
            before.iops,
            n.iops,
            s.iops_ceiling.get(),
        );
    }
    for (id, f) in &facts.arrays {
        let before = normal.arrays.get(id).map(|a| a.shares).unwrap_or_default();
        look(
            id.into(),
            "disk operations",
            before.iops,
            f.shares.iops,
            s.iops_ceiling.get(),
        );
    }
    for (id, f) in facts.links.iter().filter(|(_, f)| f.up) {
        let before = normal.links.get(id).map_or(0.0, |l| l.share);
        look(id.into(), "link", before, f.share, s.link_ceiling.get());
    }
    out
}

fn data(cx: &Cx<'_>, vm: &Vm, placement: &Placement, outcome: &Outcome, down: &Down) -> Data {
    match outcome {
        Outcome::CarriesOn { .. } | Outcome::Restarts { .. } => Data::Kept,
        Outcome::SplitBrain { .. } => Data::TwoVersions,
        Outcome::Stops { .. } => {
            let partner = placement
                .partner
                .as_ref()
                .filter(|_| vm.level.paired() && mirrors(cx, vm.level));
            let gone = |disk: &Storage| match disk {
                Storage::Local(group) => std::iter::once(&placement.host)
                    .chain(partner)
                    .all(|host| down.lost(&Owner::Host(host.clone()), group)),
                Storage::Shared { array, group } => down.lost(&Owner::Array(array.clone()), group),
            };
            if vm.disks.iter().any(|d| gone(&d.on)) {
                Data::Lost
            } else {
                Data::Held
            }
        }
    }
}
