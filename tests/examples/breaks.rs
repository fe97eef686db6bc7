//! The table of breaks: a change of an example, what it must add, and that it adds nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::Command;

use evenkeel_model::check::Finding;
use evenkeel_model::edit::{self, Edit, Op};
use evenkeel_model::ids::{EntityId, HostId, LinkId, WitnessId};
use evenkeel_model::plan::{End, Level, Plan, RunsOn, Segment, WorkloadKind};
use evenkeel_model::units::{MapDistance, Mib};

use super::{example, look, vm};

fn open_codes(findings: &[Finding]) -> BTreeSet<String> {
    findings
        .iter()
        .filter(|f| f.is_found() && f.waived.is_none())
        .map(|f| f.code.to_string())
        .collect()
}

/// How often each finding stands: severity, code and what it is about.
fn standing(findings: &[Finding]) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for f in findings {
        let kind = if f.is_found() {
            format!("{:?}", f.severity).to_lowercase()
        } else {
            "not assessed".to_owned()
        };
        let accepted = if f.waived.is_some() { ", accepted" } else { "" };
        let line = format!("{} {kind}{accepted}: {}", f.code, f.subject());
        *out.entry(line).or_default() += 1;
    }
    out
}

/// What came and what went, one a line; a number where one finding stands several times.
fn difference(before: &[Finding], after: &[Finding]) -> String {
    let (before, after) = (standing(before), standing(after));
    let lines: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut out = String::new();
    for line in lines {
        let count = |of: &BTreeMap<String, usize>| of.get(line).copied().unwrap_or(0);
        let (had, has) = (count(&before), count(&after));
        let sign = if has > had { '+' } else { '-' };
        match had.abs_diff(has) {
            0 => {}
            1 => writeln!(out, "  {sign} {line}").expect("a text takes text"),
            n => writeln!(out, "  {sign} {line} (× {n})").expect("a text takes text"),
        }
    }
    out
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

fn memory_of_each_host(plan: &Plan, gib: u64) -> Edit {
    Edit::many(
        format!("{gib} GiB each"),
        plan.hosts.iter().map(|(id, host)| {
            let mut h = (**host).clone();
            h.ram = Mib::new(gib * 1024);
            Edit::put("Set memory", id, h)
        }),
    )
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
        name: "memory of each server close to what both VMs take",
        example: "furniture-retailer.ron",
        change: |plan| memory_of_each_host(plan, 10),
        adds: &["CAP-006"],
        never: &["CAP-003", "PRO-010"],
        exit: 0,
    },
    Break {
        name: "memory of each server enough for its own VM alone",
        example: "furniture-retailer.ron",
        change: |plan| memory_of_each_host(plan, 8),
        adds: &["PRO-010", "SVC-001"],
        never: &["CAP-003"],
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

/// Exactly what each break changes: a finding too many fails as one too few does.
#[test]
fn each_break_changes_these_findings_and_no_others() {
    let mut told = String::new();
    for b in BREAKS {
        let plan = example(b.example);
        let broken = (b.change)(&plan).apply(&plan).unwrap();
        let change = difference(&look(&plan).1, &look(&broken).1);
        writeln!(told, "{}, {}\n{change}", b.example, b.name).expect("a text takes text");
    }
    insta::assert_snapshot!("breaks", told);
}

#[test]
fn every_fix_of_a_break_applies() {
    for b in BREAKS {
        let plan = example(b.example);
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
