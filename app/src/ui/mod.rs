//! Shared look and widgets.

pub mod style;
pub mod theme;
pub mod widgets;
