//! Feeds: what the feeds of a locale, of its topics and dossiers, and of its corrections hold.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::hashed::{Fingerprint, Hashed};
use crate::l10n::Arg;
use crate::l10n::foreign::without_marks;
use crate::link::{Site, Story, Telling};
use crate::model::{Id, Locale, Route};
use crate::outputs::{Inlay, Manner, OutputKind};
use crate::parse::config::{FeedContent, FeedFormat};
use crate::parse::text::Texts;
use crate::part::Part;
use crate::plan::body::{BodyView, Place};
use crate::plan::editions::{self, told_editions};
use crate::plan::lists::corrections::{self, Change};
use crate::plan::subject::{Locality, Subject};
use crate::plan::view::{FeedEntry, FeedLink, UpdateView};
use crate::plan::{Content, Origin, Page, Planner};
use crate::world::VPath;

/// A feed, in one format. It never mixes languages.
#[derive(Debug, Hash)]
pub struct Feed {
    /// Never changes, whatever the site's address.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its language.
    pub locale: Locale,
    /// Its own address.
    pub url: String,
    /// The page that lists the same stories.
    pub page: String,
    /// The site's name, as the author of what has none.
    pub author: String,
    /// When its newest entry was last changed; of an empty feed, the beginning of time.
    pub updated: String,
    /// Newest first.
    pub entries: Vec<Hashed<Entry>>,
}

/// An entry of a feed.
#[derive(Debug, Hash)]
pub struct Entry {
    /// Never changes, whatever becomes of slug, title, date and address (RFC 4287, section 4.2.6).
    pub id: String,
    /// The headline, as plain text.
    pub title: Arc<str>,
    /// The article.
    pub url: String,
    /// When it happened.
    pub published: String,
    /// When it was last changed.
    pub updated: String,
    /// Who wrote it.
    pub authors: Vec<Arc<str>>,
    /// The lead, as plain text.
    pub summary: Option<Arc<str>>,
    /// The ids of its topics, with their names.
    pub topics: Vec<(Id, Arc<str>)>,
    /// The text, if the feed has whole texts.
    pub body: Option<Hashed<BodyView>>,
    /// What an edition holds, as HTML whose links are whole.
    pub contents: Option<Arc<str>>,
}

/// A feed to be made: of a locale, of one of its topics or dossiers, of its editions or its corrections.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedOf {
    /// The locale's place.
    pub locality: usize,
    /// The list that holds the same stories: the home page for the feed of all.
    subject: Subject,
    /// How it is written.
    pub format: FeedFormat,
}

/// Plans the feeds of a locale: all its stories, and each topic's and dossier's. Those without a story
/// in this language have none; the locale itself always has one, since pages name it.
pub fn plan(planner: &Planner, locality: &Locality) -> Vec<Arc<Page>> {
    let links = &planner.feeds[locality.place];
    let topics = links.topics.keys().cloned().map(Subject::Topic);
    let dossiers = links.dossiers.keys().cloned().map(Subject::Dossier);
    let editions = (!links.editions.is_empty()).then_some(Subject::Editions);
    let page = |subject: Subject, format: FeedFormat| {
        let feed = FeedOf { locality: locality.place, subject, format };
        let route = feed.list(planner).file(file(format));
        Arc::new(Page::new(route, OutputKind::Feed, Origin::Shown, Content::Feed(feed)))
    };
    let formats = &planner.site.config.feeds.formats;
    let corrections = links.corrections.iter().map(|_| Subject::Corrections);
    let all = [Subject::Home].into_iter().chain(topics).chain(dossiers);
    let all = all.chain(editions).chain(corrections);
    let each = |subject: Subject| formats.iter().map(move |format| page(subject.clone(), *format));
    all.flat_map(each).collect()
}

/// The name of a feed's file.
fn file(format: FeedFormat) -> &'static str {
    match format {
        FeedFormat::Atom => "atom.xml",
        FeedFormat::Json => "feed.json",
    }
}

