//! What the mailboxes of a VM make of its hosts: megacycles of a core, what the VM may use, its use and the vCPUs it needs.

use super::{Server, Which, formula};
use crate::catalogue::keys;
use crate::facts::{Cx, typed};
use crate::figure::{Num, Origin, Silent, Tracer};
use crate::ids::HostId;
use crate::plan::Host;

/// Figures of a mailbox server on its hosts.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct MailboxOnHost {
    /// Megacycles of a core of the slowest host.
    pub core_mhz: f64,
    /// Megacycles that the VM may use there.
    pub available_mhz: f64,
    /// Of these, in normal running and after the worst failure.
    pub cpu_share: f64,
    pub cpu_share_worst: f64,
    /// Share that the version's guidance allows after the worst failure.
    pub target: Option<f64>,
    /// vCPUs, unrounded, at that target.
    pub vcpus: f64,
}

/// The hosts that a VM may run on, with the vCPUs of all their VMs per core.
pub(in crate::facts) struct Seats<'a> {
    pub hosts: Vec<(&'a HostId, &'a Host, f64)>,
}

pub(super) const NAMED: &[(&str, &str, &str)] = &[
    ("mailbox.core_megacycles", "Megacycles of a core", "MHz"),
    (
        "mailbox.cpu_available",
        "Megacycles that the VM may use",
        "MHz",
    ),
    (
        "mailbox.cpu_share",
        "Processor use of the mailbox server",
        "share",
    ),
    (
        "mailbox.cpu_share_worst",
        "Processor use after the worst failure",
        "share",
    ),
    (
        "mailbox.vcpus",
        "vCPUs for the mailboxes at the target",
        "vCPU",
    ),
];

/// Whether a figure of this name is one of these.
pub(in crate::facts) fn is_on_host(name: &str) -> bool {
    NAMED.iter().any(|(n, _, _)| *n == name)
}

pub(super) fn headline(name: &str) -> bool {
    name == "mailbox.cpu_share_worst"
}

pub(super) fn stored(facts: &MailboxOnHost, name: &str) -> Option<f64> {
    Some(match name {
        "mailbox.core_megacycles" => facts.core_mhz,
        "mailbox.cpu_available" => facts.available_mhz,
        "mailbox.cpu_share" => facts.cpu_share,
        "mailbox.cpu_share_worst" => facts.cpu_share_worst,
        "mailbox.vcpus" => facts.vcpus,
        _ => return None,
    })
}

impl Server<'_> {
    /// Megacycles of a core of a host: by its rating where both are known, else its clock.
    fn core_megacycles<T: Tracer>(&self, t: &mut T, id: &HostId, host: &Host) -> T::N {
        let k = self.k();
        let rating = host.rating.filter(|r| r.is_finite() && *r > 0.0);
        let (Some(rating), Some(base)) = (rating, k.baseline_rating.as_ref()) else {
            let clock = t.given("clock", host.clock.get(), "GHz", || typed(id, "clock"));
            return clock * t.number(1000.0);
        };
        let rating = t.given("rating", rating, "", || typed(id, "rating"));
        let cores = t.given("cores", f64::from(host.cores()), "cores", || {
            Origin::Counted("sockets × cores per socket".into())
        });
        let mhz = k.baseline_mhz.as_ref();
        let mhz = self.row(t, "baseline_megacycles", "baseline_mhz", mhz, "MHz");
        let base = self.row(t, "baseline_rating", "baseline_rating", Some(base), "");
        formula::cpu::core_megacycles::<T>(rating, cores, mhz, base)
    }

    fn available<T: Tracer>(
        &self,
        t: &mut T,
        cx: &Cx<'_>,
        vcpus: T::N,
        (id, host, ratio): (&HostId, &Host, f64),
    ) -> T::N {
        let core = self.core_megacycles(t, id, host);
        let core = t.step("core", "MHz", core);
        let hypervisor = cx.k(t, "hypervisor_share", keys::HYPERVISOR_CPU, "");
        let ratio = t.given("vcpus_per_core", ratio, "vCPU/core", || {
            Origin::Figure(format!("host/{id}/vcpus.per_core"))
        });
        formula::cpu::available(t, vcpus, core, hypervisor, ratio)
    }

    /// Share of its processors that the mailboxes of this server may use after the worst failure.
    fn target<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let k = self.k();
        let several = self.tenants.iter().any(|s| s.mailbox.multi_role);
        let copied = self.copied();
        let rows = [
            (
                "cpu_target_after_multi_role",
                &k.cpu_target_after_multi_role,
                several && copied,
            ),
            (
                "cpu_target_multi_role",
                &k.cpu_target_multi_role,
                several && !copied,
            ),
            ("cpu_target", &k.cpu_target, !copied),
            ("cpu_target_after", &k.cpu_target_after, true),
        ];
        let (key, row, _) = rows
            .into_iter()
            .find(|(_, row, wanted)| *wanted && row.is_some())?;
        self.maybe(t, "target", key, row.as_ref(), "")
    }
}

/// A figure of the servers on the slowest of its hosts; none where no megacycles are counted or no host is known.
pub(in crate::facts) fn named<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    servers: &[Server<'_>],
    seats: &Seats<'_>,
    name: &str,
) -> Option<T::N> {
    // Versions of two kinds on one VM are no supported case: the first one speaks.
    let server = servers.iter().find(|s| s.counts_megacycles())?;
    let slowest = seats.hosts.iter().copied().min_by(|a, b| {
        let gives = |seat: (&HostId, &Host, f64)| {
            let core = server.core_megacycles(&mut Silent, seat.0, seat.1).value();
            core / seat.2.max(1.0)
        };
        gives(*a).total_cmp(&gives(*b))
    })?;
    let (id, host, _) = slowest;
    let demand = |t: &mut T, which: Which| {
        let mhz = server.megacycles(t, which);
        t.step("megacycles", "MHz", mhz)
    };
    Some(match name {
        "mailbox.core_megacycles" => server.core_megacycles(t, id, host),
        "mailbox.cpu_available" => {
            let vcpus = server.vcpus(t);
            server.available(t, cx, vcpus, slowest)
        }
        "mailbox.cpu_share" | "mailbox.cpu_share_worst" => {
            let which = if name == "mailbox.cpu_share" {
                Which::Active
            } else {
                Which::Worst
            };
            let demand = demand(t, which);
            let vcpus = server.vcpus(t);
            let available = server.available(t, cx, vcpus, slowest);
            demand / t.step("available", "MHz", available)
        }
        "mailbox.target" => server.target(t)?,
        "mailbox.vcpus" => {
            let demand = demand(t, Which::Worst);
            let one = t.number(1.0);
            let each = server.available(t, cx, one, slowest);
            let each = t.step("available_to_a_vcpu", "MHz", each);
            match server.target(t) {
                Some(target) => formula::cpu::cores_at_target::<T>(demand, each, target),
                None => demand / each,
            }
        }
        _ => return None,
    })
}

/// All figures on the hosts.
pub(in crate::facts) fn facts(
    cx: &Cx<'_>,
    servers: &[Server<'_>],
    seats: &Seats<'_>,
) -> Option<MailboxOnHost> {
    let value = |name| named(&mut Silent, cx, servers, seats, name).map(|n| n.value());
    Some(MailboxOnHost {
        core_mhz: value("mailbox.core_megacycles")?,
        available_mhz: value("mailbox.cpu_available")?,
        cpu_share: value("mailbox.cpu_share")?,
        cpu_share_worst: value("mailbox.cpu_share_worst")?,
        target: value("mailbox.target"),
        vcpus: value("mailbox.vcpus")?,
    })
}
