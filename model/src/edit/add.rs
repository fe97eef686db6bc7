//! Edits that add things with sensible starting values.

use std::collections::BTreeSet;

use super::{Edit, EditError, Op};
use crate::ids::{EntityId, HostId, Kind, PoolId, SiteId, VmId};
use crate::plan::{
    Adapter, Array, DiskUse, End, Entity, Feed, Host, Level, Link, LinkRole, Mailbox, Mirroring,
    Ownership, Placement, Plan, Pool, Position, PowerSupply, RaidGroup, RaidLevel, RunsOn, Segment,
    Service, Site, SiteKind, Sql, Storage, Switch, UserClass, Vm, VmDisk, Witness, Workload,
    WorkloadKind,
};
use crate::units::{Ghz, Mb, Mbps, Mib};

/// `Host 3`: the first number whose name and id no other thing of the kind has or had.
fn numbered(plan: &Plan, kind: Kind, base: &str) -> (String, EntityId) {
    let names: BTreeSet<String> = plan
        .entities()
        .filter(|id| id.kind() == kind)
        .map(|id| plan.label(&id))
        .collect();
    let mut n = 1u64;
    loop {
        let name = format!("{base} {n}");
        let slug = crate::ids::slugify(&name);
        let id = plan.fresh_id(kind, &name);
        // An id too long for the number says nothing about it.
        let free = id.slug() == slug || !slug.ends_with(&n.to_string());
        if free && !names.contains(&name) {
            return (name, id);
        }
        n += 1;
    }
}

fn added(
    plan: &Plan,
    kind: Kind,
    base: &str,
    entity: Entity,
    at: Option<Position>,
) -> (EntityId, Edit) {
    let (name, id) = numbered(plan, kind, base);
    let label = format!("Add {name}");
    let mut ops = vec![Op::Put(id.clone(), entity.renamed(&name))];
    if at.is_some() {
        ops.push(Op::Position(id.clone(), at));
    }
    (id, Edit::new(label, ops))
}

/// A site for hosts, or for a witness.
pub fn site(plan: &Plan, kind: SiteKind, at: Option<Position>) -> (EntityId, Edit) {
    let wish = match kind {
        SiteKind::Data => "Site",
        SiteKind::Witness => "Witness site",
        SiteKind::Branch => "Branch",
    };
    let site = Site {
        kind,
        ..Site::default()
    };
    added(plan, Kind::Site, wish, site.into(), at)
}

pub fn pool(plan: &Plan) -> (EntityId, Edit) {
    added(plan, Kind::Pool, "Pool", Pool::default().into(), None)
}

pub fn feed(plan: &Plan, site: &SiteId) -> (EntityId, Edit) {
    let feed = Feed {
        site: Some(site.clone()),
        ..Feed::default()
    };
    added(plan, Kind::Feed, "Feed", feed.into(), None)
}

/// A common two-socket server, proposed to be bought, in the site's pool (made if there is none).
/// A host of a catalogue model.
pub fn host_of(
    plan: &Plan,
    site: &SiteId,
    key: &str,
    model: &crate::catalogue::HostModel,
) -> Result<(EntityId, Edit), EditError> {
    let (id, mut edit) = host(plan, site, None)?;
    for op in &mut edit.ops {
        if let super::Op::Put(of, crate::plan::Entity::Host(host)) = op
            && *of == id
        {
            let mut filled = (**host).clone();
            model.fill_whole(key, &mut filled);
            *host = std::sync::Arc::new(filled);
        }
    }
    edit.label = format!("Add {}", model.name);
    Ok((id, edit))
}

