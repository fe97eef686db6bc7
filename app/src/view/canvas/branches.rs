//! Branch sites: a block of equal boxes below, with their lines as a bus instead of a curve each.

use std::collections::BTreeMap;

use egui::{Pos2, Rect, Vec2};
use evenkeel_model::ids::SiteId;
use evenkeel_model::plan::SiteKind;

use super::cables::Node;
use super::layout::SitePlace;

/// More branches than this are drawn as a block.
const FEW: usize = 8;
/// Between the columns of a block; lines run down here.
pub const COLUMN_GAP: f32 = 64.0;
/// Between the rows of a block; the card of each line stands here.
pub const ROW_GAP: f32 = 62.0;
/// From a box to the card of its line.
const CARD_GAP: f32 = 6.0;
/// Room for the bus above a block.
const BUS: f32 = 40.0;
/// Room above the branches for what else hangs below the data sites.
pub const ABOVE: f32 = 24.0;

/// Branches in a row: as many as keep the block about twice as wide as high.
pub fn per_row(count: usize) -> usize {
    if count <= FEW {
        FEW
    } else {
        ((count as f32).sqrt() * 1.15).ceil() as usize
    }
}

/// A site that is one of a block.
pub fn is_one(sites: &BTreeMap<SiteId, SitePlace>, node: &Node) -> bool {
    let branch = |s: &SitePlace| s.kind == SiteKind::Branch && !s.fixed;
    match node {
        Node::Site(id) => {
            sites.get(id).is_some_and(branch) && sites.values().filter(|s| branch(s)).count() > FEW
        }
        Node::Host(_) => false,
    }
}

/// The card of a branch's line: under its box.
pub fn card(branch: Rect, size: Vec2) -> Rect {
    Rect::from_center_size(
        Pos2::new(branch.center().x, branch.bottom() + CARD_GAP + size.y / 2.0),
        size,
    )
}

/// Straight from one point to another, as a curve.
fn straight(a: Pos2, b: Pos2) -> [Pos2; 4] {
    [a, a + (b - a) / 3.0, a + (b - a) * (2.0 / 3.0), b]
}

/// From the foot of a site along the bus above the block, down beside the branch's column, and to the branch. `lane` keeps the
/// buses of different sites apart.
pub fn bus(site: Rect, branch: Rect, block_top: f32, lane: usize) -> Vec<[Pos2; 4]> {
    let shift = (lane % 4) as f32 * 7.0;
    let y = block_top - BUS / 2.0 - shift;
    let x = branch.left() - COLUMN_GAP / 2.0 + shift;
    let foot = Pos2::new(site.center().x + shift, site.bottom().min(y));
    let side = Pos2::new(branch.left(), branch.center().y);
    let corners = [
        foot,
        Pos2::new(foot.x, y),
        Pos2::new(x, y),
        Pos2::new(x, side.y),
        side,
    ];
    corners
        .windows(2)
        .filter_map(|w| match w {
            [a, b] => Some(straight(*a, *b)),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_wider_than_high_and_a_few_stay_in_a_row() {
        assert_eq!(per_row(1), FEW);
        assert_eq!(per_row(8), FEW);
        let wide = per_row(120);
        assert!((12..=14).contains(&wide), "{wide}");
    }

    #[test]
    fn a_bus_runs_upright_and_level_and_ends_at_the_branch() {
        let site = Rect::from_min_size(Pos2::new(300.0, 0.0), Vec2::new(300.0, 200.0));
        let branch = Rect::from_min_size(Pos2::new(900.0, 500.0), Vec2::new(208.0, 46.0));
        let lines = bus(site, branch, 400.0, 1);
        assert_eq!(lines.len(), 4);
        for [a, _, _, b] in &lines {
            assert!(a.x == b.x || a.y == b.y, "{a} {b}");
        }
        assert_eq!(lines[3][3], Pos2::new(900.0, 523.0));
    }
}
