//! What a process saw of a folder's files, so that the next need not read them.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{Reread, Stamp, limit, locate, read_regular};
use crate::hashed::{Fingerprint, Hashed};
use crate::world::VPath;

/// The fingerprints of files by path, each with what tells that the file is still the same.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Seen(FxHashMap<VPath, (Stamp, Fingerprint)>);

/// What was seen of files that were others than before; nothing, where it would not tell the next change.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SeenLater(BTreeMap<VPath, Option<(Stamp, Fingerprint)>>);

impl SeenLater {
    /// Adds what was seen still later.
    pub fn extend(&mut self, later: Self) {
        self.0.extend(later.0);
    }
}

impl Seen {
    /// The same, with what was seen later.
    #[must_use]
    pub fn with(mut self, later: &SeenLater) -> Self {
        for (path, seen) in &later.0 {
            match seen {
                Some(seen) => drop(self.0.insert(path.clone(), *seen)),
                None => drop(self.0.remove(path)),
            }
        }
        self
    }
}

/// A folder's files, as an earlier process saw them, and as this one does.
pub(super) struct Sight {
    root: PathBuf,
    before: Seen,
    now: Mutex<Seen>,
    /// What was read.
    news: Mutex<SeenLater>,
    changed: AtomicBool,
}

impl Sight {
    pub(super) fn new(root: PathBuf, before: Seen) -> Self {
        let (now, news, changed) = Default::default();
        Self { root, before, now, news, changed }
    }

    /// The fingerprint of a file that nobody touched since it was seen.
    pub(super) fn known(&self, path: &VPath) -> Option<Fingerprint> {
        let (stamp, fingerprint) = self.before.0.get(path)?;
        let metadata = fs::metadata(locate(&self.root, path)?).ok()?;
        if !metadata.is_file() || Stamp::of(&metadata) != *stamp {
            return None;
        }
        self.now().0.insert(path.clone(), (*stamp, *fingerprint));
        Some(*fingerprint)
    }

    /// Reads a file, which had that stamp before.
    pub(super) fn read(
        &self,
        path: &VPath,
        stamp: Stamp,
        read: impl FnOnce() -> io::Result<Hashed<Vec<u8>>>,
    ) -> io::Result<Hashed<Vec<u8>>> {
        let settled = stamp.is_settled(SystemTime::now());
        let bytes = read()?;
        let seen = settled.then(|| (stamp, bytes.fingerprint()));
        if let Some(seen) = seen {
            self.now().0.insert(path.clone(), seen);
        }
        // All of them would be news to the first build.
        if !self.before.0.is_empty() {
            self.news().0.insert(path.clone(), seen);
        }
        Ok(bytes)
    }

    /// What was read, since it was not known.
    pub(super) fn read_anew(&self) -> SeenLater {
        self.news().clone()
    }

    /// What was seen.
    pub(super) fn seen(&self) -> Seen {
        self.now().clone()
    }

    /// Whether a file was another when it was read again.
    pub(super) fn has_changed(&self) -> bool {
        self.changed.load(Ordering::Relaxed)
    }

    fn news(&self) -> MutexGuard<'_, SeenLater> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> MutexGuard<'_, Seen> {
        // An entry is inserted whole or not at all, whoever panicked.
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reread for Sight {
    fn read(&self, path: &VPath) -> io::Result<Hashed<Vec<u8>>> {
        let location = locate(&self.root, path).ok_or(io::ErrorKind::NotFound)?;
        let metadata = fs::metadata(&location)?;
        read_regular(&location, &metadata, limit(path)).map(Hashed::from_bytes)
    }

    fn changed(&self) {
        self.changed.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::disk::DiskWorld;
    use crate::world::{FileBytes, World};
    use jiff::Timestamp;

    fn file() -> VPath {
        VPath::new("content/a.fr.md")
    }

    fn site() -> tempfile::TempDir {
        let root = tempfile::TempDir::new().unwrap();
        fs::create_dir(root.path().join("content")).unwrap();
        write(&root, "one");
        root
    }

    fn write(root: &tempfile::TempDir, text: &str) {
        fs::write(root.path().join(file().as_str()), text).unwrap();
    }

    fn open(root: &tempfile::TempDir, seen: Seen) -> DiskWorld {
        DiskWorld::once(root.path(), Timestamp::UNIX_EPOCH, seen)
    }

    /// What is seen of the file, and its fingerprint, once its last change is old enough.
    fn settled(root: &tempfile::TempDir) -> (Seen, Fingerprint) {
        loop {
            let world = open(root, Seen::default());
            let bytes = world.read(&file()).unwrap();
            if world.seen().0.contains_key(&file()) {
                return (world.seen(), bytes.fingerprint());
            }
            std::thread::yield_now();
        }
    }

    #[test]
    fn what_was_seen_is_known_until_somebody_touches_it() {
        let root = site();
        assert_eq!(open(&root, Seen::default()).known(&file()), None);
        let (seen, fingerprint) = settled(&root);
        let next = open(&root, seen);
        assert_eq!(next.known(&file()), Some(fingerprint));
        // Equal in length.
        write(&root, "two");
        assert_eq!(open(&root, next.seen()).known(&file()), None);
        fs::remove_file(root.path().join(file().as_str())).unwrap();
        assert_eq!(open(&root, next.seen()).known(&file()), None);
    }

    #[test]
    fn a_file_that_changes_during_a_build_is_noticed() {
        let root = site();
        let world = open(&root, settled(&root).0);
        let known = world.known(&file()).unwrap();
        let bytes = FileBytes::again(known, None, &file(), &world.reader().unwrap());
        assert_eq!(&*bytes.get(), b"one");
        assert!(!world.changed());
        write(&root, "two");
        assert_eq!(&*bytes.get(), b"two");
        assert!(world.changed());
    }
}
