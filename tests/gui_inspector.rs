//! Inspector, tables and the working of figures, driven by accessible label without a renderer.

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use evenkeel::app::App;
use evenkeel::document::Document;
use evenkeel::ui::style;
use evenkeel::ui::theme::Theme;
use evenkeel::workspace::Page;
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::{Level, Plan};
use evenkeel_model::units::Mib;

const THREE_TIERS: &str = include_str!("../examples/exchange-three-tiers.ron");

fn plan() -> Plan {
    evenkeel_model::io::from_text(THREE_TIERS).expect("the example opens")
}

fn window(plan: Plan, select: &[&str]) -> Harness<'static, App> {
    let mut app = App::new(Document::new(plan, None));
    app.workspace.welcome = false;
    app.workspace.dark = Some(false);
    app.workspace.selection = select
        .iter()
        .map(|id| EntityId::parse(id).expect("an id"))
        .collect();
    let mut harness = Harness::builder()
        .with_size([1440.0, 2000.0])
        .with_context_setup(|ctx| style::install(ctx, &Theme::light()))
        .build_ui_state(|ui, app: &mut App| app.ui(ui), app);
    harness.run_steps(4);
    harness
}

fn type_into(harness: &mut Harness<'_, App>, label: &str, text: &str) {
    harness.get_by_label(label).focus();
    harness.run_steps(2);
    harness.get_by_label(label).type_text(text);
    harness.run_steps(2);
}

fn enter(harness: &mut Harness<'_, App>) {
    harness.key_press(egui::Key::Enter);
    harness.run_steps(3);
}

fn undo_label(harness: &Harness<'_, App>) -> Option<String> {
    harness
        .state()
        .document
        .history
        .undo_label()
        .map(str::to_owned)
}

fn ram(harness: &Harness<'_, App>, vm: &str) -> Mib {
    let plan = harness.state().document.plan();
    plan.vms.get(vm).expect("a VM").ram
}

#[test]
fn a_typed_quantity_is_one_named_edit() {
    let mut h = window(plan(), &["vm/mbx-exec"]);
    type_into(&mut h, "Memory", "16 GiB");
    assert_eq!(ram(&h, "mbx-exec"), Mib::new(8192), "not before Enter");
    enter(&mut h);
    assert_eq!(ram(&h, "mbx-exec"), Mib::new(16_384));
    assert_eq!(
        undo_label(&h).as_deref(),
        Some("Set memory of mbx-exec to 16 GiB")
    );
    h.state_mut().document.history.undo();
    h.run_steps(2);
    assert_eq!(ram(&h, "mbx-exec"), Mib::new(8192));
    assert!(undo_label(&h).is_none(), "typing was one step");
}

#[test]
fn a_bare_number_takes_the_unit_that_is_shown() {
    let mut h = window(plan(), &["vm/mbx-exec"]);
    type_into(&mut h, "Memory", "12");
    enter(&mut h);
    assert_eq!(ram(&h, "mbx-exec"), Mib::new(12 * 1024));
}

#[test]
fn leaving_a_field_commits_and_escape_restores() {
    let mut h = window(plan(), &["vm/mbx-exec"]);
    type_into(&mut h, "vCPUs", "4");
    h.get_by_label("Memory").focus();
    h.run_steps(3);
    let vcpus = |h: &Harness<'_, App>| {
        let plan = h.state().document.plan();
        plan.vms.get("mbx-exec").map(|v| v.vcpus)
    };
    assert_eq!(vcpus(&h), Some(4));
    type_into(&mut h, "vCPUs", "9");
    h.key_press(egui::Key::Escape);
    h.run_steps(3);
    assert_eq!(vcpus(&h), Some(4));
    assert_eq!(h.get_by_label("vCPUs").value().as_deref(), Some("4"));
}

