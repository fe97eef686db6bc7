//! Where everything stands on the canvas: positions of the plan where it has them, else a layout that depends on
//! nothing but the plan. Sites side by side, hosts in rows by pool, devices at the foot of their site, witness sites
//! and branches below.

use std::collections::BTreeMap;

use egui::{Pos2, Rect, Vec2};
use evenkeel_model::ids::{EntityId, HostId, PoolId, SiteId};
use evenkeel_model::plan::{Plan, SiteKind};

use super::branches;
use super::cables::{self, Cable, Shape};
use super::scene::chips::{self, CHIP_GAP, CHIP_H, Chip};

pub const CARD_W: f32 = 288.0;
/// From the card's edge to its contents.
pub const PAD: f32 = 10.0;
/// From the card's top to its first line of chips.
pub const CHIPS_TOP: f32 = 64.0;
pub const CARD_MIN_H: f32 = 100.0;
const SITE_PAD: f32 = 24.0;
const SITE_HEAD: f32 = 50.0;
pub const SITE_MIN: Vec2 = Vec2::new(336.0, 168.0);
/// A site of a witness, with its chip.
pub const SMALL_SITE: Vec2 = Vec2::new(208.0, 82.0);
/// Between sites: room for a link's card and the labels of pairs.
const SITE_GAP: f32 = 244.0;
const ROW_GAP: f32 = 34.0;
const NARROW: f32 = 32.0;
/// Between hosts of a small site: room for a link's card.
const WIDE: f32 = 188.0;
const SITES_PER_ROW: usize = 4;
/// Positions snap to multiples of this.
pub const GRID: f32 = 8.0;

/// A host's card with what lies on it.
#[derive(Clone, Debug, PartialEq)]
pub struct HostPlace {
    pub rect: Rect,
    pub site: SiteId,
    pub pool: Option<PoolId>,
    pub chips: Vec<Chip>,
}

/// A site's box with what stands at its foot.
#[derive(Clone, Debug, PartialEq)]
pub struct SitePlace {
    pub rect: Rect,
    /// Where its position or the layout put it; hosts may reach beyond.
    pub origin: Pos2,
    pub kind: SiteKind,
    /// A person put it there.
    pub fixed: bool,
    pub chips: Vec<Chip>,
}

impl SitePlace {
    /// Height of what stands at its foot.
    pub fn foot(&self) -> f32 {
        let all = self
            .chips
            .iter()
            .fold(Rect::NOTHING, |r, c| r.union(c.rect));
        strip_room(all.height().max(0.0))
    }
}

/// Every rectangle of the canvas.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    pub sites: BTreeMap<SiteId, SitePlace>,
    pub hosts: BTreeMap<HostId, HostPlace>,
    pub cables: Vec<Cable>,
    /// VMs without a host and workloads without a VM.
    pub tray: Option<Rect>,
    pub tray_chips: Vec<Chip>,
    pub bounds: Rect,
}

impl Default for Places {
    fn default() -> Self {
        Self {
            sites: BTreeMap::new(),
            hosts: BTreeMap::new(),
            cables: Vec::new(),
            tray: None,
            tray_chips: Vec::new(),
            bounds: Rect::NOTHING,
        }
    }
}

/// The nearest point of the grid.
pub fn snap(p: Pos2) -> Pos2 {
    Pos2::new((p.x / GRID).round() * GRID, (p.y / GRID).round() * GRID)
}

fn position(plan: &Plan, id: impl Into<EntityId>) -> Option<Pos2> {
    let p = plan.layout.get(&id.into())?;
    let sane = |v: f32| v.is_finite() && v.abs() < 1e6;
    (sane(p.x) && sane(p.y)).then(|| Pos2::new(p.x, p.y))
}

/// A site before it has a place: its hosts' rectangles relative to its corner.
#[derive(Default)]
struct Block {
    hosts: Vec<(HostId, Rect)>,
    size: Vec2,
}

/// Hosts side by side in a site of `n`, cards `height` high on average: a little wider than high in all.
fn columns(n: usize, height: f32) -> usize {
    let area = n as f32 * (height + ROW_GAP) * 1.3;
    ((area / (CARD_W + NARROW)).sqrt().ceil() as usize).max(1)
}

fn card_height(chips: &mut [Chip]) -> f32 {
    let used = chips::flow(chips, Pos2::ZERO, CARD_W - 2.0 * PAD);
    (CHIPS_TOP + used + PAD).max(CARD_MIN_H)
}

