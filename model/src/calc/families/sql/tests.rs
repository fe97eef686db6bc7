//! Published and worked examples, each with its source, within the example's own rounding.

use crate::calc::tests::{answers, near};

/// Slug, inputs, answer, value, tolerance, source.
type Row = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
    f64,
    f64,
    &'static str,
);

const EXACT: f64 = 1e-12;

const ROWS: &[Row] = &[
    // Cap max server memory, AWS Prescriptive Guidance, after J. Kehayias.
    (
        "max-server-memory",
        &[("ram", "256GB")],
        "reserve",
        35.0,
        EXACT,
        "AWS: 256 GB keep 1 + 4 + 30",
    ),
    (
        "max-server-memory",
        &[("R", "256GB")],
        "max_server_memory_gb",
        221.0,
        EXACT,
        "AWS",
    ),
    (
        "max-server-memory",
        &[("ram", "16GB")],
        "reserve",
        5.0,
        EXACT,
        "4 GB by the share of 16 GB, and 1",
    ),
    (
        "max-server-memory",
        &[("ram", "16GB")],
        "max_server_memory_gb",
        11.0,
        EXACT,
        "derived",
    ),
    // SqlServerDsc, SqlMemory unit tests.
    (
        "max-server-memory",
        &[("ram", "20480MB"), ("cores", "2"), ("rule", "c")],
        "max_server_memory",
        16_896.0,
        EXACT,
        "SqlServerDsc a",
    ),
    (
        "max-server-memory",
        &[("ram", "19480MB"), ("cores", "2"), ("rule", "c")],
        "max_server_memory",
        14_560.0,
        EXACT,
        "SqlServerDsc b",
    ),
    (
        "max-server-memory",
        &[
            ("ram", "30480MB"),
            ("cores", "4"),
            ("rule", "c"),
            ("architecture", "x64"),
        ],
        "max_server_memory",
        25_134.0,
        EXACT,
        "SqlServerDsc c",
    ),
    (
        "max-server-memory",
        &[
            ("ram", "30480MB"),
            ("cores", "4"),
            ("rule", "c"),
            ("architecture", "x86"),
        ],
        "max_server_memory",
        25_390.0,
        EXACT,
        "SqlServerDsc d",
    ),
    // max_server_memory.sql, BornSQL: 16 GB less 5 and 1 GB of stacks; small steps; the cap of 128 GB from 2012, 64 before.
    (
        "max-server-memory",
        &[("ram", "16GB"), ("cores", "4"), ("rule", "bornsql")],
        "max_server_memory_gb",
        10.0,
        EXACT,
        "BornSQL",
    ),
    (
        "max-server-memory",
        &[("ram", "15.2GB"), ("cores", "4"), ("rule", "bornsql")],
        "max_server_memory_gb",
        10.0,
        EXACT,
        "BornSQL rounds memory up",
    ),
    (
        "max-server-memory",
        &[("ram", "2GB"), ("cores", "4"), ("rule", "bornsql")],
        "max_server_memory_gb",
        0.5,
        EXACT,
        "2 GB less 0.5 and 1",
    ),
    (
        "max-server-memory",
        &[
            ("ram", "3GB"),
            ("cores", "4"),
            ("rule", "bornsql"),
            ("workers", "256"),
        ],
        "max_server_memory_gb",
        0.5,
        EXACT,
        "3 GB less 2 and 0.5",
    ),
    (
        "max-server-memory",
        &[
            ("ram", "140GB"),
            ("cores", "8"),
            ("rule", "bornsql"),
            ("version", "sql-2022"),
            ("edition", "standard"),
        ],
        "max_server_memory_gb",
        121.0,
        EXACT,
        "min(128, 140 - 19)",
    ),
    (
        "max-server-memory",
        &[
            ("ram", "256GB"),
            ("cores", "8"),
            ("rule", "bornsql"),
            ("version", "sql-2022"),
            ("edition", "standard"),
        ],
        "max_server_memory_gb",
        128.0,
        EXACT,
        "min(128, 256 - 19)",
    ),
    (
        "max-server-memory",
        &[
            ("ram", "72GB"),
            ("cores", "8"),
            ("rule", "bornsql"),
            ("version", "sql-2008"),
            ("edition", "standard"),
        ],
        "max_server_memory_gb",
        61.0,
        EXACT,
        "min(64, 72 - 11)",
    ),
    (
        "max-server-memory",
        &[
            ("ram", "256GB"),
            ("cores", "4"),
            ("rule", "bornsql"),
            ("version", "sql-2022"),
            ("edition", "enterprise"),
        ],
        "max_server_memory_gb",
        220.0,
        EXACT,
        "Enterprise is not capped",
    ),
    // Server memory configuration options, Microsoft, 2017: 64 GB less 4 GB, 512 × 2 MB and 256 MB.
    (
        "max-server-memory",
        &[("ram", "64GB"), ("cores", "4"), ("rule", "b")],
        "max_server_memory",
        60_160.0,
        EXACT,
        "Microsoft",
    ),
    (
        "max-server-memory",
        &[
            ("ram", "64GB"),
            ("cores", "4"),
            ("rule", "b"),
            ("os", "1GB"),
        ],
        "max_server_memory",
        63_232.0,
        EXACT,
        "Microsoft, 1 GB for the system",
    ),
    // Configure the max worker threads option, Microsoft, 2017.
    (
        "worker-threads",
        &[("lp", "4")],
        "workers_64",
        512.0,
        EXACT,
        "Microsoft",
    ),
    (
        "worker-threads",
        &[("lp", "4")],
        "workers_32",
        256.0,
        EXACT,
        "Microsoft",
    ),
    (
        "worker-threads",
        &[("lp", "8")],
        "workers_64",
        576.0,
        EXACT,
        "Microsoft",
    ),
    (
        "worker-threads",
        &[("lp", "8")],
        "workers_32",
        288.0,
        EXACT,
        "Microsoft",
    ),
    (
        "worker-threads",
        &[("lp", "32")],
        "workers_64",
        960.0,
        EXACT,
        "Microsoft",
    ),
    (
        "worker-threads",
        &[("lp", "32")],
        "workers_32",
        480.0,
        EXACT,
        "Microsoft",
    ),
    (
        "worker-threads",
        &[("lp", "64")],
        "workers_64",
        1_472.0,
        EXACT,
        "64 belongs to the lower row",
    ),
    (
        "worker-threads",
        &[("lp", "64")],
        "workers_32",
        736.0,
        EXACT,
        "64 belongs to the lower row",
    ),
    (
        "worker-threads",
        &[("LP", "128")],
        "workers_64",
        4_480.0,
        EXACT,
        "Microsoft",
    ),
    (
        "worker-threads",
        &[("LP", "128")],
        "workers_32",
        4_224.0,
        EXACT,
        "Microsoft",
    ),
    (
        "worker-threads",
        &[("lp", "8"), ("architecture", "ia64")],
        "stacks",
        2_304.0,
        EXACT,
        "576 × 4 MB",
    ),
    // dba.stackexchange.com 319145: 64 processors in two nodes of 32, soft-NUMA 4 × 16.
    (
        "maxdop",
        &[("version", "sql-2019"), ("n", "4"), ("p", "16")],
        "setup",
        8.0,
        EXACT,
        "setup",
    ),
    (
        "maxdop",
        &[("version", "sql-2019"), ("n", "4"), ("p", "16")],
        "bound",
        16.0,
        EXACT,
        "documentation",
    ),
    (
        "maxdop",
        &[
            ("version", "sql-2019"),
            ("n", "2"),
            ("lp", "64"),
            ("cores_per_node", "16"),
        ],
        "nodes",
        4.0,
        EXACT,
        "soft-NUMA",
    ),
    (
        "maxdop",
        &[
            ("version", "sql-2019"),
            ("n", "2"),
            ("lp", "64"),
            ("cores_per_node", "16"),
        ],
        "setup",
        8.0,
        EXACT,
        "setup",
    ),
    // Configure the max degree of parallelism option, Microsoft, 2022.
    (
        "maxdop",
        &[("version", "sql-2022"), ("lp", "6")],
        "bound",
        6.0,
        EXACT,
        "one node of at most 8",
    ),
    (
        "maxdop",
        &[("version", "sql-2022"), ("lp", "12")],
        "bound",
        8.0,
        EXACT,
        "one node of more",
    ),
    (
        "maxdop",
        &[("version", "sql-2022"), ("n", "2"), ("p", "12")],
        "bound",
        12.0,
        EXACT,
        "nodes of at most 16",
    ),
    (
        "maxdop",
        &[("version", "sql-2022"), ("n", "2"), ("p", "24")],
        "bound",
        12.0,
        EXACT,
        "half of 24",
    ),
    (
        "maxdop",
        &[("version", "sql-2022"), ("n", "2"), ("p", "40")],
        "bound",
        16.0,
        EXACT,
        "at most 16",
    ),
    (
        "maxdop",
        &[("version", "sql-2012"), ("n", "2"), ("p", "6")],
        "bound",
        6.0,
        EXACT,
        "2008 to 2014",
    ),
    (
        "maxdop",
        &[("version", "sql-2012"), ("n", "2"), ("p", "12")],
        "bound",
        8.0,
        EXACT,
        "2008 to 2014",
    ),
    // SqlServerDsc, SqlMaxDop unit tests.
    (
        "maxdop",
        &[("lp", "1"), ("cores", "1")],
        "dsc",
        1.0,
        EXACT,
        "SqlServerDsc a",
    ),
    (
        "maxdop",
        &[("lp", "1"), ("cores", "4")],
        "dsc",
        2.0,
        EXACT,
        "SqlServerDsc b",
    ),
    (
        "maxdop",
        &[("lp", "4"), ("cores", "4")],
        "dsc",
        4.0,
        EXACT,
        "SqlServerDsc c",
    ),
    (
        "maxdop",
        &[("lp", "8"), ("cores", "8")],
        "dsc",
        8.0,
        EXACT,
        "SqlServerDsc d",
    ),
    (
        "maxdop",
        &[("lp", "16"), ("cores", "16")],
        "dsc",
        8.0,
        EXACT,
        "SqlServerDsc e",
    ),
    // tempdb database, Microsoft, 2017.
    (
        "tempdb-files",
        &[("lp", "4")],
        "files",
        4.0,
        EXACT,
        "Microsoft",
    ),
    (
        "tempdb-files",
        &[("lp", "32")],
        "files",
        8.0,
        EXACT,
        "Microsoft",
    ),
    (
        "tempdb-files",
        &[("lp", "32")],
        "next",
        12.0,
        EXACT,
        "in steps of four",
    ),
    // Best practices guide for virtual machines: 24 GB, 576 × 2 MB, 2 GB for 8 vCPUs.
    (
        "sql-vm-memory",
        &[("max_server_memory", "24GB"), ("vcpus", "8")],
        "vm_memory",
        24_576.0 + 1_152.0 + 2_048.0,
        EXACT,
        "tier 1",
    ),
    (
        "sql-vm-memory",
        &[("max_server_memory", "24GB"), ("vcpus", "5")],
        "os",
        2_048.0,
        EXACT,
        "a started four counts",
    ),
    (
        "sql-vm-memory",
        &[
            ("max_server_memory", "2GB"),
            ("vcpus", "4"),
            ("architecture", "x86"),
            ("overhead", "100MB"),
            ("agents", "200MB"),
        ],
        "vm_memory",
        2_048.0 + 256.0 + 1_024.0 + 300.0,
        EXACT,
        "32-bit stacks of 1 MB",
    ),
    (
        "sql-instances",
        &[("ram", "64GB"), ("instances", "a:32GB,b:16GB")],
        "left",
        53.0 * 1024.0 - 48.0 * 1024.0,
        EXACT,
        "64 less 1 + 4 + 6",
    ),
    (
        "buffer-pool",
        &[
            ("max_server_memory", "200GB"),
            ("database", "1000GB"),
            ("version", "sql-2022"),
            ("edition", "standard"),
        ],
        "held",
        0.64,
        EXACT,
        "128 of 200 GB",
    ),
    (
        "page-life",
        &[("cached", "16GB")],
        "threshold",
        1_200.0,
        EXACT,
        "300 s for each 4 GB",
    ),
    (
        "page-life",
        &[("cached", "4GB")],
        "threshold",
        700.0,
        EXACT,
        "assessment rule",
    ),
    (
        "page-life",
        &[("cached", "64GB"), ("nodes", "4")],
        "scaled",
        1_200.0,
        EXACT,
        "of one node",
    ),
    // SQL Server 2014 virtual licensing case; D. Dorsey, Licensing minimums.
    (
        "sql-licences",
        &[("vcpus", "2")],
        "licences_vm",
        4.0,
        EXACT,
        "license-library.de",
    ),
    (
        "sql-licences",
        &[("vcpus", "24")],
        "packs_vm",
        12.0,
        EXACT,
        "D. Dorsey",
    ),
    (
        "sql-licences",
        &[("licences", "24")],
        "packs",
        12.0,
        EXACT,
        "D. Dorsey",
    ),
    (
        "sql-licences",
        &[("sockets", "1"), ("cores_per_socket", "7")],
        "packs_host",
        4.0,
        EXACT,
        "D. Dorsey: 7 cores",
    ),
    (
        "sql-licences",
        &[("sockets", "1"), ("cores_per_socket", "7")],
        "sold_host",
        8.0,
        EXACT,
        "D. Dorsey: 8 licences",
    ),
    (
        "sql-licences",
        &[("sockets", "2"), ("cores_per_socket", "2")],
        "licences_host",
        8.0,
        EXACT,
        "four a processor",
    ),
    (
        "sql-licences",
        &[("vms", "2,4,8,1")],
        "licences_vms",
        20.0,
        EXACT,
        "4 + 4 + 8 + 4",
    ),
    // TPC-E posts, G. Berry, SQLskills, 2018.
    (
        "tpc-e",
        &[("tps", "6598.36"), ("cores", "56"), ("tps2", "6606.75")],
        "per_core",
        117.8,
        0.001,
        "SR650",
    ),
    (
        "tpc-e",
        &[("tps", "6598.36"), ("cores", "56"), ("tps2", "6606.75")],
        "per_core2",
        118.0,
        0.001,
        "RX2540 M4",
    ),
    (
        "tpc-e",
        &[("tps", "6598.36"), ("cores", "56"), ("tps2", "6606.75")],
        "difference",
        0.0013,
        0.03,
        "barely a record",
    ),
    (
        "tpc-e",
        &[("tps", "1082203"), ("cores", "64")],
        "per_core",
        16_909.0,
        0.0001,
        "Superdome, TPC-C",
    ),
    (
        "tpc-e",
        &[("tps", "44942"), ("cores", "2")],
        "per_core",
        22_471.0,
        EXACT,
        "ML350, TPC-C",
    ),
    // MSSQLSERVER_32044, Microsoft, 2008 R2.
    (
        "sql-mirroring-overhead",
        &[("transactions", "1000"), ("wait", "1ms")],
        "overhead",
        1_000.0,
        EXACT,
        "Microsoft",
    ),
    (
        "sql-mirroring-overhead",
        &[("n", "1"), ("w", "1000ms")],
        "overhead",
        1_000.0,
        EXACT,
        "Microsoft",
    ),
    (
        "sql-mirroring-overhead",
        &[("n", "1000"), ("overhead", "1s")],
        "wait",
        1.0,
        EXACT,
        "the same turned round",
    ),
    // Data and backup compression part 3, Microsoft TechNet blog, 2008: 2 TB in 6,937 and 2,358 s (it prints 2.95).
    (
        "sql-backup",
        &[("data", "2TB"), ("t", "6937s"), ("t_compressed", "2358s")],
        "measured_rate",
        302.0,
        0.002,
        "Unisys",
    ),
    (
        "sql-backup",
        &[("data", "2TB"), ("t", "6937s"), ("t_compressed", "2358s")],
        "compressed_rate",
        889.0,
        0.001,
        "Unisys",
    ),
    (
        "sql-backup",
        &[("data", "2TB"), ("t", "6937s"), ("t_compressed", "2358s")],
        "gain",
        2.94,
        0.001,
        "Unisys",
    ),
    (
        "sql-backup",
        &[("data", "2TB"), ("t", "6937s"), ("t_compressed", "2358s")],
        "time_share",
        0.34,
        0.001,
        "34 % of the time",
    ),
    (
        "sql-backup",
        &[
            ("data", "1000MB"),
            ("source", "500MB/s"),
            ("target", "100MB/s"),
            ("compressed", "yes"),
            ("ratio", "3"),
        ],
        "rate",
        300.0,
        EXACT,
        "the target carries packed data",
    ),
    (
        "sql-backup",
        &[
            ("data", "1000MB"),
            ("source", "250MB/s"),
            ("target", "100MB/s"),
            ("compressed", "yes"),
            ("ratio", "3"),
        ],
        "time",
        4.0,
        EXACT,
        "the source bounds it",
    ),
    // Editions and supported features of SQL Server 2022, Microsoft.
    (
        "sql-edition",
        EXPRESS,
        "usable_cores",
        4.0,
        EXACT,
        "Microsoft",
    ),
    (
        "sql-edition",
        EXPRESS,
        "buffer_pool",
        1_410.0,
        EXACT,
        "Microsoft",
    ),
    (
        "sql-edition",
        EXPRESS,
        "max_database",
        10_240.0,
        EXACT,
        "Microsoft",
    ),
    (
        "sql-edition",
        &[
            ("version", "sql-2008"),
            ("edition", "standard"),
            ("vcpus", "8"),
            ("sockets", "8"),
        ],
        "usable_cores",
        4.0,
        EXACT,
        "G. Berry: four sockets",
    ),
    // Monitor performance for Always On availability groups, Microsoft, 2017; numbers derived.
    (
        "ag-recovery",
        QUEUES,
        "t_redo",
        30.0,
        EXACT,
        "60,000 / 2,000",
    ),
    (
        "ag-recovery",
        QUEUES,
        "t_failover",
        65.0,
        EXACT,
        "30 + 5 + 30",
    ),
    (
        "ag-recovery",
        QUEUES,
        "t_data_loss",
        5.0,
        EXACT,
        "5,000 / 1,000",
    ),
    (
        "ag-recovery",
        &[(
            "databases",
            "a:60000KB:2000KB/s:1000KB:1000KB/s,b:2000KB:2000KB/s:5000KB:1000KB/s",
        )],
        "t_failover",
        65.0,
        EXACT,
        "the worst of several",
    ),
    (
        "ag-recovery",
        &[(
            "databases",
            "a:60000KB:2000KB/s:1000KB:1000KB/s,b:2000KB:2000KB/s:5000KB:1000KB/s",
        )],
        "t_data_loss",
        5.0,
        EXACT,
        "the worst of several",
    ),
    // Derived from the Tiger team's description of a synchronous commit.
    (
        "sql-commit",
        &[("t_commit", "5ms")],
        "per_session",
        200.0,
        EXACT,
        "1 / 5 ms",
    ),
    (
        "sql-commit",
        &[("t_commit", "20ms")],
        "per_session",
        50.0,
        EXACT,
        "1 / 20 ms",
    ),
    (
        "sql-commit",
        &[("mode", "sync"), ("log_write", "2ms"), ("rtt", "1.5ms")],
        "t_commit",
        3.5,
        EXACT,
        "the copy's write after the round trip",
    ),
    (
        "sql-commit",
        &[
            ("mode", "sync"),
            ("t_log_local", "2ms"),
            ("t_net_RTT", "1.5ms"),
            ("t_log_remote", "0.2ms"),
        ],
        "t_commit",
        2.0,
        EXACT,
        "the local write is later",
    ),
    (
        "sql-commit",
        &[("mode", "mirrored"), ("log_write", "3ms"), ("rtt", "0.2ms")],
        "t_commit",
        3.2,
        EXACT,
        "DRBD guide",
    ),
    (
        "sql-commit",
        &[("t_commit", "2ms"), ("version", "sql-2008")],
        "flushes",
        16_000.0,
        EXACT,
        "32 outstanding",
    ),
    (
        "sql-commit",
        &[("t_commit", "5ms"), ("tps", "1000/s")],
        "sessions_needed",
        5.0,
        EXACT,
        "1,000 / 200",
    ),
    (
        "sql-log-rate",
        &[("tps", "1000/s"), ("log_bytes", "10000B")],
        "network",
        104.0,
        EXACT,
        "10 MB/s × 1.3",
    ),
    (
        "sql-iops",
        &[("tps", "100/s")],
        "reads",
        350.0,
        EXACT,
        "100 × 5 × 70 %",
    ),
    (
        "sql-iops",
        &[("tps", "100/s")],
        "iops",
        600.0,
        EXACT,
        "500 and a log write each",
    ),
    (
        "sql-network",
        &[("batches", "1000/s")],
        "sent",
        65.536,
        EXACT,
        "1,000 × 8,192 B",
    ),
    (
        "sql-volumes",
        &[("database", "400GB")],
        "data_volume",
        512_000.0,
        EXACT,
        "a fifth free",
    ),
    // Capacity planning for AD DS, Microsoft, 2019.
    ("cpu-queue", &[("U", "50%")], "n", 1.0, EXACT, "one at 50 %"),
    ("cpu-queue", &[("u", "0.9")], "n", 9.0, 1e-9, "nine at 90 %"),
    (
        "cpu-queue",
        &[("queue", "1")],
        "u",
        0.5,
        EXACT,
        "turned round",
    ),
    (
        "sql-cpu",
        &[("requests", "1000/s")],
        "cores",
        2.0,
        EXACT,
        "500 a second on a core",
    ),
    (
        "sql-cpu",
        &[("cores", "4"), ("vcpus", "8"), ("n", "1")],
        "use",
        0.5,
        EXACT,
        "4 of 8",
    ),
    (
        "sql-cpu",
        &[("cores", "6.4"), ("vcpus", "8"), ("n", "2"), ("k", "1")],
        "use_after",
        0.8,
        1e-9,
        "40 % doubled",
    ),
    (
        "sql-numa",
        &[("vcpus", "9"), ("sockets", "2"), ("cores_per_socket", "8")],
        "nodes",
        2.0,
        EXACT,
        "more than a node",
    ),
    (
        "sql-numa",
        &[("vcpus", "9"), ("sockets", "2"), ("cores_per_socket", "8")],
        "aligned",
        10.0,
        EXACT,
        "five on each",
    ),
];

