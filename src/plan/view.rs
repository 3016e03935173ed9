//! Views: all that a page's template may see.
//!
//! A view is a value, and it is also the key under which its rendered page is remembered, with the
//! article's text, the layout and the words: a page is rendered anew when one of these changes, and
//! only then. So a view holds what its page shows, a
//! [`Teaser`] where a teaser will do, and never another article's body.
//!
//! Every view reaches its template as a few variables: `page`, which each page has, and those
//! named by the fields of its struct. `site` is the same on all pages of a locale.
//!
//! Text in views is plain text, typeset for its language; templates escape it. Only `body` is HTML.
//! An `href` begins with the site's base path, ready for a link; a `url` is absolute.
//! Dates are ISO 8601 with the precision their author gave (`2025-02`, `2025-02-26`,
//! `2025-02-26T09:30+01:00`): right for `<time datetime>`, shown through the `date` filter.

use std::sync::Arc;

use serde::Serialize;

use crate::hashed::Hashed;
use crate::model::{Date, Id, Locale};
use crate::part::Part;
use crate::plan::body::BodyView;

pub use crate::parse::shown::{Extra, HeadingView};

/// `site`: what all pages of one locale share. It counts nothing, so that a new story leaves the
/// pages that do not list it as they are.
#[derive(Debug, Hash, Serialize)]
pub struct SiteView {
    /// The message `site-title`.
    pub title: String,
    /// The message `site-tagline`.
    pub tagline: String,
    /// The message `site-description`.
    pub description: String,
    /// The pages' language.
    pub locale: Locale,
    /// Every language of the site, in declared order.
    pub locales: Vec<LocaleView>,
    /// The home page of this locale.
    pub home: String,
    /// The site's address: `https://example.org/`.
    pub url: String,
    /// Topics without a parent that have stories here, in the vocabulary's order.
    pub topics: Vec<Part<TopicLink>>,
    /// The index of topics, if any topic has stories here.
    pub topics_index: Option<Part<Link>>,
    /// The index of archives, if there is a story.
    pub archives_index: Option<Part<Link>>,
    /// The index of authors, if any is named.
    pub authors_index: Option<Part<Link>>,
    /// Standing pages, by the order of their titles in this language.
    pub pages: Vec<Part<Link>>,
    /// The Atom feed of the locale.
    pub feed: Part<FeedLink>,
    /// `depeche 0.1.0`.
    pub generator: String,
}

/// One language of the site.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct LocaleView {
    /// The BCP 47 tag, for `lang` and `hreflang`.
    pub tag: Locale,
    /// The language's name in itself: the message `locale-name`.
    pub name: Arc<str>,
    /// The home page of that locale.
    pub home: String,
}

/// `page`: what each page says of itself.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct PageView {
    /// The layout's name without `.html`: `article`, `home`, `month` …
    pub kind: &'static str,
    /// The page's title, unique in its language, without the site's name.
    pub title: Arc<str>,
    /// One or two sentences of plain text, for `<meta name="description">`.
    pub description: Arc<str>,
    /// The page's own address inside the site.
    pub href: String,
    /// The canonical URL: the page's own, but for a page whose text exists in another language only.
    pub canonical: String,
    /// Whether search engines may list the page.
    pub indexed: bool,
    /// For `hreflang`: this page and its counterparts, and `x-default`; empty if there is only one.
    pub alternates: Part<Vec<Alternate>>,
    /// The language switcher: every locale of the site, in declared order.
    pub switcher: Vec<Switch>,
    /// Feeds of the page's language: on a topic's page its own and the locale's, on an article's the
    /// locale's and those of its topics.
    pub feeds: Vec<Part<FeedLink>>,
    /// From the home page down to this page's parent.
    pub breadcrumb: Part<Vec<Part<Link>>>,
}

/// One `<link rel="alternate" hreflang>`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct Alternate {
    /// A language tag, or `x-default`.
    pub hreflang: String,
    /// The absolute URL.
    pub url: String,
}

/// One language in the switcher.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct Switch {
    /// The BCP 47 tag.
    pub tag: Locale,
    /// The language's name in itself.
    pub name: Arc<str>,
    /// The counterpart of the page, or else the nearest parent's that exists.
    pub href: String,
    /// Whether it is the language of this page.
    pub current: bool,
    /// When the page has no counterpart: the title, in the target's language, of the page that the
    /// link leads to instead.
    pub instead: Option<Arc<str>>,
}

/// A feed of the page's language.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct FeedLink {
    /// The feed's title.
    pub title: String,
    /// Its address inside the site.
    pub href: String,
}

