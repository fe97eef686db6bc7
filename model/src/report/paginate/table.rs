//! Lays out tables: column widths from content, rows that are never split unless taller than a page.

use std::rc::Rc;

use crate::drawing::{Align, Face, Fill, Ink, Measure, Pt, Shape, Stroke};

use super::document::{Bar, Cell, Column, ColumnAlign, Rich, Row, RowKind, Table, Width};
use super::flow::Chunk;
use super::text::{Line, Style, extent, wrap};

const BODY: Style = Style {
    size: 9.0,
    leading: 12.5,
    ink: Ink::Text,
    face: Face::Regular,
};
const TOTAL: Style = Style {
    face: Face::Bold,
    ..BODY
};
const GROUP: Style = Style {
    size: 8.5,
    face: Face::Bold,
    ..BODY
};
const HEAD: Style = Style {
    size: 8.0,
    leading: 11.0,
    ink: Ink::Muted,
    face: Face::Bold,
};

/// Space over and under the text of a row, points.
const PAD: f32 = 4.6;
/// Space between columns, points.
const GAP: f32 = 10.0;
const BAR_LENGTH: f32 = 62.0;
/// A bar gives way to its numbers, but no further than this.
const BAR_LEAST: f32 = 34.0;
const BAR_HEIGHT: f32 = 4.6;
const BAR_GAP: f32 = 6.0;
const DOT: f32 = 10.0;
const CHIP: f32 = 15.0;

/// A cell's content: text lines and what stands left of them.
struct Laid<'a> {
    lines: Vec<Line>,
    mark: Mark<'a>,
    indent: f32,
}

enum Mark<'a> {
    None,
    Bar(&'a Bar),
    Dot(Ink),
    Chip(u8),
}

fn text_of(cell: &Cell) -> std::borrow::Cow<'_, Rich> {
    use std::borrow::Cow;
    match cell {
        Cell::Text(rich) | Cell::Severity(_, rich) | Cell::Level(_, rich) => Cow::Borrowed(rich),
        Cell::Bar(bar) => Cow::Owned(Rich::from(bar.label.as_str())),
    }
}

/// What stands left of a cell's text, if a bar is `bar` long.
fn indent_of(cell: &Cell, bar: f32) -> f32 {
    match cell {
        Cell::Text(_) => 0.0,
        Cell::Bar(_) => bar + BAR_GAP,
        Cell::Severity(..) => DOT,
        Cell::Level(..) => CHIP,
    }
}

fn style_of(kind: RowKind) -> &'static Style {
    match kind {
        RowKind::Body => &BODY,
        RowKind::Total => &TOTAL,
        RowKind::Group => &GROUP,
    }
}

