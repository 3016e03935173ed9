//! The terms of a glossary in one language, and how a text is searched for them.
//!
//! A text is read once, from word to word: each word is looked up among the first words of all terms, and
//! only what begins with it is compared further. So a text costs what its length is, however many terms
//! there are.
//!
//! What counts as the same: any white space, no-break or not; apostrophes and hyphens of all forms; a
//! letter with its accent, and the two as characters of their own. A term is written as the glossary writes it,
//! or with a capital where a sentence begins.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use rustc_hash::FxHashMap;

use super::scripts::{are_joined, is_ignored};
use crate::diag::{Code, Diagnostic, Span};
use crate::hashed::Fingerprint;

/// What ends a sentence.
const ENDS: &[char] = &['.', '!', '?', '…', '‽', '。', '！', '？'];

/// What stands between the end of a sentence and the first word of the next.
const BETWEEN: &[char] = &[
    '"', '\'', '’', '‘', '“', '”', '«', '»', '‹', '›', '„', '(', ')', '[', ']', '¿', '¡', '—', '–',
    '-', '*', '•', '「', '」', '『', '』',
];

/// The terms of a glossary in one language: none, for a site without one.
#[derive(Debug, Default)]
pub struct Terms {
    /// All that is looked for, by its first word.
    patterns: FxHashMap<Box<str>, Vec<Pattern>>,
    fingerprint: Option<Fingerprint>,
}

/// One form of a term, or a word that the glossary advises against.
#[derive(Debug)]
struct Pattern {
    /// Folded: see [`Folded`].
    text: Box<str>,
    means: Meaning,
}

/// What it means that a text has a word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// It mentions the term that the files of that name define.
    Term(Arc<str>),
    /// It is another language's word for that term.
    Foreign(Arc<str>),
}

/// A word of a text that the glossary knows.
#[derive(Debug, PartialEq, Eq)]
pub struct Found<'t> {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it means.
    pub means: &'t Meaning,
}

impl Terms {
    /// Takes words with their meanings. Of a word with two, the first counts.
    pub fn new(words: &[(&str, Meaning)]) -> Self {
        let mut terms = Self::default();
        let composer = ComposingNormalizerBorrowed::new_nfc();
        let decomposer = DecomposingNormalizerBorrowed::new_nfd();
        for (word, means) in words {
            let composed = composer.normalize(word);
            let decomposed = decomposer.normalize(word);
            if composed != decomposed {
                terms.add(&decomposed, means);
            }
            terms.add(&composed, means);
        }
        terms.fingerprint = (!words.is_empty()).then(|| Fingerprint::of(&words));
        terms
    }

    fn add(&mut self, word: &str, means: &Meaning) {
        let text = folded(word);
        let Some(end) = end_of_word(&text) else { return };
        let first = text[..end].into();
        let pattern = Pattern { text: text.into(), means: means.clone() };
        self.patterns.entry(first).or_default().push(pattern);
    }

    /// Tells these terms from others; nothing, if there are none.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.fingerprint
    }

    /// What a text has of them, in its order. Where several begin at one place, the longest counts;
    /// nothing that is found overlaps.
    pub fn find(&self, text: &str) -> Vec<Found<'_>> {
        let mut found: Vec<Found<'_>> = Vec::new();
        if self.patterns.is_empty() {
            return found;
        }
        let (mut before, mut done) = (None, 0);
        for (at, c) in text.char_indices() {
            let joined = before.replace(c).is_some_and(|before| are_joined(before, c));
            if at >= done
                && !joined
                && !c.is_whitespace()
                && let Some(one) = self.longest(text, at)
            {
                done = one.range.end;
                found.push(one);
            }
        }
        found
    }

    /// The longest that begins at a byte of a text.
    fn longest(&self, text: &str, at: usize) -> Option<Found<'_>> {
        let rest = &text[at..];
        let word = first_word(rest)?;
        let as_written = self.beginning(&word, rest, false);
        let capital = rest.chars().next().filter(|c| c.is_uppercase());
        let lowered = capital.and_then(|capital| lowered(&word, capital));
        let lowered = lowered.filter(|_| begins_sentence(&text[..at]));
        let lowered = lowered.and_then(|word| self.beginning(&word, rest, true));
        let (length, means) = match (as_written, lowered) {
            (Some(one), Some(other)) if other.0 > one.0 => other,
            (one, other) => one.or(other)?,
        };
        Some(Found { range: at..at + length, means })
    }

    /// The longest that begins with a word and that a text begins with, and how long it is there.
    fn beginning(&self, word: &str, rest: &str, capital: bool) -> Option<(usize, &Meaning)> {
        let mut longest: Option<(usize, &Meaning)> = None;
        for pattern in self.patterns.get(word)? {
            if let Some(length) = pattern.length_in(rest, capital)
                && longest.is_none_or(|(other, _)| length > other)
            {
                longest = Some((length, &pattern.means));
            }
        }
        longest
    }
}

impl Pattern {
    /// How many bytes of a text it takes, if the text begins with it. With `capital`, its first letter is
    /// one there.
    fn length_in(&self, text: &str, capital: bool) -> Option<usize> {
        let mut read = Folded { text, at: 0 };
        let mut last = None;
        for (index, wanted) in self.text.chars().enumerate() {
            let c = read.next()?;
            let same = c == wanted || capital && index == 0 && c.to_lowercase().eq([wanted]);
            last = same.then_some(c);
            last?;
        }
        let next = text[read.at..].chars().next();
        let goes_on = last.zip(next).is_some_and(|(last, next)| are_joined(last, next));
        (!goes_on).then_some(read.at)
    }
}

