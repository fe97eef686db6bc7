//! Users who send more than the version's table knows.

use super::super::shared::plural;
use super::works;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// Users with more messages a day than the highest row of the version's table.
    /// ## Why it matters
    /// Their figures are that row scaled by messages: nobody published or measured them.
    /// ## What to do
    /// Measure a server of such users, or take the figures as an estimate.
    /// ## References
    /// - Tables of the version, 50 to 500 messages a day from 2010 on (Mailbox Server Processor Capacity Planning, Microsoft ee712771)
    pub struct ProfileOutsideTable = "MBX", 13, Info, "users outside the version's table", [];
}

impl Check for ProfileOutsideTable {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for work in works(cx) {
            let most = work
                .version
                .rows()
                .last()
                .map_or(0.0, |(_, row)| row.messages_per_day);
            for class in &work.mailbox.users {
                let Some(reading) = work.version.reading(&class.profile) else {
                    continue;
                };
                if work.version.beyond(&reading) {
                    out.found(
                        work.id,
                        format!(
                            "{} of {} send and receive {} messages a day; the table of {} ends at {}, so their figures are scaled from there",
                            plural(class.mailboxes, "user"),
                            cx.name(work.id),
                            class.profile.trim(),
                            work.version.name,
                            pretty(most)
                        ),
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ProfileOutsideTable;
    use crate::check::mailbox::mailboxes;
    use crate::check::testing::judge;

    #[test]
    fn trips_above_the_highest_row() {
        let at = |messages: &str| {
            let plan = mailboxes(|m| {
                m.version = "exchange-2010".into();
                m.users[0].profile = messages.into();
            });
            judge(&ProfileOutsideTable, &plan, |_| {})
        };
        assert!(at("500").is_empty() && at("20").is_empty() && at("heavy").is_empty());
        let f = at("501");
        assert!(f[0].message.contains("ends at 500"), "{}", f[0].message);
    }
}
