//! The canvas and the outline, as a person uses them, by accessible label.

use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use evenkeel::app::App;
use evenkeel::document::Document;
use evenkeel_model::ids::{EntityId, HostId, VmId};
use evenkeel_model::plan::{Level, Plan};

const EXEC: &str = "VM mbx-exec, level 3, on host-a1 with host-b1";
const B1: &str = "Host host-b1, 2 × 8 cores, 64 GiB";
const A2: &str = "Host host-a2, 2 × 8 cores, 64 GiB";
const B2: &str = "Host host-b2, 2 × 8 cores, 64 GiB";

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

fn at(harness: &Harness<'_, App>, label: &str) -> Pos2 {
    harness.get_by_label(label).rect().center()
}

/// A place on a host's card without a chip: its title.
fn title(harness: &Harness<'_, App>, label: &str) -> Pos2 {
    let r = harness.get_by_label(label).rect();
    Pos2::new(r.left() + 40.0, r.top() + 12.0)
}

fn press(harness: &mut Harness<'_, App>, from: Pos2) {
    harness.hover_at(from);
    harness.step();
    harness.drag_at(from);
    harness.step();
}

fn carry(harness: &mut Harness<'_, App>, from: Pos2, to: Pos2) {
    for i in 1..=6 {
        harness.hover_at(from + (to - from) * (i as f32 / 6.0));
        harness.step();
    }
    harness.run_steps(3);
}

fn drag(harness: &mut Harness<'_, App>, from: Pos2, to: Pos2) {
    press(harness, from);
    carry(harness, from, to);
    harness.drop_at(to);
    harness.run_steps(4);
}

/// A press and a move that reach the window in one frame, as a quick hand does it.
fn press_and_move_at_once(h: &mut Harness<'_, App>, from: Pos2, to: Pos2) {
    h.input_mut().events.extend([
        egui::Event::PointerMoved(from),
        egui::Event::PointerButton {
            pos: from,
            button: egui::PointerButton::Primary,
            pressed: true,
            modifiers: Modifiers::NONE,
        },
        egui::Event::PointerMoved(to),
    ]);
    h.step();
}

#[test]
fn a_quick_drag_takes_what_was_pressed_not_what_lies_under_the_pointer() {
    let mut h = window();
    let (from, to) = (at(&h, EXEC), title(&h, A2));
    press_and_move_at_once(&mut h, from, from + Vec2::new(0.0, 20.0));
    carry(&mut h, from, to);
    h.drop_at(to);
    h.run_steps(4);
    assert_eq!(host_of(&h, "mbx-exec"), "host-a2");
    assert!(
        h.state().document.plan().layout.is_empty(),
        "no host was moved"
    );
}

#[test]
fn a_quick_drag_off_the_palette_takes_the_piece_that_was_pressed() {
    for to in ["Add Host", "Add Link", "Canvas of the plan"] {
        let mut h = window();
        let before = h.state().document.plan().vms.len();
        let (from, by) = (at(&h, "Add VM"), at(&h, to));
        let host = title(&h, B2);
        press_and_move_at_once(&mut h, from, by);
        carry(&mut h, by, host);
        h.drop_at(host);
        h.run_steps(4);
        let plan = h.state().document.plan();
        assert_eq!(plan.vms.len(), before + 1, "by way of {to}");
        assert!(plan.layout.is_empty() && h.state().workspace.canvas.link.is_none());
    }
}

#[test]
fn an_escaped_drag_does_not_begin_again() {
    let mut h = window();
    let from = at(&h, EXEC);
    press_and_move_at_once(&mut h, from, from + Vec2::new(0.0, 20.0));
    h.key_press(Key::Escape);
    h.run_steps(2);
    let to = title(&h, A2);
    carry(&mut h, from, to);
    assert!(h.state().workspace.canvas.drag.is_none());
}

fn vm(id: &str) -> VmId {
    VmId::new(id).expect("a slug")
}

