//! SQL Server workloads.

mod copies;
mod instance;
mod keeping;

use egui::Ui;
use evenkeel_model::catalogue::keys;
use evenkeel_model::plan::Workload;
use evenkeel_model::plan::WorkloadKind;
use evenkeel_model::units::{Mib, Ms, with_unit};

pub use instance::rules as memory_rules;

use super::workload::{F, change, named, part};
use crate::document::Document;
use crate::ui::fields;

/// Version, edition, load and sizes.
pub fn sql(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let table = &doc.catalogue().tables.sql;
    form.pick(
        ui,
        "Version",
        &|key: &String| {
            table
                .get(key)
                .map_or_else(|| key.clone(), |v| v.name.clone())
        },
        &|| named(table, |v| v.name.clone(), |v| v.source.date.clone()),
        part!(Sql, |s| s.version.clone(), String::new()),
        change!(Sql, |s, v| s.version = v),
    );
    let version = form
        .common(part!(Sql, |s| s.version.clone(), String::new()))
        .unwrap_or_default();
    let editions = table.get(&version).map(|v| &v.editions);
    form.pick(
        ui,
        "Edition",
        &|key: &String| {
            editions
                .and_then(|e| e.get(key))
                .map_or_else(|| key.clone(), |e| e.name.clone())
        },
        &|| {
            editions.map_or_else(Vec::new, |e| {
                named(e, |e| e.name.clone(), |_| String::new())
            })
        },
        part!(Sql, |s| s.edition.clone(), String::new()),
        change!(Sql, |s, v| s.edition = v),
    );
    form.number(
        ui,
        "Peak load",
        "tx/s",
        0.0..=1e7,
        part!(Sql, |s| s.transactions_per_s, 0.0),
        change!(Sql, |s, v| s.transactions_per_s = v),
    );
    form.optional_number(
        ui,
        "Batch requests",
        "/s",
        0.0..=1e7,
        "as many as transactions",
        part!(Sql, |s| s.batches_per_s, None),
        change!(Sql, |s, v| s.batches_per_s = v),
    );
    form.quantity(
        ui,
        "Databases",
        "GiB",
        part!(Sql, |s| s.database_size, Mib::new(0)),
        change!(Sql, |s, v| s.database_size = v),
    );
    form.optional::<Mib>(
        ui,
        "Max memory",
        "GiB",
        "left at its default",
        part!(Sql, |s| s.max_server_memory, None),
        change!(Sql, |s, v| s.max_server_memory = v),
    );
}

/// A constant of the catalogue as a hint, for a field that it stands in for.
fn assumed(doc: &Document, key: &str, unit: &str) -> String {
    let cx = doc.cx();
    if cx.row(key).is_some() || cx.plan.overrides.contains_key(key) {
        format!("assumed {}", with_unit(cx.constant(key), unit))
    } else {
        "not known".to_owned()
    }
}

/// What a transaction costs, memory and commits; the rest folded away.
pub fn sql_more(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let assumed = |key: &str, unit: &str| assumed(doc, key, unit);
    fields::heading(ui, form.theme, "A transaction");
    form.optional_number(
        ui,
        "Processor time",
        "core-ms",
        0.0..=1e6,
        &assumed(keys::sql::CORE_MS, "ms"),
        part!(Sql, |s| s.core_ms_per_transaction, None),
        change!(Sql, |s, v| s.core_ms_per_transaction = v),
    );
    form.optional_number(
        ui,
        "Log written",
        "B",
        0.0..=1e9,
        &assumed(keys::sql::LOG_BYTES, "B"),
        part!(Sql, |s| s.log_bytes_per_transaction, None),
        change!(Sql, |s, v| s.log_bytes_per_transaction = v),
    );
    form.optional_number(
        ui,
        "Data reads and writes",
        "",
        0.0..=1e6,
        &assumed(keys::sql::DATA_IO, ""),
        part!(Sql, |s| s.data_io_per_transaction, None),
        change!(Sql, |s, v| s.data_io_per_transaction = v),
    );
    form.optional_share(
        ui,
        "Of these, reads",
        &assumed(keys::sql::READ_SHARE, "share"),
        part!(Sql, |s| s.read_share, None),
        change!(Sql, |s, v| s.read_share = v),
    );
    fields::heading(ui, form.theme, "Memory and commits");
    form.optional::<Mib>(
        ui,
        "Working set",
        "GiB",
        &assumed(keys::sql::WORKING_SET, "share"),
        part!(Sql, |s| s.working_set, None),
        change!(Sql, |s, v| s.working_set = v),
    );
    form.optional::<Ms>(
        ui,
        "Log write, local",
        "ms",
        &assumed(keys::sql::LOG_WRITE_MS, "ms"),
        part!(Sql, |s| s.log_write, None),
        change!(Sql, |s, v| s.log_write = v),
    );
    form.optional::<Ms>(
        ui,
        "Longest commit",
        "ms",
        "no target",
        part!(Sql, |s| s.commit_target, None),
        change!(Sql, |s, v| s.commit_target = v),
    );
    form.optional_whole(
        ui,
        "Sessions that commit",
        1..=1_000_000,
        "not known",
        part!(Sql, |s| s.sessions, None),
        change!(Sql, |s, v| s.sessions = v),
    );
    form.flag(
        ui,
        "Tier 1",
        part!(Sql, |s| s.tier_1, false),
        change!(Sql, |s, v| s.tier_1 = v),
    );
    instance::settings(ui, form, doc);
    instance::measured(ui, form);
    keeping::files(ui, form, doc);
    keeping::backup(ui, form, doc);
    copies::show(ui, form, doc);
    keeping::licences(ui, form, doc);
}

/// How many of some fields are told, for a fold that is closed.
fn told(count: usize, of: usize) -> String {
    match count {
        0 => "nothing told".to_owned(),
        n => format!("{n} of {of} told"),
    }
}

/// Adds up what is there.
fn present(fields: &[bool]) -> usize {
    fields.iter().filter(|f| **f).count()
}
