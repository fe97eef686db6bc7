//! A small sound plan for tests of checks, and short ways to ask what is found.

use super::Finding;
use crate::catalogue::Catalogue;
use crate::facts::{Case, Cx, derive};
use crate::plan::Plan;

/// Two hosts in one site and pool with two availability links on separate cards, business and management links, and
/// one level-2 VM. It has no errors.
pub fn sample() -> Plan {
    crate::io::from_text(SAMPLE).expect("the sample parses")
}

/// Findings of a plan with the shipped catalogue.
pub fn findings(plan: &Plan) -> Vec<Finding> {
    let catalogue = Catalogue::built_in();
    let cx = Cx::new(plan, catalogue);
    let facts = derive(&cx, &Case::normal());
    super::run(&cx, &facts)
}

/// Codes of what is found (not of what could not be assessed), sorted, each once.
pub fn codes(plan: &Plan) -> Vec<String> {
    let mut codes: Vec<String> = findings(plan)
        .iter()
        .filter(|f| f.is_found())
        .map(|f| f.code.to_string())
        .collect();
    codes.sort();
    codes.dedup();
    codes
}

/// Codes that could not be assessed.
pub fn not_assessed(plan: &Plan) -> Vec<String> {
    let mut codes: Vec<String> = findings(plan)
        .iter()
        .filter(|f| !f.is_found())
        .map(|f| f.code.to_string())
        .collect();
    codes.sort();
    codes.dedup();
    codes
}

/// The sample with one thing changed.
pub fn with(change: impl FnOnce(&mut Plan)) -> Plan {
    let mut plan = sample();
    change(&mut plan);
    plan
}

/// Changes a row in place.
#[macro_export]
macro_rules! change {
    ($plan:expr, $table:ident, $id:literal, $row:ident => $body:expr) => {{
        let key = $plan
            .$table
            .keys()
            .find(|k| k.as_str() == $id)
            .cloned()
            .expect("the row exists");
        let mut $row = (**$plan.$table.get(&key).expect("the row exists")).clone();
        $body;
        $plan.$table.put(key, $row);
    }};
}

const SAMPLE: &str = include_str!("sample.ron");
