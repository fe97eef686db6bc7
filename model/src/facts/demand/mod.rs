//! What each VM member needs of its hosts: the sum over the workloads that run on it.
//!
//! It reads the VM, its workloads, the catalogue, the profile's constants and the plan's overrides, nothing else of
//! the plan. Every formula is one generic function: silent for the value, recorded for the working.

mod archetype;
mod copies;
mod mailbox;
mod measured;
mod rows;
mod sql;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use self::copies::{CopyShares, copied};
use self::mailbox::Seats;
pub use self::mailbox::{MailboxFacts, MailboxOnHost};
pub(crate) use self::sql::rows as sql_rows;
pub use self::sql::{CopyReach, Reach, SqlFacts, is_on as sql_is_on};
use super::{Cx, Demand, HostFacts, VmFacts, typed};
use crate::catalogue::keys;
use crate::figure::{Num, Origin, Silent, Tracer};
use crate::ids::{HostId, VmId, WorkloadId};
use crate::plan::{DiskUse, Growth, Host, Meter, Plan, Vm, Workload, WorkloadKind};

/// A workload that runs on a VM, and the share of its amounts that one member of the VM carries: 0 to 1 of totals, 1 of
/// what each VM of mean weight is told to carry.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkloadShare {
    pub id: WorkloadId,
    pub workload: Arc<Workload>,
    pub share: f64,
    pub grown: Grown,
    /// What a member holds of copies of databases.
    pub copies: CopyShares,
    /// The VM does not run the workload but holds a copy of its SQL Server databases: which one.
    pub replica: Option<usize>,
}

/// How much a workload has grown.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Grown {
    /// In a year.
    pub rates: Growth,
    pub years: u32,
}

/// What grows of a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grows {
    Users,
    Data,
    Load,
}

/// The part of a workload that a member carries, and how much the workload has grown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Part {
    pub share: f64,
    pub grown: Grown,
}

impl WorkloadShare {
    fn part(&self) -> Part {
        Part {
            share: self.share,
            grown: self.grown,
        }
    }
}

/// Shares of all workloads by VM, `year` years from now. Over all VMs and members the shares of a workload told in totals add up
/// to one, copies apart.
pub fn shares_on(plan: &Plan, year: u32) -> BTreeMap<VmId, Vec<WorkloadShare>> {
    // A weight that is no number carries nothing; the bound keeps sums finite.
    let weight = |w: f64| {
        if w.is_finite() {
            w.clamp(0.0, 1e12)
        } else {
            0.0
        }
    };
    let mut out: BTreeMap<VmId, Vec<WorkloadShare>> = BTreeMap::new();
    for (id, workload) in plan.workloads.iter() {
        let rows = || {
            let known = |row: &&crate::plan::RunsOn| plan.vms.contains(&row.vm);
            workload.runs_on.iter().filter(known)
        };
        let sum: f64 = rows().map(|row| weight(row.weight)).sum();
        let count = rows().count() as f64;
        let times = workload.times(plan);
        let grown = Grown {
            rates: workload.growth.unwrap_or(plan.settings.growth),
            years: year,
        };
        let mut active: BTreeMap<&VmId, f64> = BTreeMap::new();
        for row in rows() {
            let Some(vm) = plan.vms.get(&row.vm) else {
                continue;
            };
            let of_vm = if sum > 0.0 {
                weight(row.weight) / sum
            } else {
                1.0 / count
            };
            let share = times * of_vm / f64::from(vm.count.max(1));
            *active.entry(&row.vm).or_insert(0.0) += share;
        }
        let of = |share: f64, copies: CopyShares| WorkloadShare {
            id: id.clone(),
            workload: Arc::clone(workload),
            share,
            grown,
            copies,
            replica: None,
        };
        match &workload.kind {
            WorkloadKind::Mailbox(mailbox) if copies::copied(workload) => {
                for (vm, copies) in copies::shares(plan, workload, mailbox, &active) {
                    out.entry(vm).or_default().push(of(copies.active, copies));
                }
            }
            _ => {
                for (vm, share) in active {
                    let on = out.entry(vm.clone()).or_default();
                    on.push(of(share, CopyShares::alone(share)));
                }
            }
        }
        let WorkloadKind::Sql(sql) = &workload.kind else {
            continue;
        };
        // A copy must carry the whole load when it takes over, so it is sized like what it copies.
        for (n, replica) in sql.replicas().iter().enumerate() {
            let Some((vm_id, vm)) = replica
                .vm
                .as_ref()
                .and_then(|id| Some((id, plan.vms.get(id)?)))
            else {
                continue;
            };
            let on = out.entry(vm_id.clone()).or_default();
            if on.iter().all(|s| s.id != *id) {
                on.push(WorkloadShare {
                    id: id.clone(),
                    workload: Arc::clone(workload),
                    share: 1.0 / f64::from(vm.count.max(1)),
                    grown,
                    copies: CopyShares::alone(1.0 / f64::from(vm.count.max(1))),
                    replica: Some(n),
                });
            }
        }
    }
    out
}

