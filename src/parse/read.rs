//! Reads every article, but for those that are as they were.
//!
//! Of 20,000 articles an author edits one. To find the others again by a key of all that they follow from would
//! take most of the time until that one is seen: so they are compared with those of the last build, file by file.

use std::collections::BTreeMap;
use std::slice;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use rayon::prelude::*;

use super::article::{Article, Input, Opened, Reading};
use super::config::Config;
use super::terms::Terms;
use super::{ParseMemo, declared, glossary, wrong_suffix};
use crate::batch;
use crate::collect::{Kind, Revision, Role, Source};
use crate::diag::{Checked, Diagnostic};
use crate::hashed::{Fingerprint, Hashed};
use crate::limits;
use crate::model::Locale;
use crate::world::VPath;

/// The files of articles.
pub enum Told<'a> {
    /// What each holds is let go of as soon as it is understood.
    Once(Vec<(VPath, Source)>),
    /// Whoever holds them wants them again.
    Held(&'a [(VPath, Source)]),
}

impl Told<'_> {
    fn files(&self) -> &[(VPath, Source)] {
        match self {
            Self::Once(files) => files,
            Self::Held(files) => files,
        }
    }

    /// Takes out those that define terms.
    fn take_terms(&mut self) -> Vec<(VPath, Source)> {
        let is_term = |(_, source): &(VPath, Source)| source.kind() == Some(Kind::Term);
        match self {
            Self::Once(files) => files.extract_if(.., |file| is_term(file)).collect(),
            Self::Held(files) => files.iter().filter(|file| is_term(file)).cloned().collect(),
        }
    }
}

/// The articles of the last build.
#[derive(Default)]
pub struct Articles {
    last: Mutex<BTreeMap<Pass, Vec<Known>>>,
    all: Mutex<Option<All>>,
    computed: AtomicU64,
    forgets: bool,
}

/// Terms come first: see [`articles`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pass {
    /// Definitions of terms.
    Terms,
    /// All else.
    Texts,
}

/// All articles, as long as none was touched.
struct All {
    revision: Revision,
    /// Of all but files: see [`around`].
    around: Fingerprint,
    articles: Checked<Arc<Vec<Arc<Article>>>>,
}

/// A file, as it was read, and what that followed from.
struct Known {
    file: VPath,
    bytes: Fingerprint,
    /// Of all but the file: see [`around`].
    around: Fingerprint,
    read: Read,
}

/// The article of a file, or why there is none; nothing, where that is not to be said.
pub type Read = Option<Result<Checked<Arc<Article>>, Diagnostic>>;

impl Articles {
    /// Remembers nothing, for a build that no other follows.
    pub fn forgetful() -> Self {
        Self { forgets: true, ..Self::default() }
    }

    /// Whether it remembers nothing.
    pub fn is_forgetful(&self) -> bool {
        self.forgets
    }

    /// Starts a build.
    pub fn turn(&self) {
        self.computed.store(0, Ordering::Relaxed);
    }

    /// Counts an article that was not remembered.
    pub fn count(&self) {
        self.computed.fetch_add(1, Ordering::Relaxed);
    }

    /// How many were not remembered in this build.
    pub fn computed(&self) -> u64 {
        self.computed.load(Ordering::Relaxed)
    }

    fn last(&self) -> MutexGuard<'_, BTreeMap<Pass, Vec<Known>>> {
        self.last.lock().expect("no thread panics while it holds this lock")
    }
}

/// All that an article follows from besides its file and what stands in it.
fn around(config: &Config, terms: &BTreeMap<Locale, Arc<Terms>>) -> Fingerprint {
    let terms: Vec<_> = terms.iter().map(|(tag, terms)| (tag, terms.fingerprint())).collect();
    Fingerprint::of(&(&config.locales, config.search, config.html, config.assumed, terms))
}

