//! vCPUs of all VMs over the cores of a host with mailbox servers.

use super::shared::{version, version_input};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};

pub(super) struct Ratio;

impl Calculation for Ratio {
    const SPEC: Spec = Spec {
        slug: "vcpu-ratio",
        family: Family::Mailboxes,
        title: "vCPUs over cores of a host with mailbox servers",
        about: "All VMs of the host count. More than 2 vCPUs for a physical core are not supported, 1 is advised; with the 2 vCPUs that the vendor \
                counts for the host itself, more than 2 a core is a warning. At 2:1 a mailbox server gets half of a core at the busiest time.",
        inputs: &[
            version_input("exchange-2016"),
            Input::count("cores", "physical cores of the host", (1.0, 1e5)),
            Input::count("vcpus", "vCPUs of all VMs of the host", (0.0, 1e6)).optional(),
        ],
        outputs: &[
            Output::new("ratio", "vCPUs for each core", "vCPU/core"),
            Output::new("max_vcpus", "Most vCPUs supported", "vCPU"),
            Output::new(
                "warn_above",
                "Most vCPUs with the host's own counted",
                "vCPU",
            ),
            Output::new("advised", "vCPUs advised", "vCPU"),
            Output::new(
                "of_a_core",
                "Share of a core that a vCPU is sure of",
                "share",
            ),
        ],
        example: &[("cores", "8"), ("vcpus", "16")],
        sources: &[
            "Exchange Server virtualization, Microsoft",
            "Exchange Server Virtualization Support Policy Summary, expta.com, 25 Aug 2008",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = version(g)?;
        let k = version.constants();
        let cores = g.n("cores");
        let most = version.k(
            g,
            "most_a_core",
            "vcpus_per_core_max",
            k.vcpus_per_core_max.as_ref(),
            "vCPU/core",
        );
        let own = version.k(
            g,
            "of_the_host",
            "host_vcpus",
            k.host_vcpus.as_ref(),
            "vCPU",
        );
        let advised = k.vcpus_per_core_advised.as_ref();
        let advised = version.k(
            g,
            "advised_a_core",
            "vcpus_per_core_advised",
            advised,
            "vCPU/core",
        );
        let max = most * cores.clone();
        g.put("max_vcpus", max.clone());
        let zero = g.t.number(0.0);
        let warn = (max.clone() - own).max(zero);
        g.put("warn_above", warn.clone());
        let advised = advised * cores.clone();
        g.put("advised", advised.clone());
        if let Some(vcpus) = g.maybe("vcpus") {
            let n = vcpus.value();
            if n > max.value() {
                g.fail("MBX-008", "more vCPUs than are supported");
            } else if n > warn.value() {
                g.warn(
                    "MBX-008",
                    "with those of the host itself, more vCPUs than are supported",
                );
            } else if n > advised.value() {
                g.warn("MBX-008", "more vCPUs than are advised");
            }
            let ratio = vcpus / cores;
            g.put("ratio", ratio.clone());
            let ratio = g.t.step("ratio", "vCPU/core", ratio);
            let (one, least) = (g.t.number(1.0), g.t.number(1.0));
            g.put("of_a_core", one / ratio.max(least));
        }
        Ok(())
    }
}
