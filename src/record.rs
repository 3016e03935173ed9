//! What a build leaves on the disk for the next one, in `.depeche/` beside `depeche.yaml`.
//!
//! - `articles` and `articles-later`: what was understood of each article ([`Shelf`]);
//! - `words-fr` and so on: what the search has made of the articles of a language: its index, and what results show;
//! - `texts`: where the texts of articles are in the files of the site ([`Amendable`]);
//! - `site`: what each file of the site was made of, and holds ([`Last`]);
//! - `pictures/`: the pictures that were made ([`FileAlbum`]);
//! - `sources`: when the sources were written ([`Seen`]), and `target`: how the target was left
//!   ([`Left`]), which hold for this machine alone;
//! - `later`: what changed in `texts`, `site`, `sources` and `target` when only texts were edited ([`Later`]).
//!
//! All of it can be deleted at any time, and is never believed against what a file holds: entries are
//! found by fingerprints of inputs, and each has a sum of its own. What another version of depeche has
//! left is not read. The first four know nothing of the machine, and may travel to another.
#![expect(clippy::disallowed_methods, reason = "this module keeps files of its own on the disk")]

mod album;
mod aside;
mod summed;
mod texts;
mod words;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Arc;

use jiff::Timestamp;
use rustc_hash::FxHashMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use album::FileAlbum;
pub use aside::FileAside;
use summed::Summed;
pub use texts::TextsLog;

use crate::amend::{self, Amendable, Around};
use crate::diag::Diagnostic;
use crate::encode::Encoding;
use crate::hashed::Fingerprint;
use crate::model::OutputPath;
use crate::outputs::Key;
use crate::plan::Basis;
use crate::publish::{Left, LeftLater};
use crate::shelf::{Change, Shelf};
use crate::world::disk::{Seen, SeenLater};

/// The folder, beside `depeche.yaml`.
const FOLDER: &str = ".depeche";

/// What was understood of articles: most of it, and what came later.
const ARTICLES: [&str; 2] = ["articles", "articles-later"];

/// What is written whole when the whole site was looked at.
const WHOLE: [&str; 4] = ["site", "sources", "target", "texts"];

/// What changed in all of these since.
const LATER: &str = "later";

/// What makes this depeche another than the one before: its version, its sources, its libraries.
const BUILD: &str = env!("DEPECHE_BUILD");

/// Where a build finds what the last one left, and leaves what it learns.
#[derive(Clone)]
pub struct Record {
    folder: PathBuf,
}

/// The last build that was published.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Last {
    /// Of all that the site was made of, but for the time.
    pub summary: Option<Fingerprint>,
    /// What its pages drew on.
    pub basis: Arc<Basis>,
    /// When it was built, in nanoseconds since 1970, and until when it would have been the same.
    since: i128,
    until: Option<i128>,
    /// What was wrong with it.
    pub problems: Vec<Diagnostic>,
    /// Each file that can be told without making it.
    files: FxHashMap<String, Made>,
    /// The fingerprints of other forms of files, by what the files hold; none of those that are not worth it.
    encoded: BTreeMap<(Fingerprint, Encoding), Option<Fingerprint>>,
    /// What changed since this was kept.
    #[serde(skip)]
    later: LastLater,
}

/// What is other about a site than the last build of the whole site made it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LastLater {
    summary: Option<Fingerprint>,
    /// What files hold.
    files: BTreeMap<String, Fingerprint>,
}

/// What changed in the records since they were kept whole: so little that it is written with each edit.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Later {
    /// The records, by the sums at their ends.
    of: [Option<Fingerprint>; WHOLE.len()],
    /// In the files of the site, as they were made.
    pub last: LastLater,
    /// In the sources.
    pub seen: SeenLater,
    /// In the target.
    pub left: LeftLater,
    /// In what is known of texts.
    pub texts: amend::Later,
}

/// A file that was made.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Made {
    /// What it was made of.
    pub key: Key,
    /// What it holds.
    pub bytes: Fingerprint,
}

impl Last {
    /// A build at `now` that would have been the same until then.
    pub fn new(
        summary: Fingerprint,
        basis: Arc<Basis>,
        now: Timestamp,
        until: Option<Timestamp>,
    ) -> Self {
        Self {
            summary: Some(summary),
            basis,
            since: now.as_nanosecond(),
            until: until.map(Timestamp::as_nanosecond),
            ..Self::default()
        }
    }

    /// Whether a site of that summary would be the same at a moment.
    pub fn still_holds(&self, summary: Fingerprint, now: Timestamp) -> bool {
        self.summary == Some(summary) && self.is_in_time(now)
    }

