//! Files, backups and licences.

use egui::Ui;
use evenkeel_model::catalogue::keys;
use evenkeel_model::plan::{SqlFiles, SqlGrowth, SqlLicensing, Workload, WorkloadKind};
use evenkeel_model::units::{MbPerS, Mbps, Mib, Secs, Share};

use super::super::workload::{F, change, part};
use super::{assumed, present, told};
use crate::document::Document;
use crate::ui::fields;

/// The kind of a growth, for the choice before its amount.
#[derive(Clone, Copy, PartialEq, Eq)]
enum GrowthKind {
    NotKnown,
    By,
    Percent,
}

fn kind_of(growth: Option<SqlGrowth>) -> GrowthKind {
    match growth {
        None => GrowthKind::NotKnown,
        Some(SqlGrowth::By(_)) => GrowthKind::By,
        Some(SqlGrowth::Percent(_)) => GrowthKind::Percent,
    }
}

/// A growth: not known, a fixed amount or a percentage, and how much.
fn growth(
    ui: &mut Ui,
    form: &mut F<'_>,
    name: &str,
    get: fn(&SqlFiles) -> Option<SqlGrowth>,
    set: fn(&mut SqlFiles, Option<SqlGrowth>),
    first: Mib,
) {
    form.choice(
        ui,
        name,
        &[
            (GrowthKind::NotKnown, "Not known".to_owned()),
            (GrowthKind::By, "Fixed amount".to_owned()),
            (GrowthKind::Percent, "Percentage".to_owned()),
        ],
        part!(Sql, |s| kind_of(get(&s.files)), GrowthKind::NotKnown),
        change!(Sql, |s, v| {
            let value = match v {
                GrowthKind::NotKnown => None,
                GrowthKind::By => Some(SqlGrowth::By(first)),
                GrowthKind::Percent => Some(SqlGrowth::Percent(Share::new(0.1))),
            };
            set(&mut s.files, value);
        }),
    );
    let kind = form.common(part!(Sql, |s| kind_of(get(&s.files)), GrowthKind::NotKnown));
    match kind {
        Some(GrowthKind::By) => form.quantity(
            ui,
            &format!("{name}, amount"),
            "MiB",
            part!(
                Sql,
                |s| match get(&s.files) {
                    Some(SqlGrowth::By(mib)) => mib,
                    _ => Mib::new(0),
                },
                Mib::new(0)
            ),
            change!(Sql, |s, v| set(&mut s.files, Some(SqlGrowth::By(v)))),
        ),
        Some(GrowthKind::Percent) => form.share(
            ui,
            &format!("{name}, part"),
            1.0,
            part!(
                Sql,
                |s| match get(&s.files) {
                    Some(SqlGrowth::Percent(share)) => share,
                    _ => Share::new(0.0),
                },
                Share::new(0.0)
            ),
            change!(Sql, |s, v| set(&mut s.files, Some(SqlGrowth::Percent(v)))),
        ),
        _ => {}
    }
}

pub(super) fn files(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let summary = form
        .common(part!(
            Sql,
            |s| {
                let f = &s.files;
                present(&[
                    f.databases.is_some(),
                    f.largest_database.is_some(),
                    f.log_size.is_some(),
                    f.tempdb_size.is_some(),
                    s.tempdb_files.is_some(),
                    f.tempdb_difference.is_some(),
                    f.tempdb_equal_growth.is_some(),
                    f.data_growth.is_some(),
                    f.log_growth.is_some(),
                    f.allocation_unit_kib.is_some(),
                    f.log_fragments.is_some(),
                    f.on_system_volume.is_some(),
                ])
            },
            0
        ))
        .map_or_else(|| "mixed".to_owned(), |n| told(n, 12));
    fields::fold(ui, form.theme, "Files", &summary, false, |ui| {
        form.optional_whole(
            ui,
            "User databases",
            1..=100_000,
            "one",
            part!(Sql, |s| s.files.databases, None),
            change!(Sql, |s, v| s.files.databases = v),
        );
        form.optional::<Mib>(
            ui,
            "Largest database",
            "GiB",
            "all of them",
            part!(Sql, |s| s.files.largest_database, None),
            change!(Sql, |s, v| s.files.largest_database = v),
        );
        form.optional::<Mib>(
            ui,
            "Log files",
            "GiB",
            "by the log rate",
            part!(Sql, |s| s.files.log_size, None),
            change!(Sql, |s, v| s.files.log_size = v),
        );
        form.optional::<Mib>(
            ui,
            "tempdb",
            "GiB",
            &assumed(doc, keys::sql::TEMPDB_SHARE, "share"),
            part!(Sql, |s| s.files.tempdb_size, None),
            change!(Sql, |s, v| s.files.tempdb_size = v),
        );
        form.optional_whole(
            ui,
            "tempdb files",
            1..=1000,
            "not known",
            part!(Sql, |s| s.tempdb_files, None),
            change!(Sql, |s, v| s.tempdb_files = v),
        );
        form.optional::<Mib>(
            ui,
            "They differ by",
            "MiB",
            "not known",
            part!(Sql, |s| s.files.tempdb_difference, None),
            change!(Sql, |s, v| s.files.tempdb_difference = v),
        );
        form.tri(
            ui,
            "They grow alike",
            part!(Sql, |s| s.files.tempdb_equal_growth, None),
            change!(Sql, |s, v| s.files.tempdb_equal_growth = v),
        );
        let mib = |key: &str| Mib::new(doc.cx().constant(key).clamp(0.0, 1e9) as u64);
        growth(
            ui,
            form,
            "Data files grow by",
            |f| f.data_growth,
            |f, v| f.data_growth = v,
            mib(keys::sql::GROWTH_DATA_MIB),
        );
        growth(
            ui,
            form,
            "Log files grow by",
            |f| f.log_growth,
            |f, v| f.log_growth = v,
            mib(keys::sql::GROWTH_LOG_MIB),
        );
        form.optional_whole(
            ui,
            "Allocation unit, KB",
            1..=2_048,
            "not known",
            part!(Sql, |s| s.files.allocation_unit_kib, None),
            change!(Sql, |s, v| s.files.allocation_unit_kib = v),
        );
        form.optional_whole(
            ui,
            "Virtual log files",
            1..=10_000_000,
            "not known",
            part!(Sql, |s| s.files.log_fragments, None),
            change!(Sql, |s, v| s.files.log_fragments = v),
        );
        form.tri(
            ui,
            "On the system volume",
            part!(Sql, |s| s.files.on_system_volume, None),
            change!(Sql, |s, v| s.files.on_system_volume = v),
        );
    });
}

