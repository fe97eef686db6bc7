//! Decision diagrams: a structure as one graph in which each part is asked once, so that shared parts are exact.
//!
//! The variable of a part is true when the part has *failed*, and a diagram is true when the whole has failed. Every
//! probability is then a sum of positive terms, and small ones keep their digits.

use std::collections::{BTreeMap, HashMap};

use super::structure::Expr;

/// A node by number; 0 is "works", 1 is "has failed".
pub type Ref = u32;

pub const WORKS: Ref = 0;
pub const FAILED: Ref = 1;

/// Nodes after which a diagram is given up.
pub const MAX_NODES: usize = 2_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Node {
    /// Position in the order of variables.
    level: u32,
    /// When the part works.
    low: Ref,
    /// When it has failed.
    high: Ref,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Op {
    And,
    Or,
}

/// The structure has too many states for a diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the structure is too large for an exact diagram")]
pub struct TooLarge;

/// Diagrams over one order of parts.
pub struct Bdd {
    nodes: Vec<Node>,
    unique: HashMap<Node, Ref>,
    memo: HashMap<(Op, Ref, Ref), Ref>,
    /// Part at each level.
    order: Vec<usize>,
    level_of: BTreeMap<usize, u32>,
    most: usize,
}

impl Bdd {
    /// Diagrams that ask parts in this order.
    pub fn new(order: Vec<usize>) -> Self {
        let level_of = order
            .iter()
            .enumerate()
            .map(|(level, part)| (*part, level as u32))
            .collect();
        // The two ends stand below every level.
        let end = Node {
            level: u32::MAX,
            low: 0,
            high: 0,
        };
        Self {
            nodes: vec![end, end],
            unique: HashMap::new(),
            memo: HashMap::new(),
            order,
            level_of,
            most: MAX_NODES,
        }
    }

    /// The diagram of a structure of what works, in the order its parts are met; and its root.
    pub fn of_works(works: &Expr) -> Result<(Self, Ref), TooLarge> {
        let mut bdd = Self::new(works.parts());
        let root = bdd.build(&works.dual())?;
        Ok((bdd, root))
    }

    /// The diagram of a structure of failures (a fault tree), and its root.
    pub fn of_failures(fails: &Expr) -> Result<(Self, Ref), TooLarge> {
        let mut bdd = Self::new(fails.parts());
        let root = bdd.build(fails)?;
        Ok((bdd, root))
    }

    /// Nodes in use.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.len() <= 2
    }

    fn node(&self, r: Ref) -> Node {
        self.nodes.get(r as usize).copied().unwrap_or(Node {
            level: u32::MAX,
            low: 0,
            high: 0,
        })
    }

    /// The part asked at a node; none at the ends.
    pub fn part(&self, r: Ref) -> Option<usize> {
        self.order.get(self.node(r).level as usize).copied()
    }

    /// Where a node leads when its part works, and when it has failed.
    pub fn branches(&self, r: Ref) -> (Ref, Ref) {
        let n = self.node(r);
        (n.low, n.high)
    }

    fn make(&mut self, level: u32, low: Ref, high: Ref) -> Result<Ref, TooLarge> {
        if low == high {
            return Ok(low);
        }
        let node = Node { level, low, high };
        if let Some(known) = self.unique.get(&node) {
            return Ok(*known);
        }
        if self.nodes.len() >= self.most {
            return Err(TooLarge);
        }
        let r = self.nodes.len() as Ref;
        self.nodes.push(node);
        self.unique.insert(node, r);
        Ok(r)
    }

    fn apply(&mut self, op: Op, a: Ref, b: Ref) -> Result<Ref, TooLarge> {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        match (op, a, b) {
            (_, a, b) if a == b => return Ok(a),
            (Op::And, WORKS, _) => return Ok(WORKS),
            (Op::And, FAILED, b) => return Ok(b),
            (Op::Or, WORKS, b) => return Ok(b),
            (Op::Or, FAILED, _) => return Ok(FAILED),
            _ => {}
        }
        if let Some(known) = self.memo.get(&(op, a, b)) {
            return Ok(*known);
        }
        let (x, y) = (self.node(a), self.node(b));
        let level = x.level.min(y.level);
        let split = |r: Ref, n: Node| {
            if n.level == level {
                (n.low, n.high)
            } else {
                (r, r)
            }
        };
        let ((a_low, a_high), (b_low, b_high)) = (split(a, x), split(b, y));
        let low = self.apply(op, a_low, b_low)?;
        let high = self.apply(op, a_high, b_high)?;
        let r = self.make(level, low, high)?;
        self.memo.insert((op, a, b), r);
        Ok(r)
    }

    pub fn and(&mut self, a: Ref, b: Ref) -> Result<Ref, TooLarge> {
        self.apply(Op::And, a, b)
    }

    pub fn or(&mut self, a: Ref, b: Ref) -> Result<Ref, TooLarge> {
        self.apply(Op::Or, a, b)
    }

    /// The diagram of one part; "works" for a part outside the order.
    pub fn failed(&mut self, part: usize) -> Result<Ref, TooLarge> {
        match self.level_of.get(&part).copied() {
            Some(level) => self.make(level, WORKS, FAILED),
            None => Ok(WORKS),
        }
    }

    /// The diagram of a structure of failures.
    pub fn build(&mut self, fails: &Expr) -> Result<Ref, TooLarge> {
        Ok(match fails {
            Expr::True => FAILED,
            Expr::False => WORKS,
            Expr::Part(p) => self.failed(*p)?,
            Expr::And(of) => {
                let mut r = FAILED;
                for e in of {
                    let next = self.build(e)?;
                    r = self.and(r, next)?;
                }
                r
            }
            Expr::Or(of) => {
                let mut r = WORKS;
                for e in of {
                    let next = self.build(e)?;
                    r = self.or(r, next)?;
                }
                r
            }
            Expr::AtLeast(k, of) => {
                // counts[j]: at least j of those met so far.
                let mut counts = vec![WORKS; k + 1];
                if let Some(first) = counts.first_mut() {
                    *first = FAILED;
                }
                for e in of {
                    let next = self.build(e)?;
                    for j in (1..=*k).rev() {
                        let fewer = counts.get(j - 1).copied().unwrap_or(WORKS);
                        let now = counts.get(j).copied().unwrap_or(WORKS);
                        let with = self.and(next, fewer)?;
                        let sum = self.or(now, with)?;
                        if let Some(cell) = counts.get_mut(j) {
                            *cell = sum;
                        }
                    }
                }
                counts.get(*k).copied().unwrap_or(WORKS)
            }
        })
    }

    /// Probability that the whole has failed, part `i` with probability `q(i)`.
    pub fn probability(&self, root: Ref, q: &impl Fn(usize) -> f64) -> f64 {
        self.values(root, q).get(&root).copied().unwrap_or(0.0)
    }

    /// The same of every node under a root.
    fn values(&self, root: Ref, q: &impl Fn(usize) -> f64) -> BTreeMap<Ref, f64> {
        let mut known: BTreeMap<Ref, f64> = BTreeMap::from([(WORKS, 0.0), (FAILED, 1.0)]);
        // Children have smaller numbers than their parents, as they are made first.
        for r in self.under(root) {
            let n = self.node(r);
            let q = self.order.get(n.level as usize).map_or(0.0, |p| q(*p));
            let of = |r: Ref| known.get(&r).copied().unwrap_or(0.0);
            let value = q * of(n.high) + (1.0 - q) * of(n.low);
            known.insert(r, value);
        }
        known
    }

    /// Inner nodes under a root, children first.
    pub fn under(&self, root: Ref) -> Vec<Ref> {
        let mut seen = std::collections::BTreeSet::new();
        let mut open = vec![root];
        while let Some(r) = open.pop() {
            if r > FAILED && seen.insert(r) {
                let (low, high) = self.branches(r);
                open.extend([low, high]);
            }
        }
        seen.into_iter().collect()
    }

    /// Birnbaum importance of every part: probability that the whole has failed when it has, less when it works.
    pub fn birnbaum(&self, root: Ref, q: &impl Fn(usize) -> f64) -> BTreeMap<usize, f64> {
        let values = self.values(root, q);
        let of = |r: Ref| values.get(&r).copied().unwrap_or(0.0);
        let mut out: BTreeMap<usize, f64> = self.order.iter().map(|p| (*p, 0.0)).collect();
        let mut reach: BTreeMap<Ref, f64> = BTreeMap::from([(root, 1.0)]);
        // Parents before children.
        for r in self.under(root).into_iter().rev() {
            let n = self.node(r);
            let here = reach.get(&r).copied().unwrap_or(0.0);
            let Some(part) = self.order.get(n.level as usize) else {
                continue;
            };
            let p = q(*part);
            *out.entry(*part).or_default() += here * (of(n.high) - of(n.low));
            *reach.entry(n.high).or_default() += here * p;
            *reach.entry(n.low).or_default() += here * (1.0 - p);
        }
        out
    }

    /// Whether the whole has failed for a choice of failed parts.
    pub fn holds(&self, root: Ref, failed: &impl Fn(usize) -> bool) -> bool {
        let mut r = root;
        while r > FAILED {
            let n = self.node(r);
            let is = self.order.get(n.level as usize).is_some_and(|p| failed(*p));
            r = if is { n.high } else { n.low };
        }
        r == FAILED
    }
}
