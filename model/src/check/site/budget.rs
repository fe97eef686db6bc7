//! What the platform allows between two hosts, by the row that each VM falls under.

use crate::catalogue::{Limit, LimitOf};
use crate::check::{CheckCx, Finding, Findings, ask};
use crate::facts::JointFacts;
use crate::ids::VmId;
use crate::plan::Level;
use crate::units::pretty;

/// VMs of two hosts that fall under one row.
pub(super) struct Budget<'a> {
    pub joint: &'a JointFacts,
    pub row: &'a Limit,
    /// The row's value; for a row about each km of fibre, times the fibre of the pair.
    pub at: f64,
    vms: Vec<&'a VmId>,
}

/// Rows about the round trip, whatever the length and for each km of fibre.
pub(super) fn round_trips<'a>(cx: &'a CheckCx<'a>) -> Vec<Budget<'a>> {
    let mut all = budgets(cx, LimitOf::RoundTrip);
    all.extend(budgets(cx, LimitOf::RoundTripPerKm));
    all
}

/// Every two hosts that carry pairs, with each row that some of their VMs fall under.
pub(super) fn budgets<'a>(cx: &'a CheckCx<'a>, quantity: LimitOf) -> Vec<Budget<'a>> {
    let mut out: Vec<Budget<'a>> = Vec::new();
    for joint in cx.facts.joints.values() {
        let first = out.len();
        for id in &joint.vms {
            let Some(vm) = cx.plan().vms.get(id) else {
                continue;
            };
            let Some(row) = cx
                .profile()
                .limit_on(quantity, Some(vm.level), vm.vcpus, joint.split)
            else {
                continue;
            };
            let at = match (row.quantity, joint.fibre_km) {
                (LimitOf::RoundTripPerKm, Some(km)) if km > 0.0 => row.value * km,
                (LimitOf::RoundTripPerKm, _) => continue,
                _ => row.value,
            };
            match out
                .iter_mut()
                .skip(first)
                .find(|b| std::ptr::eq(b.row, row))
            {
                Some(budget) => budget.vms.push(id),
                None => out.push(Budget {
                    joint,
                    row,
                    at,
                    vms: vec![id],
                }),
            }
        }
    }
    out
}

impl Budget<'_> {
    /// `mbx-1 at level 3 with 2 vCPUs`, or the VMs by name where they differ.
    pub fn who(&self, cx: &CheckCx<'_>) -> String {
        let mut kinds: Vec<String> = self
            .vms
            .iter()
            .filter_map(|id| cx.plan().vms.get(*id))
            .map(|vm| ask::level_words(vm.level, vm.vcpus))
            .collect();
        kinds.sort();
        kinds.dedup();
        let names = ask::names(cx, self.vms.iter().copied());
        match kinds.as_slice() {
            [one] => format!("{one} ({names})"),
            _ => format!("the level of {names}"),
        }
    }

    /// Whether a round trip breaks it.
    pub fn broken_by(&self, ms: f64) -> bool {
        let row = Limit {
            value: self.at,
            ..self.row.clone()
        };
        row.broken_by(ms)
    }

    /// What is allowed, in words.
    pub fn allows(&self) -> String {
        match (self.row.quantity, self.joint.fibre_km) {
            (LimitOf::RoundTripPerKm, Some(km)) => format!(
                "{} for {} km of fibre, {} ms",
                ask::bound(self.row),
                pretty(km),
                pretty(self.at)
            ),
            _ => ask::bound(self.row),
        }
    }

    /// A time in ms, with enough digits to tell it from the limit.
    pub fn shown(&self, ms: f64) -> String {
        let text = pretty(ms);
        if text == pretty(self.at) && ms != self.at {
            format!("{ms:.4} ms")
        } else {
            format!("{text} ms")
        }
    }

    /// A finding about the VMs and their hosts that cites the row; the first VM names it.
    pub fn found<'f>(&self, out: &'f mut Findings, message: String) -> &'f mut Finding {
        let finding = match self.vms.first() {
            Some(first) => out.found(*first, message),
            None => out.found(&self.joint.a, message),
        };
        for vm in &self.vms {
            finding.also(*vm);
        }
        finding.also(&self.joint.a).also(&self.joint.b);
        finding.limit(self.row);
        finding
    }

    /// Offers what needs less of the round trip: level 2, or one vCPU.
    pub fn offer_easier(&self, cx: &CheckCx<'_>, finding: &mut Finding, rtt: f64) {
        let plan = cx.plan();
        let holds = |level: Level, vcpus: u32| {
            cx.profile().mechanism(level).is_some()
                && cx
                    .profile()
                    .limit_on(LimitOf::RoundTrip, Some(level), vcpus, self.joint.split)
                    .is_none_or(|row| !row.broken_by(rtt))
        };
        let vms: Vec<_> = self
            .vms
            .iter()
            .filter_map(|id| Some((*id, plan.vms.get(*id)?)))
            .collect();
        if vms
            .iter()
            .all(|(_, vm)| vm.level == Level::L3 && holds(Level::L2, vm.vcpus))
            && let Some(edit) = ask::with_level(cx, self.vms.iter().copied(), Level::L2)
        {
            finding.bold_fix("Use level 2", edit);
        }
        if vms.iter().all(|(_, vm)| vm.vcpus > 1 && holds(vm.level, 1)) {
            let edits: Option<Vec<_>> = self
                .vms
                .iter()
                .map(|id| ask::with_vcpus(cx, id, 1))
                .collect();
            if let Some(edits) = edits {
                let names = ask::names(cx, self.vms.iter().copied());
                finding.bold_fix(
                    "Use 1 vCPU",
                    crate::edit::Edit::many(format!("Give {names} 1 vCPU"), edits),
                );
            }
        }
    }
}
