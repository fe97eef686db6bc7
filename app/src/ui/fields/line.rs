//! The text field under all fields: a draft while typing, an error that stays, one commit.

use egui::text::{CCursorRange, LayoutJob, TextFormat};
use egui::{
    Align, Align2, Color32, CornerRadius, EventFilter, FontId, Frame, Id, Key, Margin, Modifiers,
    Stroke, TextBuffer, Ui, vec2,
};
use evenkeel_model::edit::{Edit, Op};

use super::look::FIELD;
use super::read::unit_of;
use crate::command::Sender;
use crate::ui::style::{BODY, SMALL};
use crate::ui::theme::Theme;

/// What a text field shows and accepts.
pub struct Line<'a> {
    pub id: Id,
    /// Accessible name; the visible label's where there is one.
    pub name: &'a str,
    pub label: Option<Id>,
    /// The value of now as text.
    pub shown: &'a str,
    /// Stands in an empty field: the default, or `mixed`.
    pub hint: &'a str,
    /// Allowed values in words, shown with an error and on hover.
    pub range: &'a str,
    pub right: bool,
    /// Sets the trailing unit more quietly.
    pub quiet_unit: bool,
    /// Arrow keys change a whole number by one.
    pub steps: bool,
    /// Fills a cell of a table: no frame of its own.
    pub bare: bool,
    /// Several rows of text.
    pub tall: bool,
    pub width: f32,
}

/// What a person did to a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    Nothing,
    /// Readable and different, still in the field.
    Editing(String),
    /// Done: Enter, or the focus left.
    Commit(String),
    /// Escape: the text of before is back.
    Cancelled,
}

#[derive(Clone, Default)]
struct Draft {
    text: String,
    /// What the field showed when typing began.
    base: String,
    error: Option<String>,
    /// Select everything until the pointer that gave the focus is up again.
    select_all: bool,
}

/// An edit that a field would make if it disappeared now.
#[derive(Clone)]
struct Pending {
    field: Id,
    pass: u64,
    edit: Edit,
}

impl Pending {
    /// Whether the things that it changes are still there.
    fn possible(&self, plan: &evenkeel_model::plan::Plan) -> bool {
        self.edit.ops.iter().all(|op| match op {
            Op::Put(id, _) => plan.contains(id),
            _ => true,
        })
    }
}

fn pending_id() -> Id {
    Id::unique("evenkeel-field-pending")
}

/// Remembers what `field` would change, so that [`flush`] can do it when the field is gone.
pub(super) fn remember(ui: &Ui, field: Id, edit: Option<Edit>) {
    let pass = ui.ctx().cumulative_pass_nr();
    ui.data_mut(|d| match edit {
        Some(edit) => {
            d.insert_temp(pending_id(), Some(Pending { field, pass, edit }));
        }
        None => {
            if d.get_temp::<Option<Pending>>(pending_id())
                .flatten()
                .is_some_and(|p| p.field == field)
            {
                d.insert_temp(pending_id(), None::<Pending>);
            }
        }
    });
}

/// Commits what was typed into a field that is no longer drawn (the selection moved on before the focus did).
/// Call once a frame, before drawing fields.
pub fn flush(ui: &Ui, plan: &evenkeel_model::plan::Plan, send: &mut Sender) {
    let pass = ui.ctx().cumulative_pass_nr();
    let pending = ui.data(|d| d.get_temp::<Option<Pending>>(pending_id()).flatten());
    if let Some(p) = pending
        && pass > p.pass + 1
    {
        ui.data_mut(|d| {
            d.insert_temp(pending_id(), None::<Pending>);
            d.remove::<Draft>(p.field);
        });
        if p.possible(plan) {
            send.edit(p.edit);
        }
    }
}

/// Takes the edit of a field that is still being typed into, so that a save has it too.
pub fn take_pending(ctx: &egui::Context, plan: &evenkeel_model::plan::Plan) -> Option<Edit> {
    let pending = ctx.data_mut(|d| {
        let pending = d.get_temp::<Option<Pending>>(pending_id()).flatten();
        d.insert_temp(pending_id(), None::<Pending>);
        pending
    })?;
    pending.possible(plan).then_some(pending.edit)
}