/// What a VM member can need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantity {
    /// Processor, cores of whatever host it runs on.
    CpuCores,
    /// Processor, MHz; adds to the cores.
    CpuMhz,
    /// vCPUs, whole; for the part that is counted in cores.
    Vcpus,
    /// Guest memory, MiB.
    Ram,
    /// Disk space by what it holds, MiB.
    Space(DiskUse),
    /// Front-end reads a second.
    Reads,
    /// Front-end writes a second, logs included.
    Writes,
    /// Writes a second on log disks.
    LogWrites,
    /// MB/s read.
    ReadRate,
    /// MB/s written, logs included.
    WriteRate,
    /// MB/s written on log disks.
    LogRate,
    /// Mbit/s received.
    NetIn,
    /// Mbit/s sent.
    NetOut,
    /// Of the MHz, those of a baseline with a rating.
    RatedMhz,
    /// The same in points of the rating.
    RatedPoints,
    /// Cores that come on top when the worst failure makes it take over from others.
    TakeoverCores,
    /// MHz that come on top.
    TakeoverMhz,
    /// Points of the rating that come on top.
    TakeoverPoints,
}

/// Every use of a disk, in the order of the inspector.
pub const DISK_USES: [DiskUse; 6] = [
    DiskUse::System,
    DiskUse::Data,
    DiskUse::Database,
    DiskUse::Log,
    DiskUse::TempDb,
    DiskUse::Backup,
];

impl Quantity {
    pub const ALL: [Quantity; 23] = [
        Quantity::CpuCores,
        Quantity::CpuMhz,
        Quantity::Vcpus,
        Quantity::Ram,
        Quantity::Space(DiskUse::System),
        Quantity::Space(DiskUse::Data),
        Quantity::Space(DiskUse::Database),
        Quantity::Space(DiskUse::Log),
        Quantity::Space(DiskUse::TempDb),
        Quantity::Space(DiskUse::Backup),
        Quantity::Reads,
        Quantity::Writes,
        Quantity::LogWrites,
        Quantity::ReadRate,
        Quantity::WriteRate,
        Quantity::LogRate,
        Quantity::NetIn,
        Quantity::NetOut,
        Quantity::RatedMhz,
        Quantity::RatedPoints,
        Quantity::TakeoverCores,
        Quantity::TakeoverMhz,
        Quantity::TakeoverPoints,
    ];

