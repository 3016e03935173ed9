//! Numbers in words, and in Roman numerals.

use super::follow::Number;
use super::language;
use super::{Decimal, Kind, Reader, Weight};

impl Reader<'_> {
    /// Reads a number in words; says whether there was one.
    pub(super) fn spelled(&mut self) -> bool {
        let from = self.at;
        let word = self.word(from);
        if word.is_empty() {
            return false;
        }
        self.half_of_one(from, &word)
            || self.numeral(from, &word)
            || self.ordinal(from, &word)
            || self.idiom(from, &word)
    }

    /// "half a million", "demi-million".
    fn half_of_one(&mut self, from: usize, word: &str) -> bool {
        if !self.language.halves.contains(&word) {
            return false;
        }
        let mut at = self.past_gap(from + 1);
        if language::find(self.language.idioms, &self.word(at)) == Some(1) {
            at = self.past_gap(at + 1);
        }
        if language::find(self.language.magnitudes, &self.word(at)).is_none() {
            return false;
        }
        let value = Decimal::from(5).shifted(-1);
        // Where the magnitude is looked for: before the gap.
        self.spelled_number(value, Weight::Certain, from, at - 1);
        true
    }

    fn numeral(&mut self, from: usize, word: &str) -> bool {
        // "mille" needs no "un" before it.
        if Some(word) == self.language.thousand {
            self.spelled_number(Decimal::from(1_000), Weight::Certain, from, from + 1);
            return true;
        }
        let first = language::find(self.language.numerals, word);
        let hundred = self.language.hundreds.contains(&word).then_some(100);
        let Some(mut value) = first.or(hundred) else { return false };
        let mut next = from + 1;
        while let Some((sum, after)) = self.next_numeral(value, next) {
            (value, next) = (sum, after);
        }
        if let Some((value, to)) = self.spelled_ordinal(value, next) {
            self.push(Kind::Ordinal, Decimal::from(value), Weight::Possible, from, to);
            return true;
        }
        let doubtful = next == from + 1 && self.language.is_doubtful(word);
        let weight = if doubtful { Weight::Possible } else { Weight::Certain };
        self.spelled_number(Decimal::from(value), weight, from, next);
        true
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
        let more = language::find(self.language.numerals, &word)?;
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
        let ones = language::find(self.language.ordinals, &self.word(at)).filter(|ones| *ones < 10);
        let round = tens % 100 >= 20 && tens.is_multiple_of(10) && at > next;
        round.then_some((tens + ones?, at + 1))
    }

    fn spelled_number(&mut self, value: Decimal, weight: Weight, from: usize, next: usize) {
        self.follow(Number { value, kind: Kind::Plain, weight, from, next, spelled: true });
    }

    /// "third", "XXIe", "siglo XXI".
    fn ordinal(&mut self, from: usize, word: &str) -> bool {
        if let Some(value) = language::find(self.language.ordinals, word) {
            self.push(Kind::Ordinal, Decimal::from(value), Weight::Possible, from, from + 1);
            return true;
        }
        let text = self.text_of(from).to_owned();
        let roman = |ending: &&&str| text.strip_suffix(**ending).and_then(roman);
        let endings = self.language.ordinal_endings.iter();
        let value = endings.filter(|_| self.language.roman_ordinals).find_map(|e| roman(&e));
        let value = value.or_else(|| self.century(from));
        if let Some(value) = value {
            self.push(Kind::Ordinal, Decimal::from(value), Weight::Certain, from, from + 1);
        }
        value.is_some()
    }

    /// A Roman numeral behind a word for a century.
    fn century(&self, from: usize) -> Option<u64> {
        let word = from.checked_sub(2).filter(|_| self.is_space(from - 1))?;
        let named = self.language.centuries.contains(&self.word(word).as_str());
        named.then(|| roman(self.text_of(from)))?
    }

    fn idiom(&mut self, from: usize, word: &str) -> bool {
        let Some(value) = language::find(self.language.idioms, word) else { return false };
        self.spelled_number(Decimal::from(value), Weight::Possible, from, from + 1);
        true
    }
}

/// The value of a Roman numeral in capitals.
fn roman(text: &str) -> Option<u64> {
    let digit = |letter: char| match letter {
        'I' => Some(1_u64),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        'C' => Some(100),
        _ => None,
    };
    let digits: Vec<u64> = text.chars().map(digit).collect::<Option<_>>()?;
    let mut value = 0;
    for (at, digit) in digits.iter().enumerate() {
        match digits.get(at + 1) {
            Some(next) if next > digit => value -= i64::try_from(*digit).ok()?,
            _ => value += i64::try_from(*digit).ok()?,
        }
    }
    // "Le" and "Ce" are words.
    let word = matches!(text, "L" | "C");
    u64::try_from(value).ok().filter(|value| *value > 0 && !word)
}
