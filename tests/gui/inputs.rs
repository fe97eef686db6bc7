//! What a check misses when it cannot assess can be given: each has a field in the window.

#[path = "../support/checks.rs"]
mod checks;

use std::collections::{BTreeMap, BTreeSet};

use egui::Vec2;
use egui::accesskit::{Role, Toggled};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use evenkeel::command::Command;
use evenkeel_model::ids::{EntityId, Kind};
use evenkeel_model::plan::{Plan, SqlCopies, SqlLicensing, SqlReplica, WorkloadKind};

use super::{Window, all_plans, settle, window};
use Input::{Catalogue, Field, Named};

/// Where a missing input is given.
#[derive(Clone, Copy, Debug)]
enum Input {
    /// In the inspector of a thing of this kind, by label; a number may follow the label.
    Field(Kind, &'static str),
    /// In the catalogue: a version that lacks the figure. Nobody gives it in a plan.
    Catalogue,
    /// The words come from the check that calls this helper, which is listed by itself.
    Named,
}

/// Every place in the checks that reports a missing input: file, its words in the source, where it is given.
#[rustfmt::skip]
const INPUTS: &[(&str, &str, Input)] = &[
    ("capacity/cpu_use_assumed.rs", "a workload on {}", Field(Kind::Workload, "Add VM")),
    ("capacity/disks_too_small.rs", "missing", Field(Kind::Vm, "Add disk")),
    ("link/filtered.rs", "whether equipment on {} filters packets", Field(Kind::Link, "Packets filtered")),
    ("link/jitters.rs", "the jitter of {}", Field(Kind::Link, "Jitter")),
    ("link/loses_packets.rs", "the packet loss of {}", Field(Kind::Link, "Packet loss")),
    ("link/never_in_step.rs", "the longest time without protection that is accepted", Field(Kind::Plan, "Without protection at most")),
    ("link/one_card.rs", "the port of {names} on {}", Field(Kind::Link, "From")),
    ("link/one_duct.rs", "the duct of {names}", Field(Kind::Link, "Duct")),
    ("link/one_switch.rs", "the switches that {names} {}", Field(Kind::Link, "From")),
    ("link/traffic_not_known.rs", "words.clone()", Field(Kind::Workload, "Pages dirtied")),
    ("link/window_too_small.rs", "the TCP window of {}", Field(Kind::Link, "TCP window")),
    ("mailbox/database_and_log_together.rs", "a {word} disk of {name}", Field(Kind::Vm, "Add disk")),
    ("mailbox/log_space_too_small.rs", "a log disk of {name}", Field(Kind::Vm, "Add disk")),
    ("mailbox/memory_not_reserved.rs", "whether memory of {name} is reserved", Field(Kind::Vm, "Memory reserved")),
    ("mailbox/processors_over_target.rs", "the host of {name}", Field(Kind::Vm, "Runs on")),
    ("mailbox/round_trip_of_copies.rs", "the round trip between {} and {}", Field(Kind::Link, "Measured round trip")),
    ("mailbox/too_few_directory_cores.rs", "the cores of directory servers", Field(Kind::Workload, "Cores outside the plan")),
    ("mailbox/too_few_vcpus_for_mailboxes.rs", "megacycles of a mailbox of {}", Field(Kind::Workload, "Megacycles of each, measured")),
    ("mailbox/vcpus_over_mailbox_ratio.rs", "the vCPU ratio of {}", Catalogue),
    ("protection/storage_not_shared.rs", "the disks of {}", Field(Kind::Vm, "Add disk")),
    ("redundancy/box_on_one_feed.rs", "the power feeds of {name}", Field(Kind::Switch, "Add power feed")),
    ("redundancy/fans_not_redundant.rs", "fans", Field(Kind::Host, "Redundant fans")),
    ("redundancy/no_ecc.rs", "kind of memory", Field(Kind::Host, "ECC memory")),
    ("redundancy/one_adapter.rs", "network adapters", Field(Kind::Host, "Add card")),
    ("redundancy/one_business_path.rs", "business links to switches", Field(Kind::Link, "From")),
    ("redundancy/one_disk_controller.rs", "disk controllers", Field(Kind::Host, "Disk controllers")),
    ("redundancy/one_feed.rs", "power feeds", Field(Kind::Host, "Feed of power supply")),
    ("redundancy/one_power_supply.rs", "power supplies", Field(Kind::Host, "Add power supply")),
    ("redundancy/one_storage_path.rs", "the paths from {} to {}", Field(Kind::Link, "From")),
    ("redundancy/parts.rs", "the {part} of {name}", Named),
    ("service/application_not_watched.rs", "whether the application of {name} is watched", Field(Kind::Vm, "Application watched")),
    ("site/quorum_ports_closed.rs", "whether {ports} are open to {}", Field(Kind::Witness, "Vote ports open")),
    ("site/round_trip_not_known.rs", "the distance or round trip of {names}", Field(Kind::Link, "Measured round trip")),
    ("site/too_far.rs", "the distance between {a} and {b}", Field(Kind::Link, "Map distance")),
    ("site/witness_too_far.rs", "the distance or round trip from {names} to {}", Field(Kind::Link, "Measured round trip")),
    ("site/witness_way_not_known.rs", "a link to {}", Field(Kind::Link, "To")),
    ("site/witnesses_together.rs", "the power feeds of {name_a} and {name_b}", Field(Kind::Witness, "Power feed")),
    ("sql/allocation_unit_not_64k.rs", "the allocation unit of the volumes of {name}", Field(Kind::Workload, "Allocation unit, KB")),
    ("sql/backup_over_window.rs", "a rate that bounds the backup of {name}", Field(Kind::Workload, "Backup is written at")),
    ("sql/backups_beside_databases.rs", "a backup disk of {name}", Field(Kind::Vm, "Add disk")),
    ("sql/backups_too_rare.rs", "how often {name} is backed up", Field(Kind::Workload, "Log backed up every")),
    ("sql/commit_over_target.rs", "the commit target of {name}", Field(Kind::Workload, "Longest commit")),
    ("sql/commit_over_target.rs", "one.unknown_way(cx)", Field(Kind::Link, "Measured round trip")),
    ("sql/copies_not_in_edition.rs", "the databases in a group of {name}", Field(Kind::Workload, "Databases in a group")),
    ("sql/copies_recover_late.rs", "the redo queues of {name}", Field(Kind::Workload, "Add queue")),
    ("sql/cores_over_edition.rs", "the virtual sockets of {name}", Field(Kind::Vm, "Virtual sockets")),
    ("sql/cost_threshold_default.rs", "the cost threshold for parallelism of {name}", Field(Kind::Workload, "Cost threshold")),
    ("sql/data_access_slow.rs", "how long reads and writes of data of {name} take", Field(Kind::Workload, "Read of data")),
    ("sql/data_and_log_together.rs", "a {word} disk of {name}", Field(Kind::Vm, "Add disk")),
    ("sql/growth_unwise.rs", "the growth of the files of {name}", Field(Kind::Workload, "Data files grow by")),
    ("sql/log_write_slow.rs", "the log write time of {name}", Field(Kind::Workload, "Log write, local")),
    ("sql/maxdop_unset.rs", "a host of {name}", Field(Kind::Vm, "Runs on")),
    ("sql/no_instant_initialisation.rs", "instant file initialisation of {name}", Field(Kind::Workload, "Instant initialisation")),
    ("sql/page_life_short.rs", "the page life expectancy of {name}", Field(Kind::Workload, "Page life expectancy")),
    ("sql/reads_starve_cores.rs", "the sequential read of the storage of {name}", Field(Kind::Workload, "Sequential read")),
    ("sql/set_up_not_told.rs", "settings and files of {name}", Field(Kind::Workload, "Cost threshold")),
    ("sql/synchronous_over_distance.rs", "the round trip between the hosts of {name}", Field(Kind::Link, "Measured round trip")),
    ("sql/synchronous_over_distance.rs", "the round trip to the copies of {name}", Field(Kind::Link, "Measured round trip")),
    ("sql/tempdb_beside_databases.rs", "a tempdb disk of {name}", Field(Kind::Vm, "Add disk")),
    ("sql/tempdb_files.rs", "the tempdb files of {name}", Field(Kind::Workload, "tempdb files")),
    ("sql/tempdb_files_unequal.rs", "size and growth of the tempdb files of {name}", Field(Kind::Workload, "They grow alike")),
    ("sql/tier_1_not_reserved.rs", "whether memory of {name} is reserved", Field(Kind::Vm, "Memory reserved")),
    ("sql/too_few_licences.rs", "the core licences of {name}", Field(Kind::Workload, "Core licences a VM")),
    ("sql/transactions_over_commits.rs", "one.unknown_way(cx)", Field(Kind::Link, "Measured round trip")),
    ("sql/transactions_over_commits.rs", "the number of sessions of {name}", Field(Kind::Workload, "Sessions that commit")),
];

/// The arguments of a call, from behind its opening bracket: split at commas of the outermost level.
fn arguments(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                out.push(String::new());
                continue;
            }
            _ => {}
        }
        out.last_mut().expect("one at least").push(c);
    }
    out.iter()
        .map(|a| a.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// The words of an argument: its first text, or the expression where it begins with none.
fn words(argument: &str) -> String {
    let text = argument.strip_prefix("format!(").unwrap_or(argument);
    let quoted = text.strip_prefix('"').and_then(|t| t.split('"').next());
    quoted.unwrap_or(argument).to_owned()
}

/// Calls that report a missing input: file and words.
fn reported() -> BTreeSet<(String, String)> {
    let mut out = BTreeSet::new();
    for (name, code) in checks::all() {
        for (call, argument) in [(".not_assessed(", 1), (" host_unknown(", 3)] {
            for (at, _) in code.match_indices(call) {
                if code.get(..at).is_some_and(|before| before.ends_with("fn")) {
                    continue;
                }
                let given = arguments(code.get(at + call.len()..).unwrap_or_default());
                let argument = given.get(argument).map_or("", String::as_str);
                out.insert((name.clone(), words(argument)));
            }
        }
    }
    out
}

#[test]
fn every_missing_input_is_listed_with_where_it_is_given() {
    let listed: BTreeSet<(String, String)> = INPUTS
        .iter()
        .map(|(file, words, _)| ((*file).to_owned(), (*words).to_owned()))
        .collect();
    let reported = reported();
    assert!(reported.len() > 50, "{}", reported.len());
    let unlisted: Vec<_> = reported.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&reported).collect();
    assert!(
        unlisted.is_empty() && gone.is_empty(),
        "say in INPUTS where these are given: {unlisted:#?}; these are reported no more: {gone:#?}"
    );
}