/// Lays the plan out.
pub fn place(plan: &Plan) -> Places {
    let (mut on, loose) = chips::vm_chips(plan);
    let mut hosts: BTreeMap<HostId, HostPlace> = plan
        .hosts
        .iter()
        .map(|(id, h)| {
            let mut chips = on.remove(id).unwrap_or_default();
            let height = card_height(&mut chips);
            (
                id.clone(),
                HostPlace {
                    rect: Rect::from_min_size(Pos2::ZERO, Vec2::new(CARD_W, height)),
                    site: h.site.clone(),
                    pool: h.pool.clone().filter(|p| plan.pools.contains(p)),
                    chips,
                },
            )
        })
        .collect();
    let shapes = cables::shapes(plan);
    let blocks = blocks(plan, &hosts, &shapes);
    let mut places = Places {
        sites: sites(plan, &blocks, &shapes),
        ..Places::default()
    };
    for (site, block) in &blocks {
        let Some(origin) = places.sites.get(site).map(|s| s.rect.min) else {
            continue;
        };
        for (host, rect) in &block.hosts {
            let at = position(plan, host).unwrap_or(rect.min + origin.to_vec2());
            if let Some(h) = hosts.get_mut(host) {
                h.rect = Rect::from_min_size(at, h.rect.size());
            }
        }
    }
    part_hosts(plan, &mut hosts);
    // A site holds its hosts wherever they were put, with its devices under them.
    for h in hosts.values() {
        if let Some(site) = places.sites.get_mut(&h.site) {
            let room = site.rect.width() - 32.0;
            let foot = strip_room(chips::flow(&mut site.chips, Pos2::ZERO, room));
            site.rect = site.rect.union(around_host(h.rect, foot));
        }
    }
    yield_to_data(&mut places.sites);
    for site in places.sites.values_mut() {
        let room = site.rect.width() - 2.0 * 16.0;
        let high = chips::flow(&mut site.chips, Pos2::ZERO, room);
        let hosts_end = site.rect.bottom() - strip_room(high);
        chips::flow(
            &mut site.chips,
            Pos2::new(site.rect.left() + 16.0, hosts_end),
            room,
        );
    }
    for h in hosts.values_mut() {
        let at = h.rect.min + Vec2::new(PAD, CHIPS_TOP);
        chips::flow(&mut h.chips, at, CARD_W - 2.0 * PAD);
    }
    places.hosts = hosts;
    places.cables = cables::route(plan, &places.sites, &places.hosts, &shapes);
    tray(plan, &mut places, loose);
    places.bounds = bounds(&places);
    places
}

/// What a site's box must hold for a host of it, with `foot` for what stands at the site's foot.
pub fn around_host(host: Rect, foot: f32) -> Rect {
    Rect::from_min_max(
        host.min - Vec2::new(SITE_PAD, SITE_HEAD),
        host.max + Vec2::new(SITE_PAD, SITE_PAD + foot),
    )
}

/// Hosts of a site never lie on each other, whatever positions a file holds and however cards grow: what was put by
/// hand stays, the upper first, and the others go below it.
fn part_hosts(plan: &Plan, hosts: &mut BTreeMap<HostId, HostPlace>) {
    let by_hand = |id: &HostId| position(plan, id).is_some();
    if !hosts.keys().any(by_hand) {
        return;
    }
    let mut order: Vec<(bool, HostId, Rect)> = hosts
        .iter()
        .map(|(id, h)| (!by_hand(id), id.clone(), h.rect))
        .collect();
    order.sort_by(|a, b| {
        let key = |(auto, _, r): &(bool, HostId, Rect)| (*auto, r.top(), r.left());
        let ((a0, ay, ax), (b0, by, bx)) = (key(a), key(b));
        a0.cmp(&b0)
            .then(ay.total_cmp(&by))
            .then(ax.total_cmp(&bx))
            .then_with(|| a.1.cmp(&b.1))
    });
    let mut settled: BTreeMap<SiteId, Vec<Rect>> = BTreeMap::new();
    for (_, id, _) in order {
        let Some(h) = hosts.get_mut(&id) else {
            continue;
        };
        let taken = settled.entry(h.site.clone()).or_default();
        h.rect = below(h.rect, taken, Vec2::splat(8.0), NARROW - GRID);
        taken.push(h.rect);
    }
}

