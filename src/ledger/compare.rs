//! What became of a text's passages: kept, changed, moved, split, merged, added or removed.
//!
//! 1. Passages with one fingerprint are the same one. Of those, as many as possible stay where they
//!    are; the others were moved.
//! 2. Of what is left, a passage that is two or three others together was split, or they were merged.
//! 3. Passages that share most of their words, or are in the same place, are one that was changed.
//! 4. What is left then was removed, or added.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Passage;
use super::bag::{Bag, parts};
use crate::hashed::Fingerprint;

/// How many pairs of passages are compared by their words. Past that, which two hundred changed
/// passages reach, only places tell which of them belong together.
const PAIRS: usize = 40_000;

/// From which share of common words, in per cent, two passages are one that was changed.
const CHANGED: usize = 50;

/// One difference between two texts. Numbers are places in the lists of passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A passage says something else.
    Changed {
        /// Its place in the old text.
        old: usize,
        /// Its place in the new one.
        new: usize,
    },
    /// A passage stands elsewhere.
    Moved {
        /// Its place in the old text.
        old: usize,
        /// Its place in the new one.
        new: usize,
    },
    /// A passage became several.
    Split {
        /// Its place in the old text.
        old: usize,
        /// Their places in the new one.
        new: Range<usize>,
    },
    /// Several passages became one.
    Merged {
        /// Their places in the old text.
        old: Range<usize>,
        /// Its place in the new one.
        new: usize,
    },
    /// A passage is new.
    Added {
        /// Its place in the new text.
        new: usize,
    },
    /// A passage is gone.
    Removed {
        /// Its place in the old text.
        old: usize,
    },
}

impl Change {
    /// The change's name, as programs know it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Changed { .. } => "changed",
            Self::Moved { .. } => "moved",
            Self::Split { .. } => "split",
            Self::Merged { .. } => "merged",
            Self::Added { .. } => "added",
            Self::Removed { .. } => "removed",
        }
    }

    /// The old passages that it is about.
    pub fn before(&self) -> Range<usize> {
        match self {
            Self::Changed { old, .. } | Self::Moved { old, .. } => *old..old + 1,
            Self::Split { old, .. } | Self::Removed { old } => *old..old + 1,
            Self::Merged { old, .. } => old.clone(),
            Self::Added { .. } => 0..0,
        }
    }

    /// The new passages that it is about.
    pub fn after(&self) -> Range<usize> {
        match self {
            Self::Changed { new, .. } | Self::Moved { new, .. } => *new..new + 1,
            Self::Merged { new, .. } | Self::Added { new } => *new..new + 1,
            Self::Split { new, .. } => new.clone(),
            Self::Removed { .. } => 0..0,
        }
    }

    /// Whether a reader is told something else now, and not only in another arrangement.
    pub fn tells_otherwise(&self, old: &[Passage], new: &[Passage]) -> bool {
        match self {
            Self::Moved { .. } => false,
            Self::Split { .. } | Self::Merged { .. } => {
                joined(&old[self.before()]) != joined(&new[self.after()])
            }
            _ => true,
        }
    }
}

/// What changes mean for a reader of a translation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Extent {
    /// How many passages changed.
    pub changed: usize,
    /// Of how many: those that there are, and those that are gone.
    pub passages: usize,
    /// Whether the translation tells something that the original no longer says.
    pub misleads: bool,
}

impl Extent {
    /// Sums up the changes from an old text to a new one.
    pub fn of(changes: &[Change], old: &[Passage], new: &[Passage]) -> Self {
        let touched = |change: &Change| change.after().len().max(change.before().len());
        let changed = changes.iter().map(touched).sum();
        let gone = changes.iter().filter(|change| change.after().is_empty()).count();
        let misleads = changes.iter().any(|change| change.tells_otherwise(old, new));
        Self { changed, passages: (new.len() + gone).max(changed), misleads }
    }
}

/// How a text became another, in the order of the new one; what was removed stands where it stood.
pub fn changes(old: &[Passage], new: &[Passage]) -> Vec<Change> {
    let mut pairing = Pairing::new(old, new);
    pairing.pair_equal();
    pairing.split_and_merge();
    pairing.pair_alike();
    pairing.pair_by_place();
    pairing.changes()
}

/// What an old passage became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Unknown,
    Kept,
    Known,
}

struct Pairing<'a> {
    old: &'a [Passage],
    new: &'a [Passage],
    fates: Vec<Fate>,
    /// The old passage that each new one was, if it was one.
    was: Vec<Option<usize>>,
    /// Whether each new passage is dealt with.
    told: Vec<bool>,
    found: Vec<Change>,
}

impl<'a> Pairing<'a> {
    fn new(old: &'a [Passage], new: &'a [Passage]) -> Self {
        Self {
            old,
            new,
            fates: vec![Fate::Unknown; old.len()],
            was: vec![None; new.len()],
            told: vec![false; new.len()],
            found: Vec::new(),
        }
    }

    fn pair(&mut self, old: usize, new: usize) {
        self.fates[old] = Fate::Known;
        self.was[new] = Some(old);
        self.told[new] = true;
    }

