//! What lies under the pointer while something is carried, and what a drop there would do.

use std::sync::Arc;

use egui::{Align2, Color32, Pos2, Rect, RichText, Ui, Vec2};
use evenkeel_model::catalogue::Severity;
use evenkeel_model::drawing::Face;
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::End;

use super::draw::Answer;
use super::icons;
use super::item::Item;
use super::layout::snap;
use super::piece::{self, Piece, Spot};
use super::scene::Scene;
use super::verdict::Verdict;
use crate::command::Command;
use crate::fonts::font_id;
use crate::view::ViewCx;

/// What a piece dropped at a canvas point means.
pub fn spot(scene: &Scene, at: Pos2) -> Spot {
    let places = &scene.places;
    let host = places.hosts.iter().find(|(_, h)| h.rect.contains(at));
    let site = places.sites.iter().find(|(_, s)| s.rect.contains(at));
    let chips = host
        .map(|(_, h)| h.chips.as_slice())
        .unwrap_or_default()
        .iter()
        .chain(&places.tray_chips);
    let vm = chips
        .filter(|c| c.rect.contains(at))
        .find_map(|c| c.item.vm().map(|(vm, _)| vm.clone()));
    Spot {
        at: Some(snap(at)),
        site: site.map(|(id, _)| id.clone()),
        host: host.map(|(id, _)| id.clone()),
        vm,
        ground: Some(Arc::clone(places)),
    }
}

/// Adds a piece and selects it.
pub fn add(cx: &mut ViewCx<'_>, piece: Piece, spot: &Spot) {
    let made = piece.add(cx.doc.plan(), cx.doc.catalogue(), spot);
    match made {
        Ok((id, edit)) => {
            cx.send.edit(edit);
            let clicked = spot.at.is_none();
            cx.send.send(if clicked {
                Command::JumpTo(id)
            } else {
                Command::Select(vec![id])
            });
        }
        Err(error) => cx.send.send(Command::Tell(error.to_string())),
    }
}

/// The place that a click on the palette means: that of the selection.
pub fn chosen_spot(cx: &ViewCx<'_>) -> Spot {
    let plan = cx.doc.plan();
    let mut spot = Spot::default();
    for id in &cx.ws.selection {
        match id {
            EntityId::Site(s) => spot.site = Some(s.clone()),
            EntityId::Host(h) => {
                spot.host = Some(h.clone());
                spot.site = plan.site_of(h).cloned();
            }
            EntityId::Vm(v) => {
                spot.vm = Some(v.clone());
                if let Some(row) = plan.vms.get(v).and_then(|v| v.placement.first()) {
                    spot.host = Some(row.host.clone());
                    spot.site = plan.site_of(&row.host).cloned();
                }
            }
            _ => {}
        }
    }
    spot
}

/// What would take a piece here, for its outline.
pub fn target_rect(scene: &Scene, piece: Piece, at: Pos2) -> Option<Rect> {
    let spot = spot(scene, at);
    let places = &scene.places;
    let site = || {
        spot.site
            .as_ref()
            .and_then(|s| places.sites.get(s))
            .map(|s| s.rect)
    };
    let host = || {
        spot.host
            .as_ref()
            .and_then(|h| places.hosts.get(h))
            .map(|h| h.rect)
    };
    match piece {
        Piece::Site => None,
        Piece::Host | Piece::Switch | Piece::Feed | Piece::Array | Piece::Witness => site(),
        Piece::Vm | Piece::Group => host(),
        Piece::Mailbox | Piece::Sql | Piece::Archetype => {
            let chip = spot.vm.as_ref().and_then(|vm| {
                places
                    .hosts
                    .values()
                    .flat_map(|h| &h.chips)
                    .chain(&places.tray_chips)
                    .find(|c| c.rect.contains(at) && c.item.vm().is_some_and(|(v, _)| v == vm))
            });
            chip.map(|c| c.rect).or_else(host)
        }
        Piece::Link => end_at(scene, at).and_then(|e| end_rect(scene, &e)),
    }
}

/// What a link can end at under a canvas point: a device, else a host, else a site.
pub fn end_at(scene: &Scene, at: Pos2) -> Option<End> {
    let places = &scene.places;
    let chip = places
        .sites
        .values()
        .flat_map(|s| &s.chips)
        .find(|c| c.rect.contains(at));
    if let Some(Item::Device(id)) = chip.map(|c| &c.item)
        && let Some(end) = piece::end_of(id)
    {
        return Some(end);
    }
    let spot = spot(scene, at);
    spot.host.map(End::Host).or(spot.site.map(End::Site))
}

pub fn end_rect(scene: &Scene, end: &End) -> Option<Rect> {
    let places = &scene.places;
    let device = |id: EntityId| {
        places
            .sites
            .values()
            .flat_map(|s| &s.chips)
            .find(|c| c.item.id() == id)
            .map(|c| c.rect)
    };
    match end {
        End::Host(h) | End::Port { host: h, .. } => places.hosts.get(h).map(|h| h.rect),
        End::Site(s) => places.sites.get(s).map(|s| s.rect),
        End::Switch(s) => device(s.into()),
        End::Array { array, .. } => device(array.into()),
        End::Witness(w) => device(w.into()),
    }
}

/// Joins two ends and selects the link.
pub fn link(cx: &mut ViewCx<'_>, a: End, b: End) {
    let (id, edit) = piece::link(cx.doc.plan(), a, b);
    cx.send.edit(edit);
    cx.send.send(Command::Select(vec![id]));
}

