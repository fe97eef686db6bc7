//! Hosts whose pairs use the same availability links, so that what the links carry is reported once.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{CheckCx, Finding, Findings, ask};
use crate::facts::JointFacts;
use crate::ids::{HostId, LinkId, VmId};

/// All joints over one set of links. Their loads and rates are equal: facts count them over the set.
pub(super) struct Bundle<'a> {
    pub first: &'a JointFacts,
    joints: Vec<&'a JointFacts>,
}

/// Joints by the set of their links; those without links are left out.
pub(super) fn bundles<'a>(cx: &CheckCx<'a>) -> Vec<Bundle<'a>> {
    let mut by_links: BTreeMap<Vec<&LinkId>, Bundle<'a>> = BTreeMap::new();
    for joint in cx.facts.joints.values().filter(|j| !j.links.is_empty()) {
        let links: Vec<&LinkId> = joint.links.iter().map(|p| &p.link).collect();
        by_links
            .entry(links)
            .or_insert_with(|| Bundle {
                first: joint,
                joints: Vec::new(),
            })
            .joints
            .push(joint);
    }
    by_links.into_values().collect()
}

impl<'a> Bundle<'a> {
    pub fn links(&self) -> Vec<&'a LinkId> {
        self.first.links.iter().map(|p| &p.link).collect()
    }

    pub fn vms(&self) -> BTreeSet<&'a VmId> {
        self.joints.iter().flat_map(|j| &j.vms).collect()
    }

    fn hosts(&self) -> BTreeSet<&'a HostId> {
        self.joints.iter().flat_map(|j| [&j.a, &j.b]).collect()
    }

    /// `mbx-1 and mbx-2 between host-a and host-b`.
    pub fn pairs(&self, cx: &CheckCx<'_>) -> String {
        format!(
            "{} between {}",
            ask::names(cx, self.vms()),
            ask::names(cx, self.hosts())
        )
    }

    /// What the rate with one link lost stands for.
    pub fn what_is_left(&self) -> &'static str {
        if self.first.links.len() > 1 {
            "is left when the fastest availability link is lost"
        } else {
            "is what the only availability link carries"
        }
    }

    /// Σ of mirrored writes of the pairs, Mbit/s.
    pub fn mirror_mbps(&self, cx: &CheckCx<'_>) -> f64 {
        let here: BTreeSet<(&HostId, &HostId)> = self.joints.iter().map(|j| (&j.a, &j.b)).collect();
        self.vms()
            .into_iter()
            .filter_map(|id| cx.facts.vms.get(id))
            .flat_map(|vm| {
                vm.placed.iter().filter_map(|row| {
                    let partner = row.partner.as_ref()?;
                    let key = if row.host <= *partner {
                        (&row.host, partner)
                    } else {
                        (partner, &row.host)
                    };
                    here.contains(&key)
                        .then(|| vm.mirror_mbps * f64::from(row.count))
                })
            })
            .sum()
    }

    /// A finding whose subjects are the links, their hosts and VMs, first link first.
    pub fn found<'f>(&self, out: &'f mut Findings, message: String) -> &'f mut Finding {
        let links = self.links();
        let finding = match links.first() {
            Some(first) => out.found(*first, message),
            None => out.found(&self.first.a, message),
        };
        for link in links {
            finding.also(link);
        }
        for host in self.hosts() {
            finding.also(host);
        }
        for vm in self.vms() {
            finding.also(vm);
        }
        finding
    }

    /// Offers faster links; `rate` says what each must do given the rate of the slowest.
    pub fn offer_faster(&self, cx: &CheckCx<'_>, finding: &mut Finding, rate: impl Fn(f64) -> f64) {
        let slowest = self
            .first
            .links
            .iter()
            .map(|p| p.line_mbps)
            .fold(f64::INFINITY, f64::min);
        if slowest.is_finite()
            && let Some((title, edit)) = ask::faster(cx, &self.links(), rate(slowest))
        {
            finding.bold_fix(title, edit);
        }
    }
}

