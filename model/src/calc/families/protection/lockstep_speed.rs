//! How much slower a lockstep VM runs, and whether its vCPUs are enough.

use crate::calc::dimension::NUMBER;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::lockstep;

pub(super) struct LockstepSpeed;

impl Calculation for LockstepSpeed {
    const SPEC: Spec = Spec {
        slug: "lockstep-speed",
        family: Family::Protection,
        title: "Speed of a lockstep VM",
        about: "Native speed × (1 − overhead). 10 to 20 % is published for software lockstep; for fast checkpoints no figure \
                is, so enter your own measurement. With vCPUs and their use it tells whether the VM still fits.",
        inputs: &[
            Input::share("overhead", "share of processor time that lockstep takes")
                .constant(keys::LOCKSTEP_OVERHEAD),
            Input::quantity(
                "native",
                "speed without lockstep, in any unit",
                &NUMBER,
                "",
                (0.0, 1e12),
            )
            .or(1.0),
            Input::count("vcpus", "vCPUs of the VM", (1.0, 4_096.0)).optional(),
            Input::quantity(
                "cores",
                "cores' worth of processor that the VM uses before lockstep",
                &NUMBER,
                "",
                (0.0, 1e6),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("speed", "Speed with lockstep", ""),
            Output::new("share", "Of native speed", "share"),
            Output::new("use", "Use of the vCPUs before lockstep", "share"),
            Output::new(
                "most",
                "Most that they may be used before lockstep",
                "share",
            ),
        ],
        example: &[("overhead", "20%"), ("vcpus", "2"), ("cores", "1.7")],
        sources: &[
            "Application Availability Blog, Marathon Technologies, 14 October 2009 (10 to 20 %, seen lower and higher)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let overhead = g.n("overhead");
        let share = lockstep::speed(g.t, overhead);
        g.put("share", share.clone());
        let share = g.t.step("share", "", share);
        let native = g.n("native");
        g.put("speed", native * share.clone());
        if let (Some(vcpus), Some(cores)) = (g.maybe("vcpus"), g.maybe("cores")) {
            let used = cores / vcpus;
            if used.value() > share.value() {
                g.warn(
                    "PRO-040",
                    "the VM needs more of its vCPUs than lockstep leaves",
                );
            }
            g.put("use", used);
            g.put("most", share);
        }
        Ok(())
    }
}
