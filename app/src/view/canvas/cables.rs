//! Where links run: between sites, between two hosts of a site, or inside a site; and where their cards stand.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Pos2, Rect, Vec2};
use evenkeel_model::ids::{HostId, LinkId, SiteId};
use evenkeel_model::plan::{End, Level, LinkRole, Plan, SiteKind};

use super::branches;
use super::layout::{HostPlace, SitePlace};

/// How a link lies on the canvas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Between sites, pair by pair.
    Between(Vec<(SiteId, SiteId)>),
    /// An availability link of exactly two hosts of one site.
    Pair(HostId, HostId),
    /// Inside one site, or nowhere yet.
    Local(Option<SiteId>),
}

/// What a cable hangs on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    Site(SiteId),
    Host(HostId),
}

/// Links that run the same way, with one card.
#[derive(Clone, Debug, PartialEq)]
pub struct Cable {
    pub role: LinkRole,
    pub from: Node,
    pub to: Node,
    pub links: Vec<LinkId>,
    pub card: Rect,
    /// One line of the card per link shown, in the order of `links`.
    pub rows: Vec<Rect>,
    /// The card's line for the round trip.
    pub rtt: Option<Rect>,
    /// Cubic curves from end to card and from card to end.
    pub curves: Vec<[Pos2; 4]>,
}

/// Rows of a card at most.
pub const MAX_ROWS: usize = 4;
const TITLE: f32 = 24.0;
const ROW: f32 = 24.0;
const PILL: f32 = 22.0;
const INTER_W: f32 = 200.0;
const PAIR_W: f32 = 164.0;
const PILL_W: f32 = 176.0;
/// From a host's top to the card between it and its neighbour: below the lines of pairs.
const PAIR_TOP: f32 = 58.0;

fn site_of(plan: &Plan, end: &End) -> Option<SiteId> {
    match end {
        End::Host(h) | End::Port { host: h, .. } => plan.site_of(h).cloned(),
        End::Switch(s) => plan.switches.get(s)?.site.clone(),
        End::Array { array, .. } => plan.arrays.get(array).map(|a| a.site.clone()),
        End::Site(s) => Some(s.clone()),
        End::Witness(w) => plan.witnesses.get(w).map(|w| w.site.clone()),
    }
}

/// How each link lies.
pub fn shapes(plan: &Plan) -> BTreeMap<LinkId, Shape> {
    plan.links
        .iter()
        .map(|(id, link)| {
            let mut pairs: Vec<(SiteId, SiteId)> = Vec::new();
            let mut hosts: Vec<&HostId> = Vec::new();
            let mut home: Option<SiteId> = None;
            for segment in &link.segments {
                let ends = [&segment.a, &segment.b];
                let sites = ends.map(|e| site_of(plan, e));
                home = home.or_else(|| sites.iter().flatten().next().cloned());
                if let [Some(a), Some(b)] = sites
                    && a != b
                {
                    let pair = if a < b { (a, b) } else { (b, a) };
                    if !pairs.contains(&pair) {
                        pairs.push(pair);
                    }
                }
                for host in ends.into_iter().filter_map(End::host) {
                    if !hosts.contains(&host) {
                        hosts.push(host);
                    }
                }
            }
            hosts.sort();
            let shape = match (pairs.is_empty(), hosts.as_slice()) {
                (false, _) => Shape::Between(pairs),
                (true, [a, b])
                    if link.role == LinkRole::Availability && plan.site_of(a).is_some() =>
                {
                    Shape::Pair((*a).clone(), (*b).clone())
                }
                _ => Shape::Local(home),
            };
            (id.clone(), shape)
        })
        .collect()
}

