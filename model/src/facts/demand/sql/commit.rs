//! Commits: the log write here, over the platform's mirror, and on synchronous copies.

use super::{CopyReach, Grows, Instance, keys};
use crate::facts::{Cx, typed};
use crate::figure::{Origin, Tracer};
use crate::formula::sql::{commit, copies};
use crate::plan::{SqlCommit, SqlReplica};

impl<'a> Instance<'a> {
    fn log_write<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let value = self.sql.log_write.map(crate::units::Ms::get);
        let names = ("log_write", keys::sql::LOG_WRITE_MS);
        self.typed_or(t, cx, ("log_write", "ms"), value, names)
    }

    /// The log write on this server's own disk.
    pub fn commit_local<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        self.log_write(t, cx)
    }

    /// The log write on the VM's disks: with the pair's round trip at the levels that mirror. None when that round trip
    /// is not known.
    pub fn commit_mirrored<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        if !self.vm.level.paired() {
            return None;
        }
        let rtt = self.reach?.pair_rtt_ms?;
        let local = self.log_write(t, cx);
        let rtt = t.given("round_trip", rtt, "ms", || {
            Origin::Figure(format!("vm/{}/rtt", self.vm_id))
        });
        Some(commit::mirrored_write_ms(local, rtt))
    }

    fn own_write<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        if self.vm.level.paired() {
            self.commit_mirrored(t, cx)
        } else {
            Some(self.commit_local(t, cx))
        }
    }

    /// Synchronous copies with what is known of their reach; empty on a VM that holds a copy.
    fn synchronous(&self) -> Vec<(usize, &'a SqlReplica, Option<&'a CopyReach>)> {
        if self.copy.is_some() {
            return Vec::new();
        }
        let known: &[CopyReach] = self
            .reach
            .and_then(|r| r.copies.get(self.id))
            .map_or(&[], Vec::as_slice);
        self.sql
            .replicas()
            .iter()
            .enumerate()
            .filter(|(_, r)| r.commit == SqlCommit::Synchronous)
            .map(|(i, r)| (i, r, known.get(i)))
            .collect()
    }

    fn copy_rtt<T: Tracer>(
        &self,
        t: &mut T,
        (i, replica, known): (usize, &SqlReplica, Option<&CopyReach>),
    ) -> Option<T::N> {
        if let Some(typed_rtt) = replica.round_trip {
            return Some(t.given("copy_round_trip", typed_rtt.get(), "ms", || {
                typed(self.id, &format!("copies.replicas[{i}].round_trip"))
            }));
        }
        let known = known?;
        Some(t.given("copy_round_trip", known.rtt_ms?, "ms", || {
            let over = match &known.over {
                Some(link) => format!("over {link}"),
                None => "within a host".to_owned(),
            };
            Origin::Counted(format!("round trip to the copy, {over}, slowest placement"))
        }))
    }

    /// Round trip to the synchronous copy that is farthest; none without one, or when one is not known.
    pub fn copy_round_trip<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let mut all = Vec::new();
        for copy in self.synchronous() {
            all.push(self.copy_rtt(t, copy)?);
        }
        (!all.is_empty()).then(|| copies::worst(t, all))
    }

    /// When the slowest synchronous copy has the log on disk; none without one, or when its way is not known.
    pub fn commit_copies<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let mut all = Vec::new();
        for (i, replica, known) in self.synchronous() {
            let rtt = self.copy_rtt(t, (i, replica, known))?;
            let write = match replica.log_write {
                Some(ms) => t.given("copy_log_write", ms.get(), "ms", || {
                    typed(self.id, &format!("copies.replicas[{i}].log_write"))
                }),
                None => self.log_write(t, cx),
            };
            let write = match known {
                Some(k) if k.paired => {
                    let pair = t.given("copy_pair_round_trip", k.pair_rtt_ms?, "ms", || {
                        Origin::Counted("round trip of the pair that holds the copy".into())
                    });
                    commit::mirrored_write_ms(write, pair)
                }
                _ => write,
            };
            all.push(commit::remote_ms(rtt, write));
        }
        (!all.is_empty()).then(|| copies::worst(t, all))
    }

    /// The whole commit. None when a round trip that it waits for is not known.
    pub fn commit<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let own = self.own_write(t, cx)?;
        if self.synchronous().is_empty() {
            return Some(own);
        }
        let remote = self.commit_copies(t, cx)?;
        let own = t.step("own_write", "ms", own);
        let remote = t.step("copy_written", "ms", remote);
        Some(commit::synchronous_ms(own, remote))
    }

    fn commit_step<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let commit = self.commit(t, cx)?;
        Some(t.step("commit", "ms", commit))
    }

    pub fn commits_per_session<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let ms = self.commit_step(t, cx)?;
        Some(commit::per_session(t, ms))
    }

    pub fn commits_bound<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let sessions = self.sql.sessions.map(f64::from);
        let sessions = self.typed(t, ("sessions", ""), sessions, "sessions")?;
        let sessions = self.part(t, Grows::Users, sessions);
        let one = self.commits_per_session(t, cx)?;
        Some(sessions * t.step("commits_per_session", "/s", one))
    }

    fn databases_count<T: Tracer>(&self, t: &mut T) -> T::N {
        match self.sql.files.databases.filter(|n| *n > 0) {
            Some(n) => t.given("databases", f64::from(n), "", || {
                typed(self.id, "files.databases")
            }),
            None => t.given("databases", 1.0, "", || {
                Origin::Assumed("how many databases there are is not told; one is taken".into())
            }),
        }
    }

    /// Log flushes a second that the log writer can have outstanding.
    pub fn flushes_bound<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let names = ("outstanding", "");
        let outstanding = self.of_version(t, cx, names, "log_writes_outstanding")?;
        let ms = self.commit_step(t, cx)?;
        let databases = self.databases_count(t);
        Some(commit::flushes(t, databases, outstanding, ms))
    }

    /// Log a second that can be in flight.
    pub fn log_bound<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let in_flight = self.of_version(t, cx, ("in_flight", "KiB"), "log_in_flight_kib")?;
        let ms = self.commit_step(t, cx)?;
        let databases = self.databases_count(t);
        Some(commit::in_flight_mb_s(t, databases, in_flight, ms))
    }
}
