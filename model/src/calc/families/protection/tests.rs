//! Worked examples of lockstep, checkpoints and mirroring, and what holds at the limits.

use crate::calc::tests::{answers, near};
use crate::calc::{CalcError, NoteKind, find};
use crate::catalogue::Catalogue;

/// Slug, inputs, answer, expected, tolerance, source.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
    f64,
    f64,
    &'static str,
);

const CHECKPOINT: [(&str, &str); 5] = [
    ("epoch", "25ms"),
    ("pages", "2500"),
    ("r", "1"),
    ("t_c", "2ms"),
    ("rtt", "0.2ms"),
];

const CASES: &[Case] = &[
    // vSAN Stretched Cluster Bandwidth Sizing, VMware; VxRail planning guide, Dell.
    (
        "mirror-bandwidth",
        &[
            ("writes", "10000/s"),
            ("size", "4kB"),
            ("md", "1.4"),
            ("mr", "1.25"),
        ],
        "writes",
        40.0,
        1e-9,
        "VxRail guide",
    ),
    (
        "mirror-bandwidth",
        &[
            ("writes", "10000/s"),
            ("size", "4kB"),
            ("md", "1.4"),
            ("mr", "1.25"),
        ],
        "writes_mbps",
        320.0,
        1e-9,
        "VxRail guide",
    ),
    (
        "mirror-bandwidth",
        &[
            ("writes", "10000/s"),
            ("size", "4kB"),
            ("md", "1.4"),
            ("mr", "1.25"),
        ],
        "need",
        560.0,
        1e-9,
        "VxRail guide",
    ),
    (
        "mirror-bandwidth",
        &[
            ("iops", "100000"),
            ("write_share", "30%"),
            ("md", "1.4"),
            ("mr", "1.25"),
        ],
        "need",
        1680.0,
        1e-9,
        "vSAN bandwidth sizing",
    ),
    (
        "mirror-bandwidth",
        &[("wb", "40MB/s"), ("md", "1.4"), ("mr", "1.25")],
        "need",
        560.0,
        1e-9,
        "the same as a rate",
    ),
    (
        "witness-bandwidth",
        &[
            ("vms", "100"),
            ("objects", "3"),
            ("ftt", "1"),
            ("stripe", "1"),
        ],
        "components",
        600.0,
        0.0,
        "VxRail guide",
    ),
    (
        "witness-bandwidth",
        &[("vms", "100")],
        "traffic",
        1.092_480,
        1e-9,
        "VxRail guide",
    ),
    (
        "witness-bandwidth",
        &[("vms", "100")],
        "need",
        1.199,
        0.003,
        "VxRail guide: printed 1.199, exact 1.2017",
    ),
    (
        "witness-bandwidth",
        &[("components", "1000")],
        "rule",
        2.0,
        1e-9,
        "vSAN bandwidth sizing",
    ),
    // DRBD 9 User's Guide, LINBIT.
    (
        "mirror-throughput",
        &[("storage", "600MB/s"), ("network", "110MB/s")],
        "ceiling",
        110.0,
        1e-9,
        "DRBD guide",
    ),
    (
        "mirror-throughput",
        &[("storage", "600MB/s"), ("network", "110MB/s")],
        "least",
        106.7,
        1e-9,
        "DRBD guide, 3 %",
    ),
    (
        "mirror-commit",
        &[("local_write", "3ms"), ("rtt", "0.2ms")],
        "commit",
        3.2,
        1e-9,
        "DRBD guide",
    ),
    (
        "mirror-commit",
        &[("local_write", "3ms"), ("rtt", "0.2ms")],
        "increase",
        0.0667,
        0.001,
        "DRBD guide: about 7 %",
    ),
    (
        "resync-rate",
        &[("storage", "400MB/s"), ("network", "110MB/s")],
        "rate",
        33.0,
        1e-9,
        "DRBD guide",
    ),
    (
        "resync-rate",
        &[("storage", "80MB/s"), ("network", "110MB/s")],
        "rate",
        24.0,
        1e-9,
        "DRBD guide",
    ),
    (
        "resync-rate",
        &[("network", "120MB/s"), ("rtt", "200us")],
        "bdp",
        24_000.0,
        1e-9,
        "DRBD guide",
    ),
    (
        "resync-rate",
        &[("network", "120MB/s"), ("rtt", "200us")],
        "fill_target",
        1.0,
        1e-9,
        "DRBD guide",
    ),
    (
        "resync",
        &[("capacity", "500GB"), ("rate", "33MB/s")],
        "full",
        15_152.0,
        0.001,
        "DRBD guide",
    ),
    (
        "resync",
        &[
            ("capacity", "500GB"),
            ("storage", "400MB/s"),
            ("network", "110MB/s"),
        ],
        "full_hours",
        4.2083,
        0.001,
        "4 h 12.5 min",
    ),
    // 2 MB/s for 4 h change 28.8 GB; 110 − 10 MB/s are left beside new writes.
    (
        "resync",
        &[
            ("capacity", "500GB"),
            ("rate", "33MB/s"),
            ("unique_writes", "2MB/s"),
            ("outage", "4h"),
        ],
        "changed",
        28_800.0,
        1e-9,
        "derived",
    ),
    (
        "resync",
        &[
            ("capacity", "500GB"),
            ("link", "110MB/s"),
            ("writes", "10MB/s"),
        ],
        "busy_full",
        5_000.0,
        1e-9,
        "derived",
    ),
    // Logging: vSphere 4 Fault Tolerance: Architecture and Performance, VMware, 2009.
    (
        "lockstep-log",
        &[("net_rx", "890Mbit/s")],
        "log",
        1068.0,
        1e-9,
        "VMware 2009: 950 measured",
    ),
    (
        "lockstep-log",
        &[("disk_read", "10MB/s"), ("net_rx", "50Mbit/s")],
        "log",
        156.0,
        1e-9,
        "derived",
    ),
    (
        "lockstep-log",
        &[("disk_read", "25MB/s"), ("net_rx", "200Mbit/s")],
        "log",
        480.0,
        1e-9,
        "derived",
    ),
    (
        "lockstep-log",
        &[
            ("disk_read", "25MB/s"),
            ("net_rx", "200Mbit/s"),
            ("own_reads", "yes"),
        ],
        "log",
        240.0,
        1e-9,
        "derived",
    ),
    (
        "lockstep-log",
        &[("idle", "idle-1000hz")],
        "log",
        1.43,
        1e-9,
        "VMware 2009",
    ),
    (
        "lockstep-log",
        &[("disk_read", "25MB/s"), ("link", "1Gbit/s")],
        "max_net_rx",
        633.333_333,
        1e-6,
        "1,000 ÷ 1.2 − 200",
    ),
    (
        "lockstep-measured",
        &[("vms", "specjbb:1,kernel-compile:1,swingbench:1,dvd-store:1")],
        "log",
        34.5,
        1e-9,
        "Scales and others, 2010",
    ),
    (
        "lockstep-measured",
        &[("vms", "specjbb:1,kernel-compile:1,swingbench:1,dvd-store:1")],
        "share",
        0.0345,
        1e-9,
        "Scales and others, 2010",
    ),
    (
        "lockstep-measured",
        &[("vms", "specjbb:1,dvd-store:1")],
        "slowest",
        0.94,
        1e-9,
        "Scales and others, 2010",
    ),
    (
        "lockstep-measured",
        &[("vms", "swingbench-own-reads:1")],
        "log",
        3.0,
        1e-9,
        "Scales and others, 2010",
    ),
    (
        "lockstep-speed",
        &[("native", "1000"), ("overhead", "20%")],
        "speed",
        800.0,
        1e-9,
        "Marathon, 2009",
    ),
    (
        "output-hold",
        &[("one_way", "10ms")],
        "hold",
        20.0,
        1e-9,
        "Scales and others, 2010",
    ),
    (
        "output-hold",
        &[("hold", "100ms")],
        "requests",
        10.0,
        1e-9,
        "Remus, NSDI 2008",
    ),
    // Whole systems: PLOVER, NSDI 2018.
    (
        "replication-traffic",
        &[("system", "same-input"), ("traffic", "920Mbit/s")],
        "traffic",
        100.0,
        1e-9,
        "PLOVER",
    ),
    // everRun 7 and ztC Edge help, Stratus.
    (
        "pair-threads",
        &[("hosts", "8,16"), ("system", "2")],
        "total",
        8.0,
        0.0,
        "everRun 7.2.4 help",
    ),
    (
        "pair-threads",
        &[("hosts", "8,16"), ("system", "2")],
        "for_vms",
        6.0,
        0.0,
        "everRun 7.2.4 help",
    ),
    (
        "pair-threads",
        &[("platform", "stratus/everrun-7"), ("vms", "3:4:1")],
        "used",
        8.0,
        0.0,
        "everRun 7.7.0 help",
    ),
    (
        "pair-threads",
        &[("platform", "stratus/everrun-7"), ("vms", "3:4:1,2:2:3")],
        "used",
        17.0,
        0.0,
        "2 + (4 + 2) + 3 × (2 + 1)",
    ),
    (
        "pair-memory",
        &[("hosts", "16GB"), ("system", "2GB"), ("overhead", "20%")],
        "for_vms",
        14.0,
        1e-9,
        "everRun 7.2.4 help",
    ),
    (
        "pair-memory",
        &[("hosts", "16GB"), ("platform", "stratus/everrun-7")],
        "largest",
        11.67,
        0.001,
        "14 ÷ 1.2",
    ),
    (
        "pair-memory",
        &[
            ("hosts", "32GB"),
            ("system", "2GB"),
            ("overhead", "20%"),
            ("vms", "25GB:1"),
        ],
        "free",
        0.0,
        1e-9,
        "ztC Edge 2.2 help",
    ),
    // SplitSite workshop slides for everRun MX, Stratus, 2013.
    (
        "split-pairs",
        &[("platform", "stratus/everrun-mx"), ("vms", "3:2:1,2:2:2")],
        "need",
        1310.0,
        0.0,
        "SplitSite workshop",
    ),
    (
        "split-pairs",
        &[("platform", "stratus/everrun-mx"), ("vms", "3:2:1,2:2:2")],
        "rtt_limit",
        2.0,
        0.0,
        "SplitSite workshop",
    ),
    (
        "split-pairs",
        &[("platform", "stratus/everrun-mx"), ("vms", "2:2:2")],
        "rtt_limit",
        10.0,
        0.0,
        "SplitSite workshop",
    ),
    (
        "pair-limits",
        &[
            ("platform", "stratus/everrun-mx"),
            ("level", "3"),
            ("vcpus", "2"),
        ],
        "bandwidth_per_vm",
        1000.0,
        0.0,
        "SplitSite workshop",
    ),
];

