//! Checks of protection levels, pairs and pools.

mod both_halves_on_one_host;
mod copies_on_one_host;
mod host_in_no_pool;
mod large_system;
mod level_not_offered;
mod lockstep_leaves_too_little;
mod no_partner;
mod not_restartable;
mod pair_across_pools;
mod platform_unknown;
mod pool_size;
mod reserved_memory_missing;
mod role_on_one_host;
mod rule_broken;
mod storage_not_shared;
mod too_few_failures_survived;
mod too_few_hosts_to_restart;
pub(crate) mod too_many_protected;
mod too_many_vcpus;
mod too_much_memory;
mod unconfirmed_limits;
pub(crate) mod unequal_hosts;
mod vms_over_pool_limit;

pub use both_halves_on_one_host::BothHalvesOnOneHost;
pub use copies_on_one_host::CopiesOnOneHost;
pub use host_in_no_pool::HostInNoPool;
pub use large_system::LargeSystem;
pub use level_not_offered::LevelNotOffered;
pub use lockstep_leaves_too_little::LockstepLeavesTooLittle;
pub use no_partner::NoPartner;
pub use not_restartable::NotRestartable;
pub use pair_across_pools::PairAcrossPools;
pub use platform_unknown::PlatformUnknown;
pub use pool_size::PoolSize;
pub use reserved_memory_missing::ReservedMemoryMissing;
pub use role_on_one_host::RoleOnOneHost;
pub use rule_broken::RuleBroken;
pub use storage_not_shared::StorageNotShared;
pub use too_few_failures_survived::TooFewFailuresSurvived;
pub use too_few_hosts_to_restart::TooFewHostsToRestart;
pub use too_many_protected::TooManyProtected;
pub use too_many_vcpus::TooManyVcpus;
pub use too_much_memory::TooMuchMemory;
pub use unconfirmed_limits::UnconfirmedLimits;
pub use unequal_hosts::UnequalHosts;
pub use vms_over_pool_limit::VmsOverPoolLimit;

pub(in crate::check) use pool_size::levels;

use super::Check;

/// Sorted by code.
pub(super) static ALL: &[&dyn Check] = &[
    &LevelNotOffered,
    &NoPartner,
    &BothHalvesOnOneHost,
    &UnequalHosts,
    &PairAcrossPools,
    &TooManyVcpus,
    &TooMuchMemory,
    &TooManyProtected,
    &StorageNotShared,
    &NotRestartable,
    &TooFewFailuresSurvived,
    &PoolSize,
    &RoleOnOneHost,
    &CopiesOnOneHost,
    &TooFewHostsToRestart,
    &HostInNoPool,
    &PlatformUnknown,
    &VmsOverPoolLimit,
    &RuleBroken,
    &LockstepLeavesTooLittle,
    &LargeSystem,
    &ReservedMemoryMissing,
    &UnconfirmedLimits,
];
