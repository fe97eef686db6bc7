//! What each level does to each kind of event, summed over a year.

use super::rates::YEAR;
use crate::calc::dimension::{FREQUENCY, TIME};
use crate::calc::{CalcError, Calculation, Column, Family, Given, Input, Output, Spec, TextTable};
use crate::figure::{Num, Tracer};
use crate::formula::uptime;
use crate::units::pretty;

/// An event: how often, and its outage at each level.
const EVENTS: &[Column] = &[
    Column::name(
        "event",
        "name; one that begins with array is not compared, with planned is planned work, with site a site loss",
    ),
    Column::quantity("per_year", "times a year", &FREQUENCY, "/yr", (0.0, 1e6)),
    Column::quantity("alone", "outage stand-alone", &TIME, "min", (0.0, 1e7)),
    Column::quantity("l1", "outage at level 1", &TIME, "min", (0.0, 1e7)),
    Column::quantity("l2", "outage at level 2", &TIME, "min", (0.0, 1e7)),
    Column::quantity("l3", "outage at level 3", &TIME, "min", (0.0, 1e7)),
];

pub(super) struct Levels;

/// Keys of the answers of each level: unplanned, planned, both, nines, and unplanned when split over two sites.
const KEYS: [[&str; 5]; 4] = [
    [
        "alone_unplanned",
        "alone_planned",
        "alone",
        "alone_nines",
        "alone_split",
    ],
    ["l1_unplanned", "l1_planned", "l1", "l1_nines", "l1_split"],
    ["l2_unplanned", "l2_planned", "l2", "l2_nines", "l2_split"],
    ["l3_unplanned", "l3_planned", "l3", "l3_nines", "l3_split"],
];

