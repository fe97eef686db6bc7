//! Edits: every change of a plan, named, whole or not at all.
//!
//! An [`Edit`] is a label for the undo menu and a list of small operations. The functions of the submodules make
//! edits from what a person means ("move this VM there"); [`Edit::apply`] makes the new plan.

pub mod add;
pub mod amounts;
mod duplicate;
mod hosted;
pub mod measured;
pub mod placement;

use std::sync::Arc;

pub use duplicate::duplicate;
pub use hosted::hosted;

use crate::ids::{EntityId, Kind};
use crate::plan::{About, Entity, Plan, Position, ProfileRef, Settings, Waiver};

/// One step of an edit.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// Adds or replaces a row.
    Put(EntityId, Entity),
    /// Takes a row out and retires its id.
    Remove(EntityId),
    /// Places a thing on the canvas, or lets the layout place it.
    Position(EntityId, Option<Position>),
    Waive(Waiver),
    Unwaive {
        code: String,
        subject: EntityId,
    },
    Settings(Settings),
    About(About),
    Platform(ProfileRef),
    /// Replaces a constant of the profile or catalogue, or returns to it.
    Override(String, Option<f64>),
}

/// A named change.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// For the undo menu, for example `Move mbx-2 to host-b`.
    pub label: String,
    pub ops: Vec<Op>,
}

/// Why an edit cannot be made. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("there is no {0} any more")]
    Unknown(EntityId),
    #[error("{0} and the row given for it are of different kinds")]
    WrongKind(EntityId),
    #[error("the id {0} was used before in this plan and cannot be used again")]
    Retired(EntityId),
    #[error("{from} names {to} in {field}, which does not exist")]
    Dangling {
        from: EntityId,
        field: String,
        to: EntityId,
    },
    #[error("{0}")]
    Refused(String),
}

impl Edit {
    pub fn new(label: impl Into<String>, ops: Vec<Op>) -> Self {
        Self {
            label: label.into(),
            ops,
        }
    }

    /// Replaces one row.
    pub fn put(
        label: impl Into<String>,
        id: impl Into<EntityId>,
        entity: impl Into<Entity>,
    ) -> Self {
        Self::new(label, vec![Op::Put(id.into(), entity.into())])
    }

    /// Several edits as one, under one name.
    pub fn many(label: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self::new(label, edits.into_iter().flat_map(|e| e.ops).collect())
    }

    /// The plan after the edit; an error leaves nothing half done.
    pub fn apply(&self, plan: &Plan) -> Result<Plan, EditError> {
        let mut next = plan.clone();
        let mut touched = Vec::new();
        let mut removed = false;
        for op in &self.ops {
            match op {
                Op::Put(id, entity) => {
                    if next.retired.contains(id) {
                        return Err(EditError::Retired(id.clone()));
                    }
                    if !next.put(id, entity.clone()) {
                        return Err(EditError::WrongKind(id.clone()));
                    }
                    touched.push(id.clone());
                }
                Op::Remove(id) => {
                    if !next.take(id) {
                        return Err(EditError::Unknown(id.clone()));
                    }
                    next.retired.insert(id.clone());
                    if next.layout.contains_key(id) {
                        Arc::make_mut(&mut next.layout).remove(id);
                    }
                    removed = true;
                }
                Op::Position(id, position) => {
                    if !next.contains(id) {
                        return Err(EditError::Unknown(id.clone()));
                    }
                    let layout = Arc::make_mut(&mut next.layout);
                    match position {
                        Some(p) => {
                            layout.insert(id.clone(), *p);
                        }
                        None => {
                            layout.remove(id);
                        }
                    }
                }
                Op::Waive(waiver) => {
                    next.waivers
                        .retain(|w| !(w.code == waiver.code && w.subject == waiver.subject));
                    next.waivers.push(waiver.clone());
                    next.waivers
                        .sort_by(|a, b| (&a.code, &a.subject).cmp(&(&b.code, &b.subject)));
                }
                Op::Unwaive { code, subject } => {
                    next.waivers
                        .retain(|w| !(w.code == *code && w.subject == *subject));
                }
                Op::Settings(settings) => next.settings = settings.clone(),
                Op::About(about) => next.about = about.clone(),
                Op::Platform(platform) => next.platform = platform.clone(),
                Op::Override(key, value) => match value {
                    Some(v) => {
                        next.overrides.insert(key.clone(), *v);
                    }
                    None => {
                        next.overrides.remove(key);
                    }
                },
            }
        }
        // What an edit makes must be what a file may hold, or it could be saved and not opened again.
        let own = self
            .ops
            .iter()
            .any(|op| !matches!(op, Op::Put(..) | Op::Remove(_) | Op::Unwaive { .. }));
        let out = own
            .then(|| crate::io::plan_bounds(&next).into_iter().next())
            .flatten()
            .or_else(|| {
                touched.iter().find_map(|id| {
                    crate::io::entity_bounds(id, &next.entity(id)?)
                        .into_iter()
                        .next()
                })
            });
        if let Some(out) = out {
            return Err(EditError::Refused(out.to_string()));
        }
        let dangling = if removed {
            next.dangling().into_iter().next()
        } else {
            touched.iter().find_map(|id| {
                let missing = next
                    .entity(id)?
                    .references()
                    .into_iter()
                    .find(|r| !next.contains(&r.target))?;
                Some((id.clone(), missing))
            })
        };
        match dangling {
            Some((from, r)) => Err(EditError::Dangling {
                from,
                field: r.field,
                to: r.target,
            }),
            None => Ok(next),
        }
    }
}

