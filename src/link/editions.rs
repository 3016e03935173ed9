//! Editions: stories by the week or the day they happened in, or by hand.
//!
//! 1. each edition that an author made is read: its days, and the stories that it names;
//! 2. stories that no author placed are sorted into weeks or days, unless an author has made that one;
//! 3. all are put in order, and numbered from the oldest;
//! 4. a story that an author places twice must have been updated in between.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::stories::Grouped;
use super::{Held, Story, Telling};
use crate::collect::StoryKey;
use crate::diag::{Checked, Code, Diagnostic, Span};
use crate::model::{Date, Period};
use crate::parse::Parsed;
use crate::parse::config::Editions;
use crate::parse::front_matter::Pick;

/// Some stories with a beginning and an end, in all languages.
#[derive(Debug, Hash, Serialize, Deserialize)]
pub struct Edition {
    /// Its name, which is the last segment of its address.
    pub name: String,
    /// The days that it covers, if it is named after them.
    pub period: Option<Period>,
    /// The first of its days.
    pub from: Date,
    /// The last of its days.
    pub to: Date,
    /// Its number, counted from the site's first.
    pub number: usize,
    /// Its stories, by their places in [`Archive::stories`](super::Archive::stories), in its order.
    pub stories: Vec<usize>,
    /// The author's words, by their place in [`Archive::editorials`](super::Archive::editorials).
    pub editorial: Option<usize>,
    /// When it is out: when its author says, or else when its last day is over.
    pub published: Timestamp,
    /// Whether it is out, so that no story will come to it.
    pub closed: bool,
}

/// Gathers the editions of a site, the oldest first. A story whose day is not known is in no week or day.
///
/// # Problems
/// - [`Code::UnknownStory`], for a story that is not there or not published.
/// - [`Code::MissingKey`], for an edition that nothing tells the stories of.
/// - [`Code::RepeatedStory`], for one that an edition names twice, or that ran before.
/// - [`Code::TranslationsDisagree`], for a translation that names other stories.
pub fn gather(parsed: &Parsed, grouped: &Grouped) -> Checked<Vec<Edition>> {
    let mut problems = Vec::new();
    let maker = Maker { parsed, grouped };
    let mut editions = Vec::new();
    for place in 0..grouped.editorials.len() {
        editions.extend(maker.by_hand(place, &mut problems));
    }
    let mut periods = maker.periods(&editions);
    for edition in &mut editions {
        let stories = edition.period.and_then(|period| periods.remove(&period));
        if maker.picks(edition).is_none() {
            edition.stories = stories.unwrap_or_default();
        }
    }
    editions.extend(periods.into_iter().map(|(period, stories)| maker.automatic(period, stories)));
    editions.retain(|edition| !edition.stories.is_empty());
    editions.sort_by_cached_key(|edition| (edition.to.to_string(), edition.name.clone()));
    for (index, edition) in editions.iter_mut().enumerate() {
        edition.number = index + 1;
    }
    problems.extend(maker.ran_before(&editions));
    Checked { value: editions, diagnostics: problems }
}

/// When the next of some editions is out.
pub fn next_end(editions: &[Edition]) -> Option<Timestamp> {
    editions.iter().filter(|edition| !edition.closed).map(|edition| edition.published).min()
}

struct Maker<'a> {
    parsed: &'a Parsed,
    grouped: &'a Grouped,
}

impl<'a> Maker<'a> {
    /// The edition of a week or a day.
    fn automatic(&self, period: Period, stories: Vec<usize>) -> Edition {
        let published = period.last().end(&self.parsed.config.time_zone);
        Edition {
            name: period.to_string(),
            period: Some(period),
            from: period.first(),
            to: period.last(),
            number: 0,
            stories,
            editorial: None,
            published,
            closed: published <= self.parsed.now,
        }
    }

