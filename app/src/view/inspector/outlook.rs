//! How much more of the selected thing the plan holds, and the smallest that would do.

use std::sync::Arc;

use egui::{RichText, Ui};
use evenkeel_model::ids::EntityId;
use evenkeel_model::outlook::{Headroom, Limit};
use evenkeel_model::units::pretty;

use crate::ui::fields;
use crate::ui::style::{self, BODY};
use crate::ui::widgets;
use crate::view::ViewCx;

/// Whether there is an outlook of such a thing.
pub(crate) fn has(id: &EntityId) -> bool {
    matches!(
        id,
        EntityId::Workload(_) | EntityId::Vm(_) | EntityId::Pool(_)
    )
}

pub(super) fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, id: &EntityId) {
    if !has(id) {
        return;
    }
    let theme = cx.theme;
    fields::heading(ui, theme, "How far it goes");
    widgets::rule(ui, theme);
    ui.add_space(4.0);
    let shown = cx.ws.outlook.clone().filter(|o| o.subject == *id);
    let Some(shown) = shown else {
        fields::note(ui, theme, "Working it out…");
        return;
    };
    let outlook = &shown.outlook;
    let nothing = outlook.headroom.is_none()
        && outlook.smallest_vm.is_none()
        && outlook.smallest_host.is_none();
    if nothing {
        fields::note(
            ui,
            theme,
            "Nothing of it is counted, so there is no limit to tell.",
        );
    }
    if let Some(h) = &outlook.headroom {
        growth(ui, cx, h);
    }
    if let Some(small) = &outlook.smallest_vm {
        let text = small.as_ref().map_or_else(
            || "no size will do".to_owned(),
            |s| {
                // Numbers keep their units on the line.
                let ram = s.ram.to_string().replace(' ', "\u{a0}");
                format!("{}\u{a0}vCPU, {ram}", s.vcpus)
            },
        );
        line(ui, cx, "Smallest that holds its workloads", &text);
    }
    if let Some(small) = &outlook.smallest_host {
        let text = small
            .as_ref()
            .map_or("none of the catalogue", |s| s.name.as_str());
        line(ui, cx, "Smallest host model that holds", text);
    }
    if !Arc::ptr_eq(&shown.plan, cx.doc.plan()) {
        fields::note(ui, theme, "Being worked out again");
    }
}

fn line(ui: &mut Ui, cx: &ViewCx<'_>, label: &str, value: &str) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(fields::muted(cx.theme, label));
        ui.label(
            RichText::new(value)
                .font(style::bold(BODY))
                .color(cx.theme.text),
        );
    });
    ui.add_space(2.0);
}

fn growth(ui: &mut Ui, cx: &ViewCx<'_>, h: &Headroom) {
    let more = format!("{} {}", pretty(h.more()), h.unit);
    match &h.limit {
        Limit::Check(f) => {
            line(ui, cx, "More until a check fails", &more);
            fields::note(
                ui,
                cx.theme,
                &format!("At {}: {} {}", pretty(h.most + 1.0), f.code, f.message),
            );
            ui.add_space(2.0);
        }
        Limit::NoneFound => {
            line(
                ui,
                cx,
                "No check fails up to",
                &format!("{} {}", pretty(h.most), h.unit),
            );
        }
        Limit::Stopped => line(ui, cx, "At least this many more", &more),
    }
}