/// The newest stories of a locale, as many as a feed holds.
pub fn newest(site: &Site, locality: &Locality) -> Vec<usize> {
    newest_of(site, locality, &locality.index.all)
}

/// As many stories of a list as a feed holds.
fn newest_of(site: &Site, locality: &Locality, stories: &[usize]) -> Vec<usize> {
    told(locality, stories).take(site.config.feeds.entries).collect()
}

/// The stories of a list that the locale has in its own language, and that are published.
pub fn told<'a>(locality: &'a Locality, stories: &'a [usize]) -> impl Iterator<Item = usize> + 'a {
    stories.iter().copied().filter(|story| locality.index.is_published(*story))
}

/// The feeds of a locale, as pages name them: each in all formats.
pub struct Links {
    main: Vec<Part<FeedLink>>,
    topics: BTreeMap<Id, Vec<Part<FeedLink>>>,
    dossiers: BTreeMap<Id, Vec<Part<FeedLink>>>,
    corrections: Option<Vec<Part<FeedLink>>>,
    /// Empty if there is no feed of editions.
    editions: Vec<Part<FeedLink>>,
}

impl Links {
    /// Names the feeds that [`plan`] plans.
    pub fn new(site: &Site, locality: &Locality) -> Self {
        let of = |(id, stories): (&Id, &Vec<usize>), subject: Subject| {
            let route = locality.route(site, &subject)?;
            let any = told(locality, stories).next().is_some();
            any.then(|| (id.clone(), feed_links(site, locality, &subject, &route)))
        };
        let index = &locality.index;
        let topics =
            index.topics.iter().filter_map(|list| of(list, Subject::Topic(list.0.clone())));
        let dossiers =
            index.dossiers.iter().filter_map(|list| of(list, Subject::Dossier(list.0.clone())));
        let corrections = || {
            let route = locality.route(site, &Subject::Corrections)?;
            told(locality, &index.corrected).next()?;
            Some(feed_links(site, locality, &Subject::Corrections, &route))
        };
        let editions = locality.route(site, &Subject::Editions);
        let editions = editions.filter(|_| !told_editions(site, locality).is_empty());
        let of_editions = |list: Route| feed_links(site, locality, &Subject::Editions, &list);
        Self {
            main: feed_links(site, locality, &Subject::Home, &locality.home),
            editions: editions.map(of_editions).unwrap_or_default(),
            corrections: corrections(),
            topics: topics.collect(),
            dossiers: dossiers.collect(),
        }
    }

    /// The feed of a topic or dossier, if it has a story in this language, that of editions, or that of
    /// corrections.
    fn own(&self, subject: &Subject) -> Option<&Vec<Part<FeedLink>>> {
        match subject {
            Subject::Topic(id) => self.topics.get(id),
            Subject::Dossier(id) => self.dossiers.get(id),
            Subject::Editions | Subject::Edition(_) => Some(&self.editions),
            Subject::Corrections => self.corrections.as_ref(),
            _ => None,
        }
    }
}

/// The feed of a locale, in the first of the formats.
pub fn main(planner: &Planner, locality: &Locality) -> Part<FeedLink> {
    planner.feeds[locality.place].main[0].clone()
}

/// Every feed of a locale, as its page of feeds shows them.
pub struct Entries {
    /// That of all its stories.
    pub main: FeedEntry,
    /// Those of topics, sorted as words are.
    pub topics: Vec<FeedEntry>,
    /// Those of dossiers, sorted likewise.
    pub dossiers: Vec<FeedEntry>,
    /// That of editions.
    pub editions: Option<FeedEntry>,
    /// That of corrections.
    pub corrections: Option<FeedEntry>,
}

