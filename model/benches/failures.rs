//! Every single and double host failure of 64 hosts and 1,000 VMs, restarts placed again each time; and every single part.

mod generate;

use criterion::{Criterion, criterion_group, criterion_main};
use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::facts::Cx;
use evenkeel_model::facts::failures::{FailureStudy, Found, host_parts};
use evenkeel_model::ids::{ArrayId, HostId, LinkId, SiteId};
use evenkeel_model::plan::{
    Array, End, Level, Link, LinkRole, Ownership, Plan, RaidGroup, RaidLevel, Segment, Storage,
};
use evenkeel_model::units::{Mb, Mbps};

/// The large plan with an array in reach of every host, on which half of the VMs lie to be restarted.
fn plan() -> Plan {
    let mut plan = generate::plan(64, 1000);
    let array = ArrayId::slugified("san");
    plan.arrays.put(
        array.clone(),
        Array {
            name: String::new(),
            site: SiteId::slugified("east"),
            controllers: 2,
            raid: vec![RaidGroup {
                name: "data".into(),
                level: RaidLevel::Raid10,
                disks: 48,
                disk_size: Mb::new(1_200_000),
                kind: Default::default(),
                disk_iops: None,
                spans: None,
            }],
            feeds: Vec::new(),
            ownership: Ownership::Existing,
            note: String::new(),
        },
    );
    let hosts: Vec<HostId> = plan.hosts.keys().cloned().collect();
    for controller in 1..=2 {
        let segments = hosts
            .iter()
            .map(|host| {
                Segment::between(
                    End::Host(host.clone()),
                    End::Array {
                        array: array.clone(),
                        controller,
                    },
                )
            })
            .collect();
        plan.links.put(
            LinkId::slugified(&format!("storage-{controller}")),
            Link::new(LinkRole::Storage, Mbps::new(10_000.0), segments),
        );
    }
    let ids: Vec<_> = plan.vms.keys().cloned().collect();
    for (n, id) in ids.iter().enumerate() {
        let mut vm = (**plan.vms.get(id).expect("listed")).clone();
        if !vm.level.paired() && n % 10 != 5 {
            vm.level = Level::L1;
            for disk in &mut vm.disks {
                disk.on = Storage::Shared {
                    array: array.clone(),
                    group: "data".into(),
                };
            }
            plan.vms.put(id.clone(), vm);
        }
    }
    plan
}

fn hosts(cx: &Cx<'_>) -> (Found, Found) {
    let study = FailureStudy::of(cx, host_parts(cx.plan.hosts.keys()));
    let singles = study.singles(&|| false);
    let (pairs, all) = study.all_pairs(&|| false);
    assert!(all && singles.examined == 64 && pairs.examined == 2016);
    (singles, pairs)
}

fn benches(c: &mut Criterion) {
    let plan = plan();
    let cx = Cx::new(&plan, Catalogue::built_in());
    let (singles, pairs) = hosts(&cx);
    assert!(singles.worst.iter().all(|f| f.harm.restarts > 0));
    assert!(pairs.worst.iter().any(|f| f.harm.stops > 0));
    c.bench_function(
        "64 hosts, 1,000 VMs: all single and double host failures",
        |b| {
            b.iter(|| hosts(&cx));
        },
    );
    c.bench_function("64 hosts, 1,000 VMs: every single part", |b| {
        b.iter(|| FailureStudy::new(&cx).singles(&|| false));
    });
}

criterion_group! {
    name = group;
    config = Criterion::default().sample_size(10).warm_up_time(std::time::Duration::from_millis(500)).measurement_time(std::time::Duration::from_secs(4));
    targets = benches
}
criterion_main!(group);
