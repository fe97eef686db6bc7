//! Memory and cores of the servers of other roles.

use super::shared::{version, version_input};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec, Values};
use crate::catalogue::Catalogue;
use crate::figure::{Num, Origin, Tracer};

pub(super) struct RoleMemory;

/// Roles of the version that was chosen, or of all.
fn roles(catalogue: &Catalogue, values: &Values) -> Vec<(String, String)> {
    let chosen = values.word("version");
    let mut out: Vec<(String, String)> = Vec::new();
    let versions = catalogue.tables.mailbox.iter();
    for (_, v) in versions.filter(|(key, _)| chosen.is_none_or(|c| c == key.as_str())) {
        for (key, role) in &v.roles {
            if !out.iter().any(|(k, _)| k == key) {
                out.push((key.clone(), role.name.clone()));
            }
        }
    }
    out
}

impl Calculation for RoleMemory {
    const SPEC: Spec = Spec {
        slug: "mailbox-roles",
        family: Family::Mailboxes,
        title: "Memory and cores of edge, transport, client access and unified messaging servers",
        about: "Memory for each core, at least and at most, and the cores that are advised, by version and role.",
        inputs: &[
            version_input("exchange-2010"),
            Input::from_catalogue("role", "role of the server", roles),
            Input::count("cores", "cores of the server", (1.0, 1e4)),
        ],
        outputs: &[
            Output::new("ram", "Memory", "GiB"),
            Output::new("cores_min", "Fewest cores", "cores"),
            Output::new("cores_advised", "Cores advised", "cores"),
            Output::new("cores_max", "Most cores advised", "cores"),
        ],
        example: &[
            ("version", "exchange-2010"),
            ("role", "client-access"),
            ("cores", "4"),
        ],
        sources: &[
            "Mastering Microsoft Exchange Server 2007 SP1, table 2.1, Sybex, 2008",
            "Processor and Memory Recommendations for Exchange 2010, msexchangegeek.com, 29 Sep 2009 (reprints Microsoft dd346699)",
            "Exchange 2010 Sizing Cheat Sheet, MSExchange.org, 2 Feb 2012",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = version(g)?;
        let key = g.word("role").to_owned();
        let Some(role) = version.v.roles.get(&key) else {
            return Err(g.fault(
                "role",
                format!("{} has no such role", version.v.name),
                "choose another role or version",
            ));
        };
        let of = |t: &mut T, symbol: &str, value: Option<f64>, unit| {
            let value = value?;
            Some(t.given(symbol, value, unit, || Origin::Constant {
                key: format!("{}.{key}.{symbol}", version.key),
                what: role.name.clone(),
                source: crate::facts::cite(&role.source.document, &role.source.date),
                confirmed: role.source.confirmed,
                overridden: false,
            }))
        };
        let cores = g.n("cores");
        let each = of(g.t, "for_each_core", role.core_mib, "MiB");
        let least = of(g.t, "at_least", role.min_mib, "MiB");
        let mut ram = each.map(|each| cores.clone() * each);
        if let Some(least) = least {
            ram = Some(match ram {
                Some(ram) => ram.max(least),
                None => least,
            });
        }
        if let (Some(all), Some(most)) = (ram.clone(), of(g.t, "at_most", role.max_mib, "MiB")) {
            ram = Some(all.min(most));
        }
        if let Some(ram) = ram {
            let ram = super::shared::gib(g, ram);
            g.put("ram", ram);
        }
        for (out, value) in [
            ("cores_min", role.cores_min),
            ("cores_advised", role.cores_advised),
            ("cores_max", role.cores_max),
        ] {
            if let Some(n) = of(g.t, out, value, "cores") {
                g.put(out, n);
            }
        }
        if role.cores_max.is_some_and(|most| cores.value() > most) {
            g.warn("", "more cores than are advised for the role");
        }
        Ok(())
    }
}
