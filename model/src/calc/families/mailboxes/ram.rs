//! Memory of a mailbox server.

use super::shared::{
    MAILBOXES, PROFILE, USERS, User, Version, each, gib, not_so, version, version_input,
};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::mailbox::{memory, steps};

pub(super) struct Ram;

const YES_NO: &[(&str, &str)] = &[("no", "No"), ("yes", "Yes")];

impl Calculation for Ram {
    const SPEC: Spec = Spec {
        slug: "mailbox-ram",
        family: Family::Mailboxes,
        title: "Memory of a mailbox server",
        about: "Exchange 2007: a base and a cache for each mailbox, at least what storage groups ask for. Exchange 2010: the cache of the \
                mailboxes in use in the worst case, at least what all database copies ask for, and the smallest server whose default cache covers \
                it. From 2013: memory of each active mailbox, at least what copies ask for, client access on top on a server of several roles, \
                rounded up once to a common size.",
        inputs: &[
            version_input("exchange-2010"),
            PROFILE,
            MAILBOXES,
            USERS,
            Input::choice(
                "multi_role",
                "the server carries client access and transport too; always so from 2016",
                YES_NO,
            )
            .word("no"),
            Input::choice("mapi_http", "clients speak MAPI over HTTP (2013)", YES_NO).word("no"),
            Input::count(
                "databases",
                "database copies on the server, active and passive (from 2010)",
                (0.0, 1e5),
            )
            .or(1.0),
            Input::count(
                "storage_groups",
                "storage groups of the server (2007)",
                (0.0, 1e5),
            )
            .or(1.0),
            Input::factor(
                "cores",
                "cores of the mailboxes in use, for the memory of client access (from 2013)",
                (0.0, 1e4),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("mailboxes", "Cache or memory of the mailboxes", "GiB"),
            Output::new("floor", "At least, by databases or storage groups", "GiB"),
            Output::new("cache", "Cache or memory needed", "GiB"),
            Output::new("client_access", "Memory of client access", "GiB"),
            Output::new("need", "Memory before rounding up to a size", "GiB"),
            Output::new("ram", "Memory of the server", "GiB"),
        ],
        example: &[
            ("version", "exchange-2010"),
            ("messages", "100"),
            ("mailboxes", "6000"),
            ("databases", "51"),
            ("multi_role", "yes"),
        ],
        sources: &[
            "Exchange 2007 Sizing Cheat Sheet, R. Silva, MSExchange.org, 2008; Planning Memory Configurations, Microsoft bb738124",
            "Exchange 2010: the mailbox database cache, F. Zoechling, frankysweb.de (reprints Microsoft ee832793)",
            "Ask the Perf Guy: Sizing Exchange 2013 Deployments, Microsoft Exchange Team, 6 May 2013",
            "Exchange Server system requirements, Microsoft",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = version(g)?;
        let users = version.users(g)?;
        let c = &version.v.columns;
        if version.v.ram_table.is_some() {
            by_cache(g, &version, &users)?;
        } else if c.memory_mib.is_some() {
            by_mailbox(g, &version, &users)?;
        } else if c.cache_mib.is_some() {
            by_base(g, &version, &users)?;
        } else {
            return Err(not_so(g, &version.v.name, "memory"));
        }
        Ok(())
    }
}

/// Cache or memory of the mailboxes, MiB.
fn of_mailboxes<T: Tracer>(
    g: &mut Given<'_, T>,
    version: &Version<'_>,
    users: &[User<'_, T::N>],
) -> T::N {
    let c = &version.v.columns;
    let (column, key) = match &c.memory_mib {
        Some(column) => (Some(column), "memory_mib"),
        None => (c.cache_mib.as_ref(), "cache_mib"),
    };
    let all = each(g, users, "MiB", |g, user| {
        let per = version.rate(g, &user.reading, column?, key, "per_mailbox", "MiB")?;
        Some(per * user.mailboxes.clone())
    });
    let shown = gib(g, all.clone());
    g.put("mailboxes", shown);
    g.t.step("mailboxes", "MiB", all)
}

/// Least cache or memory by database copies, MiB.
fn floor<T: Tracer>(g: &mut Given<'_, T>, version: &Version<'_>) -> Option<T::N> {
    let k = version.constants();
    let step = k.database_step.as_ref()?;
    let databases = g.n("databases");
    let step = version.k(g, "databases_per_step", "database_step", Some(step), "");
    let each = k.database_step_mib.as_ref();
    let each = version.k(g, "each_step", "database_step_mib", each, "MiB");
    let base = k.database_step_base_mib.as_ref();
    let base = base.map(|row| version.k(g, "base", "database_step_base_mib", Some(row), "MiB"));
    let floor = memory::by_databases::<T>(base, databases, step, each);
    let shown = gib(g, floor.clone());
    g.put("floor", shown);
    Some(g.t.step("least_by_databases", "MiB", floor))
}

fn by_cache<T: Tracer>(
    g: &mut Given<'_, T>,
    version: &Version<'_>,
    users: &[User<'_, T::N>],
) -> Result<(), CalcError> {
    let cache = of_mailboxes(g, version, users);
    let need = match floor(g, version) {
        Some(floor) => cache.max(floor),
        None => cache,
    };
    let shown = gib(g, need.clone());
    g.put("cache", shown.clone());
    let need = g.t.step("cache", "GiB", shown);
    let several = g.yes("multi_role");
    let rows = version.v.ram_table.iter().flat_map(|table| &table.rows);
    let mut sizes = Vec::new();
    for row in rows {
        let covers = if several {
            row.multi_role_gib
        } else {
            Some(row.mailbox_gib)
        };
        if let Some(covers) = covers {
            sizes.push((covers, row.ram_gib));
        }
        if let Some(by_rule) = row.doubt_gib.filter(|_| !several)
            && need.value() > by_rule
            && need.value() <= row.mailbox_gib
        {
            g.warn(
                "",
                format!(
                    "the printed cache of {} GB at {} GB may be a slip for {by_rule}: take the next size to be sure",
                    row.mailbox_gib, row.ram_gib
                ),
            );
        }
    }
    let method = "smallest memory whose default cache covers it";
    let (ram, covered) = memory::covering(g.t, method, need, sizes);
    if covered {
        g.put("ram", ram);
    } else {
        g.fail(
            "MBX-004",
            "no size of the table has so much cache: use more servers",
        );
    }
    Ok(())
}

fn by_mailbox<T: Tracer>(
    g: &mut Given<'_, T>,
    version: &Version<'_>,
    users: &[User<'_, T::N>],
) -> Result<(), CalcError> {
    let k = version.constants();
    let mailboxes = of_mailboxes(g, version, users);
    let mut need = match floor(g, version) {
        Some(floor) => mailboxes.max(floor),
        None => mailboxes,
    };
    let shown = gib(g, need.clone());
    g.put("cache", shown);
    let several = version.v.merged_roles || g.yes("multi_role");
    let base = k.client_access_base_mib.as_ref().filter(|_| several);
    if let Some(base) = base {
        let base = version.k(g, "base", "client_access_base_mib", Some(base), "MiB");
        let mapi = k
            .client_access_share_mapi
            .as_ref()
            .filter(|_| g.yes("mapi_http"));
        let share = match (mapi, &k.client_access_share) {
            (Some(row), _) => version.k(
                g,
                "client_access_share",
                "client_access_share_mapi",
                Some(row),
                "",
            ),
            (None, row) => version.k(
                g,
                "client_access_share",
                "client_access_share",
                row.as_ref(),
                "",
            ),
        };
        let each = k.client_access_core_mib.as_ref();
        let each = version.k(g, "each_core", "client_access_core_mib", each, "MiB");
        let Some(cores) = g.maybe("cores") else {
            return Err(g.fault(
                "cores",
                "a server of several roles needs memory for client access, by the cores of the mailboxes",
                "give cores, or multi_role=no where the version allows it",
            ));
        };
        let access = memory::client_access::<T>(base, each, cores, share);
        let shown = gib(g, access.clone());
        g.put("client_access", shown);
        need = need + g.t.step("client_access", "MiB", access);
    }
    let need = gib(g, need);
    g.put("need", need.clone());
    let need = g.t.step("need", "GiB", need);
    let sizes = version.v.ram_sizes_gib.iter().map(|gib| (*gib, *gib));
    let (ram, covered) = memory::covering(g.t, "next common size of memory", need, sizes);
    g.put("ram", ram);
    if !covered {
        g.warn("MBX-004", "more than any common size: use more servers");
    }
    Ok(())
}

fn by_base<T: Tracer>(
    g: &mut Given<'_, T>,
    version: &Version<'_>,
    users: &[User<'_, T::N>],
) -> Result<(), CalcError> {
    let k = version.constants();
    let cache = of_mailboxes(g, version, users);
    let base = if g.yes("multi_role") {
        version.k(
            g,
            "base",
            "base_multi_role_mib",
            k.base_multi_role_mib.as_ref(),
            "MiB",
        )
    } else {
        version.k(g, "base", "base_mib", k.base_mib.as_ref(), "MiB")
    };
    let least = k.storage_group_step.as_ref().map(|row| {
        let groups = g.n("storage_groups");
        let step = version.k(g, "groups_per_step", "storage_group_step", Some(row), "");
        let each = k.storage_group_step_mib.as_ref();
        let each = version.k(g, "ram_per_step", "storage_group_step_mib", each, "MiB");
        let least = steps::<T>(groups, step, each);
        let shown = gib(g, least.clone());
        g.put("floor", shown);
        g.t.step("storage_group_minimum", "MiB", least)
    });
    let ram = memory::base_and_cache::<T>(base, cache, least);
    let ram = gib(g, ram);
    g.put("ram", ram);
    Ok(())
}
