//! What a pure function returned in an earlier process, kept by the fingerprint of its inputs.
//!
//! A [`Memo`](crate::memo::Memo) lives as long as its process; a shelf is the bytes that outlive it.
//! As with a memo, an entry depends on nothing that is not in its key, so that what is found is right
//! whoever put it there and whenever. Each entry has a sum of its own: one that was damaged is not
//! found.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard};

use rustc_hash::FxHashMap;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::hashed::Fingerprint;

/// Before each entry: its key, the sum of its bytes, and how many these are.
const HEAD: usize = 16 + 16 + 4;

/// Values by key, as bytes.
#[derive(Default)]
pub struct Shelf {
    bytes: Vec<u8>,
    entries: FxHashMap<Fingerprint, Range<usize>>,
    whole: bool,
    used: Mutex<Used>,
}

/// What this process asked for.
#[derive(Default)]
struct Used {
    found: Vec<Fingerprint>,
    added: BTreeMap<Fingerprint, Vec<u8>>,
}

impl Shelf {
    /// Takes the bytes of an earlier shelf, from `start` on. What cannot be an entry, and all after it,
    /// is left out.
    pub fn new(bytes: Vec<u8>, start: usize) -> Self {
        let mut entries = FxHashMap::default();
        let mut at = start;
        while let Some((key, range)) = entry_at(&bytes, at) {
            at = range.end;
            entries.insert(key, range);
        }
        let whole = at == bytes.len();
        Self { bytes, entries, whole, used: Mutex::default() }
    }

    /// Whether nothing was left out.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// The value of a key, if an earlier process left it here whole.
    pub fn get<T: DeserializeOwned>(&self, key: Fingerprint) -> Option<T> {
        let range = self.entries.get(&key)?.clone();
        let sum = &self.bytes[range.start - HEAD + 16..range.start - 4];
        let bytes = &self.bytes[range];
        let whole = Fingerprint::of_bytes(bytes).bytes() == sum;
        let value = whole.then(|| postcard::from_bytes(bytes).ok())?;
        if value.is_some() {
            self.used().found.push(key);
        }
        value
    }

    /// Keeps a value for the next process. One that cannot be kept is made again then.
    pub fn put<T: Serialize>(&self, key: Fingerprint, value: &T) {
        if let Ok(bytes) = postcard::to_allocvec(value) {
            self.used().added.insert(key, bytes);
        }
    }

    /// The bytes of a shelf with what this process asked for, and nothing else; `None`, if that is
    /// what this one was made of.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        let Used { found, added } = &mut *self.used();
        found.sort_unstable();
        found.dedup();
        if added.is_empty() && found.len() == self.entries.len() {
            return None;
        }
        let mut bytes = Vec::with_capacity(self.bytes.len());
        let old =
            found.iter().filter_map(|key| Some((key, self.bytes.get(self.entries[key].clone())?)));
        for (key, entry) in old.chain(added.iter().map(|(key, entry)| (key, entry.as_slice()))) {
            let Ok(length) = u32::try_from(entry.len()) else { continue };
            bytes.extend_from_slice(&key.bytes());
            bytes.extend_from_slice(&Fingerprint::of_bytes(entry).bytes());
            bytes.extend_from_slice(&length.to_le_bytes());
            bytes.extend_from_slice(entry);
        }
        Some(bytes)
    }

    fn used(&self) -> MutexGuard<'_, Used> {
        self.used.lock().expect("no thread panics while it holds this lock")
    }
}

/// The entry that begins at a byte: its key, and where its value is.
fn entry_at(bytes: &[u8], at: usize) -> Option<(Fingerprint, Range<usize>)> {
    let head = bytes.get(at..at + HEAD)?;
    let key = Fingerprint::from_bytes(head[..16].try_into().ok()?);
    let length = u32::from_le_bytes(head[32..].try_into().ok()?) as usize;
    let start = at + HEAD;
    let end = start.checked_add(length).filter(|end| *end <= bytes.len())?;
    Some((key, start..end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Fingerprint {
        Fingerprint::of(name)
    }

    fn shelf() -> Vec<u8> {
        let shelf = Shelf::default();
        shelf.put(key("a"), &("one".to_owned(), 1));
        shelf.put(key("b"), &("two".to_owned(), 2));
        shelf.to_bytes().expect("something new")
    }

    #[test]
    fn what_was_put_is_found_in_the_next_process() {
        let next = Shelf::new(shelf(), 0);
        assert_eq!(next.get(key("a")), Some(("one".to_owned(), 1)));
        assert_eq!(next.get(key("b")), Some(("two".to_owned(), 2)));
        assert_eq!(next.get::<(String, i32)>(key("c")), None);
        assert_eq!(next.to_bytes(), None);
    }

    #[test]
    fn what_nobody_wants_any_more_is_left_out() {
        let next = Shelf::new(shelf(), 0);
        assert!(next.get::<(String, i32)>(key("b")).is_some());
        let later = Shelf::new(next.to_bytes().expect("one less"), 0);
        assert_eq!(later.get::<(String, i32)>(key("a")), None);
        assert_eq!(later.get(key("b")), Some(("two".to_owned(), 2)));
    }

    #[test]
    fn what_is_damaged_is_not_found() {
        let whole = shelf();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            let found: [Option<(String, i32)>; 2] =
                ["a", "b"].map(|name| Shelf::new(bytes.clone(), 0).get(key(name)));
            let right = [("one".to_owned(), 1), ("two".to_owned(), 2)];
            for (found, right) in found.into_iter().zip(right) {
                assert!(found.is_none_or(|found| found == right), "a bit of byte {at}");
            }
            Shelf::new(whole[..at].to_vec(), 0);
        }
    }
}
