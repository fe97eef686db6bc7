//! The counter of mirror commit overhead.

use crate::calc::dimension::TIME;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::sql::commit;

pub(super) struct SqlMirroringOverhead;

impl Calculation for SqlMirroringOverhead {
    const SPEC: Spec = Spec {
        slug: "sql-mirroring-overhead",
        family: Family::Sql,
        title: "Mirror commit overhead",
        about: "The counter adds up the wait of every transaction: 1,000 transactions of 1 ms show the same as one of 1,000 ms. Give two of the three.",
        inputs: &[
            Input::factor(
                "transactions",
                "transactions in the time looked at",
                (0.0, 1e12),
            )
            .symbol("n")
            .optional(),
            Input::quantity(
                "wait",
                "wait of each transaction for the mirror",
                &TIME,
                "ms",
                (0.0, 1e9),
            )
            .symbol("w")
            .optional(),
            Input::quantity("overhead", "the counter", &TIME, "ms", (0.0, 1e15)).optional(),
        ],
        outputs: &[
            Output::new("overhead", "Mirror commit overhead", "ms"),
            Output::new("wait", "Wait of each transaction", "ms"),
            Output::new("transactions", "Transactions", ""),
        ],
        example: &[("transactions", "1000"), ("wait", "1ms")],
        sources: &["MSSQLSERVER_32044, Microsoft, 2008 R2"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        match (
            g.maybe("transactions"),
            g.maybe("wait"),
            g.maybe("overhead"),
        ) {
            (Some(n), Some(w), None) => g.put("overhead", commit::overhead_ms(n, w)),
            (Some(n), None, Some(all)) if n.value() > 0.0 => g.put("wait", all / n),
            (None, Some(w), Some(all)) if w.value() > 0.0 => g.put("transactions", all / w),
            (Some(_), None, Some(_)) => {
                return Err(g.fault("transactions", "no transaction waits", "give more than 0"));
            }
            (None, Some(_), Some(_)) => {
                return Err(g.fault("wait", "no wait adds up to nothing", "give more than 0"));
            }
            _ => {
                return Err(g.fault(
                    "transactions",
                    "two of transactions, wait and overhead make the third",
                    "give exactly two of them",
                ));
            }
        }
        Ok(())
    }
}
