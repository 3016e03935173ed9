//! Numbers, as a locale writes and counts them.

mod options;

use fixed_decimal::{Decimal, FloatPrecision, SignedRoundingMode, UnsignedRoundingMode};
use icu_decimal::options::GroupingStrategy;
use icu_decimal::{CompactDecimalFormatter, DecimalFormatter};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralOperands, PluralRules};
use writeable::Writeable;

use super::money::{self, Currency};
use super::relative::{self, TimeUnit, Wording};
use super::units::UnitFormats;

pub use options::{Grouping, Measure, Notation, NumberOptions, PluralRule, Width};

/// The digits after the decimal sign that are written unless more are asked for, as in ECMA-402.
const MAX_FRACTION: u8 = 3;

/// The most digits after the decimal sign that anybody may ask for: `f64` has fewer.
const FRACTION_LIMIT: u8 = 20;

/// As people round, and ECMA-402 does.
const HALF_AWAY_FROM_ZERO: SignedRoundingMode =
    SignedRoundingMode::Unsigned(UnsignedRoundingMode::HalfExpand);

/// One locale's formatters and rules for numbers.
pub(super) struct NumberFormats {
    grouped: DecimalFormatter,
    plain: DecimalFormatter,
    short: CompactDecimalFormatter,
    long: CompactDecimalFormatter,
    cardinal: PluralRules,
    ordinal: PluralRules,
    percent: (&'static str, &'static str),
    units: UnitFormats,
    locale: Locale,
}

impl NumberFormats {
    pub(super) fn new(locale: &Locale) -> Option<Self> {
        let decimal = |grouping: GroupingStrategy| {
            DecimalFormatter::try_new(locale.into(), grouping.into()).ok()
        };
        Some(Self {
            grouped: decimal(GroupingStrategy::Auto)?,
            plain: decimal(GroupingStrategy::Never)?,
            short: CompactDecimalFormatter::try_new_short(locale.into(), Default::default())
                .ok()?,
            long: CompactDecimalFormatter::try_new_long(locale.into(), Default::default()).ok()?,
            cardinal: PluralRules::try_new_cardinal(locale.into()).ok()?,
            ordinal: PluralRules::try_new_ordinal(locale.into()).ok()?,
            percent: percent(locale),
            units: UnitFormats::new(locale),
            locale: locale.clone(),
        })
    }

    pub(super) fn format(&self, value: f64, options: NumberOptions) -> String {
        let number = || self.number(value, options);
        match options.measure {
            Measure::None => number(),
            Measure::Unit(unit) => {
                self.units.format(&number(), self.category(value, options), unit, options.width)
            }
            Measure::Currency(currency) => self
                .amount(value, currency, options)
                .unwrap_or_else(|| format!("{}\u{a0}{}", number(), currency.as_str())),
        }
    }

    /// The number's place in a row, in figures.
    ///
    /// ICU4X has no formatter for ordinals: these are the endings of CLDR 48 (`digits-ordinal` of the
    /// rule-based number formats, in their first gender). A language that is not here has the number.
    pub(super) fn place(&self, value: f64) -> String {
        let ordinal = NumberOptions { rule: PluralRule::Ordinal, ..NumberOptions::default() };
        let ending = match (self.locale.id.language.as_str(), self.category(value, ordinal)) {
            ("en", "one") => "st",
            ("en", "two") => "nd",
            ("en", "few") => "rd",
            ("en", _) => "th",
            ("fr", "one") => "er",
            ("fr" | "nl", _) => "e",
            ("es", _) => ".º",
            ("it" | "pt", _) => "º",
            ("de", _) => ".",
            _ => "",
        };
        format!("{}{ending}", self.number(value, NumberOptions::default()))
    }

    /// A time from now.
    pub(super) fn relative(
        &self,
        count: f64,
        unit: TimeUnit,
        width: Width,
        wording: Wording,
    ) -> Option<String> {
        let count = decimal(count, NumberOptions::default())?;
        relative::format(&self.locale, count, unit, width, wording)
    }

    /// An amount of money. The digits after the decimal sign are the currency's unless others are asked for.
    fn amount(&self, value: f64, currency: Currency, options: NumberOptions) -> Option<String> {
        let exact = NumberOptions { max_fraction: Some(FRACTION_LIMIT), ..options };
        let asked = options.min_fraction.is_some() || options.max_fraction.is_some();
        let plain = options.notation == Notation::Plain;
        let amount = decimal(value, if asked { options } else { exact })?;
        let amount = match options.notation {
            Notation::Plain | Notation::Percent => amount,
            // As `money` does, which takes the long notation for names alone.
            Notation::CompactLong if options.width == Width::Long => rounded(&amount, &self.long),
            Notation::CompactShort | Notation::CompactLong => rounded(&amount, &self.short),
        };
        let text = money::format(&self.locale, &amount, currency, options)?;
        if !(asked && plain) {
            return Some(money::with_own_signs(text, &self.locale));
        }
        // ICU4X has no option for the digits: those that are asked for take the place of its own.
        let from = text.find(char::is_numeric)?;
        let (last, digit) = text.char_indices().rfind(|(_, c)| c.is_numeric())?;
        let unsigned = decimal(value.abs(), options)?;
        let digits = self.digits(&unsigned, options.grouping);
        let text = format!("{}{digits}{}", &text[..from], &text[last + digit.len_utf8()..]);
        Some(money::with_own_signs(text, &self.locale))
    }

