//! Chips: VMs, partners, devices and local links as labelled boxes, laid into lines.

use egui::{Pos2, Rect, Vec2};
use evenkeel_model::drawing::{Face, Measure as _};
use evenkeel_model::ids::{EntityId, HostId, VmId};
use evenkeel_model::plan::{Level, Plan, Vm};
use std::collections::BTreeMap;

use super::super::item::Item;
use crate::fonts::FontMetrics;

pub const CHIP_H: f32 = 22.0;
pub const CHIP_GAP: f32 = 6.0;
/// A host with more chips than this is full: its chips get short.
const FULL: usize = 6;
/// Text sizes at 100 %.
pub const NAME: f32 = 12.0;
pub const DETAIL: f32 = 10.0;

/// What a chip stands for; decides its look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChipKind {
    Vm,
    /// The second half of a level-3 VM, or what stands by for a level-2 VM.
    Ghost,
    Workload,
    Switch,
    Array,
    Feed,
    Witness,
    Link,
}

/// A labelled box.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    pub item: Item,
    pub kind: ChipKind,
    pub rect: Rect,
    pub level: Level,
    /// As shown, shortened where it would not fit.
    pub name: String,
    /// Smaller, after the name.
    pub detail: String,
    /// For screen readers and tests.
    pub label: String,
}

/// Width of a text in canvas units.
pub fn width(text: &str, face: Face, size: f32) -> f32 {
    FontMetrics.width(text, face, size)
}

/// The text, or its beginning with `…`, at most `room` wide.
pub fn shorten(text: &str, face: Face, size: f32, room: f32) -> String {
    if width(text, face, size) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    let dots = width("…", face, size);
    let mut used = dots;
    for c in text.chars() {
        used += width(c.encode_utf8(&mut [0; 4]), face, size);
        if used > room {
            break;
        }
        out.push(c);
    }
    let mut out = out.trim_end().to_owned();
    out.push('…');
    out
}

impl Chip {
    fn new(
        item: Item,
        kind: ChipKind,
        level: Level,
        name: &str,
        detail: String,
        label: String,
    ) -> Self {
        let name = shorten(name, Face::Regular, NAME, 128.0);
        let mut chip = Self {
            item,
            kind,
            rect: Rect::ZERO,
            level,
            name,
            detail,
            label,
        };
        chip.rect = Rect::from_min_size(Pos2::ZERO, Vec2::new(chip.wanted(), CHIP_H));
        chip
    }

    /// Where the name begins, from the left edge.
    pub fn inset(&self) -> f32 {
        26.0
    }

    fn wanted(&self) -> f32 {
        let detail = if self.detail.is_empty() {
            0.0
        } else {
            6.0 + width(&self.detail, Face::Regular, DETAIL)
        };
        (self.inset() + width(&self.name, Face::Regular, NAME) + detail + 8.0).ceil()
    }
}

fn members(vm: &Vm, count: u32) -> String {
    if vm.is_group() || count != 1 {
        format!(" ×{count}")
    } else {
        String::new()
    }
}

fn vcpus(vm: &Vm) -> String {
    format!("{} vCPU", vm.vcpus)
}

fn of_group(vm: &Vm, count: u32) -> String {
    if vm.is_group() {
        format!(", {count} of {} members", vm.count)
    } else {
        String::new()
    }
}

/// Everything on hosts, by host; and VMs with members that have none.
pub fn vm_chips(plan: &Plan) -> (BTreeMap<HostId, Vec<Chip>>, Vec<Chip>) {
    let mut on: BTreeMap<HostId, Vec<Chip>> = BTreeMap::new();
    let mut ghosts: BTreeMap<HostId, Vec<Chip>> = BTreeMap::new();
    let mut loose = Vec::new();
    for (id, vm) in plan.vms.iter() {
        let name = plan.label(&id.into());
        let level = vm.level.number();
        for (row, placed) in vm.placement.iter().enumerate() {
            let host = plan.label(&(&placed.host).into());
            let with = placed
                .partner
                .as_ref()
                .map(|p| format!(" with {}", plan.label(&p.into())))
                .unwrap_or_default();
            on.entry(placed.host.clone()).or_default().push(Chip::new(
                Item::Member {
                    vm: id.clone(),
                    row,
                },
                ChipKind::Vm,
                vm.level,
                &format!("{name}{}", members(vm, placed.count)),
                vcpus(vm),
                format!(
                    "VM {name}{}, level {level}, on {host}{with}",
                    of_group(vm, placed.count)
                ),
            ));
            if let Some(partner) = &placed.partner {
                let word = partner_word(vm.level);
                ghosts.entry(partner.clone()).or_default().push(Chip::new(
                    Item::Partner {
                        vm: id.clone(),
                        row,
                    },
                    ChipKind::Ghost,
                    vm.level,
                    &format!("{name}{}", members(vm, placed.count)),
                    word.to_owned(),
                    format!(
                        "{} of VM {name}{}, level {level}, on {}",
                        capital(word),
                        of_group(vm, placed.count),
                        plan.label(&partner.into())
                    ),
                ));
            }
        }
        if let Some(chip) = loose_chip(id, vm, &name) {
            loose.push(chip);
        }
    }
    for (host, more) in ghosts {
        on.entry(host).or_default().extend(more);
    }
    // A full host shows names only, two a line; level, dashes and the words on hover say the rest.
    for chips in on.values_mut().filter(|c| c.len() > FULL) {
        for chip in chips {
            chip.detail.clear();
            chip.rect.max.x = chip.rect.min.x + chip.wanted();
        }
    }
    (on, loose)
}

