//! A host as a card: its hardware in a line, its load bars, and the VMs on it as chips.

use super::super::Report;
use super::super::paginate::document::{Bar, Tone};
use super::super::paginate::paint_bar;
use super::super::words::{mib, percent};
use super::{Canvas, text_line};
use crate::drawing::{Align, Face, Fill, Ink, Pt, Shape, Stroke};
use crate::ids::HostId;
use crate::plan::Level;

const PAD: f32 = 8.0;
const BAR_ROW: f32 = 10.5;
const CHIP: f32 = 12.5;
const CHIP_GAP: f32 = 3.5;
const CHIP_TEXT: f32 = 6.8;
/// Chips shown before `+ n more`.
const MOST_CHIPS: usize = 24;

/// One VM on a host.
struct Chip {
    name: String,
    level: Level,
    /// The mirrored half that does not run.
    standby: bool,
    width: f32,
}

/// A card laid out for a width.
pub struct HostCard {
    pub id: HostId,
    width: f32,
    small: bool,
    chips: Vec<Chip>,
    /// Chips that did not fit.
    more: usize,
    pub height: f32,
}

impl HostCard {
    /// `small`: only a name, one bar and the number of VMs, for plans with many hosts.
    pub fn new(report: &Report<'_>, id: &HostId, width: f32, small: bool) -> Self {
        let mut card = Self {
            id: id.clone(),
            width,
            small,
            chips: Vec::new(),
            more: 0,
            height: 32.0,
        };
        if small {
            return card;
        }
        let plan = report.cx.plan;
        for (vm_id, vm) in plan.vms.iter() {
            for row in &vm.placement {
                let partner = row.partner.as_ref() == Some(id);
                if row.host != *id && !partner {
                    continue;
                }
                if card.chips.len() == MOST_CHIPS {
                    card.more += 1;
                    continue;
                }
                let mut name = report.name_of(vm_id);
                if row.count > 1 {
                    name = format!("{name} × {}", row.count);
                }
                let name = text_line(
                    &name,
                    Face::Regular,
                    CHIP_TEXT,
                    width - 2.0 * PAD - 22.0,
                    report.measure,
                );
                let text = report.measure.width(&name, Face::Regular, CHIP_TEXT);
                card.chips.push(Chip {
                    name,
                    level: vm.level,
                    standby: partner && row.host != *id && vm.level != Level::L3,
                    width: text + 20.0,
                });
            }
        }
        // What runs here first.
        card.chips.sort_by_key(|c| c.standby);
        let rows = card.rows().len();
        let bars = if report.facts.hosts.contains_key(id) {
            4.0 * BAR_ROW + 4.0
        } else {
            0.0
        };
        card.height = 30.0
            + bars
            + if rows > 0 {
                rows as f32 * (CHIP + CHIP_GAP) + 3.0
            } else {
                0.0
            }
            + PAD
            - 2.0;
        if card.more > 0 {
            card.height += 10.0;
        }
        card
    }

    /// Chips broken into lines.
    fn rows(&self) -> Vec<Vec<&Chip>> {
        let mut rows: Vec<Vec<&Chip>> = Vec::new();
        let mut x = f32::INFINITY;
        for chip in &self.chips {
            if x + chip.width > self.width - 2.0 * PAD {
                rows.push(Vec::new());
                x = 0.0;
            }
            x += chip.width + CHIP_GAP;
            if let Some(row) = rows.last_mut() {
                row.push(chip);
            }
        }
        rows
    }

