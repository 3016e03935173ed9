//! Stage 4: every file that the site will have, with its route and what it shows.
//!
//! 1. each locale's lists are made, as slices of the one sorted store of stories;
//! 2. every story gets its teaser in every locale, which all lists share;
//! 3. pages, feeds and the rest are planned: each a route and a view;
//! 4. routes are compared, so that no two files claim one place, and links are checked against them.

mod articles;
mod assets;
mod basis;
pub mod body;
mod cards;
mod collisions;
mod editions;
mod feed;
mod glossary;
mod head;
mod host;
mod index;
mod labels;
mod letter;
mod lists;
mod llms;
mod logo;
mod lost;
mod names;
mod news;
mod page;
mod paths;
mod redirects;
mod replan;
mod search;
pub mod server;
mod site_map;
mod sketch;
mod speech;
mod standing;
mod subject;
mod teasers;
mod twin;
pub mod view;

use std::fmt;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diag::{Checked, Diagnostic};
use crate::hashed::{Fingerprint, Hashed};
use crate::l10n::Words;
use crate::link::{Selection, Site, Telling};
use crate::model::{Date, Locale, OutputPath, Route};
use crate::outputs::OutputKind;
use crate::parse::Parsed;
use crate::parse::text::Texts;
use crate::parse::theme::Theme;
use crate::part::Part;
use crate::urls::Urls;

pub use articles::ArticleOfPage;
pub use assets::AssetUrls;
pub use basis::{Basis, BasisLater};
use body::BodyView;
pub use cards::{CardOf, TEMPLATE as TEMPLATE_OF_CARDS};
use collisions::{beginning_with, collision, file_for_folder, same_place, without_collisions};
pub use feed::{Entry, Feed, FeedOf};
use glossary::Glossary;
use head::Draft;
use index::Index;
pub use labels::Labels;
pub use letter::PlannedLetter;
pub use lists::PageOfList;
use names::without_unsafe_names;
pub use news::NewsEntry;
pub use page::{Content, Drawn, Listed, ListedAs, Origin, Page, Shown, View};
use paths::check_paths;
pub use search::{NewWords as NewSearchWords, PartOf, SearchMemo, Words as SearchWords};
pub use sketch::Sketch;
use subject::{Locality, Subject};
use teasers::Teasers;
pub use twin::{Twin, TwinOf};
use view::{LogoView, SiteView, Teaser};

/// Every file of the site, and what rendering them takes, but for the texts of articles.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The files, in no order that matters; no two have one route.
    pub pages: Arc<Vec<Arc<Page>>>,
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
    /// What the pages draw on.
    pub basis: Arc<Basis>,
    planner: Arc<Planner>,
    /// What is copied as it is.
    statics: Fingerprint,
    /// The addresses that readers know.
    urls: Arc<Urls>,
    /// Whether its pages are those of the last plan: see [`replan`].
    is_again: bool,
}

/// The plan of the last site, whose archive was the same but for some stories.
#[derive(Clone, Copy)]
pub struct Since<'a> {
    /// It.
    pub plan: &'a Plan,
    /// Whether nothing was wrong.
    pub flawless: bool,
    /// The places of stories that are told anew.
    pub anew: &'a [usize],
}

impl Plan {
    /// What it was planned from.
    pub fn grounds(&self) -> impl Send + use<> {
        Arc::clone(&self.planner)
    }

    /// The site that it is a plan of.
    pub fn site(&self) -> &Arc<Site> {
        &self.planner.site
    }

    /// The addresses that readers will know.
    pub fn addresses(&self) -> Urls {
        lost::addresses(&self.planner.site, &self.pages)
    }

    /// Whether articles have cards.
    pub fn has_cards(&self) -> bool {
        self.planner.site.config.cards
    }

    /// Takes what pages were found to show on another basis, those alone that must show the same.
    pub fn recall(
        &self,
        before: &Basis,
        shown: &(dyn Fn(&OutputPath) -> Option<Fingerprint> + Sync),
    ) {
        self.recall_each(before, &|_, page| shown(&page.path));
    }

    /// Leaves what was found of its pages to the next plan.
    pub fn leave_to(&self, next: &Self) {
        if next.is_again {
            return;
        }
        let by_path = OnceLock::new();
        let all = || self.pages.iter().map(|page| (&page.path, page)).collect();
        next.recall_each(&self.basis, &|place, page| {
            // Nearly all stand where they stood.
            let there = self.pages.get(place).filter(|before| before.path == page.path);
            let moved = || {
                let by_path: &FxHashMap<&OutputPath, &Arc<Page>> = by_path.get_or_init(all);
                by_path.get(&page.path).copied()
            };
            let before = there.or_else(moved)?;
            page.has_subject_of(before).then(|| before.known())?
        });
    }

