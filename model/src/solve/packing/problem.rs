//! What is asked and what is answered, in the caller's own numbering.

use thiserror::Error;

/// Items, bins and the rules between them. Indices count from 0 in the order of the vectors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// Sizes and capacities have so many numbers each (processor, memory, space …); 0 is allowed.
    pub dimensions: usize,
    pub items: Vec<Item>,
    pub bins: Vec<BinType>,
    /// Items of which no bin may hold more than so many.
    pub apart: Vec<Apart>,
    /// Items that share one bin.
    pub together: Vec<Vec<usize>>,
}

/// One thing to place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What it takes in each dimension, in the caller's whole units. Below zero it gives room to the others in its bin.
    pub size: Vec<i64>,
    /// The bin types it may be in; `None` is all of them.
    pub only_in: Option<Vec<usize>>,
}

/// Bins that are alike. An existing host is a type with one bin that costs nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BinType {
    /// What it holds in each dimension.
    pub capacity: Vec<i64>,
    /// What using one costs; 1 counts bins.
    pub cost: u64,
    /// How many there are; `None` is as many as wanted.
    pub available: Option<usize>,
}

/// No bin holds more than `most` of `items` (1: every two of them in different bins).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    pub items: Vec<usize>,
    pub most: usize,
}

/// One bin in use.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bin {
    /// Index of its [`BinType`].
    pub kind: usize,
    /// Indices of its items, ascending.
    pub items: Vec<usize>,
}

/// Every item in a bin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packing {
    /// Only bins that hold something, in a fixed order.
    pub bins: Vec<Bin>,
    /// Sum of the costs of the bins.
    pub cost: u64,
}

/// How good the answer is known to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No packing is cheaper.
    Optimal,
    /// Valid; something cheaper, not below the bound, may exist.
    Feasible,
    /// Proven: there is no packing.
    Infeasible(Obstacle),
    /// None was found in the work allowed, and none was proven impossible.
    NotFound,
}

/// What makes a packing impossible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// These items (one, or some that must stay together) fit in no bin that they may be in, even alone. `dimension` is one that is too
    /// small in every such bin, where there is one.
    FitsNowhere {
        items: Vec<usize>,
        dimension: Option<usize>,
    },
    /// These two must be both in one bin and in different bins.
    TogetherAndApart { first: usize, second: usize },
    /// The items ask for more of this dimension than all bins have.
    TooLittle {
        dimension: usize,
        asked: i128,
        there_is: i128,
    },
    /// No two of these can share a bin, and there are fewer bins.
    TooFewBins { items: Vec<usize>, there_are: usize },
    /// Every possibility was looked at, or the relaxation excludes all.
    NoArrangement,
}

/// Where the bound comes from, strongest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// There is nothing to place.
    Nothing,
    /// The sum of the sizes in this dimension.
    Volume { dimension: usize },
    /// The sum of sizes in this dimension after rounding that no bin can undo (dual feasible function).
    Rounding { dimension: usize },
    /// So many items of which no two fit together.
    Clique { items: usize },
    /// Weights of items such that no bin can hold more than its cost (see [`Answer::weights`]).
    Weights,
    /// Every arrangement that is cheaper was excluded by search.
    Search,
}

/// What came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub packing: Option<Packing>,
    /// No packing costs less than this.
    pub bound: u64,
    pub because: Because,
    /// Proof of a [`Because::Weights`] bound where all bins are alike and there are plenty: no bin can hold items that weigh more than
    /// some most, and all items weigh more than `bound - 1` times that. A number for each item; all 0 without such a proof.
    pub weights: Vec<u64>,
    pub verdict: Verdict,
    /// Work units spent.
    pub work: u64,
}

/// Progress, told whenever packing or bound improve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Cost of the best packing so far.
    pub cost: Option<u64>,
    pub bound: u64,
    pub work: u64,
}

/// A problem that contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    #[error("item {item} has {found} sizes, but there are {wanted} dimensions")]
    ItemDimensions {
        item: usize,
        found: usize,
        wanted: usize,
    },
    #[error("bin type {bin} has {found} capacities, but there are {wanted} dimensions")]
    BinDimensions {
        bin: usize,
        found: usize,
        wanted: usize,
    },
    #[error("{place} names item {item}, but there are {items} items")]
    NoSuchItem {
        place: &'static str,
        item: usize,
        items: usize,
    },
    #[error("item {item} names bin type {bin}, but there are {bins} types")]
    NoSuchBin {
        item: usize,
        bin: usize,
        bins: usize,
    },
    #[error("the costs are too large to add up; use a coarser unit")]
    CostTooLarge,
    #[error(
        "sizes below zero are too large to add up in dimension {dimension}; use a coarser unit"
    )]
    SizeTooLarge { dimension: usize },
}

