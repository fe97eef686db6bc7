//! Opens the window, and says in words why it could not.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use evenkeel_model::plan::Plan;

use crate::app::{App, WINDOW_FILE};
use crate::disk::{self, DiskError, Folders};
use crate::document::Document;
use crate::ui::style;
use crate::workspace::{Workspace, Zoom};

/// The window was made: what goes wrong from now on is not for want of a display.
static OPENED: AtomicBool = AtomicBool::new(false);

/// Why there is no window, in words for a person.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// No display, no OpenGL or a missing system library.
    #[error("no window can be opened here: {0}")]
    NoWindow(String),
}

/// The window that is asked of the system, `size` in points.
pub fn options(size: [f32; 2]) -> eframe::NativeOptions {
    eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Evenkeel")
            .with_app_id("evenkeel")
            .with_icon(crate::window_icon::icon())
            .with_inner_size(size)
            .with_min_inner_size([900.0, 560.0])
            .with_drag_and_drop(true),
        // Soft shadows are the only gradients: noise against banding would cost more time than it is worth.
        dithering: false,
        ..Default::default()
    }
}

/// Opens the window, on a plan if one is named, and returns when it is closed. A plan that cannot be opened is told
/// over the welcome page.
pub fn run_window(plan: Option<PathBuf>) -> Result<(), WindowError> {
    let opening = Opening::begin(move || plan.map(|p| disk::load(&p).map(Document::opened)));
    let folders = Folders::of_person();
    let size = folders
        .as_ref()
        .map(|f| f.read::<Workspace>(WINDOW_FILE).window)
        .unwrap_or(Workspace::default().window);
    let options = options(size);
    let renderer = match options.renderer.to_string().as_str() {
        "glow" => "OpenGL".to_owned(),
        other => other.to_owned(),
    };
    // The windowing library panics when a library of the system is missing; the message goes to the person in words.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if OPENED.load(Ordering::Relaxed) {
            hook(info);
        }
    }));
    let run = catch_unwind(AssertUnwindSafe(|| {
        eframe::run_native(
            "evenkeel",
            options,
            Box::new(|cc| {
                OPENED.store(true, Ordering::Relaxed);
                let mut app = app(opening.end(), folders);
                app.renderer = renderer;
                style::install(&cc.egui_ctx, &app.theme);
                Ok(Box::new(app))
            }),
        )
    }));
    match run {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(WindowError::NoWindow(plain(&error.to_string()))),
        // A fault of ours after the window opened is no matter of the display: it must be seen as what it is.
        Err(panic) if OPENED.load(Ordering::Relaxed) => resume_unwind(panic),
        Err(panic) => Err(WindowError::NoWindow(plain(&panic_words(panic.as_ref())))),
    }
}

/// The program's state on what was to be opened.
fn app(opened: Option<Result<Document, DiskError>>, folders: Option<Folders>) -> App {
    let welcome = || App::new(Document::new(Plan::default(), None)).with_welcome();
    let mut fault = None;
    let mut app = match opened {
        Some(Ok(document)) => {
            let mut app = App::new(document);
            app.workspace.zoom = Some(Zoom::Fit);
            app
        }
        Some(Err(error)) => {
            fault = Some(error);
            welcome()
        }
        None => welcome(),
    };
    if let Some(folders) = folders {
        let zoom = app.workspace.zoom;
        app = app.with_folders(folders);
        app.workspace.zoom = zoom;
    }
    if let Some(path) = app.document.path.clone() {
        app.remember(&path);
    }
    if let Some(error) = fault {
        app = app.with_fault(error);
    }
    app
}

/// Work that is done while the system makes the window, which takes longer: reading a plan and deriving its facts.
pub struct Opening<T>(JoinHandle<T>);

impl<T: Send + 'static> Opening<T> {
    /// Begins it.
    pub fn begin(work: impl FnOnce() -> T + Send + 'static) -> Self {
        Self(std::thread::spawn(work))
    }

    /// Waits for its end.
    pub fn end(self) -> T {
        self.0.join().unwrap_or_else(|panic| resume_unwind(panic))
    }
}

fn panic_words(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()))
        .unwrap_or_else(|| "the windowing library gave up".to_owned())
}

/// A message of the windowing library without the place in its source.
fn plain(message: &str) -> String {
    let after = message
        .split_once(".rs:")
        .and_then(|(_, rest)| rest.split_once(": "))
        .map_or(message, |(_, words)| words);
    after.trim().trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn the_place_in_a_source_file_is_left_out() {
        let words = plain("winit error: os error at /a/b/mod.rs:765: no DISPLAY is set.");
        assert_eq!(words, "no DISPLAY is set");
        assert_eq!(plain("no library"), "no library");
    }
}
