//! Lays a document out to pages of shapes, for paper and for the preview on screen.
//!
//! Blocks become chunks (a line, a row, a drawing), chunks are placed on pages, then the contents and what every
//! page repeats (running head, foot, page number) are painted, once the number of pages is known. Linear in the
//! size of the document. Knows no font file: widths come from [`Measure`].

mod blocks;
mod contents;
pub mod document;
mod flow;
mod table;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;

use crate::drawing::{Align, Face, Fill, Ink, Measure, Pt, Shape};

use blocks::Space;
use document::{Anchor, Block, Cover, Document, Meta};
use flow::{Flow, Frame, Mark, Sheet};
use text::{Style, wrap, wrap_even};

pub use table::paint_bar;
pub(crate) use text::{fit, plain_lines};

/// Paper size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Paper {
    #[default]
    A4,
    Letter,
}

impl Paper {
    /// Width and height in points, upright.
    pub fn size(self) -> Pt {
        match self {
            // 210 mm × 297 mm.
            Paper::A4 => Pt::new(595.276, 841.89),
            // 8.5 in × 11 in.
            Paper::Letter => Pt::new(612.0, 792.0),
        }
    }
}

/// A document laid out.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Pages {
    /// Size of every page, points.
    pub size: Pt,
    pub pages: Vec<Page>,
    pub outline: Vec<OutlineEntry>,
    pub meta: Meta,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Page {
    pub shapes: Vec<Shape>,
    pub links: Vec<Link>,
}

/// A rectangle that leads to a place in the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub at: Pt,
    pub size: Pt,
    /// Index of the page that it leads to.
    pub page: usize,
    /// Height on that page, points from its top.
    pub y: f32,
}

/// A bookmark.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OutlineEntry {
    pub title: String,
    /// Index of the page.
    pub page: usize,
    /// Points from the top of the page.
    pub y: f32,
    pub children: Vec<OutlineEntry>,
}

const SIDE: f32 = 50.0;
const TOP: f32 = 64.0;
const BOTTOM: f32 = 64.0;
const HEAD_BASELINE: f32 = 32.0;
const FOOT_BASELINE: f32 = 28.0;
const FURNITURE: f32 = 8.0;

/// Lays out a document.
pub fn paginate(document: &Document, paper: Paper, measure: &dyn Measure) -> Pages {
    let size = paper.size();
    let frame = Frame {
        left: SIDE,
        top: TOP,
        width: size.x - 2.0 * SIDE,
        bottom: size.y - BOTTOM,
    };
    let space = Space {
        width: frame.width,
        height: frame.bottom - frame.top,
        measure,
    };

    let cover = document
        .cover
        .as_ref()
        .map(|cover| cover_pages(cover, frame, &space));
    let covers = cover.as_ref().map_or(0, |flow| flow.sheets.len());
    let listed = contents::count(document);
    let density = contents::Density::of(&listed, frame);
    let contents = if document.contents {
        contents::pages(&listed, density, frame)
    } else {
        0
    };

    let mut body = Flow::new(frame, covers + contents);
    let mut number = 0;
    for chapter in &document.chapters {
        let title = if chapter.numbered {
            number += 1;
            format!("{number} {}", chapter.title)
        } else {
            chapter.title.clone()
        };
        let mut chunks = blocks::chapter_title(&title, &chapter.anchor, &space);
        chunks.extend(blocks::all(&chapter.blocks, &space));
        body.chapter(&chapter.title, chapter.run_on, chunks);
    }

    let Flow {
        sheets: body_sheets,
        places: mut anchors,
        marks,
        ..
    } = body;
    let mut links_of: Vec<Sheet> = Vec::new();
    if let Some(flow) = cover {
        for (anchor, place) in flow.places {
            anchors.entry(anchor).or_insert(place);
        }
        links_of.extend(flow.sheets);
    }
    if document.contents {
        let listing = contents::lay(&marks, density, frame, covers, contents, measure);
        for (anchor, place) in listing.places {
            anchors.insert(anchor, place);
        }
        links_of.extend(listing.sheets);
    }
    links_of.extend(body_sheets);

    let total = links_of.len();
    let pages = links_of
        .into_iter()
        .enumerate()
        .map(|(i, sheet)| {
            let Sheet {
                mut shapes,
                links,
                chapter,
            } = sheet;
            if i >= covers {
                furniture(
                    &document.meta,
                    &chapter,
                    i,
                    total,
                    size,
                    measure,
                    &mut shapes,
                );
            }
            Page {
                shapes,
                links: resolve(links, &anchors),
            }
        })
        .collect();
    Pages {
        size,
        pages,
        outline: outline(&marks),
        meta: document.meta.clone(),
    }
}

fn resolve(links: Vec<(Pt, Pt, Anchor)>, anchors: &BTreeMap<Anchor, (usize, f32)>) -> Vec<Link> {
    links
        .into_iter()
        .filter_map(|(at, size, to)| {
            anchors
                .get(&to)
                .map(|&(page, y)| Link { at, size, page, y })
        })
        .collect()
}

