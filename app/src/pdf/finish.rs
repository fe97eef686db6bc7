//! What the PDF library leaves out: nested bookmarks, language, own ids, and metadata without a clock.

use std::collections::BTreeMap;

use evenkeel_model::report::paginate::{OutlineEntry, Pages};
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};

use super::{PdfError, PdfMeta};

fn fail(e: lopdf::Error) -> PdfError {
    PdfError::Structure(e.to_string())
}

/// Text of any script: UTF-16 with its mark.
fn text(s: &str) -> Object {
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(s.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

fn name(s: &str) -> Object {
    Object::Name(s.as_bytes().to_vec())
}

/// Adds bookmarks, metadata, language and the version.
pub fn finish(file: &mut Document, pages: &Pages, meta: &PdfMeta) -> Result<(), PdfError> {
    file.version = "1.7".to_owned();
    let page_ids = file.get_pages();
    let outlines = outline(file, &pages.outline, &page_ids, pages.size.y);

    let info_id = file.add_object(info(pages, meta));
    file.trailer.set("Info", info_id);

    tag_subset_fonts(file);
    let catalog = file.catalog_mut().map_err(fail)?;
    let language = if pages.meta.language.is_empty() {
        "en"
    } else {
        &pages.meta.language
    };
    catalog.set("Lang", Object::string_literal(language));
    catalog.set("PageLayout", name("OneColumn"));
    catalog.set(
        "ViewerPreferences",
        Dictionary::from_iter([("DisplayDocTitle", Object::Boolean(true))]),
    );
    match outlines {
        Some(id) => {
            catalog.set("Outlines", id);
            catalog.set("PageMode", name("UseOutlines"));
        }
        None => catalog.set("PageMode", name("UseNone")),
    }
    // The library's own info object is now unreferenced.
    file.prune_objects();
    file.renumber_objects();
    Ok(())
}

fn info(pages: &Pages, meta: &PdfMeta) -> Dictionary {
    let (year, month, day) = meta.date;
    // Midday in no time zone: the same day wherever it is read.
    let date = Object::string_literal(format!("D:{year:04}{month:02}{day:02}120000Z"));
    Dictionary::from_iter([
        ("Title", text(&pages.meta.title)),
        ("Author", text(&pages.meta.author)),
        ("Subject", text(&pages.meta.subject)),
        ("Keywords", text(&pages.meta.keywords.join(", "))),
        ("Creator", text(&meta.creator)),
        ("Producer", text(&meta.creator)),
        ("CreationDate", date.clone()),
        ("ModDate", date),
    ])
}

/// Adds the tree of bookmarks; the first level is open. Returns its root.
fn outline(
    file: &mut Document,
    entries: &[OutlineEntry],
    pages: &BTreeMap<u32, ObjectId>,
    height: f32,
) -> Option<ObjectId> {
    if entries.is_empty() {
        return None;
    }
    let root = file.new_object_id();
    let (first, last) = siblings(file, entries, root, pages, height)?;
    file.set_object(
        root,
        Dictionary::from_iter([
            ("Type", name("Outlines")),
            ("First", Object::Reference(first)),
            ("Last", Object::Reference(last)),
            ("Count", Object::Integer(entries.len() as i64)),
        ]),
    );
    Some(root)
}

fn siblings(
    file: &mut Document,
    entries: &[OutlineEntry],
    parent: ObjectId,
    pages: &BTreeMap<u32, ObjectId>,
    height: f32,
) -> Option<(ObjectId, ObjectId)> {
    let ids: Vec<ObjectId> = entries.iter().map(|_| file.new_object_id()).collect();
    for (i, (entry, id)) in entries.iter().zip(&ids).enumerate() {
        let mut dict = Dictionary::from_iter([
            ("Title", text(&entry.title)),
            ("Parent", Object::Reference(parent)),
        ]);
        let number = u32::try_from(entry.page + 1).unwrap_or(u32::MAX);
        if let Some(page) = pages.get(&number) {
            let top = (height - entry.y + 12.0).min(height).round();
            dict.set(
                "Dest",
                vec![
                    Object::Reference(*page),
                    name("XYZ"),
                    Object::Integer(0),
                    Object::Integer(top as i64),
                    Object::Null,
                ],
            );
        }
        if let Some(before) = i.checked_sub(1).and_then(|k| ids.get(k)) {
            dict.set("Prev", Object::Reference(*before));
        }
        if let Some(after) = ids.get(i + 1) {
            dict.set("Next", Object::Reference(*after));
        }
        if let Some((first, last)) = siblings(file, &entry.children, *id, pages, height) {
            dict.set("First", Object::Reference(first));
            dict.set("Last", Object::Reference(last));
            // Negative: closed.
            dict.set("Count", Object::Integer(-(entry.children.len() as i64)));
        }
        file.set_object(*id, dict);
    }
    Some((*ids.first()?, *ids.last()?))
}

/// Puts the tag of a subset (six letters) before the names of embedded fonts, as the standard asks.
fn tag_subset_fonts(file: &mut Document) {
    let mut tags: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
    let tagged = |base: &[u8], tags: &mut BTreeMap<Vec<u8>, Vec<u8>>| -> Object {
        let next = tags.len() as u8;
        let full = tags
            .entry(base.to_vec())
            .or_insert_with(|| [b"EVNKL", &[b'A' + next % 26][..], b"+", base].concat());
        Object::Name(full.clone())
    };
    fn rename(dict: &mut Dictionary, tag: &mut dyn FnMut(&[u8]) -> Object) {
        for key in [&b"BaseFont"[..], b"FontName"] {
            if let Ok(Object::Name(base)) = dict.get(key) {
                let new = tag(&base.clone());
                dict.set(key, new);
            }
        }
        if let Ok(Object::Array(inner)) = dict.get_mut(b"DescendantFonts") {
            for object in inner {
                if let Object::Dictionary(dict) = object {
                    rename(dict, tag);
                }
            }
        }
    }
    for object in file.objects.values_mut() {
        if let Object::Dictionary(dict) = object
            && (dict.has_type(b"Font") || dict.has_type(b"FontDescriptor"))
        {
            rename(dict, &mut |base| tagged(base, &mut tags));
        }
    }
}

/// Compresses page contents and fonts, telling the share done.
pub fn compress(
    file: &mut Document,
    step: &mut dyn FnMut(f32) -> Result<(), PdfError>,
) -> Result<(), PdfError> {
    let count = file.objects.len().max(1) as f32;
    for (i, object) in file.objects.values_mut().enumerate() {
        if i % 16 == 0 {
            step(i as f32 / count)?;
        }
        if let Object::Stream(stream) = object {
            stream.compress().map_err(fail)?;
        }
    }
    Ok(())
}

/// Sets the file's identifier from its content.
pub fn identify(file: &mut Document) {
    let mut hash = Hash::default();
    for (id, object) in &file.objects {
        hash.add(&id.0.to_be_bytes());
        match object {
            Object::Stream(stream) => hash.add(&stream.content),
            other => hash.add(format!("{other:?}").as_bytes()),
        }
    }
    let id = Object::String(hash.bytes().to_vec(), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![id.clone(), id]);
}

/// FNV-1a over 128 bits: tells files apart; not for security.
struct Hash(u128);

impl Default for Hash {
    fn default() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Hash {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b);
        }
    }

    fn bytes(&self) -> [u8; 16] {
        self.0.to_be_bytes()
    }
}
