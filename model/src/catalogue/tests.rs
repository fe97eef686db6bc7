//! The shipped data against their schema, the keys that formulas read, and the vendors' worked examples.

mod platforms;

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::plan::Level;

/// Keys whose rows carry what they are about after a full stop.
const FAMILIES: &[&str] = &[
    keys::DISK_IOPS,
    keys::MAILBOX_DISK_IOPS,
    keys::RAID_PENALTY,
    keys::REBUILD_MB_S,
    keys::availability::SURVEY,
    keys::EQUIPMENT_US,
    keys::MEDIUM_FACTOR,
    keys::DESKTOP_USERS,
];

/// Every key that `keys.rs` names.
fn named_keys() -> BTreeSet<&'static str> {
    let files = [
        include_str!("keys.rs"),
        include_str!("keys/availability.rs"),
        include_str!("keys/sql.rs"),
    ];
    files
        .into_iter()
        .flat_map(str::lines)
        .filter_map(|line| line.strip_prefix("pub const ")?.split('"').nth(1))
        .collect()
}

fn known(key: &str) -> bool {
    let named = named_keys();
    match key.split_once('.') {
        Some((family, _)) => FAMILIES.contains(&family),
        None => named.contains(key) && !FAMILIES.contains(&key),
    }
}

fn shipped(key: &str) -> &'static Profile {
    let found = Catalogue::built_in().newest(key);
    found.unwrap_or_else(|| panic!("{key} is shipped"))
}

#[test]
fn every_shipped_file_is_read() {
    let mut catalogue = Catalogue::default();
    for (file, text) in BUILT_IN_PROFILES {
        if let Err(e) = catalogue.add_profile(file, text) {
            panic!("{e}");
        }
    }
    for (file, text) in BUILT_IN_TABLES {
        if let Err(e) = catalogue.add_tables(file, text) {
            panic!("{e}");
        }
    }
    assert_eq!(catalogue.profiles().count(), BUILT_IN_PROFILES.len());
}

/// No file under `assets/profiles`, `workloads` or `hardware` is forgotten in the lists, and keys are the file's path.
#[test]
fn every_file_is_listed() {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets");
    let mut found = vec!["availability.ron".to_owned(), "constants.ron".to_owned()];
    for folder in ["profiles", "workloads", "hardware"] {
        walk(&assets.join(folder), &mut |path| {
            let name = path.strip_prefix(&assets).expect("below assets");
            found.push(name.to_string_lossy().replace('\\', "/"));
        });
    }
    found.sort();
    let mut listed: Vec<String> = BUILT_IN_PROFILES
        .iter()
        .chain(BUILT_IN_TABLES)
        .map(|(name, _)| (*name).to_owned())
        .collect();
    listed.sort();
    assert_eq!(found, listed);
    for (name, text) in BUILT_IN_PROFILES {
        let key = name
            .trim_start_matches("profiles/")
            .trim_end_matches(".ron");
        assert!(text.contains(&format!("key: \"{key}\"")), "{name}");
    }
}

#[test]
fn every_row_has_unit_source_and_date() {
    let catalogue = Catalogue::built_in();
    for profile in catalogue.profiles() {
        for limit in &profile.limits {
            let about = format!("{} {:?}", profile.key, limit.quantity);
            assert_eq!(limit.unit, limit.quantity.unit(), "{about}");
            assert!(!limit.source.is_empty(), "{about}: source");
            assert!(is_date(&limit.date), "{about}: date {}", limit.date);
        }
        for (key, constant) in &profile.constants {
            assert!(is_date(&constant.date), "{} {key}", profile.key);
        }
        assert!(is_date(&profile.released), "{}", profile.key);
        assert!(!profile.quorum.source.is_empty() && !profile.summary.is_empty());
    }
    let tables = &catalogue.tables;
    let versions = tables.mailbox.values().flat_map(|v| v.constants.iter());
    for (key, constant) in tables
        .constants
        .iter()
        .chain(versions)
        .chain(sql_rows(tables))
    {
        assert!(!constant.source.is_empty(), "{key}: source");
        assert!(!constant.what.is_empty(), "{key}: what");
        assert!(is_date(&constant.date), "{key}: date {}", constant.date);
    }
    for (version, column) in mailbox_columns() {
        assert!(is_date(&column.date), "{version} {}", column.what);
        assert!(
            !column.what.is_empty() && !column.source.is_empty(),
            "{version}"
        );
    }
    let roles = tables.mailbox.values().flat_map(|v| v.roles.values());
    let editions = tables.sql.values().flat_map(|v| v.editions.values());
    for source in roles
        .map(|r| &r.source)
        .chain(tables.mailbox.values().map(|v| &v.source))
        .chain(editions.map(|e| &e.source))
        .chain(tables.archetypes.values().map(|a| &a.source))
        .chain(tables.hosts.values().map(|h| &h.source))
    {
        assert!(
            !source.document.is_empty() && is_date(&source.date),
            "{source:?}"
        );
    }
}

