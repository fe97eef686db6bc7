//! Runs the event calendar.
//!
//! Numbers of items, gates and watches are made by [`Simulation::new`] and always lie within their tables.

use super::calendar::{Calendar, NEVER};
use super::random::Random;
use super::tally::Tally;
use super::{Failover, Item, Model, Window};
use crate::availability::structure::Expr;

/// How replications run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    pub seed: u64,
    /// Hours of a replication, a year as a rule.
    pub hours: f64,
    /// Replications of a block.
    pub replications: u32,
    /// Every replication begins with everything up; otherwise each follows the last, after one that is not counted.
    pub fresh: bool,
}

/// A gate: up while at least `need` of its inputs are.
#[derive(Clone, Copy, Debug)]
struct Gate {
    need: u32,
    up_at_start: u32,
}

#[derive(Clone, Debug)]
struct Watched {
    failover: Failover,
    planned: Option<Window>,
    sides: u32,
    first_side: usize,
}

/// Where a node leads: gates that count it, and the side of a watch that it is.
#[derive(Clone, Debug, Default)]
struct Out {
    gates: Vec<u32>,
    sides: Vec<(u32, u32)>,
}

/// A model ready to run.
#[derive(Clone, Debug)]
pub struct Simulation {
    items: Vec<Item>,
    crews: Vec<usize>,
    shared: Vec<(f64, Vec<u32>)>,
    cold: Vec<(Vec<u32>, usize)>,
    cold_of: Vec<Option<u32>>,
    gates: Vec<Gate>,
    /// By node: items first, then gates.
    outs: Vec<Out>,
    watches: Vec<Watched>,
    /// Whether each side is up when all items are.
    sides_at_start: Vec<bool>,
}

impl Simulation {
    pub(super) fn new(model: &Model) -> Self {
        let n = model.items.len();
        let mut s = Self {
            items: model.items.clone(),
            crews: model.crews.iter().map(|c| (*c).max(1)).collect(),
            shared: Vec::new(),
            cold: Vec::new(),
            cold_of: vec![None; n],
            gates: Vec::new(),
            outs: vec![Out::default(); n],
            watches: Vec::new(),
            sides_at_start: Vec::new(),
        };
        for item in &mut s.items {
            item.crew = item.crew.filter(|c| *c < s.crews.len());
        }
        let known = |items: &[usize]| -> Vec<u32> {
            items
                .iter()
                .filter(|i| **i < n)
                .map(|i| *i as u32)
                .collect()
        };
        for cause in &model.shared {
            s.shared.push((cause.mttf_h, known(&cause.items)));
        }
        for group in &model.cold {
            let number = s.cold.len() as u32;
            let items = known(&group.items);
            for i in &items {
                s.cold_of[*i as usize] = Some(number);
            }
            s.cold.push((items, group.running));
        }
        for (w, watch) in model.watches.iter().enumerate() {
            let first_side = s.sides_at_start.len();
            for (side, works) in watch.sides.iter().enumerate() {
                let (node, up) = s.node(works);
                s.outs[node].sides.push((w as u32, side as u32));
                s.sides_at_start.push(up);
            }
            s.watches.push(Watched {
                failover: watch.failover,
                planned: watch.planned.filter(|p| p.every_h > 0.0 && p.hours > 0.0),
                sides: watch.sides.len() as u32,
                first_side,
            });
        }
        s
    }

    /// The node of a structure, and whether it is up when all items are.
    fn node(&mut self, works: &Expr) -> (usize, bool) {
        match works {
            Expr::Part(p) if *p < self.items.len() => (*p, true),
            Expr::And(of) if of.len() == 1 => self.node(&of[0]),
            Expr::Or(of) if of.len() == 1 => self.node(&of[0]),
            Expr::And(of) => self.gate(of.len(), of),
            Expr::Or(of) => self.gate(1, of),
            Expr::AtLeast(k, of) => self.gate(*k, of),
            Expr::True => self.gate(0, &[]),
            Expr::False | Expr::Part(_) => self.gate(1, &[]),
        }
    }

    fn gate(&mut self, need: usize, of: &[Expr]) -> (usize, bool) {
        let inputs: Vec<(usize, bool)> = of.iter().map(|e| self.node(e)).collect();
        let number = self.gates.len();
        let up = inputs.iter().filter(|(_, up)| *up).count();
        for (node, _) in inputs {
            self.outs[node].gates.push(number as u32);
        }
        self.gates.push(Gate {
            need: need as u32,
            up_at_start: up as u32,
        });
        self.outs.push(Out::default());
        // Nodes of gates follow those of items in the order they are made.
        (self.items.len() + number, up >= need)
    }

