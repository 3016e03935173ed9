//! Waits for a change of a site's files.
//!
//! What the system reports is only taken for "something moved": reports are lost when folders are
//! made or a queue is full, and an editor saves one file in five steps. So once all is quiet, the
//! next build looks for itself.
//!
//! 1. **Hear**: of each event, whether it concerns the site, and whether folders may have changed.
//! 2. **Settle**: wait until nothing has come for `QUIET`, but never longer than `LONGEST`.
//! 3. **Look around**: watch folders that are new. A folder is watched before anything in it is
//!    read, so that each file in it is either reported or seen by the build that follows.
//!
//! Where the system watches no more folders, the site's files are looked at every second.
#![expect(
    clippy::disallowed_methods,
    reason = "the module that waits for the disk, and so needs the clock, too"
)]

mod inputs;
mod poll;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{
    ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _, WatcherKind,
};

use crate::world::disk::{DiskWorld, is_visible, virtual_path};

pub use inputs::{Inputs, Recorder};
use poll::Poll;

/// How long nothing may move before a change counts as whole. Saving takes editors a few
/// milliseconds; `git checkout` touches files more often than that.
const QUIET: Duration = Duration::from_millis(30);

/// How long a change may go on before it is looked at anyway.
const LONGEST: Duration = Duration::from_millis(500);

/// Waits for changes of one site.
pub struct Watcher {
    /// Sees the folders; its clock is not read.
    world: DiskWorld,
    how: How,
    warning: Option<String>,
}

enum How {
    Hearing { watcher: RecommendedWatcher, moved: Receiver<Moved> },
    Polling(Poll),
}

/// What an event says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moved {
    /// A file.
    File,
    /// Anything: perhaps a new folder.
    Any,
}

impl Watcher {
    /// Watches the site whose root is `root`, from now on.
    ///
    /// Fails if the root cannot be found.
    pub fn new(root: &Path) -> io::Result<Self> {
        // Some systems report paths as they really are, whatever the path that was asked for.
        let root = root.canonicalize()?;
        let world = DiskWorld::open(root, Timestamp::UNIX_EPOCH);
        let (how, warning) = match hear(&world) {
            Ok(how) => (how, None),
            Err(error) => polling(&world, &error),
        };
        Ok(Self { world, how, warning })
    }

    /// Waits until files of the site changed, and have been left alone for a moment.
    ///
    /// What moves after this returns is reported by the next call.
    pub fn wait(&mut self) {
        match &mut self.how {
            How::Polling(poll) => poll.wait(&self.world),
            How::Hearing { watcher, moved } => {
                let result = match settled(moved) {
                    Some(Moved::File) => Ok(()),
                    Some(Moved::Any) => look_around(watcher, &self.world),
                    None => Err(notify::Error::generic("the system stopped reporting")),
                };
                if let Err(error) = result {
                    (self.how, self.warning) = polling(&self.world, &error);
                }
            }
        }
    }

    /// What the user should know of how the site is watched, once.
    pub fn warning(&mut self) -> Option<String> {
        self.warning.take()
    }
}

/// Has the system report changes.
fn hear(world: &DiskWorld) -> notify::Result<How> {
    let (sender, moved) = channel();
    let mut watcher = notify::recommended_watcher(reporter(world.root().to_owned(), sender))?;
    look_around(&mut watcher, world)?;
    Ok(How::Hearing { watcher, moved })
}

fn polling(world: &DiskWorld, error: &notify::Error) -> (How, Option<String>) {
    let why = match &error.kind {
        ErrorKind::MaxFilesWatch => "the system watches no more folders \
             (raise the limit with `sudo sysctl fs.inotify.max_user_watches=524288`)"
            .to_owned(),
        _ => format!("the system does not report changes ({error})"),
    };
    let warning = format!("{why}: files are looked at every second instead");
    (How::Polling(Poll::new(world)), Some(warning))
}

