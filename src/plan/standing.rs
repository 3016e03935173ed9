//! Standing pages, and the files that a site has once: the chooser, `404.html`, sitemaps, robots.

use std::fmt::Write;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::Span;
use crate::hashed::Hashed;
use crate::limits;
use crate::link::{Site, Story};
use crate::model::{BaseUrl, Locale, Route};
use crate::outputs::OutputKind;
use crate::parse::Parsed;
use crate::parse::config::Robots;
use crate::part::Part;
use crate::plan::body::BodyView;
use crate::plan::head::Draft;
use crate::plan::subject::{Locality, Subject};
use crate::plan::view::{
    ChooserPage, ContentView, FeedsPage, Link, LocaleView, LogoView, SiteView, StandingPage, Switch,
};
use crate::plan::{
    Content, Origin, Page, Planner, Shown, View, articles, feed, glossary, llms, made, news,
    site_map,
};

/// How the names of all sitemaps begin, but for that of the news.
pub const SITEMAP: &str = "sitemap";

/// Plans a locale's standing pages, and its own `404.html`, which some hosts choose by folder.
pub fn plan(planner: &Planner, locality: &Locality) -> Vec<Arc<Page>> {
    let mut pages = Vec::new();
    for (place, story) in planner.site.archive.pages.iter().enumerate() {
        let subject = Subject::Standing(place);
        let shown = locality.route(&planner.site, &subject).is_some()
            || locality.around(&planner.site, &subject).is_some();
        if shown {
            pages.extend(standing(planner, locality, &subject, story));
            articles::aliases(planner, story, locality, &mut pages);
        }
    }
    if let Some(draft) = Draft::of(planner, locality, Subject::NotFound) {
        let draft = Draft { kind: "404", indexed: false, ..draft };
        pages.push(chooser(planner, draft, vec![locale_view(planner, locality)]));
    }
    pages.extend(feeds(planner, locality));
    pages.extend(glossary::page(planner, locality));
    pages.extend(site_map::page(planner, locality));
    pages.into_iter().map(Arc::new).collect()
}

/// The page that lists all feeds of a locale, if the theme has its layout.
fn feeds(planner: &Planner, locality: &Locality) -> Option<Page> {
    let draft = Draft::of(planner, locality, Subject::Feeds)?;
    let draft = Draft { kind: "feeds", ..draft };
    let feed::Entries { main, topics, dossiers, editions, corrections } =
        feed::entries(planner, locality);
    let page = draft.view(planner, feed::of_list(planner, locality, &Subject::Feeds));
    let view = View::Feeds(FeedsPage { page, main, topics, dossiers, editions, corrections });
    let source = Origin::Made(format!("the page `{}`", draft.route));
    Some(made(&draft, OutputKind::Index, source, None, view))
}

fn standing(
    planner: &Planner,
    locality: &Locality,
    subject: &Subject,
    story: &Story,
) -> Option<Page> {
    let (found, telling) = story.telling_or_original(locality.place)?;
    let draft = articles::draft(planner, locality, subject, telling)?;
    let draft = Draft { kind: "page", ..draft };
    let article = &telling.article;
    let view = StandingPage {
        page: draft.view(planner, feed::of_list(planner, locality, &Subject::Home)),
        content: ContentView {
            title: Arc::clone(&draft.title),
            summary: article.shown.summary.clone(),
            body: Hashed::new(BodyView::new(planner, story, telling)),
            updated: telling.updated,
            stale: articles::stale(planner, telling),
            locale: article.locale.clone(),
            foreign: (found != locality.place).then(|| Arc::clone(&planner.names[found])),
            extra: article.extra.clone(),
        },
    };
    let modified = telling.updated.map(|date| planner.modified(&date));
    let source = Origin::File(Span::file(&article.file));
    Some(made(&draft, OutputKind::Page, source, modified, View::Standing(view)))
}