    pub fn watches(&self) -> usize {
        self.watches.len()
    }

    /// Runs one block and gives the downtime of every watch.
    pub fn block(&self, run: &Run, block: u64) -> Vec<Tally> {
        let mut state = State::new(self, run, block);
        let mut tallies = vec![Tally::default(); self.watches.len()];
        if !run.fresh {
            state.replication(run.hours, None);
        }
        for _ in 0..run.replications {
            if run.fresh {
                state.begin();
            }
            state.replication(run.hours, Some(&mut tallies));
        }
        tallies
    }

    /// Runs blocks one after the other until all are done or it is told to stop; gives the tallies and how many ran.
    pub fn blocks(
        &self,
        run: &Run,
        blocks: std::ops::Range<u64>,
        should_stop: &dyn Fn() -> bool,
    ) -> (Vec<Tally>, u64) {
        let mut all = vec![Tally::default(); self.watches.len()];
        let mut done = 0;
        for block in blocks {
            if should_stop() {
                break;
            }
            for (sum, more) in all.iter_mut().zip(self.block(run, block)) {
                sum.merge(&more);
            }
            done += 1;
        }
        (all, done)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum ItemState {
    Up,
    /// Waits for a crew.
    Waiting,
    InRepair,
}

#[derive(Clone, Copy, Debug)]
struct WatchState {
    active: Option<u32>,
    /// A failover is under way.
    switching: bool,
    in_window: bool,
    down_since: f64,
    window_since: f64,
    down: f64,
    planned: f64,
    outages: u64,
}

struct State<'a> {
    s: &'a Simulation,
    random: Random,
    calendar: Calendar,
    items: Vec<ItemState>,
    node_up: Vec<bool>,
    counts: Vec<u32>,
    busy: Vec<usize>,
    queues: Vec<std::collections::VecDeque<u32>>,
    sides: Vec<bool>,
    watches: Vec<WatchState>,
    now: f64,
    changes: Vec<(u32, u32, bool)>,
    open: Vec<u32>,
    /// First places in the calendar of causes, failovers and windows.
    causes: usize,
    failovers: usize,
    windows: usize,
}

impl<'a> State<'a> {
    fn new(s: &'a Simulation, run: &Run, block: u64) -> Self {
        let causes = s.items.len();
        let failovers = causes + s.shared.len();
        let windows = failovers + s.watches.len();
        let mut state = Self {
            s,
            random: Random::new(run.seed, block),
            calendar: Calendar::new(windows + s.watches.len()),
            items: Vec::new(),
            node_up: Vec::new(),
            counts: Vec::new(),
            busy: Vec::new(),
            queues: Vec::new(),
            sides: Vec::new(),
            watches: Vec::new(),
            now: 0.0,
            changes: Vec::new(),
            open: Vec::new(),
            causes,
            failovers,
            windows,
        };
        state.begin();
        state
    }

    /// Everything up at time zero.
    fn begin(&mut self) {
        let s = self.s;
        self.now = 0.0;
        self.calendar.clear();
        self.items.clear();
        self.items.resize(s.items.len(), ItemState::Up);
        self.node_up.clear();
        self.node_up.resize(s.items.len(), true);
        self.counts.clear();
        for gate in &s.gates {
            self.counts.push(gate.up_at_start);
            self.node_up.push(gate.up_at_start >= gate.need);
        }
        self.busy.clear();
        self.busy.resize(s.crews.len(), 0);
        self.queues
            .resize(s.crews.len(), std::collections::VecDeque::new());
        self.queues
            .iter_mut()
            .for_each(std::collections::VecDeque::clear);
        self.sides.clone_from(&s.sides_at_start);
        self.watches.clear();
        for (w, watch) in s.watches.iter().enumerate() {
            let active = (0..watch.sides).find(|i| self.sides[watch.first_side + *i as usize]);
            self.watches.push(WatchState {
                active,
                switching: false,
                in_window: false,
                down_since: 0.0,
                window_since: 0.0,
                down: 0.0,
                planned: 0.0,
                outages: 0,
            });
            if let Some(window) = watch.planned {
                // Windows stand in the middle of their period, so that a year holds the whole number.
                let first = (window.every_h - window.hours).max(0.0) / 2.0;
                self.calendar.set(self.windows + w, first);
            }
        }
        for i in 0..s.items.len() {
            if s.cold_of[i].is_none() {
                self.live(i);
            }
        }
        for group in 0..s.cold.len() {
            self.run_cold(group);
        }
        for (i, (mttf, _)) in s.shared.iter().enumerate() {
            let at = if *mttf > 0.0 {
                self.random.exponential(*mttf)
            } else {
                NEVER
            };
            self.calendar.set(self.causes + i, at);
        }
    }

