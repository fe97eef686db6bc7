//! The plan as a whole: who it is for, its platform, its targets, and the constants it replaces.

use std::sync::Arc;

use egui::Ui;
use evenkeel_model::catalogue::Constant;
use evenkeel_model::edit::{Edit, Op};
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::{About, Plan, ProfileRef, Settings};
use evenkeel_model::units::{MbPerS, Secs, Share, pretty};

use super::head;
use crate::command::Command;
use crate::ui::fields::{self, Choice, Form, Line};
use crate::ui::widgets;
use crate::view::ViewCx;

pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Arc<Plan>) {
    head::line(ui, cx, &plan.label(&EntityId::Plan), "Plan", |_, _| ());
    about(ui, cx, plan);
    platform(ui, cx, plan);
    settings(ui, cx, plan);
    assumptions(ui, cx, plan);
    super::findings::show(ui, cx, &EntityId::Plan);
}

fn about(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan) {
    let rows = vec![(EntityId::Plan, Arc::new(plan.about.clone()))];
    let mut form: Form<'_, About> = Form::new(
        cx.theme,
        &mut *cx.send,
        rows,
        "the plan".to_owned(),
        "about",
    );
    form.text(
        ui,
        "Name",
        "Untitled plan",
        |a| a.name.clone(),
        |a, v| a.name = v,
    );
    form.text(
        ui,
        "Customer",
        "",
        |a| a.customer.clone(),
        |a, v| a.customer = v,
    );
    form.text(ui, "Author", "", |a| a.author.clone(), |a, v| a.author = v);
    form.whole(
        ui,
        "Revision",
        0..=100_000,
        |a| a.revision,
        |a, v| a.revision = v,
    );
    fields::heading(ui, form.theme, "Note");
    form.paragraph(
        ui,
        "Note",
        "Printed in the summary",
        |a| a.note.clone(),
        |a, v| a.note = v,
    );
}

fn platform(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan) {
    fields::heading(ui, cx.theme, "Platform");
    let catalogue = cx.doc.catalogue();
    let profiles: Vec<_> = {
        let mut keys: Vec<&str> = catalogue.profiles().map(|p| p.key.as_str()).collect();
        keys.dedup();
        keys.iter().filter_map(|k| catalogue.newest(k)).collect()
    };
    let used = cx.doc.cx().profile;
    let id = egui::Id::unique("evenkeel-platform");
    let picked = fields::row(ui, cx.theme, "Product", "", 190.0, |ui, _| {
        fields::choices(
            ui,
            cx.theme,
            id,
            "Product",
            190.0,
            &used.name(),
            false,
            &|| {
                let current = profiles.iter().position(|p| p.key == plan.platform.profile);
                let all = profiles
                    .iter()
                    .map(|p| Choice::with(p.name(), p.vendor.clone()))
                    .collect();
                (all, current)
            },
        )
    });
    if let Some(p) = picked.and_then(|i| profiles.get(i)) {
        cx.send.send(Command::Platform(p.key.clone(), p.revision));
    }
    if catalogue.profile(&plan.platform).is_none() {
        fields::note(
            ui,
            cx.theme,
            &format!(
                "{} revision {} is not loaded; {} revision {} is used instead.",
                plan.platform.profile, plan.platform.revision, used.product, used.revision
            ),
        );
    }
    if let Some(newest) = catalogue.newest(&plan.platform.profile)
        && newest.revision > plan.platform.revision
    {
        fields::note(
            ui,
            cx.theme,
            &format!(
                "Made with revision {}; revision {} has been released.",
                plan.platform.revision, newest.revision
            ),
        );
        let text = format!("Use revision {}", newest.revision);
        if widgets::link(ui, cx.theme, &text).clicked() {
            cx.send.edit(Edit::new(
                format!("Use revision {} of {}", newest.revision, newest.product),
                vec![Op::Platform(ProfileRef {
                    profile: newest.key.clone(),
                    revision: newest.revision,
                })],
            ));
        }
    } else {
        fields::note(
            ui,
            cx.theme,
            &format!("{} Revision {}.", used.summary, used.revision),
        );
    }
}

