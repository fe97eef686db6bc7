//! The installation, in order: each thing of the plan in exactly one step, with the platform's own text.

use std::collections::BTreeMap;

use super::paginate::document::{Block, Chapter, Column, Rich, Row, Table};
use super::words::{NONE, count, counted, list, mbps, mib};
use super::{Report, anchor, links, numbered};
use crate::catalogue::{Phase, Profile};
use crate::ids::{EntityId, Kind};
use crate::plan::{Entity, Plan};

/// One phase of the installation with the things that it puts in place.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub phase: Phase,
    pub title: String,
    /// What to do, from the platform's profile where it has text.
    pub text: Vec<String>,
    /// Things put in place here; each thing of the plan stands in exactly one step.
    pub objects: Vec<EntityId>,
}

/// The phase that a kind of thing belongs to; none for the plan itself.
fn phase_of(kind: Kind) -> Option<Phase> {
    Some(match kind {
        Kind::Plan => return None,
        Kind::Site | Kind::Feed => Phase::Site,
        Kind::Switch | Kind::Link => Phase::Network,
        Kind::Array => Phase::Storage,
        Kind::Host => Phase::Hosts,
        Kind::Pool => Phase::Pools,
        Kind::Witness => Phase::Witness,
        Kind::Vm => Phase::Vms,
        Kind::Workload => Phase::Workloads,
        Kind::Service => Phase::Acceptance,
    })
}

/// Title and text of a phase where the platform says nothing of its own.
fn general(phase: Phase) -> (&'static str, &'static str) {
    match phase {
        Phase::Site => (
            "Prepare the sites",
            "Check space, power and cooling. Label the power feeds so that both supplies of a host can hang on different ones.",
        ),
        Phase::Network => (
            "Set up the network",
            "Mount the switches, connect and label each link at both ends, and measure rate, packet loss and round trip before anything depends on them.",
        ),
        Phase::Storage => (
            "Set up shared storage",
            "Mount the arrays and make their disk groups; both controllers get paths of their own.",
        ),
        Phase::Hosts => (
            "Install the hosts",
            "Mount the hosts, connect each supply to its feed, make the disk groups, bring firmware to one level and install the platform.",
        ),
        Phase::Pools => (
            "Form the pools",
            "Join the hosts to their pools and check that each sees the storage and networks of the others.",
        ),
        Phase::Witness => (
            "Install the witness",
            "Install the witness outside both sites that it arbitrates and check that each reaches it by a way of its own.",
        ),
        Phase::Vms => (
            "Create the VMs",
            "Create each VM without protection on its first host, with its disks on the groups named, and install the guest system.",
        ),
        Phase::Workloads => (
            "Install the workloads",
            "Install the applications, set their memory and disk layout as sized, and test them before protection is turned on.",
        ),
        Phase::Protection => (
            "Turn protection on",
            "Raise each VM to its level, one after the other, and wait until the first copy is complete. Then pull the plug of each host once and compare what happens with this plan.",
        ),
        Phase::Acceptance => (
            "Accept with the customer",
            "Show each service as its users see it, through the failures that it must survive, and sign.",
        ),
    }
}

/// The steps of a plan on a platform. Phases without things are left out.
pub fn steps(plan: &Plan, profile: &Profile) -> Vec<Step> {
    let mut objects: BTreeMap<Phase, Vec<EntityId>> = BTreeMap::new();
    for id in plan.entities() {
        if let Some(phase) = phase_of(id.kind()) {
            objects.entry(phase).or_default().push(id);
        }
    }
    let protects = plan.vms.values().any(|v| v.level.number() > 0);
    Phase::ALL
        .into_iter()
        .filter_map(|phase| {
            let objects = objects.remove(&phase).unwrap_or_default();
            if objects.is_empty() && !(phase == Phase::Protection && protects) {
                return None;
            }
            let (title, text) = general(phase);
            let own: Vec<_> = profile.steps.iter().filter(|s| s.phase == phase).collect();
            let names: Vec<String> = if phase == Phase::Protection {
                plan.vms
                    .iter()
                    .filter(|(_, v)| v.level.number() > 0)
                    .map(|(id, _)| plan.label(&id.into()))
                    .collect()
            } else {
                objects.iter().map(|id| plan.label(id)).collect()
            };
            let objects_text = list(&names, 12);
            let (title, text) = match own.as_slice() {
                [] => (title.to_owned(), vec![text.to_owned()]),
                [one] => (
                    one.title.clone(),
                    vec![one.text.replace("{objects}", &objects_text)],
                ),
                many => (
                    title.to_owned(),
                    many.iter()
                        .map(|s| {
                            format!(
                                "{}: {}",
                                s.title,
                                s.text.replace("{objects}", &objects_text)
                            )
                        })
                        .collect(),
                ),
            };
            Some(Step {
                phase,
                title,
                text,
                objects,
            })
        })
        .collect()
}

