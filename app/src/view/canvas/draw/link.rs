//! Lines and cards of links, pairs and witnesses.

use egui::{Color32, Pos2, Rect, Vec2};
use evenkeel_model::drawing::Face;
use evenkeel_model::ids::{HostId, LinkId};
use evenkeel_model::plan::{Level, LinkRole};

use super::super::cables::{self, Cable};
use super::super::camera::FAR;
use super::super::item::Item;
use super::super::scene::{CableLook, LinkLook, PairLook, Scene, chips, percent};
use super::host::bar_px;
use super::pen::{Pen, mix};
use super::{Now, badge};
use crate::view::canvas::icons::{self, Icon};

fn level_colour(pen: &Pen<'_>, level: Level) -> Color32 {
    pen.theme
        .level
        .get(usize::from(level.number()))
        .copied()
        .unwrap_or(pen.theme.muted)
}

fn touched(cable: &Cable, now: &Now<'_>) -> bool {
    cable
        .links
        .iter()
        .any(|l| now.selected(&l.into()) || now.hot(&Item::Link(l.clone())))
}

/// Lines between sites and to witnesses, under everything.
pub fn behind(pen: &Pen<'_>, scene: &Scene, now: &Now<'_>) {
    let theme = pen.theme;
    for line in &scene.witness_lines {
        let colour = if line.reachable {
            mix(theme.canvas, theme.muted, 0.75)
        } else {
            theme.error
        };
        pen.curve(&line.curve, 1.2, colour, !line.reachable);
    }
    for (cable, look) in scene.places.cables.iter().zip(&scene.cables) {
        if matches!(cable.from, cables::Node::Host(_)) {
            continue;
        }
        // Witness lines say it already.
        if cable.role == LinkRole::Witness && !touched(cable, now) {
            continue;
        }
        cable_lines(pen, cable, look, now);
    }
}

fn cable_lines(pen: &Pen<'_>, cable: &Cable, look: &CableLook, now: &Now<'_>) {
    let theme = pen.theme;
    let (width, colour) = match cable.role {
        LinkRole::Availability => (3.0, mix(theme.canvas, theme.muted, 0.9)),
        _ => (1.4, mix(theme.canvas, theme.muted, 0.7)),
    };
    let colour = if look.over {
        theme.error
    } else if touched(cable, now) {
        theme.accent
    } else {
        colour
    };
    for curve in &cable.curves {
        pen.curve(curve, width, colour, false);
    }
}

/// Lines inside sites: to switches and arrays, and availability links between neighbours.
pub fn inside(pen: &Pen<'_>, scene: &Scene, now: &Now<'_>) {
    let theme = pen.theme;
    if pen.zoom() >= FAR * 0.7 {
        for wire in &scene.wires {
            let lit = now.selected(&(&wire.link).into()) || now.hot(&Item::Link(wire.link.clone()));
            if wire.far && !lit {
                continue;
            }
            let colour = if lit {
                theme.accent
            } else {
                mix(theme.panel, theme.muted, 0.35)
            };
            pen.curve(&wire.curve, 1.0, colour, false);
        }
    }
    for (cable, look) in scene.places.cables.iter().zip(&scene.cables) {
        if matches!(cable.from, cables::Node::Host(_)) {
            cable_lines(pen, cable, look, now);
        }
    }
}

/// With more lines than this each is quiet until one of its hosts is pointed at or selected.
const MANY_PAIRS: usize = 24;

/// Whether a person looks at one of the two hosts, or at a VM that both carry.
fn lit(pair: &PairLook, scene: &Scene, now: &Now<'_>) -> bool {
    let on = |host: &HostId| {
        now.selected(&host.into())
            || now.hot(&Item::Host(host.clone()))
            || scene.places.hosts.get(host).is_some_and(|place| {
                place.chips.iter().any(|c| {
                    c.level == pair.level && (now.hot(&c.item) || now.selected(&c.item.id()))
                })
            })
    };
    on(&pair.a) || on(&pair.b)
}

pub fn pairs(pen: &Pen<'_>, scene: &Scene, now: &Now<'_>) {
    let many = scene.pairs.len() > MANY_PAIRS;
    for pair in &scene.pairs {
        let colour = if pair.over {
            pen.theme.error
        } else {
            level_colour(pen, pair.level)
        };
        let lit = lit(pair, scene, now);
        let (width, colour) = match (many, lit) {
            (_, true) => (2.6, colour),
            (true, false) => (1.0, colour.gamma_multiply(0.25)),
            (false, false) => (2.0, colour),
        };
        pen.curve(&pair.curve, width, colour, pair.level != Level::L3);
    }
}

