//! Words as the search knows them.
//!
//! A word is a run of letters and digits. `4.5` and `4,5` are one word. What French drops before an
//! apostrophe is no word (`l'IA` is `ia`), nor what English appends (`China's` is `china`).

use std::borrow::Cow;
use std::sync::LazyLock;

use icu_normalizer::DecomposingNormalizer;
use rustc_hash::{FxHashMap, FxHashSet};

/// What French drops its last letter of before an apostrophe.
const ELIDED: &[&str] = &[
    "c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu",
    "presqu",
];

/// What English appends behind an apostrophe.
const APPENDED: &[&str] = &["s", "t", "d", "m", "ll", "re", "ve"];

/// The longest word, in bytes: what is longer is no word that anybody looks for.
const LONGEST: usize = 40;

/// Words that stand everywhere and tell nothing, folded, by language.
const LEFT_OUT: &[(&str, &str)] = &[
    (
        "en",
        "a an and are as at be been but by for from had has have he her his i if in into is it its of \
         on or our she so than that the their them then there these they this to was we were which \
         who will with would you your",
    ),
    (
        "fr",
        "a au aux avec c ce ces cet cette d dans de des du elle elles en est et eu il ils j je l la le \
         les leur leurs lui m ma mais me mes n ne nos notre nous on ont ou par pas pour qu que qui s \
         sa se ses si son sont sur t ta te tes tu un une vos votre vous y ete etre sera",
    ),
];

/// The words of a language that are not looked for, folded, with a blank between them.
pub fn left_out(language: &str) -> &'static str {
    let found = LEFT_OUT.iter().find(|(known, _)| *known == language);
    found.map_or("", |(_, words)| words)
}

/// The same, to ask for one.
pub(super) fn common(language: &str) -> Option<&'static FxHashSet<&'static str>> {
    type Common = FxHashMap<&'static str, FxHashSet<&'static str>>;
    static COMMON: LazyLock<Common> = LazyLock::new(|| {
        let set = |(language, words): &(_, &'static str)| (*language, words.split(' ').collect());
        LEFT_OUT.iter().map(set).collect()
    });
    COMMON.get(language)
}

/// The words of a text that is in lower case.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    Words { text, at: 0, behind: false }.filter(|word| {
        // Browsers compare by UTF-16, which differs for what is beyond these.
        word.len() <= LONGEST && !word.chars().any(|c| c > '\u{ffff}')
    })
}

struct Words<'a> {
    text: &'a str,
    at: usize,
    /// Whether an apostrophe joins what comes next to the word before it.
    behind: bool,
}

impl<'a> Words<'a> {
    /// The next run of letters and digits, and whether it is a word.
    fn run(&mut self) -> Option<(&'a str, bool)> {
        let start = self.at + self.text[self.at..].find(is_part)?;
        let end = end_of(self.text, start);
        let mark = joined(&self.text[end..]);
        let behind = self.behind && start == self.at;
        self.behind = mark.is_some();
        self.at = end + mark.unwrap_or(0);
        let word = &self.text[start..end];
        let dropped = mark.is_some() && ELIDED.contains(&word);
        let dropped = dropped || behind && APPENDED.contains(&word);
        Some((word, !dropped))
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        loop {
            let (word, counts) = self.run()?;
            if counts {
                return Some(word);
            }
        }
    }
}

/// The length of an apostrophe, if the text begins with one, and a word goes on behind it.
fn joined(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let mark = chars.next().filter(|c| matches!(c, '\'' | '’'))?;
    chars.next().filter(|c| is_part(*c)).map(|_| mark.len_utf8())
}

/// Where a word ends. A point or comma between digits is inside it.
fn end_of(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut digit = false;
    for (at, c) in text[start..].char_indices() {
        let next = || text[start + at + c.len_utf8()..].chars().next();
        let inside = matches!(c, '.' | ',') && digit && next().is_some_and(char::is_numeric);
        if !is_part(c) && !inside {
            break;
        }
        digit = c.is_numeric();
        end = start + at + c.len_utf8();
    }
    end
}

fn is_part(c: char) -> bool {
    match c.is_ascii() {
        true => c.is_ascii_alphanumeric(),
        false => c.is_alphanumeric() || is_mark(c),
    }
}

/// An accent that is a character of its own.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// A word in lower case without its accents; `œ` is `oe`, and a decimal comma a point.
pub(super) fn fold(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && byte != b',') {
        return Cow::Borrowed(word);
    }
    let mut folded = String::with_capacity(word.len());
    for c in DecomposingNormalizer::new_nfkd().normalize_iter(word.chars()) {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            ',' => folded.push('.'),
            c if is_mark(c) => {}
            c => folded.push(c),
        }
    }
    Cow::Owned(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `tests/browser/search.test.js` checks the script against it, too.
    const TABLE: &str = include_str!("words.txt");

    #[test]
    fn words_are_those_of_the_shared_table() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let (text, expected) = line.split_once(" => ").expect("a text and its words");
            let lower = text.to_lowercase();
            let found: Vec<_> = words(&lower).map(fold).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn what_no_browser_sorts_alike_or_nobody_types_is_no_word() {
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(words(&format!("a {long} \u{20000} b")).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn what_is_left_out_is_folded_and_sorted_into_words() {
        for (_, all) in LEFT_OUT {
            assert_eq!(words(all).collect::<Vec<_>>(), all.split(' ').collect::<Vec<_>>());
            assert_eq!(fold(all), *all);
        }
    }
}
