//! The question of who stands where, as numbers: kinds of units, hosts, what each takes and may take.
//!
//! Every dimension of a host is scaled so that its limit in normal running is [`FULL`]; sums are whole numbers, so that
//! adding and taking away again changes nothing. It knows nothing of plans.

use std::sync::Arc;

/// The limit of a dimension in normal running.
pub(super) const FULL: i64 = 1 << 40;
/// What only rounding of sums adds does not count: a thousand-millionth, as in the checks.
pub(super) const SLACK: i64 = FULL / 1_000_000_000 + 1;
/// More than any host holds.
pub(super) const HUGE: i64 = 1 << 46;
/// No host.
pub(super) const NONE: u32 = u32::MAX;

/// Where a unit stands: its host and, of a pair, its partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Spot {
    pub host: u32,
    pub partner: u32,
}

impl Spot {
    pub const NOWHERE: Spot = Spot {
        host: NONE,
        partner: NONE,
    };
    pub fn is_somewhere(self) -> bool {
        self.host != NONE
    }
}

/// Hosts that offer the same.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Class {
    /// Limit of each dimension after a host failure, where [`FULL`] is that of normal running.
    pub after: Vec<i64>,
    /// Share of the capacity that [`FULL`] is; 0 where the dimension has no bar of its own.
    pub share: Vec<f64>,
    /// Memory for VMs, MiB.
    pub ram_mib: f64,
}

#[derive(Clone, Debug)]
pub(super) struct Host {
    pub class: usize,
    pub pool: Option<usize>,
    pub site: usize,
    /// What using it costs.
    pub cost: u64,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Pool {
    pub hosts: Vec<u32>,
    /// Host failures that restarts must survive; one is always looked at.
    pub failures: u32,
    /// Restarts are judged.
    pub judged: bool,
    /// What its members may come to in each counted row.
    pub rows: Vec<i64>,
}

/// Availability links that pairs share, in millionths of Mbit/s.
#[derive(Clone, Debug)]
pub(super) struct Bundle {
    /// Of traffic, of the vendor's minimum of split pairs, of mirrored writes.
    pub most: [i64; 3],
}

/// A level-1 VM that restarts elsewhere after its host is lost.
#[derive(Clone, Debug)]
pub(super) struct Restart {
    /// Order among those of equal memory.
    pub vm: usize,
    pub ram_mib: f64,
    /// What it takes, by class.
    pub take: Vec<Vec<i64>>,
    /// Hosts that reach its disks; empty when none may restart it.
    pub reach: Vec<bool>,
}

/// Units that are alike: the members of a VM, or the VMs that stay together as one.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    /// VMs and how many members of each a unit has.
    pub parts: Vec<(usize, u32)>,
    pub paired: bool,
    /// By class, then dimension: on its host, on its partner, and what the partner takes on top when the host is lost.
    pub lead: Vec<Vec<i64>>,
    pub follow: Vec<Vec<i64>>,
    pub over: Vec<Vec<i64>>,
    /// Processor on top, by class, while it takes over from VMs of `from`.
    pub takeover: Vec<i64>,
    pub from: Vec<usize>,
    pub restarts: Vec<Restart>,
    /// Memory on its host and on its partner, MiB.
    pub ram_mib: (f64, f64),
    pub traffic: [i64; 3],
    /// What it counts for in each row of its pool.
    pub rows: Vec<i64>,
    /// Where it may stand, sorted.
    pub options: Arc<Vec<Spot>>,
    /// Keep-apart groups, and the party that it is in each: units of one party may meet.
    pub apart: Vec<(usize, u32)>,
    /// Groups that are spread.
    pub spread: Vec<usize>,
    /// vCPU load that it tolerates beside it, by class; [`HUGE`] when any.
    pub tolerates: Vec<i64>,
}

#[derive(Clone, Debug)]
pub(super) struct Spread {
    pub over_sites: bool,
    pub at_least: usize,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Problem {
    pub dims: usize,
    pub classes: Vec<Class>,
    pub hosts: Vec<Host>,
    pub sites: usize,
    pub pools: Vec<Pool>,
    pub bundles: Vec<Bundle>,
    /// Bundle of two hosts: `way[a * hosts + b]`.
    pub way: Vec<u32>,
    pub kinds: Vec<Kind>,
    /// Kind of each unit; units of a kind follow each other.
    pub units: Vec<usize>,
    /// Where each unit stands today.
    pub home: Vec<Spot>,
    /// Limit in normal running, by host, then dimension: [`FULL`], or what stays there in any case.
    pub most: Vec<i64>,
    /// The same after a host failure.
    pub after: Vec<i64>,
    pub apart: usize,
    pub spread: Vec<Spread>,
    /// Nothing in every dimension.
    pub zero: Vec<i64>,
    /// Some VM tolerates only so many vCPUs beside it.
    pub tolerance: bool,
    /// Some VM takes over databases from another.
    pub takeovers: bool,
    /// The dimensions of processor use and of vCPUs.
    pub cpu: usize,
    pub vcpus: usize,
}

impl Problem {
    pub fn kind(&self, unit: usize) -> &Kind {
        &self.kinds[self.units[unit]]
    }
    pub fn class(&self, host: u32) -> &Class {
        &self.classes[self.hosts[host as usize].class]
    }
    pub fn class_of(&self, host: u32) -> usize {
        self.hosts[host as usize].class
    }
    pub fn bundle(&self, a: u32, b: u32) -> Option<usize> {
        let at = a as usize * self.hosts.len() + b as usize;
        self.way
            .get(at)
            .copied()
            .filter(|b| *b != NONE)
            .map(|b| b as usize)
    }
    /// What units that have one place only put there is accepted, even where it is too much: no placement changes it.
    pub fn accept_what_stays(&mut self) {
        self.most = vec![FULL + SLACK; self.hosts.len() * self.dims];
        let mut sums = vec![0i64; self.most.len()];
        for (unit, kind) in self.units.iter().enumerate() {
            let kind = &self.kinds[*kind];
            let home = self.home[unit];
            if *kind.options != [home] {
                continue;
            }
            for (host, takes) in [(home.host, &kind.lead), (home.partner, &kind.follow)] {
                if host != NONE {
                    let from = host as usize * self.dims;
                    let take = &takes[self.class_of(host)];
                    for (sum, t) in sums[from..from + self.dims].iter_mut().zip(take) {
                        *sum += t;
                    }
                }
            }
        }
        for (most, sum) in self.most.iter_mut().zip(sums) {
            *most = (*most).max(sum);
        }
        self.after = (0..self.hosts.len() as u32)
            .flat_map(|h| self.class(h).after.iter().copied())
            .zip(&self.most)
            .map(|(after, most)| {
                if *most > FULL + SLACK {
                    after.max(*most)
                } else {
                    after
                }
            })
            .collect();
    }
    /// How large a unit is: its largest part of a host, halves added up.
    pub fn size(&self, unit: usize) -> i64 {
        let kind = self.kind(unit);
        let class = kind.options.first().map_or(0, |s| self.class_of(s.host));
        (0..self.dims)
            .map(|d| {
                let follow = if kind.paired {
                    kind.follow[class][d]
                } else {
                    0
                };
                kind.lead[class][d] + follow
            })
            .max()
            .unwrap_or(0)
    }
}