#[test]
fn typing_is_kept_when_the_selection_moves_on() {
    let mut h = window(plan(), &["vm/mbx-exec"]);
    type_into(&mut h, "Memory", "10 GiB");
    h.state_mut().workspace.selection = vec![EntityId::parse("vm/mbx-mid").expect("an id")];
    h.run_steps(4);
    assert_eq!(ram(&h, "mbx-exec"), Mib::new(10 * 1024));
    assert_eq!(ram(&h, "mbx-mid"), Mib::new(8192));
}

#[test]
fn a_wrong_unit_says_so_and_changes_nothing() {
    let mut h = window(plan(), &["vm/mbx-exec"]);
    type_into(&mut h, "Memory", "16 furlongs");
    enter(&mut h);
    assert_eq!(ram(&h, "mbx-exec"), Mib::new(8192));
    assert!(undo_label(&h).is_none());
    assert_eq!(
        h.get_by_label("Memory").value().as_deref(),
        Some("16 furlongs"),
        "the text stays to be mended"
    );
    h.get_by_label_contains("Unknown unit \"furlongs\"");
    type_into(&mut h, "vCPUs", "0");
    enter(&mut h);
    h.get_by_label_contains("0 is outside 1 to 1,024");
}

#[test]
fn level_buttons_dial_protection() {
    let mut h = window(plan(), &["vm/mbx-staff-1"]);
    h.get_by_label("Level 2").click();
    h.run_steps(3);
    let vm = h.state().document.plan().vms.get("mbx-staff-1").cloned();
    let vm = vm.expect("a VM");
    assert_eq!(vm.level, Level::L2);
    assert!(vm.placement[0].partner.is_some(), "a partner was found");
    assert_eq!(
        undo_label(&h).as_deref(),
        Some("Set mbx-staff-1 to level 2")
    );
}

#[test]
fn several_things_are_edited_as_one() {
    let mut h = window(plan(), &["vm/mbx-exec", "vm/mbx-mid", "vm/mbx-staff-1"]);
    assert!(h.query_by_label("3 VMs").is_some());
    type_into(&mut h, "Memory", "24 GiB");
    enter(&mut h);
    for vm in ["mbx-exec", "mbx-mid", "mbx-staff-1"] {
        assert_eq!(ram(&h, vm), Mib::new(24 * 1024), "{vm}");
    }
    assert_eq!(
        undo_label(&h).as_deref(),
        Some("Set memory of 3 VMs to 24 GiB")
    );
    h.state_mut().document.history.undo();
    assert!(undo_label(&h).is_none());
}

#[test]
fn hosts_links_and_the_plan_have_their_fields() {
    let mut h = window(plan(), &["host/host-a1"]);
    type_into(&mut h, "RAM", "48 GiB");
    enter(&mut h);
    assert_eq!(
        undo_label(&h).as_deref(),
        Some("Set RAM of host-a1 to 48 GiB")
    );
    h.get_by_label("Adapters").click();
    h.run_steps(12);
    type_into(&mut h, "Ports of card 1", "4");
    enter(&mut h);
    let host = h.state().document.plan().hosts.get("host-a1").cloned();
    assert_eq!(host.expect("a host").adapters[0].ports, 4);

    let mut h = window(plan(), &["link/fibre-1"]);
    type_into(&mut h, "Map distance", "26 mi");
    enter(&mut h);
    let link = h.state().document.plan().links.get("fibre-1").cloned();
    let distance = link.expect("a link").segments[0].distance;
    assert_eq!(distance.expect("a distance").to_string(), "26 mi");

    let mut h = window(plan(), &[]);
    type_into(&mut h, "Customer", "Harbour Ltd");
    enter(&mut h);
    assert_eq!(h.state().document.plan().about.customer, "Harbour Ltd");
}

