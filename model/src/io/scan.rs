//! Reads the outline of a RON text (brackets, keys, values) without building anything: it never recurses, so it can
//! look at a hostile file before the parser does, and it knows the place of every value.

/// Deepest nesting of brackets that a plan may have; its own depth is about ten.
pub const MAX_DEPTH: usize = 64;
/// Most rows of a table or items of a list.
pub const MAX_ITEMS: usize = 100_000;

/// One token; texts are as written, escapes and all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Open(u8),
    Close(u8),
    Colon,
    Comma,
    Text(&'a str),
    Word(&'a str),
}

/// Where a bracket stands and what is known of its current part.
struct Frame<'a> {
    open: u8,
    /// Where the bracket stands.
    offset: usize,
    /// Field or key that the current value belongs to.
    key: Option<&'a str>,
    /// Items before the current one.
    index: usize,
    /// Keys seen, in tables only: key and where it stands.
    seen: std::collections::BTreeMap<&'a str, usize>,
}

/// What a hostile or careless text does wrong, before it is parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    TooDeep,
    TooMany,
    Twice {
        key: String,
        first: usize,
    },
    /// A closing bracket of another kind than the one opened at this byte.
    Mismatch {
        open: usize,
        bracket: char,
        close: char,
    },
    /// The text ends before this quote or bracket is closed.
    Unfinished {
        open: usize,
    },
}

/// A place in the text and what stands there.
struct Event<'a> {
    offset: usize,
    token: Token<'a>,
    /// The token names a field or key.
    key: bool,
}

