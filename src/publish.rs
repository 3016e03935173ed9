//! Moves a built site to a folder of the disk, so that no reader ever meets half of it.
//!
//! 1. **Look**: refuse a folder that is not ours ([`Guard`]), lock it, and finish what a publish that
//!    was killed left undone.
//! 2. **Stage**: compare each output, as it is made, with the file on the disk, byte for byte, and
//!    write it below `TARGET/.depeche/stage/` if it differs. So a site is never in memory whole.
//! 3. **Decide**: write how to move what is staged into place to a journal. Up to here, an error
//!    leaves the target as it was.
//! 4. **Move**: follow the journal, in the order of [`OutputKind`](crate::outputs::OutputKind),
//!    deletions last. From here on, an error or a kill is mended by the next publish. Where nothing was
//!    published before, each folder is moved with all that it holds, and the files outside of folders in that order.
//!
//! Whoever wants not even these few moments has the whole tree exchanged at once: [`Moving::AtOnce`].
//!
//! `TARGET/.depeche/` holds, between two publishes, the manifest of what was written, and an empty
//! lock file. A loss of power may leave staged files empty, since waiting for the disk would make a
//! publish ten times slower: the next publish sees that their bytes differ, and writes them again.
#![expect(
    clippy::disallowed_methods,
    reason = "the one module that writes a site to the disk, for all the others"
)]

mod amend;
mod built;
mod disk;
mod error;
mod exchange;
mod folders;
mod guard;
mod left;
mod plan;
mod record;
#[cfg(test)]
mod tests;

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::hashed::Fingerprint;
use crate::model::OutputPath;
use crate::outputs::{Output, Outputs, Sum};
pub use amend::{Replacement, amend};
pub use built::{Built, BuiltFile};
use disk::{Disk, Fuse};
use error::At;
pub use error::PublishError;
pub use guard::Guard;
use guard::Owner;
pub use left::{Left, LeftLater};
pub use plan::Listing;
use plan::Plan;
#[cfg(feature = "publish")]
pub(crate) use record::is_clean;
use record::{Journal, Manifest, Step};

/// What depeche keeps for itself in the folder it publishes to.
const OWN: &str = ".depeche";
/// Which files depeche wrote, and what they held.
const MANIFEST: &str = ".depeche/manifest";
/// What is left to do for the files of the stage to be in place.
const JOURNAL: &str = ".depeche/journal";
/// Held by the process that publishes.
const LOCK: &str = ".depeche/lock";
/// Where files are written before they are moved.
const STAGE: &str = ".depeche/stage";
/// The manifest and the journal while they are written.
const STAGED_MANIFEST: &str = ".depeche/stage/manifest";
const STAGED_JOURNAL: &str = ".depeche/stage/journal";

/// How a site comes into place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Moving {
    /// File by file, in an order by which no reader misses anything.
    #[default]
    OneByOne,
    /// The whole tree in one system call, which costs a link for each file.
    AtOnce,
}

/// What a publish did, in files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// New, or with other bytes than before.
    pub written: usize,
    /// Right already, and not touched.
    pub unchanged: usize,
    /// Of an earlier build, and of no use any more.
    pub deleted: usize,
}

/// What a publish changes, as paths in the order in which they do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// New, or with other bytes than before.
    pub written: Vec<String>,
    /// Of an earlier publish, and of no use any more.
    pub deleted: Vec<String>,
    /// How many are right already.
    pub unchanged: usize,
}

/// Makes the folder `target` hold exactly `outputs`, and whatever its owner put beside them.
///
/// Only files that an earlier publish wrote are replaced or deleted. On an error the target is as it
/// was, or, if files were already being moved, every file in it is whole, and the next publish
/// finishes this one.
pub fn publish(outputs: &Outputs, target: &Path, guard: &Guard) -> Result<Report, PublishError> {
    publish_on(outputs, target, guard, Moving::OneByOne, &|| Ok(()))
}

