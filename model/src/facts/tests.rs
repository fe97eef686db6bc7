//! What must hold of facts, whatever the plan: stored equals explained, incremental equals from scratch.

use super::*;
use crate::catalogue::Catalogue;
use crate::check::testing::sample;
use crate::edit::{self, Edit};
use crate::history::History;
use crate::ids::{HostId, VmId};
use crate::plan::{Level, Plan};

fn facts_of(plan: &Plan) -> Facts {
    derive(&Cx::new(plan, Catalogue::built_in()), &Case::normal())
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// Every address of a plan has a working whose value is the stored one.
pub(crate) fn every_figure_explains_itself(plan: &Plan) {
    let cx = Cx::new(plan, Catalogue::built_in());
    let facts = derive(&cx, &Case::normal());
    let all = addresses(&cx, &facts);
    assert!(!all.is_empty());
    for figure in all {
        assert!(figure.value.is_finite(), "{}", figure.address);
        let working = explain(&cx, &facts, &figure.address)
            .unwrap_or_else(|| panic!("{} has no working", figure.address));
        assert!(
            same(working.value, figure.value),
            "{}: stored {}, explained {} = {}",
            figure.address,
            figure.value,
            working.value,
            working.formula
        );
        for input in &working.inputs {
            if let Some(crate::figure::Origin::Figure(address)) = &input.origin {
                let inner = explain(&cx, &facts, address).unwrap_or_else(|| {
                    panic!("{} names {address}, which has no working", figure.address)
                });
                assert!(
                    same(inner.value, input.value),
                    "{} in {}: {} is not {}",
                    address,
                    figure.address,
                    inner.value,
                    input.value
                );
            }
        }
    }
}

#[test]
fn figures_of_the_sample_explain_themselves() {
    every_figure_explains_itself(&sample());
}

type Step = Box<dyn Fn(&Plan) -> Edit>;

#[test]
fn incremental_facts_are_those_from_scratch() {
    let mut history = History::new(sample(), true);
    let mut deriver = Deriver::default();
    let vm = VmId::new("mbx-1").unwrap();
    let (a, b) = (
        HostId::new("host-a").unwrap(),
        HostId::new("host-b").unwrap(),
    );
    let steps: Vec<Step> = vec![
        Box::new({
            let (vm, b) = (vm.clone(), b.clone());
            move |p| edit::placement::move_vm(p, &vm, 0, &b).unwrap()
        }),
        Box::new({
            let vm = vm.clone();
            move |p| edit::placement::set_level(p, &vm, Level::L3).unwrap()
        }),
        Box::new({
            let a = a.clone();
            move |p| edit::add::vm(p, Some(&a), 3, None).unwrap().1
        }),
        Box::new({
            let a = a.clone();
            move |p| {
                let mut host = (**p.hosts.get(&a).unwrap()).clone();
                host.ram = crate::units::Mib::new(24 * 1024);
                Edit::put("Halve memory", &a, host)
            }
        }),
        Box::new(|p| {
            let mut settings = p.settings.clone();
            settings.route_factor = 1.5;
            Edit::new("Route", vec![edit::Op::Settings(settings)])
        }),
        Box::new(|p| {
            edit::remove(p, &[crate::ids::EntityId::parse("link/a-link-1").unwrap()]).unwrap()
        }),
        Box::new(move |p| edit::remove(p, &[EntityId::from(&b)]).unwrap()),
    ];
    for step in steps {
        let edit = step(history.plan());
        history.edit(&edit).unwrap();
        let cx = Cx::new(history.plan(), Catalogue::built_in());
        assert_eq!(
            deriver.derive(&cx, &Case::normal()),
            derive(&cx, &Case::normal()),
            "{}",
            edit.label
        );
        history.undo();
        let cx = Cx::new(history.plan(), Catalogue::built_in());
        assert_eq!(
            deriver.derive(&cx, &Case::normal()),
            derive(&cx, &Case::normal()),
            "undone {}",
            edit.label
        );
        history.redo();
    }
}

#[test]
fn a_mirrored_vm_restarts_on_its_partner_and_loads_it() {
    let plan = sample();
    let facts = facts_of(&plan);
    let host = |id: &str| &facts.hosts[&HostId::new(id).unwrap()];
    let (a, b) = (host("host-a"), host("host-b"));
    assert!(a.shares.cpu > 0.0);
    assert_eq!(b.shares.cpu, 0.0, "a standby takes no processor");
    assert_eq!(a.load.ram_mib, b.load.ram_mib, "a standby keeps its memory");
    assert!(same(b.worst.cpu.value, a.shares.cpu));
    assert_eq!(
        b.worst.cpu.after,
        Some(EntityId::parse("host/host-a").unwrap())
    );
    let vm = &facts.vms[&VmId::new("mbx-1").unwrap()];
    assert!(vm.host_failure_outage_s.is_some_and(|s| s >= 0.0));
    assert_eq!(vm.component_outage_s, Some(0.0));
    let cx = Cx::new(&plan, Catalogue::built_in());
    let outcomes = outcomes(
        &cx,
        &Case::failed([EntityId::parse("host/host-a").unwrap()]),
    );
    assert!(matches!(
        outcomes[&VmId::new("mbx-1").unwrap()][0].outcome,
        Outcome::Restarts { .. }
    ));
}

#[test]
fn reads_sent_over_the_link_are_not_charged_to_the_partners_disks() {
    let mut plan = sample();
    crate::change!(plan, vms, "mbx-1", vm => vm.level = crate::plan::Level::L3);
    let iops = |own_reads: bool| {
        let mut cx = Cx::new(&plan, Catalogue::built_in());
        std::sync::Arc::make_mut(&mut cx.profile).levels.insert(
            crate::plan::Level::L3,
            crate::catalogue::Mechanism::Lockstep {
                mirrored: true,
                own_reads,
            },
        );
        let facts = derive(&cx, &Case::normal());
        let of = |id: &str| {
            let host = &facts.hosts[&HostId::new(id).unwrap()];
            host.load.groups.iter().map(|g| g.reads).sum::<f64>()
        };
        (of("host-a"), of("host-b"))
    };
    let (a, b) = iops(true);
    assert!(a > 0.0 && same(a, b), "each half reads its own disks");
    assert_eq!(iops(false), (a, 0.0), "the partner gets what was read");
}

#[test]
fn availability_links_join_the_pair() {
    let facts = facts_of(&sample());
    let joint = facts.joints.values().next().unwrap();
    assert_eq!(joint.links.len(), 2);
    assert_eq!(joint.rtt_ms, Some(0.0));
    assert_eq!(joint.line_one_lost_mbps, 1000.0);
    assert!(!joint.split);
}

/// The shipped examples, by name.
pub(crate) const EXAMPLES: &[(&str, &str)] = &[
    (
        "exchange-4000-heavy",
        include_str!("../../../examples/exchange-4000-heavy.ron"),
    ),
    (
        "exchange-three-tiers",
        include_str!("../../../examples/exchange-three-tiers.ron"),
    ),
    (
        "sql-commerce",
        include_str!("../../../examples/sql-commerce.ron"),
    ),
    (
        "vehicle-plant-split-site",
        include_str!("../../../examples/vehicle-plant-split-site.ron"),
    ),
    (
        "furniture-retailer",
        include_str!("../../../examples/furniture-retailer.ron"),
    ),
    (
        "hundred-and-twenty-branches",
        include_str!("../../../examples/hundred-and-twenty-branches.ron"),
    ),
    (
        "modern-edge",
        include_str!("../../../examples/modern-edge.ron"),
    ),
];

#[test]
fn figures_of_the_examples_explain_themselves() {
    for (name, text) in EXAMPLES {
        let plan = crate::io::from_text(text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(plan.dangling(), Vec::new(), "{name}");
        every_figure_explains_itself(&plan);
    }
}