/// A link with its text.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct Link {
    /// The text.
    pub text: Arc<str>,
    /// The address inside the site.
    pub href: String,
}

/// A topic, named.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct TopicLink {
    /// The same in every language; good for a class name.
    pub id: Id,
    /// The topic's name in the page's language.
    pub name: Arc<str>,
    /// The topic's page; nothing where it has none.
    pub href: Option<String>,
}

/// An article as lists show it.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct Teaser {
    /// The headline.
    pub title: Arc<str>,
    /// The words above the headline.
    pub kicker: Option<Arc<str>>,
    /// The lead.
    pub summary: Option<Arc<str>>,
    /// The article.
    pub href: String,
    /// When it happened.
    pub date: Date,
    /// When the text was last changed for the reader, if it was.
    pub updated: Option<Date>,
    /// Its topics, in the page's language.
    pub topics: Vec<Part<TopicLink>>,
    /// The reading time in minutes, at least 1.
    pub minutes: u32,
    /// The language of title and summary.
    pub locale: Locale,
    /// When that is not the language of the list: the language's own name. The link leads out of the
    /// page's language, so it needs `lang`, `hreflang` and a visible hint.
    pub foreign: Option<Arc<str>>,
    /// Whether a correction was made.
    pub corrected: bool,
    /// The cover picture.
    pub cover: Option<ImageView>,
}

/// A picture.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct ImageView {
    /// Its address inside the site.
    pub src: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Whose it is.
    pub credit: Option<String>,
    /// Width in CSS pixels, when the file tells.
    pub width: Option<u32>,
    /// Height in CSS pixels, when the file tells.
    pub height: Option<u32>,
}

/// Where a list stands among the pages that it is cut into.
///
/// Pages are numbered from the oldest, so that a full page never changes again; the newest, which
/// has no number, is the list's own address and holds between one and two pages' worth.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct Pager {
    /// The page's number; nothing on the newest.
    pub number: Option<usize>,
    /// The page of newer stories.
    pub newer: Option<String>,
    /// The page of older stories.
    pub older: Option<String>,
    /// The date of the newest story on the page.
    pub to: Option<Date>,
    /// The date of the oldest story on the page.
    pub from: Option<Date>,
}

/// `home.html`: the front page (`pager.number` is nothing), then older stories.
#[derive(Debug, Hash, Serialize)]
pub struct HomeView {
    /// Of every page.
    pub page: PageView,
    /// Newest first.
    pub stories: Vec<Part<Teaser>>,
    /// On the front page: topics, each with its latest stories that `stories` does not show first.
    pub sections: Vec<Section>,
    /// Where this list stands.
    pub pager: Pager,
}

/// A topic on the front page.
#[derive(Debug, Hash, Serialize)]
pub struct Section {
    /// The topic.
    pub topic: Part<TopicLink>,
    /// Its newest stories, at most four.
    pub stories: Vec<Part<Teaser>>,
}

/// `article.html`.
#[derive(Debug, Hash, Serialize)]
pub struct ArticlePage {
    /// Of every page.
    pub page: PageView,
    /// The article.
    pub article: ArticleView,
    /// The next newer article of this language.
    pub newer: Option<Part<Teaser>>,
    /// The next older article of this language.
    pub older: Option<Part<Teaser>>,
    /// Up to four stories near this one, the nearest first.
    pub related: Vec<Part<Teaser>>,
}

/// `article`: one article, whole.
#[derive(Debug, Hash, Serialize)]
pub struct ArticleView {
    /// The headline.
    pub title: Arc<str>,
    /// The words above the headline (*surtitre*).
    pub kicker: Option<Arc<str>>,
    /// The lead (*chapô*).
    pub summary: Option<Arc<str>>,
    /// Three to five short lines.
    pub key_points: Part<Vec<String>>,
    /// When it happened.
    pub date: Date,
    /// When the text was last changed for the reader.
    pub updated: Option<Date>,
    /// The text, as HTML that needs no escaping.
    #[serde(skip)]
    pub body: Hashed<BodyView>,
    /// The reading time in minutes, at least 1.
    pub minutes: u32,
    /// Headings of the text, for a table of contents.
    pub headings: Part<Vec<HeadingView>>,
    /// Who wrote it.
    pub authors: Vec<Part<Link>>,
    /// Its topics.
    pub topics: Vec<Part<TopicLink>>,
    /// The story thread it belongs to.
    pub dossier: Option<Part<DossierView>>,
    /// What it stands on, in the order that the author gave.
    pub sources: Part<Vec<SourceView>>,
    /// What was changed since it was published, newest first.
    pub updates: Vec<UpdateView>,
    /// How text and translation were made.
    pub provenance: Option<ProvenanceView>,
    /// The article that this one was translated from.
    pub translated_from: Option<OriginalView>,
    /// What it lacks of the original, if that was changed after this translation was accepted.
    pub stale: Option<StaleView>,
    /// The cover picture.
    pub cover: Option<ImageView>,
    /// The language of the text.
    pub locale: Locale,
    /// When that is not the language of the page: the language's own name. The page then says so in
    /// its own language, and everything of the article carries `lang`.
    pub foreign: Option<Arc<str>>,
    /// `draft`, `future` or `expired`, when the article would not be published today.
    pub held: Option<&'static str>,
    /// The front matter's `extra`, as it is.
    pub extra: Part<Extra>,
}

