//! Whether translations still say what their originals say, by the ledger.
//!
//! A site without a ledger pays nothing for this, and a translation whose original's file is as it
//! was pays for comparing two fingerprints.

use std::sync::Arc;

use super::renamed::{Renamed, orphans, renamed};
use super::stories::Grouped;
use super::{Story, Telling};
use crate::collect::StoryKey;
use crate::ledger::{self, Change, Extent, Passage, Record};
use crate::model::{Date, Locale};
use crate::parse::Parsed;
use crate::parse::passages::{Placed, passages};

/// How a translation stands to the text that it was made from.
#[derive(Debug)]
pub struct Standing {
    /// What the ledger says.
    pub record: Arc<Record>,
    /// What the ledger calls the story and the language: another story, if its files were renamed.
    pub recorded_as: (StoryKey, Locale),
    /// The text that it was made from, as it is now; empty if its file is as it was.
    pub now: Vec<Placed>,
    /// How it became that.
    pub changes: Vec<Change>,
    /// What that means for a reader of the translation.
    pub extent: Extent,
    /// When the original says that it was changed, if that is after the translation was accepted.
    pub since: Option<Date>,
}

impl Standing {
    /// Whether the original is what the translation was made from.
    pub fn is_fresh(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Compares every translation that the ledger knows with its original.
pub(super) fn compare(parsed: &Parsed, grouped: &mut Grouped) {
    if parsed.ledger.records.is_empty() {
        return;
    }
    let renamed = renamed(parsed, grouped);
    compare_with(parsed, grouped, &renamed);
}

/// The same, of some stories of a site whose ledger is clear.
pub(super) fn compare_some(parsed: &Parsed, grouped: &mut Grouped) {
    compare_with(parsed, grouped, &Renamed::default());
}

/// Whether each record of the ledger is that of the article of its name, so that not all articles are needed to tell
/// which is whose.
pub fn has_clear_ledger(parsed: &Parsed) -> bool {
    parsed.ledger.records.is_empty() || orphans(parsed).is_empty()
}

fn compare_with(parsed: &Parsed, grouped: &mut Grouped, renamed: &Renamed) {
    for story in grouped.told_mut() {
        let places = 0..story.tellings.len();
        let standings: Vec<_> =
            places.map(|place| standing(parsed, story, place, renamed)).collect();
        for (telling, standing) in story.tellings.iter_mut().zip(standings) {
            if let Some(telling) = telling {
                telling.standing = standing;
                keep_own_date(telling, parsed);
            }
        }
    }
}

/// Takes back the date of a change that the translation does not have, though it is a fact of the
/// original: a reader would be told of a text that is not there.
fn keep_own_date(telling: &mut Telling, parsed: &Parsed) {
    let behind = |standing: &Standing| standing.extent.misleads && standing.since.is_some();
    if telling.standing.as_ref().is_some_and(behind) {
        let zone = &parsed.config.time_zone;
        let head = &telling.article.head;
        let changed = head.updates.iter().flatten().map(|update| update.date);
        let own = head.updated.into_iter().chain(changed).max_by_key(|date| date.instant(zone));
        telling.updated = own.map(|date| date.in_zone(zone));
    }
}

fn standing(parsed: &Parsed, story: &Story, place: usize, renamed: &Renamed) -> Option<Standing> {
    let source = story.telling(story.source(&parsed.config, place)?)?;
    let key = (story.key.clone(), story.telling(place)?.article.locale.clone());
    let recorded_as = renamed.get(&key).cloned().unwrap_or(key);
    let record = parsed.ledger.records.get(&recorded_as)?;
    let mut standing = Standing {
        record: Arc::clone(record),
        recorded_as,
        now: Vec::new(),
        changes: Vec::new(),
        extent: Extent::default(),
        since: None,
    };
    let same_language = record.from == source.article.locale;
    if record.file != source.article.fingerprint() && same_language {
        standing.now = passages(&source.article);
        let now: Vec<Passage> = standing.now.iter().map(|placed| placed.passage.clone()).collect();
        standing.changes = ledger::changes(&record.passages, &now);
        standing.extent = Extent::of(&standing.changes, &record.passages, &now);
        standing.since = since(parsed, source, record);
    }
    same_language.then_some(standing)
}

/// When an original was changed after its translation was accepted, as it says itself.
fn since(parsed: &Parsed, source: &Telling, record: &Record) -> Option<Date> {
    source.updated.filter(|date| date.end(&parsed.config.time_zone) > record.accepted)
}
