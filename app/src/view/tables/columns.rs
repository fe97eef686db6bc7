//! Columns of each table: what a cell says, what it sorts by, how it is edited.

use std::sync::Arc;

use egui::Ui;
use evenkeel_model::facts::Facts;
use evenkeel_model::ids::{EntityId, SiteId};
use evenkeel_model::plan::{
    Amounts, Host, Link, LinkRole, Meter, Plan, Service, Table, Vm, Workload, WorkloadKind,
};
use evenkeel_model::units::{Secs, pretty, with_unit};

use super::data::Key;
use crate::document::Document;
use crate::ui::fields::{Form, Target};
use crate::view::canvas::scene::carries;
use crate::view::inspector::{Named, host, link, refs, vm, workload};

/// What cells read.
pub struct Look<'a> {
    pub doc: &'a Document,
    pub plan: &'a Plan,
    pub facts: &'a Facts,
}

impl<'a> Look<'a> {
    pub fn new(doc: &'a Document) -> Self {
        Self {
            doc,
            plan: doc.plan(),
            facts: doc.facts(),
        }
    }
    fn name(&self, id: impl Into<EntityId>) -> String {
        self.plan.label(&id.into())
    }
}

/// How a cell is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    Text,
    /// A digit in the colour of the level.
    Level,
    /// A share of one with a bar under it.
    Share,
}

/// How a cell is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Editor {
    /// By typing.
    Line,
    /// From a list that opens.
    List,
    /// By buttons.
    Buttons,
}

