//! What was read of a folder, shared by the worlds of one watch.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use rustc_hash::FxHashMap;

use super::Stamp;
use crate::hashed::Hashed;
use crate::world::VPath;

/// The bytes of files by path, time of change and length: shared by the worlds of one watch, so that
/// an edit in a site of 20,000 files reads one.
#[derive(Default)]
pub struct ReadCache {
    known: Mutex<Entries>,
    /// Whether it trusts the times of what has only just changed, for tests.
    trusts: bool,
}

type Entries = FxHashMap<VPath, (Stamp, Hashed<Vec<u8>>)>;

impl ReadCache {
    /// A cache that trusts the time of what has only just changed.
    #[cfg(test)]
    pub(super) fn trusting() -> Self {
        Self { trusts: true, ..Self::default() }
    }

    /// The bytes of a file, read if it is not known to be the same.
    pub(super) fn get_or_read(
        &self,
        path: &VPath,
        stamp: Stamp,
        read: impl FnOnce() -> io::Result<Hashed<Vec<u8>>>,
    ) -> io::Result<Hashed<Vec<u8>>> {
        if let Some(bytes) = self.get(path, &stamp) {
            return Ok(bytes);
        }
        let bytes = read()?;
        self.put(path, stamp, &bytes);
        Ok(bytes)
    }

    fn get(&self, path: &VPath, stamp: &Stamp) -> Option<Hashed<Vec<u8>>> {
        let known = self.entries();
        let (seen, bytes) = known.get(path)?;
        (seen == stamp).then(|| bytes.clone())
    }

    fn put(&self, path: &VPath, stamp: Stamp, bytes: &Hashed<Vec<u8>>) {
        if self.trusts || stamp.is_settled(SystemTime::now()) {
            self.entries().insert(path.clone(), (stamp, bytes.clone()));
        }
    }

    /// Forgets all files but those of `files`, which is sorted.
    pub(super) fn keep(&self, files: &[VPath]) {
        self.entries().retain(|path, _| files.binary_search(path).is_ok());
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.entries().is_empty()
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        // An entry is inserted whole or not at all, whoever panicked.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
