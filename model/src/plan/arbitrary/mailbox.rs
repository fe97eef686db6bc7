//! Random mailbox workloads.

use super::Dice;
use crate::ids::{LinkId, VmId};
use crate::plan::*;
use crate::units::*;

fn secs(d: &mut Dice) -> Secs {
    Secs::new(d.amount() * 100.0)
}

pub(super) fn mailbox(d: &mut Dice, vms: &[VmId], links: &[LinkId]) -> Mailbox {
    let versions = [
        "exchange-2003",
        "exchange-2007",
        "exchange-2010",
        "exchange-2013",
        "exchange-2016",
        "exchange-2019",
        "exchange-9",
    ];
    Mailbox {
        version: d.choose(&versions, "exchange-2007").to_owned(),
        edition: d.choose(&[MailboxEdition::Standard], MailboxEdition::Enterprise),
        users: d.many(2, |d| UserClass {
            profile: d
                .choose(&["light", "heavy", "100", "137.5", "9000"], "none")
                .to_owned(),
            mailboxes: d.below(5_000),
        }),
        quota: d.mib(),
        retention_days: d.below(30),
        message_kb: d.some(Dice::amount),
        databases: d.below(50),
        storage_groups: d.below(50),
        replication: d.choose(&MailboxReplication::ALL, MailboxReplication::Cluster),
        copies: MailboxCopies {
            passive: d.below(5),
            lagged: d.below(3),
            lagged_on: d.pick(vms).into_iter().collect(),
            replay_lag: d.some(secs),
            server_failures: d.below(4),
            site_failure: d.yes(),
            link: d.some(|d| d.pick(links)).flatten(),
            round_trip: d.some(|d| Ms::new(d.amount())),
        },
        multi_role: d.yes(),
        log_days: d.below(14),
        contents: MailboxContents {
            single_item_recovery: d.yes(),
            calendar_logging: d.yes(),
            archive: d.mib(),
            white_space_days: d.some(Dice::amount),
            growth: d.some(Dice::share),
            index: d.some(Dice::share),
            moved: d.some(Dice::share),
        },
        clients: MailboxClients {
            concurrency: d.some(Dice::share),
            online: d.yes(),
            mapi_http: d.yes(),
            megacycles: d.some(Dice::amount),
            peak_hour: d.some(Dice::share),
        },
        server: MailboxServer {
            service_pack: d.some(|d| d.below(4)),
            unified_messaging: d.yes(),
            antivirus: d.yes(),
            page_file: d.some(Dice::mib),
            snapshots: d.yes(),
            saved_state: d.yes(),
        },
        directory: MailboxDirectory {
            cores: d.some(|d| d.below(64)),
            architecture: d.choose(&[DirectoryArchitecture::X86], DirectoryArchitecture::X64),
        },
        backup: MailboxBackup {
            rate: d.some(|d| MbPerS::new(d.amount())),
            window: d.some(secs),
            restore: d.some(secs),
        },
        transport: MailboxTransport {
            safety_net_days: d.some(Dice::amount),
            queue_days: d.some(Dice::amount),
            queued: d.some(Dice::share),
        },
    }
}
