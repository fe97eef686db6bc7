//! Recovery and loss of an availability group.

use crate::calc::Column;
use crate::calc::dimension::{MEMORY, MEMORY_RATE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::sql::copies;

pub(super) struct AgRecovery;

impl Calculation for AgRecovery {
    const SPEC: Spec = Spec {
        slug: "ag-recovery",
        family: Family::Sql,
        title: "Recovery and data loss of an availability group",
        about: "T_failover = T_detection + T_overhead + T_redo with T_redo = redo queue ÷ redo rate; T_data_loss = log send queue ÷ log generated. With several databases the worst counts: list them instead of the single queues.",
        inputs: &[
            Input::quantity("redo_queue", "log waiting for redo on the copy", &MEMORY, "KB", (0.0, 1e15)).optional(),
            Input::quantity("redo_rate", "redo", &MEMORY_RATE, "KB/s", (1e-9, 1e15)).optional(),
            Input::quantity("log_send_queue", "log waiting to be sent", &MEMORY, "KB", (0.0, 1e15)).optional(),
            Input::quantity("log_generation_rate", "log generated", &MEMORY_RATE, "KB/s", (1e-9, 1e15)).optional(),
            Input::list(
                "databases",
                "several databases: name, redo queue, redo rate, send queue, log generated, as a:60000KB:2000KB/s:5000KB:1000KB/s",
                &[
                    Column::name("name", "database"),
                    Column::quantity("redo_queue", "log waiting for redo", &MEMORY, "KB", (0.0, 1e15)),
                    Column::quantity("redo_rate", "redo", &MEMORY_RATE, "KB/s", (1e-9, 1e15)),
                    Column::quantity("send_queue", "log waiting to be sent", &MEMORY, "KB", (0.0, 1e15)),
                    Column::quantity("log_rate", "log generated", &MEMORY_RATE, "KB/s", (1e-9, 1e15)),
                ],
            )
            .optional(),
            Input::quantity("detection", "time until the failure is acted on: the health check timeout, 10 s session timeout of a mirror", &TIME, "s", (0.0, 1e9)).symbol("T_detection").constant(keys::sql::HEALTH_CHECK_S),
            Input::quantity("overhead", "time of the failover itself", &TIME, "s", (0.0, 1e9)).symbol("T_overhead").constant(keys::sql::FAILOVER_OVERHEAD_S),
            Input::quantity("rto", "longest recovery, to judge", &TIME, "s", (0.0, 1e12)).symbol("RTO").optional(),
            Input::quantity("rpo", "most data lost, to judge", &TIME, "s", (0.0, 1e12)).symbol("RPO").optional(),
        ],
        outputs: &[
            Output::new("t_redo", "Redo", "s"),
            Output::new("t_failover", "Recovery", "s"),
            Output::new("t_data_loss", "Data lost", "s"),
        ],
        example: &[
            ("redo_queue", "60000KB"),
            ("redo_rate", "2000KB/s"),
            ("log_send_queue", "5000KB"),
            ("log_generation_rate", "1000KB/s"),
        ],
        sources: &["Monitor performance for Always On availability groups, Microsoft, 2017"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (mut redo, mut loss) = (Vec::new(), Vec::new());
        let rows: Vec<(String, [f64; 4])> = g
            .rows("databases")
            .iter()
            .filter_map(|r| match r.as_slice() {
                [name, a, b, c, d] => Some((
                    name.name().to_owned(),
                    [a.number(), b.number(), c.number(), d.number()],
                )),
                _ => None,
            })
            .collect();
        for (name, [queue, rate, send, log]) in rows {
            let queue = g.cell("redo_queue", queue, "KB", &name);
            let rate = g.cell("redo_rate", rate, "KB/s", &name);
            let time = copies::redo_s(queue, rate);
            redo.push(g.t.step(&format!("redo_{name}"), "s", time));
            let send = g.cell("send_queue", send, "KB", &name);
            let log = g.cell("log_rate", log, "KB/s", &name);
            let time = copies::loss_s(send, log);
            loss.push(g.t.step(&format!("loss_{name}"), "s", time));
        }
        if let (Some(queue), Some(rate)) = (g.maybe("redo_queue"), g.maybe("redo_rate")) {
            redo.push(copies::redo_s(queue, rate));
        }
        if let (Some(queue), Some(rate)) =
            (g.maybe("log_send_queue"), g.maybe("log_generation_rate"))
        {
            loss.push(copies::loss_s(queue, rate));
        }
        if redo.is_empty() && loss.is_empty() {
            return Err(g.fault(
                "redo_queue",
                "no queue is given with its rate",
                "give redo_queue and redo_rate, log_send_queue and log_generation_rate, or databases",
            ));
        }
        if !redo.is_empty() {
            let redo = copies::worst(g.t, redo);
            g.put("t_redo", redo.clone());
            let redo = g.t.step("t_redo", "s", redo);
            let (detection, overhead) = (g.n("detection"), g.n("overhead"));
            let all = copies::failover_s(detection, overhead, redo);
            if let Some(most) = g.maybe("rto")
                && all.value() > most.value()
            {
                g.warn("SQL-040", "the copy takes over later than that");
            }
            g.put("t_failover", all);
        }
        if !loss.is_empty() {
            let lost = copies::worst(g.t, loss);
            if let Some(most) = g.maybe("rpo")
                && lost.value() > most.value()
            {
                g.warn("SQL-040", "more work is lost than that");
            }
            g.put("t_data_loss", lost);
        }
        Ok(())
    }
}
