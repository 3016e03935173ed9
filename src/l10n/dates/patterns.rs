//! Patterns of CLDR, `d MMMM y`, which ICU4X writes with its names and digits.

use std::ops::Range;
use std::sync::Arc;

use icu_calendar::Gregorian;
use icu_datetime::input::DateTime;
use icu_datetime::pattern::{DateTimePattern, FixedCalendarDateTimeNames};
use icu_datetime::{DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter, parts};
use icu_locale_core::Locale;
use icu_locale_core::preferences::extensions::unicode::keywords::HourCycle;
use writeable::{TryWriteable, Writeable};

use super::{DateStyle, Fields, moment, table};
use crate::l10n::parts::Recorder;
use crate::model::Date;

type FieldNames = FixedCalendarDateTimeNames<Gregorian, Fields>;

/// A pattern, with the names of months and days that it shows.
pub(super) struct Pattern {
    pattern: DateTimePattern,
    names: Arc<FieldNames>,
    /// What follows the day when it is the first of a month that is named: CLDR's patterns have "1 mars".
    first: &'static str,
}

impl Pattern {
    /// Appends a date.
    pub(super) fn write(&self, date: &DateTime<Gregorian>, text: &mut String) -> Option<()> {
        let written = self.names.with_pattern_unchecked(&self.pattern);
        let written = written.format(date);
        if self.first.is_empty() || date.date.day_of_month().0 != 1 {
            return written.try_write_to(text).ok()?.ok();
        }
        let mut parts = Recorder::default();
        written.try_write_to_parts(&mut parts).ok()?.ok()?;
        if let Some(day) = parts.range(parts::DAY) {
            parts.text.insert_str(day.end, self.first);
        }
        text.push_str(&parts.text);
        Some(())
    }
}

/// Makes the patterns of a locale. Those that show months and days alike share the names.
pub(super) struct Names {
    locale: Locale,
    /// By the parts that have names.
    known: Vec<(String, Arc<FieldNames>)>,
}

impl Names {
    pub(super) fn new(locale: &Locale) -> Self {
        Self { locale: locale.clone(), known: Vec::new() }
    }

    /// A pattern of dates; `None` if ICU4X cannot write it.
    pub(super) fn pattern(&mut self, text: &str) -> Option<Pattern> {
        self.part(text, self.first(text))
    }

    /// A pattern of ranges, as those of its two dates, the second of which begins with the first part that
    /// comes again.
    pub(super) fn range(&mut self, text: &str) -> Option<[Pattern; 2]> {
        let mut seen = Vec::new();
        let again = |part: &Range<usize>| {
            let sign = text.as_bytes()[part.start];
            let again = seen.contains(&sign);
            seen.push(sign);
            again
        };
        let second = table::parts(text).into_iter().find(again)?.start;
        let first = self.first(text);
        Some([self.part(&text[..second], first)?, self.part(&text[second..], first)?])
    }

    fn part(&mut self, text: &str, first: &'static str) -> Option<Pattern> {
        let pattern = DateTimePattern::try_from_pattern_str(text).ok()?;
        let names = self.names(text, &pattern)?;
        Some(Pattern { pattern, names, first })
    }

    fn names(&mut self, text: &str, pattern: &DateTimePattern) -> Option<Arc<FieldNames>> {
        let named: String =
            table::parts(text).into_iter().filter_map(|part| name(&text[part])).collect();
        if let Some((_, names)) = self.known.iter().find(|(known, _)| *known == named) {
            return Some(Arc::clone(names));
        }
        let mut names = FieldNames::try_new((&self.locale).into()).ok()?;
        names.include_for_pattern(pattern).ok()?;
        let names = Arc::new(names);
        self.known.push((named, Arc::clone(&names)));
        Some(names)
    }

    fn first(&self, text: &str) -> &'static str {
        let months = ["MMM", "MMMM", "LLL", "LLLL"];
        let named = table::parts(text).into_iter().any(|part| months.contains(&&text[part]));
        match self.locale.id.language.as_str() {
            "fr" if named => "er",
            _ => "",
        }
    }
}

/// A part that is no figure, or one that ICU4X has names for.
fn name(part: &str) -> Option<&str> {
    let figures =
        matches!(part, "M" | "MM") || part.starts_with(['y', 'd', 'H', 'h', 'K', 'k', 'm']);
    (!figures).then_some(part)
}

/// ICU4X's own pattern of a style: that of a year which it writes without its era, and with as many digits as
/// the style says.
pub(super) fn of_icu4x(locale: &Locale, style: DateStyle) -> Option<String> {
    let mut region = DateTimeFormatterPreferences::from(locale);
    if style == DateStyle::HourMinute {
        region.hour_cycle = Some(HourCycle::H23);
    }
    let formatter = FixedCalendarDateTimeFormatter::try_new(region, style.fields()).ok()?;
    let date = formatter.format(&moment(&Date::of_day(2025, 2, 26))?);
    Some(date.pattern().write_to_string().into_owned())
}
