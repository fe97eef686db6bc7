//! Undo and redo: labelled snapshots that share what did not change.

use std::sync::Arc;

use crate::edit::{Edit, EditError};
use crate::plan::Plan;

/// Snapshots kept at most.
pub const MAX_STEPS: usize = 500;

/// The plan of now, how it came to be, and what was undone.
#[derive(Clone, Debug)]
pub struct History {
    now: Arc<Plan>,
    past: Vec<(String, Arc<Plan>)>,
    future: Vec<(String, Arc<Plan>)>,
    saved: Option<Arc<Plan>>,
    /// A drag or a text field in progress: its label and the plan it began with.
    open: Option<(String, Arc<Plan>)>,
}

impl History {
    /// A plan just opened (`saved`) or just made.
    pub fn new(plan: Plan, saved: bool) -> Self {
        let now = Arc::new(plan);
        Self {
            saved: saved.then(|| Arc::clone(&now)),
            now,
            past: Vec::new(),
            future: Vec::new(),
            open: None,
        }
    }

    pub fn plan(&self) -> &Arc<Plan> {
        &self.now
    }

    /// Whether the plan differs from what was last saved.
    pub fn is_dirty(&self) -> bool {
        !self
            .saved
            .as_ref()
            .is_some_and(|s| Arc::ptr_eq(s, &self.now))
    }

    pub fn mark_saved(&mut self) {
        self.saved = Some(Arc::clone(&self.now));
    }

    /// Marks a plan of this history as what is on disk, though edits may have followed while it was written.
    pub fn mark_saved_as(&mut self, plan: Arc<Plan>) {
        self.saved = Some(plan);
    }

    /// Applies an edit as one step. An error changes nothing; an edit without effect makes no step.
    pub fn edit(&mut self, edit: &Edit) -> Result<bool, EditError> {
        self.commit();
        let next = edit.apply(&self.now)?;
        if next == *self.now {
            return Ok(false);
        }
        self.push(edit.label.clone(), Arc::new(next));
        Ok(true)
    }

    fn push(&mut self, label: String, next: Arc<Plan>) {
        let before = std::mem::replace(&mut self.now, next);
        self.past.push((label, before));
        self.future.clear();
        if self.past.len() > MAX_STEPS {
            self.past.remove(0);
        }
    }

    /// Starts or replaces a change in progress: shown at once, one step when committed, none when cancelled.
    pub fn preview(&mut self, edit: &Edit) -> Result<(), EditError> {
        let base = match &self.open {
            Some((_, base)) => Arc::clone(base),
            None => Arc::clone(&self.now),
        };
        let next = edit.apply(&base)?;
        self.open = Some((edit.label.clone(), base));
        self.now = Arc::new(next);
        Ok(())
    }

    /// Makes the change in progress one step; true if there was one.
    pub fn commit(&mut self) -> bool {
        let Some((label, base)) = self.open.take() else {
            return false;
        };
        if *base == *self.now {
            self.now = base;
            return false;
        }
        let next = std::mem::replace(&mut self.now, base);
        self.push(label, next);
        true
    }

    /// Drops the change in progress.
    pub fn cancel(&mut self) {
        if let Some((_, base)) = self.open.take() {
            self.now = base;
        }
    }

    pub fn is_previewing(&self) -> bool {
        self.open.is_some()
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.past.last().map(|(l, _)| l.as_str())
    }

    /// What redo would do again.
    pub fn redo_label(&self) -> Option<&str> {
        self.future.last().map(|(l, _)| l.as_str())
    }

    /// Takes the last step back; its label.
    pub fn undo(&mut self) -> Option<String> {
        self.cancel();
        let (label, before) = self.past.pop()?;
        let after = std::mem::replace(&mut self.now, before);
        self.future.push((label.clone(), after));
        Some(label)
    }

    /// Does the last undone step again; its label.
    pub fn redo(&mut self) -> Option<String> {
        self.cancel();
        let (label, after) = self.future.pop()?;
        let before = std::mem::replace(&mut self.now, after);
        self.past.push((label.clone(), before));
        Some(label)
    }

    /// Labels of past steps, latest last.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = &str> + '_ {
        self.past.iter().map(|(l, _)| l.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit;
    use crate::plan::SiteKind;

    #[test]
    fn a_drag_is_one_step_and_cancel_is_none() {
        let mut h = History::new(Plan::default(), true);
        let (_, add) = edit::add::site(h.plan(), SiteKind::Data, None);
        h.preview(&add).unwrap();
        h.preview(&add).unwrap();
        assert_eq!(h.plan().sites.len(), 1);
        h.cancel();
        assert_eq!(h.plan().sites.len(), 0);
        assert!(!h.is_dirty());
        h.preview(&add).unwrap();
        assert!(h.commit());
        assert!(h.is_dirty());
        assert_eq!(h.undo_label(), Some("Add Site 1"));
        h.undo();
        assert!(!h.is_dirty(), "back at the saved plan");
        assert!(h.undo().is_none());
        assert!(h.redo().is_some());
        assert_eq!(h.plan().sites.len(), 1);
    }
}
