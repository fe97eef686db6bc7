//! Commit latency and the bound on commits.

use super::inputs;
use crate::calc::Otherwise;
use crate::calc::dimension::{FREQUENCY, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::facts::demand::sql_rows as rows;
use crate::figure::{Num, Tracer};
use crate::formula::sql::commit;

pub(super) struct SqlCommit;

impl Calculation for SqlCommit {
    const SPEC: Spec = Spec {
        slug: "sql-commit",
        family: Family::Sql,
        title: "Commit latency and commits a second",
        about: "A commit waits for its log write. mode=async or none: the local write. sync: a synchronous copy, whose write runs beside the local one: the later of local write and round trip with the copy's write. mirrored: disks mirrored by the platform, local write and round trip one after the other (the safe reading of the DRBD guide). A session commits at most once per commit time; the instance is bound by its sessions and by the log writes that it may have outstanding.",
        inputs: &[
            Input::choice(
                "mode",
                "what a commit waits for",
                &[
                    ("none", "The local disk"),
                    ("async", "The local disk; copies follow"),
                    ("sync", "A synchronous copy"),
                    ("mirrored", "Disks mirrored by the platform"),
                ],
            )
            .word("none"),
            Input::quantity("log_write", "local log write", &TIME, "ms", (1e-6, 1e7))
                .symbol("t_log_local")
                .constant(keys::sql::LOG_WRITE_MS),
            Input::quantity(
                "rtt",
                "round trip to the copy or mirror",
                &TIME,
                "ms",
                (0.0, 1e7),
            )
            .symbol("t_net_RTT")
            .optional(),
            Input::quantity(
                "remote_write",
                "log write of the copy; as the local one when left out",
                &TIME,
                "ms",
                (1e-6, 1e7),
            )
            .symbol("t_log_remote")
            .optional(),
            Input::quantity(
                "t_commit",
                "commit time as measured, instead of the rest",
                &TIME,
                "ms",
                (1e-6, 1e7),
            )
            .optional(),
            Input::quantity(
                "tps",
                "commits that are needed, to judge",
                &FREQUENCY,
                "/s",
                (0.0, 1e9),
            )
            .optional(),
            Input::count(
                "sessions",
                "sessions that commit at the same time",
                (1.0, 1e8),
            )
            .or(1.0),
            Input::count(
                "databases",
                "databases, each with a log of its own",
                (1.0, 1e6),
            )
            .or(1.0),
            Input {
                otherwise: Otherwise::Word("sql-2022"),
                ..inputs::VERSION
            },
        ],
        outputs: &[
            Output::new("t_commit", "Commit", "ms"),
            Output::new("per_session", "Commits of one session", "/s"),
            Output::new("all_sessions", "Commits of all sessions", "/s"),
            Output::new("flushes", "Log flushes that can be outstanding", "/s"),
            Output::new("in_flight", "Log that can be in flight", "MB/s"),
            Output::new("sessions_needed", "Sessions needed", ""),
        ],
        example: &[("t_commit", "5ms"), ("tps", "150/s")],
        sources: &[
            "Analyze synchronous commit impact on high commit rate workloads, Microsoft SQL Server Tiger team, 2018",
            "Importance of network latency when using database mirroring, P. Randal, SQLskills, 2011",
            "SQL Server transaction log write latency, sql-sasquatch, 2015 (32 writes outstanding)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let mode = g.word("mode").to_owned();
        let time = match g.maybe("t_commit") {
            Some(time) => time,
            None => {
                let local = g.n("log_write");
                if local.value() > g.cx.constant(keys::sql::LOG_WRITE_BAD_MS) {
                    g.warn("SQL-021", "a log write of more than 20 ms is bad");
                } else if local.value() > g.cx.constant(keys::sql::LOG_WRITE_MS) {
                    g.tell("SQL-021", "a good log write takes 1 to 5 ms");
                }
                match mode.as_str() {
                    "sync" | "mirrored" => {
                        let Some(rtt) = g.maybe("rtt") else {
                            return Err(g.fault(
                                "rtt",
                                "the round trip is missing",
                                "give rtt, or another mode",
                            ));
                        };
                        if rtt.value() > g.cx.constant(keys::sql::SYNC_FAR_MS) {
                            g.warn(
                                "SQL-015",
                                "more than 10 ms away: copies should be asynchronous",
                            );
                        } else if rtt.value() > g.cx.constant(keys::sql::SYNC_NEAR_MS) {
                            g.warn(
                                "SQL-015",
                                "more than the 5 ms advised for synchronous copies",
                            );
                        }
                        if mode == "mirrored" {
                            commit::mirrored_write_ms(local, rtt)
                        } else {
                            let remote = match g.maybe("remote_write") {
                                Some(remote) => remote,
                                None => local.clone(),
                            };
                            let there = commit::remote_ms(rtt, remote);
                            let there = g.t.step("remote", "ms", there);
                            commit::synchronous_ms(local, there)
                        }
                    }
                    _ => local,
                }
            }
        };
        g.put("t_commit", time.clone());
        let time = g.t.step("t_commit", "ms", time);
        let one = commit::per_session(g.t, time.clone());
        g.put("per_session", one.clone());
        let one = g.t.step("per_session", "/s", one);
        let sessions = g.n("sessions");
        let all = sessions * one.clone();
        g.put("all_sessions", all.clone());
        let version = g.word("version").to_owned();
        let databases = g.n("databases");
        if let Some(writes) = rows::of_version(
            g.t,
            g.cx,
            &version,
            ("outstanding", ""),
            "log_writes_outstanding",
        ) {
            let flushes = commit::flushes(g.t, databases.clone(), writes, time.clone());
            g.put("flushes", flushes);
        }
        if let Some(kib) = rows::of_version(
            g.t,
            g.cx,
            &version,
            ("in_flight", "KiB"),
            "log_in_flight_kib",
        ) {
            let rate = commit::in_flight_mb_s(g.t, databases, kib, time);
            g.put("in_flight", rate);
        }
        if let Some(tps) = g.maybe("tps") {
            if tps.value() > all.value() {
                g.fail(
                    "SQL-014",
                    "the sessions cannot make so many commits, whatever the hardware",
                );
            }
            g.put("sessions_needed", (tps / one).ceil());
        }
        Ok(())
    }
}
