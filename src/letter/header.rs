//! Headers: lines of ASCII, in which other words are encoded (RFC 2047).

use std::fmt::Write;

/// How long an encoded word may be (RFC 2047, section 2).
const WORD: usize = 75;

/// How long a line should be (RFC 5322, section 2.1.1).
const LINE: usize = 78;

/// Writes a header, whose value is ready.
pub fn push(out: &mut String, name: &str, value: &str) {
    let _ = write!(out, "{name}: {value}\r\n");
}

/// A name, if there is one, and what stands in angle brackets.
fn parts(text: &str) -> (Option<&str>, &str) {
    match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        Some((name, address)) => (Some(name.trim()).filter(|name| !name.is_empty()), address),
        None => (None, text),
    }
}

/// A name and an address, as a header holds them.
pub fn mailbox(text: &str) -> String {
    match parts(text) {
        (None, address) if text.contains('<') => format!("<{address}>"),
        (None, address) => address.to_owned(),
        (Some(name), address) => format!("{}\r\n <{address}>", phrase(name)),
    }
}

/// A name: as it is, between quotes, or encoded.
fn phrase(name: &str) -> String {
    let atoms = |c: char| c.is_ascii_alphanumeric() || " !#$%&'*+-/=?^_`{|}~".contains(c);
    match name {
        name if name.chars().all(atoms) => name.to_owned(),
        name if name.chars().all(|c| c == ' ' || c.is_ascii_graphic()) => {
            format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
        }
        name => encoded(name),
    }
}

/// A text for people, after so many characters of its line.
pub fn words(text: &str, before: usize) -> String {
    let plain = text.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    if plain && before + text.len() <= LINE && !text.contains("=?") {
        return text.to_owned();
    }
    encoded(text)
}

/// Encodes a text as words of UTF-8, none of which ends within a character.
fn encoded(text: &str) -> String {
    let mut all: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        let next = letter(c);
        // The first word stands behind the header's name.
        let most = WORD - "=?UTF-8?Q??=".len() - if all.is_empty() { 12 } else { 0 };
        if word.len() + next.len() > most {
            all.push(std::mem::take(&mut word));
        }
        word.push_str(&next);
    }
    all.push(word);
    let words: Vec<String> = all.iter().map(|word| format!("=?UTF-8?Q?{word}?=")).collect();
    words.join("\r\n ")
}

/// A character in an encoded word that may stand anywhere (RFC 2047, section 5).
fn letter(c: char) -> String {
    match c {
        ' ' => "_".to_owned(),
        c if c.is_ascii_alphanumeric() || "!*+-/".contains(c) => c.to_string(),
        c => c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("={byte:02X}")).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_ascii_is_encoded() {
        let check = |text: &str, expected: &str| assert_eq!(words(text, 9), expected);
        check("The week", "The week");
        check("Été", "=?UTF-8?Q?=C3=89t=C3=A9?=");
        check("a=?b?= c", "=?UTF-8?Q?a=3D=3Fb=3F=3D_c?=");
        let long = words(&"é".repeat(40), 9);
        assert!(long.split("\r\n ").all(|word| word.len() <= WORD), "{long}");
        assert!(long.split("\r\n ").all(|word| word.ends_with("=A9?=")), "{long}");
    }

    #[test]
    fn a_name_stands_before_its_address() {
        let check = |text: &str, expected: &str| assert_eq!(mailbox(text), expected);
        check("a@example.org", "a@example.org");
        check("The Wire <a@example.org>", "The Wire\r\n <a@example.org>");
        check("Wire, Inc. <a@example.org>", "\"Wire, Inc.\"\r\n <a@example.org>");
        check("Été <a@example.org>", "=?UTF-8?Q?=C3=89t=C3=A9?=\r\n <a@example.org>");
    }
}
