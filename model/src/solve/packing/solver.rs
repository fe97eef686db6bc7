//! Quick packings and bounds first, then relaxation, dives, local search and exact search in turns.

use super::super::budget::{Budget, Meter};
use super::super::random::Random;
use super::branch::{Step, Tree};
use super::classes::Classes;
use super::construct;
use super::instance::Instance;
use super::layout::{self, Bins, Layout, cost_of};
use super::problem::{Answer, Because, Fault, Obstacle, Packing, Problem, Progress, Verdict};
use super::relax::{End, Pool, Relaxation};
use super::round;
use super::{bounds, repair};

/// What a caller may choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The same seed and work give the same answer.
    pub seed: u64,
    /// A packing to begin with; what of it breaks a rule is left out.
    pub start: Option<Packing>,
}

/// Packs all items at the least cost of bins.
///
/// Works until nothing better is possible or the budget ends. `progress` hears of every improvement of packing or bound.
///
/// # Errors
/// A [`Fault`] when the problem contradicts itself (a wrong index or length). A problem that has no solution is an answer.
pub fn pack(
    problem: &Problem,
    options: &Options,
    budget: &Budget<'_>,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Answer, Fault> {
    problem.validate()?;
    let mut meter = Meter::new(budget);
    let instance = match Instance::new(problem) {
        Ok(instance) => instance,
        Err(obstacle) => return Ok(impossible(obstacle, 0)),
    };
    let (bound, because) = match bounds::quick(&instance) {
        Ok(quick) => quick,
        Err(obstacle) => return Ok(impossible(obstacle, 0)),
    };
    let mut solver = Solver {
        instance: &instance,
        best: None,
        bound,
        because,
        weights: Vec::new(),
        random: Random::new(options.seed),
        progress,
    };
    if instance.n == 0 {
        solver.best = Some(Bins::new());
    } else {
        if let Some(start) = &options.start {
            solver.begin_with(start, &meter);
        }
        solver.run(&mut meter);
    }
    Ok(solver.answer(&meter))
}

fn impossible(obstacle: Obstacle, work: u64) -> Answer {
    Answer {
        packing: None,
        bound: 0,
        because: Because::Nothing,
        weights: Vec::new(),
        verdict: Verdict::Infeasible(obstacle),
        work,
    }
}

struct Solver<'a> {
    instance: &'a Instance,
    best: Option<Bins>,
    /// In the instance's cost unit.
    bound: u64,
    because: Because,
    weights: Vec<u64>,
    random: Random,
    progress: &'a mut dyn FnMut(&Progress),
}

/// Work of one turn of local search, and what the other turns are measured against.
const TURN: u64 = 4_000_000;

