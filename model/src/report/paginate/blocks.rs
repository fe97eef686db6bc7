//! Turns blocks into chunks.

use crate::drawing::{Align, Drawing, Face, Fill, Ink, Measure, Pt, Shape, Stroke};

use super::document::{Block, Rich, Tone};
use super::flow::Chunk;
use super::table;
use super::text::{Line, Style, wrap};

pub const CHAPTER: Style = Style {
    size: 16.5,
    leading: 22.0,
    ink: Ink::Text,
    face: Face::Bold,
};
const BODY: Style = Style {
    size: 9.5,
    leading: 14.0,
    ink: Ink::Text,
    face: Face::Regular,
};
const LEAD: Style = Style {
    size: 10.5,
    leading: 16.0,
    ..BODY
};
const NOTE: Style = Style {
    size: 8.0,
    leading: 11.5,
    ink: Ink::Muted,
    ..BODY
};
const LABEL: Style = Style {
    ink: Ink::Muted,
    ..BODY
};
const MONO: Style = Style {
    size: 8.6,
    leading: 13.0,
    ink: Ink::Text,
    face: Face::Mono,
};

/// What blocks are laid out for.
pub struct Space<'a> {
    /// Width of the text, points.
    pub width: f32,
    /// Height of a page's text, points.
    pub height: f32,
    pub measure: &'a dyn Measure,
}

fn heading_style(level: u8) -> (Style, f32, f32) {
    match level {
        0..=2 => (
            Style {
                size: 12.0,
                leading: 16.0,
                face: Face::Bold,
                ..BODY
            },
            22.0,
            4.0,
        ),
        3 => (
            Style {
                size: 10.0,
                leading: 14.0,
                face: Face::Bold,
                ..BODY
            },
            15.0,
            3.0,
        ),
        _ => (
            Style {
                size: 9.0,
                leading: 13.0,
                face: Face::Bold,
                ink: Ink::Muted,
            },
            10.0,
            2.0,
        ),
    }
}

/// One chunk a line; the first two and the last two lines stay together.
fn lines(lines: &[Line], style: &Style, left: f32, before: f32) -> Vec<Chunk> {
    let count = lines.len();
    lines
        .iter()
        .enumerate()
        .map(|(i, line)| {
            let mut chunk = Chunk {
                height: style.leading,
                before: if i == 0 { before } else { 0.0 },
                keep: i + 1 < count && (i == 0 || i + 2 == count),
                ..Chunk::default()
            };
            line.paint(
                Pt::new(left, 0.0),
                style,
                &mut chunk.shapes,
                &mut chunk.links,
            );
            chunk
        })
        .collect()
}

fn paragraph(rich: &Rich, style: &Style, left: f32, before: f32, space: &Space<'_>) -> Vec<Chunk> {
    lines(
        &wrap(rich, style, space.width - left, space.measure),
        style,
        left,
        before,
    )
}

/// The title of a chapter.
pub fn chapter_title(title: &str, anchor: &str, space: &Space<'_>) -> Vec<Chunk> {
    let mut out = paragraph(&title.into(), &CHAPTER, 0.0, 26.0, space);
    for chunk in &mut out {
        chunk.keep = true;
    }
    if let Some(first) = out.first_mut() {
        first.anchors.push(anchor.to_owned());
        first.bookmark = Some((1, title.to_owned()));
    }
    out
}

fn heading(level: u8, text: &str, anchor: Option<&String>, space: &Space<'_>) -> Vec<Chunk> {
    let (style, before, after) = heading_style(level);
    let mut out = paragraph(&text.into(), &style, 0.0, before, space);
    for chunk in &mut out {
        chunk.keep = true;
    }
    if let Some(first) = out.first_mut() {
        first.anchors.extend(anchor.cloned());
        if level <= 3 {
            first.bookmark = Some((level.max(2), text.to_owned()));
        }
    }
    if let Some(last) = out.last_mut() {
        last.height += after;
    }
    out
}

