//! The numbers of a text, in figures and in words, as values that can be compared across languages.
//!
//! "1 000 milliards de dollars" and "$1 trillion" are one value, as are "14 h 30" and "2.30pm". What
//! a language writes is a table of [`Language`]: a locale without one has no numbers that are known.
//!
//! 1. `scan` cuts the text into words, digits, signs and spaces;
//! 2. `figures` reads a number in figures, `spelled` one in words, `roman` a Roman numeral, `parts` a part;
//! 3. `follow` reads what stands after it: a magnitude, a unit, a currency, a per cent;
//! 4. `times` reads times of day and adds smaller units, `dates` reads days, months and years.

mod dates;
mod figures;
mod follow;
mod language;
mod parts;
mod rational;
mod roman;
mod scan;
mod spelled;
mod times;

use std::ops::Range;

pub use language::Language;
pub use rational::Rational;

use scan::{Token, TokenKind};

/// A number of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// What it counts or names.
    pub kind: Kind,
    /// Its value, in the unit of its kind. Of a name it is zero.
    pub value: Rational,
    /// Another value that the words allow: "5 or 6 million", "200 billion, 20 of which".
    pub also: Option<Rational>,
    /// Whether a translation must have it.
    pub weight: Weight,
    /// Its bytes in the text, with its unit.
    pub range: Range<usize>,
}

/// What a number counts or names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// 12, twelve; a year.
    Plain,
    /// The number of a thing that has a name: Llama 4, article 5, version 3.5.
    Label,
    /// A third, 3/4: how many parts the whole has.
    Part(u64),
    /// 79.8%
    Percent,
    /// €5: the currency's name.
    Money(&'static str),
    /// 5 km: what is measured, and how many of its smallest unit one is.
    Unit(&'static str, u64),
    /// 21st
    Ordinal,
    /// A day of that month, 1 to 12: the value is the day.
    Day(u8),
    /// A month without a day: the value is the month.
    Month,
    /// A time of day: the value is in minutes.
    Time,
    /// Letters and digits in one word, in lower case: h800, 4o.
    Name(Box<str>),
}

/// How sure it is that words mean a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// A translation must have it.
    Certain,
    /// It may be a number, and answers one of the other text: "one", "may", "second".
    Possible,
}

impl Quantity {
    /// Whether two numbers say the same.
    ///
    /// A number without a unit agrees with one that has any: "from 5 to 6%". Units of one measure are
    /// converted: two weeks are 14 days.
    pub fn agrees(&self, other: &Self) -> bool {
        use Kind::{Day, Label, Money, Month, Name, Ordinal, Part, Percent, Plain, Time, Unit};
        match (&self.kind, &other.kind) {
            (Name(a), Name(b)) => a == b || quarter(a).is_some_and(|a| quarter(b) == Some(a)),
            (Name(name), Ordinal) => quarter(name) == Some(other.value),
            (Ordinal, Name(name)) => quarter(name) == Some(self.value),
            (Name(_), _) | (_, Name(_)) => false,
            (Day(a), Day(b)) => a == b && self.value == other.value,
            (Month, Day(month)) | (Day(month), Month) => {
                let named = if self.kind == Month { self.value } else { other.value };
                named == Rational::from(u64::from(*month))
            }
            (Month, Month) => self.value == other.value,
            (Time, Time) => self.same(other),
            (Time, Unit("time", many)) => self.is_duration(other, *many),
            (Unit("time", many), Time) => other.is_duration(self, *many),
            (Time, Plain) => self.hours() == Some(other.value),
            (Plain, Time) => other.hours() == Some(self.value),
            (Month | Time, _) | (_, Month | Time) => false,
            (Unit(a, many), Unit(b, more)) => {
                a == b && self.any(|a| other.any(|b| a.times(*many) == b.times(*more)))
            }
            (Money(a), Money(b)) => a == b && self.same(other),
            (Part(_), Part(_)) => self.value == other.value,
            (Part(_), Percent) => self.value.shifted(2).rounds_to(other.value),
            (Percent, Part(_)) => other.value.shifted(2).rounds_to(self.value),
            (Part(parts), _) => self.is_said_of(*parts, other),
            (_, Part(parts)) => other.is_said_of(*parts, self),
            // "le 4 février, puis le 6"
            (Day(_), Plain | Ordinal) | (Plain | Ordinal, Day(_)) => self.same(other),
            (Day(_), _) | (_, Day(_)) => false,
            (Percent, Percent) | (Plain | Label | Ordinal, _) => self.same(other),
            (_, Plain | Label | Ordinal) => self.same(other),
            (Percent | Money(_) | Unit(..), _) => false,
        }
    }