fn host_of(harness: &Harness<'_, App>, id: &str) -> String {
    let plan = harness.state().document.plan();
    let v = plan.vms.get(&vm(id)).expect("the VM exists");
    v.placement
        .first()
        .map(|r| r.host.to_string())
        .unwrap_or_default()
}

#[test]
fn dragging_a_vm_moves_it_and_undo_brings_it_back() {
    let mut h = window();
    let (from, to) = (at(&h, EXEC), title(&h, A2));
    drag(&mut h, from, to);
    assert_eq!(host_of(&h, "mbx-exec"), "host-a2");
    h.get_by_label("VM mbx-exec, level 3, on host-a2 with host-b1");
    h.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    h.run_steps(4);
    assert_eq!(host_of(&h, "mbx-exec"), "host-a1");
    h.get_by_label(EXEC);
}

#[test]
fn dragging_a_partner_moves_only_the_partner() {
    let mut h = window();
    let from = at(&h, "Standby of VM mbx-mid, level 2, on host-b1");
    let to = title(&h, B2);
    drag(&mut h, from, to);
    let plan = h.state().document.plan();
    let row = &plan.vms.get(&vm("mbx-mid")).unwrap().placement[0];
    assert_eq!(row.host.as_str(), "host-a1");
    assert_eq!(row.partner.as_ref().map(HostId::as_str), Some("host-b2"));
}

#[test]
fn the_verdict_of_a_drop_shows_before_it_is_made() {
    let mut h = window();
    let (from, to) = (at(&h, EXEC), title(&h, A2));
    press(&mut h, from);
    carry(&mut h, from, to);
    // Other pool than the partner's: the very finding that the drop would bring.
    h.get_by_label("mbx-exec to host-a2");
    h.get_by_label("Would not hold");
    let told = h.get_by_label_contains("+ PRO-005");
    let node = told.accesskit_node();
    let told = node.label().or(node.value()).unwrap_or_default();
    assert_eq!(host_of(&h, "mbx-exec"), "host-a1", "nothing moved yet");
    h.drop_at(to);
    h.run_steps(4);
    let found = h
        .state()
        .document
        .findings()
        .iter()
        .any(|f| told == format!("+ {} {}", f.code, f.message));
    assert!(found, "the finding came as told: {told}");
}

#[test]
fn escape_cancels_a_drag() {
    let mut h = window();
    let (from, to) = (at(&h, EXEC), title(&h, A2));
    press(&mut h, from);
    carry(&mut h, from, to);
    h.key_press(Key::Escape);
    h.run_steps(2);
    h.drop_at(to);
    h.run_steps(3);
    assert_eq!(host_of(&h, "mbx-exec"), "host-a1");
    assert!(h.state().document.history.undo_label().is_none());
}

#[test]
fn alt_takes_one_member_out_of_a_group() {
    let mut h = window();
    let from = at(&h, "VM web, 3 of 5 members, level 1, on host-a2");
    let to = title(&h, B2);
    press(&mut h, from);
    carry_with(&mut h, from, to, Modifiers::ALT);
    let plan = h.state().document.plan();
    let group = plan.vms.get(&vm("web")).unwrap();
    assert_eq!(group.count, 4);
    assert!(plan.vms.iter().any(
        |(id, v)| id.as_str().starts_with("web-") && v.placement[0].host.as_str() == "host-b2"
    ));
}

fn carry_with(h: &mut Harness<'_, App>, from: Pos2, to: Pos2, modifiers: Modifiers) {
    h.event(egui::Event::ModifiersChanged(modifiers));
    for i in 1..=6 {
        h.event(egui::Event::PointerMoved(
            from + (to - from) * (i as f32 / 6.0),
        ));
    }
    h.event(egui::Event::PointerButton {
        pos: to,
        button: egui::PointerButton::Primary,
        pressed: false,
        modifiers,
    });
    h.event(egui::Event::ModifiersChanged(Modifiers::NONE));
    h.run_steps(3);
}

