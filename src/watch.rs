//! Waits for a change of a site's files.
//!
//! What the system reports is a hint, and no more: reports are lost when folders are made or a queue
//! is full, and an editor saves one file in five steps. So what is reported of single files is believed,
//! for a while; and upon anything else the whole site is to be looked at.
//!
//! 1. **Hear**: of each event, which files of the site it concerns, and whether folders may have
//!    changed (`events`).
//! 2. **Settle**: wait until nothing more comes (`burst`).
//! 3. **Look around**: watch folders that are new, whenever the whole site is looked at. A folder is
//!    watched before anything in it is read, so that each file in it is either reported or seen by the
//!    build that follows.
//!
//! Where the system watches no more folders, the site's files are looked at every second.
#![expect(
    clippy::disallowed_methods,
    reason = "the module that waits for the disk, and so needs the clock, too"
)]

mod burst;
mod events;
mod inputs;
mod poll;

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use jiff::Timestamp;
use notify::{ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _, WatcherKind};

use crate::world::VPath;
use crate::world::disk::{DiskWorld, Watched};

use burst::{Settled, settled};
use events::{Said, reporter};
pub use inputs::{Changes, Inputs};
use poll::Poll;

/// Waits for changes of one site.
pub struct Watcher {
    /// Sees the folders; its clock is not read.
    world: DiskWorld,
    how: How,
    warning: Option<String>,
}

enum How {
    Hearing { watcher: RecommendedWatcher, said: Receiver<Said> },
    Polling(Poll),
}

/// What changed, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// These paths, which may be those of files or of anything else.
    Files(BTreeSet<VPath>),
    /// Anything.
    Anything,
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

    /// Looks at the files of the site every second, whatever the system may report.
    ///
    /// Fails if the root cannot be found.
    pub fn polling(root: &Path) -> io::Result<Self> {
        let world = DiskWorld::open(root.canonicalize()?, Timestamp::UNIX_EPOCH);
        let how = How::Polling(Poll::new(&world));
        Ok(Self { world, how, warning: None })
    }

    /// Waits until files of the site changed, and have been left alone for a moment.
    ///
    /// What moves after this returns is reported by the next call.
    pub fn wait(&mut self) -> Moved {
        match &mut self.how {
            How::Polling(poll) => poll.wait(&self.world),
            How::Hearing { said, .. } => {
                let settled = settled(said, None);
                return self.after(settled).unwrap_or(Moved::Anything);
            }
        }
        Moved::Anything
    }

    /// Waits, but no longer than `limit` for a change to begin; `None` if there is none.
    pub fn wait_at_most(&mut self, limit: Duration) -> Option<Moved> {
        match &mut self.how {
            How::Polling(_) => None,
            How::Hearing { said, .. } => {
                let settled = settled(said, Some(limit));
                self.after(settled)
            }
        }
    }

    /// What moved; `None` if nothing did.
    fn after(&mut self, settled: Settled) -> Option<Moved> {
        match settled {
            Settled::Nothing => return None,
            Settled::Moved(moved) => return Some(moved),
            Settled::Never => self.poll(&notify::Error::generic("the system stopped reporting")),
        }
        Some(Moved::Anything)
    }

    /// Watches all that the site consists of now; to be called before the whole site is read.
    ///
    /// A folder that is renamed takes its watch with it, and so does one that a link leads to: not
    /// every event that costs a watch says so.
    pub fn look_around(&mut self) {
        let How::Hearing { watcher, .. } = &mut self.how else { return };
        if let Err(error) = watch_all(watcher, &self.world) {
            self.poll(&error);
        }
    }

    fn poll(&mut self, error: &notify::Error) {
        (self.how, self.warning) = polling(&self.world, error);
    }

    /// What the user should know of how the site is watched, once.
    pub fn warning(&mut self) -> Option<String> {
        self.warning.take()
    }
}

