//! What must happen for a target to hold a site: nothing is changed here.

use std::cmp::Reverse;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use walkdir::WalkDir;

use super::error::At;
use super::left::Left;
use super::record::{Entry, Manifest, Step, folders_of, is_clean};
use super::{Changes, PublishError, Report, folders};
use crate::model::OutputPath;
use crate::outputs::{Output, OutputKind, Sum};
use crate::world::disk::Stamp;

/// A site that is to be published: where each file goes, and when it is moved there.
pub type Listing = Vec<(OutputPath, OutputKind)>;

/// Refuses files that could not all be in one folder.
pub(super) fn check_paths(files: &Listing) -> Result<(), PublishError> {
    let all: FxHashSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    files.par_iter().with_min_len(256).try_for_each(|(path, _)| {
        let path = path.as_str();
        if !is_clean(path) {
            return Err(PublishError::UnsafePath(path.to_owned()));
        }
        match folders_of(path).find(|folder| all.contains(folder)) {
            Some(file) => Err(PublishError::Nested(file.to_owned())),
            None => Ok(()),
        }
    })
}

/// What differs between a target and a site, and the steps from one to the other: known as soon as
/// every file was compared.
pub(super) struct Plan {
    survey: Survey,
    /// The folders that the site needs and the target has.
    folders: FxHashSet<String>,
    deletions: Vec<String>,
    /// What was left out, and the target has: known once every file has come.
    left_out: OnceLock<Vec<String>>,
    respelt: Respelt,
    /// Every file, in the order in which files are moved.
    files: Vec<File>,
    by_path: FxHashMap<OutputPath, usize>,
}

/// A file of the site.
struct File {
    path: OutputPath,
    kind: OutputKind,
    /// Where in the stage it is written, if it is.
    staged: String,
    /// How it is moved into place, unless its folder is.
    step: Option<Step>,
    /// What stands where it goes, and the sum of what it holds, once it was compared.
    compared: OnceLock<(Place, Sum)>,
    /// What tells it from another, once it was written. To be moved by itself makes it another, too.
    stamp: OnceLock<Stamp>,
}

/// A file that is to be written.
pub(super) struct Differing<'a>(&'a File);

impl Differing<'_> {
    /// Where in the stage.
    pub(super) fn staged(&self) -> &str {
        &self.0.staged
    }

    /// Remembers what the file system says of it, now that it is written.
    pub(super) fn remember(&self, metadata: &Metadata) {
        if self.0.step.is_none() {
            let _ = self.0.stamp.set(Stamp::of(metadata));
        }
    }
}

/// What stands where an output goes.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// The very file.
    Same,
    /// The very file, untouched since it was left there.
    Left,
    /// Nothing, or what may be replaced.
    Free,
    /// A folder, of which these files must go first.
    Folder(Vec<String>),
    /// What the site turned out not to have.
    LeftOut,
}

impl Place {
    /// Whether nothing need be done.
    fn is_right(&self) -> bool {
        matches!(self, Self::Same | Self::Left)
    }
}

impl Plan {
    /// Looks at the target.
    pub(super) fn new(
        mut listing: Listing,
        old: Manifest,
        root: &Path,
    ) -> Result<Self, PublishError> {
        listing.par_sort_unstable_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
        listing.dedup_by(|a, b| a.0 == b.0);
        let survey = Survey { root: root.to_path_buf(), old };
        let folders = survey.folders(&listing)?;
        let mut plan = Self {
            deletions: Vec::new(),
            left_out: OnceLock::new(),
            respelt: Respelt::default(),
            files: stage(&listing, folders.clone(), survey.old.is_empty()),
            by_path: listing.into_iter().map(|(path, _)| path).zip(0..).collect(),
            survey,
            folders,
        };
        plan.deletions = plan.survey.deletions(&plan.by_path);
        plan.respelt = Respelt::new(&plan.deletions);
        Ok(plan)
    }

