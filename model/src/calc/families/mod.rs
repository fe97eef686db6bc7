//! The calculators, one folder a family, one file a calculator.

mod availability;
mod cost;
mod mailboxes;
mod network;
mod sql;

use super::Calculator;

/// Every calculator, by family.
pub fn all() -> impl Iterator<Item = &'static Calculator> {
    [
        mailboxes::ALL,
        sql::ALL,
        network::ALL,
        availability::ALL,
        cost::ALL,
    ]
    .into_iter()
    .flatten()
}
