//! Which letters make words that stand together without spaces between them.

use std::ops::RangeInclusive;

/// Blocks of Unicode whose scripts set no spaces between words: Thai and Lao, Burmese, Khmer, then the
/// signs, syllables and ideographs of Chinese and Japanese.
const UNSPACED: &[RangeInclusive<char>] = &[
    '\u{e00}'..='\u{eff}',
    '\u{1000}'..='\u{109f}',
    '\u{1780}'..='\u{17ff}',
    '\u{2e80}'..='\u{2fdf}',
    '\u{3005}'..='\u{3007}',
    '\u{3021}'..='\u{30ff}',
    '\u{31f0}'..='\u{31ff}',
    '\u{3400}'..='\u{4dbf}',
    '\u{4e00}'..='\u{9fff}',
    '\u{f900}'..='\u{faff}',
    '\u{ff66}'..='\u{ff9f}',
    '\u{1b000}'..='\u{1b16f}',
    '\u{20000}'..='\u{3fffd}',
];

/// Whether a letter is of a script that sets no spaces between words.
pub fn is_unspaced(c: char) -> bool {
    c >= '\u{e00}' && UNSPACED.iter().any(|block| block.contains(&c))
}

/// Whether a character is part of a word: a letter, a digit, or what stands on or within one.
pub fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_ignored(c) || is_mark(c)
}

/// Whether two characters that follow one another are of one word.
pub fn are_joined(one: char, next: char) -> bool {
    is_part_of_word(one) && is_part_of_word(next) && !is_unspaced(one) && !is_unspaced(next)
}

/// Whether a character only says where a word may be broken, or may not.
pub fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// The blocks of combining marks, which letters of decomposed text carry.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}
