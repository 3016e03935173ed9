//! A file to be made, and what it holds.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::diag::Span;
use crate::hashed::{Fingerprint, Hashed};
use crate::model::{Locale, OutputPath, Route};
use crate::outputs::OutputKind;
use crate::part::Part;
use crate::picture::Recipe;
use crate::plan::articles::ArticleOfPage;
use crate::plan::body::BodyView;
use crate::plan::cards::CardOf;
use crate::plan::feed::{Feed, FeedOf};
use crate::plan::lists::PageOfList;
use crate::plan::news::NewsEntry;
use crate::plan::search::PartOf;
use crate::plan::twin::{Twin, TwinOf};
use crate::plan::view::{self, Alternate, CardPage, PageView};
use crate::plan::{Plan, Planner};
use crate::world::VPath;

/// A file to be made. What it shows is looked up when somebody asks: of most pages nobody does, since
/// they are what they were.
#[derive(Debug)]
pub struct Page {
    /// Where it is.
    pub route: Route,
    /// The file that holds it.
    pub path: OutputPath,
    /// When it is moved into place.
    pub kind: OutputKind,
    /// What makes it, for the problem of two that claim one route.
    pub source: Origin,
    /// What it holds.
    pub content: Content,
    /// Whether search engines may list it, and what the sitemap says of it then.
    pub listed: Option<ListedAs>,
    /// The fingerprint of its content, once it was asked for.
    fingerprint: OnceLock<Fingerprint>,
}

impl Page {
    /// A file that no search engine lists as a page.
    pub fn new(route: Route, kind: OutputKind, source: Origin, content: Content) -> Self {
        let path = route.output_path();
        Self { route, path, kind, source, content, listed: None, fingerprint: OnceLock::new() }
    }

    /// The same page, of which nothing is known as yet; nothing, if it holds what it shows.
    pub fn anew(&self) -> Option<Self> {
        let listed = match &self.listed {
            Some(ListedAs::Made(_)) => return None,
            Some(ListedAs::Shown) => Some(ListedAs::Shown),
            None => None,
        };
        let content = match &self.content {
            Content::Sitemap(pages) => Content::Sitemap(pages.clone()),
            content => Drawing::of(content)?.content(),
        };
        let (route, path, kind) = (self.route.clone(), self.path.clone(), self.kind);
        let (source, fingerprint) = (self.source.clone(), OnceLock::new());
        Some(Self { route, path, kind, source, content, listed, fingerprint })
    }

    /// Whether it is the page of the same list, or article, as one of an earlier plan of the same stories. Where two
    /// claim one place, it may be the other's; and of the two, a sitemap has one.
    pub fn has_subject_of(&self, earlier: &Self) -> bool {
        match (&self.content, &earlier.content) {
            (Content::Sitemap(now), Content::Sitemap(before)) => {
                now.iter().map(|page| &page.path).eq(before.iter().map(|page| &page.path))
            }
            (now, before) => {
                let now = Drawing::of(now);
                now.is_some() && now == Drawing::of(before)
            }
        }
    }

    /// The same, listed or not.
    #[must_use]
    pub fn listed(self, listed: Option<ListedAs>) -> Self {
        Self { listed, ..self }
    }

    /// Its fingerprint, if somebody asked for it.
    pub fn known(&self) -> Option<Fingerprint> {
        self.fingerprint.get().copied()
    }

    /// What the sitemap says of it, if search engines may list it.
    pub fn in_sitemap(&self, planner: &Planner) -> Option<Listed> {
        match (self.listed.as_ref()?, &self.content) {
            (ListedAs::Made(listed), _) => Some(listed.clone()),
            (ListedAs::Shown, Content::Html(_, _, shown)) => match shown {
                Shown::Article(article) => article.listed(planner),
                Shown::List(page) => page.listed(planner),
                Shown::Made(_) => None,
            },
            (ListedAs::Shown, _) => None,
        }
    }

    /// The locale and the newest of the stories that it shows, if it shows stories.
    pub fn newest(&self, planner: &Planner) -> Option<(usize, usize)> {
        match &self.content {
            Content::Html(_, _, Shown::Article(article)) => Some(article.at()),
            Content::Html(locale, _, Shown::List(list)) => Some((*locale, list.newest(planner)?)),
            _ => None,
        }
    }

