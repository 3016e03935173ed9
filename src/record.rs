//! What a build leaves on the disk for the next one, in `.depeche/` beside `depeche.yaml`.
//!
//! - `articles` and `articles-later`: what was understood of each article ([`Shelf`]);
//! - `words-fr` and so on: what the search has made of the articles of a language: its index, and what results show;
//! - `texts`: where the texts of articles are in the files of the site ([`Amendable`]);
//! - `site`: what each file of the site was made of, and holds ([`Last`]);
//! - `shape`: which stories and lists there are, and what is on each page ([`Shape`]);
//! - `pictures/`: the pictures that were made ([`FileAlbum`]);
//! - `sources`: when the sources were written ([`Seen`]), and `target`: how the target was left
//!   ([`Left`]), which hold for this machine alone;
//! - `later`: what changed in `site`, `texts`, `shape`, `sources` and `target` when only a few articles were edited ([`Later`]).
//!
//! All of it can be deleted at any time, and is never believed against what a file holds: entries are
//! found by fingerprints of inputs, and each has a sum of its own. What another version of depeche has
//! left is not read. The first five know nothing of the machine, and may travel to another.
#![expect(clippy::disallowed_methods, reason = "this module keeps files of its own on the disk")]

mod album;
mod aside;
mod last;
mod later;
mod summed;
mod texts;
mod words;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use album::FileAlbum;
pub use aside::FileAside;
pub use last::{Last, Made};
pub use later::Later;
use summed::Summed;
pub use texts::TextsLog;

use crate::amend::{Amendable, Around};
use crate::hashed::Fingerprint;
use crate::publish::Left;
use crate::retell::Shape;
use crate::shelf::{Change, Shelf};
use crate::world::disk::Seen;

/// The folder, beside `depeche.yaml`.
const FOLDER: &str = ".depeche";

/// What was understood of articles: most of it, and what came later.
const ARTICLES: [&str; 2] = ["articles", "articles-later"];

/// What makes this depeche another than the one before: its version, its sources, its libraries.
const BUILD: &str = env!("DEPECHE_BUILD");

/// Where a build finds what the last one left, and leaves what it learns.
#[derive(Clone)]
pub struct Record {
    folder: PathBuf,
}

/// What was left is there, and not what a build writes.
#[derive(Debug, PartialEq, Eq)]
pub struct Damaged;

/// What was found; the default, if nothing was left, or by another version.
type Found<T> = Result<T, Damaged>;

impl Record {
    /// That of the site in a folder.
    pub fn of(root: &Path) -> Self {
        Self { folder: root.join(FOLDER) }
    }

    /// A place for what this build holds, and leaves to none.
    pub fn aside(&self) -> FileAside {
        FileAside::new(self.clone())
    }

    /// The pictures that were made.
    pub fn album(&self) -> FileAlbum {
        FileAlbum::new(self.clone())
    }

    /// What was understood of articles.
    pub fn articles(&self) -> Found<Shelf> {
        let [first, later] = ARTICLES.map(|name| self.read(name).unwrap_or_default());
        let shelf = Shelf::new([first, later]);
        if shelf.is_whole() { Ok(shelf) } else { Err(Damaged) }
    }

    /// Keeps what was understood of articles.
    pub fn keep_articles(&self, shelf: &Shelf) -> io::Result<()> {
        let [first, later] = ARTICLES;
        let change = shelf.change();
        match change {
            Change::None => Ok(()),
            Change::Later => self.write(later, |file| shelf.write(change, file)),
            Change::All => {
                self.write(first, |file| shelf.write(change, file))?;
                // What is in both is found in either.
                self.remove(later)
            }
        }
    }

    /// The last build.
    pub fn last(&self, later: &Later) -> Found<Last> {
        Ok(self.decode::<Last>("site")?.with(later.last.clone()))
    }

