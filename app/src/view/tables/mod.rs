//! Tables of VMs, hosts, links, workloads and services: sort, filter, edit in place, edit many at once.
//!
//! `data` decides which rows stand where and is computed again only when plan, facts, filter or order change; `draw`
//! paints the rows in sight. `columns` says what there is to see and to edit.

mod bar;
pub mod columns;
mod data;
mod draw;

use std::sync::Arc;

use egui::{Align, Layout, Ui, vec2};
use evenkeel_model::ids::{EntityId, Kind};

use super::ViewCx;
use super::inspector::plural;
use crate::command::Action;
use crate::ui::fields;
use crate::ui::widgets;

pub use data::{Order, Sheet};

/// Which table shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tab {
    #[default]
    Vms,
    Hosts,
    Links,
    Workloads,
    Services,
}

impl Tab {
    pub const ALL: [Tab; 5] = [
        Tab::Vms,
        Tab::Hosts,
        Tab::Links,
        Tab::Workloads,
        Tab::Services,
    ];
    pub const fn title(self) -> &'static str {
        match self {
            Tab::Vms => "VMs",
            Tab::Hosts => "Hosts",
            Tab::Links => "Links",
            Tab::Workloads => "Workloads",
            Tab::Services => "Services",
        }
    }
    pub const fn kind(self) -> Kind {
        match self {
            Tab::Vms => Kind::Vm,
            Tab::Hosts => Kind::Host,
            Tab::Links => Kind::Link,
            Tab::Workloads => Kind::Workload,
            Tab::Services => Kind::Service,
        }
    }
}

/// What the page remembers while the program runs.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub tab: Tab,
    pub filter: String,
    /// By tab, in the order of [`Tab::ALL`].
    pub orders: [Order; 5],
    pub(crate) sheet: Option<Arc<Sheet>>,
    /// Row and column that keys act on.
    pub(crate) cursor: Option<(EntityId, usize)>,
    /// Where a range of rows began.
    pub(crate) anchor: Option<EntityId>,
    /// The cell being edited, and whether it was opened in this frame.
    pub(crate) editing: Option<(EntityId, usize, bool)>,
    /// Column that the bar sets, by tab.
    pub(crate) set_column: [usize; 5],
    /// Scroll to the cursor in the next frame.
    pub(crate) follow: bool,
}

impl State {
    /// A cell is being edited.
    pub fn is_editing(&self) -> bool {
        self.editing.is_some()
    }
    pub fn order(&self) -> Order {
        self.orders
            .get(self.tab as usize)
            .copied()
            .unwrap_or_default()
    }
    pub(crate) fn set_order(&mut self, order: Order) {
        if let Some(o) = self.orders.get_mut(self.tab as usize) {
            *o = order;
        }
    }
    fn go(&mut self, tab: Tab) {
        if self.tab != tab {
            self.tab = tab;
            self.cursor = None;
            self.anchor = None;
            self.editing = None;
        }
    }
}

/// Draws it.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    fields::flush(ui, cx.doc.plan(), cx.send);
    let mut state = std::mem::take(&mut cx.ws.tables);
    ui.spacing_mut().item_spacing.y = 6.0;
    head(ui, cx, &mut state);
    match state.tab {
        Tab::Vms => draw::table::<evenkeel_model::plan::Vm>(ui, cx, &mut state),
        Tab::Hosts => draw::table::<evenkeel_model::plan::Host>(ui, cx, &mut state),
        Tab::Links => draw::table::<evenkeel_model::plan::Link>(ui, cx, &mut state),
        Tab::Workloads => draw::table::<evenkeel_model::plan::Workload>(ui, cx, &mut state),
        Tab::Services => draw::table::<evenkeel_model::plan::Service>(ui, cx, &mut state),
    }
    cx.ws.tables = state;
}

fn head(ui: &mut Ui, cx: &mut ViewCx<'_>, state: &mut State) {
    let theme = cx.theme;
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), 30.0),
        Layout::left_to_right(Align::Center),
        |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for tab in Tab::ALL {
                let count = cx.doc.plan().count_of(tab.kind());
                let text = format!("{} {count}", tab.title());
                let on = state.tab == tab;
                let chip = widgets::toggle_chip(ui, theme, on, None, &text, tab.title());
                if chip.clicked() {
                    state.go(tab);
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let add = match state.tab {
                    Tab::Vms => Some((Action::AddVm, "Add VM")),
                    Tab::Hosts => Some((Action::AddHost, "Add host")),
                    Tab::Services => Some((Action::AddService, "Add service")),
                    Tab::Links | Tab::Workloads => None,
                };
                if let Some((action, text)) = add {
                    let spec = action.spec(cx.doc, cx.ws);
                    let button = ui.add_enabled(
                        spec.refused.is_none(),
                        egui::Button::new(text).min_size(vec2(0.0, 28.0)),
                    );
                    if let Some(why) = spec.refused {
                        button.on_disabled_hover_text(why);
                    } else if button.clicked() {
                        cx.send.act(action);
                    }
                }
                let hint = format!("Filter {}", plural(state.tab.kind()));
                let edit = egui::TextEdit::singleline(&mut state.filter)
                    .id(egui::Id::unique("evenkeel-table-filter"))
                    .hint_text(hint)
                    .desired_width(200.0)
                    .align(egui::Align2::LEFT_CENTER)
                    .show(ui);
                edit.response.response.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Filter the table")
                });
                if !state.filter.is_empty()
                    && fields::remove_button(ui, theme, "Clear the filter").clicked()
                {
                    state.filter.clear();
                }
            });
        },
    );
}
