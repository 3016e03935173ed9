//! Articles: each with its neighbours and what is related to it.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::diag::Span;
use crate::ledger::Extent;
use crate::link::{Story, Telling};
use crate::model::{Date, Locale};
use crate::outputs::OutputKind;
use crate::parse::front_matter::Source;
use crate::plan::head::Draft;
use crate::plan::index::{related, thread};
use crate::plan::subject::{Locality, Subject};
use crate::plan::teasers::{cover, topics};
use crate::plan::view::{
    ArticlePage, ArticleView, OriginalView, ProvenanceView, SourceView, StaleView, UpdateView,
};
use crate::plan::{
    Content, Listed, ListedAs, Origin, Page, Planner, Shown, View, cards, feed, lists, twin,
};
use crate::typeset::{self, Language};
use crate::world::VPath;

/// Plans the articles of a locale: its own, and, where the site wants that, a page around each that
/// exists in another language only. And the old paths that lead to them.
pub fn plan(planner: &Planner, locality: &Locality) -> Vec<Arc<Page>> {
    // Neighbours are the locale's own articles: a reader who goes on stays in their language.
    let own: Vec<usize> = (0..planner.site.archive.stories.len())
        .filter(|place| planner.site.archive.stories[*place].telling(locality.place).is_some())
        .collect();
    let article_at = |(at, place): (usize, &usize)| {
        let newer = at.checked_sub(1).map(|newer| own[newer]);
        article(planner, locality, *place, newer, own.get(at + 1).copied())
    };
    let planned = own.par_iter().with_min_len(64).enumerate().filter_map(article_at);
    let mut pages: Vec<Arc<Page>> = planned.collect();
    let besides = own.par_iter().with_min_len(64);
    pages.par_extend(besides.flat_map_iter(|place| besides_page(planner, locality, *place)));
    let all = (0..planner.site.archive.stories.len()).into_par_iter().with_min_len(64);
    pages.par_extend(all.filter_map(|place| {
        locality.around(&planner.site, &Subject::Story(place))?;
        article(planner, locality, place, None, None)
    }));
    pages
}

/// The files of an article besides its page.
fn besides_page(planner: &Planner, locality: &Locality, place: usize) -> Vec<Arc<Page>> {
    let mut pages = Vec::new();
    aliases(planner, &planner.site.archive.stories[place], locality, &mut pages);
    pages.extend(twin::plan(planner, locality, place));
    pages.extend(cards::plan(planner, locality, place));
    pages.into_iter().map(Arc::new).collect()
}

fn article(
    planner: &Planner,
    locality: &Locality,
    place: usize,
    newer: Option<usize>,
    older: Option<usize>,
) -> Option<Arc<Page>> {
    let (site, subject) = (&*planner.site, Subject::Story(place));
    let (found, telling) = site.archive.stories[place].telling_or_original(locality.place)?;
    let own = found == locality.place;
    let route = match own {
        true => telling.route.clone(),
        false => locality.around(site, &subject)?,
    };
    let source = Origin::File(Span::file(&telling.article.file));
    let shown = ArticleOfPage { locality: locality.place, place, newer, older, own };
    let page = Page::new(route, OutputKind::Page, source, shown.content());
    Some(Arc::new(page.listed((own && telling.held.is_none()).then_some(ListedAs::Shown))))
}

/// What the page of an article shows. Its view is made when the page is rendered, and is gone then:
/// the views of all articles would take more memory than all that they are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ArticleOfPage {
    /// The place of the page's locale.
    locality: usize,
    /// The story's.
    place: usize,
    newer: Option<usize>,
    older: Option<usize>,
    /// Whether the text is in the page's language.
    pub own: bool,
}

impl ArticleOfPage {
    /// What its file holds.
    pub fn content(self) -> Content {
        Content::Html(self.locality, "article", Shown::Article(self))
    }

