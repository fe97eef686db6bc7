//! Which parts the fate of a placement row may depend on: what a study looks at when one of them fails.

use std::collections::BTreeSet;

use super::fate::{Row, Side};
use super::link::Way;
use crate::failure::{Owner, Part};
use crate::ids::{ArrayId, FeedId, HostId, LinkId, SwitchId, WitnessId};
use crate::plan::{End, Plan, RaidGroup};

/// Parts found so far.
struct Parts<'a> {
    plan: &'a Plan,
    out: BTreeSet<Part>,
}

impl Parts<'_> {
    fn add(&mut self, part: impl Into<Part>) {
        self.out.insert(part.into());
    }

    /// A feed, and the site that takes it along.
    fn feed(&mut self, id: &FeedId) {
        self.add(id);
        if let Some(site) = self.plan.feeds.get(id).and_then(|f| f.site.as_ref()) {
            self.add(site);
        }
    }

    fn host(&mut self, id: &HostId) {
        let Some(host) = self.plan.hosts.get(id) else {
            return;
        };
        self.add(id);
        self.add(&host.site);
        for (i, supply) in host.power_supplies.iter().enumerate() {
            self.add(Part::PowerSupply {
                host: id.clone(),
                supply: i as u32 + 1,
            });
            if let Some(feed) = &supply.feed {
                self.feed(feed);
            }
        }
        if host.redundant_fans == Some(false) {
            self.add(Part::Fan { host: id.clone() });
        }
    }

    fn switch(&mut self, id: &SwitchId) {
        self.add(id);
        if let Some(switch) = self.plan.switches.get(id) {
            if let Some(site) = &switch.site {
                self.add(site);
            }
            for feed in &switch.feeds {
                self.feed(feed);
            }
        }
    }

    fn array(&mut self, id: &ArrayId) {
        self.add(id);
        if let Some(array) = self.plan.arrays.get(id) {
            self.add(&array.site);
            for feed in &array.feeds {
                self.feed(feed);
            }
        }
    }

    fn witness(&mut self, id: &WitnessId) {
        self.add(id);
        if let Some(witness) = self.plan.witnesses.get(id) {
            self.add(&witness.site);
            if let Some(feed) = &witness.feed {
                self.feed(feed);
            }
        }
    }

    fn end(&mut self, end: &End) {
        match end {
            End::Host(host) => self.host(host),
            End::Port { host, adapter, .. } => {
                self.host(host);
                self.add(Part::Adapter {
                    host: host.clone(),
                    adapter: adapter.clone(),
                });
            }
            End::Switch(id) => self.switch(id),
            End::Array { array, controller } => {
                self.array(array);
                self.add(Part::ArrayController {
                    array: array.clone(),
                    controller: *controller,
                });
            }
            End::Site(id) => self.add(id),
            End::Witness(id) => self.witness(id),
        }
    }

    fn segment(&mut self, link: &LinkId, index: usize) {
        let Some(entity) = self.plan.links.get(link) else {
            return;
        };
        let Some(segment) = entity.segments.get(index) else {
            return;
        };
        self.add(link);
        if entity.segments.len() > 1 {
            self.add(Part::Path {
                link: link.clone(),
                segment: index as u32 + 1,
            });
        }
        if !segment.duct.is_empty() {
            self.add(Part::Duct(segment.duct.clone()));
        }
        self.end(&segment.a);
        self.end(&segment.b);
    }

    fn ways<'w>(&mut self, ways: impl IntoIterator<Item = &'w Way>) {
        for (link, i) in ways.into_iter().flatten() {
            self.segment(link, *i);
        }
    }

    /// Of the disks of a group, those that stand for all.
    fn disks(&mut self, of: &Owner, group: &RaidGroup) {
        self.out.extend(crate::failure::disks(of, group));
    }

    fn side(&mut self, row: &Row, side: &Side) {
        let plan = self.plan;
        self.host(&side.host);
        if let Some(host) = plan.hosts.get(&side.host)
            && !row.local.is_empty()
        {
            let controllers = host.controllers.unwrap_or(0).min(16);
            for controller in 1..=controllers {
                self.add(Part::DiskController {
                    host: side.host.clone(),
                    controller,
                });
            }
            for group in host.raid.iter().filter(|g| row.local.contains(&g.name)) {
                self.disks(&Owner::Host(side.host.clone()), group);
            }
        }
        self.ways(side.users.iter());
        for (id, ways) in &side.arrays {
            self.ways(ways.iter());
            self.array(id);
            let Some(array) = plan.arrays.get(id) else {
                continue;
            };
            let wanted = |g: &&RaidGroup| row.shared.iter().any(|(a, n)| a == id && *n == g.name);
            for group in array.raid.iter().filter(wanted) {
                self.disks(&Owner::Array(id.clone()), group);
            }
        }
        if row.there.is_some() {
            for (witness, way) in &side.votes {
                self.witness(witness);
                self.ways(way.iter());
            }
        }
    }
}

impl Row {
    /// Every part on which the fate of the row may depend.
    pub fn depends(&self, plan: &Plan) -> BTreeSet<Part> {
        let mut parts = Parts {
            plan,
            out: BTreeSet::new(),
        };
        for side in std::iter::once(&self.here).chain(&self.there) {
            parts.side(self, side);
        }
        if let Some(pair) = &self.pair {
            parts.ways(pair.mirror.iter().chain(&pair.seen));
        }
        parts.out
    }
}