fn settings(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan) {
    let rows = vec![(EntityId::Plan, Arc::new(plan.settings.clone()))];
    let mut form: Form<'_, Settings> = Form::new(
        cx.theme,
        &mut *cx.send,
        rows,
        "the plan".to_owned(),
        "settings",
    );
    fields::heading(ui, form.theme, "Ceilings");
    type Get = fn(&Settings) -> Share;
    type Set = fn(&mut Settings, Share);
    let shares: [(&str, Get, Set); 7] = [
        (
            "Processor, normal running",
            |s| s.cpu_target,
            |s, v| s.cpu_target = v,
        ),
        (
            "Processor after a failure",
            |s| s.cpu_ceiling,
            |s, v| s.cpu_ceiling = v,
        ),
        ("Memory", |s| s.ram_ceiling, |s, v| s.ram_ceiling = v),
        (
            "Disk space",
            |s| s.space_ceiling,
            |s, v| s.space_ceiling = v,
        ),
        ("Disk IOPS", |s| s.iops_ceiling, |s, v| s.iops_ceiling = v),
        (
            "Network after a failure",
            |s| s.network_ceiling,
            |s, v| s.network_ceiling = v,
        ),
        (
            "Availability links",
            |s| s.link_ceiling,
            |s, v| s.link_ceiling = v,
        ),
    ];
    for (name, get, set) in shares {
        form.share(ui, name, 1.0, get, set);
    }
    fields::heading(ui, form.theme, "Rules");
    form.whole(
        ui,
        "Host failures to survive",
        0..=64,
        |s| s.host_failures,
        |s, v| s.host_failures = v,
    );
    form.number(
        ui,
        "vCPUs per core",
        "",
        0.1..=64.0,
        |s| s.vcpus_per_core,
        |s, v| s.vcpus_per_core = v,
    );
    form.number(
        ui,
        "Fibre per map distance",
        "",
        1.0..=10.0,
        |s| s.route_factor,
        |s, v| s.route_factor = v,
    );
    fields::heading(ui, form.theme, "Resynchronisation");
    form.quantity(
        ui,
        "Partner is away for",
        "h",
        |s| s.partner_outage,
        |s, v| s.partner_outage = v,
    );
    form.optional::<Secs>(
        ui,
        "Without protection at most",
        "h",
        "not said",
        |s| s.allowed_exposure,
        |s, v| s.allowed_exposure = v,
    );
    form.optional::<MbPerS>(
        ui,
        "Rate",
        "MB/s",
        "share of the links",
        |s| s.resync_rate,
        |s, v| s.resync_rate = v,
    );
    form.choice(
        ui,
        "Max server memory by",
        &super::sql::memory_rules(),
        |s| s.sql_memory_rule,
        |s, v| s.sql_memory_rule = v,
    );
    fields::heading(ui, form.theme, "Growth a year");
    let rates: [(&str, Get, Set); 3] = [
        ("Users", |s| s.growth.users, |s, v| s.growth.users = v),
        ("Data of each", |s| s.growth.data, |s, v| s.growth.data = v),
        ("Load of each", |s| s.growth.load, |s, v| s.growth.load = v),
    ];
    for (name, get, set) in rates {
        form.share(ui, name, 10.0, get, set);
    }
    form.whole(ui, "Years ahead", 0..=50, |s| s.years, |s, v| s.years = v);
    fields::heading(ui, form.theme, "Counting");
    form.choice(
        ui,
        "Hours of a year",
        &[(8760, "8,760".to_owned()), (8766, "8,766".to_owned())],
        |s| s.year_hours,
        |s, v| s.year_hours = v,
    );
}

