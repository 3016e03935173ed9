//! What must happen for a bucket to hold a site: nothing is changed here.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::record::{Entry, Journal, Manifest, State};
use super::{DeployError, Settings};
use crate::encode::Encoding;
use crate::hashed::Fingerprint;
use crate::outputs::{OutputKind, content_type, headers, redirect};
use crate::publish::{Built, BuiltFile, Changes};

/// A file of the site as an object of the bucket.
pub struct Wanted<'b> {
    pub file: &'b BuiltFile,
    /// Where its bytes are: in the file itself, or in another form of it.
    pub body: &'b BuiltFile,
    pub entry: Entry,
    /// What it is served with.
    pub headers: Vec<(&'static str, String)>,
    /// Whether the manifest says that depeche put an object there.
    pub is_listed: bool,
    /// Whether it may be there already: a publish that was not finished may have sent it.
    pub is_doubtful: bool,
}

/// An object to be deleted.
pub struct Deletion {
    pub path: String,
    pub kind: OutputKind,
    /// Whether it may be another's: a publish that was not finished only meant to put something there.
    pub is_doubtful: bool,
}

/// What must be sent and deleted.
pub struct Plan<'b> {
    /// By kind, then path: the order in which files are sent.
    pub send: Vec<Wanted<'b>>,
    /// The other way round: what names others goes before them.
    pub delete: Vec<Deletion>,
    pub unchanged: usize,
    /// What the bucket will hold.
    pub manifest: Manifest,
}

impl<'b> Plan<'b> {
    /// Compares a site with what a bucket says of itself.
    pub fn new(
        built: &'b Built,
        manifest: &Manifest,
        journal: &Journal,
        settings: &Settings,
    ) -> Result<Self, DeployError> {
        let forms = Forms::of(built, settings)?;
        let files: Vec<&BuiltFile> =
            built.files().iter().filter(|file| !forms.is_form(file)).collect();
        let want = |file: &&'b BuiltFile| want(built, file, &forms, settings);
        let wanted = files.par_iter().with_min_len(64).map(want);
        let wanted: Vec<Wanted<'b>> = wanted.collect::<Result<_, _>>()?;
        let entry = |wanted: &Wanted<'b>| (wanted.file.path.to_string(), wanted.entry);
        let mut after: BTreeMap<String, Entry> = wanted.iter().map(entry).collect();
        let Superfluous { keep, delete } = superfluous(&after, manifest, journal, settings);
        let mut send = Vec::new();
        for mut wanted in wanted {
            let path = wanted.file.path.as_str();
            let before = manifest.0.get(path);
            wanted.is_doubtful =
                journal.0.contains_key(path) || (settings.verify && before.is_some());
            wanted.is_listed = before.is_some();
            let same = before.is_some_and(|before| before.mark() == wanted.entry.mark());
            if !same || wanted.is_doubtful {
                send.push(wanted);
            }
        }
        let unchanged = after.len() - send.len();
        send.sort_by(|a, b| (a.file.kind, &a.file.path).cmp(&(b.file.kind, &b.file.path)));
        after.extend(keep);
        Ok(Self { send, delete, unchanged, manifest: Manifest(after) })
    }

    /// The files of one kind.
    pub fn of(&self, kind: OutputKind) -> Vec<&Wanted<'b>> {
        self.send.iter().filter(|wanted| wanted.file.kind == kind).collect()
    }

    /// What is deleted of one kind.
    pub fn deletions(&self, kind: OutputKind) -> Vec<&str> {
        let deleted = self.delete.iter().filter(|deletion| deletion.kind == kind);
        deleted.map(|deletion| deletion.path.as_str()).collect()
    }

    /// The objects that may be sent or deleted.
    pub fn objects(&self) -> impl Iterator<Item = (&str, OutputKind)> {
        let sent = self.send.iter().map(|wanted| (wanted.file.path.as_str(), wanted.file.kind));
        let deleted = self.delete.iter();
        sent.chain(deleted.map(|deletion| (deletion.path.as_str(), deletion.kind)))
    }

    /// Leaves out objects that are as they shall be.
    pub fn leave_out(&mut self, settled: &BTreeSet<String>) {
        let before = self.send.len();
        self.send.retain(|wanted| !settled.contains(wanted.file.path.as_str()));
        self.unchanged += before - self.send.len();
        self.delete.retain(|deletion| !settled.contains(&deletion.path));
    }

    /// All that is sent and deleted.
    pub fn changes(&self) -> Changes {
        let written = self.send.iter().map(|wanted| wanted.file.path.to_string()).collect();
        let deleted = self.delete.iter().map(|deletion| deletion.path.clone()).collect();
        Changes { written, deleted, unchanged: self.unchanged }
    }
}

