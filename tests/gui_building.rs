//! A plan built from nothing by hand, and what the window says while it grows, by accessible label.

use egui::{Key, Modifiers, Pos2, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use evenkeel::app::App;
use evenkeel::document::Document;
use evenkeel_model::check::Severity;
use evenkeel_model::plan::{DiskUse, Plan};

fn window_on(plan: Plan, size: Vec2) -> Harness<'static, App> {
    let app = App::new(Document::new(plan, None));
    let mut harness = Harness::builder()
        .with_size(size)
        .with_max_steps(60)
        .build_ui_state(|ui, app: &mut App| app.ui(ui), app);
    harness.run_steps(6);
    harness
}

fn empty() -> Harness<'static, App> {
    let plan = evenkeel_model::io::from_text(include_str!("../assets/templates/empty.ron"))
        .expect("the template parses");
    window_on(plan, Vec2::new(1440.0, 900.0))
}

fn two_sites() -> Harness<'static, App> {
    let plan = evenkeel_model::io::from_text(include_str!("fixtures/two-sites.ron"))
        .expect("the fixture parses");
    window_on(plan, Vec2::new(1440.0, 900.0))
}

fn at(h: &Harness<'_, App>, label: &str) -> Pos2 {
    h.get_by_label(label).rect().center()
}

/// Presses on a tile of the palette, carries it there and lets go.
fn drag(h: &mut Harness<'_, App>, tile: &str, to: Pos2) {
    let from = at(h, tile);
    h.hover_at(from);
    h.step();
    h.drag_at(from);
    h.step();
    for i in 1..=6 {
        h.hover_at(from + (to - from) * (i as f32 / 6.0));
        h.step();
    }
    h.drop_at(to);
    h.run_steps(5);
}

fn key(h: &mut Harness<'_, App>, key: Key) {
    h.key_press_modifiers(Modifiers::NONE, key);
    h.run_steps(3);
}

#[test]
fn what_is_dropped_moves_nothing_and_all_stays_in_sight() {
    let mut h = empty();
    let home = h.get_by_label("Site Site 1, 0 hosts").rect();
    // Free ground at the right, partly where the inspector begins.
    drag(&mut h, "Add Site", Pos2::new(950.0, 560.0));
    let plan = h.state().document.plan().clone();
    assert_eq!(plan.sites.len(), 2);
    let (one, two) = (
        h.get_by_label("Site Site 1, 0 hosts").rect(),
        h.get_by_label("Site Site 2, 0 hosts").rect(),
    );
    let canvas = h.get_by_label("Canvas of the plan").rect();
    assert!(
        canvas.contains_rect(one) && canvas.contains_rect(two),
        "{one} {two}"
    );
    assert!(
        (one.width() / one.height() - home.width() / home.height()).abs() < 0.1,
        "it is seen whole"
    );
    assert!(one.center().x < two.center().x && one.center().y < two.center().y);
    // A host goes to the site under it, and no other site is made.
    for n in 1..=2 {
        let to = at(&h, &format!("Site Site {n}, 0 hosts"));
        drag(&mut h, "Add Host", to);
    }
    let plan = h.state().document.plan().clone();
    assert_eq!((plan.sites.len(), plan.hosts.len()), (2, 2));
    let names: Vec<String> = plan.hosts.keys().map(|id| plan.label(&id.into())).collect();
    assert_eq!(names, ["Host 1", "Host 2"]);
    assert_eq!(
        plan.pools
            .values()
            .map(|p| p.name.as_str())
            .collect::<Vec<_>>(),
        ["Pool 1"]
    );
}

#[test]
fn workloads_bring_the_disks_that_they_call_for() {
    let mut h = empty();
    let to = at(&h, "Site Site 1, 0 hosts");
    drag(&mut h, "Add Host", to);
    for tile in ["Add Mailbox", "Add SQL"] {
        let card = h.get_by_label_contains("Host Host 1,").rect();
        drag(&mut h, tile, card.left_top() + Vec2::new(60.0, 16.0));
    }
    let plan = h.state().document.plan().clone();
    let names: Vec<String> = plan.vms.keys().map(|id| plan.label(&id.into())).collect();
    assert_eq!(names, ["Mailbox 1", "SQL 1"]);
    for vm in plan.vms.values() {
        assert!(
            vm.disks.iter().any(|d| d.holds == DiskUse::Database),
            "{:?}",
            vm.disks
        );
    }
    let short = |h: &Harness<'_, App>| {
        h.state()
            .document
            .findings()
            .iter()
            .filter(|f| f.code.to_string() == "CAP-009" && f.severity == Severity::Error)
            .count()
    };
    assert_eq!(short(&h), 0);
    // Taken away, the inspector's own button brings it back.
    let (sql, _) = plan
        .vms
        .iter()
        .find(|(_, v)| v.name == "SQL 1")
        .expect("it is there");
    h.state_mut().workspace.selection = vec![sql.into()];
    h.run_steps(3);
    h.get_by_label("Virtual disks").click();
    h.run_steps(8);
    h.get_by_label("Remove disk 2").click();
    h.run_steps(4);
    assert_eq!(short(&h), 1);
    h.get_by_label("Add disk").click();
    h.run_steps(4);
    assert_eq!(short(&h), 0);
}

