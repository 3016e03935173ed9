//! Lists: home, topics, archives, authors, dossiers, sources, corrections. Each is a slice of the locale's
//! stories, cut into pages.

mod archives;
pub mod corrections;
mod dossiers;
pub mod sources;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::l10n::Arg;
use crate::l10n::foreign::without_marks;
use crate::model::{Id, Route};
use crate::outputs::OutputKind;
use crate::part::Part;
use crate::plan::head::Draft;
use crate::plan::index::{Cut, Cuts};
use crate::plan::subject::{Locality, Subject, parent};
use crate::plan::view::{
    AuthorEntry, AuthorPage, AuthorsPage, HomeView, Link, PageView, Pager, Section, Teaser,
    TopicEntry, TopicLink, TopicPage, TopicsPage,
};
use crate::plan::{Content, Listed, ListedAs, Origin, Page, Planner, Shown, View, editions, feed};
use crate::world::VPath;
pub use archives::beside;

/// How many stories a section of the front page shows, and how many sections there are.
const SECTION_STORIES: usize = 4;
const SECTIONS: usize = 6;

/// Plans every list of a locale. Lists without stories are not made, but for the home page.
pub fn plan(planner: &Planner, locality: &Locality) -> Vec<Arc<Page>> {
    let lists = Lists { planner, locality };
    lists.subjects().into_iter().flat_map(|subject| lists.plan(&subject)).collect()
}

/// A page of a list, whose view is made when the page is rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageOfList {
    /// The place of the page's locale.
    locality: usize,
    /// The list.
    subject: Subject,
    /// Which of its pages, counted from the newest.
    at: usize,
}

impl PageOfList {
    /// What its file holds.
    pub fn content(self) -> Content {
        Content::Html(self.locality, layout(&self.subject), Shown::List(self))
    }

    /// Makes the view.
    pub fn view(&self, planner: &Planner) -> Option<View> {
        let lists = Lists::new(planner, self.locality);
        let subject = &self.subject;
        let (draft, one) = lists.draft(subject, self.at)?;
        let page = draft.view(planner, feed::of_list(planner, lists.locality, subject));
        let pager = || lists.pager(subject, self.at);
        Some(match subject {
            Subject::Home => View::Home(lists.home(page, &one, pager()?)),
            Subject::Topics => View::Topics(TopicsPage { page, topics: lists.topic_entries(None) }),
            Subject::Topic(id) => View::Topic(lists.topic_page(id, page, &one, pager()?)),
            Subject::Archives => View::Archives(lists.archives(page)),
            Subject::Year(year) => View::Year(lists.year(*year, page)),
            Subject::Month(..) | Subject::Day(..) => {
                View::Month(lists.month(subject, page, &one, pager()?))
            }
            Subject::Editions => View::Editions(editions::index(planner, lists.locality, page)),
            Subject::Edition(place) => {
                View::Edition(editions::page(planner, lists.locality, *place, page))
            }
            Subject::Authors => View::Authors(lists.authors(page)),
            Subject::Author(id) => View::Author(lists.author(id, page, &one, pager()?)),
            Subject::Dossiers => View::Dossiers(lists.dossiers(page)),
            Subject::Dossier(id) => View::Dossier(lists.dossier(id, page, &one, pager()?)),
            Subject::Sources => View::Sources(lists.sources(page)),
            Subject::Corrections => View::Corrections(lists.corrections(self.at, page)?),
            Subject::Story(_)
            | Subject::Standing(_)
            | Subject::Search
            | Subject::Feeds
            | Subject::Glossary
            | Subject::SiteMap
            | Subject::NotFound => {
                return None;
            }
        })
    }

    /// What the sitemap says of it.
    pub fn listed(&self, planner: &Planner) -> Option<Listed> {
        let lists = Lists::new(planner, self.locality);
        let (draft, one) = lists.draft(&self.subject, self.at)?;
        let modified = planner.newest(self.locality, one.stories);
        Some(Listed { modified, alternates: draft.alternates(planner).into() })
    }

    /// Whether it shows more of any of those stories than that they are there.
    pub fn shows(&self, planner: &Planner, any: &dyn Fn(usize) -> bool) -> bool {
        let lists = Lists::new(planner, self.locality);
        match &self.subject {
            Subject::Topics
            | Subject::Archives
            | Subject::Editions
            | Subject::Authors
            | Subject::Dossiers => false,
            // Its sections show stories of all topics.
            Subject::Home if self.at == 0 => true,
            subject => lists
                .cuts(lists.locality, subject)
                .at(self.at)
                .is_none_or(|one| one.stories.iter().copied().any(any)),
        }
    }

