//! The volume under a database.

use super::shared::{version, version_input};
use crate::calc::dimension::{MEMORY, SHARE};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::mailbox::size;

pub(super) struct Volume;

impl Calculation for Volume {
    const SPEC: Spec = Spec {
        slug: "mailbox-volume",
        family: Family::Mailboxes,
        title: "From the calculated need to database, index and volume",
        about: "20 % on the calculated need gives the database file; the content index stands beside it by version; a share of the \
                volume stays free. The guidance on database size is told.",
        inputs: &[
            version_input("exchange-2010"),
            Input::quantity(
                "need",
                "calculated size of the mailboxes in the database",
                &MEMORY,
                "GiB",
                (0.0, 1e9),
            ),
            Input::quantity(
                "growth",
                "room on top; the version's unless given",
                &SHARE,
                "",
                (0.0, 10.0),
            )
            .optional(),
            Input::quantity(
                "index",
                "content index over the database; the version's unless given",
                &SHARE,
                "",
                (0.0, 10.0),
            )
            .optional(),
            Input::share(
                "free",
                "part of the volume that stays free; the version's unless given",
            )
            .optional(),
            Input::count("databases", "databases on the volume", (1.0, 1e4)).or(1.0),
            Input::count("copies", "copies of the database", (1.0, 64.0)).or(1.0),
        ],
        outputs: &[
            Output::new("database", "Database file", "GiB"),
            Output::new(
                "index",
                "Content index, room for further ones included",
                "GiB",
            ),
            Output::new("volume", "Volume", "GiB"),
        ],
        example: &[("version", "exchange-2007"), ("need", "120GB")],
        sources: &[
            "Planning Storage Configurations (Exchange 2007), Microsoft bb738147, 2009",
            "Exchange Server storage configuration options (2016 and 2019), Microsoft",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = version(g)?;
        let k = version.constants();
        let need = g.n("need");
        let row = k.database_overhead.as_ref();
        let growth = version.entered_or(g, "growth", "database_overhead", row, "");
        let databases = g.n("databases");
        let all = match growth {
            Some(growth) => size::database(g.t, databases.clone(), need, growth),
            None => databases.clone() * need,
        };
        let database = all.clone() / databases.clone();
        let each = database.value();
        g.put("database", database);
        let all = g.t.step("databases_files", "GiB", all);
        let entered = g.maybe("index");
        let index = match entered {
            Some(index) => Some(index),
            None => {
                let row = k.index_share.as_ref();
                row.map(|row| {
                    let index = version.k(g, "index", "index_share", Some(row), "");
                    match k.index_extra.as_ref() {
                        Some(further) => {
                            let further =
                                version.k(g, "further_indexes", "index_extra", Some(further), "");
                            size::index_with_room(g.t, index, further, databases.clone())
                        }
                        None => index,
                    }
                })
            }
        };
        if let Some(index) = index.clone() {
            g.put("index", all.clone() * index);
        }
        let row = k.free_share.as_ref();
        let free = version.entered_or(g, "free", "free_share", row, "");
        let free = match free {
            Some(free) if free.value() >= 1.0 => {
                return Err(g.fault(
                    "free",
                    "the whole volume would stay free",
                    "give less than 100 %",
                ));
            }
            Some(free) => free,
            None => g.t.number(0.0),
        };
        let volume = size::volume(g.t, all, index, free);
        g.put("volume", volume);
        let copies = g.value("copies");
        let row = if copies > 1.0 {
            &k.database_limit_replicated_mib
        } else {
            &k.database_limit_mib
        };
        if let Some(most) = row.as_ref()
            && each > most.value / 1024.0
        {
            g.warn(
                "MBX-005",
                format!(
                    "the database is larger than the {} GiB that are advised for {} with {}",
                    crate::units::pretty(most.value / 1024.0),
                    version.v.name,
                    if copies > 1.0 { "copies" } else { "one copy" }
                ),
            );
        }
        Ok(())
    }
}
