//! Max server memory by four published rules, and what a VM of SQL Server needs.

use super::nearest;
use crate::figure::{Num, Tracer};

/// Values of the 1/4/8 rule (J. Kehayias; Cap max server memory, AWS Prescriptive Guidance).
pub struct OneFourEight<N> {
    pub os_gb: N,
    pub low_part: N,
    pub knee_gb: N,
    pub high_part: N,
}

/// What the 1/4/8 rule keeps, GB: 1 for the system, 1 in 4 up to 16 GB, 1 in 8 above.
pub fn reserve_gb<T: Tracer>(t: &mut T, ram_gb: T::N, rule: OneFourEight<T::N>) -> T::N {
    let zero = t.number(0.0);
    let low = ram_gb.clone().min(rule.knee_gb.clone()) / rule.low_part;
    let high = (ram_gb - rule.knee_gb).max(zero) / rule.high_part;
    rule.os_gb + low + high
}

/// Memory less a reserve, MiB, rounded down; nothing when the reserve is larger.
pub fn less_reserve_mib<T: Tracer>(t: &mut T, ram_gb: T::N, reserve_gb: T::N) -> T::N {
    let zero = t.number(0.0);
    ((ram_gb - reserve_gb).max(zero) * t.number(1024.0)).floor()
}

/// Steps of small memory and the cap of the 1/4/8 rule with stacks (max_server_memory.sql, BornSQL, 2022).
pub struct SmallSteps<N> {
    pub tiny_gb: N,
    pub tiny_reserve_gb: N,
    pub small_gb: N,
    pub small_reserve_gb: N,
}

/// Max server memory by the 1/4/8 rule with stacks, MiB. Memory counts in whole GB, rounded up. `cap_gb`: above so much
/// memory every edition but the largest is held to it, less no stacks then.
pub fn one_four_eight_stacks_mib<T: Tracer>(
    t: &mut T,
    ram_gb: T::N,
    stacks_mib: T::N,
    cap_gb: Option<T::N>,
    small: SmallSteps<T::N>,
    rule: OneFourEight<T::N>,
) -> T::N {
    let ram = ram_gb.ceil();
    let ram = t.step("ram_gb", "GB", ram);
    if let Some(cap) = cap_gb.filter(|cap| ram.value() > cap.value()) {
        let reserve = reserve_gb(t, cap.clone(), rule);
        let reserve = t.step("reserve", "GB", reserve);
        let zero = t.number(0.0);
        return ((ram - reserve).max(zero).min(cap) * t.number(1024.0)).floor();
    }
    let reserve = if ram.value() <= small.tiny_gb.value() {
        small.tiny_reserve_gb
    } else if ram.value() < small.small_gb.value() {
        small.small_reserve_gb
    } else {
        reserve_gb(t, ram.clone(), rule)
    };
    let reserve = reserve + stacks_mib / t.number(1024.0);
    let reserve = t.step("reserve", "GB", reserve);
    less_reserve_mib(t, ram, reserve)
}

/// Max server memory by the rule of stacks, MiB: memory less the system, thread stacks and what is set aside at start
/// (Server memory configuration options, Microsoft, 2017).
pub fn stacks_rule_mib<T: Tracer>(
    t: &mut T,
    ram_mib: T::N,
    os_mib: T::N,
    stacks_mib: T::N,
    other_mib: T::N,
) -> T::N {
    let zero = t.number(0.0);
    (ram_mib - os_mib - stacks_mib - other_mib)
        .max(zero)
        .floor()
}

/// Values of the rule by cores (SqlServerDsc, SqlMemory, 2025).
pub struct ByCores<N> {
    pub small_share: N,
    pub large_share: N,
    pub large_mib: N,
    pub threads_base: N,
    pub threads_step: N,
    pub mib_per_4: N,
}

/// Max server memory by cores, MiB: memory less a share, thread stacks, and 1 GB for each started four cores.
pub fn by_cores_mib<T: Tracer>(
    t: &mut T,
    ram_mib: T::N,
    cores: T::N,
    stack_mib: T::N,
    rule: ByCores<T::N>,
) -> T::N {
    let (zero, four) = (t.number(0.0), t.number(4.0));
    let ram = nearest(t, ram_mib);
    let share = if ram.value() < rule.large_mib.value() {
        rule.small_share
    } else {
        rule.large_share
    };
    let os = nearest(t, share * ram.clone());
    let os = t.step("os", "MiB", os);
    let threads = if cores.value() >= 4.0 {
        rule.threads_base + (cores.clone() - four.clone()) * rule.threads_step
    } else {
        zero.clone()
    };
    let threads = t.step("threads", "", threads);
    let fours = (cores / four).ceil();
    (ram - os - threads * stack_mib - rule.mib_per_4 * fours).max(zero)
}

/// Memory of the operating system under SQL Server, MiB, by started four vCPUs.
pub fn os_mib<T: Tracer>(t: &mut T, vcpus: T::N, mib_per_4: T::N) -> T::N {
    (vcpus / t.number(4.0)).ceil() * mib_per_4
}

/// Sum of what lies in the guest of a SQL Server VM, MiB: buffer, stacks, system, agents.
pub fn guest_mib<N: Num>(buffer_mib: N, stacks_mib: N, os_mib: N, agents_mib: Option<N>) -> N {
    let sum = buffer_mib + stacks_mib + os_mib;
    match agents_mib {
        Some(agents) => sum + agents,
        None => sum,
    }
}

/// Page life expectancy that the cached data call for, s: the step for each 4 GB.
pub fn page_life_scaled_s<T: Tracer>(t: &mut T, cached_gb: T::N, step_s: T::N) -> T::N {
    step_s * (cached_gb / t.number(4.0))
}
