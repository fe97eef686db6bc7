//! A workload's amounts as totals over its VMs, or as those of each VM: one turned into the other, the totals kept.

use super::{Edit, EditError};
use crate::ids::WorkloadId;
use crate::plan::{Amounts, Plan, Workload, WorkloadKind};
use crate::units::{Iops, MbPerS, Mbps, Mib};

/// The same workload told the other way. Refused where the amounts do not divide evenly: then the totals could not be
/// kept.
pub fn told(plan: &Plan, id: &WorkloadId, how: Amounts) -> Result<Edit, EditError> {
    let workload = plan
        .workloads
        .get(id)
        .ok_or_else(|| EditError::Unknown(id.into()))?;
    let name = plan.label(&id.into());
    if workload.amounts == how {
        return Err(EditError::Refused(format!("{name} is told so already")));
    }
    let members = u64::from(workload.members(plan));
    if members == 0 {
        return Err(EditError::Refused(format!(
            "{name} runs on no VM, so there is nothing to spread it over"
        )));
    }
    let kind = match how {
        Amounts::InTotal => times(&workload.kind, members),
        Amounts::EachVm => divided(&workload.kind, members).map_err(|what| {
            EditError::Refused(format!(
                "{what} of {name} do not divide over {members} VMs; change the number to a multiple of {members}, or keep totals"
            ))
        })?,
    };
    let label = match how {
        Amounts::InTotal => format!("Tell {name} as totals"),
        Amounts::EachVm => format!("Tell {name} for each VM"),
    };
    Ok(Edit::put(
        label,
        id,
        Workload {
            kind,
            amounts: how,
            ..(**workload).clone()
        },
    ))
}

/// Every amount that grows with the number of VMs: whole counts by `count`, sizes by `size`, the rest by `rate`.
fn changed(
    kind: &WorkloadKind,
    count: &mut dyn FnMut(&str, u32) -> u32,
    size: &mut dyn FnMut(&str, u64) -> u64,
    rate: &dyn Fn(f64) -> f64,
) -> WorkloadKind {
    let mut kind = kind.clone();
    match &mut kind {
        WorkloadKind::Mailbox(m) => {
            for class in &mut m.users {
                class.mailboxes = count("the mailboxes", class.mailboxes);
            }
        }
        WorkloadKind::Sql(s) => {
            s.transactions_per_s = rate(s.transactions_per_s);
            s.batches_per_s = s.batches_per_s.map(rate);
            s.sessions = s.sessions.map(|n| count("the sessions", n));
            s.database_size = Mib::new(size("the MiB of databases", s.database_size.get()));
            let mut mib = |what: &str, v: Option<Mib>| v.map(|v| Mib::new(size(what, v.get())));
            s.working_set = mib("the MiB of the working set", s.working_set);
            s.files.log_size = mib("the MiB of logs", s.files.log_size);
            s.measured.cpu_cores = s.measured.cpu_cores.map(rate);
        }
        WorkloadKind::Archetype(a) => a.units = rate(a.units),
        WorkloadKind::Measured(m) => {
            m.cpu_mhz = rate(m.cpu_mhz);
            m.ram = Mib::new(size("the MiB of memory", m.ram.get()));
            m.space = Mib::new(size("the MiB of space", m.space.get()));
            m.reads = Iops::new(rate(m.reads.get()));
            m.writes = Iops::new(rate(m.writes.get()));
            m.read_rate = MbPerS::new(rate(m.read_rate.get()));
            m.write_rate = MbPerS::new(rate(m.write_rate.get()));
            m.net_in = Mbps::new(rate(m.net_in.get()));
            m.net_out = Mbps::new(rate(m.net_out.get()));
            m.dirty_pages_per_s = m.dirty_pages_per_s.map(rate);
            for series in m.series.values_mut() {
                for value in [
                    &mut series.mean,
                    &mut series.p90,
                    &mut series.p95,
                    &mut series.p99,
                    &mut series.peak,
                ] {
                    *value = rate(*value);
                }
            }
        }
    }
    kind
}

fn times(kind: &WorkloadKind, n: u64) -> WorkloadKind {
    let whole = u32::try_from(n).unwrap_or(u32::MAX);
    changed(
        kind,
        &mut |_, v| v.saturating_mul(whole),
        &mut |_, v| v.saturating_mul(n),
        &|v| v * n as f64,
    )
}

