//! The relaxation's linear program: least cost of columns that cover every row, some rows bounding how many columns are used.
//!
//! A revised primal simplex with an explicit inverse: rows are few (a class of items each), columns come and go. The right-hand sides
//! are shifted by tiny amounts against stalling. Nothing is proven with these numbers: see `relax` for the bound.

/// A column: cost and its few entries.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) cost: f64,
    pub(super) entries: Vec<(usize, f64)>,
}

/// What stands in a row of the basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Var {
    Column(usize),
    /// Surplus of a covering row, slack of a bounding one.
    Slack(usize),
    /// Stands in for what nothing covers yet.
    Artificial(usize),
}

pub(super) struct Simplex {
    rows: usize,
    /// Rows from here on are bounds (≤); before, covers (≥).
    covers: usize,
    right: Vec<f64>,
    artificial_cost: f64,
    pub(super) columns: Vec<Column>,
    in_basis: Vec<bool>,
    basis: Vec<Var>,
    /// Inverse of the basis, column after column.
    inverse: Vec<f64>,
    value: Vec<f64>,
    dual: Vec<f64>,
    since_fresh: usize,
}

const TINY: f64 = 1e-9;

impl Simplex {
    /// Rows `cover` (each to be covered so often) and then `bound` (at most so many).
    pub(super) fn new(cover: &[f64], bound: &[f64], artificial_cost: f64) -> Self {
        let rows = cover.len() + bound.len();
        let mut right: Vec<f64> = cover.to_vec();
        right.extend_from_slice(bound);
        // A fixed sequence without pattern (multiples of the golden ratio) keeps ties apart.
        for (at, value) in right.iter_mut().enumerate() {
            let part = ((at + 1) as f64 * 0.618_033_988_749_894_9).fract();
            *value += 1e-6 * (0.5 + part);
        }
        let mut simplex = Self {
            rows,
            covers: cover.len(),
            right,
            artificial_cost,
            columns: Vec::new(),
            in_basis: Vec::new(),
            basis: Vec::new(),
            inverse: Vec::new(),
            value: Vec::new(),
            dual: Vec::new(),
            since_fresh: 0,
        };
        simplex.restart();
        simplex
    }

    /// Back to a basis of artificials and slacks.
    fn restart(&mut self) {
        self.basis = (0..self.rows)
            .map(|row| {
                if row < self.covers {
                    Var::Artificial(row)
                } else {
                    Var::Slack(row)
                }
            })
            .collect();
        self.in_basis = vec![false; self.columns.len()];
        self.inverse = vec![0.0; self.rows * self.rows];
        for row in 0..self.rows {
            self.inverse[row * self.rows + row] = 1.0;
        }
        self.value.clone_from(&self.right);
        self.set_duals();
        self.since_fresh = 0;
    }

    pub(super) fn add(&mut self, column: Column) {
        self.columns.push(column);
        self.in_basis.push(false);
    }

    fn cost(&self, var: Var) -> f64 {
        match var {
            Var::Column(at) => self.columns[at].cost,
            Var::Slack(_) => 0.0,
            Var::Artificial(_) => self.artificial_cost,
        }
    }

    /// Makes it dearer to leave a row uncovered; `false` when it is dear enough already.
    pub(super) fn raise_artificial_cost(&mut self) -> bool {
        if self.artificial_cost > 1e9 {
            return false;
        }
        self.artificial_cost *= 1000.0;
        self.set_duals();
        true
    }

    fn set_duals(&mut self) {
        let costs: Vec<f64> = self.basis.iter().map(|var| self.cost(*var)).collect();
        self.dual = self
            .inverse
            .chunks_exact(self.rows.max(1))
            .map(|column| column.iter().zip(&costs).map(|(a, c)| a * c).sum())
            .collect();
    }

    /// Optimises over the columns there are. Work done in units; `false` in `go_on` ends early.
    pub(super) fn optimise(&mut self, mut charge: impl FnMut(u64) -> bool) {
        let limit = 50 * self.rows + 10 * self.columns.len() + 1000;
        for _ in 0..limit {
            let work = self.columns.len() * 2 + self.rows * self.rows / 4;
            if !charge(work as u64) {
                return;
            }
            let Some((entering, _)) = self.entering() else {
                if self.since_fresh == 0 || self.residual() < 1e-7 {
                    return;
                }
                self.refresh();
                continue;
            };
            let direction = self.direction(entering);
            let Some(row) = self.leaving(&direction) else {
                // A ray cannot exist (costs are not negative); the inverse must be off.
                if self.since_fresh == 0 {
                    return;
                }
                self.refresh();
                continue;
            };
            self.pivot(entering, row, &direction);
            if self.since_fresh > 60 && self.since_fresh.is_multiple_of(50) {
                self.check();
            }
        }
    }

