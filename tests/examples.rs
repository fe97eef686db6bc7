//! The shipped examples hold what they tell, and each break of them is found.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::check::{self, Finding, Severity, Verdict};
use evenkeel_model::edit::{self, Edit, Op};
use evenkeel_model::facts::{Case, Cx, Facts, derive};
use evenkeel_model::ids::{EntityId, HostId, LinkId, VmId, WitnessId};
use evenkeel_model::plan::{End, Level, LinkRole, Plan, RunsOn, Segment, SiteKind, WorkloadKind};
use evenkeel_model::units::{MapDistance, Mib};

fn example(name: &str) -> Plan {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../examples")
        .join(name);
    let text = std::fs::read_to_string(&path).expect("the example is there");
    evenkeel_model::io::from_text(&text).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn look(plan: &Plan) -> (Facts, Vec<Finding>) {
    let cx = Cx::new(plan, Catalogue::built_in());
    let facts = derive(&cx, &Case::normal());
    let findings = check::run(&cx, &facts);
    (facts, findings)
}

fn open_codes(findings: &[Finding]) -> BTreeSet<String> {
    findings
        .iter()
        .filter(|f| f.is_found() && f.waived.is_none())
        .map(|f| f.code.to_string())
        .collect()
}

fn no_errors(name: &str) -> Facts {
    let plan = example(name);
    assert!(
        Catalogue::built_in().profile(&plan.platform).is_some(),
        "{name} names a shipped profile"
    );
    let (facts, findings) = look(&plan);
    let errors: Vec<String> = findings
        .iter()
        .filter(|f| f.severity == Severity::Error && f.waived.is_none())
        .map(|f| format!("{} {:?} {}", f.code, f.status, f.message))
        .collect();
    assert_eq!(errors, Vec::<String>::new(), "{name}");
    assert!(
        matches!(
            check::verdict(&plan, &findings),
            Verdict::Holds | Verdict::HoldsWithAcceptedRisks
        ),
        "{name}"
    );
    facts
}

#[test]
fn four_thousand_heavy_mailboxes_on_two_servers_hold() {
    // everRun and Exchange 2007 mailbox servers, Marathon blog, 1 April 2009: 1,000 heavy users on 2 vCPUs, four such VMs
    // on two servers. 2,048 MiB + 5 MiB × 1,000 (Exchange 2007 Sizing Cheat Sheet, 2008).
    let facts = no_errors("exchange-4000-heavy.ron");
    assert_eq!(facts.totals.mailboxes, 4000.0);
    assert_eq!((facts.totals.hosts, facts.totals.vms), (2, 4));
    for vm in facts.vms.values() {
        let mail = vm.mailbox.as_ref().expect("a mailbox VM");
        assert_eq!(mail.mailboxes, 1000.0);
        assert_eq!(mail.ram_mib, 7048.0);
        assert_eq!(mail.cores_needed, 2.0);
        assert_eq!(mail.database_iops, 320.0);
        // Detection, guest and application: 60 + 150 + 120 s (availability sheet, section 2.3).
        assert_eq!(vm.host_failure_outage_s, Some(330.0));
    }
}

#[test]
fn three_tiers_come_out_as_levels_three_two_and_one() {
    let facts = no_errors("exchange-three-tiers.ron");
    let advice = |id: &str| {
        facts
            .services
            .iter()
            .find(|(k, _)| k.as_str() == id)
            .and_then(|(_, s)| s.advised_level)
    };
    assert_eq!(advice("executive-mail"), Some(Level::L3));
    assert_eq!(advice("mid-management-mail"), Some(Level::L2));
    assert_eq!(advice("staff-mail"), Some(Level::L1));
    // 2 × (42 km × 1.25 × 4.897 µs/km + 48 µs) = 0.610 ms; the same design holds up to (2 − 0.096) ÷ (2 × 4.897 µs × 1.25).
    let joint = facts
        .joints
        .values()
        .find(|j| j.split)
        .expect("the split pair");
    let rtt = joint.rtt_ms.expect("known");
    assert!((rtt - 0.610_185).abs() < 1e-6, "{rtt}");
    assert_eq!(joint.rtt_limit_ms, Some(2.0));
    let most = joint.max_map_km.expect("known");
    assert!((most - 155.52).abs() < 0.01, "{most}");
    // 1,000 Mbit/s for lockstep with two vCPUs and 155 Mbit/s for level 2 (Stratus SplitSite workshop, about 2013).
    assert_eq!(joint.minimum_mbps, 1155.0);
}

#[test]
fn the_plant_runs_in_two_buildings() {
    let facts = no_errors("vehicle-plant-split-site.ron");
    for (id, service) in &facts.services {
        let wanted = if id.as_str() == "orders" {
            Level::L3
        } else {
            Level::L2
        };
        assert_eq!(service.advised_level, Some(wanted), "{id}");
    }
}

#[test]
fn a_retailer_restarts_mail_from_a_shared_array() {
    let facts = no_errors("furniture-retailer.ron");
    assert_eq!(facts.totals.mailboxes, 1180.0);
    let mut database_iops = 0.0;
    for vm in facts.vms.values() {
        let mail = vm.mailbox.as_ref().expect("a mailbox VM");
        assert_eq!(mail.mailboxes, 590.0);
        database_iops += mail.database_iops;
        // Detection, guest and application: 60 + 150 + 120 s.
        assert_eq!(vm.host_failure_outage_s, Some(330.0));
    }
    // The average profile: 0.75 operations a second for each mailbox at peak (Microsoft bb125019, 2006).
    assert!(
        (database_iops - 1180.0 * 0.75).abs() < 1e-6,
        "{database_iops}"
    );
}

#[test]
fn the_shop_commits_over_the_distance() {
    let facts = no_errors("sql-commerce.ron");
    let orders = facts
        .vms
        .iter()
        .find(|(id, _)| id.as_str() == "sql-orders")
        .map(|(_, v)| &v.sql[0])
        .expect("the orders database");
    // Local log write + round trip (DRBD guide's conservative rule): 2 ms + 2 × (60 × 1.25 × 4.897 µs + 100 µs).
    let commit = orders.commit_ms.expect("known");
    assert!((commit - (2.0 + 0.734_55 + 0.2)).abs() < 1e-6, "{commit}");
}

#[test]
fn a_headquarters_carries_one_hundred_and_twenty_branches() {
    let plan = example("hundred-and-twenty-branches.ron");
    let facts = no_errors("hundred-and-twenty-branches.ron");
    let branches: Vec<_> = plan
        .sites
        .iter()
        .filter(|(_, s)| s.kind == SiteKind::Branch)
        .collect();
    assert_eq!(branches.len(), 120);
    // Every branch has a line of its own, and its users are those that the workloads are sized for.
    for (id, branch) in &branches {
        let end = End::Site((*id).clone());
        let lines = plan
            .links
            .values()
            .filter(|l| l.role == LinkRole::Business && l.segments.iter().any(|s| s.a == end));
        assert_eq!(lines.count(), 1, "{}", branch.name);
    }
    let users: u32 = branches.iter().map(|(_, s)| s.users).sum();
    assert_eq!(f64::from(users), facts.totals.mailboxes);
    let service = |id: &str| {
        let found = facts.services.iter().find(|(k, _)| k.as_str() == id);
        found.map(|(_, s)| s.advised_level)
    };
    assert_eq!(service("branch-orders"), Some(Some(Level::L3)));
    assert_eq!(service("branch-mail"), Some(Some(Level::L2)));
    // 420 mailboxes of 100 messages and the others of 50: 6 and 3 MB of cache each (Microsoft ee832793 as reprinted by
    // frankysweb.de), 7.2 GB in all; 16 GB of memory keep 8 GB of it with several roles.
    let cache = (420.0 * 6.0 + f64::from(users - 420) * 3.0) / 1024.0;
    assert!(cache < 8.0, "{cache}");
    let mail = facts.vms[&vm("mail")].mailbox.as_ref().expect("mail");
    assert_eq!(mail.ram_mib, 16.0 * 1024.0);
}

#[test]
fn todays_equivalents_hold_on_todays_platform() {
    let facts = no_errors("modern-edge.ron");
    let advice = |id: &str| {
        let found = facts.services.iter().find(|(k, _)| k.as_str() == id);
        found.and_then(|(_, s)| s.advised_level)
    };
    assert_eq!(advice("patient-record"), Some(Level::L3));
    assert_eq!(advice("hospital-mail"), Some(Level::L2));
    // 128 GB is the least that is recommended since Exchange 2019, however few the mailboxes (Microsoft, system requirements).
    let mail = facts.vms[&vm("mail")].mailbox.as_ref().expect("mail");
    assert_eq!(mail.mailboxes, 900.0);
    assert_eq!(mail.ram_mib, 128.0 * 1024.0);
    // A commit waits for the disks of both buildings: 0.3 ms and the round trip of the longer way, 2 × 2.6 km × 4.897 µs.
    let record = &facts.vms[&vm("record")];
    let commit = record.sql[0].commit_ms.expect("known");
    assert!(commit > 0.3 + 2.0 * 1.9 * 0.004_897 - 1e-9, "{commit}");
    assert!(commit < 1.0, "{commit}");
}

/// A change of an example, what it must add, and how `evenkeel check` must end.
struct Break {
    name: &'static str,
    example: &'static str,
    change: fn(&Plan) -> Edit,
    adds: &'static [&'static str],
    /// Must not be added.
    never: &'static [&'static str],
    exit: i32,
}