    /// Makes the view.
    pub fn view(&self, planner: &Planner) -> Option<View> {
        let Self { place, newer, older, .. } = *self;
        let (site, locality) = (&*planner.site, &planner.localities[self.locality]);
        let story = &site.archive.stories[place];
        let (found, telling) = story.telling_or_original(locality.place)?;
        let draft = draft(planner, locality, &Subject::Story(place), telling)?;
        let one = |place: Option<usize>| planner.teaser(locality.place, place?);
        let dossier = story.facts.dossier.as_ref().and_then(|id| locality.index.dossiers.get(id));
        let (since, previously) = thread(dossier.map(Vec::as_slice).unwrap_or_default(), place);
        let shown = |other: usize| since.contains(&other) || previously.contains(&other);
        let near = related(site, &locality.index, place, &shown);
        Some(View::Article(Box::new(ArticlePage {
            page: draft.view(planner, feed::of_article(planner, locality, story)),
            article: article_view(planner, locality, place, (found, telling)),
            newer: one(newer),
            older: one(older),
            since: planner.teasers_of(locality.place, since),
            previously: planner.teasers_of(locality.place, previously),
            related: planner.teasers_of(locality.place, &near),
        })))
    }

    /// What the sitemap says of it.
    pub fn listed(&self, planner: &Planner) -> Option<Listed> {
        let locality = &planner.localities[self.locality];
        let story = &planner.site.archive.stories[self.place];
        let (_, telling) = story.telling_or_original(self.locality)?;
        let draft = draft(planner, locality, &Subject::Story(self.place), telling)?;
        let modified = planner.modified(&telling.updated.unwrap_or(story.facts.date));
        Some(Listed { modified: Some(modified), alternates: draft.alternates(planner).into() })
    }

    /// The place of its locale, and that of its story.
    pub fn at(&self) -> (usize, usize) {
        (self.locality, self.place)
    }

    /// Its story and its neighbours.
    pub fn beside(&self) -> [Option<usize>; 3] {
        [Some(self.place), self.newer, self.older]
    }

    /// The file of the text.
    pub fn file<'p>(&self, planner: &'p Planner) -> Option<&'p VPath> {
        let (_, telling) =
            planner.site.archive.stories[self.place].telling_or_original(self.locality)?;
        Some(&telling.article.file)
    }
}

/// A page whose text is an article's. Around a foreign one it is not canonical.
pub fn draft<'a>(
    planner: &'a Planner,
    locality: &'a Locality,
    subject: &Subject,
    telling: &Telling,
) -> Option<Draft<'a>> {
    let site = &*planner.site;
    let own = locality.route(site, subject);
    let around = locality.around(site, subject);
    let canonical = own.is_none().then(|| telling.route.clone());
    let shown = &telling.article.shown;
    Some(Draft {
        kind: "article",
        locality,
        subject: subject.clone(),
        route: own.or(around)?,
        title: Arc::clone(&shown.title),
        description: shown.summary.clone().unwrap_or_else(|| locality.description(site, subject)),
        family: planner.family(subject),
        canonical,
        indexed: telling.held.is_none(),
    })
}

/// What is shown of a telling of a story.
pub fn article_view(
    planner: &Planner,
    locality: &Locality,
    place: usize,
    (found, telling): (usize, &Telling),
) -> ArticleView {
    let site = &*planner.site;
    let story = &site.archive.stories[place];
    let article = &telling.article;
    let shown = &article.shown;
    let authors = story.facts.authors.iter();
    ArticleView {
        title: Arc::clone(&shown.title),
        kicker: shown.kicker.clone(),
        summary: shown.summary.clone(),
        key_points: shown.key_points.clone(),
        date: story.facts.date,
        updated: telling.updated,
        body: planner.body(place, found, telling),
        minutes: shown.minutes,
        headings: shown.headings.clone(),
        authors: authors.filter_map(|id| locality.author(id)).collect(),
        topics: topics(planner, locality, &story.facts.topics),
        dossier: story.facts.dossier.as_ref().and_then(|id| locality.dossier(id)),
        sources: sources(planner, locality, telling),
        updates: updates(planner, telling),
        provenance: provenance(story, found != story.original),
        translated_from: original(planner, story, telling),
        translations: translations(story, telling),
        stale: stale(planner, telling),
        cover: cover(story, telling, &site.config.base_url),
        card: cards::link(site, telling).filter(|_| found == locality.place),
        locale: article.locale.clone(),
        foreign: (found != locality.place).then(|| Arc::clone(&planner.names[found])),
        markdown: twin::route(site, telling)
            .filter(|_| found == locality.place)
            .map(|route| site.config.base_url.href(&route)),
        held: telling.held.map(crate::link::Held::as_str),
        extra: article.extra.clone(),
    }
}

