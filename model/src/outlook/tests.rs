use super::{Limit, PATIENT, headroom, smallest_host, smallest_vm, vms};
use crate::catalogue::{Catalogue, Severity};
use crate::check::testing::{sample, with};
use crate::ids::{PoolId, VmId, WorkloadId};
use crate::plan::Plan;

fn example(name: &str) -> Plan {
    let text = std::fs::read_to_string(format!("../examples/{name}.ron")).unwrap();
    crate::io::from_text(&text).unwrap()
}

fn catalogue() -> &'static Catalogue {
    Catalogue::built_in()
}

#[test]
fn heavy_mailboxes_are_full_at_four_thousand_by_the_warning_of_the_ratio() {
    let plan = example("exchange-4000-heavy");
    let id: WorkloadId = plan.workloads.keys().next().unwrap().clone();
    let warned = super::Budget {
        bar: Severity::Warning,
        ..PATIENT
    };
    let h = headroom(&plan, catalogue(), &id, &warned).unwrap();
    assert_eq!((h.unit.as_str(), h.now), ("mailboxes", 4000.0));
    let Limit::Check(f) = &h.limit else {
        panic!("{:?}", h.limit)
    };
    // A thousand heavy mailboxes on two vCPUs is the published advice, so a VM takes not one more.
    assert!(h.more() < 4.0, "{}", h.more());
    assert_eq!(f.code.family, "MBX");
}

#[test]
fn the_amount_found_holds_and_one_more_does_not() {
    let plan = sample();
    let id: WorkloadId = plan.workloads.keys().next().unwrap().clone();
    let h = headroom(&plan, catalogue(), &id, &PATIENT).unwrap();
    let Limit::Check(fault) = &h.limit else {
        panic!("{:?}", h.limit)
    };
    let errors = |n: f64| {
        let mut next = plan.clone();
        let mut w = (**plan.workloads.get(&id).unwrap()).clone();
        w.kind = super::headroom::scaled(&w.kind, h.now, n);
        next.workloads.put(id.clone(), w);
        crate::check::testing::findings(&next)
            .into_iter()
            .filter(|f| f.is_found() && f.severity == Severity::Error)
            .map(|f| f.code)
            .collect::<Vec<_>>()
    };
    assert!(errors(h.most).is_empty());
    assert!(errors(h.most + 1.0).contains(&fault.code));
}

#[test]
fn more_vms_like_this_one_until_the_hosts_are_full() {
    let plan = sample();
    let id: VmId = plan.vms.keys().next().unwrap().clone();
    let h = vms(&plan, catalogue(), &id, &PATIENT).unwrap();
    assert_eq!(h.now, 1.0);
    assert!(matches!(h.limit, Limit::Check(_)), "{:?}", h.limit);
    assert!(h.most >= 1.0 && h.most < 100.0, "{}", h.most);
}

#[test]
fn a_stopped_search_says_so() {
    let plan = sample();
    let id: WorkloadId = plan.workloads.keys().next().unwrap().clone();
    let stop = super::Budget {
        should_stop: &|| true,
        bar: Severity::Error,
    };
    let h = headroom(&plan, catalogue(), &id, &stop).unwrap();
    assert_eq!((h.more(), h.limit), (0.0, Limit::Stopped));
    let vm: VmId = plan.vms.keys().next().unwrap().clone();
    assert_eq!(smallest_vm(&plan, catalogue(), &vm, &stop), None);
}

#[test]
fn the_smallest_vm_is_no_larger_than_one_that_holds_and_one_step_less_fails() {
    let plan = sample();
    let id: VmId = plan.vms.keys().next().unwrap().clone();
    let small = smallest_vm(&plan, catalogue(), &id, &PATIENT).unwrap();
    let vm = plan.vms.get(&id).unwrap();
    assert!(small.vcpus <= vm.vcpus && small.ram <= vm.ram, "{small:?}");
    let less = with(|p| {
        let mut vm = (**p.vms.get(&id).unwrap()).clone();
        vm.vcpus = small.vcpus;
        vm.ram = crate::units::Mib::new(small.ram.get() - 512);
        p.vms.put(id.clone(), vm);
    });
    let found = crate::check::testing::findings(&less);
    assert!(
        found
            .iter()
            .any(|f| f.is_found() && f.severity == Severity::Error && *f.subject() == (&id).into())
    );
}

#[test]
fn a_model_that_holds_the_pool_is_named() {
    let plan = sample();
    let pool: PoolId = plan.pools.keys().next().unwrap().clone();
    let found = smallest_host(&plan, catalogue(), &pool, &PATIENT).unwrap();
    assert!(catalogue().tables.hosts.contains_key(&found.model));
    // A VM that no model holds.
    let huge = with(|p| {
        let (id, vm) = p
            .vms
            .iter()
            .next()
            .map(|(i, v)| (i.clone(), (**v).clone()))
            .unwrap();
        let mut vm = vm;
        vm.ram = crate::units::Mib::new(4_000_000);
        p.vms.put(id, vm);
    });
    assert_eq!(smallest_host(&huge, catalogue(), &pool, &PATIENT), None);
}

#[test]
fn growth_is_compounded_and_the_working_says_so() {
    let mut plan = sample();
    plan.settings.growth.users = crate::units::Share::new(0.1);
    let cx = crate::facts::Cx::new(&plan, catalogue()).in_year(3);
    let facts = crate::facts::derive(&cx, &crate::facts::Case::in_year(3));
    let now = crate::facts::derive(&cx.clone().in_year(0), &crate::facts::Case::normal());
    let total = |f: &crate::facts::Facts| f.totals.mailboxes;
    assert!((total(&facts) / total(&now) - 1.331).abs() < 1e-12);
    let vm: VmId = plan.vms.keys().next().unwrap().clone();
    let address = format!("vm/{vm}/ram.needed");
    let working = crate::facts::explain(&cx, &facts, &address).unwrap();
    assert_eq!(working.value, facts.vms[&vm].demand.ram_mib);
    assert!(
        working.formula.contains("(1 + user_growth) ^ years"),
        "{}",
        working.formula
    );
}

#[test]
fn a_plan_that_grows_runs_out_in_the_year_that_the_headroom_says() {
    let mut plan = sample();
    let id: WorkloadId = plan.workloads.keys().next().unwrap().clone();
    let room = headroom(&plan, catalogue(), &id, &PATIENT).unwrap();
    plan.settings.growth.users = crate::units::Share::new(0.2);
    plan.settings.years = 30;
    assert!(super::grows(&plan));
    let out = super::growth(&plan, catalogue(), &PATIENT);
    assert!(out.complete && out.years.len() == 31);
    let (year, found) = out.runs_out().unwrap();
    assert!(!found.is_empty());
    assert!(room.now * 1.2f64.powi(year as i32) > room.most);
    assert!(room.now * 1.2f64.powi(year as i32 - 1) <= room.most + 1.0);
    for pair in out.years.windows(2) {
        for (a, b) in pair[0].fullest.iter().zip(&pair[1].fullest) {
            assert!(b.share >= a.share - 1e-12);
        }
    }
}

#[test]
fn a_plan_that_stands_still_never_runs_out() {
    let plan = sample();
    assert!(!super::grows(&plan));
    let out = super::growth(&plan, catalogue(), &PATIENT);
    assert_eq!(out.runs_out(), None);
    assert_eq!(out.years.len(), 6);
}
