//! The search: its page in each language, and the files that its script loads.
//!
//! - `fr/recherche/index.json` names the others, and is the one file whose name stays. Its form is that
//!   of [`Manifest`].
//! - `assets/search/fr/HASH.txt` are the index, in alphabetical order: see [`crate::search`].
//! - `assets/search/fr/HASH.json` say what results show, for [`BATCH`] articles each: headline, address,
//!   date, lead, topics.
//!
//! Articles are numbered from the oldest, so that a new one leaves the numbers of others as they are.
//! What is a draft, or held back, is not among them, even if its page is made.

mod kept;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::hashed::{Fingerprint, Hashed};
use crate::limits;
use crate::link::{Facts, Story, Telling};
use crate::model::{Date, Id, Locale, Route};
use crate::outputs::OutputKind;
use crate::parse::text::{ArticleText, Texts};
use crate::part::Part;
use crate::plan::head::Draft;
use crate::plan::subject::{Locality, Subject};
use crate::plan::view::{SearchOther, SearchPage, TopicLink};
use crate::plan::{Content, Origin, Page, Plan, Planner, View, made};
use crate::search::{self, Document, Found, Index, Listed, Results};

pub use kept::{Known, NewWords, SearchMemo, Words};

/// How many articles one file of results tells of.
const BATCH: usize = 16;

/// The article that the search of a locale finds of a story, if it does.
pub fn found(story: &Story, locale: usize) -> Option<&Telling> {
    story.telling(locale).filter(|telling| telling.held.is_none())
}

/// Plans the page of a locale's search. The file beside it that names the others is there as well, so
/// that no other file takes its place; what it holds is known later.
pub fn plan(planner: &Planner, locality: &Locality) -> Vec<Arc<Page>> {
    let Some(draft) = Draft::of(planner, locality, Subject::Search) else { return Vec::new() };
    let draft = Draft { kind: "search", indexed: false, ..draft };
    let source = || Origin::Made(format!("the page `{}`", draft.route));
    let view = SearchPage {
        page: draft.view(planner, Vec::new()),
        index: index_href(planner, &draft.route),
        topics: topics(planner, locality),
        years: years(planner, locality),
        others: planner.localities.iter().filter_map(|one| other(planner, locality, one)).collect(),
    };
    let nothing = Content::Bytes(Hashed::from_bytes(Vec::new()));
    let index = Page::new(index_route(&draft.route), OutputKind::Index, source(), nothing);
    let page = made(&draft, OutputKind::Index, source(), None, View::Search(view));
    vec![Arc::new(page), Arc::new(index)]
}

fn index_route(page: &Route) -> Route {
    page.file("index.json")
}

fn index_href(planner: &Planner, page: &Route) -> String {
    planner.site.config.base_url.href(&index_route(page))
}

fn other(planner: &Planner, locality: &Locality, other: &Locality) -> Option<SearchOther> {
    let route = other.route(&planner.site, &Subject::Search)?;
    (other.place != locality.place).then(|| SearchOther {
        tag: other.speech.locale().clone(),
        name: Arc::clone(&planner.names[other.place]),
        index: index_href(planner, &route),
    })
}

/// The topics under which the search finds something, and those above them.
fn topics(planner: &Planner, locality: &Locality) -> Vec<Part<TopicLink>> {
    let stories =
        told(planner, locality).into_iter().map(|place| &planner.site.archive.stories[place]);
    let own: FxHashSet<&Id> = stories.flat_map(|story| &story.facts.topics).collect();
    let ids: BTreeSet<&Id> = own.into_iter().flat_map(|id| with_above(planner, id)).collect();
    let mut topics: Vec<_> = ids.into_iter().map(|id| locality.topic(&planner.site, id)).collect();
    let formats = locality.speech.formats();
    topics.sort_by(|a, b| formats.compare(&a.name, &b.name).then_with(|| a.id.cmp(&b.id)));
    topics
}

