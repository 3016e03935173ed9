//! What the pages of articles and standing pages show.

use std::sync::Arc;

use serde::Serialize;

use crate::hashed::Hashed;
use crate::model::{Date, Id, Locale};
use crate::parse::shown::{Extra, HeadingView};
use crate::part::Part;
use crate::plan::body::BodyView;
use crate::plan::view::{ImageView, PageView, Teaser, TopicLink};

/// `article.html`.
#[derive(Debug, Hash, Serialize)]
pub struct ArticlePage {
    /// Of every page.
    pub page: PageView,
    /// The article.
    pub article: ArticleView,
    /// The next newer article of this language.
    pub newer: Option<Part<Teaser>>,
    /// The next older article of this language.
    pub older: Option<Part<Teaser>>,
    /// Up to three stories of its dossier that followed this one, newest first.
    pub since: Vec<Part<Teaser>>,
    /// Up to three stories of its dossier that led to this one, newest first.
    pub previously: Vec<Part<Teaser>>,
    /// Up to four other stories near this one, the nearest first.
    pub related: Vec<Part<Teaser>>,
}

/// `article`: one article, whole.
#[derive(Debug, Hash, Serialize)]
pub struct ArticleView {
    /// The headline.
    pub title: Arc<str>,
    /// The words above the headline (*surtitre*).
    pub kicker: Option<Arc<str>>,
    /// The lead (*chapô*).
    pub summary: Option<Arc<str>>,
    /// Three to five short lines.
    pub key_points: Hashed<Vec<String>>,
    /// When it happened.
    pub date: Date,
    /// When the text was last changed for the reader.
    pub updated: Option<Date>,
    /// The text, as HTML that needs no escaping.
    #[serde(skip)]
    pub body: Hashed<BodyView>,
    /// The reading time in minutes, at least 1.
    pub minutes: u32,
    /// Headings of the text, for a table of contents.
    pub headings: Hashed<Vec<HeadingView>>,
    /// Who wrote it.
    pub authors: Vec<Part<AuthorLink>>,
    /// Its topics.
    pub topics: Vec<Part<TopicLink>>,
    /// The story thread it belongs to.
    pub dossier: Option<Part<DossierView>>,
    /// What it stands on, in the order in which the text cites it; what it does not cite comes last.
    pub sources: Vec<SourceView>,
    /// What was changed since it was published, newest first.
    pub updates: Vec<UpdateView>,
    /// How text and translation were made.
    pub provenance: Option<ProvenanceView>,
    /// The article that this one was translated from.
    pub translated_from: Option<OriginalView>,
    /// The languages of the articles that were translated from this one.
    pub translations: Vec<Locale>,
    /// What it lacks of the original, if that was changed after this translation was accepted.
    pub stale: Option<StaleView>,
    /// The cover picture.
    pub cover: Option<ImageView>,
    /// The picture for social networks, if the site has cards.
    pub card: Option<CardLink>,
    /// The language of the text.
    pub locale: Locale,
    /// When that is not the language of the page: the language's own name. The page then says so in
    /// its own language, and everything of the article carries `lang`.
    pub foreign: Option<Arc<str>>,
    /// The article as Markdown, if the site has that and it is published.
    pub markdown: Option<String>,
    /// `draft`, `future` or `expired`, when the article would not be published today.
    pub held: Option<&'static str>,
    /// The front matter's `extra`, as it is.
    pub extra: Hashed<Extra>,
}

/// Where a picture for social networks is.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct CardLink {
    /// Its address inside the site.
    pub src: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

/// `card.svg`
#[derive(Debug, Hash, Serialize)]
pub struct CardPage {
    /// The article.
    pub card: CardView,
}

/// `card`: what a card shows of an article.
#[derive(Debug, Hash, Serialize)]
pub struct CardView {
    /// The headline.
    pub title: Arc<str>,
    /// The words above the headline (*surtitre*).
    pub kicker: Option<Arc<str>>,
    /// The name of its first topic.
    pub topic: Option<Arc<str>>,
    /// When it happened.
    pub date: Date,
}

