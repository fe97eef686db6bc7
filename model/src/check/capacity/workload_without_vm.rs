//! A workload that runs on no VM.

use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A workload that names no VM to run on.
    /// ## Why it matters
    /// Its demand lies on no host: every figure looks better than it is.
    /// ## What to do
    /// Say on which VMs it runs.
    /// ## References
    /// - Planning rule of the product
    pub struct WorkloadWithoutVm = "CAP", 18, Error, "a workload that runs on no VM", [];
}

impl Check for WorkloadWithoutVm {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, workload) in cx.plan().workloads.iter() {
            if workload.runs_on.is_empty() {
                out.found(
                    id,
                    format!(
                        "{} ({}) runs on no VM, so nothing carries its load",
                        cx.name(id),
                        workload.kind.word()
                    ),
                )
                .placement();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{codes, sample, with};

    #[test]
    fn trips_without_a_vm() {
        assert!(!codes(&sample()).contains(&"CAP-018".to_owned()));
        let none = with(|p| change!(p, workloads, "mail", w => w.runs_on.clear()));
        assert!(codes(&none).contains(&"CAP-018".to_owned()));
    }
}
