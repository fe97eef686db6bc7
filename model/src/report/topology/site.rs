//! A site as a card: its hosts in columns, then its arrays and switches.

use super::super::Report;
use super::super::words::list;
use super::host::HostCard;
use super::{Area, Canvas, GAP, PAD, SITE_HEAD, WIDE_GAP, text_line, text_lines, ways};
use crate::drawing::{Align, Face, Fill, Ink, Pt, Shape, Stroke};
use crate::ids::{HostId, SiteId};

/// Height of an array's box without its lines of disks.
const ARRAY: f32 = 16.0;
/// Height of a line of small text.
const LINE: f32 = 8.2;
const SMALL: f32 = 6.6;

fn array_height(disks: &[String]) -> f32 {
    ARRAY + disks.len() as f32 * LINE
}

/// A site with its hosts, laid out for a width.
pub struct SiteCard {
    pub id: Option<SiteId>,
    hosts: Vec<HostCard>,
    /// Shared arrays: name and disks.
    arrays: Vec<(String, Vec<String>)>,
    /// Names of switches.
    switches: Vec<String>,
    columns: usize,
    gap: f32,
    width: f32,
    pub height: f32,
}

impl SiteCard {
    pub fn new(
        report: &Report<'_>,
        id: Option<SiteId>,
        hosts: &[HostId],
        width: f32,
        small: bool,
    ) -> Self {
        let (columns, gap) = match (width > 300.0, hosts.len()) {
            (true, 2) => (2, WIDE_GAP),
            (true, 3..=4) => (2, GAP),
            (true, n) if n > 4 => (3, GAP),
            (false, n) if small && n > 6 && width > 180.0 => (2, 8.0),
            _ => (1, GAP),
        };
        let each = (width - 2.0 * PAD - gap * (columns as f32 - 1.0)) / columns as f32;
        let mut hosts: Vec<HostCard> = hosts
            .iter()
            .map(|h| HostCard::new(report, h, each, small))
            .collect();
        if let ([a, b], true) = (hosts.as_mut_slice(), gap == WIDE_GAP) {
            let least = ways::height_between_hosts(report, &a.id, &b.id);
            for card in [a, b] {
                card.height = card.height.max(least);
            }
        }
        let rows: f32 = hosts
            .chunks(columns)
            .map(|row| row.iter().map(|h| h.height).fold(0.0, f32::max) + GAP)
            .sum();
        let plan = report.cx.plan;
        let inner = width - 2.0 * PAD;
        let lines =
            |text: &str, room: f32| text_lines(text, Face::Regular, SMALL, room, 3, report.measure);
        let arrays: Vec<(String, Vec<String>)> = plan
            .arrays
            .iter()
            .filter(|(_, a)| id.as_ref() == Some(&a.site))
            .map(|(array, a)| {
                let groups: Vec<String> = a.raid.iter().map(super::super::hosts::raid).collect();
                (
                    report.name_of(array),
                    lines(&list(&groups, 3), inner - 16.0),
                )
            })
            .collect();
        let switches: Vec<String> = plan
            .switches
            .iter()
            .filter(|(_, s)| id.is_some() && s.site == id)
            .map(|(switch, _)| report.name_of(switch))
            .collect();
        let switches = if switches.is_empty() {
            Vec::new()
        } else {
            lines(&format!("Switches: {}", list(&switches, 8)), inner)
        };
        let boxes = arrays.iter().map(|(_, disks)| array_height(disks) + 6.0);
        let mut height = SITE_HEAD + rows - GAP + boxes.sum::<f32>() + PAD;
        if hosts.is_empty() {
            height += GAP + 6.0;
        } else if !arrays.is_empty() {
            height += 2.0;
        }
        if !switches.is_empty() {
            height += 4.0 + switches.len() as f32 * LINE;
        }
        Self {
            id,
            hosts,
            arrays,
            switches,
            columns,
            gap,
            width,
            height,
        }
    }

