//! Too many vCPUs per core on a host with mailbox servers.

use std::collections::BTreeMap;

use super::super::shared::{address, cite, exceeds, hosts_of, plural};
use super::{Server, servers};
use crate::check::{Check, CheckCx, Findings, Meta, Severity};
use crate::ids::{HostId, VmId};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A host with a mailbox server whose VMs together have more vCPUs per physical core than the vendor supports
    /// (2 : 1, an error) or recommends (1 : 1, a warning). With the 2 vCPUs that the vendor counts for the host
    /// itself, more than 2 : 1 is a warning.
    /// ## Why it matters
    /// The vendor does not support more, and at 2 : 1 a mailbox server may get half of a core.
    /// ## What to do
    /// Give VMs fewer vCPUs, or move some elsewhere.
    /// ## Limits
    /// All VMs on the host count, standby halves too; hardware threads do not count as cores.
    /// ## References
    /// - Exchange Server virtualization, Microsoft
    pub struct VcpusOverMailboxRatio = "MBX", 8, Warning, "too many vCPUs per core beside a mailbox server", ["MBX-11.1"];
}

/// vCPUs for each core, and less so many for a host, up to which nothing is found beside a mailbox server, by server.
pub(crate) fn tolerated<'a>(cx: &CheckCx<'a>) -> BTreeMap<&'a VmId, (f64, f64, f64)> {
    let per_core = |server: &Server<'_>| {
        let most = server.constant(cx, "vcpus_per_core_max")?.0;
        let for_host = server.constant(cx, "host_vcpus").map_or(0.0, |c| c.0);
        let advised = server
            .constant(cx, "vcpus_per_core_advised")
            .map_or(most, |c| c.0);
        Some((most, for_host, advised))
    };
    servers(cx)
        .iter()
        .filter_map(|s| Some((s.id, per_core(s)?)))
        .collect()
}

impl Check for VcpusOverMailboxRatio {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let servers = servers(cx);
        let mut by_host: BTreeMap<&HostId, &Server<'_>> = BTreeMap::new();
        for server in &servers {
            for host in hosts_of(server.vm) {
                by_host.entry(host).or_insert(server);
            }
        }
        for (id, server) in by_host {
            let Some(host) = cx.facts.hosts.get(id) else {
                continue;
            };
            let Some((most, row)) = server.constant(cx, "vcpus_per_core_max") else {
                out.not_assessed(
                    id,
                    format!("the vCPU ratio of {}", server.version.name),
                    format!(
                        "The catalogue has no vCPU ratio for {}, so {} is not judged",
                        server.version.name,
                        cx.name(id)
                    ),
                );
                continue;
            };
            let (vcpus, cores) = (host.load.vcpus, host.capacity.cores);
            let for_host = server.constant(cx, "host_vcpus").map_or(0.0, |c| c.0);
            let advised = server
                .constant(cx, "vcpus_per_core_advised")
                .map_or(most, |c| c.0);
            let base = format!(
                "{} runs mailbox servers and carries {} on {}",
                cx.name(id),
                plural(vcpus, "vCPU"),
                plural(cores, "core")
            );
            let (severity, message) = if exceeds(vcpus, most * cores) {
                (
                    Severity::Error,
                    format!(
                        "{base}, more than the {} a core that are supported",
                        pretty(most)
                    ),
                )
            } else if exceeds(vcpus + for_host, most * cores) {
                (
                    Severity::Warning,
                    format!(
                        "{base}; with {} for the host itself that is more than the {} a core that are supported",
                        pretty(for_host),
                        pretty(most)
                    ),
                )
            } else if exceeds(vcpus, advised * cores) {
                (
                    Severity::Warning,
                    format!("{base}, more than the advised {} a core", pretty(advised)),
                )
            } else {
                continue;
            };
            let finding = out.found(id, message);
            finding
                .severity(severity)
                .also(server.id)
                .evidence(address(id, "vcpus.load"))
                .evidence(address(id, "vcpus.per_core"))
                .placement();
            cite(finding, row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::VcpusOverMailboxRatio;
    use crate::change;
    use crate::check::Severity;
    use crate::check::mailbox::catalogue;
    use crate::check::testing::{host_facts, judge_with, sample, with};
    use crate::plan::Plan;

    fn at(plan: &Plan, vcpus: f64) -> Vec<crate::check::Finding> {
        judge_with(&VcpusOverMailboxRatio, plan, &catalogue(), |f| {
            for (id, vcpus) in [("host-a", vcpus), ("host-b", 0.0)] {
                let h = host_facts(f, id);
                h.capacity.cores = 8.0;
                h.load.vcpus = vcpus;
            }
        })
    }

    #[test]
    fn the_vendors_own_example_of_eight_cores() {
        assert!(at(&sample(), 8.0).is_empty());
        assert!(at(&sample(), 9.0)[0].message.contains("advised 1 a core"));
        assert!(at(&sample(), 14.0)[0].message.contains("advised 1 a core"));
        let with_host = at(&sample(), 15.0);
        assert!(with_host[0].message.contains("with 2 for the host"));
        assert_eq!(with_host[0].severity, Severity::Warning);
        assert_eq!(at(&sample(), 16.0)[0].severity, Severity::Warning);
        assert_eq!(at(&sample(), 17.0)[0].severity, Severity::Error);
    }

    #[test]
    fn a_host_without_mailboxes_is_not_judged() {
        let plan = with(|p| change!(p, workloads, "mail", w => w.runs_on.clear()));
        assert!(at(&plan, 30.0).is_empty());
    }
}
