//! Texts that were edited, and nothing else.
//!
//! While an author writes on, the site around the text stays as it is: its files are made of the same, but
//! for the text itself, which is at a known place in each ([`Inlay`]). Then it is enough to understand that
//! one article, and to put its text into those few files. Of all other articles nothing need be known but
//! that they are the same.
//!
//! This is a shorter way to what a build of the whole site makes, and gives up wherever it is not sure:
//! when anything but a text is another, when something is wrong with an article, when the text matters
//! elsewhere.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::collect::Sources;
use crate::diag::Diagnostic;
use crate::hashed::Fingerprint;
use crate::link::Selection;
use crate::model::BaseUrl;
use crate::outputs::{Inlay, Manner, OutputBytes, Sum};
use crate::parse::article::Article;
use crate::parse::edited::Edited;
use crate::parse::{self, Parsed};
use crate::plan::Labels;
use crate::plan::body::BodyView;
use crate::render;
use crate::world::VPath;

/// How many articles may be edited at once: each is looked for in all files, or its story is told anew.
const MOST: usize = 16;

/// How many files may have other texts than the record says: what came later is written with each edit.
const MOST_FILES: usize = 500;

/// What must be known of a site to put another text into its files.
#[derive(Debug, Default)]
pub struct Amendable {
    around: Around,
    /// The texts in each file of the site: entries one after the other, as they were written down, since hardly any
    /// is asked for. They are a part of the bytes that were read.
    written: Vec<u8>,
    entries: Range<usize>,
    later: Later,
}

/// What must be known of a site besides the texts in its files.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Around {
    /// Of all files but articles, and of what was asked for.
    frame: Option<Fingerprint>,
    /// Whether anybody links to blocks of texts.
    asks_for_blocks: bool,
    /// The articles, by the path of their file.
    articles: Vec<(VPath, Known)>,
}

/// What changed since all that was written down: a few articles and files of thousands.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Later {
    articles: BTreeMap<VPath, Known>,
    /// The texts in files, as [`Inlaid`].
    inlays: BTreeMap<String, Vec<u8>>,
}

/// A file's path, and the texts in it as [`Inlaid`] was written down.
type Entry<'a> = (&'a str, &'a [u8]);

/// The texts in a file that holds certain bytes.
#[derive(Serialize, Deserialize)]
struct Inlaid {
    bytes: Sum,
    inlays: Vec<Inlay>,
}

/// What is known of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    /// Its file.
    bytes: Fingerprint,
    /// All that others see of it.
    outline: Fingerprint,
    /// What stands before its text.
    front: Fingerprint,
}

impl Known {
    fn of(article: &Article, with_blocks: bool) -> Self {
        let (bytes, front) = (article.fingerprint(), article.front());
        Self { bytes, outline: outline(article, with_blocks), front }
    }
}

/// A file with another text in it.
#[derive(Debug)]
pub struct Amended {
    /// Where it is.
    pub path: String,
    /// What it holds.
    pub bytes: OutputBytes,
    inlays: Vec<Inlay>,
}

/// The texts in a file that holds certain bytes, as they are written down; nothing, if it has none, or if they
/// cannot be.
pub fn written(bytes: Sum, inlays: Vec<Inlay>) -> Option<Vec<u8>> {
    let is_any = !inlays.is_empty();
    is_any.then(|| postcard::to_allocvec(&Inlaid { bytes, inlays }).ok()).flatten()
}

/// The entry of a file with its texts, of which a record has one after the other.
pub fn entry(path: &str, written: &[u8]) -> Option<Vec<u8>> {
    postcard::to_allocvec(&(path, Bytes(written))).ok()
}

impl Around {
    /// That of a site whose files are still to be made.
    pub fn of(parsed: &Parsed, selection: Selection) -> Self {
        let asks_for_blocks = parsed.articles.iter().any(|article| article.asks_for_blocks);
        let known =
            |article: &Arc<Article>| (article.file.clone(), Known::of(article, asks_for_blocks));
        Self {
            frame: Some(framed(parsed.frame, selection)),
            asks_for_blocks,
            articles: parsed.articles.iter().map(known).collect(),
        }
    }

    fn place(&self, file: &VPath) -> Result<usize, usize> {
        self.articles.binary_search_by(|(other, _)| other.cmp(file))
    }

    fn know(&mut self, file: &VPath, known: Known) {
        if let Ok(place) = self.place(file) {
            self.articles[place].1 = known;
        }
    }
}

impl Amendable {
    /// What was written down, an [`Around`] and entries behind it, at a range of some bytes, with what came later.
    pub fn read(written: Vec<u8>, range: Range<usize>, later: Later) -> Option<Self> {
        let (mut around, entries) =
            postcard::take_from_bytes::<Around>(written.get(range.clone())?).ok()?;
        let entries = range.end - entries.len()..range.end;
        later.articles.iter().for_each(|(file, known)| around.know(file, *known));
        Some(Self { around, written, entries, later })
    }

    /// Whether anything was written down.
    pub fn is_known(&self) -> bool {
        self.around.frame.is_some()
    }

    /// What came later.
    pub fn later(&self) -> &Later {
        &self.later
    }

