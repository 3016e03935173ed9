//! JSON-LD in the words of <https://schema.org>.
//!
//! Dates are as precise as they are known: a day or a month alone is a date of ISO 8601, and a time
//! made up for it would be a mistake.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;

use super::Shown;
use super::node::{
    Agent, Article, Citation, Correction, Image, Item, List, Node, Page, Reference, Site, Term,
    TermSet, Url,
};
use crate::byte_set::ByteSet;
use crate::hashed::Fingerprint;
use crate::part::Part;
use crate::plan::View;
use crate::plan::view::{
    ArchivesPage, ArticleView, AuthorLink, CorrectionsPage, Link, ProvenanceView, SourceView,
    TermView, UpdateView,
};

/// The element that holds it; nothing of a page that has nothing to say.
pub fn write(shown: Shown<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(4096);
    out.extend_from_slice(b"<script type=\"application/ld+json\">\n");
    out.extend_from_slice(b"{\"@context\":\"https://schema.org\",\"@graph\":[");
    let start = out.len();
    for node in shown.own() {
        push_node(&mut out, &node);
    }
    shown.push_breadcrumb(&mut out);
    if out.len() == start {
        return Vec::new();
    }
    // A comma stands between nodes, and none behind the last.
    out.pop();
    out.extend_from_slice(b"\n]}</script>");
    out
}

/// Writes a node on a line of its own, and the comma before the next.
fn push_node(out: &mut Vec<u8>, node: &Node<'_>) {
    out.push(b'\n');
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, InScript);
    node.serialize(&mut serializer).expect("texts and numbers can be written to memory");
    out.push(b',');
}

/// How many breadcrumbs a thread keeps. All articles of a month have the same.
const BREADCRUMBS: usize = 64;

/// A breadcrumb as it is written, by its fingerprint and the site's origin.
type Breadcrumb = Option<(Fingerprint, String, Vec<u8>)>;

thread_local! {
    /// Each breadcrumb has one place, which it takes from another.
    static LAST_WRITTEN: RefCell<[Breadcrumb; BREADCRUMBS]> = const { RefCell::new([const { None }; BREADCRUMBS]) };
}

/// Writes JSON that may stand in a script: what could end it, or begin a comment, is escaped, and so
/// are the line ends that scripts knew and JSON did not (HTML, section 4.12.1.3).
struct InScript;

impl Formatter for InScript {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = SPECIAL.find(rest.as_bytes()) {
            let (plain, special) = rest.split_at(at);
            let (written, length) = replacement(special);
            out.write_all(plain.as_bytes())?;
            out.write_all(written.as_bytes())?;
            rest = &special[length..];
        }
        out.write_all(rest.as_bytes())
    }
}

/// The bytes that may not be written as they are. U+2028 and U+2029 begin with 0xe2, as do many others.
const SPECIAL: ByteSet = ByteSet::of(b"<>&\xe2");

/// What stands for the first character of a text, and how long that is in bytes.
fn replacement(special: &str) -> (&str, usize) {
    match special.as_bytes()[0] {
        b'<' => ("\\u003c", 1),
        b'>' => ("\\u003e", 1),
        b'&' => ("\\u0026", 1),
        _ if special.starts_with('\u{2028}') => ("\\u2028", 3),
        _ if special.starts_with('\u{2029}') => ("\\u2029", 3),
        _ => (&special[..3], 3),
    }
}

