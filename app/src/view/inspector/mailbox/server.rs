//! How users work, how each server is set up, and what stands around it.

use egui::Ui;
use evenkeel_model::catalogue::keys;
use evenkeel_model::plan::{DirectoryArchitecture, Workload, WorkloadKind};
use evenkeel_model::units::{MbPerS, Mib, Secs};

use super::super::workload::{F, change, part};
use super::{assumed, told};
use crate::document::Document;
use crate::ui::fields;

pub(super) fn clients(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let summary = told(form, |m| {
        let c = &m.clients;
        vec![
            c.concurrency.is_some(),
            c.online,
            c.mapi_http,
            c.megacycles.is_some(),
            c.peak_hour.is_some(),
        ]
    });
    fields::fold(ui, form.theme, "How users work", &summary, false, |ui| {
        form.optional_share(
            ui,
            "At work when busiest",
            "all",
            part!(Mailbox, |m| m.clients.concurrency, None),
            change!(Mailbox, |m, v| m.clients.concurrency = v),
        );
        form.flag(
            ui,
            "Clients without a copy",
            part!(Mailbox, |m| m.clients.online, false),
            change!(Mailbox, |m, v| m.clients.online = v),
        );
        form.flag(
            ui,
            "MAPI over HTTP",
            part!(Mailbox, |m| m.clients.mapi_http, false),
            change!(Mailbox, |m, v| m.clients.mapi_http = v),
        );
        form.optional_number(
            ui,
            "Megacycles of each, measured",
            "MHz",
            0.0..=1e5,
            "by its profile",
            part!(Mailbox, |m| m.clients.megacycles, None),
            change!(Mailbox, |m, v| m.clients.megacycles = v),
        );
        let peak = assumed(form, doc, ("", keys::PEAK_HOUR_SHARE), "share");
        form.optional_share(
            ui,
            "Mail in the busiest hour",
            &peak,
            part!(Mailbox, |m| m.clients.peak_hour, None),
            change!(Mailbox, |m, v| m.clients.peak_hour = v),
        );
    });
}

pub(super) fn server(ui: &mut Ui, form: &mut F<'_>) {
    let summary = told(form, |m| {
        let s = &m.server;
        vec![
            s.service_pack.is_some(),
            s.unified_messaging,
            s.antivirus,
            s.page_file.is_some(),
            s.snapshots,
            s.saved_state,
        ]
    });
    fields::fold(ui, form.theme, "Each server", &summary, false, |ui| {
        form.optional_whole(
            ui,
            "Service pack",
            0..=20,
            "the newest",
            part!(Mailbox, |m| m.server.service_pack, None),
            change!(Mailbox, |m, v| m.server.service_pack = v),
        );
        form.flag(
            ui,
            "Unified messaging",
            part!(Mailbox, |m| m.server.unified_messaging, false),
            change!(Mailbox, |m, v| m.server.unified_messaging = v),
        );
        form.flag(
            ui,
            "Virus scanner on transport",
            part!(Mailbox, |m| m.server.antivirus, false),
            change!(Mailbox, |m, v| m.server.antivirus = v),
        );
        form.optional::<Mib>(
            ui,
            "Page file",
            "MiB",
            "by the version's rule",
            part!(Mailbox, |m| m.server.page_file, None),
            change!(Mailbox, |m, v| m.server.page_file = v),
        );
        form.flag(
            ui,
            "Snapshots are taken",
            part!(Mailbox, |m| m.server.snapshots, false),
            change!(Mailbox, |m, v| m.server.snapshots = v),
        );
        form.flag(
            ui,
            "State saved on failover",
            part!(Mailbox, |m| m.server.saved_state, false),
            change!(Mailbox, |m, v| m.server.saved_state = v),
        );
    });
}

pub(super) fn directory(ui: &mut Ui, form: &mut F<'_>) {
    let summary = told(form, |m| vec![m.directory.cores.is_some()]);
    fields::fold(ui, form.theme, "Directory servers", &summary, false, |ui| {
        form.optional_whole(
            ui,
            "Cores outside the plan",
            0..=10_000,
            "none known",
            part!(Mailbox, |m| m.directory.cores, None),
            change!(Mailbox, |m, v| m.directory.cores = v),
        );
        form.choice(
            ui,
            "Architecture",
            &[
                (DirectoryArchitecture::X64, "64-bit".to_owned()),
                (DirectoryArchitecture::X86, "32-bit".to_owned()),
            ],
            part!(
                Mailbox,
                |m| m.directory.architecture,
                DirectoryArchitecture::default()
            ),
            change!(Mailbox, |m, v| m.directory.architecture = v),
        );
    });
}

pub(super) fn backup(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let summary = told(form, |m| {
        let b = &m.backup;
        vec![b.rate.is_some(), b.window.is_some(), b.restore.is_some()]
    });
    fields::fold(ui, form.theme, "Backup", &summary, false, |ui| {
        let rate = assumed(form, doc, ("", keys::MAILBOX_BACKUP_MB_S), "MB/s");
        form.optional::<MbPerS>(
            ui,
            "Rate of a server",
            "MB/s",
            &rate,
            part!(Mailbox, |m| m.backup.rate, None),
            change!(Mailbox, |m, v| m.backup.rate = v),
        );
        form.optional::<Secs>(
            ui,
            "Window of a full backup",
            "h",
            "no target",
            part!(Mailbox, |m| m.backup.window, None),
            change!(Mailbox, |m, v| m.backup.window = v),
        );
        form.optional::<Secs>(
            ui,
            "Longest restore",
            "h",
            "no target",
            part!(Mailbox, |m| m.backup.restore, None),
            change!(Mailbox, |m, v| m.backup.restore = v),
        );
    });
}

pub(super) fn transport(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let summary = told(form, |m| {
        let t = &m.transport;
        vec![
            t.safety_net_days.is_some(),
            t.queue_days.is_some(),
            t.queued.is_some(),
        ]
    });
    fields::fold(ui, form.theme, "Transport queue", &summary, false, |ui| {
        let net = assumed(form, doc, ("safety_net_days", ""), "d");
        form.optional_number(
            ui,
            "Delivered mail kept",
            "days",
            0.0..=365.0,
            &net,
            part!(Mailbox, |m| m.transport.safety_net_days, None),
            change!(Mailbox, |m, v| m.transport.safety_net_days = v),
        );
        let queue = assumed(form, doc, ("queue_days", ""), "d");
        form.optional_number(
            ui,
            "Mail may wait",
            "days",
            0.0..=365.0,
            &queue,
            part!(Mailbox, |m| m.transport.queue_days, None),
            change!(Mailbox, |m, v| m.transport.queue_days = v),
        );
        let queued = assumed(form, doc, ("queued_share", ""), "share");
        form.optional_share(
            ui,
            "Mail that waits",
            &queued,
            part!(Mailbox, |m| m.transport.queued, None),
            change!(Mailbox, |m, v| m.transport.queued = v),
        );
    });
}