    /// Where texts are in the files of the site.
    pub fn texts(&self, later: &Later) -> Found<Amendable> {
        let Some((bytes, value)) = self.read_whole("texts")? else {
            return Ok(Amendable::default());
        };
        Amendable::read(bytes, value, later.texts.clone()).ok_or(Damaged)
    }

    /// Keeps where texts are.
    pub fn keep_texts(&self, around: &Around, texts: &TextsLog<'_>) -> io::Result<()> {
        self.write("texts", |file| {
            let mut summed = Summed::new(file);
            summed.value(around)?;
            texts.copy_to(&mut summed)?;
            summed.finish().map(drop)
        })
    }

    /// Keeps what was made.
    pub fn keep_last(&self, last: &Last) -> io::Result<()> {
        self.encode("site", last).map(drop)
    }

    /// The shape of the site of the last build, if that left one.
    pub fn shape(&self, last: &Last, later: &Later) -> Found<Option<Shape>> {
        let Some(wanted) = last.shape else { return Ok(None) };
        let Some((bytes, value)) = self.read_whole("shape")? else { return Ok(None) };
        // A build that was killed may have left that of another site, and so may one that runs.
        if bytes[value.end..] != wanted.bytes() {
            return Ok(None);
        }
        let shape: Shape = postcard::from_bytes(&bytes[value]).map_err(|_| Damaged)?;
        shape.with(&later.shape).map(Some).ok_or(Damaged)
    }

    /// Keeps the shape of a site. Returns the sum by which the last build names it.
    pub fn keep_shape(&self, shape: &Shape) -> io::Result<Fingerprint> {
        self.encode("shape", shape)
    }

    /// When the sources were written.
    pub fn seen(&self, later: &Later) -> Found<Seen> {
        Ok(self.decode::<Seen>("sources")?.with(&later.seen))
    }

    /// Keeps when the sources were written.
    pub fn keep_seen(&self, seen: &Seen) -> io::Result<()> {
        self.encode("sources", seen).map(drop)
    }

    /// How the target was left.
    pub fn left(&self, later: &Later) -> Found<Left> {
        Ok(self.decode::<Left>("target")?.with(later.left.clone()))
    }

    /// Keeps how the target is left.
    pub fn keep_left(&self, left: &Left) -> io::Result<()> {
        self.encode("target", left).map(drop)
    }

    fn decode<T: DeserializeOwned + Default>(&self, name: &str) -> Found<T> {
        let Some((bytes, value)) = self.read_whole(name)? else { return Ok(T::default()) };
        postcard::from_bytes(&bytes[value]).map_err(|_| Damaged)
    }

    /// The bytes of a file that is not damaged, and where in them a value is.
    fn read_whole(&self, name: &str) -> Found<Option<(Vec<u8>, Range<usize>)>> {
        let Some((bytes, start)) = self.read(name) else { return Ok(None) };
        let (value, sum) = bytes[start..].split_last_chunk::<16>().ok_or(Damaged)?;
        let value = start..start + value.len();
        let is_whole = Fingerprint::of_bytes(&bytes[value.clone()]).bytes() == *sum;
        if is_whole { Ok(Some((bytes, value))) } else { Err(Damaged) }
    }

    fn encode<T: Serialize>(&self, name: &str, value: &T) -> io::Result<Fingerprint> {
        self.write(name, |file| {
            let mut summed = Summed::new(file);
            summed.value(value)?;
            summed.finish()
        })
    }

    /// A file, if this very depeche wrote it, and where its second line begins.
    fn read(&self, name: &str) -> Option<(Vec<u8>, usize)> {
        if !self.is_own() {
            return None;
        }
        let bytes = fs::read(self.folder.join(name)).ok()?;
        let head = head(name);
        bytes.starts_with(head.as_bytes()).then_some((bytes, head.len()))
    }

    /// Whether the folder is there. A link would lead what is written out of the site.
    fn is_own(&self) -> bool {
        fs::symlink_metadata(&self.folder).is_ok_and(|found| found.is_dir())
    }