    /// Compares a file with what is on the disk. Returns it, if it differs.
    pub(super) fn compare(&self, output: &Output) -> Result<Option<Differing<'_>>, PublishError> {
        let Some(file) = self.by_path.get(&output.path).map(|index| &self.files[*index]) else {
            return Err(PublishError::UnsafePath(output.path.to_string()));
        };
        let place = match self.respelt.has(output.path.as_str()) {
            true => Place::Free,
            false => self.survey.place(output, &self.folders)?,
        };
        let same = place == Place::Same;
        let _ = file.compared.set((place, output.bytes.sum()));
        Ok((!same).then_some(Differing(file)))
    }

    /// What tells a file from another, where it is as it was written.
    pub(super) fn stamp(&self, path: &str) -> Option<Stamp> {
        let file = &self.files[*self.by_path.get(path)?];
        file.stamp.get().copied()
    }

    /// Whether the target has the file of these bytes already, as `left` tells of files of the last publish.
    pub(super) fn has(&self, path: &OutputPath, bytes: Sum, left: &Left) -> bool {
        let Some(file) = self.by_path.get(path).map(|index| &self.files[*index]) else {
            return false;
        };
        let there = !self.respelt.has(path.as_str())
            && is_reachable(path.as_str(), &self.folders)
            && left.bytes(&self.survey.root, path.as_str()) == Some(bytes);
        if there {
            let _ = file.compared.set((Place::Left, bytes));
        }
        there
    }

    /// Takes a file out of the site.
    pub(super) fn leave_out(&self, path: &OutputPath) {
        if let Some(index) = self.by_path.get(path) {
            let nothing = Sum::of(&[]);
            let _ = self.files[*index].compared.set((Place::LeftOut, nothing));
        }
    }

    /// Whether every file was compared or left out.
    pub(super) fn is_complete(&self) -> bool {
        self.files.iter().all(|file| file.compared.get().is_some())
    }

    /// What the target will hold.
    pub(super) fn manifest(&self) -> Manifest {
        Manifest::of(self.compared().map(|(file, _, bytes)| (&file.path, file.kind, bytes)))
    }

    /// What the target held.
    pub(super) fn old(&self) -> &Manifest {
        &self.survey.old
    }

    /// What carrying out the plan will have done.
    pub(super) fn report(&self) -> Report {
        let unchanged = self.compared().filter(|(_, place, _)| place.is_right()).count();
        let written = self.compared().count() - unchanged;
        Report { written, unchanged, deleted: self.deletions().count() }
    }

    /// The files that the plan writes and deletes, in the order in which it does.
    pub(super) fn changes(&self) -> Changes {
        let moved = self.compared().filter(|(_, place, _)| !place.is_right());
        Changes {
            written: moved.map(|(file, ..)| file.path.to_string()).collect(),
            deleted: self.deletions().cloned().collect(),
            unchanged: self.report().unchanged,
        }
    }

    /// All the steps: files in the order of their kinds, and deletions last, but for those of files
    /// that only change their case.
    pub(super) fn steps(&self) -> Vec<Step> {
        let deletions: Vec<&String> = self.deletions().collect();
        let written: FxHashSet<String> = match deletions.is_empty() {
            true => FxHashSet::default(),
            false => self.compared().map(|(file, ..)| fold(file.path.as_str())).collect(),
        };
        let remove = |path: &String| Step::Remove(path.clone());
        let (early, late): (Vec<&String>, Vec<&String>) =
            deletions.into_iter().partition(|path| written.contains(&fold(path)));
        let mut steps: Vec<Step> = early.into_iter().map(remove).collect();
        for (file, place, _) in self.compared().filter(|(_, place, _)| !place.is_right()) {
            if let Place::Folder(inside) = place {
                steps.extend(inside.iter().map(remove));
            }
            steps.extend(file.step.clone());
        }
        steps.extend(late.into_iter().map(remove));
        steps
    }

    /// The files of the last publish that the site does not have, or turned out not to have.
    fn deletions(&self) -> impl Iterator<Item = &String> {
        self.left_out.get_or_init(|| {
            let is_left_out =
                |file: &&File| matches!(file.compared.get(), Some((Place::LeftOut, _)));
            let paths = self.files.iter().filter(is_left_out).map(|file| file.path.as_str());
            let ours = paths.filter(|path| self.survey.old.has(path) && self.survey.is_file(path));
            ours.map(str::to_owned).collect()
        });
        self.left_out.get().into_iter().flatten().chain(&self.deletions)
    }

    /// Whether nobody touched a file since it was left there.
    pub(super) fn is_left(&self, path: &str) -> bool {
        let file = self.by_path.get(path).map(|index| &self.files[*index]);
        file.is_some_and(|file| matches!(file.compared.get(), Some((Place::Left, _))))
    }

    /// The files that have come.
    fn compared(&self) -> impl Iterator<Item = (&File, &Place, Sum)> {
        self.files.iter().filter_map(|file| {
            let (place, bytes) = file.compared.get()?;
            (*place != Place::LeftOut).then_some((file, place, *bytes))
        })
    }
}

