//! A form over one or many things of a kind: each field reads them all, shows what they have in common, and turns a
//! new value into one edit for all.

use std::ops::RangeInclusive;
use std::sync::Arc;

use egui::{Id, RichText, Ui};
use evenkeel_model::edit::{Edit, Op};
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::{
    About, Array, Feed, Host, Link, Pool, Service, Settings, Site, Switch, Vm, Witness, Workload,
};
use evenkeel_model::units::{Quantity, Share, pretty};

use super::choice::{self, Choice};
use super::line::{self, Line, Typed, error_of, line};
use super::look;
use super::read::{grouped, read_number, read_quantity, read_share, read_whole, unit_of};
use crate::command::Sender;
use crate::ui::style::{BODY, SMALL};
use crate::ui::theme::Theme;

/// What a form can change.
pub trait Target: Clone + PartialEq {
    /// The step that puts the changed thing back.
    fn op(id: &EntityId, value: Self) -> Op;
}

macro_rules! targets {
    ($($kind:ident),*) => {$(
        impl Target for $kind {
            fn op(id: &EntityId, value: Self) -> Op {
                Op::Put(id.clone(), value.into())
            }
        }
    )*};
}
targets!(
    Site, Pool, Feed, Host, Switch, Array, Link, Witness, Vm, Workload, Service
);
impl Target for Settings {
    fn op(_: &EntityId, value: Self) -> Op {
        Op::Settings(value)
    }
}
impl Target for About {
    fn op(_: &EntityId, value: Self) -> Op {
        Op::About(value)
    }
}

/// How fields are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Name at the left, field at the right.
    Rows,
    /// Only the field, over the whole width; the name is heard, not seen.
    Slots,
    /// As [`Style::Slots`], inside a cell of a table.
    Cells,
}

/// See the module.
pub struct Form<'a, T: Target> {
    pub theme: &'a Theme,
    pub send: &'a mut Sender,
    pub rows: Vec<(EntityId, Arc<T>)>,
    /// The things in words, for the undo menu: `host-a1` or `12 VMs`.
    pub who: String,
    pub style: Style,
    /// Tells fields of the same thing in two places of the window apart.
    pub salt: Id,
    /// An edit was sent, so the caller can close a cell.
    pub committed: bool,
    /// Escape was pressed in a field.
    pub cancelled: bool,
    /// Errors of fields side by side, shown below all of them.
    held: Option<Vec<(String, String)>>,
}

/// What tells the fields of a form apart from those of others.
pub fn form_id(salt: &str, first: Option<&EntityId>, rows: usize) -> Id {
    Id::unique(("evenkeel-form", salt, first, rows))
}

/// A small letter at the head of a name, unless it is an acronym.
fn lower_head(name: &str) -> String {
    let mut chars = name.chars();
    match (chars.next(), name.chars().nth(1)) {
        (Some(a), Some(b)) if b.is_lowercase() || b == ' ' => {
            a.to_lowercase().chain(chars).collect()
        }
        _ => name.to_owned(),
    }
}

impl<'a, T: Target> Form<'a, T> {
    pub fn new(
        theme: &'a Theme,
        send: &'a mut Sender,
        rows: Vec<(EntityId, Arc<T>)>,
        who: String,
        salt: &str,
    ) -> Self {
        let salt = form_id(salt, rows.first().map(|(id, _)| id), rows.len());
        Self {
            theme,
            send,
            rows,
            who,
            style: Style::Rows,
            salt,
            committed: false,
            cancelled: false,
            held: None,
        }
    }

