//! The index of a language: lines of words, cut into files. It is kept from one build to the next, which makes
//! only those lines and files again that it must.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::bytes::Names;
use super::found::Found;
use super::gathered::{Change, Gathered, Update};
use super::groups::Groups;
use super::places::{Place, places};
use super::shards::{cut, line_of_form, line_of_word};
use super::stems::Stems;
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
}

impl Document<'_> {
    /// All its words, with what each counts.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u8)> {
        let names = self.names.iter().copied();
        [self.found].into_iter().chain(names).flat_map(Found::words)
    }
}

/// The words of a language in files. It follows from the articles alone, however it was made.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    gathered: Gathered,
    groups: Groups,
    /// The lines, one for each of [`Groups`].
    lines: Names,
    /// The files: to which line each goes, and the fingerprint of its text.
    files: Vec<(usize, Fingerprint)>,
}

impl Index {
    /// Makes the index of a language from its articles. The place of an article in the list is its number.
    pub fn new(language: &str, documents: &[Document<'_>]) -> Self {
        let gathered = Gathered::new(documents);
        let groups = Groups::new(gathered.forms(), &Stems::new(language));
        let none = vec![None; groups.len()];
        Self::made(gathered, groups, &Self::default(), &none)
    }

    /// The index of articles, of which this is what an earlier build made; the same, if no article is another.
    #[must_use]
    pub fn updated(self: &Arc<Self>, language: &str, documents: &[Document<'_>]) -> Arc<Self> {
        match self.gathered.updated(documents) {
            Update::Nothing => Arc::clone(self),
            Update::Many => Arc::new(Self::new(language, documents)),
            Update::Few(few) => {
                let (gathered, change) = *few;
                let stems = Stems::new(language);
                let groups = self.groups.updated(gathered.forms(), &change, &stems);
                let mut kept = groups.kept(&self.groups, &change);
                for line in self.recounted(&gathered, &groups, &change) {
                    kept[line] = None;
                }
                Arc::new(Self::made(gathered, groups, self, &kept))
            }
        }
    }

    /// The lines of words that count otherwise in an article than before.
    fn recounted(&self, gathered: &Gathered, groups: &Groups, change: &Change) -> Vec<usize> {
        let mut sums: BTreeMap<(usize, u32), (u8, u8)> = BTreeMap::new();
        for count in &change.counts {
            let line = groups.first(groups.line_of(count.form));
            let (before, now) = sums.entry((line, count.article)).or_default();
            *before = before.saturating_add(count.before);
            *now = now.saturating_add(count.now);
        }
        let level = |weight: u8, gathered: &Gathered, article| {
            (weight > 0).then(|| level(weight, gathered.length(article)))
        };
        let differs = |((line, article), (before, now))| {
            let same = level(before, &self.gathered, article) == level(now, gathered, article);
            (!same).then_some(line)
        };
        sums.into_iter().filter_map(differs).collect()
    }

    /// Takes from `before` the lines that are `kept`, by their numbers there, and the fingerprints of files that have
    /// only such lines; makes the others.
    fn made(gathered: Gathered, groups: Groups, before: &Self, kept: &[Option<usize>]) -> Self {
        let members = groups.members(|line| kept[line].is_none());
        let new = kept.par_iter().enumerate().with_min_len(256);
        let new = new.map(|(line, kept)| {
            kept.is_none().then(|| new_line(line, &groups, &gathered, &members))
        });
        let new: Vec<Option<String>> = new.collect();
        let old = |kept: &Option<usize>| kept.map_or("", |line| before.lines.get(line));
        let lines = new.iter().zip(kept);
        let lines: Names = lines.map(|(new, kept)| new.as_deref().unwrap_or(old(kept))).collect();
        let mut index = Self { gathered, groups, lines, files: Vec::new() };
        let lines = index.lines.iter().enumerate();
        let ends = cut(lines.map(|(line, text)| (index.groups.line(line), text.len())));
        let file = |file: Range<usize>| {
            let known = before.file(&kept[file.clone()]);
            let new = || Fingerprint::of_bytes(index.lines.some(file.clone()).as_bytes());
            (file.end, known.unwrap_or_else(new))
        };
        index.files = ends.into_par_iter().map(file).collect();
        index
    }

    /// The fingerprint of the file that holds just these lines, each of which is kept; none, if there is none.
    fn file(&self, kept: &[Option<usize>]) -> Option<Fingerprint> {
        let (start, end) = (kept.first().copied()??, kept.last().copied()?? + 1);
        let place = self.files.binary_search_by_key(&end, |(end, _)| *end).ok()?;
        // What is kept is in order: as many lines as there were between the same two are all of them.
        let same = self.lines_of(place) == (start..end) && kept.len() == end - start;
        (same && kept.iter().all(Option::is_some)).then_some(self.files[place].1)
    }

    fn lines_of(&self, file: usize) -> Range<usize> {
        let start = file.checked_sub(1).map_or(0, |before| self.files[before].0);
        start..self.files[file].0
    }

    /// The files, in order: of each the first form, and the fingerprint of its text.
    pub fn files(&self) -> impl Iterator<Item = (&str, Fingerprint)> {
        let files = self.files.iter().enumerate();
        files.map(|(file, (_, fingerprint))| {
            (self.groups.line(self.lines_of(file).start), *fingerprint)
        })
    }

    /// The text of a file.
    pub fn text(&self, file: usize) -> &str {
        self.lines.some(self.lines_of(file))
    }
}

/// The line of the first form of a word, with its articles; those of the others lead to it.
fn new_line(
    line: usize,
    groups: &Groups,
    gathered: &Gathered,
    members: &[(usize, usize)],
) -> String {
    let form = groups.line(line);
    let first = groups.first(line);
    if first != line {
        return line_of_form(form, groups.line(first));
    }
    let start = members.partition_point(|(first, _)| *first < line);
    let own = members[start..].iter().take_while(|(first, _)| *first == line);
    let found = own.flat_map(|(_, form)| places(gathered.places(*form)));
    let mut places = added_up(found.collect());
    for (number, weight) in &mut places {
        *weight = level(*weight, gathered.length(*number));
    }
    line_of_word(form, places)
}

/// Sorts what came in no order, and adds up what an article has of several forms.
fn added_up(mut places: Vec<Place>) -> Vec<Place> {
    places.sort_unstable();
    places.dedup_by(|next, first| {
        let same = next.0 == first.0;
        if same {
            first.1 = first.1.saturating_add(next.1);
        }
        same
    });
    places
}

/// What a word counts in an article of so many words, from 0 to 9: ever less for each time that it is repeated (as
/// in BM25, Robertson and Zaragoza 2009), against a fixed length, so that an article counts the same
/// whatever the others are.
fn level(weight: u8, length: Option<u32>) -> u8 {
    let (weight, length) = (f32::from(weight), length.map_or(LENGTH, |length| length as f32));
    let share = weight / (weight + ENOUGH * (0.5 + 0.5 * length / LENGTH));
    (share * 10.0).clamp(0.0, 9.0) as u8
}

#[cfg(test)]
mod tests {
    use super::super::Fields;
    use super::*;
    use proptest::prelude::*;

    fn index(texts: &[String], before: Option<&Arc<Index>>) -> Arc<Index> {
        let found = |html: &String| Found::new(Fields { html, ..Fields::default() }, "fr");
        let found: Vec<Found> = texts.iter().map(found).collect();
        let name = Found::name("nom modèles", "fr");
        let document = |(found, text): (_, &String)| Document {
            fingerprint: Fingerprint::of(text),
            found,
            names: if text.contains("mot7") { vec![&name] } else { Vec::new() },
        };
        let documents: Vec<Document<'_>> = found.iter().zip(texts).map(document).collect();
        match before {
            Some(before) => before.updated("fr", &documents),
            None => Arc::new(Index::new("fr", &documents)),
        }
    }

    fn check(texts: &[&str], expected: &str) {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        assert_eq!(index(&texts, None).text(0), expected);
    }

    #[test]
    fn forms_of_one_word_lead_to_its_articles() {
        check(&["les modèles", "une puce", "un modele"], "modele 3a3\nmodeles=modele\npuce a3\n");
    }

    #[test]
    fn forms_belong_together_by_way_of_a_third() {
        // Without its accent, `annoncé` is `annonce`; with it, it is a form of `annoncer`.
        check(&["annoncer", "l’annonce", "annoncé"], "annonce 333\nannoncer=annonce\n");
    }

    #[test]
    fn a_word_counts_ever_less_and_less_in_a_long_text() {
        let levels = |length| [1, 2, 8, 30, 255].map(|weight| level(weight, Some(length)));
        assert_eq!(levels(400), [2, 3, 6, 8, 9]);
        assert_eq!(levels(4000), [0, 0, 2, 5, 9]);
    }

    #[test]
    fn nothing_is_made_again_while_no_article_changes() {
        let texts = ["x1 x2".to_owned(), "x2".to_owned()];
        let first = index(&texts, None);
        assert!(Arc::ptr_eq(&first, &index(&texts, Some(&first))));
    }

    /// A word, of which some have forms in common.
    fn word(number: u16) -> String {
        const FORMS: [&str; 16] = [
            "annonce", "annoncé", "annoncer", "modele", "modèle", "modèles", "donnees", "données",
            "donnée", "cheval", "chevaux", "cote", "côté", "côtes", "peche", "pêché",
        ];
        let known = FORMS.get(usize::from(number / 4)).map(|form| (*form).to_owned());
        known.unwrap_or_else(|| {
            format!("mot{}quelconque{}", number * 7 % 1000, "s".repeat(usize::from(number % 3)))
        })
    }

    fn text(words: &[u16]) -> String {
        words.iter().map(|number| word(*number) + " ").collect()
    }

    #[test]
    fn an_edit_leaves_most_files() {
        let some = |one: u16| (0..60).map(|word| (one * 31 + word * 17) % 2500).collect::<Vec<_>>();
        let mut texts: Vec<String> = (0..300).map(|one| text(&some(one))).collect();
        let before = index(&texts, None);
        texts[7] += "annoncer";
        let after = index(&texts, Some(&before));
        let new =
            after.files.iter().filter(|(_, one)| before.files.iter().all(|(_, old)| old != one));
        assert!(before.files.len() > 4, "{}", before.files.len());
        assert!((1..=3).contains(&new.count()));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
        #[test]
        fn edits_leave_what_is_made_from_nothing(
            edits in prop::collection::vec(
                (0..5_usize, 0..200_usize, prop::collection::vec(0..1500_u16, 0..60)),
                1..6,
            ),
            count in 0..90_u16,
        ) {
            let some = |one: u16| (0..40).map(|word| (one * 37 + word * 29) % 1500).collect::<Vec<_>>();
            let mut texts: Vec<String> = (0..count).map(|one| text(&some(one))).collect();
            let mut kept = index(&texts, None);
            for (kind, place, words) in edits {
                let place = place % (texts.len() + 1);
                match kind {
                    0 => texts.push(text(&words)),
                    1 => texts.insert(place, text(&words)),
                    2 if place < texts.len() => drop(texts.remove(place)),
                    3 if place < texts.len() => texts[place] += &text(&words[..words.len().min(3)]),
                    _ if place < texts.len() => texts[place] = text(&words),
                    _ => {}
                }
                kept = index(&texts, Some(&kept));
                prop_assert_eq!(&kept, &index(&texts, None));
                for (number, (first, fingerprint)) in kept.files().enumerate() {
                    prop_assert_eq!(Fingerprint::of_bytes(kept.text(number).as_bytes()), fingerprint);
                    prop_assert!(kept.text(number).starts_with(first));
                }
            }
        }
    }
}