const EXPRESS: &[(&str, &str)] = &[
    ("version", "sql-2022"),
    ("edition", "express"),
    ("vcpus", "8"),
    ("sockets", "2"),
    ("ram", "16GB"),
    ("max_server_memory", "8192MB"),
    ("database", "12GB"),
];

const QUEUES: &[(&str, &str)] = &[
    ("redo_queue", "60000KB"),
    ("redo_rate", "2000KB/s"),
    ("log_send_queue", "5000KB"),
    ("log_generation_rate", "1000KB/s"),
    ("detection", "30s"),
    ("overhead", "5s"),
];

#[test]
fn examples_within_their_own_rounding() {
    for (slug, inputs, key, expected, within, source) in ROWS {
        assert!(!source.is_empty());
        near(slug, inputs, key, *expected, *within);
    }
}

/// Of the checks of editions exactly three, with their severities.
#[test]
fn express_fails_exactly_three_checks_of_editions() {
    use crate::calc::NoteKind;
    let calculator = crate::calc::find("sql-edition").unwrap();
    let catalogue = crate::catalogue::Catalogue::built_in();
    let values = calculator.read(catalogue, EXPRESS.iter().copied()).unwrap();
    let sheet = calculator.run(catalogue, &values).unwrap();
    let fired: Vec<_> = sheet
        .notes
        .iter()
        .filter(|n| !n.code.is_empty())
        .map(|n| (n.code, n.kind))
        .collect();
    assert_eq!(
        fired,
        [
            ("SQL-004", NoteKind::Warning),
            ("SQL-005", NoteKind::Info),
            ("SQL-006", NoteKind::Error),
        ]
    );
    let aliases: Vec<&str> = sheet.tables[0].rows.iter().map(|r| r[1].as_str()).collect();
    assert_eq!(
        aliases,
        ["SQL-CPU-EDITION", "SQL-MEM-EDITION", "SQL-DB-EDITION"]
    );
}

