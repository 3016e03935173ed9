//! Passages as bags of words: which have most of their words in common.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Passage;

/// How many parts a passage may be split in.
const PARTS: usize = 4;

/// Which share of a part's words the whole must have.
const PART: usize = 75;

/// From which share of common words some passages together are one that was split.
const SPLIT: usize = 85;

/// The passages in a row, not yet taken, that together have the words of `whole`.
pub(super) fn parts(whole: &Passage, passages: &[Passage], taken: &[bool]) -> Option<Range<usize>> {
    let all = Bag::of(std::slice::from_ref(whole));
    // A part of a few words is found in everything.
    if all.count < 6 {
        return None;
    }
    let mut best: Option<(usize, Range<usize>)> = None;
    for start in (0..passages.len()).filter(|start| !taken[*start]) {
        let first = Bag::of(&passages[start..=start]);
        if first.count == 0 || first.inside(&all) < PART {
            continue;
        }
        for end in start + 2..=(start + PARTS).min(passages.len()) {
            let last = Bag::of(&passages[end - 1..end]);
            if taken[end - 1] || last.count == 0 || last.inside(&all) < PART {
                break;
            }
            let alike = all.likeness(&Bag::of(&passages[start..end]));
            if alike >= SPLIT && best.as_ref().is_none_or(|(known, _)| alike > *known) {
                best = Some((alike, start..end));
            }
        }
    }
    best.map(|(_, range)| range)
}

/// The words of some passages, in no order.
pub(super) struct Bag<'a> {
    words: FxHashMap<&'a str, usize>,
    count: usize,
}

impl<'a> Bag<'a> {
    pub(super) fn of(passages: &'a [Passage]) -> Self {
        let mut bag = Self { words: FxHashMap::default(), count: 0 };
        let signs = |c: char| !c.is_alphanumeric();
        let words = passages.iter().flat_map(|passage| passage.text.split(signs));
        for word in words.filter(|word| !word.is_empty()) {
            *bag.words.entry(word).or_default() += 1;
            bag.count += 1;
        }
        bag
    }

    fn common(&self, other: &Self) -> usize {
        let (small, large) =
            if self.words.len() < other.words.len() { (self, other) } else { (other, self) };
        let both = |(word, count): (&&str, &usize)| large.words.get(word).map(|n| *n.min(count));
        small.words.iter().filter_map(both).sum()
    }

    /// How many of both bags' words are in both, in per cent.
    pub(super) fn likeness(&self, other: &Self) -> usize {
        (200 * self.common(other)).checked_div(self.count + other.count).unwrap_or(100)
    }

    /// How many of its words are in the other bag, in per cent.
    fn inside(&self, other: &Self) -> usize {
        (100 * self.common(other)).checked_div(self.count).unwrap_or(100)
    }
}
