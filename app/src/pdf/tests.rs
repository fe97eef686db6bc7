use evenkeel_model::drawing::{Drawing, Face, Fill, Ink, Pt, Shape, Stroke};
use evenkeel_model::report::paginate::document::*;
use evenkeel_model::report::paginate::{Paper, paginate};
use lopdf::{Dictionary, Document as File, Object};

use super::*;
use crate::fonts::FontMetrics;

const META: PdfMeta = PdfMeta {
    date: (2026, 11, 22),
    creator: String::new(),
};

fn shapes() -> Drawing {
    let stroke = |ink, dashed| Stroke {
        ink,
        width: 1.0,
        dashed,
    };
    Drawing {
        size: Pt::new(400.0, 100.0),
        shapes: vec![
            Shape::Rect {
                at: Pt::new(0.0, 0.0),
                size: Pt::new(90.0, 80.0),
                radius: 6.0,
                fill: Fill::Hatched(Ink::Accent),
                stroke: Some(stroke(Ink::Rule, true)),
            },
            Shape::Circle {
                centre: Pt::new(150.0, 40.0),
                radius: 20.0,
                fill: Fill::Solid(Ink::Level(2)),
                stroke: Some(stroke(Ink::Text, false)),
            },
            Shape::Polygon {
                points: vec![
                    Pt::new(200.0, 0.0),
                    Pt::new(240.0, 80.0),
                    Pt::new(180.0, 80.0),
                ],
                fill: Fill::None,
                stroke: Some(stroke(Ink::Error, false)),
            },
            Shape::Curve {
                from: Pt::new(0.0, 0.0),
                control_a: Pt::new(50.0, 90.0),
                control_b: Pt::new(90.0, 0.0),
                to: Pt::new(150.0, 40.0),
                stroke: stroke(Ink::Level(3), true),
            },
        ],
    }
}

fn sample(extra: &str) -> Pages {
    let mut table = Table {
        columns: vec![
            Column::text("VM"),
            Column::number("RAM"),
            Column::text("Load"),
        ],
        rows: Vec::new(),
    };
    for i in 0..60 {
        let bar = Bar {
            now: 0.3,
            after: Some(0.7),
            ceiling: Some(0.8),
            label: "30 %".into(),
            ..Bar::default()
        };
        table.rows.push(
            Row::new(vec![
                format!("mbx-{i}").into(),
                "8 GiB".into(),
                Cell::Bar(bar),
            ])
            .at(format!("vm/{i}")),
        );
    }
    let chapter = |title: &str, blocks| Chapter {
        title: title.into(),
        anchor: title.into(),
        numbered: true,
        run_on: false,
        blocks,
    };
    let document = Document {
        meta: Meta {
            title: "Größe → Ελλάδα".into(),
            author: "Привет".into(),
            subject: "Deployment plan".into(),
            language: "en".into(),
            head: "Plan".into(),
            foot: "Foot".into(),
            ..Meta::default()
        },
        cover: Some(Cover {
            title: "Mail platform".into(),
            ..Cover::default()
        }),
        contents: true,
        chapters: vec![
            chapter(
                "Summary",
                vec![
                    Block::Lead(
                        Rich::new()
                            .bold("Holds.")
                            .text(" Größe, Ελλάδα, Привет мир, 5 ≤ 7 → ✓ ⇄ AVATAR. ")
                            .link("last VM", "vm/59")
                            .text(extra),
                    ),
                    Block::Heading {
                        level: 2,
                        text: "A section".into(),
                        anchor: None,
                    },
                    Block::Heading {
                        level: 3,
                        text: "A part".into(),
                        anchor: None,
                    },
                    Block::Working {
                        lines: vec!["2 × 42 km = 84 km".into()],
                        note: None,
                    },
                    Block::Drawing {
                        drawing: shapes(),
                        caption: None,
                        scale_up: 1.0,
                    },
                ],
            ),
            chapter("VMs", vec![Block::Table(table)]),
        ],
    };
    paginate(&document, Paper::A4, &FontMetrics)
}

fn render_quietly(pages: &Pages) -> PdfOutput {
    render(pages, &META, &mut |_| true).expect("renders")
}

fn open(pages: &Pages) -> File {
    File::load_mem(&render_quietly(pages).bytes).expect("reads back")
}

fn follow<'a>(file: &'a File, object: &'a Object) -> &'a Object {
    file.dereference(object).expect("resolves").1
}

fn entry<'a>(file: &'a File, dict: &'a Dictionary, key: &[u8]) -> &'a Object {
    follow(
        file,
        dict.get(key)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(key))),
    )
}