    /// Each file, with its texts as they are written down.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let mut rest = self.written.get(self.entries.clone()).unwrap_or_default();
        let first = std::iter::from_fn(move || {
            let (entry, others) = postcard::take_from_bytes::<Entry<'_>>(rest).ok()?;
            rest = others;
            Some(entry)
        });
        let later = &self.later.inlays;
        let first = first.filter(|(path, _)| !later.contains_key(*path));
        first.chain(later.iter().map(|(path, written)| (path.as_str(), written.as_slice())))
    }

    /// The articles that were edited, if nothing else was.
    pub fn edited<'s>(
        &self,
        sources: &'s Sources,
        base_url: Option<&BaseUrl>,
        selection: Selection,
    ) -> Option<Vec<&'s VPath>> {
        let frame = parse::frame(sources, base_url);
        if self.around.frame != Some(framed(frame, selection)) {
            return None;
        }
        let mut known = self.around.articles.iter();
        let mut edited = Vec::new();
        for (file, source) in &sources.articles {
            let (_, known) = known.next().filter(|(known, _)| known == file)?;
            if known.bytes != source.bytes.fingerprint() {
                edited.push(file);
            }
        }
        let is_small = (1..=MOST).contains(&edited.len());
        (known.next().is_none() && is_small).then_some(edited)
    }

    /// The files that have the texts of edited articles, with the new ones in them; nothing, if more is
    /// another. `problems` are those of the last build, `read` gives what a file holds now.
    pub fn amend(
        &self,
        edited: &Edited,
        problems: &[Diagnostic],
        read: impl Fn(&str) -> Option<String>,
    ) -> Option<Vec<Amended>> {
        let is_same = |article: &Arc<Article>| self.is_same_but_text(article, problems);
        if !self.has_room() || !edited.articles.iter().all(is_same) {
            return None;
        }
        let concerned = self.concerned(edited)?;
        let bodies = bodies(edited, &concerned)?;
        let body = |inlay: &Inlay| bodies.get(&inlay.file);
        let with = (&edited.texts, edited.config.base_url.origin());
        let amended = |(path, Inlaid { bytes, mut inlays }): (&str, Inlaid)| {
            let old = read(path).filter(|old| Sum::of(old.as_bytes()) == bytes)?;
            let text = render::amended(&old, &mut inlays, body, with)?;
            let bytes = OutputBytes::new(text);
            Some(Amended { path: path.to_owned(), bytes, inlays })
        };
        concerned.into_iter().map(amended).collect()
    }

    /// Whether an article is as it was, but for its text, and so is what was said of it.
    fn is_same_but_text(&self, article: &Article, problems: &[Diagnostic]) -> bool {
        let Ok(place) = self.around.place(&article.file) else { return false };
        let (_, known) = &self.around.articles[place];
        let spans = problems.iter().flat_map(|problem| {
            problem.span.iter().chain(problem.related.iter().map(|(span, _)| span))
        });
        let mut told = spans.filter(|span| span.file == article.file);
        // A problem in the text may have moved, or be gone.
        known.outline == outline(article, self.around.asks_for_blocks)
            && known.front == article.front()
            && told.all(|span| span.range.end <= article.body_start())
    }

    /// The files that have one of the texts, with the texts in each; nothing, if they cannot be read.
    fn concerned(&self, edited: &Edited) -> Option<Vec<(&str, Inlaid)>> {
        let names = edited.articles.iter().map(|article| article.file.as_str().as_bytes());
        let finders: Vec<_> = names.map(memmem::Finder::new).collect();
        // To look for the name in what is written takes less time than to read it.
        let some = self
            .entries()
            .filter(|(_, written)| finders.iter().any(|finder| finder.find(written).is_some()));
        some.map(|(path, written)| Some((path, postcard::from_bytes(written).ok()?))).collect()
    }

    /// Takes what was made.
    pub fn take(&mut self, edited: &Edited, amended: Vec<Amended>) {
        let files = amended.into_iter().map(|file| (file.path, file.bytes.sum(), file.inlays));
        self.take_told(&edited.articles, files);
    }

    /// Whether it can take these articles: there is room for what came later, and none is the first to link to a block.
    pub fn can_take(&self, articles: &[Arc<Article>]) -> bool {
        let asks = articles.iter().any(|article| article.asks_for_blocks);
        self.has_room() && (self.around.asks_for_blocks || !asks)
    }

    fn has_room(&self) -> bool {
        self.later.inlays.len() <= MOST_FILES
    }

    /// Takes articles that are told anew, and the texts in files that hold certain bytes.
    pub fn take_told(
        &mut self,
        articles: &[Arc<Article>],
        files: impl Iterator<Item = (String, Sum, Vec<Inlay>)>,
    ) {
        for article in articles {
            let known = Known::of(article, self.around.asks_for_blocks);
            self.around.know(&article.file, known);
            self.later.articles.insert(article.file.clone(), known);
        }
        for (path, bytes, inlays) in files {
            if let Some(written) = written(bytes, inlays) {
                self.later.inlays.insert(path, written);
            }
        }
    }
}

/// As bytes at once: one by one they take ten times as long.
struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

/// What fills the holes of each edited text, by its file; nothing, if one is on no page.
fn bodies(edited: &Edited, concerned: &[(&str, Inlaid)]) -> Option<FxHashMap<VPath, BodyView>> {
    let labels = Arc::new(Labels::new(&edited.words));
    let of = |article: &Arc<Article>| {
        let all = concerned.iter().flat_map(|(_, inlaid)| &inlaid.inlays);
        let mut kept = all.filter(|inlay| inlay.file == article.file).filter_map(|inlay| {
            match &inlay.manner {
                Manner::Page(kept) => Some(kept),
                _ => None,
            }
        });
        Some((article.file.clone(), BodyView::kept(kept.next()?, &labels)?))
    };
    edited.articles.iter().map(of).collect()
}

/// The fingerprint of all that others see of an article.
fn outline(article: &Article, with_blocks: bool) -> Fingerprint {
    Fingerprint::of(&(article.outline(), with_blocks.then_some(&article.blocks)))
}

fn framed(frame: Fingerprint, selection: Selection) -> Fingerprint {
    Fingerprint::of(&(frame, selection))
}
