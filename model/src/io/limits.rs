//! Numbers and texts that no plan may hold: not finite, negative, or beyond any use. What lies inside these bounds
//! opens, however unwise; checks speak about that.

mod mailbox;
mod sql;

use super::scan::MAX_ITEMS;
use crate::ids::{EntityId, Kind};
use crate::plan::{
    Array, Entity, Growth, Host, Link, Plan, RaidGroup, Service, Settings, Vm, Workload,
    WorkloadKind,
};
use crate::units::{Share, pretty};

/// Longest name, in characters; other short texts too.
pub const MAX_NAME: usize = 200;
/// Longest note, in characters.
pub const MAX_NOTE: usize = 20_000;
/// Largest count of things that are counted one by one: members, cores, disks.
pub const MAX_COUNT: u32 = 100_000;
/// Largest count of people or mailboxes.
pub const MAX_PEOPLE: u32 = 100_000_000;

/// Farthest position on the canvas, in points.
const FARTHEST: f32 = 1_000_000.0;

/// The plan's table that holds a kind of thing, as in the file.
pub(super) const fn table(kind: Kind) -> &'static str {
    match kind {
        Kind::Plan => "",
        Kind::Site => "sites",
        Kind::Pool => "pools",
        Kind::Feed => "feeds",
        Kind::Host => "hosts",
        Kind::Switch => "switches",
        Kind::Array => "arrays",
        Kind::Link => "links",
        Kind::Witness => "witnesses",
        Kind::Vm => "vms",
        Kind::Workload => "workloads",
        Kind::Service => "services",
    }
}

/// A value out of bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutOfBounds {
    pub subject: EntityId,
    /// Field as in the file, for example `runs_on[0].weight`.
    pub field: String,
    pub what: String,
    pub advice: String,
}

impl std::fmt::Display for OutOfBounds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} of {}: {}; {}",
            self.field, self.subject, self.what, self.advice
        )
    }
}

struct Look<'a> {
    subject: &'a EntityId,
    out: Vec<OutOfBounds>,
}

impl Look<'_> {
    fn push(&mut self, field: impl Into<String>, what: String, advice: String) {
        self.out.push(OutOfBounds {
            subject: self.subject.clone(),
            field: field.into(),
            what,
            advice,
        });
    }
    /// A number that must be finite and in the range.
    fn number(&mut self, field: impl Into<String>, value: f64, min: f64, max: f64) {
        if !value.is_finite() || value < min || value > max {
            let what = if value.is_nan() {
                "this is not a number".to_owned()
            } else if value.is_infinite() {
                "the number is not finite".to_owned()
            } else if value < 0.0 && min >= 0.0 {
                format!("{value} is negative")
            } else {
                format!("{value} is out of range")
            };
            self.push(
                field,
                what,
                format!("use a number from {} to {}", pretty(min), pretty(max)),
            );
        }
    }
    fn optional(&mut self, field: &str, value: Option<f64>, max: f64) {
        if let Some(v) = value {
            self.number(field, v, 0.0, max);
        }
    }
    fn count(&mut self, field: impl Into<String>, value: u32, max: u32) {
        if value > max {
            self.push(
                field,
                format!("{value} is out of range"),
                format!("use a whole number from 0 to {max}"),
            );
        }
    }
    fn share(&mut self, field: &str, value: Share, min: f64) {
        let v = value.get();
        if !(min..=1.0).contains(&v) {
            let low = if min > 0.0 { "more than 0 %" } else { "0 %" };
            self.push(
                field,
                format!("{value} is out of range"),
                format!("use a share from {low} to 100 %"),
            );
        }
    }
    fn text(&mut self, field: impl Into<String>, text: &str, max: usize) {
        // Bytes bound characters, so most texts need no counting.
        if text.len() > max && text.chars().count() > max {
            self.push(
                field,
                format!("the text has more than {max} characters"),
                "shorten it".to_owned(),
            );
        }
    }
    fn raid(&mut self, groups: &[RaidGroup]) {
        for (i, g) in groups.iter().enumerate() {
            self.text(format!("raid[{i}].name"), &g.name, MAX_NAME);
            self.count(format!("raid[{i}].disks"), g.disks, MAX_COUNT);
            self.count(format!("raid[{i}].spans"), g.spans.unwrap_or(0), MAX_COUNT);
        }
    }
}

