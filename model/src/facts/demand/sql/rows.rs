//! Rows of the catalogue that SQL Server's formulas take: what facts of a plan and calculators share.

use crate::catalogue::{SqlEdition, SqlVersion, keys};
use crate::facts::Cx;
use crate::figure::Tracer;
use crate::formula::sql::{memory, parallel, threads};
use crate::plan::SqlArchitecture;

/// A version by its key.
pub fn version<'c>(cx: &Cx<'c>, key: &str) -> Option<&'c SqlVersion> {
    cx.catalogue.tables.sql.get(key)
}

/// An edition of a version by its key.
pub fn edition<'c>(cx: &Cx<'c>, version_key: &str, key: &str) -> Option<&'c SqlEdition> {
    version(cx, version_key)?.editions.get(key)
}

/// A value of a version; none where it has no such row.
pub fn of_version<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    version_key: &str,
    (symbol, unit): (&'static str, &'static str),
    key: &str,
) -> Option<T::N> {
    let row = version(cx, version_key)?.constants.get(key)?;
    Some(cx.row_value(t, symbol, version_key, key, Some(row), unit))
}

/// A limit of an edition; none where it is the operating system's.
pub fn of_edition<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    (version_key, edition_key): (&str, &str),
    (symbol, unit): (&'static str, &'static str),
    key: &str,
) -> Option<T::N> {
    let row = edition(cx, version_key, edition_key)?.limits.get(key)?;
    let scope = format!("{version_key}.{edition_key}");
    Some(cx.row_value(t, symbol, &scope, key, Some(row), unit))
}

/// The table of worker threads.
pub fn workers<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    architecture: SqlArchitecture,
) -> threads::WorkerRows<T::N> {
    let keys = if architecture == SqlArchitecture::X86 {
        (keys::sql::WORKERS_32_BASE, keys::sql::WORKERS_32_STEP)
    } else {
        (keys::sql::WORKERS_BASE, keys::sql::WORKERS_STEP)
    };
    threads::WorkerRows {
        base: cx.k(t, "workers_base", keys.0, ""),
        step: cx.k(t, "workers_step", keys.1, ""),
        step_many: cx.k(t, "workers_step_many", keys::sql::WORKERS_STEP_MANY, ""),
    }
}

/// Stack of a worker thread, MiB. `of_vm`: in the rules of VMs and by cores, where a 32-bit one counts double.
pub fn stack<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    architecture: SqlArchitecture,
    of_vm: bool,
) -> T::N {
    let key = match (architecture, of_vm) {
        (SqlArchitecture::X64, _) => keys::sql::STACK_MIB,
        (SqlArchitecture::Ia64, _) => keys::sql::STACK_IA64_MIB,
        (SqlArchitecture::X86, false) => keys::sql::STACK_X86_MIB,
        (SqlArchitecture::X86, true) => keys::sql::CORES_STACK_X86_MIB,
    };
    cx.k(t, "stack", key, "MiB")
}

pub fn one_four_eight<T: Tracer>(t: &mut T, cx: &Cx<'_>) -> memory::OneFourEight<T::N> {
    memory::OneFourEight {
        os_gb: cx.k(t, "os", keys::sql::RULE_OS_GB, "GB"),
        low_part: cx.k(t, "low_part", keys::sql::RULE_LOW_PART, ""),
        knee_gb: cx.k(t, "knee", keys::sql::RULE_KNEE_GB, "GB"),
        high_part: cx.k(t, "high_part", keys::sql::RULE_HIGH_PART, ""),
    }
}

pub fn small_steps<T: Tracer>(t: &mut T, cx: &Cx<'_>) -> memory::SmallSteps<T::N> {
    memory::SmallSteps {
        tiny_gb: cx.k(t, "tiny", keys::sql::RULE_TINY_GB, "GB"),
        tiny_reserve_gb: cx.k(t, "tiny_reserve", keys::sql::RULE_TINY_RESERVE_GB, "GB"),
        small_gb: cx.k(t, "small", keys::sql::RULE_SMALL_GB, "GB"),
        small_reserve_gb: cx.k(t, "small_reserve", keys::sql::RULE_SMALL_RESERVE_GB, "GB"),
    }
}

pub fn by_cores<T: Tracer>(t: &mut T, cx: &Cx<'_>) -> memory::ByCores<T::N> {
    memory::ByCores {
        small_share: cx.k(t, "small_share", keys::sql::CORES_SMALL_SHARE, ""),
        large_share: cx.k(t, "large_share", keys::sql::CORES_LARGE_SHARE, ""),
        large_mib: cx.k(t, "large", keys::sql::CORES_LARGE_MIB, "MiB"),
        threads_base: cx.k(t, "threads_base", keys::sql::CORES_THREADS_BASE, ""),
        threads_step: cx.k(t, "threads_step", keys::sql::CORES_THREADS_STEP, ""),
        mib_per_4: cx.k(t, "per_4_cores", keys::sql::CORES_MIB_PER_4, "MiB"),
    }
}

/// A version's row of the MAXDOP table.
pub fn maxdop<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    version_key: &str,
) -> Option<parallel::MaxdopRow<T::N>> {
    let mut row = |symbol, key| of_version(t, cx, version_key, (symbol, ""), key);
    Some(parallel::MaxdopRow {
        one_node: row("one_node", "maxdop_one_node")?,
        node_whole: row("node_whole", "maxdop_node_whole")?,
        node_most: row("node_most", "maxdop_node_most")?,
        node_part: row("node_part", "maxdop_node_part")?,
    })
}
