//! A workload of an archetype that the catalogue does not have.

use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::WorkloadKind;

crate::check! {
    /// ## What it finds
    /// A workload whose archetype the catalogue does not have.
    /// ## Why it matters
    /// Nothing can be sized: the workload would count as no load at all.
    /// ## What to do
    /// Choose an archetype that the catalogue has, or enter measured figures.
    /// ## References
    /// - Planning rule of the product: nothing passes by silence
    pub struct UnknownArchetype = "CAP", 20, Error, "a workload of an unknown archetype", [];
}

impl Check for UnknownArchetype {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, workload) in cx.plan().workloads.iter() {
            if let WorkloadKind::Archetype(used) = &workload.kind
                && !cx
                    .cx
                    .catalogue
                    .tables
                    .archetypes
                    .contains_key(&used.archetype)
            {
                out.found(
                    id,
                    format!(
                        "{} is of the archetype {}, which the catalogue does not have: it is not sized",
                        cx.name(id),
                        used.archetype
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::UnknownArchetype;
    use crate::check::testing::{judge, with};
    use crate::edit::add;
    use crate::plan::{ArchetypeUse, Plan, WorkloadKind};

    fn of(archetype: &str) -> Plan {
        with(|plan| {
            let kind = WorkloadKind::Archetype(ArchetypeUse {
                archetype: archetype.to_owned(),
                units: 10.0,
                ..ArchetypeUse::default()
            });
            *plan = add::workload(plan, "files", kind, None)
                .1
                .apply(plan)
                .unwrap();
        })
    }

    #[test]
    fn only_an_archetype_that_nobody_knows_trips() {
        assert!(judge(&UnknownArchetype, &of("file-server"), |_| {}).is_empty());
        let found = judge(&UnknownArchetype, &of("file-sever"), |_| {});
        assert!(found[0].message.contains("file-sever"));
    }
}
