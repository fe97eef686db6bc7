//! NUMA nodes, MAXDOP, vCPUs that divide evenly, tempdb files.

use super::{Instance, keys, rows};
use crate::facts::{Cx, typed};
use crate::figure::{Origin, Tracer};
use crate::formula::sql::parallel;

impl Instance<'_> {
    /// Cores of a NUMA node, the smallest of the VM's hosts; none without a host.
    fn node_cores<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let (cores, host) = self
            .vm
            .placement
            .iter()
            .flat_map(|row| std::iter::once(&row.host).chain(row.partner.as_ref()))
            .filter_map(|id| {
                let host = cx.plan.hosts.get(id)?;
                Some(((host.cores() / host.numa_nodes().max(1)).max(1), id))
            })
            .min()?;
        Some(t.given("node_cores", f64::from(cores), "cores", || {
            Origin::Counted(format!("cores of a NUMA node of {host}"))
        }))
    }

    /// NUMA nodes that the instance sees, soft ones where the version makes them.
    pub fn numa_nodes<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let told = self.sql.instance.numa_nodes.filter(|n| *n > 0);
        let told = told.map(f64::from);
        if let Some(nodes) = self.typed(t, ("numa_nodes", ""), told, "instance.numa_nodes") {
            return Some(nodes);
        }
        let node_cores = self.node_cores(t, cx)?;
        let vcpus = self.vcpus(t);
        let nodes = parallel::nodes_spanned(t, vcpus.clone(), node_cores);
        let Some(soft) = self.of_version(t, cx, ("soft_cores", "cores"), "soft_numa_cores") else {
            return Some(nodes);
        };
        let nodes = t.step("spanned", "", nodes);
        let each = vcpus / nodes.clone();
        let each = t.step("cores_per_node", "cores", each);
        Some(parallel::soft_nodes(t, nodes, each, soft))
    }

    pub fn maxdop_bound<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let row = rows::maxdop(t, cx, &self.sql.version)?;
        let nodes = self.numa_nodes(t, cx)?;
        let nodes = t.step("nodes", "", nodes);
        let vcpus = self.vcpus(t);
        Some(parallel::maxdop_bound(t, nodes, vcpus, row))
    }

    /// What setup proposes, from the version whose setup does.
    pub fn maxdop_setup<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let whole = self.of_version(t, cx, ("setup_whole", ""), "maxdop_setup_whole")?;
        let nodes = self.numa_nodes(t, cx)?;
        let nodes = t.step("nodes", "", nodes);
        let vcpus = self.vcpus(t);
        let each = parallel::per_node(t, vcpus, nodes);
        Some(parallel::maxdop_setup(t, each, whole))
    }

    /// Fewest vCPUs for the load that are even and divide over the host's NUMA nodes.
    pub fn vcpus_aligned<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let node_cores = self.node_cores(t, cx)?;
        let needed = self.vcpus_needed(t, cx);
        let needed = t.step("needed", "vCPU", needed);
        Some(parallel::aligned_vcpus(t, needed, node_cores))
    }

    pub fn tempdb_files<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let vcpus = self.vcpus(t);
        let most = cx.k(t, "most", keys::sql::TEMPDB_FILES_MOST, "");
        parallel::tempdb_files(t, vcpus, most)
    }

    /// Core licences of the VM; none where the version counts processors or it is licensed otherwise.
    pub fn licences<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let by_core = self.version(cx)?.constant("licence_cores")? > 0.0;
        if !by_core || self.sql.licensing != crate::plan::SqlLicensing::Vm {
            return None;
        }
        let least = cx.k(t, "least", keys::sql::LICENCES_LEAST, "");
        let vcpus = t.given("vcpus", f64::from(self.vm.vcpus), "vCPU", || {
            typed(self.vm_id, "vcpus")
        });
        Some(crate::formula::sql::licence::vm(vcpus, least))
    }

    pub fn licence_packs<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let licences = self.licences(t, cx)?;
        let licences = t.step("licences", "", licences);
        let pack = cx.k(t, "pack", keys::sql::LICENCE_PACK, "");
        Some(crate::formula::sql::licence::packs(licences, pack))
    }
}
