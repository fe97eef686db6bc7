//! Results that rest on unconfirmed limits.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::{Limit, LimitOf, Severity};
use crate::check::{Check, CheckCx, Findings, Meta, ask};
use crate::ids::{EntityId, VmId};

crate::check! {
    /// ## What it finds
    /// Limits of the platform between hosts, sites and witnesses that apply to pairs of this plan and were not read in their
    /// document, but recalled or assumed.
    /// ## Why it matters
    /// A pair that holds by such a limit holds only if the limit is right.
    /// ## What to do
    /// Look the limit up in the document named, and replace it in a profile of your own where it differs.
    /// ## References
    /// - The profile's rows, each with its source
    pub struct UnconfirmedLimits = "PRO", 43, Info, "results that rest on unconfirmed limits", ["LS-UNC-01"];
}

/// Quantities that decide over pairs.
const OF_PAIRS: [LimitOf; 8] = [
    LimitOf::RoundTrip,
    LimitOf::RoundTripPerKm,
    LimitOf::Distance,
    LimitOf::FibreLength,
    LimitOf::BandwidthPerVm,
    LimitOf::AvailabilityLinkSpeed,
    LimitOf::Vcpus,
    LimitOf::ProtectedVmsPerPool,
];

impl Check for UnconfirmedLimits {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let mut by_row: BTreeMap<usize, (&Limit, BTreeSet<&VmId>)> = BTreeMap::new();
        for pair in ask::pairs(plan) {
            let Some(vm) = plan.vms.get(pair.id) else {
                continue;
            };
            let split = plan.is_split(&pair.placement.host, pair.partner);
            for (n, row) in cx.profile().limits.iter().enumerate() {
                let speaks = OF_PAIRS.contains(&row.quantity)
                    && !row.confirmed
                    && row.applies(Some(vm.level), vm.vcpus, split);
                if speaks {
                    by_row
                        .entry(n)
                        .or_insert((row, BTreeSet::new()))
                        .1
                        .insert(pair.id);
                }
            }
        }
        if by_row.is_empty() {
            return;
        }
        let rows: Vec<String> = by_row
            .values()
            .map(|(row, _)| ask::limit_words(row))
            .collect();
        let finding = out.found(
            EntityId::Plan,
            format!(
                "{} of {} {}: {}",
                ask::count(rows.len() as u64, "limit"),
                cx.profile().product,
                ask::number(
                    rows.len(),
                    "rests on an unconfirmed source",
                    "rest on unconfirmed sources"
                ),
                rows.join("; ")
            ),
        );
        finding.severity(Severity::Info);
        finding.unconfirmed = true;
        let mut sources: Vec<String> = by_row
            .values()
            .map(|(row, _)| crate::facts::cite(&row.source, &row.date))
            .collect();
        sources.sort();
        sources.dedup();
        finding.source = sources.join("; ");
        for vm in by_row.into_values().flat_map(|(_, vms)| vms) {
            finding.also(vm);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf, Severity};
    use crate::check::testing::{found_on, row, sample};

    #[test]
    fn several_limits_read_as_english() {
        let found = found_on(&sample(), "PRO-043", |p| {
            p.limits.clear();
            p.limits.push(row(LimitOf::RoundTrip, Bound::Max, 1.0));
            p.limits.push(row(LimitOf::Vcpus, Bound::Max, 8.0));
            for limit in &mut p.limits {
                limit.confirmed = false;
            }
        });
        assert_eq!(
            found[0].message,
            "2 limits of Neutral platform rest on unconfirmed sources: round trip of a pair, at most 1 ms; vCPUs of a VM, at most 8"
        );
    }

    #[test]
    fn only_unconfirmed_rows_that_apply_are_told() {
        let n = |confirmed: bool, level| {
            found_on(&sample(), "PRO-043", |p| {
                p.limits.clear();
                let mut r = row(LimitOf::RoundTrip, Bound::Max, 10.0);
                r.confirmed = confirmed;
                r.when.level = level;
                p.limits.push(r);
            })
        };
        assert!(n(true, None).is_empty());
        let all = n(false, None);
        assert_eq!((all.len(), all[0].severity), (1, Severity::Info));
        assert_eq!(
            all[0].message,
            "1 limit of Neutral platform rests on an unconfirmed source: round trip of a pair, at most 10 ms"
        );
        assert!(
            n(false, Some(crate::plan::Level::L3)).is_empty(),
            "the pair is at level 2"
        );
    }
}