/// New availability links.
pub(super) mod start {
    use crate::check::ask;
    use crate::edit::{Edit, add};
    use crate::facts::LinkPath;
    use crate::ids::{EntityId, HostId};
    use crate::plan::{End, LinkRole, Plan};
    use crate::units::{MapDistance, Mbps};

    /// Speed of a link whose ports are not known: what pairs need at least.
    const DEFAULT_MBPS: f64 = 1000.0;

    /// A link between two hosts, by free ports of cards that no availability link of theirs uses where there are any;
    /// as fast and as long as `like`.
    pub fn new_link(plan: &Plan, a: &HostId, b: &HostId, like: Option<&LinkPath>) -> Option<Edit> {
        let (end_a, speed_a) = end(plan, a)?;
        let (end_b, speed_b) = end(plan, b)?;
        let speed = Mbps::new(
            speed_a
                .min(speed_b)
                .min(like.map_or(f64::MAX, |p| p.line_mbps)),
        );
        let (id, mut edit) = add::link(plan, LinkRole::Availability, speed, end_a, end_b);
        if let Some(km) = like.and_then(|p| p.map_km)
            && let EntityId::Link(link) = &id
            && let Some(made) = edit.apply(plan).ok()?.links.get(link)
        {
            let mut long = (**made).clone();
            for segment in &mut long.segments {
                segment.distance = Some(MapDistance::from_km(km));
            }
            edit = Edit::put(edit.label, link, long);
        }
        Some(edit)
    }

    fn end(plan: &Plan, host: &HostId) -> Option<(End, f64)> {
        let used: Vec<&str> = plan
            .links
            .values()
            .filter(|l| l.role == LinkRole::Availability)
            .flat_map(|l| &l.segments)
            .flat_map(|s| [&s.a, &s.b])
            .filter_map(|e| match e {
                End::Port {
                    host: h, adapter, ..
                } if h == host => Some(adapter.as_str()),
                _ => None,
            })
            .collect();
        let known = !plan.hosts.get(host)?.adapters.is_empty();
        match ask::spare_port(plan, host, &used).or_else(|| ask::spare_port(plan, host, &[])) {
            Some(port) => Some((
                End::Port {
                    host: host.clone(),
                    adapter: port.adapter,
                    port: port.port,
                },
                port.speed.get(),
            )),
            // With cards but no free port a link cannot be built.
            None if known => None,
            None => Some((End::Host(host.clone()), DEFAULT_MBPS)),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::catalogue::Catalogue;
    use crate::check::Finding;
    use crate::check::testing::{found, sample};
    use crate::facts::{Case, Cx, derive};
    use crate::ids::LinkId;
    use crate::plan::Plan;
    use crate::units::Mbps;

    /// Protection traffic of the sample, Mbit/s.
    pub fn sample_traffic() -> f64 {
        let plan = sample();
        let cx = Cx::new(&plan, Catalogue::built_in());
        let facts = derive(&cx, &Case::normal());
        facts.joints.values().next().unwrap().traffic_mbps
    }

    /// What is found where each of the two availability links can use this rate.
    pub fn found_at(usable_mbps: f64, code: &str) -> Vec<Finding> {
        let mut plan = sample();
        let at = |plan: &Plan| {
            let cx = Cx::new(plan, Catalogue::built_in());
            let facts = derive(&cx, &Case::normal());
            facts.joints.values().next().unwrap().links[0].usable_mbps
        };
        // Usable rate is proportional to line rate.
        let per_line = at(&plan) / 1000.0;
        for id in ["a-link-1", "a-link-2"] {
            let id = LinkId::new(id).unwrap();
            let mut link = (**plan.links.get(&id).unwrap()).clone();
            link.speed = Mbps::new(usable_mbps / per_line);
            plan.links.put(id, link);
        }
        found(&plan, code)
    }
}
