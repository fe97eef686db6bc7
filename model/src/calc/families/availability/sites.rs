//! Two sites: what takes both, who decides, recovery elsewhere, and the fibre between them.

use super::rates::{self, A_OUT, MINUTES_OUT, NINES_OUT, U_OUT, YEAR};
use crate::calc::dimension::{DATA, FREQUENCY, LENGTH, NUMBER, RATE, SHARE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec, TextTable};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::sites::{self, Arbiter, Votes};
use crate::formula::{failover, uptime};

const fn availability(key: &'static str, symbol: &'static str, what: &'static str) -> Input {
    Input::quantity(key, what, &SHARE, "", (0.0, 1.0)).symbol(symbol)
}

pub(super) struct CorrelatedSites;

impl Calculation for CorrelatedSites {
    const SPEC: Spec = Spec {
        slug: "correlated-sites",
        family: Family::Availability,
        title: "Two sites that can be lost together",
        about: "A regional event (storm, grid, carrier) takes both sites: U = r + (1−r)·U_A·U_B. r is the floor that no number of \
                servers goes below. Or, for equal sites, a correlation: q² + κ·q·(1−q).",
        inputs: &[
            availability("a_a", "A_A", "availability of site A"),
            availability(
                "a_b",
                "A_B",
                "availability of site B; as site A when left out",
            )
            .optional(),
            Input::share("r", "unavailability of the region, which takes both").or(0.0),
            Input::share("kappa", "correlation of the two sites, instead of r")
                .symbol("κ")
                .optional(),
            YEAR,
        ],
        outputs: &[
            U_OUT,
            A_OUT,
            MINUTES_OUT,
            NINES_OUT,
            Output::new(
                "minutes_independent",
                "Down in a year if they were independent",
                "min",
            ),
        ],
        example: &[("a_a", "0.9995"), ("a_b", "0.9995"), ("r", "2e-5")],
        sources: &[
            "Derived: total probability over the regional event",
            "Correlation form of two equal Bernoulli variables",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let a_a = g.n("a_a");
        let a_b = g.maybe("a_b").unwrap_or_else(|| a_a.clone());
        let r = g.n("r");
        let q_a = uptime::other(g.t, a_a);
        let q_a = g.t.step("U_A", "", q_a);
        let q_b = uptime::other(g.t, a_b);
        let q_b = g.t.step("U_B", "", q_b);
        let alone = q_a.clone() * q_b.clone();
        let u = match g.maybe("kappa") {
            Some(kappa) => {
                if r.value() > 0.0 {
                    return Err(g.fault(
                        "kappa",
                        "r and kappa are both given",
                        "they say the same; give one of them",
                    ));
                }
                if (q_a.value() - q_b.value()).abs() > 1e-12 {
                    return Err(g.fault(
                        "kappa",
                        "the correlation form is for equal sites",
                        "give one availability, or r",
                    ));
                }
                sites::correlated(g.t, q_a, kappa)
            }
            None => sites::regional(g.t, r, q_a, q_b),
        };
        rates::put_uptime(g, u);
        let year = g.n("year");
        let minutes = uptime::minutes_a_year(g.t, alone, year);
        g.put("minutes_independent", minutes);
        Ok(())
    }
}

pub(super) struct SplitSite;

impl Calculation for SplitSite {
    const SPEC: Spec = Spec {
        slug: "split-site",
        family: Family::Availability,
        title: "A pair across two sites, with and without a witness",
        about: "Votes of site A, site B and the witness: a partition with two votes and a site among them serves. Beside it stand \
                the variants: no witness (both sites must see each other), no witness with site A preferred, the witness inside \
                site A, and the bound if everybody knew everything. The sites are taken without what their region takes.",
        inputs: &[
            availability("a_a", "A_A", "availability of site A"),
            availability(
                "a_b",
                "A_B",
                "availability of site B; as site A when left out",
            )
            .optional(),
            availability("l", "L", "availability of the link between the sites"),
            availability(
                "w",
                "W",
                "availability of the witness as the surviving site sees it, its network path included",
            ),
            Input::choice(
                "arbiter",
                "who decides",
                &[
                    ("third", "A witness in a third place"),
                    ("inside-a", "A witness in site A"),
                    ("none", "Nobody: both sites must see each other"),
                    ("preferred-a", "Nobody, and site A runs on alone"),
                ],
            )
            .word("third"),
            Input::share("r", "unavailability of the region, which takes both").or(0.0),
            Input::quantity(
                "data",
                "data to copy back after a split",
                &DATA,
                "MB",
                (0.0, 1e15),
            )
            .optional(),
            Input::quantity(
                "rate",
                "rate of copying it back",
                &RATE,
                "Mbit/s",
                (1e-3, 1e9),
            )
            .optional(),
            YEAR,
        ],
        outputs: &[
            U_OUT,
            A_OUT,
            MINUTES_OUT,
            NINES_OUT,
            Output::new("minutes_witness", "With a witness in a third place", "min"),
            Output::new("minutes_inside_a", "With the witness in site A", "min"),
            Output::new("minutes_no_witness", "Two votes, no witness", "min"),
            Output::new("minutes_preferred", "No witness, site A preferred", "min"),
            Output::new("minutes_one_site", "One site alone", "min"),
            Output::new("minutes_bound", "Bound: everybody knows everything", "min"),
            Output::new("resync", "Hours with one copy after a split", "h"),
        ],
        example: &[("a_a", "0.9995"), ("l", "0.9999"), ("w", "0.999")],
        sources: &["Derived: majority of three votes, a site among them"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let a_a = g.n("a_a");
        let a_b = g.maybe("a_b").unwrap_or_else(|| a_a.clone());
        let (l, w) = (g.n("l"), g.n("w"));
        let mut down = |symbol: &str, a: T::N| {
            let u = uptime::other(g.t, a);
            g.t.step(symbol, "", u)
        };
        let votes = Votes {
            u_a: down("U_A", a_a),
            u_b: down("U_B", a_b),
            u_link: down("U_L", l),
            u_witness: down("U_W", w),
        };
        let arbiter = match g.word("arbiter") {
            "inside-a" => Arbiter::InsideA,
            "none" => Arbiter::None,
            "preferred-a" => Arbiter::PreferredA,
            _ => Arbiter::Third,
        };
        let r = g.n("r");
        let with_region = |g: &mut Given<'_, T>, u: T::N| {
            if r.value() > 0.0 {
                let u = g.t.step("U_sites", "", u);
                let one = g.t.number(1.0);
                r.clone() + (one - r.clone()) * u
            } else {
                u
            }
        };
        let u = sites::split(g.t, votes.clone(), arbiter);
        let u = with_region(g, u);
        rates::put_uptime(g, u);
        let year = g.n("year");
        for (key, arbiter) in [
            ("minutes_witness", Arbiter::Third),
            ("minutes_inside_a", Arbiter::InsideA),
            ("minutes_no_witness", Arbiter::None),
            ("minutes_preferred", Arbiter::PreferredA),
        ] {
            let u = sites::split(g.t, votes.clone(), arbiter);
            let u = with_region(g, u);
            let minutes = uptime::minutes_a_year(g.t, u, year.clone());
            g.put(key, minutes);
        }
        let one = with_region(g, votes.u_a.clone());
        let minutes = uptime::minutes_a_year(g.t, one, year.clone());
        g.put("minutes_one_site", minutes);
        let bound = with_region(g, votes.u_a.clone() * votes.u_b.clone());
        let minutes = uptime::minutes_a_year(g.t, bound, year);
        g.put("minutes_bound", minutes);
        if let (Some(data), Some(rate)) = (g.maybe("data"), g.maybe("rate")) {
            let hours = sites::resync_hours(g.t, data, rate);
            g.put("resync", hours);
        }
        match arbiter {
            Arbiter::InsideA => g.fail(
                "SIT-008",
                "The witness is lost with site A: site B then never runs on alone, and the second site adds nothing for a loss of A.",
            ),
            Arbiter::None => g.warn("", "Without a witness either site's loss stops both: two sites are worse than one."),
            Arbiter::PreferredA | Arbiter::Third => {}
        }
        Ok(())
    }
}

pub(super) struct Recovery;

impl Calculation for Recovery {
    const SPEC: Spec = Spec {
        slug: "dr",
        family: Family::Availability,
        title: "Disaster recovery by asynchronous copies",
        about: "Expected downtime of a site that is recovered elsewhere: events a year × (time to decide + fail over + extra time of \
                the share of attempts that do not go to plan + fail back). What is lost is what had not been copied: lag × rate.",
        inputs: &[
            Input::quantity("f", "site losses", &FREQUENCY, "/yr", (0.0, 1e6)).symbol("Λ"),
            Input::quantity("decide", "time to decide", &TIME, "min", (0.0, 1e6)).or(0.0),
            Input::quantity("failover", "time to fail over", &TIME, "min", (0.0, 1e6)),
            Input::share("c", "coverage: share of recoveries that go to plan")
                .constant(keys::availability::COVERAGE_DR),
            Input::quantity(
                "extra",
                "extra time of the others",
                &TIME,
                "min",
                (0.0, 1e6),
            )
            .or(0.0),
            Input::quantity(
                "failback",
                "interruption by going back",
                &TIME,
                "min",
                (0.0, 1e6),
            )
            .or(0.0),
            Input::quantity("lag", "lag of the copy", &TIME, "s", (0.0, 1e8)).optional(),
            Input::quantity("tx", "transactions", &FREQUENCY, "/s", (0.0, 1e9)).optional(),
            YEAR,
        ],
        outputs: &[
            MINUTES_OUT,
            U_OUT,
            A_OUT,
            Output::new("rto", "Recovery time of one event that goes to plan", "min"),
            Output::new("rto_worst", "Recovery time of one that does not", "min"),
            Output::new("lost_event", "Transactions lost in one event", ""),
            Output::new("lost_year", "Transactions lost in a year", ""),
        ],
        example: &[
            ("f", "0.02/yr"),
            ("decide", "30min"),
            ("failover", "240min"),
            ("c", "0.7"),
            ("extra", "1440min"),
            ("lag", "300s"),
            ("tx", "12/s"),
        ],
        sources: &[
            "Application Availability Blog, The Dangers and Risks of the Norms of Availability, 3 Oct 2010: over 30 % of recoveries do not go to plan",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (f, decide, over) = (g.n("f"), g.n("decide"), g.n("failover"));
        let (c, extra, back) = (g.n("c"), g.n("extra"), g.n("failback"));
        let to_plan = decide.clone() + over.clone();
        g.put("rto", to_plan.clone());
        g.put("rto_worst", to_plan + extra.clone());
        let minutes = failover::recovery(g.t, f.clone(), decide, over, c, extra, back);
        let minutes = g.t.step("minutes", "min", minutes);
        let year = g.n("year");
        let u = uptime::of_minutes(g.t, minutes, year);
        rates::put_uptime(g, u);
        if let (Some(lag), Some(tx)) = (g.maybe("lag"), g.maybe("tx")) {
            let lost = lag * tx;
            g.put("lost_event", lost.clone());
            let lost = g.t.step("lost", "", lost);
            g.put("lost_year", f * lost);
        }
        g.table(TextTable {
            key: "ways",
            title: "Disaster tolerance and disaster recovery".into(),
            head: ["", "tolerance: split pair", "recovery: asynchronous copy"]
                .map(str::to_owned)
                .to_vec(),
            rows: [
                [
                    "outage",
                    "none or one restart",
                    "time to decide and fail over",
                ],
                ["data lost", "none", "the lag of the copy"],
                ["everyday faults", "covered", "too slow, and loses data"],
                ["distance", "bound by the round trip", "any"],
            ]
            .map(|r| r.map(str::to_owned).to_vec())
            .to_vec(),
        });
        Ok(())
    }
}

pub(super) struct FibreRoute;

impl Calculation for FibreRoute {
    const SPEC: Spec = Spec {
        slug: "fibre-route",
        family: Family::Availability,
        title: "Cuts of buried fibre, one route or two",
        about: "Service-affecting failures of a route by its length, and its unavailability with the repair time: exact as for any \
                item, and by the linear rule. A second route in parallel; a duct that both share stands in series with the rest \
                of the two.",
        inputs: &[
            Input::quantity(
                "length",
                "length of the route",
                &LENGTH,
                "km",
                (0.0, 100_000.0),
            ),
            Input::quantity(
                "second",
                "length of a second route",
                &LENGTH,
                "km",
                (0.0, 100_000.0),
            )
            .optional(),
            Input::quantity(
                "shared",
                "length of both routes that lies in one duct",
                &LENGTH,
                "km",
                (0.0, 100_000.0),
            )
            .or(0.0),
            Input::quantity(
                "rate",
                "failures a year of 1,000 km: 2.130 buried, 0.085 and 0.081 aerial",
                &NUMBER,
                "",
                (0.0, 1e6),
            )
            .constant(keys::availability::FIBRE_CUTS),
            Input::quantity("mttr", "time to repair", &TIME, "h", (0.0, 1e5))
                .constant(keys::availability::FIBRE_REPAIR_H),
            YEAR,
        ],
        outputs: &[
            Output::new("cuts", "Failures of the route in a year", "/yr"),
            U_OUT,
            A_OUT,
            MINUTES_OUT,
            Output::new("u_one", "Unavailability of the first route alone", ""),
            Output::new("minutes_one", "First route alone, down in a year", "min"),
            Output::new("minutes_linear", "The same by the linear rule", "min"),
            Output::new("u_second", "Unavailability of the second route alone", ""),
        ],
        example: &[("length", "40km"), ("second", "55km"), ("shared", "2km")],
        sources: &[
            "Alcoa Fujikura, Reliability of fiber optic cable systems, 2001 (buried: Bellcore)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (rate, mttr, year) = (g.n("rate"), g.n("mttr"), g.n("year"));
        let length = g.n("length");
        let shared = g.n("shared");
        let second = g.maybe("second");
        let shortest = second
            .as_ref()
            .map_or(length.value(), |s| s.value().min(length.value()));
        if shared.value() > shortest {
            return Err(g.fault(
                "shared",
                "the shared duct is longer than a route",
                "give a shorter one",
            ));
        }
        let thousand = g.t.number(1_000.0);
        let cuts = |km: T::N| km * rate.clone() / thousand.clone();
        // Renewal: U = ν·MTTR with λ = cuts ÷ year of running; MTTF = year ÷ cuts.
        let down = |g: &mut Given<'_, T>, symbol: &str, cuts: T::N| {
            let hours = cuts * mttr.clone();
            let u = hours.clone() / (year.clone() + hours);
            g.t.step(symbol, "", u)
        };
        let first_cuts = cuts(length.clone());
        g.put("cuts", first_cuts.clone());
        let first_cuts = g.t.step("cuts", "/yr", first_cuts);
        let one = down(g, "U_1", first_cuts.clone());
        g.put("u_one", one.clone());
        let minutes = uptime::minutes_a_year(g.t, one.clone(), year.clone());
        g.put("minutes_one", minutes);
        let sixty = g.t.number(60.0);
        g.put("minutes_linear", first_cuts * mttr.clone() * sixty);
        let u = match second {
            None => one,
            Some(second) => {
                let whole = down(g, "U_2", cuts(second.clone()));
                g.put("u_second", whole.clone());
                if shared.value() > 0.0 {
                    let a = down(g, "U_1_own", cuts(length - shared.clone()));
                    let b = down(g, "U_2_own", cuts(second - shared.clone()));
                    let duct = down(g, "U_duct", cuts(shared));
                    let one = g.t.number(1.0);
                    let both = a * b;
                    duct.clone() + (one - duct) * both
                } else {
                    one * whole
                }
            }
        };
        rates::put_uptime(g, u);
        Ok(())
    }
}