/// Has the system report changes.
fn hear(world: &DiskWorld) -> notify::Result<How> {
    let (sender, said) = channel();
    let mut watcher = notify::recommended_watcher(reporter(world.root().to_owned(), sender))?;
    watch_all(&mut watcher, world)?;
    Ok(How::Hearing { watcher, said })
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

/// Watches every folder of the site, and the file that a link leads to. What is watched already stays so.
///
/// Linux watches single folders whatever is asked for, and would follow links where the site does
/// not; elsewhere one watch of a folder holds for all below it.
fn watch_all(watcher: &mut RecommendedWatcher, world: &DiskWorld) -> notify::Result<()> {
    let single = RecommendedWatcher::kind() == WatcherKind::Inotify;
    if !world.root().is_dir() {
        return Err(notify::Error::generic("the site's folder has gone away"));
    }
    for watched in world.watched() {
        let (path, mode) = match watched {
            Watched::Link(path) if single => (path, RecursiveMode::NonRecursive),
            Watched::Link(_) => continue,
            Watched::Folder(path) => match (depth(&path, world.root()), single) {
                (0, _) | (_, true) => (path, RecursiveMode::NonRecursive),
                (1, false) => (path, RecursiveMode::Recursive),
                _ => continue,
            },
        };
        match watcher.watch(&path, mode) {
            // It went away again, or nobody may read it: the build will say.
            Err(error) if is_passing(&error) => {}
            result => result?,
        }
    }
    Ok(())
}

fn depth(path: &Path, root: &Path) -> usize {
    path.strip_prefix(root).map_or(0, |path| path.components().count())
}

fn is_passing(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => {
            use io::ErrorKind::{NotADirectory, NotFound, PermissionDenied};
            matches!(error.kind(), NotFound | NotADirectory | PermissionDenied)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Fails rather than hangs.
    fn waits(mut watcher: Watcher) -> Watcher {
        let (sender, done) = channel();
        std::thread::spawn(move || {
            watcher.wait();
            watcher.look_around();
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

    #[cfg(unix)]
    #[test]
    fn a_file_elsewhere_that_a_link_leads_to_is_watched() {
        let (root, elsewhere) =
            (tempfile::TempDir::new().unwrap(), tempfile::TempDir::new().unwrap());
        let target = elsewhere.path().join("x");
        fs::write(&target, "x").unwrap();
        fs::create_dir(root.path().join("content")).unwrap();
        std::os::unix::fs::symlink(&target, root.path().join("content/x.fr.md")).unwrap();
        let mut watcher = Watcher::new(root.path()).unwrap();
        for _ in 0..2 {
            fs::write(&target, "y").unwrap();
            watcher = waits(watcher);
        }
        // Another file takes its name, again and again.
        for _ in 0..3 {
            fs::write(elsewhere.path().join("new"), "z").unwrap();
            fs::rename(elsewhere.path().join("new"), &target).unwrap();
            watcher = waits(watcher);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_stays_watched_when_a_link_to_it_goes() {
        let (root, elsewhere) =
            (tempfile::TempDir::new().unwrap(), tempfile::TempDir::new().unwrap());
        let link = root.path().join("static/a");
        for folder in ["content/a", "static"] {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        std::os::unix::fs::symlink(root.path().join("content/a"), &link).unwrap();
        let mut watcher = Watcher::new(root.path()).unwrap();
        fs::rename(&link, elsewhere.path().join("a")).unwrap();
        watcher = waits(watcher);
        fs::write(root.path().join("content/a/x.fr.md"), "x").unwrap();
        waits(watcher);
    }

    #[test]
    fn a_site_whose_folder_goes_away_is_waited_for() {
        let home = tempfile::TempDir::new().unwrap();
        let root = home.path().join("site");
        fs::create_dir_all(root.join("content")).unwrap();
        let watcher = Watcher::new(&root).unwrap();
        fs::rename(&root, home.path().join("other")).unwrap();
        let mut watcher = waits(watcher);
        assert!(watcher.warning().unwrap().contains("gone away"));
        fs::create_dir(&root).unwrap();
        fs::write(root.join("depeche.yaml"), "").unwrap();
        waits(watcher);
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
