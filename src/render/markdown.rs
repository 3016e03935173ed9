//! Articles as Markdown: what the author wrote, below a head in YAML that says whose and what it is.
//!
//! The keys of the head are those of front matter, where front matter has them.

use std::borrow::Cow;
use std::fmt::{Display, Write};

use crate::l10n::foreign::without_marks;
use crate::outputs::{Inlay, Manner};
use crate::parse::markdown::escape::push_markdown;
use crate::parse::text::Texts;
use crate::plan::Twin;
use crate::plan::view::{ArticleView, SourceView};

/// Writes an article, and tells where in it the text is.
pub fn write(twin: &Twin, texts: &Texts, origin: &str) -> (Vec<u8>, Vec<Inlay>) {
    let article = &twin.article;
    let mut out = String::from("---\n");
    head(&mut out, twin);
    out.push_str("---\n\n");
    let _ = writeln!(out, "# {}\n", line(&article.title));
    if let Some(summary) = &article.summary {
        let _ = writeln!(out, "> {}\n", line(summary));
    }
    let mut body = String::new();
    article.body.write_markdown(texts, &mut body, origin, &twin.url);
    let start = out.len();
    out.push_str(body.trim());
    let place = start..out.len();
    out.push('\n');
    notes(&mut out, article, &body);
    match without_marks(&out) {
        Cow::Borrowed(_) => {
            let (file, manner) = (article.body.file().clone(), Manner::Markdown(twin.url.clone()));
            (out.into_bytes(), vec![Inlay { file, manner, places: vec![place] }])
        }
        Cow::Owned(plain) => (plain.into_bytes(), Vec::new()),
    }
}

fn head(out: &mut String, twin: &Twin) {
    let article = &twin.article;
    text(out, "title", &article.title);
    text(out, "url", &twin.url);
    text(out, "language", article.locale.as_str());
    plain(out, "date", Some(&article.date));
    plain(out, "updated", article.updated.as_ref());
    list(out, "authors", article.authors.iter().map(|author| &*author.text));
    list(out, "topics", article.topics.iter().map(|topic| &*topic.name));
    if let Some(from) = &article.translated_from {
        text(out, "translated_from", from.locale.as_str());
    }
    provenance(out, article);
    let own = |tag: &str| tag == article.locale.as_str() || tag == "x-default";
    let others = twin.alternates.iter().filter(|other| !own(&other.hreflang));
    block(out, "translations", others, |out, other| text(out, &other.hreflang, &other.url));
    sources(out, &article.sources);
    for (index, update) in article.updates.iter().enumerate() {
        out.push_str(if index == 0 { "updates:\n" } else { "" });
        let _ = writeln!(out, "  - date: {}\n    kind: {}", update.date, update.kind);
        text(out, "    note", &update.note);
    }
}

fn provenance(out: &mut String, article: &ArticleView) {
    let Some(made) = &article.provenance else { return };
    out.push_str("provenance:\n");
    plain(out, "  text", made.text);
    plain(out, "  translation", made.translation);
    if let Some(reviewer) = &made.reviewer {
        text(out, "  reviewer", reviewer);
    }
}

fn sources(out: &mut String, sources: &[SourceView]) {
    for (index, source) in sources.iter().enumerate() {
        out.push_str(if index == 0 { "sources:\n" } else { "" });
        text(out, "  - title", &source.title);
        let texts =
            [("url", &source.url), ("publisher", &source.publisher), ("locale", &source.locale)];
        for (key, value) in texts {
            if let Some(value) = value {
                text(out, &format!("    {key}"), value);
            }
        }
        plain(out, "    date", source.date.as_ref());
        plain(out, "    kind", source.kind);
    }
}

/// The sources that the text cites, as footnotes: `[^src:ID]` leads to them.
fn notes(out: &mut String, article: &ArticleView, body: &str) {
    let cited = |source: &&SourceView| {
        source.id.as_ref().is_some_and(|id| body.contains(&format!("[^src:{id}]")))
    };
    for source in article.sources.iter().filter(cited) {
        let id = source.id.as_deref().unwrap_or_default();
        let title = line(&source.title);
        let _ = write!(out, "\n[^src:{id}]: ");
        let _ = match &source.url {
            Some(url) => writeln!(out, "[{title}](<{url}>)"),
            None => writeln!(out, "{title}"),
        };
    }
}

/// A key with a text, which JSON writes as YAML reads it.
fn text(out: &mut String, key: &str, value: &str) {
    let value = serde_json::to_string(value).expect("a text can be written to memory");
    let _ = writeln!(out, "{key}: {value}");
}

/// A key with what needs no quotes, if there is something.
fn plain(out: &mut String, key: &str, value: Option<impl Display>) {
    if let Some(value) = value {
        let _ = writeln!(out, "{key}: {value}");
    }
}

fn list<'a>(out: &mut String, key: &str, values: impl Iterator<Item = &'a str>) {
    let values: Vec<&str> = values.collect();
    if !values.is_empty() {
        let values = serde_json::to_string(&values).expect("texts can be written to memory");
        let _ = writeln!(out, "{key}: {values}");
    }
}

/// A key with keys below it.
fn block<T>(
    out: &mut String,
    key: &str,
    entries: impl Iterator<Item = T>,
    write: impl Fn(&mut String, T),
) {
    for (index, entry) in entries.enumerate() {
        if index == 0 {
            let _ = writeln!(out, "{key}:");
        }
        out.push_str("  ");
        write(out, entry);
    }
}

/// A text on one line, where it is no markup.
fn line(text: &str) -> String {
    let mut line = String::new();
    push_markdown(&text.split('\n').map(str::trim).collect::<Vec<_>>().join(" "), &mut line);
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_back_by_a_yaml_parser() {
        let words = [
            "",
            "null",
            "2025-03-04",
            "a: \"b\" # c",
            "- [x]",
            "é\u{a0}: «\u{202f}!",
            "\u{2028}\t",
        ];
        for word in words {
            let mut head = String::new();
            text(&mut head, "title", word);
            list(&mut head, "topics", [word, "b"].into_iter());
            let read: serde_yaml::Value = serde_yaml::from_str(&head).expect(&head);
            assert_eq!(read["title"].as_str(), Some(word));
            assert_eq!(read["topics"][0].as_str(), Some(word));
        }
    }
}
