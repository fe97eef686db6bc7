//! What the databases hold and the room that they keep.

use egui::Ui;
use evenkeel_model::plan::{Workload, WorkloadKind};
use evenkeel_model::units::Mib;

use super::super::workload::{F, change, part};
use super::assumed;
use crate::document::Document;
use crate::ui::fields;

pub(super) fn databases(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    fields::heading(ui, form.theme, "Storage and role");
    form.whole(
        ui,
        "Databases a server",
        1..=1000,
        part!(Mailbox, |m| m.databases, 1),
        change!(Mailbox, |m, v| m.databases = v),
    );
    form.whole(
        ui,
        "Storage groups a server",
        1..=1000,
        part!(Mailbox, |m| m.storage_groups, 1),
        change!(Mailbox, |m, v| m.storage_groups = v),
    );
    form.whole(
        ui,
        "Days deleted items stay",
        0..=3650,
        part!(Mailbox, |m| m.retention_days, 0),
        change!(Mailbox, |m, v| m.retention_days = v),
    );
    form.whole(
        ui,
        "Days of logs kept",
        0..=365,
        part!(Mailbox, |m| m.log_days, 0),
        change!(Mailbox, |m, v| m.log_days = v),
    );
    let message = assumed(form, doc, ("message_kb", ""), "KB");
    form.optional_number(
        ui,
        "Mean message",
        "KB",
        0.0..=1e6,
        &message,
        part!(Mailbox, |m| m.message_kb, None),
        change!(Mailbox, |m, v| m.message_kb = v),
    );
    form.flag(
        ui,
        "Client access and transport too",
        part!(Mailbox, |m| m.multi_role, false),
        change!(Mailbox, |m, v| m.multi_role = v),
    );
}

pub(super) fn contents(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let summary = form
        .common(part!(
            Mailbox,
            |m| {
                let c = &m.contents;
                let mut words = Vec::new();
                if c.single_item_recovery {
                    words.push("single items");
                }
                if c.calendar_logging {
                    words.push("calendar");
                }
                if c.archive.get() > 0 {
                    words.push("archive");
                }
                words.join(", ")
            },
            String::new()
        ))
        .unwrap_or_else(|| "mixed".to_owned());
    fields::fold(
        ui,
        form.theme,
        "Kept beside the quota",
        &summary,
        false,
        |ui| {
            form.flag(
                ui,
                "Single item recovery",
                part!(Mailbox, |m| m.contents.single_item_recovery, false),
                change!(Mailbox, |m, v| m.contents.single_item_recovery = v),
            );
            form.flag(
                ui,
                "Versions of calendar items",
                part!(Mailbox, |m| m.contents.calendar_logging, true),
                change!(Mailbox, |m, v| m.contents.calendar_logging = v),
            );
            form.quantity(
                ui,
                "Archive of each",
                "MiB",
                part!(Mailbox, |m| m.contents.archive, Mib::new(0)),
                change!(Mailbox, |m, v| m.contents.archive = v),
            );
            let white = assumed(form, doc, ("white_space_days", ""), "d");
            form.optional_number(
                ui,
                "White space",
                "days",
                0.0..=365.0,
                &white,
                part!(Mailbox, |m| m.contents.white_space_days, None),
                change!(Mailbox, |m, v| m.contents.white_space_days = v),
            );
            let growth = assumed(form, doc, ("database_overhead", ""), "share");
            form.optional_share(
                ui,
                "Room for growth",
                &growth,
                part!(Mailbox, |m| m.contents.growth, None),
                change!(Mailbox, |m, v| m.contents.growth = v),
            );
            let index = assumed(form, doc, ("index_share", ""), "share");
            form.optional_share(
                ui,
                "Content index",
                &index,
                part!(Mailbox, |m| m.contents.index, None),
                change!(Mailbox, |m, v| m.contents.index = v),
            );
            let moved = assumed(form, doc, ("move_share", ""), "share");
            form.optional_share(
                ui,
                "Moved in a week",
                &moved,
                part!(Mailbox, |m| m.contents.moved, None),
                change!(Mailbox, |m, v| m.contents.moved = v),
            );
        },
    );
}
