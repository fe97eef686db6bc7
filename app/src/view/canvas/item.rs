//! What can be pointed at on the canvas.

use evenkeel_model::ids::{ArrayId, EntityId, HostId, LinkId, PoolId, SiteId, VmId, WorkloadId};

/// One thing on the canvas. A VM may be there several times: a row of each host, and partners.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    Site(SiteId),
    Pool(PoolId),
    Host(HostId),
    /// Members of placement row `row` on their host.
    Member {
        vm: VmId,
        row: usize,
    },
    /// The partner or standby of placement row `row`.
    Partner {
        vm: VmId,
        row: usize,
    },
    /// Members that have no host.
    Loose(VmId),
    /// A workload that runs on no VM.
    Idle(WorkloadId),
    /// A switch, array, feed or witness.
    Device(EntityId),
    Link(LinkId),
}

impl Item {
    /// The thing of the plan.
    pub fn id(&self) -> EntityId {
        match self {
            Item::Site(id) => id.into(),
            Item::Pool(id) => id.into(),
            Item::Host(id) => id.into(),
            Item::Member { vm, .. } | Item::Partner { vm, .. } | Item::Loose(vm) => vm.into(),
            Item::Idle(id) => id.into(),
            Item::Device(id) => id.clone(),
            Item::Link(id) => id.into(),
        }
    }
    pub fn array(&self) -> Option<&ArrayId> {
        match self {
            Item::Device(EntityId::Array(array)) => Some(array),
            _ => None,
        }
    }
    /// The VM and, if it has a host, the placement row.
    pub fn vm(&self) -> Option<(&VmId, usize)> {
        match self {
            Item::Member { vm, row } | Item::Partner { vm, row } => Some((vm, *row)),
            // Rows past the last mean the members without a host.
            Item::Loose(vm) => Some((vm, usize::MAX)),
            _ => None,
        }
    }
}
