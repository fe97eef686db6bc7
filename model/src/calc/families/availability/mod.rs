//! Availability: single items, structures, groups with repair, coverage, sites.

mod contract;
mod failover;
mod field;
mod item;
mod k_of_n;
mod levels;
mod markov;
mod nines;
mod planned;
mod rates;
mod series;
mod simulation;
mod sites;
mod storage;
mod structure;
#[cfg(test)]
mod tests;
mod transient;

use crate::calc::Calculator;

pub(super) const ALL: &[Calculator] = &[
    Calculator::of::<item::Item>(),
    Calculator::of::<nines::Nines>(),
    Calculator::of::<series::Series>(),
    Calculator::of::<series::Parallel>(),
    Calculator::of::<k_of_n::KOfN>(),
    Calculator::of::<structure::Structure>(),
    Calculator::of::<structure::CutSets>(),
    Calculator::of::<markov::Markov>(),
    Calculator::of::<transient::Transient>(),
    Calculator::of::<failover::CoverageChain>(),
    Calculator::of::<failover::RestartHa>(),
    Calculator::of::<failover::BetaFactor>(),
    Calculator::of::<failover::LatentFault>(),
    Calculator::of::<planned::PlannedWork>(),
    Calculator::of::<planned::WeightedOutage>(),
    Calculator::of::<levels::Levels>(),
    Calculator::of::<sites::SplitSite>(),
    Calculator::of::<sites::CorrelatedSites>(),
    Calculator::of::<sites::FibreRoute>(),
    Calculator::of::<sites::Recovery>(),
    Calculator::of::<storage::RaidLife>(),
    Calculator::of::<storage::RebuildReadError>(),
    Calculator::of::<contract::ContractResponse>(),
    Calculator::of::<simulation::Simulation>(),
    Calculator::of::<field::FieldRate>(),
    Calculator::of::<field::Afr>(),
    Calculator::of::<field::Fit>(),
];