#[test]
fn worked_examples() {
    for (slug, inputs, key, expected, within, _) in CASES {
        near(slug, inputs, key, *expected, *within);
    }
}

/// Remus-type checkpoints, derived from its steps (Cully and others, NSDI 2008): a slow link saturates, a fast one does not.
#[test]
fn checkpoints_on_a_slow_and_a_fast_link() {
    let on = |link| {
        let mut inputs = CHECKPOINT.to_vec();
        inputs.push(("link", link));
        answers("checkpoint", &inputs)
    };
    let close = |a: f64, b: f64| (a - b).abs() <= 0.001 * b;
    let slow = on("1Gbit/s");
    assert!(
        close(slow["mb"], 10.24) && close(slow["t_tx"], 81.92) && close(slow["epoch_kept"], 84.12)
    );
    assert!(close(slow["traffic"], 973.8) && close(slow["hold_mean"], 126.2));
    assert_eq!(slow["saturated"], 1.0);
    let fast = on("10Gbit/s");
    assert!(close(fast["t_tx"], 8.192) && close(fast["epoch_kept"], 25.0));
    assert!(close(fast["traffic"], 3277.0) && close(fast["hold_mean"], 22.9));
    assert_eq!(fast["saturated"], 0.0);
    // The largest dirty set just keeps the epoch.
    let most = format!("{}", fast["d_max"]);
    let mut at = CHECKPOINT.to_vec();
    at[1] = ("pages", &most);
    at.push(("link", "10Gbit/s"));
    let kept = answers("checkpoint", &at);
    assert!(close(kept["epoch_kept"], 25.0), "{kept:?}");
    assert!(close(kept["t_tx"], 25.0 - 2.0 - 0.2));
}

