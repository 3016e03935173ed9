//! Values that stay bytes until somebody wants them: of all that one process leaves to the next, most is never looked
//! at.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::OnceLock;

use serde::de::{DeserializeOwned, Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value, or the bytes of one that an earlier process left.
pub struct Packed<T> {
    value: OnceLock<T>,
    /// Empty, if there is a value.
    bytes: Vec<u8>,
}

impl<T> From<T> for Packed<T> {
    fn from(value: T) -> Self {
        Self { value: value.into(), bytes: Vec::new() }
    }
}

impl<T: DeserializeOwned> Deref for Packed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        let unpack = || postcard::from_bytes(&self.bytes);
        self.value
            .get_or_init(|| unpack().expect("this very depeche packed it, and its sum is right"))
    }
}

impl<T: DeserializeOwned + fmt::Debug> fmt::Debug for Packed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Serialize> Serialize for Packed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value.get() {
            Some(value) => {
                let bytes = postcard::to_allocvec(value).map_err(serde::ser::Error::custom)?;
                serializer.serialize_bytes(&bytes)
            }
            None => serializer.serialize_bytes(&self.bytes),
        }
    }
}

impl<'de, T> Deserialize<'de> for Packed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(Bytes(PhantomData))
    }
}

/// Reads the bytes, and does not look into them.
struct Bytes<T>(PhantomData<T>);

impl<T> Visitor<'_> for Bytes<T> {
    type Value = Packed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Packed<T>, E> {
        Ok(Packed { value: OnceLock::new(), bytes: bytes.to_vec() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_the_same_packed_or_not() {
        let value = vec!["a".to_owned(), "é".to_owned()];
        let packed = Packed::from(value.clone());
        let bytes = postcard::to_allocvec(&packed).unwrap();
        let read: Packed<Vec<String>> = postcard::from_bytes(&bytes).unwrap();
        assert!(read.value.get().is_none());
        assert_eq!(postcard::to_allocvec(&read).unwrap(), bytes);
        assert_eq!((&*packed, &*read), (&value, &value));
        assert_eq!(postcard::to_allocvec(&read).unwrap(), bytes);
    }
}
