//! Memory of hosts: what the control domain takes, and what a VM takes beside its own.

use crate::catalogue::{Grid, cite};
use crate::figure::{Num, Origin, Tracer};

/// What hypervisor and control domain leave for VMs, MiB; never less than nothing.
pub fn left_for_vms<T: Tracer>(
    t: &mut T,
    ram_mib: T::N,
    hypervisor_mib: T::N,
    control_mib: Option<T::N>,
    share: T::N,
) -> T::N {
    let zero = t.number(0.0);
    let mut rest = ram_mib.clone() - hypervisor_mib;
    if let Some(control) = control_mib {
        rest = rest - control;
    }
    (rest - ram_mib * share).max(zero)
}

/// A line through two points of a table, at `x`.
fn line<T: Tracer>(x: T::N, (x0, y0): (T::N, T::N), (x1, y1): (T::N, T::N)) -> T::N {
    y0.clone() + (y1 - y0) * (x - x0.clone()) / (x1 - x0)
}

/// The two neighbours of a value among rising ones, the last two beyond them; one index where there is one only.
fn neighbours(of: f64, among: &[f64]) -> (usize, Option<usize>) {
    let last = among.len().saturating_sub(1);
    if last == 0 {
        return (0, None);
    }
    let above = among.iter().position(|v| *v > of).unwrap_or(last);
    let low = above.saturating_sub(1).min(last - 1);
    match among.get(low) {
        Some(v) if *v == of => (low, None),
        _ if among.get(low + 1) == Some(&of) => (low + 1, None),
        _ => (low, Some(low + 1)),
    }
}

/// Memory overhead of a VM from a platform's table, MiB: straight lines between its entries; beyond the last the line
/// goes on, before the first the first holds.
pub fn overhead<T: Tracer>(t: &mut T, grid: &Grid, ram_mib: T::N, vcpus: T::N) -> T::N {
    let entry = |t: &mut T, row: usize, column: usize| {
        let value = grid.rows.get(row).and_then(|(_, v)| v.get(column));
        let value = value.copied().unwrap_or(0.0);
        let memory = grid.rows.get(row).map_or(0.0, |(m, _)| *m);
        let vcpus = grid.vcpus.get(column).copied().unwrap_or(0.0);
        let symbol = format!("table({memory}, {vcpus})");
        t.given(&symbol, value, "MiB", || Origin::Constant {
            key: "vm_overhead".to_owned(),
            what: grid.what.clone(),
            source: cite(&grid.source, &grid.date),
            confirmed: grid.confirmed,
            overridden: false,
        })
    };
    let rows: Vec<f64> = grid.rows.iter().map(|(m, _)| *m).collect();
    let (Some(&least_ram), Some(&least_vcpus)) = (rows.first(), grid.vcpus.first()) else {
        return t.number(0.0);
    };
    let least = |t: &mut T, n: T::N, least: f64| {
        if n.value() < least {
            t.number(least)
        } else {
            n
        }
    };
    let ram = least(t, ram_mib, least_ram);
    let vcpus = least(t, vcpus, least_vcpus);
    let (row, next_row) = neighbours(ram.value(), &rows);
    let (column, next_column) = neighbours(vcpus.value(), &grid.vcpus);
    let at_column = |t: &mut T, column: usize| {
        let low = entry(t, row, column);
        let Some(next) = next_row else { return low };
        let high = entry(t, next, column);
        let (m0, m1) = (rows.get(row), rows.get(next));
        let (m0, m1) = (t.number(*m0.unwrap_or(&0.0)), t.number(*m1.unwrap_or(&0.0)));
        line::<T>(ram.clone(), (m0, low), (m1, high))
    };
    let low = at_column(t, column);
    let Some(next) = next_column else { return low };
    let low = t.step("fewer_vcpus", "MiB", low);
    let high = at_column(t, next);
    let high = t.step("more_vcpus", "MiB", high);
    let (c0, c1) = (grid.vcpus.get(column), grid.vcpus.get(next));
    let (c0, c1) = (t.number(*c0.unwrap_or(&0.0)), t.number(*c1.unwrap_or(&0.0)));
    line::<T>(vcpus, (c0, low), (c1, high))
}
