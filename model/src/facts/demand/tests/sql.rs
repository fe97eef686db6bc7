//! SQL Server.

use super::*;
use crate::plan::{SqlCommit, SqlCopies, SqlQueue, SqlReplica};
use crate::units::{MbPerS, Ms, Share};

fn on(vm: Vm, sql: Sql) -> Plan {
    plan_with(vm, vec![WorkloadKind::Sql(sql)])
}

#[test]
fn rules_of_the_instance() {
    for (source, vcpus, ram_gib, name, want) in [
        (
            "W01 (AWS, after Kehayias)",
            8,
            256,
            "sql.memory_rule",
            221.0 * 1024.0,
        ),
        (
            "W02: 16 GB leave 11",
            8,
            16,
            "sql.memory_rule",
            11.0 * 1024.0,
        ),
        ("a gigabyte leaves none", 1, 1, "sql.memory_rule", 0.0),
        ("W04: 4 processors", 4, 16, "sql.worker_threads", 512.0),
        ("W04: 8", 8, 16, "sql.worker_threads", 576.0),
        ("W04: 32", 32, 16, "sql.worker_threads", 960.0),
        (
            "64 belongs to the lower row",
            64,
            16,
            "sql.worker_threads",
            1472.0,
        ),
        ("W04: 128", 128, 16, "sql.worker_threads", 4480.0),
        (
            "W03 c: 4 cores, x64, 30,480 MB less 3,810, 256 stacks of 2 MB and 1,024 is 25,134; of 32,768 MB 27,136",
            4,
            32,
            "sql.memory_rule_cores",
            27_136.0,
        ),
        (
            "256 GB less 4 GB, 512 stacks of 2 MB and 256 MB",
            4,
            256,
            "sql.memory_rule_stacks",
            262_144.0 - 4_096.0 - 1_024.0 - 256.0,
        ),
        (
            "Standard of 2008 with stacks: above 64 GB held to 64 GB, less 11 GB of what there is",
            4,
            72,
            "sql.memory_rule_148_stacks",
            61.0 * 1024.0,
        ),
        (
            "16 GB less 1 + 4 and 1 GB of stacks",
            4,
            16,
            "sql.memory_rule_148_stacks",
            10.0 * 1024.0,
        ),
    ] {
        let plan = on(a_vm(vcpus, ram_gib), a_sql(100.0));
        near(figure(&plan, None, name).expect(name), want, source);
    }
}

#[test]
fn what_transactions_ask_for() {
    let mut sql = a_sql(1000.0);
    sql.core_ms_per_transaction = Some(2.0);
    sql.log_bytes_per_transaction = Some(3000.0);
    sql.data_io_per_transaction = Some(4.0);
    sql.read_share = Some(Share::new(0.75));
    sql.max_server_memory = Some(Mib::new(8192));
    let plan = on(a_vm(8, 16), sql.clone());
    for (source, name, want) in [
        ("1,000 x 2 ms", "demand.cpu_cores", 2.0),
        ("at 70 %", "vcpus.needed", 3.0),
        ("data I/O reads", "demand.reads", 3000.0),
        ("data writes and a log write each", "demand.writes", 2000.0),
        ("log writes", "demand.log_writes", 1000.0),
        ("log rate", "demand.log_rate", 3.0),
        ("pages of 8 KiB", "demand.read_rate", 24.576),
        ("pages and log", "demand.write_rate", 8.192 + 3.0),
        (
            "8 GiB, 576 stacks of 2 MB, 1 GB for each started four vCPUs",
            "ram.needed",
            8192.0 + 1152.0 + 2048.0,
        ),
        ("all databases", "space.database", 102_400.0),
    ] {
        near(figure(&plan, None, name).expect(name), want, source);
    }
    sql.max_server_memory = None;
    let plan = on(a_vm(8, 16), sql);
    let want = 102_400.0 * 0.2 + 1152.0 + 2048.0;
    near(
        figure(&plan, None, "ram.needed").expect("SQL"),
        want,
        "the hot fifth where nothing is set",
    );
}