/// A page that speaks several languages.
fn chooser(planner: &Planner, draft: Draft<'_>, locales: Vec<LocaleView>) -> Page {
    let mut page = draft.view(planner, Vec::new());
    page.breadcrumb = Part::default();
    let source = Origin::Made(format!("the page `{}`", draft.route));
    let view = View::Chooser(ChooserPage { page, locales });
    made(&draft, OutputKind::Index, source, None, view)
}

fn locale_view(planner: &Planner, locality: &Locality) -> LocaleView {
    let config = &planner.site.config;
    LocaleView {
        tag: locality.speech.locale().clone(),
        direction: locality.speech.locale().direction().as_str(),
        name: Arc::clone(&planner.names[locality.place]),
        home: config.base_url.href(&locality.home),
        open_graph: open_graph(&config.locales[locality.place].region),
    }
}

/// A language and a country: `fr_FR` (the Open Graph protocol, "Optional Metadata").
fn open_graph(region: &Locale) -> Option<String> {
    let mut parts = region.as_str().split('-').skip(1);
    let is_country = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase());
    Some(format!("{}_{}", region.language(), parts.find(is_country)?))
}

/// What all pages of a locale share.
pub fn site_view(planner: &Planner, locality: &Locality, logo: Option<LogoView>) -> SiteView {
    let site = &*planner.site;
    let roots = site.config.topics.iter().filter(|topic| topic.parent.is_none());
    let listed = roots.filter(|topic| locality.index.topics.contains_key(&topic.id));
    let say = |key: &str| locality.speech.say(key, &[]);
    SiteView {
        title: say("site-title"),
        tagline: say("site-tagline"),
        description: say("site-description"),
        locale: locality.speech.locale().clone(),
        direction: locality.speech.locale().direction().as_str(),
        locales: planner.localities.iter().map(|other| locale_view(planner, other)).collect(),
        home: site.config.base_url.href(&locality.home),
        url: site.config.base_url.to_string(),
        logo,
        topics: listed.map(|declared| locality.topic(site, &declared.id)).collect(),
        topics_index: locality.link(site, &Subject::Topics),
        archives_index: locality.link(site, &Subject::Archives),
        editions_index: locality.link(site, &Subject::Editions),
        authors_index: locality.link(site, &Subject::Authors),
        dossiers_index: locality.link(site, &Subject::Dossiers),
        glossary_index: locality.link(site, &Subject::Glossary),
        sources_index: locality.link(site, &Subject::Sources),
        corrections_index: locality.link(site, &Subject::Corrections),
        feeds_index: locality.link(site, &Subject::Feeds),
        site_map: locality.link(site, &Subject::SiteMap),
        search: locality.link(site, &Subject::Search),
        pages: standing_links(planner, locality),
        feed: feed::main(planner, locality),
        generator: concat!("depeche ", env!("CARGO_PKG_VERSION")).to_owned(),
    }
}

/// Links to the standing pages of a locale, sorted as its words are.
pub fn standing_links(planner: &Planner, locality: &Locality) -> Vec<Part<Link>> {
    let places = 0..planner.site.archive.pages.len();
    let link = |place| locality.link(&planner.site, &Subject::Standing(place));
    let mut links: Vec<Part<Link>> = places.filter_map(link).collect();
    let formats = locality.speech.formats();
    links.sort_by(|a, b| formats.compare(&a.text, &b.text).then_with(|| a.href.cmp(&b.href)));
    links
}

/// Plans the files that a site has once.
pub fn plan_once(planner: &Planner, parsed: &Parsed) -> Vec<Page> {
    let mut pages = made_once(planner, parsed);
    pages.extend(copied(planner, parsed));
    pages
}

