//! Shared look and widgets.

pub mod theme;