#[test]
fn commits_wait_for_the_mirror() {
    for (source, level, log_write, rtt, commit) in [
        ("W32: local alone", Level::L0, 5.0, None, Some(5.0)),
        (
            "level 1 mirrors nothing",
            Level::L1,
            5.0,
            Some(4.0),
            Some(5.0),
        ),
        (
            "lockstep sheet W4 (DRBD guide): 3 ms and 0.2 ms",
            Level::L2,
            3.0,
            Some(0.2),
            Some(3.2),
        ),
        ("level 3 as well", Level::L3, 3.0, Some(2.0), Some(5.0)),
        ("unknown round trip", Level::L2, 3.0, None, None),
    ] {
        let mut sql = a_sql(100.0);
        sql.log_write = Some(Ms::new(log_write));
        sql.sessions = Some(10);
        let mut vm = a_vm(4, 16);
        vm.level = level;
        let plan = on(vm, sql);
        let got = figure(&plan, rtt, "sql.commit");
        assert_eq!(got.is_some(), commit.is_some(), "{source}");
        let all = figure(&plan, rtt, "sql.commits_bound");
        let one = figure(&plan, rtt, "sql.commits_per_session");
        if let (Some(got), Some(want), Some(one), Some(all)) = (got, commit, one, all) {
            near(got, want, source);
            near(
                one,
                1000.0 / want,
                "W32: a session commits 1/t times a second",
            );
            near(all, 10_000.0 / want, "ten sessions");
        }
    }
    let mut sql = a_sql(100.0);
    sql.log_write = Some(Ms::new(20.0));
    let plan = on(a_vm(4, 16), sql);
    assert_eq!(
        figure(&plan, None, "sql.commits_per_session"),
        Some(50.0),
        "W32"
    );
    assert_eq!(
        figure(&plan, None, "sql.commits_bound"),
        None,
        "sessions not given"
    );
}

fn copied(change: impl FnOnce(&mut Sql)) -> Sql {
    let mut sql = a_sql(100.0);
    sql.version = "sql-2022".into();
    sql.log_write = Some(Ms::new(2.0));
    sql.log_bytes_per_transaction = Some(10_000.0);
    sql.copies = Some(SqlCopies {
        replicas: vec![SqlReplica {
            round_trip: Some(Ms::new(1.5)),
            ..SqlReplica::default()
        }],
        ..SqlCopies::default()
    });
    change(&mut sql);
    sql
}

/// A synchronous commit is hardened here and there side by side: the later one counts (Importance of network latency when
/// using database mirroring, P. Randal, 2011; Tiger team, 2018).
#[test]
fn commits_wait_for_synchronous_copies() {
    type Change = fn(&mut SqlReplica);
    for (source, change, commit) in [
        ("max(2, 1.5 + 2)", (|_| ()) as Change, Some(3.5)),
        (
            "a quick copy: max(2, 1.5 + 0.2)",
            |r| r.log_write = Some(Ms::new(0.2)),
            Some(2.0),
        ),
        (
            "asynchronous: the log write here alone",
            |r| r.commit = SqlCommit::Asynchronous,
            Some(2.0),
        ),
        ("not known how far", |r| r.round_trip = None, None),
    ] {
        let sql = copied(|s| change(&mut s.copies.as_mut().unwrap().replicas[0]));
        let got = figure(&on(a_vm(4, 16), sql), None, "sql.commit");
        assert_eq!(got.is_some(), commit.is_some(), "{source}");
        if let (Some(got), Some(want)) = (got, commit) {
            near(got, want, source);
        }
    }
    // Mirrored by the platform too: max(2 + 0.5, 1.5 + 2).
    let mut vm = a_vm(4, 16);
    vm.level = Level::L2;
    let plan = on(vm, copied(|_| ()));
    assert_eq!(figure(&plan, Some(0.5), "sql.commit_mirrored"), Some(2.5));
    assert_eq!(figure(&plan, Some(0.5), "sql.commit_copies"), Some(3.5));
    assert_eq!(figure(&plan, Some(0.5), "sql.commit"), Some(3.5));
    assert_eq!(figure(&plan, Some(2.5), "sql.commit"), Some(4.5));
}

