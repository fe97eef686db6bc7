//! Memory over the ceiling after the worst host failure.

use super::super::shared::{add_host_ram, address, exceeds, offer_bold, percent};
use super::over_after;
use crate::check::{Check, CheckCx, Findings, Meta, Severity};

crate::check! {
    /// ## What it finds
    /// A host that needs more of its memory than the plan's ceiling allows after the worst single host failure.
    /// ## Why it matters
    /// VMs that restart there find no memory, or push the others into swapping.
    /// ## What to do
    /// Add memory, spread the VMs, or add a host.
    /// ## Limits
    /// An error above 100 %, else a warning. Single host failures only.
    /// ## References
    /// - SQL and hosts sheet, section 8: plan to 70–80 % at peak after losing the tolerated hosts
    /// - id HOST-MEM-OVER
    pub struct MemoryOverCeilingAfterFailure = "CAP", 6, Warning, "memory over the ceiling after a host failure", ["HOST-MEM-OVER"];
}

impl Check for MemoryOverCeilingAfterFailure {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let ceiling = cx.plan().settings.ram_ceiling.get();
        for over in over_after(cx, ceiling, |w| &w.ram) {
            let finding = out.found(
                over.id,
                format!(
                    "After losing {}, {} runs at {} of memory, above the {} ceiling",
                    cx.name(over.lost.clone()),
                    cx.name(over.id),
                    percent(over.share),
                    percent(ceiling)
                ),
            );
            finding
                .also(over.lost.clone())
                .evidence(address(over.id, "ram.share_after"))
                .placement();
            if exceeds(over.share, 1.0) {
                finding.severity(Severity::Error);
            }
            if ceiling > 0.0 {
                let usable = over.share * over.host.capacity.ram_mib / ceiling;
                offer_bold(finding, add_host_ram(cx, over.id, usable));
            }
        }
        // Memory kept for a partner is promised already in normal running, so no failure makes it worse; where it does
        // not fit, the takeover does not either.
        for (id, host) in &cx.facts.hosts {
            let share = host.worst.ram.value;
            if host.worst.ram.after.is_some() || !exceeds(share, 1.0) {
                continue;
            }
            let Some(partner) =
                cx.facts
                    .joints
                    .keys()
                    .find_map(|(a, b)| match (a == id, b == id) {
                        (true, _) => Some(b),
                        (_, true) => Some(a),
                        _ => None,
                    })
            else {
                continue;
            };
            let finding = out.found(
                id,
                format!(
                    "After losing {}, {} would need {} of its memory for the VMs that it takes over",
                    cx.name(partner),
                    cx.name(id),
                    percent(share)
                ),
            );
            finding
                .also(partner)
                .evidence(address(id, "ram.share_after"))
                .placement()
                .severity(Severity::Error);
            if ceiling > 0.0 {
                let usable = share * host.capacity.ram_mib / ceiling;
                offer_bold(finding, add_host_ram(cx, id, usable));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryOverCeilingAfterFailure;
    use crate::check::Severity;
    use crate::check::testing::{host_facts, judge, sample};
    use crate::facts::Worst;
    use crate::ids::HostId;

    fn at(value: f64) -> Vec<crate::check::Finding> {
        judge(&MemoryOverCeilingAfterFailure, &sample(), |f| {
            let h = host_facts(f, "host-b");
            h.capacity.ram_mib = 40_960.0;
            h.worst.ram = Worst {
                value,
                after: Some(HostId::new("host-a").unwrap().into()),
            };
        })
    }

    #[test]
    fn trips_above_the_ceiling_and_not_at_it() {
        assert!(at(0.8).is_empty());
        let f = at(0.83);
        assert_eq!(f[0].severity, Severity::Warning);
        assert_eq!(
            f[0].message,
            "After losing host-a, host-b runs at 83 % of memory, above the 80 % ceiling"
        );
        // 0.83 / 0.80 × 40 GiB = 41.5 GiB: one step of 8 GiB is enough.
        assert_eq!(f[0].fixes[0].title, "Add 8 GiB");
        assert_eq!(at(1.0)[0].severity, Severity::Warning);
        assert_eq!(at(1.2)[0].severity, Severity::Error);
    }

    #[test]
    fn memory_kept_for_a_partner_must_fit_too() {
        let kept = |value: f64| {
            judge(&MemoryOverCeilingAfterFailure, &sample(), |f| {
                host_facts(f, "host-b").worst.ram = Worst { value, after: None };
            })
        };
        assert!(kept(1.0).is_empty());
        assert_eq!(kept(1.01)[0].severity, Severity::Error);
    }
}
