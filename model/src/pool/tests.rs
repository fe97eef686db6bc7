//! Planners against published examples, against each other and against trying everything.

use proptest::prelude::*;

use super::exact;
use super::packing::{self, Bounds, Method};
use super::reserve::{self, Size};
use super::{Item, largest, orders, quorum_failures};

const BOUNDS: Bounds = Bounds {
    hosts: 32.0,
    orders: 3500.0,
};
const GIB: f64 = 1024.0;

fn item(gib: f64, host: usize) -> Item {
    Item {
        mib: gib * GIB,
        host,
    }
}

/// Hosts of 256 GiB with what their VMs leave.
fn two_hosts(vms: &[Item]) -> packing::Pool {
    let mut free_mib = vec![256.0 * GIB; 2];
    for vm in vms {
        free_mib[vm.host] -= vm.mib;
    }
    packing::Pool {
        free_mib,
        protected: vms.to_vec(),
        hosts: 2,
    }
}

/// W14: unit tests of xen-api's restart planner.
#[test]
fn two_hosts_of_256_gib() {
    let a120 = item(120.0, 0);
    let b120 = item(120.0, 1);
    for (vms, exists) in [
        (vec![], true),
        (vec![a120.clone()], true),
        (vec![a120.clone(), a120.clone()], true),
        (vec![a120.clone(), a120, b120.clone(), b120], false),
    ] {
        assert_eq!(
            packing::plan_exists(&two_hosts(&vms), 1, BOUNDS),
            exists,
            "{vms:?}"
        );
    }
    // As many failures as hosts: only with nothing to start.
    assert!(packing::plan_exists(&two_hosts(&[]), 2, BOUNDS));
    assert!(!packing::plan_exists(
        &two_hosts(&[item(1.0, 0)]),
        2,
        BOUNDS
    ));
    assert!(!packing::plan_exists(&two_hosts(&[]), 3, BOUNDS));
}

/// W15: a clustered file system bounds the failures (unit tests of xen-api).
#[test]
fn quorum_of_a_clustered_pool() {
    assert_eq!(quorum_failures(3, 0), 1);
    assert_eq!(quorum_failures(2, 0), 0);
    assert_eq!(quorum_failures(2, 1), 1);
    assert_eq!(quorum_failures(16, 0), 7);
    assert_eq!(quorum_failures(0, 0), 0);
}

/// W16: when the plan is exhaustive. A pool of 16 with 3 failures is the administrator's guide's own example.
#[test]
fn choice_of_the_planner() {
    for (n, r, count, method) in [
        (8, 3, 336.0, Method::Exhaustive),
        (16, 3, 3360.0, Method::Exhaustive),
        (16, 4, 43_680.0, Method::Approximate),
        (32, 2, 992.0, Method::Exhaustive),
        (32, 3, 29_760.0, Method::Approximate),
        (64, 1, 64.0, Method::Approximate),
    ] {
        assert_eq!(orders(n, r), count);
        assert_eq!(packing::method(n, r, BOUNDS), method, "{n} {r}");
    }
    assert!(orders(1000, 900).is_finite());
}

#[test]
fn approximate_by_slots_of_the_largest() {
    // Largest 4 GiB: slots 2, 2, 1; the fullest host carries two VMs.
    let pool = packing::Pool {
        free_mib: vec![8.0 * GIB, 9.0 * GIB, 5.0 * GIB],
        protected: vec![item(4.0, 0), item(1.0, 0), item(1.0, 1)],
        hosts: 64,
    };
    assert!(packing::plan_exists(&pool, 1, BOUNDS));
    assert!(!packing::plan_exists(&pool, 2, BOUNDS), "3 VMs, 1 slot");
    assert_eq!(packing::most_failures(&pool, BOUNDS), 1);
}

#[test]
fn halving_finds_the_largest() {
    for most in 0..20 {
        for edge in 0..=most {
            assert_eq!(largest(most, |n| n <= edge), edge);
        }
    }
}

