//! Stage 5: the bytes of every file.
//!
//! Pages are rendered in parallel, each from its view alone, and remembered by the fingerprints of
//! all that it is made of: the view, the text, the layout with what it draws on, the words, what the locale's
//! pages share, and the addresses of assets. What is the same as in the last build is not rendered.

mod amounts;
mod atom;
mod cards;
mod csp;
mod engine;
mod failures;
mod feeds;
mod foreign;
mod frame;
mod given;
mod inlays;
mod json_feed;
mod live;
mod markdown;
mod metadata;
mod newsletter;
mod page;
mod pictures;
mod running;
mod said;
mod shared;
mod sitemap;
mod steps;
mod xml;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::batch;
use crate::card;
use crate::diag::Diagnostic;
use crate::hashed::Fingerprint;
use crate::memo::Memo;
use crate::outputs::{Inlay, OutputBytes, Sink};
use crate::parse::config::FeedFormat;
use crate::parse::text::Texts;
use crate::parse::theme::Reach;
use crate::picture::Album;
use crate::plan::{CardOf, Content, Drawn, Page, Plan, TEMPLATE_OF_CARDS};
use crate::world::VPath;
use engine::Engine;
use failures::{Failure, once_each};
use feeds::Entries;
pub use inlays::amended;
pub use live::{Live, Unmade};
pub use newsletter::{Parts, newsletter};
use pictures::Negative;
pub use running::Running;

/// A rendered file.
#[derive(Clone)]
struct Rendered {
    bytes: OutputBytes,
    /// The texts in it, as far as it is known where they are.
    texts: Vec<Inlay>,
    /// What went wrong.
    problem: Option<Diagnostic>,
}

impl Rendered {
    fn new(bytes: OutputBytes) -> Self {
        Self { bytes, texts: Vec::new(), problem: None }
    }

    fn of_text(text: String) -> Self {
        Self::new(OutputBytes::new(text))
    }

    fn of_inlaid((bytes, texts): (Vec<u8>, Vec<Inlay>)) -> Self {
        Self { texts, ..Self::new(OutputBytes::new(bytes)) }
    }

    fn nothing() -> Self {
        Self::new(OutputBytes::new([]))
    }

    fn failed(problem: Diagnostic) -> Self {
        Self { problem: Some(problem), ..Self::nothing() }
    }
}

/// What rendering remembers from one build to the next.
#[derive(Default)]
pub struct RenderMemo {
    pages: Memo<Rendered>,
    /// What went wrong with each page that was tried, whether or not anybody looked at it.
    verdicts: Memo<Option<Diagnostic>>,
    engines: Memo<Arc<Engine>>,
    running: Arc<Running>,
    /// What is wrong with pictures, by the fingerprint of the original.
    negatives: Memo<Option<String>>,
    /// The pictures that other processes have made.
    album: Option<Box<dyn Album>>,
}

impl RenderMemo {
    /// Remembers nothing: see [`Memo::forgetful`].
    pub fn forgetful() -> Self {
        let (pages, verdicts) = (Memo::forgetful(), Memo::forgetful());
        let (negatives, running) = (Memo::default(), Arc::default());
        let engines = Memo::forgetful();
        Self { pages, verdicts, engines, running, negatives, album: None }
    }

    /// The pages that are being rendered.
    pub fn running(&self) -> Arc<Running> {
        Arc::clone(&self.running)
    }

    /// Takes pictures that other processes have made, and keeps those that are made.
    #[must_use]
    pub fn with_album(self, album: Box<dyn Album>) -> Self {
        Self { album: Some(album), ..self }
    }

    /// Starts a build: see [`Memo::turn`].
    pub fn turn(&self) {
        self.pages.turn();
        self.verdicts.turn();
        self.engines.turn();
        self.negatives.turn();
    }

    /// How many files were rendered in this build, and not remembered.
    pub fn rendered_pages(&self) -> u64 {
        self.pages.computed()
    }
}

/// A plan of which nothing is left to do but to make each file: what pages share is ready.
pub struct Rendering<'m> {
    renderer: Renderer,
    pages: Vec<Arc<Page>>,
    memo: &'m RenderMemo,
}