    /// Label for people, address name after `vm/ID/`, and unit.
    const fn text(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Quantity::CpuCores => ("Processor use", "demand.cpu_cores", "cores"),
            Quantity::CpuMhz => ("Processor use in MHz", "demand.cpu_mhz", "MHz"),
            Quantity::Vcpus => ("vCPUs needed", "vcpus.needed", "vCPU"),
            Quantity::Ram => ("Memory needed", "ram.needed", "MiB"),
            Quantity::Space(DiskUse::System) => ("System space needed", "space.system", "MiB"),
            Quantity::Space(DiskUse::Data) => ("Data space needed", "space.data", "MiB"),
            Quantity::Space(DiskUse::Database) => {
                ("Database space needed", "space.database", "MiB")
            }
            Quantity::Space(DiskUse::Log) => ("Log space needed", "space.log", "MiB"),
            Quantity::Space(DiskUse::TempDb) => ("Tempdb space needed", "space.tempdb", "MiB"),
            Quantity::Space(DiskUse::Backup) => ("Backup space needed", "space.backup", "MiB"),
            Quantity::Reads => ("Reads", "demand.reads", "IOPS"),
            Quantity::Writes => ("Writes", "demand.writes", "IOPS"),
            Quantity::LogWrites => ("Log writes", "demand.log_writes", "IOPS"),
            Quantity::ReadRate => ("Read rate", "demand.read_rate", "MB/s"),
            Quantity::WriteRate => ("Write rate", "demand.write_rate", "MB/s"),
            Quantity::LogRate => ("Log write rate", "demand.log_rate", "MB/s"),
            Quantity::NetIn => ("Network received", "demand.net_in", "Mbit/s"),
            Quantity::NetOut => ("Network sent", "demand.net_out", "Mbit/s"),
            Quantity::RatedMhz => ("Megacycles of a rated baseline", "demand.rated_mhz", "MHz"),
            Quantity::RatedPoints => ("Processor use by rating", "demand.rated", "rating"),
            Quantity::TakeoverCores => (
                "Processor use on top after a failure",
                "demand.takeover_cores",
                "cores",
            ),
            Quantity::TakeoverMhz => (
                "Megacycles on top after a failure",
                "demand.takeover_mhz",
                "MHz",
            ),
            Quantity::TakeoverPoints => (
                "Processor use by rating on top after a failure",
                "demand.takeover_rated",
                "rating",
            ),
        }
    }
    /// For people, for example `Memory needed`.
    pub const fn label(self) -> &'static str {
        self.text().0
    }
    /// The address after `vm/ID/`, for example `ram.needed`.
    pub const fn name(self) -> &'static str {
        self.text().1
    }
    pub const fn unit(self) -> &'static str {
        self.text().2
    }
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|q| q.name() == name)
    }
    /// The stored value.
    pub fn stored(self, demand: &Demand) -> f64 {
        match self {
            Quantity::CpuCores => demand.cpu_cores,
            Quantity::CpuMhz => demand.cpu_mhz,
            Quantity::Vcpus => demand.vcpus,
            Quantity::Ram => demand.ram_mib,
            Quantity::Space(holds) => demand.space_mib.get(&holds).copied().unwrap_or(0.0),
            Quantity::Reads => demand.reads,
            Quantity::Writes => demand.writes,
            Quantity::LogWrites => demand.log_writes,
            Quantity::ReadRate => demand.read_mb_s,
            Quantity::WriteRate => demand.write_mb_s,
            Quantity::LogRate => demand.log_mb_s,
            Quantity::NetIn => demand.net_in_mbps,
            Quantity::NetOut => demand.net_out_mbps,
            Quantity::RatedMhz => demand.rated_mhz,
            Quantity::RatedPoints => demand.rated_points,
            Quantity::TakeoverCores => demand.takeover_cores,
            Quantity::TakeoverMhz => demand.takeover_mhz,
            Quantity::TakeoverPoints => demand.takeover_points,
        }
    }
}

/// Sum of terms, without a sum where there is one only.
fn total<T: Tracer>(t: &mut T, mut terms: Vec<T::N>) -> T::N {
    match (terms.len(), terms.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            terms.push(last);
            t.sum(terms)
        }
        (_, None) => t.number(0.0),
    }
}

/// A typed number that is no quantity (negative, not a number) counts as zero.
fn sane(value: f64) -> f64 {
    value.max(0.0)
}

