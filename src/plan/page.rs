//! A file to be made, and what it holds.

use std::cell::OnceCell;
use std::hash::Hash;
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use crate::diag::Span;
use crate::hashed::{Fingerprint, Hashed};
use crate::model::{Locale, Route};
use crate::outputs::OutputKind;
use crate::part::Part;
use crate::plan::articles::ArticleOfPage;
use crate::plan::body::BodyView;
use crate::plan::feed::Feed;
use crate::plan::view::{self, Alternate, PageView};
use crate::plan::{Plan, Planner};
use crate::world::VPath;

/// A file to be made.
#[derive(Debug)]
pub struct Page {
    /// Where it is.
    pub route: Route,
    /// When it is moved into place.
    pub kind: OutputKind,
    /// What makes it, for the problem of two that claim one route.
    pub source: Origin,
    /// What it holds.
    pub content: Content,
    /// What the sitemap says of it, if search engines may list it.
    pub listed: Option<Listed>,
    /// The fingerprint of its content, once it was asked for.
    fingerprint: OnceLock<Fingerprint>,
}

impl Page {
    /// A file that no search engine lists as a page.
    pub fn new(route: Route, kind: OutputKind, source: Origin, content: Content) -> Self {
        Self { route, kind, source, content, listed: None, fingerprint: OnceLock::new() }
    }

    /// Takes what an earlier process found its fingerprint to be. The plan must be the same.
    pub fn recall(&self, fingerprint: Fingerprint) {
        let _ = self.fingerprint.set(fingerprint);
    }

    /// Whether it is the page of an article, and none around a text in another language.
    pub fn is_own_text(&self) -> bool {
        match &self.content {
            Content::Html(_, _, Shown::Article(article)) => article.own,
            Content::Html(_, _, Shown::Made(view)) => {
                let page = view.page();
                view.body().is_some() && page.canonical.ends_with(&page.href)
            }
            _ => false,
        }
    }
}

/// A page on its way to be rendered, with its view, which is made when somebody asks.
pub struct Drawn<'a> {
    page: &'a Page,
    planner: &'a Planner,
    view: OnceCell<Option<View>>,
}

impl<'a> Drawn<'a> {
    /// A page of a plan.
    pub fn new(page: &'a Page, plan: &'a Plan) -> Self {
        Self { page, planner: &plan.planner, view: OnceCell::new() }
    }

    /// The page.
    pub fn page(&self) -> &'a Page {
        self.page
    }

    /// What a page of the theme shows.
    pub fn view(&self) -> Option<&View> {
        match &self.page.content {
            Content::Html(_, _, Shown::Made(view)) => Some(view),
            Content::Html(_, _, Shown::Article(article)) => {
                self.view.get_or_init(|| article.view(self.planner)).as_ref()
            }
            _ => None,
        }
    }

    /// The fingerprint of what it shows, but for the texts of articles.
    pub fn fingerprint(&self) -> Fingerprint {
        *self.page.fingerprint.get_or_init(|| match &self.page.content {
            Content::Html(place, layout, _) => Fingerprint::of(&(place, layout, self.view())),
            Content::Bytes(bytes) => bytes.fingerprint(),
            content => Fingerprint::of(content),
        })
    }

    /// The file of the text that a page of the theme shows.
    pub fn text(&self) -> Option<&VPath> {
        match &self.page.content {
            Content::Html(_, _, Shown::Article(article)) => article.file(self.planner),
            _ => self.view()?.body().map(|(_, body)| body.file()),
        }
    }
}

/// What makes a page.
#[derive(Debug, Clone)]
pub enum Origin {
    /// A file.
    File(Span),
    /// depeche, for the reason given: "the index of topics in `fr`".
    Made(String),
}

/// What the sitemap says of a page.
#[derive(Debug, Clone, Hash)]
pub struct Listed {
    /// When its content last changed.
    pub modified: Option<String>,
    /// It and its counterparts.
    pub alternates: Part<Vec<Alternate>>,
}

/// What a file holds.
#[derive(Debug, Hash)]
pub enum Content {
    /// A page of the theme: the locale's place, the layout's name, what it shows.
    Html(usize, &'static str, Shown),
    /// A feed, as Atom.
    Feed(Feed),
    /// Pages that search engines may list: their permalinks, and what is said of each.
    Sitemap(Vec<(String, Listed)>),
    /// Sitemaps that are parts of one: their addresses.
    SitemapIndex(Vec<String>),
    /// A page that leads on to another.
    Redirect {
        /// Where to, absolute.
        to: String,
        /// The other page's title.
        title: Arc<str>,
        /// Its language.
        locale: Locale,
    },
    /// Bytes as they are.
    Bytes(Hashed<[u8]>),
}

/// What a page of the theme shows.
#[derive(Debug, Hash)]
pub enum Shown {
    /// A view that is ready.
    Made(Box<View>),
    /// An article.
    Article(ArticleOfPage),
}

/// A view, of any layout.
#[derive(Debug, Hash, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each is documented at its type")]
pub enum View {
    Home(view::HomeView),
    Article(Box<view::ArticlePage>),
    Standing(view::StandingPage),
    Topics(view::TopicsPage),
    Topic(view::TopicPage),
    Archives(view::ArchivesPage),
    Year(view::YearPage),
    Month(view::MonthPage),
    Authors(view::AuthorsPage),
    Author(view::AuthorPage),
    Chooser(view::ChooserPage),
}

impl View {
    /// What the page says of itself.
    pub fn page(&self) -> &PageView {
        match self {
            Self::Home(view) => &view.page,
            Self::Article(view) => &view.page,
            Self::Standing(view) => &view.page,
            Self::Topics(view) => &view.page,
            Self::Topic(view) => &view.page,
            Self::Archives(view) => &view.page,
            Self::Year(view) => &view.page,
            Self::Month(view) => &view.page,
            Self::Authors(view) => &view.page,
            Self::Author(view) => &view.page,
            Self::Chooser(view) => &view.page,
        }
    }

    /// The text that the page shows, as the field `body` of the variable of that name.
    pub fn body(&self) -> Option<(&'static str, &BodyView)> {
        match self {
            Self::Article(view) => Some(("article", &view.article.body)),
            Self::Standing(view) => Some(("content", &view.content.body)),
            _ => None,
        }
    }
}
