//! The vocabulary: topics, dossiers and authors, as the configuration and the messages declare them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::chart::Phrase;
use crate::collect::Kind;
use crate::diag::{Checked, Code, Diagnostic};
use crate::hashed::Fingerprint;
use crate::l10n::{self, Entry, Prefix, Use, Words};
use crate::model::{Id, Locale, Slug};
use crate::parse::Parsed;
use crate::parse::article::Article;
use crate::parse::markdown::Word;
use crate::parse::yaml::Part;
use crate::world::VPath;

/// Keys of messages that only data names: who is a dossier or an author is told by the messages.
const DATA_DRIVEN: &[&str] = &["topic-", "dossier-", "author-"];

/// The words that depeche asks for by itself, with their arguments. Themes have them all.
pub const KEYS: &[(&str, &[&str])] = &[
    ("site-title", &[]),
    ("site-tagline", &[]),
    ("site-description", &[]),
    ("locale-name", &[]),
    ("url-topics", &[]),
    ("url-archives", &[]),
    ("url-authors", &[]),
    ("url-page", &[]),
    ("page-title", &["title", "number"]),
    ("topics-title", &[]),
    ("topics-description", &[]),
    ("topic-default-description", &["topic"]),
    ("archives-title", &[]),
    ("archives-description", &[]),
    ("year-title", &["year"]),
    ("year-description", &["year"]),
    ("month-title", &["month"]),
    ("month-description", &["month"]),
    ("day-title", &["day"]),
    ("day-description", &["day"]),
    ("authors-title", &[]),
    ("authors-description", &[]),
    ("author-default-description", &["author"]),
    ("feed-title", &["site"]),
    ("topic-feed-title", &["site", "topic"]),
    ("not-found-title", &[]),
    ("not-found-description", &[]),
    ("chooser-title", &[]),
    ("chooser-description", &[]),
    ("citation-label", &["number"]),
    ("link-hint", &["language"]),
];

/// The words that depeche asks for where a theme has a layout that it may lack.
pub const KEYS_OF_LAYOUTS: &[(&str, &str, &[&str])] = &[
    ("feeds", "url-feeds", &[]),
    ("feeds", "feeds-title", &[]),
    ("feeds", "feeds-description", &[]),
    ("dossiers", "url-dossiers", &[]),
    ("dossiers", "dossiers-title", &[]),
    ("dossiers", "dossiers-description", &[]),
    ("dossier", "dossier-default-description", &["dossier"]),
    ("dossier", "dossier-feed-title", &["site", "dossier"]),
    ("sources", "url-sources", &[]),
    ("sources", "sources-title", &[]),
    ("sources", "sources-description", &[]),
    ("corrections", "url-corrections", &[]),
    ("corrections", "corrections-title", &[]),
    ("corrections", "corrections-description", &[]),
    ("corrections", "corrections-feed-title", &["site"]),
    ("corrections", "correction-title", &["kind", "title"]),
    ("editions", "url-editions", &[]),
    ("editions", "editions-title", &[]),
    ("editions", "editions-description", &[]),
    ("editions", "editions-feed-title", &["site"]),
    ("edition", "url-editions", &[]),
    ("edition", "edition-week-title", &["year", "week", "from", "to"]),
    ("edition", "edition-week-description", &["year", "week", "from", "to"]),
    ("edition", "edition-day-title", &["day"]),
    ("edition", "edition-day-description", &["day"]),
    ("newsletter", "newsletter-subject", &["site", "edition"]),
    ("site-map", "url-site-map", &[]),
    ("site-map", "site-map-title", &[]),
    ("site-map", "site-map-description", &[]),
    ("glossary", "url-glossary", &[]),
    ("glossary", "glossary-title", &[]),
    ("glossary", "glossary-description", &[]),
];

/// The words that depeche asks for where a text mentions a term.
const KEYS_OF_TERMS: &[&str] = &["term-close"];

/// The same, for the search.
const SEARCH_KEYS: &[&str] = &["url-search", "search-title", "search-description"];

