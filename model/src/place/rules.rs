//! The rules that VMs state about where they may stand, gathered: who stays together, who apart, who is spread.

use std::collections::BTreeMap;

use crate::ids::VmId;
use crate::plan::{Plan, SpreadOver};

/// VMs of one role, or one VM, of whose members so many places are asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SpreadGroup {
    /// The role; empty for a VM without one.
    pub role: String,
    pub over: SpreadOver,
    pub at_least: u32,
    pub vms: Vec<VmId>,
}

/// Rules of a plan, each with the VMs it binds. Words and VMs are sorted.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Rules {
    pub together: BTreeMap<String, Vec<VmId>>,
    pub apart: BTreeMap<String, Vec<VmId>>,
    pub spread: Vec<SpreadGroup>,
}

impl Rules {
    pub fn of(plan: &Plan) -> Self {
        let mut rules = Self::default();
        // By role, or by VM where it has none.
        let mut spread: BTreeMap<(SpreadOver, String, Option<VmId>), u32> = BTreeMap::new();
        for (id, vm) in plan.vms.iter() {
            let r = &vm.rules;
            for (word, words) in [
                (&r.together, &mut rules.together),
                (&r.apart, &mut rules.apart),
            ] {
                if !word.is_empty() {
                    words.entry(word.clone()).or_default().push(id.clone());
                }
            }
            if let Some(s) = r.spread {
                let own = vm.role.is_empty().then(|| id.clone());
                let least = spread.entry((s.over, vm.role.clone(), own)).or_default();
                *least = (*least).max(s.at_least);
            }
        }
        for ((over, role, own), at_least) in spread {
            let vms = match own {
                Some(id) => vec![id],
                None => plan
                    .vms
                    .iter()
                    .filter(|(_, v)| v.role == role)
                    .map(|(id, _)| id.clone())
                    .collect(),
            };
            rules.spread.push(SpreadGroup {
                role,
                over,
                at_least,
                vms,
            });
        }
        rules
    }

    pub fn is_empty(&self) -> bool {
        self.together.is_empty() && self.apart.is_empty() && self.spread.is_empty()
    }
}