impl<'m> Rendering<'m> {
    /// Makes ready what the pages of a plan share.
    pub fn new(mut plan: Plan, texts: &Arc<Texts>, memo: &'m RenderMemo) -> Self {
        let pages = Arc::unwrap_or_clone(std::mem::take(&mut plan.pages));
        let renderer = Renderer::new(plan, Arc::clone(texts), &pages, memo);
        Self { renderer, pages, memo }
    }

    /// Renders every file, and hands each over to `sink` as soon as it and a few others are made, unless it has that file
    /// already.
    ///
    /// # Problems
    /// - [`Code::TemplateError`](crate::diag::Code::TemplateError), once for each mistake, however many pages it breaks.
    /// - [`Code::BadPicture`](crate::diag::Code::BadPicture), once for each.
    pub fn render(self, sink: &dyn Sink) -> Vec<Diagnostic> {
        let Self { renderer, pages, memo } = self;
        let make = |page: Arc<Page>, common: &Common| {
            renderer.make_file(renderer.wanted(&page, sink)?, common, memo).hand_over(sink)
        };
        let (pictures, pages) = grouped(pages, pictures::group);
        let of_group = |group: Vec<Arc<Page>>| {
            let common = Common::default();
            group.into_iter().filter_map(|page| make(page, &common)).collect::<Vec<_>>()
        };
        let mut failures: Vec<Failure> = pictures.into_par_iter().flat_map_iter(of_group).collect();
        let (feeds, pages) = grouped(pages, feeds::group);
        // One group after the other: the entries of a group are in memory until its last feed is made.
        for group in feeds {
            let common = Common::default();
            // One may be fifty times as long as another.
            let group = group.into_par_iter().with_max_len(1);
            failures.par_extend(group.filter_map(|page| make(page, &common)));
        }
        let of_batch = |batch: Vec<Arc<Page>>| renderer.batch(&batch, memo, sink);
        let (cards, pages): (Vec<_>, Vec<_>) =
            pages.into_par_iter().partition(|page| matches!(page.content, Content::Card(_)));
        let of_card = |page: Arc<Page>| make(page, &Common::default());
        let (of_cards, of_pages): (Vec<Failure>, Vec<Failure>) = rayon::join(
            || cards.into_par_iter().filter_map(of_card).collect(),
            || batch::of(pages).flat_map_iter(of_batch).collect(),
        );
        failures.extend(of_cards.into_iter().chain(of_pages));
        // Nobody has to wait for that.
        rayon::spawn(move || drop(renderer));
        once_each(failures)
    }

    /// Finds out what is wrong with the files, and makes no more of them than that takes.
    ///
    /// # Problems
    /// Those of [`render`](Self::render).
    pub fn judge(self) -> Vec<Diagnostic> {
        let Self { renderer, pages, memo } = self;
        let judge = |page: Arc<Page>| {
            let problem = renderer.verdict(&Drawn::new(&page, &renderer.plan), memo)?;
            Some(Failure { problem, route: page.route.clone() })
        };
        once_each(pages.into_par_iter().with_min_len(8).filter_map(judge).collect())
    }
}

/// What files share that are made together.
#[derive(Default)]
struct Common {
    negative: Negative,
    entries: Entries,
}

/// Parts files that are made together, in groups that have one key, from all the others.
fn grouped<K: Ord>(
    pages: Vec<Arc<Page>>,
    key: impl Fn(&Page) -> Option<K>,
) -> (Vec<Vec<Arc<Page>>>, Vec<Arc<Page>>) {
    let mut groups: BTreeMap<K, Vec<Arc<Page>>> = BTreeMap::new();
    let mut others = Vec::with_capacity(pages.len());
    for page in pages {
        match key(&page) {
            Some(key) => groups.entry(key).or_default().push(page),
            None => others.push(page),
        }
    }
    (groups.into_values().collect(), others)
}

struct Renderer {
    plan: Plan,
    texts: Arc<Texts>,
    /// One engine for each locale, in declared order.
    engines: Vec<Arc<Engine>>,
    running: Arc<Running>,
    /// For each layout, what a page of it depends on besides its view, by locale.
    layouts: BTreeMap<&'static str, Vec<Fingerprint>>,
    /// For each locale, what a card depends on besides its view.
    cards: Vec<Fingerprint>,
}

