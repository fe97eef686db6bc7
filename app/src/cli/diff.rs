//! `evenkeel diff`: what changed from one plan to another, and which findings came and went.

use std::collections::BTreeSet;

use evenkeel_model::check::Finding;
use evenkeel_model::ids::EntityId;
use evenkeel_model::io;
use evenkeel_model::plan::Plan;

use super::args::DiffArgs;
use super::fault::Fault;
use super::json::severity;
use super::subject::{Subject, read_plan};
use super::{Out, status};

/// A plan with nothing but one thing in it, as its file would say it: the lines to compare.
fn lines(plan: &Plan, id: &EntityId) -> Vec<String> {
    let mut only = Plan::default();
    match id {
        EntityId::Plan => {
            only.about = plan.about.clone();
            only.platform = plan.platform.clone();
            only.settings = plan.settings.clone();
            only.overrides = plan.overrides.clone();
            only.waivers = plan.waivers.clone();
            only.variants = plan.variants.clone();
        }
        EntityId::Site(k) => plan
            .sites
            .get(k)
            .into_iter()
            .for_each(|e| only.sites.put_arc(k.clone(), e.clone())),
        EntityId::Pool(k) => plan
            .pools
            .get(k)
            .into_iter()
            .for_each(|e| only.pools.put_arc(k.clone(), e.clone())),
        EntityId::Feed(k) => plan
            .feeds
            .get(k)
            .into_iter()
            .for_each(|e| only.feeds.put_arc(k.clone(), e.clone())),
        EntityId::Host(k) => plan
            .hosts
            .get(k)
            .into_iter()
            .for_each(|e| only.hosts.put_arc(k.clone(), e.clone())),
        EntityId::Switch(k) => plan
            .switches
            .get(k)
            .into_iter()
            .for_each(|e| only.switches.put_arc(k.clone(), e.clone())),
        EntityId::Array(k) => plan
            .arrays
            .get(k)
            .into_iter()
            .for_each(|e| only.arrays.put_arc(k.clone(), e.clone())),
        EntityId::Link(k) => plan
            .links
            .get(k)
            .into_iter()
            .for_each(|e| only.links.put_arc(k.clone(), e.clone())),
        EntityId::Witness(k) => plan
            .witnesses
            .get(k)
            .into_iter()
            .for_each(|e| only.witnesses.put_arc(k.clone(), e.clone())),
        EntityId::Vm(k) => plan
            .vms
            .get(k)
            .into_iter()
            .for_each(|e| only.vms.put_arc(k.clone(), e.clone())),
        EntityId::Workload(k) => plan
            .workloads
            .get(k)
            .into_iter()
            .for_each(|e| only.workloads.put_arc(k.clone(), e.clone())),
        EntityId::Service(k) => plan
            .services
            .get(k)
            .into_iter()
            .for_each(|e| only.services.put_arc(k.clone(), e.clone())),
    }
    let text = io::to_text(&only).unwrap_or_default();
    // Brackets and what every plan says are no news.
    let shell: BTreeSet<String> = io::to_text(&Plan::default())
        .unwrap_or_default()
        .lines()
        .map(str::to_owned)
        .collect();
    text.lines()
        .filter(|l| *id == EntityId::Plan || !shell.contains(*l))
        .map(|l| l.trim().trim_end_matches(',').to_owned())
        .filter(|l| l.contains(|c: char| c.is_alphanumeric()))
        .collect()
}

/// Lines of `a` that `b` lacks, each as often as it is lacking.
fn missing(a: &[String], b: &[String]) -> Vec<String> {
    let mut left: Vec<&String> = b.iter().collect();
    a.iter()
        .filter(|line| match left.iter().position(|l| l == line) {
            Some(at) => {
                left.swap_remove(at);
                false
            }
            None => true,
        })
        .cloned()
        .collect()
}

/// The difference in lines; empty when the plans say the same. Positions on the canvas are not compared.
fn changes(before: &Plan, after: &Plan) -> Vec<String> {
    let mut out = Vec::new();
    let mut ids: BTreeSet<EntityId> = before.entities().chain(after.entities()).collect();
    ids.insert(EntityId::Plan);
    for id in ids {
        match (before.contains(&id), after.contains(&id)) {
            (true, false) => out.push(format!("- {id}")),
            (false, true) => out.push(format!("+ {id}")),
            _ => {
                if id != EntityId::Plan && before.entity(&id) == after.entity(&id) {
                    continue;
                }
                let (a, b) = (lines(before, &id), lines(after, &id));
                let (gone, come) = (missing(&a, &b), missing(&b, &a));
                if gone.is_empty() && come.is_empty() {
                    continue;
                }
                out.push(format!("~ {id}"));
                out.extend(gone.iter().map(|l| format!("    - {l}")));
                out.extend(come.iter().map(|l| format!("    + {l}")));
            }
        }
    }
    out
}

fn said(f: &Finding) -> String {
    let head = if !f.is_found() {
        "not assessed"
    } else if f.waived.is_some() {
        "accepted"
    } else {
        severity(f.severity)
    };
    format!("{head} {} {}: {}", f.code, f.subject(), f.message)
}

pub(super) fn run(args: &DiffArgs, out: &mut Out<'_>) -> Result<u8, Fault> {
    let (before, after) = (read_plan(&args.before)?, read_plan(&args.after)?);
    let changed = changes(&before, &after);
    if changed.is_empty() {
        out.line("no difference")?;
        return Ok(status::OK);
    }
    for line in &changed {
        out.line(line)?;
    }
    let told =
        |plan: &Plan| -> Vec<String> { Subject::of(plan, 0).findings.iter().map(said).collect() };
    let (a, b) = (told(&before), told(&after));
    let (gone, come) = (missing(&a, &b), missing(&b, &a));
    if !gone.is_empty() || !come.is_empty() {
        out.line("")?;
    }
    for line in gone {
        out.line(format!("- {line}"))?;
    }
    for line in come {
        out.line(format!("+ {line}"))?;
    }
    Ok(status::FOUND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_name_the_thing_and_its_lines() {
        let before =
            io::from_text(include_str!("../../../examples/exchange-4000-heavy.ron")).unwrap();
        assert_eq!(changes(&before, &before), Vec::<String>::new());
        let mut after = before.clone();
        let (id, vm) = before.vms.iter().next().unwrap();
        let mut changed = (**vm).clone();
        changed.vcpus = 7;
        after.vms.put(id.clone(), changed);
        after.about.revision = 9;
        let told = changes(&before, &after);
        assert_eq!(
            told,
            [
                "~ plan".to_owned(),
                format!("    - revision: {}", before.about.revision),
                "    + revision: 9".to_owned(),
                format!("~ vm/{id}"),
                format!("    - vcpus: {}", vm.vcpus),
                "    + vcpus: 7".to_owned(),
            ]
        );
        let mut without = before.clone();
        without.services = Default::default();
        let gone = changes(&before, &without);
        assert!(gone.iter().all(|l| l.starts_with("- service/")), "{gone:?}");
        assert_eq!(gone.len(), before.services.len());
    }
}
