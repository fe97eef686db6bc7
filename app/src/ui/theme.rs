//! Colours, type and spacing, light and dark. One accent; colour otherwise means level or severity.

use egui::Color32;
use evenkeel_model::check::{Severity, Verdict};
use evenkeel_model::drawing::Ink;

/// Values of the colour roles.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    pub dark: bool,
    /// Behind everything on the canvas.
    pub canvas: Color32,
    pub panel: Color32,
    /// Raised surface.
    pub card: Color32,
    pub field: Color32,
    pub text: Color32,
    pub muted: Color32,
    pub rule: Color32,
    pub track: Color32,
    pub accent: Color32,
    pub selection: Color32,
    pub level: [Color32; 4],
    pub level_soft: [Color32; 4],
    pub error: Color32,
    pub warning: Color32,
    pub info: Color32,
    pub good: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

impl Theme {
    pub const fn light() -> Self {
        Self {
            dark: false,
            canvas: rgb(0x00ec_eff2),
            panel: rgb(0x00ff_ffff),
            card: rgb(0x00fa_fbfc),
            field: rgb(0x00f1_f3f6),
            text: rgb(0x0018_202c),
            muted: rgb(0x005b_6675),
            rule: rgb(0x00d9_dee4),
            track: rgb(0x00e3_e7ec),
            accent: rgb(0x0014_63d8),
            selection: rgb(0x00de_eafb),
            level: [
                rgb(0x0074_7f8d),
                rgb(0x00b4_7508),
                rgb(0x000c_8570),
                rgb(0x0068_48d8),
            ],
            level_soft: [
                rgb(0x00ee_f0f2),
                rgb(0x00fb_f2e0),
                rgb(0x00e0_f3ee),
                rgb(0x00ec_e8fb),
            ],
            error: rgb(0x00c6_2a25),
            warning: rgb(0x008f_5c05),
            info: rgb(0x0014_63d8),
            good: rgb(0x0011_7547),
        }
    }

    pub const fn dark() -> Self {
        Self {
            dark: true,
            canvas: rgb(0x000f_1216),
            panel: rgb(0x001a_1e24),
            card: rgb(0x0020_252c),
            field: rgb(0x0026_2c34),
            text: rgb(0x00e8_ebef),
            muted: rgb(0x009a_a5b3),
            rule: rgb(0x0030_3740),
            track: rgb(0x0033_3b45),
            accent: rgb(0x0058_a6ff),
            selection: rgb(0x001c_3557),
            level: [
                rgb(0x0085_909e),
                rgb(0x00e3_a23a),
                rgb(0x0036_b8a2),
                rgb(0x00a3_86fa),
            ],
            level_soft: [
                rgb(0x002a_3038),
                rgb(0x0038_2e1b),
                rgb(0x0018_332f),
                rgb(0x002c_2645),
            ],
            error: rgb(0x00ff_756b),
            warning: rgb(0x00f5_b547),
            info: rgb(0x0058_a6ff),
            good: rgb(0x004c_c38a),
        }
    }

    /// Two colours mixed: `share` of `over` on `under`.
    pub fn mix(over: Color32, under: Color32, share: f32) -> Color32 {
        let mix = |a: u8, b: u8| {
            let value = f32::from(a) * share + f32::from(b) * (1.0 - share);
            value.round().clamp(0.0, 255.0) as u8
        };
        Color32::from_rgb(
            mix(over.r(), under.r()),
            mix(over.g(), under.g()),
            mix(over.b(), under.b()),
        )
    }

