//! Calculators: one family of formulas alone. A list at the left, inputs in the middle, answers with their working at
//! the right; everything follows while typing.

mod answers;
mod inputs;
mod list;

use std::collections::{BTreeMap, BTreeSet};

use egui::{Label, RichText, ScrollArea, Ui, UiBuilder, pos2};
use evenkeel_model::calc::{self, Answers, CalcError, Calculator, Values};
use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::figure::Explained;

use super::ViewCx;
use crate::ui::style::{BODY, SMALL};
use crate::ui::widgets;

/// Width of the list, points.
const LIST: f32 = 230.0;
/// Most of the page that the list takes, where titles are long.
const LIST_SHARE: f32 = 0.3;
/// From this width on inputs and answers stand side by side.
const SIDE_BY_SIDE: f32 = 760.0;

/// What the page remembers between frames.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Slug of the calculator that is open; empty for the first.
    open: String,
    /// Filter of the list.
    search: String,
    /// Texts as entered, by slug and key.
    entered: BTreeMap<&'static str, BTreeMap<&'static str, String>>,
    /// Answers whose working is unfolded: slug and key.
    unfolded: BTreeSet<(&'static str, &'static str)>,
    /// The last result, kept while nothing is typed.
    kept: Option<Kept>,
}

#[derive(Clone, Debug)]
struct Kept {
    slug: &'static str,
    entered: BTreeMap<&'static str, String>,
    result: Outcome,
}

/// What came of the inputs.
#[derive(Clone, Debug)]
struct Outcome {
    /// What could be read; choices are offered by it.
    values: Values,
    /// Faults of inputs.
    faults: Vec<CalcError>,
    /// Answers with workings in the same order; none while there are faults.
    answers: Option<(Answers, Vec<Explained>)>,
}

impl State {
    fn calculator(&self) -> Option<&'static Calculator> {
        calc::find(&self.open).or_else(|| calc::all().next())
    }

    fn open(&mut self, slug: &'static str) {
        slug.clone_into(&mut self.open);
    }

    /// Texts of a calculator; at first its example.
    fn texts(&mut self, c: &'static Calculator) -> &mut BTreeMap<&'static str, String> {
        self.entered.entry(c.spec.slug).or_insert_with(|| {
            c.spec
                .example
                .iter()
                .map(|(k, v)| (*k, (*v).to_owned()))
                .collect()
        })
    }

    /// The result for the texts of now.
    fn outcome(&mut self, c: &'static Calculator, catalogue: &Catalogue) -> Outcome {
        let texts = self.texts(c).clone();
        if let Some(kept) = &self.kept
            && kept.slug == c.spec.slug
            && kept.entered == texts
        {
            return kept.result.clone();
        }
        let pairs = texts
            .iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(k, v)| (*k, v.as_str()));
        let (values, mut faults) = Values::sift(c.spec, catalogue, pairs);
        let answers = if faults.is_empty() {
            let made = c
                .run(catalogue, &values)
                .and_then(|a| Ok((a, c.explain(catalogue, &values)?)));
            match made {
                Ok(answers) => Some(answers),
                Err(e) => {
                    faults.push(e);
                    None
                }
            }
        } else {
            None
        };
        let result = Outcome {
            values,
            faults,
            answers,
        };
        self.kept = Some(Kept {
            slug: c.spec.slug,
            entered: texts,
            result: result.clone(),
        });
        result
    }
}

/// Draws the page.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let mut state = std::mem::take(&mut cx.ws.calculators);
    let full = ui.available_rect_before_wrap();
    let most = (full.width() * LIST_SHARE).max(LIST);
    let split = full.left() + list::width(ui).clamp(LIST, most);
    let mut left = ui.new_child(
        UiBuilder::new()
            .max_rect(full.with_max_x(split - 12.0))
            .id_salt("calculators list"),
    );
    list::show(&mut left, cx, &mut state);
    ui.painter()
        .vline(split, full.y_range(), egui::Stroke::new(1.0, cx.theme.rule));
    let mut right = ui.new_child(
        UiBuilder::new()
            .max_rect(full.with_min_x(split + 20.0))
            .id_salt("calculator"),
    );
    if let Some(c) = state.calculator() {
        right.push_id(c.spec.slug, |ui| page(ui, cx, &mut state, c));
    }
    ui.advance_cursor_after_rect(full);
    cx.ws.calculators = state;
}

fn page(ui: &mut Ui, cx: &mut ViewCx<'_>, state: &mut State, c: &'static Calculator) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let theme = cx.theme;
        ui.label(widgets::title(theme, c.spec.title));
        ui.add_space(2.0);
        let about = RichText::new(c.spec.about)
            .size(BODY)
            .color(theme.muted)
            .line_height(Some(19.0));
        ui.scope(|ui| {
            ui.set_max_width(760.0);
            ui.add(Label::new(about).wrap());
        });
        ui.add_space(10.0);
        let catalogue = cx.doc.catalogue();
        let outcome = state.outcome(c, catalogue);
        let rect = ui.available_rect_before_wrap();
        if rect.width() >= SIDE_BY_SIDE {
            let middle = rect.left() + (rect.width() * 0.44).min(460.0);
            let mut a = ui.new_child(
                UiBuilder::new()
                    .max_rect(rect.with_max_x(middle - 16.0))
                    .id_salt("inputs"),
            );
            inputs::show(&mut a, cx, state, c, &outcome);
            let mut b = ui.new_child(
                UiBuilder::new()
                    .max_rect(rect.with_min_x(middle + 16.0))
                    .id_salt("answers"),
            );
            answers::show(&mut b, cx, state, c, &outcome);
            let bottom = a.min_rect().bottom().max(b.min_rect().bottom());
            ui.advance_cursor_after_rect(egui::Rect::from_min_max(
                rect.min,
                pos2(rect.right(), bottom),
            ));
        } else {
            inputs::show(ui, cx, state, c, &outcome);
            ui.add_space(12.0);
            answers::show(ui, cx, state, c, &outcome);
        }
        ui.add_space(16.0);
        for source in c.spec.sources {
            ui.add(
                Label::new(
                    RichText::new(format!("Source: {source}"))
                        .size(SMALL)
                        .color(theme.muted),
                )
                .wrap(),
            );
        }
        ui.add_space(12.0);
    });
}
