//! Limits and tables of hypervisors, against the documents that state them.

use super::*;
use crate::figure::{Num, Silent, Tracer};
use crate::formula::host::memory;

/// The loosest upper row of a quantity, whatever the level and the pool.
fn most(key: &str, quantity: LimitOf) -> Option<(f64, bool)> {
    shipped(key)
        .limits
        .iter()
        .filter(|l| l.quantity == quantity && l.bound == Bound::Max && l.when == When::default())
        .map(|l| (l.value, l.confirmed))
        .max_by(|a, b| a.0.total_cmp(&b.0))
}

#[test]
fn limits_of_hypervisors() {
    use LimitOf::{
        HostRam, HostsPerPool, ThreadsPerHost, Vcpus, VirtualDisk, VmDisks, VmNics, VmRam,
        VmsPerHost, VmsPerPool,
    };
    const GIB: f64 = 1024.0;
    const TIB: f64 = 1024.0 * 1024.0;
    let table: &[(&str, LimitOf, f64, bool)] = &[
        // XenServer, Citrix Hypervisor, XCP-ng: configuration limits of each version.
        ("citrix/xenserver-5-5", Vcpus, 8.0, false),
        ("citrix/xenserver-5-5", VmRam, 32.0 * GIB, false),
        ("citrix/xenserver-5-5", VmsPerHost, 50.0, true),
        ("citrix/xenserver-5-6", Vcpus, 32.0, true),
        ("citrix/xenserver-5-6", ThreadsPerHost, 64.0, true),
        ("citrix/xenserver-5-6", HostRam, 256.0 * GIB, true),
        ("citrix/xenserver-6-0", VmDisks, 16.0, false),
        ("citrix/xenserver-6-2", Vcpus, 16.0, true),
        ("citrix/xenserver-6-2", VmRam, 128.0 * GIB, true),
        ("citrix/xenserver-6-2", VirtualDisk, 2044.0 * GIB, true),
        ("citrix/xenserver-7", Vcpus, 32.0, true),
        ("citrix/xenserver-7", VmDisks, 255.0, true),
        ("citrix/xenserver-7", ThreadsPerHost, 288.0, true),
        ("citrix/xenserver-7", VmsPerHost, 1000.0, true),
        ("citrix/hypervisor-8-2", VirtualDisk, 2040.0 * GIB, true),
        ("citrix/xenserver-8", Vcpus, 64.0, true),
        ("citrix/xenserver-8", VmDisks, 241.0, true),
        ("citrix/xenserver-8", HostsPerPool, 64.0, false),
        ("vates/xcp-ng-8-3", Vcpus, 128.0, true),
        ("vates/xcp-ng-8-3", VmRam, 8.0 * TIB, true),
        ("vates/xcp-ng-8-3", HostRam, 6.0 * TIB, true),
        // vSphere: configuration maximums of each version.
        ("vmware/vi-3-5", Vcpus, 4.0, true),
        ("vmware/vi-3-5", VmNics, 4.0, true),
        ("vmware/vi-3-5", VmsPerHost, 170.0, true),
        ("vmware/vsphere-4-0", VmRam, 255.0 * GIB, true),
        ("vmware/vsphere-4-0", VmsPerHost, 320.0, true),
        ("vmware/vsphere-4-1", Vcpus, 8.0, true),
        ("vmware/vsphere-4-1", VmsPerPool, 3000.0, false),
        ("vmware/vsphere-5-5", Vcpus, 64.0, true),
        ("vmware/vsphere-5-5", VmRam, TIB, true),
        ("vmware/vsphere-5-5", VirtualDisk, 62.0 * TIB, true),
        ("vmware/vsphere-6-0", Vcpus, 128.0, false),
        ("vmware/vsphere-6-5", VmRam, 6.0 * TIB, true),
        ("vmware/vsphere-6-7", Vcpus, 256.0, true),
        ("vmware/vsphere-7-0", ThreadsPerHost, 768.0, true),
        ("vmware/vsphere-8-0", Vcpus, 768.0, true),
        ("vmware/vsphere-8-0", HostRam, 24.0 * TIB, true),
        // Hyper-V by version.
        ("microsoft/hyper-v-2008-r2", Vcpus, 4.0, true),
        ("microsoft/hyper-v-2008-r2", VmsPerPool, 1000.0, true),
        ("microsoft/hyper-v-2012", VmRam, TIB, true),
        ("microsoft/hyper-v-2012", ThreadsPerHost, 320.0, true),
        ("microsoft/hyper-v-2016", Vcpus, 240.0, true),
        ("microsoft/hyper-v-2016", VmDisks, 256.0, true),
        ("microsoft/hyper-v-2016", VmsPerPool, 8000.0, true),
        ("microsoft/hyper-v-2022", VmRam, 12.0 * TIB, true),
        ("microsoft/hyper-v-2025", Vcpus, 2048.0, true),
    ];
    for (key, quantity, value, confirmed) in table {
        let found = most(key, *quantity);
        assert_eq!(found, Some((*value, *confirmed)), "{key} {quantity:?}");
    }
    // No table states it.
    assert_eq!(most("vates/xcp-ng-8-3", VmsPerHost), None);
    assert_eq!(most("vmware/vsphere-4-0", VmsPerPool), None);
    assert_eq!(
        most("redhat/kvm", LimitOf::VcpusPerCore),
        Some((10.0, true))
    );
}

