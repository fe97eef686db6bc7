//! Worked examples of pools: inputs as typed, and what must come out.

use crate::calc::tests::{answers, near, tables};

const EXACT: f64 = 1e-9;

#[test]
fn plan_of_two_hosts() {
    // Unit tests of the restart planner, xen-api: two hosts of 256 GiB, one failure.
    for (vms, plan) in [
        ("", 1.0),
        ("120GiB:A", 1.0),
        ("120GiB:A:2", 1.0),
        ("120GiB:A:2,120GiB:B:2", 0.0),
        // VMs that are not protected take memory all the same.
        ("120GiB:A:2,120GiB:B:2:no", 0.0),
        ("120GiB:A:2:no,120GiB:B", 0.0),
    ] {
        let mut inputs = vec![("hosts", "A:256GiB,B:256GiB"), ("r", "1")];
        if !vms.is_empty() {
            inputs.push(("vms", vms));
        }
        let got = answers("restart-plan", &inputs);
        assert_eq!(got["plan"], plan, "{vms}");
        assert_eq!(got["exact"], plan, "{vms}");
    }
}

#[test]
fn exact_beats_the_planner() {
    // Most free first puts 3 and 3 on different hosts and strands the last; 3 + 3 and 2 + 2 + 2 fit.
    let inputs = [
        ("hosts", "A:12GiB,B:6GiB,C:6GiB"),
        ("vms", "3GiB:A:2,2GiB:A:3"),
    ];
    let got = answers("restart-plan", &inputs);
    assert_eq!((got["plan"], got["exact"]), (0.0, 1.0));
    assert_eq!((got["admitted"], got["restartable"]), (0.0, 1.0));
}

#[test]
fn quorum_and_planner() {
    // xapi_clustering.ml, unit tests.
    near("cluster-quorum", &[("n", "3")], "r", 1.0, EXACT);
    assert_eq!(answers("cluster-quorum", &[("n", "2")])["r"], 0.0);
    near("cluster-quorum", &[("n", "2"), ("d", "1")], "r", 1.0, EXACT);
    let three = [("hosts", "A:1GiB,B:1GiB,C:1GiB"), ("clustered", "yes")];
    near("restart-plan", &three, "admitted", 1.0, EXACT);
    // binpack.ml: fewer than 3,500 orders, at most 32 hosts. 16 with 3 is the administrator's guide's own example.
    for (n, r, orders, exhaustive) in [
        ("8", "3", 336.0, 1.0),
        ("16", "3", 3360.0, 1.0),
        ("16", "4", 43_680.0, 0.0),
        ("32", "2", 992.0, 1.0),
        ("32", "3", 29_760.0, 0.0),
        ("64", "1", 64.0, 0.0),
    ] {
        let got = answers("planner-choice", &[("n", n), ("r", r)]);
        assert_eq!((got["orders"], got["exhaustive"]), (orders, exhaustive));
    }
}

#[test]
fn timers() {
    // HA feature document, xen-api: T = 30 s.
    let got = answers("ha-timers", &[("T", "30s")]);
    assert_eq!(
        (
            got["heartbeat"],
            got["network"],
            got["state_file"],
            got["join"]
        ),
        (4.0, 30.0, 45.0, 90.0)
    );
    near("ha-timers", &[], "heartbeat", 6.0, EXACT);
    near("ha-timers", &[("T", "5s")], "heartbeat", 2.0, EXACT);
}

#[test]
fn protected() {
    // xen-api, unit tests of the filter of protected VMs.
    for (vms, n) in [
        ("a:yes:restart", 1.0),
        ("a:no:restart", 0.0),
        ("a:no:best-effort", 0.0),
        ("a:yes:best-effort", 0.0),
        ("a:yes:restart,b:no:restart", 1.0),
        ("a:yes:1,b:yes:3:no", 1.0),
    ] {
        assert_eq!(
            answers("protected-vms", &[("vms", vms)])["protected"],
            n,
            "{vms}"
        );
    }
    let rows = tables(
        "protected-vms",
        &[("vms", "first:yes:restart,second:no:restart")],
    );
    assert_eq!(rows[0].rows[0][..2], ["first", "yes"]);
    assert_eq!(rows[0].rows[1][..2], ["second", "no"]);
}

