//! Free room on the ground: what is put down by hand lies on nothing else.

use std::collections::BTreeSet;

use egui::{Rect, Vec2};
use evenkeel_model::ids::{EntityId, HostId, SiteId};
use evenkeel_model::plan::SiteKind;

use super::layout::{GRID, Places, around_host};

/// Between hosts: room for the outlines of two pools.
const HOST_GAP: f32 = 24.0;
const SITE_GAP: f32 = 32.0;
/// Farther than this from where it was let go, nobody looks for it.
const REACH: f32 = 2400.0;

/// Things about to be put down together, and what they must keep clear of.
pub struct Room<'a> {
    places: &'a Places,
    sites: BTreeSet<&'a SiteId>,
    hosts: BTreeSet<&'a HostId>,
    things: Vec<Thing>,
}

struct Thing {
    rect: Rect,
    clear_of: Vec<Rect>,
    site: Option<Growing>,
}

/// The box of a site that reaches around what is put into it.
struct Growing {
    rect: Rect,
    foot: f32,
    clear_of: Vec<Rect>,
}

impl Growing {
    fn with(&self, host: Rect) -> Rect {
        self.rect.union(around_host(host, self.foot))
    }
}

fn clear(rect: Rect, of: &[Rect]) -> bool {
    !of.iter().any(|o| o.intersects(rect))
}

/// A rectangle with the gap that others keep to it; touching the gap's edge is allowed.
fn kept(rect: Rect, gap: f32) -> Rect {
    rect.expand(gap - 0.5)
}

impl<'a> Room<'a> {
    /// Room on `places`, where `moving` does not stand in its own way.
    pub fn new(places: &'a Places, moving: impl IntoIterator<Item = &'a EntityId>) -> Self {
        let mut room = Self {
            places,
            sites: BTreeSet::new(),
            hosts: BTreeSet::new(),
            things: Vec::new(),
        };
        for id in moving {
            match id {
                EntityId::Site(site) => {
                    room.sites.insert(site);
                    let inside = places.hosts.iter().filter(|(_, h)| h.site == *site);
                    room.hosts.extend(inside.map(|(id, _)| id));
                }
                EntityId::Host(host) => {
                    room.hosts.insert(host);
                }
                _ => {}
            }
        }
        room
    }

    /// Boxes of sites that stay where they are. What the layout places below the others makes way by itself.
    fn firm_sites(&self) -> impl Iterator<Item = (&'a SiteId, Rect)> {
        self.places
            .sites
            .iter()
            .filter(|(id, s)| !self.sites.contains(id) && (s.kind == SiteKind::Data || s.fixed))
            .map(|(id, s)| (id, s.rect))
    }

    /// A host that should stand at `rect` in `site`.
    pub fn host(&mut self, rect: Rect, site: &SiteId) {
        let clear_of = self
            .places
            .hosts
            .iter()
            .filter(|(id, _)| !self.hosts.contains(id))
            .map(|(_, h)| kept(h.rect, HOST_GAP))
            .collect();
        let growing = self.places.sites.get(site).map(|place| Growing {
            rect: place.rect,
            foot: place.foot(),
            // Boxes that overlap already cannot be kept apart by this.
            clear_of: self
                .firm_sites()
                .filter(|(id, r)| *id != site && !r.intersects(place.rect))
                .map(|(_, r)| kept(r, GRID))
                .collect(),
        });
        self.things.push(Thing {
            rect,
            clear_of,
            site: growing,
        });
    }

    /// A site that should stand at `rect`.
    pub fn site(&mut self, rect: Rect) {
        let clear_of = self.firm_sites().map(|(_, r)| kept(r, SITE_GAP)).collect();
        self.things.push(Thing {
            rect,
            clear_of,
            site: None,
        });
    }

    /// Whether all would lie on nothing, shifted by so much.
    pub fn free(&self, by: Vec2) -> bool {
        self.apart(by) && self.sites_apart(by)
    }

    fn apart(&self, by: Vec2) -> bool {
        self.things
            .iter()
            .all(|t| clear(t.rect.translate(by), &t.clear_of))
    }

    fn sites_apart(&self, by: Vec2) -> bool {
        self.things.iter().all(|t| {
            t.site
                .as_ref()
                .is_none_or(|s| clear(s.with(t.rect.translate(by)), &s.clear_of))
        })
    }

    /// How far all must shift to lie on nothing: as little as can be, on the grid.
    pub fn shift(&self) -> Vec2 {
        nearest(|by| self.free(by))
            .or_else(|| nearest(|by| self.apart(by)))
            .unwrap_or(Vec2::ZERO)
    }
}

/// The shortest step on the grid to where it is free. Rings around the start, coarser from afar.
fn nearest(free: impl Fn(Vec2) -> bool) -> Option<Vec2> {
    if free(Vec2::ZERO) {
        return Some(Vec2::ZERO);
    }
    let mut best: Option<(f32, Vec2)> = None;
    let mut reach = GRID;
    while reach <= REACH {
        // No point of this ring or a farther one is nearer than the ring itself.
        if best.is_some_and(|(d, _)| d <= reach) {
            break;
        }
        let step = if reach < 32.0 * GRID {
            GRID
        } else {
            4.0 * GRID
        };
        let n = (reach / step) as i32;
        for i in -n..=n {
            let along = i as f32 * step;
            for by in [
                Vec2::new(along, reach),
                Vec2::new(along, -reach),
                Vec2::new(reach, along),
                Vec2::new(-reach, along),
            ] {
                let d = by.length();
                if best.is_none_or(|(b, _)| d < b) && free(by) {
                    best = Some((d, by));
                }
            }
        }
        reach += step;
    }
    best.map(|(_, by)| by)
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::Pos2;

    #[test]
    fn the_nearest_free_step_is_found_on_the_grid() {
        let taken = Rect::from_min_size(Pos2::ZERO, Vec2::new(100.0, 60.0));
        let thing = Rect::from_min_size(Pos2::new(40.0, 16.0), Vec2::new(50.0, 50.0));
        let by = nearest(|by| !taken.intersects(thing.translate(by))).expect("room is near");
        assert_eq!(by, Vec2::new(0.0, 48.0), "down is the shortest way out");
        assert_eq!(nearest(|_| true), Some(Vec2::ZERO));
        assert_eq!(nearest(|_| false), None);
    }
}
