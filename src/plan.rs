//! Stage 4: every file that the site will have, with its route and what it shows.
//!
//! 1. each locale's lists are made, as slices of the one sorted store of stories;
//! 2. every story gets its teaser in every locale, which all lists share;
//! 3. pages, feeds and the rest are planned: each a route and a view;
//! 4. routes are compared, so that no two files claim one place, and links are checked against them.

mod articles;
mod assets;
pub mod body;
mod feed;
mod head;
mod index;
mod lists;
mod speech;
mod standing;
mod subject;
mod teasers;
pub mod view;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::diag::{Checked, Code, Diagnostic, Span};
use crate::hashed::{Fingerprint, Hashed};
use crate::l10n::Words;
use crate::link::{Resolved, Site, Story, Telling};
use crate::model::{Date, Locale, Route};
use crate::outputs::OutputKind;
use crate::parse::Parsed;
use crate::parse::theme::Theme;
use crate::part::Part;
use crate::world::VPath;

pub use articles::ArticleOfPage;
pub use assets::AssetUrls;
use body::BodyView;
pub use feed::{Entry, Feed};
use head::Draft;
use subject::{Locality, Subject};
use view::{Alternate, PageView, SiteView, Teaser};

/// Every file of the site, and what rendering them takes, but for the texts of articles.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The files, in no order that matters; no two have one route.
    pub pages: Vec<Arc<Page>>,
    /// What all pages of a locale share, one for each declared locale.
    pub sites: Vec<Hashed<SiteView>>,
    /// The declared locales.
    pub locales: Vec<Locale>,
    /// The words.
    pub words: Arc<Words>,
    /// The templates.
    pub theme: Arc<Theme>,
    /// Where each asset is.
    pub assets: Arc<AssetUrls>,
    /// The site's address without its path, for feeds.
    pub origin: String,
    /// Until when this is the plan, if nobody edits the site.
    pub until: Option<Timestamp>,
    planner: Arc<Planner>,
}

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
    fn is_own_text(&self) -> bool {
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

/// What every part of the planning needs.
pub struct Planner {
    /// The site.
    pub site: Arc<Site>,
    /// Each locale, in declared order.
    pub localities: Vec<Locality>,
    /// The locales' names in themselves: the messages `locale-name`.
    pub names: Vec<Arc<str>>,
    /// Each locale's feeds, as pages name them.
    pub feeds: Vec<feed::Links>,
    /// Teasers, by locale and story; nothing where a locale does not show a story.
    pub teasers: Vec<Vec<Option<Part<Teaser>>>>,
    /// The texts of articles that feeds hold, by story and locale.
    bodies: Vec<Vec<OnceLock<Hashed<BodyView>>>>,
}

impl Planner {
    fn new(site: &Arc<Site>, localities: Vec<Locality>) -> Self {
        let name = |locality: &Locality| locality.speech.say("locale-name", &[]).into();
        let names = localities.iter().map(name).collect();
        let feeds = localities.iter().map(|locality| feed::Links::new(site, locality)).collect();
        let none = |story: &Story| story.tellings.iter().map(|_| OnceLock::new()).collect();
        let bodies = site.stories.iter().map(none).collect();
        let mut planner =
            Self { site: Arc::clone(site), localities, names, feeds, teasers: Vec::new(), bodies };
        planner.teasers = teasers::make(&planner);
        planner
    }

    /// The text of a telling, in its place.
    pub fn body(&self, place: usize, locale: usize, telling: &Telling) -> Hashed<BodyView> {
        let kept = self.bodies[place][locale].get().cloned();
        kept.unwrap_or_else(|| self.new_body(place, telling))
    }

    /// The same, kept for others: several feeds hold one article.
    pub fn kept_body(&self, place: usize, locale: usize, telling: &Telling) -> Hashed<BodyView> {
        self.bodies[place][locale].get_or_init(|| self.new_body(place, telling)).clone()
    }

    fn new_body(&self, place: usize, telling: &Telling) -> Hashed<BodyView> {
        Hashed::new(BodyView::new(&self.site, &self.site.stories[place], telling))
    }

    /// Where a subject is in each locale.
    pub fn family(&self, subject: &Subject) -> Vec<Option<Route>> {
        self.localities.iter().map(|locality| locality.route(&self.site, subject)).collect()
    }

    /// The teasers of some stories, as one locale shows them.
    pub fn teasers_of(&self, locale: usize, stories: &[usize]) -> Vec<Part<Teaser>> {
        stories.iter().filter_map(|story| self.teasers[locale][*story].clone()).collect()
    }

    /// A date in the form that sitemaps want: as precise as it is known, and no more than a day.
    pub fn modified(&self, date: &Date) -> String {
        let text = date.to_string();
        text.split('T').next().unwrap_or_default().to_owned()
    }

    /// When the newest of some stories was last changed.
    pub fn newest(&self, locale: usize, stories: &[usize]) -> Option<String> {
        let zone = &self.site.config.time_zone;
        let dates = stories.iter().filter_map(|story| {
            let story = &self.site.stories[*story];
            let (_, telling) = story.telling_or_original(locale)?;
            Some(telling.updated.unwrap_or(story.facts.date))
        });
        dates.max_by_key(|date| date.instant(zone)).map(|date| self.modified(&date))
    }
}

impl fmt::Debug for Planner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Planner({:?})", self.names)
    }
}