impl Renderer {
    fn new(plan: Plan, texts: Arc<Texts>, pages: &[Arc<Page>], memo: &RenderMemo) -> Self {
        let templates: Vec<_> =
            plan.theme.templates.iter().map(|(name, template)| (name, &template.source)).collect();
        let templates = Fingerprint::of(&templates);
        let engine = |place: usize| {
            let locale = &plan.locales[place];
            let key = || {
                let shared = (&plan.sites[place], &plan.words, &plan.assets);
                Fingerprint::of(&(templates, shared, locale))
            };
            memo.engines.get(key, || Arc::new(Engine::new(&plan, place)))
        };
        let names: BTreeSet<&'static str> = pages.iter().filter_map(|page| layout(page)).collect();
        let engines = || (0..plan.locales.len()).into_par_iter().map(engine).collect();
        let layouts = || {
            let reach = plan.theme.reach();
            let layout = |name| (name, shared(&plan, &reach, &format!("{name}.html")));
            names.into_iter().map(layout).collect()
        };
        let (engines, layouts) = rayon::join(engines, layouts);
        let cards = shared_by_cards(&plan);
        Self { plan, texts, engines, running: memo.running(), layouts, cards }
    }

    /// Tells all that a file is made of.
    fn key(&self, drawn: &Drawn<'_>) -> Fingerprint {
        let text = |file: &VPath| self.texts.get(file).map(|text| text.fingerprint());
        let texts = || drawn.texts().into_iter().map(text).collect::<Vec<_>>();
        match &drawn.page().content {
            Content::Bytes(bytes) => bytes.fingerprint(),
            Content::Search(part) => part.fingerprint,
            Content::Html(place, layout, _) => {
                let shared = self.layouts[layout][*place];
                Fingerprint::of(&(shared, drawn.fingerprint(), texts()))
            }
            Content::Card(card) => card_key(&self.cards, card, drawn),
            Content::Feed(_) | Content::Markdown(_) => {
                Fingerprint::of(&(drawn.fingerprint(), &self.plan.origin, texts()))
            }
            // What is wrong with it is told with its place.
            Content::Picture(recipe) => {
                Fingerprint::of(&(drawn.fingerprint(), &recipe.original.file))
            }
            Content::Sitemap(_)
            | Content::News(_)
            | Content::SitemapIndex(_)
            | Content::Redirect { .. } => drawn.fingerprint(),
        }
    }

    /// Makes a file, unless it is known.
    fn file(
        &self,
        drawn: &Drawn<'_>,
        common: &Common,
        memo: &RenderMemo,
        key: impl FnOnce() -> Fingerprint,
    ) -> Rendered {
        match &drawn.page().content {
            // There is nothing to be remembered, nor to be called rendered.
            Content::Bytes(_) | Content::Search(_) => self.make(drawn, common, memo),
            // `parse` has said why there is no such template.
            _ if !self.has_template(drawn.page()) => Rendered::nothing(),
            _ => memo.pages.get(key, || self.make(drawn, common, memo)),
        }
    }

    fn make(&self, drawn: &Drawn<'_>, common: &Common, memo: &RenderMemo) -> Rendered {
        let text = Rendered::of_text;
        match &drawn.page().content {
            Content::Bytes(bytes) => Rendered::new(OutputBytes::shared(Arc::clone(bytes.arc()))),
            Content::Search(part) => Rendered::new(OutputBytes::new(part.bytes())),
            Content::Picture(recipe) => pictures::picture(recipe, &common.negative, memo),
            Content::Card(card) => match drawn.card(card) {
                Some(view) => {
                    let engine = &self.engines[card.locality];
                    let draw =
                        || cards::card(view, engine, &self.plan.theme, memo, self.key(drawn));
                    self.running.run(&drawn.page().route, draw)
                }
                None => text(String::new()),
            },
            Content::Html(place, layout, _) => {
                let take = |html, texts| Rendered::of_inlaid((html, texts));
                self.html(*place, layout, drawn, take).unwrap_or_else(Rendered::failed)
            }
            Content::Feed(feed) => {
                let write = match feed.format {
                    FeedFormat::Atom => atom::write,
                    FeedFormat::Json => json_feed::write,
                };
                let texts = (&*self.texts, &*self.plan.origin);
                Rendered::of_inlaid(write(drawn.feed(feed), &common.entries, texts))
            }
            Content::Markdown(twin) => {
                let twin = drawn.twin(twin);
                let write = |twin| markdown::write(twin, &self.texts, &self.plan.origin);
                twin.map_or_else(Rendered::nothing, |twin| Rendered::of_inlaid(write(twin)))
            }
            Content::Sitemap(pages) => text(sitemap::write(drawn.listed(pages))),
            Content::News(entries) => text(sitemap::write_news(entries)),
            Content::SitemapIndex(parts) => text(sitemap::write_index(parts)),
            Content::Redirect { to, title, locale } => text(redirect(to, title, locale.as_str())),
        }
    }

