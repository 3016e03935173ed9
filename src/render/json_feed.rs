//! Feeds as JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>): the entries of the Atom feed.

use std::cell::{Cell, RefCell};
use std::io;
use std::sync::Arc;

use memchr::memmem;
use serde::{Serialize, Serializer};

use crate::l10n::foreign::{OPEN, without_marks};
use crate::model::Locale;
use crate::outputs::{Inlay, Manner};
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
    Html(Html<'a>),
    #[serde(rename = "content_text")]
    Text(&'a str),
}

/// A text, which remembers where it is written.
struct Html<'a> {
    entry: &'a Entry,
    html: String,
    written: &'a Written,
}

/// How much of a feed is written, and where texts are in it.
#[derive(Default)]
struct Written {
    length: Cell<usize>,
    inlays: RefCell<Vec<Inlay>>,
}

impl Serialize for Html<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let start = self.written.length.get();
        let done = self.html.serialize(serializer)?;
        // Within the quotes.
        let place = start + 1..self.written.length.get() - 1;
        self.written.inlays.borrow_mut().extend(self.entry.inlay(Manner::Json, place));
        Ok(done)
    }
}

/// A buffer that tells its length to others.
struct Buffer<'a> {
    bytes: Vec<u8>,
    written: &'a Written,
}

impl io::Write for Buffer<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        self.written.length.set(self.bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes a feed, and tells where in it texts are.
pub fn write(feed: &Feed, texts: &Texts, origin: &str) -> (Vec<u8>, Vec<Inlay>) {
    let written = Written::default();
    let items = feed.entries.iter().map(|entry| item(feed, entry, (texts, origin), &written));
    let json = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page,
        feed_url: &feed.url,
        language: &feed.locale,
        authors: [Author { name: &feed.author }],
        items: items.collect(),
    };
    let mut buffer = Buffer { bytes: Vec::new(), written: &written };
    serde_json::to_writer(&mut buffer, &json).expect("texts can be written to memory");
    let mut out = buffer.bytes;
    out.push(b'\n');
    // Names in another language cannot say so here: a feed's language is that of all its texts.
    let is_marked = memmem::find(&out, OPEN.encode_utf8(&mut [0; 4]).as_bytes()).is_some();
    if is_marked {
        let plain = without_marks(&String::from_utf8_lossy(&out)).into_owned();
        return (plain.into_bytes(), Vec::new());
    }
    (out, written.inlays.take())
}

fn item<'a>(
    feed: &'a Feed,
    entry: &'a Entry,
    (texts, origin): (&Texts, &str),
    written: &'a Written,
) -> Item<'a> {
    let name = |name: &'a Arc<str>| Author { name };
    Item {
        id: &entry.id,
        url: &entry.url,
        title: &entry.title,
        summary: entry.summary.as_deref(),
        content: content(entry, (texts, origin), written),
        date_published: &entry.published,
        date_modified: &entry.updated,
        authors: entry.authors.iter().map(name).collect(),
        tags: entry.topics.iter().map(|(_, name)| &**name).collect(),
        language: &feed.locale,
    }
}

fn content<'a>(
    entry: &'a Entry,
    (texts, origin): (&Texts, &str),
    written: &'a Written,
) -> Content<'a> {
    match entry.html(texts, origin) {
        Some(html) => Content::Html(Html { entry, html, written }),
        None => Content::Text(entry.summary.as_deref().unwrap_or(&entry.title)),
    }
}