    /// Plans the next failure of an item that is up.
    fn live(&mut self, item: usize) {
        let mttf = self.s.items[item].mttf_h;
        let at = if mttf > 0.0 && mttf.is_finite() {
            self.now + self.random.exponential(mttf)
        } else {
            NEVER
        };
        self.calendar.set(item, at);
    }

    /// Lets so many items of a cold group run as it needs, the first ones that are up.
    fn run_cold(&mut self, group: usize) {
        let s = self.s;
        let (items, running) = &s.cold[group];
        let mut left = *running;
        for i in items {
            let i = *i as usize;
            if self.items[i] != ItemState::Up {
                continue;
            }
            if left > 0 {
                left -= 1;
                if self.calendar.time(i) == NEVER {
                    self.live(i);
                }
            } else {
                self.calendar.set(i, NEVER);
            }
        }
    }

    fn repair(&mut self, item: usize) {
        let data = self.s.items[item];
        self.items[item] = ItemState::InRepair;
        let time = self.random.spread(data.mttr_h, data.repair);
        self.calendar.set(item, self.now + time);
    }

    fn fail(&mut self, item: usize) {
        if self.items[item] != ItemState::Up {
            return;
        }
        match self.s.items[item].crew {
            Some(crew) if self.busy[crew] >= self.s.crews[crew] => {
                self.items[item] = ItemState::Waiting;
                self.queues[crew].push_back(item as u32);
                self.calendar.set(item, NEVER);
            }
            Some(crew) => {
                self.busy[crew] += 1;
                self.repair(item);
            }
            None => self.repair(item),
        }
        self.flip(item, false);
        if let Some(group) = self.s.cold_of[item] {
            self.run_cold(group as usize);
        }
    }

    fn mend(&mut self, item: usize) {
        self.items[item] = ItemState::Up;
        if let Some(crew) = self.s.items[item].crew {
            match self.queues[crew].pop_front() {
                Some(next) => self.repair(next as usize),
                None => self.busy[crew] -= 1,
            }
        }
        match self.s.cold_of[item] {
            Some(group) => {
                self.calendar.set(item, NEVER);
                self.run_cold(group as usize);
            }
            None => self.live(item),
        }
        self.flip(item, true);
    }

    /// Carries the change of an item through the gates, and tells the watches.
    fn flip(&mut self, item: usize, up: bool) {
        let s = self.s;
        self.node_up[item] = up;
        self.open.clear();
        self.open.push(item as u32);
        while let Some(node) = self.open.pop() {
            let out = &s.outs[node as usize];
            self.changes
                .extend(out.sides.iter().map(|(w, side)| (*w, *side, up)));
            for gate in &out.gates {
                let g = *gate as usize;
                if up {
                    self.counts[g] += 1;
                } else {
                    self.counts[g] -= 1;
                }
                let is_up = self.counts[g] >= s.gates[g].need;
                let node = s.items.len() + g;
                if is_up != self.node_up[node] {
                    self.node_up[node] = is_up;
                    self.open.push(node as u32);
                }
            }
        }
        let changes = std::mem::take(&mut self.changes);
        for (w, side, up) in &changes {
            let first = s.watches[*w as usize].first_side;
            self.sides[first + *side as usize] = *up;
        }
        for (w, side, up) in &changes {
            self.side_changed(*w as usize, *side, *up);
        }
        self.changes = changes;
        self.changes.clear();
    }

    fn is_down(&self, w: usize) -> bool {
        let watch = &self.watches[w];
        watch.active.is_none() || watch.switching
    }

    /// Ends a stretch of downtime, if it counts as one.
    fn settle(&mut self, w: usize, was_down: bool) {
        let down = self.is_down(w);
        let now = self.now;
        let watch = &mut self.watches[w];
        if watch.in_window {
            return;
        }
        match (was_down, down) {
            (false, true) => {
                watch.down_since = now;
                watch.outages += 1;
            }
            (true, false) => watch.down += now - watch.down_since,
            _ => {}
        }
    }

