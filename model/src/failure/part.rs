//! Everything that can fail, by a stable address.

use std::collections::BTreeSet;
use std::fmt;

use crate::ids::{ArrayId, EntityId, HostId, LinkId};
use crate::plan::Plan;

/// Whose disks they are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    Host(HostId),
    Array(ArrayId),
}

impl Owner {
    pub fn entity(&self) -> EntityId {
        match self {
            Owner::Host(id) => id.into(),
            Owner::Array(id) => id.into(),
        }
    }
}

/// Something that can fail. Numbers count from 1, as in the plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A site, feed, host, switch, array, link or witness as a whole.
    Thing(EntityId),
    /// A disk of a RAID group.
    Disk {
        of: Owner,
        group: String,
        disk: u32,
    },
    /// A network card with all its ports.
    Adapter {
        host: HostId,
        adapter: String,
    },
    PowerSupply {
        host: HostId,
        supply: u32,
    },
    /// A fan.
    Fan {
        host: HostId,
    },
    DiskController {
        host: HostId,
        controller: u32,
    },
    ArrayController {
        array: ArrayId,
        controller: u32,
    },
    /// A segment of a link: cable, fibre, path.
    Path {
        link: LinkId,
        segment: u32,
    },
    /// A duct with everything in it.
    Duct(String),
}

/// A text that names no part.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" names nothing that can fail; write host/a1, host/a1/supply/1, link/fibre-1/segment/1, duct/east …"
)]
pub struct PartError(String);

impl<I: Into<EntityId>> From<I> for Part {
    fn from(id: I) -> Self {
        Part::Thing(id.into())
    }
}

impl fmt::Display for Part {
    /// The address, for example `host/a1/disk/data/1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Thing(id) => write!(f, "{id}"),
            Part::Disk { of, group, disk } => write!(f, "{}/disk/{group}/{disk}", of.entity()),
            Part::Adapter { host, adapter } => {
                write!(f, "{}/adapter/{adapter}", EntityId::from(host))
            }
            Part::PowerSupply { host, supply } => {
                write!(f, "{}/supply/{supply}", EntityId::from(host))
            }
            Part::Fan { host } => write!(f, "{}/fan", EntityId::from(host)),
            Part::DiskController { host, controller } => {
                write!(f, "{}/controller/{controller}", EntityId::from(host))
            }
            Part::ArrayController { array, controller } => {
                write!(f, "{}/controller/{controller}", EntityId::from(array))
            }
            Part::Path { link, segment } => {
                write!(f, "{}/segment/{segment}", EntityId::from(link))
            }
            Part::Duct(name) => write!(f, "duct/{name}"),
        }
    }
}

impl std::str::FromStr for Part {
    type Err = PartError;

    /// Reads an address.
    fn from_str(text: &str) -> Result<Self, PartError> {
        let fault = || PartError(text.chars().take(80).collect());
        if let Some(name) = text.strip_prefix("duct/")
            && !name.is_empty()
        {
            return Ok(Part::Duct(name.to_owned()));
        }
        let mut words = text.splitn(4, '/');
        let (kind, slug) = (
            words.next().ok_or_else(fault)?,
            words.next().ok_or_else(fault)?,
        );
        let thing = EntityId::parse(&format!("{kind}/{slug}")).map_err(|_| fault())?;
        let number = |t: &str| t.parse::<u32>().ok().filter(|n| *n > 0).ok_or_else(fault);
        let part = match (thing, words.next(), words.next()) {
            (
                thing @ (EntityId::Site(_)
                | EntityId::Feed(_)
                | EntityId::Host(_)
                | EntityId::Switch(_)
                | EntityId::Array(_)
                | EntityId::Link(_)
                | EntityId::Witness(_)),
                None,
                None,
            ) => Part::Thing(thing),
            (EntityId::Host(host), Some("adapter"), Some(adapter)) => Part::Adapter {
                host,
                adapter: adapter.to_owned(),
            },
            (EntityId::Host(host), Some("supply"), Some(n)) => Part::PowerSupply {
                host,
                supply: number(n)?,
            },
            (EntityId::Host(host), Some("fan"), None) => Part::Fan { host },
            (EntityId::Host(host), Some("controller"), Some(n)) => Part::DiskController {
                host,
                controller: number(n)?,
            },
            (EntityId::Array(array), Some("controller"), Some(n)) => Part::ArrayController {
                array,
                controller: number(n)?,
            },
            (EntityId::Link(link), Some("segment"), Some(n)) => Part::Path {
                link,
                segment: number(n)?,
            },
            (thing @ (EntityId::Host(_) | EntityId::Array(_)), Some("disk"), Some(rest)) => {
                let (group, disk) = rest.rsplit_once('/').ok_or_else(fault)?;
                Part::Disk {
                    of: match thing {
                        EntityId::Array(id) => Owner::Array(id),
                        EntityId::Host(id) => Owner::Host(id),
                        _ => return Err(fault()),
                    },
                    group: group.to_owned(),
                    disk: number(disk)?,
                }
            }
            _ => return Err(fault()),
        };
        Ok(part)
    }
}

impl Part {
    /// The thing of the plan that the part belongs to; none for a duct.
    pub fn thing(&self) -> Option<EntityId> {
        Some(match self {
            Part::Thing(id) => id.clone(),
            Part::Disk { of, .. } => of.entity(),
            Part::Adapter { host, .. }
            | Part::PowerSupply { host, .. }
            | Part::Fan { host }
            | Part::DiskController { host, .. } => host.into(),
            Part::ArrayController { array, .. } => array.into(),
            Part::Path { link, .. } => link.into(),
            Part::Duct(_) => return None,
        })
    }

