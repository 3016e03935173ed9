//! Numbers in words.

use super::follow::Number;
use super::language;
use super::scan::TokenKind;
use super::{Kind, Rational, Reader, Weight};

impl Reader<'_> {
    /// Reads a number in words; says whether there was one.
    pub(super) fn spelled(&mut self) -> bool {
        let from = self.at;
        let word = self.word(from);
        if word.is_empty() {
            return false;
        }
        self.half_of_one(from, &word)
            || self.bare_part(from, &word)
            || self.numeral(from, &word)
            || self.ordinal(from, &word)
            || self.roman(from)
            || self.idiom(from, &word)
    }

    /// "half a million", "demi-million", "demi-heure", "half a dozen".
    fn half_of_one(&mut self, from: usize, word: &str) -> bool {
        if !self.language.halves.contains(&word) {
            return false;
        }
        let mut at = self.past_gap(from + 1);
        if self.language.is_article(&self.word(at)) {
            at = self.past_gap(at + 1);
        }
        let half = Rational::from(1).divided(2);
        let several = language::find(self.language.idioms, &self.word(at)).filter(|many| *many > 1);
        if language::find(self.language.magnitudes, &self.word(at)).is_some() {
            // Where the magnitude is looked for: before the gap.
            self.spelled_number(half, Weight::Certain, from, at - 1);
        } else if let Some(many) = several {
            self.spelled_number(half.times(many), Weight::Possible, from, at + 1);
        } else if at > from + 1 && self.unit(at - 1).is_some() {
            self.part_of_unit(from, at - 1);
        } else {
            return false;
        }
        true
    }

    fn numeral(&mut self, from: usize, word: &str) -> bool {
        // "mille" needs no "un" before it.
        if Some(word) == self.language.thousand {
            self.spelled_number(Rational::from(1_000), Weight::Certain, from, from + 1);
            return true;
        }
        if let Some(value) = self.and_half(word) {
            self.spelled_number(value, Weight::Certain, from, from + 1);
            return true;
        }
        let first = self.language.numeral(word);
        let hundred = self.language.hundreds.contains(&word).then_some(100);
        let Some(mut value) = first.or(hundred) else { return false };
        let mut next = from + 1;
        while let Some((sum, after)) = self.next_numeral(value, next) {
            (value, next) = (sum, after);
        }
        if let Some(after) = self.dozens(next) {
            (value, next) = (value * 12, after);
        } else if self.parts(value, from, next) {
            return true;
        }
        if let Some((value, to)) = self.spelled_ordinal(value, next) {
            self.note_ordinal(value, from, to);
            return true;
        }
        let doubtful = next == from + 1 && self.language.is_doubtful(word);
        let weight = if doubtful { Weight::Possible } else { Weight::Certain };
        self.spelled_number(Rational::from(value), weight, from, next);
        self.short_year(from, Rational::from(value));
        true
    }

    /// Where "dozen" ends, if it follows.
    fn dozens(&self, next: usize) -> Option<usize> {
        let at = self.past_space(next);
        self.language.dozens.contains(&self.word(at).as_str()).then_some(at + 1)
    }

    /// A number and a half in one word: "zweieinhalb".
    fn and_half(&self, word: &str) -> Option<Rational> {
        let compound = self.language.compound.as_ref()?;
        let whole = match word == compound.one_and_half {
            true => 1,
            false => self.language.numeral(word.strip_suffix(compound.and_half)?)?,
        };
        Rational::from(whole).plus(Rational::from(1).divided(2))
    }

    /// What the numeral that follows makes of a value, and where it ends.
    pub(super) fn next_numeral(&self, value: u64, next: usize) -> Option<(u64, usize)> {
        let mut at = self.past_gap(next);
        if at == next {
            return None;
        }
        let joined = self.language.joints.contains(&self.word(at).as_str());
        if joined {
            at = self.past_gap(at + 1);
        }
        let word = self.word(at);
        if self.language.hundreds.contains(&word.as_str()) {
            return (!joined && (2..100).contains(&value)).then_some((value * 100, at + 1));
        }
        let more = self.language.numeral(&word)?;
        let rest = value % 100;
        let sum = match (rest, more) {
            // "quatre-vingts" are four twenties.
            (4, 20) if !joined => value + 76,
            (0, 1..100) if value >= 100 => value + more,
            (20.., 1..10) if rest.is_multiple_of(10) && (!joined || more == 1) => value + more,
            // "soixante-dix", "quatre-vingt-dix-sept".
            (60 | 80, 10..20) if !joined || more == 11 => value + more,
            (10 | 70 | 90, 7..10) if !joined => value + more,
            _ => return None,
        };
        Some((sum, at + 1))
    }

    /// What an ordinal makes of the tens before it: "twenty-first".
    fn spelled_ordinal(&self, tens: u64, next: usize) -> Option<(u64, usize)> {
        let mut at = self.past_gap(next);
        if self.language.joints.contains(&self.word(at).as_str()) {
            at = self.past_gap(at + 1);
        }
        let ones = self.language.ordinal(&self.word(at)).filter(|ones| *ones < 10);
        let round = tens % 100 >= 20 && tens.is_multiple_of(10) && at > next;
        round.then_some((tens + ones?, at + 1))
    }

    fn spelled_number(&mut self, value: Rational, weight: Weight, from: usize, next: usize) {
        self.follow(Number { value, kind: Kind::Plain, weight, from, next, spelled: true });
    }

    fn ordinal(&mut self, from: usize, word: &str) -> bool {
        let Some(value) = self.language.ordinal(word) else { return false };
        self.note_ordinal(value, from, from + 1);
        true
    }

    /// Notes an ordinal: "first" and "second" say more than a number does, and a name or a part of a word
    /// is not always translated.
    fn note_ordinal(&mut self, value: u64, from: usize, next: usize) {
        let name =
            self.text_of(from).starts_with(char::is_uppercase) && !self.begins_sentence(from);
        let joined = self.is_sign(next, &['-']) && self.kind(next + 1) == Some(TokenKind::Word);
        let doubtful = self.language.doubtful_ordinals.contains(&self.word(from).as_str());
        let sure = value > 2 && !name && !joined && !doubtful;
        let weight = if sure { Weight::Certain } else { Weight::Possible };
        self.push(Kind::Ordinal, Rational::from(value), weight, from, next);
    }

    fn idiom(&mut self, from: usize, word: &str) -> bool {
        let Some(value) = language::find(self.language.idioms, word) else { return false };
        if value == 1 && self.parts(1, from, from + 1) {
            return true;
        }
        self.spelled_number(Rational::from(value), Weight::Possible, from, from + 1);
        true
    }
}
