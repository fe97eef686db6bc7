//! The menu bar by keyboard: F10 or Alt with a letter opens, arrows go through, Enter does, Escape closes.

use egui::{EventFilter, Id, Key, Modifiers, Popup, Response, Ui};

use super::menu;

/// A name in the bar, and the lines of its menu while that is open.
type Drawn = (Response, Option<Vec<Response>>);

/// The next menu that opens gives its first line the keyboard.
fn wish() -> Id {
    Id::unique("menu opened by keyboard")
}

/// Answers the keys of the bar, after it was drawn.
pub(super) fn handle(ui: &Ui, drawn: &[Drawn]) {
    let press = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
    let by_letter = menu::letters().position(|key| key.is_some_and(|k| press(Modifiers::ALT, k)));
    let first = press(Modifiers::NONE, Key::F10).then_some(0);
    if let Some(n) = by_letter.or(first) {
        open(ui, drawn, n);
        return;
    }
    let Some((at, items)) = drawn
        .iter()
        .enumerate()
        .find_map(|(n, (_, items))| Some((n, items.as_ref()?)))
    else {
        return;
    };
    let items: Vec<&Response> = items.iter().filter(|r| r.sense.senses_click()).collect();
    let focused = items.iter().position(|r| r.has_focus());
    if focused.is_none() && ui.data_mut(|d| d.remove_temp::<bool>(wish())).is_some() {
        if let Some(item) = items.first() {
            item.request_focus();
        }
        return;
    }
    if let Some(item) = focused.and_then(|n| items.get(n)) {
        let keys = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|m| m.set_focus_lock_filter(item.id, keys));
    }
    let last = items.len().saturating_sub(1);
    let to = if press(Modifiers::NONE, Key::ArrowDown) {
        Some(focused.map_or(0, |n| if n == last { 0 } else { n + 1 }))
    } else if press(Modifiers::NONE, Key::ArrowUp) {
        Some(focused.map_or(last, |n| n.checked_sub(1).unwrap_or(last)))
    } else if press(Modifiers::NONE, Key::Home) {
        Some(0)
    } else if press(Modifiers::NONE, Key::End) {
        Some(last)
    } else {
        None
    };
    if let Some(item) = to.and_then(|n| items.get(n)) {
        item.request_focus();
    }
    let menus = drawn.len().max(1);
    if press(Modifiers::NONE, Key::ArrowRight) {
        open(ui, drawn, (at + 1) % menus);
    } else if press(Modifiers::NONE, Key::ArrowLeft) {
        open(ui, drawn, (at + menus - 1) % menus);
    }
}

fn open(ui: &Ui, drawn: &[Drawn], n: usize) {
    if let Some((button, _)) = drawn.get(n) {
        Popup::open_id(ui.ctx(), Popup::default_response_id(button));
        ui.data_mut(|d| d.insert_temp(wish(), true));
        ui.ctx().request_repaint();
    }
}
