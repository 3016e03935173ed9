//! Segments of URLs that are words of a locale.

use std::collections::BTreeMap;

use super::has_dossiers;
use crate::diag::{Code, Diagnostic, Span};
use crate::l10n::Text;
use crate::link::Site;
use crate::model::{Id, Slug};
use crate::parse::yaml;
use crate::plan::index::Index;
use crate::plan::speech::Speech;

/// Segments of URLs that are words of the locale.
pub(super) struct Segments {
    pub topics: Slug,
    pub archives: Slug,
    pub authors: Slug,
    pub editions: Slug,
    pub feeds: Slug,
    pub search: Option<Slug>,
    pub dossiers: Slug,
    pub corrections: Slug,
    pub sources: Slug,
    pub glossary: Slug,
    pub site_map: Slug,
    pub page: Slug,
    pub topic: BTreeMap<Id, Slug>,
    pub author: BTreeMap<Id, Slug>,
    pub dossier: BTreeMap<Id, Slug>,
}

impl Segments {
    /// Looks them up.
    ///
    /// # Problems
    /// - [`Code::UnsafeSlug`], for a word that cannot be one.
    pub fn new(
        site: &Site,
        speech: &Speech,
        index: &Index,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut word = |key: &str, otherwise: &str| segment(speech, key, otherwise, problems);
        let (topics, archives) = (word("url-topics", "topics"), word("url-archives", "archives"));
        let (authors, page) = (word("url-authors", "authors"), word("url-page", "page"));
        let (editions, feeds) = (word("url-editions", "editions"), word("url-feeds", "feeds"));
        let search = site.config.search.then(|| word("url-search", "search"));
        let dossiers = word("url-dossiers", "dossiers");
        let corrections = word("url-corrections", "corrections");
        let sources = word("url-sources", "sources");
        let glossary = word("url-glossary", "glossary");
        let site_map = word("url-site-map", "site-map");
        let mut topic = BTreeMap::new();
        for (place, declared) in site.config.topics.iter().enumerate() {
            let span = site.config.span(&format!("topics[{place}].id"), yaml::Part::Value);
            let slug = named(speech, "topic", &declared.id, Some(span), problems);
            topic.insert(declared.id.clone(), slug);
        }
        let mut author = BTreeMap::new();
        for id in index.authors.keys() {
            author.insert(id.clone(), named(speech, "author", id, None, problems));
        }
        let mut dossier = BTreeMap::new();
        for id in index.dossiers.keys().filter(|_| has_dossiers(site)) {
            dossier.insert(id.clone(), named(speech, "dossier", id, None, problems));
        }
        Self {
            topics,
            archives,
            authors,
            editions,
            feeds,
            search,
            dossiers,
            corrections,
            sources,
            glossary,
            site_map,
            page,
            topic,
            author,
            dossier,
        }
    }
}

/// A word of the URL, and what stands for it where the message is missing, which was reported.
fn segment(speech: &Speech, key: &str, otherwise: &str, problems: &mut Vec<Diagnostic>) -> Slug {
    let fallback = || Slug::new(otherwise).expect("a plain word");
    let Some(word) = speech.find(key) else { return fallback() };
    Slug::new(&word).unwrap_or_else(|_| {
        problems.push(unsafe_word(speech, key, &word));
        Slug::from_words(&word).unwrap_or_else(|_| fallback())
    })
}

/// The slug of a topic, author or dossier: its attribute `slug`, or else one made of its name, or its id.
fn named(
    speech: &Speech,
    kind: &str,
    id: &Id,
    span: Option<Span>,
    problems: &mut Vec<Diagnostic>,
) -> Slug {
    let key = format!("{kind}-{id}");
    let of_id = || Slug::from_words(id.as_str()).expect("an id is made of letters");
    if let Some(Text { value: word, .. }) = speech.attribute(&key, "slug") {
        return Slug::new(&word).unwrap_or_else(|_| {
            let problem = unsafe_word(speech, &format!("{key}.slug"), &word);
            problems.push(match span {
                Some(span) => problem.at(span),
                None => problem,
            });
            of_id()
        });
    }
    let name = speech.find(&key).and_then(|name| Slug::from_words(&name).ok());
    name.unwrap_or_else(of_id)
}

fn unsafe_word(speech: &Speech, key: &str, word: &str) -> Diagnostic {
    let message =
        format!("`{key}` is “{word}” in `{}`, which cannot be a segment of a URL", speech.locale());
    let help = "write lower-case letters, digits and hyphens";
    Diagnostic::new(Code::UnsafeSlug, message).help(help)
}
