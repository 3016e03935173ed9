//! What the pages that list stories show.

use std::sync::Arc;

use serde::Serialize;

use crate::model::{Date, Id};
use crate::part::Part;
use crate::plan::view::{Link, PageView, SourceView, Teaser, TopicLink, UpdateView};

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

/// `dossiers.html`: the index of dossiers.
#[derive(Debug, Hash, Serialize)]
pub struct DossiersPage {
    /// Of every page.
    pub page: PageView,
    /// Open ones first, and of those the one with the newest story.
    pub dossiers: Vec<DossierEntry>,
}

/// A dossier in the index, or above its own page.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct DossierEntry {
    /// The same in every language.
    pub id: Id,
    /// Its name.
    pub name: Arc<str>,
    /// The message's attribute `description`.
    pub description: Option<String>,
    /// Its page.
    pub href: String,
    /// Whether nothing more is expected of it: the message's attribute `status` is `closed`.
    pub closed: bool,
    /// How many stories it has.
    pub count: usize,
    /// The date of its oldest story.
    pub first: Option<Date>,
    /// The date of its newest story.
    pub latest: Option<Date>,
}

/// `dossier.html`: the stories of a dossier.
#[derive(Debug, Hash, Serialize)]
pub struct DossierPage {
    /// Of every page.
    pub page: PageView,
    /// The dossier; on a numbered page, with the count of what that page shows, and without dates.
    pub dossier: DossierEntry,
    /// Newest first.
    pub stories: Vec<Part<Teaser>>,
    /// Where this list stands.
    pub pager: Pager,
}

/// `sources.html`: the sources that several stories cite.
#[derive(Debug, Hash, Serialize)]
pub struct SourcesPage {
    /// Of every page.
    pub page: PageView,
    /// Sorted as the page's language sorts words; sources without a publisher come last.
    pub publishers: Vec<Publisher>,
}

/// Who published some of the sources.
#[derive(Debug, Hash, Serialize)]
pub struct Publisher {
    /// The name, as stories give it.
    pub name: Option<Arc<str>>,
    /// Sorted by title, likewise.
    pub sources: Vec<CitedSource>,
}

/// A source, and all that cites it.
#[derive(Debug, Hash, Serialize)]
pub struct CitedSource {
    /// The fragment that stories lead to. Put it on the source's element.
    pub anchor: String,
    /// The source, as the newest of the stories knows it.
    pub source: SourceView,
    /// The stories that cite it, newest first.
    pub stories: Vec<Part<Teaser>>,
}

/// `corrections.html`: all that was changed in the articles of a language.
#[derive(Debug, Hash, Serialize)]
pub struct CorrectionsPage {
    /// Of every page.
    pub page: PageView,
    /// Newest first.
    pub corrections: Vec<CorrectionEntry>,
    /// Where this list stands; its dates are those of the changes.
    pub pager: Pager,
}

/// A change, and the article that it was made in.
#[derive(Debug, Hash, Serialize)]
pub struct CorrectionEntry {
    /// What was changed, and when.
    pub update: UpdateView,
    /// The article.
    pub story: Part<Teaser>,
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
