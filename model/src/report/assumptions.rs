//! What the plan takes for granted: platform, targets, replaced constants, unconfirmed values.

use std::collections::BTreeMap;

use super::paginate::document::{Block, Chapter, Column, Rich, Row, Table};
use super::words::{list, with_unit};
use super::{Report, numbered};
use crate::facts::cite;
use crate::units::pretty;

pub fn chapter(report: &Report<'_>) -> Chapter {
    let plan = report.cx.plan;
    let profile = &report.cx.profile;
    let unconfirmed = profile.limits.iter().filter(|l| !l.confirmed).count()
        + profile.constants.values().filter(|c| !c.confirmed).count();
    let mut blocks = vec![Block::Lead(
        format!(
            "The figures rest on the platform data below and on the targets set for this plan. {}",
            match unconfirmed {
                0 => "Every platform value was read in the document it cites.".to_owned(),
                1 => "One platform value was not read in its source and is marked.".to_owned(),
                n => format!("{n} platform values were not read in their source and are marked."),
            }
        )
        .into(),
    )];
    blocks.push(heading("Platform"));
    let mut rows: Vec<(String, Rich)> = vec![
        ("Product".to_owned(), profile.title().into()),
        (
            "Data".to_owned(),
            format!("{}, revision {}", profile.key, profile.revision).into(),
        ),
    ];
    if profile.key != plan.platform.profile || profile.revision != plan.platform.revision {
        let named = format!(
            "{}, revision {}: not loaded here, so the data above stand in",
            plan.platform.profile, plan.platform.revision
        );
        rows.push(("Named by the plan".to_owned(), named.into()));
    }
    if !profile.summary.is_empty() {
        rows.push(("In short".to_owned(), profile.summary.as_str().into()));
    }
    rows.extend(
        profile
            .notes
            .iter()
            .map(|n| ("Note".to_owned(), n.as_str().into())),
    );
    blocks.push(Block::KeyValues(rows));

    blocks.push(heading("Targets"));
    blocks.push(Block::KeyValues(targets(report)));

    let assumed: Vec<String> = report
        .facts
        .vms
        .iter()
        .filter(|(_, f)| f.cpu_assumed)
        .map(|(id, _)| report.name_of(id))
        .collect();
    if !assumed.is_empty() {
        blocks.push(Block::Paragraph(
            Rich::new().bold("No workload given. ").text(format!(
                "The processor use of {} is taken from the number of vCPUs.",
                list(&assumed, 12)
            )),
        ));
    }
    let missing: BTreeMap<&str, Vec<String>> =
        report
            .facts
            .vms
            .iter()
            .fold(BTreeMap::new(), |mut all, (id, f)| {
                for what in &f.traffic_missing {
                    all.entry(*what).or_default().push(report.name_of(id));
                }
                all
            });
    for (what, vms) in missing {
        blocks.push(Block::Paragraph(
            Rich::new().bold("Traffic is incomplete. ").text(format!(
                "{} for {}.",
                super::words::sentence(what),
                list(&vms, 12)
            )),
        ));
    }
    if !plan.overrides.is_empty() {
        blocks.push(heading("Values replaced in this plan"));
        blocks.push(Block::Table(overrides(report)));
    }
    if !profile.limits.is_empty() {
        blocks.push(heading("Limits of the platform"));
        blocks.push(Block::Table(limits(report)));
    }
    if !profile.constants.is_empty() {
        blocks.push(heading("Values of the platform"));
        blocks.push(Block::Table(constants(report)));
    }
    if !plan.about.note.is_empty() {
        blocks.push(heading("Remarks"));
        blocks.push(Block::Paragraph(plan.about.note.as_str().into()));
    }
    numbered("Assumptions", "assumptions", blocks)
}

fn heading(text: &str) -> Block {
    Block::Heading {
        level: 2,
        text: text.to_owned(),
        anchor: None,
    }
}

fn targets(report: &Report<'_>) -> Vec<(String, Rich)> {
    let s = &report.cx.plan.settings;
    let mut rows: Vec<(String, Rich)> = Vec::new();
    let mut row = |key: &str, value: String| rows.push((key.to_owned(), value.into()));
    row("Host failures survived", pretty(f64::from(s.host_failures)));
    row(
        "Processor, normal running",
        format!("{} at most", s.cpu_target),
    );
    row(
        "Processor, after a failure",
        format!("{} at most", s.cpu_ceiling),
    );
    row("Memory", format!("{} at most", s.ram_ceiling));
    row(
        "Disk space and operations",
        format!("{} and {} at most", s.space_ceiling, s.iops_ceiling),
    );
    row(
        "Network after a failure",
        format!("{} at most", s.network_ceiling),
    );
    row("Availability links", format!("{} at most", s.link_ceiling));
    row(
        "vCPUs a core",
        format!("{} at most", pretty(s.vcpus_per_core)),
    );
    row(
        "Fibre over map distance",
        format!("× {}", pretty(s.route_factor)),
    );
    row("Hours of a year", pretty(f64::from(s.year_hours)));
    rows
}

fn overrides(report: &Report<'_>) -> Table {
    let mut table = Table {
        columns: vec![
            Column::share("Value", 1.4),
            Column::number("Here"),
            Column::number("Shipped"),
            Column::share("Source of the shipped value", 1.4),
        ],
        rows: Vec::new(),
    };
    for (key, value) in &report.cx.plan.overrides {
        let row = report.cx.row(key);
        let what = row.map_or_else(|| key.clone(), |c| format!("{} ({key})", c.what));
        let unit = row.map_or("", |c| c.unit.as_str());
        table.rows.push(Row::new(vec![
            what.into(),
            with_unit(*value, unit).into(),
            row.map_or_else(
                || super::words::NONE.to_owned(),
                |c| with_unit(c.value, unit),
            )
            .into(),
            row.map_or_else(String::new, |c| cite(&c.source, &c.date))
                .into(),
        ]));
    }
    table
}

/// A source, marked when nobody read it there.
fn sourced(source: &str, date: &str, confirmed: bool) -> Rich {
    let rich = Rich::new().text(cite(source, date));
    if confirmed {
        rich
    } else {
        rich.inked(" (not confirmed)", crate::drawing::Ink::Warning)
    }
}

fn limits(report: &Report<'_>) -> Table {
    use crate::catalogue::Bound;
    let mut table = Table {
        columns: vec![
            Column::share("Limit", 1.1),
            Column::number("Value"),
            Column::share("Source", 1.5),
        ],
        rows: Vec::new(),
    };
    let mut limits: Vec<_> = report.cx.profile.limits.iter().collect();
    limits.sort_by(|a, b| (a.quantity, &a.when.level).cmp(&(b.quantity, &b.when.level)));
    for limit in limits {
        let bound = match limit.bound {
            Bound::Max => "≤",
            Bound::Below => "<",
            Bound::Min => "≥",
        };
        table.rows.push(Row::new(vec![
            limit.title().into(),
            format!("{bound} {}", with_unit(limit.value, &limit.unit)).into(),
            sourced(&limit.source, &limit.date, limit.confirmed).into(),
        ]));
    }
    table
}

fn constants(report: &Report<'_>) -> Table {
    let mut table = Table {
        columns: vec![
            Column::share("Value", 1.1),
            Column::number(""),
            Column::share("Source", 1.5),
        ],
        rows: Vec::new(),
    };
    for constant in report.cx.profile.constants.values() {
        table.rows.push(Row::new(vec![
            super::words::sentence(&constant.what).into(),
            with_unit(constant.value, &constant.unit).into(),
            sourced(&constant.source, &constant.date, constant.confirmed).into(),
        ]));
    }
    table
}
