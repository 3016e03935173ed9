//! What only the author of a text can mend, since it takes another letter, or another word.
//!
//! *Lexique*: accents and ligatures belong to the spelling, on capitals as well; months and days have
//! small letters; `2e` is the abbreviation, `2ème` is not; `etc.` is never followed by an ellipsis.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Language;
use super::rules::Spelling;
use super::setter::{Setter, is_blank, is_word};

/// Something that is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The bytes that are wrong.
    pub at: Range<usize>,
    /// In what way.
    pub kind: FaultKind,
    /// What is right, if there is no doubt.
    pub instead: Option<String>,
}

/// In what way a text is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// A straight quote without a partner.
    UnpairedQuote,
    /// Quotation marks of another language.
    ForeignQuotes,
    /// A mark that lacks the space before it.
    MissingSpace,
    /// Two spaces or more.
    DoubleSpace,
    /// `oe` for `œ`, `E` for `É`, `A` for `À`.
    PlainLetter,
    /// `2ème` for `2e`, `etc...` for `etc.`.
    WrongAbbreviation,
    /// A capital where there is none.
    WrongCapital,
    /// A title that ends with a full stop.
    TitleFullStop,
}

/// How many letters of a word are looked at.
const LONGEST: usize = 24;

/// What is looked for in every text: each search is prepared once, which takes longer than most searches.
static DOUBLE_SPACE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("  "));
static ETC: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("etc"));
/// Letters, and the ligature in their place.
static LIGATURES: LazyLock<[(Finder<'static>, &str, &str); 2]> = LazyLock::new(|| {
    [("oe", "œ"), ("Oe", "Œ")].map(|(letters, ligature)| (Finder::new(letters), letters, ligature))
});

impl Setter<'_> {
    /// Finds the faults that no reading for changes meets.
    pub fn judge_spelling(&mut self) {
        self.judge_spaces();
        let rules = self.rules;
        if let Some(spelling) = &rules.spelling {
            self.judge_ligatures(spelling);
            self.judge_capitals(spelling);
            self.judge_etc();
        }
    }

    fn judge_spaces(&mut self) {
        let text = self.text;
        let mut done = 0;
        for at in DOUBLE_SPACE.find_iter(text.as_bytes()) {
            if at < done {
                continue;
            }
            done = text.len() - text[at..].trim_start_matches(' ').len();
            let around = [self.before(at), self.after(done)];
            if around.iter().all(|c| c.is_some_and(|c| !c.is_whitespace())) {
                self.fault(at..done, FaultKind::DoubleSpace, Some(" ".to_owned()));
            }
        }
    }

    fn judge_ligatures(&mut self, spelling: &Spelling) {
        let text = self.text;
        for (finder, letters, ligature) in &*LIGATURES {
            for at in finder.find_iter(text.as_bytes()) {
                let begun = self.word_before(at).rsplit('-').next().unwrap_or_default();
                let range = at - begun.len()..letters_end(text, at);
                let word = &text[range.clone()];
                let known = word.to_lowercase();
                let known = spelling.ligatures.iter().any(|stem| known.starts_with(stem));
                if known && self.is_apart(&range) {
                    let instead = word.replacen(letters, ligature, 1);
                    self.fault(range, FaultKind::PlainLetter, Some(instead));
                }
            }
        }
    }

    /// Finds `Etat`, and `A Paris` at the beginning of a sentence.
    fn judge_capitals(&mut self, spelling: &Spelling) {
        let text = self.text;
        for at in memchr::memchr3_iter(b'E', b'A', b'C', text.as_bytes()) {
            // Most capitals need no closer look.
            let second = text.as_bytes().get(at + 1).copied().unwrap_or_default();
            let may_be = match text.as_bytes()[at] {
                b'A' => !second.is_ascii_alphanumeric(),
                b'C' => second == b'a',
                _ => second.is_ascii_lowercase(),
            };
            if !may_be || self.before(at).is_some_and(is_word) {
                continue;
            }
            let range = at..letters_end(text, at);
            let (wrong, right) = match &text[range.clone()] {
                "A" => (self.begins_sentence(&range, spelling.after_a), "À"),
                "Ca" => (self.begins_sentence(&range, spelling.after_ca), "Ç"),
                word => (spelling.accented.binary_search(&word).is_ok(), "É"),
            };
            if wrong && self.is_apart(&range) {
                let instead = format!("{right}{}", &text[at + 1..range.end]);
                self.fault(range, FaultKind::PlainLetter, Some(instead));
            }
        }
    }

    fn judge_etc(&mut self) {
        let text = self.text;
        for at in ETC.find_iter(text.as_bytes()) {
            let rest = &text[at + 3..];
            let dots = ["...", ".…", "…"].into_iter().find(|dots| rest.starts_with(dots));
            let Some(dots) = dots.filter(|dots| !rest[dots.len()..].starts_with('.')) else {
                continue;
            };
            if self.is_apart(&(at..at + 3)) {
                let instead = Some("etc.".to_owned());
                self.fault(at..at + 3 + dots.len(), FaultKind::WrongAbbreviation, instead);
            }
        }
    }

    /// Whether a word stands by itself, and is no part of an address or a name such as `etat.fr`.
    fn is_apart(&mut self, word: &Range<usize>) -> bool {
        let before = |c: char| !is_word(c) && !"_.@/\\#".contains(c);
        let after = |c: char| !is_word(c) && !"_@/\\".contains(c);
        self.before(word.start).is_none_or(before)
            && self.after(word.end).is_none_or(after)
            && !self.goes_on_after(word.end, ".")
            && !self.is_protected(word.start)
    }

    /// Whether a word begins a sentence, and one of these follows.
    fn begins_sentence(&self, word: &Range<usize>, then: &[&str]) -> bool {
        let (start, next) = (self.blanks_before(word.start), self.blanks_after(word.end));
        let begins = |c: char| start < word.start && ".!?…«:\u{2028}".contains(c);
        self.before(start).is_none_or(begins)
            && then.contains(&&self.text[next..letters_end(self.text, next)])
    }
}