pub fn chapter(report: &Report<'_>) -> Chapter {
    let plan = report.cx.plan;
    let steps = steps(plan, &report.cx.profile);
    let lead = if steps.is_empty() {
        "The plan is empty, so there is nothing to install. Steps appear here as things are added."
            .to_owned()
    } else {
        format!(
            "{} from the empty room to the signed handover, in this order. Everything in the plan is put in place in exactly one of them; tick it off when it is done.",
            counted(steps.len(), "step leads", "steps lead")
        )
    };
    let mut blocks = vec![Block::Lead(lead.into())];
    for (i, step) in steps.iter().enumerate() {
        blocks.push(Block::Heading {
            level: 2,
            text: format!("Step {}: {}", i + 1, step.title),
            anchor: None,
        });
        match step.text.as_slice() {
            [one] => blocks.push(Block::Paragraph(one.as_str().into())),
            many => blocks.push(Block::List {
                start: Some(1),
                items: many.iter().map(|t| t.as_str().into()).collect(),
            }),
        }
        // Here VMs that stand already are raised to their level.
        let (thing, what_to_do) = if step.phase == Phase::Protection {
            ("VM", "Protection to turn on")
        } else {
            ("Thing", "What to put in place")
        };
        let mut table = Table {
            columns: vec![
                Column::text(thing),
                Column::share(what_to_do, 1.0),
                Column::number("Done").fixed(34.0),
            ],
            rows: Vec::new(),
        };
        let mut row = |name: Rich, what: String, anchor: Option<String>| {
            let cells = vec![name.into(), what.into(), "☐".into()];
            table.rows.push(Row {
                anchor,
                ..Row::new(cells)
            });
        };
        for id in &step.objects {
            // Sites, feeds and switches have no row of their own elsewhere.
            let here = matches!(id.kind(), Kind::Site | Kind::Feed | Kind::Switch);
            let name = if here {
                Rich::new().bold(report.name(id))
            } else {
                report.link_to(id.clone())
            };
            row(
                name.muted(format!("  {}", super::kind_word(id.kind()))),
                what(report, id),
                Some(anchor(id)),
            );
        }
        if step.phase == Phase::Protection {
            for (id, vm) in plan.vms.iter().filter(|(_, v)| v.level.number() > 0) {
                row(
                    report.link_to(id),
                    format!(
                        "level {}, {}{}",
                        vm.level.number(),
                        vm.level.word(),
                        partners(report, vm)
                    ),
                    None,
                );
            }
        }
        blocks.push(Block::Table(table));
    }
    numbered("Installation", "installation", blocks)
}

fn partners(report: &Report<'_>, vm: &crate::plan::Vm) -> String {
    let pairs: Vec<String> = vm
        .placement
        .iter()
        .filter_map(|p| {
            p.partner.as_ref().map(|partner| {
                format!("{} to {}", report.name_of(&p.host), report.name_of(partner))
            })
        })
        .collect();
    if pairs.is_empty() {
        String::new()
    } else {
        format!(": {}", list(&pairs, 6))
    }
}

