//! Hosts: as a name with a bar from afar, and as a card with chips.

use egui::{Color32, Pos2, Rect, Vec2};
use evenkeel_model::catalogue::Severity;
use evenkeel_model::drawing::Face;
use evenkeel_model::ids::HostId;

use super::super::item::Item;
use super::super::layout::{CARD_W, HostPlace, PAD};
use super::super::scene::chips::{self, Chip, ChipKind};
use super::super::scene::{Bar, HostLook, Marks, Scene};
use super::pen::{Pen, mix};
use super::{Now, badge, on_badge, severity};
use crate::view::canvas::icons::{self, Icon};

fn edge(pen: &Pen<'_>, id: &HostId, now: &Now<'_>) -> (f32, Color32) {
    let theme = pen.theme;
    if let Some(answer) = now.answers.get(id) {
        return (2.0, answer.colour(theme));
    }
    let item = Item::Host(id.clone());
    if now.selected(&id.into()) {
        (1.6, theme.accent)
    } else if now.hot(&item) {
        (1.0, mix(theme.rule, theme.muted, 0.7))
    } else {
        (1.0, theme.rule)
    }
}

pub(super) fn outline(
    pen: &Pen<'_>,
    id: &HostId,
    rect: Rect,
    look: &HostLook,
    fill: Color32,
    now: &Now<'_>,
) {
    let (width, colour) = edge(pen, id, now);
    if look.proposed && now.answers.is_empty() {
        pen.fill(rect, 8.0, fill);
        let colour = if now.selected(&id.into()) {
            pen.theme.accent
        } else {
            mix(pen.theme.rule, pen.theme.muted, 0.8)
        };
        pen.dashed(rect, 8.0, width, colour);
    } else {
        pen.frame(rect, 8.0, fill, width, colour);
    }
    if now.focus(&Item::Host(id.clone())) {
        pen.ring(rect.expand(2.0), 9.0, 1.0, pen.theme.accent);
    }
}

/// Name, one bar and a colour.
pub fn far(pen: &Pen<'_>, id: &HostId, place: &HostPlace, look: &HostLook, now: &Now<'_>) {
    let theme = pen.theme;
    let worst = worse(look.marks.worst(), look.worst.over());
    let fill = match worst {
        Some(s) => mix(theme.card, severity(pen, s), 0.22),
        None if look.worst.now.is_some() => mix(theme.card, theme.good, 0.14),
        None => theme.card,
    };
    outline(pen, id, place.rect, look, fill, now);
    let area = pen.area(place.rect);
    // Sizes of the screen: names stay readable while the cards shrink.
    let px = (15.0 * pen.zoom()).clamp(9.0, 13.0);
    let pad = (8.0 * pen.zoom()).max(3.0);
    let room = (area.width() - 2.0 * pad).max(0.0);
    let name = chips::shorten(&look.name, Face::Bold, px, room);
    if area.height() > px * 1.8 {
        pen.text_px(
            Pos2::new(area.left() + pad, area.top() + pad + px * 0.6),
            egui::Align2::LEFT_CENTER,
            &name,
            Face::Bold,
            px,
            theme.text,
        );
    }
    let thick = (10.0 * pen.zoom()).clamp(3.0, 6.0);
    let track = Rect::from_min_max(
        Pos2::new(area.left() + pad, area.bottom() - pad - thick),
        Pos2::new(area.right() - pad, area.bottom() - pad),
    );
    if track.width() > 6.0 && area.height() > px * 2.4 {
        bar_px(pen, track, &look.worst);
    }
}

/// Head, four bars, chips.
pub fn card(
    pen: &Pen<'_>,
    id: &HostId,
    place: &HostPlace,
    look: &HostLook,
    scene: &Scene,
    now: &Now<'_>,
) {
    let theme = pen.theme;
    outline(pen, id, place.rect, look, theme.card, now);
    head(pen, place.rect, look, 1.0);
    bars(pen, place.rect, look, 1.0);
    for c in &place.chips {
        if pen.sees(c.rect) {
            chip(
                pen,
                c,
                scene.marks.get(&c.item.id()).copied().unwrap_or_default(),
                now,
            );
        }
    }
}

