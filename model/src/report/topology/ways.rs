//! Links and pairs of the topology: labelled in the gap between two neighbours, numbered with a legend elsewhere.

use std::collections::BTreeSet;

use super::super::Report;
use super::super::words::{count, mbps, ms, percent};
use super::{Area, Canvas, WIDE_GAP, WIDTH, text_line, text_lines};
use crate::drawing::{Align, Face, Fill, Ink, Measure, Pt, Shape, Stroke};
use crate::ids::{HostId, LinkId, SiteId};
use crate::plan::{End, LinkRole};

/// One line of the legend: number, name, figures.
pub struct LegendEntry {
    number: usize,
    name: String,
    figures: String,
}

/// Something that runs between two cards.
struct Way {
    name: String,
    figures: Vec<String>,
    ink: Ink,
    width: f32,
    dashed: bool,
}

/// Height of a way in a gap: label, line, figures in one line each.
const SLOT: f32 = 25.0;
/// Height of a further line of the label or the figures.
const MORE: f32 = 8.0;
const NAME: f32 = 6.8;
const NO_BREAK: &str = "\u{a0}";
const FIGURES: f32 = 6.4;
/// Where the first way stands below the top of two sites, and of two hosts.
const SITE_TOP: f32 = 30.0;
const HOST_TOP: f32 = 20.0;

impl Way {
    /// The label over the line, and the figures under it.
    fn lines(&self, room: f32, measure: &dyn Measure) -> (Vec<String>, Vec<String>) {
        // Figures part only where their dots stand.
        let whole = |f: &String| f.replace(' ', NO_BREAK);
        let figures = self.figures.iter().map(whole).collect::<Vec<_>>();
        let figures = text_lines(
            &figures.join(" · "),
            Face::Regular,
            FIGURES,
            room - 8.0,
            2,
            measure,
        );
        let plain = |line: String| {
            line.replace(NO_BREAK, " ")
                .trim_end_matches(" ·")
                .to_owned()
        };
        (
            text_lines(&self.name, Face::Bold, NAME, room - 10.0, 2, measure),
            figures.into_iter().map(plain).collect(),
        )
    }
}

/// Height that labelled ways take, one under the other.
fn height_of(ways: &[Way], measure: &dyn Measure) -> f32 {
    ways.iter()
        .take(MOST_WAYS)
        .map(|way| {
            let (name, figures) = way.lines(WIDE_GAP, measure);
            SLOT + (name.len() + figures.len()).saturating_sub(2) as f32 * MORE
        })
        .sum()
}

/// Between which sites each link runs, in the order of ids.
pub struct Roads<'a> {
    links: Vec<(&'a LinkId, BTreeSet<(&'a SiteId, &'a SiteId)>)>,
}

impl<'a> Roads<'a> {
    pub fn new(report: &Report<'a>) -> Self {
        let links = report
            .cx
            .plan
            .links
            .iter()
            .map(|(id, link)| {
                let ends: BTreeSet<&SiteId> = link
                    .segments
                    .iter()
                    .flat_map(|s| [&s.a, &s.b])
                    .filter_map(|e| site_of(report, e))
                    .collect();
                let mut joined: BTreeSet<(&SiteId, &SiteId)> = link
                    .segments
                    .iter()
                    .filter_map(|s| site_of(report, &s.a).zip(site_of(report, &s.b)))
                    .filter(|(x, y)| x != y)
                    .map(|(x, y)| if x < y { (x, y) } else { (y, x) })
                    .collect();
                // Joined by a switch that stands in no site, or the like.
                if let (2, Some(x), Some(y)) = (ends.len(), ends.first(), ends.last()) {
                    joined.insert((*x, *y));
                }
                (id, joined)
            })
            .collect();
        Self { links }
    }

    /// Pairs and links between two sites.
    fn between(&self, report: &Report<'_>, a: &SiteId, b: &SiteId) -> Vec<Way> {
        let mut ways = pairs(report, |x, y| {
            let (x, y) = (report.cx.plan.site_of(x), report.cx.plan.site_of(y));
            (x == Some(a) && y == Some(b)) || (x == Some(b) && y == Some(a))
        });
        let key = if a < b { (a, b) } else { (b, a) };
        let links = self
            .links
            .iter()
            .filter(|(_, joined)| joined.contains(&key));
        ways.extend(links.map(|(id, _)| link_way(report, id)));
        ways
    }
}

