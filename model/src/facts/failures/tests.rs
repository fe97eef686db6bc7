//! Studies against single cases, and split brain on small plans in every partition.

use std::collections::BTreeSet;

use super::{Data, FailureStudy, drill, effects};
use crate::catalogue::{Catalogue, Profile};
use crate::check::testing::{found_on, sample, split_sample};
use crate::facts::{Case, Cx, Outcome, crosses_sites, outcomes};
use crate::failure::{Part, parts};
use crate::ids::EntityId;
use crate::plan::arbitrary::plan as any_plan;
use crate::plan::{Level, LinkRole, Plan};
use proptest::prelude::*;

fn cx(plan: &Plan) -> Cx<'_> {
    Cx::new(plan, Catalogue::built_in())
}

/// A study says what the outcomes of the same case say.
fn agree(plan: &Plan, failed: &[Part]) {
    let cx = cx(plan);
    let study = FailureStudy::new(&cx);
    let found = study.examine(failed);
    let case = Case::failed(failed.iter().cloned());
    let expected: Vec<_> = effects(&outcomes(&cx, &case)).into_iter().collect();
    assert_eq!(found.vms, expected, "{failed:?}");
}

#[test]
fn every_single_failure_of_the_samples_is_as_its_case() {
    for plan in [sample(), split_sample()] {
        let cx = cx(&plan);
        let study = FailureStudy::new(&cx);
        let singles = study.singles(&|| false);
        assert_eq!(singles.examined as usize, study.parts().len());
        for failure in &singles.worst {
            agree(&plan, &failure.parts);
        }
        let harmful: BTreeSet<&Part> = singles.worst.iter().flat_map(|f| &f.parts).collect();
        for part in study.parts().iter().filter(|p| !harmful.contains(p)) {
            let case = Case::failed([part.clone()]);
            assert!(effects(&outcomes(&cx, &case)).is_empty(), "{part}");
        }
    }
}

/// A drill says of each placed member what the outcomes of its case say, and its loads are those of the case.
fn drilled(plan: &Plan, failed: &BTreeSet<Part>) {
    let cx = cx(plan);
    let told = drill(&cx, failed);
    let case = Case::failed(failed.iter().cloned());
    assert_eq!(told.facts, crate::facts::derive(&cx, &case));
    let mut members = 0;
    for row in &told.rows {
        members += row.count;
        let placement = &plan.vms.get(&row.vm).unwrap().placement[row.row];
        assert_eq!(placement.host, row.from);
        let runs = matches!(
            row.outcome,
            Outcome::CarriesOn { .. } | Outcome::Restarts { .. }
        );
        assert_eq!(runs, row.data == Data::Kept, "{row:?}");
        assert!(!row.memory_kept || matches!(row.outcome, Outcome::CarriesOn { .. }));
    }
    let placed: u32 = plan.vms.values().map(|v| v.placed()).sum();
    let expected = if failed.is_empty() { 0 } else { placed };
    assert_eq!(members, expected);
    let study = FailureStudy::new(&cx);
    let parts: Vec<Part> = failed.iter().cloned().collect();
    let found = study.examine(&parts);
    assert_eq!(found.vms, told.failure.vms);
    for o in &found.overloads {
        assert!(told.failure.overloads.contains(o), "{o:?}");
    }
}

#[test]
fn a_drill_agrees_with_its_case() {
    for plan in [sample(), split_sample()] {
        drilled(&plan, &BTreeSet::new());
        for part in parts(&plan) {
            drilled(&plan, &BTreeSet::from([part]));
        }
    }
}

#[test]
fn a_drill_tells_lost_data_from_data_that_wait() {
    // Unprotected, alone: its host's failure keeps the data on disk; the failure of its disks does not.
    let mut plan = sample();
    crate::change!(plan, vms, "mbx-1", vm => {
        vm.level = Level::L0;
        for row in &mut vm.placement {
            row.partner = None;
        }
    });
    let cx = cx(&plan);
    let vm = plan.vms.get("mbx-1").unwrap();
    let host = vm.placement[0].host.clone();
    let data = |failed: BTreeSet<Part>| {
        let told = drill(&cx, &failed);
        let row = told.rows.iter().find(|r| r.vm.as_str() == "mbx-1");
        row.map(|r| r.data)
    };
    assert_eq!(data(BTreeSet::from([Part::from(&host)])), Some(Data::Held));
    let disks: BTreeSet<Part> = plan
        .hosts
        .get(&host)
        .unwrap()
        .raid
        .iter()
        .flat_map(|g| {
            (1..=g.disks).map(|disk| Part::Disk {
                of: crate::failure::Owner::Host(host.clone()),
                group: g.name.clone(),
                disk,
            })
        })
        .collect();
    assert_eq!(data(disks), Some(Data::Lost));
}