#[test]
fn what_a_log_writer_can_have_in_flight() {
    let plan = on(a_vm(4, 16), copied(|s| s.copies = None));
    // 112 writes outstanding of 2 ms, and 3,840 KiB.
    near(
        figure(&plan, None, "sql.flushes_bound").unwrap(),
        56_000.0,
        "112 / 2 ms",
    );
    near(
        figure(&plan, None, "sql.log_bound").unwrap(),
        1_966.08,
        "3,840 KiB / 2 ms",
    );
    let plan = on(
        a_vm(4, 16),
        copied(|s| {
            s.version = "sql-2008".into();
            s.copies = None;
            s.files.databases = Some(3);
        }),
    );
    near(
        figure(&plan, None, "sql.flushes_bound").unwrap(),
        48_000.0,
        "3 × 32 / 2 ms",
    );
}

/// Monitor performance for Always On availability groups, Microsoft, 2017; of several databases the worst counts.
#[test]
fn recovery_and_loss_of_copies() {
    let queue = |redo_kb: f64, send_kb: f64| SqlQueue {
        redo_kb,
        redo_kb_per_s: 2_000.0,
        send_kb,
        log_kb_per_s: Some(1_000.0),
        ..SqlQueue::default()
    };
    let sql = copied(|s| {
        let c = s.copies.as_mut().unwrap();
        c.queues = vec![queue(60_000.0, 1_000.0), queue(2_000.0, 5_000.0)];
    });
    let plan = on(a_vm(4, 16), sql);
    for (name, want) in [
        ("sql.redo", 30.0),
        ("sql.recovery", 65.0),
        ("sql.data_loss", 5.0),
    ] {
        assert_eq!(figure(&plan, None, name), Some(want), "{name}");
    }
    let plan = on(a_vm(4, 16), copied(|_| ()));
    assert_eq!(
        figure(&plan, None, "sql.recovery"),
        None,
        "no queue is told"
    );
}

#[test]
fn network_of_clients_and_copies() {
    let mut sql = copied(|s| s.batches_per_s = Some(1_000.0));
    let plan = on(a_vm(4, 16), sql.clone());
    // 1,000 × 1,024 B and 8,192 B; 100 × 10,000 B of log with 30 % on top.
    near(
        figure(&plan, None, "demand.net_in").unwrap(),
        8.192,
        "requests",
    );
    near(
        figure(&plan, None, "sql.copies_network").unwrap(),
        10.4,
        "1 MB/s × 1.3",
    );
    near(
        figure(&plan, None, "demand.net_out").unwrap(),
        65.536 + 10.4,
        "answers and log",
    );
    let copies = sql.copies.as_mut().unwrap();
    copies.replicas.push(copies.replicas[0].clone());
    let plan = on(a_vm(4, 16), sql);
    near(
        figure(&plan, None, "sql.copies_network").unwrap(),
        20.8,
        "two copies",
    );
}

#[test]
fn a_copy_is_sized_like_what_it_copies() {
    let mut plan = Plan::default();
    let (first, second) = (VmId::slugified("a"), VmId::slugified("b"));
    plan.vms.put(first.clone(), a_vm(4, 16));
    plan.vms.put(second.clone(), a_vm(4, 16));
    let sql = copied(|s| s.copies.as_mut().unwrap().replicas[0].vm = Some(second.clone()));
    add_workload(&mut plan, "shop", WorkloadKind::Sql(sql), &[(&first, 1.0)]);
    let cx = Cx::new(&plan, Catalogue::built_in());
    let shares = shares_on(&plan, 0);
    let of = |id: &VmId| demand(&cx, id, plan.vms.get(id).unwrap(), &shares[id]);
    let (a, b) = (of(&first), of(&second));
    assert_eq!(
        (a.cpu_cores, a.ram_mib, a.writes),
        (b.cpu_cores, b.ram_mib, b.writes)
    );
    assert_eq!(a.space_mib, b.space_mib);
    near(b.net_in_mbps, 10.4, "it receives the log");
    assert_eq!(b.net_out_mbps, 0.0);
}

