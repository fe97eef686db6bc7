//! More cores or memory than the version makes use of.

use super::super::shared::{cite, exceeds, gib, plural};
use super::servers;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A mailbox server with more vCPUs or memory than the version's recommended maximum.
    /// ## Why it matters
    /// Beyond it the version gains little for the money, and one failure hits more users.
    /// ## What to do
    /// Scale out: share the mailboxes between more and smaller servers.
    /// ## Limits
    /// A guideline of price and performance, not a limit of support.
    /// ## References
    /// - Planning Processor Configurations, Planning Memory Configurations, Microsoft
    pub struct OverRecommendedMaximum = "MBX", 4, Warning, "more cores or memory than the version's maximum", ["MBX-11.3"];
}

impl Check for OverRecommendedMaximum {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for server in servers(cx) {
            let (vcpus, ram) = (f64::from(server.vm.vcpus), server.vm.ram.as_f64());
            let several = server.mailbox.multi_role;
            let several = several.then(|| server.constant(cx, "max_cores_multi_role"));
            let cores = several
                .flatten()
                .or_else(|| server.constant(cx, "max_cores"))
                .filter(|(most, _)| exceeds(vcpus, *most));
            let memory = server
                .constant(cx, "max_ram_mib")
                .filter(|(most, _)| exceeds(ram, *most));
            let mut parts = Vec::new();
            if let Some((most, _)) = cores {
                parts.push(format!(
                    "{} (at most {})",
                    plural(vcpus, "vCPU"),
                    pretty(most)
                ));
            }
            if let Some((most, _)) = memory {
                parts.push(format!("{} of memory (at most {})", gib(ram), gib(most)));
            }
            if parts.is_empty() {
                continue;
            }
            let finding = out.found(
                server.id,
                format!(
                    "{} has {}; {} gains little from more",
                    cx.name(server.id),
                    parts.join(" and "),
                    server.version.name
                ),
            );
            finding.also(server.workload).placement();
            for (_, row) in cores.iter().chain(&memory) {
                cite(finding, row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::OverRecommendedMaximum;
    use crate::change;
    use crate::check::mailbox::catalogue;
    use crate::check::testing::{judge_with, with};
    use crate::plan::WorkloadKind;
    use crate::units::Mib;

    #[test]
    fn trips_above_the_maximum_and_not_at_it() {
        let at = |vcpus: u32, gib: u64| {
            let plan = with(|p| {
                change!(p, vms, "mbx-1", vm => {
                    vm.vcpus = vcpus;
                    vm.ram = Mib::new(gib * 1024);
                });
            });
            judge_with(&OverRecommendedMaximum, &plan, &catalogue(), |_| {})
        };
        assert!(at(8, 32).is_empty());
        let f = at(9, 32);
        assert_eq!(
            f[0].message,
            "mbx-1 has 9 vCPUs (at most 8); Test 2007 gains little from more"
        );
        assert!(f[0].unconfirmed, "the row of cores was not read");
        let several = with(|p| {
            change!(p, vms, "mbx-1", vm => vm.vcpus = 5);
            change!(p, workloads, "mail", w => {
                if let WorkloadKind::Mailbox(m) = &mut w.kind {
                    m.multi_role = true;
                }
            });
        });
        let f = judge_with(&OverRecommendedMaximum, &several, &catalogue(), |_| {});
        assert!(f[0].message.contains("at most 4"));
        assert!(
            at(8, 33)[0]
                .message
                .contains("33 GiB of memory (at most 32 GiB)")
        );
    }
}
