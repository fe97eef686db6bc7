//! What calculators of mailboxes share: the version and its constants, users and their profiles.

use crate::calc::dimension::{MEMORY, NUMBER};
use crate::calc::{CalcError, Column, Given, Input, Values};
use crate::catalogue::{
    Catalogue, Constant, MailboxColumn, MailboxConstants, MailboxVersion, Reading,
};
use crate::facts::cite;
use crate::figure::{Origin, Tracer};
use crate::formula::mailbox as formula;

/// Most mailboxes of a calculation.
pub(super) const MANY: f64 = 1e9;

/// Versions of the catalogue, oldest first.
fn versions(catalogue: &Catalogue, _: &Values) -> Vec<(String, String)> {
    let all = catalogue.tables.mailbox.iter();
    all.map(|(key, v)| (key.clone(), v.name.clone())).collect()
}

/// The version; it sets every figure that is not entered.
pub(super) const fn version_input(default: &'static str) -> Input {
    Input::from_catalogue("version", "version of the mail server", versions).word(default)
}

/// A profile: a name of the version's table, or messages a day. Typed as `profile=heavy` or `messages=120`.
pub(super) const PROFILE: Input = Input::text(
    "profile",
    "a profile of the version (light, average, heavy …) or messages sent and received by a user in a day",
)
.symbol("messages")
.optional();

/// How many users have that profile.
pub(super) const MAILBOXES: Input = Input::count("mailboxes", "mailboxes", (0.0, MANY)).optional();

/// Several profiles at once.
pub(super) const USERS: Input = Input::list(
    "users",
    "mailboxes of several profiles, instead of profile and mailboxes: heavy:600,average:400",
    &[
        Column::name("profile", "profile or messages a day"),
        Column::quantity("mailboxes", "mailboxes", &NUMBER, "", (0.0, MANY)),
    ],
)
.optional();

/// Size of a message.
pub(super) const MESSAGE: Input = Input::quantity(
    "message",
    "mean size of a message; the version's base size unless given",
    &MEMORY,
    "KB",
    (0.0, 1e9),
)
.optional();

/// The version that was chosen.
pub(super) struct Version<'a> {
    pub key: String,
    pub v: &'a MailboxVersion,
}

/// Users of one profile.
pub(super) struct User<'a, N> {
    pub name: String,
    pub reading: Reading<'a>,
    pub mailboxes: N,
}

/// Finds the version.
pub(super) fn version<'a, T: Tracer>(g: &Given<'a, T>) -> Result<Version<'a>, CalcError> {
    let key = g.word("version").to_owned();
    match g.cx.catalogue.tables.mailbox.get(&key) {
        Some(v) => Ok(Version { key, v }),
        None => Err(g.fault(
            "version",
            "the version is not in the catalogue",
            "choose one of the list",
        )),
    }
}