fn callout(tone: Tone, paragraphs: &[Rich], space: &Space<'_>) -> Vec<Chunk> {
    const LEFT: f32 = 15.0;
    const PAD: f32 = 9.0;
    const RULE: f32 = 3.0;
    let style = Style {
        size: 10.0,
        leading: 15.0,
        ..BODY
    };
    let gap = style.leading * 0.35;
    let mut rows: Vec<(f32, Line)> = Vec::new();
    for (i, rich) in paragraphs.iter().enumerate() {
        for (k, line) in wrap(rich, &style, space.width - LEFT - PAD, space.measure)
            .into_iter()
            .enumerate()
        {
            rows.push((if i > 0 && k == 0 { gap } else { 0.0 }, line));
        }
    }
    let boxed = |rows: &[(f32, Line)], above: f32, below: f32, before: f32| {
        let height = above + below + rows.iter().map(|(gap, _)| gap + style.leading).sum::<f32>();
        let mut chunk = Chunk {
            height,
            before,
            ..Chunk::default()
        };
        let mut rect = |width: f32, fill: Ink| {
            chunk.shapes.push(Shape::Rect {
                at: Pt::default(),
                size: Pt::new(width, height),
                radius: 0.0,
                fill: Fill::Solid(fill),
                stroke: None,
            });
        };
        rect(space.width, tone.soft());
        rect(RULE, tone.ink());
        let mut y = above;
        for (gap, line) in rows {
            y += gap;
            line.paint(
                Pt::new(LEFT, y),
                &style,
                &mut chunk.shapes,
                &mut chunk.links,
            );
            y += style.leading;
        }
        chunk
    };
    let whole = boxed(&rows, PAD, PAD, 12.0);
    if whole.height <= space.height {
        return vec![whole];
    }
    let count = rows.len();
    rows.iter()
        .enumerate()
        .map(|(i, row)| {
            let (above, below) = (
                if i == 0 { PAD } else { 0.0 },
                if i + 1 == count { PAD } else { 0.0 },
            );
            boxed(
                std::slice::from_ref(row),
                above,
                below,
                if i == 0 { 12.0 } else { 0.0 },
            )
        })
        .collect()
}

fn key_values(rows: &[(String, Rich)], space: &Space<'_>) -> Vec<Chunk> {
    let widest = rows
        .iter()
        .map(|(k, _)| space.measure.width(k, Face::Regular, LABEL.size))
        .fold(0.0f32, f32::max);
    let left = (widest + 18.0).clamp(60.0, space.width * 0.42);
    let mut out = Vec::new();
    for (i, (key, value)) in rows.iter().enumerate() {
        let keys = wrap(&key.as_str().into(), &LABEL, left - 12.0, space.measure);
        let values = wrap(value, &BODY, space.width - left, space.measure);
        let count = keys.len().max(values.len());
        for k in 0..count {
            let (first, last) = (k == 0, k + 1 == count);
            let mut chunk = Chunk {
                height: BODY.leading + if first { 3.5 } else { 0.0 } + if last { 3.5 } else { 0.0 },
                before: if i == 0 && first { 8.0 } else { 0.0 },
                keep: !last && (k == 0 || k + 2 == count),
                ..Chunk::default()
            };
            let y = if first { 3.5 } else { 0.0 };
            for (lines, x, style) in [(&keys, 0.0, &LABEL), (&values, left, &BODY)] {
                if let Some(line) = lines.get(k) {
                    line.paint(Pt::new(x, y), style, &mut chunk.shapes, &mut chunk.links);
                }
            }
            if last {
                let y = chunk.height;
                chunk.shapes.push(Shape::Line {
                    points: vec![Pt::new(0.0, y), Pt::new(space.width, y)],
                    stroke: Stroke {
                        ink: Ink::Rule,
                        width: 0.5,
                        dashed: false,
                    },
                });
            }
            out.push(chunk);
        }
    }
    // A short list is not torn apart, and no line of a longer one stands alone.
    let count = out.len();
    for (i, chunk) in out.iter_mut().enumerate() {
        chunk.keep |= i + 1 < count && (count <= 10 || i == 0 || i + 2 == count);
    }
    out
}

