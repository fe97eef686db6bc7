//! The working of a figure: formula, numbers, inputs with their sources. Opens beside the inspector; a figure among the
//! inputs can be followed, and the way back stays.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::{Align, Align2, Id, Key, Label, Layout, Modifiers, RichText, ScrollArea, Ui, vec2};
use evenkeel_model::facts::{Explainer, Facts};
use evenkeel_model::figure::{Explained, Input, Origin, Standing};
use evenkeel_model::ids::EntityId;

use super::ViewCx;
use crate::command::Command;
use crate::ui::fields;
use crate::ui::style::{self, SMALL};
use crate::ui::theme::Theme;
use crate::ui::widgets::{self, Icon};

const WIDTH: f32 = 440.0;

/// The figures followed on the way here, first first.
fn trail_id() -> Id {
    Id::unique("evenkeel-why-trail")
}

/// A working with the names of the figures it mentions, kept while the facts stay: a host's working may name hundreds.
struct Page {
    address: String,
    trail: Vec<String>,
    facts: Arc<Facts>,
    explained: Option<Explained>,
    labels: BTreeMap<String, String>,
}

impl Page {
    /// The name of a figure, or its address.
    fn label(&self, address: &str) -> String {
        self.labels
            .get(address)
            .cloned()
            .unwrap_or_else(|| address.to_owned())
    }
}

fn page(ctx: &egui::Context, cx: &ViewCx<'_>, address: &str, trail: &[String]) -> Arc<Page> {
    let id = Id::unique("evenkeel-why-page");
    let facts = cx.doc.facts();
    if let Some(page) = ctx.data(|d| d.get_temp::<Arc<Page>>(id))
        && page.address == address
        && page.trail == trail
        && Arc::ptr_eq(&page.facts, facts)
    {
        return page;
    }
    let own = cx.doc.cx();
    let explainer = Explainer::new(&own, facts);
    let explained = explainer.explain(address);
    let mut named: BTreeSet<&str> = trail.iter().map(String::as_str).collect();
    if let Some(e) = &explained {
        named.extend(e.inputs.iter().filter_map(|i| match &i.origin {
            Some(Origin::Figure(address)) => Some(address.as_str()),
            _ => None,
        }));
    }
    let labels = named
        .into_iter()
        .filter_map(|a| Some((a.to_owned(), explainer.explain(a)?.label)))
        .collect();
    let page = Arc::new(Page {
        address: address.to_owned(),
        trail: trail.to_vec(),
        facts: Arc::clone(facts),
        explained,
        labels,
    });
    ctx.data_mut(|d| d.insert_temp(id, Arc::clone(&page)));
    page
}

/// Draws the working if one is open.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let ctx = ui.ctx().clone();
    let Some(address) = cx.ws.why.clone() else {
        ctx.data_mut(|d| d.remove::<Vec<String>>(trail_id()));
        return;
    };
    let mut trail: Vec<String> = ctx.data(|d| d.get_temp(trail_id())).unwrap_or_default();
    // A figure opened from elsewhere begins a new trail.
    if trail.last() != Some(&address) {
        trail = vec![address.clone()];
    }
    let page = page(&ctx, cx, &address, &trail);
    let explained = page.explained.as_ref();
    let window = ui.ctx().content_rect().width();
    let side = if cx.ws.right {
        *cx.ws.side_sizes(window).1
    } else {
        0.0
    };
    let title = explained.map_or_else(|| "Working".to_owned(), |e| format!("Why {}", e.label));
    let mut close = false;
    egui::Window::new(title)
        .id(Id::unique("evenkeel-why"))
        .title_bar(false)
        .resizable(false)
        .collapsible(false)
        .default_width(WIDTH)
        .anchor(Align2::RIGHT_TOP, vec2(-side - 16.0, 120.0))
        .frame(
            egui::Frame::window(ui.style())
                .fill(cx.theme.card)
                .inner_margin(egui::Margin::same(16)),
        )
        .show(&ctx, |ui| {
            ui.set_width(WIDTH - 32.0);
            ui.spacing_mut().interact_size.y = 18.0;
            ui.spacing_mut().item_spacing.y = 2.0;
            match explained {
                Some(e) => working(ui, cx, &page, e, &mut trail, &mut close),
                None => {
                    head(ui, cx.theme, "No such figure any more", "", &mut close);
                    fields::note(
                        ui,
                        cx.theme,
                        &format!("{address} is not among the figures of this plan now."),
                    );
                }
            }
        });
    let escape = ctx.memory(|m| m.focused().is_none())
        && ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
    if close || escape {
        cx.ws.why = None;
        ctx.data_mut(|d| d.remove::<Vec<String>>(trail_id()));
        return;
    }
    if let Some(last) = trail.last()
        && *last != address
    {
        cx.send.send(Command::Why(last.clone()));
    }
    ctx.data_mut(|d| d.insert_temp(trail_id(), trail));
}

fn head(ui: &mut Ui, theme: &Theme, label: &str, value: &str, close: &mut bool) {
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), 26.0),
        Layout::right_to_left(Align::Center),
        |ui| {
            let (rect, response) = ui.allocate_exact_size(vec2(24.0, 24.0), egui::Sense::click());
            response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::Role::Button, true, "Close the working")
            });
            if response.hovered() || response.has_focus() {
                ui.painter().rect_filled(rect, 5, theme.hover());
            }
            Icon::Close.paint(
                ui.painter(),
                egui::Rect::from_center_size(rect.center(), vec2(12.0, 12.0)),
                theme.muted,
            );
            *close |= response.on_hover_text("Close (Esc)").clicked();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let text = if value.is_empty() {
                    label.to_owned()
                } else {
                    format!("{label}, {value}")
                };
                ui.add(
                    Label::new(
                        RichText::new(text)
                            .font(style::bold(14.0))
                            .color(theme.text),
                    )
                    .truncate(),
                );
            });
        },
    );
}

