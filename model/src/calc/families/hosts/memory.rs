//! Memory of hosts: control domain, overhead of VMs, what is promised against what is there.

use super::{chosen, platform};
use crate::calc::dimension::{MEMORY, NUMBER};
use crate::calc::{CalcError, Calculation, Cell, Column, Family, Given, Input, Output, Spec};
use crate::catalogue::{Profile, Severity, cite, keys};
use crate::figure::{Num, Origin, Tracer};
use crate::formula::host::memory;

/// A constant of a platform, else the general one.
fn of_platform<T: Tracer>(
    g: &mut Given<'_, T>,
    profile: &Profile,
    symbol: &str,
    key: &str,
    unit: &'static str,
) -> T::N {
    let row = profile.constants.get(key).or_else(|| g.cx.row(key));
    let value = row.map_or(0.0, |c| c.value);
    let origin = row.map(|c| Origin::Constant {
        key: key.to_owned(),
        what: c.what.clone(),
        source: cite(&c.source, &c.date),
        confirmed: c.confirmed,
        overridden: false,
    });
    g.t.given(symbol, value, unit, || {
        origin.unwrap_or_else(|| Origin::Assumed(format!("no value for {key}; zero taken")))
    })
}

/// Memory of a platform's control domain on a host; none where the platform states no table.
fn control<T: Tracer>(g: &mut Given<'_, T>, profile: &Profile, ram_mib: f64) -> Option<T::N> {
    let curve = profile.control_ram.as_ref()?;
    Some(g.t.given("control_domain", curve.at(ram_mib), "MiB", || {
        Origin::Constant {
            key: "control_ram".to_owned(),
            what: curve.what.clone(),
            source: cite(&curve.source, &curve.date),
            confirmed: curve.confirmed,
            overridden: false,
        }
    }))
}

/// Overhead of a VM by the platform's table, else by its share and fixed part.
fn overhead<T: Tracer>(g: &mut Given<'_, T>, profile: &Profile, ram: T::N, vcpus: T::N) -> T::N {
    if let Some(grid) = &profile.vm_overhead {
        return memory::overhead(g.t, grid, ram, vcpus);
    }
    let share = of_platform(g, profile, "share", keys::VM_RAM_OVERHEAD_SHARE, "");
    let fixed = of_platform(g, profile, "fixed", keys::VM_RAM_OVERHEAD_MIB, "MiB");
    ram * share + fixed
}

/// Largest memory of a host or VM that is taken: 64 PiB.
const MOST: (f64, f64) = (0.0, 68_719_476_736.0);

pub(super) struct ControlDomain;

