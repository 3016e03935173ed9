//! What each locale lists: slices of one sorted store of stories.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::link::{Edition, Site, Story};
use crate::model::Id;
use crate::parse::config::Untranslated;
use crate::parse::front_matter::Update;

/// The lists of one locale: places in [`Archive::stories`], newest first.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Index {
    /// Everything that the locale lists.
    pub all: Vec<usize>,
    /// By topic; a topic has the stories of the topics below it, each once.
    pub topics: BTreeMap<Id, Vec<usize>>,
    /// By year.
    pub years: BTreeMap<i16, Vec<usize>>,
    /// By year and month.
    pub months: BTreeMap<(i16, i8), Vec<usize>>,
    /// By year, month and day, of stories whose day is known.
    pub days: BTreeMap<(i16, i8, i8), Vec<usize>>,
    /// By edition, of those that have stories here: their places in [`Archive::editions`].
    pub editions: BTreeMap<usize, Vec<usize>>,
    /// By author.
    pub authors: BTreeMap<Id, Vec<usize>>,
    /// By dossier.
    pub dossiers: BTreeMap<Id, Vec<usize>>,
    /// What its articles say was changed in them, newest first; of one gist, in the order of the stories and of their
    /// authors.
    pub changes: Vec<Change>,
    /// The stories of these, one for each.
    pub corrected: Vec<usize>,
    /// By the address of a source, those that cite it, if there are several.
    pub cited: BTreeMap<Arc<str>, Vec<usize>>,
    /// Those that cite one of these sources.
    pub citing: Vec<usize>,
    /// Of every story of the site, what its lists and related stories need to know of it. It is asked for dozens of
    /// stories for each article, and the stories themselves are far apart in memory, or are not told as yet.
    gists: Vec<Gist>,
}

/// What lists and related stories need to know of a story, without looking at it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Gist {
    second: i64,
    is_told: bool,
    /// Whether it is told, and not held back.
    is_published: bool,
    /// The number of its dossier: equal in two stories of one dossier.
    dossier: Option<usize>,
}

/// A change of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The story.
    pub story: usize,
    /// Its place in the author's list.
    pub nth: usize,
}

impl Index {
    /// Sorts the stories of a locale into its lists.
    pub fn new(site: &Site, locale: usize) -> Self {
        let mut index = Self::default();
        let mut named = Named::default();
        for (place, story) in site.archive.stories.iter().enumerate() {
            if lists(site, story, locale) {
                index.add(site, place, story, &mut named);
            }
        }
        index.topics = in_order(named.topics);
        index.authors = in_order(named.authors);
        index.dossiers = in_order(named.dossiers);
        index.gists = gists(site, locale);
        index.changes = changes(site, locale);
        index.corrected = index.changes.iter().map(|change| change.story).collect();
        if lists_sources(site) {
            index.cite(site);
        }
        for (place, edition) in site.archive.editions.iter().enumerate() {
            let here = |story: &&usize| lists(site, &site.archive.stories[**story], locale);
            let stories: Vec<usize> = edition.stories.iter().filter(here).copied().collect();
            if !stories.is_empty() && has_name(site, edition, locale) {
                index.editions.insert(place, stories);
            }
        }
        index
    }

    /// Whether the locale has a story in its own language, and publishes it.
    pub fn is_published(&self, story: usize) -> bool {
        self.gists[story].is_published
    }

    /// Finds the sources that several stories cite: one source is what has one address.
    fn cite(&mut self, site: &Site) {
        // Most addresses are cited once, and need no list.
        let mut first: FxHashMap<&Arc<str>, usize> = FxHashMap::default();
        for place in &self.all {
            let sources = site.archive.stories[*place].facts.sources.iter();
            for url in sources.filter_map(|source| source.url.as_ref()) {
                let first = *first.entry(url).or_insert(*place);
                if first == *place {
                    continue;
                }
                let stories = self.cited.entry(Arc::clone(url)).or_insert_with(|| vec![first]);
                if stories.last() != Some(place) {
                    stories.push(*place);
                }
            }
        }
        self.citing = self.cited.values().flatten().copied().collect();
        self.citing.sort_unstable();
        self.citing.dedup();
    }

    fn add<'s>(&mut self, site: &'s Site, place: usize, story: &'s Story, named: &mut Named<'s>) {
        self.all.push(place);
        for topic in &story.facts.topics {
            let above = named.above.entry(topic).or_insert_with(|| site.config.ancestors(topic));
            for topic in std::iter::once(topic).chain(above.iter().copied()) {
                let list = named.topics.entry(topic).or_default();
                if list.last() != Some(&place) {
                    list.push(place);
                }
            }
        }
        for author in &story.facts.authors {
            named.authors.entry(author).or_default().push(place);
        }
        if let Some(dossier) = &story.facts.dossier {
            named.dossiers.entry(dossier).or_default().push(place);
        }
        let date = &story.facts.date;
        self.years.entry(date.year()).or_default().push(place);
        self.months.entry((date.year(), date.month())).or_default().push(place);
        if let Some(day) = date.day() {
            self.days.entry((date.year(), date.month(), day)).or_default().push(place);
        }
    }
}