    /// Whether the plan has it.
    pub fn is_in(&self, plan: &Plan) -> bool {
        match self {
            Part::Thing(id) => plan.contains(id),
            Part::Duct(name) => plan
                .links
                .values()
                .any(|l| l.segments.iter().any(|s| s.duct == *name)),
            Part::Disk { of, group, disk } => {
                let raid = match of {
                    Owner::Host(id) => plan.hosts.get(id).map(|h| &h.raid),
                    Owner::Array(id) => plan.arrays.get(id).map(|a| &a.raid),
                };
                raid.is_some_and(|r| r.iter().any(|g| g.name == *group && *disk <= g.disks))
            }
            Part::Adapter { host, adapter } => plan
                .hosts
                .get(host)
                .is_some_and(|h| h.adapters.iter().any(|a| a.name == *adapter)),
            Part::PowerSupply { host, supply } => plan
                .hosts
                .get(host)
                .is_some_and(|h| *supply as usize <= h.power_supplies.len()),
            Part::Fan { host } => plan
                .hosts
                .get(host)
                .is_some_and(|h| h.redundant_fans.is_some()),
            Part::DiskController { host, controller } => plan
                .hosts
                .get(host)
                .is_some_and(|h| h.controllers.is_some_and(|n| *controller <= n)),
            Part::ArrayController { array, controller } => plan
                .arrays
                .get(array)
                .is_some_and(|a| *controller <= a.controllers),
            Part::Path { link, segment } => plan
                .links
                .get(link)
                .is_some_and(|l| *segment as usize <= l.segments.len()),
        }
    }

    /// For people: `Power supply 1 of host-a1`.
    pub fn label(&self, plan: &Plan) -> String {
        let of = |id: EntityId| plan.label(&id);
        match self {
            Part::Thing(id) => of(id.clone()),
            Part::Disk {
                of: owner,
                group,
                disk,
            } => {
                format!("Disk {disk} of {group} in {}", of(owner.entity()))
            }
            Part::Adapter { host, adapter } => format!("Adapter {adapter} of {}", of(host.into())),
            Part::PowerSupply { host, supply } => {
                format!("Power supply {supply} of {}", of(host.into()))
            }
            Part::Fan { host } => format!("Fan of {}", of(host.into())),
            Part::DiskController { host, controller } => {
                format!("Disk controller {controller} of {}", of(host.into()))
            }
            Part::ArrayController { array, controller } => {
                format!("Controller {controller} of {}", of(array.into()))
            }
            Part::Path { link, segment } => format!("Path {segment} of {}", of(link.into())),
            Part::Duct(name) => format!("Duct {name}"),
        }
    }
}

/// Disks of a group that stand for all: those of the first leg up to the one that is too many, and one of the next leg.
pub fn disks(of: &Owner, group: &crate::plan::RaidGroup) -> Vec<Part> {
    let legs = super::legs(group);
    let first = 1..=group.disks.min(legs.size).min(legs.may_lose + 1);
    let next = (legs.count > 1 && group.disks > legs.size).then_some(legs.size + 1);
    first
        .chain(next)
        .map(|disk| Part::Disk {
            of: of.clone(),
            group: group.name.clone(),
            disk,
        })
        .collect()
}

/// Every part of a plan that can fail, in the order of addresses' kinds. Of the disks of a RAID group a few stand for all.
pub fn parts(plan: &Plan) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    out.extend(plan.sites.keys().map(Part::from));
    out.extend(plan.feeds.keys().map(Part::from));
    for (id, host) in plan.hosts.iter() {
        out.push(id.into());
        out.extend(
            (1..=host.power_supplies.len() as u32).map(|supply| Part::PowerSupply {
                host: id.clone(),
                supply,
            }),
        );
        if host.redundant_fans.is_some() {
            out.push(Part::Fan { host: id.clone() });
        }
        out.extend(host.adapters.iter().map(|a| Part::Adapter {
            host: id.clone(),
            adapter: a.name.clone(),
        }));
        let controllers = host.controllers.unwrap_or(0).min(16);
        out.extend((1..=controllers).map(|controller| Part::DiskController {
            host: id.clone(),
            controller,
        }));
        let owner = Owner::Host(id.clone());
        out.extend(host.raid.iter().flat_map(|g| disks(&owner, g)));
    }
    out.extend(plan.switches.keys().map(Part::from));
    for (id, array) in plan.arrays.iter() {
        out.push(id.into());
        out.extend(
            (1..=array.controllers.min(16)).map(|controller| Part::ArrayController {
                array: id.clone(),
                controller,
            }),
        );
        let owner = Owner::Array(id.clone());
        out.extend(array.raid.iter().flat_map(|g| disks(&owner, g)));
    }
    let mut ducts = BTreeSet::new();
    for (id, link) in plan.links.iter() {
        out.push(id.into());
        if link.segments.len() > 1 {
            out.extend((1..=link.segments.len() as u32).map(|segment| Part::Path {
                link: id.clone(),
                segment,
            }));
        }
        ducts.extend(
            link.segments
                .iter()
                .map(|s| &s.duct)
                .filter(|d| !d.is_empty()),
        );
    }
    out.extend(ducts.into_iter().map(|d| Part::Duct(d.clone())));
    out.extend(plan.witnesses.keys().map(Part::from));
    out
}