/// Columns of the tables of mailbox versions, with the version.
fn mailbox_columns() -> impl Iterator<Item = (&'static str, &'static MailboxColumn)> {
    let versions = Catalogue::built_in().tables.mailbox.iter();
    versions.flat_map(|(key, v)| v.columns.all().map(move |(_, c)| (key.as_str(), c)))
}

/// Rows of SQL Server's versions and editions.
fn sql_rows(tables: &Tables) -> impl Iterator<Item = (&String, &Constant)> {
    tables.sql.values().flat_map(|v| {
        let editions = v.editions.values().flat_map(|e| e.limits.iter());
        v.constants.iter().chain(editions)
    })
}

/// `2009`, `2009-08` or `2009-08-14`.
fn is_date(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let digits = text.chars().all(|c| c.is_ascii_digit() || c == '-');
    digits && matches!(lengths.as_slice(), [4] | [4, 2] | [4, 2, 2])
}

/// What is said to be recalled or assumed is not marked as read.
#[test]
fn marks_agree_with_words() {
    let catalogue = Catalogue::built_in();
    let tables = &catalogue.tables;
    let mut rows: Vec<(String, &str, bool)> = Vec::new();
    for p in catalogue.profiles() {
        for l in &p.limits {
            rows.push((
                format!("{} {:?}", p.key, l.quantity),
                &l.source,
                l.confirmed,
            ));
        }
        for (k, c) in &p.constants {
            rows.push((format!("{} {k}", p.key), &c.source, c.confirmed));
        }
    }
    let versions = tables.mailbox.values().flat_map(|v| v.constants.iter());
    for (k, c) in tables
        .constants
        .iter()
        .chain(versions)
        .chain(sql_rows(tables))
    {
        rows.push((k.clone(), &c.source, c.confirmed));
    }
    for (version, c) in mailbox_columns().filter(|(_, c)| c.otherwise.is_empty()) {
        rows.push((format!("{version} {}", c.what), &c.source, c.confirmed));
    }
    assert!(rows.iter().any(|(.., confirmed)| !confirmed));
    for (about, source, confirmed) in rows {
        let words = source.to_lowercase();
        let doubtful = words.contains("recalled") || words.starts_with("assumption");
        assert!(!(doubtful && confirmed), "{about}: {source}");
    }
}

#[test]
fn every_key_has_a_row_and_every_row_a_key() {
    let catalogue = Catalogue::built_in();
    let general = &catalogue.tables.constants;
    for key in named_keys() {
        if FAMILIES.contains(&key) {
            let prefix = format!("{key}.");
            assert!(general.keys().any(|k| k.starts_with(&prefix)), "{key}");
        } else {
            assert!(general.contains_key(key), "{key} has no general row");
        }
    }
    for key in general.keys() {
        assert!(known(key), "{key} is read by no formula");
    }
    for profile in catalogue.profiles() {
        for key in profile.constants.keys() {
            assert!(known(key), "{}: {key} is read by no formula", profile.key);
        }
    }
    for kind in ["Sata7k", "Sas10k", "Sas15k", "Ssd", "Nvme"] {
        assert!(
            general.contains_key(&format!("rebuild_mb_s.{kind}")),
            "{kind}"
        );
        assert!(general.contains_key(&format!("disk_iops.{kind}")), "{kind}");
    }
    for level in crate::plan::RaidLevel::ALL {
        assert!(
            general.contains_key(crate::facts::penalty_key(level)),
            "{level:?}"
        );
    }
}

/// A constant of a mailbox version is one that formulas or checks read; what follows a full stop is an edition or a kind
/// of copies.
#[test]
fn constants_of_mailbox_versions_are_known() {
    for (name, version) in &Catalogue::built_in().tables.mailbox {
        for key in version.constants.keys() {
            let (key, of) = key.split_once('.').unwrap_or((key, ""));
            assert!(MailboxConstants::KEYS.contains(&key), "{name}: {key}");
            assert!(
                ["", "standard", "cluster"].contains(&of),
                "{name}: {key}.{of}"
            );
        }
    }
}