#[test]
fn a_waiting_vm_can_be_placed_and_taken_off_again() {
    let mut h = window();
    let from = at(&h, "VM spare, level 0, not on a host");
    let tray = from + Vec2::new(40.0, -18.0);
    let to = title(&h, B2);
    drag(&mut h, from, to);
    assert_eq!(host_of(&h, "spare"), "host-b2");
    h.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    h.run_steps(3);
    assert_eq!(host_of(&h, "spare"), "");
    // While something waits there is a tray to drop on.
    let lab = at(&h, "VM test-lab, level 0, on host-a2");
    drag(&mut h, lab, tray);
    assert_eq!(host_of(&h, "test-lab"), "");
}

#[test]
fn the_menu_sets_a_level() {
    let mut h = window();
    h.get_by_label("VM test-lab, level 0, on host-a2")
        .click_secondary();
    h.run_steps(4);
    h.get_by_label_contains("Level 2, component-level").click();
    h.run_steps(4);
    let plan = h.state().document.plan();
    let lab = plan.vms.get(&vm("test-lab")).unwrap();
    assert_eq!(lab.level, Level::L2);
    assert!(lab.placement[0].partner.is_some(), "a partner was chosen");
    assert_eq!(
        h.state().document.history.undo_label(),
        Some("Set test-lab to level 2")
    );
}

#[test]
fn the_palette_adds_a_host_by_click_and_by_drag() {
    let mut h = window();
    let before = h.state().document.plan().hosts.len();
    h.get_by_label("Add Host").click();
    h.run_steps(4);
    assert_eq!(h.state().document.plan().hosts.len(), before + 1);
    let from = at(&h, "Add Host");
    let site = h.get_by_label("Site North hall, 2 hosts").rect();
    let to = Pos2::new(site.left() + 20.0, site.top() + 20.0);
    drag(&mut h, from, to);
    let plan = h.state().document.plan();
    assert_eq!(plan.hosts.len(), before + 2);
    let north = plan
        .hosts
        .values()
        .filter(|x| x.site.as_str() == "north")
        .count();
    assert_eq!(north, 3);
}

#[test]
fn two_selected_hosts_are_linked_by_the_palette() {
    let mut h = window();
    let a = title(&h, A2);
    let b = title(&h, B2);
    click(&mut h, a, Modifiers::NONE);
    click(&mut h, b, Modifiers::COMMAND);
    assert_eq!(h.state().workspace.selection.len(), 2);
    let before = h.state().document.plan().links.len();
    h.get_by_label("Add Link").click();
    h.run_steps(4);
    assert_eq!(h.state().document.plan().links.len(), before + 1);
}

fn click(h: &mut Harness<'_, App>, p: Pos2, modifiers: Modifiers) {
    h.hover_at(p);
    h.step();
    for pressed in [true, false] {
        h.event_modifiers(
            egui::Event::PointerButton {
                pos: p,
                button: egui::PointerButton::Primary,
                pressed,
                modifiers,
            },
            modifiers,
        );
        h.step();
    }
    h.run_steps(3);
}

#[test]
fn a_host_dragged_to_another_site_changes_site_in_one_step() {
    let mut h = window();
    let from = title(&h, A2);
    let site = h.get_by_label("Site North hall, 2 hosts").rect();
    drag(&mut h, from, site.center() - Vec2::new(60.0, 0.0));
    let plan = h.state().document.plan();
    let host = plan.hosts.get("host-a2").unwrap();
    assert_eq!(host.site.as_str(), "north");
    let id = EntityId::parse("host/host-a2").unwrap();
    let p = plan.layout.get(&id).expect("it has a position now");
    assert_eq!((p.x % 8.0, p.y % 8.0), (0.0, 0.0), "on the grid");
    h.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    h.run_steps(3);
    let plan = h.state().document.plan();
    assert_eq!(plan.hosts.get("host-a2").unwrap().site.as_str(), "main");
    assert!(plan.layout.is_empty());
}

