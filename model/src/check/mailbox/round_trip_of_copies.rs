//! Members of a group too far apart.

use std::collections::BTreeSet;

use super::super::shared::{cite, exceeds};
use super::{Work, works};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::facts::path_between;
use crate::ids::{HostId, LinkId};
use crate::plan::{LinkRole, MailboxReplication};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// Servers that keep copies of each other's databases, with a longer round trip between two of them than the version
    /// allows: 250 ms for Exchange 2010, 500 ms from 2013 on and for the cluster of 2007.
    /// ## Why it matters
    /// The vendor does not support it: heartbeats are lost, databases move for no reason, logs pile up.
    /// ## What to do
    /// Choose a shorter way, or keep the members within the distance.
    /// ## Limits
    /// Hosts of one site without a link between them are taken as near. Of several links the shortest way counts, unless the
    /// workload names its link or the round trip was measured.
    /// ## References
    /// - 26 things about Exchange 2010 DAG, 2010: 250 ms
    /// - Plan for high availability and site resilience, Microsoft: 500 ms
    pub struct RoundTripOfCopies = "MBX", 16, Error, "members of a group too far apart", ["MBX-11.7"];
}

/// The shortest known round trip between two hosts over links that can carry logs.
fn round_trip(cx: &CheckCx<'_>, link: Option<&LinkId>, a: &HostId, b: &HostId) -> Option<f64> {
    let over = |id: &LinkId| path_between(cx.cx, id, a, b)?.rtt_ms;
    match link {
        Some(id) => over(id),
        None => {
            let links = cx.plan().links.iter();
            let links = links.filter(|(_, l)| l.role != LinkRole::Storage);
            let known = links.filter_map(|(id, _)| over(id)).reduce(f64::min);
            let near =
                cx.plan().site_of(a).is_some() && cx.plan().site_of(a) == cx.plan().site_of(b);
            known.or(near.then_some(0.0))
        }
    }
}

/// Hosts of all members.
fn hosts<'a>(cx: &CheckCx<'a>, work: &Work<'a>) -> Vec<&'a HostId> {
    let vms = work.vms(cx.cx.plan).into_iter();
    let hosts = vms.flat_map(|(_, vm)| vm.placement.iter().map(|row| &row.host));
    hosts.collect::<BTreeSet<_>>().into_iter().collect()
}

impl Check for RoundTripOfCopies {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for work in works(cx) {
            let copies = &work.mailbox.copies;
            let bound = matches!(
                work.mailbox.replication,
                MailboxReplication::Group | MailboxReplication::Cluster
            );
            let Some((most, row)) = work.constant(cx, "rtt_limit_ms", "").filter(|_| bound) else {
                continue;
            };
            let hosts = hosts(cx, &work);
            if hosts.len() < 2 {
                continue;
            }
            let mut worst: Option<(f64, &HostId, &HostId)> = None;
            let mut unknown: Option<(&HostId, &HostId)> = None;
            let measured = copies.round_trip.map(|ms| ms.get());
            for (i, &a) in hosts.iter().enumerate() {
                for &b in hosts.iter().skip(i + 1) {
                    match measured.or_else(|| round_trip(cx, copies.link.as_ref(), a, b)) {
                        Some(rtt) if worst.is_none_or(|(w, ..)| rtt > w) => {
                            worst = Some((rtt, a, b))
                        }
                        Some(_) => {}
                        None => unknown = unknown.or(Some((a, b))),
                    }
                }
            }
            if let Some((rtt, a, b)) = worst.filter(|(rtt, ..)| exceeds(*rtt, most)) {
                let finding = out.found(
                    work.id,
                    format!(
                        "Between {} and {}, which hold copies of {}, the round trip is {} ms; {} allows {} ms",
                        cx.name(a),
                        cx.name(b),
                        cx.name(work.id),
                        pretty(rtt),
                        work.version.name,
                        pretty(most)
                    ),
                );
                finding.also(a).also(b).placement();
                cite(finding, row);
            } else if let Some((a, b)) = unknown {
                out.not_assessed(
                    work.id,
                    format!("the round trip between {} and {}", cx.name(a), cx.name(b)),
                    format!(
                        "The round trip between {} and {}, which hold copies of {}, is not known",
                        cx.name(a),
                        cx.name(b),
                        cx.name(work.id)
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RoundTripOfCopies;
    use crate::change;
    use crate::check::mailbox::group;
    use crate::check::testing::judge;
    use crate::plan::WorkloadKind;
    use crate::units::Ms;

    #[test]
    fn each_version_has_its_own_limit() {
        let at = |version, ms| {
            let plan = group(version, |p| {
                change!(p, workloads, "mail", w => {
                    if let WorkloadKind::Mailbox(m) = &mut w.kind {
                        m.copies.round_trip = Some(Ms::new(ms));
                    }
                });
            });
            judge(&RoundTripOfCopies, &plan, |_| {})
        };
        assert!(at("exchange-2010", 250.0).is_empty());
        assert_eq!(at("exchange-2010", 251.0).len(), 1);
        assert!(at("exchange-2013", 500.0).is_empty());
        assert!(
            at("exchange-2019", 501.0)[0]
                .message
                .contains("allows 500 ms")
        );
    }

    #[test]
    fn one_site_is_near_and_another_must_be_known() {
        assert!(judge(&RoundTripOfCopies, &group("exchange-2010", |_| {}), |_| {}).is_empty());
        let apart = group("exchange-2010", |p| {
            let site = crate::ids::SiteId::new("far").unwrap();
            p.sites
                .put(site.clone(), (**p.sites.get("main").unwrap()).clone());
            change!(p, hosts, "host-b", h => h.site = site.clone());
            let links: Vec<_> = p.links.keys().cloned().collect();
            for id in links {
                p.links.remove(&id);
            }
        });
        let f = judge(&RoundTripOfCopies, &apart, |_| {});
        assert!(!f[0].is_found());
    }
}
