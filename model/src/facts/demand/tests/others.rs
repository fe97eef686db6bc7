//! Archetypes, measured demand, VMs without a workload, unknown names.

use super::*;
use crate::plan::{ArchetypeUse, Basis, Measured, MeasuredSeries, Meter, OwnNumbers};
use crate::units::{Iops, Mbps, Ms, Share};

#[test]
fn archetypes_by_their_rules() {
    // A database of 8.5 GB is that of 145,067 users of 60 KB each, less what rounding to whole GB hides.
    let rows: &[(&str, &str, f64, &str, f64)] = &[
        (
            "Microsoft AD DS 2019: a core for 1,000 users",
            "domain-controller",
            2500.0,
            "demand.cpu_cores",
            2.5,
        ),
        (
            "W19: 12 GB and 33 % growth are 16 GB",
            "domain-controller",
            145_067.0,
            "ram.needed",
            16.0 * 1024.0,
        ),
        (
            "2.1 times the database",
            "domain-controller",
            100_000.0,
            "space.data",
            100_000.0 * 60.0 * 2.1 / 1024.0,
        ),
        (
            "Microsoft RDS 2019: 6 light users a vCPU",
            "session-host-light",
            24.0,
            "vcpus.needed",
            4.0,
        ),
        (
            "at least 2 vCPUs",
            "session-host-light",
            6.0,
            "vcpus.needed",
            2.0,
        ),
        (
            "at least 8 GB",
            "session-host-light",
            6.0,
            "ram.needed",
            8192.0,
        ),
        (
            "4 medium users a vCPU",
            "session-host-medium",
            24.0,
            "vcpus.needed",
            6.0,
        ),
        (
            "2 heavy users a vCPU",
            "session-host-heavy",
            24.0,
            "vcpus.needed",
            12.0,
        ),
        (
            "1 power user a vCPU, at least 6",
            "session-host-power",
            3.0,
            "vcpus.needed",
            6.0,
        ),
        (
            "at least 56 GB",
            "session-host-power",
            3.0,
            "ram.needed",
            57_344.0,
        ),
        (
            "SharePoint: 10 operations a second on 4 cores",
            "sharepoint-web",
            20.0,
            "vcpus.needed",
            8.0,
        ),
        ("1,200 SAPS a core", "sap", 3600.0, "demand.cpu_cores", 3.0),
        (
            "Historian: 4 processors for 130,000 tags",
            "historian",
            130_000.0,
            "vcpus.needed",
            4.0,
        ),
        (
            "Historian: 8 GB",
            "historian",
            130_000.0,
            "ram.needed",
            8192.0,
        ),
        (
            "Lync: 10,000 users a server of 8 cores",
            "lync-front-end",
            10_000.0,
            "vcpus.needed",
            8.0,
        ),
    ];
    for (source, key, units, name, want) in rows {
        let plan = plan_with(a_vm(4, 16), vec![archetype_of(key, *units)]);
        near(figure(&plan, None, name).expect(name), *want, source);
    }
}

#[test]
fn started_steps_count_in_full() {
    // W28 (OAS): 100,000 tags, 50,000 of them logged: 4 processors and 12 GB.
    let parts = |tags, logged| {
        let kinds = vec![
            archetype_of("scada-tags", tags),
            archetype_of("scada-logged-tags", logged),
        ];
        plan_with(a_vm(4, 16), kinds)
    };
    let plan = parts(100_000.0, 50_000.0);
    assert_eq!(figure(&plan, None, "vcpus.needed"), Some(4.0));
    near(
        figure(&plan, None, "ram.needed").expect("tags"),
        12.0 * 1024.0,
        "W28",
    );
    let plan = parts(100_001.0, 50_000.0);
    assert_eq!(figure(&plan, None, "vcpus.needed"), Some(6.0));
}

#[test]
fn every_archetype_asks_for_something() {
    for key in Catalogue::built_in().tables.archetypes.keys() {
        let plan = plan_with(a_vm(4, 16), vec![archetype_of(key, 1000.0)]);
        for name in ["demand.cpu_cores", "vcpus.needed", "ram.needed"] {
            let got = figure(&plan, None, name).expect(name);
            assert!(got > 0.0, "{key} {name}");
        }
    }
}

