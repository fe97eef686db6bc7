//! Snapshots or saved state of a mailbox server's VM.

use super::super::shared::{list, offer};
use super::{change_mailbox, works};
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// Mailbox servers of which snapshots are taken, or whose state is saved and resumed.
    /// ## Why it matters
    /// The vendor does not support either: a server brought back to an earlier state loses mail and breaks the copies of its
    /// databases. A failover must be a start from cold; live migration is allowed.
    /// ## What to do
    /// Back up from inside the guest; let failovers start the VM anew.
    /// ## References
    /// - Exchange Server virtualization, Microsoft
    /// - Demystifying Exchange 2010 SP1 Virtualization, Microsoft Exchange Team, 11 Oct 2011
    pub struct SnapshotsOrSavedState = "MBX", 17, Error, "snapshots or saved state of a mailbox server", ["MBX-11.8"];
}

impl Check for SnapshotsOrSavedState {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for work in works(cx) {
            let server = &work.mailbox.server;
            let mut what = Vec::new();
            if server.snapshots {
                what.push("snapshots".to_owned());
            }
            if server.saved_state {
                what.push("saved state".to_owned());
            }
            if what.is_empty() {
                continue;
            }
            let name = cx.name(work.id);
            let finding = out.found(
                work.id,
                format!(
                    "The servers of {name} use {}, which {} does not support in a VM",
                    list(&what),
                    work.version.name
                ),
            );
            for (id, _) in work.vms(cx.cx.plan) {
                finding.also(id);
            }
            let label = format!("Do without {} for {name}", list(&what));
            let edit = change_mailbox(cx, work.id, label, |m| {
                m.server.snapshots = false;
                m.server.saved_state = false;
            });
            offer(
                finding,
                edit.map(|e| (format!("Do without {}", list(&what)), e)),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SnapshotsOrSavedState;
    use crate::check::mailbox::mailboxes;
    use crate::check::testing::judge;

    #[test]
    fn trips_on_either_and_its_fix_mends_it() {
        let at = |snapshots, saved_state| {
            let plan = mailboxes(|m| {
                m.server.snapshots = snapshots;
                m.server.saved_state = saved_state;
            });
            (judge(&SnapshotsOrSavedState, &plan, |_| {}), plan)
        };
        assert!(at(false, false).0.is_empty());
        assert!(at(false, true).0[0].message.contains("use saved state"));
        let (f, plan) = at(true, true);
        assert!(f[0].message.contains("snapshots and saved state"));
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(judge(&SnapshotsOrSavedState, &mended, |_| {}).is_empty());
    }
}
