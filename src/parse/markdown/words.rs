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
    let mut rest = text;
    // Nearly all of most texts is ASCII, which is looked at in blocks.
    while !rest.is_empty() {
        let (block, length) = block_of(rest.as_bytes());
        counted.count_block(block);
        rest = &rest[length..];
        if length < BLOCK {
            rest = counted.count_first(rest);
        }
    }
    counted
}

/// The ASCII that a text begins with, as far as it is in one block, and how long that is. The first byte is the
/// lowest, and NULs, which are neither letters nor blanks, fill up the rest.
fn block_of(text: &[u8]) -> (u64, usize) {
    let mut bytes = [0; BLOCK];
    let length = text.len().min(BLOCK);
    match text.first_chunk() {
        Some(block) => bytes = *block,
        None => bytes[..length].copy_from_slice(text),
    }
    let block = u64::from_le_bytes(bytes);
    let bits = (block & TOPS).trailing_zeros() / 8 * 8;
    let ascii = 1_u64.checked_shl(bits).map_or(block, |end| block & (end - 1));
    (ascii, length.min(bits as usize / 8))
}

impl Counted {
    /// Counts the first character of a text, if there is one, and returns what follows.
    fn count_first<'t>(&mut self, text: &'t str) -> &'t str {
        let mut letters = text.chars();
        let Some(c) = letters.next() else { return text };
        match kind_of(c) {
            Kind::Blank => {
                self.in_word = false;
                self.characters += u32::from(is_unspaced(c) && c.is_alphanumeric());
            }
            Kind::Letter => {
                self.words += u32::from(!self.in_word);
                self.in_word = true;
            }
            Kind::Other => {}
        }
        letters.as_str()
    }

    /// Counts a block of ASCII. Each byte has its answers in its topmost bit.
    ///
    /// Being in a word is carried from byte to byte as an addition carries: a letter begins it, a blank ends it, and
    /// all others pass it on. So nothing has to be decided for each byte, and nothing can be guessed wrong.
    fn count_block(&mut self, block: u64) {
        let letters = within(block | each(0x20), b'a', b'z') | within(block, b'0', b'9');
        let blanks = within(block, b'\t', b'\r') | within(block, b' ', b' ');
        let passes = !blanks;
        let (sum, over) = passes.overflowing_add(letters);
        let (sum, over_too) = sum.overflowing_add(u64::from(self.in_word));
        let carried = sum ^ passes ^ letters;
        let begun = letters & !carried;
        // Each byte of the product's highest is the sum of all.
        self.words += ((begun >> 7).wrapping_mul(each(1)) >> 56) as u32;
        self.in_word = over | over_too;
    }
}

/// How many bytes are looked at together.
const BLOCK: usize = 8;
/// The topmost bit of each byte, which none of ASCII has.
const TOPS: u64 = each(0x80);

/// A block of the same bytes.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; BLOCK])
}

/// Which bytes of ASCII are from `first` to `last`, in their topmost bits.
const fn within(block: u64, first: u8, last: u8) -> u64 {
    // Neither sum is carried over to the next byte.
    let (reach, pass) = (block + each(0x80 - first), block + each(0x7f - last));
    reach & !pass & TOPS
}

/// What a character is to words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A letter or digit of a word.
    Letter,
    /// What ends a word.
    Blank,
    /// What does neither.
    Other,
}

fn kind_of(c: char) -> Kind {
    match c {
        // Most letters that are not ASCII are these. To look one up in Unicode's tables takes some time.
        '\u{c0}'..='\u{24f}' if !matches!(c, '×' | '÷') => Kind::Letter,
        _ if c.is_whitespace() || is_unspaced(c) => Kind::Blank,
        _ if c.is_alphanumeric() => Kind::Letter,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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

    #[test]
    fn each_byte_of_ascii_is_in_a_block_what_it_is_alone() {
        for byte in 0..0x80_u8 {
            for before in [" ", "a", "-"] {
                let text = format!("{before}{}bcdefg", char::from(byte));
                assert_eq!(count(&text, false), one_by_one(&text, false), "{text:?}");
            }
        }
    }

    #[test]
    fn latin_letters_are_those_of_unicode() {
        for c in '\u{a0}'..='\u{250}' {
            assert_eq!(kind_of(c) == Kind::Letter, c.is_alphanumeric(), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn a_block_counts_as_its_characters_do(text in "[a-c3 ,'\n\u{a0}é工]{0,40}", in_word: bool) {
            prop_assert_eq!(count(&text, in_word), one_by_one(&text, in_word));
        }
    }

    fn one_by_one(text: &str, in_word: bool) -> Counted {
        let mut counted = Counted { words: 0, characters: 0, in_word };
        let mut rest = text;
        while !rest.is_empty() {
            rest = counted.count_first(rest);
        }
        counted
    }
}
