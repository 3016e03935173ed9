//! What stands after a number: a magnitude, an ordinal's ending, a unit, a currency, a per cent.

use super::language::{self, CURRENCIES, MAGNITUDES, UNITS};
use super::scan::TokenKind;
use super::{Kind, Rational, Reader, Weight};

/// A day, in thousandths of a second, as tables have it.
const DAY: u64 = 86_400_000;

/// A number whose surroundings are still to be read.
pub(super) struct Number {
    pub value: Rational,
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
        } else if self.is_ending(&word) && alone {
            self.push(number.kind.clone(), value, Weight::Certain, from, next + 1);
        } else {
            self.name(if matches!(number.kind, Kind::Money(_)) { next - 1 } else { from });
        }
        true
    }

    /// Reads what follows a number, and notes it.
    pub(super) fn follow(&mut self, mut number: Number) {
        let mut power = self.magnitudes(&mut number);
        if self.more(&mut number, power) {
            number.weight = Weight::Certain;
            power = if power == 0 { self.magnitudes(&mut number) } else { power };
        }
        if power > 0 {
            number.weight = Weight::Certain;
            number.kind = match number.kind {
                Kind::Label | Kind::Part(_) => Kind::Plain,
                kind => kind,
            };
        }
        let mut also = None;
        if let Some((kind, next)) = self.unit(self.past_whole(&number)) {
            also = self.loosely(&kind, number.value);
            self.measure(&mut number, kind, next);
        } else if let Some(next) = self.cents(number.next) {
            also = Some(number.value);
            number.value = number.value.shifted(-2);
            number.next = next;
        }
        self.part_of_day(&mut number);
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

    /// Whether letters behind figures say only that there are several: "10x", "the 1990s".
    fn is_ending(&self, word: &str) -> bool {
        matches!(word, "x" | "s") || self.language.decade_endings.contains(&word)
    }

    /// Gives a number its unit, with what smaller units add to it.
    fn measure(&self, number: &mut Number, kind: Kind, next: usize) {
        // "one" may be left out by a translation, "half an hour" and "one dollar" may not.
        if matches!(kind, Kind::Percent | Kind::Money(_)) || matches!(number.kind, Kind::Part(_)) {
            number.weight = Weight::Certain;
        }
        number.next = next;
        if !matches!(number.kind, Kind::Money(_)) {
            number.kind = kind;
        }
        if matches!(number.kind, Kind::Unit(..)) && self.more(number, 0) {
            number.weight = Weight::Certain;
        }
        self.smaller_units(number);
    }

    /// Where the unit of a number is looked for: of a part, behind "of an".
    fn past_whole(&self, number: &Number) -> usize {
        if !matches!(number.kind, Kind::Part(_)) {
            return number.next;
        }
        let mut at = self.past_gap(number.next);
        if self.language.wholes.contains(&self.word(at).as_str()) {
            at = self.past_space(at + 1);
        }
        if self.language.is_article(&self.word(at)) { at + 1 } else { number.next }
    }

    /// Multiplies by the words for powers of ten that follow, and tells the power.
    fn magnitudes(&self, number: &mut Number) -> i16 {
        let mut power = 0_i16;
        loop {
            let mut at = self.past_gap(self.past_whole(number));
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
            number.next = self.past_stop(at + 1);
            power = power.saturating_add(found);
        }
        power
    }

    /// The place behind the full stop of an abbreviation that a currency follows: "5 Mrd. Euro".
    fn past_stop(&self, next: usize) -> usize {
        let stop = self.is_sign(next, &['.']) && self.is_space(next + 1);
        let money = stop && matches!(self.named_unit(next + 2), Some((Kind::Money(_), _)));
        next + usize::from(money)
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

    /// Adds the part of "un million et demi", "an hour and a half"; says whether there was one.
    fn more(&self, number: &mut Number, power: i16) -> bool {
        let at = self.past_space(number.next);
        if self.language.joints.first().is_none_or(|and| self.word(at) != *and) {
            return false;
        }
        let added = self.added_part(self.past_space(at + 1)).and_then(|(part, next)| {
            let sum = number.value.plus(part.shifted(power))?;
            Some((sum, next))
        });
        if let Some((sum, next)) = added {
            (number.value, number.next) = (sum, next);
        }
        added.is_some()
    }

    /// The unit that stands here, and where it ends.
    pub(super) fn unit(&self, at: usize) -> Option<(Kind, usize)> {
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
            at += usize::from(self.is_space(at) || self.is_sign(at, &['\'', '’', '-']));
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
    fn loosely(&self, kind: &Kind, value: Rational) -> Option<Rational> {
        let day = *kind == Kind::Unit("time", DAY);
        let mut loose = self.language.loose_days.iter().filter(|_| day);
        let found = loose.find(|(said, _)| Rational::from(*said) == value);
        found.map(|(_, meant)| Rational::from(*meant))
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

/// What a unit's symbol measures, and how many of the smallest unit it is.
pub(super) fn symbol(text: &str) -> Option<(&'static str, u64)> {
    let unit = UNITS.iter().find(|(symbol, ..)| *symbol == text);
    unit.map(|(_, measure, many)| (*measure, *many))
}
