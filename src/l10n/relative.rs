//! Times counted from now: "il y a 3 jours", "demain".
//!
//! ICU4X's formatter for them is experimental: its code may change, and its data are those of CLDR.

use fixed_decimal::Decimal;
use icu_experimental::relativetime::options::Numeric;
use icu_experimental::relativetime::{
    RelativeTimeFormatter, RelativeTimeFormatterOptions, RelativeTimeFormatterPreferences,
};
use icu_locale_core::Locale;
use writeable::Writeable;

use super::numbers::Width;

/// Declares the units with their formatters.
macro_rules! units {
    ($($unit:ident = $name:literal, $long:ident, $short:ident, $narrow:ident;)*) => {
        /// What a time from now is counted in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "each is the word for it")]
        pub enum TimeUnit {
            $($unit,)*
        }

        impl TimeUnit {
            /// Every name that a message or a template may write.
            pub(super) const NAMES: &[&str] = &[$($name,)*];

            /// The unit of that name, if there is one.
            pub fn parse(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$unit),)*
                    _ => None,
                }
            }

            fn formatter(
                self,
                width: Width,
                region: RelativeTimeFormatterPreferences,
                options: RelativeTimeFormatterOptions,
            ) -> Option<RelativeTimeFormatter> {
                match (self, width) {
                    $(
                        (Self::$unit, Width::Long) => RelativeTimeFormatter::$long(region, options),
                        (Self::$unit, Width::Narrow) => {
                            RelativeTimeFormatter::$narrow(region, options)
                        }
                        (Self::$unit, _) => RelativeTimeFormatter::$short(region, options),
                    )*
                }
                .ok()
            }
        }
    };
}

units! {
    Second = "second", try_new_long_second, try_new_short_second, try_new_narrow_second;
    Minute = "minute", try_new_long_minute, try_new_short_minute, try_new_narrow_minute;
    Hour = "hour", try_new_long_hour, try_new_short_hour, try_new_narrow_hour;
    Day = "day", try_new_long_day, try_new_short_day, try_new_narrow_day;
    Week = "week", try_new_long_week, try_new_short_week, try_new_narrow_week;
    Month = "month", try_new_long_month, try_new_short_month, try_new_narrow_month;
    Quarter = "quarter", try_new_long_quarter, try_new_short_quarter, try_new_narrow_quarter;
    Year = "year", try_new_long_year, try_new_short_year, try_new_narrow_year;
}

/// Whether a word may stand for a number: "hier" for "il y a 1 jour".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Wording {
    /// Where the language has one.
    #[default]
    Auto,
    /// Never.
    Always,
}

/// Writes a time from now, before it if the count is negative.
pub(super) fn format(
    locale: &Locale,
    count: Decimal,
    unit: TimeUnit,
    width: Width,
    wording: Wording,
) -> Option<String> {
    let numeric = match wording {
        Wording::Auto => Numeric::Auto,
        Wording::Always => Numeric::Always,
    };
    let options = RelativeTimeFormatterOptions::default().with_numeric(numeric);
    let formatter = unit.formatter(width, locale.into(), options)?;
    Some(formatter.format(count).write_to_string().into_owned())
}
