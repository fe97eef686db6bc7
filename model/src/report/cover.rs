//! The first page: what this is, whether it holds, and what was asked for.

use super::paginate::document::{Block, Column, Cover, Rich, Row, Table};
use super::words::{count, outage, time};
use super::{Report, summary};
use crate::ids::EntityId;
use crate::plan::{Scope, Service};

pub fn cover(report: &Report<'_>) -> Cover {
    let about = &report.cx.plan.about;
    let parties = match (about.customer.is_empty(), about.author.is_empty()) {
        (false, false) => format!("Prepared for {}, by {}", about.customer, about.author),
        (false, true) => format!("Prepared for {}", about.customer),
        (true, false) => format!("Prepared by {}", about.author),
        (true, true) => String::new(),
    };
    let mut date = report.date.to_string();
    if about.revision > 0 {
        date.push_str(&format!(" · revision {}", about.revision));
    }
    let mut blocks = vec![Block::Callout {
        tone: report.tone(),
        paragraphs: vec![summary::in_short(report)],
    }];
    blocks.push(Block::Spacer(8.0));
    blocks.push(match services(report, 8) {
        Some(table) => Block::Table(table),
        None => Block::KeyValues(summary::key_facts(report)),
    });
    Cover {
        kicker: "Deployment plan".to_owned(),
        title: report.name(&EntityId::Plan),
        lines: [parties, date]
            .into_iter()
            .filter(|l| !l.is_empty())
            .collect(),
        blocks,
        signatures: Vec::new(),
    }
}

/// What each service asks for and what the plan gives; none without services.
pub fn services(report: &Report<'_>, most: usize) -> Option<Table> {
    let plan = report.cx.plan;
    if plan.services.is_empty() {
        return None;
    }
    let mut table = Table {
        columns: vec![
            Column::share("Asked for", 1.15),
            Column::share("Given by this plan", 1.0),
            Column::number("Longest outage"),
        ],
        rows: Vec::new(),
    };
    for (id, service) in plan.services.iter().take(most) {
        let facts = report.facts.services.get(id);
        let given = facts.map_or_else(
            || "not assessed".to_owned(),
            |f| {
                let state = if f.keeps_state {
                    "memory and state kept"
                } else {
                    "state is lost at a failure"
                };
                let data = if f.keeps_data {
                    "no data lost"
                } else {
                    "data since the last copy lost"
                };
                if f.vms.is_empty() {
                    "depends on no VM".to_owned()
                } else {
                    format!("{state}, {data}")
                }
            },
        );
        let worst = facts.map_or_else(
            || super::words::NONE.to_owned(),
            |f| match f.worst_outage_s {
                _ if f.vms.is_empty() => super::words::NONE.to_owned(),
                Some(s) => outage(s),
                None => "does not come back by itself".to_owned(),
            },
        );
        let asked = Rich::new()
            .bold(report.name_of(id))
            .text(format!(": {}", asks(service)));
        table
            .rows
            .push(Row::new(vec![asked.into(), given.into(), worst.into()]));
    }
    if plan.services.len() > most {
        let more = count(plan.services.len() - most, "more service", "more services");
        table.rows.push(Row::new(vec![
            Rich::new().link(more, "summary").into(),
            "".into(),
            "".into(),
        ]));
    }
    Some(table)
}

/// What a service asks for, in words.
pub fn asks(service: &Service) -> String {
    let mut parts = Vec::new();
    match service.hours_per_week {
        None => parts.push("24 × 7".to_owned()),
        Some(h) if h >= 168.0 => parts.push("24 × 7".to_owned()),
        Some(h) => parts.push(format!("{} h a week", crate::units::pretty(h))),
    }
    if let Some(longest) = service.longest_outage {
        parts.push(if longest.get() > 0.0 {
            format!("at most {} an incident", time(longest.get()))
        } else {
            "no outage".to_owned()
        });
    }
    if let Some(allowance) = service.allowance {
        let period = match allowance.per {
            crate::plan::Period::Week => "week",
            crate::plan::Period::Month => "month",
            crate::plan::Period::Year => "year",
        };
        parts.push(format!("{} a {period}", time(allowance.downtime.get())));
    }
    if service.keep_state {
        parts.push("state kept".to_owned());
    }
    if let Some(loss) = service.data_loss {
        parts.push(if loss.get() > 0.0 {
            format!("at most {} of data lost", time(loss.get()))
        } else {
            "no data lost".to_owned()
        });
    }
    let survives: Vec<&str> = service
        .survives
        .iter()
        .map(|s| match s {
            Scope::Component => "a component",
            Scope::Host => "a host",
            Scope::Site => "a site",
        })
        .collect();
    if !survives.is_empty() {
        parts.push(format!(
            "survives the loss of {}",
            super::words::list(&survives, 3)
        ));
    }
    parts.join(", ")
}
