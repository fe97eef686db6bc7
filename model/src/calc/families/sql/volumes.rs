//! Volumes of data, logs, tempdb and backups.

use crate::calc::dimension::{MEMORY, RATE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::sql::storage;

pub(super) struct SqlVolumes;

impl Calculation for SqlVolumes {
    const SPEC: Spec = Spec {
        slug: "sql-volumes",
        family: Family::Sql,
        title: "Volumes of files",
        about: "Volumes that hold the files and stay a fifth free. What is not given of log, tempdb and backups is assumed: the log of two backup intervals, a tenth of the databases, two full backups.",
        inputs: &[
            Input::quantity(
                "database",
                "data files of all databases",
                &MEMORY,
                "MiB",
                (0.0, 1e15),
            ),
            Input::share("free", "part of a volume that stays free")
                .constant(keys::sql::VOLUME_FREE_SHARE),
            Input::quantity("log", "log files", &MEMORY, "MiB", (0.0, 1e15)).optional(),
            Input::quantity(
                "log_rate",
                "log written, to work out the log files",
                &RATE,
                "MB/s",
                (0.0, 1e9),
            )
            .optional(),
            Input::quantity(
                "log_every",
                "time between log backups",
                &TIME,
                "s",
                (0.0, 1e9),
            )
            .constant(keys::sql::LOG_BACKUP_S),
            Input::factor("intervals", "intervals that the log holds", (1.0, 1e6))
                .constant(keys::sql::LOG_RESERVE),
            Input::quantity("tempdb", "tempdb files", &MEMORY, "MiB", (0.0, 1e15)).optional(),
            Input::share("tempdb_share", "tempdb as a part of the databases")
                .constant(keys::sql::TEMPDB_SHARE),
            Input::factor("backups", "full backups kept", (0.0, 1e6))
                .constant(keys::sql::BACKUPS_KEPT),
            Input::factor("compression", "how much smaller a backup is", (1.0, 1e4)).or(1.0),
        ],
        outputs: &[
            Output::new("data_volume", "Volume of data", "MiB"),
            Output::new("log_volume", "Volume of logs", "MiB"),
            Output::new("tempdb_volume", "Volume of tempdb", "MiB"),
            Output::new("backup_volume", "Volume of backups", "MiB"),
        ],
        example: &[("database", "400GB"), ("log_rate", "2MB/s")],
        sources: &[
            "SQL Assessment API default ruleset, Microsoft; dbachecks, dataplat (free space)",
            "Assumptions for log, tempdb and backups",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let free = g.n("free");
        if free.value() >= 1.0 {
            return Err(g.fault(
                "free",
                "a volume cannot stay wholly free",
                "give less than 100 %",
            ));
        }
        let database = g.n("database");
        let data = storage::volume_mib(g.t, database.clone(), free.clone());
        g.put("data_volume", data);
        let log = match (g.maybe("log"), g.maybe("log_rate")) {
            (Some(log), _) => Some(log),
            (None, Some(rate)) => {
                let (every, times) = (g.n("log_every"), g.n("intervals"));
                let kept = storage::log_kept_mib(g.t, rate, every, times);
                Some(g.t.step("log_files", "MiB", kept))
            }
            (None, None) => None,
        };
        if let Some(log) = log {
            let volume = storage::volume_mib(g.t, log.clone(), free.clone());
            if log.value() > database.value() {
                g.note("the log is larger than the data: see why it is not emptied");
            }
            g.put("log_volume", volume);
        }
        let tempdb = match g.maybe("tempdb") {
            Some(tempdb) => tempdb,
            None => database.clone() * g.n("tempdb_share"),
        };
        let volume = storage::volume_mib(g.t, tempdb, free.clone());
        g.put("tempdb_volume", volume);
        let backups = g.n("backups") * database / g.n("compression");
        let volume = storage::volume_mib(g.t, backups, free);
        g.put("backup_volume", volume);
        Ok(())
    }
}
