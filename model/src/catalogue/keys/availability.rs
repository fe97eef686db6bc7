//! Keys of what fails how often, what it takes to repair, and what downtime and energy cost.

/// Fatal hardware failures of a host, a year.
pub const HOST_FAILURES: &str = "host_failures_per_year";
/// Crashes of a hypervisor, a year.
pub const HYPERVISOR_FAILURES: &str = "hypervisor_failures_per_year";
/// Minutes until a crashed hypervisor runs again.
pub const HYPERVISOR_REPAIR_MIN: &str = "hypervisor_repair_min";
/// Disks replaced a year, a share.
pub const DISK_AFR: &str = "disk_afr";
/// Failures of a network path (adapter, cable, port), a year.
pub const PATH_AFR: &str = "path_afr";
/// Failures of a switch, a year.
pub const SWITCH_AFR: &str = "switch_afr";
/// MTTF of a power supply, h.
pub const PSU_MTTF_H: &str = "psu_mttf_h";
/// MTTF of a fan that is not redundant, h.
pub const FAN_MTTF_H: &str = "fan_mttf_h";
/// MTTF of a disk controller, h.
pub const CONTROLLER_MTTF_H: &str = "controller_mttf_h";
/// Interruptions of the mains, a year.
pub const MAINS_PER_YEAR: &str = "mains_per_year";
/// Hours of an interruption of the mains.
pub const MAINS_H: &str = "mains_h";
/// MTTF of a UPS, h.
pub const UPS_MTTF_H: &str = "ups_mttf_h";
/// Hours until a UPS is repaired.
pub const UPS_REPAIR_H: &str = "ups_repair_h";
/// Crashes of a guest or its application, a year.
pub const GUEST_FAILURES: &str = "guest_failures_per_year";
/// Minutes until a crashed guest runs again.
pub const GUEST_REPAIR_MIN: &str = "guest_repair_min";
/// Outages by operators, a year.
pub const OPERATOR_FAILURES: &str = "operator_failures_per_year";
/// Minutes of an outage by operators.
pub const OPERATOR_REPAIR_MIN: &str = "operator_repair_min";
/// Losses of a site, a year.
pub const SITE_FAILURES: &str = "site_failures_per_year";
/// Hours until a lost site is back.
pub const SITE_REPAIR_H: &str = "site_repair_h";
/// Losses of a shared array as a whole, a year.
pub const ARRAY_FAILURES: &str = "array_failures_per_year";
/// Hours until a lost array is back.
pub const ARRAY_REPAIR_H: &str = "array_repair_h";
/// MTTF of one array controller, h.
pub const ARRAY_CONTROLLER_MTTF_H: &str = "array_controller_mttf_h";
/// Failures of a witness, a year.
pub const WITNESS_FAILURES: &str = "witness_failures_per_year";
/// Hours until a witness is back.
pub const WITNESS_REPAIR_H: &str = "witness_repair_h";
/// Service-affecting failures of buried fibre, a year of 1,000 km.
pub const FIBRE_CUTS: &str = "fibre_cuts_per_1000_km_year";
/// Hours until a cut fibre is repaired.
pub const FIBRE_REPAIR_H: &str = "fibre_repair_h";
/// Share of host failures that take every host of a rack, room or the sites of a pair at once.
pub const BETA_RACK: &str = "beta_rack";
pub const BETA_ROOM: &str = "beta_room";
pub const BETA_SITES: &str = "beta_sites";
/// Probability that a failover works, by level and for recovery by a run-book.
pub const COVERAGE_L1: &str = "coverage_level1";
pub const COVERAGE_L2: &str = "coverage_level2";
pub const COVERAGE_L3: &str = "coverage_level3";
pub const COVERAGE_DR: &str = "coverage_recovery";
/// Minutes of a recovery by hand where a failover did not work.
pub const TAU_MIN: &str = "manual_recovery_min";
/// Hours of work on site.
pub const REPAIR_WORK_H: &str = "repair_work_h";
/// Hours to buy a part without a contract.
pub const REPAIR_BUY_H: &str = "repair_buy_h";

/// Working hours of a year.
pub const WORK_HOURS: &str = "work_hours_per_year";
/// Weight of planned downtime in its cost.
pub const PLANNED_WEIGHT: &str = "planned_weight";
/// Power of a building over that of its servers.
pub const PUE: &str = "pue";
/// Price of a kilowatt-hour.
pub const KWH_PRICE: &str = "kwh_price";
/// Kilograms of CO₂ of a kilowatt-hour.
pub const CO2_KG_PER_KWH: &str = "co2_kg_per_kwh";
/// Published surveys: `survey.ponemon-2016.cost`, `.minutes`, `.per_minute` and so on.
pub const SURVEY: &str = "survey";
