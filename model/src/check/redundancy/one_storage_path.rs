//! A single way to an array.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::BTreeSet;

use super::parts::{array_hosts, storage_ways};

crate::check! {
    /// ## What it finds
    /// A host that reaches the array under a protected VM by one path only, or by paths that share an adapter, a switch or
    /// the array's controller.
    /// ## Why it matters
    /// With the path the disks are gone, and with them every VM of the host.
    /// ## What to do
    /// Use two adapters, two switches and two controllers of the array, and test the loss of a path under load.
    /// ## Limits
    /// Levels 1 to 3 count as protected. A storage link that ends at a site is not assessed.
    /// ## References
    /// - Marathon Technologies, "Five steps to simpler Exchange high availability", 29 October 2008 (FR-26): redundant paths, switches and array connections
    /// - Citrix, administrator's guides, 2010 and 2011: multipathed storage strongly recommended
    pub struct OneStoragePath = "RED", 6, Warning, "a single way to an array", ["HOST-PATH-SINGLE"];
}

impl Check for OneStoragePath {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for ((host, array), vms) in array_hosts(plan) {
            let ways = storage_ways(plan, host, array);
            if ways.hidden {
                out.not_assessed(
                    host,
                    format!("the paths from {} to {}", cx.name(host), cx.name(array)),
                    format!(
                        "How many ways lead from {} to {} cannot be told: a storage link ends at a site",
                        cx.name(host),
                        cx.name(array)
                    ),
                )
                .also(array);
                continue;
            }
            let many = plan.arrays.get(array).is_some_and(|a| a.controllers > 1);
            let fault = match ways.paths.as_slice() {
                // Not reached at all is a finding of its own.
                [] => continue,
                [_] => "by one path alone".to_owned(),
                paths => {
                    let cards: Option<BTreeSet<&str>> = paths.iter().map(|p| p.adapter).collect();
                    let controllers: BTreeSet<u32> = paths
                        .iter()
                        .flat_map(|p| p.controllers.iter().copied())
                        .collect();
                    let common = paths.iter().skip(1).fold(
                        paths
                            .first()
                            .map(|p| p.switches.clone())
                            .unwrap_or_default(),
                        |all, p| all.intersection(&p.switches).copied().collect(),
                    );
                    match (cards, common.first()) {
                        (Some(cards), _) if cards.len() == 1 => {
                            "by paths that leave by one adapter".to_owned()
                        }
                        (_, Some(switch)) => {
                            format!("by paths that all pass {}", cx.name(*switch))
                        }
                        _ if many && controllers.len() == 1 => {
                            "by paths that end at one of its controllers".to_owned()
                        }
                        _ => continue,
                    }
                }
            };
            let finding = out.found(
                host,
                format!("{} reaches {} {fault}", cx.name(host), cx.name(array)),
            );
            finding.also(array);
            for vm in vms {
                finding.also(vm);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, sample, shared_sample};
    use crate::ids::LinkId;
    use crate::plan::{End, Level};

    #[test]
    fn two_separate_paths_are_enough() {
        let plan = shared_sample();
        assert!(found(&plan, "RED-006").is_empty());
        assert!(found(&sample(), "RED-006").is_empty());
        let mut one = plan.clone();
        one.links.remove(&LinkId::new("storage-2").unwrap());
        let all = found(&one, "RED-006");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].message, "host-a reaches array-1 by one path alone");
        change!(one, vms, "mbx-1", v => v.level = Level::L0);
        assert!(found(&one, "RED-006").is_empty());
    }

    #[test]
    fn paths_must_not_share_card_or_controller() {
        let mut plan = shared_sample();
        change!(plan, links, "storage-2", l => if let End::Array { controller, .. } = &mut l.segments[2].b {
            *controller = 1;
        });
        assert!(
            found(&plan, "RED-006")[0]
                .message
                .contains("one of its controllers")
        );
        change!(plan, links, "storage-2", l => if let End::Port { adapter, port, .. } = &mut l.segments[0].a {
            *adapter = "nic1".into();
            *port = 4;
        });
        assert!(found(&plan, "RED-006")[0].message.contains("one adapter"));
    }
}