/// A topic, and those above it.
fn with_above<'p>(planner: &'p Planner, id: &'p Id) -> impl Iterator<Item = &'p Id> {
    std::iter::once(id).chain(planner.site.config.ancestors(id))
}

fn years(planner: &Planner, locality: &Locality) -> Vec<i16> {
    let stories = told(planner, locality).into_iter();
    let years: BTreeSet<i16> =
        stories.map(|place| planner.site.archive.stories[place].facts.date.year()).collect();
    years.into_iter().rev().collect()
}

/// The stories that the search of a locale finds, from the oldest.
fn told(planner: &Planner, locality: &Locality) -> Vec<usize> {
    if !planner.site.config.search {
        return Vec::new();
    }
    let stories = planner.site.archive.stories.iter().enumerate().rev();
    let told = stories.filter(|(_, story)| found(story, locality.place).is_some());
    told.map(|(place, _)| place).collect()
}

impl Plan {
    /// Makes the files of the search, which follow from the texts. `outline` tells the plan from others.
    pub fn search(&self, outline: Fingerprint, texts: &Texts, memo: &SearchMemo) -> Vec<Arc<Page>> {
        let searched = self.searched();
        let indexes = searched.par_iter().map(|(locality, page)| {
            let searched = Searched::new(&self.planner, locality, texts);
            memo.files.get(|| searched.key(outline), || Arc::new(searched.files(page, memo)))
        });
        let files: Vec<Arc<Vec<Arc<Page>>>> = indexes.collect();
        let locales = searched.iter().map(|(locality, _)| locality.speech.locale());
        memo.keep_only(&locales.map(Locale::as_str).collect());
        files.iter().flat_map(|files| files.iter().cloned()).collect()
    }

    /// Adds the files of the search, if there is one.
    pub fn add_search(&mut self, files: &[Arc<Page>]) {
        if files.is_empty() {
            return;
        }
        let searched = self.searched().into_iter();
        let named: BTreeSet<Route> = searched.map(|(_, page)| index_route(&page)).collect();
        // Where another file is in its place, that was reported.
        let pages = Arc::make_mut(&mut self.pages);
        pages.retain(|page| !named.contains(&page.route));
        pages.extend(files.iter().cloned());
    }

    /// The locales that have a search, and its pages.
    fn searched(&self) -> Vec<(&Locality, Route)> {
        let site = &self.planner.site;
        let page = |one| Some((one, Locality::route(one, site, &Subject::Search)?));
        self.planner.localities.iter().filter_map(page).collect()
    }
}

/// An article that the search finds.
struct Article<'a> {
    story: &'a Story,
    telling: &'a Telling,
    text: &'a ArticleText,
    found: &'a Found,
}

/// A file of the search, of which a copy is made when somebody asks.
#[derive(Debug)]
pub struct PartOf {
    whole: Whole,
    number: usize,
    /// That of its text.
    pub fingerprint: Fingerprint,
}

/// What files are a part of.
#[derive(Debug)]
enum Whole {
    Words(Arc<Index>),
    Results(Arc<Results>),
}

impl PartOf {
    /// What the file holds.
    pub fn bytes(&self) -> &[u8] {
        match &self.whole {
            Whole::Words(index) => index.text(self.number).as_bytes(),
            Whole::Results(results) => results.text(self.number),
        }
    }
}

/// The name of a topic, or of an author.
struct Name {
    title: Arc<str>,
    /// Its words.
    found: Found,
    /// Tells it from others.
    fingerprint: Fingerprint,
}

type Names = FxHashMap<Subject, Name>;

/// The topics and authors of a story.
fn subjects(facts: &Facts) -> impl Iterator<Item = Subject> {
    let topics = facts.topics.iter().map(|id| Subject::Topic(id.clone()));
    topics.chain(facts.authors.iter().map(|id| Subject::Author(id.clone())))
}

/// What the search of a locale finds.
struct Searched<'a> {
    planner: &'a Planner,
    locality: &'a Locality,
    /// From the oldest.
    articles: Vec<Article<'a>>,
}