/// Column widths that sum, with gaps, to `width` at most. Linear in the number of cells.
pub fn widths(table: &Table, width: f32, measure: &dyn Measure) -> Vec<f32> {
    let count = table.columns.len();
    // Narrowest without breaking words; with lines whole but bars short; with all at ease.
    let (mut least, mut snug, mut ideal) = (
        vec![0.0f32; count],
        vec![0.0f32; count],
        vec![0.0f32; count],
    );
    for (i, column) in table.columns.iter().enumerate() {
        let (min, max) = extent(&column.title.as_str().into(), &HEAD, measure);
        if let (Some(l), Some(s), Some(d)) = (least.get_mut(i), snug.get_mut(i), ideal.get_mut(i)) {
            (*l, *s, *d) = (min, max, max);
        }
    }
    for row in table.rows.iter().filter(|r| r.kind != RowKind::Group) {
        let style = style_of(row.kind);
        for ((cell, column), ((l, s), d)) in row
            .cells
            .iter()
            .zip(&table.columns)
            .zip(least.iter_mut().zip(snug.iter_mut()).zip(ideal.iter_mut()))
        {
            if column.width == Width::Auto {
                let (min, max) = extent(&text_of(cell), style, measure);
                // The numbers beside a bar stay on one line.
                let least = if matches!(cell, Cell::Bar(_)) {
                    max
                } else {
                    min
                };
                *l = l.max(least + indent_of(cell, BAR_LEAST));
                *s = s.max(max + indent_of(cell, BAR_LEAST));
                *d = d.max(max + indent_of(cell, BAR_LENGTH));
            }
        }
    }
    let space = (width - GAP * count.saturating_sub(1) as f32).max(count as f32);
    let fixed: f32 = table
        .columns
        .iter()
        .filter_map(|c| {
            if let Width::Fixed(w) = c.width {
                Some(w.max(0.0))
            } else {
                None
            }
        })
        .sum();
    let shares: f32 = table
        .columns
        .iter()
        .filter_map(|c| {
            if let Width::Fraction(f) = c.width {
                Some(f.max(0.01))
            } else {
                None
            }
        })
        .sum();
    let auto = |values: &[f32]| -> f32 {
        table
            .columns
            .iter()
            .zip(values)
            .filter(|(c, _)| c.width == Width::Auto)
            .map(|(_, v)| *v)
            .sum()
    };
    let (least_sum, snug_sum, ideal_sum) = (auto(&least), auto(&snug), auto(&ideal));
    // Columns with a share are left at least 60 points each, as long as the others can give way.
    let kept = table
        .columns
        .iter()
        .filter(|c| matches!(c.width, Width::Fraction(_)))
        .count() as f32
        * 60.0;
    let for_auto = (space - fixed - kept).max(0.0);
    let grow = if shares > 0.0 {
        ideal_sum.min(for_auto)
    } else {
        for_auto
    };
    let mut out: Vec<f32> = Vec::with_capacity(count);
    for (i, column) in table.columns.iter().enumerate() {
        let of = |values: &[f32]| values.get(i).copied().unwrap_or(0.0);
        let (l, s, d) = (of(&least), of(&snug), of(&ideal));
        out.push(match column.width {
            Width::Fixed(w) => w.max(0.0),
            Width::Fraction(_) => 0.0,
            Width::Auto if ideal_sum <= 0.0 => 0.0,
            // Room to spare: in proportion to content.
            Width::Auto if ideal_sum <= grow => d * grow / ideal_sum,
            // Bars give way first.
            Width::Auto if snug_sum <= grow => {
                s + (d - s) * (grow - snug_sum) / (ideal_sum - snug_sum).max(0.01)
            }
            // Too tight for single lines: what is over the least is shared out.
            Width::Auto if least_sum <= grow => {
                l + (s - l) * (grow - least_sum) / (snug_sum - least_sum).max(0.01)
            }
            Width::Auto => l * grow / least_sum.max(0.01),
        });
    }
    let rest = (space - out.iter().sum::<f32>()).max(0.0);
    for (w, column) in out.iter_mut().zip(&table.columns) {
        if let Width::Fraction(f) = column.width {
            *w = rest * f.max(0.01) / shares;
        }
    }
    let total: f32 = out.iter().sum();
    if total > space {
        out.iter_mut().for_each(|w| *w *= space / total);
    }
    out
}

fn rule(chunk: &mut Chunk, y: f32, width: f32, ink: Ink, thickness: f32) {
    chunk.shapes.push(Shape::Line {
        points: vec![Pt::new(0.0, y), Pt::new(width, y)],
        stroke: Stroke {
            ink,
            width: thickness,
            dashed: false,
        },
    });
}

/// Paints a load bar with its left end at `at` (vertical middle).
pub fn paint_bar(bar: &Bar, at: Pt, length: f32, shapes: &mut Vec<Shape>) {
    let share = |v: f32| {
        if v.is_finite() {
            v.clamp(0.0, 1.0)
        } else {
            0.0
        }
    };
    let ink = match bar.tone {
        super::document::Tone::Neutral => Ink::Accent,
        tone => tone.ink(),
    };
    let top = at.y - BAR_HEIGHT / 2.0;
    let part = |from: f32, to: f32, radius: f32, fill: Fill| Shape::Rect {
        at: Pt::new(at.x + from * length, top),
        size: Pt::new((to - from) * length, BAR_HEIGHT),
        radius,
        fill,
        stroke: None,
    };
    let radius = BAR_HEIGHT / 2.0;
    shapes.push(part(0.0, 1.0, radius, Fill::Solid(Ink::Track)));
    let now = share(bar.now);
    let after = bar.after.map_or(0.0, share);
    let round = radius.min(now * length / 2.0);
    if after > now {
        shapes.push(part(now, after, 0.0, Fill::Hatched(ink)));
    }
    if now > 0.0 && after > now {
        // Round at the left as the track is, square where the hatching goes on.
        let mut points: Vec<Pt> = (0..=8u8)
            .map(|i| {
                let angle = std::f32::consts::PI * (0.5 + f32::from(i) / 8.0);
                Pt::new(
                    at.x + round + round * angle.cos(),
                    at.y - radius * angle.sin(),
                )
            })
            .collect();
        points.push(Pt::new(at.x + now * length, top + BAR_HEIGHT));
        points.push(Pt::new(at.x + now * length, top));
        shapes.push(Shape::Polygon {
            points,
            fill: Fill::Solid(ink),
            stroke: None,
        });
    } else if now > 0.0 {
        shapes.push(part(0.0, now, round, Fill::Solid(ink)));
    }
    if let Some(ceiling) = bar
        .ceiling
        .filter(|c| c.is_finite() && (0.0..=1.0).contains(c))
    {
        let x = at.x + ceiling * length;
        shapes.push(Shape::Line {
            points: vec![Pt::new(x, top - 1.6), Pt::new(x, top + BAR_HEIGHT + 1.6)],
            stroke: Stroke {
                ink: Ink::Text,
                width: 0.8,
                dashed: false,
            },
        });
    }
}

