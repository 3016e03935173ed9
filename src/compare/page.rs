//! What is compared of one page, as any theme writes it.

use super::Page;
use crate::hashed::Fingerprint;
use crate::html::{self, Tag};

/// What readers have of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Its language, as the page states it.
    pub locale: String,
    /// Its title.
    pub title: String,
    /// Where it leads at once, if it is there for nothing else.
    pub leads_to: Option<String>,
    /// The languages that it says to have counterparts in.
    pub alternates: Vec<String>,
    /// Whether it says that it is an article.
    pub article: bool,
    /// The words of its main part, whatever elements they stand in.
    pub words: Fingerprint,
}

impl Facts {
    /// Reads a page.
    pub fn of(page: &str) -> Self {
        let tags = html::tags(page);
        let root = tags.iter().find(|tag| tag.name == "html");
        let metas = || tags.iter().filter(|tag| tag.name == "meta");
        Self {
            locale: root.and_then(|root| value(root, "lang")).unwrap_or_default().to_owned(),
            title: title(page, &tags),
            leads_to: metas().find_map(refresh).map(str::to_owned),
            alternates: tags.iter().filter_map(alternate).map(str::to_owned).collect(),
            article: metas().any(|meta| {
                value(meta, "property") == Some("og:type")
                    && value(meta, "content") == Some("article")
            }),
            words: words(page, &tags),
        }
    }

    pub(super) fn page(&self, address: &str) -> Page {
        Page { locale: self.locale.clone(), url: address.to_owned(), title: self.title.clone() }
    }
}

fn value<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attribute(name).map(|attribute| attribute.value.as_str())
}

/// The first title: pictures have some, too.
fn title(page: &str, tags: &[Tag]) -> String {
    let start = tags.iter().position(|tag| tag.name == "title");
    let Some([open, close, ..]) = start.map(|start| &tags[start..]) else { return String::new() };
    let text = html::unescape(&page[open.range.end..close.range.start]);
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn alternate(tag: &Tag) -> Option<&str> {
    let is = tag.name == "link" && value(tag, "rel") == Some("alternate");
    value(tag, "hreflang").filter(|tag| is && *tag != "x-default")
}

/// The words of the main part; of the whole page, if it has none.
fn words(page: &str, tags: &[Tag]) -> Fingerprint {
    let mut words = String::new();
    let mut inside = !tags.iter().any(|tag| tag.name == "main");
    let mut at = 0;
    for (index, tag) in tags.iter().enumerate() {
        let code = index.checked_sub(1).map(|before| &tags[before]).is_some_and(|before| {
            !before.closing && matches!(before.name.as_str(), "script" | "style")
        });
        if inside && !code {
            push_words(&page[at..tag.range.start], &mut words);
        }
        at = tag.range.end;
        if tag.name == "main" {
            inside = !tag.closing;
        }
    }
    Fingerprint::of_bytes(words.as_bytes())
}

fn refresh(meta: &Tag) -> Option<&str> {
    let equivalent = value(meta, "http-equiv")?;
    target(value(meta, "content")?).filter(|_| equivalent.eq_ignore_ascii_case("refresh"))
}

/// Where a refresh leads: `0; url=https://…`.
fn target(content: &str) -> Option<&str> {
    let (_, rest) = content.split_once(';')?;
    let (name, url) = rest.split_once('=')?;
    name.trim().eq_ignore_ascii_case("url").then(|| url.trim().trim_matches(['\'', '"']))
}

/// Adds the words of a text, one blank between two, so that only words count.
fn push_words(text: &str, words: &mut String) {
    for word in text.split_ascii_whitespace() {
        words.push_str(word);
        words.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_count_and_their_dress_does_not() {
        let words = |page: &str| Facts::of(page).words;
        let main = "<nav>a</nav><main><p>one <b>two</b></p></main><footer>b</footer>";
        assert_eq!(words(main), words("<main class=x>\n<h2>one</h2> two</main>"));
        assert_eq!(words(main), words("<main>one two<script>three</script></main>"));
        assert_ne!(words(main), words("<main>one three</main>"));
        assert_ne!(words("<p>one</p>"), words("<p>two</p>"));
    }

    #[test]
    fn a_page_says_what_it_is() {
        let facts = Facts::of(
            "<html lang=fr><title>L&#39;a\n&amp; b</title>\
             <link rel=alternate hreflang=en href=x><link rel=alternate hreflang=x-default href=y>\
             <link rel=alternate type=application/atom+xml href=z>\
             <meta property=og:type content=article><svg><title>no</title></svg>",
        );
        assert_eq!((facts.locale.as_str(), facts.title.as_str()), ("fr", "L'a & b"));
        assert_eq!(facts.alternates, ["en"]);
        assert!(facts.article && facts.leads_to.is_none());
        let leads = |content: &str| {
            Facts::of(&format!("<meta http-equiv=Refresh content=\"{content}\">")).leads_to
        };
        assert_eq!(leads("0; url=/x/?a=b").as_deref(), Some("/x/?a=b"));
        assert_eq!(leads("5;URL='/x/'").as_deref(), Some("/x/"));
        assert_eq!(leads("5"), None);
    }

    proptest! {
        #[test]
        fn no_page_panics(page in "(<|main|>|/|title|html| lang=|é|\"|script|x| ){0,40}") {
            Facts::of(&page);
        }
    }
}
