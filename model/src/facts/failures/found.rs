//! What studies of failures find, and its order by harm.

use std::collections::BTreeMap;

use crate::facts::{Outcome, Outcomes, RowOutcome};
use crate::failure::Part;
use crate::ids::{EntityId, VmId};

/// How bad a failure is; greater is worse, the first field counts most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Harm {
    /// VM members that run on both halves.
    pub split_brain: u32,
    /// VM members that do not come back by themselves.
    pub stops: u32,
    /// Hosts and links that are then asked for more than the plan allows.
    pub overloaded: u32,
    /// VM members that start again.
    pub restarts: u32,
    /// VM members that go on without their partner.
    pub simplex: u32,
}

impl Harm {
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// What a failure does to the members of a VM.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Effect {
    pub split_brain: u32,
    pub stops: u32,
    pub restarts: u32,
    pub simplex: u32,
    /// Longest outage of those that start again, seconds.
    pub outage_s: f64,
}

/// Something that is asked for more than the plan allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Overload {
    pub thing: EntityId,
    /// `processor`, `memory`, `network` or `link`.
    pub what: &'static str,
    /// Of its capacity.
    pub share: f64,
}

/// One failure and what it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What has failed, one part or two.
    pub parts: Vec<Part>,
    pub harm: Harm,
    /// VMs that are not left alone.
    pub vms: Vec<(VmId, Effect)>,
    pub overloads: Vec<Overload>,
}

/// What blocks of a study found, merged.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Found {
    /// Failures examined.
    pub examined: u64,
    /// Of them, those that harm nothing.
    pub harmless: u64,
    /// The worst, most harm first; of equal harm in the order of their parts.
    pub worst: Vec<Failure>,
    /// More harmful ones were examined than the list keeps.
    pub cut: bool,
}

impl Found {
    pub(super) fn add(&mut self, failure: Failure, keep: usize) {
        self.examined += 1;
        if failure.harm.is_none() {
            self.harmless += 1;
        } else {
            self.worst.push(failure);
            if self.worst.len() >= keep.saturating_mul(2).max(2) {
                self.trim(keep);
            }
        }
    }

    /// The failures that stop a VM, or let it run twice, which none of their parts does alone: minimal cut sets of more
    /// than one part. `points` are the single points of failure by VM.
    pub fn minimal(&self, points: &BTreeMap<VmId, Vec<Part>>) -> Vec<Failure> {
        let alone = |vm: &VmId, parts: &[Part]| {
            points
                .get(vm)
                .is_some_and(|list| parts.iter().any(|p| list.contains(p)))
        };
        self.worst
            .iter()
            .filter(|f| {
                f.vms
                    .iter()
                    .any(|(vm, e)| (e.stops > 0 || e.split_brain > 0) && !alone(vm, &f.parts))
            })
            .cloned()
            .collect()
    }

    pub(super) fn trim(&mut self, keep: usize) {
        self.worst
            .sort_by(|a, b| b.harm.cmp(&a.harm).then_with(|| a.parts.cmp(&b.parts)));
        self.cut |= self.worst.len() > keep;
        self.worst.truncate(keep);
    }

    /// Adds what another block found; the result does not depend on the order.
    pub fn merge(&mut self, other: Found, keep: usize) {
        self.examined += other.examined;
        self.harmless += other.harmless;
        self.cut |= other.cut;
        self.worst.extend(other.worst);
        self.trim(keep);
    }
}

/// The effects of outcomes, as a study counts them.
pub fn effects(outcomes: &Outcomes) -> BTreeMap<VmId, Effect> {
    let mut out: BTreeMap<VmId, Effect> = BTreeMap::new();
    for (vm, list) in outcomes {
        let mut e = Effect::default();
        for RowOutcome { count, outcome, .. } in list {
            match outcome {
                Outcome::CarriesOn { simplex: true, .. } => e.simplex += count,
                Outcome::CarriesOn { .. } => {}
                Outcome::Restarts { outage_s, .. } => {
                    e.restarts += count;
                    e.outage_s = e.outage_s.max(*outage_s);
                }
                Outcome::Stops { .. } => e.stops += count,
                Outcome::SplitBrain { .. } => e.split_brain += count,
            }
        }
        if e != Effect::default() {
            out.insert(vm.clone(), e);
        }
    }
    out
}
