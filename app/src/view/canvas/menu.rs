//! Context menus of VMs, hosts, sites, links and the ground.

use egui::{Response, Ui};
use evenkeel_model::edit::{self, placement};
use evenkeel_model::ids::{EntityId, HostId, VmId};
use evenkeel_model::plan::Level;

use super::State;
use super::drag::LinkTool;
use super::drop;
use super::item::Item;
use super::piece::{Piece, Spot};
use super::scene::Scene;
use crate::command::{Action, Command};
use crate::view::{ViewCx, drill};
use crate::workspace::Zoom;

/// Shows the menu of whatever was clicked with the other button.
pub fn show(
    cx: &mut ViewCx<'_>,
    state: &mut State,
    scene: &Scene,
    touched: &[(Item, Response)],
    background: &Response,
) {
    if let Some(item) = state.menu.clone() {
        let response = touched.iter().find(|(i, _)| *i == item).map(|(_, r)| r);
        let open = response.is_some_and(|r| {
            r.context_menu(|ui| of_item(ui, cx, state, &item));
            r.context_menu_opened()
        });
        if !open {
            state.menu = None;
        }
    }
    background.context_menu(|ui| {
        let spot = state
            .menu_at
            .map(|p| drop::spot(scene, p))
            .unwrap_or_default();
        ground(ui, cx, state, &spot);
    });
}

pub fn of_item(ui: &mut Ui, cx: &mut ViewCx<'_>, state: &mut State, item: &Item) {
    ui.set_min_width(200.0);
    if cx.ws.drill.on {
        drill::menu::drilling(ui, cx, Some(&item.id()));
        return;
    }
    match item {
        Item::Member { vm, row } => vm_menu(ui, cx, vm, *row),
        Item::Partner { vm, row } => vm_menu(ui, cx, vm, *row),
        Item::Loose(vm) => vm_menu(ui, cx, vm, usize::MAX),
        Item::Host(host) => host_menu(ui, cx, state, host),
        Item::Site(site) => {
            let spot = Spot {
                site: Some(site.clone()),
                ..Spot::default()
            };
            for piece in [
                Piece::Host,
                Piece::Switch,
                Piece::Feed,
                Piece::Array,
                Piece::Witness,
            ] {
                add_here(ui, cx, piece, &spot);
            }
            ui.separator();
            link_from(ui, state, evenkeel_model::plan::End::Site(site.clone()));
        }
        Item::Device(EntityId::Switch(s)) => {
            link_from(ui, state, evenkeel_model::plan::End::Switch(s.clone()));
        }
        Item::Idle(_) | Item::Device(_) | Item::Link(_) | Item::Pool(_) => {}
    }
    drill::menu::of(ui, cx, &item.id());
    findings(ui, cx, &item.id());
    ui.separator();
    common(ui, cx, &item.id());
}

fn common(ui: &mut Ui, cx: &mut ViewCx<'_>, id: &EntityId) {
    if ui.button("Rename…").clicked() {
        cx.send.send(Command::Rename(id.clone()));
    }
    for action in [Action::Duplicate, Action::Delete] {
        let spec = action.spec(cx.doc, cx.ws);
        let button = egui::Button::new(&spec.text);
        if ui.add_enabled(spec.refused.is_none(), button).clicked() {
            cx.send.act(action);
        }
    }
    ui.separator();
    if ui.button("Zoom to selection").clicked() {
        cx.ws.zoom = Some(Zoom::Selection);
    }
}

fn add_here(ui: &mut Ui, cx: &mut ViewCx<'_>, piece: Piece, spot: &Spot) {
    let text = format!("Add {}", words(piece));
    if ui.button(text).on_hover_text(piece.tip()).clicked() {
        drop::add(cx, piece, spot);
    }
}

const fn words(piece: Piece) -> &'static str {
    match piece {
        Piece::Site => "a site",
        Piece::Host => "a host",
        Piece::Vm => "a VM",
        Piece::Group => "a group of VMs",
        Piece::Mailbox => "mailboxes",
        Piece::Sql => "SQL Server",
        Piece::Archetype => "another role",
        Piece::Link => "a link",
        Piece::Witness => "a witness",
        Piece::Switch => "a switch",
        Piece::Feed => "a power feed",
        Piece::Array => "an array",
    }
}

