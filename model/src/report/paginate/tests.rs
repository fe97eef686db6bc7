use std::time::Instant;

use super::document::*;
use super::text::{Style, wrap};
use super::*;

/// Every character is half an em wide.
struct Half;

impl Measure for Half {
    fn width(&self, text: &str, _: Face, size: f32) -> f32 {
        text.chars().count() as f32 * size / 2.0
    }
}

fn texts(page: &Page) -> Vec<&str> {
    page.shapes
        .iter()
        .filter_map(|s| {
            if let Shape::Text { text, .. } = s {
                Some(text.as_str())
            } else {
                None
            }
        })
        .collect()
}

fn chapter(title: &str, blocks: Vec<Block>) -> Chapter {
    Chapter {
        title: title.into(),
        anchor: title.into(),
        numbered: true,
        run_on: false,
        blocks,
    }
}

fn document(chapters: Vec<Chapter>) -> Document {
    Document {
        meta: Meta {
            head: "A plan".into(),
            foot: "Deployment plan · revision 3".into(),
            ..Meta::default()
        },
        chapters,
        ..Document::default()
    }
}

fn table(rows: usize, text: &str) -> Block {
    Block::Table(Table {
        columns: vec![
            Column::text("Name"),
            Column::number("Load"),
            Column::share("Remark", 1.0),
        ],
        rows: (0..rows)
            .map(|i| {
                Row::new(vec![
                    format!("host-{i}").into(),
                    Cell::Bar(Bar {
                        now: 0.3,
                        after: Some(0.6),
                        ceiling: Some(0.8),
                        label: "30 %, 60 %".into(),
                        ..Bar::default()
                    }),
                    text.into(),
                ])
            })
            .collect(),
    })
}

fn assert_inside(pages: &Pages) {
    for (i, page) in pages.pages.iter().enumerate() {
        for shape in &page.shapes {
            let (low, high) = shape.bounds(&Half);
            let inside =
                low.x >= 0.0 && low.y >= 0.0 && high.x <= pages.size.x && high.y <= pages.size.y;
            assert!(inside, "page {}: {shape:?}", i + 1);
        }
        for link in &page.links {
            assert!(
                link.page < pages.pages.len() && link.y < pages.size.y,
                "{link:?}"
            );
        }
    }
}

#[test]
fn a_table_repeats_its_head_on_each_page_and_loses_no_row() {
    let pages = paginate(
        &document(vec![chapter("Hosts", vec![table(200, "fine")])]),
        Paper::A4,
        &Half,
    );
    assert!(pages.pages.len() > 3);
    let mut rows = 0;
    for page in &pages.pages {
        let texts = texts(page);
        assert_eq!(texts.iter().filter(|t| **t == "Remark").count(), 1);
        let first_row = texts
            .iter()
            .position(|t| t.starts_with("host-"))
            .expect("rows");
        assert!(texts.iter().position(|t| *t == "Remark").expect("head") < first_row);
        rows += texts.iter().filter(|t| t.starts_with("host-")).count();
    }
    assert_eq!(rows, 200);
    assert!(
        pages
            .pages
            .iter()
            .all(|p| texts(p).iter().filter(|t| t.starts_with("host-")).count() >= 2)
    );
    assert_inside(&pages);
}

#[test]
fn a_row_is_not_split_unless_taller_than_a_page() {
    let long = "word ".repeat(60);
    let pages = paginate(
        &document(vec![chapter("Hosts", vec![table(40, &long)])]),
        Paper::Letter,
        &Half,
    );
    for page in &pages.pages {
        let texts = texts(page);
        let names = texts.iter().filter(|t| t.starts_with("host-")).count();
        let words: usize = texts.iter().map(|t| t.matches("word").count()).sum();
        assert_eq!(words, names * 60);
    }
    let endless = "word ".repeat(4000);
    let pages = paginate(
        &document(vec![chapter("Hosts", vec![table(2, &endless)])]),
        Paper::Letter,
        &Half,
    );
    let words: usize = pages
        .pages
        .iter()
        .flat_map(texts)
        .map(|t| t.matches("word").count())
        .sum();
    assert_eq!(words, 8000);
    assert_inside(&pages);
}

