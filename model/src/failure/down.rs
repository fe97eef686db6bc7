//! What is out of order when parts have failed.

use std::collections::{BTreeMap, BTreeSet};

use super::part::{Owner, Part};
use crate::ids::{ArrayId, EntityId, FeedId, HostId, LinkId};
use crate::plan::{End, Plan, RaidGroup, RaidLevel, Segment};

/// Everything that is out of order, consequences included.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Down {
    things: BTreeSet<EntityId>,
    adapters: BTreeSet<(HostId, String)>,
    controllers: BTreeSet<(ArrayId, u32)>,
    segments: BTreeSet<(LinkId, usize)>,
    ducts: BTreeSet<String>,
    groups: BTreeSet<(Owner, String)>,
    /// Hosts that reach none of their own disks.
    no_disks: BTreeSet<HostId>,
}

/// Legs that a RAID group stripes over: how many, of how many disks, and how many of those each may lose. Disks stand in
/// their legs in the order of their numbers; the last leg may be short of some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Legs {
    pub count: u32,
    pub size: u32,
    pub may_lose: u32,
}

/// The legs of a group.
pub fn legs(group: &RaidGroup) -> Legs {
    let n = group.disks.max(1);
    let whole = |may_lose| Legs {
        count: 1,
        size: n,
        may_lose,
    };
    let spanned = |may_lose| {
        let count = group.spans().clamp(1, n);
        Legs {
            count,
            size: n.div_ceil(count),
            may_lose,
        }
    };
    match group.level {
        RaidLevel::Jbod | RaidLevel::Raid0 => whole(0),
        RaidLevel::Raid1 => whole(n - 1),
        RaidLevel::Raid5 => whole(1),
        RaidLevel::Raid6 | RaidLevel::RaidDp => whole(2),
        // Disks 1 and 2 are a pair, 3 and 4, and so on.
        RaidLevel::Raid10 => Legs {
            count: n.div_ceil(2),
            size: 2,
            may_lose: 1,
        },
        RaidLevel::Raid50 => spanned(1),
        RaidLevel::Raid60 => spanned(2),
    }
}

/// Whether a RAID group still has its data when these disks have failed (numbers from 1).
pub fn tolerated(group: &RaidGroup, failed: &BTreeSet<u32>) -> bool {
    let legs = legs(group);
    let mut lost: BTreeMap<u32, u32> = BTreeMap::new();
    for disk in failed.iter().filter(|d| (1..=group.disks).contains(*d)) {
        *lost.entry((disk - 1) / legs.size).or_default() += 1;
    }
    lost.into_iter().all(|(leg, n)| {
        // A last leg with fewer disks than it may lose has nothing left when all of them are gone.
        let size = legs.size.min(group.disks.saturating_sub(leg * legs.size));
        n <= legs.may_lose && (legs.may_lose == 0 || n < size)
    })
}

impl Down {
    /// Nothing has failed.
    pub fn none() -> Self {
        Self::default()
    }

