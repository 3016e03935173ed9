//! The two files that depeche keeps in a target: which files it wrote, and what is left to do.
//!
//! Both are lines of text under a line that names their format. They hold paths relative to the
//! target and nothing of the machine or the hour, so that two builds of one site have equal ones.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::error::At;
use super::{JOURNAL, MANIFEST, OWN, PublishError};
use crate::hashed::Fingerprint;
use crate::model::OutputPath;
use crate::outputs::{OutputKind, Sum};

const MANIFEST_HEAD: &str = "depeche manifest 2";
/// Of manifests that do not tell of what kind files are.
const FIRST_MANIFEST_HEAD: &str = "depeche manifest 1";
const JOURNAL_HEAD: &str = "depeche journal 1";

/// Every file that depeche wrote to a target, by path.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest(BTreeMap<String, Entry>);

/// What is known of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// Tells what it holds.
    pub(super) bytes: Sum,
    /// When it is moved; unknown in manifests of the first format.
    pub(super) kind: Option<OutputKind>,
}

impl Manifest {
    /// The manifest of files: their paths, kinds, and the sums of what they hold.
    pub(super) fn of<'a>(files: impl Iterator<Item = (&'a OutputPath, OutputKind, Sum)>) -> Self {
        let entry = |(path, kind, bytes): (&OutputPath, _, _)| {
            (path.to_string(), Entry { bytes, kind: Some(kind) })
        };
        Self(files.map(entry).collect())
    }

    /// Whether nothing was published.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads a target's manifest; an empty one if nothing was published there.
    pub(super) fn read(root: &Path) -> Result<Self, PublishError> {
        Self::read_summed(root).map(|(manifest, _)| manifest)
    }

    /// The same, with the fingerprint of its text.
    pub(super) fn read_summed(root: &Path) -> Result<(Self, Fingerprint), PublishError> {
        let text = read_record(root, MANIFEST)?;
        let sum = Fingerprint::of_bytes(text.as_deref().unwrap_or_default().as_bytes());
        let manifest = text.map_or(Some(Self::default()), |text| Self::parse(&text));
        Ok((manifest.ok_or_else(|| PublishError::Damaged(root.join(MANIFEST)))?, sum))
    }

    fn parse(text: &str) -> Option<Self> {
        let knows_kinds = text.lines().next() != Some(FIRST_MANIFEST_HEAD);
        let entry = |line: &str| {
            let (path, entry) = parse_entry(line, knows_kinds)?;
            is_clean(path).then(|| (path.to_owned(), entry))
        };
        let head = if knows_kinds { MANIFEST_HEAD } else { FIRST_MANIFEST_HEAD };
        let lines: Vec<&str> = lines(text, head)?.collect();
        let entries: Option<Vec<_>> = lines.into_par_iter().with_min_len(256).map(entry).collect();
        Some(Self(entries?.into_iter().collect()))
    }

    /// The manifest as a file's text.
    pub(super) fn to_text(&self) -> String {
        let mut text = format!("{MANIFEST_HEAD}\n");
        for (path, entry) in &self.0 {
            entry.bytes.push_hex(&mut text);
            text.push(' ');
            // Those of the first format are read, and never written.
            text.push_str(entry.kind.unwrap_or(OutputKind::Page).as_str());
            text.push(' ');
            text.push_str(path);
            text.push('\n');
        }
        text
    }

    /// Whether depeche wrote the file.
    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// Each file with what is known of it.
    pub(super) fn files(&self) -> impl Iterator<Item = (&String, Entry)> {
        self.0.iter().map(|(path, entry)| (path, *entry))
    }
}

/// A path, and what a line of a manifest says of it.
fn parse_entry(line: &str, knows_kinds: bool) -> Option<(&str, Entry)> {
    let (bytes, rest) = line.split_once(' ')?;
    let (kind, path) = match knows_kinds {
        true => {
            let (kind, path) = rest.split_once(' ')?;
            (Some(OutputKind::parse(kind)?), path)
        }
        false => (None, rest),
    };
    Some((path, Entry { bytes: Sum::from_hex(bytes)?, kind }))
}

/// A manifest as its text, of which a few lines are looked at: to understand that of a large site takes longer than
/// to replace a few of its files.
pub(super) struct ManifestText(String);

impl ManifestText {
    /// Reads that of a target; nothing, if it tells less than it does now.
    pub(super) fn read(root: &Path) -> Result<Option<Self>, PublishError> {
        let text = read_record(root, MANIFEST)?;
        Ok(text.filter(|text| lines(text, MANIFEST_HEAD).is_some()).map(Self))
    }

    /// What is known of a file, if depeche wrote it.
    pub(super) fn entry(&self, path: &str) -> Option<Entry> {
        self.find(path).map(|(_, entry)| entry)
    }

    /// Says that a file holds something else now; returns whether depeche wrote it.
    pub(super) fn replace(&mut self, path: &str, bytes: Sum) -> bool {
        let Some((at, _)) = self.find(path) else { return false };
        let hex = bytes.hex();
        self.0.replace_range(at..at + hex.len(), &hex);
        true
    }

