//! What depeche keeps for itself in a bucket: which objects it put there, and which may have changed since.
//!
//! Both are lines of text under a line that names their format.

use std::collections::BTreeMap;

use super::store::{Condition, Store, put_record};
use super::{DeployError, JOURNAL, MANIFEST};
use crate::hashed::Fingerprint;
use crate::outputs::{OutputKind, Sum};
use crate::publish::is_clean;

const MANIFEST_HEAD: &str = "depeche bucket 1";
const JOURNAL_HEAD: &str = "depeche bucket journal 1";

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Tells what it holds.
    pub bytes: Sum,
    /// The fingerprint of the headers it is served with.
    pub headers: Fingerprint,
    /// How long it is, in bytes.
    pub size: u64,
    /// When it is sent, and when it is deleted.
    pub kind: OutputKind,
    /// Whether a file of the site is there, or one that only pages of a moment ago name.
    pub state: State,
}

/// Whether an object is of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is.
    Live,
    /// It was, until the last publish.
    Old,
}

impl Entry {
    /// What the object's mark says.
    pub fn mark(&self) -> String {
        Fingerprint::lasting(&(self.bytes, self.headers)).hex()
    }
}

/// Every object that depeche put into a bucket, by path.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Manifest(pub BTreeMap<String, Entry>);

impl Manifest {
    /// Reads a manifest.
    pub fn parse(text: &str) -> Option<Self> {
        let entry = |line: &str| {
            let mut parts = line.splitn(6, ' ');
            let mut next = || parts.next();
            let bytes = Sum::from_hex(next()?)?;
            let headers = Fingerprint::from_hex(next()?)?;
            let size = next()?.parse().ok()?;
            let kind = OutputKind::parse(next()?)?;
            let state = match next()? {
                "live" => State::Live,
                "old" => State::Old,
                _ => return None,
            };
            let path = next().filter(|path| is_clean(path))?;
            Some((path.to_owned(), Entry { bytes, headers, size, kind, state }))
        };
        lines(text, MANIFEST_HEAD)?.map(entry).collect::<Option<_>>().map(Self)
    }

    /// The manifest as text.
    pub fn to_text(&self) -> String {
        let mut text = format!("{MANIFEST_HEAD}\n");
        for (path, entry) in &self.0 {
            let state = if entry.state == State::Live { "live" } else { "old" };
            let (bytes, headers) = (entry.bytes.hex(), entry.headers.hex());
            let (size, kind) = (entry.size, entry.kind.as_str());
            text.push_str(&format!("{bytes} {headers} {size} {kind} {state} {path}\n"));
        }
        text
    }
}

/// The objects that a publish that was not finished may have put or deleted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Journal(pub BTreeMap<String, OutputKind>);

impl Journal {
    fn parse(text: &str) -> Option<Self> {
        let entry = |line: &str| {
            let (kind, path) = line.split_once(' ')?;
            is_clean(path).then_some((path.to_owned(), OutputKind::parse(kind)?))
        };
        lines(text, JOURNAL_HEAD)?.map(entry).collect::<Option<_>>().map(Self)
    }

    fn to_text(&self) -> String {
        let line = |(path, kind): (&String, &OutputKind)| format!("{} {path}\n", kind.as_str());
        let lines: String = self.0.iter().map(line).collect();
        format!("{JOURNAL_HEAD}\n{lines}")
    }
}

fn lines<'a>(text: &'a str, head: &str) -> Option<impl Iterator<Item = &'a str>> {
    let mut lines = text.lines();
    (lines.next()? == head).then_some(lines)
}

/// What a bucket says of itself.
pub struct Records {
    pub manifest: Manifest,
    pub journal: Journal,
    tag: Option<String>,
}

impl Records {
    /// Reads them, and refuses a bucket that is not ours, unless it is empty.
    pub fn read(store: &dyn Store) -> Result<Self, DeployError> {
        let manifest = read(store, MANIFEST, Manifest::parse)?;
        let journal = read(store, JOURNAL, Journal::parse)?;
        if manifest.is_none() && journal.is_none() && store.holds_others(super::OWN)? {
            return Err(DeployError::Foreign);
        }
        let (manifest, tag) =
            manifest.map_or_else(Default::default, |(read, tag)| (read, Some(tag)));
        let journal = journal.map_or_else(Journal::default, |(read, _)| read);
        Ok(Self { manifest, journal, tag })
    }

    /// Notes what is about to change, beside what may have changed before.
    pub fn begin<'p>(
        &mut self,
        store: &dyn Store,
        objects: impl Iterator<Item = (&'p str, OutputKind)>,
    ) -> Result<(), DeployError> {
        self.journal.0.extend(objects.map(|(path, kind)| (path.to_owned(), kind)));
        put_record(store, JOURNAL, &self.journal.to_text(), Condition::Any)?;
        Ok(())
    }

    /// Notes what is there now: nothing is in doubt any more.
    ///
    /// # Errors
    /// If another one noted something meanwhile, or is about to: the journal is then what that one noted.
    pub fn finish(
        self,
        store: &dyn Store,
        manifest: &Manifest,
        is_ours: &dyn Fn() -> Result<(), DeployError>,
    ) -> Result<(), DeployError> {
        is_ours()?;
        let condition = self.tag.as_deref().map_or(Condition::Nothing, Condition::Tag);
        let put = put_record(store, MANIFEST, &manifest.to_text(), condition)?;
        if put.is_none() {
            return Err(DeployError::Overtaken);
        }
        is_ours()?;
        Ok(store.delete(JOURNAL, &|| is_ours().is_ok())?)
    }
}

fn read<T>(
    store: &dyn Store,
    key: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<(T, String)>, DeployError> {
    let Some(object) = store.get(key)? else { return Ok(None) };
    let text = std::str::from_utf8(&object.bytes).ok();
    let parsed = text.and_then(parse).ok_or(DeployError::Damaged(key))?;
    Ok(Some((parsed, object.tag)))
}
