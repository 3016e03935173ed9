//! What stands after a number: a magnitude, an ordinal's ending, a unit, a currency, a per cent.

use super::language::{self, CURRENCIES, MAGNITUDES, UNITS};
use super::scan::TokenKind;
use super::{Decimal, Kind, Reader, Weight};

/// A day, in thousandths of a second, as tables have it.
const DAY: u64 = 86_400_000;

/// A number whose surroundings are still to be read.
pub(super) struct Number {
    pub value: Decimal,
    pub kind: Kind,
    pub weight: Weight,
    /// Its first token, and the one after its last.
    pub from: usize,
    pub next: usize,
    /// Whether it is in words.
    pub spelled: bool,
}

impl Reader<'_> {
    /// Reads a number whose last figure a letter follows at once; says whether that was so.
    pub(super) fn attached(&mut self, number: &Number) -> bool {
        let Number { value, from, next, .. } = *number;
        if self.kind(next) != Some(TokenKind::Word) {
            return false;
        }
        let after = self.text_of(next).to_owned();
        let word = after.to_lowercase();
        let short = self.language.short_magnitudes;
        let power = language::find(short, &after).or_else(|| language::find(MAGNITUDES, &after));
        let alone = self.kind(next + 1) != Some(TokenKind::Digits);
        if let (Some(power), true) = (power, alone) {
            let value = value.shifted(power);
            let kind = number.kind.clone();
            self.follow(Number { value, kind, next: next + 1, ..*number });
        } else if self.language.ordinal_endings.contains(&word.as_str()) && alone {
            self.push(Kind::Ordinal, value, Weight::Certain, from, next + 1);
        } else if let (Some((measure, many)), true) = (symbol(&after), alone) {
            self.push(Kind::Unit(measure, many), value, Weight::Certain, from, next + 1);
        } else if matches!(word.as_str(), "x" | "s") && alone {
            self.push(number.kind.clone(), value, Weight::Certain, from, next + 1);
        } else {
            self.name(if matches!(number.kind, Kind::Money(_)) { next - 1 } else { from });
        }
        true
    }

    /// Reads what follows a number, and notes it.
    pub(super) fn follow(&mut self, mut number: Number) {
        let mut power = self.magnitudes(&mut number);
        if self.half(&mut number, power) && power == 0 {
            power = self.magnitudes(&mut number);
        }
        if power > 0 {
            number.weight = Weight::Certain;
            number.kind = match number.kind {
                Kind::Label => Kind::Plain,
                kind => kind,
            };
        }
        let mut also = None;
        if let Some((kind, next)) = self.unit(number.next) {
            if matches!(kind, Kind::Percent | Kind::Money(_)) {
                number.weight = Weight::Certain;
            }
            number.next = next;
            also = self.loosely(&kind, number.value);
            if !matches!(number.kind, Kind::Money(_)) {
                number.kind = kind;
            }
        } else if let Some(next) = self.cents(number.next) {
            also = Some(number.value);
            number.value = number.value.shifted(-2);
            number.next = next;
        }
        let Number { value, kind, weight, from, next, .. } = number;
        self.push(kind, value, weight, from, next);
        let last = self.found.len() - 1;
        self.found[last].also = also;
        if power > 0 {
            self.share(power);
            self.power = power;
        } else if self.found[last].kind == Kind::Plain
            && also.is_none()
            && value.is_below_a_thousand()
        {
            // "200 milliards, dont 20 pour des usines"
            self.found[last].also = (self.power > 0).then(|| value.shifted(self.power));
        }
    }

    /// Multiplies by the words for powers of ten that follow, and tells the power.
    fn magnitudes(&self, number: &mut Number) -> i16 {
        let mut power = 0_i16;
        loop {
            let mut at = self.past_gap(number.next);
            // "un million de milliards", "une dizaine de milliers"; not the "de" before a unit.
            if (power > 0 || number.spelled)
                && self.language.links.contains(&self.word(at).as_str())
            {
                at = self.past_gap(at + 1);
            }
            let long = language::find(self.language.magnitudes, &self.word(at));
            let found = long.or_else(|| self.short_magnitude(at, number.spelled));
            let Some(found) = found.filter(|_| at > number.next) else { break };
            number.value = number.value.shifted(found);
            number.next = at + 1;
            power = power.saturating_add(found);
        }
        power
    }

    /// An abbreviation that stands after a space: "5 Md€"; "5 M" only before a currency.
    fn short_magnitude(&self, at: usize, spelled: bool) -> Option<i16> {
        if spelled {
            return None;
        }
        let text = self.text_of(at);
        let own = language::find(self.language.short_magnitudes, text);
        let money = language::find(CURRENCIES, self.text_of(at + 1)).is_some();
        own.filter(|_| text.starts_with(char::is_uppercase))
            .or_else(|| language::find(MAGNITUDES, text).filter(|_| money))
    }

    /// Adds the half of "un million et demi"; says whether there was one.
    fn half(&self, number: &mut Number, power: i16) -> bool {
        let at = self.past_space(number.next);
        if !self.language.joints.contains(&self.word(at).as_str()) {
            return false;
        }
        let mut at = self.past_space(at + 1);
        if language::find(self.language.idioms, &self.word(at)) == Some(1) {
            at = self.past_space(at + 1);
        }
        let half = self.language.halves.contains(&self.word(at).as_str());
        if half {
            number.value = number.value.shifted(power.saturating_neg()).and_half().shifted(power);
            number.next = at + 1;
        }
        half
    }

    /// The unit that stands here, and where it ends.
    fn unit(&self, at: usize) -> Option<(Kind, usize)> {
        let start = self.past_gap(at);
        if self.is_sign(start, &['%']) {
            return Some((Kind::Percent, start + 1));
        }
        if let (Some(TokenKind::Sign(_)), Some(currency)) =
            (self.kind(start), language::find(CURRENCIES, self.text_of(start)))
        {
            // In "5 $10" the sign is that of the next number.
            let taken = self.kind(start + 1) == Some(TokenKind::Digits);
            return (!taken).then_some((Kind::Money(currency), start + 1));
        }
        if start == at {
            return None;
        }
        if let Some((measure, many)) = symbol(self.text_of(start)) {
            return Some((Kind::Unit(measure, many), start + 1));
        }
        if let Some(next) = self.percent(start) {
            return Some((Kind::Percent, next));
        }
        self.named_unit(start)
    }

    /// A currency or a unit in words, after the little words that may lead to it: "de", "US".
    fn named_unit(&self, start: usize) -> Option<(Kind, usize)> {
        let mut at = start;
        while self.language.links.contains(&self.word(at).as_str()) {
            at += 1;
            at += usize::from(self.is_space(at) || self.is_sign(at, &['\'', '’']));
        }
        let word = self.word(at);
        let money = language::find(self.language.currencies, &word)
            .or_else(|| language::find(CURRENCIES, &word));
        if let Some(currency) = money {
            return Some((Kind::Money(currency), at + 1));
        }
        let units = self.language.units.iter().find(|(known, ..)| *known == word);
        units.map(|(_, measure, many)| (Kind::Unit(measure, *many), at + 1))
    }

    fn percent(&self, start: usize) -> Option<usize> {
        self.language.percent.iter().find_map(|words| {
            let mut at = start;
            for (place, word) in words.iter().enumerate() {
                at = if place > 0 { self.past_space(at) } else { at };
                if self.word(at) != *word {
                    return None;
                }
                at += 1;
            }
            Some(at)
        })
    }

    fn cents(&self, at: usize) -> Option<usize> {
        let start = self.past_gap(at);
        self.language.cents.contains(&self.word(start).as_str()).then_some(start + 1)
    }

    /// What a number of days may mean instead.
    fn loosely(&self, kind: &Kind, value: Decimal) -> Option<Decimal> {
        let day = *kind == Kind::Unit("time", DAY);
        let mut loose = self.language.loose_days.iter().filter(|_| day);
        let found = loose.find(|(said, _)| Decimal::from(*said) == value);
        found.map(|(_, meant)| Decimal::from(*meant))
    }

    /// Lets the number before a joint share the magnitude: "5 or 6 million".
    fn share(&mut self, power: i16) {
        let [.., earlier, last] = self.found.as_mut_slice() else { return };
        // "5 M$10" has one sign for two numbers.
        let between = self.text.get(earlier.range.end..last.range.start).unwrap_or("?").trim();
        let joint = self.language.joints.contains(&between) || matches!(between, "-" | "–");
        let bare = matches!(earlier.kind, Kind::Plain | Kind::Money(_)) && earlier.also.is_none();
        if joint && bare && earlier.value.is_below_a_thousand() {
            earlier.also = Some(earlier.value.shifted(power));
        }
    }

    /// The first place after a space or a hyphen.
    pub(super) fn past_gap(&self, at: usize) -> usize {
        at + usize::from(self.is_space(at) || self.is_sign(at, &['-']))
    }
}

fn symbol(text: &str) -> Option<(&'static str, u64)> {
    let unit = UNITS.iter().find(|(symbol, ..)| *symbol == text);
    unit.map(|(_, measure, many)| (*measure, *many))
}
