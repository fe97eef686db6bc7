//! Queue at a processor.

use crate::calc::{CalcError, Calculation, Chart, Family, Given, Input, Output, Series, Spec};
use crate::figure::{Num, Plain, Silent, Tracer};
use crate::formula::sql::cpu;

pub(super) struct CpuQueue;

impl Calculation for CpuQueue {
    const SPEC: Spec = Spec {
        slug: "cpu-queue",
        family: Family::Sql,
        title: "Queue at a processor",
        about: "Items that wait or are served on average at a use of U: N = U ÷ (1 − U). One and more beyond 50 %, and steeply more beyond 70 %.",
        inputs: &[
            Input::share("u", "use of the processor")
                .symbol("U")
                .optional(),
            Input::factor(
                "queue",
                "queue that is accepted, for the use that keeps it",
                (0.0, 1e9),
            )
            .symbol("N")
            .optional(),
        ],
        outputs: &[
            Output::new("n", "Mean number waiting or served", ""),
            Output::new("u", "Use that keeps the queue", "share"),
        ],
        example: &[("u", "0.7")],
        sources: &["Capacity planning for Active Directory Domain Services, Microsoft, 2019"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (u, n) = (g.maybe("u"), g.maybe("queue"));
        if u.is_none() && n.is_none() {
            return Err(g.fault(
                "u",
                "neither a use nor a queue is given",
                "give u, or queue",
            ));
        }
        if let Some(u) = u {
            if u.value() >= 1.0 {
                return Err(g.fault(
                    "u",
                    "at full use the queue has no end",
                    "give less than 100 %",
                ));
            }
            let n = cpu::queue(g.t, u);
            g.put("n", n);
        }
        if let Some(n) = n {
            let one = g.t.number(1.0);
            g.put("u", n.clone() / (one + n));
        }
        let points = (0..=95)
            .step_by(5)
            .map(|p| {
                let u = f64::from(p) / 100.0;
                (u, cpu::queue(&mut Silent, Plain(u)).value())
            })
            .collect();
        g.chart(Chart {
            title: "Mean queue by use".to_owned(),
            x: "Use".to_owned(),
            y: "Items".to_owned(),
            series: vec![Series {
                name: "N".to_owned(),
                points,
            }],
            limit: None,
        });
        Ok(())
    }
}
