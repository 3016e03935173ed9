//! The outside, as one small trait: files, and the clock.
//!
//! A build reads the world and nothing else, so that a test can build a whole site from memory and
//! the same sources give the same bytes on any machine and any day.

mod bytes;
pub mod disk;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use bytes::{FileBytes, Reread};

use crate::hashed::{Fingerprint, Hashed};

/// Where a site's sources are, and what time it is.
pub trait World: Send + Sync {
    /// Every file under the site's root that may belong to it, sorted.
    fn files(&self) -> Vec<VPath>;

    /// The bytes of one file; `NotFound` if it went away since [`files`](Self::files).
    fn read(&self, path: &VPath) -> io::Result<Hashed<Vec<u8>>>;

    /// The fingerprint of a file's bytes, if it is known without reading them.
    fn known(&self, path: &VPath) -> Option<Fingerprint> {
        let _ = path;
        None
    }

    /// What reads files again; nothing, if whoever read one had better hold it.
    fn reader(&self) -> Option<Arc<dyn Reread>> {
        None
    }

    /// When the build runs: the one clock there is.
    fn now(&self) -> Timestamp;
}

/// A path under the site's root: relative, with `/` between its parts on every system.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VPath(Arc<str>);

impl VPath {
    /// Takes a relative path with `/` between its parts.
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds the file, without a trailing `/`; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The part of the path after `folder` and its `/`, if the file is below it.
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }

    /// The file that `relative` names when it is written in this file; `None` if that leaves the root.
    pub fn join(&self, relative: &str) -> Option<Self> {
        self.joined(relative).map(|path| Self(path.into()))
    }

    /// The same as text: links are many, and few of their paths are kept.
    pub fn joined(&self, relative: &str) -> Option<String> {
        let mut path = String::with_capacity(self.folder().len() + 1 + relative.len());
        for part in self.folder().split('/').chain(relative.split('/')) {
            match part {
                "" | "." => {}
                ".." if path.is_empty() => return None,
                ".." => path.truncate(path.rfind('/').unwrap_or(0)),
                part => {
                    if !path.is_empty() {
                        path.push('/');
                    }
                    path.push_str(part);
                }
            }
        }
        Some(path)
    }
}

impl fmt::Display for VPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for VPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// A site held in memory, for tests and for sites that are made on the fly.
#[derive(Clone)]
pub struct MemoryWorld {
    files: BTreeMap<VPath, Hashed<Vec<u8>>>,
    now: Timestamp,
    backwards: bool,
}

impl MemoryWorld {
    /// A site without files, built at `now`.
    pub fn new(now: Timestamp) -> Self {
        Self { files: BTreeMap::new(), now, backwards: false }
    }

    /// Writes a file, over an older one if there is one.
    pub fn write(&mut self, path: &str, bytes: &[u8]) {
        self.files.insert(VPath::new(path), Hashed::from_bytes(bytes));
    }

    /// Removes a file, if it is there.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(&VPath::new(path));
    }

    /// The same site, built at another time.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Self {
        Self { now, ..self.clone() }
    }

    /// The same site, whose files are listed in the opposite order.
    #[must_use]
    pub fn backwards(&self) -> Self {
        Self { backwards: !self.backwards, ..self.clone() }
    }
}

impl World for MemoryWorld {
    fn files(&self) -> Vec<VPath> {
        let mut files: Vec<VPath> = self.files.keys().cloned().collect();
        if self.backwards {
            files.reverse();
        }
        files
    }

    fn read(&self, path: &VPath) -> io::Result<Hashed<Vec<u8>>> {
        self.files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_joins_what_is_written_in_it() {
        let check = |relative: &str, expected: Option<&str>| {
            let joined = VPath::new("content/2025/a.fr.md").join(relative);
            assert_eq!(joined.as_ref().map(VPath::as_str), expected, "{relative}");
        };
        check("b.md", Some("content/2025/b.md"));
        check("./b.md", Some("content/2025/b.md"));
        check("../2024/b.md", Some("content/2024/b.md"));
        check("../../../b.md", None);
    }

    #[test]
    fn a_path_knows_its_folder_and_name() {
        let path = VPath::new("content/a/b.md");
        assert_eq!((path.folder(), path.name()), ("content/a", "b.md"));
        assert_eq!(path.below("content"), Some("a/b.md"));
        assert_eq!(path.below("cont"), None);
        assert_eq!(VPath::new("x").folder(), "");
    }
}
