//! A folder, seen as a [`World`].
#![expect(
    clippy::disallowed_methods,
    reason = "the one module that reads a site from the disk, for all the others"
)]

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use rustc_hash::FxHashMap;
use walkdir::{DirEntry, WalkDir};

use super::{VPath, World};
use crate::hashed::Hashed;
use crate::limits;

/// The file whose folder is a site's root.
const CONFIG: &str = "depeche.yaml";

/// The folders that a site is made of: whatever else lies beside them is not read.
pub const FOLDERS: [&str; 6] = ["content", "i18n", "templates", "themes", "assets", "static"];

/// What we parse: a file of this kind is held, and often copied, while it is understood.
const TEXT: [&str; 9] = ["md", "ftl", "yaml", "yml", "html", "xml", "css", "js", "json"];

/// How old a file's last change must be before its time is trusted to tell the next one.
///
/// Some file systems count in steps of two seconds: two edits within one step, of equal length,
/// look like one.
const SETTLED: Duration = Duration::from_secs(2);

/// A folder on the disk. It remembers nothing itself: what is read twice is in the [`ReadCache`].
pub struct DiskWorld {
    root: PathBuf,
    now: Timestamp,
    cache: Arc<ReadCache>,
}

impl DiskWorld {
    /// Sees the folder `root` as it is at `now`.
    pub fn open(root: impl Into<PathBuf>, now: Timestamp) -> Self {
        Self::with_cache(root, now, Arc::default())
    }

    /// Sees the folder `root`, and reads anew only those files that changed since `cache` saw them.
    pub fn with_cache(root: impl Into<PathBuf>, now: Timestamp, cache: Arc<ReadCache>) -> Self {
        Self { root: root.into(), now, cache }
    }

    /// The same folder at a later time, with what was read before.
    #[must_use]
    pub fn reopen(&self, now: Timestamp) -> Self {
        Self::with_cache(self.root.clone(), now, Arc::clone(&self.cache))
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a file is on the disk; `None` if the path would leave the root.
    fn locate(&self, path: &VPath) -> Option<PathBuf> {
        let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains('\\');
        let inside = path.as_str().split('/').all(plain);
        inside.then(|| self.root.join(path.as_str()))
    }
}

impl World for DiskWorld {
    /// Every file of the site, sorted, with those that cannot be read: [`read`](World::read) says why.
    ///
    /// Left out: names that begin with a dot (but for `static/.well-known`), what editors leave
    /// behind, folders nested past [`limits::FOLDER_DEPTH`], and links that lead in a circle.
    fn files(&self) -> Vec<VPath> {
        let mut files: Vec<VPath> = WalkDir::new(&self.root)
            .follow_links(true)
            .min_depth(1)
            .max_depth(limits::FOLDER_DEPTH)
            .into_iter()
            .filter_entry(|entry| belongs(entry, &self.root))
            // Links can make a small folder look endless without leading in a circle.
            .take(limits::FOLDER_ENTRIES)
            .filter_map(|entry| file_path(entry, &self.root))
            .collect();
        files.sort();
        files.dedup();
        self.cache.keep(&files);
        files
    }