#[test]
fn load_as_batches_or_as_measured() {
    let mut sql = a_sql(0.0);
    sql.batches_per_s = Some(1_000.0);
    let plan = on(a_vm(8, 16), sql.clone());
    assert_eq!(
        figure(&plan, None, "demand.cpu_cores"),
        Some(2.0),
        "500 a second on a core"
    );
    assert_eq!(figure(&plan, None, "sql.transactions"), Some(1_000.0));
    assert_eq!(figure(&plan, None, "sql.cpu_share"), Some(0.25));
    near(
        figure(&plan, None, "sql.cpu_queue").unwrap(),
        1.0 / 3.0,
        "0.25 / 0.75",
    );
    sql.measured.cpu_cores = Some(6.0);
    let plan = on(a_vm(8, 16), sql.clone());
    assert_eq!(figure(&plan, None, "demand.cpu_cores"), Some(6.0));
    near(
        figure(&plan, None, "sql.cpu_queue").unwrap(),
        3.0,
        "0.75 / 0.25",
    );
    sql.measured.cpu_cores = Some(8.0);
    assert_eq!(figure(&on(a_vm(8, 16), sql), None, "sql.cpu_queue"), None);
}

#[test]
fn volumes_and_backups() {
    let mut sql = a_sql(100.0);
    sql.version = "sql-2022".into();
    sql.log_bytes_per_transaction = Some(10_485.76);
    sql.backup.target = Some(MbPerS::new(100.0));
    let plan = on(a_vm(4, 16), sql.clone());
    for (source, name, want) in [
        ("100 GiB with a fifth free", "sql.data_volume", 128_000.0),
        (
            "1 MiB/s for 900 s, twice, with a fifth free",
            "sql.log_volume",
            2_250.0,
        ),
        ("a tenth, with a fifth free", "sql.tempdb_volume", 12_800.0),
        (
            "two of 100 GiB, with a fifth free",
            "sql.backup_volume",
            256_000.0,
        ),
        (
            "107,374.18 MB at 100 MB/s",
            "sql.backup_time",
            1_073.741_824,
        ),
    ] {
        near(figure(&plan, None, name).expect(name), want, source);
    }
    sql.backup.compressed = true;
    let plan = on(a_vm(4, 16), sql.clone());
    near(
        figure(&plan, None, "sql.backup_rate").unwrap(),
        294.0,
        "2.94 times",
    );
    sql.edition = "express".into();
    let plan = on(a_vm(4, 16), sql.clone());
    near(
        figure(&plan, None, "sql.backup_rate").unwrap(),
        100.0,
        "not in the edition",
    );
    sql.backup.target = None;
    assert_eq!(figure(&on(a_vm(4, 16), sql), None, "sql.backup_time"), None);
}

/// SQL Server 2014 virtual licensing case, license-library.de: 2 vCPUs need four licences.
#[test]
fn licences_of_a_vm() {
    let mut sql = a_sql(100.0);
    sql.version = "sql-2014".into();
    for (vcpus, licences, packs) in [(2, 4.0, 2.0), (7, 7.0, 4.0), (24, 24.0, 12.0)] {
        let plan = on(a_vm(vcpus, 16), sql.clone());
        assert_eq!(figure(&plan, None, "sql.licences"), Some(licences));
        assert_eq!(figure(&plan, None, "sql.licence_packs"), Some(packs));
    }
    sql.version = "sql-2008".into();
    assert_eq!(figure(&on(a_vm(2, 16), sql), None, "sql.licences"), None);
}

