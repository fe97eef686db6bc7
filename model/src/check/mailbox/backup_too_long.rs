//! A backup or restore that takes longer than it may.

use super::super::shared::{address, exceeds, offer};
use super::{change_mailbox, servers};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A full backup of a mailbox server that does not fit its window, or a restore of one database that takes longer than
    /// the workload allows.
    /// ## Why it matters
    /// A backup that runs into the day slows its users; a restore that takes a day is an outage of a day.
    /// ## What to do
    /// Use faster backup, spread databases over more servers, or make them smaller.
    /// ## Limits
    /// A restore is counted a fifth slower than the backup, with a day of logs replayed. Nothing is judged where no window and
    /// no longest restore are given.
    /// ## References
    /// - Exchange database: how high can I go, Slipstick Systems; throughput and replay are planning values
    pub struct BackupTooLong = "MBX", 24, Warning, "a backup or restore that takes too long", ["MBX-8.4"];
}

impl Check for BackupTooLong {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for server in servers(cx) {
            let Some((_, mail)) = server.facts(cx) else {
                continue;
            };
            let backup = &server.mailbox.backup;
            let name = cx.name(server.id);
            if let (Some(window), Some(hours)) = (backup.window, mail.backup_h) {
                let window = window.get() / 3600.0;
                if exceeds(hours, window) {
                    out.found(
                        server.id,
                        format!(
                            "A full backup of {name} takes {} h; its window is {} h",
                            pretty(hours),
                            pretty(window)
                        ),
                    )
                    .also(server.workload)
                    .evidence(address(server.id, "mailbox.backup"));
                }
            }
            if let (Some(longest), Some(hours)) = (backup.restore, mail.restore_h) {
                let longest = longest.get() / 3600.0;
                if exceeds(hours, longest) {
                    let finding = out.found(
                        server.id,
                        format!(
                            "A restore of one database of {name} takes {} h; {} h are allowed",
                            pretty(hours),
                            pretty(longest)
                        ),
                    );
                    finding
                        .also(server.workload)
                        .evidence(address(server.id, "mailbox.restore"));
                    // Time is in proportion to the size of a database.
                    let databases = f64::from(server.mailbox.databases.max(1)) * hours / longest;
                    if longest > 0.0 && databases <= 1000.0 {
                        let databases = (databases - 1e-9).ceil() as u32;
                        let title = format!("Use {databases} databases");
                        let label =
                            format!("{title} on each server of {}", cx.name(server.workload));
                        let edit =
                            change_mailbox(cx, server.workload, label, |m| m.databases = databases);
                        offer(finding, edit.map(|e| (title, e)));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BackupTooLong;
    use crate::check::mailbox::mailboxes;
    use crate::check::testing::{judge, vm_facts};
    use crate::facts::MailboxFacts;
    use crate::units::Secs;

    #[test]
    fn trips_above_window_and_longest_restore() {
        let at = |backup: f64, restore: f64| {
            let plan = mailboxes(|m| {
                m.backup.window = Some(Secs::new(8.0 * 3600.0));
                m.backup.restore = Some(Secs::new(2.0 * 3600.0));
            });
            judge(&BackupTooLong, &plan, |f| {
                vm_facts(f, "mbx-1").mailbox = Some(MailboxFacts {
                    backup_h: Some(backup),
                    restore_h: Some(restore),
                    ..MailboxFacts::default()
                });
            })
        };
        assert!(at(8.0, 2.0).is_empty());
        assert!(
            at(9.0, 2.0)[0]
                .message
                .contains("takes 9 h; its window is 8 h")
        );
        // Eight databases now: half as long needs sixteen.
        assert_eq!(at(8.0, 4.0)[0].fixes[0].title, "Use 16 databases");
    }
}
