//! `evenkeel [PLAN]`: the window, or a clear word why there is none.

use std::io::Write;
use std::path::PathBuf;

use super::fault::Fault;
use super::{status, subject};
use crate::window::WindowError;

/// Whether a window could open here, as far as the environment tells.
fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|v: std::ffi::OsString| !v.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

pub(super) fn open(plan: Option<PathBuf>, err: &mut dyn Write) -> u8 {
    let named = plan
        .as_ref()
        .map_or_else(|| "PLAN".to_owned(), |p| p.display().to_string());
    // A plan that cannot be read is said here; where there is a display, the window says it too.
    let readable = match plan.as_deref().map(subject::read_plan) {
        Some(Err(fault)) => {
            let _ = writeln!(err, "evenkeel: {fault}");
            false
        }
        Some(Ok(_)) | None => true,
    };
    if !readable && !has_display() {
        return status::UNUSABLE;
    }
    let without = format!(
        "without a window: evenkeel check {named}, evenkeel export {named} --pdf FILE, evenkeel help"
    );
    if !has_display() {
        let fault = Fault::new(
            "display",
            "there is none (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open",
            without,
        );
        let _ = writeln!(err, "evenkeel: {fault}");
        return status::NO_WINDOW;
    }
    match crate::window::run_window(plan) {
        Ok(()) => status::OK,
        // The plan is the greater fault, and it is told already.
        Err(WindowError::NoWindow(_)) if !readable => status::UNUSABLE,
        Err(WindowError::NoWindow(why)) => {
            let fault = Fault::new(
                "window",
                format!("it cannot be opened: {why}"),
                format!("install what it names (./x run does), or go {without}"),
            );
            let _ = writeln!(err, "evenkeel: {fault}");
            status::NO_WINDOW
        }
    }
}
