//! A body in its place: the parsed text, and what its holes are filled with.

mod code;
mod kept;
mod pictures;

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::chart::{self, Phrase};
use crate::hashed::Hashed;
use crate::link::{Resolved, Site, Story, Telling};
use crate::model::{Locale, Route};
use crate::parse::chart::{Chart, Data, Figures};
use crate::parse::config::Config;
use crate::parse::front_matter::Source;
use crate::parse::markdown::HoleKind;
use crate::parse::markdown::escape::{push_attribute, push_text};
use crate::parse::markdown::plain::Gap;
use crate::parse::shown::HeadingView;
use crate::parse::text::Texts;
use crate::plan::Planner;
use crate::plan::glossary::Mentions;
use crate::plan::labels::{About, Labels};
use crate::plan::view::{ChoiceView, TermView};
use crate::world::VPath;

pub use pictures::choices;

/// An article's text on a page, as HTML for templates.
///
/// It names the text, which is given when the page is rendered, and of other files it holds only
/// what its links show. So the plan of a site stays as it is while an author writes on.
#[derive(Clone)]
pub struct BodyView {
    /// The article's file.
    file: VPath,
    targets: Vec<Target>,
    /// For each heading of the text, its ids in other languages.
    ids: Vec<Vec<String>>,
    /// The article's sources, in the order of their numbers.
    sources: Arc<[Source]>,
    /// The terms of the glossary that it explains.
    mentions: Mentions,
    locale: Locale,
    labels: Arc<Labels>,
    /// Whether nothing is seen before the text: a picture that it begins with is not waited for.
    leads: bool,
    /// How wide its pictures are, for the attribute `sizes`.
    sizes: Arc<str>,
    /// Whether it says what the words of code are.
    highlights: bool,
}

/// What a link or picture becomes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Target {
    /// Percent-encoded, and with the base path if it is inside the site.
    url: String,
    inside: bool,
    foreign: Option<Locale>,
    size: Option<(u32, u32)>,
    /// Of a picture that is made anew, its other files.
    choices: Vec<ChoiceView>,
    /// Of a chart, what its file holds.
    figures: Option<Hashed<Data>>,
}

impl Target {
    /// A place in the site, or out of it.
    fn new(url: String, inside: bool) -> Self {
        Self { url, inside, foreign: None, size: None, choices: Vec::new(), figures: None }
    }

    fn has_choices(&self) -> bool {
        !self.choices.is_empty()
    }
}

/// Where the text is read, which decides how its links are written.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// On a page of the site.
    Page,
    /// In a feed, where every address must be whole: the site's origin, the article's URL.
    Feed {
        /// `https://example.org`
        origin: &'a str,
        /// The article's permalink.
        permalink: &'a str,
    },
    /// In a letter, of which the same is true.
    Letter {
        /// `https://example.org`
        origin: &'a str,
        /// The permalink of the page that holds the text.
        permalink: &'a str,
    },
}

impl<'a> Place<'a> {
    /// The site's origin and the text's permalink, where addresses must be whole.
    fn away(self) -> Option<(&'a str, &'a str)> {
        match self {
            Self::Page => None,
            Self::Feed { origin, permalink } | Self::Letter { origin, permalink } => {
                Some((origin, permalink))
            }
        }
    }
}

impl BodyView {
    /// Places a telling's body.
    pub fn new(planner: &Planner, story: &Story, telling: &Telling) -> Self {
        let locales = planner.localities.iter();
        let own = locales.zip(&planner.glossaries);
        let own = own.filter(|_| !telling.article.mentions.is_empty());
        let mut own = own.filter(|(one, _)| *one.speech.locale() == telling.article.locale);
        let mentions = own.next().map(|(_, glossary)| glossary.mentions(telling));
        let body = Self::of_definition(&planner.site, &planner.labels, story, telling);
        Self { mentions: mentions.unwrap_or_default(), ..body }
    }

    /// Places the body of a term, which explains no other.
    pub fn of_definition(
        site: &Site,
        labels: &Arc<Labels>,
        story: &Story,
        telling: &Telling,
    ) -> Self {
        Self {
            file: telling.article.file.clone(),
            targets: telling
                .targets
                .iter()
                .map(|resolved| target(resolved, telling, &site.config))
                .collect(),
            ids: foreign_ids(story, telling),
            sources: Arc::clone(&telling.sources),
            mentions: Mentions::default(),
            locale: telling.article.locale.clone(),
            labels: Arc::clone(labels),
            leads: story.facts.cover.is_none(),
            sizes: Arc::clone(&site.theme.picture_sizes),
            highlights: site.config.highlight,
        }
    }

    /// Writes the text as HTML.
    pub fn write(&self, texts: &Texts, out: &mut String, place: Place<'_>) {
        let Some(text) = texts.get(&self.file) else { return };
        let text = text.get();
        out.reserve(text.html.len() + self.targets.len() * 48);
        text.write(out, |hole, out| match (hole, place) {
            (HoleKind::Code { syntax, bytes }, Place::Page) if self.highlights => {
                code::highlight(*syntax, *bytes, out);
            }
            _ => self.fill(hole, place, out),
        });
        if let Place::Page = place {
            self.explain(out);
        }
    }

