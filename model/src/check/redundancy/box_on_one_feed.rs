//! A switch or array on one feed.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::{BTreeMap, BTreeSet};

use super::parts::array_hosts;
use crate::check::ask;
use crate::edit::Edit;
use crate::ids::{EntityId, FeedId, SiteId};
use crate::plan::{End, Entity};

crate::check! {
    /// ## What it finds
    /// A switch that links of a protected VM's hosts pass, or an array that holds its disks, on a single power feed.
    /// ## Why it matters
    /// The feed takes the switch or array and all that depends on it, however well the hosts are fed.
    /// ## What to do
    /// Use two supplies on two feeds, or a switch for each feed.
    /// ## Limits
    /// Arrays count under levels 1 to 3, switches under 2 and 3. Without feeds in the plan it is not assessed.
    /// ## References
    /// - Marathon Technologies, "Five steps to simpler Exchange high availability", 29 October 2008 (FR-25, FR-26); FR-24
    pub struct BoxOnOneFeed = "RED", 10, Warning, "a switch or array on one feed", [];
}

impl Check for BoxOnOneFeed {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let hosts = ask::protected_hosts(plan);
        let mut boxes: BTreeMap<EntityId, (Option<&SiteId>, &[FeedId])> = BTreeMap::new();
        for link in plan.links.values() {
            let ends = || link.segments.iter().flat_map(|s| [&s.a, &s.b]);
            if !ends().any(|e| e.host().is_some_and(|h| hosts.contains_key(h))) {
                continue;
            }
            for end in ends() {
                if let End::Switch(id) = end
                    && let Some(switch) = plan.switches.get(id)
                {
                    boxes.insert(id.into(), (switch.site.as_ref(), &switch.feeds));
                }
            }
        }
        for (_, id) in array_hosts(plan).into_keys() {
            if let Some(array) = plan.arrays.get(id) {
                boxes.insert(id.into(), (Some(&array.site), &array.feeds));
            }
        }
        for (id, (site, feeds)) in boxes {
            let name = cx.name(id.clone());
            let distinct: BTreeSet<&FeedId> = feeds.iter().collect();
            match distinct.first() {
                None => {
                    out.not_assessed(
                        id,
                        format!("the power feeds of {name}"),
                        format!("Whether {name} hangs on one feed cannot be told: none is given"),
                    );
                }
                Some(feed) if distinct.len() == 1 => {
                    let feed: &FeedId = feed;
                    let finding = out.found(
                        id.clone(),
                        format!("{name} hangs on {} alone", cx.name(feed)),
                    );
                    finding.also(feed);
                    let other = plan
                        .feeds
                        .iter()
                        .find(|(f, row)| *f != feed && site.is_some() && row.site.as_ref() == site);
                    let more = other.and_then(|(other, _)| match plan.entity(&id)? {
                        Entity::Switch(s) => {
                            let mut s = (*s).clone();
                            s.feeds.push(other.clone());
                            Some((other, Entity::from(s)))
                        }
                        Entity::Array(a) => {
                            let mut a = (*a).clone();
                            a.feeds.push(other.clone());
                            Some((other, Entity::from(a)))
                        }
                        _ => None,
                    });
                    if let Some((other, fed)) = more {
                        let title = format!("Feed it from {} too", cx.name(other));
                        finding.bold_fix(
                            title,
                            Edit::put(format!("Feed {name} from {} too", cx.name(other)), id, fed),
                        );
                    }
                }
                Some(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, missing, sample, shared_sample, with};

    #[test]
    fn switches_and_arrays_need_two_feeds() {
        assert!(found(&sample(), "RED-010").is_empty());
        let plan = with(|p| change!(p, switches, "switch-1", s => s.feeds.truncate(1)));
        let all = found(&plan, "RED-010");
        assert_eq!(all.len(), 1);
        assert_eq!(mended(&plan, &all, 0), sample());
        let mut plan = shared_sample();
        assert!(found(&plan, "RED-010").is_empty());
        change!(plan, arrays, "array-1", a => a.feeds.truncate(1));
        assert_eq!(found(&plan, "RED-010").len(), 1);
        change!(plan, arrays, "array-1", a => a.feeds.clear());
        assert_eq!(missing(&plan, "RED-010").len(), 1);
    }
}
