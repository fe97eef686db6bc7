//! A pair on unequal hosts.

use crate::catalogue::{Limit, LimitOf, Severity};
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::edit::Edit;
use crate::facts::Cx;
use crate::ids::{HostId, VmId};
use crate::plan::{Host, Level, Ownership, Vm};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// Two hosts of a pair that differ in cores, threads, clock or memory: where the platform asks for identical hosts any
    /// difference, where it bounds the difference of the clocks a larger one, and elsewhere a partner that is smaller than
    /// the host.
    /// ## Why it matters
    /// After a failure the partner carries the load alone. In lockstep the slower host slows the pair at all times.
    /// ## What to do
    /// Use equal hosts for a pair, or let the larger one be the partner.
    /// ## Limits
    /// Processor model, firmware and cards are not compared: the plan does not hold them.
    /// ## References
    /// - The profile's `identical_hosts` and its row on clock difference
    /// - Techworld, review of a two-server fault-tolerant system, about 2006: both servers identical
    pub struct UnequalHosts = "PRO", 4, Warning, "a pair on unequal hosts", ["LS-CPU-07", "LS-CPU-08"];
}

impl Check for UnequalHosts {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for ((a, b), vms) in ask::pairs_by_hosts(plan) {
            let (Some(host_a), Some(host_b)) = (plan.hosts.get(a), plan.hosts.get(b)) else {
                continue;
            };
            let differences = differences(host_a, host_b);
            if differences.is_empty() {
                continue;
            }
            let clocks = (host_a.clock.get() - host_b.clock.get()).abs() * 1000.0;
            let row = vms
                .iter()
                .filter_map(|id| clock_row(cx.cx, plan.vms.get(*id)?, clocks, plan.is_split(a, b)))
                .next();
            let smaller = smaller_partner(cx, a, b, &vms);
            if cx.profile().identical_hosts.is_none() && row.is_none() && smaller.is_none() {
                continue;
            }
            let rule = match (cx.profile().identical_hosts, row) {
                (Some(_), _) => "; the platform asks for identical hosts".to_owned(),
                (None, Some(row)) => {
                    format!("; the platform allows clocks {} apart", ask::bound(row))
                }
                (None, None) => "; the partner must carry the load of the larger one".to_owned(),
            };
            let finding = out.found(
                a,
                format!(
                    "{} and {} carry {} together and differ: {}{rule}",
                    cx.name(a),
                    cx.name(b),
                    ask::names(cx, vms.iter().copied()),
                    differences.join(", ")
                ),
            );
            finding.also(b);
            for vm in &vms {
                finding.also(*vm);
            }
            finding.placement();
            if let Some(row) = row {
                finding.limit(row);
            }
            if let Some(severity) = cx.profile().identical_hosts {
                finding.severity(severity);
            } else if smaller.is_some() && finding.severity > Severity::Warning {
                finding.severity(Severity::Warning);
            }
            let fix = [(a, host_a, b, host_b), (b, host_b, a, host_a)]
                .into_iter()
                .find(|(_, small, _, large)| {
                    small.ownership == Ownership::Proposed && is_smaller(small, large)
                });
            if let Some((small, host, large, model)) = fix {
                let title = format!("Plan {} like {}", cx.name(small), cx.name(large));
                finding.bold_fix(title.clone(), Edit::put(title, small, like(host, model)));
            }
        }
    }
}

/// Whether such a pair on these two hosts is found.
pub(crate) fn too_unequal(cx: &Cx<'_>, vm: &Vm, host: &Host, partner: &Host, split: bool) -> bool {
    if differences(host, partner).is_empty() {
        return false;
    }
    let clocks = (host.clock.get() - partner.clock.get()).abs() * 1000.0;
    cx.profile.identical_hosts.is_some()
        || clock_row(cx, vm, clocks, split).is_some()
        || is_smaller(partner, host)
        || vm.level == Level::L3 && is_smaller(host, partner)
}

/// The row on clocks that so many MHz apart break.
fn clock_row<'a>(cx: &'a Cx<'_>, vm: &Vm, mhz: f64, split: bool) -> Option<&'a Limit> {
    cx.profile
        .limits_on(LimitOf::ClockDifference, Some(vm.level), vm.vcpus, split)
        .find(|l| l.broken_by(mhz))
}