    /// Writes a file, in one rename, so that nobody reads half of it.
    fn write<T>(
        &self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<T>,
    ) -> io::Result<T> {
        self.make_folder()?;
        let new = self.folder.join(format!("{name}{}", new_suffix()));
        let mut file = BufWriter::with_capacity(1 << 16, File::create(&new)?);
        file.write_all(head(name).as_bytes())?;
        let filled = fill(&mut file)?;
        file.flush()?;
        drop(file);
        fs::rename(&new, self.folder.join(name))?;
        Ok(filled)
    }

    /// Removes a file, if it is there.
    fn remove(&self, name: &str) -> io::Result<()> {
        match fs::remove_file(self.folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Makes the folder, which git shall not see; what a build that was killed has left half written
    /// goes.
    fn make_folder(&self) -> io::Result<()> {
        if let Ok(found) = fs::symlink_metadata(&self.folder) {
            if !found.is_dir() {
                return Err(io::ErrorKind::NotADirectory.into());
            }
            for entry in fs::read_dir(&self.folder)?.filter_map(Result::ok) {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                // Another thread of this process may be writing one of its own.
                if name.ends_with(".new") && !name.ends_with(&new_suffix()) {
                    fs::remove_file(entry.path())?;
                }
            }
            return Ok(());
        }
        make_folder(&self.folder)?;
        fs::write(self.folder.join(".gitignore"), "*\n")
    }
}

/// Makes a folder, unless another thread does meanwhile.
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir(folder).or_else(|error| match fs::symlink_metadata(folder) {
        Ok(found) if found.is_dir() => Ok(()),
        _ => Err(error),
    })
}

/// How the names of files end that this process has not written whole.
fn new_suffix() -> String {
    format!(".{}.new", process::id())
}

fn head(name: &str) -> String {
    format!("depeche {name} {BUILD}\n")
}

#[cfg(test)]
mod tests {
    use super::last::example as last;
    use super::*;

    #[test]
    fn what_was_kept_is_found_and_what_was_damaged_is_told() {
        let root = tempfile::TempDir::new().unwrap();
        let record = Record::of(root.path());
        assert!(record.last(&Later::default()).is_ok_and(|last| last.summary.is_none()));
        record.keep_last(&last()).unwrap();
        assert_eq!(record.last(&Later::default()).unwrap().summary, last().summary);
        let file = root.path().join(FOLDER).join("site");
        let whole = fs::read(&file).unwrap();
        let start = head("site").len();
        for at in start..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&file, bytes).unwrap();
            assert_eq!(record.last(&Later::default()).err(), Some(Damaged), "byte {at}");
        }
        fs::write(&file, &whole[..whole.len() - 1]).unwrap();
        assert_eq!(record.last(&Later::default()).err(), Some(Damaged));
        fs::write(&file, b"depeche site of another version\nx").unwrap();
        assert!(record.last(&Later::default()).is_ok_and(|last| last.summary.is_none()));
    }

    #[test]
    fn nothing_is_half_written_nor_seen_by_git() {
        let root = tempfile::TempDir::new().unwrap();
        let record = Record::of(root.path());
        let shelf = Shelf::default();
        shelf.put(Fingerprint::of("x"), &1);
        record.keep_articles(&shelf).unwrap();
        fs::write(root.path().join(FOLDER).join("site.1.new"), "half").unwrap();
        record.keep_last(&last()).unwrap();
        let mut names: Vec<_> = fs::read_dir(root.path().join(FOLDER))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, [".gitignore", "articles", "site"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_neither_followed_nor_replaced() {
        let (root, elsewhere) =
            (tempfile::TempDir::new().unwrap(), tempfile::TempDir::new().unwrap());
        std::os::unix::fs::symlink(elsewhere.path(), root.path().join(FOLDER)).unwrap();
        let record = Record::of(root.path());
        assert!(record.keep_last(&last()).is_err());
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }
}
