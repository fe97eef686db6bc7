//! A witness over the platform's round trip.

use super::arbiter::split_pools;
use crate::catalogue::LimitOf;
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
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
        let Some(row) = cx
            .profile()
            .limit_on(LimitOf::WitnessRoundTrip, None, 0, true)
        else {
            return;
        };
        let pools = split_pools(plan);
        for (id, facts) in &cx.facts.witnesses {
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
