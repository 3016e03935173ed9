//! The changes that a publish makes to a target, each of which may be its last.

use std::cell::RefCell;
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::error::At;
use super::record::{Step, folders_of};
use super::{PublishError, STAGE};

/// Asked before each change to the disk: an error is taken for one of the disk.
pub(super) type Fuse<'a> = &'a (dyn Fn() -> io::Result<()> + Sync);

type Done = Result<(), PublishError>;

/// A target. All paths are relative to it, with `/` between their parts.
pub(super) struct Disk<'a> {
    root: PathBuf,
    fuse: Fuse<'a>,
}

impl<'a> Disk<'a> {
    pub(super) fn new(root: PathBuf, fuse: Fuse<'a>) -> Self {
        Self { root, fuse }
    }

    /// Whether a folder is at a path, and no link to one.
    pub(super) fn is_folder(&self, path: &str) -> bool {
        look(&self.path(path)).is_some_and(|found| found.is_dir())
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Another folder, whose changes count as those of this one.
    pub(super) fn beside(&self, root: PathBuf) -> Self {
        Self { root, fuse: self.fuse }
    }

    /// Makes a folder and those that hold it, the target included.
    pub(super) fn create_folders(&self, path: &str) -> Done {
        let path = self.path(path);
        self.change(|| fs::create_dir_all(&path)).at("create", &path)
    }

    /// Writes a new file, and the folders that hold it. Returns what the file system says of it then.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<Metadata, PublishError> {
        let path = self.path(path);
        self.write_new(&path, bytes).at("write", &path)
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<Metadata> {
        let folder = path.parent().unwrap_or(path);
        // Nearly every page has a folder to itself. Of other files, most find theirs.
        if path.ends_with("index.html") {
            self.make_own_folder(folder)?;
        }
        let mut file = match self.change(|| File::create_new(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.change(|| fs::create_dir_all(folder))?;
                self.change(|| File::create_new(path))?
            }
            file => file?,
        };
        self.change(|| file.write_all(bytes))?;
        file.metadata()
    }

    /// Makes a folder, unless it is there, or the one that holds it is not.
    fn make_own_folder(&self, folder: &Path) -> io::Result<()> {
        match self.change(|| fs::create_dir(folder)) {
            Err(error) => match error.kind() {
                io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound => Ok(()),
                _ => Err(error),
            },
            made => made,
        }
    }

    /// Moves a file, over an older one if there is one.
    pub(super) fn rename(&self, from: &str, to: &str) -> Done {
        self.rename_path(&self.path(from), &self.path(to))
    }

    /// Moves a file, unless an earlier attempt has.
    pub(super) fn rename_if_there(&self, from: &str, to: &str) -> Done {
        match look(&self.path(from)) {
            Some(_) => self.rename(from, to),
            None => Ok(()),
        }
    }

    /// Deletes a file.
    pub(super) fn remove(&self, path: &str) -> Done {
        self.remove_file(&self.path(path))
    }

    /// Deletes a folder of our own with all that is in it, if it is there.
    pub(super) fn remove_tree(&self, path: &str) -> Done {
        let path = self.path(path);
        match look(&path) {
            Some(_) => self.change(|| fs::remove_dir_all(&path)).at("delete", &path),
            None => Ok(()),
        }
    }

    /// Deletes the target itself, if it is empty.
    pub(super) fn remove_root(&self) -> Done {
        self.change(|| fs::remove_dir(&self.root)).at("delete", &self.root)
    }

    /// Does what a journal says. What is done already is passed over.
    pub(super) fn follow(&self, steps: &[Step]) -> Done {
        let walker = Walker { disk: self, folders: RefCell::default() };
        steps.iter().try_for_each(|step| match step {
            Step::Remove(path) => walker.remove(path),
            Step::Move { from, to } => walker.bring(&self.path(&format!("{STAGE}/{from}")), to),
        })
    }

    fn rename_path(&self, from: &Path, to: &Path) -> Done {
        self.change(|| fs::rename(from, to)).at("write", to)
    }

    fn remove_file(&self, path: &Path) -> Done {
        self.change(|| fs::remove_file(path)).at("delete", path)
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Makes a change, unless the disk is said to fail.
    pub(super) fn change<T>(&self, change: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        (self.fuse)()?;
        change()
    }
}

/// Carries out steps in a target that anything may have happened to since they were planned.
struct Walker<'a> {
    disk: &'a Disk<'a>,
    /// The folders that were seen to be real ones, and not links to elsewhere.
    folders: RefCell<FxHashSet<String>>,
}

impl Walker<'_> {
    /// Deletes a file, and the folders that are empty without it.
    ///
    /// An earlier attempt may have got as far as the file, or as some of its folders.
    fn remove(&self, path: &str) -> Done {
        let folders: Vec<&str> =
            folders_of(path).take_while(|folder| self.disk.is_folder(folder)).collect();
        let is_reachable = folders.len() == path.matches('/').count();
        let file = self.disk.path(path);
        if is_reachable && look(&file).is_some_and(|found| !found.is_dir()) {
            self.disk.remove_file(&file)?;
        }
        self.folders.borrow_mut().clear();
        self.prune(&folders)
    }