#[test]
fn text_comes_out_as_it_went_in() {
    let file = open(&sample(""));
    let text = file.extract_text(&[3]).expect("text");
    for expected in [
        "Holds.",
        "Größe, Ελλάδα, Привет мир, 5 ≤ 7 → ✓ ⇄ AVATAR.",
        "2 × 42 km = 84 km",
        "last VM",
        "1 Summary",
    ] {
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(expected), "{expected} in {text}");
    }
    let pages = u32::try_from(file.get_pages().len()).expect("few");
    assert!(
        file.extract_text(&[pages])
            .expect("text")
            .contains(&format!("{pages} / {pages}"))
    );
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let pages = sample("");
    assert_eq!(render_quietly(&pages).bytes, render_quietly(&pages).bytes);
    assert_ne!(
        render_quietly(&pages).bytes,
        render_quietly(&sample("more")).bytes
    );
}

fn digest(bytes: &[u8]) -> String {
    let sum = bytes.iter().fold(0xcbf2_9ce4_8422_2325u64, |h, b| {
        (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("digest {sum:016x} {}", bytes.len())
}

/// Also run as a process of its own by the test below.
#[test]
fn print_digest() {
    println!("{}", digest(&render_quietly(&sample("")).bytes));
}

#[test]
fn another_process_gives_the_same_bytes() {
    // Ids that come from a counter would differ after a first document.
    render_quietly(&sample("before"));
    let here = digest(&render_quietly(&sample("")).bytes);
    let output = std::process::Command::new(std::env::current_exe().expect("path"))
        .args(["pdf::tests::print_digest", "--exact", "--nocapture"])
        .output()
        .expect("runs");
    let there = String::from_utf8_lossy(&output.stdout);
    assert!(there.contains(&here), "{here} in {there}");
}

#[test]
fn every_font_is_embedded_small_and_mapped_to_unicode() {
    let file = open(&sample(""));
    let mut names = Vec::new();
    for object in file.objects.values() {
        let Object::Dictionary(dict) = object else {
            continue;
        };
        if dict.has_type(b"Font")
            && dict
                .get(b"Subtype")
                .and_then(Object::as_name)
                .is_ok_and(|n| n == b"Type0")
        {
            names.push(
                String::from_utf8_lossy(
                    dict.get(b"BaseFont")
                        .and_then(Object::as_name)
                        .expect("name"),
                )
                .into_owned(),
            );
            assert!(matches!(
                entry(&file, dict, b"ToUnicode"),
                Object::Stream(_)
            ));
            let inner = follow(
                &file,
                &entry(&file, dict, b"DescendantFonts")
                    .as_array()
                    .expect("array")[0],
            )
            .as_dict()
            .expect("font");
            let descriptor = entry(&file, inner, b"FontDescriptor")
                .as_dict()
                .expect("descriptor");
            let program = entry(&file, descriptor, b"FontFile2")
                .as_stream()
                .expect("embedded");
            assert!(
                (500..40_000).contains(&program.content.len()),
                "{}",
                program.content.len()
            );
        }
    }
    names.sort();
    let bare: Vec<&str> = names
        .iter()
        .map(|n| n.split_once('+').expect("tagged").1)
        .collect();
    assert_eq!(bare.len(), 4);
    for name in [
        "DejaVuSans",
        "Inter-Regular",
        "Inter-SemiBold",
        "JetBrainsMono-Regular",
    ] {
        assert!(bare.contains(&name), "{names:?}");
    }
}

#[test]
fn bookmarks_are_nested_and_lead_to_pages() {
    let file = open(&sample(""));
    let root = entry(&file, file.catalog().expect("catalog"), b"Outlines")
        .as_dict()
        .expect("outlines")
        .clone();
    let title = |d: &Dictionary| {
        let bytes = d.get(b"Title").and_then(Object::as_str).expect("title");
        let units: Vec<u16> = bytes[2..]
            .chunks(2)
            .map(|c| u16::from_be_bytes([c[0], c[1]]))
            .collect();
        String::from_utf16(&units).expect("text")
    };
    let summary = entry(&file, &root, b"First").as_dict().expect("entry");
    assert_eq!(title(summary), "1 Summary");
    let section = entry(&file, summary, b"First").as_dict().expect("entry");
    assert_eq!(title(section), "A section");
    assert_eq!(
        title(entry(&file, section, b"First").as_dict().expect("entry")),
        "A part"
    );
    let vms = entry(&file, summary, b"Next").as_dict().expect("entry");
    assert_eq!(title(vms), "2 VMs");
    let page = vms.get(b"Dest").and_then(Object::as_array).expect("dest")[0]
        .as_reference()
        .expect("page");
    assert_eq!(file.get_pages().values().nth(3), Some(&page));
}

#[test]
fn links_lead_inside_the_document() {
    let file = open(&sample(""));
    let pages = file.get_pages();
    let annotations = |number: u32| -> Vec<Dictionary> {
        let page = file.get_dictionary(pages[&number]).expect("page");
        let list = entry(&file, page, b"Annots")
            .as_array()
            .expect("annotations")
            .clone();
        list.iter()
            .map(|a| follow(&file, a).as_dict().expect("annotation").clone())
            .collect()
    };
    let goal = |a: &Dictionary| {
        let action = entry(&file, a, b"A").as_dict().expect("action").clone();
        assert_eq!(
            action.get(b"S").and_then(Object::as_name).expect("kind"),
            b"GoTo"
        );
        let page = action.get(b"D").and_then(Object::as_array).expect("dest")[0]
            .as_reference()
            .expect("page");
        pages
            .iter()
            .find(|(_, id)| **id == page)
            .map(|(n, _)| *n)
            .expect("a page of this file")
    };
    // The contents: two chapters and a section.
    assert_eq!(
        annotations(2).iter().map(goal).collect::<Vec<_>>(),
        [3, 3, 4]
    );
    let last = *pages.keys().last().expect("pages");
    assert_eq!(annotations(3).iter().map(goal).collect::<Vec<_>>(), [last]);
}

#[test]
fn metadata_is_complete_and_free_of_the_clock() {
    let file = open(&sample(""));
    assert_eq!(file.version, "1.7");
    let catalog = file.catalog().expect("catalog");
    assert_eq!(
        catalog
            .get(b"PageMode")
            .and_then(Object::as_name)
            .expect("mode"),
        b"UseOutlines"
    );
    assert_eq!(
        catalog
            .get(b"Lang")
            .and_then(Object::as_str)
            .expect("language"),
        b"en"
    );
    let info = follow(&file, file.trailer.get(b"Info").expect("info"))
        .as_dict()
        .expect("info");
    assert_eq!(
        info.get(b"CreationDate")
            .and_then(Object::as_str)
            .expect("date"),
        b"D:20261122120000Z"
    );
    let author = info
        .get(b"Author")
        .and_then(Object::as_str)
        .expect("author");
    assert_eq!(author[..4], [0xFE, 0xFF, 0x04, 0x1F]);
}

#[test]
fn a_character_without_a_glyph_is_a_box_and_a_warning() {
    assert_eq!(render_quietly(&sample("")).warnings, Vec::<String>::new());
    let pages = sample("日本");
    let output = render_quietly(&pages);
    assert_eq!(output.warnings.len(), 1, "{:?}", output.warnings);
    assert!(output.warnings[0].contains('日') && output.warnings[0].contains("U+672C"));
    let file = File::load_mem(&output.bytes).expect("reads back");
    assert!(file.extract_text(&[3]).expect("text").contains("□□"));
}

#[test]
fn cancelling_stops_at_every_step() {
    let pages = sample("");
    let mut steps = 0;
    let mut last = 0.0;
    render(&pages, &META, &mut |share| {
        assert!(
            (0.0..=1.0).contains(&share) && share >= last,
            "{share} after {last}"
        );
        last = share;
        steps += 1;
        true
    })
    .expect("renders");
    assert!(steps > 8 && last == 1.0);
    for stop in 0..steps {
        let mut seen = 0;
        let result = render(&pages, &META, &mut |_| {
            seen += 1;
            seen <= stop
        });
        assert!(matches!(result, Err(PdfError::Cancelled)), "{stop}");
    }
}

#[test]
fn hatching_is_lines_in_a_clip_and_dashes_are_dashes() {
    let file = open(&sample(""));
    let content = file.get_page_content(file.get_pages()[&3]);
    let content = String::from_utf8_lossy(&content);
    assert!(
        content.contains("W\nn") && content.contains("] 0 d"),
        "{content}"
    );
}

#[test]
fn shapes_out_of_this_world_do_not_fail() {
    let huge = Shape::Rect {
        at: Pt::new(f32::NAN, -1e30),
        size: Pt::new(f32::INFINITY, 1e30),
        radius: f32::NAN,
        fill: Fill::Hatched(Ink::Error),
        stroke: None,
    };
    let text = Shape::Text {
        at: Pt::default(),
        text: "x".into(),
        face: Face::Bold,
        size: f32::NAN,
        ink: Ink::Text,
        align: evenkeel_model::drawing::Align::Right,
    };
    let empty = Shape::Polygon {
        points: Vec::new(),
        fill: Fill::Hatched(Ink::Text),
        stroke: None,
    };
    let mut pages = sample("");
    pages.pages[0].shapes.extend([huge, text, empty]);
    render_quietly(&pages);
}

#[test]
fn no_pages_at_all_is_still_a_file() {
    assert!(!render_quietly(&Pages::default()).bytes.is_empty());
}