impl<'a> Shown<'a> {
    /// What the page is. A page around a text in another language is not the text's own, which says it.
    fn own(self) -> Vec<Node<'a>> {
        if matches!(self.view, View::Chooser(_)) || !self.view.is_own() {
            return Vec::new();
        }
        [self.website(), Some(self.page()), self.terms()].into_iter().flatten().collect()
    }

    fn url(self, href: &'a str) -> Url<'a> {
        Url { origin: self.origin, href, fragment: "" }
    }

    /// What all pages of the language are parts of.
    fn site_id(self) -> Url<'a> {
        Url { fragment: "#website", ..self.url(&self.site.home) }
    }

    fn website(self) -> Option<Node<'a>> {
        let site = self.site;
        (self.view.page().href == site.home).then(|| {
            Node::WebSite(Site {
                id: self.site_id(),
                url: self.url(&site.home),
                name: &site.title,
                description: &site.description,
                in_language: &site.locale,
            })
        })
    }

    fn page(self) -> Node<'a> {
        match self.view {
            View::Article(view) => Node::NewsArticle(Box::new(self.article(&view.article))),
            View::Standing(view) => {
                Node::WebPage(Page { date_modified: view.content.updated.as_ref(), ..self.plain() })
            }
            View::Feeds(_) | View::Sources(_) | View::Glossary(_) | View::SiteMap(_) => {
                Node::WebPage(self.plain())
            }
            _ => {
                let items = listed(self.view).into_iter().enumerate();
                let item = |(index, href)| Item {
                    position: index + 1,
                    name: None,
                    url: Some(self.url(href)),
                    item: None,
                };
                let list =
                    List { kind: Some("ItemList"), item_list_element: items.map(item).collect() };
                Node::CollectionPage(Page { main_entity: Some(list), ..self.plain() })
            }
        }
    }

    fn plain(self) -> Page<'a> {
        let page = self.view.page();
        Page {
            id: &page.canonical,
            url: &page.canonical,
            name: &page.title,
            description: &page.description,
            in_language: &self.site.locale,
            is_part_of: Reference { id: self.site_id() },
            date_modified: None,
            main_entity: None,
        }
    }

    /// The terms that the page defines.
    fn terms(self) -> Option<Node<'a>> {
        let View::Glossary(view) = self.view else { return None };
        let page = &view.page;
        let set = || format!("{}#terms", page.canonical);
        let terms = view.letters.iter().flat_map(|letter| &letter.terms);
        let term = |term: &'a Part<TermView>| {
            let url = format!("{}#{}", page.canonical, term.anchor);
            Term {
                id: url.clone(),
                url,
                name: &term.name,
                alternate_name: term.forms.iter().map(String::as_str).collect(),
                description: &term.text,
                in_defined_term_set: Reference { id: set() },
            }
        };
        Some(Node::DefinedTermSet(TermSet {
            id: set(),
            url: &page.canonical,
            name: &page.title,
            description: &page.description,
            in_language: &self.site.locale,
            has_defined_term: terms.map(term).collect(),
        }))
    }

    /// The way to the page.
    fn push_breadcrumb(self, out: &mut Vec<u8>) {
        let breadcrumb = &self.view.page().breadcrumb;
        if breadcrumb.is_empty() || matches!(self.view, View::Chooser(_)) {
            return;
        }
        let fingerprint = breadcrumb.fingerprint();
        let place = usize::from(fingerprint.bytes()[0]) % BREADCRUMBS;
        LAST_WRITTEN.with_borrow_mut(|written| {
            if let Some((of, origin, json)) = &written[place]
                && (*of, &**origin) == (fingerprint, self.origin)
            {
                return out.extend_from_slice(json);
            }
            let start = out.len();
            push_node(out, &self.breadcrumb(breadcrumb));
            written[place] = Some((fingerprint, self.origin.to_owned(), out[start..].to_vec()));
        });
    }

    fn breadcrumb(self, links: &'a [Part<Link>]) -> Node<'a> {
        let item = |(index, link): (usize, &'a Part<Link>)| Item {
            position: index + 1,
            name: Some(&link.text),
            url: None,
            item: Some(self.url(&link.href)),
        };
        let items = links.iter().enumerate().map(item).collect();
        Node::BreadcrumbList(List { kind: None, item_list_element: items })
    }

    fn article(self, article: &'a ArticleView) -> Article<'a> {
        let page = self.view.page();
        Article {
            id: &page.canonical,
            url: &page.canonical,
            main_entity_of_page: &page.canonical,
            headline: &article.title,
            description: &page.description,
            in_language: &article.locale,
            date_published: &article.date,
            date_modified: article.updated.as_ref().unwrap_or(&article.date),
            is_accessible_for_free: true,
            author: article.authors.iter().map(|author| self.author(author)).collect(),
            publisher: Agent {
                kind: "Organization",
                name: &self.site.title,
                url: Some(self.url(&self.site.home)),
                logo: self.site.logo.as_ref().map(|logo| Image {
                    url: self.url(&logo.src),
                    width: logo.width,
                    height: logo.height,
                }),
            },
            image: self.image(article),
            article_section: article.topics.iter().map(|topic| &*topic.name).collect(),
            translation_of_work: self.original(article),
            work_translation: self.translations(article),
            citation: article.sources.iter().map(citation).collect(),
            correction: article.updates.iter().filter_map(correction).collect(),
            digital_source_type: article.provenance.as_ref().and_then(source_type),
            editor: article.provenance.as_ref().and_then(|made| person(made.reviewer.as_deref()?)),
        }
    }

    fn author(self, author: &'a AuthorLink) -> Agent<'a> {
        let kind = if author.organization { "Organization" } else { "Person" };
        Agent { kind, name: &author.text, url: Some(self.url(&author.href)), logo: None }
    }

    /// Its cover, or else its card.
    fn image(self, article: &'a ArticleView) -> Option<Image<'a>> {
        let cover = article.cover.as_ref();
        let cover = cover.map(|cover| (&cover.src, cover.width, cover.height));
        let card = article.card.as_ref();
        let card = card.map(|card| (&card.src, Some(card.width), Some(card.height)));
        let (src, width, height) = cover.or(card)?;
        Some(Image { url: self.url(src), width, height })
    }

    fn original(self, article: &'a ArticleView) -> Option<Reference<Url<'a>>> {
        let href = article.translated_from.as_ref()?.href.as_ref()?;
        Some(Reference { id: self.url(href) })
    }

    fn translations(self, article: &'a ArticleView) -> Vec<Reference<&'a str>> {
        let told =
            |hreflang: &str| article.translations.iter().any(|locale| locale.as_str() == hreflang);
        let alternates = self.view.page().alternates.iter();
        let others = alternates.filter(|alternate| told(&alternate.hreflang));
        others.map(|alternate| Reference { id: alternate.url.as_str() }).collect()
    }
}

/// The addresses that a list shows, in its order.
fn listed(view: &View) -> Vec<&str> {
    match view {
        View::Home(view) => view.stories.iter().map(|story| &*story.href).collect(),
        View::Topic(view) => view.stories.iter().map(|story| &*story.href).collect(),
        View::Author(view) => view.stories.iter().map(|story| &*story.href).collect(),
        View::Dossier(view) => view.stories.iter().map(|story| &*story.href).collect(),
        View::Month(view) => {
            view.days.iter().flat_map(|day| &day.stories).map(|story| &*story.href).collect()
        }
        View::Corrections(view) => corrected(view),
        View::Topics(view) => view.topics.iter().map(|topic| &*topic.href).collect(),
        View::Editions(view) => view.editions.iter().map(|edition| &*edition.href).collect(),
        View::Edition(view) => view.stories.iter().map(|story| &*story.teaser.href).collect(),
        View::Authors(view) => view.authors.iter().map(|author| &*author.href).collect(),
        View::Dossiers(view) => view.dossiers.iter().map(|dossier| &*dossier.href).collect(),
        View::Year(view) => view.months.iter().filter_map(|month| month.href.as_deref()).collect(),
        View::Archives(view) => archives(view),
        View::Article(_)
        | View::Standing(_)
        | View::Sources(_)
        | View::Feeds(_)
        | View::Glossary(_)
        | View::SiteMap(_)
        | View::Search(_)
        | View::Chooser(_) => Vec::new(),
    }
}

/// Each article once.
fn corrected(view: &CorrectionsPage) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let articles = view.corrections.iter().map(|entry| &*entry.story.href);
    articles.filter(|href| seen.insert(*href)).collect()
}

/// Pages of years; if the site has none, of months.
fn archives(view: &ArchivesPage) -> Vec<&str> {
    let years: Vec<&str> = view.years.iter().filter_map(|year| year.href.as_deref()).collect();
    if !years.is_empty() {
        return years;
    }
    let months = view.years.iter().flat_map(|year| &year.months);
    months.filter_map(|month| month.href.as_deref()).collect()
}

fn citation(source: &SourceView) -> Citation<'_> {
    let publisher = source.publisher.as_deref();
    Citation {
        name: &source.title,
        url: source.url.as_deref(),
        in_language: source.locale.as_deref(),
        publisher: publisher.map(|name| Agent {
            kind: "Organization",
            name,
            url: None,
            logo: None,
        }),
        date_published: source.date.as_ref(),
    }
}

fn correction(update: &UpdateView) -> Option<Correction<'_>> {
    let is = update.kind == "correction";
    is.then_some(Correction { text: &update.note, date_published: &update.date })
}

fn person(name: &str) -> Option<Agent<'_>> {
    Some(Agent { kind: "Person", name, url: None, logo: None })
}

/// How far a model made the words of the page (the IPTC's digital source types). Of words that people
/// wrote nothing is claimed.
fn source_type(made: &ProvenanceView) -> Option<&'static str> {
    const MADE: &str = "https://schema.org/TrainedAlgorithmicMediaDigitalSource";
    const MIXED: &str = "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource";
    match (made.translation, made.text) {
        (Some("machine"), _) => Some(MADE),
        (Some("machine-reviewed"), _) => Some(MIXED),
        (_, Some("ai-generated")) => Some(MADE),
        (_, Some("ai-assisted")) => Some(MIXED),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_script() {
        let check = |text: &str, expected: &str| {
            let mut out = Vec::new();
            let mut serializer = serde_json::Serializer::with_formatter(&mut out, InScript);
            text.serialize(&mut serializer).expect("text");
            assert_eq!(String::from_utf8(out).expect("text"), format!("\"{expected}\""));
            let back: String = serde_json::from_str(&format!("\"{expected}\"")).expect("JSON");
            assert_eq!(back, text);
        };
        check("été “x” → 1", "été “x” → 1");
        check("</script><!-- & \"", "\\u003c/script\\u003e\\u003c!-- \\u0026 \\\"");
        check("a\u{2028}b\u{2029}\u{2030}", "a\\u2028b\\u2029\u{2030}");
    }
}
