//! Editions: what their pages show, and what their feed holds.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::hashed::Hashed;
use crate::l10n::Arg;
use crate::link::{Edition, Site, Story, Telling, line};
use crate::model::Period;
use crate::parse::markdown::escape::{push_attribute, push_text};
use crate::plan::articles::{sources, stale};
use crate::plan::body::BodyView;
use crate::plan::feed::{Entry, told, urn};
use crate::plan::lists::beside;
use crate::plan::subject::{Locality, Subject};
use crate::plan::view::{
    ContentView, EditionEntry, EditionPage, EditionStory, EditionView, EditionsPage, PageView,
};
use crate::plan::{Planner, speech::Speech};
use crate::world::VPath;

/// What an edition's author says of it in a language, if there is anything.
type Said<'a> = Option<(&'a Story, &'a Telling)>;

/// What an edition's author says of it in a language.
pub fn editorial(site: &Site, locale: usize, place: usize) -> Said<'_> {
    let story = &site.archive.editorials[site.archive.editions[place].editorial?];
    Some((story, story.telling(locale)?))
}

/// What an edition is called: by its author, or by its days.
pub fn title(site: &Site, speech: &Speech, locale: usize, place: usize) -> Arc<str> {
    match editorial(site, locale, place) {
        Some((_, telling)) => Arc::clone(&telling.article.shown.title),
        None => say(site, speech, place, ["edition-week-title", "edition-day-title"]),
    }
}

/// An edition in a sentence.
pub fn description(site: &Site, speech: &Speech, locale: usize, place: usize) -> Arc<str> {
    let said = editorial(site, locale, place);
    let summary = said.and_then(|(_, telling)| telling.article.shown.summary.clone());
    let keys = ["edition-week-description", "edition-day-description"];
    summary.unwrap_or_else(|| say(site, speech, place, keys))
}

/// Says one of two messages, of a week or of a day.
fn say(site: &Site, speech: &Speech, place: usize, keys: [&str; 2]) -> Arc<str> {
    let [of_week, of_day] = keys;
    let edition = &site.archive.editions[place];
    let (first, last) = (Arg::Date(edition.from), Arg::Date(edition.to));
    match edition.period {
        Some(Period::Week(year, week)) => {
            let week = ("week", Arg::Number(f64::from(week)));
            let year = ("year", Arg::Text(year.to_string()));
            speech.say(of_week, &[year, week, ("from", first), ("to", last)]).into()
        }
        _ => speech.say(of_day, &[("day", first)]).into(),
    }
}

/// The page that lists the editions of a locale.
pub fn index(planner: &Planner, locality: &Locality, page: PageView) -> EditionsPage {
    let entry = |(place, stories): (&usize, &Vec<usize>)| {
        let link = locality.link(&planner.site, &Subject::Edition(*place))?;
        let edition = &planner.site.archive.editions[*place];
        Some(EditionEntry {
            name: edition.name.clone(),
            title: Arc::clone(&link.text),
            href: link.href.clone(),
            number: edition.number,
            from: edition.from,
            to: edition.to,
            count: stories.len(),
            open: !edition.closed,
        })
    };
    let editions = locality.index.editions.iter().rev().filter_map(entry);
    EditionsPage { page, editions: editions.collect() }
}

/// The page of an edition.
pub fn page(planner: &Planner, locality: &Locality, place: usize, page: PageView) -> EditionPage {
    let (newer, older) = beside(&locality.index.editions, &place);
    let link = |place: &usize| locality.link(&planner.site, &Subject::Edition(*place));
    let stories = stories(planner, locality, place);
    EditionPage {
        page,
        edition: view(&planner.site.archive.editions[place], &stories),
        editorial: editorial(&planner.site, locality.place, place)
            .map(|(story, telling)| content(planner, story, telling)),
        stories,
        newer: newer.and_then(link),
        older: older.and_then(link),
    }
}

/// What the author says of an edition.
fn content(planner: &Planner, story: &Story, telling: &Telling) -> ContentView {
    let shown = &telling.article.shown;
    ContentView {
        title: Arc::clone(&shown.title),
        summary: shown.summary.clone(),
        body: Hashed::new(BodyView::new(planner, story, telling)),
        updated: telling.updated,
        stale: stale(planner, telling),
        locale: telling.article.locale.clone(),
        foreign: None,
        extra: telling.article.extra.clone(),
    }
}

fn view(edition: &Edition, stories: &[EditionStory]) -> EditionView {
    EditionView {
        name: edition.name.clone(),
        number: edition.number,
        from: edition.from,
        to: edition.to,
        count: stories.len(),
        minutes: stories.iter().map(|story| story.teaser.minutes).sum(),
        open: !edition.closed,
    }
}