#[test]
fn why_opens_the_working_and_escape_closes_it() {
    let mut h = window(plan(), &["host/host-a1"]);
    h.get_by_label("Why Memory").click();
    h.run_steps(4);
    assert_eq!(
        h.state().workspace.why.as_deref(),
        Some("host/host-a1/ram.share")
    );
    h.get_by_label_contains("load ÷ capacity");
    h.get_by_label("Copy text");
    // An input that is itself a figure can be followed, and the way back stays.
    h.get_by_label("Working of mbx-exec").click();
    h.run_steps(4);
    assert_eq!(
        h.state().workspace.why.as_deref(),
        Some("vm/mbx-exec/ram.on_host")
    );
    h.get_by_label("Back to Memory").click();
    h.run_steps(4);
    assert_eq!(
        h.state().workspace.why.as_deref(),
        Some("host/host-a1/ram.share")
    );
    h.key_press(egui::Key::Escape);
    h.run_steps(3);
    assert!(h.state().workspace.why.is_none());
}

fn tables() -> Harness<'static, App> {
    let mut h = window(plan(), &[]);
    h.state_mut().workspace.page = Page::Tables;
    h.state_mut().workspace.right = false;
    h.run_steps(4);
    h
}

fn names(h: &Harness<'_, App>) -> Vec<String> {
    let mut cells: Vec<_> = h
        .query_all_by_label_contains("Name of ")
        .map(|n| (n.rect().top() as i32, n.accesskit_node().label()))
        .collect();
    cells.sort();
    cells
        .into_iter()
        .filter_map(|(_, l)| Some(l?.strip_prefix("Name of ")?.to_owned()))
        .collect()
}

#[test]
fn a_table_sorts_and_filters() {
    let mut h = tables();
    let all = names(&h);
    assert_eq!(all, ["mbx-exec", "mbx-mid", "mbx-staff-1", "mbx-staff-2"]);
    h.get_by_label("Sort by Name").click();
    h.run_steps(3);
    let mut down = all.clone();
    down.reverse();
    assert_eq!(names(&h), down);
    type_into(&mut h, "Filter the table", "staff");
    assert_eq!(names(&h), ["mbx-staff-2", "mbx-staff-1"]);
    type_into(&mut h, "Filter the table", " nothing-like-it");
    h.get_by_label_contains("None of the 4 VMs");
}

#[test]
fn cells_are_edited_in_place() {
    let mut h = tables();
    h.get_by_label("Memory of mbx-mid").click();
    h.run_steps(1);
    h.key_press(egui::Key::Enter);
    h.run_steps(3);
    h.get_by_label("Memory").type_text("20 GiB");
    h.run_steps(2);
    enter(&mut h);
    assert_eq!(ram(&h, "mbx-mid"), Mib::new(20 * 1024));
    assert_eq!(
        undo_label(&h).as_deref(),
        Some("Set memory of mbx-mid to 20 GiB")
    );
    assert_eq!(ram(&h, "mbx-exec"), Mib::new(8192));
}

#[test]
fn the_bar_sets_a_column_of_all_selected_rows() {
    let mut h = tables();
    h.get_by_label("Name of mbx-mid").click();
    h.run_steps(2);
    h.get_by_label("Name of mbx-staff-2")
        .click_modifiers(egui::Modifiers::SHIFT);
    h.run_steps(3);
    assert_eq!(h.state().workspace.selection.len(), 3);
    h.get_by_label("3 selected");
    h.get_by_label("Column to set").click();
    h.run_steps(3);
    h.get_by_role_and_label(egui::accesskit::Role::Button, "vCPUs")
        .click();
    h.run_steps(3);
    type_into(&mut h, "vCPUs", "3");
    enter(&mut h);
    let plan = h.state().document.plan();
    let vcpus: Vec<u32> = plan.vms.values().map(|v| v.vcpus).collect();
    assert_eq!(vcpus, [2, 3, 3, 3]);
    assert_eq!(undo_label(&h).as_deref(), Some("Set vCPUs of 3 VMs to 3"));
}

#[test]
fn arrow_keys_walk_the_rows() {
    let mut h = tables();
    h.get_by_label("Name of mbx-exec").click();
    h.run_steps(2);
    h.key_press(egui::Key::ArrowDown);
    h.run_steps(2);
    assert_eq!(
        h.state().workspace.selection,
        [EntityId::parse("vm/mbx-mid").expect("an id")]
    );
    h.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::End);
    h.run_steps(2);
    assert_eq!(h.state().workspace.selection.len(), 3);
}