    /// Stories by the period that they are of, but for those that an author placed.
    fn periods(&self, by_hand: &[Edition]) -> BTreeMap<Period, Vec<usize>> {
        let placed: BTreeSet<usize> =
            by_hand.iter().flat_map(|one| &one.stories).copied().collect();
        let named: BTreeSet<Period> = by_hand.iter().filter_map(|one| one.period).collect();
        let wanted = |period: &Period| self.makes(period) || named.contains(period);
        let mut periods: BTreeMap<Period, Vec<usize>> = BTreeMap::new();
        if named.is_empty() && self.parsed.config.editions == Editions::None {
            return periods;
        }
        for (place, story) in self.grouped.stories.iter().enumerate() {
            let each = [Period::week_of(&story.facts.date), Period::day_of(&story.facts.date)];
            for period in each.into_iter().flatten().filter(wanted) {
                if !placed.contains(&place) {
                    periods.entry(period).or_default().push(place);
                }
            }
        }
        periods
    }

    /// Whether the site makes editions of such periods by itself.
    fn makes(&self, period: &Period) -> bool {
        match period {
            Period::Week(..) => self.parsed.config.editions == Editions::Week,
            Period::Day(_) => self.parsed.config.editions == Editions::Day,
        }
    }

    /// The edition that an author made.
    fn by_hand(&self, place: usize, problems: &mut Vec<Diagnostic>) -> Option<Edition> {
        let story = &self.grouped.editorials[place];
        let original = story.telling(story.original)?;
        let stories = self.stories(original, problems);
        for telling in story.tellings.iter().flatten() {
            problems.extend(other_stories(original, telling));
        }
        let head = &original.article.head;
        let period = Period::parse(story.key.name());
        if period.is_none() && head.stories.is_none() {
            problems.push(no_stories(original));
        }
        let zone = &self.parsed.config.time_zone;
        let stated = head.publish_at.or(head.date);
        let day = without_time(story.facts.date);
        let (from, to) = period.map_or((day, day), |period| (period.first(), period.last()));
        let published = stated.map_or_else(|| to.end(zone), |date| date.instant(zone));
        Some(Edition {
            name: story.key.name().to_owned(),
            period,
            from,
            to,
            number: 0,
            stories,
            editorial: Some(place),
            published,
            closed: published <= self.parsed.now,
        })
    }

