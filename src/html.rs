//! HTML: the tags and attributes of a text, however broken.
//!
//! This is no parser: it finds what somebody must know (ids, URLs, languages) the way a browser's
//! tokenizer would (HTML, section 13.2.5), in one pass, and leaves everything else as it is.

use std::ops::Range;

/// Elements whose content is text up to their closing tag, whatever it looks like.
const RAW_TEXT: &[&str] = &["script", "style", "textarea", "title", "iframe", "noembed"];

/// A tag: `<a href="x">` or `</a>`.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    /// The element's name in lower case.
    pub name: String,
    /// Whether it closes its element.
    pub closing: bool,
    /// Its attributes, as written; only the first of a name counts in HTML.
    pub attributes: Vec<Attribute>,
    /// The bytes of the whole tag.
    pub range: Range<usize>,
}

/// An attribute of a tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name in lower case.
    pub name: String,
    /// Its value, with the commonest character references undone.
    pub value: String,
    /// The bytes of the value, without quotes.
    pub inside: Range<usize>,
    /// The bytes of the value, with its quotes if it has any.
    pub outside: Range<usize>,
}

impl Tag {
    /// The attribute of that name, if the tag has it.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|a| a.name == name)
    }

    /// Whether the element never has content, so that no closing tag is to be awaited.
    pub fn is_void(&self) -> bool {
        matches!(
            self.name.as_str(),
            "area"
                | "base"
                | "br"
                | "col"
                | "embed"
                | "hr"
                | "img"
                | "input"
                | "link"
                | "meta"
                | "source"
                | "track"
                | "wbr"
        )
    }
}

/// Every tag of a fragment, in order. Comments and the content of scripts hold none.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut scanner = Scanner { html, at: 0 };
    let mut tags = Vec::new();
    while let Some(tag) = scanner.tag() {
        if !tag.closing && RAW_TEXT.contains(&tag.name.as_str()) {
            scanner.skip_to_closing(&tag.name);
        }
        tags.push(tag);
    }
    tags
}

/// The bytes of every comment of a fragment, in order; one without an end is none.
///
/// `<!-->` and `<!--->` are whole comments (HTML, section 13.2.5.43).
pub fn comments(html: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + html[at..].find("<!--")?;
        let inside = start + "<!--".len();
        let rest = &html[inside..];
        let abrupt = ["-->", "->", ">"].into_iter().find(|end| rest.starts_with(end));
        at = inside
            + abrupt
                .map_or_else(|| Some(rest.find("-->")? + "-->".len()), |end| Some(end.len()))?;
        Some(start..at)
    })
}

struct Scanner<'a> {
    html: &'a str,
    at: usize,
}

impl Scanner<'_> {
    /// The next tag that begins at or after the current place.
    fn tag(&mut self) -> Option<Tag> {
        loop {
            let start = self.at + self.rest().find('<')?;
            self.at = start + 1;
            let closing = self.eat(b'/');
            match self.peek()? {
                byte if byte.is_ascii_alphabetic() => return Some(self.tag_from(start, closing)),
                b'!' if self.rest().starts_with("!--") => self.skip_past("-->"),
                b'!' | b'?' => self.skip_past(">"),
                _ => {}
            }
        }
    }

    fn tag_from(&mut self, start: usize, closing: bool) -> Tag {
        let name = self.take(|byte| !byte.is_ascii_whitespace() && !b"/>".contains(&byte));
        let name = self.html[name].to_ascii_lowercase();
        let mut attributes = Vec::new();
        loop {
            self.take(|byte| byte.is_ascii_whitespace() || byte == b'/');
            if self.peek().is_none() || self.eat(b'>') {
                break;
            }
            attributes.push(self.attribute());
        }
        Tag { name, closing, attributes, range: start..self.at }
    }

    fn attribute(&mut self) -> Attribute {
        let start = self.at;
        // An attribute's name may begin with `=`, so that every attribute has at least one byte.
        self.eat(b'=');
        self.take(|byte| !byte.is_ascii_whitespace() && !b"/>=".contains(&byte));
        let name = self.html[start..self.at].to_ascii_lowercase();
        let end = self.at;
        self.take(|byte| byte.is_ascii_whitespace());
        let (inside, outside) = if self.eat(b'=') {
            self.take(|byte| byte.is_ascii_whitespace());
            self.value()
        } else {
            (end..end, end..end)
        };
        Attribute { name, value: unescape(&self.html[inside.clone()]), inside, outside }
    }

    fn value(&mut self) -> (Range<usize>, Range<usize>) {
        let start = self.at;
        for quote in [b'"', b'\''] {
            if self.eat(quote) {
                let inside = self.take(|byte| byte != quote);
                self.eat(quote);
                return (inside, start..self.at);
            }
        }
        let bare = self.take(|byte| !byte.is_ascii_whitespace() && byte != b'>');
        (bare.clone(), bare)
    }

    fn skip_to_closing(&mut self, name: &str) {
        let bytes = self.rest().as_bytes();
        let closes = |rest: &[u8]| {
            rest.strip_prefix(b"</").and_then(|rest| rest.split_at_checked(name.len())).is_some_and(
                |(found, rest)| {
                    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"/>".contains(byte);
                    found.eq_ignore_ascii_case(name.as_bytes()) && rest.first().is_none_or(ends)
                },
            )
        };
        let found = (0..bytes.len()).find(|&at| closes(&bytes[at..]));
        self.at += found.unwrap_or(bytes.len());
    }

    fn skip_past(&mut self, end: &str) {
        let rest = self.rest();
        self.at += rest.find(end).map_or(rest.len(), |at| at + end.len());
    }

    /// Moves over the bytes that `wanted` wants, all of them within whole characters.
    fn take(&mut self, wanted: impl Fn(u8) -> bool) -> Range<usize> {
        let start = self.at;
        let bytes = self.rest().bytes();
        self.at += bytes.take_while(|&byte| wanted(byte)).count();
        start..self.at
    }

    fn eat(&mut self, byte: u8) -> bool {
        let eaten = self.peek() == Some(byte);
        self.at += usize::from(eaten);
        eaten
    }

    fn peek(&self) -> Option<u8> {
        self.html.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &str {
        &self.html[self.at..]
    }
}

