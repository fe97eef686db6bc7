//! A copy of a thing beside it.

use super::{Edit, EditError, Op};
use crate::ids::EntityId;
use crate::plan::{Plan, Position};

/// Distance between a thing and its copy on the canvas, canvas units.
const STEP: f32 = 24.0;

/// A copy under a fresh id, named after the original. What points to the original keeps pointing there.
pub fn duplicate(plan: &Plan, id: &EntityId) -> Result<(EntityId, Edit), EditError> {
    let entity = plan
        .entity(id)
        .ok_or_else(|| EditError::Unknown(id.clone()))?;
    let copy = plan.fresh_id(id.kind(), id.slug());
    let entity = if entity.name().is_empty() {
        entity
    } else {
        let name = format!("{} copy", entity.name());
        entity.renamed(&name)
    };
    let mut ops = vec![Op::Put(copy.clone(), entity)];
    if let Some(at) = plan.layout.get(id) {
        let beside = Position {
            x: at.x + STEP,
            y: at.y + STEP,
        };
        ops.push(Op::Position(copy.clone(), Some(beside)));
    }
    let label = format!("Duplicate {}", plan.label(id));
    Ok((copy, Edit::new(label, ops)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::sample;
    use crate::ids::VmId;

    #[test]
    fn a_copy_has_its_own_id_and_leaves_the_original_alone() {
        let plan = sample();
        let vm = VmId::new("mbx-1").unwrap();
        let (id, edit) = duplicate(&plan, &vm.clone().into()).unwrap();
        let next = edit.apply(&plan).unwrap();
        assert_eq!(next.vms.len(), plan.vms.len() + 1);
        assert_ne!(id, EntityId::from(&vm));
        assert_eq!(next.vms.get(&vm), plan.vms.get(&vm));
        assert!(next.workloads.same(&plan.workloads));
    }

    #[test]
    fn the_plan_itself_has_no_copy() {
        assert!(duplicate(&sample(), &EntityId::Plan).is_err());
    }
}