#[test]
fn ten_thousand_rows_draw_only_those_in_sight() {
    let mut plan = plan();
    let one = plan.vms.get("mbx-staff-1").cloned().expect("a VM");
    for n in 0..10_000 {
        let mut vm = (*one).clone();
        vm.name = format!("copy-{n}");
        vm.placement.clear();
        let id = evenkeel_model::ids::VmId::new(&format!("copy-{n}")).expect("an id");
        plan.vms.put(id, vm);
    }
    let mut h = window(plan, &[]);
    h.state_mut().workspace.page = Page::Tables;
    h.state_mut().workspace.right = false;
    h.run_steps(3);
    let drawn = names(&h).len();
    assert!((10..200).contains(&drawn), "{drawn} rows drawn");
}

#[test]
fn a_save_takes_what_is_being_typed() {
    let mut h = window(plan(), &["vm/mbx-exec"]);
    type_into(&mut h, "Memory", "14 GiB");
    assert_eq!(ram(&h, "mbx-exec"), Mib::new(8192));
    // Closing asks about unsaved changes, as saving does: the text must be in the plan by then.
    h.state_mut()
        .sender
        .act(evenkeel::command::Action::ClosePlan);
    h.run_steps(3);
    assert_eq!(ram(&h, "mbx-exec"), Mib::new(14 * 1024));
    assert_eq!(
        undo_label(&h).as_deref(),
        Some("Set memory of mbx-exec to 14 GiB")
    );
    assert_eq!(h.state().document.history.steps().count(), 1);
}

fn page(page: Page, plan: Plan) -> Harness<'static, App> {
    let mut h = window(plan, &[]);
    h.state_mut().workspace.page = page;
    h.state_mut().workspace.right = false;
    h.run_steps(4);
    h
}

#[test]
fn the_workloads_page_sizes_each_vm_and_adds_workloads() {
    let mut h = page(Page::Workloads, plan());
    h.get_by_label("memory of mbx-mid 6.88 of 8 GiB");
    h.get_by_label("Why memory of mbx-mid").click();
    h.run_steps(4);
    assert_eq!(
        h.state().workspace.why.as_deref(),
        Some("vm/mbx-mid/ram.needed")
    );
    assert!(
        h.query_all_by_label_contains("per_mailbox")
            .next()
            .is_some()
    );
    let before = h.state().document.plan().workloads.len();
    h.get_by_label("Add workload…").click();
    h.run_steps(3);
    h.get_by_label("SQL Server").click();
    h.run_steps(3);
    assert_eq!(h.state().document.plan().workloads.len(), before + 1);

    let h = page(Page::Workloads, Plan::default());
    h.get_by_label("No workloads yet");
}

#[test]
fn the_links_page_shows_loads_and_distance() {
    let mut h = page(Page::Links, plan());
    h.get_by_label_contains("Round trip over distance: 42 km now");
    h.get_by_label_contains("Load, fastest link lost: ");
    h.get_by_label("Why Holds up to").click();
    h.run_steps(4);
    assert_eq!(
        h.state().workspace.why.as_deref(),
        Some("joint/host-a1+host-b1/max_distance")
    );
    h.get_by_label("Copy text");
    h.get_by_label("Select Fibre 1, 10 Gb").click();
    h.run_steps(3);
    assert_eq!(
        h.state().workspace.selection,
        [EntityId::parse("link/fibre-1").expect("an id")]
    );

    let h = page(Page::Links, Plan::default());
    h.get_by_label("No links yet");
}

#[test]
fn a_workload_tells_how_far_it_goes() {
    let mut h = window(plan(), &["workload/exec"]);
    let told = |h: &Harness<'_, App>| h.query_by_label_contains("142 mailboxes").is_some();
    for _ in 0..200 {
        if told(&h) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
        h.run_steps(2);
    }
    panic!("no outlook came");
}