    /// Pairs passages with one fingerprint, the first with the first, and tells which moved.
    fn pair_equal(&mut self) {
        let mut places: FxHashMap<Fingerprint, Vec<usize>> = FxHashMap::default();
        for (place, passage) in self.old.iter().enumerate().rev() {
            places.entry(passage.fingerprint).or_default().push(place);
        }
        let mut pairs = Vec::new();
        for (place, passage) in self.new.iter().enumerate() {
            if let Some(old) = places.get_mut(&passage.fingerprint).and_then(Vec::pop) {
                self.pair(old, place);
                pairs.push((old, place));
            }
        }
        let order: Vec<usize> = pairs.iter().map(|(old, _)| *old).collect();
        let staying = longest_rise(&order);
        for (index, (old, new)) in pairs.into_iter().enumerate() {
            match staying.contains(&index) {
                true => self.fates[old] = Fate::Kept,
                false => self.found.push(Change::Moved { old, new }),
            }
        }
    }

    /// Finds passages that are several others together.
    fn split_and_merge(&mut self) {
        if self.unknown().len() * self.untold().len() > PAIRS || self.is_large() {
            return;
        }
        for old in 0..self.old.len() {
            if self.fates[old] == Fate::Unknown
                && let Some(new) = parts(&self.old[old], self.new, &self.told)
            {
                self.fates[old] = Fate::Known;
                self.was[new.start] = Some(old);
                self.told[new.clone()].fill(true);
                self.found.push(Change::Split { old, new });
            }
        }
        for new in 0..self.new.len() {
            let taken: Vec<bool> = self.fates.iter().map(|fate| *fate != Fate::Unknown).collect();
            if !self.told[new]
                && let Some(old) = parts(&self.new[new], self.old, &taken)
            {
                self.fates[old.clone()].fill(Fate::Known);
                self.was[new] = Some(old.start);
                self.told[new] = true;
                self.found.push(Change::Merged { old, new });
            }
        }
    }

    /// Pairs passages that share most of their words, the likest first.
    fn pair_alike(&mut self) {
        let (old, new) = (self.unknown(), self.untold());
        if old.len() * new.len() > PAIRS {
            return;
        }
        let bags: Vec<Bag<'_>> =
            new.iter().map(|place| Bag::of(&self.new[*place..=*place])).collect();
        let mut pairs = Vec::new();
        for old in old {
            let bag = Bag::of(&self.old[old..=old]);
            for (new, other) in new.iter().zip(&bags) {
                let alike = bag.likeness(other);
                if alike >= CHANGED {
                    pairs.push((100 - alike, old.abs_diff(*new), old, *new));
                }
            }
        }
        pairs.sort_unstable();
        for (.., old, new) in pairs {
            if self.fates[old] == Fate::Unknown && !self.told[new] {
                self.pair(old, new);
                self.found.push(Change::Changed { old, new });
            }
        }
    }

    /// Pairs what is left of one kind that follows the same passage, or begins the text.
    fn pair_by_place(&mut self) {
        for new in self.untold() {
            let old = match new.checked_sub(1) {
                None => Some(0),
                Some(before) => self.was[before].map(|old| old + 1),
            };
            let Some(old) = old.filter(|old| self.fates.get(*old) == Some(&Fate::Unknown)) else {
                continue;
            };
            if self.old[old].kind == self.new[new].kind {
                self.pair(old, new);
                self.found.push(Change::Changed { old, new });
            }
        }
    }

    /// Whether looking through one text for each passage of the other takes too long.
    fn is_large(&self) -> bool {
        self.old.len().saturating_mul(self.new.len()) > 100 * PAIRS
    }

    fn unknown(&self) -> Vec<usize> {
        (0..self.old.len()).filter(|old| self.fates[*old] == Fate::Unknown).collect()
    }

    fn untold(&self) -> Vec<usize> {
        (0..self.new.len()).filter(|new| !self.told[*new]).collect()
    }

    fn changes(mut self) -> Vec<Change> {
        self.found.extend(self.untold().into_iter().map(|new| Change::Added { new }));
        self.found.extend(self.unknown().into_iter().map(|old| Change::Removed { old }));
        // Where an old passage is in the new text.
        let mut now: BTreeMap<usize, usize> = BTreeMap::new();
        for (new, old) in self.was.iter().enumerate() {
            now.extend(old.filter(|old| self.fates[*old] == Fate::Kept).map(|old| (old, new)));
        }
        let place = |change: &Change| match change {
            Change::Removed { old } => {
                let before = now.range(..old).next_back();
                (before.map_or(0, |(_, new)| new + 1), 0, *old)
            }
            change => (change.after().start, 1, 0),
        };
        self.found.sort_by_key(place);
        self.found
    }
}

/// The words of some passages, in their order.
fn joined(passages: &[Passage]) -> Vec<&str> {
    passages.iter().flat_map(|passage| passage.text.split_whitespace()).collect()
}