/// Fails with the name of the amount that does not divide.
fn divided(kind: &WorkloadKind, n: u64) -> Result<WorkloadKind, String> {
    let odd: std::cell::RefCell<Option<String>> = std::cell::RefCell::default();
    let whole = u32::try_from(n).unwrap_or(u32::MAX);
    let made = changed(
        kind,
        &mut |what, v| {
            if v % whole != 0 {
                odd.borrow_mut().get_or_insert_with(|| what.to_owned());
            }
            v / whole
        },
        &mut |what, v| {
            if v % n != 0 {
                odd.borrow_mut().get_or_insert_with(|| what.to_owned());
            }
            v / n
        },
        &|v| v / n as f64,
    );
    match odd.into_inner() {
        Some(what) => Err(what),
        None => Ok(made),
    }
}

#[cfg(test)]
mod tests {
    use super::told;
    use crate::catalogue::Catalogue;
    use crate::facts::{Case, Cx, derive};
    use crate::plan::{Amounts, Plan, WorkloadKind};

    fn example(name: &str) -> Plan {
        let text = std::fs::read_to_string(format!("../examples/{name}.ron")).unwrap();
        crate::io::from_text(&text).unwrap()
    }

    #[test]
    fn there_and_back_keeps_totals_and_every_figure() {
        let mut turned = 0;
        for name in [
            "exchange-4000-heavy",
            "exchange-three-tiers",
            "sql-commerce",
        ] {
            let plan = example(name);
            for id in plan.workloads.keys() {
                let Ok(edit) = told(&plan, id, Amounts::EachVm) else {
                    continue;
                };
                let each = edit.apply(&plan).unwrap();
                let facts = |p: &Plan| derive(&Cx::new(p, Catalogue::built_in()), &Case::normal());
                let (a, b) = (facts(&plan), facts(&each));
                for (vm, f) in &a.vms {
                    let close = |x: f64, y: f64| (x - y).abs() <= 1e-9 * x.abs().max(1.0);
                    let g = &b.vms[vm];
                    assert!(close(f.demand.ram_mib, g.demand.ram_mib), "{name} {vm}");
                    assert!(close(f.demand.reads, g.demand.reads), "{name} {vm}");
                    assert!(close(f.demand.cpu_cores, g.demand.cpu_cores), "{name} {vm}");
                }
                let back = told(&each, id, Amounts::InTotal)
                    .unwrap()
                    .apply(&each)
                    .unwrap();
                assert_eq!(
                    back.workloads.get(id),
                    plan.workloads.get(id),
                    "{name} {id}"
                );
                turned += 1;
            }
        }
        assert!(turned >= 5, "{turned}");
    }

    #[test]
    fn more_members_carry_more_when_each_is_told() {
        let plan = example("exchange-4000-heavy");
        let id = plan.workloads.keys().next().unwrap().clone();
        let mut each = told(&plan, &id, Amounts::EachVm)
            .unwrap()
            .apply(&plan)
            .unwrap();
        let total = |p: &Plan| {
            derive(&Cx::new(p, Catalogue::built_in()), &Case::normal())
                .totals
                .mailboxes
        };
        assert_eq!(total(&each), 4000.0);
        let vm = each.vms.keys().next().unwrap().clone();
        let mut group = (**each.vms.get(&vm).unwrap()).clone();
        group.count = 3;
        each.vms.put(vm, group);
        assert_eq!(total(&each), 6000.0);
    }

    #[test]
    fn what_does_not_divide_is_refused_with_its_name() {
        let mut plan = example("exchange-4000-heavy");
        let id = plan.workloads.keys().next().unwrap().clone();
        let mut w = (**plan.workloads.get(&id).unwrap()).clone();
        if let WorkloadKind::Mailbox(m) = &mut w.kind {
            m.users[0].mailboxes = 4001;
        }
        plan.workloads.put(id.clone(), w);
        let e = told(&plan, &id, Amounts::EachVm).unwrap_err().to_string();
        assert!(
            e.contains("the mailboxes of") && e.contains("over 4 VMs"),
            "{e}"
        );
    }
}