impl Mark<'_> {
    fn paint(&self, at: Pt, indent: f32, shapes: &mut Vec<Shape>) {
        let middle = at.y + BODY.leading / 2.0;
        match self {
            Mark::None => {}
            Mark::Bar(bar) => paint_bar(bar, Pt::new(at.x, middle), indent - BAR_GAP, shapes),
            Mark::Dot(ink) => shapes.push(Shape::Circle {
                centre: Pt::new(at.x + 3.0, middle),
                radius: 2.7,
                fill: Fill::Solid(*ink),
                stroke: None,
            }),
            Mark::Chip(level) => {
                shapes.push(Shape::Rect {
                    at: Pt::new(at.x, middle - 5.0),
                    size: Pt::new(10.0, 10.0),
                    radius: 2.4,
                    fill: Fill::Solid(Ink::Level(*level)),
                    stroke: None,
                });
                shapes.push(Shape::Text {
                    at: Pt::new(at.x + 5.0, middle + 2.55),
                    text: level.to_string(),
                    face: Face::Bold,
                    size: 7.0,
                    ink: Ink::Paper,
                    align: Align::Centre,
                });
            }
        }
    }
}

/// Length of the bars of each column: all alike, beside the longest of their numbers.
fn bar_lengths(table: &Table, widths: &[f32], measure: &dyn Measure) -> Vec<f32> {
    let mut longest = vec![0.0f32; widths.len()];
    for row in &table.rows {
        for (cell, longest) in row.cells.iter().zip(&mut longest) {
            if matches!(cell, Cell::Bar(_)) {
                let (_, text) = extent(&text_of(cell), style_of(row.kind), measure);
                *longest = longest.max(text);
            }
        }
    }
    widths
        .iter()
        .zip(longest)
        .map(|(w, text)| (w - text - BAR_GAP).clamp(BAR_LEAST.min(w * 0.7), BAR_LENGTH))
        .collect()
}

fn lay<'a>(cell: &'a Cell, style: &Style, width: f32, bar: f32, measure: &dyn Measure) -> Laid<'a> {
    let indent = indent_of(cell, bar);
    Laid {
        lines: wrap(&text_of(cell), style, width - indent, measure),
        mark: match cell {
            Cell::Text(_) => Mark::None,
            Cell::Bar(bar) => Mark::Bar(bar),
            Cell::Severity(tone, _) => Mark::Dot(tone.ink()),
            Cell::Level(level, _) => Mark::Chip(*level),
        },
        indent,
    }
}

/// Left edges of the columns.
fn edges(widths: &[f32]) -> Vec<f32> {
    let mut x = 0.0;
    widths
        .iter()
        .map(|w| {
            let left = x;
            x += w + GAP;
            left
        })
        .collect()
}

fn head(columns: &[Column], widths: &[f32], width: f32, measure: &dyn Measure) -> Chunk {
    let titles: Vec<Vec<Line>> = columns
        .iter()
        .zip(widths)
        .map(|(c, w)| wrap(&c.title.as_str().into(), &HEAD, *w, measure))
        .collect();
    let lines = titles.iter().map(Vec::len).max().unwrap_or(1);
    let mut chunk = Chunk {
        height: lines as f32 * HEAD.leading + 7.0,
        keep: true,
        ..Chunk::default()
    };
    for (((title, column), left), w) in titles.iter().zip(columns).zip(edges(widths)).zip(widths) {
        let top = 2.0 + (lines - title.len()) as f32 * HEAD.leading;
        for (i, line) in title.iter().enumerate() {
            let x = if column.align == ColumnAlign::Right {
                left + w - line.width
            } else {
                left
            };
            line.paint(
                Pt::new(x, top + i as f32 * HEAD.leading),
                &HEAD,
                &mut chunk.shapes,
                &mut chunk.links,
            );
        }
    }
    let y = chunk.height;
    rule(&mut chunk, y, width, Ink::Text, 0.9);
    chunk
}