/// W11: slots of vSphere Availability 6.7, three hosts and five VMs; overhead left out as printed there.
#[test]
fn slots_of_three_hosts() {
    use crate::figure::{Num, Silent, Tracer};
    let t = &mut Silent;
    let vms = [(2.0, 1.0), (2.0, 1.0), (1.0, 2.0), (1.0, 1.0), (1.0, 1.0)];
    let most = |of: fn(&(f64, f64)) -> f64| vms.iter().map(of).fold(0.0, f64::max);
    let (cpu, memory) = (most(|v| v.0), most(|v| v.1));
    assert_eq!((cpu, memory), (2.0, 2.0));
    let slots: Vec<f64> = [(9.0, 9.0), (9.0, 6.0), (6.0, 6.0)]
        .iter()
        .map(|(ghz, gb)| {
            let (ghz, gb, cpu, memory) = (
                t.number(*ghz),
                t.number(*gb),
                t.number(cpu),
                t.number(memory),
            );
            crate::formula::pool::slots::<Silent>(ghz, gb, Some(cpu), Some(memory))
                .unwrap()
                .value()
        })
        .collect();
    assert_eq!(slots, [4.0, 3.0, 3.0]);
    assert_eq!(reserve::slot_failures(&slots, 5.0), 1);
    assert_eq!(reserve::slot_failures(&slots, 3.0), 2);
    assert_eq!(reserve::slot_failures(&slots, 7.0), 0);
}

#[test]
fn shares_and_idle_hosts() {
    let host = |cpu_mhz: f64, mib: f64| Size { cpu_mhz, mib };
    let equal = vec![host(10.0, 100.0); 8];
    // W33: a quarter of eight equal hosts is two of them.
    assert_eq!(reserve::largest_share(&equal, 2), 0.25);
    assert_eq!(reserve::share_failures(&equal, host(60.0, 600.0)), 2);
    assert_eq!(reserve::share_failures(&equal, host(60.1, 600.0)), 1);
    assert_eq!(
        reserve::share_failures(&equal, host(0.0, 0.0)),
        7,
        "one must be left"
    );
    // The largest host counts.
    let unequal = [host(10.0, 100.0), host(10.0, 300.0)];
    assert_eq!(reserve::largest_share(&unequal, 1), 0.75);
    assert_eq!(reserve::share_failures(&unequal, host(1.0, 101.0)), 0);
    assert_eq!(reserve::node_failures(&[256.0, 256.0, 256.0], 512.0), 1);
    assert_eq!(reserve::node_failures(&[256.0, 256.0, 256.0], 513.0), 0);
    let idle = |mib: f64, vms: u32| (host(10.0, mib), true, vms);
    let works = (host(10.0, 256.0), false, 9);
    assert_eq!(reserve::idle_hosts(&[works, works, idle(256.0, 0)]), 1);
    assert_eq!(
        reserve::idle_hosts(&[works, works, idle(255.0, 0)]),
        0,
        "smaller"
    );
    assert_eq!(
        reserve::idle_hosts(&[works, works, idle(256.0, 1)]),
        0,
        "not idle"
    );
}

/// Hosts with what is free on them, and VMs by their host.
fn pool(free_gib: &[f64], vms: &[Item]) -> packing::Pool {
    packing::Pool {
        free_mib: free_gib.iter().map(|g| g * GIB).collect(),
        protected: vms.to_vec(),
        hosts: free_gib.len() as u32,
    }
}

#[test]
fn exact_is_never_the_sum_of_free_memory() {
    // 6 GiB are free in all, but no host has the 4 GiB that the VM of the first needs.
    let pool = pool(&[0.0, 3.0, 3.0], &[item(4.0, 0)]);
    assert_eq!(exact::most_failures(&pool, 9), (0, true));
}