/// Where the letters from a byte on end.
fn letters_end(text: &str, at: usize) -> usize {
    let letters = text[at..].char_indices().take(LONGEST);
    let last = letters.take_while(|(_, c)| c.is_alphabetic()).last();
    last.map_or(at, |(last, c)| at + last + c.len_utf8())
}

/// Finds what is wrong with a title as a whole: a full stop at its end, capitals as English has them.
pub fn of_title(text: &str, language: Language) -> Vec<Fault> {
    let mut found = Vec::new();
    let Some(rules) = language.0 else { return found };
    let title = text.trim_end();
    let words: Vec<&str> = title.split(is_blank).filter(|word| !word.is_empty()).collect();
    let last = words.last().copied().unwrap_or_default();
    let sentence = title.strip_suffix('.').filter(|title| !title.contains(['.', '!', '?', '…']));
    let long = |word: &str| word.chars().filter(|c| c.is_lowercase()).count() > 4;
    if sentence.is_some() && words.len() > 2 && long(last) {
        let at = title.len() - 1..title.len();
        found.push(Fault { at, kind: FaultKind::TitleFullStop, instead: None });
    }
    if let Some(spelling) = &rules.spelling
        && is_in_title_case(&words, spelling)
    {
        found.push(Fault { at: 0..title.len(), kind: FaultKind::WrongCapital, instead: None });
    }
    found
}

/// Whether every word has a capital, and one of those within is a little word that never has one.
fn is_in_title_case(words: &[&str], spelling: &Spelling) -> bool {
    let capital =
        |word: &&str| word.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_uppercase);
    let small = |pair: &[&str]| {
        let begins = pair[0].ends_with([':', '.', '!', '?', '«', '–', '—']);
        !begins && spelling.little.contains(&pair[1])
    };
    let shouted = |word: &&str| !word.chars().any(char::is_lowercase);
    words.len() > 3
        && words.iter().all(capital)
        && !words.iter().all(shouted)
        && words.windows(2).filter(|pair| small(pair)).count() > 0
}