/// An original that was changed after a translation was accepted.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct StaleView {
    /// When it was changed, if it says so itself.
    pub since: Option<Date>,
    /// The day on which the translation was accepted: the original was changed after that.
    pub after: Date,
    /// How many of its passages are others now: the title, the summary, paragraphs, rows of tables.
    pub changed: usize,
    /// Of how many.
    pub passages: usize,
}

/// Who wrote an article.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct AuthorLink {
    /// The author's name.
    pub text: Arc<str>,
    /// The author's page.
    pub href: String,
    /// Whether that is no person: the message's attribute `kind` is `organization`.
    pub organization: bool,
}

/// A story thread.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct DossierView {
    /// The same in every language.
    pub id: Id,
    /// Its name in the page's language.
    pub name: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// Its page, if the theme has the layout.
    pub href: Option<String>,
    /// Whether nothing more is expected of it: the message's attribute `status` is `closed`.
    pub closed: bool,
}

/// A source.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct SourceView {
    /// Its number on the page, from 1; `[^src:ID]` in the text shows it.
    pub number: usize,
    /// What `[^src:ID]` cites, if it has an id.
    pub id: Option<Arc<str>>,
    /// The fragment of its place in the list: `source-1`. Put it on the list's item.
    pub anchor: String,
    /// Its title, in its own language.
    pub title: Arc<str>,
    /// Its address, absolute; nothing for a source that is not on the web.
    pub url: Option<Arc<str>>,
    /// Who published it.
    pub publisher: Option<Arc<str>>,
    /// Its language, as a BCP 47 tag.
    pub locale: Option<Arc<str>>,
    /// Whether that is another language than the page's.
    pub foreign: bool,
    /// When it was published.
    pub date: Option<Date>,
    /// `primary`, `press` or `paper`.
    pub kind: Option<&'static str>,
    /// Where a page names all stories that cite it, if several do and the theme has that page.
    pub cited_by: Option<String>,
}

/// A change made after publication.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct UpdateView {
    /// When.
    pub date: Date,
    /// `correction`, `clarification` or `update`.
    pub kind: &'static str,
    /// What was changed.
    pub note: String,
}

/// How text and translation were made.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct ProvenanceView {
    /// `human`, `ai-assisted` or `ai-generated`.
    pub text: Option<&'static str>,
    /// `human`, `machine` or `machine-reviewed`; on translations only.
    pub translation: Option<&'static str>,
    /// Who reviewed it.
    pub reviewer: Option<String>,
}

/// The original of a translation.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct OriginalView {
    /// Its language.
    pub locale: Locale,
    /// The language's own name.
    pub name: Arc<str>,
    /// Its address, if it is published.
    pub href: Option<String>,
}

/// `page.html`: a standing page.
#[derive(Debug, Hash, Serialize)]
pub struct StandingPage {
    /// Of every page.
    pub page: PageView,
    /// The standing page's text.
    pub content: ContentView,
}

/// `content`: the text of a standing page.
#[derive(Debug, Hash, Serialize)]
pub struct ContentView {
    /// The title.
    pub title: Arc<str>,
    /// The lead.
    pub summary: Option<Arc<str>>,
    /// The text, as HTML that needs no escaping.
    #[serde(skip)]
    pub body: Hashed<BodyView>,
    /// When it was last changed, if the front matter says.
    pub updated: Option<Date>,
    /// What it lacks of the original, if that was changed after this translation was accepted.
    pub stale: Option<StaleView>,
    /// The language of the text.
    pub locale: Locale,
    /// When that is not the language of the page: the language's own name.
    pub foreign: Option<Arc<str>>,
    /// The front matter's `extra`, as it is.
    pub extra: Hashed<Extra>,
}
