//! The table of failures: sort by a column, filter by text, a row starts the drill.

use std::sync::Arc;

use egui::{Align, Align2, Rect, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use evenkeel_model::facts::failures::{Failure, Found};
use evenkeel_model::failure::Part;
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::Plan;

use crate::command::Command;
use crate::ui::style;
use crate::ui::widgets::{self, Icon};
use crate::view::ViewCx;
use crate::view::drill::Step;
use crate::view::drill::mark::Mark;
use crate::view::drill::words;

const ROW: f32 = 30.0;

/// Columns, first the name of what fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Column {
    /// As a study orders them.
    #[default]
    Harm,
    Name,
    Vms,
    Twice,
    Stops,
    Restarts,
    Outage,
    Simplex,
    Overloads,
}

impl Column {
    const ALL: [Column; 8] = [
        Column::Name,
        Column::Vms,
        Column::Twice,
        Column::Stops,
        Column::Restarts,
        Column::Outage,
        Column::Simplex,
        Column::Overloads,
    ];
    const fn title(self) -> &'static str {
        match self {
            Column::Harm | Column::Name => "What fails",
            Column::Vms => "VMs",
            Column::Twice => "Run twice",
            Column::Stops => "Stop",
            Column::Restarts => "Restart",
            Column::Outage => "Longest restart",
            Column::Simplex => "Unprotected",
            Column::Overloads => "Overloaded",
        }
    }
    const fn share(self) -> f32 {
        match self {
            Column::Harm | Column::Name => 4.0,
            Column::Vms => 2.6,
            Column::Outage => 1.4,
            Column::Overloads => 2.4,
            _ => 1.0,
        }
    }
    const fn mark(self) -> Option<Mark> {
        match self {
            Column::Twice => Some(Mark::RunsTwice),
            Column::Stops => Some(Mark::Stops),
            Column::Restarts => Some(Mark::Restarts),
            Column::Simplex => Some(Mark::Unprotected),
            _ => None,
        }
    }
}

/// How rows are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Order {
    pub column: Column,
    pub turned: bool,
}

#[derive(Clone, Debug)]
struct Line {
    name: String,
    /// Sorts of things, where the name does not say it.
    kinds: String,
    parts: Vec<Part>,
    /// Texts of the columns after the name.
    cells: [String; 7],
    /// What is searched.
    all: String,
    keys: [f64; 7],
}

/// Rows of now, and what they were made of.
#[derive(Clone, Debug)]
pub struct Lines {
    plan: Arc<Plan>,
    of: (usize, u64, String, Order),
    rows: Arc<Vec<Line>>,
}

fn kinds(parts: &[Part]) -> String {
    let words: Vec<&str> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Thing(EntityId::Site(_)) => Some("site"),
            Part::Thing(EntityId::Feed(_)) => Some("power feed"),
            Part::Thing(EntityId::Switch(_)) => Some("switch"),
            Part::Thing(EntityId::Array(_)) => Some("array"),
            Part::Thing(EntityId::Link(_)) => Some("link"),
            Part::Thing(EntityId::Witness(_)) => Some("witness"),
            Part::Thing(EntityId::Host(_)) => Some("host"),
            _ => None,
        })
        .collect();
    words.join(", ")
}

fn line(plan: &Plan, failure: &Failure) -> Line {
    let h = &failure.harm;
    let outage = failure
        .vms
        .iter()
        .map(|(_, e)| e.outage_s)
        .fold(0.0, f64::max);
    let count = |n: u32| {
        if n == 0 { String::new() } else { n.to_string() }
    };
    let over = match failure.overloads.as_slice() {
        [] => String::new(),
        [one] => words::overload(plan, one),
        [first, rest @ ..] => format!("{}, {} more", words::overload(plan, first), rest.len()),
    };
    let worst = failure
        .overloads
        .iter()
        .map(|o| o.share)
        .fold(0.0, f64::max);
    let name = words::names(plan, &failure.parts);
    let vms: Vec<String> = failure
        .vms
        .iter()
        .map(|(vm, _)| plan.label(&vm.into()))
        .collect();
    Line {
        all: format!("{name} {} {over}", vms.join(" ")).to_lowercase(),
        name,
        kinds: kinds(&failure.parts),
        parts: failure.parts.clone(),
        cells: [
            vms.join(", "),
            count(h.split_brain),
            count(h.stops),
            count(h.restarts),
            if h.restarts > 0 {
                words::span(outage)
            } else {
                String::new()
            },
            count(h.simplex),
            over,
        ],
        keys: [
            failure.vms.len() as f64,
            f64::from(h.split_brain),
            f64::from(h.stops),
            f64::from(h.restarts),
            outage,
            f64::from(h.simplex),
            worst,
        ],
    }
}

