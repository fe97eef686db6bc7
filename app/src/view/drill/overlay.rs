//! The drill painted over the canvas: what is out of order struck through, a mark on each VM, arrows of restarts, tags.

use egui::{Align2, Color32, Pos2, Rect, Stroke, StrokeKind, Vec2};
use evenkeel_model::drawing::Face;
use evenkeel_model::ids::EntityId;
use evenkeel_model::units::with_unit;

use super::look::{Look, State};
use super::mark::Mark;
use crate::fonts::font_id;
use crate::view::canvas::camera::FAR;
use crate::view::canvas::draw::pen::{Pen, mix};
use crate::view::canvas::interact::each;
use crate::view::canvas::item::Item;
use crate::view::canvas::scene::Scene;

/// Paints all of it.
pub fn paint(pen: &Pen<'_>, scene: &Scene, look: &Look) {
    let mut tags: Vec<(Rect, Vec<(String, Color32)>)> = Vec::new();
    each(scene, pen.zoom(), &mut |item, rect, _| {
        if !pen.sees(rect) {
            return;
        }
        let id = item.id();
        match item {
            Item::Member { .. } | Item::Partner { .. } | Item::Loose(_) | Item::Idle(_) => {}
            Item::Site(_) => {
                if let Some(state) = look.things.get(&id) {
                    site(pen, rect, *state);
                }
            }
            _ => {
                if let Some(state) = look.things.get(&id) {
                    strike(pen, rect, *state, matches!(item, Item::Host(_)));
                }
            }
        }
        let words = tags_of(pen, look, &id);
        if !words.is_empty() {
            tags.push((rect, words));
        }
    });
    moves(pen, scene, look);
    each(scene, pen.zoom(), &mut |item, rect, _| {
        if let Some((mark, _)) = look.marks.get(item)
            && pen.sees(rect)
        {
            chip(pen, rect, *mark);
        }
    });
    for (rect, words) in tags {
        tag_row(pen, rect, &words);
    }
}

fn tags_of(pen: &Pen<'_>, look: &Look, id: &EntityId) -> Vec<(String, Color32)> {
    let theme = pen.theme;
    let mut words = Vec::new();
    match look.things.get(id) {
        Some(State::Failed) => words.push(("failed".to_owned(), theme.error)),
        Some(State::Down) if matches!(id, EntityId::Host(_)) => {
            words.push(("down".to_owned(), theme.muted));
        }
        Some(State::Down) | None => {}
    }
    if let Some(inside) = look.inside.get(id) {
        match inside.as_slice() {
            [one] => words.push((format!("{one} failed"), theme.error)),
            many => words.push((format!("{} parts failed", many.len()), theme.error)),
        }
    }
    for o in look.overloads.get(id).into_iter().flatten() {
        let colour = if o.share > 1.0 {
            theme.error
        } else {
            theme.warning
        };
        let what = if o.what == "link" { "load" } else { o.what };
        words.push((format!("▲ {what} {}", with_unit(o.share, "share")), colour));
    }
    words
}

/// Small filled tags along the lower edge of something.
fn tag_row(pen: &Pen<'_>, rect: Rect, words: &[(String, Color32)]) {
    let area = pen.area(rect);
    let px = (10.5 * pen.zoom()).clamp(8.5, 12.0);
    let mut x = area.left() + 8.0 * pen.zoom().min(1.0);
    for (text, colour) in words {
        let ink = if pen.theme.dark {
            Color32::from_rgb(0x12, 0x14, 0x18)
        } else {
            Color32::WHITE
        };
        let galley = pen
            .painter
            .layout_no_wrap(text.clone(), font_id(Face::Bold, px), ink);
        let size = galley.size() + Vec2::new(px, px * 0.35);
        let r = Rect::from_min_size(Pos2::new(x, area.bottom() - size.y * 0.55), size);
        pen.painter.rect(
            r,
            size.y / 2.0,
            *colour,
            Stroke::new(1.0, pen.theme.panel),
            StrokeKind::Outside,
        );
        pen.painter
            .galley(r.center() - galley.size() / 2.0, galley, ink);
        x += size.x + 4.0;
    }
}