    pub fn paint(&self, report: &Report<'_>, at: Pt, out: &mut Canvas) {
        let proposed = report
            .cx
            .plan
            .hosts
            .get(&self.id)
            .is_some_and(|h| h.ownership == crate::plan::Ownership::Proposed);
        out.shapes.push(Shape::Rect {
            at,
            size: Pt::new(self.width, self.height),
            radius: 4.0,
            fill: Fill::Solid(Ink::Paper),
            stroke: Some(Stroke {
                ink: if proposed { Ink::Accent } else { Ink::Rule },
                width: 0.8,
                dashed: proposed,
            }),
        });
        let left = at.x + PAD;
        let inner = self.width - 2.0 * PAD;
        let Some(host) = report.cx.plan.hosts.get(&self.id) else {
            return;
        };
        let pool = host
            .pool
            .as_ref()
            .map(|p| report.name_of(p))
            .unwrap_or_default();
        let pool_width = report
            .measure
            .width(&pool, Face::Regular, 6.6)
            .min(inner * 0.45);
        let name = report.name_of(&self.id);
        out.text(
            Pt::new(left, at.y + 14.0),
            text_line(
                &name,
                Face::Bold,
                8.6,
                inner - pool_width - 6.0,
                report.measure,
            ),
            Face::Bold,
            8.6,
            Ink::Text,
            Align::Left,
        );
        let facts = report.facts.hosts.get(&self.id);
        if self.small {
            let share = facts.map_or(0.0, |f| f.shares.worst());
            let label = format!(
                "{} VMs, {}",
                facts.map_or(0, |f| f.load.vms),
                percent(share)
            );
            out.text(
                Pt::new(at.x + self.width - PAD, at.y + 14.0),
                label,
                Face::Regular,
                6.6,
                Ink::Muted,
                Align::Right,
            );
            let bar = Bar {
                now: share as f32,
                ..Bar::default()
            };
            paint_bar(&bar, Pt::new(left, at.y + 23.0), inner, &mut out.shapes);
            return;
        }
        out.text(
            Pt::new(at.x + self.width - PAD, at.y + 14.0),
            text_line(&pool, Face::Regular, 6.6, pool_width + 0.1, report.measure),
            Face::Regular,
            6.6,
            Ink::Muted,
            Align::Right,
        );
        let hardware = format!(
            "{} × {} cores, {}, {}",
            host.sockets,
            host.cores_per_socket,
            host.clock,
            mib(host.ram.as_f64())
        );
        out.text(
            Pt::new(left, at.y + 23.5),
            text_line(&hardware, Face::Regular, 6.8, inner, report.measure),
            Face::Regular,
            6.8,
            Ink::Muted,
            Align::Left,
        );
        let mut y = at.y + 30.0;
        if let Some(f) = facts {
            let s = &report.cx.plan.settings;
            let bars = [
                ("CPU", f.shares.cpu, f.worst.cpu.value, s.cpu_ceiling.get()),
                ("RAM", f.shares.ram, f.worst.ram.value, s.ram_ceiling.get()),
                (
                    "Disk",
                    f.shares.disk(),
                    f.worst.disk().value,
                    s.space_ceiling.get(),
                ),
                (
                    "Net",
                    f.shares.net,
                    f.worst.net.value,
                    s.network_ceiling.get(),
                ),
            ];
            for (name, now, after, ceiling) in bars {
                let middle = y + BAR_ROW / 2.0;
                out.text(
                    Pt::new(left, middle + 2.4),
                    name.to_owned(),
                    Face::Regular,
                    6.6,
                    Ink::Muted,
                    Align::Left,
                );
                let tone = if now > ceiling {
                    Tone::Error
                } else if after > ceiling {
                    Tone::Warning
                } else {
                    Tone::Neutral
                };
                let label = if after > now {
                    format!("{}, {}", percent(now), percent(after))
                } else {
                    percent(now)
                };
                let bar = Bar {
                    now: now as f32,
                    after: Some(after as f32),
                    ceiling: Some(ceiling as f32),
                    tone,
                    label: String::new(),
                };
                paint_bar(
                    &bar,
                    Pt::new(left + 20.0, middle),
                    (inner - 20.0 - 48.0).max(20.0),
                    &mut out.shapes,
                );
                out.text(
                    Pt::new(at.x + self.width - PAD, middle + 2.4),
                    label,
                    Face::Regular,
                    6.6,
                    Ink::Text,
                    Align::Right,
                );
                y += BAR_ROW;
            }
            y += 4.0;
        }
        y += 2.0;
        for row in self.rows() {
            let mut x = left;
            for chip in row {
                chip.paint(Pt::new(x, y), out);
                x += chip.width + CHIP_GAP;
            }
            y += CHIP + CHIP_GAP;
        }
        if self.more > 0 {
            out.text(
                Pt::new(left, y + 6.0),
                format!("and {} more", self.more),
                Face::Regular,
                6.6,
                Ink::Muted,
                Align::Left,
            );
        }
    }
}

impl Chip {
    fn paint(&self, at: Pt, out: &mut Canvas) {
        let level = self.level.number();
        out.shapes.push(Shape::Rect {
            at,
            size: Pt::new(self.width, CHIP),
            radius: 2.6,
            fill: if self.standby {
                Fill::None
            } else {
                Fill::Solid(Ink::LevelSoft(level))
            },
            stroke: Some(Stroke {
                ink: Ink::Level(level),
                width: if self.standby { 0.7 } else { 0.5 },
                dashed: self.standby,
            }),
        });
        super::digit(level, Pt::new(at.x + 2.2, at.y + 2.2), 8.1, out);
        let ink = if self.standby { Ink::Muted } else { Ink::Text };
        out.text(
            Pt::new(at.x + 13.5, at.y + CHIP / 2.0 + CHIP_TEXT * 0.36),
            self.name.clone(),
            Face::Regular,
            CHIP_TEXT,
            ink,
            Align::Left,
        );
    }
}
