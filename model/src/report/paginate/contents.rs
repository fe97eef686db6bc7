//! The contents: chapters and sections with dotted leaders and page numbers, each a link.

use crate::drawing::{Align, Face, Ink, Measure, Pt, Shape};

use super::blocks::CHAPTER;
use super::document::Document;
use super::flow::{Chunk, Flow, Frame, Mark};
use super::listed;
use super::text::fit;

const TITLE: &str = "Contents";
const TITLE_HEIGHT: f32 = 34.0;
const INDENT: f32 = 14.0;
const LEADER: f32 = 8.0;

/// How tightly entries are set: a few lines too many are drawn together rather than left alone on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Density(f32);

impl Density {
    const TIGHTEST: f32 = 0.84;

    /// The loosest at which no page is left nearly empty.
    pub fn of(levels: &[u8], frame: Frame) -> Self {
        let height = |density: f32| -> f32 {
            let entries = levels.iter().map(|l| {
                let (height, before, _) = Density(density).measures(*l);
                height + before
            });
            TITLE_HEIGHT + entries.sum::<f32>()
        };
        let room = frame.bottom - frame.top;
        // Pages that the tightest setting needs; the loosest that needs no more of them.
        let pages = |density| (height(density) / room).ceil();
        let fewest = pages(Self::TIGHTEST);
        let steps = [1.0, 0.96, 0.92, 0.88];
        let fits = steps.into_iter().find(|d| pages(*d) <= fewest);
        Self(fits.unwrap_or(Self::TIGHTEST))
    }

    /// Height, space above and text size of an entry.
    fn measures(self, level: u8) -> (f32, f32, f32) {
        let (height, before, size) = if level <= 1 {
            (17.0, 4.5, 10.0)
        } else {
            (13.4, 0.0, 9.0)
        };
        (height * self.0, before * self.0, size)
    }
}

/// Levels of the entries that the contents will have, before anything is laid out.
pub fn count(document: &Document) -> Vec<u8> {
    document
        .chapters
        .iter()
        .flat_map(|c| std::iter::once(1).chain(c.blocks.iter().filter(|b| listed(b)).map(|_| 2)))
        .collect()
}

fn blank(level: u8, density: Density) -> Chunk {
    let (height, before, _) = density.measures(level);
    Chunk {
        height,
        before,
        ..Chunk::default()
    }
}

fn title() -> Chunk {
    Chunk {
        height: TITLE_HEIGHT,
        keep: true,
        shapes: vec![Shape::Text {
            at: Pt::new(0.0, CHAPTER.baseline()),
            text: TITLE.to_owned(),
            face: CHAPTER.face,
            size: CHAPTER.size,
            ink: CHAPTER.ink,
            align: Align::Left,
        }],
        ..Chunk::default()
    }
}

/// How many pages the contents take.
pub fn pages(levels: &[u8], density: Density, frame: Frame) -> usize {
    let mut flow = Flow::new(frame, 0);
    let entries = levels.iter().map(|l| blank(*l, density));
    flow.chapter(
        TITLE,
        false,
        std::iter::once(title()).chain(entries).collect(),
    );
    flow.sheets.len()
}

/// The contents of `marks`, on exactly `pages` pages after the first `offset`. The result's places are the links'
/// targets.
pub fn lay(
    marks: &[Mark],
    density: Density,
    frame: Frame,
    offset: usize,
    pages: usize,
    measure: &dyn Measure,
) -> Flow {
    let mut flow = Flow::new(frame, offset);
    let mut targets = Vec::new();
    let mut chunks = vec![title()];
    for (i, mark) in marks.iter().enumerate().filter(|(_, m)| m.level <= 2) {
        let (_, _, size) = density.measures(mark.level);
        let mut chunk = blank(mark.level, density);
        let face = if mark.level <= 1 {
            Face::Bold
        } else {
            Face::Regular
        };
        let left = if mark.level <= 1 { 0.0 } else { INDENT };
        let baseline = chunk.height / 2.0 + size * 0.36;
        let number = (mark.page + 1).to_string();
        let name = fit(&mark.title, face, size, frame.width - left - 50.0, measure);
        let from = left + measure.width(&name, face, size) + 6.0;
        let to = frame.width - 26.0;
        let mut put = |text: String, x: f32, face, ink, align| {
            chunk.shapes.push(Shape::Text {
                at: Pt::new(x, baseline),
                text,
                face,
                size,
                ink,
                align,
            });
        };
        put(name, left, face, Ink::Text, Align::Left);
        // Flush right before the numbers' column, so that the dots of all entries stand in columns.
        let dots =
            ((to - from) / measure.width(". ", Face::Regular, LEADER)).clamp(0.0, 300.0) as usize;
        chunk.shapes.push(Shape::Text {
            at: Pt::new(to, baseline),
            text: ". ".repeat(dots).trim_end().to_owned(),
            face: Face::Regular,
            size: LEADER,
            ink: Ink::Muted,
            align: Align::Right,
        });
        let mut put = |text: String, x: f32, face, ink, align| {
            chunk.shapes.push(Shape::Text {
                at: Pt::new(x, baseline),
                text,
                face,
                size,
                ink,
                align,
            });
        };
        put(number, frame.width, Face::Regular, Ink::Text, Align::Right);
        let target = format!("contents:entry:{i}");
        chunk.links.push((
            Pt::default(),
            Pt::new(frame.width, chunk.height),
            target.clone(),
        ));
        targets.push((target, (mark.page, mark.y)));
        chunks.push(chunk);
    }
    flow.chapter(TITLE, false, chunks);
    flow.sheets.truncate(pages);
    flow.places.extend(targets);
    flow
}