fn notes(slug: &str, inputs: &[(&str, &str)]) -> Vec<(NoteKind, &'static str)> {
    let c = find(slug).unwrap();
    let values = c
        .read(Catalogue::built_in(), inputs.iter().copied())
        .unwrap();
    let sheet = c.run(Catalogue::built_in(), &values).unwrap();
    sheet.notes.iter().map(|n| (n.kind, n.code)).collect()
}

#[test]
fn two_slow_links_fail_the_minimum_and_two_fast_ones_hold_it() {
    let with = |links| {
        notes(
            "split-pairs",
            &[
                ("platform", "stratus/everrun-mx"),
                ("vms", "3:2:1,2:2:2"),
                ("links", links),
            ],
        )
    };
    assert!(with("1Gbit/s,1Gbit/s").contains(&(NoteKind::Error, "LNK-006")));
    assert!(with("10Gbit/s,10Gbit/s").is_empty());
    // With one fast link lost the slow one is left.
    assert!(with("10Gbit/s,1Gbit/s").contains(&(NoteKind::Error, "LNK-006")));
}

#[test]
fn a_hundred_miles_pass_at_one_level_and_not_at_another() {
    let at = |vms, factor| {
        notes(
            "split-pairs",
            &[
                ("platform", "stratus/everrun-mx"),
                ("vms", vms),
                ("distance", "100mi"),
                ("route_factor", factor),
            ],
        )
    };
    assert!(at("2:2:1", "1.5").is_empty());
    assert!(at("3:2:1", "1").is_empty());
    assert_eq!(at("3:2:1", "1.25"), [(NoteKind::Warning, "SIT-002")]);
    assert_eq!(at("3:2:1", "1.5"), [(NoteKind::Error, "SIT-001")]);
}