impl Calculation for ControlDomain {
    const SPEC: Spec = Spec {
        slug: "dom0-memory",
        family: Family::Hosts,
        title: "Memory of the control domain",
        about: "What hypervisor and control domain (dom0) or management system take of a host's memory by the platform's own table, \
                and what is left for VMs.",
        inputs: &[
            Input::quantity("ram", "memory of the host", &MEMORY, "MiB", MOST),
            platform("platform and version"),
        ],
        outputs: &[
            Output::new("dom0", "Memory of the control domain", "MiB"),
            Output::new("hypervisor", "Memory of the hypervisor", "MiB"),
            Output::new("left", "Left for VMs", "MiB"),
        ],
        example: &[("ram", "64GiB"), ("platform", "xenserver-8")],
        sources: &[
            "XenServer 4.0.1 Installation Guide, appendix D, Citrix/XenSource, 2007",
            "Memory usage, XenServer 7.x and Citrix Hypervisor 8.x, Citrix",
            "XCP-ng documentation, Vates: dom0 memory",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let profile = chosen(g)?;
        let ram = g.n("ram");
        let dom0 = control(g, &profile, ram.value());
        if let Some(dom0) = &dom0 {
            g.put("dom0", dom0.clone());
        } else {
            g.note("the platform states no table of control-domain memory by host memory");
        }
        let hypervisor = of_platform(g, &profile, "hypervisor", keys::HYPERVISOR_RAM_MIB, "MiB");
        g.put("hypervisor", hypervisor.clone());
        let share = of_platform(g, &profile, "share", keys::HYPERVISOR_RAM_SHARE, "");
        let left = memory::left_for_vms(g.t, ram, hypervisor, dom0, share);
        g.put("left", left);
        for note in &profile.notes {
            if note.contains("control domain") {
                g.note(note.clone());
            }
        }
        Ok(())
    }
}

pub(super) struct VmOverhead;

impl Calculation for VmOverhead {
    const SPEC: Spec = Spec {
        slug: "vm-memory-overhead",
        family: Family::Hosts,
        title: "Memory overhead of a VM",
        about: "What a VM takes of its host's memory beside its own, by the platform's table of memory and vCPUs: straight lines between \
                its entries, the last line beyond them; where there is no table, a share of its memory and a fixed part.",
        inputs: &[
            Input::quantity("ram", "memory of the VM", &MEMORY, "MiB", MOST),
            Input::count("vcpus", "vCPUs of the VM", (1.0, 4_096.0)).or(1.0),
            platform("platform and version"),
            Input::count("n", "equal VMs", (1.0, 100_000.0)).or(1.0),
        ],
        outputs: &[
            Output::new("overhead", "Overhead of a VM", "MiB"),
            Output::new("total", "A VM with its overhead", "MiB"),
            Output::new("all", "All VMs with their overhead", "MiB"),
        ],
        example: &[
            ("ram", "4096MB"),
            ("vcpus", "4"),
            ("platform", "vsphere-6-7"),
        ],
        sources: &[
            "vSphere 6.5/6.7 Resource Management, table 6-1, VMware, 2018",
            "vSphere 4.0 Resource Management Guide, table 3-2, VMware, 2009",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let profile = chosen(g)?;
        let (ram, vcpus, n) = (g.n("ram"), g.n("vcpus"), g.n("n"));
        if let Some(grid) = &profile.vm_overhead
            && grid
                .rows
                .last()
                .is_some_and(|(m, _)| ram.value() > m * 16.0)
        {
            g.note("far beyond the published table: the last line goes on, which was compared with published values up to 64 GB");
        }
        let each = overhead(g, &profile, ram.clone(), vcpus);
        g.put("overhead", each.clone());
        let each = g.t.step("overhead", "MiB", each);
        let total = ram + each;
        g.put("total", total.clone());
        g.put("all", total * n);
        Ok(())
    }
}

const VMS: &[Column] = &[
    Column::quantity("ram", "memory of a VM", &MEMORY, "MiB", MOST),
    Column::quantity("n", "equal VMs", &NUMBER, "", (0.0, 1e6)).optional(),
    Column::quantity("vcpus", "vCPUs of a VM", &NUMBER, "", (1.0, 4_096.0)).optional(),
];

pub(super) struct HostMemory;

impl Calculation for HostMemory {
    const SPEC: Spec = Spec {
        slug: "host-memory",
        family: Family::Hosts,
        title: "Memory promised by a host",
        about: "Memory of VMs with their overhead against what hypervisor and control domain leave; with a factor for platforms that \
                promise more than there is (1 none, 1.5 servers, 2 desktops by preset of KVM managers).",
        inputs: &[
            Input::quantity("ram", "memory of the host", &MEMORY, "MiB", MOST),
            Input::list("vms", "VMs: memory, how many, vCPUs", VMS),
            platform("platform and version"),
            Input::factor("factor", "memory promised over memory there", (0.1, 100.0)).or(1.0),
        ],
        outputs: &[
            Output::new("left", "Left for VMs", "MiB"),
            Output::new("promised", "Promised to VMs", "MiB"),
            Output::new("share", "Promised over what may be promised", "share"),
            Output::new("spare", "Still to promise", "MiB"),
        ],
        example: &[
            ("ram", "256GiB"),
            ("vms", "16GiB:10:4,8GiB:6:2"),
            ("platform", "xenserver-8"),
        ],
        sources: &[
            "Capacity planning for Active Directory Domain Services, Microsoft, 2019 (no swapping)",
            "Memory policy elements, RHV 4.x, Red Hat (100, 150 and 200 %)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let profile = chosen(g)?;
        let ram = g.n("ram");
        let dom0 = control(g, &profile, ram.value());
        let hypervisor = of_platform(g, &profile, "hypervisor", keys::HYPERVISOR_RAM_MIB, "MiB");
        let share = of_platform(g, &profile, "share", keys::HYPERVISOR_RAM_SHARE, "");
        let left = memory::left_for_vms(g.t, ram, hypervisor, dom0, share);
        g.put("left", left.clone());
        let left = g.t.step("left", "MiB", left);
        let mut terms = Vec::new();
        for (i, row) in g.rows("vms").to_vec().iter().enumerate() {
            let value = |at: usize| row.get(at).and_then(Cell::maybe);
            let of = format!("vms, row {}", i + 1);
            let ram = g.cell("vm_ram", value(0).unwrap_or(0.0), "MiB", &of);
            let n = g.cell("n", value(1).unwrap_or(1.0), "", &of);
            let vcpus = g.cell("vcpus", value(2).unwrap_or(1.0), "vCPU", &of);
            let each = overhead(g, &profile, ram.clone(), vcpus);
            let each = g.t.step("overhead", "MiB", each);
            terms.push(n * (ram + each));
        }
        let promised = g.t.sum(terms);
        g.put("promised", promised.clone());
        let promised = g.t.step("promised", "MiB", promised);
        let may = left * g.n("factor");
        let used = promised.clone() / may.clone();
        if used.value() > 1.0 {
            let text = "more is promised than the host has";
            match profile.memory_overcommit {
                Severity::Error => g.fail("CAP-003", format!("{text}: the platform refuses it")),
                _ => g.warn("CAP-003", format!("{text}: VMs will swap")),
            }
        }
        g.put("share", used);
        g.put("spare", may - promised);
        Ok(())
    }
}
