//! More vCPUs per core than the plan or the platform accepts.

use super::super::shared::{address, exceeds, plural};
use super::broken;
use crate::catalogue::{LimitOf, keys};
use crate::check::{Check, CheckCx, Findings, Meta, Severity};
use crate::plan::Settings;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A host with more vCPUs per physical core than the plan's setting or the platform's own limit. Standby and
    /// lockstep halves count; hardware threads do not count as cores. Between the usual 4 and 6 vCPUs a core it is
    /// information, from 6 a warning; a stricter setting of the plan, and the platform's own limit, always count.
    /// ## Why it matters
    /// VMs wait for a processor although none of them is busy by itself.
    /// ## What to do
    /// Give VMs fewer vCPUs, or move some elsewhere. The ratio is a setting of the plan.
    /// ## Limits
    /// Mailbox servers and tier-1 databases have stricter rules of their own (MBX-008, SQL-007).
    /// ## References
    /// - vSphere 6.7 Data Center Design Cookbook, Packt: about 4 vCPUs a core for general server load
    /// - vCloud Architecture Toolkit, VMware, recalled: from 6 a core often a problem
    pub struct VcpusOverRatio = "CAP", 13, Warning, "more vCPUs per core than accepted", ["HOST-CPU-RATIO"];
}

impl Check for VcpusOverRatio {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let wanted = cx.plan().settings.vcpus_per_core;
        let usual = wanted >= Settings::default().vcpus_per_core;
        let many = cx.cx.constant(keys::VCPUS_PER_CORE_MANY);
        for (id, host) in &cx.facts.hosts {
            let ratio = host.vcpus_per_core;
            let refused = broken(cx, LimitOf::VcpusPerCore, None, 0, false, ratio);
            let (against, whose) = match refused {
                Some(l) => (l.value, "the platform's limit"),
                None if exceeds(ratio, wanted) => (wanted, "the plan's limit"),
                None => continue,
            };
            let finding = out.found(
                id,
                format!(
                    "{} carries {} on {}: {} a core, above {whose} of {}",
                    cx.name(id),
                    plural(host.load.vcpus, "vCPU"),
                    plural(host.capacity.cores, "core"),
                    pretty(ratio),
                    pretty(against),
                ),
            );
            finding.evidence(address(id, "vcpus.per_core")).placement();
            match refused {
                Some(l) => {
                    finding.limit(l);
                }
                // Above the usual ratio but below what is often a problem: good to know.
                None if usual && ratio < many => {
                    finding.severity(Severity::Info);
                }
                None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::VcpusOverRatio;
    use crate::check::Severity;
    use crate::check::testing::{host_facts, judge, sample, with};

    #[test]
    fn trips_above_the_ratio_and_not_at_it() {
        let at = |plan: &crate::plan::Plan, ratio: f64| {
            judge(&VcpusOverRatio, plan, |f| {
                let h = host_facts(f, "host-a");
                h.load.vcpus = ratio * 12.0;
                h.capacity.cores = 12.0;
                h.vcpus_per_core = ratio;
            })
        };
        assert!(at(&sample(), 4.0).is_empty());
        assert_eq!(
            at(&sample(), 4.5)[0].message,
            "host-a carries 54 vCPUs on 12 cores: 4.5 a core, above the plan's limit of 4"
        );
        let strict = with(|p| p.settings.vcpus_per_core = 2.0);
        assert_eq!(at(&strict, 2.5)[0].severity, Severity::Warning);
        for (ratio, severity) in [
            (4.5, Severity::Info),
            (5.99, Severity::Info),
            (6.0, Severity::Warning),
            (40.0, Severity::Warning),
        ] {
            assert_eq!(at(&sample(), ratio)[0].severity, severity, "{ratio}");
        }
    }
}
