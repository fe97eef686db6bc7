//! Places unbreakable chunks on pages.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::drawing::{Pt, Shape};

use super::document::Anchor;

/// Something that is never split: a line, a row, a drawing. Its shapes are relative to its top left corner.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    pub height: f32,
    /// Space above it; none at the top of a page.
    pub before: f32,
    /// Stays on a page with the next chunk.
    pub keep: bool,
    pub shapes: Vec<Shape>,
    pub links: Vec<(Pt, Pt, Anchor)>,
    pub anchors: Vec<Anchor>,
    /// Level and title of a bookmark.
    pub bookmark: Option<(u8, String)>,
    /// Set again over this chunk when it begins a page.
    pub head: Option<Rc<Chunk>>,
    pub new_page: bool,
}

/// The frame that text fills, points from the top left corner of the page.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub bottom: f32,
}

/// A page being filled.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub shapes: Vec<Shape>,
    pub links: Vec<(Pt, Pt, Anchor)>,
    /// Title of the chapter that the page belongs to.
    pub chapter: String,
}

/// Where a bookmark points.
#[derive(Clone, Debug)]
pub struct Mark {
    pub level: u8,
    pub title: String,
    pub page: usize,
    pub y: f32,
}

/// The pages filled so far.
pub struct Flow {
    frame: Frame,
    pub sheets: Vec<Sheet>,
    pub places: BTreeMap<Anchor, (usize, f32)>,
    pub marks: Vec<Mark>,
    chapter: String,
    /// Number of pages before the first of this flow.
    offset: usize,
    y: f32,
    /// Nothing stands on the page yet.
    fresh: bool,
}

impl Flow {
    pub fn new(frame: Frame, offset: usize) -> Self {
        Self {
            frame,
            sheets: Vec::new(),
            places: BTreeMap::new(),
            marks: Vec::new(),
            chapter: String::new(),
            offset,
            y: frame.top,
            fresh: false,
        }
    }

    /// Begins a chapter: on a new page, or below what is there if `run_on` and all of `chunks` fits.
    pub fn chapter(&mut self, title: &str, run_on: bool, chunks: Vec<Chunk>) {
        self.chapter = title.to_owned();
        let height: f32 = chunks.iter().map(|c| c.height + c.before).sum();
        if !run_on || self.sheets.is_empty() || height > self.left() {
            self.page();
        }
        self.place(chunks);
    }

    /// Height left on the page.
    pub fn left(&self) -> f32 {
        self.frame.bottom - self.y
    }

    /// Moves down so that `height` ends at the foot of the page, if it fits there.
    pub fn sink(&mut self, height: f32) {
        self.y = self.y.max(self.frame.bottom - height);
    }

    fn page(&mut self) {
        self.sheets.push(Sheet {
            chapter: self.chapter.clone(),
            ..Sheet::default()
        });
        self.y = self.frame.top;
        self.fresh = true;
    }

    /// Places chunks in order, keeping together what asks for it where a page can hold it.
    pub fn place(&mut self, chunks: Vec<Chunk>) {
        let mut group: Vec<Chunk> = Vec::new();
        for chunk in chunks {
            let more = chunk.keep;
            group.push(chunk);
            if !more {
                self.place_group(std::mem::take(&mut group));
            }
        }
        self.place_group(group);
    }

    fn place_group(&mut self, group: Vec<Chunk>) {
        let Some(first) = group.first() else { return };
        if self.sheets.is_empty() || (first.new_page && !self.fresh) {
            self.page();
        }
        let height: f32 = group
            .iter()
            .enumerate()
            .map(|(i, c)| c.height + if i == 0 && self.fresh { 0.0 } else { c.before })
            .sum();
        let head = first.head.as_ref().map_or(0.0, |h| h.height);
        let alone = height - if self.fresh { 0.0 } else { first.before } + head;
        let fits_a_page = alone <= self.frame.bottom - self.frame.top + 0.01;
        if !self.fresh && fits_a_page && self.y + height > self.frame.bottom + 0.01 {
            self.page();
        }
        for chunk in group {
            let before = if self.fresh { 0.0 } else { chunk.before };
            if !self.fresh && self.y + before + chunk.height > self.frame.bottom + 0.01 {
                self.page();
            }
            if self.fresh
                && let Some(head) = chunk.head.clone()
            {
                self.put(&head);
            }
            self.put(&chunk);
        }
    }

    fn put(&mut self, chunk: &Chunk) {
        if !self.fresh {
            self.y += chunk.before;
        }
        let page = self.offset + self.sheets.len().saturating_sub(1);
        let at = Pt::new(self.frame.left, self.y);
        for anchor in &chunk.anchors {
            self.places.entry(anchor.clone()).or_insert((page, self.y));
        }
        if let Some((level, title)) = &chunk.bookmark {
            self.marks.push(Mark {
                level: *level,
                title: title.clone(),
                page,
                y: self.y,
            });
        }
        if let Some(sheet) = self.sheets.last_mut() {
            sheet
                .shapes
                .extend(chunk.shapes.iter().map(|s| s.moved(at)));
            sheet.links.extend(
                chunk
                    .links
                    .iter()
                    .map(|(p, size, to)| (Pt::new(p.x + at.x, p.y + at.y), *size, to.clone())),
            );
        }
        self.y += chunk.height;
        if chunk.height > 0.0 || !chunk.shapes.is_empty() {
            self.fresh = false;
        }
    }
}
