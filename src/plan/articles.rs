//! Articles: each with its neighbours and what is related to it.

use rayon::prelude::*;

use crate::diag::Span;
use crate::hashed::Hashed;
use crate::link::{Story, Telling};
use crate::model::Id;
use crate::outputs::OutputKind;
use crate::parse::article::Article;
use crate::plan::body::BodyView;
use crate::plan::head::Draft;
use crate::plan::index::related;
use crate::plan::subject::{Locality, Subject};
use crate::plan::teasers::{cover, link, minutes, topics};
use crate::plan::view::{
    ArticlePage, ArticleView, DossierView, Extra, HeadingView, OriginalView, ProvenanceView,
    SourceView, UpdateView,
};
use crate::plan::{Content, Origin, Page, Planner, View, feed, html};
use crate::typeset;

/// How many related stories an article shows.
const RELATED: usize = 4;

/// Plans the articles of a locale: its own, and, where the site wants that, a page around each that
/// exists in another language only. And the old paths that lead to them.
pub fn plan(planner: &Planner<'_>, locality: &Locality<'_>, pages: &mut Vec<Page>) {
    // Neighbours are the locale's own articles: a reader who goes on stays in their language.
    let own: Vec<usize> = (0..planner.site.stories.len())
        .filter(|place| planner.site.stories[*place].telling(locality.place).is_some())
        .collect();
    let article_at = |(at, place): (usize, &usize)| {
        let newer = at.checked_sub(1).map(|newer| own[newer]);
        article(planner, locality, *place, newer, own.get(at + 1).copied())
    };
    let planned = own.par_iter().with_min_len(64).enumerate().map(article_at);
    pages.extend(planned.collect::<Vec<_>>().into_iter().flatten());
    for place in &own {
        aliases(planner, &planner.site.stories[*place], locality, pages);
    }
    for place in 0..planner.site.stories.len() {
        if locality.around(planner.site, &Subject::Story(place)).is_some() {
            pages.extend(article(planner, locality, place, None, None));
        }
    }
}

fn article(
    planner: &Planner<'_>,
    locality: &Locality<'_>,
    place: usize,
    newer: Option<usize>,
    older: Option<usize>,
) -> Option<Page> {
    let site = planner.site;
    let subject = Subject::Story(place);
    let story = &site.stories[place];
    let (found, telling) = story.telling_or_original(locality.place)?;
    let draft = draft(planner, locality, &subject, telling)?;
    let near = related(site, &locality.index, locality.place, place, RELATED);
    let one = |place: Option<usize>| planner.teasers[locality.place][place?].clone();
    let modified = planner.modified(&telling.updated.unwrap_or(story.facts.date));
    let view = ArticlePage {
        page: draft.view(planner, feed::of_article(planner, locality, story)),
        article: article_view(planner, locality, story, (found, telling)),
        newer: one(newer),
        older: one(older),
        related: planner.teasers_of(locality.place, &near),
    };
    let source = Origin::File(Span::file(&telling.article.file));
    Some(html(
        planner,
        &draft,
        OutputKind::Page,
        source,
        Some(modified),
        View::Article(Box::new(view)),
    ))
}

/// A page whose text is an article's. Around a foreign one it is not canonical.
pub fn draft<'a>(
    planner: &'a Planner<'a>,
    locality: &'a Locality<'a>,
    subject: &Subject,
    telling: &Telling,
) -> Option<Draft<'a>> {
    let site = planner.site;
    let own = locality.route(site, subject);
    let around = locality.around(site, subject);
    let canonical = own.is_none().then(|| telling.route.clone());
    let head = &telling.article.head;
    let title = head.title.as_deref().unwrap_or(telling.article.story.name());
    let locale = &telling.article.locale;
    let summary = head.summary.as_deref().map(|text| typeset::plain(text, locale).into_owned());
    Some(Draft {
        kind: "article",
        locality,
        subject: subject.clone(),
        route: own.or(around)?,
        title: typeset::plain(title, locale).into_owned(),
        description: summary.unwrap_or_else(|| locality.description(subject)),
        family: planner.family(subject),
        canonical,
        indexed: telling.held.is_none(),
    })
}