#[test]
fn exact_beats_the_greedy_rule() {
    // Most free first puts 3 and 3 on different hosts and strands the last two; 3 + 3 and 2 + 2 + 2 fit exactly.
    let vms: Vec<Item> = [3.0, 3.0, 2.0, 2.0, 2.0]
        .iter()
        .map(|g| item(*g, 0))
        .collect();
    let pool = pool(&[0.0, 6.0, 6.0], &vms);
    assert_eq!(exact::any_failures(&pool, 1), Some(true));
    assert!(!packing::plan_exists(&pool, 1, BOUNDS));
}

#[test]
fn sets_beyond_the_bound_are_told() {
    let free = vec![100.0; 40];
    let vms: Vec<Item> = (0..40).map(|h| item(1.0, h)).collect();
    // 40 × 39 × 38 ÷ 6 sets of three are more than are looked at.
    assert_eq!(exact::any_failures(&pool(&free, &vms), 3), None);
    assert_eq!(exact::most_failures(&pool(&free, &vms), 5), (2, false));
}

fn small() -> impl Strategy<Value = packing::Pool> {
    (2usize..5).prop_flat_map(|hosts| {
        let vm = (1u32..7, 0..hosts);
        (
            proptest::collection::vec(0u32..14, hosts),
            proptest::collection::vec(vm, 0..7),
        )
            .prop_map(|(free, vms)| packing::Pool {
                hosts: free.len() as u32,
                free_mib: free.into_iter().map(f64::from).collect(),
                protected: vms
                    .into_iter()
                    .map(|(mib, host)| Item {
                        mib: f64::from(mib),
                        host,
                    })
                    .collect(),
            })
    })
}

/// The planner in the plainest words: every order of failures, one permutation after another.
fn every_permutation(pool: &packing::Pool, r: u32) -> bool {
    fn permutations(n: usize, r: u32) -> Vec<Vec<usize>> {
        if r == 0 {
            return vec![Vec::new()];
        }
        permutations(n, r - 1)
            .into_iter()
            .flat_map(|p| {
                (0..n)
                    .filter(|h| !p.contains(h))
                    .map(|h| [&p[..], &[h]].concat())
                    .collect::<Vec<_>>()
            })
            .collect()
    }
    permutations(pool.free_mib.len(), r).iter().all(|order| {
        let mut free = pool.free_mib.clone();
        let mut at: Vec<usize> = pool.protected.iter().map(|i| i.host).collect();
        let mut gone: Vec<usize> = Vec::new();
        for &failed in order {
            gone.push(failed);
            let mut moving: Vec<usize> = (0..at.len()).filter(|i| at[*i] == failed).collect();
            moving.sort_by(|a, b| {
                pool.protected[*b]
                    .mib
                    .total_cmp(&pool.protected[*a].mib)
                    .then(a.cmp(b))
            });
            for i in moving {
                let Some(best) = (0..free.len())
                    .filter(|h| !gone.contains(h))
                    .reduce(|a, b| if free[b] > free[a] { b } else { a })
                else {
                    return false;
                };
                if !super::fits(pool.protected[i].mib, free[best]) {
                    return false;
                }
                free[best] -= pool.protected[i].mib;
                at[i] = best;
            }
        }
        true
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_planner_equals_its_rules_and_promises_nothing_that_cannot_be_placed(pool in small()) {
        let approximate = Bounds { hosts: 0.0, orders: 0.0 };
        for r in 1..pool.free_mib.len() as u32 {
            let plan = packing::plan_exists(&pool, r, BOUNDS);
            prop_assert_eq!(plan, every_permutation(&pool, r));
            let placed = exact::any_failures(&pool, r) == Some(true);
            prop_assert!(!plan || placed, "admitted but not restartable, r = {}", r);
            prop_assert!(!packing::plan_exists(&pool, r, approximate) || placed);
        }
    }

    #[test]
    fn more_memory_never_survives_less(pool in small(), host in 0usize..4, more in 0u32..9) {
        let mut larger = pool.clone();
        let n = larger.free_mib.len();
        larger.free_mib[host % n] += f64::from(more);
        prop_assert!(exact::most_failures(&larger, 9).0 >= exact::most_failures(&pool, 9).0);
    }
}
