//! Memory of several instances.

use super::inputs;
use crate::calc::Column;
use crate::calc::dimension::MEMORY;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};

pub(super) struct SqlInstances;

impl Calculation for SqlInstances {
    const SPEC: Spec = Spec {
        slug: "sql-instances",
        family: Family::Sql,
        title: "Memory of several instances",
        about: "Max server memory of all instances on a server must not add up to more than its memory less the system. Or, the other way of the documentation: min server memory adds up to the memory less 1 to 2 GB.",
        inputs: &[
            inputs::RAM,
            Input::list(
                "instances",
                "name and max server memory of each, as shop:8GB,stock:4GB",
                &[
                    Column::name("name", "name of the instance"),
                    Column::quantity("max", "max server memory", &MEMORY, "MiB", (1.0, 1e12)),
                ],
            ),
            Input::quantity(
                "os",
                "memory kept for the system; by the 1/4/8 rule when left out",
                &MEMORY,
                "GB",
                (0.0, 1e6),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("sum", "Max server memory of all", "MiB"),
            Output::new("reserve", "Kept for the rest", "GB"),
            Output::new("allowed", "What all together may have", "MiB"),
            Output::new("left", "Left", "MiB"),
        ],
        example: &[("ram", "64GB"), ("instances", "shop:32GB,stock:16GB")],
        sources: &["Server memory configuration options, Microsoft, 2017"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let rows: Vec<(String, f64)> = g
            .rows("instances")
            .iter()
            .filter_map(|r| match r.as_slice() {
                [name, max] => Some((name.name().to_owned(), max.number())),
                _ => None,
            })
            .collect();
        let terms = rows
            .iter()
            .map(|(name, max)| g.cell(name, *max, "MiB", "max server memory of an instance"))
            .collect();
        let sum = g.t.sum(terms);
        g.put("sum", sum.clone());
        let ram = g.n("ram");
        let reserve = match g.maybe("os") {
            Some(os) => os,
            None => inputs::reserve(g, ram.clone()),
        };
        g.put("reserve", reserve.clone());
        let reserve = g.t.step("reserve", "GB", reserve);
        let allowed = crate::formula::sql::memory::less_reserve_mib(g.t, ram, reserve);
        g.put("allowed", allowed.clone());
        let allowed = g.t.step("allowed", "MiB", allowed);
        let sum = g.t.step("sum", "MiB", sum);
        let left = allowed - sum;
        let over = left.value() < 0.0;
        g.put("left", left);
        if over {
            g.fail(
                "SQL-022",
                "the instances are promised more memory than there is",
            );
        }
        let least = g.cx.constant(keys::sql::MAX_MEMORY_LEAST_MIB);
        if rows.iter().any(|(_, max)| *max < least) {
            g.warn("SQL-002", "max server memory below 128 MB is not legal");
        }
        Ok(())
    }
}