/// The part of a row that shows lines `from..to`.
fn slice(
    cells: &[(Laid<'_>, &Column, f32, f32)],
    style: &Style,
    from: usize,
    to: usize,
    top: f32,
    chunk: &mut Chunk,
) {
    for (laid, column, left, width) in cells {
        for (i, line) in laid.lines.iter().enumerate().take(to).skip(from) {
            let y = top + (i - from) as f32 * style.leading;
            let slack = if column.align == ColumnAlign::Right {
                width - laid.indent - line.width
            } else {
                0.0
            };
            if i == 0 {
                laid.mark
                    .paint(Pt::new(left + slack, y), laid.indent, &mut chunk.shapes);
            }
            line.paint(
                Pt::new(left + laid.indent + slack, y),
                style,
                &mut chunk.shapes,
                &mut chunk.links,
            );
        }
    }
}

fn row_chunks(
    row: &Row,
    table: &Table,
    widths: &[f32],
    bars: &[f32],
    width: f32,
    tallest: f32,
    measure: &dyn Measure,
) -> Vec<Chunk> {
    let style = style_of(row.kind);
    let whole = [width];
    let widths = if row.kind == RowKind::Group {
        &whole
    } else {
        widths
    };
    let cells: Vec<_> = row
        .cells
        .iter()
        .zip(&table.columns)
        .zip(edges(widths).into_iter().zip(widths).zip(bars))
        .map(|((cell, column), ((left, w), bar))| {
            (lay(cell, style, *w, *bar, measure), column, left, *w)
        })
        .collect();
    let lines = cells
        .iter()
        .map(|(laid, ..)| laid.lines.len())
        .max()
        .unwrap_or(1)
        .max(1);
    let pad = if row.kind == RowKind::Group {
        PAD + 2.5
    } else {
        PAD
    };
    let height = lines as f32 * style.leading + pad + PAD;
    let anchors: Vec<_> = row.anchor.iter().cloned().collect();
    if height <= tallest {
        let mut chunk = Chunk {
            height,
            anchors,
            keep: row.kind == RowKind::Group,
            ..Chunk::default()
        };
        slice(&cells, style, 0, lines, pad, &mut chunk);
        rule(&mut chunk, height, width, Ink::Rule, 0.5);
        if row.kind == RowKind::Total {
            rule(&mut chunk, 0.0, width, Ink::Text, 0.7);
        }
        return vec![chunk];
    }
    (0..lines)
        .map(|i| {
            let (above, below) = (
                if i == 0 { pad } else { 0.0 },
                if i + 1 == lines { PAD } else { 0.0 },
            );
            let mut chunk = Chunk {
                height: style.leading + above + below,
                ..Chunk::default()
            };
            if i == 0 {
                chunk.anchors.clone_from(&anchors);
            }
            slice(&cells, style, i, i + 1, above, &mut chunk);
            if i + 1 == lines {
                let y = chunk.height;
                rule(&mut chunk, y, width, Ink::Rule, 0.5);
            }
            chunk
        })
        .collect()
}

/// The chunks of a table: its head, then its rows, each of which repeats the head if it begins a page.
pub fn chunks(table: &Table, width: f32, page: f32, measure: &dyn Measure) -> Vec<Chunk> {
    if table.columns.is_empty() {
        return Vec::new();
    }
    let widths = widths(table, width, measure);
    let bars = bar_lengths(table, &widths, measure);
    let head = head(&table.columns, &widths, width, measure);
    let tallest = page - head.height;
    let repeated = Rc::new(head.clone());
    let mut out = vec![Chunk {
        before: 10.0,
        ..head
    }];
    for row in &table.rows {
        for mut chunk in row_chunks(row, table, &widths, &bars, width, tallest, measure) {
            chunk.head = Some(Rc::clone(&repeated));
            out.push(chunk);
        }
    }
    keep_together(&mut out, page);
    out
}

/// Small tables are not torn apart; of larger ones neither the first nor the last row stands alone on a page.
fn keep_together(chunks: &mut [Chunk], page: f32) {
    const SMALL: f32 = 0.22;
    let height: f32 = chunks.iter().map(|c| c.height).sum();
    let small = height <= page * SMALL;
    // The head is one of them.
    let count = chunks.len();
    for (i, chunk) in chunks.iter_mut().enumerate() {
        let second = i == 1 && count > 4;
        let last_but_one = i + 2 == count && count > 3;
        chunk.keep |= small || second || last_but_one;
    }
    if let Some(last) = chunks.last_mut() {
        last.keep = false;
    }
}
