//! Units on hosts, with what each host carries and would carry after a failure, kept up to date move by move.
//!
//! Indices are the problem's own numbering.

use super::problem::{FULL, HUGE, NONE, Problem, SLACK, Spot};

/// What a lost host adds to another.
#[derive(Clone, Debug)]
struct Extra {
    cause: u32,
    pairs: u32,
    load: Vec<i64>,
}

/// Who of a keep-apart group is on a host.
#[derive(Clone, Copy, Debug, Default)]
struct Party {
    party: u32,
    count: u32,
}

#[derive(Clone, Debug)]
pub(super) struct State<'p> {
    pub p: &'p Problem,
    pub at: Vec<Spot>,
    /// By host, then dimension.
    load: Vec<i64>,
    extra: Vec<Vec<Extra>>,
    /// Level-1 members of a host, by dimension: what would restart elsewhere.
    waiting: Vec<i64>,
    /// Processor on top while taking over from others.
    takeover: Vec<i64>,
    /// Units with a half on the host.
    pub on: Vec<Vec<u32>>,
    bundles: Vec<[i64; 3]>,
    rows: Vec<Vec<i64>>,
    apart: Vec<Party>,
    /// Units of a spread group on each host.
    spread: Vec<u32>,
    pub unplaced: usize,
}

/// How much a value is over a limit.
#[inline]
fn over(value: i64, limit: i64) -> i64 {
    (value - limit).max(0)
}

/// A broken rule that has no amount.
pub(super) const BROKEN: i64 = FULL / 4;

impl<'p> State<'p> {
    pub fn new(p: &'p Problem) -> Self {
        let hosts = p.hosts.len();
        Self {
            p,
            at: vec![Spot::NOWHERE; p.units.len()],
            load: vec![0; hosts * p.dims],
            extra: vec![Vec::new(); hosts],
            waiting: vec![0; hosts * p.dims],
            takeover: vec![0; hosts],
            on: vec![Vec::new(); hosts],
            bundles: vec![[0; 3]; p.bundles.len()],
            rows: p.pools.iter().map(|q| vec![0; q.rows.len()]).collect(),
            apart: vec![Party::default(); p.apart * hosts],
            spread: vec![0; p.spread.len() * hosts],
            unplaced: p.units.len(),
        }
    }

    /// Units as given.
    pub fn with(p: &'p Problem, at: &[Spot]) -> Self {
        let mut state = Self::new(p);
        for (unit, spot) in at.iter().enumerate() {
            if spot.is_somewhere() {
                state.put(unit, *spot);
            }
        }
        state
    }

    #[inline]
    pub fn load(&self, host: u32) -> &[i64] {
        let from = host as usize * self.p.dims;
        &self.load[from..from + self.p.dims]
    }

    #[inline]
    fn most(&self, host: u32) -> &[i64] {
        let from = host as usize * self.p.dims;
        &self.p.most[from..from + self.p.dims]
    }

    /// How full a host is: its fullest dimension, [`FULL`] at the limit.
    pub fn fullest(&self, host: u32) -> i64 {
        self.load(host).iter().copied().max().unwrap_or(0)
    }

    pub fn waiting(&self, host: u32) -> &[i64] {
        let from = host as usize * self.p.dims;
        &self.waiting[from..from + self.p.dims]
    }

    fn change(&mut self, unit: usize, spot: Spot, sign: i64) {
        let p = self.p;
        let kind = p.kind(unit);
        let dims = p.dims;
        let host = spot.host as usize;
        let class = p.class_of(spot.host);
        for d in 0..dims {
            self.load[host * dims + d] += sign * kind.lead[class][d];
        }
        self.takeover[host] += sign * kind.takeover[class];
        for r in &kind.restarts {
            for d in 0..dims {
                self.waiting[host * dims + d] += sign * r.take[class][d];
            }
        }
        for (group, party) in &kind.apart {
            let here = &mut self.apart[group * p.hosts.len() + host];
            if sign > 0 {
                here.party = *party;
                here.count += 1;
            } else {
                here.count = here.count.saturating_sub(1);
            }
        }
        for group in &kind.spread {
            let here = &mut self.spread[group * p.hosts.len() + host];
            *here = if sign > 0 {
                *here + 1
            } else {
                here.saturating_sub(1)
            };
        }
        if let Some(pool) = p.hosts[host].pool {
            for (sum, n) in self.rows[pool].iter_mut().zip(&kind.rows) {
                *sum += sign * n;
            }
        }
        if spot.partner == NONE || !kind.paired {
            return;
        }
        let partner = spot.partner as usize;
        let class = p.class_of(spot.partner);
        for d in 0..dims {
            self.load[partner * dims + d] += sign * kind.follow[class][d];
        }
        self.takeover[partner] += sign * kind.takeover[class];
        if kind.over[class].iter().any(|o| *o > 0) {
            let list = &mut self.extra[partner];
            let at = list.iter().position(|e| e.cause == spot.host);
            let at = at.unwrap_or_else(|| {
                list.push(Extra {
                    cause: spot.host,
                    pairs: 0,
                    load: vec![0; dims],
                });
                list.len() - 1
            });
            let entry = &mut list[at];
            for (sum, o) in entry.load.iter_mut().zip(&kind.over[class]) {
                *sum += sign * o;
            }
            entry.pairs = if sign > 0 {
                entry.pairs + 1
            } else {
                entry.pairs.saturating_sub(1)
            };
            if entry.pairs == 0 {
                list.swap_remove(at);
            }
        }
        if let Some(bundle) = p.bundle(spot.host, spot.partner) {
            for (sum, t) in self.bundles[bundle].iter_mut().zip(kind.traffic) {
                *sum += sign * t;
            }
        }
    }