    /// What is out of order when these parts have failed.
    pub fn of<'p>(plan: &Plan, failed: impl IntoIterator<Item = &'p Part>) -> Self {
        let mut down = Self::default();
        let mut supplies: BTreeMap<&HostId, BTreeSet<u32>> = BTreeMap::new();
        let mut disk_controllers: BTreeMap<&HostId, BTreeSet<u32>> = BTreeMap::new();
        let mut disks: BTreeMap<(&Owner, &str), BTreeSet<u32>> = BTreeMap::new();
        for part in failed {
            match part {
                Part::Thing(id) => {
                    down.things.insert(id.clone());
                }
                Part::Disk { of, group, disk } => {
                    disks.entry((of, group)).or_default().insert(*disk);
                }
                Part::Adapter { host, adapter } => {
                    down.adapters.insert((host.clone(), adapter.clone()));
                }
                Part::PowerSupply { host, supply } => {
                    supplies.entry(host).or_default().insert(*supply);
                }
                Part::Fan { host } => {
                    let redundant = plan.hosts.get(host).and_then(|h| h.redundant_fans);
                    if redundant == Some(false) {
                        down.things.insert(host.into());
                    }
                }
                Part::DiskController { host, controller } => {
                    disk_controllers
                        .entry(host)
                        .or_default()
                        .insert(*controller);
                }
                Part::ArrayController { array, controller } => {
                    down.controllers.insert((array.clone(), *controller));
                }
                Part::Path { link, segment } => {
                    down.segments
                        .insert((link.clone(), (*segment as usize).saturating_sub(1)));
                }
                Part::Duct(name) => {
                    down.ducts.insert(name.clone());
                }
            }
        }
        for ((owner, name), failed) in disks {
            let raid = match owner {
                Owner::Host(id) => plan.hosts.get(id).map(|h| &h.raid),
                Owner::Array(id) => plan.arrays.get(id).map(|a| &a.raid),
            };
            let group = raid.and_then(|r| r.iter().find(|g| g.name == name));
            if group.is_some_and(|g| !tolerated(g, &failed)) {
                down.groups.insert((owner.clone(), name.to_owned()));
            }
        }
        for (host, failed) in disk_controllers {
            let all = plan.hosts.get(host).and_then(|h| h.controllers);
            if all.is_some_and(|n| failed.iter().filter(|c| **c <= n).count() as u32 >= n) {
                down.no_disks.insert(host.clone());
            }
        }
        down.spread(plan, &supplies);
        down
    }

    /// Carries the loss of sites and feeds to what stands in them and hangs on them.
    fn spread(&mut self, plan: &Plan, supplies: &BTreeMap<&HostId, BTreeSet<u32>>) {
        let has = |things: &BTreeSet<EntityId>, id: EntityId| things.contains(&id);
        let sites = self.things.iter().any(|t| matches!(t, EntityId::Site(_)));
        if sites {
            let gone = |site: Option<&crate::ids::SiteId>| {
                site.is_some_and(|s| has(&self.things, s.into()))
            };
            let mut more: Vec<EntityId> = Vec::new();
            let feeds = plan.feeds.iter().filter(|(_, f)| gone(f.site.as_ref()));
            more.extend(feeds.map(|(id, _)| id.into()));
            let hosts = plan.hosts.iter().filter(|(_, h)| gone(Some(&h.site)));
            more.extend(hosts.map(|(id, _)| id.into()));
            let arrays = plan.arrays.iter().filter(|(_, a)| gone(Some(&a.site)));
            more.extend(arrays.map(|(id, _)| id.into()));
            let witnesses = plan.witnesses.iter().filter(|(_, w)| gone(Some(&w.site)));
            more.extend(witnesses.map(|(id, _)| id.into()));
            let switches = plan.switches.iter().filter(|(_, s)| gone(s.site.as_ref()));
            more.extend(switches.map(|(id, _)| id.into()));
            self.things.extend(more);
        }
        let feeds = self.things.iter().any(|t| matches!(t, EntityId::Feed(_)));
        let dark = |things: &BTreeSet<EntityId>, feeds: &[FeedId]| {
            !feeds.is_empty() && feeds.iter().all(|f| has(things, f.into()))
        };
        let mut more: Vec<EntityId> = Vec::new();
        if feeds {
            let switches = plan
                .switches
                .iter()
                .filter(|(_, s)| dark(&self.things, &s.feeds));
            more.extend(switches.map(|(id, _)| id.into()));
            let arrays = plan
                .arrays
                .iter()
                .filter(|(_, a)| dark(&self.things, &a.feeds));
            more.extend(arrays.map(|(id, _)| id.into()));
            let witnesses = plan
                .witnesses
                .iter()
                .filter(|(_, w)| w.feed.as_ref().is_some_and(|f| has(&self.things, f.into())));
            more.extend(witnesses.map(|(id, _)| id.into()));
        }
        if feeds || !supplies.is_empty() {
            let none = BTreeSet::new();
            let hosts = plan.hosts.iter().filter(|(id, host)| {
                let failed = supplies.get(id).unwrap_or(&none);
                !host.power_supplies.is_empty()
                    && host.power_supplies.iter().enumerate().all(|(i, supply)| {
                        failed.contains(&(i as u32 + 1))
                            || supply
                                .feed
                                .as_ref()
                                .is_some_and(|f| has(&self.things, f.into()))
                    })
            });
            more.extend(hosts.map(|(id, _)| EntityId::from(id)));
        }
        self.things.extend(more);
    }

    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a thing of the plan is out of order.
    pub fn has<'i>(&self, id: impl Into<&'i EntityId>) -> bool {
        self.things.contains(id.into())
    }

    pub fn host(&self, id: &HostId) -> bool {
        self.things.contains(&EntityId::from(id))
    }

    /// Whether a RAID group of a host or array has lost its data, or cannot be reached from its own host.
    pub fn group(&self, owner: &Owner, name: &str) -> bool {
        let unreachable = matches!(owner, Owner::Host(h) if self.no_disks.contains(h));
        // Cheap when nothing of disks has failed, which is the rule.
        unreachable
            || (!self.groups.is_empty() && self.groups.contains(&(owner.clone(), name.to_owned())))
    }

    /// Whether the disks of a RAID group themselves have failed beyond what it tolerates.
    pub fn lost(&self, owner: &Owner, name: &str) -> bool {
        !self.groups.is_empty() && self.groups.contains(&(owner.clone(), name.to_owned()))
    }

    /// Whether one end of a segment is out of order.
    pub fn end(&self, end: &End) -> bool {
        match end {
            End::Host(host) => self.host(host),
            End::Port { host, adapter, .. } => {
                self.host(host)
                    || (!self.adapters.is_empty()
                        && self.adapters.contains(&(host.clone(), adapter.clone())))
            }
            End::Switch(id) => self.things.contains(&id.into()),
            End::Array { array, controller } => {
                self.things.contains(&array.into())
                    || self.controllers.contains(&(array.clone(), *controller))
            }
            End::Site(id) => self.things.contains(&id.into()),
            End::Witness(id) => self.things.contains(&id.into()),
        }
    }

    /// Whether a segment (counted from 0) carries nothing.
    pub fn segment(&self, link: &LinkId, index: usize, segment: &Segment) -> bool {
        (!self.segments.is_empty() && self.segments.contains(&(link.clone(), index)))
            || (!segment.duct.is_empty() && self.ducts.contains(&segment.duct))
            || self.end(&segment.a)
            || self.end(&segment.b)
    }

    /// Things of the plan that are out of order, consequences included.
    pub fn things(&self) -> impl Iterator<Item = &EntityId> {
        self.things.iter()
    }
}
