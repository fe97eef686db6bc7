//! Many random workloads: no figure of them is ever not a number, infinite or negative, and nothing panics.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use super::*;
use crate::facts::{Case, derive};
use crate::plan::arbitrary;

/// How many workloads `EVENKEEL_SWEEP` asks for.
fn wanted() -> u64 {
    std::env::var("EVENKEEL_SWEEP")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(10_000)
}

#[test]
fn random_workloads_have_figures_that_are_numbers() {
    let mut rng = ChaCha8Rng::seed_from_u64(2026);
    let (mut workloads, mut figures) = (0u64, 0u64);
    while workloads < wanted() {
        let mut kinds = Vec::new();
        for _ in 0..=rng.next_u32() % 3 {
            let numbers = (0..120).map(|_| rng.next_u32()).collect();
            kinds.push(arbitrary::workload(numbers));
        }
        workloads += kinds.len() as u64;
        let mut vm = a_vm(rng.next_u32() % 66, u64::from(rng.next_u32() % 300));
        vm.count = 1 + rng.next_u32() % 4;
        let plan = plan_with(vm, kinds);
        let cx = Cx::new(&plan, Catalogue::built_in());
        let facts = derive(&cx, &Case::normal());
        for (id, f) in &facts.vms {
            for one in listed(&cx, id, f) {
                figures += 1;
                assert!(
                    one.value.is_finite() && one.value >= 0.0,
                    "{} is {} of {:?}",
                    one.name,
                    one.value,
                    plan.workloads
                );
            }
        }
    }
    println!("{workloads} workloads, {figures} figures");
}
