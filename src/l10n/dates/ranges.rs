//! From one date to another: "4–6 février 2025".
//!
//! ICU4X has no stable formatter for ranges: the patterns are those of CLDR (`ranges.txt`), for the languages that
//! stand there. Any other says both dates whole.

use icu_locale_core::Locale;

use super::patterns::{Names, Pattern};
use super::table::{Table, unmarked, widened};
use super::{DateFormats, DateStyle, moment};
use crate::model::Date;

pub(super) const PATTERNS: Table = Table(include_str!("ranges.txt"));

/// What joins two dates that are both whole (CLDR, `intervalFormatFallback`), unless the locale has another.
const JOINT: &str = "~–~";

/// The largest part in which two dates differ, if a style shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Difference {
    Year,
    Month,
    Day,
    Time,
}

/// How a locale writes ranges.
pub(super) struct Ranges {
    joint: String,
    /// By style, and by what the dates differ in; nothing, if both are whole.
    patterns: Vec<Vec<Option<[Pattern; 2]>>>,
}

impl Ranges {
    pub(super) fn of(locale: &Locale, names: &mut Names) -> Option<Self> {
        let rows = PATTERNS.rows(locale);
        let mut patterns = |style: &DateStyle| {
            let cells = rows[*style as usize].into_iter().flat_map(|row| row.split('|'));
            let pattern = |cell: &str| match cell.trim() {
                "" => Some(None),
                cell => names.range(&widened(cell, *style)).map(Some),
            };
            cells.map(pattern).collect::<Option<_>>()
        };
        let joint = PATTERNS.row(locale, "joint").unwrap_or(JOINT);
        Some(Self {
            joint: unmarked(joint.trim_matches('\'')),
            patterns: DateStyle::ALL.iter().map(&mut patterns).collect::<Option<_>>()?,
        })
    }

    fn pattern(&self, style: DateStyle, difference: Difference) -> Option<&[Pattern; 2]> {
        let cell = match (style, difference) {
            (DateStyle::HourMinute, Difference::Time) => 1,
            (DateStyle::HourMinute, _) => 0,
            (_, difference) => difference as usize,
        };
        let cells = &self.patterns[style as usize];
        cells.get(cell).or(cells.last())?.as_ref()
    }
}

impl DateFormats {
    /// Writes the time from one date to another, as precisely as both are; one date if they read alike.
    pub(in crate::l10n) fn range(&self, from: &Date, to: &Date, style: DateStyle) -> String {
        let style = style.within(from).within(to);
        let Some(difference) = style.difference(from, to) else { return self.format(from, style) };
        self.joined(from, to, style, difference).unwrap_or_else(|| {
            let (first, last) = (self.format(from, style), self.format(to, style));
            format!("{first}{}{last}", self.ranges.joint)
        })
    }

    /// Writes a range that has a pattern of its own.
    fn joined(
        &self,
        from: &Date,
        to: &Date,
        style: DateStyle,
        difference: Difference,
    ) -> Option<String> {
        let [first, last] = self.ranges.pattern(style, difference)?;
        let mut text = String::new();
        first.write(&moment(from)?, &mut text)?;
        last.write(&moment(to)?, &mut text)?;
        Some(text)
    }
}

impl DateStyle {
    /// The largest part in which two dates differ that a range of this style tells apart: days, unless it
    /// shows months or years alone, and times, if it shows them.
    fn difference(self, from: &Date, to: &Date) -> Option<Difference> {
        let (years, months, times) = (self == Self::Year, self.is_of_months(), self.is_timed());
        let differences = [
            (Difference::Year, from.year() != to.year()),
            (Difference::Month, from.month() != to.month() && !years),
            (Difference::Day, from.day() != to.day() && !years && !months),
            (Difference::Time, from.time() != to.time() && times),
        ];
        differences.into_iter().find(|(_, differs)| *differs).map(|(difference, _)| difference)
    }

    fn is_of_months(self) -> bool {
        matches!(
            self,
            Self::Month
                | Self::MonthMedium
                | Self::YearMonth
                | Self::YearMonthMedium
                | Self::YearMonthShort
        )
    }
}
