//! What a page is about, whatever its language: the key that joins counterparts.
//!
//! The switcher, `hreflang`, breadcrumbs and titles all follow from three questions about a subject:
//! where it is in a locale, what it is called there, and what stands above it.

mod segments;

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::hashed::Fingerprint;
use crate::l10n::Arg;
use crate::link::Site;
use crate::link::fallback_route;
use crate::model::{Date, Id, Route, Slug};
use crate::parse::config::Untranslated;
use crate::part::Part;
use crate::plan::editions;
use crate::plan::index::Index;
use crate::plan::search;
use crate::plan::speech::Speech;
use crate::plan::view::{AuthorLink, DossierView, Link, TopicLink};
use segments::Segments;

/// What a page is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// The home page.
    Home,
    /// The index of topics.
    Topics,
    /// A topic.
    Topic(Id),
    /// The index of archives.
    Archives,
    /// A year.
    Year(i16),
    /// A month.
    Month(i16, i8),
    /// A day.
    Day(i16, i8, i8),
    /// The index of editions.
    Editions,
    /// An edition, by its place in [`Archive::editions`].
    Edition(usize),
    /// The index of authors.
    Authors,
    /// An author.
    Author(Id),
    /// The search.
    Search,
    /// The index of dossiers.
    Dossiers,
    /// A dossier.
    Dossier(Id),
    /// A story, by its place in [`Archive::stories`].
    Story(usize),
    /// A standing page, by its place in [`Archive::pages`].
    Standing(usize),
    /// The page of the glossary.
    Glossary,
    /// The page of sources that several stories cite.
    Sources,
    /// The page of all corrections.
    Corrections,
    /// The page that lists all feeds.
    Feeds,
    /// The map of the site.
    SiteMap,
    /// The page that is not there.
    NotFound,
}

/// Everything that is known of a locale before its pages are made.
pub struct Locality {
    /// The locale's place among the declared ones.
    pub place: usize,
    /// Its words.
    pub speech: Speech,
    /// Its lists.
    pub index: Arc<Index>,
    /// Its home page.
    pub home: Route,
    segments: Segments,
    /// What is known of each list, said once: every article names its topics, and the month, year
    /// and archives that stand above it.
    lists: FxHashMap<Subject, Known>,
    /// Every topic, as pages name it.
    topics: FxHashMap<Id, Part<TopicLink>>,
    /// Every dossier of stories that the locale lists.
    dossiers: FxHashMap<Id, Part<DossierView>>,
    /// Every author with a page, as articles name them.
    authors: FxHashMap<Id, Part<AuthorLink>>,
}

/// What is known of a list.
struct Known {
    title: Arc<str>,
    route: Option<Route>,
    /// How pages link to it, if it has a page.
    link: Option<Part<Link>>,
    /// From the home page down to the list.
    trail: Part<Vec<Part<Link>>>,
}

impl Locality {
    /// Gathers what is known of a locale.
    ///
    /// # Problems
    /// - [`Code::UnsafeSlug`], for a word that cannot be a segment of a URL.
    pub fn new(
        site: &Site,
        place: usize,
        index: Arc<Index>,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let speech = Speech::new(site, place);
        let segments = Segments::new(site, &speech, &index, problems);
        let home = Route::folder([site.config.locales[place].tag.as_str()]);
        let (lists, topics, dossiers, authors) = Default::default();
        let mut locality =
            Self { place, speech, index, home, segments, lists, topics, dossiers, authors };
        let lists = locality.every_list(site);
        let known = |subject: &Subject| {
            let title = locality.new_title(site, subject);
            let route = locality.new_route(site, subject);
            let link = route.as_ref().map(|route| {
                Part::new(Link { text: Arc::clone(&title), href: site.config.base_url.href(route) })
            });
            (subject.clone(), Known { title, route, link, trail: Part::default() })
        };
        locality.lists = lists.iter().map(known).collect();
        for subject in lists {
            let trail = Part::new(locality.new_trail(site, &subject));
            locality.lists.entry(subject).and_modify(|known| known.trail = trail);
        }
        let ids = site.config.topics.iter().map(|topic| &topic.id);
        locality.topics = ids.map(|id| (id.clone(), locality.new_topic(site, id))).collect();
        let dossiers = locality.index.dossiers.keys();
        locality.dossiers =
            dossiers.map(|id| (id.clone(), locality.new_dossier(site, id))).collect();
        let authors = locality.index.authors.keys();
        locality.authors =
            authors.filter_map(|id| Some((id.clone(), locality.new_author(site, id)?))).collect();
        locality
    }

