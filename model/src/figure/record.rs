//! The tracer that keeps the working.

use std::rc::Rc;

use super::text::{as_written, exact};
use super::{Num, Origin, Plain, Tracer, finite, over, silent};

/// A node of a recorded formula.
#[derive(Clone, Debug)]
pub enum Node {
    Given {
        symbol: String,
        value: f64,
        unit: &'static str,
        origin: Origin,
    },
    Number(f64),
    Binary {
        op: char,
        a: Rc<Node>,
        b: Rc<Node>,
        value: f64,
    },
    Call {
        name: &'static str,
        args: Vec<Rc<Node>>,
        value: f64,
    },
    Sum {
        terms: Vec<Rc<Node>>,
        value: f64,
    },
    Step {
        symbol: String,
        unit: &'static str,
        of: Rc<Node>,
    },
}

impl Node {
    pub fn value(&self) -> f64 {
        match self {
            Node::Given { value, .. }
            | Node::Number(value)
            | Node::Binary { value, .. }
            | Node::Call { value, .. }
            | Node::Sum { value, .. } => *value,
            Node::Step { of, .. } => of.value(),
        }
    }
}

/// A recorded number.
#[derive(Clone, Debug)]
pub struct Rec(pub Rc<Node>);

impl Rec {
    fn binary(self, op: char, o: Self, value: f64) -> Self {
        Self(Rc::new(Node::Binary {
            op,
            a: self.0,
            b: o.0,
            value: finite(value),
        }))
    }
    fn call(name: &'static str, args: Vec<Rc<Node>>, value: f64) -> Self {
        Self(Rc::new(Node::Call { name, args, value }))
    }
}

impl std::ops::Add for Rec {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        let v = self.value() + o.value();
        self.binary('+', o, v)
    }
}
impl std::ops::Sub for Rec {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        let v = self.value() - o.value();
        self.binary('−', o, v)
    }
}
impl std::ops::Mul for Rec {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        let v = self.value() * o.value();
        self.binary('×', o, v)
    }
}
impl std::ops::Div for Rec {
    type Output = Self;
    fn div(self, o: Self) -> Self {
        let v = over(self.value(), o.value());
        self.binary('÷', o, v)
    }
}

impl Num for Rec {
    fn value(&self) -> f64 {
        self.0.value()
    }
    fn max(self, o: Self) -> Self {
        let (a, b) = (self.value(), o.value());
        Self::call("max", vec![self.0, o.0], if b > a { b } else { a })
    }
    fn min(self, o: Self) -> Self {
        let (a, b) = (self.value(), o.value());
        Self::call("min", vec![self.0, o.0], if b < a { b } else { a })
    }
    fn ceil(self) -> Self {
        let v = silent::ceil(self.value());
        Self::call("round up", vec![self.0], v)
    }
    fn floor(self) -> Self {
        let v = silent::floor(self.value());
        Self::call("round down", vec![self.0], v)
    }
    fn exp(self) -> Self {
        let v = Plain(self.value()).exp().0;
        Self::call("exp", vec![self.0], v)
    }
    fn ln(self) -> Self {
        let v = silent::ln(self.value());
        Self::call("ln", vec![self.0], v)
    }
    fn sqrt(self) -> Self {
        let v = Plain(self.value()).sqrt().0;
        Self::call("√", vec![self.0], v)
    }
    fn pow(self, o: Self) -> Self {
        let v = Plain(self.value()).pow(Plain(o.value())).0;
        self.binary('^', o, v)
    }
    fn one_minus_exp(self) -> Self {
        let v = Plain(self.value()).one_minus_exp().0;
        Self::call("1 − exp", vec![self.0], v)
    }
}

/// Computes and keeps everything.
#[derive(Clone, Copy, Debug, Default)]
pub struct Recorder;

