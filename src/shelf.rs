//! What a pure function returned in an earlier process, kept by the fingerprint of its inputs.
//!
//! A [`Memo`](crate::memo::Memo) lives as long as its process; a shelf is the bytes that outlive it.
//! As with a memo, an entry depends on nothing that is not in its key, so that what is found is right
//! whoever put it there and whenever. Each entry has a sum of its own: one that was damaged is not
//! found.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::Hasher;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::{Mutex, MutexGuard};

use rustc_hash::{FxHashMap, FxHasher};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::hashed::Fingerprint;
use crate::limits;

/// A place for bytes that is not the memory.
pub trait Aside: Send + Sync {
    /// Puts bytes there. Nothing, if there is no room.
    fn put(&self, bytes: &[u8]) -> Option<Range<u64>>;

    /// The bytes that were put there. Nothing, if they cannot be read.
    fn get(&self, place: &Range<u64>) -> Option<Vec<u8>>;
}

/// Before each entry: its key, the sum of its bytes, and how many these are.
const HEAD: usize = 16 + 8 + 4;

/// Values by key, as bytes in two files: most of them, and those that came later. After a small change
/// the second alone is written, and not all that was known before.
#[derive(Default)]
pub struct Shelf {
    files: [Vec<u8>; 2],
    entries: FxHashMap<Fingerprint, Place>,
    whole: bool,
    used: Mutex<Used>,
    /// Where new entries are kept when they are much.
    aside: Option<Box<dyn Aside>>,
}

/// Where an entry is: in which of the files, and its bytes there.
type Place = (usize, Range<usize>);

/// What this process asked for.
#[derive(Default)]
struct Used {
    found: Vec<Fingerprint>,
    added: BTreeMap<Fingerprint, Added>,
    /// How much of that is in memory, in bytes.
    held: usize,
}

/// A new entry, until it is written.
enum Added {
    Here(Vec<u8>),
    Aside(Range<u64>),
}

impl Added {
    fn length(&self) -> usize {
        match self {
            Self::Here(bytes) => bytes.len(),
            // It came as a vector.
            Self::Aside(place) => usize::try_from(place.end - place.start).unwrap_or(usize::MAX),
        }
    }
}

/// What must be written for the next process to find what this one asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    None,
    /// What came later.
    Later,
    /// Everything, in the first file; the second is of no use any more.
    All,
}

impl Shelf {
    /// Takes the files of an earlier shelf, each from a byte on. What cannot be an entry, and all after
    /// it, is left out.
    pub fn new(files: [(Vec<u8>, usize); 2]) -> Self {
        let mut entries = FxHashMap::default();
        let mut whole = true;
        for (file, (bytes, start)) in files.iter().enumerate() {
            let mut at = *start;
            while let Some((key, range)) = entry_at(bytes, at) {
                at = range.end;
                entries.insert(key, (file, range));
            }
            whole &= at == bytes.len();
        }
        let files = files.map(|(bytes, _)| bytes);
        Self { files, entries, whole, ..Self::default() }
    }

    /// Puts new entries aside when they are much.
    #[must_use]
    pub fn with_aside(self, aside: Box<dyn Aside>) -> Self {
        Self { aside: Some(aside), ..self }
    }

    /// Whether nothing was left out.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// The value of a key, if an earlier process left it here whole.
    pub fn get<T: DeserializeOwned>(&self, key: Fingerprint) -> Option<T> {
        let (file, range) = self.entries.get(&key)?;
        let file = &self.files[*file];
        let head = &file[range.start - HEAD + 16..range.start - 4];
        let bytes = &file[range.clone()];
        let whole = sum(bytes) == head;
        let value = whole.then(|| postcard::from_bytes(bytes).ok())?;
        if value.is_some() {
            self.used().found.push(key);
        }
        value
    }

