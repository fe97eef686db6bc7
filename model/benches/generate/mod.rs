//! A large plan for benches: pools of ten hosts over two sites, each with a mix of levels and workloads.

use evenkeel_model::edit::add;
use evenkeel_model::ids::{EntityId, HostId, PoolId, SiteId, VmId};
use evenkeel_model::plan::{
    End, Level, LinkRole, Measured, Placement, Plan, Pool, Site, WorkloadKind,
};
use evenkeel_model::units::{Iops, MapDistance, MbPerS, Mbps};

fn put<T>(
    made: (EntityId, evenkeel_model::edit::Edit),
    plan: &mut Plan,
    pick: impl Fn(EntityId) -> Option<T>,
) -> T {
    *plan = made.1.apply(plan).expect("the edit applies");
    pick(made.0).expect("the kind asked for")
}

/// `hosts` hosts and `vms` VMs, every third VM mirrored, every tenth in lockstep, the rest restartable or plain.
pub fn plan(hosts: usize, vms: usize) -> Plan {
    let mut plan = Plan::default();
    plan.about.name = format!("{hosts} hosts, {vms} VMs");
    let sites: Vec<SiteId> = ["east", "west"]
        .iter()
        .map(|s| SiteId::slugified(s))
        .collect();
    for s in &sites {
        plan.sites.put(s.clone(), Site::default());
    }
    let mut ids: Vec<HostId> = Vec::new();
    for n in 0..hosts {
        let pool = PoolId::slugified(&format!("pool-{}", n / 10));
        plan.pools.put(pool.clone(), Pool::default());
        let made = add::host(&plan, &sites[n % 2], None).expect("the site is there");
        let id = put(made, &mut plan, |id| match id {
            EntityId::Host(h) => Some(h),
            _ => None,
        });
        let mut host = (**plan.hosts.get(&id).expect("just made")).clone();
        host.pool = Some(pool);
        plan.hosts.put(id.clone(), host);
        ids.push(id);
    }
    for pair in ids.chunks(2) {
        if let [a, b] = pair {
            for nic in ["nic1", "nic2"] {
                let end = |host: &HostId| End::Port {
                    host: host.clone(),
                    adapter: nic.to_owned(),
                    port: 1,
                };
                let made = add::link(
                    &plan,
                    LinkRole::Availability,
                    Mbps::new(10_000.0),
                    end(a),
                    end(b),
                );
                let id = put(made, &mut plan, |id| match id {
                    EntityId::Link(l) => Some(l),
                    _ => None,
                });
                let mut link = (**plan.links.get(&id).expect("just made")).clone();
                link.segments[0].distance = Some(MapDistance::from_km(20.0));
                plan.links.put(id, link);
            }
        }
    }
    for n in 0..vms {
        let host = &ids[n % ids.len()];
        let partner = &ids[(n % ids.len()) ^ 1];
        let made = add::vm(&plan, Some(host), 1, None).expect("the host is there");
        let id: VmId = put(made, &mut plan, |id| match id {
            EntityId::Vm(v) => Some(v),
            _ => None,
        });
        let mut vm = (**plan.vms.get(&id).expect("just made")).clone();
        vm.level = match n % 10 {
            0 => Level::L3,
            3 | 6 | 9 => Level::L2,
            1 | 2 => Level::L1,
            _ => Level::L0,
        };
        vm.placement = vec![Placement {
            host: host.clone(),
            partner: vm.level.paired().then(|| partner.clone()),
            count: 1,
        }];
        plan.vms.put(id.clone(), vm);
        let made = match n % 4 {
            0 => add::mailbox(&plan, "exchange-2007", Some(&id)),
            1 => add::sql(&plan, "sql-2008", Some(&id)),
            _ => add::workload(
                &plan,
                "measured",
                WorkloadKind::Measured(Measured {
                    cpu_mhz: 900.0,
                    reads: Iops::new(40.0),
                    writes: Iops::new(20.0),
                    write_rate: MbPerS::new(0.5),
                    net_in: Mbps::new(5.0),
                    ..Measured::default()
                }),
                Some(&id),
            ),
        };
        put(made, &mut plan, |_| Some(()));
    }
    plan
}
