//! Find or do anything: every action and every thing of the plan by a few letters, from the keyboard.

use egui::{
    Align2, Area, CornerRadius, Id, Key, Modifiers, Order, Rect, ScrollArea, Sense, Stroke, Ui,
    WidgetInfo, accesskit::Role, pos2, vec2,
};
use evenkeel_model::ids::{EntityId, HostId, Kind, VmId};

use super::ViewCx;
use crate::command::{Action, Command};
use crate::ui::style;
use crate::ui::theme::Theme;
use crate::ui::widgets::Icon;

/// What the palette is asking for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asking {
    Anything,
    /// A host for a VM, or for its partner.
    Host {
        vms: Vec<VmId>,
        partner: bool,
    },
    /// A site or pool for a host.
    Home(HostId),
    /// A model for a new host.
    Model,
}

/// An open palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    pub asking: Asking,
    pub text: String,
    chosen: usize,
    fresh: bool,
}

impl Palette {
    pub fn new(asking: Asking) -> Self {
        Self {
            asking,
            text: String::new(),
            chosen: 0,
            fresh: true,
        }
    }
}

/// A line of the palette.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub text: String,
    /// In grey, at the right.
    pub detail: String,
    pub icon: Icon,
    pub commands: Vec<Command>,
    pub refused: Option<&'static str>,
}

/// How well letters match a text: none when they do not occur in this order. Beginnings of words and runs count more.
pub fn score(text: &str, wanted: &str) -> Option<i32> {
    let mut total = 0;
    let mut run = 0;
    let mut first = None;
    let mut last = ' ';
    let mut letters = wanted
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .peekable();
    for (i, c) in text.chars().flat_map(char::to_lowercase).enumerate() {
        let Some(&letter) = letters.peek() else { break };
        if c == letter {
            let starts_word = !last.is_alphanumeric();
            total += 1 + run.min(3) * 8 + if starts_word { 6 } else { 0 };
            run += 1;
            first.get_or_insert(i);
            letters.next();
        } else {
            run = 0;
        }
        last = c;
    }
    if letters.peek().is_some() {
        return None;
    }
    let early = 4 - i32::try_from(first.unwrap_or(0)).unwrap_or(i32::MAX).min(4);
    let brief = 20 - i32::try_from(text.len()).unwrap_or(i32::MAX).min(60) / 3;
    Some(total * 4 + early + brief)
}

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
        Asking::Anything => {
            let mut items: Vec<Item> = Action::ALL
                .iter()
                .filter(|a| **a != Action::Palette)
                .map(|action| {
                    let spec = action.spec(cx.doc, cx.ws);
                    Item {
                        text: spec.text,
                        detail: spec
                            .shortcut
                            .map_or_else(String::new, |s| shortcut_text(&s)),
                        icon: Icon::Bolt,
                        commands: vec![Command::Do(*action)],
                        refused: spec.refused,
                    }
                })
                .collect();
            if !cx.ws.welcome {
                let plan = cx.doc.plan();
                items.extend(plan.entities().map(|id| Item {
                    text: format!("Go to {}", plan.label(&id)),
                    detail: id.kind().word().to_owned(),
                    icon: icon_of(id.kind()),
                    commands: vec![Command::JumpTo(id)],
                    refused: None,
                }));
                for (vm, v) in plan.vms.iter() {
                    let name = plan.label(&vm.into());
                    items.push(Item {
                        text: format!("Move {name} to host…"),
                        detail: String::new(),
                        icon: Icon::Vm,
                        commands: vec![Command::AskHost {
                            vm: vm.clone(),
                            partner: false,
                        }],
                        refused: None,
                    });
                    if v.level.paired() {
                        items.push(Item {
                            text: format!("Move partner of {name} to host…"),
                            detail: String::new(),
                            icon: Icon::Vm,
                            commands: vec![Command::AskHost {
                                vm: vm.clone(),
                                partner: true,
                            }],
                            refused: None,
                        });
                    }
                }
                for host in plan.hosts.keys() {
                    items.push(Item {
                        text: format!("Move {} to site or pool…", plan.label(&host.into())),
                        detail: String::new(),
                        icon: Icon::Host,
                        commands: vec![Command::AskHome(host.clone())],
                        refused: None,
                    });
                }
            }
            items
        }
        Asking::Host { vms, partner } => hosts(cx, vms, *partner),
        Asking::Home(host) => homes(cx, host),
        Asking::Model => models(cx),
    }
}