/// Checks all messages against what asks for them: templates, depeche itself, the topics.
pub fn check_messages(parsed: &Parsed) -> Vec<Diagnostic> {
    // Without a theme, which has been reported, there are none of its messages either.
    if parsed.theme.templates.is_empty() && parsed.theme.set_aside.is_empty() {
        return Vec::new();
    }
    let made = KEYS_OF_LAYOUTS.iter().filter(|(layout, ..)| parsed.theme.has_layout(layout));
    let made = made.map(|(_, key, arguments)| (*key, arguments.to_vec()));
    let own = KEYS.iter().map(|(key, arguments)| (*key, arguments.to_vec())).chain(made);
    let search = SEARCH_KEYS.iter().filter(|_| parsed.config.search).map(|key| (*key, Vec::new()));
    let terms = parsed.articles.iter().any(|article| article.kind == Kind::Term);
    let terms = KEYS_OF_TERMS.iter().filter(|_| terms).map(|key| (*key, Vec::new()));
    let body = Word::ALL.iter().map(|word| (word.key(), vec!["number"]));
    let drawn = parsed.articles.iter().any(|article| article.has_charts);
    let chart = |phrase: &Phrase| (phrase.key(), vec!["number"]);
    let charts = Phrase::ALL.iter().filter(|_| drawn).map(chart);
    let asked =
        own.chain(search).chain(terms).chain(body).chain(charts).map(|(key, arguments)| Use {
            key: key.to_owned(),
            attribute: None,
            arguments: Some(arguments.into_iter().map(str::to_owned).collect()),
            span: None,
        });
    let topics = parsed.config.topics.iter().enumerate().map(|(index, topic)| Use {
        key: format!("topic-{}", topic.id),
        attribute: None,
        arguments: Some(Vec::new()),
        span: Some(parsed.config.span(&format!("topics[{index}].id"), Part::Value)),
    });
    let uses: Vec<Use> = parsed.uses.iter().cloned().chain(asked).chain(topics).collect();
    // The words of a search that is off are there all the same, and those of a glossary that has no terms.
    let off = SEARCH_KEYS.iter().filter(|_| parsed.theme.has_layout("search"));
    // So are those of charts where none is.
    let undrawn = Phrase::ALL.iter().map(|phrase| phrase.key());
    let optional = DATA_DRIVEN.iter().chain(off).chain(KEYS_OF_TERMS).copied().chain(undrawn);
    let optional = optional.map(|name| Prefix(name.to_owned()));
    let problems = l10n::check(&parsed.messages, &uses, &optional.collect::<Vec<_>>());
    problems.into_iter().filter(|problem| concerns_author(parsed, problem)).collect()
}

/// Whether a problem is one that the site's author can mend. A site that puts templates of its own over
/// the theme's may leave some of the theme's words unused, and cannot take them out.
fn concerns_author(parsed: &Parsed, problem: &Diagnostic) -> bool {
    let of_theme = |file: &VPath| file.below("themes").is_some();
    let in_theme = problem.span.as_ref().is_some_and(|span| of_theme(&span.file));
    let own_templates = parsed.theme.templates.values().any(|template| !of_theme(&template.file));
    problem.code != Code::UnusedMessage || !in_theme || !own_templates
}

/// What topics, dossiers and authors there are, and every name of a topic.
pub struct Vocabulary<'a> {
    parsed: &'a Parsed,
    words: &'a Words,
    topics: Arc<Topics>,
}

/// Names of topics: ids, aliases, and labels in every language, in lower case.
pub type Topics = BTreeMap<String, Id>;

impl<'a> Vocabulary<'a> {
    /// Gathers the names of topics.
    ///
    /// # Problems
    /// - [`Code::AmbiguousTopic`], if two topics read alike in one language.
    pub fn new(parsed: &'a Parsed, words: &'a Words) -> Checked<Self> {
        let config = &parsed.config;
        let mut diagnostics = Vec::new();
        let mut topics = BTreeMap::new();
        for topic in &config.topics {
            topics.insert(topic.id.to_string(), topic.id.clone());
            for alias in &topic.aliases {
                topics.insert(alias.to_lowercase(), topic.id.clone());
            }
        }
        for locale in config.locales.iter().map(|locale| &locale.tag) {
            for (index, topic) in config.topics.iter().enumerate() {
                let key = format!("topic-{}", topic.id);
                let own = words.has(locale, &key);
                let Some(label) = words.text(locale, &key, &[]).filter(|_| own) else { continue };
                let name = label.value.to_lowercase();
                match topics.get(&name) {
                    Some(other) if *other != topic.id => {
                        let message = format!(
                            "the topics `{other}` and `{}` are both called “{}” in `{locale}`",
                            topic.id, label.value,
                        );
                        let span = config.span(&format!("topics[{index}].id"), Part::Value);
                        let problem = Diagnostic::new(Code::AmbiguousTopic, message).at(span);
                        diagnostics.push(problem.help(format!("give `{key}` another name")));
                    }
                    _ => {
                        topics.insert(name, topic.id.clone());
                    }
                }
            }
        }
        let topics = Arc::new(topics);
        Checked { value: Self { parsed, words, topics }, diagnostics }
    }

    /// The same, whose topics are known.
    pub fn again(parsed: &'a Parsed, words: &'a Words, topics: &Arc<Topics>) -> Self {
        Self { parsed, words, topics: Arc::clone(topics) }
    }

    /// All names of topics.
    pub fn topics_by_name(&self) -> &Arc<Topics> {
        &self.topics
    }

