//! Accessible labels: every thing of every example on the canvas and in the outline, every page in both themes, and a
//! field for every input that a check can miss.

#[path = "gui/inputs.rs"]
mod inputs;
#[path = "support/plans.rs"]
mod plans;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use egui::accesskit::{Role, Toggled};
use egui::{Key, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use evenkeel::app::App;
use evenkeel::command::{Action, Command};
use evenkeel::document::Document;
use evenkeel::workspace::{Page, Zoom};
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::{Plan, SiteKind};

type Window = Harness<'static, App>;

fn window(plan: Plan, size: Vec2) -> Window {
    let mut app = App::new(Document::new(plan, None));
    app.workspace.welcome = false;
    let mut h = Harness::builder()
        .with_size(size)
        .with_max_steps(60)
        .build_ui_state(|ui, app: &mut App| app.ui(ui), app);
    settle(&mut h);
    h
}

/// Runs until no job is left.
fn settle(h: &mut Window) {
    let began = Instant::now();
    loop {
        h.run_ok();
        if h.state().jobs.is_idle() {
            h.run_ok();
            return;
        }
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "a job never ended"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn read(path: &Path) -> Plan {
    let text = std::fs::read_to_string(path).expect("the plan is there");
    evenkeel_model::io::from_text(&text).expect("the plan reads")
}

/// Every example, and a plan with VMs that wait for a host and a group.
fn all_plans() -> Vec<(String, Plan)> {
    let mut paths = plans::all();
    assert!(paths.len() >= 5, "{paths:?}");
    paths.push(plans::folder().join("../tests/fixtures/two-sites.ron"));
    paths
        .iter()
        .map(|p| (p.display().to_string(), read(p)))
        .collect()
}

/// Labels of everything with a role.
fn labels(h: &Window, role: Role) -> Vec<String> {
    h.query_all_by_role(role)
        .filter_map(|n| n.accesskit_node().label())
        .collect()
}

/// How the label of a thing on the canvas begins, and how many there must be; none for what has no place there.
fn on_canvas(plan: &Plan, id: &EntityId) -> Vec<(String, usize)> {
    let name = plan.label(id);
    let once = |words: &str| vec![(format!("{words} {name}"), 1)];
    match id {
        EntityId::Plan | EntityId::Service(_) => Vec::new(),
        EntityId::Site(s) => match plan.sites.get(s).expect("a site").kind {
            SiteKind::Data => once("Site"),
            SiteKind::Witness => once("Witness site"),
            SiteKind::Branch => once("Branch"),
        },
        EntityId::Pool(p) if plan.hosts_in_pool(p).count() == 0 => Vec::new(),
        EntityId::Pool(_) => once("Pool"),
        EntityId::Feed(_) => once("Power feed"),
        EntityId::Host(_) => once("Host"),
        EntityId::Switch(_) => once("Switch"),
        EntityId::Array(_) => once("Array"),
        EntityId::Link(_) => once("Link"),
        EntityId::Witness(_) => once("Witness"),
        EntityId::Vm(v) => {
            let vm = plan.vms.get(v).expect("a VM");
            let waits = usize::from(vm.placed() < vm.count.max(1));
            let partners = vm.placement.iter().filter(|r| r.partner.is_some()).count();
            let kind = match vm.level {
                evenkeel_model::plan::Level::L3 => "Partner",
                _ => "Standby",
            };
            vec![
                (format!("VM {name}"), vm.placement.len() + waits),
                (format!("{kind} of VM {name}"), partners),
            ]
        }
        EntityId::Workload(w) => {
            let work = plan.workloads.get(w).expect("a workload");
            if work.runs_on.is_empty() {
                once("Workload")
            } else {
                Vec::new()
            }
        }
    }
}

#[test]
fn every_thing_of_every_example_has_a_label_on_the_canvas() {
    for (file, plan) in all_plans() {
        let mut h = window(plan.clone(), Vec2::new(9000.0, 6000.0));
        h.state_mut().workspace.zoom = Some(Zoom::Fit);
        settle(&mut h);
        let there = labels(&h, Role::Button);
        let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
        for id in plan.entities() {
            for (label, times) in on_canvas(&plan, &id) {
                *wanted.entry(label).or_default() += times;
            }
        }
        assert!(wanted.len() > plan.hosts.len() + plan.vms.len(), "{file}");
        for (label, times) in wanted {
            let more = format!("{label},");
            let has = there
                .iter()
                .filter(|l| **l == label || l.starts_with(&more))
                .count();
            assert_eq!(has, times, "{file}: {label} in {there:#?}");
        }
    }
}

#[test]
fn the_outline_mirrors_every_thing_of_every_example() {
    for (file, plan) in all_plans() {
        let rows =
            plan.entities().count() + plan.vms.values().map(|v| v.placement.len()).sum::<usize>();
        let mut h = window(plan.clone(), Vec2::new(1600.0, 1000.0 + 30.0 * rows as f32));
        for heading in ["Links", "Pools", "Workloads", "Services"] {
            if let Some(row) = h.query_by_role_and_label(Role::TreeItem, heading) {
                row.click();
                settle(&mut h);
            }
        }
        // Hosts of a large plan are folded from the start.
        for id in plan.hosts.keys() {
            let name = plan.label(&id.into());
            let vms = plan
                .vms
                .iter()
                .find(|(_, v)| v.placement.iter().any(|r| r.host == *id));
            let Some((vm, _)) = vms else { continue };
            let vm = plan.label(&vm.into());
            let shown = labels(&h, Role::TreeItem)
                .iter()
                .any(|l| *l == vm || l.starts_with(&format!("{vm} ×")));
            if !shown {
                h.get_by_role_and_label(Role::TreeItem, &name).focus();
                h.run_ok();
                h.key_press(Key::ArrowRight);
                settle(&mut h);
            }
        }
        let there = labels(&h, Role::TreeItem);
        let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
        for id in plan.entities() {
            *wanted.entry(plan.label(&id)).or_default() += 1;
        }
        for (label, times) in wanted {
            let group = format!("{label} ×");
            let has = there
                .iter()
                .filter(|l| **l == label || l.starts_with(&group))
                .count();
            assert!(
                has >= times,
                "{file}: {label} {has} of {times} in {there:#?}"
            );
        }
    }
}

/// What must be seen on each page, whatever its plan.
fn heads(page: Page) -> &'static [&'static str] {
    match page {
        Page::Layout => &["Outline", "Add Host", "Canvas of the plan", "Findings"],
        Page::Workloads => &["Workloads", "Add workload…"],
        Page::Tables => &["VMs", "Hosts", "Links", "Services", "Filter the table"],
        Page::Links => &["Links and distance", "Every link", "Round trip"],
        Page::Failures => &["Failures", "Filter failures"],
        Page::Place => &["Auto-place", "Find a placement"],
        Page::Report => &["Contents", "Export PDF…", "Paper A4", "Paper Letter"],
        Page::Calculators => &["Calculators", "Search calculators"],
    }
}

/// Something of the plan itself that each page must tell, as a part of a label.
fn tells(page: Page) -> &'static [&'static str] {
    match page {
        Page::Layout => &["Host ", "VM "],
        Page::Workloads | Page::Tables => &["mbx-1"],
        Page::Links => &["Mbit/s"],
        Page::Failures => &["single failures examined", "Drill "],
        Page::Place => &["VMs"],
        Page::Report => &["Page 1 of "],
        Page::Calculators => &["Round trip"],
    }
}

#[test]
fn every_page_says_its_name_and_its_content_in_both_themes_and_at_every_size() {
    let plan = read(&plans::folder().join("exchange-4000-heavy.ron"));
    for (width, height) in [(900.0, 560.0), (1280.0, 720.0), (2560.0, 1440.0)] {
        let mut h = window(plan.clone(), Vec2::new(width, height));
        let mut themes = Vec::new();
        for _ in 0..2 {
            themes.push(h.state().theme.dark);
            for page in Page::ALL {
                h.state_mut().sender.send(Command::Do(Action::Page(page)));
                settle(&mut h);
                let tab = h.get_by_role_and_label(Role::Tab, page.title());
                assert_eq!(
                    tab.accesskit_node().toggled(),
                    Some(Toggled::True),
                    "{page:?}"
                );
                let at = format!("{page:?} at {width} × {height}");
                for label in heads(page) {
                    // The tab may bear the same word.
                    let there = h
                        .query_all_by_label(label)
                        .any(|n| n.accesskit_node().role() != Role::Tab);
                    assert!(there, "{at}: no {label}");
                }
                for part in tells(page) {
                    assert!(
                        h.query_all_by_label_contains(part).next().is_some(),
                        "{at}: nothing says {part}"
                    );
                }
            }
            for (action, head) in [
                (Action::About, "Close"),
                (Action::Shortcuts, "Keyboard shortcuts"),
            ] {
                h.state_mut().sender.send(Command::Do(action));
                settle(&mut h);
                assert!(h.query_all_by_label(head).next().is_some(), "no {head}");
                h.key_press(Key::Escape);
                settle(&mut h);
                assert!(h.state().dialog.is_none(), "{head}");
            }
            h.state_mut().sender.send(Command::Do(Action::ToggleTheme));
            settle(&mut h);
        }
        themes.sort_unstable();
        assert_eq!(themes, [false, true], "both themes were seen");
    }
}