/// Hosts of one site that a pair or an availability link joins, in both orders, with the number of such links.
pub fn joined_hosts(
    plan: &Plan,
    shapes: &BTreeMap<LinkId, Shape>,
) -> BTreeMap<(HostId, HostId), usize> {
    let mut out: BTreeMap<(HostId, HostId), usize> = BTreeMap::new();
    let mut join = |a: &HostId, b: &HostId, links: usize| {
        if a != b && !plan.is_split(a, b) {
            *out.entry((a.clone(), b.clone())).or_default() += links;
            *out.entry((b.clone(), a.clone())).or_default() += links;
        }
    };
    for shape in shapes.values() {
        if let Shape::Pair(a, b) = shape {
            join(a, b, 1);
        }
    }
    for row in plan.vms.values().flat_map(|v| v.placement.iter()) {
        if let Some(partner) = &row.partner {
            join(&row.host, partner, 0);
        }
    }
    out
}

fn card_size(role: LinkRole, inter: bool, links: usize) -> Vec2 {
    let rows = links.min(MAX_ROWS) as f32;
    let more = if links > MAX_ROWS { 16.0 } else { 0.0 };
    match (role, inter) {
        (LinkRole::Availability, true) => Vec2::new(INTER_W, TITLE + rows * ROW + more + ROW + 8.0),
        (LinkRole::Availability, false) => Vec2::new(PAIR_W, TITLE + rows * ROW + more + 6.0),
        _ => Vec2::new(PILL_W, rows * PILL + more + 2.0),
    }
}

/// From a host's top to the end of the card beside it.
pub fn host_card_bottom(links: usize) -> f32 {
    if links == 0 {
        0.0
    } else {
        PAIR_TOP + card_size(LinkRole::Availability, false, links).y + 4.0
    }
}

/// Height that the cards between two sites take, for the room below the sites; the most of any two.
pub fn cards_between(plan: &Plan, shapes: &BTreeMap<LinkId, Shape>) -> f32 {
    let mut count: BTreeMap<(&SiteId, &SiteId), BTreeMap<LinkRole, usize>> = BTreeMap::new();
    for (id, shape) in shapes {
        let (Shape::Between(pairs), Some(link)) = (shape, plan.links.get(id)) else {
            continue;
        };
        for (a, b) in pairs.iter().filter(|_| link.role != LinkRole::Witness) {
            *count
                .entry((a, b))
                .or_default()
                .entry(link.role)
                .or_default() += 1;
        }
    }
    count
        .values()
        .map(|roles| {
            roles
                .iter()
                .map(|(role, n)| card_size(*role, true, *n).y + 14.0)
                .sum::<f32>()
        })
        .fold(0.0, f32::max)
}

