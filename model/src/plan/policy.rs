//! Plan-wide settings, waivers and reserved variants.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Growth, SqlMemoryRule, Upkeep, is_default};
use crate::ids::EntityId;
use crate::units::{MbPerS, Secs, Share};

/// Which profile and released revision the plan was made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileRef {
    /// Key of the profile, for example `stratus/everrun-mx`.
    pub profile: String,
    pub revision: u32,
}

impl Default for ProfileRef {
    fn default() -> Self {
        Self {
            profile: "neutral/neutral".to_owned(),
            revision: 1,
        }
    }
}

/// Targets of the plan. All ceilings are shares of what is usable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Hours of a year in availability figures: 8,760, or 8,766 to match tables that count leap days.
    #[serde(skip_serializing_if = "is_year")]
    pub year_hours: u32,
    /// Host failures that each pool must survive.
    #[serde(skip_serializing_if = "is_one")]
    pub host_failures: u32,
    /// Processor use in normal running above which planning leaves no room.
    #[serde(skip_serializing_if = "is_cpu_target")]
    pub cpu_target: Share,
    /// Processor use after the worst single failure.
    #[serde(skip_serializing_if = "is_eighty")]
    pub cpu_ceiling: Share,
    #[serde(skip_serializing_if = "is_eighty")]
    pub ram_ceiling: Share,
    /// Disk space in use.
    #[serde(skip_serializing_if = "is_eighty")]
    pub space_ceiling: Share,
    #[serde(skip_serializing_if = "is_eighty")]
    pub iops_ceiling: Share,
    /// Adapter and client link use after a failure.
    #[serde(skip_serializing_if = "is_sixty")]
    pub network_ceiling: Share,
    /// Availability link use with all links up.
    #[serde(skip_serializing_if = "is_seventy")]
    pub link_ceiling: Share,
    /// vCPUs per physical core that the plan accepts on a host; the workload's own rule is stricter where it has one.
    #[serde(skip_serializing_if = "is_four")]
    pub vcpus_per_core: f64,
    /// Fibre length over map distance.
    #[serde(skip_serializing_if = "is_route")]
    pub route_factor: f64,
    /// How long the partner of a pair is taken to be away when resynchronisation is worked out.
    #[serde(skip_serializing_if = "is_outage")]
    pub partner_outage: Secs,
    /// Longest time that a pair may be without protection after such an outage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_exposure: Option<Secs>,
    /// Rate that resynchronisation is set to; a share of what the links carry when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resync_rate: Option<MbPerS>,
    /// Which rule gives the largest `max server memory`.
    #[serde(skip_serializing_if = "is_default")]
    pub sql_memory_rule: SqlMemoryRule,
    /// How workloads grow that do not say otherwise.
    #[serde(skip_serializing_if = "is_default")]
    pub growth: Growth,
    /// Who repairs, how soon, and when work is planned.
    #[serde(skip_serializing_if = "is_default")]
    pub upkeep: Upkeep,
    /// Years that the plan looks ahead.
    #[serde(skip_serializing_if = "is_five")]
    pub years: u32,
}

const FOUR_HOURS: Secs = Secs::new(14_400.0);
const EIGHTY: Share = Share::new(0.8);
const SEVENTY: Share = Share::new(0.7);
const SIXTY: Share = Share::new(0.6);

macro_rules! defaults {
    ($($name:ident: $t:ty = $v:expr;)*) => {
        $(fn $name(value: &$t) -> bool { *value == $v })*
    };
}
defaults! {
    is_year: u32 = 8760;
    is_one: u32 = 1;
    is_cpu_target: Share = SEVENTY;
    is_eighty: Share = EIGHTY;
    is_seventy: Share = SEVENTY;
    is_sixty: Share = SIXTY;
    is_four: f64 = 4.0;
    is_route: f64 = 1.25;
    is_five: u32 = 5;
    is_outage: Secs = FOUR_HOURS;
}

impl Default for Settings {
    /// Planning defaults: 70–80 % utilisation and 60 % client networks after a failure (Microsoft, Capacity planning for
    /// AD DS, 2019), 70 % of an availability link (planning habit), 4 vCPUs a core (vSphere 6.7 Data Center Design
    /// Cookbook), route factor 1.25 and a partner away for 4 hours (assumptions).
    fn default() -> Self {
        Self {
            year_hours: 8760,
            host_failures: 1,
            cpu_target: SEVENTY,
            cpu_ceiling: EIGHTY,
            ram_ceiling: EIGHTY,
            space_ceiling: EIGHTY,
            iops_ceiling: EIGHTY,
            network_ceiling: SIXTY,
            link_ceiling: SEVENTY,
            vcpus_per_core: 4.0,
            route_factor: 1.25,
            growth: Growth::default(),
            upkeep: Upkeep::default(),
            years: 5,
            partner_outage: FOUR_HOURS,
            allowed_exposure: None,
            resync_rate: None,
            sql_memory_rule: SqlMemoryRule::OneFourEight,
        }
    }
}

/// A finding accepted in the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Code of the check, for example `LNK-004`.
    pub code: String,
    /// The finding's first subject.
    pub subject: EntityId,
    pub reason: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub by: String,
    /// Date as `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub date: String,
}

/// Reserved: a named overlay on the plan. Kept and written back, not yet used.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Variant {
    pub name: String,
    pub note: String,
    /// Things that this variant does without.
    pub removed: Vec<EntityId>,
    /// Overridden constants, by key.
    pub overrides: BTreeMap<String, f64>,
}

/// Where a thing stands on the canvas, in canvas units (points at 100 %).
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    pub x: f32,
    pub y: f32,
}
