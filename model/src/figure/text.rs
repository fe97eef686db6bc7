//! Figures and their working as words, the same in the window, on the command line and on paper.

use super::{Explained, Input, Origin};
use crate::units::{pretty, with_unit};

/// A figure for people as [`with_unit`] writes it, number and unit apart so that the unit can be set more quietly.
pub fn shown(value: f64, unit: &str) -> (String, String) {
    let text = with_unit(value, unit);
    match text.rsplit_once(' ') {
        Some((number, unit)) => (number.to_owned(), unit.to_owned()),
        None => (text, String::new()),
    }
}

/// A figure beside what there is of it; equal units are said once: `6.88 of 8 GiB`.
pub fn shown_of(value: f64, of: f64, unit: &str) -> String {
    let (number, own) = shown(value, unit);
    let (whole, all) = shown(of, unit);
    if all.is_empty() {
        format!("{number} of {whole}")
    } else if own == all || value == 0.0 {
        format!("{number} of {whole} {all}")
    } else {
        format!("{number} {own} of {whole} {all}")
    }
}

/// A number of a working. One that is not whole keeps four significant digits at the least, so that the line can be
/// worked out again by hand; a whole one, and one from a thousand on, is written as everywhere.
pub(super) fn exact(value: f64) -> String {
    let magnitude = value.abs();
    if (1e-15..1e-6).contains(&magnitude) {
        return format!("{value:.3e}");
    }
    let nines = -(1.0 - magnitude).log10();
    if magnitude > 0.999 && magnitude < 1.0 && nines < 11.0 {
        return pretty(value);
    }
    if !value.is_finite() || magnitude >= 999.95 || (magnitude - magnitude.round()).abs() < 5e-7 {
        return pretty(value);
    }
    // Factors about one are told apart by four decimals; below a tenth each zero after the point adds one more.
    let decimals = match magnitude.log10().floor() as i32 {
        0 => 4,
        power => (3 - power).clamp(1, 9) as usize,
    };
    let text = format!("{value:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A value in the unit that formulas are written in, so that a reader can follow it; shares stay shares of one.
pub(super) fn as_written(value: f64, unit: &str) -> String {
    if unit.is_empty() || unit == "share" {
        exact(value)
    } else {
        format!("{} {unit}", exact(value))
    }
}

/// How far an input of a working can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Typed into the plan.
    Entered,
    /// Read in the source that is named.
    Confirmed,
    /// Recalled or assumed; the source was not read.
    Unconfirmed,
    /// The plan replaces the shipped value.
    Replaced,
    /// Another figure, with its own working.
    Figure,
    /// Taken for want of an input.
    Assumed,
    /// Counted from the plan.
    Counted,
    /// An intermediate result of this working.
    Step,
}

impl Standing {
    pub const fn word(self) -> &'static str {
        match self {
            Standing::Entered => "entered",
            Standing::Confirmed => "confirmed",
            Standing::Unconfirmed => "unconfirmed",
            Standing::Replaced => "replaced by this plan",
            Standing::Figure => "figure",
            Standing::Assumed => "assumed",
            Standing::Counted => "counted",
            Standing::Step => "worked out",
        }
    }
}

impl Input {
    /// How far it can be relied on.
    pub fn standing(&self) -> Standing {
        match &self.origin {
            None => Standing::Step,
            Some(Origin::Typed { .. } | Origin::Entered(_)) => Standing::Entered,
            Some(Origin::Constant {
                overridden: true, ..
            }) => Standing::Replaced,
            Some(Origin::Constant {
                confirmed: true, ..
            }) => Standing::Confirmed,
            Some(Origin::Constant { .. }) => Standing::Unconfirmed,
            Some(Origin::Figure(_)) => Standing::Figure,
            Some(Origin::Assumed(_)) => Standing::Assumed,
            Some(Origin::Counted(_)) => Standing::Counted,
        }
    }

    /// Where it comes from, in words; an intermediate result tells its formula.
    pub fn source(&self) -> String {
        match &self.origin {
            None => self.formula.clone(),
            Some(Origin::Typed { entity, field }) => format!("{entity}, {field}"),
            Some(Origin::Constant { what, source, .. }) => {
                match (what.is_empty(), source.is_empty()) {
                    (false, false) => format!("{what} · {source}"),
                    (false, true) => what.clone(),
                    _ => source.clone(),
                }
            }
            Some(Origin::Figure(address)) => address.clone(),
            Some(Origin::Assumed(why) | Origin::Counted(why) | Origin::Entered(why)) => why.clone(),
        }
    }