/// Undoes the character references that people write in URLs.
///
/// What is left of others is escaped when the value is written again: it then means itself, so
/// that `&#106;avascript:` names no scheme.
pub fn unescape(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    value
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(html: &str) -> String {
        let show = |tag: &Tag| {
            let mut shown = format!("{}{}", if tag.closing { "/" } else { "" }, tag.name);
            for attribute in &tag.attributes {
                shown += &format!(" {}={}", attribute.name, attribute.value);
            }
            shown
        };
        let shown: Vec<String> = tags(html).iter().map(show).collect();
        shown.join("; ")
    }

    #[test]
    fn tags_are_found_in_what_browsers_would_accept() {
        let check = |html: &str, expected: &str| assert_eq!(show(html), expected, "{html}");
        check("<a href=\"x\">y</a>", "a href=x; /a");
        check("<IMG SRC='a b' Alt=c hidden/>", "img src=a b alt=c hidden=");
        check("<a href = x&amp;y >", "a href=x&y");
        check("a < b, 1<2", "");
        check("<!-- <a> --><b><!DOCTYPE html><?x <i>?><u>", "b; u");
        check("<script>if (a<b) '<i>'</SCRIPT><p>", "script; /script; p");
        check("<script><p>", "script");
        check("<script>'</scripts><i>'</script\n><p>", "script; /script; p");
    }

    #[test]
    fn comments_are_found() {
        let check = |html: &str, expected: &[&str]| {
            let found: Vec<&str> = comments(html).map(|range| &html[range]).collect();
            assert_eq!(found, expected, "{html}");
        };
        check("a<!-- b -->c<!---->", &["<!-- b -->", "<!---->"]);
        check("<!--> a <!---> b -->", &["<!-->", "<!--->"]);
        check("<!-- <!-- a --> b -->", &["<!-- <!-- a -->"]);
        check("<!-- a", &[]);
        check("<!- a --> <! -- -->", &[]);
    }

    #[test]
    fn broken_tags_end_somewhere() {
        let check = |html: &str, expected: &str| assert_eq!(show(html), expected, "{html}");
        check("<a href=\"x", "a href=x");
        check("<a <b =c ==d>", "a <b=c ==d");
        check("<", "");
        check("</", "");
        check("<a", "a");
        check("<a/", "a");
        check("<é><a é=è>", "a é=è");
        check("<!-- <a>", "");
    }

    proptest! {
        #[test]
        fn no_html_panics(html in "[<>/=\"' !a-cé&;-]{0,60}") {
            for tag in tags(&html) {
                for attribute in tag.attributes {
                    prop_assert!(html.get(attribute.inside).is_some());
                    prop_assert!(html.get(attribute.outside).is_some());
                }
            }
        }
    }
}
