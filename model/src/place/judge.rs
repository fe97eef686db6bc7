//! A placement as one edit, and what the plan's own checks say of it.

use std::collections::{BTreeMap, BTreeSet};

use super::build::{Built, Learned};
use super::problem::{NONE, Spot};
use super::question::{HostChange, HostUse, Move, Question, Stand};
use crate::catalogue::{Catalogue, Severity};
use crate::check::{self, Code, Finding};
use crate::edit::{Edit, Op};
use crate::facts::{Case, Cx, Deriver, Facts};
use crate::ids::{EntityId, HostId, VmId};
use crate::plan::{Placement, Plan, Vm};

/// A finding by what it is about, not by its numbers.
pub(super) type Mark = (Code, EntityId);

pub(super) fn mark(finding: &Finding) -> Mark {
    (finding.code, finding.subject().clone())
}

/// The plan as the question sees it: with the host failures that it asks for.
pub(super) fn asked(plan: &Plan, question: &Question) -> Plan {
    let mut plan = plan.clone();
    let Some(failures) = question.host_failures else {
        return plan;
    };
    plan.settings.host_failures = failures;
    let pools: Vec<_> = plan.pools.keys().cloned().collect();
    for id in pools {
        if let Some(pool) = plan.pools.get(&id) {
            let mut pool = (**pool).clone();
            pool.host_failures = Some(failures);
            plan.pools.put(id, pool);
        }
    }
    plan
}

/// Facts and findings of one plan after another.
pub(super) struct Judge<'a> {
    catalogue: &'a Catalogue,
    deriver: Deriver,
    year: u32,
}

impl<'a> Judge<'a> {
    pub fn new(catalogue: &'a Catalogue, year: u32) -> Self {
        Self {
            catalogue,
            deriver: Deriver::default(),
            year,
        }
    }

    pub fn of(&mut self, plan: &Plan) -> (Facts, Vec<Finding>) {
        let cx = Cx::new(plan, self.catalogue);
        let facts = self.deriver.derive(&cx, &Case::in_year(self.year));
        let findings = check::run(&cx, &facts);
        (facts, findings)
    }
}

/// Where the members of each VM stand by a placement.
fn rows(built: &Built, at: &[Spot]) -> BTreeMap<usize, BTreeMap<Spot, u32>> {
    let mut out: BTreeMap<usize, BTreeMap<Spot, u32>> = BTreeMap::new();
    for (unit, spot) in at.iter().enumerate() {
        if !spot.is_somewhere() {
            continue;
        }
        for (vm, count) in &built.problem.kind(unit).parts {
            let here = out.entry(*vm).or_default().entry(*spot).or_default();
            *here = here.saturating_add(*count);
        }
    }
    out
}

fn stand(built: &Built, vm: &Vm, spot: Spot) -> Option<Stand> {
    let host = built.hosts.get(spot.host as usize)?.clone();
    let partner = (vm.level.paired() && spot.partner != NONE)
        .then(|| built.hosts.get(spot.partner as usize).cloned())
        .flatten();
    Some(Stand { host, partner })
}

/// Members by place, as the plan has them.
fn stands_of(vm: &Vm) -> BTreeMap<Stand, u32> {
    let mut out: BTreeMap<Stand, u32> = BTreeMap::new();
    for row in &vm.placement {
        let stand = Stand {
            host: row.host.clone(),
            partner: row.partner.clone().filter(|_| vm.level.paired()),
        };
        let n = out.entry(stand).or_default();
        *n = n.saturating_add(row.count);
    }
    out
}

/// What changes place.
fn moves_of(id: &VmId, before: &BTreeMap<Stand, u32>, after: &BTreeMap<Stand, u32>) -> Vec<Move> {
    let less = |a: &BTreeMap<Stand, u32>, b: &BTreeMap<Stand, u32>| -> Vec<(Stand, u32)> {
        a.iter()
            .map(|(s, n)| (s.clone(), n.saturating_sub(b.get(s).copied().unwrap_or(0))))
            .filter(|(_, n)| *n > 0)
            .collect()
    };
    let mut gone = less(before, after);
    let mut out = Vec::new();
    for (to, mut left) in less(after, before) {
        while left > 0 {
            // A member that keeps its host, or its partner, comes first.
            let near = gone.iter().position(|(s, n)| *n > 0 && s.host == to.host);
            let near = near.or_else(|| gone.iter().position(|(_, n)| *n > 0));
            let (from, members) = match near.and_then(|n| gone.get_mut(n)) {
                Some((from, n)) => {
                    let members = left.min(*n);
                    *n -= members;
                    (Some(from.clone()), members)
                }
                None => (None, left),
            };
            left -= members;
            out.push(Move {
                vm: id.clone(),
                members,
                from,
                to: to.clone(),
            });
        }
    }
    out
}

/// The edit that makes a placement, and what it moves.
pub(super) fn edit(plan: &Plan, built: &Built, at: &[Spot]) -> (Edit, Vec<Move>) {
    let mut ops = Vec::new();
    let mut moves = Vec::new();
    for (number, spots) in rows(built, at) {
        let Some((id, vm)) = built
            .vms
            .get(number)
            .and_then(|id| Some((id, plan.vms.get(id)?)))
        else {
            continue;
        };
        let mut after: BTreeMap<Stand, u32> = BTreeMap::new();
        for (spot, n) in spots {
            if let Some(stand) = stand(built, vm, spot) {
                *after.entry(stand).or_default() += n;
            }
        }
        let before = stands_of(vm);
        if before == after {
            continue;
        }
        moves.extend(moves_of(id, &before, &after));
        let mut next = (**vm).clone();
        // Rows that stay keep their order.
        let mut placement: Vec<Placement> = Vec::new();
        for row in &vm.placement {
            let stand = Stand {
                host: row.host.clone(),
                partner: row.partner.clone().filter(|_| vm.level.paired()),
            };
            if let Some(count) = after.remove(&stand) {
                placement.push(Placement {
                    host: stand.host,
                    partner: stand.partner,
                    count,
                });
            }
        }
        placement.extend(after.into_iter().map(|(stand, count)| Placement {
            host: stand.host,
            partner: stand.partner,
            count,
        }));
        next.placement = placement;
        ops.push(Op::Put(id.into(), next.into()));
    }
    let vms: BTreeSet<&VmId> = moves.iter().map(|m| &m.vm).collect();
    let label = match vms.len() {
        0 => "Place VMs".to_owned(),
        1 => format!(
            "Place {}",
            vms.iter()
                .next()
                .map_or(String::new(), |id| plan.label(&(*id).into()))
        ),
        n => format!("Place {n} VMs"),
    };
    (Edit::new(label, ops), moves)
}

