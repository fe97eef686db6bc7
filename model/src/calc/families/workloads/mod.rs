//! Other workloads: directory, published desktops, SharePoint, SAP, contact centres, tags, growth.

mod contact;
mod desktops;
mod directory;
mod measured;
mod services;
mod tags;
#[cfg(test)]
mod tests;

use crate::calc::{Calculator, Given};
use crate::catalogue::{Archetype, cite};
use crate::figure::{Origin, Tracer};

pub(super) const ALL: &[Calculator] = &[
    Calculator::of::<directory::Memory>(),
    Calculator::of::<directory::Processor>(),
    Calculator::of::<directory::Network>(),
    Calculator::of::<directory::Disk>(),
    Calculator::of::<directory::Disk2008>(),
    Calculator::of::<directory::Channel>(),
    Calculator::of::<desktops::SessionHosts>(),
    Calculator::of::<desktops::PublishedDesktops>(),
    Calculator::of::<services::SharePoint>(),
    Calculator::of::<services::Saps>(),
    Calculator::of::<services::FrontEnds>(),
    Calculator::of::<contact::Agents>(),
    Calculator::of::<contact::ErlangB>(),
    Calculator::of::<contact::ErlangC>(),
    Calculator::of::<tags::TagServer>(),
    Calculator::of::<tags::Historian>(),
    Calculator::of::<measured::Percentile>(),
    Calculator::of::<measured::Growth>(),
];

/// A figure of an archetype, with the archetype's source.
fn figure<T: Tracer>(
    g: &mut Given<'_, T>,
    symbol: &str,
    unit: &'static str,
    archetype: &str,
    (field, of): (&str, fn(&Archetype) -> f64),
) -> T::N {
    let row = g.cx.catalogue.tables.archetypes.get(archetype);
    let value = row.map_or(0.0, of);
    let origin = row.map(|a| Origin::Constant {
        key: format!("{archetype}.{field}"),
        what: format!("{}, {}", a.name, field.replace('_', " ")),
        source: cite(&a.source.document, &a.source.date),
        confirmed: a.source.confirmed,
        overridden: false,
    });
    g.t.given(symbol, value, unit, || {
        origin.unwrap_or_else(|| Origin::Assumed(format!("no archetype {archetype}; zero taken")))
    })
}
