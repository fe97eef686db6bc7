//! Session hosts and published desktops.

use super::figure;
use crate::calc::dimension::{MEMORY, NUMBER};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::workload::users;

const USERS: (f64, f64) = (0.0, 1e9);

pub(super) struct SessionHosts;

impl Calculation for SessionHosts {
    const SPEC: Spec = Spec {
        slug: "session-hosts",
        family: Family::Workloads,
        title: "Session hosts for users",
        about: "Users of a vCPU by how they work: light 6, medium 4, heavy 2, power 1; fewest vCPUs and memory of a VM by kind too. With \
                the vCPUs of a VM it tells users a VM and VMs.",
        inputs: &[
            Input::count("users", "concurrent users", USERS),
            Input::choice(
                "kind",
                "how they work",
                &[
                    ("light", "Light: data entry"),
                    ("medium", "Medium: office"),
                    ("heavy", "Heavy: developing, content"),
                    ("power", "Power: graphics"),
                ],
            )
            .word("medium"),
            Input::count(
                "vcpus",
                "vCPUs of a VM; the fewest of the kind when left out",
                (1.0, 4_096.0),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("users_per_vcpu", "Users of a vCPU", ""),
            Output::new("vcpus", "vCPUs for all users", "vCPU"),
            Output::new("vcpus_min", "Fewest vCPUs of a VM", "vCPU"),
            Output::new("ram_min", "Least memory of a VM", "MiB"),
            Output::new("users_per_vm", "Users of a VM", ""),
            Output::new("vms", "VMs", "VMs"),
        ],
        example: &[("users", "100"), ("kind", "medium"), ("vcpus", "8")],
        sources: &["Virtual machine sizing guidance, Microsoft, December 2019"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let key = format!("session-host-{}", g.word("kind"));
        let each = figure(
            g,
            "vcpus_per_user",
            "vCPU",
            &key,
            ("vcpus_per_unit", |a| a.vcpus_per_unit),
        );
        let least = figure(g, "vcpus_min", "vCPU", &key, ("vcpus_min", |a| a.vcpus_min));
        let ram = figure(
            g,
            "ram_min",
            "MiB",
            &key,
            ("ram_min_mib", |a| a.ram_min_mib),
        );
        let one = g.t.number(1.0);
        let per = one / each.clone();
        g.put("users_per_vcpu", per.clone());
        let all = g.n("users");
        g.put("vcpus", all.clone() * each);
        g.put("vcpus_min", least.clone());
        g.put("ram_min", ram);
        let vm = match g.maybe("vcpus") {
            Some(own) => {
                if own.value() < least.value() {
                    g.warn(
                        "",
                        "fewer vCPUs than the guidance takes for a VM of this kind",
                    );
                }
                own
            }
            None => least,
        };
        // Six times a sixth is a hair less than one.
        let hair = g.t.number(1e-9);
        let per_vm = (vm * per + hair).floor();
        g.put("users_per_vm", per_vm.clone());
        let per_vm = g.t.step("users_per_vm", "", per_vm);
        let vms = users::servers::<T>(all, per_vm);
        g.put("vms", vms);
        Ok(())
    }
}

pub(super) struct PublishedDesktops;

impl Calculation for PublishedDesktops {
    const SPEC: Spec = Spec {
        slug: "published-desktops",
        family: Family::Workloads,
        title: "Published desktops on a host",
        about: "Users of a physical core by what is published and how they work; VMs on a host: threads ÷ vCPUs of a VM; memory of a VM: \
                users × memory of a user.",
        inputs: &[
            Input::choice(
                "desktop",
                "what is published",
                &[
                    ("2008-r2", "Shared desktop, Windows Server 2008 R2"),
                    ("2012-r2", "Shared desktop, Windows Server 2012 R2 or 2016"),
                    ("vdi-7", "Desktop of its own, Windows 7"),
                    ("vdi-8", "Desktop of its own, Windows 8 or 10"),
                ],
            )
            .word("2008-r2"),
            Input::choice(
                "kind",
                "how they work",
                &[("light", "Light"), ("medium", "Medium"), ("heavy", "Heavy")],
            )
            .word("medium"),
            Input::count("users", "concurrent users", USERS).optional(),
            Input::quantity("cores", "physical cores", &NUMBER, "", (0.0, 1e9)).optional(),
            Input::quantity(
                "users_per_core",
                "users of a core; wins over the table",
                &NUMBER,
                "",
                (0.001, 1e6),
            )
            .optional(),
            Input::count("lps", "hardware threads of a host", (1.0, 1e6)).optional(),
            Input::count(
                "vcpus",
                "vCPUs of a VM that serves many users",
                (1.0, 4_096.0),
            )
            .or(4.0),
            Input::count("users_per_vm", "users of such a VM", USERS).optional(),
            Input::quantity(
                "ram_per_user",
                "memory of a user",
                &MEMORY,
                "MiB",
                (0.0, 1e9),
            )
            .or(512.0),
        ],
        outputs: &[
            Output::new("users_per_core", "Users of a core", ""),
            Output::new("cores", "Cores for the users", "cores"),
            Output::new("users", "Users on the cores", ""),
            Output::new("vms_per_host", "VMs of a host", "VMs"),
            Output::new("ram_vm", "Memory of a VM for its users", "MiB"),
            Output::new("vms", "VMs for the users", "VMs"),
        ],
        example: &[
            ("lps", "32"),
            ("vcpus", "4"),
            ("users_per_vm", "24"),
            ("ram_per_user", "512MB"),
        ],
        sources: &[
            "Citrix VDI best practices 7.15, design methodology, hardware layer, Citrix (users of a core)",
            "What's the optimal XenApp 6.5 VM configuration, Citrix blog, 2013 (4 vCPUs; threads ÷ 4 VMs)",
            "Virtualised Citrix XenApp servers using VMware, garagegeekblog (512 MB a user)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let key = format!(
            "{}.{}.{}",
            keys::DESKTOP_USERS,
            g.word("desktop"),
            g.word("kind")
        );
        let per = match g.maybe("users_per_core") {
            Some(own) => own,
            None => g.cx.k(g.t, "users_per_core", &key, ""),
        };
        g.put("users_per_core", per.clone());
        let all = g.maybe("users");
        if let Some(all) = &all {
            g.put("cores", all.clone() / per.clone());
        }
        if let Some(cores) = g.maybe("cores") {
            g.put("users", (cores * per).floor());
        }
        if let Some(lps) = g.maybe("lps") {
            let vcpus = g.n("vcpus");
            let vms = users::vms_on_threads::<T>(lps, vcpus);
            g.put("vms_per_host", vms);
        }
        if let Some(in_vm) = g.maybe("users_per_vm") {
            let each = g.n("ram_per_user");
            g.put("ram_vm", in_vm.clone() * each);
            if let Some(all) = all {
                let vms = users::servers::<T>(all, in_vm);
                g.put("vms", vms);
            }
        }
        Ok(())
    }
}
