//! A host opened: its sockets, NUMA nodes and cores with the vCPUs on them, and its chips at the foot.

use egui::{Pos2, Rect, Vec2};
use evenkeel_model::drawing::Face;
use evenkeel_model::ids::HostId;

use super::super::layout::{CHIPS_TOP, HostPlace, PAD};
use super::super::scene::chips::{self, Chip};
use super::super::scene::{HostLook, Scene, cores};
use super::Now;
use super::host::{bars, chip_at, head, outline};
use super::pen::{Pen, mix};

/// Contents of an opened host are drawn at this part of their size, so that the processors have room.
const NEAR_SCALE: f32 = 0.5;

/// Where a chip stands in an opened host: the same lines, half as large, at the card's foot.
pub fn near_chip(place: &HostPlace, chip: &Chip) -> Rect {
    let from = Pos2::new(place.rect.left() + PAD, place.rect.top() + CHIPS_TOP);
    let by = (chip.rect.min - from) * NEAR_SCALE;
    let lines = place
        .chips
        .iter()
        .map(|c| c.rect.bottom())
        .fold(from.y, f32::max);
    let foot = place.rect.bottom() - 5.0 - (lines - from.y) * NEAR_SCALE;
    Rect::from_min_size(
        Pos2::new(from.x + by.x, foot + by.y),
        chip.rect.size() * NEAR_SCALE,
    )
}

/// Sockets, NUMA nodes and cores with the vCPUs on them.
pub fn near(
    pen: &Pen<'_>,
    id: &HostId,
    place: &HostPlace,
    look: &HostLook,
    scene: &Scene,
    now: &Now<'_>,
) {
    outline(pen, id, place.rect, look, pen.theme.card, now);
    head(pen, place.rect, look, NEAR_SCALE);
    bars(pen, place.rect, look, NEAR_SCALE);
    let top = place.rect.top() + 31.0;
    let bottom = place.chips.first().map_or(place.rect.bottom() - 5.0, |c| {
        near_chip(place, c).top() - 4.0
    });
    let room = Rect::from_min_max(
        Pos2::new(place.rect.left() + PAD, top),
        Pos2::new(place.rect.right() - PAD, bottom),
    );
    if let Some(open) = now.open.get(id)
        && room.height() > 10.0
    {
        sockets(pen, room, open, now);
    }
    for c in &place.chips {
        let r = near_chip(place, c);
        if pen.sees(r) {
            let marks = scene.marks.get(&c.item.id()).copied().unwrap_or_default();
            chip_at(pen, c, r, marks, now, NEAR_SCALE);
        }
    }
}

fn sockets(pen: &Pen<'_>, room: Rect, open: &cores::Open, now: &Now<'_>) {
    let n = open.sockets.len().max(1) as f32;
    let width = (room.width() - (n - 1.0) * 4.0) / n;
    for (i, socket) in open.sockets.iter().enumerate() {
        let r = Rect::from_min_size(
            Pos2::new(room.left() + i as f32 * (width + 4.0), room.top()),
            Vec2::new(width, room.height()),
        );
        if !pen.sees(r) {
            continue;
        }
        pen.frame(r, 2.5, pen.theme.field, 0.5, pen.theme.rule);
        let title = format!("Socket {}", i + 1);
        pen.left(
            r.left() + 3.0,
            r.top() + 4.5,
            &title,
            Face::Bold,
            4.2,
            pen.theme.muted,
        );
        let nodes = socket.nodes.len().max(1) as f32;
        let each = (r.width() - 4.0 - (nodes - 1.0) * 2.0) / nodes;
        for (k, node) in socket.nodes.iter().enumerate() {
            let x = r.left() + 2.0 + k as f32 * (each + 2.0);
            let area = Rect::from_min_max(
                Pos2::new(x, r.top() + 8.5),
                Pos2::new(x + each, r.bottom() - 2.0),
            );
            numa_node(
                pen,
                area,
                node,
                i * socket.nodes.len() + k,
                nodes > 1.0,
                now,
            );
        }
    }
}

