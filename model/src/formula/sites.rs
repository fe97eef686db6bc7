//! Two sites: one loss that takes both, and the votes of a witness.

use crate::figure::Tracer;

/// Unavailability of two sites with a regional event that takes both: r + (1−r)·U_A·U_B.
pub fn regional<T: Tracer>(t: &mut T, r: T::N, u_a: T::N, u_b: T::N) -> T::N {
    let one = t.number(1.0);
    r.clone() + (one - r) * u_a * u_b
}

/// Both of two equal sites down, correlated: q² + κ·q·(1−q).
pub fn correlated<T: Tracer>(t: &mut T, q: T::N, kappa: T::N) -> T::N {
    let one = t.number(1.0);
    q.clone() * q.clone() + kappa * q.clone() * (one - q)
}

/// Unavailabilities of two sites, the line between them, and the witness as the surviving site sees it.
#[derive(Clone)]
pub struct Votes<N> {
    pub u_a: N,
    pub u_b: N,
    pub u_link: N,
    pub u_witness: N,
}

/// How the two sites decide who runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arbiter {
    /// A witness in a third place: two of three votes, one of them a site's.
    Third,
    /// The witness stands in site A and is lost with it.
    InsideA,
    /// Two votes and no witness: both sites must see each other.
    None,
    /// No witness; site A runs on alone, B never does.
    PreferredA,
}

/// Unavailability of a pair across two sites.
///
/// With a witness in a third place, A = A_A·A_B·[L + (1−L)·W] + [A_A(1−A_B) + A_B(1−A_A)]·W; summed here over what is
/// down, so that small figures keep their digits.
pub fn split<T: Tracer>(t: &mut T, votes: Votes<T::N>, arbiter: Arbiter) -> T::N {
    let Votes {
        u_a,
        u_b,
        u_link,
        u_witness,
    } = votes;
    let one = t.number(1.0);
    let a_a = one.clone() - u_a.clone();
    let a_b = one.clone() - u_b.clone();
    match arbiter {
        Arbiter::Third => {
            let both_up = a_a.clone() * a_b.clone() * u_link * u_witness.clone();
            let one_up = (a_a * u_b.clone() + a_b * u_a.clone()) * u_witness;
            let none_up = u_a * u_b;
            t.sum(vec![both_up, one_up, none_up])
        }
        Arbiter::InsideA => {
            let both_up = a_a.clone() * a_b * u_link * u_witness.clone();
            let only_a = a_a * u_b * u_witness;
            t.sum(vec![both_up, only_a, u_a])
        }
        Arbiter::None => {
            let only_link = a_a.clone() * a_b * u_link;
            let b_down = a_a * u_b;
            t.sum(vec![only_link, b_down, u_a])
        }
        Arbiter::PreferredA => u_a,
    }
}

/// Availability a year lost to resynchronising: hours with one copy only after each split.
pub fn resync_hours<T: Tracer>(t: &mut T, data_mb: T::N, rate_mbps: T::N) -> T::N {
    let (bits, hour) = (t.number(8.0), t.number(3600.0));
    data_mb * bits / (rate_mbps * hour)
}
