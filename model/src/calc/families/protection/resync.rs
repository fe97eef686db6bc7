//! How long a resynchronisation takes, and how long the pair is without protection.

use crate::calc::dimension::{DATA, RATE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::resync;

pub(super) struct Resync;

impl Calculation for Resync {
    const SPEC: Spec = Spec {
        slug: "resync",
        family: Family::Protection,
        title: "Resynchronisation after an outage",
        about: "All data, or only what changed while the partner was away: unique writes × outage, at most everything. At a \
                fixed rate, D ÷ R; where new writes share the link, D ÷ (link − writes), which never ends when the writes \
                fill it. Without protection is the outage and the resynchronisation together.",
        inputs: &[
            Input::quantity(
                "capacity",
                "data that is mirrored",
                &DATA,
                "MB",
                (0.0, 1e15),
            )
            .symbol("D"),
            Input::quantity(
                "rate",
                "rate of the resynchronisation",
                &RATE,
                "MB/s",
                (1e-6, 1e9),
            )
            .symbol("R")
            .optional(),
            Input::quantity(
                "storage",
                "throughput of the storage, when rate is left out",
                &RATE,
                "MB/s",
                (1e-6, 1e9),
            )
            .optional(),
            Input::quantity(
                "network",
                "throughput of the network, when rate is left out",
                &RATE,
                "MB/s",
                (1e-6, 1e9),
            )
            .optional(),
            Input::share(
                "share",
                "share of the slower of both, when rate is left out",
            )
            .constant(keys::RESYNC_SHARE),
            Input::quantity(
                "outage",
                "time that the partner is away",
                &TIME,
                "s",
                (0.0, 1e10),
            )
            .optional(),
            Input::quantity(
                "unique_writes",
                "writes to different blocks",
                &RATE,
                "MB/s",
                (0.0, 1e9),
            )
            .optional(),
            Input::quantity(
                "link",
                "usable rate of the link that new writes share",
                &RATE,
                "MB/s",
                (1e-6, 1e9),
            )
            .optional(),
            Input::quantity(
                "writes",
                "new writes on the link; unique_writes when left out",
                &RATE,
                "MB/s",
                (0.0, 1e9),
            )
            .optional(),
            Input::quantity(
                "exposure",
                "time without protection that is accepted",
                &TIME,
                "s",
                (0.0, 1e10),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("rate", "Rate", "MB/s"),
            Output::new("full", "All data", "s"),
            Output::new("full_hours", "The same in hours", "h"),
            Output::new("changed", "Changed while the partner was away", "MB"),
            Output::new("delta", "Changed blocks only", "s"),
            Output::new("busy_full", "All data, new writes on the link", "s"),
            Output::new(
                "busy_delta",
                "Changed blocks only, new writes on the link",
                "s",
            ),
            Output::new("exposed", "Without protection, changed blocks", "s"),
            Output::new("exposed_full", "Without protection, all data", "s"),
        ],
        example: &[("capacity", "500GB"), ("rate", "33MB/s")],
        sources: &["DRBD 9 User's Guide, LINBIT, 2020 (resynchronisation: data ÷ rate)"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let capacity = g.n("capacity");
        let (link, outage, unique) = (g.maybe("link"), g.maybe("outage"), g.maybe("unique_writes"));
        let rate = match (g.maybe("rate"), g.maybe("storage"), g.maybe("network")) {
            (Some(rate), _, _) => Some(rate),
            (None, storage, Some(network)) => {
                let share = g.n("share");
                Some(resync::rate_mb_s::<T>(share, storage, network))
            }
            (None, Some(_), None) => {
                return Err(g.fault(
                    "network",
                    "the rate needs the network too",
                    "give network, or rate",
                ));
            }
            (None, None, None) if link.is_some() => None,
            (None, None, None) => {
                return Err(g.fault(
                    "rate",
                    "no rate is given",
                    "give rate, or storage and network, or link",
                ));
            }
        };
        let changed = match (unique.clone(), outage.clone()) {
            (Some(unique), Some(outage)) => {
                let changed = resync::changed_mb(g.t, capacity.clone(), unique, outage);
                g.put("changed", changed.clone());
                Some(g.t.step("D_changed", "MB", changed))
            }
            (Some(_), None) if g.maybe("writes").is_none() && link.is_none() => {
                return Err(g.fault(
                    "outage",
                    "changed blocks need the length of the outage",
                    "give outage, for example 4h",
                ));
            }
            _ => None,
        };
        let zero = g.t.number(0.0);
        let away = outage.unwrap_or(zero);
        let mut slowest: (Option<T::N>, Option<T::N>) = (None, None);
        if let Some(rate) = rate {
            g.put("rate", rate.clone());
            let rate = g.t.step("rate", "MB/s", rate);
            let full = resync::time_s::<T>(capacity.clone(), rate.clone());
            g.put("full", full.clone());
            let full = g.t.step("full", "s", full);
            let hour = g.t.number(3600.0);
            g.put("full_hours", full.clone() / hour);
            slowest.0 = Some(full);
            if let Some(changed) = changed.clone() {
                let delta = resync::time_s::<T>(changed, rate);
                g.put("delta", delta.clone());
                slowest.1 = Some(g.t.step("delta", "s", delta));
            }
        }
        if let Some(link) = link {
            let writes = g.maybe("writes").or(unique);
            let writes = match writes {
                Some(writes) => writes,
                None => g.t.number(0.0),
            };
            let busy = resync::busy_s::<T>(capacity, link.clone(), writes.clone());
            if busy.is_none() {
                g.fail(
                    "LNK-028",
                    "new writes fill the link: the resynchronisation never ends",
                );
            }
            if let Some(busy) = busy {
                g.put("busy_full", busy.clone());
                let busy = g.t.step("busy_full", "s", busy);
                slowest.0 = Some(match slowest.0 {
                    Some(fixed) => fixed.max(busy),
                    None => busy,
                });
                if let Some(changed) = changed
                    && let Some(busy) = resync::busy_s::<T>(changed, link, writes)
                {
                    g.put("busy_delta", busy.clone());
                    let busy = g.t.step("busy_delta", "s", busy);
                    slowest.1 = Some(match slowest.1 {
                        Some(fixed) => fixed.max(busy),
                        None => busy,
                    });
                }
            } else {
                slowest = (None, None);
            }
        }
        let accepted = g.maybe("exposure").map(|e| e.value());
        let mut worst = None;
        if let Some(delta) = slowest.1 {
            let exposed = away.clone() + delta;
            worst = Some(exposed.value());
            g.put("exposed", exposed);
        }
        if let Some(full) = slowest.0 {
            let exposed = away + full;
            worst = worst.or(Some(exposed.value()));
            g.put("exposed_full", exposed);
        }
        if let (Some(worst), Some(accepted)) = (worst, accepted)
            && worst > accepted
        {
            g.warn(
                "LNK-028",
                "the pair is without protection for longer than accepted",
            );
        }
        Ok(())
    }
}
