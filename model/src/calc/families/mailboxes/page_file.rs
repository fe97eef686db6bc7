//! Page file and system disk.

use super::shared::{not_so, version, version_input};
use crate::calc::dimension::MEMORY;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::Tracer;
use crate::formula::mailbox::memory;

pub(super) struct PageFile;

impl Calculation for PageFile {
    const SPEC: Spec = Spec {
        slug: "page-file",
        family: Family::Mailboxes,
        title: "Page file of a mailbox server, and the disk of its system",
        about: "Memory and 10 MB up to Exchange 2010; the same with at most 32,778 MB in 2013 and 2016; a quarter of memory from 2019 on. \
                Minimum and maximum are set equal. The system's disk takes the page file beside the installation and the queue database.",
        inputs: &[
            version_input("exchange-2016"),
            Input::quantity("ram", "memory of the server", &MEMORY, "MiB", (1.0, 1e9)),
            Input::quantity(
                "queue",
                "queue database, where the version keeps one",
                &MEMORY,
                "MiB",
                (0.0, 1e9),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("page_file", "Page file", "MiB"),
            Output::new("system_disk", "Disk of the system", "GiB"),
        ],
        example: &[("version", "exchange-2016"), ("ram", "24GB")],
        sources: &[
            "Exchange 2013 Sizing and Configuration Recommendations, Microsoft dn879075",
            "Exchange Server system requirements, Microsoft",
            "Professional Windows PowerShell for Exchange Server 2007 SP1, Wrox, 2008",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = version(g)?;
        let k = version.constants();
        let ram = g.n("ram");
        let page = match (&k.page_file_share, &k.page_file_extra_mib) {
            (Some(row), _) => {
                ram * version.k(g, "page_file_share", "page_file_share", Some(row), "")
            }
            (None, Some(row)) => {
                let extra = version.k(g, "extra", "page_file_extra_mib", Some(row), "MiB");
                let most = k.page_file_max_mib.as_ref();
                let most =
                    most.map(|row| version.k(g, "most", "page_file_max_mib", Some(row), "MiB"));
                memory::page_file::<T>(ram, extra, most)
            }
            (None, None) => return Err(not_so(g, &version.v.name, "page files")),
        };
        g.put("page_file", page.clone());
        let page = g.t.step("page_file", "MiB", page);
        let mut disk = page;
        let mut told = false;
        for (symbol, key, row) in [
            ("guest_system", "guest_disk_mib", &k.guest_disk_mib),
            ("installation", "install_mib", &k.install_mib),
            ("system_drive", "system_mib", &k.system_mib),
        ] {
            if let Some(row) = row {
                disk = disk + version.k(g, symbol, key, Some(row), "MiB");
                told = true;
            }
        }
        let row = k.queue_min_mib.as_ref();
        if let Some(queue) = version.entered_or(g, "queue", "queue_min_mib", row, "MiB") {
            disk = disk + queue;
        }
        if told {
            let disk = super::shared::gib(g, disk);
            g.put("system_disk", disk);
        }
        Ok(())
    }
}