/// The characters of a text as they are compared.
struct Folded<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Folded<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        let skipped = rest.len() - rest.trim_start_matches(is_ignored).len();
        let c = rest[skipped..].chars().next()?;
        self.at += skipped + c.len_utf8();
        if c.is_whitespace() {
            let rest = &self.text[self.at..];
            self.at += rest.len() - rest.trim_start().len();
        }
        Some(match c {
            _ if c.is_whitespace() => ' ',
            '’' | '\u{2bc}' | '\u{ff07}' => '\'',
            '\u{2010}' | '\u{2011}' => '-',
            c => c,
        })
    }
}

/// The problem of a word for which the glossary has another; `otherwise` is how to keep it.
pub fn foreign(span: Span, word: &str, instead: &str, otherwise: &str) -> Diagnostic {
    let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
    let message = format!("the glossary has a word for `{word}`");
    let help = format!("write `{instead}`, or {otherwise}");
    Diagnostic::new(Code::ForeignTerm, message).at(span).help(help)
}

/// A word as it is compared, without the space around it.
pub fn folded(word: &str) -> String {
    Folded { text: word.trim(), at: 0 }.collect()
}

/// Where the first word of a text ends: what is no part of a word is one by itself.
fn end_of_word(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    chars.peek()?;
    while let Some((at, c)) = chars.next() {
        if !chars.peek().is_some_and(|(_, next)| are_joined(c, *next)) {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// The first word of a text, as it is looked up.
fn first_word(text: &str) -> Option<Cow<'_, str>> {
    let word = &text[..end_of_word(text)?];
    let plain = word.is_ascii() || !word.contains(|c| is_ignored(c) || folds(c));
    Some(if plain { word.into() } else { folded(word).into() })
}

fn folds(c: char) -> bool {
    matches!(c, '’' | '\u{2bc}' | '\u{ff07}' | '\u{2010}' | '\u{2011}')
}

/// A word with a small letter in the place of its capital, if that is one letter.
fn lowered(word: &str, capital: char) -> Option<String> {
    let rest = word.strip_prefix(capital)?;
    let mut small = capital.to_lowercase();
    let (first, none) = (small.next()?, small.next());
    none.is_none().then(|| format!("{first}{rest}"))
}

/// Whether a sentence begins after a text.
fn begins_sentence(before: &str) -> bool {
    let between = |c: char| c.is_whitespace() || BETWEEN.contains(&c);
    let end = before.trim_end_matches(between);
    end.is_empty() || end.ends_with(ENDS) && end.len() < before.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &[&str] = &[
        "modèle",
        "modèle de fondation",
        "mélange d'experts",
        "MoE",
        "open source",
        "GPT-4",
        ".NET",
        "C++",
        "大模型",
        "œuvre",
    ];

    fn terms() -> Terms {
        let term = |word: &&'static str| (*word, Meaning::Term((*word).into()));
        Terms::new(&WORDS.iter().map(term).collect::<Vec<_>>())
    }

    #[test]
    fn words_are_found_as_the_glossary_writes_them() {
        let terms = terms();
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> =
                terms.find(text).into_iter().map(|found| &text[found.range]).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("un modèle de fondation", &["modèle de fondation"]);
        check("un modèle de langage", &["modèle"]);
        check("un modèle de\u{a0}fondation", &["modèle de\u{a0}fondation"]);
        check("un modèle\nde  fondation", &["modèle\nde  fondation"]);
        check("le mélange d’experts, ou MoE.", &["mélange d’experts", "MoE"]);
        check("l'MoE, l’MoE, «MoE»", &["MoE", "MoE", "MoE"]);
        check("des modèles, les MoEs, un sous_modèle, 3MoE", &[]);
        check("multi-MoE et MoE-8", &["MoE", "MoE"]);
        check("moe, MOE", &[]);
        check("le Modèle", &[]);
        check("Modèle ! « Modèle » est dit. (Modèle) — Modèle", &["Modèle", "Modèle", "Modèle"]);
        check("v1.Modèle", &[]);
        check("Œuvre", &["Œuvre"]);
        check("mode\u{300}le", &["mode\u{300}le"]);
        check("mo\u{ad}dèle", &["mo\u{ad}dèle"]);
        check("modèle\u{301}", &[]);
        check("GPT\u{2011}4 et GPT-4o", &["GPT\u{2011}4"]);
        check("en .NET, en C++.", &[".NET", "C++"]);
        check("用大模型做", &["大模型"]);
        check("", &[]);
    }

    #[test]
    fn of_two_meanings_the_first_counts() {
        let own = Meaning::Term("a".into());
        let words = [("ajustement", own.clone()), ("ajustement", Meaning::Foreign("x".into()))];
        let terms = Terms::new(&words);
        let found = terms.find("Ajustement");
        assert_eq!(found, [Found { range: 0..10, means: &own }]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics_and_nothing_overlaps(text in "[MoEmodèle de'’.\u{a0}\u{300}\u{ad}大模型-]{0,60}") {
            let (terms, mut done) = (terms(), 0);
            for found in terms.find(&text) {
                proptest::prop_assert!(found.range.start >= done && text.get(found.range.clone()).is_some());
                done = found.range.end;
            }
        }
    }
}
