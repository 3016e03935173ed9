//! Feeds as JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>): the entries of the Atom feed.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;

use crate::l10n::foreign::without_marks;
use crate::model::Locale;
use crate::parse::text::Texts;
use crate::plan::{Entry, Feed};

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    language: &'a Locale,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(flatten)]
    content: Content<'a>,
    date_published: &'a str,
    date_modified: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    language: &'a Locale,
}

/// An item must have one of the two: without texts, its summary, or else its title.
#[derive(Serialize)]
enum Content<'a> {
    #[serde(rename = "content_html")]
    Html(String),
    #[serde(rename = "content_text")]
    Text(&'a str),
}

/// Writes a feed.
pub fn write(feed: &Feed, texts: &Texts, origin: &str) -> String {
    let items = feed.entries.iter().map(|entry| item(feed, entry, texts, origin));
    let json = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page,
        feed_url: &feed.url,
        language: &feed.locale,
        authors: [Author { name: &feed.author }],
        items: items.collect(),
    };
    let mut out = serde_json::to_string(&json).expect("texts can be written to memory");
    out.push('\n');
    // Names in another language cannot say so here: a feed's language is that of all its texts.
    match without_marks(&out) {
        Cow::Borrowed(_) => out,
        Cow::Owned(plain) => plain,
    }
}

fn item<'a>(feed: &'a Feed, entry: &'a Entry, texts: &Texts, origin: &str) -> Item<'a> {
    let name = |name: &'a Arc<str>| Author { name };
    Item {
        id: &entry.id,
        url: &entry.url,
        title: &entry.title,
        summary: entry.summary.as_deref(),
        content: content(entry, texts, origin),
        date_published: &entry.published,
        date_modified: &entry.updated,
        authors: entry.authors.iter().map(name).collect(),
        tags: entry.topics.iter().map(|(_, name)| &**name).collect(),
        language: &feed.locale,
    }
}

fn content<'a>(entry: &'a Entry, texts: &Texts, origin: &str) -> Content<'a> {
    match entry.html(texts, origin) {
        Some(html) => Content::Html(html),
        None => Content::Text(entry.summary.as_deref().unwrap_or(&entry.title)),
    }
}
