//! Platform restart together with the version's own clustering.

use super::super::shared::{Proposal, offer_bold, use_level};
use super::{Server, change_mailbox, servers};
use crate::catalogue::Mechanism;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::{Level, MailboxReplication};

crate::check! {
    /// ## What it finds
    /// Mailbox servers that copy their databases to each other by the version's own means while the platform restarts the
    /// same VM on another host, for versions and service packs that do not support both together.
    /// ## Why it matters
    /// Two mechanisms decide at once where the server runs; the vendor supports either, not both.
    /// ## What to do
    /// Keep one: the platform's level without the version's clustering, or clustering on unprotected VMs.
    /// ## References
    /// - Hypervisor restart with CCR not supported (Support Policies for Exchange Servers in Hardware Virtualization Environments, Microsoft cc794548); with groups of 2010 from SP1 (Demystifying Exchange 2010 SP1 Virtualization, Microsoft)
    pub struct ClusteringAndRestart = "MBX", 10, Error, "platform restart together with mailbox clustering", ["MBX-10"];
}

fn without_clustering(cx: &CheckCx<'_>, server: &Server<'_>) -> Option<Proposal> {
    let label = format!("Take clustering off {}", cx.name(server.workload));
    let edit = change_mailbox(cx, server.workload, label, |m| {
        m.replication = MailboxReplication::None;
    })?;
    Some(("Leave protection to the platform".to_owned(), edit))
}

impl Check for ClusteringAndRestart {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for server in servers(cx) {
            let restarts = matches!(
                cx.profile().mechanism(server.vm.level),
                Some(Mechanism::Restart { .. } | Mechanism::MirrorRestart)
            );
            let clustered = match server.mailbox.replication {
                MailboxReplication::Cluster => server.version.no_restart_with_clustering,
                // A service pack that is not told is the newest.
                MailboxReplication::Group => match server.mailbox.server.service_pack {
                    Some(pack) => server
                        .constant(cx, "restart_service_pack")
                        .is_some_and(|(from, _)| f64::from(pack) < from),
                    None => false,
                },
                _ => false,
            };
            if restarts && clustered {
                let finding = out.found(
                    server.id,
                    format!(
                        "{} is restarted by the platform at level {} and clustered by {} itself; both together are not supported",
                        cx.name(server.id),
                        server.vm.level.number(),
                        server.version.name
                    ),
                );
                finding.also(server.workload);
                finding.source = crate::facts::cite(
                    &server.version.source.document,
                    &server.version.source.date,
                );
                offer_bold(finding, without_clustering(cx, &server));
                offer_bold(finding, use_level(cx, server.id, Level::L0));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ClusteringAndRestart;
    use crate::change;
    use crate::check::mailbox::catalogue;
    use crate::check::testing::{judge_with, sample, with};
    use crate::plan::{Level, MailboxReplication, Plan, WorkloadKind};

    fn run(plan: &Plan) -> Vec<crate::check::Finding> {
        judge_with(&ClusteringAndRestart, plan, &catalogue(), |_| {})
    }

    fn clustered(level: Level) -> Plan {
        with(|p| {
            change!(p, vms, "mbx-1", vm => vm.level = level);
            change!(p, workloads, "mail", w => {
                if let WorkloadKind::Mailbox(m) = &mut w.kind {
                    m.replication = MailboxReplication::Cluster;
                }
            });
        })
    }

    #[test]
    fn a_group_before_its_service_pack() {
        use crate::check::mailbox::group;
        use crate::check::testing::judge;
        let at = |pack| {
            let plan = group("exchange-2010", |p| {
                change!(p, vms, "mbx-1", vm => vm.level = Level::L1);
                change!(p, workloads, "mail", w => {
                    if let WorkloadKind::Mailbox(m) = &mut w.kind {
                        m.server.service_pack = pack;
                    }
                });
            });
            judge(&ClusteringAndRestart, &plan, |_| {}).len()
        };
        assert_eq!((at(Some(0)), at(Some(1)), at(None)), (1, 0, 0));
    }

    #[test]
    fn trips_on_both_together_and_each_fix_mends_it() {
        assert!(run(&sample()).is_empty());
        assert!(run(&clustered(Level::L0)).is_empty());
        assert!(run(&clustered(Level::L3)).is_empty(), "nothing restarts");
        assert_eq!(run(&clustered(Level::L1)).len(), 1);
        let plan = clustered(Level::L2);
        let f = run(&plan);
        assert_eq!(f[0].fixes.len(), 2);
        for fix in &f[0].fixes {
            assert!(
                run(&fix.edit.apply(&plan).unwrap()).is_empty(),
                "{}",
                fix.title
            );
        }
    }
}