impl Solver<'_> {
    /// Only packings cheaper than this are wanted.
    fn cutoff(&self) -> u64 {
        let dearest = self.instance.kinds.iter().map(|kind| kind.cost).max();
        match &self.best {
            Some(bins) => cost_of(self.instance, bins),
            None => dearest.unwrap_or(0) * self.instance.n as u64 + 1,
        }
    }

    fn is_done(&self) -> bool {
        self.bound >= self.cutoff()
    }

    fn offer(&mut self, bins: Bins, meter: &Meter<'_>) {
        let mut layout = Layout::from_bins(self.instance, &bins);
        if !layout.is_complete() {
            return;
        }
        layout.economise();
        if layout.cost < self.cutoff() {
            self.best = Some(layout.bins());
            self.tell(meter);
        }
    }

    fn raise(&mut self, bound: u64, because: Because, meter: &Meter<'_>) {
        if bound > self.bound {
            self.bound = bound;
            self.because = because;
            self.tell(meter);
        }
    }

    fn tell(&mut self, meter: &Meter<'_>) {
        let unit = self.instance.cost_unit;
        let cutoff = self.cutoff();
        (self.progress)(&Progress {
            cost: self.best.as_ref().map(|_| cutoff * unit),
            bound: self.bound.min(cutoff) * unit,
            work: meter.used(),
        });
    }

    /// A packing in the caller's numbering, as far as it holds.
    fn begin_with(&mut self, start: &Packing, meter: &Meter<'_>) {
        let instance = self.instance;
        let mut of = Vec::new();
        for (item, members) in instance.members.iter().enumerate() {
            for member in members {
                of.push((*member, item));
            }
        }
        of.sort_unstable();
        let mut bins = Bins::new();
        for bin in &start.bins {
            let kind = instance
                .kinds
                .iter()
                .position(|kind| kind.origin.iter().any(|(at, _)| *at == bin.kind));
            let items = bin
                .items
                .iter()
                .filter_map(|item| of.get(*item).map(|(_, cluster)| *cluster))
                .collect();
            if let Some(kind) = kind {
                bins.push((kind, items));
            }
        }
        self.offer(bins, meter);
    }

    fn run(&mut self, meter: &mut Meter<'_>) {
        let mut pool = Pool::default();
        self.construct(&mut pool, meter);
        if self.is_done() || !meter.goes_on() {
            return;
        }
        let mut local = repair::Repair::new(self.instance);
        self.local(&mut local, TURN, meter);
        if self.is_done() || !meter.goes_on() {
            return;
        }
        let Some(root) = self.instance.decided(&[]) else {
            return;
        };
        let duals = self.relax(&root, &mut pool, meter);
        if self.is_done() || !meter.goes_on() {
            return;
        }
        let mut tree = Tree::new(self.bound, duals.clone());
        let mut noise = 0.0;
        while meter.goes_on() && !self.is_done() {
            let before = meter.used();
            let found = round::dive(
                &root,
                &mut pool,
                &duals,
                self.cutoff(),
                noise,
                &mut self.random,
                meter,
            );
            noise = 0.3;
            if let Some(bins) = found {
                self.offer(bins, meter);
            }
            let turn = (meter.used() - before).max(TURN);
            if self.is_done() {
                return;
            }
            self.local(&mut local, turn, meter);
            let end = meter.used().saturating_add(3 * turn);
            while meter.goes_on() && !self.is_done() && meter.used() < end {
                let cutoff = self.cutoff();
                let (step, found) = tree.step(&root, &mut pool, cutoff, &mut self.random, meter);
                if let Some(bins) = found {
                    self.offer(bins, meter);
                }
                let bound = tree.bound().unwrap_or(u64::MAX).min(self.cutoff());
                self.raise(bound, Because::Search, meter);
                if matches!(step, Step::Exhausted) {
                    return;
                }
            }
        }
    }

    fn construct(&mut self, pool: &mut Pool, meter: &mut Meter<'_>) {
        for recipe in construct::recipes(self.instance) {
            let layout =
                construct::build(Layout::new(self.instance), &recipe, &mut self.random, meter);
            for (kind, items) in layout.bins() {
                pool.add(kind, items);
            }
            if layout.is_complete() {
                self.offer(layout.bins(), meter);
            }
            if self.is_done() || !meter.goes_on() {
                return;
            }
        }
    }

    fn local(&mut self, local: &mut repair::Repair<'_>, work: u64, meter: &mut Meter<'_>) {
        let best = self.best.as_ref().map(|bins| (bins, self.cutoff()));
        if let Some(bins) = local.search(best, work, &mut self.random, meter) {
            self.offer(bins, meter);
        }
    }

    /// The relaxation of the whole; its duals.
    fn relax(&mut self, root: &Instance, pool: &mut Pool, meter: &mut Meter<'_>) -> Vec<f64> {
        let classes = Classes::new(root);
        let mut relaxation = Relaxation::new(root, &classes);
        let first: Vec<f64> = (0..root.n)
            .map(|item| (0..root.dims).map(|dim| root.share(item, dim)).sum())
            .collect();
        relaxation.take_pool(pool, &first, 8 * classes.len() + 100);
        let end = relaxation.solve(self.cutoff(), true, meter);
        for (kind, items) in relaxation.contents() {
            pool.add(kind, items);
        }
        if relaxation.bound > self.bound {
            self.weights = vec![0; self.instance.n];
            for (item, class) in classes.of.iter().enumerate() {
                self.weights[item] = relaxation.values.get(*class).copied().unwrap_or(0);
            }
            self.raise(relaxation.bound, Because::Weights, meter);
        }
        let solution = relaxation.solution();
        let found = round::whole(&relaxation, &solution)
            .or_else(|| round::rounded(&relaxation, &solution, &mut self.random, meter));
        if let Some(bins) = found
            && end != End::Cut
        {
            self.offer(layout::lifted(root, &bins), meter);
        }
        relaxation.pool_duals(root.n)
    }

    fn answer(self, meter: &Meter<'_>) -> Answer {
        let instance = self.instance;
        let cutoff = self.cutoff();
        let packing = self
            .best
            .as_ref()
            .map(|bins| layout::packing(instance, bins));
        let verdict = match &packing {
            Some(_) if self.bound >= cutoff => Verdict::Optimal,
            Some(_) => Verdict::Feasible,
            None if self.bound >= cutoff => Verdict::Infeasible(Obstacle::NoArrangement),
            None => Verdict::NotFound,
        };
        let mut weights = vec![0; instance.members.iter().map(Vec::len).sum()];
        if !self.weights.is_empty() {
            for (members, weight) in instance.members.iter().zip(&self.weights) {
                if let Some(at) = members.first().and_then(|at| weights.get_mut(*at)) {
                    *at = *weight;
                }
            }
        }
        Answer {
            packing,
            bound: self.bound.min(cutoff) * instance.cost_unit,
            because: self.because,
            weights,
            verdict,
            work: meter.used(),
        }
    }
}
