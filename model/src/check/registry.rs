//! All checks, family by family.

use super::Check;
use super::{capacity, link, mailbox, protection, redundancy, service, site, sql};

/// Every check of the product, by family; within a family sorted by code.
pub fn all() -> impl Iterator<Item = &'static dyn Check> {
    [
        capacity::ALL,
        mailbox::ALL,
        sql::ALL,
        protection::ALL,
        link::ALL,
        site::ALL,
        redundancy::ALL,
        service::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The check of a code, for help.
pub fn find(code: &str) -> Option<&'static dyn Check> {
    all().find(|c| c.meta().code.to_string() == code)
}
