//! Cuts each font down to the characters that the pages use.

use std::collections::{BTreeMap, BTreeSet};

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use allsorts::tag;
use evenkeel_model::drawing::Shape;
use evenkeel_model::report::paginate::Pages;
use printpdf::{FontId, ParsedFont, PdfFont};

use super::PdfError;
use crate::fonts::{self, Slot};

/// The name of a font in the file: fixed, so that equal pages give equal bytes.
pub fn id(slot: Slot) -> FontId {
    FontId(
        match slot {
            Slot::Regular => "Inter-Regular",
            Slot::Bold => "Inter-SemiBold",
            Slot::Mono => "JetBrainsMono-Regular",
            Slot::Symbols => "DejaVuSans",
        }
        .to_owned(),
    )
}

/// The characters that each font sets.
fn used(pages: &Pages) -> BTreeMap<Slot, BTreeSet<char>> {
    let mut out: BTreeMap<Slot, BTreeSet<char>> = BTreeMap::new();
    for page in &pages.pages {
        for shape in &page.shapes {
            if let Shape::Text { text, face, .. } = shape {
                for run in fonts::runs(text, *face) {
                    out.entry(run.slot).or_default().extend(run.text.chars());
                }
            }
        }
    }
    out
}

/// The subset fonts that the pages need.
pub fn embed(pages: &Pages) -> Result<Vec<(FontId, PdfFont)>, PdfError> {
    used(pages)
        .into_iter()
        .map(|(slot, chars)| {
            let fail = |reason: String| PdfError::Font {
                font: slot.name(),
                reason,
            };
            let bytes = cut(slot, &chars).map_err(fail)?;
            let mut warnings = Vec::new();
            let parsed = ParsedFont::from_bytes(&bytes, 0, &mut warnings)
                .ok_or_else(|| fail("the subset cannot be read back".to_owned()))?;
            Ok((id(slot), PdfFont::new(parsed)))
        })
        .collect()
}

fn cut(slot: Slot, chars: &BTreeSet<char>) -> Result<Vec<u8>, String> {
    let mut glyphs: BTreeSet<u16> = chars.iter().filter_map(|c| slot.glyph(*c)).collect();
    glyphs.insert(0);
    let glyphs: Vec<u16> = glyphs.into_iter().collect();
    let file = ReadScope::new(slot.bytes())
        .read::<FontData<'_>>()
        .map_err(|e| e.to_string())?;
    let provider = file.table_provider(0).map_err(|e| e.to_string())?;
    // The character map and the name are read again when the font is embedded.
    let tables = SubsetProfile::Custom(vec![
        tag::CMAP,
        tag::HEAD,
        tag::HHEA,
        tag::HMTX,
        tag::MAXP,
        tag::NAME,
        tag::OS_2,
        tag::POST,
    ]);
    subset(&provider, &glyphs, &tables, CmapTarget::Unicode).map_err(|e| e.to_string())
}
