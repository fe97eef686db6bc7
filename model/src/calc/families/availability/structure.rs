//! Any structure, exactly: unavailability, importance of parts, minimal cut sets, single points of failure.

use super::rates::{
    self, A_OUT, FREQUENCY_OUT, MEAN_DOWN_OUT, MEAN_UP_OUT, MINUTES_OUT, NINES_OUT, P_OUTAGE_OUT,
    U_OUT, YEAR,
};
use crate::availability::importance::{Analysis, PartData, analyse};
use crate::availability::structure::{Named, parse};
use crate::calc::dimension::{SHARE, TIME};
use crate::calc::{CalcError, Calculation, Column, Family, Given, Input, Output, Spec, TextTable};
use crate::figure::Tracer;
use crate::formula::uptime;

const Q: &[Column] = &[
    Column::name(
        "part",
        "name in the structure; a name ending in * stands for all that begin so",
    ),
    Column::quantity("q", "probability of being down", &SHARE, "", (0.0, 1.0)),
    Column::quantity(
        "mttr",
        "mean time to repair, for outages a year",
        &TIME,
        "h",
        (0.0, 1e10),
    )
    .optional(),
];
const ITEMS: &[Column] = &[
    Column::name(
        "part",
        "name in the structure; a name ending in * stands for all that begin so",
    ),
    Column::quantity("mttf", "mean time to failure", &TIME, "h", (1e-9, 1e13)),
    Column::quantity("mttr", "mean time to repair", &TIME, "h", (0.0, 1e10)),
];
pub(super) const STRUCTURE: Input = Input::text(
    "structure",
    "what must work: names, & for all, | for one, 2of(A,B,C) for so many, brackets",
);
pub(super) const LOGIC: Input = Input::choice(
    "logic",
    "what the structure tells",
    &[
        ("works", "What must work"),
        ("fails", "What must fail: a fault tree"),
    ],
)
.word("works");
pub(super) const Q_IN: Input = Input::list(
    "q",
    "probability of each part being down, and its repair time",
    Q,
)
.optional();
pub(super) const ITEMS_IN: Input = Input::list(
    "items",
    "times to failure and to repair of each part",
    ITEMS,
)
.optional();
pub(super) const ALL_A: Input = Input::share("a", "availability of every part that is not listed")
    .symbol("p")
    .optional();
const ORDER: Input = Input::count(
    "order",
    "most parts of a cut set that is listed",
    (1.0, 12.0),
)
.or(4.0);

/// A structure of what works, its parts' data, and a traced input for each.
pub(super) struct Read<N> {
    pub named: Named,
    pub data: Vec<PartData>,
    pub inputs: Vec<N>,
}

pub(super) fn read<T: Tracer>(g: &mut Given<'_, T>) -> Result<Read<T::N>, CalcError> {
    let text = g.word("structure").to_owned();
    let mut named = parse(&text).map_err(|e| {
        CalcError::new(
            "structure",
            format!("structure: {e}"),
            "write it as (H1|H2)&SAN&(S1|S2)",
        )
    })?;
    if g.word("logic") == "fails" {
        named.expr = named.expr.dual();
    }
    let by_q: Vec<(String, f64, Option<f64>)> = g
        .rows("q")
        .iter()
        .filter_map(|r| match r.as_slice() {
            [name, q, mttr] => Some((name.name().to_owned(), q.number(), mttr.maybe())),
            _ => None,
        })
        .collect();
    let by_time: Vec<(String, f64, f64)> = g
        .rows("items")
        .iter()
        .filter_map(|r| match r.as_slice() {
            [name, mttf, mttr] => Some((name.name().to_owned(), mttf.number(), mttr.number())),
            _ => None,
        })
        .collect();
    let means = |pattern: &str, name: &str| match pattern.strip_suffix('*') {
        Some(begin) => name.starts_with(begin),
        None => pattern == name,
    };
    for (key, pattern) in by_q
        .iter()
        .map(|(p, _, _)| ("q", p))
        .chain(by_time.iter().map(|(p, _, _)| ("items", p)))
    {
        if !named.names.iter().any(|n| means(pattern, n)) {
            return Err(CalcError::new(
                key,
                format!("{pattern} is no part of the structure"),
                format!("its parts are {}", named.names.join(", ")),
            ));
        }
    }
    let others = g.maybe("a");
    let (mut data, mut inputs) = (Vec::new(), Vec::new());
    for name in named.names.clone() {
        let exact = |p: &str| p == name;
        let of = format!("{name} of the structure");
        let q_row = by_q
            .iter()
            .find(|(p, _, _)| exact(p))
            .or_else(|| by_q.iter().find(|(p, _, _)| means(p, &name)));
        let t_row = by_time
            .iter()
            .find(|(p, _, _)| exact(p))
            .or_else(|| by_time.iter().find(|(p, _, _)| means(p, &name)));
        let (q, mttr) = match (q_row, t_row, &others) {
            (Some(_), Some(_), _) => {
                return Err(CalcError::new(
                    "items",
                    format!("{name} is given both in q and in items"),
                    "give it once",
                ));
            }
            (Some((_, q, mttr)), None, _) => {
                let symbol = format!("q_{name}");
                (g.cell(&symbol, *q, "", &of), *mttr)
            }
            (None, Some((_, mttf, mttr)), _) => {
                let up = g.cell(&format!("MTTF_{name}"), *mttf, "h", &of);
                let down = g.cell(&format!("MTTR_{name}"), *mttr, "h", &of);
                let q = uptime::unavailability::<T>(up, down);
                (g.t.step(&format!("q_{name}"), "", q), Some(*mttr))
            }
            (None, None, Some(a)) => {
                let q = uptime::other(g.t, a.clone());
                (g.t.step(&format!("q_{name}"), "", q), None)
            }
            (None, None, None) => {
                return Err(CalcError::new(
                    "q",
                    format!("nothing is known of {name}"),
                    format!(
                        "give it as q={name}:0.001 or items={name}:8760h:4h, or a=0.999 for all parts"
                    ),
                ));
            }
        };
        data.push(PartData {
            q: crate::figure::Num::value(&q),
            mttr_h: mttr,
        });
        inputs.push(q);
    }
    Ok(Read {
        named,
        data,
        inputs,
    })
}