fn numa_node(
    pen: &Pen<'_>,
    area: Rect,
    node: &cores::Node,
    index: usize,
    named: bool,
    now: &Now<'_>,
) {
    let mut area = area;
    let title = format!("NUMA {index}");
    if named {
        pen.left(
            area.left() + 1.0,
            area.top() + 2.0,
            &title,
            Face::Regular,
            3.6,
            pen.theme.muted,
        );
        area.min.y += 5.0;
    } else {
        pen.right(
            area.right() - 1.0,
            area.top() - 4.0,
            &title,
            Face::Regular,
            3.6,
            pen.theme.muted,
        );
    }
    let n = node.cores.len();
    if n == 0 {
        return;
    }
    // As many columns as keep the cells about twice as wide as high.
    let ratio = (area.width() / area.height().max(1.0)).max(0.1);
    let cols = ((n as f32 * ratio / 2.2).sqrt().ceil() as usize).clamp(1, n);
    let rows = n.div_ceil(cols);
    let cell = Vec2::new(area.width() / cols as f32, area.height() / rows as f32);
    for (i, core) in node.cores.iter().enumerate() {
        let at = area.min + Vec2::new((i % cols) as f32 * cell.x, (i / cols) as f32 * cell.y);
        core_cell(pen, Rect::from_min_size(at, cell).shrink(0.6), core, now);
    }
}

fn core_cell(pen: &Pen<'_>, r: Rect, core: &cores::Core, now: &Now<'_>) {
    let theme = pen.theme;
    pen.fill(r, 1.2, theme.track);
    let mut left = r;
    if core.hypervisor > 0.0 {
        left.min.x += r.width() * core.hypervisor.min(1.0);
        let h = Rect::from_min_max(r.min, Pos2::new(left.min.x, r.bottom()));
        pen.fill(h, 1.2, mix(theme.track, theme.muted, 0.55));
        if h.width() > 12.0 {
            let ink = mix(theme.text, theme.track, 0.1);
            pen.middle(h.center(), "system", Face::Regular, 3.4, ink);
        }
        if left.width() < 1.0 {
            // A core of the hypervisor's own: what lies on it shows as a foot line.
            left = Rect::from_min_max(Pos2::new(r.left(), r.bottom() - r.height() * 0.3), r.max);
        }
    }
    let n = core.slices.len();
    for (i, s) in core.slices.iter().enumerate() {
        let h = left.height() / n as f32;
        let part = Rect::from_min_size(
            Pos2::new(left.left(), left.top() + i as f32 * h),
            Vec2::new(left.width(), h),
        )
        .shrink2(Vec2::new(0.0, if n > 1 { 0.2 } else { 0.0 }));
        let level = usize::from(s.level.number());
        let colour = theme.level.get(level).copied().unwrap_or(theme.muted);
        let soft = theme.level_soft.get(level).copied().unwrap_or(theme.field);
        if s.standby {
            pen.fill(part, 1.0, mix(theme.track, soft, 0.6));
            pen.hatch(part, mix(theme.track, colour, 0.6));
        } else {
            pen.fill(part, 1.0, mix(soft, colour, 0.35));
        }
        if now.selected(&(&s.vm).into()) {
            pen.ring(part, 1.0, 1.5, theme.accent);
        }
        if part.height() > 4.0 && part.width() > 8.0 {
            let size = (part.height() * 0.6).min(4.2);
            let name = chips::shorten(&s.name, Face::Regular, size, part.width() - 2.0);
            if name.chars().count() > 2 {
                if s.standby {
                    // Letters on hatching need a quiet ground.
                    let w = chips::width(&name, Face::Regular, size) + 2.0;
                    pen.fill(
                        Rect::from_center_size(part.center(), Vec2::new(w, size * 1.25)),
                        1.0,
                        mix(theme.track, soft, 0.6),
                    );
                }
                pen.middle(part.center(), &name, Face::Regular, size, theme.text);
            }
        }
    }
}