#[test]
fn memory_short_of_the_data_it_holds() {
    let mut sql = a_sql(100.0);
    for (cached, want) in [(2, 700.0), (16, 1_200.0), (64, 4_800.0)] {
        sql.measured.cached = Some(Mib::new(cached * 1024));
        let plan = on(a_vm(4, 128), sql.clone());
        assert_eq!(
            figure(&plan, None, "sql.page_life"),
            Some(want),
            "{cached} GB"
        );
    }
}

#[test]
fn several_instances_keep_their_names() {
    let two = vec![
        WorkloadKind::Sql(a_sql(100.0)),
        WorkloadKind::Sql(a_sql(300.0)),
    ];
    let plan = plan_with(a_vm(4, 32), two);
    assert_eq!(figure(&plan, None, "sql.w0.transactions"), Some(100.0));
    assert_eq!(figure(&plan, None, "sql.w1.transactions"), Some(300.0));
    assert_eq!(figure(&plan, None, "sql.transactions"), None);
}

/// Cores, sockets, memory (GiB) and database (GiB) of every edition; none where it is the operating system's.
#[test]
fn editions() {
    let sql = &Catalogue::built_in().tables.sql;
    type Row = (
        &'static str,
        &'static str,
        Option<f64>,
        Option<f64>,
        Option<f64>,
        Option<f64>,
    );
    let rows: [Row; 27] = [
        ("sql-2005", "standard", None, Some(4.0), None, None),
        ("sql-2005", "express", None, Some(1.0), Some(1.0), Some(4.0)),
        ("sql-2005", "workgroup", None, Some(2.0), Some(3.0), None),
        ("sql-2005", "enterprise", None, None, None, None),
        ("sql-2008", "standard", None, Some(4.0), None, None),
        ("sql-2008", "express", None, Some(1.0), Some(1.0), Some(4.0)),
        ("sql-2008", "web", None, Some(4.0), None, None),
        ("sql-2008-r2", "standard", None, Some(4.0), Some(64.0), None),
        (
            "sql-2008-r2",
            "express",
            None,
            Some(1.0),
            Some(1.0),
            Some(10.0),
        ),
        ("sql-2008-r2", "enterprise", None, Some(8.0), None, None),
        ("sql-2008-r2", "datacenter", None, None, None, None),
        (
            "sql-2012",
            "standard",
            Some(16.0),
            Some(4.0),
            Some(64.0),
            None,
        ),
        (
            "sql-2012",
            "express",
            Some(4.0),
            Some(1.0),
            Some(1.0),
            Some(10.0),
        ),
        ("sql-2012", "web", Some(16.0), Some(4.0), Some(64.0), None),
        ("sql-2012", "enterprise-cal", Some(20.0), None, None, None),
        (
            "sql-2014",
            "standard",
            Some(16.0),
            Some(4.0),
            Some(128.0),
            None,
        ),
        ("sql-2014", "web", Some(16.0), Some(4.0), Some(64.0), None),
        (
            "sql-2014",
            "express",
            Some(4.0),
            Some(1.0),
            Some(1.0),
            Some(10.0),
        ),
        (
            "sql-2016",
            "standard",
            Some(24.0),
            Some(4.0),
            Some(128.0),
            None,
        ),
        ("sql-2016", "web", Some(16.0), Some(4.0), Some(64.0), None),
        (
            "sql-2017",
            "standard",
            Some(24.0),
            Some(4.0),
            Some(128.0),
            None,
        ),
        (
            "sql-2019",
            "standard",
            Some(24.0),
            Some(4.0),
            Some(128.0),
            None,
        ),
        (
            "sql-2022",
            "standard",
            Some(24.0),
            Some(4.0),
            Some(128.0),
            Some(549_453_824.0),
        ),
        (
            "sql-2022",
            "web",
            Some(16.0),
            Some(4.0),
            Some(64.0),
            Some(549_453_824.0),
        ),
        (
            "sql-2022",
            "express",
            Some(4.0),
            Some(1.0),
            Some(1410.0 / 1024.0),
            Some(10.0),
        ),
        (
            "sql-2022",
            "enterprise-cal",
            Some(20.0),
            None,
            None,
            Some(549_453_824.0),
        ),
        (
            "sql-2025",
            "standard",
            Some(32.0),
            Some(4.0),
            Some(256.0),
            None,
        ),
    ];
    for (version, edition, cores, sockets, memory, database) in rows {
        let row = &sql[version].editions[edition];
        let gib = |key: &str| row.limit(key).map(|mib| mib / 1024.0);
        let about = format!("{version} {edition}");
        assert_eq!(row.limit("cores"), cores, "{about}");
        assert_eq!(row.limit("sockets"), sockets, "{about}");
        assert_eq!(gib("memory_mib"), memory, "{about}");
        assert_eq!(gib("database_mib"), database, "{about}");
    }
    for (version, edition, processors) in [
        ("sql-2008", "standard", Some(64.0)),
        ("sql-2008", "enterprise", Some(64.0)),
        ("sql-2008-r2", "enterprise", Some(256.0)),
        ("sql-2022", "enterprise", None),
    ] {
        let row = &sql[version].editions[edition];
        assert_eq!(row.limit("processors"), processors, "{version} {edition}");
    }
    for (version, edition, mib) in [
        ("sql-2022", "standard", 32_768.0),
        ("sql-2022", "web", 16_384.0),
        ("sql-2022", "express", 352.0),
    ] {
        for key in ["columnstore_mib", "memory_optimised_mib"] {
            assert_eq!(sql[version].editions[edition].limit(key), Some(mib));
        }
    }
    for (version, all, synchronous) in [
        ("sql-2008-r2", 0.0, 0.0),
        ("sql-2012", 4.0, 2.0),
        ("sql-2014", 8.0, 2.0),
        ("sql-2017", 8.0, 2.0),
        ("sql-2019", 8.0, 4.0),
        ("sql-2022", 8.0, 4.0),
    ] {
        let row = &sql[version];
        assert_eq!(row.constant("secondaries"), Some(all), "{version}");
        assert_eq!(
            row.constant("synchronous_secondaries"),
            Some(synchronous),
            "{version}"
        );
    }
}