fn vm(id: &str) -> VmId {
    VmId::new(id).unwrap()
}
fn host(id: &str) -> HostId {
    HostId::new(id).unwrap()
}
fn link(id: &str) -> LinkId {
    LinkId::new(id).unwrap()
}
fn witness_moved_to(plan: &Plan, site: &str) -> Edit {
    let id = WitnessId::new("quorum").unwrap();
    let mut w = (**plan.witnesses.get(&id).unwrap()).clone();
    w.site = evenkeel_model::ids::SiteId::new(site).unwrap();
    w.feed = None;
    Edit::put("Move the witness", &id, w)
}

const BREAKS: &[Break] = &[
    Break {
        name: "3,000 users on one VM",
        example: "exchange-4000-heavy.ron",
        change: |plan| {
            let (id, workload) = plan.workloads.iter().next().unwrap();
            let mut w = (**workload).clone();
            let WorkloadKind::Mailbox(mail) = &mut w.kind else {
                panic!("mailboxes")
            };
            mail.users[0].mailboxes = 3000;
            w.runs_on = vec![RunsOn {
                vm: vm("mbx-1"),
                weight: 1.0,
            }];
            Edit::put("3,000 users on mbx-1", id, w)
        },
        adds: &["MBX-002", "MBX-003"],
        never: &[],
        exit: 1,
    },
    Break {
        name: "host RAM halved",
        example: "exchange-4000-heavy.ron",
        change: |plan| {
            Edit::many(
                "Halve memory",
                ["server-1", "server-2"].map(|id| {
                    let id = host(id);
                    let mut h = (**plan.hosts.get(&id).unwrap()).clone();
                    h.ram = Mib::new(h.ram.get() / 2);
                    Edit::put("Halve memory", &id, h)
                }),
            )
        },
        adds: &["CAP-003", "CAP-006"],
        never: &[],
        exit: 1,
    },
    Break {
        name: "both links on one card",
        example: "exchange-4000-heavy.ron",
        change: |plan| {
            let id = link("a-link-2");
            let mut l = (**plan.links.get(&id).unwrap()).clone();
            let end = |h: &str| End::Port {
                host: host(h),
                adapter: "nic1".into(),
                port: 2,
            };
            l.segments = vec![Segment {
                a: end("server-1"),
                b: end("server-2"),
                ..l.segments[0].clone()
            }];
            Edit::put("Move a-link-2 to nic1", &id, l)
        },
        adds: &["LNK-004"],
        never: &[],
        exit: 1,
    },
    Break {
        name: "one link only",
        example: "exchange-4000-heavy.ron",
        change: |plan| edit::remove(plan, &[EntityId::from(link("a-link-2"))]).unwrap(),
        adds: &["LNK-002"],
        never: &["LNK-001"],
        exit: 0,
    },
    Break {
        name: "one link only across sites",
        example: "exchange-three-tiers.ron",
        change: |plan| edit::remove(plan, &[EntityId::from(link("fibre-2"))]).unwrap(),
        adds: &["LNK-002"],
        never: &["LNK-001"],
        exit: 1,
    },
    Break {
        name: "a partner on the same host",
        example: "exchange-4000-heavy.ron",
        change: |plan| {
            let id = vm("mbx-1");
            let mut v = (**plan.vms.get(&id).unwrap()).clone();
            v.placement[0].partner = Some(v.placement[0].host.clone());
            Edit::put("Partner on the same host", &id, v)
        },
        adds: &["PRO-003"],
        never: &[],
        exit: 1,
    },
    Break {
        name: "250 miles between the sites",
        example: "exchange-three-tiers.ron",
        change: |plan| {
            Edit::many(
                "250 miles apart",
                ["fibre-1", "fibre-2"].map(|id| {
                    let id = link(id);
                    let mut l = (**plan.links.get(&id).unwrap()).clone();
                    l.segments[0].distance = Some(MapDistance::from_miles(250.0));
                    Edit::put("250 miles", &id, l)
                }),
            )
        },
        adds: &["SIT-001"],
        never: &[],
        exit: 1,
    },
    Break {
        name: "witness moved into a site",
        example: "exchange-three-tiers.ron",
        change: |plan| witness_moved_to(plan, "main"),
        adds: &["SIT-006"],
        never: &["SIT-005"],
        exit: 1,
    },
    Break {
        name: "witness removed",
        example: "exchange-three-tiers.ron",
        change: |plan| {
            edit::remove(plan, &[EntityId::from(WitnessId::new("quorum").unwrap())]).unwrap()
        },
        adds: &["SIT-005"],
        never: &[],
        exit: 1,
    },
    Break {
        name: "level 3 with more vCPUs than the platform allows",
        example: "exchange-three-tiers.ron",
        change: |plan| {
            let id = vm("mbx-exec");
            let mut v = (**plan.vms.get(&id).unwrap()).clone();
            v.vcpus = 8;
            Edit::put("8 vCPUs", &id, v)
        },
        adds: &["PRO-006"],
        never: &[],
        exit: 1,
    },
    Break {
        name: "level 3 on a platform that takes one vCPU",
        example: "exchange-4000-heavy.ron",
        change: |plan| edit::placement::set_level(plan, &vm("mbx-1"), Level::L3).unwrap(),
        adds: &["PRO-006"],
        never: &[],
        exit: 1,
    },
];