struct Walk<'a> {
    text: &'a str,
    at: usize,
    stack: Vec<Frame<'a>>,
    comments: bool,
    /// A quote that nothing closes, and where it stands.
    unclosed: Option<usize>,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            stack: Vec::new(),
            comments: false,
            unclosed: None,
        }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Skips blanks and comments.
    fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") {
                self.comments = true;
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                self.comments = true;
                let start = self.at;
                self.at += 2;
                let mut level = 1usize;
                while level > 0 {
                    match (self.byte(0), self.byte(1)) {
                        (Some(b'/'), Some(b'*')) => {
                            level += 1;
                            self.at += 2;
                        }
                        (Some(b'*'), Some(b'/')) => {
                            level -= 1;
                            self.at += 2;
                        }
                        (Some(_), _) => self.at += 1,
                        (None, _) => {
                            self.unclosed = Some(start);
                            return;
                        }
                    }
                }
            } else {
                return;
            }
        }
    }

    /// A text between quotes, the opening quote at `self.at`.
    fn quoted(&mut self, quote: u8) -> &'a str {
        self.at += 1;
        let start = self.at;
        while let Some(b) = self.byte(0) {
            if b == quote {
                let text = self.text.get(start..self.at).unwrap_or("");
                self.at += 1;
                return text;
            }
            self.at += if b == b'\\' { 2 } else { 1 };
        }
        self.at = self.text.len();
        self.unclosed = Some(start - 1);
        self.text.get(start..).unwrap_or("")
    }

    /// A raw text such as `r#"…"#`, if one starts here.
    fn raw(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let body = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
        let after = body.trim_start_matches('#');
        let hashes = body.get(..body.len() - after.len())?;
        let inner = after.strip_prefix('"')?;
        let end = format!("\"{hashes}");
        let (text, skip) = match inner.find(&end) {
            Some(n) => (inner.get(..n)?, n + end.len()),
            None => {
                self.unclosed = Some(self.at);
                (inner, inner.len())
            }
        };
        self.at += rest.len() - inner.len() + skip;
        Some(text)
    }

    fn token(&mut self) -> Option<(usize, Token<'a>)> {
        self.blanks();
        let offset = self.at;
        let first = self.byte(0)?;
        let token = match first {
            b'(' | b'[' | b'{' => {
                self.at += 1;
                Token::Open(first)
            }
            b')' | b']' | b'}' => {
                self.at += 1;
                Token::Close(first)
            }
            b':' => {
                self.at += 1;
                Token::Colon
            }
            b',' => {
                self.at += 1;
                Token::Comma
            }
            b'"' => Token::Text(self.quoted(b'"')),
            b'\'' => Token::Word(self.quoted(b'\'')),
            _ => {
                if matches!(first, b'r' | b'b')
                    && let Some(text) = self.raw()
                {
                    return Some((offset, Token::Text(text)));
                }
                let word = self.rest();
                let stop = |c: char| c.is_whitespace() || "()[]{}:,\"'".contains(c);
                let mut end = word.find(stop).unwrap_or(word.len());
                if let Some(comment) = word.get(..end).and_then(|w| w.find('/')) {
                    end = comment.max(1);
                }
                self.at += end.max(1);
                while !self.text.is_char_boundary(self.at) {
                    self.at += 1;
                }
                Token::Word(self.text.get(offset..self.at).unwrap_or(""))
            }
        };
        Some((offset, token))
    }

    /// The next token. The path still is that of the value that starts with it, so the caller looks before [`Self::settle`].
    fn event(&mut self) -> Option<Event<'a>> {
        let (offset, token) = self.token()?;
        let mut key = false;
        if let Token::Text(_) | Token::Word(_) = token {
            let open = self.stack.last().filter(|f| f.open != b'[');
            if open.is_some_and(|f| f.key.is_none()) {
                self.blanks();
                key = self.byte(0) == Some(b':');
            }
        }
        Some(Event { offset, token, key })
    }

    /// Takes the token into account.
    fn settle(&mut self, event: &Event<'a>) -> Result<(), Fault> {
        match event.token {
            Token::Open(open) => {
                if self.stack.len() >= MAX_DEPTH {
                    return Err(Fault::TooDeep);
                }
                self.stack.push(Frame {
                    open,
                    offset: event.offset,
                    key: None,
                    index: 0,
                    seen: std::collections::BTreeMap::new(),
                });
            }
            Token::Close(close) => {
                let open = match close {
                    b')' => b'(',
                    b']' => b'[',
                    _ => b'{',
                };
                if let Some(frame) = self.stack.pop()
                    && frame.open != open
                {
                    return Err(Fault::Mismatch {
                        open: frame.offset,
                        bracket: char::from(frame.open),
                        close: char::from(close),
                    });
                }
            }
            Token::Comma => {
                if let Some(frame) = self.stack.last_mut() {
                    frame.key = None;
                    frame.index += 1;
                    if frame.index > MAX_ITEMS {
                        return Err(Fault::TooMany);
                    }
                }
            }
            Token::Text(key) | Token::Word(key) if event.key => {
                if let Some(frame) = self.stack.last_mut() {
                    frame.key = Some(key);
                    if frame.open == b'{'
                        && let Some(first) = frame.seen.insert(key, event.offset)
                    {
                        return Err(Fault::Twice {
                            key: key.to_owned(),
                            first,
                        });
                    }
                }
            }
            Token::Colon | Token::Text(_) | Token::Word(_) => {}
        }
        Ok(())
    }

    /// Field names, keys and positions in lists that lead to here.
    fn path(&self) -> Vec<String> {
        self.stack
            .iter()
            .filter_map(|f| match (f.open, f.key) {
                (b'[', _) => Some(f.index.to_string()),
                (_, Some(key)) => Some(key.to_owned()),
                // A bracket around a single value, as in `Some(…)`, adds no step.
                (_, None) => None,
            })
            .collect()
    }

    /// Steps of the current path that `wanted` begins with; none when the path leads elsewhere.
    fn shared_with(&self, wanted: &[String]) -> Option<usize> {
        let mut steps = 0;
        for f in &self.stack {
            let same = |step: &String| match f.open {
                b'[' => step.parse() == Ok(f.index),
                _ => f.key == Some(step.as_str()),
            };
            if f.open != b'[' && f.key.is_none() {
                continue;
            }
            if !wanted.get(steps).is_some_and(same) {
                return None;
            }
            steps += 1;
        }
        Some(steps)
    }
}

/// Looks at the whole text once: nesting, sizes of tables, keys used twice. The place of the first fault, if any.
pub(super) fn guard(text: &str) -> Result<(), (usize, Vec<String>, Fault)> {
    let mut walk = Walk::new(text);
    while let Some(event) = walk.event() {
        if let Err(fault) = walk.settle(&event) {
            return Err((event.offset, walk.path(), fault));
        }
    }
    match walk.unclosed.or(walk.stack.last().map(|f| f.offset)) {
        Some(open) => Err((text.len(), walk.path(), Fault::Unfinished { open })),
        None => Ok(()),
    }
}

