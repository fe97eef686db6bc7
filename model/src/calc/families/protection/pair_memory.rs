//! Memory of a pair of hosts that protected VMs take.

use super::platform::{or_constant, platforms};
use crate::calc::dimension::MEMORY;
use crate::calc::{CalcError, Calculation, Column, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};

pub(super) struct PairMemory;

impl Calculation for PairMemory {
    const SPEC: Spec = Spec {
        slug: "pair-memory",
        family: Family::Protection,
        title: "Memory of a pair of hosts",
        about: "A pair has the memory of its smaller host, less what the platform holds. Each VM is charged its memory and an \
                overhead: 20 % on platforms that state it. Where the sum is more, the platform refuses the start.",
        inputs: &[
            Input::list(
                "hosts",
                "memory of each host",
                &[Column::quantity(
                    "memory",
                    "memory",
                    &MEMORY,
                    "GB",
                    (1e-3, 1e7),
                )],
            ),
            Input::from_catalogue("platform", "platform whose charges are taken", platforms)
                .optional(),
            Input::quantity(
                "system",
                "memory that the platform holds; the platform's when left out",
                &MEMORY,
                "MB",
                (0.0, 1e9),
            )
            .optional(),
            Input::share(
                "overhead",
                "overhead of each VM over its memory; the platform's when left out",
            )
            .optional(),
            Input::list(
                "vms",
                "memory and number of equal VMs",
                &[
                    Column::quantity("memory", "memory of one", &MEMORY, "GB", (1e-3, 1e7)),
                    Column::count("count", "VMs", (1.0, 1e6)).optional(),
                ],
            )
            .optional(),
        ],
        outputs: &[
            Output::new("for_vms", "Memory for VMs", "GB"),
            Output::new("largest", "Largest single VM", "GB"),
            Output::new("used", "Memory that the VMs take", "GB"),
            Output::new("free", "Memory left", "GB"),
        ],
        example: &[
            ("hosts", "16GB"),
            ("system", "2GB"),
            ("overhead", "20%"),
            ("vms", "8GB:1"),
        ],
        sources: &[
            "everRun 7.2.4 help, Planning Virtual Machine Memory, Stratus",
            "ztC Edge 2.2 help, planning vCPUs and memory, Stratus",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let hosts: Vec<f64> = g
            .rows("hosts")
            .iter()
            .filter_map(|r| Some(r.first()?.number()))
            .collect();
        let rows: Vec<(f64, f64)> = g
            .rows("vms")
            .iter()
            .map(|r| {
                (
                    r.first().map_or(0.0, |c| c.number()),
                    r.get(1).map_or(1.0, |c| c.number()),
                )
            })
            .collect();
        let each: Vec<T::N> = hosts
            .iter()
            .map(|gb| g.cell("host", *gb, "GB", "hosts: memory"))
            .collect();
        let Some(host) = each.into_iter().reduce(Num::min) else {
            return Err(g.fault("hosts", "no host is given", "give hosts, for example 32GB"));
        };
        let system = or_constant(g, "system", "system", keys::HYPERVISOR_RAM_MIB, "MB");
        let overhead = or_constant(g, "overhead", "overhead", keys::VM_RAM_OVERHEAD_SHARE, "");
        let (zero, one, to_gb) = (g.t.number(0.0), g.t.number(1.0), g.t.number(1024.0));
        let room = (host - system / to_gb).max(zero);
        g.put("for_vms", room.clone());
        let room = g.t.step("for_vms", "GB", room);
        let charge = one + overhead;
        let charge = g.t.step("charge", "", charge);
        g.put("largest", room.clone() / charge.clone());
        if !rows.is_empty() {
            let mut terms = Vec::new();
            for (gb, count) in rows {
                let memory = g.cell("memory", gb, "GB", "vms: memory of one");
                let one = memory * charge.clone();
                terms.push(if count == 1.0 {
                    one
                } else {
                    let n = g.cell("n", count, "", "vms: number of equal VMs");
                    n * one
                });
            }
            let used = g.t.sum(terms);
            g.put("used", used.clone());
            let used = g.t.step("used", "GB", used);
            // A sum of tenths may miss a whole number by its last digit.
            if used.value() > room.value() * (1.0 + 1e-12) {
                g.fail(
                    "CAP-003",
                    "the VMs take more memory than there is: the start is refused",
                );
            }
            g.put("free", room - used);
        }
        Ok(())
    }
}
