//! A mailbox server whose memory is not reserved.

use super::super::shared::{offer, reserve_memory};
use super::servers;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A mailbox server whose VM has dynamic memory or ballooning.
    /// ## Why it matters
    /// The vendor does not support it: the database cache is sized once, at start, and then paged out.
    /// ## What to do
    /// Reserve all memory of the VM.
    /// ## References
    /// - Exchange Server virtualization, Microsoft
    pub struct MemoryNotReserved = "MBX", 9, Error, "a mailbox server without reserved memory", ["MBX-11.8"];
}

impl Check for MemoryNotReserved {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for server in servers(cx) {
            let name = cx.name(server.id);
            match server.vm.memory_reserved {
                Some(true) => {}
                Some(false) => {
                    let finding = out.found(
                        server.id,
                        format!(
                            "Memory of {name} is not reserved; {} does not support that",
                            server.version.name
                        ),
                    );
                    finding.also(server.workload);
                    offer(finding, Some(reserve_memory(cx, server.id, server.vm)));
                }
                None => {
                    out.not_assessed(
                        server.id,
                        format!("whether memory of {name} is reserved"),
                        format!("It is not known whether all memory of {name} is reserved"),
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryNotReserved;
    use crate::change;
    use crate::check::mailbox::catalogue;
    use crate::check::testing::{judge_with, not_assessed, with};
    use crate::plan::Plan;

    fn run(plan: &Plan) -> Vec<crate::check::Finding> {
        judge_with(&MemoryNotReserved, plan, &catalogue(), |_| {})
    }

    #[test]
    fn trips_when_not_reserved_and_its_fix_mends_it() {
        let plan =
            |r: Option<bool>| with(|p| change!(p, vms, "mbx-1", vm => vm.memory_reserved = r));
        assert!(run(&plan(Some(true))).is_empty());
        assert!(!run(&plan(None))[0].is_found());
        assert!(not_assessed(&plan(None)).contains(&"MBX-009".to_owned()));
        let bad = plan(Some(false));
        let f = run(&bad);
        assert!(f[0].is_found());
        assert!(run(&f[0].fixes[0].edit.apply(&bad).unwrap()).is_empty());
    }
}