/// A typed amount after so many years of growth; as it is where it stands still.
fn grown<T: Tracer>(t: &mut T, id: &WorkloadId, part: Part, what: Grows, now: T::N) -> T::N {
    let Grown { rates, years } = part.grown;
    let (symbol, rate, field) = match what {
        Grows::Users => ("user_growth", rates.users, "growth.users"),
        Grows::Data => ("data_growth", rates.data, "growth.data"),
        Grows::Load => ("load_growth", rates.load, "growth.load"),
    };
    if years == 0 || rate.get() == 0.0 {
        return now;
    }
    let one = t.number(1.0);
    let rate = t.given(symbol, rate.get(), "", || typed(id, field));
    let years = t.given("years", f64::from(years), "", || {
        Origin::Counted("years from now".into())
    });
    now * (one + rate).pow(years)
}

/// The part of a workload's total that a member carries, after growth; the whole stays as it is.
fn part_of<T: Tracer>(t: &mut T, id: &WorkloadId, part: Part, grows: Grows, whole: T::N) -> T::N {
    let whole = grown(t, id, part, grows, whole);
    let share = part.share;
    if share == 1.0 {
        return whole;
    }
    whole
        * t.given("share", share, "", || {
            Origin::Counted(format!("share of workload {id} on one member of this VM"))
        })
}

/// The workloads of a VM member with their tables, found once.
struct Load<'a> {
    vm_id: &'a VmId,
    vm: &'a Vm,
    servers: Vec<mailbox::Server<'a>>,
    instances: Vec<sql::Instance<'a>>,
    archetypes: Vec<(&'a WorkloadShare, archetype::Part<'a>)>,
    measured: Vec<(&'a WorkloadShare, measured::Part<'a>)>,
}

impl<'a> Load<'a> {
    fn new(cx: &Cx<'a>, vm_id: &'a VmId, vm: &'a Vm, on: &'a [WorkloadShare]) -> Self {
        Self::reaching(cx, vm_id, vm, on, None)
    }

    /// The same, with what is known of the way to mirrors and copies.
    fn reaching(
        cx: &Cx<'a>,
        vm_id: &'a VmId,
        vm: &'a Vm,
        on: &'a [WorkloadShare],
        reach: Option<&'a Reach>,
    ) -> Self {
        Self {
            vm_id,
            vm,
            servers: mailbox::servers(cx, vm_id, vm, on),
            instances: sql::instances(vm_id, vm, on, reach),
            archetypes: on
                .iter()
                .filter_map(|s| archetype::part(cx, s).map(|p| (s, p)))
                .collect(),
            measured: on
                .iter()
                .filter_map(|s| measured::part(s).map(|p| (s, p)))
                .collect(),
        }
    }

