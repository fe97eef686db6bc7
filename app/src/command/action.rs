//! Requests that need nothing but the selection: their words, keys, and when they can be used.

use egui::{Key, KeyboardShortcut, Modifiers};
use evenkeel_model::ids::EntityId;

use super::Way;
use crate::document::Document;
use crate::workspace::{Page, Workspace, Zoom};

/// Things that a person can invoke without saying more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    New,
    Open,
    Save,
    SaveAs,
    ExportPdf,
    ClosePlan,
    Quit,
    Undo,
    Redo,
    SelectAll,
    SelectNone,
    Delete,
    Duplicate,
    Rename,
    Level(u8),
    MoveToHost,
    MovePartner,
    DetachOne,
    Unplace,
    /// Moves the selection on the canvas by one step of its grid.
    Nudge(Way),
    AddSite,
    AddHost,
    /// A host of a model of the catalogue, chosen in the palette.
    AddHostModel,
    AddVm,
    AddGroup,
    AddMailbox,
    AddSql,
    AddRole,
    AddLink,
    AddArray,
    AddSwitch,
    AddPool,
    AddFeed,
    AddWitness,
    AddService,
    NextFinding,
    PreviousFinding,
    WaiveFinding,
    FixFinding,
    FindingHelp,
    Drill,
    RestoreAll,
    AutoPlace,
    Page(Page),
    Zoom(Zoom),
    ToggleLeft,
    ToggleRight,
    ToggleFindings,
    ToggleTheme,
    Palette,
    Guide,
    Shortcuts,
    About,
}

/// How an action looks and when it can be used.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// For menus and the palette.
    pub text: String,
    pub tip: &'static str,
    pub shortcut: Option<KeyboardShortcut>,
    /// Why it cannot be used now.
    pub refused: Option<&'static str>,
    /// Other words that people look for it by, for the palette.
    pub synonyms: &'static str,
}

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const ALT: Modifiers = Modifiers::ALT;
const NONE: Modifiers = Modifiers::NONE;

const fn keys(modifiers: Modifiers, key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(modifiers, key))
}

