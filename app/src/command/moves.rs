//! What can be moved, and which way.

use egui::{Key, Vec2};

/// What of a placement row goes to another host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// All members that stand there.
    Members,
    /// The partner of the pair.
    Partner,
    /// One member, as a VM of its own.
    One,
}

/// A direction on the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Left,
    Right,
    Up,
    Down,
}

impl Way {
    pub const fn word(self) -> &'static str {
        match self {
            Way::Left => "left",
            Way::Right => "right",
            Way::Up => "up",
            Way::Down => "down",
        }
    }
    /// One unit that way; down is positive.
    pub const fn towards(self) -> Vec2 {
        match self {
            Way::Left => Vec2::new(-1.0, 0.0),
            Way::Right => Vec2::new(1.0, 0.0),
            Way::Up => Vec2::new(0.0, -1.0),
            Way::Down => Vec2::new(0.0, 1.0),
        }
    }
    pub const fn key(self) -> Key {
        match self {
            Way::Left => Key::ArrowLeft,
            Way::Right => Key::ArrowRight,
            Way::Up => Key::ArrowUp,
            Way::Down => Key::ArrowDown,
        }
    }
}
