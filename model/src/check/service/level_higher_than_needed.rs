//! A level higher than any service needs.

use super::super::shared::{list, offer_bold, use_level};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::ids::{ServiceId, VmId};
use crate::plan::Level;
use std::collections::BTreeMap;

crate::check! {
    /// ## What it finds
    /// A VM whose protection level is higher than the highest that any service depending on it needs.
    /// ## Why it matters
    /// The level costs processor, memory and link bandwidth on a second host that nobody asked for.
    /// ## What to do
    /// Lower the level, or write down the target that needs it.
    /// ## Limits
    /// VMs on which no service depends are not judged.
    /// ## References
    /// - Availability sheet, FR-16: dial the level per VM; FR-06: resources matched to tier
    pub struct LevelHigherThanNeeded = "SVC", 4, Info, "a level higher than any service needs", [];
}

/// What the services that depend on a VM need.
struct Need<'a> {
    /// None when no offered level keeps one of them.
    level: Option<Level>,
    services: Vec<&'a ServiceId>,
}

impl Check for LevelHigherThanNeeded {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let mut needs: BTreeMap<&VmId, Need> = BTreeMap::new();
        for (id, facts) in &cx.facts.services {
            for vm in &facts.vms {
                let need = needs.entry(vm).or_insert_with(|| Need {
                    level: Some(Level::L0),
                    services: Vec::new(),
                });
                need.level = need.level.zip(facts.advised_level).map(|(a, b)| a.max(b));
                need.services.push(id);
            }
        }
        for (id, need) in needs {
            let (Some(vm), Some(enough)) = (cx.plan().vms.get(id), need.level) else {
                continue;
            };
            if vm.level > enough {
                let names: Vec<String> = need.services.iter().map(|s| cx.name(*s)).collect();
                let finding = out.found(
                    id,
                    format!(
                        "{} stands at level {}; level {} is enough for {}",
                        cx.name(id),
                        vm.level.number(),
                        enough.number(),
                        list(&names)
                    ),
                );
                for service in need.services {
                    finding.also(service);
                }
                let fix = use_level(cx, id, enough)
                    .map(|(_, edit)| (format!("Level {} suffices", enough.number()), edit));
                offer_bold(finding, fix);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LevelHigherThanNeeded;
    use crate::check::service::{run, service};
    use crate::check::testing::{judge, sample};
    use crate::ids::{ServiceId, VmId};
    use crate::plan::Level;
    use crate::units::Secs;

    #[test]
    fn trips_above_what_is_needed_and_its_fix_mends_it() {
        // Level 2 is in place; restarting is enough for an hour's outage at a host failure.
        let plan = service(|s| s.longest_outage = Some(Secs::new(3600.0)));
        let at = |plan: &crate::plan::Plan, advised: Option<Level>| {
            judge(&LevelHigherThanNeeded, plan, |f| {
                let id = ServiceId::new("mail").unwrap();
                let s = std::sync::Arc::make_mut(f.services.entry(id).or_default());
                s.vms = vec![VmId::new("mbx-1").unwrap()];
                s.advised_level = advised;
            })
        };
        assert!(at(&plan, Some(Level::L2)).is_empty());
        assert!(at(&plan, Some(Level::L3)).is_empty());
        assert!(at(&plan, None).is_empty(), "no level keeps it");
        let f = at(&plan, Some(Level::L1));
        assert_eq!(
            f[0].message,
            "mbx-1 stands at level 2; level 1 is enough for Mail"
        );
        assert_eq!(f[0].fixes[0].title, "Level 1 suffices");
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(at(&mended, Some(Level::L1)).is_empty());
    }

    #[test]
    fn a_vm_on_which_no_service_depends_is_not_judged() {
        assert!(run(&LevelHigherThanNeeded, &sample()).is_empty());
    }
}
