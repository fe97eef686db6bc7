//! Growth: how full each kind of resource is, year by year, and what runs out first.

use super::paginate::document::{Block, Chapter, Column, Rich, Row, Table};
use super::words::{count, percent};
use super::{Report, numbered};
use crate::drawing::chart::{Axis, Curve, LineChart, Mark};
use crate::drawing::{Drawing, Ink, Pt};
use crate::outlook::{Budget, Outgrowing, PATIENT, Resource, grows, growth};
use crate::plan::{Growth, Plan};

/// Whether the report has this chapter: something grows, and somebody looks ahead.
pub fn has_chapter(plan: &Plan) -> bool {
    grows(plan) && plan.settings.years > 0
}

/// None when nothing grows.
pub fn chapter(report: &Report<'_>) -> Option<Chapter> {
    let plan = report.cx.plan;
    if !has_chapter(plan) {
        return None;
    }
    let out = growth(plan, report.cx.catalogue, &Budget { ..PATIENT });
    let mut blocks = vec![Block::Lead(lead(report, &out))];
    if let Some(drawing) = growth_chart(plan, &out, Pt::new(495.0, 230.0)) {
        blocks.push(Block::Drawing {
            drawing,
            caption: Some(
                "The fullest of each kind, after the worst single failure where that is worse; dashed, the ceiling."
                    .to_owned(),
            ),
            scale_up: 1.0,
        });
    }
    blocks.push(Block::Table(rates(report)));
    blocks.push(Block::Table(years(report, &out)));
    Some(numbered("Growth", "growth", blocks))
}

fn lead(report: &Report<'_>, out: &Outgrowing) -> Rich {
    let years = count(report.cx.plan.settings.years as usize, "year", "years");
    match out.runs_out() {
        Some((year, found)) => {
            let first = found.first().map_or("", |f| f.message.as_str());
            format!("Looking {years} ahead, the first check to fail that does not fail today does so in year {year}: {first}.")
            .into()
        }
        None => format!("Looking {years} ahead, no check fails that does not fail today.").into(),
    }
}

/// The rates in words: `users 10 %, data 5 %`.
pub fn rate_words(g: &Growth) -> String {
    let parts: Vec<String> = [("users", g.users), ("data", g.data), ("load", g.load)]
        .iter()
        .filter(|(_, r)| r.get() > 0.0)
        .map(|(name, r)| format!("{name} {}", percent(r.get())))
        .collect();
    if parts.is_empty() {
        "stands still".to_owned()
    } else {
        parts.join(", ")
    }
}

fn rates(report: &Report<'_>) -> Table {
    let plan = report.cx.plan;
    let mut table = Table {
        columns: vec![
            Column::text("Workload"),
            Column::share("Growth a year, compounded", 1.0),
        ],
        rows: Vec::new(),
    };
    for (id, w) in plan.workloads.iter() {
        let g = w.growth.unwrap_or(plan.settings.growth);
        table.rows.push(Row::new(vec![
            report.name_of(id).into(),
            rate_words(&g).into(),
        ]));
    }
    table
}

fn years(report: &Report<'_>, out: &Outgrowing) -> Table {
    let mut table = Table {
        columns: vec![
            Column::number("Year"),
            Column::share("Fullest", 2.0),
            Column::share("What no longer holds from then on", 3.0),
        ],
        rows: Vec::new(),
    };
    for y in &out.years {
        let fullest = Resource::ALL
            .iter()
            .zip(&y.fullest)
            .filter(|(_, f)| f.of.is_some())
            .max_by(|a, b| a.1.share.total_cmp(&b.1.share))
            .map_or_else(String::new, |(r, f)| {
                let of = f.of.as_ref().map(|id| report.name(id)).unwrap_or_default();
                format!("{} of {of}, {}", r.name(), percent(f.share))
            });
        let new: Vec<String> = y
            .new
            .iter()
            .take(4)
            .map(|f| format!("{} {}", f.code, f.message))
            .collect();
        let mut told = new.join("; ");
        if y.new.len() > 4 {
            told.push_str(&format!("; and {} more", y.new.len() - 4));
        }
        if told.is_empty() {
            told = "–".to_owned();
        }
        let year = if y.year == 0 {
            "now".to_owned()
        } else {
            y.year.to_string()
        };
        table
            .rows
            .push(Row::new(vec![year.into(), fullest.into(), told.into()]));
    }
    table
}

/// Small charts side by side, one a kind of resource: how full the fullest is over the years, and the ceiling. The first
/// year above the ceiling is marked. None when there are fewer than two years.
pub fn growth_chart(plan: &Plan, out: &Outgrowing, size: Pt) -> Option<Drawing> {
    if out.years.len() < 2 {
        return None;
    }
    let shown: Vec<usize> = (0..Resource::ALL.len())
        .filter(|n| {
            out.years
                .iter()
                .any(|y| y.fullest.get(*n).is_some_and(|f| f.of.is_some()))
        })
        .collect();
    let columns = if size.x >= 360.0 { 3 } else { 2 };
    let rows = shown.len().div_ceil(columns).max(1);
    let gap = 14.0;
    let cell = Pt::new(
        (size.x - gap * (columns as f32 - 1.0)) / columns as f32,
        (size.y - gap * (rows as f32 - 1.0)) / rows as f32,
    );
    let mut all = Drawing {
        size,
        shapes: Vec::new(),
    };
    for (place, n) in shown.iter().enumerate() {
        let resource = *Resource::ALL.get(*n)?;
        let points: Vec<(f64, f64)> = out
            .years
            .iter()
            .filter_map(|y| Some((f64::from(y.year), y.fullest.get(*n)?.share)))
            .collect();
        let ceiling = resource.ceiling(plan);
        let full = out.full(plan, resource);
        let marks = full
            .and_then(|year| points.iter().find(|p| p.0 == f64::from(year)))
            .map(|p| Mark {
                at: *p,
                text: if p.0 == 0.0 {
                    "now".to_owned()
                } else {
                    format!("year {}", p.0)
                },
                ink: Ink::Error,
            });
        let chart = LineChart {
            title: resource.name().to_owned(),
            x: Axis {
                unit: "years".to_owned(),
                whole: true,
                ..Axis::default()
            },
            y: Axis {
                share: true,
                at_least: ceiling,
                ..Axis::default()
            },
            curves: vec![Curve {
                points,
                ink: Ink::Accent,
                dashed: false,
                dots: true,
                name: String::new(),
            }],
            limits: vec![(ceiling, format!("ceiling {}", percent(ceiling)))],
            marks: marks.into_iter().collect(),
        };
        let Some(drawing) = chart.draw(cell) else {
            continue;
        };
        let by = Pt::new(
            (place % columns) as f32 * (cell.x + gap),
            (place / columns) as f32 * (cell.y + gap),
        );
        all.shapes
            .extend(drawing.shapes.iter().map(|s| s.moved(by)));
    }
    Some(all)
}