/// The second half runs too, or only stands by.
pub const fn partner_word(level: Level) -> &'static str {
    match level {
        Level::L3 => "partner",
        _ => "standby",
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|c| c.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

fn loose_chip(id: &VmId, vm: &Vm, name: &str) -> Option<Chip> {
    let left = vm.count.max(1).saturating_sub(vm.placed());
    (left > 0).then(|| {
        Chip::new(
            Item::Loose(id.clone()),
            ChipKind::Vm,
            vm.level,
            &format!("{name}{}", members(vm, left)),
            vcpus(vm),
            format!(
                "VM {name}{}, level {}, not on a host",
                of_group(vm, left),
                vm.level.number()
            ),
        )
    })
}

/// Workloads that run on no VM.
pub fn idle_chips(plan: &Plan) -> Vec<Chip> {
    plan.workloads
        .iter()
        .filter(|(_, w)| w.runs_on.is_empty())
        .map(|(id, w)| {
            let name = plan.label(&id.into());
            Chip::new(
                Item::Idle(id.clone()),
                ChipKind::Workload,
                Level::L0,
                &name,
                w.kind.word().to_owned(),
                format!("Workload {name}, on no VM"),
            )
        })
        .collect()
}

/// A chip of something that stands in a site.
pub fn device(plan: &Plan, id: EntityId) -> Option<Chip> {
    let name = plan.label(&id);
    let (kind, detail, label) = match &id {
        EntityId::Switch(_) => (
            ChipKind::Switch,
            "switch".to_owned(),
            format!("Switch {name}"),
        ),
        EntityId::Array(a) => {
            let n = plan.arrays.get(a)?.controllers;
            let word = if n == 1 { "controller" } else { "controllers" };
            (
                ChipKind::Array,
                format!("{n} {word}"),
                format!("Array {name}, {n} {word}"),
            )
        }
        EntityId::Feed(f) => {
            let ups = plan.feeds.get(f)?.ups;
            let (detail, more) = if ups {
                ("UPS", ", with UPS")
            } else {
                ("feed", "")
            };
            (
                ChipKind::Feed,
                detail.to_owned(),
                format!("Power feed {name}{more}"),
            )
        }
        EntityId::Witness(_) => (
            ChipKind::Witness,
            "witness".to_owned(),
            format!("Witness {name}"),
        ),
        EntityId::Link(l) => {
            let link = plan.links.get(l)?;
            (
                ChipKind::Link,
                link.speed.to_string(),
                link_label(plan, &id, link),
            )
        }
        _ => return None,
    };
    let item = match &id {
        EntityId::Link(l) => Item::Link(l.clone()),
        _ => Item::Device(id.clone()),
    };
    Some(Chip::new(item, kind, Level::L0, &name, detail, label))
}

/// What a screen reader says of a link.
pub fn link_label(plan: &Plan, id: &EntityId, link: &evenkeel_model::plan::Link) -> String {
    format!(
        "Link {}, {}, {}",
        plan.label(id),
        link.role.word(),
        link.speed
    )
}

/// Puts chips side by side in lines `room` wide from `at`; the height used.
pub fn flow(chips: &mut [Chip], at: Pos2, room: f32) -> f32 {
    let (mut x, mut y) = (0.0, 0.0);
    let mut height = 0.0;
    for chip in chips {
        let w = chip.rect.width().min(room);
        if x > 0.0 && x + w > room {
            x = 0.0;
            y += CHIP_H + CHIP_GAP;
        }
        chip.rect = Rect::from_min_size(at + Vec2::new(x, y), Vec2::new(w, CHIP_H));
        x += w + CHIP_GAP;
        height = y + CHIP_H;
    }
    height
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_shortened_to_fit() {
        let long = "a-very-long-name-of-a-virtual-machine-indeed";
        let short = shorten(long, Face::Regular, NAME, 128.0);
        assert!(short.ends_with('…') && short.len() < long.len());
        assert!(width(&short, Face::Regular, NAME) <= 128.5);
        assert_eq!(shorten("dc", Face::Regular, NAME, 128.0), "dc");
    }
}