/// Whether the text has comments, which a save of the plan would drop.
pub fn has_comments(text: &str) -> bool {
    let mut walk = Walk::new(text);
    while walk.token().is_some() {
        if walk.comments {
            return true;
        }
    }
    walk.comments
}

/// Where the value at a path starts, or the nearest value around it, in bytes: `["vms", "mbx-1", "placement", "0", "host"]`.
pub(super) fn offset_of(text: &str, path: &[String]) -> Option<usize> {
    let mut walk = Walk::new(text);
    let mut best: Option<(usize, usize)> = None;
    while let Some(event) = walk.event() {
        let value =
            !event.key && !matches!(event.token, Token::Close(_) | Token::Colon | Token::Comma);
        if value
            && let Some(steps) = walk.shared_with(path)
            && best.is_none_or(|(most, _)| steps > most)
        {
            best = Some((steps, event.offset));
            if steps == path.len() {
                break;
            }
        }
        if walk.settle(&event).is_err() {
            break;
        }
    }
    best.map(|(_, offset)| offset)
}

/// The value written at a path of fields, when it is a plain word or text: its place and the word.
pub(super) fn word_at<'a>(text: &'a str, path: &[String]) -> Option<(usize, &'a str)> {
    let mut walk = Walk::new(text);
    while let Some(event) = walk.event() {
        if !event.key && walk.shared_with(path) == Some(path.len()) {
            match event.token {
                Token::Text(word) | Token::Word(word) => return Some((event.offset, word)),
                Token::Open(_) => return Some((event.offset, "")),
                Token::Close(_) | Token::Colon | Token::Comma => {}
            }
        }
        walk.settle(&event).ok()?;
    }
    None
}

/// The path of the value that stands at a byte.
pub(super) fn path_at(text: &str, offset: usize) -> Vec<String> {
    let mut walk = Walk::new(text);
    let mut path = Vec::new();
    while let Some(event) = walk.event() {
        if event.offset > offset {
            break;
        }
        path = walk.path();
        if walk.settle(&event).is_err() {
            break;
        }
    }
    path
}

/// The innermost bracket around a byte: where it stands and the path of its value.
pub(super) fn bracket_at(text: &str, offset: usize) -> (usize, Vec<String>) {
    let mut walk = Walk::new(text);
    while let Some(event) = walk.event() {
        if event.offset >= offset || walk.settle(&event).is_err() {
            break;
        }
    }
    match walk.stack.pop() {
        Some(frame) => (frame.offset, walk.path()),
        None => (0, Vec::new()),
    }
}

/// Whether anything but blanks and comments stands in the text.
pub(super) fn is_blank(text: &str) -> bool {
    Walk::new(text).token().is_none()
}

/// Where the first field stands, if the text is a bracket of named fields, as a plan is; its bracket if it has none.
pub(super) fn first_field(text: &str) -> Option<usize> {
    let mut walk = Walk::new(text);
    // The attributes before the plan are brackets too.
    let mut bracket = None;
    while let Some(event) = walk.event() {
        if walk.stack.is_empty() {
            bracket = (event.token == Token::Open(b'(')).then_some(event.offset);
        } else if event.key && walk.stack.len() == 1 && bracket.is_some() {
            return Some(event.offset);
        }
        walk.settle(&event).ok()?;
    }
    // An empty bracket: its closing one came last.
    bracket.or_else(|| {
        text.rfind('(')
            .filter(|at| text.get(*at..).is_some_and(|t| t.trim() == "()"))
    })
}

/// Line and column of a byte, both counted from 1, columns in characters.
pub(super) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = text.get(..end).unwrap_or("");
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    (line, before.get(start..).unwrap_or("").chars().count() + 1)
}