impl<'a> Searched<'a> {
    fn new(planner: &'a Planner, locality: &'a Locality, texts: &'a Texts) -> Self {
        let article = |place: usize| {
            let story = &planner.site.archive.stories[place];
            let telling = found(story, locality.place)?;
            let text = texts.get(&telling.article.file)?;
            Some(Article { story, telling, text, found: text.found()? })
        };
        let articles = told(planner, locality).into_iter().filter_map(article).collect();
        Self { planner, locality, articles }
    }

    /// Tells all that the files are made of.
    fn key(&'a self, outline: Fingerprint) -> Fingerprint {
        let article = |one: &'a Article<'a>| (&one.telling.article.file, one.text.fingerprint());
        let articles: Vec<_> = self.articles.iter().map(article).collect();
        Fingerprint::of(&(outline, self.locality.place, articles))
    }

    fn files(&self, page: &Route, memo: &SearchMemo) -> Vec<Arc<Page>> {
        let names = self.names();
        let (mut words, mut files) = (Vec::new(), Vec::new());
        for Listed { first, text } in search::lists(self.filed()) {
            let (name, file) = self.file(known(text), "txt");
            words.push((first, name));
            files.push(file);
        }
        let Known { index, results } = memo
            .updated(self.locality.speech.locale().as_str(), |before| self.updated(before, &names));
        for (number, (first, fingerprint)) in index.files().enumerate() {
            let whole = Whole::Words(Arc::clone(&index));
            let (name, file) = self.part(whole, number, fingerprint, "txt");
            words.push((first.to_owned(), name));
            files.push(file);
        }
        let results_of = |(number, fingerprint)| {
            self.part(Whole::Results(Arc::clone(&results)), number, fingerprint, "json")
        };
        let (cards, batches): (Vec<_>, Vec<_>) =
            results.files().enumerate().map(results_of).unzip();
        files.extend(batches);
        let (_, manifest) = known(json(&self.manifest(words, cards)));
        files.push(of_search(index_route(page), OutputKind::Index, manifest));
        files
    }

    /// What is known of this locale, of what was known before.
    fn updated(&self, before: &Known, names: &Names) -> Known {
        let language = self.locality.speech.locale().language();
        let cards = self.articles.par_chunks(BATCH).map(|some| self.cards(some, names));
        let shown: Vec<_> = cards.map(|cards| Fingerprint::of(&cards)).collect();
        let make = |batch: usize| {
            json(&self.cards(self.articles.chunks(BATCH).nth(batch).unwrap_or_default(), names))
        };
        Known {
            index: before.index.updated(language, &self.documents(names)),
            results: before.results.updated(&shown, make),
        }
    }

    fn part(
        &self,
        whole: Whole,
        number: usize,
        fingerprint: Fingerprint,
        extension: &str,
    ) -> (String, Arc<Page>) {
        let content = Content::Search(PartOf { whole, number, fingerprint });
        self.file((fingerprint, content), extension)
    }

