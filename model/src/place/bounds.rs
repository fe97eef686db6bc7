//! What no placement can be better than, by adding up.

use super::problem::{FULL, HUGE, NONE, Problem, SLACK};
use super::question::Objective;
use super::score::PER_SHARE;

/// The bound, and hosts that each pool needs at least.
#[derive(Clone, Debug, Default)]
pub(super) struct Bound {
    pub value: i64,
    /// Empty where units may go to several pools.
    pub pools: Vec<usize>,
    /// More hosts are needed than there are: nothing fits.
    pub impossible: bool,
}

/// Sums over units of the least that each takes of any host that it may be on.
struct Sums {
    units: usize,
    paired: bool,
    restarts: bool,
    all: Vec<i128>,
    restart: Vec<i128>,
    over: Vec<i128>,
}

/// The pool of every unit, where each has one; hosts in no pool count as one more.
fn pools_of(p: &Problem) -> Option<Vec<usize>> {
    let of = |host: u32| p.hosts[host as usize].pool.unwrap_or(p.pools.len());
    let kinds: Option<Vec<usize>> = p
        .kinds
        .iter()
        .map(|kind| {
            let first = of(kind.options.first()?.host);
            kind.options
                .iter()
                .all(|s| of(s.host) == first)
                .then_some(first)
        })
        .collect();
    let kinds = kinds?;
    Some(p.units.iter().map(|k| kinds[*k]).collect())
}

fn sums(p: &Problem, units: impl Iterator<Item = usize>) -> Sums {
    let mut s = Sums {
        units: 0,
        paired: false,
        restarts: false,
        all: vec![0; p.dims],
        restart: vec![0; p.dims],
        over: vec![0; p.dims],
    };
    let mut per_kind: Vec<i128> = vec![0; p.kinds.len()];
    for unit in units {
        per_kind[p.units[unit]] += 1;
        s.units += 1;
    }
    for (kind, n) in p.kinds.iter().zip(per_kind).filter(|(_, n)| *n > 0) {
        let mut leads = vec![false; p.classes.len()];
        let mut follows = vec![false; p.classes.len()];
        for spot in kind.options.iter() {
            leads[p.class_of(spot.host)] = true;
            if spot.partner != NONE {
                follows[p.class_of(spot.partner)] = true;
            }
        }
        let least = |takes: &Vec<Vec<i64>>, may: &[bool], d: usize| {
            takes
                .iter()
                .zip(may)
                .filter(|(_, m)| **m)
                .map(|(t, _)| t[d])
                .min()
                .unwrap_or(0)
        };
        s.paired |= kind.paired;
        s.restarts |= kind.restarts.iter().any(|r| !r.reach.is_empty());
        let any = vec![true; p.classes.len()];
        for d in 0..p.dims {
            s.all[d] += n * i128::from(least(&kind.lead, &leads, d));
            if kind.paired {
                s.all[d] += n * i128::from(least(&kind.follow, &follows, d));
                s.over[d] += n * i128::from(least(&kind.over, &follows, d));
            }
            for r in kind.restarts.iter().filter(|r| !r.reach.is_empty()) {
                s.restart[d] += n * i128::from(least(&r.take, &any, d));
            }
        }
    }
    s
}

/// Fewest of these hosts that can carry the sums, also after the loss of any one of them; more than there are when none
/// can.
fn fewest(p: &Problem, hosts: &[u32], s: &Sums, judged: Option<u32>) -> usize {
    if s.units == 0 {
        return 0;
    }
    let mut least = 1;
    if s.paired {
        least = 2;
    }
    if let Some(failures) = judged.filter(|_| s.restarts && hosts.len() > 1) {
        least = least.max(failures as usize + 1);
    }
    let most = |list: &[i64], d: usize| {
        let all = hosts.iter().map(|h| list[*h as usize * p.dims + d]);
        i128::from(all.max().unwrap_or(0))
    };
    for d in 0..p.dims {
        let (now, after) = (most(&p.most, d), most(&p.after, d));
        let fits = |m: usize| {
            let m = m as i128;
            let normal = s.all[d] <= m * now;
            let rises = s.over[d] + if judged.is_some() { s.restart[d] } else { 0 };
            // After the loss of each host in turn, summed over all of them: what restarts or is taken over lands on the
            // others once, and what is on the others stays.
            let failed = after >= i128::from(HUGE)
                || rises == 0
                || (m - 1) * s.all[d] + rises <= m * (m - 1) * after.max(now);
            normal && failed
        };
        while least <= hosts.len() && !fits(least) {
            least += 1;
        }
    }
    least
}

