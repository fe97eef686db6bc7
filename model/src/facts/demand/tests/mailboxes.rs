//! Mailbox servers of 2007.

use super::*;

fn with(change: impl FnOnce(&mut Mailbox)) -> Mailbox {
    let mut m = mail(&[("heavy", 1000)]);
    change(&mut m);
    m
}

#[test]
fn worked_examples() {
    let daily = 100.0 * 50.0 / 1024.0;
    let size = 500.0 + 11.0 * daily;
    let rows: &[(&str, Mailbox, &str, f64)] = &[
        (
            "500 heavy mailboxes a core (TechNet aa998874)",
            mail(&[("heavy", 1000)]),
            "vcpus.needed",
            2.0,
        ),
        (
            "one heavy mailbox more needs a core more",
            mail(&[("heavy", 1001)]),
            "vcpus.needed",
            3.0,
        ),
        (
            "2 GB and 5 MB a heavy mailbox (Sizing Cheat Sheet 2008)",
            mail(&[("heavy", 1000)]),
            "ram.needed",
            7048.0,
        ),
        (
            "average: 3.5 MB",
            mail(&[("average", 2000)]),
            "ram.needed",
            9048.0,
        ),
        (
            "light: 2 MB",
            mail(&[("light", 1000)]),
            "ram.needed",
            4048.0,
        ),
        (
            "several roles: 4 GB base",
            with(|m| m.multi_role = true),
            "ram.needed",
            9096.0,
        ),
        (
            "17 to 20 storage groups need 10 GB at least",
            with(|m| m.storage_groups = 17),
            "ram.needed",
            10240.0,
        ),
        (
            "49 to 50 storage groups need 26 GB at least",
            with(|m| m.storage_groups = 50),
            "ram.needed",
            26624.0,
        ),
        (
            "light as average: 1,000 a core",
            mail(&[("light", 1500)]),
            "mailbox.cores",
            1.5,
        ),
        (
            "very heavy: 333 a core",
            mail(&[("very-heavy", 999)]),
            "mailbox.cores",
            3.0,
        ),
        (
            "mixed profiles: unrounded quotients add up, 0.6 + 1.2",
            mail(&[("average", 600), ("heavy", 600)]),
            "mailbox.cores",
            1.8,
        ),
        (
            "and are rounded up once",
            mail(&[("average", 600), ("heavy", 600)]),
            "vcpus.needed",
            2.0,
        ),
        (
            "mailboxes of this mix a core",
            mail(&[("average", 600), ("heavy", 600)]),
            "mailbox.per_core",
            1200.0 / 1.8,
        ),
        (
            "local replication: 20 % off mailboxes per core",
            with(|m| m.replication = MailboxReplication::Local),
            "mailbox.cores",
            2.5,
        ),
        (
            "cluster replication: no deduction",
            with(|m| m.replication = MailboxReplication::Cluster),
            "mailbox.cores",
            2.0,
        ),
        (
            "S10: 0.48 x 100",
            mail(&[("very-heavy", 100)]),
            "mailbox.database_iops",
            48.0,
        ),
        (
            "S10: log IOPS before rounding",
            mail(&[("very-heavy", 100)]),
            "mailbox.log_iops",
            18.24,
        ),
        (
            "reads and writes 1:1",
            mail(&[("heavy", 1000)]),
            "demand.reads",
            160.0,
        ),
        (
            "writes with the log's",
            mail(&[("heavy", 1000)]),
            "demand.writes",
            160.0 + 320.0 * 0.38,
        ),
        (
            "replication reads the log: 10 %",
            with(|m| m.replication = MailboxReplication::Cluster),
            "demand.reads",
            160.0 + 32.0 * 0.38,
        ),
        (
            "section 7: quota, a day of white space, ten work days of deleted items, 20 % on top",
            mail(&[("heavy", 1000)]),
            "mailbox.database_size",
            1000.0 * size * 1.2,
        ),
        (
            "in four databases",
            mail(&[("heavy", 1000)]),
            "mailbox.one_database",
            250.0 * size * 1.2,
        ),
        (
            "the volume: index 5 %, 20 % free",
            mail(&[("heavy", 1000)]),
            "space.database",
            1000.0 * size * 1.2 * 1.05 / 0.8,
        ),
        (
            "a second copy on the same server",
            with(|m| m.replication = MailboxReplication::Local),
            "space.database",
            2.0 * 1000.0 * size * 1.2 * 1.05 / 0.8,
        ),
        (
            "section 5: 24 logs of 1 MB for seven days, 1 % of mailboxes moved",
            mail(&[("heavy", 1000)]),
            "mailbox.log_size",
            1000.0 * 24.0 * 7.0 + 10.0 * size,
        ),
        (
            "section 6: peak Mbit/s = logs a day x 0.125 x 8.389 / 3600",
            mail(&[("heavy", 1000)]),
            "demand.log_rate",
            24_000.0 * 0.125 * 8.389 / 3600.0 / 8.0,
        ),
    ];
    for (source, workload, name, want) in rows {
        let plan = plan_with(a_vm(2, 8), vec![WorkloadKind::Mailbox(workload.clone())]);
        near(figure(&plan, None, name).expect(name), *want, source);
    }
}