impl Action {
    /// Every action, in the order of the palette.
    pub const ALL: &'static [Action] = &[
        Action::New,
        Action::Open,
        Action::Save,
        Action::SaveAs,
        Action::ExportPdf,
        Action::ClosePlan,
        Action::Quit,
        Action::Undo,
        Action::Redo,
        Action::SelectAll,
        Action::SelectNone,
        Action::Delete,
        Action::Duplicate,
        Action::Rename,
        Action::Level(0),
        Action::Level(1),
        Action::Level(2),
        Action::Level(3),
        Action::MoveToHost,
        Action::MovePartner,
        Action::DetachOne,
        Action::Unplace,
        Action::Nudge(Way::Left),
        Action::Nudge(Way::Right),
        Action::Nudge(Way::Up),
        Action::Nudge(Way::Down),
        Action::AddSite,
        Action::AddHost,
        Action::AddHostModel,
        Action::AddVm,
        Action::AddGroup,
        Action::AddMailbox,
        Action::AddSql,
        Action::AddRole,
        Action::AddLink,
        Action::AddArray,
        Action::AddSwitch,
        Action::AddPool,
        Action::AddFeed,
        Action::AddWitness,
        Action::AddService,
        Action::NextFinding,
        Action::PreviousFinding,
        Action::WaiveFinding,
        Action::FixFinding,
        Action::FindingHelp,
        Action::Drill,
        Action::RestoreAll,
        Action::AutoPlace,
        Action::Page(Page::Layout),
        Action::Page(Page::Workloads),
        Action::Page(Page::Tables),
        Action::Page(Page::Links),
        Action::Page(Page::Failures),
        Action::Page(Page::Place),
        Action::Page(Page::Report),
        Action::Page(Page::Calculators),
        Action::Zoom(Zoom::In),
        Action::Zoom(Zoom::Out),
        Action::Zoom(Zoom::Actual),
        Action::Zoom(Zoom::Fit),
        Action::Zoom(Zoom::Selection),
        Action::ToggleLeft,
        Action::ToggleRight,
        Action::ToggleFindings,
        Action::ToggleTheme,
        Action::Palette,
        Action::Guide,
        Action::Shortcuts,
        Action::About,
    ];

    /// Text, tooltip, shortcut and whether it can be used.
    pub fn spec(self, doc: &Document, ws: &Workspace) -> Spec {
        let plan = doc.plan();
        let one = ws.single();
        let is_vm = ws.selection.iter().any(|id| matches!(id, EntityId::Vm(_)));
        let placed = ws.selection.iter().any(|id| match id {
            EntityId::Vm(vm) => plan.vms.get(vm).is_some_and(|v| !v.placement.is_empty()),
            _ => false,
        });
        let paired = ws.selection.iter().any(|id| match id {
            EntityId::Vm(vm) => plan.vms.get(vm).is_some_and(|v| v.level.paired()),
            _ => false,
        });
        let some = (ws.selection.is_empty()).then_some("Select something first");
        let name = |verb: &str| match ws.selection.as_slice() {
            [] => verb.to_owned(),
            [one] => format!("{verb} {}", plan.label(one)),
            many => format!("{verb} {} things", many.len()),
        };
        let spec = |text: String, tip, shortcut| Spec {
            text,
            tip,
            shortcut,
            refused: None,
            synonyms: self.synonyms(),
        };
        let has_plan = ws.welcome.then_some("Open a plan first");
        let mut s = match self {
            Action::New => spec(
                "New from template…".into(),
                "Start a plan from a template or an example",
                keys(CTRL, Key::N),
            ),
            Action::Open => spec("Open…".into(), "Open a plan from disk", keys(CTRL, Key::O)),
            Action::Save => spec(
                "Save".into(),
                "Write the plan to its file",
                keys(CTRL, Key::S),
            ),
            Action::SaveAs => spec(
                "Save as…".into(),
                "Write the plan to another file",
                keys(CTRL_SHIFT, Key::S),
            ),
            Action::ExportPdf => spec(
                "Export PDF…".into(),
                "Write the deployment plan as a PDF to hand over",
                keys(CTRL, Key::E),
            ),
            Action::ClosePlan => spec(
                "Close plan".into(),
                "Back to the welcome page",
                keys(CTRL, Key::W),
            ),
            Action::Quit => spec("Quit".into(), "Leave Evenkeel", keys(CTRL, Key::Q)),
            Action::Undo => {
                let label = doc.history.undo_label();
                let mut s = spec(
                    label.map_or_else(|| "Undo".to_owned(), |l| format!("Undo {l}")),
                    "Take the last change back",
                    keys(CTRL, Key::Z),
                );
                s.refused = label.is_none().then_some("Nothing to undo");
                s
            }
            Action::Redo => {
                let label = doc.history.redo_label();
                let mut s = spec(
                    label.map_or_else(|| "Redo".to_owned(), |l| format!("Redo {l}")),
                    "Do the last undone change again",
                    keys(CTRL, Key::Y),
                );
                s.refused = label.is_none().then_some("Nothing to redo");
                s
            }
            Action::SelectAll => spec(
                "Select all".into(),
                "Select every host and VM",
                keys(CTRL, Key::A),
            ),
            Action::SelectNone => spec("Select nothing".into(), "Clear the selection", None),
            Action::Delete => {
                let mut s = spec(
                    name("Delete"),
                    "Remove the selection and what cannot stand without it",
                    keys(NONE, Key::Delete),
                );
                s.refused = some;
                s
            }
            Action::Duplicate => {
                let mut s = spec(
                    name("Duplicate"),
                    "Make a copy of the selected thing",
                    keys(CTRL, Key::D),
                );
                s.refused = one.is_none().then_some("Select one thing first");
                s
            }
            Action::Rename => {
                let text = one.map_or_else(
                    || "Rename…".to_owned(),
                    |id| format!("Rename {}…", plan.label(id)),
                );
                let mut s = spec(
                    text,
                    "Give the selected thing another name",
                    keys(NONE, Key::F2),
                );
                s.refused = one.is_none().then_some("Select one thing first");
                s
            }
            Action::Level(n) => {
                let word = evenkeel_model::plan::Level::from_number(n).map_or("", |l| l.word());
                let key = match n {
                    0 => Key::Num0,
                    1 => Key::Num1,
                    2 => Key::Num2,
                    _ => Key::Num3,
                };
                let mut s = spec(
                    format!("Protection level {n}, {word}"),
                    "Protect the selected VMs at this level",
                    keys(ALT, key),
                );
                s.refused = (!is_vm).then_some("Select a VM first");
                s
            }
            Action::MoveToHost => {
                let mut s = spec(
                    if is_vm {
                        format!("{} to host…", name("Move"))
                    } else {
                        "Move to host…".to_owned()
                    },
                    "Choose the host that the VM runs on",
                    keys(CTRL, Key::M),
                );
                s.refused = (!is_vm).then_some("Select a VM first");
                s
            }
            Action::MovePartner => {
                let text = one.filter(|_| is_vm).map_or_else(
                    || "Move partner to host…".to_owned(),
                    |id| format!("Move partner of {} to host…", plan.label(id)),
                );
                let mut s = spec(
                    text,
                    "Choose the second host of the pair",
                    keys(CTRL_SHIFT, Key::M),
                );
                s.refused = (!paired).then_some("Select a VM at level 2 or 3 first");
                s
            }
            Action::DetachOne => {
                let group = one.filter(|id| match id {
                    EntityId::Vm(vm) => plan
                        .vms
                        .get(vm)
                        .is_some_and(|v| v.is_group() && !v.placement.is_empty()),
                    _ => false,
                });
                let text = group.map_or_else(
                    || "Detach one member to host…".to_owned(),
                    |id| format!("Detach one of {} to host…", plan.label(id)),
                );
                let mut s = spec(
                    text,
                    "Take one member out of the group, as a VM of its own",
                    None,
                );
                s.refused = group.is_none().then_some("Select one placed group first");
                s
            }
            Action::Nudge(way) => {
                let movable = |id: &EntityId| matches!(id, EntityId::Host(_) | EntityId::Site(_));
                let any = ws.selection.iter().any(movable);
                let text = if any { name("Move") } else { "Move".into() };
                let mut s = spec(
                    format!("{text} {} on the canvas", way.word()),
                    "By one step of the grid",
                    keys(CTRL, way.key()),
                );
                s.refused = if ws.page == Page::Layout {
                    (!any).then_some("Select a host or site first")
                } else {
                    Some("On the layout page")
                };
                s
            }
            Action::Unplace => {
                let mut s = spec(
                    "Take off its host".into(),
                    "Leave the VM without a host",
                    None,
                );
                s.refused = (!placed).then_some("Select a VM that stands on a host first");
                s
            }
            Action::AddSite => spec("Add a site".into(), "A building or room", None),
            Action::AddHost => spec("Add a host".into(), "A physical server", None),
            Action::AddHostModel => spec(
                "Add a host of a model…".into(),
                "A physical server of the catalogue, with its processors, memory, ports and disks",
                None,
            ),
            Action::AddVm => spec("Add a VM".into(), "A virtual machine", None),
            Action::AddGroup => spec("Add a group of VMs".into(), "Several equal VMs", None),
            Action::AddRole => spec(
                "Add another role…".into(),
                "Any other role of the catalogue, on the selected VM or on a new one",
                None,
            ),
            Action::AddLink => spec(
                "Add a link…".into(),
                "A network between two ends: those that are selected, or chosen by name",
                None,
            ),
            Action::AddArray => spec("Add an array".into(), "A shared disk array", None),
            Action::AddMailbox => spec(
                "Add a mailbox workload".into(),
                "Mailboxes on the selected VM, or on a new one",
                None,
            ),
            Action::AddSql => spec(
                "Add a SQL Server workload".into(),
                "Databases on the selected VM, or on a new one",
                None,
            ),
            Action::AddSwitch => spec("Add a switch".into(), "What links run through", None),
            Action::AddPool => spec(
                "Add a pool".into(),
                "Hosts that can run each other's VMs",
                None,
            ),
            Action::AddFeed => spec("Add a power feed".into(), "What hosts are fed from", None),
            Action::AddWitness => spec("Add a witness".into(), "The arbiter of split pairs", None),
            Action::AddService => spec(
                "Add a service".into(),
                "What the business sees and asks for",
                None,
            ),
            Action::NextFinding => spec(
                "Next finding".into(),
                "Select what the next finding is about",
                keys(NONE, Key::F8),
            ),
            Action::PreviousFinding => spec(
                "Previous finding".into(),
                "Select what the finding before is about",
                keys(Modifiers::SHIFT, Key::F8),
            ),
            Action::WaiveFinding => {
                let mut s = spec(
                    "Accept the finding…".into(),
                    "Accept the selected finding with a reason, on record in the plan",
                    None,
                );
                s.refused = ws.finding.is_none().then_some("Select a finding first");
                s
            }
            Action::FixFinding => {
                let mut s = spec(
                    "Apply the finding's fix".into(),
                    "Mend the selected finding",
                    keys(CTRL, Key::Period),
                );
                s.refused = ws.finding.is_none().then_some("Select a finding first");
                s
            }
            Action::FindingHelp => {
                let chosen = ws.finding.is_some();
                let mut s = spec(
                    "Help on the finding".into(),
                    "What is checked, why it matters, what to do",
                    // Without a finding the key opens the guide.
                    keys(NONE, Key::F1).filter(|_| chosen),
                );
                s.refused = (!chosen).then_some("Select a finding first");
                s
            }
            Action::Drill => {
                let text = if ws.drill.on {
                    "Leave the failure drill"
                } else {
                    "Failure drill"
                };
                let mut s = spec(
                    text.into(),
                    "Fail things on the canvas and see what happens; the plan stays as it is",
                    keys(NONE, Key::F9),
                );
                s.refused = plan
                    .hosts
                    .is_empty()
                    .then_some("The plan has no host that could fail");
                s
            }
            Action::AutoPlace => {
                let mut s = spec(
                    "Auto-place: find a placement".into(),
                    "Searches for the best placement that holds; nothing changes until you accept it",
                    keys(CTRL_SHIFT, Key::P),
                );
                s.refused = if plan.hosts.is_empty() || plan.vms.is_empty() {
                    Some("The plan needs a host and a VM")
                } else {
                    ws.place
                        .running
                        .is_some()
                        .then_some("A search runs already")
                };
                s
            }
            Action::RestoreAll => {
                let mut s = spec(
                    "Restore all in the failure drill".into(),
                    "Everything works again",
                    keys(Modifiers::SHIFT, Key::F9),
                );
                s.refused = ws
                    .drill
                    .failed
                    .is_empty()
                    .then_some("Nothing has failed in the drill");
                s
            }
            Action::Page(page) => spec(
                format!("Go to {}", page.title()),
                page.tip(),
                keys(CTRL, page.key()),
            ),
            Action::Zoom(zoom) => {
                let (text, tip, shortcut) = match zoom {
                    Zoom::In => ("Zoom in", "Come closer", keys(CTRL, Key::Plus)),
                    Zoom::Out => ("Zoom out", "Step back", keys(CTRL, Key::Minus)),
                    Zoom::Actual => ("Zoom to 100 %", "Actual size", keys(CTRL, Key::Num0)),
                    Zoom::Fit => ("Zoom to fit", "Show the whole plan", keys(NONE, Key::Home)),
                    Zoom::Selection => ("Zoom to selection", "Show what is selected", None),
                };
                let mut s = spec(text.into(), tip, shortcut);
                s.refused = (ws.page != Page::Layout).then_some("On the layout page");
                s
            }
            Action::ToggleLeft => spec(
                toggle(ws.left, "palette and outline"),
                "The panel at the left",
                keys(CTRL, Key::B),
            ),
            Action::ToggleRight => spec(
                toggle(ws.right, "inspector"),
                "The panel at the right",
                keys(CTRL, Key::I),
            ),
            Action::ToggleFindings => spec(
                toggle(ws.findings_open, "findings"),
                "The panel at the bottom",
                keys(CTRL, Key::J),
            ),
            Action::ToggleTheme => spec(
                "Switch light and dark".into(),
                "The other theme",
                keys(CTRL_SHIFT, Key::L),
            ),
            Action::Palette => spec(
                "Find or do anything…".into(),
                "Every command and every thing of the plan by name",
                keys(CTRL, Key::K),
            ),
            Action::Guide => spec(
                "Guide to Evenkeel".into(),
                "Five steps to a plan, levels, words and keys",
                keys(NONE, Key::F1).filter(|_| ws.finding.is_none()),
            ),
            Action::Shortcuts => spec(
                "Keyboard shortcuts".into(),
                "All keys at a glance",
                keys(CTRL, Key::Slash),
            ),
            Action::About => spec("About Evenkeel".into(), "Version and licences", None),
        };
        if ws.drill.on && self.changes_things() {
            s.refused = Some("Leave the failure drill first");
        }
        if self.needs_plan() && s.refused.is_none() {
            s.refused = has_plan;
        }
        s
    }

    /// Whether it changes things of the plan; a drill is no time for that.
    fn changes_things(self) -> bool {
        matches!(
            self,
            Action::Delete
                | Action::Duplicate
                | Action::Rename
                | Action::Level(_)
                | Action::MoveToHost
                | Action::MovePartner
                | Action::Unplace
                | Action::AddSite
                | Action::AddHost
                | Action::AddVm
                | Action::AddMailbox
                | Action::AddSql
                | Action::AddSwitch
                | Action::AddPool
                | Action::AddFeed
                | Action::AddWitness
                | Action::AddService
                | Action::FixFinding
        )
    }

    fn needs_plan(self) -> bool {
        !matches!(
            self,
            Action::New
                | Action::Open
                | Action::Quit
                | Action::ToggleTheme
                | Action::Palette
                | Action::Shortcuts
                | Action::Guide
                | Action::About
        )
    }
}

fn toggle(shown: bool, what: &str) -> String {
    format!("{} {what}", if shown { "Hide" } else { "Show" })
}
