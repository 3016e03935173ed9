//! What a language's table of typography holds.
//!
//! To set another language, write its table beside `french.rs` and `english.rs`, and name it in
//! [`ALL`]. What a table leaves empty is not done.

use super::{english, french};
use crate::byte_set::ByteSet;
use crate::model::Locale;

/// Every table. One of a whole tag stands before that of its language.
const ALL: &[&Rules] = &[&french::CANADIAN, &french::FRENCH, &english::ENGLISH];

/// How the text of a language is set.
#[derive(Debug)]
pub(super) struct Rules {
    /// The tag of the language, or of a locale that differs from its language.
    pub tag: &'static str,
    /// The bytes at which something may have to be set.
    pub stops: ByteSet,
    /// What a pair of straight double quotes becomes: the outer one, one within it, one within that.
    pub quotes: [(&'static str, &'static str); 3],
    /// Whether straight single quotes may be quotation marks; else they are apostrophes at most.
    pub single_quotes: bool,
    /// Words that begin with an apostrophe, without it.
    pub clipped: &'static [&'static str],
    /// The spaces around marks, if the language has any.
    pub spacing: Option<Spacing>,
    /// Numbers.
    pub numbers: Numbers,
    /// Words that keep to the name after them. Their full stop is left out.
    pub titles: &'static [&'static str],
    /// Words with a full stop that keep to the number after them. Their full stop is left out.
    pub abbreviations: &'static [&'static str],
    /// The names of those who are told apart by a Roman number, which keeps to the name.
    pub sovereigns: &'static [&'static str],
    /// What authors get wrong, if it is looked for.
    pub spelling: Option<Spelling>,
}

/// Words that are often misspelt for want of a key.
#[derive(Debug)]
pub(super) struct Spelling {
    /// How words begin whose `oe` is `œ`, in small letters.
    pub ligatures: &'static [&'static str],
    /// Words whose `E` is `É`, sorted.
    pub accented: &'static [&'static str],
    /// Words before which a sentence's first word is `À`, and not `A`.
    pub after_a: &'static [&'static str],
    /// Words before which a sentence's first word is `Ça`, and not `Ca`.
    pub after_ca: &'static [&'static str],
    /// Words that have no capital within a title, with one.
    pub little: &'static [&'static str],
    /// Days, which have no capital, with one.
    pub days: &'static [&'static str],
}

/// The spaces around marks.
#[derive(Debug)]
pub(super) struct Spacing {
    /// Whether a space that is missing before a mark is added.
    pub adds: bool,
    /// Names that end with a mark, without it.
    pub names: &'static [&'static str],
}

/// How numbers are set. Lists of words are sorted.
#[derive(Debug)]
pub(super) struct Numbers {
    /// Whether a space parts groups of three digits.
    pub groups: bool,
    /// Symbols and words that keep to the number before them.
    pub units: &'static [&'static str],
    /// Months, in small letters, which keep to the day.
    pub months: &'static [&'static str],
    /// Whether the endings of ordinals are raised, and Roman numbers may have one.
    pub ordinals: bool,
    /// Words that keep to the ordinal before them.
    pub counted: &'static [&'static str],
    /// Words before a range of numbers, whose hyphen becomes a dash.
    pub ranges: &'static [&'static str],
}

/// The table of a locale, if there is one.
pub(super) fn of(locale: &Locale) -> Option<&'static Rules> {
    let named = |tag: &str| ALL.iter().copied().find(|rules| rules.tag == tag);
    named(locale.as_str()).or_else(|| named(locale.language()))
}

/// The bytes of a text, for [`Rules::stops`]: these, and all digits.
pub(super) const fn stops(bytes: &[u8]) -> ByteSet {
    ByteSet::of(b"0123456789").and(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_that_are_searched_are_sorted() {
        for rules in ALL {
            assert!(rules.numbers.units.is_sorted(), "{}: {:?}", rules.tag, rules.numbers.units);
            assert!(rules.numbers.months.is_sorted(), "{}", rules.tag);
            assert!(rules.sovereigns.is_sorted(), "{}", rules.tag);
            let spelling = rules.spelling.iter();
            assert!(spelling.into_iter().all(|spelling| spelling.accented.is_sorted()));
        }
    }

    #[test]
    fn a_locale_has_the_table_of_its_tag_or_its_language() {
        let check = |tag: &str, expected: Option<&str>| {
            let locale = Locale::new(tag).expect("a tag");
            assert_eq!(of(&locale).map(|rules| rules.tag), expected);
        };
        check("fr", Some("fr"));
        check("fr-CH", Some("fr"));
        check("fr-CA", Some("fr-CA"));
        check("en-GB", Some("en"));
        check("de", None);
        check("frr", None);
    }
}
