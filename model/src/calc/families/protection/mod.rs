//! Lockstep, checkpoints and synchronous mirroring: what crosses the links, what waits, what a platform allows.

mod checkpoint;
mod lockstep_log;
mod lockstep_measured;
mod lockstep_speed;
mod mirror_bandwidth;
mod mirror_commit;
mod mirror_throughput;
mod output_hold;
mod pair_memory;
mod pair_threads;
mod platform;
mod platform_limits;
mod replication_traffic;
mod resync;
mod resync_rate;
mod split_pairs;
#[cfg(test)]
mod tests;
mod witness_bandwidth;

use crate::calc::Calculator;

pub(super) const ALL: &[Calculator] = &[
    Calculator::of::<mirror_bandwidth::MirrorBandwidth>(),
    Calculator::of::<mirror_commit::MirrorCommit>(),
    Calculator::of::<mirror_throughput::MirrorThroughput>(),
    Calculator::of::<resync_rate::ResyncRate>(),
    Calculator::of::<resync::Resync>(),
    Calculator::of::<lockstep_log::LockstepLog>(),
    Calculator::of::<lockstep_measured::LockstepMeasured>(),
    Calculator::of::<lockstep_speed::LockstepSpeed>(),
    Calculator::of::<output_hold::OutputHold>(),
    Calculator::of::<checkpoint::Checkpoint>(),
    Calculator::of::<replication_traffic::ReplicationTraffic>(),
    Calculator::of::<split_pairs::SplitPairs>(),
    Calculator::of::<platform_limits::PlatformLimits>(),
    Calculator::of::<pair_threads::PairThreads>(),
    Calculator::of::<pair_memory::PairMemory>(),
    Calculator::of::<witness_bandwidth::WitnessBandwidth>(),
];
