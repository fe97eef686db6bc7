//! Life of RAID groups, and reading a whole disk without an error.

use crate::figure::{Num, Tracer};

/// Mean time to data loss in closed form: m²/(2R) for two mirrored disks, m²/(N·R) for mirrored pairs,
/// m²/(N(N−1)R) with one parity, m³/(N(N−1)(N−2)R²) with two, m/N without redundancy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redundancy {
    None,
    MirroredPairs,
    OneParity,
    TwoParities,
}

/// Mean hours until a group loses data, approximate.
pub fn mean_life<T: Tracer>(
    t: &mut T,
    mttf_h: T::N,
    repair_h: T::N,
    disks: T::N,
    redundancy: Redundancy,
) -> T::N {
    let (one, two) = (t.number(1.0), t.number(2.0));
    let m = mttf_h;
    match redundancy {
        Redundancy::None => m / disks,
        Redundancy::MirroredPairs => m.clone() * m / (disks * repair_h),
        Redundancy::OneParity => m.clone() * m / (disks.clone() * (disks - one) * repair_h),
        Redundancy::TwoParities => {
            // In this order no factor outgrows what figures hold.
            let step = m.clone() / (disks.clone() * repair_h.clone());
            let step = step * (m.clone() / ((disks.clone() - one) * repair_h));
            step * (m / (disks - two))
        }
    }
}

/// Probability of at least one unreadable bit: 1 − (1 − BER)^bits. Data in Mbit, as bits outgrow what figures hold.
pub fn unreadable<T: Tracer>(t: &mut T, mbit: T::N, bit_error_rate: T::N) -> T::N {
    let zero = t.number(0.0);
    // −ln(1 − x) = x + x²/2 + …; beyond the first term nothing is left of rates below a thousand millionth.
    let each = if bit_error_rate.value() < 1e-9 {
        bit_error_rate
    } else {
        let one = t.number(1.0);
        zero.clone() - (one - bit_error_rate).ln()
    };
    let million = t.number(1e6);
    (zero - mbit * (each * million)).one_minus_exp()
}
