//! Identifiers of the site's vocabulary: topics, dossiers, authors.

use std::fmt;
use std::sync::Arc;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A name that the configuration, front matter and messages share: `export-controls`.
///
/// Lower-case ASCII letters, digits and single hyphens, beginning with a letter, so that it can be
/// part of a Fluent message's name as it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

impl Id {
    /// Checks a name; `None` if it has other characters, or is empty.
    pub fn new(name: &str) -> Option<Self> {
        let starts_well = name.starts_with(|c: char| c.is_ascii_lowercase());
        let ends_well = !name.ends_with('-') && !name.contains("--");
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        (starts_well && ends_well && name.chars().all(letters)).then(|| Self(name.into()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <&str>::deserialize(deserializer)?;
        Self::new(name).ok_or_else(|| D::Error::custom("no such name"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_kebab_case() {
        for good in ["chips", "gpt-5", "a"] {
            assert!(Id::new(good).is_some(), "{good}");
        }
        for bad in ["", "Chips", "5g", "a--b", "a-", "-a", "é", "a_b", "a b"] {
            assert!(Id::new(bad).is_none(), "{bad}");
        }
    }
}