    fn check(&mut self) {
        if self.residual() > 1e-7 || self.since_fresh > 400 {
            self.refresh();
        } else {
            self.set_duals();
        }
    }

    /// The variable with the most negative reduced cost.
    fn entering(&self) -> Option<(Var, f64)> {
        let mut best: Option<(Var, f64)> = None;
        let mut offer = |var: Var, reduced: f64| {
            if reduced < -TINY && best.is_none_or(|(_, least)| reduced < least) {
                best = Some((var, reduced));
            }
        };
        for (at, column) in self.columns.iter().enumerate() {
            if !self.in_basis[at] {
                offer(Var::Column(at), self.reduced(column));
            }
        }
        for row in 0..self.rows {
            // Surplus: cost 0, entry −1. Slack: cost 0, entry 1.
            let reduced = if row < self.covers {
                self.dual[row]
            } else {
                -self.dual[row]
            };
            offer(Var::Slack(row), reduced);
        }
        best
    }

    #[inline]
    pub(super) fn reduced(&self, column: &Column) -> f64 {
        column
            .entries
            .iter()
            .fold(column.cost, |sum, (row, by)| sum - by * self.dual[*row])
    }

    fn direction(&self, var: Var) -> Vec<f64> {
        let mut out = vec![0.0; self.rows];
        let mut add = |row: usize, by: f64| {
            let column = &self.inverse[row * self.rows..(row + 1) * self.rows];
            for (out, entry) in out.iter_mut().zip(column) {
                *out += by * entry;
            }
        };
        match var {
            Var::Column(at) => {
                for (row, by) in &self.columns[at].entries {
                    add(*row, *by);
                }
            }
            Var::Slack(row) if row < self.covers => add(row, -1.0),
            Var::Slack(row) | Var::Artificial(row) => add(row, 1.0),
        }
        out
    }

    /// The row that reaches zero first; among near ties the largest pivot.
    fn leaving(&self, direction: &[f64]) -> Option<usize> {
        let mut least = f64::INFINITY;
        for (by, value) in direction.iter().zip(&self.value) {
            if *by > 1e-8 {
                least = least.min((value.max(0.0) + 1e-11) / by);
            }
        }
        let mut best: Option<(f64, usize)> = None;
        for (row, (by, value)) in direction.iter().zip(&self.value).enumerate() {
            if *by > 1e-8 && value.max(0.0) / by <= least && best.is_none_or(|(most, _)| *by > most)
            {
                best = Some((*by, row));
            }
        }
        best.map(|(_, row)| row)
    }

    fn pivot(&mut self, entering: Var, row: usize, direction: &[f64]) {
        let by = direction[row];
        let step = self.value[row].max(0.0) / by;
        for (value, by) in self.value.iter_mut().zip(direction) {
            *value = (*value - step * by).max(0.0);
        }
        self.value[row] = step;
        let gain = match entering {
            Var::Column(at) => self.reduced(&self.columns[at]),
            Var::Slack(at) if at < self.covers => self.dual[at],
            Var::Slack(at) | Var::Artificial(at) => -self.dual[at],
        };
        let rows = self.rows;
        for (dual, column) in self
            .dual
            .iter_mut()
            .zip(self.inverse.chunks_exact_mut(rows.max(1)))
        {
            let share = column[row] / by;
            if share != 0.0 {
                for (entry, by) in column.iter_mut().zip(direction) {
                    *entry -= share * by;
                }
                column[row] = share;
                *dual += gain * share;
            }
        }
        if let Var::Column(at) = self.basis[row] {
            self.in_basis[at] = false;
        }
        if let Var::Column(at) = entering {
            self.in_basis[at] = true;
        }
        self.basis[row] = entering;
        self.since_fresh += 1;
    }

    /// How far the values are from solving the rows.
    fn residual(&self) -> f64 {
        let mut rest = self.right.clone();
        for (var, value) in self.basis.iter().zip(&self.value) {
            match var {
                Var::Column(at) => {
                    for (row, by) in &self.columns[*at].entries {
                        rest[*row] -= by * value;
                    }
                }
                Var::Slack(row) if *row < self.covers => rest[*row] += value,
                Var::Slack(row) | Var::Artificial(row) => rest[*row] -= value,
            }
        }
        rest.iter().fold(0.0, |most, rest| most.max(rest.abs()))
    }

