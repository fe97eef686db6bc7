//! Fields of forms that read numbers: quantities, shares, counts; each also as one that may be left empty.

use std::ops::RangeInclusive;

use egui::Ui;
use evenkeel_model::units::{Quantity, Share, pretty};

use super::form::{FieldLook, Form, Target};
use super::read::{grouped, read_number, read_quantity, read_share, read_whole, unit_of};

impl<T: Target> Form<'_, T> {
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
}

/// Room for the placeholder of an empty field.
fn hint_width(hint: &str, least: f32) -> f32 {
    (hint.chars().count() as f32 * 7.6 + 28.0).clamp(least, 184.0)
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
