//! Boolean structures: which parts must work for the whole to work, as text or built by hand.
//!
//! A part that is named twice is one part: it fails everywhere at once.

use std::collections::BTreeMap;

/// A structure over parts, by number.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// Always.
    True,
    /// Never.
    False,
    Part(usize),
    /// All of them.
    And(Vec<Expr>),
    /// One of them.
    Or(Vec<Expr>),
    /// So many of them.
    AtLeast(usize, Vec<Expr>),
}

impl Expr {
    pub fn all(parts: impl IntoIterator<Item = Expr>) -> Expr {
        Expr::And(parts.into_iter().collect())
    }
    pub fn any(parts: impl IntoIterator<Item = Expr>) -> Expr {
        Expr::Or(parts.into_iter().collect())
    }

    /// The same structure seen from the other side: of what works becomes of what fails, and back.
    pub fn dual(&self) -> Expr {
        match self {
            Expr::True => Expr::False,
            Expr::False => Expr::True,
            Expr::Part(p) => Expr::Part(*p),
            Expr::And(of) => Expr::Or(of.iter().map(Expr::dual).collect()),
            Expr::Or(of) => Expr::And(of.iter().map(Expr::dual).collect()),
            // k of n work unless n − k + 1 fail.
            Expr::AtLeast(k, of) => Expr::AtLeast(
                (of.len() + 1).saturating_sub(*k),
                of.iter().map(Expr::dual).collect(),
            ),
        }
    }

    /// Value for a choice of parts.
    pub fn holds(&self, part: &impl Fn(usize) -> bool) -> bool {
        match self {
            Expr::True => true,
            Expr::False => false,
            Expr::Part(p) => part(*p),
            Expr::And(of) => of.iter().all(|e| e.holds(part)),
            Expr::Or(of) => of.iter().any(|e| e.holds(part)),
            Expr::AtLeast(k, of) => of.iter().filter(|e| e.holds(part)).count() >= *k,
        }
    }

    /// Parts in the order they are first met.
    pub fn parts(&self) -> Vec<usize> {
        fn walk(e: &Expr, out: &mut Vec<usize>) {
            match e {
                Expr::True | Expr::False => {}
                Expr::Part(p) => {
                    if !out.contains(p) {
                        out.push(*p);
                    }
                }
                Expr::And(of) | Expr::Or(of) | Expr::AtLeast(_, of) => {
                    of.iter().for_each(|e| walk(e, out));
                }
            }
        }
        let mut out = Vec::new();
        walk(self, &mut out);
        out
    }
}

/// A structure read from text, and the names of its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    pub expr: Expr,
    pub names: Vec<String>,
}

/// Most characters, and deepest nesting, of a text.
const MAX_TEXT: usize = 20_000;
const MAX_DEPTH: usize = 200;

/// Why a text is no structure: what, and at which character (from 1).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} at character {at}")]
pub struct StructureError {
    pub message: String,
    pub at: usize,
}

/// Reads a structure: parts by name, `&` or `and` for all, `|` or `or` for one, `2of(A, B, C)` for so many, brackets.
/// `&` binds closer than `|`.
pub fn parse(text: &str) -> Result<Named, StructureError> {
    if text.len() > MAX_TEXT {
        return Err(StructureError {
            message: format!("the structure is longer than {MAX_TEXT} characters"),
            at: MAX_TEXT,
        });
    }
    let mut parser = Parser {
        tokens: tokens(text)?,
        next: 0,
        end: text.chars().count() + 1,
        names: BTreeMap::new(),
        order: Vec::new(),
        depth: 0,
    };
    let expr = parser.any()?;
    if let Some((token, at)) = parser.tokens.get(parser.next) {
        return Err(StructureError {
            message: format!("{} was not expected", token.shown()),
            at: *at,
        });
    }
    Ok(Named {
        expr,
        names: parser.order,
    })
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    And,
    Or,
    Open,
    Close,
    Comma,
}

