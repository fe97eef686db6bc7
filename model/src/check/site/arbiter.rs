//! Pools with pairs across sites and the witnesses that arbitrate them.

use std::collections::BTreeSet;

use crate::check::{CheckCx, ask};
use crate::edit::{Edit, add};
use crate::ids::{EntityId, HostId, PoolId, SiteId, VmId, WitnessId};
use crate::plan::{End, LinkRole, Plan, SiteKind};
use crate::units::Mbps;

/// Line rate of a new link to a witness: at least 10 Mbit/s (Stratus, help on quorum servers; recalled).
const WITNESS_LINK_MBPS: f64 = 10.0;

/// A pool with pairs across sites.
pub(super) struct SplitPool<'a> {
    pub id: &'a PoolId,
    hosts: BTreeSet<(&'a HostId, &'a HostId)>,
    /// Sites of those pairs.
    pub sites: BTreeSet<&'a SiteId>,
    /// Witnesses that arbitrate the pool.
    pub witnesses: Vec<&'a WitnessId>,
}

impl<'a> SplitPool<'a> {
    /// VMs of the pairs across sites.
    pub fn vms(&self, plan: &'a Plan) -> BTreeSet<&'a VmId> {
        ask::pairs_by_hosts(plan)
            .into_iter()
            .filter(|(hosts, _)| self.hosts.contains(hosts))
            .flat_map(|(_, vms)| vms)
            .collect()
    }
}

pub(super) fn split_pools(plan: &Plan) -> Vec<SplitPool<'_>> {
    ask::split_pools(plan)
        .into_iter()
        .map(|(id, hosts)| SplitPool {
            id,
            sites: ask::sites_of(plan, &hosts),
            hosts,
            witnesses: plan
                .witnesses
                .iter()
                .filter(|(_, w)| w.pools.is_empty() || w.pools.contains(id))
                .map(|(id, _)| id)
                .collect(),
        })
        .collect()
}

/// A site apart from these: a witness site first, then one without hosts, then any other.
pub(super) fn third_site<'a>(plan: &'a Plan, not: &BTreeSet<&SiteId>) -> Option<&'a SiteId> {
    let with_hosts: BTreeSet<&SiteId> = plan.hosts.values().map(|h| &h.site).collect();
    plan.sites
        .iter()
        .filter(|(id, _)| !not.contains(id))
        .min_by_key(|(id, site)| (site.kind != SiteKind::Witness, with_hosts.contains(id), *id))
        .map(|(id, _)| id)
}

/// A new witness for the pool in a site without one, and a link to it from each data site.
pub(super) fn add_witness(cx: &CheckCx<'_>, pool: &SplitPool<'_>, label: &str) -> Option<Edit> {
    let plan = cx.plan();
    let mut taken = pool.sites.clone();
    for witness in pool.witnesses.iter().filter_map(|w| plan.witnesses.get(*w)) {
        taken.insert(&witness.site);
    }
    let (id, first) = add::witness(plan, third_site(plan, &taken), None);
    let EntityId::Witness(witness) = id else {
        return None;
    };
    let now = first.apply(plan).ok()?;
    let ways = draw_ways(&now, &pool.sites, &witness, label)?;
    Some(Edit::many(label, [first, ways]))
}

/// A link from each site straight to a witness.
pub(super) fn draw_ways(
    plan: &Plan,
    sites: &BTreeSet<&SiteId>,
    witness: &WitnessId,
    label: &str,
) -> Option<Edit> {
    let mut now = plan.clone();
    let mut edits = Vec::new();
    for site in sites {
        let edit = own_way(&now, site, witness);
        now = edit.apply(&now).ok()?;
        edits.push(edit);
    }
    Some(Edit::many(label, edits))
}

/// A link from a site straight to a witness.
pub(super) fn own_way(plan: &Plan, site: &SiteId, witness: &WitnessId) -> Edit {
    let (_, edit) = add::link(
        plan,
        LinkRole::Witness,
        Mbps::new(WITNESS_LINK_MBPS),
        End::Site(site.clone()),
        End::Witness(witness.clone()),
    );
    edit
}

/// Whether some link that votes may take ends at the witness or at its site.
pub(super) fn drawn(plan: &Plan, id: &WitnessId) -> bool {
    let home = plan.witnesses.get(id).map(|w| &w.site);
    plan.links.values().any(|link| {
        matches!(
            link.role,
            LinkRole::Witness | LinkRole::Business | LinkRole::Management
        ) && link
            .segments
            .iter()
            .flat_map(|s| [&s.a, &s.b])
            .any(|end| match end {
                End::Witness(w) => w == id,
                End::Site(s) => home == Some(s),
                _ => false,
            })
    })
}
