//! The command palette: everything by a few letters, from the keyboard.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use evenkeel::app::App;
use evenkeel::command::Command;
use evenkeel::document::Document;
use evenkeel_model::ids::{EntityId, HostId, VmId};
use evenkeel_model::plan::{Level, Plan};

#[path = "support/window.rs"]
mod support;
use support::{Window, click, keys, send, settle, template, window};

fn on_template() -> App {
    App::new(Document::new(template("two-servers"), None))
}

fn mbx() -> VmId {
    VmId::new("mbx-1").unwrap()
}

#[test]
fn the_palette_goes_to_things_and_moves_vms_in_two_steps() {
    let mut h = window(on_template());
    keys(&mut h, Modifiers::COMMAND, Key::K);
    h.get_by_role_and_label(Role::TextInput, "Find or do anything");
    h.event(egui::Event::Text("go to host-b".into()));
    settle(&mut h);
    keys(&mut h, Modifiers::NONE, Key::Enter);
    let host_b = HostId::new("host-b").unwrap();
    assert_eq!(
        h.state().workspace.selection,
        [EntityId::Host(host_b.clone())]
    );
    assert!(h.state().palette.is_none());

    keys(&mut h, Modifiers::COMMAND, Key::K);
    h.event(egui::Event::Text("move mbx-1 to host".into()));
    settle(&mut h);
    keys(&mut h, Modifiers::NONE, Key::Enter);
    assert!(h.state().palette.is_some(), "asks for the host");
    h.event(egui::Event::Text("host-b".into()));
    settle(&mut h);
    keys(&mut h, Modifiers::NONE, Key::Enter);
    let vm = h.state().document.plan().vms.get(&mbx()).unwrap().clone();
    assert_eq!(vm.placement[0].host, host_b);

    keys(&mut h, Modifiers::COMMAND, Key::K);
    keys(&mut h, Modifiers::NONE, Key::Escape);
    assert!(h.state().palette.is_none());
}

/// Opens the palette and types.
fn look_for(h: &mut Window, text: &str) {
    keys(h, Modifiers::COMMAND, Key::K);
    h.event(egui::Event::Text(text.into()));
    settle(h);
}

fn options(h: &Window) -> usize {
    h.get_all_by_role(Role::ListBoxOption).count()
}

/// A group of four, two on each host of the template.
fn spread() -> Plan {
    let mut plan = template("two-servers");
    let mut vm = (**plan.vms.get(&mbx()).unwrap()).clone();
    vm.level = Level::L0;
    vm.count = 4;
    let mut row = vm.placement[0].clone();
    row.count = 2;
    row.partner = None;
    let mut other = row.clone();
    row.host = HostId::new("host-a").unwrap();
    other.host = HostId::new("host-b").unwrap();
    vm.placement = vec![row, other];
    plan.vms.put(mbx(), vm);
    plan
}

fn placement(h: &Window, vm: &str) -> Vec<(String, u32)> {
    let vms = &h.state().document.plan().vms;
    let rows = &vms.get(&VmId::new(vm).unwrap()).unwrap().placement;
    rows.iter().map(|r| (r.host.to_string(), r.count)).collect()
}

#[test]
fn the_palette_moves_each_row_of_a_group_and_detaches_members() {
    let mut h = window(App::new(Document::new(spread(), None)));
    look_for(&mut h, "move mbx-1 from");
    h.get_by_label("Move mbx-1 from host-a to host…");
    click(&mut h, "Move mbx-1 from host-b to host…");
    h.get_by_role_and_label(Role::TextInput, "Move mbx-1 from host-b to which host?");
    h.event(egui::Event::Text("host-a".into()));
    settle(&mut h);
    keys(&mut h, Modifiers::NONE, Key::Enter);
    assert_eq!(placement(&h, "mbx-1"), [("host-a".to_owned(), 4)]);
    keys(&mut h, Modifiers::COMMAND, Key::Z);

    look_for(&mut h, "detach mbx-1");
    click(&mut h, "Detach one of mbx-1 from host-b to host…");
    h.event(egui::Event::Text("host-a".into()));
    settle(&mut h);
    keys(&mut h, Modifiers::NONE, Key::Enter);
    let of = [("host-a".to_owned(), 2), ("host-b".to_owned(), 1)];
    assert_eq!(placement(&h, "mbx-1"), of);
    let label = h.state().document.history.undo_label();
    assert_eq!(label, Some("Detach one of mbx-1 to host-a"));
    keys(&mut h, Modifiers::COMMAND, Key::Z);

    // The shortcut asks which members are meant, and moves all of them in one step.
    send(&mut h, Command::Select(vec![mbx().into()]));
    keys(&mut h, Modifiers::COMMAND, Key::M);
    h.get_by_role_and_label(Role::TextInput, "Move which members of mbx-1?");
    click(&mut h, "All members");
    h.event(egui::Event::Text("host-b".into()));
    settle(&mut h);
    keys(&mut h, Modifiers::NONE, Key::Enter);
    assert_eq!(placement(&h, "mbx-1"), [("host-b".to_owned(), 4)]);
    keys(&mut h, Modifiers::COMMAND, Key::Z);
    assert_eq!(h.state().document.plan().vms, spread().vms);
}

