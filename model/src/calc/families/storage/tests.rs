//! Worked examples of storage: inputs as typed, and what must come out.

use proptest::prelude::*;

use crate::calc::tests::{answers, near};
use crate::calc::{NoteKind, find};
use crate::catalogue::Catalogue;

const EXACT: f64 = 1e-9;
const PRINTED: f64 = 0.01;

fn notes(slug: &str, inputs: &[(&str, &str)]) -> Vec<(NoteKind, String)> {
    let calculator = find(slug).unwrap();
    let catalogue = Catalogue::built_in();
    let values = calculator.read(catalogue, inputs.iter().copied()).unwrap();
    let sheet = calculator.run(catalogue, &values).unwrap();
    sheet.notes.into_iter().map(|n| (n.kind, n.text)).collect()
}

#[test]
fn five_fast_disks_as_raid_5() {
    // RAID penalties note: 900 raw. What it prints (792, 832, 866) averages the wrong way; these are right.
    for (writes, front, printed) in [
        ("16%", 608.0, "792"),
        ("10%", 692.0, "832"),
        ("5%", 783.0, "866"),
    ] {
        let inputs = [("level", "5"), ("n", "5"), ("i", "180"), ("w", writes)];
        near("raid", &inputs, "raw", 900.0, EXACT);
        near("raid", &inputs, "front_end", front, 0.001);
        let told = notes("raid", &inputs);
        assert!(told.iter().any(|(_, t)| t.contains(printed)), "{told:?}");
    }
    let microsoft = [
        ("level", "5"),
        ("n", "5"),
        ("i", "180"),
        ("r", "1"),
        ("mode", "microsoft"),
    ];
    near("raid", &microsoft, "front_end", 720.0, EXACT);
}

#[test]
fn levels_of_raid() {
    // Penalty, usable of 12, fewest disks.
    for (level, penalty, usable, least) in [
        ("0", 1.0, 12.0, 2.0),
        ("1", 2.0, 6.0, 2.0),
        ("10", 2.0, 6.0, 4.0),
        ("5", 4.0, 11.0, 3.0),
        ("50", 4.0, 10.0, 6.0),
        ("6", 6.0, 10.0, 4.0),
        ("60", 6.0, 8.0, 8.0),
        ("dp", 2.0, 10.0, 3.0),
    ] {
        let inputs = [("level", level), ("n", "12"), ("size", "600GB")];
        near("raid", &inputs, "penalty", penalty, EXACT);
        near("raid", &inputs, "usable_disks", usable, EXACT);
        near("raid", &inputs, "minimum", least, EXACT);
        near(
            "raid",
            &inputs,
            "usable",
            usable * 600e9 / 1_048_576.0,
            EXACT,
        );
    }
    let three = [("level", "60"), ("n", "18"), ("g", "3")];
    near("raid", &three, "usable_disks", 12.0, EXACT);
    // 700 reads and 300 writes a second on disks of 150.
    let demand = [("reads", "700"), ("writes", "300"), ("i", "150")];
    for (level, behind, disks) in [
        ("10", 1300.0, 10.0),
        ("5", 1900.0, 13.0),
        ("6", 2500.0, 17.0),
        ("0", 1000.0, 7.0),
    ] {
        let inputs = [&demand[..], &[("level", level)]].concat();
        near("raid", &inputs, "back_end", behind, EXACT);
        near("raid", &inputs, "disks", disks, EXACT);
    }
    // Even at no load the level has its own least.
    near(
        "raid",
        &[("level", "60"), ("reads", "1"), ("i", "150")],
        "disks",
        8.0,
        EXACT,
    );
    let all = [
        ("level", "10"),
        ("iops", "1000"),
        ("w", "30%"),
        ("i", "150"),
    ];
    near("raid", &all, "back_end", 1300.0, EXACT);
}

