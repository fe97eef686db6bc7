//! Edits of where VMs run and how they are protected.

use super::{Edit, EditError, Op};
use crate::ids::{EntityId, HostId, Kind, PoolId, SiteId, VmId};
use crate::plan::{Level, Placement, Plan, Vm};

fn vm_of(plan: &Plan, vm: &VmId) -> Result<Vm, EditError> {
    plan.vms
        .get(vm)
        .map(|v| (**v).clone())
        .ok_or_else(|| EditError::Unknown(vm.into()))
}

fn need_host(plan: &Plan, host: &HostId) -> Result<(), EditError> {
    if plan.hosts.contains(host) {
        Ok(())
    } else {
        Err(EditError::Unknown(host.into()))
    }
}

/// Joins rows of equal hosts; drops empty ones.
fn tidy(rows: &mut Vec<Placement>) {
    let mut out: Vec<Placement> = Vec::new();
    for row in rows.drain(..).filter(|r| r.count > 0) {
        match out
            .iter_mut()
            .find(|o| o.host == row.host && o.partner == row.partner)
        {
            Some(o) => o.count = o.count.saturating_add(row.count),
            None => out.push(row),
        }
    }
    *rows = out;
}

/// Moves the members of placement row `row` (all of a plain VM) to `to`. Where `to` is the partner, the two swap.
pub fn move_vm(plan: &Plan, vm: &VmId, row: usize, to: &HostId) -> Result<Edit, EditError> {
    need_host(plan, to)?;
    let mut v = vm_of(plan, vm)?;
    let count = v.count;
    match v.placement.get_mut(row) {
        Some(r) => {
            if r.partner.as_ref() == Some(to) {
                r.partner = Some(r.host.clone());
            }
            r.host = to.clone();
        }
        None => {
            let left = count.saturating_sub(v.placed()).max(u32::from(count == 0));
            if left == 0 {
                return Err(EditError::Refused(format!(
                    "all members of {vm} have a host"
                )));
            }
            v.placement.push(Placement {
                host: to.clone(),
                partner: None,
                count: left,
            });
        }
    }
    tidy(&mut v.placement);
    let label = format!(
        "Move {} to {}",
        plan.label(&vm.into()),
        plan.label(&to.into())
    );
    Ok(Edit::put(label, vm, v))
}

/// Sets the partner of placement row `row`. Where `to` is the host itself, the two swap if a partner exists.
pub fn move_partner(plan: &Plan, vm: &VmId, row: usize, to: &HostId) -> Result<Edit, EditError> {
    need_host(plan, to)?;
    let mut v = vm_of(plan, vm)?;
    let r = v
        .placement
        .get_mut(row)
        .ok_or_else(|| EditError::Refused(format!("place {vm} on a host first")))?;
    if r.host == *to
        && let Some(partner) = r.partner.take()
    {
        r.host = partner;
    }
    r.partner = Some(to.clone());
    tidy(&mut v.placement);
    let label = format!(
        "Move the partner of {} to {}",
        plan.label(&vm.into()),
        plan.label(&to.into())
    );
    Ok(Edit::put(label, vm, v))
}

/// Takes one member out of row `row` of a group, as a VM of its own on `to`. One edit.
pub fn detach_member(plan: &Plan, vm: &VmId, row: usize, to: &HostId) -> Result<Edit, EditError> {
    need_host(plan, to)?;
    let mut group = vm_of(plan, vm)?;
    if group.count < 2 {
        return move_vm(plan, vm, row, to);
    }
    let r = group
        .placement
        .get_mut(row)
        .ok_or_else(|| EditError::Refused(format!("{vm} has no member there")))?;
    let mut single = Placement {
        host: to.clone(),
        partner: r.partner.clone().filter(|p| p != to),
        count: 1,
    };
    if r.partner.as_ref() == Some(to) {
        single.partner = Some(r.host.clone());
    }
    r.count = r.count.saturating_sub(1);
    group.count -= 1;
    tidy(&mut group.placement);
    let label = plan.label(&vm.into());
    let new_id = plan.fresh_id(Kind::Vm, &format!("{}-{}", vm.as_str(), group.count + 1));
    let mut member = group.clone();
    member.count = 1;
    member.placement = vec![single];
    if !member.name.is_empty() {
        member.name = format!("{} {}", member.name, group.count + 1);
    }
    let mut ops = vec![
        Op::Put(vm.into(), group.clone().into()),
        Op::Put(new_id.clone(), member.into()),
    ];
    ops.extend(follow_workloads(plan, vm, &new_id, group.count));
    Ok(Edit::new(
        format!("Detach one of {label} to {}", plan.label(&to.into())),
        ops,
    ))
}

