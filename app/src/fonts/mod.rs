//! The shipped faces: bytes for the PDF, widths for layout, families for the window.
//!
//! Every text is split into runs, each set in the first font of its face's chain that has the characters; what no
//! font has is set as a visible box and reported by [`missing`]. Layout, preview and PDF all go through [`runs`], so
//! they agree on every width.

mod sfnt;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use evenkeel_model::drawing::{Face, Measure};

use sfnt::Sfnt;

/// Stands for a character that no font has.
pub const BOX: char = '\u{25A1}';

/// Name of the egui family of the semi-bold face.
pub const BOLD_FAMILY: &str = "Inter SemiBold";

/// One font file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    Regular,
    Bold,
    Mono,
    Symbols,
}

impl Slot {
    /// All font files, in a fixed order.
    pub const ALL: [Slot; 4] = [Slot::Regular, Slot::Bold, Slot::Mono, Slot::Symbols];

    /// The embedded TrueType file.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Slot::Regular => include_bytes!("../../../assets/fonts/Inter-Regular.ttf"),
            Slot::Bold => include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf"),
            Slot::Mono => include_bytes!("../../../assets/fonts/JetBrainsMono-Regular.ttf"),
            Slot::Symbols => include_bytes!("../../../assets/fonts/DejaVuSans-Symbols.ttf"),
        }
    }

    /// A stable short name.
    pub fn name(self) -> &'static str {
        match self {
            Slot::Regular => "Inter",
            Slot::Bold => "Inter SemiBold",
            Slot::Mono => "JetBrains Mono",
            Slot::Symbols => "DejaVu Sans",
        }
    }

    /// Glyph of a character in this file, if it has one.
    pub fn glyph(self, c: char) -> Option<u16> {
        self.font().glyph(c)
    }

    fn font(self) -> &'static Sfnt {
        static FONTS: OnceLock<[Sfnt; 4]> = OnceLock::new();
        let fonts = FONTS.get_or_init(|| Slot::ALL.map(|slot| Sfnt::read(slot.bytes())));
        match self {
            Slot::Regular => &fonts[0],
            Slot::Bold => &fonts[1],
            Slot::Mono => &fonts[2],
            Slot::Symbols => &fonts[3],
        }
    }
}

/// The fonts that a face is set in, first choice first.
fn chain(face: Face) -> [Slot; 3] {
    match face {
        Face::Regular => [Slot::Regular, Slot::Symbols, Slot::Mono],
        Face::Bold => [Slot::Bold, Slot::Symbols, Slot::Mono],
        Face::Mono => [Slot::Mono, Slot::Symbols, Slot::Regular],
    }
}

/// A stretch of text in one font.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub slot: Slot,
    pub text: String,
    /// Pen movement after each character of `text` that kerning asks for, thousandths of an em.
    pub kerns: Vec<i16>,
    /// Width with kerning, thousandths of an em.
    pub width: i32,
}

/// A character as it is set: spaces and controls become a plain space, invisible format characters vanish.
fn normal(c: char) -> Option<char> {
    match c {
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' => None,
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Some(' '),
        '\u{2011}' => Some('-'),
        c if c.is_control() => Some(' '),
        c => Some(c),
    }
}

fn slot_for(c: char, face: Face) -> Option<Slot> {
    chain(face)
        .into_iter()
        .find(|slot| slot.font().glyph(c).is_some())
}

/// Splits a line into runs, in reading order.
pub fn runs(text: &str, face: Face) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut last_glyph = None;
    for c in text.chars().filter_map(normal) {
        let (slot, c) = match slot_for(c, face) {
            Some(slot) => (slot, c),
            None => (slot_for(BOX, face).unwrap_or(Slot::Symbols), BOX),
        };
        let font = slot.font();
        let glyph = font.glyph(c).unwrap_or(0);
        let advance = i32::from(font.advance(glyph));
        match out.last_mut() {
            Some(run) if run.slot == slot => {
                let kern = last_glyph.map_or(0, |left| font.kern(left, glyph));
                if let Some(last) = run.kerns.last_mut() {
                    *last = kern;
                }
                run.text.push(c);
                run.kerns.push(0);
                run.width += advance + i32::from(kern);
            }
            _ => out.push(Run {
                slot,
                text: c.to_string(),
                kerns: vec![0],
                width: advance,
            }),
        }
        last_glyph = Some(glyph);
    }
    out
}

/// The characters of `text` that no shipped font has.
pub fn missing(text: &str) -> BTreeSet<char> {
    text.chars()
        .filter_map(normal)
        .filter(|&c| slot_for(c, Face::Regular).is_none())
        .collect()
}

/// Widths of text in the shipped faces, with fallback and kerning.
#[derive(Clone, Copy, Debug, Default)]
pub struct FontMetrics;

