//! Parts of a whole: "trois quarts", "a third", "1/3", "½", and what they add to a number: "2½".

use super::follow::Number;
use super::language;
use super::scan::TokenKind;
use super::{Kind, Rational, Reader, Weight};

/// The fractions that are one character (Unicode, Number Forms): each with what is above and below its line.
const SIGNS: &[(char, u64, u64)] = &[
    ('½', 1, 2),
    ('⅓', 1, 3),
    ('⅔', 2, 3),
    ('¼', 1, 4),
    ('¾', 3, 4),
    ('⅕', 1, 5),
    ('⅖', 2, 5),
    ('⅗', 3, 5),
    ('⅘', 4, 5),
    ('⅙', 1, 6),
    ('⅚', 5, 6),
    ('⅐', 1, 7),
    ('⅛', 1, 8),
    ('⅜', 3, 8),
    ('⅝', 5, 8),
    ('⅞', 7, 8),
    ('⅑', 1, 9),
    ('⅒', 1, 10),
];

/// The most parts that figures with a stroke are taken to say.
const PARTS: u64 = 1_000;

impl Reader<'_> {
    /// Reads a part in figures: "1/3", "½"; says whether there was one.
    pub(super) fn part_in_figures(&mut self) -> bool {
        let from = self.at;
        let Some((count, parts, next)) = self.sign(from).or_else(|| self.stroke(from)) else {
            return false;
        };
        self.note_parts(count, parts, Weight::Certain, (from, next));
        true
    }

    /// Reads the parts that follow a numeral or an article: "trois quarts", "a third".
    pub(super) fn parts(&mut self, count: u64, from: usize, next: usize) -> bool {
        let at = self.past_gap(next);
        let word = self.word(at);
        let Some(parts) = self.language.part(count, &word).filter(|_| at > next) else {
            return false;
        };
        // "a third-party app", "un tiers-lieu"
        if self.is_sign(at + 1, &['-']) && self.kind(at + 2) == Some(TokenKind::Word) {
            return false;
        }
        let sure = !self.language.is_doubtful(&word) && (count > 1 || self.of_a_whole(at + 1));
        self.note_parts(count, parts, weight(sure), (from, at + 1));
        true
    }

    /// Reads a part without a numeral: "la moitié des salariés".
    pub(super) fn bare_part(&mut self, from: usize, word: &str) -> bool {
        let Some(parts) = language::find(self.language.bare_parts, word) else {
            return false;
        };
        let sure = !self.language.is_doubtful(word) && self.of_a_whole(from + 1);
        self.note_parts(1, parts, weight(sure), (from, from + 1));
        true
    }

    /// Notes a half whose unit follows.
    pub(super) fn part_of_unit(&mut self, from: usize, next: usize) {
        self.note_parts(1, 2, Weight::Certain, (from, next));
    }

    fn note_parts(&mut self, count: u64, parts: u64, weight: Weight, (from, next): (usize, usize)) {
        let (value, kind) = (Rational::from(count).divided(parts), Kind::Part(parts));
        self.follow(Number { value, kind, weight, from, next, spelled: true });
    }

    /// The part that stands here to be added to a number, and where it ends: "a half", "three-quarters".
    pub(super) fn added_part(&self, at: usize) -> Option<(Rational, usize)> {
        let article = self.language.is_article(&self.word(at));
        let start = if article { self.past_space(at + 1) } else { at };
        let word = self.word(start);
        let bare = language::find(self.language.bare_parts, &word).is_some();
        let half = self.language.halves.contains(&word.as_str());
        // Not the half of another thing: "a week, and half of the staff".
        if half && (article || !bare) {
            return Some((Rational::from(1).divided(2), start + 1));
        }
        let whole = self.of_a_whole(start + 1);
        let one = self.language.part(1, &word).filter(|_| (article || bare) && !whole);
        let bare = one.map(|parts| (1, parts, start + 1));
        let several = || {
            let count = self.language.numeral(&self.word(at)).filter(|count| *count > 1)?;
            let place = self.past_gap(at + 1);
            Some((count, self.language.part(count, &self.word(place))?, place + 1))
        };
        let (count, parts, next) = bare.or_else(several)?;
        Some((Rational::from(count).divided(parts), next))
    }

    /// The fraction in one character behind a whole number, and where it ends: "2½", "2 ½".
    pub(super) fn sign_behind(&self, next: usize) -> Option<(Rational, usize)> {
        let (count, parts, next) = self.sign(self.past_space(next))?;
        Some((Rational::from(count).divided(parts), next))
    }

    fn sign(&self, at: usize) -> Option<(u64, u64, usize)> {
        let Some(TokenKind::Sign(sign)) = self.kind(at) else { return None };
        let known = SIGNS.iter().find(|(known, ..)| *known == sign);
        known.map(|(_, count, parts)| (*count, *parts, at + 1))
    }

    /// Figures with a stroke, of which the first is not the larger: neither "24/7" nor a date.
    fn stroke(&self, from: usize) -> Option<(u64, u64, usize)> {
        const STROKES: &[char] = &['/', '\u{2044}'];
        let count = self.integer(from, 3).filter(|_| self.is_sign(from + 1, STROKES))?;
        let parts = self.integer(from + 2, 4)?;
        let zero = [from, from + 2].into_iter().any(|at| self.text_of(at).starts_with('0'));
        let before = from.checked_sub(1);
        let longer = self.is_sign(from + 3, STROKES)
            || before.is_some_and(|at| self.is_sign(at, &['/', '.', ',', '-']))
            || before.is_some_and(|at| self.kind(at) == Some(TokenKind::Word));
        (count <= parts && parts <= PARTS && !zero && !longer).then_some((count, parts, from + 3))
    }

    /// Whether the word for what is divided follows: "of", "des".
    fn of_a_whole(&self, at: usize) -> bool {
        self.language.wholes.contains(&self.word(self.past_space(at)).as_str())
    }
}

fn weight(sure: bool) -> Weight {
    if sure { Weight::Certain } else { Weight::Possible }
}
