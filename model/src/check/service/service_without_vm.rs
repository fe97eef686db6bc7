//! A service that depends on nothing.

use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A service that names no VM and no workload, or only workloads that run nowhere.
    /// ## Why it matters
    /// Its targets are judged against nothing, so none of them can be missed.
    /// ## What to do
    /// Say what the service depends on.
    /// ## References
    /// - Planning rule of the product: nothing passes by silence
    pub struct ServiceWithoutVm = "SVC", 6, Warning, "a service that depends on nothing", [];
}

impl Check for ServiceWithoutVm {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, facts) in &cx.facts.services {
            if facts.vms.is_empty() {
                out.found(
                    id,
                    format!(
                        "{} depends on no VM, so its targets are not judged",
                        cx.name(id)
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ServiceWithoutVm;
    use crate::change;
    use crate::check::service::{run, service};

    #[test]
    fn trips_without_a_vm_behind_it() {
        assert!(run(&ServiceWithoutVm, &service(|_| {})).is_empty());
        let none = service(|s| s.depends_on.clear());
        assert_eq!(run(&ServiceWithoutVm, &none).len(), 1);
        let mut nowhere = service(|_| {});
        change!(nowhere, workloads, "mail", w => w.runs_on.clear());
        assert_eq!(run(&ServiceWithoutVm, &nowhere).len(), 1);
    }
}
