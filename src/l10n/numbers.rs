//! Numbers, as a locale writes and counts them.

use fixed_decimal::{Decimal, FloatPrecision, SignedRoundingMode, UnsignedRoundingMode};
use icu_decimal::options::GroupingStrategy;
use icu_decimal::{CompactDecimalFormatter, DecimalFormatter};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralOperands, PluralRules};
use writeable::Writeable;

/// The digits after the decimal sign that are written unless more are asked for, as in ECMA-402.
const MAX_FRACTION: u8 = 3;

/// The most digits after the decimal sign that anybody may ask for: `f64` has fewer.
const FRACTION_LIMIT: u8 = 20;

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

/// One locale's formatters and rules for numbers.
pub(super) struct NumberFormats {
    grouped: DecimalFormatter,
    plain: DecimalFormatter,
    short: CompactDecimalFormatter,
    long: CompactDecimalFormatter,
    cardinal: PluralRules,
    ordinal: PluralRules,
    percent: (&'static str, &'static str),
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
        })
    }

    pub(super) fn format(&self, value: f64, options: NumberOptions) -> String {
        let Some(decimal) = decimal(value, options) else {
            return value.to_string();
        };
        match options.notation {
            Notation::Plain => self.digits(&decimal, options.grouping),
            Notation::Percent => {
                let (before, after) = self.percent;
                format!("{before}{}{after}", self.digits(&decimal, options.grouping))
            }
            Notation::CompactShort => self.short.format(&decimal).write_to_string().into_owned(),
            Notation::CompactLong => self.long.format(&decimal).write_to_string().into_owned(),
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

    /// What the plural rules look at. In French "1,7 milliard" is counted otherwise than 1 700 000 000.
    fn operands(&self, decimal: &Decimal, notation: Notation) -> PluralOperands {
        let formatter = match notation {
            Notation::Plain | Notation::Percent => return decimal.into(),
            Notation::CompactShort => &self.short,
            Notation::CompactLong => &self.long,
        };
        let magnitude = decimal.absolute.nonzero_magnitude_start();
        let exponent = i16::from(formatter.compact_exponent_for_magnitude(magnitude));
        // As the formatter does: two digits, or all those before the decimal sign.
        let last = if magnitude > exponent { exponent } else { magnitude - 1 };
        let mut rounded = decimal.clone();
        rounded.round(last);
        let magnitude = rounded.absolute.nonzero_magnitude_start();
        let exponent = formatter.compact_exponent_for_magnitude(magnitude);
        rounded.absolute.multiply_pow10(-i16::from(exponent));
        rounded.absolute.trim_end();
        (&fixed_decimal::CompactDecimal::from_significand_and_exponent(rounded, exponent)).into()
    }
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
        // Half away from zero, as people round and ECMA-402 does.
        let half = SignedRoundingMode::Unsigned(UnsignedRoundingMode::HalfExpand);
        decimal.round_with_mode(-i16::from(max.min(FRACTION_LIMIT)), half);
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
        ("en", "AT" | "DE" | "DK" | "FI" | "SE") => ("", "\u{a0}%"),
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