/// That of each story of the site, for a locale.
fn gists(site: &Site, locale: usize) -> Vec<Gist> {
    let mut dossiers: FxHashMap<&Id, usize> = FxHashMap::default();
    let mut number = |id| {
        let next = dossiers.len();
        *dossiers.entry(id).or_insert(next)
    };
    let each = site.archive.stories.iter().map(|story| {
        let telling = story.telling(locale);
        Gist {
            second: story.facts.instant.as_second(),
            is_told: telling.is_some(),
            is_published: telling.is_some_and(|telling| telling.held.is_none()),
            dossier: story.facts.dossier.as_ref().map(&mut number),
        }
    });
    each.collect()
}

/// Lists by names while they are gathered.
#[derive(Default)]
struct Named<'s> {
    topics: FxHashMap<&'s Id, Vec<usize>>,
    authors: FxHashMap<&'s Id, Vec<usize>>,
    dossiers: FxHashMap<&'s Id, Vec<usize>>,
    /// The topics above each that a story has.
    above: FxHashMap<&'s Id, Vec<&'s Id>>,
}

fn in_order(lists: FxHashMap<&Id, Vec<usize>>) -> BTreeMap<Id, Vec<usize>> {
    lists.into_iter().map(|(id, stories)| (id.clone(), stories)).collect()
}

/// Whether two sites with the same archive have the same lists.
pub fn has_same_lists(one: &Site, other: &Site) -> bool {
    lists_sources(one) == lists_sources(other)
}

/// Whether there is a page of sources.
fn lists_sources(site: &Site) -> bool {
    site.theme.has_layout("sources")
}

fn changes(site: &Site, locale: usize) -> Vec<Change> {
    let zone = &site.config.time_zone;
    let mut changes = Vec::new();
    for (place, story) in site.archive.stories.iter().enumerate() {
        let updates = story.telling(locale).into_iter().flat_map(|telling| telling.updates());
        let change = |(nth, update): (usize, &Update)| {
            (update.date.instant(zone), Change { story: place, nth })
        };
        changes.extend(updates.enumerate().map(change));
    }
    changes.sort_by_key(|(instant, _)| Reverse(*instant));
    changes.into_iter().map(|(_, change)| change).collect()
}

/// Whether a locale shows a story in its lists.
fn lists(site: &Site, story: &Story, locale: usize) -> bool {
    let told = story.telling(locale).is_some();
    told || site.config.untranslated != Untranslated::Hide
}

/// Whether a locale can name an edition: by its days, or as its author does in that language.
fn has_name(site: &Site, edition: &Edition, locale: usize) -> bool {
    let told = |editorial: usize| site.archive.editorials[editorial].telling(locale).is_some();
    edition.period.is_some() || edition.editorial.is_some_and(told)
}

/// One page of a list that is cut into pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut<'a> {
    /// The page's number, counted from the oldest; nothing for the newest page.
    pub number: Option<usize>,
    /// What it shows, newest first.
    pub stories: &'a [usize],
}

/// A list that is cut into pages, the newest first.
///
/// Pages are numbered from the oldest, so that a full page never changes again and a new story
/// touches no page but the newest, which holds between one and two pages' worth.
#[derive(Debug, Clone, Copy)]
pub struct Cuts<'a> {
    list: &'a [usize],
    size: usize,
    /// How many pages have a number.
    numbered: usize,
}

impl<'a> Cuts<'a> {
    /// Cuts a list.
    pub fn new(list: &'a [usize], size: usize) -> Self {
        Self { list, size, numbered: (list.len() / size).saturating_sub(1) }
    }

    /// How many pages there are; at least one.
    pub fn count(&self) -> usize {
        self.numbered + 1
    }

    /// The page at a place, counted from the newest.
    pub fn at(&self, place: usize) -> Option<Cut<'a>> {
        let stories = &self.list[self.range(place)?];
        let number = place.checked_sub(1).map(|before| self.numbered - before);
        Some(Cut { number, stories })
    }

    /// Which part of the list that page shows.
    pub fn range(&self, place: usize) -> Option<Range<usize>> {
        let newest = self.list.len() - self.numbered * self.size;
        let Some(before) = place.checked_sub(1) else { return Some(0..newest) };
        let start = newest + before * self.size;
        (before < self.numbered).then_some(start..start + self.size)
    }

    /// The page of a number.
    pub fn numbered(&self, number: usize) -> Option<Cut<'a>> {
        self.at(self.count().checked_sub(number)?)
    }
}

