//! Writes laid-out pages as a PDF: the only module that names the PDF libraries.
//!
//! Pages come as shapes (`evenkeel_model::report::paginate`); here they become page operations, embedded subset fonts,
//! links and nested bookmarks. The same pages and [`PdfMeta`] give the same bytes, in one process and in two: all
//! ids are our own and no clock is read.

mod content;
mod finish;
mod font;
mod ink;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use evenkeel_model::drawing::Shape;
use evenkeel_model::report::paginate::{Pages, Paper, paginate};
use evenkeel_model::report::{self, Report};

use crate::fonts;

pub use ink::paper_rgb;

/// What the file says about its making. Title, author and the rest come with the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfMeta {
    /// Year, month (1 to 12) and day (1 to 31) of creation, as the caller decides: no clock is read.
    pub date: (i32, u8, u8),
    /// Program and version.
    pub creator: String,
}

/// A finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfOutput {
    pub bytes: Vec<u8>,
    /// In words: what is not as it should be, such as characters that no font has.
    pub warnings: Vec<String>,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("the export was cancelled")]
    Cancelled,
    #[error("font {font} could not be embedded: {reason}")]
    Font { font: &'static str, reason: String },
    #[error("the PDF could not be put together: {0}")]
    Structure(String),
    #[error("the PDF could not be written: {0}")]
    Write(#[from] std::io::Error),
}

/// Renders pages to a PDF file. `progress` is told the share done, 0 to 1, and cancels by returning false.
pub fn render(
    pages: &Pages,
    meta: &PdfMeta,
    progress: &mut dyn FnMut(f32) -> bool,
) -> Result<PdfOutput, PdfError> {
    let mut step = |share: f32| {
        if progress(share) {
            Ok(())
        } else {
            Err(PdfError::Cancelled)
        }
    };
    step(0.0)?;
    let mut document = printpdf::PdfDocument::new(&pages.meta.title);
    for (id, font) in font::embed(pages)? {
        document.resources.fonts.map.insert(id, font);
    }
    let count = pages.pages.len().max(1) as f32;
    for (i, page) in pages.pages.iter().enumerate() {
        step(0.05 + 0.4 * i as f32 / count)?;
        document.pages.push(content::page(page, pages.size));
    }
    let mut library = Vec::new();
    let options = printpdf::PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    };
    let mut file = document.to_lopdf_document(&options, &mut library);
    step(0.6)?;
    finish::finish(&mut file, pages, meta)?;
    finish::compress(&mut file, &mut |share| step(0.6 + 0.35 * share))?;
    finish::identify(&mut file);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes)?;
    step(1.0)?;
    let mut warnings: Vec<String> = missing_glyphs(pages).into_iter().collect();
    warnings.extend(library.into_iter().map(|w| w.msg));
    Ok(PdfOutput { bytes, warnings })
}

/// The deployment plan of a report as a file: laid out in the shipped faces, then rendered.
pub fn deployment_plan(
    report: &Report<'_>,
    paper: Paper,
    progress: &mut dyn FnMut(f32) -> bool,
) -> Result<PdfOutput, PdfError> {
    let pages = paginate(&report::deployment_plan(report), paper, report.measure);
    let meta = PdfMeta {
        date: (report.date.year, report.date.month, report.date.day),
        creator: concat!("Evenkeel ", env!("CARGO_PKG_VERSION")).to_owned(),
    };
    render(&pages, &meta, progress)
}

/// A warning that lists the characters that no shipped font has, if there are any.
fn missing_glyphs(pages: &Pages) -> Option<String> {
    let mut missing = BTreeSet::new();
    for page in &pages.pages {
        for shape in &page.shapes {
            if let Shape::Text { text, .. } = shape
                && !text.is_ascii()
            {
                missing.extend(fonts::missing(text));
            }
        }
    }
    if missing.is_empty() {
        return None;
    }
    let list: Vec<String> = missing
        .iter()
        .map(|c| format!("{c} (U+{:04X})", u32::from(*c)))
        .collect();
    Some(format!(
        "No font here has {}: shown as {} in the PDF",
        list.join(", "),
        if list.len() == 1 { "a box" } else { "boxes" }
    ))
}
