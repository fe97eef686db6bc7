//! File dialogs behind a seam: the system's where there is one, a test's answers, or none at all.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use evenkeel_model::ids::WorkloadId;

/// What a file is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    Open,
    SaveAs,
    ExportPdf,
    /// Measurements for a workload.
    Measured(WorkloadId),
}

/// A question for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub purpose: Purpose,
    pub folder: Option<PathBuf>,
    /// Suggested name, for saving.
    pub name: String,
}

impl Ask {
    pub fn title(&self) -> &'static str {
        match self.purpose {
            Purpose::Open => "Open a plan",
            Purpose::SaveAs => "Save the plan as",
            Purpose::ExportPdf => "Export the deployment plan",
            Purpose::Measured(_) => "Import measured series",
        }
    }
    /// Ending of the files in question, without the dot.
    pub fn ending(&self) -> &'static str {
        match self.purpose {
            Purpose::Open | Purpose::SaveAs => "ron",
            Purpose::ExportPdf => "pdf",
            Purpose::Measured(_) => "csv",
        }
    }
    pub fn saves(&self) -> bool {
        matches!(self.purpose, Purpose::SaveAs | Purpose::ExportPdf)
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    Path(PathBuf),
    Cancelled,
    /// No dialog service answers: the window asks for the path itself.
    Unavailable,
}

/// Asks for files. Called on a thread of its own, so it may wait.
pub trait Dialogs: Send + Sync {
    fn pick(&self, ask: &Ask) -> Picked;
}

/// The system's dialogs.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemDialogs;

/// Nobody answers a dialog faster than this; a service that is not there does.
const HUMAN: Duration = Duration::from_millis(350);

impl Dialogs for SystemDialogs {
    fn pick(&self, ask: &Ask) -> Picked {
        let word = match ask.purpose {
            Purpose::Open | Purpose::SaveAs => "Plans",
            Purpose::ExportPdf => "PDF",
            Purpose::Measured(_) => "Tables",
        };
        let mut dialog = rfd::FileDialog::new()
            .set_title(ask.title())
            .add_filter(word, &[ask.ending()]);
        if let Some(folder) = &ask.folder {
            dialog = dialog.set_directory(folder);
        }
        let began = Instant::now();
        let picked = if ask.saves() {
            dialog.set_file_name(&ask.name).save_file()
        } else {
            dialog.pick_file()
        };
        match picked {
            Some(path) => Picked::Path(path),
            None if began.elapsed() < HUMAN => Picked::Unavailable,
            None => Picked::Cancelled,
        }
    }
}

/// No dialogs: the window asks for the path itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoDialogs;

impl Dialogs for NoDialogs {
    fn pick(&self, _: &Ask) -> Picked {
        Picked::Unavailable
    }
}

/// The path with the ending that such files have, if it has none.
pub fn with_ending(path: &Path, ending: &str) -> PathBuf {
    if path.extension().is_some() {
        path.to_owned()
    } else {
        path.with_extension(ending)
    }
}