#[test]
fn measured_grows_by_its_headroom() {
    let measured = Measured {
        cpu_mhz: 1500.0,
        reads: Iops::new(100.0),
        net_in: Mbps::new(20.0),
        dirty_pages_per_s: Some(1000.0),
        headroom: Share::new(0.3),
        ..Measured::default()
    };
    let plan = plan_with(a_vm(2, 8), vec![WorkloadKind::Measured(measured.clone())]);
    for (name, want) in [
        ("demand.cpu_mhz", 1950.0),
        ("demand.reads", 130.0),
        ("demand.net_in", 26.0),
        ("demand.dirty_pages", 1300.0),
        // Not measured: the configured memory.
        ("ram.needed", 8192.0),
    ] {
        near(figure(&plan, None, name).expect(name), want, name);
    }
    // Cores and vCPUs that nobody told are left out instead of shown as zero.
    let cx = Cx::new(&plan, Catalogue::built_in());
    let facts = crate::facts::derive(&cx, &crate::facts::Case::normal());
    let (id, f) = facts.vms.iter().next().expect("one VM");
    let names: Vec<String> = listed(&cx, id, f).into_iter().map(|l| l.name).collect();
    assert!(names.contains(&"demand.cpu_mhz".to_owned()));
    assert!(!names.contains(&"vcpus.needed".to_owned()));
    assert!(!names.contains(&"demand.cpu_cores".to_owned()));
    // A second workload that does not tell its dirty pages leaves the sum unknown.
    let kinds = vec![
        WorkloadKind::Measured(measured),
        archetype_of("file-server", 10.0),
    ];
    let plan = plan_with(a_vm(2, 8), kinds);
    assert_eq!(figure(&plan, None, "demand.dirty_pages"), None);
}

#[test]
fn without_a_workload_the_configuration_is_taken() {
    let plan = plan_with(a_vm(4, 16), Vec::new());
    assert_eq!(figure(&plan, None, "demand.cpu_cores"), Some(2.0));
    assert_eq!(figure(&plan, None, "vcpus.needed"), Some(4.0));
    assert_eq!(figure(&plan, None, "ram.needed"), Some(16_384.0));
    assert_eq!(figure(&plan, None, "demand.reads"), Some(0.0));
    let cx = Cx::new(&plan, Catalogue::built_in());
    let (id, vm) = plan.vms.iter().next().expect("one VM");
    assert!(cpu_assumed(&cx, id, vm, &[]));
    let rec = super::super::figure(
        &mut Recorder,
        &cx,
        id,
        vm,
        &[],
        &Reach::default(),
        "demand.cpu_cores",
    );
    let shown = Explained::new(
        String::new(),
        String::new(),
        "cores",
        &rec.expect("a figure"),
    );
    assert!(!shown.confirmed(), "it says that it is assumed");
}

#[test]
fn unknown_names_are_told() {
    let mut m = mail(&[("heavy", 10), ("idle", 10)]);
    let plan = plan_with(a_vm(2, 8), vec![WorkloadKind::Mailbox(m.clone())]);
    let cx = Cx::new(&plan, Catalogue::built_in());
    let told = |kind| {
        let plan = plan_with(a_vm(2, 8), vec![kind]);
        let workload = plan.workloads.values().next().expect("one").clone();
        unknown_names(&cx, &workload)
    };
    assert_eq!(told(WorkloadKind::Mailbox(m.clone())), ["idle"]);
    m.version = "exchange-1996".into();
    assert_eq!(told(WorkloadKind::Mailbox(m.clone())), ["exchange-1996"]);
    assert_eq!(told(archetype_of("toaster", 1.0)), ["toaster"]);
    let mut sql = a_sql(1.0);
    assert!(told(WorkloadKind::Sql(sql.clone())).is_empty());
    sql.edition = "gold".into();
    assert_eq!(told(WorkloadKind::Sql(sql)), ["gold"]);
    // What cannot be computed leaves the VM as one without a workload.
    let plan = plan_with(a_vm(4, 16), vec![WorkloadKind::Mailbox(m)]);
    assert_eq!(figure(&plan, None, "demand.cpu_cores"), Some(2.0));
}

