//! Core licences.

use crate::calc::Column;
use crate::calc::dimension::NUMBER;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::sql::licence;

pub(super) struct SqlLicences;

impl Calculation for SqlLicences {
    const SPEC: Spec = Spec {
        slug: "sql-licences",
        family: Family::Sql,
        title: "Core licences",
        about: "From 2012. A VM: one licence a virtual core, at least four. A host: all physical cores (hyper-threads do not count), at least four a processor. Sold in packs of two. With the largest edition and software assurance the licences of a host carry any number of VMs: list the VMs to compare. To 2008 R2 processors or clients were licensed.",
        inputs: &[
            Input::count("vcpus", "virtual cores of a VM", (1.0, 1e5))
                .symbol("vCPU")
                .optional(),
            Input::count("sockets", "processors of the host", (1.0, 1e4)).or(1.0),
            Input::count(
                "cores_per_socket",
                "physical cores of a processor",
                (1.0, 1e5),
            )
            .optional(),
            Input::count(
                "licences",
                "licences to be bought, for the packs alone",
                (1.0, 1e9),
            )
            .optional(),
            Input::list(
                "vms",
                "virtual cores of each VM on the host, as 4,8,2",
                &[Column::quantity(
                    "vcpus",
                    "virtual cores",
                    &NUMBER,
                    "",
                    (1.0, 1e5),
                )],
            )
            .optional(),
            Input::count("least", "fewest licences of a VM or processor", (0.0, 1e4))
                .constant(keys::sql::LICENCES_LEAST),
            Input::count("pack", "licences of a pack", (1.0, 1e4))
                .constant(keys::sql::LICENCE_PACK),
        ],
        outputs: &[
            Output::new("licences_vm", "Core licences of the VM", ""),
            Output::new("packs_vm", "Packs for the VM", ""),
            Output::new("sold_vm", "Licences bought with them", ""),
            Output::new("licences_host", "Core licences of the host", ""),
            Output::new("packs_host", "Packs for the host", ""),
            Output::new("sold_host", "Licences bought with them", ""),
            Output::new("packs", "Packs for the licences", ""),
            Output::new("licences_vms", "Core licences of all VMs", ""),
        ],
        example: &[
            ("vcpus", "2"),
            ("sockets", "2"),
            ("cores_per_socket", "8"),
            ("vms", "2,4,8,8"),
        ],
        sources: &[
            "SQL Server 2014 virtual licensing case, license-library.de",
            "Licensing minimums, D. Dorsey",
            "Editions and supported features of SQL Server 2022, Microsoft Learn",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (least, pack) = (g.n("least"), g.n("pack"));
        let mut told = false;
        if let Some(vcpus) = g.maybe("vcpus") {
            told = true;
            if vcpus.value() < least.value() {
                g.note("a VM with fewer than four virtual cores is licensed as one with four");
            }
            let n = licence::vm(vcpus, least.clone());
            g.put("licences_vm", n.clone());
            let n = g.t.step("licences_vm", "", n);
            let packs = licence::packs(n, pack.clone());
            g.put("packs_vm", packs.clone());
            let sold = licence::sold(g.t, packs, pack.clone());
            g.put("sold_vm", sold);
        }
        let mut of_host = None;
        if let Some(cores) = g.maybe("cores_per_socket") {
            told = true;
            let sockets = g.n("sockets");
            let n = licence::host(sockets, cores, least.clone());
            of_host = Some(n.value());
            g.put("licences_host", n.clone());
            let n = g.t.step("licences_host", "", n);
            let packs = licence::packs(n, pack.clone());
            g.put("packs_host", packs.clone());
            let sold = licence::sold(g.t, packs, pack.clone());
            g.put("sold_host", sold);
        }
        if let Some(n) = g.maybe("licences") {
            told = true;
            g.put("packs", licence::packs(n, pack));
        }
        let vms: Vec<f64> = g
            .rows("vms")
            .iter()
            .filter_map(|r| r.first().map(|c| c.number()))
            .collect();
        if !vms.is_empty() {
            told = true;
            let mut terms = Vec::new();
            for vcpus in vms {
                let vcpus = g.cell("vcpus", vcpus, "", "virtual cores of a VM");
                terms.push(licence::vm(vcpus, least.clone()));
            }
            let sum = g.t.sum(terms);
            if let Some(host) = of_host {
                if sum.value() > host {
                    g.tell(
                        "SQL-043",
                        "the host's licences suffice for all VMs, and are fewer",
                    );
                } else {
                    g.note("licences VM by VM are not more than those of the host");
                }
            }
            g.put("licences_vms", sum);
        }
        if !told {
            return Err(g.fault(
                "vcpus",
                "nothing to license is given",
                "give vcpus, cores_per_socket, vms or licences",
            ));
        }
        Ok(())
    }
}
