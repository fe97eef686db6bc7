//! New things: what the palette holds, and the edit that adds each where it was dropped.

use std::sync::Arc;

use egui::{Pos2, Rect, Vec2};
use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::edit::{Edit, EditError, Op, add, hosted};
use evenkeel_model::ids::{EntityId, HostId, SiteId, VmId};
use evenkeel_model::plan::{ArchetypeUse, End, LinkRole, Plan, Position, SiteKind, WorkloadKind};
use evenkeel_model::units::Mbps;

use super::icons::Icon;
use super::layout::{self, Places};
use super::moving;
use super::room::Room;

/// Something that can be dragged onto the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    Site,
    Host,
    Vm,
    Group,
    Mailbox,
    Sql,
    Archetype,
    Link,
    Witness,
    Switch,
    Feed,
    Array,
}

/// Where a piece falls, or should go when it was only clicked.
#[derive(Clone, Debug, Default)]
pub struct Spot {
    /// Where on the canvas; none lets the layout choose.
    pub at: Option<Pos2>,
    pub site: Option<SiteId>,
    pub host: Option<HostId>,
    pub vm: Option<VmId>,
    /// What stands around it.
    pub ground: Option<Arc<Places>>,
}

impl Spot {
    /// The corner at which `piece` lies on nothing else; none where the layout chooses.
    fn free_corner(&self, piece: Piece) -> Option<Pos2> {
        let at = self.at?;
        let Some(places) = &self.ground else {
            return Some(at);
        };
        let mut room = Room::new(places, []);
        match (piece, &self.site) {
            (Piece::Host, Some(site)) => {
                let size = Vec2::new(layout::CARD_W, layout::CARD_MIN_H);
                room.host(Rect::from_min_size(at, size), site);
            }
            (Piece::Site | Piece::Host, _) => {
                room.site(Rect::from_min_size(at, layout::SITE_MIN));
            }
            (Piece::Witness, None) => room.site(Rect::from_min_size(at, layout::SMALL_SITE)),
            _ => return Some(at),
        }
        Some(at + room.shift())
    }
}

impl Piece {
    pub const ALL: [Piece; 12] = [
        Piece::Site,
        Piece::Host,
        Piece::Vm,
        Piece::Group,
        Piece::Mailbox,
        Piece::Sql,
        Piece::Archetype,
        Piece::Link,
        Piece::Witness,
        Piece::Switch,
        Piece::Feed,
        Piece::Array,
    ];
    pub const fn title(self) -> &'static str {
        match self {
            Piece::Site => "Site",
            Piece::Host => "Host",
            Piece::Vm => "VM",
            Piece::Group => "Group",
            Piece::Mailbox => "Mailbox",
            Piece::Sql => "SQL",
            Piece::Archetype => "Role",
            Piece::Link => "Link",
            Piece::Witness => "Witness",
            Piece::Switch => "Switch",
            Piece::Feed => "Feed",
            Piece::Array => "Array",
        }
    }
    pub const fn tip(self) -> &'static str {
        match self {
            Piece::Site => "A building or room: drop it anywhere",
            Piece::Host => "A physical server: drop it on a site",
            Piece::Vm => "A virtual machine: drop it on a host",
            Piece::Group => "Several equal VMs: drop them on a host",
            Piece::Mailbox => "Mailboxes: drop them on a VM, or on a host for a new VM",
            Piece::Sql => "SQL Server: drop it on a VM, or on a host for a new VM",
            Piece::Archetype => "Any other role from the catalogue: drop it on a VM or a host",
            Piece::Link => "A network: click, then drag from a host, site or switch to another",
            Piece::Witness => {
                "The arbiter of split pairs: drop it on free ground for a site of its own"
            }
            Piece::Switch => "A switch: drop it on a site",
            Piece::Feed => "A power feed: drop it on a site",
            Piece::Array => "A shared disk array: drop it on a site",
        }
    }
    pub const fn icon(self) -> Icon {
        match self {
            Piece::Site => Icon::Site,
            Piece::Host => Icon::Host,
            Piece::Vm => Icon::Vm,
            Piece::Group => Icon::Group,
            Piece::Mailbox => Icon::Mail,
            Piece::Sql => Icon::Database,
            Piece::Archetype => Icon::Archetype,
            Piece::Link => Icon::Link,
            Piece::Witness => Icon::Witness,
            Piece::Switch => Icon::Switch,
            Piece::Feed => Icon::Feed,
            Piece::Array => Icon::Array,
        }
    }

    /// The edit that adds it there, and what it adds.
    pub fn add(
        self,
        plan: &Plan,
        catalogue: &Catalogue,
        spot: &Spot,
    ) -> Result<(EntityId, Edit), EditError> {
        let (id, mut edit) = self.made(plan, catalogue, spot)?;
        let brings_site = edit
            .ops
            .iter()
            .any(|op| matches!(op, Op::Put(EntityId::Site(_), _)));
        if let (Some(places), Some(_), true) = (&spot.ground, spot.at, brings_site) {
            edit.ops.extend(moving::pin_sites(plan, places));
        }
        Ok((id, edit))
    }

    fn made(
        self,
        plan: &Plan,
        catalogue: &Catalogue,
        spot: &Spot,
    ) -> Result<(EntityId, Edit), EditError> {
        let at = spot.free_corner(self).map(|p| Position { x: p.x, y: p.y });
        match self {
            Piece::Site => Ok(add::site(plan, SiteKind::Data, at)),
            Piece::Host => match site(plan, spot) {
                Some(site) => {
                    let at = spot.site.as_ref().and(at);
                    let (id, mut edit) = add::host(plan, &site, at)?;
                    if let (Some(places), Some(_)) = (&spot.ground, at) {
                        edit.ops.extend(moving::pin(plan, places, &[&site], &[]));
                    }
                    Ok((id, edit))
                }
                // On free ground a host brings its site.
                None => chain(
                    plan,
                    add::site(plan, SiteKind::Data, at),
                    |plan, id| match id {
                        EntityId::Site(site) => add::host(plan, site, None),
                        other => Err(EditError::WrongKind(other.clone())),
                    },
                ),
            },
            Piece::Vm => add::vm(plan, spot.host.as_ref(), 1, None),
            Piece::Group => add::vm(plan, spot.host.as_ref(), 4, None),
            Piece::Mailbox => {
                let version = latest(catalogue.tables.mailbox.keys())?;
                workload(plan, catalogue, "Mailbox", spot, |plan, vm| {
                    Ok(add::mailbox(plan, &version, vm))
                })
            }
            Piece::Sql => {
                let version = latest(catalogue.tables.sql.keys())?;
                workload(plan, catalogue, "SQL", spot, |plan, vm| {
                    Ok(add::sql(plan, &version, vm))
                })
            }
            Piece::Archetype => {
                let (key, what) = catalogue
                    .tables
                    .archetypes
                    .iter()
                    .next()
                    .ok_or_else(none_loaded)?;
                workload(plan, catalogue, &what.name, spot, |plan, vm| {
                    Ok(role(plan, &what.name, key, vm))
                })
            }
            Piece::Link => Err(EditError::Refused(
                "a link needs two ends: drag from a host or site to another".to_owned(),
            )),
            Piece::Witness => Ok(add::witness(plan, spot.site.as_ref(), at)),
            Piece::Switch => Ok(add::switch(plan, &need_site(plan, spot)?, None)),
            Piece::Feed => Ok(add::feed(plan, &need_site(plan, spot)?)),
            Piece::Array => Ok(add::array(plan, &need_site(plan, spot)?, None)),
        }
    }
}