/// Watches every folder of the site. Those that are watched already stay so.
///
/// Linux watches single folders whatever is asked for, and would follow links where the site does
/// not; elsewhere one watch of a folder holds for all below it.
fn look_around(watcher: &mut RecommendedWatcher, world: &DiskWorld) -> notify::Result<()> {
    let single = RecommendedWatcher::kind() == WatcherKind::Inotify;
    for folder in world.folders() {
        let mode = match folder.strip_prefix(world.root()).map(|path| path.components().count()) {
            Ok(0) => RecursiveMode::NonRecursive,
            _ if single => RecursiveMode::NonRecursive,
            Ok(1) => RecursiveMode::Recursive,
            _ => continue,
        };
        match watcher.watch(&folder, mode) {
            // It went away again, or nobody may read it: the build will say.
            Err(error) if is_passing(&error) => {}
            result => result?,
        }
    }
    Ok(())
}

fn is_passing(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => {
            matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied)
        }
        _ => false,
    }
}

/// Passes on what concerns the site.
fn reporter(root: PathBuf, moved: Sender<Moved>) -> impl FnMut(notify::Result<Event>) + Send {
    move |event| {
        let said = match &event {
            Ok(event) => heard(&root, event, &Path::is_dir),
            Err(_) => Some(Moved::Any),
        };
        // Nobody listens any more when the process ends.
        let _ = said.map(|said| moved.send(said));
    }
}

/// What an event means to the site; `None` if it does not concern it.
///
/// To read a file is an event, too: a build would otherwise call for the next. Where a name appears,
/// `is_folder` tells a folder from the file that an editor moves into place of another, which is
/// no reason to look around. A folder that went away takes its watch with it.
fn heard(root: &Path, event: &Event, is_folder: &dyn Fn(&Path) -> bool) -> Option<Moved> {
    let is_read = match event.kind {
        EventKind::Access(kind) => kind != AccessKind::Close(AccessMode::Write),
        _ => false,
    };
    if event.need_rescan() || is_read {
        return event.need_rescan().then_some(Moved::Any);
    }
    let concerns = |path: &&PathBuf| match virtual_path(path, root) {
        Some(path) => is_visible(&path),
        None => *path == root,
    };
    let ours: Vec<&PathBuf> = event.paths.iter().filter(concerns).collect();
    let appears = !matches!(
        event.kind,
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Data(_)) | EventKind::Remove(_)
    );
    match appears && ours.iter().any(|path| is_folder(path)) {
        true => Some(Moved::Any),
        false => (!ours.is_empty()).then_some(Moved::File),
    }
}

