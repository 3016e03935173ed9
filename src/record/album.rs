//! Pictures that were made, each in a file of its own that is named after all that it was made of.
#![expect(clippy::disallowed_methods, reason = "this module keeps files of its own on the disk")]

use std::fs;
use std::io;
use std::path::PathBuf;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;

use super::{Record, head, make_folder};
use crate::hashed::Fingerprint;
use crate::picture::Album;

/// The folder within [`FOLDER`](super::FOLDER).
const PICTURES: &str = "pictures";

/// The pictures that earlier processes have left.
pub struct FileAlbum {
    record: Record,
    /// How many were written: two threads may write one picture at a time.
    written: AtomicU64,
    /// Why one could not be kept: the first time tells enough.
    failed: Mutex<Option<io::Error>>,
}

impl FileAlbum {
    pub(super) fn new(record: Record) -> Self {
        Self { record, written: AtomicU64::new(0), failed: Mutex::default() }
    }

    /// Lets go of all pictures but those of these keys.
    ///
    /// # Errors
    /// If one of them, or one that was made, could not be written or removed.
    pub fn retain(&self, keys: &FxHashSet<Fingerprint>) -> io::Result<()> {
        if let Some(error) = self.failed.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(error);
        }
        let folder = self.folder();
        if !self.record.is_own() || !is_folder(&folder) {
            return Ok(());
        }
        for entry in fs::read_dir(&folder)?.filter_map(Result::ok) {
            let key = entry.file_name().to_str().and_then(Fingerprint::from_hex);
            if !key.is_some_and(|key| keys.contains(&key)) {
                fs::remove_file(entry.path())?;
            }
        }
        match keys.is_empty() {
            true => fs::remove_dir(&folder),
            false => Ok(()),
        }
    }

    fn folder(&self) -> PathBuf {
        self.record.folder.join(PICTURES)
    }

    fn write(&self, key: Fingerprint, bytes: &[u8]) -> io::Result<()> {
        if !self.record.is_own() {
            self.record.make_folder()?;
        }
        let folder = self.folder();
        make_folder(&folder)?;
        let (file, count) = (key.hex(), self.written.fetch_add(1, Ordering::Relaxed));
        let new = folder.join(format!("{file}.{}.{count}.new", process::id()));
        let sum = Fingerprint::of_bytes(bytes).bytes();
        fs::write(&new, [head(&name(key)).as_bytes(), &sum, bytes].concat())?;
        fs::rename(&new, folder.join(file))
    }
}

/// A folder, and no link to one.
fn is_folder(path: &std::path::Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

fn name(key: Fingerprint) -> String {
    format!("{PICTURES}/{}", key.hex())
}

impl Album for FileAlbum {
    fn find(&self, key: Fingerprint) -> Option<Vec<u8>> {
        if !is_folder(&self.folder()) {
            return None;
        }
        let (bytes, start) = self.record.read(&name(key))?;
        let (sum, picture) = bytes[start..].split_at_checked(16)?;
        (Fingerprint::of_bytes(picture).bytes() == sum).then(|| picture.to_vec())
    }

    fn keep(&self, key: Fingerprint, bytes: &[u8]) {
        if let Err(error) = self.write(key, bytes) {
            self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Fingerprint {
        Fingerprint::of(name)
    }

    #[test]
    fn what_is_kept_is_found_whole_or_not_at_all() {
        let root = tempfile::TempDir::new().unwrap();
        let album = Record::of(root.path()).album();
        assert_eq!(album.find(key("a")), None);
        album.keep(key("a"), b"pixels");
        assert_eq!(album.find(key("a")).as_deref(), Some(&b"pixels"[..]));
        let file = album.folder().join(key("a").hex());
        let whole = fs::read(&file).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&file, bytes).unwrap();
            assert_eq!(album.find(key("a")), None, "a bit of byte {at}");
        }
        fs::write(&file, &whole[..whole.len() - 1]).unwrap();
        assert_eq!(album.find(key("a")), None);
    }

    #[test]
    fn what_no_page_shows_any_more_goes() {
        let root = tempfile::TempDir::new().unwrap();
        let album = Record::of(root.path()).album();
        ["a", "b"].iter().for_each(|name| album.keep(key(name), name.as_bytes()));
        fs::write(album.folder().join("left.1.new"), "half").unwrap();
        album.retain(&[key("b"), key("c")].into_iter().collect()).unwrap();
        assert_eq!(["a", "b"].map(|name| album.find(key(name)).is_some()), [false, true]);
        assert_eq!(fs::read_dir(album.folder()).unwrap().count(), 1);
        album.retain(&FxHashSet::default()).unwrap();
        assert!(!album.folder().exists());
        album.retain(&FxHashSet::default()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_neither_read_nor_written_through() {
        let (root, elsewhere) =
            (tempfile::TempDir::new().unwrap(), tempfile::TempDir::new().unwrap());
        let record = Record::of(root.path());
        record.make_folder().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), root.path().join(".depeche/pictures"))
            .unwrap();
        let album = record.album();
        album.keep(key("a"), b"pixels");
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
        assert_eq!(album.find(key("a")), None);
        assert!(album.retain(&FxHashSet::default()).is_err());
    }
}
