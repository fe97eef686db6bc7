//! What clients send and are answered.

use crate::calc::dimension::{DATA, FREQUENCY};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::sql::network;

pub(super) struct SqlNetwork;

impl Calculation for SqlNetwork {
    const SPEC: Spec = Spec {
        slug: "sql-network",
        family: Family::Sql,
        title: "Network of clients",
        about: "Batch requests a second times the bytes of a request and of an answer. Both sizes are assumptions to be measured. As a class only (recalled): 1,000 batch requests a second make a busy server for a 1 Gbit/s adapter, more than 10,000 a very busy one.",
        inputs: &[
            Input::quantity("batches", "batch requests", &FREQUENCY, "/s", (0.0, 1e9)),
            Input::quantity("request", "bytes of a request", &DATA, "B", (0.0, 1e12))
                .constant(keys::sql::REQUEST_BYTES),
            Input::quantity("reply", "bytes of an answer", &DATA, "B", (0.0, 1e12))
                .constant(keys::sql::REPLY_BYTES),
        ],
        outputs: &[
            Output::new("received", "Received by the server", "Mbit/s"),
            Output::new("sent", "Sent by the server", "Mbit/s"),
        ],
        example: &[("batches", "1000/s")],
        sources: &["Assumption: sizes of request and answer"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let batches = g.n("batches");
        let (request, reply) = (g.n("request"), g.n("reply"));
        let received = network::client_mbps(g.t, batches.clone(), request);
        let sent = network::client_mbps(g.t, batches.clone(), reply);
        g.put("received", received);
        g.put("sent", sent);
        match batches.value() {
            n if n > 10_000.0 => g.note("a very busy server"),
            n if n >= 1_000.0 => g.note("a busy server for one 1 Gbit/s adapter"),
            _ => {}
        }
        Ok(())
    }
}
