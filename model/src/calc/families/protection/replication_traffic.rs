//! What published replication systems save against fast checkpoints.

use crate::calc::dimension::RATE;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec, TextTable, Values};
use crate::catalogue::Catalogue;
use crate::figure::{Origin, Tracer};
use crate::units::pretty;

pub(super) struct ReplicationTraffic;

fn systems(catalogue: &Catalogue, _: &Values) -> Vec<(String, String)> {
    catalogue
        .tables
        .replication
        .iter()
        .map(|(k, s)| (k.clone(), s.name.clone()))
        .collect()
}

impl Calculation for ReplicationTraffic {
    const SPEC: Spec = Spec {
        slug: "replication-traffic",
        family: Family::Protection,
        title: "Traffic and speed of published replication systems",
        about: "Applies a published ratio to the traffic of fast checkpoints, and tells the published speed against native \
                where there is one. The ratios hold for the workloads of the documents; take your own measurements for a design.",
        inputs: &[
            Input::from_catalogue("system", "published system", systems),
            Input::quantity(
                "traffic",
                "traffic of fast checkpoints",
                &RATE,
                "Mbit/s",
                (0.0, 1e9),
            )
            .optional(),
            Input::factor(
                "ratio",
                "times less traffic; the published ratio when left out",
                (1e-6, 1e6),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("traffic", "Traffic", "Mbit/s"),
            Output::new("ratio", "Times less than fast checkpoints", ""),
            Output::new("speed", "Speed against native", "share"),
        ],
        example: &[("system", "same-input"), ("traffic", "920Mbit/s")],
        sources: &[
            "Wang and others, PLOVER, NSDI 2018; IBM Research, 2012; Cully and others, Remus, NSDI 2008; Bressoud and Schneider, 1996",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let key = g.word("system").to_owned();
        let mut table = TextTable {
            key: "systems",
            title: "Published systems".to_owned(),
            head: ["System", "Traffic, %", "Speed, %", "As published", "Source"]
                .map(str::to_owned)
                .into(),
            rows: Vec::new(),
        };
        let percent = |v: Option<f64>| v.map_or_else(|| "–".to_owned(), |s| pretty(s * 100.0));
        for s in g.cx.catalogue.tables.replication.values() {
            table.rows.push(vec![
                s.name.clone(),
                percent(s.traffic),
                percent(s.speed),
                s.what.clone(),
                crate::facts::cite(&s.source.document, &s.source.date),
            ]);
        }
        let Some(system) = g.cx.catalogue.tables.replication.get(&key) else {
            return Err(g.fault(
                "system",
                "the system is not known",
                "choose one of the list",
            ));
        };
        let origin = || Origin::Constant {
            key: key.clone(),
            what: system.what.clone(),
            source: crate::facts::cite(&system.source.document, &system.source.date),
            confirmed: system.source.confirmed,
            overridden: false,
        };
        let ratio = match g.maybe("ratio") {
            Some(ratio) => Some(ratio),
            None => system
                .traffic
                .map(|part| g.t.given("ratio", 1.0 / part, "", origin)),
        };
        match (ratio, g.maybe("traffic")) {
            (Some(ratio), Some(traffic)) => {
                g.put("traffic", traffic / ratio.clone());
                g.put("ratio", ratio);
            }
            (Some(ratio), None) => g.put("ratio", ratio),
            (None, _) => g.note("no ratio of traffic is published for this system"),
        }
        if let Some(speed) = system.speed {
            let n = g.t.given("speed", speed, "", origin);
            g.put("speed", n);
        }
        g.table(table);
        Ok(())
    }
}
