//! Traffic of contact centres: Erlang B for trunks, Erlang C for agents.

/// Most servers that a search looks at.
pub const MOST: u32 = 1_000_000;

/// Share of calls that find all of `n` trunks busy, by the recursion B(n) = aB ÷ (n + aB).
pub fn blocked(erlangs: f64, n: u32) -> f64 {
    let mut b = 1.0;
    for k in 1..=n {
        b = erlangs * b / (f64::from(k) + erlangs * b);
    }
    b
}

/// Share of calls that wait for one of `n` agents; all of them where the agents are too few for the load.
pub fn waiting(erlangs: f64, n: u32) -> f64 {
    if f64::from(n) <= erlangs {
        return if erlangs > 0.0 { 1.0 } else { 0.0 };
    }
    wait_of(blocked(erlangs, n), erlangs, n)
}

fn wait_of(b: f64, erlangs: f64, n: u32) -> f64 {
    let use_share = erlangs / f64::from(n);
    b / (1.0 - use_share * (1.0 - b))
}

/// Share of calls answered within `seconds`: 1 − C × e^(−(n − a) × t ÷ hold).
pub fn answered(erlangs: f64, n: u32, seconds: f64, hold_s: f64) -> f64 {
    served(waiting(erlangs, n), erlangs, n, seconds, hold_s)
}

fn served(waits: f64, erlangs: f64, n: u32, seconds: f64, hold_s: f64) -> f64 {
    let spare = f64::from(n) - erlangs;
    if spare <= 0.0 {
        return if erlangs > 0.0 { 0.0 } else { 1.0 };
    }
    1.0 - waits * (-spare * seconds / hold_s).exp()
}

/// Fewest trunks that block no more than a share; none beyond what is looked at.
pub fn trunks(erlangs: f64, most_blocked: f64) -> Option<u32> {
    let mut b = 1.0;
    if b <= most_blocked {
        return Some(0);
    }
    for n in 1..=MOST {
        b = erlangs * b / (f64::from(n) + erlangs * b);
        if b <= most_blocked {
            return Some(n);
        }
    }
    None
}

/// Fewest agents that answer a share of the calls within `seconds`; none beyond what is looked at.
pub fn agents(erlangs: f64, share: f64, seconds: f64, hold_s: f64) -> Option<u32> {
    let mut b = 1.0;
    for n in 0..=MOST {
        if n > 0 {
            b = erlangs * b / (f64::from(n) + erlangs * b);
        }
        if f64::from(n) <= erlangs && erlangs > 0.0 {
            continue;
        }
        let waits = if n == 0 { 0.0 } else { wait_of(b, erlangs, n) };
        if served(waits, erlangs, n, seconds, hold_s) >= share {
            return Some(n);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recursion_equals_the_sum() {
        // B = (a^n / n!) ÷ Σ a^k / k!
        for (a, n) in [(0.5f64, 1u32), (2.0, 3), (10.0, 12), (3.5, 9)] {
            let mut term = 1.0;
            let mut sum = 1.0;
            for k in 1..=n {
                term *= a / f64::from(k);
                sum += term;
            }
            assert!((blocked(a, n) - term / sum).abs() < 1e-12);
            // C of its own sum: a^n/n! · n/(n−a) ÷ (Σ_{k<n} a^k/k! + that).
            if f64::from(n) > a {
                let last = term * f64::from(n) / (f64::from(n) - a);
                assert!((waiting(a, n) - last / (sum - term + last)).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn searches_find_the_first_that_holds() {
        for a in [0.0, 0.3, 5.0, 80.0] {
            let n = trunks(a, 0.01).unwrap();
            assert!(blocked(a, n) <= 0.01 && (n == 0 || blocked(a, n - 1) > 0.01));
            let n = agents(a, 0.8, 20.0, 180.0).unwrap();
            assert!(answered(a, n, 20.0, 180.0) >= 0.8);
            assert!(n == 0 || answered(a, n - 1, 20.0, 180.0) < 0.8);
        }
        assert_eq!(trunks(1e9, 0.01), None);
    }
}
