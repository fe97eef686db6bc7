//! Links: what they carry against what they can, and how far apart pairs may stand.

use super::paginate::document::{Block, Cell, Chapter, Column, Rich, Row, Table};
use super::words::{NONE, counted, km, list, mbps, ms, percent};
use super::{Report, anchor, load_bar, numbered};
use crate::drawing::chart::nice;
use crate::drawing::{Align, Drawing, Face, Fill, Ink, Pt, Shape, Stroke};
use crate::facts::JointFacts;
use crate::ids::EntityId;
use crate::plan::{End, Link};
use crate::units::pretty;

pub fn chapter(report: &Report<'_>) -> Chapter {
    let plan = report.cx.plan;
    let mut blocks = vec![Block::Lead(lead(report))];
    if !plan.links.is_empty() {
        blocks.push(Block::Table(links(report)));
        blocks.push(Block::Note("Bars: solid with every link up, hatched with the worst other link lost, the tick is the ceiling. Round trips are end to end; the budget is the tightest of the pairs over the link.".into()));
    }
    if !report.facts.joints.is_empty() {
        blocks.push(heading("Pairs of hosts"));
        blocks.push(Block::Table(joints(report)));
    }
    for (chart, pairs) in charts(report) {
        let names: Vec<String> = pairs
            .iter()
            .map(|j| format!("{} and {}", report.name_of(&j.a), report.name_of(&j.b)))
            .collect();
        let Some((first, others)) = names.split_first() else {
            continue;
        };
        blocks.push(heading(&format!("How far apart may {first} be?")));
        blocks.push(Block::Drawing {
            drawing: chart,
            caption: (!others.is_empty())
                .then(|| format!("The same holds for {}.", list(others, 6))),
            scale_up: 1.0,
        });
    }
    if !plan.links.is_empty() {
        blocks.push(heading("Where each link runs"));
        blocks.push(Block::Table(routes(report)));
    }
    if !plan.witnesses.is_empty() {
        blocks.push(heading("Witnesses"));
        blocks.push(Block::Table(witnesses(report)));
    }
    numbered("Links and budgets", "links", blocks)
}

/// A chart for each distance that pairs stand at, with the pairs that it holds for.
fn charts<'a>(report: &Report<'a>) -> Vec<(Drawing, Vec<&'a JointFacts>)> {
    let mut out: Vec<(Drawing, Vec<&JointFacts>)> = Vec::new();
    for joint in report.facts.joints.values() {
        let Some(chart) = distance_chart(joint, Pt::new(495.0, 170.0)) else {
            continue;
        };
        match out.iter_mut().find(|(known, _)| *known == chart) {
            Some((_, pairs)) => pairs.push(joint),
            None => out.push((chart, vec![joint])),
        }
    }
    out
}

fn heading(text: &str) -> Block {
    Block::Heading {
        level: 2,
        text: text.to_owned(),
        anchor: None,
    }
}

fn lead(report: &Report<'_>) -> Rich {
    let plan = report.cx.plan;
    if plan.links.is_empty() {
        return "No link is planned yet. Pairs of hosts need availability links, and users need a way in.".into();
    }
    let busiest = match &report.facts.totals.worst_link {
        Some(link) => match report.facts.links.get(link) {
            Some(f) => format!(
                "The busiest is {}, {} used with every link up and {} with the worst other link lost.",
                report.name_of(link),
                percent(f.share),
                percent(f.share_one_lost)
            ),
            None => String::new(),
        },
        None if plan.links.len() == 1 => "It carries no protection traffic.".to_owned(),
        None => "None of them carries protection traffic.".to_owned(),
    };
    let tight = report
        .facts
        .joints
        .values()
        .filter_map(|j| Some((j, j.rtt_ms?, j.rtt_limit_ms?)))
        .max_by(|a, b| (a.1 * b.2).total_cmp(&(b.1 * a.2)));
    let trip = tight.map_or_else(String::new, |(joint, rtt, limit)| {
        format!(
            " The round trip between {} and {} is {} against a limit of {}.",
            report.name_of(&joint.a),
            report.name_of(&joint.b),
            ms(rtt),
            ms(limit)
        )
    });
    format!(
        "{} hosts, sites and users. {busiest}{trip}",
        counted(plan.links.len(), "link joins", "links join")
    )
    .into()
}

