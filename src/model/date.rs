//! Dates, with the precision that their author gave them.

use std::fmt;

use jiff::civil;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day, or only its month, or a moment of it: `2025-02`, `2025-02-26`, `2025-02-26T09:30`.
///
/// What was not given is never made up: a date is shown, and put in metadata, as precisely as it
/// was written. Only sorting and feeds need an instant, which is the first one that the date covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    year: i16,
    month: i8,
    day: Option<i8>,
    time: Option<Time>,
}

/// A time of day, to the second, and where it was read off the clock, if that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Time {
    hour: i8,
    minute: i8,
    second: Option<i8>,
    /// Seconds east of UTC.
    offset: Option<i32>,
}

/// Why a text is not a date, as a clause for the author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError(String);

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Date {
    /// Reads a date in the form of ISO 8601: a month, a day, or a day and a time of hours and
    /// minutes, with seconds and an offset if wanted. A blank may stand for the `T`.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let mut reader = Reader(text);
        let shape = || DateError(format!("`{text}` is not a date"));
        let year = reader.digits(4).ok_or_else(shape)?;
        // Its weeks begin in a year that has no four digits.
        if year == 0 {
            return Err(DateError("there is no year 0000".to_owned()));
        }
        reader.mark("-").ok_or_else(shape)?;
        let month = reader.digits(2).ok_or_else(shape)? as i8;
        if !(1..=12).contains(&month) {
            return Err(DateError(format!("there is no month {month}")));
        }
        let mut date = Self { year, month, day: None, time: None };
        if reader.is_empty() {
            return Ok(date);
        }
        reader.mark("-").ok_or_else(shape)?;
        let day = reader.digits(2).ok_or_else(shape)? as i8;
        if civil::Date::new(year, month, day).is_err() {
            return Err(DateError(format!("{year:04}-{month:02} has no day {day}")));
        }
        date.day = Some(day);
        if reader.is_empty() {
            return Ok(date);
        }
        reader.mark("Tt ").ok_or_else(shape)?;
        date.time = Some(reader.time().ok_or_else(shape)??);
        if reader.is_empty() { Ok(date) } else { Err(shape()) }
    }

    /// A month, for archives. `month` counts from 1.
    pub fn of_month(year: i16, month: i8) -> Self {
        Self { year, month: month.clamp(1, 12), day: None, time: None }
    }

    /// A day, for archives. Month and day count from 1.
    pub fn of_day(year: i16, month: i8, day: i8) -> Self {
        Self { day: Some(day.clamp(1, 31)), ..Self::of_month(year, month) }
    }

    /// A moment, to the second, as the clocks of `zone` show it.
    pub fn at(moment: Timestamp, zone: &TimeZone) -> Self {
        let local = moment.to_zoned_datetime(zone.clone());
        let (day, clock) = (local.date(), local.time());
        let time = Time {
            hour: clock.hour(),
            minute: clock.minute(),
            second: Some(clock.second()),
            offset: Some(local.offset().seconds()),
        };
        Self { time: Some(time), ..Self::of_day(day.year(), day.month(), day.day()) }
    }

    /// The year.
    pub fn year(&self) -> i16 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(&self) -> i8 {
        self.month
    }

    /// The day of the month, if it was given.
    pub fn day(&self) -> Option<i8> {
        self.day
    }

    /// Hour and minute, if they were given.
    pub fn time(&self) -> Option<(i8, i8)> {
        self.time.map(|time| (time.hour, time.minute))
    }

    /// The first instant that the date covers, on the clocks of `zone` unless it has an offset.
    pub fn instant(&self, zone: &TimeZone) -> Timestamp {
        let time = self.time.unwrap_or(Time { hour: 0, minute: 0, second: None, offset: None });
        let clock = civil::date(self.year, self.month, self.day.unwrap_or(1)).at(
            time.hour,
            time.minute,
            time.second.unwrap_or(0),
            0,
        );
        let fixed =
            time.offset.and_then(|seconds| Offset::from_seconds(seconds).ok()).map(TimeZone::fixed);
        // Only the last day of the year 9999, which stands for never, lies beyond what is counted.
        clock
            .to_zoned_datetime(fixed.unwrap_or_else(|| zone.clone()))
            .map_or(Timestamp::MAX, |zoned| zoned.timestamp())
    }

    /// The same moment as the clocks of `zone` show it, with their offset. A date without a time is
    /// the same everywhere.
    ///
    /// So a story of 23:30 in New York stands under the day it was in Paris, for a site in Paris.
    #[must_use]
    pub fn in_zone(&self, zone: &TimeZone) -> Self {
        if self.time.is_none() {
            return *self;
        }
        let local = self.instant(zone).to_zoned_datetime(zone.clone());
        let (day, clock) = (local.date(), local.time());
        Self {
            year: day.year(),
            month: day.month(),
            day: Some(day.day()),
            time: self.time.map(|time| Time {
                hour: clock.hour(),
                minute: clock.minute(),
                second: time.second,
                offset: Some(local.offset().seconds()),
            }),
        }
    }

    /// The date in RFC 3339 with a time and an offset, as feeds want it.
    pub fn rfc3339(&self, zone: &TimeZone) -> String {
        let zoned = self.instant(zone).to_zoned_datetime(zone.clone());
        let (day, time) = (zoned.date(), zoned.time());
        let (sign, offset) = match zoned.offset().seconds() {
            seconds if seconds < 0 => ('-', -seconds),
            seconds => ('+', seconds),
        };
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
            day.year(),
            day.month(),
            day.day(),
            time.hour(),
            time.minute(),
            time.second(),
            offset / 3600,
            offset / 60 % 60,
        )
    }

    /// The instant at which `now` leaves the last day or month that the date covers behind.
    pub fn end(&self, zone: &TimeZone) -> Timestamp {
        let first = civil::date(self.year, self.month, self.day.unwrap_or(1));
        let next = match self.day {
            Some(_) => first.checked_add(1.day()),
            None => first.checked_add(1.month()),
        };
        match (self.time, next) {
            (None, Ok(next)) => next
                .to_zoned_datetime(zone.clone())
                .map_or(Timestamp::MAX, |zoned| zoned.timestamp()),
            _ => self.instant(zone),
        }
    }
}