pub(super) fn head(pen: &Pen<'_>, card: Rect, look: &HostLook, scale: f32) {
    let theme = pen.theme;
    let y = card.top() + 19.0 * scale;
    let mut right = card.right() - PAD;
    right -= badge(pen, Pos2::new(right, y), look.marks, 16.0 * scale);
    if look.proposed {
        let text = "to buy";
        let w = chips::width(text, Face::Regular, 10.0 * scale) + 12.0 * scale;
        let r = Rect::from_min_max(
            Pos2::new(right - w - 4.0, y - 8.0 * scale),
            Pos2::new(right - 4.0, y + 8.0 * scale),
        );
        pen.frame(r, 8.0 * scale, theme.field, 1.0, theme.rule);
        pen.middle(r.center(), text, Face::Regular, 10.0 * scale, theme.muted);
        right = r.left();
    }
    let left = card.left() + PAD;
    let name = chips::shorten(
        &look.name,
        Face::Bold,
        14.0 * scale,
        (right - left - 8.0) * 0.72,
    );
    pen.left(left, y, &name, Face::Bold, 14.0 * scale, theme.text);
    let from = left + chips::width(&name, Face::Bold, 14.0 * scale) + 8.0;
    let room = right - from - 6.0;
    if room > 20.0 {
        let detail = chips::shorten(&look.detail, Face::Regular, 11.0 * scale, room);
        pen.left(
            from,
            y + 0.5,
            &detail,
            Face::Regular,
            11.0 * scale,
            theme.muted,
        );
    }
}

pub(super) fn bars(pen: &Pen<'_>, card: Rect, look: &HostLook, scale: f32) {
    let gap = 12.0;
    let width = (CARD_W - 2.0 * PAD - 3.0 * gap) / 4.0;
    for (i, b) in look.bars.iter().enumerate() {
        let x = card.left() + PAD + i as f32 * (width + gap);
        let y = card.top() + 39.0 * scale;
        pen.left(x, y, b.name, Face::Regular, 10.5 * scale, pen.theme.muted);
        let colour = match b.over() {
            Some(s) => severity(pen, s),
            None => pen.theme.text,
        };
        let text = if b.now.is_some() {
            b.text.as_str()
        } else {
            "–"
        };
        pen.right(x + width, y, text, Face::Regular, 10.5 * scale, colour);
        let track = Rect::from_min_size(
            Pos2::new(x, card.top() + 48.0 * scale),
            Vec2::new(width, 6.0 * scale),
        );
        bar(pen, track, b);
    }
}

fn bar(pen: &Pen<'_>, track: Rect, b: &Bar) {
    bar_px(pen, pen.area(track), b);
}

/// Solid now, hatched after the worst failure, a tick at the ceiling.
pub fn bar_px(pen: &Pen<'_>, track: Rect, b: &Bar) {
    let theme = pen.theme;
    let radius = track.height() / 2.0;
    pen.painter.rect_filled(track, radius, theme.track);
    let to = |share: f32| {
        Rect::from_min_max(
            track.min,
            Pos2::new(
                track.left() + track.width() * share.clamp(0.0, 1.0),
                track.bottom(),
            ),
        )
    };
    let colour = match b.over() {
        Some(s) => severity(pen, s),
        None => theme.accent,
    };
    let solid = match b.now {
        Some(n) if n > b.ceiling => theme.error,
        _ => theme.accent,
    };
    if let (Some(now), Some(after)) = (b.now, b.after)
        && after > now
    {
        let r = Rect::from_min_max(to(now).right_top(), to(after).right_bottom());
        hatch_px(pen, r, colour);
    }
    if let Some(n) = b.now
        && n > 0.001
    {
        let mut r = to(n);
        r.max.x = r.max.x.max(r.min.x + track.height() * 0.6);
        pen.painter.rect_filled(r, radius, solid);
    }
    let x = track.left() + track.width() * b.ceiling.clamp(0.0, 1.0);
    let over = (track.height() * 0.4).max(1.0);
    pen.painter.vline(
        x,
        track.top() - over..=track.bottom() + over,
        egui::Stroke::new(1.0, mix(theme.muted, theme.text, 0.3)),
    );
}

fn hatch_px(pen: &Pen<'_>, r: Rect, colour: Color32) {
    let back = Rect::from_min_max(
        pen.camera.to_canvas(pen.view, r.min),
        pen.camera.to_canvas(pen.view, r.max),
    );
    pen.painter.rect_filled(r, 0.0, colour.gamma_multiply(0.22));
    pen.hatch(back, colour);
}

