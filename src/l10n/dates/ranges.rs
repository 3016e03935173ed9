//! From one date to another: "4–6 février 2025".
//!
//! ICU4X has no formatter for ranges. What the two dates share is said once where the language's patterns
//! in CLDR 48 (`intervalFormats`) are of the form that is made here; other languages say both dates whole.

use icu_datetime::parts;
use icu_locale_core::Locale;

use super::{DateFormats, DateStyle};
use crate::model::Date;

/// What joins two dates that share nothing (CLDR, `intervalFormatFallback`).
const JOINT: &str = "\u{2009}–\u{2009}";

/// What joins two dates that share something, as a language has it.
pub(super) struct Joints {
    days: &'static str,
    months: &'static str,
    short_months: &'static str,
    years: &'static str,
    /// Whether dates in figures share anything: "04.–06.02.2025".
    figures: bool,
    known: bool,
}

impl Joints {
    /// The joints of a locale: those of the patterns `yMMMd`, `yMMMM`, `yMMM`, `y` and `yMd`.
    pub(super) fn of(locale: &Locale) -> Self {
        let language = locale.id.language.as_str();
        let (known, [days, months, short_months, years]) = match language {
            "de" | "es" => (true, ["–"; 4]),
            "fr" => (true, ["–", JOINT, "–", "–"]),
            "en" => (true, [JOINT; 4]),
            _ => (false, [JOINT; 4]),
        };
        Self { days, months, short_months, years, figures: language == "de", known }
    }
}

impl DateFormats {
    /// Writes the time from one date to another, as precisely as both are; one date if they read alike.
    pub(in crate::l10n) fn range(&self, from: &Date, to: &Date, style: DateStyle) -> String {
        let style = style.within(from).within(to);
        let (first, last) = (self.format(from, style), self.format(to, style));
        if first == last {
            return first;
        }
        let joint = match style {
            DateStyle::YearMonth => self.joints.months,
            DateStyle::YearMonthMedium => self.joints.short_months,
            DateStyle::Year => self.joints.years,
            _ => JOINT,
        };
        let within_year = from.year() == to.year();
        let joined = match within_year && self.joints.known {
            true if from.month() == to.month() => self.days(from, to, style),
            true => {
                self.without_year(from, &first, style).map(|first| format!("{first}{joint}{last}"))
            }
            false if style == DateStyle::Year => Some(format!("{first}{joint}{last}")),
            false => None,
        };
        joined.unwrap_or_else(|| format!("{first}{JOINT}{last}"))
    }

    /// Two days of one month: the second date, with the first day before its own.
    fn days(&self, from: &Date, to: &Date, style: DateStyle) -> Option<String> {
        use DateStyle::{Long, Medium, MonthDay, MonthDayMedium, Short};
        let shared = match style {
            Long | Medium | MonthDay | MonthDayMedium => true,
            Short => self.joints.figures,
            _ => false,
        };
        let (first, last) = (self.text(from, style)?, self.text(to, style)?);
        let first = &first.text[first.range(parts::DAY).filter(|_| shared)?.start..];
        // With what belongs to the day: "1er", "4."
        let end = first.find(|c: char| !c.is_alphanumeric()).unwrap_or(first.len());
        let end = end + usize::from(first[end..].starts_with('.'));
        let (before, after) = last.text.split_at(last.range(parts::DAY)?.start);
        Some(format!("{before}{}{}{after}", &first[..end], self.joints.days))
    }

    /// The first of two dates of one year, without it.
    fn without_year(&self, from: &Date, first: &str, style: DateStyle) -> Option<String> {
        if !first.contains(char::is_alphabetic) {
            let shared = matches!(style, DateStyle::Medium | DateStyle::Short);
            let figures =
                (shared && self.joints.figures).then(|| first.trim_end_matches(char::is_numeric));
            return figures.map(str::to_owned);
        }
        let style = match style {
            DateStyle::Long => DateStyle::MonthDay,
            DateStyle::Medium => DateStyle::MonthDayMedium,
            DateStyle::YearMonth => DateStyle::Month,
            DateStyle::YearMonthMedium => DateStyle::MonthMedium,
            _ => return None,
        };
        Some(self.format(from, style))
    }
}
