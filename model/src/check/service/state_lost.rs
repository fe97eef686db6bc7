//! Memory state that a service needs and its VMs lose.

use super::super::shared::{list, offer_bold};
use super::raise_all;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::ids::VmId;
use crate::plan::Level;

crate::check! {
    /// ## What it finds
    /// A service whose memory and application state must survive, which depends on a VM that restarts after a host
    /// failure.
    /// ## Why it matters
    /// A restart begins with empty memory: sessions, calls and transactions under way are gone.
    /// ## What to do
    /// Set level 3 for the VM.
    /// ## References
    /// - Availability sheet, FR-15: level 3 keeps application and memory state
    pub struct StateLost = "SVC", 3, Error, "memory state that a service needs and its VMs lose", [];
}

impl Check for StateLost {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, facts) in &cx.facts.services {
            let asked = cx.plan().services.get(id).is_some_and(|s| s.keep_state);
            if !asked || facts.vms.is_empty() || facts.keeps_state {
                continue;
            }
            let losing: Vec<&VmId> = facts
                .vms
                .iter()
                .filter(|vm| cx.facts.vms.get(*vm).is_some_and(|f| !f.keeps_state))
                .collect();
            let names: Vec<String> = losing.iter().map(|vm| cx.name(*vm)).collect();
            let finding = out.found(
                id,
                format!(
                    "{} must keep its memory state; {} would lose it at a host failure",
                    cx.name(id),
                    list(&names)
                ),
            );
            for vm in &losing {
                finding.also(*vm);
            }
            offer_bold(finding, raise_all(cx, &losing, Level::L3));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::StateLost;
    use crate::check::service::{run, service};

    #[test]
    fn trips_below_level_3_and_its_fix_mends_it() {
        assert!(run(&StateLost, &service(|_| {})).is_empty());
        let plan = service(|s| s.keep_state = true);
        let f = run(&StateLost, &plan);
        assert_eq!(
            f[0].message,
            "Mail must keep its memory state; mbx-1 would lose it at a host failure"
        );
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&StateLost, &mended).is_empty());
    }
}
