//! What results show of articles, in files of a few articles each.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::bytes::{Bytes, end, range};
use crate::hashed::Fingerprint;

/// The files of a language, which are kept from one build to the next: those are made again that show something else.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Results {
    files: Vec<File>,
    /// The texts of all.
    texts: Bytes,
    /// Where the text of each ends.
    ends: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct File {
    /// Tells what it shows.
    shown: Fingerprint,
    /// That of its text.
    fingerprint: Fingerprint,
}

impl Results {
    /// Files that show something, each told by its fingerprint; the same, if these are they.
    #[must_use]
    pub fn updated(
        self: &Arc<Self>,
        shown: &[Fingerprint],
        make: impl Fn(usize) -> String + Sync,
    ) -> Arc<Self> {
        if self.files.iter().map(|file| &file.shown).eq(shown) {
            return Arc::clone(self);
        }
        let known = self.files.iter().enumerate().map(|(place, file)| (file.shown, place));
        let known: FxHashMap<Fingerprint, usize> = known.collect();
        let file = |(place, shown): (usize, &Fingerprint)| match known.get(shown) {
            Some(place) => Err(*place),
            None => Ok(make(place)),
        };
        let texts: Vec<_> = shown.par_iter().enumerate().map(file).collect();
        let mut results = Self::default();
        for (shown, text) in shown.iter().zip(texts) {
            match text {
                Ok(text) => {
                    let fingerprint = Fingerprint::of_bytes(text.as_bytes());
                    results.push(File { shown: *shown, fingerprint }, text.as_bytes());
                }
                Err(known) => results.push(self.files[known], self.text(known)),
            }
        }
        Arc::new(results)
    }

    fn push(&mut self, file: File, text: &[u8]) {
        self.files.push(file);
        self.texts.0.extend_from_slice(text);
        self.ends.push(end(self.texts.0.len()));
    }

    /// The fingerprints of their texts, in order.
    pub fn files(&self) -> impl Iterator<Item = Fingerprint> {
        self.files.iter().map(|file| file.fingerprint)
    }

    /// The text of a file.
    pub fn text(&self, file: usize) -> &[u8] {
        &self.texts.0[range(&self.ends, file)]
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn only_what_shows_something_else_is_made_again() {
        let check = |before: &Arc<Results>, shown: [&str; 3], made: &[usize]| {
            let places = Mutex::new(Vec::new());
            let make = |place: usize| {
                places.lock().expect("no thread panics").push(place);
                format!("text of {}", shown[place])
            };
            let after = before.updated(&shown.map(Fingerprint::of::<str>), make);
            let mut places = places.into_inner().expect("no thread panics");
            places.sort_unstable();
            assert_eq!(places, made);
            for (place, (shown, fingerprint)) in shown.iter().zip(after.files()).enumerate() {
                assert_eq!(after.text(place), format!("text of {shown}").as_bytes());
                assert_eq!(Fingerprint::of_bytes(after.text(place)), fingerprint);
            }
            after
        };
        let first = check(&Arc::default(), ["a", "b", "c"], &[0, 1, 2]);
        let same = check(&first, ["a", "b", "c"], &[]);
        assert!(Arc::ptr_eq(&first, &same));
        check(&first, ["a", "d", "b"], &[1]);
    }
}