impl Calculation for Levels {
    const SPEC: Spec = Spec {
        slug: "levels",
        family: Family::Availability,
        title: "Downtime of each protection level, by event",
        about: "Events a year times the outage that each level leaves of them: stand-alone, level 1 (restart), level 2 (mirrored, \
                restart after a host fault), level 3 (lockstep). Event rows only: no coverage and no double faults. Level 1 does \
                not see the faults of paths and disks. Split over two sites, a site loss costs one restart at level 1 and 2, and \
                nothing at level 3. The events that are taken when none are entered are planning figures.",
        inputs: &[
            Input::list("events", "event, times a year, and its outage stand-alone and at levels 1, 2 and 3", EVENTS).word(
                "path:0.10:240:240:0:0,disk:0.08:360:0:0:0,host:0.10:480:4.75:4.75:0,hypervisor:0.20:15:4.75:4.75:0,\
                 guest:1:10:10:10:10,array:0.02:0:480:0:0,site:0.02:1440:1440:1440:1440,operator:0.10:60:60:60:60,\
                 planned:4:60:5:5:0",
            ),
            Input::quantity("restart", "outage of one restart, for a site loss of a split pair", &TIME, "min", (0.0, 1e6)).or(4.75),
            Input::choice(
                "site_row",
                "what a site loss costs when split",
                &[
                    ("restart", "One restart at level 1 and 2, nothing at level 3"),
                    ("removed", "Nothing at any level"),
                ],
            )
            .word("restart"),
            YEAR,
        ],
        outputs: &[
            Output::new("alone_unplanned", "Stand-alone, unplanned", "min"),
            Output::new("l1_unplanned", "Level 1, unplanned", "min"),
            Output::new("l2_unplanned", "Level 2, unplanned", "min"),
            Output::new("l3_unplanned", "Level 3, unplanned", "min"),
            Output::new("alone_planned", "Stand-alone, planned", "min"),
            Output::new("l1_planned", "Level 1, planned", "min"),
            Output::new("l2_planned", "Level 2, planned", "min"),
            Output::new("l3_planned", "Level 3, planned", "min"),
            Output::new("alone", "Stand-alone, together", "min"),
            Output::new("l1", "Level 1, together", "min"),
            Output::new("l2", "Level 2, together", "min"),
            Output::new("l3", "Level 3, together", "min"),
            Output::new("l1_split", "Level 1 split over two sites, unplanned", "min"),
            Output::new("l2_split", "Level 2 split over two sites, unplanned", "min"),
            Output::new("l3_split", "Level 3 split over two sites, unplanned", "min"),
            Output::new("l1_split_availability", "Availability at level 1, split", ""),
            Output::new("l2_split_availability", "Availability at level 2, split", ""),
            Output::new("l3_split_availability", "Availability at level 3, split", ""),
            Output::new("alone_nines", "Nines stand-alone, unplanned", ""),
            Output::new("l1_nines", "Nines at level 1, unplanned", ""),
            Output::new("l2_nines", "Nines at level 2, unplanned", ""),
            Output::new("l3_nines", "Nines at level 3, unplanned", ""),
        ],
        example: &[("restart", "4.75min")],
        sources: &["Application Availability Blog, Understanding Dialable Availability, 24 Nov 2008: what each level rides through"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let events: Vec<(String, f64, [f64; 4])> = g
            .rows("events")
            .iter()
            .filter_map(|r| match r.as_slice() {
                [name, f, a, b, c, d] => Some((
                    name.name().to_owned(),
                    f.number(),
                    [a.number(), b.number(), c.number(), d.number()],
                )),
                _ => None,
            })
            .collect();
        if events.is_empty() {
            return Err(g.fault(
                "events",
                "no event is given",
                "give events=host:0.1:480:4.75:4.75:0",
            ));
        }
        let is = |name: &str, kind: &str| name.to_lowercase().starts_with(kind);
        let year = g.n("year");
        let removed = g.word("site_row") == "removed";
        let mut table = Vec::new();
        for (level, keys) in KEYS.iter().enumerate() {
            let (mut unplanned, mut planned, mut split) = (Vec::new(), Vec::new(), Vec::new());
            for (name, f, minutes) in &events {
                let of = format!("{name} of events");
                let f = g.cell(&format!("f_{name}"), *f, "/yr", &of);
                let d = g.cell(
                    &format!("d_{name}"),
                    minutes.get(level).copied().unwrap_or(0.0),
                    "min",
                    &of,
                );
                let term = f.clone() * d;
                if is(name, "planned") {
                    planned.push(term);
                    continue;
                }
                if !is(name, "site") {
                    split.push(term.clone());
                } else if !removed && (level == 1 || level == 2) {
                    let restart = g.n("restart");
                    split.push(f * restart);
                }
                unplanned.push(term);
            }
            let unplanned = g.t.sum(unplanned);
            let planned = g.t.sum(planned);
            g.put(keys[0], unplanned.clone());
            g.put(keys[1], planned.clone());
            let unplanned = g.t.step("unplanned", "min", unplanned);
            let planned = g.t.step("planned", "min", planned);
            g.put(keys[2], unplanned.clone() + planned);
            let u = uptime::of_minutes(g.t, unplanned, year.clone());
            if u.value() > 0.0 {
                let nines = uptime::nines(g.t, u);
                g.put(keys[3], nines);
            }
            if level > 0 {
                let split = g.t.sum(split);
                g.put(keys[4], split.clone());
                let split = g.t.step("split", "min", split);
                let u = uptime::of_minutes(g.t, split, year.clone());
                let a = uptime::other(g.t, u);
                g.put(
                    [
                        "",
                        "l1_split_availability",
                        "l2_split_availability",
                        "l3_split_availability",
                    ][level],
                    a,
                );
            }
        }
        for (name, f, minutes) in &events {
            let mut row = vec![name.clone(), pretty(*f)];
            row.extend(minutes.iter().map(|m| pretty(f * m)));
            table.push(row);
            // The shared array stands alone nowhere, so its row is expected to rise from nothing.
            let compared = if is(name, "array") {
                &minutes[1..]
            } else {
                &minutes[..]
            };
            if compared
                .iter()
                .zip(compared.iter().skip(1))
                .any(|(a, b)| b > a)
            {
                g.warn(
                    "",
                    format!("{name}: a higher level is entered with a longer outage than a lower one; levels need not be in order then."),
                );
            }
        }
        g.table(TextTable {
            key: "events",
            title: "Minutes a year by event".into(),
            head: [
                "event",
                "a year",
                "stand-alone",
                "level 1",
                "level 2",
                "level 3",
            ]
            .map(str::to_owned)
            .to_vec(),
            rows: table,
        });
        g.note("Above level 2 what is left is software, people and the site: fault-tolerant hardware alone does not reach five nines for a service.");
        Ok(())
    }
}