/// W40: VMs of clusters of vSphere 4.0 Update 1 (thephuck.com).
#[test]
fn vms_of_clusters_with_restart() {
    let on_a_host = |hosts: u32| {
        let levels = std::collections::BTreeSet::from([Level::L1]);
        let rows = shipped("vmware/vsphere-4-0").limits.iter();
        rows.filter(|l| l.quantity == LimitOf::VmsPerHost && l.applies_to_pool(&levels, hosts))
            .map(|l| l.value)
            .fold(f64::INFINITY, f64::min)
    };
    let cluster = |hosts: u32, spare: u32| f64::from(hosts - spare) * on_a_host(hosts);
    assert_eq!(cluster(8, 0), 1280.0);
    assert_eq!(cluster(8, 1), 1120.0);
    assert_eq!(cluster(32, 0), 1280.0);
    assert_eq!(cluster(32, 1), 1240.0);
    assert_eq!(cluster(10, 0), 400.0);
    assert_eq!(2.0 * cluster(5, 1), 1280.0);
}

/// W17: memory of the control domain (installation and memory usage documents of each version).
#[test]
fn control_domain_of_each_version() {
    let at = |key: &str, gib: f64| {
        let curve = shipped(key).control_ram.clone().expect("a table");
        curve.at(gib * 1024.0)
    };
    for (key, gib, mib) in [
        ("citrix/xenserver-5-5", 5.0, 228.0),
        ("citrix/xenserver-6-2", 32.0, 752.0),
        ("citrix/xenserver-6-2", 256.0, 752.0),
        ("citrix/xenserver-7", 16.0, 752.0),
        ("citrix/xenserver-7", 23.9, 752.0),
        ("citrix/xenserver-7", 24.0, 2048.0),
        ("citrix/xenserver-7", 56.0, 3072.0),
        ("citrix/xenserver-7", 64.0, 4096.0),
        ("citrix/xenserver-7", 1024.0, 4096.0),
        ("citrix/hypervisor-8-2", 140.0, 8192.0),
        ("citrix/xenserver-8", 160.0, 8192.0),
        ("vates/xcp-ng-8-3", 48.0, 4096.0),
        ("vates/xcp-ng-8-3", 128.0, 8192.0),
    ] {
        assert_eq!(at(key, gib), mib, "{key} {gib} GiB");
    }
    // 1 GiB and 5 % of 64 GiB.
    assert!((at("citrix/xenserver-8", 64.0) / 1024.0 - 4.2).abs() < 1e-9);
}

fn overhead(key: &str, ram_mib: f64, vcpus: f64) -> f64 {
    let grid = shipped(key).vm_overhead.as_ref().expect("a table");
    let t = &mut Silent;
    let (ram, vcpus) = (t.number(ram_mib), t.number(vcpus));
    memory::overhead(t, grid, ram, vcpus).value()
}

fn near(got: f64, expected: f64) {
    assert!(
        (got - expected).abs() <= 0.01 * expected,
        "{got}, not {expected}"
    );
}

/// W29 and W39: memory overhead of VMs (vSphere 6.5/6.7 and 4.0 Resource Management, VMware).
#[test]
fn overhead_of_vms() {
    let six = "vmware/vsphere-6-7";
    assert!((overhead(six, 4096.0, 4.0) - 60.67).abs() < 1e-9);
    assert!((overhead(six, 1024.0, 1.0) - 25.90).abs() < 1e-9);
    assert!((overhead(six, 256.0, 8.0) - 48.16).abs() < 1e-9);
    // Between entries and beyond them: the line through the last two.
    assert!((overhead(six, 2560.0, 1.0) - (25.90 + 48.64) / 2.0).abs() < 1e-9);
    near(overhead(six, 16.0 * 1024.0, 1.0), 48.64 + 12.0 * 7.58);
    near(overhead(six, 1024.0, 12.0), 53.82 + 4.0 * 3.99);
    near(overhead(six, 1024.0, 3.0), (29.91 + 37.86) / 2.0);
    assert_eq!(overhead(six, 64.0, 1.0), overhead(six, 256.0, 1.0));
    let four = "vmware/vsphere-4-0";
    near(overhead(four, 8192.0, 1.0), 222.30);
    near(overhead(four, 65_536.0, 1.0), 1011.21);
    for (vcpus, mb) in [(1.0, 123.73), (2.0, 176.05), (4.0, 258.30), (8.0, 445.52)] {
        assert!((overhead(four, 1024.0, vcpus) - mb).abs() < 1e-9);
    }
    // 32 MB for the first GB, 8 MB for each further one, whatever the vCPUs.
    let hyper_v = "microsoft/hyper-v-2016";
    assert_eq!(overhead(hyper_v, 512.0, 2.0), 32.0);
    assert_eq!(overhead(hyper_v, 1024.0, 1.0), 32.0);
    assert_eq!(overhead(hyper_v, 8192.0, 4.0), 88.0);
}

#[test]
fn damaged_tables_are_refused() {
    let good = include_str!("../../../../assets/profiles/vmware/vsphere-6-7.ron");
    for (from, to, says) in [
        ("vcpus: [1, 2, 4, 8]", "vcpus: [1, 4, 2, 8]", "rise"),
        ("vcpus: [1, 2, 4, 8]", "vcpus: [1, 2, 4]", "as many values"),
        ("(256, [20.29,", "(256, [-20.29,", "negative"),
    ] {
        assert!(good.contains(from), "{from}");
        let e = Catalogue::default()
            .add_profile("x.ron", &good.replace(from, to))
            .expect_err(says);
        assert!(e.to_string().contains(says), "{e}");
    }
}