/// The indexes of a longest run of numbers that only rises, each once in a list of different numbers.
fn longest_rise(numbers: &[usize]) -> FxHashSet<usize> {
    // For each length, the index where a run of that length ends lowest; for each index, what is before.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; numbers.len()];
    for (index, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers[*end] < *number);
        before[index] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut run = FxHashSet::default();
    let mut next = ends.last().copied();
    while let Some(index) = next {
        run.insert(index);
        next = before[index];
    }
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text as one letter for each passage's kind, then its words.
    fn passages(text: &str) -> Vec<Passage> {
        let passage = |line: &str| Passage {
            kind: line.split(' ').next().unwrap_or_default().to_owned(),
            fingerprint: Fingerprint::of_bytes(line.as_bytes()),
            text: line.split_once(' ').map_or("", |(_, text)| text).to_owned(),
        };
        text.split('/').filter(|line| !line.is_empty()).map(passage).collect()
    }

    fn check(old: &str, new: &str, expected: &[&str]) {
        let shown = |change: &Change| {
            let (name, old, new) = (change.name(), change.before(), change.after());
            format!("{name} {old:?} {new:?}")
        };
        let (old, new) = (passages(old), passages(new));
        let found: Vec<String> = changes(&old, &new).iter().map(shown).collect();
        assert_eq!(found, expected, "{old:?} {new:?}");
    }

    #[test]
    fn equal_texts_have_no_changes() {
        check("", "", &[]);
        check("t un/p deux/p deux", "t un/p deux/p deux", &[]);
    }

    #[test]
    fn a_passage_may_be_changed_added_or_removed() {
        check("p un deux trois", "p un deux quatre", &["changed 0..1 0..1"]);
        check("t un/p deux", "t autre/p deux", &["changed 0..1 0..1"]);
        check("p un/p deux/p trois", "p un/p trois", &["removed 1..2 0..0"]);
        check("p un/p trois", "p un/p deux/p trois", &["added 0..0 1..2"]);
        check(
            "p un/p deux",
            "p un/h deux trois quatre cinq",
            &["removed 1..2 0..0", "added 0..0 1..2"],
        );
        check("p un deux", "q un deux", &["changed 0..1 0..1"]);
        check("", "p un", &["added 0..0 0..1"]);
        check("p un", "", &["removed 0..1 0..0"]);
    }

    #[test]
    fn the_fewest_passages_are_said_to_have_moved() {
        check("p a/p b/p c/p d", "p b/p c/p d/p a", &["moved 0..1 3..4"]);
        check("p a/p b", "p b/p a", &["moved 1..2 0..1"]);
    }

    #[test]
    fn a_passage_that_moved_and_changed_is_changed() {
        check("p a b c d/p e/p f", "p e/p f/p a b c x", &["changed 0..1 2..3"]);
    }

    #[test]
    fn a_passage_may_be_split_or_merged() {
        let (one, two) =
            ("p un deux trois quatre cinq six sept", "p un deux trois/p quatre cinq six sept");
        check(one, two, &["split 0..1 0..2"]);
        check(two, one, &["merged 0..2 0..1"]);
        check(
            "p un deux trois quatre cinq six sept huit neuf dix",
            "p un deux trois quatre/p cinq six sept huit neuf onze",
            &["split 0..1 0..2"],
        );
        check(&format!("t x/{one}/p fin"), &format!("t x/{two}/p fin"), &["split 1..2 1..3"]);
    }

    #[test]
    fn only_other_words_tell_otherwise() {
        let tells = |old: &str, new: &str| {
            let (old, new) = (passages(old), passages(new));
            changes(&old, &new).iter().any(|change| change.tells_otherwise(&old, &new))
        };
        assert!(tells("p un", "p deux"));
        assert!(!tells("p un/p deux", "p deux/p un"));
        assert!(!tells("p un deux trois quatre cinq six", "p un deux trois/p quatre cinq six"));
        assert!(tells(
            "p un deux trois quatre cinq six sept huit neuf dix",
            "p un deux trois quatre cinq/p six sept huit neuf onze",
        ));
    }

    proptest::proptest! {
        #[test]
        fn every_passage_is_dealt_with_once(old in "(p [ab] [a-d]/){0,8}", new in "(p [ab] [a-d]/){0,8}") {
            let (old, new) = (passages(&old), passages(&new));
            let found = changes(&old, &new);
            let mut left: Vec<Fingerprint> = old.iter().map(|p| p.fingerprint).collect();
            for change in found.iter().rev().filter(|change| !change.before().is_empty()) {
                for place in change.before() {
                    let fingerprint = old[place].fingerprint;
                    let at = left.iter().position(|known| *known == fingerprint);
                    left.remove(at.expect("each old passage is told of once"));
                }
            }
            let mut kept: Vec<Fingerprint> = new.iter().map(|p| p.fingerprint).collect();
            for change in found.iter().filter(|change| !change.after().is_empty()) {
                for place in change.after() {
                    let at = kept.iter().position(|known| *known == new[place].fingerprint);
                    kept.remove(at.expect("each new passage is told of once"));
                }
            }
            left.sort();
            kept.sort();
            proptest::prop_assert_eq!(left, kept);
        }
    }
}
