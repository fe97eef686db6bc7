//! The appendix: the working of each headline figure, with the source of every input.

use std::collections::BTreeMap;

use super::paginate::document::{Block, Chapter, Rich};
use super::words::{count, list, with_unit};
use super::{Report, numbered};
use crate::facts::{Explainer, FigureInfo, addresses};
use crate::figure::{Explained, Input, Origin};
use crate::ids::{EntityId, Kind};

/// Things of one kind whose figures are worked out in full; the rest follow the same formulas with other numbers.
const MOST_OF_A_KIND: usize = 24;

/// None when no figure stands in the facts.
pub fn chapter(report: &Report<'_>) -> Option<Chapter> {
    let figures: Vec<FigureInfo> = addresses(report.cx, report.facts)
        .into_iter()
        .filter(|f| f.headline)
        .collect();
    if figures.is_empty() {
        return None;
    }
    let total = figures.len();
    let mut by_subject: BTreeMap<EntityId, Vec<FigureInfo>> = BTreeMap::new();
    for figure in figures {
        by_subject
            .entry(figure.subject.clone())
            .or_default()
            .push(figure);
    }
    let explainer = Explainer::new(report.cx, report.facts);
    let mut seen: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut blocks = Vec::new();
    for (subject, figures) in &by_subject {
        let n = seen.entry(subject.kind()).or_default();
        *n += 1;
        if *n > MOST_OF_A_KIND {
            continue;
        }
        let title = match subject {
            EntityId::Plan => "The plan as a whole".to_owned(),
            id => format!(
                "{} {}",
                super::words::sentence(super::kind_word(id.kind())),
                report.name(id)
            ),
        };
        blocks.push(Block::Heading {
            level: 3,
            text: title,
            anchor: None,
        });
        for figure in figures {
            if let Some(explained) = explainer.explain(&figure.address) {
                blocks.extend(working(report, figure, &explained));
            }
        }
    }
    let left_out: Vec<String> = seen
        .iter()
        .filter(|(_, n)| **n > MOST_OF_A_KIND)
        .map(|(kind, n)| format!("{} of {n} {}s", MOST_OF_A_KIND, super::kind_word(*kind)))
        .collect();
    let mut lead = format!(
        "Behind this plan stand {}. Each is worked out here: the formula, the numbers put in, and where each of them comes from; the addresses are the same in the program.",
        count(total, "headline figure", "headline figures")
    );
    if !left_out.is_empty() {
        lead = format!(
            "Behind this plan stand {}. They are worked out here for {}; the others follow the same formulas, and the program explains each at its address.",
            count(total, "headline figure", "headline figures"),
            list(&left_out, 6)
        );
    }
    blocks.insert(0, Block::Lead(lead.into()));
    Some(numbered(
        "Appendix: working and sources",
        "appendix",
        blocks,
    ))
}

/// The anchor of a figure's working.
pub fn figure_anchor(address: &str) -> String {
    format!("figure:{address}")
}

fn working(report: &Report<'_>, figure: &FigureInfo, e: &Explained) -> Vec<Block> {
    let title = format!("{}: {}", figure.label, with_unit(figure.value, figure.unit));
    let mut lines = vec![e.formula.clone()];
    if e.numbers != e.formula {
        lines.push(format!("= {}", e.numbers));
    }
    for step in e.inputs.iter().filter(|i| i.origin.is_none()) {
        lines.push(format!(
            "{} = {} = {}",
            step.symbol, step.formula, step.numbers
        ));
    }
    let mut note = Rich::new().muted(format!("{} · ", figure.address));
    let mut first = true;
    for input in &e.inputs {
        let Some(origin) = &input.origin else {
            continue;
        };
        if !first {
            note = note.text(" · ");
        }
        first = false;
        note = cited(report, note, input, origin);
    }
    vec![
        Block::Heading {
            level: 4,
            text: title,
            anchor: Some(figure_anchor(&figure.address)),
        },
        Block::Working {
            lines,
            note: Some(note),
        },
    ]
}

/// Adds `symbol 42: where it comes from`.
fn cited(report: &Report<'_>, note: Rich, input: &Input, origin: &Origin) -> Rich {
    let head = format!("{} {}: ", input.symbol, with_unit(input.value, input.unit));
    match origin {
        Origin::Typed { entity, field } => {
            note.text(format!("{head}entered, {} {field}", report.name(entity)))
        }
        Origin::Constant {
            what,
            source,
            confirmed,
            overridden,
            ..
        } => {
            let marks = match (overridden, confirmed) {
                (true, _) => ", replaced in this plan",
                (false, false) => " (not confirmed)",
                (false, true) => "",
            };
            note.text(format!("{head}{what}, {source}{marks}"))
        }
        Origin::Figure(address) => note
            .text(head)
            .link(address.clone(), figure_anchor(address)),
        Origin::Assumed(why) => note.text(format!("{head}assumed, {why}")),
        Origin::Entered(what) => note.text(format!("{head}entered, {what}")),
        Origin::Counted(what) => note.text(format!("{head}counted, {what}")),
    }
}
