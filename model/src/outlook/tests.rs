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
