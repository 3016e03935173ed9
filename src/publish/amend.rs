//! A few files in the place of others, in a target that is as an earlier publish left it.
//!
//! Of all the other files nothing need be compared: their stamps say that they are the same.

use std::path::Path;

use super::disk::{Disk, Fuse};
use super::record::{Journal, ManifestText, Step, folders_of};
use super::{
    Guard, JOURNAL, Left, MANIFEST, PublishError, Report, STAGE, STAGED_JOURNAL, STAGED_MANIFEST,
    exchange, follow_journal, lock,
};
use crate::outputs::OutputBytes;

/// A file's path, and what it shall hold.
pub type Replacement = (String, OutputBytes);

/// Puts files, by their paths, in the place of those that a publish left in a target. Returns nothing, and
/// does nothing, if the target is not as it was left.
pub fn amend(
    files: Vec<Replacement>,
    target: &Path,
    guard: &Guard,
    left: &mut Left,
) -> Result<Option<Report>, PublishError> {
    amend_on(files, target, guard, left, &|| Ok(()))
}

/// Amends; `fuse` is asked before each change to the disk, and tests let it blow.
pub(super) fn amend_on(
    mut files: Vec<Replacement>,
    target: &Path,
    guard: &Guard,
    left: &mut Left,
    fuse: Fuse<'_>,
) -> Result<Option<Report>, PublishError> {
    let disk = Disk::new(guard.check(target)?, fuse);
    if !disk.root().join(MANIFEST).is_file() {
        return Ok(None);
    }
    let _lock = lock(disk.root())?;
    exchange::clear(disk.root())?;
    if !left.is_at(target, guard) {
        return Ok(None);
    }
    let Some(mut manifest) = ManifestText::read(disk.root())? else { return Ok(None) };
    let known = |path: &str| manifest.entry(path);
    files.retain(|(path, bytes)| known(path).is_none_or(|it| it.bytes != bytes.sum()));
    files.sort_by_cached_key(|(path, _)| (known(path).and_then(|it| it.kind), path.clone()));
    let unchanged = left.len().saturating_sub(files.len());
    let report = Report { written: files.len(), unchanged, ..Report::default() };
    if files.is_empty() {
        return Ok(Some(report));
    }
    // Where the owner has put a folder elsewhere, and a link in its place, a publish takes it back.
    if !files.iter().flat_map(|(path, _)| folders_of(path)).all(|folder| disk.is_folder(folder)) {
        return Ok(None);
    }
    if !files.iter().all(|(path, bytes)| manifest.replace(path, bytes.sum())) {
        return Ok(None);
    }
    let text = manifest.as_str();
    decide(&disk, &files, text).inspect_err(|_| drop(disk.remove_tree(STAGE)))?;
    follow_journal(&disk)?;
    left.amend(disk.root(), text, &files);
    Ok(Some(report))
}

/// Stages files, and writes, in one rename, the journal that makes them count.
fn decide(disk: &Disk<'_>, files: &[Replacement], manifest: &str) -> Result<(), PublishError> {
    // What a publish that was killed has staged is in the way.
    disk.remove_tree(STAGE)?;
    disk.create_folders(STAGE)?;
    for (from, (_, bytes)) in files.iter().enumerate() {
        disk.write(&format!("{STAGE}/{from}"), bytes)?;
    }
    let step = |(from, (to, _)): (usize, &Replacement)| Step::Move { from, to: to.clone() };
    let steps: Vec<Step> = files.iter().enumerate().map(step).collect();
    disk.write(STAGED_MANIFEST, manifest.as_bytes())?;
    disk.write(STAGED_JOURNAL, Journal::text(&steps).as_bytes())?;
    disk.rename(STAGED_JOURNAL, JOURNAL)
}