/// Waits for an event, and then for the end of the burst that it begins; `None` if none will come.
fn settled(moved: &Receiver<Moved>) -> Option<Moved> {
    let mut all = moved.recv().ok()?;
    let mut burst = Burst::new(Instant::now());
    while let Some(rest) = burst.rest(Instant::now()) {
        match moved.recv_timeout(rest) {
            Ok(one) => {
                burst.goes_on(Instant::now());
                all = if one == Moved::Any { one } else { all };
            }
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    Some(all)
}

/// Events that belong together.
struct Burst {
    first: Instant,
    last: Instant,
}

impl Burst {
    fn new(now: Instant) -> Self {
        Self { first: now, last: now }
    }

    fn goes_on(&mut self, now: Instant) {
        self.last = now;
    }

    /// How long to wait for another event; `None` if the burst is over.
    fn rest(&self, now: Instant) -> Option<Duration> {
        let end = (self.last + QUIET).min(self.first + LONGEST);
        end.checked_duration_since(now).filter(|rest| !rest.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, DataChange, Flag, RemoveKind, RenameMode};
    use std::fs;

    #[test]
    fn a_burst_ends_when_it_is_quiet_or_too_long() {
        let start = Instant::now();
        let at = |ms: u64| start + Duration::from_millis(ms);
        let mut burst = Burst::new(start);
        assert_eq!(burst.rest(start), Some(QUIET));
        assert_eq!(burst.rest(at(29)), Some(Duration::from_millis(1)));
        assert_eq!(burst.rest(at(30)), None);
        burst.goes_on(at(20));
        assert_eq!(burst.rest(at(20)), Some(QUIET));
        assert_eq!(burst.rest(at(49)), Some(Duration::from_millis(1)));
        burst.goes_on(at(490));
        assert_eq!(burst.rest(at(490)), Some(Duration::from_millis(10)));
        burst.goes_on(at(499));
        assert_eq!(burst.rest(at(500)), None);
    }

    #[test]
    fn reports_that_came_together_are_one() {
        let check = |events: &[Moved], expected: Option<Moved>| {
            let (sender, moved) = channel();
            events.iter().for_each(|event| sender.send(*event).unwrap());
            let _open = (!events.is_empty()).then_some(sender);
            assert_eq!(settled(&moved), expected, "{events:?}");
            assert!(moved.try_recv().is_err());
        };
        check(&[Moved::File, Moved::File], Some(Moved::File));
        check(&[Moved::File, Moved::Any, Moved::File], Some(Moved::Any));
        check(&[], None);
    }

    #[test]
    fn an_event_concerns_the_site_or_not() {
        let check = |kind: EventKind, path: &str, expected: Option<Moved>| {
            let event = Event::new(kind).add_path(Path::new("/site").join(path));
            let is_folder = |path: &Path| path.extension().is_none();
            let said = heard(Path::new("/site"), &event, &is_folder);
            assert_eq!(said, expected, "{kind:?} {path}");
        };
        let data = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        let closed = |mode| EventKind::Access(AccessKind::Close(mode));
        check(data, "content/a.fr.md", Some(Moved::File));
        check(data, "depeche.yaml", Some(Moved::File));
        check(closed(AccessMode::Write), "content/a.fr.md", Some(Moved::File));
        check(closed(AccessMode::Read), "content/a.fr.md", None);
        check(EventKind::Access(AccessKind::Open(AccessMode::Any)), "content/a.fr.md", None);
        check(EventKind::Create(CreateKind::Folder), "content/new", Some(Moved::Any));
        check(EventKind::Create(CreateKind::Any), "content/a.fr.md", Some(Moved::File));
        check(EventKind::Remove(RemoveKind::File), "content/a.fr.md", Some(Moved::File));
        check(EventKind::Remove(RemoveKind::Folder), "content/a", Some(Moved::File));
        check(renamed, "content/a.fr.md", Some(Moved::File));
        check(renamed, "content/moved", Some(Moved::Any));
        check(renamed, "i18n", Some(Moved::Any));
        check(renamed, "", Some(Moved::Any));
        check(EventKind::Create(CreateKind::Folder), "public", None);
        check(data, ".git/index", None);
        check(data, "README.md", None);
        check(data, "content/.a.fr.md.swp", None);
        check(data, "content/4913", None);
        check(data, "../elsewhere/content/a.fr.md", None);
    }

    #[test]
    fn a_full_queue_may_hide_anything() {
        let event = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(heard(Path::new("/site"), &event, &|_| false), Some(Moved::Any));
    }

    /// Fails rather than hangs.
    fn waits(mut watcher: Watcher) -> Watcher {
        let (sender, done) = channel();
        std::thread::spawn(move || {
            watcher.wait();
            let _ = sender.send(watcher);
        });
        done.recv_timeout(Duration::from_secs(30)).expect("a change is reported")
    }

    #[test]
    fn files_in_new_folders_are_reported() {
        let root = tempfile::TempDir::new().unwrap();
        let write = |path: &str| fs::write(root.path().join(path), path).unwrap();
        write("depeche.yaml");
        let watcher = Watcher::new(root.path()).unwrap();
        fs::create_dir_all(root.path().join("content/a/b")).unwrap();
        let watcher = waits(watcher);
        write("content/a/b/x.fr.md");
        let watcher = waits(watcher);
        fs::rename(root.path().join("content/a"), root.path().join("content/c")).unwrap();
        let watcher = waits(watcher);
        write("content/c/b/x.fr.md");
        let mut watcher = waits(watcher);
        assert_eq!(watcher.warning(), None);
    }

    #[test]
    fn files_are_looked_at_where_the_system_does_not_report() {
        let root = tempfile::TempDir::new().unwrap();
        fs::write(root.path().join("depeche.yaml"), "").unwrap();
        let mut watcher = Watcher::new(root.path()).unwrap();
        let error = notify::Error::new(ErrorKind::MaxFilesWatch);
        (watcher.how, watcher.warning) = polling(&watcher.world, &error);
        assert!(watcher.warning().unwrap().contains("max_user_watches"));
        fs::write(root.path().join("depeche.yaml"), "x").unwrap();
        waits(watcher);
    }
}