    /// Whether it is where a list begins, and no archive, which comes and goes with its stories.
    pub fn is_lasting(&self) -> bool {
        let archive =
            matches!(self.subject, Subject::Year(_) | Subject::Month(..) | Subject::Day(..));
        self.at == 0 && !archive
    }

    /// The newest of the stories that it lists.
    pub fn newest(&self, planner: &Planner) -> Option<usize> {
        let lists = Lists::new(planner, self.locality);
        lists.cuts(lists.locality, &self.subject).at(self.at)?.stories.first().copied()
    }

    /// The file of the text that it shows, if it shows one.
    pub fn file<'p>(&self, planner: &'p Planner) -> Option<&'p VPath> {
        let Subject::Edition(place) = self.subject else { return None };
        let (_, telling) = editions::editorial(&planner.site, self.locality, place)?;
        Some(&telling.article.file)
    }

    /// What makes it, as a problem says it.
    pub fn origin(&self, planner: &Planner) -> String {
        let lists = Lists::new(planner, self.locality);
        let title = lists.draft(&self.subject, self.at).map(|(draft, _)| draft.title);
        let locale = lists.locality.speech.locale();
        format!("the page “{}” in `{locale}`", without_marks(&title.unwrap_or_default()))
    }
}

struct Lists<'a> {
    planner: &'a Planner,
    locality: &'a Locality,
}

impl<'a> Lists<'a> {
    fn new(planner: &'a Planner, locality: usize) -> Self {
        Self { planner, locality: &planner.localities[locality] }
    }

    /// Every list, in the order that decides which of two that claim one route is kept.
    fn subjects(&self) -> Vec<Subject> {
        use Subject::*;
        let index = &self.locality.index;
        let topics = index.topics.keys().map(|id| Topic(id.clone()));
        let years = index.years.keys().map(|year| Year(*year));
        let months = index.months.keys().map(|(year, month)| Month(*year, *month));
        let days = index.days.keys().map(|(year, month, day)| Day(*year, *month, *day));
        let authors = index.authors.keys().map(|id| Author(id.clone()));
        let editions = index.editions.keys().map(|place| Edition(*place));
        let all = [Home, Topics].into_iter().chain(topics).chain([Archives]).chain(years);
        let dossiers = index.dossiers.keys().map(|id| Dossier(id.clone()));
        let all = all.chain(months).chain(days).chain([Editions]).chain(editions);
        let all = all.chain([Authors]).chain(authors);
        all.chain([Dossiers]).chain(dossiers).chain([Corrections, Sources]).collect()
    }

    /// The pages of a list.
    fn plan(&self, subject: &Subject) -> Vec<Arc<Page>> {
        let Some(list) = self.locality.route(&self.planner.site, subject) else {
            return Vec::new();
        };
        let place = self.locality.place;
        let cuts = self.cuts(self.locality, subject);
        let page = |(at, one): (usize, Cut<'_>)| {
            let route = self.locality.cut_route(&list, one.number);
            let shown = PageOfList { locality: place, subject: subject.clone(), at };
            let page = Page::new(route, OutputKind::Index, Origin::Shown, shown.content());
            Arc::new(page.listed(Some(ListedAs::Shown)))
        };
        (0..cuts.count()).filter_map(|at| Some((at, cuts.at(at)?))).map(page).collect()
    }