/// One text field. `check` says why a text cannot be taken.
pub fn line(
    ui: &mut Ui,
    theme: &Theme,
    field: &Line<'_>,
    check: &dyn Fn(&str) -> Result<(), String>,
) -> Typed {
    let id = field.id;
    let focused = ui.memory(|m| m.has_focus(id));
    let mut draft = ui.data(|d| d.get_temp::<Draft>(id));
    // A draft in error waits for mending, unless the plan changed under it.
    if !focused && draft.as_ref().is_some_and(|d| d.base != field.shown) {
        draft = None;
        ui.data_mut(|d| d.remove::<Draft>(id));
    }
    let had_draft = draft.is_some();
    let mut draft = draft.unwrap_or_else(|| Draft {
        text: field.shown.to_owned(),
        base: field.shown.to_owned(),
        ..Draft::default()
    });
    if focused && field.steps {
        step(ui, &mut draft.text);
    }
    let enter = focused && ui.input(|i| i.key_pressed(Key::Enter));

    let error_before = draft.error.is_some();
    let stroke = if error_before {
        Stroke::new(1.0, theme.error)
    } else if focused {
        Stroke::new(1.0, theme.accent)
    } else {
        Stroke::new(1.0, theme.rule)
    };
    let frame = if field.bare {
        Frame::new()
            .fill(theme.panel)
            .stroke(if error_before {
                stroke
            } else {
                Stroke::new(1.0, theme.accent)
            })
            .corner_radius(CornerRadius::same(3))
            .inner_margin(Margin::symmetric(5, 2))
    } else {
        Frame::new()
            .fill(theme.field)
            .stroke(stroke)
            .corner_radius(CornerRadius::same(5))
            .inner_margin(Margin::symmetric(8, 3))
    };
    let align = if field.right { Align::Max } else { Align::Min };
    let quiet = field.quiet_unit;
    let (ink, soft) = (theme.text, theme.muted);
    let tall = field.tall;
    let mut layouter = |ui: &Ui, text: &dyn TextBuffer, wrap: f32| {
        let mut job = layout(text.as_str(), quiet, ink, soft);
        job.halign = align;
        job.keep_trailing_whitespace = true;
        if tall {
            for section in &mut job.sections {
                section.format.line_height = Some(18.0);
            }
            job.wrap.max_width = wrap;
        } else {
            job.wrap.max_width = f32::INFINITY;
            job.break_on_newline = false;
        }
        ui.fonts_mut(|f| f.layout_job(job))
    };
    let edit = if tall {
        egui::TextEdit::multiline(&mut draft.text).desired_rows(3)
    } else {
        egui::TextEdit::singleline(&mut draft.text)
    };
    let output = edit
        .id(id)
        .hint_text(
            egui::RichText::new(field.hint)
                .size(BODY)
                .color(theme.muted),
        )
        .frame(frame)
        .desired_width(field.width)
        .min_size(vec2(0.0, if field.bare { 20.0 } else { FIELD }))
        .align(if tall {
            Align2::LEFT_TOP
        } else {
            Align2([align, Align::Center])
        })
        .layouter(&mut layouter)
        .event_filter(EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            tab: false,
            escape: false,
        })
        .char_limit(if tall { 20_000 } else { 400 })
        .show(ui);
    let response = &output.response.response;
    match field.label {
        Some(label) => {
            response.clone().labelled_by(label);
        }
        None => {
            let name = field.name.to_owned();
            ui.ctx()
                .accesskit_node_builder(id, |node| node.set_label(name));
        }
    }
    let changed = response.changed();
    // The focus is new where nothing was kept of it yet.
    if response.has_focus() && !had_draft && !tall {
        draft.select_all = true;
    }
    if draft.select_all {
        let mut state = output.state.clone();
        state
            .cursor
            .set_char_range(Some(CCursorRange::select_all_str(&draft.text)));
        state.store(ui.ctx(), id);
        let pressing = ui.input(|i| i.pointer.any_down() && i.pointer.could_any_button_be_click());
        draft.select_all = pressing;
    }
    let has_focus = response.has_focus();
    // Escape takes the focus away before fields are drawn.
    let escape = (focused || response.lost_focus()) && ui.input(|i| i.key_pressed(Key::Escape));
    let left = response.lost_focus() || (focused && response.clicked_elsewhere());
    // Text set by an assistive technology without focus is done at once.
    let set_from_outside = changed && !has_focus && !left;
    let differs = draft.text.trim() != draft.base.trim();

    let mut outcome = Typed::Nothing;
    if escape {
        draft.text.clone_from(&draft.base);
        draft.error = None;
        response.surrender_focus();
        ui.data_mut(|d| d.remove::<Draft>(id));
        return Typed::Cancelled;
    }
    let verdict = if differs { check(&draft.text) } else { Ok(()) };
    let done = (enter && !tall) || left || set_from_outside;
    match verdict {
        Ok(()) if done => {
            if differs {
                outcome = Typed::Commit(draft.text.trim().to_owned());
            }
            draft.error = None;
            if left || set_from_outside || enter {
                ui.data_mut(|d| d.remove::<Draft>(id));
                if enter {
                    response.surrender_focus();
                }
                return outcome;
            }
        }
        Ok(()) => {
            if differs && has_focus {
                outcome = Typed::Editing(draft.text.trim().to_owned());
            }
            draft.error = None;
        }
        Err(why) => {
            if done {
                draft.error = Some(why);
                if enter {
                    response.request_focus();
                }
            } else if draft.error.is_some() {
                draft.error = Some(why);
            }
        }
    }
    if has_focus || draft.error.is_some() || had_draft {
        ui.data_mut(|d| d.insert_temp(id, draft.clone()));
    }
    if !field.range.is_empty() || draft.error.is_some() {
        let range = field.range.to_owned();
        let error = draft.error.clone();
        let (red, soft) = (theme.error, theme.muted);
        response.clone().on_hover_ui(|ui| {
            if let Some(error) = error {
                ui.label(egui::RichText::new(error).size(SMALL).color(red));
            }
            if !range.is_empty() {
                ui.label(egui::RichText::new(range).size(SMALL).color(soft));
            }
        });
    }
    outcome
}

