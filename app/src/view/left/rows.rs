//! The outline as plain rows: every thing of the plan, folded and filtered.

use std::collections::BTreeSet;

use evenkeel_model::check::Finding;
use evenkeel_model::facts::Facts;
use evenkeel_model::ids::{EntityId, HostId, SiteId};
use evenkeel_model::plan::{Level, Plan, SiteKind};

use crate::view::canvas::icons::Icon;
use crate::view::canvas::item::Item;
use crate::view::canvas::scene::{Marks, marks, percent};

/// What stands before the name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sign {
    Icon(Icon),
    Level(Level),
}

/// One line of the outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Stable name of the row within the outline.
    pub key: String,
    pub depth: usize,
    /// None for a heading.
    pub item: Option<Item>,
    pub sign: Option<Sign>,
    pub name: String,
    /// At the right: a count, a share, a level.
    pub note: String,
    pub marks: Marks,
    /// Whether it is unfolded; none when nothing is under it.
    pub open: Option<bool>,
}

/// Hosts are folded from the start on plans with more of them than this.
const MANY_HOSTS: usize = 12;

struct Builder<'a> {
    plan: &'a Plan,
    facts: &'a Facts,
    marks: std::collections::BTreeMap<EntityId, Marks>,
    filter: String,
    turned: &'a BTreeSet<String>,
    rows: Vec<Row>,
}

/// Every row that shows now.
pub fn build(
    plan: &Plan,
    facts: &Facts,
    findings: &[Finding],
    filter: &str,
    turned: &BTreeSet<String>,
) -> Vec<Row> {
    let mut b = Builder {
        plan,
        facts,
        marks: marks(findings),
        filter: filter.trim().to_lowercase(),
        turned,
        rows: Vec::new(),
    };
    let of = |kinds: &[SiteKind]| -> Vec<SiteId> {
        let mut sites: Vec<SiteId> = plan
            .sites
            .iter()
            .filter(|(_, s)| kinds.contains(&s.kind))
            .map(|(id, _)| id.clone())
            .collect();
        sites.sort_by_cached_key(|id| counted(id.as_str()));
        sites
    };
    for site in of(&[SiteKind::Data])
        .into_iter()
        .chain(of(&[SiteKind::Witness]))
        .chain(of(&[SiteKind::Branch]))
    {
        b.site(&site);
    }
    b.loose();
    b.section(
        "Links",
        plan.links.keys().map(EntityId::from).collect(),
        Icon::Link,
    );
    b.section(
        "Pools",
        plan.pools.keys().map(EntityId::from).collect(),
        Icon::Pool,
    );
    b.section(
        "Workloads",
        plan.workloads.keys().map(EntityId::from).collect(),
        Icon::Measured,
    );
    b.section(
        "Services",
        plan.services.keys().map(EntityId::from).collect(),
        Icon::Service,
    );
    b.homeless();
    b.rows
}

/// A slug so that `site-10` comes after `site-9`, as they were made.
fn counted(slug: &str) -> (String, u64, String) {
    let stem = slug.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = slug.get(stem.len()..).and_then(|n| n.parse().ok());
    (stem.to_owned(), number.unwrap_or(0), slug.to_owned())
}

