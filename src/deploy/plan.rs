//! What must happen for a bucket to hold a site: nothing is changed here.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::record::{Entry, Journal, Manifest, State};
use super::{DeployError, Settings};
use crate::hashed::Fingerprint;
use crate::outputs::{OutputKind, content_type, headers, redirect};
use crate::publish::{Built, BuiltFile, Changes};

/// A file of the site as an object of the bucket.
pub struct Wanted<'b> {
    pub file: &'b BuiltFile,
    pub entry: Entry,
    /// What it is served with.
    pub headers: Vec<(&'static str, String)>,
    /// Whether depeche put an object there before.
    pub is_known: bool,
    /// Whether it may be there already: a publish that was not finished may have sent it.
    pub is_doubtful: bool,
}

/// What must be sent and deleted.
pub struct Plan<'b> {
    /// By kind, then path: the order in which files are sent.
    pub send: Vec<Wanted<'b>>,
    /// The other way round: what names others goes before them.
    pub delete: Vec<(String, OutputKind)>,
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
        let want = |file| want(built, file, settings);
        let files = built.files().par_iter().with_min_len(64).map(want);
        let wanted: Vec<(Entry, Vec<_>)> = files.collect::<Result<_, _>>()?;
        let entries = built.files().iter().map(|file| file.path.to_string());
        let mut after: BTreeMap<String, Entry> =
            entries.zip(wanted.iter().map(|(entry, _)| *entry)).collect();
        let (old, delete) = superfluous(&after, manifest, journal, settings);
        let mut send = Vec::new();
        for (file, (entry, headers)) in built.files().iter().zip(wanted) {
            let path = file.path.as_str();
            let before = manifest.0.get(path);
            let is_doubtful = journal.0.contains_key(path) || (settings.verify && before.is_some());
            let same = before.is_some_and(|before| before.mark() == entry.mark());
            if !same || is_doubtful {
                let is_known = before.is_some() || is_doubtful;
                send.push(Wanted { file, entry, headers, is_known, is_doubtful });
            }
        }
        let unchanged = after.len() - send.len();
        send.sort_by(|a, b| (a.file.kind, &a.file.path).cmp(&(b.file.kind, &b.file.path)));
        after.extend(old);
        Ok(Self { send, delete, unchanged, manifest: Manifest(after) })
    }

    /// The files of one kind.
    pub fn of(&self, kind: OutputKind) -> Vec<&Wanted<'b>> {
        self.send.iter().filter(|wanted| wanted.file.kind == kind).collect()
    }

    /// What is deleted of one kind.
    pub fn deletions(&self, kind: OutputKind) -> Vec<&str> {
        let deleted = self.delete.iter().filter(|(_, own)| *own == kind);
        deleted.map(|(path, _)| path.as_str()).collect()
    }

    /// The objects that may be sent or deleted.
    pub fn objects(&self) -> impl Iterator<Item = (&str, OutputKind)> {
        let sent = self.send.iter().map(|wanted| (wanted.file.path.as_str(), wanted.file.kind));
        sent.chain(self.delete.iter().map(|(path, kind)| (path.as_str(), *kind)))
    }

    /// All that is sent and deleted, but for what is found to be there already.
    pub fn changes(&self, there: &BTreeSet<&str>) -> Changes {
        let sent = self.send.iter().map(|wanted| wanted.file.path.as_str());
        let written = sent.filter(|path| !there.contains(path)).map(str::to_owned).collect();
        let unchanged = self.unchanged + there.len();
        let deleted = self.delete.iter().map(|(path, _)| path.clone()).collect();
        Changes { written, deleted, unchanged }
    }
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
) -> (Vec<(String, Entry)>, Vec<(String, OutputKind)>) {
    let noted = manifest.0.iter().map(|(path, entry)| (path, entry.kind));
    let known: BTreeMap<&String, OutputKind> =
        journal.0.iter().map(|(path, kind)| (path, *kind)).chain(noted).collect();
    let (mut keep, mut delete) = (Vec::new(), Vec::new());
    for (path, kind) in known.into_iter().filter(|(path, _)| !wanted.contains_key(*path)) {
        let entry = manifest.0.get(path).filter(|entry| entry.state == State::Live);
        let lasting = entry.filter(|entry| headers::is_named_after(path, entry.bytes));
        match lasting {
            Some(entry) if !settings.prune => {
                keep.push((path.clone(), Entry { state: State::Old, ..*entry }));
            }
            _ => delete.push((path.clone(), kind)),
        }
    }
    delete.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    (keep, delete)
}

/// What a file is as an object.
fn want(
    built: &Built,
    file: &BuiltFile,
    settings: &Settings,
) -> Result<(Entry, Vec<(&'static str, String)>), DeployError> {
    let path = file.path.as_str();
    let mut list = vec![
        ("cache-control", headers::cache_control(path, file.bytes).to_owned()),
        ("content-type", content_type(path).to_owned()),
    ];
    let size = built.size(file)?;
    if settings.redirects && file.kind == OutputKind::Page && size <= redirect::LONGEST {
        let page = built.read(file)?;
        let to = std::str::from_utf8(&page.bytes).ok().and_then(redirect::destination);
        list.extend(to.map(|to| ("x-amz-website-redirect-location", to)));
    }
    let headers = Fingerprint::of(&list);
    Ok((Entry { bytes: file.bytes, headers, size, kind: file.kind, state: State::Live }, list))
}