fn stories(planner: &Planner, locality: &Locality, place: usize) -> Vec<EditionStory> {
    let listed = locality.index.editions.get(&place);
    let said = editorial(&planner.site, locality.place, place);
    let shown = listed.into_iter().flatten().filter_map(|story| {
        let teaser = planner.teaser(locality.place, *story)?;
        let story = &planner.site.archive.stories[*story];
        let line = said.and_then(|(_, telling)| line(telling, story));
        let (_, telling) = story.telling_or_original(locality.place)?;
        Some((
            teaser,
            line.map(|line| locality.speech.set(line).into()),
            sources(planner, locality, telling),
        ))
    });
    let story = |(index, (teaser, line, sources))| EditionStory {
        anchor: format!("story-{}", index + 1),
        teaser,
        line,
        sources,
    };
    shown.enumerate().map(story).collect()
}

/// The editions whose days are over and that hold stories in a locale's own language, newest first,
/// with those stories.
pub fn told_editions(site: &Site, locality: &Locality) -> Vec<(usize, Vec<usize>)> {
    let lists = locality.index.editions.iter().rev();
    let closed = lists.filter(|(place, _)| site.archive.editions[**place].closed);
    let told = closed.map(|(place, stories)| (*place, told(locality, stories).collect()));
    let some = told.filter(|(_, stories): &(usize, Vec<usize>)| !stories.is_empty());
    let mut editions: Vec<_> = some.collect();
    // An author may have one out after the next.
    editions.sort_by_key(|(place, _)| Reverse(site.archive.editions[*place].published));
    editions.truncate(site.config.feeds.entries);
    editions
}

/// The files of the texts that the feed of editions holds.
pub fn files<'p>(planner: &'p Planner, locality: &Locality) -> Vec<&'p VPath> {
    let told = told_editions(&planner.site, locality).into_iter();
    let said = told.filter_map(|(place, _)| editorial(&planner.site, locality.place, place));
    said.map(|(_, telling)| &telling.article.file).collect()
}

/// What the feed of editions holds: an entry for each edition.
pub fn entries(planner: &Planner, locality: &Locality) -> impl Iterator<Item = Entry> {
    let told = told_editions(&planner.site, locality).into_iter();
    told.filter_map(|(place, stories)| entry(planner, locality, place, &stories))
}

fn entry(planner: &Planner, locality: &Locality, place: usize, stories: &[usize]) -> Option<Entry> {
    let site = &*planner.site;
    let zone = &site.config.time_zone;
    let edition = &site.archive.editions[place];
    let subject = Subject::Edition(place);
    let updated = stories.iter().filter_map(|story| {
        site.archive.stories[*story].telling(locality.place)?.updated.map(|date| date.instant(zone))
    });
    let said = editorial(site, locality.place, place);
    let changed = said.and_then(|(_, telling)| Some(telling.updated?.instant(zone)));
    let published = edition.published;
    let time = |at: jiff::Timestamp| crate::model::Date::at(at, zone).rfc3339(zone);
    Some(Entry {
        id: urn("edition", &edition.name, locality.speech.locale()),
        title: locality.title(site, &subject),
        url: site.config.base_url.permalink(&locality.route(site, &subject)?),
        published: time(published),
        updated: time(updated.chain(changed).chain([published]).max()?),
        authors: Vec::new(),
        summary: Some(locality.description(site, &subject)),
        topics: Vec::new(),
        body: said.map(|(story, telling)| Hashed::new(BodyView::new(planner, story, telling))),
        contents: Some(contents(planner, locality, (said, stories)).into()),
    })
}

/// The stories of an edition as HTML: headlines that lead to them, and what its author says of each, or
/// else their leads.
fn contents(
    planner: &Planner,
    locality: &Locality,
    (said, stories): (Said<'_>, &[usize]),
) -> String {
    let mut html = String::from("<ul>\n");
    let told = stories.iter().filter_map(|story| {
        let story = &planner.site.archive.stories[*story];
        Some((story, story.telling(locality.place)?))
    });
    for (story, telling) in told {
        let shown = &telling.article.shown;
        html.push_str("<li><p><a href=\"");
        push_attribute(&planner.site.config.base_url.permalink(&telling.route), &mut html);
        html.push_str("\">");
        push_text(&shown.title, &mut html);
        html.push_str("</a></p>");
        let own = said.and_then(|(_, telling)| line(telling, story));
        let own = own.map(|line| Arc::from(locality.speech.set(line)));
        if let Some(text) = own.as_ref().or(shown.summary.as_ref()) {
            html.push_str("\n<p>");
            push_text(text, &mut html);
            html.push_str("</p>");
        }
        html.push_str("</li>\n");
    }
    html + "</ul>\n"
}
