//! Cores of directory, transport and client access beside mailbox servers.

use super::shared::{version, version_input};
use crate::calc::dimension::MEMORY;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};

pub(super) struct Roles;

const YES_NO: &[(&str, &str)] = &[("no", "No"), ("yes", "Yes")];

impl Calculation for Roles {
    const SPEC: Spec = Spec {
        slug: "directory-cores",
        family: Family::Mailboxes,
        title: "Cores of global catalogs, transport and client access by mailbox cores",
        about: "Ratios of mailbox cores to cores of the servers that they ask: 8:1 for 64-bit global catalogs whose directory fits in memory, 4:1 for \
                32-bit ones; transport 7:1, 5:1 with antivirus; client access 4:1 in 2007, 4:3 in 2010, 4:1 in 2013 and 8:3 with MAPI over HTTP. \
                From 2013 mailbox cores under active load count, and from 2016 transport and client access are part of the server.",
        inputs: &[
            version_input("exchange-2010"),
            Input::factor(
                "mailbox_cores",
                "cores of all mailbox servers, under active load",
                (0.0, 1e7),
            ),
            Input::choice("x86", "global catalogs are 32-bit", YES_NO).word("no"),
            Input::choice(
                "antivirus",
                "messages are scanned on the transport servers",
                YES_NO,
            )
            .word("no"),
            Input::choice("mapi_http", "clients speak MAPI over HTTP (2013)", YES_NO).word("no"),
            Input::quantity(
                "ntds",
                "size of the directory database",
                &MEMORY,
                "GiB",
                (0.0, 1e6),
            )
            .optional(),
            Input::quantity(
                "os",
                "memory of a global catalog's system",
                &MEMORY,
                "GiB",
                (0.0, 1e6),
            )
            .or(2.0),
        ],
        outputs: &[
            Output::new(
                "directory_exact",
                "Cores of global catalogs, unrounded",
                "cores",
            ),
            Output::new("directory", "Cores of global catalogs", "cores"),
            Output::new(
                "directory_ram",
                "Memory of a global catalog, at the least",
                "GiB",
            ),
            Output::new("transport_exact", "Cores of transport, unrounded", "cores"),
            Output::new("transport", "Cores of transport", "cores"),
            Output::new(
                "client_access_exact",
                "Cores of client access, unrounded",
                "cores",
            ),
            Output::new("client_access", "Cores of client access", "cores"),
        ],
        example: &[
            ("version", "exchange-2010"),
            ("mailbox_cores", "24"),
            ("ntds", "4GB"),
        ],
        sources: &[
            "Exchange 2010 Sizing Cheat Sheet, MSExchange.org, 2 Feb 2012",
            "Exchange 2013 Sizing and Configuration Recommendations, Microsoft dn879075",
            "Ask the Perf Guy: Sizing Guidance Updates for Exchange 2013 SP1, Microsoft Exchange Team, 3 Apr 2014",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = version(g)?;
        let k = version.constants();
        let cores = g.n("mailbox_cores");
        let old = g.yes("x86");
        let row = if old {
            &k.directory_ratio_x86
        } else {
            &k.directory_ratio
        };
        let key = if old {
            "directory_ratio_x86"
        } else {
            "directory_ratio"
        };
        match row {
            Some(row) => {
                let ratio = version.k(g, "mailbox_cores_per_core", key, Some(row), "");
                let exact = cores.clone() / ratio;
                g.put("directory_exact", exact.clone());
                g.put("directory", exact.ceil());
            }
            None if old => {
                return Err(g.fault(
                    "x86",
                    format!("{} has no ratio for 32-bit global catalogs", version.v.name),
                    "use 64-bit global catalogs",
                ));
            }
            None => g.note(format!(
                "{} has no ratio of global catalogs.",
                version.v.name
            )),
        }
        if let Some(ntds) = g.maybe("ntds") {
            let os = g.n("os");
            g.put("directory_ram", ntds + os);
        }
        if version.v.merged_roles {
            g.note("Transport and client access are part of every mailbox server: size it as one of several roles.");
            return Ok(());
        }
        let scans = g.yes("antivirus");
        let (row, key) = if scans {
            (&k.transport_ratio_antivirus, "transport_ratio_antivirus")
        } else {
            (&k.transport_ratio, "transport_ratio")
        };
        if let Some(row) = row {
            let ratio = version.k(g, "mailbox_cores_per_core", key, Some(row), "");
            let exact = cores.clone() / ratio;
            g.put("transport_exact", exact.clone());
            g.put("transport", exact.ceil());
        }
        let mapi = k
            .client_access_share_mapi
            .as_ref()
            .filter(|_| g.yes("mapi_http"));
        let row = match (mapi, &k.client_access_share) {
            (Some(row), _) => Some((row, "client_access_share_mapi")),
            (None, Some(row)) => Some((row, "client_access_share")),
            (None, None) => None,
        };
        if let Some((row, key)) = row {
            let share = version.k(g, "client_access_share", key, Some(row), "");
            let exact = cores * share;
            g.put("client_access_exact", exact.clone());
            g.put("client_access", exact.ceil());
        }
        Ok(())
    }
}