/// Witness sites and branches that the layout placed give way to boxes that have grown.
fn yield_to_data(sites: &mut BTreeMap<SiteId, SitePlace>) {
    let mut taken: Vec<Rect> = sites
        .values()
        .filter(|s| s.kind == SiteKind::Data || s.fixed)
        .map(|s| s.rect)
        .collect();
    let firm = |s: &SitePlace| s.kind == SiteKind::Data || s.fixed;
    for site in sites.values_mut().filter(|s| !firm(s)) {
        let to = below(site.rect, &taken, Vec2::splat(8.0), 48.0);
        site.origin += to.min - site.rect.min;
        site.rect = to;
        taken.push(to);
    }
}

/// The rectangle, lowered until it is `gap` off all others; then `step` below the last that it met.
pub fn below(mut rect: Rect, taken: &[Rect], gap: Vec2, step: f32) -> Rect {
    // Each step goes below one of the boxes, so it ends after as many steps as there are boxes.
    for _ in 0..taken.len() {
        let Some(hit) = taken.iter().find(|t| t.expand2(gap).intersects(rect)) else {
            break;
        };
        rect = rect.translate(Vec2::new(0.0, hit.bottom() + step - rect.top()));
    }
    rect
}

fn strip_room(height: f32) -> f32 {
    if height > 0.0 { height + 14.0 } else { 0.0 }
}

/// Hosts of each data site in rows by pool; rows of one pool stand at one height in every site.
fn blocks(
    plan: &Plan,
    hosts: &BTreeMap<HostId, HostPlace>,
    shapes: &BTreeMap<evenkeel_model::ids::LinkId, Shape>,
) -> BTreeMap<SiteId, Block> {
    let mut blocks: BTreeMap<SiteId, Block> = plan
        .sites
        .keys()
        .map(|s| (s.clone(), Block::default()))
        .collect();
    let mut per_site: BTreeMap<&SiteId, (usize, f32)> = BTreeMap::new();
    for h in hosts.values() {
        let (n, height) = per_site.entry(&h.site).or_default();
        *n += 1;
        *height += h.rect.height();
    }
    let joined = cables::joined_hosts(plan, shapes);
    let mut y = SITE_HEAD + 8.0;
    let rows = plan.pools.keys().map(Some).chain(std::iter::once(None));
    for pool in rows {
        let mut row_height: f32 = 0.0;
        let mut in_row: Vec<SiteId> = Vec::new();
        for (site, block) in &mut blocks {
            let mine: Vec<(&HostId, &HostPlace)> = hosts
                .iter()
                .filter(|(_, h)| h.site == *site && h.pool.as_ref() == pool)
                .collect();
            if mine.is_empty() {
                continue;
            }
            let (n, height) = per_site.get(site).copied().unwrap_or((1, CARD_MIN_H));
            let small = n <= 4;
            let any_joined = mine.iter().any(|(a, _)| {
                mine.iter()
                    .any(|(b, _)| a < b && joined.contains_key(&((*a).clone(), (*b).clone())))
            });
            let gap = if small && any_joined { WIDE } else { NARROW };
            let cols = columns(n, height / n.max(1) as f32).min(mine.len());
            let mut top = y;
            for line in mine.chunks(cols) {
                let mut height: f32 = 0.0;
                for (i, (id, h)) in line.iter().enumerate() {
                    let x = SITE_PAD + i as f32 * (CARD_W + gap);
                    block.hosts.push((
                        (*id).clone(),
                        Rect::from_min_size(Pos2::new(x, top), h.rect.size()),
                    ));
                    height = height.max(h.rect.height());
                    // Its slot stays free for neighbours to stand still; the box needs no room for it.
                    if position(plan, *id).is_none() {
                        block.size.x = block.size.x.max(x + CARD_W + SITE_PAD);
                    }
                }
                if gap == WIDE {
                    let card = line
                        .iter()
                        .flat_map(|(a, _)| {
                            line.iter().map(move |(b, _)| ((*a).clone(), (*b).clone()))
                        })
                        .filter_map(|pair| joined.get(&pair))
                        .fold(0.0f32, |m, n| m.max(cables::host_card_bottom(*n)));
                    height = height.max(card);
                }
                top += height + ROW_GAP - 8.0;
            }
            row_height = row_height.max(top - y);
            if mine.iter().any(|(id, _)| position(plan, *id).is_none()) {
                in_row.push(site.clone());
            }
        }
        // An outline that spans sites is as high as its highest part: what comes under it starts there.
        for site in in_row {
            if let Some(block) = blocks.get_mut(&site) {
                block.size.y = block.size.y.max(y + row_height + 4.0);
            }
        }
        if row_height > 0.0 {
            y += row_height + 8.0;
        }
    }
    blocks
}

