//! Small random plans for property tests. Every plan is one that a file may hold.

mod mailbox;
mod sql;

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::catalogue::Admission;
use crate::ids::*;
use crate::units::*;

/// Decisions taken one after another from a list of numbers; all zero when the list is used up, so that plans shrink.
struct Dice(std::vec::IntoIter<u32>);

const TEXTS: &[&str] = &[
    "",
    "Main",
    "Zürich \"North\"",
    "two\nlines\ttab",
    "// no comment",
    "a\\b (c) [d] {e}, f: g",
    "日本語 Ωμέγα",
    "r#\"raw\"#",
    "'",
];

impl Dice {
    fn roll(&mut self) -> u32 {
        self.0.next().unwrap_or(0)
    }
    fn below(&mut self, n: u32) -> u32 {
        self.roll() % n.max(1)
    }
    fn yes(&mut self) -> bool {
        self.below(2) == 1
    }
    fn some<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.yes().then(|| make(self))
    }
    fn many<T>(&mut self, most: u32, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| make(self)).collect()
    }
    fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        let n = self.below(u32::try_from(from.len()).unwrap_or(1));
        from.get(n as usize).cloned()
    }
    fn text(&mut self) -> String {
        self.pick(TEXTS).unwrap_or_default().to_owned()
    }
    fn amount(&mut self) -> f64 {
        let whole = f64::from(self.below(5_000));
        if self.yes() { whole / 7.0 } else { whole }
    }
    fn share(&mut self) -> Share {
        Share::new(f64::from(1 + self.below(100)) / 100.0)
    }
    fn mib(&mut self) -> Mib {
        Mib::new(u64::from(self.below(2_000_000)))
    }
    fn choose<T: Copy>(&mut self, from: &[T], first: T) -> T {
        self.pick(from).unwrap_or(first)
    }
}

fn raid(d: &mut Dice) -> RaidGroup {
    RaidGroup {
        name: format!("group-{}", d.below(3)),
        level: d.choose(
            &[
                RaidLevel::Raid1,
                RaidLevel::Raid10,
                RaidLevel::Raid6,
                RaidLevel::Raid60,
                RaidLevel::RaidDp,
            ],
            RaidLevel::Jbod,
        ),
        disks: d.below(30),
        disk_size: Mb::new(u64::from(d.below(9_000_000))),
        kind: d.choose(&[DiskKind::Sas15k, DiskKind::Ssd], DiskKind::Nvme),
        disk_iops: d.some(|d| Iops::new(d.amount())),
        spans: d.some(|d| d.below(5)),
    }
}

fn host(d: &mut Dice, sites: &[SiteId], pools: &[PoolId], feeds: &[FeedId]) -> Option<Host> {
    Some(Host {
        name: d.text(),
        site: d.pick(sites)?,
        pool: d.pick(pools),
        ownership: d.choose(
            &[Ownership::Existing, Ownership::Proposed],
            Ownership::Existing,
        ),
        model: d.text(),
        sockets: d.below(5),
        cores_per_socket: d.below(33),
        threads_per_core: d.below(3),
        numa_nodes_per_socket: d.below(3),
        clock: Ghz::new(d.amount() / 1_000.0),
        rating: d.some(Dice::amount),
        ram: d.mib(),
        ecc: d.some(Dice::yes),
        adapters: d.many(3, |d| Adapter {
            name: format!("nic{}", d.below(4)),
            ports: d.below(5),
            speed: Mbps::new(d.amount()),
        }),
        raid: d.many(3, raid),
        controllers: d.some(|d| d.below(3)),
        power_supplies: d.many(2, |d| PowerSupply {
            feed: d.pick(feeds),
        }),
        redundant_fans: d.some(Dice::yes),
        control_ram: d.some(Dice::mib),
        cpu_ready: d.some(Dice::share),
        note: d.text(),
    })
}

fn end(
    d: &mut Dice,
    hosts: &[HostId],
    switches: &[SwitchId],
    arrays: &[ArrayId],
    sites: &[SiteId],
) -> Option<End> {
    match d.below(5) {
        0 => d.pick(sites).map(End::Site),
        1 => d.pick(hosts).map(End::Host),
        2 => Some(End::Port {
            host: d.pick(hosts)?,
            adapter: format!("nic{}", d.below(4)),
            port: d.below(5),
        }),
        3 => d.pick(switches).map(End::Switch),
        _ => Some(End::Array {
            array: d.pick(arrays)?,
            controller: d.below(3),
        }),
    }
}

