//! Measured workloads: typed values, or series from a file.

use egui::Ui;
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::{Basis, Meter, Workload, WorkloadKind};
use evenkeel_model::units::{Ms, Share, with_unit};

use super::workload::{F, change, part};
use crate::command::Command;
use crate::document::Document;
use crate::ui::fields;

pub fn measured(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    series(ui, form, doc);
    let has = |form: &F<'_>, meter: Meter| {
        form.common(part!(Measured, |m| m.series.contains_key(&meter), false)) == Some(true)
    };
    if !has(form, Meter::CpuMhz) {
        form.number(
            ui,
            "Processor",
            "MHz",
            0.0..=1e8,
            part!(Measured, |m| m.cpu_mhz, 0.0),
            change!(Measured, |m, v| m.cpu_mhz = v),
        );
    }
    macro_rules! quantity {
        ($name:literal, $unit:literal, $field:ident, $meter:ident) => {
            if !has(form, Meter::$meter) {
                form.quantity(
                    ui,
                    $name,
                    $unit,
                    part!(Measured, |m| m.$field, Default::default()),
                    change!(Measured, |m, v| m.$field = v),
                );
            }
        };
    }
    quantity!("Memory used", "GiB", ram, Ram);
    quantity!("Disk space", "GiB", space, Space);
    quantity!("Reads", "IOPS", reads, Reads);
    quantity!("Writes", "IOPS", writes, Writes);
    quantity!("Read rate", "MB/s", read_rate, ReadRate);
    quantity!("Write rate", "MB/s", write_rate, WriteRate);
    quantity!("Network in", "Mbit/s", net_in, NetIn);
    quantity!("Network out", "Mbit/s", net_out, NetOut);
    if !has(form, Meter::DirtyPages) {
        form.optional_number(
            ui,
            "Pages dirtied",
            "/s",
            0.0..=1e9,
            "not measured",
            part!(Measured, |m| m.dirty_pages_per_s, None),
            change!(Measured, |m, v| m.dirty_pages_per_s = v),
        );
    }
    form.share(
        ui,
        "Headroom on top",
        10.0,
        part!(Measured, |m| m.headroom, Share::new(0.0)),
        change!(Measured, |m, v| m.headroom = v),
    );
    form.optional::<Ms>(
        ui,
        "Disk latency meanwhile",
        "ms",
        "not known",
        part!(Measured, |m| m.latency, None),
        change!(Measured, |m, v| m.latency = v),
    );
    form.optional_number(
        ui,
        "Machine measured on",
        "MHz",
        0.0..=1e9,
        "not known",
        part!(Measured, |m| m.machine_mhz, None),
        change!(Measured, |m, v| m.machine_mhz = v),
    );
}

/// Series from a file, and the way to them.
fn series(ui: &mut Ui, form: &mut F<'_>, _doc: &Document) {
    let theme = form.theme;
    let Some((EntityId::Workload(id), w)) = form.single().cloned() else {
        return;
    };
    let WorkloadKind::Measured(m) = &w.kind else {
        return;
    };
    let mut ask = false;
    let mut drop = false;
    fields::heading_with(ui, theme, "Measured series", |ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        ask = fields::link_named(ui, theme, "import…", "Import measured series…").clicked();
        if !m.series.is_empty() {
            drop = fields::link_named(ui, theme, "remove", "Remove the measured series").clicked();
        }
    });
    if m.series.is_empty() {
        fields::note(
            ui,
            theme,
            "None. A table of a performance monitor (CSV) gives mean, percentiles and peak instead of typed values.",
        );
    } else {
        let intervals = m.series.values().map(|s| s.samples).max().unwrap_or(0);
        let every = m
            .series
            .values()
            .find_map(|s| s.interval_s)
            .map_or_else(String::new, |s| format!(" of {}", with_unit(s, "s")));
        let from = match m.measured_in.as_str() {
            "" => String::new(),
            file => format!(" in {file}"),
        };
        fields::note(ui, theme, &format!("{intervals} intervals{every}{from}."));
        form.choice(
            ui,
            "Planned with",
            &Basis::ALL.map(|b| (b, b.word().to_owned())),
            part!(Measured, |m| m.basis, Basis::default()),
            change!(Measured, |m, v| m.basis = v),
        );
        for (meter, s) in &m.series {
            let name = meter.label();
            let value = with_unit(s.at(m.basis), meter.unit());
            let all = format!(
                "mean {}, 90 % {}, 95 % {}, 99 % {}, peak {}",
                with_unit(s.mean, meter.unit()),
                with_unit(s.p90, meter.unit()),
                with_unit(s.p95, meter.unit()),
                with_unit(s.p99, meter.unit()),
                with_unit(s.peak, meter.unit())
            );
            form.cells(ui, &[7.0, 5.0], |_, ui, cell| {
                let text = if cell == 0 { name } else { &value };
                ui.add(egui::Label::new(fields::plain(theme, text)).truncate())
                    .on_hover_text(&all);
            });
        }
    }
    if ask {
        form.send.send(Command::ImportMeasured(id));
    }
    if drop {
        let label = format!("Remove the series of {}", form.who);
        form.apply(label, |w| {
            if let WorkloadKind::Measured(m) = &mut w.kind {
                m.series.clear();
                m.measured_in.clear();
            }
        });
    }
}
