//! Too little memory for the control domain.

use super::super::shared::{exceeds, gib, offer};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::edit::Edit;
use crate::facts::cite;
use crate::units::Mib;

crate::check! {
    /// ## What it finds
    /// A host whose control domain is given less memory than the platform sets or advises for a host of its size.
    /// ## Why it matters
    /// Every disk and network operation of every VM passes through the control domain: when it swaps, all VMs wait.
    /// ## What to do
    /// Give the control domain the memory of the platform's table; the VMs have that much less.
    /// ## Limits
    /// A host that does not say how much the control domain has takes the platform's own value. Platforms without such a
    /// table are not checked.
    /// ## References
    /// - The platform's table of control-domain memory cites the vendor's document
    pub struct ControlDomainTooSmall = "CAP", 35, Warning, "too little memory for the control domain", ["HOST-DOM0"];
}

impl Check for ControlDomainTooSmall {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let Some(curve) = &cx.profile().control_ram else {
            return;
        };
        for (id, host) in cx.plan().hosts.iter() {
            let Some(given) = host.control_ram else {
                continue;
            };
            let needed = curve.at(host.ram.as_f64());
            if !exceeds(needed, given.as_f64()) {
                continue;
            }
            let finding = out.found(
                id,
                format!(
                    "The control domain of {} has {}; with {} of memory the platform sets {}",
                    cx.name(id),
                    gib(given.as_f64()),
                    gib(host.ram.as_f64()),
                    gib(needed)
                ),
            );
            finding.unconfirmed = !curve.confirmed;
            finding.source = cite(&curve.source, &curve.date);
            let mut more = (**host).clone();
            more.control_ram = Some(Mib::new(needed.ceil() as u64));
            let title = format!("Give the control domain {}", gib(needed.ceil()));
            let edit = Edit::put(format!("{title} on {}", cx.name(id)), id, more);
            offer(finding, Some((title, edit)));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Curve;
    use crate::change;
    use crate::check::testing::{found, found_on, mended, with};
    use crate::plan::Plan;
    use crate::units::Mib;

    fn with_control(mib: u64) -> Plan {
        with(|p| change!(p, hosts, "host-a", h => h.control_ram = Some(Mib::new(mib))))
    }

    #[test]
    fn the_platforms_table_is_the_boundary() {
        // A host of 48 GiB: 3,072 MB by the steps of 7.x.
        let steps = |p: &mut crate::catalogue::Profile| {
            p.control_ram = Some(Curve {
                points: vec![(0.0, 2048.0), (49_152.0, 2048.0), (49_152.0, 3072.0)],
                what: String::new(),
                source: "Memory usage".into(),
                date: "2018".into(),
                confirmed: true,
            });
        };
        assert!(found(&with_control(512), "CAP-035").is_empty(), "no table");
        assert!(found_on(&with_control(3072), "CAP-035", steps).is_empty());
        let all = found_on(&with_control(3071), "CAP-035", steps);
        assert_eq!(all.len(), 1);
        let mended = mended(&with_control(3071), &all, 0);
        assert!(found_on(&mended, "CAP-035", steps).is_empty());
    }
}
