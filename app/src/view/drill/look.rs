//! A failure as the canvas shows it: what is out of order, and the mark of each VM where it stands.

use std::collections::{BTreeMap, BTreeSet};

use evenkeel_model::facts::Outcome;
use evenkeel_model::facts::failures::{Drill, Overload};
use evenkeel_model::failure::{Down, Part};
use evenkeel_model::ids::{EntityId, HostId, LinkId};
use evenkeel_model::plan::Plan;

use super::mark::Mark;
use super::words;
use crate::view::canvas::item::Item;

/// What has become of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It was failed itself.
    Failed,
    /// It is out of order because of something else.
    Down,
}

/// Members that start again: from where, where, how many, within how long.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    pub from: HostId,
    pub to: HostId,
    pub count: u32,
    pub text: String,
}

/// Dress of the canvas in a drill.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Look {
    pub things: BTreeMap<EntityId, State>,
    /// Failed parts of things that are not out of order as a whole, in words.
    pub inside: BTreeMap<EntityId, Vec<String>>,
    /// By what stands on the canvas: mark and words.
    pub marks: BTreeMap<Item, (Mark, String)>,
    pub moves: Vec<Move>,
    pub overloads: BTreeMap<EntityId, Vec<Overload>>,
}

/// Links that carry nothing, or less than all their stretches.
fn links<'p>(plan: &'p Plan, down: &'p Down) -> impl Iterator<Item = &'p LinkId> {
    plan.links
        .iter()
        .filter(|(id, link)| {
            down.has(&EntityId::from(*id))
                || (!link.segments.is_empty()
                    && link
                        .segments
                        .iter()
                        .enumerate()
                        .all(|(i, s)| down.segment(id, i, s)))
        })
        .map(|(id, _)| id)
}

impl Look {
    pub fn new(plan: &Plan, told: &Drill, failed: &BTreeSet<Part>) -> Self {
        let mut look = Self::default();
        for id in told.down.things() {
            look.things.insert(id.clone(), State::Down);
        }
        for id in links(plan, &told.down) {
            look.things.insert(id.into(), State::Down);
        }
        for part in failed {
            match part {
                Part::Thing(id) => {
                    look.things.insert(id.clone(), State::Failed);
                }
                Part::Duct(name) => {
                    for (id, link) in plan.links.iter() {
                        if link.segments.iter().any(|s| s.duct == *name) {
                            let told = words::inside(part);
                            look.inside.entry(id.into()).or_default().push(told);
                        }
                    }
                }
                part => {
                    if let Some(id) = part.thing() {
                        look.inside.entry(id).or_default().push(words::inside(part));
                    }
                }
            }
        }
        look.rows(plan, told);
        for o in &told.failure.overloads {
            look.overloads
                .entry(o.thing.clone())
                .or_default()
                .push(o.clone());
        }
        look
    }

    fn rows(&mut self, plan: &Plan, told: &Drill) {
        let mut moves: BTreeMap<(HostId, HostId), (u32, f64)> = BTreeMap::new();
        for row in &told.rows {
            let mark = Mark::of(&row.outcome);
            let text = if row.count > 1 {
                format!("{} × {}", row.count, words::outcome(plan, row))
            } else {
                words::outcome(plan, row)
            };
            let here = Item::Member {
                vm: row.vm.clone(),
                row: row.row,
            };
            let there = Item::Partner {
                vm: row.vm.clone(),
                row: row.row,
            };
            let mut put = |item: Item| {
                let told = self
                    .marks
                    .entry(item)
                    .or_insert_with(|| (mark, String::new()));
                told.0 = told.0.max(mark);
                if !told.1.is_empty() {
                    told.1.push_str("; ");
                }
                told.1.push_str(&text);
            };
            put(here);
            if row.partner.is_some() {
                put(there);
            }
            if let Outcome::Restarts { on, outage_s } = &row.outcome {
                let (n, longest) = moves
                    .entry((row.from.clone(), on.clone()))
                    .or_insert((0, 0.0));
                *n += row.count;
                *longest = longest.max(*outage_s);
            }
        }
        self.moves = moves
            .into_iter()
            .filter(|((from, to), _)| from != to)
            .map(|((from, to), (count, longest))| Move {
                text: format!(
                    "{count} {} · {}",
                    if count == 1 { "restarts" } else { "restart" },
                    words::span(longest)
                ),
                from,
                to,
                count,
            })
            .collect();
    }

    /// What to add to the accessible name of something on the canvas.
    pub fn told(&self, item: &Item) -> Option<String> {
        if let Some((_, text)) = self.marks.get(item) {
            return Some(text.clone());
        }
        let id = item.id();
        let state = self.things.get(&id).map(|s| match s {
            State::Failed => "failed".to_owned(),
            State::Down => "down".to_owned(),
        });
        let inside = self
            .inside
            .get(&id)
            .map(|list| format!("{} failed", list.join(" and ")));
        let over = self.overloads.get(&id).map(|_| "overloaded".to_owned());
        let all: Vec<String> = [state, inside, over].into_iter().flatten().collect();
        (!all.is_empty()).then(|| all.join(", "))
    }
}

/// The part that a click on something fails; none for VMs and pools, which do not fail by themselves.
pub fn part_of(item: &Item) -> Option<Part> {
    match item.id() {
        id @ (EntityId::Site(_)
        | EntityId::Feed(_)
        | EntityId::Host(_)
        | EntityId::Switch(_)
        | EntityId::Array(_)
        | EntityId::Link(_)
        | EntityId::Witness(_)) => Some(Part::Thing(id)),
        _ => None,
    }
}
