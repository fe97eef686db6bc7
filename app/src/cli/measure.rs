//! `evenkeel measure`: interval series from a table of a performance monitor into a plan.

use std::path::Path;

use evenkeel_model::edit;
use evenkeel_model::ids::{EntityId, VmId, WorkloadId};
use evenkeel_model::io;
use evenkeel_model::measure::{self, Machine, Measurement};
use evenkeel_model::plan::{Basis, Meter, WorkloadKind};
use evenkeel_model::units::{Mib, Share, with_unit};

use super::args::{BasisArg, MeasureArgs};
use super::fault::Fault;
use super::subject::{read_plan, read_text_up_to};
use super::{Out, files, status};

impl From<BasisArg> for Basis {
    fn from(basis: BasisArg) -> Self {
        match basis {
            BasisArg::Mean => Basis::Mean,
            BasisArg::P90 => Basis::P90,
            BasisArg::P95 => Basis::P95,
            BasisArg::P99 => Basis::P99,
            BasisArg::Peak => Basis::Peak,
        }
    }
}

/// Reads a table from disk.
pub(super) fn table(path: &Path, machine: &Machine) -> Result<Measurement, Fault> {
    let bytes = read_text_up_to(path, measure::MAX_BYTES, "a table of measurements")?;
    let text = String::from_utf8_lossy(&bytes);
    measure::read(&text, machine).map_err(|e| {
        let place = match e.line {
            Some(line) => format!("{}:{line}", path.display()),
            None => path.display().to_string(),
        };
        Fault::new(place, e.what, e.advice)
    })
}

pub(super) fn run(args: &MeasureArgs, out: &mut Out<'_>) -> Result<u8, Fault> {
    let plan = read_plan(&args.plan)?;
    let machine = Machine {
        mhz: args.machine_mhz,
        cores: args.machine_cores,
        ram_mib: args.machine_ram.map(Mib::as_f64),
    };
    let seen = table(&args.csv, &machine)?;
    said(&seen, out)?;
    let Some(path) = &args.output else {
        return Ok(status::OK);
    };
    let file = args
        .csv
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let made = match (&args.vm, &args.workload) {
        (Some(vm), _) => VmId::new(vm)
            .map_err(|e| Fault::new("--vm", e.to_string(), "write the id as the plan has it"))
            .and_then(|vm| {
                edit::measured::on_vm(&plan, &vm, &seen, args.machine_mhz, &file)
                    .map_err(|e| Fault::new("--vm", e.to_string(), "name a VM of the plan"))
            })?,
        (None, Some(workload)) => {
            let id = WorkloadId::new(workload).map_err(|e| {
                Fault::new(
                    "--workload",
                    e.to_string(),
                    "write the id as the plan has it",
                )
            })?;
            let edit = edit::measured::into_workload(&plan, &id, &seen, args.machine_mhz, &file)
                .map_err(|e| {
                    Fault::new(
                        "--workload",
                        e.to_string(),
                        "name a measured workload of the plan",
                    )
                })?;
            (EntityId::from(id), edit)
        }
        (None, None) => {
            return Err(Fault::new(
                "-o",
                "what was measured is not said",
                "add --vm ID or --workload ID",
            ));
        }
    };
    let (id, edit) = made;
    let refused = |e: edit::EditError| Fault::at(&args.plan, e.to_string(), "check the plan");
    let mut plan = edit.apply(&plan).map_err(refused)?;
    if let EntityId::Workload(id) = &id
        && let Some(w) = plan.workloads.get(id)
    {
        let mut w = (**w).clone();
        if let WorkloadKind::Measured(m) = &mut w.kind {
            m.basis = args.basis.map_or(m.basis, Basis::from);
            m.headroom = args.headroom.map_or(m.headroom, |s: Share| s);
        }
        plan = edit::Edit::put("Set basis and headroom", id, w)
            .apply(&plan)
            .map_err(refused)?;
    }
    let text = io::to_text(&plan).map_err(|e| Fault::plan(path, e))?;
    files::write(path, text.as_bytes(), files::same(path, &args.plan))?;
    out.line(format!("{}: {id} has what was measured", path.display()))?;
    Ok(status::OK)
}

fn said(seen: &Measurement, out: &mut Out<'_>) -> Result<(), Fault> {
    let every = seen
        .series
        .values()
        .find_map(|s| s.interval_s)
        .map_or_else(String::new, |s| format!(" of {}", with_unit(s, "s")));
    out.line(format!("{} intervals{every}", seen.intervals))?;
    let wide = Meter::ALL
        .iter()
        .map(|m| m.label().len())
        .max()
        .unwrap_or(0);
    for (meter, s) in &seen.series {
        let values: Vec<String> = Basis::ALL
            .iter()
            .map(|b| format!("{} {}", b.word(), with_unit(s.at(*b), meter.unit())))
            .collect();
        out.line(format!("{:wide$}  {}", meter.label(), values.join(", ")))?;
    }
    if let Some(ms) = seen.latency_ms {
        out.line(format!(
            "{:wide$}  mean {}",
            "Disk latency",
            with_unit(ms, "ms")
        ))?;
    }
    for (name, counted) in &seen.counted {
        out.line(format!("counted   {name} as {}", counted.label()))?;
    }
    for (name, why) in &seen.left_out {
        out.line(format!("left out  {name}: {why}"))?;
    }
    if !seen.unknown.is_empty() {
        let shown: Vec<&str> = seen.unknown.iter().take(12).map(String::as_str).collect();
        let more = seen.unknown.len().saturating_sub(shown.len());
        let rest = if more > 0 {
            format!(", and {more} more")
        } else {
            String::new()
        };
        out.line(format!("unknown   {}{rest}", shown.join(", ")))?;
    }
    Ok(())
}