/// Reads every article.
///
/// The glossary comes first, since texts are searched for its terms.
pub fn articles(
    told: Told<'_>,
    revision: &Revision,
    config: &Config,
    memo: &ParseMemo,
) -> Checked<Arc<Vec<Arc<Article>>>> {
    let around = around(config, &BTreeMap::new());
    let all = || memo.articles.all.lock().expect("no thread panics while it holds this lock");
    let is_same = |all: &&All| all.revision == *revision && all.around == around;
    if let Some(all) = all().as_ref().filter(is_same) {
        return all.articles.clone();
    }
    let mut diagnostics = Vec::new();
    let articles = Arc::new(all_articles(told, config, memo, &mut diagnostics));
    let articles = Checked { value: articles, diagnostics };
    let kept = || All { revision: revision.clone(), around, articles: articles.clone() };
    *all() = (!memo.articles.forgets).then(kept);
    articles
}

fn all_articles(
    mut told: Told<'_>,
    config: &Config,
    memo: &ParseMemo,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Arc<Article>> {
    let none = BTreeMap::new();
    let defining = Told::Once(told.take_terms());
    let mut articles = Reader::new(config, &none, memo).read(Pass::Terms, defining, problems);
    let terms = glossary::terms(&articles);
    articles.extend(Reader::new(config, &terms, memo).read(Pass::Texts, told, problems));
    if !terms.is_empty() {
        articles.sort_by(|a, b| a.file.cmp(&b.file));
    }
    articles
}

/// Reads articles, given all that they follow from besides their files.
pub struct Reader<'a> {
    config: &'a Config,
    terms: &'a BTreeMap<Locale, Arc<Terms>>,
    none: Arc<Terms>,
    memo: &'a ParseMemo,
}

impl<'a> Reader<'a> {
    pub fn new(
        config: &'a Config,
        terms: &'a BTreeMap<Locale, Arc<Terms>>,
        memo: &'a ParseMemo,
    ) -> Self {
        Self { config, terms, none: Arc::default(), memo }
    }

    /// Reads the articles of a pass, in the order of their paths.
    pub fn read(
        &self,
        pass: Pass,
        told: Told<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<Arc<Article>> {
        let mut articles = Vec::new();
        let mut take = |read: &Read| match read {
            Some(Ok(checked)) => {
                problems.extend(checked.diagnostics.iter().cloned());
                articles.push(Arc::clone(&checked.value));
            }
            Some(Err(problem)) => problems.push(problem.clone()),
            None => {}
        };
        let memo = &self.memo.articles;
        match told {
            Told::Once(files) if memo.forgets => {
                let read = batch::of(files).flat_map_iter(|files| self.files(pass, &files));
                let read: Vec<Read> = read.collect();
                read.iter().for_each(take);
            }
            told => {
                let last = memo.last().remove(&pass).unwrap_or_default();
                let read = self.again(pass, last, told.files());
                read.iter().for_each(|known| take(&known.read));
                memo.last().insert(pass, read);
            }
        }
        articles
    }

    /// Reads the files that are not as they were.
    fn again(&self, pass: Pass, last: Vec<Known>, files: &[(VPath, Source)]) -> Vec<Known> {
        let around = around(self.config, self.terms);
        // Both are in the order of their paths.
        let mut last = last.into_iter().peekable();
        let still = |(file, source): &(VPath, Source)| {
            // Nearly always it is the next, and its path the very same.
            while last.next_if(|known| known.file != *file && known.file < *file).is_some() {}
            let known = last.next_if(|known| known.file == *file)?;
            let same = known.around == around && known.bytes == source.bytes.fingerprint();
            same.then_some(known)
        };
        let known: Vec<Option<Known>> = files.iter().map(still).collect();
        let each = known.into_par_iter().zip(files).with_min_len(16);
        let read = |(known, file): (Option<Known>, &(VPath, Source))| {
            known.unwrap_or_else(|| {
                let bytes = file.1.bytes.fingerprint();
                Known { file: file.0.clone(), bytes, around, read: self.file(pass, file) }
            })
        };
        each.map(read).collect()
    }

    /// Reads the article of a file.
    pub fn file(&self, pass: Pass, file: &(VPath, Source)) -> Read {
        self.files(pass, slice::from_ref(file)).pop().flatten()
    }

    /// Reads the articles of some files.
    fn files(&self, pass: Pass, files: &[(VPath, Source)]) -> Vec<Read> {
        let asked: Vec<_> = files.iter().map(|file| self.input(pass, file)).collect();
        let inputs = asked.iter().flatten().filter_map(|asked| asked.as_ref().ok().copied());
        let mut articles = self.memo.articles(&inputs.collect::<Vec<_>>()).into_iter();
        let read = |asked: Option<Result<Input<'_>, Diagnostic>>| match asked? {
            Ok(_) => articles.next().map(Ok),
            Err(problem) => Some(Err(problem)),
        };
        asked.into_iter().map(read).collect()
    }

