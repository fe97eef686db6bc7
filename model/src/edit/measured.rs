//! Measured series into a plan.

use super::{Edit, EditError, add};
use crate::ids::{EntityId, VmId, WorkloadId};
use crate::measure::Measurement;
use crate::plan::{Measured, Plan, Workload, WorkloadKind};
use crate::units::Ms;

/// The kind with the series in it. What was measured before under the same meters is replaced; basis, headroom and the
/// typed values of other meters stay.
fn with(before: &Measured, seen: &Measurement, machine_mhz: Option<f64>, file: &str) -> Measured {
    let mut out = before.clone();
    out.series.extend(seen.series.clone());
    file.clone_into(&mut out.measured_in);
    out.machine_mhz = machine_mhz.or(out.machine_mhz);
    out.latency = seen.latency_ms.map(Ms::new).or(out.latency);
    out
}

/// Puts series into a measured workload.
pub fn into_workload(
    plan: &Plan,
    id: &WorkloadId,
    seen: &Measurement,
    machine_mhz: Option<f64>,
    file: &str,
) -> Result<Edit, EditError> {
    let entity = EntityId::from(id);
    let Some(workload) = plan.workloads.get(id) else {
        return Err(EditError::Unknown(entity));
    };
    let name = plan.label(&entity);
    let WorkloadKind::Measured(before) = &workload.kind else {
        return Err(EditError::Refused(format!(
            "{name} is no measured workload; add one for what was measured"
        )));
    };
    Ok(Edit::put(
        format!("Take what was measured of {name} from {file}"),
        id,
        Workload {
            kind: WorkloadKind::Measured(with(before, seen, machine_mhz, file)),
            ..(**workload).clone()
        },
    ))
}

/// Puts series on a VM: into the measured workload that runs on it alone, else into a new one.
pub fn on_vm(
    plan: &Plan,
    vm: &VmId,
    seen: &Measurement,
    machine_mhz: Option<f64>,
    file: &str,
) -> Result<(EntityId, Edit), EditError> {
    if !plan.vms.contains(vm) {
        return Err(EditError::Unknown(vm.into()));
    }
    let own = plan.workloads.iter().find(|(_, w)| {
        matches!(w.kind, WorkloadKind::Measured(_))
            && !w.runs_on.is_empty()
            && w.runs_on.iter().all(|r| r.vm == *vm)
    });
    match own {
        Some((id, _)) => Ok((id.into(), into_workload(plan, id, seen, machine_mhz, file)?)),
        None => {
            let kind = WorkloadKind::Measured(with(&Measured::default(), seen, machine_mhz, file));
            Ok(add::workload(
                plan,
                &format!("{vm} measured"),
                kind,
                Some(vm),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{Machine, read};
    use crate::plan::Meter;

    fn plan() -> Plan {
        crate::io::from_text(include_str!("../../../assets/templates/two-servers.ron")).unwrap()
    }

    #[test]
    fn series_come_to_the_vm_once_and_are_replaced_the_next_time() {
        let vm = VmId::new("mbx-1").unwrap();
        let seen = |n: u32| {
            read(&format!("time,Reads/s\n10:00,{n}\n"), &Machine::default()).expect("a table")
        };
        let plan = plan();
        let (id, edit) = on_vm(&plan, &vm, &seen(5), None, "a.csv").unwrap();
        let plan = edit.apply(&plan).unwrap();
        let (again, edit) = on_vm(&plan, &vm, &seen(9), Some(8000.0), "b.csv").unwrap();
        assert_eq!(id, again);
        let plan = edit.apply(&plan).unwrap();
        assert_eq!(plan.workloads.len(), 2);
        let EntityId::Workload(id) = id else {
            panic!("a workload")
        };
        let WorkloadKind::Measured(m) = &plan.workloads.get(&id).unwrap().kind else {
            panic!("measured")
        };
        assert_eq!(m.planned(Meter::Reads), 9.0);
        assert_eq!(m.measured_in, "b.csv");
        assert_eq!(m.machine_mhz, Some(8000.0));
        // The text of such a plan reads back as it is.
        let text = crate::io::to_text(&plan).unwrap();
        assert_eq!(crate::io::from_text(&text).unwrap(), plan);
    }

    #[test]
    fn other_workloads_refuse_series() {
        let plan = plan();
        let id = plan.workloads.keys().next().unwrap().clone();
        let seen = read("time,Reads/s\n10:00,5\n", &Machine::default()).unwrap();
        let refused = into_workload(&plan, &id, &seen, None, "a.csv");
        assert!(matches!(refused, Err(EditError::Refused(_))), "{refused:?}");
    }
}
