//! A few values by their names, in the order of the names: what a scenario sets, what a screen shows.
//!
//! Written like a map in files and links. A sorted list, because there are a handful of entries and the
//! library's tree would be a noticeable part of what the page weighs.

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// More than anything of ours has parameters: a file with a book of names is refused before it costs time.
const MOST: usize = 1_000;

#[derive(Clone, Debug, PartialEq)]
pub struct Named<T>(Vec<(String, T)>);

impl<T> Default for Named<T> {
    fn default() -> Named<T> {
        Named(Vec::new())
    }
}

impl<T> Named<T> {
    pub fn new() -> Named<T> {
        Named::default()
    }

    /// Replaces what had the name before.
    pub fn insert(&mut self, name: String, value: T) {
        let at = self.0.partition_point(|(known, _)| *known < name);
        match self.0.get_mut(at) {
            Some(entry) if entry.0 == name => entry.1 = value,
            _ => self.0.insert(at, (name, value)),
        }
    }

    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Extend<(String, T)> for Named<T> {
    fn extend<I: IntoIterator<Item = (String, T)>>(&mut self, entries: I) {
        entries.into_iter().for_each(|(name, value)| self.insert(name, value));
    }
}

impl<T> FromIterator<(String, T)> for Named<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(entries: I) -> Named<T> {
        let mut named = Named::new();
        named.extend(entries);
        named
    }
}

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Named<T>, D::Error> {
        struct Entries<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Named<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("names with their values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named<T>, A::Error> {
                let mut named = Named::new();
                while let Some((name, value)) = map.next_entry()? {
                    named.insert(name, value);
                    if named.len() > MOST {
                        return Err(A::Error::custom(format_args!("more than {MOST} names are set")));
                    }
                }
                Ok(named)
            }
        }
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::Named;

    #[test]
    fn names_stay_in_order_and_the_last_value_counts() {
        let entries = [("b", 1), ("c", 2), ("a", 3), ("b", 4)];
        let named: Named<u8> = entries.map(|(name, value)| (name.to_string(), value)).into_iter().collect();
        assert_eq!(named.iter().collect::<Vec<_>>(), [("a", &3), ("b", &4), ("c", &2)]);
        assert_eq!((named.get("b"), named.get("d"), named.len()), (Some(&4), None, 3));
    }

    #[test]
    fn files_and_links_hold_it_like_a_map() {
        let text = r#"{"a":3,"b":4}"#;
        let named: Named<u8> = serde_json::from_str(r#"{"b":1,"a":3,"b":4}"#).unwrap();
        assert_eq!(serde_json::to_string(&named).unwrap(), text);
        let map = std::collections::BTreeMap::from([("a".to_string(), 3u8), ("b".to_string(), 4)]);
        let bytes = postcard::to_allocvec(&named).unwrap();
        assert_eq!(bytes, postcard::to_allocvec(&map).unwrap());
        assert_eq!(postcard::from_bytes::<Named<u8>>(&bytes).unwrap(), named);
        assert!(serde_json::from_str::<Named<u8>>("[1]").unwrap_err().to_string().contains("names with their values"));
        let book: Named<u8> = (0..=super::MOST).map(|i| (i.to_string(), 0)).collect();
        let refused = serde_json::from_str::<Named<u8>>(&serde_json::to_string(&book).unwrap()).unwrap_err();
        assert!(refused.to_string().contains("more than 1000 names are set"), "{refused}");
    }
}
