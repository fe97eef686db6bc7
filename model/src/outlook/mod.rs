//! What a plan comes to under other numbers: how much more of a workload it holds, and the smallest VM and host that
//! hold what there is. Search over the same facts and checks as the plan's own.

mod growth;
mod headroom;
mod smallest;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use growth::{Fullest, Outgrowing, Resource, Year, grows, growth};
pub use headroom::{Headroom, Limit, headroom, vms};
pub use smallest::{SmallestHost, SmallestVm, smallest_host, smallest_vm};

use crate::catalogue::{Catalogue, Severity};
use crate::check::{self, Code, Finding};
use crate::facts::{Case, Cx, Deriver};
use crate::ids::EntityId;
use crate::plan::Plan;

/// How long a search may go on.
pub struct Budget<'a> {
    /// Asked before every probe; true ends the search without an answer.
    pub should_stop: &'a dyn Fn() -> bool,
    /// The gravest finding that is still let through: errors end the search always, warnings where this says so.
    pub bar: Severity,
}

/// Never stops by itself; only errors count.
pub const PATIENT: Budget<'static> = Budget {
    should_stop: &|| false,
    bar: Severity::Error,
};

/// What can be told of one thing.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Outlook {
    /// Of a workload: how much more of it. Of a VM: how many more like it.
    pub headroom: Option<Headroom>,
    /// Of a VM; none inside when no size examined will do.
    pub smallest_vm: Option<Option<SmallestVm>>,
    /// Of a pool; none inside when no model of the catalogue will do.
    pub smallest_host: Option<Option<SmallestHost>>,
}

/// The outlook of a workload, VM or pool; empty for anything else.
pub fn of(plan: &Plan, catalogue: &Catalogue, id: &EntityId, budget: &Budget<'_>) -> Outlook {
    match id {
        EntityId::Workload(w) => Outlook {
            headroom: headroom(plan, catalogue, w, budget),
            ..Outlook::default()
        },
        EntityId::Vm(vm) if plan.vms.contains(vm) => Outlook {
            headroom: vms(plan, catalogue, vm, budget),
            smallest_vm: Some(smallest_vm(plan, catalogue, vm, budget)),
            ..Outlook::default()
        },
        EntityId::Pool(pool) if plan.pools.contains(pool) => Outlook {
            smallest_host: Some(smallest_host(plan, catalogue, pool, budget)),
            ..Outlook::default()
        },
        _ => Outlook::default(),
    }
}

/// A finding by what it is, not by its numbers.
type Mark = (Code, EntityId);

fn mark(finding: &Finding) -> Mark {
    (finding.code, finding.subject().clone())
}

/// Runs facts and checks on one changed plan after another.
struct Prober<'a> {
    catalogue: &'a Catalogue,
    deriver: Deriver,
    /// Faults that the plan has anyway.
    known: BTreeSet<Mark>,
    budget: &'a Budget<'a>,
}

impl<'a> Prober<'a> {
    fn new(plan: &Plan, catalogue: &'a Catalogue, budget: &'a Budget<'a>) -> Self {
        let mut prober = Self {
            catalogue,
            deriver: Deriver::default(),
            known: BTreeSet::new(),
            budget,
        };
        prober.known = prober.faults(plan).iter().map(mark).collect();
        prober
    }

    fn stopped(&self) -> bool {
        (self.budget.should_stop)()
    }

    /// Findings at or above the bar that the plan does not accept.
    fn faults(&mut self, plan: &Plan) -> Vec<Finding> {
        let cx = Cx::new(plan, self.catalogue);
        let facts = self.deriver.derive(&cx, &Case::normal());
        let mut all = check::run(&cx, &facts);
        // Severities are ordered from the gravest.
        all.retain(|f| f.is_found() && f.waived.is_none() && f.severity <= self.budget.bar);
        all
    }

    /// The first fault that the plan did not have before.
    fn new_fault(&mut self, plan: &Plan) -> Option<Finding> {
        let all = self.faults(plan);
        all.into_iter().find(|f| !self.known.contains(&mark(f)))
    }
}
