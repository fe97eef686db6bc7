//! Placing a large plan: seconds to a first placement that holds, and how close to the bound after so many.
//!
//! `cargo bench --bench place -- [--hosts N] [--vms N] [--pools N] [--seconds S] [--seed N]`
//!
//! The plan is made: equal hosts in pools, each pool on two availability links and one array over switches; VMs of many
//! sizes without a host, three in ten restartable, two in ten mirrored, one in ten in lockstep.

// A bench is read on the terminal.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::cell::Cell;
use std::process::ExitCode;
use std::time::Instant;

use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::edit::add;
use evenkeel_model::ids::{ArrayId, EntityId, HostId, LinkId, PoolId, SiteId, SwitchId, VmId};
use evenkeel_model::place::{Answer, Objective, Phase, Question, place};
use evenkeel_model::plan::{
    Array, DiskKind, End, Level, Link, LinkRole, Measured, Plan, Pool, RaidGroup, RaidLevel, Site,
    Storage, Switch, WorkloadKind,
};
use evenkeel_model::solve::Budget;
use evenkeel_model::units::{Ghz, Iops, Mb, MbPerS, Mbps, Mib};

/// What the arguments ask for.
struct Asked {
    hosts: usize,
    vms: usize,
    pools: usize,
    seconds: f64,
    seed: u64,
}

fn main() -> ExitCode {
    let mut asked = Asked {
        hosts: 64,
        vms: 1_000,
        pools: 1,
        seconds: 10.0,
        seed: 1,
    };
    // The harness adds its own word.
    let mut words = std::env::args().skip(1).filter(|w| w != "--bench");
    while let Some(word) = words.next() {
        let value = words.next().unwrap_or_default();
        let ok = match word.as_str() {
            "--hosts" => value.parse().map(|n| asked.hosts = n).is_ok(),
            "--vms" => value.parse().map(|n| asked.vms = n).is_ok(),
            "--pools" => value.parse().map(|n| asked.pools = n).is_ok(),
            "--seconds" => value.parse().map(|n| asked.seconds = n).is_ok(),
            "--seed" => value.parse().map(|n| asked.seed = n).is_ok(),
            _ => false,
        };
        if !ok || asked.hosts == 0 || asked.pools == 0 || asked.pools > asked.hosts {
            eprintln!(
                "cargo bench --bench place -- [--hosts N] [--vms N] [--pools N] [--seconds S] [--seed N]"
            );
            return ExitCode::from(2);
        }
    }
    let plan = plan(&asked);
    println!(
        "{} VMs without a host, {} hosts in {} pools",
        asked.vms, asked.hosts, asked.pools
    );
    println!(
        "{:8} {:>10} {:>10} {:>10} {:>8} {:>8}",
        "", "first (s)", "value", "bound", "gap", "s"
    );
    for objective in Objective::ALL {
        run(&plan, objective, &asked);
    }
    ExitCode::SUCCESS
}

fn run(plan: &Plan, objective: Objective, asked: &Asked) {
    let began = Instant::now();
    let first = Cell::new(None);
    let clock = || began.elapsed().as_secs_f64() > asked.seconds;
    let question = Question {
        objective,
        seed: asked.seed,
        ..Question::default()
    };
    // A first placement is one that the checks of the plan have judged as well.
    let mut checked = false;
    let answer = place(
        plan,
        Catalogue::built_in(),
        &question,
        &Budget {
            work: Budget::UNLIMITED,
            should_stop: &clock,
        },
        &mut |p| {
            if checked && first.get().is_none() {
                first.set(Some(began.elapsed().as_secs_f64()));
            }
            checked |= p.phase == Phase::Checking;
        },
    );
    let seconds = began.elapsed().as_secs_f64();
    match answer {
        Answer::Proposal(p) => println!(
            "{:8} {:>10.2} {:>10.3} {:>10.3} {:>7.2}% {:>8.1}{}",
            objective.key(),
            first.get().unwrap_or(seconds),
            p.value,
            p.bound,
            p.gap() * 100.0,
            seconds,
            if p.remaining.is_empty() {
                String::new()
            } else {
                format!("  {} findings remain", p.remaining.len())
            }
        ),
        Answer::Infeasible(i) => println!("{:8} nothing: {}", objective.key(), i.message),
    }
}

/// Numbers that look random and are the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