    /// The only thing of the form.
    pub fn single(&self) -> Option<&(EntityId, Arc<T>)> {
        match self.rows.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Keeps errors of fields for [`Form::held_error`] instead of showing them under the field.
    pub fn hold_errors(&mut self) {
        self.held = Some(Vec::new());
    }

    /// The first error kept since [`Form::hold_errors`].
    pub fn held_error(&mut self) -> Option<String> {
        self.held.take()?.into_iter().next().map(|(error, _)| error)
    }

    /// What all have in common.
    pub fn common<V: PartialEq>(&self, get: impl Fn(&T) -> V) -> Option<V> {
        let mut rows = self.rows.iter();
        let first = get(&rows.next()?.1);
        rows.all(|(_, row)| get(row) == first).then_some(first)
    }

    /// The edit that `change` makes of all.
    pub fn edit(&self, label: String, change: impl Fn(&mut T)) -> Option<Edit> {
        let ops: Vec<Op> = self
            .rows
            .iter()
            .filter_map(|(id, row)| {
                let mut next = (**row).clone();
                change(&mut next);
                (next != **row).then(|| T::op(id, next))
            })
            .collect();
        (!ops.is_empty()).then(|| Edit::new(label, ops))
    }

    /// Changes all in one step.
    pub fn apply(&mut self, label: String, change: impl Fn(&mut T)) {
        if let Some(edit) = self.edit(label, change) {
            self.send.edit(edit);
        }
        self.committed = true;
    }

    /// `Set memory of mbx-1 to 16 GiB`.
    pub fn set_label(&self, name: &str, value: &str) -> String {
        format!("Set {} of {} to {value}", lower_head(name), self.who)
    }

    /// Puts a field in its place: in a row with its name, or alone.
    fn place<R>(
        &mut self,
        ui: &mut Ui,
        name: &str,
        aside: &str,
        width: f32,
        field: impl FnOnce(&mut Self, &mut Ui, Option<Id>, f32) -> R,
    ) -> R {
        match self.style {
            Style::Rows => {
                let theme = self.theme;
                look::row(ui, theme, name, aside, width, |ui, label| {
                    let width = width.min(ui.available_width());
                    field(self, ui, Some(label), width)
                })
            }
            Style::Slots | Style::Cells => {
                let width = ui.available_width();
                field(self, ui, None, width)
            }
        }
    }

    /// A text field with reading and writing of its value.
    #[expect(
        clippy::too_many_arguments,
        reason = "one shape for every kind of field"
    )]
    fn typed<V>(
        &mut self,
        ui: &mut Ui,
        name: &str,
        look: &FieldLook<'_>,
        shown: &str,
        read: &dyn Fn(&str) -> Result<V, String>,
        write: &dyn Fn(&V) -> String,
        set: &dyn Fn(&mut T, V),
    ) where
        V: Clone,
    {
        let id = self.salt.with(name);
        let focused = ui.memory(|m| m.has_focus(id));
        let aside = if focused && self.style == Style::Rows {
            look.aside
        } else {
            ""
        };
        let typed = self.place(ui, name, aside, look.width, |form, ui, label, width| {
            line(
                ui,
                form.theme,
                &Line {
                    id,
                    name,
                    label,
                    shown,
                    hint: look.hint,
                    range: look.range,
                    right: look.right,
                    quiet_unit: look.quiet_unit,
                    steps: look.steps,
                    bare: form.style == Style::Cells,
                    tall: look.tall,
                    width,
                },
                &|text| read(text).map(|_| ()),
            )
        });
        match typed {
            Typed::Commit(text) => {
                line::remember(ui, id, None);
                if let Ok(value) = read(&text) {
                    let label = self.set_label(name, &write(&value));
                    self.apply(label, |row| set(row, value.clone()));
                }
            }
            Typed::Editing(text) => {
                let edit = read(&text).ok().and_then(|value| {
                    let label = self.set_label(name, &write(&value));
                    self.edit(label, |row| set(row, value.clone()))
                });
                line::remember(ui, id, edit);
            }
            Typed::Cancelled => {
                line::remember(ui, id, None);
                self.cancelled = true;
            }
            Typed::Nothing => line::remember(ui, id, None),
        }
        if self.style != Style::Cells
            && let Some(error) = error_of(ui, id)
        {
            match &mut self.held {
                Some(held) => held.push((error, look.range.to_owned())),
                None => self.error(ui, &error, look.range),
            }
        }
    }

    fn error(&self, ui: &mut Ui, error: &str, range: &str) {
        let theme = self.theme;
        ui.add(
            egui::Label::new(RichText::new(error).size(SMALL).color(theme.error))
                .wrap()
                .selectable(false),
        );
        if !range.is_empty() {
            look::note(ui, theme, range);
        }
        ui.add_space(4.0);
    }

    /// Free text.
    pub fn text(
        &mut self,
        ui: &mut Ui,
        name: &str,
        hint: &str,
        get: impl Fn(&T) -> String,
        set: impl Fn(&mut T, String),
    ) {
        let common = self.common(get);
        let look = FieldLook {
            hint: if common.is_some() { hint } else { "mixed" },
            width: 184.0,
            ..FieldLook::default()
        };
        self.typed(
            ui,
            name,
            &look,
            common.as_deref().unwrap_or(""),
            &|text| Ok(text.to_owned()),
            &|v| {
                if v.is_empty() {
                    "nothing".to_owned()
                } else {
                    v.chars().take(40).collect()
                }
            },
            &set,
        );
    }

    /// Several lines of text under a name.
    pub fn paragraph(
        &mut self,
        ui: &mut Ui,
        name: &str,
        hint: &str,
        get: impl Fn(&T) -> String,
        set: impl Fn(&mut T, String),
    ) {
        let common = self.common(get);
        let look = FieldLook {
            hint: if common.is_some() { hint } else { "mixed" },
            tall: true,
            ..FieldLook::default()
        };
        let before = self.style;
        self.style = Style::Slots;
        self.typed(
            ui,
            name,
            &look,
            common.as_deref().unwrap_or(""),
            &|text| Ok(text.to_owned()),
            &|_| "another text".to_owned(),
            &set,
        );
        self.style = before;
    }

    /// A quantity; `unit` is what a bare number means in an empty field.
    pub fn quantity<Q: Quantity>(
        &mut self,
        ui: &mut Ui,
        name: &str,
        unit: &str,
        get: impl Fn(&T) -> Q,
        set: impl Fn(&mut T, Q),
    ) {
        let common = self.common(get);
        let shown = common.map(|q| show(q)).unwrap_or_default();
        let unit = bare_unit(&shown, unit);
        let range = range_of::<Q>();
        let look = FieldLook {
            hint: if common.is_some() { "" } else { "mixed" },
            range: &range,
            ..FieldLook::number(104.0)
        };
        self.typed(
            ui,
            name,
            &look,
            &shown,
            &|text| read_quantity::<Q>(text, &unit),
            &|q| show(*q),
            &set,
        );
    }

    /// A quantity that may be left empty; `hint` says what is taken then.
    pub fn optional<Q: Quantity>(
        &mut self,
        ui: &mut Ui,
        name: &str,
        unit: &str,
        hint: &str,
        get: impl Fn(&T) -> Option<Q>,
        set: impl Fn(&mut T, Option<Q>),
    ) {
        let common = self.common(get);
        let shown = common.flatten().map(|q| show(q)).unwrap_or_default();
        let unit = bare_unit(&shown, unit);
        let range = format!("{}; empty: {hint}", range_of::<Q>());
        let look = FieldLook {
            hint: if common.is_some() { hint } else { "mixed" },
            range: &range,
            ..FieldLook::number(hint_width(hint, 104.0))
        };
        self.typed(
            ui,
            name,
            &look,
            &shown,
            &|text| {
                if text.trim().is_empty() {
                    Ok(None)
                } else {
                    read_quantity::<Q>(text, &unit).map(Some)
                }
            },
            &|q| q.map_or_else(|| hint.to_owned(), show),
            &set,
        );
    }

    /// A share from 0 to `most`, shown in per cent.
    pub fn share(
        &mut self,
        ui: &mut Ui,
        name: &str,
        most: f64,
        get: impl Fn(&T) -> Share,
        set: impl Fn(&mut T, Share),
    ) {
        let common = self.common(get);
        let shown = common.map(|s| s.to_string()).unwrap_or_default();
        let range = format!("0 to {} %", pretty(most * 100.0));
        let look = FieldLook {
            hint: if common.is_some() { "" } else { "mixed" },
            range: &range,
            aside: &range,
            ..FieldLook::number(80.0)
        };
        self.typed(
            ui,
            name,
            &look,
            &shown,
            &|text| read_share(text, most),
            &|s: &Share| s.to_string(),
            &set,
        );
    }

    /// A share that may be left empty.
    pub fn optional_share(
        &mut self,
        ui: &mut Ui,
        name: &str,
        hint: &str,
        get: impl Fn(&T) -> Option<Share>,
        set: impl Fn(&mut T, Option<Share>),
    ) {
        let common = self.common(get);
        let shown = common.flatten().map(|s| s.to_string()).unwrap_or_default();
        let range = format!("0 to 100 %; empty: {hint}");
        let look = FieldLook {
            hint: if common.is_some() { hint } else { "mixed" },
            range: &range,
            ..FieldLook::number(hint_width(hint, 80.0))
        };
        self.typed(
            ui,
            name,
            &look,
            &shown,
            &|text| {
                if text.trim().is_empty() {
                    Ok(None)
                } else {
                    read_share(text, 1.0).map(Some)
                }
            },
            &|s: &Option<Share>| s.map_or_else(|| hint.to_owned(), |s| s.to_string()),
            &set,
        );
    }

    /// A whole number.
    pub fn whole(
        &mut self,
        ui: &mut Ui,
        name: &str,
        range: RangeInclusive<u32>,
        get: impl Fn(&T) -> u32,
        set: impl Fn(&mut T, u32),
    ) {
        let common = self.common(get);
        let shown = common.map(grouped).unwrap_or_default();
        let words = format!("{} to {}", grouped(*range.start()), grouped(*range.end()));
        let look = FieldLook {
            hint: if common.is_some() { "" } else { "mixed" },
            range: &words,
            aside: &words,
            steps: true,
            ..FieldLook::number(80.0)
        };
        self.typed(
            ui,
            name,
            &look,
            &shown,
            &|text| read_whole(text, &range),
            &|n| grouped(*n),
            &set,
        );
    }

    /// A whole number that may be left empty.
    pub fn optional_whole(
        &mut self,
        ui: &mut Ui,
        name: &str,
        range: RangeInclusive<u32>,
        hint: &str,
        get: impl Fn(&T) -> Option<u32>,
        set: impl Fn(&mut T, Option<u32>),
    ) {
        let common = self.common(get);
        let shown = common.flatten().map(grouped).unwrap_or_default();
        let words = format!(
            "{} to {}; empty: {hint}",
            grouped(*range.start()),
            grouped(*range.end())
        );
        let look = FieldLook {
            hint: if common.is_some() { hint } else { "mixed" },
            range: &words,
            steps: true,
            ..FieldLook::number(hint_width(hint, 80.0))
        };
        self.typed(
            ui,
            name,
            &look,
            &shown,
            &|text| {
                if text.trim().is_empty() {
                    Ok(None)
                } else {
                    read_whole(text, &range).map(Some)
                }
            },
            &|n: &Option<u32>| n.map_or_else(|| hint.to_owned(), grouped),
            &set,
        );
    }

    /// A number without a type of its own; `unit` is shown behind it.
    pub fn number(
        &mut self,
        ui: &mut Ui,
        name: &str,
        unit: &str,
        range: RangeInclusive<f64>,
        get: impl Fn(&T) -> f64,
        set: impl Fn(&mut T, f64),
    ) {
        let common = self.common(get);
        let shown = common.map(|v| number_text(v, unit)).unwrap_or_default();
        let words = number_range(&range, unit);
        let look = FieldLook {
            hint: if common.is_some() { "" } else { "mixed" },
            range: &words,
            aside: &words,
            ..FieldLook::number(104.0)
        };
        self.typed(
            ui,
            name,
            &look,
            &shown,
            &|text| read_number(text, unit, &range),
            &|v| number_text(*v, unit),
            &set,
        );
    }

    /// A number that may be left empty.
    #[expect(clippy::too_many_arguments, reason = "reads as the field it makes")]
    pub fn optional_number(
        &mut self,
        ui: &mut Ui,
        name: &str,
        unit: &str,
        range: RangeInclusive<f64>,
        hint: &str,
        get: impl Fn(&T) -> Option<f64>,
        set: impl Fn(&mut T, Option<f64>),
    ) {
        let common = self.common(get);
        let shown = common
            .flatten()
            .map(|v| number_text(v, unit))
            .unwrap_or_default();
        let words = format!("{}; empty: {hint}", number_range(&range, unit));
        let look = FieldLook {
            hint: if common.is_some() { hint } else { "mixed" },
            range: &words,
            ..FieldLook::number(hint_width(hint, 104.0))
        };
        self.typed(
            ui,
            name,
            &look,
            &shown,
            &|text| {
                if text.trim().is_empty() {
                    Ok(None)
                } else {
                    read_number(text, unit, &range).map(Some)
                }
            },
            &|v: &Option<f64>| v.map_or_else(|| hint.to_owned(), |v| number_text(v, unit)),
            &set,
        );
    }

    /// One of a short list of values.
    pub fn choice<V: PartialEq + Clone>(
        &mut self,
        ui: &mut Ui,
        name: &str,
        options: &[(V, String)],
        get: impl Fn(&T) -> V,
        set: impl Fn(&mut T, V),
    ) {
        let show = |v: &V| {
            options
                .iter()
                .find(|(o, _)| o == v)
                .map_or_else(|| "–".to_owned(), |(_, text)| text.clone())
        };
        let all = || {
            options
                .iter()
                .map(|(v, text)| (v.clone(), Choice::from(text.clone())))
                .collect()
        };
        self.pick(ui, name, &show, &all, get, set);
    }

    /// One of a list of values that is made only while it is open.
    pub fn pick<V: PartialEq + Clone>(
        &mut self,
        ui: &mut Ui,
        name: &str,
        show: &dyn Fn(&V) -> String,
        options: &dyn Fn() -> Vec<(V, Choice)>,
        get: impl Fn(&T) -> V,
        set: impl Fn(&mut T, V),
    ) {
        if let Some(value) = self.picked(ui, name, show, options, get) {
            let label = self.set_label(name, &show(&value));
            self.apply(label, |row| set(row, value.clone()));
        }
    }

    /// As [`Form::pick`], but leaves the change to the caller.
    pub fn picked<V: PartialEq + Clone>(
        &mut self,
        ui: &mut Ui,
        name: &str,
        show: &dyn Fn(&V) -> String,
        options: &dyn Fn() -> Vec<(V, Choice)>,
        get: impl Fn(&T) -> V,
    ) -> Option<V> {
        let common = self.common(get);
        let shown = common
            .as_ref()
            .map_or_else(|| "mixed".to_owned(), |v| show(v));
        let id = self.salt.with(name);
        let wide = ui
            .painter()
            .layout_no_wrap(
                shown.clone(),
                egui::FontId::proportional(BODY),
                self.theme.text,
            )
            .size()
            .x
            + 36.0;
        let width = wide.clamp(104.0, 190.0);
        let at = self.place(ui, name, "", width, |form, ui, _, width| {
            choice::choices(
                ui,
                form.theme,
                id,
                name,
                width,
                &shown,
                common.is_none(),
                &|| {
                    let all = options();
                    let current = common
                        .as_ref()
                        .and_then(|v| all.iter().position(|(o, _)| o == v));
                    (all.into_iter().map(|(_, c)| c).collect(), current)
                },
            )
        })?;
        options().into_iter().nth(at).map(|(v, _)| v)
    }

    /// Several fields side by side, each over its share of the width; their names are heard, not seen.
    pub fn cells(
        &mut self,
        ui: &mut Ui,
        shares: &[f32],
        mut cell: impl FnMut(&mut Self, &mut Ui, usize),
    ) {
        let gap = 6.0;
        let (rect, _) = ui.allocate_exact_size(
            egui::vec2(ui.available_width(), look::ROW),
            egui::Sense::hover(),
        );
        let free = (rect.width() - gap * (shares.len().max(1) - 1) as f32).max(0.0);
        let total: f32 = shares.iter().sum::<f32>().max(0.001);
        let before = std::mem::replace(&mut self.style, Style::Slots);
        self.held = Some(Vec::new());
        let mut x = rect.left();
        for (i, share) in shares.iter().enumerate() {
            let width = free * share / total;
            let slot = egui::Rect::from_min_size(
                egui::pos2(x, rect.top()),
                egui::vec2(width, rect.height()),
            );
            let mut child = ui.new_child(
                egui::UiBuilder::new()
                    .max_rect(slot.shrink2(egui::vec2(0.0, 2.0)))
                    .id_salt(("cell", i))
                    .layout(egui::Layout::left_to_right(egui::Align::Center)),
            );
            child.spacing_mut().interact_size.y = look::FIELD;
            cell(self, &mut child, i);
            x += width + gap;
        }
        self.style = before;
        for (error, range) in self.held.take().unwrap_or_default() {
            self.error(ui, &error, &range);
        }
    }

    /// Yes, no or not known.
    pub fn tri(
        &mut self,
        ui: &mut Ui,
        name: &str,
        get: impl Fn(&T) -> Option<bool>,
        set: impl Fn(&mut T, Option<bool>),
    ) {
        let common = self.common(get);
        let id = self.salt.with(name);
        let picked = self.place(ui, name, "", 176.0, |form, ui, _, _| {
            choice::tri_state(ui, form.theme, id, name, common)
        });
        if let Some(value) = picked {
            let word = match value {
                Some(true) => "yes",
                Some(false) => "no",
                None => "not known",
            };
            let label = self.set_label(name, word);
            self.apply(label, |row| set(row, value));
        }
    }

    /// On or off.
    pub fn flag(
        &mut self,
        ui: &mut Ui,
        name: &str,
        get: impl Fn(&T) -> bool,
        set: impl Fn(&mut T, bool),
    ) {
        let common = self.common(get);
        let id = self.salt.with(name);
        let picked = self.place(ui, name, "", 34.0, |form, ui, _, _| {
            choice::check(ui, form.theme, id, name, common)
        });
        if let Some(value) = picked {
            let label = self.set_label(name, if value { "yes" } else { "no" });
            self.apply(label, |row| set(row, value));
        }
    }
}

