//! The words of all articles of a language, gathered: which forms are of one word, and where it stands.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::found::Found;
use super::gathered::{Gathered, Place, places};
use super::shards::{Line, Shard, cut};
use super::stems::Stems;
use super::words::fold;
use crate::hashed::Fingerprint;

/// How far a word must be repeated to count half of what it can count at the most.
const ENOUGH: f32 = 4.0;

/// The length of a text, in words, in which a word counts as it does: in a longer one, it counts less.
const LENGTH: f32 = 400.0;

/// An article, as the index knows it.
pub struct Document<'a> {
    /// Tells all that is found here from what another article has, or this one had.
    pub fingerprint: Fingerprint,
    /// Its own words.
    pub found: &'a Found,
    /// Those that come with it: the names of its topics and authors.
    pub names: Vec<&'a Found>,
    /// What it is filed under: the ids of its topics.
    pub filed: BTreeSet<&'a str>,
}

impl Document<'_> {
    /// All its words, with what each counts.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u8)> {
        let names = self.names.iter().copied();
        [self.found].into_iter().chain(names).flat_map(Found::words)
    }
}

/// Makes the index of a language from the words of its articles, which were gathered.
pub fn index(language: &str, gathered: &Gathered, documents: &[Document<'_>]) -> Vec<Shard> {
    let groups = groups(gathered, &Stems::new(language));
    let lengths: Vec<f32> = documents.iter().map(|one| one.found.length() as f32).collect();
    let lines = groups.par_iter().with_min_len(256).map(|group| group.lines(&lengths));
    let mut lines: Vec<Line> = lines.collect::<Vec<_>>().into_iter().flatten().collect();
    lines.extend(filed(documents));
    lines.par_sort_unstable_by(|a, b| a.form.cmp(&b.form));
    cut(lines)
}

/// The articles of each topic.
fn filed(documents: &[Document<'_>]) -> Vec<Line> {
    let mut all: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    for (number, document) in (0..).zip(documents) {
        for id in &document.filed {
            all.entry(id).or_default().push((number, 0));
        }
    }
    all.into_iter().map(|(id, places)| Line::of_list(id, &places)).collect()
}

/// The forms of one word, and where any of them stands.
#[derive(Default)]
struct Group {
    /// Folded and sorted.
    forms: Vec<String>,
    places: Vec<Place>,
}

/// Forms that are one when folded, or have one stem, belong together, and so do those of which either
/// is true by way of a third.
fn groups(gathered: &Gathered, stems: &Stems) -> Vec<Group> {
    let forms: Vec<(&str, &[u8])> = gathered.forms().collect();
    let named: Vec<(String, String, &[u8])> = forms
        .into_par_iter()
        .map(|(form, places)| (fold(form).into_owned(), stems.stem(form), places))
        .collect();
    let mut joined = Joined::default();
    for (form, stem, _) in &named {
        let (form, stem) = (joined.node(form, Kind::Form), joined.node(stem, Kind::Stem));
        joined.join(form, stem);
    }
    let mut groups: FxHashMap<usize, Group> = FxHashMap::default();
    let roots: Vec<usize> = named.iter().map(|(form, ..)| joined.node(form, Kind::Form)).collect();
    for ((form, _, found), node) in named.iter().zip(roots) {
        let group = groups.entry(joined.root(node)).or_default();
        group.forms.push(form.clone());
        group.places.extend(places(found));
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    groups.par_iter_mut().with_min_len(256).for_each(Group::settle);
    groups
}

impl Group {
    /// Sorts what came in no order, and adds up what an article has of several forms.
    fn settle(&mut self) {
        self.forms.sort_unstable();
        self.forms.dedup();
        self.places.sort_unstable();
        self.places.dedup_by(|next, first| {
            let same = next.0 == first.0;
            if same {
                first.1 = first.1.saturating_add(next.1);
            }
            same
        });
    }

    /// The line of the first form, with the articles; those of the others lead to it.
    fn lines(&self, lengths: &[f32]) -> Vec<Line> {
        let levels = self.places.iter().map(|(number, weight)| {
            let length = lengths.get(*number as usize).copied().unwrap_or(LENGTH);
            (*number, level(*weight, length))
        });
        let levels: Vec<Place> = levels.collect();
        let (first, others) = self.forms.split_first().expect("a group has a form");
        let others = others.iter().map(|form| Line::of_form(form, first));
        [Line::of_word(first, levels)].into_iter().chain(others).collect()
    }
}

/// What a word counts in an article, from 0 to 9: ever less for each time that it is repeated (as in
/// BM25, Robertson and Zaragoza 2009), against a fixed length, so that an article counts the same
/// whatever the others are.
fn level(weight: u8, length: f32) -> u8 {
    let weight = f32::from(weight);
    let share = weight / (weight + ENOUGH * (0.5 + 0.5 * length / LENGTH));
    (share * 10.0).clamp(0.0, 9.0) as u8
}

/// Which forms and stems belong together: a forest, in which each tree is a group.
#[derive(Default)]
struct Joined<'a> {
    nodes: FxHashMap<(&'a str, Kind), usize>,
    above: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Form,
    Stem,
}

impl<'a> Joined<'a> {
    fn node(&mut self, name: &'a str, kind: Kind) -> usize {
        let next = self.above.len();
        let node = *self.nodes.entry((name, kind)).or_insert(next);
        if node == next {
            self.above.push(next);
        }
        node
    }

    fn root(&mut self, mut node: usize) -> usize {
        while self.above[node] != node {
            self.above[node] = self.above[self.above[node]];
            node = self.above[node];
        }
        node
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.above[a] = b;
    }
}

#[cfg(test)]
mod tests {
    use super::super::found::Fields;
    use super::*;

    fn check(texts: &[&str], expected: &str) {
        let found = |html: &&str| Found::new(Fields { html, ..Fields::default() }, "fr");
        let found: Vec<Found> = texts.iter().map(found).collect();
        let fingerprint = Fingerprint::of("of no interest");
        let document =
            |found| Document { fingerprint, found, names: Vec::new(), filed: ["x"].into() };
        let documents: Vec<Document<'_>> = found.iter().map(document).collect();
        let shards = index("fr", &Gathered::new(&documents), &documents);
        let text: String = shards.into_iter().map(|shard| shard.text).collect();
        assert_eq!(text, expected);
    }

    #[test]
    fn forms_of_one_word_lead_to_its_articles() {
        check(
            &["les modèles", "une puce", "un modele"],
            "#x 000\nmodele 3a3\nmodeles=modele\npuce a3\n",
        );
    }

    #[test]
    fn forms_belong_together_by_way_of_a_third() {
        // Without its accent, `annoncé` is `annonce`; with it, it is a form of `annoncer`.
        check(&["annoncer", "l’annonce", "annoncé"], "#x 000\nannonce 333\nannoncer=annonce\n");
    }

    #[test]
    fn a_word_counts_ever_less_and_less_in_a_long_text() {
        let levels = |length: f32| [1, 2, 8, 30, 255].map(|weight| level(weight, length));
        assert_eq!(levels(400.0), [2, 3, 6, 8, 9]);
        assert_eq!(levels(4000.0), [0, 0, 2, 5, 9]);
    }
}