#[test]
fn minimal_pairs_stop_what_neither_part_stops_alone() {
    let plan = split_sample();
    let cx = cx(&plan);
    let study = FailureStudy::new(&cx);
    let singles = study.singles(&|| false);
    let points = study.single_points(&singles);
    let pairs = study.all_pairs(&|| false).0;
    let minimal = pairs.minimal(&points);
    assert!(!minimal.is_empty() && minimal.len() < pairs.worst.len());
    let stopped = |parts: &[Part]| -> BTreeSet<_> {
        let found = study.examine(parts);
        let bad = found
            .vms
            .into_iter()
            .filter(|(_, e)| e.stops > 0 || e.split_brain > 0);
        bad.map(|(vm, _)| vm).collect()
    };
    for failure in &minimal {
        let together = stopped(&failure.parts);
        let apart: BTreeSet<_> = failure
            .parts
            .iter()
            .flat_map(|p| stopped(std::slice::from_ref(p)))
            .collect();
        assert!(!together.is_subset(&apart), "{:?}", failure.parts);
    }
}

#[test]
fn pairs_are_all_examined_and_blocks_may_be_spread() {
    let plan = split_sample();
    let cx = cx(&plan);
    let study = FailureStudy::new(&cx);
    let (all, done) = study.all_pairs(&|| false);
    assert!(done);
    let n = study.parts().len() as u64;
    assert_eq!(all.examined, n * (n - 1) / 2);
    let mut apart = super::Found::default();
    for block in (0..study.pair_blocks()).rev() {
        apart.merge(study.pairs(block, &|| false), study.keep);
    }
    assert_eq!(all, apart);
    assert!(all.worst.windows(2).all(|w| w[0].harm >= w[1].harm));
    let (_, done) = study.all_pairs(&|| true);
    assert!(!done);
}

#[test]
fn both_hosts_of_a_pair_are_the_worst_pair_of_hosts() {
    let plan = sample();
    let cx = cx(&plan);
    let hosts: Vec<Part> = plan.hosts.keys().map(Part::from).collect();
    let study = FailureStudy::of(&cx, hosts.clone());
    let both = study.examine(&hosts);
    assert!(both.harm.stops > 0);
    for host in &hosts {
        let one = study.examine(std::slice::from_ref(host));
        assert_eq!(one.harm.stops, 0, "{host}");
        assert!(one.harm < both.harm);
    }
}

/// Links between different places, and what stands in them: what a partition is made of.
fn boundaries(plan: &Plan) -> Vec<Part> {
    let mut out: Vec<Part> = plan.sites.keys().map(Part::from).collect();
    out.extend(plan.links.keys().map(Part::from));
    out.extend(plan.witnesses.keys().map(Part::from));
    out
}

/// Every choice of sites, links and witnesses to fail.
fn partitions(plan: &Plan) -> impl Iterator<Item = Case> + use<> {
    let all = boundaries(plan);
    assert!(all.len() <= 16, "{} is too many", all.len());
    (0u32..1 << all.len()).map(move |mask| {
        Case::failed(
            all.iter()
                .enumerate()
                .filter(|(i, _)| mask & (1 << i) != 0)
                .map(|(_, p)| p.clone()),
        )
    })
}

fn runs_twice(plan: &Plan) -> bool {
    let cx = cx(plan);
    partitions(plan).any(|case| {
        outcomes(&cx, &case)
            .values()
            .flatten()
            .any(|o| matches!(o.outcome, Outcome::SplitBrain { .. }))
    })
}

fn has_error(plan: &Plan) -> bool {
    !found_on(plan, "SIT-005", |_: &mut Profile| {}).is_empty()
}

/// Small plans across two sites: with and without a witness, with one link or two, at level 2 and 3, with and without
/// networks beside the mirror.
fn small_plans() -> Vec<(String, Plan)> {
    let mut out = Vec::new();
    for witness in [true, false] {
        for level in [Level::L2, Level::L3] {
            for only_mirror in [true, false] {
                let mut plan = split_sample();
                if !witness {
                    let gone: Vec<EntityId> = plan.witnesses.keys().map(EntityId::from).collect();
                    plan = crate::edit::remove(&plan, &gone)
                        .unwrap()
                        .apply(&plan)
                        .unwrap();
                }
                if only_mirror {
                    let gone: Vec<EntityId> = plan
                        .links
                        .iter()
                        .filter(|(_, l)| {
                            matches!(l.role, LinkRole::Business | LinkRole::Management)
                        })
                        .map(|(id, _)| id.into())
                        .collect();
                    if !gone.is_empty() {
                        plan = crate::edit::remove(&plan, &gone)
                            .unwrap()
                            .apply(&plan)
                            .unwrap();
                    }
                }
                let ids: Vec<_> = plan.vms.keys().cloned().collect();
                for id in ids {
                    let mut vm = (**plan.vms.get(&id).unwrap()).clone();
                    vm.level = level;
                    plan.vms.put(id, vm);
                }
                let name = format!("witness {witness}, {level:?}, mirror only {only_mirror}");
                out.push((name, plan));
            }
        }
    }
    out
}