fn none_loaded() -> EditError {
    EditError::Refused("the catalogue holds none of these".to_owned())
}

/// The newest version of a table; keys end in years.
fn latest<'a>(keys: impl Iterator<Item = &'a String>) -> Result<String, EditError> {
    keys.max().cloned().ok_or_else(none_loaded)
}

/// The site meant, or the only one that can be meant.
fn site(plan: &Plan, spot: &Spot) -> Option<SiteId> {
    if spot.site.is_some() {
        return spot.site.clone();
    }
    let clicked = spot.at.is_none();
    clicked
        .then(|| {
            plan.sites
                .iter()
                .find(|(_, s)| s.kind == SiteKind::Data)
                .map(|(id, _)| id.clone())
        })
        .flatten()
}

fn need_site(plan: &Plan, spot: &Spot) -> Result<SiteId, EditError> {
    site(plan, spot).ok_or_else(|| EditError::Refused("drop it on a site".to_owned()))
}

/// A workload on the VM meant; on a new VM called `base` where only a host is meant; else on none yet.
fn workload(
    plan: &Plan,
    catalogue: &Catalogue,
    base: &str,
    spot: &Spot,
    make: impl Fn(&Plan, Option<&VmId>) -> Result<(EntityId, Edit), EditError>,
) -> Result<(EntityId, Edit), EditError> {
    match (&spot.vm, &spot.host) {
        (Some(vm), _) => make(plan, Some(vm)),
        (None, Some(host)) => hosted(plan, catalogue, base, Some(host), |plan, vm| {
            make(plan, Some(vm))
        }),
        (None, None) => make(plan, None),
    }
}

/// A second edit on the plan that the first would make, both as one.
fn chain(
    plan: &Plan,
    (id, first): (EntityId, Edit),
    then: impl FnOnce(&Plan, &EntityId) -> Result<(EntityId, Edit), EditError>,
) -> Result<(EntityId, Edit), EditError> {
    let between = first.apply(plan)?;
    let (made, second) = then(&between, &id)?;
    let label = second.label.clone();
    Ok((made, Edit::many(label, [first, second])))
}

/// A workload of a role of the catalogue.
pub fn role(plan: &Plan, name: &str, key: &str, vm: Option<&VmId>) -> (EntityId, Edit) {
    let kind = WorkloadKind::Archetype(ArchetypeUse {
        archetype: key.to_owned(),
        units: 100.0,
        ..ArchetypeUse::default()
    });
    add::workload(plan, name, kind, vm)
}

/// A thing of the plan as the end of a link; none for what has no link.
pub fn end_of(id: &EntityId) -> Option<End> {
    Some(match id {
        EntityId::Host(h) => End::Host(h.clone()),
        EntityId::Site(s) => End::Site(s.clone()),
        EntityId::Switch(s) => End::Switch(s.clone()),
        EntityId::Witness(w) => End::Witness(w.clone()),
        EntityId::Array(a) => End::Array {
            array: a.clone(),
            controller: 1,
        },
        _ => return None,
    })
}

/// A link between two ends, with the role that such ends usually have.
pub fn link(plan: &Plan, a: End, b: End) -> (EntityId, Edit) {
    let is_witness = |end: &End| match end {
        End::Witness(_) => true,
        End::Site(s) => plan
            .sites
            .get(s)
            .is_some_and(|s| s.kind == SiteKind::Witness),
        _ => false,
    };
    let (role, speed) = if is_witness(&a) || is_witness(&b) {
        (LinkRole::Witness, 100.0)
    } else if [&a, &b].iter().any(|e| matches!(e, End::Array { .. })) {
        (LinkRole::Storage, 8_000.0)
    } else if [&a, &b].iter().any(|e| matches!(e, End::Switch(_))) {
        (LinkRole::Business, 1_000.0)
    } else {
        (LinkRole::Availability, 1_000.0)
    };
    add::link(plan, role, Mbps::new(speed), a, b)
}
