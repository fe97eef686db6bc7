//! Published worked examples, each with its source; counts exact, other values within one per cent.

use crate::calc::tests::{answers, near};

type Case = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [(&'static str, f64)],
);

/// Source, calculator, inputs, answers.
const CASES: &[Case] = &[
    (
        "S1: ee832789, 2 GB quota, 100 messages of 75 KB",
        "mailbox-size",
        &[
            ("version", "exchange-2010"),
            ("messages", "100"),
            ("quota", "2048MB"),
            ("message", "75KB"),
            ("retention", "14d"),
        ],
        &[
            ("whitespace", 7.32),
            ("retained", 102.5),
            ("single_item", 24.6),
            ("calendar", 61.4),
            ("dumpster", 188.6),
            ("size", 2243.9),
        ],
    ),
    (
        "S2: ee832789, 931 GB disk",
        "jbod-database",
        &[("formatted", "931GB"), ("free", "20%"), ("index", "10%")],
        &[("usable", 744.8), ("database", 677.1)],
    ),
    (
        "S3: ee832789, 24,000 mailboxes in 102 databases",
        "mailbox-databases",
        &[
            ("mailboxes", "24000"),
            ("databases", "102"),
            ("size", "2.25GB"),
            ("copies", "3"),
            ("servers", "6"),
        ],
        &[
            ("per_database", 235.0),
            ("left_over", 30.0),
            ("per_database_up", 236.0),
            ("database", 634.5),
            ("copies", 306.0),
            ("copies_per_server", 51.0),
        ],
    ),
    (
        "S4: one database of S3",
        "mailbox-iops",
        &[
            ("version", "exchange-2010"),
            ("messages", "100"),
            ("mailboxes", "235"),
            ("copies", "3"),
        ],
        &[
            ("database_iops", 23.5),
            ("host_iops", 28.2),
            ("reads", 28.2 * 0.6),
        ],
    ),
    (
        "S5: memory after a double failure, several roles",
        "mailbox-ram",
        &[
            ("version", "exchange-2010"),
            ("messages", "100"),
            ("mailboxes", "6000"),
            ("databases", "51"),
            ("multi_role", "yes"),
        ],
        &[
            ("mailboxes", 35.2),
            ("floor", 12.0),
            ("cache", 35.2),
            ("ram", 64.0),
        ],
    ),
    (
        "S5: mailbox role alone",
        "mailbox-ram",
        &[
            ("version", "exchange-2010"),
            ("messages", "100"),
            ("mailboxes", "6000"),
            ("databases", "51"),
        ],
        &[("ram", 48.0)],
    ),
    (
        "S5: servers left after a double failure",
        "mailbox-copies",
        &[
            ("mailboxes", "24000"),
            ("servers", "6"),
            ("copies", "3"),
            ("failures", "2"),
            ("databases", "102"),
        ],
        &[
            ("active", 4000.0),
            ("active_worst", 6000.0),
            ("held", 12000.0),
            ("passive_worst", 6000.0),
            ("copies_per_server", 51.0),
        ],
    ),
    (
        "S6: processors after a double failure",
        "mailbox-cpu",
        &[
            ("version", "exchange-2010"),
            ("messages", "100"),
            ("active", "6000"),
            ("passive", "5985"),
            ("copies", "3"),
            ("cores", "8"),
        ],
        &[
            ("active", 14400.0),
            ("passive", 1795.5),
            ("demand", 16195.5),
            ("available", 26664.0),
            ("utilisation", 0.607),
            ("target", 0.8),
        ],
    ),
    (
        "S6: several roles may use 40 %",
        "mailbox-cpu",
        &[
            ("version", "exchange-2010"),
            ("messages", "100"),
            ("active", "6000"),
            ("passive", "5985"),
            ("copies", "3"),
            ("cores", "8"),
            ("multi_role", "yes"),
        ],
        &[("utilisation", 0.607), ("target", 0.4)],
    ),
    (
        "S7: Microsoft Exchange Team, 14 Sep 2010, 30.12 a core",
        "megacycles",
        &[
            ("version", "exchange-2010"),
            ("rating_per_core", "30.12"),
            ("cores", "8"),
        ],
        &[("factor", 1.606), ("per_core", 5354.0), ("server", 42833.0)],
    ),
    (
        "S8: bb738147, 120 GB needed",
        "mailbox-volume",
        &[("version", "exchange-2007"), ("need", "120GB")],
        &[("database", 144.0), ("index", 7.2), ("volume", 189.0)],
    ),
    (
        "S9: bb738147, 5,000 users of 250 MB",
        "mailbox-size",
        &[
            ("version", "exchange-2007"),
            ("profile", "heavy"),
            ("quota", "250MB"),
            ("mailboxes", "5000"),
        ],
        &[("quotas", 1_250_000.0)],
    ),
    (
        "S10: Slipstick, 100 very heavy users",
        "mailbox-iops",
        &[
            ("version", "exchange-2007"),
            ("profile", "very-heavy"),
            ("mailboxes", "100"),
        ],
        &[("database_iops", 48.0), ("log_iops", 18.24)],
    ),
    (
        "S11: Heras 2006, 1,000 mailboxes of 1.5 IOPS",
        "spindles",
        &[
            ("iops", "1500"),
            ("read", "0.8"),
            ("raid", "raid10"),
            ("disk_iops", "180"),
        ],
        &[("back_end", 1800.0), ("spindles", 10.0), ("disks", 10.0)],
    ),
    (
        "bb125019: 2,000 heavy mailboxes by the table, not the 1,500 of the page",
        "mailbox-iops",
        &[
            ("version", "exchange-2003"),
            ("profile", "heavy"),
            ("mailboxes", "2000"),
        ],
        &[("database_iops", 2000.0)],
    ),
    (
        "S12: mcsmlab 2014, 500 mailboxes on the surviving node",
        "mailbox-cpu",
        &[
            ("version", "exchange-2013"),
            ("messages", "100"),
            ("active", "500"),
            ("multi_role", "yes"),
            ("mapi_http", "yes"),
            ("copies", "2"),
        ],
        &[("demand", 2920.0)],
    ),
    (
        "S13: mcsmlab 2014, 86.4 on four cores",
        "megacycles",
        &[
            ("version", "exchange-2013"),
            ("rating", "86.4"),
            ("cores", "4"),
        ],
        &[
            ("rating_per_core", 21.6),
            ("per_core", 1280.0),
            ("server", 5120.0),
        ],
    ),
    (
        "S13: the load of S12 on it",
        "mailbox-cpu",
        &[
            ("version", "exchange-2013"),
            ("messages", "100"),
            ("active", "500"),
            ("multi_role", "yes"),
            ("mapi_http", "yes"),
            ("copies", "2"),
            ("cores", "4"),
            ("rating", "86.4"),
        ],
        &[("core", 1280.0), ("utilisation", 0.57)],
    ),
    (
        "S14: VMware 2011, a building block of 4,000",
        "mailbox-cpu",
        &[
            ("version", "exchange-2010"),
            ("messages", "150"),
            ("active", "4000"),
        ],
        &[
            ("demand", 12000.0),
            ("cores_exact", 5.14),
            ("cores", 6.0),
            ("target", 0.7),
        ],
    ),
    (
        "S14: with the hypervisor's share",
        "mailbox-cpu",
        &[
            ("version", "exchange-2010"),
            ("messages", "150"),
            ("active", "4000"),
            ("hypervisor", "10%"),
        ],
        &[("cores_exact", 5.71), ("cores", 6.0)],
    ),
    (
        "S14: its memory",
        "mailbox-ram",
        &[
            ("version", "exchange-2010"),
            ("messages", "150"),
            ("mailboxes", "4000"),
        ],
        &[("cache", 35.2), ("ram", 48.0)],
    ),
    (
        "S15: Microsoft 2013, eight cores",
        "vcpu-ratio",
        &[("cores", "8"), ("vcpus", "16")],
        &[
            ("max_vcpus", 16.0),
            ("warn_above", 14.0),
            ("ratio", 2.0),
            ("of_a_core", 0.5),
        ],
    ),
    (
        "S16: 24 GB",
        "page-file",
        &[("version", "exchange-2013"), ("ram", "24GB")],
        &[("page_file", 24586.0)],
    ),
    (
        "S16: 96 GB",
        "page-file",
        &[("version", "exchange-2016"), ("ram", "96GB")],
        &[("page_file", 32778.0)],
    ),
    (
        "S16: 2019 with 128 GB",
        "page-file",
        &[("version", "exchange-2019"), ("ram", "128GB")],
        &[("page_file", 32768.0)],
    ),
    (
        "page file of 2007: memory and 10 MB",
        "page-file",
        &[("version", "exchange-2007"), ("ram", "16GB")],
        &[("page_file", 16394.0)],
    ),
    // Rules in words.
    (
        "between rows linear: 120 messages in 2013",
        "mailbox-profile",
        &[("version", "exchange-2013"), ("messages", "120")],
        &[
            ("iops", 0.067 + 0.4 * 0.034),
            ("megacycles", 4.25 + 0.4 * 2.13),
            ("memory", 28.8),
            ("logs", 24.0),
        ],
    ),
    (
        "below 50: row 100 times messages over 100",
        "mailbox-profile",
        &[("version", "exchange-2013"), ("messages", "20")],
        &[
            ("iops", 0.0134),
            ("megacycles", 0.85),
            ("megacycles_passive", 0.274),
        ],
    ),
    (
        "a printed row as it stands",
        "mailbox-profile",
        &[("version", "exchange-2013"), ("messages", "50")],
        &[
            ("iops", 0.034),
            ("megacycles", 2.13),
            ("megacycles_passive", 0.69),
        ],
    ),
    (
        "above 500: row 500 scaled",
        "mailbox-profile",
        &[("version", "exchange-2010"), ("messages", "1000")],
        &[
            ("iops", 1.2),
            ("cache", 60.0),
            ("megacycles", 20.0),
            ("logs", 200.0),
        ],
    ),
    (
        "2007 between average and heavy: what a mailbox takes is linear",
        "mailbox-profile",
        &[("version", "exchange-2007"), ("messages", "75")],
        &[
            ("mailboxes_per_core", 1.0 / 0.0015),
            ("iops", 0.25),
            ("cache", 4.25),
        ],
    ),
    (
        "2007 mixed profiles: unrounded quotients, rounded up once",
        "mailbox-cpu",
        &[
            ("version", "exchange-2007"),
            ("users", "average:600,heavy:600"),
        ],
        &[("cores_exact", 1.8), ("cores", 2.0)],
    ),
    (
        "2007 local replication takes 20 % off mailboxes per core",
        "mailbox-cpu",
        &[
            ("version", "exchange-2007"),
            ("profile", "heavy"),
            ("mailboxes", "1000"),
            ("local_replication", "yes"),
        ],
        &[("cores_exact", 2.5), ("cores", 3.0)],
    ),
    (
        "2007 memory: 17 storage groups",
        "mailbox-ram",
        &[
            ("version", "exchange-2007"),
            ("profile", "heavy"),
            ("mailboxes", "1000"),
            ("storage_groups", "17"),
        ],
        &[("floor", 10.0), ("ram", 10.0)],
    ),
    (
        "2007 memory: 4,000 average mailboxes",
        "mailbox-ram",
        &[
            ("version", "exchange-2007"),
            ("profile", "average"),
            ("mailboxes", "4000"),
        ],
        &[("ram", 2.0 + 14_000.0 / 1024.0)],
    ),
    (
        "2013 memory: floor by copies, client access of 25 % of the cores, next common size",
        "mailbox-ram",
        &[
            ("version", "exchange-2013"),
            ("messages", "100"),
            ("mailboxes", "200"),
            ("databases", "25"),
            ("multi_role", "yes"),
            ("cores", "6"),
        ],
        // 12 GB by copies; 2 + 2 x 1.5 GB of client access; 17 GB are bought as 24.
        &[
            ("floor", 12.0),
            ("client_access", 5.0),
            ("need", 17.0),
            ("ram", 24.0),
        ],
    ),
    (
        "2019 memory: at least 128 GB",
        "mailbox-ram",
        &[
            ("version", "exchange-2019"),
            ("messages", "100"),
            ("mailboxes", "1000"),
            ("cores", "8"),
        ],
        &[("ram", 128.0)],
    ),
    (
        "logs: 150 KB make 1.9 times those of 75 KB (Exchange Team 2011)",
        "mailbox-logs",
        &[
            ("version", "exchange-2010"),
            ("messages", "150"),
            ("mailboxes", "1000"),
            ("message", "150KB"),
            ("days", "1d"),
        ],
        &[("factor", 1.9), ("per_mailbox", 57.0), ("logs", 57000.0)],
    ),
    (
        "logs: the next doubling gives 3.8 (Dell)",
        "mailbox-logs",
        &[
            ("version", "exchange-2010"),
            ("messages", "150"),
            ("mailboxes", "1000"),
            ("message", "300KB"),
        ],
        &[("factor", 3.8)],
    ),
    (
        "logs of seven days and a move of 1 %, 20 % free",
        "mailbox-logs",
        &[
            ("version", "exchange-2007"),
            ("profile", "heavy"),
            ("mailboxes", "1000"),
            ("days", "7d"),
            ("moved_share", "1%"),
            ("size", "500MB"),
        ],
        &[
            ("kept", (168_000.0 + 5_000.0) / 1024.0),
            ("volume", (168_000.0 + 5_000.0) / 1024.0 / 0.8),
        ],
    ),
    (
        "peak of logs: 20 logs x 5,000 x 0.125 x 8.389 / 3600",
        "mailbox-replication",
        &[
            ("version", "exchange-2010"),
            ("messages", "100"),
            ("mailboxes", "5000"),
            ("copies", "3"),
        ],
        &[("peak", 29.13), ("peak_all", 58.26), ("rtt_limit", 250.0)],
    ),
    (
        "queues of 24,000 users on four servers left",
        "mailbox-transport",
        &[
            ("users", "24000"),
            ("messages", "100"),
            ("message", "75KB"),
            ("servers", "6"),
            ("failures", "2"),
        ],
        // 75 x 2,400,000 x (1 + 0.5 x 2 + 2) x 2 KB.
        &[("total", 1373.3), ("per_server", 343.3)],
    ),
    (
        "backup and restore",
        "mailbox-backup",
        &[
            ("database", "600GB"),
            ("rate", "100GB/h"),
            ("largest", "120GB"),
            ("logs", "7200"),
            ("replay", "2"),
        ],
        &[
            ("backup", 6.0),
            ("copy", 1.44),
            ("replay", 1.0),
            ("restore", 2.44),
            ("restore_worst", 3.4),
            ("restore_lun", 132.0),
        ],
    ),
    (
        "directory of 2010: 8:1, transport 5:1 with antivirus, client access 4:3",
        "directory-cores",
        &[
            ("version", "exchange-2010"),
            ("mailbox_cores", "24"),
            ("antivirus", "yes"),
            ("ntds", "6GB"),
        ],
        &[
            ("directory", 3.0),
            ("transport", 5.0),
            ("client_access", 18.0),
            ("directory_ram", 8.0),
        ],
    ),
    (
        "directory of 2007, 32-bit: 4:1",
        "directory-cores",
        &[
            ("version", "exchange-2007"),
            ("mailbox_cores", "10"),
            ("x86", "yes"),
        ],
        &[
            ("directory_exact", 2.5),
            ("directory", 3.0),
            ("transport", 2.0),
        ],
    ),
    (
        "client access of 2013 with MAPI over HTTP: 3:8",
        "directory-cores",
        &[
            ("version", "exchange-2013"),
            ("mailbox_cores", "16"),
            ("mapi_http", "yes"),
        ],
        &[("client_access", 6.0), ("directory", 2.0)],
    ),
    (
        "memory of a client access server of 2010: 2 GB a core, 8 at least",
        "mailbox-roles",
        &[
            ("version", "exchange-2010"),
            ("role", "client-access"),
            ("cores", "2"),
        ],
        &[("ram", 8.0), ("cores_max", 12.0)],
    ),
    (
        "metadata cache: 5 to 10 %, one for three disks",
        "metadata-cache",
        &[("capacity", "96TB"), ("disks", "12"), ("copies", "40")],
        &[
            ("flash_min", 4800.0),
            ("flash_max", 9600.0),
            ("flash_disks", 4.0),
            ("copies_per_disk", 4.0),
            ("disks_min", 10.0),
        ],
    ),
    (
        "megacycles as measured in 2003",
        "measured-megacycles",
        &[
            ("use", "40%"),
            ("mailboxes", "1200"),
            ("mhz", "3000"),
            ("cpus", "2"),
            ("users", "1500"),
        ],
        &[
            ("megacycles", 2.0),
            ("max_users", 2400.0),
            ("utilisation", 0.5),
        ],
    ),
    (
        "disk of the careful row, head-room 0.8",
        "spindles",
        &[
            ("iops", "1000"),
            ("read", "0.5"),
            ("raid", "raid5"),
            ("disk", "sas10k"),
            ("headroom", "0.8"),
        ],
        // 500 + 4 x 500 = 2,500; 85 x 0.8 = 68 a disk.
        &[
            ("back_end", 2500.0),
            ("spindles", 37.0),
            ("usable_per_disk", 27.2),
            ("factor", 0.32),
        ],
    ),
    (
        "memory beside guests (dd630739): 300 + 3 x 32 + (7 + 7 + 3) x 8",
        "guest-memory",
        &[("vms", "8GB,8GB,4GB")],
        &[("overhead", 532.0), ("guests", 20.0)],
    ),
];

#[test]
fn worked_examples() {
    for (source, slug, inputs, expected) in CASES {
        for (key, value) in *expected {
            // Counts and sizes of servers are exact.
            let exact = value.fract() == 0.0 && *value < 1000.0;
            let within = if exact { 1e-9 } else { 0.01 };
            assert!(!source.is_empty());
            near(slug, inputs, key, *value, within);
        }
    }
}

#[test]
fn layouts_are_rounded_up() {
    for (raid, disks) in [
        ("raid10", 4.0),
        ("raid5", 3.0),
        ("raid6", 4.0),
        ("jbod", 1.0),
    ] {
        let inputs = [("iops", "10"), ("raid", raid), ("disk_iops", "180")];
        near("spindles", &inputs, "disks", disks, 0.0);
    }
    let inputs = [
        ("iops", "1600"),
        ("read", "1"),
        ("raid", "raid10"),
        ("disk_iops", "180"),
    ];
    near("spindles", &inputs, "spindles", 9.0, 0.0);
    near("spindles", &inputs, "disks", 10.0, 0.0);
}

#[test]
fn careful_and_general_disks_are_alternatives() {
    let of = |rule| {
        let inputs = [("iops", "1000"), ("disk", "sas15k"), ("rule", rule)];
        answers("spindles", &inputs)["disk_iops"]
    };
    assert_eq!((of("mailbox"), of("general")), (110.0, 150.0));
}

/// What a note says of an answer.
fn codes(slug: &str, inputs: &[(&str, &str)]) -> Vec<&'static str> {
    let catalogue = crate::catalogue::Catalogue::built_in();
    let calculator = crate::calc::find(slug).expect("a calculator");
    let values = calculator
        .read(catalogue, inputs.iter().copied())
        .expect("values");
    let sheet = calculator.run(catalogue, &values).expect("answers");
    sheet.notes.iter().map(|n| n.code).collect()
}

