//! `evenkeel fail`: what failures do — those named together, or every single one and every two, by harm.

use evenkeel_model::facts::Cx;
use evenkeel_model::facts::failures::{Effect, Failure, FailureStudy, Found};
use evenkeel_model::failure::Part;
use evenkeel_model::plan::Plan;
use evenkeel_model::units::with_unit;
use serde::Serialize;

use super::args::{FailArgs, Format};
use super::fault::Fault;
use super::subject::read_plan;
use super::{Out, status};
use crate::own_catalogue;

#[derive(Serialize)]
struct Answer {
    schema: &'static str,
    /// Failures examined; of them, those that harm nothing.
    examined: u64,
    harmless: u64,
    /// More harmful ones were examined than are listed.
    cut: bool,
    failures: Vec<FailureJson>,
    single_points: Vec<SinglePointsJson>,
}

#[derive(Serialize)]
struct FailureJson {
    parts: Vec<String>,
    split_brain: u32,
    stops: u32,
    restarts: u32,
    simplex: u32,
    vms: Vec<EffectJson>,
    overloads: Vec<OverloadJson>,
}

#[derive(Serialize)]
struct EffectJson {
    vm: String,
    split_brain: u32,
    stops: u32,
    restarts: u32,
    simplex: u32,
    outage_s: f64,
}

#[derive(Serialize)]
struct OverloadJson {
    subject: String,
    what: &'static str,
    share: f64,
}

#[derive(Serialize)]
struct SinglePointsJson {
    subject: String,
    parts: Vec<String>,
}

fn addresses(parts: &[Part]) -> Vec<String> {
    parts.iter().map(Part::to_string).collect()
}

impl FailureJson {
    fn new(f: &Failure) -> Self {
        Self {
            parts: addresses(&f.parts),
            split_brain: f.harm.split_brain,
            stops: f.harm.stops,
            restarts: f.harm.restarts,
            simplex: f.harm.simplex,
            vms: f
                .vms
                .iter()
                .map(|(vm, e)| EffectJson {
                    vm: vm.to_string(),
                    split_brain: e.split_brain,
                    stops: e.stops,
                    restarts: e.restarts,
                    simplex: e.simplex,
                    outage_s: e.outage_s,
                })
                .collect(),
            overloads: f
                .overloads
                .iter()
                .map(|o| OverloadJson {
                    subject: o.thing.to_string(),
                    what: o.what,
                    share: o.share,
                })
                .collect(),
        }
    }
}

fn labels(plan: &Plan, parts: &[Part]) -> String {
    let names: Vec<String> = parts.iter().map(|p| p.label(plan)).collect();
    names.join(" and ")
}

/// `stops`, `2 restart within 90 s`: a VM of one member needs no number.
fn effect_words(e: &Effect) -> String {
    let all = e.split_brain + e.stops + e.restarts + e.simplex;
    let counted = |n: u32, one: &str, many: &str| match (n, all) {
        (1, 1) => one.to_owned(),
        (1, _) => format!("1 {one}"),
        _ => format!("{n} {many}"),
    };
    let mut words = Vec::new();
    if e.split_brain > 0 {
        words.push(counted(
            e.split_brain,
            "runs on both halves",
            "run on both halves",
        ));
    }
    if e.stops > 0 {
        words.push(counted(e.stops, "stops", "stop"));
    }
    if e.restarts > 0 {
        let within = with_unit(e.outage_s, "s");
        words.push(format!(
            "{} within {within}",
            counted(e.restarts, "restarts", "restart")
        ));
    }
    if e.simplex > 0 {
        words.push(counted(
            e.simplex,
            "carries on unprotected",
            "carry on unprotected",
        ));
    }
    words.join(", ")
}

fn tell(plan: &Plan, f: &Failure, out: &mut Out<'_>) -> Result<(), Fault> {
    out.line(labels(plan, &f.parts))?;
    if f.harm.is_none() {
        out.line("  every VM carries on and nothing is overloaded")?;
    }
    for (vm, e) in &f.vms {
        out.line(format!("  {}: {}", plan.label(&vm.into()), effect_words(e)))?;
    }
    for o in &f.overloads {
        out.line(format!(
            "  {}: {} at {}",
            plan.label(&o.thing),
            o.what,
            with_unit(o.share, "share")
        ))?;
    }
    Ok(())
}

fn parts_of(args: &FailArgs, plan: &Plan) -> Result<Vec<Part>, Fault> {
    let mut parts = Vec::new();
    for text in &args.parts {
        let part: Part = text.parse().map_err(|_| {
            let shown: String = text.chars().take(80).collect();
            Fault::at(
                &args.plan,
                format!("\"{shown}\" names nothing that can fail"),
                "write a site, feed, host, switch, array, link or witness as host/a1, or a part as host/a1/supply/1, \
                 link/fibre-1/segment/1, duct/east",
            )
        })?;
        if !part.is_in(plan) {
            return Err(Fault::at(
                &args.plan,
                format!("the plan has no {text}"),
                "check kind and id in the plan file",
            ));
        }
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    Ok(parts)
}

pub(super) fn run(args: &FailArgs, out: &mut Out<'_>) -> Result<u8, Fault> {
    let plan = read_plan(&args.plan)?;
    let cx = Cx::new(&plan, own_catalogue::current());
    let named = parts_of(args, &plan)?;
    let mut study = FailureStudy::new(&cx);
    let most = args.most as usize;
    study.keep = most;
    let never = || false;
    let mut single_points = Vec::new();
    let found = if named.is_empty() {
        let mut found = study.singles(&never);
        let by_vm = study.single_points(&found);
        for (service, parts) in study.single_points_of_services(&by_vm) {
            if !parts.is_empty() {
                single_points.push((service.into(), parts));
            }
        }
        for (vm, parts) in by_vm {
            single_points.push((vm.into(), parts));
        }
        if args.pairs {
            found.merge(study.all_pairs(&never).0, most);
        } else {
            found.merge(Found::default(), most);
        }
        found
    } else {
        let failure = study.examine(&named);
        Found {
            examined: 1,
            harmless: u64::from(failure.harm.is_none()),
            worst: vec![failure],
            cut: false,
        }
    };
    if args.format == Format::Json {
        out.json(&Answer {
            schema: "evenkeel.fail/1",
            examined: found.examined,
            harmless: found.harmless,
            cut: found.cut,
            failures: found.worst.iter().map(FailureJson::new).collect(),
            single_points: single_points
                .iter()
                .map(
                    |(id, parts): &(evenkeel_model::ids::EntityId, _)| SinglePointsJson {
                        subject: id.to_string(),
                        parts: addresses(parts),
                    },
                )
                .collect(),
        })?;
        return Ok(status::OK);
    }
    for failure in &found.worst {
        tell(&plan, failure, out)?;
    }
    if !named.is_empty() {
        return Ok(status::OK);
    }
    if !single_points.is_empty() {
        out.line("Single points of failure")?;
    }
    for (id, parts) in &single_points {
        let names: Vec<String> = parts.iter().map(|p| p.label(&plan)).collect();
        out.line(format!("  {}: {}", plan.label(id), names.join(", ")))?;
    }
    out.line(format!(
        "{} failures examined, {} of them harm nothing{}",
        found.examined,
        found.harmless,
        if found.cut {
            "; the worst are listed, --most lists more"
        } else {
            ""
        }
    ))?;
    Ok(status::OK)
}
