//! Numbers in figures, and names that hold some.

use super::follow::Number;
use super::language::{self, CURRENCIES};
use super::scan::TokenKind;
use super::{Decimal, Kind, Reader, Weight};

/// Signs that one reads as "times" before figures: "×172".
const TIMES: &[&str] = &["x", "X"];

/// Figures as they are written.
struct Figures {
    whole: String,
    fraction: String,
    /// Whether the sign between them is another language's: "3.5" in French is a version.
    foreign: bool,
    next: usize,
}

impl Reader<'_> {
    /// Reads a number in figures, or a name that holds some; says whether there was one.
    pub(super) fn figures(&mut self) -> bool {
        let from = self.at;
        match self.kind(from) {
            Some(TokenKind::Word) if self.kind(from + 1) == Some(TokenKind::Digits) => {
                if TIMES.contains(&self.text_of(from)) {
                    return false;
                }
                self.name(from);
                true
            }
            Some(TokenKind::Digits) => {
                self.number(from);
                true
            }
            _ => false,
        }
    }

    fn number(&mut self, from: usize) {
        let figures = self.parse(from);
        let next = figures.next;
        let more =
            self.is_sign(next, &['.', ',']) && self.kind(next + 1) == Some(TokenKind::Digits);
        let value = Decimal::parse(&figures.whole, &figures.fraction);
        let (Some(value), false) = (value, more && !figures.fraction.is_empty()) else {
            // 192.168.0.1, version 1.2.3, a number of forty digits.
            return self.name(from);
        };
        if self.clock(from, &figures) {
            return;
        }
        let (before, currency) = self.currency_before(from);
        let kind = match currency {
            Some(currency) => Kind::Money(currency),
            None if figures.foreign || self.is_named(from) => Kind::Label,
            None => Kind::Plain,
        };
        let number =
            Number { value, kind, weight: Weight::Certain, from: before, next, spelled: false };
        let (length, of_range) = (figures.whole.len(), self.year_before(from));
        if !self.attached(&number) {
            self.follow(number);
            // "2024-25" may be "2024-2025" in another text.
            if let (Some(year), 2, Some(last)) = (of_range, length, self.found.last_mut()) {
                let full = value.integer().map(|short| Decimal::from(year / 100 * 100 + short));
                last.also = last.also.or(full);
            }
        }
    }

    /// The year that a hyphen parts from here.
    fn year_before(&self, from: usize) -> Option<u64> {
        let hyphen = from.checked_sub(1).filter(|at| self.is_sign(*at, &['-', '–', '/']))?;
        self.integer(hyphen.checked_sub(1)?, 4).filter(|year| (1900..2100).contains(year))
    }

    /// Figures with their groups and their decimals.
    fn parse(&self, from: usize) -> Figures {
        let mut whole = self.text_of(from).to_owned();
        let mut next = from + 1;
        let first = whole.len();
        while first <= 3 && !whole.starts_with('0') && self.is_group(next) {
            whole.push_str(self.text_of(next + 1));
            next += 2;
        }
        let decimals = |sign: char| {
            self.is_sign(next, &[sign]) && self.kind(next + 1) == Some(TokenKind::Digits)
        };
        let own = decimals(self.language.decimal);
        // A comma between figures of English parts two numbers; a full stop in French, a version.
        let foreign = !own && decimals('.');
        let mut fraction = String::new();
        if own || foreign {
            fraction = self.text_of(next + 1).to_owned();
            next += 2;
        }
        Figures { whole, fraction, foreign, next }
    }

    /// Whether a sign that parts groups stands here, before exactly three digits.
    fn is_group(&self, at: usize) -> bool {
        let sign = match self.kind(at) {
            Some(TokenKind::Sign(sign)) => self.language.groups.contains(&sign),
            Some(TokenKind::Space) => match self.text_of(at) {
                " " => self.language.groups.contains(&' '),
                "\u{a0}" | "\u{202f}" | "\u{2009}" => true,
                _ => false,
            },
            _ => false,
        };
        sign && self.kind(at + 1) == Some(TokenKind::Digits) && self.text_of(at + 1).len() == 3
    }

    /// Reads a time of day: "14:30", "2.30pm", "2 p.m.", "14 h 30".
    fn clock(&mut self, from: usize, figures: &Figures) -> bool {
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
            let found = self.integer(after, 2).filter(|m| *m < 60);
            if let (Some(found), 2) = (found, self.text_of(after).len()) {
                (minutes, next, sure) = (Some(found), after + 1, true);
            }
        }
        if let Some((hour, after)) = self.half_of_day(next, hours) {
            (hours, next, sure) = (hour, after, true);
        }
        if sure {
            let value = Decimal::from(hours % 24 * 60 + minutes.unwrap_or(0));
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

    /// The currency whose sign or code stands before figures, and where it begins.
    fn currency_before(&self, from: usize) -> (usize, Option<&'static str>) {
        let sign =
            from.checked_sub(1).filter(|at| matches!(self.kind(*at), Some(TokenKind::Sign(_))));
        if let Some(at) = sign
            && let Some(currency) = language::find(CURRENCIES, self.text_of(at))
        {
            let nation = at > 0 && self.kind(at - 1) == Some(TokenKind::Word);
            return (at - usize::from(nation), Some(currency));
        }
        let code = from.checked_sub(2).filter(|at| self.is_space(at + 1));
        let currency = code.and_then(|at| language::find(CURRENCIES, &self.word(at)));
        (from - if currency.is_some() { 2 } else { 0 }, currency)
    }

    /// Whether figures name a thing: "GPT-4", "Llama 4", "n° 5"; the first word of a sentence is no name.
    fn is_named(&self, from: usize) -> bool {
        let Some(before) = from.checked_sub(2) else { return false };
        if self.kind(before) != Some(TokenKind::Word) {
            let joined = self.kind(before) == Some(TokenKind::Digits);
            let earlier = before.checked_sub(1).and_then(|at| self.kind(at));
            return self.is_sign(from - 1, &['-']) && joined && earlier == Some(TokenKind::Word);
        }
        if self.is_sign(from - 1, &['-']) {
            return true;
        }
        let capital = self.text_of(before).starts_with(char::is_uppercase);
        self.is_space(from - 1) && capital && !self.begins_sentence(before)
    }

    fn begins_sentence(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        let end = if self.is_space(before) { before.checked_sub(1) } else { Some(before) };
        end.is_none_or(|end| self.is_sign(end, &['.', '!', '?', ':', '…', '(', '«', '"', '“']))
    }

    /// Reads letters and digits without a space between them as one name.
    pub(super) fn name(&mut self, from: usize) {
        let mut to = from;
        loop {
            let figures = self.kind(to) == Some(TokenKind::Digits);
            let letters = self.kind(to) == Some(TokenKind::Word);
            let inner = self.is_sign(to, &['.', ','])
                && to > from
                && self.kind(to - 1) == Some(TokenKind::Digits)
                && self.kind(to + 1) == Some(TokenKind::Digits);
            if !(figures || letters || inner) {
                break;
            }
            to += 1;
        }
        let name = self.text[self.bytes(from, to)].to_lowercase();
        // "H100s" are several of "H100".
        let plural =
            name.strip_suffix('s').filter(|one| one.ends_with(|c: char| c.is_ascii_digit()));
        let name = plural.unwrap_or(&name);
        self.push(Kind::Name(name.into()), Decimal::default(), Weight::Certain, from, to);
    }
}