fn vm(d: &mut Dice, hosts: &[HostId], arrays: &[ArrayId]) -> Vm {
    let mut placement = Vec::new();
    for _ in 0..d.below(3) {
        if let Some(host) = d.pick(hosts) {
            placement.push(Placement {
                host,
                partner: d.some(|d| d.pick(hosts)).flatten(),
                count: 1 + d.below(4),
            });
        }
    }
    Vm {
        name: d.text(),
        count: 1 + d.below(9),
        role: d.text(),
        level: d.choose(&Level::ALL, Level::L0),
        vcpus: d.below(17),
        ram: d.mib(),
        mirroring: d.choose(&Mirroring::ALL, Mirroring::OnDisk),
        placement,
        rules: PlacementRules {
            fixed: d.yes(),
            only_on: d.many(2, |d| d.pick(hosts)).into_iter().flatten().collect(),
            together: d.text(),
            apart: d.text(),
            spread: d.some(|d| Spread {
                over: d.choose(&[SpreadOver::Sites], SpreadOver::Hosts),
                at_least: d.below(4),
            }),
        },
        disks: d.many(3, |d| VmDisk {
            name: d.text(),
            holds: d.choose(
                &[DiskUse::System, DiskUse::Database, DiskUse::Log],
                DiskUse::Data,
            ),
            size: d.mib(),
            on: match d.pick(arrays) {
                Some(array) if d.yes() => Storage::Shared {
                    array,
                    group: d.text(),
                },
                _ => Storage::Local(d.text()),
            },
        }),
        boot: d.some(|d| Secs::new(d.amount())),
        app_start: d.some(|d| Secs::new(d.amount())),
        app_monitored: d.some(Dice::yes),
        memory_reserved: d.some(Dice::yes),
        cpu_reserved: d.some(|d| Ghz::new(d.amount() / 1_000.0)),
        nics: d.below(12),
        best_effort: d.yes(),
        dirty_pages_per_s: d.some(Dice::amount),
        sockets: d.some(|d| d.below(9)),
        note: d.text(),
    }
}

fn series(d: &mut Dice) -> MeasuredSeries {
    MeasuredSeries {
        samples: d.below(1_000),
        interval_s: d.some(Dice::amount),
        mean: d.amount(),
        p90: d.amount(),
        p95: d.amount(),
        p99: d.amount(),
        peak: d.amount(),
    }
}

fn kind(d: &mut Dice, vms: &[VmId], links: &[LinkId]) -> WorkloadKind {
    match d.below(4) {
        0 => WorkloadKind::Measured(Measured {
            cpu_mhz: d.amount(),
            ram: d.mib(),
            space: d.mib(),
            reads: Iops::new(d.amount()),
            writes: Iops::new(d.amount()),
            read_rate: MbPerS::new(d.amount()),
            write_rate: MbPerS::new(d.amount()),
            net_in: Mbps::new(d.amount()),
            net_out: Mbps::new(d.amount()),
            dirty_pages_per_s: d.some(Dice::amount),
            headroom: d.share(),
            latency: d.some(|d| Ms::new(d.amount() / 100.0)),
            machine_mhz: d.some(Dice::amount),
            basis: d.choose(&Basis::ALL, Basis::Peak),
            series: d
                .many(2, |d| {
                    let meter = d.choose(&Meter::ALL, Meter::Ram);
                    (meter, series(d))
                })
                .into_iter()
                .collect(),
            measured_in: d.text(),
        }),
        1 => WorkloadKind::Mailbox(mailbox::mailbox(d, vms, links)),
        2 => WorkloadKind::Sql(sql::sql(d, vms, links)),
        _ => WorkloadKind::Archetype(ArchetypeUse {
            archetype: d
                .choose(
                    &[
                        "domain-controller",
                        "scada-logged-tags",
                        "custom",
                        "toaster",
                    ],
                    "web-server",
                )
                .to_owned(),
            units: d.amount(),
            own: OwnNumbers {
                unit: d.text(),
                vcpus_per_unit: d.some(Dice::amount),
                iops_per_unit: d.some(Dice::amount),
                ..OwnNumbers::default()
            },
        }),
    }
}

fn service(d: &mut Dice, vms: &[VmId], workloads: &[WorkloadId]) -> Service {
    let mut depends_on: Vec<Dependency> = d.pick(vms).map(Dependency::Vm).into_iter().collect();
    depends_on.extend(d.pick(workloads).map(Dependency::Workload));
    Service {
        name: d.text(),
        users: d.below(10_000),
        hours_per_week: d.some(|d| f64::from(d.below(169))),
        longest_outage: d.some(|d| Secs::new(d.amount())),
        allowance: d.some(|d| Allowance {
            downtime: Secs::new(d.amount()),
            per: d.choose(&[Period::Week, Period::Month], Period::Year),
        }),
        data_loss: d.some(|d| Secs::new(d.amount())),
        keep_state: d.yes(),
        survives: d.many(2, |d| d.choose(&[Scope::Host, Scope::Site], Scope::Host)),
        critical: d.yes(),
        depends_on,
        note: d.text(),
    }
}

