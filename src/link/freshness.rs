//! Whether translations still say what their originals say, by the ledger.
//!
//! A site without a ledger pays nothing for this, and a translation whose original's file is as it
//! was pays for comparing two fingerprints.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::stories::Grouped;
use super::{Story, Telling};
use crate::collect::StoryKey;
use crate::hashed::Fingerprint;
use crate::ledger::{self, Change, Passage, Record};
use crate::model::{Date, Locale};
use crate::parse::Parsed;
use crate::parse::passages::{Placed, passages};

/// From which share of common passages, in per cent, a record is that of a story that was renamed.
const RENAMED: usize = 50;

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
    /// Whether a reader of the translation is told something that the original no longer says.
    pub misleads: bool,
    /// When the original says that it was changed, if that is after the translation was accepted.
    pub since: Option<Date>,
}

impl Standing {
    /// Whether the original is what the translation was made from.
    pub fn is_fresh(&self) -> bool {
        self.changes.is_empty()
    }

    /// How many passages changed, and of how many: those that there are, and those that are gone.
    pub fn counts(&self) -> (usize, usize) {
        let touched = |change: &Change| change.after().len().max(change.before().len());
        let changed = self.changes.iter().map(touched).sum();
        let gone = |change: &&Change| change.after().is_empty();
        let gone = self.changes.iter().filter(gone).count();
        (changed, (self.now.len() + gone).max(changed))
    }
}

/// Compares every translation that the ledger knows with its original.
pub(super) fn compare(parsed: &Parsed, grouped: &mut Grouped) {
    if parsed.ledger.records.is_empty() {
        return;
    }
    let renamed = renamed(parsed, grouped);
    for story in grouped.stories.iter_mut().chain(&mut grouped.pages) {
        for place in 0..story.tellings.len() {
            let standing = standing(parsed, story, place, &renamed);
            if let Some(telling) = story.tellings[place].as_mut() {
                telling.standing = standing;
            }
        }
    }
}

/// The records of stories that the site no longer has, by the name that the story has now.
type Renamed = FxHashMap<(StoryKey, Locale), (StoryKey, Locale)>;

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
        misleads: false,
        since: None,
    };
    let same_language = record.from == source.article.locale;
    if record.file != source.article.fingerprint() && same_language {
        standing.now = passages(&source.article);
        let now: Vec<Passage> = standing.now.iter().map(|placed| placed.passage.clone()).collect();
        standing.changes = ledger::changes(&record.passages, &now);
        let tells = |change: &Change| change.tells_otherwise(&record.passages, &now);
        standing.misleads = standing.changes.iter().any(tells);
        standing.since = since(parsed, source, record);
    }
    same_language.then_some(standing)
}

/// When an original was changed after its translation was accepted, as it says itself.
fn since(parsed: &Parsed, source: &Telling, record: &Record) -> Option<Date> {
    source.updated.filter(|date| date.end(&parsed.config.time_zone) > record.accepted)
}

/// Finds the records of stories that were renamed: the passages tell.
fn renamed(parsed: &Parsed, grouped: &Grouped) -> Renamed {
    let there: BTreeSet<(&StoryKey, &Locale)> =
        parsed.articles.iter().map(|article| (&article.story, &article.locale)).collect();
    let records = &parsed.ledger.records;
    let orphans: Vec<_> =
        records.iter().filter(|((story, locale), _)| !there.contains(&(story, locale))).collect();
    if orphans.is_empty() {
        return Renamed::default();
    }
    let mut known: FxHashMap<Fingerprint, Vec<usize>> = FxHashMap::default();
    for (index, (_, record)) in orphans.iter().enumerate() {
        for passage in &record.passages {
            known.entry(passage.fingerprint).or_default().push(index);
        }
    }
    let mut pairs = Vec::new();
    for story in grouped.stories.iter().chain(&grouped.pages) {
        for place in story.locales() {
            let Some((key, source)) = unrecorded(parsed, story, place) else { continue };
            let now: Vec<Passage> =
                passages(&source.article).into_iter().map(|placed| placed.passage).collect();
            let met = now.iter().filter_map(|passage| known.get(&passage.fingerprint)).flatten();
            for index in met.copied().collect::<BTreeSet<usize>>() {
                let ((_, locale), record) = orphans[index];
                let alike = ledger::likeness(&record.passages, &now);
                if *locale == key.1 && alike >= RENAMED {
                    pairs.push((100 - alike, key.clone(), index));
                }
            }
        }
    }
    pairs.sort();
    let mut taken = BTreeSet::new();
    let mut renamed = Renamed::default();
    for (_, key, index) in pairs {
        if !renamed.contains_key(&key) && taken.insert(index) {
            renamed.insert(key, orphans[index].0.clone());
        }
    }
    renamed
}

/// A translation that the ledger does not know by its name, and what it was made from.
fn unrecorded<'a>(
    parsed: &Parsed,
    story: &'a Story,
    place: usize,
) -> Option<((StoryKey, Locale), &'a Telling)> {
    let source = story.telling(story.source(&parsed.config, place)?)?;
    let key = (story.key.clone(), story.telling(place)?.article.locale.clone());
    (!parsed.ledger.records.contains_key(&key)).then_some((key, source))
}
