//! The edits that actions make of the selection.

use evenkeel_model::edit::{self, Edit, EditError, placement};
use evenkeel_model::ids::{EntityId, HostId, Kind, SiteId, VmId};
use evenkeel_model::plan::{Level, Plan, SiteKind};

use crate::command::Carried;
use crate::view::command_palette::items::rows;

/// VMs among the selected things.
pub fn vms(selection: &[EntityId]) -> Vec<VmId> {
    selection
        .iter()
        .filter_map(|id| match id {
            EntityId::Vm(vm) => Some(vm.clone()),
            _ => None,
        })
        .collect()
}

/// What went with the chosen things, in words: `Removed host-a: 2 VMs have no host now, 2 links removed. …`
pub fn removed(before: &Plan, after: &Plan, chosen: &[EntityId]) -> String {
    let what = match chosen {
        [one] => before.label(one),
        many => format!("{} things", many.len()),
    };
    let mut also = Vec::new();
    let homeless = after.vms.iter().filter(|(id, vm)| {
        let had = before.vms.get(*id).is_some_and(|v| !v.placement.is_empty());
        had && vm.placement.is_empty()
    });
    match homeless.count() {
        0 => {}
        1 => also.push("1 VM has no host now".to_owned()),
        n => also.push(format!("{n} VMs have no host now")),
    }
    for kind in Kind::ALL {
        let gone = before
            .entities()
            .filter(|id| id.kind() == *kind && !chosen.contains(id) && !after.contains(id))
            .count();
        let word = match kind {
            Kind::Vm => "VM",
            other => other.word(),
        };
        match gone {
            0 => {}
            1 => also.push(format!("1 {word} removed")),
            n if word.ends_with("ch") => also.push(format!("{n} {word}es removed")),
            n => also.push(format!("{n} {word}s removed")),
        }
    }
    let colon = if also.is_empty() { "" } else { ": " };
    format!("Removed {what}{colon}{}. Undo with Ctrl+Z", also.join(", "))
}

fn all(
    label: impl FnOnce(usize) -> String,
    edits: Vec<Result<Edit, EditError>>,
) -> Result<Edit, EditError> {
    let mut good = edits.into_iter().collect::<Result<Vec<Edit>, _>>()?;
    match good.len() {
        1 => Ok(good.remove(0)),
        n => Ok(Edit::many(label(n), good)),
    }
}

/// Protects the selected VMs at a level.
pub fn level(plan: &Plan, selection: &[EntityId], level: Level) -> Result<Edit, EditError> {
    all(
        |n| format!("Set {n} VMs to level {}", level.number()),
        vms(selection)
            .iter()
            .map(|vm| edit::placement::set_level(plan, vm, level))
            .collect(),
    )
}

/// Takes the selected VMs off their hosts.
pub fn unplace(plan: &Plan, selection: &[EntityId]) -> Result<Edit, EditError> {
    all(
        |n| format!("Take {n} VMs off their hosts"),
        vms(selection)
            .iter()
            .filter(|vm| plan.vms.get(*vm).is_some_and(|v| !v.placement.is_empty()))
            .map(|vm| edit::placement::unplace(plan, vm, None))
            .collect(),
    )
}

/// Moves what is meant of several VMs, of each all that it has, to one host.
pub fn carry(plan: &Plan, vms: &[VmId], what: Carried, to: &HostId) -> Result<Edit, EditError> {
    let mut after = plan.clone();
    let mut edits = Vec::new();
    for id in vms {
        let Some(vm) = plan.vms.get(id) else { continue };
        // From the last: rows that join others are behind those that are still to come.
        for row in rows(vm, what).into_iter().rev() {
            let edit = match what {
                Carried::Members => placement::move_vm(&after, id, row, to)?,
                Carried::Partner => placement::move_partner(&after, id, row, to)?,
                Carried::One => placement::detach_member(&after, id, row, to)?,
            };
            after = edit.apply(&after)?;
            edits.push(edit);
        }
    }
    let host = plan.label(&to.into());
    let label = match (vms, edits.last()) {
        ([_], Some(last)) => last.label.clone(),
        _ => format!("Move {} VMs to {host}", vms.len()),
    };
    Ok(Edit::many(label, edits))
}

/// The site that a new thing goes to: that of the selection, else the first; none without a site.
pub fn site_for(plan: &Plan, selection: &[EntityId]) -> Option<SiteId> {
    selection
        .iter()
        .find_map(|id| match id {
            EntityId::Site(site) => Some(site.clone()),
            EntityId::Host(host) => plan.site_of(host).cloned(),
            EntityId::Vm(vm) => plan
                .vms
                .get(vm)
                .and_then(|v| v.placement.first())
                .and_then(|row| plan.site_of(&row.host).cloned()),
            _ => None,
        })
        .or_else(|| {
            plan.sites
                .iter()
                .find(|(_, s)| s.kind == SiteKind::Data)
                .map(|(id, _)| id.clone())
        })
}

/// The host that a new VM goes to.
pub fn host_for(plan: &Plan, selection: &[EntityId]) -> Option<HostId> {
    selection.iter().find_map(|id| match id {
        EntityId::Host(host) => Some(host.clone()),
        EntityId::Vm(vm) => plan
            .vms
            .get(vm)
            .and_then(|v| v.placement.first())
            .map(|row| row.host.clone()),
        _ => None,
    })
}

/// Two edits as one: the second is made on the plan after the first.
pub fn then(
    plan: &Plan,
    first: (EntityId, Edit),
    second: impl FnOnce(&Plan, &EntityId) -> Result<(EntityId, Edit), EditError>,
) -> Result<(EntityId, Edit), EditError> {
    let (id, one) = first;
    let between = one.apply(plan)?;
    let (new, two) = second(&between, &id)?;
    let label = two.label.clone();
    Ok((new, Edit::many(label, [one, two])))
}

/// Adds something that stands in a site, with a site if there is none yet.
pub fn in_site(
    plan: &Plan,
    selection: &[EntityId],
    add: impl FnOnce(&Plan, &SiteId) -> Result<(EntityId, Edit), EditError>,
) -> Result<(EntityId, Edit), EditError> {
    if let Some(site) = site_for(plan, selection) {
        return add(plan, &site);
    }
    let site = edit::add::site(plan, SiteKind::Data, None);
    then(plan, site, |plan, id| match id {
        EntityId::Site(site) => add(plan, site),
        other => Err(EditError::Unknown(other.clone())),
    })
}
