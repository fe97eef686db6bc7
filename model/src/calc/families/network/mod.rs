//! Links and distance: fibre, framing, several links in a role.

mod fibre;
mod great_circle;
mod link;
mod serialise;
mod tcp;
#[cfg(test)]
mod tests;

use crate::calc::Calculator;

pub(super) const ALL: &[Calculator] = &[
    Calculator::of::<fibre::Fibre>(),
    Calculator::of::<great_circle::GreatCircle>(),
    Calculator::of::<link::Link>(),
    Calculator::of::<tcp::Tcp>(),
    Calculator::of::<serialise::Serialise>(),
];

/// Bytes of IP and TCP headers, and of the timestamp option, in each packet.
const HEADERS: f64 = 40.0;
const TIMESTAMPS: f64 = 12.0;
