//! The answers of a calculator: values, sentences, tables, and the working of each unfolded.

use egui::{Align, CornerRadius, Frame, Label, Layout, Margin, RichText, Stroke, Ui, vec2};
use evenkeel_model::calc::{Calculator, Note, NoteKind, TextTable};
use evenkeel_model::figure::{Explained, Input, Standing};
use evenkeel_model::units::with_unit;

use super::{Outcome, State};
use crate::ui::fields;
use crate::ui::style::{self, BODY, SMALL};
use crate::ui::theme::Theme;
use crate::ui::widgets;
use crate::view::ViewCx;

pub(super) fn show(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    state: &mut State,
    c: &'static Calculator,
    outcome: &Outcome,
) {
    let theme = cx.theme;
    fields::heading(ui, theme, "Answers");
    let Some((answers, workings)) = &outcome.answers else {
        fields::note(
            ui,
            theme,
            "The answers stand here as soon as the inputs are complete.",
        );
        return;
    };
    for note in &answers.notes {
        say(ui, theme, note);
        ui.add_space(4.0);
    }
    let width = ui.available_width();
    Frame::new()
        .fill(theme.card)
        .stroke(Stroke::new(1.0, theme.rule))
        .corner_radius(CornerRadius::same(style::CARD_RADIUS))
        .inner_margin(Margin::symmetric(14, 8))
        .show(ui, |ui| {
            ui.set_width(width - 30.0);
            ui.spacing_mut().item_spacing.y = 2.0;
            for (n, (answer, working)) in answers.answers.iter().zip(workings).enumerate() {
                if n > 0 {
                    widgets::rule(ui, theme);
                }
                let id = (c.spec.slug, answer.key);
                let open = state.unfolded.contains(&id);
                ui.allocate_ui_with_layout(
                    vec2(ui.available_width(), fields::ROW),
                    Layout::right_to_left(Align::Center),
                    |ui| {
                        let word = if open { "hide" } else { "why?" };
                        if fields::link_named(
                            ui,
                            theme,
                            word,
                            &format!("Working of {}", answer.label),
                        )
                        .clicked()
                            && !state.unfolded.remove(&id)
                        {
                            state.unfolded.insert(id);
                        }
                        ui.label(
                            RichText::new(with_unit(answer.value.0, answer.unit))
                                .font(style::bold(BODY))
                                .color(theme.text),
                        );
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                            ui.add(
                                Label::new(
                                    RichText::new(answer.label).size(BODY).color(theme.muted),
                                )
                                .truncate(),
                            );
                        });
                    },
                );
                if open {
                    show_working(ui, theme, working);
                }
            }
        });
    for table in &answers.tables {
        ui.add_space(10.0);
        show_table(ui, theme, table);
    }
}

fn say(ui: &mut Ui, theme: &Theme, note: &Note) {
    let (ink, word) = match note.kind {
        NoteKind::Info => (theme.muted, ""),
        NoteKind::Warning => (theme.warning, "Warning. "),
        NoteKind::Error => (theme.error, "Does not hold. "),
    };
    let mut text = note.text.clone();
    if let Some(first) = text.get(..1) {
        text = format!("{}{}", first.to_uppercase(), text.get(1..).unwrap_or(""));
    }
    ui.horizontal_top(|ui| {
        if note.kind != NoteKind::Info {
            widgets::dot(ui, ink);
        }
        ui.add(
            Label::new(
                RichText::new(format!("{word}{text}"))
                    .size(BODY)
                    .color(if note.kind == NoteKind::Info {
                        theme.muted
                    } else {
                        theme.text
                    })
                    .line_height(Some(18.0)),
            )
            .wrap(),
        );
    });
}

fn mono(ui: &mut Ui, theme: &Theme, text: &str, quiet: bool) {
    ui.add(
        Label::new(
            RichText::new(text)
                .monospace()
                .size(if quiet { SMALL } else { 12.0 })
                .color(if quiet { theme.muted } else { theme.text })
                .line_height(Some(if quiet { 16.0 } else { 18.0 })),
        )
        .wrap()
        .selectable(true),
    );
}

fn show_working(ui: &mut Ui, theme: &Theme, working: &Explained) {
    mono(ui, theme, &working.formula, false);
    if working.numbers != working.formula {
        let line = format!("{} = {}", working.numbers, working.result_text());
        mono(ui, theme, &line, false);
    }
    ui.add_space(4.0);
    for input in &working.inputs {
        show_input(ui, theme, input);
    }
    ui.add_space(8.0);
}

fn show_input(ui: &mut Ui, theme: &Theme, input: &Input) {
    let standing = input.standing();
    let ink = match standing {
        Standing::Confirmed => theme.good,
        Standing::Unconfirmed | Standing::Assumed => theme.warning,
        _ => theme.muted,
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.label(
            RichText::new(&input.symbol)
                .monospace()
                .size(SMALL)
                .color(theme.text),
        );
        ui.label(
            RichText::new(input.value_text())
                .font(style::bold(SMALL))
                .color(theme.text),
        );
        ui.label(RichText::new(input.source()).size(SMALL).color(theme.muted));
        ui.label(RichText::new(standing.word()).size(SMALL).color(ink));
    });
}

fn show_table(ui: &mut Ui, theme: &Theme, table: &TextTable) {
    ui.label(widgets::strong(theme, &table.title));
    ui.add_space(2.0);
    egui::Grid::new(("table", table.key))
        .num_columns(table.head.len())
        .spacing(vec2(16.0, 4.0))
        .show(ui, |ui| {
            for head in &table.head {
                ui.label(widgets::small(theme, head));
            }
            ui.end_row();
            for row in table.rows.iter().take(200) {
                for cell in row {
                    ui.label(RichText::new(cell).size(BODY).color(theme.text));
                }
                ui.end_row();
            }
        });
    let more = table.rows.len().saturating_sub(200);
    if more > 0 {
        ui.label(widgets::small(theme, format!("and {more} more rows")));
    }
}