/// Plans every file of a site.
///
/// # Problems
/// - [`Code::RouteCollision`], for routes that are equal, or equal but for case.
/// - [`Code::BrokenLink`] and [`Code::LinkIntoOtherLanguage`], for links by path.
/// - [`Code::MissingAsset`], in stylesheets; [`Code::UnsafeSlug`], in words of URLs.
pub fn plan(site: &Arc<Site>, parsed: &Parsed) -> Checked<Plan> {
    let mut problems = Vec::new();
    let localities = localities(site, &mut problems);
    let planner = Planner::new(site, localities);
    let assets = assets::plan(&parsed.theme, &site.config.base_url).report_to(&mut problems);
    let mut pages = each_locale(&planner);
    standing::plan_once(&planner, parsed, &mut pages);
    pages.extend(assets.pages);
    let mut pages = without_collisions(pages, &mut problems);
    check_paths(site, &planner.localities, &pages, &mut problems);
    for sitemap in standing::sitemaps(&site.config.base_url, &pages) {
        match pages.iter().find(|page| same_place(page, &sitemap)) {
            Some(first) if first.route.as_str().len() > sitemap.route.as_str().len() => {
                problems.push(file_for_folder(&sitemap, first));
            }
            Some(first) => problems.extend(collision(first, &sitemap)),
            None => pages.push(sitemap),
        }
    }
    let plan = Plan {
        pages: pages.into_iter().map(Arc::new).collect(),
        sites: planner
            .localities
            .iter()
            .map(|locality| Hashed::new(standing::site_view(&planner, locality)))
            .collect(),
        locales: site.config.locales.iter().map(|locale| locale.tag.clone()).collect(),
        words: Arc::clone(&site.words),
        theme: Arc::clone(&parsed.theme),
        assets: Arc::new(assets.urls),
        origin: site.config.base_url.origin().to_owned(),
        until: site.until,
        planner: Arc::new(planner),
    };
    Checked { value: plan, diagnostics: problems }
}

fn localities(site: &Site, problems: &mut Vec<Diagnostic>) -> Vec<Locality> {
    let make = |place| {
        let mut problems = Vec::new();
        (Locality::new(site, place, &mut problems), problems)
    };
    let places = 0..site.config.locales.len();
    let made: Vec<_> = places.into_par_iter().map(make).collect();
    let keep = |(locality, found)| {
        problems.extend::<Vec<_>>(found);
        locality
    };
    made.into_iter().map(keep).collect()
}

