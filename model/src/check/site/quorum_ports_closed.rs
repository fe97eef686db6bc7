//! A witness whose ports are closed.

use super::arbiter::split_pools;
use crate::catalogue::Severity;
use crate::check::{Check, CheckCx, Findings, Meta, ask};

crate::check! {
    /// ## What it finds
    /// A witness of pairs across sites to which the ports of votes are not open.
    /// ## Why it matters
    /// The witness answers nobody: at the first cut every pair stops, or both halves run.
    /// ## What to do
    /// Open the ports on every way to it, both directions, and test them from each host.
    /// ## Limits
    /// Whether they are open is entered at the witness; without it this is not assessed.
    /// ## References
    /// - The profile's quorum rules, with the document they cite
    pub struct QuorumPortsClosed = "SIT", 15, Error, "a witness whose ports are closed", ["LS-Q-06"];
}

impl Check for QuorumPortsClosed {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let quorum = &cx.profile().quorum;
        if quorum.ports.is_empty() {
            return;
        }
        let ports = ask::words(&quorum.ports);
        let pools = split_pools(cx.plan());
        for (id, witness) in cx.plan().witnesses.iter() {
            if !pools.iter().any(|p| p.witnesses.contains(&id)) {
                continue;
            }
            match witness.ports_open {
                Some(true) => {}
                Some(false) => {
                    let finding = out.found(
                        id,
                        format!("{ports} are not open on the way to {}", cx.name(id)),
                    );
                    finding.source = quorum.source.clone();
                    finding.unconfirmed |= !quorum.confirmed;
                }
                None => {
                    out.not_assessed(
                        id,
                        format!("whether {ports} are open to {}", cx.name(id)),
                        format!(
                            "Whether votes reach {} cannot be told: the plan does not say that {ports} are open",
                            cx.name(id)
                        ),
                    )
                    .severity(Severity::Warning);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Profile;
    use crate::change;
    use crate::check::testing::{found_on, missing_on, split_sample};

    fn ports(p: &mut Profile) {
        p.quorum.ports = vec!["UDP 1".to_owned(), "UDP 2".to_owned()];
    }

    #[test]
    fn open_closed_and_not_said() {
        let with = |open| {
            let mut plan = split_sample();
            change!(plan, witnesses, "witness-1", w => w.ports_open = open);
            plan
        };
        assert!(found_on(&with(Some(true)), "SIT-015", ports).is_empty());
        assert!(missing_on(&with(Some(true)), "SIT-015", ports).is_empty());
        assert_eq!(found_on(&with(Some(false)), "SIT-015", ports).len(), 1);
        assert_eq!(missing_on(&with(None), "SIT-015", ports).len(), 1);
        assert!(missing_on(&with(None), "SIT-015", |p| p.quorum.ports.clear()).is_empty());
    }
}