fn link_from(ui: &mut Ui, state: &mut State, end: evenkeel_model::plan::End) {
    if ui
        .button("Link to…")
        .on_hover_text("Click the other end")
        .clicked()
    {
        state.link = Some(LinkTool { from: Some(end) });
    }
}

fn vm_menu(ui: &mut Ui, cx: &mut ViewCx<'_>, vm: &VmId, row: usize) {
    let plan = std::sync::Arc::clone(cx.doc.plan());
    let Some(v) = plan.vms.get(vm) else { return };
    let profile = cx.doc.cx().profile;
    for level in Level::ALL {
        let mut text = format!("Level {}, {}", level.number(), level.word());
        if profile.mechanism(level).is_none() {
            text += " (not offered)";
        }
        if ui.selectable_label(v.level == level, text).clicked() {
            if cx.ws.is_selected(&vm.into()) {
                cx.send.act(Action::Level(level.number()));
            } else if let Ok(edit) = placement::set_level(&plan, vm, level) {
                cx.send.edit(edit);
            }
            ui.close();
        }
    }
    ui.separator();
    let placed = v.placement.get(row);
    let here = placed.map(|r| r.host.clone());
    ui.menu_button("Move to host", |ui| {
        hosts(ui, cx, here.as_ref(), |cx, host| {
            cx.send.send(Command::MoveVm {
                vm: vm.clone(),
                row,
                to: host,
            });
        });
    });
    if v.level.paired() && placed.is_some() {
        let partner = placed.and_then(|r| r.partner.clone());
        ui.menu_button("Move partner to host", |ui| {
            hosts(ui, cx, partner.as_ref(), |cx, host| {
                cx.send.send(Command::MovePartner {
                    vm: vm.clone(),
                    row,
                    to: host,
                });
            });
        });
    }
    if v.is_group() && placed.is_some() {
        ui.menu_button("Detach one to host", |ui| {
            hosts(ui, cx, None, |cx, host| {
                cx.send.send(Command::DetachMember {
                    vm: vm.clone(),
                    row,
                    to: host,
                });
            });
        });
    }
    if placed.is_some() && ui.button("Take off its host").clicked() {
        match placement::unplace(&plan, vm, Some(row)) {
            Ok(edit) => cx.send.edit(edit),
            Err(error) => cx.send.send(Command::Tell(error.to_string())),
        }
    }
    ui.menu_button("Add a workload", |ui| {
        let spot = Spot {
            vm: Some(vm.clone()),
            ..Spot::default()
        };
        for piece in [Piece::Mailbox, Piece::Sql, Piece::Archetype] {
            add_here(ui, cx, piece, &spot);
        }
    });
}

