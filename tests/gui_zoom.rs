//! The wheel over the canvas, and what things say from near and far.

use egui::{Modifiers, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use evenkeel::app::App;
use evenkeel::document::Document;
use evenkeel_model::ids::HostId;

#[path = "support/window.rs"]
mod support;
use support::{Window, window};

const A2: &str = "Host host-a2, 2 × 8 cores, 64 GiB";

fn window_on(text: &str) -> Window {
    let plan = evenkeel_model::io::from_text(text).expect("the plan parses");
    window(App::new(Document::new(plan, None)))
}

#[test]
fn a_notch_of_the_wheel_zooms_moderately_and_no_words_cover_the_cores() {
    let mut h = window_on(include_str!("fixtures/two-sites.ron"));
    let zoom = |h: &Window| h.state().workspace.canvas.camera.zoom;
    h.hover_at(h.get_by_label(A2).rect().center());
    h.step();
    let before = zoom(&h);
    let notch = |h: &mut Window| {
        h.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Line,
            delta: Vec2::new(0.0, 1.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::COMMAND,
        });
        h.run_steps(30);
    };
    notch(&mut h);
    let step = zoom(&h) / before;
    assert!((1.05..1.16).contains(&step), "{step}");

    // A word of the tip of a host, which its card has not.
    let tip = |h: &Window| {
        h.query_all_by_label_contains("after the worst failure, ceiling")
            .count()
    };
    h.state_mut().workspace.selection = vec![HostId::new("host-a2").unwrap().into()];
    h.state_mut().workspace.zoom = Some(evenkeel::workspace::Zoom::Selection);
    h.run_steps(3);
    assert!(zoom(&h) > 1.8, "{}", zoom(&h));
    h.hover_at(h.get_by_label(A2).rect().center());
    h.run_steps(60);
    assert_eq!(tip(&h), 0);
    let camera = &mut h.state_mut().workspace.canvas.camera;
    camera.zoom = 1.0;
    h.run_steps(3);
    h.hover_at(h.get_by_label(A2).rect().left_top() + Vec2::new(40.0, 12.0));
    h.run_steps(60);
    assert!(tip(&h) > 0);
}

#[test]
fn an_array_says_how_full_it_is() {
    let h = window_on(include_str!("../examples/furniture-retailer.ron"));
    let facts = h.state().document.facts();
    let share = facts.arrays.values().next().unwrap().shares.iops;
    let busy = format!("IOPS {:.0} %", share * 100.0);
    assert!(share > 0.5, "{busy}");
    let chip = h.query_all_by_label_contains("controllers, IOPS");
    let label = chip.filter_map(|n| n.accesskit_node().label()).next();
    assert!(
        label.as_deref().is_some_and(|l| l.ends_with(&busy)),
        "{label:?} {busy}"
    );
    h.get_by_label(&format!("worst array {:.0} %", share * 100.0));
}
