//! What the pages of editions show.

use std::sync::Arc;

use serde::Serialize;

use crate::model::Date;
use crate::part::Part;
use crate::plan::view::{ContentView, Link, PageView, SourceView, Teaser};

/// `editions.html`: the index of editions.
#[derive(Debug, Hash, Serialize)]
pub struct EditionsPage {
    /// Of every page.
    pub page: PageView,
    /// Newest first.
    pub editions: Vec<EditionEntry>,
}

/// An edition in the index.
#[derive(Debug, Hash, Serialize)]
pub struct EditionEntry {
    /// Its name, the same in every language: `2025-w09`.
    pub name: String,
    /// What it is called.
    pub title: Arc<str>,
    /// Its page.
    pub href: String,
    /// Its number, counted from the site's first edition.
    pub number: usize,
    /// The first day that it covers.
    pub from: Date,
    /// The last day that it covers.
    pub to: Date,
    /// How many stories.
    pub count: usize,
    /// Whether its last day is not over, so that stories may come to it.
    pub open: bool,
}

/// `edition.html`: an edition, with all its stories.
#[derive(Debug, Hash, Serialize)]
pub struct EditionPage {
    /// Of every page.
    pub page: PageView,
    /// The edition.
    pub edition: EditionView,
    /// What its author says of it in this language, if it was made by hand.
    pub editorial: Option<ContentView>,
    /// In its author's order, or else newest first.
    pub stories: Vec<EditionStory>,
    /// The next newer edition.
    pub newer: Option<Part<Link>>,
    /// The next older edition.
    pub older: Option<Part<Link>>,
}

/// An edition above its own page.
#[derive(Debug, Hash, Serialize)]
pub struct EditionView {
    /// Its name, the same in every language: `2025-w09`.
    pub name: String,
    /// Its number, counted from the site's first edition.
    pub number: usize,
    /// The first day that it covers.
    pub from: Date,
    /// The last day that it covers.
    pub to: Date,
    /// How many stories.
    pub count: usize,
    /// The reading time of all its stories, in minutes.
    pub minutes: u32,
    /// Whether its last day is not over, so that stories may come to it.
    pub open: bool,
}

/// A story in an edition.
#[derive(Debug, Hash, Serialize)]
pub struct EditionStory {
    /// `story-1`: an id for its place on the page, to which the contents lead.
    pub anchor: String,
    /// The story.
    pub teaser: Part<Teaser>,
    /// What the edition's author says of it in this language.
    pub line: Option<Arc<str>>,
    /// What it stands on.
    pub sources: Vec<SourceView>,
}

/// `newsletter.html` and `newsletter.txt`: besides what `edition.html` has, what is said of the message.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct NewsletterView {
    /// Where readers who want no more are led.
    pub unsubscribe: Option<String>,
    /// Whether stories were left out at the end, since programs would cut the message.
    pub cut: bool,
}