    /// What makes it, as the problem of two that claim one route says it.
    pub fn origin(&self, planner: &Planner) -> Cow<'_, str> {
        match (&self.source, &self.content) {
            (Origin::File(span), _) => format!("`{}`", span.file).into(),
            (Origin::Made(what), _) => what.into(),
            (Origin::Shown, Content::Html(_, _, Shown::List(page))) => page.origin(planner).into(),
            (Origin::Shown, Content::Feed(feed)) => feed.origin(planner).into(),
            (Origin::Shown, _) => format!("the page `{}`", self.route).into(),
        }
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

/// A page on its way to be rendered, with what it shows, which is made when somebody asks.
pub struct Drawn<'a> {
    page: &'a Page,
    planner: &'a Planner,
    view: OnceCell<Option<View>>,
    feed: OnceCell<Feed>,
    twin: OnceCell<Option<Twin>>,
    card: OnceCell<Option<CardPage>>,
    listed: OnceCell<Vec<(String, Listed)>>,
}

impl<'a> Drawn<'a> {
    /// A page of a plan.
    pub fn new(page: &'a Page, plan: &'a Plan) -> Self {
        let (view, feed, twin, card, listed) = Default::default();
        Self { page, planner: &plan.planner, view, feed, twin, card, listed }
    }

    /// The page.
    pub fn page(&self) -> &'a Page {
        self.page
    }

    /// What a page of the theme shows.
    pub fn view(&self) -> Option<&View> {
        let Content::Html(_, _, shown) = &self.page.content else { return None };
        let make = || match shown {
            Shown::Made(_) => None,
            Shown::Article(article) => article.view(self.planner),
            Shown::List(page) => page.view(self.planner),
        };
        match shown {
            Shown::Made(view) => Some(view),
            Shown::Article(_) | Shown::List(_) => self.view.get_or_init(make).as_ref(),
        }
    }

    /// What a feed holds.
    pub fn feed(&self, feed: &FeedOf) -> &Feed {
        self.feed.get_or_init(|| feed.feed(self.planner))
    }

    /// What an article's Markdown holds.
    pub fn twin(&self, twin: &TwinOf) -> Option<&Twin> {
        self.twin.get_or_init(|| twin.twin(self.planner)).as_ref()
    }

    /// What an article's card shows.
    pub fn card(&self, card: &CardOf) -> Option<&CardPage> {
        self.card.get_or_init(|| card.view(self.planner)).as_ref()
    }

    /// What a sitemap says of its pages: their permalinks, and what is said of each.
    pub fn listed(&self, pages: &[Arc<Page>]) -> &[(String, Listed)] {
        let planner = self.planner;
        let base = &planner.site.config.base_url;
        let listed =
            |page: &Arc<Page>| Some((base.permalink(&page.route), page.in_sitemap(planner)?));
        let make = || pages.par_iter().with_min_len(64).filter_map(listed).collect();
        self.listed.get_or_init(make)
    }

    /// The fingerprint of what it shows, but for the texts of articles.
    pub fn fingerprint(&self) -> Fingerprint {
        if let Some(known) = self.page.known() {
            return known;
        }
        // That of a sitemap is found out on all cores: who held the place meanwhile would wait for a core that waits
        // for the place. Two that find it out find the same.
        let fingerprint = self.new_fingerprint();
        let _ = self.page.fingerprint.set(fingerprint);
        fingerprint
    }

    /// Takes what its fingerprint was: it must show the same.
    pub fn recall(&self, fingerprint: Fingerprint) {
        debug_assert_eq!(fingerprint, self.new_fingerprint(), "{}", self.page.path);
        let _ = self.page.fingerprint.set(fingerprint);
    }

    fn new_fingerprint(&self) -> Fingerprint {
        match &self.page.content {
            Content::Html(place, layout, _) => Fingerprint::of(&(place, layout, self.view())),
            Content::Feed(feed) => Fingerprint::of(self.feed(feed)),
            Content::Markdown(twin) => Fingerprint::of(&self.twin(twin)),
            Content::Sitemap(pages) => Fingerprint::of(self.listed(pages)),
            Content::News(entries) => Fingerprint::of(entries),
            Content::SitemapIndex(parts) => Fingerprint::of(parts),
            Content::Redirect { to, title, locale } => Fingerprint::of(&(to, title, locale)),
            Content::Card(card) => Fingerprint::of(&self.card(card)),
            Content::Picture(recipe) => recipe.fingerprint(),
            Content::Search(part) => part.fingerprint,
            Content::Bytes(bytes) => bytes.fingerprint(),
        }
    }

    /// The files of the texts that it holds, in their order.
    pub fn texts(&self) -> Vec<&VPath> {
        match &self.page.content {
            Content::Html(_, _, Shown::Article(article)) => {
                article.file(self.planner).into_iter().collect()
            }
            Content::Html(_, _, Shown::List(list)) => list.file(self.planner).into_iter().collect(),
            Content::Html(_, _, Shown::Made(view)) => {
                view.body().map(|(_, body)| body.file()).into_iter().collect()
            }
            Content::Feed(feed) => feed.files(self.planner),
            Content::Markdown(twin) => twin.file(self.planner).into_iter().collect(),
            _ => Vec::new(),
        }
    }
}