/// An original that was changed after a translation was accepted.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct StaleView {
    /// When it was changed, if it says so itself.
    pub since: Option<Date>,
    /// How many of its passages are others now: the title, the summary, paragraphs, rows of tables.
    pub changed: usize,
    /// Of how many.
    pub passages: usize,
}

/// A story thread.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct DossierView {
    /// The same in every language.
    pub id: Id,
    /// Its name in the page's language.
    pub name: String,
    /// One sentence about it.
    pub description: Option<String>,
}

/// A source.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct SourceView {
    /// Its number on the page, from 1; `[^src:ID]` in the text shows it.
    pub number: usize,
    /// The fragment of its place in the list: `source-1`. Put it on the list's item.
    pub anchor: String,
    /// Its title, in its own language.
    pub title: Arc<str>,
    /// Its address, absolute; nothing for a source that is not on the web.
    pub url: Option<Arc<str>>,
    /// Who published it.
    pub publisher: Option<Arc<str>>,
    /// Its language, as a BCP 47 tag.
    pub locale: Option<Arc<str>>,
    /// Whether that is another language than the page's.
    pub foreign: bool,
    /// When it was published.
    pub date: Option<Date>,
    /// `primary`, `press` or `paper`.
    pub kind: Option<&'static str>,
}

/// A change made after publication.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct UpdateView {
    /// When.
    pub date: Date,
    /// `correction`, `clarification` or `update`.
    pub kind: &'static str,
    /// What was changed.
    pub note: String,
}

/// How text and translation were made.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct ProvenanceView {
    /// `human`, `ai-assisted` or `ai-generated`.
    pub text: Option<&'static str>,
    /// `human`, `machine` or `machine-reviewed`; on translations only.
    pub translation: Option<&'static str>,
    /// Who reviewed it.
    pub reviewer: Option<String>,
}

/// The original of a translation.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct OriginalView {
    /// Its language.
    pub locale: Locale,
    /// The language's own name.
    pub name: Arc<str>,
    /// Its address, if it is published.
    pub href: Option<String>,
}

/// `page.html`: a standing page.
#[derive(Debug, Hash, Serialize)]
pub struct StandingPage {
    /// Of every page.
    pub page: PageView,
    /// The standing page's text.
    pub content: ContentView,
}

/// `content`: the text of a standing page.
#[derive(Debug, Hash, Serialize)]
pub struct ContentView {
    /// The title.
    pub title: Arc<str>,
    /// The lead.
    pub summary: Option<Arc<str>>,
    /// The text, as HTML that needs no escaping.
    #[serde(skip)]
    pub body: Hashed<BodyView>,
    /// When it was last changed, if the front matter says.
    pub updated: Option<Date>,
    /// What it lacks of the original, if that was changed after this translation was accepted.
    pub stale: Option<StaleView>,
    /// The language of the text.
    pub locale: Locale,
    /// When that is not the language of the page: the language's own name.
    pub foreign: Option<Arc<str>>,
    /// The front matter's `extra`, as it is.
    pub extra: Part<Extra>,
}

/// `topics.html`: the index of topics.
#[derive(Debug, Hash, Serialize)]
pub struct TopicsPage {
    /// Of every page.
    pub page: PageView,
    /// Topics without a parent, sorted as the page's language sorts words.
    pub topics: Vec<TopicEntry>,
}

/// A topic in the index, or above its own page.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct TopicEntry {
    /// The same in every language.
    pub id: Id,
    /// Its name.
    pub name: Arc<str>,
    /// The message's attribute `description`.
    pub description: Option<String>,
    /// Its page.
    pub href: String,
    /// How many stories it has, with those of its children, each counted once.
    pub count: usize,
    /// The date of its newest story.
    pub latest: Option<Date>,
    /// Topics below it that have stories, sorted as words are.
    pub children: Vec<TopicEntry>,
}

