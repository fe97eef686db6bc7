//! Large mailboxes in a VM without the clustering that the vendor asks for.

use super::super::shared::{cite, gib};
use super::works;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::MailboxReplication;

crate::check! {
    /// ## What it finds
    /// Mailboxes of 1 GB and more of Exchange 2007 in VMs without cluster continuous replication.
    /// ## Why it matters
    /// The vendor asks for it: a large database takes long to bring back, and the disks of a VM are shared with others.
    /// ## What to do
    /// Use cluster replication on unprotected VMs, or have the platform keep a second copy and accept this finding.
    /// ## References
    /// - Exchange Server Virtualization Support Policy Summary, expta.com, 25 Aug 2008
    pub struct ClusteringAskedFor = "MBX", 25, Info, "large mailboxes without the clustering that is asked for", ["MBX-10-CCR"];
}

impl Check for ClusteringAskedFor {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for work in works(cx) {
            let quota = work.mailbox.quota.as_f64();
            let clustered = work.mailbox.replication == MailboxReplication::Cluster;
            // A partner that mirrors the disks keeps a second copy as well.
            let mirrored = work.vms(cx.cx.plan).iter().all(|(_, vm)| vm.level.paired());
            if let Some((least, row)) = work.constant(cx, "clustering_asked_mib", "")
                && quota >= least
                && !clustered
                && !mirrored
            {
                let finding = out.found(
                    work.id,
                    format!(
                        "Mailboxes of {} may grow to {}; from {} on the vendor asks for cluster replication in a VM",
                        cx.name(work.id),
                        gib(quota),
                        gib(least)
                    ),
                );
                cite(finding, row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ClusteringAskedFor;
    use crate::change;
    use crate::check::mailbox::mailboxes;
    use crate::check::testing::judge;
    use crate::plan::{Level, MailboxReplication};
    use crate::units::Mib;

    #[test]
    fn trips_from_one_gib_without_a_second_copy() {
        let at = |mib, replication, level| {
            let mut plan = mailboxes(|m| {
                m.quota = Mib::new(mib);
                m.replication = replication;
            });
            change!(plan, vms, "mbx-1", vm => vm.level = level);
            judge(&ClusteringAskedFor, &plan, |_| {}).len()
        };
        let none = MailboxReplication::None;
        assert_eq!(at(1023, none, Level::L1), 0);
        assert_eq!(at(1024, none, Level::L1), 1);
        assert_eq!(at(1024, none, Level::L2), 0);
        assert_eq!(at(1024, MailboxReplication::Cluster, Level::L0), 0);
    }
}
