//! The calculators, one folder a family, one file a calculator.

mod availability;
mod cost;
mod hosts;
mod mailboxes;
mod network;
mod pools;
mod protection;
mod sql;
mod storage;
mod workloads;

use super::Calculator;

/// Every calculator, by family.
pub fn all() -> impl Iterator<Item = &'static Calculator> {
    [
        mailboxes::ALL,
        sql::ALL,
        workloads::ALL,
        hosts::ALL,
        storage::ALL,
        network::ALL,
        protection::ALL,
        pools::ALL,
        availability::ALL,
        cost::ALL,
    ]
    .into_iter()
    .flatten()
}