/// What a thing is, for whoever installs it.
fn what(report: &Report<'_>, id: &EntityId) -> String {
    let names = |ids: Vec<String>| {
        if ids.is_empty() {
            NONE.to_owned()
        } else {
            list(&ids, 6)
        }
    };
    match report.cx.plan.entity(id) {
        Some(Entity::Site(site)) => {
            let kind = match site.kind {
                crate::plan::SiteKind::Data => "holds hosts",
                crate::plan::SiteKind::Witness => "holds a witness",
                crate::plan::SiteKind::Branch => "branch office",
            };
            if site.address.is_empty() {
                kind.to_owned()
            } else {
                format!("{kind}, {}", site.address)
            }
        }
        Some(Entity::Feed(feed)) => format!(
            "{}{}",
            feed.site.as_ref().map_or_else(
                || "power feed".to_owned(),
                |s| format!("power feed in {}", report.name_of(s))
            ),
            if feed.ups { ", battery backed" } else { "" }
        ),
        Some(Entity::Switch(switch)) => format!(
            "{}; feeds {}",
            switch.site.as_ref().map_or_else(
                || "no site given".to_owned(),
                |s| format!("in {}", report.name_of(s))
            ),
            names(switch.feeds.iter().map(|f| report.name_of(f)).collect())
        ),
        Some(Entity::Link(link)) => {
            let ends: Vec<String> = link
                .segments
                .iter()
                .map(|s| {
                    format!(
                        "{} to {}",
                        links::end(report, &s.a),
                        links::end(report, &s.b)
                    )
                })
                .collect();
            format!(
                "{}, {}: {}",
                link.role.word(),
                mbps(link.speed.get()),
                names(ends)
            )
        }
        Some(Entity::Array(array)) => {
            format!(
                "in {}, {}; {}",
                report.name_of(&array.site),
                count(array.controllers as usize, "controller", "controllers"),
                names(array.raid.iter().map(super::hosts::raid).collect())
            )
        }
        Some(Entity::Host(host)) => {
            let feeds: Vec<String> = host
                .power_supplies
                .iter()
                .filter_map(|p| p.feed.as_ref())
                .map(|f| report.name_of(f))
                .collect();
            format!(
                "in {}: {} × {} cores, {}; disks {}; feeds {}",
                report.name_of(&host.site),
                host.sockets,
                host.cores_per_socket,
                mib(host.ram.as_f64()),
                names(host.raid.iter().map(super::hosts::raid).collect()),
                names(feeds)
            )
        }
        Some(Entity::Pool(_)) => {
            let hosts = report
                .cx
                .plan
                .hosts
                .iter()
                .filter(|(_, h)| h.pool.as_ref().is_some_and(|p| EntityId::from(p) == *id))
                .map(|(h, _)| report.name_of(h))
                .collect();
            format!("hosts {}", names(hosts))
        }
        Some(Entity::Witness(witness)) => {
            let pools: Vec<String> = witness.pools.iter().map(|p| report.name_of(p)).collect();
            format!(
                "in {}, for {}",
                report.name_of(&witness.site),
                if pools.is_empty() {
                    "every pool".to_owned()
                } else {
                    list(&pools, 6)
                }
            )
        }
        Some(Entity::Vm(vm)) => {
            let on: Vec<String> = vm
                .placement
                .iter()
                .map(|p| report.name_of(&p.host))
                .collect();
            let n = if vm.is_group() {
                format!("{} × ", vm.count)
            } else {
                String::new()
            };
            format!(
                "{n}{}, {} on {}; {}",
                count(vm.vcpus as usize, "vCPU", "vCPUs"),
                mib(vm.ram.as_f64()),
                names(on),
                count(vm.disks.len(), "disk", "disks")
            )
        }
        Some(Entity::Workload(workload)) => format!(
            "{} in {}",
            super::workloads::product(report, &workload),
            names(
                workload
                    .runs_on
                    .iter()
                    .map(|r| report.name_of(&r.vm))
                    .collect()
            )
        ),
        Some(Entity::Service(service)) => super::cover::asks(&service),
        None => String::new(),
    }
}
