//! The YAML head of an article: facts, which translations share, and words, which each states.

mod known;
mod parts;

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_yaml::Value;

use crate::collect::Kind;
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::model::{Date, Route, Slug, SlugError};
use crate::parse::yaml::{Document, Fields, Node};
use crate::world::VPath;
use known::Word;
pub use parts::{Parts, split};

/// What an article's head says; a key that it leaves out is `None`, so that a translation can take
/// the fact from its original.
#[derive(Debug, Clone, Default, Hash, Serialize, Deserialize)]
pub struct FrontMatter {
    /// Headline.
    pub title: Option<String>,
    /// Lead.
    pub summary: Option<String>,
    /// The words above the headline.
    pub kicker: Option<String>,
    /// Three to five short lines.
    pub key_points: Option<Vec<String>>,
    /// When it happened.
    pub date: Option<Date>,
    /// Whether there is a date that is none, which was reported.
    pub bad_date: bool,
    /// When the text was last changed.
    pub updated: Option<Date>,
    /// Held back before.
    pub publish_at: Option<Date>,
    /// Gone from then on.
    pub expires_at: Option<Date>,
    /// Left out unless asked for.
    pub draft: Option<bool>,
    /// Topics, as written: ids, aliases or labels.
    pub topics: Option<Vec<String>>,
    /// The story thread.
    pub dossier: Option<String>,
    /// Ids of people.
    pub authors: Option<Vec<String>>,
    /// What the article stands on.
    pub sources: Option<Arc<[Source]>>,
    /// What was changed after publication.
    pub updates: Option<Vec<Update>>,
    /// How it was made.
    pub provenance: Option<Provenance>,
    /// The locale of the original, as written.
    pub translated_from: Option<String>,
    /// Whether dollars stand around formulas in the text.
    pub math: Option<bool>,
    /// `false` if the story is not to be translated, so that no locale is said to lack it.
    pub translate: Option<bool>,
    /// Last segment of the URL.
    pub slug: Option<Slug>,
    /// Old paths that must go on working.
    pub aliases: Option<Vec<Route>>,
    /// The picture that stands for the article.
    pub cover: Option<Cover>,
    /// The stories of an edition, in its order.
    pub stories: Option<Vec<Pick>>,
    /// Other forms of a term: its plural, its abbreviation.
    pub forms: Option<Vec<String>>,
    /// Words of other languages in whose place a term should be written.
    pub avoid: Option<Vec<String>>,
    /// Anything, for themes, as JSON.
    pub extra: Option<String>,
}

/// A story that an edition has.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pick {
    /// Its name, as written: `2025/deepseek-r2`.
    pub story: String,
    /// What the edition says of it.
    pub line: Option<String>,
}

/// A source of an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Source {
    /// What `[^src:ID]` cites.
    pub id: Option<Arc<str>>,
    /// Its title, in its own language.
    pub title: Arc<str>,
    /// Its address.
    pub url: Option<Arc<str>>,
    /// Who published it.
    pub publisher: Option<Arc<str>>,
    /// Its language.
    pub locale: Option<Arc<str>>,
    /// When it was published.
    pub date: Option<Date>,
    /// `primary`, `press` or `paper`.
    #[serde(deserialize_with = "known::some_word")]
    pub kind: Option<Word>,
}

/// A change after publication.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Update {
    /// When.
    pub date: Date,
    /// `correction`, `clarification` or `update`.
    #[serde(deserialize_with = "known::word")]
    pub kind: Word,
    /// What was changed: words, so each translation has its own.
    pub note: String,
}

/// How an article was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Provenance {
    /// `human`, `ai-assisted` or `ai-generated`.
    #[serde(deserialize_with = "known::some_word")]
    pub text: Option<Word>,
    /// `human`, `machine` or `machine-reviewed`.
    #[serde(deserialize_with = "known::some_word")]
    pub translation: Option<Word>,
    /// Who reviewed it.
    pub reviewer: Option<String>,
}

/// A picture that stands for an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cover {
    /// Its path, from the article's file.
    pub src: String,
    /// What it shows.
    pub alt: Option<String>,
    /// Whose it is.
    pub credit: Option<String>,
}

