//! A pair across sites whose round trip is not known.

use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A pair across sites one of whose availability links has neither a length nor a measured round trip. Always reported
    /// as not assessed.
    /// ## Why it matters
    /// The budget of the platform and the waiting time of every write rest on it.
    /// ## What to do
    /// Enter the distance of the stretch between the sites, or measure the round trip.
    /// ## References
    /// - Lockstep sheet, section 8.1
    pub struct RoundTripNotKnown = "SIT", 3, Error, "a pair across sites whose round trip is not known", [];
}

impl Check for RoundTripNotKnown {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for joint in cx
            .facts
            .joints
            .values()
            .filter(|j| j.split && j.rtt_ms.is_none())
        {
            let unknown: Vec<_> = joint
                .links
                .iter()
                .filter(|p| p.rtt_ms.is_none())
                .map(|p| &p.link)
                .collect();
            // Without any link there is a finding about that.
            if unknown.is_empty() {
                continue;
            }
            let names = ask::names(cx, unknown.iter().copied());
            let finding = out.not_assessed(
                &joint.a,
                format!("the distance or round trip of {names}"),
                format!(
                    "The round trip between {} and {} is not known: {names} {} neither a length nor a measurement",
                    cx.name(&joint.a),
                    cx.name(&joint.b),
                    ask::number(unknown.len(), "has", "have")
                ),
            );
            finding.also(&joint.b);
            for link in unknown {
                finding.also(link);
            }
            for vm in &joint.vms {
                finding.also(vm);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{missing, sample, split_sample};
    use crate::units::Ms;

    #[test]
    fn a_length_or_a_measurement_will_do() {
        assert!(missing(&sample(), "SIT-003").is_empty());
        let mut plan = split_sample();
        assert!(missing(&plan, "SIT-003").is_empty());
        change!(plan, links, "a-link-2", l => l.segments[0].distance = None);
        assert_eq!(missing(&plan, "SIT-003").len(), 1);
        change!(plan, links, "a-link-2", l => l.measured_rtt = Some(Ms::new(0.6)));
        assert!(missing(&plan, "SIT-003").is_empty());
    }
}
