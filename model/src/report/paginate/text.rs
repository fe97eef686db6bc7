//! Breaks styled text into lines.

use crate::drawing::{Align, Face, Ink, Measure, Pt, Shape};

use super::document::{Anchor, Rich};

/// Size and colour of a block's text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Points.
    pub size: f32,
    /// Distance of baselines, points.
    pub leading: f32,
    pub ink: Ink,
    /// Replaces the regular face.
    pub face: Face,
}

/// Height of a capital letter in Inter, em; lines are centred by it.
const CAP_HEIGHT: f32 = 0.727;

impl Style {
    /// Where the baseline stands below the top of a line.
    pub fn baseline(&self) -> f32 {
        self.leading / 2.0 + self.size * CAP_HEIGHT / 2.0
    }
}

/// A stretch of one line in one style.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub text: String,
    pub face: Face,
    pub ink: Ink,
    pub link: Option<Anchor>,
    /// From the start of the line, points.
    pub x: f32,
    pub width: f32,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Line {
    pub pieces: Vec<Piece>,
    pub width: f32,
}

impl Line {
    /// Paints the line with its top left corner at `at`; links are reported as rectangles.
    pub fn paint(
        &self,
        at: Pt,
        style: &Style,
        shapes: &mut Vec<Shape>,
        links: &mut Vec<(Pt, Pt, Anchor)>,
    ) {
        for piece in &self.pieces {
            let x = at.x + piece.x;
            shapes.push(Shape::Text {
                at: Pt::new(x, at.y + style.baseline()),
                text: piece.text.clone(),
                face: piece.face,
                size: style.size,
                ink: piece.ink,
                align: Align::Left,
            });
            if let Some(to) = &piece.link {
                links.push((
                    Pt::new(x, at.y),
                    Pt::new(piece.width, style.leading),
                    to.clone(),
                ));
            }
        }
    }
}

/// What a part of a word looks like.
#[derive(Clone, Copy, PartialEq)]
struct Look<'a> {
    face: Face,
    ink: Ink,
    link: Option<&'a Anchor>,
}

/// An unbreakable part of the text and whether a space stands before it.
struct Word<'a> {
    /// Text, look and width.
    parts: Vec<(&'a str, Look<'a>, f32)>,
    width: f32,
    /// Style of the space before the word, if there is one.
    space: Option<Look<'a>>,
    /// A forced line break stands before the word.
    newline: bool,
    /// Belongs to the word before: a line should not end between them.
    tied: bool,
}

/// Units that stay with their number.
const UNITS: [&str; 32] = [
    "%", "kB", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB", "kbit/s", "Mbit/s", "Gbit/s",
    "MB/s", "µs", "ms", "s", "min", "h", "day", "days", "km", "m", "mi", "miles", "MHz", "GHz",
    "vCPU", "vCPUs", "core", "cores", "IOPS",
];
/// Words that stay with the number after them.
const NUMBERED: [&str; 8] = [
    "port",
    "controller",
    "level",
    "chapter",
    "step",
    "RAID",
    "≤",
    "≥",
];

/// Whether a line should not end between two words: a number and its unit, both sides of a ×, a word and its number.
fn tied(before: &str, word: &str) -> bool {
    let number = |t: &str| t.chars().next().is_some_and(|c| c.is_ascii_digit());
    let ends_in_digit = before
        .chars()
        .next_back()
        .is_some_and(|c| c.is_ascii_digit());
    if word == "×" || UNITS.contains(&word.trim_end_matches([',', '.', ';', ':', ')'])) {
        return ends_in_digit;
    }
    number(word) && (before == "×" || NUMBERED.contains(&before.trim_start_matches('(')))
}

/// Whether a line may end after the character `c` that stands between `before` and `after` in a word: after a hyphen
/// between two parts of three letters or more (`dual-port`, but not `host-b2`), and after a zero-width space.
fn breaks_after(c: char, before: &str, after: &str) -> bool {
    fn letters(chars: impl Iterator<Item = char>) -> bool {
        chars.take_while(|c| c.is_alphabetic()).take(3).count() == 3
    }
    match c {
        '-' | '–' | '—' => letters(before.chars().rev()) && letters(after.chars()),
        '\u{200B}' => true,
        _ => false,
    }
}