#[test]
fn slots() {
    // vSphere Availability 6.7, VMware: three hosts, five VMs, overhead left out as printed there.
    let inputs = [
        ("hosts", "9GHz:9GB,9GHz:6GB,6GHz:6GB"),
        ("vms", "2GHz:1GB:2,1GHz:2GB,1GHz:1GB:2"),
    ];
    let got = answers("ha-slots", &inputs);
    assert_eq!((got["slot_cpu"], got["slot_ram"]), (2000.0, 2048.0));
    assert_eq!((got["slots"], got["slots_left"]), (10.0, 6.0));
    assert_eq!((got["capacity"], got["admitted"]), (1.0, 1.0));
    let each: Vec<String> = tables("ha-slots", &inputs)[0]
        .rows
        .iter()
        .map(|r| r[3].clone())
        .collect();
    assert_eq!(each, ["4", "3", "3"]);
    let two = [&inputs[..], &[("k", "2")]].concat();
    near("ha-slots", &two, "slots_left", 3.0, EXACT);
    // Without reservations a slot is 32 MHz and the overhead.
    let none = [("hosts", "3200MHz:1GB"), ("vms", "0:0:1:64MB")];
    near("ha-slots", &none, "slots", 16.0, EXACT);
}

#[test]
fn shares() {
    // vSphere 6.0 Availability: 10 equal hosts, 2 failures. cloud-buddy.com: a quarter of 8 and of 32 hosts.
    near(
        "ha-percentage",
        &[("n", "10"), ("k", "2")],
        "percentage",
        0.2,
        EXACT,
    );
    near(
        "ha-percentage",
        &[("n", "8"), ("p", "25%")],
        "hosts",
        2.0,
        EXACT,
    );
    near("ha-percentage", &[("n", "32")], "hosts", 8.0, EXACT);
    // vSphere Availability 6.7's figure of the same three hosts: 24 GHz, 21 GB; 7 GHz and 6 GB reserved.
    let inputs = [
        ("hosts", "9GHz:9GB,9GHz:6GB,6GHz:6GB"),
        ("vms", "2GHz:1GB:2,1GHz:2GB,1GHz:1GB:2"),
        ("p", "25%"),
    ];
    near("ha-percentage", &inputs, "free_cpu", 17.0 / 24.0, EXACT);
    near("ha-percentage", &inputs, "free_ram", 15.0 / 21.0, EXACT);
    near("ha-percentage", &inputs, "admitted", 1.0, EXACT);
    near("ha-percentage", &inputs, "capacity", 1.0, EXACT);
}

#[test]
fn whole_hosts() {
    let spare = [
        ("hosts", "20GHz:128GB:4"),
        ("spares", "20GHz:128GB,20GHz:64GB"),
    ];
    near("failover-hosts", &spare, "capacity", 1.0, EXACT);
    near("failover-hosts", &spare, "idle_share", 192.0 / 704.0, EXACT);
    let nodes = [("nodes", "256GiB:3"), ("vms", "512GiB")];
    near("reserve-nodes", &nodes, "capacity", 1.0, EXACT);
    assert_eq!(answers("reserve-nodes", &nodes)["left"], 0.0);
}

#[test]
fn vms_of_clusters() {
    // VMs per host limitations on Update 1, thephuck.com: 160 a host up to 8 hosts, 40 beyond.
    for (n, each, k, clusters, all, kept, share) in [
        ("8", "160", "1", "1", 1280.0, 1120.0, 0.125),
        ("32", "40", "1", "1", 1280.0, 1240.0, 0.03125),
        ("10", "40", "0", "1", 400.0, 400.0, 0.0),
        ("5", "160", "1", "2", 1600.0, 1280.0, 0.2),
    ] {
        let inputs = [
            ("n", n),
            ("vms_per_host", each),
            ("k", k),
            ("clusters", clusters),
        ];
        let got = answers("cluster-vms", &inputs);
        assert_eq!(
            (got["vms"], got["vms_reserved"], got["reserve_share"]),
            (all, kept, share)
        );
    }
}