    /// Terms of a quantity, each with the name of what asks for it.
    fn terms<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, q: Quantity) -> Vec<T::N> {
        let parts =
            self.servers.len() + self.instances.len() + self.archetypes.len() + self.measured.len();
        let mut terms = Vec::new();
        let mut add = |t: &mut T, name: &str, term: Option<T::N>| {
            if let Some(term) = term {
                terms.push(if parts > 1 {
                    t.step(name, q.unit(), term)
                } else {
                    term
                });
            }
        };
        for server in &self.servers {
            let term = server.of(t, cx, q);
            add(t, "mailboxes", term);
        }
        for one in &self.instances {
            let term = one.of(t, cx, q);
            add(t, one.id.as_str(), term);
        }
        for (on, part) in &self.archetypes {
            let term = part.of(t, q);
            add(t, on.id.as_str(), term);
        }
        for (on, part) in &self.measured {
            let term = part.of(t, cx, q);
            add(t, on.id.as_str(), term);
        }
        terms
    }

    /// No workload tells the processor use.
    fn cpu_untold(&self) -> bool {
        self.servers.is_empty()
            && self.instances.is_empty()
            && self.archetypes.is_empty()
            && !self.measured.iter().any(|(_, p)| p.has(Meter::CpuMhz))
    }

    fn vcpus<T: Tracer>(&self, t: &mut T) -> T::N {
        t.given("vcpus", f64::from(self.vm.vcpus), "vCPU", || {
            typed(self.vm_id, "vcpus")
        })
    }

    fn quantity<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, q: Quantity) -> T::N {
        let terms = self.terms(t, cx, q);
        if terms.is_empty() {
            let no_workload = "no workload of this VM tells it";
            match q {
                Quantity::CpuCores if self.cpu_untold() => {
                    let share = cx.constant(keys::UNKNOWN_CPU_SHARE);
                    let share = t.given("assumed_share", share, "", || {
                        Origin::Assumed(format!("{no_workload}; this share of its vCPUs is taken"))
                    });
                    return self.vcpus(t) * share;
                }
                Quantity::Vcpus if self.cpu_untold() => {
                    return t.given("vcpus", f64::from(self.vm.vcpus), "vCPU", || {
                        Origin::Assumed(format!("{no_workload}; the configured vCPUs are taken"))
                    });
                }
                Quantity::Ram => {
                    return t.given("ram", self.vm.ram.as_f64(), "MiB", || {
                        Origin::Assumed(format!("{no_workload}; the configured memory is taken"))
                    });
                }
                _ => {}
            }
        }
        let sum = total(t, terms);
        if q == Quantity::Vcpus {
            sum.ceil()
        } else {
            sum
        }
    }

    /// Unique pages dirtied a second: as measured on the VM; else none unless every workload of the VM tells it.
    fn dirty_pages<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, on: &[WorkloadShare]) -> Option<T::N> {
        if let Some(pages) = self.vm.dirty_pages_per_s {
            return Some(t.given("dirty_pages", sane(pages), "pages/s", || {
                typed(self.vm_id, "dirty_pages_per_s")
            }));
        }
        if self.measured.is_empty() || self.measured.len() != on.len() {
            return None;
        }
        let mut terms = Vec::new();
        for (_, part) in &self.measured {
            terms.push(part.dirty_pages(t, cx)?);
        }
        Some(total(t, terms))
    }
}

/// One quantity that a member of the VM needs.
pub fn quantity<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    id: &VmId,
    vm: &Vm,
    on: &[WorkloadShare],
    q: Quantity,
) -> T::N {
    Load::new(cx, id, vm, on).quantity(t, cx, q)
}

/// All that a member of the VM needs.
pub fn demand(cx: &Cx<'_>, id: &VmId, vm: &Vm, on: &[WorkloadShare]) -> Demand {
    let load = Load::new(cx, id, vm, on);
    let value = |q| load.quantity(&mut Silent, cx, q).value();
    let mut space_mib = BTreeMap::new();
    for holds in DISK_USES {
        let mib = value(Quantity::Space(holds));
        if mib > 0.0 {
            space_mib.insert(holds, mib);
        }
    }
    Demand {
        cpu_cores: value(Quantity::CpuCores),
        cpu_mhz: value(Quantity::CpuMhz),
        vcpus: value(Quantity::Vcpus),
        ram_mib: value(Quantity::Ram),
        space_mib,
        reads: value(Quantity::Reads),
        writes: value(Quantity::Writes),
        log_writes: value(Quantity::LogWrites),
        read_mb_s: value(Quantity::ReadRate),
        write_mb_s: value(Quantity::WriteRate),
        log_mb_s: value(Quantity::LogRate),
        net_in_mbps: value(Quantity::NetIn),
        net_out_mbps: value(Quantity::NetOut),
        rated_mhz: value(Quantity::RatedMhz),
        rated_points: value(Quantity::RatedPoints),
        takeover_cores: value(Quantity::TakeoverCores),
        takeover_mhz: value(Quantity::TakeoverMhz),
        takeover_points: value(Quantity::TakeoverPoints),
        dirty_pages_per_s: load.dirty_pages(&mut Silent, cx, on).map(|n| n.value()),
    }
}

/// Processor use is taken from the vCPU count for want of a workload that tells it.
pub fn cpu_assumed(cx: &Cx<'_>, id: &VmId, vm: &Vm, on: &[WorkloadShare]) -> bool {
    Load::new(cx, id, vm, on).cpu_untold()
}

