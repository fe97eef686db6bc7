//! The document model: what a report says, before it is laid out.

use crate::drawing::{Drawing, Face, Ink};

/// Name of a place in the document, for links. Must be unique in the document; the first one wins.
pub type Anchor = String;

/// A whole document.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Document {
    pub meta: Meta,
    pub cover: Option<Cover>,
    /// Whether a contents page follows the cover.
    pub contents: bool,
    pub chapters: Vec<Chapter>,
}

/// What the file says about itself, and what every page repeats.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Meta {
    pub title: String,
    pub author: String,
    pub subject: String,
    pub keywords: Vec<String>,
    /// Language tag, such as `en`.
    pub language: String,
    /// Running head, left; the chapter stands at the right.
    pub head: String,
    /// Foot, left; the page number stands at the right.
    pub foot: String,
}

/// The first page: no running head, no foot.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Cover {
    /// Small line over the title.
    pub kicker: String,
    pub title: String,
    /// Muted lines under the title.
    pub lines: Vec<String>,
    pub blocks: Vec<Block>,
    /// Signature lines at the foot of the page.
    pub signatures: Vec<String>,
}

/// A chapter begins on a new page unless it runs on.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Chapter {
    pub title: String,
    pub anchor: Anchor,
    /// Counted `1`, `2`, … before the title.
    pub numbered: bool,
    /// Follows the chapter before it on the same page if it fits there whole.
    pub run_on: bool,
    pub blocks: Vec<Block>,
}

/// One thing in the flow of a chapter.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// `level` 2 to 4 (the chapter's title is 1). Level 2 stands in the contents, 2 and 3 in the bookmarks.
    Heading {
        level: u8,
        text: String,
        anchor: Option<Anchor>,
    },
    /// The opening sentences of a chapter, set larger.
    Lead(Rich),
    Paragraph(Rich),
    /// Small and muted: sources, remarks.
    Note(Rich),
    /// A tinted box with a rule at the left.
    Callout {
        tone: Tone,
        paragraphs: Vec<Rich>,
    },
    /// Label left, value right of it; quiet rules between.
    KeyValues(Vec<(String, Rich)>),
    Table(Table),
    /// Scaled down to the text width if wider; never enlarged beyond `scale_up`.
    Drawing {
        drawing: Drawing,
        caption: Option<String>,
        /// Largest enlargement; 1 is none.
        scale_up: f32,
    },
    /// Working of a figure: monospace lines, then where its numbers come from.
    Working {
        lines: Vec<String>,
        note: Option<Rich>,
    },
    /// Term in bold, explanation indented under it.
    Definitions(Vec<(Rich, Rich)>),
    /// Bullets, or numbers from `start`.
    List {
        start: Option<u32>,
        items: Vec<Rich>,
    },
    /// Lines to sign on, two in a row, with the label under each.
    Signatures(Vec<String>),
    /// Empty height, points.
    Spacer(f32),
    PageBreak,
}

/// How serious something is; also how it is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub enum Tone {
    #[default]
    Neutral,
    Good,
    Info,
    Warning,
    Error,
}

impl Tone {
    /// The strong colour.
    pub fn ink(self) -> Ink {
        match self {
            Tone::Neutral => Ink::Muted,
            Tone::Good => Ink::Good,
            Tone::Info => Ink::Info,
            Tone::Warning => Ink::Warning,
            Tone::Error => Ink::Error,
        }
    }

    /// The background that goes with it.
    pub fn soft(self) -> Ink {
        match self {
            Tone::Neutral => Ink::Card,
            Tone::Good => Ink::GoodSoft,
            Tone::Info => Ink::InfoSoft,
            Tone::Warning => Ink::WarningSoft,
            Tone::Error => Ink::ErrorSoft,
        }
    }
}

/// A stretch of text in one style.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    pub text: String,
    pub face: Face,
    /// `None`: the block's own colour.
    pub ink: Option<Ink>,
    pub link: Option<Anchor>,
}

/// Text with styles. A `\n` in it breaks the line.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Rich(pub Vec<Span>);

impl Rich {
    /// Nothing yet; add with the methods below.
    pub fn new() -> Self {
        Self::default()
    }

