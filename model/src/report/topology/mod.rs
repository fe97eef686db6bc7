//! The topology as a drawing: sites hold hosts, hosts hold VMs, links and pairs carry their figures.
//!
//! Used on paper and for export; the window's canvas has its own positions and is drawn elsewhere.

mod host;
mod site;
mod ways;

use super::paginate::document::{Block, Chapter, Rich};
use super::paginate::plain_lines as text_lines;
use super::words::{count, counted, list};
use super::{Report, numbered};
use crate::drawing::{Align, Drawing, Face, Fill, Ink, Measure, Pt, Shape, Stroke};
use crate::ids::{HostId, SiteId};
use crate::plan::{Level, SiteKind};

use site::SiteCard;

/// Width of the drawing, points: the text width of A4.
const WIDTH: f32 = 495.0;
/// Room for the labels of links between two cards.
const WIDE_GAP: f32 = 108.0;
const GAP: f32 = 12.0;
const PAD: f32 = 10.0;
const SITE_HEAD: f32 = 24.0;
/// From here on hosts are drawn small.
const MANY_HOSTS: usize = 24;
/// Rows of sites below this are only named, so that the drawing stays readable on a page.
const TALLEST: f32 = 560.0;

/// A rectangle on the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Area {
    at: Pt,
    size: Pt,
}

impl Area {
    fn centre(&self) -> Pt {
        Pt::new(self.at.x + self.size.x / 2.0, self.at.y + self.size.y / 2.0)
    }
    fn right(&self) -> f32 {
        self.at.x + self.size.x
    }
    fn foot(&self) -> f32 {
        self.at.y + self.size.y
    }
}

/// Shapes with a short way to add text.
#[derive(Default)]
struct Canvas {
    shapes: Vec<Shape>,
}

impl Canvas {
    fn text(&mut self, at: Pt, text: String, face: Face, size: f32, ink: Ink, align: Align) {
        if !text.is_empty() {
            self.shapes.push(Shape::Text {
                at,
                text,
                face,
                size,
                ink,
                align,
            });
        }
    }
}

/// Shortened to fit.
fn text_line(text: &str, face: Face, size: f32, width: f32, measure: &dyn Measure) -> String {
    super::paginate::fit(text, face, size, width, measure)
}

/// The square with a protection level's digit.
fn digit(level: u8, at: Pt, size: f32, out: &mut Canvas) {
    out.shapes.push(Shape::Rect {
        at,
        size: Pt::new(size, size),
        radius: size * 0.24,
        fill: Fill::Solid(Ink::Level(level)),
        stroke: None,
    });
    let text = Pt::new(at.x + size / 2.0, at.y + size * 0.75);
    out.text(
        text,
        level.to_string(),
        Face::Bold,
        size * 0.7,
        Ink::Paper,
        Align::Centre,
    );
}

pub fn chapter(report: &Report<'_>) -> Chapter {
    let plan = report.cx.plan;
    let sites = plan
        .hosts
        .values()
        .map(|h| &h.site)
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    let lead = if plan.hosts.is_empty() {
        "Nothing stands anywhere yet. The drawing appears with the first host.".to_owned()
    } else {
        let split = report.facts.joints.values().filter(|j| j.split).count();
        let pairs = report.facts.joints.len();
        let how = match (pairs, split) {
            (0, _) => "No two hosts mirror each other.".to_owned(),
            (n, 0) => format!(
                "{} VMs to each other within a site.",
                counted(n, "pair of hosts mirrors", "pairs of hosts mirror")
            ),
            (n, s) if n == s => format!(
                "{} VMs to each other across sites: the loss of one site leaves a copy in the other.",
                counted(n, "pair of hosts mirrors", "pairs of hosts mirror")
            ),
            (n, s) => format!(
                "{} VMs to each other, {s} of them across sites.",
                counted(n, "pair of hosts mirrors", "pairs of hosts mirror")
            ),
        };
        format!(
            "{} in {}. {how}",
            counted(plan.hosts.len(), "host stands", "hosts stand"),
            count(sites, "site", "sites")
        )
    };
    let mut blocks = vec![Block::Lead(Rich::from(lead))];
    if !plan.hosts.is_empty() || !plan.sites.is_empty() {
        let caption = (!plan.hosts.is_empty()).then(|| "Bars: solid is now, hatched is after the worst single failure, the tick is the ceiling. Dashed chips are the standby halves of mirrored VMs; hosts with a dashed edge are to be bought.".to_owned());
        blocks.push(Block::Drawing {
            drawing: topology(report),
            caption,
            scale_up: 1.0,
        });
    }
    numbered("Topology", "topology", blocks)
}

