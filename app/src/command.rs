//! What a person can ask for. Views send commands; [`crate::run`] does them after drawing.
//!
//! A [`Command`] is a request with all it needs. An [`Action`] is a request that needs nothing but the selection: menu,
//! toolbar, palette and shortcuts are all made from [`Action::spec`].

mod action;
mod answer;
mod moves;
mod synonyms;

pub use action::{Action, Spec};
pub use answer::Answer;
pub use moves::{Carried, Way};

use std::path::PathBuf;

use evenkeel_model::check::Code;
use evenkeel_model::edit::Edit;
use evenkeel_model::ids::{EntityId, HostId, PoolId, SiteId, VmId, WorkloadId};
use evenkeel_model::plan::End;

use crate::view::drill::Step;
use crate::view::place;

/// A request. Menu, button, shortcut, palette and canvas all send these.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// One undoable change.
    Edit(Edit),
    /// A change in progress (a drag, a slider, a text being typed): replaces the one before.
    Preview(Edit),
    /// Keeps the change in progress as one step.
    CommitPreview,
    CancelPreview,
    Undo,
    Redo,
    Select(Vec<EntityId>),
    /// Selects and scrolls the canvas there.
    JumpTo(EntityId),
    /// Opens the working of a figure.
    Why(String),
    /// Anything that needs nothing but the selection.
    Do(Action),
    /// A new plan from a template, by its key.
    NewFrom(&'static str),
    /// Opens a file, after asking about unsaved changes.
    OpenFile(PathBuf),
    /// Moves a placement row of a VM.
    MoveVm {
        vm: VmId,
        row: usize,
        to: HostId,
    },
    MovePartner {
        vm: VmId,
        row: usize,
        to: HostId,
    },
    /// Takes one member of a placement row out of its group.
    DetachMember {
        vm: VmId,
        row: usize,
        to: HostId,
    },
    /// Puts a host into another site or pool.
    MoveHost {
        host: HostId,
        site: Option<SiteId>,
        pool: Option<PoolId>,
    },
    /// Tells the person something in passing.
    Tell(String),
    /// Moves what is meant of several whole VMs to a host, as one step.
    MoveVms {
        vms: Vec<VmId>,
        what: Carried,
        to: HostId,
    },
    /// Asks for the host in the palette; no row means all that the VM has.
    AskHost {
        vm: VmId,
        row: Option<usize>,
        what: Carried,
    },
    /// Asks for the ends of a link in the palette, the first unless it is given.
    AskEnds(Option<End>),
    /// Joins two ends by a link.
    Link(End, End),
    /// Adds a workload of a role of the catalogue, by its key.
    AddRole(String),
    /// Asks for the site or pool in the palette.
    AskHome(HostId),
    /// Asks for a new name.
    Rename(EntityId),
    /// Asks for the reason to accept a finding.
    Waive {
        code: Code,
        subject: EntityId,
    },
    /// Opens the help of a check.
    CheckHelp(Code),
    /// Chooses the platform that the plan is made for: key and revision of a profile.
    Platform(String, u32),
    ForgetRecent(PathBuf),
    /// A host of a model, by its key.
    AddHostOf(String),
    /// Asks for a table of measurements for a measured workload.
    ImportMeasured(WorkloadId),
    /// Fails, restores or leaves in the failure drill.
    Drill(Step),
    /// Searches, accepts or discards in auto-place.
    Place(place::Step),
    /// Stops the study of pairs, or begins it anew.
    StopPairs,
    /// What a dialog was answered.
    Answer(Answer),
}

impl Command {
    /// Whether it looks at the plan as a whole, so that a field being typed into should be done first.
    pub fn leaves_fields(&self) -> bool {
        matches!(
            self,
            Command::Do(
                Action::Save
                    | Action::SaveAs
                    | Action::ExportPdf
                    | Action::ClosePlan
                    | Action::Quit
                    | Action::New
                    | Action::Open
            ) | Command::NewFrom(_)
                | Command::OpenFile(_)
        )
    }
}

/// Where views put their requests.
#[derive(Default)]
pub struct Sender {
    queue: Vec<Command>,
}

impl Sender {
    pub fn send(&mut self, command: Command) {
        self.queue.push(command);
    }
    pub fn edit(&mut self, edit: Edit) {
        self.send(Command::Edit(edit));
    }
    pub fn act(&mut self, action: Action) {
        self.send(Command::Do(action));
    }
    pub fn take(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.queue)
    }
}