/// What makes a page.
#[derive(Debug, Clone)]
pub enum Origin {
    /// A file.
    File(Span),
    /// depeche, for the reason given: "`robots.txt`, which depeche makes".
    Made(String),
    /// depeche, and what it shows says for which reason.
    Shown,
}

/// How it is known what the sitemap says of a page.
#[derive(Debug)]
pub enum ListedAs {
    /// It was made with the page.
    Made(Listed),
    /// It follows from what the page shows.
    Shown,
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
#[derive(Debug)]
pub enum Content {
    /// A page of the theme: the locale's place, the layout's name, what it shows.
    Html(usize, &'static str, Shown),
    /// A feed.
    Feed(FeedOf),
    /// An article as Markdown.
    Markdown(TwinOf),
    /// Pages that search engines may list, by route.
    Sitemap(Vec<Arc<Page>>),
    /// Articles of the last two days, newest first.
    News(Vec<NewsEntry>),
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
    /// The card of an article.
    Card(CardOf),
    /// A picture to be made.
    Picture(Recipe),
    /// A file of the search.
    Search(PartOf),
    /// Bytes as they are.
    Bytes(Hashed<Vec<u8>>),
}

/// What a page draws of stories when it is rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Drawing {
    /// The page of an article.
    Article(ArticleOfPage),
    /// A page of a list.
    List(PageOfList),
    /// A feed.
    Feed(FeedOf),
    /// An article as Markdown.
    Markdown(TwinOf),
    /// The card of an article.
    Card(CardOf),
}

impl Drawing {
    /// That of a content; nothing, if it shows no story, or was made with the plan.
    pub fn of(content: &Content) -> Option<Self> {
        Some(match content {
            Content::Html(_, _, Shown::Article(article)) => Self::Article(*article),
            Content::Html(_, _, Shown::List(list)) => Self::List(list.clone()),
            Content::Feed(feed) => Self::Feed(feed.clone()),
            Content::Markdown(twin) => Self::Markdown(*twin),
            Content::Card(card) => Self::Card(*card),
            _ => return None,
        })
    }

    /// The content.
    pub fn content(&self) -> Content {
        match self {
            Self::Article(article) => article.content(),
            Self::List(list) => list.clone().content(),
            Self::Feed(feed) => Content::Feed(feed.clone()),
            Self::Markdown(twin) => Content::Markdown(*twin),
            Self::Card(card) => Content::Card(*card),
        }
    }
}

/// What a page of the theme shows.
#[derive(Debug)]
pub enum Shown {
    /// A view that is ready.
    Made(Box<View>),
    /// An article.
    Article(ArticleOfPage),
    /// A list, or a part of one.
    List(PageOfList),
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
    Editions(view::EditionsPage),
    Edition(view::EditionPage),
    Authors(view::AuthorsPage),
    Author(view::AuthorPage),
    Dossiers(view::DossiersPage),
    Dossier(view::DossierPage),
    Corrections(view::CorrectionsPage),
    Sources(view::SourcesPage),
    Feeds(view::FeedsPage),
    Glossary(view::GlossaryPage),
    Search(view::SearchPage),
    SiteMap(view::SiteMapPage),
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
            Self::Editions(view) => &view.page,
            Self::Edition(view) => &view.page,
            Self::Authors(view) => &view.page,
            Self::Author(view) => &view.page,
            Self::Dossiers(view) => &view.page,
            Self::Dossier(view) => &view.page,
            Self::Corrections(view) => &view.page,
            Self::Sources(view) => &view.page,
            Self::Feeds(view) => &view.page,
            Self::Glossary(view) => &view.page,
            Self::Search(view) => &view.page,
            Self::SiteMap(view) => &view.page,
            Self::Chooser(view) => &view.page,
        }
    }

    /// The language of its text, if it shows one.
    pub fn locale(&self) -> Option<&Locale> {
        match self {
            Self::Article(view) => Some(&view.article.locale),
            Self::Standing(view) => Some(&view.content.locale),
            _ => None,
        }
    }

    /// Whether it is no page around a text in another language.
    pub fn is_own(&self) -> bool {
        match self {
            Self::Article(view) => view.article.foreign.is_none(),
            Self::Standing(view) => view.content.foreign.is_none(),
            _ => true,
        }
    }

    /// The text that the page shows, as the field `body` of the variable of that name.
    pub fn body(&self) -> Option<(&'static str, &BodyView)> {
        match self {
            Self::Article(view) => Some(("article", &view.article.body)),
            Self::Standing(view) => Some(("content", &view.content.body)),
            Self::Edition(view) => Some(("editorial", &view.editorial.as_ref()?.body)),
            _ => None,
        }
    }
}