/// Says of every file where in the stage it is written. The files are in the order in which they are
/// moved; `folders` are those that the target has.
///
/// Where nothing was published yet, nobody has an address of what is in a folder: it comes all at once, of whatever
/// kinds it is. What leads into the folders, and is in none, still comes after what it leads to.
fn stage(listing: &Listing, folders: FxHashSet<String>, is_first: bool) -> Vec<File> {
    let mut moves = Moves { folders, trees: FxHashMap::default(), count: 0 };
    let mut last = OutputKind::Asset;
    let mut files = Vec::with_capacity(listing.len());
    for (path, kind) in listing {
        if *kind != last && !is_first {
            moves.end_of_kind();
        }
        last = *kind;
        files.push(moves.place(path, *kind));
    }
    files
}

/// Names for what is staged.
///
/// A folder that the target lacks is staged with all that one kind puts in it, and moved by one
/// rename: a new site of 20,000 articles takes a dozen. A file whose folder is there already is
/// staged by itself, without a folder of its own: a new folder costs more than a file.
struct Moves<'a> {
    /// The folders that the target has when the files of a kind are moved.
    folders: FxHashSet<String>,
    /// The folders that this kind brings along, with their names in the stage.
    trees: FxHashMap<&'a str, (usize, Vec<&'a str>)>,
    count: usize,
}

impl<'a> Moves<'a> {
    /// Where in the stage to write a file, and the step that moves it, unless its folder's will.
    fn place(&mut self, file: &'a OutputPath, kind: OutputKind) -> File {
        let path = file.as_str();
        let missing = folders_of(path).find(|folder| !self.folders.contains(*folder));
        let (staged, step) = match missing {
            None => {
                let from = self.name();
                (from.to_string(), Some(Step::Move { from, to: path.to_owned() }))
            }
            Some(folder) => self.in_tree(folder, path),
        };
        let (compared, stamp) = Default::default();
        File { path: file.clone(), kind, staged, step, compared, stamp }
    }

    /// A file whose folder is brought along with all that is in it, by the first of its files.
    fn in_tree(&mut self, folder: &'a str, path: &'a str) -> (String, Option<Step>) {
        let mut step = None;
        if !self.trees.contains_key(folder) {
            let from = self.name();
            step = Some(Step::Move { from, to: folder.to_owned() });
            self.trees.insert(folder, (from, Vec::new()));
        }
        let (name, files) = self.trees.entry(folder).or_default();
        files.push(path);
        (format!("{name}{}", &path[folder.len()..]), step)
    }

    fn name(&mut self) -> usize {
        self.count += 1;
        self.count - 1
    }

    /// What a kind brought along is there for the next.
    fn end_of_kind(&mut self) {
        for (_, (_, files)) in self.trees.drain() {
            self.folders.extend(files.into_iter().flat_map(folders_of).map(str::to_owned));
        }
    }
}

/// A target, as the last publish and its owner left it.
struct Survey {
    root: PathBuf,
    old: Manifest,
}

impl Survey {
    /// The folders that a site needs and the target has.
    ///
    /// A link to a folder is not one: it may lead out of the target.
    fn folders(&self, listing: &Listing) -> Result<FxHashSet<String>, PublishError> {
        let mut there = FxHashSet::default();
        for mut level in folders::levels(listing) {
            level.retain(|folder| is_reachable(folder, &there));
            let (listed, unknown) = folders::told(&self.root, level);
            let unknown = unknown.into_par_iter().with_min_len(64);
            let found: Vec<_> =
                unknown.filter_map(|folder| Some((folder, self.look(folder)?))).collect();
            for (folder, metadata) in found {
                match metadata.is_dir() {
                    true => drop(there.insert(folder.to_owned())),
                    false => self.check_ours(folder, &metadata)?,
                }
            }
            there.extend(listed.into_iter().map(str::to_owned));
        }
        Ok(there)
    }