/// Gathers the feeds of a locale.
pub fn entries(planner: &Planner, locality: &Locality) -> Entries {
    let links = &planner.feeds[locality.place];
    let entry = |subject: Subject, formats: &[Part<FeedLink>]| {
        let list = locality.link(&planner.site, &subject)?;
        let (name, href) = (Arc::clone(&list.text), list.href.clone());
        Some(FeedEntry { name, href, formats: formats.to_vec() })
    };
    let topic = |(id, links): (&Id, &Vec<_>)| entry(Subject::Topic(id.clone()), links);
    let dossier = |(id, links): (&Id, &Vec<_>)| entry(Subject::Dossier(id.clone()), links);
    let editions = Some(&links.editions).filter(|formats| !formats.is_empty());
    Entries {
        main: entry(Subject::Home, &links.main).expect("every locale has a home page"),
        topics: sorted(locality, links.topics.iter().filter_map(topic).collect()),
        dossiers: sorted(locality, links.dossiers.iter().filter_map(dossier).collect()),
        editions: editions.and_then(|formats| entry(Subject::Editions, formats)),
        corrections: links.corrections.as_ref().and_then(|own| entry(Subject::Corrections, own)),
    }
}

fn sorted(locality: &Locality, mut feeds: Vec<FeedEntry>) -> Vec<FeedEntry> {
    let formats = locality.speech.formats();
    feeds.sort_by(|a, b| formats.compare(&a.name, &b.name).then_with(|| a.href.cmp(&b.href)));
    feeds
}

/// The feeds of a list itself; those of the locale, for the home page.
pub fn own<'a>(
    planner: &'a Planner,
    locality: &Locality,
    subject: &Subject,
) -> &'a [Part<FeedLink>] {
    let links = &planner.feeds[locality.place];
    match subject {
        Subject::Home => &links.main,
        subject => links.own(subject).map(Vec::as_slice).unwrap_or_default(),
    }
}

/// The feeds that a list's page offers: its own, then the locale's.
pub fn of_list(planner: &Planner, locality: &Locality, subject: &Subject) -> Vec<Part<FeedLink>> {
    let links = &planner.feeds[locality.place];
    links.own(subject).into_iter().flatten().chain(&links.main).cloned().collect()
}

/// The feeds that an article's page offers: the locale's, then those of its topics and its dossier.
pub fn of_article(planner: &Planner, locality: &Locality, story: &Story) -> Vec<Part<FeedLink>> {
    let links = &planner.feeds[locality.place];
    let topics = story.facts.topics.iter().cloned().map(Subject::Topic);
    let own = topics.chain(story.facts.dossier.clone().map(Subject::Dossier));
    let own = own.filter_map(|subject| links.own(&subject)).flatten();
    links.main.iter().chain(own).cloned().collect()
}

fn feed_links(
    site: &Site,
    locality: &Locality,
    subject: &Subject,
    list: &Route,
) -> Vec<Part<FeedLink>> {
    let base = &site.config.base_url;
    let link = |format: &FeedFormat| {
        let route = list.file(file(*format));
        let (media_type, name) = match format {
            FeedFormat::Atom => ("application/atom+xml", "Atom"),
            FeedFormat::Json => ("application/feed+json", "JSON Feed"),
        };
        Part::new(FeedLink {
            title: title(site, locality, subject),
            href: base.href(&route),
            url: base.permalink(&route),
            media_type,
            format: name,
        })
    };
    site.config.feeds.formats.iter().map(link).collect()
}

fn title(site: &Site, locality: &Locality, subject: &Subject) -> String {
    let name = Arg::Text(locality.speech.say("site-title", &[]));
    match subject {
        Subject::Topic(_) => {
            let topic = Arg::from(&*locality.title(site, subject));
            locality.speech.say("topic-feed-title", &[("site", name), ("topic", topic)])
        }
        Subject::Dossier(_) => {
            let dossier = Arg::from(&*locality.title(site, subject));
            locality.speech.say("dossier-feed-title", &[("site", name), ("dossier", dossier)])
        }
        Subject::Corrections => locality.speech.say("corrections-feed-title", &[("site", name)]),
        Subject::Editions => locality.speech.say("editions-feed-title", &[("site", name)]),
        _ => locality.speech.say("feed-title", &[("site", name)]),
    }
}

