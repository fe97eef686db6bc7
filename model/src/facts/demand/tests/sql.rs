//! SQL Server.

use super::*;
use crate::units::{Ms, Share};

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

#[test]
fn editions() {
    // W41 (Microsoft 2022): Express uses 4 cores and 1,410 MB and holds 10 GB.
    let sql = &Catalogue::built_in().tables.sql;
    let express = &sql["sql-2022"].editions["express"];
    assert_eq!(express.max_cores, Some(4));
    assert_eq!(express.max_memory_mib, Some(1410.0));
    assert_eq!(express.max_database_mib, Some(10.0 * 1024.0));
    for (version, cores, gib) in [
        ("sql-2005", None, None),
        ("sql-2008", None, None),
        ("sql-2008-r2", None, Some(64.0)),
        ("sql-2012", Some(16), Some(64.0)),
        ("sql-2014", Some(16), Some(128.0)),
        ("sql-2016", Some(24), Some(128.0)),
        ("sql-2017", Some(24), Some(128.0)),
        ("sql-2019", Some(24), Some(128.0)),
        ("sql-2022", Some(24), Some(128.0)),
        ("sql-2025", Some(32), Some(256.0)),
    ] {
        let standard = &sql[version].editions["standard"];
        assert_eq!(standard.max_cores, cores, "{version}");
        let mib = gib.map(|g: f64| g * 1024.0);
        assert_eq!(standard.max_memory_mib, mib, "{version}");
        assert_eq!(standard.max_sockets, Some(4), "{version}");
    }
}