/// One column.
pub struct Column<T: Target + 'static> {
    pub title: &'static str,
    /// Points.
    pub width: f32,
    pub right: bool,
    pub paint: Paint,
    pub text: fn(&Look<'_>, &EntityId, &T) -> String,
    pub key: fn(&Look<'_>, &EntityId, &T) -> Key,
    /// The field, with its name.
    pub edit: Option<(Editor, Draw<T>)>,
    /// Name of the figure, for its working.
    pub figure: Option<&'static str>,
}

/// Draws the field of a column.
pub type Draw<T> = fn(&mut Ui, &mut Form<'_, T>, &Document, &str);

/// Kinds that have a table.
pub trait Row: Target + Named + 'static {
    const COLUMNS: &'static [Column<Self>];
    fn all(plan: &Plan) -> Vec<(EntityId, Arc<Self>)>;
    fn get(plan: &Plan, id: &EntityId) -> Option<Arc<Self>>;
}

fn all<K: Ord + Clone, T>(table: &Table<K, T>) -> Vec<(EntityId, Arc<T>)>
where
    for<'x> EntityId: From<&'x K>,
{
    table
        .iter()
        .map(|(id, row)| (EntityId::from(id), Arc::clone(row)))
        .collect()
}

macro_rules! rows {
    ($($kind:ident => $table:ident, $columns:ident;)*) => {$(
        impl Row for $kind {
            const COLUMNS: &'static [Column<Self>] = $columns;
            fn all(plan: &Plan) -> Vec<(EntityId, Arc<Self>)> {
                all(&plan.$table)
            }
            fn get(plan: &Plan, id: &EntityId) -> Option<Arc<Self>> {
                match id {
                    EntityId::$kind(id) => plan.$table.get(id).cloned(),
                    _ => None,
                }
            }
        }
    )*};
}
rows! {
    Vm => vms, VMS;
    Host => hosts, HOSTS;
    Link => links, LINKS;
    Workload => workloads, WORKLOADS;
    Service => services, SERVICES;
}

const fn text<T: Target>(
    title: &'static str,
    width: f32,
    text: fn(&Look<'_>, &EntityId, &T) -> String,
    key: fn(&Look<'_>, &EntityId, &T) -> Key,
) -> Column<T> {
    Column {
        title,
        width,
        right: false,
        paint: Paint::Text,
        text,
        key,
        edit: None,
        figure: None,
    }
}

const fn number<T: Target>(
    title: &'static str,
    width: f32,
    words: fn(&Look<'_>, &EntityId, &T) -> String,
    key: fn(&Look<'_>, &EntityId, &T) -> Key,
) -> Column<T> {
    let mut c = text(title, width, words, key);
    c.right = true;
    c
}

const fn share<T: Target>(
    title: &'static str,
    figure: &'static str,
    words: fn(&Look<'_>, &EntityId, &T) -> String,
    key: fn(&Look<'_>, &EntityId, &T) -> Key,
) -> Column<T> {
    let mut c = number(title, 76.0, words, key);
    c.paint = Paint::Share;
    c.figure = Some(figure);
    c
}

impl<T: Target> Column<T> {
    const fn line(mut self, draw: Draw<T>) -> Self {
        self.edit = Some((Editor::Line, draw));
        self
    }
    const fn list(mut self, draw: Draw<T>) -> Self {
        self.edit = Some((Editor::List, draw));
        self
    }
    const fn of(mut self, figure: &'static str) -> Self {
        self.figure = Some(figure);
        self
    }
}

fn name_text<T: Row>(look: &Look<'_>, id: &EntityId, _: &T) -> String {
    look.plan.label(id)
}
fn name_key<T: Row>(look: &Look<'_>, id: &EntityId, _: &T) -> Key {
    Key::Text(look.plan.label(id))
}
fn name_edit<T: Row>(ui: &mut Ui, form: &mut Form<'_, T>, _: &Document, name: &str) {
    let slug = form
        .single()
        .map(|(id, _)| id.slug().to_owned())
        .unwrap_or_default();
    form.text(
        ui,
        name,
        &slug,
        |e| e.name().to_owned(),
        |e, v| *e.name_mut() = v,
    );
}
const fn name<T: Row>() -> Column<T> {
    text("Name", 150.0, name_text::<T>, name_key::<T>).line(name_edit::<T>)
}

fn unit(value: Option<f64>, unit: &str) -> String {
    value.map_or_else(|| "–".to_owned(), |v| with_unit(v, unit))
}
fn words(text: Option<String>) -> String {
    text.unwrap_or_else(|| "–".to_owned())
}
fn key(text: Option<String>) -> Key {
    text.map_or(Key::Unknown, Key::Text)
}

/// Builds a numeric column from one reading of a value.
macro_rules! value {
    ($build:ident($($head:expr),*), $unit:literal, |$look:ident, $id:ident, $row:ident: $t:ty| $value:expr) => {
        $build(
            $($head,)*
            |$look: &Look<'_>, $id: &EntityId, $row: &$t| { let _ = ($look, $id, $row); unit($value, $unit) },
            |$look: &Look<'_>, $id: &EntityId, $row: &$t| { let _ = ($look, $id, $row); Key::maybe($value) },
        )
    };
}
/// Builds a text column from one reading of a text.
macro_rules! words {
    ($title:literal, $width:literal, |$look:ident, $id:ident, $row:ident: $t:ty| $value:expr) => {
        text(
            $title,
            $width,
            |$look: &Look<'_>, $id: &EntityId, $row: &$t| {
                let _ = ($look, $id, $row);
                words($value)
            },
            |$look: &Look<'_>, $id: &EntityId, $row: &$t| {
                let _ = ($look, $id, $row);
                key($value)
            },
        )
    };
}

fn vm_facts<'a>(look: &Look<'a>, id: &EntityId) -> Option<&'a evenkeel_model::facts::VmFacts> {
    look.facts.vms.get(id.slug()).map(|f| &**f)
}
fn host_facts<'a>(look: &Look<'a>, id: &EntityId) -> Option<&'a evenkeel_model::facts::HostFacts> {
    look.facts.hosts.get(id.slug()).map(|f| &**f)
}
fn link_facts<'a>(look: &Look<'a>, id: &EntityId) -> Option<&'a evenkeel_model::facts::LinkFacts> {
    look.facts.links.get(id.slug()).map(|f| &**f)
}

fn hosts_of(look: &Look<'_>, v: &Vm, partner: bool) -> Option<String> {
    let mut names: Vec<String> = v
        .placement
        .iter()
        .filter_map(|p| {
            let host = if partner {
                p.partner.as_ref()
            } else {
                Some(&p.host)
            };
            host.map(|h| look.name(h))
        })
        .collect();
    names.dedup();
    (!names.is_empty()).then(|| names.join(", "))
}

