//! Parts under protected VMs: ways to users and arrays, and how findings about hosts are worded.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{CheckCx, Finding, Findings, ask};
use crate::ids::{ArrayId, HostId, LinkId, SwitchId, VmId};
use crate::plan::{End, Level, LinkRole, Plan};

/// A fault of a host, with the protected VMs it carries.
pub(super) fn host_found<'f>(
    cx: &CheckCx<'_>,
    out: &'f mut Findings,
    host: &HostId,
    vms: &BTreeSet<&VmId>,
    fault: &str,
) -> &'f mut Finding {
    let finding = out.found(
        host,
        format!("{fault}, under {}", ask::names(cx, vms.iter().copied())),
    );
    for vm in vms {
        finding.also(*vm);
    }
    finding
}

/// A part of a host that the plan does not give.
pub(super) fn host_unknown(cx: &CheckCx<'_>, out: &mut Findings, host: &HostId, part: &str) {
    let name = cx.name(host);
    out.not_assessed(
        host,
        format!("the {part} of {name}"),
        format!("The {part} of {name} are not given"),
    );
}

/// One way of a host into the business network.
pub(super) struct Way<'a> {
    pub link: &'a LinkId,
    /// The host's own end; none where the link ends at its site.
    pub own: Option<&'a End>,
    /// What is at the other end of the first stretch.
    pub next: &'a End,
}

/// Where the business links of a host lead. A link that names the site instead of the host counts where no stretch
/// of it names the host.
pub(super) fn business<'a>(plan: &'a Plan, host: &HostId) -> Vec<Way<'a>> {
    let site = plan.site_of(host);
    let mut out = Vec::new();
    for (id, link) in plan
        .links
        .iter()
        .filter(|(_, l)| l.role == LinkRole::Business)
    {
        let before = out.len();
        for s in &link.segments {
            for (own, next) in [(&s.a, &s.b), (&s.b, &s.a)] {
                if own.host() == Some(host) {
                    out.push(Way {
                        link: id,
                        own: Some(own),
                        next,
                    });
                }
            }
        }
        if out.len() > before {
            continue;
        }
        let at_site = link
            .segments
            .iter()
            .flat_map(|s| [(&s.a, &s.b), (&s.b, &s.a)])
            .find(|(own, _)| matches!(own, End::Site(x) if Some(x) == site));
        if let Some((_, next)) = at_site {
            out.push(Way {
                link: id,
                own: None,
                next,
            });
        }
    }
    out
}

/// Hosts and the arrays that VMs of level 1 to 3 on them use, with those VMs.
pub(super) fn array_hosts(plan: &Plan) -> BTreeMap<(&HostId, &ArrayId), BTreeSet<&VmId>> {
    let mut out: BTreeMap<(&HostId, &ArrayId), BTreeSet<&VmId>> = BTreeMap::new();
    for (id, vm) in plan.vms.iter().filter(|(_, vm)| vm.level != Level::L0) {
        for array in ask::arrays_of(vm) {
            for row in &vm.placement {
                let partner = row.partner.as_ref().filter(|_| vm.level.paired());
                for host in std::iter::once(&row.host).chain(partner) {
                    out.entry((host, array)).or_default().insert(id);
                }
            }
        }
    }
    out
}

/// A way from a host to an array.
pub(super) struct StoragePath<'a> {
    /// None where the end names no port.
    pub adapter: Option<&'a str>,
    pub switches: BTreeSet<&'a SwitchId>,
    /// Controllers at which the link ends.
    pub controllers: BTreeSet<u32>,
}

#[derive(Default)]
pub(super) struct StorageWays<'a> {
    pub paths: Vec<StoragePath<'a>>,
    /// Some link ends at the host's site, so that its ways cannot be counted.
    pub hidden: bool,
}

/// Ways from a host to an array over storage links: one for each stretch that leaves the host.
pub(super) fn storage_ways<'a>(plan: &'a Plan, host: &HostId, array: &ArrayId) -> StorageWays<'a> {
    let site = plan.site_of(host);
    let mut out = StorageWays::default();
    for link in plan.links.values().filter(|l| l.role == LinkRole::Storage) {
        let ends = || link.segments.iter().flat_map(|s| [&s.a, &s.b]);
        let controllers: BTreeSet<u32> = ends()
            .filter_map(|end| match end {
                End::Array {
                    array: id,
                    controller,
                } if id == array => Some(*controller),
                _ => None,
            })
            .collect();
        if controllers.is_empty() {
            continue;
        }
        if !ends().any(|e| e.host() == Some(host)) {
            out.hidden |= ends().any(|e| matches!(e, End::Site(s) if Some(s) == site));
            continue;
        }
        for s in &link.segments {
            for (own, next) in [(&s.a, &s.b), (&s.b, &s.a)] {
                if own.host() != Some(host) {
                    continue;
                }
                // A cable straight to the array passes no switch; from a switch on, the whole link is shared.
                let (switches, controllers) = match next {
                    End::Array { controller, .. } => (BTreeSet::new(), [*controller].into()),
                    End::Switch(first) => (BTreeSet::from([first]), controllers.clone()),
                    _ => (BTreeSet::new(), controllers.clone()),
                };
                out.paths.push(StoragePath {
                    adapter: match own {
                        End::Port { adapter, .. } => Some(adapter.as_str()),
                        _ => None,
                    },
                    switches,
                    controllers,
                });
            }
        }
    }
    out
}
