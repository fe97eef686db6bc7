//! The last page: what is signed, and the lines to sign on.

use super::paginate::document::{Block, Chapter, Rich};
use super::words::count;
use super::{Report, numbered, summary};
use crate::ids::EntityId;

pub fn chapter(report: &Report<'_>) -> Chapter {
    let about = &report.cx.plan.about;
    let plan = report.cx.plan;
    let mut what = vec![
        ("Plan".to_owned(), Rich::from(report.name(&EntityId::Plan))),
        ("Date".to_owned(), report.date.to_string().into()),
    ];
    if about.revision > 0 {
        what.insert(
            1,
            ("Revision".to_owned(), about.revision.to_string().into()),
        );
    }
    what.push((
        "Verdict".to_owned(),
        Rich::new().bold(if report.is_bare() {
            "Nothing planned yet"
        } else {
            report.verdict().words()
        }),
    ));
    if !plan.waivers.is_empty() {
        let risks = count(plan.waivers.len(), "accepted risk", "accepted risks");
        what.push((
            "Accepted with it".to_owned(),
            Rich::new().link(risks, "waivers"),
        ));
    }
    let customer = if about.customer.is_empty() {
        "the customer".to_owned()
    } else {
        about.customer.clone()
    };
    let blocks = vec![
        Block::Lead(
            "With these signatures the plan as printed here becomes what is built and paid for. A later change of the plan is a new revision and needs new signatures.".into(),
        ),
        Block::Callout { tone: report.tone(), paragraphs: vec![summary::in_short(report)] },
        Block::Spacer(6.0),
        Block::KeyValues(what),
        Block::Spacer(24.0),
        Block::Signatures(vec![
            format!("Accepted for {customer}: name, date, signature"),
            format!("Prepared by{}: name, date, signature", if about.author.is_empty() { String::new() } else { format!(" {}", about.author) }),
        ]),
    ];
    numbered("Sign-off", "signoff", blocks)
}
