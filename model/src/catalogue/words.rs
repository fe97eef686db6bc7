//! Limits in words, for tables on paper and in answers.

use super::profile::{Limit, LimitOf};

impl LimitOf {
    /// For people.
    pub const fn word(self) -> &'static str {
        match self {
            LimitOf::RoundTrip => "Round trip of a pair",
            LimitOf::BandwidthPerVm => "Link bandwidth for each protected VM",
            LimitOf::AvailabilityLinkSpeed => "Speed of each availability link",
            LimitOf::Distance => "Distance of a split pair",
            LimitOf::Vcpus => "vCPUs of a VM",
            LimitOf::VmRam => "Memory of a VM",
            LimitOf::VmDisks => "Disks of a VM",
            LimitOf::HostsPerPool => "Hosts of a pool",
            LimitOf::VmsPerHost => "VMs on a host",
            LimitOf::ProtectedVmsPerHost => "Protected VMs on a host",
            LimitOf::ProtectedVcpusPerHost => "Protected vCPUs on a host",
            LimitOf::ProtectedVmsPerPool => "Protected VMs in a pool",
            LimitOf::ProtectedVcpusPerPool => "Protected vCPUs in a pool",
            LimitOf::ThreadsPerHost => "Hardware threads of a host",
            LimitOf::HostRam => "Memory of a host",
            LimitOf::AvailabilityLinks => "Availability links of a pair",
            LimitOf::AdaptersPerHost => "Network cards of a host",
            LimitOf::VcpusPerThread => "vCPUs for each hardware thread",
            LimitOf::VcpusPerHost => "vCPUs of all VMs on a host",
            LimitOf::VmsPerPool => "VMs in a pool",
            LimitOf::VmNics => "Network adapters of a VM",
            LimitOf::VirtualDisk => "Size of a virtual disk",
            LimitOf::ClockDifference => "Difference of clocks of a pair",
            LimitOf::WitnessRoundTrip => "Round trip to the witness",
            LimitOf::Witnesses => "Witnesses of a split pair",
            LimitOf::VcpusPerCore => "vCPUs a core",
            LimitOf::RoundTripPerKm => "Round trip of a pair for each kilometre of fibre",
            LimitOf::FibreLength => "Fibre of a split pair",
            LimitOf::ProtectedHostPorts => "Network ports of a host with pairs",
            LimitOf::PrivateLinkSpeed => "Private link that carries availability traffic",
            LimitOf::PrivateLinkBoxes => "Switches and converters on a private link",
            LimitOf::ReservedRam => "Share of memory that is reserved",
            LimitOf::MigrationRoundTrip => "Round trip for moving running VMs",
            LimitOf::MigrationBandwidth => "Bandwidth for each VM that moves",
            LimitOf::WitnessLinkSpeed => "Bandwidth to the witness",
        }
    }
}

impl Limit {
    /// What the limit is about and when, for example `vCPUs of a VM: level 3`.
    pub fn title(&self) -> String {
        let when = &self.when;
        let mut words: Vec<String> = Vec::new();
        words.extend(when.level.map(|l| format!("level {}", l.number())));
        words.extend(between(when.min_vcpus, when.max_vcpus, "vCPU"));
        words.extend(when.split.map(|split| {
            if split {
                "across sites".to_owned()
            } else {
                "within a site".to_owned()
            }
        }));
        words.extend(between(when.min_hosts, when.max_hosts, "host"));
        let what = self.quantity.word();
        if words.is_empty() {
            what.to_owned()
        } else {
            format!("{what}: {}", words.join(", "))
        }
    }
}

/// `2 vCPUs`, `2 vCPUs or more`, `8 hosts at most`.
fn between(least: Option<u32>, most: Option<u32>, noun: &str) -> Vec<String> {
    let count = |n: u32| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    match (least, most) {
        (Some(a), Some(b)) if a == b => vec![count(a)],
        (a, b) => {
            let mut out: Vec<String> = Vec::new();
            out.extend(a.map(|n| format!("{} or more", count(n))));
            out.extend(b.map(|n| format!("{} at most", count(n))));
            out
        }
    }
}
