//! Lists: home, topics, archives, authors. Each is a slice of the locale's stories, cut into pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::l10n::Arg;
use crate::l10n::foreign::without_marks;
use crate::model::{Date, Id, Route};
use crate::outputs::OutputKind;
use crate::part::Part;
use crate::plan::head::Draft;
use crate::plan::index::{Cut, cut};
use crate::plan::subject::{Locality, Subject, parent};
use crate::plan::view::{
    ArchivesPage, AuthorEntry, AuthorPage, AuthorsPage, DayEntry, FeedLink, HomeView, Link,
    MonthEntry, MonthPage, PageView, Pager, Section, TopicEntry, TopicLink, TopicPage, TopicsPage,
    YearEntry, YearPage,
};
use crate::plan::{Origin, Page, Planner, View, feed, made};

/// How many stories a section of the front page shows, and how many sections there are.
const SECTION_STORIES: usize = 4;
const SECTIONS: usize = 6;

/// How many stories of each month the page of a year shows.
const MONTH_STORIES: usize = 6;

/// Plans every list of a locale. Lists without stories are not made, but for the home page.
pub fn plan(planner: &Planner, locality: &Locality, pages: &mut Vec<Page>) {
    let lists = Lists { planner, locality };
    lists.home(pages);
    lists.topics(pages);
    lists.archives(pages);
    lists.authors(pages);
}

struct Lists<'a> {
    planner: &'a Planner,
    locality: &'a Locality,
}

/// A list in some locale.
struct Counterpart<'a> {
    locality: &'a Locality,
    route: Route,
    cuts: Vec<Cut<'a>>,
}

impl Counterpart<'_> {
    /// The page that shows the same stories as one of another locale; a page that holds others is
    /// no counterpart, and the reader is led to the list's newest page.
    fn route(&self, one: &Cut<'_>) -> Option<Route> {
        let Some(number) = one.number else { return Some(self.route.clone()) };
        // Pages are in falling order, the newest without a number.
        let found = self.cuts.get(self.cuts.len().checked_sub(number)?)?;
        let same = found.number == one.number && found.stories == one.stories;
        same.then(|| self.locality.cut_route(&self.route, found.number))
    }
}

impl<'a> Lists<'a> {
    fn draft(&self, kind: &'static str, subject: Subject) -> Option<Draft<'a>> {
        let draft = Draft::of(self.planner, self.locality, subject)?;
        Some(Draft { kind, ..draft })
    }

    /// An index of lists, on one page.
    fn single(
        &self,
        pages: &mut Vec<Page>,
        kind: &'static str,
        subject: Subject,
        view: impl FnOnce(PageView) -> View,
    ) {
        let Some(draft) = self.draft(kind, subject) else { return };
        let page = draft.view(self.planner, self.main_feed());
        let stories = stories_of(self.locality, &draft.subject);
        let modified = self.planner.newest(self.locality.place, stories);
        self.push(pages, &draft, modified, view(page));
    }

    /// A list, cut into pages.
    fn paginated(
        &self,
        pages: &mut Vec<Page>,
        kind: &'static str,
        subject: &Subject,
        stories: &[usize],
        view: impl Fn(PageView, &Cut<'_>, Pager) -> View,
    ) {
        let Some(list) = self.draft(kind, subject.clone()) else { return };
        let feeds = feed::of_list(self.planner, self.locality, subject);
        let cuts = cut(stories, self.planner.site.config.page_size);
        let others = self.counterparts(subject);
        for (at, one) in cuts.iter().enumerate() {
            let draft = Draft {
                route: self.locality.cut_route(&list.route, one.number),
                title: self.numbered(&list.title, one),
                description: self.numbered(&list.description, one),
                family: others.iter().map(|other| other.as_ref()?.route(one)).collect(),
                ..list.clone()
            };
            let page = draft.view(self.planner, feeds.clone());
            let pager = self.pager(&list.route, &cuts, at);
            let modified = self.planner.newest(self.locality.place, one.stories);
            self.push(pages, &draft, modified, view(page, one, pager));
        }
    }

    /// The same list in each locale.
    fn counterparts(&self, subject: &Subject) -> Vec<Option<Counterpart<'a>>> {
        let size = self.planner.site.config.page_size;
        let of = |locality: &'a Locality| {
            let route = locality.route(&self.planner.site, subject)?;
            Some(Counterpart { locality, route, cuts: cut(stories_of(locality, subject), size) })
        };
        self.planner.localities.iter().map(of).collect()
    }

