//! Checks of services and of the plan's own waivers.

mod application_not_watched;
mod critical_service_unprotected;
mod data_lost;
mod level_higher_than_needed;
mod outage_over_target;
mod service_without_vm;
mod state_lost;
mod waiver_waives_nothing;

pub use waiver_waives_nothing::WaiverWaivesNothing;
pub(super) use waiver_waives_nothing::waiver_matches_nothing;

use super::shared::{Proposal, use_level};
use super::{Check, CheckCx};
use crate::edit::Edit;
use crate::facts::ServiceFacts;
use crate::ids::VmId;
use crate::plan::Level;

/// Sorted by code.
pub(super) static ALL: &[&dyn Check] = &[
    &outage_over_target::OutageOverTarget,
    &data_lost::DataLost,
    &state_lost::StateLost,
    &level_higher_than_needed::LevelHigherThanNeeded,
    &application_not_watched::ApplicationNotWatched,
    &service_without_vm::ServiceWithoutVm,
    &critical_service_unprotected::CriticalServiceUnprotected,
    &WaiverWaivesNothing,
];

/// Raises one VM to the level that the service needs.
fn raise(cx: &CheckCx<'_>, service: &ServiceFacts, vm: &VmId) -> Option<Proposal> {
    let now = cx.plan().vms.get(vm)?.level;
    let level = service.advised_level.filter(|l| *l > now)?;
    use_level(cx, vm, level)
}

/// Sets the level of several VMs, as one edit.
fn raise_all(cx: &CheckCx<'_>, vms: &[&VmId], level: Level) -> Option<Proposal> {
    let mut edits = Vec::new();
    for vm in vms {
        edits.push(use_level(cx, vm, level)?.1);
    }
    let title = format!("Set level {}", level.number());
    match edits.as_slice() {
        [] => None,
        [one] => Some((title, one.clone())),
        many => {
            let label = format!("Set {} VMs to level {}", many.len(), level.number());
            Some((title, Edit::many(label, edits)))
        }
    }
}

/// The sample with a service on its mailboxes, changed.
#[cfg(test)]
fn service(change: impl FnOnce(&mut crate::plan::Service)) -> crate::plan::Plan {
    use crate::ids::{ServiceId, WorkloadId};
    use crate::plan::{Dependency, Scope, Service};
    let mut plan = super::testing::sample();
    let mut service = Service {
        name: "Mail".into(),
        survives: vec![Scope::Host],
        depends_on: vec![Dependency::Workload(WorkloadId::new("mail").unwrap())],
        ..Service::default()
    };
    change(&mut service);
    plan.services.put(ServiceId::new("mail").unwrap(), service);
    plan
}

/// What a check finds in a plan as derived.
#[cfg(test)]
fn run(check: &'static dyn Check, plan: &crate::plan::Plan) -> Vec<super::Finding> {
    super::testing::judge(check, plan, |_| {})
}