fn table<K: Ord + Clone, V>(
    d: &mut Dice,
    most: u32,
    id: impl Fn(&str) -> K,
    word: &str,
    mut row: impl FnMut(&mut Dice) -> Option<V>,
) -> (Table<K, V>, Vec<K>) {
    let mut rows = Table::default();
    for n in 0..d.below(most + 1) {
        if let Some(value) = row(d) {
            rows.put(id(&format!("{word}-{n}")), value);
        }
    }
    let keys = rows.keys().cloned().collect();
    (rows, keys)
}

fn growth(d: &mut Dice) -> Growth {
    Growth {
        users: Share::new(d.amount() / 500.0),
        data: Share::new(d.amount() / 500.0),
        load: Share::new(d.amount() / 500.0),
    }
}

fn upkeep(d: &mut Dice) -> Upkeep {
    Upkeep {
        contract: d.choose(
            &[Contract::AnyHour, Contract::WorkingHours, Contract::None],
            Contract::NextBusinessDay,
        ),
        response: d.yes().then(|| Secs::new(f64::from(d.below(100_000)))),
        windows_per_year: d.yes().then(|| d.amount() / 10.0),
        window: d.yes().then(|| Secs::new(f64::from(d.below(20_000)))),
    }
}

fn settings(d: &mut Dice) -> Settings {
    if d.yes() {
        return Settings::default();
    }
    Settings {
        year_hours: d.choose(&[8_760, 8_766], 8_784),
        host_failures: d.below(3),
        cpu_target: d.share(),
        cpu_ceiling: d.share(),
        ram_ceiling: d.share(),
        vcpus_per_core: 1.0 + d.amount() / 10.0,
        route_factor: 1.0 + f64::from(d.below(100)) / 100.0,
        growth: growth(d),
        upkeep: upkeep(d),
        years: d.below(9),
        partner_outage: Secs::new(d.amount()),
        allowed_exposure: d.some(|d| Secs::new(d.amount())),
        resync_rate: d.some(|d| MbPerS::new(d.amount())),
        ..Settings::default()
    }
}

