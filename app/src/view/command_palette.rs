//! Find or do anything: every action and every thing of the plan by a few letters, from the keyboard.

pub mod items;

use egui::{
    Align2, Area, CornerRadius, Id, Key, Modifiers, Order, Rect, ScrollArea, Sense, Stroke, Ui,
    WidgetInfo, accesskit::Role, pos2, vec2,
};
use evenkeel_model::ids::{HostId, VmId};
use evenkeel_model::plan::End;

use super::ViewCx;
use crate::command::{Carried, Command};
use crate::ui::style;
use crate::ui::theme::Theme;
use crate::ui::widgets::Icon;
pub use items::icon_of;
use items::items;

/// What the palette is asking for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asking {
    Anything,
    /// A host for what is meant of VMs: of one placement row of a VM, or of all that they have.
    Host {
        vms: Vec<VmId>,
        row: Option<usize>,
        what: Carried,
    },
    /// Which of a VM's placement rows is meant.
    Row {
        vm: VmId,
        what: Carried,
    },
    /// An end of a link; the other one, when the first is given.
    End(Option<End>),
    /// A role of the catalogue for a new workload.
    Role,
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
    /// Other words that it is found by.
    pub synonyms: &'static str,
}

impl Item {
    fn new(icon: Icon, text: String, detail: String, command: Command) -> Self {
        Self {
            text,
            detail,
            icon,
            commands: vec![command],
            refused: None,
            synonyms: "",
        }
    }
}

/// How well letters match a text: none when they do not occur in this order. Beginnings of words and runs count more,
/// letters left out between them less.
pub fn score(text: &str, wanted: &str) -> Option<i32> {
    let mut total = 0;
    let mut run = 0;
    let mut first = None;
    let mut skipped = 0;
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
            skipped += i32::from(first.is_some() && c.is_alphanumeric());
        }
        last = c;
    }
    if letters.peek().is_some() {
        return None;
    }
    let early = 4 - i32::try_from(first.unwrap_or(0)).unwrap_or(i32::MAX).min(4);
    let brief = 20 - i32::try_from(text.len()).unwrap_or(i32::MAX).min(60) / 3;
    Some(total * 4 + early + brief - skipped.min(20))
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

/// How well whole words match: every word wanted begins a word of the text or a synonym. A little less than the text.
fn by_words(item: &Item, wanted: &str) -> Option<i32> {
    if item.synonyms.is_empty() {
        return None;
    }
    let mut total = -30;
    for word in wanted.split_whitespace().map(str::to_lowercase) {
        let lower = item.text.to_lowercase();
        let mut known = lower
            .split(|c: char| !c.is_alphanumeric())
            .chain(item.synonyms.split(' '));
        let found = known.find(|k| k.starts_with(&word))?;
        total += score(found, &word)?;
    }
    Some(total)
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
            let score = score(&item.text, wanted).max(by_words(&item, wanted))?;
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

/// What the palette asks, in words.
fn question(cx: &ViewCx<'_>, asking: &Asking) -> String {
    let plan = cx.doc.plan();
    match asking {
        Asking::Anything => "Find or do anything".to_owned(),
        Asking::Host { vms, row, what } => {
            let name = match vms.as_slice() {
                [one] => plan.label(&one.into()),
                many => format!("{} VMs", many.len()),
            };
            let from = match (vms.as_slice(), row) {
                ([vm], Some(row)) => items::from_row(plan, vm, *row, *what),
                _ => String::new(),
            };
            match what {
                Carried::Members => format!("Move {name}{from} to which host?"),
                Carried::Partner => format!("Move the partner of {name}{from} to which host?"),
                Carried::One => format!("Detach one of {name}{from} to which host?"),
            }
        }
        Asking::Row { vm, what } => {
            let name = plan.label(&vm.into());
            match what {
                Carried::Members => format!("Move which members of {name}?"),
                Carried::Partner => format!("Move which partner of {name}?"),
                Carried::One => format!("Detach one of {name} from which host?"),
            }
        }
        Asking::End(None) => "Link from what?".to_owned(),
        Asking::End(Some(end)) => {
            let from = super::inspector::refs::end(plan, end);
            format!("Link from {from} to what?")
        }
        Asking::Role => "Add which role?".to_owned(),
        Asking::Home(host) => {
            let name = plan.label(&host.into());
            format!("Move {name} to which site or pool?")
        }
        Asking::Model => "Add a host of which model?".to_owned(),
    }
}

fn body(ui: &mut Ui, palette: &mut Palette, cx: &mut ViewCx<'_>) -> bool {
    let up = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::ArrowUp));
    let down = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::ArrowDown));
    let enter = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
    let escape = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
    if escape {
        return false;
    }
    let hint = question(cx, &palette.asking);
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
    // The area that this stands in remembers its last height: it is said how high the list is, not left to shrink.
    let height = (shown.len() as f32 * ROW).min(most);
    let mut area = ScrollArea::vertical()
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink(false);
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
    fn synonyms_are_found_by_whole_words_and_after_the_text() {
        let item = |text: &str, synonyms| Item {
            synonyms,
            ..Item::new(Icon::Bolt, text.to_owned(), String::new(), Command::Undo)
        };
        let found = |wanted: &str| {
            let all = vec![
                item("Switch light and dark", "theme night"),
                item("Theme park", ""),
                item("Add an array", "storage new"),
            ];
            let texts = matching(all, wanted).into_iter().map(|i| i.text);
            texts.collect::<Vec<_>>()
        };
        assert_eq!(found("theme"), ["Theme park", "Switch light and dark"]);
        assert_eq!(found("dark theme"), ["Switch light and dark"]);
        assert_eq!(found("add stor"), ["Add an array"]);
        assert!(found("tm nght").is_empty());
    }

    #[test]
    fn letters_in_order_match_and_beginnings_win() {
        assert_eq!(score("Save as…", "xyz"), None);
        assert!(score("Go to host-a1", "ha1").is_some());
        assert!(score("Go to host-a1", "host-a1") > score("Go to host-a11 other", "ha1"));
        let wanted = "move host-a2";
        assert!(
            score("Move host-a2 to site or pool…", wanted)
                > score("Move dc from host-a2 to host…", wanted)
        );
        assert!(score("Save as…", "sa") > score("Select VMs to use at", "sa"));
        assert!(score("Go to Müller", "mül").is_some());
    }
}
