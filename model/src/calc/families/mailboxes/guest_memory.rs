//! Memory that virtual machines take beside their own.

use crate::calc::dimension::MEMORY;
use crate::calc::{CalcError, Calculation, Column, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};

pub(super) struct GuestMemory;

impl Calculation for GuestMemory {
    const SPEC: Spec = Spec {
        slug: "guest-memory",
        family: Family::Mailboxes,
        title: "Memory that VMs take beside their own, on a hypervisor that counts by their size",
        about: "300 MB for the hypervisor, and for each VM 32 MB for its first GB and 8 MB for each further one, as on the hypervisor of Windows Server \
                2008. A file as large as the VM's memory lies on the host's volume for its saved state.",
        inputs: &[
            Input::list(
                "vms",
                "memory of each VM: 8GB,8GB,4GB",
                &[Column::quantity(
                    "ram",
                    "memory of the VM",
                    &MEMORY,
                    "GiB",
                    (0.0, 1e6),
                )],
            ),
            Input::quantity(
                "parent",
                "memory of the hypervisor",
                &MEMORY,
                "MiB",
                (0.0, 1e6),
            )
            .constant(keys::PARENT_RAM_MIB),
            Input::quantity(
                "first",
                "beside the first GB of a VM",
                &MEMORY,
                "MiB",
                (0.0, 1e6),
            )
            .constant(keys::GUEST_FIRST_GIB_MIB),
            Input::quantity(
                "further",
                "beside each further GB",
                &MEMORY,
                "MiB",
                (0.0, 1e6),
            )
            .constant(keys::GUEST_NEXT_GIB_MIB),
        ],
        outputs: &[
            Output::new("guests", "Memory of all VMs", "GiB"),
            Output::new("overhead", "Beside it, hypervisor included", "MiB"),
            Output::new("total", "Memory in all", "GiB"),
            Output::new(
                "saved_state",
                "Files for saved state on the host's volume",
                "GiB",
            ),
        ],
        example: &[("vms", "8GB,8GB,4GB")],
        sources: &["System resource costs of the hypervisor, Microsoft dd630739, 2009"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let sizes: Vec<f64> = g
            .rows("vms")
            .iter()
            .filter_map(|row| Some(row.first()?.number()))
            .collect();
        if sizes.is_empty() {
            return Err(g.fault("vms", "no VM is given", "give vms=8GB,8GB"));
        }
        let (mut own, mut beside) = (Vec::new(), vec![g.n("parent")]);
        let (first, further) = (g.n("first"), g.n("further"));
        for size in sizes {
            let ram = g.cell("ram", size, "GiB", "vms: memory of a VM");
            let (zero, one) = (g.t.number(0.0), g.t.number(1.0));
            let rest = (ram.clone() - one).max(zero).ceil();
            beside.push(first.clone() + further.clone() * rest);
            own.push(ram);
        }
        let guests = g.t.sum(own);
        g.put("guests", guests.clone());
        let guests = g.t.step("guests", "GiB", guests);
        g.put("saved_state", guests.clone());
        let overhead = g.t.sum(beside);
        g.put("overhead", overhead.clone());
        let overhead = g.t.step("overhead", "MiB", overhead);
        let total = guests + overhead / g.t.number(1024.0);
        g.put("total", total);
        Ok(())
    }
}
