//! Backup time and rate.

use crate::calc::dimension::{MEMORY, MEMORY_RATE, RATE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::sql::backup;

pub(super) struct SqlBackup;

impl Calculation for SqlBackup {
    const SPEC: Spec = Spec {
        slug: "sql-backup",
        family: Family::Sql,
        title: "Backup time",
        about: "Used data through the slowest of reading the source, the network, writing the target and what the processors pack. Network and target carry packed data where the backup is compressed. Or from measured times: the rate, and what compression gains. MB and MB/s of 1,048,576 bytes here, the network in decimal bits. As a rule (recalled) 1 Gbit/s carries about 110 MB/s, 10 Gbit/s 1.1 GB/s.",
        inputs: &[
            Input::quantity("data", "used data", &MEMORY, "MB", (1e-6, 1e15)),
            Input::quantity(
                "source",
                "reading the source",
                &MEMORY_RATE,
                "MB/s",
                (1e-6, 1e12),
            )
            .optional(),
            Input::quantity(
                "network",
                "network between server and backup",
                &RATE,
                "Mbit/s",
                (1e-6, 1e12),
            )
            .optional(),
            Input::quantity(
                "target",
                "writing the backup",
                &MEMORY_RATE,
                "MB/s",
                (1e-6, 1e12),
            )
            .optional(),
            Input::quantity(
                "cpu",
                "data that the processors pack",
                &MEMORY_RATE,
                "MB/s",
                (1e-6, 1e12),
            )
            .optional(),
            Input::yes_no("compressed", "the backup is compressed"),
            Input::factor("ratio", "how much smaller it becomes", (1.0, 1e4))
                .constant(keys::sql::BACKUP_RATIO),
            Input::quantity(
                "t",
                "measured time without compression",
                &TIME,
                "s",
                (1e-6, 1e12),
            )
            .optional(),
            Input::quantity(
                "t_compressed",
                "measured time with compression",
                &TIME,
                "s",
                (1e-6, 1e12),
            )
            .optional(),
            Input::quantity(
                "window",
                "time that it may take, to judge",
                &TIME,
                "s",
                (0.0, 1e12),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("rate", "Source data a second", "MB/s"),
            Output::new("time", "Backup", "s"),
            Output::new("measured_rate", "Measured without compression", "MB/s"),
            Output::new("compressed_rate", "Measured with compression", "MB/s"),
            Output::new("gain", "Times as quick with compression", ""),
            Output::new(
                "time_share",
                "Time with compression of that without",
                "share",
            ),
        ],
        example: &[("data", "2TB"), ("t", "6937s"), ("t_compressed", "2358s")],
        sources: &[
            "Derived",
            "Data and backup compression part 3, Microsoft TechNet blog, 2008, after a Unisys white paper",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let data = g.n("data");
        let network = match g.maybe("network") {
            Some(mbit) => {
                let mib = g.t.number(1e6 / 8.0 / 1_048_576.0);
                Some(mbit * mib)
            }
            None => None,
        };
        let bounds = backup::Bounds {
            source: g.maybe("source"),
            network,
            target: g.maybe("target"),
            processor: g.maybe("cpu"),
        };
        let ratio = g.yes("compressed").then(|| g.n("ratio"));
        let (plain, packed) = (g.maybe("t"), g.maybe("t_compressed"));
        let mut took = None;
        if let Some(rate) = backup::rate(g.t, bounds, ratio) {
            g.put("rate", rate.clone());
            let rate = g.t.step("rate", "MB/s", rate);
            let time = backup::time_s(data.clone(), rate);
            took = Some(time.value());
            g.put("time", time);
        } else if plain.is_none() && packed.is_none() {
            return Err(g.fault(
                "source",
                "nothing that bounds the backup is given",
                "give source, network, target or cpu, or measured times t and t_compressed",
            ));
        }
        if let Some(t) = plain.clone() {
            took = took.or(Some(t.value()));
            g.put("measured_rate", data.clone() / t);
        }
        if let Some(t) = packed.clone() {
            g.put("compressed_rate", data / t);
        }
        if let (Some(plain), Some(packed)) = (plain, packed) {
            g.put("gain", plain.clone() / packed.clone());
            g.put("time_share", packed / plain);
        }
        if let (Some(took), Some(window)) = (took, g.maybe("window"))
            && took > window.value()
        {
            g.warn("SQL-039", "the backup takes longer than its window");
        }
        Ok(())
    }
}