#[test]
fn escape_ends_the_link_tool_first() {
    let mut h = two_sites();
    let host = h.get_by_label_contains("Host host-a1,").rect();
    h.hover_at(host.left_top() + Vec2::new(40.0, 12.0));
    h.step();
    h.get_by_label_contains("Host host-a1,").click();
    h.run_steps(3);
    assert_eq!(h.state().workspace.selection.len(), 1);
    drag(&mut h, "Add Link", host.left_top() + Vec2::new(40.0, 12.0));
    assert!(h.state().workspace.canvas.link.is_some());
    key(&mut h, Key::Escape);
    assert!(h.state().workspace.canvas.link.is_none(), "the tool ended");
    assert_eq!(
        h.state().workspace.selection.len(),
        1,
        "the selection stayed"
    );
}

#[test]
fn a_row_that_lacks_an_input_leads_to_its_field() {
    let mut h = two_sites();
    let findings = std::sync::Arc::clone(h.state().document.findings());
    let lacking = findings
        .iter()
        .find(|f| f.code.to_string() == "LNK-021" && !f.is_found())
        .expect("the jitter of a link is not known");
    let row = format!("LNK-021 {}", lacking.message);
    h.state_mut().workspace.findings_height = 400.0;
    h.run_steps(2);
    h.state_mut().workspace.filter.text = "LNK-021".to_owned();
    h.run_steps(3);
    h.get_by_label(&row).click();
    h.run_steps(30);
    assert_eq!(
        h.state().workspace.selection,
        vec![lacking.subject().clone()]
    );
    let field = h.get_by_label("Jitter");
    assert!(field.is_focused(), "the field has the keyboard");
    h.get_by_label("Jitter").type_text("0.2 ms");
    h.run_steps(2);
    key(&mut h, Key::Enter);
    let after = h.state().document.findings();
    assert!(
        !after
            .iter()
            .any(|f| f.code.to_string() == "LNK-021" && f.subject() == lacking.subject()),
        "the check has its input"
    );
}

#[test]
fn menus_open_and_are_walked_by_keyboard() {
    let mut h = two_sites();
    key(&mut h, Key::F10);
    assert!(
        h.query_by_label("New from template…").is_some(),
        "File is open"
    );
    key(&mut h, Key::ArrowRight);
    key(&mut h, Key::ArrowRight);
    assert!(h.query_by_label("Add a site").is_some(), "Plan is open");
    assert!(h.query_by_label("New from template…").is_none());
    let before = h.state().document.plan().hosts.len();
    key(&mut h, Key::ArrowDown);
    key(&mut h, Key::Enter);
    assert_eq!(h.state().document.plan().hosts.len(), before + 1);
    h.key_press_modifiers(Modifiers::ALT, Key::V);
    h.run_steps(3);
    assert!(
        h.query_by_label("Switch light and dark").is_some(),
        "View is open"
    );
    key(&mut h, Key::Escape);
    assert!(h.query_by_label("Switch light and dark").is_none());
}

#[test]
fn without_a_finding_f1_opens_the_guide() {
    let mut h = two_sites();
    key(&mut h, Key::F1);
    assert!(h.query_by_label("Five steps to a plan").is_some());
    key(&mut h, Key::Escape);
    assert!(h.query_by_label("Five steps to a plan").is_none());
}

#[test]
fn f2_edits_the_cell_of_a_table() {
    let mut h = two_sites();
    h.get_by_label("Tables").click();
    h.run_steps(4);
    h.get_by_label("Memory of mbx-mid").click();
    h.run_steps(2);
    key(&mut h, Key::F2);
    assert!(h.state().dialog.is_none(), "it is not the name's dialog");
    assert!(h.state().workspace.tables.is_editing());
}

#[test]
fn what_was_told_stands_above_the_findings() {
    let mut h = two_sites();
    for n in 0..6 {
        h.state_mut()
            .toasts
            .push(evenkeel::view::toasts::Tone::Good, format!("Saved {n}"));
    }
    h.run_steps(3);
    let shown = h.get_by_label("Saved 5").rect();
    assert!(h.query_by_label("Saved 4").is_none(), "they do not pile up");
    let findings = h.get_by_label("Filter findings").rect();
    assert!(shown.bottom() < findings.top());
}