    /// The fingerprint of its words in addresses.
    pub fn segments(&self) -> Fingerprint {
        Fingerprint::of(&self.segments)
    }

    /// Where a subject's page is; `None` if this locale has none of its own.
    pub fn route(&self, site: &Site, subject: &Subject) -> Option<Route> {
        match self.lists.get(subject) {
            Some(known) => known.route.clone(),
            None => self.new_route(site, subject),
        }
    }

    /// A link to a subject, if this locale has a page of it.
    pub fn link(&self, site: &Site, subject: &Subject) -> Option<Part<Link>> {
        if let Some(known) = self.lists.get(subject) {
            return known.link.clone();
        }
        let route = self.new_route(site, subject)?;
        let text = self.new_title(site, subject);
        Some(Part::new(Link { text, href: site.config.base_url.href(&route) }))
    }

    /// The way from the home page down to a subject, that itself included: links to what this
    /// locale has.
    pub fn trail(&self, site: &Site, subject: &Subject) -> Part<Vec<Part<Link>>> {
        match self.lists.get(subject) {
            Some(known) => known.trail.clone(),
            None => Part::new(self.new_trail(site, subject)),
        }
    }

    fn new_trail(&self, site: &Site, subject: &Subject) -> Vec<Part<Link>> {
        let mut links = Vec::new();
        let mut at = Some(subject.clone());
        while let Some(subject) = at {
            links.extend(self.link(site, &subject));
            at = parent(site, &subject);
        }
        links.reverse();
        links
    }

    /// A topic, named here and linked if it has a page.
    pub fn topic(&self, site: &Site, id: &Id) -> Part<TopicLink> {
        self.topics.get(id).cloned().unwrap_or_else(|| self.new_topic(site, id))
    }

    fn new_topic(&self, site: &Site, id: &Id) -> Part<TopicLink> {
        let subject = Subject::Topic(id.clone());
        let href = self.route(site, &subject).map(|route| site.config.base_url.href(&route));
        Part::new(TopicLink { id: id.clone(), name: self.title(site, &subject), href })
    }