const LEVEL: Column<Vm> = {
    let mut c: Column<Vm> = text(
        "Level",
        58.0,
        |_, _, v| v.level.number().to_string(),
        |_, _, v| Key::Number(f64::from(v.level.number())),
    );
    c.paint = Paint::Level;
    c.edit = Some((Editor::Buttons, |ui, form, doc, _| {
        vm::level(ui, form, doc);
    }));
    c
};

const VMS: &[Column<Vm>] = &[
    name(),
    LEVEL,
    words!("Runs on", 116.0, |look, _id, v: Vm| hosts_of(
        look, v, false
    ))
    .list(|ui, form, doc, _| vm::runs_on(ui, form, doc)),
    words!("Partner", 116.0, |look, _id, v: Vm| hosts_of(look, v, true))
        .list(|ui, form, doc, _| vm::partner(ui, form, doc)),
    value!(number("Members", 74.0), "", |_look, _id, v: Vm| Some(
        f64::from(v.count)
    ))
    .line(|ui, form, _, name| form.whole(ui, name, 1..=10_000, |v| v.count, |v, n| v.count = n)),
    value!(number("vCPUs", 66.0), "", |_look, _id, v: Vm| Some(
        f64::from(v.vcpus)
    ))
    .line(|ui, form, _, name| form.whole(ui, name, 1..=1024, |v| v.vcpus, |v, n| v.vcpus = n)),
    value!(number("Needed vCPUs", 104.0), "", |look, id, _v: Vm| {
        vm_facts(look, id)
            .map(|f| f.demand.vcpus)
            .filter(|v| *v > 0.0)
    })
    .of("vcpus.needed"),
    number(
        "Memory",
        86.0,
        |_, _, v: &Vm| v.ram.to_string(),
        |_, _, v| Key::Number(v.ram.as_f64()),
    )
    .line(|ui, form, _, name| form.quantity(ui, name, "GiB", |v| v.ram, |v, q| v.ram = q)),
    value!(number("Needed memory", 116.0), "MiB", |look, id, _v: Vm| {
        vm_facts(look, id)
            .map(|f| f.demand.ram_mib)
            .filter(|v| *v > 0.0)
    })
    .of("ram.needed"),
    value!(number("Restart", 84.0), "s", |look, id, _v: Vm| vm_facts(
        look, id
    )
    .and_then(|f| f.host_failure_outage_s))
    .of("restart"),
    words!("Role", 110.0, |_look, _id, v: Vm| (!v.role.is_empty())
        .then(|| v.role.clone()))
    .line(|ui, form, _, name| form.text(ui, name, "", |v| v.role.clone(), |v, t| v.role = t)),
];

const HOSTS: &[Column<Host>] = &[
    name(),
    words!("Site", 116.0, |look, _id, h: Host| Some(look.name(&h.site))).list(
        |ui, form, doc, name| {
            let plan = doc.plan();
            form.pick(
                ui,
                name,
                &|s: &SiteId| plan.label(&s.into()),
                &|| refs::sites(plan),
                |h| h.site.clone(),
                |h, v| h.site = v,
            );
        },
    ),
    words!("Pool", 100.0, |look, _id, h: Host| h
        .pool
        .as_ref()
        .map(|p| look.name(p)))
    .list(|ui, form, doc, name| {
        let plan = doc.plan();
        form.pick(
            ui,
            name,
            &|p: &Option<evenkeel_model::ids::PoolId>| {
                refs::name(plan, p.as_ref().map(Into::into), "No pool")
            },
            &|| refs::pools(plan),
            |h| h.pool.clone(),
            |h, v| h.pool = v,
        );
    }),
    value!(number("Sockets", 72.0), "", |_look, _id, h: Host| Some(
        f64::from(h.sockets)
    ))
    .line(|ui, form, _, name| form.whole(ui, name, 1..=64, |h| h.sockets, |h, n| h.sockets = n)),
    value!(
        number("Cores a socket", 104.0),
        "",
        |_look, _id, h: Host| Some(f64::from(h.cores_per_socket))
    )
    .line(|ui, form, _, name| {
        form.whole(
            ui,
            name,
            1..=1024,
            |h| h.cores_per_socket,
            |h, n| h.cores_per_socket = n,
        );
    }),
    number(
        "RAM",
        80.0,
        |_, _, h: &Host| h.ram.to_string(),
        |_, _, h| Key::Number(h.ram.as_f64()),
    )
    .line(|ui, form, _, name| form.quantity(ui, name, "GiB", |h| h.ram, |h, q| h.ram = q)),
    value!(number("VMs", 52.0), "", |look, id, _h: Host| host_facts(
        look, id
    )
    .map(|f| f64::from(f.load.vms))),
    value!(share("CPU", "cpu.share"), "share", |look, id, _h: Host| {
        host_facts(look, id).map(|f| f.shares.cpu)
    }),
    value!(
        share("CPU after", "cpu.share_after"),
        "share",
        |look, id, _h: Host| host_facts(look, id).map(|f| f.worst.cpu.value)
    ),
    value!(
        share("RAM use", "ram.share"),
        "share",
        |look, id, _h: Host| host_facts(look, id).map(|f| f.shares.ram)
    ),
    value!(
        share("RAM after", "ram.share_after"),
        "share",
        |look, id, _h: Host| host_facts(look, id).map(|f| f.worst.ram.value)
    ),
    value!(share("Disk", ""), "share", |look, id, _h: Host| host_facts(
        look, id
    )
    .map(|f| f.shares.disk())),
    value!(
        share("Network", "net.share"),
        "share",
        |look, id, _h: Host| host_facts(look, id).map(|f| f.shares.net)
    ),
    words!("Ownership", 104.0, |_look, _id, h: Host| Some(
        host::ownership(h.ownership).to_owned()
    ))
    .list(|ui, form, _, name| {
        form.choice(
            ui,
            name,
            &host::OWNERSHIP.map(|o| (o, host::ownership(o).to_owned())),
            |h| h.ownership,
            |h, v| h.ownership = v,
        );
    }),
];