    /// Value with unit.
    pub fn value_text(&self) -> String {
        as_written(self.value, self.unit)
    }
}

impl Explained {
    /// Value with unit as shown beside the label.
    pub fn value_text(&self) -> String {
        with_unit(self.value, self.unit)
    }

    /// The result as it closes the line of numbers: in the unit of the formula.
    pub fn result_text(&self) -> String {
        as_written(self.value, self.unit)
    }

    /// The whole working as lines of plain text.
    pub fn lines(&self) -> Vec<String> {
        let mut out = vec![
            format!("{}: {}", self.label, self.value_text()),
            self.address.clone(),
            String::new(),
            format!("  {}", self.formula),
        ];
        if self.numbers != self.formula {
            out.push(format!("  {} = {}", self.numbers, self.result_text()));
        }
        if !self.inputs.is_empty() {
            out.push(String::new());
            let wide = |text: fn(&Input) -> usize| self.inputs.iter().map(text).max().unwrap_or(0);
            let symbols = wide(|i| i.symbol.chars().count()).min(40);
            let values = wide(|i| i.value_text().chars().count()).min(24);
            for input in &self.inputs {
                out.push(
                    format!(
                        "  {:symbols$}  {:>values$}  {} ({})",
                        input.symbol,
                        input.value_text(),
                        input.source(),
                        input.standing().word(),
                    )
                    .trim_end()
                    .to_owned(),
                );
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{Num as _, Recorder, Tracer as _};

    #[test]
    fn number_and_unit_come_apart() {
        let apart = |v, u| {
            let (n, u) = shown(v, u);
            format!("{n}|{u}")
        };
        assert_eq!(apart(7048.0, "MiB"), "6.88|GiB");
        assert_eq!(apart(512.0, "MiB"), "512|MiB");
        assert_eq!(apart(0.83, "share"), "83|%");
        assert_eq!(apart(1160.0, "Mbit/s"), "1.16|Gbit/s");
        assert_eq!(apart(960.0, "s"), "16|min");
        assert_eq!(apart(1000.0, ""), "1,000|");
        assert_eq!(shown_of(7048.0, 8192.0, "MiB"), "6.88 of 8 GiB");
        assert_eq!(shown_of(512.0, 8192.0, "MiB"), "512 MiB of 8 GiB");
        assert_eq!(shown_of(2.0, 4.0, ""), "2 of 4");
    }

    #[test]
    fn numbers_of_a_working_keep_four_digits() {
        for (value, text) in [
            (0.125, "0.125"),
            (1.048_576, "1.0486"),
            (1e6 / 1_048_576.0, "0.9537"),
            (12.345_67, "12.35"),
            (123.456, "123.5"),
            (1234.6, "1,235"),
            (0.000_123_456, "0.0001235"),
            (0.12, "0.12"),
            (5.0, "5"),
            (0.0, "0"),
            (-0.5, "-0.5"),
            (999.96, "1,000"),
            (6e-10, "6.000e-10"),
            (1e-17, "0"),
            (24_000.0, "24,000"),
        ] {
            assert_eq!(exact(value), text);
        }
    }

    #[test]
    fn lines_tell_formula_numbers_and_sources() {
        let mut t = Recorder;
        let base = t.given("base", 2048.0, "MiB", || Origin::Constant {
            key: "base".into(),
            what: "Base memory".into(),
            source: "Sizing guide, 2008".into(),
            confirmed: false,
            overridden: false,
        });
        let n = t.given("mailboxes", 1000.0, "", || {
            Origin::Counted("two rows".into())
        });
        let per = t.given("per_mailbox", 5.0, "MiB", || {
            Origin::Figure("plan/per".into())
        });
        let rec = base + per * n;
        assert_eq!(rec.value(), 7048.0);
        let e = Explained::new("vm/a/ram".into(), "Memory needed".into(), "MiB", &rec);
        let lines = e.lines();
        assert_eq!(lines[0], "Memory needed: 6.88 GiB");
        assert_eq!(lines[3], "  base + per_mailbox × mailboxes");
        assert_eq!(lines[4], "  2,048 MiB + 5 MiB × 1,000 = 7,048 MiB");
        assert_eq!(
            lines[6],
            "  base         2,048 MiB  Base memory · Sizing guide, 2008 (unconfirmed)"
        );
        assert_eq!(lines[7], "  per_mailbox      5 MiB  plan/per (figure)");
    }
}
