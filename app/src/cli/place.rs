//! `evenkeel place`: a proposal where every VM stands, with how close to the best it is.

use std::collections::BTreeMap;
use std::io::Write;
use std::time::{Duration, Instant};

use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::ids::{EntityId, HostId};
use evenkeel_model::io;
use evenkeel_model::place::{
    Answer, HostUse, Infeasible, MayMove, Objective, Proposal, Question, Stand, place, words,
};
use evenkeel_model::plan::Plan;
use evenkeel_model::solve::Budget;
use evenkeel_model::units::{pretty, with_unit};
use serde::Serialize;

use super::args::{Format, ObjectiveArg, PlaceArgs};
use super::fault::Fault;
use super::json::FindingJson;
use super::subject::read_plan;
use super::{Out, files, status};

/// Longest time that can be asked for, a week.
const MOST_SECONDS: f64 = 604_800.0;

#[derive(Serialize)]
struct AnswerJson<'a> {
    schema: &'static str,
    placed: bool,
    objective: &'static str,
    seed: u64,
    work: u64,
    written: Option<String>,
    proposal: Option<ProposalJson<'a>>,
    in_the_way: Option<InTheWayJson>,
}

#[derive(Serialize)]
struct ProposalJson<'a> {
    value: f64,
    value_before: Option<f64>,
    bound: f64,
    gap: f64,
    optimal: bool,
    members_moved: u32,
    members_placed: u32,
    moves: Vec<MoveJson>,
    hosts: Vec<HostJson>,
    unused: Vec<String>,
    added: Vec<FindingJson<'a>>,
    removed: Vec<FindingJson<'a>>,
    remaining: Vec<FindingJson<'a>>,
    as_today: bool,
}

#[derive(Serialize)]
struct MoveJson {
    vm: String,
    members: u32,
    from: Option<StandJson>,
    to: StandJson,
}

#[derive(Serialize)]
struct StandJson {
    host: String,
    partner: Option<String>,
}

impl StandJson {
    fn new(stand: &Stand) -> Self {
        Self {
            host: stand.host.to_string(),
            partner: stand.partner.as_ref().map(HostId::to_string),
        }
    }
}

#[derive(Serialize)]
struct HostJson {
    host: String,
    before: UseJson,
    after: UseJson,
}

#[derive(Serialize)]
struct UseJson {
    vms: u32,
    cpu: f64,
    ram: f64,
    space: f64,
    iops: f64,
    net: f64,
    cpu_after: f64,
    ram_after: f64,
}

impl UseJson {
    fn new(of: &HostUse) -> Self {
        Self {
            vms: of.vms,
            cpu: of.shares.cpu,
            ram: of.shares.ram,
            space: of.shares.space,
            iops: of.shares.iops,
            net: of.shares.net,
            cpu_after: of.after.cpu.value,
            ram_after: of.after.ram.value,
        }
    }
}

#[derive(Serialize)]
struct InTheWayJson {
    proven: bool,
    message: String,
    vms: Vec<String>,
    conflict: Vec<String>,
    changes: Vec<String>,
}

impl<'a> ProposalJson<'a> {
    fn new(p: &'a Proposal) -> Self {
        let findings = |list: &'a [evenkeel_model::check::Finding]| {
            list.iter().map(FindingJson::new).collect()
        };
        Self {
            value: p.value,
            value_before: p.value_before,
            bound: p.bound,
            gap: p.gap(),
            optimal: p.is_optimal(),
            members_moved: p.members_moved(),
            members_placed: p.members_placed(),
            moves: p
                .moves
                .iter()
                .map(|m| MoveJson {
                    vm: m.vm.to_string(),
                    members: m.members,
                    from: m.from.as_ref().map(StandJson::new),
                    to: StandJson::new(&m.to),
                })
                .collect(),
            hosts: p
                .hosts
                .iter()
                .map(|h| HostJson {
                    host: h.host.to_string(),
                    before: UseJson::new(&h.before),
                    after: UseJson::new(&h.after),
                })
                .collect(),
            unused: p.unused.iter().map(HostId::to_string).collect(),
            added: findings(&p.added),
            removed: findings(&p.removed),
            remaining: findings(&p.remaining),
            as_today: p.as_today,
        }
    }
}