    /// The text.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the line of a file begins, and what it says. The lines are in the order of their paths.
    fn find(&self, path: &str) -> Option<(usize, Entry)> {
        let text = self.0.as_bytes();
        let (mut start, mut end) = (MANIFEST_HEAD.len() + 1, text.len());
        while start < end {
            let middle = start + (end - start) / 2;
            let line =
                memchr::memrchr(b'\n', &text[start..middle]).map_or(start, |at| start + at + 1);
            let next = memchr::memchr(b'\n', &text[middle..end]).map_or(end, |at| middle + at + 1);
            let (known, entry) = parse_entry(self.0.get(line..next)?.trim_end_matches('\n'), true)?;
            match known.cmp(path) {
                Ordering::Less => start = next,
                Ordering::Equal => return Some((line, entry)),
                Ordering::Greater => end = line,
            }
        }
        None
    }
}

/// One change to a target. Each can be done again when it is done already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Deletes a file, and the folders that are empty without it.
    Remove(String),
    /// Moves a file or a folder from the stage to its place.
    Move {
        /// Its name in the stage.
        from: usize,
        /// Its path in the target.
        to: String,
    },
}

/// The steps from what a target holds to what it will.
pub(super) struct Journal {
    pub(super) steps: Vec<Step>,
}

impl Journal {
    /// Reads the journal of a publish that was killed, if there is one.
    pub(super) fn read(root: &Path) -> Result<Option<Self>, PublishError> {
        let Some(text) = read_record(root, JOURNAL)? else {
            return Ok(None);
        };
        let steps = lines(&text, JOURNAL_HEAD).and_then(|lines| lines.map(parse_step).collect());
        match steps {
            Some(steps) => Ok(Some(Self { steps })),
            None => Err(PublishError::Damaged(root.join(JOURNAL))),
        }
    }

    /// The steps as a file's text.
    pub(super) fn text(steps: &[Step]) -> String {
        let mut text = format!("{JOURNAL_HEAD}\n");
        for step in steps {
            text.push_str(&match step {
                Step::Remove(path) => format!("remove {path}\n"),
                Step::Move { from, to } => format!("move {from} {to}\n"),
            });
        }
        text
    }
}

fn parse_step(line: &str) -> Option<Step> {
    let (verb, rest) = line.split_once(' ')?;
    let step = match verb {
        "remove" => Step::Remove(rest.to_owned()),
        "move" => {
            let (from, to) = rest.split_once(' ')?;
            Step::Move { from: from.parse().ok()?, to: to.to_owned() }
        }
        _ => return None,
    };
    let (Step::Remove(path) | Step::Move { to: path, .. }) = &step;
    is_clean(path).then_some(step)
}

/// Whether a path leads from the target down to a place that is not depeche's own.
///
/// The paths of outputs are clean by construction; this is the last look before the disk, and the
/// only one at records that somebody may have edited.
pub(crate) fn is_clean(path: &str) -> bool {
    let plain = |part: &str| !matches!(part, "" | "." | "..");
    let first = path.split('/').next().unwrap_or_default();
    // Nearly all paths are of ASCII alone, and there are many.
    let is_bad = |byte: u8| matches!(byte, b'\\' | b':') || byte.is_ascii_control();
    path.split('/').all(plain)
        && !first.eq_ignore_ascii_case(OWN)
        && !path.bytes().any(is_bad)
        && (path.is_ascii() || !path.contains(char::is_control))
}

/// The folders that a file stands in, from the outermost.
pub(super) fn folders_of(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash])
}

/// The lines below the first, which must name the format.
fn lines<'a>(text: &'a str, head: &str) -> Option<impl Iterator<Item = &'a str>> {
    let mut lines = text.lines();
    (lines.next()? == head).then_some(lines)
}

/// The text of a record, if it is there.
fn read_record(root: &Path, name: &str) -> Result<Option<String>, PublishError> {
    let path = root.join(name);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            Err(PublishError::Damaged(path))
        }
        Err(error) => Err(error).at("read", &path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Route;

    fn manifest(count: usize) -> Manifest {
        let path = |number: usize| Route::root().file(&format!("é{number}.html")).output_path();
        let paths: Vec<_> = (0..count).map(path).collect();
        let of = |path: &OutputPath| Sum::of(path.as_str().as_bytes());
        Manifest::of(paths.iter().map(|path| (path, OutputKind::Page, of(path))))
    }

    #[test]
    fn a_line_of_a_manifest_is_found_and_replaced() {
        for count in [0, 1, 2, 3, 50] {
            let mut expected = manifest(count);
            let mut text = ManifestText(expected.to_text());
            for (path, entry) in expected.files() {
                assert_eq!(text.entry(path), Some(entry), "{path} of {count}");
            }
            for unknown in ["", "a.html", "é1.htm", "é1.html0", "ê.html", "zz"] {
                assert_eq!(text.entry(unknown), None, "{unknown:?} of {count}");
                assert!(!text.replace(unknown, Sum::of(b"new")));
            }
            assert_eq!(text.as_str(), expected.to_text());
            let paths: Vec<_> = expected.0.keys().cloned().collect();
            for path in paths {
                let new = Sum::of(b"new");
                assert!(text.replace(&path, new));
                expected.0.entry(path).and_modify(|entry| entry.bytes = new);
                assert_eq!(text.as_str(), expected.to_text());
            }
        }
    }
}
