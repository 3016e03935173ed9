//! Text made safe for HTML, and for Markdown.

use crate::byte_set::ByteSet;

/// Appends text for an element's content.
///
/// A NUL becomes U+FFFD, as CommonMark (section 2.3) asks: neither HTML nor XML can hold one.
pub fn push_text(text: &str, out: &mut String) {
    push(text, out, const { &ByteSet::of(b"&<>\0") });
}

/// Appends text for an attribute's value, within double or single quotes.
pub fn push_attribute(text: &str, out: &mut String) {
    push(text, out, const { &ByteSet::of(b"&<>\"'\0") });
}

/// Appends markup as its author wrote it, but for NULs.
pub fn push_raw(html: &str, out: &mut String) {
    push(html, out, const { &ByteSet::of(b"\0") });
}

/// Appends text for a line of Markdown, or a cell of a table, in which nothing of it is markup.
pub fn push_markdown(text: &str, out: &mut String) {
    for c in text.chars() {
        if "\\|*_`[]<>&~".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Copies runs of what needs no escape at once: most text has none.
fn push(text: &str, out: &mut String, special: &ByteSet) {
    let mut rest = text;
    while let Some(at) = special.find(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str(escaped(rest.as_bytes()[at]));
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// What stands for a byte that may not be written as it is.
fn escaped(byte: u8) -> &'static str {
    match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        b'\'' => "&#39;",
        _ => "\u{fffd}",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_is_text() {
        let check = |text: &str, expected: &str| {
            let mut out = String::new();
            push_text(text, &mut out);
            out.push('|');
            push_attribute(text, &mut out);
            assert_eq!(out, expected);
        };
        check("été", "été|été");
        check("<a href=\"x\">", "&lt;a href=\"x\"&gt;|&lt;a href=&quot;x&quot;&gt;");
        check("l'IA & moi", "l'IA &amp; moi|l&#39;IA &amp; moi");
        check("a\0b", "a\u{fffd}b|a\u{fffd}b");
    }
}