    fn new_route(&self, site: &Site, subject: &Subject) -> Option<Route> {
        let lists = &self.index;
        let archives = &site.config.archives;
        let below = |slug: &Slug| self.home.join(slug.as_str());
        let number = |wanted: bool, path: String| wanted.then(|| self.home.join(&path));
        match subject {
            Subject::Home => Some(self.home.clone()),
            Subject::Topics => (!lists.topics.is_empty()).then(|| below(&self.segments.topics)),
            Subject::Topic(id) => {
                let slug = lists.topics.contains_key(id).then(|| self.segments.topic.get(id))??;
                Some(below(&self.segments.topics).join(slug.as_str()))
            }
            Subject::Archives => {
                let any = archives.year || archives.month || archives.day;
                (any && !lists.all.is_empty()).then(|| below(&self.segments.archives))
            }
            Subject::Year(year) => {
                let has = archives.year && lists.years.contains_key(year);
                number(has, format!("{year:04}"))
            }
            Subject::Month(year, month) => {
                let has = archives.month && lists.months.contains_key(&(*year, *month));
                number(has, format!("{year:04}/{month:02}"))
            }
            Subject::Day(year, month, day) => {
                let has = archives.day && lists.days.contains_key(&(*year, *month, *day));
                number(has, format!("{year:04}/{month:02}/{day:02}"))
            }
            Subject::Editions => {
                let any = !lists.editions.is_empty() && site.theme.has_layout("editions");
                any.then(|| below(&self.segments.editions))
            }
            Subject::Edition(place) => {
                let has = lists.editions.contains_key(place) && site.theme.has_layout("edition");
                let name = &site.archive.editions.get(*place).filter(|_| has)?.name;
                Some(below(&self.segments.editions).join(name))
            }
            Subject::Authors => (!lists.authors.is_empty()).then(|| below(&self.segments.authors)),
            Subject::Author(id) => {
                let slug =
                    lists.authors.contains_key(id).then(|| self.segments.author.get(id))??;
                Some(below(&self.segments.authors).join(slug.as_str()))
            }
            Subject::Search => {
                let mut stories = site.archive.stories.iter();
                let mut any = || stories.any(|story| search::found(story, self.place).is_some());
                let found = site.config.search && any();
                found.then(|| self.segments.search.as_ref().map(below))?
            }
            Subject::Dossiers => {
                let any = has_dossiers(site) && !lists.dossiers.is_empty();
                any.then(|| below(&self.segments.dossiers))
            }
            Subject::Dossier(id) => {
                let slug =
                    lists.dossiers.contains_key(id).then(|| self.segments.dossier.get(id))??;
                Some(below(&self.segments.dossiers).join(slug.as_str()))
            }
            Subject::Glossary => {
                let told =
                    site.archive.glossary.iter().any(|term| term.telling(self.place).is_some());
                let any = site.theme.has_layout("glossary") && told;
                any.then(|| below(&self.segments.glossary))
            }
            Subject::Sources => (!lists.cited.is_empty()).then(|| below(&self.segments.sources)),
            Subject::Corrections => {
                let any = site.theme.has_layout("corrections") && !lists.corrected.is_empty();
                any.then(|| below(&self.segments.corrections))
            }
            Subject::Story(place) => site.archive.stories[*place]
                .telling(self.place)
                .map(|telling| telling.route.clone()),
            Subject::Standing(place) => {
                site.archive.pages[*place].telling(self.place).map(|telling| telling.route.clone())
            }
            Subject::Feeds => site.theme.has_layout("feeds").then(|| below(&self.segments.feeds)),
            Subject::SiteMap => {
                site.theme.has_layout("site-map").then(|| below(&self.segments.site_map))
            }
            Subject::NotFound => Some(self.home.file("404.html")),
        }
    }

    /// The route of a page of a list.
    pub fn cut_route(&self, list: &Route, number: Option<usize>) -> Route {
        match number {
            None => list.clone(),
            Some(number) => list.join(self.segments.page.as_str()).join(&number.to_string()),
        }
    }

    /// The page that this locale makes around a story it lacks.
    pub fn around(&self, site: &Site, subject: &Subject) -> Option<Route> {
        let story = match subject {
            Subject::Story(place) => &site.archive.stories[*place],
            Subject::Standing(place) => &site.archive.pages[*place],
            _ => return None,
        };
        if site.config.untranslated != Untranslated::Page || story.telling(self.place).is_some() {
            return None;
        }
        let (_, telling) = story.telling_or_original(self.place)?;
        Some(fallback_route(&site.config, story, telling, self.place))
    }

    /// An author, if this locale has a page of theirs.
    pub fn author(&self, id: &Id) -> Option<Part<AuthorLink>> {
        self.authors.get(id).cloned()
    }

    fn new_author(&self, site: &Site, id: &Id) -> Option<Part<AuthorLink>> {
        let Link { text, href } = &*self.link(site, &Subject::Author(id.clone()))?;
        let kind = self.speech.attribute(&format!("author-{id}"), "kind");
        let organization = kind.is_some_and(|kind| kind.value == "organization");
        Some(Part::new(AuthorLink { text: Arc::clone(text), href: href.clone(), organization }))
    }

    /// A dossier that a story belongs to.
    pub fn dossier(&self, id: &Id) -> Option<Part<DossierView>> {
        self.dossiers.get(id).cloned()
    }