/// Pairs and links between two hosts.
fn between_hosts(report: &Report<'_>, a: &HostId, b: &HostId) -> Vec<Way> {
    let mut ways = pairs(report, |x, y| (x == a && y == b) || (x == b && y == a));
    for (id, link) in report.cx.plan.links.iter() {
        let joins = link.segments.iter().any(|s| {
            let ends = [s.a.host(), s.b.host()];
            ends.contains(&Some(a)) && ends.contains(&Some(b))
        });
        if joins {
            ways.push(link_way(report, id));
        }
    }
    ways
}

/// Ways labelled in one gap; more are only counted.
const MOST_WAYS: usize = 14;

/// Height that the ways between two sites ask for.
pub fn height_between_sites(report: &Report<'_>, roads: &Roads<'_>, a: &SiteId, b: &SiteId) -> f32 {
    SITE_TOP + height_of(&roads.between(report, a, b), report.measure)
}

/// Height that the ways between two hosts ask for.
pub fn height_between_hosts(report: &Report<'_>, a: &HostId, b: &HostId) -> f32 {
    HOST_TOP + height_of(&between_hosts(report, a, b), report.measure) - 10.0
}

/// Paints pairs and links. Those without a gap of their own are numbered; the entries of the legend come back.
pub fn paint(
    report: &Report<'_>,
    roads: &Roads<'_>,
    sites: &[(SiteId, Area)],
    hosts: &[(HostId, Area)],
    under: &mut Canvas,
    over: &mut Canvas,
) -> Vec<LegendEntry> {
    let mut legend = Vec::new();
    // Two hosts or two sites side by side: everything between them is labelled in the gap.
    let gap_of = |a: &Area, b: &Area| {
        (b.at.x - a.right() - WIDE_GAP).abs() < 1.0 && (a.at.y - b.at.y).abs() < 1.0
    };
    for (i, (a_id, a)) in hosts.iter().enumerate() {
        for (b_id, b) in hosts.iter().skip(i + 1) {
            let same = report.cx.plan.site_of(a_id) == report.cx.plan.site_of(b_id);
            if same && gap_of(a, b) {
                let ways = between_hosts(report, a_id, b_id);
                in_gap(&ways, a, b, HOST_TOP, report.measure, over);
            }
        }
    }
    for (i, (a_id, a)) in sites.iter().enumerate() {
        for (b_id, b) in sites.iter().skip(i + 1) {
            let ways = roads.between(report, a_id, b_id);
            if gap_of(a, b) {
                in_gap(&ways, a, b, SITE_TOP, report.measure, over);
                continue;
            }
            for (k, way) in ways.into_iter().enumerate() {
                let number = legend.len() + 1;
                across(&way, number, k, a, b, under, over);
                legend.push(LegendEntry {
                    number,
                    name: way.name,
                    figures: way.figures.join(" · "),
                });
            }
        }
    }
    legend
}

/// The site that an end stands in.
fn site_of<'a>(report: &Report<'a>, end: &'a End) -> Option<&'a SiteId> {
    let plan = report.cx.plan;
    match end {
        End::Host(h) | End::Port { host: h, .. } => plan.site_of(h),
        End::Switch(s) => plan.switches.get(s).and_then(|s| s.site.as_ref()),
        End::Array { array, .. } => plan.arrays.get(array).map(|a| &a.site),
        End::Site(s) => Some(s),
        End::Witness(w) => plan.witnesses.get(w).map(|w| &w.site),
    }
}

/// Pairs of VMs by level between hosts that `joins` names.
fn pairs(report: &Report<'_>, joins: impl Fn(&HostId, &HostId) -> bool) -> Vec<Way> {
    let mut by_level = [0usize; 4];
    for vm in report.cx.plan.vms.values().filter(|v| v.level.paired()) {
        for row in &vm.placement {
            if let Some(partner) = &row.partner
                && joins(&row.host, partner)
                && let Some(n) = by_level.get_mut(usize::from(vm.level.number()))
            {
                *n += row.count as usize;
            }
        }
    }
    (0u8..4)
        .rev()
        .zip(by_level.into_iter().rev())
        .filter(|(_, n)| *n > 0)
        .map(|(level, n)| Way {
            name: count(n, "pair", "pairs"),
            figures: vec![format!("level {level}")],
            ink: Ink::Level(level),
            width: 1.8,
            dashed: false,
        })
        .collect()
}