#[test]
fn larger_messages_make_more_logs() {
    // Twice the base gives 1.9 times, four times 3.8 (Microsoft Exchange Team 2011; Dell 2010).
    let at = |kb| {
        let mut m = with(|m| m.message_kb = kb);
        m.log_days = 1;
        let plan = plan_with(a_vm(2, 8), vec![WorkloadKind::Mailbox(m)]);
        figure(&plan, None, "demand.log_rate").expect("mailboxes")
    };
    for (kb, factor) in [
        (25.0, 1.0),
        (50.0, 1.0),
        (75.0, 1.45),
        (100.0, 1.9),
        (200.0, 3.8),
        (400.0, 7.6),
    ] {
        near(at(Some(kb)) / at(None), factor, &format!("{kb} KB"));
    }
}

#[test]
fn the_plan_replaces_values_of_the_tables() {
    // S8 (bb738147): a need of 120 GB is provisioned as 144 GB. Messages of no size leave the quota alone.
    let m = |mailboxes, quota_mib| {
        let mut m = mail(&[("heavy", mailboxes)]);
        m.quota = Mib::new(quota_mib);
        m.message_kb = Some(0.0);
        plan_with(a_vm(2, 8), vec![WorkloadKind::Mailbox(m)])
    };
    let plan = m(120, 1024);
    let got = figure(&plan, None, "mailbox.database_size").expect("mailboxes");
    near(got, 144.0 * 1024.0, "S8");
    // S9: 5,000 users of 250 MB are 1,250,000 MB without the 20 % on top.
    let mut plan = m(5000, 250);
    let key = "exchange-2007.database_overhead".to_owned();
    plan.overrides.insert(key, 0.0);
    let got = figure(&plan, None, "mailbox.database_size").expect("mailboxes");
    near(got, 1_250_000.0, "S9");
    let key = "exchange-2007.heavy.mailboxes_per_core".to_owned();
    plan.overrides.insert(key, 1000.0);
    near(
        figure(&plan, None, "mailbox.cores").expect("mailboxes"),
        5.0,
        "a cell of a row",
    );
}

#[test]
fn one_server_has_one_base() {
    // Two workloads on one VM are one server: 2 GB once, storage groups and databases added.
    let two = vec![
        WorkloadKind::Mailbox(mail(&[("heavy", 500)])),
        WorkloadKind::Mailbox(mail(&[("average", 500)])),
    ];
    let plan = plan_with(a_vm(2, 8), two);
    let ram = figure(&plan, None, "ram.needed").expect("mailboxes");
    near(ram, 2048.0 + 2500.0 + 1750.0, "base once");
    let n = figure(&plan, None, "mailbox.mailboxes").expect("mailboxes");
    near(n, 1000.0, "both count");
}

#[test]
fn limits_of_the_version() {
    // S15 (Microsoft 2013): 8 cores carry 16 vCPUs at most, 14 beside the two of the host.
    let version = &Catalogue::built_in().tables.mailbox["exchange-2007"];
    let row = |key: &str| version.constants[key].value;
    assert_eq!(8.0 * row("vcpus_per_core_max"), 16.0);
    assert_eq!(8.0 * row("vcpus_per_core_max") - row("host_vcpus"), 14.0);
    assert_eq!(row("database_limit_mib"), 100.0 * 1024.0);
    assert_eq!(row("database_limit_replicated_mib"), 200.0 * 1024.0);
    assert!(version.no_restart_with_clustering);
}