/// Sites that hold hosts, with the hosts; hosts of unknown sites last.
fn groups(report: &Report<'_>) -> Vec<(Option<SiteId>, Vec<HostId>)> {
    let plan = report.cx.plan;
    let mut out: Vec<(Option<SiteId>, Vec<HostId>)> = plan
        .sites
        .iter()
        .map(|(id, _)| {
            (
                Some(id.clone()),
                plan.hosts
                    .iter()
                    .filter(|(_, h)| h.site == *id)
                    .map(|(h, _)| h.clone())
                    .collect::<Vec<_>>(),
            )
        })
        .filter(|(id, hosts)| {
            !hosts.is_empty()
                || id
                    .as_ref()
                    .and_then(|i| plan.sites.get(i))
                    .is_some_and(|s| s.kind == SiteKind::Data)
        })
        .collect();
    let lost: Vec<HostId> = plan
        .hosts
        .iter()
        .filter(|(_, h)| !plan.sites.contains(&h.site))
        .map(|(h, _)| h.clone())
        .collect();
    if !lost.is_empty() {
        out.push((None, lost));
    }
    out
}

/// The drawing: data sites in rows, witness sites under them, branches and what has no place at the foot.
pub fn topology(report: &Report<'_>) -> Drawing {
    let plan = report.cx.plan;
    let groups = groups(report);
    let small = plan.hosts.len() > MANY_HOSTS;
    let columns = groups.len().clamp(1, 3);
    let gap = match groups.len() {
        2 => WIDE_GAP,
        _ => 26.0,
    };
    let width = (WIDTH - gap * (columns as f32 - 1.0)) / columns as f32;
    let cards: Vec<SiteCard> = groups
        .into_iter()
        .map(|(id, hosts)| SiteCard::new(report, id, &hosts, width, small))
        .collect();

    let mut cards_canvas = Canvas::default();
    let mut sites: Vec<(SiteId, Area)> = Vec::new();
    let mut hosts: Vec<(HostId, Area)> = Vec::new();
    let mut y = 0.0;
    let roads = ways::Roads::new(report);
    let mut left_out = Vec::new();
    for row in cards.chunks(columns) {
        let mut height = row.iter().map(|c| c.height).fold(0.0, f32::max);
        if let ([a, b], true) = (row, gap == WIDE_GAP)
            && let (Some(a), Some(b)) = (&a.id, &b.id)
        {
            height = height.max(ways::height_between_sites(report, &roads, a, b));
        }
        if y > 0.0 && y + height > TALLEST {
            left_out.extend(
                row.iter()
                    .filter_map(|c| c.id.as_ref())
                    .map(|id| report.name_of(id)),
            );
            continue;
        }
        let mut x = 0.0;
        for card in row {
            let at = Pt::new(x, y);
            hosts.extend(card.paint(report, at, height, &mut cards_canvas));
            if let Some(id) = &card.id {
                sites.push((
                    id.clone(),
                    Area {
                        at,
                        size: Pt::new(width, height),
                    },
                ));
            }
            x += width + gap;
        }
        y += height + 26.0;
    }
    y = others(report, &mut sites, left_out, y, &mut cards_canvas);

    // Ways lie under the cards, their labels over them.
    let mut under = Canvas::default();
    let mut over = Canvas::default();
    let legend = ways::paint(report, &roads, &sites, &hosts, &mut under, &mut over);
    let mut shapes = under.shapes;
    shapes.extend(cards_canvas.shapes);
    shapes.extend(over.shapes);
    let mut out = Canvas { shapes };
    y = ways::legend(&legend, y, report.measure, &mut out);
    y = levels(report, y, &mut out);
    Drawing {
        size: Pt::new(WIDTH, y.max(1.0)),
        shapes: out.shapes,
    }
}