#[test]
fn what_is_missing_or_contradicts_is_told() {
    let catalogue = crate::catalogue::Catalogue::built_in();
    for (slug, inputs, key) in [
        (
            "max-server-memory",
            &[("ram", "16GB"), ("rule", "c")][..],
            "cores",
        ),
        ("maxdop", &[("n", "2")], "lp"),
        ("maxdop", &[("n", "2"), ("p", "8"), ("lp", "12")], "p"),
        ("sql-commit", &[("mode", "sync")], "rtt"),
        (
            "sql-mirroring-overhead",
            &[("transactions", "5")],
            "transactions",
        ),
        ("ag-recovery", &[("redo_queue", "5KB")], "redo_queue"),
        ("sql-licences", &[], "vcpus"),
        ("sql-backup", &[("data", "1TB")], "source"),
        ("sql-cpu", &[], "requests"),
        ("cpu-queue", &[("u", "1")], "u"),
        (
            "sql-edition",
            &[("version", "sql-2025"), ("edition", "express")],
            "edition",
        ),
    ] {
        let calculator = crate::calc::find(slug).unwrap();
        let fault = calculator
            .read(catalogue, inputs.iter().copied())
            .and_then(|values| calculator.run(catalogue, &values))
            .unwrap_err();
        assert_eq!(fault.key, key, "{slug} {inputs:?}: {fault}");
        assert!(!fault.advice.is_empty(), "{slug}");
    }
}

