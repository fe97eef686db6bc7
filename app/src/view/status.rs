//! The status bar: does it hold, in words; totals; the worst host and link; recovery copy; renderer.

use egui::{Align, Layout, Response, Sense, Ui};
use evenkeel_model::check::Verdict;
use evenkeel_model::ids::EntityId;

use super::ViewCx;
use crate::command::{Action, Command};
use crate::ui::widgets;

/// Height of the bar, points.
pub const HEIGHT: f32 = 26.0;

/// What the shell knows and the document does not.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// Seconds since the recovery copy was written; none without one.
    pub recovery_age_s: Option<u64>,
    /// Why there is no recovery copy.
    pub recovery_fault: Option<String>,
    pub renderer: String,
    /// What runs in the background, and how far it is.
    pub job: Option<(String, f32)>,
}

/// Draws the bar.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, status: &Status) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        if !cx.ws.welcome {
            verdict(ui, cx);
            totals(ui, cx);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            if !status.renderer.is_empty() {
                ui.label(widgets::small(
                    cx.theme,
                    format!("Rendering: {}", status.renderer),
                ));
            }
            match (&status.recovery_fault, status.recovery_age_s) {
                (Some(fault), _) => {
                    ui.label(
                        widgets::small(cx.theme, "No recovery copy").color(cx.theme.warning),
                    )
                    .on_hover_text(fault);
                }
                (None, Some(age)) => {
                    ui.label(widgets::small(
                        cx.theme,
                        format!("Recovery copy {} ago", age_words(age)),
                    ))
                    .on_hover_text("A copy of the unsaved work, offered at the next start if this one ends badly");
                }
                (None, None) => {}
            }
            if let Some((name, share)) = &status.job {
                ui.label(widgets::small(
                    cx.theme,
                    format!("{name} {:.0} %", share * 100.0),
                ));
            }
        });
    });
}

fn age_words(seconds: u64) -> String {
    match seconds {
        0..=89 => format!("{seconds} s"),
        90..=5399 => format!("{} min", (seconds + 30) / 60),
        _ => format!("{} h", (seconds + 1800) / 3600),
    }
}

fn verdict(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let verdict = cx.doc.verdict();
    let counts = cx.doc.counts();
    widgets::dot(ui, cx.theme.verdict(verdict));
    let errors = plural(counts.errors, "error");
    let mut words = match verdict {
        Verdict::NothingToAssess => verdict.words().to_owned(),
        Verdict::Holds if counts.warnings > 0 => {
            format!("Holds, {}", plural(counts.warnings, "warning"))
        }
        Verdict::Holds => verdict.words().to_owned(),
        Verdict::HoldsWithAcceptedRisks => {
            format!("Holds with {}", plural(counts.waived, "accepted risk"))
        }
        Verdict::NotFullyAssessed => format!("Not fully assessed: {} open", counts.not_assessed),
        Verdict::DoesNotHold => format!("Does not hold yet: {errors}"),
    };
    if counts.not_assessed > 0 && verdict != Verdict::NotFullyAssessed {
        let open = thousands(counts.not_assessed as u64);
        words = format!("{words}, {open} not assessed");
    }
    let response = text(ui, cx, &words, true);
    if response
        .on_hover_text("The verdict on the plan as it stands. Click to list what is found")
        .clicked()
        && !cx.ws.findings_open
    {
        cx.send.act(Action::ToggleFindings);
    }
    ui.add_space(10.0);
}

fn text(ui: &mut Ui, cx: &ViewCx<'_>, words: &str, strong: bool) -> Response {
    let mut text = widgets::small(cx.theme, words);
    if strong {
        text = text.color(cx.theme.text);
    }
    ui.add(egui::Label::new(text).sense(Sense::click()))
}

fn plural(n: usize, word: &str) -> String {
    if n == 1 {
        format!("1 {word}")
    } else {
        format!("{} {word}s", thousands(n as u64))
    }
}

/// A count with separators: `3,200`.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

fn percent(share: f64) -> String {
    if !share.is_finite() {
        return "more than it has".to_owned();
    }
    let value = share * 100.0;
    if value.abs() < 1e-9 {
        "0 %".to_owned()
    } else if value > 0.0 && value < 1.0 {
        "under 1 %".to_owned()
    } else {
        format!("{value:.0} %")
    }
}

fn totals(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let facts = cx.doc.facts();
    let totals = &facts.totals;
    let mut parts = vec![
        plural(totals.hosts as usize, "host"),
        plural(totals.vms as usize, "VM"),
    ];
    if totals.mailboxes >= 0.5 && totals.mailboxes.is_finite() {
        parts.push(plural(totals.mailboxes.round() as usize, "mailbox").replace("boxs", "boxes"));
    }
    text(ui, cx, &parts.join(" · "), false);
    if totals.hosts > 0 {
        ui.add_space(10.0);
        let words = format!(
            "worst host {}, {} after a failure",
            percent(totals.worst_host_share),
            percent(totals.worst_host_share_after)
        );
        let target = totals
            .worst_host_after
            .as_ref()
            .or(totals.worst_host.as_ref());
        jump(ui, cx, &words, target.map(EntityId::from));
    }
    if let Some(array) = &totals.worst_array {
        ui.add_space(10.0);
        let words = format!("worst array {}", percent(totals.worst_array_share));
        jump(ui, cx, &words, Some(EntityId::from(array)));
    }
    if let Some(link) = &totals.worst_link {
        ui.add_space(10.0);
        let words = format!("worst link {}", percent(totals.worst_link_share));
        jump(ui, cx, &words, Some(EntityId::from(link)));
    }
}

fn jump(ui: &mut Ui, cx: &mut ViewCx<'_>, words: &str, target: Option<EntityId>) {
    let response = text(ui, cx, words, false);
    let Some(target) = target else { return };
    let name = cx.doc.plan().label(&target);
    if response.on_hover_text(format!("Go to {name}")).clicked() {
        cx.send.send(Command::JumpTo(target));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(3200), "3,200");
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(percent(0.004), "under 1 %");
        assert_eq!(percent(0.834), "83 %");
        assert_eq!(percent(f64::INFINITY), "more than it has");
        assert_eq!(age_words(4), "4 s");
        assert_eq!(age_words(120), "2 min");
    }
}