/// Groups links that run the same way and finds a place for each card.
pub fn route(
    plan: &Plan,
    sites: &BTreeMap<SiteId, SitePlace>,
    hosts: &BTreeMap<HostId, HostPlace>,
    shapes: &BTreeMap<LinkId, Shape>,
) -> Vec<Cable> {
    let mut groups: BTreeMap<(LinkRole, Node, Node), Vec<LinkId>> = BTreeMap::new();
    for (id, shape) in shapes {
        let Some(role) = plan.links.get(id).map(|l| l.role) else {
            continue;
        };
        let mut add = |from: Node, to: Node| {
            groups.entry((role, from, to)).or_default().push(id.clone());
        };
        match shape {
            Shape::Between(pairs) => {
                for (a, b) in pairs {
                    add(Node::Site(a.clone()), Node::Site(b.clone()));
                }
            }
            Shape::Pair(a, b) => add(Node::Host(a.clone()), Node::Host(b.clone())),
            Shape::Local(_) => {}
        }
    }
    let mut taken: Vec<Rect> = sites.values().map(|s| s.rect).collect();
    taken.extend(lines_between(plan, hosts));
    let block_top = sites
        .iter()
        .filter(|(id, _)| branches::is_one(sites, &Node::Site((*id).clone())))
        .map(|(_, s)| s.rect.top())
        .fold(f32::INFINITY, f32::min);
    let mut lanes: BTreeMap<Node, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for ((role, from, to), links) in groups {
        let rect = |node: &Node| match node {
            Node::Site(s) => sites.get(s).map(|s| s.rect),
            Node::Host(h) => hosts.get(h).map(|h| h.rect),
        };
        let (Some(a), Some(b)) = (rect(&from), rect(&to)) else {
            continue;
        };
        let inter = matches!(from, Node::Site(_));
        let size = card_size(role, inter, links.len());
        let on_witness_line = role == LinkRole::Witness && {
            let is = |node: &Node| match node {
                Node::Site(s) => sites.get(s).is_some_and(|s| s.kind == SiteKind::Witness),
                Node::Host(_) => false,
            };
            is(&from) || is(&to)
        };
        let branch = match (branches::is_one(sites, &from), branches::is_one(sites, &to)) {
            (true, false) => Some((b, a, &to)),
            (false, true) => Some((a, b, &from)),
            _ => None,
        };
        if let Some((site, branch, node)) = branch {
            let next = lanes.len();
            let lane = *lanes.entry(node.clone()).or_insert(next);
            let card = branches::card(branch, size);
            let curves = branches::bus(site, branch, block_top, lane);
            out.push(cable(role, from, to, links, card, inter, curves));
            continue;
        }
        let card = if on_witness_line {
            let (site, witness) = if a.center().y <= b.center().y {
                (a, b)
            } else {
                (b, a)
            };
            let middle = on_curve(&witness_curve(site, witness), 0.55);
            free_below(Rect::from_center_size(middle, size), &taken)
        } else if inter {
            free_below(wanted_card(a, b, size), &taken)
        } else {
            beside(a, b, size)
        };
        taken.push(card);
        let curves = if inter {
            vec![
                half(a, card, a.center().x <= b.center().x),
                half(b, card, b.center().x < a.center().x),
            ]
        } else {
            host_curves(a, b, card)
        };
        out.push(cable(role, from, to, links, card, inter, curves));
    }
    out
}

fn cable(
    role: LinkRole,
    from: Node,
    to: Node,
    links: Vec<LinkId>,
    card: Rect,
    inter: bool,
    curves: Vec<[Pos2; 4]>,
) -> Cable {
    let availability = role == LinkRole::Availability;
    let (top, row) = if availability {
        (TITLE, ROW)
    } else {
        (1.0, PILL)
    };
    let line = |i: usize| {
        Rect::from_min_size(
            Pos2::new(card.left(), card.top() + top + i as f32 * row),
            Vec2::new(card.width(), row),
        )
    };
    let shown = links.len().min(MAX_ROWS);
    Cable {
        role,
        from,
        to,
        rows: (0..shown).map(line).collect(),
        rtt: (availability && inter).then(|| {
            Rect::from_min_max(
                Pos2::new(card.left(), card.bottom() - ROW - 6.0),
                Pos2::new(card.right(), card.bottom() - 6.0),
            )
        }),
        links,
        card,
        curves,
    }
}

/// In the gap between two boxes side by side, from the top; else under or between them.
fn wanted_card(a: Rect, b: Rect, size: Vec2) -> Rect {
    let (left, right) = if a.center().x <= b.center().x {
        (a, b)
    } else {
        (b, a)
    };
    let gap = right.left() - left.right();
    let abreast = left.bottom() > right.top() && right.bottom() > left.top();
    if gap >= size.x && abreast {
        let top = left.top().max(right.top()) + 12.0;
        let x = f32::midpoint(left.right(), right.left()) - size.x / 2.0;
        return Rect::from_min_size(Pos2::new(x, top), size);
    }
    let centre = if gap >= 0.0 && abreast {
        Pos2::new(
            f32::midpoint(left.right(), right.left()),
            left.bottom().max(right.bottom()) + size.y / 2.0 + 24.0,
        )
    } else {
        let (upper, lower) = if a.top() <= b.top() { (a, b) } else { (b, a) };
        Pos2::new(
            f32::midpoint(upper.center().x, lower.center().x),
            f32::midpoint(upper.bottom(), lower.top()),
        )
    };
    Rect::from_center_size(centre, size)
}

