//! Checks of availability links.

mod below_minimum;
mod bundle;
mod cannot_be_built;
mod counts_optimiser;
mod faster_than_light;
mod filtered;
mod jitters;
mod loses_packets;
mod mirrored_writes_lost;
mod never_in_step;
mod no_link;
mod no_resync_room;
mod one_card;
mod one_duct;
mod one_switch;
mod only_one;
mod over_ceiling;
mod over_usable;
mod port_not_said;
mod port_shared;
mod private_link_slow;
mod private_link_through_boxes;
mod resync_starves;
mod saturated;
mod too_few_ports;
mod too_slow;
mod traffic_not_known;
mod unequal_paths;
mod window_too_small;

pub use below_minimum::BelowMinimum;
pub use cannot_be_built::CannotBeBuilt;
pub use counts_optimiser::CountsOptimiser;
pub use faster_than_light::FasterThanLight;
pub use filtered::Filtered;
pub use jitters::Jitters;
pub use loses_packets::LosesPackets;
pub use mirrored_writes_lost::MirroredWritesLost;
pub use never_in_step::NeverInStep;
pub use no_link::NoLink;
pub use no_resync_room::NoResyncRoom;
pub use one_card::OneCard;
pub use one_duct::OneDuct;
pub use one_switch::OneSwitch;
pub use only_one::OnlyOne;
pub use over_ceiling::OverCeiling;
pub use over_usable::OverUsable;
pub use port_not_said::PortNotSaid;
pub use port_shared::PortShared;
pub use private_link_slow::PrivateLinkSlow;
pub use private_link_through_boxes::PrivateLinkThroughBoxes;
pub use resync_starves::ResyncStarves;
pub use saturated::Saturated;
pub use too_few_ports::TooFewPorts;
pub use too_slow::TooSlow;
pub use traffic_not_known::TrafficNotKnown;
pub use unequal_paths::UnequalPaths;
pub use window_too_small::WindowTooSmall;

use super::Check;

/// Sorted by code.
pub(super) static ALL: &[&dyn Check] = &[
    &NoLink,
    &OnlyOne,
    &PortNotSaid,
    &OneCard,
    &OneSwitch,
    &BelowMinimum,
    &OverUsable,
    &OverCeiling,
    &NoResyncRoom,
    &TooSlow,
    &TrafficNotKnown,
    &FasterThanLight,
    &OneDuct,
    &LosesPackets,
    &UnequalPaths,
    &CannotBeBuilt,
    &PortShared,
    &Filtered,
    &Saturated,
    &WindowTooSmall,
    &Jitters,
    &CountsOptimiser,
    &PrivateLinkSlow,
    &PrivateLinkThroughBoxes,
    &TooFewPorts,
    &MirroredWritesLost,
    &ResyncStarves,
    &NeverInStep,
];