    /// The bytes of one file.
    ///
    /// Besides `NotFound`: `FileTooLarge` past the file's [`limit`], and `InvalidInput` for what is
    /// not a regular file: reading a pipe might never end.
    fn read(&self, path: &VPath) -> io::Result<Hashed<[u8]>> {
        let location = self.locate(path).ok_or(io::ErrorKind::NotFound)?;
        let metadata = fs::metadata(&location)?;
        let stamp = Stamp::of(&metadata);
        if let Some(bytes) = self.cache.get(path, stamp) {
            return Ok(bytes);
        }
        let bytes = Hashed::from_bytes(read_regular(&location, &metadata, limit(path))?);
        self.cache.put(path, stamp, &bytes);
        Ok(bytes)
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}

/// The folder at or above `start` that holds `depeche.yaml`, as an absolute path.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    start.ancestors().find(|folder| folder.join(CONFIG).is_file()).map(Path::to_path_buf)
}

/// How long a file may be, in bytes: less for what is parsed than for what is only copied.
pub fn limit(path: &VPath) -> u64 {
    let extension = path.name().rsplit_once('.').map_or("", |(_, last)| last);
    let parsed = TEXT.iter().any(|text| extension.eq_ignore_ascii_case(text));
    if parsed && path.below("static").is_none() { limits::TEXT_BYTES } else { limits::ASSET_BYTES }
}

/// Whether the walk should look at an entry, and below it if it is a folder.
fn belongs(entry: &DirEntry, root: &Path) -> bool {
    let name = entry.file_name().to_string_lossy();
    if entry.depth() == 0 {
        return true;
    }
    let wanted = match (entry.depth(), entry.file_type().is_dir()) {
        (1, true) => FOLDERS.contains(&&*name),
        (1, false) => name == CONFIG,
        _ => !is_leftover(&name) && !is_hidden(entry, &name, root),
    };
    wanted && !holds_root(entry, root)
}

/// Whether an editor made the file for itself: a backup, a lock, or vim's probe for write access.
fn is_leftover(name: &str) -> bool {
    let autosave = name.len() > 1 && name.starts_with('#') && name.ends_with('#');
    name.ends_with('~') || name.ends_with(".swp") || name == "4913" || autosave
}

/// Whether the name begins with a dot. `.well-known` is part of the web (RFC 8615), not hidden.
fn is_hidden(entry: &DirEntry, name: &str, root: &Path) -> bool {
    let well_known = || entry.path().strip_prefix(root) == Ok(Path::new("static/.well-known"));
    name.starts_with('.') && !well_known()
}

/// Whether a link leads above the site: to follow a link to `/` is to read the whole machine.
fn holds_root(entry: &DirEntry, root: &Path) -> bool {
    let linked_folder = entry.path_is_symlink() && entry.file_type().is_dir();
    linked_folder
        && match (fs::canonicalize(entry.path()), fs::canonicalize(root)) {
            (Ok(target), Ok(root)) => root.starts_with(target),
            _ => true,
        }
}

/// The path of what is not a folder; also of what could not be looked at, so that reading it fails
/// and the author hears of it.
fn file_path(entry: walkdir::Result<DirEntry>, root: &Path) -> Option<VPath> {
    match entry {
        Ok(entry) if entry.file_type().is_dir() => None,
        Ok(entry) => virtual_path(entry.path(), root),
        Err(error) if error.loop_ancestor().is_some() => None,
        Err(error) => virtual_path(error.path()?, root).filter(is_visible),
    }
}

/// Whether a path that the walk failed at would have belonged to the site.
fn is_visible(path: &VPath) -> bool {
    let (first, rest) = path.as_str().split_once('/').unwrap_or((path.as_str(), ""));
    let inside = FOLDERS.contains(&first) || path.as_str() == CONFIG;
    let quiet = |part: &str| part.starts_with('.') || is_leftover(part);
    inside && !rest.split('/').any(quiet)
}

/// A path below the root as the site names it. What is not UTF-8 becomes `�`, a name that no file
/// has: reading it gives `NotFound`.
fn virtual_path(path: &Path, root: &Path) -> Option<VPath> {
    let parts: Vec<_> = path
        .strip_prefix(root)
        .ok()?
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    (!parts.is_empty()).then(|| VPath::new(&parts.join("/")))
}

/// Reads a regular file of at most `limit` bytes.
fn read_regular(location: &Path, metadata: &Metadata, limit: u64) -> io::Result<Vec<u8>> {
    if !metadata.is_file() {
        let message = "it is not a regular file";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    if metadata.len() > limit {
        return Err(too_large(limit));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    // The file may have grown since it was looked at.
    File::open(location)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(too_large(limit));
    }
    Ok(bytes)
}

fn too_large(limit: u64) -> io::Error {
    let message = format!("it is larger than {} MiB", limit >> 20);
    io::Error::new(io::ErrorKind::FileTooLarge, message)
}

/// What tells whether a file changed without reading it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { modified: metadata.modified().ok(), length: metadata.len() }
    }

    /// Whether the last change is old enough for the next one to have another time.
    fn is_settled(&self) -> bool {
        let age = self.modified.and_then(|time| time.elapsed().ok());
        age.is_some_and(|age| age >= SETTLED)
    }
}

/// The bytes of files by path, time of change and length: shared by the worlds of one watch, so that
/// an edit in a site of 20,000 files reads one.
#[derive(Default)]
pub struct ReadCache(Mutex<Entries>);

type Entries = FxHashMap<VPath, (Stamp, Hashed<[u8]>)>;

impl ReadCache {
    fn get(&self, path: &VPath, stamp: Stamp) -> Option<Hashed<[u8]>> {
        let known = self.entries();
        let (seen, bytes) = known.get(path)?;
        (*seen == stamp).then(|| bytes.clone())
    }

    fn put(&self, path: &VPath, stamp: Stamp, bytes: &Hashed<[u8]>) {
        if stamp.is_settled() {
            self.entries().insert(path.clone(), (stamp, bytes.clone()));
        }
    }

    /// Forgets all files but those of `files`, which is sorted.
    fn keep(&self, files: &[VPath]) {
        self.entries().retain(|path, _| files.binary_search(path).is_ok());
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        // An entry is inserted whole or not at all, whoever panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