const LINKS: &[Column<Link>] = &[
    name(),
    words!("Role", 100.0, |_look, _id, l: Link| Some(link::role_word(
        l.role
    )))
    .list(|ui, form, _, name| {
        form.choice(
            ui,
            name,
            &LinkRole::ALL.map(|r| (r, link::role_word(r))),
            |l| l.role,
            |l, v| l.role = v,
        );
    }),
    number(
        "Speed",
        92.0,
        |_, _, l: &Link| l.speed.to_string(),
        |_, _, l| Key::Number(l.speed.get()),
    )
    .line(|ui, form, _, name| form.quantity(ui, name, "Gbit/s", |l| l.speed, |l, q| l.speed = q)),
    words!("From", 126.0, |look, _id, l: Link| l
        .segments
        .first()
        .map(|s| refs::end(look.plan, &s.a))),
    words!("To", 126.0, |look, _id, l: Link| l
        .segments
        .last()
        .map(|s| refs::end(look.plan, &s.b))),
    value!(number("Round trip", 86.0), "ms", |look, id, _l: Link| {
        link_facts(look, id).and_then(|f| f.rtt_ms)
    })
    .of("rtt"),
    value!(number("Budget", 72.0), "ms", |look, id, _l: Link| {
        link_facts(look, id).and_then(|f| f.rtt_limit_ms)
    }),
    value!(number("Usable", 92.0), "Mbit/s", |look, id, _l: Link| {
        link_facts(look, id).map(|f| f.usable_mbps)
    })
    .of("usable"),
    value!(number("Load", 92.0), "Mbit/s", |look, id, l: Link| {
        link_facts(look, id)
            .filter(|f| carries(l.role, f))
            .map(|f| f.load_mbps)
    })
    .of("load"),
    value!(share("Use", "share"), "share", |look, id, l: Link| {
        link_facts(look, id)
            .filter(|f| carries(l.role, f))
            .map(|f| f.share)
    }),
    value!(
        share("One lost", "share.one_lost"),
        "share",
        |look, id, l: Link| link_facts(look, id)
            .filter(|f| carries(l.role, f))
            .map(|f| f.share_one_lost)
    ),
    words!("Measured", 88.0, |_look, _id, l: Link| l
        .measured_rtt
        .map(|m| m.to_string()))
    .line(|ui, form, _, name| {
        form.optional::<evenkeel_model::units::Ms>(
            ui,
            name,
            "ms",
            "not measured",
            |l| l.measured_rtt,
            |l, v| l.measured_rtt = v,
        );
    }),
];