mod properties {
    use proptest::prelude::*;

    use super::answers;

    fn get(slug: &str, inputs: &[(&str, String)], key: &str) -> f64 {
        let inputs: Vec<(&str, &str)> = inputs.iter().map(|(k, v)| (*k, v.as_str())).collect();
        answers(slug, &inputs)[key]
    }

    proptest! {
        /// More memory never gives less max server memory, save where the small steps of a rule say so.
        #[test]
        fn more_memory_never_gives_less(gb in 4.0f64..2_000.0, more in 0.0f64..500.0, cores in 1u32..128) {
            for rule in ["a", "b", "bornsql"] {
                let of = |gb: f64| get(
                    "max-server-memory",
                    &[("ram", format!("{gb}GB")), ("cores", cores.to_string()), ("rule", rule.into())],
                    "max_server_memory",
                );
                prop_assert!(of(gb + more) >= of(gb), "{rule} {gb} + {more}");
            }
        }

        /// The rule by cores keeps less from 20,480 MB on: more memory gives more on either side.
        #[test]
        fn by_cores_more_memory_gives_more(mib in 4_096u32..200_000, more in 4u32..50_000, cores in 1u32..64) {
            let of = |mib: u32| get(
                "max-server-memory",
                &[("ram", format!("{mib}MiB")), ("cores", cores.to_string()), ("rule", "c".into())],
                "max_server_memory",
            );
            prop_assert!(of(mib + more) >= of(mib));
        }

        #[test]
        fn more_processors_never_have_fewer_workers(lp in 1u32..500, more in 0u32..100) {
            for key in ["workers_64", "workers_32"] {
                let of = |n: u32| get("worker-threads", &[("lp", n.to_string())], key);
                prop_assert!(of(lp + more) >= of(lp));
            }
        }

        #[test]
        fn a_longer_way_never_commits_sooner(local in 0.01f64..50.0, rtt in 0.0f64..100.0, more in 0.0f64..50.0) {
            for mode in ["sync", "mirrored"] {
                let of = |rtt: f64| get(
                    "sql-commit",
                    &[("mode", mode.into()), ("log_write", format!("{local}ms")), ("rtt", format!("{rtt}ms"))],
                    "t_commit",
                );
                prop_assert!(of(rtt + more) >= of(rtt));
                prop_assert!(of(rtt) >= local - 1e-9);
            }
        }

        #[test]
        fn licences_are_never_fewer_than_cores_or_four(vcpus in 1u32..512) {
            let n = get("sql-licences", &[("vcpus", vcpus.to_string())], "licences_vm");
            let sold = get("sql-licences", &[("vcpus", vcpus.to_string())], "sold_vm");
            prop_assert!(n >= f64::from(vcpus) && n >= 4.0);
            prop_assert!(sold >= n && sold < n + 2.0);
        }

        #[test]
        fn maxdop_stays_within_the_node(n in 1u32..16, p in 1u32..128, version in prop::sample::select(vec!["sql-2005", "sql-2008", "sql-2014", "sql-2016", "sql-2022", "sql-2025"])) {
            let inputs = [("version", version.to_owned()), ("n", n.to_string()), ("p", p.to_string())];
            let bound = get("maxdop", &inputs, "bound");
            prop_assert!(bound >= 1.0 || p == 1);
            prop_assert!(bound <= f64::from(p).max(1.0));
        }
    }
}
