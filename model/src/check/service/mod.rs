//! Checks of services and of the plan's own waivers.

mod waiver_waives_nothing;

pub use waiver_waives_nothing::WaiverWaivesNothing;
pub(super) use waiver_waives_nothing::waiver_matches_nothing;

use super::Check;

/// Sorted by code.
pub(super) static ALL: &[&dyn Check] = &[&WaiverWaivesNothing];
