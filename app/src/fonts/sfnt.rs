//! Reads the little that layout needs of a TrueType file: character map, advances and pair kerning.
//!
//! The files are our own (assets/fonts), yet nothing here trusts them: a broken table reads as absent.

/// A font's character map, advances and kerning, in thousandths of an em.
#[derive(Debug, Default)]
pub struct Sfnt {
    /// Glyph of each character from 0 up; 0 is none.
    glyphs: Vec<u16>,
    advances: Vec<i16>,
    pairs: Vec<Pairs>,
}

/// One kerning subtable. The first that covers the left glyph (and, by pairs, the right one) decides.
#[derive(Debug)]
enum Pairs {
    /// Sorted by left and right glyph.
    Each(Vec<((u16, u16), i16)>),
    Classes {
        /// Per glyph: class + 1, or 0 if not covered.
        left: Vec<u16>,
        right: Vec<u16>,
        rights: usize,
        values: Vec<i16>,
    },
}

impl Sfnt {
    /// Reads a font; tables it cannot read are left empty.
    pub fn read(bytes: &[u8]) -> Self {
        let data = Data(bytes);
        let mut font = Sfnt::default();
        font.read_tables(data);
        font
    }

    fn read_tables(&mut self, data: Data<'_>) -> Option<()> {
        let upm = i32::from(data.table(b"head")?.u16(18)?).max(1);
        let scale = |v: i32| (v * 1000 / upm).clamp(-32768, 32767) as i16;
        let glyphs = usize::from(data.table(b"maxp")?.u16(4)?);
        let metrics = usize::from(data.table(b"hhea")?.u16(34)?).max(1);
        let hmtx = data.table(b"hmtx")?;
        self.advances = (0..glyphs)
            .map(|g| scale(i32::from(hmtx.u16(g.min(metrics - 1) * 4).unwrap_or(0))))
            .collect();
        self.read_cmap(data.table(b"cmap")?);
        if let Some(gpos) = data.table(b"GPOS") {
            self.read_kerning(gpos, &scale);
        }
        Some(())
    }

    /// Reads the Unicode subtables of format 4 (all of our files have one).
    fn read_cmap(&mut self, cmap: Data<'_>) -> Option<()> {
        for i in 0..usize::from(cmap.u16(2)?) {
            let sub = cmap.at(cmap.u32(4 + i * 8 + 4)? as usize)?;
            if sub.u16(0)? != 4 {
                continue;
            }
            let segments = usize::from(sub.u16(6)? / 2);
            for s in 0..segments {
                let end = sub.u16(14 + s * 2)?;
                let start = sub.u16(16 + segments * 2 + s * 2)?;
                let delta = sub.u16(16 + segments * 4 + s * 2)?;
                let offset_at = 16 + segments * 6 + s * 2;
                let offset = usize::from(sub.u16(offset_at)?);
                for c in start..=end {
                    if c == 0xFFFF {
                        break;
                    }
                    let glyph = if offset == 0 {
                        c.wrapping_add(delta)
                    } else {
                        match sub.u16(offset_at + offset + usize::from(c - start) * 2)? {
                            0 => 0,
                            g => g.wrapping_add(delta),
                        }
                    };
                    if glyph != 0 {
                        let at = usize::from(c);
                        if self.glyphs.len() <= at {
                            self.glyphs.resize(at + 1, 0);
                        }
                        if let Some(slot) = self.glyphs.get_mut(at) {
                            *slot = glyph;
                        }
                    }
                }
            }
            return Some(());
        }
        None
    }

    fn read_kerning(&mut self, gpos: Data<'_>, scale: &dyn Fn(i32) -> i16) -> Option<()> {
        let features = gpos.at(usize::from(gpos.u16(6)?))?;
        let mut lookups = std::collections::BTreeSet::new();
        for i in 0..usize::from(features.u16(0)?) {
            let record = 2 + i * 6;
            if features.bytes(record, 4)? == b"kern" {
                let feature = features.at(usize::from(features.u16(record + 4)?))?;
                for k in 0..usize::from(feature.u16(2)?) {
                    lookups.insert(usize::from(feature.u16(4 + k * 2)?));
                }
            }
        }
        let list = gpos.at(usize::from(gpos.u16(8)?))?;
        for index in lookups {
            let lookup = list.at(usize::from(list.u16(2 + index * 2)?))?;
            let kind = lookup.u16(0)?;
            for s in 0..usize::from(lookup.u16(4)?) {
                let mut table = lookup.at(usize::from(lookup.u16(6 + s * 2)?))?;
                let mut kind = kind;
                if kind == 9 {
                    kind = table.u16(2)?;
                    table = table.at(table.u32(4)? as usize)?;
                }
                if kind == 2
                    && let Some(pairs) = self.read_pairs(table, scale)
                {
                    self.pairs.push(pairs);
                }
            }
        }
        Some(())
    }