fn links(report: &Report<'_>) -> Table {
    let ceiling = report.cx.plan.settings.link_ceiling.get();
    let mut table = Table {
        columns: vec![
            Column::share("Link", 1.0),
            Column::text("Role"),
            Column::number("Usable"),
            Column::text("Load: normal, one lost"),
            Column::number("Round trip"),
            Column::number("Budget"),
        ],
        rows: Vec::new(),
    };
    for (id, link) in report.cx.plan.links.iter() {
        let f = report.facts.links.get(id);
        let time = |v: Option<f64>| v.map_or_else(|| NONE.to_owned(), ms);
        table.rows.push(
            Row::new(vec![
                Rich::new().bold(report.name_of(id)).into(),
                link.role.word().into(),
                f.map_or_else(|| mbps(link.speed.get()), |f| mbps(f.usable_mbps))
                    .into(),
                f.filter(|f| f.load_one_lost_mbps > 0.0 || f.load_mbps > 0.0)
                    .map_or_else(
                        || Cell::from(NONE),
                        |f| load_bar(f.share, Some(f.share_one_lost), ceiling),
                    ),
                time(f.and_then(|f| f.rtt_ms)).into(),
                time(f.and_then(|f| f.rtt_limit_ms)).into(),
            ])
            .at(anchor(&EntityId::from(id))),
        );
    }
    table
}

fn joints(report: &Report<'_>) -> Table {
    let mut table = Table {
        columns: vec![
            Column::share("Hosts", 1.0),
            Column::number("Pairs"),
            Column::number("Links"),
            Column::number("Estimated traffic"),
            Column::number("Vendor minimum"),
            Column::number("Counts as"),
            Column::number("Usable, one link lost"),
        ],
        rows: Vec::new(),
    };
    for joint in report.facts.joints.values() {
        let mut hosts = Rich::new()
            .bold(report.name_of(&joint.a))
            .text(" ⇄ ")
            .bold(report.name_of(&joint.b));
        if joint.split {
            hosts = hosts.muted("\nin two sites");
        }
        table.rows.push(Row::new(vec![
            hosts.into(),
            joint.vms.len().to_string().into(),
            joint.links.len().to_string().into(),
            mbps(joint.traffic_mbps).into(),
            if joint.minimum_mbps > 0.0 {
                mbps(joint.minimum_mbps).into()
            } else {
                NONE.into()
            },
            mbps(joint.load_mbps).into(),
            mbps(joint.usable_one_lost_mbps).into(),
        ]));
    }
    table
}

fn routes(report: &Report<'_>) -> Table {
    let mut table = Table {
        columns: vec![
            Column::text("Link"),
            Column::share("Between", 1.6),
            Column::number("Line rate"),
            Column::share("Way", 1.0),
        ],
        rows: Vec::new(),
    };
    for (id, link) in report.cx.plan.links.iter() {
        let ends: Vec<String> = link
            .segments
            .iter()
            .map(|s| format!("{} – {}", end(report, &s.a), end(report, &s.b)))
            .collect();
        table.rows.push(Row::new(vec![
            report.link_to(id).into(),
            if ends.is_empty() {
                NONE.into()
            } else {
                ends.join("\n").into()
            },
            mbps(link.speed.get()).into(),
            way(link).into(),
        ]));
    }
    table
}

fn way(link: &Link) -> String {
    let mut parts: Vec<String> = Vec::new();
    for s in &link.segments {
        if let Some(d) = s.distance {
            parts.push(format!("{d} on the map"));
        }
        if let Some(f) = s.fibre {
            parts.push(format!("{f} of fibre"));
        }
        if !s.duct.is_empty() {
            parts.push(format!("duct {}", s.duct));
        }
    }
    if let Some(rtt) = link.measured_rtt {
        parts.push(format!("{rtt} measured"));
    }
    if let Some(mtu) = link.mtu {
        parts.push(format!("packets of {} bytes", pretty(f64::from(mtu))));
    }
    if link.vlan {
        parts.push("VLAN".to_owned());
    }
    if parts.is_empty() {
        NONE.to_owned()
    } else {
        parts.join(", ")
    }
}