impl Tracer for Recorder {
    type N = Rec;
    fn given(
        &mut self,
        symbol: &str,
        value: f64,
        unit: &'static str,
        origin: impl FnOnce() -> Origin,
    ) -> Rec {
        Rec(Rc::new(Node::Given {
            symbol: symbol.to_owned(),
            value: finite(value),
            unit,
            origin: origin(),
        }))
    }
    fn number(&mut self, value: f64) -> Rec {
        Rec(Rc::new(Node::Number(value)))
    }
    fn sum(&mut self, terms: Vec<Rec>) -> Rec {
        let value = finite(terms.iter().map(Num::value).sum());
        Rec(Rc::new(Node::Sum {
            terms: terms.into_iter().map(|t| t.0).collect(),
            value,
        }))
    }
    fn solved(&mut self, method: &'static str, of: Vec<Rec>, value: f64) -> Rec {
        Rec::call(method, of.into_iter().map(|n| n.0).collect(), finite(value))
    }
    fn step(&mut self, symbol: &str, unit: &'static str, value: Rec) -> Rec {
        Rec(Rc::new(Node::Step {
            symbol: symbol.to_owned(),
            unit,
            of: value.0,
        }))
    }
}

/// One input or intermediate result of a working.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    pub symbol: String,
    pub value: f64,
    pub unit: &'static str,
    /// None for an intermediate result; then `formula` and `numbers` tell how it came about.
    pub origin: Option<Origin>,
    pub formula: String,
    pub numbers: String,
}

/// The working of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    pub address: String,
    pub label: String,
    pub value: f64,
    pub unit: &'static str,
    /// In symbols.
    pub formula: String,
    /// In numbers with units.
    pub numbers: String,
    /// Inputs and steps in the order of the formula, each once.
    pub inputs: Vec<Input>,
}

impl Explained {
    pub fn new(address: String, label: String, unit: &'static str, rec: &Rec) -> Self {
        let root = match &*rec.0 {
            Node::Step { of, .. } => Rc::clone(of),
            _ => Rc::clone(&rec.0),
        };
        let mut inputs = Vec::new();
        collect(&root, &mut inputs);
        Self {
            address,
            label,
            value: rec.value(),
            unit,
            formula: render(&root, false, 0),
            numbers: render(&root, true, 0),
            inputs,
        }
    }
    /// Whether every constant in it was read in its source.
    pub fn confirmed(&self) -> bool {
        self.inputs.iter().all(|i| match &i.origin {
            Some(Origin::Constant { confirmed, .. }) => *confirmed,
            Some(Origin::Assumed(_)) => false,
            _ => true,
        })
    }
}

fn collect(node: &Rc<Node>, out: &mut Vec<Input>) {
    match &**node {
        Node::Given {
            symbol,
            value,
            unit,
            origin,
        } => {
            let input = Input {
                symbol: symbol.clone(),
                value: *value,
                unit,
                origin: Some(origin.clone()),
                formula: String::new(),
                numbers: String::new(),
            };
            if !out.contains(&input) {
                out.push(input);
            }
        }
        Node::Number(_) => {}
        Node::Binary { a, b, .. } => {
            collect(a, out);
            collect(b, out);
        }
        Node::Call { args, .. } => args.iter().for_each(|a| collect(a, out)),
        Node::Sum { terms, .. } => terms.iter().for_each(|t| collect(t, out)),
        Node::Step { symbol, unit, of } => {
            let input = Input {
                symbol: symbol.clone(),
                value: of.value(),
                unit,
                origin: None,
                formula: render(of, false, 0),
                numbers: render(of, true, 0),
            };
            if !out.contains(&input) {
                out.push(input);
                collect(of, out);
            }
        }
    }
}

