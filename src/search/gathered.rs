//! The words of all articles of a language, and in which of them each stands.
//!
//! Gathering them takes longer than all that is made of them. So they are kept from one build to the
//! next, which takes out of them what an article had, and puts in what it has.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::Document;
use super::bytes::{Bytes, Names, end, range};
use super::places::{Packed, Place, places};
use crate::hashed::Fingerprint;

/// Of so many articles that changed, the words are replaced; of more, all are gathered anew.
const FEW: usize = 64;

/// Every form, in lower case, with the articles that have it. It follows from the articles alone, whether
/// it was gathered at once or article by article.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Gathered {
    /// What each article was, by its number.
    documents: Vec<Fingerprint>,
    /// How many words the text of each has.
    lengths: Vec<u32>,
    /// In order.
    forms: Names,
    /// For each form, where its places end.
    ends: Vec<u32>,
    /// The places of all forms, as [`Packed`].
    places: Bytes,
}

/// What became of words that were gathered before.
pub(super) enum Update {
    /// No article is another.
    Nothing,
    /// A few are.
    Few(Box<(Gathered, Change)>),
    /// So many are that all must be gathered anew.
    Many,
}

/// What a few articles changed.
#[derive(Default)]
pub(super) struct Change {
    /// For each form, its number before; none, if no article had it.
    pub before: Vec<Option<usize>>,
    /// The numbers that those had which no article has any more.
    pub gone: Vec<usize>,
    /// What those articles had and have of the other forms.
    pub counts: Vec<Count>,
}

impl Change {
    /// Whether there are other forms than before.
    pub fn is_of_forms(&self) -> bool {
        !self.gone.is_empty() || self.before.contains(&None)
    }
}

/// What a form counted in an article that changed, and what it counts now; 0, where it does not stand.
pub(super) struct Count {
    pub form: usize,
    pub article: u32,
    pub before: u8,
    pub now: u8,
}

impl Gathered {
    /// Gathers the words of all articles. The place of an article in the list is its number.
    pub fn new(documents: &[Document<'_>]) -> Self {
        let mut forms: FxHashMap<&str, Packed> = FxHashMap::default();
        for (number, document) in documents.iter().enumerate().rev() {
            for (word, weight) in document.words() {
                forms.entry(word).or_default().push((number as u32, weight));
            }
        }
        let mut forms: Vec<(&str, Packed)> = forms.into_iter().collect();
        forms.sort_unstable_by_key(|(form, _)| *form);
        let mut gathered = Self::of(documents);
        forms.iter().for_each(|(form, places)| gathered.push(form, &places.bytes));
        gathered
    }

    /// The words of all articles, of which these are what an earlier build gathered.
    pub fn updated(&self, documents: &[Document<'_>]) -> Update {
        // Where an article went, those behind it have other numbers.
        if documents.len() < self.documents.len() {
            return Update::Many;
        }
        let is_new = |number: usize, document: &Document<'_>| {
            self.documents.get(number) != Some(&document.fingerprint)
        };
        let numbered = documents.iter().enumerate();
        let changed = numbered.filter(|(number, document)| is_new(*number, document));
        let changed: Vec<usize> = changed.map(|(number, _)| number).take(FEW + 1).collect();
        match changed.len() {
            0 => Update::Nothing,
            count if count > FEW => Update::Many,
            _ => Update::Few(Box::new(self.replaced(documents, &changed))),
        }
    }

    /// The same, but for some articles.
    fn replaced(&self, documents: &[Document<'_>], changed: &[usize]) -> (Self, Change) {
        let mut is_changed = vec![false; documents.len()];
        let mut new: BTreeMap<&str, Packed> = BTreeMap::new();
        for number in changed.iter().rev() {
            is_changed[*number] = true;
            for (word, weight) in documents[*number].words() {
                new.entry(word).or_default().push((*number as u32, weight));
            }
        }
        let is_changed = |number: u32| is_changed[number as usize];
        let oldest = changed[0] as u32;
        let mut new = new.into_iter().peekable();
        let (mut gathered, mut change) = (Self::of(documents), Change::default());
        for (number, form) in self.forms.iter().enumerate() {
            while let Some((form, places)) = new.next_if(|(other, _)| *other < form) {
                gathered.push(form, &places.bytes);
                change.before.push(None);
            }
            let bytes = self.places(number);
            let own = new.next_if(|(other, _)| *other == form).map(|(_, places)| places.bytes);
            let now: Vec<Place> = own.iter().flat_map(|bytes| places(bytes)).collect();
            let near = places(bytes).take_while(|(article, _)| *article >= oldest);
            let was: Vec<Place> = near.filter(|(article, _)| is_changed(*article)).collect();
            if was == now {
                gathered.push(form, bytes);
            } else {
                let kept = places(bytes).filter(|(article, _)| !is_changed(*article));
                let mut all: Vec<Place> = kept.chain(now.iter().copied()).collect();
                all.sort_unstable_by(|a, b| b.cmp(a));
                if all.is_empty() {
                    change.gone.push(number);
                    continue;
                }
                gathered.push(form, &Packed::of(all).bytes);
            }
            change.counts.extend(counts(change.before.len(), &was, &now));
            change.before.push(Some(number));
        }
        for (form, places) in new {
            gathered.push(form, &places.bytes);
            change.before.push(None);
        }
        (gathered, change)
    }

    /// Nothing as yet of these articles.
    fn of(documents: &[Document<'_>]) -> Self {
        Self {
            documents: documents.iter().map(|document| document.fingerprint).collect(),
            lengths: documents.iter().map(|document| document.found.length()).collect(),
            ..Self::default()
        }
    }

    /// Adds a form behind those that come before it.
    fn push(&mut self, form: &str, places: &[u8]) {
        self.forms.push(form);
        self.places.0.extend_from_slice(places);
        self.ends.push(end(self.places.0.len()));
    }

    /// The forms, in order.
    pub fn forms(&self) -> &Names {
        &self.forms
    }

    /// The places of a form, for [`places`].
    pub fn places(&self, form: usize) -> &[u8] {
        &self.places.0[range(&self.ends, form)]
    }

    /// How many words the text of an article has; none, if there was no such article.
    pub fn length(&self, article: u32) -> Option<u32> {
        self.lengths.get(article as usize).copied()
    }
}

/// What a form counted and counts in each of the articles that changed, from the newest.
fn counts(form: usize, was: &[Place], now: &[Place]) -> Vec<Count> {
    let of = |places: &[Place], article: u32| {
        places.iter().find(|(other, _)| *other == article).map_or(0, |(_, weight)| *weight)
    };
    let new = now.iter().filter(|(article, _)| of(was, *article) == 0);
    let articles = was.iter().chain(new).map(|(article, _)| *article);
    let count = |article| Count { form, article, before: of(was, article), now: of(now, article) };
    articles.map(count).collect()
}
