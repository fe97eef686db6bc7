//! Investment: present value, internal rate of return, payback.

use crate::figure::{Num, Tracer};

/// Net present value of yearly flows, the first one at once: Σ CF ÷ (1+r)^t.
pub fn npv<T: Tracer>(t: &mut T, flows: &[T::N], rate: T::N) -> T::N {
    let growth = t.number(1.0) + rate;
    let growth = t.step("1 + r", "", growth);
    let terms = flows
        .iter()
        .enumerate()
        .map(|(year, flow)| match year {
            0 => flow.clone(),
            1 => flow.clone() / growth.clone(),
            _ => {
                let year = t.number(year as f64);
                flow.clone() / growth.clone().pow(year)
            }
        })
        .collect();
    t.sum(terms)
}

/// Flows brought to the present.
pub fn discounted<T: Tracer>(t: &mut T, flows: &[T::N], rate: &T::N) -> Vec<T::N> {
    let growth = t.number(1.0) + rate.clone();
    flows
        .iter()
        .enumerate()
        .map(|(year, flow)| {
            let year = t.number(year as f64);
            flow.clone() / growth.clone().pow(year)
        })
        .collect()
}

/// Return on investment: (benefits − costs) ÷ costs.
pub fn roi<T: Tracer>(benefits: T::N, costs: T::N) -> T::N {
    (benefits - costs.clone()) / costs
}

/// Profitability index: 1 + NPV ÷ investment.
pub fn profitability<T: Tracer>(t: &mut T, npv: T::N, investment: T::N) -> T::N {
    t.number(1.0) + npv / investment
}

fn present(flows: &[f64], rate: f64) -> f64 {
    flows
        .iter()
        .rev()
        .fold(0.0, |later, flow| later / (1.0 + rate) + flow)
}

/// Rates between −99 % and 1,000 % at which the present value is zero, rising.
pub fn internal_rates(flows: &[f64]) -> Vec<f64> {
    const STEPS: i32 = 4_000;
    // Even steps of the discount factor's logarithm: −99 % lies as far from zero as 10,000 %.
    let (low, high) = (0.01f64.ln(), 11.0f64.ln());
    let at = |i: i32| (low + (high - low) * f64::from(i) / f64::from(STEPS)).exp() - 1.0;
    let mut roots = Vec::new();
    let mut before = (at(0), present(flows, at(0)));
    if before.1 == 0.0 {
        return roots;
    }
    for i in 1..=STEPS {
        let here = (at(i), present(flows, at(i)));
        if here.1 == 0.0 {
            roots.push(here.0);
        } else if before.1 != 0.0 && (before.1 < 0.0) != (here.1 < 0.0) {
            let (mut a, mut b) = (before.0, here.0);
            let negative_at_a = before.1 < 0.0;
            for _ in 0..200 {
                let middle = 0.5 * (a + b);
                if (present(flows, middle) < 0.0) == negative_at_a {
                    a = middle;
                } else {
                    b = middle;
                }
            }
            roots.push(0.5 * (a + b));
        }
        before = here;
    }
    roots
}

/// Years until the sum of the flows is no longer negative, straight within a year; none when it never is.
pub fn payback(flows: &[f64]) -> Option<f64> {
    let mut sum = 0.0;
    let scale: f64 = flows.iter().map(|f| f.abs()).sum();
    let zero = -1e-12 * scale;
    for (year, flow) in flows.iter().enumerate() {
        let before = sum;
        sum += flow;
        if sum >= zero {
            if year == 0 {
                return Some(0.0);
            }
            let part = if *flow > 0.0 {
                (-before / flow).min(1.0)
            } else {
                1.0
            };
            return Some(year as f64 - 1.0 + part);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{internal_rates, payback, present};

    #[test]
    fn a_zero_at_year_end_counts_as_that_year() {
        let flows = [-80_000.0, 38_000.0, 42_000.0, 42_000.0, 30_000.0, 30_000.0];
        assert_eq!(payback(&flows), Some(2.0));
        assert_eq!(payback(&[-10.0, 4.0]), None);
        assert_eq!(payback(&[0.0, 4.0]), Some(0.0));
        assert_eq!(payback(&[-10.0, 4.0, 12.0]), Some(1.5));
    }

    #[test]
    fn rates_of_return_make_the_present_value_zero() {
        let flows = [-80_000.0, 38_000.0, 42_000.0, 42_000.0, 30_000.0, 30_000.0];
        let irr = internal_rates(&flows);
        assert_eq!(irr.len(), 1);
        assert!(present(&flows, irr[0]).abs() < 1e-6 * 80_000.0);
        assert!(internal_rates(&[-10.0, -1.0]).is_empty());
        // 10 % and 20 %.
        let two = internal_rates(&[-100.0, 230.0, -132.0]);
        assert_eq!(two.len(), 2);
        assert!((two[0] - 0.1).abs() < 1e-9 && (two[1] - 0.2).abs() < 1e-9);
        assert_eq!(present(&flows, 0.0), flows.iter().sum::<f64>());
    }
}
