//! Fewer hosts: how many, what they draw, what they save.

use crate::calc::dimension::{MONEY, POWER, SHARE};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::energy;

const PUE: Input = Input::factor(
    "pue",
    "power of the building over that of the servers; 1 when cooling is metered apart",
    (1.0, 10.0),
)
.symbol("PUE")
.constant(keys::availability::PUE);
const PRICE: Input = Input::quantity("price", "price of a kWh", &MONEY, "", (0.0, 1e6))
    .constant(keys::availability::KWH_PRICE);
const CO2: Input = Input::factor("co2", "kilograms of CO₂ a kWh", (0.0, 10.0))
    .constant(keys::availability::CO2_KG_PER_KWH);
const fn watts(key: &'static str, what: &'static str) -> Input {
    Input::quantity(key, what, &POWER, "W", (0.0, 1e7))
}
const fn share(key: &'static str, what: &'static str) -> Input {
    Input::quantity(key, what, &SHARE, "", (0.0, 1.0))
}

pub(super) struct Consolidation;

impl Calculation for Consolidation {
    const SPEC: Spec = Spec {
        slug: "consolidation",
        family: Family::Cost,
        title: "Consolidation onto fewer hosts",
        about: "Demand in old hosts (hosts × utilisation), inflated where a share of it runs at level 3 (twice, with overhead); new hosts \
                ⌈demand ÷ (capacity × ceiling)⌉ and the spare ones; power by utilisation, energy, money, CO₂, rack units. A loss is \
                shown as one.",
        inputs: &[
            Input::count("n", "old hosts", (1.0, 1e6)),
            share("u_before", "their utilisation"),
            watts("idle_before", "an old host, idle").or(0.0),
            watts("max_before", "an old host, at full load").or(0.0),
            Input::factor("ru_before", "rack units of an old host", (0.0, 100.0)).or(2.0),
            Input::factor(
                "capacity",
                "capacity of a new host over an old one",
                (1e-3, 1e4),
            )
            .or(1.0),
            watts("idle_after", "a new host, idle").or(0.0),
            watts("max_after", "a new host, at full load").or(0.0),
            Input::factor("ru_after", "rack units of a new host", (0.0, 100.0)).or(2.0),
            share("u_max", "utilisation that is not to be passed").or(0.7),
            Input::count("spare", "spare hosts: 1 for N+1", (0.0, 1_000.0))
                .symbol("f")
                .or(1.0),
            share("level_3", "share of the demand at level 3").or(0.0),
            Input::quantity("overhead", "overhead of level 3", &SHARE, "", (0.0, 0.9))
                .symbol("o")
                .constant(keys::LOCKSTEP_OVERHEAD),
            PUE,
            PRICE,
            CO2,
        ],
        outputs: &[
            Output::new("demand", "Demand in old hosts", ""),
            Output::new("needed", "New hosts needed", ""),
            Output::new("buy", "New hosts with spare", ""),
            Output::new("u_after", "Utilisation in normal running", ""),
            Output::new("u_failed", "Utilisation with the spare hosts failed", ""),
            Output::new("ratio", "Old hosts for each new one", ""),
            Output::new("watts_before", "An old host draws", "W"),
            Output::new("watts_after", "A new host draws", "W"),
            Output::new("kwh_before", "Energy before, a year", "kWh"),
            Output::new("kwh_after", "Energy after, a year", "kWh"),
            Output::new("kwh_saved", "Energy saved, a year", "kWh"),
            Output::new("share_saved", "Energy saved", "share"),
            Output::new("money_saved", "Money saved, a year", "money"),
            Output::new("co2_saved", "CO₂ saved, a year", "t"),
            Output::new("rack_units", "Rack units freed", "U"),
        ],
        example: &[
            ("n", "60"),
            ("u_before", "12%"),
            ("idle_before", "200W"),
            ("max_before", "300W"),
            ("capacity", "1.5"),
            ("idle_after", "250W"),
            ("max_after", "450W"),
            ("u_max", "70%"),
            ("pue", "1.9"),
            ("price", "0.1032"),
            ("co2", "0.39"),
        ],
        sources: &[
            "Application Availability Blog, The greener side, 23 Apr 2008: 10 to 15 % before, 70 to 80 % after",
            "EIA, electricity prices and emissions of the United States",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        for (idle, most) in [("idle_before", "max_before"), ("idle_after", "max_after")] {
            if g.value(idle) > g.value(most) {
                return Err(g.fault(
                    idle,
                    format!("{idle} is more than {most}"),
                    "an idle host draws less than a busy one",
                ));
            }
        }
        let (n, u_before) = (g.n("n"), g.n("u_before"));
        let plain = n.clone() * u_before.clone();
        let (part, overhead) = (g.n("level_3"), g.n("overhead"));
        let demand = if part.value() > 0.0 {
            let plain = g.t.step("plain", "", plain);
            energy::inflated(g.t, plain, part, overhead)
        } else {
            plain
        };
        g.put("demand", demand.clone());
        let demand = g.t.step("demand", "", demand);
        let (capacity, ceiling, spare) = (g.n("capacity"), g.n("u_max"), g.n("spare"));
        if ceiling.value() <= 0.0 {
            return Err(g.fault(
                "u_max",
                "nothing may run at a ceiling of zero",
                "give u_max=70%",
            ));
        }
        let one = g.t.number(1.0);
        let needed = energy::hosts::<T>(demand.clone(), capacity.clone(), ceiling).max(one);
        g.put("needed", needed.clone());
        let needed = g.t.step("needed", "", needed);
        let buy = needed.clone() + spare.clone();
        g.put("buy", buy.clone());
        let buy = g.t.step("buy", "", buy);
        let u_after = demand.clone() / (capacity.clone() * buy.clone());
        g.put("u_after", u_after.clone());
        let u_after = g.t.step("u_after", "", u_after);
        g.put("u_failed", demand / (capacity * (buy.clone() - spare)));
        g.put("ratio", n.clone() / buy.clone());
        let (idle, most) = (g.n("idle_before"), g.n("max_before"));
        let before = energy::watts::<T>(idle, most, u_before);
        g.put("watts_before", before.clone());
        let before = g.t.step("watts_before", "W", before);
        let (idle, most) = (g.n("idle_after"), g.n("max_after"));
        let after = energy::watts::<T>(idle, most, u_after);
        g.put("watts_after", after.clone());
        let after = g.t.step("watts_after", "W", after);
        if before.value() > 0.0 || after.value() > 0.0 {
            let pue = g.n("pue");
            let before = energy::kwh_a_year(g.t, n.clone() * before, pue.clone());
            g.put("kwh_before", before.clone());
            let before = g.t.step("kwh_before", "kWh", before);
            let after = energy::kwh_a_year(g.t, buy.clone() * after, pue);
            g.put("kwh_after", after.clone());
            let after = g.t.step("kwh_after", "kWh", after);
            let saved = before.clone() - after;
            g.put("kwh_saved", saved.clone());
            let saved = g.t.step("saved", "kWh", saved);
            if before.value() > 0.0 {
                g.put("share_saved", saved.clone() / before);
            }
            let (price, co2) = (g.n("price"), g.n("co2"));
            g.put("money_saved", saved.clone() * price);
            let thousand = g.t.number(1_000.0);
            g.put("co2_saved", saved.clone() * co2 / thousand);
            if saved.value() < 0.0 {
                g.warn("", "The new hosts draw more than the old ones.");
            }
        }
        let (before, after) = (g.n("ru_before"), g.n("ru_after"));
        g.put("rack_units", n * before - buy.clone() * after);
        if buy.value() <= 2.0 && g.value("spare") >= 1.0 {
            g.note("With two hosts of which one may fail, neither can run above half of the ceiling in normal running.");
        }
        Ok(())
    }
}

pub(super) struct Ratio;

impl Calculation for Ratio {
    const SPEC: Spec = Spec {
        slug: "consolidation-ratio",
        family: Family::Cost,
        title: "Consolidation ratio from utilisation alone",
        about: "Old hosts that one new host takes over: (u_after × capacity_after) ÷ (u_before × capacity_before). No room for \
                failover is in it: with f of n hosts allowed to fail, normal running must stay below u_max·(n−f)/n.",
        inputs: &[
            Input::quantity("u_before", "utilisation before", &SHARE, "", (1e-6, 1.0)),
            Input::quantity("u_after", "utilisation after", &SHARE, "", (1e-6, 1.0)),
            Input::factor(
                "capacity",
                "capacity of a new host over an old one",
                (1e-6, 1e6),
            )
            .or(1.0),
            Input::count("hosts", "new hosts of the pool", (1.0, 1e4)).optional(),
            Input::count(
                "spare",
                "host failures that the pool must survive",
                (0.0, 1e4),
            )
            .symbol("f")
            .or(1.0),
        ],
        outputs: &[
            Output::new("ratio", "Old hosts for each new one", ""),
            Output::new("u_allowed", "Utilisation that leaves room for failover", ""),
            Output::new("ratio_allowed", "Ratio with that utilisation", ""),
        ],
        example: &[("u_before", "12.5%"), ("u_after", "75%")],
        sources: &["Application Availability Blog, The greener side, 23 Apr 2008"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (before, after, capacity) = (g.n("u_before"), g.n("u_after"), g.n("capacity"));
        let one = g.t.number(1.0);
        let ratio =
            energy::ratio::<T>(after.clone(), capacity.clone(), before.clone(), one.clone());
        g.put("ratio", ratio);
        if let Some(hosts) = g.maybe("hosts") {
            let spare = g.n("spare");
            if spare.value() >= hosts.value() {
                return Err(g.fault("spare", "every host may fail", "at least one must be left"));
            }
            let allowed = energy::ceiling_with_spare::<T>(after.clone(), hosts, spare);
            g.put("u_allowed", allowed.clone());
            let allowed = g.t.step("u_allowed", "", allowed);
            if allowed.value() < after.value() {
                g.warn("", "The utilisation wanted leaves no room for failover.");
            }
            let ratio = energy::ratio::<T>(allowed, capacity, before, one);
            g.put("ratio_allowed", ratio);
        }
        Ok(())
    }
}

pub(super) struct Power;

impl Calculation for Power {
    const SPEC: Spec = Spec {
        slug: "power",
        family: Family::Cost,
        title: "Power, energy, CO₂ and heat",
        about: "P(u) = idle + (maximum − idle) × u; kWh a year = W × 8.76 × PUE. Nameplate power is not the maximum: take 0.6 to 0.7 of \
                it. Heat is 3.412 BTU/h a watt, a ton of cooling 3,517 W.",
        inputs: &[
            watts("idle", "power when idle").optional(),
            share(
                "idle_share",
                "power when idle over the maximum, where idle is not known",
            )
            .optional(),
            watts("max", "power at full load").optional(),
            watts(
                "nameplate",
                "power of the nameplate, where the maximum is not known",
            )
            .optional(),
            Input::quantity(
                "nameplate_share",
                "maximum over nameplate",
                &SHARE,
                "",
                (0.0, 1.0),
            )
            .or(0.65),
            share("u", "utilisation"),
            Input::count("n", "servers", (1.0, 1e7)).or(1.0),
            PUE,
            PRICE,
            CO2,
        ],
        outputs: &[
            Output::new("watts", "A server draws", "W"),
            Output::new("total_watts", "All servers draw", "W"),
            Output::new("kwh", "Energy of a year", "kWh"),
            Output::new("money", "Cost of a year", "money"),
            Output::new("co2", "CO₂ of a year", "t"),
            Output::new("btu", "Heat", "BTU/h"),
            Output::new("tons", "Cooling", "tons"),
        ],
        example: &[
            ("idle", "200W"),
            ("max", "300W"),
            ("u", "12%"),
            ("n", "60"),
            ("pue", "1.9"),
        ],
        sources: &[
            "Ryckbosch, Polfliet, Eeckhout, Trends in server energy proportionality, IEEE Computer 44(9), 2011",
            "Uptime Institute, PUE survey: 2.5 (2007), 1.65 (2014), 1.55 (2022), 1.58 (2023)",
            "EIA: 0.1032 a kWh (commercial, 2008), 0.367 kg CO₂ a kWh (2023), 0.390 (2022)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let most = match (g.maybe("max"), g.maybe("nameplate")) {
            (Some(max), None) => max,
            (None, Some(plate)) => {
                let share = g.n("nameplate_share");
                let max = plate * share;
                g.t.step("max", "W", max)
            }
            (Some(_), Some(_)) => {
                return Err(g.fault(
                    "nameplate",
                    "max and nameplate are both given",
                    "give one of them",
                ));
            }
            (None, None) => {
                return Err(g.fault(
                    "max",
                    "max is missing: power at full load",
                    "give max=300W or nameplate=500W",
                ));
            }
        };
        let idle = match (g.maybe("idle"), g.maybe("idle_share")) {
            (Some(idle), None) => idle,
            (None, Some(share)) => {
                let idle = most.clone() * share;
                g.t.step("idle", "W", idle)
            }
            (Some(_), Some(_)) => {
                return Err(g.fault(
                    "idle_share",
                    "idle and idle_share are both given",
                    "give one of them",
                ));
            }
            (None, None) => {
                return Err(g.fault(
                    "idle",
                    "idle is missing: power when idle",
                    "give idle=200W or idle_share=65%",
                ));
            }
        };
        if idle.value() > most.value() {
            return Err(g.fault(
                "idle",
                "an idle server draws less than a busy one",
                "check idle and max",
            ));
        }
        let (u, n) = (g.n("u"), g.n("n"));
        let watts = energy::watts::<T>(idle, most, u);
        g.put("watts", watts.clone());
        let watts = g.t.step("watts", "W", watts);
        let all = watts * n;
        g.put("total_watts", all.clone());
        let all = g.t.step("all", "W", all);
        let pue = g.n("pue");
        let kwh = energy::kwh_a_year(g.t, all.clone(), pue);
        g.put("kwh", kwh.clone());
        let kwh = g.t.step("kwh", "kWh", kwh);
        let (price, co2) = (g.n("price"), g.n("co2"));
        g.put("money", kwh.clone() * price);
        let thousand = g.t.number(1_000.0);
        g.put("co2", kwh * co2 / thousand);
        let btu = energy::btu_per_h(g.t, all.clone());
        g.put("btu", btu);
        let tons = energy::cooling_tons(g.t, all);
        g.put("tons", tons);
        Ok(())
    }
}
