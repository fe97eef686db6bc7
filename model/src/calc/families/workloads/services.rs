//! SharePoint, SAP, and front ends of communication servers.

use super::figure;
use crate::calc::dimension::{MEMORY, NUMBER, SHARE};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::Tracer;
use crate::formula::workload::users;

const USERS: (f64, f64) = (0.0, 1e10);

pub(super) struct SharePoint;

impl Calculation for SharePoint {
    const SPEC: Spec = Spec {
        slug: "sharepoint-load",
        family: Family::Workloads,
        title: "Operations of a SharePoint farm",
        about: "Users × active per cent × operations a day × peak factor ÷ (360,000 × hours). A server of 4 cores at 2.5 GHz and 8 GB \
                carries at least 10 operations a second.",
        inputs: &[
            Input::count("users", "users", USERS),
            Input::quantity(
                "active",
                "share of them that is active",
                &SHARE,
                "",
                (0.0, 1.0),
            ),
            Input::quantity(
                "ops",
                "operations of an active user a day",
                &NUMBER,
                "",
                (0.0, 1e9),
            ),
            Input::factor("peak", "peak over mean", (0.0, 1e6)).or(5.0),
            Input::quantity(
                "hours",
                "hours of the working day",
                &NUMBER,
                "",
                (0.001, 24.0),
            )
            .or(8.0),
            Input::quantity(
                "per_server",
                "operations a second of a server",
                &NUMBER,
                "",
                (0.001, 1e9),
            )
            .or(10.0),
            Input::count("spare", "servers beside those needed", (0.0, 1_000.0)).or(1.0),
        ],
        outputs: &[
            Output::new("ops_per_s", "Operations a second at the peak", "/s"),
            Output::new("servers", "Servers needed", ""),
            Output::new("with_spare", "Servers with the spare", ""),
        ],
        example: &[
            ("users", "10000"),
            ("active", "10%"),
            ("ops", "100"),
            ("peak", "5"),
            ("hours", "8"),
        ],
        sources: &[
            "SharePoint Foundation 2010 in depth (book excerpt)",
            "Peak of 5: assumption",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (all, active, ops) = (g.n("users"), g.n("active"), g.n("ops"));
        let (peak, hours) = (g.n("peak"), g.n("hours"));
        let rate = users::operations_per_s(g.t, all, active, ops, peak, hours);
        g.put("ops_per_s", rate.clone());
        let rate = g.t.step("ops_per_s", "/s", rate);
        let per = g.n("per_server");
        let servers = users::servers::<T>(rate, per);
        g.put("servers", servers.clone());
        let spare = g.n("spare");
        g.put("with_spare", servers + spare);
        Ok(())
    }
}

pub(super) struct Saps;

impl Calculation for Saps {
    const SPEC: Spec = Spec {
        slug: "saps",
        family: Family::Workloads,
        title: "SAPS, and the cores they need",
        about: "100 SAPS are 2,000 order line items an hour, 6,000 dialog steps an hour or 2,400 transactions an hour. Cores: SAPS ÷ SAPS \
                of a core, 900 to 1,500 in 2008 to 2010 and 2,000 to 3,000 in 2015 to 2020 (recalled); memory and I/O recalled too. SQL \
                Server under SAP is planned below 70 %.",
        inputs: &[
            Input::quantity("saps", "SAPS", &NUMBER, "", USERS).optional(),
            Input::quantity(
                "items",
                "order line items an hour",
                &NUMBER,
                "",
                (0.0, 1e12),
            )
            .optional(),
            Input::quantity(
                "dialog_steps",
                "dialog steps an hour",
                &NUMBER,
                "",
                (0.0, 1e12),
            )
            .optional(),
            Input::quantity(
                "transactions",
                "SAP transactions an hour",
                &NUMBER,
                "",
                (0.0, 1e12),
            )
            .optional(),
            Input::quantity("saps_per_core", "SAPS of a core", &NUMBER, "", (0.001, 1e9))
                .optional(),
            Input::quantity(
                "target",
                "use that is planned for",
                &SHARE,
                "",
                (0.001, 1.0),
            )
            .or(1.0),
            Input::quantity(
                "ram_per_1000",
                "memory for 1,000 SAPS; 1 to 2 GB",
                &MEMORY,
                "MiB",
                (0.0, 1e9),
            )
            .optional(),
            Input::quantity(
                "iops_per_saps",
                "operations a second of a SAPS; 0.3 to 0.6",
                &NUMBER,
                "",
                (0.0, 1e6),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("saps", "SAPS", "SAPS"),
            Output::new("items", "Order line items", "/h"),
            Output::new("dialog_steps", "Dialog steps", "/h"),
            Output::new("transactions", "SAP transactions", "/h"),
            Output::new("cores", "Cores", "cores"),
            Output::new("ram", "Memory at least", "MiB"),
            Output::new("iops", "Operations a second", "IOPS"),
        ],
        example: &[("saps", "12000")],
        sources: &["SAPS, as SAP defines it"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        // Of each measure, what 100 SAPS are.
        const MEASURES: [(&str, f64); 4] = [
            ("saps", 100.0),
            ("items", 2_000.0),
            ("dialog_steps", 6_000.0),
            ("transactions", 2_400.0),
        ];
        let mut saps = None;
        for (key, per) in MEASURES {
            let Some(value) = g.maybe(key) else { continue };
            if saps.is_some() {
                return Err(g.fault(
                    "saps",
                    "the load is given twice",
                    "give one of saps, items, dialog_steps, transactions",
                ));
            }
            saps = Some(if key == "saps" {
                value
            } else {
                value * g.t.number(100.0) / g.t.number(per)
            });
        }
        let Some(saps) = saps else {
            return Err(g.fault(
                "saps",
                "no load is given",
                "give one of saps, items, dialog_steps, transactions",
            ));
        };
        g.put("saps", saps.clone());
        let saps = g.t.step("saps", "SAPS", saps);
        for (key, per) in MEASURES.into_iter().skip(1) {
            let value = saps.clone() * g.t.number(per) / g.t.number(100.0);
            g.put(key, value);
        }
        let cores = match g.maybe("saps_per_core") {
            Some(per) => saps.clone() / per,
            None => {
                let each = figure(
                    g,
                    "cores_per_saps",
                    "",
                    "sap",
                    ("vcpus_per_unit", |a| a.vcpus_per_unit),
                );
                saps.clone() * each
            }
        };
        let target = g.n("target");
        g.put("cores", cores / target);
        let ram = match g.maybe("ram_per_1000") {
            Some(per) => saps.clone() * per / g.t.number(1000.0),
            None => {
                let each = figure(
                    g,
                    "ram_per_saps",
                    "MiB",
                    "sap",
                    ("ram_per_unit_mib", |a| a.ram_per_unit_mib),
                );
                saps.clone() * each
            }
        };
        g.put("ram", ram);
        let each = match g.maybe("iops_per_saps") {
            Some(own) => own,
            None => figure(
                g,
                "iops_per_saps",
                "IOPS",
                "sap",
                ("iops_per_unit", |a| a.iops_per_unit),
            ),
        };
        g.put("iops", saps * each);
        Ok(())
    }
}

pub(super) struct FrontEnds;

impl Calculation for FrontEnds {
    const SPEC: Spec = Spec {
        slug: "lync-front-ends",
        family: Family::Workloads,
        title: "Servers of a Lync pool",
        about: "One front end for 10,000 users and one more, so that the pool survives the loss of a server; a pool takes at most 80,000 \
                users. A/V conferencing servers for 20,000 users each, edge servers for 15,000, monitoring for 250,000.",
        inputs: &[
            Input::count("users", "users", USERS),
            Input::count("per_server", "users of a front end", (1.0, 1e9)).or(10_000.0),
            Input::count("spare", "front ends beside those needed", (0.0, 1_000.0)).or(1.0),
            Input::count("pool_max", "most users of a pool", (1.0, 1e9)).or(80_000.0),
            Input::count("av", "users of an A/V conferencing server", (1.0, 1e9)).or(20_000.0),
            Input::count("edge", "users of an edge server", (1.0, 1e9)).or(15_000.0),
            Input::count("monitoring", "users of a monitoring server", (1.0, 1e9)).or(250_000.0),
        ],
        outputs: &[
            Output::new("pools", "Pools", ""),
            Output::new("front_ends", "Front ends needed", ""),
            Output::new("with_spare", "Front ends with a spare in each pool", ""),
            Output::new("av_servers", "A/V conferencing servers", ""),
            Output::new("edge_servers", "Edge servers", ""),
            Output::new("monitoring_servers", "Monitoring servers", ""),
        ],
        example: &[("users", "80000")],
        sources: &["Capacity planning using the user models, Lync Server 2010, Microsoft"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let all = g.n("users");
        let most = g.n("pool_max");
        let pools = users::servers::<T>(all.clone(), most);
        g.put("pools", pools.clone());
        let per = g.n("per_server");
        let front = users::servers::<T>(all.clone(), per);
        g.put("front_ends", front.clone());
        let spare = g.n("spare");
        g.put("with_spare", front + pools * spare);
        for (key, out) in [
            ("av", "av_servers"),
            ("edge", "edge_servers"),
            ("monitoring", "monitoring_servers"),
        ] {
            let per = g.n(key);
            let servers = users::servers::<T>(all.clone(), per);
            g.put(out, servers);
        }
        g.note("the capacity table prints 8 front ends for 80,000 users, without the one more that its text asks for");
        Ok(())
    }
}
