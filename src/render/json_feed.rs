//! Feeds as JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>): the entries of the Atom feed.

use std::fmt::Write as _;

use serde::Serialize;

use super::feeds::{self, Entries, Made};
use crate::byte_set::ByteSet;
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
    let mut text = format!("{{{},\"{key}\":\"", inside(&json(&before)));
    let start = text.len();
    push(&mut text, content);
    let place = start..text.len();
    text.push_str("\",");
    text.push_str(inside(&json(&after)));
    text.push('}');
    Made::new(text, html.and_then(|_| entry.inlay(Manner::Json, place)))
}

/// The bytes that a text in JSON may not hold as they are (RFC 8259, section 7).
const SPECIAL: ByteSet = ByteSet::of(b"\"\\")
    .and(b"\0\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f")
    .and(b"\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f");

/// Appends the inside of a text in JSON, as `serde_json` writes it. Whole articles are written so, in place: to have
/// them written elsewhere and copied takes twice as long.
pub(super) fn push(out: &mut String, text: &str) {
    // Markup takes 1.4 % more as JSON: the rest is for texts with more quotes.
    out.reserve(text.len() + text.len() / 16);
    let mut rest = text;
    while let Some(at) = SPECIAL.find(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b'\x08' => out.push_str("\\b"),
            b'\x0c' => out.push_str("\\f"),
            control => {
                let _ = write!(out, "\\u{control:04x}");
            }
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("texts can be written to memory")
}

/// A value without the braces or quotes around it.
fn inside(json: &str) -> &str {
    &json[1..json.len() - 1]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str) {
        let mut written = "\"".to_owned();
        push(&mut written, text);
        written.push('"');
        assert_eq!(written, json(text));
    }

    #[test]
    fn a_text_is_written_as_the_rest_of_a_feed_is() {
        ('\0'..='\u{7f}').for_each(|c| check(&format!("é{c}x")));
        check("");
    }

    proptest! {
        #[test]
        fn any_text_is(text in "[\\PC\\x00-\\x1f\"\\\\]{0,60}") {
            check(&text);
        }
    }
}
