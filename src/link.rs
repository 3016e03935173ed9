//! Stage 3: files together: stories with their translations, the vocabulary, links between articles.
//!
//! 1. the words of every locale are made ready, and checked against what asks for them;
//! 2. articles that share a name become a story, and translations take the facts they leave out;
//! 3. translations are compared with what the ledger says they were made from, if there is one;
//! 4. topics, dossiers and authors are looked up in the vocabulary;
//! 5. each article gets its route, and each of its links and pictures is resolved.

mod corrections;
mod covers;
mod cross_links;
mod dossiers;
mod editions;
mod figures;
mod find;
mod freshness;
pub mod glossary;
mod kept;
mod media;
mod published;
mod renamed;
mod revised;
mod stories;
mod teller;
mod uncited;
mod vocabulary;
mod whereabouts;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::collect::StoryKey;
use crate::deferred::Deferred;
use crate::diag::Checked;
use crate::hashed::Fingerprint;
use crate::l10n::Words;
use crate::model::{Date, Id, Locale, Route};
use crate::parse::Parsed;
use crate::parse::article::Article;
use crate::parse::config::Config;
use crate::parse::front_matter::{Cover, Provenance, Source, Update};
use crate::parse::theme::Theme;

pub use cross_links::{Resolved, fallback_route};
pub use editions::{Edition, line};
pub use freshness::{Standing, has_clear_ledger};
use kept::Gathered;
pub use kept::Linked;
pub use media::{Exhibit, Files, Media, picture_size};
pub use revised::replace_problems;
pub use teller::{Contents, ContentsLater, Teller, ToldAnew};
use vocabulary::Vocabulary;

/// Which articles a build takes, besides those that are published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Selection {
    /// Drafts, too.
    pub drafts: bool,
    /// Those held back until later, and those that have expired, too.
    pub future: bool,
}

/// A site: what its articles tell, and the words and the theme that show it.
#[derive(Debug)]
pub struct Site {
    /// The configuration.
    pub config: Arc<Config>,
    /// The words of every locale.
    pub words: Arc<Words>,
    /// The theme, which some pages need a layout of.
    pub theme: Arc<Theme>,
    /// Its stories and standing pages.
    pub archive: Arc<Archive>,
}

/// What articles make together, however it is shown.
#[derive(Debug, Clone)]
pub struct Archive {
    /// The stories, newest first; those of one instant by their names. All have an article.
    pub stories: Vec<Deferred<Arc<Story>>>,
    /// The standing pages, by their names. Their facts have no date that means anything.
    pub pages: Vec<Arc<Story>>,
    /// What authors say of editions that they made, by their names.
    pub editorials: Vec<Arc<Story>>,
    /// The terms of the glossary, by their names. Their facts have no date that means anything.
    pub glossary: Vec<Arc<Story>>,
    /// The editions, oldest first.
    pub editions: Arc<[Edition]>,
    /// Pictures and other files that articles name.
    pub files: Arc<Files>,
    /// The fingerprint of where all articles are.
    pub whereabouts: Fingerprint,
    /// Stories that are not published, or have a mistake, in some language at least, and why.
    pub held: BTreeMap<StoryKey, Held>,
    /// Until when this is the site, if nobody edits it: an article appears or expires then, or an
    /// edition is over.
    pub until: Option<Timestamp>,
}

impl Site {
    /// Whether nothing more is expected of a dossier.
    pub fn is_closed(&self, dossier: &Id) -> bool {
        dossiers::is_closed(&self.words, dossier)
    }
}

/// One piece of news, or one standing page, in all its languages.
#[derive(Debug)]
pub struct Story {
    /// The name that its articles share.
    pub key: StoryKey,
    /// What is true of it in every language.
    pub facts: Facts,
    /// Its articles, one place for each declared locale, in declared order.
    pub tellings: Vec<Option<Telling>>,
    /// The place of the original; when that is not published, of the first that is.
    pub original: usize,
    /// Whether its links follow from its texts and [`Archive::whereabouts`] alone, and none is broken.
    pub settled: bool,
}