/// How a text field looks and behaves.
#[derive(Default)]
struct FieldLook<'a> {
    hint: &'a str,
    range: &'a str,
    aside: &'a str,
    right: bool,
    quiet_unit: bool,
    steps: bool,
    tall: bool,
    width: f32,
}

impl FieldLook<'_> {
    fn number(width: f32) -> Self {
        Self {
            right: true,
            quiet_unit: true,
            width,
            ..Self::default()
        }
    }
}

/// Room for the placeholder of an empty field.
fn hint_width(hint: &str, least: f32) -> f32 {
    (hint.chars().count() as f32 * 6.6 + 26.0).clamp(least, 184.0)
}

/// A quantity with its thousands grouped.
fn show<Q: Quantity>(q: Q) -> String {
    let text = q.to_string();
    let unit = unit_of(&text);
    let number = text.trim_end_matches(unit).trim();
    match number.parse::<u64>() {
        Ok(n) if n >= 1000 => {
            let grouped = pretty(n as f64);
            if unit.is_empty() {
                grouped
            } else {
                format!("{grouped} {unit}")
            }
        }
        _ => text,
    }
}

fn bare_unit(shown: &str, default: &str) -> String {
    let unit = unit_of(shown);
    if unit.is_empty() { default } else { unit }.to_owned()
}

fn range_of<Q: Quantity>() -> String {
    format!(
        "{} to {}; units {}",
        show(Q::from_canonical(0.0)),
        show(Q::from_canonical(Q::MAX)),
        Q::UNITS.join(", ")
    )
}

fn number_text(value: f64, unit: &str) -> String {
    // Shortest text that reads back the same, grouped when whole.
    let number = if value.fract() == 0.0 && value.abs() < 1e15 {
        pretty(value)
    } else {
        format!("{value}")
    };
    if unit.is_empty() {
        number
    } else {
        format!("{number} {unit}")
    }
}

fn number_range(range: &RangeInclusive<f64>, unit: &str) -> String {
    format!(
        "{} to {}",
        pretty(*range.start()),
        number_text(*range.end(), unit)
    )
}