fn solve<T: Tracer>(g: &mut Given<'_, T>) -> Result<(Read<T::N>, Analysis), CalcError> {
    let read = read(g)?;
    let order = g.value("order") as usize;
    let analysis = analyse(&read.named.expr, &read.data, order)
        .map_err(|e| CalcError::new("structure", e.to_string(), "split it into parts"))?;
    Ok((read, analysis))
}

fn cut_table(named: &Named, data: &[PartData], a: &Analysis) -> TextTable {
    TextTable {
        key: "cut_sets",
        title: "Minimal cut sets".into(),
        head: vec!["order".into(), "parts".into(), "probability".into()],
        rows: a
            .cuts
            .sets
            .iter()
            .map(|set| {
                let names: Vec<&str> = set
                    .iter()
                    .filter_map(|p| named.names.get(*p))
                    .map(String::as_str)
                    .collect();
                let p: f64 = set
                    .iter()
                    .filter_map(|p| data.get(*p))
                    .map(|d| d.q)
                    .product();
                vec![set.len().to_string(), names.join(" & "), format!("{p:.5e}")]
            })
            .collect(),
    }
}

fn tell_cuts<T: Tracer>(g: &mut Given<'_, T>, named: &Named, a: &Analysis) {
    let single: Vec<&str> = a
        .cuts
        .sets
        .iter()
        .filter_map(|s| match s.as_slice() {
            [one] => named.names.get(*one).map(String::as_str),
            _ => None,
        })
        .collect();
    if single.is_empty() {
        g.note("No single point of failure.");
    } else {
        let text = format!("Single points of failure: {}.", single.join(", "));
        g.warn("", text);
    }
    if a.cuts.dropped {
        let order = a.cuts.sets.iter().map(Vec::len).max().unwrap_or(0);
        g.warn(
            "",
            format!("Cut sets of more than {order} parts exist and are not listed; sums over the list bound nothing."),
        );
    }
}

pub(super) struct Structure;

