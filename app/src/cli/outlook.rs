//! `evenkeel outlook`: how much more the plan holds until a check fails, and the smallest that would hold what there is.

use evenkeel_model::catalogue::Severity;
use evenkeel_model::ids::EntityId;
use evenkeel_model::outlook::{self, Budget, Headroom, Limit, Resource};
use evenkeel_model::plan::Plan;
use evenkeel_model::units::{pretty, with_unit};
use serde::Serialize;

use super::args::{Format, OutlookArgs};
use super::fault::Fault;
use super::json::FindingJson;
use super::subject::read_plan;
use super::{Out, status};
use crate::own_catalogue;

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    headroom: Vec<HeadroomJson<'a>>,
    smallest_vms: Vec<SmallestVmJson>,
    smallest_hosts: Vec<SmallestHostJson>,
    years: Vec<YearJson<'a>>,
}

#[derive(Serialize)]
struct YearJson<'a> {
    year: u32,
    fullest: Vec<FullestJson>,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct FullestJson {
    resource: &'static str,
    share: f64,
    subject: Option<String>,
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
    let catalogue = own_catalogue::current();
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
    let growth_by_year = if wanted.is_none() && outlook::grows(&plan) {
        outlook::growth(&plan, catalogue, &budget)
    } else {
        outlook::Outgrowing::default()
    };
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
            years: growth_by_year
                .years
                .iter()
                .map(|y| YearJson {
                    year: y.year,
                    fullest: Resource::ALL
                        .iter()
                        .zip(&y.fullest)
                        .map(|(r, f)| FullestJson {
                            resource: r.key(),
                            share: f.share,
                            subject: f.of.as_ref().map(EntityId::to_string),
                        })
                        .collect(),
                    findings: y.new.iter().map(FindingJson::new).collect(),
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
    if !growth_by_year.years.is_empty() {
        out.line("Growth by year, what is new in it")?;
        for y in &growth_by_year.years {
            let year = match y.year {
                0 => "now".to_owned(),
                n => format!("year {n}"),
            };
            let shares: Vec<String> = Resource::ALL
                .iter()
                .zip(&y.fullest)
                .filter(|(_, f)| f.of.is_some())
                .map(|(r, f)| {
                    format!(
                        "{} {}",
                        r.name().to_lowercase(),
                        with_unit(f.share, "share")
                    )
                })
                .collect();
            out.line(format!("  {year}: {}", shares.join(", ")))?;
            for f in &y.new {
                out.line(format!("      {} {}", f.code, f.message))?;
            }
        }
    }
    Ok(status::OK)
}