/// Publishes; `fuse` is asked before each change to the disk, and tests let it blow.
fn publish_on(
    outputs: &Outputs,
    target: &Path,
    guard: &Guard,
    moving: Moving,
    fuse: Fuse<'_>,
) -> Result<Report, PublishError> {
    let files = outputs.iter().map(|file| (file.path.clone(), file.kind)).collect();
    let publishing = Publishing::begin_on(files, target, guard, fuse)?.moving(moving);
    let outputs: Vec<&Output> = outputs.iter().collect();
    outputs.par_iter().with_min_len(16).try_for_each(|output| publishing.put(output))?;
    publishing.finish()
}

/// A publish whose files come one by one, while they are made: [`begin`](Self::begin) with the list
/// of all, [`put`](Self::put) each, [`finish`](Self::finish).
///
/// If it is dropped before it is finished, the target is as it was, but for an earlier publish that
/// was killed, and that `begin` has finished.
pub struct Publishing<'a> {
    disk: Disk<'a>,
    owner: Owner,
    plan: Plan,
    /// The fingerprint of the text of its manifest.
    manifest: Fingerprint,
    /// How the target was left, as far as that is known.
    left: Left,
    moving: Moving,
    decided: bool,
    lock: Lock,
}

impl Publishing<'static> {
    /// Looks at the target, and takes it for this process. `files` are all that it shall hold.
    pub fn begin(files: Listing, target: &Path, guard: &Guard) -> Result<Self, PublishError> {
        Self::begin_on(files, target, guard, &|| Ok(()))
    }
}

impl<'a> Publishing<'a> {
    fn begin_on(
        files: Listing,
        target: &Path,
        guard: &Guard,
        fuse: Fuse<'a>,
    ) -> Result<Self, PublishError> {
        plan::check_paths(&files)?;
        let root = guard.check(target)?;
        let owner = Owner::of(&root)?;
        let disk = Disk::new(root, fuse);
        disk.create_folders(OWN)?;
        let lock = lock(disk.root())?;
        exchange::clear(disk.root())?;
        follow_journal(&disk)?;
        let (old, manifest) = Manifest::read_summed(disk.root())?;
        match Plan::new(files, old, disk.root()) {
            Ok(plan) => {
                let left = Left::default();
                let moving = Moving::default();
                Ok(Self { disk, owner, plan, manifest, left, moving, decided: false, lock })
            }
            Err(error) => {
                retreat(&disk, owner);
                Err(error)
            }
        }
    }

    /// Trusts what an earlier publish saw of the files that it left.
    #[must_use]
    pub fn trusting(mut self, left: Left) -> Self {
        self.left = left.within(self.plan.old(), self.manifest);
        self
    }

    /// Says how the site comes into place.
    #[must_use]
    pub fn moving(mut self, moving: Moving) -> Self {
        self.moving = moving;
        self
    }

    /// Whether the target has the file that holds these bytes, so that it need not be put there.
    pub fn has(&self, path: &OutputPath, bytes: Sum) -> bool {
        self.plan.has(path, bytes, &self.left)
    }

    /// Takes one file, in any order and from any thread: it is written to the stage if it differs
    /// from what the target has.
    pub fn put(&self, output: &Output) -> Result<(), PublishError> {
        if let Some(file) = self.plan.compare(output)? {
            // A page is some fifty microseconds of work for the system, most of it in new folders.
            let metadata = self.disk.write(&format!("{STAGE}/{}", file.staged()), &output.bytes)?;
            file.remember(&metadata);
        }
        Ok(())
    }

    /// Says that a file which was announced does not come, in any order and from any thread.
    pub fn leave_out(&self, path: &OutputPath) {
        self.plan.leave_out(path);
    }

    /// Moves what differs into place, once every file has come or was left out.
    pub fn finish(mut self) -> Result<Report, PublishError> {
        self.move_all()?;
        Ok(self.plan.report())
    }