#[test]
fn every_break_is_found_and_ends_the_check_as_it_must() {
    let folder = tempfile::tempdir().unwrap();
    let mut failures = Vec::new();
    for b in BREAKS {
        let plan = example(b.example);
        let before = open_codes(&look(&plan).1);
        let edit = (b.change)(&plan);
        let broken = edit
            .apply(&plan)
            .unwrap_or_else(|e| panic!("{}: {e}", b.name));
        let (_, findings) = look(&broken);
        let added: BTreeSet<String> = open_codes(&findings).difference(&before).cloned().collect();
        for code in b.adds {
            if !added.contains(*code) {
                failures.push(format!("{}: {code} is missing among {added:?}", b.name));
            }
        }
        for code in b.never {
            if added.contains(*code) {
                failures.push(format!("{}: {code} must not be found", b.name));
            }
        }
        let path = folder.path().join("broken.ron");
        std::fs::write(&path, evenkeel_model::io::to_text(&broken).unwrap()).unwrap();
        let out = Command::new(env!("CARGO_BIN_EXE_evenkeel"))
            .arg("check")
            .arg(&path)
            .output()
            .unwrap();
        if out.status.code() != Some(b.exit) {
            failures.push(format!(
                "{}: exit {:?}, not {}\n{}",
                b.name,
                out.status.code(),
                b.exit,
                String::from_utf8_lossy(&out.stdout)
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn at_250_miles_only_the_lockstep_pair_breaks_its_budget() {
    let plan = example("exchange-three-tiers.ron");
    let b = BREAKS.iter().find(|b| b.name.starts_with("250")).unwrap();
    let broken = (b.change)(&plan).apply(&plan).unwrap();
    let (facts, findings) = look(&broken);
    let rtt = facts.vms[&vm("mbx-mid")].placed[0].rtt_ms.unwrap();
    assert!(rtt > 2.0 && rtt < 10.0, "{rtt}");
    let over: Vec<&Finding> = findings
        .iter()
        .filter(|f| f.code.to_string() == "SIT-001")
        .collect();
    let names = |id: &str| {
        over.iter()
            .any(|f| f.subjects.contains(&EntityId::from(vm(id))))
    };
    assert!(names("mbx-exec"));
    assert!(!names("mbx-mid"), "level 2 may take 10 ms");
}

#[test]
fn every_example_is_written_as_fmt_writes_it_and_every_fix_applies() {
    for name in [
        "exchange-4000-heavy.ron",
        "exchange-three-tiers.ron",
        "vehicle-plant-split-site.ron",
        "furniture-retailer.ron",
        "sql-commerce.ron",
        "hundred-and-twenty-branches.ron",
        "modern-edge.ron",
    ] {
        let plan = example(name);
        let text = evenkeel_model::io::to_text(&plan).unwrap();
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../examples")
            .join(name);
        let shipped = std::fs::read_to_string(&path).unwrap();
        assert!(shipped == text, "run evenkeel fmt on {name}");
        assert_eq!(
            evenkeel_model::io::from_text(&text).unwrap(),
            plan,
            "{name}"
        );
        for b in BREAKS.iter().filter(|b| b.example == name) {
            let broken = (b.change)(&plan).apply(&plan).unwrap();
            for f in look(&broken).1 {
                for fix in &f.fixes {
                    assert!(
                        fix.edit.ops.iter().all(|op| !matches!(op, Op::About(_))),
                        "a fix changes the plan, not its title"
                    );
                    fix.edit
                        .apply(&broken)
                        .unwrap_or_else(|e| panic!("{}: {} {}: {e}", b.name, f.code, fix.title));
                }
            }
        }
    }
}
