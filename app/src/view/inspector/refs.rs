//! Lists of things to choose from.

use evenkeel_model::ids::{ArrayId, EntityId, FeedId, HostId, PoolId, SiteId, VmId, WorkloadId};
use evenkeel_model::plan::{End, Plan};

use crate::ui::fields::Choice;

pub fn sites(plan: &Plan) -> Vec<(SiteId, Choice)> {
    plan.sites
        .keys()
        .map(|id| (id.clone(), Choice::from(plan.label(&id.into()))))
        .collect()
}

pub fn optional_sites(plan: &Plan) -> Vec<(Option<SiteId>, Choice)> {
    none("Not known", sites(plan))
}

pub fn pools(plan: &Plan) -> Vec<(Option<PoolId>, Choice)> {
    let all = plan
        .pools
        .keys()
        .map(|id| (id.clone(), Choice::from(plan.label(&id.into()))))
        .collect();
    none("No pool", all)
}

pub fn feeds(plan: &Plan) -> Vec<(Option<FeedId>, Choice)> {
    let all = plan
        .feeds
        .iter()
        .map(|(id, feed)| {
            let site = feed
                .site
                .as_ref()
                .map(|s| plan.label(&s.into()))
                .unwrap_or_default();
            (id.clone(), Choice::with(plan.label(&id.into()), site))
        })
        .collect();
    none("Not known", all)
}

fn none<T>(word: &str, all: Vec<(T, Choice)>) -> Vec<(Option<T>, Choice)> {
    std::iter::once((None, Choice::from(word)))
        .chain(all.into_iter().map(|(v, c)| (Some(v), c)))
        .collect()
}

/// Hosts with their site beside them, without `but`.
pub fn hosts(plan: &Plan, but: Option<&HostId>) -> Vec<(HostId, Choice)> {
    plan.hosts
        .iter()
        .filter(|(id, _)| Some(*id) != but)
        .map(|(id, host)| {
            let site = plan.label(&(&host.site).into());
            (id.clone(), Choice::with(plan.label(&id.into()), site))
        })
        .collect()
}

pub fn vms(plan: &Plan) -> Vec<(VmId, Choice)> {
    plan.vms
        .iter()
        .map(|(id, vm)| {
            let aside = format!("level {}", vm.level.number());
            (id.clone(), Choice::with(plan.label(&id.into()), aside))
        })
        .collect()
}

pub fn workloads(plan: &Plan) -> Vec<(WorkloadId, Choice)> {
    plan.workloads
        .iter()
        .map(|(id, w)| {
            (
                id.clone(),
                Choice::with(plan.label(&id.into()), w.kind.word()),
            )
        })
        .collect()
}

pub fn arrays(plan: &Plan) -> Vec<ArrayId> {
    plan.arrays.keys().cloned().collect()
}

/// The name of a thing that may be absent.
pub fn name(plan: &Plan, id: Option<EntityId>, none: &str) -> String {
    id.map_or_else(|| none.to_owned(), |id| plan.label(&id))
}

/// An end of a segment in words.
pub fn end(plan: &Plan, end: &End) -> String {
    match end {
        End::Host(id) => plan.label(&id.into()),
        End::Port {
            host,
            adapter,
            port,
        } => format!("{} {adapter}.{port}", plan.label(&host.into())),
        End::Switch(id) => plan.label(&id.into()),
        End::Array { array, controller } => {
            format!("{} controller {controller}", plan.label(&array.into()))
        }
        End::Site(id) => plan.label(&id.into()),
        End::Witness(id) => plan.label(&id.into()),
    }
}

/// Every end that a segment of this plan can have.
pub fn ends(plan: &Plan) -> Vec<(End, Choice)> {
    let mut out = Vec::new();
    let mut add = |e: End, aside: &str| {
        let text = end(plan, &e);
        out.push((e, Choice::with(text, aside)));
    };
    for (id, host) in plan.hosts.iter() {
        add(End::Host(id.clone()), "host, port not said");
        for adapter in &host.adapters {
            for port in 1..=adapter.ports.min(64) {
                add(
                    End::Port {
                        host: id.clone(),
                        adapter: adapter.name.clone(),
                        port,
                    },
                    "port",
                );
            }
        }
    }
    for id in plan.switches.keys() {
        add(End::Switch(id.clone()), "switch");
    }
    for (id, array) in plan.arrays.iter() {
        for controller in 1..=array.controllers.clamp(1, 64) {
            add(
                End::Array {
                    array: id.clone(),
                    controller,
                },
                "array",
            );
        }
    }
    for id in plan.sites.keys() {
        add(End::Site(id.clone()), "site");
    }
    for id in plan.witnesses.keys() {
        add(End::Witness(id.clone()), "witness");
    }
    out
}
