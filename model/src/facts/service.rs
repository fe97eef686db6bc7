//! What services get, and the lowest level that would keep their targets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::fate::{Fate, Ways};
use super::link::way_to_witness;
use super::seats::{VmStatic, can_restart};
use super::{Cx, ServiceFacts, VmFacts, WitnessFacts, WitnessPath};
use crate::failure::{Down, Part};
use crate::figure::{Num, Silent};
use crate::ids::{LinkId, SiteId, SwitchId, VmId, WitnessId};
use crate::plan::{Dependency, Level, Placement, Plan, Scope, Service};

/// VMs that a service depends on, workloads resolved, sorted.
pub fn vms_of(plan: &Plan, service: &Service) -> Vec<VmId> {
    let mut out: Vec<VmId> = service
        .depends_on
        .iter()
        .flat_map(|d| match d {
            Dependency::Vm(vm) => vec![vm.clone()],
            Dependency::Workload(w) => plan
                .workloads
                .get(w)
                .map(|w| w.runs_on.iter().map(|r| r.vm.clone()).collect())
                .unwrap_or_default(),
        })
        .collect();
    out.sort();
    out.dedup();
    out
}

/// Outage of one placement row when a whole site is lost; none when it does not come back by itself.
fn site_outage(
    cx: &Cx<'_>,
    ways: &mut Ways,
    stat: &VmStatic,
    row: &Placement,
    site: &SiteId,
) -> Option<f64> {
    let plan = cx.plan;
    let failed = Down::of(plan, &[Part::from(site)]);
    match ways.row(cx, stat, row).fate(plan, &failed) {
        Fate::Runs { there, .. } => {
            let here = plan.site_of(&row.host) == Some(site);
            let takes_over = here && there && stat.vm.level == Level::L3;
            Some(if takes_over {
                stat.protection.takeover_s
            } else {
                0.0
            })
        }
        Fate::Restarts { .. } => Some(stat.protection.restart_s),
        Fate::Waits => {
            let pool = plan.hosts.get(&row.host)?.pool.as_ref()?;
            plan.hosts_in_pool(pool)
                .any(|(id, h)| h.site != *site && can_restart(plan, &stat.vm, id, &failed))
                .then_some(stat.protection.restart_s)
        }
        Fate::Stops(_) | Fate::Both => None,
    }
}

/// Worst over the sites that the VM stands in.
pub(super) fn worst_site_outage(cx: &Cx<'_>, ways: &mut Ways, stat: &VmStatic) -> Option<f64> {
    let vm = &stat.vm;
    let mut worst = 0.0f64;
    if vm.placement.is_empty() || vm.level == Level::L0 {
        return None;
    }
    for row in &vm.placement {
        let partner = row.partner.as_ref().filter(|_| vm.level.paired());
        if partner.is_some_and(|p| !cx.plan.is_split(&row.host, p)) {
            return None;
        }
        let sites: BTreeSet<&SiteId> = std::iter::once(&row.host)
            .chain(partner)
            .filter_map(|h| cx.plan.site_of(h))
            .collect();
        for site in sites {
            worst = worst.max(site_outage(cx, ways, stat, row, site)?);
        }
    }
    Some(worst)
}

/// Outage at one event if the VM stood at `level` on this platform, its placement completed; none when it would not
/// come back by itself. Level 1 does not see component faults (availability sheet, section 3).
fn outage_at(cx: &Cx<'_>, stat: &VmStatic, level: Level, event: Scope) -> Option<f64> {
    let split_possible = cx.profile.split;
    let restart = stat.protection.restart_s;
    let takeover = stat.protection.takeover_s;
    match (level, event) {
        (Level::L0, _) | (Level::L1, Scope::Component) => None,
        (Level::L1, Scope::Host) => Some(restart),
        (Level::L1, Scope::Site) => {
            let spans = stat.vm.placement.iter().any(|row| {
                cx.plan.hosts.get(&row.host).is_some_and(|h| {
                    h.pool
                        .as_ref()
                        .is_some_and(|p| cx.plan.hosts_in_pool(p).any(|(_, o)| o.site != h.site))
                })
            });
            spans.then_some(restart)
        }
        (Level::L2 | Level::L3, Scope::Component) => Some(0.0),
        (Level::L2, Scope::Host) => Some(restart),
        (Level::L3, Scope::Host) => Some(takeover),
        (Level::L2, Scope::Site) => split_possible.then_some(restart),
        (Level::L3, Scope::Site) => split_possible.then_some(takeover),
    }
}

/// Whether `level` keeps a service's outage, data loss and state for one of its VMs.
fn keeps(cx: &Cx<'_>, service: &Service, stat: &VmStatic, level: Level) -> bool {
    if cx.profile.mechanism(level).is_none() {
        return false;
    }
    if service.keep_state && level != Level::L3 {
        return false;
    }
    if service.data_loss.is_some() && level == Level::L0 {
        return false;
    }
    service.survives.iter().all(|event| {
        outage_at(cx, stat, level, *event)
            .is_some_and(|s| service.longest_outage.is_none_or(|most| s <= most.get()))
    })
}

