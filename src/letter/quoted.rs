//! Quoted-printable (RFC 2045, section 6.7): text of any language as short lines of ASCII.

use std::fmt::Write;

/// How long a line may be, with the `=` at its end.
const LINE: usize = 76;

/// Writes a text. Its lines end in CRLF, and each of them is cut where it grows too long.
pub fn push(out: &mut String, text: &str) {
    for line in text.trim_end_matches('\n').split('\n') {
        push_line(out, line.strip_suffix('\r').unwrap_or(line));
        out.push_str("\r\n");
    }
}

fn push_line(out: &mut String, line: &str) {
    let bytes = line.as_bytes();
    let mut length = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let last = at + 1 == bytes.len();
        // Some programs take a dot that begins a line, or `From `, for signs of their own.
        let sign = length == 0 && (*byte == b'.' || bytes[at..].starts_with(b"From "));
        let plain = match byte {
            b' ' | b'\t' => !last,
            byte => byte.is_ascii_graphic() && *byte != b'=' && !sign,
        };
        let width = if plain { 1 } else { 3 };
        if length + width > if last { LINE } else { LINE - 1 } {
            out.push_str("=\r\n");
            length = 0;
        }
        match plain {
            true => out.push(char::from(*byte)),
            false => drop(write!(out, "={byte:02X}")),
        }
        length += width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> String {
        let mut out = String::new();
        push(&mut out, text);
        out
    }

    /// Reads it back, as its rules say.
    fn read(text: &str) -> String {
        let (joined, mut bytes) = (text.replace("=\r\n", ""), Vec::new());
        let mut rest = joined.as_bytes();
        while let Some((byte, after)) = rest.split_first() {
            let code = |code: &[u8]| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok();
            match byte {
                b'=' => {
                    bytes.extend(after.get(..2).and_then(code));
                    rest = &after[2..];
                }
                byte => {
                    bytes.push(*byte);
                    rest = after;
                }
            }
        }
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn signs_and_other_languages_are_written_as_bytes() {
        let check = |text: &str, expected: &str| assert_eq!(written(text), expected);
        check("a = b", "a =3D b\r\n");
        check("été \nx", "=C3=A9t=C3=A9=20\r\nx\r\n");
        check(".\nFrom here", "=2E\r\n=46rom here\r\n");
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "[a-zé =.\u{202f}]{0,200}(\n[a-z =F\u{a0}]{0,120}){0,3}") {
            let lines = written(&text);
            prop_assert!(lines.split("\r\n").all(|line| line.len() <= LINE && line.is_ascii()));
            let back = read(&lines).replace("\r\n", "\n");
            prop_assert_eq!(back.trim_end_matches('\n'), text.trim_end_matches('\n'));
        }
    }
}
