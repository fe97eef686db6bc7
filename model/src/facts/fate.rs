//! What a failure does to the members of one placement row: who can still serve them, and who decides.
//!
//! One rule for facts and studies. What a row depends on (ways to its partner, its arrays, its users, its witnesses) is
//! looked up once in normal running; in a case a way is searched again only when a piece of it is out of order.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Cx;
use super::link::{self, Way};
use super::protection::mirrors;
use super::seats::VmStatic;
use crate::failure::{Down, Owner};
use crate::ids::{ArrayId, HostId, LinkId, SiteId, WitnessId};
use crate::plan::{Level, LinkRole, Placement, Plan, Storage};

/// What happens to a row, before restarts in the pool are placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Goes on; on the partner's side when `there`.
    Runs {
        there: bool,
        simplex: bool,
    },
    /// Starts again on the other host of the pair.
    Restarts {
        there: bool,
    },
    /// Waits for a host of the pool.
    Waits,
    Stops(&'static str),
    /// Both halves run, and neither knows of the other.
    Both,
}

/// Ways of two hosts to each other.
#[derive(Debug, Default)]
pub(super) struct PairWays {
    /// Over each availability link.
    pub mirror: Vec<Way>,
    /// Over any network that carries a heartbeat.
    pub seen: Option<Way>,
}

/// Ways remembered while rows are made.
#[derive(Default)]
pub(super) struct Ways {
    pairs: BTreeMap<(HostId, HostId), Arc<PairWays>>,
    users: BTreeMap<HostId, Arc<Vec<Way>>>,
    arrays: BTreeMap<(HostId, ArrayId), Arc<Vec<Way>>>,
    votes: BTreeMap<(SiteId, WitnessId), Arc<Option<Way>>>,
}

/// One side of a row: a host, and its ways.
#[derive(Debug)]
pub(super) struct Side {
    pub host: HostId,
    pub users: Arc<Vec<Way>>,
    pub arrays: Vec<(ArrayId, Arc<Vec<Way>>)>,
    site: Option<SiteId>,
    /// By witness that arbitrates here.
    pub votes: Vec<(WitnessId, Arc<Option<Way>>)>,
}

/// A placement row with all that its fate depends on.
#[derive(Debug)]
pub(super) struct Row {
    pub level: Level,
    pub here: Side,
    /// The partner; none for a row that stands alone.
    pub there: Option<Side>,
    pub pair: Option<Arc<PairWays>>,
    /// RAID groups of its own hosts, and groups of arrays, that hold its disks.
    pub local: Vec<String>,
    pub shared: Vec<(ArrayId, String)>,
    /// Disks are mirrored to the partner.
    pub mirrored: bool,
    /// Platform: both halves may run without an arbiter.
    arbiter_needed: bool,
    pub stops_without_vote: bool,
}

/// A witness arbitrates a host's pool.
fn arbitrates(plan: &Plan, witness: &crate::plan::Witness, host: &HostId) -> bool {
    witness.pools.is_empty()
        || plan
            .hosts
            .get(host)
            .and_then(|h| h.pool.as_ref())
            .is_some_and(|p| witness.pools.contains(p))
}

impl Ways {
    fn pair(&mut self, plan: &Plan, a: &HostId, b: &HostId) -> Arc<PairWays> {
        let key = super::joint::key(a, b);
        if let Some(known) = self.pairs.get(&key) {
            return Arc::clone(known);
        }
        let none = Down::none();
        let mirror = plan
            .links
            .iter()
            .filter(|(_, l)| l.role == LinkRole::Availability)
            .filter_map(|(id, _)| link::way_between(plan, id, &key.0, &key.1, &none))
            .collect();
        let ways = Arc::new(PairWays {
            mirror,
            seen: link::way_seen(plan, &key.0, &key.1, &none),
        });
        self.pairs.insert(key, Arc::clone(&ways));
        ways
    }

    /// Ways of a host to an array.
    pub fn array_ways(&mut self, plan: &Plan, host: &HostId, array: &ArrayId) -> Arc<Vec<Way>> {
        let ways = self
            .arrays
            .entry((host.clone(), array.clone()))
            .or_insert_with(|| Arc::new(link::ways_to_array(plan, host, array, &Down::none())));
        Arc::clone(ways)
    }

    pub fn side(&mut self, plan: &Plan, host: &HostId, stat: &VmStatic) -> Side {
        let users = self
            .users
            .entry(host.clone())
            .or_insert_with(|| Arc::new(link::ways_to_users(plan, host)));
        let users = Arc::clone(users);
        let mut arrays: Vec<(ArrayId, Arc<Vec<Way>>)> = Vec::new();
        for disk in &stat.vm.disks {
            if let Storage::Shared { array, .. } = &disk.on
                && !arrays.iter().any(|(a, _)| a == array)
            {
                arrays.push((array.clone(), self.array_ways(plan, host, array)));
            }
        }
        let site = plan.site_of(host).cloned();
        let votes = plan
            .witnesses
            .iter()
            .filter(|(_, w)| arbitrates(plan, w, host))
            .filter_map(|(id, _)| {
                let site = site.as_ref()?;
                let way = self
                    .votes
                    .entry((site.clone(), id.clone()))
                    .or_insert_with(|| Arc::new(link::way_to_vote(plan, site, id, &Down::none())));
                Some((id.clone(), Arc::clone(way)))
            })
            .collect();
        Side {
            host: host.clone(),
            users,
            arrays,
            site,
            votes,
        }
    }