/// Greyed and struck from corner to corner.
fn strike(pen: &Pen<'_>, rect: Rect, state: State, big: bool) {
    let theme = pen.theme;
    let area = pen.area(rect);
    let radius = if big { 8.0 } else { 5.0 } * pen.zoom();
    pen.painter
        .rect_filled(area, radius, theme.canvas.gamma_multiply(0.62));
    let colour = match state {
        State::Failed => theme.error,
        State::Down => theme.muted,
    };
    let colour = match state {
        State::Failed => colour,
        State::Down => mix(theme.canvas, colour, 0.6),
    };
    let width = (if big { 2.0 } else { 1.2 } * pen.zoom()).clamp(1.0, 2.5);
    let stroke = Stroke::new(width, colour);
    pen.painter
        .rect_stroke(area, radius, stroke, StrokeKind::Inside);
    if big {
        let cross = Stroke::new(stroke.width * 0.7, stroke.color.gamma_multiply(0.45));
        pen.painter
            .line_segment([area.left_top(), area.right_bottom()], cross);
        pen.painter
            .line_segment([area.left_bottom(), area.right_top()], cross);
    } else {
        let y = area.center().y;
        pen.painter
            .hline(area.left() + 4.0..=area.right() - 4.0, y, stroke);
    }
}

fn site(pen: &Pen<'_>, rect: Rect, state: State) {
    let colour = match state {
        State::Failed => pen.theme.error,
        State::Down => pen.theme.muted,
    };
    pen.painter.rect_stroke(
        pen.area(rect),
        10.0 * pen.zoom(),
        Stroke::new(2.0, colour),
        StrokeKind::Inside,
    );
}

/// The mark of a VM, over the corner of its chip.
fn chip(pen: &Pen<'_>, rect: Rect, mark: Mark) {
    let area = pen.area(rect);
    let size = (13.0 * pen.zoom()).clamp(8.0, 20.0);
    if mark >= Mark::Stops {
        pen.painter.rect_stroke(
            area,
            5.0 * pen.zoom(),
            Stroke::new(1.5, mark.colour(pen.theme)),
            StrokeKind::Inside,
        );
    }
    let at = Pos2::new(area.right() - size * 0.25, area.top() + size * 0.15);
    mark.paint(pen.painter, at, size, pen.theme);
}

