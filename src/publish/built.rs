//! A site that an earlier publish left in a folder, taken from there to another.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::error::At;
use super::guard::Owner;
use super::plan::Plan;
use super::record::{Entry, Manifest};
use super::{
    Changes, Guard, JOURNAL, LOCK, Listing, Lock, PublishError, Publishing, lock_file, plan,
};
use crate::model::{OutputPath, Route};
use crate::outputs::{Output, OutputBytes, OutputKind, Sum};

/// The folder of a built site, which no build changes while this is held.
pub struct Built {
    root: PathBuf,
    files: Vec<BuiltFile>,
    _lock: Option<Lock>,
}

/// A file of a built site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltFile {
    /// Where it is in the site.
    pub path: OutputPath,
    /// When it is moved into place.
    pub kind: OutputKind,
    /// Tells what it holds.
    pub bytes: Sum,
}

impl Built {
    /// Looks at a folder that a build wrote. What else is in it is no part of the site.
    ///
    /// # Errors
    /// If no build wrote it, or one was killed while it did, or one is writing.
    pub fn open(folder: &Path) -> Result<Self, PublishError> {
        let root = match fs::canonicalize(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(PublishError::NotBuilt(folder.to_path_buf()));
            }
            root => root.at("find", folder)?,
        };
        let lock = hold(&root)?;
        if Owner::of(&root)? != Owner::Us {
            return Err(PublishError::NotBuilt(root));
        }
        if fs::symlink_metadata(root.join(JOURNAL)).is_ok() {
            return Err(PublishError::Unfinished(root));
        }
        let manifest = Manifest::read(&root)?;
        let file = |(path, entry): (&String, Entry)| BuiltFile {
            path: Route::root().file(path).output_path(),
            kind: entry.kind.unwrap_or(OutputKind::Page),
            bytes: entry.bytes,
        };
        let files = manifest.files().map(file).collect();
        Ok(Self { root, files, _lock: lock })
    }

    /// The folder, without links.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Every file of the site, in the order of their paths.
    pub fn files(&self) -> &[BuiltFile] {
        &self.files
    }

    /// How long a file is, in bytes.
    pub fn size(&self, file: &BuiltFile) -> Result<u64, PublishError> {
        let path = self.root.join(file.path.as_str());
        fs::metadata(&path).at("read", &path).map(|metadata| metadata.len())
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it is not what the build wrote: nobody has seen it then.
    pub fn read(&self, file: &BuiltFile) -> Result<Output, PublishError> {
        let path = self.root.join(file.path.as_str());
        let bytes = OutputBytes::new(fs::read(&path).at("read", &path)?);
        if bytes.sum() != file.bytes {
            return Err(PublishError::Changed(path));
        }
        Ok(Output { path: file.path.clone(), bytes, kind: file.kind })
    }

    /// Makes a folder hold this site, as [`publish`](super::publish()) does. Returns what changed.
    pub fn copy_to(&self, target: &Path, guard: &Guard) -> Result<Changes, PublishError> {
        self.check_apart(target, guard)?;
        let publishing = Publishing::begin(self.listing(), target, guard)?;
        let put = |file| publishing.put(&self.read(file)?);
        self.files.par_iter().with_min_len(16).try_for_each(put)?;
        let changes = publishing.plan.changes();
        publishing.finish()?;
        Ok(changes)
    }

    /// What [`copy_to`](Self::copy_to) would change.
    pub fn preview(&self, target: &Path, guard: &Guard) -> Result<Changes, PublishError> {
        let root = self.check_apart(target, guard)?;
        plan::check_paths(&self.listing())?;
        Owner::of(&root)?;
        let plan = Plan::new(self.listing(), Manifest::read(&root)?, &root)?;
        let compare = |file| plan.compare(&self.read(file)?).map(drop);
        self.files.par_iter().with_min_len(16).try_for_each(compare)?;
        Ok(plan.changes())
    }

    fn listing(&self) -> Listing {
        self.files.iter().map(|file| (file.path.clone(), file.kind)).collect()
    }

    /// Refuses a target that this folder is, holds, or lies in: it would be published into itself.
    fn check_apart(&self, target: &Path, guard: &Guard) -> Result<PathBuf, PublishError> {
        let root = guard.check(target)?;
        if root.starts_with(&self.root) || self.root.starts_with(&root) {
            return Err(PublishError::Itself(root));
        }
        Ok(root)
    }
}

/// Keeps builds from writing to a folder. One that cannot be written to needs no such thing.
fn hold(root: &Path) -> Result<Option<Lock>, PublishError> {
    let path = root.join(LOCK);
    match File::open(&path) {
        Ok(file) => lock_file(file, &path, root, File::try_lock_shared).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).at("open", &path),
    }
}