fn words<'a>(rich: &'a Rich, style: &Style, measure: &dyn Measure) -> Vec<Word<'a>> {
    let mut out: Vec<Word<'a>> = Vec::new();
    let (mut space, mut newline, mut open) = (None, false, false);
    for span in &rich.0 {
        let look = Look {
            face: if span.face == Face::Regular {
                style.face
            } else {
                span.face
            },
            ink: span.ink.unwrap_or(style.ink),
            link: span.link.as_ref(),
        };
        let mut rest = span.text.as_str();
        while let Some(first) = rest.chars().next() {
            if first == '\n' {
                (newline, open) = (true, false);
                space = None;
                rest = &rest[first.len_utf8()..];
                // A line of its own, even if empty.
                if rest.starts_with('\n') {
                    out.push(Word {
                        parts: Vec::new(),
                        width: 0.0,
                        space: None,
                        newline: true,
                        tied: false,
                    });
                }
                continue;
            }
            if first == ' ' || first == '\t' || first == '\r' {
                (space, open) = (Some(look), false);
                rest = &rest[first.len_utf8()..];
                continue;
            }
            let (mut end, mut ended) = (0, false);
            for (at, c) in rest.char_indices() {
                if matches!(c, ' ' | '\n' | '\t' | '\r') {
                    break;
                }
                end = at + c.len_utf8();
                if breaks_after(c, &rest[..at], &rest[end..]) {
                    ended = true;
                    break;
                }
            }
            let (part, tail) = rest.split_at(end);
            rest = tail;
            let width = measure.width(part, look.face, style.size);
            match out.last_mut() {
                Some(word) if open => {
                    word.parts.push((part, look, width));
                    word.width += width;
                }
                _ => out.push(Word {
                    parts: vec![(part, look, width)],
                    width,
                    space: space.take(),
                    newline: std::mem::take(&mut newline),
                    tied: false,
                }),
            }
            open = !ended;
        }
    }
    let mut before = "";
    for word in &mut out {
        let first = word.parts.first().map_or("", |(text, ..)| *text);
        word.tied = word.space.is_some() && !word.newline && tied(before, first);
        before = word.parts.last().map_or("", |(text, ..)| *text);
    }
    out
}

/// Width of a word with those that are tied to it.
fn with_tied(words: &[Word<'_>], style: &Style, measure: &dyn Measure) -> f32 {
    let mut width = words.first().map_or(0.0, |w| w.width);
    for word in words.iter().skip(1).take_while(|w| w.tied) {
        width += word.width;
        if let Some(look) = word.space {
            width += measure.width(" ", look.face, style.size);
        }
    }
    width
}

struct Builder<'a> {
    style: &'a Style,
    measure: &'a dyn Measure,
    lines: Vec<Line>,
    line: Line,
    looks: Vec<(Face, Ink, Option<Anchor>)>,
}

impl Builder<'_> {
    /// Adds text to the line; neighbours of one style become one piece.
    fn add(&mut self, text: &str, look: Look<'_>, width: f32) {
        let same = self.looks.last().is_some_and(|(face, ink, link)| {
            *face == look.face && *ink == look.ink && link.as_ref() == look.link
        });
        match self.line.pieces.last_mut() {
            Some(piece) if same => {
                piece.text.push_str(text);
                piece.width += width;
            }
            _ => {
                self.line.pieces.push(Piece {
                    text: text.to_owned(),
                    face: look.face,
                    ink: look.ink,
                    link: look.link.cloned(),
                    x: self.line.width,
                    width,
                });
                self.looks.push((look.face, look.ink, look.link.cloned()));
            }
        }
        self.line.width += width;
    }

    fn end_line(&mut self) {
        // Kerning between parts may have moved the ends a little: measured again as one.
        let mut x = 0.0;
        for piece in &mut self.line.pieces {
            piece.x = x;
            piece.width = self.measure.width(&piece.text, piece.face, self.style.size);
            x += piece.width;
        }
        self.line.width = x;
        self.lines.push(std::mem::take(&mut self.line));
        self.looks.clear();
    }
}