#[test]
fn messages_between_and_beyond_the_rows() {
    let version = &Catalogue::built_in().tables.mailbox["exchange-2010"];
    assert_eq!(version.reading("150"), Some(Reading::Row("150")));
    assert_eq!(version.reading("150.0"), Some(Reading::Row("150")));
    assert_eq!(version.reading("heavy"), Some(Reading::Row("100")));
    let between = Reading::Between {
        low: "100",
        high: "150",
        messages: 137.5,
    };
    assert_eq!(version.reading("137.5"), Some(between));
    // Below the table row 100 counts, not the rounded row 50; above it row 500.
    let below = version.reading("20").expect("a number");
    assert_eq!(
        below,
        Reading::Scaled {
            row: "100",
            messages: 20.0
        }
    );
    assert!(!version.beyond(&below));
    let above = version.reading("800").expect("a number");
    assert!(version.beyond(&above));
    for unknown in ["busy", "-5", "NaN", "inf", ""] {
        assert_eq!(version.reading(unknown), None, "{unknown}");
    }
}

#[test]
fn every_platform_tells_each_step_once() {
    for profile in Catalogue::built_in().profiles() {
        let phases: Vec<Phase> = profile.steps.iter().map(|s| s.phase).collect();
        assert_eq!(phases, Phase::ALL, "{}", profile.key);
        for step in &profile.steps {
            let about = format!("{} {}", profile.key, step.title);
            assert_eq!(step.text.matches("{objects}").count(), 1, "{about}");
            assert!(
                step.text.ends_with('.') && !step.title.ends_with('.'),
                "{about}"
            );
            assert_eq!(step.text.matches('{').count(), 1, "{about}");
        }
    }
}

#[test]
fn damaged_data_are_refused() {
    let good = include_str!("../../../assets/profiles/stratus/everrun-mx.ron");
    let refuse = |from: &str, to: &str, says: &str| {
        assert!(good.contains(from), "{from}");
        let e = Catalogue::default()
            .add_profile("x.ron", &good.replace(from, to))
            .expect_err(says);
        assert!(e.to_string().contains(says), "{e}");
    };
    refuse(
        "value: 155, unit: \"Mbit/s\"",
        "value: 155, unit: \"MB/s\"",
        "Mbit/s",
    );
    refuse("value: 155,", "value: -155,", "needs a value");
    refuse(
        "(3584, 200), (5120, 228)",
        "(5120, 228), (3584, 200)",
        "rising order",
    );
    refuse("schema: 1,", "schema: 1, colour: 3,", "colour");
}

/// What a level may not be split by: the split-link budget (SplitSite workshop, Stratus, 2013).
#[test]
fn split_budget_of_the_pair() {
    let mx = shipped("stratus/everrun-mx");
    let at = |level, vcpus| {
        let rtt = mx.limit_on(LimitOf::RoundTrip, Some(level), vcpus, true);
        let mbps = mx.limit_on(LimitOf::BandwidthPerVm, Some(level), vcpus, true);
        (rtt.expect("a row").value, mbps.expect("a row").value)
    };
    assert_eq!(at(Level::L2, 1), (10.0, 155.0));
    assert_eq!(at(Level::L2, 8), (10.0, 155.0));
    assert_eq!(at(Level::L3, 1), (10.0, 155.0));
    assert_eq!(at(Level::L3, 2), (2.0, 1000.0));
    // W14 of the lockstep rules: one level-3 VM of two vCPUs and two of level 2.
    assert_eq!(at(Level::L3, 2).1 + 2.0 * at(Level::L2, 2).1, 1310.0);
    let rtt = mx.limit_on(LimitOf::RoundTrip, Some(Level::L3), 2, true);
    assert!(!rtt.expect("a row").broken_by(2.0) && rtt.expect("a row").broken_by(2.001));
    // Before, the round trip had to be below 10 ms, not up to it (webinar of 30 Jun 2008).
    let vm = shipped("stratus/everrun-vm-2009");
    let rtt = vm.limit_on(LimitOf::RoundTrip, Some(Level::L2), 2, true);
    assert!(rtt.expect("a row").broken_by(10.0) && !rtt.expect("a row").broken_by(9.999));
}