    /// Takes what pages were found to show, by their place among all.
    fn recall_each(
        &self,
        before: &Basis,
        shown: &(dyn Fn(usize, &Page) -> Option<Fingerprint> + Sync),
    ) {
        let Some(touched) = self.basis.touched(before, &self.planner) else { return };
        self.pages.par_iter().with_min_len(256).enumerate().for_each(|(place, page)| {
            if !touched.has(&page.content, &self.planner)
                && let Some(shown) = shown(place, page)
            {
                Drawn::new(page, self).recall(shown);
            }
        });
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
    /// Each locale's terms.
    glossaries: Vec<Glossary>,
    /// The words within texts.
    labels: Arc<Labels>,
    /// Teasers, by locale.
    teasers: Vec<Teasers>,
    /// The entries of articles that feeds hold, by story and locale.
    entries: Vec<Vec<OnceLock<Hashed<Entry>>>>,
}

impl Planner {
    fn new(site: &Arc<Site>, localities: Vec<Locality>, texts: &Texts) -> Self {
        let name = |locality: &Locality| locality.speech.say("locale-name", &[]).into();
        let names: Vec<Arc<str>> = localities.iter().map(name).collect();
        let feeds = localities.iter().map(|locality| feed::Links::new(site, locality)).collect();
        let none = || localities.iter().map(|_| OnceLock::new()).collect();
        let entries = site.archive.stories.iter().map(|_| none()).collect();
        let teasers = localities.iter().map(|_| Teasers::new(site.archive.stories.len())).collect();
        let labels = Arc::new(Labels::new(&site.words));
        let glossaries = glossary::gather(site, &localities, &names, (texts, &labels));
        let site = Arc::clone(site);
        Self { site, localities, names, feeds, glossaries, labels, teasers, entries }
    }

    /// The text of a telling, in its place.
    pub fn body(&self, place: usize, locale: usize, telling: &Telling) -> Hashed<BodyView> {
        let kept = self.entries[place][locale].get().and_then(|entry| entry.body.clone());
        kept.unwrap_or_else(|| {
            Hashed::new(BodyView::new(self, &self.site.archive.stories[place], telling))
        })
    }

    /// The entry of an article in feeds, kept for others: several feeds hold it, each in two formats.
    fn entry(&self, place: usize, locale: usize, make: impl FnOnce() -> Entry) -> Hashed<Entry> {
        self.entries[place][locale].get_or_init(|| Hashed::new(make())).clone()
    }

    /// Where a subject is in each locale.
    pub fn family(&self, subject: &Subject) -> Vec<Option<Route>> {
        self.localities.iter().map(|locality| locality.route(&self.site, subject)).collect()
    }

    /// The teaser of a story, as one locale shows it; nothing if it does not.
    pub fn teaser(&self, locale: usize, story: usize) -> Option<Part<Teaser>> {
        self.teasers[locale].get(self, &self.localities[locale], story)
    }

