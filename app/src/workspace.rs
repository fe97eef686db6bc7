//! How a person looks at the plan: selection, page, panels, zoom, filters. Kept per user, never in the plan.

use evenkeel_model::ids::EntityId;
use serde::{Deserialize, Serialize};

/// The pages of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Page {
    #[default]
    Layout,
    Workloads,
    Tables,
    Links,
    Report,
}

/// View state. Only `#[serde]` fields are remembered.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Workspace {
    pub page: Page,
    pub dark: Option<bool>,
    #[serde(skip)]
    pub selection: Vec<EntityId>,
    /// The figure whose working is open.
    #[serde(skip)]
    pub why: Option<String>,
    /// What the canvas should scroll to in the next frame.
    #[serde(skip)]
    pub jump: Option<EntityId>,
}

impl Workspace {
    pub fn is_selected(&self, id: &EntityId) -> bool {
        self.selection.contains(id)
    }
    /// The only thing selected.
    pub fn single(&self) -> Option<&EntityId> {
        match self.selection.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }
}