    /// Everything that the fate of a placement row depends on.
    pub fn row(&mut self, cx: &Cx<'_>, stat: &VmStatic, row: &Placement) -> Row {
        let plan = cx.plan;
        let vm = &stat.vm;
        let partner = row
            .partner
            .as_ref()
            .filter(|p| vm.level.paired() && **p != row.host && plan.hosts.contains(*p));
        let mut local: Vec<String> = Vec::new();
        let mut shared: Vec<(ArrayId, String)> = Vec::new();
        for disk in &vm.disks {
            match &disk.on {
                Storage::Local(group) if !local.contains(group) => local.push(group.clone()),
                Storage::Shared { array, group } => {
                    let place = (array.clone(), group.clone());
                    if !shared.contains(&place) {
                        shared.push(place);
                    }
                }
                Storage::Local(_) => {}
            }
        }
        let split = partner.is_some_and(|p| plan.is_split(&row.host, p));
        Row {
            level: vm.level,
            here: self.side(plan, &row.host, stat),
            there: partner.map(|p| self.side(plan, p, stat)),
            pair: partner.map(|p| self.pair(plan, &row.host, p)),
            local,
            shared,
            mirrored: partner.is_some() && mirrors(cx, vm.level),
            arbiter_needed: split && cx.profile.quorum.witness_for_split,
            stops_without_vote: cx.profile.quorum.stops_without_vote,
        }
    }
}

/// A way of normal running still carries.
pub(super) fn intact(plan: &Plan, way: &Way, down: &Down) -> bool {
    way.iter().all(|(id, i)| {
        plan.links.get(id).is_some_and(|link| {
            link.segments
                .get(*i)
                .is_some_and(|segment| !down.has(&id.into()) && !down.segment(id, *i, segment))
        })
    })
}

/// What a side of a pair has of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Has {
    up: bool,
    /// Its own copy of the disks.
    disks: bool,
    users: bool,
    /// The arrays that its disks lie on.
    arrays: bool,
}

impl Has {
    fn all(self) -> bool {
        self.up && self.disks && self.users && self.arrays
    }
    /// Serves with the help of a partner whose link carries: a path or disk that one side has lost goes over the other.
    fn with(self, partner: Has) -> bool {
        self.up
            && (self.disks || (partner.up && partner.disks))
            && (self.users || (partner.up && partner.users))
            && (self.arrays || (partner.up && partner.arrays))
    }
    fn lacks(self) -> &'static str {
        if !self.up {
            "its host failed"
        } else if !self.disks {
            "its disks are lost"
        } else if !self.arrays {
            "its array is not reached, and nobody watches that at this level"
        } else {
            "no way to its users is left, and nobody watches that at this level"
        }
    }
}

