//! The pages as tabs, and the platform at the right.

use egui::{Align, Align2, Layout, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::ViewCx;
use crate::command::{Action, Command};
use crate::ui::style;
use crate::ui::widgets;
use crate::workspace::Page;

/// Height of the tabs, points.
pub const HEIGHT: f32 = 34.0;

/// Draws tabs and platform.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for page in Page::ALL {
            tab(ui, cx, page);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| platform(ui, cx));
    });
}

fn tab(ui: &mut Ui, cx: &mut ViewCx<'_>, page: Page) {
    let chosen = cx.ws.page == page;
    let font = if chosen {
        style::bold(style::BODY)
    } else {
        style::regular(style::BODY)
    };
    // The width of the bold word, so that choosing a tab moves nothing.
    let width = ui
        .painter()
        .layout_no_wrap(
            page.title().to_owned(),
            style::bold(style::BODY),
            cx.theme.text,
        )
        .size()
        .x;
    let (rect, response) = ui.allocate_exact_size(vec2(width + 20.0, HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, page.title()));
    let ink = if chosen || response.hovered() || response.has_focus() {
        cx.theme.text
    } else {
        cx.theme.muted
    };
    ui.painter().text(
        rect.center(),
        Align2::CENTER_CENTER,
        page.title(),
        font,
        ink,
    );
    if chosen {
        let line = Rect::from_min_max(
            pos2(rect.left(), rect.bottom() - 3.0),
            pos2(rect.right(), rect.bottom() - 1.0),
        );
        ui.painter().rect_filled(line, 1.0, cx.theme.accent);
    }
    let keys = super::command_palette::shortcut_text(&egui::KeyboardShortcut::new(
        egui::Modifiers::COMMAND,
        page.key(),
    ));
    if response
        .on_hover_text(format!("{}   {keys}", page.tip()))
        .clicked()
    {
        cx.send.act(Action::Page(page));
    }
}

/// The name of a platform as people say it.
fn platform(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let now = cx.doc.plan().platform.clone();
    let title = cx.doc.cx().profile.name();
    ui.style_mut().spacing.button_padding = vec2(8.0, 3.0);
    let text = widgets::strong(cx.theme, format!("{title} ▾"));
    let button = egui::Button::new(text).frame_when_inactive(false);
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for profile in cx.doc.catalogue().profiles() {
            let here = profile.key == now.profile && profile.revision == now.revision;
            let text = if here {
                format!("✓ {}", profile.name())
            } else {
                format!("    {}", profile.name())
            };
            let detail = format!("revision {}", profile.revision);
            if widgets::menu_item(ui, cx.theme, &text, Some(detail), None)
                .on_hover_text(&profile.summary)
                .clicked()
            {
                cx.send
                    .send(Command::Platform(profile.key.clone(), profile.revision));
                ui.close();
            }
        }
    });
    response.on_hover_text("The platform whose limits and mechanisms this plan is checked against");
    ui.label(widgets::small(cx.theme, "Platform"));
}
