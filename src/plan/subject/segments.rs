//! Segments of URLs that are words of a locale.

use std::collections::BTreeMap;

use super::has_dossiers;
use crate::diag::{Code, Diagnostic};
use crate::l10n::Text;
use crate::link::Site;
use crate::model::{Id, Slug};
use crate::plan::index::Index;
use crate::plan::speech::Speech;

/// Segments of URLs that are words of the locale.
#[derive(Hash)]
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
        for declared in &site.config.topics {
            let slug = named(speech, "topic", &declared.id, problems);
            topic.insert(declared.id.clone(), slug);
        }
        let mut author = BTreeMap::new();
        for id in index.authors.keys() {
            author.insert(id.clone(), named(speech, "author", id, problems));
        }
        let mut dossier = BTreeMap::new();
        for id in index.dossiers.keys().filter(|_| has_dossiers(site)) {
            dossier.insert(id.clone(), named(speech, "dossier", id, problems));
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
    let Some(word) = speech.text(key) else { return fallback() };
    Slug::new(&word.value).unwrap_or_else(|_| {
        problems.push(unsafe_word(speech, (key, None), &word));
        Slug::from_words(&word.value).unwrap_or_else(|_| fallback())
    })
}

/// The slug of a topic, author or dossier: its attribute `slug`, or else one made of its name, or its id.
fn named(speech: &Speech, kind: &str, id: &Id, problems: &mut Vec<Diagnostic>) -> Slug {
    let key = format!("{kind}-{id}");
    let of_id = || Slug::from_words(id.as_str()).expect("an id is made of letters");
    if let Some(word) = speech.attribute(&key, "slug") {
        return Slug::new(&word.value).unwrap_or_else(|_| {
            problems.push(unsafe_word(speech, (&key, Some("slug")), &word));
            of_id()
        });
    }
    let name = speech.find(&key).and_then(|name| Slug::from_words(&name).ok());
    name.unwrap_or_else(of_id)
}

/// The problem of a word, at its message or the attribute of it. Languages that share a message share the problem.
fn unsafe_word(speech: &Speech, (key, attribute): (&str, Option<&str>), word: &Text) -> Diagnostic {
    let name = attribute.map_or_else(|| key.to_owned(), |attribute| format!("{key}.{attribute}"));
    let Text { value, locale, .. } = word;
    let message =
        format!("`{name}` is “{value}” in `{locale}`, which cannot be a segment of a URL");
    let problem = Diagnostic::new(Code::UnsafeSlug, message);
    let problem = problem.help("write lower-case letters, digits and hyphens");
    match speech.span(word, key, attribute) {
        Some(span) => problem.at(span),
        None => problem,
    }
}
