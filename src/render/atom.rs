//! Feeds as Atom (RFC 4287).

use std::borrow::Cow;
use std::fmt::Write;

use super::xml::{self, Escaped, element};
use crate::l10n::foreign::without_marks;
use crate::outputs::{Inlay, Manner};
use crate::parse::text::Texts;
use crate::plan::{Entry, Feed};

/// Writes a feed, and tells where in it texts are.
pub fn write(feed: &Feed, texts: &Texts, origin: &str) -> (Vec<u8>, Vec<Inlay>) {
    let (mut out, mut inlays) = (String::new(), Vec::new());
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
    for entry in &feed.entries {
        inlays.extend(write_entry(&mut out, entry, texts, origin));
    }
    out.push_str("</feed>\n");
    // Names in another language cannot say so here: a feed's language is that of all its texts.
    match without_marks(&out) {
        Cow::Borrowed(_) => (out.into_bytes(), inlays),
        Cow::Owned(plain) => (plain.into_bytes(), Vec::new()),
    }
}

fn write_entry(out: &mut String, entry: &Entry, texts: &Texts, origin: &str) -> Option<Inlay> {
    let mut inlay = None;
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
        out.push_str("<content type=\"html\">");
        let start = out.len();
        xml::push(out, &html);
        inlay = entry.inlay(Manner::Atom, start..out.len());
        out.push_str("</content>\n");
    }
    out.push_str("</entry>\n");
    inlay
}
