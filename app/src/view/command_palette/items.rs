//! What the palette offers for each question.

use evenkeel_model::ids::{EntityId, HostId, Kind, VmId};
use evenkeel_model::plan::{End, Plan, Vm};

use super::{Asking, Item, shortcut_text};
use crate::command::{Action, Carried, Command};
use crate::ui::fields::Choice;
use crate::ui::widgets::Icon;
use crate::view::ViewCx;
use crate::view::inspector::refs;

/// The icon of a kind of thing.
pub fn icon_of(kind: Kind) -> Icon {
    match kind {
        Kind::Plan => Icon::File,
        Kind::Site => Icon::Site,
        Kind::Pool => Icon::Pool,
        Kind::Feed => Icon::Bolt,
        Kind::Host => Icon::Host,
        Kind::Switch => Icon::Switch,
        Kind::Array => Icon::Sql,
        Kind::Link => Icon::Link,
        Kind::Witness => Icon::Witness,
        Kind::Vm => Icon::Vm,
        Kind::Workload => Icon::Mailbox,
        Kind::Service => Icon::Service,
    }
}

/// Everything that the palette offers, before any letter is typed.
pub fn items(cx: &ViewCx<'_>, asking: &Asking) -> Vec<Item> {
    match asking {
        Asking::Anything => anything(cx),
        Asking::Host { vms, row, what } => hosts(cx, vms, *row, *what),
        Asking::Row { vm, what } => rows_of(cx, vm, *what),
        Asking::End(first) => ends(cx.doc.plan(), first.as_ref()),
        Asking::Role => roles(cx),
        Asking::Home(host) => homes(cx, host),
        Asking::Model => models(cx),
    }
}

/// Servers of the catalogue.
fn models(cx: &ViewCx<'_>) -> Vec<Item> {
    let all = &cx.doc.catalogue().tables.hosts;
    all.iter()
        .map(|(key, m)| {
            let detail = format!(
                "{} × {} cores, {:.0} GiB · {}",
                m.sockets,
                m.cores_per_socket,
                m.ram_mib as f64 / 1024.0,
                m.source.date
            );
            Item::new(
                Icon::Host,
                m.name.clone(),
                detail,
                Command::AddHostOf(key.clone()),
            )
        })
        .collect()
}

fn anything(cx: &ViewCx<'_>) -> Vec<Item> {
    let mut items: Vec<Item> = Action::ALL
        .iter()
        .filter(|a| **a != Action::Palette)
        .map(|action| {
            let spec = action.spec(cx.doc, cx.ws);
            let keys = spec.shortcut.map(|s| shortcut_text(&s)).unwrap_or_default();
            Item {
                refused: spec.refused,
                synonyms: spec.synonyms,
                ..Item::new(Icon::Bolt, spec.text, keys, Command::Do(*action))
            }
        })
        .collect();
    if cx.ws.welcome {
        return items;
    }
    let plan = cx.doc.plan();
    items.extend(plan.entities().map(|id| {
        let text = format!("Go to {}", plan.label(&id));
        let kind = id.kind();
        Item::new(
            icon_of(kind),
            text,
            kind.word().to_owned(),
            Command::JumpTo(id),
        )
    }));
    for (id, vm) in plan.vms.iter() {
        moves(plan, id, vm, &mut items);
    }
    items.extend(plan.hosts.keys().map(|host| {
        let text = format!("Move {} to site or pool…", plan.label(&host.into()));
        Item::new(
            Icon::Host,
            text,
            String::new(),
            Command::AskHome(host.clone()),
        )
    }));
    items
}

/// Every way to put what a VM has elsewhere: row by row where it has several.
fn moves(plan: &Plan, id: &VmId, vm: &Vm, items: &mut Vec<Item>) {
    let name = plan.label(&id.into());
    for what in [Carried::Members, Carried::Partner, Carried::One] {
        let ask = |text: String, row: Option<usize>, detail: String| {
            let vm = id.clone();
            Item::new(Icon::Vm, text, detail, Command::AskHost { vm, row, what })
        };
        let text = |of: &str, from: &str| match what {
            Carried::Members => format!("Move {of}{name}{from} to host…"),
            Carried::Partner => format!("Move partner of {name}{from} to host…"),
            Carried::One => format!("Detach one of {name}{from} to host…"),
        };
        match rows(vm, what).as_slice() {
            [] => {}
            [row] => items.push(ask(text("", ""), Some(*row), String::new())),
            several => {
                if what == Carried::Members {
                    items.push(ask(text("all of ", ""), None, String::new()));
                }
                items.extend(several.iter().map(|row| {
                    let from = from_row(plan, id, *row, what);
                    ask(text("", &from), Some(*row), row_detail(vm, *row))
                }));
            }
        }
    }
}

/// The placement rows of which `what` can be moved; one past the last stands for members without a host.
pub fn rows(vm: &Vm, what: Carried) -> Vec<usize> {
    let placed = 0..vm.placement.len();
    match what {
        Carried::Members => {
            let waits = vm.placed() < vm.count.max(1);
            placed.chain(waits.then_some(vm.placement.len())).collect()
        }
        Carried::Partner if vm.level.paired() => placed.collect(),
        Carried::One if vm.is_group() => placed.collect(),
        _ => Vec::new(),
    }
}