/// What is true of a story in every language: the original states it.
#[derive(Debug, Clone)]
pub struct Facts {
    /// When it happened, on the site's clocks.
    pub date: Date,
    /// The first instant that the date covers.
    pub instant: Timestamp,
    /// Its topics, each once, in the author's order.
    pub topics: Vec<Id>,
    /// The story thread.
    pub dossier: Option<Id>,
    /// Who wrote it.
    pub authors: Vec<Id>,
    /// What it stands on.
    pub sources: Arc<[Source]>,
    /// How it was made.
    pub provenance: Option<Provenance>,
    /// The picture that stands for it, and its file.
    pub cover: Option<(Cover, Option<Exhibit>)>,
}

/// An article in its place.
#[derive(Debug)]
pub struct Telling {
    /// The article as its file has it.
    pub article: Arc<Article>,
    /// Where its page is.
    pub route: Route,
    /// When its text was last changed for the reader.
    pub updated: Option<Date>,
    /// Why it would not be published today, if it is here all the same.
    pub held: Option<Held>,
    /// When that changes by itself, in order.
    pub changes: Vec<Change>,
    /// The locale it was translated from.
    pub translated_from: Option<Locale>,
    /// How it stands to the text that the ledger says it was made from, if the ledger knows it.
    pub standing: Option<Standing>,
    /// What the story stands on, in the order in which this text cites it: see `stories`.
    pub sources: Arc<[Source]>,
    /// The cover, with this language's words.
    pub cover: Option<Cover>,
    /// What each of the body's targets is.
    pub targets: Deferred<Arc<[Resolved]>>,
}

/// What time does to an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// What becomes of it.
    pub to: Turn,
}

/// What becomes of an article by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    /// Its time comes.
    Appears,
    /// Its time is over.
    Expires,
}

impl Turn {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Appears => "appears",
            Self::Expires => "expires",
        }
    }
}

/// Why an article is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Held {
    /// Its author says so.
    Draft,
    /// Its time has not come.
    Future,
    /// Its time is over.
    Expired,
    /// It has a mistake, which is told at its place: what others miss because of it is not told besides.
    Mistaken,
}

impl Held {
    /// The word for it, in views and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Future => "future",
            Self::Expired => "expired",
            Self::Mistaken => "mistaken",
        }
    }
}

impl Telling {
    /// What was changed since it was published, in the author's order.
    pub fn updates(&self) -> impl Iterator<Item = &Update> {
        self.article.head.updates.iter().flatten()
    }
}

impl Held {
    /// The word for it in a sentence.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Draft => "a draft",
            Self::Future => "held back until later",
            Self::Expired => "expired",
            Self::Mistaken => "mistaken",
        }
    }
}

impl Archive {
    /// Whether a story has a mistake for which others may miss it, or its lists.
    pub fn is_mistaken(&self) -> bool {
        self.held.values().any(|held| *held == Held::Mistaken)
    }

    /// Everything that has articles: stories, standing pages, what authors say of editions, terms.
    pub fn told(&self) -> impl Iterator<Item = &Story> {
        let news = self.stories.iter().map(|story| &**story).chain(&self.pages);
        news.chain(&self.editorials).chain(&self.glossary).map(|story| &**story)
    }
}

impl Story {
    /// The article in a locale, by its place.
    pub fn telling(&self, locale: usize) -> Option<&Telling> {
        self.tellings.get(locale)?.as_ref()
    }

    /// The article in a locale, or else the original, with its locale's place.
    pub fn telling_or_original(&self, locale: usize) -> Option<(usize, &Telling)> {
        let own = self.telling(locale).map(|telling| (locale, telling));
        own.or_else(|| Some((self.original, self.telling(self.original)?)))
    }

    /// The place of the article that the one in a locale was made from; `None` for the original.
    pub fn source(&self, config: &Config, locale: usize) -> Option<usize> {
        let telling = self.telling(locale).filter(|_| locale != self.original)?;
        let place =
            |from: &Locale| config.locales.iter().position(|declared| declared.tag == *from);
        let named = telling.translated_from.as_ref().and_then(place);
        let told = named.filter(|place| *place != locale && self.telling(*place).is_some());
        Some(told.unwrap_or(self.original))
    }

