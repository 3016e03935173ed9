//! The translation desk: every story in every language, and what is left to do.
//!
//! It looks at a linked site with all that is held back, and at nothing else: neither a git history
//! nor the clock, but for the moment that a build runs at.

mod next;
mod page;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::collect::{Kind, StoryKey};
use crate::ledger::{Extent, Ledger, Passage, Record};
use crate::link::{Held, Site, Standing, Story, Telling};
use crate::model::Locale;
use crate::parse::Parsed;
use crate::parse::article::Article;
use crate::parse::passages::passages;

pub use next::{Step, next};
pub use page::page;

/// Every story and standing page, with its translations.
#[derive(Debug)]
pub struct Desk<'a> {
    /// The locales, in declared order.
    pub locales: Vec<Locale>,
    /// The stories, newest first, then the standing pages.
    pub rows: Vec<Row<'a>>,
    /// When it is.
    pub now: Timestamp,
    /// The site's clocks.
    pub zone: &'a TimeZone,
}

/// A story.
#[derive(Debug)]
pub struct Row<'a> {
    /// The story.
    pub story: &'a Story,
    /// The original's title, and its language.
    pub title: (String, Locale),
    /// Whether it is a standing page.
    pub is_page: bool,
    /// When it came out, or will.
    pub published: Timestamp,
    /// How it is in each locale, in declared order.
    pub cells: Vec<Cell<'a>>,
}

/// A story in a locale.
#[derive(Debug)]
pub struct Cell<'a> {
    /// The locale.
    pub locale: Locale,
    /// How it is.
    pub state: State,
    /// The article, if there is one.
    pub telling: Option<&'a Telling>,
    /// Since when something is to be done, as far as that can be known.
    pub since: Option<Timestamp>,
}

/// How a story is in a locale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It was written in it.
    Original,
    /// The translation was made from the original as it is.
    Fresh,
    /// The original has changed since.
    Stale {
        /// How many of its passages.
        changed: usize,
        /// Of how many.
        passages: usize,
    },
    /// There is a translation, and the ledger does not know it.
    Unrecorded,
    /// There is no translation.
    Missing,
    /// There is none, and none is wanted.
    Unwanted,
}

impl State {
    /// The state's name, as programs know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Fresh => "fresh",
            Self::Stale { .. } => "stale",
            Self::Unrecorded => "unrecorded",
            Self::Missing => "missing",
            Self::Unwanted => "unwanted",
        }
    }

    /// The state in words: `stale (3 of 14 blocks)`.
    pub fn words(self) -> String {
        match self {
            Self::Stale { changed, passages } => format!("stale ({changed} of {passages} blocks)"),
            state => state.name().to_owned(),
        }
    }
}

impl Cell<'_> {
    /// Why the article is not published, if it is not.
    pub fn held(&self) -> Option<Held> {
        self.telling.and_then(|telling| telling.held)
    }

    /// Whether it is in this state for longer than an editor is given.
    pub fn is_overdue(&self, now: Timestamp, grace: SignedDuration) -> bool {
        self.since.is_none_or(|since| now.duration_since(since) > grace)
    }
}

impl Row<'_> {
    /// Whether the original is published, so that readers wait for its translations.
    pub fn is_published(&self) -> bool {
        self.story.telling(self.story.original).is_some_and(|telling| telling.held.is_none())
    }
}

impl<'a> Desk<'a> {
    /// Looks at a site that was linked with all that is held back.
    pub fn new(site: &'a Site, now: Timestamp) -> Self {
        let rows = site.archive.told().filter_map(|story| row(site, story));
        Self {
            locales: site.config.locales.iter().map(|locale| locale.tag.clone()).collect(),
            rows: rows.collect(),
            now,
            zone: &site.config.time_zone,
        }
    }

    /// The cells of translations that are wanted, with their stories.
    pub fn translations(&self) -> impl Iterator<Item = (&Row<'a>, &Cell<'a>)> {
        let cells = self.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell)));
        cells.filter(|(_, cell)| !matches!(cell.state, State::Original | State::Unwanted))
    }
}

