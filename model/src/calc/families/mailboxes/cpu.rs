//! Processors of a mailbox server.

use super::shared::{MANY, PROFILE, USERS, User, Version, each, not_so, version, version_input};
use crate::calc::dimension::{CLOCK, SHARE};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::{MailboxColumn, Reading};
use crate::figure::{Num, Tracer};
use crate::formula::mailbox::cpu;

pub(super) struct Cpu;

const YES_NO: &[(&str, &str)] = &[("no", "No"), ("yes", "Yes")];

impl Calculation for Cpu {
    const SPEC: Spec = Spec {
        slug: "mailbox-cpu",
        family: Family::Mailboxes,
        title: "Cores of a mailbox server: mailboxes per core, or megacycles",
        about: "Exchange 2007 counts mailboxes per core; later versions count megacycles of active and passive mailboxes against what a core \
                gives by its rating (calculator megacycles) or clock. Exchange 2010 adds 10 % to active mailboxes for each further copy. In a \
                VM the hypervisor takes its share, and vCPUs beyond the host's cores give no more. Active mailboxes are those of the worst case.",
        inputs: &[
            version_input("exchange-2010"),
            PROFILE,
            Input::count(
                "mailboxes",
                "active mailboxes of the server, in the worst case",
                (0.0, MANY),
            )
            .symbol("active")
            .optional(),
            USERS,
            Input::count(
                "passive",
                "mailboxes with a copy here that is not in use, of the same profile",
                (0.0, MANY),
            )
            .or(0.0),
            Input::count(
                "copies",
                "copies of each database, the one in use included",
                (1.0, 64.0),
            )
            .or(1.0),
            Input::choice(
                "multi_role",
                "the server carries client access and transport too",
                YES_NO,
            )
            .word("no"),
            Input::choice("mapi_http", "clients speak MAPI over HTTP", YES_NO).word("no"),
            Input::choice(
                "local_replication",
                "local continuous replication runs on the server",
                YES_NO,
            )
            .word("no"),
            Input::quantity(
                "megacycles",
                "megacycles of an active mailbox; the version's unless given",
                &CLOCK,
                "MHz",
                (1e-6, 1e6),
            )
            .optional(),
            Input::quantity(
                "concurrency",
                "users that work at the busiest time",
                &SHARE,
                "",
                (0.0, 1.0),
            )
            .optional(),
            Input::count("cores", "cores or vCPUs of the server", (1.0, 1e4)).optional(),
            Input::quantity(
                "core",
                "megacycles of one of them; the baseline's unless given",
                &CLOCK,
                "MHz",
                (1.0, 1e6),
            )
            .optional(),
            Input::factor(
                "rating",
                "SPECint_rate2006 of the whole server, instead of core",
                (1e-3, 1e6),
            )
            .optional(),
            Input::count(
                "host_cores",
                "physical cores that the rating is of; cores unless given",
                (1.0, 1e5),
            )
            .optional(),
            Input::quantity(
                "hypervisor",
                "share that the hypervisor takes; 10 % in a VM",
                &SHARE,
                "",
                (0.0, 0.99),
            )
            .or(0.0),
            Input::factor(
                "ratio",
                "vCPUs of all VMs of the host over its physical cores",
                (0.0, 100.0),
            )
            .or(1.0),
            Input::quantity(
                "target",
                "processor use that the mailboxes may reach; the version's unless given",
                &SHARE,
                "",
                (0.01, 1.0),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("cores_exact", "Cores, unrounded", "cores"),
            Output::new("cores", "Cores", "cores"),
            Output::new("per_core", "Mailboxes of this mix a core", ""),
            Output::new("active", "Megacycles of active mailboxes", "MHz"),
            Output::new("passive", "Megacycles of passive mailboxes", "MHz"),
            Output::new("demand", "Megacycles in all", "MHz"),
            Output::new("core", "Megacycles of a core", "MHz"),
            Output::new("available", "Megacycles of the server", "MHz"),
            Output::new("utilisation", "Processor use", "share"),
            Output::new("target", "Use that is allowed", "share"),
        ],
        example: &[
            ("version", "exchange-2010"),
            ("messages", "100"),
            ("active", "6000"),
            ("passive", "5985"),
            ("copies", "3"),
            ("cores", "8"),
        ],
        sources: &[
            "Planning Processor Configurations (Exchange 2007), Microsoft aa998874",
            "Mailbox Server Processor Capacity Planning (Exchange 2010), Microsoft ee712771",
            "Ask the Perf Guy: Sizing Exchange 2013 Deployments, Microsoft Exchange Team, 6 May 2013",
            "Ask the Perf Guy: Sizing Exchange 2016 Deployments, Microsoft Exchange Team, 15 Oct 2015",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = version(g)?;
        let users = version.users(g)?;
        let per_core = version.v.columns.mailboxes_per_core.as_ref();
        match per_core.filter(|_| g.values.number("megacycles").is_none()) {
            Some(column) => by_core(g, &version, &users, column),
            None => by_megacycles(g, &version, &users),
        }
    }
}

/// The rule of mailboxes per core; unrounded quotients of the profiles add up and are rounded up once.
fn by_core<T: Tracer>(
    g: &mut Given<'_, T>,
    version: &Version<'_>,
    users: &[User<'_, T::N>],
    column: &MailboxColumn,
) -> Result<(), CalcError> {
    let k = version.constants();
    let key = "mailboxes_per_core";
    let less = k.local_replication_cores.as_ref();
    let less = less.filter(|_| g.yes("local_replication"));
    let less = less.map(|row| {
        version.k(
            g,
            "local_replication",
            "local_replication_cores",
            Some(row),
            "",
        )
    });
    let assumed = k.concurrency_assumed.as_ref();
    let at_work = g.maybe("concurrency");
    let cores = each(g, users, "cores", |g, user| {
        let cell = |t: &mut T, row: &str| {
            let n = version.cell(t, column, key, key, "", row)?;
            Some(match less.clone() {
                Some(less) => n * less,
                None => n,
            })
        };
        let cores = match user.reading {
            Reading::Row(row) => user.mailboxes.clone() / cell(g.t, row)?,
            _ => {
                let each = crate::formula::mailbox::read(
                    g.t,
                    version.v,
                    &user.reading,
                    super::shared::given_messages,
                    |t, row| Some(t.number(1.0) / cell(t, row)?),
                )?;
                user.mailboxes.clone() * each
            }
        };
        Some(match (at_work.clone(), assumed) {
            (Some(share), Some(row)) => {
                cores * share / version.k(g, "assumed", "concurrency_assumed", Some(row), "")
            }
            (Some(share), None) => cores * share,
            (None, _) => cores,
        })
    });
    g.put("cores_exact", cores.clone());
    let cores = g.t.step("cores", "cores", cores);
    let whole = cores.clone().ceil();
    let multi = g.yes("multi_role");
    let most = if multi {
        &k.max_cores_multi_role
    } else {
        &k.max_cores
    };
    if let Some(most) = most.as_ref()
        && whole.value() > most.value
    {
        g.warn(
            "MBX-004",
            format!(
                "more than the {} cores that are advised: use more servers",
                most.value
            ),
        );
    }
    g.put("cores", whole);
    let mailboxes = super::shared::total(g, users);
    if cores.value() > 0.0 {
        g.put("per_core", mailboxes / cores.clone());
    }
    if let Some(has) = g.maybe("cores") {
        g.put("utilisation", cores / has);
    }
    Ok(())
}

/// Megacycles of a core that is asked of, or the baseline's.
fn core<T: Tracer>(g: &mut Given<'_, T>, version: &Version<'_>) -> Option<T::N> {
    if let Some(core) = g.maybe("core") {
        return Some(core);
    }
    let k = version.constants();
    let (mhz, base) = (k.baseline_mhz.as_ref(), k.baseline_rating.as_ref());
    let mhz = mhz.map(|row| version.k(g, "baseline_megacycles", "baseline_mhz", Some(row), "MHz"));
    let Some(rating) = g.maybe("rating") else {
        g.note("The core of the version's baseline is taken: give core or rating for another.");
        return mhz;
    };
    let cores = match g.maybe("host_cores") {
        Some(cores) => cores,
        None => g.maybe("cores")?,
    };
    let base = version.k(g, "baseline_rating", "baseline_rating", Some(base?), "");
    Some(cpu::core_megacycles::<T>(rating, cores, mhz?, base))
}

fn by_megacycles<T: Tracer>(
    g: &mut Given<'_, T>,
    version: &Version<'_>,
    users: &[User<'_, T::N>],
) -> Result<(), CalcError> {
    let k = version.constants();
    let c = &version.v.columns;
    let (several, mapi) = (g.yes("multi_role"), g.yes("mapi_http"));
    let wanted = [
        (&c.megacycles_mapi, "megacycles_mapi", several && mapi),
        (&c.megacycles_multi_role, "megacycles_multi_role", several),
        (&c.megacycles, "megacycles", true),
    ];
    let column = wanted
        .into_iter()
        .find_map(|(column, key, wanted)| wanted.then_some((column.as_ref()?, key)));
    let own = g.maybe("megacycles");
    if own.is_none() && column.is_none() {
        return Err(not_so(
            g,
            &version.v.name,
            "processors; give megacycles as measured",
        ));
    }
    let copies = g.value("copies");
    let row = k.copy_cpu_share.as_ref().filter(|_| copies > 1.0);
    let further = row.map(|row| {
        let copies = g.n("copies");
        (
            copies,
            version.k(g, "each_copy", "copy_cpu_share", Some(row), ""),
        )
    });
    let at_work = g.maybe("concurrency");
    let active = each(g, users, "MHz", |g, user| {
        let per = match (own.clone(), column) {
            (Some(own), _) => own,
            (None, Some((column, key))) => version.rate(
                g,
                &user.reading,
                column,
                key,
                "megacycles_per_mailbox",
                "MHz",
            )?,
            (None, None) => return None,
        };
        let all = cpu::active(g.t, user.mailboxes.clone(), per, further.clone());
        Some(match at_work.clone() {
            Some(share) => all * share,
            None => all,
        })
    });
    g.put("active", active.clone());
    let mut demand = g.t.step("active", "MHz", active);
    let passive = g.n("passive");
    if passive.value() > 0.0 {
        let column = c.megacycles_passive.as_ref();
        let first = users.first();
        let key = "megacycles_passive";
        let per = match (column, first) {
            (Some(column), Some(user)) => version.rate(g, &user.reading, column, key, key, "MHz"),
            _ => None,
        };
        if let Some(per) = per {
            let all = passive * per;
            g.put("passive", all.clone());
            demand = demand + g.t.step("passive", "MHz", all);
        }
        if users.len() > 1 {
            g.note("Passive mailboxes are counted at the first profile.");
        }
    }
    g.put("demand", demand.clone());
    let demand = g.t.step("demand", "MHz", demand);
    let Some(core) = core(g, version) else {
        return Ok(());
    };
    g.put("core", core.clone());
    let core = g.t.step("core", "MHz", core);
    let standing = [
        (
            &k.cpu_target_after_multi_role,
            "cpu_target_after_multi_role",
            several && copies > 1.0,
        ),
        (
            &k.cpu_target_multi_role,
            "cpu_target_multi_role",
            several && copies <= 1.0,
        ),
        (&k.cpu_target, "cpu_target", copies <= 1.0),
        (&k.cpu_target_after, "cpu_target_after", true),
    ];
    let row = standing
        .into_iter()
        .find_map(|(row, key, wanted)| wanted.then_some((row.as_ref()?, key)));
    let target = match (g.maybe("target"), row) {
        (Some(target), _) => Some(target),
        (None, Some((row, key))) => Some(version.k(g, "target", key, Some(row), "")),
        (None, None) => None,
    };
    let (hypervisor, ratio) = (g.n("hypervisor"), g.n("ratio"));
    let one = g.t.number(1.0);
    let each_core = cpu::available(g.t, one, core.clone(), hypervisor.clone(), ratio.clone());
    let each_core = g.t.step("of_a_core", "MHz", each_core);
    let exact = match target.clone() {
        Some(target) => cpu::cores_at_target::<T>(demand.clone(), each_core, target),
        None => demand.clone() / each_core,
    };
    g.put("cores_exact", exact.clone());
    g.put("cores", exact.ceil());
    if let Some(target) = target.clone() {
        g.put("target", target);
    }
    if let Some(cores) = g.maybe("cores") {
        let available = cpu::available(g.t, cores, core, hypervisor, ratio);
        g.put("available", available.clone());
        let available = g.t.step("available", "MHz", available);
        let used = demand / available;
        let allowed = target.map_or(1.0, |t| t.value());
        if used.value() > 1.0 {
            g.fail(
                "MBX-001",
                "the mailboxes ask for more than the server gives",
            );
        } else if used.value() > allowed * (1.0 + 1e-9) {
            g.warn(
                "MBX-014",
                "the mailboxes use more than is allowed after the worst failure",
            );
        }
        g.put("utilisation", used);
    }
    Ok(())
}