/// Reads a head.
///
/// # Problems
/// - Those of [`Document`] and of each key, [`Code::MissingKey`] for `title` or `term`, [`Code::BadDate`],
///   [`Code::UnsafeSlug`], [`Code::UnsafeAlias`].
pub fn parse(
    file: &VPath,
    source: &str,
    front: &Range<usize>,
    kind: Kind,
    problems: &mut Vec<Diagnostic>,
) -> FrontMatter {
    let document = Document::new(file, &source[front.clone()], front.start);
    let mut head = FrontMatter::default();
    if let Some(tree) = document.parse()
        && let Some(mut fields) = document.fields(&tree)
    {
        match kind {
            Kind::Edition => head.read_edition(&mut fields),
            Kind::Term => head.read_term(&mut fields),
            Kind::Page | Kind::Article => head.read_words(&mut fields),
        }
        head.read_state(&mut fields);
        if kind == Kind::Article {
            head.read_facts(&mut fields);
        }
        fields.finish();
    }
    problems.extend(document.into_problems());
    head
}

impl FrontMatter {
    fn read_words(&mut self, fields: &mut Fields<'_, '_>) {
        self.title = fields.need("title").and_then(|node| line(&node));
        self.summary = fields.take("summary").and_then(|node| line(&node));
        self.slug = fields.take("slug").and_then(|node| slug(&node));
        self.translated_from = fields.take("translated_from").and_then(|node| node.text());
        self.translate = fields.take("translate").and_then(|node| node.truth());
        self.math = fields.take("math").and_then(|node| node.truth());
        self.aliases = fields.take("aliases").and_then(aliases);
        self.extra = fields.take("extra").and_then(extra);
    }

    fn read_edition(&mut self, fields: &mut Fields<'_, '_>) {
        self.title = fields.need("title").and_then(|node| line(&node));
        self.summary = fields.take("summary").and_then(|node| line(&node));
        self.read_date(fields);
        self.stories = each(fields.take("stories"), pick);
        self.translated_from = fields.take("translated_from").and_then(|node| node.text());
        self.translate = fields.take("translate").and_then(|node| node.truth());
        self.math = fields.take("math").and_then(|node| node.truth());
        self.extra = fields.take("extra").and_then(extra);
    }

    /// A term is its own title.
    fn read_term(&mut self, fields: &mut Fields<'_, '_>) {
        self.title = fields.need("term").and_then(|node| line(&node));
        self.forms = fields.take("forms").and_then(lines);
        self.avoid = fields.take("avoid").and_then(lines);
        self.translated_from = fields.take("translated_from").and_then(|node| node.text());
        self.translate = fields.take("translate").and_then(|node| node.truth());
        self.extra = fields.take("extra").and_then(extra);
    }

    fn read_state(&mut self, fields: &mut Fields<'_, '_>) {
        self.updated = fields.take("updated").and_then(|node| node.date());
        self.publish_at = fields.take("publish_at").and_then(|node| node.date());
        self.expires_at = fields.take("expires_at").and_then(|node| node.date());
        self.draft = fields.take("draft").and_then(|node| node.truth());
    }

    fn read_date(&mut self, fields: &mut Fields<'_, '_>) {
        let written = fields.take("date");
        self.date = written.as_ref().and_then(Node::date);
        self.bad_date = written.is_some() && self.date.is_none();
    }

    fn read_facts(&mut self, fields: &mut Fields<'_, '_>) {
        self.kicker = fields.take("kicker").and_then(|node| line(&node));
        self.key_points = fields.take("key_points").and_then(|node| node.texts());
        self.read_date(fields);
        self.topics = fields.take("topics").and_then(|node| node.texts());
        self.dossier = fields.take("dossier").and_then(|node| node.text());
        self.authors = fields.take("authors").and_then(|node| node.texts());
        self.sources = each(fields.take("sources"), source).map(Arc::from);
        self.updates = each(fields.take("updates"), update);
        self.provenance = fields.take("provenance").and_then(Node::fields).map(provenance);
        self.cover = fields.take("cover").and_then(Node::fields).and_then(cover);
    }
}

/// Text of one line: a YAML block may bring line feeds, which a title does not have.
fn line(node: &Node<'_, '_>) -> Option<String> {
    let text = node.text()?;
    let words: Vec<&str> =
        text.split(|c: char| c.is_ascii_whitespace()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        let problem = Diagnostic::new(Code::MissingKey, "this text is empty");
        node.report(problem.help("write a text, or leave the key out"));
        return None;
    }
    Some(words.join(" "))
}

