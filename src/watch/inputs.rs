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

/// How many paths are few: to list the folder of each takes longer, of many, than to look at all files once.
const FEW: usize = 32;

/// What became of a single file.
enum Fate {
    There,
    Gone,
}

type Read = Result<Hashed<Vec<u8>>, Unread>;

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

    /// Their paths.
    pub fn paths(&self) -> impl Iterator<Item = &VPath> {
        self.0.iter()
    }

    /// Whether this file is among them.
    pub fn touch(&self, path: &str) -> bool {
        self.0.contains(&VPath::new(path))
    }

    /// Whether there are some, and all are stylesheets that pages name by what they hold. Others may be in pages, or
    /// keep their names.
    pub fn are_styles(&self) -> bool {
        let is_asset = |path: &VPath| {
            let of_theme = path.below("themes").and_then(|path| path.split('/').nth(1));
            path.below("assets").is_some() || of_theme == Some("assets")
        };
        let is_style = |path: &VPath| path.name().ends_with(".css") && is_asset(path);
        !self.is_empty() && self.0.iter().all(is_style)
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
    /// before; `None` if more than a few files came or went, so that the site must be looked at as a whole.
    pub fn read_some(&mut self, world: &DiskWorld, paths: &BTreeSet<VPath>) -> Option<Changes> {
        if paths.len() > FEW {
            return None;
        }
        let fates = paths.iter().map(|path| self.fate(world, path)).collect::<Option<Vec<_>>>()?;
        self.now = world.now();
        let mut changes = Changes::default();
        for (path, fate) in paths.iter().zip(fates) {
            let now = match fate {
                Fate::There => Some(read(world, path)),
                Fate::Gone => None,
            };
            if self.files.get(path) != now.as_ref() {
                changes.0.insert(path.clone());
                match now {
                    Some(read) => drop(self.files.insert(path.clone(), read)),
                    None => drop(self.files.remove(path)),
                }
            }
        }
        Some(changes)
    }

    /// What became of a path; `None` if it may concern more than one file: a folder that came or went, a
    /// link, a folder that cannot be listed, a name that is there in another spelling.
    fn fate(&self, world: &DiskWorld, path: &VPath) -> Option<Fate> {
        let was_there = self.files.contains_key(path);
        let in_known_folder = || self.has_below(path.folder());
        match world.find(path) {
            Found::File if was_there => Some(Fate::There),
            Found::File if in_known_folder() => world.lists(path)?.then_some(Fate::There),
            Found::Nothing if self.has_below(path.as_str()) => None,
            Found::Nothing if was_there => (!world.lists(path)?).then_some(Fate::Gone),
            // An editor's file of a moment.
            Found::Nothing => Some(Fate::Gone),
            Found::File | Found::Other => None,
        }
    }

    fn has_below(&self, folder: &str) -> bool {
        let first = VPath::new(&format!("{folder}/"));
        self.files.range(first..).next().is_some_and(|(path, _)| path.below(folder).is_some())
    }
}

fn read(world: &dyn World, path: &VPath) -> Read {
    world.read(path).map_err(|error| Unread { kind: error.kind(), message: error.to_string() })
}

impl World for Inputs {
    fn files(&self) -> Vec<VPath> {
        self.files.keys().cloned().collect()
    }

