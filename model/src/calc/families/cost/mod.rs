//! Cost: downtime, surveys, tiers and risk, investment, consolidation and energy.

mod consolidation;
mod downtime;
mod invest;
mod survey;
#[cfg(test)]
mod tests;
mod tier;

use crate::calc::Calculator;

pub(super) const ALL: &[Calculator] = &[
    Calculator::of::<downtime::DowntimeCost>(),
    Calculator::of::<downtime::IncidentCost>(),
    Calculator::of::<downtime::AnnualCost>(),
    Calculator::of::<downtime::EmailDowntime>(),
    Calculator::of::<survey::Survey>(),
    Calculator::of::<tier::Tier>(),
    Calculator::of::<tier::Risk>(),
    Calculator::of::<invest::Roi>(),
    Calculator::of::<invest::Planning>(),
    Calculator::of::<consolidation::Consolidation>(),
    Calculator::of::<consolidation::Ratio>(),
    Calculator::of::<consolidation::Power>(),
];
