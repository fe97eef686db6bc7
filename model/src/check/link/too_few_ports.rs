//! Fewer network ports than protection wants.

use crate::catalogue::LimitOf;
use crate::check::{Check, CheckCx, Findings, Meta, ask};

crate::check! {
    /// ## What it finds
    /// A host that carries pairs with fewer network ports than the platform recommends.
    /// ## Why it matters
    /// Links between the hosts, the redirected business network and management each want a port of their own; sharing one
    /// makes them fail together.
    /// ## What to do
    /// Add a network card.
    /// ## Limits
    /// A host without any card listed is not looked at: the plan does not say what it has.
    /// ## References
    /// - The profile's row on network ports of a host with pairs, with the document it cites
    pub struct TooFewPorts = "LNK", 25, Warning, "fewer network ports than protection wants", ["LS-LINK-06"];
}

impl Check for TooFewPorts {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let rows: Vec<_> = cx
            .profile()
            .limits
            .iter()
            .filter(|l| l.quantity == LimitOf::ProtectedHostPorts)
            .collect();
        if rows.is_empty() {
            return;
        }
        for (id, vms) in ask::protected_hosts(cx.plan()) {
            let Some(host) = cx.plan().hosts.get(id).filter(|h| !h.adapters.is_empty()) else {
                continue;
            };
            let ports = host
                .adapters
                .iter()
                .fold(0u32, |n, a| n.saturating_add(a.ports));
            let Some(row) = rows.iter().find(|r| {
                r.broken_by(f64::from(ports))
                    && r.when.level.is_none_or(|level| {
                        vms.iter()
                            .any(|vm| cx.plan().vms.get(*vm).is_some_and(|v| v.level == level))
                    })
            }) else {
                continue;
            };
            let finding = out.found(
                id,
                format!(
                    "{} has {}; the platform recommends {}",
                    cx.name(id),
                    ask::count(u64::from(ports), "network port"),
                    ask::bound(row)
                ),
            );
            finding.limit(row);
            for vm in vms {
                finding.also(vm);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf, Severity};
    use crate::change;
    use crate::check::testing::{found_on, row, sample};

    #[test]
    fn the_row_is_the_boundary() {
        let n = |ports: u32, least: f64| {
            let mut plan = sample();
            change!(plan, hosts, "host-a", h => { h.adapters.truncate(1); h.adapters[0].ports = ports });
            change!(plan, hosts, "host-b", h => { h.adapters.truncate(1); h.adapters[0].ports = 9 });
            found_on(&plan, "LNK-025", |p| {
                let mut r = row(LimitOf::ProtectedHostPorts, Bound::Min, least);
                r.severity = Severity::Warning;
                p.limits.push(r);
            })
            .len()
        };
        assert_eq!(n(4, 4.0), 0);
        assert_eq!(n(3, 4.0), 1);
    }
}
