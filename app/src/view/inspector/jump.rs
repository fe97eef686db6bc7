//! From what a check lacks to the field that takes it.

use egui::Ui;
use evenkeel_model::check::Finding;
use evenkeel_model::ids::{EntityId, Kind};

use crate::ui::fields;
use crate::view::ViewCx;

/// A field of the inspector that should get the keyboard.
#[derive(Clone, Debug, PartialEq)]
pub struct Jump {
    pub subject: EntityId,
    /// The folded group it is in.
    group: Option<&'static str>,
    field: &'static str,
    /// Frames left to find it: a group takes some to open.
    patience: u8,
}

/// Kind of the thing, group and field that take what a check lacks.
const FIELDS: &[(&str, Kind, Option<&str>, &str)] = &[
    ("CAP-009", Kind::Vm, Some("Virtual disks"), ""),
    ("LNK-011", Kind::Vm, None, "Memory"),
    ("LNK-013", Kind::Link, None, "Duct"),
    ("LNK-004", Kind::Link, None, "From"),
    ("LNK-005", Kind::Link, None, "From"),
    (
        "LNK-014",
        Kind::Link,
        Some("Packets and sharing"),
        "Packet loss",
    ),
    (
        "LNK-018",
        Kind::Link,
        Some("Packets and sharing"),
        "Packets filtered",
    ),
    (
        "LNK-020",
        Kind::Link,
        Some("Packets and sharing"),
        "TCP window",
    ),
    ("LNK-021", Kind::Link, Some("Packets and sharing"), "Jitter"),
    ("MBX-006", Kind::Vm, Some("Virtual disks"), ""),
    ("MBX-007", Kind::Vm, Some("Virtual disks"), ""),
    (
        "MBX-009",
        Kind::Vm,
        Some("Start and care"),
        "Memory reserved",
    ),
    ("MBX-014", Kind::Vm, None, "Runs on"),
    ("PRO-009", Kind::Vm, Some("Virtual disks"), ""),
    ("SIT-003", Kind::Link, None, "Map distance"),
    ("SIT-004", Kind::Link, None, "Map distance"),
    ("SIT-015", Kind::Witness, None, "Vote ports open"),
    ("SQL-004", Kind::Vm, None, "Virtual sockets"),
    ("SQL-010", Kind::Vm, Some("Virtual disks"), ""),
    ("SQL-011", Kind::Vm, Some("Virtual disks"), ""),
    ("SQL-013", Kind::Workload, None, "Longest commit"),
    ("SQL-014", Kind::Workload, None, "Sessions that commit"),
    ("SQL-016", Kind::Workload, Some("Files"), "tempdb files"),
    ("SQL-017", Kind::Vm, None, "Runs on"),
    (
        "SQL-018",
        Kind::Vm,
        Some("Start and care"),
        "Memory reserved",
    ),
    ("SQL-020", Kind::Vm, Some("Virtual disks"), ""),
    (
        "SQL-025",
        Kind::Workload,
        Some("Settings of the instance"),
        "Cost threshold",
    ),
    (
        "SQL-026",
        Kind::Workload,
        Some("As measured"),
        "Page life expectancy",
    ),
    ("SQL-027", Kind::Workload, Some("Files"), "They grow alike"),
    (
        "SQL-029",
        Kind::Workload,
        Some("Files"),
        "Allocation unit, KB",
    ),
    (
        "SQL-030",
        Kind::Workload,
        Some("Settings of the instance"),
        "Instant initialisation",
    ),
    ("SQL-031", Kind::Workload, Some("Files"), "User databases"),
    (
        "SQL-033",
        Kind::Workload,
        Some("As measured"),
        "Read of data",
    ),
    (
        "SQL-034",
        Kind::Workload,
        Some("As measured"),
        "Sequential read",
    ),
    (
        "SQL-035",
        Kind::Workload,
        Some("Copies"),
        "Databases in a group",
    ),
    (
        "SQL-037",
        Kind::Workload,
        Some("Licences"),
        "Core licences a VM",
    ),
    (
        "SQL-038",
        Kind::Workload,
        Some("Backup"),
        "Log backed up every",
    ),
    (
        "SQL-039",
        Kind::Workload,
        Some("Backup"),
        "Backup is written at",
    ),
    (
        "SQL-044",
        Kind::Workload,
        Some("Settings of the instance"),
        "Cost threshold",
    ),
    (
        "SVC-005",
        Kind::Vm,
        Some("Start and care"),
        "Application watched",
    ),
    ("RED-010", Kind::Switch, None, "Power feed 1"),
];

/// The field that takes what a finding that was not assessed lacks.
pub fn of(finding: &Finding) -> Option<Jump> {
    if finding.is_found() {
        return None;
    }
    let code = finding.code.to_string();
    let (_, kind, group, field) = FIELDS.iter().find(|(c, ..)| *c == code)?;
    let subject = finding.subjects.iter().find(|id| id.kind() == *kind)?;
    Some(Jump {
        subject: subject.clone(),
        group: *group,
        field,
        patience: 40,
    })
}

/// Opens the group, gives the field the keyboard and brings it into sight, once its thing is shown.
pub(super) fn follow(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let Some(mut jump) = cx.ws.field.take() else {
        return;
    };
    let shown = cx.ws.single() == Some(&jump.subject);
    jump.patience = jump.patience.saturating_sub(1);
    if jump.patience == 0 {
        return;
    }
    let mut arrived = false;
    if shown {
        if let Some(group) = jump.group {
            fields::open(ui.ctx(), group);
        }
        let id = if jump.field.is_empty() {
            fields::fold_id(jump.group.unwrap_or_default()).with("head")
        } else {
            fields::form_id("inspector", Some(&jump.subject), 1).with(jump.field)
        };
        arrived = ui.memory(|m| m.has_focus(id)) && jump.patience < 30;
        if let Some(response) = ui.ctx().read_response(id) {
            ui.memory_mut(|m| m.request_focus(id));
            ui.scroll_to_rect(response.rect.expand(40.0), None);
        }
    }
    if !arrived {
        ui.ctx().request_repaint();
        cx.ws.field = Some(jump);
    }
}