    /// Keeps a value for the next process. One that cannot be kept is made again then.
    pub fn put<T: Serialize>(&self, key: Fingerprint, value: &T) {
        let Ok(bytes) = postcard::to_allocvec(value) else { return };
        let mut used = self.used();
        let aside = self.aside.as_ref().filter(|_| used.held > limits::ENTRIES_HELD_BYTES);
        let added = match aside.and_then(|aside| aside.put(&bytes)) {
            Some(place) => Added::Aside(place),
            None => {
                used.held += bytes.len();
                Added::Here(bytes)
            }
        };
        used.added.insert(key, added);
    }

    /// What must be written for the next process. What nobody asks for any more goes when there is much
    /// of it.
    pub fn change(&self) -> Change {
        let used = self.used();
        let size = |file: usize| self.files[file].len();
        let mut asked = [0, 0];
        for key in &used.found {
            let (file, range) = &self.entries[key];
            asked[*file] += HEAD + range.len();
        }
        let added: usize = used.added.values().map(|added| HEAD + added.length()).sum();
        let stale = size(0).saturating_sub(asked[0]);
        let later = self.entries.values().filter(|(file, _)| *file == 1);
        let later: usize = later.map(|(_, range)| HEAD + range.len()).sum();
        if added == 0 && asked[1] == later && stale <= size(0) / 2 {
            Change::None
        } else if stale + asked[1] + added > size(0) / 4 {
            Change::All
        } else {
            Change::Later
        }
    }

    /// Writes what this process asked for: all of it, or what came later.
    pub fn write(&self, change: Change, out: &mut dyn Write) -> io::Result<()> {
        let Used { found, added, .. } = &mut *self.used();
        found.sort_unstable();
        found.dedup();
        for key in found.iter() {
            let (file, range) = &self.entries[key];
            if change == Change::All || *file == 1 {
                out.write_all(&self.files[*file][range.start - HEAD..range.end])?;
            }
        }
        for (key, entry) in added.iter() {
            let Ok(length) = u32::try_from(entry.length()) else { continue };
            let entry = self.bytes(entry).ok_or(io::ErrorKind::UnexpectedEof)?;
            out.write_all(&key.bytes())?;
            out.write_all(&sum(&entry))?;
            out.write_all(&length.to_le_bytes())?;
            out.write_all(&entry)?;
        }
        Ok(())
    }

    fn bytes<'a>(&self, added: &'a Added) -> Option<Cow<'a, [u8]>> {
        match added {
            Added::Here(bytes) => Some(bytes.into()),
            Added::Aside(place) => Some(self.aside.as_ref()?.get(place)?.into()),
        }
    }

    fn used(&self) -> MutexGuard<'_, Used> {
        self.used.lock().expect("no thread panics while it holds this lock")
    }
}

/// The sum of bytes, which tells what was damaged. A fingerprint would take as long as to read the value.
fn sum(bytes: &[u8]) -> [u8; 8] {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish().to_le_bytes()
}

