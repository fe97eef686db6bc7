//! The calculators page, driven by accessible label without a renderer.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use evenkeel::app::App;
use evenkeel::document::Document;
use evenkeel::ui::style;
use evenkeel::ui::theme::Theme;
use evenkeel::workspace::Page;
use evenkeel_model::calc;
use evenkeel_model::plan::Plan;

fn window() -> Harness<'static, App> {
    let mut app = App::new(Document::new(Plan::default(), None));
    app.workspace.welcome = false;
    app.workspace.dark = Some(false);
    app.workspace.page = Page::Calculators;
    let mut harness = Harness::builder()
        .with_size([1440.0, 3000.0])
        .with_context_setup(|ctx| style::install(ctx, &Theme::light()))
        .build_ui_state(|ui, app: &mut App| app.ui(ui), app);
    harness.run_steps(4);
    harness
}

fn open(h: &mut Harness<'_, App>, slug: &str) {
    let title = calc::find(slug).expect("a calculator").spec.title;
    h.get_by_role_and_label(egui::accesskit::Role::ListItem, title)
        .click();
    h.run_steps(3);
}

fn has(h: &Harness<'_, App>, text: &str) -> bool {
    h.query_all_by_label_contains(text).next().is_some()
}

#[test]
fn answers_follow_typing_and_explain_themselves() {
    let mut h = window();
    open(&mut h, "fibre");
    assert!(has(&h, "1.97 ms"), "the example is worked out at once");
    h.get_by_label("Distance on the map").focus();
    h.run_steps(2);
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    h.run_steps(1);
    h.get_by_label("Distance on the map").type_text("50mi");
    h.run_steps(3);
    assert!(has(&h, "0.99 ms"), "no Enter is needed");
    h.get_by_label("Working of Round trip").click();
    h.run_steps(3);
    assert!(has(&h, "2 × length × delay ÷ 1,000"));
    h.get_by_label("Working of Round trip").click();
    h.run_steps(3);
    assert!(!has(&h, "2 × length × delay ÷ 1,000"));
}

#[test]
fn a_fault_stands_at_its_input_and_the_example_comes_back() {
    let mut h = window();
    open(&mut h, "fibre");
    h.get_by_label("Clear all inputs").click();
    h.run_steps(3);
    assert!(has(&h, "neither a length nor a limit is given"));
    h.get_by_label("Distance on the map").focus();
    h.run_steps(2);
    h.get_by_label("Distance on the map")
        .type_text("3 furlongs");
    h.run_steps(3);
    assert!(has(&h, "is no unit of length"));
    assert!(has(&h, "as soon as the inputs are complete"));
    h.get_by_label("Enter the example").click();
    h.run_steps(3);
    assert!(has(&h, "1.97 ms"));
}

#[test]
fn every_calculator_opens_with_its_example_worked_out() {
    let mut h = window();
    for c in calc::all() {
        h.get_by_label("Search calculators").focus();
        open(&mut h, c.spec.slug);
        assert!(
            !has(&h, "as soon as the inputs are complete"),
            "{}",
            c.spec.slug
        );
    }
}
