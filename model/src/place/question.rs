//! What is asked, what is told on the way, and what is answered.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Finding;
use crate::edit::Edit;
use crate::facts::{Shares, WorstShares};
use crate::ids::{HostId, VmId};
use crate::plan::Plan;

/// What makes one placement better than another; all hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Objective {
    /// The fewest hosts.
    #[default]
    Hosts,
    /// The cheapest hosts: those that must be bought, by [`Question::prices`].
    Cost,
    /// The fullest host as little full as can be.
    Balance,
    /// The fewest members moved from where they are.
    Moves,
}

impl Objective {
    pub const ALL: [Objective; 4] = [
        Objective::Hosts,
        Objective::Cost,
        Objective::Balance,
        Objective::Moves,
    ];
    /// For people.
    pub const fn word(self) -> &'static str {
        match self {
            Objective::Hosts => "fewest hosts",
            Objective::Cost => "cheapest hosts",
            Objective::Balance => "balanced hosts",
            Objective::Moves => "fewest moves",
        }
    }
    /// For programs.
    pub const fn key(self) -> &'static str {
        match self {
            Objective::Hosts => "hosts",
            Objective::Cost => "cost",
            Objective::Balance => "balance",
            Objective::Moves => "moves",
        }
    }
}

/// Which VMs may be moved; those that the plan fixes never are.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum MayMove {
    #[default]
    All,
    /// Only members without a host are placed.
    Unplaced,
    /// These, and members without a host.
    Only(BTreeSet<VmId>),
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Question {
    pub objective: Objective,
    pub may_move: MayMove,
    /// A VM may leave the pool that it is in.
    pub across_pools: bool,
    /// Host failures that restarts must survive, in place of the plan's own numbers.
    pub host_failures: Option<u32>,
    /// So many years from now, by the growth that the plan states.
    pub year: u32,
    /// What using a host costs, for [`Objective::Cost`]. A host that is not named costs nothing when it exists and 1 when
    /// it is to be bought.
    pub prices: BTreeMap<HostId, u64>,
    /// The same seed and work give the same answer.
    pub seed: u64,
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// First placements.
    Constructing,
    /// Better ones by search.
    Improving,
    /// Every possibility, where there are few.
    Proving,
    /// The plan's own checks judge.
    Checking,
    /// What is in the way.
    Explaining,
}

impl Phase {
    /// For people.
    pub const fn word(self) -> &'static str {
        match self {
            Phase::Constructing => "First placements",
            Phase::Improving => "Searching for a better one",
            Phase::Proving => "Proving that none is better",
            Phase::Checking => "Checking",
            Phase::Explaining => "Finding out what is in the way",
        }
    }
}

/// Told now and then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    pub phase: Phase,
    /// Value of the best placement so far, in the unit of the objective; none before there is one.
    pub best: Option<f64>,
    /// No placement is better than this.
    pub bound: f64,
    pub work: u64,
}

impl Progress {
    /// How far the best may be from the best possible, as a share of it; none before there is one.
    pub fn gap(&self) -> Option<f64> {
        self.best.map(|best| gap(best, self.bound))
    }
}

/// Distance of a value from its bound, as a share of the bound (of 1 where the bound is nothing).
pub(super) fn gap(value: f64, bound: f64) -> f64 {
    let distance = (value - bound).max(0.0);
    if bound > 0.0 {
        distance / bound
    } else {
        distance
    }
}

/// A host and, of a pair, its partner.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stand {
    pub host: HostId,
    pub partner: Option<HostId>,
}

/// Members of a VM that stand elsewhere than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    pub vm: VmId,
    pub members: u32,
    /// None for members that had no host.
    pub from: Option<Stand>,
    pub to: Stand,
}

/// How full a host is.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct HostUse {
    /// Members present, partners counted.
    pub vms: u32,
    pub shares: Shares,
    /// After the worst host failure.
    pub after: WorstShares,
}

/// A host before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct HostChange {
    pub host: HostId,
    pub before: HostUse,
    pub after: HostUse,
}

