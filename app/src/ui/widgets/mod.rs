//! Small widgets that every view uses. Each has an accessible label.

mod button;
mod icon;
mod text;

pub use button::{
    chip, icon_button, link, menu_item, menu_separator, primary_button, quiet_button, segment,
    toggle_chip,
};
pub use icon::{Icon, mark};
pub use text::{dot, kbd, rule, section, small, strong, title, vertical_rule};