    fn any(&self, mut holds: impl FnMut(Rational) -> bool) -> bool {
        holds(self.value) || self.also.is_some_and(holds)
    }

    fn same(&self, other: &Self) -> bool {
        self.any(|a| other.any(|b| a == b))
    }

    /// Whether a part answers a number that says it otherwise: "un sur trois", "one in three".
    fn is_said_of(&self, parts: u64, other: &Self) -> bool {
        self.same(other) || [self.value.times(parts), Rational::from(parts)].contains(&other.value)
    }

    /// Whether a time of day is a time that passes: "1 h 30" may be either.
    fn is_duration(&self, other: &Self, many: u64) -> bool {
        self.any(|minutes| minutes.times(60_000) == other.value.times(many))
    }

    /// A time on the hour, in hours.
    fn hours(&self) -> Option<Rational> {
        let minutes = self.value.integer()?;
        (minutes % 60 == 0).then(|| Rational::from(minutes / 60))
    }
}

/// The quarter of a year that a name stands for: "Q2", in French "T2".
fn quarter(name: &str) -> Option<Rational> {
    let number: u64 = name.strip_prefix(['q', 't'])?.parse().ok()?;
    (1..=4).contains(&number).then(|| Rational::from(number))
}

/// Every number of a text, in its order.
///
/// Addresses of the web hold none.
pub fn read(text: &str, language: &Language) -> Vec<Quantity> {
    let tokens = scan::scan(text);
    let mut reader = Reader { text, tokens, language, at: 0, power: 0, found: Vec::new() };
    while reader.at < reader.tokens.len() {
        let found = reader.date()
            || reader.clock_in_words()
            || reader.part_in_figures()
            || reader.figures()
            || reader.spelled()
            || reader.month();
        if !found {
            reader.at += 1;
        }
    }
    reader.found
}

/// A number as programs write it, whatever the language: `-12.5`. Its sign is not compared, as no sign
/// is. Nothing, if it is in another form.
pub fn of_program(text: &str, range: Range<usize>) -> Option<Quantity> {
    let digits = text.trim_start_matches(['+', '-']).replace(',', ".");
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let value = Rational::parse(whole, fraction)?;
    Some(Quantity { kind: Kind::Plain, value, also: None, weight: Weight::Certain, range })
}

/// A text while it is being read, from token to token.
struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    language: &'a Language,
    at: usize,
    /// The power of ten of the last number that had one in words.
    power: i16,
    found: Vec<Quantity>,
}

impl Reader<'_> {
    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn text_of(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &self.text[token.range.clone()])
    }

    /// A word in lower case; nothing, if the token is none.
    fn word(&self, at: usize) -> String {
        match self.kind(at) {
            Some(TokenKind::Word) => self.text_of(at).to_lowercase(),
            _ => String::new(),
        }
    }

    fn is_sign(&self, at: usize, signs: &[char]) -> bool {
        matches!(self.kind(at), Some(TokenKind::Sign(sign)) if signs.contains(&sign))
    }

    fn is_space(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Space)
    }

    /// The first place that is no space.
    fn past_space(&self, at: usize) -> usize {
        at + usize::from(self.is_space(at))
    }

    /// A whole number in figures of at most so many digits, and what a language adds to ordinals.
    fn integer(&self, at: usize, digits: usize) -> Option<u64> {
        let text = self.text_of(at);
        (self.kind(at) == Some(TokenKind::Digits) && text.len() <= digits)
            .then(|| text.parse().ok())?
    }

    fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        let start = self.tokens[from].range.start;
        start..self.tokens[to.max(from + 1) - 1].range.end
    }

    /// Notes a number, and goes on after it.
    fn push(&mut self, kind: Kind, value: Rational, weight: Weight, from: usize, to: usize) {
        let range = self.bytes(from, to);
        self.found.push(Quantity { kind, value, also: None, weight, range });
        self.at = to;
    }
}

#[cfg(test)]
mod tests;