/// Mailbox figures of a member; none without mailboxes of a known version.
pub fn mailbox(cx: &Cx<'_>, id: &VmId, vm: &Vm, on: &[WorkloadShare]) -> Option<MailboxFacts> {
    mailbox::facts(cx, &Load::new(cx, id, vm, on).servers)
}

/// Hosts that a VM may run on, with the vCPUs per core that they carry.
pub(super) fn seats<'a>(
    cx: &Cx<'a>,
    vm: &'a Vm,
    hosts: &BTreeMap<HostId, Arc<HostFacts>>,
) -> Seats<'a> {
    let mut ids: Vec<&HostId> = Vec::new();
    for row in &vm.placement {
        ids.push(&row.host);
        ids.extend(row.partner.as_ref().filter(|_| vm.level.paired()));
    }
    ids.sort();
    ids.dedup();
    let known = |id: &'a HostId| {
        let host: &'a Host = cx.plan.hosts.get(id)?;
        Some((id, host, hosts.get(id)?.vcpus_per_core))
    };
    Seats {
        hosts: ids.into_iter().filter_map(known).collect(),
    }
}

/// Mailbox figures of a member on its hosts; none where no megacycles are counted or no host is known.
pub(super) fn mailbox_on_host(
    cx: &Cx<'_>,
    id: &VmId,
    vm: &Vm,
    on: &[WorkloadShare],
    hosts: &BTreeMap<HostId, Arc<HostFacts>>,
) -> Option<MailboxOnHost> {
    let servers = mailbox::servers(cx, id, vm, on);
    mailbox::on_host(cx, &servers, &seats(cx, vm, hosts))
}

/// Whether a figure of this name is one of [`mailbox_on_host`].
pub(super) fn on_host(name: &str) -> bool {
    mailbox::is_on_host(name)
}

/// A figure of a member on its hosts.
pub(super) fn figure_on_host<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    id: &VmId,
    vm: &Vm,
    on: &[WorkloadShare],
    seats: &Seats<'_>,
    name: &str,
) -> Option<T::N> {
    let servers = mailbox::servers(cx, id, vm, on);
    mailbox::named_on_host(t, cx, &servers, seats, name)
}

/// SQL Server figures of a member, one for each SQL workload in order.
pub fn sql(cx: &Cx<'_>, id: &VmId, vm: &Vm, on: &[WorkloadShare], reach: &Reach) -> Vec<SqlFacts> {
    sql::instances(id, vm, on, Some(reach))
        .iter()
        .map(|one| sql::facts(cx, one))
        .collect()
}

/// Names in the catalogue that a workload asks for and nobody knows: versions, profiles, editions, archetypes.
pub fn unknown_names(cx: &Cx<'_>, workload: &Workload) -> Vec<String> {
    let tables = &cx.catalogue.tables;
    let mut out = Vec::new();
    match &workload.kind {
        WorkloadKind::Mailbox(m) => match tables.mailbox.get(&m.version) {
            None => out.push(m.version.clone()),
            Some(version) => {
                for class in &m.users {
                    if version.reading(&class.profile).is_none() {
                        out.push(class.profile.clone());
                    }
                }
            }
        },
        WorkloadKind::Sql(s) => match tables.sql.get(&s.version) {
            None => out.push(s.version.clone()),
            Some(version) if !version.editions.contains_key(&s.edition) => {
                out.push(s.edition.clone());
            }
            Some(_) => {}
        },
        WorkloadKind::Archetype(a) => {
            if !tables.archetypes.contains_key(&a.archetype) {
                out.push(a.archetype.clone());
            }
        }
        WorkloadKind::Measured(_) => {}
    }
    out
}

