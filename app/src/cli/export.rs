//! `evenkeel export`: the deployment plan as a PDF.

use std::io::Write;

use evenkeel_model::report::paginate::{Paper, paginate};
use evenkeel_model::report::{Report, deployment_plan};

use super::args::{ExportArgs, PaperArg};
use super::fault::Fault;
use super::subject::{Subject, read_plan};
use super::{Out, files, status};
use crate::fonts::FontMetrics;
use crate::pdf::{PdfMeta, render};

pub(super) fn run(args: &ExportArgs, out: &mut Out<'_>, err: &mut dyn Write) -> Result<u8, Fault> {
    let plan = read_plan(&args.plan)?;
    if files::same(&args.plan, &args.pdf) {
        return Err(Fault::at(
            &args.pdf,
            "this is the plan itself; nothing was written",
            "give the PDF another name",
        ));
    }
    let Subject {
        cx,
        facts,
        findings,
    } = Subject::of(&plan, 0);
    let date = args.date.unwrap_or_else(crate::clock::today);
    let document = deployment_plan(&Report {
        cx: &cx,
        facts: &facts,
        findings: &findings,
        date,
        measure: &FontMetrics,
    });
    let paper = match args.paper {
        PaperArg::A4 => Paper::A4,
        PaperArg::Letter => Paper::Letter,
    };
    let pages = paginate(&document, paper, &FontMetrics);
    let meta = PdfMeta {
        date: (date.year, date.month, date.day),
        creator: format!("Evenkeel {}", env!("CARGO_PKG_VERSION")),
    };
    let made = render(&pages, &meta, &mut |_| true)
        .map_err(|e| Fault::at(&args.pdf, e.to_string(), "report it"))?;
    files::write(&args.pdf, &made.bytes, false)?;
    for warning in &made.warnings {
        let _ = writeln!(err, "evenkeel: {}: {warning}", args.pdf.display());
    }
    out.line(format!(
        "{}: {} pages, {} kB",
        args.pdf.display(),
        pages.pages.len(),
        made.bytes.len().div_ceil(1_000)
    ))?;
    Ok(status::OK)
}
