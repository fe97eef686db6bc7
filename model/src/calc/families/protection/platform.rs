//! A platform of the catalogue as an input, and its constants.

use std::sync::Arc;

use crate::calc::{CalcError, Given, Values};
use crate::catalogue::{Catalogue, Profile};
use crate::figure::Tracer;

/// Platforms by key, the newest revision of each.
pub(super) fn platforms(catalogue: &Catalogue, _: &Values) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for p in catalogue.profiles() {
        let name = format!("{} {}", p.product, p.version);
        match out.last_mut() {
            Some((key, known)) if *key == p.key => *known = name,
            _ => out.push((p.key.clone(), name)),
        }
    }
    out
}

/// The platform chosen; none when left out.
pub(super) fn chosen<T: Tracer>(g: &Given<'_, T>) -> Option<Arc<Profile>> {
    g.cx.catalogue.newest(g.word("platform")).cloned()
}

/// An input, else the constant of the platform chosen, else the general one.
pub(super) fn or_constant<T: Tracer>(
    g: &mut Given<'_, T>,
    input: &str,
    symbol: &str,
    key: &str,
    unit: &'static str,
) -> T::N {
    if let Some(n) = g.maybe(input) {
        return n;
    }
    match chosen(g) {
        Some(profile) => {
            let mut cx = g.cx.clone();
            cx.profile = profile;
            cx.k(g.t, symbol, key, unit)
        }
        None => g.cx.k(g.t, symbol, key, unit),
    }
}

/// Levels are 0 to 3; a list takes any number.
pub(super) fn level<T: Tracer>(
    g: &Given<'_, T>,
    key: &'static str,
    number: f64,
) -> Result<crate::plan::Level, CalcError> {
    crate::plan::Level::from_number(number as u8)
        .filter(|_| (0.0..=3.0).contains(&number))
        .ok_or_else(|| {
            g.fault(
                key,
                format!("there is no level {number}"),
                "levels are 0 to 3",
            )
        })
}
