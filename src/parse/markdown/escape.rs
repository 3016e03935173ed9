//! Text made safe for HTML, and for Markdown.

/// Appends text for an element's content.
///
/// A NUL becomes U+FFFD, as CommonMark (section 2.3) asks: neither HTML nor XML can hold one.
pub fn push_text(text: &str, out: &mut String) {
    push(text, out, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        0 => Some("\u{fffd}"),
        _ => None,
    });
}

/// Appends text for an attribute's value, within double or single quotes.
pub fn push_attribute(text: &str, out: &mut String) {
    push(text, out, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        0 => Some("\u{fffd}"),
        _ => None,
    });
}

/// Appends markup as its author wrote it, but for NULs.
pub fn push_raw(html: &str, out: &mut String) {
    push(html, out, |byte| (byte == 0).then_some("\u{fffd}"));
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
fn push(text: &str, out: &mut String, escape: impl Fn(u8) -> Option<&'static str>) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(escaped) = escape(byte) {
            out.push_str(&text[copied..at]);
            out.push_str(escaped);
            copied = at + 1;
        }
    }
    out.push_str(&text[copied..]);
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
