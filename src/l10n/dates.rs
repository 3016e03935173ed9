//! Dates, as a locale writes them: styles, skeletons, and what to do when a part was not given.

mod patterns;
mod ranges;
mod table;

use icu_calendar::{Date as Day, Gregorian};
use icu_datetime::DateTimeFormatterPreferences;
use icu_datetime::fieldsets::enums::{
    CalendarPeriodFieldSet as Period, CompositeDateTimeFieldSet as Fields,
    DateAndTimeFieldSet as Moment, DateFieldSet, TimeFieldSet,
};
use icu_datetime::fieldsets::{D, E, M, MD, MDE, T, Y, YM, YMD, YMDE};
use icu_datetime::input::{DateTime, Time};
use icu_datetime::options::YearStyle;
use icu_locale_core::Locale;

use self::patterns::{Names, Pattern};
use self::ranges::Ranges;
use self::table::Table;
use crate::model::Date;

/// The patterns that CLDR has and ICU4X has not.
const PATTERNS: Table = Table(include_str!("dates/patterns.txt"));

/// Declares the styles with what selects each, so that none is forgotten in [`DateStyle::ALL`].
macro_rules! styles {
    ($($(#[$doc:meta])* $style:ident = $name:literal, $fields:expr;)*) => {
        /// How much of a date to write, and how.
        ///
        /// The first nine are the styles of CLDR (`dateStyle`, `timeStyle`); the others are skeletons: they name
        /// the parts, and the locale their order and the words between.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum DateStyle {
            $($(#[$doc])* $style,)*
        }

        impl DateStyle {
            /// Every style, in the order of the enumeration.
            pub const ALL: &[Self] = &[$(Self::$style,)*];

            /// What a message writes to select the style.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$style => $name,)* }
            }

            fn fields(self) -> Fields {
                match self { $(Self::$style => $fields,)* }
            }
        }
    };
}

styles! {
    /// mercredi 26 février 2025
    Full = "full", Fields::Date(DateFieldSet::YMDE(YMDE::long()));
    /// 26 février 2025
    Long = "long", Fields::Date(DateFieldSet::YMD(YMD::long()));
    /// 26 févr. 2025
    Medium = "medium", Fields::Date(DateFieldSet::YMD(YMD::medium()));
    /// 26/02/2025
    Short = "short", Fields::Date(DateFieldSet::YMD(YMD::short()));
    /// mercredi 26 février 2025 à 09:30
    FullWithTime = "full, short", Fields::DateTime(Moment::YMDET(YMDE::long().with_time_hm()));
    /// 26 février 2025 à 09:30
    LongWithTime = "long, short", Fields::DateTime(Moment::YMDT(YMD::long().with_time_hm()));
    /// 26 févr. 2025, 09:30
    MediumWithTime = "medium, short", Fields::DateTime(Moment::YMDT(YMD::medium().with_time_hm()));
    /// 26/02/2025 09:30
    ShortWithTime = "short, short", Fields::DateTime(Moment::YMDT(YMD::short().with_time_hm()));
    /// 09:30, 9:30 AM
    Time = "time", Fields::Time(TimeFieldSet::T(T::hm()));
    /// 09:30 wherever it is
    HourMinute = "Hm", Fields::Time(TimeFieldSet::T(T::hm()));
    /// 2025
    Year = "y", Fields::CalendarPeriod(Period::Y(Y::long()));
    /// mercredi 26 février 2025
    YearMonthDayWeekday = "yMMMMEEEEd", Fields::Date(DateFieldSet::YMDE(YMDE::long()));
    /// 26 février 2025
    YearMonthDay = "yMMMMd", Fields::Date(DateFieldSet::YMD(YMD::long()));
    /// 26 févr. 2025
    YearMonthDayMedium = "yMMMd", Fields::Date(DateFieldSet::YMD(YMD::medium()));
    /// 26/02/2025
    Figures = "yMd",
        Fields::Date(DateFieldSet::YMD(YMD::short().with_year_style(YearStyle::Full)));
    /// 02/2025
    YearMonthShort = "yM",
        Fields::CalendarPeriod(Period::YM(YM::short().with_year_style(YearStyle::Full)));
    /// févr. 2025
    YearMonthMedium = "yMMM", Fields::CalendarPeriod(Period::YM(YM::medium()));
    /// février 2025
    YearMonth = "yMMMM", Fields::CalendarPeriod(Period::YM(YM::long()));
    /// févr.
    MonthMedium = "MMM", Fields::CalendarPeriod(Period::M(M::medium()));
    /// février
    Month = "MMMM", Fields::CalendarPeriod(Period::M(M::long()));
    /// 26 févr.
    MonthDayMedium = "MMMd", Fields::Date(DateFieldSet::MD(MD::medium()));
    /// 26 février
    MonthDay = "MMMMd", Fields::Date(DateFieldSet::MD(MD::long()));
    /// mer. 26 févr.
    WeekdayMonthDayMedium = "MMMEd", Fields::Date(DateFieldSet::MDE(MDE::medium()));
    /// mercredi 26 février
    WeekdayMonthDay = "MMMMEEEEd", Fields::Date(DateFieldSet::MDE(MDE::long()));
    /// mer. 26 févr. 2025
    YearMonthDayWeekdayMedium = "yMMMEd", Fields::Date(DateFieldSet::YMDE(YMDE::medium()));
    /// mer.
    WeekdayMedium = "EEE", Fields::Date(DateFieldSet::E(E::medium()));
    /// mercredi
    Weekday = "EEEE", Fields::Date(DateFieldSet::E(E::long()));
    /// 26
    Day = "d", Fields::Date(DateFieldSet::D(D::long()));
}

impl DateStyle {
    /// The style of a `dateStyle` or a `skeleton`: `long`, `yMMMM`; `None` if there is no such one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|style| style.as_str() == text)
    }

    /// Every skeleton that [`parse`](Self::parse) knows.
    pub fn skeletons() -> impl Iterator<Item = &'static str> {
        Self::ALL[Self::HourMinute as usize..].iter().map(|style| style.as_str())
    }

    /// The style with the hour and minute after the day; a skeleton is as it was.
    #[must_use]
    pub fn with_time(self) -> Self {
        match self {
            Self::Full => Self::FullWithTime,
            Self::Long => Self::LongWithTime,
            Self::Medium => Self::MediumWithTime,
            Self::Short => Self::ShortWithTime,
            other => other,
        }
    }

    /// The nearest style that needs nothing that `date` lacks.
    fn within(self, date: &Date) -> Self {
        let timed = match (self, date.time()) {
            (_, Some(_)) => self,
            (Self::FullWithTime, None) => Self::Full,
            (Self::LongWithTime | Self::Time | Self::HourMinute, None) => Self::Long,
            (Self::MediumWithTime, None) => Self::Medium,
            (Self::ShortWithTime, None) => Self::Short,
            (other, None) => other,
        };
        if date.day().is_some() {
            return timed;
        }
        match timed {
            Self::Full
            | Self::Long
            | Self::YearMonthDayWeekday
            | Self::YearMonthDay
            | Self::Weekday
            | Self::Day => Self::YearMonth,
            Self::Medium
            | Self::YearMonthDayMedium
            | Self::YearMonthDayWeekdayMedium
            | Self::WeekdayMedium => Self::YearMonthMedium,
            Self::Short | Self::Figures => Self::YearMonthShort,
            Self::MonthDay | Self::WeekdayMonthDay => Self::Month,
            Self::MonthDayMedium | Self::WeekdayMonthDayMedium => Self::MonthMedium,
            other => other,
        }
    }

    /// Whether it shows the time of the day.
    fn is_timed(self) -> bool {
        matches!(
            self,
            Self::FullWithTime
                | Self::LongWithTime
                | Self::MediumWithTime
                | Self::ShortWithTime
                | Self::Time
                | Self::HourMinute
        )
    }

    /// Whether names are written in full, if there are any: a pattern of the tables then has them short.
    fn is_wide(self) -> bool {
        matches!(
            self,
            Self::Full
                | Self::Long
                | Self::FullWithTime
                | Self::LongWithTime
                | Self::YearMonthDayWeekday
                | Self::YearMonthDay
                | Self::YearMonth
                | Self::Month
                | Self::MonthDay
                | Self::WeekdayMonthDay
                | Self::Weekday
        )
    }
}

