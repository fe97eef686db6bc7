//! Outcomes in passing, at the bottom above the findings, gone after a few seconds.

use egui::{Align2, Area, Id, Order, Sense, Stroke, WidgetInfo, accesskit::Role, vec2};

use crate::ui::style;
use crate::ui::theme::Theme;
use crate::ui::widgets::{self, Icon};

/// What a toast means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Good,
    Plain,
    Bad,
}

struct Toast {
    text: String,
    tone: Tone,
    /// Seconds of the window's clock; set when first drawn.
    until: Option<f64>,
}

/// Those that show.
#[derive(Default)]
pub struct Toasts {
    list: Vec<Toast>,
}

const MOST: usize = 3;

impl Toasts {
    pub fn push(&mut self, tone: Tone, text: impl Into<String>) {
        let text = text.into();
        // What is said again replaces what was said; what went well makes room for the next.
        self.list.retain(|t| t.text != text && t.tone != Tone::Good);
        self.list.push(Toast {
            text,
            tone,
            until: None,
        });
        if self.list.len() > MOST {
            self.list.remove(0);
        }
    }

    /// Texts that show, oldest first.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|t| t.text.as_str())
    }

    /// Draws them `lift` above the bottom and lets the old ones go.
    pub fn show(&mut self, ctx: &egui::Context, theme: &Theme, lift: f32) {
        let now = ctx.input(|i| i.time);
        for toast in &mut self.list {
            // Longer for what went wrong and for long texts.
            let stay = match toast.tone {
                Tone::Bad => 8.0 + toast.text.len() as f64 * 0.02,
                Tone::Plain => 4.0 + toast.text.len() as f64 * 0.02,
                Tone::Good => 2.0,
            };
            toast.until.get_or_insert(now + stay);
        }
        self.list
            .retain(|t| t.until.is_none_or(|until| now < until));
        let Some(next) = self
            .list
            .iter()
            .filter_map(|t| t.until)
            .min_by(f64::total_cmp)
        else {
            return;
        };
        ctx.request_repaint_after_secs((next - now).max(0.05) as f32);
        let mut gone = None;
        Area::new(Id::unique("toasts"))
            .order(Order::Foreground)
            .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -lift - 12.0))
            .show(ctx, |ui| {
                ui.spacing_mut().item_spacing.y = 8.0;
                for (i, toast) in self.list.iter().enumerate() {
                    if one(ui, theme, toast) {
                        gone = Some(i);
                    }
                }
            });
        if let Some(i) = gone {
            self.list.remove(i);
        }
    }
}

/// Draws a toast; true when it is waved away.
fn one(ui: &mut egui::Ui, theme: &Theme, toast: &Toast) -> bool {
    let (icon, ink) = match toast.tone {
        Tone::Good => (Icon::Check, theme.good),
        Tone::Plain => (Icon::Bolt, theme.accent),
        Tone::Bad => (Icon::Warning, theme.error),
    };
    let shown = egui::Frame::new()
        .fill(theme.panel)
        .stroke(Stroke::new(1.0, theme.rule_strong()))
        .corner_radius(style::CARD_RADIUS)
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(egui::Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_max_width(420.0);
            ui.horizontal_top(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(16.0, 18.0), Sense::hover());
                icon.paint(
                    ui.painter(),
                    egui::Rect::from_center_size(rect.center(), vec2(14.0, 14.0)),
                    ink,
                );
                ui.add(egui::Label::new(egui::RichText::new(&toast.text).color(theme.text)).wrap());
                let (rect, response) = ui.allocate_exact_size(vec2(18.0, 18.0), Sense::click());
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Dismiss"));
                widgets::Icon::Close.paint(
                    ui.painter(),
                    egui::Rect::from_center_size(rect.center(), vec2(11.0, 11.0)),
                    theme.muted,
                );
                response.clicked()
            })
            .inner
        });
    shown.inner
}
