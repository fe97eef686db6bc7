//! Exactly what happens after host failures, by the rule of the facts: partners take over, and level-1 VMs start again
//! where room is found, largest first.

use super::problem::{Problem, Restart};
use super::state::{BROKEN, State};
use crate::facts::pack::{Waiting, place};

/// Choices of failed hosts that are looked at in a pool, as many as the facts look at.
const MOST_SETS: usize = 3_500;

/// Why a placement does not survive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// Something does not start again after this host is lost.
    Stranded { cause: u32 },
    /// A host is over a limit after another is lost.
    Over { host: u32, cause: u32 },
    /// Something does not start again after several are lost.
    Several { pool: usize },
}

impl Broken {
    /// A host whose load is in the way.
    pub fn host(self, p: &Problem) -> Option<u32> {
        match self {
            Broken::Stranded { cause } => Some(cause),
            Broken::Over { host, .. } => Some(host),
            Broken::Several { pool } => p.pools.get(pool).and_then(|q| q.hosts.first()).copied(),
        }
    }
}

/// What waits on some lost hosts, in the order of the facts, and where it may go.
fn waiting<'p>(
    state: &State<'p>,
    lost: &[u32],
    targets: &[u32],
) -> (Vec<&'p Restart>, Vec<Waiting>) {
    let p = state.p;
    let mut members: Vec<(u32, &Restart)> = Vec::new();
    for host in lost {
        for unit in &state.on[*host as usize] {
            let unit = *unit as usize;
            if state.at[unit].host == *host {
                let kind = p.kind(unit);
                members.extend(kind.restarts.iter().map(|r| (*host, r)));
            }
        }
    }
    members.sort_by(|(_, a), (_, b)| {
        b.ram_mib
            .total_cmp(&a.ram_mib)
            .then_with(|| a.vm.cmp(&b.vm))
    });
    let waiting = members
        .iter()
        .map(|(from, r)| Waiting {
            need: r.ram_mib,
            may: targets
                .iter()
                .enumerate()
                .filter(|(_, h)| *h != from && r.reach.get(**h as usize).copied().unwrap_or(false))
                .map(|(n, _)| n)
                .collect(),
        })
        .collect();
    (members.into_iter().map(|(_, r)| r).collect(), waiting)
}

/// Memory left on a host, MiB.
fn free_mib(state: &State<'_>, host: u32) -> f64 {
    let mut used = 0.0;
    for unit in &state.on[host as usize] {
        let unit = *unit as usize;
        let (lead, follow) = state.p.kind(unit).ram_mib;
        used += if state.at[unit].host == host {
            lead
        } else {
            follow
        };
    }
    state.p.class(host).ram_mib - used
}

/// The first way in which a placement does not survive host failures, when only `open` hosts exist.
pub(super) fn broken(state: &State<'_>, open: &[bool], work: &mut u64) -> Option<Broken> {
    let mut first = None;
    look(state, open, work, &mut |broken, _| {
        first = Some(broken);
        false
    });
    first
}

/// How much a placement lacks to survive host failures: what is stranded and what is over limits; and where most of it is.
pub(super) fn lacking(state: &State<'_>, open: &[bool], work: &mut u64) -> (i64, Option<u32>) {
    let mut sum = 0i64;
    let mut worst: Option<(i64, u32)> = None;
    look(state, open, work, &mut |broken, amount| {
        sum = sum.saturating_add(amount);
        if let Some(host) = broken.host(state.p)
            && worst.is_none_or(|(most, _)| amount > most)
        {
            worst = Some((amount, host));
        }
        true
    });
    (sum, worst.map(|(_, host)| host))
}

