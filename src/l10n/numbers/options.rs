//! How a number is to be written, as messages and templates ask for it.

use crate::l10n::money::Currency;
use crate::l10n::units;

/// How a number is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct NumberOptions {
    /// At least so many digits after the decimal sign; at most 20.
    pub min_fraction: Option<u8>,
    /// At most so many; by default 3, and none for a percentage.
    pub max_fraction: Option<u8>,
    /// Whether the digits before the decimal sign stand in groups.
    pub grouping: Grouping,
    /// What stands beside the digits.
    pub notation: Notation,
    /// What a selector asks of the number.
    pub rule: PluralRule,
    /// What the number is an amount of.
    pub measure: Measure,
    /// How that is written.
    pub width: Width,
}

/// What a number is an amount of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Measure {
    /// Nothing that is written.
    #[default]
    None,
    /// 12,50 €
    Currency(Currency),
    /// 12 km: the unit's name, one of [`unit_names`](crate::l10n::unit_names).
    Unit(&'static str),
}

/// How long a currency, a unit or a time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Width {
    /// 12 $US, 12 km
    #[default]
    Short,
    /// 12 $, 12km
    Narrow,
    /// 12 dollars des États-Unis, 12 kilomètres
    Long,
    /// 12 USD; of a unit, as short
    Code,
}

impl NumberOptions {
    /// Sets the option of a name that ECMA-402 gives it, as messages and templates do; says whether there
    /// is such an option with such a value.
    pub fn set(&mut self, name: &str, value: &str) -> bool {
        let digits = || value.parse::<f64>().ok().map(|n| n.clamp(0.0, f64::from(u8::MAX)) as u8);
        match (name, value) {
            ("minimumFractionDigits", _) => assign(&mut self.min_fraction, digits()),
            ("maximumFractionDigits", _) => assign(&mut self.max_fraction, digits()),
            // Fluent has no truth values: a number, or a text.
            ("useGrouping", "false" | "0") => self.grouping = Grouping::Never,
            ("style", "percent") => self.notation = Notation::Percent,
            ("notation", "compact") if self.notation == Notation::CompactShort => {}
            ("notation", "compact") => self.notation = Notation::CompactLong,
            ("compactDisplay", "short") => self.notation = Notation::CompactShort,
            ("type", "ordinal") => self.rule = PluralRule::Ordinal,
            ("currency", code) => match Currency::parse(code) {
                Some(currency) => self.measure = Measure::Currency(currency),
                None => return false,
            },
            ("unit", name) => match units::named(name) {
                Some(unit) => self.measure = Measure::Unit(unit),
                None => return false,
            },
            ("currencyDisplay" | "unitDisplay", width) => match Width::parse(width) {
                Some(width) => self.width = width,
                None => return false,
            },
            _ => return DEFAULTS.contains(&(name, value)),
        }
        true
    }
}

/// The values of options that ask for nothing.
const DEFAULTS: &[(&str, &str)] = &[
    ("useGrouping", "true"),
    ("useGrouping", "1"),
    ("style", "decimal"),
    ("style", "currency"),
    ("style", "unit"),
    ("notation", "standard"),
    ("compactDisplay", "long"),
    ("type", "cardinal"),
];

fn assign(digits: &mut Option<u8>, asked: Option<u8>) {
    *digits = asked.or(*digits);
}

impl Width {
    /// The width of a name that ECMA-402 gives to one of a currency, a unit or a time.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "symbol" | "short" => Some(Self::Short),
            "narrowSymbol" | "narrow" => Some(Self::Narrow),
            "name" | "long" => Some(Self::Long),
            "code" => Some(Self::Code),
            _ => None,
        }
    }
}

/// Whether digits are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Grouping {
    /// As the locale does.
    #[default]
    Locale,
    /// Never: years, identifiers.
    Never,
}

/// What stands beside the digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Notation {
    /// 1 234,5
    #[default]
    Plain,
    /// 12,5 % of 0.125
    Percent,
    /// 1,7 Md
    CompactShort,
    /// 1,7 milliard
    CompactLong,
}

/// Which of a locale's two plural rules applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PluralRule {
    /// 1 article, 2 articles
    #[default]
    Cardinal,
    /// 1st, 2nd
    Ordinal,
}