#[test]
fn the_outline_selects_filters_and_follows() {
    let mut h = window();
    h.get_by_role_and_label(Role::TreeItem, "mbx-mid").click();
    h.run_steps(3);
    assert_eq!(
        h.state().workspace.selection,
        [EntityId::from(vm("mbx-mid"))]
    );
    h.get_by_label("Filter the outline").click();
    h.run_steps(2);
    h.get_by_label("Filter the outline").type_text("dc-");
    h.run_steps(3);
    h.get_by_role_and_label(Role::TreeItem, "dc-02");
    assert!(
        h.query_by_role_and_label(Role::TreeItem, "mbx-mid")
            .is_none()
    );
}

#[test]
fn zooming_out_hides_chips_and_fit_shows_them() {
    let mut h = window();
    h.get_by_label(EXEC);
    let start = h.state().workspace.canvas.camera.zoom;
    for _ in 0..7 {
        h.get_by_label("Zoom out").click();
        h.run_steps(2);
    }
    assert!(h.state().workspace.canvas.camera.zoom < 0.45);
    assert!(h.query_by_label(EXEC).is_none(), "a host is one thing now");
    h.get_by_label(A2);
    h.get_by_label("Zoom to fit").click();
    h.run_steps(3);
    assert!(h.state().workspace.canvas.camera.zoom >= start.min(1.0));
    h.get_by_label(EXEC);
    h.get_by_label("Zoom to 100 %").click();
    h.run_steps(3);
    assert_eq!(h.state().workspace.canvas.camera.zoom, 1.0);
}

#[test]
fn arrows_go_from_thing_to_thing_and_delete_removes() {
    let mut h = window();
    h.get_by_label(EXEC).click();
    h.run_steps(3);
    h.key_press(Key::ArrowRight);
    h.run_steps(4);
    assert_eq!(
        h.state().workspace.selection,
        [EntityId::from(vm("mbx-mid"))]
    );
    h.key_press(Key::Num3);
    h.run_steps(3);
    let level = h
        .state()
        .document
        .plan()
        .vms
        .get(&vm("mbx-mid"))
        .unwrap()
        .level;
    assert_eq!(level, Level::L3);
    h.key_press(Key::Delete);
    h.run_steps(3);
    assert!(!h.state().document.plan().vms.contains(&vm("mbx-mid")));
    h.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    h.run_steps(3);
    assert!(h.state().document.plan().vms.contains(&vm("mbx-mid")));
}

#[test]
fn a_rubber_band_selects_what_it_holds() {
    let mut h = window();
    let site = h.get_by_label("Witness site Harbour office").rect();
    let from = site.left_top() - Vec2::new(30.0, 12.0);
    let to = site.right_bottom() + Vec2::new(12.0, 12.0);
    drag(&mut h, from, to);
    let has = |id: &str| {
        h.state()
            .workspace
            .selection
            .contains(&EntityId::parse(id).unwrap())
    };
    assert!(has("site/harbour") && has("witness/arbiter"));
    assert!(!has("host/host-a1"));
}

#[test]
fn labels_on_the_canvas_say_what_a_thing_is() {
    let h = window();
    for label in [
        "Site Main building, 2 hosts",
        "Witness site Harbour office",
        "Witness arbiter",
        "Switch switch-a",
        "Power feed main-1, with UPS",
        "Pool mail-1",
        "Link fibre-1, availability, 10 Gbit/s",
        "Link lan-a, business, 10 Gbit/s",
        "Link quorum-a, witness, 100 Mbit/s",
        "Partner of VM mbx-exec, level 3, on host-b1",
        "VM spare, level 0, not on a host",
    ] {
        h.get_by_label(label);
    }
}

