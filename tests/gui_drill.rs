//! The failure drill and the studies of failures, as a person uses them, by accessible label.

use egui::{Key, Modifiers, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use evenkeel::app::App;
use evenkeel::document::Document;
use evenkeel::view::failures::Tab;
use evenkeel::workspace::Page;
use evenkeel_model::failure::Part;
use evenkeel_model::ids::HostId;
use evenkeel_model::plan::Plan;

const A1: &str = "Host host-a1, 2 × 8 cores, 64 GiB";

fn plan() -> Plan {
    evenkeel_model::io::from_text(include_str!("fixtures/two-sites.ron"))
        .expect("the fixture parses")
}

fn window() -> Harness<'static, App> {
    window_on(plan())
}

fn window_on(plan: Plan) -> Harness<'static, App> {
    let app = App::new(Document::new(plan, None));
    let mut harness = Harness::builder()
        .with_size(Vec2::new(1440.0, 900.0))
        .with_max_steps(60)
        .build_ui_state(|ui, app: &mut App| app.ui(ui), app);
    harness.run_steps(6);
    harness
}

/// Steps until no job runs.
fn settle(h: &mut Harness<'_, App>) {
    h.run_steps(3);
    for _ in 0..600 {
        if h.state().jobs.is_idle() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
        h.step();
    }
    h.run_steps(4);
}

fn click(h: &mut Harness<'_, App>, label: &str) {
    h.get_by_label(label).click();
    settle(h);
}

/// On the title of a host's card, where no chip lies.
fn click_host(h: &mut Harness<'_, App>, label: &str) {
    let r = h.get_by_label_contains(label).rect();
    let at = egui::pos2(r.left() + 40.0, r.top() + 12.0);
    h.hover_at(at);
    h.step();
    h.drag_at(at);
    h.step();
    h.drop_at(at);
    settle(h);
}

fn host(id: &str) -> Part {
    Part::from(&HostId::new(id).expect("a slug"))
}

fn drilling() -> Harness<'static, App> {
    let mut h = window();
    click(&mut h, "Failure drill");
    assert!(h.state().workspace.drill.on);
    h
}

#[test]
fn clicking_a_host_fails_it_and_clicking_again_restores_it() {
    let mut h = drilling();
    let before = h.state().document.plan().clone();
    h.get_by_label("Restore all");
    click_host(&mut h, A1);
    assert!(h.state().workspace.drill.failed.contains(&host("host-a1")));
    h.get_by_label(&format!("{A1}: failed"));
    h.get_by_label("host-a1 failed");
    click_host(&mut h, A1);
    assert!(h.state().workspace.drill.failed.is_empty());
    assert!(
        std::sync::Arc::ptr_eq(&before, h.state().document.plan()),
        "the plan stays as it is"
    );
    assert!(h.state().document.history.undo_label().is_none());
}

#[test]
fn each_vm_says_what_happens_to_it() {
    let mut h = drilling();
    click_host(&mut h, A1);
    h.get_by_label(
        "VM mbx-exec, level 3, on host-a1 with host-b1: carries on unprotected on host-b1",
    );
    let told = h.get_by_label_contains("mbx-mid: restarts on host-b1 within");
    let node = told.accesskit_node();
    let label = node.label().unwrap_or_default();
    assert!(label.ends_with("no data lost · memory lost"), "{label}");
    h.get_by_label_contains("VM mbx-mid, level 2, on host-a1 with host-b1: restarts on host-b1");
    h.get_by_label_contains(
        "mbx-exec: carries on unprotected on host-b1; no downtime · no data lost · memory kept",
    );
    let shown = h
        .state()
        .workspace
        .drill
        .shown
        .as_ref()
        .expect("worked out");
    assert!(!shown.look.moves.is_empty(), "arrows of restarts");
}

#[test]
fn parts_of_a_host_fail_from_the_list() {
    let mut h = drilling();
    click(&mut h, "Parts of host-a1");
    click(&mut h, "Fail Power supply 1 of host-a1");
    h.get_by_label("Power supply 1 of host-a1 failed");
    h.get_by_label("Every VM carries on and nothing is overloaded.");
    assert!(
        h.state()
            .workspace
            .drill
            .shown
            .as_ref()
            .is_some_and(|s| s.look.things.is_empty()),
        "one supply of two takes no host down"
    );
    click(&mut h, "Fail Power supply 2 of host-a1");
    h.get_by_label_contains(&format!("{A1}: down"));
    click(&mut h, "Restore all");
    h.get_by_label(A1);
}

#[test]
fn the_list_of_parts_is_filtered() {
    let mut h = drilling();
    h.get_by_label("Filter what can fail").focus();
    h.get_by_label("Filter what can fail")
        .type_text("supply 2 of host-b2");
    h.run_steps(4);
    h.get_by_label("Fail Power supply 2 of host-b2");
    assert!(h.query_by_label("Fail host-a1").is_none());
}