/// Boxes of sites: data sites side by side, the others in a row below.
fn sites(
    plan: &Plan,
    blocks: &BTreeMap<SiteId, Block>,
    shapes: &BTreeMap<evenkeel_model::ids::LinkId, Shape>,
) -> BTreeMap<SiteId, SitePlace> {
    let mut out: BTreeMap<SiteId, SitePlace> = BTreeMap::new();
    let mut strips = strips(plan, shapes);
    for (id, site) in plan.sites.iter() {
        let mut chips = strips.remove(id).unwrap_or_default();
        let block = blocks.get(id);
        let data = site.kind == SiteKind::Data || block.is_some_and(|b| !b.hosts.is_empty());
        let size = if data {
            let content = block.map_or(Vec2::ZERO, |b| b.size);
            let width = content.x.max(SITE_MIN.x);
            let strip = strip_room(chips::flow(&mut chips, Pos2::ZERO, width - 32.0));
            Vec2::new(width, (content.y + strip).max(SITE_MIN.y))
        } else {
            let width = SMALL_SITE.x;
            let strip = strip_room(chips::flow(&mut chips, Pos2::ZERO, width - 32.0));
            Vec2::new(width, 46.0 + strip)
        };
        out.insert(
            id.clone(),
            SitePlace {
                rect: Rect::from_min_size(Pos2::ZERO, size),
                origin: Pos2::ZERO,
                kind: if data { SiteKind::Data } else { site.kind },
                fixed: position(plan, id).is_some(),
                chips,
            },
        );
    }
    arrange(plan, &mut out, shapes);
    out
}

fn arrange(
    plan: &Plan,
    sites: &mut BTreeMap<SiteId, SitePlace>,
    shapes: &BTreeMap<evenkeel_model::ids::LinkId, Shape>,
) {
    let of_kind = |sites: &BTreeMap<SiteId, SitePlace>, wanted: SiteKind| -> Vec<SiteId> {
        sites
            .iter()
            .filter(|(_, s)| s.kind == wanted)
            .map(|(id, _)| id.clone())
            .collect()
    };
    let mut taken: Vec<Rect> = sites
        .iter()
        .filter_map(|(id, s)| Some(Rect::from_min_size(position(plan, id)?, s.rect.size())))
        .collect();
    let mut put = |sites: &mut BTreeMap<SiteId, SitePlace>, id: &SiteId, slot: Pos2| {
        if let Some(s) = sites.get_mut(id) {
            let at = position(plan, id).unwrap_or_else(|| {
                let mut free = Rect::from_min_size(slot, s.rect.size());
                // What a person put somewhere is not covered.
                while let Some(hit) = taken.iter().find(|t| t.intersects(free)) {
                    free = free.translate(Vec2::new(hit.right() + 40.0 - free.left(), 0.0));
                }
                free.min
            });
            s.rect = Rect::from_min_size(at, s.rect.size());
            s.origin = at;
            if position(plan, id).is_none() {
                taken.push(s.rect);
            }
        }
    };
    let data = of_kind(sites, SiteKind::Data);
    let cards = cables::cards_between(plan, shapes);
    let mut top = 0.0;
    let mut width: f32 = 0.0;
    for line in data.chunks(SITES_PER_ROW) {
        let (mut x, mut height) = (0.0, 0.0f32);
        for id in line {
            let size = sites.get(id).map_or(SITE_MIN, |s| s.rect.size());
            put(sites, id, Pos2::new(x, top));
            x += size.x + SITE_GAP;
            height = height.max(size.y);
        }
        width = width.max(x - SITE_GAP);
        // Cards stand between the sites; what finds no room there reaches below.
        top += height + 84.0 + (cards + 200.0 - height).max(0.0);
    }
    let middle = width.max(SITE_MIN.x) / 2.0;
    for kind in [SiteKind::Witness, SiteKind::Branch] {
        let all = of_kind(sites, kind);
        let (per_row, gap, below) = match kind {
            SiteKind::Branch if all.len() > branches::per_row(1) => (
                branches::per_row(all.len()),
                branches::COLUMN_GAP,
                branches::ROW_GAP,
            ),
            SiteKind::Branch => (branches::per_row(1), 56.0, 48.0),
            _ => (4, 56.0, 48.0),
        };
        if kind == SiteKind::Branch && !all.is_empty() {
            top += branches::ABOVE;
        }
        for line in all.chunks(per_row) {
            let total: f32 = line
                .iter()
                .filter_map(|id| sites.get(id))
                .map(|s| s.rect.width() + gap)
                .sum::<f32>()
                - gap;
            let mut x = middle - total / 2.0;
            let mut height = 0.0f32;
            for id in line {
                let size = sites.get(id).map_or(SITE_MIN, |s| s.rect.size());
                put(sites, id, Pos2::new(x, top));
                x += size.x + gap;
                height = height.max(size.y);
            }
            top += height + below;
        }
    }
}

