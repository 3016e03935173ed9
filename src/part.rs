//! Parts: pieces of views that many pages share.
//!
//! A teaser stands on seven pages, a breadcrumb on all pages of a month. A part is made once, and its
//! fingerprint taken once. What templates see of it is several times as large: each thread keeps
//! that of the parts that it showed last, since pages that are made one after the other show the same.

use std::any::TypeId;
use std::cell::RefCell;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::hashed::Fingerprint;

/// A shared, immutable piece of views: a pointer to clone, sixteen bytes to hash, and for a template
/// a value that is ready.
pub struct Part<T>(Arc<Made<T>>);

struct Made<T> {
    fingerprint: Fingerprint,
    value: T,
}

/// How many parts a thread keeps as templates see them: some 5 MB of teasers.
const SHOWN: usize = 4096;

/// What templates see of a part, by its type and its fingerprint.
type Shown = Option<(TypeId, Fingerprint, tera::Value)>;

thread_local! {
    /// Each part has one place, which it takes from another.
    static LAST_SHOWN: RefCell<Box<[Shown]>> = RefCell::new(vec![None; SHOWN].into());
}

impl<T: Hash> Part<T> {
    /// Takes a value and computes its fingerprint, once.
    pub fn new(value: T) -> Self {
        let fingerprint = Fingerprint::of(&value);
        Self(Arc::new(Made { fingerprint, value }))
    }
}

impl<T> Clone for Part<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Part<T> {
    /// The fingerprint of its value.
    pub fn fingerprint(&self) -> Fingerprint {
        self.0.fingerprint
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

impl<T: Serialize + 'static> Part<T> {
    /// What templates see of it.
    fn shown(&self) -> tera::Value {
        if Arc::strong_count(&self.0) == 1 {
            // No other page will ask.
            return tera::Value::from_serializable(&self.0.value);
        }
        let key = (TypeId::of::<T>(), self.0.fingerprint);
        let [one, other, ..] = self.0.fingerprint.bytes();
        let place = usize::from(u16::from_le_bytes([one, other])) % SHOWN;
        let known = LAST_SHOWN.with_borrow(|shown| match &shown[place] {
            Some((of, fingerprint, value)) if (*of, *fingerprint) == key => Some(value.clone()),
            _ => None,
        });
        known.unwrap_or_else(|| {
            // It may be made of other parts, which are looked up meanwhile.
            let value = tera::Value::from_serializable(&self.0.value);
            LAST_SHOWN.with_borrow_mut(|shown| shown[place] = Some((key.0, key.1, value.clone())));
            value
        })
    }
}

impl<T: Serialize + 'static> Serialize for Part<T> {
    /// Tera takes a value of its own as it is, without making it again.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.shown().serialize(serializer)
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