pub(super) fn backup(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let summary = form
        .common(part!(
            Sql,
            |s| {
                let b = &s.backup;
                present(&[
                    b.longest_loss.is_some(),
                    b.log_every.is_some(),
                    b.full_every.is_some(),
                    b.window.is_some(),
                    b.target.is_some(),
                    b.network.is_some(),
                ])
            },
            0
        ))
        .map_or_else(|| "mixed".to_owned(), |n| told(n, 6));
    fields::fold(ui, form.theme, "Backup", &summary, false, |ui| {
        form.optional::<Secs>(
            ui,
            "Data that may be lost",
            "min",
            "no target",
            part!(Sql, |s| s.backup.longest_loss, None),
            change!(Sql, |s, v| s.backup.longest_loss = v),
        );
        form.optional::<Secs>(
            ui,
            "Log backed up every",
            "min",
            "not known",
            part!(Sql, |s| s.backup.log_every, None),
            change!(Sql, |s, v| s.backup.log_every = v),
        );
        form.optional::<Secs>(
            ui,
            "Full backup every",
            "d",
            "not known",
            part!(Sql, |s| s.backup.full_every, None),
            change!(Sql, |s, v| s.backup.full_every = v),
        );
        form.optional::<Secs>(
            ui,
            "Window",
            "h",
            "no target",
            part!(Sql, |s| s.backup.window, None),
            change!(Sql, |s, v| s.backup.window = v),
        );
        form.optional::<MbPerS>(
            ui,
            "Backup is written at",
            "MB/s",
            "not known",
            part!(Sql, |s| s.backup.target, None),
            change!(Sql, |s, v| s.backup.target = v),
        );
        form.optional::<Mbps>(
            ui,
            "Network to it",
            "Gbit/s",
            "not over a network",
            part!(Sql, |s| s.backup.network, None),
            change!(Sql, |s, v| s.backup.network = v),
        );
        // Editions without compression do not offer the choice.
        let offered = form
            .common(part!(
                Sql,
                |s| doc
                    .catalogue()
                    .tables
                    .sql
                    .get(&s.version)
                    .and_then(|v| v.editions.get(&s.edition))
                    .and_then(|e| e.limit("backup_compression"))
                    .is_none_or(|v| v > 0.0)
                    || s.backup.compressed,
                false
            ))
            .unwrap_or(true);
        if offered {
            form.flag(
                ui,
                "Compressed",
                part!(Sql, |s| s.backup.compressed, false),
                change!(Sql, |s, v| s.backup.compressed = v),
            );
        }
    });
}

pub(super) fn licences(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let by_core = form
        .common(part!(
            Sql,
            |s| doc
                .catalogue()
                .tables
                .sql
                .get(&s.version)
                .and_then(|v| v.constant("licence_cores"))
                .is_none_or(|v| v > 0.0),
            true
        ))
        .unwrap_or(true);
    let words = |l: SqlLicensing| match (l, by_core) {
        (SqlLicensing::Vm, true) => "Cores of each VM",
        (SqlLicensing::Vm, false) => "Processors of each VM",
        (SqlLicensing::Host, true) => "Cores of the hosts",
        (SqlLicensing::Host, false) => "Processors of the hosts",
        (SqlLicensing::ServerAndCal, _) => "Server and clients",
    };
    let licensing = form.common(part!(Sql, |s| s.licensing, SqlLicensing::Vm));
    let summary = licensing.map_or("mixed", words).to_owned();
    fields::fold(ui, form.theme, "Licences", &summary, false, |ui| {
        form.choice(
            ui,
            "Licensed by",
            &[
                SqlLicensing::Vm,
                SqlLicensing::Host,
                SqlLicensing::ServerAndCal,
            ]
            .map(|l| (l, words(l).to_owned())),
            part!(Sql, |s| s.licensing, SqlLicensing::Vm),
            change!(Sql, |s, v| s.licensing = v),
        );
        if by_core && licensing == Some(SqlLicensing::Vm) {
            form.optional_whole(
                ui,
                "Core licences a VM",
                0..=100_000,
                "not known",
                part!(Sql, |s| s.licences, None),
                change!(Sql, |s, v| s.licences = v),
            );
        }
    });
}
