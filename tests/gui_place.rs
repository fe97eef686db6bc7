//! Auto-place, as a person uses it, by accessible label.

use egui::{Key, Modifiers, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use evenkeel::app::App;
use evenkeel::document::Document;
use evenkeel::workspace::Page;
use evenkeel_model::ids::VmId;
use evenkeel_model::place::Answer;
use evenkeel_model::plan::Plan;
use evenkeel_model::units::Mib;

fn plan() -> Plan {
    evenkeel_model::io::from_text(include_str!("fixtures/two-sites.ron"))
        .expect("the fixture parses")
}

fn window_on(plan: Plan) -> Harness<'static, App> {
    let mut app = App::new(Document::new(plan, None));
    app.workspace.page = Page::Place;
    app.workspace.place.asked.seconds = 20;
    let mut harness = Harness::builder()
        .with_size(Vec2::new(1440.0, 900.0))
        .with_max_steps(60)
        .build_ui_state(|ui, app: &mut App| app.ui(ui), app);
    harness.run_steps(6);
    harness
}

fn settle(h: &mut Harness<'_, App>) {
    h.run_steps(3);
    for _ in 0..4_000 {
        if h.state().jobs.is_idle() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
        h.step();
    }
    h.run_steps(4);
}

#[test]
fn a_proposal_is_accepted_as_one_change_and_undone() {
    let mut h = window_on(plan());
    let before = h.state().document.plan().clone();
    h.get_by_label_contains("Only those without a host").click();
    h.run_steps(2);
    h.get_by_label("Find a placement").click();
    settle(&mut h);
    assert!(h.query_all_by_label("Today").next().is_some());
    assert!(h.query_all_by_label("Proposed").next().is_some());
    h.get_by_label_contains("spare: no host to ");
    assert!(
        std::sync::Arc::ptr_eq(&before, h.state().document.plan()),
        "nothing changes before it is accepted"
    );
    h.get_by_label("Accept").click();
    settle(&mut h);
    let plan = h.state().document.plan().clone();
    assert_eq!(plan.vms.get("spare").map(|v| v.placed()), Some(1));
    assert_eq!(h.state().workspace.page, Page::Layout);
    h.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    h.run_steps(4);
    assert_eq!(**h.state().document.plan(), *before);
}

#[test]
fn a_proposal_is_discarded() {
    let mut h = window_on(plan());
    h.get_by_label("Find a placement").click();
    settle(&mut h);
    h.get_by_label("Discard").click();
    settle(&mut h);
    assert!(h.state().workspace.place.answered.is_none());
    assert!(h.state().document.history.undo_label().is_none());
}

#[test]
fn a_search_shows_how_far_it_is_and_can_be_stopped() {
    let mut h = window_on(plan());
    h.get_by_label("Find a placement").click();
    h.run_steps(2);
    if let Some(stop) = h.query_by_label("Stop and take the best") {
        stop.click();
    }
    settle(&mut h);
    assert!(h.state().workspace.place.running.is_none());
    assert!(h.state().workspace.place.answered.is_some());
}

#[test]
fn what_is_in_the_way_is_told_when_nothing_fits() {
    let mut plan = plan();
    let id = VmId::new("mbx-mid").expect("a slug");
    let mut vm = (**plan.vms.get(&id).expect("it is there")).clone();
    vm.ram = Mib::new(4 * 1024 * 1024);
    plan.vms.put(id, vm);
    let mut h = window_on(plan);
    h.get_by_label("Find a placement").click();
    settle(&mut h);
    let answered = h
        .state()
        .workspace
        .place
        .answered
        .clone()
        .expect("answered");
    let Answer::Infeasible(way) = &answered.answer else {
        panic!("4 TiB fit nowhere");
    };
    assert!(!way.message.is_empty());
    h.get_by_label("There is no placement that holds");
    h.get_by_label_contains(&way.message);
}