/// The stories nearest to one, but for those that are shown already: by shared topics and dossier,
/// then by date.
///
/// Each topic offers its stories nearest in date only, so that the work does not grow with the
/// archive, and that a new story changes what is related to its neighbours alone.
pub fn related(
    site: &Site,
    index: &Index,
    place: usize,
    shown: &dyn Fn(usize) -> bool,
) -> Vec<usize> {
    let story = &site.archive.stories[place];
    let lists = story.facts.topics.iter().filter_map(|topic| index.topics.get(topic));
    let mut offered: Vec<usize> = lists.flat_map(|list| window(list, place)).collect();
    offered.sort_unstable();
    let others = offered
        .chunk_by(|a, b| a == b)
        .filter(|near| near[0] != place && index.gists[near[0]].is_told && !shown(near[0]));
    let mut nearest: Vec<(usize, f64)> = Vec::with_capacity(RELATED + 1);
    for near in others {
        let score = near.len() as f64 + index.gists[place].closeness(&index.gists[near[0]]);
        // They come in the order of places, so that of equal scores the newer is first.
        let at = nearest.partition_point(|(_, before)| *before >= score);
        if at < RELATED {
            nearest.truncate(RELATED - 1);
            nearest.insert(at, (near[0], score));
        }
    }
    nearest.into_iter().map(|(place, _)| place).collect()
}

/// How many related stories an article shows.
const RELATED: usize = 4;

/// How many stories on either side of one a topic offers as related.
pub const NEAR: usize = 12;

/// The part of a list around a story. Lists are sorted by place.
pub fn window(list: &[usize], place: usize) -> impl Iterator<Item = usize> + '_ {
    let at = list.partition_point(|other| *other < place);
    list[at.saturating_sub(NEAR)..(at + NEAR + 1).min(list.len())].iter().copied()
}

/// How many stories of its dossier an article names on either side of it.
pub const BESIDE: usize = 3;

/// The stories of a dossier just after one, and those just before it, newest first.
pub fn thread(dossier: &[usize], place: usize) -> (&[usize], &[usize]) {
    let at = dossier.partition_point(|other| *other < place);
    let (newer, rest) = dossier.split_at(at);
    let older = rest.strip_prefix(&[place]).unwrap_or(rest);
    (&newer[at.saturating_sub(BESIDE)..], &older[..older.len().min(BESIDE)])
}

impl Gist {
    /// What two stories have in common besides topics, each of which counts one: two for a shared
    /// dossier, and up to one for closeness in date, which halves within the first month.
    fn closeness(&self, other: &Self) -> f64 {
        const MONTH: f64 = 30.0 * 24.0 * 3600.0;
        let near = 1.0 / (1.0 + self.second.abs_diff(other.second) as f64 / MONTH);
        let shared = self.dossier.is_some() && self.dossier == other.dossier;
        if shared { 2.0 + near } else { near }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(count: usize, size: usize) -> Vec<(Option<usize>, usize)> {
        let list: Vec<usize> = (0..count).collect();
        let cuts = Cuts::new(&list, size);
        let all = (0..cuts.count()).map(|place| cuts.at(place).expect("a page at each place"));
        assert_eq!(cuts.at(cuts.count()), None);
        all.map(|cut| (cut.number, cut.stories.len())).collect()
    }

    #[test]
    fn a_list_is_cut_from_the_oldest() {
        assert_eq!(pages(0, 3), [(None, 0)]);
        assert_eq!(pages(5, 3), [(None, 5)]);
        assert_eq!(pages(6, 3), [(None, 3), (Some(1), 3)]);
        assert_eq!(pages(11, 3), [(None, 5), (Some(2), 3), (Some(1), 3)]);
    }

    #[test]
    fn a_new_story_leaves_full_pages_as_they_are() {
        let list: Vec<usize> = (0..9).collect();
        let older: Vec<usize> = list[1..].to_vec();
        let page = |list: &[usize]| Cuts::new(list, 3).numbered(1).map(|cut| cut.stories.to_vec());
        assert_eq!(page(&list), page(&older));
        assert_eq!(page(&list), Some(vec![6, 7, 8]));
    }

    #[test]
    fn a_window_stays_within_its_list() {
        let list: Vec<usize> = (0..100).collect();
        assert_eq!(window(&list, 0).count(), NEAR + 1);
        assert_eq!(window(&list, 50).count(), 2 * NEAR + 1);
        assert_eq!(window(&[5], 5).collect::<Vec<_>>(), [5]);
    }

    #[test]
    fn a_thread_has_a_few_stories_on_either_side() {
        let list = [1, 3, 5, 7, 9, 11, 13];
        assert_eq!(thread(&list, 9), (&[3, 5, 7][..], &[11, 13][..]));
        assert_eq!(thread(&list, 1), (&[][..], &[3, 5, 7][..]));
        assert_eq!(thread(&list, 8), (&[3, 5, 7][..], &[9, 11, 13][..]));
        assert_eq!(thread(&[], 1), (&[][..], &[][..]));
    }
}
