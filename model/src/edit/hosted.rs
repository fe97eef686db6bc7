//! A workload and the VM that it needs, as one edit.

use super::{Edit, EditError, add};
use crate::catalogue::Catalogue;
use crate::facts::{Case, Cx, derive, missing_disks};
use crate::ids::{EntityId, HostId, VmId};
use crate::plan::Plan;

/// A workload on a new VM called `base`, with the disks that it calls for.
pub fn hosted(
    plan: &Plan,
    catalogue: &Catalogue,
    base: &str,
    host: Option<&HostId>,
    make: impl FnOnce(&Plan, &VmId) -> Result<(EntityId, Edit), EditError>,
) -> Result<(EntityId, Edit), EditError> {
    let (id, first) = add::vm_called(plan, base, host, 1, None)?;
    let EntityId::Vm(vm) = &id else {
        return Err(EditError::WrongKind(id));
    };
    let between = first.apply(plan)?;
    let (made, second) = make(&between, vm)?;
    let after = second.apply(&between)?;
    let label = second.label.clone();
    let facts = derive(&Cx::new(&after, catalogue), &Case::normal());
    let mut edits = vec![first, second];
    if let (Some(row), Some(own)) = (after.vms.get(vm), facts.vms.get(vm)) {
        let mut row = (**row).clone();
        row.disks.extend(missing_disks(&row, own));
        edits.push(Edit::put(label.clone(), vm, row));
    }
    Ok((made, Edit::many(label, edits)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::sample;

    #[test]
    fn the_new_vm_has_the_disks_that_its_databases_call_for() {
        let plan = sample();
        let catalogue = Catalogue::built_in();
        let version = catalogue.tables.mailbox.keys().next().unwrap().clone();
        let host = plan.hosts.keys().next();
        let (made, edit) = hosted(&plan, catalogue, "Mailbox", host, |plan, vm| {
            Ok(add::mailbox(plan, &version, Some(vm)))
        })
        .unwrap();
        let after = edit.apply(&plan).unwrap();
        assert!(after.contains(&made));
        let new = after.vms.keys().find(|id| !plan.vms.contains(*id)).unwrap();
        let facts = derive(&Cx::new(&after, catalogue), &Case::normal());
        let vm = after.vms.get(new).unwrap();
        assert!(!vm.disks.is_empty());
        assert!(missing_disks(vm, &facts.vms[new]).is_empty());
    }
}
