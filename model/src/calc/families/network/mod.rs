//! Links and distance: fibre, framing, several links in a role.

mod fibre;

use crate::calc::Calculator;

pub(super) const ALL: &[Calculator] = &[Calculator::of::<fibre::Fibre>()];
