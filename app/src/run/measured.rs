//! Measurements from a file into a workload: read beside the window, put in as one edit, told what was counted.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use evenkeel_model::edit;
use evenkeel_model::ids::WorkloadId;
use evenkeel_model::measure::{self, Machine, Measurement};
use evenkeel_model::plan::WorkloadKind;

use crate::app::App;
use crate::disk::DiskError;
use crate::jobs::{Job, Message};
use crate::view::dialogs::Dialog;
use crate::view::toasts::Tone;

/// What is known of the machine: its MHz are typed at the workload.
fn machine(app: &App, id: &WorkloadId) -> Machine {
    let workload = app.document.plan().workloads.get(id);
    let mhz = workload.and_then(|w| match &w.kind {
        WorkloadKind::Measured(m) => m.machine_mhz,
        _ => None,
    });
    Machine {
        mhz,
        ..Machine::default()
    }
}

pub(super) fn start(app: &mut App, id: WorkloadId, path: PathBuf) {
    let machine = machine(app, &id);
    app.jobs.abandon(Job::Measure);
    let ctx = app.context();
    app.jobs.start(Job::Measure, &ctx, move |_| {
        let result = read(&path, &machine).map(Box::new);
        Message::Measured { id, path, result }
    });
}

fn read(path: &Path, machine: &Machine) -> Result<Measurement, DiskError> {
    let fault = |why: String, todo: String| DiskError {
        what: "The table of measurements cannot be used".to_owned(),
        path: path.to_owned(),
        why,
        todo,
    };
    let unreadable =
        |e: std::io::Error| fault(e.to_string(), "Check the file and its rights".to_owned());
    let mut bytes = Vec::new();
    File::open(path)
        .map_err(unreadable)?
        .take(measure::MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    measure::read(&String::from_utf8_lossy(&bytes), machine).map_err(|e| {
        let place = e.line.map_or_else(String::new, |n| format!("Line {n}: "));
        fault(format!("{place}{}", e.what), e.advice)
    })
}

pub(super) fn take(
    app: &mut App,
    id: &WorkloadId,
    path: &Path,
    result: Result<Box<Measurement>, DiskError>,
) {
    let seen = match result {
        Ok(seen) => seen,
        Err(error) => {
            app.dialog = Some(Dialog::Fault {
                title: "Nothing was imported".to_owned(),
                error,
                save_elsewhere: false,
            });
            return;
        }
    };
    let file = path
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let plan = app.document.plan().clone();
    match edit::measured::into_workload(&plan, id, &seen, None, &file) {
        Ok(edit) => super::apply(app, &edit),
        Err(error) => {
            app.tell(error.to_string());
            return;
        }
    }
    app.toasts.push(
        Tone::Good,
        format!(
            "Imported {} columns of {} intervals from {file}",
            seen.counted.len(),
            seen.intervals
        ),
    );
    for (name, why) in seen
        .left_out
        .iter()
        .filter(|(_, why)| why.contains("not known"))
        .take(3)
    {
        app.toasts
            .push(Tone::Plain, format!("Left out {name}: {why}"));
    }
}
