//! What a synchronous write waits for, and how many a session makes.

use crate::calc::dimension::{NUMBER, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::mirror;

pub(super) struct MirrorCommit;

impl Calculation for MirrorCommit {
    const SPEC: Spec = Spec {
        slug: "mirror-commit",
        family: Family::Protection,
        title: "Latency of a mirrored write",
        about: "The planning rule is local write + round trip. With the partner's own write given, it also answers the write \
                as it happens when both disks write at the same time: the slower of the local write and round trip + remote \
                write. Writes that wait for each other are bounded by queue depth ÷ commit. With protocol A the write is \
                done at the local disk and send buffer, with B at the partner's memory, with C at its disk; only C loses nothing.",
        inputs: &[
            Input::quantity(
                "local_write",
                "write of the local disk",
                &TIME,
                "ms",
                (0.0, 1e7),
            ),
            Input::quantity("rtt", "round trip to the partner", &TIME, "ms", (0.0, 1e7)),
            Input::quantity(
                "remote_write",
                "write of the partner's disk",
                &TIME,
                "ms",
                (0.0, 1e7),
            )
            .optional(),
            Input::choice(
                "protocol",
                "when a write is done",
                &[
                    ("C", "At the partner's disk"),
                    ("B", "In the partner's memory"),
                    ("A", "In the local send buffer"),
                ],
            )
            .word("C"),
            Input {
                key: "queue_depth",
                symbol: "qd",
                what: "writes under way at once; also sessions that commit one after the other",
                kind: crate::calc::Kind::Number(crate::calc::Number {
                    dimension: &NUMBER,
                    unit: "",
                    min: 1.0,
                    max: 1e6,
                    whole: false,
                }),
                otherwise: crate::calc::Otherwise::Value(1.0),
            },
            Input::quantity(
                "budget",
                "log write that the application allows",
                &TIME,
                "ms",
                (0.0, 1e7),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("commit", "Commit by the planning rule", "ms"),
            Output::new("added", "Added to the local write", "ms"),
            Output::new("increase", "Slower than the local write by", "share"),
            Output::new("remote", "Partner's part: round trip and its write", "ms"),
            Output::new(
                "commit_parallel",
                "Commit with both disks writing at once",
                "ms",
            ),
            Output::new("iops", "Writes a second by the planning rule", "/s"),
            Output::new(
                "iops_parallel",
                "Writes a second with both disks writing at once",
                "/s",
            ),
            Output::new("budget_share", "Share of the budget", "share"),
            Output::new("max_rtt", "Round trip that keeps the budget", "ms"),
        ],
        example: &[("local_write", "3ms"), ("rtt", "0.2ms")],
        sources: &["DRBD 9 User's Guide, LINBIT, 2020 (latency, protocols A, B and C)"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (local, rtt) = (g.n("local_write"), g.n("rtt"));
        let protocol = g.word("protocol").to_owned();
        let waits = if protocol == "A" {
            g.warn(
                "LNK-026",
                "protocol A does not wait for the partner: what is under way is lost with the host",
            );
            g.t.number(0.0)
        } else {
            rtt.clone()
        };
        if protocol == "B" {
            g.warn("LNK-026", "protocol B waits for the partner's memory only: a loss of power at both sides loses writes");
        }
        let commit = mirror::commit_plan_ms::<T>(local.clone(), waits.clone());
        g.put("commit", commit.clone());
        let commit = g.t.step("commit", "ms", commit);
        g.put("added", waits.clone());
        if local.value() > 0.0 {
            g.put("increase", waits / local.clone());
        }
        let depth = g.n("queue_depth");
        if let Some(remote) = g.maybe("remote_write").filter(|_| protocol == "C") {
            let remote = mirror::commit_remote_ms::<T>(rtt, remote);
            g.put("remote", remote.clone());
            let remote = g.t.step("remote", "ms", remote);
            let both = mirror::commit_parallel_ms::<T>(local.clone(), remote);
            g.put("commit_parallel", both.clone());
            let both = g.t.step("commit_parallel", "ms", both);
            if both.value() > 0.0 {
                let iops = mirror::serial_iops(g.t, depth.clone(), both);
                g.put("iops_parallel", iops);
            }
        }
        if commit.value() > 0.0 {
            let iops = mirror::serial_iops(g.t, depth, commit.clone());
            g.put("iops", iops);
        }
        if let Some(budget) = g.maybe("budget") {
            if commit.value() > budget.value() {
                g.warn(
                    "SQL-013",
                    "the commit takes longer than the application allows",
                );
            }
            let zero = g.t.number(0.0);
            g.put("budget_share", commit / budget.clone());
            g.put("max_rtt", (budget - local).max(zero));
        }
        Ok(())
    }
}
