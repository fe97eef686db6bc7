//! Room of files on their volumes, and backups.

use super::{Grows, Instance, keys};
use crate::facts::Cx;
use crate::figure::Tracer;
use crate::formula::sql::{backup, storage};

impl Instance<'_> {
    fn volume<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, files: T::N) -> T::N {
        let free = cx.k(t, "free_share", keys::sql::VOLUME_FREE_SHARE, "");
        storage::volume_mib(t, files, free)
    }

    /// Data files and free space on their volume.
    pub fn data_volume<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let files = self.database(t);
        self.volume(t, cx, files)
    }

    /// Log files as told, else what is written between log backups, twice over; and free space on their volume.
    pub fn log_volume<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let size = self.sql.files.log_size.map(|m| m.as_f64());
        let files = match self.typed(t, ("log_size", "MiB"), size, "files.log_size") {
            Some(size) => self.part(t, Grows::Data, size),
            None => {
                let every = self.sql.backup.log_every.map(crate::units::Secs::get);
                let names = ("backup.log_every", keys::sql::LOG_BACKUP_S);
                let every = self.typed_or(t, cx, ("log_backup_every", "s"), every, names);
                let log = self.log_rate(t, cx);
                let log = t.step("log_rate", "MB/s", log);
                let times = cx.k(t, "intervals", keys::sql::LOG_RESERVE, "");
                let kept = storage::log_kept_mib(t, log, every, times);
                t.step("log_files", "MiB", kept)
            }
        };
        self.volume(t, cx, files)
    }

    /// Tempdb as told, else a share of the databases; and free space on its volume.
    pub fn tempdb_volume<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let size = self.sql.files.tempdb_size.map(|m| m.as_f64());
        let files = match self.typed(t, ("tempdb_size", "MiB"), size, "files.tempdb_size") {
            Some(size) => super::super::grown(t, self.id, self.part, Grows::Data, size),
            None => self.database(t) * cx.k(t, "tempdb_share", keys::sql::TEMPDB_SHARE, ""),
        };
        self.volume(t, cx, files)
    }

    /// How much smaller or quicker a backup is by compression; none where it is not used or the edition has none.
    fn ratio<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let offered = self
            .edition(cx)
            .and_then(|e| e.limit("backup_compression"))
            .is_none_or(|v| v > 0.0);
        (self.sql.backup.compressed && offered)
            .then(|| cx.k(t, "compression", keys::sql::BACKUP_RATIO, ""))
    }

    /// Full backups that are kept, and free space on their volume.
    pub fn backup_volume<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let kept = cx.k(t, "backups_kept", keys::sql::BACKUPS_KEPT, "");
        let data = self.database(t);
        let files = match self.ratio(t, cx) {
            Some(ratio) => kept * data / ratio,
            None => kept * data,
        };
        let files = t.step("backup_files", "MiB", files);
        self.volume(t, cx, files)
    }

    /// Source data that a backup moves a second, MB/s; none when nothing that bounds it is told.
    pub fn backup_rate<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let source = self.sql.measured.sequential_read.map(|r| r.get());
        let source = self.typed(t, ("source", "MB/s"), source, "measured.sequential_read");
        let network = self.sql.backup.network.map(|r| r.get());
        let network = self.typed(t, ("network", "Mbit/s"), network, "backup.network");
        let network = network.map(|n| n / t.number(8.0));
        let target = self.sql.backup.target.map(|r| r.get());
        let target = self.typed(t, ("target", "MB/s"), target, "backup.target");
        let ratio = self.ratio(t, cx);
        let bounds = backup::Bounds {
            source,
            network,
            target,
            processor: None,
        };
        backup::rate(t, bounds, ratio)
    }

    /// Time of a full backup, s.
    pub fn backup_time<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let rate = self.backup_rate(t, cx)?;
        let rate = t.step("backup_rate", "MB/s", rate);
        let data = self.database(t) * t.number(1.048_576);
        let data = t.step("data", "MB", data);
        Some(backup::time_s(data, rate))
    }
}
