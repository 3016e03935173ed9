//! Numbers in figures, and names that hold some.

use super::follow::Number;
use super::language::{self, CURRENCIES};
use super::scan::TokenKind;
use super::{Kind, Rational, Reader, Weight};

/// Signs that one reads as "times" before figures: "×172".
const TIMES: &[&str] = &["x", "X"];

/// Figures as they are written.
pub(super) struct Figures {
    pub whole: String,
    pub fraction: String,
    /// Whether the sign between them is another language's: "3.5" in French is a version.
    foreign: bool,
    pub next: usize,
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
        let Some((value, next)) = self.value(&figures) else {
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
        if !self.attached(&number) {
            self.follow(number);
        }
        if figures.whole.len() == 2 {
            self.short_year(from, value);
        }
    }

    /// The value of figures, with a part of one behind them, and where it ends.
    fn value(&self, figures: &Figures) -> Option<(Rational, usize)> {
        let (value, next) = (Rational::parse(&figures.whole, &figures.fraction)?, figures.next);
        if figures.fraction.is_empty() {
            let part = self.sign_behind(next);
            return part
                .map_or(Some((value, next)), |(part, next)| Some((value.plus(part)?, next)));
        }
        let more =
            self.is_sign(next, &['.', ',']) && self.kind(next + 1) == Some(TokenKind::Digits);
        (!more).then_some((value, next))
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

    pub(super) fn begins_sentence(&self, at: usize) -> bool {
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
        self.push(Kind::Name(name.into()), Rational::default(), Weight::Certain, from, to);
    }
}
