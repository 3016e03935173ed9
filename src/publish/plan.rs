//! What must happen for a target to hold a site: nothing is changed here.

use std::fs::{self, Metadata};
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use walkdir::WalkDir;

use super::error::At;
use super::record::{Manifest, Step, folders_of, is_clean};
use super::{PublishError, Report};
use crate::outputs::{Output, OutputKind, Outputs};

/// Refuses outputs that could not all be files of one folder.
pub(super) fn check_paths(outputs: &Outputs) -> Result<(), PublishError> {
    for output in outputs {
        let path = output.path.as_str();
        if !is_clean(path) {
            return Err(PublishError::UnsafePath(path.to_owned()));
        }
        if let Some(file) = folders_of(path).find(|folder| outputs.get(folder).is_some()) {
            return Err(PublishError::Nested(file.to_owned()));
        }
    }
    Ok(())
}

/// A file to be written to the stage.
pub(super) struct Staged<'a> {
    /// Where in the stage.
    pub(super) place: String,
    /// What.
    pub(super) output: &'a Output,
}

/// What differs between a target and a site, and the steps from one to the other.
pub(super) struct Plan<'a> {
    /// The files to write.
    pub(super) files: Vec<Staged<'a>>,
    /// What to do once they are written.
    pub(super) steps: Vec<Step>,
    /// What the target will hold.
    pub(super) manifest: Manifest,
    report: Report,
}

/// What stands where an output goes.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// The very file.
    Same,
    /// Nothing, or what may be replaced.
    Free,
    /// A folder, of which these files must go first.
    Folder(Vec<String>),
}

impl<'a> Plan<'a> {
    /// Compares a site with what is on the disk.
    pub(super) fn new(
        outputs: &'a Outputs,
        old: &Manifest,
        root: &Path,
    ) -> Result<Self, PublishError> {
        let survey = Survey { root, old };
        let folders = survey.folders(outputs)?;
        let deletions = survey.deletions(outputs);
        let respelt = Respelt::new(&deletions);
        let files: Vec<&Output> = outputs.iter().collect();
        let places: Vec<Place> = files
            .par_iter()
            .with_min_len(16)
            .map(|file| match respelt.has(file.path.as_str()) {
                true => Ok(Place::Free),
                false => survey.place(file, &folders),
            })
            .collect::<Result<_, _>>()?;
        let mut plan = Self {
            files: Vec::new(),
            steps: Vec::new(),
            manifest: Manifest::of(outputs),
            report: Report::default(),
        };
        plan.report.deleted = deletions.len();
        let changes = files.into_iter().zip(places).collect();
        plan.add_steps(changes, folders, deletions);
        Ok(plan)
    }

    /// What carrying out the plan will have done.
    pub(super) fn report(&self) -> Report {
        self.report
    }

    /// Adds all the steps: files in the order of their kinds, and deletions last, but for those of
    /// files that only change their case.
    fn add_steps(
        &mut self,
        files: Vec<(&'a Output, Place)>,
        folders: FxHashSet<&'a str>,
        deletions: Vec<String>,
    ) {
        let written: FxHashSet<String> = match deletions.is_empty() {
            true => FxHashSet::default(),
            false => files.iter().map(|(file, _)| fold(file.path.as_str())).collect(),
        };
        let (early, late): (Vec<String>, Vec<String>) =
            deletions.into_iter().partition(|path| written.contains(&fold(path)));
        self.steps.extend(early.into_iter().map(Step::Remove));
        self.add_changes(files, folders);
        self.steps.extend(late.into_iter().map(Step::Remove));
    }

    /// Sorts what differs into the steps that bring it into place.
    fn add_changes(&mut self, mut files: Vec<(&'a Output, Place)>, folders: FxHashSet<&'a str>) {
        let all = files.len();
        files.retain(|(_, place)| *place != Place::Same);
        self.report.written = files.len();
        self.report.unchanged = all - files.len();
        files.sort_by_key(|(file, _)| file.kind);
        let mut moves = Moves { folders, trees: FxHashMap::default(), count: 0 };
        let mut kind = OutputKind::Asset;
        for (file, place) in files {
            if file.kind != kind {
                kind = file.kind;
                moves.end_of_kind();
            }
            if let Place::Folder(inside) = place {
                self.steps.extend(inside.into_iter().map(Step::Remove));
            }
            let place = moves.place(file, &mut self.steps);
            self.files.push(Staged { place, output: file });
        }
    }
}

/// Names for what is staged.
///
/// A folder that the target lacks is staged with all that one kind puts in it, and moved by one
/// rename: a new site of 20,000 articles takes a few dozen. A file whose folder is there already is
/// staged by itself, without a folder of its own: a new folder costs more than a file.
struct Moves<'a> {
    /// The folders that the target has when the files of a kind are moved.
    folders: FxHashSet<&'a str>,
    /// The folders that this kind brings along, with their names in the stage.
    trees: FxHashMap<&'a str, (usize, Vec<&'a str>)>,
    count: usize,
}