    fn new_dossier(&self, site: &Site, id: &Id) -> Part<DossierView> {
        let key = format!("dossier-{id}");
        let link = self.link(site, &Subject::Dossier(id.clone()));
        Part::new(DossierView {
            id: id.clone(),
            name: self.speech.say(&key, &[]),
            description: self.speech.describe(&key),
            href: link.map(|link| link.href.clone()),
            closed: site.is_closed(id),
        })
    }

    /// What a subject is called, on a page of its own and in links to it.
    pub fn title(&self, site: &Site, subject: &Subject) -> Arc<str> {
        match self.lists.get(subject) {
            Some(known) => Arc::clone(&known.title),
            None => self.new_title(site, subject),
        }
    }

    /// Every subject with a page that lists stories, or lists of stories.
    fn every_list(&self, site: &Site) -> Vec<Subject> {
        use Subject::*;
        let index = &self.index;
        let years = index.years.keys().map(|year| Year(*year));
        let months = index.months.keys().map(|(year, month)| Month(*year, *month));
        let days = index.days.keys().filter(|_| site.config.archives.day);
        let topics = site.config.topics.iter().map(|topic| Topic(topic.id.clone()));
        let authors = index.authors.keys().map(|id| Author(id.clone()));
        let editions = index.editions.keys().map(|place| Edition(*place));
        let days = days.map(|(year, month, day)| Day(*year, *month, *day));
        let dossiers = index.dossiers.keys().map(|id| Dossier(id.clone()));
        let dossiers = [Dossiers].into_iter().chain(dossiers).filter(|_| has_dossiers(site));
        let optional = [
            ("feeds", Feeds),
            ("corrections", Corrections),
            ("sources", Sources),
            ("glossary", Glossary),
            ("site-map", SiteMap),
        ];
        let optional = optional.into_iter().filter(|(layout, _)| site.theme.has_layout(layout));
        let optional = optional.map(|(_, subject)| subject);
        let indexes =
            [Home, Topics, Archives, Editions, Authors, Search].into_iter().chain(optional);
        let dated = years.chain(months).chain(days).chain(editions);
        indexes.chain(dated).chain(topics).chain(authors).chain(dossiers).collect()
    }

    fn new_title(&self, site: &Site, subject: &Subject) -> Arc<str> {
        let say = |key: &str, args: &[(&str, Arg)]| Arc::from(self.speech.say(key, args));
        match subject {
            Subject::Home => say("site-title", &[]),
            Subject::Topics => say("topics-title", &[]),
            Subject::Topic(id) => say(&format!("topic-{id}"), &[]),
            Subject::Archives => say("archives-title", &[]),
            Subject::Year(year) => say("year-title", &[("year", Arg::Text(year.to_string()))]),
            Subject::Month(year, month) => {
                say("month-title", &[("month", Arg::Date(Date::of_month(*year, *month)))])
            }
            Subject::Day(year, month, day) => {
                say("day-title", &[("day", Arg::Date(Date::of_day(*year, *month, *day)))])
            }
            Subject::Editions => say("editions-title", &[]),
            Subject::Edition(place) => editions::title(site, &self.speech, self.place, *place),
            Subject::Authors => say("authors-title", &[]),
            Subject::Author(id) => say(&format!("author-{id}"), &[]),
            Subject::Search => say("search-title", &[]),
            Subject::Dossiers => say("dossiers-title", &[]),
            Subject::Dossier(id) => say(&format!("dossier-{id}"), &[]),
            Subject::Story(place) => {
                self.speech.headline(&site.archive.stories[*place], self.place)
            }
            Subject::Standing(place) => {
                self.speech.headline(&site.archive.pages[*place], self.place)
            }
            Subject::Glossary => say("glossary-title", &[]),
            Subject::Sources => say("sources-title", &[]),
            Subject::Corrections => say("corrections-title", &[]),
            Subject::Feeds => say("feeds-title", &[]),
            Subject::SiteMap => say("site-map-title", &[]),
            Subject::NotFound => say("not-found-title", &[]),
        }
    }

