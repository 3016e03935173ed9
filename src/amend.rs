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

use std::sync::Arc;

use memchr::memmem;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::collect::{Source, Sources};
use crate::diag::Diagnostic;
use crate::hashed::{Fingerprint, Hashed};
use crate::link::Selection;
use crate::model::{BaseUrl, OutputPath};
use crate::outputs::{Inlay, Manner};
use crate::parse::article::Article;
use crate::parse::edited::Edited;
use crate::parse::{self, Parsed};
use crate::plan::Labels;
use crate::plan::body::BodyView;
use crate::render;
use crate::world::VPath;

/// How many articles may be edited at once: each is looked for in all files.
const MOST: usize = 16;

/// What must be known of a site to put another text into its files.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Amendable {
    /// Of all files but articles, and of what was asked for.
    frame: Option<Fingerprint>,
    /// Whether anybody links to blocks of texts.
    asks_for_blocks: bool,
    /// The articles, by the path of their file.
    articles: Vec<(VPath, Known)>,
    /// The texts in each file of the site.
    inlays: FxHashMap<String, Written>,
    /// What tells this record from others, once it was kept.
    #[serde(skip)]
    kept: Option<Fingerprint>,
    /// What came later.
    #[serde(skip)]
    later: Later,
}

/// What changed in a record since it was kept: a few articles and files of thousands.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Later {
    /// The record.
    of: Option<Fingerprint>,
    articles: Vec<(VPath, Known)>,
    inlays: FxHashMap<String, Written>,
}

/// The texts in a file, written down as [`Inlaid`], since hardly any is asked for.
#[derive(Debug, Clone)]
struct Written(Vec<u8>);

/// The texts in a file that holds certain bytes.
#[derive(Serialize, Deserialize)]
struct Inlaid {
    bytes: Fingerprint,
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

/// A file with another text in it.
#[derive(Debug)]
pub struct Amended {
    /// Where it is.
    pub path: String,
    /// What it holds.
    pub bytes: Hashed<[u8]>,
    inlays: Vec<Inlay>,
}

/// The texts in a file, for the record.
pub struct TextsOfFile(Option<Written>);

impl TextsOfFile {
    /// Those in a file that holds certain bytes.
    pub fn new(bytes: Fingerprint, inlays: Vec<Inlay>) -> Self {
        let is_any = !inlays.is_empty();
        let written = is_any.then(|| postcard::to_allocvec(&Inlaid { bytes, inlays }).ok());
        Self(written.flatten().map(Written))
    }
}

impl Amendable {
    /// That of a site whose files are still to be made.
    pub fn of(parsed: &Parsed, selection: Selection) -> Self {
        let asks_for_blocks = parsed.articles.iter().any(|article| article.asks_for_blocks);
        let known = |article: &Arc<Article>| {
            let (bytes, front) = (article.fingerprint(), article.front());
            let outline = outline(article, asks_for_blocks);
            (article.file.clone(), Known { bytes, outline, front })
        };
        Self {
            frame: Some(framed(parsed.frame, selection)),
            asks_for_blocks,
            articles: parsed.articles.iter().map(known).collect(),
            ..Self::default()
        }
    }

    /// Takes the texts of a file that was made.
    pub fn add(&mut self, path: &OutputPath, texts: TextsOfFile) {
        match texts.0 {
            Some(written) => drop(self.inlays.insert(path.to_string(), written)),
            None => drop(self.inlays.remove(path.as_str())),
        }
    }

    /// The same record, which is kept under a fingerprint, with what came later.
    #[must_use]
    pub fn with(mut self, kept: Fingerprint, later: Later) -> Self {
        self.kept = Some(kept);
        self.later = Later { of: self.kept, ..Later::default() };
        if later.of == self.kept {
            later.articles.iter().for_each(|(file, known)| self.know(file, *known));
            self.inlays.extend(later.inlays.iter().map(|(path, own)| (path.clone(), own.clone())));
            self.later = later;
        }
        self
    }

    /// What came later, if the rest of the record is kept, and most of it.
    pub fn later(&self) -> Option<&Later> {
        let is_small = self.later.inlays.len() <= self.inlays.len() / 4;
        (self.kept.is_some() && is_small).then_some(&self.later)
    }

    fn know(&mut self, file: &VPath, known: Known) {
        if let Ok(place) = self.place(file) {
            self.articles[place].1 = known;
        }
    }