    /// Writes the text as Markdown, whose links are whole addresses: the site's origin, the article's
    /// permalink.
    pub fn write_markdown(&self, texts: &Texts, out: &mut String, origin: &str, permalink: &str) {
        let Some(text) = texts.get(&self.file) else { return };
        let place = Place::Feed { origin, permalink };
        text.write_markdown(out, |gap, out| match gap {
            Gap::Target(index) => {
                let target = self.targets.get(index);
                let target = target.filter(|target| target.inside || target.url.starts_with('#'));
                target.map(|target| write_url(target, place, out)).is_some()
            }
            Gap::Chart(chart) => {
                let shown = self.figures(chart).zip(self.labels.formats(&self.locale));
                shown
                    .map(|(data, formats)| chart::write_markdown(chart, data, formats, out))
                    .is_some()
            }
        });
    }

    /// The file of the text.
    pub fn file(&self) -> &VPath {
        &self.file
    }

    fn fill(&self, hole: &HoleKind, place: Place<'_>, out: &mut String) {
        match hole {
            HoleKind::Link(index) => {
                let Some(target) = self.targets.get(*index) else { return };
                self.attribute("href", target, place, out);
                if let Some(locale) = &target.foreign {
                    let _ = write!(out, " hreflang=\"{locale}\"");
                }
            }
            HoleKind::LinkEnd(index) => {
                if let Some(locale) =
                    self.targets.get(*index).and_then(|target| target.foreign.as_ref())
                {
                    out.push('\u{a0}');
                    self.word("link-hint", About::Language(locale.clone()), out);
                }
            }
            HoleKind::Image { target, first } => self.start_picture(*target, *first, place, out),
            HoleKind::ImageEnd(target) => self.end_picture(*target, place, out),
            HoleKind::Url(index) => {
                if let Some(target) = self.targets.get(*index) {
                    write_url(target, place, out);
                }
            }
            HoleKind::Word(word, number) => {
                self.word(word.key(), About::Number(*number), out);
            }
            HoleKind::Ids { heading, section } => {
                // In a feed, where several texts stand on one page, nothing leads to them.
                if let Place::Page = place {
                    let _ = write!(out, "<span id=\"b{section}.0\"></span>");
                    for id in self.ids.get(*heading).into_iter().flatten() {
                        out.push_str("<span id=\"");
                        out.push_str(id);
                        out.push_str("\"></span>");
                    }
                }
            }
            HoleKind::Here => {
                if let Some((_, permalink)) = place.away() {
                    push_attribute(permalink, out);
                }
            }
            HoleKind::Citation(id) => self.cite(id, place, out),
            HoleKind::Term(index) => {
                if let Some(id) = self.note_id(*index, place) {
                    let _ = write!(
                        out,
                        "<button type=\"button\" class=\"term\" popovertarget=\"{id}\" \
                         aria-describedby=\"{id}.text\">"
                    );
                }
            }
            HoleKind::TermEnd(index) => {
                if self.note_id(*index, place).is_some() {
                    out.push_str("</button>");
                }
            }
            HoleKind::Chart(chart) => self.chart(chart, place, out),
            // Readers of feeds and letters know no stylesheet.
            HoleKind::Code { .. } => {}
        }
    }

    /// A chart: on a page a picture and its table, elsewhere the table alone, since readers of feeds and
    /// letters know no stylesheet.
    fn chart(&self, chart: &Chart, place: Place<'_>, out: &mut String) {
        let shown = self.figures(chart).zip(self.labels.formats(&self.locale));
        let Some((data, formats)) = shown else { return };
        match place {
            Place::Page => {
                let mut say = |phrase: Phrase, number: u32, out: &mut String| {
                    self.word(phrase.key(), About::Number(number), out);
                };
                chart::write(chart, data, formats, &mut say, out);
            }
            Place::Feed { .. } | Place::Letter { .. } => {
                chart::write_table(chart, data, formats, out);
            }
        }
    }

    /// The figures of a chart, unless their file has none.
    fn figures<'b>(&'b self, chart: &'b Chart) -> Option<&'b Data> {
        match &chart.figures {
            Figures::Here(data) => Some(data),
            Figures::File(target) => self.targets.get(*target)?.figures.as_deref(),
        }
    }

    /// The id of the note that explains a term on the text's own page. No other id has a dot, but for
    /// those of blocks, `b2.3`.
    fn note_id(&self, index: usize, place: Place<'_>) -> Option<String> {
        let Place::Page = place else { return None };
        let term = self.mentions.terms.get(index)?.as_ref()?;
        Some(term.anchor.replacen('-', ".", 1))
    }

    /// Writes the notes that explain terms. A browser shows each when its term is pressed, over the text,
    /// and without a script: see "The popover attribute" in HTML.
    ///
    /// They stand after the text, so that a program that knows nothing of this does not read them in the
    /// middle of a sentence.
    fn explain(&self, out: &mut String) {
        if self.mentions.terms.iter().flatten().next().is_none() {
            return;
        }
        out.push_str("<div class=\"terms\">\n");
        for (index, term) in self.mentions.terms.iter().enumerate() {
            if let Some((id, term)) = self.note_id(index, Place::Page).zip(term.as_ref()) {
                self.note(&id, term, out);
            }
        }
        out.push_str("</div>\n");
    }