    fn side_changed(&mut self, w: usize, side: u32, up: bool) {
        let watch = &self.s.watches[w];
        let was_down = self.is_down(w);
        if up {
            if self.watches[w].active.is_none() {
                self.watches[w].active = Some(side);
            }
        } else {
            let active = self.watches[w].active;
            let other = (0..watch.sides).find(|i| self.sides[watch.first_side + *i as usize]);
            let lost_active = active == Some(side);
            if lost_active || (watch.failover.all_serve && active.is_some()) {
                match other {
                    Some(other) => {
                        if lost_active {
                            self.watches[w].active = Some(other);
                        }
                        self.switch(w);
                    }
                    None => {
                        self.watches[w].active = None;
                        self.watches[w].switching = false;
                        self.calendar.set(self.failovers + w, NEVER);
                    }
                }
            }
        }
        self.settle(w, was_down);
    }

    fn switch(&mut self, w: usize) {
        let failover = self.s.watches[w].failover;
        let covered = failover.coverage >= 1.0 || self.random.unit() <= failover.coverage;
        let mean = if covered {
            failover.delta_h
        } else {
            failover.tau_h
        };
        let time = self.random.spread(mean, failover.spread);
        if time > 0.0 {
            self.watches[w].switching = true;
            self.calendar.set(self.failovers + w, self.now + time);
        } else {
            self.watches[w].switching = false;
            self.calendar.set(self.failovers + w, NEVER);
        }
    }

    /// A planned window begins or ends. Downtime within it counts as planned.
    fn window(&mut self, w: usize) {
        let Some(window) = self.s.watches[w].planned else {
            self.calendar.set(self.windows + w, NEVER);
            return;
        };
        let down = self.is_down(w);
        let now = self.now;
        let watch = &mut self.watches[w];
        if watch.in_window {
            watch.in_window = false;
            watch.planned += now - watch.window_since;
            if down {
                watch.down_since = now;
                watch.outages += 1;
            }
            let gap = (window.every_h - window.hours).max(0.0);
            self.calendar.set(self.windows + w, now + gap);
        } else {
            if down {
                watch.down += now - watch.down_since;
            }
            watch.in_window = true;
            watch.window_since = now;
            let length = window.hours.min(window.every_h);
            self.calendar.set(self.windows + w, now + length);
        }
    }

    /// Runs to the end of one replication. Time goes on from where the last one ended.
    fn replication(&mut self, hours: f64, tallies: Option<&mut Vec<Tally>>) {
        let end = self.now + hours;
        loop {
            let (time, place) = self.calendar.first();
            if time >= end {
                break;
            }
            self.now = time;
            if place < self.causes {
                match self.items[place] {
                    ItemState::Up => self.fail(place),
                    ItemState::InRepair => self.mend(place),
                    ItemState::Waiting => self.calendar.set(place, NEVER),
                }
            } else if place < self.failovers {
                let s = self.s;
                let (mttf, items) = &s.shared[place - self.causes];
                let next = self.now + self.random.exponential(*mttf);
                self.calendar.set(place, next);
                for i in items {
                    self.fail(*i as usize);
                }
            } else if place < self.windows {
                let w = place - self.failovers;
                let was_down = self.is_down(w);
                self.watches[w].switching = false;
                self.calendar.set(place, NEVER);
                self.settle(w, was_down);
            } else {
                self.window(place - self.windows);
            }
        }
        self.now = end;
        let mut tallies = tallies;
        for w in 0..self.watches.len() {
            let down = self.is_down(w);
            let watch = &mut self.watches[w];
            if watch.in_window {
                watch.planned += end - watch.window_since;
                watch.window_since = end;
            } else if down {
                watch.down += end - watch.down_since;
                watch.down_since = end;
            }
            if let Some(tally) = tallies.as_deref_mut().and_then(|t| t.get_mut(w)) {
                tally.add(watch.down + watch.planned, watch.planned, watch.outages);
            }
            watch.down = 0.0;
            watch.planned = 0.0;
            watch.outages = 0;
        }
        // Long chains of replications must not lose digits of time.
        if self.now > 1e12 {
            self.rebase();
        }
    }

    fn rebase(&mut self) {
        let by = self.now;
        for place in 0..self.windows + self.watches.len() {
            let t = self.calendar.time(place);
            if t != NEVER {
                self.calendar.set(place, t - by);
            }
        }
        for watch in &mut self.watches {
            watch.down_since -= by;
            watch.window_since -= by;
        }
        self.now = 0.0;
    }
}