/// How much a workload is: `4,000 mailboxes`.
pub fn amount(look: &Look<'_>, w: &Workload) -> (String, f64) {
    let (text, n) = told(look, w);
    match w.amounts {
        Amounts::InTotal => (text, n),
        Amounts::EachVm => (format!("{text} on each VM"), n * w.times(look.doc.plan())),
    }
}

fn told(look: &Look<'_>, w: &Workload) -> (String, f64) {
    match &w.kind {
        WorkloadKind::Mailbox(m) => {
            let n: f64 = m.users.iter().map(|u| f64::from(u.mailboxes)).sum();
            (format!("{} mailboxes", pretty(n)), n)
        }
        WorkloadKind::Sql(s) => (
            format!("{} transactions/s", pretty(s.transactions_per_s)),
            s.transactions_per_s,
        ),
        WorkloadKind::Archetype(a) => {
            let unit = look
                .doc
                .catalogue()
                .tables
                .archetypes
                .get(&a.archetype)
                .map_or_else(|| "units".to_owned(), |t| t.unit_for(a.units));
            (format!("{} {unit}", pretty(a.units)), a.units)
        }
        WorkloadKind::Measured(m) => {
            let ram = m.planned(Meter::Ram);
            (with_unit(ram, "MiB"), ram)
        }
    }
}

const WORKLOADS: &[Column<Workload>] = &[
    name(),
    words!("Kind", 220.0, |look, _id, w: Workload| Some(
        workload::title(look.doc, w)
    )),
    number(
        "Amount",
        150.0,
        |look, _, w| amount(look, w).0,
        |look, _, w| Key::Number(amount(look, w).1),
    ),
    words!("Runs on", 300.0, |look, _id, w: Workload| (!w
        .runs_on
        .is_empty())
    .then(|| w
        .runs_on
        .iter()
        .map(|r| look.name(&r.vm))
        .collect::<Vec<_>>()
        .join(", "))),
];

const SERVICES: &[Column<Service>] = &[
    name(),
    value!(number("Users", 80.0), "", |_look, _id, s: Service| Some(
        f64::from(s.users)
    ))
    .line(|ui, form, _, name| {
        form.whole(ui, name, 0..=10_000_000, |s| s.users, |s, n| s.users = n)
    }),
    number(
        "Longest outage",
        112.0,
        |_, _, s: &Service| s.longest_outage.map_or("–".to_owned(), |q| q.to_string()),
        |_, _, s| Key::maybe(s.longest_outage.map(Secs::get)),
    )
    .line(|ui, form, _, name| {
        form.optional::<Secs>(
            ui,
            name,
            "min",
            "no target",
            |s| s.longest_outage,
            |s, v| s.longest_outage = v,
        );
    }),
    value!(
        number("Worst incident", 110.0),
        "s",
        |look, id, _s: Service| look
            .facts
            .services
            .get(id.slug())
            .and_then(|f| f.worst_outage_s)
    )
    .of("outage"),
    number(
        "Data loss",
        88.0,
        |_, _, s: &Service| s.data_loss.map_or("–".to_owned(), |q| q.to_string()),
        |_, _, s| Key::maybe(s.data_loss.map(Secs::get)),
    )
    .line(|ui, form, _, name| {
        form.optional::<Secs>(
            ui,
            name,
            "s",
            "no target",
            |s| s.data_loss,
            |s, v| s.data_loss = v,
        );
    }),
    words!("Keeps state", 96.0, |_look, _id, s: Service| Some(
        if s.keep_state { "yes" } else { "no" }.to_owned()
    )),
    words!("Critical", 76.0, |_look, _id, s: Service| Some(
        if s.critical { "yes" } else { "no" }.to_owned()
    )),
    value!(
        number("Advised level", 106.0),
        "",
        |look, id, _s: Service| look
            .facts
            .services
            .get(id.slug())
            .and_then(|f| f.advised_level)
            .map(|l| f64::from(l.number()))
    ),
    words!("Depends on", 260.0, |look, _id, s: Service| (!s
        .depends_on
        .is_empty())
    .then(|| s
        .depends_on
        .iter()
        .map(|d| match d {
            evenkeel_model::plan::Dependency::Vm(id) => look.name(id),
            evenkeel_model::plan::Dependency::Workload(id) => look.name(id),
        })
        .collect::<Vec<_>>()
        .join(", "))),
];
