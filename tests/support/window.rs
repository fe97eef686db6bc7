//! The window without a screen, and what a person does with it.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::time::{Duration, Instant};

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use evenkeel::app::App;
use evenkeel::command::Command;
use evenkeel::templates;
use evenkeel_model::plan::Plan;

pub type Window = Harness<'static, App>;

pub fn window(app: App) -> Window {
    let mut h = Harness::builder()
        .with_size(egui::vec2(1440.0, 900.0))
        .with_max_steps(40)
        .build_ui_state(|ui, app: &mut App| app.ui(ui), app);
    settle(&mut h);
    h
}

/// Runs until no job is left.
pub fn settle(h: &mut Window) {
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

pub fn template(key: &str) -> Plan {
    evenkeel_model::io::from_text(templates::find(key).unwrap().text).unwrap()
}

pub fn keys(h: &mut Window, modifiers: Modifiers, key: Key) {
    h.key_press_modifiers(modifiers, key);
    settle(h);
}

pub fn send(h: &mut Window, command: Command) {
    h.state_mut().sender.send(command);
    settle(h);
}

pub fn click(h: &mut Window, label: &str) {
    h.get_by_label(label).click();
    settle(h);
}