    /// Paints the card; returns where its hosts stand.
    pub fn paint(
        &self,
        report: &Report<'_>,
        at: Pt,
        height: f32,
        out: &mut Canvas,
    ) -> Vec<(HostId, Area)> {
        out.shapes.push(Shape::Rect {
            at,
            size: Pt::new(self.width, height),
            radius: 7.0,
            fill: Fill::Solid(Ink::Card),
            stroke: Some(Stroke {
                ink: Ink::Rule,
                width: 0.8,
                dashed: false,
            }),
        });
        let site = self.id.as_ref().and_then(|id| report.cx.plan.sites.get(id));
        let name = self
            .id
            .as_ref()
            .map_or_else(|| "No site".to_owned(), |id| report.name_of(id));
        let address = site.map(|s| s.address.clone()).unwrap_or_default();
        let name = text_line(
            &name,
            Face::Bold,
            9.6,
            self.width - 2.0 * PAD,
            report.measure,
        );
        let used = report.measure.width(&name, Face::Bold, 9.6);
        out.text(
            Pt::new(at.x + PAD, at.y + 16.0),
            name,
            Face::Bold,
            9.6,
            Ink::Text,
            Align::Left,
        );
        if self.width - 2.0 * PAD - used > 60.0 {
            let address = text_line(
                &address,
                Face::Regular,
                7.0,
                self.width - 2.0 * PAD - used - 10.0,
                report.measure,
            );
            out.text(
                Pt::new(at.x + self.width - PAD, at.y + 16.0),
                address,
                Face::Regular,
                7.0,
                Ink::Muted,
                Align::Right,
            );
        }
        let mut areas = Vec::new();
        let mut y = at.y + SITE_HEAD;
        for row in self.hosts.chunks(self.columns) {
            let mut x = at.x + PAD;
            for card in row {
                let width = (self.width - 2.0 * PAD - self.gap * (self.columns as f32 - 1.0))
                    / self.columns as f32;
                card.paint(report, Pt::new(x, y), out);
                areas.push((
                    card.id.clone(),
                    Area {
                        at: Pt::new(x, y),
                        size: Pt::new(width, card.height),
                    },
                ));
                x += width + self.gap;
            }
            y += row.iter().map(|h| h.height).fold(0.0, f32::max) + GAP;
        }
        self.paint_rest(report, at, y - GAP + 8.0, out);
        areas
    }

    /// Arrays and switches, under the hosts.
    fn paint_rest(&self, report: &Report<'_>, at: Pt, mut y: f32, out: &mut Canvas) {
        let width = self.width - 2.0 * PAD;
        let left = at.x + PAD;
        for (name, disks) in &self.arrays {
            out.shapes.push(Shape::Rect {
                at: Pt::new(left, y),
                size: Pt::new(width, array_height(disks)),
                radius: 4.0,
                fill: Fill::Solid(Ink::Paper),
                stroke: Some(Stroke {
                    ink: Ink::Rule,
                    width: 0.8,
                    dashed: false,
                }),
            });
            let name = text_line(name, Face::Bold, 7.6, width - 16.0, report.measure);
            out.text(
                Pt::new(left + 8.0, y + 10.4),
                name,
                Face::Bold,
                7.6,
                Ink::Text,
                Align::Left,
            );
            for (i, line) in disks.iter().enumerate() {
                let at = Pt::new(left + 8.0, y + 19.0 + i as f32 * LINE);
                let line = line.clone();
                out.text(at, line, Face::Regular, SMALL, Ink::Muted, Align::Left);
            }
            y += array_height(disks) + 6.0;
        }
        for (i, line) in self.switches.iter().enumerate() {
            let at = Pt::new(left, y + 6.0 + i as f32 * LINE);
            let line = line.clone();
            out.text(at, line, Face::Regular, SMALL, Ink::Muted, Align::Left);
        }
    }
}