#[test]
fn notes_tell_what_does_not_hold() {
    let rtt = |version: &str, rtt: &str| {
        let inputs = [
            ("version", version),
            ("messages", "100"),
            ("mailboxes", "100"),
            ("rtt", rtt),
        ];
        codes("mailbox-replication", &inputs).contains(&"MBX-016")
    };
    assert!(!rtt("exchange-2010", "250ms") && rtt("exchange-2010", "251ms"));
    assert!(!rtt("exchange-2016", "500ms") && rtt("exchange-2016", "501ms"));
    let vcpus = |n| codes("vcpu-ratio", &[("cores", "8"), ("vcpus", n)]).len();
    assert_eq!(
        (vcpus("8"), vcpus("9"), vcpus("15"), vcpus("17")),
        (0, 1, 1, 1)
    );
    let outside = codes(
        "mailbox-profile",
        &[("version", "exchange-2010"), ("messages", "501")],
    );
    assert_eq!(outside, ["MBX-013"]);
}

#[test]
fn a_profile_of_the_version_or_messages() {
    // The names of 2007 mean the nearest row later.
    let of = |version, profile| {
        let inputs = [("version", version), ("profile", profile)];
        answers("mailbox-profile", &inputs)["messages"]
    };
    assert_eq!(of("exchange-2007", "heavy"), 100.0);
    assert_eq!(of("exchange-2016", "heavy"), 100.0);
    assert_eq!(of("exchange-2016", "light"), 50.0);
    assert_eq!(of("exchange-2016", "37.5"), 37.5);
    let catalogue = crate::catalogue::Catalogue::built_in();
    let calculator = crate::calc::find("mailbox-profile").expect("a calculator");
    let values = calculator
        .read(
            catalogue,
            [("version", "exchange-2016"), ("profile", "busy")],
        )
        .expect("any text");
    let fault = calculator
        .run(catalogue, &values)
        .expect_err("no such profile");
    assert!(fault.message.contains("busy"), "{fault}");
    assert!(fault.advice.contains("50, 100"), "{}", fault.advice);
}

