//! Checks of pairs across sites and of their witnesses.

mod arbiter;
mod budget;
mod cannot_split;
mod close_to_budget;
mod no_witness;
mod over_budget;
mod quorum_ports_closed;
mod round_trip_not_known;
mod shared_gateway;
mod too_far;
mod too_few_witnesses;
mod witness_in_data_site;
mod witness_link_slow;
mod witness_not_reached;
mod witness_through_data_site;
mod witness_too_far;
mod witness_way_not_known;
mod witnesses_together;

pub use cannot_split::CannotSplit;
pub use close_to_budget::CloseToBudget;
pub use no_witness::NoWitness;
pub use over_budget::OverBudget;
pub use quorum_ports_closed::QuorumPortsClosed;
pub use round_trip_not_known::RoundTripNotKnown;
pub use shared_gateway::SharedGateway;
pub use too_far::TooFar;
pub use too_few_witnesses::TooFewWitnesses;
pub use witness_in_data_site::WitnessInDataSite;
pub use witness_link_slow::WitnessLinkSlow;
pub use witness_not_reached::WitnessNotReached;
pub use witness_through_data_site::WitnessThroughDataSite;
pub use witness_too_far::WitnessTooFar;
pub use witness_way_not_known::WitnessWayNotKnown;
pub use witnesses_together::WitnessesTogether;

use super::Check;

/// Sorted by code.
pub(super) static ALL: &[&dyn Check] = &[
    &OverBudget,
    &CloseToBudget,
    &RoundTripNotKnown,
    &TooFar,
    &NoWitness,
    &WitnessInDataSite,
    &WitnessThroughDataSite,
    &TooFewWitnesses,
    &WitnessNotReached,
    &WitnessTooFar,
    &CannotSplit,
    &WitnessesTogether,
    &WitnessWayNotKnown,
    &SharedGateway,
    &QuorumPortsClosed,
    &WitnessLinkSlow,
];