/// The lowest level that keeps the service's targets for a VM.
pub(super) fn advised_level(cx: &Cx<'_>, service: &Service, stat: &VmStatic) -> Option<Level> {
    Level::ALL
        .into_iter()
        .find(|l| keeps(cx, service, stat, *l))
}

/// Outage of a VM at an event, as it stands.
fn outage_now(vm: &VmFacts, event: Scope) -> Option<f64> {
    match event {
        Scope::Component => vm.component_outage_s,
        Scope::Host => vm.host_failure_outage_s,
        Scope::Site => vm.site_failure_outage_s,
    }
}

pub(super) fn service(
    cx: &Cx<'_>,
    service: &Service,
    stats: &BTreeMap<VmId, Arc<VmStatic>>,
    vms: &BTreeMap<VmId, Arc<VmFacts>>,
) -> ServiceFacts {
    let ids = vms_of(cx.plan, service);
    let events: &[Scope] = if service.survives.is_empty() {
        &[Scope::Host]
    } else {
        &service.survives
    };
    let mut worst: Option<f64> = Some(0.0);
    let mut worst_vm = None;
    let mut advised = Some(Level::L0);
    for id in &ids {
        let (Some(facts), Some(stat)) = (vms.get(id), stats.get(id)) else {
            continue;
        };
        for event in events {
            match (outage_now(facts, *event), worst) {
                (None, Some(_)) => {
                    worst = None;
                    worst_vm = Some(id.clone());
                }
                (Some(s), Some(w)) if s > w => {
                    worst = Some(s);
                    worst_vm = Some(id.clone());
                }
                _ => {}
            }
        }
        advised = match (advised, advised_level(cx, service, stat)) {
            (Some(a), Some(b)) => Some(a.max(b)),
            _ => None,
        };
    }
    ServiceFacts {
        worst_outage_s: if ids.is_empty() { None } else { worst },
        worst_vm,
        keeps_state: !ids.is_empty()
            && ids
                .iter()
                .all(|id| vms.get(id).is_some_and(|v| v.keeps_state)),
        keeps_data: !ids.is_empty()
            && ids
                .iter()
                .all(|id| vms.get(id).is_some_and(|v| v.keeps_data)),
        advised_level: if ids.is_empty() { None } else { advised },
        vms: ids,
    }
}

/// Ways from the data sites to a witness.
pub(super) fn witness(cx: &Cx<'_>, id: &WitnessId, failed: &Down) -> WitnessFacts {
    let plan = cx.plan;
    let Some(witness) = plan.witnesses.get(id) else {
        return WitnessFacts::default();
    };
    let sites: BTreeSet<&SiteId> = plan
        .hosts
        .values()
        .filter(|h| {
            witness.pools.is_empty() || h.pool.as_ref().is_some_and(|p| witness.pools.contains(p))
        })
        .map(|h| &h.site)
        .collect();
    let paths = sites
        .into_iter()
        .map(|from| {
            let way = way_to_witness(plan, from, id, failed);
            let rtt_ms = way.as_ref().and_then(|way| {
                // Segments of one link in a row are one stretch: a measured round trip counts once.
                let mut sum = 0.0;
                let mut steps = way.steps.as_slice();
                while let [(link_id, _), ..] = steps {
                    let run = steps.iter().take_while(|(l, _)| l == link_id).count();
                    let segments: Vec<usize> = steps.iter().take(run).map(|(_, s)| *s).collect();
                    let link = plan.links.get(link_id)?;
                    sum += super::link::rtt(&mut Silent, cx, link_id, link, &segments)?.value();
                    steps = steps.get(run..).unwrap_or(&[]);
                }
                Some(sum)
            });
            let mut links: Vec<LinkId> = Vec::new();
            let mut switches: Vec<SwitchId> = Vec::new();
            for (id, segment) in way.iter().flat_map(|w| &w.steps) {
                if !links.contains(id) {
                    links.push(id.clone());
                }
                let ends = plan.links.get(id).and_then(|l| l.segments.get(*segment));
                for end in ends.iter().flat_map(|s| [&s.a, &s.b]) {
                    if let crate::plan::End::Switch(s) = end
                        && !switches.contains(s)
                    {
                        switches.push(s.clone());
                    }
                }
            }
            WitnessPath {
                from: from.clone(),
                reachable: way.is_some() || *from == witness.site,
                rtt_ms,
                links,
                switches,
                through: way.map(|w| w.through).unwrap_or_default(),
            }
        })
        .collect();
    WitnessFacts { paths }
}
