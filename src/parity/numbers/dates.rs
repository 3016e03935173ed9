//! Days, months and years.

use super::scan::TokenKind;
use super::{Kind, Rational, Reader, Weight};

impl Reader<'_> {
    /// Reads a date with a day, or a month with a year; says whether there was one. The year is a
    /// number of its own.
    pub(super) fn date(&mut self) -> bool {
        let from = self.at;
        match self.kind(from) {
            Some(TokenKind::Digits) => self.iso(from) || self.slashed(from) || self.day_month(from),
            Some(TokenKind::Word) => self.month_day(from) || self.month_year(from),
            _ => false,
        }
    }

    /// Reads a month that stands alone.
    pub(super) fn month(&mut self) -> bool {
        let from = self.at;
        let Some(month) = self.month_at(from) else { return false };
        let doubtful = self.language.doubtful_months.contains(&self.word(from).as_str());
        let weight = if doubtful { Weight::Possible } else { Weight::Certain };
        self.push(Kind::Month, Rational::from(u64::from(month)), weight, from, from + 1);
        true
    }

    fn month_at(&self, at: usize) -> Option<u8> {
        let capital = self.text_of(at).starts_with(char::is_uppercase);
        let named = !self.language.month_first || capital;
        self.language.month(&self.word(at)).filter(|_| named)
    }

    /// 2025-02-26
    fn iso(&mut self, from: usize) -> bool {
        let whole = |at: usize, length: usize| {
            self.integer(at, length).filter(|_| self.text_of(at).len() == length)
        };
        let signs = self.is_sign(from + 1, &['-']) && self.is_sign(from + 3, &['-']);
        let (Some(year), Some(month), Some(day)) =
            (whole(from, 4), whole(from + 2, 2), whole(from + 4, 2))
        else {
            return false;
        };
        signs && self.numeric((from, from + 5), (year, from), month, day)
    }

    /// 26/02/2025, or 2/26/2025 where the month stands first.
    fn slashed(&mut self, from: usize) -> bool {
        let signs = self.is_sign(from + 1, &['/']) && self.is_sign(from + 3, &['/']);
        let parts = (self.integer(from, 2), self.integer(from + 2, 2), self.integer(from + 4, 4));
        let (Some(first), Some(second), Some(year)) = parts else { return false };
        let month_first = (self.language.month_first && first <= 12) || second > 12;
        let (day, month) = if month_first { (second, first) } else { (first, second) };
        signs && self.numeric((from, from + 5), (year, from + 4), month, day)
    }

    fn numeric(
        &mut self,
        (from, to): (usize, usize),
        (year, year_at): (u64, usize),
        month: u64,
        day: u64,
    ) -> bool {
        let month = u8::try_from(month).ok().filter(|month| (1..=12).contains(month));
        let (Some(month), true) = (month, (1..=31).contains(&day)) else { return false };
        self.push(Kind::Day(month), Rational::from(day), Weight::Certain, from, to);
        self.push(Kind::Plain, Rational::from(year), Weight::Certain, year_at, year_at + 1);
        self.at = to;
        true
    }

    /// 27 janvier, 1er août, 27th of January, 27. Januar
    fn day_month(&mut self, from: usize) -> bool {
        let Some((day, mut at)) = self.day(from) else { return false };
        at += usize::from(self.is_sign(at, &['.']));
        at = self.past_space(at);
        if self.language.links.contains(&self.word(at).as_str()) {
            at = self.past_space(at + 1);
        }
        let Some(month) = self.month_at(at) else { return false };
        self.push(Kind::Day(month), Rational::from(day), Weight::Certain, from, at + 1);
        self.share_month(month);
        self.year(at + 1);
        true
    }

    /// January 27, January 27th
    fn month_day(&mut self, from: usize) -> bool {
        let space = from + 1 + usize::from(self.is_sign(from + 1, &['.']));
        if !self.language.month_first || !self.is_space(space) {
            return false;
        }
        let (Some(month), Some((day, at))) = (self.month_at(from), self.day(space + 1)) else {
            return false;
        };
        let goes_on =
            self.is_sign(at, &['.', ':', ',']) && self.kind(at + 1) == Some(TokenKind::Digits);
        if goes_on || self.is_sign(at, &['%']) {
            return false;
        }
        self.push(Kind::Day(month), Rational::from(day), Weight::Certain, from, at);
        let at = self.until(at, month);
        self.year(at);
        true
    }

    /// Reads the second day of "May 17-18", "May 17 to 18", "May 17 and 18, 2025"; gives where it ends.
    fn until(&mut self, after: usize, month: u8) -> usize {
        let start = self.past_space(after);
        let dash = self.is_sign(start, &['-', '–']);
        let joint = self.language.joints.contains(&self.word(start).as_str());
        let Some((day, at)) = self.day(self.past_space(start + 1)).filter(|_| dash || joint) else {
            return after;
        };
        // In "May 17 and 18 people", those are people.
        let ends =
            matches!(self.kind(at), None | Some(TokenKind::Sign(',' | '.' | ';' | ':' | ')')));
        let goes_on = self.kind(at + 1) == Some(TokenKind::Digits);
        if goes_on || !(ends || dash && self.is_space(at)) {
            return after;
        }
        let from = at - 1;
        self.push(Kind::Day(month), Rational::from(day), Weight::Certain, from, at);
        at
    }

    /// janvier 2025
    fn month_year(&mut self, from: usize) -> bool {
        let Some(month) = self.month_at(from) else { return false };
        let value = Rational::from(u64::from(month));
        if self.year_at(from + 1).is_none() {
            return false;
        }
        self.push(Kind::Month, value, Weight::Certain, from, from + 1);
        self.year(from + 1);
        true
    }

    /// A day of a month, and where it ends.
    fn day(&self, from: usize) -> Option<(u64, usize)> {
        let day = self.integer(from, 2).filter(|day| (1..=31).contains(day))?;
        let ending = self.language.ordinal_endings.contains(&self.word(from + 1).as_str());
        Some((day, from + 1 + usize::from(ending)))
    }

    /// Reads the year after a month or a day.
    fn year(&mut self, after: usize) {
        if let Some((year, at)) = self.year_at(after) {
            self.push(Kind::Plain, Rational::from(year), Weight::Certain, at, at + 1);
        }
    }

    fn year_at(&self, after: usize) -> Option<(u64, usize)> {
        let mut at = after + usize::from(self.is_sign(after, &[',', '.']));
        at = self.past_space(at);
        if self.language.links.contains(&self.word(at).as_str()) {
            at = self.past_space(at + 1);
        }
        let year = self.integer(at, 4).filter(|year| *year >= 1_000 && at > after)?;
        Some((year, at))
    }

    /// Gives the month to the days before a joint: "4 et 6 février".
    fn share_month(&mut self, month: u8) {
        for last in (1..self.found.len()).rev() {
            let (earlier, later) = self.found.split_at_mut(last);
            let (Some(earlier), Some(later)) = (earlier.last_mut(), later.first()) else { return };
            let between = self.text.get(earlier.range.end..later.range.start).unwrap_or("?").trim();
            let joint =
                self.language.joints.contains(&between) || matches!(between, "-" | "–" | ",");
            let day = earlier.value.integer().is_some_and(|day| (1..=31).contains(&day));
            if !joint || !day || !matches!(earlier.kind, Kind::Plain | Kind::Ordinal) {
                return;
            }
            earlier.kind = Kind::Day(month);
        }
    }
}
