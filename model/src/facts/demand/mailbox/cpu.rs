//! Processors: cores by the rule of mailboxes per core, or megacycles of active and passive mailboxes.

use super::{Class, Server, Tenant, Which, formula};
use crate::facts::typed;
use crate::figure::{Origin, Tracer};
use crate::plan::MailboxReplication;

impl Server<'_> {
    /// The version is sized in mailboxes per core.
    pub(super) fn counts_cores(&self) -> bool {
        self.columns().mailboxes_per_core.is_some() && !self.measured()
    }

    /// The version, or what was measured, is sized in megacycles.
    pub(super) fn counts_megacycles(&self) -> bool {
        self.columns().megacycles.is_some() || self.measured()
    }

    fn measured(&self) -> bool {
        self.tenants
            .iter()
            .any(|s| s.mailbox.clients.megacycles.is_some())
    }

    /// Its megacycles are those of a baseline with a rating.
    pub(super) fn rated(&self) -> bool {
        self.counts_megacycles() && self.k().baseline_rating.is_some()
    }

    /// The part of the users that works at the busiest time, over what the table assumes.
    fn at_work<T: Tracer>(&self, t: &mut T, tenant: &Tenant<'_>) -> Option<T::N> {
        let share = tenant.mailbox.clients.concurrency?;
        let share = t.given("at_work", share.get(), "", || {
            typed(tenant.id, "clients.concurrency")
        });
        let row = self.k().concurrency_assumed.as_ref();
        Some(
            match self.maybe(t, "assumed", "concurrency_assumed", row, "") {
                Some(assumed) => share / assumed,
                None => share,
            },
        )
    }

    /// Cores by the rule of mailboxes per core; unrounded quotients of the profiles add up. Zero where the version
    /// counts megacycles.
    pub(super) fn cores<T: Tracer>(&self, t: &mut T, which: Which) -> T::N {
        self.each(t, "cores", |t, tenant, class| {
            let column = self.columns().mailboxes_per_core.as_ref()?;
            let key = "mailboxes_per_core";
            let per_core = |t: &mut T, row: &str| {
                let per_core = self.cell(t, column, key, (key, ""), row)?;
                if tenant.mailbox.replication != MailboxReplication::Local {
                    return Some(per_core);
                }
                let less = self.k().local_replication_cores.as_ref();
                let less = self.row(t, "local_replication", "local_replication_cores", less, "");
                Some(per_core * less)
            };
            let cores = match class.reading {
                crate::catalogue::Reading::Row(row) => {
                    let per_core = per_core(t, row)?;
                    tenant.mailboxes(t, class.users, which) / per_core
                }
                // What one mailbox takes is linear, not how many fit.
                _ => {
                    let each = self.read(t, tenant, class, |t, row| {
                        let one = t.number(1.0);
                        Some(one / per_core(t, row)?)
                    })?;
                    tenant.mailboxes(t, class.users, which) * each
                }
            };
            Some(match self.at_work(t, tenant) {
                Some(factor) => cores * factor,
                None => cores,
            })
        })
    }

    pub(super) fn takeover_cores<T: Tracer>(&self, t: &mut T) -> T::N {
        let worst = self.cores(t, Which::Worst);
        let worst = t.step("after_the_worst_failure", "cores", worst);
        let normal = self.cores(t, Which::Active);
        worst - t.step("in_normal_running", "cores", normal)
    }

    /// Megacycles of an active mailbox.
    fn active_each<T: Tracer>(
        &self,
        t: &mut T,
        tenant: &Tenant<'_>,
        class: &Class<'_>,
    ) -> Option<T::N> {
        let name = ("megacycles_per_mailbox", "MHz");
        if let Some(measured) = tenant.mailbox.clients.megacycles {
            return Some(t.given(name.0, super::super::sane(measured), name.1, || {
                typed(tenant.id, "clients.megacycles")
            }));
        }
        let c = self.columns();
        let several = tenant.mailbox.multi_role;
        let mapi = c
            .megacycles_mapi
            .as_ref()
            .filter(|_| several && tenant.mailbox.clients.mapi_http)
            .map(|column| (column, "megacycles_mapi"));
        let roles = c
            .megacycles_multi_role
            .as_ref()
            .filter(|_| several)
            .map(|column| (column, "megacycles_multi_role"));
        let alone = c.megacycles.as_ref().map(|column| (column, "megacycles"));
        let (column, key) = mapi.or(roles).or(alone)?;
        self.rate(t, tenant, class, column, key, name)
    }

    /// Megacycles a second, where the version counts them.
    pub(super) fn megacycles<T: Tracer>(&self, t: &mut T, which: Which) -> T::N {
        let passive = match which {
            Which::Worst => Which::PassiveWorst,
            _ => Which::Passive,
        };
        self.each(t, "MHz", |t, tenant, class| {
            let mut active = None;
            if tenant.any(which) {
                let each = self.active_each(t, tenant, class)?;
                let mailboxes = tenant.mailboxes(t, class.users, which);
                let further = self.further_copies(t, tenant);
                let all = formula::cpu::active(t, mailboxes, each, further);
                active = Some(match self.at_work(t, tenant) {
                    Some(factor) => all * factor,
                    None => all,
                });
            }
            let column = self.columns().megacycles_passive.as_ref();
            let Some(column) = column.filter(|_| tenant.copied() && tenant.any(passive)) else {
                return active;
            };
            let key = "megacycles_passive";
            let each = self.rate(t, tenant, class, column, key, (key, "MHz"))?;
            let copies = tenant.mailboxes(t, class.users, passive) * each;
            Some(match active {
                Some(active) => active + copies,
                None => copies,
            })
        })
    }

    /// Copies of each database and what each further one adds, where the version adds it.
    fn further_copies<T: Tracer>(&self, t: &mut T, tenant: &Tenant<'_>) -> Option<(T::N, T::N)> {
        let row = self.k().copy_cpu_share.as_ref()?;
        let copies = tenant.mailbox.all_copies();
        if !tenant.copied() || copies < 2 {
            return None;
        }
        let copies = t.given("copies", f64::from(copies), "", || {
            Origin::Counted(format!("copies of each database of {}", tenant.id))
        });
        let share = self.row(t, "each_copy", "copy_cpu_share", Some(row), "");
        Some((copies, share))
    }

    pub(super) fn takeover_mhz<T: Tracer>(&self, t: &mut T) -> T::N {
        let worst = self.megacycles(t, Which::Worst);
        let worst = t.step("after_the_worst_failure", "MHz", worst);
        let normal = self.megacycles(t, Which::Active);
        worst - t.step("in_normal_running", "MHz", normal)
    }

    /// The baseline's rating of one of its megacycles.
    fn rating_of_megacycle<T: Tracer>(&self, t: &mut T) -> T::N {
        let k = self.k();
        let rating = k.baseline_rating.as_ref();
        let rating = self.row(t, "baseline_rating", "baseline_rating", rating, "");
        let mhz = k.baseline_mhz.as_ref();
        rating / self.row(t, "baseline_megacycles", "baseline_mhz", mhz, "MHz")
    }

    /// Megacycles as points of the rating that their baseline has.
    pub(super) fn points<T: Tracer>(&self, t: &mut T, which: Which) -> T::N {
        let megacycles = self.megacycles(t, which);
        let megacycles = t.step("megacycles", "MHz", megacycles);
        megacycles * self.rating_of_megacycle(t)
    }

    pub(super) fn takeover_points<T: Tracer>(&self, t: &mut T) -> T::N {
        let megacycles = self.takeover_mhz(t);
        let megacycles = t.step("megacycles", "MHz", megacycles);
        megacycles * self.rating_of_megacycle(t)
    }
}
