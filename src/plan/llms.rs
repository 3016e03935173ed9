//! `llms.txt` (<https://llmstxt.org>): where programs that read words find them, one file for the site
//! and one for each language.

use std::fmt::Write;

use crate::l10n::foreign::without_marks;
use crate::model::Route;
use crate::plan::subject::{Locality, Subject};
use crate::plan::{Planner, feed, standing, twin};

/// Lists that a program may skip.
const INDEXES: &[Subject] = &[
    Subject::Dossiers,
    Subject::Archives,
    Subject::Authors,
    Subject::Glossary,
    Subject::Sources,
    Subject::Corrections,
];

/// The files, by name; none if the site has no Markdown to lead to.
pub fn files(planner: &Planner) -> Vec<(String, String)> {
    if !planner.site.config.markdown {
        return Vec::new();
    }
    let of_locale = |locality: &Locality| {
        (format!("{}/llms.txt", locality.speech.locale()), of_locale(planner, locality))
    };
    let whole = ("llms.txt".to_owned(), of_site(planner));
    let files = planner.localities.iter().map(of_locale).chain([whole]);
    files.map(|(name, text)| (name, without_marks(&text).into_owned())).collect()
}

/// The languages, each with its own file and its feeds.
fn of_site(planner: &Planner) -> String {
    let base = &planner.site.config.base_url;
    let mut out = head(&planner.localities[0]);
    for locality in &planner.localities {
        section(&mut out, &planner.names[locality.place]);
        let title = locality.title(&planner.site, &Subject::Home);
        let file = base.permalink(&locality.home.file("llms.txt"));
        link(&mut out, &title, &file, Some(&locality.description(&planner.site, &Subject::Home)));
        feeds(planner, locality, &mut out);
    }
    out
}

/// The newest articles by month, the topics, and what may be skipped.
fn of_locale(planner: &Planner, locality: &Locality) -> String {
    let site = &*planner.site;
    let mut out = head(locality);
    articles(planner, locality, &mut out);
    if !locality.index.topics.is_empty() {
        section(&mut out, &locality.title(site, &Subject::Topics));
    }
    for id in locality.index.topics.keys() {
        subject(planner, locality, &Subject::Topic(id.clone()), &mut out);
    }
    section(&mut out, "Optional");
    for page in standing::standing_links(planner, locality) {
        let url = format!("{}{}", site.config.base_url.origin(), page.href);
        link(&mut out, &page.text, &url, None);
    }
    for index in INDEXES {
        subject(planner, locality, index, &mut out);
    }
    feeds(planner, locality, &mut out);
    out
}

fn articles(planner: &Planner, locality: &Locality, out: &mut String) {
    let site = &*planner.site;
    let mut last = None;
    for place in feed::newest(site, locality) {
        let story = &site.archive.stories[place];
        let Some(telling) = story.telling(locality.place) else { continue };
        let Some(route) = twin::route(site, telling) else { continue };
        let (year, month) = (story.facts.date.year(), story.facts.date.month());
        if last.replace((year, month)) != Some((year, month)) {
            section(out, &locality.title(site, &Subject::Month(year, month)));
        }
        let shown = &telling.article.shown;
        link(out, &shown.title, &site.config.base_url.permalink(&route), shown.summary.as_deref());
    }
}

fn subject(planner: &Planner, locality: &Locality, subject: &Subject, out: &mut String) {
    let Some(route) = locality.route(&planner.site, subject) else { return };
    let title = locality.title(&planner.site, subject);
    let description = locality.description(&planner.site, subject);
    link(out, &title, &permalink(planner, &route), Some(&description));
}

fn feeds(planner: &Planner, locality: &Locality, out: &mut String) {
    for feed in feed::of_list(planner, locality, &Subject::Home) {
        link(out, &feed.title, &feed.url, Some(feed.format));
    }
}

fn permalink(planner: &Planner, route: &Route) -> String {
    planner.site.config.base_url.permalink(route)
}

fn head(locality: &Locality) -> String {
    let speech = &locality.speech;
    let (title, text) = (speech.say("site-title", &[]), speech.say("site-description", &[]));
    format!("# {}\n\n> {}\n", line(&title), line(&text))
}

fn section(out: &mut String, title: &str) {
    let _ = write!(out, "\n## {}\n\n", line(title));
}

/// `- [name](url): note`
fn link(out: &mut String, name: &str, url: &str, note: Option<&str>) {
    let name = line(name).replace('[', "\\[").replace(']', "\\]");
    let _ = write!(out, "- [{name}]({url})");
    if let Some(note) = note {
        let _ = write!(out, ": {}", line(note));
    }
    out.push('\n');
}

/// A text on one line.
fn line(text: &str) -> String {
    text.split('\n').map(str::trim).collect::<Vec<_>>().join(" ")
}
