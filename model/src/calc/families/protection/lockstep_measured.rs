//! Published lockstep measurements summed over a link.

use crate::calc::dimension::RATE;
use crate::calc::{CalcError, Calculation, Column, Family, Given, Input, Output, Spec, TextTable};
use crate::figure::{Num, Origin, Tracer};
use crate::units::pretty;

pub(super) struct LockstepMeasured;

impl Calculation for LockstepMeasured {
    const SPEC: Spec = Spec {
        slug: "lockstep-measured",
        family: Family::Protection,
        title: "Measured lockstep workloads on one link",
        about: "Logging of published workloads, by their keys, added up and held against a link. The table tells how fast each \
                ran against the same without lockstep. Keys are specjbb, kernel-compile, swingbench, dvd-store and others; an \
                unknown key lists them all.",
        inputs: &[
            Input::list(
                "vms",
                "workload and how many VMs run it",
                &[
                    Column::name("workload", "key of a published workload"),
                    Column::count("count", "VMs", (1.0, 1e6)).optional(),
                ],
            ),
            Input::quantity("link", "logging link", &RATE, "Mbit/s", (1e-6, 1e9)).or(1_000.0),
        ],
        outputs: &[
            Output::new("log", "Logging of all", "Mbit/s"),
            Output::new("share", "Share of the link", "share"),
            Output::new("slowest", "Slowest against no lockstep", "share"),
        ],
        example: &[
            ("vms", "specjbb:1,kernel-compile:1,swingbench:1,dvd-store:1"),
            ("link", "1Gbit/s"),
        ],
        sources: &[
            "Scales, Nelson, Venkitachalam, The Design of a Practical System for Fault-Tolerant Virtual Machines, SIGOPS OSR 44(4), 2010",
            "vSphere 4 Fault Tolerance: Architecture and Performance, VMware, August 2009",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let rows: Vec<(String, f64)> = g
            .rows("vms")
            .iter()
            .map(|r| {
                let name = r.first().map(|c| c.name().to_owned()).unwrap_or_default();
                (name, r.get(1).map_or(1.0, |c| c.number()))
            })
            .collect();
        let known = &g.cx.catalogue.tables.lockstep;
        let mut table = TextTable {
            key: "workloads",
            title: "Workloads".to_owned(),
            head: [
                "Workload",
                "VMs",
                "Logging of one, Mbit/s",
                "Speed, %",
                "Source",
            ]
            .map(str::to_owned)
            .into(),
            rows: Vec::new(),
        };
        let mut terms = Vec::new();
        let mut slowest: Option<f64> = None;
        for (key, count) in rows {
            let Some(w) = known.get(&key) else {
                let keys: Vec<&str> = known.keys().map(String::as_str).collect();
                return Err(g.fault(
                    "vms",
                    format!(
                        "no workload {} is published",
                        key.chars().take(40).collect::<String>()
                    ),
                    format!("choose one of {}", keys.join(", ")),
                ));
            };
            let one = g.t.given(&key, w.log_mbps, "Mbit/s", || Origin::Constant {
                key: key.clone(),
                what: w.name.clone(),
                source: crate::facts::cite(&w.source.document, &w.source.date),
                confirmed: w.source.confirmed,
                overridden: false,
            });
            terms.push(if count > 1.0 {
                let n = g.cell("n", count, "", "vms: count");
                n * one
            } else {
                one
            });
            slowest = match (slowest, w.speed) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            table.rows.push(vec![
                w.name.clone(),
                pretty(count),
                pretty(w.log_mbps),
                w.speed
                    .map_or_else(|| "–".to_owned(), |s| pretty(s * 100.0)),
                crate::facts::cite(&w.source.document, &w.source.date),
            ]);
        }
        if terms.is_empty() {
            return Err(g.fault("vms", "no VM is given", "give vms, for example dvd-store:2"));
        }
        let log = g.t.sum(terms);
        g.put("log", log.clone());
        let log = g.t.step("log", "Mbit/s", log);
        let link = g.n("link");
        if log.value() > link.value() {
            g.fail("LNK-007", "the logging is more than the link carries");
        }
        g.put("share", log / link);
        if let Some(slowest) = slowest {
            let n = g.t.given("slowest", slowest, "", || {
                Origin::Counted("least speed of the workloads".into())
            });
            g.put("slowest", n);
        }
        g.table(table);
        Ok(())
    }
}
