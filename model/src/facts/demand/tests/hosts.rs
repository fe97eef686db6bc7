//! Worked examples that need a host or a whole plan: through the facts, as the product computes them.

use super::*;
use crate::facts::{Case, Facts, derive};
use crate::ids::{HostId, SiteId};
use crate::plan::{
    DiskKind, DiskUse, Host, Measured, Ownership, Placement, ProfileRef, RaidGroup, RaidLevel,
    Site, Storage, VmDisk,
};
use crate::units::{Ghz, Iops, Mb};

fn a_host(cores: u32, threads_per_core: u32, ram_gib: u64, raid: Vec<RaidGroup>) -> Host {
    Host {
        name: String::new(),
        site: SiteId::slugified("s"),
        pool: None,
        ownership: Ownership::Existing,
        model: String::new(),
        sockets: 1,
        cores_per_socket: cores,
        threads_per_core,
        numa_nodes_per_socket: 1,
        clock: Ghz::new(2.5),
        rating: None,
        ram: Mib::new(ram_gib * 1024),
        ecc: None,
        adapters: Vec::new(),
        raid,
        controllers: None,
        power_supplies: Vec::new(),
        redundant_fans: None,
        control_ram: None,
        cpu_ready: None,
        note: String::new(),
    }
}

fn plan_on(profile: &str, host: Host, vm: Vm, kinds: Vec<WorkloadKind>) -> Plan {
    let mut vm = vm;
    vm.placement = vec![Placement {
        host: HostId::slugified("h"),
        partner: None,
        count: 1,
    }];
    let mut plan = plan_with(vm, kinds);
    plan.platform = ProfileRef {
        profile: profile.into(),
        revision: 1,
    };
    let site: Site = Site::default();
    plan.sites.put(SiteId::slugified("s"), site);
    plan.hosts.put(HostId::slugified("h"), host);
    plan
}

fn facts(plan: &Plan) -> Facts {
    derive(&Cx::new(plan, Catalogue::built_in()), &Case::normal())
}

#[test]
fn raid_5_carries_what_the_right_formula_says() {
    // W18: five 15k disks of 180 IOPS; 16 %, 10 % and 5 % writes fill them at 608, 692 and 783 IOPS.
    for (iops, writes) in [(608.1, 0.16), (692.3, 0.10), (782.6, 0.05)] {
        let raid = vec![RaidGroup {
            name: "data".into(),
            level: RaidLevel::Raid5,
            disks: 5,
            disk_size: Mb::new(600_000),
            kind: DiskKind::Sas15k,
            disk_iops: Some(Iops::new(180.0)),
            spans: None,
        }];
        let mut vm = a_vm(2, 4);
        vm.disks = vec![VmDisk {
            name: "data".into(),
            holds: DiskUse::Data,
            size: Mib::new(1024),
            on: Storage::Local("data".into()),
        }];
        let measured = Measured {
            reads: Iops::new(iops * (1.0 - writes)),
            writes: Iops::new(iops * writes),
            ..Measured::default()
        };
        let kinds = vec![WorkloadKind::Measured(measured)];
        let plan = plan_on("neutral/neutral", a_host(8, 1, 32, raid), vm, kinds);
        let facts = facts(&plan);
        let host = facts.hosts.values().next().expect("a host");
        near(host.shares.iops, 1.0, &format!("{iops} IOPS"));
    }
}

