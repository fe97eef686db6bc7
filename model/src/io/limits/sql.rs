//! Bounds of SQL Server workloads.

use super::{Look, MAX_COUNT, MAX_NAME, MAX_PEOPLE};
use crate::plan::{Sql, SqlCopies, SqlFiles, SqlGrowth, SqlInstance};

/// Largest amount of anything in KB.
const MAX_KB: f64 = 1e15;

pub(super) fn sql(look: &mut Look<'_>, s: &Sql) {
    look.text("kind.version", &s.version, MAX_NAME);
    look.text("kind.edition", &s.edition, MAX_NAME);
    look.number("kind.transactions_per_s", s.transactions_per_s, 0.0, 1e9);
    for (field, value, max) in [
        ("kind.batches_per_s", s.batches_per_s, 1e9),
        (
            "kind.core_ms_per_transaction",
            s.core_ms_per_transaction,
            1e9,
        ),
        (
            "kind.log_bytes_per_transaction",
            s.log_bytes_per_transaction,
            1e12,
        ),
        (
            "kind.data_io_per_transaction",
            s.data_io_per_transaction,
            1e9,
        ),
        ("kind.measured.cpu_cores", s.measured.cpu_cores, 1e6),
    ] {
        look.optional(field, value, max);
    }
    if let Some(share) = s.read_share {
        look.share("kind.read_share", share, 0.0);
    }
    for (field, value, max) in [
        ("kind.sessions", s.sessions, MAX_PEOPLE),
        ("kind.tempdb_files", s.tempdb_files, MAX_COUNT),
        ("kind.max_dop", s.max_dop, MAX_COUNT),
        ("kind.licences", s.licences, MAX_COUNT),
    ] {
        look.count(field, value.unwrap_or(0), max);
    }
    instance(look, &s.instance);
    files(look, &s.files);
    if let Some(c) = &s.copies {
        copies(look, c);
    }
}

fn instance(look: &mut Look<'_>, i: &SqlInstance) {
    for (field, value, max) in [
        ("kind.instance.per_vm", i.per_vm, 1_000),
        (
            "kind.instance.max_worker_threads",
            i.max_worker_threads,
            MAX_COUNT,
        ),
        ("kind.instance.cost_threshold", i.cost_threshold, MAX_COUNT),
        ("kind.instance.numa_nodes", i.numa_nodes, 1_024),
    ] {
        look.count(field, value.unwrap_or(0), max);
    }
}

fn files(look: &mut Look<'_>, f: &SqlFiles) {
    for (field, value, max) in [
        ("kind.files.databases", f.databases, MAX_COUNT),
        (
            "kind.files.allocation_unit_kib",
            f.allocation_unit_kib,
            MAX_COUNT,
        ),
        ("kind.files.log_fragments", f.log_fragments, MAX_PEOPLE),
    ] {
        look.count(field, value.unwrap_or(0), max);
    }
    for (field, growth) in [
        ("kind.files.data_growth", f.data_growth),
        ("kind.files.log_growth", f.log_growth),
    ] {
        if let Some(SqlGrowth::Percent(share)) = growth {
            look.share(field, share, 0.0);
        }
    }
}

fn copies(look: &mut Look<'_>, c: &SqlCopies) {
    look.count("kind.copies.databases", c.databases.unwrap_or(0), MAX_COUNT);
    for (i, q) in c.queues.iter().enumerate() {
        look.text(
            format!("kind.copies.queues[{i}].database"),
            &q.database,
            MAX_NAME,
        );
        for (field, value) in [
            ("redo_kb", q.redo_kb),
            ("redo_kb_per_s", q.redo_kb_per_s),
            ("send_kb", q.send_kb),
            ("log_kb_per_s", q.log_kb_per_s.unwrap_or(0.0)),
        ] {
            look.number(
                format!("kind.copies.queues[{i}].{field}"),
                value,
                0.0,
                MAX_KB,
            );
        }
    }
}