fn lines(node: Node<'_, '_>) -> Option<Vec<String>> {
    Some(node.list()?.iter().filter_map(line).collect())
}

fn each<T>(
    node: Option<Node<'_, '_>>,
    read: impl Fn(Fields<'_, '_>) -> Option<T>,
) -> Option<Vec<T>> {
    let items = node?.list()?;
    Some(items.into_iter().filter_map(|item| read(item.fields()?)).collect())
}

fn slug(node: &Node<'_, '_>) -> Option<Slug> {
    let text = node.text()?;
    let error = match Slug::new(&text) {
        Ok(slug) => return Some(slug),
        Err(error) => error,
    };
    let message = format!("`{text}` cannot be a segment of a URL");
    let help = match error {
        SlugError::NotASlug(slug) => format!("write `slug: {slug}`"),
        SlugError::Reserved => "Windows keeps this name for itself: choose another".to_owned(),
        SlugError::TooLong => format!("write at most {} characters", limits::SEGMENT_BYTES),
        SlugError::Empty => "write lower-case letters, digits and hyphens".to_owned(),
    };
    node.report(Diagnostic::new(Code::UnsafeSlug, message).help(help));
    None
}

fn aliases(node: Node<'_, '_>) -> Option<Vec<Route>> {
    let alias = |item: Node<'_, '_>| {
        let text = item.text()?;
        let route = Route::parse(&text).filter(|route| *route != Route::root());
        if route.is_none() {
            let message = format!("`{text}` is not a path of this site");
            let help =
                "write the old path from the site's root, such as `/2024/old-name/`, without `..`";
            item.report(Diagnostic::new(Code::UnsafeAlias, message).help(help));
        }
        // A host serves a file without an extension as mere bytes, so `/old-name` is a folder, too.
        let is_file = |name: &str| name.rsplit('/').next().is_some_and(|name| name.contains('.'));
        route.map(
            |route| {
                if is_file(route.as_str()) { route } else { Route::root().join(route.as_str()) }
            },
        )
    };
    Some(node.list()?.into_iter().filter_map(alias).collect())
}

/// `extra` as JSON text, which can be hashed.
fn extra(node: Node<'_, '_>) -> Option<String> {
    let Value::Mapping(_) = node.value() else {
        // Asked for what it has not, it reports its type.
        node.fields();
        return None;
    };
    match serde_json::to_string(node.value()) {
        Ok(json) => Some(json),
        Err(_) => {
            let problem = Diagnostic::new(
                Code::WrongType,
                "`extra` holds something that templates cannot read",
            );
            node.report(
                problem
                    .help("use text, numbers, truth values, lists and mappings with text as keys"),
            );
            None
        }
    }
}

fn source(mut fields: Fields<'_, '_>) -> Option<Source> {
    let id = fields.take("id").and_then(|node| node.text()).map(Arc::from);
    let title = fields.need("title").and_then(|node| line(&node)).map(Arc::from);
    let url = fields.take("url").and_then(|node| web_address(&node)).map(Arc::from);
    let publisher = fields.take("publisher").and_then(|node| node.text()).map(Arc::from);
    let locale = fields.take("locale").and_then(|node| language(&node)).map(Arc::from);
    let date = fields.take("date").and_then(|node| node.date());
    let kind = fields.take("kind").and_then(|node| words(&node, &known::SOURCES));
    fields.finish();
    Some(Source { id, title: title?, url, publisher, locale, date, kind })
}

/// An address outside: anything else than the web's would run or leak something in a reader's browser.
fn web_address(node: &Node<'_, '_>) -> Option<String> {
    let text = node.text()?;
    let web = text.starts_with("https://") || text.starts_with("http://");
    if !web || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        let message = format!("`{text}` is not a web address");
        node.report(
            Diagnostic::new(Code::BadValue, message)
                .help("write it whole, beginning with `https://`"),
        );
        return None;
    }
    Some(text)
}