pub fn host(
    plan: &Plan,
    site: &SiteId,
    at: Option<Position>,
) -> Result<(EntityId, Edit), EditError> {
    if !plan.sites.contains(site) {
        return Err(EditError::Unknown(site.into()));
    }
    let pool = plan
        .hosts
        .values()
        .filter(|h| h.site == *site)
        .find_map(|h| h.pool.clone())
        .or_else(|| plan.pools.keys().next().cloned());
    let mut ops = Vec::new();
    let pool: PoolId = match pool {
        Some(pool) => pool,
        None => {
            let (id, edit) = self::pool(plan);
            ops.extend(edit.ops);
            match id {
                EntityId::Pool(pool) => pool,
                other => return Err(EditError::WrongKind(other)),
            }
        }
    };
    let host = Host {
        name: String::new(),
        site: site.clone(),
        pool: Some(pool),
        ownership: Ownership::Proposed,
        model: String::new(),
        sockets: 2,
        cores_per_socket: 8,
        threads_per_core: 2,
        numa_nodes_per_socket: 1,
        clock: Ghz::new(2.6),
        rating: None,
        ram: Mib::new(64 * 1024),
        ecc: Some(true),
        adapters: (1..=2)
            .map(|n| Adapter {
                name: format!("nic{n}"),
                ports: 2,
                speed: Mbps::new(10_000.0),
            })
            .collect(),
        raid: vec![RaidGroup {
            name: "data".to_owned(),
            level: RaidLevel::Raid10,
            disks: 8,
            disk_size: Mb::new(600_000),
            kind: crate::plan::DiskKind::Sas15k,
            disk_iops: None,
            spans: None,
        }],
        controllers: Some(2),
        power_supplies: vec![PowerSupply::default(), PowerSupply::default()],
        redundant_fans: Some(true),
        control_ram: None,
        cpu_ready: None,
        note: String::new(),
    };
    let (id, edit) = added(plan, Kind::Host, "Host", host.into(), at);
    ops.extend(edit.ops);
    Ok((id, Edit::new(edit.label, ops)))
}

/// A VM (or a group of `count`) with a system disk, on `host` if one is given.
pub fn vm(
    plan: &Plan,
    host: Option<&HostId>,
    count: u32,
    at: Option<Position>,
) -> Result<(EntityId, Edit), EditError> {
    let base = if count > 1 { "Group" } else { "VM" };
    vm_called(plan, base, host, count, at)
}

/// The same, called `base` and a number.
pub fn vm_called(
    plan: &Plan,
    base: &str,
    host: Option<&HostId>,
    count: u32,
    at: Option<Position>,
) -> Result<(EntityId, Edit), EditError> {
    let group = match host {
        Some(h) => {
            let found = plan
                .hosts
                .get(h)
                .ok_or_else(|| EditError::Unknown(h.into()))?;
            found.raid.first().map(|g| g.name.clone())
        }
        None => None,
    };
    let vm = Vm {
        name: String::new(),
        count: count.max(1),
        role: String::new(),
        level: Level::L0,
        vcpus: 2,
        ram: Mib::new(4096),
        mirroring: Mirroring::OnDisk,
        placement: host
            .map(|h| Placement {
                host: h.clone(),
                partner: None,
                count: count.max(1),
            })
            .into_iter()
            .collect(),
        disks: vec![VmDisk {
            name: "system".to_owned(),
            holds: DiskUse::System,
            size: Mib::new(40 * 1024),
            on: Storage::Local(group.unwrap_or_else(|| "data".to_owned())),
        }],
        boot: None,
        app_start: None,
        app_monitored: None,
        rules: Default::default(),
        memory_reserved: None,
        cpu_reserved: None,
        nics: 1,
        best_effort: false,
        dirty_pages_per_s: None,
        sockets: None,
        note: String::new(),
    };
    Ok(added(plan, Kind::Vm, base, vm.into(), at))
}

/// A mailbox workload on a VM, or on none yet.
pub fn mailbox(plan: &Plan, version: &str, on: Option<&VmId>) -> (EntityId, Edit) {
    let workload = Workload {
        name: String::new(),
        kind: WorkloadKind::Mailbox(Mailbox {
            version: version.to_owned(),
            users: vec![UserClass {
                profile: "average".to_owned(),
                mailboxes: 500,
            }],
            quota: Mib::new(500),
            ..Mailbox::default()
        }),
        runs_on: runs_on(on),
        copies_on: Vec::new(),
        growth: None,
        amounts: crate::plan::Amounts::default(),
        note: String::new(),
    };
    added(plan, Kind::Workload, "Mailboxes", workload.into(), None)
}

