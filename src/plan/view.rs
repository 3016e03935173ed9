//! Views: all that a page's template may see.
//!
//! A view is a value, and it is also the key under which its rendered page is remembered, with the
//! article's text, the layout and the words: a page is rendered anew when one of these changes, and
//! only then. So a view holds what its page shows, a
//! [`Teaser`] where a teaser will do, and never another article's body.
//!
//! Every view reaches its template as a few variables: `page`, which each page has, and those
//! named by the fields of its struct. `site` is the same on all pages of a locale.
//!
//! Text in views is plain text, typeset for its language; templates escape it. Only `body` and a term's
//! `definition` are HTML.
//! An `href` begins with the site's base path, ready for a link; a `url` is absolute.
//! Dates are ISO 8601 with the precision their author gave (`2025-02`, `2025-02-26`,
//! `2025-02-26T09:30+01:00`): right for `<time datetime>`, shown through the `date` filter.

mod article;
mod editions;
mod glossary;
mod lists;
mod search;
mod site_map;

use std::sync::Arc;

use serde::Serialize;

use crate::model::{Date, Id, Locale};
use crate::part::Part;

pub use article::*;
pub use editions::*;
pub use glossary::*;
pub use lists::*;
pub use search::*;
pub use site_map::*;

pub use crate::parse::shown::{Extra, HeadingView};

/// `site`: what all pages of one locale share. It counts nothing, so that a new story leaves the
/// pages that do not list it as they are.
#[derive(Debug, Hash, Serialize)]
pub struct SiteView {
    /// The message `site-title`.
    pub title: String,
    /// The message `site-tagline`.
    pub tagline: String,
    /// The message `site-description`.
    pub description: String,
    /// The pages' language.
    pub locale: Locale,
    /// Which way it is written, for `dir`: `ltr` or `rtl`.
    pub direction: &'static str,
    /// Every language of the site, in declared order.
    pub locales: Vec<LocaleView>,
    /// The home page of this locale.
    pub home: String,
    /// The site's address: `https://example.org/`.
    pub url: String,
    /// What shows who publishes the site, if the configuration names it.
    pub logo: Option<LogoView>,
    /// Topics without a parent that have stories here, in the vocabulary's order.
    pub topics: Vec<Part<TopicLink>>,
    /// The index of topics, if any topic has stories here.
    pub topics_index: Option<Part<Link>>,
    /// The index of archives, if there is a story.
    pub archives_index: Option<Part<Link>>,
    /// The index of editions, if there are any and the theme has its layout.
    pub editions_index: Option<Part<Link>>,
    /// The index of authors, if any is named.
    pub authors_index: Option<Part<Link>>,
    /// The index of dossiers, if any has stories here and the theme has the layouts.
    pub dossiers_index: Option<Part<Link>>,
    /// The page of the glossary, if it has terms here and the theme has its layout.
    pub glossary_index: Option<Part<Link>>,
    /// The page of sources, if several stories cite one and the theme has its layout.
    pub sources_index: Option<Part<Link>>,
    /// The page of corrections, if there are any and the theme has its layout.
    pub corrections_index: Option<Part<Link>>,
    /// The page that lists all feeds, if the theme has its layout.
    pub feeds_index: Option<Part<Link>>,
    /// The map of the site, if the theme has its layout.
    pub site_map: Option<Part<Link>>,
    /// The search, if the site has one and there is a story to be found in this language.
    pub search: Option<Part<Link>>,
    /// Standing pages, by the order of their titles in this language.
    pub pages: Vec<Part<Link>>,
    /// The feed of the locale, in the first of the formats.
    pub feed: Part<FeedLink>,
    /// `depeche 0.1.0`.
    pub generator: String,
}

/// What shows who publishes the site.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct LogoView {
    /// Its address inside the site.
    pub src: String,
    /// Width in CSS pixels, when the file tells.
    pub width: Option<u32>,
    /// Height in CSS pixels, when the file tells.
    pub height: Option<u32>,
}

/// One language of the site.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct LocaleView {
    /// The BCP 47 tag, for `lang` and `hreflang`.
    pub tag: Locale,
    /// Which way it is written, for `dir`: `ltr` or `rtl`.
    pub direction: &'static str,
    /// The language's name in itself: the message `locale-name`.
    pub name: Arc<str>,
    /// The home page of that locale.
    pub home: String,
    /// `fr_FR`: its language and country, as Open Graph writes them; nothing if its region names no
    /// country.
    pub open_graph: Option<String>,
}

/// `page`: what each page says of itself.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct PageView {
    /// The layout's name without `.html`: `article`, `home`, `month` …
    pub kind: &'static str,
    /// The page's title, unique in its language, without the site's name.
    pub title: Arc<str>,
    /// One or two sentences of plain text, for `<meta name="description">`.
    pub description: Arc<str>,
    /// The page's own address inside the site.
    pub href: String,
    /// The canonical URL: the page's own, but for a page whose text exists in another language only.
    pub canonical: String,
    /// Whether search engines may list the page.
    pub indexed: bool,
    /// For `hreflang`: this page and its counterparts, and `x-default`; empty if there is only one.
    pub alternates: Part<Vec<Alternate>>,
    /// The language switcher: every locale of the site, in declared order.
    pub switcher: Vec<Switch>,
    /// Feeds of the page's language, each in all formats: on the page of a topic, a dossier or the
    /// corrections its own and the locale's, on an article's the locale's, then those of its topics and
    /// its dossier.
    pub feeds: Vec<Part<FeedLink>>,
    /// From the home page down to this page's parent.
    pub breadcrumb: Part<Vec<Part<Link>>>,
}

