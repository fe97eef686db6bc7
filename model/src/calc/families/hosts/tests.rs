//! Worked examples of hosts: inputs as typed, and what must come out.

use crate::calc::tests::{answers, near};

const EXACT: f64 = 1e-9;
const PRINTED: f64 = 0.01;

#[test]
fn control_domain_memory() {
    // XenServer 4.0.1 Installation Guide, appendix D; Memory usage, XenServer 7.x and Citrix Hypervisor 8.x.
    for (platform, ram, mib) in [
        ("xenserver-6-2", "5GB", 228.0),
        ("xenserver-6-0", "32GB", 752.0),
        ("xenserver-5-6", "64GB", 752.0),
        ("xenserver-7", "56GB", 3072.0),
        ("hypervisor-8-2", "64GiB", 4.2 * 1024.0),
        ("xenserver-8", "160GiB", 8192.0),
        ("xcp-ng-8-3", "32GiB", 4096.0),
    ] {
        near(
            "dom0-memory",
            &[("ram", ram), ("platform", platform)],
            "dom0",
            mib,
            EXACT,
        );
    }
    let left = [("ram", "64GiB"), ("platform", "xenserver-8")];
    near(
        "dom0-memory",
        &left,
        "left",
        65_536.0 - 4300.8 - 128.0,
        EXACT,
    );
    // Hyper-V: about 300 MB and 2 GB.
    let left = [("ram", "64GiB"), ("platform", "hyper-v-2016")];
    near("dom0-memory", &left, "left", 65_536.0 - 2348.0, EXACT);
    assert!(!answers("dom0-memory", &left).contains_key("dom0"));
}

#[test]
fn overhead_of_vms() {
    // vSphere 6.5/6.7 Resource Management, table 6-1; vSphere 4.0 Resource Management Guide.
    for (platform, ram, vcpus, mib) in [
        ("vsphere-6-5", "4096MB", "4", 60.67),
        ("vsphere-6-7", "1024MB", "1", 25.90),
        ("vsphere-4-0", "8192MB", "1", 222.30),
        ("vsphere-4-0", "65536MB", "1", 1011.21),
    ] {
        let inputs = [("ram", ram), ("vcpus", vcpus), ("platform", platform)];
        near("vm-memory-overhead", &inputs, "overhead", mib, PRINTED);
    }
    let share = [("ram", "16GiB"), ("platform", "xenserver-7"), ("n", "3")];
    near(
        "vm-memory-overhead",
        &share,
        "overhead",
        163.84 + 8.0,
        EXACT,
    );
    near(
        "vm-memory-overhead",
        &share,
        "all",
        3.0 * (16_384.0 + 171.84),
        EXACT,
    );
}

#[test]
fn memory_promised() {
    let host = [
        ("ram", "64GiB"),
        ("vms", "16GiB:4:1"),
        ("platform", "hyper-v-2016"),
    ];
    // 64 GiB less 2,348 MiB; four times 16 GiB and 32 + 15 × 8 MiB.
    near(
        "host-memory",
        &host,
        "promised",
        4.0 * (16_384.0 + 152.0),
        EXACT,
    );
    near("host-memory", &host, "share", 66_144.0 / 63_188.0, EXACT);
    let more = [&host[..], &[("factor", "1.5")]].concat();
    near(
        "host-memory",
        &more,
        "share",
        66_144.0 / 63_188.0 / 1.5,
        EXACT,
    );
}

#[test]
fn cpu_ready() {
    // CPU ready for multi-vCPU VMs, Broadcom community.
    let real_time = [("summation", "5000ms"), ("vcpus", "4")];
    near("cpu-ready", &real_time, "ready", 0.25, EXACT);
    near("cpu-ready", &real_time, "per_vcpu", 0.0625, EXACT);
    let day = [("summation", "30s"), ("chart", "day")];
    near("cpu-ready", &day, "ready", 0.10, EXACT);
    let own = [("summation", "1000ms"), ("interval", "10s")];
    near("cpu-ready", &own, "per_vcpu", 0.10, EXACT);
    // IBM Turbonomic documentation.
    near("host-ready", &[("lps", "10")], "capacity", 200.0, EXACT);
    let used = [("lps", "5"), ("sample", "0.92s")];
    near("host-ready", &used, "capacity", 100.0, EXACT);
    near("host-ready", &used, "utilisation", 0.0092, EXACT);
}

#[test]
fn hosts_left() {
    // Capacity planning for AD DS: two at 40 % leave one at 80 %, four leave three at 53 %.
    near(
        "survivors",
        &[("u", "40%"), ("n", "2")],
        "u_after",
        0.80,
        EXACT,
    );
    near(
        "survivors",
        &[("u", "40%"), ("n", "4")],
        "u_after",
        0.53,
        PRINTED,
    );
    let limit = [("u", "40%"), ("n", "4"), ("limit", "60%")];
    near("survivors", &limit, "u_before", 0.45, EXACT);
    // ⌈100 ÷ (16 × 0.8)⌉ + 1.
    let load = [
        ("load", "100"),
        ("cap", "16"),
        ("target", "0.8"),
        ("k", "1"),
    ];
    near("minimum-hosts", &load, "n", 9.0, EXACT);
    near("minimum-hosts", &load, "u", 100.0 / 144.0, EXACT);
    near("minimum-hosts", &load, "u_after", 100.0 / 128.0, EXACT);
    // No host lost: the load over the target exactly.
    let none = [
        ("load", "128"),
        ("cap", "16"),
        ("target", "0.8"),
        ("k", "0"),
    ];
    near("minimum-hosts", &none, "n", 10.0, EXACT);
    let clock = [("cores", "8"), ("f_old", "2GHz"), ("f_new", "3.2GHz")];
    near("clock-change", &clock, "cores_new", 5.0, EXACT);
    let rating = [
        ("cores", "10"),
        ("rating_old", "18.75"),
        ("rating_new", "33.75"),
    ];
    near("clock-change", &rating, "whole", 6.0, EXACT);
}

#[test]
fn rules_of_processors() {
    near(
        "vcpus-per-core",
        &[("vcpus", "96"), ("cores", "16")],
        "ratio",
        6.0,
        EXACT,
    );
    near(
        "vcpus-per-core",
        &[("vcpus", "96"), ("cores", "16")],
        "cores_needed",
        24.0,
        EXACT,
    );
    near(
        "thread-worth",
        &[("cores", "16"), ("worth", "15%")],
        "worth_cores",
        18.4,
        EXACT,
    );
    near(
        "thread-worth",
        &[("cores", "16")],
        "worth_cores",
        16.0,
        EXACT,
    );
    near(
        "virtualisation-tax",
        &[("demand", "10")],
        "needed",
        11.0,
        EXACT,
    );
    let supply = [("demand", "9"), ("side", "supply")];
    near("virtualisation-tax", &supply, "needed", 10.0, EXACT);
    near(
        "cpu-states",
        &[("run", "60%"), ("rdy", "5%"), ("cstp", "1%")],
        "rest",
        0.34,
        EXACT,
    );
    let table = answers(
        "platform-limits",
        &[("platform", "vsphere-4-0"), ("about", "VMs on a host")],
    );
    assert_eq!(
        table["count"], 4.0,
        "in general, two by the size of the cluster, and vCPUs"
    );
}