fn unfold(h: &mut Window) {
    loop {
        let closed = h
            .query_all_by_role(Role::DisclosureTriangle)
            .find(|n| n.accesskit_node().toggled() == Some(Toggled::False));
        let Some(closed) = closed else { return };
        closed.click();
        settle(h);
    }
}

/// The plan with databases copied and licensed by core: some fields show only then.
fn with_copies_licensed_by_core(mut plan: Plan) -> Plan {
    for (id, work) in plan.workloads.clone().iter() {
        let mut work = (**work).clone();
        if let WorkloadKind::Sql(sql) = &mut work.kind {
            sql.version = "sql-2022".to_owned();
            sql.licensing = SqlLicensing::Vm;
            sql.copies = Some(SqlCopies {
                replicas: vec![SqlReplica::default()],
                ..SqlCopies::default()
            });
        }
        plan.workloads.put(id.clone(), work);
    }
    plan
}

/// What the inspector calls its fields, by the kind of thing that is selected, over every example.
fn fields() -> BTreeMap<Kind, BTreeSet<String>> {
    let mut out: BTreeMap<Kind, BTreeSet<String>> = BTreeMap::new();
    let plans = all_plans().into_iter().map(|(_, plan)| plan);
    for plan in plans.clone().chain(plans.map(with_copies_licensed_by_core)) {
        let mut h = window(plan.clone(), Vec2::new(1440.0, 4000.0));
        let mut seen = BTreeSet::new();
        for id in plan.entities().chain([EntityId::Plan]) {
            // Workloads differ by what they are; of the other kinds one shows all fields.
            if id.kind() != Kind::Workload && !seen.insert(id.kind()) {
                continue;
            }
            h.state_mut().sender.send(Command::Select(vec![id.clone()]));
            settle(&mut h);
            unfold(&mut h);
            let labels = [
                Role::TextInput,
                Role::SpinButton,
                Role::ComboBox,
                Role::CheckBox,
                Role::RadioButton,
                Role::RadioGroup,
                Role::Switch,
                Role::Button,
                Role::Link,
            ]
            .into_iter()
            .flat_map(|role| super::labels(&h, role));
            out.entry(id.kind()).or_default().extend(labels);
        }
    }
    out
}

#[test]
fn every_missing_input_can_be_given() {
    let shown = fields();
    let mut lost = Vec::new();
    for (file, words, input) in INPUTS {
        match input {
            Field(kind, label) => {
                // A number follows the label of one of several, a choice the label of a field with a few.
                let more = [" ", ": "].map(|end| format!("{label}{end}"));
                let there = shown.get(kind).is_some_and(|all| {
                    all.iter()
                        .any(|l| l == label || more.iter().any(|m| l.starts_with(m.as_str())))
                });
                if !there {
                    lost.push(format!("{file}: {words}: no field {label} of a {kind:?}"));
                }
            }
            Catalogue | Named => {}
        }
    }
    let of: Vec<_> = shown
        .iter()
        .filter(|_| !lost.is_empty())
        .map(|(kind, all)| format!("{kind:?}: {all:?}"))
        .collect();
    assert!(lost.is_empty(), "{lost:#?}\n{}", of.join("\n"));
}
