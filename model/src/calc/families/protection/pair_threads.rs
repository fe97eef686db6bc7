//! Threads of a pair of hosts that protected VMs take.

use super::platform::{level, or_constant, platforms};
use crate::calc::{CalcError, Calculation, Column, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::plan::Level;

pub(super) struct PairThreads;

impl Calculation for PairThreads {
    const SPEC: Spec = Spec {
        slug: "pair-threads",
        family: Family::Protection,
        title: "Threads of a pair of hosts",
        about: "A pair has the threads of its smaller host. The platform holds some for itself and adds some to each protected \
                VM: its vCPUs and 1 at level 2, its vCPUs and 2 at level 3 on platforms that state it. More than there are is \
                allowed, and advised against.",
        inputs: &[
            Input::list(
                "hosts",
                "hardware threads of each host",
                &[Column::count("threads", "threads", (1.0, 1e6))],
            )
            .optional(),
            Input::from_catalogue("platform", "platform whose charges are taken", platforms)
                .optional(),
            Input::count(
                "system",
                "vCPUs that the platform holds; the platform's when left out",
                (0.0, 1e4),
            )
            .optional(),
            Input::count(
                "extra_2",
                "threads added to a level-2 VM; the platform's when left out",
                (0.0, 1e4),
            )
            .optional(),
            Input::count(
                "extra_3",
                "threads added to a level-3 VM; the platform's when left out",
                (0.0, 1e4),
            )
            .optional(),
            Input::list(
                "vms",
                "level, vCPUs and number of equal VMs",
                &[
                    Column::count("level", "level 0 to 3", (0.0, 3.0)),
                    Column::count("vcpus", "vCPUs of one", (1.0, 1e4)),
                    Column::count("count", "VMs", (1.0, 1e6)).optional(),
                ],
            )
            .optional(),
        ],
        outputs: &[
            Output::new("total", "Threads of the pair", ""),
            Output::new("for_vms", "Threads for VMs", ""),
            Output::new("vms", "Threads that the VMs take", ""),
            Output::new("used", "Threads taken, the platform's own with them", ""),
            Output::new("free", "Threads left", ""),
        ],
        example: &[
            ("hosts", "8,16"),
            ("system", "2"),
            ("extra_3", "2"),
            ("vms", "3:4:1"),
        ],
        sources: &[
            "everRun 7.2.4 and 7.5.1 help, Planning Virtual Machine vCPUs, Stratus",
            "everRun 7.7.0 help, Virtual Machine Recommendations and Limits, Stratus",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let hosts: Vec<f64> = g
            .rows("hosts")
            .iter()
            .filter_map(|r| Some(r.first()?.number()))
            .collect();
        let rows: Vec<[f64; 3]> = g
            .rows("vms")
            .iter()
            .map(|r| {
                [0, 1, 2].map(|i| r.get(i).map_or(f64::from(u8::from(i == 2)), |c| c.number()))
            })
            .collect();
        if hosts.is_empty() && rows.is_empty() {
            return Err(g.fault(
                "hosts",
                "neither hosts nor VMs are given",
                "give hosts=8,16, or vms=3:4:1, or both",
            ));
        }
        let system = or_constant(g, "system", "system", keys::SYSTEM_VCPUS, "vCPU");
        let mut terms = Vec::new();
        for [number, vcpus, count] in rows {
            let vcpus = g.cell("vcpus", vcpus, "vCPU", "vms: vCPUs of one");
            let each = match level(g, "vms", number)? {
                Level::L2 => {
                    vcpus + or_constant(g, "extra_2", "extra_2", keys::LEVEL2_EXTRA_VCPUS, "vCPU")
                }
                Level::L3 => {
                    vcpus + or_constant(g, "extra_3", "extra_3", keys::LEVEL3_EXTRA_VCPUS, "vCPU")
                }
                Level::L0 | Level::L1 => vcpus,
            };
            terms.push(if count == 1.0 {
                each
            } else {
                let n = g.cell("n", count, "", "vms: number of equal VMs");
                n * each
            });
        }
        let taken = (!terms.is_empty()).then(|| g.t.sum(terms));
        let used = taken.clone().map(|taken| system.clone() + taken);
        if let Some(taken) = taken {
            g.put("vms", taken);
        }
        if let Some(used) = used.clone() {
            g.put("used", used);
        }
        let each: Vec<T::N> = hosts
            .iter()
            .map(|threads| g.cell("threads", *threads, "", "hosts: hardware threads"))
            .collect();
        if let Some(total) = each.into_iter().reduce(Num::min) {
            g.put("total", total.clone());
            let total = g.t.step("total", "", total);
            let zero = g.t.number(0.0);
            g.put("for_vms", (total.clone() - system).max(zero));
            if let Some(used) = used {
                if used.value() > total.value() {
                    g.warn("", "more threads are taken than the smaller host has: allowed, and advised against");
                }
                g.put("free", total - used);
            }
        }
        Ok(())
    }
}