fn lines(cx: &mut ViewCx<'_>, found: &Found) -> Arc<Vec<Line>> {
    let state = &mut cx.ws.failures;
    let wanted = state.filter.trim().to_lowercase();
    let of = (
        std::ptr::from_ref(found) as usize,
        found.examined,
        wanted.clone(),
        state.order,
    );
    if let Some(known) = &state.lines
        && known.of == of
        && Arc::ptr_eq(&known.plan, cx.doc.plan())
    {
        return Arc::clone(&known.rows);
    }
    let plan = cx.doc.plan();
    let mut rows: Vec<Line> = found
        .worst
        .iter()
        .map(|f| line(plan, f))
        .filter(|l| wanted.is_empty() || wanted.split_whitespace().all(|w| l.all.contains(w)))
        .collect();
    let slot = match state.order.column {
        Column::Harm => None,
        Column::Name => {
            rows.sort_by(|a, b| a.name.cmp(&b.name));
            None
        }
        column => Column::ALL.iter().skip(1).position(|c| *c == column),
    };
    if let Some(slot) = slot {
        let key = |l: &Line| l.keys.get(slot).copied().unwrap_or(0.0);
        rows.sort_by(|a, b| key(b).total_cmp(&key(a)));
    }
    if state.order.turned {
        rows.reverse();
    }
    let rows = Arc::new(rows);
    state.lines = Some(Lines {
        plan: Arc::clone(plan),
        of,
        rows: Arc::clone(&rows),
    });
    rows
}

fn grouped(n: u64) -> String {
    crate::ui::fields::grouped(u32::try_from(n).unwrap_or(u32::MAX))
}

/// What a study found, in a sentence.
pub fn summary(found: &Found, one: &str, many: &str) -> String {
    let stops = found.worst.iter().filter(|f| f.harm.stops > 0).count();
    let twice = found
        .worst
        .iter()
        .filter(|f| f.harm.split_brain > 0)
        .count();
    let over = found.worst.iter().filter(|f| f.harm.overloaded > 0).count();
    let mut text = format!(
        "{} {} examined, {} of them harm nothing.",
        grouped(found.examined),
        if found.examined == 1 { one } else { many },
        grouped(found.harmless)
    );
    if found.cut {
        text += &format!(" The worst {} are listed.", found.worst.len());
    }
    let of_listed = if found.cut { "Of those listed, " } else { "" };
    let mut told = Vec::new();
    if twice > 0 {
        told.push(format!("{twice} let VMs run on both halves"));
    }
    if stops > 0 {
        told.push(format!("{stops} stop VMs"));
    }
    if over > 0 {
        told.push(format!("{over} overload something"));
    }
    if told.is_empty() {
        text += " None stops a VM.";
    } else {
        text += &format!(" {of_listed}{}.", told.join(", "));
    }
    text
}

fn slots(rect: Rect) -> Vec<(Column, Rect)> {
    let gap = 10.0;
    let free = (rect.width() - gap * (Column::ALL.len() - 1) as f32 - 16.0).max(1.0);
    let total: f32 = Column::ALL.iter().map(|c| c.share()).sum();
    let mut x = rect.left() + 8.0;
    Column::ALL
        .into_iter()
        .map(|column| {
            let width = free * column.share() / total;
            let slot = Rect::from_min_size(pos2(x, rect.top()), vec2(width, rect.height()));
            x += width + gap;
            (column, slot)
        })
        .collect()
}

