//! Sites, pools and the tray.

use egui::{Pos2, Rect, Vec2};
use evenkeel_model::drawing::Face;
use evenkeel_model::plan::SiteKind;

use super::super::camera::FAR;
use super::super::item::Item;
use super::super::scene::chips::{self, Chip};
use super::super::scene::{ArrayLook, Marks, Scene};
use super::host::{bar_px, chip};
use super::pen::{Pen, mix};
use super::{Now, badge};

/// Text that must stay readable when everything shrinks.
fn readable(pen: &Pen<'_>, size: f32, least: f32) -> f32 {
    (size * pen.zoom()).max(least) / pen.zoom()
}

pub fn sites(pen: &Pen<'_>, scene: &Scene, now: &Now<'_>) {
    let theme = pen.theme;
    for (id, place) in &scene.places.sites {
        let (Some(look), true) = (scene.sites.get(id), pen.sees(place.rect)) else {
            continue;
        };
        let item = Item::Site(id.clone());
        let selected = now.selected(&id.into());
        let colour = if selected {
            theme.accent
        } else if now.hot(&item) {
            mix(theme.rule, theme.muted, 0.5)
        } else {
            theme.rule
        };
        let fill = mix(theme.canvas, theme.panel, 0.8);
        pen.frame(
            place.rect,
            12.0,
            fill,
            if selected { 1.6 } else { 1.0 },
            colour,
        );
        if now.focus(&item) {
            pen.ring(place.rect.expand(2.0), 13.0, 1.0, theme.accent);
        }
        let name = readable(pen, 14.0, 10.0);
        // From afar the head is too low for readable words: they stand over the box.
        let y = if place.kind == SiteKind::Data && pen.zoom() < FAR && 50.0 < name * 1.9 {
            place.rect.top() - name * 0.7
        } else {
            place.rect.top() + (24.0f32).max(name * 0.9)
        };
        let mut right = place.rect.right() - 14.0;
        right -= badge(pen, Pos2::new(right, y), look.marks, 16.0) + 6.0;
        let left = place.rect.left() + 16.0;
        if place.kind == SiteKind::Data {
            let shown = chips::shorten(&look.name, Face::Bold, name, right - left);
            pen.left(left, y, &shown, Face::Bold, name, theme.text);
            let from = left + chips::width(&shown, Face::Bold, name) + 10.0;
            let room = right - from;
            if pen.zoom() >= FAR && room > 40.0 {
                let detail = chips::shorten(&look.detail, Face::Regular, 12.0, room);
                pen.left(from, y + 0.5, &detail, Face::Regular, 12.0, theme.muted);
            }
        } else {
            let shown = chips::shorten(&look.name, Face::Bold, name, right - left);
            pen.left(
                left,
                place.rect.top() + 17.0,
                &shown,
                Face::Bold,
                name,
                theme.text,
            );
            if pen.zoom() >= FAR {
                let detail = chips::shorten(&look.detail, Face::Regular, 11.0, right - left);
                pen.left(
                    left,
                    place.rect.top() + 34.0,
                    &detail,
                    Face::Regular,
                    11.0,
                    theme.muted,
                );
            }
        }
    }
}

/// What stands in sites besides hosts, over the lines that lead there.
pub fn devices(pen: &Pen<'_>, scene: &Scene, now: &Now<'_>) {
    let near = pen.zoom() >= FAR;
    let sites = scene.places.sites.values();
    for place in sites.filter(|s| near && pen.sees(s.rect)) {
        for c in &place.chips {
            let marks = scene.marks.get(&c.item.id()).copied().unwrap_or_default();
            match c.item.array().and_then(|a| scene.arrays.get(a)) {
                Some(look) => array(pen, c, look, marks, now),
                None => chip(pen, c, marks, now),
            }
        }
    }
}

/// An array's chip says how full it is, in words and as a bar at its foot.
fn array(pen: &Pen<'_>, c: &Chip, look: &ArrayLook, marks: Marks, now: &Now<'_>) {
    let loaded = Chip {
        detail: format!("{} {}", look.worst.name, look.worst.text),
        ..c.clone()
    };
    chip(pen, &loaded, marks, now);
    let track = Rect::from_min_max(
        Pos2::new(c.rect.left() + c.inset(), c.rect.bottom() - 3.6),
        Pos2::new(c.rect.right() - 8.0, c.rect.bottom() - 1.4),
    );
    bar_px(pen, pen.area(track), &look.worst);
}

pub fn pools(pen: &Pen<'_>, scene: &Scene, now: &Now<'_>) {
    let theme = pen.theme;
    for pool in &scene.pools {
        let selected = now.selected(&(&pool.id).into());
        let line = if selected {
            theme.accent
        } else if pool.bad {
            theme.warning
        } else {
            mix(theme.canvas, theme.muted, 0.6)
        };
        for part in &pool.parts {
            if pen.sees(*part) {
                pen.dashed(*part, 8.0, 1.0, line);
            }
        }
        if pen.zoom() < FAR {
            continue;
        }
        let hot = now.hot(&Item::Pool(pool.id.clone()));
        let ink = if selected {
            theme.accent
        } else if pool.bad {
            theme.warning
        } else if hot {
            theme.text
        } else {
            theme.muted
        };
        for part in &pool.parts {
            let r = pool_label(*part, &pool.text, scene);
            if !pen.sees(r) {
                continue;
            }
            // Hide the dashes under the words, with what lies behind them.
            let on_site = scene.places.sites.values().any(|s| s.rect.contains_rect(r));
            let fill = mix(theme.canvas, theme.panel, 0.8);
            pen.fill(r, 3.0, if on_site { fill } else { theme.canvas });
            pen.middle(r.center(), &pool.text, Face::Regular, 11.0, ink);
        }
    }
}

/// Where the words of a pool stand on its outline: in the gap between sites if it spans some, else at its left.
pub fn pool_label(outline: Rect, text: &str, scene: &Scene) -> Rect {
    let width = chips::width(text, Face::Regular, 11.0) + 10.0;
    let mut inside: Vec<Rect> = scene
        .places
        .sites
        .values()
        .map(|s| s.rect)
        .filter(|s| s.y_range().contains(outline.top()) && s.intersects(outline))
        .collect();
    inside.sort_by(|a, b| a.left().total_cmp(&b.left()));
    let x = match inside.as_slice() {
        [a, b, ..] if b.left() - a.right() >= width => f32::midpoint(a.right(), b.left()),
        [..] if inside.len() >= 2 => outline.center().x,
        _ => outline.left() + 14.0 + width / 2.0,
    };
    Rect::from_center_size(Pos2::new(x, outline.top()), Vec2::new(width, 14.0))
}

pub fn tray(pen: &Pen<'_>, scene: &Scene, now: &Now<'_>) {
    let Some(rect) = scene.places.tray.filter(|r| pen.sees(*r)) else {
        return;
    };
    let theme = pen.theme;
    pen.fill(rect, 10.0, mix(theme.canvas, theme.panel, 0.5));
    pen.dashed(rect, 10.0, 1.0, mix(theme.canvas, theme.muted, 0.5));
    let size = readable(pen, 12.0, 9.0);
    pen.left(
        rect.left() + 16.0,
        rect.top() + 18.0,
        &chips::shorten("Not placed yet", Face::Bold, size, rect.width() - 32.0),
        Face::Bold,
        size,
        theme.muted,
    );
    if pen.zoom() >= FAR {
        for c in &scene.places.tray_chips {
            chip(
                pen,
                c,
                scene.marks.get(&c.item.id()).copied().unwrap_or_default(),
                now,
            );
        }
    }
}