    /// One or two sentences about a subject that is not an article.
    pub fn description(&self, site: &Site, subject: &Subject) -> Arc<str> {
        let say = |key: &str, args: &[(&str, Arg)]| Arc::from(self.speech.say(key, args));
        let own =
            |kind: &str, id: &Id| self.speech.describe(&format!("{kind}-{id}")).map(Arc::from);
        match subject {
            Subject::Home | Subject::Story(_) | Subject::Standing(_) => {
                say("site-description", &[])
            }
            Subject::Topics => say("topics-description", &[]),
            Subject::Topic(id) => own("topic", id).unwrap_or_else(|| {
                let name = self.speech.say(&format!("topic-{id}"), &[]);
                say("topic-default-description", &[("topic", Arg::Text(name))])
            }),
            Subject::Archives => say("archives-description", &[]),
            Subject::Year(year) => {
                say("year-description", &[("year", Arg::Text(year.to_string()))])
            }
            Subject::Month(year, month) => {
                say("month-description", &[("month", Arg::Date(Date::of_month(*year, *month)))])
            }
            Subject::Day(year, month, day) => {
                say("day-description", &[("day", Arg::Date(Date::of_day(*year, *month, *day)))])
            }
            Subject::Editions => say("editions-description", &[]),
            Subject::Edition(place) => {
                editions::description(site, &self.speech, self.place, *place)
            }
            Subject::Authors => say("authors-description", &[]),
            Subject::Author(id) => own("author", id).unwrap_or_else(|| {
                let name = self.speech.say(&format!("author-{id}"), &[]);
                say("author-default-description", &[("author", Arg::Text(name))])
            }),
            Subject::Dossiers => say("dossiers-description", &[]),
            Subject::Dossier(id) => own("dossier", id).unwrap_or_else(|| {
                let name = self.speech.say(&format!("dossier-{id}"), &[]);
                say("dossier-default-description", &[("dossier", Arg::Text(name))])
            }),
            Subject::Glossary => say("glossary-description", &[]),
            Subject::Sources => say("sources-description", &[]),
            Subject::Corrections => say("corrections-description", &[]),
            Subject::Feeds => say("feeds-description", &[]),
            Subject::SiteMap => say("site-map-description", &[]),
            Subject::Search => say("search-description", &[]),
            Subject::NotFound => say("not-found-description", &[]),
        }
    }
}

/// Whether the theme has the pages of dossiers: it may lack them.
fn has_dossiers(site: &Site) -> bool {
    site.theme.has_layout("dossiers") && site.theme.has_layout("dossier")
}

/// What stands above a subject: where a reader goes who wants more of its kind.
pub fn parent(site: &Site, subject: &Subject) -> Option<Subject> {
    Some(match subject {
        Subject::Home => return None,
        Subject::Topic(id) => match site.config.topic(id).and_then(|topic| topic.parent.clone()) {
            Some(above) if !site.config.is_circular(id) => Subject::Topic(above),
            _ => Subject::Topics,
        },
        Subject::Year(_) => Subject::Archives,
        Subject::Month(year, _) => Subject::Year(*year),
        Subject::Day(year, month, _) => Subject::Month(*year, *month),
        Subject::Edition(_) => Subject::Editions,
        Subject::Author(_) => Subject::Authors,
        Subject::Dossier(_) => Subject::Dossiers,
        Subject::Story(place) => {
            let date = &site.archive.stories[*place].facts.date;
            Subject::Month(date.year(), date.month())
        }
        Subject::Topics
        | Subject::Archives
        | Subject::Editions
        | Subject::Authors
        | Subject::Dossiers
        | Subject::Glossary
        | Subject::Sources
        | Subject::Corrections
        | Subject::Feeds
        | Subject::SiteMap
        | Subject::Search
        | Subject::Standing(_)
        | Subject::NotFound => Subject::Home,
    })
}
