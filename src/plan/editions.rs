//! Editions: what their pages show, and what their feed holds.

use std::sync::Arc;

use crate::l10n::Arg;
use crate::link::{Edition, Site};
use crate::model::Period;
use crate::parse::markdown::escape::{push_attribute, push_text};
use crate::plan::articles::sources;
use crate::plan::feed::{Entry, told, urn};
use crate::plan::lists::beside;
use crate::plan::subject::{Locality, Subject};
use crate::plan::view::{
    EditionEntry, EditionPage, EditionStory, EditionView, EditionsPage, PageView,
};
use crate::plan::{Planner, speech::Speech};

/// What an edition is called.
pub fn title(site: &Site, speech: &Speech, place: usize) -> Arc<str> {
    say(site, speech, place, ["edition-week-title", "edition-day-title"])
}

/// An edition in a sentence.
pub fn description(site: &Site, speech: &Speech, place: usize) -> Arc<str> {
    say(site, speech, place, ["edition-week-description", "edition-day-description"])
}

/// Says one of two messages, of a week or of a day.
fn say(site: &Site, speech: &Speech, place: usize, keys: [&str; 2]) -> Arc<str> {
    let [of_week, of_day] = keys;
    let period = site.editions[place].period;
    let (first, last) = (Arg::Date(period.first()), Arg::Date(period.last()));
    match period {
        Period::Week(year, week) => {
            let week = ("week", Arg::Number(f64::from(week)));
            let year = ("year", Arg::Text(year.to_string()));
            speech.say(of_week, &[year, week, ("from", first), ("to", last)]).into()
        }
        Period::Day(_) => speech.say(of_day, &[("day", first)]).into(),
    }
}

/// The page that lists the editions of a locale.
pub fn index(planner: &Planner, locality: &Locality, page: PageView) -> EditionsPage {
    let entry = |(place, stories): (&usize, &Vec<usize>)| {
        let link = locality.link(&planner.site, &Subject::Edition(*place))?;
        let edition = &planner.site.editions[*place];
        Some(EditionEntry {
            name: edition.name.clone(),
            title: Arc::clone(&link.text),
            href: link.href.clone(),
            number: edition.number,
            from: edition.from(),
            to: edition.to(),
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
        edition: view(&planner.site.editions[place], &stories),
        stories,
        newer: newer.and_then(link),
        older: older.and_then(link),
    }
}

fn view(edition: &Edition, stories: &[EditionStory]) -> EditionView {
    EditionView {
        name: edition.name.clone(),
        number: edition.number,
        from: edition.from(),
        to: edition.to(),
        count: stories.len(),
        minutes: stories.iter().map(|story| story.teaser.minutes).sum(),
        open: !edition.closed,
    }
}

fn stories(planner: &Planner, locality: &Locality, place: usize) -> Vec<EditionStory> {
    let listed = locality.index.editions.get(&place);
    let shown = listed.into_iter().flatten().filter_map(|story| {
        let sources = sources(locality, &planner.site.stories[*story]);
        Some((planner.teaser(locality.place, *story)?, sources))
    });
    let story = |(index, (teaser, sources))| EditionStory {
        anchor: format!("story-{}", index + 1),
        teaser,
        sources,
    };
    shown.enumerate().map(story).collect()
}

/// The editions whose days are over and that hold stories in a locale's own language, newest first,
/// with those stories.
pub fn told_editions(site: &Site, locality: &Locality) -> Vec<(usize, Vec<usize>)> {
    let lists = locality.index.editions.iter().rev();
    let closed = lists.filter(|(place, _)| site.editions[**place].closed);
    let told = closed.map(|(place, stories)| (*place, told(site, locality, stories).collect()));
    let some = told.filter(|(_, stories): &(usize, Vec<usize>)| !stories.is_empty());
    some.take(site.config.feeds.entries).collect()
}

/// What the feed of editions holds: an entry for each edition.
pub fn entries(planner: &Planner, locality: &Locality) -> Vec<Entry> {
    let told = told_editions(&planner.site, locality).into_iter();
    told.filter_map(|(place, stories)| entry(planner, locality, place, &stories)).collect()
}

fn entry(planner: &Planner, locality: &Locality, place: usize, stories: &[usize]) -> Option<Entry> {
    let site = &*planner.site;
    let zone = &site.config.time_zone;
    let edition = &site.editions[place];
    let subject = Subject::Edition(place);
    let updated = stories.iter().filter_map(|story| {
        site.stories[*story].telling(locality.place)?.updated.map(|date| date.instant(zone))
    });
    let published = edition.to().end(zone);
    let time = |at: jiff::Timestamp| crate::model::Date::at(at, zone).rfc3339(zone);
    Some(Entry {
        id: urn("edition", &edition.name, locality.speech.locale()),
        title: locality.title(site, &subject),
        url: site.config.base_url.permalink(&locality.route(site, &subject)?),
        published: time(published),
        updated: time(updated.chain([published]).max()?),
        authors: Vec::new(),
        summary: Some(locality.description(site, &subject)),
        topics: Vec::new(),
        body: None,
        contents: Some(contents(planner, locality, stories).into()),
    })
}

/// The stories of an edition as HTML: headlines that lead to them, and leads.
fn contents(planner: &Planner, locality: &Locality, stories: &[usize]) -> String {
    let mut html = String::from("<ul>\n");
    let tellings = stories.iter().filter_map(|story| {
        let story = &planner.site.stories[*story];
        story.telling(locality.place)
    });
    for telling in tellings {
        let shown = &telling.article.shown;
        html.push_str("<li><p><a href=\"");
        push_attribute(&planner.site.config.base_url.permalink(&telling.route), &mut html);
        html.push_str("\">");
        push_text(&shown.title, &mut html);
        html.push_str("</a></p>");
        if let Some(summary) = &shown.summary {
            html.push_str("\n<p>");
            push_text(summary, &mut html);
            html.push_str("</p>");
        }
        html.push_str("</li>\n");
    }
    html + "</ul>\n"
}