#[test]
fn a_disk_and_what_follows_it() {
    // Capacity planning for AD DS, Microsoft: spindles, controller and bus.
    let ten_k = [("seek", "7ms"), ("access", "3ms"), ("block", "8KB")];
    near("spindle", &ten_k, "random", 100.0, EXACT);
    near("spindle", &ten_k, "sequential", 333.0, PRINTED);
    near("spindle", &ten_k, "random_rate", 800.0, EXACT);
    for (seek, access, random, sequential) in
        [("9ms", "4ms", 77.0, 250.0), ("4ms", "2ms", 167.0, 500.0)]
    {
        let inputs = [("seek", seek), ("access", access)];
        near("spindle", &inputs, "random", random, PRINTED);
        near("spindle", &inputs, "sequential", sequential, EXACT);
    }
    near("spindle", &[("kind", "15k")], "random", 150.0, EXACT);
    near("spindle", &[("kind", "10k")], "sequential", 300.0, EXACT);
    let random = [("n", "8"), ("kind", "10k"), ("block", "4KB")];
    near("disk-chain", &random, "iops", 800.0, EXACT);
    near("disk-chain", &random, "rate", 3200.0, EXACT);
    let bus = [
        ("n", "8"),
        ("kind", "10k"),
        ("block", "32KB"),
        ("bus", "20MB/s"),
    ];
    near("disk-chain", &bus, "disks_rate", 25_600.0, EXACT);
    near("disk-chain", &bus, "rate", 20_480.0, EXACT);
    assert_eq!(notes("disk-chain", &bus)[0].1, "the bus is the bottleneck");
    let controller = [
        ("n", "8"),
        ("kind", "10k"),
        ("pattern", "sequential"),
        ("block", "4KB"),
        ("controller", "1000"),
    ];
    near("disk-chain", &controller, "disks_iops", 2400.0, EXACT);
    near("disk-chain", &controller, "iops", 1000.0, EXACT);
    assert_eq!(
        notes("disk-chain", &controller)[0].1,
        "the controller is the bottleneck"
    );
    near(
        "bus-limit",
        &[("bus", "320MB/s"), ("block", "8KB")],
        "iops",
        40_960.0,
        EXACT,
    );
    near(
        "bus-limit",
        &[("bus", "128MB/s"), ("block", "8KB")],
        "iops",
        16_384.0,
        EXACT,
    );
}

#[test]
fn measured_and_warmed() {
    let slow = [("iops", "400"), ("latency", "20ms"), ("target", "10ms")];
    near("iops-correction", &slow, "factor", 2.0, EXACT);
    near("iops-correction", &slow, "needed", 800.0, EXACT);
    let fast = [("iops", "400"), ("latency", "5ms")];
    near("iops-correction", &fast, "needed", 400.0, EXACT);
    // 50 GB in pages of 8 KB within ten minutes.
    let warm = [("database", "50GB"), ("time", "10min")];
    near(
        "cache-warm",
        &warm,
        "iops",
        50.0 * 1_048_576.0 / 8.0 / 600.0,
        EXACT,
    );
    let head = [
        ("capability", "4000"),
        ("redundant", "50%"),
        ("load", "1600"),
    ];
    near("storage-headroom", &head, "plan", 1600.0, EXACT);
    near("storage-headroom", &head, "share", 0.8, EXACT);
    near(
        "raid-rebuild",
        &[("size", "600GB"), ("rate", "100MB/s")],
        "time",
        600_000.0 / 100.0 / 3600.0,
        EXACT,
    );
}

#[test]
fn what_does_not_go_together_is_refused() {
    let raid = find("raid").unwrap();
    let catalogue = Catalogue::built_in();
    let fault = |inputs: &[(&str, &str)]| {
        let values = raid.read(catalogue, inputs.iter().copied()).unwrap();
        raid.run(catalogue, &values).unwrap_err()
    };
    assert_eq!(
        fault(&[("level", "5"), ("r", "60%"), ("w", "60%")]).key,
        "r"
    );
    assert_eq!(fault(&[("level", "5"), ("iops", "100")]).key, "w");
    assert_eq!(
        fault(&[
            ("level", "5"),
            ("iops", "100"),
            ("w", "0.5"),
            ("reads", "3")
        ])
        .key,
        "iops"
    );
}

proptest! {
    #[test]
    fn more_load_never_needs_fewer_disks(reads in 0.0..1e5f64, writes in 0.0..1e5f64, more in 0.0..1e5f64) {
        for level in ["0", "10", "5", "6", "50", "60", "dp"] {
            let disks = |r: f64, w: f64| {
                let (r, w) = (format!("{r}"), format!("{w}"));
                answers("raid", &[("level", level), ("reads", &r), ("writes", &w), ("i", "150")])["disks"]
            };
            let base = disks(reads, writes);
            prop_assert!(disks(reads + more, writes) >= base);
            prop_assert!(disks(reads, writes + more) >= base);
            // The disks that it asks for carry what was asked.
            let (n, share) = (format!("{base}"), format!("{}", if reads + writes > 0.0 { writes / (reads + writes) } else { 0.0 }));
            let carried = answers("raid", &[("level", level), ("n", &n), ("w", &share), ("i", "150")])["front_end"];
            prop_assert!(carried >= (reads + writes) * (1.0 - 1e-9));
        }
    }
}