#[test]
fn no_vm_runs_twice_in_any_partition_unless_the_plan_says_so() {
    let (mut safe, mut unsafe_) = (0, 0);
    for (name, plan) in small_plans() {
        let twice = runs_twice(&plan);
        assert_eq!(twice, has_error(&plan), "{name}");
        if twice {
            unsafe_ += 1;
        } else {
            safe += 1;
        }
    }
    assert!(safe > 0 && unsafe_ > 0, "{safe} {unsafe_}");
}

#[test]
fn a_platform_whose_halves_run_on_without_a_vote_is_told_of() {
    // The same plan on a platform that does not stop: the witness alone does not help, and the plan says so.
    let plan = split_sample();
    let runs_on = |p: &mut Profile| p.quorum.stops_without_vote = false;
    assert!(found_on(&plan, "SIT-005", |_| {}).is_empty());
    assert_eq!(found_on(&plan, "SIT-005", runs_on).len(), 1);
    let mut cx = cx(&plan);
    let mut profile = (*cx.profile).clone();
    runs_on(&mut profile);
    cx.profile = std::sync::Arc::new(profile);
    assert!(partitions(&plan).any(|case| {
        let all = outcomes(&cx, &case);
        all.values()
            .flatten()
            .any(|o| matches!(o.outcome, Outcome::SplitBrain { .. }))
    }));
}

#[test]
fn every_partition_has_one_outcome_for_each_row_and_no_more_than_one_side_runs() {
    for (name, plan) in small_plans() {
        let cx = cx(&plan);
        for case in partitions(&plan) {
            let found = outcomes(&cx, &case);
            if case.is_normal() {
                continue;
            }
            for (id, vm) in plan.vms.iter() {
                let members: u32 = found.get(id).into_iter().flatten().map(|o| o.count).sum();
                assert_eq!(members, vm.placed(), "{name} {id} {case:?}");
            }
        }
    }
}

/// The decision table of a node that has lost its partner: by what it sees of partner and witness.
#[test]
fn the_decision_table_row_by_row() {
    let plan = split_sample();
    let cx = cx(&plan);
    let by_role = |role: LinkRole| -> Vec<Part> {
        plan.links
            .iter()
            .filter(|(_, l)| l.role == role)
            .map(|(id, _)| id.into())
            .collect()
    };
    // Everything between the sites; each keeps its own network and users.
    let mut apart: Vec<Part> = by_role(LinkRole::Availability);
    for (id, link) in plan
        .links
        .iter()
        .filter(|(_, l)| l.role != LinkRole::Witness)
    {
        let crossing = (0..link.segments.len()).filter(|i| crosses_sites(&plan, link, *i));
        apart.extend(crossing.map(|i| Part::Path {
            link: id.clone(),
            segment: i as u32 + 1,
        }));
    }
    let witness: Vec<Part> = plan.witnesses.keys().map(Part::from).collect();
    let (id, vm) = plan
        .vms
        .iter()
        .find(|(_, v)| v.placement.iter().any(|p| p.partner.is_some()))
        .unwrap();
    let row = &vm.placement[0];
    let partner = row.partner.clone().unwrap();
    let outcome = |failed: &[Part]| {
        let all = outcomes(&cx, &Case::failed(failed.iter().cloned()));
        all.get(id).unwrap()[0].outcome.clone()
    };
    // Partner seen, witness seen: redundant.
    let only_one = outcome(&by_role(LinkRole::Availability)[..1]);
    assert!(
        matches!(only_one, Outcome::CarriesOn { simplex: false, .. }),
        "{only_one:?}"
    );
    // Partner seen, no witness: runs, no longer redundant.
    assert!(matches!(
        outcome(&witness),
        Outcome::CarriesOn { simplex: true, .. }
    ));
    // Partner not seen, this node gets the vote: runs here, stops there.
    let cut = outcome(&apart);
    assert!(
        matches!(&cut, Outcome::CarriesOn { on, simplex: true } if *on == row.host),
        "{cut:?}"
    );
    // Neither partner nor witness: both halves stop.
    let all: Vec<Part> = apart.iter().chain(&witness).cloned().collect();
    assert!(matches!(outcome(&all), Outcome::Stops { .. }));
    // The partner is gone and the witness with it: the half that is left stops too.
    let lost: Vec<Part> = std::iter::once(Part::from(&partner))
        .chain(witness.clone())
        .collect();
    assert!(matches!(outcome(&lost), Outcome::Stops { .. }));
    // The partner alone: runs on.
    assert!(matches!(
        outcome(&[Part::from(&partner)]),
        Outcome::CarriesOn { simplex: true, .. }
    ));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]
    #[test]
    fn studies_agree_with_cases_on_any_plan(plan in any_plan(), a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let all = parts(&plan);
        prop_assume!(!all.is_empty());
        agree(&plan, &[a.get(&all).clone()]);
        agree(&plan, &[a.get(&all).clone(), b.get(&all).clone()]);
    }
}