impl Entry {
    /// What it holds, as HTML whose links are whole; nothing if it has its summary alone.
    pub fn html(&self, texts: &Texts, origin: &str) -> Option<String> {
        let mut html = String::new();
        if let Some(body) = &self.body {
            body.write(texts, &mut html, Place::Feed { origin, permalink: &self.url });
        }
        html.extend(self.contents.as_deref());
        (self.body.is_some() || self.contents.is_some()).then_some(html)
    }

    /// That a feed holds its text at a place, in a manner; nothing, if more than the text is there.
    pub fn inlay(&self, manner: fn(String) -> Manner, place: Range<usize>) -> Option<Inlay> {
        let body = self.body.as_ref().filter(|_| self.contents.is_none())?;
        let (file, manner) = (body.file().clone(), manner(self.url.clone()));
        Some(Inlay { file, manner, places: vec![place] })
    }
}

impl FeedOf {
    /// Makes the feed.
    pub fn feed(&self, planner: &Planner) -> Feed {
        let base = &planner.site.config.base_url;
        let (locality, list) = (&planner.localities[self.locality], self.list(planner));
        let locale = locality.speech.locale();
        let name = match &self.subject {
            Subject::Topic(id) => format!("topic {id}"),
            Subject::Dossier(id) => format!("dossier {id}"),
            Subject::Corrections => "corrections".to_owned(),
            Subject::Editions => "editions".to_owned(),
            _ => "all".to_owned(),
        };
        let entries = self.entries(planner, locality);
        let newest = entries.iter().map(|entry| &entry.updated).max_by_key(|time| instant(time));
        Feed {
            id: urn("feed", &name, locale),
            title: title(&planner.site, locality, &self.subject),
            locale: locale.clone(),
            url: base.permalink(&list.file(file(self.format))),
            page: base.permalink(&list),
            author: locality.speech.say("site-title", &[]),
            updated: newest.cloned().unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned()),
            entries,
        }
    }

    /// What makes it, as a problem says it.
    pub fn origin(&self, planner: &Planner) -> String {
        let locality = &planner.localities[self.locality];
        let title = title(&planner.site, locality, &self.subject);
        format!("the feed “{}” in `{}`", without_marks(&title), locality.speech.locale())
    }

    /// The files of the texts that it holds, newest first.
    pub fn files<'p>(&self, planner: &'p Planner) -> Vec<&'p VPath> {
        if self.subject == Subject::Editions {
            return editions::files(planner, &planner.localities[self.locality]);
        }
        let full = planner.site.config.feeds.content == FeedContent::Full;
        if !full || self.subject == Subject::Corrections {
            return Vec::new();
        }
        let file = |story: usize| {
            Some(&planner.site.archive.stories[story].telling(self.locality)?.article.file)
        };
        self.stories(planner).into_iter().filter_map(file).collect()
    }

    fn entries(&self, planner: &Planner, locality: &Locality) -> Vec<Hashed<Entry>> {
        if self.subject == Subject::Editions {
            return editions::entries(planner, locality).map(Hashed::new).collect();
        }
        if self.subject == Subject::Corrections {
            let site = &*planner.site;
            let all = locality.index.changes.iter();
            let told = all.filter(|change| locality.index.is_published(change.story));
            let newest = told.take(site.config.feeds.entries);
            let newest = corrections::changes(planner, locality, newest);
            let entries = newest.filter_map(|change| correction(planner, locality, change));
            return entries.map(Hashed::new).collect();
        }
        let full = planner.site.config.feeds.content == FeedContent::Full;
        let entry = |place: usize| {
            let telling = planner.site.archive.stories[place].telling(locality.place)?;
            let body = || full.then(|| planner.body(place, locality.place, telling));
            let make = || entry(planner, locality, (place, telling), body());
            Some(planner.entry(place, locality.place, make))
        };
        self.stories(planner).into_iter().filter_map(entry).collect()
    }

    /// The stories that it holds, or that it may say something of, newest first.
    pub fn stories(&self, planner: &Planner) -> Vec<usize> {
        let locality = &planner.localities[self.locality];
        let site = &*planner.site;
        // The newest change may be one of the oldest story.
        if self.subject == Subject::Corrections {
            return told(locality, &locality.index.corrected).collect();
        }
        let all = match &self.subject {
            Subject::Editions => {
                let editions = told_editions(site, locality).into_iter();
                return editions.flat_map(|(_, stories)| stories).collect();
            }
            Subject::Topic(id) => locality.index.topics.get(id),
            Subject::Dossier(id) => locality.index.dossiers.get(id),
            _ => Some(&locality.index.all),
        };
        all.map(|stories| newest_of(site, locality, stories)).unwrap_or_default()
    }

    /// The page that lists the same stories.
    fn list(&self, planner: &Planner) -> Route {
        let locality = &planner.localities[self.locality];
        let list = locality.route(&planner.site, &self.subject);
        list.unwrap_or_else(|| locality.home.clone())
    }
}