/// In words, what differs between two hosts.
fn differences(a: &Host, b: &Host) -> Vec<String> {
    let mut out = Vec::new();
    if a.cores() != b.cores() {
        out.push(format!("{} and {} cores", a.cores(), b.cores()));
    }
    if a.threads() != b.threads() {
        out.push(format!("{} and {} threads", a.threads(), b.threads()));
    }
    if a.clock != b.clock {
        out.push(format!(
            "{} and {} GHz",
            pretty(a.clock.get()),
            pretty(b.clock.get())
        ));
    }
    if a.ram != b.ram {
        out.push(format!("{} and {} of memory", a.ram, b.ram));
    }
    out
}

fn is_smaller(small: &Host, large: &Host) -> bool {
    small.cores() < large.cores()
        || small.threads() < large.threads()
        || small.clock < large.clock
        || small.ram < large.ram
}

/// The partner that is smaller than the host of some VM. In both directions for a level 3 VM, which runs on both.
fn smaller_partner<'a>(
    cx: &CheckCx<'_>,
    a: &'a HostId,
    b: &'a HostId,
    vms: &std::collections::BTreeSet<&VmId>,
) -> Option<&'a HostId> {
    let plan = cx.plan();
    let (host_a, host_b) = (plan.hosts.get(a)?, plan.hosts.get(b)?);
    let (a_small, b_small) = (is_smaller(host_a, host_b), is_smaller(host_b, host_a));
    vms.iter()
        .filter_map(|id| plan.vms.get(*id))
        .flat_map(|vm| vm.placement.iter().map(move |row| (vm.level, row)))
        .find_map(|(level, row)| {
            let partner = row.partner.as_ref()?;
            let both = level == Level::L3;
            if b_small && (partner == b && row.host == *a || both && row.host == *b && partner == a)
            {
                Some(b)
            } else if a_small
                && (partner == a && row.host == *b || both && row.host == *a && partner == b)
            {
                Some(a)
            } else {
                None
            }
        })
}

/// A host with the processors and memory of another.
fn like(host: &Host, model: &Host) -> Host {
    Host {
        model: model.model.clone(),
        sockets: model.sockets,
        cores_per_socket: model.cores_per_socket,
        threads_per_core: model.threads_per_core,
        numa_nodes_per_socket: model.numa_nodes_per_socket,
        clock: model.clock,
        rating: model.rating,
        ram: model.ram,
        ..host.clone()
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf, Severity};
    use crate::change;
    use crate::check::testing::{found, found_on, mended, row, sample, with};
    use crate::plan::Ownership;
    use crate::units::{Ghz, Mib};

    #[test]
    fn a_smaller_partner_is_a_warning_and_a_larger_one_is_none() {
        assert!(found(&sample(), "PRO-004").is_empty());
        let plan = with(|p| {
            change!(p, hosts, "host-b", h => { h.ram = Mib::new(32 * 1024); h.ownership = Ownership::Proposed });
        });
        let all = found(&plan, "PRO-004");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].severity, Severity::Warning);
        assert!(found(&mended(&plan, &all, 0), "PRO-004").is_empty());
        let larger = with(|p| change!(p, hosts, "host-b", h => h.ram = Mib::new(64 * 1024)));
        assert!(found(&larger, "PRO-004").is_empty());
        let strict = found_on(&larger, "PRO-004", |p| {
            p.identical_hosts = Some(Severity::Error)
        });
        assert_eq!(strict[0].severity, Severity::Error);
    }

    #[test]
    fn clocks_may_differ_as_far_as_the_row_says() {
        let at = |ghz: f64| {
            let plan = with(|p| change!(p, hosts, "host-b", h => h.clock = Ghz::new(ghz)));
            found_on(&plan, "PRO-004", |p| {
                p.limits
                    .push(row(LimitOf::ClockDifference, Bound::Max, 400.0));
            })
            .len()
        };
        assert_eq!(at(2.9), 0);
        assert_eq!(at(3.1), 1);
    }
}
