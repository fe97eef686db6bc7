//! Deriving facts and running checks: each example, and a generated plan in full and after a one-VM edit.
//!
//! Aims: an example under 5 ms, 100 hosts and 1,000 VMs under 16 ms in full and under 1 ms after the edit.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

mod generate;

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::Criterion;
use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::check;
use evenkeel_model::edit::Edit;
use evenkeel_model::facts::{Case, Cx, Deriver, derive};
use evenkeel_model::plan::Plan;

/// Every file of the folder of examples, by name.
fn examples() -> Vec<(String, Plan)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut out: Vec<(String, Plan)> = std::fs::read_dir(folder)
        .expect("the folder of examples is there")
        .map(|entry| entry.expect("its entries can be read").path())
        .filter(|path| path.extension().is_some_and(|x| x == "ron"))
        .map(|path| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let text = std::fs::read_to_string(&path).expect("the example is there");
            let plan = evenkeel_model::io::from_text(&text).expect("the example reads");
            (name.into_owned(), plan)
        })
        .collect();
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

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

/// What was measured against what it should be.
struct Measured {
    name: String,
    aim_ms: Option<f64>,
    median_ms: f64,
}

/// Measures with all statistics, and keeps the median for the list of aims.
fn measure<T>(
    c: &mut Criterion,
    told: &mut Vec<Measured>,
    name: &str,
    aim_ms: Option<f64>,
    mut work: impl FnMut() -> T,
) {
    let mut samples: Vec<f64> = Vec::new();
    c.bench_function(name, |b| {
        b.iter_custom(|times| {
            let start = Instant::now();
            for _ in 0..times {
                black_box(work());
            }
            let took = start.elapsed();
            samples.push(took.as_secs_f64() * 1e3 / times as f64);
            took
        });
    });
    samples.sort_by(f64::total_cmp);
    // None when the command line left this one out.
    if let Some(median_ms) = samples.get(samples.len() / 2) {
        told.push(Measured {
            name: name.to_owned(),
            aim_ms,
            median_ms: *median_ms,
        });
    }
}

fn benches(c: &mut Criterion) -> Vec<Measured> {
    let catalogue = Catalogue::built_in();
    let mut told = Vec::new();
    for (name, plan) in examples() {
        measure(c, &mut told, &format!("derive {name}"), Some(5.0), || {
            derive(&Cx::new(&plan, catalogue), &Case::normal())
        });
    }
    let plan = generate::plan(100, 1000);
    let full = "derive 100 hosts, 1,000 VMs in full";
    measure(c, &mut told, full, Some(16.0), || {
        derive(&Cx::new(&plan, catalogue), &Case::normal())
    });
    let edited = one_more_vcpu(&plan);
    let mut deriver = Deriver::default();
    let mut turn = false;
    let after = "derive 100 hosts, 1,000 VMs after a one-VM edit";
    measure(c, &mut told, after, Some(1.0), || {
        turn = !turn;
        let now = if turn { &edited } else { &plan };
        deriver.derive(&Cx::new(now, catalogue), &Case::normal())
    });
    let facts = derive(&Cx::new(&plan, catalogue), &Case::normal());
    let checks = "all checks on 100 hosts, 1,000 VMs";
    measure(c, &mut told, checks, None, || {
        check::run(&Cx::new(&plan, catalogue), &facts)
    });
    told
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    let told = benches(&mut criterion);
    criterion.final_summary();
    for m in told {
        let aim = match m.aim_ms {
            Some(aim) if m.median_ms < aim => format!("aim {aim} ms: met"),
            Some(aim) => format!("aim {aim} ms: missed"),
            None => "no aim".to_owned(),
        };
        println!("{}: {:.3} ms ({aim})", m.name, m.median_ms);
    }
}