/// Words on the lines of pairs, on top.
pub fn labels(pen: &Pen<'_>, scene: &Scene, now: &Now<'_>) {
    if pen.zoom() < FAR {
        return;
    }
    let theme = pen.theme;
    let mut taken: Vec<Rect> = scene.places.cables.iter().map(|c| c.card).collect();
    let many = scene.pairs.len() > MANY_PAIRS;
    for pair in &scene.pairs {
        if many && !lit(pair, scene, now) {
            continue;
        }
        let width = chips::width(&pair.text, Face::Regular, 11.0) + 16.0;
        // Where a gap is crossed there may be room for words; never over a card.
        let middle = cables::on_curve(&pair.curve, 0.5);
        let length = (pair.curve[3] - pair.curve[0]).length();
        if length < width + 12.0 || pair.text.is_empty() {
            continue;
        }
        // Level 3 runs highest: its words stand over its line, those of the others under theirs.
        let (first, second) = if pair.level == Level::L3 {
            (-13.0, 14.0)
        } else {
            (14.0, -13.0)
        };
        let beside = |y| Rect::from_center_size(middle + Vec2::new(0.0, y), Vec2::new(width, 20.0));
        let mut r = beside(first);
        if taken.iter().any(|t| t.intersects(r)) {
            r = beside(second);
        }
        let on_host = scene.places.hosts.values().any(|h| h.rect.intersects(r));
        if on_host || taken.iter().any(|t| t.intersects(r)) || !pen.sees(r) {
            continue;
        }
        taken.push(r);
        let edge = if pair.over { theme.error } else { theme.rule };
        pen.frame(r, 6.0, theme.panel, 1.0, edge);
        let ink = if pair.over { theme.error } else { theme.text };
        pen.middle(r.center(), &pair.text, Face::Regular, 11.0, ink);
    }
    for line in scene.witness_lines.iter().filter(|l| !l.reachable) {
        let width = chips::width(&line.text, Face::Regular, 11.0) + 16.0;
        let spots = [0.5, 0.35, 0.65, 0.2, 0.8];
        let places = spots.iter().map(|t| {
            Rect::from_center_size(cables::on_curve(&line.curve, *t), Vec2::new(width, 20.0))
        });
        let covers = |r: &Rect| {
            taken.iter().any(|t| t.intersects(*r))
                || scene.places.hosts.values().any(|h| h.rect.intersects(*r))
                || scene.places.sites.values().any(|s| s.rect.intersects(*r))
        };
        if let Some(r) = places.into_iter().find(|r| !covers(r) && pen.sees(*r)) {
            taken.push(r);
            pen.frame(r, 6.0, theme.panel, 1.0, theme.error);
            pen.middle(r.center(), &line.text, Face::Regular, 11.0, theme.error);
        }
    }
}

/// Cards of links.
pub fn cards(pen: &Pen<'_>, scene: &Scene, now: &Now<'_>) {
    for (cable, look) in scene.places.cables.iter().zip(&scene.cables) {
        if !pen.sees(cable.card) {
            continue;
        }
        if cable.card.width() < 20.0 {
            knot(pen, cable, look, now);
        } else if pen.zoom() < FAR {
            far(pen, cable, look, now);
        } else {
            card(pen, cable, look, now);
        }
    }
}

fn edge(pen: &Pen<'_>, cable: &Cable, look: &CableLook, now: &Now<'_>) -> Color32 {
    if look.over {
        pen.theme.error
    } else if touched(cable, now) {
        pen.theme.accent
    } else {
        pen.theme.rule
    }
}

/// A mark on a line that has no room for a card.
fn knot(pen: &Pen<'_>, cable: &Cable, look: &CableLook, now: &Now<'_>) {
    let r = cable.card;
    pen.frame(r, 8.0, pen.theme.panel, 1.2, edge(pen, cable, look, now));
    let square = r.shrink(3.0);
    icons::paint(pen.painter, pen.area(square), Icon::Link, pen.theme.muted);
}

/// From afar: the fullest bar only.
fn far(pen: &Pen<'_>, cable: &Cable, look: &CableLook, now: &Now<'_>) {
    let r = Rect::from_center_size(
        cable.card.center(),
        Vec2::new(cable.card.width() * 0.6, 36.0),
    );
    pen.frame(r, 8.0, pen.theme.panel, 1.0, edge(pen, cable, look, now));
    let worst = look.rows.iter().max_by(|a, b| {
        let s = |l: &LinkLook| l.share_one_lost.or(l.share).unwrap_or(0.0);
        s(&a.1).total_cmp(&s(&b.1))
    });
    if let Some((_, row)) = worst {
        let area = pen.area(r).shrink2(Vec2::new(10.0, 12.0) * pen.zoom());
        let height = area.height().clamp(2.5, 6.0);
        bar_px(
            pen,
            Rect::from_center_size(area.center(), Vec2::new(area.width(), height)),
            &row_bar(row),
        );
    }
}