/// SQL Server 2022 Express on 8 vCPUs in 2 sockets and 16 GB (Editions and supported features of SQL Server 2022,
/// Microsoft): 4 cores, 1,410 MB and 10 GB.
#[test]
fn what_an_edition_lets_an_instance_use() {
    let mut sql = a_sql(100.0);
    sql.version = "sql-2022".into();
    sql.edition = "express".into();
    sql.max_server_memory = Some(Mib::new(8192));
    let mut vm = a_vm(8, 16);
    vm.sockets = Some(2);
    let plan = on(vm.clone(), sql.clone());
    assert_eq!(figure(&plan, None, "sql.usable_cores"), Some(4.0));
    assert_eq!(figure(&plan, None, "sql.buffer_pool"), Some(1410.0));
    sql.instance.per_vm = Some(2);
    let plan = on(vm.clone(), sql.clone());
    assert_eq!(figure(&plan, None, "sql.usable_cores"), Some(8.0));
    assert_eq!(figure(&plan, None, "sql.buffer_pool"), Some(2820.0));
    // One vCPU a socket: four of eight sockets are used.
    sql.version = "sql-2008".into();
    sql.edition = "standard".into();
    sql.instance.per_vm = None;
    vm.sockets = Some(8);
    let plan = on(vm, sql);
    assert_eq!(figure(&plan, None, "sql.usable_cores"), Some(4.0));
}
