//! How many words a text has.

use crate::parse::scripts::is_unspaced;

/// What was counted in a part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The words that begin in it: runs without blanks that have a letter or digit.
    pub words: u32,
    /// The letters of scripts without spaces between words.
    pub characters: u32,
    /// Whether it ends within a word.
    pub in_word: bool,
}

/// Counts in a text that begins within a word, or not.
pub fn count(text: &str, in_word: bool) -> Counted {
    let (mut words, mut characters) = (0, 0);
    let mut in_word = u8::from(in_word);
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        let kind = match KINDS.get(usize::from(byte)) {
            Some(kind) => {
                at += 1;
                *kind
            }
            None => {
                let c = text[at..].chars().next().unwrap_or_default();
                at += c.len_utf8();
                characters += u32::from(is_unspaced(c) && c.is_alphanumeric());
                kind_of(c)
            }
        };
        words += u32::from(kind & !in_word & LETTER);
        in_word = (kind | (in_word & !(kind >> 1))) & LETTER;
    }
    Counted { words, characters, in_word: in_word != 0 }
}

/// What is a letter or digit of a word, as a bit.
const LETTER: u8 = 1;
/// What ends a word, as the next bit.
const BLANK: u8 = 2;

fn kind_of(c: char) -> u8 {
    match c {
        _ if c.is_whitespace() || is_unspaced(c) => BLANK,
        _ if c.is_alphanumeric() => LETTER,
        _ => 0,
    }
}

/// What the characters of ASCII are, which nearly all are.
const KINDS: [u8; 128] = {
    let mut kinds = [0; 128];
    let mut at = 0;
    while at < kinds.len() {
        kinds[at] = match at as u8 {
            b'\t'..=b'\r' | b' ' => BLANK,
            byte if byte.is_ascii_alphanumeric() => LETTER,
            _ => 0,
        };
        at += 1;
    }
    kinds
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_that_of_unicode() {
        for byte in 0..128 {
            assert_eq!(KINDS[usize::from(byte)], kind_of(char::from(byte)), "{byte}");
        }
    }

    #[test]
    fn words_are_counted_where_they_begin() {
        let check = |text: &str, in_word: bool, words: u32, characters: u32, ends_in: bool| {
            let expected = Counted { words, characters, in_word: ends_in };
            assert_eq!(count(text, in_word), expected, "{text:?}");
        };
        check("l'été à 3\u{a0}%, c’est — dit-on — chaud", false, 6, 0, true);
        check("s de mots ", true, 2, 0, false);
        check("…", true, 0, 0, true);
        check("人工知能 AI です", false, 1, 6, false);
    }
}
