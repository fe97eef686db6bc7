//! The list of calculators by family, with a search.

use egui::{CornerRadius, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use evenkeel_model::calc::{self, Calculator, Family};

use super::State;
use crate::ui::style;
use crate::ui::widgets;
use crate::view::ViewCx;

const ROW: f32 = 24.0;

pub(super) fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, state: &mut State) {
    let theme = cx.theme;
    ui.label(widgets::title(theme, "Calculators"));
    ui.add_space(4.0);
    let search = ui.add(
        egui::TextEdit::singleline(&mut state.search)
            .hint_text("Search")
            .desired_width(ui.available_width() - 8.0),
    );
    search.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Search calculators"));
    ui.add_space(4.0);
    let words: Vec<String> = state
        .search
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let hit = |c: &Calculator| {
        let text = format!(
            "{} {} {} {}",
            c.spec.slug,
            c.spec.title,
            c.spec.family.name(),
            c.spec.about
        )
        .to_lowercase();
        words.iter().all(|w| text.contains(w))
    };
    let open = state.calculator().map(|c| c.spec.slug);
    let mut any = false;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        for family in Family::ALL {
            let mut of_family = calc::all()
                .filter(|c| c.spec.family == family && hit(c))
                .peekable();
            if of_family.peek().is_none() {
                continue;
            }
            any = true;
            widgets::section(ui, theme, family.name());
            for c in of_family {
                if row(ui, cx, c, open == Some(c.spec.slug)) {
                    state.open(c.spec.slug);
                }
            }
        }
        if !any {
            ui.add_space(8.0);
            ui.label(widgets::small(theme, "No calculator has these words."));
        }
    });
}

/// Width at which every title is whole.
pub(super) fn width(ui: &Ui) -> f32 {
    let widest = calc::all()
        .map(|c| {
            let font = style::bold(style::BODY);
            let ink = ui.visuals().text_color();
            let galley = ui
                .painter()
                .layout_no_wrap(c.spec.title.to_owned(), font, ink);
            galley.size().x
        })
        .fold(0.0, f32::max);
    // Air around a title, the scroll bar, and the gap to the rule.
    widest + 14.0 + 8.0 + 14.0
}

fn row(ui: &mut Ui, cx: &ViewCx<'_>, c: &'static Calculator, chosen: bool) -> bool {
    let theme = cx.theme;
    let width = ui.available_width() - 8.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, c.spec.title));
    let fill = if chosen {
        Some(theme.selection)
    } else if response.hovered() || response.has_focus() {
        Some(theme.hover())
    } else {
        None
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, CornerRadius::same(5), fill);
    }
    let font = if chosen {
        style::bold(style::BODY)
    } else {
        style::regular(style::BODY)
    };
    let mut job =
        egui::text::LayoutJob::simple_singleline(c.spec.title.to_owned(), font, theme.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width - 14.0);
    let galley = ui.painter().layout_job(job);
    let cut = galley.elided;
    let at = pos2(rect.left() + 7.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, theme.text);
    if cut {
        response.on_hover_text(c.spec.title).clicked()
    } else {
        response.clicked()
    }
}