impl Row {
    /// Availability links of the pair that still carry; none for a row that stands alone.
    pub fn links_up<'r>(&'r self, plan: &Plan, down: &Down) -> Option<Vec<&'r LinkId>> {
        let pair = self.pair.as_ref()?;
        Some(
            pair.mirror
                .iter()
                .filter(|way| intact(plan, way, down))
                .filter_map(|way| way.first().map(|(id, _)| id))
                .collect(),
        )
    }

    fn has(&self, plan: &Plan, side: &Side, down: &Down) -> Has {
        let owner = |h: &HostId| Owner::Host(h.clone());
        let disks = self.local.is_empty() || {
            let owner = owner(&side.host);
            !self.local.iter().any(|g| down.group(&owner, g))
        };
        // A host of which no business link is planned is not judged by it.
        let users = side.users.is_empty() || side.users.iter().any(|w| intact(plan, w, down));
        let arrays = side.arrays.iter().all(|(array, ways)| {
            !down.has(&array.into())
                && (ways.is_empty()
                    || ways.iter().any(|w| intact(plan, w, down))
                    || !link::ways_to_array(plan, &side.host, array, down).is_empty())
        });
        let groups = !self
            .shared
            .iter()
            .any(|(array, group)| down.group(&Owner::Array(array.clone()), group));
        Has {
            up: !down.host(&side.host),
            disks,
            users,
            arrays: arrays && groups,
        }
    }

    /// The availability links still join both hosts; rows whose links nobody planned are taken as joined.
    fn mirror_link(&self, plan: &Plan, other: &Side, down: &Down) -> bool {
        let Some(pair) = &self.pair else { return false };
        if pair.mirror.is_empty() {
            return true;
        }
        pair.mirror.iter().any(|way| {
            intact(plan, way, down)
                || way.first().is_some_and(|(id, _)| {
                    link::way_between(plan, id, &self.here.host, &other.host, down).is_some()
                })
        })
    }

    /// Both hosts see each other over some network.
    fn seen(&self, plan: &Plan, other: &Side, down: &Down) -> bool {
        self.pair
            .as_ref()
            .and_then(|p| p.seen.as_ref())
            .is_some_and(|way| {
                intact(plan, way, down)
                    || link::way_seen(plan, &self.here.host, &other.host, down).is_some()
            })
    }

    /// Whether a side gets a vote; none when nobody arbitrates it.
    fn vote(&self, plan: &Plan, side: &Side, down: &Down) -> Option<bool> {
        if side.votes.is_empty() {
            return None;
        }
        Some(side.votes.iter().any(|(witness, way)| {
            if down.has(&witness.into()) {
                return false;
            }
            match way.as_ref() {
                // Nobody planned a way to the witness: another finding says so.
                None => true,
                Some(way) => {
                    intact(plan, way, down)
                        || side.site.as_ref().is_some_and(|site| {
                            link::way_to_vote(plan, site, witness, down).is_some()
                        })
                }
            }
        }))
    }

    /// What happens to the row.
    pub fn fate(&self, plan: &Plan, down: &Down) -> Fate {
        let here = self.has(plan, &self.here, down);
        let Some(other) = &self.there else {
            return match (here.up, self.level) {
                (true, _) if here.all() => Fate::Runs {
                    there: false,
                    simplex: false,
                },
                (false, Level::L1) => Fate::Waits,
                (false, _) => Fate::Stops("its host failed and nothing restarts it"),
                (true, _) => Fate::Stops(here.lacks()),
            };
        };
        let there = self.has(plan, other, down);
        match (here.up, there.up) {
            (false, false) => Fate::Stops("both its hosts failed"),
            (true, false) => self.alone(plan, false, here, &self.here, down),
            (false, true) => self.alone(plan, true, there, other, down),
            (true, true) => self.both_up(plan, here, there, other, down),
        }
    }

    fn goes_on(&self, there: bool, simplex: bool) -> Fate {
        // The standby of a level-2 pair does not run yet.
        if there && self.level == Level::L2 {
            Fate::Restarts { there }
        } else {
            Fate::Runs { there, simplex }
        }
    }

    /// One side is left and has lost its partner.
    fn alone(&self, plan: &Plan, on_partner: bool, left: Has, side: &Side, down: &Down) -> Fate {
        if self.vote(plan, side, down) == Some(false) && self.stops_without_vote {
            return Fate::Stops("the half that is left reaches no witness and stops");
        }
        if left.all() {
            self.goes_on(on_partner, true)
        } else {
            Fate::Stops("the half that is left has lost its disks or ways too")
        }
    }

    fn both_up(&self, plan: &Plan, here: Has, there: Has, other: &Side, down: &Down) -> Fate {
        if self.mirror_link(plan, other, down) {
            let simplex = self.mirrored && !(here.disks && there.disks);
            let quorum_lost = self.vote(plan, &self.here, down) == Some(false)
                && self.vote(plan, other, down) == Some(false)
                && self.arbiter_needed;
            return if here.with(there) {
                Fate::Runs {
                    there: false,
                    simplex: simplex || quorum_lost,
                }
            } else if there.with(here) {
                self.goes_on(true, true)
            } else {
                Fate::Stops("no half has disks and a way to the users left")
            };
        }
        // The mirror is cut: one half goes on alone, if it is known which.
        let by_strength = |fate: &dyn Fn(bool) -> Fate| {
            if here.all() {
                fate(false)
            } else if there.all() {
                fate(true)
            } else {
                Fate::Stops("its links are cut and neither half has all it needs")
            }
        };
        let goes_on = |on_partner: bool| self.goes_on(on_partner, true);
        if self.seen(plan, other, down) {
            return by_strength(&goes_on);
        }
        let votes = (
            self.vote(plan, &self.here, down),
            self.vote(plan, other, down),
        );
        match votes {
            (None, None) if self.arbiter_needed => Fate::Both,
            // In one room, or with an arbiter of its own, the platform itself keeps one half.
            (None, None) => by_strength(&goes_on),
            (a, b) => {
                let (a, b) = (a == Some(true), b == Some(true));
                if !self.stops_without_vote && self.arbiter_needed && !(a && b) {
                    return Fate::Both;
                }
                match (a && here.all(), b && there.all()) {
                    (true, _) => goes_on(false),
                    (false, true) => goes_on(true),
                    (false, false) if a || b => {
                        Fate::Stops("the half that gets the vote has lost its disks or ways")
                    }
                    (false, false) => {
                        Fate::Stops("both halves have lost each other and every witness, and stop")
                    }
                }
            }
        }
    }
}