fn build(numbers: Vec<u32>) -> Plan {
    let d = &mut Dice(numbers.into_iter());
    let (sites, site) = table(d, 3, SiteId::slugified, "site", |d| {
        Some(Site {
            name: d.text(),
            kind: d.choose(&[SiteKind::Data, SiteKind::Witness], SiteKind::Branch),
            address: d.text(),
            latitude: d.some(|d| f64::from(d.below(180)) - 90.0),
            longitude: d.some(|d| f64::from(d.below(360)) - 180.0),
            common_cause: d.yes().then(|| d.share()),
            users: d.below(1_000),
            note: d.text(),
        })
    });
    let (pools, pool) = table(d, 2, PoolId::slugified, "pool", |d| {
        Some(Pool {
            name: d.text(),
            host_failures: d.some(|d| d.below(3)),
            admission: d.some(|d| d.choose(&Admission::ALL, Admission::None)),
            reserved: d.some(Dice::share),
            failover_hosts: Vec::new(),
            heartbeat: d.some(|d| Heartbeat {
                over: d.choose(&StorageProtocol::ALL, StorageProtocol::Nfs),
                size: d.mib(),
                array: None,
            }),
            clustered: d.yes(),
            note: d.text(),
        })
    });
    let (feeds, feed) = table(d, 2, FeedId::slugified, "feed", |d| {
        Some(Feed {
            name: d.text(),
            site: d.pick(&site),
            ups: d.yes(),
            note: d.text(),
        })
    });
    let (hosts, hosts_) = table(d, 4, HostId::slugified, "host", |d| {
        host(d, &site, &pool, &feed)
    });
    let (switches, switch) = table(d, 2, SwitchId::slugified, "switch", |d| {
        Some(Switch {
            name: d.text(),
            site: d.pick(&site),
            feeds: d.pick(&feed).into_iter().collect(),
            note: d.text(),
        })
    });
    let (arrays, array) = table(d, 1, ArrayId::slugified, "array", |d| {
        Some(Array {
            name: d.text(),
            site: d.pick(&site)?,
            controllers: d.below(3),
            raid: d.many(2, raid),
            feeds: d.pick(&feed).into_iter().collect(),
            ownership: Ownership::Proposed,
            note: d.text(),
        })
    });
    let (links, link_) = table(d, 3, LinkId::slugified, "link", |d| {
        let mut segments = Vec::new();
        for _ in 0..d.below(3) {
            let a = end(d, &hosts_, &switch, &array, &site);
            let b = end(d, &hosts_, &switch, &array, &site);
            if let (Some(a), Some(b)) = (a, b) {
                segments.push(Segment {
                    a,
                    b,
                    distance: d.some(|d| MapDistance::from_miles(d.amount())),
                    fibre: d.some(|d| FibreLength::from_km(d.amount())),
                    medium: d.choose(&Medium::ALL, Medium::Fibre),
                    equipment: d
                        .many(2, |d| {
                            (d.choose(&Equipment::ALL, Equipment::Router), d.below(9))
                        })
                        .into_iter()
                        .collect(),
                    devices: d.some(|d| Ms::new(d.amount())),
                    duct: d.text(),
                });
            }
        }
        Some(Link {
            name: d.text(),
            role: d.choose(&LinkRole::ALL, LinkRole::Business),
            speed: Mbps::new(d.amount()),
            segments,
            measured_rtt: d.some(|d| Ms::new(d.amount())),
            mtu: d.some(|d| d.below(9_001)),
            vlan: d.yes(),
            private: d.yes(),
            host_stack: d.some(|d| Ms::new(d.amount())),
            window: d.some(|d| Bytes::new(u64::from(d.below(9_000_000)))),
            streams: d.some(|d| d.below(9)),
            jitter: d.some(|d| Ms::new(d.amount())),
            optimiser: d.some(Dice::amount),
            loss: d.some(Dice::share),
            filtered: d.some(Dice::yes),
            available: d.some(Dice::share),
            note: d.text(),
        })
    });
    let (witnesses, _) = table(d, 1, WitnessId::slugified, "witness", |d| {
        Some(Witness {
            name: d.text(),
            site: d.pick(&site)?,
            pools: d.pick(&pool).into_iter().collect(),
            feed: d.pick(&feed),
            ports_open: d.some(Dice::yes),
            note: d.text(),
        })
    });
    let (vms, vm_) = table(d, 4, VmId::slugified, "vm", |d| {
        Some(vm(d, &hosts_, &array))
    });
    let (workloads, workload) = table(d, 3, WorkloadId::slugified, "load", |d| {
        Some(Workload {
            name: d.text(),
            kind: kind(d, &vm_, &link_),
            runs_on: d
                .pick(&vm_)
                .map(|vm| RunsOn {
                    vm,
                    weight: 1.0 + d.amount(),
                })
                .into_iter()
                .collect(),
            copies_on: d.pick(&vm_).into_iter().collect(),
            growth: d.some(growth),
            amounts: d.choose(
                &[crate::plan::Amounts::EachVm],
                crate::plan::Amounts::InTotal,
            ),
            note: d.text(),
        })
    });
    let (services, _) = table(d, 2, ServiceId::slugified, "service", |d| {
        Some(service(d, &vm_, &workload))
    });
    let mut plan = Plan {
        about: About {
            name: d.text(),
            customer: d.text(),
            author: d.text(),
            revision: d.below(9),
            note: d.text(),
        },
        settings: settings(d),
        sites,
        pools,
        feeds,
        hosts,
        switches,
        arrays,
        links,
        witnesses,
        vms,
        workloads,
        services,
        ..Plan::default()
    };
    let things: Vec<EntityId> = plan.entities().collect();
    if let Some(subject) = d.pick(&things) {
        plan.waivers.push(Waiver {
            code: "LNK-004".to_owned(),
            subject: subject.clone(),
            reason: d.text(),
            by: d.text(),
            date: "2009-06-30".to_owned(),
        });
        let mut layout = BTreeMap::new();
        layout.insert(
            subject,
            Position {
                x: (d.amount() - 300.0) as f32,
                y: d.amount() as f32,
            },
        );
        plan.layout = Arc::new(layout);
        plan.overrides.insert("some.key".to_owned(), d.amount());
    }
    if let Ok(gone) = EntityId::from_parts(Kind::Vm, "gone-1") {
        plan.retired.insert(gone);
    }
    plan
}

/// The workload that a list of numbers stands for.
pub fn workload(numbers: Vec<u32>) -> WorkloadKind {
    kind(&mut Dice(numbers.into_iter()), &[], &[])
}

/// Any small plan.
pub fn plan() -> impl Strategy<Value = Plan> {
    prop::collection::vec(any::<u32>(), 0..600).prop_map(build)
}