    fn push(&self, pages: &mut Vec<Page>, draft: &Draft<'_>, modified: Option<String>, view: View) {
        let locale = self.locality.speech.locale();
        let source =
            Origin::Made(format!("the page “{}” in `{locale}`", without_marks(&draft.title)));
        pages.push(made(draft, OutputKind::Index, source, modified, view));
    }

    /// A list's title or description, on one of its pages: no two pages share theirs.
    fn numbered(&self, title: &Arc<str>, one: &Cut<'_>) -> Arc<str> {
        let Some(number) = one.number else { return Arc::clone(title) };
        let arguments = [("title", Arg::from(&**title)), ("number", number.into())];
        self.locality.speech.say("page-title", &arguments).into()
    }

    fn pager(&self, list: &Route, cuts: &[Cut<'_>], at: usize) -> Pager {
        let base = &self.planner.site.config.base_url;
        let href = |cut: &Cut<'_>| base.href(&self.locality.cut_route(list, cut.number));
        let date =
            |story: Option<&usize>| story.map(|story| self.planner.site.stories[*story].facts.date);
        Pager {
            number: cuts[at].number,
            newer: at.checked_sub(1).map(|newer| href(&cuts[newer])),
            older: cuts.get(at + 1).map(href),
            to: date(cuts[at].stories.first()),
            from: date(cuts[at].stories.last()),
        }
    }

    fn main_feed(&self) -> Vec<Part<FeedLink>> {
        feed::of_list(self.planner, self.locality, &Subject::Home)
    }

    fn home(&self, pages: &mut Vec<Page>) {
        let all = &self.locality.index.all;
        self.paginated(pages, "home", &Subject::Home, all, |page, one, pager| {
            View::Home(HomeView {
                page,
                stories: self.planner.teasers_of(self.locality.place, one.stories),
                sections: match one.number {
                    None => self.sections(one.stories),
                    Some(_) => Vec::new(),
                },
                pager,
            })
        });
    }

    /// Topics with their newest stories that the front page does not show already.
    fn sections(&self, shown: &[usize]) -> Vec<Section> {
        let config = &self.planner.site.config;
        let roots = config.topics.iter().filter(|topic| topic.parent.is_none());
        let section = |id: &Id| {
            let stories = self.locality.index.topics.get(id)?;
            let others = stories.iter().copied().filter(|story| !shown.contains(story));
            let newest: Vec<usize> = others.take(SECTION_STORIES).collect();
            (newest.len() >= 2).then(|| Section {
                topic: self.topic(id),
                stories: self.planner.teasers_of(self.locality.place, &newest),
            })
        };
        roots.filter_map(|topic| section(&topic.id)).take(SECTIONS).collect()
    }

    fn topics(&self, pages: &mut Vec<Page>) {
        self.single(pages, "topics", Subject::Topics, |page| {
            View::Topics(TopicsPage { page, topics: self.topic_entries(None) })
        });
        for (id, stories) in &self.locality.index.topics {
            let subject = Subject::Topic(id.clone());
            let entry = self.topic_entry(id);
            let above = match parent(&self.planner.site, &subject) {
                Some(Subject::Topic(above)) => Some(self.topic(&above)),
                _ => None,
            };
            self.paginated(pages, "topic", &subject, stories, |page, one, pager| {
                View::Topic(TopicPage {
                    page,
                    topic: entry_on(&entry, one),
                    parent: above.clone(),
                    stories: self.planner.teasers_of(self.locality.place, one.stories),
                    pager,
                })
            });
        }
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
            latest: stories.first().map(|story| self.planner.site.stories[*story].facts.date),
            children: self.topic_entries(Some(id)),
        }
    }

    fn archives(&self, pages: &mut Vec<Page>) {
        let index = &self.locality.index;
        self.single(pages, "archives", Subject::Archives, |page| {
            let years = index.years.keys().rev();
            View::Archives(ArchivesPage {
                page,
                years: years.map(|year| self.year_entry(*year)).collect(),
            })
        });
        let years: Vec<i16> = index.years.keys().copied().collect();
        for (at, year) in years.iter().enumerate() {
            self.single(pages, "year", Subject::Year(*year), |page| {
                View::Year(YearPage {
                    page,
                    year: *year,
                    count: index.years[year].len(),
                    months: self.month_entries(*year, MONTH_STORIES),
                    newer: years.get(at + 1).and_then(|year| self.link(Subject::Year(*year))),
                    older: at.checked_sub(1).and_then(|at| self.link(Subject::Year(years[at]))),
                })
            });
        }
        let months: Vec<Subject> =
            index.months.keys().map(|(year, month)| Subject::Month(*year, *month)).collect();
        self.dated(pages, "month", &months);
        let days: Vec<Subject> =
            index.days.keys().map(|(year, month, day)| Subject::Day(*year, *month, *day)).collect();
        self.dated(pages, "day", &days);
    }