/// A SQL Server workload on a VM, or on none yet.
pub fn sql(plan: &Plan, version: &str, on: Option<&VmId>) -> (EntityId, Edit) {
    let workload = Workload {
        name: String::new(),
        kind: WorkloadKind::Sql(Sql {
            version: version.to_owned(),
            edition: "standard".to_owned(),
            transactions_per_s: 100.0,
            database_size: Mib::new(50 * 1024),
            ..Sql::default()
        }),
        runs_on: runs_on(on),
        copies_on: Vec::new(),
        growth: None,
        amounts: crate::plan::Amounts::default(),
        note: String::new(),
    };
    added(plan, Kind::Workload, "Databases", workload.into(), None)
}

fn runs_on(on: Option<&VmId>) -> Vec<RunsOn> {
    on.map(|vm| RunsOn {
        vm: vm.clone(),
        weight: 1.0,
    })
    .into_iter()
    .collect()
}

/// Any workload on a VM, or on none yet.
pub fn workload(
    plan: &Plan,
    wish: &str,
    kind: WorkloadKind,
    on: Option<&VmId>,
) -> (EntityId, Edit) {
    let workload = Workload {
        name: String::new(),
        kind,
        runs_on: runs_on(on),
        copies_on: Vec::new(),
        growth: None,
        amounts: crate::plan::Amounts::default(),
        note: String::new(),
    };
    added(plan, Kind::Workload, &capital(wish), workload.into(), None)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// A link between two ends.
pub fn link(plan: &Plan, role: LinkRole, speed: Mbps, a: End, b: End) -> (EntityId, Edit) {
    let link = Link::new(role, speed, vec![Segment::between(a, b)]);
    let base = format!("{} link", capital(role.word()));
    added(plan, Kind::Link, &base, link.into(), None)
}

pub fn switch(plan: &Plan, site: &SiteId, at: Option<Position>) -> (EntityId, Edit) {
    let switch = Switch {
        site: Some(site.clone()),
        ..Switch::default()
    };
    added(plan, Kind::Switch, "Switch", switch.into(), at)
}

/// A shared array with two controllers, proposed to be bought.
pub fn array(plan: &Plan, site: &SiteId, at: Option<Position>) -> (EntityId, Edit) {
    let array = Array {
        name: String::new(),
        site: site.clone(),
        controllers: 2,
        raid: vec![RaidGroup {
            name: "shared".to_owned(),
            level: RaidLevel::Raid10,
            disks: 12,
            disk_size: Mb::new(600_000),
            kind: crate::plan::DiskKind::Sas15k,
            disk_iops: None,
            spans: None,
        }],
        feeds: Vec::new(),
        ownership: Ownership::Proposed,
        note: String::new(),
    };
    added(plan, Kind::Array, "Array", array.into(), at)
}

/// A witness in a site of its own kind, or in a new witness site.
pub fn witness(plan: &Plan, site: Option<&SiteId>, at: Option<Position>) -> (EntityId, Edit) {
    let mut ops = Vec::new();
    let site = match site {
        Some(s) => s.clone(),
        None => {
            let (id, edit) = self::site(plan, SiteKind::Witness, at);
            ops.extend(edit.ops);
            match id {
                EntityId::Site(s) => s,
                _ => SiteId::slugified("witness-site"),
            }
        }
    };
    let witness = Witness {
        name: String::new(),
        site,
        pools: Vec::new(),
        feed: None,
        ports_open: None,
        note: String::new(),
    };
    let (id, edit) = added(plan, Kind::Witness, "Witness", witness.into(), None);
    ops.extend(edit.ops);
    (id, Edit::new(edit.label, ops))
}

pub fn service(plan: &Plan) -> (EntityId, Edit) {
    added(
        plan,
        Kind::Service,
        "Service",
        Service::default().into(),
        None,
    )
}
