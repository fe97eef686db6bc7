//! `evenkeel assess`: every figure with its working, findings and verdict.

use evenkeel_model::check::{counts, verdict};
use evenkeel_model::facts::{Explainer, addresses};
use evenkeel_model::ids::EntityId;
use serde::Serialize;

use super::args::{AssessArgs, Format};
use super::fault::Fault;
use super::json::{FigureJson, FindingJson, Head};
use super::subject::{Subject, read_plan};
use super::{Out, check, explain as explaining, status};

#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    case: &'static str,
    figures: Vec<FigureJson>,
    findings: Vec<FindingJson<'a>>,
}

pub(super) fn run(args: &AssessArgs, out: &mut Out<'_>) -> Result<u8, Fault> {
    let plan = read_plan(&args.plan)?;
    let Subject {
        cx,
        facts,
        findings,
    } = Subject::of(&plan, args.year);
    let figures = addresses(&cx, &facts);
    match args.format {
        Format::Text => {
            let headline: Vec<_> = figures.into_iter().filter(|f| f.headline).collect();
            for line in explaining::table(&headline) {
                out.line(line)?;
            }
            out.line("")?;
            out.line(format!(
                "{}: {} ({})",
                plan.label(&EntityId::Plan),
                verdict(&plan, &findings).words(),
                check::tally(&counts(&findings))
            ))?;
        }
        Format::Json => {
            let explainer = Explainer::new(&cx, &facts);
            out.json(&Answer {
                head: Head::new("evenkeel.assess/1", &cx, &findings),
                case: "normal",
                figures: figures
                    .into_iter()
                    .map(|f| {
                        let working = explainer.explain(&f.address);
                        FigureJson::new(f, working)
                    })
                    .collect(),
                findings: findings.iter().map(FindingJson::new).collect(),
            })?;
        }
    }
    Ok(status::OK)
}
