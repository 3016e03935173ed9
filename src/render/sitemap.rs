//! Sitemaps (sitemaps.org), with the languages of each page.

use std::borrow::Cow;
use std::fmt::Write;

use super::xml::{Escaped, element};
use crate::l10n::foreign::without_marks;
use crate::plan::{Listed, NewsEntry};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// Writes the sitemap of some pages: permalinks, and what is said of each.
pub fn write(pages: &[(String, Listed)]) -> String {
    let mut out = String::from(HEAD);
    out.push_str(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for (url, listed) in pages {
        out.push_str("<url>\n");
        element(&mut out, "loc", url);
        if let Some(modified) = &listed.modified {
            element(&mut out, "lastmod", modified);
        }
        for alternate in listed.alternates.iter() {
            let _ = writeln!(
                out,
                "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
                alternate.hreflang,
                Escaped(&alternate.url)
            );
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// Writes the sitemap of recent articles, as Google News reads it.
pub fn write_news(entries: &[NewsEntry]) -> String {
    let mut out = String::from(HEAD);
    out.push_str(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n",
    );
    for entry in entries {
        out.push_str("<url>\n");
        element(&mut out, "loc", &entry.url);
        out.push_str("<news:news>\n<news:publication>\n");
        element(&mut out, "news:name", &entry.publication);
        element(&mut out, "news:language", &entry.language);
        out.push_str("</news:publication>\n");
        element(&mut out, "news:publication_date", &entry.date.to_string());
        element(&mut out, "news:title", &entry.title);
        out.push_str("</news:news>\n</url>\n");
    }
    out.push_str("</urlset>\n");
    match without_marks(&out) {
        Cow::Borrowed(_) => out,
        Cow::Owned(plain) => plain,
    }
}

/// Writes the list of sitemaps that are parts of one.
pub fn write_index(parts: &[String]) -> String {
    let mut out = String::from(HEAD);
    out.push_str("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for part in parts {
        let _ = writeln!(out, "<sitemap><loc>{}</loc></sitemap>", Escaped(part));
    }
    out.push_str("</sitemapindex>\n");
    out
}
