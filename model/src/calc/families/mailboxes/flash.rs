//! Flash for the metadata cache of Exchange 2019 and later.

use super::shared::{not_so, version, version_input};
use crate::calc::dimension::DATA;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};

pub(super) struct Flash;

impl Calculation for Flash {
    const SPEC: Spec = Spec {
        slug: "metadata-cache",
        family: Family::Mailboxes,
        title: "Flash for the metadata cache of databases",
        about: "From Exchange 2019 flash disks hold a cache of metadata: 5 to 10 % of the database capacity, one flash disk for three hard disks, up to \
                four database copies on a hard disk of which one is in use in normal running, and at least one hot spare.",
        inputs: &[
            version_input("exchange-2019"),
            Input::quantity(
                "capacity",
                "capacity of all databases of the server",
                &DATA,
                "GB",
                (0.0, 1e12),
            ),
            Input::count(
                "disks",
                "hard disks of databases, without spares",
                (1.0, 1e5),
            )
            .optional(),
            Input::count("copies", "database copies on the server", (0.0, 1e6)).optional(),
            Input::count(
                "active",
                "databases in use on the server in normal running",
                (0.0, 1e6),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("flash_min", "Flash, at the least", "GB"),
            Output::new("flash_max", "Flash, at the most", "GB"),
            Output::new("flash_disks", "Flash disks", ""),
            Output::new("flash_disk_min", "A flash disk, at the least", "GB"),
            Output::new("flash_disk_max", "A flash disk, at the most", "GB"),
            Output::new("copies_per_disk", "Copies on a hard disk", ""),
            Output::new("disks_min", "Hard disks for the copies", ""),
        ],
        example: &[
            ("capacity", "96TB"),
            ("disks", "12"),
            ("copies", "40"),
            ("active", "10"),
        ],
        sources: &["Exchange 2019 preferred architecture, Microsoft, 2019"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = version(g)?;
        let k = version.constants();
        let (Some(small), Some(large)) = (&k.flash_share_min, &k.flash_share) else {
            return Err(not_so(g, &version.v.name, "a metadata cache"));
        };
        let small = version.k(g, "least_share", "flash_share_min", Some(small), "");
        let large = version.k(g, "most_share", "flash_share", Some(large), "");
        let capacity = g.n("capacity");
        let (small, large) = (capacity.clone() * small, capacity * large);
        g.put("flash_min", small.clone());
        g.put("flash_max", large.clone());
        let each = k.copies_per_disk.as_ref();
        let each = version.k(g, "copies_per_disk", "copies_per_disk", each, "");
        if let Some(copies) = g.maybe("copies") {
            g.put("disks_min", (copies / each.clone()).ceil());
        }
        let Some(disks) = g.maybe("disks") else {
            return Ok(());
        };
        let per = k.flash_disks.as_ref();
        let per = version.k(g, "disks_per_flash", "flash_disks", per, "");
        let flash = (disks.clone() / per).ceil();
        g.put("flash_disks", flash.clone());
        let flash = g.t.step("flash_disks", "", flash);
        let small = g.t.step("flash_min", "GB", small);
        let large = g.t.step("flash_max", "GB", large);
        g.put("flash_disk_min", small / flash.clone());
        g.put("flash_disk_max", large / flash);
        if let Some(copies) = g.maybe("copies") {
            let here = (copies / disks.clone()).ceil();
            if here.value() > each.value() {
                g.warn("", "more copies on a hard disk than are advised");
            }
            g.put("copies_per_disk", here);
        }
        if g.maybe("active").is_some_and(|n| n.value() > disks.value()) {
            g.warn("", "more databases in use than hard disks: at most one in use on each in normal running");
        }
        g.note("Keep at least one hot spare hard disk; the system lies on a mirror of its own.");
        Ok(())
    }
}