#[test]
fn memory_that_just_fits() {
    let with = |vms| {
        notes(
            "pair-memory",
            &[
                ("hosts", "32GB"),
                ("system", "2GB"),
                ("overhead", "20%"),
                ("vms", vms),
            ],
        )
    };
    assert!(with("25GB:1").is_empty());
    assert_eq!(with("26GB:1"), [(NoteKind::Error, "CAP-003")]);
}

#[test]
fn writes_that_fill_the_link_never_let_it_catch_up() {
    let all = notes(
        "resync",
        &[
            ("capacity", "500GB"),
            ("link", "110MB/s"),
            ("writes", "110MB/s"),
        ],
    );
    assert_eq!(all, [(NoteKind::Error, "LNK-028")]);
}

#[test]
fn measured_lockstep_lies_below_the_formula() {
    let formula = answers("lockstep-log", &[("net_rx", "890Mbit/s")])["log"];
    let measured = answers("lockstep-measured", &[("vms", "netperf-receive:1")])["log"];
    let over = formula / measured - 1.0;
    assert!((0.12..0.13).contains(&over), "{over}");
}

#[test]
fn limits_and_order() {
    // Both disks at once are never slower than the planning rule with the slower disk.
    for (local, remote, rtt) in [
        ("1ms", "1ms", "0.1ms"),
        ("5ms", "1ms", "2ms"),
        ("0.2ms", "4ms", "1ms"),
    ] {
        let all = answers(
            "mirror-commit",
            &[
                ("local_write", local),
                ("remote_write", remote),
                ("rtt", rtt),
            ],
        );
        assert!(
            all["commit_parallel"] <= all["commit"] + all["remote"],
            "{all:?}"
        );
        assert!(all["commit_parallel"] >= all["remote"]);
    }
    // Deeper queues make proportionally more writes.
    let one = answers("mirror-commit", &[("local_write", "1ms"), ("rtt", "1ms")])["iops"];
    let ten = answers(
        "mirror-commit",
        &[
            ("local_write", "1ms"),
            ("rtt", "1ms"),
            ("queue_depth", "10"),
        ],
    )["iops"];
    assert!((one - 500.0).abs() < 1e-9 && (ten - 5000.0).abs() < 1e-9);
    // More dirty pages never hold output for less.
    let mut before = 0.0;
    for pages in ["0", "10", "1000", "2500", "10000", "1e6"] {
        let held = answers("checkpoint", &[("pages", pages), ("link", "1Gbit/s")])["hold_mean"];
        assert!(held >= before, "{pages}");
        before = held;
    }
    // Changed blocks are never more than everything.
    let all = answers(
        "resync",
        &[
            ("capacity", "1GB"),
            ("rate", "10MB/s"),
            ("unique_writes", "100MB/s"),
            ("outage", "10h"),
        ],
    );
    assert_eq!(all["changed"], 1000.0);
    assert_eq!(all["delta"], all["full"]);
}

