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
pub use seen::Seen;
use seen::Sight;
pub(crate) use stamp::Stamp;

use super::{Reread, VPath, World};
use crate::hashed::{Fingerprint, Hashed};
use crate::limits;

/// The file whose folder is a site's root.
const CONFIG: &str = "depeche.yaml";

/// The files at the root that a site is made of.
const FILES: [&str; 2] = [CONFIG, "translations.lock"];

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
    /// Besides `NotFound`: `FileTooLarge` past the file's [`limit`], and `InvalidInput` for what is
    /// not a regular file: reading a pipe might never end.
    fn read(&self, path: &VPath) -> io::Result<Hashed<[u8]>> {
        let location = locate(&self.root, path).ok_or(io::ErrorKind::NotFound)?;
        let metadata = fs::metadata(&location)?;
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
mod tests {
    use super::*;
    use std::time::{Duration, SystemTime};
    use tempfile::TempDir;

    fn site(files: &[&str]) -> TempDir {
        let root = TempDir::new().unwrap();
        for file in files {
            write(&root, file, file.as_bytes());
        }
        root
    }

    fn write(root: &TempDir, file: &str, bytes: &[u8]) {
        let path = root.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Two files of one length and one time.
    const TWINS: [&str; 2] = ["content/a.fr.md", "content/b.fr.md"];

    fn open(root: &TempDir) -> DiskWorld {
        DiskWorld::open(root.path(), Timestamp::UNIX_EPOCH)
    }

    fn names(world: &DiskWorld) -> Vec<String> {
        world.files().iter().map(VPath::to_string).collect()
    }

    fn read(world: &DiskWorld, path: &str) -> Result<Hashed<[u8]>, io::ErrorKind> {
        world.read(&VPath::new(path)).map_err(|error| error.kind())
    }

    #[test]
    fn a_site_is_its_configuration_and_its_folders() {
        let ours = [
            "assets/main.css",
            "content/a-b.fr.md",
            "content/a/b.fr.md",
            "content/été.fr.md",
            "depeche.yaml",
            "i18n/fr/topics.ftl",
            "static/.well-known/security.txt",
            "static/robots.txt",
            "templates/x.html",
            "themes/gazette/theme.yaml",
        ];
        let others = [
            ".git/HEAD",
            "README.md",
            "content/.#a.fr.md",
            "content/.hidden/a.fr.md",
            "content/.well-known/x",
            "content/4913",
            "content/a.fr.md.swp",
            "content/a.fr.md~",
            "content/#a.fr.md#",
            "public/index.html",
            "sub/depeche.yaml",
        ];
        let root = site(&[&ours[..], &others[..]].concat());
        let world = open(&root);
        assert_eq!(names(&world), ours);
        for file in ours {
            assert_eq!(&*read(&world, file).unwrap(), file.as_bytes());
        }
    }

    #[test]
    fn the_folders_of_a_site_are_those_that_it_is_read_from() {
        let root =
            site(&["depeche.yaml", "content/a/b.fr.md", ".git/x", "public/x", "static/.x/y"]);
        let world = open(&root);
        let name = |path: PathBuf| path.strip_prefix(root.path()).unwrap().display().to_string();
        let folders: Vec<String> = world
            .watched()
            .map(|watched| match watched {
                Watched::Folder(path) => name(path),
                Watched::Link(path) => panic!("{} is no link", path.display()),
            })
            .collect();
        assert_eq!(folders.len(), 4, "{folders:?}");
        assert_eq!(folders[0], "");
        for folder in ["content", "content/a", "static"] {
            assert!(folders.iter().any(|found| found == folder), "{folder}");
        }
    }

    #[test]
    fn a_path_tells_whether_it_would_belong_to_the_site() {
        let check = |path: &str, expected: bool| {
            assert_eq!(is_visible(&VPath::new(path)), expected, "{path}");
        };
        check("depeche.yaml", true);
        check("content", true);
        check("content/a/b.fr.md", true);
        check("static/.well-known/security.txt", true);
        check("static/.well-knowns", false);
        check("content/.well-known", false);
        check("content/.git/HEAD", false);
        check("content/a.fr.md~", false);
        check("content/4913", false);
        check("public/index.html", false);
        check("README.md", false);
    }

    #[test]
    fn folders_are_followed_down_to_their_limit() {
        let depth = |folders: usize| format!("content/{}a.fr.md", "x/".repeat(folders - 1));
        let (at, past) = (depth(limits::FOLDER_DEPTH - 1), depth(limits::FOLDER_DEPTH));
        let root = site(&[&at, &past]);
        let deepest = past.rsplit_once('/').unwrap().0.to_owned();
        assert_eq!(names(&open(&root)), [at, deepest.clone()]);
        let error = open(&root).read(&VPath::new(&deepest)).unwrap_err();
        assert!(error.to_string().contains("nested more than 31 deep"), "{error}");
    }

    #[test]
    fn a_path_that_leaves_the_root_is_not_found() {
        let root = site(&["content/a.fr.md"]);
        for path in
            ["../x", "/etc/hostname", "content/../content/a.fr.md", "", "content//a.fr.md", "no"]
        {
            assert_eq!(read(&open(&root), path), Err(io::ErrorKind::NotFound), "{path}");
        }
        assert!(read(&open(&root), "content").is_err());
    }

    #[test]
    fn a_file_is_read_up_to_its_limit() {
        let root = site(&[]);
        let world = open(&root);
        let check = |path: &str, length: u64, expected: bool| {
            write(&root, path, b"");
            let file = File::options().write(true).open(root.path().join(path)).unwrap();
            file.set_len(length).unwrap();
            let too_large = read(&world, path) == Err(io::ErrorKind::FileTooLarge);
            assert_eq!(too_large, !expected, "{path} {length}");
        };
        check("content/a.fr.MD", limits::TEXT_BYTES, true);
        check("content/a.fr.MD", limits::TEXT_BYTES + 1, false);
        check("content/a.png", limits::TEXT_BYTES + 1, true);
        check("static/a.json", limits::TEXT_BYTES + 1, true);
        check("content/a.png", limits::ASSET_BYTES + 1, false);
    }

    #[test]
    fn a_root_is_found_from_below() {
        let root = site(&["depeche.yaml", "content/a/b.fr.md"]);
        let base = root.path().to_path_buf();
        assert_eq!(find_root(&base), Some(base.clone()));
        assert_eq!(find_root(&base.join("content/a")), Some(base.clone()));
        assert_eq!(find_root(base.parent().unwrap()), None);
    }

    /// A world that trusts the time of what has only just changed.
    fn trusting(root: &TempDir) -> DiskWorld {
        let cache = Arc::new(ReadCache::trusting());
        DiskWorld::with_cache(root.path(), Timestamp::UNIX_EPOCH, cache)
    }

    #[test]
    fn a_file_that_did_not_change_is_not_read_again() {
        let root = site(&TWINS);
        let again = |first: &DiskWorld| {
            let path = TWINS[0];
            let before = read(first, path).unwrap();
            let world = first.reopen(Timestamp::UNIX_EPOCH);
            world.files();
            Arc::ptr_eq(before.arc(), read(&world, path).unwrap().arc())
        };
        let first = trusting(&root);
        assert!(again(&first));
        assert!(!again(&open(&root)), "it has only just changed");
        fs::remove_file(root.path().join(TWINS[0])).unwrap();
        assert_eq!(read(&first, TWINS[0]), Err(io::ErrorKind::NotFound));
        first.files();
        let Memory::Bytes(cache) = &first.memory else { panic!("it remembers bytes") };
        assert!(cache.is_empty());
    }

    #[test]
    fn a_file_that_changed_is_read_again() {
        let root = site(&TWINS);
        let old = SystemTime::now() - Duration::from_secs(100);
        let age = |name: &str| {
            let file = File::options().write(true).open(root.path().join(name)).unwrap();
            file.set_modified(old).unwrap();
        };
        TWINS.iter().for_each(|name| age(name));
        let world = trusting(&root);
        TWINS.iter().for_each(|name| drop(read(&world, name)));
        write(&root, TWINS[0], b"content/X.fr.md");
        assert_eq!(&*read(&world, TWINS[0]).unwrap(), b"content/X.fr.md");
        // Another file takes its name, and brings its own time along.
        let [one, other] = TWINS.map(|name| root.path().join(name));
        write(&root, TWINS[0], TWINS[0].as_bytes());
        age(TWINS[0]);
        read(&world, TWINS[0]).unwrap();
        fs::rename(other, one).unwrap();
        if cfg!(unix) {
            assert_eq!(&*read(&world, TWINS[0]).unwrap(), TWINS[1].as_bytes());
        }
    }

    #[cfg(unix)]
    mod unix {
        use super::*;
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::fs::symlink;
        use std::process::Command;

        #[test]
        fn links_are_followed_but_not_in_circles_nor_above_the_site() {
            let root = site(&["depeche.yaml", "content/a.fr.md"]);
            let elsewhere = site(&["b.fr.md"]);
            let content = root.path().join("content");
            symlink(elsewhere.path(), content.join("linked")).unwrap();
            symlink(content.join("a.fr.md"), content.join("c.fr.md")).unwrap();
            symlink(&content, content.join("circle")).unwrap();
            symlink(root.path(), content.join("root")).unwrap();
            symlink("/", content.join("all")).unwrap();
            symlink("/", root.path().join("static")).unwrap();
            symlink("nothing", content.join("lost.fr.md")).unwrap();
            symlink("nothing", content.join(".#lock")).unwrap();
            let world = open(&root);
            let expected = ["a.fr.md", "c.fr.md", "linked/b.fr.md", "lost.fr.md"];
            let mut expected = expected.map(|name| format!("content/{name}")).to_vec();
            expected.push(CONFIG.to_owned());
            assert_eq!(names(&world), expected);
            let link = Watched::Link(content.join("c.fr.md"));
            assert_eq!(world.watched().filter(|one| *one == link).count(), 1);
            assert_eq!(&*read(&world, "content/linked/b.fr.md").unwrap(), b"b.fr.md");
            assert_eq!(read(&world, "content/lost.fr.md"), Err(io::ErrorKind::NotFound));
        }

        #[test]
        fn a_name_that_is_not_utf8_is_listed_and_not_found() {
            let root = site(&["content/a.fr.md"]);
            let name = OsStr::from_bytes(b"content/b\xff.fr.md");
            fs::write(root.path().join(name), "b").unwrap();
            let world = open(&root);
            assert_eq!(names(&world), ["content/a.fr.md", "content/b\u{fffd}.fr.md"]);
            let read = read(&world, "content/b\u{fffd}.fr.md");
            assert_eq!(read, Err(io::ErrorKind::NotFound));
        }

        #[test]
        fn a_pipe_is_listed_and_never_opened() {
            let root = site(&["content/a.fr.md"]);
            let pipe = root.path().join("content/pipe.fr.md");
            assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
            symlink("/dev/zero", root.path().join("content/zero.png")).unwrap();
            let world = open(&root);
            assert_eq!(names(&world).len(), 3);
            for name in ["pipe.fr.md", "zero.png"] {
                let read = read(&world, &format!("content/{name}"));
                assert_eq!(read, Err(io::ErrorKind::InvalidInput), "{name}");
            }
        }
    }
}