fn row_bar(row: &LinkLook) -> super::super::scene::Bar {
    super::super::scene::Bar {
        name: "",
        now: row.share,
        after: row.share_one_lost,
        ceiling: row.ceiling,
        text: String::new(),
        tip: String::new(),
    }
}

fn card(pen: &Pen<'_>, cable: &Cable, look: &CableLook, now: &Now<'_>) {
    let theme = pen.theme;
    let r = cable.card;
    let big = cable.role == LinkRole::Availability;
    // A little lift: the card lies over the lines.
    pen.fill(
        r.translate(Vec2::new(0.0, 1.5)),
        8.0,
        Color32::from_black_alpha(if theme.dark { 70 } else { 18 }),
    );
    pen.frame(r, 8.0, theme.panel, 1.0, edge(pen, cable, look, now));
    if big {
        pen.left(
            r.left() + 10.0,
            r.top() + 13.0,
            &look.title,
            Face::Bold,
            11.5,
            theme.text,
        );
        pen.right(
            r.right() - 10.0,
            r.top() + 13.0,
            &look.distance,
            Face::Regular,
            11.0,
            theme.muted,
        );
    }
    for ((id, row), line) in look.rows.iter().zip(&cable.rows) {
        link_row(pen, id, row, *line, big, now);
    }
    if !look.more.is_empty() {
        let y = cable.rows.last().map_or(r.bottom(), |l| l.bottom()) + 8.0;
        pen.left(
            r.left() + 10.0,
            y,
            &look.more,
            Face::Regular,
            10.0,
            theme.muted,
        );
    }
    if let (Some(line), Some((text, share, over))) = (cable.rtt, &look.rtt) {
        let ink = if *over { theme.error } else { theme.text };
        pen.left(
            line.left() + 10.0,
            line.top() + 8.0,
            text,
            Face::Regular,
            11.0,
            ink,
        );
        if let Some(share) = share {
            let track = Rect::from_min_size(
                Pos2::new(line.left() + 10.0, line.top() + 17.0),
                Vec2::new(line.width() - 20.0, 4.0),
            );
            plain_bar(
                pen,
                track,
                *share,
                if *over { theme.error } else { theme.good },
            );
        }
    }
}

fn plain_bar(pen: &Pen<'_>, track: Rect, share: f32, colour: Color32) {
    pen.fill(track, 2.0, pen.theme.track);
    let mut solid = track;
    solid.max.x = track.left() + (track.width() * share.clamp(0.0, 1.0)).max(3.0);
    pen.fill(solid, 2.0, colour);
}

fn link_row(pen: &Pen<'_>, id: &LinkId, row: &LinkLook, line: Rect, big: bool, now: &Now<'_>) {
    let theme = pen.theme;
    let item = Item::Link(id.clone());
    let selected = now.selected(&id.into());
    if selected || now.hot(&item) {
        let fill = if selected {
            theme.selection
        } else {
            mix(theme.panel, theme.text, 0.05)
        };
        pen.fill(line.shrink2(Vec2::new(3.0, 0.5)), 4.0, fill);
    }
    if now.focus(&item) {
        pen.ring(line.shrink2(Vec2::new(3.0, 0.5)), 4.0, 1.0, theme.accent);
    }
    let y = if big {
        line.top() + 8.0
    } else {
        line.center().y
    };
    let mut left = line.left() + 10.0;
    if !big {
        let square = Rect::from_center_size(Pos2::new(left + 5.0, y), Vec2::splat(12.0));
        icons::paint(pen.painter, pen.area(square), Icon::Link, theme.muted);
        left += 16.0;
    }
    let ink = if row.over { theme.error } else { theme.muted };
    let mut right = line.right() - 10.0;
    right -= badge(pen, Pos2::new(right, y), row.marks, 12.0);
    if row.marks.total() > 0 {
        right -= 5.0;
    }
    // Both halves share the line; the figure keeps its room.
    let figure = if big && line.width() < 180.0 {
        row.share.map_or_else(|| row.text.clone(), percent)
    } else {
        row.text.clone()
    };
    let width = chips::width(&figure, Face::Regular, 10.5);
    let name = chips::shorten(&row.name, Face::Regular, 11.0, right - left - width - 8.0);
    pen.left(left, y, &name, Face::Regular, 11.0, theme.text);
    pen.right(right, y, &figure, Face::Regular, 10.5, ink);
    if big {
        let track = pen.area(Rect::from_min_size(
            Pos2::new(line.left() + 10.0, line.top() + 16.5),
            Vec2::new(line.width() - 20.0, 4.0),
        ));
        bar_px(pen, track, &row_bar(row));
    }
}