/// One `<link rel="alternate" hreflang>`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct Alternate {
    /// A language tag, or `x-default`.
    pub hreflang: String,
    /// The absolute URL.
    pub url: String,
}

/// One language in the switcher.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct Switch {
    /// The BCP 47 tag.
    pub tag: Locale,
    /// The language's name in itself.
    pub name: Arc<str>,
    /// The counterpart of the page, or else the nearest parent's that exists.
    pub href: String,
    /// Whether it is the language of this page.
    pub current: bool,
    /// When the page has no counterpart: the title, in the target's language, of the page that the
    /// link leads to instead.
    pub instead: Option<Arc<str>>,
    /// Whether the page that the link leads to is one around a text that its language lacks.
    pub foreign: bool,
}

/// A feed of the page's language.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct FeedLink {
    /// The feed's title.
    pub title: String,
    /// Its address inside the site.
    pub href: String,
    /// The same, absolute: what readers copy.
    pub url: String,
    /// Its media type: `application/atom+xml` or `application/feed+json`.
    pub media_type: &'static str,
    /// The name of its format: `Atom` or `JSON Feed`.
    pub format: &'static str,
}

/// A link with its text.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct Link {
    /// The text.
    pub text: Arc<str>,
    /// The address inside the site.
    pub href: String,
}

/// A topic, named.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct TopicLink {
    /// The same in every language; good for a class name.
    pub id: Id,
    /// The topic's name in the page's language.
    pub name: Arc<str>,
    /// The topic's page; nothing where it has none.
    pub href: Option<String>,
}

/// An article as lists show it.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct Teaser {
    /// The headline.
    pub title: Arc<str>,
    /// The words above the headline.
    pub kicker: Option<Arc<str>>,
    /// The lead.
    pub summary: Option<Arc<str>>,
    /// The article.
    pub href: String,
    /// When it happened.
    pub date: Date,
    /// When the text was last changed for the reader, if it was.
    pub updated: Option<Date>,
    /// Its topics, in the page's language.
    pub topics: Vec<Part<TopicLink>>,
    /// The reading time in minutes, at least 1.
    pub minutes: u32,
    /// The language of title and summary.
    pub locale: Locale,
    /// When that is not the language of the list: the language's own name. The link leads out of the
    /// page's language, so it needs `lang`, `hreflang` and a visible hint.
    pub foreign: Option<Arc<str>>,
    /// Whether a correction was made.
    pub corrected: bool,
    /// The cover picture.
    pub cover: Option<ImageView>,
}

/// A picture.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct ImageView {
    /// Its address inside the site.
    pub src: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Whose it is.
    pub credit: Option<String>,
    /// Width in CSS pixels, when the file tells.
    pub width: Option<u32>,
    /// Height in CSS pixels, when the file tells.
    pub height: Option<u32>,
    /// Files among which browsers choose, the best format first: each a `<source>` before the `<img>` in a
    /// `<picture>`. Empty for a picture that is shown as it is.
    pub choices: Vec<ChoiceView>,
}

/// A picture's files of one format.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ChoiceView {
    /// Their media type, for `type`.
    pub media_type: &'static str,
    /// Their addresses and widths, for `srcset`.
    pub srcset: String,
}

/// `feeds.html`: every feed of a language.
#[derive(Debug, Hash, Serialize)]
pub struct FeedsPage {
    /// Of every page.
    pub page: PageView,
    /// The feed of all stories.
    pub main: FeedEntry,
    /// The feeds of topics, sorted as the page's language sorts words.
    pub topics: Vec<FeedEntry>,
    /// The feeds of dossiers, sorted likewise.
    pub dossiers: Vec<FeedEntry>,
    /// The feed of corrections, if there are any and the theme has their page.
    pub corrections: Option<FeedEntry>,
    /// The feed of editions, if there is one.
    pub editions: Option<FeedEntry>,
}

/// A feed, in each of its formats.
#[derive(Debug, Hash, Serialize)]
pub struct FeedEntry {
    /// What it is about: the name of the site, a topic or a dossier, or the title of the page of
    /// corrections or editions.
    pub name: Arc<str>,
    /// The page that lists the same stories.
    pub href: String,
    /// The feed, in the order of the configured formats.
    pub formats: Vec<Part<FeedLink>>,
}

/// `404.html`, in a locale or, at the root, for all of them; and `root.html`, which chooses one.
///
/// At the root `site` is the default locale's. Words of another are had with
/// `t(key="…", locale=entry.tag)`.
#[derive(Debug, Hash, Serialize)]
pub struct ChooserPage {
    /// Of every page.
    pub page: PageView,
    /// The languages that the page speaks: its own first.
    pub locales: Vec<LocaleView>,
}