#[test]
fn every_piece_of_the_left_palette_is_a_command_too() {
    let mut h = window(on_template());
    let count = |h: &Window| h.state().document.plan().entities().count();
    for (wanted, label) in [
        ("group", "Add a group of VMs"),
        ("storage", "Add an array"),
        ("witness", "Add a witness"),
        ("feed", "Add a power feed"),
    ] {
        let before = count(&h);
        look_for(&mut h, &format!("add {wanted}"));
        click(&mut h, label);
        assert!(count(&h) > before, "{label}");
    }
    look_for(&mut h, "add another role");
    click(&mut h, "Add another role…");
    h.get_by_role_and_label(Role::TextInput, "Add which role?");
    let before = h.state().document.plan().workloads.len();
    keys(&mut h, Modifiers::NONE, Key::Enter);
    assert_eq!(h.state().document.plan().workloads.len(), before + 1);

    send(&mut h, Command::Select(Vec::new()));
    let before = h.state().document.plan().links.len();
    look_for(&mut h, "add a link");
    click(&mut h, "Add a link…");
    h.event(egui::Event::Text("host-a".into()));
    settle(&mut h);
    keys(&mut h, Modifiers::NONE, Key::Enter);
    h.get_by_role_and_label(Role::TextInput, "Link from host-a to what?");
    h.event(egui::Event::Text("host-b".into()));
    settle(&mut h);
    keys(&mut h, Modifiers::NONE, Key::Enter);
    assert_eq!(h.state().document.plan().links.len(), before + 1);
}

#[test]
fn the_palette_grows_again_after_a_narrow_search() {
    let mut h = window(on_template());
    // Other lists of the window have options too.
    let others = options(&h);
    look_for(&mut h, "add");
    let wide = options(&h) - others;
    assert!(wide > 5, "{wide} rows");
    keys(&mut h, Modifiers::NONE, Key::Escape);
    look_for(&mut h, "switch light and dark");
    let narrow = options(&h) - others;
    assert!((1..4).contains(&narrow), "{narrow} rows");
    keys(&mut h, Modifiers::COMMAND, Key::A);
    h.event(egui::Event::Text("add".into()));
    settle(&mut h);
    let again = options(&h) - others;
    assert_eq!(again, wide, "as many rows as without the search before");
}

#[test]
fn the_palette_finds_actions_by_other_words() {
    let mut h = window(on_template());
    for (wanted, label) in [
        ("theme", "Switch light and dark"),
        ("dark", "Switch light and dark"),
        ("print", "Export PDF…"),
        ("pdf", "Export PDF…"),
        ("save", "Save"),
        ("zoom", "Zoom in"),
        ("help", "Help on the finding"),
        ("exit", "Quit"),
        ("copy", "Duplicate"),
        ("storage", "Add an array"),
        ("database", "Add a SQL Server workload"),
    ] {
        look_for(&mut h, wanted);
        let found = h.query_by_role_and_label(Role::ListBoxOption, label);
        assert!(found.is_some(), "{wanted} finds {label}");
        keys(&mut h, Modifiers::NONE, Key::Escape);
    }
    look_for(&mut h, "theme");
    let dark = h.state().theme.dark;
    keys(&mut h, Modifiers::NONE, Key::Enter);
    assert_ne!(h.state().theme.dark, dark, "it is the first");
}
