//! Fields of forms that choose: lists, yes / no / not known, on or off.

use egui::Ui;

use super::choice::{self, Choice};
use super::form::{Form, Target};
use crate::ui::style::BODY;

impl<T: Target> Form<'_, T> {
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
        let shown = common.as_ref().map_or_else(|| "mixed".to_owned(), show);
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
