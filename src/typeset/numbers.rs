//! Numbers: their groups of digits, their units, the endings of ordinals.
//!
//! *Lexique*, "Nombres" and "Abréviations"; the spaces between groups and before units are those of
//! the International System of Units (*SI Brochure*, 5.4).

use std::ops::Range;

use super::faults::FaultKind;
use super::setter::{Setter, is_blank, is_word};
use super::{Change, Form, NARROW};

/// How many groups of three digits a number may have; what is longer is no number.
const GROUPS: usize = 7;

/// What stands before the digits of an address, a name, a color.
const NOT_BEFORE: &str = "_@#/\\=&";

/// What a unit may be made of besides letters and digits.
const OF_UNITS: &str = "%‰°€$£¥/²³";

impl<'t> Setter<'t> {
    pub fn number(&mut self, at: usize) -> usize {
        let digits = self.digits_end(at);
        if !self.begins_number(at) {
            return self.word_end(digits);
        }
        self.bind_to_month(at);
        self.judge_day(at);
        let whole = self.groups_end(at, digits);
        let end = self.decimals_end(whole);
        self.range(at, end);
        if self.after(end).is_some_and(is_word) {
            return if end == whole { self.ordinal(at, end) } else { self.word_end(end) };
        }
        let next = self.blanks_after(end);
        if next > end { self.unit(at, end, next) } else { end }
    }