/// Hosts that carry what has no choice.
fn bound_hosts(p: &Problem, hosts: &[u32]) -> usize {
    let mut used: Vec<u32> = p
        .units
        .iter()
        .filter_map(|k| match p.kinds[*k].options.as_slice() {
            [one] => Some([one.host, one.partner]),
            _ => None,
        })
        .flatten()
        .filter(|h| hosts.contains(h))
        .collect();
    used.sort_unstable();
    used.dedup();
    used.len()
}

/// The least that any placement comes to.
pub(super) fn bound(p: &Problem, objective: Objective) -> Bound {
    let everything: Vec<u32> = (0..p.hosts.len() as u32).collect();
    let mut parts: Vec<(Vec<u32>, Sums, Option<u32>)> = Vec::new();
    let mut by_pool = false;
    match pools_of(p) {
        Some(of) => {
            by_pool = true;
            for pool in 0..=p.pools.len() {
                let units = (0..p.units.len()).filter(|u| of[*u] == pool);
                let hosts = everything
                    .iter()
                    .copied()
                    .filter(|h| p.hosts[*h as usize].pool.unwrap_or(p.pools.len()) == pool)
                    .collect();
                let judged = p.pools.get(pool).filter(|q| q.judged).map(|q| q.failures);
                parts.push((hosts, sums(p, units), judged));
            }
        }
        None => {
            let mut all = sums(p, 0..p.units.len());
            // Failures are those of one pool: what they add is not known for all together.
            all.over = vec![0; p.dims];
            parts.push((everything, all, None));
        }
    }
    let mut bound = Bound::default();
    for (hosts, sums, judged) in &parts {
        let least = fewest(p, hosts, sums, *judged).max(bound_hosts(p, hosts));
        bound.impossible |= least > hosts.len();
        if by_pool {
            bound.pools.push(least);
        }
        match objective {
            Objective::Hosts => bound.value += least as i64,
            Objective::Cost => {
                let mut costs: Vec<u64> = hosts.iter().map(|h| p.hosts[*h as usize].cost).collect();
                costs.sort_unstable();
                let sum: u64 = costs.iter().take(least).sum();
                bound.value = bound
                    .value
                    .saturating_add(i64::try_from(sum).unwrap_or(i64::MAX));
            }
            Objective::Balance => {
                bound.value = bound.value.max(level(p, hosts, sums));
            }
            Objective::Moves => {}
        }
    }
    if objective == Objective::Moves {
        bound.value = must_move(p);
    }
    bound
}

/// The share that the fullest host has when everything is spread perfectly.
fn level(p: &Problem, hosts: &[u32], s: &Sums) -> i64 {
    let mut worst = 0.0f64;
    for d in 0..p.dims {
        // A share of the limit is the least share of a capacity that it is on any class.
        let share = hosts
            .iter()
            .map(|h| p.class(*h).share[d])
            .fold(f64::INFINITY, f64::min);
        if share.is_finite() && !hosts.is_empty() {
            let mean = s.all[d] as f64 / FULL as f64 / hosts.len() as f64;
            worst = worst.max(mean * share);
        }
    }
    (worst * (1.0 - 1e-9) * PER_SHARE).floor() as i64
}

/// Members that cannot stay where they are.
fn must_move(p: &Problem) -> i64 {
    let members = |unit: usize| -> i64 {
        let parts = &p.kind(unit).parts;
        parts.iter().map(|(_, n)| i64::from(*n)).sum()
    };
    let mut forced = 0;
    let mut stays: Vec<Vec<(usize, bool)>> = vec![Vec::new(); p.hosts.len()];
    for unit in 0..p.units.len() {
        let home = p.home[unit];
        if !home.is_somewhere() {
            continue;
        }
        if p.kind(unit).options.binary_search(&home).is_err() {
            forced += members(unit);
            continue;
        }
        stays[home.host as usize].push((unit, true));
        if home.partner != NONE {
            stays[home.partner as usize].push((unit, false));
        }
    }
    let mut over = 0;
    let mut paired = false;
    for (host, units) in stays.iter().enumerate() {
        let class = p.hosts[host].class;
        let mut leave = 0;
        for d in 0..p.dims {
            let take = |(unit, leads): &(usize, bool)| {
                let kind = p.kind(*unit);
                if *leads {
                    kind.lead[class][d]
                } else {
                    kind.follow[class][d]
                }
            };
            let mut takes: Vec<i64> = units.iter().map(take).collect();
            let mut sum: i64 = takes.iter().sum();
            takes.sort_unstable();
            let mut n = 0;
            while sum > p.most[host * p.dims + d] + SLACK {
                let Some(largest) = takes.pop() else { break };
                sum -= largest;
                n += 1;
            }
            leave = leave.max(n);
        }
        paired |= units.iter().any(|(u, _)| p.kind(*u).paired);
        over += leave;
    }
    // One pair that moves may relieve two hosts.
    forced + if paired { (over + 1) / 2 } else { over }
}