fn drawing(
    drawing: &Drawing,
    caption: Option<&String>,
    scale_up: f32,
    space: &Space<'_>,
) -> Vec<Chunk> {
    let captions = caption
        .map(|c| wrap(&c.as_str().into(), &NOTE, space.width, space.measure))
        .unwrap_or_default();
    let below = captions.len() as f32 * NOTE.leading + if captions.is_empty() { 0.0 } else { 6.0 };
    let room = (space.height - below).max(1.0);
    let (w, h) = (drawing.size.x.max(1.0), drawing.size.y.max(1.0));
    let scale = (space.width / w).min(room / h).min(scale_up.max(0.01));
    let left = if scale * w < space.width * 0.6 {
        0.0
    } else {
        (space.width - scale * w) / 2.0
    };
    let mut chunk = Chunk {
        height: h * scale + below,
        before: 10.0,
        ..Chunk::default()
    };
    chunk.shapes.extend(
        drawing
            .shapes
            .iter()
            .map(|s| s.placed(Pt::new(left, 0.0), scale)),
    );
    for (i, line) in captions.iter().enumerate() {
        let y = h * scale + 6.0 + i as f32 * NOTE.leading;
        line.paint(Pt::new(0.0, y), &NOTE, &mut chunk.shapes, &mut chunk.links);
    }
    vec![chunk]
}

fn working(rows: &[String], note: Option<&Rich>, space: &Space<'_>) -> Vec<Chunk> {
    let mut out = Vec::new();
    for row in rows {
        // Continued lines are indented.
        let wrapped = wrap(
            &Rich::new().mono(row.as_str()),
            &MONO,
            space.width - 14.0,
            space.measure,
        );
        for (i, line) in wrapped.iter().enumerate() {
            let mut chunk = Chunk {
                height: MONO.leading,
                keep: true,
                ..Chunk::default()
            };
            line.paint(
                Pt::new(if i == 0 { 0.0 } else { 14.0 }, 0.0),
                &MONO,
                &mut chunk.shapes,
                &mut chunk.links,
            );
            out.push(chunk);
        }
    }
    if let Some(first) = out.first_mut() {
        first.before = 6.0;
    }
    if let Some(note) = note.filter(|n| !n.is_empty()) {
        out.extend(paragraph(note, &NOTE, 0.0, 1.5, space));
    }
    // A long working may break anywhere but after its first and before its last line.
    let count = out.len();
    for (i, chunk) in out.iter_mut().enumerate() {
        chunk.keep = i + 1 < count && (count <= 8 || i == 0 || i + 2 == count);
    }
    out
}

fn list(start: Option<u32>, items: &[Rich], space: &Space<'_>) -> Vec<Chunk> {
    const LEFT: f32 = 20.0;
    let mut out = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let mut chunks = paragraph(item, &BODY, LEFT, if i == 0 { 9.0 } else { 3.5 }, space);
        if let Some(first) = chunks.first_mut() {
            match start {
                Some(n) => first.shapes.push(Shape::Text {
                    at: Pt::new(LEFT - 7.0, BODY.baseline()),
                    text: format!("{}", n.saturating_add(i as u32)),
                    face: Face::Bold,
                    size: BODY.size,
                    ink: Ink::Muted,
                    align: Align::Right,
                }),
                None => first.shapes.push(Shape::Circle {
                    centre: Pt::new(LEFT - 9.0, BODY.leading / 2.0),
                    radius: 1.5,
                    fill: Fill::Solid(Ink::Muted),
                    stroke: None,
                }),
            }
        }
        out.extend(chunks);
    }
    out
}

