//! Addresses round trip, and what goes down with what.

use std::collections::BTreeSet;

use super::{Down, Owner, Part, parts, tolerated};
use crate::check::testing::split_sample;
use crate::ids::{EntityId, HostId};
use crate::plan::arbitrary::plan as any_plan;
use crate::plan::{DiskKind, RaidGroup, RaidLevel};
use crate::units::Mb;
use proptest::prelude::*;

fn group(level: RaidLevel, disks: u32) -> RaidGroup {
    RaidGroup {
        name: "data".into(),
        level,
        disks,
        disk_size: Mb::new(1_000_000),
        kind: DiskKind::Sas15k,
        disk_iops: None,
        spans: None,
    }
}

#[test]
fn raid_groups_lose_their_data_beyond_their_redundancy() {
    let holds = |level, disks, failed: &[u32]| {
        tolerated(&group(level, disks), &failed.iter().copied().collect())
    };
    assert!(!holds(RaidLevel::Raid0, 4, &[1]));
    assert!(holds(RaidLevel::Raid1, 2, &[1]));
    assert!(!holds(RaidLevel::Raid1, 2, &[1, 2]));
    assert!(holds(RaidLevel::Raid1, 3, &[1, 2]));
    assert!(holds(RaidLevel::Raid5, 4, &[3]));
    assert!(!holds(RaidLevel::Raid5, 4, &[1, 3]));
    assert!(holds(RaidLevel::Raid6, 4, &[1, 3]));
    assert!(!holds(RaidLevel::Raid6, 4, &[1, 2, 3]));
    assert!(holds(RaidLevel::Raid10, 4, &[1, 3]));
    assert!(!holds(RaidLevel::Raid10, 4, &[1, 2]));
    assert!(holds(RaidLevel::Raid10, 4, &[2, 3]));
    assert!(holds(RaidLevel::Raid50, 6, &[1, 4]));
    assert!(!holds(RaidLevel::Raid50, 6, &[1, 3]));
    assert!(holds(RaidLevel::Raid60, 8, &[1, 2, 7]));
    assert!(!holds(RaidLevel::Raid60, 8, &[5, 6, 7]));
    assert!(holds(RaidLevel::RaidDp, 8, &[5, 6]));
    assert!(!holds(RaidLevel::Raid10, 3, &[3]));
    // Disks that the group does not have change nothing.
    assert!(holds(RaidLevel::Raid5, 4, &[1, 9]));
}

#[test]
fn addresses_are_read_back() {
    let plan = split_sample();
    let all = parts(&plan);
    assert!(all.len() > 20);
    let mut seen = BTreeSet::new();
    for part in &all {
        let text = part.to_string();
        assert!(seen.insert(text.clone()), "{text} twice");
        assert_eq!(&text.parse::<Part>().unwrap(), part, "{text}");
        assert!(part.is_in(&plan), "{text}");
        assert!(!part.label(&plan).is_empty());
    }
    for bad in [
        "",
        "host",
        "host/",
        "vm/a",
        "host/a/disk/data",
        "host/a/supply/0",
        "host/a/supply/x",
        "link/a/segment",
        "duct/",
        "host/a/fan/1",
        "switch/a/controller/1",
    ] {
        assert!(bad.parse::<Part>().is_err(), "{bad}");
    }
    let duct: Part = "duct/east / west".parse().unwrap();
    assert_eq!(duct, Part::Duct("east / west".into()));
}

#[test]
fn a_site_takes_along_what_stands_in_it() {
    let plan = split_sample();
    let site = plan.hosts.values().next().unwrap().site.clone();
    let down = Down::of(&plan, &[Part::from(&site)]);
    for (id, host) in plan.hosts.iter() {
        assert_eq!(down.host(id), host.site == site, "{id}");
    }
    assert!(down.has(&EntityId::from(&site)));
    assert!(!down.is_none());
    assert!(Down::of(&plan, &[]).is_none());
}

#[test]
fn a_host_goes_dark_with_its_last_supply_or_feed() {
    let plan = split_sample();
    let (id, host) = plan.hosts.iter().next().unwrap();
    assert_eq!(host.power_supplies.len(), 2);
    let supply = |n| Part::PowerSupply {
        host: id.clone(),
        supply: n,
    };
    assert!(!Down::of(&plan, &[supply(1)]).host(id));
    assert!(Down::of(&plan, &[supply(1), supply(2)]).host(id));
    let feeds: Vec<Part> = host
        .power_supplies
        .iter()
        .filter_map(|s| s.feed.as_ref().map(Part::from))
        .collect();
    assert!(Down::of(&plan, &feeds).host(id));
    if let [first, second] = feeds.as_slice()
        && first != second
    {
        assert!(!Down::of(&plan, std::slice::from_ref(first)).host(id));
        // One supply and the other's feed.
        assert!(Down::of(&plan, &[supply(1), second.clone()]).host(id));
    }
}

#[test]
fn disks_and_controllers_of_a_host() {
    let plan = split_sample();
    let (id, host) = plan.hosts.iter().next().unwrap();
    let owner = Owner::Host(id.clone());
    let Some(group) = host.raid.first() else {
        return;
    };
    let disk = |n| Part::Disk {
        of: owner.clone(),
        group: group.name.clone(),
        disk: n,
    };
    assert!(!Down::of(&plan, &[disk(1)]).group(&owner, &group.name));
    assert!(Down::of(&plan, &[disk(1), disk(2)]).group(&owner, &group.name));
    let all: Vec<Part> = (1..=host.controllers.unwrap_or(0))
        .map(|controller| Part::DiskController {
            host: id.clone(),
            controller,
        })
        .collect();
    assert!(Down::of(&plan, &all).group(&owner, &group.name));
    assert!(!Down::of(&plan, &all).host(id));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn nothing_panics_and_more_failures_take_more_along(plan in any_plan(), picks in prop::collection::vec(any::<prop::sample::Index>(), 0..5)) {
        let all = parts(&plan);
        prop_assume!(!all.is_empty());
        let some: Vec<Part> = picks.iter().map(|i| i.get(&all).clone()).collect();
        let mut before = Down::none();
        for n in 0..=some.len() {
            let now = Down::of(&plan, &some[..n]);
            for thing in before.things() {
                prop_assert!(now.has(thing));
            }
            before = now;
        }
        let unknown = Part::Thing(EntityId::Host(HostId::new("nobody").unwrap()));
        let _ = Down::of(&plan, &[unknown]);
    }
}