/// Witness sites, branches and VMs without a host. Returns the y below them.
fn others(
    report: &Report<'_>,
    sites: &mut Vec<(SiteId, Area)>,
    more: Vec<String>,
    mut y: f32,
    out: &mut Canvas,
) -> f32 {
    let plan = report.cx.plan;
    let drawn: std::collections::BTreeSet<SiteId> = groups(report)
        .into_iter()
        .filter_map(|(id, _)| id)
        .collect();
    let rest: Vec<(&SiteId, SiteKind)> = plan
        .sites
        .iter()
        .filter(|(id, _)| !drawn.contains(*id))
        .map(|(id, s)| (id, s.kind))
        .collect();
    let witness: Vec<&SiteId> = rest
        .iter()
        .filter(|(_, k)| *k != SiteKind::Branch)
        .map(|(id, _)| *id)
        .collect();
    const CARD: f32 = 150.0;
    const INNER: f32 = CARD - 20.0;
    let lines = |text: &str, face, size| text_lines(text, face, size, INNER, 3, report.measure);
    for row in witness.chunks(3) {
        let total = row.len() as f32 * CARD + (row.len() as f32 - 1.0) * 22.0;
        let mut x = (WIDTH - total) / 2.0;
        let texts: Vec<(Vec<String>, Vec<String>)> = row
            .iter()
            .map(|id| {
                let held: Vec<String> = plan
                    .witnesses
                    .iter()
                    .filter(|(_, w)| w.site == **id)
                    .map(|(w, _)| report.name_of(w))
                    .collect();
                let held = if held.is_empty() {
                    "nothing here".to_owned()
                } else {
                    format!("witness {}", list(&held, 3))
                };
                (
                    lines(&report.name_of(*id), Face::Bold, 8.6),
                    lines(&held, Face::Regular, 7.0),
                )
            })
            .collect();
        let height = texts
            .iter()
            .map(|(name, held)| 18.0 + name.len() as f32 * 11.0 + held.len() as f32 * 9.0)
            .fold(0.0, f32::max);
        for (id, (name, held)) in row.iter().zip(texts) {
            let (at, size) = (Pt::new(x, y), Pt::new(CARD, height));
            out.shapes.push(Shape::Rect {
                at,
                size,
                radius: 7.0,
                fill: Fill::Solid(Ink::Card),
                stroke: Some(Stroke {
                    ink: Ink::Rule,
                    width: 0.8,
                    dashed: false,
                }),
            });
            let mut foot = y + 4.0;
            for line in name {
                foot += 11.0;
                let at = Pt::new(x + 10.0, foot);
                out.text(at, line, Face::Bold, 8.6, Ink::Text, Align::Left);
            }
            foot += 3.0;
            for line in held {
                foot += 9.0;
                let at = Pt::new(x + 10.0, foot);
                out.text(at, line, Face::Regular, 7.0, Ink::Muted, Align::Left);
            }
            sites.push(((*id).clone(), Area { at, size }));
            x += CARD + 22.0;
        }
        y += height + 16.0;
    }
    let mut strip = |title: String, names: Vec<String>, ink: Ink, y: &mut f32| {
        if names.is_empty() {
            return;
        }
        out.text(
            Pt::new(0.0, *y + 8.0),
            title.clone(),
            Face::Bold,
            7.4,
            ink,
            Align::Left,
        );
        let left = report.measure.width(&title, Face::Bold, 7.4) + 8.0;
        let text = list(&names, 12);
        let room = WIDTH - left;
        for line in text_lines(&text, Face::Regular, 7.4, room, 4, report.measure) {
            let at = Pt::new(left, *y + 8.0);
            out.text(at, line, Face::Regular, 7.4, Ink::Text, Align::Left);
            *y += 10.0;
        }
        *y += 4.0;
    };
    strip(
        count(more.len(), "more site", "more sites"),
        more,
        Ink::Muted,
        &mut y,
    );
    let branches: Vec<String> = rest
        .iter()
        .filter(|(_, k)| *k == SiteKind::Branch)
        .map(|(id, _)| report.name_of(*id))
        .collect();
    strip(
        count(branches.len(), "branch", "branches"),
        branches,
        Ink::Muted,
        &mut y,
    );
    let homeless: Vec<String> = plan
        .vms
        .iter()
        .filter(|(_, v)| v.placed() < v.count)
        .map(|(id, _)| report.name_of(id))
        .collect();
    strip("Not placed".to_owned(), homeless, Ink::Error, &mut y);
    y
}

/// What the digits mean, for the levels in use.
fn levels(report: &Report<'_>, y: f32, out: &mut Canvas) -> f32 {
    let used: Vec<Level> = Level::ALL
        .into_iter()
        .rev()
        .filter(|l| report.cx.plan.vms.values().any(|v| v.level == *l))
        .collect();
    let mut x = 0.0;
    for level in &used {
        digit(level.number(), Pt::new(x, y + 3.0), 8.1, out);
        let text = level.word().to_owned();
        let width = report.measure.width(&text, Face::Regular, 7.2);
        out.text(
            Pt::new(x + 11.5, y + 9.7),
            text,
            Face::Regular,
            7.2,
            Ink::Muted,
            Align::Left,
        );
        x += width + 26.0;
    }
    if used.is_empty() { y } else { y + 16.0 }
}
