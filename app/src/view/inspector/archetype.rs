//! Archetypes: which, how many units, and numbers of the plan's own.

use egui::Ui;
use evenkeel_model::catalogue::Archetype;
use evenkeel_model::plan::{OwnNumbers, Workload, WorkloadKind};
use evenkeel_model::units::with_unit;

use super::workload::{F, change, named, part};
use crate::document::Document;
use crate::ui::fields;

pub fn archetype(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let table = &doc.catalogue().tables.archetypes;
    form.pick(
        ui,
        "Kind",
        &|key: &String| {
            table
                .get(key)
                .map_or_else(|| key.clone(), |a| a.name.clone())
        },
        &|| named(table, |a| a.name.clone(), |a| format!("by {}", a.unit)),
        part!(Archetype, |a| a.archetype.clone(), String::new()),
        change!(Archetype, |a, v| a.archetype = v),
    );
    let known = form
        .common(part!(Archetype, |a| a.archetype.clone(), String::new()))
        .and_then(|key| table.get(&key));
    let own = form
        .common(part!(Archetype, |a| a.own.unit.clone(), String::new()))
        .unwrap_or_default();
    let unit = match known {
        _ if !own.is_empty() => own,
        Some(a) => a.unit_for(2.0),
        None => String::new(),
    };
    form.number(
        ui,
        "Units",
        &unit,
        0.0..=1e9,
        part!(Archetype, |a| a.units, 0.0),
        change!(Archetype, |a, v| a.units = v),
    );
    if let Some(a) = known {
        let how = if a.source.confirmed {
            ""
        } else {
            " (not confirmed)"
        };
        fields::note(ui, form.theme, &format!("{}{how}.", a.source.document));
    }
}

/// A number: label, unit, catalogue value, how it is read and written.
type Own = (
    &'static str,
    &'static str,
    fn(&Archetype) -> f64,
    fn(&OwnNumbers) -> Option<f64>,
    fn(&mut OwnNumbers, Option<f64>),
);

macro_rules! own {
    ($name:literal, $unit:literal, $field:ident) => {
        (
            $name,
            $unit,
            |a| a.$field,
            |o| o.$field,
            |o, v| o.$field = v,
        )
    };
}

const NUMBERS: [Own; 11] = [
    own!("vCPUs of each VM", "vCPU", vcpus_base),
    own!("vCPUs of a unit", "vCPU", vcpus_per_unit),
    own!("Memory of each VM", "MiB", ram_base_mib),
    own!("Memory of a unit", "MiB", ram_per_unit_mib),
    own!("Disk of each VM", "MiB", space_base_mib),
    own!("Disk of a unit", "MiB", space_per_unit_mib),
    own!("Operations of a unit", "IOPS", iops_per_unit),
    own!("Of these, reads", "", read_share),
    own!("Size of an operation", "KiB", io_kib),
    own!("Received by a unit", "kbit/s", net_in_kbps_per_unit),
    own!("Sent by a unit", "kbit/s", net_out_kbps_per_unit),
];

/// Numbers of the plan's own for this workload, over those of the archetype.
pub fn more(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let known = form
        .common(part!(Archetype, |a| a.archetype.clone(), String::new()))
        .and_then(|key| doc.catalogue().tables.archetypes.get(&key));
    let count = form.common(part!(
        Archetype,
        |a| a.own.numbers().iter().filter(|(_, v)| v.is_some()).count(),
        0
    ));
    let summary = match count {
        None => "mixed".to_owned(),
        Some(0) => "as the catalogue".to_owned(),
        Some(n) => format!("{n} of {}", NUMBERS.len()),
    };
    fields::fold(
        ui,
        form.theme,
        "Numbers of its own",
        &summary,
        false,
        |ui| {
            form.text(
                ui,
                "Counted in",
                "as the catalogue",
                part!(Archetype, |a| a.own.unit.clone(), String::new()),
                change!(Archetype, |a, v| a.own.unit = v),
            );
            for (name, unit, catalogue, get, set) in NUMBERS {
                let hint = known.map_or_else(
                    || "not known".to_owned(),
                    |a| format!("catalogue {}", with_unit(catalogue(a), unit)),
                );
                let most = if unit.is_empty() { 1.0 } else { 1e12 };
                form.optional_number(
                    ui,
                    name,
                    unit,
                    0.0..=most,
                    &hint,
                    part!(Archetype, |a| get(&a.own), None),
                    change!(Archetype, |a, v| set(&mut a.own, v)),
                );
            }
        },
    );
}
