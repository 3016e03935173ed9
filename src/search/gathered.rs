//! The words of all articles of a language, and in which of them each stands.
//!
//! Gathering them takes longer than all that is made of them. So they are kept from one build to the
//! next, which takes out of them what an article had, and puts in what it has.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::Document;
use crate::hashed::Fingerprint;

/// Of so many articles that changed, the words are replaced; of more, all are gathered anew.
const FEW: usize = 64;

/// An article's number, and what a word counts in it.
pub(super) type Place = (u32, u8);

/// Every form, in lower case, with the articles that have it. It follows from the articles alone, whether
/// it was gathered at once or article by article.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gathered {
    /// What each article was, by its number.
    documents: Vec<Fingerprint>,
    /// In order, each with a blank behind it.
    forms: String,
    /// For each form, where its places end.
    ends: Vec<u32>,
    /// The places of all forms, as [`Packed`].
    places: Vec<u8>,
}

impl Gathered {
    /// Gathers the words of all articles. The place of an article in the list is its number.
    pub fn new(documents: &[Document<'_>]) -> Self {
        let mut forms: FxHashMap<&str, Packed> = FxHashMap::default();
        for (number, document) in (0..).zip(documents) {
            for (word, weight) in document.words() {
                forms.entry(word).or_default().push((number, weight));
            }
        }
        let mut forms: Vec<(&str, Packed)> = forms.into_iter().collect();
        forms.sort_unstable_by_key(|(form, _)| *form);
        let mut gathered = Self::of(documents);
        forms.iter().for_each(|(form, places)| gathered.push(form, &places.bytes));
        gathered
    }

    /// The words of all articles, of which these are what an earlier build gathered; the same, if no article
    /// is another.
    #[must_use]
    pub fn updated(self: &Arc<Self>, documents: &[Document<'_>]) -> Arc<Self> {
        // Where an article went, those behind it have other numbers.
        let shrunk = documents.len() < self.documents.len();
        let is_new = |number: usize, document: &Document<'_>| {
            self.documents.get(number) != Some(&document.fingerprint)
        };
        let numbered = documents.iter().enumerate();
        let changed = numbered.filter(|(number, document)| is_new(*number, document));
        let changed: Vec<usize> = changed.map(|(number, _)| number).take(FEW + 1).collect();
        match changed.len() {
            _ if shrunk => Arc::new(Self::new(documents)),
            0 => Arc::clone(self),
            count if count > FEW => Arc::new(Self::new(documents)),
            _ => Arc::new(self.replaced(documents, &changed)),
        }
    }

    /// The same, but for some articles.
    fn replaced(&self, documents: &[Document<'_>], changed: &[usize]) -> Self {
        let mut is_changed = vec![false; documents.len()];
        let mut new: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
        for number in changed {
            is_changed[*number] = true;
            for (word, weight) in documents[*number].words() {
                new.entry(word).or_default().push((*number as u32, weight));
            }
        }
        let mut gathered = Self::of(documents);
        let mut new = new.into_iter().peekable();
        for (form, bytes) in self.forms() {
            while let Some((form, places)) = new.next_if(|(other, _)| *other < form) {
                gathered.push(form, &Packed::of(places).bytes);
            }
            let own = new.next_if(|(other, _)| *other == form).map(|(_, places)| places);
            if own.is_none() && !places(bytes).any(|(number, _)| is_changed[number as usize]) {
                gathered.push(form, bytes);
                continue;
            }
            let kept = places(bytes).filter(|(number, _)| !is_changed[*number as usize]);
            let mut all: Vec<Place> = kept.chain(own.unwrap_or_default()).collect();
            // Those of one article stay in the order in which it has them.
            all.sort_by_key(|(number, _)| *number);
            gathered.push(form, &Packed::of(all).bytes);
        }
        new.for_each(|(form, places)| gathered.push(form, &Packed::of(places).bytes));
        gathered
    }

    /// Nothing as yet of these articles.
    fn of(documents: &[Document<'_>]) -> Self {
        let documents = documents.iter().map(|document| document.fingerprint).collect();
        Self { documents, ..Self::default() }
    }

    /// Adds a form behind those that come before it, unless no article has it.
    fn push(&mut self, form: &str, places: &[u8]) {
        if places.is_empty() {
            return;
        }
        self.forms.push_str(form);
        self.forms.push(' ');
        self.places.extend_from_slice(places);
        self.ends.push(u32::try_from(self.places.len()).expect("the words fill less than 4 GiB"));
    }

    /// The forms, in order, and the places of each, for [`places`].
    pub(super) fn forms(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        let ranges = starts.zip(&self.ends).map(|(start, end)| start as usize..*end as usize);
        // They follow one another: what was kept on the disk has a sum, by which it is what was written.
        let places = ranges.map(|range| self.places.get(range).unwrap_or_default());
        self.forms.split_terminator(' ').zip(places)
    }
}

/// Places in few bytes: for each the gap to the number before it, in groups of seven bits from the lowest, all
/// but the last with the highest bit set, and what it counts.
#[derive(Default)]
struct Packed {
    bytes: Vec<u8>,
    last: u32,
}

impl Packed {
    fn of(places: Vec<Place>) -> Self {
        let mut packed = Self::default();
        places.into_iter().for_each(|place| packed.push(place));
        packed
    }

    fn push(&mut self, (number, weight): Place) {
        let mut gap = number - self.last;
        self.last = number;
        while gap > 0x7f {
            self.bytes.push(gap as u8 | 0x80);
            gap >>= 7;
        }
        self.bytes.extend([gap as u8, weight]);
    }
}

/// What [`Packed`] packed.
pub(super) fn places(bytes: &[u8]) -> impl Iterator<Item = Place> {
    let mut bytes = bytes.iter().copied();
    let mut last = 0_u32;
    std::iter::from_fn(move || {
        let mut shift = 0;
        loop {
            let byte = bytes.next()?;
            last += u32::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                return Some((last, bytes.next()?));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Fields, Found};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn places_are_read_as_they_were_packed() {
        let all = vec![(0, 1), (0, 2), (1, 255), (128, 0), (129, 7), (16_513, 1), (u32::MAX, 9)];
        let packed = Packed::of(all.clone());
        assert_eq!(places(&packed.bytes).collect::<Vec<_>>(), all);
        assert_eq!(packed.bytes.len(), 2 + 2 + 2 + 2 + 2 + 4 + 6);
    }

    fn gathered(articles: &[String], update: Option<&Arc<Gathered>>) -> Arc<Gathered> {
        let found = |html: &String| Found::new(Fields { html, ..Fields::default() }, "fr");
        let found: Vec<Found> = articles.iter().map(found).collect();
        let name = Found::name("x3 nom", "fr");
        let document = |(found, text): (_, &String)| Document {
            fingerprint: Fingerprint::of(text),
            found,
            names: vec![&name],
            filed: ["x"].into(),
        };
        let documents: Vec<_> = found.iter().zip(articles).map(document).collect();
        update.map_or_else(|| Arc::new(Gathered::new(&documents)), |old| old.updated(&documents))
    }

    #[test]
    fn nothing_is_made_again_while_no_article_changes() {
        let articles = ["x1 x2".to_owned(), "x2".to_owned()];
        let old = gathered(&articles, None);
        assert!(Arc::ptr_eq(&old, &gathered(&articles, Some(&old))));
    }

    proptest! {
        #[test]
        fn an_edit_leaves_what_is_gathered_from_nothing(
            edits in prop::collection::vec(
                (0..4_usize, 0..200_usize, prop::collection::vec(0..60_u8, 0..9)),
                1..6,
            ),
            count in 0..90_usize,
        ) {
            let text = |words: &[u8]| words.iter().map(|word| format!("x{word} ")).collect();
            let mut articles: Vec<String> =
                (0..count).map(|number| text(&[number as u8 % 40, number as u8 / 9])).collect();
            let mut kept = gathered(&articles, None);
            for (kind, place, words) in edits {
                let place = place % (articles.len() + 1);
                match kind {
                    0 => articles.push(text(&words)),
                    1 => articles.insert(place, text(&words)),
                    2 if place < articles.len() => drop(articles.remove(place)),
                    _ if place < articles.len() => articles[place] = text(&words),
                    _ => {}
                }
                kept = gathered(&articles, Some(&kept));
                prop_assert_eq!(&kept, &gathered(&articles, None));
            }
        }
    }
}