/// Those that depeche makes.
pub fn made_once(planner: &Planner, parsed: &Parsed) -> Vec<Page> {
    let mut pages = vec![root(planner), not_found(planner)];
    let base = &planner.site.config.base_url;
    // A host reads `robots.txt` at its root alone (RFC 9309, section 2.3).
    if base.path().is_empty() && !parsed.statics.contains_key("robots.txt") {
        pages.push(own("robots.txt", OutputKind::Feed, robots(&planner.site).as_bytes()));
    }
    if planner.site.config.news_sitemap && !parsed.statics.contains_key(news::FILE) {
        let entries = Content::News(news::entries(planner, parsed.now));
        pages.push(of_depeche(news::FILE, OutputKind::Feed, entries));
    }
    // GitHub Pages would otherwise leave out names that begin with `_`.
    if !parsed.statics.contains_key(".nojekyll") {
        pages.push(own(".nojekyll", OutputKind::Feed, b""));
    }
    for (name, text) in llms::files(planner) {
        if !parsed.statics.contains_key(&name) {
            pages.push(own(&name, OutputKind::Feed, text.as_bytes()));
        }
    }
    pages
}

/// Those that are copied, and pictures.
fn copied(planner: &Planner, parsed: &Parsed) -> Vec<Page> {
    let mut pages = Vec::new();
    for media in planner.site.archive.files.media.values() {
        pages.push(Page::new(
            media.route.clone(),
            OutputKind::Asset,
            Origin::File(Span::file(&media.file)),
            Content::Bytes(media.bytes.clone()),
        ));
    }
    for ((_, route), recipe) in &planner.site.archive.files.made {
        let source = Origin::File(Span::file(&recipe.original.file));
        let content = Content::Picture(recipe.clone());
        pages.push(Page::new(route.clone(), OutputKind::Asset, source, content));
    }
    for (name, asset) in &parsed.statics {
        pages.push(Page::new(
            Route::root().file(name),
            OutputKind::Asset,
            Origin::File(Span::file(&asset.file)),
            Content::Bytes(asset.bytes.clone()),
        ));
    }
    pages
}

/// The names by which programs that gather texts for models ask for them. Those that fetch a page
/// because a reader asks for it are not among them.
const GATHERERS: [&str; 9] = [
    "Amazonbot",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "Google-Extended",
    "GPTBot",
    "meta-externalagent",
    "PerplexityBot",
];

/// `robots.txt` (RFC 9309).
fn robots(site: &Site) -> String {
    let base = &site.config.base_url;
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if site.config.robots == Robots::Refuse {
        text.push('\n');
        text.extend(GATHERERS.map(|name| format!("User-agent: {name}\n")));
        text.push_str("Disallow: /\n");
    }
    let _ = write!(text, "\nSitemap: {base}{SITEMAP}.xml\n");
    if site.config.news_sitemap {
        let _ = writeln!(text, "Sitemap: {base}{}", news::FILE);
    }
    text
}

fn own(name: &str, kind: OutputKind, bytes: &[u8]) -> Page {
    of_depeche(name, kind, Content::Bytes(Hashed::from_bytes(bytes)))
}

fn of_depeche(name: &str, kind: OutputKind, content: Content) -> Page {
    let source = Origin::Made(format!("`{name}`, which depeche makes"));
    Page::new(Route::root().file(name), kind, source, content)
}

/// The page at `/`, which chooses a locale.
fn root(planner: &Planner) -> Page {
    let locality = &planner.localities[0];
    let draft = Draft {
        kind: "root",
        locality,
        subject: Subject::Home,
        route: Route::root(),
        title: locality.speech.say("chooser-title", &[]).into(),
        description: locality.speech.say("chooser-description", &[]).into(),
        family: planner.family(&Subject::Home),
        canonical: None,
        indexed: true,
    };
    let all = planner.localities.iter().map(|locality| locale_view(planner, locality)).collect();
    let mut page = chooser(planner, draft, all);
    neither_language(&mut page);
    page
}

/// `404.html` at the root, in every language.
fn not_found(planner: &Planner) -> Page {
    let locality = &planner.localities[0];
    let draft = Draft {
        kind: "404",
        locality,
        subject: Subject::NotFound,
        route: Route::root().file("404.html"),
        title: locality.speech.say("not-found-title", &[]).into(),
        description: locality.speech.say("not-found-description", &[]).into(),
        family: vec![None; planner.localities.len()],
        canonical: None,
        indexed: false,
    };
    let all = planner.localities.iter().map(|locality| locale_view(planner, locality)).collect();
    let mut page = chooser(planner, draft, all);
    neither_language(&mut page);
    page
}