#[test]
fn what_is_missing_or_contradicts_is_told() {
    let fault = |slug: &str, inputs: &[(&str, &str)]| -> CalcError {
        let c = find(slug).unwrap();
        match c.read(Catalogue::built_in(), inputs.iter().copied()) {
            Ok(values) => c.run(Catalogue::built_in(), &values).unwrap_err(),
            Err(e) => e,
        }
    };
    assert_eq!(fault("mirror-bandwidth", &[]).key, "wb");
    assert_eq!(
        fault("mirror-bandwidth", &[("iops", "10")]).key,
        "write_share"
    );
    assert_eq!(fault("checkpoint", &[("link", "1Gbit/s")]).key, "pages");
    assert_eq!(fault("output-hold", &[]).key, "rtt");
    assert_eq!(fault("resync", &[("capacity", "1GB")]).key, "rate");
    let e = fault("lockstep-measured", &[("vms", "swingbensh:1")]);
    assert!(e.advice.contains("swingbench"), "{}", e.advice);
    let e = fault(
        "split-pairs",
        &[("platform", "stratus/everrun-mz"), ("vms", "3:2:1")],
    );
    assert_eq!(e.key, "platform");
    assert_eq!(
        fault(
            "split-pairs",
            &[("platform", "stratus/everrun-mx"), ("vms", "1:2:1")]
        )
        .key,
        "vms"
    );
}

/// Data-site limits of stretched products: level, the round trip that just holds and one that breaks it, and the witness.
#[test]
fn limits_of_stretched_products() {
    let holds = |platform: &str, rtt: &str, more: &[(&str, &str)]| {
        let mut inputs = vec![("platform", platform), ("rtt", rtt)];
        inputs.extend_from_slice(more);
        !notes("pair-limits", &inputs)
            .iter()
            .any(|(kind, code)| *kind == NoteKind::Error && *code == "SIT-001")
    };
    for (platform, good, bad) in [
        ("vmware/vsan-stretched", "4.999ms", "5ms"),
        ("vmware/vmsc", "10ms", "10.01ms"),
        ("nutanix/metro", "5ms", "5.01ms"),
        ("microsoft/storage-replica", "5ms", "5.01ms"),
        ("microsoft/azure-stack-hci-stretched", "4.999ms", "5ms"),
        ("redhat/rhv-4-4", "7ms", "7.01ms"),
        ("juniper/jsa", "1.999ms", "2ms"),
        ("ibm/flashsystem-ip", "4.999ms", "5ms"),
        ("google/distributed-cloud", "0.999ms", "1ms"),
        ("stratus/everrun-mx", "10ms", "10.01ms"),
        ("stratus/everrun-vm-2009", "9.999ms", "10ms"),
    ] {
        assert!(holds(platform, good, &[]), "{platform} {good}");
        assert!(!holds(platform, bad, &[]), "{platform} {bad}");
    }
    // MetroCluster IP: 1 ms for 100 km of fibre; 300 km of fibre take 2.938 ms and are close to it.
    let fibre = [("fibre", "300km")];
    assert!(holds("netapp/metrocluster-ip", "3ms", &fibre));
    assert!(!holds("netapp/metrocluster-ip", "3.001ms", &fibre));
    let close = notes(
        "pair-limits",
        &[
            ("platform", "netapp/metrocluster-ip"),
            ("fibre", "300km"),
            ("rtt", "2.938ms"),
        ],
    );
    assert!(close.contains(&(NoteKind::Warning, "SIT-002")), "{close:?}");
    // Witness of a stretched cluster by the hosts of a site.
    for (hosts, ms) in [("1", 500.0), ("10", 200.0), ("11", 100.0)] {
        near(
            "pair-limits",
            &[("platform", "vmware/vsan-stretched"), ("hosts", hosts)],
            "witness_rtt",
            ms,
            0.0,
        );
    }
    near(
        "pair-limits",
        &[("platform", "nutanix/metro")],
        "distance_limit",
        400.0,
        0.0,
    );
}
