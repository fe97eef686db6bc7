//! Inputs that several SQL Server calculators take.

use crate::calc::dimension::MEMORY;
use crate::calc::{Given, Input, Values};
use crate::catalogue::Catalogue;
use crate::facts::demand::sql_rows as rows;
use crate::figure::Tracer;
use crate::formula::sql::{memory, threads};
use crate::plan::SqlArchitecture;

/// Widest range of memory: 1 KB to 1,000,000 TB.
pub(super) const MEMORY_GB: (f64, f64) = (1e-6, 1e9);

const fn version_options() -> fn(&Catalogue, &Values) -> Vec<(String, String)> {
    |catalogue, _| {
        let all = catalogue.tables.sql.iter();
        all.map(|(k, v)| (k.clone(), v.name.clone())).collect()
    }
}

const fn edition_options() -> fn(&Catalogue, &Values) -> Vec<(String, String)> {
    |catalogue, values| {
        let version = values.word("version").unwrap_or("");
        match catalogue.tables.sql.get(version) {
            Some(v) => {
                let all = v.editions.iter();
                all.map(|(k, e)| (k.clone(), e.name.clone())).collect()
            }
            None => Vec::new(),
        }
    }
}

pub(super) const VERSION: Input = Input::from_catalogue(
    "version",
    "version of SQL Server; limits and rules differ by it",
    version_options(),
);
pub(super) const EDITION: Input = Input::from_catalogue(
    "edition",
    "edition of that version; each has its own limits",
    edition_options(),
);
pub(super) const RAM: Input = Input::quantity(
    "ram",
    "memory of the server or VM, 1 GB = 1,024 MB",
    &MEMORY,
    "GB",
    MEMORY_GB,
)
.symbol("R");
pub(super) const ARCHITECTURE: Input = Input::choice(
    "architecture",
    "of the instance: sets the stack of a worker thread, and with 32 bits the number of workers",
    &[("x64", "64-bit"), ("x86", "32-bit"), ("ia64", "Itanium")],
)
.word("x64");
pub(super) const WORKERS: Input = Input::count(
    "workers",
    "max worker threads as set; by the table when left out",
    (1.0, 1e6),
)
.optional();

pub(super) fn architecture<T: Tracer>(g: &Given<'_, T>) -> SqlArchitecture {
    match g.word("architecture") {
        "x86" => SqlArchitecture::X86,
        "ia64" => SqlArchitecture::Ia64,
        _ => SqlArchitecture::X64,
    }
}

/// Workers as entered, else of so many processors.
pub(super) fn workers<T: Tracer>(g: &mut Given<'_, T>, processors: T::N) -> T::N {
    if let Some(set) = g.maybe("workers") {
        return set;
    }
    let architecture = architecture(g);
    let table = rows::workers(g.t, g.cx, architecture);
    let n = threads::workers(g.t, processors, table);
    g.t.step("workers", "", n)
}

/// Stacks of the workers, MiB.
pub(super) fn stacks<T: Tracer>(g: &mut Given<'_, T>, workers: T::N, of_vm: bool) -> T::N {
    let architecture = architecture(g);
    let stack = rows::stack(g.t, g.cx, architecture, of_vm);
    g.t.step("stacks", "MiB", workers * stack)
}

/// What the 1/4/8 rule keeps of so much memory, GB.
pub(super) fn reserve<T: Tracer>(g: &mut Given<'_, T>, ram_gb: T::N) -> T::N {
    let rule = rows::one_four_eight(g.t, g.cx);
    memory::reserve_gb(g.t, ram_gb, rule)
}