/// Removes things and everything that cannot stand without them; other mentions are dropped.
pub fn remove(plan: &Plan, ids: &[EntityId]) -> Result<Edit, EditError> {
    let mut next = plan.clone();
    let mut queue: Vec<EntityId> = ids.to_vec();
    let mut gone: Vec<EntityId> = Vec::new();
    while let Some(id) = queue.pop() {
        if gone.contains(&id) {
            continue;
        }
        if !next.take(&id) {
            return Err(EditError::Unknown(id));
        }
        for other in next.entities().collect::<Vec<_>>() {
            let Some(entity) = next.entity(&other) else {
                continue;
            };
            if entity.references().iter().any(|r| r.target == id) {
                match entity.without(&id) {
                    Some(left) => {
                        next.put(&other, left);
                    }
                    None => queue.push(other),
                }
            }
        }
        gone.push(id);
    }
    let mut ops = Vec::new();
    for id in next.entities().collect::<Vec<_>>() {
        if let (Some(now), Some(before)) = (next.entity(&id), plan.entity(&id))
            && now != before
        {
            ops.push(Op::Put(id, now));
        }
    }
    let label = match ids {
        [one] => format!("Remove {}", plan.label(one)),
        many => format!("Remove {} things", many.len()),
    };
    ops.extend(gone.into_iter().map(Op::Remove));
    Ok(Edit::new(label, ops))
}

/// Gives a thing another name.
pub fn rename(plan: &Plan, id: &EntityId, name: &str) -> Result<Edit, EditError> {
    if *id == EntityId::Plan {
        let mut about = plan.about.clone();
        about.name = name.to_owned();
        return Ok(Edit::new("Rename the plan", vec![Op::About(about)]));
    }
    let entity = plan
        .entity(id)
        .ok_or_else(|| EditError::Unknown(id.clone()))?;
    Ok(Edit::new(
        format!("Rename {} to {name}", plan.label(id)),
        vec![Op::Put(id.clone(), entity.renamed(name))],
    ))
}

/// Accepts a finding with a reason.
pub fn waive(waiver: Waiver) -> Edit {
    Edit::new(
        format!("Accept {} on {}", waiver.code, waiver.subject),
        vec![Op::Waive(waiver)],
    )
}

/// Takes an acceptance back.
pub fn unwaive(code: &str, subject: &EntityId) -> Edit {
    Edit::new(
        format!("No longer accept {code} on {subject}"),
        vec![Op::Unwaive {
            code: code.to_owned(),
            subject: subject.clone(),
        }],
    )
}

/// The word for a kind as it begins a sentence.
pub fn kind_title(kind: Kind) -> &'static str {
    match kind {
        Kind::Plan => "Plan",
        Kind::Site => "Site",
        Kind::Pool => "Pool",
        Kind::Feed => "Power feed",
        Kind::Host => "Host",
        Kind::Switch => "Switch",
        Kind::Array => "Array",
        Kind::Link => "Link",
        Kind::Witness => "Witness",
        Kind::Vm => "VM",
        Kind::Workload => "Workload",
        Kind::Service => "Service",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::VmDisk;

    #[test]
    fn an_edit_never_makes_a_plan_that_would_not_open_again() {
        let plan = crate::check::testing::sample();
        let id = EntityId::parse("vm/mbx-1").unwrap();
        let Some(Entity::Vm(vm)) = plan.entity(&id) else {
            panic!("the sample has it");
        };
        let mut many = (*vm).clone();
        many.vcpus = crate::io::MAX_COUNT + 1;
        let refused = Edit::put("Set vCPUs", id.clone(), many).apply(&plan);
        assert!(matches!(refused, Err(EditError::Refused(_))), "{refused:?}");
        let mut named = (*vm).clone();
        named.disks = vec![VmDisk {
            name: "x".repeat(crate::io::MAX_NAME + 1),
            ..vm.disks[0].clone()
        }];
        let refused = Edit::put("Rename disk", id, named).apply(&plan);
        assert!(matches!(refused, Err(EditError::Refused(_))), "{refused:?}");
        let settings = Settings {
            route_factor: f64::NAN,
            ..Settings::default()
        };
        let refused = Edit::new("Set", vec![Op::Settings(settings)]).apply(&plan);
        assert!(matches!(refused, Err(EditError::Refused(_))), "{refused:?}");
    }
}
