//! Where the copies of mailbox databases stand, and what each server carries after the worst failure.
//!
//! Active databases lie on the VMs of `runs_on` by weight; passive and lagged copies are spread evenly over the servers
//! that can take them, at most one copy of a database on a server. After a failure the other servers of `runs_on` take
//! over in proportion, up to what they hold; what they cannot take goes to the servers that hold copies only.

use std::collections::BTreeMap;

use crate::ids::{HostId, SiteId, VmId};
use crate::plan::{Mailbox, MailboxReplication, Plan, Workload, WorkloadKind};

/// What a member of a VM holds of the databases of a workload, as shares of all.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct CopyShares {
    /// In use here in normal running.
    pub active: f64,
    /// In use here after the worst failure.
    pub worst: f64,
    /// With a copy here that is in use or can be.
    pub usable: f64,
    /// With a lagged copy here.
    pub lagged: f64,
    /// Databases of the workload, all servers.
    pub databases: f64,
}

impl CopyShares {
    /// A server that keeps no copies of others.
    pub(super) fn alone(active: f64) -> Self {
        Self {
            active,
            worst: active,
            usable: active,
            lagged: 0.0,
            databases: 0.0,
        }
    }
    /// All copies here.
    pub fn held(&self) -> f64 {
        self.usable + self.lagged
    }
}

/// Whether copies of the workload's databases stand on other VMs of the plan.
pub fn copied(workload: &Workload) -> bool {
    matches!(&workload.kind, WorkloadKind::Mailbox(m) if m.replication.elsewhere())
}

/// Members of a VM that stand together or fail one by one.
struct Unit<'a> {
    vm: usize,
    count: u32,
    /// The host whose failure takes them, unless they survive it.
    host: Option<&'a HostId>,
    site: Option<&'a SiteId>,
}

/// A VM of the set.
struct Server<'a> {
    id: &'a VmId,
    members: f64,
    /// Share of one member in use in normal running.
    active: f64,
    /// How much of the copies one member takes, against the others.
    weight: f64,
    lags: bool,
}

/// Units that one failure takes, with what they have in use.
struct Domain {
    /// Numbers of units.
    units: Vec<usize>,
    active: f64,
    /// That often; units without a host fail one by one.
    times: u32,
}

/// Longest list of domains that is sorted for each unit.
const MOST_DOMAINS: usize = 2_000;

/// Shares of one member of each VM, by VM. `active` gives the share of one member of those that run the workload.
pub(super) fn shares(
    plan: &Plan,
    workload: &Workload,
    mailbox: &Mailbox,
    active: &BTreeMap<&VmId, f64>,
) -> BTreeMap<VmId, CopyShares> {
    let servers = servers(plan, workload, mailbox, active);
    let sum: f64 = servers
        .iter()
        .filter(|s| s.active > 0.0 || active.contains_key(s.id))
        .map(|s| s.members)
        .sum();
    let databases = f64::from(mailbox.databases.max(1)) * sum;
    let mut out: Vec<CopyShares> = servers
        .iter()
        .map(|s| CopyShares {
            databases,
            ..CopyShares::alone(s.active)
        })
        .collect();
    if mailbox.replication == MailboxReplication::Group {
        let room: Vec<f64> = servers.iter().map(|s| 1.0 - s.active).collect();
        let takes = |s: &Server<'_>| s.weight;
        let passive = spread(&servers, &room, f64::from(mailbox.copies.passive), takes);
        for (o, p) in out.iter_mut().zip(&passive) {
            o.usable += p;
        }
        let room: Vec<f64> = out.iter().map(|o| 1.0 - o.usable).collect();
        let lags = servers.iter().any(|s| s.lags);
        let takes = |s: &Server<'_>| if s.lags || !lags { s.weight } else { 0.0 };
        let lagged = spread(&servers, &room, f64::from(mailbox.copies.lagged), takes);
        for (o, l) in out.iter_mut().zip(&lagged) {
            o.lagged = *l;
        }
        worst(plan, mailbox, &servers, &mut out);
    } else {
        stand_by(plan, mailbox, &servers, &mut out);
    }
    servers
        .iter()
        .zip(out)
        .map(|(s, o)| (s.id.clone(), o))
        .collect()
}

