//! Availability traffic that is filtered.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::BTreeMap;

use crate::catalogue::Severity;
use crate::check::ask;
use crate::edit::Edit;
use crate::facts::LinkPath;
use crate::ids::LinkId;
use crate::plan::End;

crate::check! {
    /// ## What it finds
    /// An availability link between the hosts of a pair whose equipment filters packets.
    /// ## Why it matters
    /// Heartbeats, mirroring and lockstep use ports and packets that a firewall or an access list drops, often after an
    /// update months later. Across sites that is an error, within a site a warning.
    /// ## What to do
    /// Use dark fibre, or a private VLAN whose equipment filters nothing.
    /// ## Limits
    /// Across sites a link through equipment that does not say is reported as not assessed; a direct cable filters nothing.
    /// ## References
    /// - The platform's help on network requirements: a private VLAN whose equipment filters nothing
    pub struct Filtered = "LNK", 18, Error, "availability traffic that is filtered", ["LS-LINK-05"];
}

impl Check for Filtered {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let mut links: BTreeMap<&LinkId, (bool, bool)> = BTreeMap::new();
        for joint in cx.facts.joints.values() {
            for path in &joint.links {
                let entry = links.entry(&path.link).or_default();
                entry.0 |= joint.split;
                entry.1 |= passes_equipment(cx, path);
            }
        }
        for (id, (split, equipment)) in links {
            let Some(link) = plan.links.get(id) else {
                continue;
            };
            match link.filtered {
                Some(true) => {
                    let finding = out.found(
                        id,
                        format!("Equipment on {} filters availability traffic", cx.name(id)),
                    );
                    if !split {
                        finding.severity(Severity::Warning);
                    }
                    let mut open = (**link).clone();
                    open.filtered = Some(false);
                    finding.bold_fix(
                        "Filter nothing on it",
                        Edit::put(format!("Filter nothing on {}", cx.name(id)), id, open),
                    );
                }
                None if split && equipment => {
                    out.not_assessed(
                        id,
                        format!("whether equipment on {} filters packets", cx.name(id)),
                        format!(
                            "Whether equipment on {} filters availability traffic is not said",
                            cx.name(id)
                        ),
                    );
                }
                _ => {}
            }
        }
    }
}

/// Whether a way passes a switch, or a site's network that is not drawn.
fn passes_equipment(cx: &CheckCx<'_>, path: &LinkPath) -> bool {
    ask::segments(cx.plan(), path)
        .flat_map(|s| [&s.a, &s.b])
        .any(|end| matches!(end, End::Switch(_) | End::Site(_)))
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Severity;
    use crate::change;
    use crate::check::testing::{found, mended, missing, split_sample, with};
    use crate::ids::{LinkId, SwitchId};
    use crate::plan::{End, Plan, Segment};

    fn split(filtered: Option<bool>, through_switch: bool) -> Plan {
        let mut plan = split_sample();
        let id = LinkId::new("a-link-1").unwrap();
        let mut link = (**plan.links.get(&id).unwrap()).clone();
        link.filtered = filtered;
        if through_switch {
            let one = link.segments[0].clone();
            let switch = End::Switch(SwitchId::new("switch-1").unwrap());
            link.segments = vec![
                Segment {
                    b: switch.clone(),
                    distance: None,
                    ..one.clone()
                },
                Segment { a: switch, ..one },
            ];
        }
        plan.links.put(id, link);
        plan
    }

    #[test]
    fn filtering_is_an_error_across_sites() {
        assert!(found(&split(Some(false), true), "LNK-018").is_empty());
        let plan = split(Some(true), true);
        let all = found(&plan, "LNK-018");
        assert_eq!(all[0].severity, Severity::Error);
        assert!(found(&mended(&plan, &all, 0), "LNK-018").is_empty());
        let local = with(|p| change!(p, links, "a-link-1", l => l.filtered = Some(true)));
        assert_eq!(found(&local, "LNK-018")[0].severity, Severity::Warning);
    }

    #[test]
    fn only_equipment_can_filter() {
        assert_eq!(missing(&split(None, true), "LNK-018").len(), 1);
        assert!(missing(&split(None, false), "LNK-018").is_empty());
    }
}
