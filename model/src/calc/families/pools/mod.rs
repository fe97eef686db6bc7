//! Pools: which host failures restarts survive, by the planners of platforms and exactly.

mod cluster;
mod planner;
mod reserve;
#[cfg(test)]
mod tests;

use crate::calc::Calculator;

pub(super) const ALL: &[Calculator] = &[
    Calculator::of::<planner::RestartPlan>(),
    Calculator::of::<planner::PlannerChoice>(),
    Calculator::of::<planner::Protected>(),
    Calculator::of::<cluster::Quorum>(),
    Calculator::of::<cluster::Timers>(),
    Calculator::of::<cluster::ClusterVms>(),
    Calculator::of::<reserve::Slots>(),
    Calculator::of::<reserve::Percentage>(),
    Calculator::of::<reserve::FailoverHosts>(),
    Calculator::of::<reserve::ReserveNodes>(),
];
