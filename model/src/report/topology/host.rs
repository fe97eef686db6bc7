//! A host as a card: its hardware in a line, its load bars, and the VMs on it as chips.

use super::super::Report;
use super::super::paginate::document::{Bar, Tone};
use super::super::paginate::paint_bar;
use super::super::words::{mib, percent};
use super::{Canvas, text_line, text_lines};
use crate::drawing::{Align, Face, Fill, Ink, Pt, Shape, Stroke};
use crate::ids::HostId;
use crate::plan::Level;

const PAD: f32 = 8.0;
const BAR_ROW: f32 = 10.5;
const CHIP: f32 = 12.5;
const CHIP_GAP: f32 = 3.5;
const CHIP_TEXT: f32 = 6.8;
const NAME: f32 = 8.6;
const NAME_LINE: f32 = 10.5;
const HARDWARE: f32 = 6.8;
const HARDWARE_LINE: f32 = 8.6;
const POOL: f32 = 6.6;
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
    name: Vec<String>,
    hardware: Vec<String>,
    /// Beside the name, where there is room for both; else in the line of the hardware.
    pool: String,
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
            name: Vec::new(),
            hardware: Vec::new(),
            pool: String::new(),
            chips: Vec::new(),
            more: 0,
            height: 32.0,
        };
        if small {
            return card;
        }
        let plan = report.cx.plan;
        card.head(report);
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
        card.height = card.head_height()
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

    /// Words of the head: nothing is cut off, what is long takes another line.
    fn head(&mut self, report: &Report<'_>) {
        let Some(host) = report.cx.plan.hosts.get(&self.id) else {
            return;
        };
        let inner = self.width - 2.0 * PAD;
        let name = report.name_of(&self.id);
        let pool = host.pool.as_ref().map(|p| report.name_of(p));
        let mut hardware = format!(
            "{} × {} cores, {}, {}",
            host.sockets,
            host.cores_per_socket,
            host.clock,
            mib(host.ram.as_f64())
        );
        if let Some(pool) = pool {
            let both = report.measure.width(&name, Face::Bold, NAME)
                + report.measure.width(&pool, Face::Regular, POOL)
                + 8.0;
            if both <= inner {
                self.pool = pool;
            } else {
                hardware = format!("{hardware} · {pool}");
            }
        }
        self.name = text_lines(&name, Face::Bold, NAME, inner, 2, report.measure);
        self.hardware = text_lines(&hardware, Face::Regular, HARDWARE, inner, 3, report.measure);
    }

    fn head_height(&self) -> f32 {
        let more = |lines: &[String]| lines.len().saturating_sub(1) as f32;
        30.0 + more(&self.name) * NAME_LINE + more(&self.hardware) * HARDWARE_LINE
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
        let facts = report.facts.hosts.get(&self.id);
        if self.small {
            let share = facts.map_or(0.0, |f| f.shares.worst());
            let label = format!(
                "{} VMs, {}",
                facts.map_or(0, |f| f.load.vms),
                percent(share)
            );
            let room = inner - report.measure.width(&label, Face::Regular, POOL) - 6.0;
            let name = report.name_of(&self.id);
            let name = text_line(&name, Face::Bold, NAME, room, report.measure);
            let place = Pt::new(left, at.y + 14.0);
            out.text(place, name, Face::Bold, NAME, Ink::Text, Align::Left);
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
        let corner = Pt::new(at.x + self.width - PAD, at.y + 14.0);
        let pool = self.pool.clone();
        out.text(corner, pool, Face::Regular, POOL, Ink::Muted, Align::Right);
        let mut foot = at.y + 14.0 - NAME_LINE;
        for line in &self.name {
            foot += NAME_LINE;
            let place = Pt::new(left, foot);
            out.text(
                place,
                line.clone(),
                Face::Bold,
                NAME,
                Ink::Text,
                Align::Left,
            );
        }
        foot += 9.5 - HARDWARE_LINE;
        for line in &self.hardware {
            foot += HARDWARE_LINE;
            let place = Pt::new(left, foot);
            let line = line.clone();
            out.text(
                place,
                line,
                Face::Regular,
                HARDWARE,
                Ink::Muted,
                Align::Left,
            );
        }
        let mut y = at.y + self.head_height();
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