    /// What stands where an output goes.
    fn place(&self, file: &Output, folders: &FxHashSet<String>) -> Result<Place, PublishError> {
        let path = file.path.as_str();
        if !is_reachable(path, folders) {
            return Ok(Place::Free);
        }
        match self.look(path) {
            None => Ok(Place::Free),
            Some(metadata) if metadata.is_dir() => self.inside(path).map(Place::Folder),
            Some(metadata) if self.is_same(file, &metadata) => Ok(Place::Same),
            Some(metadata) => self.check_ours(path, &metadata).map(|()| Place::Free),
        }
    }

    /// Whether the file on the disk has the output's bytes. Its time is no proof: somebody may have
    /// edited it, and a publish heals that.
    fn is_same(&self, file: &Output, metadata: &Metadata) -> bool {
        metadata.is_file()
            && metadata.len() == file.bytes.len() as u64
            && fs::read(self.root.join(file.path.as_str())).is_ok_and(|old| old == *file.bytes)
    }

    /// The files of a folder that a file must replace, if all are ours.
    fn inside(&self, folder: &str) -> Result<Vec<String>, PublishError> {
        let path = self.root.join(folder);
        let mut files = Vec::new();
        for entry in WalkDir::new(&path).sort_by_file_name() {
            let entry = entry.map_err(std::io::Error::from).at("list", &path)?;
            if entry.file_type().is_dir() {
                continue;
            }
            let in_the_way = || PublishError::InTheWay(entry.path().to_path_buf());
            let inside = entry.path().strip_prefix(&self.root).ok();
            let file = inside.and_then(slashed).filter(|file| self.old.has(file));
            files.push(file.ok_or_else(in_the_way)?);
        }
        Ok(files)
    }

    /// The files of the last publish that the site no longer has: what names others goes before them.
    fn deletions(&self, files: &FxHashMap<OutputPath, usize>) -> Vec<String> {
        let kept: FxHashSet<&str> = files.keys().map(OutputPath::as_str).collect();
        let kind = |entry: &Entry| Reverse(entry.kind.unwrap_or(OutputKind::Page));
        let gone = self
            .old
            .files()
            .filter(|(path, _)| !kept.contains(path.as_str()) && self.is_file(path));
        let mut gone: Vec<_> = gone.collect();
        gone.sort_by_key(|(_, entry)| kind(entry));
        gone.into_iter().map(|(path, _)| path.clone()).collect()
    }

    /// Whether there is a file, in folders that are no links.
    fn is_file(&self, path: &str) -> bool {
        folders_of(path).all(|folder| self.look(folder).is_some_and(|found| found.is_dir()))
            && self.look(path).is_some_and(|found| !found.is_dir())
    }

    /// Refuses to replace a file that somebody else put there. A link is no loss: what it leads to
    /// stays.
    fn check_ours(&self, path: &str, metadata: &Metadata) -> Result<(), PublishError> {
        if metadata.is_symlink() || self.old.has(path) {
            Ok(())
        } else {
            Err(PublishError::InTheWay(self.root.join(path)))
        }
    }

    fn look(&self, path: &str) -> Option<Metadata> {
        fs::symlink_metadata(self.root.join(path)).ok()
    }
}

/// The paths to be deleted, without regard to case.
///
/// Where the file system has none either, a file whose name changes case is found under its new name
/// already, and deleted under its old one at the end: so it is deleted first, and written anew.
#[derive(Default)]
struct Respelt(FxHashSet<String>);

impl Respelt {
    fn new(deletions: &[String]) -> Self {
        Self(deletions.iter().map(|path| fold(path)).collect())
    }

    fn has(&self, path: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&fold(path))
    }
}

fn fold(path: &str) -> String {
    path.to_lowercase()
}

/// Whether the folder that holds `path` is among `folders`, or is the root.
fn is_reachable(path: &str, folders: &FxHashSet<String>) -> bool {
    folders_of(path).next_back().is_none_or(|folder| folders.contains(folder))
}

/// A relative path with `/` between its parts; `None` if it is not UTF-8.
fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}
