//! Memory of a VM for SQL Server.

use super::inputs;
use crate::calc::dimension::MEMORY;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::sql::memory;

pub(super) struct SqlVmMemory;

impl Calculation for SqlVmMemory {
    const SPEC: Spec = Spec {
        slug: "sql-vm-memory",
        family: Family::Sql,
        title: "VM memory for SQL Server",
        about: "Max server memory, stacks of the worker threads, 1 GB for the system by each started four vCPUs, agents and the platform's overhead. A tier-1 VM reserves all of it. Here a 32-bit stack counts 1 MB.",
        inputs: &[
            Input::quantity(
                "max_server_memory",
                "max server memory of the instance",
                &MEMORY,
                "MiB",
                (1.0, 1e12),
            ),
            Input::count("vcpus", "vCPUs of the VM", (1.0, 1e5)).symbol("vCPU"),
            inputs::ARCHITECTURE,
            inputs::WORKERS,
            Input::quantity(
                "os",
                "memory of the system; by vCPUs when left out",
                &MEMORY,
                "MiB",
                (0.0, 1e12),
            )
            .optional(),
            Input::quantity(
                "agents",
                "memory of agents and other programs",
                &MEMORY,
                "MiB",
                (0.0, 1e12),
            )
            .or(0.0),
            Input::quantity(
                "overhead",
                "the platform's overhead for the VM",
                &MEMORY,
                "MiB",
                (0.0, 1e12),
            )
            .or(0.0),
            Input::quantity(
                "ram",
                "memory of the VM, to judge",
                &MEMORY,
                "MiB",
                (1.0, 1e12),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("workers", "Worker threads", ""),
            Output::new("stacks", "Stacks of worker threads", "MiB"),
            Output::new("os", "Memory of the system", "MiB"),
            Output::new("vm_memory", "Memory of the VM", "MiB"),
            Output::new("vm_memory_gb", "The same", "GB"),
            Output::new("reservation", "To reserve for tier 1", "MiB"),
        ],
        example: &[
            ("max_server_memory", "24GB"),
            ("vcpus", "8"),
            ("overhead", "300MB"),
        ],
        sources: &[
            "SQL Server best practices guide for virtual machines, tier 1, as quoted in public monitoring code",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (max, vcpus) = (g.n("max_server_memory"), g.n("vcpus"));
        let workers = inputs::workers(g, vcpus.clone());
        let stacks = inputs::stacks(g, workers.clone(), true);
        let os = match g.maybe("os") {
            Some(os) => os,
            None => {
                let per =
                    g.cx.k(g.t, "os_per_4_vcpus", keys::sql::OS_MIB_PER_4_VCPUS, "MiB");
                let os = memory::os_mib(g.t, vcpus, per);
                g.t.step("os", "MiB", os)
            }
        };
        g.put("workers", workers);
        g.put("stacks", stacks.clone());
        g.put("os", os.clone());
        let agents = g.n("agents");
        let guest = memory::guest_mib(max, stacks, os, Some(agents));
        let all = guest + g.n("overhead");
        g.put("vm_memory", all.clone());
        let all = g.t.step("vm_memory", "MiB", all);
        let thousand = g.t.number(1024.0);
        g.put("vm_memory_gb", all.clone() / thousand);
        let needed = all.value();
        g.put("reservation", all);
        if let Some(ram) = g.maybe("ram")
            && ram.value() < needed
        {
            g.warn(
                "SQL-003",
                "the VM has less memory than that: the guest will swap",
            );
        }
        Ok(())
    }
}
