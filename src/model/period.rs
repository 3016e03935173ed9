//! Periods: the days that an edition covers, a week or a day.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{self, ISOWeekDate, Weekday};
use serde::{Deserialize, Serialize};

use super::Date;

/// A week of ISO 8601, which begins on a Monday, or a day. It is named as that norm writes it, in
/// lower case: `2025-w09`, `2025-02-26`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Period {
    /// The week of a year, counted from 1. Its first days may belong to the year before, and its last to
    /// the year after.
    Week(i16, i8),
    /// A day.
    Day(civil::Date),
}

impl Period {
    /// The week of a date; `None` if its day is not known.
    pub fn week_of(date: &Date) -> Option<Self> {
        let week = day_of(date)?.iso_week_date();
        Some(Self::Week(week.year(), week.week()))
    }

    /// The day of a date; `None` if it is not known.
    pub fn day_of(date: &Date) -> Option<Self> {
        day_of(date).map(Self::Day)
    }

    /// Reads the name of a period.
    pub fn parse(name: &str) -> Option<Self> {
        let period = match name.split_once("-w") {
            Some((year, week)) => Self::Week(year.parse().ok()?, week.parse().ok()?),
            None => Self::day_of(&Date::parse(name).ok()?)?,
        };
        (period.monday().is_some() && period.to_string() == name).then_some(period)
    }

    /// The first day.
    pub fn first(&self) -> Date {
        date_of(self.first_day())
    }

    /// The last day.
    pub fn last(&self) -> Date {
        let first = self.first_day();
        date_of(match self {
            Self::Week(..) => first.checked_add(6.days()).unwrap_or(first),
            Self::Day(_) => first,
        })
    }

    fn first_day(&self) -> civil::Date {
        match self {
            Self::Week(..) => self.monday().unwrap_or(civil::Date::ZERO),
            Self::Day(day) => *day,
        }
    }

    /// The first day of a week, or a day itself; `None` for a week that the year does not have.
    fn monday(&self) -> Option<civil::Date> {
        match self {
            Self::Week(year, week) => {
                ISOWeekDate::new(*year, *week, Weekday::Monday).ok().map(civil::Date::from)
            }
            Self::Day(day) => Some(*day),
        }
    }
}

fn day_of(date: &Date) -> Option<civil::Date> {
    civil::Date::new(date.year(), date.month(), date.day()?).ok()
}

fn date_of(day: civil::Date) -> Date {
    Date::of_day(day.year(), day.month(), day.day())
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Week(year, week) => write!(f, "{year:04}-w{week:02}"),
            Self::Day(day) => write!(f, "{}", date_of(*day)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday_and_belongs_to_the_year_of_its_thursday() {
        let check = |date: &str, name: &str, first: &str, last: &str| {
            let date = Date::parse(date).expect("a date");
            let week = Period::week_of(&date).expect("a day");
            let days = (week.first().to_string(), week.last().to_string());
            assert_eq!((week.to_string(), days), (name.into(), (first.into(), last.into())));
        };
        check("2025-02-24", "2025-w09", "2025-02-24", "2025-03-02");
        check("2025-03-02T23:59", "2025-w09", "2025-02-24", "2025-03-02");
        check("2024-12-30", "2025-w01", "2024-12-30", "2025-01-05");
        check("2027-01-03", "2026-w53", "2026-12-28", "2027-01-03");
        assert_eq!(Period::week_of(&Date::of_month(2025, 2)), None);
    }

    #[test]
    fn a_name_is_read_as_it_is_written() {
        let check =
            |name: &str, read: bool| assert_eq!(Period::parse(name).is_some(), read, "{name}");
        check("2025-w09", true);
        check("2026-w53", true);
        check("2025-02-26", true);
        check("2025-w53", false);
        check("2025-w9", false);
        check("2025-W09", false);
        check("2025-w+9", false);
        check("2025-02", false);
        check("2025-02-30", false);
        check("2025-02-26T09:30", false);
        check("été", false);
    }
}
