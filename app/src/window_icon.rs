//! The mark of the program as pixels, for the window's frame and the task bar.

use egui::{Color32, IconData};

use crate::ui::theme::Theme;

/// Pixels a side.
const SIDE: u32 = 64;
/// Samples a pixel and side, for smooth edges.
const FINE: u32 = 4;
/// The mark is drawn on a square of this side, as in the window.
const GRID: f32 = 20.0;

/// The mark: two loads on a beam over its fulcrum.
pub fn icon() -> IconData {
    let theme = Theme::light();
    let mut rgba = Vec::with_capacity((SIDE * SIDE * 4) as usize);
    for y in 0..SIDE {
        for x in 0..SIDE {
            rgba.extend(pixel(x, y, &theme));
        }
    }
    IconData {
        rgba,
        width: SIDE,
        height: SIDE,
    }
}

fn pixel(x: u32, y: u32, theme: &Theme) -> [u8; 4] {
    let mut sum = [0_u32; 3];
    let mut hits = 0;
    for j in 0..FINE {
        for i in 0..FINE {
            let at = |n: u32, part: u32| {
                (n as f32 + (part as f32 + 0.5) / FINE as f32) * GRID / SIDE as f32
            };
            if let Some(ink) = ink(at(x, i), at(y, j), theme) {
                for (sum, c) in sum.iter_mut().zip(ink.to_array()) {
                    *sum += u32::from(c);
                }
                hits += 1;
            }
        }
    }
    let mean = |sum: u32| u8::try_from(sum.checked_div(hits).unwrap_or(0)).unwrap_or(u8::MAX);
    let cover = u8::try_from(hits * 255 / (FINE * FINE)).unwrap_or(u8::MAX);
    [mean(sum[0]), mean(sum[1]), mean(sum[2]), cover]
}

/// The colour at a place of the grid, if the mark covers it.
fn ink(x: f32, y: f32, theme: &Theme) -> Option<Color32> {
    if rounded(x, y, [2.0, 3.0, 5.0, 5.0], 1.4) || rounded(x, y, [13.0, 3.0, 5.0, 5.0], 1.4) {
        return Some(theme.level[3]);
    }
    if rounded(x, y, [0.5, 9.4, 19.0, 2.6], 1.3) {
        return Some(theme.accent);
    }
    // The fulcrum widens from its tip down to its foot.
    let down = (y - 12.8) / (18.4 - 12.8);
    ((0.0..=1.0).contains(&down) && (x - 10.0).abs() <= 4.0 * down).then_some(theme.muted)
}

/// Whether a point lies in a bar (left, top, width, height) with round corners.
fn rounded(x: f32, y: f32, [left, top, width, height]: [f32; 4], radius: f32) -> bool {
    let beyond = |at: f32, from: f32, long: f32| {
        let near = at.clamp(from + radius, from + long - radius);
        at - near
    };
    beyond(x, left, width).hypot(beyond(y, top, height)) <= radius
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_has_its_colours_and_a_clear_ground() {
        let icon = icon();
        assert_eq!(icon.rgba.len(), (SIDE * SIDE * 4) as usize);
        let at = |x: f32, y: f32| {
            let pixel = |v: f32| (v * SIDE as f32 / GRID) as u32;
            let from = ((pixel(y) * SIDE + pixel(x)) * 4) as usize;
            [0, 1, 2, 3].map(|i| icon.rgba[from + i])
        };
        let theme = Theme::light();
        assert_eq!(at(10.0, 10.7), theme.accent.to_array());
        assert_eq!(at(4.5, 5.5), theme.level[3].to_array());
        assert_eq!(at(15.5, 5.5), theme.level[3].to_array());
        assert_eq!(at(10.0, 17.0), theme.muted.to_array());
        assert_eq!(at(0.0, 0.0), [0; 4]);
        assert_eq!(at(10.0, 5.0), [0; 4]);
    }
}