/// An end of a segment, in words.
pub fn end(report: &Report<'_>, end: &End) -> String {
    match end {
        End::Host(host) => report.name_of(host),
        End::Port {
            host,
            adapter,
            port,
        } => format!("{} {adapter} port {port}", report.name_of(host)),
        End::Switch(switch) => report.name_of(switch),
        End::Array { array, controller } => {
            format!("{} controller {controller}", report.name_of(array))
        }
        End::Site(site) => report.name_of(site),
        End::Witness(witness) => report.name_of(witness),
    }
}

fn witnesses(report: &Report<'_>) -> Table {
    let mut table = Table {
        columns: vec![
            Column::text("Witness"),
            Column::text("Site"),
            Column::share("Reached from", 1.0),
            Column::number("Round trip"),
            Column::share("Through", 0.8),
        ],
        rows: Vec::new(),
    };
    for (id, witness) in report.cx.plan.witnesses.iter() {
        let paths = report
            .facts
            .witnesses
            .get(id)
            .map(|f| f.paths.as_slice())
            .unwrap_or_default();
        let row = |first: bool, from: String, trip: String, through: String| {
            let (name, site) = if first {
                (
                    Rich::new().bold(report.name_of(id)),
                    report.name_of(&witness.site),
                )
            } else {
                (Rich::new(), String::new())
            };
            Row::new(vec![
                name.into(),
                site.into(),
                from.into(),
                trip.into(),
                through.into(),
            ])
        };
        if paths.is_empty() {
            table.rows.push(
                row(
                    true,
                    "no hosts to arbitrate".to_owned(),
                    NONE.to_owned(),
                    NONE.to_owned(),
                )
                .at(anchor(&id.into())),
            );
        }
        for (i, path) in paths.iter().enumerate() {
            let from = if path.reachable {
                report.name_of(&path.from)
            } else {
                format!("{}: no way", report.name_of(&path.from))
            };
            let through: Vec<String> = path.through.iter().map(|s| report.name_of(s)).collect();
            let through = if through.is_empty() {
                "no other site".to_owned()
            } else {
                list(&through, 4)
            };
            let mut row = row(
                i == 0,
                from,
                path.rtt_ms.map_or_else(|| NONE.to_owned(), ms),
                through,
            );
            if i == 0 {
                row = row.at(anchor(&id.into()));
            }
            table.rows.push(row);
        }
    }
    table
}