/// What already runs through the gaps between sites: lines of pairs with their words, and names of pools.
fn lines_between(plan: &Plan, hosts: &BTreeMap<HostId, HostPlace>) -> Vec<Rect> {
    let mut out = Vec::new();
    let mut seen: BTreeSet<(&HostId, &HostId, u8)> = BTreeSet::new();
    for vm in plan.vms.values() {
        for row in &vm.placement {
            let Some(partner) = &row.partner else {
                continue;
            };
            if !plan.is_split(&row.host, partner)
                || !seen.insert((&row.host, partner, vm.level.number()))
            {
                continue;
            }
            let (Some(a), Some(b)) = (hosts.get(&row.host), hosts.get(partner)) else {
                continue;
            };
            let x = [a.rect, b.rect];
            let left = x.iter().map(|r| r.right()).fold(f32::INFINITY, f32::min);
            let right = x.iter().map(|r| r.left()).fold(0.0, f32::max);
            let top = a.rect.top().min(b.rect.top()) + 6.0;
            // A level-2 line runs lower and has its words under it.
            let low = if vm.level == Level::L3 { 40.0 } else { 78.0 };
            let bottom = a.rect.top().max(b.rect.top()) + low;
            out.push(Rect::from_x_y_ranges(
                left.min(right)..=right.max(left),
                top..=bottom,
            ));
        }
    }
    for pool in plan.pools.keys() {
        let mine = || hosts.values().filter(|h| h.pool.as_ref() == Some(pool));
        let split = mine().any(|a| mine().any(|b| a.site != b.site));
        if split {
            let all = mine().fold(Rect::NOTHING, |r, h| r.union(h.rect));
            let y = all.top() - 10.0;
            out.push(Rect::from_x_y_ranges(all.x_range(), (y - 9.0)..=(y + 9.0)));
        }
    }
    out
}

fn free_below(card: Rect, taken: &[Rect]) -> Rect {
    super::layout::below(card, taken, Vec2::new(4.0, 7.0), 8.0)
}

/// Between two hosts of a site, or on the middle of the line where there is no gap.
fn beside(a: Rect, b: Rect, size: Vec2) -> Rect {
    let (left, right) = if a.center().x <= b.center().x {
        (a, b)
    } else {
        (b, a)
    };
    if right.left() - left.right() >= size.x {
        let top = left.top().max(right.top()) + PAIR_TOP;
        return Rect::from_min_size(
            Pos2::new(
                f32::midpoint(left.right(), right.left()) - size.x / 2.0,
                top,
            ),
            size,
        );
    }
    // No room for a card: a small mark that opens on hover.
    let middle = Pos2::new(
        f32::midpoint(a.center().x, b.center().x),
        f32::midpoint(a.center().y, b.center().y),
    );
    Rect::from_center_size(middle, Vec2::splat(16.0))
}

/// From the foot of a site to the near side of a card.
fn half(site: Rect, card: Rect, leftmost: bool) -> [Pos2; 4] {
    if card.top() >= site.bottom() - 30.0
        && !(card.left() < site.right() && card.right() > site.left())
    {
        // Beside and below: leave downwards, arrive sideways.
        let inset = (site.width() * 0.2).clamp(30.0, 70.0);
        let (from, to) = if leftmost {
            (
                Pos2::new(site.right() - inset, site.bottom()),
                card.left_center(),
            )
        } else {
            (
                Pos2::new(site.left() + inset, site.bottom()),
                card.right_center(),
            )
        };
        return [from, Pos2::new(from.x, to.y), Pos2::new(from.x, to.y), to];
    }
    if card.right() <= site.left() || card.left() >= site.right() {
        let (from, to) = if card.left() >= site.right() {
            (
                Pos2::new(
                    site.right(),
                    card.center()
                        .y
                        .clamp(site.top() + 12.0, site.bottom() - 12.0),
                ),
                card.left_center(),
            )
        } else {
            (
                Pos2::new(
                    site.left(),
                    card.center()
                        .y
                        .clamp(site.top() + 12.0, site.bottom() - 12.0),
                ),
                card.right_center(),
            )
        };
        let mid = f32::midpoint(from.x, to.x);
        return [from, Pos2::new(mid, from.y), Pos2::new(mid, to.y), to];
    }
    let below = card.center().y >= site.center().y;
    let x = card
        .center()
        .x
        .clamp(site.left() + 20.0, site.right() - 20.0);
    let (from, to) = if below {
        (Pos2::new(x, site.bottom()), card.center_top())
    } else {
        (Pos2::new(x, site.top()), card.center_bottom())
    };
    let mid = f32::midpoint(from.y, to.y);
    [from, Pos2::new(from.x, mid), Pos2::new(to.x, mid), to]
}

