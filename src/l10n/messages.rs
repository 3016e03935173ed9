//! One locale's messages: the theme's files, and the site's over them.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::entry::{Entry, EntryKind};
use super::file::MessageFile;
use crate::diag::{Checked, Code, Diagnostic, Span};
use crate::hashed::Fingerprint;

/// All of a locale's messages and terms: the entry that is used for each name, and its file.
#[derive(Debug, Clone)]
pub struct Messages {
    files: Vec<Arc<MessageFile>>,
    used: BTreeMap<(EntryKind, String), Place>,
    fingerprint: Fingerprint,
}

/// A file, and an entry of it, by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    file: usize,
    entry: usize,
}

impl Messages {
    /// Lays the site's files over the theme's: the site's entry stands for the theme's of that name, as
    /// a whole. Each list is to be in a stated order; the last of several files of one list is used.
    ///
    /// # Problems
    /// - [`Code::DuplicateMessage`], if two of the theme's files, or two of the site's, have one name.
    pub fn new(theme: &[Arc<MessageFile>], site: &[Arc<MessageFile>]) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let files: Vec<_> = theme.iter().chain(site).cloned().collect();
        let mut used = BTreeMap::new();
        for (number, file) in files.iter().enumerate() {
            for (index, entry) in file.entries().iter().enumerate() {
                let place = Place { file: number, entry: index };
                let before: Option<Place> = used.insert((entry.kind, entry.id.clone()), place);
                let same = before.filter(|b| (b.file < theme.len()) == (number < theme.len()));
                diagnostics.extend(same.map(|before| twice(&files, before, place)));
            }
        }
        let fingerprint = fingerprint(&files, &used);
        let value = Self { files, used, fingerprint };
        Checked { value, diagnostics }
    }

    /// What all that can be formatted depends on: the text of every entry that is used.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The files, the theme's first.
    pub fn files(&self) -> &[Arc<MessageFile>] {
        &self.files
    }

    /// The entries that are used, messages before terms, each kind by name.
    pub fn entries(&self) -> impl Iterator<Item = (&MessageFile, &Entry)> {
        self.used.values().map(|place| self.at(*place))
    }

    /// The message of that name, and its file.
    pub fn message(&self, id: &str) -> Option<(&MessageFile, &Entry)> {
        self.entry(EntryKind::Message, id)
    }

    /// The message or term of that name, and its file.
    pub fn entry(&self, kind: EntryKind, id: &str) -> Option<(&MessageFile, &Entry)> {
        let place = self.used.get(&(kind, id.to_owned()))?;
        Some(self.at(*place))
    }

    /// The source of all entries that are used, for the bundle.
    pub(super) fn runtime_source(&self) -> String {
        let shared = self.shared_names();
        self.entries().map(|(_, entry)| entry.runtime_source(&shared)).collect()
    }

    /// Names that both a message and a term have.
    fn shared_names(&self) -> BTreeSet<&str> {
        let names = self.used.keys().filter(|(kind, _)| *kind == EntryKind::Term);
        let both = names.filter(|(_, id)| self.message(id).is_some());
        both.map(|(_, id)| id.as_str()).collect()
    }

    fn at(&self, place: Place) -> (&MessageFile, &Entry) {
        let file = &self.files[place.file];
        (file, &file.entries()[place.entry])
    }
}

impl Hash for Messages {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

fn fingerprint(
    files: &[Arc<MessageFile>],
    used: &BTreeMap<(EntryKind, String), Place>,
) -> Fingerprint {
    let text = |place: &Place| files[place.file].entries()[place.entry].source();
    let texts: Vec<&str> = used.values().map(text).collect();
    Fingerprint::of(&texts)
}

fn twice(files: &[Arc<MessageFile>], first: Place, second: Place) -> Diagnostic {
    let span = |place: Place| {
        let file = &files[place.file];
        Span::new(file.path(), file.entries()[place.entry].name.clone())
    };
    let name = files[second.file].entries()[second.entry].display_name();
    Diagnostic::new(Code::DuplicateMessage, format!("`{name}` is defined in two files"))
        .at(span(second))
        .and(span(first), "first here")
        .help("remove one of them: the last one is used")
}