/// A generated plan of 100 hosts and 1,000 VMs: panning builds nothing anew.
#[test]
fn a_large_plan_is_not_built_again_while_panning() {
    let mut plan = plan();
    let host = plan.hosts.get("host-a1").unwrap().clone();
    let single = plan.vms.get(&vm("test-lab")).unwrap().clone();
    for i in 0..100 {
        let id = HostId::slugified(&format!("h-{i:03}"));
        plan.hosts.put(id.clone(), (*host).clone());
        for j in 0..10 {
            let mut v = (*single).clone();
            v.placement[0].host = id.clone();
            plan.vms.put(VmId::slugified(&format!("v-{i:03}-{j}")), v);
        }
    }
    let mut h = window_on(plan);
    let before = h.state().workspace.canvas.scene_identity();
    assert!(before.is_some());
    for _ in 0..3 {
        h.get_by_label("Zoom in").click();
        h.run_steps(2);
    }
    assert_eq!(h.state().workspace.canvas.scene_identity(), before);
    // What is out of sight is not offered to the pointer.
    assert!(
        h.query_all_by_label_contains("VM v-").count() < 400,
        "chips out of view are left out"
    );
}

/// Hosts that stand at least `gap` apart, all of them, as the accessibility tree has them.
fn overlapping(h: &Harness<'_, App>) -> Vec<String> {
    let all: Vec<(String, egui::Rect)> = h
        .get_all_by_role(Role::Button)
        .filter_map(|n| {
            let label = n.accesskit_node().label()?;
            label.starts_with("Host ").then(|| (label, n.rect()))
        })
        .collect();
    let mut out = Vec::new();
    for (i, (a, ra)) in all.iter().enumerate() {
        for (b, rb) in all.iter().skip(i + 1) {
            if ra.intersects(*rb) {
                out.push(format!("{a} over {b}"));
            }
        }
    }
    out
}

#[test]
fn the_verdict_of_a_host_shows_before_it_changes_site() {
    let mut h = window();
    let from = title(&h, B1);
    let to = h
        .get_by_label("Witness site Harbour office")
        .rect()
        .center();
    let before: Vec<String> = standing(&h);
    press(&mut h, from);
    // Over its own ground nothing is said: only the picture changes.
    carry(&mut h, from, from + Vec2::new(0.0, 16.0));
    assert!(h.query_by_label_contains("host-b1 to ").is_none());
    carry(&mut h, from + Vec2::new(0.0, 16.0), to);
    h.get_by_label("host-b1 to Harbour office");
    h.get_by_label("Would not hold");
    let told: Vec<String> = h
        .query_all_by_label_contains("+ ")
        .filter_map(|n| n.accesskit_node().label().or(n.accesskit_node().value()))
        .filter(|l| l.starts_with("+ "))
        .collect();
    h.drop_at(to);
    h.run_steps(4);
    let plan = h.state().document.plan();
    assert_eq!(plan.hosts.get("host-b1").unwrap().site.as_str(), "harbour");
    assert!(overlapping(&h).is_empty(), "{:?}", overlapping(&h));
    let after = standing(&h);
    assert!(!told.is_empty());
    for line in &told {
        assert!(after.contains(line), "{line} was told; {after:?} came");
        assert!(!before.contains(line), "{line} stood before");
    }
    h.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    h.run_steps(3);
    assert_eq!(standing(&h), before);
}

/// Findings that stand, as the bubble writes those that come.
fn standing(h: &Harness<'_, App>) -> Vec<String> {
    let findings = h.state().document.findings();
    let stands = findings
        .iter()
        .filter(|f| f.is_found() && f.waived.is_none());
    stands
        .map(|f| format!("+ {} {}", f.code, f.message))
        .collect()
}

#[test]
fn a_host_put_into_another_pools_outline_joins_it() {
    let mut h = window();
    let pool = |h: &Harness<'_, App>, id: &str| {
        let plan = h.state().document.plan();
        plan.hosts.get(id).and_then(|x| x.pool.clone())
    };
    let theirs = pool(&h, "host-a1");
    assert_ne!(pool(&h, "host-a2"), theirs);
    let from = title(&h, A2);
    let a1 = h.get_by_label_contains("Host host-a1").rect().left_top();
    // On host-a1's card: there is no room, so it lands beside.
    drag(&mut h, from, a1 + Vec2::new(40.0, 20.0));
    assert_eq!(pool(&h, "host-a2"), theirs);
    assert_eq!(
        h.state().document.history.undo_label(),
        Some("Move host-a2 to pool mail-1")
    );
    assert!(overlapping(&h).is_empty(), "{:?}", overlapping(&h));
}