    /// The same, with what changed later.
    #[must_use]
    pub fn with(mut self, later: LastLater) -> Self {
        self.summary = later.summary.or(self.summary);
        later.files.iter().for_each(|(path, bytes)| self.hold(path, *bytes));
        Self { later, ..self }
    }

    /// What changed since this was kept.
    pub fn later(&self) -> &LastLater {
        &self.later
    }

    /// Says that the site is one of another summary, since files hold something else: a text in them is
    /// another.
    pub fn amend(
        &mut self,
        summary: Fingerprint,
        files: impl Iterator<Item = (String, Fingerprint)>,
    ) {
        self.summary = Some(summary);
        self.later.summary = self.summary;
        for (path, bytes) in files {
            self.hold(&path, bytes);
            self.later.files.insert(path, bytes);
        }
    }

    /// Says that a file holds something else. It is not said of what it is made: the next build of the whole site
    /// makes it.
    fn hold(&mut self, path: &str, bytes: Fingerprint) {
        if let Some(made) = self.files.get_mut(path) {
            let whole = Fingerprint::of(&("amended", made.key.whole, bytes));
            *made = Made { key: Key { whole, ..made.key }, bytes };
        }
    }

    /// Whether a site that differs in texts alone would be the same at a moment, but for them.
    pub fn is_in_time(&self, now: Timestamp) -> bool {
        let now = now.as_nanosecond();
        self.since <= now && self.until.is_none_or(|until| now < until)
    }

    /// Keeps what was made.
    pub fn add(&mut self, path: &OutputPath, made: Made) {
        self.files.insert(path.to_string(), made);
    }

    /// Keeps what a form of a file that holds `bytes` holds.
    pub fn add_encoded(
        &mut self,
        bytes: Fingerprint,
        encoding: Encoding,
        form: Option<Fingerprint>,
    ) {
        self.encoded.insert((bytes, encoding), form);
    }

    /// What that form holds, if it was made or found not to be worth it.
    pub fn encoded(&self, bytes: Fingerprint, encoding: Encoding) -> Option<Option<Fingerprint>> {
        self.encoded.get(&(bytes, encoding)).copied()
    }

    /// What was made at a path.
    pub fn made(&self, path: &OutputPath) -> Option<Made> {
        self.files.get(path.as_str()).copied()
    }
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

    /// What changed since the rest was kept whole.
    pub fn later(&self) -> Found<Later> {
        let later: Later = self.decode(LATER)?;
        let of = self.sums();
        Ok(if later.of == of { later } else { Later { of, ..Later::default() } })
    }

    /// Keeps what changed since the rest was kept whole.
    pub fn keep_later(&self, later: &Later) -> io::Result<()> {
        self.encode(LATER, later)
    }

    /// Forgets what would not be true of a site while the rest is kept, one after the other.
    pub fn forget(&self) -> io::Result<()> {
        self.remove(LATER)?;
        self.remove("texts")
    }

    /// The sums that stand at the ends of what is kept whole.
    fn sums(&self) -> [Option<Fingerprint>; WHOLE.len()] {
        WHOLE.map(|name| self.sum(name).ok())
    }

    fn sum(&self, name: &str) -> io::Result<Fingerprint> {
        let mut file = File::open(self.folder.join(name))?;
        let mut sum = [0; 16];
        file.seek(SeekFrom::End(-16))?;
        file.read_exact(&mut sum)?;
        Ok(Fingerprint::from_bytes(sum))
    }

    /// The last build.
    pub fn last(&self, later: LastLater) -> Found<Last> {
        Ok(self.decode::<Last>("site")?.with(later))
    }

    /// Where texts are in the files of the site.
    pub fn texts(&self, later: amend::Later) -> Found<Amendable> {
        let Some((bytes, value)) = self.read_whole("texts")? else {
            return Ok(Amendable::default());
        };
        Amendable::read(bytes, value, later).ok_or(Damaged)
    }

    /// Keeps where texts are.
    pub fn keep_texts(&self, around: &Around, texts: &TextsLog<'_>) -> io::Result<()> {
        self.write("texts", |file| {
            let mut summed = Summed::new(file);
            summed.value(around)?;
            texts.copy_to(&mut summed)?;
            summed.finish()
        })
    }

    /// Keeps what was made.
    pub fn keep_last(&self, last: &Last) -> io::Result<()> {
        self.encode("site", last)
    }