impl Token {
    fn shown(&self) -> String {
        match self {
            Token::Name(n) => format!("\"{n}\""),
            Token::And => "\"&\"".into(),
            Token::Or => "\"|\"".into(),
            Token::Open => "\"(\"".into(),
            Token::Close => "\")\"".into(),
            Token::Comma => "\",\"".into(),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<(Token, usize)>, StructureError> {
    let mut out = Vec::new();
    let mut chars = text.chars().enumerate().peekable();
    while let Some((i, c)) = chars.next() {
        let at = i + 1;
        let token = match c {
            c if c.is_whitespace() => continue,
            '&' | '*' | '·' | '∧' => Token::And,
            '|' | '+' | '∨' => Token::Or,
            '(' | '[' => Token::Open,
            ')' | ']' => Token::Close,
            ',' | ';' => Token::Comma,
            c if c.is_alphanumeric() || c == '_' => {
                let mut name = c.to_string();
                while let Some((_, c)) = chars.peek().copied() {
                    if c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':' | '#') {
                        name.push(c);
                        chars.next();
                    } else {
                        break;
                    }
                }
                match name.to_ascii_lowercase().as_str() {
                    "and" => Token::And,
                    "or" => Token::Or,
                    _ => Token::Name(name),
                }
            }
            c => {
                return Err(StructureError {
                    message: format!(
                        "\"{c}\" has no meaning here; write &, |, brackets, names and 2of(…)"
                    ),
                    at,
                });
            }
        };
        // `&&` and `||` are one.
        let double = matches!(token, Token::And | Token::Or)
            && out
                .last()
                .is_some_and(|(last, before): &(Token, usize)| *last == token && *before + 1 == at);
        if !double {
            out.push((token, at));
        }
    }
    Ok(out)
}

struct Parser {
    tokens: Vec<(Token, usize)>,
    next: usize,
    end: usize,
    names: BTreeMap<String, usize>,
    order: Vec<String>,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(t, _)| t)
    }
    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(_, at)| *at)
    }
    fn take(&mut self, token: &Token) -> bool {
        let is = self.peek() == Some(token);
        if is {
            self.next += 1;
        }
        is
    }
    fn fault<T>(&self, message: impl Into<String>) -> Result<T, StructureError> {
        Err(StructureError {
            message: message.into(),
            at: self.at(),
        })
    }

    fn any(&mut self) -> Result<Expr, StructureError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.fault("brackets are nested too deeply");
        }
        let mut terms = vec![self.all()?];
        while self.take(&Token::Or) {
            terms.push(self.all()?);
        }
        self.depth -= 1;
        Ok(match terms.len() {
            1 => terms.swap_remove(0),
            _ => Expr::Or(terms),
        })
    }

    fn all(&mut self) -> Result<Expr, StructureError> {
        let mut terms = vec![self.one()?];
        while self.take(&Token::And) {
            terms.push(self.one()?);
        }
        Ok(match terms.len() {
            1 => terms.swap_remove(0),
            _ => Expr::And(terms),
        })
    }

    fn one(&mut self) -> Result<Expr, StructureError> {
        if self.take(&Token::Open) {
            let inner = self.any()?;
            return if self.take(&Token::Close) {
                Ok(inner)
            } else {
                self.fault("a closing bracket is missing")
            };
        }
        let Some(Token::Name(name)) = self.peek().cloned() else {
            return match self.peek() {
                Some(token) => {
                    let text = format!("a part was expected, not {}", token.shown());
                    self.fault(text)
                }
                None => self.fault("a part was expected"),
            };
        };
        self.next += 1;
        if self.peek() == Some(&Token::Open) {
            return self.some_of(&name);
        }
        let id = match self.names.get(&name) {
            Some(id) => *id,
            None => {
                let id = self.order.len();
                self.names.insert(name.clone(), id);
                self.order.push(name);
                id
            }
        };
        Ok(Expr::Part(id))
    }

    /// `2of(A, B, C)`, `2of3(A, B, C)` or `2/3(A, B, C)`; the name is read, the bracket comes next.
    fn some_of(&mut self, name: &str) -> Result<Expr, StructureError> {
        let lower = name.to_ascii_lowercase();
        let parts = lower.split_once("of").or_else(|| lower.split_once('/'));
        let k = parts.and_then(|(k, _)| k.parse::<usize>().ok());
        let Some(k) = k else {
            self.next -= 1;
            return self.fault(format!("\"{name}(\" is no choice; write 2of(A, B, C)"));
        };
        self.take(&Token::Open);
        let mut of = vec![self.any()?];
        while self.take(&Token::Comma) {
            of.push(self.any()?);
        }
        if !self.take(&Token::Close) {
            return self.fault("a closing bracket is missing");
        }
        let n = parts.and_then(|(_, n)| n.parse::<usize>().ok());
        if n.is_some_and(|n| n != of.len()) {
            return self.fault(format!("{name} names {} parts", of.len()));
        }
        if k > of.len() {
            return self.fault(format!("{k} of {} parts cannot be", of.len()));
        }
        Ok(Expr::AtLeast(k, of))
    }
}
