//! Quantiles of the distributions that intervals need, and intervals of field data.
//!
//! The incomplete gamma and beta functions by series and continued fractions; quantiles by halving, which always ends.

/// Natural logarithm of the gamma function for positive arguments (Lanczos, g = 7).
pub fn ln_gamma(x: f64) -> f64 {
    const G: [f64; 9] = [
        0.999_999_999_999_809_9,
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        // Reflection.
        let pi = std::f64::consts::PI;
        return (pi / (pi * x).sin()).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let t = x + 7.5;
    let sum = G
        .iter()
        .enumerate()
        .map(|(i, g)| if i == 0 { *g } else { g / (x + i as f64) })
        .sum::<f64>();
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

/// Lower regularised incomplete gamma function P(a, x).
pub fn gamma_p(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        let mut term = 1.0 / a;
        let mut sum = term;
        for n in 1..100_000 {
            term *= x / (a + f64::from(n));
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        sum * front
    } else {
        1.0 - front * upper_fraction(a, x)
    }
}

/// Continued fraction of the upper incomplete gamma function (Lentz).
fn upper_fraction(a: f64, x: f64) -> f64 {
    let tiny = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / tiny;
    let mut d = 1.0 / b;
    let mut h = d;
    for n in 1..100_000 {
        let n = f64::from(n);
        let an = -n * (n - a);
        b += 2.0;
        d = 1.0 / not_zero(an * d + b);
        c = not_zero(b + an / c);
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    h
}

fn not_zero(v: f64) -> f64 {
    if v.abs() < 1e-300 { 1e-300 } else { v }
}

/// Regularised incomplete beta function I_x(a, b).
pub fn beta_i(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(a, b, x) / a
    } else {
        1.0 - front * beta_fraction(b, a, 1.0 - x) / b
    }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / not_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..100_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / not_zero(1.0 + even * d);
        c = not_zero(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / not_zero(1.0 + odd * d);
        c = not_zero(1.0 + odd / c);
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    h
}

/// Where a rising function passes `p`, between zero and as far as needed.
fn invert(p: f64, start: f64, f: impl Fn(f64) -> f64) -> f64 {
    let mut high = start.max(1e-12);
    for _ in 0..1_000 {
        if f(high) >= p {
            break;
        }
        high *= 2.0;
    }
    let mut low = 0.0;
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if f(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Quantile of the chi-square distribution.
pub fn chi_square(p: f64, degrees: f64) -> f64 {
    if p <= 0.0 || degrees <= 0.0 {
        return 0.0;
    }
    let p = p.min(1.0 - 1e-15);
    invert(p, degrees, |x| gamma_p(degrees / 2.0, x / 2.0))
}

/// Quantile of Student's t distribution; normal beyond a million degrees.
pub fn student_t(p: f64, degrees: f64) -> f64 {
    if p == 0.5 || degrees < 1.0 {
        return 0.0;
    }
    if p < 0.5 {
        return -student_t(1.0 - p, degrees);
    }
    let p = p.min(1.0 - 1e-15);
    if degrees > 1e6 {
        return normal(p);
    }
    invert(p, 1.0, |t| {
        1.0 - 0.5 * beta_i(degrees / 2.0, 0.5, degrees / (degrees + t * t))
    })
}

/// Quantile of the normal distribution.
pub fn normal(p: f64) -> f64 {
    if p == 0.5 {
        return 0.0;
    }
    if p < 0.5 {
        return -normal(1.0 - p);
    }
    // Φ(x) = ½ + ½·P(½, x²/2) for positive x.
    invert(p.min(1.0 - 1e-15), 1.0, |x| {
        0.5 + 0.5 * gamma_p(0.5, x * x / 2.0)
    })
}

/// Rate of events seen in a time, with an interval of `confidence` (two-sided); without any event the lower end is zero
/// and the upper one is one-sided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateInterval {
    pub rate: f64,
    pub low: f64,
    pub high: f64,
}

/// `events` in `time`, in the unit of `time`.
pub fn rate_interval(events: u64, time: f64, confidence: f64) -> RateInterval {
    let n = events as f64;
    let tail = (1.0 - confidence) / 2.0;
    if events == 0 {
        return RateInterval {
            rate: 0.0,
            low: 0.0,
            high: -(1.0 - confidence).ln() / time,
        };
    }
    RateInterval {
        rate: n / time,
        low: chi_square(tail, 2.0 * n) / (2.0 * time),
        high: chi_square(1.0 - tail, 2.0 * n + 2.0) / (2.0 * time),
    }
}
