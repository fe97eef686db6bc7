//! Traffic to a witness, and the components it keeps.

use crate::calc::dimension::{DATA, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::Tracer;
use crate::formula::witness;

pub(super) struct WitnessBandwidth;

impl Calculation for WitnessBandwidth {
    const SPEC: Spec = Spec {
        slug: "witness-bandwidth",
        family: Family::Protection,
        title: "Bandwidth to a witness",
        about: "Components = VMs × objects × (failures tolerated + 1) × stripe width; when all change their owner at once, \
                1,138 bytes × 8 × components in 5 s, and 10 % on top. Objects above 255 GB are split: count them as more.",
        inputs: &[
            Input::count(
                "components",
                "components, when VMs are left out",
                (0.0, 1e9),
            )
            .optional(),
            Input::count("vms", "VMs", (0.0, 1e8)).optional(),
            Input::count(
                "objects",
                "objects of a VM: home, swap and each disk",
                (1.0, 1e4),
            )
            .or(3.0),
            Input::count("ftt", "failures tolerated", (0.0, 3.0))
                .symbol("FTT")
                .or(1.0),
            Input::count("stripe", "stripe width", (1.0, 12.0)).or(1.0),
            Input::quantity("bytes", "bytes for each component", &DATA, "B", (1.0, 1e6))
                .constant(keys::WITNESS_COMPONENT_BYTES),
            Input::quantity(
                "period",
                "time in which all must be told",
                &TIME,
                "s",
                (1e-3, 1e4),
            )
            .constant(keys::WITNESS_PERIOD_S),
            Input::share("margin", "room on top").constant(keys::WITNESS_MARGIN),
        ],
        outputs: &[
            Output::new("components", "Components", ""),
            Output::new("traffic", "Traffic", "Mbit/s"),
            Output::new("need", "With room on top", "Mbit/s"),
            Output::new("rule", "By the rule for each 1,000 components", "Mbit/s"),
        ],
        example: &[
            ("vms", "100"),
            ("objects", "3"),
            ("ftt", "1"),
            ("stripe", "1"),
        ],
        sources: &[
            "VxRail 7.0 vSAN stretched cluster planning guide, Dell, 2021",
            "vSAN Stretched Cluster Bandwidth Sizing, VMware, 2020 (2 Mbit/s for each 1,000 components)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let components = match (g.maybe("components"), g.maybe("vms")) {
            (Some(components), None) => components,
            (None, Some(vms)) => {
                let (objects, ftt, stripe) = (g.n("objects"), g.n("ftt"), g.n("stripe"));
                witness::components(g.t, vms, objects, ftt, stripe)
            }
            (None, None) => {
                return Err(g.fault(
                    "vms",
                    "neither VMs nor components are given",
                    "give vms, or components",
                ));
            }
            _ => {
                return Err(g.fault(
                    "components",
                    "vms and components are both given",
                    "give one of them",
                ));
            }
        };
        g.put("components", components.clone());
        let components = g.t.step("components", "", components);
        let (bytes, period) = (g.n("bytes"), g.n("period"));
        let traffic = witness::traffic_mbps(g.t, bytes, components.clone(), period);
        g.put("traffic", traffic.clone());
        let traffic = g.t.step("traffic", "Mbit/s", traffic);
        let one = g.t.number(1.0);
        let margin = g.n("margin");
        g.put("need", traffic * (one + margin));
        let rule = g.cx.k(g.t, "rule", keys::WITNESS_MBPS_PER_1000, "Mbit/s");
        let thousand = g.t.number(1000.0);
        g.put("rule", components * rule / thousand);
        Ok(())
    }
}