impl InTheWayJson {
    fn new(plan: &Plan, i: &Infeasible) -> Self {
        Self {
            proven: i.proven,
            message: i.message.clone(),
            vms: i.no_host.iter().map(|v| v.to_string()).collect(),
            conflict: i.conflict.iter().map(|c| words(plan, c)).collect(),
            changes: i.changes.iter().map(|c| c.title.clone()).collect(),
        }
    }
}

/// A value with what it counts.
fn measured(objective: Objective, value: f64) -> String {
    let counted = |one: &str, many: &str| {
        let noun = if value == 1.0 { one } else { many };
        format!("{} {noun}", pretty(value))
    };
    match objective {
        Objective::Hosts => counted("host", "hosts"),
        Objective::Cost => format!("a cost of {}", pretty(value)),
        Objective::Balance => format!("{} on the fullest host", with_unit(value, "share")),
        Objective::Moves => counted("member moved", "members moved"),
    }
}

fn stand_words(plan: &Plan, stand: &Stand) -> String {
    let host = plan.label(&(&stand.host).into());
    match &stand.partner {
        Some(partner) => format!("{host} with {}", plan.label(&partner.into())),
        None => host,
    }
}

fn tell(plan: &Plan, p: &Proposal, out: &mut Out<'_>) -> Result<(), Fault> {
    let close = if p.is_optimal() {
        "none is better".to_owned()
    } else {
        format!(
            "none has less than {}, a gap of {}",
            measured(p.objective, p.bound),
            with_unit(p.gap(), "share")
        )
    };
    let before = p
        .value_before
        .filter(|_| p.objective != Objective::Moves)
        .map_or_else(String::new, |b| {
            format!(" (today {})", measured(p.objective, b))
        });
    out.line(format!(
        "{}{before}; {close}",
        sentence(&measured(p.objective, p.value))
    ))?;
    if p.moves.is_empty() {
        out.line("Every VM stays where it is")?;
    } else {
        out.line(format!(
            "{} moved, {} newly placed",
            members(p.members_moved()),
            members(p.members_placed())
        ))?;
    }
    for m in &p.moves {
        let name = plan.label(&(&m.vm).into());
        let count = if m.members == 1 {
            String::new()
        } else {
            format!(" ({})", m.members)
        };
        let to = stand_words(plan, &m.to);
        let line = match &m.from {
            Some(from) => format!("  {name}{count}: {} -> {to}", stand_words(plan, from)),
            None => format!("  {name}{count}: to {to}"),
        };
        out.line(line)?;
    }
    out.line("Hosts, processor and memory before -> after (after the worst host failure)")?;
    for h in &p.hosts {
        let one = |u: &HostUse| {
            format!(
                "{}, {} ({}, {})",
                with_unit(u.shares.cpu, "share"),
                with_unit(u.shares.ram, "share"),
                with_unit(u.after.cpu.value, "share"),
                with_unit(u.after.ram.value, "share")
            )
        };
        out.line(format!(
            "  {}: {} -> {}",
            plan.label(&(&h.host).into()),
            one(&h.before),
            one(&h.after)
        ))?;
    }
    if !p.unused.is_empty() {
        let names: Vec<String> = p.unused.iter().map(|h| plan.label(&h.into())).collect();
        out.line(format!("Not needed: {}", names.join(", ")))?;
    }
    for (title, list) in [
        ("Findings that go", &p.removed),
        ("Findings that come", &p.added),
        (p.remaining_title(), &p.remaining),
    ] {
        if !list.is_empty() {
            out.line(title)?;
        }
        for f in list {
            out.line(format!("  {} {}", f.code, f.message))?;
        }
    }
    Ok(())
}

fn members(n: u32) -> String {
    match n {
        1 => "1 VM".to_owned(),
        n => format!("{n} VMs"),
    }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|c| c.to_uppercase().collect::<String>() + chars.as_str())
        .unwrap_or_default()
}