fn row<'a>(site: &'a Site, story: &'a Story) -> Option<Row<'a>> {
    let original = &story.telling(story.original)?.article;
    let title = original.head.title.as_deref().unwrap_or(original.story.name()).to_owned();
    let zone = &site.config.time_zone;
    let cell = |place: usize| {
        let telling = story.telling(place);
        let state = state(story, place, telling);
        let since = match state {
            State::Stale { .. } => telling?.standing.as_ref().map(|standing| due(standing, zone)),
            State::Missing => Some(published(story, zone)),
            _ => None,
        };
        Some(Cell { locale: site.config.locales[place].tag.clone(), state, telling, since })
    };
    let cells = (0..site.config.locales.len()).filter_map(cell).collect();
    Some(Row {
        story,
        title: (title, original.locale.clone()),
        is_page: original.kind == Kind::Page,
        published: published(story, zone),
        cells,
    })
}

fn state(story: &Story, place: usize, telling: Option<&Telling>) -> State {
    if place == story.original {
        return State::Original;
    }
    let unwanted = || {
        let original = story.telling(story.original);
        original.is_some_and(|telling| telling.article.head.translate == Some(false))
    };
    match telling.map(|telling| telling.standing.as_ref()) {
        None if unwanted() => State::Unwanted,
        None => State::Missing,
        Some(None) => State::Unrecorded,
        Some(Some(standing)) if standing.is_fresh() => State::Fresh,
        Some(Some(standing)) => {
            let Extent { changed, passages, .. } = standing.extent;
            State::Stale { changed, passages }
        }
    }
}

/// Since when a translation is stale: since the original's own date of change, or else the earliest
/// moment that it can have changed, which is when the translation was accepted.
fn due(standing: &Standing, zone: &TimeZone) -> Timestamp {
    let said = standing.since.map(|date| date.instant(zone));
    said.unwrap_or(standing.record.accepted).max(standing.record.accepted)
}

/// When a story came out.
fn published(story: &Story, zone: &TimeZone) -> Timestamp {
    let original = story.telling(story.original).map(|telling| &telling.article.head);
    let from = original.and_then(|head| head.publish_at).map(|date| date.instant(zone));
    from.unwrap_or(story.facts.instant)
}

/// The day of an instant, on some clocks: `2025-03-01`.
pub fn day(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).date().to_string()
}

/// Records that a translation is right as it is now. Returns whether the ledger changed.
///
/// One that is fresh is left as it is, so that accepting twice gives the same bytes; its record moves
/// if the story was renamed. Nothing happens to what is no translation.
pub fn accept(
    ledger: &mut Ledger,
    site: &Site,
    story: &Story,
    place: usize,
    now: Timestamp,
) -> bool {
    let Some(telling) = story.telling(place) else { return false };
    let Some(source) = story.source(&site.config, place).and_then(|place| story.telling(place))
    else {
        return false;
    };
    let key = (story.key.clone(), telling.article.locale.clone());
    let kept = telling.standing.as_ref().filter(|standing| standing.is_fresh());
    let record = match kept {
        // The words are the same, and the file may not be: next time, its fingerprint says so at once.
        Some(standing) => {
            let file = source.article.fingerprint();
            Arc::new(Record { file, ..standing.record.as_ref().clone() })
        }
        None => Arc::new(record(&source.article, now)),
    };
    let old = telling.standing.as_ref().map(|standing| standing.recorded_as.clone());
    let renamed = old.filter(|old| *old != key);
    let moved = renamed.is_some_and(|old| ledger.records.remove(&old).is_some());
    let before = ledger.records.insert(key, Arc::clone(&record));
    moved || before != Some(record)
}

/// What a translation of an article that is made now is made from.
pub fn record(article: &Article, now: Timestamp) -> Record {
    let passages: Vec<Passage> =
        passages(article).into_iter().map(|placed| placed.passage).collect();
    let (from, file) = (article.locale.clone(), article.fingerprint());
    // The ledger keeps seconds.
    let accepted = now.round(jiff::Unit::Second).unwrap_or(now);
    Record { from, file, accepted, passages }
}

/// Leaves out the records of articles that the site no longer has. Returns how many there were.
pub fn prune(ledger: &mut Ledger, parsed: &Parsed) -> usize {
    // By files: a story that cannot be read today is not gone.
    let articles = parsed.articles.iter();
    let there: BTreeSet<(StoryKey, Locale)> =
        articles.map(|article| (article.story.clone(), article.locale.clone())).collect();
    let before = ledger.records.len();
    ledger.records.retain(|key, _| there.contains(key));
    before - ledger.records.len()
}