    /// The places of the locales that tell it.
    pub fn locales(&self) -> impl Iterator<Item = usize> {
        let told = self.tellings.iter().enumerate();
        told.filter_map(|(place, telling)| telling.as_ref().map(|_| place))
    }
}

/// Links parsed files to a site.
///
/// # Problems
/// - Those of the words: [`crate::l10n::check`], and [`crate::diag::Code::AmbiguousTopic`].
/// - Those of stories: `untranslated-story`, `translations-disagree`, `ambiguous-original`,
///   `missing-correction`, `duplicate-article`, `duplicate-slug`, `missing-key` for a date, `unsafe-slug`.
/// - Those of the vocabulary: `unknown-topic`, `unknown-author`, `unknown-dossier`.
/// - Those of sources: `uncited-source`.
/// - Those of the glossary: `ambiguous-term`, `duplicate-slug`.
/// - Those of editions: `unknown-story`, `repeated-story`, `translations-disagree`.
/// - Those of links: `broken-link`, `broken-anchor`, `link-into-other-language`, `missing-image`,
///   `bad-picture`.
pub fn link(parsed: &Parsed, selection: Selection) -> Checked<Arc<Site>> {
    let Checked { value, diagnostics } = link_after(parsed, selection, None);
    Checked { value: value.site, diagnostics }
}

/// The same, with what is still right of the last build's: see [`Linked`].
pub fn link_after(
    parsed: &Parsed,
    selection: Selection,
    before: Option<&Linked>,
) -> Checked<Linked> {
    let words = Arc::new(Words::new(parsed.messages.clone()));
    let check = || [vocabulary::check_messages(parsed), dossiers::check(parsed, &words)];
    let vocabulary = Vocabulary::new(parsed, &words);
    let is_right = vocabulary.diagnostics.is_empty();
    let known = Fingerprint::of(&(vocabulary.value.fingerprint(), is_right));
    let kept = || before.and_then(|before| before.kept(parsed, selection, (&vocabulary, known)));
    let last = before.map(|before| &*before.site.archive);
    let all = || Gathered { archive: gather(parsed, selection, &vocabulary, last), anew: None };
    let (found, gathered) = rayon::join(check, || kept().unwrap_or_else(all));
    let told = gathered.archive.diagnostics.iter().cloned();
    let diagnostics = found.into_iter().flatten().chain(told).collect();
    Checked { value: Linked::new(parsed, selection, (words, known), gathered), diagnostics }
}

/// Gathers what all articles tell. Of the archive `before`, links that are still right stay: see
/// `whereabouts`.
fn gather(
    parsed: &Parsed,
    selection: Selection,
    vocabulary: &Checked<Vocabulary<'_>>,
    before: Option<&Archive>,
) -> Checked<Arc<Archive>> {
    let mut diagnostics = vocabulary.diagnostics.clone();
    let mut grouped =
        stories::group(parsed, &parsed.articles, &vocabulary.value).report_to(&mut diagnostics);
    freshness::compare(parsed, &mut grouped);
    diagnostics.extend(stories::untranslated(parsed, &grouped));
    let until = published::next_change(&grouped);
    let mut chosen = published::select(selection, grouped).report_to(&mut diagnostics);
    diagnostics.extend(uncited::check(&chosen.stories));
    diagnostics.extend(glossary::check(&chosen.glossary));
    let linked = cross_links::resolve(parsed, &mut chosen, before).report_to(&mut diagnostics);
    let editions = editions::gather(parsed, &chosen).report_to(&mut diagnostics);
    let until = until.into_iter().chain(editions::next_end(&editions)).min();
    let archive = Archive {
        stories: shared(chosen.stories).map(Deferred::from).collect(),
        pages: shared(chosen.pages).collect(),
        editorials: shared(chosen.editorials).collect(),
        glossary: shared(chosen.glossary).collect(),
        editions: editions.into(),
        files: Arc::new(linked.files),
        whereabouts: linked.whereabouts,
        held: chosen.held,
        until,
    };
    Checked { value: Arc::new(archive), diagnostics }
}

/// Stories that one site leaves to the next.
fn shared(stories: Vec<Story>) -> impl Iterator<Item = Arc<Story>> {
    stories.into_iter().map(Arc::new)
}