    /// Computes the inverse again from the basis.
    fn refresh(&mut self) {
        let rows = self.rows;
        // The basis matrix, row by row, beside the identity; elimination with the largest pivot of each column.
        let mut matrix = vec![0.0; rows * rows];
        for (place, var) in self.basis.iter().enumerate() {
            match var {
                Var::Column(at) => {
                    for (row, by) in &self.columns[*at].entries {
                        matrix[row * rows + place] += by;
                    }
                }
                Var::Slack(row) if *row < self.covers => matrix[row * rows + place] = -1.0,
                Var::Slack(row) | Var::Artificial(row) => matrix[row * rows + place] = 1.0,
            }
        }
        let mut right = vec![0.0; rows * rows];
        for row in 0..rows {
            right[row * rows + row] = 1.0;
        }
        for place in 0..rows {
            let pivot = (place..rows).max_by(|a, b| {
                matrix[a * rows + place]
                    .abs()
                    .total_cmp(&matrix[b * rows + place].abs())
            });
            let Some(pivot) = pivot.filter(|row| matrix[row * rows + place].abs() > 1e-10) else {
                self.restart();
                return;
            };
            if pivot != place {
                for at in 0..rows {
                    matrix.swap(pivot * rows + at, place * rows + at);
                    right.swap(pivot * rows + at, place * rows + at);
                }
            }
            let by = 1.0 / matrix[place * rows + place];
            for at in 0..rows {
                matrix[place * rows + at] *= by;
                right[place * rows + at] *= by;
            }
            let matrix_row = matrix[place * rows..(place + 1) * rows].to_vec();
            let right_row = right[place * rows..(place + 1) * rows].to_vec();
            for row in 0..rows {
                let share = matrix[row * rows + place];
                if row == place || share == 0.0 {
                    continue;
                }
                for (entry, by) in matrix[row * rows..(row + 1) * rows]
                    .iter_mut()
                    .zip(&matrix_row)
                {
                    *entry -= share * by;
                }
                for (entry, by) in right[row * rows..(row + 1) * rows]
                    .iter_mut()
                    .zip(&right_row)
                {
                    *entry -= share * by;
                }
            }
        }
        for row in 0..rows {
            for at in 0..rows {
                self.inverse[at * rows + row] = right[row * rows + at];
            }
        }
        self.value = vec![0.0; rows];
        for (column, by) in self.inverse.chunks_exact(rows.max(1)).zip(&self.right) {
            for (value, entry) in self.value.iter_mut().zip(column) {
                *value += entry * by;
            }
        }
        if self.value.iter().any(|value| *value < -1e-6) {
            self.restart();
            return;
        }
        for value in &mut self.value {
            *value = value.max(0.0);
        }
        self.set_duals();
        self.since_fresh = 0;
    }

    pub(super) fn duals(&self) -> &[f64] {
        &self.dual
    }

    pub(super) fn objective(&self) -> f64 {
        self.basis
            .iter()
            .zip(&self.value)
            .map(|(var, value)| self.cost(*var) * value)
            .sum()
    }

    /// Sum of what stands in for rows that no column covers.
    pub(super) fn uncovered(&self) -> f64 {
        self.basis
            .iter()
            .zip(&self.value)
            .filter(|(var, _)| matches!(var, Var::Artificial(_)))
            .map(|(_, value)| value)
            .sum()
    }

    /// Columns in use and how much of each.
    pub(super) fn solution(&self) -> Vec<(usize, f64)> {
        let mut out: Vec<(usize, f64)> = self
            .basis
            .iter()
            .zip(&self.value)
            .filter_map(|(var, value)| match var {
                Var::Column(at) if *value > 1e-5 => Some((*at, *value)),
                _ => None,
            })
            .collect();
        out.sort_by_key(|(at, _)| *at);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_pairs_cover_three_rows_half_each() {
        let mut simplex = Simplex::new(&[1.0; 3], &[], 10.0);
        for (a, b) in [(0, 1), (1, 2), (0, 2)] {
            simplex.add(Column {
                cost: 1.0,
                entries: vec![(a, 1.0), (b, 1.0)],
            });
        }
        simplex.optimise(|_| true);
        assert!((simplex.objective() - 1.5).abs() < 1e-4);
        assert!(
            simplex
                .solution()
                .iter()
                .all(|(_, x)| (x - 0.5).abs() < 1e-4)
        );
        assert!(simplex.duals().iter().all(|y| (y - 0.5).abs() < 1e-9));
        simplex.refresh();
        assert!((simplex.objective() - 1.5).abs() < 1e-4);
    }

    #[test]
    fn a_bound_on_cheap_columns_forces_dear_ones() {
        let mut simplex = Simplex::new(&[4.0], &[1.0], 100.0);
        simplex.add(Column {
            cost: 1.0,
            entries: vec![(0, 1.0), (1, 1.0)],
        });
        simplex.add(Column {
            cost: 3.0,
            entries: vec![(0, 1.0)],
        });
        simplex.optimise(|_| true);
        assert!((simplex.objective() - 10.0).abs() < 1e-3);
        assert!(simplex.duals()[1] < 0.0);
        assert!(simplex.uncovered() < 1e-9);
    }
}
