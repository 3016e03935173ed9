//! A target as a publish left it: what tells, without reading them, that its files are still the same.
//!
//! The clock and the file system of one machine are in it, so that it is kept apart from all that may
//! travel. Elsewhere nothing of it fits, and files are compared by what they hold.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::amend::Replacement;
use super::guard::Owner;
use super::plan::Plan;
use super::record::{Entry, Manifest};
use super::{Guard, JOURNAL, MANIFEST};
use crate::hashed::Fingerprint;
use crate::outputs::Sum;
use crate::world::disk::Stamp;

/// A target, as a publish left it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Left {
    /// Of the manifest's text.
    manifest: Option<Fingerprint>,
    files: FxHashMap<String, LeftFile>,
    /// What changed since this was kept.
    #[serde(skip)]
    later: LeftLater,
}

/// What changed in a target since it was looked at whole.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LeftLater {
    manifest: Option<Fingerprint>,
    /// Files that hold something else; nothing, if nobody knows what.
    files: BTreeMap<String, Option<LeftFile>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct LeftFile {
    bytes: Sum,
    stamp: Stamp,
    /// Whether the stamp alone tells a change.
    settled: bool,
}

impl Left {
    /// Looks at a target that was just published, as far as the plan does not tell of it.
    pub(super) fn look(
        self,
        root: &Path,
        (manifest, text): (&Manifest, &str),
        plan: &Plan,
    ) -> Self {
        let now = SystemTime::now();
        let mut files = self.files;
        // Of a file that was not settled, its stamp tells nothing as yet.
        files.retain(|path, file| file.settled && plan.is_left(path));
        let unknown = manifest.files().filter(|(path, _)| !files.contains_key(*path));
        let unknown: Vec<_> = unknown.collect();
        let file = |(path, entry): (&String, Entry)| {
            let look = || fs::symlink_metadata(root.join(path)).ok();
            let stamp = plan.stamp(path).or_else(|| Some(Stamp::of(&look()?)))?;
            let settled = stamp.is_settled(now);
            Some((path.clone(), LeftFile { bytes: entry.bytes, stamp, settled }))
        };
        let all = unknown.len();
        let found: Vec<_> = unknown.into_par_iter().with_min_len(64).filter_map(file).collect();
        // Where somebody has taken a file away meanwhile, the next publish compares all.
        let is_whole = found.len() == all;
        let manifest = is_whole.then(|| Fingerprint::of_bytes(text.as_bytes()));
        files.extend(found);
        Self { manifest, files, later: LeftLater::default() }
    }

    /// The same, but for files that are not in a target's manifest, of whose text `sum` is the fingerprint.
    #[must_use]
    pub(super) fn within(mut self, manifest: &Manifest, sum: Fingerprint) -> Self {
        if self.manifest != Some(sum) {
            self.files.retain(|path, _| manifest.has(path));
        }
        self
    }

    /// The same target, with what came later.
    #[must_use]
    pub fn with(mut self, later: LeftLater) -> Self {
        self.manifest = later.manifest.or(self.manifest);
        for (path, file) in &later.files {
            self.know(path, file.clone());
        }
        Self { later, ..self }
    }

    /// What changed since this was kept.
    pub fn later(&self) -> &LeftLater {
        &self.later
    }

    fn know(&mut self, path: &str, file: Option<LeftFile>) {
        match file {
            Some(file) => drop(self.files.insert(path.to_owned(), file)),
            None => drop(self.files.remove(path)),
        }
    }

    /// Whether a target is as it was left, to the last of its files.
    pub fn is_at(&self, target: &Path, guard: &Guard) -> bool {
        let Ok(root) = guard.check(target) else { return false };
        let manifest = fs::read(root.join(MANIFEST)).ok();
        let manifest = manifest.map(|text| Fingerprint::of_bytes(&text));
        let files: Vec<_> = self.files.keys().collect();
        manifest.is_some()
            && manifest == self.manifest
            && Owner::of(&root).is_ok_and(|owner| owner == Owner::Us)
            && fs::symlink_metadata(root.join(JOURNAL)).is_err()
            && files.into_par_iter().with_min_len(64).all(|path| self.bytes(&root, path).is_some())
    }

    /// Looks at files that were just replaced.
    pub(super) fn amend(&mut self, root: &Path, manifest: &str, replaced: &[Replacement]) {
        let now = SystemTime::now();
        self.manifest = Some(Fingerprint::of_bytes(manifest.as_bytes()));
        for (path, bytes) in replaced {
            let found = fs::symlink_metadata(root.join(path)).ok();
            let file = found.map(|found| {
                let (bytes, stamp) = (bytes.sum(), Stamp::of(&found));
                LeftFile { bytes, stamp, settled: stamp.is_settled(now) }
            });
            if file.is_none() {
                self.manifest = None;
            }
            self.know(path, file.clone());
            self.later.files.insert(path.clone(), file);
        }
        self.later.manifest = self.manifest;
    }

    /// The fingerprint of its manifest's text.
    pub fn manifest(&self) -> Option<Fingerprint> {
        self.manifest
    }

    /// What is known of each file without reading it.
    #[cfg(test)]
    pub(super) fn stamps(&self) -> impl Iterator<Item = (&str, Stamp)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file.stamp))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file at all.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The sum of what a file holds, if that is what was left there.
    pub(super) fn bytes(&self, root: &Path, path: &str) -> Option<Sum> {
        let left = self.files.get(path)?;
        let location = root.join(path);
        let metadata = fs::symlink_metadata(&location).ok()?;
        let same = metadata.is_file()
            && metadata.len() == left.stamp.length()
            && (left.settled && Stamp::of(&metadata) == left.stamp
                || fs::read(&location).is_ok_and(|now| Sum::of(&now) == left.bytes));
        same.then_some(left.bytes)
    }
}
