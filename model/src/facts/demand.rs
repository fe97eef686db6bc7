//! Stands in until the calculators land: each VM uses all its vCPUs. The functions are the contract of this module.
#![allow(missing_docs)]
use super::*;
use crate::ids::*;
use crate::plan::*;
use std::collections::BTreeMap;
use std::sync::Arc;
#[derive(Clone, Debug)]
pub struct WorkloadShare {
    pub id: WorkloadId,
    pub workload: Arc<Workload>,
    pub share: f64,
}
pub fn shares_on(_plan: &Plan) -> BTreeMap<VmId, Vec<WorkloadShare>> {
    BTreeMap::new()
}
pub fn demand(_cx: &Cx<'_>, _id: &VmId, vm: &Vm, _on: &[WorkloadShare]) -> Demand {
    Demand {
        cpu_cores: f64::from(vm.vcpus),
        ..Demand::default()
    }
}
pub fn mailbox(_cx: &Cx<'_>, _id: &VmId, _vm: &Vm, _on: &[WorkloadShare]) -> Option<MailboxFacts> {
    None
}
pub fn sql(
    _cx: &Cx<'_>,
    _id: &VmId,
    _vm: &Vm,
    _on: &[WorkloadShare],
    _rtt: Option<f64>,
) -> Vec<SqlFacts> {
    Vec::new()
}
pub fn figure<T: crate::figure::Tracer>(
    _t: &mut T,
    _cx: &Cx<'_>,
    _id: &VmId,
    _vm: &Vm,
    _on: &[WorkloadShare],
    _rtt: Option<f64>,
    _name: &str,
) -> Option<T::N> {
    None
}
pub struct Listed {
    pub name: &'static str,
    pub label: &'static str,
    pub unit: &'static str,
    pub value: f64,
    pub headline: bool,
}
pub fn listed(_cx: &Cx<'_>, _id: &VmId, _f: &VmFacts) -> Vec<Listed> {
    Vec::new()
}