/// Why the text of a field cannot be taken, if that is so.
pub fn error_of(ui: &Ui, id: Id) -> Option<String> {
    ui.data(|d| d.get_temp::<Draft>(id)).and_then(|d| d.error)
}

/// Up and down keys change a whole number.
fn step(ui: &Ui, text: &mut String) {
    let by = ui.input_mut(|i| {
        i64::from(i.consume_key(Modifiers::NONE, Key::ArrowUp))
            - i64::from(i.consume_key(Modifiers::NONE, Key::ArrowDown))
    });
    if by != 0
        && let Ok(n) = text.trim().replace([',', '_'], "").parse::<i64>()
    {
        *text = n.saturating_add(by).max(0).to_string();
    }
}

fn layout(text: &str, quiet_unit: bool, ink: Color32, soft: Color32) -> LayoutJob {
    let mut job = LayoutJob::default();
    let font = FontId::proportional(BODY);
    let unit = if quiet_unit { unit_of(text) } else { "" };
    let split = text.trim_end().len().saturating_sub(unit.len());
    let (number, rest) = text.split_at_checked(split).unwrap_or((text, ""));
    job.append(number, 0.0, TextFormat::simple(font.clone(), ink));
    if !rest.is_empty() {
        job.append(
            rest,
            0.0,
            TextFormat {
                valign: Align::BOTTOM,
                ..TextFormat::simple(FontId::proportional(SMALL), soft)
            },
        );
    }
    job
}

/// Turns what was typed into a field that stands alone into one edit.
pub fn settle(ui: &Ui, id: Id, typed: Typed, send: &mut Sender, edit: impl Fn(&str) -> Edit) {
    match typed {
        Typed::Commit(text) => {
            remember(ui, id, None);
            send.edit(edit(&text));
        }
        Typed::Editing(text) => remember(ui, id, Some(edit(&text))),
        Typed::Cancelled | Typed::Nothing => remember(ui, id, None),
    }
}
