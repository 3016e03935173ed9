//! Feeds as Atom (RFC 4287).

use std::fmt::Write;

use super::feeds::{self, Entries, Made};
use super::xml::{self, Escaped, element};
use crate::outputs::{Inlay, Manner};
use crate::parse::text::Texts;
use crate::plan::{Entry, Feed};

/// Writes a feed, and tells where in it texts are.
pub fn write(
    feed: &Feed,
    entries: &Entries,
    (texts, origin): (&Texts, &str),
) -> (Vec<u8>, Vec<Inlay>) {
    let make = |entry: &Entry| made(entry, texts, origin);
    let entries: Vec<_> = feed.entries.iter().map(|entry| entries.get(entry, make)).collect();
    feeds::join(head(feed), &entries, ("", "</feed>\n"))
}

fn head(feed: &Feed) -> String {
    let mut out = String::new();
    out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let _ =
        writeln!(out, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">", feed.locale);
    element(&mut out, "id", &feed.id);
    element(&mut out, "title", &feed.title);
    element(&mut out, "updated", &feed.updated);
    let _ = writeln!(out, "<author><name>{}</name></author>", Escaped(&feed.author));
    let _ = writeln!(
        out,
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>",
        Escaped(&feed.url)
    );
    let _ = writeln!(
        out,
        "<link rel=\"alternate\" type=\"text/html\" hreflang=\"{}\" href=\"{}\"/>",
        feed.locale,
        Escaped(&feed.page)
    );
    let _ =
        writeln!(out, "<generator version=\"{0}\">depeche</generator>", env!("CARGO_PKG_VERSION"));
    out
}

fn made(entry: &Entry, texts: &Texts, origin: &str) -> Made {
    let (mut text, mut inlay) = (String::new(), None);
    let out = &mut text;
    out.push_str("<entry>\n");
    element(out, "id", &entry.id);
    element(out, "title", &entry.title);
    element(out, "published", &entry.published);
    element(out, "updated", &entry.updated);
    let _ = writeln!(
        out,
        "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>",
        Escaped(&entry.url)
    );
    for author in &entry.authors {
        let _ = writeln!(out, "<author><name>{}</name></author>", Escaped(author));
    }
    for (id, name) in &entry.topics {
        let _ = writeln!(out, "<category term=\"{id}\" label=\"{}\"/>", Escaped(name));
    }
    if let Some(summary) = &entry.summary {
        element(out, "summary", summary);
    }
    if let Some(html) = entry.html(texts, origin) {
        // Markup takes 13 % more as text of XML: the rest is for texts with more of it.
        out.reserve(html.len() + html.len() / 6);
        out.push_str("<content type=\"html\">");
        let start = out.len();
        xml::push(out, &html);
        inlay = entry.inlay(Manner::Atom, start..out.len());
        out.push_str("</content>\n");
    }
    out.push_str("</entry>\n");
    Made::new(text, inlay)
}