/// A source's title, typeset if its language is known: whoever states none may cite any.
fn source_title(source: &Source, page: Language) -> Arc<str> {
    let lang = source.locale.as_deref().and_then(Locale::new);
    let set = lang.map(|lang| typeset::plain(&source.title, page.within(&lang)));
    match set {
        Some(Cow::Owned(set)) => set.into(),
        _ => Arc::clone(&source.title),
    }
}

/// What a story stands on, by the numbers that a text cites it by.
pub fn sources(planner: &Planner, locality: &Locality, telling: &Telling) -> Vec<SourceView> {
    let all = telling.sources.iter().enumerate();
    all.map(|(place, source)| source_view(planner, locality, place, source)).collect()
}

/// A source, at its place among those of a story.
pub fn source_view(
    planner: &Planner,
    locality: &Locality,
    place: usize,
    source: &Source,
) -> SourceView {
    let language = locality.speech.locale().language();
    let of = source.locale.as_ref().map(|locale| locale.split('-').next().unwrap_or_default());
    SourceView {
        number: place + 1,
        id: source.id.clone(),
        anchor: format!("source-{}", place + 1),
        title: source_title(source, locality.speech.language()),
        url: source.url.clone(),
        publisher: source.publisher.clone(),
        locale: source.locale.clone(),
        foreign: of.is_some_and(|of| of != language),
        date: source.date,
        kind: source.kind,
        cited_by: lists::sources::cited_by(planner, locality, source),
    }
}

fn updates(planner: &Planner, telling: &Telling) -> Vec<UpdateView> {
    let zone = &planner.site.config.time_zone;
    let mut updates: Vec<UpdateView> = lists::corrections::updates(planner, telling).collect();
    updates.sort_by_key(|update| std::cmp::Reverse(update.date.instant(zone)));
    updates
}

fn provenance(story: &Story, translation: bool) -> Option<ProvenanceView> {
    let provenance = story.facts.provenance.as_ref()?;
    Some(ProvenanceView {
        text: provenance.text,
        translation: provenance.translation.filter(|_| translation),
        reviewer: provenance.reviewer.clone(),
    })
}

fn original(planner: &Planner, story: &Story, telling: &Telling) -> Option<OriginalView> {
    let locale = telling.translated_from.clone()?;
    let config = &planner.site.config;
    let place = config.locales.iter().position(|declared| declared.tag == locale)?;
    let route = story.telling(place).map(|original| &original.route);
    Some(OriginalView {
        locale,
        name: Arc::clone(&planner.names[place]),
        href: route.map(|route| config.base_url.href(route)),
    })
}

/// The languages that an article was translated to.
fn translations(story: &Story, original: &Telling) -> Vec<Locale> {
    let own = &original.article.locale;
    let tellings = story.tellings.iter().flatten();
    let made = tellings.filter(|telling| telling.translated_from.as_ref() == Some(own));
    made.map(|telling| telling.article.locale.clone()).collect()
}

/// That a translation says what the original no longer says. Where passages only stand elsewhere, a
/// reader misses nothing.
pub fn stale(planner: &Planner, telling: &Telling) -> Option<StaleView> {
    let standing = telling.standing.as_ref().filter(|standing| standing.extent.misleads)?;
    let Extent { changed, passages, .. } = standing.extent;
    let zone = &planner.site.config.time_zone;
    let day = standing.record.accepted.to_zoned_datetime(zone.clone()).date();
    Some(StaleView {
        since: standing.since.map(|date| date.in_zone(zone)),
        after: Date::of_day(day.year(), day.month(), day.day()),
        changed,
        passages,
    })
}

/// Pages at old paths that lead on to the article.
pub fn aliases(planner: &Planner, story: &Story, locality: &Locality, pages: &mut Vec<Page>) {
    let Some(telling) = story.telling(locality.place) else { return };
    let article = &telling.article;
    for (index, alias) in article.head.aliases.iter().flatten().enumerate() {
        pages.push(Page::new(
            alias.clone(),
            OutputKind::Page,
            Origin::File(article.span(&format!("aliases[{index}]"))),
            Content::Redirect {
                to: planner.site.config.base_url.permalink(&telling.route),
                title: Arc::clone(&article.shown.title),
                locale: article.locale.clone(),
            },
        ));
    }
}
