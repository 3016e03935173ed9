//! Values that are kept on the disk as they are in memory, so that to read them again takes no time to speak of.

use std::fmt;
use std::ops::Range;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Bytes. As a list, each would be read on its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bytes(pub Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AsBytes;
        impl Visitor<'_> for AsBytes {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }
        deserializer.deserialize_bytes(AsBytes)
    }
}

/// Words in a row, each of which is found by its number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Names {
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Names {
    pub fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(end(self.text.len()));
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, number: usize) -> &str {
        &self.text[range(&self.ends, number)]
    }

    /// Some that follow one another, without anything between them.
    pub fn some(&self, numbers: Range<usize>) -> &str {
        match numbers.is_empty() {
            true => "",
            false => {
                let (first, last) =
                    (range(&self.ends, numbers.start), range(&self.ends, numbers.end - 1));
                &self.text[first.start..last.end]
            }
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.get(number))
    }
}

impl<N: AsRef<str>> FromIterator<N> for Names {
    fn from_iter<I: IntoIterator<Item = N>>(all: I) -> Self {
        let mut names = Self::default();
        all.into_iter().for_each(|name| names.push(name.as_ref()));
        names
    }
}

/// Where one of the parts that follow one another is, by where each ends.
pub(super) fn range(ends: &[u32], number: usize) -> Range<usize> {
    let start = number.checked_sub(1).map_or(0, |before| ends[before]);
    start as usize..ends[number] as usize
}

/// Where a part ends.
pub(super) fn end(length: usize) -> u32 {
    u32::try_from(length).expect("the words fill less than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again() {
        let names: Names = ["puce", "", "été"].into_iter().collect();
        assert_eq!(names.iter().collect::<Vec<_>>(), ["puce", "", "été"]);
        assert_eq!((names.some(0..2), names.some(1..3), names.some(1..1)), ("puce", "été", ""));
        let both = (names, Bytes(vec![0, 200, 1]));
        let kept = postcard::to_allocvec(&both).expect("room in memory");
        assert_eq!(postcard::from_bytes(&kept), Ok(both));
    }
}