fn plan(asked: &Asked) -> Plan {
    let mut n = Numbers(asked.seed);
    let mut plan = Plan::default();
    let site = SiteId::slugified("main");
    plan.sites.put(site.clone(), Site::default());
    let array = ArrayId::slugified("san");
    plan.arrays.put(
        array.clone(),
        Array {
            name: String::new(),
            site: site.clone(),
            controllers: 2,
            raid: vec![RaidGroup {
                name: "data".to_owned(),
                level: RaidLevel::Raid10,
                disks: 2_000,
                disk_size: Mb::new(1_920_000),
                kind: DiskKind::Ssd,
                disk_iops: None,
                spans: None,
            }],
            feeds: Vec::new(),
            ownership: Default::default(),
            note: String::new(),
        },
    );
    let mut by_pool: Vec<Vec<HostId>> = vec![Vec::new(); asked.pools];
    for h in 0..asked.hosts {
        let pool = PoolId::slugified(&format!("pool-{}", h % asked.pools));
        plan.pools.put(pool.clone(), Pool::default());
        let (id, edit) = add::host(&plan, &site, None).expect("the site is there");
        plan = edit.apply(&plan).expect("the edit applies");
        let EntityId::Host(id) = id else { continue };
        let mut host = (**plan.hosts.get(&id).expect("just made")).clone();
        host.pool = Some(pool);
        host.sockets = 2;
        host.cores_per_socket = 16;
        host.threads_per_core = 1;
        host.clock = Ghz::new(2.8);
        host.ram = Mib::new(256 * 1024);
        host.raid = vec![RaidGroup {
            name: "data".to_owned(),
            level: RaidLevel::Raid10,
            disks: 24,
            disk_size: Mb::new(1_920_000),
            kind: DiskKind::Ssd,
            disk_iops: None,
            spans: None,
        }];
        plan.hosts.put(id.clone(), host);
        by_pool[h % asked.pools].push(id);
    }
    for (p, hosts) in by_pool.iter().enumerate() {
        for (name, role, mbps) in [
            ("a1", LinkRole::Availability, 100_000.0),
            ("a2", LinkRole::Availability, 100_000.0),
            ("client", LinkRole::Business, 40_000.0),
            ("storage", LinkRole::Storage, 40_000.0),
        ] {
            let switch = SwitchId::slugified(&format!("{name}-{p}"));
            plan.switches.put(switch.clone(), Switch::default());
            let ends = |a: &HostId| (End::Host(a.clone()), End::Switch(switch.clone()));
            let Some(first) = hosts.first() else { continue };
            let (a, b) = ends(first);
            let (id, edit) = add::link(&plan, role, Mbps::new(mbps), a, b);
            plan = edit.apply(&plan).expect("the edit applies");
            let EntityId::Link(id) = id else { continue };
            let mut link: Link = (**plan.links.get(&id).expect("just made")).clone();
            let like = link.segments[0].clone();
            for host in hosts.iter().skip(1) {
                let mut more = like.clone();
                (more.a, more.b) = ends(host);
                link.segments.push(more);
            }
            if role == LinkRole::Storage {
                let mut more = like.clone();
                more.a = End::Switch(switch.clone());
                more.b = End::Array {
                    array: array.clone(),
                    controller: 1,
                };
                link.segments.push(more);
            }
            let id: LinkId = id;
            plan.links.put(id, link);
        }
    }
    for v in 0..asked.vms {
        let (id, edit) = add::vm(&plan, None, 1, None).expect("it needs no host");
        plan = edit.apply(&plan).expect("the edit applies");
        let EntityId::Vm(id) = id else { continue };
        let id: VmId = id;
        let mut vm = (**plan.vms.get(&id).expect("just made")).clone();
        vm.level = match v % 10 {
            0 => Level::L3,
            3 | 6 => Level::L2,
            1 | 2 | 4 => Level::L1,
            _ => Level::L0,
        };
        vm.vcpus = 1 + n.below(4) as u32;
        vm.ram = Mib::new(1024 * (2 + n.below(11)));
        if !vm.level.paired() {
            for disk in &mut vm.disks {
                disk.on = Storage::Shared {
                    array: array.clone(),
                    group: "data".to_owned(),
                };
            }
        }
        let measured = Measured {
            cpu_mhz: f64::from(vm.vcpus) * (200.0 + n.below(600) as f64),
            reads: Iops::new(20.0 + n.below(100) as f64),
            writes: Iops::new(10.0 + n.below(60) as f64),
            write_rate: MbPerS::new(0.2 + n.below(10) as f64 / 10.0),
            net_in: Mbps::new(1.0 + n.below(20) as f64),
            dirty_pages_per_s: Some(500.0),
            ..Measured::default()
        };
        plan.vms.put(id.clone(), vm);
        let (_, edit) = add::workload(
            &plan,
            "measured",
            WorkloadKind::Measured(measured),
            Some(&id),
        );
        plan = edit.apply(&plan).expect("the edit applies");
    }
    plan
}