    pub fn put(&mut self, unit: usize, spot: Spot) {
        self.change(unit, spot, 1);
        self.at[unit] = spot;
        self.on[spot.host as usize].push(unit as u32);
        if spot.partner != NONE && spot.partner != spot.host {
            self.on[spot.partner as usize].push(unit as u32);
        }
        self.unplaced -= 1;
    }

    pub fn take(&mut self, unit: usize) {
        let spot = std::mem::replace(&mut self.at[unit], Spot::NOWHERE);
        if !spot.is_somewhere() {
            return;
        }
        self.change(unit, spot, -1);
        for host in [spot.host, spot.partner] {
            if host != NONE {
                let list = &mut self.on[host as usize];
                if let Some(at) = list.iter().position(|u| *u as usize == unit) {
                    list.swap_remove(at);
                }
            }
        }
        self.unplaced += 1;
    }

    /// How much a host is over its limits, in normal running and after each lost host, with so much more on it.
    fn host_over(&self, host: u32, more: &[i64], cause: u32, more_after: Option<&[i64]>) -> i64 {
        let load = self.load(host);
        let most = self.most(host);
        let from = host as usize * self.p.dims;
        let after = &self.p.after[from..from + self.p.dims];
        let mut sum = 0;
        for d in 0..self.p.dims {
            sum += over(load[d] + more[d], most[d]);
        }
        let takeover = self.takeover[host as usize];
        if takeover > 0 {
            let d = self.p.cpu;
            sum += over(load[d] + more[d] + takeover, after[d]);
        }
        let mut seen = false;
        for extra in &self.extra[host as usize] {
            let here = (extra.cause == cause).then_some(more_after).flatten();
            seen |= here.is_some();
            for d in 0..self.p.dims {
                let rise = extra.load[d] + here.map_or(0, |m| m[d]);
                if rise > 0 {
                    sum += over(load[d] + more[d] + rise, after[d]);
                }
            }
        }
        if let Some(rise) = more_after.filter(|_| !seen) {
            for d in 0..self.p.dims {
                if rise[d] > 0 {
                    sum += over(load[d] + more[d] + rise[d], after[d]);
                }
            }
        }
        sum
    }

    /// How much a unit at a spot would add to what is over its limits: of its hosts, links, pool and rules.
    pub fn cost_of(&self, unit: usize, spot: Spot) -> i64 {
        let p = self.p;
        let kind = p.kind(unit);
        let zero = &p.zero;
        let class = p.class_of(spot.host);
        let mut sum = self.host_over(spot.host, &kind.lead[class], NONE, None)
            - self.host_over(spot.host, zero, NONE, None);
        sum += self.rules_over(unit, spot);
        if spot.partner != NONE && kind.paired {
            let class = p.class_of(spot.partner);
            let rises = kind.over[class].iter().any(|o| *o > 0);
            let rise = rises.then_some(kind.over[class].as_slice());
            sum += self.host_over(spot.partner, &kind.follow[class], spot.host, rise)
                - self.host_over(spot.partner, zero, NONE, None);
            if let Some(bundle) = p.bundle(spot.host, spot.partner) {
                let now = &self.bundles[bundle];
                let most = &p.bundles[bundle].most;
                for n in 0..3 {
                    let before = over(now[n], most[n]);
                    let after = over(now[n] + kind.traffic[n], most[n]);
                    if after > before {
                        sum += scaled(after - before, most[n]);
                    }
                }
            }
        }
        sum
    }

    /// How much a partner alone would add to what is over the limits of its host.
    pub fn follow_cost(&self, unit: usize, host: u32) -> i64 {
        let p = self.p;
        let follow = &p.kind(unit).follow[p.class_of(host)];
        self.host_over(host, follow, NONE, None) - self.host_over(host, &p.zero, NONE, None)
    }

    /// How much a host is over its limits.
    pub fn over_of(&self, host: u32) -> i64 {
        self.host_over(host, &self.p.zero, NONE, None)
    }

