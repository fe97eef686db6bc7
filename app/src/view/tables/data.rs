//! Which rows a table shows, in which order. No window here.

use std::cmp::Ordering;
use std::sync::Arc;

use evenkeel_model::facts::Facts;
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::Plan;

use super::Tab;
use super::columns::{Column, Look, Row};

/// The column that rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Order {
    pub column: usize,
    pub descending: bool,
}

/// What a cell sorts by; what is not known comes last in both directions.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    Number(f64),
    /// Sorted without regard to case, numbers within by value.
    Text(String),
    Unknown,
}

impl Key {
    pub fn maybe(value: Option<f64>) -> Self {
        value.map_or(Key::Unknown, Key::Number)
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Key::Number(a), Key::Number(b)) => a.total_cmp(b),
            (Key::Text(a), Key::Text(b)) => natural(a, b),
            (Key::Number(_), Key::Text(_)) => Ordering::Less,
            (Key::Text(_), Key::Number(_)) => Ordering::Greater,
            _ => Ordering::Equal,
        }
    }
}

/// `mbx-2` before `mbx-10`.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        match (a.chars().next(), b.chars().next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (na, ra) = number(a);
                let (nb, rb) = number(b);
                let by_value = na.len().cmp(&nb.len()).then_with(|| na.cmp(nb));
                if by_value != Ordering::Equal {
                    return by_value;
                }
                (a, b) = (ra, rb);
            }
            (Some(x), Some(y)) => {
                let by_letter = x.to_lowercase().cmp(y.to_lowercase());
                if by_letter != Ordering::Equal {
                    return by_letter;
                }
                a = a.get(x.len_utf8()..).unwrap_or("");
                b = b.get(y.len_utf8()..).unwrap_or("");
            }
        }
    }
}

/// The digits at the head without leading zeros, and the rest.
fn number(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (digits.trim_start_matches('0'), rest)
}

/// The rows of a table as they stand now.
#[derive(Clone, Debug)]
pub struct Sheet {
    plan: Arc<Plan>,
    facts: Arc<Facts>,
    tab: Tab,
    filter: String,
    order: Order,
    pub rows: Vec<EntityId>,
    /// Rows that the filter hides.
    pub hidden: usize,
}

impl Sheet {
    /// Whether it still shows what it should.
    pub fn is_current(
        &self,
        plan: &Arc<Plan>,
        facts: &Arc<Facts>,
        tab: Tab,
        filter: &str,
        order: Order,
    ) -> bool {
        Arc::ptr_eq(&self.plan, plan)
            && Arc::ptr_eq(&self.facts, facts)
            && self.tab == tab
            && self.filter == filter
            && self.order == order
    }

    /// Filters and sorts. Every word of the filter must occur in some cell.
    pub fn build<T: Row>(
        look: &Look<'_>,
        plan: &Arc<Plan>,
        facts: &Arc<Facts>,
        tab: Tab,
        filter: &str,
        order: Order,
    ) -> Self {
        let columns: &[Column<T>] = T::COLUMNS;
        let all = T::all(plan);
        let total = all.len();
        let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
        let mut rows: Vec<(Key, EntityId)> = all
            .into_iter()
            .filter(|(id, row)| {
                words.is_empty() || {
                    let mut text = id.slug().to_lowercase();
                    for column in columns {
                        text.push('\n');
                        text.push_str(&(column.text)(look, id, row).to_lowercase());
                    }
                    words.iter().all(|w| text.contains(w.as_str()))
                }
            })
            .map(|(id, row)| {
                let key = columns
                    .get(order.column)
                    .map_or(Key::Unknown, |c| (c.key)(look, &id, &row));
                (key, id)
            })
            .collect();
        rows.sort_by(|(a, ia), (b, ib)| {
            let known = (*a == Key::Unknown).cmp(&(*b == Key::Unknown));
            let by_key = if order.descending {
                b.compare(a)
            } else {
                a.compare(b)
            };
            known
                .then(by_key)
                .then_with(|| natural(ia.slug(), ib.slug()))
        });
        let rows: Vec<EntityId> = rows.into_iter().map(|(_, id)| id).collect();
        Self {
            plan: Arc::clone(plan),
            facts: Arc::clone(facts),
            tab,
            filter: filter.to_owned(),
            order,
            hidden: total - rows.len(),
            rows,
        }
    }

    /// Where a row stands.
    pub fn position(&self, id: &EntityId) -> Option<usize> {
        self.rows.iter().position(|r| r == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_sort_by_value() {
        let mut names = ["mbx-10", "mbx-2", "Mbx-1", "mbx-02", "a", ""];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names[..3], ["", "a", "Mbx-1"]);
        assert_eq!(names[5], "mbx-10");
        assert_eq!(natural("ä1", "ä01"), Ordering::Equal);
    }

    #[test]
    fn keys_of_one_column_compare() {
        assert_eq!(Key::Number(2.0).compare(&Key::Number(10.0)), Ordering::Less);
        assert_eq!(
            Key::Text("b".into()).compare(&Key::Text("A".into())),
            Ordering::Greater
        );
    }
}
