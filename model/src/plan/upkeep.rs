//! Who repairs, how soon, and when work is planned.

use serde::{Deserialize, Serialize};

use super::is_default;
use crate::units::Secs;

/// What a service contract promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Contract {
    /// Somebody comes within the response time, at any hour.
    #[default]
    AnyHour,
    /// Somebody comes within so many working hours, Monday to Friday, 08 to 17.
    WorkingHours,
    /// Somebody comes by the end of the next business day.
    NextBusinessDay,
    /// It is repaired within the response time, at any hour.
    CallToRepair,
    /// A part is bought.
    None,
}

impl Contract {
    pub const ALL: [Contract; 5] = [
        Contract::AnyHour,
        Contract::WorkingHours,
        Contract::NextBusinessDay,
        Contract::CallToRepair,
        Contract::None,
    ];
    /// For people.
    pub const fn word(self) -> &'static str {
        match self {
            Contract::AnyHour => "at any hour",
            Contract::WorkingHours => "in working hours",
            Contract::NextBusinessDay => "next business day",
            Contract::CallToRepair => "call to repair",
            Contract::None => "no contract",
        }
    }
    /// Response time where the plan gives none, hours.
    pub const fn usual_response_h(self) -> f64 {
        match self {
            Contract::CallToRepair => 6.0,
            _ => 4.0,
        }
    }
}

/// Repair and planned work of a plan's machines.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Upkeep {
    #[serde(skip_serializing_if = "is_default")]
    pub contract: Contract,
    /// Response time; 4 h when absent, 6 h for call to repair.
    #[serde(skip_serializing_if = "is_default")]
    pub response: Option<Secs>,
    /// Planned windows a year of each host; the catalogue's assumption when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub windows_per_year: Option<f64>,
    /// Length of a window; the catalogue's assumption when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub window: Option<Secs>,
}