fn working(
    ui: &mut Ui,
    cx: &mut ViewCx<'_>,
    page: &Page,
    e: &Explained,
    trail: &mut Vec<String>,
    close: &mut bool,
) {
    let theme = cx.theme;
    if trail.len() > 1 {
        breadcrumb(ui, cx, page, trail);
    }
    head(ui, theme, &e.label, &e.value_text(), close);
    let subject = subject_of(&e.address);
    if let Some(subject) = &subject {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let name = cx.doc.plan().label(subject);
            if fields::link_named(ui, theme, &name, &format!("Go to {name}")).clicked() {
                cx.send.send(Command::JumpTo(subject.clone()));
            }
            ui.label(widgets::small(theme, &e.address));
        });
    }
    ui.add_space(6.0);
    ScrollArea::vertical()
        .max_height((ui.ctx().content_rect().height() - 320.0).max(160.0))
        .show(ui, |ui| {
            mono(ui, theme, &e.formula);
            if e.numbers != e.formula {
                mono(ui, theme, &format!("{} = {}", e.numbers, e.result_text()));
            }
            if !e.inputs.is_empty() {
                ui.add_space(8.0);
                widgets::rule(ui, theme);
                ui.add_space(4.0);
                for (i, input) in e.inputs.iter().enumerate() {
                    ui.push_id(i, |ui| one_input(ui, cx, page, input, trail));
                }
            }
        });
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if widgets::link(ui, theme, "Copy text").clicked() {
            ui.ctx().copy_text(e.lines().join("\n"));
        }
        if !e.confirmed() {
            ui.add_space(8.0);
            ui.label(
                RichText::new("Rests on a value that was not read in its source")
                    .size(SMALL)
                    .color(theme.warning),
            );
        }
    });
}

fn mono(ui: &mut Ui, theme: &Theme, text: &str) {
    ui.add(
        Label::new(
            RichText::new(text)
                .monospace()
                .size(12.5)
                .color(theme.text)
                .line_height(Some(19.0)),
        )
        .wrap()
        .selectable(true),
    );
}

/// The thing that an address is about; the first host of a joint.
fn subject_of(address: &str) -> Option<EntityId> {
    let mut parts = address.splitn(3, '/');
    let (kind, slug) = (parts.next()?, parts.next()?);
    if kind == "joint" {
        let host = slug.split_once('+')?.0;
        return EntityId::parse(&format!("host/{host}")).ok();
    }
    EntityId::parse(&format!("{kind}/{slug}")).ok()
}

fn breadcrumb(ui: &mut Ui, cx: &mut ViewCx<'_>, page: &Page, trail: &mut Vec<String>) {
    let theme = cx.theme;
    let mut back_to = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let last = trail.len().saturating_sub(1);
        for (i, address) in trail.iter().enumerate().take(last) {
            let label = page.label(address);
            if fields::link_named(ui, theme, &label, &format!("Back to {label}")).clicked() {
                back_to = Some(i);
            }
            ui.label(widgets::small(theme, "›"));
        }
    });
    if let Some(i) = back_to {
        trail.truncate(i + 1);
    }
}

fn one_input(
    ui: &mut Ui,
    cx: &mut ViewCx<'_>,
    page: &Page,
    input: &Input,
    trail: &mut Vec<String>,
) {
    let theme = cx.theme;
    ui.add_space(2.0);
    let standing = input.standing();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.add(
            Label::new(
                RichText::new(&input.symbol)
                    .monospace()
                    .size(12.0)
                    .color(theme.text),
            )
            .truncate(),
        );
        ui.label(
            RichText::new(input.value_text())
                .font(style::bold(12.0))
                .color(theme.text),
        );
        mark(ui, theme, standing);
    });
    match &input.origin {
        Some(Origin::Figure(address)) => {
            let text = page.label(address);
            let text = format!("{text} →");
            if fields::link_named(ui, theme, &text, &format!("Working of {}", input.symbol))
                .clicked()
            {
                trail.push(address.clone());
            }
        }
        Some(Origin::Typed { entity, field }) => {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                let name = cx.doc.plan().label(entity);
                if fields::link_named(ui, theme, &name, &format!("Go to {name}")).clicked() {
                    cx.send.send(Command::JumpTo(entity.clone()));
                }
                ui.label(widgets::small(theme, field));
            });
        }
        None => {
            mono_small(ui, theme, &input.formula);
            if input.numbers != input.formula {
                mono_small(
                    ui,
                    theme,
                    &format!("{} = {}", input.numbers, input.value_text()),
                );
            }
        }
        Some(_) => {
            let source = input.source();
            if !source.is_empty() {
                fields::note(ui, theme, &source);
            }
        }
    }
    ui.add_space(4.0);
}

fn mono_small(ui: &mut Ui, theme: &Theme, text: &str) {
    ui.add(
        Label::new(
            RichText::new(text)
                .monospace()
                .size(SMALL)
                .color(theme.muted)
                .line_height(Some(16.0)),
        )
        .wrap(),
    );
}

/// How far an input can be relied on: a word, coloured where it matters.
fn mark(ui: &mut Ui, theme: &Theme, standing: Standing) {
    let ink = match standing {
        Standing::Confirmed => theme.good,
        Standing::Unconfirmed | Standing::Assumed => theme.warning,
        Standing::Replaced => theme.accent,
        Standing::Entered | Standing::Figure | Standing::Counted | Standing::Step => theme.muted,
    };
    ui.label(RichText::new(standing.word()).size(SMALL).color(ink));
}