fn explain(plan: &Plan, i: &Infeasible, out: &mut Out<'_>) -> Result<(), Fault> {
    out.line(if i.proven {
        "There is no placement that holds"
    } else {
        "No placement that holds was found"
    })?;
    out.line(format!("  {}", i.message))?;
    if !i.conflict.is_empty() {
        out.line("These cannot be kept together; without any one of them the rest can")?;
        for c in &i.conflict {
            out.line(format!("  {}", words(plan, c)))?;
        }
    }
    if !i.changes.is_empty() {
        out.line("Any one of these would help")?;
        for c in &i.changes {
            out.line(format!("  {}", c.title))?;
        }
    }
    Ok(())
}

/// Prices of hosts that the plan has.
fn prices(args: &PlaceArgs, plan: &Plan) -> Result<BTreeMap<HostId, u64>, Fault> {
    let mut out = BTreeMap::new();
    for (slug, amount) in &args.price {
        let id = HostId::new(slug)
            .ok()
            .filter(|id| plan.contains(&EntityId::from(id)))
            .ok_or_else(|| {
                Fault::at(
                    &args.plan,
                    format!("the plan has no host {slug}"),
                    "write the id of a host, for example host-a=12000",
                )
            })?;
        out.insert(id, *amount);
    }
    Ok(out)
}

pub(super) fn run(args: &PlaceArgs, out: &mut Out<'_>, err: &mut dyn Write) -> Result<u8, Fault> {
    let plan = read_plan(&args.plan)?;
    if !(args.seconds > 0.0 && args.seconds <= MOST_SECONDS) {
        return Err(Fault::new(
            "--seconds",
            "that is no time to work in",
            "write a number above 0, up to 604,800",
        ));
    }
    if let Some(path) = &args.output
        && !args.force
        && path.symlink_metadata().is_ok()
    {
        return Err(Fault::at(
            path,
            "there is something of that name already; nothing was written",
            "choose another name, or use --force to replace it",
        ));
    }
    let objective = match args.objective {
        ObjectiveArg::Hosts => Objective::Hosts,
        ObjectiveArg::Cost => Objective::Cost,
        ObjectiveArg::Balance => Objective::Balance,
        ObjectiveArg::Moves => Objective::Moves,
    };
    let question = Question {
        objective,
        may_move: if args.unplaced {
            MayMove::Unplaced
        } else {
            MayMove::All
        },
        across_pools: args.across_pools,
        host_failures: args.host_failures,
        year: args.year,
        prices: prices(args, &plan)?,
        seed: args.seed,
    };
    let end = Instant::now() + Duration::from_secs_f64(args.seconds);
    let clock = || Instant::now() >= end;
    let never = || false;
    // With work given the clock has no say, so that the answer is the same everywhere.
    let budget = Budget {
        work: args.work.unwrap_or(Budget::UNLIMITED),
        should_stop: if args.work.is_some() { &never } else { &clock },
    };
    let answer = place(
        &plan,
        Catalogue::built_in(),
        &question,
        &budget,
        &mut |_| {},
    );
    let mut written = None;
    if let (Answer::Proposal(p), Some(path)) = (&answer, &args.output) {
        let text = io::to_text(&p.plan).map_err(|e| Fault::plan(path, e))?;
        files::write(path, text.as_bytes(), args.force)?;
        written = Some(path.display().to_string());
    }
    let done = match &answer {
        Answer::Proposal(p) if p.remaining.is_empty() => status::OK,
        _ => status::FOUND,
    };
    if args.format == Format::Json {
        let (work, proposal, in_the_way) = match &answer {
            Answer::Proposal(p) => (p.work, Some(ProposalJson::new(p)), None),
            Answer::Infeasible(i) => (i.work, None, Some(InTheWayJson::new(&plan, i))),
        };
        out.json(&AnswerJson {
            schema: "evenkeel.place/1",
            placed: proposal.is_some(),
            objective: objective.key(),
            seed: args.seed,
            work,
            written,
            proposal,
            in_the_way,
        })?;
        return Ok(done);
    }
    match &answer {
        Answer::Proposal(p) => tell(&plan, p, out)?,
        Answer::Infeasible(i) => {
            explain(&plan, i, out)?;
            if let Some(path) = &args.output {
                let _ = writeln!(err, "evenkeel: {}: nothing was written", path.display());
            }
        }
    }
    if let Some(path) = &written {
        out.line(format!("Written to {path}"))?;
    }
    Ok(done)
}