    fn cards<'c>(&'c self, articles: &'c [Article<'_>], names: &'c Names) -> Vec<Card<'c>> {
        articles.iter().map(|one| self.card(one, names)).collect()
    }

    /// A file that is named after what it holds, and its name.
    fn file(
        &self,
        (fingerprint, content): (Fingerprint, Content),
        extension: &str,
    ) -> (String, Arc<Page>) {
        let name = fingerprint.hex()[..10].to_owned();
        let route = self.folder().file(&format!("{name}.{extension}"));
        (name, of_search(route, OutputKind::Asset, content))
    }

    fn folder(&self) -> Route {
        Route::folder(["assets", "search", self.locality.speech.locale().as_str()])
    }

    /// The articles, as the index knows them.
    fn documents<'n>(&'n self, names: &'n Names) -> Vec<Document<'n>> {
        let document = |one: &'n Article<'a>| {
            let named = subjects(&one.story.facts).filter_map(|subject| names.get(&subject));
            let (names, told): (_, Vec<Fingerprint>) =
                named.map(|name| (&name.found, name.fingerprint)).unzip();
            Document {
                fingerprint: Fingerprint::of(&(one.text.fingerprint(), told)),
                found: one.found,
                names,
            }
        };
        self.articles.iter().map(document).collect()
    }

    /// The topics of each article, and those above them, once each.
    fn filed(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..).zip(&self.articles).flat_map(|(number, one)| {
            let topics = one.story.facts.topics.iter();
            let ids = topics.flat_map(|id| with_above(self.planner, id));
            let mut ids: Vec<&str> = ids.map(Id::as_str).collect();
            ids.sort_unstable();
            ids.dedup();
            ids.into_iter().map(move |id| (number, id))
        })
    }

    /// The names of all topics and authors.
    fn names(&self) -> Names {
        let language = self.locality.speech.locale().language();
        let name = |subject: &Subject| {
            let title = self.locality.title(&self.planner.site, subject);
            let (found, fingerprint) = (Found::name(&title, language), Fingerprint::of(&*title));
            Name { title, found, fingerprint }
        };
        let mut names = Names::default();
        for subject in self.articles.iter().flat_map(|one| subjects(&one.story.facts)) {
            if let Entry::Vacant(new) = names.entry(subject) {
                let name = name(new.key());
                new.insert(name);
            }
        }
        names
    }

    fn card<'c>(&'c self, article: &'c Article<'_>, names: &'c Names) -> Card<'c> {
        let shown = &article.telling.article.shown;
        let topics = article.story.facts.topics.iter();
        let topics = topics.filter_map(|id| names.get(&Subject::Topic(id.clone())));
        Card(
            &shown.title,
            self.planner.site.config.base_url.href(&article.telling.route),
            article.story.facts.date,
            shown.summary.as_deref().unwrap_or_default(),
            topics.map(|name| &*name.title).collect(),
        )
    }

    fn manifest(&self, words: Vec<(String, String)>, cards: Vec<String>) -> Manifest<'_> {
        let config = &self.planner.site.config;
        let locale = &config.locales[self.locality.place];
        let mut years = BTreeMap::new();
        for (number, article) in self.articles.iter().enumerate() {
            years.entry(article.story.facts.date.year()).or_insert(number);
        }
        Manifest {
            folder: config.base_url.href(&self.folder()),
            region: &locale.region,
            articles: self.articles.len(),
            most: limits::SEARCH_ARTICLES,
            batch: BATCH,
            years: years.into_iter().collect(),
            left_out: search::left_out(locale.tag.language()),
            words,
            cards,
        }
    }
}

/// What results show of an article: headline, address, date, lead, names of topics.
#[derive(Hash, Serialize)]
struct Card<'a>(&'a str, String, Date, &'a str, Vec<&'a str>);

/// What there is in a language, and where.
#[derive(Serialize)]
struct Manifest<'a> {
    /// Where the files are.
    folder: String,
    /// How dates are written.
    region: &'a Locale,
    /// How many articles there are.
    articles: usize,
    /// How many of them the line of a word names at the most.
    most: usize,
    /// How many of them a file of `cards` tells of.
    batch: usize,
    /// Each year with the number of its first article.
    years: Vec<(i16, usize)>,
    /// Words that are not looked for.
    left_out: &'a str,
    /// The files of the index, in order: the first form of each, and its name.
    words: Vec<(String, String)>,
    /// The files of what results show, in order.
    cards: Vec<String>,
}

fn json<T: Serialize>(value: &T) -> String {
    let text = serde_json::to_string(value).expect("texts, numbers and lists are JSON");
    text + "\n"
}

/// What a file holds, and its fingerprint.
fn known(text: String) -> (Fingerprint, Content) {
    let bytes = Hashed::from_bytes(text.into_bytes());
    (bytes.fingerprint(), Content::Bytes(bytes))
}

fn of_search(route: Route, kind: OutputKind, content: Content) -> Arc<Page> {
    let source = Origin::Made(format!("`{route}`, which depeche makes"));
    Arc::new(Page::new(route, kind, source, content))
}