impl Calculation for Structure {
    const SPEC: Spec = Spec {
        slug: "structure",
        family: Family::Availability,
        title: "Availability of any structure",
        about: "A structure of independent parts, evaluated exactly by a decision diagram: a part that is named twice is one \
                part. Gives unavailability, both bounds, outages a year where repair times are known, and how much each part \
                weighs: Birnbaum, criticality, Fussell–Vesely, risk achievement and risk reduction worth.",
        inputs: &[STRUCTURE, LOGIC, Q_IN, ITEMS_IN, ALL_A, ORDER, YEAR],
        outputs: &[
            U_OUT,
            A_OUT,
            MINUTES_OUT,
            NINES_OUT,
            Output::new("rare_event_sum", "Sum over the cut sets", ""),
            Output::new("min_cut_bound", "Minimal cut bound", ""),
            FREQUENCY_OUT,
            Output::new("frequency_per_h", "Outages an hour", "/h"),
            MEAN_DOWN_OUT,
            MEAN_UP_OUT,
            P_OUTAGE_OUT,
        ],
        example: &[
            ("structure", "(H1|H2)&SAN&(S1|S2)"),
            ("q", "H1:1e-3:8h,H2:2e-3:8h,SAN:1e-4:4h,S*:5e-4:4h"),
        ],
        sources: &[
            "PTC, Windchill practitioner's guide: importance measures",
            "IEC 61078 and NUREG-0492, recalled: block diagrams and fault trees",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (read, a) = solve(g)?;
        let inputs = read.inputs.clone();
        let u =
            g.t.solved("decision diagram", inputs.clone(), a.unavailability);
        rates::put_uptime(g, u.clone());
        let sum = g.t.solved(
            "sum of products of the cut sets",
            inputs.clone(),
            a.rare_event_sum,
        );
        g.put("rare_event_sum", sum);
        let bound =
            g.t.solved("1 − Π(1 − cut set)", inputs.clone(), a.min_cut_bound);
        g.put("min_cut_bound", bound);
        if let Some(w) = a.frequency {
            let w = g.t.solved("Σ Birnbaum × q ÷ MTTR", inputs, w);
            g.put("frequency_per_h", w.clone());
            rates::put_outages(g, u, w);
        }
        let rows = a
            .importance
            .iter()
            .map(|i| {
                vec![
                    read.named.names.get(i.part).cloned().unwrap_or_default(),
                    format!("{:.5e}", i.birnbaum),
                    format!("{:.5e}", i.criticality),
                    format!("{:.5e}", i.fussell_vesely),
                    format!("{:.5e}", i.fussell_vesely_rare),
                    format!("{:.6}", i.raw),
                    i.rrw.map_or_else(|| "∞".to_owned(), |r| format!("{r:.6}")),
                ]
            })
            .collect();
        g.table(TextTable {
            key: "importance",
            title: "How much each part weighs".into(),
            head: [
                "part",
                "Birnbaum",
                "criticality",
                "Fussell–Vesely, exact",
                "Fussell–Vesely, by cut sets",
                "RAW",
                "RRW",
            ]
            .map(str::to_owned)
            .to_vec(),
            rows,
        });
        g.table(cut_table(&read.named, &read.data, &a));
        tell_cuts(g, &read.named, &a);
        Ok(())
    }
}

pub(super) struct CutSets;

impl Calculation for CutSets {
    const SPEC: Spec = Spec {
        slug: "cut-sets",
        family: Family::Availability,
        title: "Minimal cut sets and single points of failure",
        about: "The smallest sets of parts whose failure stops the whole, up to an order. Sets of one part are the single points \
                of failure.",
        inputs: &[STRUCTURE, LOGIC, Q_IN, ITEMS_IN, ALL_A, ORDER],
        outputs: &[
            Output::new("sets", "Minimal cut sets listed", ""),
            Output::new("single", "Single points of failure", ""),
            Output::new("smallest", "Parts of the smallest cut set", ""),
            Output::new("u", "Unavailability, exact", ""),
            Output::new("rare_event_sum", "Sum over the cut sets", ""),
            Output::new("min_cut_bound", "Minimal cut bound", ""),
        ],
        example: &[("structure", "1&3|2&4|1&5&4|2&5&3"), ("a", "0.9")],
        sources: &[
            "NUREG-0492, recalled: minimal cut sets",
            "IEC 61078, recalled",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        // The structure alone has cut sets; probabilities are welcome, not needed.
        let known = ["q", "items", "a"]
            .iter()
            .any(|k| g.values.get(k).is_some());
        let (named, data, inputs, a) = if known {
            let (read, a) = solve(g)?;
            (read.named, read.data, read.inputs, a)
        } else {
            let text = g.word("structure").to_owned();
            let mut named = parse(&text).map_err(|e| {
                CalcError::new(
                    "structure",
                    format!("structure: {e}"),
                    "write it as (H1|H2)&SAN",
                )
            })?;
            if g.word("logic") == "fails" {
                named.expr = named.expr.dual();
            }
            let data = vec![
                PartData {
                    q: 0.0,
                    mttr_h: None
                };
                named.names.len()
            ];
            let order = g.value("order") as usize;
            let a = analyse(&named.expr, &data, order)
                .map_err(|e| CalcError::new("structure", e.to_string(), "split it into parts"))?;
            (named, data, Vec::new(), a)
        };
        let order = g.n("order");
        let count =
            |set: &[Vec<usize>], n: usize| set.iter().filter(|s| s.len() == n).count() as f64;
        let sets = g.t.solved(
            "minimal cut sets",
            vec![order.clone()],
            a.cuts.sets.len() as f64,
        );
        g.put("sets", sets);
        let single = g.t.solved(
            "cut sets of one part",
            vec![order.clone()],
            count(&a.cuts.sets, 1),
        );
        g.put("single", single);
        if let Some(first) = a.cuts.sets.first() {
            let smallest = g.t.solved(
                "order of the first cut set",
                vec![order],
                first.len() as f64,
            );
            g.put("smallest", smallest);
        }
        if known {
            let u =
                g.t.solved("decision diagram", inputs.clone(), a.unavailability);
            g.put("u", u);
            let sum = g.t.solved(
                "sum of products of the cut sets",
                inputs.clone(),
                a.rare_event_sum,
            );
            g.put("rare_event_sum", sum);
            let bound = g.t.solved("1 − Π(1 − cut set)", inputs, a.min_cut_bound);
            g.put("min_cut_bound", bound);
        }
        g.table(cut_table(&named, &data, &a));
        tell_cuts(g, &named, &a);
        Ok(())
    }
}