fn instant(time: &str) -> Option<jiff::Timestamp> {
    time.parse().ok()
}

/// The entry of an article, with its text or without.
fn entry(
    planner: &Planner,
    locality: &Locality,
    (place, telling): (usize, &Telling),
    body: Option<Hashed<BodyView>>,
) -> Entry {
    let site = &*planner.site;
    let config = &site.config;
    let story = &site.archive.stories[place];
    let article = &telling.article;
    let name = |id: &Id| (id.clone(), locality.title(site, &Subject::Topic(id.clone())));
    let authors = story.facts.authors.iter();
    Entry {
        id: urn("entry", story.key.as_str(), &article.locale),
        title: Arc::clone(&article.shown.title),
        url: config.base_url.permalink(&telling.route),
        published: story.facts.date.rfc3339(&config.time_zone),
        updated: telling.updated.unwrap_or(story.facts.date).rfc3339(&config.time_zone),
        authors: authors.map(|id| locality.title(site, &Subject::Author(id.clone()))).collect(),
        summary: article.shown.summary.clone(),
        topics: story.facts.topics.iter().map(name).collect(),
        body,
        contents: None,
    }
}

/// The entry of a change: all that its article says of it, without the article's text.
fn correction(planner: &Planner, locality: &Locality, change: Change) -> Option<Entry> {
    let zone = &planner.site.config.time_zone;
    let story = &planner.site.archive.stories[change.story];
    let UpdateView { date, kind, note } = change.update;
    let telling = planner.site.archive.stories[change.story].telling(locality.place)?;
    let article = entry(planner, locality, (change.story, telling), None);
    let arguments = [("kind", Arg::from(kind)), ("title", Arg::from(&*article.title))];
    let name = format!("{} {date} {kind} {}", story.key, change.nth);
    Some(Entry {
        id: urn("change", &name, locality.speech.locale()),
        title: locality.speech.say("correction-title", &arguments).into(),
        published: date.rfc3339(zone),
        updated: date.rfc3339(zone),
        summary: Some(note.into()),
        ..article
    })
}

/// An identifier made of what never changes: a UUID of version 8, whose bits are the maker's
/// (RFC 9562, section 5.8).
pub fn urn(kind: &str, name: &str, locale: &Locale) -> String {
    let mut bytes =
        Fingerprint::of_bytes(format!("depeche {kind} {name} {locale}").as_bytes()).bytes();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = Fingerprint::from_bytes(bytes).hex();
    let (a, b, c, d, e) = (&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]);
    format!("urn:uuid:{a}-{b}-{c}-{d}-{e}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_a_uuid_of_its_name() {
        let fr = Locale::new("fr").expect("a tag");
        let id = urn("entry", "2025/x", &fr);
        assert_eq!(id, urn("entry", "2025/x", &fr));
        assert_eq!((id.len(), &id[23..24]), (45, "8"));
        assert_ne!(id, urn("entry", "2025/x", &Locale::new("en").expect("a tag")));
    }
}