#[test]
fn contents_name_the_pages_that_the_chapters_stand_on() {
    let filler = || Block::Paragraph("some words to fill a page with ".repeat(400).into());
    let heading = |text: &str| Block::Heading {
        level: 2,
        text: text.into(),
        anchor: None,
    };
    let mut doc = document(
        (0..30)
            .map(|i| {
                chapter(
                    &format!("Chapter {i}"),
                    vec![
                        filler(),
                        heading(&format!("Section {i}a")),
                        filler(),
                        heading(&format!("Section {i}b")),
                    ],
                )
            })
            .collect(),
    );
    doc.contents = true;
    doc.cover = Some(Cover {
        title: "A plan".into(),
        ..Cover::default()
    });
    let pages = paginate(&doc, Paper::A4, &Half);
    assert_inside(&pages);
    let mut found = 0;
    let listing = pages
        .pages
        .iter()
        .take_while(|p| !texts(p).iter().any(|t| t.starts_with("some words")));
    for page in listing.skip(1) {
        let mut entry = None;
        for text in texts(page) {
            if text.contains("Chapter ") || text.starts_with("Section ") {
                entry = Some(text);
            } else if let (Some(name), Ok(number)) = (entry, text.parse::<usize>()) {
                assert!(
                    texts(&pages.pages[number - 1]).contains(&name),
                    "{name} on {number}"
                );
                found += 1;
                entry = None;
            }
        }
        assert!(!page.links.is_empty());
    }
    assert_eq!(found, 90);
    // Every page but the cover is numbered.
    let total = pages.pages.len();
    assert!(!texts(&pages.pages[0]).iter().any(|t| t.contains(" / ")));
    for (i, page) in pages.pages.iter().enumerate().skip(1) {
        assert!(texts(page).contains(&format!("{} / {total}", i + 1).as_str()));
        assert!(texts(page).contains(&"A plan"));
    }
    assert_eq!(pages.outline.len(), 30);
    assert_eq!(pages.outline[3].children.len(), 2);
    assert_eq!(pages.outline[3].children[1].title, "Section 3b");
}

#[test]
fn a_heading_stays_with_what_follows_and_lines_do_not_stand_alone() {
    for count in 30..60 {
        let mut blocks: Vec<Block> = (0..count)
            .map(|_| Block::Paragraph("one line".into()))
            .collect();
        blocks.push(Block::Heading {
            level: 2,
            text: "The heading".into(),
            anchor: None,
        });
        blocks.push(Block::Paragraph(
            "seven words that are in the text ".repeat(12).into(),
        ));
        let pages = paginate(&document(vec![chapter("C", blocks)]), Paper::A4, &Half);
        for page in &pages.pages {
            let texts = texts(page);
            if let Some(at) = texts.iter().position(|t| *t == "The heading") {
                assert!(
                    texts
                        .iter()
                        .skip(at)
                        .filter(|t| t.contains("words"))
                        .count()
                        >= 2,
                    "{count}"
                );
            }
            assert_ne!(
                texts.iter().filter(|t| t.contains("words")).count(),
                1,
                "{count}"
            );
        }
    }
}

#[test]
fn a_long_word_is_broken_to_fit() {
    let style = Style {
        size: 10.0,
        leading: 14.0,
        ink: Ink::Text,
        face: Face::Regular,
    };
    let lines = wrap(
        &format!("a {} b", "x".repeat(95)).as_str().into(),
        &style,
        100.0,
        &Half,
    );
    assert!(lines.iter().all(|l| l.width <= 100.1), "{lines:?}");
    let text: String = lines
        .iter()
        .flat_map(|l| &l.pieces)
        .map(|p| p.text.as_str())
        .collect();
    assert_eq!(text.matches('x').count(), 95);
    assert!(text.starts_with('a') && text.ends_with('b'));
}

#[test]
fn styles_and_links_survive_wrapping() {
    let style = Style {
        size: 10.0,
        leading: 14.0,
        ink: Ink::Text,
        face: Face::Regular,
    };
    let rich = Rich::new()
        .bold("Holds.")
        .text(" See ")
        .link("the host", "host-a")
        .text(", then sign.");
    let lines = wrap(&rich, &style, 1000.0, &Half);
    let pieces: Vec<_> = lines[0]
        .pieces
        .iter()
        .map(|p| (p.text.as_str(), p.face, p.link.is_some()))
        .collect();
    assert_eq!(
        pieces,
        [
            ("Holds.", Face::Bold, false),
            (" See ", Face::Regular, false),
            ("the host", Face::Regular, true),
            (", then sign.", Face::Regular, false)
        ]
    );
    assert_eq!(lines[0].width, 31.0 * 5.0);
}

#[test]
fn a_link_leads_to_the_page_of_its_row_and_a_dead_one_is_text() {
    let mut rows = Table {
        columns: vec![Column::text("Host")],
        rows: Vec::new(),
    };
    for i in 0..100 {
        rows.rows
            .push(Row::new(vec![format!("host-{i}").into()]).at(format!("host/{i}")));
    }
    let pages = paginate(
        &document(vec![
            chapter(
                "Summary",
                vec![Block::Paragraph(
                    Rich::new()
                        .link("last", "host/99")
                        .text(" and ")
                        .link("nowhere", "host/100"),
                )],
            ),
            chapter("Hosts", vec![Block::Table(rows)]),
        ]),
        Paper::A4,
        &Half,
    );
    let links = &pages.pages[0].links;
    assert_eq!(links.len(), 1);
    assert!(texts(&pages.pages[links[0].page]).contains(&"host-99"));
}

