//! Text in XML and HTML.

use std::fmt::{self, Write};

use crate::byte_set::ByteSet;

/// Text for XML, in an element or between double quotes. Characters that XML 1.0 does not have, such
/// as most control characters, are left out: no escape could write them (XML, section 2.2).
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(self.0, f)
    }
}

/// Appends text as [`Escaped`] shows it. For long texts, to be shown takes longer than to be escaped.
pub fn push(out: &mut String, text: &str) {
    let _ = write(text, out);
}

fn write(text: &str, out: &mut impl Write) -> fmt::Result {
    let mut rest = text;
    // Nearly all of a text is written as it is.
    while let Some(at) = SPECIAL.find(rest.as_bytes()) {
        let (plain, special) = rest.split_at(at);
        out.write_str(plain)?;
        let (written, length) = replacement(special);
        out.write_str(written)?;
        rest = &special[length..];
    }
    out.write_str(rest)
}

/// The bytes that may not be written as they are. U+FFFE and U+FFFF begin with 0xef, as do many others.
const SPECIAL: ByteSet = ByteSet::of(b"&<>\"\xef")
    .and(b"\0\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f")
    .and(b"\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f");

/// What stands for the first character of a text, and how long that is in bytes.
fn replacement(special: &str) -> (&str, usize) {
    match special.as_bytes()[0] {
        b'&' => ("&amp;", 1),
        b'<' => ("&lt;", 1),
        b'>' => ("&gt;", 1),
        b'"' => ("&quot;", 1),
        0xef if special.starts_with(['\u{fffe}', '\u{ffff}']) => ("", 3),
        0xef => (&special[..3], 3),
        _ => ("", 1),
    }
}

/// Writes `<name>text</name>` and a line feed.
pub fn element(out: &mut String, name: &str, text: &str) {
    let _ = write!(out, "<{name}>");
    push(out, text);
    let _ = writeln!(out, "</{name}>");
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
