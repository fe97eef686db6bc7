//! What a plan can start from: templates and the shipped examples.

/// Whether it is a start or a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Template,
    Example,
}

/// A plan that ships with the program.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// For the command line.
    pub key: &'static str,
    pub kind: Kind,
    pub title: &'static str,
    /// One sentence for the card.
    pub summary: &'static str,
    /// The plan file.
    pub text: &'static str,
}

/// All of them, in the order of the welcome page.
pub const ALL: &[Template] = &[
    Template {
        key: "two-servers",
        kind: Kind::Template,
        title: "Two servers, one room",
        summary: "A mirrored pair with two availability links on separate cards: the smallest plan that survives a host.",
        text: include_str!("../../assets/templates/two-servers.ron"),
    },
    Template {
        key: "two-buildings",
        kind: Kind::Template,
        title: "Two buildings and a witness",
        summary: "A pair split across two buildings with a witness in a third place: the loss of either stops nothing.",
        text: include_str!("../../assets/templates/two-buildings.ron"),
    },
    Template {
        key: "empty",
        kind: Kind::Template,
        title: "Empty plan",
        summary: "One site, nothing in it.",
        text: include_str!("../../assets/templates/empty.ron"),
    },
    Template {
        key: "exchange-4000-heavy",
        kind: Kind::Example,
        title: "4,000 heavy mailboxes",
        summary: "Two servers of 2009 carry four mailbox VMs with 1,000 heavy users each.",
        text: include_str!("../../examples/exchange-4000-heavy.ron"),
    },
    Template {
        key: "exchange-three-tiers",
        kind: Kind::Example,
        title: "Mail, three tiers",
        summary: "Executives, middle management and staff at levels 3, 2 and 1 across two buildings.",
        text: include_str!("../../examples/exchange-three-tiers.ron"),
    },
    Template {
        key: "furniture-retailer",
        kind: Kind::Example,
        title: "Furniture retailer",
        summary: "Two servers on a Fibre Channel array restart two mailbox VMs of Exchange Server 2003 for each other.",
        text: include_str!("../../examples/furniture-retailer.ron"),
    },
    Template {
        key: "vehicle-plant-split-site",
        kind: Kind::Example,
        title: "Vehicle plant",
        summary: "Lockstep across two buildings, with several hundred outlets that depend on it.",
        text: include_str!("../../examples/vehicle-plant-split-site.ron"),
    },
    Template {
        key: "sql-commerce",
        kind: Kind::Example,
        title: "Web shop on SQL Server",
        summary: "Tiers of databases; log latency against the distance that mirroring crosses.",
        text: include_str!("../../examples/sql-commerce.ron"),
    },
    Template {
        key: "hundred-and-twenty-branches",
        kind: Kind::Example,
        title: "Headquarters and 120 branches",
        summary: "Two rooms at headquarters carry tills, mail and files of 120 branches, each on a line of its own.",
        text: include_str!("../../examples/hundred-and-twenty-branches.ron"),
    },
    Template {
        key: "modern-edge",
        kind: Kind::Example,
        title: "Modern edge",
        summary: "A hospital keeps its own: Exchange Server SE and SQL Server 2022 on a pair of today's servers in two buildings.",
        text: include_str!("../../examples/modern-edge.ron"),
    },
];

/// The one of a key.
pub fn find(key: &str) -> Option<&'static Template> {
    ALL.iter().find(|t| t.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use evenkeel_model::catalogue::Catalogue;
    use evenkeel_model::check::{self, Severity};
    use evenkeel_model::facts::{Case, Cx, derive};

    #[test]
    fn each_opens_with_a_known_platform() {
        for template in ALL {
            let plan = evenkeel_model::io::from_text(template.text)
                .unwrap_or_else(|e| panic!("{}: {e}", template.key));
            assert!(
                Catalogue::built_in().profile(&plan.platform).is_some(),
                "{}",
                template.key
            );
        }
    }

    #[test]
    fn templates_start_without_errors() {
        for template in ALL.iter().filter(|t| t.kind == Kind::Template) {
            let plan = evenkeel_model::io::from_text(template.text).unwrap();
            let cx = Cx::new(&plan, Catalogue::built_in());
            let facts = derive(&cx, &Case::normal());
            for finding in check::run(&cx, &facts) {
                assert!(
                    finding.severity != Severity::Error || !finding.is_found(),
                    "{}: {} {}",
                    template.key,
                    finding.code,
                    finding.message
                );
            }
        }
    }
}
