//! How a person looks at the plan: selection, page, panels, zoom, filters. Kept per user, never in the plan.

use std::sync::Arc;

use egui::Key;
use evenkeel_model::check::Code;
use evenkeel_model::ids::EntityId;
use evenkeel_model::outlook::{Outgrowing, Outlook};
use evenkeel_model::plan::Plan;
use serde::{Deserialize, Serialize};

/// The pages of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Page {
    #[default]
    Layout,
    Workloads,
    Tables,
    Links,
    Failures,
    Place,
    Report,
    Calculators,
}

impl Page {
    pub const ALL: [Page; 8] = [
        Page::Layout,
        Page::Workloads,
        Page::Tables,
        Page::Links,
        Page::Failures,
        Page::Place,
        Page::Report,
        Page::Calculators,
    ];
    /// The word on the tab.
    pub const fn title(self) -> &'static str {
        match self {
            Page::Layout => "Layout",
            Page::Workloads => "Workloads",
            Page::Tables => "Tables",
            Page::Links => "Links & distance",
            Page::Failures => "Failures",
            Page::Place => "Auto-place",
            Page::Report => "Report",
            Page::Calculators => "Calculators",
        }
    }
    /// One line on what it shows.
    pub const fn tip(self) -> &'static str {
        match self {
            Page::Layout => "Sites, hosts, VMs and links as a picture",
            Page::Workloads => "What makes demand, and what it comes to",
            Page::Tables => "VMs, hosts, links and workloads to edit many at once",
            Page::Links => "Bandwidth and round trip against their limits",
            Page::Failures => "Every single failure and every pair, by the harm they do",
            Page::Place => "The fewest or cheapest hosts that hold everything",
            Page::Report => "The deployment plan as it prints",
            Page::Calculators => "One family of formulas alone, for a quick answer or a lesson",
        }
    }
    pub(crate) const fn key(self) -> Key {
        match self {
            Page::Layout => Key::Num1,
            Page::Workloads => Key::Num2,
            Page::Tables => Key::Num3,
            Page::Links => Key::Num4,
            Page::Failures => Key::Num5,
            Page::Place => Key::Num6,
            Page::Report => Key::Num7,
            Page::Calculators => Key::Num8,
        }
    }
}

/// What the canvas is asked to do with its zoom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zoom {
    In,
    Out,
    Actual,
    Fit,
    Selection,
}

/// Which findings are listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FindingFilter {
    pub errors: bool,
    pub warnings: bool,
    pub infos: bool,
    pub not_assessed: bool,
    pub waived: bool,
    #[serde(skip)]
    pub text: String,
}

impl Default for FindingFilter {
    fn default() -> Self {
        Self {
            errors: true,
            warnings: true,
            infos: true,
            not_assessed: true,
            waived: false,
            text: String::new(),
        }
    }
}

/// An outlook and what it is of.
#[derive(Debug)]
pub struct Shown {
    pub plan: Arc<Plan>,
    pub subject: EntityId,
    pub outlook: Outlook,
}

/// Below this width of the window the panels give way to what is between them, points.
pub const NARROW: f32 = 1400.0;

/// Sizes of the panels, points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sizes {
    pub left: f32,
    pub right: f32,
    pub findings: f32,
}

impl Default for Sizes {
    fn default() -> Self {
        Self {
            left: 184.0,
            right: 268.0,
            findings: 120.0,
        }
    }
}

/// View state. Only fields without `#[serde(skip)]` are remembered.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Workspace {
    pub page: Page,
    /// None follows the system.
    pub dark: Option<bool>,
    /// Whether the panels are shown.
    pub left: bool,
    pub right: bool,
    pub findings_open: bool,
    /// Sizes of the panels, points.
    pub left_width: f32,
    pub right_width: f32,
    pub findings_height: f32,
    /// Their sizes in a window narrower than [`NARROW`].
    pub narrow: Sizes,
    /// Size of the window, points.
    pub window: [f32; 2],
    pub filter: FindingFilter,
    /// The name that acceptances are signed with.
    pub signs_as: String,
    /// No plan is open: the welcome page shows.
    #[serde(skip)]
    pub welcome: bool,
    #[serde(skip)]
    pub selection: Vec<EntityId>,
    /// The finding chosen in the list: code and first subject.
    #[serde(skip)]
    pub finding: Option<(Code, EntityId)>,
    /// The figure whose working is open.
    #[serde(skip)]
    pub why: Option<String>,
    /// What the canvas should scroll to in the next frame; the canvas takes it.
    #[serde(skip)]
    pub jump: Option<EntityId>,
    /// What the canvas should do with its zoom in the next frame; the canvas takes it.
    #[serde(skip)]
    pub zoom: Option<Zoom>,
    /// The inspector should take the keyboard in the next frame; the inspector takes it.
    #[serde(skip)]
    pub focus_inspector: bool,
    /// The field of the inspector that takes what a check lacks.
    #[serde(skip)]
    pub field: Option<crate::view::inspector::jump::Jump>,
    /// What the canvas remembers between frames.
    #[serde(skip)]
    pub canvas: crate::view::canvas::State,
    /// What the outline remembers between frames.
    #[serde(skip)]
    pub outline: crate::view::left::State,
    /// What the tables page shows and edits.
    #[serde(skip)]
    pub tables: crate::view::tables::State,
    /// How much more of the selected thing the plan holds, as last worked out.
    #[serde(skip)]
    pub outlook: Option<Arc<Shown>>,
    /// The plan's growth by year, as last worked out.
    #[serde(skip)]
    pub growth: Option<(Arc<Plan>, Arc<Outgrowing>)>,
    /// The failure drill.
    #[serde(skip)]
    pub drill: crate::view::drill::State,
    /// Auto-place: question and answer.
    #[serde(skip)]
    pub place: crate::view::place::State,
    /// Studies of failures, as last worked out.
    #[serde(skip)]
    pub failures: crate::view::failures::State,
    /// What was entered into calculators.
    #[serde(skip)]
    pub calculators: crate::view::calculators::State,
}

impl Default for Workspace {
    fn default() -> Self {
        Self {
            page: Page::Layout,
            dark: None,
            left: true,
            right: true,
            findings_open: true,
            left_width: 218.0,
            right_width: 318.0,
            findings_height: 154.0,
            narrow: Sizes::default(),
            window: [1440.0, 900.0],
            filter: FindingFilter::default(),
            signs_as: String::new(),
            welcome: false,
            selection: Vec::new(),
            finding: None,
            why: None,
            jump: None,
            zoom: None,
            focus_inspector: false,
            field: None,
            canvas: crate::view::canvas::State::default(),
            outline: crate::view::left::State::default(),
            tables: crate::view::tables::State::default(),
            outlook: None,
            growth: None,
            drill: crate::view::drill::State::default(),
            place: crate::view::place::State::default(),
            failures: crate::view::failures::State::default(),
            calculators: crate::view::calculators::State::default(),
        }
    }
}

impl Workspace {
    /// Height of the open findings panel in a window of that width.
    pub fn findings_size(&mut self, window: f32) -> &mut f32 {
        if window < NARROW {
            &mut self.narrow.findings
        } else {
            &mut self.findings_height
        }
    }
    /// Widths of the panels at the left and right in a window of that width.
    pub fn side_sizes(&mut self, window: f32) -> (&mut f32, &mut f32) {
        if window < NARROW {
            (&mut self.narrow.left, &mut self.narrow.right)
        } else {
            (&mut self.left_width, &mut self.right_width)
        }
    }
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
