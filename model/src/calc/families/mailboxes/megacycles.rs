//! Megacycles of a core by its rating.

use super::shared::{not_so, version, version_input};
use crate::calc::dimension::CLOCK;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::mailbox::cpu;

pub(super) struct Megacycles;

impl Calculation for Megacycles {
    const SPEC: Spec = Spec {
        slug: "megacycles",
        family: Family::Mailboxes,
        title: "Megacycles of a core by its SPECint rating",
        about: "A core of the server in megacycles of the baseline that the version's table was measured on: its SPECint_rate2006 over the \
                baseline's, times the baseline's megacycles. Never times the new processor's own clock. There is no published conversion \
                from SPECrate2017_int; about 9 to 10 times is common and an estimate.",
        inputs: &[
            version_input("exchange-2010"),
            Input::factor("rating", "SPECint_rate2006 of the whole server", (0.0, 1e6)).optional(),
            Input::factor(
                "rating_per_core",
                "SPECint_rate2006 of one core, instead of the server's",
                (0.0, 1e5),
            )
            .optional(),
            Input::factor(
                "rating_2017",
                "SPECrate2017_int of the whole server; an estimate",
                (0.0, 1e5),
            )
            .optional(),
            Input::factor(
                "conversion",
                "SPECint_rate2006 for each SPECrate2017_int",
                (1.0, 100.0),
            )
            .or(9.0),
            Input::count("cores", "physical cores of the server", (1.0, 1e5)),
            Input::quantity(
                "baseline_mhz",
                "megacycles of a core of the baseline; the version's unless given",
                &CLOCK,
                "MHz",
                (1.0, 1e6),
            )
            .optional(),
            Input::factor(
                "baseline_rating",
                "SPECint_rate2006 of a core of the baseline; the version's unless given",
                (1e-3, 1e4),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("rating_per_core", "Rating of a core", ""),
            Output::new("factor", "Over a core of the baseline", ""),
            Output::new("per_core", "Megacycles of a core", "MHz"),
            Output::new("server", "Megacycles of the server", "MHz"),
        ],
        example: &[
            ("version", "exchange-2010"),
            ("rating", "240.96"),
            ("cores", "8"),
        ],
        sources: &[
            "Guidance Change: Calculating the Megacycles for Different Processor Configurations, Microsoft Exchange Team, 14 Sep 2010",
            "Ask the Perf Guy: Sizing Exchange 2016 Deployments, Microsoft Exchange Team, 15 Oct 2015",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = version(g)?;
        let k = version.constants();
        let row = k.baseline_mhz.as_ref();
        let mhz = version.entered_or(g, "baseline_mhz", "baseline_mhz", row, "MHz");
        let row = k.baseline_rating.as_ref();
        let base = version.entered_or(g, "baseline_rating", "baseline_rating", row, "");
        let (Some(mhz), Some(base)) = (mhz, base) else {
            return Err(not_so(
                g,
                &version.v.name,
                "megacycles against a rated baseline",
            ));
        };
        let cores = g.n("cores");
        let rating = match (
            g.maybe("rating"),
            g.maybe("rating_per_core"),
            g.maybe("rating_2017"),
        ) {
            (Some(rating), _, _) => rating,
            (None, Some(each), _) => each * cores.clone(),
            (None, None, Some(new)) => {
                g.warn("", "converted from SPECrate2017_int: no conversion was ever published, so this is an estimate");
                new * g.n("conversion")
            }
            (None, None, None) => {
                return Err(g.fault(
                    "rating",
                    "no rating is given",
                    "give rating of the server, or rating_per_core",
                ));
            }
        };
        let each = rating.clone() / cores.clone();
        g.put("rating_per_core", each.clone());
        g.put("factor", each / base.clone());
        let core = cpu::core_megacycles::<T>(rating, cores.clone(), mhz, base);
        g.put("per_core", core.clone());
        let core = g.t.step("per_core", "MHz", core);
        if core.value() <= 0.0 {
            g.warn("", "a rating of nothing gives no megacycles");
        }
        g.put("server", core * cores);
        Ok(())
    }
}
