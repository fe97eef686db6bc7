//! The inputs of a calculator: a row each, with unit and range; faults stand under their field.

use egui::{Align, Layout, RichText, Role, TextEdit, Ui, WidgetInfo, vec2};
use evenkeel_model::calc::{Calculator, Input, Kind, Options, Otherwise};
use evenkeel_model::units::pretty;

use super::{Outcome, State};
use crate::ui::fields;
use crate::ui::style::{self, BODY, SMALL};
use crate::view::ViewCx;

/// Width of a field, points.
const FIELD: f32 = 170.0;

pub(super) fn show(
    ui: &mut Ui,
    cx: &mut ViewCx<'_>,
    state: &mut State,
    c: &'static Calculator,
    outcome: &Outcome,
) {
    let theme = cx.theme;
    fields::heading_with(ui, theme, "Inputs", |ui| {
        if fields::link_named(ui, theme, "Example", "Enter the example").clicked() {
            let texts = state.texts(c);
            texts.clear();
            for (key, value) in c.spec.example {
                texts.insert(key, (*value).to_owned());
            }
        }
        ui.add_space(8.0);
        if fields::link_named(ui, theme, "Clear", "Clear all inputs").clicked() {
            state.texts(c).clear();
        }
    });
    for input in c.spec.inputs {
        ui.push_id(input.key, |ui| one(ui, cx, state, c, input, outcome));
        ui.add_space(4.0);
    }
    // Faults that name no input.
    for fault in outcome
        .faults
        .iter()
        .filter(|f| !c.spec.inputs.iter().any(|i| i.key == f.key))
    {
        fault_line(ui, cx, &fault.message, &fault.advice);
    }
}

/// What stands when the field is empty, with the range.
fn hint(input: &Input, cx: &ViewCx<'_>) -> String {
    let Kind::Number(n) = input.kind else {
        return match input.otherwise {
            Otherwise::Absent => "none".to_owned(),
            _ => String::new(),
        };
    };
    let with_unit = |v: f64| {
        if n.unit.is_empty() {
            format!("{v}")
        } else {
            format!("{v} {}", n.unit)
        }
    };
    match input.otherwise {
        Otherwise::Value(v) => with_unit(v),
        Otherwise::Constant(key) => cx
            .doc
            .catalogue()
            .tables
            .constants
            .get(key)
            .map_or_else(String::new, |c| with_unit(c.value)),
        Otherwise::Absent => "none".to_owned(),
        Otherwise::Required | Otherwise::Word(_) => n.unit.to_owned(),
    }
}

fn tip(input: &Input) -> String {
    match input.kind {
        Kind::Number(n) => {
            let unit = if n.unit.is_empty() {
                String::new()
            } else {
                format!(" {}", n.unit)
            };
            let units = n.dimension.examples();
            let units = if units.is_empty() {
                String::new()
            } else {
                format!("\nUnits: {units}")
            };
            format!("{} to {}{unit}{units}", pretty(n.min), pretty(n.max))
        }
        Kind::List(columns) => {
            let form: Vec<&str> = columns.iter().map(|c| c.key).collect();
            let mut text = format!("Rows {}, separated by commas", form.join(":"));
            for c in columns {
                text.push_str(&format!("\n{}: {}", c.key, c.what));
            }
            text
        }
        Kind::Text | Kind::Choice(_) => String::new(),
    }
}