fn language(node: &Node<'_, '_>) -> Option<String> {
    let text = node.text()?;
    let locale = crate::model::Locale::new(&text);
    if locale.is_none() {
        let message = format!("`{text}` is not a language tag");
        node.report(
            Diagnostic::new(Code::UnknownLocale, message)
                .help("write a BCP 47 tag, such as `fr` or `en`"),
        );
    }
    locale.map(|locale| locale.to_string())
}

/// One of a few words, which the value keeps.
fn words(node: &Node<'_, '_>, words: &[&'static str]) -> Option<&'static str> {
    let pairs: Vec<(&str, &'static str)> = words.iter().map(|word| (*word, *word)).collect();
    node.one_of(&pairs)
}

fn pick(mut fields: Fields<'_, '_>) -> Option<Pick> {
    let story = fields.need("story").and_then(|node| node.text());
    let line = fields.take("line").and_then(|node| line(&node));
    fields.finish();
    Some(Pick { story: story?, line })
}

fn update(mut fields: Fields<'_, '_>) -> Option<Update> {
    let date = fields.need("date").and_then(|node| node.date());
    let kind = fields.need("kind").and_then(|node| words(&node, &known::UPDATES));
    let note = fields.need("note").and_then(|node| line(&node));
    fields.finish();
    Some(Update { date: date?, kind: kind?, note: note? })
}

fn provenance(mut fields: Fields<'_, '_>) -> Provenance {
    let provenance = Provenance {
        text: fields.take("text").and_then(|node| words(&node, &known::TEXTS)),
        translation: fields.take("translation").and_then(|node| words(&node, &known::TRANSLATIONS)),
        reviewer: fields.take("reviewer").and_then(|node| node.text()),
    };
    fields.finish();
    provenance
}

fn cover(mut fields: Fields<'_, '_>) -> Option<Cover> {
    let src = fields.need("src").and_then(|node| node.text());
    let alt = fields.take("alt").and_then(|node| line(&node));
    let credit = fields.take("credit").and_then(|node| line(&node));
    fields.finish();
    Some(Cover { src: src?, alt, credit })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn problems(text: &str) -> Vec<String> {
        let (file, mut problems) = (VPath::new("content/x.fr.md"), Vec::new());
        let parts = split(&file, text, &mut problems);
        parse(&file, text, &parts.front, Kind::Article, &mut problems);
        let place =
            |problem: &Diagnostic| problem.span.as_ref().map_or(0..0, |span| span.range.clone());
        problems.iter().map(|p| format!("{} `{}`", p.code, &text[place(p)])).collect()
    }

    #[test]
    fn every_key_is_checked() {
        let check = |head: &str, expected: &[&str]| {
            assert_eq!(problems(&format!("---\ntitle: x\n{head}\n---\n")), expected, "{head}");
        };
        check("date: 2025-02\ntopics: [a]\nextra: { a: [1, b] }", &[]);
        check("slug: Été", &["unsafe-slug `Été`"]);
        check("slug: ..", &["unsafe-slug `..`"]);
        check("slug: con", &["unsafe-slug `con`"]);
        check(
            "aliases: [/a/, ../b, 'https://x/']",
            &["unsafe-alias `../b`", "unsafe-alias `'https://x/'`"],
        );
        check("draft: oui", &["wrong-type `oui`"]);
        check("sources: [{ title: t, url: 'javascript:x' }]", &["bad-value `'javascript:x'`"]);
        check("sources: [{ url: 'https://x/' }]", &["missing-key `{`"]);
        check("updates: [{ date: 2025-01-01, kind: fix, note: n }]", &["bad-value `fix`"]);
        check("provenance: { text: robot }", &["bad-value `robot`"]);
        check("cover: a.jpg", &["wrong-type `a.jpg`"]);
        check("titel: y", &["unknown-key `titel`"]);
        check("extra: 3", &["wrong-type `3`"]);
    }

    #[test]
    fn front_matter_must_be_there_and_end() {
        assert_eq!(problems("Text"), ["missing-front-matter `Text`", "missing-key ``"]);
        assert_eq!(problems("---\ntitle: x\n"), ["unclosed-front-matter `---`", "missing-key ``"]);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,60}", head in "(---\n)?[a-z:\\-\\[\\]{}\n \"é]{0,80}(\n---)?") {
            problems(&text);
            problems(&head);
        }
    }
}