    fn push(
        mut self,
        text: impl Into<String>,
        face: Face,
        ink: Option<Ink>,
        link: Option<Anchor>,
    ) -> Self {
        self.0.push(Span {
            text: text.into(),
            face,
            ink,
            link,
        });
        self
    }

    /// Adds plain text.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.push(text, Face::Regular, None, None)
    }

    /// Adds bold text.
    pub fn bold(self, text: impl Into<String>) -> Self {
        self.push(text, Face::Bold, None, None)
    }

    /// Adds monospace text.
    pub fn mono(self, text: impl Into<String>) -> Self {
        self.push(text, Face::Mono, None, None)
    }

    /// Adds secondary text.
    pub fn muted(self, text: impl Into<String>) -> Self {
        self.push(text, Face::Regular, Some(Ink::Muted), None)
    }

    /// Adds text in a colour.
    pub fn inked(self, text: impl Into<String>, ink: Ink) -> Self {
        self.push(text, Face::Regular, Some(ink), None)
    }

    /// Adds a link to a place in the document; no link if the place does not exist.
    pub fn link(self, text: impl Into<String>, to: impl Into<Anchor>) -> Self {
        self.push(text, Face::Regular, Some(Ink::Accent), Some(to.into()))
    }

    /// The text alone.
    pub fn plain(&self) -> String {
        self.0.iter().map(|s| s.text.as_str()).collect()
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|s| s.text.is_empty())
    }
}

impl From<&str> for Rich {
    fn from(text: &str) -> Self {
        Rich::new().text(text)
    }
}

impl From<String> for Rich {
    fn from(text: String) -> Self {
        Rich::new().text(text)
    }
}

/// A table whose rows flow over pages; the head is repeated on each.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub title: String,
    pub width: Width,
    pub align: ColumnAlign,
}

impl Column {
    /// A column of text as wide as its content asks for.
    pub fn text(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            width: Width::Auto,
            align: ColumnAlign::Left,
        }
    }

    /// A column of numbers, flush right.
    pub fn number(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            width: Width::Auto,
            align: ColumnAlign::Right,
        }
    }

    /// A column that takes a share of what the others leave.
    pub fn share(title: impl Into<String>, share: f32) -> Self {
        Self {
            title: title.into(),
            width: Width::Fraction(share),
            align: ColumnAlign::Left,
        }
    }

    /// The same column with a width in points.
    pub fn fixed(mut self, points: f32) -> Self {
        self.width = Width::Fixed(points);
        self
    }
}

/// How wide a column is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// Points.
    Fixed(f32),
    /// Share of what fixed and automatic columns leave.
    Fraction(f32),
    /// From its content.
    Auto,
}

/// Which side a column's content stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnAlign {
    Left,
    Right,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Row {
    pub cells: Vec<Cell>,
    pub anchor: Option<Anchor>,
    pub kind: RowKind,
}

impl Row {
    /// A plain row.
    pub fn new(cells: Vec<Cell>) -> Self {
        Self {
            cells,
            anchor: None,
            kind: RowKind::Body,
        }
    }

    /// The same row as a place that links can name.
    pub fn at(mut self, anchor: impl Into<Anchor>) -> Self {
        self.anchor = Some(anchor.into());
        self
    }
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RowKind {
    #[default]
    Body,
    /// Names the group of rows below it, over the full width; stays with the next row.
    Group,
    /// Sums the rows above; bold, with a stronger rule over it.
    Total,
}

/// What a cell shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(Rich),
    /// A load bar with its number beside it.
    Bar(Bar),
    /// A dot in the severity's colour and the word for it.
    Severity(Tone, Rich),
    /// A chip with the protection level's digit, and text beside it.
    Level(u8, Rich),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.into())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text.into())
    }
}

impl From<Rich> for Cell {
    fn from(rich: Rich) -> Self {
        Cell::Text(rich)
    }
}

/// A load bar. Shares of the capacity: 1 is full.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Bar {
    pub now: f32,
    /// After the worst failure: hatched beyond `now`.
    pub after: Option<f32>,
    /// Where the bar should end: a tick.
    pub ceiling: Option<f32>,
    /// Neutral paints the accent colour.
    pub tone: Tone,
    pub label: String,
}
