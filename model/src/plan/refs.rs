//! References between things of a plan: who names whom, and what is left when something goes.

use super::{Dependency, End, Entity, Plan, Storage, WorkloadKind};
use crate::ids::EntityId;

/// One reference found in an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Field path as in the file, for example `placement[0].host`.
    pub field: String,
    pub target: EntityId,
}

fn end_target(end: &End) -> EntityId {
    match end {
        End::Host(id) | End::Port { host: id, .. } => id.into(),
        End::Switch(id) => id.into(),
        End::Array { array, .. } => array.into(),
        End::Site(id) => id.into(),
        End::Witness(id) => id.into(),
    }
}

impl Entity {
    /// Everything this row names, in the order of the file.
    pub fn references(&self) -> Vec<Reference> {
        let mut out = Vec::new();
        let mut add = |field: String, target: EntityId| out.push(Reference { field, target });
        match self {
            Entity::Site(_) => {}
            Entity::Pool(e) => {
                for (i, host) in e.failover_hosts.iter().enumerate() {
                    add(format!("failover_hosts[{i}]"), host.into());
                }
                if let Some(array) = e.heartbeat.as_ref().and_then(|h| h.array.as_ref()) {
                    add("heartbeat.array".into(), array.into());
                }
            }
            Entity::Feed(e) => {
                if let Some(site) = &e.site {
                    add("site".into(), site.into());
                }
            }
            Entity::Host(e) => {
                add("site".into(), (&e.site).into());
                if let Some(pool) = &e.pool {
                    add("pool".into(), pool.into());
                }
                for (i, psu) in e.power_supplies.iter().enumerate() {
                    if let Some(feed) = &psu.feed {
                        add(format!("power_supplies[{i}].feed"), feed.into());
                    }
                }
            }
            Entity::Switch(e) => {
                if let Some(site) = &e.site {
                    add("site".into(), site.into());
                }
                for (i, feed) in e.feeds.iter().enumerate() {
                    add(format!("feeds[{i}]"), feed.into());
                }
            }
            Entity::Array(e) => {
                add("site".into(), (&e.site).into());
                for (i, feed) in e.feeds.iter().enumerate() {
                    add(format!("feeds[{i}]"), feed.into());
                }
            }
            Entity::Link(e) => {
                for (i, s) in e.segments.iter().enumerate() {
                    add(format!("segments[{i}].a"), end_target(&s.a));
                    add(format!("segments[{i}].b"), end_target(&s.b));
                }
            }
            Entity::Witness(e) => {
                add("site".into(), (&e.site).into());
                for (i, pool) in e.pools.iter().enumerate() {
                    add(format!("pools[{i}]"), pool.into());
                }
                if let Some(feed) = &e.feed {
                    add("feed".into(), feed.into());
                }
            }
            Entity::Vm(e) => {
                for (i, row) in e.placement.iter().enumerate() {
                    add(format!("placement[{i}].host"), (&row.host).into());
                    if let Some(partner) = &row.partner {
                        add(format!("placement[{i}].partner"), partner.into());
                    }
                }
                for (i, host) in e.rules.only_on.iter().enumerate() {
                    add(format!("rules.only_on[{i}]"), host.into());
                }
                for (i, disk) in e.disks.iter().enumerate() {
                    if let Storage::Shared { array, .. } = &disk.on {
                        add(format!("disks[{i}].on.array"), array.into());
                    }
                }
            }
            Entity::Workload(e) => {
                for (i, row) in e.runs_on.iter().enumerate() {
                    add(format!("runs_on[{i}].vm"), (&row.vm).into());
                }
                for (i, vm) in e.copies_on.iter().enumerate() {
                    add(format!("copies_on[{i}]"), vm.into());
                }
                if let WorkloadKind::Mailbox(mail) = &e.kind {
                    for (i, vm) in mail.copies.lagged_on.iter().enumerate() {
                        add(format!("kind.copies.lagged_on[{i}]"), vm.into());
                    }
                    if let Some(link) = &mail.copies.link {
                        add("kind.copies.link".into(), link.into());
                    }
                }
                if let WorkloadKind::Sql(sql) = &e.kind {
                    for (i, copy) in sql.replicas().iter().enumerate() {
                        if let Some(vm) = &copy.vm {
                            add(format!("kind.copies.replicas[{i}].vm"), vm.into());
                        }
                        if let Some(link) = &copy.link {
                            add(format!("kind.copies.replicas[{i}].link"), link.into());
                        }
                    }
                }
            }
            Entity::Service(e) => {
                for (i, d) in e.depends_on.iter().enumerate() {
                    let target = match d {
                        Dependency::Vm(id) => id.into(),
                        Dependency::Workload(id) => id.into(),
                    };
                    add(format!("depends_on[{i}]"), target);
                }
            }
        }
        out
    }

