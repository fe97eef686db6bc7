//! Addresses of figures: `kind/slug/name`, the same in the window, JSON, `explain` and on paper.

use super::{Cx, Facts};
use crate::figure::Explained;
use crate::ids::EntityId;

/// One figure that has an address.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureInfo {
    /// `vm/mbx-1/ram.needed`.
    pub address: String,
    pub subject: EntityId,
    /// For people, for example `Memory needed`.
    pub label: &'static str,
    /// Fixed unit string; empty for counts, `%` never (shares are 0 to 1 with unit `share`).
    pub unit: &'static str,
    pub value: f64,
    /// Shown in the inspector and in the report's appendix.
    pub headline: bool,
}

/// Every figure of the facts, sorted by address.
pub fn addresses(_cx: &Cx<'_>, _facts: &Facts) -> Vec<FigureInfo> {
    Vec::new()
}

/// Figures of one thing, in reading order.
pub fn figures_of(cx: &Cx<'_>, facts: &Facts, subject: &EntityId) -> Vec<FigureInfo> {
    addresses(cx, facts)
        .into_iter()
        .filter(|f| f.subject == *subject)
        .collect()
}

/// The stored value at an address.
pub fn value(cx: &Cx<'_>, facts: &Facts, address: &str) -> Option<f64> {
    addresses(cx, facts)
        .into_iter()
        .find(|f| f.address == address)
        .map(|f| f.value)
}

/// The working of the figure at an address: the same formula, recorded.
pub fn explain(_cx: &Cx<'_>, _facts: &Facts, _address: &str) -> Option<Explained> {
    None
}