    /// How a list is cut into pages in some locale. What lists other lists stands on one page.
    fn cuts(&self, locality: &'a Locality, subject: &Subject) -> Cuts<'a> {
        let stories = stories_of(locality, subject);
        let size = match subject {
            Subject::Topics
            | Subject::Archives
            | Subject::Year(_)
            | Subject::Editions
            | Subject::Edition(_)
            | Subject::Authors
            | Subject::Dossiers
            | Subject::Sources => stories.len().max(1),
            _ => self.planner.site.config.page_size,
        };
        Cuts::new(stories, size)
    }

    /// What a page of a list says of itself, and the stories on it.
    fn draft(&self, subject: &Subject, at: usize) -> Option<(Draft<'a>, Cut<'a>)> {
        let list = Draft::of(self.planner, self.locality, subject.clone())?;
        let one = self.cuts(self.locality, subject).at(at)?;
        let draft = Draft {
            kind: layout(subject),
            route: self.locality.cut_route(&list.route, one.number),
            title: self.numbered(&list.title, &one),
            description: self.numbered(&list.description, &one),
            family: self.counterparts(subject, &one),
            ..list
        };
        Some((draft, one))
    }

    /// The page that shows the same stories in each locale; a page that holds others is no
    /// counterpart, and the reader is led to the list's newest page.
    fn counterparts(&self, subject: &Subject, one: &Cut<'_>) -> Vec<Option<Route>> {
        let of = |other: &'a Locality| {
            let list = other.route(&self.planner.site, subject)?;
            let Some(number) = one.number else { return Some(list) };
            let found = self.cuts(other, subject).numbered(number)?;
            (found == *one).then(|| other.cut_route(&list, found.number))
        };
        self.planner.localities.iter().map(of).collect()
    }

    /// A list's title or description, on one of its pages: no two pages share theirs.
    fn numbered(&self, title: &Arc<str>, one: &Cut<'_>) -> Arc<str> {
        let Some(number) = one.number else { return Arc::clone(title) };
        let arguments = [("title", Arg::from(&**title)), ("number", number.into())];
        self.locality.speech.say("page-title", &arguments).into()
    }

    fn pager(&self, subject: &Subject, at: usize) -> Option<Pager> {
        let (site, cuts) = (&*self.planner.site, self.cuts(self.locality, subject));
        let list = self.locality.route(site, subject)?;
        let href =
            |cut: Cut<'_>| site.config.base_url.href(&self.locality.cut_route(&list, cut.number));
        let date =
            |story: Option<&usize>| story.map(|story| site.archive.stories[*story].facts.date);
        let one = cuts.at(at)?;
        Some(Pager {
            number: one.number,
            newer: at.checked_sub(1).and_then(|newer| cuts.at(newer)).map(href),
            older: cuts.at(at + 1).map(href),
            to: date(one.stories.first()),
            from: date(one.stories.last()),
        })
    }

    fn teasers(&self, stories: &[usize]) -> Vec<Part<Teaser>> {
        self.planner.teasers_of(self.locality.place, stories)
    }

    fn home(&self, page: PageView, one: &Cut<'_>, pager: Pager) -> HomeView {
        let sections = match one.number {
            None => self.sections(one.stories),
            Some(_) => Vec::new(),
        };
        HomeView { page, stories: self.teasers(one.stories), sections, pager }
    }

    /// Topics with their newest stories that the front page does not show already.
    fn sections(&self, shown: &[usize]) -> Vec<Section> {
        let config = &self.planner.site.config;
        let roots = config.topics.iter().filter(|topic| topic.parent.is_none());
        let section = |id: &Id| {
            let stories = self.locality.index.topics.get(id)?;
            let others = stories.iter().copied().filter(|story| !shown.contains(story));
            let newest: Vec<usize> = others.take(SECTION_STORIES).collect();
            (newest.len() >= 2)
                .then(|| Section { topic: self.topic(id), stories: self.teasers(&newest) })
        };
        roots.filter_map(|topic| section(&topic.id)).take(SECTIONS).collect()
    }

    fn topic_page(&self, id: &Id, page: PageView, one: &Cut<'_>, pager: Pager) -> TopicPage {
        let parent = match parent(&self.planner.site, &Subject::Topic(id.clone())) {
            Some(Subject::Topic(above)) => Some(self.topic(&above)),
            _ => None,
        };
        let topic = entry_on(self.topic_entry(id), one);
        TopicPage { page, topic, parent, stories: self.teasers(one.stories), pager }
    }

    /// The topics below one, or those below none, that have stories, sorted as words are.
    fn topic_entries(&self, above: Option<&Id>) -> Vec<TopicEntry> {
        let below = self.planner.site.config.topics_below(above);
        let has = |id: &Id| self.locality.index.topics.contains_key(id);
        let mut entries: Vec<TopicEntry> =
            below.filter(|topic| has(&topic.id)).map(|topic| self.topic_entry(&topic.id)).collect();
        let formats = self.locality.speech.formats();
        entries.sort_by(|a, b| formats.compare(&a.name, &b.name).then_with(|| a.id.cmp(&b.id)));
        entries
    }