    /// The fingerprint of all that articles can find in it.
    pub fn fingerprint(&self) -> Fingerprint {
        let tags = self.parsed.config.locales.iter().map(|locale| &locale.tag);
        let segments = tags.map(|tag| (tag, self.editions(tag), self.glossary(tag)));
        let segments: Vec<_> = segments.collect();
        let names = |kind| -> Vec<_> {
            let each = self.known(kind).into_iter();
            each.map(|name| (name, self.named(kind, name).is_some())).collect()
        };
        Fingerprint::of(&(&self.topics, names("dossier"), names("author"), segments))
    }

    /// The topics that an article names: by id, alias, or label in any language; each once.
    ///
    /// # Problems
    /// - [`Code::UnknownTopic`], at the name.
    pub fn topics(&self, article: &Article, problems: &mut Vec<Diagnostic>) -> Vec<Id> {
        let mut found: Vec<Id> = Vec::new();
        for (index, name) in article.head.topics.iter().flatten().enumerate() {
            match self.topics.get(&name.trim().to_lowercase()) {
                Some(id) if found.contains(id) => {}
                Some(id) => found.push(id.clone()),
                None => {
                    let ids = self.parsed.config.topics.iter().map(|topic| topic.id.as_str());
                    let known = self.topics.keys().map(String::as_str);
                    let problem =
                        Diagnostic::new(Code::UnknownTopic, format!("there is no topic `{name}`"))
                            .at(article.span(&format!("topics[{index}]")));
                    let all: Vec<&str> = ids.collect();
                    let otherwise = match all.as_slice() {
                        [] => "declare it in `depeche.yaml` under `topics`".to_owned(),
                        all => format!(
                            "the topics are {}; declare others in `depeche.yaml`",
                            all.join(", ")
                        ),
                    };
                    problems.push(problem.suggest(name, known, otherwise));
                }
            }
        }
        found
    }

    /// The dossier that an article names.
    ///
    /// # Problems
    /// - [`Code::UnknownDossier`].
    pub fn dossier(&self, article: &Article, problems: &mut Vec<Diagnostic>) -> Option<Id> {
        let name = article.head.dossier.as_ref()?;
        self.named("dossier", name).or_else(|| {
            let problem =
                Diagnostic::new(Code::UnknownDossier, format!("there is no dossier `{name}`"));
            let problem = problem.at(article.span("dossier"));
            problems.push(problem.suggest(name, self.known("dossier"), declare("dossier", name)));
            None
        })
    }

    /// The authors that an article names.
    ///
    /// # Problems
    /// - [`Code::UnknownAuthor`], at the name.
    pub fn authors(&self, article: &Article, problems: &mut Vec<Diagnostic>) -> Vec<Id> {
        let mut found = Vec::new();
        for (index, name) in article.head.authors.iter().flatten().enumerate() {
            match self.named("author", name) {
                Some(id) if found.contains(&id) => {}
                Some(id) => found.push(id),
                None => {
                    let problem = Diagnostic::new(
                        Code::UnknownAuthor,
                        format!("there is no author `{name}`"),
                    );
                    let span = article.span(&format!("authors[{index}]"));
                    let otherwise = declare("author", name);
                    problems.push(problem.at(span).suggest(name, self.known("author"), otherwise));
                }
            }
        }
        found
    }

    /// The word in the addresses of editions.
    pub fn editions(&self, locale: &Locale) -> Slug {
        self.segment(locale, "url-editions", "editions")
    }

    /// The word in the address of the glossary.
    pub fn glossary(&self, locale: &Locale) -> Slug {
        self.segment(locale, "url-glossary", "glossary")
    }

    /// A word in addresses, or what stands for one that cannot be a part of an address.
    fn segment(&self, locale: &Locale, key: &str, otherwise: &str) -> Slug {
        let word = self.words.text(locale, key, &[]).map(|text| text.value).unwrap_or_default();
        let slug = Slug::new(&word).or_else(|_| Slug::from_words(&word));
        slug.unwrap_or_else(|_| Slug::new(otherwise).expect("a plain word"))
    }

    /// A dossier or author: whoever has a message in some language.
    fn named(&self, kind: &str, name: &str) -> Option<Id> {
        let id = Id::new(name)?;
        let key = format!("{kind}-{id}");
        let mut locales = self.parsed.config.locales.iter().map(|locale| &locale.tag);
        locales.any(|locale: &Locale| self.words.has(locale, &key)).then_some(id)
    }

    /// The ids of all dossiers, or authors, that have a message in some language.
    fn known(&self, kind: &str) -> Vec<&'a str> {
        let entries = self.parsed.messages.iter().flat_map(|own| own.messages.entries());
        let id = |entry: &'a Entry| entry.id.strip_prefix(kind)?.strip_prefix('-');
        entries.filter_map(|(_, entry)| id(entry)).collect()
    }
}

fn declare(kind: &str, name: &str) -> String {
    match Id::new(name) {
        Some(id) => {
            format!("write `{kind}-{id} = …` in `i18n/*/{kind}s.ftl`, or check the spelling")
        }
        None => "an id has lower-case letters, digits and single hyphens".to_owned(),
    }
}
