//! Shared look and widgets.

pub mod fields;
pub mod style;
pub mod theme;
pub mod widgets;