    /// How well one colour reads on another, 1 to 21: the contrast ratio of the Web Content Accessibility Guidelines 2.2.
    /// Text wants 4.5, a mark 3.
    pub fn contrast(one: Color32, other: Color32) -> f32 {
        let linear = |c: u8| {
            let c = f32::from(c) / 255.0;
            if c <= 0.040_45 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        let luminance =
            |c: Color32| 0.2126 * linear(c.r()) + 0.7152 * linear(c.g()) + 0.0722 * linear(c.b());
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Under the pointer.
    pub fn hover(&self) -> Color32 {
        Self::mix(self.text, self.field, 0.05)
    }

    /// A border that answers the pointer.
    pub fn rule_strong(&self) -> Color32 {
        Self::mix(self.text, self.rule, 0.18)
    }

    /// Text on the accent.
    pub fn on_accent(&self) -> Color32 {
        if self.dark {
            rgb(0x0008_1a30)
        } else {
            Color32::WHITE
        }
    }

    /// The colour of a severity.
    pub fn severity(&self, severity: Severity) -> Color32 {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Info => self.info,
        }
    }

    /// The colour of a verdict.
    pub fn verdict(&self, verdict: Verdict) -> Color32 {
        match verdict {
            Verdict::NothingToAssess => self.muted,
            Verdict::Holds => self.good,
            Verdict::HoldsWithAcceptedRisks | Verdict::NotFullyAssessed => self.warning,
            Verdict::DoesNotHold => self.error,
        }
    }

    /// The value of a colour role of drawings.
    pub fn ink(&self, ink: Ink) -> Color32 {
        let soft = |c: Color32| Self::mix(c, self.panel, 0.14);
        match ink {
            Ink::Text => self.text,
            Ink::Muted => self.muted,
            Ink::Paper => self.panel,
            Ink::Card => self.card,
            Ink::Rule => self.rule,
            Ink::Track => self.track,
            Ink::Accent => self.accent,
            Ink::Level(n) => self.level[usize::from(n.min(3))],
            Ink::LevelSoft(n) => self.level_soft[usize::from(n.min(3))],
            Ink::Error => self.error,
            Ink::Warning => self.warning,
            Ink::Info => self.info,
            Ink::Good => self.good,
            Ink::ErrorSoft => soft(self.error),
            Ink::WarningSoft => soft(self.warning),
            Ink::InfoSoft => soft(self.info),
            Ink::GoodSoft => soft(self.good),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let of = |a, b| Theme::contrast(a, b);
        assert!((of(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-3);
        assert!((of(rgb(0x0077_7777), Color32::WHITE) - 4.478).abs() < 1e-3);
        assert!((of(Color32::WHITE, rgb(0x0077_7777)) - 4.478).abs() < 1e-3);
    }

    #[test]
    fn every_text_reads_on_every_ground() {
        for t in [Theme::light(), Theme::dark()] {
            let inks = [
                ("text", t.text),
                ("muted", t.muted),
                ("accent", t.accent),
                ("error", t.error),
                ("warning", t.warning),
                ("info", t.info),
                ("good", t.good),
            ];
            let grounds = [
                ("panel", t.panel),
                ("card", t.card),
                ("field", t.field),
                ("canvas", t.canvas),
                ("selection", t.selection),
            ];
            let told = |ink: &str, ground: &str, least: f32, is: f32| {
                assert!(is >= least, "dark {}: {ink} on {ground} is {is:.2}", t.dark);
            };
            for (ink, colour) in inks {
                for (ground, behind) in grounds {
                    told(ink, ground, 4.5, Theme::contrast(colour, behind));
                }
            }
            told(
                "on accent",
                "accent",
                4.5,
                Theme::contrast(t.on_accent(), t.accent),
            );
            told("text", "hover", 4.5, Theme::contrast(t.text, t.hover()));
            for (n, (level, soft)) in t.level.into_iter().zip(t.level_soft).enumerate() {
                let level_name = format!("level {n}");
                told("text", &level_name, 4.5, Theme::contrast(t.text, soft));
                told("muted", &level_name, 4.5, Theme::contrast(t.muted, soft));
                let on = crate::ui::fields::on_fill(level);
                told("its number", &level_name, 4.5, Theme::contrast(on, level));
                // A mark, not a text.
                for (ground, behind) in grounds.into_iter().chain([("soft", soft)]) {
                    told(&level_name, ground, 3.0, Theme::contrast(level, behind));
                }
            }
        }
    }
}
