//! `evenkeel explain`: the working of one figure, or the list of addresses.

use evenkeel_model::facts::{Explainer, FigureInfo, addresses};
use evenkeel_model::units::with_unit;
use serde::Serialize;

use super::args::{ExplainArgs, Format};
use super::fault::Fault;
use super::json::FigureJson;
use super::subject::{Subject, read_plan};
use super::{Out, status};

#[derive(Serialize)]
struct Answer {
    schema: &'static str,
    figures: Vec<FigureJson>,
}

/// Address, label and value in columns.
pub(super) fn table(figures: &[FigureInfo]) -> Vec<String> {
    let wide = |text: fn(&FigureInfo) -> &str| {
        figures
            .iter()
            .map(|f| text(f).chars().count())
            .max()
            .unwrap_or(0)
    };
    let (addresses, labels) = (wide(|f| &f.address), wide(|f| &f.label));
    figures
        .iter()
        .map(|f| {
            format!(
                "{:addresses$}  {:labels$}  {}",
                f.address,
                f.label,
                with_unit(f.value, f.unit)
            )
            .trim_end()
            .to_owned()
        })
        .collect()
}

pub(super) fn run(args: &ExplainArgs, out: &mut Out<'_>) -> Result<u8, Fault> {
    let plan = read_plan(&args.plan)?;
    let Subject { cx, facts, .. } = Subject::of(&plan, args.year);
    let mut figures = addresses(&cx, &facts);
    let wanted = args.address.as_deref().unwrap_or("");
    if args.list {
        figures.retain(|f| f.address.starts_with(wanted));
    } else {
        figures.retain(|f| f.address == wanted);
    }
    if figures.is_empty() {
        return Err(Fault::new(
            format!("{} {wanted}", args.plan.display()),
            "the plan has no such figure",
            format!(
                "see what there is with evenkeel explain {} --list",
                args.plan.display()
            ),
        ));
    }
    let explainer = Explainer::new(&cx, &facts);
    if args.format == Format::Json {
        out.json(&Answer {
            schema: "evenkeel.explain/1",
            figures: figures
                .into_iter()
                .map(|f| {
                    let working = explainer.explain(&f.address);
                    FigureJson::new(f, working)
                })
                .collect(),
        })?;
    } else if args.list {
        for line in table(&figures) {
            out.line(line)?;
        }
    } else if let Some(working) = explainer.explain(wanted) {
        for line in working.lines() {
            out.line(line)?;
        }
    } else {
        return Err(Fault::new(
            wanted,
            "the figure has no working",
            "report it; every figure should have one",
        ));
    }
    Ok(status::OK)
}
