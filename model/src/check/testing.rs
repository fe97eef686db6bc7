//! A small sound plan for tests of checks, and short ways to ask what is found.

use std::sync::Arc;

use super::{Check, CheckCx, Finding, Findings};
use crate::catalogue::{Bound, Catalogue, Limit, LimitOf, Profile, Severity, When};
use crate::facts::{Case, Cx, Facts, HostFacts, VmFacts, derive};
use crate::ids::{HostId, VmId};
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

/// Findings with the profile changed for the test.
pub fn findings_on(plan: &Plan, profile: impl FnOnce(&mut Profile)) -> Vec<Finding> {
    let mut cx = Cx::new(plan, Catalogue::built_in());
    let mut changed = (*cx.profile).clone();
    profile(&mut changed);
    cx.profile = Arc::new(changed);
    let facts = derive(&cx, &Case::normal());
    super::run(&cx, &facts)
}

/// What is found under one code.
pub fn found(plan: &Plan, code: &str) -> Vec<Finding> {
    found_on(plan, code, |_| ())
}

/// The same with the profile changed for the test.
pub fn found_on(plan: &Plan, code: &str, profile: impl FnOnce(&mut Profile)) -> Vec<Finding> {
    let mut all = findings_on(plan, profile);
    all.retain(|f| f.is_found() && f.code.to_string() == code);
    all
}

/// What could not be assessed under one code.
pub fn missing(plan: &Plan, code: &str) -> Vec<Finding> {
    missing_on(plan, code, |_| ())
}

/// The same with the profile changed for the test.
pub fn missing_on(plan: &Plan, code: &str, profile: impl FnOnce(&mut Profile)) -> Vec<Finding> {
    let mut all = findings_on(plan, profile);
    all.retain(|f| !f.is_found() && f.code.to_string() == code);
    all
}

/// The plan after the fix `n` of the first finding of a list.
pub fn mended(plan: &Plan, found: &[Finding], n: usize) -> Plan {
    found
        .first()
        .expect("something is found")
        .fixes
        .get(n)
        .expect("it has the fix")
        .edit
        .apply(plan)
        .expect("the fix applies")
}

/// A row of a profile for tests, an error at every level.
pub fn row(quantity: LimitOf, bound: Bound, value: f64) -> Limit {
    Limit {
        quantity,
        when: When::default(),
        bound,
        value,
        unit: quantity.unit().to_owned(),
        severity: Severity::Error,
        source: "Test".to_owned(),
        date: String::new(),
        confirmed: false,
    }
}

/// The sample with its VM at level 1 on a shared array that both hosts reach over two paths each.
pub fn shared_sample() -> Plan {
    crate::io::from_text(SHARED).expect("the shared sample parses")
}

/// The sample with its pair split over two sites 42 km apart, over direct fibre, and a witness in a third.
pub fn split_sample() -> Plan {
    crate::io::from_text(SPLIT).expect("the split sample parses")
}

/// The sample with one thing changed.
pub fn with(change: impl FnOnce(&mut Plan)) -> Plan {
    let mut plan = sample();
    change(&mut plan);
    plan
}

/// What one check finds when some facts are set by hand, for boundaries that no plan meets exactly.
pub fn judge(check: &'static dyn Check, plan: &Plan, set: impl FnOnce(&mut Facts)) -> Vec<Finding> {
    judge_with(check, plan, Catalogue::built_in(), set)
}

/// The same with the profile changed for the test.
pub fn judge_on(
    check: &'static dyn Check,
    plan: &Plan,
    profile: impl FnOnce(&mut Profile),
    set: impl FnOnce(&mut Facts),
) -> Vec<Finding> {
    let mut cx = Cx::new(plan, Catalogue::built_in());
    let mut changed = (*cx.profile).clone();
    profile(&mut changed);
    cx.profile = Arc::new(changed);
    let mut facts = derive(&cx, &Case::normal());
    set(&mut facts);
    let mut out = Findings::default();
    out.start(check.meta());
    check.run(
        &CheckCx {
            cx: &cx,
            facts: &facts,
        },
        &mut out,
    );
    out.all()
}

/// The same with another catalogue.
pub fn judge_with(
    check: &'static dyn Check,
    plan: &Plan,
    catalogue: &Catalogue,
    set: impl FnOnce(&mut Facts),
) -> Vec<Finding> {
    let cx = Cx::new(plan, catalogue);
    let mut facts = derive(&cx, &Case::normal());
    set(&mut facts);
    let mut out = Findings::default();
    out.start(check.meta());
    check.run(
        &CheckCx {
            cx: &cx,
            facts: &facts,
        },
        &mut out,
    );
    out.all()
}

/// Facts of a host, to be set by hand.
pub fn host_facts<'f>(facts: &'f mut Facts, id: &str) -> &'f mut HostFacts {
    Arc::make_mut(
        facts
            .hosts
            .entry(HostId::new(id).expect("a slug"))
            .or_default(),
    )
}

/// Facts of a VM, to be set by hand.
pub fn vm_facts<'f>(facts: &'f mut Facts, id: &str) -> &'f mut VmFacts {
    Arc::make_mut(facts.vms.entry(VmId::new(id).expect("a slug")).or_default())
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
const SHARED: &str = include_str!("shared.ron");
const SPLIT: &str = include_str!("split.ron");
