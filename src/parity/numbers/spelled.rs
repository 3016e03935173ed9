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
            let rest = self.rest(3, from + 1);
            let (value, next) = rest.map_or((1_000, from + 1), |(rest, end)| (1_000 + rest, end));
            self.spelled_number(Rational::from(value), Weight::Certain, from, next);
            return true;
        }
        if let Some(value) = self.and_half(word) {
            self.spelled_number(value, Weight::Certain, from, from + 1);
            return true;
        }
        let first = self.language.numeral(word);
        let hundred = self.language.hundreds.contains(&word).then_some(100);
        let Some(value) = first.or(hundred) else { return false };
        let (mut value, mut next) = self.numerals(value, from + 1);
        if let Some(after) = self.dozens(next) {
            (value, next) = (value * 12, after);
        } else if self.parts(value, from, next) {
            return true;
        }
        if let Some((value, to)) = self.spelled_ordinal(value, next) {
            self.note_ordinal(value, from, to);
            return true;
        }
        if let Some((sum, end)) = self.grouped(value, next) {
            (value, next) = (sum, end);
        }
        let doubtful = next == from + 1 && self.language.is_doubtful(word);
        let weight = if doubtful { Weight::Possible } else { Weight::Certain };
        self.spelled_number(Rational::from(value), weight, from, next);
        self.short_year(from, Rational::from(value));
        true
    }

    /// What follows a power of ten in words, as "trois cents" does in "deux mille trois cents", and where it ends.
    fn rest(&self, power: i16, next: usize) -> Option<(u64, usize)> {
        let mut at = self.past_gap(next);
        let joined = self.language.joints.first().is_some_and(|and| self.word(at) == *and);
        if joined {
            at = self.past_gap(at + 1);
        }
        let word = self.word(at);
        let hundred = self.language.hundreds.contains(&word.as_str()).then_some(100);
        let first = self.language.numeral(&word).or(hundred).filter(|_| at > next)?;
        let (value, end) = self.numerals(first, at + 1);
        if end == at + 1 && self.language.is_doubtful(&word) {
            return None;
        }
        match self.magnitude(end) {
            // "between two thousand and five"
            _ if joined && (power > 3 || value >= 100) => None,
            Some((more, _)) if joined || more == power => None,
            Some((more, after)) if more < power => {
                let alone = || Some((value.checked_mul(ten_to(more)?)?, after));
                self.grouped(value, end).or_else(alone)
            }
            _ => Some((value, end)),
        }
    }

    /// What a power of ten and what follows it make of a numeral: "two thousand three hundred".
    fn grouped(&self, value: u64, next: usize) -> Option<(u64, usize)> {
        let (power, after) = self.magnitude(next)?;
        let (rest, end) = self.rest(power, after)?;
        Some((value.checked_mul(ten_to(power)?)?.checked_add(rest)?, end))
    }

    /// The power of ten that stands behind a place in words, and where it ends.
    fn magnitude(&self, next: usize) -> Option<(i16, usize)> {
        let at = self.past_gap(next);
        let power = language::find(self.language.magnitudes, &self.word(at))?;
        (at > next).then_some((power, at + 1))
    }

    /// A numeral with those that follow it, and where they end.
    pub(super) fn numerals(&self, mut value: u64, mut next: usize) -> (u64, usize) {
        while let Some(more) = self.next_numeral(value, next) {
            (value, next) = more;
        }
        (value, next)
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
    fn next_numeral(&self, value: u64, next: usize) -> Option<(u64, usize)> {
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

fn ten_to(power: i16) -> Option<u64> {
    10_u64.checked_pow(power.try_into().ok()?)
}
