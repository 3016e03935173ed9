//! How fast a language is read.

use crate::model::Locale;

/// Words of silent reading in a minute, by language: Marc Brysbaert, "How many words do we read per
/// minute? A review and meta-analysis of reading rate" (2019). A text says in more words in one language what
/// it says in fewer in another; readers take about as long for both.
const WORDS: &[(&str, u32)] = &[
    ("ar", 181),
    ("de", 260),
    ("en", 238),
    ("es", 278),
    ("fi", 195),
    ("fr", 214),
    ("he", 224),
    ("it", 285),
    ("ko", 226),
    ("nl", 228),
    ("sv", 218),
];

/// For a language that the study does not know.
const OTHER_WORDS: u32 = 230;

/// Characters in a minute, of scripts that set no spaces between words: the same study's figure for
/// Chinese, whose other estimates are near it.
const CHARACTERS: u32 = 260;

/// How much of a text is read in a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pace {
    /// Words between spaces; never 0.
    pub words: u32,
    /// Characters of scripts without spaces between words; never 0.
    pub characters: u32,
}

impl Pace {
    /// That of a language.
    pub fn of(locale: &Locale) -> Self {
        let known = WORDS.iter().find(|(language, _)| *language == locale.language());
        Self { words: known.map_or(OTHER_WORDS, |(_, words)| *words), characters: CHARACTERS }
    }

    /// How many minutes a text takes, at least 1.
    pub fn minutes(self, words: u32, characters: u32) -> u32 {
        let (words, characters) = (u64::from(words), u64::from(characters));
        let pace = (u64::from(self.words.max(1)), u64::from(self.characters.max(1)));
        let minutes = (words * pace.1 + characters * pace.0).div_ceil(pace.0 * pace.1);
        u32::try_from(minutes).unwrap_or(u32::MAX).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_takes_as_long_as_its_language_does() {
        let check = |tag: &str, words: u32, characters: u32, expected: u32| {
            let pace = Pace::of(&Locale::new(tag).expect("a tag"));
            assert_eq!(pace.minutes(words, characters), expected, "{tag} {words} {characters}");
        };
        check("en", 0, 0, 1);
        check("en-US", 476, 0, 2);
        check("en", 477, 0, 3);
        check("fr", 476, 0, 3);
        check("pt", 460, 0, 2);
        check("zh", 0, 520, 2);
        check("zh", 115, 390, 2);
        check("en", u32::MAX, u32::MAX, 34_565_187);
    }
}
