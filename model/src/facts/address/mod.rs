//! Addresses of figures: `kind/slug/name`, the same in the window, JSON, `explain` and on paper.
//!
//! Values come from the stored facts; the working is the same formula run with the recording tracer, and a test holds
//! both equal for every figure of every example. Two hosts that carry pairs are addressed as `joint/a+b/name`.

mod network;

use self::network::{effects, of_joint, of_link, of_plan};
use super::working::Working;
use super::{Cx, Facts, GroupCapacity, GroupLoad, HostFacts, VmFacts, demand};
use crate::figure::{Explained, Rec, Recorder, over};
use crate::ids::{ArrayId, EntityId, HostId, LinkId, ServiceId, VmId};

/// One figure that has an address.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureInfo {
    /// `vm/mbx-1/ram.needed`.
    pub address: String,
    pub subject: EntityId,
    /// For people, for example `Memory needed`.
    pub label: String,
    /// Fixed unit string; empty for counts; `share` for shares of one, which people see in per cent.
    pub unit: &'static str,
    pub value: f64,
    /// Shown first in the inspector and in the report's appendix.
    pub headline: bool,
}

struct List {
    prefix: String,
    subject: EntityId,
    out: Vec<FigureInfo>,
}

impl List {
    fn new(prefix: String, subject: impl Into<EntityId>) -> Self {
        Self {
            prefix,
            subject: subject.into(),
            out: Vec::new(),
        }
    }
    fn add(
        &mut self,
        name: &str,
        label: impl Into<String>,
        unit: &'static str,
        value: f64,
        headline: bool,
    ) {
        self.out.push(FigureInfo {
            address: format!("{}/{name}", self.prefix),
            subject: self.subject.clone(),
            label: label.into(),
            unit,
            value,
            headline,
        });
    }
    fn maybe(
        &mut self,
        name: &str,
        label: &str,
        unit: &'static str,
        value: Option<f64>,
        headline: bool,
    ) {
        if let Some(value) = value {
            self.add(name, label, unit, value, headline);
        }
    }
}

fn of_vm(cx: &Cx<'_>, id: &VmId, f: &VmFacts) -> Vec<FigureInfo> {
    let mut l = List::new(format!("vm/{id}"), id);
    for d in demand::listed(cx, id, f) {
        l.add(&d.name, d.label, d.unit, d.value, d.headline);
    }
    l.add(
        "vcpus.scheduled",
        "vCPUs scheduled",
        "vCPU",
        f.scheduled_vcpus,
        false,
    );
    l.add(
        "ram.on_host",
        "Memory on each host",
        "MiB",
        f.host_ram_mib,
        false,
    );
    let paired = f.placed.iter().any(|p| p.partner.is_some());
    if paired {
        l.add("mirror", "Mirrored writes", "Mbit/s", f.mirror_mbps, false);
        l.maybe(
            "lockstep",
            "Lockstep traffic",
            "Mbit/s",
            f.lockstep_mbps.filter(|m| *m > 0.0),
            false,
        );
        let most =
            |get: fn(&super::PlacedFacts) -> f64| f.placed.iter().map(get).fold(0.0, f64::max);
        l.add(
            "traffic",
            "Protection traffic",
            "Mbit/s",
            most(|p| p.traffic_mbps),
            false,
        );
        l.add(
            "link_load",
            "Load on availability links",
            "Mbit/s",
            most(|p| p.load_mbps),
            true,
        );
        let rtt = f.placed.iter().filter_map(|p| p.rtt_ms).reduce(f64::max);
        l.maybe("rtt", "Round trip", "ms", rtt, true);
        effects(&mut l, f);
    }
    if let Some(s) = f.host_failure_outage_s.filter(|s| *s > 0.0) {
        l.add("restart", "Restart after a host failure", "s", s, true);
    }
    l.out
}

