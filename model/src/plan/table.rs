//! A flat table of a plan: id → shared entity, cheap to clone, compared first by identity.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Ordered table whose clones share everything until one is changed.
pub struct Table<K, V>(Arc<BTreeMap<K, Arc<V>>>);

impl<K, V> Clone for Table<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self(Arc::new(BTreeMap::new()))
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Table<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<K: Ord, V: PartialEq> PartialEq for Table<K, V> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.0.len() == other.0.len()
                && self
                    .0
                    .iter()
                    .zip(other.0.iter())
                    .all(|((ka, va), (kb, vb))| ka == kb && (Arc::ptr_eq(va, vb) || va == vb)))
    }
}

impl<K: Ord + Clone, V> Table<K, V> {
    pub fn get<Q>(&self, id: &Q) -> Option<&Arc<V>>
    where
        K: std::borrow::Borrow<Q>,
        Q: Ord + ?Sized,
    {
        self.0.get(id)
    }
    pub fn contains<Q>(&self, id: &Q) -> bool
    where
        K: std::borrow::Borrow<Q>,
        Q: Ord + ?Sized,
    {
        self.0.contains_key(id)
    }
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &Arc<V>)> + ExactSizeIterator + '_ {
        self.0.iter()
    }
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + ExactSizeIterator + '_ {
        self.0.keys()
    }
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Arc<V>> + ExactSizeIterator + '_ {
        self.0.values()
    }
    pub fn len(&self) -> usize {
        self.0.len()
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// True when both are the very same table: nothing in it can differ.
    pub fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
    /// Ids whose rows differ by identity from `old`: changed, added or removed, in order.
    pub fn changed_since(&self, old: &Self) -> Vec<K> {
        if self.same(old) {
            return Vec::new();
        }
        let mut out = Vec::new();
        let (mut now, mut before) = (self.0.iter().peekable(), old.0.iter().peekable());
        loop {
            match (now.peek(), before.peek()) {
                (Some((k, v)), Some((old_k, old_v))) => match k.cmp(old_k) {
                    std::cmp::Ordering::Equal => {
                        if !Arc::ptr_eq(v, old_v) {
                            out.push((*k).clone());
                        }
                        now.next();
                        before.next();
                    }
                    std::cmp::Ordering::Less => {
                        out.push((*k).clone());
                        now.next();
                    }
                    std::cmp::Ordering::Greater => {
                        out.push((*old_k).clone());
                        before.next();
                    }
                },
                (Some((k, _)), None) => {
                    out.push((*k).clone());
                    now.next();
                }
                (None, Some((k, _))) => {
                    out.push((*k).clone());
                    before.next();
                }
                (None, None) => return out,
            }
        }
    }
    pub fn put(&mut self, id: K, value: V) {
        self.put_arc(id, Arc::new(value));
    }
    pub fn put_arc(&mut self, id: K, value: Arc<V>) {
        Arc::make_mut(&mut self.0).insert(id, value);
    }
    pub fn remove<Q>(&mut self, id: &Q) -> Option<Arc<V>>
    where
        K: std::borrow::Borrow<Q>,
        Q: Ord + ?Sized,
    {
        if !self.0.contains_key(id) {
            return None;
        }
        Arc::make_mut(&mut self.0).remove(id)
    }
}

impl<K: Serialize, V: Serialize> Serialize for Table<K, V> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(self.0.iter())
    }
}

impl<'de, K, V> Deserialize<'de> for Table<K, V>
where
    K: Deserialize<'de> + Ord + fmt::Display,
    V: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Rows<K, V>(PhantomData<(K, V)>);
        impl<'de, K, V> Visitor<'de> for Rows<K, V>
        where
            K: Deserialize<'de> + Ord + fmt::Display,
            V: Deserialize<'de>,
        {
            type Value = Table<K, V>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table { \"id\": ( … ), … }")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut rows = BTreeMap::new();
                while let Some(key) = map.next_key::<K>()? {
                    if rows.contains_key(&key) {
                        return Err(A::Error::custom(format_args!(
                            "the id \"{key}\" is used twice in one table; give each thing its own id"
                        )));
                    }
                    let value = map.next_value::<V>()?;
                    rows.insert(key, Arc::new(value));
                }
                Ok(Table(Arc::new(rows)))
            }
        }
        d.deserialize_map(Rows(PhantomData))
    }
}