fn link_way(report: &Report<'_>, id: &LinkId) -> Way {
    let f = report.facts.links.get(id);
    let link = report.cx.plan.links.get(id);
    let mut figures = vec![f.map_or_else(
        || link.map_or_else(String::new, |l| mbps(l.speed.get())),
        |f| mbps(f.usable_mbps),
    )];
    if let Some(f) = f {
        if f.load_one_lost_mbps > 0.0 {
            figures.push(percent(f.share_one_lost));
        }
        match (f.rtt_ms, f.rtt_limit_ms) {
            (Some(rtt), Some(limit)) => figures.push(format!("{} of {}", ms(rtt), ms(limit))),
            (Some(rtt), None) if rtt >= 0.005 => figures.push(ms(rtt)),
            _ => {}
        }
    }
    let role = link.map(|l| l.role);
    let over = f.is_some_and(|f| {
        f.share_one_lost > 1.0 || f.rtt_ms.zip(f.rtt_limit_ms).is_some_and(|(a, b)| a > b)
    });
    Way {
        name: report.name_of(id),
        figures,
        ink: if over { Ink::Error } else { Ink::Muted },
        width: if role == Some(LinkRole::Availability) {
            1.1
        } else {
            0.8
        },
        dashed: role == Some(LinkRole::Witness),
    }
}

/// Lines one under the other across the gap between two neighbours.
fn in_gap(ways: &[Way], a: &Area, b: &Area, top: f32, measure: &dyn Measure, over: &mut Canvas) {
    let (left, right) = (a.right(), b.at.x);
    let middle = (left + right) / 2.0;
    let foot = a.foot().min(b.foot());
    let mut top = a.at.y + top - SLOT / 2.0;
    let mut left_over = ways.len();
    for (i, way) in ways.iter().enumerate() {
        let (name, mut figures) = way.lines(right - left, measure);
        let above = name.len().saturating_sub(1) as f32 * MORE;
        let below = figures.len().saturating_sub(1) as f32 * MORE;
        let fits = |top: f32, height: f32| top + height <= foot + 2.0;
        let own = SLOT + above + below;
        if i > 0 && !fits(top, own) {
            break;
        }
        left_over -= 1;
        // The last that fits says how many do not.
        if left_over > 0 && !fits(top + own, SLOT) {
            figures = vec![format!("and {left_over} more")];
            left_over = 0;
        }
        let y = top + SLOT / 2.0 + above;
        top += own;
        over.shapes.push(Shape::Line {
            points: vec![Pt::new(left, y), Pt::new(right, y)],
            stroke: Stroke {
                ink: way.ink,
                width: way.width,
                dashed: way.dashed,
            },
        });
        for x in [left, right] {
            over.shapes.push(Shape::Circle {
                centre: Pt::new(x, y),
                radius: 1.9,
                fill: Fill::Solid(way.ink),
                stroke: None,
            });
        }
        let text = if matches!(way.ink, Ink::Muted) {
            Ink::Text
        } else {
            way.ink
        };
        for (k, line) in name.iter().rev().enumerate() {
            let at = Pt::new(middle, y - 3.6 - k as f32 * MORE);
            over.text(at, line.clone(), Face::Bold, NAME, text, Align::Centre);
        }
        for (k, line) in figures.into_iter().enumerate() {
            let at = Pt::new(middle, y + 8.6 + k as f32 * MORE);
            over.text(at, line, Face::Regular, FIGURES, Ink::Muted, Align::Centre);
        }
        if left_over == 0 {
            break;
        }
    }
}