/// From each failed host to where its VMs start again.
fn moves(pen: &Pen<'_>, scene: &Scene, look: &Look) {
    let theme = pen.theme;
    let hosts = &scene.places.hosts;
    let colour = Mark::Restarts.colour(theme);
    let mut labels: Vec<([Pos2; 3], &str)> = Vec::new();
    for (i, m) in look.moves.iter().enumerate() {
        let (Some(from), Some(to)) = (hosts.get(&m.from), hosts.get(&m.to)) else {
            continue;
        };
        let (a, b) = (pen.area(from.rect), pen.area(to.rect));
        let (start, end) = (edge(a, b.center()), edge(b, a.center()));
        let by = end - start;
        if by.length() < 4.0 {
            continue;
        }
        let side = Vec2::new(-by.y, by.x).normalized() * (14.0 + 6.0 * (i % 3) as f32);
        let curve = egui::epaint::QuadraticBezierShape::from_points_stroke(
            [start, start + by * 0.5 + side * 2.0, end],
            false,
            Color32::TRANSPARENT,
            Stroke::new(2.0, colour),
        );
        pen.painter.add(curve);
        let aim = (end - (start + by * 0.5 + side * 2.0)).normalized();
        let across = Vec2::new(-aim.y, aim.x);
        pen.painter.add(egui::Shape::convex_polygon(
            vec![
                end + aim * 2.0,
                end - aim * 9.0 + across * 5.0,
                end - aim * 9.0 - across * 5.0,
            ],
            colour,
            Stroke::NONE,
        ));
        labels.push(([start, start + by * 0.5 + side * 2.0, end], &m.text));
    }
    if pen.zoom() < FAR {
        return;
    }
    // A label stands along its arrow, where it hides least.
    let cards = scene.places.cables.iter().map(|c| pen.area(c.card));
    let mut taken: Vec<Rect> = cards
        .chain(hosts.values().map(|h| pen.area(h.rect)))
        .collect();
    for (curve, text) in labels {
        let galley =
            pen.painter
                .layout_no_wrap(text.to_owned(), font_id(Face::Bold, 11.0), theme.text);
        let size = galley.size() + Vec2::new(12.0, 6.0);
        let hidden = |r: Rect| -> f32 {
            taken
                .iter()
                .map(|t| t.intersect(r))
                .filter(Rect::is_positive)
                .map(|t| t.area())
                .sum()
        };
        let r = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8]
            .into_iter()
            .flat_map(|t| {
                let at = along(&curve, t);
                [0.0, -1.2, 1.2, -2.4, 2.4]
                    .map(|by| Rect::from_center_size(at + Vec2::new(0.0, by * size.y), size))
            })
            .min_by(|a, b| hidden(*a).total_cmp(&hidden(*b)))
            .unwrap_or(Rect::from_center_size(along(&curve, 0.5), size));
        pen.painter.rect(
            r,
            r.height() / 2.0,
            theme.panel,
            Stroke::new(1.0, colour),
            StrokeKind::Inside,
        );
        pen.painter
            .galley(r.center() - galley.size() / 2.0, galley, theme.text);
        taken.push(r);
    }
}

/// A point of a curve of three points.
fn along(c: &[Pos2; 3], t: f32) -> Pos2 {
    let ab = c[0] + (c[1] - c[0]) * t;
    let bc = c[1] + (c[2] - c[1]) * t;
    ab + (bc - ab) * t
}

/// Where the line from a box's middle towards a point leaves the box.
fn edge(r: Rect, towards: Pos2) -> Pos2 {
    let by = towards - r.center();
    if by == Vec2::ZERO {
        return r.center();
    }
    let half = r.size() / 2.0;
    let scale = (half.x / by.x.abs().max(0.001)).min(half.y / by.y.abs().max(0.001));
    r.center() + by * scale.min(1.0)
}

/// The key to the marks, bottom right.
pub fn legend(pen: &Pen<'_>) {
    let theme = pen.theme;
    let font = font_id(Face::Regular, 11.0);
    let y = pen.view.bottom() - 20.0;
    let words: Vec<_> = Mark::ALL
        .iter()
        .map(|m| {
            let galley = pen
                .painter
                .layout_no_wrap(m.word().to_owned(), font.clone(), theme.text);
            (*m, galley)
        })
        .collect();
    let total = words.iter().map(|(_, g)| g.size().x + 34.0).sum::<f32>() - 14.0;
    // On a narrow canvas the key stands over the buttons instead of covering them.
    let y = if total > pen.view.width() - 250.0 {
        y - 36.0
    } else {
        y
    };
    let mut x = pen.view.right() - 14.0 - total;
    let back = Rect::from_min_max(
        Pos2::new(x - 8.0, y - 13.0),
        Pos2::new(pen.view.right() - 8.0, y + 13.0),
    );
    pen.painter.rect(
        back,
        6.0,
        theme.panel.gamma_multiply(0.92),
        Stroke::new(1.0, theme.rule),
        StrokeKind::Inside,
    );
    for (mark, galley) in words {
        mark.paint(pen.painter, Pos2::new(x + 8.0, y), 12.0, theme);
        let width = galley.size().x;
        pen.painter.galley(
            Align2::LEFT_CENTER
                .anchor_size(Pos2::new(x + 20.0, y), galley.size())
                .min,
            galley,
            theme.text,
        );
        x += width + 34.0;
    }
}