impl<'a> Version<'a> {
    pub fn constants(&self) -> &'a MailboxConstants {
        self.v.known()
    }

    /// A constant of the version; zero, and said so, where it has none.
    pub fn k<T: Tracer>(
        &self,
        g: &mut Given<'_, T>,
        symbol: &str,
        key: &str,
        row: Option<&Constant>,
        unit: &'static str,
    ) -> T::N {
        g.cx.row_value(g.t, symbol, &self.key, key, row, unit)
    }

    /// What was entered, else the constant of the version; none where neither is there.
    pub fn entered_or<T: Tracer>(
        &self,
        g: &mut Given<'_, T>,
        input: &str,
        key: &str,
        row: Option<&Constant>,
        unit: &'static str,
    ) -> Option<T::N> {
        match g.maybe(input) {
            Some(n) => Some(n),
            None => row.map(|row| self.k(g, input, key, Some(row), unit)),
        }
    }

    fn read<T: Tracer>(
        &self,
        g: &Given<'_, T>,
        input: &'static str,
        profile: &str,
    ) -> Result<Reading<'a>, CalcError> {
        self.v.reading(profile).ok_or_else(|| {
            let rows = self.v.rows();
            let rows: Vec<&str> = rows.iter().map(|(key, _)| key.as_str()).collect();
            let shown: String = profile.chars().take(60).collect();
            g.fault(
                input,
                format!("{} has no profile \"{shown}\"", self.v.name),
                format!(
                    "use one of {}, or a number of messages a day",
                    rows.join(", ")
                ),
            )
        })
    }

    /// The profile that was entered.
    pub fn profile<T: Tracer>(&self, g: &mut Given<'_, T>) -> Result<Reading<'a>, CalcError> {
        let profile = g.word("profile").to_owned();
        if profile.is_empty() {
            return Err(g.fault(
                "profile",
                "no profile is given",
                "give profile=heavy or messages=100",
            ));
        }
        let reading = self.read(g, "profile", &profile)?;
        self.tell(g, &reading);
        Ok(reading)
    }

    /// All users that were entered.
    pub fn users<T: Tracer>(&self, g: &mut Given<'_, T>) -> Result<Vec<User<'a, T::N>>, CalcError> {
        let rows: Vec<(String, f64)> = g
            .rows("users")
            .iter()
            .filter_map(|row| Some((row.first()?.name().to_owned(), row.get(1)?.number())))
            .collect();
        if rows.is_empty() {
            let Some(mailboxes) = g.maybe("mailboxes") else {
                return Err(g.fault(
                    "mailboxes",
                    "no mailboxes are given",
                    "give mailboxes and profile, or users=heavy:600,average:400",
                ));
            };
            let reading = self.profile(g)?;
            return Ok(vec![User {
                name: g.word("profile").to_owned(),
                reading,
                mailboxes,
            }]);
        }
        let mut out = Vec::new();
        for (name, mailboxes) in rows {
            let reading = self.read(g, "users", &name)?;
            self.tell(g, &reading);
            let mailboxes = g.cell("mailboxes", mailboxes, "", &format!("users: {name}"));
            out.push(User {
                name,
                reading,
                mailboxes,
            });
        }
        Ok(out)
    }

    /// Says when a profile lies outside the table.
    fn tell<T: Tracer>(&self, g: &mut Given<'_, T>, reading: &Reading<'_>) {
        if self.v.beyond(reading) {
            g.warn(
                "MBX-013",
                "the messages are outside the table: its highest row was scaled",
            );
        }
    }

    /// Messages a day of a reading.
    pub fn messages_of(&self, reading: &Reading<'_>) -> f64 {
        match reading {
            Reading::Row(row) => self.v.messages(row),
            Reading::Between { messages, .. } | Reading::Scaled { messages, .. } => *messages,
        }
    }

    /// Messages a day as an input of a formula.
    pub fn messages<T: Tracer>(&self, g: &mut Given<'_, T>, reading: &Reading<'_>) -> T::N {
        let n = self.messages_of(reading);
        given_messages(g.t, n)
    }

    /// A figure of the table for a reading.
    pub fn rate<T: Tracer>(
        &self,
        g: &mut Given<'_, T>,
        reading: &Reading<'_>,
        column: &MailboxColumn,
        key: &str,
        symbol: &str,
        unit: &'static str,
    ) -> Option<T::N> {
        formula::read(g.t, self.v, reading, given_messages, |t, row| {
            self.cell(t, column, key, symbol, unit, row)
        })
    }

    /// One figure of the table.
    pub fn cell<T: Tracer>(
        &self,
        t: &mut T,
        column: &MailboxColumn,
        key: &str,
        symbol: &str,
        unit: &'static str,
        row: &str,
    ) -> Option<T::N> {
        let value = *column.values.get(row)?;
        let of = self.v.profiles.get(row)?.name.as_str();
        Some(t.given(symbol, value, unit, || Origin::Constant {
            key: format!("{}.{row}.{key}", self.key),
            what: format!("{of}: {}", column.what),
            source: cite(&column.source, &column.date),
            confirmed: column.confirmed_at(row),
            overridden: false,
        }))
    }

    /// Mean size of a message: entered, or the version's.
    pub fn message_kb<T: Tracer>(&self, g: &mut Given<'_, T>) -> T::N {
        let row = self.constants().message_kb.as_ref();
        match self.entered_or(g, "message", "message_kb", row, "KB") {
            Some(size) => size,
            None => g.t.number(0.0),
        }
    }

    /// How many times the logs of the base size messages of this size make.
    pub fn message_factor<T: Tracer>(&self, g: &mut Given<'_, T>) -> Option<T::N> {
        let size = g.maybe("message")?;
        let k = self.constants();
        let base = self.k(g, "base_size", "message_kb", k.message_kb.as_ref(), "KB");
        let cx = g.cx;
        let row = |t: &mut T, key, row: Option<&Constant>| {
            cx.row_value(t, "growth", &self.key, key, row, "")
        };
        let growth = |t: &mut T| row(t, "message_growth", k.message_growth.as_ref());
        let far = |t: &mut T| row(t, "message_far", k.message_far.as_ref());
        formula::logs::message_factor(g.t, size, base, growth, far)
    }
}

pub(super) fn given_messages<T: Tracer>(t: &mut T, n: f64) -> T::N {
    t.given("messages_per_day", n, "", || {
        Origin::Entered("profile: messages sent and received by a user in a day".into())
    })
}

/// A sum over users; each is named when there are several.
pub(super) fn each<'u, 'a: 'u, T: Tracer>(
    g: &mut Given<'_, T>,
    users: &'u [User<'a, T::N>],
    unit: &'static str,
    mut f: impl FnMut(&mut Given<'_, T>, &'u User<'a, T::N>) -> Option<T::N>,
) -> T::N {
    let mut terms = Vec::new();
    for user in users {
        if let Some(term) = f(g, user) {
            terms.push(if users.len() > 1 {
                g.t.step(&user.name, unit, term)
            } else {
                term
            });
        }
    }
    match (terms.len(), terms.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            terms.push(last);
            g.t.sum(terms)
        }
        (_, None) => g.t.number(0.0),
    }
}

/// GiB of MiB.
pub(super) fn gib<T: Tracer>(g: &mut Given<'_, T>, mib: T::N) -> T::N {
    mib / g.t.number(1024.0)
}

/// The fault of a version that is not sized so.
pub(super) fn not_so<T: Tracer>(g: &Given<'_, T>, name: &str, what: &str) -> CalcError {
    g.fault(
        "version",
        format!("{name} has no table of {what}"),
        "choose another version",
    )
}

/// Mailboxes in all.
pub(super) fn total<T: Tracer>(g: &mut Given<'_, T>, users: &[User<'_, T::N>]) -> T::N {
    each(g, users, "", |_, u| Some(u.mailboxes.clone()))
}