/// Breaks text into lines no wider than `width` points. A word that is wider is broken between characters.
/// Empty text gives one empty line.
pub fn wrap(rich: &Rich, style: &Style, width: f32, measure: &dyn Measure) -> Vec<Line> {
    const SLACK: f32 = 0.01;
    let width = width.max(1.0) + SLACK;
    let mut b = Builder {
        style,
        measure,
        lines: Vec::new(),
        line: Line::default(),
        looks: Vec::new(),
    };
    let words = words(rich, style, measure);
    for (i, word) in words.iter().enumerate() {
        if word.newline {
            b.end_line();
        }
        if !b.line.pieces.is_empty() {
            let space = word
                .space
                .map_or(0.0, |look| measure.width(" ", look.face, style.size));
            let whole = with_tied(words.get(i..).unwrap_or_default(), style, measure);
            // What is tied goes to the next line together, where a line can hold it.
            let goes = if word.tied || whole > width {
                word.width
            } else {
                whole
            };
            if b.line.width + space + goes > width {
                b.end_line();
            } else if let Some(look) = word.space {
                b.add(" ", look, space);
            }
        }
        if word.width <= width {
            for (text, look, part) in &word.parts {
                b.add(text, *look, *part);
            }
            continue;
        }
        for (text, look, _) in &word.parts {
            for c in text.chars() {
                let mut buffer = [0; 4];
                let c = &*c.encode_utf8(&mut buffer);
                let advance = measure.width(c, look.face, style.size);
                if !b.line.pieces.is_empty() && b.line.width + advance > width {
                    b.end_line();
                }
                b.add(c, *look, advance);
            }
        }
    }
    b.end_line();
    b.lines
}

/// Breaks text into as few lines as fit, of about equal length: for titles.
pub fn wrap_even(rich: &Rich, style: &Style, width: f32, measure: &dyn Measure) -> Vec<Line> {
    let fewest = wrap(rich, style, width, measure);
    let (mut low, mut high) = (width / 2.0, width);
    for _ in 0..8 {
        let middle = (low + high) / 2.0;
        if wrap(rich, style, middle, measure).len() > fewest.len() {
            low = middle;
        } else {
            high = middle;
        }
    }
    wrap(rich, style, high, measure)
}

/// Widths of a text: of its widest word with what is tied to it, and of its longest line when not wrapped.
pub fn extent(rich: &Rich, style: &Style, measure: &dyn Measure) -> (f32, f32) {
    let (mut widest, mut longest, mut line) = (0.0f32, 0.0f32, 0.0f32);
    let words = words(rich, style, measure);
    for (i, word) in words.iter().enumerate() {
        if word.newline {
            line = 0.0;
        }
        if let (true, Some(look)) = (line > 0.0, word.space) {
            line += measure.width(" ", look.face, style.size);
        }
        line += word.width;
        let whole = with_tied(words.get(i..).unwrap_or_default(), style, measure);
        widest = widest.max(whole);
        longest = longest.max(line);
    }
    (widest, longest)
}

/// Plain text in at most `most` lines; what does not fit is shortened in the last of them.
pub fn plain_lines(
    text: &str,
    face: Face,
    size: f32,
    width: f32,
    most: usize,
    measure: &dyn Measure,
) -> Vec<String> {
    let style = Style {
        size,
        leading: size,
        ink: Ink::Text,
        face,
    };
    let whole = |line: &Line| -> String { line.pieces.iter().map(|p| p.text.as_str()).collect() };
    let mut lines: Vec<String> = wrap(&text.into(), &style, width, measure)
        .iter()
        .map(whole)
        .collect();
    let most = most.max(1);
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(fit(&rest, face, size, width, measure));
    }
    lines
}

/// The text shortened with `…` to fit a width.
pub fn fit(text: &str, face: Face, size: f32, width: f32, measure: &dyn Measure) -> String {
    if measure.width(text, face, size) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        out.push(c);
        if measure.width(&format!("{out}…"), face, size) > width {
            out.pop();
            break;
        }
    }
    format!("{}…", out.trim_end())
}