/// Writes into a slot; the width that it took.
fn text(ui: &Ui, slot: Rect, words: &str, font: egui::FontId, ink: egui::Color32) -> f32 {
    let mut job = egui::text::LayoutJob::single_section(
        words.to_owned(),
        egui::TextFormat::simple(font, ink),
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width(slot.width());
    let galley = ui.fonts_mut(|f| f.layout_job(job));
    let at = Align2([Align::Min, Align::Center]).anchor_size(slot.left_center(), galley.size());
    let used = galley.size().x;
    ui.painter().galley(at.min, galley, ink);
    used
}

/// Draws head and rows.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, found: &Found) {
    let theme = cx.theme;
    ui.spacing_mut().item_spacing.y = 0.0;
    head(ui, cx);
    widgets::rule(ui, theme);
    let rows = lines(cx, found);
    if rows.is_empty() {
        ui.add_space(24.0);
        let text = if found.worst.is_empty() {
            "Nothing examined harms anything."
        } else {
            "Nothing to show with this filter."
        };
        ui.label(egui::RichText::new(text).color(theme.muted));
        return;
    }
    ScrollArea::vertical()
        .auto_shrink(false)
        .show_rows(ui, ROW, rows.len(), |ui, range| {
            for i in range {
                if let Some(line) = rows.get(i) {
                    row(ui, cx, line);
                }
            }
        });
}

fn head(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let theme = cx.theme;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    let order = cx.ws.failures.order;
    for (column, slot) in slots(rect) {
        let chosen = order.column == column;
        let id = ui.scope_id().with(("sort", column.title()));
        let response = ui.interact(slot, id, Sense::click());
        let label = format!("Sort by {}", column.title().to_lowercase());
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &label));
        let ink = if chosen || response.hovered() {
            theme.text
        } else {
            theme.muted
        };
        let mut words = slot;
        if let Some(mark) = column.mark() {
            let at = pos2(slot.left() + 6.0, slot.center().y);
            mark.paint(ui.painter(), at, 10.0, theme);
            words.min.x += 17.0;
        }
        text(ui, words, column.title(), style::bold(style::SMALL), ink);
        if chosen {
            let icon = if order.turned {
                Icon::ChevronUp
            } else {
                Icon::ChevronDown
            };
            let at =
                Rect::from_center_size(pos2(slot.right() - 6.0, slot.center().y), vec2(9.0, 9.0));
            icon.paint(ui.painter(), at, ink);
        }
        if response.on_hover_text(label).clicked() {
            // Once down, once up, then by harm again.
            cx.ws.failures.order = match (chosen, order.turned) {
                (true, true) => Order::default(),
                (chosen, _) => Order {
                    column,
                    turned: chosen,
                },
            };
        }
    }
}

fn row(ui: &mut Ui, cx: &mut ViewCx<'_>, line: &Line) {
    let theme = cx.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let mut told: Vec<String> = Vec::new();
    for (column, cell) in Column::ALL.iter().skip(1).zip(&line.cells) {
        if !cell.is_empty() {
            told.push(format!("{} {cell}", column.title().to_lowercase()));
        }
    }
    let label = format!("Drill {}: {}", line.name, told.join(", "));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 4.0, theme.field);
    }
    for (i, (column, slot)) in slots(rect).into_iter().enumerate() {
        let words = match i.checked_sub(1).and_then(|i| line.cells.get(i)) {
            Some(cell) => cell.as_str(),
            None => line.name.as_str(),
        };
        let (font, ink) = match column {
            Column::Twice | Column::Stops => {
                let mark = column.mark().unwrap_or(Mark::Stops);
                (style::bold(style::BODY), mark.colour(theme))
            }
            Column::Overloads => (style::regular(style::BODY), theme.warning),
            Column::Vms => (style::regular(style::BODY - 1.0), theme.muted),
            _ => (style::regular(style::BODY), theme.text),
        };
        let used = text(ui, slot, words, font, ink);
        if column == Column::Name && used + 20.0 < slot.width() {
            let rest = Rect::from_min_max(pos2(slot.left() + used + 8.0, slot.top()), slot.max);
            let small = style::regular(style::SMALL);
            text(ui, rest, &line.kinds, small, theme.muted);
        }
    }
    ui.painter().hline(
        rect.x_range(),
        rect.bottom(),
        Stroke::new(1.0, theme.rule.gamma_multiply(0.6)),
    );
    let response = response
        .on_hover_cursor(egui::CursorIcon::PointingHand)
        .on_hover_text("Shows it on the canvas");
    if response.clicked() {
        cx.send.send(Command::Drill(Step::Only(line.parts.clone())));
    }
}