fn host_curves(a: Rect, b: Rect, card: Rect) -> Vec<[Pos2; 4]> {
    let (left, right) = if a.center().x <= b.center().x {
        (a, b)
    } else {
        (b, a)
    };
    if card.width() > 20.0 {
        let y = card.center().y;
        let line = |from: f32, to: f32, edge: Rect| {
            let at = Pos2::new(from, y.clamp(edge.top() + 10.0, edge.bottom() - 10.0));
            let end = Pos2::new(to, y);
            let mid = f32::midpoint(from, to);
            [at, Pos2::new(mid, at.y), Pos2::new(mid, end.y), end]
        };
        return vec![
            line(left.right(), card.left(), left),
            line(right.left(), card.right(), right),
        ];
    }
    vec![between(a, b, 0.7)]
}

/// A curve from one box to another, leaving at the near sides; `along` says how far down the side.
pub fn between(a: Rect, b: Rect, along: f32) -> [Pos2; 4] {
    let (left, right) = if a.center().x <= b.center().x {
        (a, b)
    } else {
        (b, a)
    };
    if right.left() > left.right() {
        let from = Pos2::new(left.right(), left.top() + left.height() * along);
        let to = Pos2::new(right.left(), right.top() + right.height() * along);
        let bend = ((to.x - from.x) * 0.4).min(160.0);
        return [
            from,
            Pos2::new(from.x + bend, from.y),
            Pos2::new(to.x - bend, to.y),
            to,
        ];
    }
    let (upper, lower) = if a.center().y <= b.center().y {
        (a, b)
    } else {
        (b, a)
    };
    let from = Pos2::new(upper.left() + upper.width() * along, upper.bottom());
    let to = Pos2::new(lower.left() + lower.width() * along, lower.top());
    let bend = ((to.y - from.y).abs() * 0.4).min(120.0);
    [
        from,
        Pos2::new(from.x, from.y + bend),
        Pos2::new(to.x, to.y - bend),
        to,
    ]
}

/// From the foot of a site to the near side of a witness site.
pub fn witness_curve(site: Rect, witness: Rect) -> [Pos2; 4] {
    if witness.top() < site.bottom() {
        return between(site, witness, 0.5);
    }
    let from = Pos2::new(
        site.center().x
            + if site.center().x < witness.center().x {
                -24.0
            } else {
                24.0
            },
        site.bottom(),
    );
    if from.x > witness.left() - 10.0 && from.x < witness.right() + 10.0 {
        let to = witness.center_top();
        let mid = f32::midpoint(from.y, to.y);
        return [from, Pos2::new(from.x, mid), Pos2::new(to.x, mid), to];
    }
    let to = if from.x < witness.center().x {
        witness.left_center()
    } else {
        witness.right_center()
    };
    [
        from,
        Pos2::new(from.x, f32::midpoint(from.y, to.y)),
        Pos2::new(f32::midpoint(from.x, to.x), to.y),
        to,
    ]
}

/// A point of a cubic curve; `t` from 0 to 1.
pub fn on_curve(c: &[Pos2; 4], t: f32) -> Pos2 {
    let [p0, p1, p2, p3] = c.map(Pos2::to_vec2);
    let u = 1.0 - t;
    (p0 * (u * u * u) + p1 * (3.0 * u * u * t) + p2 * (3.0 * u * t * t) + p3 * (t * t * t))
        .to_pos2()
}