/// `topic.html`: the stories of a topic and of the topics below it.
#[derive(Debug, Hash, Serialize)]
pub struct TopicPage {
    /// Of every page.
    pub page: PageView,
    /// The topic; on a numbered page, with the count of what that page shows, and nothing that grows.
    pub topic: TopicEntry,
    /// The topic above it.
    pub parent: Option<Part<TopicLink>>,
    /// Newest first.
    pub stories: Vec<Part<Teaser>>,
    /// Where this list stands.
    pub pager: Pager,
}

/// `archives.html`: every year with its months, newest first.
#[derive(Debug, Hash, Serialize)]
pub struct ArchivesPage {
    /// Of every page.
    pub page: PageView,
    /// The years.
    pub years: Vec<YearEntry>,
}

/// A year in the index of archives.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct YearEntry {
    /// The year, as a number.
    pub year: i16,
    /// Its page; nothing if the site has no pages of years.
    pub href: Option<String>,
    /// How many stories.
    pub count: usize,
    /// Months that have stories, newest first.
    pub months: Vec<MonthEntry>,
}

/// A month, with a few of its stories where they are shown.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct MonthEntry {
    /// `2025-02`.
    pub month: Date,
    /// Its page; nothing if the site has no pages of months.
    pub href: Option<String>,
    /// How many stories.
    pub count: usize,
    /// The newest of them: at most six on a year's page, none in the index.
    pub stories: Vec<Part<Teaser>>,
}

/// `year.html`: the archive of a year.
#[derive(Debug, Hash, Serialize)]
pub struct YearPage {
    /// Of every page.
    pub page: PageView,
    /// The year, as a number.
    pub year: i16,
    /// How many stories.
    pub count: usize,
    /// Months that have stories, newest first.
    pub months: Vec<MonthEntry>,
    /// The next newer year that has stories.
    pub newer: Option<Part<Link>>,
    /// The next older year that has stories.
    pub older: Option<Part<Link>>,
}

/// `month.html`: the archive of a month, and `day.html`, that of a day.
#[derive(Debug, Hash, Serialize)]
pub struct MonthPage {
    /// Of every page.
    pub page: PageView,
    /// `2025-02`, or `2025-02-26` on the page of a day.
    pub month: Date,
    /// How many stories; on a numbered page, how many it shows.
    pub count: usize,
    /// The stories by day, newest first; those dated by their month alone come last.
    pub days: Vec<DayEntry>,
    /// The next newer month (or day) that has stories.
    pub newer: Option<Part<Link>>,
    /// The next older month (or day) that has stories.
    pub older: Option<Part<Link>>,
    /// Where this list stands.
    pub pager: Pager,
}

/// The stories of a day.
#[derive(Debug, Hash, Serialize)]
pub struct DayEntry {
    /// `2025-02-26`, or `2025-02` for stories whose day is not known.
    pub date: Date,
    /// The day's page, if the site has pages of days.
    pub href: Option<String>,
    /// Newest first.
    pub stories: Vec<Part<Teaser>>,
}

/// `authors.html`: the index of authors.
#[derive(Debug, Hash, Serialize)]
pub struct AuthorsPage {
    /// Of every page.
    pub page: PageView,
    /// Sorted as the page's language sorts words.
    pub authors: Vec<AuthorEntry>,
}

/// An author.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct AuthorEntry {
    /// The same in every language.
    pub id: Id,
    /// The author's name.
    pub name: Arc<str>,
    /// The message's attribute `description`.
    pub description: Option<String>,
    /// The author's page.
    pub href: String,
    /// How many stories.
    pub count: usize,
}

/// `author.html`: the stories of an author.
#[derive(Debug, Hash, Serialize)]
pub struct AuthorPage {
    /// Of every page.
    pub page: PageView,
    /// The author; on a numbered page, with the count of what that page shows.
    pub author: AuthorEntry,
    /// Newest first.
    pub stories: Vec<Part<Teaser>>,
    /// Where this list stands.
    pub pager: Pager,
}

/// `404.html`, in a locale or, at the root, for all of them; and `root.html`, which chooses one.
///
/// At the root `site` is the default locale's. Words of another are had with
/// `t(key="…", locale=entry.tag)`.
#[derive(Debug, Hash, Serialize)]
pub struct ChooserPage {
    /// Of every page.
    pub page: PageView,
    /// The languages that the page speaks: its own first.
    pub locales: Vec<LocaleView>,
}