#[test]
fn escape_and_the_key_leave_the_drill() {
    let mut h = window();
    h.key_press(Key::F9);
    settle(&mut h);
    h.get_by_label("Leave");
    click_host(&mut h, A1);
    h.key_press(Key::Escape);
    settle(&mut h);
    assert!(!h.state().workspace.drill.on && h.state().workspace.drill.failed.is_empty());
    assert!(h.query_by_label("Leave").is_none());
    h.get_by_label(A1);
    h.key_press(Key::F9);
    settle(&mut h);
    h.key_press(Key::F9);
    settle(&mut h);
    assert!(!h.state().workspace.drill.on);
}

#[test]
fn nothing_is_dragged_or_deleted_in_a_drill() {
    let mut h = drilling();
    let before = h.state().document.plan().clone();
    let from = h
        .get_by_label_contains("VM mbx-exec, level 3, on host-a1 with")
        .rect()
        .center();
    let to = h.get_by_label_contains("Host host-a2").rect().center();
    h.hover_at(from);
    h.step();
    h.drag_at(from);
    h.step();
    for i in 1..=5 {
        h.hover_at(from + (to - from) * (i as f32 / 5.0));
        h.step();
    }
    h.drop_at(to);
    settle(&mut h);
    h.get_by_label_contains("VM mbx-exec, level 3, on host-a1 with")
        .click();
    settle(&mut h);
    assert_eq!(h.state().workspace.selection.len(), 1);
    h.key_press(Key::Delete);
    settle(&mut h);
    assert!(std::sync::Arc::ptr_eq(&before, h.state().document.plan()));
}

#[test]
fn the_context_menu_fails_a_part_and_starts_the_drill() {
    let mut h = window();
    h.get_by_label(A1).click_secondary();
    h.run_steps(4);
    click(&mut h, "Fail host-a1");
    let drill = &h.state().workspace.drill;
    assert!(drill.on && drill.failed.contains(&host("host-a1")));
}

#[test]
fn a_row_of_the_study_starts_the_drill() {
    let mut h = window();
    h.key_press_modifiers(Modifiers::COMMAND, Key::Num5);
    settle(&mut h);
    assert_eq!(h.state().workspace.page, Page::Failures);
    h.get_by_label_contains("single failures examined");
    h.get_by_label("Filter failures").focus();
    h.get_by_label("Filter failures").type_text("host-a1");
    h.run_steps(4);
    h.get_by_label_contains("Drill host-a1:").click();
    settle(&mut h);
    assert_eq!(h.state().workspace.page, Page::Layout);
    assert!(h.state().workspace.drill.failed.contains(&host("host-a1")));
    h.get_by_label_contains("Host host-a1");
}

#[test]
fn every_pair_is_examined_beside_the_window() {
    let mut h = window();
    h.state_mut().workspace.page = Page::Failures;
    settle(&mut h);
    click(&mut h, "Pairs of failures");
    assert_eq!(h.state().workspace.failures.tab, Tab::Pairs);
    let pairs = h
        .state()
        .workspace
        .failures
        .pairs
        .clone()
        .expect("examined");
    assert_eq!(pairs.found.examined, pairs.all);
    h.get_by_label_contains("pairs of failures examined");
    // Sorted by name, the first row is not the worst one any more.
    let first = |h: &Harness<'_, App>| {
        h.get_all_by_label_contains("Drill ")
            .next()
            .and_then(|n| n.accesskit_node().label())
            .unwrap_or_default()
    };
    let worst = first(&h);
    click(&mut h, "Sort by what fails");
    assert_ne!(worst, first(&h));
}

#[test]
fn single_points_are_listed_by_name() {
    let mut plan = plan();
    // A VM that nothing protects.
    let id = evenkeel_model::ids::VmId::new("mbx-mid").expect("a slug");
    let mut vm = (**plan.vms.get(&id).expect("it is there")).clone();
    vm.level = evenkeel_model::plan::Level::L0;
    for row in &mut vm.placement {
        row.partner = None;
    }
    plan.vms.put(id, vm);
    let mut h = window_on(plan);
    h.state_mut().workspace.page = Page::Failures;
    settle(&mut h);
    click(&mut h, "Single points of failure");
    h.get_by_label("Filter failures").focus();
    h.get_by_label("Filter failures").type_text("mbx-mid");
    h.run_steps(4);
    h.get_by_label("mbx-mid");
    let drill = h.get_all_by_label("Drill host-a1").next().expect("named");
    drill.click();
    settle(&mut h);
    h.get_by_label_contains("mbx-mid: stops");
}

#[test]
fn a_changed_plan_is_drilled_anew() {
    let mut h = drilling();
    click_host(&mut h, A1);
    let first = h.state().workspace.drill.shown.clone().expect("worked out");
    let edit = evenkeel_model::edit::remove(
        h.state().document.plan(),
        &[(&HostId::new("host-a1").expect("a slug")).into()],
    )
    .expect("it can go");
    h.state_mut().sender.edit(edit);
    settle(&mut h);
    let now = h.state().workspace.drill.shown.clone().expect("worked out");
    assert!(!std::sync::Arc::ptr_eq(&first, &now));
    assert!(
        h.state().workspace.drill.failed.is_empty(),
        "what failed is gone"
    );
}
