//! Mailbox databases and logs on the same disks.

use super::super::shared::{disks, group_name, same_group};
use super::servers;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::{DiskUse, MailboxReplication};

crate::check! {
    /// ## What it finds
    /// A mailbox server whose databases and logs lie on the same RAID group.
    /// ## Why it matters
    /// One lost group takes the database and the logs that would bring it up to date; and random database I/O slows
    /// the sequential writing of logs.
    /// ## What to do
    /// Put the logs on a RAID 1 or RAID 10 group of their own.
    /// ## Limits
    /// Servers of a group hold copies of each other's databases; theirs may lie together.
    /// ## References
    /// - Stand-alone servers keep them on different physical disks (Exchange Server storage configuration options, Microsoft)
    pub struct DatabaseAndLogTogether = "MBX", 6, Warning, "database and log on the same disks", ["MBX-8.1"];
}

impl Check for DatabaseAndLogTogether {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for server in servers(cx) {
            let vm = server.vm;
            if server.mailbox.replication == MailboxReplication::Group
                && server.mailbox.usable_copies() > 1
            {
                continue;
            }
            for (use_, word) in [(DiskUse::Database, "database"), (DiskUse::Log, "log")] {
                if disks(vm, use_).next().is_none() {
                    let name = cx.name(server.id);
                    out.not_assessed(
                        server.id,
                        format!("a {word} disk of {name}"),
                        format!("No disk of {name} holds {word}s, so where they lie is not known"),
                    );
                    break;
                }
            }
            if let Some(on) = same_group(vm, DiskUse::Database, DiskUse::Log) {
                out.found(
                    server.id,
                    format!(
                        "Databases and logs of {} both lie on {}",
                        cx.name(server.id),
                        group_name(cx, on)
                    ),
                )
                .also(server.workload);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DatabaseAndLogTogether;
    use crate::change;
    use crate::check::mailbox::catalogue;
    use crate::check::testing::{judge_with, sample, with};
    use crate::plan::{Plan, Storage};

    fn run(plan: &Plan) -> Vec<crate::check::Finding> {
        judge_with(&DatabaseAndLogTogether, plan, &catalogue(), |_| {})
    }

    #[test]
    fn trips_on_one_group_and_not_on_two() {
        assert!(run(&sample()).is_empty());
        let plan = with(|p| {
            change!(p, vms, "mbx-1", vm => vm.disks[2].on = Storage::Local("data".into()));
        });
        assert_eq!(
            run(&plan)[0].message,
            "Databases and logs of mbx-1 both lie on data"
        );
    }

    #[test]
    fn without_a_log_disk_it_is_not_assessed() {
        let plan = with(|p| change!(p, vms, "mbx-1", vm => { vm.disks.pop(); }));
        let f = run(&plan);
        assert_eq!(f.len(), 1);
        assert!(!f[0].is_found());
    }
}
