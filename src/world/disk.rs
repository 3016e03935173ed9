//! A folder, seen as a [`World`].
#![expect(
    clippy::disallowed_methods,
    reason = "the one module that reads a site from the disk, for all the others"
)]

mod cache;
mod seen;
mod stamp;

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use walkdir::{DirEntry, WalkDir};

pub use cache::ReadCache;
use seen::Sight;
pub use seen::{Seen, SeenLater};
pub(crate) use stamp::Stamp;

use super::{Reread, VPath, World};
use crate::hashed::{Fingerprint, Hashed};
use crate::limits;

/// The file whose folder is a site's root.
const CONFIG: &str = "depeche.yaml";

/// The files at the root that a site is made of.
const FILES: [&str; 3] = [CONFIG, "translations.lock", "urls.lock"];

/// The folders that a site is made of: whatever else lies beside them is not read.
pub const FOLDERS: [&str; 6] = ["content", "i18n", "templates", "themes", "assets", "static"];

/// What we parse: a file of this kind is held, and often copied, while it is understood.
const TEXT: [&str; 9] = ["md", "ftl", "yaml", "yml", "html", "xml", "css", "js", "json"];

/// What is remembered of files.
#[derive(Clone)]
enum Memory {
    /// What they hold, from one build to the next of a process.
    Bytes(Arc<ReadCache>),
    /// Their fingerprints, from one process to the next.
    Stamps(Arc<Sight>),
}

/// A folder on the disk. It remembers nothing itself: what is read twice is in the [`ReadCache`].
pub struct DiskWorld {
    root: PathBuf,
    now: Timestamp,
    memory: Memory,
}

impl DiskWorld {
    /// Sees the folder `root` as it is at `now`.
    pub fn open(root: impl Into<PathBuf>, now: Timestamp) -> Self {
        Self::with_cache(root, now, Arc::default())
    }

    /// Sees the folder `root` as it is at `now`, and holds nothing that it read. What an earlier
    /// process has seen and nobody touched since is not even read.
    pub fn once(root: impl Into<PathBuf>, now: Timestamp, seen: Seen) -> Self {
        let root = root.into();
        let memory = Memory::Stamps(Arc::new(Sight::new(root.clone(), seen)));
        Self { root, now, memory }
    }

    /// What was seen, for the next process.
    pub fn seen(&self) -> Seen {
        match &self.memory {
            Memory::Bytes(_) => Seen::default(),
            Memory::Stamps(sight) => sight.seen(),
        }
    }

    /// What was seen of files that the process before did not know.
    pub fn news(&self) -> SeenLater {
        match &self.memory {
            Memory::Bytes(_) => SeenLater::default(),
            Memory::Stamps(sight) => sight.read_anew(),
        }
    }

    /// Whether a file was another when it was read again, so that what was made of it is of neither.
    pub fn changed(&self) -> bool {
        match &self.memory {
            Memory::Bytes(_) => false,
            Memory::Stamps(sight) => sight.has_changed(),
        }
    }

    /// Sees the folder `root`, and reads anew only those files that changed since `cache` saw them.
    pub fn with_cache(root: impl Into<PathBuf>, now: Timestamp, cache: Arc<ReadCache>) -> Self {
        Self { root: root.into(), now, memory: Memory::Bytes(cache) }
    }

    /// The same folder at a later time, with what was read before.
    #[must_use]
    pub fn reopen(&self, now: Timestamp) -> Self {
        Self { root: self.root.clone(), now, memory: self.memory.clone() }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The root, then each folder that [`files`](World::files) looks into and each link to a file, as
    /// they are come upon: a folder is yielded before it is read, so that who watches it misses nothing.
    #[cfg(any(feature = "serve", test))]
    pub(crate) fn watched(&self) -> impl Iterator<Item = Watched> {
        let entries = WalkDir::new(&self.root)
            .follow_links(true)
            .max_depth(limits::FOLDER_DEPTH)
            .into_iter()
            .filter_entry(|entry| belongs(entry, &self.root))
            .take(limits::FOLDER_ENTRIES);
        entries.filter_map(Result::ok).filter_map(|entry| match () {
            () if entry.file_type().is_dir() => Some(Watched::Folder(entry.into_path())),
            () if entry.path_is_symlink() => Some(Watched::Link(entry.into_path())),
            () => None,
        })
    }

    /// What is at a path now.
    #[cfg(any(feature = "serve", test))]
    pub(crate) fn find(&self, path: &VPath) -> Found {
        let Some(location) = locate(&self.root, path) else { return Found::Nothing };
        match fs::metadata(&location) {
            Ok(found) if !found.is_dir() => Found::File,
            Err(_) if fs::symlink_metadata(&location).is_err() => Found::Nothing,
            _ => Found::Other,
        }
    }

    /// Whether the folder of a path lists a file of exactly that name, and no link; `None` if it cannot be listed.
    #[cfg(any(feature = "serve", test))]
    pub(crate) fn lists(&self, path: &VPath) -> Option<bool> {
        let location = locate(&self.root, path)?;
        let mut entries = fs::read_dir(location.parent()?).ok()?;
        let is_it = |entry: &io::Result<fs::DirEntry>| {
            entry.as_ref().is_ok_and(|entry| Some(&*entry.file_name()) == location.file_name())
        };
        let found = entries.find(is_it).and_then(Result::ok);
        Some(found.is_some_and(|entry| entry.file_type().is_ok_and(|kind| kind.is_file())))
    }

    /// What tells, of each file of the site, whether it changed without reading it.
    #[cfg(any(feature = "serve", test))]
    pub(crate) fn stamps(&self) -> Fingerprint {
        let of = |path: &VPath| Some(Stamp::of(&fs::metadata(locate(&self.root, path)?).ok()?));
        let stamps: Vec<_> = self.files().into_iter().map(|path| (of(&path), path)).collect();
        Fingerprint::of(&stamps)
    }
}

/// Where a file is on the disk; `None` if the path would leave the root.
fn locate(root: &Path, path: &VPath) -> Option<PathBuf> {
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains('\\');
    let inside = path.as_str().split('/').all(plain);
    inside.then(|| root.join(path.as_str()))
}

/// Why a name that is listed leads to no file.
fn unreachable_name(path: &VPath) -> io::Error {
    let message = match path.as_str().contains('\\') {
        true => "its name has a backslash, which some systems take for the end of a folder's name",
        false => "there is no such file",
    };
    io::Error::new(io::ErrorKind::NotFound, message)
}

/// What is said of a file that is listed and not found: see [`virtual_path`].
fn not_utf8(path: &VPath, error: io::Error) -> io::Error {
    let is_lost = error.kind() == io::ErrorKind::NotFound && path.as_str().contains('\u{fffd}');
    if is_lost { io::Error::new(io::ErrorKind::NotFound, "its name is not UTF-8") } else { error }
}

/// What is to be watched for all changes of a site to be heard of.
#[cfg(any(feature = "serve", test))]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Watched {
    /// A folder of the site.
    Folder(PathBuf),
    /// A link to a file, which may be written to in a folder that is not the site's.
    Link(PathBuf),
}