/// Every host to choose from, the present one marked.
fn hosts(
    ui: &mut Ui,
    cx: &mut ViewCx<'_>,
    present: Option<&HostId>,
    mut chosen: impl FnMut(&mut ViewCx<'_>, HostId),
) {
    let plan = std::sync::Arc::clone(cx.doc.plan());
    egui::ScrollArea::vertical()
        .max_height(320.0)
        .show(ui, |ui| {
            for id in plan.hosts.keys() {
                let is_here = present == Some(id);
                let name = plan.label(&id.into());
                if ui
                    .add_enabled(!is_here, egui::Button::selectable(is_here, name))
                    .clicked()
                {
                    chosen(cx, id.clone());
                    ui.close();
                }
            }
        });
}

fn host_menu(ui: &mut Ui, cx: &mut ViewCx<'_>, state: &mut State, host: &HostId) {
    let plan = std::sync::Arc::clone(cx.doc.plan());
    let Some(h) = plan.hosts.get(host) else {
        return;
    };
    let spot = Spot {
        host: Some(host.clone()),
        site: Some(h.site.clone()),
        ..Spot::default()
    };
    for piece in [
        Piece::Vm,
        Piece::Group,
        Piece::Mailbox,
        Piece::Sql,
        Piece::Archetype,
    ] {
        add_here(ui, cx, piece, &spot);
    }
    ui.separator();
    ui.menu_button("Site", |ui| {
        for id in plan.sites.keys() {
            let is_here = h.site == *id;
            let name = plan.label(&id.into());
            if ui.selectable_label(is_here, name).clicked() && !is_here {
                cx.send.send(Command::MoveHost {
                    host: host.clone(),
                    site: Some(id.clone()),
                    pool: None,
                });
                ui.close();
            }
        }
    });
    ui.menu_button("Pool", |ui| {
        for (id, _) in plan.pools.iter() {
            let is_here = h.pool.as_ref() == Some(id);
            let name = plan.label(&id.into());
            if ui.selectable_label(is_here, name).clicked() && !is_here {
                cx.send.send(Command::MoveHost {
                    host: host.clone(),
                    site: None,
                    pool: Some(id.clone()),
                });
                ui.close();
            }
        }
        if ui.selectable_label(h.pool.is_none(), "No pool").clicked() {
            let mut next = (**h).clone();
            next.pool = None;
            cx.send.edit(edit::Edit::put(
                format!("Take {} out of its pool", plan.label(&host.into())),
                host,
                next,
            ));
            ui.close();
        }
    });
    link_from(ui, state, evenkeel_model::plan::End::Host(host.clone()));
    let id = EntityId::from(host);
    if plan.layout.contains_key(&id) && ui.button("Let the layout place it").clicked() {
        cx.send.edit(edit::Edit::new(
            format!("Let the layout place {}", plan.label(&id)),
            vec![edit::Op::Position(id, None)],
        ));
    }
}

/// Findings on a thing: choosing one accepts it with a reason.
fn findings(ui: &mut Ui, cx: &mut ViewCx<'_>, id: &EntityId) {
    let all = std::sync::Arc::clone(cx.doc.findings());
    let mine: Vec<_> = all
        .iter()
        .filter(|f| f.is_found() && f.waived.is_none() && f.subject() == id)
        .collect();
    if mine.is_empty() {
        return;
    }
    ui.separator();
    ui.menu_button("Mend or accept a finding", |ui| {
        ui.set_max_width(420.0);
        for f in mine {
            ui.label(egui::RichText::new(format!("{} {}", f.code, f.message)).size(12.0));
            ui.horizontal(|ui| {
                if let Some(fix) = f.fixes.first()
                    && ui.button(&fix.title).clicked()
                {
                    cx.send.edit(fix.edit.clone());
                    ui.close();
                }
                if ui.button("Accept…").clicked() {
                    cx.send.send(Command::Waive {
                        code: f.code,
                        subject: f.subject().clone(),
                    });
                    ui.close();
                }
            });
        }
    });
}

fn ground(ui: &mut Ui, cx: &mut ViewCx<'_>, state: &mut State, spot: &Spot) {
    ui.set_min_width(180.0);
    if cx.ws.drill.on {
        drill::menu::drilling(ui, cx, None);
        return;
    }
    for piece in [Piece::Site, Piece::Host, Piece::Witness, Piece::Vm] {
        add_here(ui, cx, piece, spot);
    }
    if ui
        .button("Add a link…")
        .on_hover_text(Piece::Link.tip())
        .clicked()
    {
        state.link = Some(LinkTool::default());
    }
    ui.separator();
    if ui.button("Zoom to fit").clicked() {
        cx.ws.zoom = Some(Zoom::Fit);
    }
    if ui.button("Select all").clicked() {
        cx.send.act(Action::SelectAll);
    }
    let plan = cx.doc.plan();
    if !plan.layout.is_empty() && ui.button("Tidy: let the layout place all").clicked() {
        let ops = plan
            .layout
            .keys()
            .filter(|id| plan.contains(id))
            .map(|id| edit::Op::Position(id.clone(), None))
            .collect();
        cx.send
            .edit(edit::Edit::new("Let the layout place everything", ops));
    }
}