/// A chip of any kind.
pub fn chip(pen: &Pen<'_>, c: &Chip, marks: Marks, now: &Now<'_>) {
    chip_at(pen, c, c.rect, marks, now, 1.0);
}

pub(super) fn chip_at(pen: &Pen<'_>, c: &Chip, r: Rect, marks: Marks, now: &Now<'_>, scale: f32) {
    let theme = pen.theme;
    let n = usize::from(c.level.number());
    let selected = now.selected(&c.item.id());
    let hot = now.hot(&c.item);
    let lifted = now.lifted.contains(&c.item);
    let level = theme.level.get(n).copied().unwrap_or(theme.muted);
    let soft = theme.level_soft.get(n).copied().unwrap_or(theme.field);
    let (mut fill, mut line, dashed) = match c.kind {
        ChipKind::Vm => (soft, level, false),
        ChipKind::Ghost => (mix(theme.card, soft, 0.55), level, true),
        _ => (theme.field, mix(theme.rule, theme.muted, 0.25), false),
    };
    if hot {
        fill = mix(fill, theme.text, 0.06);
    }
    if lifted {
        fill = mix(theme.card, fill, 0.3);
        line = mix(theme.card, line, 0.4);
    }
    if dashed || lifted {
        pen.fill(r, 5.0 * scale, fill);
        pen.dashed(r, 5.0 * scale, 1.0, line);
    } else {
        pen.frame(r, 5.0 * scale, fill, 1.0, line);
    }
    if selected {
        pen.ring(r, 5.0 * scale, 2.0, theme.accent);
    } else if now.focus(&c.item) {
        pen.ring(r.expand(1.0), 6.0 * scale, 1.0, theme.accent);
    }
    let mark = Rect::from_min_size(
        Pos2::new(r.left() + 4.0 * scale, r.center().y - 7.5 * scale),
        Vec2::new(17.0, 15.0) * scale,
    );
    match c.kind {
        ChipKind::Vm | ChipKind::Ghost => {
            let full = if c.kind == ChipKind::Ghost {
                mix(fill, level, 0.75)
            } else {
                level
            };
            let full = if lifted { mix(fill, full, 0.5) } else { full };
            pen.fill(mark, 4.0 * scale, full);
            let digit = c.level.number().to_string();
            pen.middle(
                mark.center(),
                &digit,
                Face::Bold,
                10.5 * scale,
                on_badge(pen),
            );
        }
        kind => {
            let square = Rect::from_center_size(mark.center(), Vec2::splat(14.0 * scale));
            icons::paint(pen.painter, pen.area(square), icon(kind), theme.muted);
        }
    }
    let faded = lifted || c.kind == ChipKind::Ghost;
    let ink = if faded {
        mix(theme.text, fill, 0.25)
    } else {
        theme.text
    };
    let x = r.left() + c.inset() * scale;
    // A chip that the site's width narrowed keeps its name; the detail goes first.
    let room = r.right() - x - 8.0 * scale;
    let (name_size, detail_size) = (chips::NAME * scale, chips::DETAIL * scale);
    let set = |size: f32| size * pen.swell(size);
    let name = chips::shorten(&c.name, Face::Regular, set(name_size), room);
    pen.left(x, r.center().y, &name, Face::Regular, name_size, ink);
    let used = chips::width(&name, Face::Regular, set(name_size)) + 6.0 * scale;
    if used + chips::width(&c.detail, Face::Regular, set(detail_size)) <= room + 1.0 {
        pen.left(
            x + used,
            r.center().y + 0.5 * scale,
            &c.detail,
            Face::Regular,
            detail_size,
            theme.muted,
        );
    }
    badge(
        pen,
        Pos2::new(r.right() + 5.0 * scale, r.top() + 1.0 * scale),
        marks,
        12.0 * scale,
    );
}

const fn icon(kind: ChipKind) -> Icon {
    match kind {
        ChipKind::Vm | ChipKind::Ghost => Icon::Vm,
        ChipKind::Workload => Icon::Measured,
        ChipKind::Switch => Icon::Switch,
        ChipKind::Array => Icon::Array,
        ChipKind::Feed => Icon::Feed,
        ChipKind::Witness => Icon::Witness,
        ChipKind::Link => Icon::Link,
    }
}

/// The worse of two; errors come first in their order.
fn worse(a: Option<Severity>, b: Option<Severity>) -> Option<Severity> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