/// What is at a path.
#[cfg(any(feature = "serve", test))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// A file, or what a link to one leads to.
    File,
    /// Nothing of that name.
    Nothing,
    /// A folder, a link that leads nowhere, or what cannot be looked at.
    Other,
}

impl World for DiskWorld {
    /// Every file of the site, sorted, with those that cannot be read: [`read`](World::read) says why.
    ///
    /// A folder nested past [`limits::FOLDER_DEPTH`] is among the latter, and not looked into.
    ///
    /// Left out: names that begin with a dot (but for `static/.well-known`), what editors leave
    /// behind, and links that lead in a circle.
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
        if let Memory::Bytes(cache) = &self.memory {
            cache.keep(&files);
        }
        files
    }

    /// The bytes of one file.
    ///
    /// Besides `NotFound`, which says so of names that no site may have: `FileTooLarge` past the file's [`limit`], and `InvalidInput` for what is
    /// not a regular file: reading a pipe might never end.
    fn read(&self, path: &VPath) -> io::Result<Hashed<Vec<u8>>> {
        let location = locate(&self.root, path).ok_or_else(|| unreachable_name(path))?;
        let metadata = fs::metadata(&location).map_err(|error| not_utf8(path, error))?;
        let read = || read_regular(&location, &metadata, limit(path)).map(Hashed::from_bytes);
        match &self.memory {
            Memory::Bytes(cache) => cache.get_or_read(path, Stamp::of(&metadata), read),
            Memory::Stamps(sight) => sight.read(path, Stamp::of(&metadata), read),
        }
    }

    fn known(&self, path: &VPath) -> Option<Fingerprint> {
        match &self.memory {
            Memory::Bytes(_) => None,
            Memory::Stamps(sight) => sight.known(path),
        }
    }

    fn reader(&self) -> Option<Arc<dyn Reread>> {
        match &self.memory {
            Memory::Bytes(_) => None,
            Memory::Stamps(sight) => Some(Arc::clone(sight) as Arc<dyn Reread>),
        }
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
        (1, false) => FILES.contains(&&*name),
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
        Ok(entry) if entry.file_type().is_dir() => {
            let deep = entry.depth() >= limits::FOLDER_DEPTH;
            deep.then(|| virtual_path(entry.path(), root)).flatten()
        }
        Ok(entry) => virtual_path(entry.path(), root),
        Err(error) if error.loop_ancestor().is_some() => None,
        Err(error) => virtual_path(error.path()?, root).filter(is_visible),
    }
}

/// Whether a file or folder of that path would belong to the site.
pub(crate) fn is_visible(path: &VPath) -> bool {
    let (first, rest) = path.as_str().split_once('/').unwrap_or((path.as_str(), ""));
    let inside = FOLDERS.contains(&first) || FILES.contains(&path.as_str());
    let rest = match (first, rest.strip_prefix(".well-known")) {
        ("static", Some(below)) if below.is_empty() || below.starts_with('/') => below,
        _ => rest,
    };
    let quiet = |part: &str| part.starts_with('.') || is_leftover(part);
    inside && !rest.split('/').any(quiet)
}

/// A path below the root as the site names it; `None` for the root itself and all outside it. What is not UTF-8 becomes `�`, a name that no file
/// has: reading it gives `NotFound`.
pub(crate) fn virtual_path(path: &Path, root: &Path) -> Option<VPath> {
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
        let message = match metadata.is_dir() {
            true => format!("it is a folder nested more than {} deep", limits::FOLDER_DEPTH - 1),
            false => "it is not a regular file".to_owned(),
        };
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

#[cfg(test)]
mod tests;