/// Lines to sign on, two in a row.
pub fn signatures(labels: &[String], space: &Space<'_>) -> Vec<Chunk> {
    const GAP: f32 = 46.0;
    let width = (space.width - GAP) / 2.0;
    labels
        .chunks(2)
        .map(|pair| {
            let texts: Vec<Vec<Line>> = pair
                .iter()
                .map(|label| wrap(&label.as_str().into(), &NOTE, width, space.measure))
                .collect();
            let lines = texts.iter().map(Vec::len).max().unwrap_or(1);
            let mut chunk = Chunk {
                height: 42.5 + lines as f32 * NOTE.leading,
                before: 14.0,
                ..Chunk::default()
            };
            for (i, text) in texts.iter().enumerate() {
                let x = i as f32 * (width + GAP);
                chunk.shapes.push(Shape::Line {
                    points: vec![Pt::new(x, 38.0), Pt::new(x + width, 38.0)],
                    stroke: Stroke {
                        ink: Ink::Muted,
                        width: 0.6,
                        dashed: false,
                    },
                });
                for (k, line) in text.iter().enumerate() {
                    let at = Pt::new(x, 41.0 + k as f32 * NOTE.leading);
                    line.paint(at, &NOTE, &mut chunk.shapes, &mut chunk.links);
                }
            }
            chunk
        })
        .collect()
}

/// The chunks of blocks in order. What introduces a table, a list or a drawing stays with it.
pub fn all(blocks: &[Block], space: &Space<'_>) -> Vec<Chunk> {
    let mut out = Vec::new();
    for (i, block) in blocks.iter().enumerate() {
        let mut part = chunks(block, space);
        let introduces = matches!(block, Block::Lead(_) | Block::Paragraph(_))
            && matches!(
                blocks.get(i + 1),
                Some(
                    Block::Table(_)
                        | Block::List { .. }
                        | Block::Drawing { .. }
                        | Block::KeyValues(_)
                )
            );
        if introduces && let Some(last) = part.last_mut() {
            last.keep = true;
        }
        out.extend(part);
    }
    out
}

/// The chunks of one block.
fn chunks(block: &Block, space: &Space<'_>) -> Vec<Chunk> {
    match block {
        Block::Heading {
            level,
            text,
            anchor,
        } => heading(*level, text, anchor.as_ref(), space),
        Block::Lead(rich) => paragraph(rich, &LEAD, 0.0, 6.0, space),
        Block::Paragraph(rich) => paragraph(rich, &BODY, 0.0, 7.0, space),
        Block::Note(rich) => paragraph(rich, &NOTE, 0.0, 5.0, space),
        Block::Callout { tone, paragraphs } => callout(*tone, paragraphs, space),
        Block::KeyValues(rows) => key_values(rows, space),
        Block::Table(t) => table::chunks(t, space.width, space.height, space.measure),
        Block::Drawing {
            drawing: d,
            caption,
            scale_up,
        } => drawing(d, caption.as_ref(), *scale_up, space),
        Block::Working { lines, note } => working(lines, note.as_ref(), space),
        Block::Definitions(items) => items
            .iter()
            .flat_map(|(term, text)| {
                let term_style = Style {
                    face: Face::Bold,
                    ..BODY
                };
                let mut out = paragraph(term, &term_style, 0.0, 8.0, space);
                for chunk in &mut out {
                    chunk.keep = true;
                }
                out.extend(paragraph(text, &BODY, 14.0, 0.0, space));
                out
            })
            .collect(),
        Block::List { start, items } => list(*start, items, space),
        Block::Signatures(labels) => signatures(labels, space),
        Block::Spacer(height) => vec![Chunk {
            before: height.clamp(0.0, space.height),
            ..Chunk::default()
        }],
        Block::PageBreak => vec![Chunk {
            new_page: true,
            ..Chunk::default()
        }],
    }
}