#[test]
fn memory_of_host_and_vm_by_platform() {
    for (source, profile, host_gib, usable_mib) in [
        (
            "lockstep W13: 16 GB less 2 GB of the system",
            "stratus/everrun-7",
            16,
            14.0 * 1024.0,
        ),
        (
            "lockstep W32: 32 GB leave 30",
            "stratus/everrun-7",
            32,
            30.0 * 1024.0,
        ),
        (
            "W17: 48 GB less 752 MB and the hypervisor's 128 MB",
            "stratus/everrun-vm-2009",
            48,
            48.0 * 1024.0 - 752.0 - 128.0,
        ),
        (
            "service console 272 MB (ESX 4.0)",
            "vmware/vsphere-4-ft",
            32,
            32.0 * 1024.0 - 272.0,
        ),
    ] {
        let plan = plan_on(
            profile,
            a_host(8, 1, host_gib, Vec::new()),
            a_vm(1, 1),
            Vec::new(),
        );
        let facts = facts(&plan);
        let host = facts.hosts.values().next().expect("a host");
        near(host.capacity.ram_mib, usable_mib, source);
    }
    for (source, profile, vcpus, gib, on_host_mib) in [
        (
            "lockstep W32: 25 GB x 1.2",
            "stratus/everrun-7",
            1,
            25,
            30.0 * 1024.0,
        ),
        (
            "W39: 8 GB and 222.30 MB (ESX 4.0, 1 vCPU)",
            "vmware/vsphere-4-ft",
            1,
            8,
            8192.0 + 222.30,
        ),
        (
            "W39: 64 GB and 1011.21 MB",
            "vmware/vsphere-4-ft",
            1,
            64,
            65_536.0 + 1011.21,
        ),
        (
            "W29: 4 GB and 60.67 MB (vSphere 6.x, 4 vCPU)",
            "vmware/vsphere-8-ft",
            4,
            4,
            4096.0 + 60.67,
        ),
    ] {
        let plan = plan_on(
            profile,
            a_host(8, 1, 96, Vec::new()),
            a_vm(vcpus, gib),
            Vec::new(),
        );
        let facts = facts(&plan);
        let vm = facts.vms.values().next().expect("a VM");
        near(vm.host_ram_mib, on_host_mib, source);
    }
}

#[test]
fn threads_of_a_protected_vm() {
    // Lockstep W12 (everRun 7.7): a level-3 VM of four vCPUs uses 2 + (4 + 2) threads.
    for (level, threads) in [(Level::L2, 5.0), (Level::L3, 6.0)] {
        let mut vm = a_vm(4, 4);
        vm.level = level;
        let plan = plan_on(
            "stratus/everrun-7",
            a_host(8, 2, 32, Vec::new()),
            vm,
            Vec::new(),
        );
        let facts = facts(&plan);
        assert_eq!(
            facts.vms.values().next().map(|v| v.scheduled_vcpus),
            Some(threads)
        );
        let cx = Cx::new(&plan, Catalogue::built_in());
        assert_eq!(cx.constant(keys::SYSTEM_VCPUS), 2.0);
    }
}

/// Example 1: 4,000 heavy mailboxes on four VMs of two vCPUs and 8 GiB.
#[test]
fn four_thousand_heavy_mailboxes() {
    let text = include_str!("../../../../../examples/exchange-4000-heavy.ron");
    let plan = crate::io::from_text(text).expect("the example opens");
    let facts = facts(&plan);
    let mut mailboxes = 0.0;
    let mut members = 0;
    for (id, vm) in &facts.vms {
        let Some(mailbox) = &vm.mailbox else { continue };
        let configured = plan.vms.get(id).expect("the VM");
        members += configured.count;
        mailboxes += mailbox.mailboxes * f64::from(configured.count);
        assert_eq!(mailbox.cores_needed, 2.0);
        assert_eq!(vm.demand.vcpus, 2.0);
        assert_eq!(f64::from(configured.vcpus), vm.demand.vcpus);
        assert_eq!(vm.demand.ram_mib, 7048.0);
        assert!(vm.demand.ram_mib <= configured.ram.as_f64());
    }
    assert_eq!((members, mailboxes), (4, 4000.0));
    // After one server is lost the other carries 8 of its 10.8 cores.
    for host in facts.hosts.values() {
        near(host.capacity.cpu_cores, 10.8, "12 cores less 10 %");
        near(host.worst.cpu.value, 8.0 / 10.8, "after the worst failure");
    }
}