/// Where a row is, as part of a sentence: ` from host-b`.
pub fn from_row(plan: &Plan, id: &VmId, row: usize, what: Carried) -> String {
    let Some(vm) = plan.vms.get(id) else {
        return String::new();
    };
    match (vm.placement.get(row), what) {
        (Some(r), Carried::Partner) => format!(" on {}", plan.label(&(&r.host).into())),
        (Some(r), _) => format!(" from {}", plan.label(&(&r.host).into())),
        (None, _) if vm.placement.is_empty() => String::new(),
        (None, _) => " without a host".to_owned(),
    }
}

/// How many members a row has, for groups.
fn row_detail(vm: &Vm, row: usize) -> String {
    if !vm.is_group() {
        return String::new();
    }
    let left = vm.count.saturating_sub(vm.placed());
    match vm.placement.get(row).map_or(left, |r| r.count) {
        1 => "1 member".to_owned(),
        n => format!("{n} members"),
    }
}

/// The rows of a VM to choose from, and all of them.
fn rows_of(cx: &ViewCx<'_>, id: &VmId, what: Carried) -> Vec<Item> {
    let plan = cx.doc.plan();
    let Some(vm) = plan.vms.get(id) else {
        return Vec::new();
    };
    let ask = |text: String, row: Option<usize>, detail: String| {
        let vm = id.clone();
        Item::new(Icon::Host, text, detail, Command::AskHost { vm, row, what })
    };
    let whole = match what {
        Carried::Members => Some("All members"),
        Carried::Partner => Some("Every partner"),
        Carried::One => None,
    };
    let verb = match what {
        Carried::Members => "Those",
        Carried::Partner => "The partner",
        Carried::One => "One",
    };
    let whole = whole.map(|text| ask(text.to_owned(), None, String::new()));
    let each = rows(vm, what).into_iter().map(|row| {
        let text = format!("{verb}{}", from_row(plan, id, row, what));
        ask(text, Some(row), row_detail(vm, row))
    });
    whole.into_iter().chain(each).collect()
}

/// Sites and pools that a host can go to.
fn homes(cx: &ViewCx<'_>, host: &HostId) -> Vec<Item> {
    let plan = cx.doc.plan();
    let Some(h) = plan.hosts.get(host) else {
        return Vec::new();
    };
    let sites = plan.sites.keys().map(|id| {
        let here = (h.site == *id).then_some("here already");
        (EntityId::from(id), Some(id.clone()), None, here)
    });
    let pools = plan.pools.keys().map(|id| {
        let here = (h.pool.as_ref() == Some(id)).then_some("here already");
        (EntityId::from(id), None, Some(id.clone()), here)
    });
    sites
        .chain(pools)
        .map(|(id, site, pool, refused)| {
            let go = Command::MoveHost {
                host: host.clone(),
                site,
                pool,
            };
            let kind = id.kind();
            Item {
                refused,
                ..Item::new(icon_of(kind), plan.label(&id), kind.word().to_owned(), go)
            }
        })
        .collect()
}

fn hosts(cx: &ViewCx<'_>, vms: &[VmId], row: Option<usize>, what: Carried) -> Vec<Item> {
    let plan = cx.doc.plan();
    let facts = cx.doc.facts();
    plan.hosts
        .iter()
        .map(|(id, host)| {
            let site = plan.label(&EntityId::from(&host.site));
            let load = facts.hosts.get(id).map_or_else(String::new, |f| {
                format!(
                    " · CPU {:.0} %, RAM {:.0} %",
                    f.shares.cpu * 100.0,
                    f.shares.ram * 100.0
                )
            });
            let go = moving(vms, row, what, id);
            Item::new(
                Icon::Host,
                plan.label(&id.into()),
                format!("{site}{load}"),
                go,
            )
        })
        .collect()
}

fn moving(vms: &[VmId], row: Option<usize>, what: Carried, to: &HostId) -> Command {
    let to = to.clone();
    match (vms, row) {
        ([vm], Some(row)) => {
            let vm = vm.clone();
            match what {
                Carried::Members => Command::MoveVm { vm, row, to },
                Carried::Partner => Command::MovePartner { vm, row, to },
                Carried::One => Command::DetachMember { vm, row, to },
            }
        }
        _ => Command::MoveVms {
            vms: vms.to_vec(),
            what,
            to,
        },
    }
}

/// What a link can end at: whole things first, then single ports and controllers.
fn ends(plan: &Plan, first: Option<&End>) -> Vec<Item> {
    let item = |(end, choice): (End, Choice)| {
        let same = first == Some(&end);
        let icon = icon_of(end_kind(&end));
        let command = match first {
            Some(first) => Command::Link(first.clone(), end),
            None => Command::AskEnds(Some(end)),
        };
        Item {
            refused: same.then_some("the other end"),
            ..Item::new(icon, choice.text, choice.aside, command)
        }
    };
    let (ports, whole): (Vec<_>, Vec<_>) = refs::ends(plan)
        .into_iter()
        .partition(|(end, _)| matches!(end, End::Port { .. }));
    whole.into_iter().chain(ports).map(item).collect()
}

const fn end_kind(end: &End) -> Kind {
    match end {
        End::Host(_) | End::Port { .. } => Kind::Host,
        End::Switch(_) => Kind::Switch,
        End::Array { .. } => Kind::Array,
        End::Site(_) => Kind::Site,
        End::Witness(_) => Kind::Witness,
    }
}

/// The roles of the catalogue.
fn roles(cx: &ViewCx<'_>) -> Vec<Item> {
    let all = &cx.doc.catalogue().tables.archetypes;
    all.iter()
        .map(|(key, role)| {
            let detail = format!("by the {}", role.unit);
            let add = Command::AddRole(key.clone());
            Item::new(Icon::Vm, role.name.clone(), detail, add)
        })
        .collect()
}
