//! A whole tree in the place of another, in one system call.
//!
//! 1. **Mirror**: make, beside the target, a folder with links to all its files, the owner's included.
//! 2. **Follow** there the steps that would be done in the target. A file is never written into, only replaced,
//!    so that the target keeps its own.
//! 3. **Exchange** the two folders: whoever asks for a path gets the old site before, and the new one after.
//! 4. **Delete** what is the old site now.
//!
//! A kill before the third step leaves the target as it was; one after it, the new site. What is left beside it is
//! deleted by the next publish.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::disk::Disk;
use super::error::At;
use super::record::Step;
use super::{Lock, MANIFEST, OWN, PublishError, STAGE, lock};

/// Takes the steps from what the target holds to what it will, all at once, with the text of its new manifest. Returns
/// the lock of the new folder.
pub(super) fn exchange(
    disk: &Disk<'_>,
    steps: &[Step],
    manifest: &str,
) -> Result<Lock, PublishError> {
    let root = disk.root();
    let next = disk.beside(beside(root)?);
    let made = prepare(disk, &next, steps, manifest).and_then(|lock| {
        next.change(|| swap(next.root(), root)).at("exchange", root)?;
        Ok(lock)
    });
    // Either what was prepared in vain, or the old site. What cannot be deleted is in nobody's way.
    let _ = next.change(|| fs::remove_dir_all(next.root()));
    made
}

/// Deletes what a publish that was killed has left beside its target.
pub(super) fn clear(root: &Path) -> Result<(), PublishError> {
    let path = beside(root)?;
    match fs::remove_dir_all(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        cleared => cleared.at("delete", &path),
    }
}

/// The folder that takes the target's place: on the same file system, and of a name that nobody else uses.
fn beside(root: &Path) -> Result<PathBuf, PublishError> {
    let name = root.file_name().ok_or_else(|| PublishError::FileSystem(root.to_owned()))?;
    Ok(root.with_file_name(format!(".{}.depeche-next", name.to_string_lossy())))
}

fn prepare(
    disk: &Disk<'_>,
    next: &Disk<'_>,
    steps: &[Step],
    manifest: &str,
) -> Result<Lock, PublishError> {
    clear(disk.root())?;
    mirror(disk.root(), next)?;
    next.create_folders(OWN)?;
    let lock = lock(next.root())?;
    let (from, to) = (disk.root().join(STAGE), next.root().join(STAGE));
    if from.exists() {
        next.change(|| fs::rename(&from, &to)).at("write", &to)?;
    }
    next.follow(steps)?;
    next.remove_tree(STAGE)?;
    next.write(MANIFEST, manifest.as_bytes())?;
    Ok(lock)
}

/// Makes a folder that holds the same files as another, but for depeche's own.
fn mirror(root: &Path, next: &Disk<'_>) -> Result<(), PublishError> {
    let own = root.join(OWN);
    let entries = WalkDir::new(root).into_iter().filter_entry(|entry| entry.path() != own);
    for entry in entries {
        let entry = entry.map_err(io::Error::from).at("list", root)?;
        let path = entry.path();
        let to = next.root().join(path.strip_prefix(root).unwrap_or(path));
        let made = match entry.file_type() {
            kind if kind.is_dir() => next.change(|| fs::create_dir(&to)).and_then(|()| {
                let rights = entry.metadata().map_err(io::Error::from)?.permissions();
                fs::set_permissions(&to, rights)
            }),
            kind if kind.is_symlink() => next.change(|| copy_link(path, &to)),
            _ => next.change(|| fs::hard_link(path, &to)),
        };
        made.at("link", &to)?;
    }
    Ok(())
}

#[cfg(unix)]
fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(not(unix))]
fn copy_link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Exchanges two folders in one system call.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn swap(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn swap(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
