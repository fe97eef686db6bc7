//! The menus, all made from [`Action::spec`].

use std::path::PathBuf;

use egui::Ui;

use super::{ViewCx, menu_keys};
use crate::command::{Action, Command};
use crate::ui::style;
use crate::ui::widgets;
use crate::workspace::{Page, Zoom};

/// A menu: name and lines; none is a separator.
type Menu = (&'static str, &'static [Option<Action>]);

const FILE: &[Option<Action>] = &[
    Some(Action::New),
    Some(Action::Open),
    None,
    Some(Action::Save),
    Some(Action::SaveAs),
    Some(Action::ExportPdf),
    None,
    Some(Action::ClosePlan),
    Some(Action::Quit),
];
const MENUS: &[Menu] = &[
    ("File", FILE),
    (
        "Edit",
        &[
            Some(Action::Undo),
            Some(Action::Redo),
            None,
            Some(Action::Rename),
            Some(Action::Duplicate),
            Some(Action::Delete),
            None,
            Some(Action::SelectAll),
            Some(Action::SelectNone),
            None,
            Some(Action::Palette),
        ],
    ),
    (
        "Plan",
        &[
            Some(Action::AddSite),
            Some(Action::AddHost),
            Some(Action::AddHostModel),
            Some(Action::AddVm),
            Some(Action::AddGroup),
            Some(Action::AddMailbox),
            Some(Action::AddSql),
            Some(Action::AddRole),
            Some(Action::AddLink),
            Some(Action::AddArray),
            Some(Action::AddPool),
            Some(Action::AddSwitch),
            Some(Action::AddFeed),
            Some(Action::AddWitness),
            Some(Action::AddService),
            None,
            Some(Action::MoveToHost),
            Some(Action::MovePartner),
            Some(Action::DetachOne),
            Some(Action::Unplace),
            Some(Action::Level(0)),
            Some(Action::Level(1)),
            Some(Action::Level(2)),
            Some(Action::Level(3)),
            None,
            Some(Action::Drill),
            Some(Action::RestoreAll),
            Some(Action::AutoPlace),
            None,
            Some(Action::NextFinding),
            Some(Action::PreviousFinding),
            Some(Action::FixFinding),
            Some(Action::WaiveFinding),
        ],
    ),
    (
        "View",
        &[
            Some(Action::Page(Page::Layout)),
            Some(Action::Page(Page::Workloads)),
            Some(Action::Page(Page::Tables)),
            Some(Action::Page(Page::Links)),
            Some(Action::Page(Page::Failures)),
            Some(Action::Page(Page::Place)),
            Some(Action::Page(Page::Report)),
            Some(Action::Page(Page::Calculators)),
            None,
            Some(Action::Zoom(Zoom::In)),
            Some(Action::Zoom(Zoom::Out)),
            Some(Action::Zoom(Zoom::Actual)),
            Some(Action::Zoom(Zoom::Fit)),
            Some(Action::Zoom(Zoom::Selection)),
            None,
            Some(Action::ToggleLeft),
            Some(Action::ToggleRight),
            Some(Action::ToggleFindings),
            Some(Action::ToggleTheme),
        ],
    ),
    (
        "Help",
        &[
            Some(Action::FindingHelp),
            Some(Action::Guide),
            Some(Action::Shortcuts),
            Some(Action::About),
        ],
    ),
];

/// Draws the menu bar.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, recent: &[PathBuf]) {
    // A menu bar takes all the width it is given: give it no more than its words need.
    let width: f32 = MENUS
        .iter()
        .map(|(name, _)| {
            let font = style::regular(style::BODY);
            let galley = ui
                .painter()
                .layout_no_wrap((*name).to_owned(), font, cx.theme.muted);
            galley.size().x + 2.0 * PAD + 1.0
        })
        .sum();
    let size = egui::vec2(width, style::CONTROL);
    ui.allocate_ui(size, |ui| bar(ui, cx, recent));
}

/// Room at both sides of a menu's name, points.
const PAD: f32 = 8.0;

fn bar(ui: &mut Ui, cx: &mut ViewCx<'_>, recent: &[PathBuf]) {
    egui::MenuBar::new().ui(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.spacing_mut().button_padding = egui::vec2(PAD, 4.0);
        let mut drawn = Vec::new();
        for (name, lines) in MENUS {
            let text = egui::RichText::new(*name).color(cx.theme.muted);
            let shown = ui.menu_button(text, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let mut items = Vec::new();
                for line in *lines {
                    match line {
                        None => {
                            widgets::menu_separator(ui, cx.theme);
                        }
                        Some(action) => items.push(item(ui, cx, *action)),
                    }
                    if *line == Some(Action::Open) {
                        items.extend(recent_menu(ui, cx, recent));
                    }
                }
                items
            });
            drawn.push((shown.response, shown.inner));
        }
        menu_keys::handle(ui, &drawn);
    });
}

/// First letters of the menus, for Alt.
pub(super) fn letters() -> impl Iterator<Item = Option<egui::Key>> {
    MENUS
        .iter()
        .map(|(name, _)| egui::Key::from_name(name.get(..1).unwrap_or_default()))
}

fn recent_menu(ui: &mut Ui, cx: &mut ViewCx<'_>, recent: &[PathBuf]) -> Option<egui::Response> {
    if recent.is_empty() {
        return None;
    }
    let shown = ui.scope(|ui| {
        ui.spacing_mut().button_padding = egui::vec2(12.0, 4.0);
        ui.style_mut()
            .text_styles
            .insert(egui::TextStyle::Button, style::regular(style::BODY));
        ui.menu_button("Open recent", |ui| {
            for path in recent {
                let name = path
                    .file_name()
                    .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
                let folder = path
                    .parent()
                    .map_or_else(String::new, |p| p.display().to_string());
                if widgets::menu_item(ui, cx.theme, &name, None, None)
                    .on_hover_text(folder)
                    .clicked()
                {
                    cx.send.send(Command::OpenFile(path.clone()));
                    ui.close();
                }
            }
        })
        .response
    });
    Some(shown.inner)
}

/// One line of a menu for an action.
pub fn item(ui: &mut Ui, cx: &mut ViewCx<'_>, action: Action) -> egui::Response {
    let spec = action.spec(cx.doc, cx.ws);
    let keys = spec
        .shortcut
        .map(|s| super::command_palette::shortcut_text(&s));
    let response = widgets::menu_item(ui, cx.theme, &spec.text, keys, spec.refused);
    if response.clicked() {
        cx.send.act(action);
        ui.close();
    }
    response
}