/// Nests bookmarks by their level.
fn outline(marks: &[Mark]) -> Vec<OutlineEntry> {
    let mut out: Vec<OutlineEntry> = Vec::new();
    for mark in marks {
        let mut siblings = &mut out;
        for _ in 1..mark.level {
            if siblings.is_empty() {
                break;
            }
            let last = siblings.len() - 1;
            siblings = &mut siblings[last].children;
        }
        siblings.push(OutlineEntry {
            title: mark.title.clone(),
            page: mark.page,
            y: mark.y,
            children: Vec::new(),
        });
    }
    out
}

fn furniture(
    meta: &Meta,
    chapter: &str,
    index: usize,
    total: usize,
    size: Pt,
    measure: &dyn Measure,
    shapes: &mut Vec<Shape>,
) {
    let width = size.x - 2.0 * SIDE;
    let mut put = |text: &str, right: bool, y: f32, room: f32| {
        if text.is_empty() {
            return;
        }
        shapes.push(Shape::Text {
            at: Pt::new(if right { size.x - SIDE } else { SIDE }, y),
            text: fit(text, Face::Regular, FURNITURE, room, measure),
            face: Face::Regular,
            size: FURNITURE,
            ink: Ink::Muted,
            align: if right { Align::Right } else { Align::Left },
        });
    };
    put(&meta.head, false, HEAD_BASELINE, width * 0.58);
    put(chapter, true, HEAD_BASELINE, width * 0.38);
    put(&meta.foot, false, size.y - FOOT_BASELINE, width * 0.8);
    put(
        &format!("{} / {total}", index + 1),
        true,
        size.y - FOOT_BASELINE,
        width * 0.18,
    );
}

fn cover_pages(cover: &Cover, frame: Frame, space: &Space<'_>) -> Flow {
    const KICKER: Style = Style {
        size: 11.0,
        leading: 15.0,
        ink: Ink::Muted,
        face: Face::Regular,
    };
    let frame = Frame {
        top: frame.top + (frame.bottom - frame.top) * 0.14,
        ..frame
    };
    let inner = Space {
        height: frame.bottom - frame.top,
        ..*space
    };
    let mut chunks = Vec::new();
    let mut line_chunks = |text: &str, style: &Style, width: f32, before: f32| {
        for (i, line) in wrap_even(&text.into(), style, width, space.measure)
            .iter()
            .enumerate()
        {
            let mut chunk = flow::Chunk {
                height: style.leading,
                before: if i == 0 { before } else { 0.0 },
                keep: true,
                ..flow::Chunk::default()
            };
            line.paint(Pt::default(), style, &mut chunk.shapes, &mut chunk.links);
            chunks.push(chunk);
        }
    };
    if !cover.kicker.is_empty() {
        line_chunks(&cover.kicker, &KICKER, space.width, 0.0);
    }
    let title = [(27.0, 0.66), (22.0, 0.8), (17.0, 1.0)]
        .map(|(size, share)| {
            (
                Style {
                    size,
                    leading: size * 1.17,
                    ink: Ink::Text,
                    face: Face::Bold,
                },
                space.width * share,
            )
        })
        .into_iter()
        .find(|(style, width)| {
            wrap(&cover.title.as_str().into(), style, *width, space.measure).len() <= 3
        })
        .unwrap_or((
            Style {
                size: 17.0,
                leading: 20.0,
                ink: Ink::Text,
                face: Face::Bold,
            },
            space.width,
        ));
    line_chunks(&cover.title, &title.0, title.1, 8.0);
    for (i, line) in cover.lines.iter().enumerate() {
        line_chunks(line, &KICKER, space.width, if i == 0 { 10.0 } else { 1.5 });
    }
    if let Some(first) = chunks.first_mut() {
        // A short accent stroke over everything.
        first.shapes.push(Shape::Rect {
            at: Pt::new(0.0, -16.0),
            size: Pt::new(34.0, 3.0),
            radius: 0.0,
            fill: Fill::Solid(Ink::Accent),
            stroke: None,
        });
    }
    if let Some(last) = chunks.last_mut() {
        last.keep = false;
        last.height += 10.0;
    }
    chunks.extend(blocks::all(&cover.blocks, &inner));
    let mut flow = Flow::new(frame, 0);
    flow.place(chunks);
    let signatures = blocks::signatures(&cover.signatures, space);
    let height: f32 = signatures.iter().map(|c| c.height + c.before).sum();
    if !signatures.is_empty() {
        if flow.left() >= height {
            flow.sink(height);
        }
        flow.place(signatures);
    }
    flow
}

/// Whether the block stands in the contents.
fn listed(block: &Block) -> bool {
    matches!(block, Block::Heading { level: 0..=2, .. })
}