/// Gives the detached member its share of the group's workloads, so that totals stay.
fn follow_workloads(plan: &Plan, group: &VmId, member: &EntityId, left: u32) -> Vec<Op> {
    let EntityId::Vm(member) = member else {
        return Vec::new();
    };
    let mut ops = Vec::new();
    for (id, workload) in plan.workloads.iter() {
        if let Some(at) = workload.runs_on.iter().position(|r| r.vm == *group) {
            let mut w = (**workload).clone();
            if let Some(row) = w.runs_on.get_mut(at) {
                let per_member = row.weight / f64::from(left.saturating_add(1));
                row.weight = per_member * f64::from(left);
                let mut new_row = row.clone();
                new_row.vm = member.clone();
                new_row.weight = per_member;
                w.runs_on.insert(at + 1, new_row);
            }
            ops.push(Op::Put(id.into(), w.into()));
        }
    }
    for (id, service) in plan.services.iter() {
        let dep = crate::plan::Dependency::Vm(group.clone());
        if service.depends_on.contains(&dep) {
            let mut s = (**service).clone();
            s.depends_on
                .push(crate::plan::Dependency::Vm(member.clone()));
            ops.push(Op::Put(id.into(), s.into()));
        }
    }
    ops
}

/// Takes a VM off its host: row `row`, or every row.
pub fn unplace(plan: &Plan, vm: &VmId, row: Option<usize>) -> Result<Edit, EditError> {
    let mut v = vm_of(plan, vm)?;
    match row {
        Some(i) if i < v.placement.len() => {
            v.placement.remove(i);
        }
        Some(_) => return Err(EditError::Refused(format!("{vm} has no such placement"))),
        None => v.placement.clear(),
    }
    Ok(Edit::put(
        format!("Take {} off its host", plan.label(&vm.into())),
        vm,
        v,
    ))
}

/// Moves a host to another site, another pool, or both; what is not named stays as it is.
pub fn move_host(
    plan: &Plan,
    host: &HostId,
    site: Option<&SiteId>,
    pool: Option<&PoolId>,
) -> Result<Edit, EditError> {
    let mut h = plan
        .hosts
        .get(host)
        .map(|h| (**h).clone())
        .ok_or_else(|| EditError::Unknown(host.into()))?;
    let mut goal = Vec::new();
    if let Some(site) = site {
        h.site = site.clone();
        goal.push(plan.label(&site.into()));
    }
    if let Some(pool) = pool {
        h.pool = Some(pool.clone());
        goal.push(format!("pool {}", plan.label(&pool.into())));
    }
    let label = format!("Move {} to {}", plan.label(&host.into()), goal.join(", "));
    Ok(Edit::put(label, host, h))
}

/// Dials the protection level. Partners are dropped below level 2; above, each row without a partner takes the most
/// fitting host of the same pool (another site last, so that a pair is split only on purpose).
pub fn set_level(plan: &Plan, vm: &VmId, level: Level) -> Result<Edit, EditError> {
    let mut v = vm_of(plan, vm)?;
    v.level = level;
    for row in &mut v.placement {
        if !level.paired() {
            row.partner = None;
        } else if row.partner.is_none() {
            row.partner = default_partner(plan, &row.host);
        }
    }
    tidy(&mut v.placement);
    let label = format!("Set {} to level {}", plan.label(&vm.into()), level.number());
    Ok(Edit::put(label, vm, v))
}

/// The host of the same pool that carries the fewest VMs: same site first, then id.
pub fn default_partner(plan: &Plan, host: &HostId) -> Option<HostId> {
    let own = plan.hosts.get(host)?;
    let pool = own.pool.as_ref()?;
    plan.hosts_in_pool(pool)
        .filter(|(id, _)| *id != host)
        .min_by_key(|(id, h)| {
            let carried: u32 = plan
                .vms
                .values()
                .flat_map(|v| v.placement.iter())
                .filter(|r| r.host == **id || r.partner.as_ref() == Some(id))
                .fold(0u32, |n, r| n.saturating_add(r.count));
            (h.site != own.site, carried, (*id).clone())
        })
        .map(|(id, _)| id.clone())
}