#[test]
fn lockstep_vcpus_of_each_platform() {
    for (key, most) in [
        ("stratus/everrun-vm-2009", 1.0),
        ("stratus/everrun-mx", 4.0),
        ("stratus/everrun-7", 8.0),
        ("vmware/vsphere-4-ft", 1.0),
        ("vmware/vsphere-8-ft", 8.0),
        ("stratus/ftvirtual-server", 1.0),
        ("stratus/everrun-2008", 1.0),
        ("stratus/endurance", 1.0),
        ("vmware/vsphere-5-ft", 1.0),
        ("vmware/vsphere-6-ft", 4.0),
        ("vmware/vsphere-6-7-ft", 8.0),
        ("vmware/vsphere-7-ft", 8.0),
    ] {
        let profile = shipped(key);
        let limit = profile.limit_on(LimitOf::Vcpus, Some(Level::L3), 2, false);
        assert_eq!(limit.map(|l| l.value), Some(most), "{key}");
        assert!(profile.mechanism(Level::L3).is_some(), "{key}");
    }
    assert!(
        shipped("vmware/vsphere-4-ft")
            .mechanism(Level::L2)
            .is_none()
    );
    assert!(shipped("stratus/everrun-7").mechanism(Level::L1).is_none());
    assert!(shipped("neutral/neutral").limits.is_empty());
}

#[test]
fn control_domain_memory() {
    // W17 (XenServer 4.0.1 Installation Guide, appendix D): 5 GB 228 MB, 32 GB and more 752 MB.
    for key in ["stratus/everrun-vm-2009", "stratus/everrun-mx"] {
        let curve = shipped(key).control_ram.clone().expect("a curve");
        for (gib, mib) in [
            (2.0, 200.0),
            (3.5, 200.0),
            (5.0, 228.0),
            (32.0, 752.0),
            (48.0, 752.0),
        ] {
            assert_eq!(curve.at(gib * 1024.0), mib, "{gib} GB");
        }
        assert!((curve.at(18.5 * 1024.0) - 490.0).abs() < 0.5, "half way");
    }
    // Steps are written as two points with one first value: the later holds from there on (7.x).
    let steps = Curve {
        points: vec![
            (24.0, 752.0),
            (24.0, 2048.0),
            (48.0, 2048.0),
            (48.0, 3072.0),
        ],
        what: String::new(),
        source: "7.x".into(),
        date: String::new(),
        confirmed: true,
    };
    for (x, y) in [
        (20.0, 752.0),
        (24.0, 2048.0),
        (47.0, 2048.0),
        (48.0, 3072.0),
        (56.0, 3072.0),
    ] {
        assert_eq!(steps.at(x), y, "{x}");
    }
}

fn walk(folder: &Path, see: &mut impl FnMut(&Path)) {
    let entries = std::fs::read_dir(folder).expect("a folder of the project");
    let mut paths: Vec<_> = entries.map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            walk(&path, see);
        } else {
            see(&path);
        }
    }
}

/// Platforms are data: no code names one. Comments may, where they give a source; so may tests, and the
/// sources and the example that a calculator shows.
#[test]
fn no_platform_is_named_in_code() {
    const WORDS: [&str; 9] = [
        "everrun",
        "vmware",
        "stratus",
        "xenserver",
        "vsphere",
        "marathon",
        "hyper-v",
        "citrix",
        "xcp-ng",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut offenders = Vec::new();
    let mut files = 0;
    for folder in ["model/src", "app/src"] {
        walk(&root.join(folder), &mut |path| {
            let name = path.to_string_lossy().replace('\\', "/");
            let test = name.contains("/tests")
                || name.ends_with("/testing.rs")
                || name.ends_with("/sample.rs");
            if !name.ends_with(".rs") || test {
                return;
            }
            files += 1;
            let text = std::fs::read_to_string(path).expect("source text");
            let lines: Vec<&str> = text.lines().collect();
            let mut cited = false;
            for (n, line) in lines.iter().enumerate() {
                // Tests within a file stand at its end.
                let next = lines.get(n + 1).copied().unwrap_or("");
                if line.trim() == "#[cfg(test)]" && next.ends_with('{') {
                    break;
                }
                let code = line.split("//").next().unwrap_or("").to_lowercase();
                // The list of shipped files is where data enter; a calculator cites documents and published cases.
                cited |= code.contains("sources: &[") || code.contains("example: &[");
                let entry = code.contains("asset!(") || cited;
                cited &= !code.trim_end().ends_with("],");
                if !entry && WORDS.iter().any(|w| code.contains(w)) {
                    offenders.push(format!("{name}:{}: {}", n + 1, line.trim()));
                }
            }
        });
    }
    assert!(files > 50, "the sources were found");
    assert!(offenders.is_empty(), "{}", offenders.join("\n"));
}
