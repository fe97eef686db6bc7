//! Processors of hosts: survivors, how many hosts, another clock, ratios, threads, queues.

use crate::calc::dimension::{CLOCK, NUMBER, SHARE};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::host::cpu;

const AD: &str = "Capacity planning for Active Directory Domain Services, Microsoft, 2019";

pub(super) struct Survivors;

impl Calculation for Survivors {
    const SPEC: Spec = Spec {
        slug: "survivors",
        family: Family::Hosts,
        title: "Use of the hosts that are left",
        about: "Equal hosts share a load; some are lost and the others take their part: u × n ÷ (n − k).",
        inputs: &[
            Input::quantity("u", "use of each host before", &SHARE, "", (0.0, 10.0)),
            Input::count("n", "hosts", (1.0, 100_000.0)),
            Input::count("k", "hosts lost", (0.0, 100_000.0)).or(1.0),
            Input::quantity(
                "limit",
                "use that is not to be passed",
                &SHARE,
                "",
                (0.0, 10.0),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("u_after", "Use of each host left", "share"),
            Output::new(
                "u_before",
                "Greatest use before that keeps the limit",
                "share",
            ),
        ],
        example: &[("u", "40%"), ("n", "2"), ("k", "1"), ("limit", "60%")],
        sources: &[AD],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (u, n, k) = (g.n("u"), g.n("n"), g.n("k"));
        if k.value() >= n.value() {
            return Err(g.fault("k", "no host is left", "lose fewer hosts than there are"));
        }
        let after = cpu::after_loss::<T>(u, n.clone(), k.clone());
        if let Some(limit) = g.maybe("limit") {
            if after.value() > limit.value() {
                g.warn("CAP-005", "the hosts left are used beyond the limit");
            }
            // Turned round: what n hosts may be used to before k of them are lost.
            let before = cpu::after_loss::<T>(limit, n.clone() - k.clone(), g.t.number(0.0) - k);
            g.put("u_after", after);
            g.put("u_before", before);
        } else {
            g.put("u_after", after);
        }
        Ok(())
    }
}

pub(super) struct MinimumHosts;

impl Calculation for MinimumHosts {
    const SPEC: Spec = Spec {
        slug: "minimum-hosts",
        family: Family::Hosts,
        title: "Fewest hosts for a load",
        about: "As many equal hosts as carry the load at the target, and the ones that may be lost: ⌈load ÷ (capacity × target)⌉ + k. \
                Load and capacity in the same measure: cores, MHz, ratings, memory.",
        inputs: &[
            Input::quantity(
                "load",
                "load of everything, in the measure of the capacity",
                &NUMBER,
                "",
                (0.0, 1e15),
            ),
            Input::quantity("cap", "capacity of a host", &NUMBER, "", (1e-9, 1e15)),
            Input::quantity(
                "target",
                "use of a host that is planned for",
                &SHARE,
                "",
                (0.001, 1.0),
            )
            .or(0.8),
            Input::count("k", "hosts that may be lost", (0.0, 100_000.0)).or(1.0),
        ],
        outputs: &[
            Output::new("n", "Hosts", ""),
            Output::new("u", "Use of each, all up", "share"),
            Output::new("u_after", "Use of each after the loss", "share"),
        ],
        example: &[
            ("load", "100"),
            ("cap", "16"),
            ("target", "80%"),
            ("k", "1"),
        ],
        sources: &[AD, "Derived: the survivor formula turned round"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (load, cap, target, k) = (g.n("load"), g.n("cap"), g.n("target"), g.n("k"));
        let n = cpu::fewest_hosts::<T>(load.clone(), cap.clone(), target, k.clone());
        g.put("n", n.clone());
        let n = g.t.step("n", "", n);
        if n.value() <= k.value() {
            g.note("nothing is to be carried: only the spare hosts are counted");
            return Ok(());
        }
        let u = cpu::share_each::<T>(load, n.clone(), cap);
        g.put("u", u.clone());
        let u = g.t.step("u", "", u);
        let after = cpu::after_loss::<T>(u, n, k);
        g.put("u_after", after);
        Ok(())
    }
}

pub(super) struct ClockChange;

impl Calculation for ClockChange {
    const SPEC: Spec = Spec {
        slug: "clock-change",
        family: Family::Hosts,
        title: "Cores of another clock or rating",
        about: "Cores that do the same work at another speed: cores × old ÷ new, by clock, or by rating of a core (a server's SPECint \
                rate over its cores). Clocks compare processors of one make only.",
        inputs: &[
            Input::quantity("cores", "cores now", &NUMBER, "", (0.0, 1e9)),
            Input::quantity("f_old", "clock now", &CLOCK, "GHz", (0.001, 100.0)).optional(),
            Input::quantity("f_new", "clock then", &CLOCK, "GHz", (0.001, 100.0)).optional(),
            Input::factor("rating_old", "rating of a core now", (1e-6, 1e9)).optional(),
            Input::factor("rating_new", "rating of a core then", (1e-6, 1e9)).optional(),
        ],
        outputs: &[
            Output::new("cores_new", "Cores then", "cores"),
            Output::new("whole", "Cores then, whole", "cores"),
        ],
        example: &[("cores", "8"), ("f_old", "2.0GHz"), ("f_new", "3.2GHz")],
        sources: &[AD],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let cores = g.n("cores");
        let clocks = (g.maybe("f_old"), g.maybe("f_new"));
        let ratings = (g.maybe("rating_old"), g.maybe("rating_new"));
        let (old, new) = match (ratings, clocks) {
            ((Some(old), Some(new)), _) => (old, new),
            (_, (Some(old), Some(new))) => (old, new),
            _ => {
                return Err(g.fault(
                    "f_old",
                    "the old and the new speed are not both given",
                    "give f_old and f_new, or rating_old and rating_new",
                ));
            }
        };
        let then = cpu::at_another_speed::<T>(cores, old, new);
        g.put("cores_new", then.clone());
        g.put("whole", then.ceil());
        Ok(())
    }
}

pub(super) struct Ratio;

impl Calculation for Ratio {
    const SPEC: Spec = Spec {
        slug: "vcpus-per-core",
        family: Family::Hosts,
        title: "vCPUs on cores",
        about: "vCPUs of all VMs over physical cores; hardware threads do not count. About 4 is usual for general load; 1 for tier-1 \
                databases, 2 for mail; from 6 it is often a problem, and a universal ratio does not exist.",
        inputs: &[
            Input::quantity("vcpus", "vCPUs of all VMs", &NUMBER, "", (0.0, 1e9)),
            Input::quantity("cores", "physical cores", &NUMBER, "", (0.001, 1e9)),
            Input::factor("most", "vCPUs a core that are accepted", (0.01, 1_000.0)).or(4.0),
        ],
        outputs: &[
            Output::new("ratio", "vCPUs a core", "vCPU/core"),
            Output::new("cores_needed", "Cores for the accepted ratio", "cores"),
        ],
        example: &[("vcpus", "96"), ("cores", "16")],
        sources: &[
            "vSphere 6.7 Data Center Design Cookbook, Packt (4 : 1)",
            "vCloud Architecture Toolkit, VMware, recalled (classes 1 to 3, 3 to 5, 6 and more)",
            "Virtual CPU to physical CPU ratios, are they still relevant?, VMware, 2015",
            "Optimizing VM CPU performance, RHEL 10, Red Hat (5 : 1 safe, 10 the most)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (vcpus, cores, most) = (g.n("vcpus"), g.n("cores"), g.n("most"));
        let ratio = vcpus.clone() / cores;
        let r = ratio.value();
        if r > most.value() {
            g.warn("CAP-013", "more vCPUs a core than accepted");
        }
        g.note(match r {
            r if r <= 3.0 => "up to 3 vCPUs a core: no concern",
            r if r < 6.0 => "3 to 5 vCPUs a core: may slow VMs down",
            r if r <= 10.0 => "6 and more vCPUs a core: often a problem",
            _ => "more than 10 vCPUs a core: beyond what KVM supports; other platforms have limits of their own",
        });
        g.put("ratio", ratio);
        g.put("cores_needed", (vcpus / most).ceil());
        Ok(())
    }
}

pub(super) struct Threads;

impl Calculation for Threads {
    const SPEC: Spec = Spec {
        slug: "thread-worth",
        family: Family::Hosts,
        title: "What hardware threads are worth",
        about: "Cores' worth of a host whose cores have several threads: cores × (1 + further threads × worth), less the hypervisor's \
                share. Published gains are up to 30 % with one socket and 15 % with two; planning takes none.",
        inputs: &[
            Input::quantity("cores", "physical cores", &NUMBER, "", (0.0, 1e9)),
            Input::count("threads", "threads of a core", (1.0, 64.0)).or(2.0),
            Input::quantity(
                "worth",
                "what a further thread adds, share of a core",
                &SHARE,
                "",
                (0.0, 1.0),
            )
            .constant(keys::THREAD_WORTH),
            Input::quantity(
                "hypervisor",
                "share that the hypervisor takes",
                &SHARE,
                "",
                (0.0, 1.0),
            )
            .or(0.0),
        ],
        outputs: &[Output::new("worth_cores", "Cores' worth", "cores")],
        example: &[("cores", "16"), ("threads", "2"), ("worth", "15%")],
        sources: &[
            "Will hyper-threading improve processing performance?, Dasher Technologies",
            "vSphere Resource Management 8.0, VMware (a thread on a busy core gets slightly more than half of it)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let cores = g.n("cores");
        let further = g.n("threads") - g.t.number(1.0);
        let worth = g.n("worth");
        let all = cpu::with_threads(g.t, cores, further, worth);
        let hypervisor = g.n("hypervisor");
        let all = cpu::left_by_hypervisor(g.t, all, hypervisor);
        g.put("worth_cores", all);
        Ok(())
    }
}

pub(super) struct Tax;

impl Calculation for Tax {
    const SPEC: Spec = Spec {
        slug: "virtualisation-tax",
        family: Family::Hosts,
        title: "What virtualisation takes",
        about: "Either the demand grows (general load: × 1.10) or the supply shrinks (mailbox servers: × 0.90), never both: 1 ÷ 0.9 is \
                11 %, and both together would charge it twice.",
        inputs: &[
            Input::quantity(
                "demand",
                "demand measured or sized without virtualisation",
                &NUMBER,
                "",
                (0.0, 1e15),
            ),
            Input::choice(
                "side",
                "what is changed",
                &[("demand", "Demand grows"), ("supply", "Supply shrinks")],
            )
            .word("demand"),
            Input::quantity(
                "tax",
                "share that virtualisation takes",
                &SHARE,
                "",
                (0.0, 0.99),
            )
            .constant(keys::HYPERVISOR_CPU),
        ],
        outputs: &[Output::new("needed", "Needed on the host", "")],
        example: &[("demand", "10")],
        sources: &[
            AD,
            "Exchange 2010 Virtualization distilled, Microsoft TechNet, 2010",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (demand, tax, one) = (g.n("demand"), g.n("tax"), g.t.number(1.0));
        let needed = if g.word("side") == "supply" {
            demand / cpu::left_by_hypervisor(g.t, one, tax)
        } else {
            demand * (one + tax)
        };
        g.put("needed", needed);
        Ok(())
    }
}

const fn part(key: &'static str, what: &'static str) -> Input {
    Input::quantity(key, what, &SHARE, "", (0.0, 1.0)).optional()
}

pub(super) struct States;

impl Calculation for States {
    const SPEC: Spec = Spec {
        slug: "cpu-states",
        family: Family::Hosts,
        title: "Where the time of a vCPU goes",
        about: "A vCPU runs, is ready and waits for a processor, is stopped so that its sisters catch up, or waits for something else: \
                the four add up to the whole. Three of them give the fourth.",
        inputs: &[
            part("run", "share of time that it runs"),
            part(
                "rdy",
                "share of time that it is ready but waits for a processor",
            ),
            part("cstp", "share of time that it is stopped for its sisters"),
            part("wait", "share of time that it waits for something else"),
        ],
        outputs: &[Output::new(
            "rest",
            "What is left for the one not given",
            "share",
        )],
        example: &[("run", "60%"), ("rdy", "5%"), ("cstp", "1%")],
        sources: &["KB 387750, Broadcom"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let given: Vec<T::N> = ["run", "rdy", "cstp", "wait"]
            .iter()
            .filter_map(|k| g.maybe(k))
            .collect();
        if given.len() != 3 {
            return Err(g.fault(
                "run",
                format!("{} of the four are given", given.len()),
                "give three of run, rdy, cstp and wait",
            ));
        }
        let sum = g.t.sum(given);
        let rest = g.t.number(1.0) - sum;
        if rest.value() < -1e-9 {
            return Err(g.fault(
                "run",
                "the three are more than the whole",
                "check the shares",
            ));
        }
        g.put("rest", rest);
        Ok(())
    }
}
