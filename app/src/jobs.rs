//! Work beside the window: named, with progress and cancel. Answers come back as messages, taken once a frame.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use evenkeel_model::ids::{EntityId, WorkloadId};
use evenkeel_model::measure::Measurement;
use evenkeel_model::outlook::{Outgrowing, Outlook};
use evenkeel_model::plan::Plan;
use evenkeel_model::report::paginate::{Pages, Paper};

use crate::disk::{DiskError, Loaded, Stamp};
use crate::picker::{Ask, Picked};
use crate::view::drill::Shown as Drilled;
use crate::view::failures::{Pairs, Singles};
use crate::view::place::Answered;
use crate::view::welcome::Thumbnail;

/// What a job answers.
#[derive(Debug)]
pub enum Message {
    /// A file dialog was answered.
    Picked {
        ask: Ask,
        picked: Picked,
    },
    Loaded(Result<Box<Loaded>, DiskError>),
    Saved {
        plan: Arc<Plan>,
        path: PathBuf,
        result: Result<Option<Stamp>, DiskError>,
    },
    /// The recovery copy of a plan was written.
    Recovery {
        plan: Arc<Plan>,
        result: Result<(), DiskError>,
    },
    /// Pages of a plan for the preview.
    Pages {
        plan: Arc<Plan>,
        paper: Paper,
        pages: Arc<Pages>,
    },
    /// How much more of a thing the plan holds.
    Outlook {
        plan: Arc<Plan>,
        subject: EntityId,
        outlook: Outlook,
    },
    /// The plan's growth by year.
    Growth {
        plan: Arc<Plan>,
        growth: Outgrowing,
    },
    /// A failure worked through.
    Drilled(Arc<Drilled>),
    /// Every single failure.
    Singles(Arc<Singles>),
    /// Every pair of failures, or as many as were examined when it was stopped.
    Pairs(Arc<Pairs>),
    /// A placement, or what is in the way.
    Placed(Arc<Answered>),
    /// Pictures of the shipped plans.
    Thumbnails(Vec<(&'static str, Thumbnail)>),
    Exported {
        path: PathBuf,
        result: Result<Exported, ExportFault>,
    },
    /// Measurements of a workload were read.
    Measured {
        id: WorkloadId,
        path: PathBuf,
        result: Result<Box<Measurement>, DiskError>,
    },
}

/// A PDF that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    pub pages: usize,
    pub bytes: usize,
    pub warnings: Vec<String>,
}

/// Why there is no PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportFault {
    Cancelled,
    Render(String),
    Disk(DiskError),
}

/// What a job holds of itself.
#[derive(Clone, Debug, Default)]
pub struct Ticket {
    cancelled: Arc<AtomicBool>,
    /// Thousandths done.
    progress: Arc<AtomicU32>,
}

impl Ticket {
    /// Nobody waits for the answer any more.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Says how far the job is, 0 to 1; false when it should stop.
    pub fn progress(&self, share: f32) -> bool {
        let thousandths = (share.clamp(0.0, 1.0) * 1000.0) as u32;
        self.progress.store(thousandths, Ordering::Relaxed);
        !self.cancelled.load(Ordering::Relaxed)
    }
}

/// Kinds of jobs. One of a kind runs at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    Dialog,
    Load,
    Save,
    Recovery,
    Pages,
    Outlook,
    Growth,
    Drill,
    Singles,
    Pairs,
    Place,
    Thumbnails,
    Export,
    Measure,
}

struct Running {
    job: Job,
    number: u64,
    ticket: Ticket,
}

/// What runs, and where answers arrive.
pub struct Jobs {
    sender: Sender<(u64, Message)>,
    receiver: Receiver<(u64, Message)>,
    running: Vec<Running>,
    next: u64,
}

impl Default for Jobs {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self {
            sender,
            receiver,
            running: Vec::new(),
            next: 0,
        }
    }
}

impl Jobs {
    /// Starts a job on a thread of its own and wakes the window when it ends.
    pub fn start(
        &mut self,
        job: Job,
        ctx: &egui::Context,
        work: impl FnOnce(&Ticket) -> Message + Send + 'static,
    ) {
        let ticket = Ticket::default();
        let number = self.next;
        self.next += 1;
        self.running.push(Running {
            job,
            number,
            ticket: ticket.clone(),
        });
        let (sender, ctx) = (self.sender.clone(), ctx.clone());
        std::thread::spawn(move || {
            let message = work(&ticket);
            // The window may be gone by now; then nobody waits for the answer.
            let _ = sender.send((number, message));
            ctx.request_repaint();
        });
    }

    /// Answers that arrived. Those of abandoned jobs are dropped.
    pub fn take(&mut self) -> Vec<Message> {
        let mut messages = Vec::new();
        while let Ok((number, message)) = self.receiver.try_recv() {
            let before = self.running.len();
            self.running.retain(|r| r.number != number);
            if self.running.len() < before {
                messages.push(message);
            }
        }
        messages
    }

    pub fn is_running(&self, job: Job) -> bool {
        self.running.iter().any(|r| r.job == job)
    }

    /// Share done of a job that runs.
    pub fn progress(&self, job: Job) -> Option<f32> {
        self.running
            .iter()
            .find(|r| r.job == job)
            .map(|r| r.ticket.progress.load(Ordering::Relaxed) as f32 / 1000.0)
    }

    /// Asks jobs of a kind to stop.
    pub fn cancel(&mut self, job: Job) {
        for running in self.running.iter().filter(|r| r.job == job) {
            running.ticket.cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// No longer waits for jobs of a kind; their answers are dropped.
    pub fn abandon(&mut self, job: Job) {
        self.cancel(job);
        self.running.retain(|r| r.job != job);
    }

    pub fn is_idle(&self) -> bool {
        self.running.is_empty()
    }
}