/// Round trip over distance: the plan's point, the limit, and where they would meet. Both points come from the facts:
/// distances on the map, or lengths of fibre where those alone are known. `size` in points, at least 160 × 80.
pub fn distance_chart(joint: &JointFacts, size: Pt) -> Option<Drawing> {
    const LEFT: f32 = 34.0;
    const TOP: f32 = 16.0;
    let size = Pt::new(size.x.max(160.0), size.y.max(80.0));
    let foot = size.y - 24.0;
    let (here_km, limit_km, of) = match (joint.map_km, joint.max_map_km) {
        (Some(here), Some(limit)) => (here, limit, ""),
        _ => (joint.fibre_km?, joint.max_fibre_km?, " of fibre"),
    };
    let (here_ms, limit_ms) = (joint.rtt_ms?, joint.rtt_limit_ms?);
    // The line through both points; nothing to show where they coincide or the limit lies below zero.
    if !(limit_km > 0.0 && limit_ms > 0.0 && (limit_km - here_km).abs() > 1e-6)
        || limit_km > 20_000.0
    {
        return None;
    }
    let slope = (limit_ms - here_ms) / (limit_km - here_km);
    let at = |km: f64| here_ms + slope * (km - here_km);
    let far = nice(limit_km.max(here_km) * 1.2);
    let high = at(far).max(limit_ms).max(here_ms) * 1.08;
    if !(slope.is_finite() && slope > 0.0 && high.is_finite() && high > 0.0) {
        return None;
    }
    let x = |km: f64| LEFT + (km / far) as f32 * (size.x - LEFT - 40.0);
    let y = |ms: f64| foot - (ms / high) as f32 * (foot - TOP);
    let mut shapes = Vec::new();
    let line = |points: Vec<Pt>, ink, width, dashed| Shape::Line {
        points,
        stroke: Stroke { ink, width, dashed },
    };
    let text = |at: Pt, text: String, size, ink, align| Shape::Text {
        at,
        text,
        face: Face::Regular,
        size,
        ink,
        align,
    };
    let step = nice(limit_ms / 3.0);
    let mut tick = 0.0;
    while tick <= high && shapes.len() < 60 {
        shapes.push(line(
            vec![Pt::new(LEFT, y(tick)), Pt::new(size.x - 30.0, y(tick))],
            Ink::Rule,
            0.5,
            false,
        ));
        shapes.push(text(
            Pt::new(LEFT - 7.0, y(tick) + 2.8),
            pretty(tick),
            7.5,
            Ink::Muted,
            Align::Right,
        ));
        tick += step;
    }
    shapes.push(text(
        Pt::new(LEFT - 7.0, 8.0),
        "ms".to_owned(),
        7.5,
        Ink::Muted,
        Align::Right,
    ));
    for i in 0..=4 {
        let km_here = far * f64::from(i) / 4.0;
        let label = if i == 4 {
            format!("{} km", pretty(km_here))
        } else {
            pretty(km_here)
        };
        shapes.push(text(
            Pt::new(x(km_here), foot + 13.0),
            label,
            7.5,
            Ink::Muted,
            Align::Centre,
        ));
    }
    shapes.push(line(
        vec![
            Pt::new(LEFT, TOP - 6.0),
            Pt::new(LEFT, foot),
            Pt::new(size.x - 30.0, foot),
        ],
        Ink::Muted,
        0.8,
        false,
    ));
    shapes.push(line(
        vec![
            Pt::new(LEFT, y(limit_ms)),
            Pt::new(size.x - 30.0, y(limit_ms)),
        ],
        Ink::Error,
        0.9,
        true,
    ));
    shapes.push(text(
        Pt::new(LEFT + 8.0, y(limit_ms) - 4.0),
        format!("limit {}", ms(limit_ms)),
        7.5,
        Ink::Error,
        Align::Left,
    ));
    shapes.push(line(
        vec![
            Pt::new(x(0.0), y(at(0.0).max(0.0))),
            Pt::new(x(far), y(at(far))),
        ],
        Ink::Accent,
        1.4,
        false,
    ));
    let dot = |km: f64, trip: f64, fill, ink| Shape::Circle {
        centre: Pt::new(x(km), y(trip)),
        radius: 3.2,
        fill: Fill::Solid(fill),
        stroke: Some(Stroke {
            ink,
            width: 1.4,
            dashed: false,
        }),
    };
    shapes.push(dot(here_km, here_ms, Ink::Accent, Ink::Accent));
    shapes.push(dot(limit_km, limit_ms, Ink::Paper, Ink::Error));
    // Under the line and over the foot, as far aside as that takes.
    let baseline = (y(here_ms) + 9.0).min(foot - 4.0);
    let rise = (y(0.0) - y(at(far) - at(0.0))) / (x(far) - x(0.0)).max(1.0);
    let aside = (y(here_ms) - baseline + 10.0) / rise.max(0.01);
    let label = format!("this plan: {}{of}, {}", km(here_km), ms(here_ms));
    shapes.push(text(
        Pt::new(x(here_km) + aside.max(8.0), baseline),
        label,
        8.0,
        Ink::Text,
        Align::Left,
    ));
    shapes.push(text(
        Pt::new(x(limit_km) + 8.0, y(limit_ms) + 11.0),
        format!("up to {}{of}", km(limit_km)),
        8.0,
        Ink::Text,
        Align::Left,
    ));
    Some(Drawing { size, shapes })
}