    /// Months, or days, oldest first.
    fn dated(&self, pages: &mut Vec<Page>, kind: &'static str, subjects: &[Subject]) {
        for (at, subject) in subjects.iter().enumerate() {
            let stories = stories_of(self.locality, subject);
            self.paginated(pages, kind, subject, stories, |page, one, pager| {
                View::Month(MonthPage {
                    page,
                    month: match subject {
                        Subject::Day(year, month, day) => Date::of_day(*year, *month, *day),
                        Subject::Month(year, month) => Date::of_month(*year, *month),
                        _ => Date::of_month(1970, 1),
                    },
                    count: count_on(stories.len(), one),
                    days: self.day_entries(one.stories),
                    newer: subjects.get(at + 1).and_then(|subject| self.link(subject.clone())),
                    older: at.checked_sub(1).and_then(|at| self.link(subjects[at].clone())),
                    pager,
                })
            });
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

    fn year_entry(&self, year: i16) -> YearEntry {
        YearEntry {
            year,
            href: self.href(&Subject::Year(year)),
            count: self.locality.index.years[&year].len(),
            months: self.month_entries(year, 0),
        }
    }

    fn month_entries(&self, year: i16, shown: usize) -> Vec<MonthEntry> {
        let months = self.locality.index.months.range((year, i8::MIN)..=(year, i8::MAX)).rev();
        let entry = |((year, month), stories): (&(i16, i8), &Vec<usize>)| MonthEntry {
            month: Date::of_month(*year, *month),
            href: self.href(&Subject::Month(*year, *month)),
            count: stories.len(),
            stories: self
                .planner
                .teasers_of(self.locality.place, &stories[..shown.min(stories.len())]),
        };
        months.map(entry).collect()
    }

    /// Stories by their day, newest first; those without a day last.
    fn day_entries(&self, stories: &[usize]) -> Vec<DayEntry> {
        let mut days: BTreeMap<Option<i8>, Vec<usize>> = BTreeMap::new();
        for story in stories {
            days.entry(self.planner.site.stories[*story].facts.date.day())
                .or_default()
                .push(*story);
        }
        let entry = |(day, stories): (Option<i8>, Vec<usize>)| {
            let date = self.planner.site.stories[stories[0]].facts.date;
            let (year, month) = (date.year(), date.month());
            DayEntry {
                date: day.map_or(Date::of_month(year, month), |day| Date::of_day(year, month, day)),
                href: day.and_then(|day| self.href(&Subject::Day(year, month, day))),
                stories: self.planner.teasers_of(self.locality.place, &stories),
            }
        };
        days.into_iter().rev().map(entry).collect()
    }

    fn authors(&self, pages: &mut Vec<Page>) {
        self.single(pages, "authors", Subject::Authors, |page| {
            let ids = self.locality.index.authors.keys();
            let mut authors: Vec<AuthorEntry> = ids.map(|id| self.author_entry(id)).collect();
            let formats = self.locality.speech.formats();
            authors.sort_by(|a, b| formats.compare(&a.name, &b.name).then_with(|| a.id.cmp(&b.id)));
            View::Authors(AuthorsPage { page, authors })
        });
        for (id, stories) in &self.locality.index.authors {
            let subject = Subject::Author(id.clone());
            let entry = self.author_entry(id);
            self.paginated(pages, "author", &subject, stories, |page, one, pager| {
                View::Author(AuthorPage {
                    page,
                    author: AuthorEntry { count: count_on(stories.len(), one), ..entry.clone() },
                    stories: self.planner.teasers_of(self.locality.place, one.stories),
                    pager,
                })
            });
        }
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
fn entry_on(entry: &TopicEntry, one: &Cut<'_>) -> TopicEntry {
    let entry = entry.clone();
    match one.number {
        None => entry,
        Some(_) => {
            TopicEntry { count: one.stories.len(), latest: None, children: Vec::new(), ..entry }
        }
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
        Subject::Author(id) => index.authors.get(id),
        // The home page, and indexes of lists, stand for all.
        _ => Some(&index.all),
    };
    found.map(Vec::as_slice).unwrap_or_default()
}