/// The patterns of every style, of one locale.
pub(super) struct DateFormats {
    patterns: Vec<Pattern>,
    ranges: Ranges,
}

impl DateFormats {
    pub(super) fn new(locale: &Locale) -> Option<Self> {
        let mut names = Names::new(locale);
        let known = PATTERNS.rows(locale);
        // `-u-hc-h23` in a tag asks for another clock than that of the tables.
        let clock = DateTimeFormatterPreferences::from(locale).hour_cycle.is_some();
        let pattern = |style: &DateStyle| match known[*style as usize] {
            Some(pattern) if !(clock && style.is_timed()) => {
                names.pattern(&table::widened(pattern, *style))
            }
            _ => names.pattern(&patterns::of_icu4x(locale, *style)?),
        };
        Some(Self {
            patterns: DateStyle::ALL.iter().map(pattern).collect::<Option<_>>()?,
            ranges: Ranges::of(locale, &mut names)?,
        })
    }

    pub(super) fn format(&self, date: &Date, style: DateStyle) -> String {
        self.text(date, style.within(date)).unwrap_or_else(|| date.to_string())
    }

    /// A date that has all that the style shows.
    fn text(&self, date: &Date, style: DateStyle) -> Option<String> {
        let mut text = String::new();
        self.patterns[style as usize].write(&moment(date)?, &mut text)?;
        Some(text)
    }
}

/// The date as ICU4X takes it: what was not given is filled in, and `within` keeps it from being shown.
fn moment(date: &Date) -> Option<DateTime<Gregorian>> {
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day().unwrap_or(1)).ok()?;
    let (hour, minute) = date.time().unwrap_or((0, 0));
    Some(DateTime {
        date: Day::try_new_gregorian(i32::from(date.year()), month, day).ok()?,
        time: Time::try_new(u8::try_from(hour).ok()?, u8::try_from(minute).ok()?, 0, 0).ok()?,
    })
}
