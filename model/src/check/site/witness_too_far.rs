//! A witness over the platform's round trip.

use std::collections::BTreeMap;

use super::arbiter::split_pools;
use crate::catalogue::LimitOf;
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::ids::{PoolId, SiteId};
use crate::plan::Plan;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A data site from which the round trip to the witness is over the platform's.
    /// ## Why it matters
    /// A vote that comes too late counts as none.
    /// ## What to do
    /// Use a closer witness, or a faster way to it.
    /// ## References
    /// - The profile's row on the round trip to the witness, with the document it cites
    pub struct WitnessTooFar = "SIT", 10, Error, "a witness over the platform's round trip", ["LS-Q-07"];
}

impl Check for WitnessTooFar {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let pools = split_pools(plan);
        for (id, facts) in &cx.facts.witnesses {
            let hosts = pools
                .iter()
                .filter(|p| p.witnesses.contains(&id))
                .map(|p| most_in_a_site(plan, p.id))
                .max()
                .unwrap_or(0);
            let Some(row) = cx
                .profile()
                .limits
                .iter()
                .filter(|row| {
                    row.quantity == LimitOf::WitnessRoundTrip
                        && row.applies_among(None, 0, true, hosts)
                })
                .min_by(|a, b| a.value.total_cmp(&b.value))
            else {
                continue;
            };
            let reached = facts.paths.iter().filter(|path| {
                path.reachable
                    && pools
                        .iter()
                        .any(|p| p.witnesses.contains(&id) && p.sites.contains(&path.from))
            });
            let (mut far, mut unknown) = (Vec::new(), Vec::new());
            for path in reached {
                match path.rtt_ms {
                    Some(rtt) if row.broken_by(rtt) => far.push((&path.from, rtt)),
                    Some(_) => {}
                    None => unknown.push(&path.from),
                }
            }
            if let Some((from, rtt)) = far.iter().max_by(|a, b| a.1.total_cmp(&b.1)) {
                let finding = out.found(
                    id,
                    format!(
                        "{} ms there and back from {} to {}; the platform allows {}",
                        pretty(*rtt),
                        cx.name(*from),
                        cx.name(id),
                        ask::bound(row)
                    ),
                );
                finding.limit(row);
                for (site, _) in &far {
                    finding.also(*site);
                }
            }
            if !unknown.is_empty() {
                let names = ask::names(cx, unknown.iter().copied());
                let finding = out.not_assessed(
                    id,
                    format!("the distance or round trip from {names} to {}", cx.name(id)),
                    format!(
                        "The round trip from {names} to {} is not known",
                        cx.name(id)
                    ),
                );
                finding.severity(row.severity);
                for site in unknown {
                    finding.also(site);
                }
            }
        }
    }
}

/// Hosts of a pool in the site that has the most of them.
fn most_in_a_site(plan: &Plan, pool: &PoolId) -> u32 {
    let mut by_site: BTreeMap<&SiteId, u32> = BTreeMap::new();
    for host in plan
        .hosts
        .values()
        .filter(|h| h.pool.as_ref() == Some(pool))
    {
        *by_site.entry(&host.site).or_default() += 1;
    }
    by_site.into_values().max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf, Profile};
    use crate::change;
    use crate::check::testing::{found_on, missing_on, row, split_sample};
    use crate::plan::Plan;
    use crate::units::Ms;

    fn limit(p: &mut Profile) {
        p.limits
            .push(row(LimitOf::WitnessRoundTrip, Bound::Max, 500.0));
    }
    fn at(ms: f64) -> Plan {
        let mut plan = split_sample();
        change!(plan, links, "quorum-b", l => l.measured_rtt = Some(Ms::new(ms)));
        plan
    }

    #[test]
    fn rows_may_speak_of_the_hosts_in_a_site() {
        // The sample has one host in each site.
        let n = |ms: f64| {
            found_on(&at(ms), "SIT-010", |p| {
                let mut few = row(LimitOf::WitnessRoundTrip, Bound::Below, 500.0);
                few.when.max_hosts = Some(1);
                let mut many = row(LimitOf::WitnessRoundTrip, Bound::Below, 200.0);
                many.when.min_hosts = Some(2);
                p.limits.extend([few, many]);
            })
            .len()
        };
        assert_eq!(n(499.0), 0);
        assert_eq!(n(500.0), 1);
    }

    #[test]
    fn the_row_is_the_boundary() {
        assert!(found_on(&at(500.0), "SIT-010", limit).is_empty());
        assert_eq!(found_on(&at(501.0), "SIT-010", limit).len(), 1);
        let mut plan = split_sample();
        change!(plan, links, "quorum-b", l => l.segments[0].distance = None);
        assert_eq!(missing_on(&plan, "SIT-010", limit).len(), 1);
        assert!(
            missing_on(&plan, "SIT-010", |_| ()).is_empty(),
            "no row, no question"
        );
    }
}
