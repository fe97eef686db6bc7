//! A link that cannot be built as drawn.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::BTreeSet;

use crate::check::ask;
use crate::edit::Edit;
use crate::facts::Node;
use crate::plan::{End, Link};
use crate::units::Mbps;

crate::check! {
    /// ## What it finds
    /// A link without a stretch, whose stretches do not meet, that names an adapter, port or controller which is not there,
    /// or that is faster than a port it ends at.
    /// ## Why it matters
    /// It cannot carry what the plan counts on, and the bill of materials is wrong.
    /// ## What to do
    /// Draw the missing stretch, or choose a port that exists and is fast enough.
    /// ## Limits
    /// A link of several parallel cables is drawn as several links.
    /// ## References
    /// - DESIGN: a link is a network made of segments between ends
    pub struct CannotBeBuilt = "LNK", 16, Error, "a link that cannot be built as drawn", [];
}

impl Check for CannotBeBuilt {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for (id, link) in plan.links.iter() {
            let mut faults: Vec<String> = Vec::new();
            if link.segments.is_empty() {
                faults.push("has no stretch".to_owned());
            } else if !connected(link) {
                faults.push("has stretches that do not meet".to_owned());
            }
            let mut slowest: Option<f64> = None;
            for end in link.segments.iter().flat_map(|s| [&s.a, &s.b]) {
                let fault = match end {
                    End::Port {
                        host,
                        adapter,
                        port,
                    } => plan.hosts.get(host).and_then(|h| {
                        match h.adapters.iter().find(|a| a.name == *adapter) {
                            None => Some(format!(
                                "names adapter {adapter}, which {} does not have",
                                cx.name(host)
                            )),
                            Some(card) if *port == 0 || *port > card.ports => Some(format!(
                                "names port {port} of {adapter} on {}, which has {}",
                                cx.name(host),
                                ask::count(u64::from(card.ports), "port")
                            )),
                            Some(card) if card.speed < link.speed => {
                                let speed = card.speed.get();
                                slowest = Some(slowest.map_or(speed, |s: f64| s.min(speed)));
                                Some(format!(
                                    "runs at {}, faster than {adapter} of {} with {}",
                                    ask::rate(link.speed.get()),
                                    cx.name(host),
                                    ask::rate(speed)
                                ))
                            }
                            Some(_) => None,
                        }
                    }),
                    End::Array { array, controller } => plan
                        .arrays
                        .get(array)
                        .filter(|a| *controller == 0 || *controller > a.controllers)
                        .map(|a| {
                            format!(
                                "names controller {controller} of {}, which has {}",
                                cx.name(array),
                                ask::count(u64::from(a.controllers), "controller")
                            )
                        }),
                    _ => None,
                };
                if let Some(fault) = fault
                    && !faults.contains(&fault)
                {
                    faults.push(fault);
                }
            }
            if faults.is_empty() {
                continue;
            }
            let finding = out.found(id, format!("{} {}", cx.name(id), ask::words(&faults)));
            for end in link.segments.iter().flat_map(|s| [&s.a, &s.b]) {
                if let Some(host) = end.host() {
                    finding.also(host);
                }
            }
            if let Some(speed) = slowest.filter(|_| faults.iter().all(|f| f.starts_with("runs"))) {
                let mut slower = (**link).clone();
                slower.speed = Mbps::new(speed);
                let title = format!("Run it at {}", ask::rate(speed));
                finding.bold_fix(
                    title,
                    Edit::put(
                        format!("Run {} at {}", cx.name(id), ask::rate(speed)),
                        id,
                        slower,
                    ),
                );
            }
        }
    }
}

/// Whether every stretch can be reached from the first.
fn connected(link: &Link) -> bool {
    let mut open: Vec<(Node, Node)> = link
        .segments
        .iter()
        .map(|s| (Node::of(&s.a), Node::of(&s.b)))
        .collect();
    let mut reached: BTreeSet<Node> = open.first().map(|(a, _)| a.clone()).into_iter().collect();
    loop {
        let before = open.len();
        open.retain(|(a, b)| {
            let meets = reached.contains(a) || reached.contains(b);
            if meets {
                reached.insert(a.clone());
                reached.insert(b.clone());
            }
            !meets
        });
        if open.is_empty() {
            return true;
        }
        if open.len() == before {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, sample, split_sample, with};
    use crate::plan::End;
    use crate::units::Mbps;

    #[test]
    fn ports_must_be_there_and_fast_enough() {
        assert!(found(&sample(), "LNK-016").is_empty());
        assert!(found(&split_sample(), "LNK-016").is_empty());
        for (adapter_now, port_now, n) in [
            ("nic1", 2, 0),
            ("nic1", 3, 1),
            ("nic1", 0, 1),
            ("nic9", 1, 1),
        ] {
            let plan = with(|p| {
                change!(p, links, "a-link-1", l => if let End::Port { adapter, port, .. } = &mut l.segments[0].a {
                    *adapter = adapter_now.to_owned();
                    *port = port_now;
                });
            });
            assert_eq!(found(&plan, "LNK-016").len(), n, "{adapter_now} {port_now}");
        }
        let plan = with(|p| change!(p, links, "a-link-1", l => l.speed = Mbps::new(10_000.0)));
        let all = found(&plan, "LNK-016");
        assert_eq!(all.len(), 1);
        assert_eq!(mended(&plan, &all, 0), sample());
    }

    #[test]
    fn stretches_must_meet() {
        let plan = with(
            |p| change!(p, links, "business-1", l => l.segments[1].b = End::Switch(crate::ids::SwitchId::new("switch-2").unwrap())),
        );
        assert_eq!(found(&plan, "LNK-016").len(), 1);
        let plan = with(|p| change!(p, links, "business-1", l => l.segments.clear()));
        assert_eq!(found(&plan, "LNK-016").len(), 1);
    }
}
