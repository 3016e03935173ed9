//! Amounts of money: "12,50 €", "$2bn".
//!
//! ICU4X's formatter for them is experimental: its code may change, and its data are those of CLDR. It does not
//! know that some regions part the digits of money otherwise than those of numbers.

use fixed_decimal::Decimal;
use icu_decimal::AbstractFormatter;
use icu_experimental::dimension::currency::CurrencyType;
use icu_experimental::dimension::currency::formatter::{
    CurrencyFormatter, CurrencyFormatterPreferences,
};
use icu_locale_core::Locale;
use writeable::Writeable;

use super::numbers::{Notation, NumberOptions, Width};

/// What money has for a sign of its region's numbers (CLDR 48, `currencyGroup` and `currencyDecimal`).
const SIGNS: &[(&str, &[(char, char)])] =
    &[("de-AT", &[(NO_BREAK, '.')]), ("fr-CH", &[(',', '.')]), ("pt-CV", &[(',', '$')])];

const NO_BREAK: char = '\u{a0}';

/// A currency, by its code in ISO 4217.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The currency of a code: three letters, in any case.
    pub fn parse(code: &str) -> Option<Self> {
        let letters: [u8; 3] = code.as_bytes().try_into().ok()?;
        let letters = letters.map(|letter| letter.to_ascii_uppercase());
        letters.iter().all(u8::is_ascii_uppercase).then_some(Self(letters))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    fn icu(self) -> Option<CurrencyType> {
        CurrencyType::try_from(
            &icu_locale_core::extensions::unicode::Value::try_from_str(self.as_str()).ok()?,
        )
        .ok()
    }
}

/// Writes an amount with its currency, with as many decimals as the currency has; `None` for a code that
/// ICU4X does not take.
pub(super) fn format(
    locale: &Locale,
    amount: &Decimal,
    currency: Currency,
    options: NumberOptions,
) -> Option<String> {
    let code = currency.icu()?;
    let region: CurrencyFormatterPreferences = locale.into();
    let usage = Default::default();
    type Whole = CurrencyFormatter<icu_decimal::DecimalFormatter>;
    type Compact = CurrencyFormatter<icu_decimal::CompactDecimalFormatter>;
    match (options.notation, options.width) {
        (Notation::Plain | Notation::Percent, width) => write(
            amount,
            match width {
                Width::Short => Whole::try_new_symbol(region, code, usage),
                Width::Narrow => Whole::try_new_symbol_narrow(region, code, usage),
                Width::Code => Whole::try_new_code(region, code, usage),
                Width::Long => Whole::try_new_name(region, code),
            },
        ),
        (Notation::CompactLong, Width::Long) => {
            write(amount, Compact::try_new_compact_long_name(region, code))
        }
        // CLDR has long patterns for amounts without a currency alone.
        (Notation::CompactShort | Notation::CompactLong, width) => write(
            amount,
            match width {
                Width::Short => Compact::try_new_compact_symbol(region, code, usage),
                Width::Narrow => Compact::try_new_compact_symbol_narrow(region, code, usage),
                Width::Code => Compact::try_new_compact_code(region, code, usage),
                Width::Long => Compact::try_new_compact_name(region, code),
            },
        ),
    }
}

/// The same amount with the signs between its digits that money has in its region.
pub(super) fn with_own_signs(text: String, locale: &Locale) -> String {
    let tag = locale.id.to_string();
    let Some((_, signs)) = SIGNS.iter().find(|(of, _)| *of == tag) else { return text };
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| chars.get(at).is_some_and(|c| c.is_numeric());
    let set = |(at, c): (usize, &char)| {
        let is_between = at > 0 && is_digit(at - 1) && is_digit(at + 1);
        let sign = signs.iter().find(|(sign, _)| is_between && sign == c);
        sign.map_or(*c, |(_, other)| *other)
    };
    chars.iter().enumerate().map(set).collect()
}

fn write<V: AbstractFormatter, E>(
    amount: &Decimal,
    formatter: Result<CurrencyFormatter<V>, E>,
) -> Option<String> {
    let formatter = formatter.ok()?;
    Some(formatter.format_fixed_decimal(amount).write_to_string().into_owned())
}