/// The byte at a line and column, both counted from 1.
pub(super) fn byte_at(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let rest = text.get(start..).unwrap_or("");
    start
        + rest
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or(rest.len(), |(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Vec<String> {
        text.split('/').map(str::to_owned).collect()
    }

    const TEXT: &str = r##"#![enable(implicit_some)]
(
    format: 1, // the first
    about: (name: r#"a "raw" (name"#, note: "brackets ( [ { in \" a text"),
    vms: {
        "mbx-1": (
            level: L2,
            placement: [(host: "host-a"), (host: "host-b", partner: Some("host-c"))],
            /* a /* nested */ ( comment */
            disks: [(on: Shared(array: "san", group: "x")), (on: Local("data"))],
        ),
    },
)
"##;

    fn stands_at(p: &str) -> &'static str {
        let at = offset_of(TEXT, &path(p)).unwrap();
        TEXT[at..].split([',', ')', '\n']).next().unwrap()
    }

    #[test]
    fn finds_values_by_path() {
        assert_eq!(stands_at("format"), "1");
        assert_eq!(stands_at("vms/mbx-1/level"), "L2");
        assert_eq!(stands_at("vms/mbx-1/placement/0/host"), "\"host-a\"");
        assert_eq!(stands_at("vms/mbx-1/placement/1/host"), "\"host-b\"");
        assert_eq!(
            stands_at("vms/mbx-1/placement/1/partner"),
            "Some(\"host-c\""
        );
        assert_eq!(stands_at("vms/mbx-1/disks/0/on/array"), "\"san\"");
        assert_eq!(stands_at("vms/mbx-1/disks/1/on"), "Local(\"data\"");
        assert_eq!(stands_at("vms/mbx-1/ram"), "(", "the row it would be in");
    }

    #[test]
    fn finds_paths_by_place() {
        let at = |needle: &str| path_at(TEXT, TEXT.find(needle).unwrap()).join("/");
        assert_eq!(at("\"host-b\""), "vms/mbx-1/placement/1/host");
        assert_eq!(at("\"san\""), "vms/mbx-1/disks/0/on/array");
        assert_eq!(at("L2"), "vms/mbx-1/level");
    }

    #[test]
    fn sees_comments_only_where_they_are() {
        assert!(has_comments(TEXT));
        assert!(has_comments("(format: 1) // end"));
        assert!(has_comments("(format: 1)\n/* end"));
        assert!(!has_comments(r#"(about: (name: "http://host /* no */"))"#));
        assert!(!has_comments(r##"(about: (name: r#"// "no" "#))"##));
    }

    #[test]
    fn guards_depth_size_and_keys() {
        assert_eq!(guard(TEXT), Ok(()));
        let open = "(a: [1, 2], b: {";
        assert!(matches!(
            guard(open),
            Err((_, _, Fault::Unfinished { open: 15 }))
        ));
        assert!(matches!(
            guard("(a: \"x"),
            Err((_, _, Fault::Unfinished { open: 4 }))
        ));
        assert!(matches!(
            guard("(a: [1, 2)"),
            Err((9, _, Fault::Mismatch { open: 4, .. }))
        ));
        let deep = "(".repeat(1_000_000);
        assert!(matches!(guard(&deep), Err((64, _, Fault::TooDeep))));
        let deep = format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
        assert_eq!(guard(&deep), Ok(()));
        let many = format!("[{}]", "1,".repeat(MAX_ITEMS));
        assert_eq!(guard(&many), Ok(()));
        let many = format!("[{}]", "1,".repeat(MAX_ITEMS + 1));
        assert!(matches!(guard(&many), Err((_, _, Fault::TooMany))));
        let twice = r#"(hosts: {"a": (), "b": (), "a": ()})"#;
        assert_eq!(
            guard(twice),
            Err((
                27,
                vec!["hosts".to_owned(), "a".to_owned()],
                Fault::Twice {
                    key: "a".to_owned(),
                    first: 9
                }
            ))
        );
    }

    #[test]
    fn lines_and_columns_count_from_one() {
        let text = "a\nüb\n";
        assert_eq!(line_and_column(text, 0), (1, 1));
        assert_eq!(line_and_column(text, text.find('b').unwrap()), (2, 2));
        assert_eq!(byte_at(text, 2, 2), text.find('b').unwrap());
        assert_eq!(line_and_column(text, 99), (3, 1));
    }

    proptest::proptest! {
        #[test]
        fn total_on_any_text(text in "[\\PC\n(){}\\[\\]:,\"'/*r#b\\\\]{0,200}") {
            let _ = guard(&text);
            let _ = has_comments(&text);
            let _ = offset_of(&text, &path("a/0/b"));
            let _ = path_at(&text, text.len() / 2);
            let _ = bracket_at(&text, text.len() / 2);
        }
    }
}