/// A line between two cards that are no neighbours, with its number in the middle. `k` keeps parallel lines apart.
fn across(
    way: &Way,
    number: usize,
    k: usize,
    a: &Area,
    b: &Area,
    under: &mut Canvas,
    over: &mut Canvas,
) {
    let (from, to) = (a.centre(), b.centre());
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = (dx * dx + dy * dy).sqrt().max(1.0);
    // To the side by turns: 0, +1, −1, +2 …
    let side = (k as f32 / 2.0).ceil() * 13.0 * if k % 2 == 1 { 1.0 } else { -1.0 };
    let (ox, oy) = (-dy / length * side, dx / length * side);
    let shift = |p: Pt| Pt::new(p.x + ox, p.y + oy);
    under.shapes.push(Shape::Line {
        points: vec![shift(from), shift(to)],
        stroke: Stroke {
            ink: way.ink,
            width: way.width,
            dashed: way.dashed,
        },
    });
    // The number stands where the line leaves the cards, half way between their edges.
    let (start, end) = (leaves(a, dx, dy), 1.0 - leaves(b, -dx, -dy));
    let t = if end > start {
        (start + end) / 2.0
    } else {
        0.5
    };
    let at = shift(Pt::new(from.x + dx * t, from.y + dy * t));
    over.shapes.push(Shape::Circle {
        centre: at,
        radius: 5.4,
        fill: Fill::Solid(Ink::Paper),
        stroke: Some(Stroke {
            ink: way.ink,
            width: 1.0,
            dashed: false,
        }),
    });
    over.text(
        Pt::new(at.x, at.y + 2.3),
        number.to_string(),
        Face::Bold,
        6.4,
        Ink::Text,
        Align::Centre,
    );
}

/// At which share of the way `(dx, dy)` from its centre a line leaves the area.
fn leaves(area: &Area, dx: f32, dy: f32) -> f32 {
    let x = if dx.abs() > 0.01 {
        area.size.x / 2.0 / dx.abs()
    } else {
        f32::INFINITY
    };
    let y = if dy.abs() > 0.01 {
        area.size.y / 2.0 / dy.abs()
    } else {
        f32::INFINITY
    };
    x.min(y).min(1.0)
}

/// The legend of numbered ways, in two columns. Returns the y below it.
pub fn legend(entries: &[LegendEntry], y: f32, measure: &dyn Measure, out: &mut Canvas) -> f32 {
    const ROW: f32 = 12.5;
    const MOST: usize = 40;
    let length = |e: &LegendEntry| {
        let name = measure.width(&e.name, Face::Bold, 7.2);
        name + measure.width(&e.figures, Face::Regular, 7.2) + 32.0
    };
    // Two columns, unless an entry is too long for half the width.
    let columns = if entries.iter().all(|e| length(e) <= WIDTH / 2.0) {
        2
    } else {
        1
    };
    let half = WIDTH / columns as f32;
    let rows = entries.len().min(MOST).div_ceil(columns);
    for (i, entry) in entries.iter().take(MOST).enumerate() {
        let (column, row) = (i / rows.max(1), i % rows.max(1));
        let at = Pt::new(column as f32 * half, y + row as f32 * ROW);
        out.shapes.push(Shape::Circle {
            centre: Pt::new(at.x + 5.4, at.y + 5.0),
            radius: 5.0,
            fill: Fill::Solid(Ink::Paper),
            stroke: Some(Stroke {
                ink: Ink::Muted,
                width: 0.8,
                dashed: false,
            }),
        });
        out.text(
            Pt::new(at.x + 5.4, at.y + 7.2),
            entry.number.to_string(),
            Face::Bold,
            6.0,
            Ink::Text,
            Align::Centre,
        );
        let name = text_line(&entry.name, Face::Bold, 7.2, half * 0.6, measure);
        let used = measure.width(&name, Face::Bold, 7.2);
        out.text(
            Pt::new(at.x + 15.0, at.y + 7.6),
            name,
            Face::Bold,
            7.2,
            Ink::Text,
            Align::Left,
        );
        let figures = text_line(
            &entry.figures,
            Face::Regular,
            7.2,
            half - used - 32.0,
            measure,
        );
        out.text(
            Pt::new(at.x + 20.0 + used, at.y + 7.6),
            figures,
            Face::Regular,
            7.2,
            Ink::Muted,
            Align::Left,
        );
    }
    let more = entries.len().saturating_sub(MOST);
    let mut below = y + rows as f32 * ROW;
    if more > 0 {
        out.text(
            Pt::new(0.0, below + 8.0),
            format!("and {more} more, in the chapter on links"),
            Face::Regular,
            7.2,
            Ink::Muted,
            Align::Left,
        );
        below += ROW;
    }
    if entries.is_empty() { y } else { below + 6.0 }
}
