//! Checks of single points of failure under protected VMs.

mod box_on_one_feed;
mod disks_without_redundancy;
mod fans_not_redundant;
mod feed_without_ups;
mod no_ecc;
mod one_adapter;
mod one_array_controller;
mod one_business_path;
mod one_disk_controller;
mod one_feed;
mod one_power_supply;
mod one_storage_path;
mod parts;

pub use box_on_one_feed::BoxOnOneFeed;
pub use disks_without_redundancy::DisksWithoutRedundancy;
pub use fans_not_redundant::FansNotRedundant;
pub use feed_without_ups::FeedWithoutUps;
pub use no_ecc::NoEcc;
pub use one_adapter::OneAdapter;
pub use one_array_controller::OneArrayController;
pub use one_business_path::OneBusinessPath;
pub use one_disk_controller::OneDiskController;
pub use one_feed::OneFeed;
pub use one_power_supply::OnePowerSupply;
pub use one_storage_path::OneStoragePath;

use super::Check;

/// Sorted by code.
pub(super) static ALL: &[&dyn Check] = &[
    &OnePowerSupply,
    &OneFeed,
    &OneAdapter,
    &OneDiskController,
    &OneBusinessPath,
    &OneStoragePath,
    &NoEcc,
    &FansNotRedundant,
    &DisksWithoutRedundancy,
    &BoxOnOneFeed,
    &OneArrayController,
    &FeedWithoutUps,
];