    /// A number without what it is an amount of.
    fn number(&self, value: f64, options: NumberOptions) -> String {
        let Some(decimal) = decimal(value, options) else {
            return value.to_string();
        };
        match options.notation {
            Notation::Plain => self.digits(&decimal, options.grouping),
            Notation::Percent => {
                let (before, after) = self.percent;
                format!("{before}{}{after}", self.digits(&decimal, options.grouping))
            }
            Notation::CompactShort | Notation::CompactLong => {
                let formatter = self.compact(options.notation);
                let rounded = rounded(&decimal, formatter);
                formatter.format(&rounded).write_to_string().into_owned()
            }
        }
    }

    /// The plural category of the number as [`format`](Self::format) writes it: "1.0" is not "1".
    pub(super) fn category(&self, value: f64, options: NumberOptions) -> &'static str {
        let Some(decimal) = decimal(value, options) else {
            return "other";
        };
        let rules = match options.rule {
            PluralRule::Cardinal => &self.cardinal,
            PluralRule::Ordinal => &self.ordinal,
        };
        name(rules.category_for(self.operands(&decimal, options.notation)))
    }

    fn digits(&self, decimal: &Decimal, grouping: Grouping) -> String {
        let formatter = match grouping {
            Grouping::Locale => &self.grouped,
            Grouping::Never => &self.plain,
        };
        formatter.format(decimal).write_to_string().into_owned()
    }

    /// The formatter of a compact notation.
    fn compact(&self, notation: Notation) -> &CompactDecimalFormatter {
        match notation {
            Notation::CompactShort => &self.short,
            _ => &self.long,
        }
    }

    /// What the plural rules look at. In French "1,7 milliard" is counted otherwise than 1 700 000 000.
    fn operands(&self, decimal: &Decimal, notation: Notation) -> PluralOperands {
        if matches!(notation, Notation::Plain | Notation::Percent) {
            return decimal.into();
        }
        let formatter = self.compact(notation);
        let mut rounded = rounded(decimal, formatter);
        let magnitude = rounded.absolute.nonzero_magnitude_start();
        let exponent = formatter.compact_exponent_for_magnitude(magnitude);
        rounded.absolute.multiply_pow10(-i16::from(exponent));
        rounded.absolute.trim_end();
        (&fixed_decimal::CompactDecimal::from_significand_and_exponent(rounded, exponent)).into()
    }
}

/// The number with the digits that a compact notation leaves it: two, or all those before the decimal sign.
/// ICU4X would do the same, but round half to even.
fn rounded(decimal: &Decimal, formatter: &CompactDecimalFormatter) -> Decimal {
    let magnitude = decimal.absolute.nonzero_magnitude_start();
    let exponent = i16::from(formatter.compact_exponent_for_magnitude(magnitude));
    let last = if magnitude > exponent { exponent } else { magnitude - 1 };
    let mut rounded = decimal.clone();
    rounded.round_with_mode(last, HALF_AWAY_FROM_ZERO);
    rounded
}

/// The number with the digits that the options leave it; `None` if it is not finite.
fn decimal(value: f64, options: NumberOptions) -> Option<Decimal> {
    let mut decimal = Decimal::try_from_f64(value, FloatPrecision::RoundTrip).ok()?;
    if options.notation == Notation::Percent {
        decimal.absolute.multiply_pow10(2);
    }
    if matches!(options.notation, Notation::Plain | Notation::Percent) {
        let default = match options.notation {
            Notation::Percent => 0,
            _ => MAX_FRACTION,
        };
        let min = options.min_fraction.unwrap_or(0).min(FRACTION_LIMIT);
        let max = options.max_fraction.unwrap_or(default.max(min));
        decimal.round_with_mode(-i16::from(max.min(FRACTION_LIMIT)), HALF_AWAY_FROM_ZERO);
        decimal.absolute.trim_end();
        decimal.absolute.pad_end(-i16::from(min));
    }
    decimal.absolute.trim_start();
    Some(decimal)
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// What stands before and after the digits of a percentage.
///
/// ICU4X has no stable formatter for percentages: these are the patterns of CLDR 48 (`percentFormat`),
/// all of which are "#,##0%" but for the languages below.
fn percent(locale: &Locale) -> (&'static str, &'static str) {
    let region = locale.id.region;
    let region = region.as_ref().map_or("", |region| region.as_str());
    match (locale.id.language.as_str(), region) {
        ("de" | "fr" | "it", "CH" | "LI") => ("", "%"),
        ("es", region) if !matches!(region, "" | "ES" | "EA" | "IC" | "GQ" | "PH") => ("", "%"),
        ("en", "AT" | "DE" | "DK" | "FI" | "NO" | "SE") => ("", "\u{a0}%"),
        (
            "be" | "br" | "ca" | "ce" | "cs" | "cv" | "da" | "de" | "es" | "fi" | "fo" | "fr"
            | "gl" | "hr" | "kl" | "lb" | "lt" | "mk" | "nb" | "nn" | "no" | "qu" | "rn" | "ro"
            | "ru" | "se" | "sk" | "sl" | "sv" | "tk" | "tt",
            _,
        ) => ("", "\u{a0}%"),
        ("oc", _) => ("", "\u{202f}%"),
        ("eu", _) => ("%\u{a0}", ""),
        ("ku" | "tr", _) => ("%", ""),
        _ => ("", "%"),
    }
}