fn groups(l: &mut List, capacity: &[GroupCapacity], load: &[GroupLoad]) {
    for (c, g) in capacity.iter().zip(load) {
        let n = &c.name;
        let mut add = |what: &str, label: &str, unit, value| {
            l.add(
                &format!("disk.{n}.{what}"),
                format!("{n}: {label}"),
                unit,
                value,
                false,
            );
        };
        add("space_capacity", "usable space", "MiB", c.space_mib);
        add("space_load", "space in use", "MiB", g.space_mib);
        add(
            "space_share",
            "space",
            "share",
            over(g.space_mib, c.space_mib),
        );
        add(
            "iops_capacity",
            "back-end IOPS of the disks",
            "IOPS",
            c.back_end_iops,
        );
        add(
            "iops_load",
            "back-end IOPS asked for",
            "IOPS",
            g.back_end_iops,
        );
        add(
            "iops_share",
            "IOPS",
            "share",
            over(g.back_end_iops, c.back_end_iops),
        );
    }
}

fn of_host(id: &HostId, f: &HostFacts) -> Vec<FigureInfo> {
    let mut l = List::new(format!("host/{id}"), id);
    let (c, s, w) = (&f.capacity, &f.shares, &f.worst);
    l.add("cpu.share", "Processor", "share", s.cpu, true);
    l.add(
        "cpu.share_after",
        "Processor after a host failure",
        "share",
        w.cpu.value,
        true,
    );
    l.add(
        "cpu.load",
        "Processor load",
        "cores",
        f.load.cpu_cores,
        false,
    );
    l.add(
        "cpu.capacity",
        "Processor capacity",
        "cores",
        c.cpu_cores,
        false,
    );
    l.add("ram.share", "Memory", "share", s.ram, true);
    l.add(
        "ram.share_after",
        "Memory after a host failure",
        "share",
        w.ram.value,
        true,
    );
    l.add("ram.load", "Memory promised", "MiB", f.load.ram_mib, false);
    l.add("ram.capacity", "Memory for VMs", "MiB", c.ram_mib, false);
    l.add("vcpus.load", "vCPUs", "vCPU", f.load.vcpus, false);
    l.add(
        "vcpus.per_core",
        "vCPUs per core",
        "vCPU/core",
        f.vcpus_per_core,
        true,
    );
    l.add("net.share", "Network", "share", s.net, false);
    l.add(
        "net.share_after",
        "Network after a host failure",
        "share",
        w.net.value,
        false,
    );
    l.add("net.load", "Network load", "Mbit/s", f.load.net_mbps, false);
    l.add(
        "net.capacity",
        "Network capacity",
        "Mbit/s",
        c.net_mbps,
        false,
    );
    groups(&mut l, &c.groups, &f.load.groups);
    l.out
}

fn of_service(id: &ServiceId, f: &super::ServiceFacts) -> Vec<FigureInfo> {
    let mut l = List::new(format!("service/{id}"), id);
    l.maybe(
        "outage",
        "Longest outage of one incident",
        "s",
        f.worst_outage_s,
        true,
    );
    l.out
}

fn of_array(id: &ArrayId, f: &super::ArrayFacts) -> Vec<FigureInfo> {
    let mut l = List::new(format!("array/{id}"), id);
    groups(&mut l, &f.groups, &f.load);
    l.out
}

/// Every figure of the facts, sorted by address.
pub fn addresses(cx: &Cx<'_>, facts: &Facts) -> Vec<FigureInfo> {
    let mut out = of_plan(&facts.totals);
    for (id, f) in &facts.vms {
        out.extend(of_vm(cx, id, f));
    }
    for (id, f) in &facts.hosts {
        out.extend(of_host(id, f));
    }
    for (id, f) in &facts.arrays {
        out.extend(of_array(id, f));
    }
    for (id, f) in &facts.links {
        out.extend(of_link(id, f));
    }
    for (key, f) in &facts.joints {
        out.extend(of_joint(key, f));
    }
    for (id, f) in &facts.services {
        out.extend(of_service(id, f));
    }
    out.sort_by(|a, b| a.address.cmp(&b.address));
    out
}