/// What depeche put into the bucket and the site does not have.
struct Superfluous {
    keep: Vec<(String, Entry)>,
    delete: Vec<Deletion>,
}

/// What depeche put into the bucket and the site does not have: what to keep for now, and what to delete.
///
/// A reader who got a page a moment ago is about to ask for what it names. So what is named after its
/// bytes, and hence is in nobody's way, stays until the next publish.
fn superfluous(
    wanted: &BTreeMap<String, Entry>,
    manifest: &Manifest,
    journal: &Journal,
    settings: &Settings,
) -> Superfluous {
    let noted = manifest.0.iter().map(|(path, entry)| (path, entry.kind));
    let known: BTreeMap<&String, OutputKind> =
        journal.0.iter().map(|(path, kind)| (path, *kind)).chain(noted).collect();
    let (mut keep, mut delete) = (Vec::new(), Vec::new());
    for (path, kind) in known.into_iter().filter(|(path, _)| !wanted.contains_key(*path)) {
        let entry = manifest.0.get(path).filter(|entry| entry.state == State::Live);
        let lasting = entry.filter(|_| headers::is_hashed(path));
        match lasting {
            Some(entry) if !settings.prune => {
                keep.push((path.clone(), Entry { state: State::Old, ..*entry }));
            }
            _ => {
                let is_doubtful = !manifest.0.contains_key(path);
                delete.push(Deletion { path: path.clone(), kind, is_doubtful });
            }
        }
    }
    delete.sort_by(|a, b| (b.kind, &a.path).cmp(&(a.kind, &b.path)));
    Superfluous { keep, delete }
}

/// The forms of a site's files that take less to send, by the paths of the files.
struct Forms<'b> {
    all: FxHashMap<&'b str, &'b BuiltFile>,
    encoding: Option<Encoding>,
}

impl<'b> Forms<'b> {
    /// Finds them, and refuses to send a form that no file has.
    fn of(built: &'b Built, settings: &Settings) -> Result<Self, DeployError> {
        let all = built.files().iter().map(|file| (file.path.as_str(), file)).collect();
        let forms = Self { all, encoding: settings.encoding };
        match settings.encoding {
            Some(encoding) if !built.files().iter().any(|file| forms.body(file).is_some()) => {
                Err(DeployError::NoForm(encoding))
            }
            _ => Ok(forms),
        }
    }

    /// Whether a file is another form of one that the site has.
    fn is_form(&self, file: &BuiltFile) -> bool {
        let original = Encoding::original(file.path.as_str());
        original.is_some_and(|(original, _)| self.all.contains_key(original))
    }

    /// The form in which a file is sent, if it is another than its own.
    fn body(&self, file: &BuiltFile) -> Option<(&'b BuiltFile, Encoding)> {
        let encoding = self.encoding?;
        let form = self.all.get(encoding.path(file.path.as_str()).as_str())?;
        Some((form, encoding))
    }
}

/// A file as an object, with what it is served with.
fn want<'b>(
    built: &Built,
    file: &'b BuiltFile,
    forms: &Forms<'b>,
    settings: &Settings,
) -> Result<Wanted<'b>, DeployError> {
    let path = file.path.as_str();
    let mut headers = vec![
        ("cache-control", headers::cache_control(path).to_owned()),
        ("content-type", content_type(path).to_owned()),
    ];
    if settings.redirects && file.kind == OutputKind::Page && built.size(file)? <= redirect::LONGEST
    {
        let page = built.read(file)?;
        let to = std::str::from_utf8(&page.bytes).ok().and_then(redirect::destination);
        headers.extend(to.map(|to| ("x-amz-website-redirect-location", to)));
    }
    let form = forms.body(file);
    headers.extend(form.map(|(_, encoding)| ("content-encoding", encoding.name().to_owned())));
    let body = form.map_or(file, |(form, _)| form);
    let (bytes, size, kind) = (body.bytes, built.size(body)?, file.kind);
    let entry =
        Entry { bytes, headers: Fingerprint::lasting(&headers), size, kind, state: State::Live };
    Ok(Wanted { file, body, entry, headers, is_listed: false, is_doubtful: false })
}
