//! Keeps a recovery copy of unsaved work.

use std::sync::Arc;
use std::time::{Duration, Instant};

use evenkeel_model::plan::Plan;

use crate::disk::DiskError;
use crate::recovery::{self, Place};

/// When and where copies are written.
pub struct Keeper {
    pub place: Option<Place>,
    /// Time between two copies.
    pub every: Duration,
    kept: Option<Arc<Plan>>,
    kept_at: Option<Instant>,
    tried_at: Option<Instant>,
    fault: Option<String>,
}

impl Keeper {
    pub fn new(place: Option<Place>, fault: Option<String>) -> Self {
        Self {
            place,
            every: Duration::from_secs(recovery::EVERY_S),
            kept: None,
            kept_at: None,
            tried_at: None,
            fault,
        }
    }

    /// Whether a copy of this plan is due.
    pub fn is_due(&mut self, plan: &Arc<Plan>) -> bool {
        if self.place.is_none() || self.holds(plan) {
            return false;
        }
        let due = self.tried_at.is_none_or(|t| t.elapsed() >= self.every);
        if due {
            self.tried_at = Some(Instant::now());
        }
        due
    }

    /// Whether the copy is of this very plan.
    pub fn holds(&self, plan: &Arc<Plan>) -> bool {
        self.kept
            .as_ref()
            .is_some_and(|kept| Arc::ptr_eq(kept, plan))
    }

    /// A copy was written, or not.
    pub fn written(&mut self, plan: Arc<Plan>, result: Result<(), DiskError>) {
        match result {
            Ok(()) => {
                self.kept = Some(plan);
                self.kept_at = Some(Instant::now());
                self.fault = None;
            }
            Err(error) => self.fault = Some(error.to_string()),
        }
    }

    /// Forgets the copy: the work is saved or given up.
    pub fn clear(&mut self) {
        if let Some(place) = &self.place {
            place.clear();
        }
        self.kept = None;
        self.kept_at = None;
        self.tried_at = None;
    }

    /// Seconds since the copy was written.
    pub fn age_s(&self) -> Option<u64> {
        self.kept_at.map(|t| t.elapsed().as_secs())
    }

    /// Why there is no copy.
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }
}