/// Plans the pages of every locale. Their order decides which of two that claim one route is kept.
fn each_locale(planner: &Planner) -> Vec<Page> {
    type Part = fn(&Planner, &Locality, &mut Vec<Page>);
    let parts: [Part; 4] = [lists::plan, articles::plan, standing::plan, feed::plan];
    let all = planner.localities.iter().flat_map(|locality| parts.map(|part| (locality, part)));
    let planned = all.collect::<Vec<_>>().into_par_iter().map(|(locality, part)| {
        let mut pages = Vec::new();
        part(planner, locality, &mut pages);
        pages
    });
    planned.collect::<Vec<_>>().into_iter().flatten().collect()
}

/// Leaves out pages whose place another has taken. Case is no difference: some disks know none.
fn without_collisions(pages: Vec<Page>, problems: &mut Vec<Diagnostic>) -> Vec<Page> {
    let mut taken: FxHashMap<String, usize> = FxHashMap::default();
    let mut kept: Vec<Page> = Vec::with_capacity(pages.len());
    for page in pages {
        let path = page.route.output_path().as_str().to_lowercase();
        match taken.get(&path) {
            None => {
                taken.insert(path, kept.len());
                kept.push(page);
            }
            Some(first) => problems.extend(collision(&kept[*first], &page)),
        }
    }
    without_files_for_folders(kept, &taken, problems)
}