fn one(
    ui: &mut Ui,
    cx: &mut ViewCx<'_>,
    state: &mut State,
    c: &'static Calculator,
    input: &'static Input,
    outcome: &Outcome,
) {
    let theme = cx.theme;
    let fault = outcome.faults.iter().find(|f| f.key == input.key);
    let wide = matches!(input.kind, Kind::Text | Kind::List(_));
    let name = capital(input.what);
    let empty = state
        .texts(c)
        .get(input.key)
        .is_none_or(|t| t.trim().is_empty());
    let missing = fault.is_some() && empty && matches!(input.otherwise, Otherwise::Required);
    let text = state.texts(c).entry(input.key).or_default();
    let field = |ui: &mut Ui, width: f32, text: &mut String| {
        let mut edit = TextEdit::singleline(text)
            .hint_text(RichText::new(hint(input, cx)).color(theme.muted))
            .margin(egui::Margin::symmetric(8, 4))
            .desired_width(width);
        if wide {
            edit = edit.font(egui::TextStyle::Monospace);
        } else {
            edit = edit.align(egui::Align2::RIGHT_CENTER);
        }
        if fault.is_some() && !missing {
            edit = edit.text_color(theme.error);
        }
        let response = ui.add(edit);
        if response.gained_focus()
            && let Some(mut kept) = egui::text_edit::TextEditState::load(ui.ctx(), response.id)
        {
            // Typing replaces what stands there.
            let all = egui::text::CCursorRange::two(
                egui::text::CCursor::new(0),
                egui::text::CCursor::new(text.chars().count()),
            );
            kept.cursor.set_char_range(Some(all));
            kept.store(ui.ctx(), response.id);
        }
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::TextInput, true, &name);
            info.current_text_value = Some(text.clone());
            info
        });
        let tip = tip(input);
        if !tip.is_empty() {
            response.on_hover_text(tip);
        }
    };
    let label = |ui: &mut Ui, width: f32| {
        ui.allocate_ui_with_layout(
            vec2(width, fields::ROW),
            Layout::left_to_right(Align::Center),
            |ui| {
                ui.set_width(width);
                let mut words = egui::text::LayoutJob::default();
                let plain = |font, color| egui::TextFormat {
                    line_height: Some(17.0),
                    ..egui::TextFormat::simple(font, color)
                };
                words.append(&name, 0.0, plain(style::regular(BODY), theme.text));
                words.append(
                    input.symbol,
                    8.0,
                    plain(egui::FontId::monospace(SMALL), theme.muted),
                );
                ui.add(egui::Label::new(words).wrap());
            },
        );
    };
    if wide {
        label(ui, ui.available_width());
        let width = ui.available_width();
        field(ui, width, text);
    } else {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            let width = (ui.available_width() - FIELD - 12.0).max(80.0);
            label(ui, width);
            match input.kind {
                Kind::Choice(options) => pick(ui, cx, input, options, outcome, text, &name),
                _ => field(ui, FIELD, text),
            }
        });
    }
    if let Some(fault) = fault {
        if missing {
            fields::note(ui, theme, "Needed");
        } else {
            fault_line(ui, cx, &fault.message, &fault.advice);
        }
    }
}

fn pick(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    input: &Input,
    options: Options,
    outcome: &Outcome,
    text: &mut String,
    name: &str,
) {
    let all: Vec<(String, String)> = match options {
        Options::Fixed(all) => all
            .iter()
            .map(|(k, n)| ((*k).to_owned(), (*n).to_owned()))
            .collect(),
        Options::From(f) => f(cx.doc.catalogue(), &outcome.values),
    };
    let now = if text.is_empty() {
        match input.otherwise {
            Otherwise::Word(w) => w,
            _ => "",
        }
    } else {
        text.as_str()
    };
    let shown = all
        .iter()
        .find(|(k, _)| k == now)
        .map_or(now, |(_, n)| n.as_str())
        .to_owned();
    let chosen = fields::choices(
        ui,
        cx.theme,
        ui.scope_id().with("choice"),
        name,
        FIELD,
        &shown,
        text.is_empty(),
        &|| {
            let list = all
                .iter()
                .map(|(_, n)| fields::Choice::with(n.clone(), ""))
                .collect();
            (list, all.iter().position(|(k, _)| k == now))
        },
    );
    if let Some((key, _)) = chosen.and_then(|n| all.get(n)) {
        key.clone_into(text);
    }
}

fn fault_line(ui: &mut Ui, cx: &ViewCx<'_>, message: &str, advice: &str) {
    let text = if advice.is_empty() {
        message.to_owned()
    } else {
        format!("{message}: {advice}")
    };
    ui.add(
        egui::Label::new(
            RichText::new(text)
                .size(SMALL)
                .color(cx.theme.error)
                .line_height(Some(16.0)),
        )
        .wrap(),
    );
}

/// The first letter as a capital.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|c| c.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
