//! A host opened: its sockets, NUMA nodes and cores with the vCPUs of its VMs laid on them.
//!
//! The laying is a picture, not a prediction of a scheduler: VM by VM, each into the NUMA node with the most free
//! cores; what fits no node spreads over all; then a second layer begins.

use evenkeel_model::facts::HostFacts;
use evenkeel_model::ids::{HostId, VmId};
use evenkeel_model::plan::{Level, Plan};

/// What lies on a core, one per layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    pub vm: VmId,
    pub name: String,
    pub level: Level,
    /// Reserved for a VM that runs elsewhere.
    pub standby: bool,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Core {
    pub slices: Vec<Slice>,
    /// Share of the core that the hypervisor keeps, 0 to 1.
    pub hypervisor: f32,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Node {
    pub cores: Vec<Core>,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Socket {
    pub nodes: Vec<Node>,
}

/// A host's processors with what lies on them.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Open {
    pub sockets: Vec<Socket>,
    /// Cores were too many to draw.
    pub more_cores: u32,
}

/// Drawn at most, so that a typing slip cannot stall the window.
const MAX_CORES: u32 = 512;
/// vCPUs laid at most, for the same reason.
const MAX_VCPUS: u32 = 4096;

/// Lays the vCPUs of everything on `host`.
pub fn open(plan: &Plan, host: &HostId, facts: Option<&HostFacts>) -> Open {
    let Some(h) = plan.hosts.get(host) else {
        return Open::default();
    };
    let per_socket_nodes = h.numa_nodes_per_socket.clamp(1, h.cores_per_socket.max(1));
    let total = h.cores();
    let mut nodes: Vec<Node> = Vec::new();
    let mut made = 0;
    for _ in 0..h.sockets.min(MAX_CORES) {
        for n in 0..per_socket_nodes {
            // Cores that do not divide evenly go to the first nodes.
            let here = h.cores_per_socket / per_socket_nodes
                + u32::from(n < h.cores_per_socket % per_socket_nodes);
            let here = here.min(MAX_CORES.saturating_sub(made));
            made += here;
            nodes.push(Node {
                cores: vec![Core::default(); here as usize],
            });
        }
        if made >= MAX_CORES {
            break;
        }
    }
    hypervisor(&mut nodes, facts);
    let mut left = MAX_VCPUS;
    for (row_standby, vm, name, level, vcpus) in on(plan, host) {
        let vcpus = vcpus.min(left);
        left -= vcpus;
        let slice = Slice {
            vm,
            name,
            level,
            standby: row_standby,
        };
        lay(&mut nodes, &slice, vcpus as usize);
    }
    Open {
        sockets: nodes
            .chunks(per_socket_nodes as usize)
            .map(|n| Socket { nodes: n.to_vec() })
            .collect(),
        more_cores: total.saturating_sub(made),
    }
}

fn hypervisor(nodes: &mut [Node], facts: Option<&HostFacts>) {
    let Some(f) = facts else { return };
    let mut left = (f.capacity.cores - f.capacity.cpu_cores).max(0.0) as f32;
    for core in nodes.iter_mut().flat_map(|n| &mut n.cores) {
        core.hypervisor = left.clamp(0.0, 1.0);
        left -= core.hypervisor;
    }
}

/// Members on a host: those that run first, then what stands by.
fn on(plan: &Plan, host: &HostId) -> Vec<(bool, VmId, String, Level, u32)> {
    let mut out = Vec::new();
    for (id, vm) in plan.vms.iter() {
        for row in &vm.placement {
            let here = row.host == *host;
            let there = row.partner.as_ref() == Some(host);
            if !here && !there {
                continue;
            }
            let standby = !here && vm.level != Level::L3;
            for _ in 0..row.count.min(256) {
                out.push((
                    standby,
                    id.clone(),
                    plan.label(&id.into()),
                    vm.level,
                    vm.vcpus.min(MAX_VCPUS),
                ));
            }
        }
    }
    out.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    out
}

/// Free cores of a node at the height of its lowest layer.
fn free(node: &Node) -> (usize, usize) {
    let low = node.cores.iter().map(taken).min().unwrap_or(0);
    (low, node.cores.iter().filter(|c| taken(c) == low).count())
}

/// A core that the hypervisor has to itself counts as holding one.
fn taken(core: &Core) -> usize {
    core.slices.len() + usize::from(core.hypervisor > 0.99)
}

fn lay(nodes: &mut [Node], slice: &Slice, vcpus: usize) {
    if nodes.iter().all(|n| n.cores.is_empty()) {
        return;
    }
    // A node that holds the whole VM in its lowest layer; the lowest and then roomiest first.
    let fits = (0..nodes.len())
        .filter_map(|i| nodes.get(i).map(|n| (i, free(n), n.cores.len())))
        .filter(|(_, (_, room), cores)| *cores > 0 && *room >= vcpus)
        .min_by_key(|(i, (low, room), _)| (*low, usize::MAX - room, *i))
        .map(|(i, ..)| i);
    for _ in 0..vcpus {
        let pick = match fits {
            Some(i) => nodes.get_mut(i).and_then(|n| lowest(n.cores.iter_mut())),
            None => lowest(nodes.iter_mut().flat_map(|n| &mut n.cores)),
        };
        if let Some(core) = pick {
            core.slices.push(slice.clone());
        }
    }
}

fn lowest<'a>(cores: impl Iterator<Item = &'a mut Core>) -> Option<&'a mut Core> {
    cores.min_by_key(|c| taken(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        evenkeel_model::io::from_text(include_str!("../../../../../tests/fixtures/two-sites.ron"))
            .expect("the fixture parses")
    }

    fn laid(open: &Open) -> usize {
        open.sockets
            .iter()
            .flat_map(|s| &s.nodes)
            .flat_map(|n| &n.cores)
            .map(|c| c.slices.len())
            .sum()
    }

    #[test]
    fn every_vcpu_lies_on_a_core() {
        let plan = plan();
        let host = HostId::new("host-a1").unwrap();
        let open = open(&plan, &host, None);
        assert_eq!(open.sockets.len(), 2);
        // mbx-exec 2, mbx-mid 2 on host-a1.
        assert_eq!(laid(&open), 4);
        let other = super::open(&plan, &HostId::new("host-b1").unwrap(), None);
        let standby = other
            .sockets
            .iter()
            .flat_map(|s| &s.nodes)
            .flat_map(|n| &n.cores)
            .flat_map(|c| &c.slices)
            .filter(|s| s.standby)
            .count();
        assert_eq!(standby, 2, "the level-2 VM stands by, the level-3 one runs");
    }

    #[test]
    fn a_vm_stays_in_one_node_while_it_fits() {
        let mut nodes = vec![
            Node {
                cores: vec![Core::default(); 4],
            };
            2
        ];
        let slice = |name: &str| Slice {
            vm: VmId::slugified(name),
            name: name.to_owned(),
            level: Level::L0,
            standby: false,
        };
        lay(&mut nodes, &slice("a"), 3);
        lay(&mut nodes, &slice("b"), 3);
        lay(&mut nodes, &slice("c"), 2);
        let names = |n: &Node| -> Vec<String> {
            n.cores
                .iter()
                .flat_map(|c| c.slices.iter().map(|s| s.name.clone()))
                .collect()
        };
        assert_eq!(names(&nodes[0]), ["a", "a", "a", "c"]);
        assert_eq!(names(&nodes[1]), ["b", "b", "b", "c"]);
    }

    #[test]
    fn absurd_hosts_are_cut_off() {
        let mut plan = plan();
        let id = HostId::new("host-a1").unwrap();
        let mut host = (**plan.hosts.get(&id).unwrap()).clone();
        host.sockets = u32::MAX;
        host.cores_per_socket = 64;
        plan.hosts.put(id.clone(), host);
        let open = open(&plan, &id, None);
        assert!(open.more_cores > 0);
    }
}