    /// A PairPos subtable whose first value moves the advance only (what fonts use for kerning).
    fn read_pairs(&self, table: Data<'_>, scale: &dyn Fn(i32) -> i16) -> Option<Pairs> {
        const X_ADVANCE: u16 = 4;
        let (format, first, second) = (table.u16(0)?, table.u16(4)?, table.u16(6)?);
        if first & X_ADVANCE == 0 {
            return None;
        }
        let before = (first & 3).count_ones() as usize * 2;
        let size = (first.count_ones() + second.count_ones()) as usize * 2;
        let covered = table.at(usize::from(table.u16(2)?))?.coverage()?;
        if format == 1 {
            let mut each = Vec::new();
            for (i, &left) in covered.iter().enumerate() {
                let set = table.at(usize::from(table.u16(10 + i * 2)?))?;
                for k in 0..usize::from(set.u16(0)?) {
                    let at = 2 + k * (2 + size);
                    let value = set.i16(at + 2 + before)?;
                    each.push(((left, set.u16(at)?), scale(i32::from(value))));
                }
            }
            each.sort_unstable();
            return Some(Pairs::Each(each));
        }
        let glyphs = self.advances.len();
        let mut left = vec![0; glyphs];
        let classes = table.at(usize::from(table.u16(8)?))?.classes(glyphs)?;
        for &glyph in &covered {
            if let (Some(slot), Some(class)) = (
                left.get_mut(usize::from(glyph)),
                classes.get(usize::from(glyph)),
            ) {
                *slot = class + 1;
            }
        }
        let right = table.at(usize::from(table.u16(10)?))?.classes(glyphs)?;
        let (lefts, rights) = (usize::from(table.u16(12)?), usize::from(table.u16(14)?));
        let values = (0..lefts * rights)
            .map(|i| {
                table
                    .i16(16 + i * size + before)
                    .map(|v| scale(i32::from(v)))
            })
            .collect::<Option<Vec<_>>>()?;
        Some(Pairs::Classes {
            left,
            right,
            rights,
            values,
        })
    }

    /// The glyph of a character, if the font has one.
    pub fn glyph(&self, c: char) -> Option<u16> {
        self.glyphs.get(c as usize).copied().filter(|&g| g != 0)
    }

    /// Advance of a glyph, thousandths of an em.
    pub fn advance(&self, glyph: u16) -> i16 {
        self.advances.get(usize::from(glyph)).copied().unwrap_or(0)
    }

    /// What kerning adds between two glyphs, thousandths of an em.
    pub fn kern(&self, left: u16, right: u16) -> i16 {
        for pairs in &self.pairs {
            match pairs {
                Pairs::Each(each) => {
                    if let Ok(i) = each.binary_search_by_key(&(left, right), |e| e.0) {
                        return each.get(i).map_or(0, |e| e.1);
                    }
                }
                Pairs::Classes {
                    left: lefts,
                    right: rights,
                    rights: width,
                    values,
                } => {
                    let class = lefts.get(usize::from(left)).copied().unwrap_or(0);
                    if class > 0 {
                        let other =
                            usize::from(rights.get(usize::from(right)).copied().unwrap_or(0));
                        return values
                            .get(usize::from(class - 1) * width + other)
                            .copied()
                            .unwrap_or(0);
                    }
                }
            }
        }
        0
    }
}

/// Bounds-checked big-endian reading.
#[derive(Clone, Copy)]
struct Data<'a>(&'a [u8]);

impl<'a> Data<'a> {
    fn bytes(self, at: usize, len: usize) -> Option<&'a [u8]> {
        self.0.get(at..at.checked_add(len)?)
    }

    fn u16(self, at: usize) -> Option<u16> {
        Some(u16::from_be_bytes(self.bytes(at, 2)?.try_into().ok()?))
    }

    fn i16(self, at: usize) -> Option<i16> {
        self.u16(at).map(|v| v as i16)
    }

    fn u32(self, at: usize) -> Option<u32> {
        Some(u32::from_be_bytes(self.bytes(at, 4)?.try_into().ok()?))
    }

    fn at(self, at: usize) -> Option<Self> {
        self.0.get(at..).map(Data)
    }

    fn table(self, tag: &[u8; 4]) -> Option<Self> {
        for i in 0..usize::from(self.u16(4)?) {
            let record = 12 + i * 16;
            if self.bytes(record, 4)? == tag {
                let (at, len) = (
                    self.u32(record + 8)? as usize,
                    self.u32(record + 12)? as usize,
                );
                return self.bytes(at, len).map(Data);
            }
        }
        None
    }

    /// The glyphs of a coverage table, in coverage order.
    fn coverage(self) -> Option<Vec<u16>> {
        let count = usize::from(self.u16(2)?);
        match self.u16(0)? {
            1 => (0..count).map(|i| self.u16(4 + i * 2)).collect(),
            2 => {
                let mut out = Vec::new();
                for i in 0..count {
                    out.extend(self.u16(4 + i * 6)?..=self.u16(6 + i * 6)?);
                }
                Some(out)
            }
            _ => None,
        }
    }

    /// Class of each glyph; 0 where none is given.
    fn classes(self, glyphs: usize) -> Option<Vec<u16>> {
        let mut out = vec![0; glyphs];
        let mut set = |glyph: u16, class: u16| {
            if let Some(slot) = out.get_mut(usize::from(glyph)) {
                *slot = class;
            }
        };
        match self.u16(0)? {
            1 => {
                let first = self.u16(2)?;
                for i in 0..self.u16(4)? {
                    set(first.wrapping_add(i), self.u16(6 + usize::from(i) * 2)?);
                }
            }
            2 => {
                for i in 0..usize::from(self.u16(2)?) {
                    let at = 4 + i * 6;
                    let class = self.u16(at + 4)?;
                    for glyph in self.u16(at)?..=self.u16(at + 2)? {
                        set(glyph, class);
                    }
                }
            }
            _ => return None,
        }
        Some(out)
    }
}
