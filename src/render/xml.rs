//! Text in XML and HTML.

use std::fmt::{self, Write};

/// Text for XML, in an element or between double quotes. Characters that XML 1.0 does not have, such
/// as most control characters, are left out: no escape could write them (XML, section 2.2).
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0;
        let mut written = 0;
        // Byte by byte, since nearly all of a text is written as it is.
        for (at, byte) in text.bytes().enumerate() {
            let (entity, length) = match byte {
                b'&' => ("&amp;", 1),
                b'<' => ("&lt;", 1),
                b'>' => ("&gt;", 1),
                b'"' => ("&quot;", 1),
                b'\t' | b'\n' | b'\r' => continue,
                0..=0x1f => ("", 1),
                // U+FFFE and U+FFFF.
                0xef if text[at..].starts_with(['\u{fffe}', '\u{ffff}']) => ("", 3),
                _ => continue,
            };
            f.write_str(&text[written..at])?;
            f.write_str(entity)?;
            written = at + length;
        }
        f.write_str(&text[written..])
    }
}

/// Writes `<name>text</name>` and a line feed.
pub fn element(out: &mut String, name: &str, text: &str) {
    let _ = writeln!(out, "<{name}>{}</{name}>", Escaped(text));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_is_escaped() {
        assert_eq!(
            Escaped("a<b> & \"c\"\u{1}\u{ffff}\u{a0}é").to_string(),
            "a&lt;b&gt; &amp; &quot;c&quot;\u{a0}é"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_by_an_xml_parser(text in "\\PC{0,60}") {
            let document = format!("<a b=\"{0}\">{0}</a>", Escaped(&text));
            let mut reader = quick_xml::Reader::from_str(&document);
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    other => prop_assert!(other.is_ok(), "{document}"),
                }
            }
        }
    }
}