    /// What an edition's author wrote of its stories, if the edition was made by hand and names them.
    fn picks(&self, edition: &Edition) -> Option<&'a Vec<Pick>> {
        let story = &self.grouped.editorials[edition.editorial?];
        story.telling(story.original)?.article.head.stories.as_ref()
    }

    /// The places of the stories that an edition names.
    fn stories(&self, telling: &Telling, problems: &mut Vec<Diagnostic>) -> Vec<usize> {
        let mut found = Vec::new();
        for (index, pick) in telling.article.head.stories.iter().flatten().enumerate() {
            let span = || telling.article.span(&format!("stories[{index}].story"));
            let key = StoryKey::new(&pick.story);
            match self.grouped.stories.iter().position(|story| story.key == key) {
                Some(place) if found.contains(&place) => {
                    let message = format!("this edition has `{key}` twice");
                    let problem = Diagnostic::new(Code::RepeatedStory, message).at(span());
                    problems.push(problem.help("remove one of the two"));
                }
                Some(place) => found.push(place),
                None => problems.extend(self.unknown(&key).map(|problem| problem.at(span()))),
            }
        }
        found
    }

    /// The problem of a story that is not there. Of one with a mistake, that is told.
    fn unknown(&self, key: &StoryKey) -> Option<Diagnostic> {
        match self.grouped.held.get(key) {
            Some(Held::Mistaken) => return None,
            Some(held) => {
                let message = format!("`{key}` is not published: it is {}", held.in_words());
                let problem = Diagnostic::new(Code::UnknownStory, message);
                return Some(problem.help("take it out of the edition, or publish it"));
            }
            None => {}
        }
        let known = self.grouped.stories.iter().map(|story| story.key.as_str());
        let problem = Diagnostic::new(Code::UnknownStory, format!("there is no story `{key}`"));
        let help = "write the path of its files below `content/`, without language and `.md`";
        Some(problem.suggest(key.as_str(), known, help))
    }

    /// Stories that authors place in two editions although nothing has changed in between.
    fn ran_before(&self, editions: &[Edition]) -> Vec<Diagnostic> {
        let mut last: BTreeMap<usize, &Edition> = BTreeMap::new();
        let mut problems = Vec::new();
        for edition in editions {
            for place in self.picks(edition).map(|_| &edition.stories).into_iter().flatten() {
                if let Some(before) = last.insert(*place, edition)
                    && !self.updated(*place, before, edition)
                {
                    problems.extend(self.repeated(*place, before, edition));
                }
            }
        }
        problems
    }

    /// Whether a story was changed for its readers between two editions.
    fn updated(&self, place: usize, before: &Edition, edition: &Edition) -> bool {
        let zone = &self.parsed.config.time_zone;
        let tellings = self.grouped.stories[place].tellings.iter().flatten();
        let heads = tellings.map(|telling| &telling.article.head);
        let mut dates = heads.flat_map(|head| {
            head.updates.iter().flatten().map(|update| update.date).chain(head.updated)
        });
        dates
            .any(|date| date.end(zone) > before.published && date.instant(zone) < edition.published)
    }

    fn repeated(&self, place: usize, before: &Edition, edition: &Edition) -> Option<Diagnostic> {
        let key = &self.grouped.stories[place].key;
        let span = |edition: &Edition| {
            let story = &self.grouped.editorials[edition.editorial?];
            let article = &story.telling(story.original)?.article;
            let named = |pick: &Pick| StoryKey::new(&pick.story) == *key;
            let index = article.head.stories.iter().flatten().position(named)?;
            Some(article.span(&format!("stories[{index}].story")))
        };
        let message =
            format!("`{key}` ran before, in `{}`, and was not updated since", before.name);
        let problem = Diagnostic::new(Code::RepeatedStory, message).at(span(edition)?);
        let help = "take it out, or say in the story's `updates` what has changed, and when";
        Some(problem.and(span(before)?, "it ran here").help(help))
    }
}

fn without_time(date: Date) -> Date {
    date.day().map_or(date, |day| Date::of_day(date.year(), date.month(), day))
}

fn no_stories(telling: &Telling) -> Diagnostic {
    let problem = Diagnostic::new(Code::MissingKey, "`stories` is missing");
    let help = "name the stories, or name the file after a week, as `2025-w09`, to have all of it";
    problem.at(Span::file(&telling.article.file)).help(help)
}

/// The problem of a translation that names other stories than its original, or in another order.
fn other_stories(original: &Telling, telling: &Telling) -> Option<Diagnostic> {
    if !original.article.is_readable() || !telling.article.is_readable() {
        return None;
    }
    let keys = |telling: &Telling| -> Option<Vec<StoryKey>> {
        let picks = telling.article.head.stories.as_ref()?;
        Some(picks.iter().map(|pick| StoryKey::new(&pick.story)).collect())
    };
    let own = keys(telling)?;
    if keys(original).is_some_and(|theirs| theirs == own) {
        return None;
    }
    let problem = Diagnostic::new(
        Code::TranslationsDisagree,
        "these `stories` are not those of the original, in its order",
    );
    let help = "name the same stories in the same order: only each `line` is this language's";
    let problem = problem.at(telling.article.span("stories"));
    Some(problem.and(original.article.span("stories"), "the original says").help(help))
}

/// An author's line about a story, in one language.
pub fn line<'t>(telling: &'t Telling, story: &Story) -> Option<&'t str> {
    let picks = telling.article.head.stories.iter().flatten();
    let mut named = picks.filter(|pick| StoryKey::new(&pick.story) == story.key);
    named.next()?.line.as_deref()
}