impl Measure for FontMetrics {
    fn width(&self, text: &str, face: Face, size: f32) -> f32 {
        let mut total = 0i32;
        let mut last: Option<(Slot, u16)> = None;
        for c in text.chars().filter_map(normal) {
            let (slot, c) = match slot_for(c, face) {
                Some(slot) => (slot, c),
                None => (slot_for(BOX, face).unwrap_or(Slot::Symbols), BOX),
            };
            let font = slot.font();
            let glyph = font.glyph(c).unwrap_or(0);
            total += i32::from(font.advance(glyph));
            if let Some((left_slot, left)) = last
                && left_slot == slot
            {
                total += i32::from(font.kern(left, glyph));
            }
            last = Some((slot, glyph));
        }
        total as f32 * size / 1000.0
    }
}

/// The same faces for the window: proportional is Inter, monospace JetBrains Mono, and a named family for bold.
/// egui's own fonts stay behind them as a last resort (emoji).
pub fn definitions() -> egui::FontDefinitions {
    use egui::{FontData, FontFamily};
    let mut fonts = egui::FontDefinitions::default();
    for slot in Slot::ALL {
        fonts.font_data.insert(
            slot.name().to_owned(),
            Arc::new(FontData::from_static(slot.bytes())),
        );
    }
    let stock = |family: &FontFamily| fonts.families.get(family).cloned().unwrap_or_default();
    let (rest, rest_mono) = (
        stock(&FontFamily::Proportional),
        stock(&FontFamily::Monospace),
    );
    let family = |face: Face, rest: &[String]| -> Vec<String> {
        chain(face)
            .into_iter()
            .map(|slot| slot.name().to_owned())
            .chain(rest.iter().cloned())
            .collect()
    };
    let (regular, bold, mono) = (
        family(Face::Regular, &rest),
        family(Face::Bold, &rest),
        family(Face::Mono, &rest_mono),
    );
    fonts
        .families
        .insert(FontFamily::Name("Inter".into()), regular.clone());
    fonts.families.insert(FontFamily::Proportional, regular);
    fonts
        .families
        .insert(FontFamily::Name(BOLD_FAMILY.into()), bold);
    fonts.families.insert(FontFamily::Monospace, mono);
    fonts
}

/// The egui font of a face at a size in points of the screen.
pub fn font_id(face: Face, size: f32) -> egui::FontId {
    let family = match face {
        Face::Regular => egui::FontFamily::Proportional,
        Face::Bold => egui::FontFamily::Name(BOLD_FAMILY.into()),
        Face::Mono => egui::FontFamily::Monospace,
    };
    egui::FontId::new(size, family)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SYMBOLS: &str =
        "→ ← ↔ ⇄ ≤ ≥ ≠ ≈ × · … – — µ μ ² ³ ✓ ✗ ▾ ▸ ● ○ ■ □ ▲ ⚠ Ω Δ − ∞ ½ ° € £ ¥ ₽";

    #[test]
    fn every_symbol_of_the_product_has_a_glyph_in_every_face() {
        for face in [Face::Regular, Face::Bold, Face::Mono] {
            for c in SYMBOLS.chars() {
                assert!(slot_for(c, face).is_some(), "{c} in {face:?}");
            }
        }
        assert!(missing("Größe, Ελληνικά, Кириллица, Łódź, Tiếng Việt").is_empty());
    }

    #[test]
    fn digits_are_tabular() {
        for face in [Face::Regular, Face::Bold, Face::Mono] {
            let one = FontMetrics.width("1111111111", face, 10.0);
            for digit in '0'..='9' {
                let ten: String = std::iter::repeat_n(digit, 10).collect();
                assert_eq!(FontMetrics.width(&ten, face, 10.0), one, "{digit} {face:?}");
            }
        }
    }

    #[test]
    fn a_known_width() {
        // Advances of Inter's letters (2,048 units an em) scaled to 1,000: n = 1,208 → 590.
        let width = FontMetrics.width("nnnnnnnnnn", Face::Regular, 10.0);
        assert!((width - 59.0).abs() < 0.2, "{width}");
    }

    #[test]
    fn kerning_brings_letters_together() {
        let apart = FontMetrics.width("A", Face::Regular, 100.0)
            + FontMetrics.width("V", Face::Regular, 100.0);
        let pair = FontMetrics.width("AV", Face::Regular, 100.0);
        assert!(pair < apart - 2.0, "{pair} against {apart}");
    }

    #[test]
    fn runs_and_measure_agree_and_keep_the_text() {
        for face in [Face::Regular, Face::Bold, Face::Mono] {
            for text in [
                SYMBOLS,
                "AVAST To ⇄ Ты",
                "",
                "日本 host",
                "a\u{200B}b\u{A0}c\td",
            ] {
                let runs = runs(text, face);
                let sum: i32 = runs.iter().map(|r| r.width).sum();
                let width = FontMetrics.width(text, face, 1000.0);
                assert!((width - sum as f32).abs() < 0.5, "{text}");
                for run in &runs {
                    assert_eq!(run.text.chars().count(), run.kerns.len());
                }
            }
        }
    }

    #[test]
    fn a_character_that_no_font_has_is_boxed_and_reported() {
        let text = "host 日本";
        assert_eq!(missing(text).into_iter().collect::<String>(), "日本");
        let set: String = runs(text, Face::Bold).into_iter().map(|r| r.text).collect();
        assert_eq!(set, "host □□");
        assert!(FontMetrics.width("日", Face::Regular, 10.0) > 3.0);
    }
}
