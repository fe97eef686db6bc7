//! Small random plans with every constraint.

use std::sync::OnceLock;

use crate::check::testing::shared_sample;
use crate::ids::{HostId, LinkId, SiteId, SwitchId, VmId};
use crate::plan::{
    End, Level, Link, LinkRole, Placement, Plan, Segment, Site, Spread, SpreadOver, Storage,
    Switch, Vm,
};
use crate::solve::Random;
use crate::units::{Mbps, Mib};

/// How large and how varied the plans are.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub hosts: usize,
    pub vms: usize,
    pub rules: bool,
}

fn sample() -> &'static Plan {
    static SAMPLE: OnceLock<Plan> = OnceLock::new();
    SAMPLE.get_or_init(shared_sample)
}

/// Hosts of one pool on one switch and one array, VMs of every level, and rules.
pub(super) fn plan(seed: u64, shape: Shape) -> Plan {
    let r = &mut Random::new(seed);
    let sample = sample();
    let mut plan = sample.clone();
    let base_host = (**plan.hosts.values().next().expect("hosts")).clone();
    let base_vm = (**plan.vms.values().next().expect("a VM")).clone();
    let array = plan.arrays.keys().next().cloned().expect("an array");
    let ids: Vec<VmId> = plan.vms.keys().cloned().collect();
    for id in ids {
        plan.vms.remove(&id);
    }
    let ids: Vec<LinkId> = plan.links.keys().cloned().collect();
    for id in ids {
        plan.links.remove(&id);
    }
    let old: Vec<HostId> = plan.hosts.keys().cloned().collect();
    for id in old {
        plan.hosts.remove(&id);
    }
    plan.workloads = Default::default();
    plan.services = Default::default();
    plan.waivers.clear();
    let two_sites = r.below(4) == 0;
    let other = SiteId::slugified("far");
    if two_sites {
        plan.sites.put(other.clone(), Site::default());
    }
    let switch = SwitchId::slugified("net");
    plan.switches.put(switch.clone(), Switch::default());
    let hosts = 2 + r.below(shape.hosts - 1);
    let mut names = Vec::new();
    for n in 0..hosts {
        let id = HostId::slugified(&format!("h{n}"));
        let mut host = base_host.clone();
        host.name = String::new();
        host.ram = Mib::new(1024 * [24, 32, 32, 48][r.below(4)]);
        if two_sites && n % 2 == 1 {
            host.site = other.clone();
        }
        plan.hosts.put(id.clone(), host);
        names.push(id);
    }
    let stretch = &sample.links.values().next().expect("a link").segments[0];
    let segment = |a: End, b: End| Segment {
        a,
        b,
        ..stretch.clone()
    };
    for (name, role, mbps) in [
        ("a1", LinkRole::Availability, [1_000.0, 60.0][r.below(2)]),
        ("a2", LinkRole::Availability, 1_000.0),
        ("client", LinkRole::Business, 1_000.0),
    ] {
        let mut link = base_link(sample, role, mbps);
        for host in &names {
            link.segments.push(segment(
                End::Host(host.clone()),
                End::Switch(switch.clone()),
            ));
        }
        plan.links.put(LinkId::slugified(name), link);
    }
    for (n, name) in ["s1", "s2"].iter().enumerate() {
        let mut link = base_link(sample, LinkRole::Storage, 8_000.0);
        for (at, host) in names.iter().enumerate() {
            // Now and then a host does not reach the array.
            if at == 0 || !seed.is_multiple_of(5) || at.is_multiple_of(2) {
                link.segments.push(segment(
                    End::Host(host.clone()),
                    End::Switch(switch.clone()),
                ));
            }
        }
        link.segments.push(segment(
            End::Switch(switch.clone()),
            End::Array {
                array: array.clone(),
                controller: 1 + n as u32,
            },
        ));
        plan.links.put(LinkId::slugified(name), link);
    }
    let vms = 1 + r.below(shape.vms);
    for n in 0..vms {
        let id = VmId::slugified(&format!("v{n}"));
        plan.vms.put(id, vm(r, &base_vm, &names, shape));
    }
    if r.below(4) == 0 {
        plan.settings.host_failures = 2;
    }
    plan
}

fn vm(r: &mut Random, base: &Vm, hosts: &[HostId], shape: Shape) -> Vm {
    let mut vm = base.clone();
    vm.name = String::new();
    vm.level = [Level::L0, Level::L1, Level::L1, Level::L2][r.below(4)];
    vm.vcpus = 1 + r.below(4) as u32;
    vm.ram = Mib::new(1024 * (1 + r.below(10) as u64));
    vm.role = ["", "web", "", ""][r.below(4)].to_owned();
    vm.count = 1;
    vm.rules = Default::default();
    if vm.level == Level::L2 || vm.level == Level::L0 && r.below(2) == 0 {
        for disk in &mut vm.disks {
            disk.on = Storage::Local("data".to_owned());
            disk.size = Mib::new(1024 * (10 + 40 * r.below(8) as u64));
        }
    }
    for disk in &mut vm.disks {
        if matches!(disk.on, Storage::Shared { .. }) {
            disk.size = Mib::new(1024 * 20);
        }
    }
    vm.placement.clear();
    if r.below(3) > 0 {
        let host = r.below(hosts.len());
        let partner = (host + 1 + r.below(hosts.len() - 1)) % hosts.len();
        vm.placement.push(Placement {
            host: hosts[host].clone(),
            partner: vm.level.paired().then(|| hosts[partner].clone()),
            count: 1,
        });
    }
    if shape.rules {
        match r.below(10) {
            0 => vm.rules.only_on = vec![hosts[r.below(hosts.len())].clone(), hosts[0].clone()],
            1 => vm.rules.together = "near".to_owned(),
            2 => vm.rules.apart = "far".to_owned(),
            3 => {
                vm.rules.spread = Some(Spread {
                    over: [SpreadOver::Hosts, SpreadOver::Sites][r.below(2)],
                    at_least: 2,
                });
            }
            4 => vm.rules.fixed = true,
            _ => {}
        }
    }
    vm
}

fn base_link(sample: &Plan, role: LinkRole, mbps: f64) -> Link {
    let like = sample.links.values().find(|l| l.role == role);
    let mut link = like.map_or_else(
        || (**sample.links.values().next().expect("a link")).clone(),
        |l| (**l).clone(),
    );
    link.name = String::new();
    link.role = role;
    link.speed = Mbps::new(mbps);
    link.segments.clear();
    link
}