    fn place(&self, file: &VPath) -> Result<usize, usize> {
        self.articles.binary_search_by(|(other, _)| other.cmp(file))
    }

    /// Takes what an earlier build found of a file that is as it was.
    pub fn add_from(&mut self, path: &str, earlier: &mut Self) {
        self.inlays.extend(earlier.inlays.remove_entry(path));
    }

    /// The articles that were edited, if nothing else was.
    pub fn edited<'s>(
        &self,
        sources: &'s Sources,
        base_url: Option<&BaseUrl>,
        selection: Selection,
    ) -> Option<Vec<&'s VPath>> {
        let frame = parse::frame(sources, base_url);
        if self.frame != Some(framed(frame, selection)) {
            return None;
        }
        let is_article = |(_, source): &(&VPath, &Source)| source.role.is_article();
        let mut known = self.articles.iter();
        let mut edited = Vec::new();
        for (file, source) in sources.files.iter().filter(is_article) {
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
        if !edited.articles.iter().all(|article| self.is_same_but_text(article, problems)) {
            return None;
        }
        let concerned = self.concerned(edited)?;
        let bodies = bodies(edited, &concerned)?;
        let body = |inlay: &Inlay| bodies.get(&inlay.file);
        let with = (&edited.texts, edited.config.base_url.origin());
        let amended = |(path, Inlaid { bytes, mut inlays }): (&String, Inlaid)| {
            let old = read(path).filter(|old| Fingerprint::of_bytes(old.as_bytes()) == bytes)?;
            let text = render::amended(&old, &mut inlays, body, with)?;
            let bytes = Hashed::from_bytes(text.into_bytes());
            Some(Amended { path: path.clone(), bytes, inlays })
        };
        concerned.into_iter().map(amended).collect()
    }

    /// Whether an article is as it was, but for its text, and so is what was said of it.
    fn is_same_but_text(&self, article: &Article, problems: &[Diagnostic]) -> bool {
        let Ok(place) = self.place(&article.file) else { return false };
        let (_, known) = &self.articles[place];
        let spans = problems.iter().flat_map(|problem| {
            problem.span.iter().chain(problem.related.iter().map(|(span, _)| span))
        });
        let mut told = spans.filter(|span| span.file == article.file);
        // A problem in the text may have moved, or be gone.
        known.outline == outline(article, self.asks_for_blocks)
            && known.front == article.front()
            && told.all(|span| span.range.end <= article.body_start())
    }

    /// The files that have one of the texts, with the texts in each; nothing, if they cannot be read.
    fn concerned(&self, edited: &Edited) -> Option<Vec<(&String, Inlaid)>> {
        let names = edited.articles.iter().map(|article| article.file.as_str().as_bytes());
        let finders: Vec<_> = names.map(memmem::Finder::new).collect();
        // To look for the name in what is written takes less time than to read it.
        let some = self
            .inlays
            .iter()
            .filter(|(_, written)| finders.iter().any(|finder| finder.find(&written.0).is_some()));
        let read =
            |(path, Written(bytes)): (_, &Written)| Some((path, postcard::from_bytes(bytes).ok()?));
        some.map(read).collect()
    }

    /// Takes what was made.
    pub fn take(&mut self, edited: &Edited, amended: Vec<Amended>) {
        for article in &edited.articles {
            let Ok(place) = self.place(&article.file) else { continue };
            let known = Known { bytes: article.fingerprint(), ..self.articles[place].1 };
            self.know(&article.file, known);
            self.later.articles.retain(|(file, _)| *file != article.file);
            self.later.articles.push((article.file.clone(), known));
        }
        for Amended { path, bytes, inlays } in amended {
            if let Some(written) = TextsOfFile::new(bytes.fingerprint(), inlays).0 {
                self.inlays.insert(path.clone(), written.clone());
                self.later.inlays.insert(path, written);
            }
        }
    }
}

/// As bytes at once: one by one they take ten times as long.
impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&[u8]>::deserialize(deserializer).map(|bytes| Self(bytes.to_owned()))
    }
}

/// What fills the holes of each edited text, by its file; nothing, if one is on no page.
fn bodies(edited: &Edited, concerned: &[(&String, Inlaid)]) -> Option<FxHashMap<VPath, BodyView>> {
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