/// Constants of the profile and of the catalogue, each replaceable.
fn assumptions(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan) {
    let profile = cx.doc.cx().profile;
    let tables = &cx.doc.catalogue().tables.constants;
    let mut all: Vec<(&String, &Constant)> = profile
        .constants
        .iter()
        .chain(
            tables
                .iter()
                .filter(|(key, _)| !profile.constants.contains_key(*key)),
        )
        .collect();
    all.sort_by(|a, b| a.1.what.cmp(&b.1.what));
    let replaced = plan.overrides.len();
    let summary = match replaced {
        0 => format!("{} constants, none replaced", all.len()),
        n => format!("{n} of {} replaced", all.len()),
    };
    fields::fold(ui, cx.theme, "Assumptions", &summary, false, |ui| {
        fields::note(
            ui,
            cx.theme,
            "Values that the figures rest on. Replace one and the plan says so wherever it counts.",
        );
        for (key, constant) in &all {
            assumption(ui, cx, plan, key, constant);
        }
        for (key, value) in &plan.overrides {
            if !all.iter().any(|(k, _)| *k == key) {
                // Rows of workload tables, replaced under their full key.
                fields::row(ui, cx.theme, key, "", 120.0, |ui, _| {
                    reset(ui, cx, key);
                    ui.label(fields::plain(cx.theme, pretty(*value)));
                });
            }
        }
    });
}

fn assumption(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan, key: &str, constant: &Constant) {
    let own = plan.overrides.get(key).copied();
    let unit = constant.unit.clone();
    let text = |v: f64| {
        let number = if v.fract() == 0.0 {
            pretty(v)
        } else {
            v.to_string()
        };
        if unit.is_empty() {
            number
        } else {
            format!("{number} {unit}")
        }
    };
    let shown = own.map(&text).unwrap_or_default();
    let hint = text(constant.value);
    let id = egui::Id::unique(("evenkeel-assumption", key));
    let source = evenkeel_model::facts::cite(&constant.source, &constant.date);
    let range = format!(
        "Shipped: {hint}. {source}{}",
        if constant.confirmed {
            ""
        } else {
            ", unconfirmed"
        }
    );
    let width =
        (hint.chars().count().max(shown.chars().count()) as f32 * 7.0 + 24.0).clamp(84.0, 150.0);
    let read = |t: &str| fields::read_number(t, &unit, &(0.0..=1e12));
    let typed = fields::row(
        ui,
        cx.theme,
        &constant.what,
        "",
        width + 24.0,
        |ui, label| {
            if own.is_some() {
                reset(ui, cx, key);
            } else {
                ui.add_space(24.0);
            }
            fields::line(
                ui,
                cx.theme,
                &Line {
                    id,
                    name: &constant.what,
                    label: Some(label),
                    shown: &shown,
                    hint: &hint,
                    range: &range,
                    right: true,
                    quiet_unit: true,
                    steps: false,
                    bare: false,
                    tall: false,
                    width,
                },
                &|t| {
                    if t.trim().is_empty() {
                        Ok(())
                    } else {
                        read(t).map(|_| ())
                    }
                },
            )
        },
    );
    if let Some(error) = fields::error_of(ui, id) {
        ui.label(
            egui::RichText::new(error)
                .size(crate::ui::style::SMALL)
                .color(cx.theme.error),
        );
    }
    let what = constant.what.clone();
    fields::settle(ui, id, typed, cx.send, |t| {
        let value = read(t).ok();
        let label = match value {
            Some(v) => format!("Assume {} for {what}", text(v)),
            None => format!("Return to the shipped {what}"),
        };
        Edit::new(label, vec![Op::Override(key.to_owned(), value)])
    });
}

fn reset(ui: &mut Ui, cx: &mut ViewCx<'_>, key: &str) {
    if fields::remove_button(ui, cx.theme, &format!("Return to the shipped {key}")).clicked() {
        cx.send.edit(Edit::new(
            format!("Return to the shipped {key}"),
            vec![Op::Override(key.to_owned(), None)],
        ));
    }
}
