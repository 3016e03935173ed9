//! What a build makes: every file of the site, in memory, in the order of its path.

mod bytes;
mod content_type;
pub mod headers;
pub mod redirect;

use std::ops::Range;

pub use bytes::{OutputBytes, Sum};
pub use content_type::{content_type, known_types};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::hashed::Fingerprint;
use crate::model::OutputPath;
use crate::world::VPath;

/// Where a file stands when a new site takes the place of an old one.
///
/// The order is that in which files are moved: what others need comes before those others, so that
/// no reader ever gets a page without its stylesheet, or a list that leads to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OutputKind {
    /// Stylesheets, scripts, pictures: named by pages.
    Asset,
    /// Articles and standing pages: named by indexes.
    Page,
    /// Home, topics, archives, authors: pages that list others.
    Index,
    /// Feeds, the sitemap, `robots.txt`: read by programs, which follow what they name.
    Feed,
}

impl OutputKind {
    const NAMES: [(Self, &str); 4] = [
        (Self::Asset, "asset"),
        (Self::Page, "page"),
        (Self::Index, "index"),
        (Self::Feed, "feed"),
    ];

    /// The kind as a word.
    pub fn as_str(self) -> &'static str {
        let named = Self::NAMES.iter().find(|(kind, _)| *kind == self);
        named.map_or("", |(_, name)| name)
    }

    /// Reads what [`as_str`](Self::as_str) wrote.
    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// One file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Where it goes.
    pub path: OutputPath,
    /// What it holds.
    pub bytes: OutputBytes,
    /// When it is moved into place.
    pub kind: OutputKind,
}

/// What tells of a file what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// What it shows, but for the texts of articles, and how.
    pub shown: Fingerprint,
    /// All that it is made of.
    pub whole: Fingerprint,
}

/// An author's text in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inlay {
    /// The article that has the text.
    pub file: VPath,
    /// How the text is written.
    pub manner: Manner,
    /// Where it is in the file; nothing, if another text cannot take its place.
    pub places: Vec<Range<usize>>,
}

/// How a file has a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Manner {
    /// As a page of the site does: with what the holes of the text are filled with, as
    /// [`BodyView::keep`](crate::plan::body::BodyView::keep) wrote it.
    Page(Vec<u8>),
    /// As Atom does, under the article's permalink.
    Atom(String),
    /// As JSON Feed does, under the article's permalink.
    Json(String),
    /// As Markdown, under the article's permalink.
    Markdown(String),
    /// In a way of its own.
    Other,
}

/// Takes a site's files while they are rendered, in no order and from any thread.
pub trait Sink: Sync {
    /// Whether it asks [`has`](Self::has): to tell a file's key costs a little.
    fn is_keyed(&self) -> bool {
        false
    }

    /// Whether it has the file of that key, so that nobody need make it.
    fn has(&self, path: &OutputPath, key: Key) -> bool {
        let _ = (path, key);
        false
    }

    /// Takes a file, its key if it is keyed and nothing went wrong, and the texts in it.
    fn take(&self, output: Output, key: Option<Key>, texts: Vec<Inlay>);
}

impl<F: Fn(Output) + Sync> Sink for F {
    fn take(&self, output: Output, _: Option<Key>, _: Vec<Inlay>) {
        self(output);
    }
}

/// Every file of the site, sorted by path; no two share one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outputs(Vec<Output>);

impl Outputs {
    /// Takes files in any order. Of two with one path the first is kept: `plan` has reported them.
    pub fn new(mut files: Vec<Output>) -> Self {
        // The sort is stable, so that the first of two is first.
        files.par_sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|b, a| a.path == b.path);
        Self(files)
    }

    /// The files, in the order of their paths.
    pub fn iter(&self) -> std::slice::Iter<'_, Output> {
        self.0.iter()
    }

    /// The file at a path relative to the output's root.
    pub fn get(&self, path: &str) -> Option<&Output> {
        let found = self.0.binary_search_by(|file| file.path.as_str().cmp(path));
        found.ok().map(|index| &self.0[index])
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no file at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for &'a Outputs {
    type Item = &'a Output;
    type IntoIter = std::slice::Iter<'a, Output>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
