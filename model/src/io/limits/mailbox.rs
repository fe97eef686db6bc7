//! Bounds of mailbox workloads.

use super::{Look, MAX_COUNT, MAX_NAME, MAX_PEOPLE};
use crate::plan::Mailbox;

/// Longest stretch of days.
const MAX_DAYS: u32 = 36_600;

pub(super) fn mailbox(look: &mut Look<'_>, m: &Mailbox) {
    look.text("kind.version", &m.version, MAX_NAME);
    for (i, u) in m.users.iter().enumerate() {
        look.text(format!("kind.users[{i}].profile"), &u.profile, MAX_NAME);
        look.count(
            format!("kind.users[{i}].mailboxes"),
            u.mailboxes,
            MAX_PEOPLE,
        );
    }
    for (field, value, max) in [
        ("kind.retention_days", m.retention_days, MAX_DAYS),
        ("kind.databases", m.databases, MAX_COUNT),
        ("kind.storage_groups", m.storage_groups, MAX_COUNT),
        ("kind.log_days", m.log_days, MAX_DAYS),
        ("kind.copies.passive", m.copies.passive, MAX_COUNT),
        ("kind.copies.lagged", m.copies.lagged, MAX_COUNT),
        (
            "kind.copies.server_failures",
            m.copies.server_failures,
            MAX_COUNT,
        ),
        (
            "kind.server.service_pack",
            m.server.service_pack.unwrap_or(0),
            MAX_COUNT,
        ),
        (
            "kind.directory.cores",
            m.directory.cores.unwrap_or(0),
            MAX_COUNT,
        ),
    ] {
        look.count(field, value, max);
    }
    let days = f64::from(MAX_DAYS);
    for (field, value, max) in [
        ("kind.message_kb", m.message_kb, 1e9),
        (
            "kind.contents.white_space_days",
            m.contents.white_space_days,
            days,
        ),
        ("kind.clients.megacycles", m.clients.megacycles, 1e9),
        (
            "kind.transport.safety_net_days",
            m.transport.safety_net_days,
            days,
        ),
        ("kind.transport.queue_days", m.transport.queue_days, days),
    ] {
        look.optional(field, value, max);
    }
    for (field, share) in [
        ("kind.contents.index", m.contents.index),
        ("kind.contents.moved", m.contents.moved),
        ("kind.clients.concurrency", m.clients.concurrency),
        ("kind.clients.peak_hour", m.clients.peak_hour),
        ("kind.transport.queued", m.transport.queued),
    ] {
        if let Some(share) = share {
            look.share(field, share, 0.0);
        }
    }
}