/// Tells every way in which a placement does not survive, with an amount; an answer of false ends it.
fn look(
    state: &State<'_>,
    open: &[bool],
    work: &mut u64,
    tell: &mut dyn FnMut(Broken, i64) -> bool,
) {
    let p = state.p;
    for (number, pool) in p.pools.iter().enumerate() {
        let is_open = |h: &u32| open[*h as usize];
        let hosts: Vec<u32> = pool.hosts.iter().copied().filter(is_open).collect();
        let waits = |h: &u32| state.waiting(*h).iter().any(|w| *w > 0);
        let restarts = hosts.iter().any(waits);
        if !restarts && !p.takeovers {
            // What pairs do to each other is in the sums already.
            continue;
        }
        let free: Vec<f64> = hosts.iter().map(|h| free_mib(state, *h)).collect();
        for cause in &hosts {
            if !p.takeovers && !waits(cause) {
                continue;
            }
            let targets: Vec<u32> = hosts.iter().copied().filter(|h| h != cause).collect();
            let (members, waiting) = waiting(state, &[*cause], &targets);
            *work += (waiting.len() * targets.len() * 4 + hosts.len() * 2) as u64;
            let mut room: Vec<f64> = hosts
                .iter()
                .zip(&free)
                .filter(|(h, _)| *h != cause)
                .map(|(_, f)| *f)
                .collect();
            let places = place(&mut room, &waiting);
            let mut rise: Vec<Vec<i64>> = vec![Vec::new(); targets.len()];
            for (restart, at) in members.iter().zip(&places) {
                let Some(at) = at else {
                    let judged = pool.judged && pool.hosts.len() > 1;
                    if judged && !restart.reach.is_empty() {
                        let class = p.class_of(*cause);
                        let amount = restart.take[class].iter().copied().max().unwrap_or(0);
                        if !tell(Broken::Stranded { cause: *cause }, amount.max(1)) {
                            return;
                        }
                    }
                    continue;
                };
                let host = targets[*at];
                let list = &mut rise[*at];
                list.resize(p.dims, 0);
                for (sum, t) in list.iter_mut().zip(&restart.take[p.class_of(host)]) {
                    *sum += t;
                }
            }
            for (host, rise) in targets.iter().zip(&mut rise) {
                let takeover = taken_over(state, *host, *cause);
                if rise.is_empty() && takeover == 0 {
                    continue;
                }
                rise.resize(p.dims, 0);
                rise[p.cpu] += takeover;
                let extra = state.extra(*host, *cause);
                let from = *host as usize * p.dims;
                let mut amount = 0;
                for d in 0..p.dims {
                    let more = rise[d] + extra.map_or(0, |e| e[d]);
                    if more > 0 {
                        amount += (state.load(*host)[d] + more - p.after[from + d]).max(0);
                    }
                }
                let over = Broken::Over {
                    host: *host,
                    cause: *cause,
                };
                if amount > 0 && !tell(over, amount) {
                    return;
                }
            }
        }
        let all_start = hosts.iter().flat_map(|h| &state.on[*h as usize]).all(|u| {
            let restarts = &p.kind(*u as usize).restarts;
            restarts.iter().all(|r| !r.reach.is_empty())
        });
        if restarts
            && all_start
            && pool.judged
            && pool.failures > 1
            && several(state, &hosts, pool.failures, work)
            && !tell(Broken::Several { pool: number }, BROKEN)
        {
            return;
        }
    }
}

/// Processor on top of a host whose VMs take over databases from those on a lost one.
fn taken_over(state: &State<'_>, host: u32, cause: u32) -> i64 {
    let p = state.p;
    if !p.takeovers {
        return 0;
    }
    let leads = |vm: &usize| {
        state.on[cause as usize].iter().any(|u| {
            let u = *u as usize;
            state.at[u].host == cause && p.kind(u).parts.iter().any(|(n, _)| n == vm)
        })
    };
    let mut sum = 0;
    for unit in &state.on[host as usize] {
        let unit = *unit as usize;
        let kind = p.kind(unit);
        if kind.from.is_empty() || !kind.from.iter().any(leads) {
            continue;
        }
        sum += kind.takeover[p.class_of(host)];
    }
    sum
}

/// Whether some choice of so many lost hosts strands something.
fn several(state: &State<'_>, hosts: &[u32], failures: u32, work: &mut u64) -> bool {
    for size in 2..=failures as usize {
        if size >= hosts.len() {
            return true;
        }
        let mut chosen: Vec<usize> = (0..size).collect();
        let mut sets = 0;
        loop {
            sets += 1;
            let lost: Vec<u32> = chosen.iter().map(|i| hosts[*i]).collect();
            let targets: Vec<u32> = hosts
                .iter()
                .copied()
                .filter(|h| !lost.contains(h))
                .collect();
            let (_, waiting) = waiting(state, &lost, &targets);
            *work += (waiting.len() * targets.len()) as u64;
            let mut room: Vec<f64> = targets.iter().map(|h| free_mib(state, *h)).collect();
            if place(&mut room, &waiting).iter().any(Option::is_none) {
                return true;
            }
            let Some(i) = (0..size)
                .rev()
                .find(|i| chosen[*i] < hosts.len() - size + i)
            else {
                break;
            };
            let start = chosen[i] + 1;
            for (offset, slot) in chosen.iter_mut().skip(i).enumerate() {
                *slot = start + offset;
            }
            if sets >= MOST_SETS {
                return true;
            }
        }
    }
    false
}