    fn topic_entry(&self, id: &Id) -> TopicEntry {
        let named = self.topic(id);
        let stories = &self.locality.index.topics[id];
        TopicEntry {
            id: named.id.clone(),
            name: Arc::clone(&named.name),
            description: self.locality.speech.describe(&format!("topic-{id}")),
            href: named.href.clone().unwrap_or_default(),
            count: stories.len(),
            latest: stories
                .first()
                .map(|story| self.planner.site.archive.stories[*story].facts.date),
            children: self.topic_entries(Some(id)),
        }
    }

    fn link(&self, subject: Subject) -> Option<Part<Link>> {
        self.locality.link(&self.planner.site, &subject)
    }

    fn topic(&self, id: &Id) -> Part<TopicLink> {
        self.locality.topic(&self.planner.site, id)
    }

    fn href(&self, subject: &Subject) -> Option<String> {
        let route = self.locality.route(&self.planner.site, subject)?;
        Some(self.planner.site.config.base_url.href(&route))
    }

    fn authors(&self, page: PageView) -> AuthorsPage {
        let ids = self.locality.index.authors.keys();
        let mut authors: Vec<AuthorEntry> = ids.map(|id| self.author_entry(id)).collect();
        let formats = self.locality.speech.formats();
        authors.sort_by(|a, b| formats.compare(&a.name, &b.name).then_with(|| a.id.cmp(&b.id)));
        AuthorsPage { page, authors }
    }

    fn author(&self, id: &Id, page: PageView, one: &Cut<'_>, pager: Pager) -> AuthorPage {
        let entry = self.author_entry(id);
        let author = AuthorEntry { count: count_on(entry.count, one), ..entry };
        AuthorPage { page, author, stories: self.teasers(one.stories), pager }
    }

    fn author_entry(&self, id: &Id) -> AuthorEntry {
        let subject = Subject::Author(id.clone());
        AuthorEntry {
            id: id.clone(),
            name: self.locality.title(&self.planner.site, &subject),
            description: self.locality.speech.describe(&format!("author-{id}")),
            href: self.href(&subject).unwrap_or_default(),
            count: self.locality.index.authors[id].len(),
        }
    }
}

/// A topic above one page of its list. A full page must not change with each new story, so that it
/// counts what it shows, and names nothing that grows.
fn entry_on(entry: TopicEntry, one: &Cut<'_>) -> TopicEntry {
    match one.number {
        None => entry,
        Some(_) => {
            TopicEntry { count: one.stories.len(), latest: None, children: Vec::new(), ..entry }
        }
    }
}

/// The layout of a list's pages.
fn layout(subject: &Subject) -> &'static str {
    match subject {
        Subject::Home => "home",
        Subject::Topics => "topics",
        Subject::Topic(_) => "topic",
        Subject::Archives => "archives",
        Subject::Year(_) => "year",
        Subject::Month(..) => "month",
        Subject::Day(..) => "day",
        Subject::Editions => "editions",
        Subject::Edition(_) => "edition",
        Subject::Authors => "authors",
        Subject::Author(_) => "author",
        Subject::Dossiers => "dossiers",
        Subject::Dossier(_) => "dossier",
        Subject::Sources => "sources",
        Subject::Corrections => "corrections",
        Subject::Story(_)
        | Subject::Standing(_)
        | Subject::Search
        | Subject::Feeds
        | Subject::Glossary
        | Subject::SiteMap
        | Subject::NotFound => "",
    }
}

/// How many stories a list has; on a page of it that is full, how many that page shows.
fn count_on(all: usize, one: &Cut<'_>) -> usize {
    match one.number {
        None => all,
        Some(_) => one.stories.len(),
    }
}

/// The stories that a list shows in a locale.
fn stories_of<'a>(locality: &'a Locality, subject: &Subject) -> &'a [usize] {
    let index = &locality.index;
    let found = match subject {
        Subject::Topic(id) => index.topics.get(id),
        Subject::Year(year) => index.years.get(year),
        Subject::Month(year, month) => index.months.get(&(*year, *month)),
        Subject::Day(year, month, day) => index.days.get(&(*year, *month, *day)),
        Subject::Edition(place) => index.editions.get(place),
        Subject::Author(id) => index.authors.get(id),
        Subject::Dossier(id) => index.dossiers.get(id),
        Subject::Sources => Some(&index.citing),
        Subject::Corrections => Some(&index.corrected),
        // The home page, and indexes of lists, stand for all.
        _ => Some(&index.all),
    };
    found.map(Vec::as_slice).unwrap_or_default()
}
