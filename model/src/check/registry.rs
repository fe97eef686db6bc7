//! All checks, family by family.

use super::Check;
use super::{capacity, link, mailbox, protection, redundancy, service, site, sql};

/// Every check of the product, by family; within a family sorted by code.
pub fn all() -> impl Iterator<Item = &'static dyn Check> {
    [
        capacity::ALL,
        mailbox::ALL,
        sql::ALL,
        protection::ALL,
        link::ALL,
        site::ALL,
        redundancy::ALL,
        service::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The check of a code, for help.
pub fn find(code: &str) -> Option<&'static dyn Check> {
    all().find(|c| c.meta().code.to_string() == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{Code, Meta, testing};
    use super::all;
    use crate::catalogue::Catalogue;
    use crate::facts::{Case, Cx, addresses, derive};

    fn metas() -> Vec<&'static Meta> {
        all().map(|c| c.meta()).collect()
    }

    #[test]
    fn codes_are_unique_and_sorted_within_a_family() {
        let codes: Vec<Code> = metas().iter().map(|m| m.code).collect();
        let unique: BTreeSet<Code> = codes.iter().copied().collect();
        assert_eq!(unique.len(), codes.len());
        for pair in codes.windows(2) {
            assert!(
                pair[0].family != pair[1].family || pair[0].number < pair[1].number,
                "{} before {}",
                pair[0],
                pair[1]
            );
        }
    }

    #[test]
    fn help_has_its_headings_and_no_title_is_a_sentence() {
        for meta in metas() {
            let lines: Vec<&str> = meta.help.iter().map(|l| l.trim()).collect();
            let mut after = 0;
            for heading in [
                "## What it finds",
                "## Why it matters",
                "## What to do",
                "## References",
            ] {
                let at = lines.iter().position(|l| *l == heading);
                let at = at.unwrap_or_else(|| panic!("{} lacks {heading}", meta.code));
                assert!(at >= after, "{}: {heading} is out of order", meta.code);
                after = at;
            }
            assert!(!meta.title.ends_with('.'), "{}", meta.code);
        }
    }

    #[test]
    fn every_evidence_is_an_address_that_exists() {
        let plans = [
            testing::sample(),
            testing::with(|p| {
                // Everything too small at once.
                crate::change!(p, hosts, "host-a", h => {
                    h.ram = crate::units::Mib::new(8192);
                    h.raid[1].disks = 2;
                    h.clock = crate::units::Ghz::new(0.1);
                });
                crate::change!(p, vms, "mbx-1", vm => {
                    vm.ram = crate::units::Mib::new(1024);
                    vm.vcpus = 1;
                });
            }),
        ];
        let examples = [
            "../examples/exchange-4000-heavy.ron",
            "../examples/sql-commerce.ron",
        ]
        .map(|path| crate::io::from_text(&std::fs::read_to_string(path).unwrap()).unwrap());
        let mut seen = 0;
        for plan in plans.iter().chain(&examples) {
            let cx = Cx::new(plan, Catalogue::built_in());
            let facts = derive(&cx, &Case::normal());
            let known: BTreeSet<String> = addresses(&cx, &facts)
                .into_iter()
                .map(|a| a.address)
                .collect();
            for finding in super::super::run(&cx, &facts) {
                for address in &finding.evidence {
                    seen += 1;
                    assert!(known.contains(address), "{}: {address}", finding.code);
                }
            }
        }
        assert!(seen > 5, "the plans must trip something");
    }

    fn example(name: &str) -> crate::plan::Plan {
        let text = std::fs::read_to_string(format!("../examples/{name}.ron")).unwrap();
        crate::io::from_text(&text).unwrap()
    }

    #[test]
    fn breaks_of_the_heavy_mailboxes() {
        let mailboxes = |p: &mut crate::plan::Plan, n: u32, servers: usize| {
            let (id, w) = p.workloads.iter().next().unwrap();
            let (id, mut w) = (id.clone(), (**w).clone());
            w.runs_on.truncate(servers);
            if let crate::plan::WorkloadKind::Mailbox(m) = &mut w.kind {
                m.users[0].mailboxes = n;
            }
            p.workloads.put(id, w);
        };
        let plan = example("exchange-4000-heavy");
        assert_eq!(
            testing::codes(&plan),
            ["PRO-043"],
            "limits recalled, an information"
        );

        let mut crowded = plan.clone();
        mailboxes(&mut crowded, 3000, 1);
        let codes = testing::codes(&crowded);
        for code in ["MBX-002", "MBX-003"] {
            assert!(codes.contains(&code.to_owned()), "{code} not in {codes:?}");
        }
        assert!(
            !codes.contains(&"MBX-001".to_owned()),
            "said once, by MBX-003"
        );

        // One mailbox more than 1,000 on each of the four servers.
        let mut one_more = plan.clone();
        mailboxes(&mut one_more, 4004, 4);
        assert!(testing::codes(&one_more).contains(&"MBX-003".to_owned()));

        let mut halved = plan.clone();
        let hosts: Vec<_> = halved.hosts.keys().cloned().collect();
        for id in hosts {
            let mut h = (**halved.hosts.get(&id).unwrap()).clone();
            h.ram = crate::units::Mib::new(h.ram.get() / 2);
            halved.hosts.put(id, h);
        }
        let found = testing::findings(&halved);
        let memory: Vec<String> = found
            .iter()
            .map(|f| f.code.to_string())
            .filter(|c| ["CAP-003", "CAP-006", "CAP-007"].contains(&c.as_str()))
            .collect();
        assert!(!memory.is_empty(), "{found:#?}");
    }

    proptest::proptest! {
        #[test]
        fn any_plan_is_checked_and_every_fix_can_be_made(plan in crate::plan::arbitrary::plan()) {
            for finding in testing::findings(&plan) {
                for fix in &finding.fixes {
                    let made = fix.edit.apply(&plan);
                    proptest::prop_assert!(made.is_ok(), "{} {}: {made:?}", finding.code, fix.title);
                }
            }
        }
    }
}
