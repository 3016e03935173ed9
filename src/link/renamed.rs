//! The records of stories whose files were renamed: their text tells which they are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::stories::Grouped;
use super::{Story, Telling};
use crate::collect::StoryKey;
use crate::hashed::Fingerprint;
use crate::ledger::Record;
use crate::model::Locale;
use crate::parse::Parsed;
use crate::parse::passages::{Placed, passages};

/// From which share of common passages, in per cent, a record is that of a story that was renamed.
const RENAMED: usize = 50;

/// The records of stories that the site no longer has, by the name that the story has now.
pub(super) type Renamed = FxHashMap<(StoryKey, Locale), (StoryKey, Locale)>;

/// Finds the records of stories that were renamed: the passages tell.
pub(super) fn renamed(parsed: &Parsed, grouped: &Grouped) -> Renamed {
    let orphans = orphans(parsed);
    if orphans.is_empty() {
        return Renamed::default();
    }
    let known = Known::new(orphans.iter().map(|(_, record)| record.as_ref()));
    let mut pairs = Vec::new();
    for story in grouped.told() {
        for place in story.locales() {
            let Some((key, source)) = unrecorded(parsed, story, place) else { continue };
            for (index, alike) in known.like(&passages(&source.article)) {
                let (old, locale) = orphans[index].0;
                if *locale == key.1 && alike >= RENAMED {
                    // Of two that are as like, the one in another folder is meant.
                    let other_name = old.name() != key.0.name();
                    pairs.push((100 - alike, other_name, key.clone(), index));
                }
            }
        }
    }
    pairs.sort();
    let mut taken = BTreeSet::new();
    let mut renamed = Renamed::default();
    for (_, _, key, index) in pairs {
        if !renamed.contains_key(&key) && taken.insert(index) {
            renamed.insert(key, orphans[index].0.clone());
        }
    }
    renamed
}

/// The records of articles that are not there.
pub(super) fn orphans(parsed: &Parsed) -> Vec<(&(StoryKey, Locale), &Arc<Record>)> {
    let there: FxHashSet<(&StoryKey, &Locale)> =
        parsed.articles.iter().map(|article| (&article.story, &article.locale)).collect();
    let records = parsed.ledger.records.iter();
    records.filter(|((story, locale), _)| !there.contains(&(story, locale))).collect()
}

/// Which records have which passages.
struct Known {
    records: FxHashMap<Fingerprint, Vec<usize>>,
    /// How many different passages each record has.
    counts: Vec<usize>,
}

impl Known {
    fn new<'a>(all: impl Iterator<Item = &'a Record>) -> Self {
        let mut known = Self { records: FxHashMap::default(), counts: Vec::new() };
        for (index, record) in all.enumerate() {
            let own: FxHashSet<Fingerprint> =
                record.passages.iter().map(|passage| passage.fingerprint).collect();
            known.counts.push(own.len());
            own.iter().for_each(|own| known.records.entry(*own).or_default().push(index));
        }
        known
    }

    /// The records that have some of these passages, and how many both have, in per cent of all.
    fn like(&self, now: &[Placed]) -> BTreeMap<usize, usize> {
        let own: FxHashSet<Fingerprint> =
            now.iter().map(|placed| placed.passage.fingerprint).collect();
        let mut common: BTreeMap<usize, usize> = BTreeMap::new();
        for index in own.iter().filter_map(|own| self.records.get(own)).flatten() {
            *common.entry(*index).or_default() += 1;
        }
        let share = |(index, common): (usize, usize)| {
            (index, 200 * common / (own.len() + self.counts[index]).max(1))
        };
        common.into_iter().map(share).collect()
    }
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
