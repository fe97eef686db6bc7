//! Two units of which one takes over: coverage, common cause, restart, disaster recovery.

use crate::figure::Tracer;

/// The coverage chain: two units, a covered failover of δ, an uncovered one of τ, repair by one crew or two.
pub struct Coverage<N> {
    pub lambda: N,
    pub mu: N,
    /// Probability that a failover works.
    pub c: N,
    /// Mean of a covered failover, hours.
    pub delta_h: N,
    /// Mean of an uncovered recovery, hours.
    pub tau_h: N,
    /// 2 when both units serve, 1 when one stands by.
    pub a: N,
    pub one_crew: bool,
}

/// What the coverage chain gives: parts of the unavailability.
pub struct Covered<N> {
    pub failover: N,
    pub uncovered: N,
    pub double: N,
    pub total: N,
}

/// Steady state of the coverage chain, unnormalised weights over their sum: π₂ = 1, π_F = aλcδ, π_X = aλ(1−c)τ,
/// π₁ = 2ρ, π₀ = 2ρ² (one crew) or ρ² (two).
pub fn coverage<T: Tracer>(t: &mut T, given: Coverage<T::N>) -> Covered<T::N> {
    let Coverage {
        lambda,
        mu,
        c,
        delta_h,
        tau_h,
        a,
        one_crew,
    } = given;
    let (one, two) = (t.number(1.0), t.number(2.0));
    let rho = lambda.clone() / mu;
    let rho = t.step("ρ", "", rho);
    let failover = a.clone() * lambda.clone() * c.clone() * delta_h;
    let failover = t.step("π_F", "", failover);
    let uncovered = a * lambda * (one.clone() - c) * tau_h;
    let uncovered = t.step("π_X", "", uncovered);
    let single = two.clone() * rho.clone();
    let single = t.step("π₁", "", single);
    let double = if one_crew {
        two * rho.clone() * rho
    } else {
        rho.clone() * rho
    };
    let double = t.step("π₀", "", double);
    let all = t.sum(vec![
        one,
        single,
        double.clone(),
        failover.clone(),
        uncovered.clone(),
    ]);
    let all = t.step("Σ", "", all);
    let down = t.sum(vec![failover.clone(), uncovered.clone(), double.clone()]);
    Covered {
        failover: failover / all.clone(),
        uncovered: uncovered / all.clone(),
        double: double / all.clone(),
        total: down / all,
    }
}

/// Two units with common cause, exact: single failures at (1−β)λ each, both at once at βλ; one crew or two.
pub fn common_cause_pair<T: Tracer>(
    t: &mut T,
    lambda: T::N,
    mu: T::N,
    beta: T::N,
    one_crew: bool,
) -> T::N {
    let (one, two) = (t.number(1.0), t.number(2.0));
    let rho = lambda / mu;
    let rho = t.step("ρ", "", rho);
    // Balance of the state with both up, then of the state with none up, both relative to π₂ = 1.
    let single = two.clone() * (one.clone() - beta.clone()) * rho.clone();
    let leave = single + beta.clone() * rho.clone();
    let repair = if one_crew { one.clone() } else { two };
    let p1 = t.step("π₁", "", leave);
    let p0 = (beta * rho.clone() + p1.clone() * rho) / repair;
    let p0 = t.step("π₀", "", p0);
    let all = t.sum(vec![one, p1, p0.clone()]);
    p0 / all
}

/// Quick form of common cause: probability or unavailability of the shared part, and of the independent rest.
pub fn common_cause_quick<T: Tracer>(shared: T::N, independent: T::N) -> T::N {
    shared + independent
}

/// Outage of a restart, in the unit of its parts: detection, guest start, application start.
pub fn restart<T: Tracer>(detection: T::N, boot: T::N, app: T::N) -> T::N {
    detection + boot + app
}

/// Time down in a period of failovers: f·(c·d + (1−c)·τ).
pub fn expected_outage<T: Tracer>(
    t: &mut T,
    per_year: T::N,
    coverage: T::N,
    covered: T::N,
    uncovered: T::N,
) -> T::N {
    let one = t.number(1.0);
    per_year * (coverage.clone() * covered + (one - coverage) * uncovered)
}

/// Minutes down in a year with asynchronous recovery elsewhere:
/// Λ·(decide + fail over + (1−c)·extra + fail back).
pub fn recovery<T: Tracer>(
    t: &mut T,
    per_year: T::N,
    decide_min: T::N,
    failover_min: T::N,
    coverage: T::N,
    extra_min: T::N,
    failback_min: T::N,
) -> T::N {
    let one = t.number(1.0);
    let event = decide_min + failover_min + (one - coverage) * extra_min + failback_min;
    per_year * t.step("outage", "min", event)
}
