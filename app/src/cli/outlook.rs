//! `evenkeel outlook`: how much more the plan holds until a check fails, and the smallest that would hold what there is.

use evenkeel_model::catalogue::{Catalogue, Severity};
use evenkeel_model::ids::EntityId;
use evenkeel_model::outlook::{self, Budget, Headroom, Limit};
use evenkeel_model::plan::Plan;
use evenkeel_model::units::pretty;
use serde::Serialize;

use super::args::{Format, OutlookArgs};
use super::fault::Fault;
use super::json::FindingJson;
use super::subject::read_plan;
use super::{Out, status};

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    headroom: Vec<HeadroomJson<'a>>,
    smallest_vms: Vec<SmallestVmJson>,
    smallest_hosts: Vec<SmallestHostJson>,
}

#[derive(Serialize)]
struct HeadroomJson<'a> {
    subject: String,
    unit: &'a str,
    now: f64,
    most: f64,
    more: f64,
    /// `check`, `none-found` or `stopped`.
    ends: &'static str,
    finding: Option<FindingJson<'a>>,
}

#[derive(Serialize)]
struct SmallestVmJson {
    subject: String,
    vcpus: Option<u32>,
    ram_mib: Option<u64>,
}

#[derive(Serialize)]
struct SmallestHostJson {
    subject: String,
    model: Option<String>,
    name: Option<String>,
}

/// How far a thing can grow, for people.
fn growth_line(plan: &Plan, id: &EntityId, h: &Headroom) -> String {
    let name = plan.label(id);
    let unit = if h.now == 1.0 {
        h.unit.trim_end_matches('s')
    } else {
        &h.unit
    };
    let now = format!("{} {unit}", pretty(h.now));
    match &h.limit {
        Limit::Check(f) => format!(
            "{name}: {now} now, up to {} ({} more); then {} {}",
            pretty(h.most),
            pretty(h.more()),
            f.code,
            f.message
        ),
        Limit::NoneFound => format!(
            "{name}: {now} now; no check failed up to {}",
            pretty(h.most)
        ),
        Limit::Stopped => format!("{name}: {now} now, at least {}", pretty(h.most)),
    }
}

pub(super) fn run(args: &OutlookArgs, out: &mut Out<'_>) -> Result<u8, Fault> {
    let plan = read_plan(&args.plan)?;
    let catalogue = Catalogue::built_in();
    let wanted = args
        .subject
        .as_deref()
        .map(|text| {
            EntityId::parse(text)
                .ok()
                .filter(|id| plan.contains(id))
                .ok_or_else(|| {
                    Fault::at(
                        &args.plan,
                        format!("the plan has no {text}"),
                        "write kind and id, for example workload/mail, vm/mbx-1 or pool/a",
                    )
                })
        })
        .transpose()?;
    let asked = |id: &EntityId| wanted.as_ref().is_none_or(|w| w == id);
    let budget = Budget {
        should_stop: &|| false,
        bar: if args.warnings {
            Severity::Warning
        } else {
            Severity::Error
        },
    };
    let mut growth = Vec::new();
    let mut small_vms = Vec::new();
    let mut small_hosts = Vec::new();
    for id in plan.entities().filter(|id| asked(id)) {
        let found = outlook::of(&plan, catalogue, &id, &budget);
        if let Some(h) = found.headroom {
            growth.push((id.clone(), h));
        }
        if let Some(s) = found.smallest_vm {
            small_vms.push((id.clone(), s));
        }
        if let Some(s) = found.smallest_host {
            small_hosts.push((id, s));
        }
    }
    if args.format == Format::Json {
        out.json(&Answer {
            schema: "evenkeel.outlook/1",
            headroom: growth
                .iter()
                .map(|(id, h)| HeadroomJson {
                    subject: id.to_string(),
                    unit: &h.unit,
                    now: h.now,
                    most: h.most,
                    more: h.more(),
                    ends: match h.limit {
                        Limit::Check(_) => "check",
                        Limit::NoneFound => "none-found",
                        Limit::Stopped => "stopped",
                    },
                    finding: match &h.limit {
                        Limit::Check(f) => Some(FindingJson::new(f)),
                        _ => None,
                    },
                })
                .collect(),
            smallest_vms: small_vms
                .iter()
                .map(|(id, s)| SmallestVmJson {
                    subject: id.to_string(),
                    vcpus: s.as_ref().map(|s| s.vcpus),
                    ram_mib: s.as_ref().map(|s| s.ram.get()),
                })
                .collect(),
            smallest_hosts: small_hosts
                .iter()
                .map(|(id, s)| SmallestHostJson {
                    subject: id.to_string(),
                    model: s.as_ref().map(|s| s.model.clone()),
                    name: s.as_ref().map(|s| s.name.clone()),
                })
                .collect(),
        })?;
        return Ok(status::OK);
    }
    if !growth.is_empty() {
        out.line("How many more until a check fails")?;
        for (id, h) in &growth {
            out.line(format!("  {}", growth_line(&plan, id, h)))?;
        }
    }
    if !small_vms.is_empty() {
        out.line("Smallest VM for its workloads")?;
        for (id, s) in &small_vms {
            let what = s.as_ref().map_or_else(
                || "no size examined will do".to_owned(),
                |s| format!("{} vCPU, {}", s.vcpus, s.ram),
            );
            out.line(format!("  {}: {what}", plan.label(id)))?;
        }
    }
    if !small_hosts.is_empty() {
        out.line("Smallest host model of the catalogue for the pool")?;
        for (id, s) in &small_hosts {
            let what = s
                .as_ref()
                .map_or("no model of the catalogue will do", |s| s.name.as_str());
            out.line(format!("  {}: {what}", plan.label(id)))?;
        }
    }
    Ok(status::OK)
}
