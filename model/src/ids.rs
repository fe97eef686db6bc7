//! Stable ids: short slugs, fixed when a thing is made, never reused within a plan.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Longest slug accepted, bytes.
pub const MAX_SLUG: usize = 64;

/// Why a text is no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is not an id: use 1 to 64 of a–z, 0–9, '-', '_' and '.', starting with a letter or digit"
)]
pub struct BadSlug(pub String);

fn check(slug: &str) -> Result<(), BadSlug> {
    let ok = !slug.is_empty()
        && slug.len() <= MAX_SLUG
        && slug.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && slug.bytes().all(|b| {
            b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.')
        });
    if ok {
        Ok(())
    } else {
        Err(BadSlug(slug.chars().take(80).collect()))
    }
}

/// A slug made from free text: `Host A 1` becomes `host-a-1`; empty text becomes `item`.
pub fn slugify(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 40 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        "item".to_owned()
    } else {
        slug.to_owned()
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $kind:ident, $word:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(Arc<str>);

            impl $name {
                /// Checks and keeps a slug.
                pub fn new(slug: &str) -> Result<Self, BadSlug> {
                    check(slug)?;
                    Ok(Self(slug.into()))
                }
                /// From free text, always valid.
                pub fn slugified(text: &str) -> Self {
                    Self(slugify(text).into())
                }
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }
            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.pad(&self.0)
                }
            }
            impl fmt::Debug for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, "{}", self.0)
                }
            }
            impl Borrow<str> for $name {
                fn borrow(&self) -> &str {
                    &self.0
                }
            }
            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                    s.serialize_str(&self.0)
                }
            }
            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                    let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
                    Self::new(&text).map_err(de::Error::custom)
                }
            }
            impl From<$name> for EntityId {
                fn from(id: $name) -> Self {
                    EntityId::$kind(id)
                }
            }
            impl From<&$name> for EntityId {
                fn from(id: &$name) -> Self {
                    EntityId::$kind(id.clone())
                }
            }
        )*

        /// Any thing of a plan. Its text is `kind/slug`, as in addresses of figures.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EntityId {
            /// The plan as a whole.
            Plan,
            $($kind($name),)*
        }

        /// The kinds of things, in the order of tables.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            Plan,
            $($kind,)*
        }

        impl Kind {
            pub const ALL: &'static [Kind] = &[$(Kind::$kind,)*];
            /// The word used in addresses and messages.
            pub const fn word(self) -> &'static str {
                match self {
                    Kind::Plan => "plan",
                    $(Kind::$kind => $word,)*
                }
            }
        }

        impl EntityId {
            pub fn kind(&self) -> Kind {
                match self {
                    EntityId::Plan => Kind::Plan,
                    $(EntityId::$kind(_) => Kind::$kind,)*
                }
            }
            /// The slug alone; empty for the plan.
            pub fn slug(&self) -> &str {
                match self {
                    EntityId::Plan => "",
                    $(EntityId::$kind(id) => id.as_str(),)*
                }
            }
            /// From kind and slug.
            pub fn from_parts(kind: Kind, slug: &str) -> Result<Self, BadSlug> {
                Ok(match kind {
                    Kind::Plan => EntityId::Plan,
                    $(Kind::$kind => EntityId::$kind($name::new(slug)?),)*
                })
            }
            /// From `kind/slug` or `plan`.
            pub fn parse(text: &str) -> Result<Self, BadSlug> {
                if text == "plan" {
                    return Ok(EntityId::Plan);
                }
                let bad = || BadSlug(text.chars().take(80).collect());
                let (kind, slug) = text.split_once('/').ok_or_else(bad)?;
                let kind = Kind::ALL.iter().find(|k| k.word() == kind).ok_or_else(bad)?;
                Self::from_parts(*kind, slug)
            }
        }
    };
}

ids! {
    /// A building, room, witness site or branch.
    SiteId, Site, "site";
    /// Hosts that can run each other's VMs.
    PoolId, Pool, "pool";
    /// A physical server.
    HostId, Host, "host";
    SwitchId, Switch, "switch";
    /// A power feed.
    FeedId, Feed, "feed";
    /// A shared disk array.
    ArrayId, Array, "array";
    LinkId, Link, "link";
    WitnessId, Witness, "witness";
    /// A VM or a group of equal ones.
    VmId, Vm, "vm";
    WorkloadId, Workload, "workload";
    ServiceId, Service, "service";
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EntityId::Plan => f.pad("plan"),
            other => f.pad(&format!("{}/{}", other.kind().word(), other.slug())),
        }
    }
}

impl fmt::Debug for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for EntityId {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EntityId {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_checked() {
        assert!(HostId::new("host-a1").is_ok());
        for bad in ["", "Host", "-a", "a b", "ü", &"x".repeat(65)] {
            assert!(HostId::new(bad).is_err(), "{bad}");
        }
        assert_eq!(slugify("Müller's Host #1"), "m-ller-s-host-1");
        assert_eq!(slugify("***"), "item");
    }

    #[test]
    fn entity_ids_round_trip() {
        let id = EntityId::Host(HostId::new("host-a1").unwrap());
        assert_eq!(EntityId::parse(&id.to_string()), Ok(id));
        assert_eq!(EntityId::parse("plan"), Ok(EntityId::Plan));
        assert!(EntityId::parse("house/x").is_err());
    }
}
