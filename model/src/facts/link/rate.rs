//! Payload rate of a link: framing, what others leave of it, and what window and loss let through.

use crate::catalogue::keys;
use crate::facts::{Cx, typed};
use crate::figure::{Num, Origin, Tracer};
use crate::formula::wire;
use crate::ids::LinkId;
use crate::plan::Link;

/// Payload rate of a link, Mbit/s: line rate × what is available × (MTU − headers) ÷ (MTU + frame), and no more than
/// window and loss let its streams reach over a known round trip.
pub(in crate::facts) fn usable<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    id: &LinkId,
    link: &Link,
    rtt_ms: Option<f64>,
) -> T::N {
    let speed = t.given("speed", link.speed.get(), "Mbit/s", || typed(id, "speed"));
    let speed = match link.available {
        Some(share) => {
            let share = t.given("available", share.get(), "", || typed(id, "available"));
            speed * share
        }
        None => speed,
    };
    let mtu = t.given("mtu", f64::from(link.mtu.unwrap_or(1500)), "bytes", || {
        if link.mtu.is_some() {
            typed(id, "mtu")
        } else {
            Origin::Assumed("standard Ethernet packets of 1,500 bytes".into())
        }
    });
    let headers = cx.k(t, "headers", keys::TCP_HEADER_BYTES, "bytes");
    let frame = cx.k(t, "frame", keys::FRAME_OVERHEAD_BYTES, "bytes");
    let frame = if link.vlan {
        frame + cx.k(t, "vlan_tag", keys::VLAN_TAG_BYTES, "bytes")
    } else {
        frame
    };
    let efficiency = wire::efficiency(t, mtu.clone(), headers.clone(), frame);
    let framed = speed * efficiency;
    bounds(t, cx, id, link, rtt_ms, mtu, headers)
        .into_iter()
        .fold(framed, Num::min)
}

/// What window and loss let through; nothing without a round trip to count over.
fn bounds<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    id: &LinkId,
    link: &Link,
    rtt_ms: Option<f64>,
    mtu: T::N,
    headers: T::N,
) -> Vec<T::N> {
    let loss = link.loss.filter(|l| l.get() > 0.0);
    let Some(rtt) = rtt_ms.filter(|ms| *ms > 0.0) else {
        return Vec::new();
    };
    if link.window.is_none() && loss.is_none() {
        return Vec::new();
    }
    let rtt = t.given("rtt", rtt, "ms", || {
        Origin::Figure(format!("link/{id}/rtt"))
    });
    let streams = t.given(
        "streams",
        f64::from(link.streams.unwrap_or(1).max(1)),
        "",
        || match link.streams {
            Some(_) => typed(id, "streams"),
            None => Origin::Assumed("one TCP stream".into()),
        },
    );
    let mut out = Vec::new();
    if let Some(window) = link.window {
        let window = t.given("window", window.as_f64(), "bytes", || typed(id, "window"));
        let rate = wire::window_mbps(t, window, rtt.clone()) * streams.clone();
        out.push(t.step("window_rate", "Mbit/s", rate));
    }
    if let Some(loss) = loss {
        let loss = t.given("loss", loss.get(), "", || typed(id, "loss"));
        let c = cx.k(t, "C", keys::MATHIS_C, "");
        let zero = t.number(0.0);
        let mss = (mtu - headers).max(zero);
        let rate = wire::mathis_mbps(t, mss, rtt, c, loss) * streams;
        out.push(t.step("loss_rate", "Mbit/s", rate));
    }
    out
}

/// Window that fills a link, bytes: its usable rate without the bounds × round trip.
pub(in crate::facts) fn fill_bytes<T: Tracer>(
    t: &mut T,
    id: &LinkId,
    link: &Link,
    rtt_ms: f64,
) -> T::N {
    let speed = t.given("speed", link.speed.get(), "Mbit/s", || typed(id, "speed"));
    let rtt = t.given("rtt", rtt_ms, "ms", || {
        Origin::Figure(format!("link/{id}/rtt"))
    });
    wire::bdp_bytes(t, speed, rtt)
}