fn host_use(facts: &Facts, host: &HostId) -> HostUse {
    facts
        .hosts
        .get(host)
        .map_or_else(HostUse::default, |h| HostUse {
            vms: h.load.vms,
            shares: h.shares,
            after: h.worst.clone(),
        })
}

/// Every host before and after.
pub(super) fn host_changes(hosts: &[HostId], before: &Facts, after: &Facts) -> Vec<HostChange> {
    hosts
        .iter()
        .map(|host| HostChange {
            host: host.clone(),
            before: host_use(before, host),
            after: host_use(after, host),
        })
        .collect()
}

/// Found, and not accepted in the plan.
fn counts(finding: &Finding) -> bool {
    finding.is_found() && finding.waived.is_none()
}

/// What is new after an edit, what is gone, and what of the rest moving VMs might mend.
pub(super) struct Compared {
    pub added: Vec<Finding>,
    pub removed: Vec<Finding>,
    pub remaining: Vec<Finding>,
}

impl Compared {
    pub fn new(before: &[Finding], after: Vec<Finding>) -> Self {
        let marks = |all: &[Finding]| -> BTreeSet<Mark> {
            all.iter().filter(|f| counts(f)).map(mark).collect()
        };
        let (had, has) = (marks(before), marks(&after));
        let removed = before
            .iter()
            .filter(|f| counts(f) && !has.contains(&mark(f)))
            .cloned()
            .collect();
        let (added, kept): (Vec<Finding>, Vec<Finding>) = after
            .into_iter()
            .filter(counts)
            .partition(|f| !had.contains(&mark(f)));
        let remaining = added
            .iter()
            .chain(&kept)
            .filter(|f| f.placement_could_mend)
            .cloned()
            .collect();
        Self {
            added,
            removed,
            remaining,
        }
    }

    /// What a placement should not carry: what moving might mend, and what is new of a VM that had a place before and is
    /// more than a remark.
    pub fn bad<'c>(&'c self, moves: &[Move]) -> impl Iterator<Item = &'c Finding> {
        let moved: BTreeSet<EntityId> = moves
            .iter()
            .filter(|m| m.from.is_some())
            .map(|m| EntityId::from(&m.vm))
            .collect();
        let new = self.added.iter().filter(move |f| {
            !f.placement_could_mend
                && f.severity <= Severity::Warning
                && f.subjects.iter().any(|s| moved.contains(s))
        });
        self.remaining.iter().chain(new)
    }
}

/// Takes what the checks found as a lesson: those VMs may not stand there. False when there is nothing to learn.
pub(super) fn learn(
    plan: &Plan,
    compared: &Compared,
    moves: &[Move],
    learned: &mut Learned,
) -> bool {
    let count = |l: &Learned| l.forbidden.values().map(BTreeSet::len).sum::<usize>();
    let before = count(learned);
    let moved: BTreeSet<&VmId> = moves.iter().map(|m| &m.vm).collect();
    let new: BTreeSet<Mark> = compared.added.iter().map(mark).collect();
    for finding in compared.bad(moves) {
        // What no placement mends teaches nothing.
        let known = finding.severity != Severity::Error && !new.contains(&mark(finding));
        if known && !learned.today.is_empty() {
            continue;
        }
        let hosts: BTreeSet<&HostId> = finding
            .subjects
            .iter()
            .filter_map(|s| match s {
                EntityId::Host(h) => Some(h),
                _ => None,
            })
            .collect();
        let mut vms: Vec<&VmId> = finding
            .subjects
            .iter()
            .filter_map(|s| match s {
                EntityId::Vm(vm) => Some(vm),
                _ => None,
            })
            .collect();
        if vms.is_empty() {
            // A host or a link: whoever came last and is smallest goes elsewhere.
            let here = |vm: &&VmId| {
                plan.vms.get(*vm).is_some_and(|v| {
                    v.placement.iter().any(|r| {
                        hosts.contains(&r.host)
                            || r.partner.as_ref().is_some_and(|p| hosts.contains(p))
                    })
                })
            };
            let size = |vm: &&VmId| plan.vms.get(*vm).map_or(0, |v| v.ram.get());
            vms = moved.iter().copied().filter(here).collect();
            vms.sort_by_key(|vm| (size(vm), *vm));
            vms.truncate(1);
        }
        for id in vms {
            let Some(vm) = plan.vms.get(id) else { continue };
            for row in &vm.placement {
                let partner = row.partner.clone().filter(|_| vm.level.paired());
                let about = hosts.is_empty()
                    || hosts.contains(&row.host)
                    || partner.as_ref().is_some_and(|p| hosts.contains(p));
                if !about {
                    continue;
                }
                learned
                    .forbidden
                    .entry(id.clone())
                    .or_default()
                    .insert((row.host.clone(), partner));
            }
        }
    }
    count(learned) > before
}