    /// What the article of a file follows from, or why there is none; nothing, where that is not to be said.
    fn input<'f>(
        &'f self,
        pass: Pass,
        (file, source): &'f (VPath, Source),
    ) -> Option<Result<Input<'f>, Diagnostic>> {
        let Role::Article { story, suffix, kind } = &source.role else { return None };
        if (*kind == Kind::Term) != (pass == Pass::Terms) {
            return None;
        }
        match declared(suffix, self.config) {
            Some(declared) => {
                let (kind, html) = (*kind, self.config.html);
                let searched = self.config.search && kind == Kind::Article;
                let terms = self.terms.get(&declared.tag).unwrap_or(&self.none);
                Some(Ok(Input { file, source, story, declared, kind, searched, html, terms }))
            }
            None if self.config.assumed => None,
            None => Some(Err(wrong_suffix(file, suffix, self.config))),
        }
    }
}

/// A file of an article on its way to be read.
struct Unread<'a> {
    input: Input<'a>,
    /// Where a shelf has what it says.
    key: Option<Fingerprint>,
    /// What it holds, if the shelf lacks it.
    bytes: Option<Hashed<Vec<u8>>>,
}

/// What there is of an article before its text is read.
enum Begun<'a> {
    /// All, from the shelf.
    Known(Box<Reading>),
    /// Its head.
    Opened(Box<Opened<'a>>),
}

impl<'a> Begun<'a> {
    fn new((file, known): (&'a Unread<'a>, Option<Reading>)) -> Self {
        let bytes = || file.bytes.as_deref().map_or(&[][..], Vec::as_slice);
        match known {
            Some(reading) => Self::Known(Box::new(reading)),
            None => Self::Opened(Box::new(Opened::new(file.input, bytes()))),
        }
    }
}

impl ParseMemo {
    /// The articles of files that are not remembered.
    fn articles(&self, inputs: &[Input<'_>]) -> Vec<Checked<Arc<Article>>> {
        let mut articles = Vec::with_capacity(inputs.len());
        let (mut files, mut known, mut held) = (Vec::new(), Vec::new(), 0);
        for input in inputs {
            let (file, reading) = self.unread(*input);
            held += file.bytes.as_ref().map_or(0, |bytes| bytes.len());
            files.push(file);
            known.push(reading);
            if held >= limits::BATCH_BYTES {
                articles.extend(self.read(&files, known.drain(..)));
                files.clear();
                held = 0;
            }
        }
        articles.extend(self.read(&files, known.drain(..)));
        articles
    }

    /// A file, and what it says if the shelf has that.
    fn unread<'a>(&self, input: Input<'a>) -> (Unread<'a>, Option<Reading>) {
        self.articles.count();
        let key = self.shelf.as_ref().map(|_| input.key());
        let known = self.shelf.as_ref().zip(key).and_then(|(shelf, key)| shelf.get(key));
        let bytes = known.is_none().then(|| input.source.bytes.get());
        (Unread { input, key, bytes }, known)
    }

    /// Reads a batch of files: all heads, then all texts.
    fn read(
        &self,
        files: &[Unread<'_>],
        known: impl Iterator<Item = Option<Reading>>,
    ) -> Vec<Checked<Arc<Article>>> {
        let begun: Vec<Begun<'_>> = files.iter().zip(known).map(Begun::new).collect();
        let finish = |(file, begun): (&Unread<'_>, Begun<'_>)| {
            let reading = match begun {
                Begun::Known(reading) => *reading,
                Begun::Opened(opened) => {
                    let reading = opened.read();
                    if let (Some(shelf), Some(key)) = (&self.shelf, file.key) {
                        shelf.put(key, &reading);
                    }
                    reading
                }
            };
            Article::new(file.input, reading, &self.keeper)
        };
        files.iter().zip(begun).map(finish).collect()
    }
}