fn servers<'a>(
    plan: &Plan,
    workload: &'a Workload,
    mailbox: &'a Mailbox,
    active: &BTreeMap<&'a VmId, f64>,
) -> Vec<Server<'a>> {
    let lags = |id: &VmId| mailbox.copies.lagged_on.contains(id);
    let mut out: Vec<Server<'a>> = Vec::new();
    let mut add = |id: &'a VmId, share: Option<f64>| {
        let Some(vm) = plan.vms.get(id) else { return };
        if out.iter().any(|s| s.id == id) {
            return;
        }
        out.push(Server {
            id,
            members: f64::from(vm.count.max(1)),
            active: share.unwrap_or(0.0),
            weight: share.unwrap_or(0.0),
            lags: lags(id),
        });
    };
    for row in &workload.runs_on {
        add(&row.vm, Some(active.get(&row.vm).copied().unwrap_or(0.0)));
    }
    let runs = workload.runs_on.len();
    for id in workload.copies_on.iter().chain(&mailbox.copies.lagged_on) {
        add(id, None);
    }
    // A server that holds copies only takes as many as the mean of the others.
    let (sum, members) = out
        .iter()
        .take(runs)
        .filter(|s| s.weight > 0.0)
        .fold((0.0, 0.0), |(w, n), s| {
            (w + s.weight * s.members, n + s.members)
        });
    let mean = if members > 0.0 { sum / members } else { 1.0 };
    for server in &mut out {
        if server.weight == 0.0 {
            server.weight = mean;
        }
    }
    out
}