/// Leaves out files whose name is that of a folder: a disk cannot hold both.
fn without_files_for_folders(
    pages: Vec<Page>,
    taken: &FxHashMap<String, usize>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Page> {
    let mut blocking: BTreeMap<usize, usize> = BTreeMap::new();
    for (path, page) in taken {
        let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        for file in folders.filter_map(|folder| taken.get(folder)) {
            let first = blocking.entry(*file).or_insert(*page);
            *first = (*first).min(*page);
        }
    }
    for (file, page) in &blocking {
        problems.push(file_for_folder(&pages[*file], &pages[*page]));
    }
    let all = pages.into_iter().enumerate();
    all.filter(|(index, _)| !blocking.contains_key(index)).map(|(_, page)| page).collect()
}

fn file_for_folder(file: &Page, page: &Page) -> Diagnostic {
    let message =
        format!("`{}` is the folder of `{}`, and cannot be a file", file.route, page.route);
    let problem = Diagnostic::new(Code::RouteCollision, message);
    let problem = problem.help("give it another name");
    match (&file.source, &page.source) {
        (Origin::File(span), _) | (_, Origin::File(span)) => problem.at(span.clone()),
        (Origin::Made(_), Origin::Made(_)) => problem,
    }
}

/// Whether two files cannot both be on some disk: they are one, or the second is the first's folder.
fn same_place(a: &Page, b: &Page) -> bool {
    let lower = |page: &Page| page.route.output_path().as_str().to_lowercase();
    lower(a).strip_prefix(&lower(b)).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The problem of two pages in one place; nothing if both are one file, or two articles, which
/// `link` has reported.
fn collision(first: &Page, second: &Page) -> Option<Diagnostic> {
    if let (Content::Bytes(a), Content::Bytes(b)) = (&first.content, &second.content)
        && a == b
        && first.route == second.route
    {
        return None;
    }
    if first.is_own_text() && second.is_own_text() && first.route == second.route {
        return None;
    }
    let other = |origin: &Origin| match origin {
        Origin::File(span) => format!("`{}`", span.file),
        Origin::Made(what) => what.clone(),
    };
    let how = match first.route.output_path() == second.route.output_path() {
        true => "is already the route of",
        false => "is, but for case, the route of",
    };
    let help = "give one of them another slug or name";
    let (at, elsewhere) = match (&first.source, &second.source) {
        (Origin::File(span), made @ Origin::Made(_)) => (Some(span), made),
        (first, Origin::File(span)) => (Some(span), first),
        (first, Origin::Made(_)) => (None, first),
    };
    let message = match at {
        Some(_) => format!("`{}` {how} {}", second.route, other(elsewhere)),
        None => {
            format!("`{}`, of {}, {how} {}", second.route, other(&second.source), other(elsewhere))
        }
    };
    let problem = Diagnostic::new(Code::RouteCollision, message).help(help);
    let problem = match (elsewhere, at) {
        (Origin::File(span), Some(_)) => problem.and(span.clone(), "the other one"),
        _ => problem,
    };
    Some(match at {
        Some(span) => problem.at(span.clone()),
        None => problem,
    })
}

/// Checks links that are written as paths against the routes that there are.
fn check_paths(
    site: &Site,
    localities: &[Locality],
    pages: &[Page],
    problems: &mut Vec<Diagnostic>,
) {
    let by_path = |resolved: &Resolved| matches!(resolved, Resolved::Path { .. });
    let stories = || site.stories.iter().chain(&site.pages);
    let targets = || stories().flat_map(|story| story.tellings.iter().flatten());
    if !targets().any(|telling| telling.targets.iter().any(by_path)) {
        return;
    }
    let routes: BTreeMap<&str, &Page> =
        pages.iter().map(|page| (page.route.as_str(), page)).collect();
    for story in stories() {
        for (place, telling) in story.tellings.iter().enumerate() {
            let Some(telling) = telling else { continue };
            for (index, resolved) in telling.targets.iter().enumerate() {
                if let Resolved::Path { route, .. } = resolved {
                    let asked = Asked { telling, index, route, home: &localities[place].home };
                    problems.extend(asked.check(site, &routes));
                }
            }
        }
    }
}

/// A link that is written as a path.
struct Asked<'a> {
    telling: &'a Telling,
    index: usize,
    route: &'a Route,
    home: &'a Route,
}

impl Asked<'_> {
    fn check(&self, site: &Site, routes: &BTreeMap<&str, &Page>) -> Option<Diagnostic> {
        let span = self.telling.article.target_span(self.index);
        let Some(page) = routes.get(self.route.as_str()) else {
            let slash = format!("{}/", self.route);
            let problem =
                Diagnostic::new(Code::BrokenLink, format!("the site has no `{}`", self.route));
            let known = routes.keys().copied();
            let help = "link to an article by its file, such as `/2025/some-story.md`";
            return Some(match routes.contains_key(slash.as_str()) {
                true => {
                    problem.at(span).help(format!("write `{slash}`, with the slash at its end"))
                }
                false => problem.at(span).suggest(self.route.as_str(), known, help),
            });
        };
        // The root is of all languages.
        let own =
            self.route.as_str().starts_with(self.home.as_str()) || *self.route == Route::root();
        let listed = page.listed.as_ref()?;
        let base = &site.config.base_url;
        let home = base.permalink(self.home);
        let counterpart = listed.alternates.iter().find(|other| other.url.starts_with(&home));
        if own || !matches!(page.content, Content::Html(..)) {
            return None;
        }
        let counterpart = counterpart?;
        let problem = Diagnostic::new(
            Code::LinkIntoOtherLanguage,
            "this link leads into another language, and there is such a page in this one",
        );
        let path = counterpart.url.strip_prefix(base.origin()).unwrap_or(&counterpart.url);
        let path = path.strip_prefix(base.path()).unwrap_or(path);
        Some(problem.at(span).help(format!("write `{path}`")))
    }
}

/// The page of a draft, which the theme renders from a view that is ready.
fn made(
    draft: &Draft<'_>,
    kind: OutputKind,
    source: Origin,
    modified: Option<String>,
    view: View,
) -> Page {
    let listed = Listed { modified, alternates: view.page().alternates.clone() };
    html(draft, kind, source, listed, Shown::Made(Box::new(view)))
}

/// The page of a draft, which the theme renders.
fn html(draft: &Draft<'_>, kind: OutputKind, source: Origin, listed: Listed, shown: Shown) -> Page {
    let listed = Some(listed).filter(|_| draft.indexed && draft.canonical.is_none());
    let content = Content::Html(draft.locality.place, draft.kind, shown);
    Page { listed, ..Page::new(draft.route.clone(), kind, source, content) }
}