    fn digits_end(&self, at: usize) -> usize {
        let digits = self.text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_digit());
        at + digits.count()
    }

    /// Whether digits are a number by themselves, and not part of `GPT-4` or `a.b/2`.
    fn begins_number(&self, at: usize) -> bool {
        let mut before = self.text[..at].chars().rev();
        let (last, previous) = (before.next(), before.next());
        match last {
            Some('-') => previous.is_none_or(|c| !c.is_alphabetic()),
            Some('.' | ',' | ':') => previous.is_none_or(|c| !is_word(c)),
            Some(c) => !is_word(c) && !NOT_BEFORE.contains(c),
            None => true,
        }
    }

    fn decimals_end(&self, mut at: usize) -> usize {
        while let [b',' | b'.', digit, ..] = &self.text.as_bytes()[at..]
            && digit.is_ascii_digit()
        {
            at = self.digits_end(at + 1);
        }
        at
    }

    /// Sets the spaces between groups of three digits, and returns the end of the last.
    fn groups_end(&mut self, at: usize, digits: usize) -> usize {
        let mut end = digits;
        let mut count = 0;
        if self.rules.numbers.groups && self.may_be_grouped(at, digits) {
            while let Some(next) = self.group_end(end) {
                end = next;
                count += 1;
            }
        }
        let next = self.blanks_after(end);
        let goes_on = next > end && self.after(next).is_some_and(|c| c.is_ascii_digit());
        let version = count == 1 && digits - at == 1 && self.follows_name(at);
        if count == 0 || count > GROUPS || goes_on || version {
            return digits;
        }
        let mut separator = digits;
        while separator < end {
            let next = self.blanks_after(separator);
            self.space(separator..next, NARROW);
            separator = next + 3;
        }
        end
    }

    /// Whether digits may be the first group of a number. `2024 300` may be a year and a number, and
    /// `06 12 34` is for a telephone.
    fn may_be_grouped(&self, at: usize, digits: usize) -> bool {
        let start = self.blanks_before(at);
        let follows = start < at && self.before(start).is_some_and(|c| c.is_ascii_digit());
        digits - at <= 3 && !self.text[at..].starts_with('0') && !follows
    }

    /// Where the group of three digits ends that begins after the one space at this byte.
    fn group_end(&self, at: usize) -> Option<usize> {
        let start = at + self.after(at).filter(|c| is_blank(*c))?.len_utf8();
        let end = start + 3;
        let digits = self.text.as_bytes().get(start..end)?;
        let whole = digits.iter().all(u8::is_ascii_digit);
        (whole && self.after(end).is_none_or(|c| !is_word(c))).then_some(end)
    }

    /// Whether a capitalized word within a sentence stands before: `Llama 3 405 milliards` is of
    /// version 3.
    fn follows_name(&self, at: usize) -> bool {
        let end = self.blanks_before(at);
        let word = self.word_before(end);
        let start = self.blanks_before(end - word.len());
        let within = self.before(start).is_some_and(|c| is_word(c) || ",)»”’".contains(c));
        word.starts_with(char::is_uppercase) && within
    }

    /// Keeps a unit, a month or a thousand to the number before it.
    fn unit(&mut self, at: usize, end: usize, next: usize) -> usize {
        let unit = self.unit_at(next);
        let unit_end = next + unit.len();
        if unit.is_empty() || self.goes_on_after(unit_end, "'’-.") {
            return end;
        }
        if is_in(self.rules.numbers.units, unit) {
            self.bind(end..next);
            return self.time(unit, unit_end);
        }
        if self.is_day(at, end) && self.is_month(unit) {
            self.bind(end..next);
            self.judge_month(next, unit);
        }
        end
    }

    /// Reports a month, or the day of the week before its date, that has a capital.
    fn judge_month(&mut self, at: usize, month: &str) {
        if self.rules.spelling.is_some() && month.starts_with(char::is_uppercase) {
            let instead = Some(month.to_lowercase());
            self.fault(at..at + month.len(), FaultKind::WrongCapital, instead);
        }
    }

    fn judge_day(&mut self, at: usize) {
        let Some(spelling) = &self.rules.spelling else { return };
        let end = self.blanks_before(at);
        // Most numbers need no closer look.
        if !self.text[..end].ends_with(['i', 'e']) {
            return;
        }
        let word = self.word_before(end);
        let start = end - word.len();
        let within = self.before(self.blanks_before(start)).is_some_and(|c| c.is_lowercase());
        if spelling.days.contains(&word) && within {
            self.fault(start..end, FaultKind::WrongCapital, Some(word.to_lowercase()));
        }
    }

    /// The unit that may begin at a byte: `km/h`, or the `€` of `€/mois`.
    fn unit_at(&self, at: usize) -> &'t str {
        const LONGEST: usize = 24;
        let part = |c: char| c.is_alphanumeric() || OF_UNITS.contains(c);
        let letters = self.text[at..].char_indices().take(LONGEST);
        let last = letters.take_while(|(_, c)| part(*c)).last();
        let end = last.map_or(at, |(last, c)| at + last + c.len_utf8());
        let word = &self.text[at..end];
        match word.split_once('/') {
            Some((first, _)) if !is_in(self.rules.numbers.units, word) => first,
            _ => word,
        }
    }

    /// Keeps the minutes to the hour, as in `12 h 30`.
    fn time(&mut self, unit: &str, end: usize) -> usize {
        let next = self.blanks_after(end);
        let digits = self.digits_end(next);
        let minutes = (1..=2).contains(&(digits - next))
            && self.after(digits).is_none_or(|c| !is_word(c))
            && self.group_end(digits).is_none();
        if next > end && minutes && self.rules.numbers.groups && matches!(unit, "h" | "min") {
            self.bind(end..next);
        }
        end
    }

    fn is_day(&self, at: usize, end: usize) -> bool {
        end - at <= 2 && self.text[at..end].parse().is_ok_and(|day: u8| (1..=31).contains(&day))
    }

    fn is_month(&self, word: &str) -> bool {
        const LONGEST: usize = 12;
        word.len() <= LONGEST && is_in(self.rules.numbers.months, &word.to_lowercase())
    }

    /// Keeps the day to the month before it, as in `January 27`.
    fn bind_to_month(&mut self, at: usize) {
        let start = self.blanks_before(at);
        let end = self.digits_end(at);
        if self.rules.spacing.is_none() && start < at && self.is_day(at, end) {
            let month = self.word_before(start);
            if month.starts_with(char::is_uppercase) && self.is_month(month) {
                self.bind(start..at);
            }
        }
    }

    /// Makes the hyphen of a range of pages a dash.
    fn range(&mut self, at: usize, end: usize) {
        if self.rules.numbers.ranges.is_empty() || !self.goes_on_after(end, "-") {
            return;
        }
        let before = &self.text[..self.blanks_before(at)];
        let word = self.word_before(before.trim_end_matches('.').len());
        let digits = self.digits_end(end + 1);
        let last = digits > end + 1 && self.after(digits).is_none_or(|c| !is_word(c) && c != '-');
        if last && self.rules.numbers.ranges.contains(&word) {
            self.push(end..end + 1, Change::To("–"));
        }
    }

    /// Raises the ending of an ordinal: `1er`, `2e`.
    fn ordinal(&mut self, at: usize, digits: usize) -> usize {
        let end = self.word_end(digits);
        let (number, ending) = (&self.text[at..digits], &self.text[digits..end]);
        let right = match ending {
            "er" | "re" | "ers" | "res" => number == "1",
            "d" | "de" | "ds" | "des" | "nd" | "nde" | "nds" | "ndes" => number == "2",
            "e" | "es" => number != "1" && !number.starts_with('0'),
            _ => false,
        };
        if right && self.rules.numbers.ordinals && self.may_raise(end) {
            self.raise(digits, end);
            let next = self.blanks_after(end);
            let word = &self.text[next..self.word_end(next)];
            if number == "1" && self.is_month(word) {
                self.bind(end..next);
                self.judge_month(next, word);
            }
        } else {
            self.judge_ordinal(at, digits..end, number == "1");
        }
        end
    }

    /// Reports `2ème`, `1ère` and the like.
    pub fn judge_ordinal(&mut self, at: usize, ending: Range<usize>, first: bool) {
        let right = match &self.text[ending.clone()] {
            "ème" | "eme" | "ième" | "ieme" if !first => "e",
            "èmes" | "emes" | "ièmes" | "iemes" if !first => "es",
            "ère" | "ere" | "ière" if first => "re",
            _ => return,
        };
        if self.rules.numbers.ordinals && self.may_raise(ending.end) {
            let instead = format!("{}{right}", &self.text[at..ending.start]);
            self.fault(at..ending.end, FaultKind::WrongAbbreviation, Some(instead));
        }
    }

    /// Whether what ends here is a word of prose: `2e10`, `1e-5` and `2e.org` go on.
    pub fn may_raise(&mut self, end: usize) -> bool {
        let exponent = self.goes_on_after(end, "-+") && {
            let digits = self.digits_end(end + 1);
            digits > end + 1 && !self.text[digits..].starts_with(['e', 'r', 'd'])
        };
        !exponent && !self.goes_on_after(end, ".") && !self.is_protected(end - 1)
    }

    /// Raises the ending of an ordinal, and keeps what is counted to it.
    pub fn raise(&mut self, start: usize, end: usize) {
        if self.form == Form::Html {
            self.push(start..end, Change::Raise);
        }
        let next = self.blanks_after(end);
        let word = &self.text[next..self.word_end(next)];
        if self.rules.numbers.counted.contains(&word) {
            self.bind(end..next);
        }
    }
}

/// Whether a sorted list has a word.
fn is_in(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}