/// A placement that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub objective: Objective,
    /// Everything as one undoable edit. It changes placements only.
    pub edit: Edit,
    /// The plan after the edit.
    pub plan: Plan,
    pub moves: Vec<Move>,
    /// Every host, by id.
    pub hosts: Vec<HostChange>,
    /// Hosts that nothing stands on and that no restart needs: without them the plan holds as well.
    pub unused: Vec<HostId>,
    /// Hosts in use (or their cost, the highest share of a host, members moved) after the edit.
    pub value: f64,
    /// The same today; none where not everything has a host.
    pub value_before: Option<f64>,
    /// No placement that holds has a smaller value.
    pub bound: f64,
    /// Found by the plan's checks after the edit and not before.
    pub added: Vec<Finding>,
    /// Found before and not after.
    pub removed: Vec<Finding>,
    /// Findings about where VMs stand that no placement examined mends.
    pub remaining: Vec<Finding>,
    /// No placement keeps every ceiling: those that are passed today may be passed as far, and no farther.
    pub as_today: bool,
    pub work: u64,
}

impl Proposal {
    /// The heading of what remains.
    pub const fn remaining_title(&self) -> &'static str {
        if self.as_today {
            "No placement keeps every ceiling; these are passed no farther than today"
        } else {
            "Findings about places that remain"
        }
    }

    /// How far it may be from the best possible, as a share of that.
    pub fn gap(&self) -> f64 {
        gap(self.value, self.bound)
    }
    /// No placement is better.
    pub fn is_optimal(&self) -> bool {
        self.gap() <= 1e-9
    }
    /// Members that change their place, newly placed ones not counted.
    pub fn members_moved(&self) -> u32 {
        let moved = self.moves.iter().filter(|m| m.from.is_some());
        moved.fold(0, |n, m| n.saturating_add(m.members))
    }
    /// Members that had no host.
    pub fn members_placed(&self) -> u32 {
        let placed = self.moves.iter().filter(|m| m.from.is_none());
        placed.fold(0, |n, m| n.saturating_add(m.members))
    }
}

/// A rule or limit that a placement must keep.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Constraint {
    /// Processor in normal running.
    Processor,
    ProcessorAfterFailure,
    /// vCPUs for each core, thread or host.
    Vcpus,
    /// More vCPUs in one VM than a host has cores.
    Cores,
    Memory,
    MemoryAfterFailure,
    Space,
    Operations,
    OperationsAfterFailure,
    Network,
    NetworkAfterFailure,
    /// Level-1 VMs find a host after as many failures as the pool must survive.
    Restarts,
    /// VMs on a host or in a pool, by the platform.
    Numbers,
    /// What the availability links carry.
    Links,
    /// A link between the hosts of a pair, and its round trip and length.
    Distance,
    /// The hosts of a pair are alike.
    EqualHosts,
    /// A pair stays within its site, or across two, as it is.
    Sites,
    /// VMs stay in their pool.
    Pools,
    /// RAID groups and arrays that disks lie on.
    Storage,
    /// Copies of a database on different hosts or in different sites.
    Copies,
    /// Not all VMs of a role on one host.
    Role(String),
    Together(String),
    Apart(String),
    /// The role, or the VM without one.
    Spread(String),
    /// Hosts that a VM is bound to.
    Pinned(VmId),
    /// A VM that may not be moved.
    Fixed(VmId),
    /// Something that only the plan's checks know, by code.
    Check(String),
}

/// A change of the plan with which everything finds a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// `Add 16 GiB to host-a`.
    pub title: String,
    pub edit: Edit,
}

/// Why nothing was found.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Infeasible {
    /// No placement exists; false: none was found in the work allowed.
    pub proven: bool,
    /// In a sentence, the first thing in the way.
    pub message: String,
    /// VMs that fit nowhere even alone.
    pub no_host: Vec<VmId>,
    /// Constraints that cannot hold together, none of which can be left out.
    pub conflict: Vec<Constraint>,
    /// Changes that help, the smallest first.
    pub changes: Vec<Change>,
    pub work: u64,
}

/// What came out.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    Proposal(Box<Proposal>),
    Infeasible(Box<Infeasible>),
}
