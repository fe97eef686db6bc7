//! Megacycles of a mailbox as measured, and users that processors carry.

use super::shared::MANY;
use crate::calc::dimension::{CLOCK, SHARE};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::mailbox::cpu;

pub(super) struct Measured;

impl Calculation for Measured {
    const SPEC: Spec = Spec {
        slug: "measured-megacycles",
        family: Family::Mailboxes,
        title: "Megacycles of a mailbox as measured",
        about: "Exchange 2003 has no table of processors: use in the two busiest hours, times clock and processors, over the mailboxes. \
                With it, how many users processors carry up to 80 %, and how busy so many users keep them.",
        inputs: &[
            Input::share("use", "mean processor use in the two busiest hours").optional(),
            Input::count(
                "mailboxes",
                "mailboxes on the server that was measured",
                (1.0, MANY),
            )
            .optional(),
            Input::quantity("mhz", "clock of a processor", &CLOCK, "MHz", (1.0, 1e6)),
            Input::count("cpus", "processors (cores)", (1.0, 1e5)),
            Input::quantity(
                "megacycles",
                "megacycles of a mailbox; found from the measurement unless given",
                &CLOCK,
                "MHz",
                (1e-6, 1e6),
            )
            .optional(),
            Input::count("users", "users to be carried", (0.0, MANY)).optional(),
            Input::quantity(
                "target",
                "processor use that users may reach",
                &SHARE,
                "",
                (0.01, 1.0),
            )
            .or(0.8),
        ],
        outputs: &[
            Output::new("megacycles", "Megacycles of a mailbox", "MHz"),
            Output::new("max_users", "Most users", ""),
            Output::new("utilisation", "Processor use by the users", "share"),
        ],
        example: &[
            ("use", "40%"),
            ("mailboxes", "1200"),
            ("mhz", "3000"),
            ("cpus", "2"),
            ("users", "1500"),
        ],
        sources: &[
            "How to Calculate Megacycles per Mailbox (Exchange 2003), Microsoft aa998989",
            "How to Calculate Mailbox Server CPU Requirements (Exchange 2003), Microsoft aa995737",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (mhz, cpus) = (g.n("mhz"), g.n("cpus"));
        let each = match g.maybe("megacycles") {
            Some(each) => each,
            None => match (g.maybe("use"), g.maybe("mailboxes")) {
                (Some(used), Some(mailboxes)) => {
                    let each = cpu::measured::<T>(used, mhz.clone(), cpus.clone(), mailboxes);
                    g.put("megacycles", each.clone());
                    g.t.step("megacycles", "MHz", each)
                }
                _ => {
                    return Err(g.fault(
                        "megacycles",
                        "megacycles of a mailbox are not known",
                        "give megacycles, or use and mailboxes as measured",
                    ));
                }
            },
        };
        let target = g.n("target");
        let most = cpu::most_users::<T>(target.clone(), cpus.clone(), mhz.clone(), each.clone());
        g.put("max_users", most);
        if let Some(users) = g.maybe("users") {
            let used = users * each / (cpus * mhz);
            if used.value() >= target.value() {
                g.warn("MBX-014", "the users reach the target: it must stay below");
            }
            g.put("utilisation", used);
        }
        Ok(())
    }
}