/// Figures of one thing, in reading order.
pub fn figures_of(cx: &Cx<'_>, facts: &Facts, subject: &EntityId) -> Vec<FigureInfo> {
    match subject {
        EntityId::Vm(id) => facts
            .vms
            .get(id)
            .map(|f| of_vm(cx, id, f))
            .unwrap_or_default(),
        EntityId::Host(id) => {
            let mut out = facts
                .hosts
                .get(id)
                .map(|f| of_host(id, f))
                .unwrap_or_default();
            for (key, f) in &facts.joints {
                if key.0 == *id {
                    out.extend(of_joint(key, f));
                }
            }
            out
        }
        EntityId::Array(id) => facts
            .arrays
            .get(id)
            .map(|f| of_array(id, f))
            .unwrap_or_default(),
        EntityId::Link(id) => facts
            .links
            .get(id)
            .map(|f| of_link(id, f))
            .unwrap_or_default(),
        EntityId::Service(id) => facts
            .services
            .get(id)
            .map(|f| of_service(id, f))
            .unwrap_or_default(),
        EntityId::Plan => of_plan(&facts.totals),
        _ => Vec::new(),
    }
}

/// The stored value at an address.
pub fn value(cx: &Cx<'_>, facts: &Facts, address: &str) -> Option<f64> {
    figure_at(cx, facts, address).map(|f| f.value)
}

fn figure_at(cx: &Cx<'_>, facts: &Facts, address: &str) -> Option<FigureInfo> {
    if address.starts_with("plan/") {
        let list = of_plan(&facts.totals);
        return list.into_iter().find(|f| f.address == address);
    }
    let mut parts = address.splitn(3, '/');
    let (kind, slug, _) = (parts.next()?, parts.next()?, parts.next()?);
    let list = if kind == "joint" {
        let (a, b) = slug.split_once('+')?;
        let key = (HostId::new(a).ok()?, HostId::new(b).ok()?);
        of_joint(&key, facts.joints.get(&key)?)
    } else {
        let subject = EntityId::parse(&format!("{kind}/{slug}")).ok()?;
        figures_of(cx, facts, &subject)
    };
    list.into_iter().find(|f| f.address == address)
}

/// The working of the figure at an address: the same formula, recorded.
pub fn explain(cx: &Cx<'_>, facts: &Facts, address: &str) -> Option<Explained> {
    Explainer::new(cx, facts).explain(address)
}

/// Explains many figures of the same facts; what they share is worked out once. Inputs and facts must be of the same
/// year.
pub struct Explainer<'a>(Working<'a>);

impl<'a> Explainer<'a> {
    pub fn new(cx: &'a Cx<'a>, facts: &'a Facts) -> Self {
        Self(Working::new(cx, facts))
    }

    /// The working of the figure at an address, if there is one.
    pub fn explain(&self, address: &str) -> Option<Explained> {
        let w = &self.0;
        let (kind, slug, name) = match address.strip_prefix("plan/") {
            Some(name) => ("plan", "", name),
            None => {
                let mut parts = address.splitn(3, '/');
                (parts.next()?, parts.next()?, parts.next()?)
            }
        };
        let info = figure_at(w.cx, w.facts, address);
        let t = &mut Recorder;
        let rec: Rec = match kind {
            "plan" => w.plan(t, name)?,
            "vm" => w.vm(t, &VmId::new(slug).ok()?, name)?,
            "host" => w.host(t, &HostId::new(slug).ok()?, name)?,
            "array" => w.array(t, &ArrayId::new(slug).ok()?, name)?,
            "link" => w.link(t, &LinkId::new(slug).ok()?, name)?,
            "service" => w.service(t, &ServiceId::new(slug).ok()?, name)?,
            "joint" => {
                let (a, b) = slug.split_once('+')?;
                w.joint(t, &(HostId::new(a).ok()?, HostId::new(b).ok()?), name)?
            }
            _ => return None,
        };
        let (label, unit) = match info {
            Some(info) => (info.label, info.unit),
            // A working that no list names, such as that of two hosts without a link.
            None => (
                name.replace(['.', '_'], " "),
                if kind == "joint" { "Mbit/s" } else { "" },
            ),
        };
        Some(Explained::new(address.to_owned(), label, unit, &rec))
    }
}