    /// The teasers of some stories, as one locale shows them.
    pub fn teasers_of(&self, locale: usize, stories: &[usize]) -> Vec<Part<Teaser>> {
        stories.iter().filter_map(|story| self.teaser(locale, *story)).collect()
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
            let story = &self.site.archive.stories[*story];
            let (_, telling) = story.telling_or_original(locale)?;
            Some(match telling.updated {
                Some(updated) => (updated.instant(zone), updated),
                None => (story.facts.instant, story.facts.date),
            })
        });
        dates.max_by_key(|(instant, _)| *instant).map(|(_, date)| self.modified(&date))
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
/// - [`RouteCollision`](crate::diag::Code::RouteCollision), for routes that are equal, or equal but for case;
///   [`UnsafeName`](crate::diag::Code::UnsafeName), for files that cannot be made.
/// - [`BrokenLink`](crate::diag::Code::BrokenLink) and
///   [`LinkIntoOtherLanguage`](crate::diag::Code::LinkIntoOtherLanguage), for links by path.
/// - [`MissingAsset`](crate::diag::Code::MissingAsset), in stylesheets;
///   [`UnsafeSlug`](crate::diag::Code::UnsafeSlug), in words of URLs.
pub fn plan(site: &Arc<Site>, parsed: &Parsed, selection: Selection) -> Checked<Plan> {
    plan_after(site, parsed, selection, None)
}

/// The same. What follows from the archive alone stays, as does what is planned of stories that are told as before.
pub fn plan_after(
    site: &Arc<Site>,
    parsed: &Parsed,
    selection: Selection,
    since: Option<Since<'_>>,
) -> Checked<Plan> {
    let mut diagnostics = Vec::new();
    let last = since.map(|since| &*since.plan.planner);
    let localities = localities(site, last, &mut diagnostics);
    let planner = Planner::new(site, localities, &parsed.texts);
    let last = since.map(|since| (&*since.plan.basis, since.anew));
    let basis_of = || Basis::of(site, selection, last);
    let all = || files(&planner, parsed);
    let (basis, again) = match since {
        None => (None, None),
        Some(since) => {
            let basis = basis_of();
            debug_assert!(basis == Basis::of(site, selection, None), "no list is another");
            let again = replan::files(&since, &basis, &planner, parsed);
            (Some(basis), again)
        }
    };
    let is_again = again.is_some();
    let again = again.map(|files| Checked { value: files, diagnostics: Vec::new() });
    let (basis, files) =
        rayon::join(|| basis.unwrap_or_else(basis_of), || again.unwrap_or_else(all));
    let files = files.report_to(&mut diagnostics);
    Checked { value: plan_of(parsed, planner, basis, files, is_again), diagnostics }
}

/// The plan of some files of a site.
fn plan_of(parsed: &Parsed, planner: Planner, basis: Basis, files: Files, is_again: bool) -> Plan {
    let (site, Files { pages, assets, logo }) = (Arc::clone(&planner.site), files);
    Plan {
        pages: Arc::new(pages),
        sites: planner
            .localities
            .iter()
            .map(|locality| Hashed::new(standing::site_view(&planner, locality, logo.clone())))
            .collect(),
        locales: site.config.locales.iter().map(|locale| locale.tag.clone()).collect(),
        words: Arc::clone(&site.words),
        theme: Arc::clone(&parsed.theme),
        assets,
        origin: site.config.base_url.origin().to_owned(),
        until: site.archive.until.into_iter().chain(news::until(&site, parsed.now)).min(),
        basis: Arc::new(basis),
        planner: Arc::new(planner),
        statics: statics(parsed),
        urls: Arc::clone(&parsed.urls),
        is_again,
    }
}

fn statics(parsed: &Parsed) -> Fingerprint {
    let each = parsed.statics.iter();
    Fingerprint::of(
        &each.map(|(name, asset)| (name, &asset.file, &asset.bytes)).collect::<Vec<_>>(),
    )
}

/// The files of a site, and what is known after planning them.
struct Files {
    pages: Vec<Arc<Page>>,
    assets: Arc<AssetUrls>,
    logo: Option<LogoView>,
}

/// Plans the files alone.
fn files(planner: &Planner, parsed: &Parsed) -> Checked<Files> {
    let mut problems = Vec::new();
    let site = &*planner.site;
    let assets = assets::plan(&parsed.theme, &site.config.base_url).report_to(&mut problems);
    let logo = logo::find(site, &assets.urls).report_to(&mut problems);
    let mut pages = each_locale(planner);
    let once = standing::plan_once(planner, parsed)
        .into_iter()
        .chain(redirects::plan(site))
        .chain(assets.pages);
    pages.extend(once.map(Arc::new));
    let hosted = host::plan(site, parsed, &pages);
    pages.extend(hosted.into_iter().map(Arc::new));
    let pages = without_unsafe_names(pages, &mut problems);
    let mut pages = without_collisions(planner, pages, &mut problems);
    check_addresses(planner, parsed, &pages, &mut problems);
    let beside = beginning_with(&pages, standing::SITEMAP);
    for sitemap in standing::sitemaps(&site.config.base_url, &pages) {
        match beside.iter().find(|page| same_place(page, &sitemap)) {
            Some(first) if first.route.as_str().len() > sitemap.route.as_str().len() => {
                problems.push(file_for_folder(&sitemap, first));
            }
            Some(first) => problems.extend(collision(planner, first, &sitemap)),
            None => pages.push(Arc::new(sitemap)),
        }
    }
    // Pages that show the same stories are made one after the other: see `part`.
    pages.par_sort_by_cached_key(|page| page.newest(planner));
    let files = Files { pages, assets: Arc::new(assets.urls), logo };
    Checked { value: files, diagnostics: problems }
}

/// Reports what leads to where no file is.
fn check_addresses(
    planner: &Planner,
    parsed: &Parsed,
    pages: &[Arc<Page>],
    problems: &mut Vec<Diagnostic>,
) {
    // Of a story with a mistake the pages, the aliases and lists that it is in come back when it is mended: until then
    // nobody knows what there will be.
    if planner.site.archive.is_mistaken() {
        return;
    }
    check_paths(planner, pages, problems);
    redirects::check(&planner.site, pages, problems);
    lost::check(&planner.site, &parsed.urls, pages, problems);
}

fn localities(
    site: &Site,
    before: Option<&Planner>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Locality> {
    let before = before.filter(|before| index::has_same_lists(site, &before.site));
    let make = |place: usize| {
        let mut problems = Vec::new();
        let index = before.map(|before| Arc::clone(&before.localities[place].index));
        let index = index.unwrap_or_else(|| Arc::new(Index::new(site, place)));
        (Locality::new(site, place, index, &mut problems), problems)
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
fn each_locale(planner: &Planner) -> Vec<Arc<Page>> {
    type Part = fn(&Planner, &Locality) -> Vec<Arc<Page>>;
    let parts: [Part; 5] = [lists::plan, articles::plan, standing::plan, search::plan, feed::plan];
    let all = planner.localities.iter().flat_map(|locality| parts.map(|part| (locality, part)));
    let all: Vec<_> = all.collect();
    let planned = all.into_par_iter().map(|(locality, part)| part(planner, locality));
    planned.collect::<Vec<_>>().into_iter().flatten().collect()
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
    let listed = (draft.indexed && draft.canonical.is_none()).then_some(ListedAs::Made(listed));
    let shown = Shown::Made(Box::new(view));
    let content = Content::Html(draft.locality.place, draft.kind, shown);
    Page::new(draft.route.clone(), kind, source, content).listed(listed)
}
