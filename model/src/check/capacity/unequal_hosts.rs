//! A pool with very unequal hosts.

use super::super::shared::address;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::Host;
use crate::units::pretty;

/// Largest host over smallest, by processor or memory, from which reserve is wasted. Threshold set by the sheet.
const RATIO: f64 = 1.25;

crate::check! {
    /// ## What it finds
    /// A pool whose largest host has more than 1.25 times the processor or the memory of its smallest.
    /// ## Why it matters
    /// The reserve for losing the largest host must lie on the small ones: much of the large host can never be used.
    /// ## What to do
    /// Use like hosts within a pool, or make two pools.
    /// ## References
    /// - SQL and hosts sheet, check HOST-HA-UNBALANCED (vSphere 6.0 Availability, VMware); the threshold is derived
    pub struct UnequalHosts = "CAP", 16, Info, "a pool with very unequal hosts", ["HOST-HA-UNBALANCED"];
}

fn processor(host: &Host) -> f64 {
    f64::from(host.cores()) * host.clock.get()
}

fn memory(host: &Host) -> f64 {
    host.ram.as_f64()
}

impl Check for UnequalHosts {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for pool in plan.pools.keys() {
            for (what, figure, of) in [
                ("processor", "cpu.capacity", processor as fn(&Host) -> f64),
                ("memory", "ram.capacity", memory),
            ] {
                let sizes = || {
                    plan.hosts_in_pool(pool)
                        .map(|(id, host)| (id, of(host)))
                        .filter(|(_, size)| *size > 0.0)
                };
                let largest = sizes().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(a.0)));
                let smallest = sizes().min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(b.0)));
                let (Some((large, most)), Some((small, least))) = (largest, smallest) else {
                    continue;
                };
                if most > least * RATIO {
                    out.found(
                        pool,
                        format!(
                            "In pool {}, {} has {} times the {what} of {}, more than {RATIO} times",
                            cx.name(pool),
                            cx.name(large),
                            pretty(most / least),
                            cx.name(small),
                        ),
                    )
                    .also(large)
                    .also(small)
                    .evidence(address(large, figure))
                    .evidence(address(small, figure));
                    break;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{codes, findings, sample, with};
    use crate::units::Mib;

    #[test]
    fn trips_above_five_quarters_and_not_at_it() {
        assert!(!codes(&sample()).contains(&"CAP-016".to_owned()));
        let with_ram =
            |gib: u64| with(|p| change!(p, hosts, "host-b", h => h.ram = Mib::new(gib * 1024)));
        assert!(!codes(&with_ram(60)).contains(&"CAP-016".to_owned()));
        let plan = with_ram(96);
        let all = findings(&plan);
        let f = all
            .iter()
            .find(|f| f.code.to_string() == "CAP-016")
            .unwrap();
        assert!(
            f.message
                .contains("host-b has 2 times the memory of host-a")
        );
    }

    #[test]
    fn looks_at_processors_too() {
        let plan = with(|p| change!(p, hosts, "host-a", h => h.cores_per_socket = 4));
        assert!(codes(&plan).contains(&"CAP-016".to_owned()));
    }
}
