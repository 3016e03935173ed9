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
    let mut counted = Counted { words: 0, characters: 0, in_word };
    for c in text.chars() {
        let (letter, blank) = match u8::try_from(c) {
            // Nearly all characters are these, and a table says what they are.
            Ok(byte) => (LETTERS[usize::from(byte)], BLANKS[usize::from(byte)]),
            Err(_) if is_unspaced(c) => {
                counted.characters += u32::from(c.is_alphanumeric());
                (false, true)
            }
            Err(_) => (c.is_alphanumeric(), c.is_whitespace()),
        };
        counted.words += u32::from(letter & !counted.in_word);
        counted.in_word = letter | (counted.in_word & !blank);
    }
    counted
}

/// Which of the characters up to U+00FF are letters or digits.
const LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let mut at = 0;
    while at < letters.len() {
        let byte = at as u8;
        // Those from U+00C0 on are letters but for `×` and `÷`.
        let latin = byte >= 0xc0 && byte != 0xd7 && byte != 0xf7;
        // ª ² ³ µ ¹ º ¼ ½ ¾
        let other = matches!(byte, 0xaa | 0xb2 | 0xb3 | 0xb5 | 0xb9 | 0xba | 0xbc..=0xbe);
        letters[at] = byte.is_ascii_alphanumeric() || latin || other;
        at += 1;
    }
    letters
};

/// Which of the characters up to U+00FF are blank.
const BLANKS: [bool; 256] = {
    let mut blanks = [false; 256];
    let mut at = 0;
    while at < blanks.len() {
        blanks[at] = matches!(at as u8, b'\t'..=b'\r' | b' ' | 0x85 | 0xa0);
        at += 1;
    }
    blanks
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_those_of_unicode() {
        for byte in 0..=u8::MAX {
            let c = char::from(byte);
            assert_eq!(LETTERS[usize::from(byte)], c.is_alphanumeric(), "{c:?}");
            assert_eq!(BLANKS[usize::from(byte)], c.is_whitespace(), "{c:?}");
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