    /// This row without any mention of `gone`; none when it cannot stand without it.
    pub(crate) fn without(&self, gone: &EntityId) -> Option<Entity> {
        macro_rules! edit {
            ($e:ident, $body:expr) => {{
                let mut copy = (**$e).clone();
                ($body)(&mut copy);
                copy.into()
            }};
        }
        Some(match self {
            Entity::Site(_) => self.clone(),
            Entity::Pool(e) => edit!(e, |p: &mut super::Pool| {
                p.failover_hosts.retain(|h| EntityId::from(h) != *gone);
                if let Some(heartbeat) = &mut p.heartbeat {
                    heartbeat.array = heartbeat
                        .array
                        .take()
                        .filter(|a| EntityId::from(a) != *gone);
                }
            }),
            Entity::Feed(e) => edit!(e, |f: &mut super::Feed| {
                f.site = f.site.take().filter(|s| EntityId::from(s) != *gone);
            }),
            Entity::Host(e) => {
                if EntityId::from(&e.site) == *gone {
                    return None;
                }
                edit!(e, |h: &mut super::Host| {
                    h.pool = h.pool.take().filter(|p| EntityId::from(p) != *gone);
                    for psu in &mut h.power_supplies {
                        psu.feed = psu.feed.take().filter(|f| EntityId::from(f) != *gone);
                    }
                })
            }
            Entity::Switch(e) => edit!(e, |s: &mut super::Switch| {
                s.site = s.site.take().filter(|x| EntityId::from(x) != *gone);
                s.feeds.retain(|f| EntityId::from(f) != *gone);
            }),
            Entity::Array(e) => {
                if EntityId::from(&e.site) == *gone {
                    return None;
                }
                edit!(e, |a: &mut super::Array| a
                    .feeds
                    .retain(|f| EntityId::from(f) != *gone))
            }
            Entity::Link(e) => {
                let left: Vec<_> = e
                    .segments
                    .iter()
                    .filter(|s| end_target(&s.a) != *gone && end_target(&s.b) != *gone)
                    .cloned()
                    .collect();
                if left.is_empty() {
                    return None;
                }
                edit!(e, |l: &mut super::Link| l.segments = left)
            }
            Entity::Witness(e) => {
                if EntityId::from(&e.site) == *gone {
                    return None;
                }
                edit!(e, |w: &mut super::Witness| {
                    w.pools.retain(|p| EntityId::from(p) != *gone);
                    w.feed = w.feed.take().filter(|f| EntityId::from(f) != *gone);
                })
            }
            Entity::Vm(e) => edit!(e, |v: &mut super::Vm| {
                v.placement.retain(|row| EntityId::from(&row.host) != *gone);
                for row in &mut v.placement {
                    row.partner = row.partner.take().filter(|p| EntityId::from(p) != *gone);
                }
                v.rules.only_on.retain(|h| EntityId::from(h) != *gone);
                v.disks.retain(|d| !matches!(&d.on, Storage::Shared { array, .. } if EntityId::from(array) == *gone));
            }),
            Entity::Workload(e) => edit!(e, |w: &mut super::Workload| {
                w.runs_on.retain(|r| EntityId::from(&r.vm) != *gone);
                w.copies_on.retain(|v| EntityId::from(v) != *gone);
                if let WorkloadKind::Mailbox(mail) = &mut w.kind {
                    let copies = &mut mail.copies;
                    copies.lagged_on.retain(|v| EntityId::from(v) != *gone);
                    copies.link = copies.link.take().filter(|l| EntityId::from(l) != *gone);
                }
                if let WorkloadKind::Sql(sql) = &mut w.kind
                    && let Some(copies) = &mut sql.copies
                {
                    copies
                        .replicas
                        .retain(|r| r.vm.as_ref().is_none_or(|v| EntityId::from(v) != *gone));
                    for copy in &mut copies.replicas {
                        copy.link = copy.link.take().filter(|l| EntityId::from(l) != *gone);
                    }
                }
            }),
            Entity::Service(e) => edit!(e, |s: &mut super::Service| {
                s.depends_on.retain(|d| match d {
                    Dependency::Vm(id) => EntityId::from(id) != *gone,
                    Dependency::Workload(id) => EntityId::from(id) != *gone,
                });
            }),
        })
    }
}

impl Plan {
    /// References to things that do not exist: who, in which field, to what.
    pub fn dangling(&self) -> Vec<(EntityId, Reference)> {
        let mut out = Vec::new();
        for id in self.entities() {
            if let Some(entity) = self.entity(&id) {
                out.extend(
                    entity
                        .references()
                        .into_iter()
                        .filter(|r| !self.contains(&r.target))
                        .map(|r| (id.clone(), r)),
                );
            }
        }
        out
    }
}
