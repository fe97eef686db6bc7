//! Checks of this family, one file each.

use super::Check;

/// Sorted by code.
pub(super) static ALL: &[&dyn Check] = &[];
