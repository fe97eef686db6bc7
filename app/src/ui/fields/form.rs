//! A form over one or many things of a kind: each field reads them all, shows what they have in common, and turns a
//! new value into one edit for all.

use std::sync::Arc;

use egui::{Id, RichText, Ui};
use evenkeel_model::edit::{Edit, Op};
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::{
    About, Array, Feed, Host, Link, Pool, Service, Settings, Site, Switch, Vm, Witness, Workload,
};

use super::line::{self, Line, Typed, error_of, line};
use super::look;
use crate::command::Sender;
use crate::ui::style::SMALL;
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

    /// Sends an edit that is no plain change of fields.
    pub fn submit(&mut self, edit: Edit) {
        self.send.edit(edit);
        self.committed = true;
    }

    /// `Set memory of mbx-1 to 16 GiB`.
    pub fn set_label(&self, name: &str, value: &str) -> String {
        format!("Set {} of {} to {value}", lower_head(name), self.who)
    }

    /// Puts a field in its place: in a row with its name, or alone.
    pub(super) fn place<R>(
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
    pub(super) fn typed<V>(
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
}

/// How a text field looks and behaves.
#[derive(Default)]
pub(super) struct FieldLook<'a> {
    pub hint: &'a str,
    pub range: &'a str,
    pub aside: &'a str,
    pub right: bool,
    pub quiet_unit: bool,
    pub steps: bool,
    pub tall: bool,
    pub width: f32,
}

impl FieldLook<'_> {
    pub fn number(width: f32) -> Self {
        Self {
            right: true,
            quiet_unit: true,
            width,
            ..Self::default()
        }
    }
}
