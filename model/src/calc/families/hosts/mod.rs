//! Hosts: processors, memory and limits of platforms.

mod cpu;
mod limits;
mod memory;
mod ready;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::calc::{CalcError, Calculator, Given, Input, Values};
use crate::catalogue::{Catalogue, Profile};
use crate::figure::Tracer;

pub(super) const ALL: &[Calculator] = &[
    Calculator::of::<memory::ControlDomain>(),
    Calculator::of::<memory::VmOverhead>(),
    Calculator::of::<memory::HostMemory>(),
    Calculator::of::<cpu::Survivors>(),
    Calculator::of::<cpu::MinimumHosts>(),
    Calculator::of::<cpu::ClockChange>(),
    Calculator::of::<cpu::Ratio>(),
    Calculator::of::<cpu::Threads>(),
    Calculator::of::<cpu::Tax>(),
    Calculator::of::<cpu::States>(),
    Calculator::of::<ready::Ready>(),
    Calculator::of::<ready::HostReady>(),
    Calculator::of::<limits::Limits>(),
];

/// A platform as typed: the last part of its key.
fn short(profile: &Profile) -> &str {
    profile.key.rsplit('/').next().unwrap_or(&profile.key)
}

/// Every platform in its newest revision: short key, and name for people.
fn platforms(catalogue: &Catalogue, keep: impl Fn(&Profile) -> bool) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for profile in catalogue.profiles().filter(|p| keep(p)) {
        let name = format!("{} {}", profile.product, profile.version);
        let key = short(profile).to_owned();
        match out.iter_mut().find(|(k, _)| *k == key) {
            Some(known) => known.1 = name,
            None => out.push((key, name)),
        }
    }
    out
}

fn every_platform(catalogue: &Catalogue, _: &Values) -> Vec<(String, String)> {
    platforms(catalogue, |_| true)
}

/// The platform as an input.
pub(super) const fn platform(what: &'static str) -> Input {
    Input::from_catalogue("platform", what, every_platform)
}

/// The platform that was chosen.
pub(super) fn chosen<T: Tracer>(g: &Given<'_, T>) -> Result<Arc<Profile>, CalcError> {
    let key = g.word("platform");
    g.cx.catalogue
        .profiles()
        .filter(|p| short(p) == key)
        .last()
        .cloned()
        .ok_or_else(|| {
            g.fault(
                "platform",
                format!("no platform {key}"),
                "choose one that --list names",
            )
        })
}