    /// Deletes folders, from the innermost, up to the first that is not empty.
    fn prune(&self, folders: &[&str]) -> Done {
        for folder in folders.iter().rev() {
            let path = self.disk.path(folder);
            match self.disk.change(|| fs::remove_dir(&path)) {
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => break,
                done => done.at("delete", &path)?,
            }
        }
        Ok(())
    }

    /// Brings a file or a folder of the stage into place, unless an earlier attempt has.
    fn bring(&self, from: &Path, to: &str) -> Done {
        let Some(staged) = look(from) else {
            return Ok(());
        };
        self.make_folders(to)?;
        let path = self.disk.path(to);
        match look(&path) {
            Some(found) if found.is_dir() && staged.is_dir() => return self.merge(from, to),
            Some(found) if found.is_dir() => self.clear_folders(&path)?,
            Some(_) if staged.is_dir() => self.disk.remove_file(&path)?,
            _ => {}
        }
        self.disk.rename_path(from, &path)
    }

    /// Brings what is in a folder into one that is there already: made since the steps were planned.
    fn merge(&self, from: &Path, to: &str) -> Done {
        for entry in fs::read_dir(from).at("list", from)? {
            let name = entry.at("list", from)?.file_name();
            let name = name.to_str().ok_or_else(|| PublishError::InTheWay(from.join(&name)))?;
            self.bring(&from.join(name), &format!("{to}/{name}"))?;
        }
        self.disk.change(|| fs::remove_dir(from)).at("delete", from)
    }

    /// Makes the folders that hold a path. What stands in the way was found to be ours, or a link.
    fn make_folders(&self, path: &str) -> Done {
        for folder in folders_of(path) {
            if self.folders.borrow().contains(folder) {
                continue;
            }
            if !self.disk.is_folder(folder) {
                let path = self.disk.path(folder);
                if look(&path).is_some() {
                    self.disk.remove_file(&path)?;
                }
                self.disk.change(|| fs::create_dir(&path)).at("create", &path)?;
            }
            self.folders.borrow_mut().insert(folder.to_owned());
        }
        Ok(())
    }

    /// Deletes a folder that a file replaces: there are at most empty folders in it by now.
    fn clear_folders(&self, path: &Path) -> Done {
        self.folders.borrow_mut().clear();
        for entry in fs::read_dir(path).at("list", path)? {
            let inside = entry.at("list", path)?.path();
            match look(&inside) {
                Some(found) if found.is_dir() => self.clear_folders(&inside)?,
                _ => return Err(PublishError::InTheWay(inside)),
            }
        }
        self.disk.change(|| fs::remove_dir(path)).at("delete", path)
    }
}

/// What stands at a path itself, be it a link.
fn look(path: &Path) -> Option<Metadata> {
    fs::symlink_metadata(path).ok()
}