#[test]
fn network_is_told_only_where_all_tell_it() {
    let told = |kinds: Vec<WorkloadKind>| {
        let plan = plan_with(a_vm(2, 8), kinds);
        let cx = Cx::new(&plan, Catalogue::built_in());
        let shares = shares_on(&plan, 0);
        let (id, vm) = plan.vms.iter().next().expect("one VM");
        network_told(&cx, id, vm, shares.get(id).map_or(&[], Vec::as_slice))
    };
    assert!(told(vec![WorkloadKind::Mailbox(mail(&[("heavy", 10)]))]));
    assert!(told(vec![WorkloadKind::Sql(a_sql(1.0))]));
    assert!(told(vec![
        WorkloadKind::Mailbox(mail(&[("heavy", 10)])),
        WorkloadKind::Sql(a_sql(1.0))
    ]));
    assert!(!told(vec![
        WorkloadKind::Sql(a_sql(1.0)),
        WorkloadKind::Measured(crate::plan::Measured::default())
    ]));
    assert!(!told(Vec::new()));
}

#[test]
fn a_measured_series_is_planned_with_by_its_basis() {
    let series = MeasuredSeries {
        samples: 288,
        interval_s: Some(300.0),
        mean: 100.0,
        p90: 150.0,
        p95: 200.0,
        p99: 300.0,
        peak: 400.0,
    };
    for (basis, want) in [
        (Basis::Mean, 100.0),
        (Basis::P90, 150.0),
        (Basis::P95, 200.0),
        (Basis::P99, 300.0),
        (Basis::Peak, 400.0),
    ] {
        let measured = Measured {
            // The series stands for what was typed.
            reads: Iops::new(7.0),
            writes: Iops::new(50.0),
            headroom: Share::new(0.5),
            basis,
            series: [
                (Meter::Reads, series.clone()),
                (Meter::DirtyPages, series.clone()),
            ]
            .into(),
            ..Measured::default()
        };
        let plan = plan_with(a_vm(2, 8), vec![WorkloadKind::Measured(measured)]);
        near(
            figure(&plan, None, "demand.reads").expect("reads"),
            1.5 * want,
            basis.word(),
        );
        near(
            figure(&plan, None, "demand.writes").expect("writes"),
            75.0,
            "typed",
        );
        near(
            figure(&plan, None, "demand.dirty_pages").expect("pages"),
            1.5 * want,
            basis.word(),
        );
    }
}

#[test]
fn slow_storage_held_operations_back() {
    // Microsoft AD DS 2019: 400 IOPS at 20 ms are 800 at the 10 ms aimed for; storage that is quick enough held nothing back.
    for (latency, want) in [(20.0, 800.0), (10.0, 400.0), (2.0, 400.0)] {
        let measured = Measured {
            reads: Iops::new(400.0),
            latency: Some(Ms::new(latency)),
            ..Measured::default()
        };
        let plan = plan_with(a_vm(2, 8), vec![WorkloadKind::Measured(measured)]);
        near(
            figure(&plan, None, "demand.reads").expect("reads"),
            want,
            "AD DS",
        );
    }
}

#[test]
fn numbers_of_the_plans_own_stand_for_the_archetypes() {
    let own = |own: OwnNumbers| {
        let kind = WorkloadKind::Archetype(ArchetypeUse {
            archetype: "web-server".to_owned(),
            units: 1000.0,
            own,
        });
        plan_with(a_vm(4, 16), vec![kind])
    };
    let plan = own(OwnNumbers {
        vcpus_per_unit: Some(0.01),
        net_out_kbps_per_unit: Some(80.0),
        space_base_mib: Some(500.0),
        ..OwnNumbers::default()
    });
    near(
        figure(&plan, None, "vcpus.needed").expect("vcpus"),
        10.0,
        "own",
    );
    // What the catalogue has at zero can be told too.
    near(
        figure(&plan, None, "demand.net_out").expect("net"),
        80.0,
        "own",
    );
    near(
        figure(&plan, None, "space.system").expect("space"),
        500.0,
        "own",
    );
    // An override of the plan acts on every use of the archetype, also where the catalogue has zero.
    let mut plan = own(OwnNumbers::default());
    plan.overrides
        .insert("web-server.net_out_kbps_per_unit".into(), 40.0);
    near(
        figure(&plan, None, "demand.net_out").expect("net"),
        40.0,
        "override",
    );
}

#[test]
fn pages_dirtied_may_be_measured_on_the_vm() {
    let mut vm = a_vm(4, 16);
    vm.dirty_pages_per_s = Some(9000.0);
    let plan = plan_with(vm, vec![archetype_of("file-server", 10.0)]);
    assert_eq!(figure(&plan, None, "demand.dirty_pages"), Some(9000.0));
}