/// `context`: 0 none, 1 inside a sum, 2 inside a product, 3 right of minus or divide.
fn render(node: &Node, numbers: bool, context: u8) -> String {
    match node {
        Node::Given {
            symbol,
            value,
            unit,
            ..
        } => {
            if numbers {
                as_written(*value, unit)
            } else {
                symbol.clone()
            }
        }
        Node::Number(v) => exact(*v),
        Node::Step { symbol, unit, of } => {
            if numbers {
                as_written(of.value(), unit)
            } else {
                symbol.clone()
            }
        }
        Node::Binary { op, a, b, .. } => {
            let (own, right) = match op {
                '+' => (1, 1),
                '−' => (1, 3),
                '×' => (2, 2),
                '^' => (3, 3),
                _ => (2, 3),
            };
            let text = format!(
                "{} {op} {}",
                render(a, numbers, own),
                render(b, numbers, right)
            );
            if context > own || (context == 3) {
                format!("({text})")
            } else {
                text
            }
        }
        Node::Call { name, args, .. } => {
            let args: Vec<String> = args.iter().map(|a| render(a, numbers, 0)).collect();
            let text = format!("{name}({})", args.join(", "));
            if context > 0 && name.contains(' ') {
                format!("({text})")
            } else {
                text
            }
        }
        Node::Sum { terms, value } => match terms.as_slice() {
            [] => exact(*value),
            [one] => render(one, numbers, context),
            many => {
                // Long sums show their ends; every term is listed among the inputs.
                let shown: Vec<String> = if many.len() > 8 {
                    let head = many.iter().take(4).map(|t| render(t, numbers, 1));
                    let tail = many
                        .iter()
                        .skip(many.len() - 2)
                        .map(|t| render(t, numbers, 1));
                    head.chain(std::iter::once(format!("… ({} more)", many.len() - 6)))
                        .chain(tail)
                        .collect()
                } else {
                    many.iter().map(|t| render(t, numbers, 1)).collect()
                };
                let text = shown.join(" + ");
                if context > 1 {
                    format!("({text})")
                } else {
                    text
                }
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Silent;

    fn memory<T: Tracer>(t: &mut T) -> T::N {
        let base = t.given("base", 2048.0, "MiB", || Origin::Assumed("x".into()));
        let per = t.given("per_mailbox", 5.0, "MiB", || Origin::Assumed("y".into()));
        let n = t.given("mailboxes", 1000.0, "", || Origin::Assumed("z".into()));
        let min = t.given("minimum", 2048.0, "MiB", || Origin::Assumed("w".into()));
        (base + per * n).max(min)
    }

    #[test]
    fn one_formula_gives_value_and_working() {
        let plain = memory(&mut Silent).value();
        let rec = memory(&mut Recorder);
        assert_eq!(plain, rec.value());
        let e = Explained::new(
            "vm/a/ram.needed".into(),
            "Memory needed".into(),
            "MiB",
            &rec,
        );
        assert_eq!(e.formula, "max(base + per_mailbox × mailboxes, minimum)");
        assert_eq!(e.numbers, "max(2,048 MiB + 5 MiB × 1,000, 2,048 MiB)");
        assert_eq!(e.value, 7048.0);
        assert_eq!(e.inputs.len(), 4);
    }

    #[test]
    fn factors_keep_the_digits_that_a_reader_needs_to_work_it_out_again() {
        let mut t = Recorder;
        let mut n = |v: f64, u| t.given("n", v, u, || Origin::Assumed(String::new()));
        let (count, size, factor) = (n(10.0, ""), n(600_000.0, "MB"), n(1e6 / 1_048_576.0, ""));
        let rec = count * size * factor;
        let e = Explained::new(String::new(), String::new(), "MiB", &rec);
        assert_eq!(e.numbers, "10 × 600,000 MB × 0.9537");
        assert_eq!(e.result_text(), "5,722,046 MiB");
    }

    #[test]
    fn brackets_stand_where_they_must() {
        let mut t = Recorder;
        let mut n = |s: &str, v: f64| t.given(s, v, "", || Origin::Assumed(String::new()));
        let (a, b, c) = (n("a", 9.0), n("b", 2.0), n("c", 3.0));
        let e = |r: Rec| Explained::new(String::new(), String::new(), "", &r).formula;
        assert_eq!(e((a.clone() + b.clone()) * c.clone()), "(a + b) × c");
        assert_eq!(e(a.clone() - (b.clone() - c.clone())), "a − (b − c)");
        assert_eq!(e(a.clone() / (b.clone() * c.clone())), "a ÷ (b × c)");
        assert_eq!(e(a * b + c), "a × b + c");
    }
}