/// The entry that begins at a byte: its key, and where its value is.
fn entry_at(bytes: &[u8], at: usize) -> Option<(Fingerprint, Range<usize>)> {
    let head = bytes.get(at..at + HEAD)?;
    let key = Fingerprint::from_bytes(head[..16].try_into().ok()?);
    let length = u32::from_le_bytes(head[24..].try_into().ok()?) as usize;
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

    /// The files of the next process.
    fn written(shelf: &Shelf, old: [&[u8]; 2]) -> [Vec<u8>; 2] {
        let mut bytes = Vec::new();
        let change = shelf.change();
        shelf.write(change, &mut bytes).expect("room in memory");
        match change {
            Change::None => old.map(<[u8]>::to_vec),
            Change::Later => [old[0].to_vec(), bytes],
            Change::All => [bytes, Vec::new()],
        }
    }

    fn read([first, later]: [&[u8]; 2]) -> Shelf {
        Shelf::new([(first.to_vec(), 0), (later.to_vec(), 0)])
    }

    fn one() -> Option<(String, i32)> {
        Some(("one".to_owned(), 1))
    }

    fn two() -> Option<(String, i32)> {
        Some(("two".to_owned(), 2))
    }

    fn shelf() -> Vec<u8> {
        let shelf = Shelf::default();
        shelf.put(key("a"), &one().unwrap());
        shelf.put(key("b"), &two().unwrap());
        let [first, later] = written(&shelf, [b"", b""]);
        assert_eq!(later, b"");
        first
    }

    #[test]
    fn what_was_put_is_found_in_the_next_process() {
        let next = read([&shelf(), b""]);
        assert_eq!(next.get(key("a")), one());
        assert_eq!(next.get(key("b")), two());
        assert_eq!(next.get::<(String, i32)>(key("c")), None);
        assert_eq!(next.change(), Change::None);
    }

    #[test]
    fn a_small_change_is_written_apart_and_a_large_one_with_all() {
        let many = Shelf::default();
        let name = |number: i32| format!("number {number}");
        (0..20).for_each(|number| many.put(key(&name(number)), &number));
        let [first, _] = written(&many, [b"", b""]);
        let next = read([&first, b""]);
        (1..20).for_each(|number| assert_eq!(next.get(key(&name(number))), Some(number)));
        next.put(key("a"), &one().unwrap());
        assert_eq!(next.change(), Change::Later);
        let [same, later] = written(&next, [&first, b""]);
        assert_eq!(same, first);
        let third = read([&same, &later]);
        (1..20).for_each(|number| assert_eq!(third.get(key(&name(number))), Some(number)));
        assert_eq!(third.get(key("a")), one());
        assert_eq!(third.change(), Change::None);
        (20..30).for_each(|number| third.put(key(&name(number)), &number));
        assert_eq!(third.change(), Change::All);
        let [all, none] = written(&third, [&same, &later]);
        assert_eq!(none, b"");
        let last = read([&all, &none]);
        (1..30).for_each(|number| assert_eq!(last.get(key(&name(number))), Some(number)));
        assert_eq!((last.get(key("a")), last.get::<i32>(key(&name(0)))), (one(), None));
    }

    /// A place in memory.
    #[derive(Default)]
    struct Beside(Mutex<Vec<u8>>);

    impl Aside for Beside {
        fn put(&self, bytes: &[u8]) -> Option<Range<u64>> {
            let mut all = self.0.lock().unwrap();
            let start = all.len() as u64;
            all.extend_from_slice(bytes);
            Some(start..all.len() as u64)
        }

        fn get(&self, place: &Range<u64>) -> Option<Vec<u8>> {
            let [start, end] = [place.start, place.end].map(|at| usize::try_from(at).unwrap());
            self.0.lock().unwrap().get(start..end).map(<[u8]>::to_vec)
        }
    }

    #[test]
    fn what_is_much_is_put_aside_and_written_all_the_same() {
        let large = |number: u8| vec![number; limits::ENTRIES_HELD_BYTES / 3];
        let fill = |shelf: Shelf| {
            (0..8).for_each(|number| shelf.put(key(&number.to_string()), &large(number)));
            let held = shelf.used().held;
            (written(&shelf, [b"", b""]), held)
        };
        let (all, _) = fill(Shelf::default());
        let (same, held) = fill(Shelf::default().with_aside(Box::new(Beside::default())));
        assert!(all == same, "the files differ");
        assert!(held < limits::ENTRIES_HELD_BYTES * 3 / 2, "{held} bytes in memory");
    }

    #[test]
    fn what_nobody_wants_any_more_goes_when_it_is_much() {
        let next = read([&shelf(), b""]);
        assert_eq!(next.change(), Change::All);
        assert_eq!(next.get(key("b")), two());
        assert_eq!(next.change(), Change::None);
    }

    #[test]
    fn what_is_damaged_is_not_found() {
        let whole = shelf();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            for files in [[bytes.as_slice(), b""], [b"", bytes.as_slice()]] {
                let found = ["a", "b"].map(|name| read(files).get(key(name)));
                for (found, right) in found.into_iter().zip([one(), two()]) {
                    assert!(found.is_none() || found == right, "a bit of byte {at}");
                }
            }
            assert!(!read([&whole[..at], b""]).is_whole() || at == 0 || at == whole.len() / 2);
        }
    }
}
