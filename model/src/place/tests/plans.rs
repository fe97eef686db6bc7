//! Whole plans: proposals hold by the plan's own checks, equal questions get equal answers, and what does not fit is
//! explained.

use super::generate::{Shape, plan};
use super::*;
use crate::check::testing::{sample, shared_sample, split_sample};

const SHAPE: Shape = Shape {
    hosts: 4,
    vms: 8,
    rules: true,
};

#[test]
fn proposals_hold_by_the_checks_of_the_plan() {
    let (mut proposals, mut none) = (0, 0);
    for seed in 0..80u64 {
        let objective = Objective::ALL[seed as usize % 4];
        let before = plan(seed, SHAPE);
        match answer(&before, &ask(objective), 1_500_000) {
            Answer::Proposal(p) => {
                proposals += 1;
                let after = p.edit.apply(&before).expect("the edit applies");
                assert_eq!(after, p.plan);
                let left = mendable(&after);
                let named: Vec<String> = p
                    .remaining
                    .iter()
                    .map(|f| format!("{} {}", f.code, f.message))
                    .collect();
                assert_eq!(left, named, "seed {seed}");
                if p.as_today {
                    // Nothing is worse than today, and what is left is no more than a warning.
                    assert!(p.remaining.iter().all(|f| f.severity > Severity::Error));
                    continue;
                }
                assert!(left.is_empty(), "seed {seed} {objective:?}: {left:?}");
                assert!(p.bound <= p.value + 1e-9, "seed {seed}");
                // Without the hosts that nothing needs it holds as well.
                let gone: Vec<crate::ids::EntityId> = p.unused.iter().map(Into::into).collect();
                let fewer = crate::edit::remove(&after, &gone)
                    .unwrap()
                    .apply(&after)
                    .unwrap();
                let left = mendable(&fewer);
                assert!(left.is_empty(), "seed {seed}, without {gone:?}: {left:?}");
            }
            Answer::Infeasible(i) => {
                none += 1;
                assert!(!i.message.is_empty(), "seed {seed}");
                assert!(
                    !i.conflict.is_empty() || !i.no_host.is_empty(),
                    "seed {seed}: {i:?}"
                );
            }
        }
    }
    assert!(proposals > 25 && none > 5, "{proposals} and {none}");
}

#[test]
fn the_samples_can_be_placed() {
    for before in [sample(), shared_sample(), split_sample()] {
        for objective in Objective::ALL {
            let p = proposal(answer(&before, &ask(objective), 50_000_000));
            assert!(p.remaining.is_empty(), "{:?}", p.remaining);
            assert!(p.is_optimal(), "{objective:?}");
        }
        // They hold as they are.
        let p = proposal(answer(&before, &ask(Objective::Moves), 50_000_000));
        assert!(p.moves.is_empty());
        assert_eq!(p.edit.apply(&before).unwrap(), before);
    }
}

#[test]
fn equal_questions_get_equal_answers() {
    for seed in 0..6 {
        let before = plan(seed, SHAPE);
        let question = ask(Objective::Hosts);
        let one = answer(&before, &question, 3_000_000);
        assert_eq!(one, answer(&before, &question, 3_000_000), "seed {seed}");
    }
}

#[test]
fn members_without_a_host_are_placed_and_the_rest_stays() {
    let mut before = shared_sample();
    crate::change!(before, vms, "mbx-1", vm => {
        vm.count = 3;
    });
    let question = Question {
        may_move: MayMove::Unplaced,
        ..ask(Objective::Balance)
    };
    let p = proposal(answer(&before, &question, 50_000_000));
    assert_eq!(p.members_moved(), 0);
    assert_eq!(p.members_placed(), 2);
    assert!(p.moves.iter().all(|m| m.from.is_none()));
}

#[test]
fn memory_that_is_missing_is_named_with_the_least_that_helps() {
    let mut before = sample();
    crate::change!(before, vms, "mbx-1", vm => {
        vm.count = 4;
        vm.ram = crate::units::Mib::new(14 * 1024);
        for disk in &mut vm.disks {
            disk.size = crate::units::Mib::new(20 * 1024);
        }
    });
    before.workloads = Default::default();
    let Answer::Infeasible(i) = answer(&before, &ask(Objective::Hosts), 50_000_000) else {
        panic!("4 × 14 GiB do not fit on two such hosts");
    };
    assert!(i.proven);
    assert!(
        i.conflict.contains(&Constraint::Memory),
        "{:?}: {}",
        i.conflict,
        i.message
    );
    // What is offered helps: the changed plan gets a proposal.
    assert!(!i.changes.is_empty());
    for change in &i.changes {
        let next = change.edit.apply(&before).unwrap();
        let p = answer(&next, &ask(Objective::Hosts), 50_000_000);
        assert!(matches!(p, Answer::Proposal(_)), "{}", change.title);
    }
}

#[test]
fn a_vm_that_may_stand_nowhere_is_named() {
    let mut before = shared_sample();
    crate::change!(before, vms, "mbx-1", vm => vm.vcpus = 400);
    let Answer::Infeasible(i) = answer(&before, &ask(Objective::Hosts), 50_000_000) else {
        panic!("400 vCPUs");
    };
    assert_eq!(i.no_host.len(), 1);
    assert!(i.message.contains("cores"), "{}", i.message);
}
