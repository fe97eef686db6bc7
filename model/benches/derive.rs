//! Deriving facts and running checks: each example, and a generated plan in full and after a one-VM edit.
//!
//! Aims: an example under 5 ms, 100 hosts and 1,000 VMs under 16 ms in full and under 1 ms after the edit.

mod generate;

use criterion::{Criterion, criterion_group, criterion_main};
use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::check;
use evenkeel_model::edit::Edit;
use evenkeel_model::facts::{Case, Cx, Deriver, derive};
use evenkeel_model::plan::Plan;

const EXAMPLES: &[(&str, &str)] = &[
    (
        "exchange-4000-heavy",
        include_str!("../../examples/exchange-4000-heavy.ron"),
    ),
    (
        "exchange-three-tiers",
        include_str!("../../examples/exchange-three-tiers.ron"),
    ),
    (
        "sql-commerce",
        include_str!("../../examples/sql-commerce.ron"),
    ),
    (
        "vehicle-plant-split-site",
        include_str!("../../examples/vehicle-plant-split-site.ron"),
    ),
];

fn one_more_vcpu(plan: &Plan) -> Plan {
    let (id, vm) = plan
        .vms
        .iter()
        .nth(plan.vms.len() / 2)
        .expect("the plan has VMs");
    let mut vm = (**vm).clone();
    vm.vcpus = if vm.vcpus == 2 { 3 } else { 2 };
    Edit::put("Set vCPUs", id, vm)
        .apply(plan)
        .expect("the edit applies")
}

fn benches(c: &mut Criterion) {
    let catalogue = Catalogue::built_in();
    for (name, text) in EXAMPLES {
        let plan = evenkeel_model::io::from_text(text).expect("the example reads");
        c.bench_function(&format!("derive {name}"), |b| {
            b.iter(|| derive(&Cx::new(&plan, catalogue), &Case::normal()));
        });
    }
    let plan = generate::plan(100, 1000);
    c.bench_function("derive 100 hosts, 1,000 VMs in full", |b| {
        b.iter(|| derive(&Cx::new(&plan, catalogue), &Case::normal()));
    });
    let edited = one_more_vcpu(&plan);
    let mut deriver = Deriver::default();
    let mut turn = false;
    c.bench_function("derive 100 hosts, 1,000 VMs after a one-VM edit", |b| {
        b.iter(|| {
            turn = !turn;
            let now = if turn { &edited } else { &plan };
            deriver.derive(&Cx::new(now, catalogue), &Case::normal())
        });
    });
    let facts = derive(&Cx::new(&plan, catalogue), &Case::normal());
    c.bench_function("all checks on 100 hosts, 1,000 VMs", |b| {
        b.iter(|| check::run(&Cx::new(&plan, catalogue), &facts));
    });
}

criterion_group! {
    name = group;
    config = Criterion::default().sample_size(20).warm_up_time(std::time::Duration::from_millis(500)).measurement_time(std::time::Duration::from_secs(2));
    targets = benches
}
criterion_main!(group);