/// Servers of the catalogue.
fn models(cx: &ViewCx<'_>) -> Vec<Item> {
    cx.doc
        .catalogue()
        .tables
        .hosts
        .iter()
        .map(|(key, m)| Item {
            text: m.name.clone(),
            detail: format!(
                "{} × {} cores, {:.0} GiB · {}",
                m.sockets,
                m.cores_per_socket,
                m.ram_mib as f64 / 1024.0,
                m.source.date
            ),
            icon: Icon::Host,
            commands: vec![Command::AddHostOf(key.clone())],
            refused: None,
        })
        .collect()
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
        .map(|(id, site, pool, refused)| Item {
            text: plan.label(&id),
            detail: id.kind().word().to_owned(),
            icon: icon_of(id.kind()),
            commands: vec![Command::MoveHost {
                host: host.clone(),
                site,
                pool,
            }],
            refused,
        })
        .collect()
}

fn hosts(cx: &ViewCx<'_>, vms: &[VmId], partner: bool) -> Vec<Item> {
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
            Item {
                text: plan.label(&id.into()),
                detail: format!("{site}{load}"),
                icon: Icon::Host,
                commands: vms
                    .iter()
                    .map(|vm| moving(vm.clone(), id.clone(), partner))
                    .collect(),
                refused: None,
            }
        })
        .collect()
}

fn moving(vm: VmId, to: HostId, partner: bool) -> Command {
    if partner {
        Command::MovePartner { vm, row: 0, to }
    } else {
        Command::MoveVm { vm, row: 0, to }
    }
}

/// Keys in words: `Ctrl+Shift+S`.
pub fn shortcut_text(keys: &egui::KeyboardShortcut) -> String {
    let mac = cfg!(target_os = "macos");
    let text = keys.format(&egui::ModifierNames::NAMES, mac);
    let key = match keys.logical_key {
        Key::Slash => "/",
        Key::Period => ".",
        Key::Plus => "+",
        _ => return text,
    };
    text.replace(keys.logical_key.name(), key)
}

/// Items that match, best first; all of them in their order while nothing is typed.
pub fn matching(items: Vec<Item>, wanted: &str) -> Vec<Item> {
    if wanted.trim().is_empty() {
        let (mut can, cannot): (Vec<_>, Vec<_>) =
            items.into_iter().partition(|i| i.refused.is_none());
        can.extend(cannot);
        return can;
    }
    let mut scored: Vec<(i32, usize, Item)> = items
        .into_iter()
        .enumerate()
        .filter_map(|(i, item)| {
            let score = score(&item.text, wanted)?;
            let score = if item.refused.is_some() {
                score - 40
            } else {
                score
            };
            Some((score, i, item))
        })
        .collect();
    scored.sort_by_key(|(score, i, _)| (-score, *i));
    scored.into_iter().map(|(_, _, item)| item).collect()
}

const WIDTH: f32 = 560.0;
const ROW: f32 = 30.0;

/// Draws the palette; false when it closes.
pub fn show(ctx: &egui::Context, palette: &mut Palette, cx: &mut ViewCx<'_>) -> bool {
    let mut open = true;
    let screen = ctx.content_rect();
    let shade = egui::Color32::from_black_alpha(if cx.theme.dark { 90 } else { 40 });
    let back = Area::new(Id::unique("palette back"))
        .order(Order::Foreground)
        .fixed_pos(screen.min)
        .show(ctx, |ui| {
            let (_, response) = ui.allocate_exact_size(screen.size(), Sense::click());
            ui.painter().rect_filled(screen, 0.0, shade);
            response
        });
    if back.inner.clicked() {
        open = false;
    }
    let width = WIDTH.min(screen.width() - 32.0);
    let shown = Area::new(Id::unique("palette"))
        .order(Order::Foreground)
        .fixed_pos(pos2(screen.center().x - width / 2.0, screen.top() + 72.0))
        .show(ctx, |ui| {
            egui::Frame::new()
                .fill(cx.theme.panel)
                .stroke(Stroke::new(1.0, cx.theme.rule_strong()))
                .corner_radius(10)
                .shadow(ui.visuals().window_shadow)
                .inner_margin(6)
                .show(ui, |ui| {
                    ui.set_width(width - 12.0);
                    body(ui, palette, cx)
                })
                .inner
        });
    ctx.move_to_top(shown.response.layer_id);
    open && shown.inner
}

