//! Figures of links, of two hosts that carry pairs, and of what protection does.

use super::List;
use crate::facts::{FigureInfo, JointFacts, LinkFacts, Totals, VmFacts};
use crate::ids::{EntityId, HostId, LinkId};

pub(super) fn effects(l: &mut List, f: &VmFacts) {
    let e = &f.effects;
    let km = f
        .placed
        .iter()
        .filter_map(|p| p.max_map_km)
        .reduce(f64::min);
    l.maybe("max_distance", "Largest map distance", "km", km, true);
    l.maybe(
        "write.added",
        "Added to each disk write",
        "ms",
        e.write_added_ms,
        true,
    );
    l.maybe("output.hold", "Output is held", "ms", e.hold_mean_ms, true);
    l.maybe(
        "output.hold_max",
        "Output is held at most",
        "ms",
        e.hold_max_ms,
        false,
    );
    l.maybe(
        "cpu.overhead",
        "Processor that lockstep takes",
        "share",
        e.cpu_overhead,
        false,
    );
    if let Some(c) = e.checkpoint {
        l.add("checkpoint.size", "Each checkpoint", "MB", c.mb, false);
        l.add(
            "checkpoint.send",
            "Time to send a checkpoint",
            "ms",
            c.send_ms,
            false,
        );
        l.add(
            "checkpoint.epoch",
            "Epoch that is kept",
            "ms",
            c.epoch_ms,
            false,
        );
        l.add(
            "checkpoint.pause_share",
            "Time the VM stands still",
            "share",
            c.pause_share,
            false,
        );
        l.add(
            "checkpoint.most_pages",
            "Most dirty pages that keep the epoch",
            "",
            c.most_pages,
            false,
        );
    }
}

pub(super) fn of_link(id: &LinkId, f: &LinkFacts) -> Vec<FigureInfo> {
    let mut l = List::new(format!("link/{id}"), id);
    l.add("usable", "Usable rate", "Mbit/s", f.usable_mbps, true);
    if f.load_mbps > 0.0 || f.rtt_limit_ms.is_some() {
        l.add("load", "Load, all links up", "Mbit/s", f.load_mbps, true);
        l.add(
            "load.one_lost",
            "Load, another link lost",
            "Mbit/s",
            f.load_one_lost_mbps,
            true,
        );
        l.add("share", "Use, all links up", "share", f.share, false);
        l.add(
            "share.one_lost",
            "Use, another link lost",
            "share",
            f.share_one_lost,
            false,
        );
        l.add(
            "load.resync",
            "Load, pairs resynchronising",
            "Mbit/s",
            f.load_resync_mbps,
            false,
        );
        l.add(
            "share.resync",
            "Use, pairs resynchronising",
            "share",
            f.share_resync,
            false,
        );
    }
    l.maybe(
        "bdp",
        "Bytes that fill it over its round trip",
        "B",
        f.bdp_bytes,
        false,
    );
    l.maybe("rtt", "Round trip", "ms", f.rtt_ms, true);
    l.out
}

pub(super) fn of_joint(key: &(HostId, HostId), f: &JointFacts) -> Vec<FigureInfo> {
    let mut l = List::new(format!("joint/{}+{}", key.0, key.1), &key.0);
    let own = format!("with {}: ", key.1);
    let mut add = |name: &str, label: &str, unit, value: Option<f64>| {
        if let Some(v) = value {
            l.add(name, format!("{own}{label}"), unit, v, false);
        }
    };
    if !f.links.is_empty() {
        add(
            "own_load",
            "load of their pairs",
            "Mbit/s",
            Some(f.own_load_mbps),
        );
        add(
            "load",
            "load of pairs over the same links",
            "Mbit/s",
            Some(f.load_mbps),
        );
        add(
            "usable",
            "usable rate of availability links",
            "Mbit/s",
            Some(f.usable_mbps),
        );
        add(
            "usable.one_lost",
            "usable rate, fastest link lost",
            "Mbit/s",
            Some(f.usable_one_lost_mbps),
        );
        add(
            "line.one_lost",
            "line rate, fastest link lost",
            "Mbit/s",
            Some(f.line_one_lost_mbps),
        );
        add(
            "traffic",
            "traffic of pairs over the same links",
            "Mbit/s",
            Some(f.traffic_mbps),
        );
        add(
            "mirror",
            "mirrored writes of pairs over the same links",
            "Mbit/s",
            Some(f.mirror_mbps),
        );
        add(
            "minimum",
            "the platform's minimum for them",
            "Mbit/s",
            Some(f.minimum_mbps),
        );
        add(
            "link.need",
            "line rate that each link needs",
            "Mbit/s",
            f.need_mbps,
        );
        add(
            "link.smallest",
            "smallest common line rate that carries it",
            "Mbit/s",
            f.smallest_mbps,
        );
    }
    if let Some(r) = &f.resync {
        add("resync.data", "mirrored data", "MB", Some(r.data_mb));
        add(
            "resync.rate",
            "rate of resynchronisation",
            "MB/s",
            Some(r.rate_mb_s),
        );
        add(
            "resync.changed",
            "changed while the partner is away",
            "MB",
            Some(r.changed_mb),
        );
        add(
            "resync.full",
            "resynchronisation of everything",
            "s",
            Some(r.full_s),
        );
        add(
            "resync.delta",
            "resynchronisation of changed blocks",
            "s",
            Some(r.delta_s),
        );
        add(
            "resync.busy_full",
            "everything, with new writes on the links",
            "s",
            r.busy_full_s,
        );
        add(
            "resync.busy_delta",
            "changed blocks, with new writes on the links",
            "s",
            r.busy_delta_s,
        );
        add(
            "resync.exposed",
            "without protection after an outage",
            "s",
            r.exposed_s,
        );
    }
    add("rtt", "round trip", "ms", f.rtt_ms);
    add("max_distance", "largest map distance", "km", f.max_map_km);
    add("max_fibre", "largest length of fibre", "km", f.max_fibre_km);
    l.out
}

pub(super) fn of_plan(f: &Totals) -> Vec<FigureInfo> {
    let mut l = List::new("plan".to_owned(), EntityId::Plan);
    l.maybe(
        "max_distance",
        "Largest map distance of every split pair",
        "km",
        f.max_map_km,
        true,
    );
    l.out
}