/// So many copies over the members by weight, none above its room.
fn spread(
    servers: &[Server<'_>],
    room: &[f64],
    copies: f64,
    takes: impl Fn(&Server<'_>) -> f64,
) -> Vec<f64> {
    let mut out = vec![0.0; servers.len()];
    let mut left = copies;
    let mut full = vec![false; servers.len()];
    // Each round fills at least one server or ends.
    for _ in 0..=servers.len() {
        let open = |n: usize| !full.get(n).copied().unwrap_or(true);
        let sum: f64 = servers
            .iter()
            .enumerate()
            .filter(|(n, _)| open(*n))
            .map(|(_, s)| takes(s) * s.members)
            .sum();
        if sum <= 0.0 || left <= 0.0 {
            break;
        }
        let each = left / sum;
        let over: Vec<usize> = servers
            .iter()
            .enumerate()
            .filter(|(n, s)| open(*n) && takes(s) * each >= room.get(*n).copied().unwrap_or(0.0))
            .map(|(n, _)| n)
            .collect();
        if over.is_empty() {
            for (n, s) in servers.iter().enumerate().filter(|(n, _)| open(*n)) {
                if let Some(o) = out.get_mut(n) {
                    *o = takes(s) * each;
                }
            }
            break;
        }
        for n in over {
            let most = room.get(n).copied().unwrap_or(0.0).max(0.0);
            if let (Some(o), Some(f), Some(s)) = (out.get_mut(n), full.get_mut(n), servers.get(n)) {
                *o = most;
                *f = true;
                left -= most * s.members;
            }
        }
    }
    out
}

fn units<'a>(plan: &'a Plan, servers: &[Server<'_>]) -> Vec<Unit<'a>> {
    let mut out = Vec::new();
    for (n, server) in servers.iter().enumerate() {
        let Some(vm) = plan.vms.get(server.id) else {
            continue;
        };
        let mut placed = 0u32;
        for row in &vm.placement {
            placed = placed.saturating_add(row.count);
            let alone = row.partner.as_ref().is_none_or(|p| *p == row.host) || !vm.level.paired();
            out.push(Unit {
                vm: n,
                count: row.count,
                host: alone.then_some(&row.host),
                site: plan.site_of(&row.host),
            });
        }
        let rest = vm.count.max(1).saturating_sub(placed);
        if rest > 0 {
            out.push(Unit {
                vm: n,
                count: rest,
                host: None,
                site: None,
            });
        }
    }
    out
}

/// The worst case of a group: servers lost at once, or a site.
fn worst(plan: &Plan, mailbox: &Mailbox, servers: &[Server<'_>], out: &mut [CopyShares]) {
    let units = units(plan, servers);
    let active = |u: &Unit<'_>| servers.get(u.vm).map_or(0.0, |s| s.active);
    // More servers lost than there are copies to lose take databases with them; the others cannot take those over.
    let failures = mailbox.copies.server_failures.min(mailbox.copies.passive);
    let mut domains: Vec<Domain> = Vec::new();
    let mut by_host: BTreeMap<&HostId, usize> = BTreeMap::new();
    for (n, u) in units.iter().enumerate() {
        let share = active(u);
        match u.host {
            Some(host) => {
                let at = *by_host.entry(host).or_insert_with(|| {
                    domains.push(Domain {
                        units: Vec::new(),
                        active: 0.0,
                        times: 1,
                    });
                    domains.len() - 1
                });
                if let Some(d) = domains.get_mut(at) {
                    d.units.push(n);
                    d.active += share * f64::from(u.count);
                }
            }
            None => domains.push(Domain {
                units: vec![n],
                active: share,
                times: u.count,
            }),
        }
    }
    domains.sort_by(|a, b| b.active.total_cmp(&a.active));
    domains.truncate(MOST_DOMAINS);
    for (n, unit) in units.iter().enumerate() {
        let Some(server) = servers.get(unit.vm) else {
            continue;
        };
        // The heaviest domains that are not this unit's own.
        let mut lost: Vec<f64> = vec![0.0; units.len()];
        let mut left = failures;
        for d in &domains {
            if left == 0 {
                break;
            }
            let own = d.units.contains(&n);
            let times = if own && d.times > 1 {
                d.times - 1
            } else if own {
                0
            } else {
                d.times
            };
            let taken = times.min(left);
            left -= taken;
            for m in &d.units {
                if let (Some(l), Some(u)) = (lost.get_mut(*m), units.get(*m)) {
                    let all = f64::from(u.count);
                    *l += if d.times > 1 {
                        f64::from(taken)
                    } else {
                        all * f64::from(taken)
                    };
                }
            }
        }
        let mut after = carried(servers, &units, out, &lost, unit.vm);
        if mailbox.copies.site_failure {
            let mut sites: Vec<&SiteId> = units.iter().filter_map(|u| u.site).collect();
            sites.sort();
            sites.dedup();
            for site in sites.into_iter().filter(|s| unit.site != Some(*s)) {
                let lost: Vec<f64> = units
                    .iter()
                    .map(|u| {
                        if u.site == Some(site) {
                            f64::from(u.count)
                        } else {
                            0.0
                        }
                    })
                    .collect();
                after = after.max(carried(servers, &units, out, &lost, unit.vm));
            }
        }
        let normal = server.active;
        if let Some(o) = out.get_mut(unit.vm) {
            o.worst = o.worst.max(after).max(normal);
        }
    }
}

/// What a member of server `at` carries while so many members of each unit are lost.
fn carried(
    servers: &[Server<'_>],
    units: &[Unit<'_>],
    shares: &[CopyShares],
    lost: &[f64],
    at: usize,
) -> f64 {
    let mut alive = vec![0.0; servers.len()];
    for (u, l) in units.iter().zip(lost) {
        if let Some(a) = alive.get_mut(u.vm) {
            *a += (f64::from(u.count) - l).max(0.0);
        }
    }
    let usable = |n: usize| shares.get(n).map_or(0.0, |s| s.usable);
    let rows = || servers.iter().zip(&alive).enumerate();
    let running: f64 = rows().map(|(_, (s, a))| s.active * a).sum();
    let part = |n: usize, s: &Server<'_>| {
        if running > 0.0 {
            (s.active / running).min(usable(n))
        } else {
            0.0
        }
    };
    let Some(server) = servers.get(at) else {
        return 0.0;
    };
    if server.active > 0.0 {
        return part(at, server);
    }
    let rest = (1.0 - rows().map(|(n, (s, a))| part(n, s) * a).sum::<f64>()).max(0.0);
    let takers: f64 = rows()
        .filter(|(n, (s, _))| s.active == 0.0 && usable(*n) > 0.0)
        .map(|(_, (s, a))| s.weight * a)
        .sum();
    if takers > 0.0 && usable(at) > 0.0 {
        (rest * server.weight / takers).min(usable(at))
    } else {
        0.0
    }
}

/// Copies of whole servers: each server of `copies_on` stands by for the servers of `runs_on` that fall to it in turn.
fn stand_by(plan: &Plan, mailbox: &Mailbox, servers: &[Server<'_>], out: &mut [CopyShares]) {
    let active: Vec<usize> = (0..servers.len())
        .filter(|n| servers.get(*n).is_some_and(|s| s.active > 0.0))
        .collect();
    let others: Vec<usize> = (0..servers.len())
        .filter(|n| servers.get(*n).is_some_and(|s| s.active == 0.0))
        .collect();
    if others.is_empty() {
        return;
    }
    let copies = (mailbox.usable_copies().saturating_sub(1) as usize).min(others.len());
    let failures = mailbox.copies.server_failures as usize;
    for (slot, at) in others.iter().enumerate() {
        let Some(target) = servers.get(*at) else {
            continue;
        };
        // Servers whose copies fall to this one.
        let mut taken: Vec<f64> = Vec::new();
        for (k, a) in active.iter().enumerate() {
            let here = (0..copies).any(|c| (k + c) % others.len() == slot);
            if let Some(s) = servers.get(*a).filter(|_| here) {
                let each = s.active * s.members / target.members;
                let members = if s.members <= target.members {
                    1.0
                } else {
                    s.members / target.members
                };
                for _ in 0..(members.ceil() as usize).clamp(1, 64) {
                    taken.push(each / members.ceil().clamp(1.0, 64.0));
                }
            }
        }
        taken.sort_by(|a, b| b.total_cmp(a));
        let held: f64 = taken.iter().sum();
        let site = mailbox.copies.site_failure && plan.vms.contains(target.id);
        let worst: f64 = if site {
            held
        } else {
            taken.iter().take(failures).sum()
        };
        if let Some(o) = out.get_mut(*at) {
            o.usable = held.min(1.0);
            o.worst = worst.min(o.usable);
        }
    }
}