/// A packing that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Broken {
    #[error("item {item} is in {times} bins instead of one")]
    NotOnce { item: usize, times: usize },
    #[error("bin {bin} names a type or an item that does not exist")]
    Unknown { bin: usize },
    #[error("bin {bin} is over its capacity in dimension {dimension}")]
    OverCapacity { bin: usize, dimension: usize },
    #[error("item {item} may not be in a bin of type {kind}")]
    NotAllowed { item: usize, kind: usize },
    #[error("more bins of type {kind} than there are")]
    TooMany { kind: usize },
    #[error("bin {bin} holds too many items of the keep-apart group {group}")]
    NotApart { bin: usize, group: usize },
    #[error("the keep-together group {group} is in several bins")]
    NotTogether { group: usize },
    #[error("the cost is not the sum of the bins' costs")]
    WrongCost,
}

impl Problem {
    /// Whether every index and every length is right.
    ///
    /// # Errors
    /// The first [`Fault`].
    pub fn validate(&self) -> Result<(), Fault> {
        let items = self.items.len();
        for (at, item) in self.items.iter().enumerate() {
            if item.size.len() != self.dimensions {
                return Err(Fault::ItemDimensions {
                    item: at,
                    found: item.size.len(),
                    wanted: self.dimensions,
                });
            }
            for &bin in item.only_in.iter().flatten() {
                if bin >= self.bins.len() {
                    return Err(Fault::NoSuchBin {
                        item: at,
                        bin,
                        bins: self.bins.len(),
                    });
                }
            }
        }
        for (at, bin) in self.bins.iter().enumerate() {
            if bin.capacity.len() != self.dimensions {
                return Err(Fault::BinDimensions {
                    bin: at,
                    found: bin.capacity.len(),
                    wanted: self.dimensions,
                });
            }
        }
        let apart = self
            .apart
            .iter()
            .map(|group| ("a keep-apart group", &group.items));
        let together = self
            .together
            .iter()
            .map(|group| ("a keep-together group", group));
        for (place, group) in apart.chain(together) {
            if let Some(&item) = group.iter().find(|item| **item >= items) {
                return Err(Fault::NoSuchItem { place, item, items });
            }
        }
        for dimension in 0..self.dimensions {
            let given: i128 = self
                .items
                .iter()
                .map(|item| i128::from(item.size[dimension]).min(0))
                .sum();
            let most = self.bins.iter().map(|bin| bin.capacity[dimension]).max();
            let most = i128::from(most.unwrap_or(0));
            if given < 0 && most - given > i128::from(i64::MAX / 4) {
                return Err(Fault::SizeTooLarge { dimension });
            }
        }
        let dearest = self.bins.iter().map(|bin| bin.cost).max().unwrap_or(0);
        // Room to add and compare in signed and in floating arithmetic.
        if u128::from(dearest) * (items as u128 + 1) > 1 << 52 {
            return Err(Fault::CostTooLarge);
        }
        Ok(())
    }

    /// Whether `packing` keeps every rule. Written apart from the solver, to judge it.
    ///
    /// # Errors
    /// The first rule that is [`Broken`].
    pub fn check(&self, packing: &Packing) -> Result<(), Broken> {
        let mut place: Vec<Vec<usize>> = vec![Vec::new(); self.items.len()];
        let mut used = vec![0_usize; self.bins.len()];
        let mut cost = 0_u128;
        for (at, bin) in packing.bins.iter().enumerate() {
            let Some(kind) = self.bins.get(bin.kind) else {
                return Err(Broken::Unknown { bin: at });
            };
            used[bin.kind] += 1;
            if kind.available.is_some_and(|most| used[bin.kind] > most) {
                return Err(Broken::TooMany { kind: bin.kind });
            }
            cost += u128::from(kind.cost);
            let mut load = vec![0_i128; self.dimensions];
            for &item in &bin.items {
                let Some(it) = self.items.get(item) else {
                    return Err(Broken::Unknown { bin: at });
                };
                place[item].push(at);
                if it
                    .only_in
                    .as_ref()
                    .is_some_and(|kinds| !kinds.contains(&bin.kind))
                {
                    return Err(Broken::NotAllowed {
                        item,
                        kind: bin.kind,
                    });
                }
                for (sum, size) in load.iter_mut().zip(&it.size) {
                    *sum += i128::from(*size);
                }
            }
            for (dimension, (sum, capacity)) in load.iter().zip(&kind.capacity).enumerate() {
                if *sum > i128::from(*capacity) {
                    return Err(Broken::OverCapacity { bin: at, dimension });
                }
            }
        }
        for (item, places) in place.iter().enumerate() {
            if places.len() != 1 {
                return Err(Broken::NotOnce {
                    item,
                    times: places.len(),
                });
            }
        }
        for (group, apart) in self.apart.iter().enumerate() {
            let mut members = apart.items.clone();
            members.sort_unstable();
            members.dedup();
            let mut count = vec![0_usize; packing.bins.len()];
            for bin in members.iter().flat_map(|item| &place[*item]) {
                count[*bin] += 1;
                if count[*bin] > apart.most {
                    return Err(Broken::NotApart { bin: *bin, group });
                }
            }
        }
        for (group, together) in self.together.iter().enumerate() {
            if together
                .windows(2)
                .any(|two| place[two[0]] != place[two[1]])
            {
                return Err(Broken::NotTogether { group });
            }
        }
        if cost != u128::from(packing.cost) {
            return Err(Broken::WrongCost);
        }
        Ok(())
    }
}