/// Values of a thing that are out of bounds, in the order of the file.
pub fn entity_bounds(id: &EntityId, entity: &Entity) -> Vec<OutOfBounds> {
    let mut look = Look {
        subject: id,
        out: Vec::new(),
    };
    look.text("name", entity.name(), MAX_NAME);
    look.text("note", entity.note(), MAX_NOTE);
    match entity {
        Entity::Site(e) => {
            look.text("address", &e.address, MAX_NAME);
            if let Some(v) = e.latitude {
                look.number("latitude", v, -90.0, 90.0);
            }
            if let Some(v) = e.longitude {
                look.number("longitude", v, -180.0, 180.0);
            }
            look.count("users", e.users, MAX_PEOPLE);
            if let Some(share) = e.common_cause {
                look.share("common_cause", share, 0.0);
            }
        }
        Entity::Pool(e) => {
            look.count("host_failures", e.host_failures.unwrap_or(0), MAX_COUNT);
            if let Some(share) = e.reserved {
                look.share("reserved", share, 0.0);
            }
        }
        Entity::Feed(_) | Entity::Switch(_) | Entity::Witness(_) => {}
        Entity::Host(e) => host(&mut look, e),
        Entity::Array(e) => array(&mut look, e),
        Entity::Link(e) => link(&mut look, e),
        Entity::Vm(e) => vm(&mut look, e),
        Entity::Workload(e) => workload(&mut look, e),
        Entity::Service(e) => service(&mut look, e),
    }
    look.out
}

fn host(look: &mut Look<'_>, e: &Host) {
    look.text("model", &e.model, MAX_NAME);
    look.count("sockets", e.sockets, 1_024);
    look.count("cores_per_socket", e.cores_per_socket, 4_096);
    look.count("threads_per_core", e.threads_per_core, 64);
    look.count("numa_nodes_per_socket", e.numa_nodes_per_socket, 64);
    look.optional("rating", e.rating, 1e9);
    for (i, a) in e.adapters.iter().enumerate() {
        look.text(format!("adapters[{i}].name"), &a.name, MAX_NAME);
        look.count(format!("adapters[{i}].ports"), a.ports, 1_024);
    }
    look.raid(&e.raid);
    look.count("controllers", e.controllers.unwrap_or(0), 1_024);
    if let Some(share) = e.cpu_ready {
        look.share("cpu_ready", share, 0.0);
    }
}

fn array(look: &mut Look<'_>, e: &Array) {
    look.count("controllers", e.controllers, 1_024);
    look.raid(&e.raid);
}

fn link(look: &mut Look<'_>, e: &Link) {
    for (i, s) in e.segments.iter().enumerate() {
        look.text(format!("segments[{i}].duct"), &s.duct, MAX_NAME);
        for (kind, n) in &s.equipment {
            look.count(
                format!("segments[{i}].equipment.{}", kind.key()),
                *n,
                MAX_COUNT,
            );
        }
    }
    look.count("mtu", e.mtu.unwrap_or(0), 1_000_000);
    look.count("streams", e.streams.unwrap_or(0), MAX_COUNT);
    look.optional("optimiser", e.optimiser, 1e6);
    if let Some(share) = e.loss {
        look.share("loss", share, 0.0);
    }
    if let Some(share) = e.available {
        look.share("available", share, 0.0);
    }
}

fn vm(look: &mut Look<'_>, e: &Vm) {
    look.count("count", e.count, MAX_COUNT);
    look.text("role", &e.role, MAX_NAME);
    look.count("vcpus", e.vcpus, MAX_COUNT);
    look.count("sockets", e.sockets.unwrap_or(0), 1_024);
    look.count("nics", e.nics, 1_024);
    look.optional("dirty_pages_per_s", e.dirty_pages_per_s, 1e12);
    for (i, row) in e.placement.iter().enumerate() {
        look.count(format!("placement[{i}].count"), row.count, MAX_COUNT);
    }
    look.text("rules.together", &e.rules.together, MAX_NAME);
    look.text("rules.apart", &e.rules.apart, MAX_NAME);
    if let Some(spread) = e.rules.spread {
        look.count("rules.spread.at_least", spread.at_least, MAX_COUNT);
    }
    for (i, disk) in e.disks.iter().enumerate() {
        look.text(format!("disks[{i}].name"), &disk.name, MAX_NAME);
    }
}

fn workload(look: &mut Look<'_>, e: &Workload) {
    if let Some(g) = &e.growth {
        growth(look, "growth", g);
    }
    match &e.kind {
        WorkloadKind::Mailbox(m) => mailbox::mailbox(look, m),
        WorkloadKind::Sql(s) => sql::sql(look, s),
        WorkloadKind::Archetype(a) => {
            look.text("kind.archetype", &a.archetype, MAX_NAME);
            look.number("kind.units", a.units, 0.0, 1e12);
            look.text("kind.own.unit", &a.own.unit, MAX_NAME);
            for (name, value) in a.own.numbers() {
                let most = if name == "read_share" { 1.0 } else { 1e12 };
                look.optional(&format!("kind.own.{name}"), value, most);
            }
        }
        WorkloadKind::Measured(m) => {
            look.number("kind.cpu_mhz", m.cpu_mhz, 0.0, 1e12);
            look.optional("kind.dirty_pages_per_s", m.dirty_pages_per_s, 1e12);
            look.optional("kind.machine_mhz", m.machine_mhz, 1e12);
            look.text("kind.measured_in", &m.measured_in, MAX_NAME);
            for (meter, s) in &m.series {
                let values = [s.mean, s.p90, s.p95, s.p99, s.peak];
                for (name, value) in ["mean", "p90", "p95", "p99", "peak"].iter().zip(values) {
                    look.number(format!("kind.series[{meter:?}].{name}"), value, 0.0, 1e15);
                }
            }
        }
    }
    for (i, row) in e.runs_on.iter().enumerate() {
        look.number(format!("runs_on[{i}].weight"), row.weight, 0.0, 1e9);
    }
}

