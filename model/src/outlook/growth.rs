//! Growth by year: how full each kind of resource is, and in which year what runs out first.

use std::collections::BTreeSet;

use super::{Budget, Mark, mark};
use crate::catalogue::Catalogue;
use crate::check::{self, Finding};
use crate::facts::{Case, Cx, Facts, derive};
use crate::ids::EntityId;
use crate::plan::Plan;

/// A kind of resource that fills up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// Processors, the worst host after the worst failure.
    Processor,
    /// Memory, likewise.
    Memory,
    /// Disk space, the fullest group of hosts and arrays.
    Space,
    /// Disk operations, the busiest group.
    Operations,
    /// Adapters of hosts.
    Network,
    /// Availability links, the fastest one lost.
    Links,
}

impl Resource {
    pub const ALL: [Resource; 6] = [
        Resource::Processor,
        Resource::Memory,
        Resource::Space,
        Resource::Operations,
        Resource::Network,
        Resource::Links,
    ];
    /// For people.
    pub const fn name(self) -> &'static str {
        match self {
            Resource::Processor => "Processors",
            Resource::Memory => "Memory",
            Resource::Space => "Disk space",
            Resource::Operations => "Disk operations",
            Resource::Network => "Adapters",
            Resource::Links => "Availability links",
        }
    }
    /// For programs.
    pub const fn key(self) -> &'static str {
        match self {
            Resource::Processor => "processor",
            Resource::Memory => "memory",
            Resource::Space => "space",
            Resource::Operations => "operations",
            Resource::Network => "network",
            Resource::Links => "links",
        }
    }
    /// The plan's ceiling.
    pub fn ceiling(self, plan: &Plan) -> f64 {
        let s = &plan.settings;
        match self {
            Resource::Processor => s.cpu_ceiling.get(),
            Resource::Memory => s.ram_ceiling.get(),
            Resource::Space => s.space_ceiling.get(),
            Resource::Operations => s.iops_ceiling.get(),
            Resource::Network => s.network_ceiling.get(),
            // With one link lost the whole of the rest may be used.
            Resource::Links => 1.0,
        }
    }
}

/// The fullest of a kind in a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Fullest {
    pub share: f64,
    /// Which host, array or link; none where there is none of the kind.
    pub of: Option<EntityId>,
}

/// One year.
#[derive(Clone, Debug, PartialEq)]
pub struct Year {
    /// 0 is now.
    pub year: u32,
    /// In the order of [`Resource::ALL`].
    pub fullest: Vec<Fullest>,
    /// Findings at or above the bar that the year before did not have.
    pub new: Vec<Finding>,
}

/// Growth over the plan's years.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Outgrowing {
    pub years: Vec<Year>,
    /// Examined to the end.
    pub complete: bool,
}

impl Outgrowing {
    /// The first year after now with something new, and what.
    pub fn runs_out(&self) -> Option<(u32, &[Finding])> {
        self.years
            .iter()
            .filter(|y| y.year > 0)
            .find(|y| !y.new.is_empty())
            .map(|y| (y.year, y.new.as_slice()))
    }

    /// The first year in which a resource passes its ceiling.
    pub fn full(&self, plan: &Plan, resource: Resource) -> Option<u32> {
        let at = Resource::ALL.iter().position(|r| *r == resource)?;
        self.years
            .iter()
            .find(|y| {
                y.fullest
                    .get(at)
                    .is_some_and(|f| f.share > resource.ceiling(plan) + 1e-9)
            })
            .map(|y| y.year)
    }
}

/// Whether anything of the plan grows.
pub fn grows(plan: &Plan) -> bool {
    let any = |g: &crate::plan::Growth| *g != crate::plan::Growth::default();
    plan.workloads.values().any(|w| {
        w.growth
            .as_ref()
            .map_or_else(|| any(&plan.settings.growth), any)
    })
}

/// Facts and checks of every year of the plan, now first.
pub fn growth(plan: &Plan, catalogue: &Catalogue, budget: &Budget<'_>) -> Outgrowing {
    let mut out = Outgrowing::default();
    let mut before: BTreeSet<Mark> = BTreeSet::new();
    for year in 0..=plan.settings.years.min(50) {
        if (budget.should_stop)() {
            return out;
        }
        let cx = Cx::new(plan, catalogue).in_year(year);
        let facts = derive(&cx, &Case::in_year(year));
        let mut found = check::run(&cx, &facts);
        found.retain(|f| f.is_found() && f.waived.is_none() && f.severity <= budget.bar);
        let now: BTreeSet<Mark> = found.iter().map(mark).collect();
        found.retain(|f| !before.contains(&mark(f)));
        before = now;
        out.years.push(Year {
            year,
            fullest: Resource::ALL.iter().map(|r| fullest(*r, &facts)).collect(),
            new: found,
        });
    }
    out.complete = true;
    out
}

fn fullest(resource: Resource, facts: &Facts) -> Fullest {
    let hosts = |share: fn(&crate::facts::HostFacts) -> f64| {
        facts
            .hosts
            .iter()
            .map(move |(id, h)| (EntityId::from(id), share(h)))
    };
    let arrays = |share: fn(&crate::facts::Shares) -> f64| {
        facts
            .arrays
            .iter()
            .map(move |(id, a)| (EntityId::from(id), share(&a.shares)))
    };
    let all: Vec<(EntityId, f64)> = match resource {
        Resource::Processor => hosts(|h| h.shares.cpu.max(h.worst.cpu.value)).collect(),
        Resource::Memory => hosts(|h| h.shares.ram.max(h.worst.ram.value)).collect(),
        Resource::Space => hosts(|h| h.shares.space.max(h.worst.space.value))
            .chain(arrays(|s| s.space))
            .collect(),
        Resource::Operations => hosts(|h| h.shares.iops.max(h.worst.iops.value))
            .chain(arrays(|s| s.iops))
            .collect(),
        Resource::Network => hosts(|h| h.shares.net.max(h.worst.net.value)).collect(),
        Resource::Links => facts
            .links
            .iter()
            .map(|(id, l)| (EntityId::from(id), l.share.max(l.share_one_lost)))
            .collect(),
    };
    all.into_iter().fold(
        Fullest {
            share: 0.0,
            of: None,
        },
        |best, (id, share)| {
            if best.of.is_none() || share > best.share {
                Fullest {
                    share,
                    of: Some(id),
                }
            } else {
                best
            }
        },
    )
}