    fn read(&self, path: &VPath) -> io::Result<Hashed<Vec<u8>>> {
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
    fn a_style_is_what_pages_name_by_what_it_holds() {
        let check = |paths: &[&str], expected: bool| {
            assert_eq!(changes(paths).are_styles(), expected, "{paths:?}");
        };
        check(&["assets/a.css", "themes/x/assets/y/b.css"], true);
        check(&["static/a.css"], false);
        check(&["templates/a.css"], false);
        check(&["themes/assets/templates/a.css"], false);
        check(&["assets/a.css", "assets/a.js"], false);
    }

    #[test]
    fn two_looks_at_a_site_differ_in_files() {
        let check = |files: &[(&str, &str)], expected: &[&str], styles: bool| {
            let mut inputs = Inputs::default();
            inputs.read_all(&memory(&[("assets/a.css", "a"), ("a.md", "a")]));
            let found = inputs.read_all(&memory(files));
            assert_eq!(found, changes(expected), "{files:?}");
            assert_eq!(found.are_styles(), styles, "{files:?}");
            assert_eq!(inputs.files().len(), files.len());
        };
        check(&[("assets/a.css", "a"), ("a.md", "a")], &[], false);
        check(&[("assets/a.css", "b"), ("a.md", "a")], &["assets/a.css"], true);
        check(&[("a.md", "a")], &["assets/a.css"], true);
        check(
            &[("assets/a.css", "a"), ("a.md", "a"), ("assets/b.css", "b")],
            &["assets/b.css"],
            true,
        );
        check(&[("assets/a.css", "b"), ("a.md", "b")], &["assets/a.css", "a.md"], false);
        check(&[("assets/a.css", "b")], &["assets/a.css", "a.md"], false);
    }

    /// A site of three files, one of them in a folder of its own, as it is known.
    fn three_files() -> (tempfile::TempDir, DiskWorld, Inputs) {
        let root = tempfile::TempDir::new().unwrap();
        fs::create_dir_all(root.path().join("content/f")).unwrap();
        for path in ["content/a.md", "content/b.md", "content/f/c.md"] {
            fs::write(root.path().join(path), path).unwrap();
        }
        let world = DiskWorld::open(root.path(), Timestamp::UNIX_EPOCH);
        let mut inputs = Inputs::default();
        inputs.read_all(&world);
        (root, world, inputs)
    }

    #[test]
    fn some_files_are_read_again_while_the_site_has_the_same() {
        let (root, world, mut inputs) = three_files();
        let mut check = |paths: &[&str], expected: &[&str]| {
            let paths = paths.iter().map(|path| VPath::new(path)).collect();
            assert_eq!(inputs.read_some(&world, &paths), Some(changes(expected)), "{paths:?}");
        };
        fs::write(root.path().join("content/a.md"), "new").unwrap();
        check(&["content/b.md", "content/moment.tmp"], &[]);
        check(&["content/a.md", "content/b.md"], &["content/a.md"]);
        check(&["content/a.md"], &[]);
        assert_eq!(&*inputs.read(&VPath::new("content/a.md")).unwrap(), b"new");
    }

    #[test]
    fn single_files_that_came_or_went_are_found_without_looking_at_all() {
        let (root, world, mut inputs) = three_files();
        let at = |path: &str| root.path().join(path);
        let write = |path: &str| fs::write(at(path), path).unwrap();
        let mut check = |paths: &[&str], expected: &[&str]| {
            let paths = paths.iter().map(|path| VPath::new(path)).collect();
            assert_eq!(inputs.read_some(&world, &paths), Some(changes(expected)), "{paths:?}");
            let mut all = Inputs::default();
            all.read_all(&world);
            assert_eq!(inputs.files, all.files, "{paths:?}");
        };
        write("content/d.md");
        check(&["content/d.md"], &["content/d.md"]);
        write("content/f/e.md");
        fs::remove_file(at("content/b.md")).unwrap();
        check(
            &["content/b.md", "content/d.md", "content/f/e.md"],
            &["content/b.md", "content/f/e.md"],
        );
        fs::rename(at("content/a.md"), at("content/f/a.md")).unwrap();
        check(&["content/a.md", "content/f/a.md"], &["content/a.md", "content/f/a.md"]);
        // Saved beside, and moved into place; the other name was there for a moment.
        write("content/d.tmp");
        fs::rename(at("content/d.tmp"), at("content/d.md")).unwrap();
        check(&["content/d.md", "content/d.tmp"], &["content/d.md"]);
    }

    #[test]
    fn what_may_be_more_than_single_files_is_left_to_a_look_at_all() {
        let (root, world, mut inputs) = three_files();
        let at = |path: &str| root.path().join(path);
        let write = |path: &str| fs::write(at(path), path).unwrap();
        let mut check = |paths: &[&str]| {
            let known = inputs.files.clone();
            let paths = paths.iter().map(|path| VPath::new(path)).collect();
            assert_eq!(inputs.read_some(&world, &paths), None, "{paths:?}");
            assert_eq!(inputs.files, known, "{paths:?}: nothing was taken by half");
        };
        check(&["content/f"]);
        // The first file of a folder: others may be in it.
        fs::create_dir(at("content/new")).unwrap();
        write("content/new/d.md");
        check(&["content/new/d.md"]);
        write("content/a.md");
        check(&["content/a.md", "content/new/d.md"]);
        // A file that is a folder now.
        fs::remove_file(at("content/b.md")).unwrap();
        fs::create_dir(at("content/b.md")).unwrap();
        check(&["content/b.md"]);
        // A folder that went away, of which nothing else is said, or one of its files.
        fs::rename(at("content/f"), at("g")).unwrap();
        check(&["content/f"]);
        check(&["content/f/c.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_came_is_left_to_a_look_at_all() {
        let root = tempfile::TempDir::new().unwrap();
        fs::create_dir(root.path().join("content")).unwrap();
        fs::write(root.path().join("content/a.md"), "a").unwrap();
        let world = DiskWorld::open(root.path(), Timestamp::UNIX_EPOCH);
        let mut inputs = Inputs::default();
        inputs.read_all(&world);
        // What it leads to must be watched, too.
        std::os::unix::fs::symlink("a.md", root.path().join("content/b.md")).unwrap();
        let link = BTreeSet::from([VPath::new("content/b.md")]);
        assert_eq!(inputs.read_some(&world, &link), None);
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
