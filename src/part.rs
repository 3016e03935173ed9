//! Parts: pieces of views that many pages share.
//!
//! A teaser stands on seven pages, a breadcrumb on all pages of a month. A part is made once, its
//! fingerprint taken once, and what templates see of it made once, when the first page asks.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use crate::hashed::Fingerprint;

/// A shared, immutable piece of views: a pointer to clone, sixteen bytes to hash, and for a template
/// a value that is ready.
pub struct Part<T>(Arc<Made<T>>);

struct Made<T> {
    fingerprint: Fingerprint,
    value: T,
    shown: OnceLock<tera::Value>,
}

impl<T: Hash> Part<T> {
    /// Takes a value and computes its fingerprint, once.
    pub fn new(value: T) -> Self {
        let fingerprint = Fingerprint::of(&value);
        Self(Arc::new(Made { fingerprint, value, shown: OnceLock::new() }))
    }
}

impl<T> Clone for Part<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Part<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.value
    }
}

impl<T: Hash + Default> Default for Part<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Hash> From<T> for Part<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T> Hash for Part<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.fingerprint.hash(state);
    }
}

impl<T: fmt::Debug> fmt::Debug for Part<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.value.fmt(f)
    }
}

impl<T: Serialize> Serialize for Part<T> {
    /// Tera takes a value of its own as it is, without making it again.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let shown = self.0.shown.get_or_init(|| tera::Value::from_serializable(&self.0.value));
        shown.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_shown_as_its_value_is() {
        let part = Part::new(vec!["a", "b"]);
        let shown = tera::Value::from_serializable(&vec![part.clone(), part]);
        assert_eq!(shown, tera::Value::from_serializable(&vec![vec!["a", "b"]; 2]));
    }

    #[test]
    fn equal_parts_have_equal_fingerprints() {
        assert_eq!(Fingerprint::of(&Part::new("a")), Fingerprint::of(&Part::new("a")));
        assert_ne!(Fingerprint::of(&Part::new("a")), Fingerprint::of(&Part::new("b")));
    }
}
