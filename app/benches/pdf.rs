//! How long a 50-page deployment plan takes from document to bytes. Aim: under 0.5 s in release.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]
#![expect(clippy::print_stderr, reason = "a bench tells its figures")]

use std::hint::black_box;
use std::time::Instant;

use evenkeel::fonts::FontMetrics;
use evenkeel::pdf::{PdfMeta, render};
use evenkeel_model::drawing::{Drawing, Fill, Ink, Pt, Shape};
use evenkeel_model::report::paginate::document::*;
use evenkeel_model::report::paginate::{Paper, paginate};

/// A cover, contents, and chapters of prose, drawings and tables until there are at least 50 pages.
fn document(chapters: usize) -> Document {
    let table = || {
        let mut table = Table {
            columns: vec![
                Column::text("VM"),
                Column::text("Level"),
                Column::number("RAM"),
                Column::text("Load"),
                Column::share("Remark", 1.0),
            ],
            rows: Vec::new(),
        };
        for i in 0..110 {
            let share = (i % 10) as f32 / 10.0;
            table.rows.push(Row::new(vec![
                format!("mailbox-{i}").into(),
                Cell::Level((i % 4) as u8, "protected".into()),
                "8 GiB".into(),
                Cell::Bar(Bar {
                    now: share,
                    after: Some(share + 0.2),
                    ceiling: Some(0.8),
                    label: format!("{} %", i % 10 * 10),
                    ..Bar::default()
                }),
                "Runs on host-a1 with its partner on host-b1 → 0.61 ms".into(),
            ]));
        }
        Block::Table(table)
    };
    let drawing = Drawing {
        size: Pt::new(480.0, 200.0),
        shapes: (0..60)
            .map(|i| Shape::Rect {
                at: Pt::new((i % 12) as f32 * 40.0, (i / 12) as f32 * 40.0),
                size: Pt::new(34.0, 34.0),
                radius: 4.0,
                fill: if i % 3 == 0 {
                    Fill::Hatched(Ink::Accent)
                } else {
                    Fill::Solid(Ink::Level((i % 4) as u8))
                },
                stroke: None,
            })
            .collect(),
    };
    let chapter = |i: usize| {
        Chapter {
        title: format!("Chapter {i}"),
        anchor: format!("c{i}"),
        numbered: true,
        run_on: false,
        blocks: vec![
            Block::Lead("Protected pairs put 1.16 Gbit/s on the fibre between the buildings with one of the two links down. ".repeat(4).into()),
            Block::Heading { level: 2, text: "Where everything stands".into(), anchor: None },
            Block::Drawing { drawing: drawing.clone(), caption: Some("A drawing".into()), scale_up: 1.0 },
            table(),
        ],
    }
    };
    Document {
        meta: Meta {
            title: "Bench".into(),
            head: "Bench".into(),
            foot: "Foot".into(),
            ..Meta::default()
        },
        cover: Some(Cover {
            title: "Bench".into(),
            ..Cover::default()
        }),
        contents: true,
        chapters: (1..=chapters).map(chapter).collect(),
    }
}

fn main() {
    let document = document(7);
    let meta = PdfMeta {
        date: (2026, 1, 1),
        creator: "bench".into(),
    };
    let (mut layout, mut total) = (f64::MAX, f64::MAX);
    let (mut pages, mut bytes) = (0, 0);
    for _ in 0..5 {
        let start = Instant::now();
        let laid = paginate(black_box(&document), Paper::A4, &FontMetrics);
        layout = layout.min(start.elapsed().as_secs_f64());
        match render(&laid, &meta, &mut |_| true) {
            Ok(output) => bytes = output.bytes.len(),
            Err(e) => {
                eprintln!("{e}");
                std::process::exit(1);
            }
        }
        total = total.min(start.elapsed().as_secs_f64());
        pages = laid.pages.len();
    }
    println!(
        "pdf: {pages} pages, {} kB: layout {:.0} ms, layout and file {:.0} ms (aim 500 ms)",
        bytes / 1000,
        layout * 1e3,
        total * 1e3
    );
}
