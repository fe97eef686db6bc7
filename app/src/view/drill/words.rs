//! A drill in words. Formats only: every figure comes from what was worked out.

use evenkeel_model::facts::Outcome;
use evenkeel_model::facts::failures::{Data, Failure, Overload, RowTold};
use evenkeel_model::failure::Part;
use evenkeel_model::ids::{EntityId, HostId};
use evenkeel_model::plan::Plan;
use evenkeel_model::units::with_unit;

use super::mark::Mark;

/// Names of parts, joined: `host-a1 and Power supply 1 of host-b1`.
pub fn names<'p>(plan: &Plan, parts: impl IntoIterator<Item = &'p Part>) -> String {
    let names: Vec<String> = parts.into_iter().map(|p| p.label(plan)).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A short name of a part inside its thing: `power supply 1`.
pub fn inside(part: &Part) -> String {
    match part {
        Part::Thing(_) => "the whole".to_owned(),
        Part::Disk { group, disk, .. } => format!("disk {disk} of {group}"),
        Part::Adapter { adapter, .. } => format!("adapter {adapter}"),
        Part::PowerSupply { supply, .. } => format!("power supply {supply}"),
        Part::Fan { .. } => "a fan".to_owned(),
        Part::DiskController { controller, .. } => format!("disk controller {controller}"),
        Part::ArrayController { controller, .. } => format!("controller {controller}"),
        Part::Path { segment, .. } => format!("path {segment}"),
        Part::Duct(name) => format!("duct {name}"),
    }
}

/// How long, in the unit that people say.
pub fn span(seconds: f64) -> String {
    with_unit(seconds, "s")
}

/// What happens to members, in a few words.
pub fn outcome(plan: &Plan, row: &RowTold) -> String {
    let host = |id: &HostId| plan.label(&EntityId::from(id));
    match &row.outcome {
        Outcome::CarriesOn { on, simplex: false } if *on == row.from => "carries on".to_owned(),
        Outcome::CarriesOn { on, simplex: false } => format!("carries on from {}", host(on)),
        Outcome::CarriesOn { on, simplex: true } => {
            format!("carries on unprotected on {}", host(on))
        }
        Outcome::Restarts { on, outage_s } => {
            format!("restarts on {} within {}", host(on), span(*outage_s))
        }
        Outcome::Stops { why } => format!("stops: {why}"),
        Outcome::SplitBrain { a, b } => {
            format!("runs twice, on {} and {}", host(a), host(b))
        }
    }
}

/// What stands under the mark's word: where, how long, or why.
pub fn detail(plan: &Plan, row: &RowTold) -> String {
    let host = |id: &HostId| plan.label(&EntityId::from(id));
    match &row.outcome {
        Outcome::CarriesOn { on, .. } => format!("on {}", host(on)),
        Outcome::Restarts { on, outage_s } => format!("on {} within {}", host(on), span(*outage_s)),
        Outcome::Stops { why } => (*why).to_owned(),
        Outcome::SplitBrain { a, b } => format!("on {} and {}", host(a), host(b)),
    }
}

/// Downtime, data and memory of members.
pub fn losses(row: &RowTold) -> String {
    let downtime = match &row.outcome {
        Outcome::CarriesOn { .. } => "no downtime".to_owned(),
        Outcome::Restarts { outage_s, .. } => format!("down {}", span(*outage_s)),
        Outcome::Stops { .. } => "down until repair".to_owned(),
        Outcome::SplitBrain { .. } => "no downtime".to_owned(),
    };
    let data = match row.data {
        Data::Kept => "no data lost",
        Data::Held => "data safe on disk",
        Data::TwoVersions => "two versions of the data",
        Data::Lost => "data lost: restore from backup",
    };
    let memory = if row.memory_kept {
        "memory kept"
    } else {
        "memory lost"
    };
    match &row.outcome {
        Outcome::SplitBrain { .. } => format!("{downtime} · {data}"),
        _ => format!("{downtime} · {data} · {memory}"),
    }
}

/// `host-b1: processor at 112 %`.
pub fn overload(plan: &Plan, o: &Overload) -> String {
    let what = if o.what == "link" { "load" } else { o.what };
    format!(
        "{}: {what} at {}",
        plan.label(&o.thing),
        with_unit(o.share, "share")
    )
}

fn counted(n: u32, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Members by what happens to them.
pub fn counts(rows: &[RowTold]) -> [(Mark, u32); 5] {
    Mark::ALL.map(|mark| {
        let n = rows
            .iter()
            .filter(|r| Mark::of(&r.outcome) == mark)
            .map(|r| r.count)
            .sum();
        (mark, n)
    })
}

/// The whole in a sentence or two.
pub fn summary(rows: &[RowTold], failure: &Failure) -> String {
    let all: u32 = rows.iter().map(|r| r.count).sum();
    let [
        (_, fine),
        (_, simplex),
        (_, restarts),
        (_, stops),
        (_, twice),
    ] = counts(rows);
    if all == 0 {
        return "No VM stands on a host.".to_owned();
    }
    if failure.harm.is_none() {
        return "Every VM carries on and nothing is overloaded.".to_owned();
    }
    let mut said = Vec::new();
    if twice > 0 {
        said.push(counted(
            twice,
            "VM runs on both halves",
            "VMs run on both halves",
        ));
    }
    if stops > 0 {
        said.push(counted(
            stops,
            "VM stops until repair",
            "VMs stop until repair",
        ));
    }
    if restarts > 0 {
        let longest = rows
            .iter()
            .filter_map(|r| match r.outcome {
                Outcome::Restarts { outage_s, .. } => Some(outage_s),
                _ => None,
            })
            .fold(0.0, f64::max);
        said.push(format!(
            "{} within {}",
            counted(restarts, "VM restarts", "VMs restart"),
            span(longest)
        ));
    }
    if simplex > 0 {
        said.push(counted(
            simplex,
            "VM carries on unprotected",
            "VMs carry on unprotected",
        ));
    }
    if fine > 0 {
        said.push(if fine == all {
            "every VM carries on".to_owned()
        } else {
            counted(fine, "VM is untouched", "VMs are untouched")
        });
    }
    let mut text = said.join(", ");
    if let Some(first) = text.get(..1) {
        let first = first.to_uppercase();
        text.replace_range(..1, &first);
    }
    text.push('.');
    text
}