fn article_view(
    planner: &Planner<'_>,
    locality: &Locality<'_>,
    story: &Story,
    (found, telling): (usize, &Telling),
) -> ArticleView {
    let site = planner.site;
    let base = &site.config.base_url;
    let article = &telling.article;
    let head = &article.head;
    let set = |text: &String| typeset::plain(text, &article.locale).into_owned();
    let authors = story.facts.authors.iter();
    ArticleView {
        title: set(head.title.as_ref().unwrap_or(&article.story.name().to_owned())),
        kicker: head.kicker.as_ref().map(set),
        summary: head.summary.as_ref().map(set),
        key_points: head.key_points.iter().flatten().map(set).collect(),
        date: story.facts.date,
        updated: telling.updated,
        body: BodyView::new(telling, &story.facts.sources, base, &site.words),
        minutes: minutes(telling),
        headings: headings(article),
        authors: authors
            .filter_map(|id| link(planner, locality, &Subject::Author(id.clone())))
            .collect(),
        topics: topics(planner, locality, &story.facts.topics),
        dossier: story.facts.dossier.as_ref().map(|id| dossier(locality, id)),
        sources: sources(locality, story),
        updates: updates(planner, telling),
        provenance: provenance(story, found != story.original),
        translated_from: original(planner, story, telling),
        cover: cover(story, telling, base),
        locale: article.locale.clone(),
        foreign: (found != locality.place).then(|| planner.names[found].clone()),
        held: telling.held.map(crate::link::Held::as_str),
        extra: extra(article),
    }
}

fn headings(article: &Article) -> Vec<HeadingView> {
    let view = |heading: &crate::parse::markdown::Heading| HeadingView {
        level: heading.level,
        id: heading.id.clone(),
        text: typeset::plain(&heading.text, &article.locale).into_owned(),
    };
    article.body.headings.iter().map(view).collect()
}

fn dossier(locality: &Locality<'_>, id: &Id) -> DossierView {
    let key = format!("dossier-{id}");
    DossierView {
        id: id.clone(),
        name: locality.speech.say(&key, &[]),
        description: locality.speech.describe(&key),
    }
}

fn sources(locality: &Locality<'_>, story: &Story) -> Vec<SourceView> {
    let language = locality.speech.locale().language();
    let view = |(index, source): (usize, &crate::parse::front_matter::Source)| {
        let foreign = source
            .locale
            .as_ref()
            .is_some_and(|locale| locale.split('-').next().unwrap_or_default() != language);
        SourceView {
            number: index + 1,
            anchor: format!("source-{}", index + 1),
            title: source.title.clone(),
            url: source.url.clone(),
            publisher: source.publisher.clone(),
            locale: source.locale.clone(),
            foreign,
            date: source.date,
            kind: source.kind,
        }
    };
    story.facts.sources.iter().enumerate().map(view).collect()
}

fn updates(planner: &Planner<'_>, telling: &Telling) -> Vec<UpdateView> {
    let zone = &planner.site.config.time_zone;
    let locale = &telling.article.locale;
    let view = |update: &crate::parse::front_matter::Update| UpdateView {
        date: update.date.in_zone(zone),
        kind: update.kind,
        note: typeset::plain(&update.note, locale).into_owned(),
    };
    let mut updates: Vec<UpdateView> =
        telling.article.head.updates.iter().flatten().map(view).collect();
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

fn original(planner: &Planner<'_>, story: &Story, telling: &Telling) -> Option<OriginalView> {
    let locale = telling.translated_from.clone()?;
    let config = &planner.site.config;
    let place = config.locales.iter().position(|declared| declared.tag == locale)?;
    let route = story.telling(place).map(|original| &original.route);
    Some(OriginalView {
        locale,
        name: planner.names[place].clone(),
        href: route.map(|route| config.base_url.href(route)),
    })
}

/// The front matter's `extra`, which was checked when it was parsed.
pub fn extra(article: &Article) -> Hashed<Extra> {
    let json = article.head.extra.as_deref().unwrap_or("{}");
    Hashed::new(Extra(serde_json::from_str(json).unwrap_or_default()))
}

/// Pages at old paths that lead on to the article.
pub fn aliases(
    planner: &Planner<'_>,
    story: &Story,
    locality: &Locality<'_>,
    pages: &mut Vec<Page>,
) {
    let Some(telling) = story.telling(locality.place) else { return };
    let article = &telling.article;
    for (index, alias) in article.head.aliases.iter().flatten().enumerate() {
        let title = article.head.title.clone().unwrap_or_default();
        pages.push(Page {
            route: alias.clone(),
            kind: OutputKind::Page,
            source: Origin::File(article.span(&format!("aliases[{index}]"))),
            content: Content::Redirect {
                to: planner.site.config.base_url.permalink(&telling.route),
                title: typeset::plain(&title, &article.locale).into_owned(),
                locale: article.locale.clone(),
            },
            listed: None,
        });
    }
}