fn service(look: &mut Look<'_>, e: &Service) {
    look.count("users", e.users, MAX_PEOPLE);
    look.optional("hours_per_week", e.hours_per_week, 168.0);
}

fn growth(look: &mut Look<'_>, field: &str, g: &Growth) {
    for (name, rate) in [("users", g.users), ("data", g.data), ("load", g.load)] {
        look.number(format!("{field}.{name}"), rate.get(), 0.0, 10.0);
    }
}

fn settings(look: &mut Look<'_>, s: &Settings) {
    if !(8_760..=8_784).contains(&s.year_hours) {
        look.push(
            "settings.year_hours",
            format!("{} is out of range", s.year_hours),
            "use 8760, or 8766 to count leap days".to_owned(),
        );
    }
    look.count("settings.host_failures", s.host_failures, 64);
    for (field, share) in [
        ("settings.cpu_target", s.cpu_target),
        ("settings.cpu_ceiling", s.cpu_ceiling),
        ("settings.ram_ceiling", s.ram_ceiling),
        ("settings.space_ceiling", s.space_ceiling),
        ("settings.iops_ceiling", s.iops_ceiling),
        ("settings.network_ceiling", s.network_ceiling),
        ("settings.link_ceiling", s.link_ceiling),
    ] {
        look.share(field, share, f64::MIN_POSITIVE);
    }
    look.number("settings.vcpus_per_core", s.vcpus_per_core, 0.1, 1_000.0);
    look.number("settings.route_factor", s.route_factor, 1.0, 10.0);
    look.optional(
        "settings.upkeep.windows_per_year",
        s.upkeep.windows_per_year,
        10_000.0,
    );
    look.count("settings.years", s.years, 50);
    growth(look, "settings.growth", &s.growth);
}

/// Values of the plan itself, outside its tables, that are out of bounds.
pub fn plan_bounds(plan: &Plan) -> Vec<OutOfBounds> {
    let mut look = Look {
        subject: &EntityId::Plan,
        out: Vec::new(),
    };
    look.text("about.name", &plan.about.name, MAX_NAME);
    look.text("about.customer", &plan.about.customer, MAX_NAME);
    look.text("about.author", &plan.about.author, MAX_NAME);
    look.text("about.note", &plan.about.note, MAX_NOTE);
    look.text("platform.profile", &plan.platform.profile, MAX_NAME);
    settings(&mut look, &plan.settings);
    for (key, value) in &plan.overrides {
        look.number(format!("overrides[{key}]"), *value, 0.0, 1e15);
    }
    for (i, w) in plan.waivers.iter().enumerate() {
        look.text(format!("waivers[{i}].code"), &w.code, MAX_NAME);
        look.text(format!("waivers[{i}].reason"), &w.reason, MAX_NOTE);
        look.text(format!("waivers[{i}].by"), &w.by, MAX_NAME);
        look.text(format!("waivers[{i}].date"), &w.date, MAX_NAME);
    }
    for (name, variant) in &plan.variants {
        for (key, value) in &variant.overrides {
            look.number(
                format!("variants[{name}].overrides[{key}]"),
                *value,
                0.0,
                1e15,
            );
        }
    }
    for (id, p) in plan.layout.iter() {
        for (axis, value) in [("x", p.x), ("y", p.y)] {
            // A name is only made for what is wrong: this runs on every edit.
            if value.is_nan() || value.abs() > FARTHEST {
                let far = f64::from(FARTHEST);
                look.number(format!("layout[{id}].{axis}"), f64::from(value), -far, far);
            }
        }
    }
    look.out
}

/// Everything of a plan that is out of bounds: the plan's own values, then things by kind and id.
pub fn bounds(plan: &Plan) -> Vec<OutOfBounds> {
    let mut out = plan_bounds(plan);
    for kind in Kind::ALL {
        if plan.count_of(*kind) > MAX_ITEMS {
            out.push(OutOfBounds {
                subject: EntityId::Plan,
                field: table(*kind).to_owned(),
                what: format!("the table has more than {MAX_ITEMS} rows"),
                advice: "split the plan, or use groups of equal VMs".to_owned(),
            });
        }
    }
    for id in plan.entities() {
        if let Some(entity) = plan.entity(&id) {
            out.extend(entity_bounds(&id, &entity));
        }
    }
    out
}
