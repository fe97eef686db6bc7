//! How long VMs wait for a processor: sums of waiting turned into shares.

use crate::calc::dimension::{NUMBER, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::host::cpu;

/// Seconds of an interval of each kind of chart.
fn interval_of(chart: &str) -> f64 {
    match chart {
        "day" => 300.0,
        "week" => 1_800.0,
        "month" => 7_200.0,
        _ => 20.0,
    }
}

pub(super) struct Ready;

impl Calculation for Ready {
    const SPEC: Spec = Spec {
        slug: "cpu-ready",
        family: Family::Hosts,
        title: "CPU ready in per cent",
        about: "Waiting for a processor, summed over an interval of the chart, as a share of the interval; over all vCPUs of the VM and \
                for one of them. Up to 5 % of a vCPU is good, 5 to 10 % significant, above 10 % needs action.",
        inputs: &[
            Input::quantity(
                "summation",
                "sum of the waiting of all vCPUs in an interval",
                &TIME,
                "ms",
                (0.0, 1e12),
            ),
            Input::choice(
                "chart",
                "chart that the sum was read from",
                &[
                    ("real-time", "Real time, 20 s"),
                    ("day", "Day, 300 s"),
                    ("week", "Week, 1,800 s"),
                    ("month", "Month, 7,200 s"),
                ],
            )
            .word("real-time"),
            Input::quantity(
                "interval",
                "interval of the chart; wins over its kind",
                &TIME,
                "s",
                (0.001, 1e9),
            )
            .optional(),
            Input::count("vcpus", "vCPUs of the VM", (1.0, 4_096.0)).or(1.0),
        ],
        outputs: &[
            Output::new("ready", "Waiting of the VM", "share"),
            Output::new("per_vcpu", "Waiting of a vCPU", "share"),
        ],
        example: &[("summation", "5000ms"), ("vcpus", "4")],
        sources: &[
            "CPU ready for multi-vCPU VMs, Broadcom community; KB 2002181, VMware",
            "Understanding historical CPU ready, computertechblog",
            "ESXi VM CPU ready, sclabs, 2019, after J. Odgers, 2013",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let summation = g.n("summation");
        let interval = match g.maybe("interval") {
            Some(interval) => interval,
            None => {
                let chart = g.word("chart").to_owned();
                g.cell(
                    "interval",
                    interval_of(&chart),
                    "s",
                    "interval of the chart",
                )
            }
        };
        let ready = cpu::ready_share(g.t, summation, interval);
        let each = ready.clone() / g.n("vcpus");
        let share = each.value();
        if share >= 0.10 {
            g.fail("CAP-036", "10 % and more of a vCPU: act on it");
        } else if share >= 0.05 {
            g.warn("CAP-036", "5 to 10 % of a vCPU: significant");
        } else if share >= 0.025 {
            g.note("2.5 to 5 % of a vCPU: watch it in production");
        } else {
            g.note("below 2.5 % of a vCPU: no contention");
        }
        g.put("ready", ready);
        g.put("per_vcpu", each);
        Ok(())
    }
}

pub(super) struct HostReady;

impl Calculation for HostReady {
    const SPEC: Spec = Spec {
        slug: "host-ready",
        family: Family::Hosts,
        title: "CPU ready of a host",
        about: "Mean of the sums of waiting on a host over what its logical processors could show in an interval.",
        inputs: &[
            Input::quantity(
                "lps",
                "logical processors of the host",
                &NUMBER,
                "",
                (1.0, 65_536.0),
            ),
            Input::quantity("interval", "interval of a sample", &TIME, "s", (0.001, 1e9)).or(20.0),
            Input::quantity(
                "sample",
                "mean of the samples of waiting",
                &TIME,
                "s",
                (0.0, 1e9),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("capacity", "Ready capacity", "s"),
            Output::new("utilisation", "Use of it", "share"),
        ],
        example: &[("lps", "5"), ("sample", "920ms")],
        sources: &["IBM Turbonomic documentation, host ready queue"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (lps, interval) = (g.n("lps"), g.n("interval"));
        let capacity = cpu::ready_capacity_s::<T>(lps, interval);
        g.put("capacity", capacity.clone());
        if let Some(sample) = g.maybe("sample") {
            let capacity = g.t.step("capacity", "s", capacity);
            g.put("utilisation", sample / capacity);
        }
        Ok(())
    }
}
