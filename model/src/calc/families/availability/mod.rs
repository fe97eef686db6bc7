//! Availability: single items, structures, groups with repair, coverage, sites.

mod k_of_n;

use crate::calc::Calculator;

pub(super) const ALL: &[Calculator] = &[Calculator::of::<k_of_n::KOfN>()];
