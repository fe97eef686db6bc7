//! Quorum of a clustered pool, times of its watchdogs, VMs that a cluster takes.

use crate::calc::dimension::{NUMBER, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::pool;

pub(super) struct Quorum;

impl Calculation for Quorum {
    const SPEC: Spec = Spec {
        slug: "cluster-quorum",
        family: Family::Pools,
        title: "Failures that the quorum of a clustered pool survives",
        about: "A clustered file system counts votes of its own: ⌊(n − d − 1) ÷ 2⌋ + d, where d hosts are kept out of it.",
        inputs: &[
            Input::count("n", "hosts of the pool", (0.0, 1e6)),
            Input::count("d", "hosts with clustering disabled", (0.0, 1e6)).or(0.0),
        ],
        outputs: &[Output::new("r", "Failures survived at most", "hosts")],
        example: &[("n", "3")],
        sources: &["xapi_clustering.ml and its unit tests, xen-api, xapi-project"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (n, d) = (g.n("n"), g.n("d"));
        if d.value() > n.value() {
            return Err(g.fault(
                "d",
                "more hosts are kept out than there are",
                "give at most n",
            ));
        }
        let r = pool::quorum_failures(g.t, n, d);
        g.put("r", r);
        Ok(())
    }
}

pub(super) struct Timers;

impl Calculation for Timers {
    const SPEC: Spec = Spec {
        slug: "ha-timers",
        family: Family::Pools,
        title: "Times of a pool's heartbeat and watchdogs",
        about: "From the time-out T: heartbeats every (T + 10) ÷ 10 s, held within 2 to 6 s; network watchdog T; state-file watchdog \
                T + 15 s; joins time out after T + 60 s.",
        inputs: &[Input::quantity(
            "timeout",
            "time-out; 60 s in normal use, 30 s in the document's example",
            &TIME,
            "s",
            (0.001, 1e6),
        )
        .symbol("T")
        .or(60.0)],
        outputs: &[
            Output::new("heartbeat", "Interval of heartbeats", "s"),
            Output::new("network", "Network watchdog", "s"),
            Output::new("state_file", "State-file watchdog", "s"),
            Output::new("join", "Time-out of boot and enable joins", "s"),
        ],
        example: &[("timeout", "30s")],
        sources: &["HA feature document of xen-api, xapi-project"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let timeout = g.n("timeout");
        if timeout.value() <= 10.0 {
            g.fail("", "the time-out must be more than 10 s");
        }
        let beat = pool::heartbeat_s(g.t, timeout.clone());
        g.put("heartbeat", beat);
        g.put("network", timeout.clone());
        let file = timeout.clone() + g.t.number(15.0);
        g.put("state_file", file);
        let join = timeout + g.t.number(60.0);
        g.put("join", join);
        Ok(())
    }
}

pub(super) struct ClusterVms;

impl Calculation for ClusterVms {
    const SPEC: Spec = Spec {
        slug: "cluster-vms",
        family: Family::Pools,
        title: "VMs that clusters take",
        about: "Hosts less those reserved, times the VMs that a host may run; some versions cap a host lower in a large cluster: \
                160 VMs up to 8 hosts, 40 beyond.",
        inputs: &[
            Input::count("n", "hosts of a cluster", (1.0, 100_000.0)),
            Input::quantity(
                "vms_per_host",
                "VMs that a host may run",
                &NUMBER,
                "",
                (0.0, 1e9),
            ),
            Input::count("k", "hosts of a cluster kept in reserve", (0.0, 100_000.0)).or(0.0),
            Input::count("clusters", "clusters alike", (1.0, 1e6)).or(1.0),
        ],
        outputs: &[
            Output::new("vms", "VMs of all hosts", "VMs"),
            Output::new("vms_reserved", "VMs with the reserve kept", "VMs"),
            Output::new("reserve_share", "Share kept in reserve", "share"),
        ],
        example: &[("n", "8"), ("vms_per_host", "160"), ("k", "1")],
        sources: &["VMs per host limitations on Update 1 (of vSphere 4.0), thephuck.com"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (n, each) = (g.n("n"), g.n("vms_per_host"));
        let (k, clusters) = (g.n("k"), g.n("clusters"));
        if k.value() > n.value() {
            return Err(g.fault(
                "k",
                "more hosts are kept in reserve than there are",
                "give at most n",
            ));
        }
        g.put("vms", clusters.clone() * n.clone() * each.clone());
        g.put("vms_reserved", clusters * (n.clone() - k.clone()) * each);
        g.put("reserve_share", k / n);
        Ok(())
    }
}
