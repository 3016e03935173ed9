//! What the files of a site held when they were last read.
//!
//! Builds are made from this, and not from the disk: so an edit in a site of 20,000 files needs one
//! of them read, and all that a build says of a file is about the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::hashed::Hashed;
use crate::world::disk::{DiskWorld, Found};
use crate::world::{VPath, World};

/// Every file of a site, as it was read, or why it could not be.
#[derive(Debug, Default)]
pub struct Inputs {
    files: BTreeMap<VPath, Read>,
    now: Timestamp,
}

type Read = Result<Hashed<[u8]>, Unread>;

/// Why a file could not be read: an [`io::Error`] that can be told twice.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Unread {
    kind: io::ErrorKind,
    message: String,
}

/// The files that hold something else than before, that are new, or that went away.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes(BTreeSet<VPath>);

impl Changes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this file is among them.
    pub fn touch(&self, path: &str) -> bool {
        self.0.contains(&VPath::new(path))
    }

    /// Whether there are some, and all are stylesheets.
    pub fn are_styles(&self) -> bool {
        !self.is_empty() && self.0.iter().all(|path| path.name().ends_with(".css"))
    }
}

impl Inputs {
    /// Reads the whole site. Returns what is not as it was before.
    pub fn read_all(&mut self, world: &dyn World) -> Changes {
        let listed = world.files();
        let read: Vec<Read> =
            listed.par_iter().with_min_len(64).map(|path| read(world, path)).collect();
        let files = listed.into_iter().zip(read).collect();
        let before = std::mem::replace(&mut self.files, files);
        self.now = world.now();
        let differs = |(path, read): &(&VPath, &Read)| before.get(*path) != Some(*read);
        let new = self.files.iter().filter(differs).map(|(path, _)| path.clone());
        let gone = before.keys().filter(|path| !self.files.contains_key(*path)).cloned();
        Changes(new.chain(gone).collect())
    }

    /// Reads some files anew, and takes all others to be as they were. Returns what is not as it was
    /// before; `None` if the site has not the files that it had, and so must be looked at as a whole.
    pub fn read_some(&mut self, world: &DiskWorld, paths: &BTreeSet<VPath>) -> Option<Changes> {
        if !paths.iter().all(|path| self.still_has(path, world.find(path))) {
            return None;
        }
        self.now = world.now();
        let mut changes = Changes::default();
        for path in paths {
            let Some(file) = self.files.get_mut(path) else { continue };
            let read = read(world, path);
            if *file != read {
                *file = read;
                changes.0.insert(path.clone());
            }
        }
        Some(changes)
    }

    /// Whether a file is there that was, or nothing is where nothing was: an editor's file of a moment.
    fn still_has(&self, path: &VPath, found: Found) -> bool {
        match found {
            Found::File => self.files.contains_key(path),
            Found::Nothing => !self.files.contains_key(path) && !self.has_below(path),
            Found::Other => false,
        }
    }

    fn has_below(&self, folder: &VPath) -> bool {
        let first = VPath::new(&format!("{folder}/"));
        self.files
            .range(first..)
            .next()
            .is_some_and(|(path, _)| path.below(folder.as_str()).is_some())
    }
}

fn read(world: &dyn World, path: &VPath) -> Read {
    world.read(path).map_err(|error| Unread { kind: error.kind(), message: error.to_string() })
}

impl World for Inputs {
    fn files(&self) -> Vec<VPath> {
        self.files.keys().cloned().collect()
    }

    fn read(&self, path: &VPath) -> io::Result<Hashed<[u8]>> {
        let again = |unread: Unread| io::Error::new(unread.kind, unread.message);
        let read = self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        read.clone().map_err(again)
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::MemoryWorld;
    use std::fs;

    fn memory(files: &[(&str, &str)]) -> MemoryWorld {
        let mut world = MemoryWorld::new(Timestamp::UNIX_EPOCH);
        files.iter().for_each(|(path, text)| world.write(path, text.as_bytes()));
        world
    }

    fn changes(paths: &[&str]) -> Changes {
        Changes(paths.iter().map(|path| VPath::new(path)).collect())
    }

    #[test]
    fn two_looks_at_a_site_differ_in_files() {
        let check = |files: &[(&str, &str)], expected: &[&str], styles: bool| {
            let mut inputs = Inputs::default();
            inputs.read_all(&memory(&[("a.css", "a"), ("a.md", "a")]));
            let found = inputs.read_all(&memory(files));
            assert_eq!(found, changes(expected), "{files:?}");
            assert_eq!(found.are_styles(), styles, "{files:?}");
            assert_eq!(inputs.files().len(), files.len());
        };
        check(&[("a.css", "a"), ("a.md", "a")], &[], false);
        check(&[("a.css", "b"), ("a.md", "a")], &["a.css"], true);
        check(&[("a.md", "a")], &["a.css"], true);
        check(&[("a.css", "a"), ("a.md", "a"), ("b.css", "b")], &["b.css"], true);
        check(&[("a.css", "b"), ("a.md", "b")], &["a.css", "a.md"], false);
        check(&[("a.css", "b")], &["a.css", "a.md"], false);
    }

    #[test]
    fn some_files_are_read_again_while_the_site_has_the_same() {
        let root = tempfile::TempDir::new().unwrap();
        let write = |path: &str, text: &str| fs::write(root.path().join(path), text).unwrap();
        fs::create_dir_all(root.path().join("content/f")).unwrap();
        for path in ["content/a.md", "content/b.md", "content/f/c.md"] {
            write(path, "old");
        }
        let world = DiskWorld::open(root.path(), Timestamp::UNIX_EPOCH);
        let mut inputs = Inputs::default();
        inputs.read_all(&world);
        let mut check = |paths: &[&str], expected: Option<&[&str]>| {
            let paths = paths.iter().map(|path| VPath::new(path)).collect();
            let found = inputs.read_some(&world, &paths);
            assert_eq!(found, expected.map(changes), "{paths:?}");
        };
        write("content/a.md", "new");
        check(&["content/b.md", "content/moment.tmp"], Some(&[]));
        check(&["content/a.md", "content/b.md"], Some(&["content/a.md"]));
        check(&["content/a.md"], Some(&[]));
        check(&["content/f"], None);
        write("content/d.md", "new");
        check(&["content/d.md"], None);
        fs::remove_file(root.path().join("content/b.md")).unwrap();
        check(&["content/a.md", "content/b.md"], None);
        // A folder that went away, of which nothing else is said.
        fs::rename(root.path().join("content/f"), root.path().join("g")).unwrap();
        check(&["content/f"], None);
        assert_eq!(&*inputs.read(&VPath::new("content/a.md")).unwrap(), b"new");
    }

    #[test]
    fn what_cannot_be_read_is_told_again() {
        let root = tempfile::TempDir::new().unwrap();
        fs::create_dir(root.path().join("content")).unwrap();
        let file = fs::File::create(root.path().join("content/a.md")).unwrap();
        file.set_len(crate::limits::TEXT_BYTES + 1).unwrap();
        let world = DiskWorld::open(root.path(), Timestamp::UNIX_EPOCH);
        let mut inputs = Inputs::default();
        let path = VPath::new("content/a.md");
        inputs.read_all(&world);
        let (told, again) = (world.read(&path).unwrap_err(), inputs.read(&path).unwrap_err());
        assert_eq!((told.kind(), told.to_string()), (again.kind(), again.to_string()));
    }
}
