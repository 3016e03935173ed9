//! From one date to another: "4–6 février 2025".
//!
//! ICU4X has no formatter for ranges: the patterns are those of CLDR (`ranges.txt`), for the languages that
//! stand there, and the parts those of ICU4X. Any other language says both dates whole.

use icu_datetime::parts;
use icu_locale_core::Locale;

use super::{DateFormats, DateStyle};
use crate::l10n::units::region;
use crate::model::Date;

const PATTERNS: &str = include_str!("ranges.txt");

/// What joins two dates that share nothing (CLDR, `intervalFormatFallback`).
const JOINT: &str = "\u{2009}–\u{2009}";

/// The largest part in which two dates differ, if a skeleton shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Difference {
    Year,
    Month,
    Day,
}

/// The patterns of a locale's ranges, by style; nothing, if they are not known.
pub(super) struct Ranges(Vec<Option<[&'static str; 3]>>);

impl Ranges {
    pub(super) fn of(locale: &Locale) -> Self {
        let tag = locale.id.to_string();
        let mut patterns = vec![None; DateStyle::ALL.len()];
        for section in [locale.id.language.as_str(), region(locale), &tag] {
            for (style, found) in rows(section) {
                patterns[style as usize] = Some(found);
            }
        }
        Self(patterns)
    }

    fn pattern(&self, style: DateStyle, difference: Difference) -> Option<&'static str> {
        self.0[style as usize].map(|patterns| patterns[difference as usize])
    }
}

/// The patterns of a section, by style.
fn rows(section: &str) -> impl Iterator<Item = (DateStyle, [&'static str; 3])> + use<> {
    let head = format!("[{section}]");
    let lines = PATTERNS.lines().skip_while(move |line| *line != head).skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    lines.filter_map(|line| line.split_once(" = ")).flat_map(|(styles, patterns)| {
        let mut patterns = patterns.split(" | ");
        let patterns = [(); 3].map(|()| patterns.next().unwrap_or_default());
        styles.split(' ').filter_map(move |style| Some((DateStyle::parse(style)?, patterns)))
    })
}

impl DateFormats {
    /// Writes the time from one date to another, as precisely as both are; one date if they read alike.
    pub(in crate::l10n) fn range(&self, from: &Date, to: &Date, style: DateStyle) -> String {
        let style = style.within(from).within(to);
        let difference = style.difference(from, to);
        let pattern = difference.and_then(|difference| self.ranges.pattern(style, difference));
        let range = pattern.and_then(|pattern| self.fill(pattern, from, to, style));
        range.unwrap_or_else(|| {
            let (first, last) = (self.format(from, style), self.format(to, style));
            if first == last { first } else { format!("{first}{JOINT}{last}") }
        })
    }

    /// Puts the parts of two dates into a pattern.
    fn fill(&self, pattern: &str, from: &Date, to: &Date, style: DateStyle) -> Option<String> {
        let (mut text, mut seen, mut date, mut quoted) = (String::new(), Vec::new(), from, false);
        // Days of two months are said in figures.
        let style = match style {
            DateStyle::Day if pattern.contains('M') => DateStyle::Figures,
            style => style,
        };
        for sign in pattern.chars() {
            match sign {
                '\'' => quoted = !quoted,
                'E' | 'd' | 'D' | 'M' | 'y' if !quoted => {
                    if seen.contains(&sign) {
                        date = to;
                    }
                    seen.push(sign);
                    text.push_str(&self.part(sign, date, style)?);
                }
                '~' => text.push('\u{2009}'),
                '^' => text.push('\u{202f}'),
                '_' => text.push('\u{a0}'),
                _ => text.push(sign),
            }
        }
        Some(text)
    }

    /// A date whose skeleton has a name for the month where ICU4X has a figure: in German, its dates of
    /// medium length. Its pattern is that of the first date of a range that shares nothing.
    pub(super) fn with_name_of_month(&self, date: &Date, style: DateStyle) -> Option<String> {
        if !self.lacks_name_of_month(date, style) {
            return None;
        }
        let pattern = self.ranges.pattern(style, Difference::Year)?;
        self.fill(pattern.split('~').next()?, date, date, style)
    }

    fn lacks_name_of_month(&self, date: &Date, style: DateStyle) -> bool {
        use DateStyle::{YearMonthDayMedium, YearMonthDayWeekdayMedium, YearMonthMedium};
        matches!(style, YearMonthDayMedium | YearMonthDayWeekdayMedium | YearMonthMedium)
            && self.plain(date, style).is_some_and(|text| {
                let month = text.range(parts::MONTH).map(|month| &text.text[month]);
                month.is_some_and(|month| month.bytes().all(|byte| byte.is_ascii_digit()))
            })
    }

    /// A part of a date as it is written in a style, or else in one that shows that part.
    fn part(&self, sign: char, date: &Date, style: DateStyle) -> Option<String> {
        let (part, other) = match sign {
            'E' => (parts::WEEKDAY, DateStyle::Weekday),
            'd' | 'D' => (parts::DAY, DateStyle::Day),
            'M' => (parts::MONTH, DateStyle::Figures),
            _ => (parts::YEAR, DateStyle::Year),
        };
        let own = |style: DateStyle| {
            let text = self.plain(date, style)?;
            Some(text.text[text.range(part)?].to_owned())
        };
        let mut found = match sign {
            'M' if self.lacks_name_of_month(date, style) => own(DateStyle::MonthDayMedium)?,
            'd' if self.lacks_name_of_month(date, style) => own(DateStyle::Day)?,
            _ => own(style).or_else(|| own(other))?,
        };
        if sign == 'd' && found == "1" && !style.is_numeric() {
            found.push_str(self.first);
        }
        if sign == 'D' && found.len() == 1 {
            found.insert(0, '0');
        }
        Some(found)
    }
}

impl DateStyle {
    /// The largest part in which two dates differ that a range of this style tells apart: days, unless it
    /// shows months or years alone.
    fn difference(self, from: &Date, to: &Date) -> Option<Difference> {
        use DateStyle::{Month, MonthMedium, Year, YearMonth, YearMonthMedium, YearMonthShort};
        let months =
            matches!(self, Month | MonthMedium | YearMonth | YearMonthMedium | YearMonthShort);
        let differences = [
            (Difference::Year, from.year() != to.year()),
            (Difference::Month, from.month() != to.month() && self != Year),
            (Difference::Day, from.day() != to.day() && self != Year && !months),
        ];
        differences.into_iter().find(|(_, differs)| *differs).map(|(difference, _)| difference)
    }
}
