//! The news sitemap: the articles of the last two days, as Google News wants them.
//!
//! It is the one file that time changes although no article comes or goes, so that the plan holds only
//! until the next article leaves it.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::limits;
use crate::link::{Site, Story, Telling};
use crate::model::Date;
use crate::plan::Planner;
use crate::plan::subject::Subject;

/// Where it is.
pub const FILE: &str = "news-sitemap.xml";

/// How long an article is news.
const NEWS: SignedDuration = SignedDuration::from_hours(48);

/// An article in the news sitemap.
#[derive(Debug, Hash)]
pub struct NewsEntry {
    /// Its page.
    pub url: String,
    /// The site's name, in its language.
    pub publication: Arc<str>,
    /// Its language (ISO 639).
    pub language: String,
    /// When it was published.
    pub date: Date,
    /// Its headline.
    pub title: Arc<str>,
}

/// The entries at a moment, newest first.
pub fn entries(planner: &Planner, now: Timestamp) -> Vec<NewsEntry> {
    let site = &*planner.site;
    let stories = recent(site, now).filter(|story| is_news(story, now));
    let entries = stories.flat_map(|story| {
        told(story).map(|(place, telling)| {
            let locality = &planner.localities[place];
            NewsEntry {
                url: site.config.base_url.permalink(&telling.route),
                publication: locality.title(site, &Subject::Home),
                language: telling.article.locale.language().to_owned(),
                date: story.facts.date,
                title: Arc::clone(&telling.article.shown.title),
            }
        })
    });
    entries.take(limits::NEWS_SITEMAP_URLS).collect()
}

/// When the entries change next by themselves, if there is a news sitemap.
pub fn until(site: &Site, now: Timestamp) -> Option<Timestamp> {
    if !site.config.news_sitemap {
        return None;
    }
    let dated = recent(site, now).filter(|story| story.facts.date.day().is_some());
    let moments = dated.flat_map(|story| [story.facts.instant, end(story)]);
    moments.filter(|moment| *moment > now).min()
}

/// The stories of the last two days, and those that are still to come: of all others none is looked at.
fn recent(site: &Site, now: Timestamp) -> impl Iterator<Item = &Story> {
    let newest_first = site.archive.stories.iter().map(|story| &***story);
    newest_first.take_while(move |story| now < end(story))
}

/// Whether a story happened within the last two days, as far as is known: a month says too little.
fn is_news(story: &Story, now: Timestamp) -> bool {
    story.facts.date.day().is_some() && story.facts.instant <= now && now < end(story)
}

fn end(story: &Story) -> Timestamp {
    story.facts.instant.checked_add(NEWS).unwrap_or(Timestamp::MAX)
}

/// The published articles of a story, with their locales' places.
fn told(story: &Story) -> impl Iterator<Item = (usize, &Telling)> {
    let places = story.tellings.iter().enumerate();
    let tellings = places.filter_map(|(place, telling)| Some((place, telling.as_ref()?)));
    tellings.filter(|(_, telling)| telling.held.is_none())
}