#[test]
fn nothing_leaves_the_page_whatever_the_text() {
    let wild = format!(
        "{} \u{200B}ä→\n\n{}",
        "very-long-identifier_without_space".repeat(20),
        "日本 ".repeat(50)
    );
    let blocks = vec![
        Block::Lead(wild.as_str().into()),
        Block::Callout {
            tone: Tone::Warning,
            paragraphs: vec![wild.repeat(40).into(), "short".into()],
        },
        Block::KeyValues(vec![
            (wild.clone(), wild.as_str().into()),
            ("Key".into(), "value".into()),
        ]),
        table(3, &wild),
        Block::Working {
            lines: vec![wild.replace('\n', " ").repeat(30)],
            note: Some(wild.as_str().into()),
        },
        Block::Definitions(vec![(wild.as_str().into(), wild.as_str().into())]),
        Block::List {
            start: Some(u32::MAX),
            items: vec![wild.as_str().into(); 3],
        },
        Block::Signatures(vec![wild.replace('\n', " "), "b".into(), "c".into()]),
        Block::Spacer(f32::MAX),
        Block::PageBreak,
        Block::PageBreak,
        Block::Note(wild.as_str().into()),
        Block::Table(Table::default()),
        Block::Table(Table {
            columns: (0..40)
                .map(|i| Column::text(format!("Column {i}")))
                .collect(),
            rows: vec![Row::new(vec!["x".into(); 40])],
        }),
    ];
    let mut doc = document(vec![
        chapter(&wild, blocks.clone()),
        chapter("Empty", Vec::new()),
    ]);
    doc.contents = true;
    doc.cover = Some(Cover {
        kicker: wild.clone(),
        title: wild.clone(),
        lines: vec![wild.clone()],
        blocks,
        signatures: vec!["Accepted".into(), "Prepared".into()],
    });
    for paper in [Paper::A4, Paper::Letter] {
        assert_inside(&paginate(&doc, paper, &Half));
    }
}

#[test]
fn an_empty_document_has_no_pages_and_does_not_fail() {
    assert!(
        paginate(&Document::default(), Paper::A4, &Half)
            .pages
            .is_empty()
    );
}

#[test]
fn ten_thousand_rows_are_linear() {
    let time = |rows| {
        let doc = document(vec![chapter(
            "Hosts",
            vec![table(rows, "a remark of a few words")],
        )]);
        let start = Instant::now();
        let pages = paginate(&doc, Paper::A4, &Half);
        (start.elapsed().as_secs_f64(), pages.pages.len())
    };
    let (small, _) = time(2_500);
    let (large, pages) = time(10_000);
    assert!(pages > 250);
    // Four times the rows: about four times as long. A quadratic layout would take sixteen times.
    assert!(large < small.max(0.02) * 10.0, "{small} s, then {large} s");
}

#[test]
fn numbers_keep_their_units_on_the_line() {
    let style = Style {
        size: 10.0,
        leading: 12.0,
        ink: Ink::Text,
        face: Face::Regular,
    };
    // Every character is 5 points wide.
    let lines = |text: &str, characters: usize| -> Vec<String> {
        let width = characters as f32 * 5.0;
        wrap(&text.into(), &style, width, &Half)
            .iter()
            .map(|l| l.pieces.iter().map(|p| p.text.as_str()).collect())
            .collect()
    };
    assert_eq!(lines("6.9 %, 14 %", 9), ["6.9 %,", "14 %"]);
    assert_eq!(
        lines("RAID 10, 16 × 600 GB here", 16),
        ["RAID 10,", "16 × 600 GB here"]
    );
    assert_eq!(lines("nic1 port 1 – b", 9), ["nic1", "port 1 –", "b"]);
    assert_eq!(
        lines("over 1 Gbit/s.", 8),
        ["over 1", "Gbit/s."],
        "no line holds both"
    );
    assert_eq!(lines("ends in 2 days on", 12), ["ends in", "2 days on"]);
    assert_eq!(lines("a % b", 3), ["a %", "b"], "no number, no tie");
}

#[test]
fn small_tables_are_not_torn_apart() {
    // Tables of five rows, each after a line that pushes it further down the page.
    let mut blocks = Vec::new();
    for i in 0..24 {
        for _ in 0..i % 5 {
            blocks.push(Block::Paragraph("filler".into()));
        }
        blocks.push(table(5, &format!("mark{i}.")));
    }
    let pages = paginate(&document(vec![chapter("One", blocks)]), Paper::A4, &Half);
    assert!(pages.pages.len() > 3);
    for i in 0..24 {
        let mark = format!("mark{i}.");
        let on = pages
            .pages
            .iter()
            .filter(|p| texts(p).iter().any(|t| t.contains(&mark)))
            .count();
        assert_eq!(on, 1, "{mark}");
    }
}

#[test]
fn a_contents_that_is_a_little_too_long_is_drawn_together() {
    let count = |entries: usize| {
        let mut d = document(
            (0..entries)
                .map(|i| chapter(&format!("Chapter {i}"), vec![]))
                .collect(),
        );
        d.contents = true;
        let pages = paginate(&d, Paper::A4, &Half);
        pages
            .pages
            .iter()
            .filter(|p| texts(p).contains(&"Contents"))
            .count()
    };
    // 30 entries of 21.5 points fit; up to 37 when drawn together.
    assert_eq!([count(30), count(34), count(37), count(42)], [1, 1, 1, 2]);
}
