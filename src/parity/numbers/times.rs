//! Times of day, decades, and durations of several units.

use super::figures::Figures;
use super::follow::{self, Number};
use super::language;
use super::{Kind, Quantity, Rational, Reader, Weight};

/// An hour, in thousandths of a second, as tables have it.
const HOUR: u64 = 3_600_000;

impl Reader<'_> {
    /// Reads a time of day: "14:30", "2.30pm", "2 p.m.", "14 h 30", "14.30 Uhr".
    pub(super) fn clock(&mut self, from: usize, figures: &Figures) -> bool {
        let Some(mut hours) = figures.whole.parse::<u64>().ok().filter(|hours| *hours <= 24) else {
            return false;
        };
        let mut minutes = figures.fraction.parse().ok().filter(|_| figures.fraction.len() == 2);
        let mut next = figures.next;
        let mut sure = false;
        if figures.fraction.is_empty() {
            let after = match self.language.hour {
                Some(hour) if self.word(self.past_space(next)) == hour => {
                    self.past_space(self.past_space(next) + 1)
                }
                _ if self.is_sign(next, &[':']) => next + 1,
                _ => usize::MAX,
            };
            let found = self.integer(after, 2).filter(|minutes| *minutes < 60);
            if let (Some(found), 2) = (found, self.text_of(after).len()) {
                (minutes, next, sure) = (Some(found), after + 1, true);
            }
        }
        if let Some((hour, after)) = self.half_of_day(next, hours) {
            (hours, next, sure) = (hour, after, true);
        }
        let after = self.past_space(next);
        if !sure && self.language.o_clock.is_some_and(|word| self.word(after) == word) {
            (next, sure) = (after + 1, true);
        }
        if sure {
            let value = Rational::from(hours % 24 * 60 + minutes.unwrap_or(0));
            self.push(Kind::Time, value, Weight::Certain, from, next);
        }
        sure
    }

    /// The hour that "am" or "pm" makes of one on a clock with twelve, and where it ends: "pm", "p.m.".
    fn half_of_day(&self, at: usize, hours: u64) -> Option<(u64, usize)> {
        let (before, after) = self.language.halves_of_day?;
        let start = self.past_space(at);
        let dotted = self.is_sign(start + 1, &['.']) && self.is_sign(start + 3, &['.']);
        let (word, next) = match dotted {
            true => (self.word(start) + &self.word(start + 2), start + 4),
            false => (self.word(start), start + 1),
        };
        match word {
            word if word == before => Some((hours % 12, next)),
            word if word == after => Some((hours % 12 + 12, next)),
            _ => None,
        }
    }

    /// Reads a time of day in words: "half past twelve", "minuit et quart", "las tres menos cuarto".
    pub(super) fn clock_in_words(&mut self) -> bool {
        let from = self.at;
        let before = self.language.before_hours.iter().find_map(|(words, minutes)| {
            let first = (self.word(from) == *words.first()?).then_some(from + 1)?;
            Some((self.past_space(self.phrase(first, &words[1..])?), *minutes))
        });
        let Some((hour, twice, next)) =
            self.hour(before.map_or(from, |(at, _)| at), before.is_some())
        else {
            return false;
        };
        let behind = || {
            let mut phrases = self.language.behind_hours.iter();
            phrases.find_map(|(words, minutes)| Some((self.phrase(next, words)?, *minutes)))
        };
        let Some((next, minutes)) = before.map(|(_, minutes)| (next, minutes)).or_else(behind)
        else {
            return false;
        };
        // "from a quarter to three quarters"
        if self.counts_more(next) {
            return false;
        }
        let day = |hour: u64| (hour as i64 * 60 + minutes).rem_euclid(24 * 60).unsigned_abs();
        let (value, also, next) = match self.half_in_words(next) {
            Some((next, halves)) => (day(hour % 12) % 720 + halves * 720, None, next),
            None => match self.half_of_day(next, hour) {
                Some((hour, next)) => (day(hour), None, next),
                None => (day(hour), twice.then(|| day(hour + 12)), next),
            },
        };
        self.push(Kind::Time, Rational::from(value), Weight::Certain, from, next);
        let last = self.found.len() - 1;
        self.found[last].also = also.map(Rational::from);
        true
    }

    /// The hour that stands here, whether it comes twice a day, and where it ends: "midi", "trois heures",
    /// "las tres"; behind the minutes, a number alone.
    fn hour(&self, at: usize, behind_minutes: bool) -> Option<(u64, bool, usize)> {
        let word = self.word(at);
        if let Some(hour) = language::find(self.language.named_hours, &word) {
            return Some((hour, false, at + 1));
        }
        let article = self.language.hour_articles.contains(&word.as_str());
        let (hour, next) = self.whole(if article { self.past_space(at + 1) } else { at })?;
        let unit = self.unit(next).filter(|(kind, _)| *kind == Kind::Unit("time", HOUR));
        let next = match unit {
            // "trois heures et demie" may be a duration, "trois heures moins le quart" may not.
            Some((_, end)) => self.is_taken_away(end).then_some(end)?,
            None => (behind_minutes || article).then_some(next)?,
        };
        (hour <= 24).then_some((hour, (1..=12).contains(&hour), next))
    }

    fn is_taken_away(&self, next: usize) -> bool {
        let mut less = self.language.behind_hours.iter().filter(|(_, minutes)| *minutes < 0);
        less.any(|(words, _)| self.phrase(next, words).is_some())
    }

    /// Whether what follows a number makes it another than an hour: "three million", "three quarters".
    fn counts_more(&self, next: usize) -> bool {
        let word = self.word(self.past_gap(next));
        language::find(self.language.magnitudes, &word).is_some()
            || self.language.parts.iter().any(|(one, several, _)| word == *one || word == *several)
            || self.unit(next).is_some()
    }

    /// Makes a time of day of hours that words say the part of: "trois heures de l'après-midi".
    pub(super) fn part_of_day(&self, number: &mut Number) {
        if !matches!(number.kind, Kind::Plain | Kind::Unit("time", HOUR)) {
            return;
        }
        let minutes = number.value.times(60).integer().filter(|minutes| *minutes < 13 * 60);
        if let (Some(minutes), Some((next, halves))) = (minutes, self.half_in_words(number.next)) {
            number.value = Rational::from(minutes % 720 + halves * 720);
            (number.kind, number.weight, number.next) = (Kind::Time, Weight::Certain, next);
        }
    }

    /// Where the words for a half of the day end, and how many halves were before it.
    fn half_in_words(&self, at: usize) -> Option<(usize, u64)> {
        let mut parts = self.language.parts_of_day.iter();
        parts
            .find_map(|(words, after_noon)| Some((self.phrase(at, words)?, u64::from(*after_noon))))
    }

    /// Where words end that follow one another, with a space, a hyphen or an apostrophe before each.
    fn phrase(&self, at: usize, words: &[&str]) -> Option<usize> {
        words.iter().try_fold(at, |at, word| {
            let gap = self.is_space(at) || self.is_sign(at, &['-', '\'', '’']);
            (gap && self.word(at + 1) == *word).then_some(at + 2)
        })
    }

    /// Adds the smaller units that follow one: "1 hour 30 minutes", "deux heures trente".
    pub(super) fn smaller_units(&self, number: &mut Number) {
        let Kind::Unit(measure @ ("time" | "months"), first) = number.kind else { return };
        let mut many = first;
        while let Some((count, fewer, next)) = self.smaller_unit(measure, many, number.next) {
            let added = Rational::from(count.saturating_mul(fewer)).divided(first);
            let Some(sum) = number.value.plus(added) else { return };
            (number.value, number.next, many) = (sum, next, fewer);
            number.weight = Weight::Certain;
        }
    }

    /// How many of a smaller unit follow, how many of the smallest one is, and where they end.
    fn smaller_unit(&self, measure: &str, many: u64, after: usize) -> Option<(u64, u64, usize)> {
        let start = self.past_space(after);
        let joined = self.language.joints.first().is_some_and(|and| self.word(start) == *and);
        let at = if joined { self.past_space(start + 1) } else { start };
        let (count, next) = self.whole(at).filter(|_| at > after)?;
        match self.unit(next).or_else(|| self.symbol_at(next)) {
            Some((Kind::Unit(other, fewer), end)) => {
                let smaller = other == measure && count.saturating_mul(fewer) < many;
                (smaller && fewer > 0).then_some((count, fewer, end))
            }
            // "deux heures trente"
            None if many == HOUR && measure == "time" && !joined => {
                let minutes = self.language.hour.is_some() && count < 60;
                let two = self.integer(at, 2).is_none_or(|_| self.text_of(at).len() == 2);
                (minutes && two).then_some((count, HOUR / 60, next))
            }
            _ => None,
        }
    }

    fn symbol_at(&self, at: usize) -> Option<(Kind, usize)> {
        follow::symbol(self.text_of(at)).map(|(measure, many)| (Kind::Unit(measure, many), at + 1))
    }

    /// A whole number that is nothing else, and where it ends.
    fn whole(&self, at: usize) -> Option<(u64, usize)> {
        if let Some(value) = self.integer(at, 3) {
            return Some((value, at + 1));
        }
        Some(self.numerals(self.language.numeral(&self.word(at))?, at + 1))
    }

    /// Lets two figures stand for a year, too: "2024-25", "les années 90", "the '90s".
    pub(super) fn short_year(&mut self, from: usize, value: Rational) {
        let decade = self.is_decade(from, value);
        let century = match self.year_before(from) {
            Some(year) => year / 100 * 100,
            None if decade => 1_900,
            None => return,
        };
        let full = value.integer().map(|short| Rational::from(century + short));
        // "90s" may be seconds.
        let may =
            |last: &&mut Quantity| matches!(last.kind, Kind::Plain | Kind::Unit("time", 1_000));
        if let Some(last) = self.found.last_mut().filter(may) {
            last.also = last.also.or(full);
        }
    }

    /// Whether a number is that of a decade, by what stands around it.
    fn is_decade(&self, from: usize, value: Rational) -> bool {
        let round = value.integer().is_some_and(|value| value % 10 == 0 && value < 100);
        let word = from.checked_sub(2).filter(|at| self.is_space(at + 1));
        let before = word.is_some_and(|at| self.language.decades.contains(&self.word(at).as_str()));
        let after = self.language.decade_endings.contains(&self.word(from + 1).as_str());
        round && (before || after)
    }

    /// The year that a hyphen parts from here.
    fn year_before(&self, from: usize) -> Option<u64> {
        let hyphen = from.checked_sub(1).filter(|at| self.is_sign(*at, &['-', '–', '/']))?;
        self.integer(hyphen.checked_sub(1)?, 4).filter(|year| (1900..2100).contains(year))
    }
}