    /// Keep-apart groups, the pool's rows, and what VMs tolerate beside them.
    fn rules_over(&self, unit: usize, spot: Spot) -> i64 {
        let p = self.p;
        let kind = p.kind(unit);
        let host = spot.host as usize;
        let mut sum = 0;
        for (group, party) in &kind.apart {
            let here = self.apart[group * p.hosts.len() + host];
            if here.count > 0 && (*party == NONE || here.party != *party) {
                sum += BROKEN;
            }
        }
        if let Some(pool) = p.hosts[host].pool {
            for ((now, n), most) in self.rows[pool]
                .iter()
                .zip(&kind.rows)
                .zip(&p.pools[pool].rows)
            {
                if *n > 0 && now + n > *most {
                    sum += BROKEN;
                }
            }
        }
        if p.tolerance {
            for (host, takes) in [(spot.host, &kind.lead), (spot.partner, &kind.follow)] {
                if host == NONE {
                    continue;
                }
                let class = p.class_of(host);
                let vcpus = self.load(host)[p.vcpus] + takes[class][p.vcpus];
                let most = self.tolerated(host).min(kind.tolerates[class]);
                sum += over(vcpus, most.saturating_add(SLACK));
            }
        }
        sum
    }

    /// vCPUs that the VMs on a host tolerate.
    fn tolerated(&self, host: u32) -> i64 {
        let class = self.p.class_of(host);
        self.on[host as usize]
            .iter()
            .map(|u| self.p.kind(*u as usize).tolerates[class])
            .min()
            .unwrap_or(HUGE)
    }

    /// What is over its limits in all, the room for restarts estimated; nothing when all is well. Units that are nowhere
    /// are not counted.
    pub fn total_over(&self) -> i64 {
        let p = self.p;
        let mut sum = 0;
        for host in 0..p.hosts.len() as u32 {
            if self.on[host as usize].is_empty() {
                continue;
            }
            sum += self.host_over(host, &p.zero, NONE, None);
            if p.tolerance {
                let most = self.tolerated(host);
                sum += over(self.load(host)[p.vcpus], most.saturating_add(SLACK));
            }
        }
        for (now, bundle) in self.bundles.iter().zip(&p.bundles) {
            for (n, most) in now.iter().zip(bundle.most) {
                if *n > most {
                    sum += scaled(n - most, most);
                }
            }
        }
        for (rows, pool) in self.rows.iter().zip(&p.pools) {
            for (n, most) in rows.iter().zip(&pool.rows) {
                sum += over(*n, *most).saturating_mul(BROKEN).min(HUGE);
            }
        }
        for group in 0..p.apart {
            sum += self.apart_broken(group) * BROKEN;
        }
        sum + self.spread_missing() * BROKEN
    }

    /// Units too many on hosts of a keep-apart group.
    fn apart_broken(&self, group: usize) -> i64 {
        let hosts = self.p.hosts.len();
        let mut broken = 0;
        for host in 0..hosts {
            if self.apart[group * hosts + host].count < 2 {
                continue;
            }
            let parties = self.on[host]
                .iter()
                .filter(|u| self.at[**u as usize].host as usize == host);
            let mut met: Vec<u32> = Vec::new();
            for unit in parties {
                let kind = self.p.kind(*unit as usize);
                if let Some((_, party)) = kind.apart.iter().find(|(g, _)| *g == group)
                    && (*party == NONE || !met.contains(party))
                {
                    met.push(*party);
                }
            }
            broken += met.len() as i64 - 1;
        }
        broken.max(0)
    }

    /// Hosts or sites that spread groups are short of.
    pub fn spread_missing(&self) -> i64 {
        (0..self.p.spread.len()).map(|g| self.short_of(g)).sum()
    }

    fn short_of(&self, group: usize) -> i64 {
        let spread = &self.p.spread[group];
        spread.at_least.saturating_sub(self.places_of(group)) as i64
    }

    /// Hosts or sites that units of a spread group run in.
    pub fn places_of(&self, group: usize) -> usize {
        let hosts = self.p.hosts.len();
        let here = (0..hosts).filter(|h| self.spread[group * hosts + h] > 0);
        if self.p.spread[group].over_sites {
            let mut sites: Vec<usize> = here.map(|h| self.p.hosts[h].site).collect();
            sites.sort_unstable();
            sites.dedup();
            sites.len()
        } else {
            here.count()
        }
    }

    /// Whether a spot is in a place where a spread group that is short has nobody yet.
    pub fn helps_spread(&self, unit: usize, spot: Spot) -> bool {
        let hosts = self.p.hosts.len();
        let kind = self.p.kind(unit);
        kind.spread.iter().any(|g| {
            let spread = &self.p.spread[*g];
            self.short_of(*g) > 0
                && if spread.over_sites {
                    let site = self.p.hosts[spot.host as usize].site;
                    !(0..hosts)
                        .any(|h| self.p.hosts[h].site == site && self.spread[g * hosts + h] > 0)
                } else {
                    self.spread[g * hosts + spot.host as usize] == 0
                }
        })
    }

    /// What a lost host adds to another by pairs that they share.
    pub fn extra(&self, host: u32, cause: u32) -> Option<&[i64]> {
        let extra = self.extra[host as usize].iter().find(|e| e.cause == cause);
        extra.map(|e| e.load.as_slice())
    }

    /// Hosts that carry something.
    pub fn used(&self) -> Vec<bool> {
        self.on.iter().map(|units| !units.is_empty()).collect()
    }
}

/// An amount of a bundle as a share of what it carries.
fn scaled(amount: i64, most: i64) -> i64 {
    let share = amount as f64 / (most.max(1)) as f64;
    (share * FULL as f64).clamp(1.0, HUGE as f64) as i64
}