#[test]
fn new_hosts_and_sites_dropped_on_others_land_beside_them() {
    let mut h = window();
    for _ in 0..3 {
        let (from, to) = (at(&h, "Add Host"), title(&h, A2));
        drag(&mut h, from, to);
    }
    assert_eq!(h.state().document.plan().hosts.len(), 7);
    assert!(overlapping(&h).is_empty(), "{:?}", overlapping(&h));
    let main = h.get_by_label_contains("Site Main building").rect();
    let (from, to) = (at(&h, "Add Site"), main.center());
    drag(&mut h, from, to);
    h.get_by_label("Zoom to fit").click();
    h.run_steps(3);
    let sites: Vec<egui::Rect> = h
        .get_all_by_role(Role::Button)
        .filter(|n| {
            n.accesskit_node()
                .label()
                .is_some_and(|l| l.starts_with("Site "))
        })
        .map(|n| n.rect())
        .collect();
    assert_eq!(sites.len(), 3);
    for (i, a) in sites.iter().enumerate() {
        assert!(sites.iter().skip(i + 1).all(|b| !a.intersects(*b)));
    }
}

#[test]
fn a_host_can_be_moved_by_command() {
    let mut h = window();
    h.key_press_modifiers(Modifiers::COMMAND, Key::K);
    h.run_steps(3);
    h.get_by_role_and_label(Role::TextInput, "Find or do anything")
        .type_text("move host-a2");
    h.run_steps(3);
    h.key_press(Key::Enter);
    h.run_steps(3);
    h.get_by_role_and_label(Role::TextInput, "Move host-a2 to which site or pool?")
        .type_text("north");
    h.run_steps(3);
    h.key_press(Key::Enter);
    h.run_steps(3);
    let plan = h.state().document.plan();
    assert_eq!(plan.hosts.get("host-a2").unwrap().site.as_str(), "north");
}

#[test]
fn arrows_with_ctrl_move_a_host_by_one_step_of_the_grid() {
    let mut h = window();
    h.get_by_label(A2).click();
    h.run_steps(3);
    let before = h.get_by_label(A2).rect();
    let zoom = h.state().workspace.canvas.camera.zoom;
    h.key_press_modifiers(Modifiers::COMMAND, Key::ArrowDown);
    h.run_steps(4);
    let after = h.get_by_label(A2).rect();
    let by = (after.min - before.min) / zoom;
    assert!(by.y > 0.0 && by.y <= 8.5 && by.x.abs() < 0.5, "{by:?}");
    let selected = h.state().workspace.selection.clone();
    assert_eq!(selected, [EntityId::from(HostId::new("host-a2").unwrap())]);
    h.key_press_modifiers(Modifiers::COMMAND, Key::ArrowDown);
    h.run_steps(4);
    let labels: Vec<String> = {
        let history = &h.state().document.history;
        history.steps().map(str::to_owned).collect()
    };
    assert_eq!(labels, ["Move host-a2 down on the canvas"; 2]);
    for _ in 0..2 {
        h.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        h.run_steps(4);
    }
    let back = h.get_by_label(A2).rect();
    assert!((back.min - before.min).length() < 1.0);
    assert!(overlapping(&h).is_empty());
}

#[test]
fn a_host_is_not_moved_onto_another() {
    let mut h = window();
    h.get_by_label(A2).click();
    h.run_steps(3);
    let mut moved = Vec::new();
    for key in [Key::ArrowLeft, Key::ArrowUp] {
        for _ in 0..12 {
            h.key_press_modifiers(Modifiers::COMMAND, key);
            h.run_steps(2);
        }
        moved.push(overlapping(&h));
    }
    assert!(moved.iter().all(Vec::is_empty), "{moved:?}");
}
