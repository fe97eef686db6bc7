//! Figures of the canvas in words. Formats only: every number comes from the facts.

use evenkeel_model::catalogue::Mechanism;
use evenkeel_model::facts::{Cx, Facts, WitnessPath};
use evenkeel_model::ids::{LinkId, PoolId, SiteId};
use evenkeel_model::plan::{Level, Plan};
use evenkeel_model::units::Quantity as _;

/// A share as `62 %`; what rounds to nothing is `0 %`, never `-0 %`. A load on a host of no cores is `∞ %`.
pub fn percent(share: f32) -> String {
    let percent = share * 100.0;
    if percent > 1e6 {
        return "∞ %".to_owned();
    }
    let shown = if percent.abs() <= 0.5 { 0.0 } else { percent };
    format!("{shown:.0} %")
}

pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

pub fn thousands(n: u32) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

pub fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|c| c.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// Three significant digits at most.
pub fn number(v: f64) -> String {
    let a = v.abs();
    let text = if a >= 100.0 {
        format!("{v:.0}")
    } else if a >= 10.0 {
        format!("{v:.1}")
    } else {
        format!("{v:.2}")
    };
    // `10.0` reads as `10`; `0.50` as `0.5`.
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// `0.24 / 0.94 Gbit/s`, in the unit that suits the capacity.
pub fn used(load_mbps: f64, usable_mbps: f64) -> String {
    if usable_mbps >= 1000.0 || load_mbps >= 1000.0 {
        format!(
            "{} / {} Gbit/s",
            number(load_mbps / 1000.0),
            number(usable_mbps / 1000.0)
        )
    } else {
        format!("{} / {} Mbit/s", number(load_mbps), number(usable_mbps))
    }
}

/// Text, share of the budget, whether it is over.
pub fn round_trip(rtt: f64, limit: Option<f64>) -> (String, Option<f32>, bool) {
    match limit.filter(|l| *l > 0.0) {
        Some(limit) => {
            let over = rtt > limit;
            let sign = if over { "over" } else { "✓" };
            (
                format!("round trip {} / {} ms {sign}", number(rtt), number(limit)),
                Some((rtt / limit) as f32),
                over,
            )
        }
        None => (format!("round trip {} ms", number(rtt)), None, false),
    }
}

/// How pairs of a level are kept, and how far apart they still hold.
pub fn pair(cx: &Cx<'_>, level: Level, reach_km: Option<f64>) -> String {
    let how = match cx.profile.mechanism(level) {
        Some(Mechanism::Lockstep { .. }) => "lockstep",
        Some(Mechanism::Checkpoint { .. }) => "checkpoints",
        Some(Mechanism::MirrorRestart) => "mirror",
        Some(Mechanism::Restart { .. }) => "restart",
        Some(Mechanism::None) => "pair",
        None => "not offered",
    };
    match reach_km {
        Some(km) if km.is_finite() => format!("{how} · holds up to {} km", km_text(km)),
        _ => how.to_owned(),
    }
}

fn km_text(km: f64) -> String {
    if km >= 10.0 {
        format!("{km:.0}")
    } else {
        format!("{km:.1}")
    }
}

/// The distance typed for these links, where all say the same.
pub fn distance(plan: &Plan, links: &[LinkId]) -> String {
    let mut seen: Vec<String> = links
        .iter()
        .filter_map(|id| plan.links.get(id))
        .flat_map(|l| &l.segments)
        .filter_map(|s| s.distance.filter(|d| d.canonical() > 0.0))
        .map(|d| d.to_string())
        .collect();
    seen.dedup();
    match seen.as_slice() {
        [one] => one.clone(),
        _ => String::new(),
    }
}

/// The pool's name and whether its restarts were proven; true when they were not.
pub fn pool(plan: &Plan, facts: &Facts, id: &PoolId) -> (String, bool) {
    let name = plan.label(&id.into());
    let name = if name.to_lowercase().contains("pool") {
        name
    } else {
        format!("pool {name}")
    };
    let restarts = plan.vms.values().any(|v| {
        v.level == Level::L1
            && v.placement
                .iter()
                .any(|r| plan.hosts.get(&r.host).and_then(|h| h.pool.as_ref()) == Some(id))
    });
    let Some(f) = facts.pools.get(id).filter(|_| restarts) else {
        return (name, false);
    };
    let failures = count(
        f.host_failures_wanted as usize,
        "host failure",
        "host failures",
    );
    if f.host_failures_wanted == 0 {
        (name, false)
    } else if f.host_failures_survived >= f.host_failures_wanted {
        (format!("{name} · {failures}: restart proven"), false)
    } else {
        (format!("{name} · {failures}: not every VM restarts"), true)
    }
}

/// `witness · 8 ms`: the longest round trip to a site it serves.
pub fn witness(plan: &Plan, facts: &Facts, site: &SiteId) -> String {
    let longest = plan
        .witnesses
        .iter()
        .filter(|(_, w)| w.site == *site)
        .filter_map(|(id, _)| facts.witnesses.get(id))
        .flat_map(|f| f.paths.iter().filter_map(|p| p.rtt_ms))
        .fold(None, |m: Option<f64>, r| Some(m.map_or(r, |m| m.max(r))));
    let there = plan.witnesses.values().any(|w| w.site == *site);
    match (there, longest) {
        (false, _) => "no witness here".to_owned(),
        (true, Some(ms)) => format!("witness · {} ms", number(ms)),
        (true, None) => "witness".to_owned(),
    }
}

pub fn witness_path(path: &WitnessPath) -> String {
    match (path.reachable, path.rtt_ms) {
        (false, _) => "no way to the witness".to_owned(),
        (true, Some(ms)) => format!("{} ms", number(ms)),
        (true, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(thousands(4000), "4,000");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(used(240.0, 940.0), "240 / 940 Mbit/s");
        assert_eq!(used(1160.0, 9400.0), "1.16 / 9.4 Gbit/s");
        assert_eq!(percent(0.625), "62 %");
        assert_eq!(percent(-0.0), "0 %");
        assert_eq!(percent(-0.003), "0 %");
        assert_eq!(percent(-0.012), "-1 %");
    }

    #[test]
    fn a_round_trip_over_its_budget_says_so() {
        let (text, share, over) = round_trip(2.5, Some(2.0));
        assert_eq!(text, "round trip 2.5 / 2 ms over");
        assert!(over && share == Some(1.25));
        assert!(!round_trip(2.0, Some(2.0)).2, "the budget itself holds");
        assert_eq!(round_trip(1.0, None).0, "round trip 1 ms");
    }
}