impl<'a> Moves<'a> {
    /// Where in the stage to write a file; adds the step that moves it, unless its folder's will.
    fn place(&mut self, file: &'a Output, steps: &mut Vec<Step>) -> String {
        let path = file.path.as_str();
        let missing = folders_of(path).find(|folder| !self.folders.contains(folder));
        let Some(folder) = missing else {
            return self.add(path, steps).to_string();
        };
        if !self.trees.contains_key(folder) {
            let name = self.add(folder, steps);
            self.trees.insert(folder, (name, Vec::new()));
        }
        let (name, files) = self.trees.entry(folder).or_default();
        files.push(path);
        format!("{name}{}", &path[folder.len()..])
    }

    fn add(&mut self, path: &str, steps: &mut Vec<Step>) -> usize {
        let from = self.count;
        self.count += 1;
        let to = path.to_owned();
        steps.push(Step::Move { from, to });
        from
    }

    /// What a kind brought along is there for the next.
    fn end_of_kind(&mut self) {
        for (_, (_, files)) in self.trees.drain() {
            self.folders.extend(files.into_iter().flat_map(folders_of));
        }
    }
}

/// A target, as the last publish and its owner left it.
struct Survey<'a> {
    root: &'a Path,
    old: &'a Manifest,
}

impl Survey<'_> {
    /// The folders that a site needs and the target has.
    ///
    /// A link to a folder is not one: it may lead out of the target.
    fn folders<'o>(&self, outputs: &'o Outputs) -> Result<FxHashSet<&'o str>, PublishError> {
        let mut there = FxHashSet::default();
        let mut seen = FxHashSet::default();
        for folder in outputs.iter().flat_map(|file| folders_of(file.path.as_str())) {
            if !seen.insert(folder) || !is_reachable(folder, &there) {
                continue;
            }
            match self.look(folder) {
                Some(metadata) if metadata.is_dir() => {
                    there.insert(folder);
                }
                Some(metadata) => self.check_ours(folder, &metadata)?,
                None => {}
            }
        }
        Ok(there)
    }

    /// What stands where an output goes.
    fn place(&self, file: &Output, folders: &FxHashSet<&str>) -> Result<Place, PublishError> {
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
            let inside = entry.path().strip_prefix(self.root).ok();
            let file = inside.and_then(slashed).filter(|file| self.old.has(file));
            files.push(file.ok_or_else(in_the_way)?);
        }
        Ok(files)
    }

    /// The files of the last publish that the site no longer has.
    fn deletions(&self, outputs: &Outputs) -> Vec<String> {
        let is_ours = |path: &str| {
            folders_of(path).all(|folder| self.look(folder).is_some_and(|found| found.is_dir()))
                && self.look(path).is_some_and(|found| !found.is_dir())
        };
        self.old
            .paths()
            .filter(|path| outputs.get(path).is_none() && is_ours(path))
            .map(str::to_owned)
            .collect()
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
fn is_reachable(path: &str, folders: &FxHashSet<&str>) -> bool {
    folders_of(path).next_back().is_none_or(|folder| folders.contains(folder))
}

/// A relative path with `/` between its parts; `None` if it is not UTF-8.
fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}