    /// Moves what differs into place, and looks how the target is left.
    pub fn finish_and_look(mut self) -> Result<(Report, Left), PublishError> {
        let (manifest, text) = self.move_all()?;
        let (root, left) = (self.disk.root(), std::mem::take(&mut self.left));
        let left = left.look(root, (&manifest, &text), &self.plan);
        Ok((self.plan.report(), left))
    }

    /// Moves what differs into place. Returns the target's manifest, and its text.
    fn move_all(&mut self) -> Result<(Manifest, String), PublishError> {
        debug_assert!(self.plan.is_complete(), "a file was announced, and never came");
        let manifest = self.plan.manifest();
        let text = manifest.to_text();
        let steps = self.plan.steps();
        if self.moving == Moving::AtOnce && self.owner == Owner::Us && !steps.is_empty() {
            self.lock = exchange::exchange(&self.disk, &steps, &text)?;
            self.decided = true;
            return Ok((manifest, text));
        }
        if !steps.is_empty() || manifest != *self.plan.old() {
            self.decide(&steps, &text)?;
        }
        // From here on there is no way back, and the next publish goes on with it.
        self.decided = true;
        follow_journal(&self.disk)?;
        Ok((manifest, text))
    }

    /// Writes, in one rename, the journal that makes the stage count, and with it the text of a manifest.
    fn decide(&self, steps: &[Step], manifest: &str) -> Result<(), PublishError> {
        self.disk.create_folders(STAGE)?;
        self.disk.write(STAGED_MANIFEST, manifest.as_bytes())?;
        self.disk.write(STAGED_JOURNAL, Journal::text(steps).as_bytes())?;
        self.disk.rename(STAGED_JOURNAL, JOURNAL)
    }
}

impl Drop for Publishing<'_> {
    fn drop(&mut self) {
        if !self.decided {
            retreat(&self.disk, self.owner);
        }
    }
}

/// A target that is ours alone, until this is dropped or the process ends.
struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // To close the file is not enough: a program that another thread has just started holds it
        // too, for a moment. What fails here ends with the process.
        let _ = self.0.unlock();
    }
}

/// Takes the folder for this process.
fn lock(root: &Path) -> Result<Lock, PublishError> {
    let path = root.join(LOCK);
    let file =
        File::options().create(true).truncate(false).write(true).open(&path).at("open", &path)?;
    lock_file(file, &path, root, File::try_lock)
}

/// Locks an open file by `try_lock`, alone or with others that only read.
fn lock_file(
    file: File,
    path: &Path,
    root: &Path,
    try_lock: fn(&File) -> Result<(), TryLockError>,
) -> Result<Lock, PublishError> {
    match try_lock(&file) {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(PublishError::Busy(root.to_path_buf())),
        // Some network file systems have no locks: one publisher at a time is then up to the user.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
            Ok(Lock(file))
        }
        Err(TryLockError::Error(error)) => Err(error).at("lock", path),
    }
}

/// Does what the journal says, if there is one, and clears the stage.
///
/// Each step can be done twice, so that it does not matter when an earlier attempt was killed.
fn follow_journal(disk: &Disk<'_>) -> Result<(), PublishError> {
    let journal = Journal::read(disk.root())?;
    if let Some(journal) = &journal {
        disk.follow(&journal.steps)?;
        disk.rename_if_there(STAGED_MANIFEST, MANIFEST)?;
    }
    disk.remove_tree(STAGE)?;
    if journal.is_some() {
        disk.remove(JOURNAL)?;
    }
    Ok(())
}

/// Leaves the target as it was before. What cannot be removed is in nobody's way: the next publish
/// clears it.
fn retreat(disk: &Disk<'_>, owner: Owner) {
    let _ = disk.remove_tree(STAGE);
    if owner != Owner::Us {
        let _ = disk.remove_tree(OWN);
    }
    if owner == Owner::Missing {
        let _ = disk.remove_root();
    }
}