mod properties {
    use proptest::prelude::*;

    use super::answers;

    const VERSIONS: [&str; 6] = [
        "exchange-2007",
        "exchange-2010",
        "exchange-2013",
        "exchange-2016",
        "exchange-2019",
        "exchange-se",
    ];

    proptest! {
        #[test]
        fn more_users_never_need_less(
            version in prop::sample::select(&VERSIONS[..]),
            messages in 1.0f64..700.0,
            mailboxes in 0u32..20_000,
            more in 0u32..5_000,
        ) {
            let messages = messages.to_string();
            for (slug, keys) in [
                ("mailbox-cpu", &["cores", "cores_exact"][..]),
                ("mailbox-iops", &["database_iops", "host_iops", "reads", "writes", "log_iops"]),
                ("mailbox-logs", &["logs", "kept", "volume", "rate"]),
                ("mailbox-replication", &["day", "peak", "peak_all"]),
            ] {
                let of = |n: u32| {
                    let n = n.to_string();
                    answers(slug, &[("version", version), ("messages", &messages), ("mailboxes", &n)])
                };
                let (few, many) = (of(mailboxes), of(mailboxes + more));
                for key in keys {
                    prop_assert!(many[key] >= few[key] * (1.0 - 1e-12), "{slug} {key}: {few:?} {many:?}");
                }
            }
        }

        #[test]
        fn more_messages_never_need_less(
            version in prop::sample::select(&VERSIONS[..]),
            messages in 50.0f64..500.0,
            more in 0.0f64..100.0,
        ) {
            let of = |n: f64| answers("mailbox-profile", &[("version", version), ("messages", &n.to_string())]);
            let (few, many) = (of(messages), of(messages + more));
            for (key, value) in &few {
                if *key == "mailboxes_per_core" {
                    prop_assert!(many[key] <= value * (1.0 + 1e-12));
                } else {
                    prop_assert!(many[key] >= value * (1.0 - 1e-12), "{key}: {few:?} {many:?}");
                }
            }
        }

        #[test]
        fn parts_sum_to_totals(quota in 0.0f64..1e5, messages in 0.0f64..600.0, days in 0.0f64..100.0) {
            let (quota, messages, days) = (format!("{quota}MB"), messages.to_string(), format!("{days}d"));
            let a = answers("mailbox-size", &[("quota", &quota), ("messages", &messages), ("retention", &days)]);
            let sum = a["retained"] + a["single_item"] + a["calendar"];
            prop_assert!((a["dumpster"] - sum).abs() <= sum * 1e-12);
            let quota: f64 = quota.trim_end_matches("MB").parse().expect("a number");
            let sum = quota + a["whitespace"] + a["dumpster"];
            prop_assert!((a["size"] - sum).abs() <= sum * 1e-12);
        }
    }
}