    fn note(&self, id: &str, term: &TermView, out: &mut String) {
        let _ =
            write!(out, "<div popover class=\"term-note\" id=\"{id}\" role=\"note\">\n<p><dfn>");
        push_text(&term.name, out);
        let _ = write!(out, "</dfn></p>\n<div id=\"{id}.text\">\n{}\n</div>\n<p>", term.definition);
        if let Some((page, href)) = self.mentions.page.as_ref().zip(term.href.as_ref()) {
            out.push_str("<a href=\"");
            push_attribute(href, out);
            out.push_str("\">");
            push_text(&page.text, out);
            out.push_str("</a> ");
        }
        let _ = write!(
            out,
            "<button type=\"button\" popovertarget=\"{id}\" popovertargetaction=\"hide\">"
        );
        self.word("term-close", About::Number(1), out);
        out.push_str("</button></p>\n</div>\n");
    }

    fn attribute(&self, name: &str, target: &Target, place: Place<'_>, out: &mut String) {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        write_url(target, place, out);
        out.push('"');
    }

    fn word(&self, key: &'static str, about: About, out: &mut String) {
        self.labels.push(&self.locale, key, about, out);
    }

    /// A number that leads to the source in the article's list. In a feed that list is not there,
    /// so that the number leads to the page.
    fn cite(&self, id: &str, place: Place<'_>, out: &mut String) {
        let known = self.sources.iter().position(|source| source.id.as_deref() == Some(id));
        let Some(number) = known.and_then(|index| u32::try_from(index + 1).ok()) else { return };
        let page = place.away().map_or("", |(_, permalink)| permalink);
        let _ =
            write!(out, "<sup class=\"citation\"><a href=\"{page}#source-{number}\" aria-label=\"");
        self.word("citation-label", About::Number(number), out);
        let _ = write!(out, "\">{number}</a></sup>");
    }
}

fn write_url(target: &Target, place: Place<'_>, out: &mut String) {
    match place.away() {
        Some((origin, _)) if target.inside => push_attribute(origin, out),
        Some((_, permalink)) if target.url.starts_with('#') => push_attribute(permalink, out),
        _ => {}
    }
    push_attribute(&target.url, out);
}

/// The ids that the headings of a text have in other languages, so that a link to a place holds
/// whatever language it is read in. Texts with other headings have none in common.
fn foreign_ids(story: &Story, telling: &Telling) -> Vec<Vec<String>> {
    let own = &telling.article.shown.headings;
    let levels = |headings: &[HeadingView]| -> Vec<u8> {
        headings.iter().map(|heading| heading.level).collect()
    };
    let mut ids = vec![Vec::new(); own.len()];
    let mut taken: BTreeSet<&str> = telling.article.anchors.iter().map(String::as_str).collect();
    let others = story.tellings.iter().flatten().map(|other| &other.article.shown.headings);
    for other in others.filter(|other| levels(other) == levels(own)) {
        for (ids, heading) in ids.iter_mut().zip(other.iter()) {
            if taken.insert(&heading.id) {
                ids.push(heading.id.clone());
            }
        }
    }
    ids
}

fn target(resolved: &Resolved, telling: &Telling, config: &Config) -> Target {
    let base = &config.base_url;
    let inside = |route: &Route, suffix: &str| Target::new(base.href(route) + suffix, true);
    match resolved {
        Resolved::AsWritten(url) => Target::new(url.clone(), false),
        Resolved::Article { route, suffix, foreign } => {
            Target { foreign: foreign.clone(), ..inside(route, suffix) }
        }
        Resolved::Path { route, suffix } => {
            let first = route.as_str().split('/').nth(1).unwrap_or_default();
            let mut others = config.locales.iter().map(|locale| &locale.tag);
            let foreign =
                others.find(|tag| tag.as_str() == first && **tag != telling.article.locale);
            Target { foreign: foreign.cloned(), ..inside(route, suffix) }
        }
        Resolved::Media { route, size } => Target { size: *size, ..inside(route, "") },
        Resolved::Picture(picture) => Target {
            size: Some(picture.plain.size),
            choices: choices(picture, base),
            ..inside(&picture.plain.route, "")
        },
        Resolved::Figures(data) => {
            Target { figures: Some(data.clone()), ..Target::new(String::new(), false) }
        }
        Resolved::Nothing => Target::new("#".to_owned(), false),
    }
}

impl fmt::Debug for BodyView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BodyView({})", self.file)
    }
}

impl Hash for BodyView {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.file.hash(state);
        self.targets.hash(state);
        self.ids.hash(state);
        for source in &*self.sources {
            source.id.hash(state);
        }
        self.mentions.terms.hash(state);
        self.mentions.page.hash(state);
        self.locale.hash(state);
        self.labels.fingerprint(&self.locale).hash(state);
        (self.leads, &self.sizes, self.highlights).hash(state);
    }
}