/// Chips at the foot of each site: witnesses, switches, arrays, feeds, links that stay inside.
fn strips(
    plan: &Plan,
    shapes: &BTreeMap<evenkeel_model::ids::LinkId, Shape>,
) -> BTreeMap<SiteId, Vec<Chip>> {
    let mut ids: BTreeMap<SiteId, Vec<EntityId>> = BTreeMap::new();
    let mut add = |site: Option<&SiteId>, id: EntityId| {
        // What names no site stands in the first one.
        if let Some(site) = site.or_else(|| plan.sites.keys().next()) {
            ids.entry(site.clone()).or_default().push(id);
        }
    };
    for (id, w) in plan.witnesses.iter() {
        add(Some(&w.site), id.into());
    }
    for (id, s) in plan.switches.iter() {
        add(s.site.as_ref(), id.into());
    }
    for (id, a) in plan.arrays.iter() {
        add(Some(&a.site), id.into());
    }
    for (id, f) in plan.feeds.iter() {
        add(f.site.as_ref(), id.into());
    }
    for (id, shape) in shapes {
        if let Shape::Local(site) = shape {
            add(site.as_ref(), id.into());
        }
    }
    ids.into_iter()
        .map(|(site, ids)| {
            let chips = ids
                .into_iter()
                .filter_map(|id| chips::device(plan, id))
                .collect();
            (site, chips)
        })
        .collect()
}

/// Things without a place of their own, at the lower left, clear of the lines to witnesses.
fn tray(plan: &Plan, places: &mut Places, loose: Vec<Chip>) {
    let mut waiting = loose;
    waiting.extend(chips::idle_chips(plan));
    if waiting.is_empty() {
        return;
    }
    let around = |data: bool| {
        places
            .sites
            .values()
            .filter(|s| (s.kind == SiteKind::Data) == data)
            .fold(Rect::NOTHING, |r, s| r.union(s.rect))
    };
    let (above, others) = (around(true), around(false));
    let width = if waiting.len() > 6 { 336.0 } else { 208.0 };
    let used = chips::flow(&mut waiting, Pos2::ZERO, width - 32.0);
    let height = 34.0 + used + CHIP_GAP + 8.0;
    let (left, mut top) = if above.is_finite() {
        (above.left() - 24.0, above.bottom() + 72.0)
    } else {
        (0.0, 0.0)
    };
    if others.is_finite() {
        top = top.max(others.bottom() - height);
    }
    let mut rect = Rect::from_min_size(Pos2::new(left, top), Vec2::new(width, height));
    let busy: Vec<Rect> = places
        .sites
        .values()
        .map(|s| s.rect)
        .chain(places.cables.iter().map(|c| c.card))
        .collect();
    rect = below(rect, &busy, Vec2::ZERO, 24.0);
    chips::flow(&mut waiting, rect.min + Vec2::new(16.0, 34.0), width - 32.0);
    places.tray = Some(rect);
    places.tray_chips = waiting;
}

fn bounds(places: &Places) -> Rect {
    let all = places
        .sites
        .values()
        .map(|s| s.rect)
        .chain(places.hosts.values().map(|h| h.rect))
        .chain(places.cables.iter().map(|c| c.card))
        .chain(places.tray)
        .fold(Rect::NOTHING, |r, s| r.union(s));
    if all.is_finite() {
        all
    } else {
        Rect::from_min_size(Pos2::ZERO, Vec2::new(800.0, 480.0))
    }
}

/// Height of a chip line, for callers that reserve room.
pub const LINE: f32 = CHIP_H + CHIP_GAP;