    /// When the sources were written.
    pub fn seen(&self, later: &SeenLater) -> Found<Seen> {
        Ok(self.decode::<Seen>("sources")?.with(later))
    }

    /// Keeps when the sources were written.
    pub fn keep_seen(&self, seen: &Seen) -> io::Result<()> {
        self.encode("sources", seen)
    }

    /// How the target was left.
    pub fn left(&self, later: LeftLater) -> Found<Left> {
        Ok(self.decode::<Left>("target")?.with(later))
    }

    /// Keeps how the target is left.
    pub fn keep_left(&self, left: &Left) -> io::Result<()> {
        self.encode("target", left)
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

    fn encode<T: Serialize>(&self, name: &str, value: &T) -> io::Result<()> {
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
    fn write(
        &self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        self.make_folder()?;
        let new = self.folder.join(format!("{name}{}", new_suffix()));
        let mut file = BufWriter::with_capacity(1 << 16, File::create(&new)?);
        file.write_all(head(name).as_bytes())?;
        fill(&mut file)?;
        file.flush()?;
        drop(file);
        fs::rename(&new, self.folder.join(name))
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
    use super::*;

    fn last() -> Last {
        let at = |second| Timestamp::from_second(second).expect("a moment");
        let of = |name: &str| Fingerprint::of(name);
        let mut last = Last::new(of("x"), Arc::default(), at(10), Some(at(20)));
        let key = Key { shown: of("shown"), whole: of("whole") };
        let made = Made { key, bytes: of("bytes") };
        last.add(&crate::model::Route::root().output_path(), made);
        last
    }

    #[test]
    fn a_build_holds_for_the_same_site_and_its_time() {
        let check = |summary: &str, second: i64, expected: bool| {
            let now = Timestamp::from_second(second).expect("a moment");
            assert_eq!(last().still_holds(Fingerprint::of(summary), now), expected);
        };
        check("x", 10, true);
        check("x", 19, true);
        check("x", 20, false);
        check("x", 9, false);
        check("y", 15, false);
    }

    #[test]
    fn what_was_kept_is_found_and_what_was_damaged_is_told() {
        let root = tempfile::TempDir::new().unwrap();
        let record = Record::of(root.path());
        assert!(record.last(LastLater::default()).is_ok_and(|last| last.summary.is_none()));
        record.keep_last(&last()).unwrap();
        assert_eq!(record.last(LastLater::default()).unwrap().summary, last().summary);
        let file = root.path().join(FOLDER).join("site");
        let whole = fs::read(&file).unwrap();
        let start = head("site").len();
        for at in start..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&file, bytes).unwrap();
            assert_eq!(record.last(LastLater::default()).err(), Some(Damaged), "byte {at}");
        }
        fs::write(&file, &whole[..whole.len() - 1]).unwrap();
        assert_eq!(record.last(LastLater::default()).err(), Some(Damaged));
        fs::write(&file, b"depeche site of another version\nx").unwrap();
        assert!(record.last(LastLater::default()).is_ok_and(|last| last.summary.is_none()));
    }

    #[test]
    fn what_changed_later_counts_until_the_rest_is_written_anew() {
        let root = tempfile::TempDir::new().unwrap();
        let record = Record::of(root.path());
        let page = crate::model::Route::root().output_path();
        let of = |name: &str| Fingerprint::of(name);
        let held = || {
            let later = record.later().unwrap().last;
            let last = record.last(later).unwrap();
            (last.summary, last.made(&page).map(|made| made.bytes))
        };
        record.keep_last(&last()).unwrap();
        assert_eq!(held(), (Some(of("x")), Some(of("bytes"))));
        let mut amended = last();
        amended.amend(of("y"), [(page.to_string(), of("new"))].into_iter());
        let later = Later { last: amended.later().clone(), ..record.later().unwrap() };
        record.keep_later(&later).unwrap();
        assert_eq!(held(), (Some(of("y")), Some(of("new"))));
        let made = record.last(record.later().unwrap().last).unwrap().made(&page).unwrap();
        assert_ne!(made.key.whole, of("whole"), "a build of the whole site makes it again");
        record.keep_seen(&Seen::default()).unwrap();
        assert_eq!(held(), (Some(of("x")), Some(of("bytes"))), "one of the four is another");
        record.keep_later(&Later { of: record.sums(), ..later }).unwrap();
        assert_eq!(held(), (Some(of("y")), Some(of("new"))));
        record.forget().unwrap();
        assert_eq!(held(), (Some(of("x")), Some(of("bytes"))));
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