/// Whether the network figures of a member count everything; they do not where a workload says nothing of it.
pub fn network_told(cx: &Cx<'_>, id: &VmId, vm: &Vm, on: &[WorkloadShare]) -> bool {
    let load = Load::new(cx, id, vm, on);
    let told = load.servers.len()
        + load.instances.len()
        + load
            .archetypes
            .iter()
            .filter(|(_, p)| p.tells_network())
            .count()
        + load
            .measured
            .iter()
            .filter(|(_, p)| p.has(Meter::NetIn))
            .count();
    let all =
        load.servers.len() + load.instances.len() + load.archetypes.len() + load.measured.len();
    told > 0 && told >= all
}

/// A figure of a VM that has an address, with the value stored in the facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The address after `vm/ID/`.
    pub name: String,
    pub label: &'static str,
    pub unit: &'static str,
    pub value: f64,
    /// Shown in the inspector and in the report's appendix.
    pub headline: bool,
}

/// The prefix of an SQL workload's figures: `sql`, or `sql.WORKLOAD` where a VM has several.
fn sql_prefix(one: &WorkloadId, several: bool) -> String {
    if several {
        format!("sql.{one}")
    } else {
        "sql".to_owned()
    }
}

/// Figures of this module that a VM has, in reading order. Quantities of which it needs nothing are left out.
pub fn listed(cx: &Cx<'_>, id: &VmId, f: &VmFacts) -> Vec<Listed> {
    let mut out = Vec::new();
    let mut add = |name: String, label, unit, value: Option<f64>, headline| {
        if let Some(value) = value {
            out.push(Listed {
                name,
                label,
                unit,
                value,
                headline,
            });
        }
    };
    for q in Quantity::ALL {
        let value = q.stored(&f.demand);
        // Processor use told in MHz alone says nothing of cores and vCPUs: those are unknown here, not zero.
        let headline = match q {
            Quantity::CpuCores | Quantity::Vcpus => f.demand.cpu_mhz <= 0.0 || value > 0.0,
            Quantity::CpuMhz => value > 0.0,
            Quantity::Ram => true,
            _ => false,
        };
        let value = (headline || value > 0.0).then_some(value);
        add(q.name().to_owned(), q.label(), q.unit(), value, headline);
    }
    let (name, label, unit) = DIRTY_PAGES;
    add(
        name.to_owned(),
        label,
        unit,
        f.demand.dirty_pages_per_s,
        false,
    );
    if let Some(facts) = &f.mailbox {
        for (name, label, unit) in mailbox::list() {
            let headline = mailbox::headline(name);
            let value = mailbox::stored(facts, name);
            add(name.to_owned(), label, unit, value, headline);
        }
    }
    let ids = cx.plan.workloads.iter().filter(|(_, w)| sql::is_on(w, id));
    for ((one, _), facts) in ids.zip(&f.sql) {
        let prefix = sql_prefix(one, f.sql.len() > 1);
        for (name, label, unit) in sql::NAMED.iter().copied() {
            let headline = sql::headline(name);
            let value = sql::stored(facts, name);
            add(format!("{prefix}.{name}"), label, unit, value, headline);
        }
    }
    out
}

/// Name, label and unit of the dirty-page rate, which may be unknown and so is no [`Quantity`].
const DIRTY_PAGES: (&str, &str, &str) = ("demand.dirty_pages", "Memory pages dirtied", "pages/s");

/// Any figure of this module by the name after `vm/ID/`. None for an unknown name or when an input is missing.
pub fn figure<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    id: &VmId,
    vm: &Vm,
    on: &[WorkloadShare],
    reach: &Reach,
    name: &str,
) -> Option<T::N> {
    let load = Load::reaching(cx, id, vm, on, Some(reach));
    if let Some(q) = Quantity::from_name(name) {
        return Some(load.quantity(t, cx, q));
    }
    if name == DIRTY_PAGES.0 {
        return load.dirty_pages(t, cx, on);
    }
    if name.starts_with("mailbox.") {
        return mailbox::named(t, cx, &load.servers, name);
    }
    for one in &load.instances {
        let prefix = sql_prefix(one.id, load.instances.len() > 1);
        if let Some(short) = name.strip_prefix(&prefix).and_then(|n| n.strip_prefix('.')) {
            return sql::named(t, cx, one, short);
        }
    }
    None
}
