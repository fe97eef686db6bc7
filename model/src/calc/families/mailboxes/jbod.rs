//! The largest database on a disk without RAID.

use super::shared::{version, version_input};
use crate::calc::dimension::{MEMORY, SHARE};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::mailbox::size;

pub(super) struct Jbod;

impl Calculation for Jbod {
    const SPEC: Spec = Spec {
        slug: "jbod-database",
        family: Family::Mailboxes,
        title: "Largest database on one disk without RAID",
        about: "What is formatted less what stays free, over the database with its index. A disk sold as 1 TB has 931 GB formatted. Disks \
                without RAID need three copies or more, two in a second site or for lagged copies.",
        inputs: &[
            version_input("exchange-2010"),
            Input::quantity(
                "formatted",
                "formatted space of the disk, binary",
                &MEMORY,
                "GiB",
                (0.0, 1e9),
            )
            .optional(),
            Input::quantity(
                "sold",
                "size of the disk as sold, decimal; instead of formatted",
                &crate::calc::dimension::DATA,
                "GB",
                (0.0, 1e9),
            )
            .optional(),
            Input::share("free", "part that stays free; the version's unless given").optional(),
            Input::quantity(
                "index",
                "content index over the database; the version's unless given",
                &SHARE,
                "",
                (0.0, 10.0),
            )
            .optional(),
            Input::quantity(
                "size",
                "a mailbox on disk, to tell how many fit",
                &MEMORY,
                "MiB",
                (1e-3, 1e9),
            )
            .optional(),
            Input::quantity(
                "growth",
                "room for growth on top of mailboxes",
                &SHARE,
                "",
                (0.0, 10.0),
            )
            .or(0.2),
        ],
        outputs: &[
            Output::new("formatted", "Formatted space", "GiB"),
            Output::new("usable", "Space below what stays free", "GiB"),
            Output::new("database", "Largest database", "GiB"),
            Output::new("mailboxes", "Mailboxes that fit", ""),
        ],
        example: &[("formatted", "931GB"), ("free", "20%"), ("index", "10%")],
        sources: &[
            "Exchange 2010 Mailbox Server Role Design Example, Microsoft ee832789, 2009 to 2011",
            "Exchange Server storage configuration options (2016 and 2019), Microsoft",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = version(g)?;
        let k = version.constants();
        let formatted = match g.maybe("formatted") {
            Some(formatted) => formatted,
            None => match g.maybe("sold") {
                Some(sold) => {
                    let binary = sold * g.t.number(1e9) / g.t.number(1_073_741_824.0);
                    g.put("formatted", binary.clone());
                    g.t.step("formatted", "GiB", binary)
                }
                None => {
                    return Err(g.fault(
                        "formatted",
                        "no disk is given",
                        "give formatted=931GB, or sold=1TB",
                    ));
                }
            },
        };
        let zero = g.t.number(0.0);
        let free = version
            .entered_or(g, "free", "free_share", k.free_share.as_ref(), "")
            .unwrap_or_else(|| zero.clone());
        let index = version
            .entered_or(g, "index", "index_share", k.index_share.as_ref(), "")
            .unwrap_or(zero);
        let one = g.t.number(1.0);
        g.put("usable", formatted.clone() * (one - free.clone()));
        let database = size::largest_on_disk(g.t, formatted, free, index);
        g.put("database", database.clone());
        if let Some(size) = g.maybe("size") {
            let growth = g.n("growth");
            let one = g.t.number(1.0);
            let database = g.t.step("database", "GiB", database);
            let fit = database * g.t.number(1024.0) / (size * (one + growth));
            g.put("mailboxes", fit.floor());
        }
        if let (Some(copies), Some(lagged)) = (&k.jbod_copies, &k.jbod_copies_lagged) {
            g.note(format!(
                "Disks without RAID are for {} copies or more; {} in a second site or for lagged copies.",
                copies.value, lagged.value
            ));
        }
        Ok(())
    }
}