impl Builder<'_> {
    fn matches(&self, id: &EntityId) -> bool {
        self.filter.is_empty()
            || self.plan.label(id).to_lowercase().contains(&self.filter)
            || id.slug().contains(&self.filter)
    }

    /// While something is searched for, everything that holds a hit is open.
    fn is_open(&self, key: &str, custom: bool) -> bool {
        !self.filter.is_empty() || (custom != self.turned.contains(key))
    }

    fn row(&self, key: String, depth: usize, item: Item, sign: Option<Sign>, note: String) -> Row {
        let id = item.id();
        Row {
            key,
            depth,
            name: self.plan.label(&id),
            marks: self.marks.get(&id).copied().unwrap_or_default(),
            item: Some(item),
            sign,
            note,
            open: None,
        }
    }

    /// Adds a row and what is under it, if either is searched for.
    fn branch(&mut self, mut row: Row, custom: bool, children: Vec<Vec<Row>>) {
        let hit = row.item.as_ref().is_none_or(|i| self.matches(&i.id())) && row.item.is_some();
        let under: Vec<Row> = children.into_iter().flatten().collect();
        if under.is_empty() {
            if hit || (self.filter.is_empty() && row.item.is_some()) {
                self.rows.push(row);
            }
            return;
        }
        let open = self.is_open(&row.key, custom);
        row.open = Some(open);
        self.rows.push(row);
        if open {
            self.rows.extend(under);
        }
    }

    fn site(&mut self, site: &SiteId) {
        let id = EntityId::from(site);
        let hosts: Vec<HostId> = self
            .plan
            .hosts
            .iter()
            .filter(|(_, h)| h.site == *site)
            .map(|(id, _)| id.clone())
            .collect();
        let kind = self.plan.sites.get(site).map_or(SiteKind::Data, |s| s.kind);
        let note = match (kind, hosts.len()) {
            (SiteKind::Witness, 0) => "witness".to_owned(),
            (SiteKind::Branch, 0) => "branch".to_owned(),
            (_, 1) => "1 host".to_owned(),
            (_, n) => format!("{n} hosts"),
        };
        let row = self.row(id.to_string(), 0, Item::Site(site.clone()), None, note);
        let mut children: Vec<Vec<Row>> = hosts.iter().map(|h| self.host(h)).collect();
        children.push(self.devices(site));
        self.branch(row, true, children);
    }

    fn host(&self, host: &HostId) -> Vec<Row> {
        let id = EntityId::from(host);
        let note = self
            .facts
            .hosts
            .get(host)
            .map(|f| f.shares.worst())
            .filter(|s| s.is_finite())
            .map_or_else(String::new, |s| percent(s as f32));
        let mut row = self.row(id.to_string(), 1, Item::Host(host.clone()), None, note);
        let mut vms = Vec::new();
        for (vm, v) in self.plan.vms.iter() {
            for (i, placed) in v.placement.iter().enumerate() {
                if placed.host == *host && self.matches(&vm.into()) {
                    vms.push(self.vm_row(&id, vm, v, i, placed.count));
                }
            }
        }
        if vms.is_empty() {
            return if self.matches(&id) {
                vec![row]
            } else {
                Vec::new()
            };
        }
        let open = self.is_open(&row.key, self.plan.hosts.len() <= MANY_HOSTS);
        row.open = Some(open);
        let mut out = vec![row];
        if open {
            out.extend(vms);
        }
        out
    }

    fn vm_row(
        &self,
        host: &EntityId,
        vm: &evenkeel_model::ids::VmId,
        v: &evenkeel_model::plan::Vm,
        row: usize,
        count: u32,
    ) -> Row {
        let mut out = self.row(
            format!("{host}/{vm}/{row}"),
            2,
            Item::Member {
                vm: vm.clone(),
                row,
            },
            Some(Sign::Level(v.level)),
            format!("L{}", v.level.number()),
        );
        if v.is_group() {
            out.name += &format!(" ×{count}");
        }
        out
    }

    fn devices(&self, site: &SiteId) -> Vec<Row> {
        let plan = self.plan;
        let here = |s: Option<&SiteId>| s.or_else(|| plan.sites.keys().next()) == Some(site);
        let witnesses = plan
            .witnesses
            .iter()
            .filter(|(_, w)| w.site == *site)
            .map(|(id, _)| (EntityId::from(id), Icon::Witness, "witness"));
        let switches = plan
            .switches
            .iter()
            .filter(|(_, s)| here(s.site.as_ref()))
            .map(|(id, _)| (EntityId::from(id), Icon::Switch, "switch"));
        let arrays = plan
            .arrays
            .iter()
            .filter(|(_, a)| a.site == *site)
            .map(|(id, _)| (EntityId::from(id), Icon::Array, "array"));
        let feeds = plan
            .feeds
            .iter()
            .filter(|(_, f)| here(f.site.as_ref()))
            .map(|(id, _)| (EntityId::from(id), Icon::Feed, "feed"));
        witnesses
            .chain(switches)
            .chain(arrays)
            .chain(feeds)
            .filter(|(id, ..)| self.matches(id))
            .map(|(id, icon, word)| {
                self.row(
                    id.to_string(),
                    1,
                    Item::Device(id),
                    Some(Sign::Icon(icon)),
                    word.to_owned(),
                )
            })
            .collect()
    }

    fn heading(&self, name: &str, count: usize) -> Row {
        Row {
            key: format!("heading {name}"),
            depth: 0,
            item: None,
            sign: None,
            name: name.to_owned(),
            note: count.to_string(),
            marks: Marks::default(),
            open: None,
        }
    }

    /// VMs that have members without a host.
    fn loose(&mut self) {
        let rows: Vec<Row> = self
            .plan
            .vms
            .iter()
            .filter(|(_, v)| v.placed() < v.count.max(1))
            .filter(|(id, _)| self.matches(&(*id).into()))
            .map(|(id, v)| {
                let mut row = self.row(
                    format!("loose/{id}"),
                    1,
                    Item::Loose(id.clone()),
                    Some(Sign::Level(v.level)),
                    format!("L{}", v.level.number()),
                );
                let left = v.count.max(1) - v.placed();
                if v.is_group() {
                    row.name += &format!(" ×{left}");
                }
                row
            })
            .collect();
        if !rows.is_empty() {
            let head = self.heading("Not placed yet", rows.len());
            self.branch(head, true, vec![rows]);
        }
    }

    fn section(&mut self, name: &str, ids: Vec<EntityId>, icon: Icon) {
        let total = ids.len();
        let rows: Vec<Row> = ids
            .into_iter()
            .filter(|id| self.matches(id))
            .filter_map(|id| {
                let (item, note) = self.of_section(&id)?;
                Some(self.row(id.to_string(), 1, item, Some(Sign::Icon(icon)), note))
            })
            .collect();
        if !rows.is_empty() {
            let head = self.heading(name, total);
            self.branch(head, false, vec![rows]);
        }
    }

    fn of_section(&self, id: &EntityId) -> Option<(Item, String)> {
        Some(match id {
            EntityId::Link(l) => (
                Item::Link(l.clone()),
                self.plan.links.get(l)?.role.word().to_owned(),
            ),
            EntityId::Pool(p) => {
                let n = self.plan.hosts_in_pool(p).count();
                let note = if n == 1 {
                    "1 host".to_owned()
                } else {
                    format!("{n} hosts")
                };
                (Item::Pool(p.clone()), note)
            }
            EntityId::Workload(w) => (
                Item::Idle(w.clone()),
                self.plan.workloads.get(w)?.kind.word().to_owned(),
            ),
            EntityId::Service(s) => {
                let users = self.plan.services.get(s)?.users;
                let note = if users == 0 {
                    String::new()
                } else {
                    format!("{users} users")
                };
                (Item::Device(id.clone()), note)
            }
            _ => return None,
        })
    }

    /// Hosts whose site is gone cannot be, but a plan read from a file may surprise: nothing is left out.
    fn homeless(&mut self) {
        let lost: Vec<HostId> = self
            .plan
            .hosts
            .iter()
            .filter(|(_, h)| !self.plan.sites.contains(&h.site))
            .map(|(id, _)| id.clone())
            .collect();
        for host in lost {
            let rows = self.host(&host);
            self.rows.extend(rows);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(filter: &str, turned: &[&str]) -> Vec<String> {
        let plan =
            evenkeel_model::io::from_text(include_str!("../../../../tests/fixtures/two-sites.ron"))
                .expect("the fixture parses");
        let turned = turned.iter().map(|t| (*t).to_owned()).collect();
        build(&plan, &Facts::default(), &[], filter, &turned)
            .into_iter()
            .map(|r| format!("{}{}", "  ".repeat(r.depth), r.name))
            .collect()
    }

    #[test]
    fn mirrors_the_plan() {
        let all = names("", &[]);
        assert_eq!(all[0], "Main building");
        assert_eq!(all[1], "  host-a1");
        assert_eq!(all[2], "    mbx-exec");
        assert!(all.contains(&"    web ×3".to_owned()));
        assert!(all.contains(&"Harbour office".to_owned()));
        assert!(all.contains(&"  arbiter".to_owned()));
        assert!(all.contains(&"  spare".to_owned()));
        assert!(all.contains(&"Links".to_owned()));
        assert!(!all.contains(&"  fibre-1".to_owned()), "links are folded");
    }

    #[test]
    fn every_thing_of_the_plan_has_a_row_when_unfolded() {
        let plan =
            evenkeel_model::io::from_text(include_str!("../../../../tests/fixtures/two-sites.ron"))
                .expect("the fixture parses");
        let turned = [
            "heading Links",
            "heading Pools",
            "heading Workloads",
            "heading Services",
        ]
        .map(str::to_owned)
        .into();
        let rows = build(&plan, &Facts::default(), &[], "", &turned);
        for id in plan.entities() {
            assert!(
                rows.iter()
                    .any(|r| r.item.as_ref().is_some_and(|i| i.id() == id)),
                "{id}"
            );
        }
    }

    #[test]
    fn search_shows_hits_with_what_holds_them() {
        assert_eq!(
            names("exec", &[]),
            [
                "Main building",
                "  host-a1",
                "    mbx-exec",
                "Services",
                "  Executive mail"
            ]
        );
        assert!(names("nothing like it", &[]).is_empty());
        assert!(
            names("", &["host/host-a1"])
                .iter()
                .all(|n| n != "    mbx-exec")
        );
    }
}
