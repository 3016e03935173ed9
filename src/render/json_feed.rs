//! Feeds as JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>): the entries of the Atom feed.

use serde::Serialize;

use super::feeds::{self, Entries, Made};
use crate::model::Locale;
use crate::outputs::{Inlay, Manner};
use crate::parse::text::Texts;
use crate::plan::{Entry, Feed};

/// A feed, but for its items.
#[derive(Serialize)]
struct Head<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    language: &'a Locale,
    authors: [Author<'a>; 1],
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

/// What of an item stands before its content.
#[derive(Serialize)]
struct Before<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
}

/// What of an item stands after its content.
#[derive(Serialize)]
struct After<'a> {
    date_published: &'a str,
    date_modified: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    language: &'a Locale,
}

/// Writes a feed, and tells where in it texts are.
pub fn write(
    feed: &Feed,
    entries: &Entries,
    (texts, origin): (&Texts, &str),
) -> (Vec<u8>, Vec<Inlay>) {
    let head = Head {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page,
        feed_url: &feed.url,
        language: &feed.locale,
        authors: [Author { name: &feed.author }],
    };
    let make = |entry: &Entry| made(entry, &feed.locale, (texts, origin));
    let items: Vec<_> = feed.entries.iter().map(|entry| entries.get(entry, make)).collect();
    let head = format!("{{{},\"items\":[", inside(&json(&head)));
    feeds::join(head, &items, (",", "]}\n"))
}

fn made(entry: &Entry, language: &Locale, (texts, origin): (&Texts, &str)) -> Made {
    let before = Before {
        id: &entry.id,
        url: &entry.url,
        title: &entry.title,
        summary: entry.summary.as_deref(),
    };
    let after = After {
        date_published: &entry.published,
        date_modified: &entry.updated,
        authors: entry.authors.iter().map(|name| Author { name }).collect(),
        tags: entry.topics.iter().map(|(_, name)| &**name).collect(),
        language,
    };
    let html = entry.html(texts, origin);
    // An item must have one of the two: without texts, its summary, or else its title.
    let (key, content) = match &html {
        Some(html) => ("content_html", &**html),
        None => ("content_text", entry.summary.as_deref().unwrap_or(&entry.title)),
    };
    let mut text = format!("{{{},\"{key}\":", inside(&json(&before))).into_bytes();
    // An article is long, and takes 1.4 % more as JSON: the rest is for more quotes, and for what stands after it.
    text.reserve(content.len() + content.len() / 16 + 512);
    let start = text.len();
    serde_json::to_writer(&mut text, content).expect(WRITTEN);
    let place = start + 1..text.len() - 1;
    text.push(b',');
    text.extend_from_slice(inside(&json(&after)).as_bytes());
    text.push(b'}');
    let text = String::from_utf8(text).expect("JSON is text");
    Made::new(text, html.and_then(|_| entry.inlay(Manner::Json, place)))
}

const WRITTEN: &str = "texts can be written to memory";

fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect(WRITTEN)
}

/// A value without the braces or quotes around it.
fn inside(json: &str) -> &str {
    &json[1..json.len() - 1]
}
