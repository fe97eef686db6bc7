//! What the shipped profiles limit is looked at by a check.

use std::collections::BTreeSet;

use evenkeel_model::catalogue::Catalogue;

#[path = "../support/checks.rs"]
mod checks;

/// Limits that profiles state and no check reads: nothing in a plan says which hosts move running VMs to each other.
const NOT_CHECKED: [&str; 2] = ["MigrationBandwidth", "MigrationRoundTrip"];

#[test]
fn every_kind_of_limit_in_a_profile_is_used_by_a_check() {
    let stated: BTreeSet<String> = Catalogue::built_in()
        .profiles()
        .flat_map(|p| &p.limits)
        .map(|l| format!("{:?}", l.quantity))
        .collect();
    assert!(stated.len() > 25, "{stated:?}");
    let code: String = checks::all()
        .into_iter()
        // Only words a limit.
        .filter(|(name, _)| name != "ask.rs")
        .map(|(_, code)| code)
        .collect();
    let used = |kind: &str| {
        let named = format!("LimitOf::{kind}");
        code.match_indices(&named).any(|(at, _)| {
            code.get(at + named.len()..)
                .and_then(|rest| rest.chars().next())
                .is_none_or(|next| !next.is_alphanumeric())
        })
    };
    let unused: Vec<&str> = stated
        .iter()
        .map(String::as_str)
        .filter(|kind| !used(kind))
        .collect();
    assert_eq!(unused, NOT_CHECKED);
}