fn body(ui: &mut Ui, palette: &mut Palette, cx: &mut ViewCx<'_>) -> bool {
    let up = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::ArrowUp));
    let down = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::ArrowDown));
    let enter = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
    let escape = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
    if escape {
        return false;
    }
    let hint = match &palette.asking {
        Asking::Anything => "Find or do anything".to_owned(),
        Asking::Host { vms, partner } => {
            let what = match vms.as_slice() {
                [one] => cx.doc.plan().label(&one.into()),
                many => format!("{} VMs", many.len()),
            };
            if *partner {
                format!("Move the partner of {what} to which host?")
            } else {
                format!("Move {what} to which host?")
            }
        }
        Asking::Model => "Add a host of which model?".to_owned(),
        Asking::Home(host) => {
            let name = cx.doc.plan().label(&host.into());
            format!("Move {name} to which site or pool?")
        }
    };
    let before = palette.text.clone();
    let field = egui::TextEdit::singleline(&mut palette.text)
        .id(Id::unique("palette text"))
        .hint_text(hint.clone())
        .font(style::regular(15.0))
        .frame(egui::Frame::new().inner_margin(egui::Margin::symmetric(10, 10)))
        .desired_width(f32::INFINITY);
    let response = ui.add(field);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::TextInput, true, &hint);
        info.current_text_value = Some(palette.text.clone());
        info
    });
    if palette.fresh || !response.has_focus() {
        response.request_focus();
        palette.fresh = false;
    }
    crate::ui::widgets::rule(ui, cx.theme);
    ui.add_space(4.0);
    if palette.text != before {
        palette.chosen = 0;
    }
    let shown = matching(items(cx, &palette.asking), &palette.text);
    if shown.is_empty() {
        ui.horizontal(|ui| {
            ui.add_space(10.0);
            ui.label(egui::RichText::new("Nothing by that name").color(cx.theme.muted));
        });
        ui.add_space(8.0);
        return true;
    }
    let last = shown.len() - 1;
    if down {
        palette.chosen = if palette.chosen >= last {
            0
        } else {
            palette.chosen + 1
        };
    }
    if up {
        palette.chosen = palette.chosen.checked_sub(1).unwrap_or(last);
    }
    palette.chosen = palette.chosen.min(last);
    let mut run = enter.then_some(palette.chosen);
    ui.spacing_mut().item_spacing.y = 0.0;
    let most = (ui.ctx().content_rect().height() - 220.0).clamp(ROW * 3.0, ROW * 12.0);
    let mut area = ScrollArea::vertical()
        .max_height(most)
        .auto_shrink([false, true]);
    if up || down {
        let top = palette.chosen as f32 * ROW;
        area = area.vertical_scroll_offset((top - most / 2.0).max(0.0));
    }
    area.show_rows(ui, ROW, shown.len(), |ui, rows| {
        for i in rows {
            let Some(item) = shown.get(i) else { continue };
            let response = line(ui, cx.theme, item, i == palette.chosen);
            if response.clicked() {
                run = Some(i);
            }
        }
    });
    if let Some(item) = run.and_then(|i| shown.get(i))
        && item.refused.is_none()
    {
        for command in &item.commands {
            cx.send.send(command.clone());
        }
        return false;
    }
    true
}

fn line(ui: &mut Ui, theme: &Theme, item: &Item, chosen: bool) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let enabled = item.refused.is_none();
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, enabled, chosen, &item.text));
    if chosen {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(6), theme.selection);
    } else if response.hovered() {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(6), theme.field);
    }
    let ink = if enabled {
        theme.text
    } else {
        Theme::mix(theme.muted, theme.panel, 0.6)
    };
    let y = rect.center().y;
    item.icon.paint(
        ui.painter(),
        Rect::from_center_size(pos2(rect.left() + 18.0, y), vec2(14.0, 14.0)),
        theme.muted,
    );
    let detail = item.refused.unwrap_or(&item.detail);
    let detail =
        ui.painter()
            .layout_no_wrap(detail.to_owned(), style::regular(style::SMALL), theme.muted);
    let right = rect.right() - 10.0 - detail.size().x;
    ui.painter()
        .galley(pos2(right, y - detail.size().y / 2.0), detail, theme.muted);
    let clip = Rect::from_min_max(rect.min, pos2(right - 8.0, rect.max.y));
    ui.painter()
        .with_clip_rect(clip.intersect(ui.clip_rect()))
        .text(
            pos2(rect.left() + 36.0, y),
            Align2::LEFT_CENTER,
            &item.text,
            style::regular(style::BODY),
            ink,
        );
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_order_match_and_beginnings_win() {
        assert_eq!(score("Save as…", "xyz"), None);
        assert!(score("Go to host-a1", "ha1").is_some());
        assert!(score("Go to host-a1", "host-a1") > score("Go to host-a11 other", "ha1"));
        assert!(score("Save as…", "sa") > score("Select VMs to use at", "sa"));
        assert!(score("Go to Müller", "mül").is_some());
    }
}
