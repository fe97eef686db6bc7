use super::paginate::document::{Block, Cell, Document, Rich};
use super::paginate::{Pages, Paper, paginate};
use super::*;
use crate::catalogue::Catalogue;
use crate::check::{self, testing};
use crate::drawing::{Face, Shape};
use crate::facts::{Case, derive};
use crate::ids::Kind;
use crate::plan::Plan;

/// Every character is half an em wide.
struct Half;

impl Measure for Half {
    fn width(&self, text: &str, _: Face, size: f32) -> f32 {
        text.chars().count() as f32 * size / 2.0
    }
}

fn with<R>(plan: &Plan, look: impl FnOnce(&Report<'_>) -> R) -> R {
    let cx = Cx::new(plan, Catalogue::built_in());
    let facts = derive(&cx, &Case::normal());
    let findings = check::run(&cx, &facts);
    let date = Date::parse("2026-11-22").expect("a date");
    look(&Report {
        cx: &cx,
        facts: &facts,
        findings: &findings,
        date,
        measure: &Half,
    })
}

fn document(plan: &Plan) -> Document {
    with(plan, deployment_plan)
}

fn pages(plan: &Plan) -> Pages {
    paginate(&document(plan), Paper::A4, &Half)
}

fn text(pages: &Pages) -> String {
    let mut out = String::new();
    for shape in pages.pages.iter().flat_map(|p| &p.shapes) {
        if let Shape::Text { text, .. } = shape {
            out.push_str(text);
            out.push('\n');
        }
    }
    out
}

/// Every rich text of the document.
fn riches(document: &Document) -> Vec<&Rich> {
    let mut out = Vec::new();
    let blocks = document
        .cover
        .iter()
        .flat_map(|c| &c.blocks)
        .chain(document.chapters.iter().flat_map(|c| &c.blocks));
    for block in blocks {
        match block {
            Block::Lead(r) | Block::Paragraph(r) | Block::Note(r) => out.push(r),
            Block::Callout { paragraphs, .. } => out.extend(paragraphs),
            Block::KeyValues(rows) => out.extend(rows.iter().map(|(_, r)| r)),
            Block::Table(t) => {
                out.extend(
                    t.rows
                        .iter()
                        .flat_map(|r| &r.cells)
                        .filter_map(|c| match c {
                            Cell::Text(r) | Cell::Severity(_, r) | Cell::Level(_, r) => Some(r),
                            Cell::Bar(_) => None,
                        }),
                )
            }
            Block::Working { note, .. } => out.extend(note),
            Block::List { items, .. } => out.extend(items),
            _ => {}
        }
    }
    out
}

#[test]
fn each_thing_of_the_plan_stands_in_exactly_one_step() {
    let plan = testing::sample();
    let cx = Cx::new(&plan, Catalogue::built_in());
    let mut found: Vec<EntityId> = steps(&plan, &cx.profile)
        .into_iter()
        .flat_map(|s| s.objects)
        .collect();
    found.sort();
    let mut all: Vec<EntityId> = plan.entities().collect();
    all.sort();
    assert_eq!(found, all);
    assert!(all.iter().any(|id| id.kind() == Kind::Workload));
}

#[test]
fn every_kind_of_thing_has_a_phase() {
    // Adding one of each kind must give a step for it, in the order of phases.
    let plan = testing::sample();
    let cx = Cx::new(&plan, Catalogue::built_in());
    let steps = steps(&plan, &cx.profile);
    let phases: Vec<_> = steps.iter().map(|s| s.phase).collect();
    let mut sorted = phases.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(phases, sorted);
    assert!(steps.iter().all(|s| {
        !s.title.is_empty()
            && s.text
                .iter()
                .all(|t| !t.is_empty() && !t.contains("{objects}"))
    }));
}

#[test]
fn the_verdict_comes_first_and_headline_numbers_are_the_facts() {
    let plan = testing::sample();
    let text = text(&pages(&plan));
    with(&plan, |report| {
        let cover = text.split("Contents").next().expect("a cover");
        assert!(cover.contains(report.verdict().words()), "{cover}");
        for f in report.facts.hosts.values() {
            assert!(
                text.contains(&words::percent(f.shares.ram)),
                "{}",
                words::percent(f.shares.ram)
            );
        }
        for figure in crate::facts::addresses(report.cx, report.facts)
            .into_iter()
            .filter(|f| f.headline)
        {
            assert!(text.contains(&figure.address), "{}", figure.address);
        }
    });
}

#[test]
fn open_warnings_stand_beside_the_verdict_with_their_chapter() {
    use crate::check::{Finding, Severity, Verdict};
    let plan = testing::sample();
    let cx = Cx::new(&plan, Catalogue::built_in());
    let facts = derive(&cx, &Case::normal());
    let all = check::run(&cx, &facts);
    let date = Date::parse("2026-11-22").expect("a date");
    let mut warning = all.first().expect("a finding").clone();
    warning.severity = Severity::Warning;
    warning.status = crate::check::Status::Found;
    warning.waived = None;
    let words = |findings: &[Finding]| {
        let report = Report {
            cx: &cx,
            facts: &facts,
            findings,
            date,
            measure: &Half,
        };
        assert_eq!(report.verdict(), Verdict::Holds);
        let document = deployment_plan(&report);
        let at = document
            .chapters
            .iter()
            .position(|c| c.anchor == "findings");
        assert_eq!(at.map(|at| at + 1), Some(findings::number(&report)));
        let Block::Lead(lead) = &document.chapters[0].blocks[0] else {
            panic!("a lead");
        };
        (
            summary::in_short(&report).plain(),
            lead.plain(),
            findings::number(&report),
        )
    };
    let (short, lead, chapter) = words(std::slice::from_ref(&warning));
    assert!(
        short.starts_with(&format!("Holds, 1 warning to read in chapter {chapter}. ")),
        "{short}"
    );
    assert!(!lead.contains("as it stands"), "{lead}");
    let (short, lead, _) = words(&[]);
    assert!(short.starts_with("Holds. "), "{short}");
    assert!(lead.contains("as it stands"), "{lead}");
}

#[test]
fn a_vm_that_is_only_restarted_is_not_watched_for_parts_of_its_host() {
    let mut plan = testing::sample();
    let ids: Vec<_> = plan.vms.keys().cloned().collect();
    for id in &ids {
        let mut vm = (**plan.vms.get(id).expect("a VM")).clone();
        vm.level = crate::plan::Level::L1;
        plan.put(&EntityId::from(id), vm.into());
    }
    let text = text(&pages(&plan));
    assert!(
        text.matches("not watched").count() > ids.len() - 1,
        "{text}"
    );
}

#[test]
fn every_link_leads_somewhere() {
    let plan = testing::sample();
    let document = document(&plan);
    let mut anchors: Vec<String> = document.chapters.iter().map(|c| c.anchor.clone()).collect();
    for block in document.chapters.iter().flat_map(|c| &c.blocks) {
        match block {
            Block::Heading { anchor, .. } => anchors.extend(anchor.clone()),
            Block::Table(t) => anchors.extend(t.rows.iter().filter_map(|r| r.anchor.clone())),
            _ => {}
        }
    }
    let mut links = 0;
    for rich in riches(&document) {
        for to in rich.0.iter().filter_map(|s| s.link.as_ref()) {
            // The working of a figure that is no headline is not printed; its address stands as text.
            assert!(anchors.contains(to) || to.starts_with("figure:"), "{to}");
            links += 1;
        }
    }
    assert!(links > 20);
}

#[test]
fn an_empty_plan_has_a_report_too() {
    let text = text(&pages(&Plan::default()));
    assert!(text.contains("Untitled plan") && text.contains("Sign-off"));
}

#[test]
fn nothing_stands_outside_the_page_or_reads_like_code() {
    for plan in [Plan::default(), testing::sample()] {
        let pages = pages(&plan);
        for page in &pages.pages {
            for shape in &page.shapes {
                let (low, high) = shape.bounds(&Half);
                assert!(
                    low.x >= 0.0
                        && low.y >= 0.0
                        && high.x <= pages.size.x
                        && high.y <= pages.size.y,
                    "{shape:?}"
                );
            }
        }
        let text = text(&pages);
        for bad in ["NaN", "inf ", "-0 ", "Some(", "None)", "{", "}"] {
            assert!(!text.contains(bad), "{bad}");
        }
    }
}

#[test]
fn waivers_are_printed_with_their_reason() {
    let mut plan = testing::sample();
    plan.waivers.push(crate::plan::Waiver {
        code: "CAP-999".into(),
        subject: EntityId::Plan,
        reason: "The spare card is on the shelf".into(),
        by: "J. Smith".into(),
        date: "2026-11-20".into(),
    });
    let text = text(&pages(&plan));
    assert!(text.contains("Accepted risks") && text.contains("J. Smith"));
    assert!(text.replace('\n', " ").contains("spare card"));
}

#[test]
fn names_that_look_like_markup_are_printed_as_they_are() {
    let mut plan = testing::sample();
    plan.about.name = "**Plan** [x](y) <b>".into();
    assert!(text(&pages(&plan)).contains("**Plan** [x](y) <b>"));
}

mod any_plan {
    use proptest::prelude::*;

    use super::*;
    use crate::plan::{Entity, Level};

    /// The sample with copies of its things, things taken out, and levels shuffled: dangling references and all.
    fn plans() -> impl Strategy<Value = Plan> {
        let copies = prop::collection::vec((any::<prop::sample::Index>(), "[a-z]{1,8}"), 0..12);
        let removed = prop::collection::vec(any::<prop::sample::Index>(), 0..8);
        (copies, removed, 0u8..4).prop_map(|(copies, removed, level)| {
            let mut plan = testing::sample();
            for (from, name) in copies {
                let ids: Vec<EntityId> = plan.entities().collect();
                let id = from.get(&ids);
                if let Some(entity) = plan.entity(id) {
                    let fresh = plan.fresh_id(id.kind(), &name);
                    let entity = match entity {
                        Entity::Vm(vm) => {
                            let mut vm = (*vm).clone();
                            vm.level = Level::from_number(level).unwrap_or_default();
                            vm.into()
                        }
                        other => other,
                    };
                    plan.put(&fresh, entity);
                }
            }
            for index in removed {
                let ids: Vec<EntityId> = plan.entities().collect();
                if !ids.is_empty() {
                    plan.take(index.get(&ids));
                }
            }
            plan
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn each_thing_stands_in_exactly_one_step_and_is_printed_there(plan in plans()) {
            let cx = Cx::new(&plan, Catalogue::built_in());
            let mut found: Vec<EntityId> = steps(&plan, &cx.profile).into_iter().flat_map(|s| s.objects).collect();
            found.sort();
            let mut all: Vec<EntityId> = plan.entities().collect();
            all.sort();
            prop_assert_eq!(&found, &all);

            let document = document(&plan);
            let installation = document.chapters.iter().find(|c| c.anchor == "installation").expect("the chapter");
            let rows: Vec<String> = installation.blocks.iter().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None })
                .flat_map(|t| &t.rows).filter_map(|r| r.anchor.clone()).collect();
            for id in &all {
                prop_assert_eq!(rows.iter().filter(|r| **r == anchor(id)).count(), 1, "{}", id);
            }
        }

        #[test]
        fn the_report_of_any_plan_stays_on_its_pages(plan in plans()) {
            let pages = pages(&plan);
            for shape in pages.pages.iter().flat_map(|p| &p.shapes) {
                let (low, high) = shape.bounds(&Half);
                prop_assert!(low.x >= -0.01 && low.y >= 0.0 && high.x <= pages.size.x && high.y <= pages.size.y, "{:?}", shape);
            }
        }
    }
}

/// Cables find both their ends mounted.
#[test]
fn what_a_link_joins_is_in_place_before_it() {
    let plan = testing::split_sample();
    for profile in Catalogue::built_in().profiles() {
        let steps = steps(&plan, profile);
        let step_of = |id: &EntityId| steps.iter().position(|s| s.objects.contains(id));
        for id in plan.links.keys() {
            let link = EntityId::from(id);
            let entity = plan.entity(&link).expect("it is there");
            for end in entity.references() {
                let later = matches!(end.target.kind(), Kind::Witness);
                assert!(
                    later || step_of(&end.target) <= step_of(&link),
                    "{}: {link} before {}",
                    profile.key,
                    end.target
                );
            }
        }
    }
}

#[test]
fn a_name_keeps_its_small_letter_at_the_beginning_of_a_sentence() {
    let mut plan = testing::sample();
    crate::change!(plan, vms, "mbx-1", v => v.name = String::new());
    with(&plan, |r| {
        assert_eq!(r.sentence("mbx-1 has no host"), "mbx-1 has no host");
        assert_eq!(r.sentence("mbx-10 has no host"), "Mbx-10 has no host");
        assert_eq!(r.sentence("no link joins them"), "No link joins them");
    });
}

#[test]
fn fibre_alone_gives_a_chart_of_distance_too() {
    let text = include_str!("../../../examples/exchange-three-tiers.ron");
    let mut plan = crate::io::from_text(text).expect("the example parses");
    let chart = |plan: &Plan| {
        with(plan, |r| {
            let joint = r.facts.joints.values().next().expect("a pair");
            distance_chart(joint, crate::drawing::Pt::new(495.0, 170.0)).map(|d| {
                d.shapes
                    .iter()
                    .filter_map(|s| match s {
                        Shape::Text { text, .. } => Some(text.clone()),
                        _ => None,
                    })
                    .collect::<Vec<_>>()
                    .join("\n")
            })
        })
    };
    let on_map = chart(&plan).expect("distances are known");
    assert!(on_map.contains("this plan: 42 km,"), "{on_map}");
    for (id, link) in plan.links.clone().iter() {
        let mut link = (**link).clone();
        for s in &mut link.segments {
            let on_map = s.distance.take();
            s.fibre = on_map.map(|d| crate::units::FibreLength::from_km(d.km() * 1.25));
        }
        plan.links.put(id.clone(), link);
    }
    let in_fibre = chart(&plan).expect("fibre is known");
    // The same 42 km with the route factor of 1.25, so the limit lies farther by the same factor.
    assert!(
        in_fibre.contains("this plan: 52.5 km of fibre,"),
        "{in_fibre}"
    );
    assert!(in_fibre.contains(" of fibre\n") || in_fibre.ends_with(" of fibre"));
}

#[test]
fn an_empty_plan_claims_nothing() {
    let text = text(&pages(&Plan::default()));
    assert!(text.contains("Nothing planned yet"), "{text}");
    assert!(!text.contains("Holds"), "{text}");
}