/// On a page of all languages no switcher's item is current: each leads to its home page.
fn neither_language(page: &mut Page) {
    if let Content::Html(_, _, Shown::Made(view)) = &mut page.content
        && let View::Chooser(chooser) = &mut **view
    {
        let homes = chooser.locales.iter().map(|locale| Switch {
            tag: locale.tag.clone(),
            name: Arc::clone(&locale.name),
            href: locale.home.clone(),
            current: false,
            instead: None,
            foreign: false,
        });
        chooser.page.switcher = homes.collect();
    }
}

/// The sitemap of all pages that search engines may list, in parts if it is long.
pub fn sitemaps(base: &BaseUrl, pages: &[Arc<Page>]) -> Vec<Page> {
    let mut listed: Vec<Arc<Page>> =
        pages.iter().filter(|page| page.listed.is_some()).map(Arc::clone).collect();
    listed.par_sort_unstable_by(|a, b| a.route.cmp(&b.route));
    let sitemap = |name: &str, content: Content| of_depeche(name, OutputKind::Feed, content);
    if listed.len() <= limits::SITEMAP_URLS {
        return vec![sitemap(&format!("{SITEMAP}.xml"), Content::Sitemap(listed))];
    }
    let parts = listed.chunks(limits::SITEMAP_URLS);
    let name = |index: usize| format!("{SITEMAP}-{}.xml", index + 1);
    let addresses = (0..parts.len()).map(|index| base.permalink(&Route::root().file(&name(index))));
    let index = Content::SitemapIndex(addresses.collect());
    let mut all = vec![sitemap(&format!("{SITEMAP}.xml"), index)];
    let parts = parts.enumerate();
    all.extend(parts.map(|(index, part)| sitemap(&name(index), Content::Sitemap(part.to_vec()))));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Listed, ListedAs};

    fn page(number: usize) -> Arc<Page> {
        let route = Route::root().file(&format!("{number:05}.html"));
        let listed = Listed { modified: None, alternates: Vec::new().into() };
        let nothing = Content::Bytes(Hashed::from_bytes(Vec::new()));
        let page = Page::new(route, OutputKind::Page, Origin::Made("a test".into()), nothing);
        Arc::new(page.listed(Some(ListedAs::Made(listed))))
    }

    /// The names of a site's sitemaps, each with how many pages or sitemaps it lists.
    fn listed(pages: usize) -> Vec<(String, usize)> {
        let base = BaseUrl::parse("https://example.org/a/").expect("an address");
        let pages: Vec<_> = (0..pages).rev().map(page).collect();
        let of = |sitemap: &Page| match &sitemap.content {
            Content::Sitemap(pages) => {
                assert!(pages.is_sorted_by_key(|page| page.route.clone()));
                pages.len()
            }
            Content::SitemapIndex(parts) => {
                assert_eq!(parts[0], "https://example.org/a/sitemap-1.xml");
                parts.len()
            }
            other => panic!("no sitemap: {other:?}"),
        };
        let all = sitemaps(&base, &pages);
        all.iter().map(|sitemap| (sitemap.path.to_string(), of(sitemap))).collect()
    }

    #[test]
    fn a_sitemap_that_is_long_has_parts() {
        let most = limits::SITEMAP_URLS;
        let named = |name: &str, count: usize| (name.to_owned(), count);
        assert_eq!(listed(0), [named("sitemap.xml", 0)]);
        assert_eq!(listed(most), [named("sitemap.xml", most)]);
        let parts = [named("sitemap-1.xml", most), named("sitemap-2.xml", 1)];
        assert_eq!(listed(most + 1), [vec![named("sitemap.xml", 2)], parts.to_vec()].concat());
    }
}