    /// What goes wrong with a file. Only templates and pictures fail.
    fn verdict(&self, drawn: &Drawn<'_>, memo: &RenderMemo) -> Option<Diagnostic> {
        match &drawn.page().content {
            Content::Html(place, layout, _) if self.has(layout) => {
                self.html(*place, layout, drawn, |_, _| ()).err()
            }
            Content::Picture(recipe) => pictures::verdict(recipe, memo),
            Content::Card(card) if self.has_cards() => {
                let (engine, view) = (&self.engines[card.locality], drawn.card(card)?);
                let judge = || cards::verdict(view, engine, &self.plan.theme);
                self.running.run(&drawn.page().route, judge)
            }
            _ => None,
        }
    }

    /// Whether a file needs no template, or has the one that it needs.
    fn has_template(&self, page: &Page) -> bool {
        match &page.content {
            Content::Html(_, layout, _) => self.has(layout),
            Content::Card(_) => self.has_cards(),
            _ => true,
        }
    }

    fn has(&self, layout: &str) -> bool {
        self.plan.theme.templates.contains_key(&format!("{layout}.html"))
    }

    fn has_cards(&self) -> bool {
        self.plan.theme.templates.contains_key(TEMPLATE_OF_CARDS)
    }
}

fn layout(page: &Page) -> Option<&'static str> {
    match &page.content {
        Content::Html(_, layout, _) => Some(layout),
        _ => None,
    }
}

/// What pages of a layout depend on besides their views, for each locale.
fn shared(plan: &Plan, reach: &Reach<'_>, file: &str) -> Vec<Fingerprint> {
    // A template that names a locale may speak any of them.
    let (layout, speaks_all) = reach.layout(file);
    // Whether texts are put into pages afterwards is for the whole theme to say.
    let layout = (layout, plan.theme.asks_of_texts);
    let each = plan.locales.iter().enumerate();
    each.map(|(place, locale)| {
        let words = match speaks_all {
            true => Fingerprint::of(&plan.words),
            false => plan.words.fingerprint(locale),
        };
        Fingerprint::of(&(file, place, layout, words, &plan.sites[place], &plan.assets))
    })
    .collect()
}

/// What cards depend on besides their views, for each locale; nothing, if there are none.
fn shared_by_cards(plan: &Plan) -> Vec<Fingerprint> {
    if !plan.has_cards() {
        return Vec::new();
    }
    let shared = shared(plan, &plan.theme.reach(), TEMPLATE_OF_CARDS).into_iter();
    shared.map(|shared| Fingerprint::of(&(card::EDITION, shared))).collect()
}

/// By what an album knows the pictures and cards of a plan.
pub fn album_keys(plan: &Plan) -> FxHashSet<Fingerprint> {
    let cards = shared_by_cards(plan);
    let key = |page: &Arc<Page>| match &page.content {
        Content::Picture(recipe) => Some(recipe.fingerprint()),
        Content::Card(card) => Some(card_key(&cards, card, &Drawn::new(page, plan))),
        _ => None,
    };
    plan.pages.iter().filter_map(key).collect()
}

fn card_key(cards: &[Fingerprint], card: &CardOf, drawn: &Drawn<'_>) -> Fingerprint {
    Fingerprint::of(&(cards[card.locality], drawn.fingerprint()))
}

/// A page that leads on at once, and says where to for those whom it does not lead.
fn redirect(to: &str, title: &str, locale: &str) -> String {
    let (to, title) = (xml::Escaped(to), xml::Escaped(title));
    format!(
        "<!doctype html>\n<html lang=\"{locale}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>{title}</title>\n<meta http-equiv=\"refresh\" content=\"0; url={to}\">\n\
         <link rel=\"canonical\" href=\"{to}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n</head>\n\
         <body>\n<p><a href=\"{to}\">{title}</a></p>\n</body>\n</html>\n"
    )
}