/// A piece on its way from the palette.
pub fn carried(ui: &Ui, cx: &ViewCx<'_>, piece: Piece, alone: bool, at: Pos2, fill: Color32) {
    let painter = ui.ctx().layer_painter(egui::LayerId::new(
        egui::Order::Tooltip,
        egui::Id::unique("carried"),
    ));
    let theme = cx.theme;
    let text = match piece {
        Piece::Host if alone => "Host in a new site",
        Piece::Witness if alone => "Witness in a new site",
        _ => piece.title(),
    };
    let galley = painter.layout_no_wrap(text.to_owned(), font_id(Face::Regular, 12.0), theme.text);
    let r = Rect::from_min_size(
        at + Vec2::new(10.0, 8.0),
        Vec2::new(galley.size().x + 40.0, 28.0),
    );
    painter.rect(
        r,
        6.0,
        fill,
        egui::Stroke::new(1.0, theme.accent),
        egui::StrokeKind::Inside,
    );
    let square =
        Rect::from_center_size(Pos2::new(r.left() + 16.0, r.center().y), Vec2::splat(16.0));
    icons::paint(&painter, square, piece.icon(), theme.accent);
    painter.galley(
        Pos2::new(r.left() + 30.0, r.center().y - galley.size().y / 2.0),
        galley,
        theme.text,
    );
}

/// Findings listed in the bubble at most.
const LINES: usize = 5;

/// Where a bubble stands: beside the pointer; over a card under or above it, so that the card stays in sight.
pub fn beside(card: Option<Rect>, pointer: Pos2, view: Rect) -> (Align2, Pos2) {
    match card.filter(|c| c.height() < view.height() * 0.6) {
        Some(c) if c.bottom() < view.bottom() - 150.0 => {
            (Align2::LEFT_TOP, Pos2::new(c.left(), c.bottom() + 8.0))
        }
        Some(c) => (Align2::LEFT_BOTTOM, Pos2::new(c.left(), c.top() - 8.0)),
        None => (Align2::LEFT_TOP, pointer + Vec2::new(16.0, 18.0)),
    }
}

/// What the drop would do.
pub fn bubble(
    ui: &Ui,
    cx: &ViewCx<'_>,
    head: &str,
    verdict: Option<&Verdict>,
    hint: Option<&str>,
    (pivot, at): (Align2, Pos2),
    view: Rect,
) {
    let theme = cx.theme;
    let quiet = |text: &str| RichText::new(text).size(11.0).color(theme.muted);
    egui::Area::new(egui::Id::unique("drop verdict"))
        .order(egui::Order::Tooltip)
        .interactable(false)
        .pivot(pivot)
        .fixed_pos(at)
        .constrain_to(view)
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style())
                .fill(theme.panel)
                .stroke(egui::Stroke::new(
                    1.0,
                    verdict.map_or(theme.rule, |v| v.answer.colour(theme)),
                ))
                .show(ui, |ui| {
                    ui.set_max_width(340.0);
                    ui.spacing_mut().item_spacing.y = 3.0;
                    match verdict {
                        Some(v) => {
                            ui.label(quiet(head));
                            answer(ui, cx, v);
                            lines(ui, cx, v);
                        }
                        None => {
                            ui.label(head);
                        }
                    }
                    if let Some(hint) = hint {
                        ui.label(quiet(hint));
                    }
                });
        });
}

fn answer(ui: &mut Ui, cx: &ViewCx<'_>, v: &Verdict) {
    let word = match (&v.refused, v.answer) {
        (Some(_), _) => "Cannot be done",
        (None, Answer::Better) => "Holds, and mends something",
        (None, Answer::Good) => "Holds",
        (None, Answer::Worse) => "Holds, with warnings",
        (None, Answer::Breaks) => "Would not hold",
    };
    ui.label(
        RichText::new(word)
            .font(font_id(Face::Bold, 13.0))
            .color(v.answer.colour(cx.theme)),
    );
}

fn lines(ui: &mut Ui, cx: &ViewCx<'_>, v: &Verdict) {
    let theme = cx.theme;
    if let Some(why) = &v.refused {
        ui.label(RichText::new(why).size(12.0));
        return;
    }
    let added = v.added.iter().map(|c| {
        let colour = match c.severity {
            Severity::Error => theme.error,
            Severity::Warning => theme.warning,
            Severity::Info => theme.info,
        };
        ("+", colour, c)
    });
    let removed = v.removed.iter().map(|c| ("−", theme.good, c));
    let total = v.added.len() + v.removed.len();
    for (sign, colour, change) in added.chain(removed).take(LINES) {
        let line = format!("{sign} {} {}", change.code, change.message);
        let mut job = egui::text::LayoutJob::default();
        let format = |c| egui::TextFormat::simple(font_id(Face::Regular, 12.0), c);
        let cut = sign.len() + 1 + change.code.len();
        job.append(line.get(..cut).unwrap_or_default(), 0.0, format(colour));
        job.append(line.get(cut..).unwrap_or_default(), 0.0, format(theme.text));
        job.wrap.max_width = 330.0;
        ui.label(job);
    }
    if total > LINES {
        ui.label(
            RichText::new(format!("and {} more", total - LINES))
                .size(11.0)
                .color(theme.muted),
        );
    } else if total == 0 {
        ui.label(
            RichText::new("No finding comes or goes")
                .size(12.0)
                .color(theme.muted),
        );
    }
}
