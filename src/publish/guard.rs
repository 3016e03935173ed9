//! Which folders may be published to: only new ones, empty ones, and our own.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::error::At;
use super::{JOURNAL, LOCK, MANIFEST, OWN, PublishError, STAGE};
use crate::world::disk::FOLDERS;

/// The folders that must survive whatever is published, and wherever.
#[derive(Debug, Clone)]
pub struct Guard {
    /// The site's root, where `depeche.yaml` is.
    pub site_root: PathBuf,
    /// The user's home folder, if it is known.
    pub home: Option<PathBuf>,
}

impl Guard {
    /// Resolves a target to an absolute path without links, unless it must not be published to.
    pub(super) fn check(&self, target: &Path) -> Result<PathBuf, PublishError> {
        let root = resolve(target).at("find", target)?;
        let site = resolve(&self.site_root).at("find", &self.site_root)?;
        if root.parent().is_none() {
            return Err(PublishError::FileSystem(root));
        }
        if let Some(home) = &self.home
            && resolve(home).is_ok_and(|home| home.starts_with(&root))
        {
            return Err(PublishError::Home(root));
        }
        if site.starts_with(&root) {
            return Err(PublishError::Site(root));
        }
        if FOLDERS.iter().any(|folder| overlaps(&root, &site.join(folder))) {
            return Err(PublishError::Sources(root));
        }
        Ok(root)
    }
}

/// Whether one of two folders is or holds the other. `sources` may be a link to somewhere else.
fn overlaps(target: &Path, sources: &Path) -> bool {
    let overlap = |sources: &Path| target.starts_with(sources) || sources.starts_with(target);
    overlap(sources) || resolve(sources).is_ok_and(|real| overlap(&real))
}

/// The path without links, also of a folder that does not exist yet.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let mut missing = Vec::new();
    for ancestor in path.ancestors() {
        match fs::canonicalize(ancestor) {
            Ok(real) => return Ok(descend(real, missing.into_iter().rev())),
            // A link to nothing: what its target will be cannot be said.
            Err(error) if fs::symlink_metadata(ancestor).is_ok() => return Err(error),
            Err(_) => missing.extend(ancestor.components().next_back()),
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

/// Goes down into folders that do not exist, and hence are not links: `..` takes the last one back.
fn descend<'a>(mut path: PathBuf, parts: impl Iterator<Item = Component<'a>>) -> PathBuf {
    for part in parts {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path
}

/// Whose a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// It does not exist.
    Missing,
    /// Nothing is in it, or only what a publish that was killed while staging left there.
    Nobody,
    /// Its manifest, or a journal that will make one, says that depeche wrote it.
    Us,
}

impl Owner {
    /// Looks whose the folder is, and refuses one that is not ours.
    pub(super) fn of(root: &Path) -> Result<Self, PublishError> {
        match fs::symlink_metadata(root) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::Missing),
            Ok(metadata) if metadata.is_dir() => {}
            _ => return Err(PublishError::NotAFolder(root.to_path_buf())),
        }
        check_own(root)?;
        let is_there = |name: &str| fs::symlink_metadata(root.join(name)).is_ok();
        if is_there(MANIFEST) || is_there(JOURNAL) {
            return Ok(Self::Us);
        }
        for entry in fs::read_dir(root).at("list", root)? {
            if entry.at("list", root)?.file_name() != OWN {
                return Err(PublishError::Foreign(root.to_path_buf()));
            }
        }
        Ok(Self::Nobody)
    }
}

/// Refuses records that are not what depeche makes: a link would lead what we write out of the target.
fn check_own(root: &Path) -> Result<(), PublishError> {
    let expect = |name: &str, is_right: fn(&Metadata) -> bool| {
        let path = root.join(name);
        match fs::symlink_metadata(&path) {
            Ok(metadata) if !is_right(&metadata) => Err(PublishError::Damaged(path)),
            _ => Ok(()),
        }
    };
    expect(OWN, Metadata::is_dir)?;
    expect(STAGE, Metadata::is_dir)?;
    [MANIFEST, JOURNAL, LOCK].iter().try_for_each(|name| expect(name, Metadata::is_file))
}