/// The date in ISO 8601, as precise as it is.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Each page shows some in machines' form, and a formatted number costs more than its digits.
        let digit = |number: u16, unit: u16| b'0' + (number / unit % 10) as u8;
        let year = self.year.unsigned_abs();
        let [month, day] =
            [self.month, self.day.unwrap_or(0)].map(|part| part.unsigned_abs().into());
        let text = [
            digit(year, 1000),
            digit(year, 100),
            digit(year, 10),
            digit(year, 1),
            b'-',
            digit(month, 10),
            digit(month, 1),
            b'-',
            digit(day, 10),
            digit(day, 1),
        ];
        let text = std::str::from_utf8(&text).expect("digits are ASCII");
        f.write_str(&text[..if self.day.is_some() { 10 } else { 7 }])?;
        let Some(time) = self.time else { return Ok(()) };
        write!(f, "T{:02}:{:02}", time.hour, time.minute)?;
        if let Some(second) = time.second {
            write!(f, ":{second:02}")?;
        }
        match time.offset {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(seconds) => {
                let sign = if seconds < 0 { '-' } else { '+' };
                let minutes = seconds.abs() / 60;
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        Self::parse(text).map_err(serde::de::Error::custom)
    }
}

/// What is left of a text to read.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A number of exactly `count` digits.
    fn digits(&mut self, count: usize) -> Option<i16> {
        let digits = self.0.get(..count)?;
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        self.0 = &self.0[count..];
        digits.parse().ok()
    }

    /// One of the characters of `marks`, all of them ASCII.
    fn mark(&mut self, marks: &str) -> Option<char> {
        let mark = self.0.chars().next().filter(|&c| marks.contains(c))?;
        self.0 = &self.0[mark.len_utf8()..];
        Some(mark)
    }

    /// The time, to the end of the text; `None` if it has another shape.
    fn time(&mut self) -> Option<Result<Time, DateError>> {
        let hour = self.digits(2)? as i8;
        self.mark(":")?;
        let minute = self.digits(2)? as i8;
        let second = match self.mark(":") {
            Some(_) => Some(self.digits(2)? as i8),
            None => None,
        };
        let offset = match self.mark("Zz+-") {
            None => None,
            Some('Z' | 'z') => Some(0),
            Some(sign) => {
                let hours = i32::from(self.digits(2)?);
                self.mark(":");
                let minutes = i32::from(self.digits(2)?);
                if hours > 23 || minutes > 59 {
                    return Some(Err(DateError(format!(
                        "no clock is {hours}:{minutes:02} from UTC"
                    ))));
                }
                let seconds = (hours * 60 + minutes) * 60;
                Some(if sign == '-' { -seconds } else { seconds })
            }
        };
        if hour > 23 || minute > 59 || second.is_some_and(|second| second > 59) {
            return Some(Err(DateError(format!("no clock shows {hour:02}:{minute:02}"))));
        }
        Some(Ok(Time { hour, minute, second, offset }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").expect("the bundled database has Paris")
    }

    #[test]
    fn a_date_keeps_its_precision() {
        for text in [
            "2025-02",
            "2025-02-26",
            "2025-02-26T09:30",
            "2025-02-26T09:30:15",
            "2025-02-26T09:30Z",
            "2025-02-26T09:30+01:00",
            "2025-02-26T09:30-03:30",
        ] {
            assert_eq!(Date::parse(text).map(|d| d.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_not_a_date_is_said_in_a_clause() {
        let check = |text: &str, expected: &str| {
            let error = Date::parse(text).expect_err(text);
            assert_eq!(error.to_string(), expected);
        };
        check("2025-13", "there is no month 13");
        check("0000-01-01", "there is no year 0000");
        check("2025-02-30", "2025-02 has no day 30");
        check("2025", "`2025` is not a date");
        check("26/02/2025", "`26/02/2025` is not a date");
        check("2025-02-26T25:00", "no clock shows 25:00");
        check("2025-02-26T10:00+99:00", "no clock is 99:00 from UTC");
        check("2025-02-26T10", "`2025-02-26T10` is not a date");
        check("2025-02-26 tomorrow", "`2025-02-26 tomorrow` is not a date");
    }

    #[test]
    fn an_instant_is_the_first_that_the_date_covers() {
        let check = |text: &str, expected: &str| {
            let date = Date::parse(text).expect(text);
            assert_eq!(date.instant(&paris()).to_string(), expected);
        };
        check("2025-02", "2025-01-31T23:00:00Z");
        check("2025-07-14", "2025-07-13T22:00:00Z");
        check("2025-02-26T09:30", "2025-02-26T08:30:00Z");
        check("2025-02-26T09:30-05:00", "2025-02-26T14:30:00Z");
        // Half past two does not exist on the day that summer time begins.
        check("2025-03-30T02:30", "2025-03-30T01:30:00Z");
        check("0001-01-01", "0000-12-31T23:50:39Z");
        check("9999-12-31", &Timestamp::MAX.to_string());
        check("9999-12-31T23:59-23:59", &Timestamp::MAX.to_string());
    }

    #[test]
    fn an_offset_is_read_on_the_clocks_of_the_site() {
        let late = Date::parse("2025-02-28T23:30-05:00").expect("a date");
        assert_eq!(late.in_zone(&paris()).to_string(), "2025-03-01T05:30+01:00");
    }

    #[test]
    fn a_time_without_an_offset_is_on_the_clocks_of_the_site() {
        let check = |text: &str, expected: &str| {
            let date = Date::parse(text).expect(text).in_zone(&paris());
            assert_eq!(date.to_string(), expected);
        };
        check("2025-02-26T09:30", "2025-02-26T09:30+01:00");
        check("2025-07-14T09:30:15", "2025-07-14T09:30:15+02:00");
        check("2025-07-14", "2025-07-14");
        check("2025-07", "2025-07");
    }

    #[test]
    fn feeds_get_a_whole_timestamp() {
        let date = Date::parse("2025-02").expect("a date");
        assert_eq!(date.rfc3339(&paris()), "2025-02-01T00:00:00+01:00");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = Date::parse(&text);
        }

        #[test]
        fn a_date_is_read_as_it_is_written(
            year in 1i16..=9999, month in 1i8..=12, day in 1i8..=28,
            hour in 0i8..24, minute in 0i8..60, quarters in -48i32..=56,
        ) {
            let date = Date {
                year, month, day: Some(day),
                time: Some(Time { hour, minute, second: None, offset: Some(quarters * 900) }),
            };
            prop_assert_eq!(Date::parse(&date.to_string()), Ok(date));
            let _ = date.in_zone(&paris()).rfc3339(&paris());
        }
    }
}
