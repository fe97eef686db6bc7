//! vCPUs and memory against NUMA nodes.

use crate::calc::dimension::MEMORY;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::sql::parallel;

pub(super) struct SqlNuma;

impl Calculation for SqlNuma {
    const SPEC: Spec = Spec {
        slug: "sql-numa",
        family: Family::Sql,
        title: "vCPUs, memory and NUMA nodes",
        about: "A tier-1 SQL Server VM has no more vCPUs than its host has cores; it is best within one NUMA node by cores and memory (recalled), else with an even number that divides over the nodes.",
        inputs: &[
            Input::count("vcpus", "vCPUs of the VM", (1.0, 1e5)),
            Input::quantity("ram", "memory of the VM", &MEMORY, "GB", (1e-3, 1e9)).optional(),
            Input::count("sockets", "sockets of the host", (1.0, 1e4)),
            Input::count("cores_per_socket", "cores of a socket", (1.0, 1e5)),
            Input::count(
                "threads_per_core",
                "hardware threads of a core",
                (1.0, 64.0),
            )
            .or(1.0),
            Input::count("nodes_per_socket", "NUMA nodes of a socket", (1.0, 64.0)).or(1.0),
            Input::quantity("host_ram", "memory of the host", &MEMORY, "GB", (1e-3, 1e9))
                .optional(),
        ],
        outputs: &[
            Output::new("node_cores", "Cores of a node", "cores"),
            Output::new("node_ram", "Memory of a node", "GB"),
            Output::new("nodes", "Nodes that it spans", ""),
            Output::new("aligned", "vCPUs that divide evenly", "vCPU"),
        ],
        example: &[
            ("vcpus", "10"),
            ("ram", "96GB"),
            ("sockets", "2"),
            ("cores_per_socket", "8"),
            ("host_ram", "256GB"),
        ],
        sources: &[
            "SQL Server best practices guide for virtual machines",
            "sp_Blitz, First Responder Kit (odd counts)",
            "Recalled rule of virtual NUMA",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (vcpus, sockets, cores) = (g.n("vcpus"), g.n("sockets"), g.n("cores_per_socket"));
        let per_socket = g.n("nodes_per_socket");
        let one = g.t.number(1.0);
        let node_cores = (cores.clone() / per_socket.clone()).floor().max(one);
        g.put("node_cores", node_cores.clone());
        let node_cores = g.t.step("node_cores", "cores", node_cores);
        let all = sockets.value() * cores.value();
        let threads = all * g.value("threads_per_core");
        if vcpus.value() > threads {
            g.fail(
                "CAP-001",
                "more vCPUs than the host has hardware threads: hypervisors refuse it",
            );
        } else if vcpus.value() > all {
            g.warn("CAP-002", "more vCPUs than the host has cores");
        }
        if vcpus.value() > node_cores.value() {
            g.warn("SQL-009", "more vCPUs than a NUMA node has cores");
        }
        if vcpus.value() > 1.0 && vcpus.value() % 2.0 != 0.0 {
            g.tell("SQL-008", "an odd number of vCPUs");
        }
        if let Some(host_ram) = g.maybe("host_ram") {
            let node_ram = host_ram / (sockets * per_socket);
            if let Some(ram) = g.maybe("ram")
                && ram.value() > node_ram.value()
            {
                g.warn("SQL-009", "more memory than a NUMA node has");
            }
            g.put("node_ram", node_ram);
        }
        let nodes = parallel::nodes_spanned(g.t, vcpus.clone(), node_cores.clone());
        g.put("nodes", nodes);
        let aligned = parallel::aligned_vcpus(g.t, vcpus, node_cores);
        g.put("aligned", aligned);
        Ok(())
    }
}
