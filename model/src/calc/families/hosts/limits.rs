//! Limits of a platform as a table.

use super::{chosen, platform};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec, TextTable};
use crate::catalogue::{Bound, cite};
use crate::figure::Tracer;
use crate::units::pretty;

pub(super) struct Limits;

impl Calculation for Limits {
    const SPEC: Spec = Spec {
        slug: "platform-limits",
        family: Family::Hosts,
        title: "Limits of a platform",
        about: "What a platform takes: vCPUs, memory and disks of a VM, threads, memory and VMs of a host, hosts of a pool. Each with \
                its source; what was not read there is marked as recalled.",
        inputs: &[
            platform("platform and version"),
            Input::text("about", "words that a limit must hold, for example vCPU").optional(),
        ],
        outputs: &[Output::new("count", "Limits", "")],
        example: &[("platform", "vsphere-8-0")],
        sources: &["Each row names its document"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let profile = chosen(g)?;
        let about = g.word("about").to_lowercase();
        let mut rows = Vec::new();
        for limit in &profile.limits {
            let name = limit.title();
            if !name.to_lowercase().contains(&about) {
                continue;
            }
            let bound = match limit.bound {
                Bound::Max => "at most",
                Bound::Below => "less than",
                Bound::Min => "at least",
            };
            let value = format!("{bound} {} {}", pretty(limit.value), limit.unit);
            rows.push(vec![
                name,
                value.trim().to_owned(),
                cite(&limit.source, &limit.date),
                if limit.confirmed {
                    "read"
                } else {
                    "recalled or derived"
                }
                .to_owned(),
            ]);
        }
        let count = g.t.number(rows.len() as f64);
        g.put("count", count);
        g.table(TextTable {
            key: "limits",
            title: format!("{} {}", profile.product, profile.version),
            head: ["Limit", "Value", "Source", "Standing"]
                .map(str::to_owned)
                .to_vec(),
            rows,
        });
        for note in &profile.notes {
            g.note(note.clone());
        }
        Ok(())
    }
}
