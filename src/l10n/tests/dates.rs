//! Dates and ranges of dates, byte for byte as CLDR has them: what `Intl` of ECMA-402 writes.

use crate::l10n::*;
use crate::model::Date;

fn formats(region: &str) -> Formats {
    Formats::new(region).expect("a region")
}

fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

/// The rows of a file, `fr-CA medium 2025-03-01 = …`, with words and text apart.
fn rows(file: &'static str) -> impl Iterator<Item = (Vec<&'static str>, String)> {
    let rows = file.lines().filter(|row| !row.starts_with('#'));
    rows.map(|row| {
        let (asked, expected) = row.split_once(" = ").expect("a row");
        let blanks = [('~', "\u{2009}"), ('^', "\u{202f}"), ('_', "\u{a0}")];
        let expected = blanks
            .iter()
            .fold(expected.to_owned(), |text, (mark, blank)| text.replace(*mark, blank));
        (asked.split(' ').collect(), expected)
    })
}

fn style(name: &str) -> DateStyle {
    DateStyle::parse(&name.replace('+', ", ")).expect(name)
}

#[test]
fn ranges_of_each_skeleton_are_those_of_cldr() {
    for (asked, expected) in rows(include_str!("ranges.txt")) {
        let [region, name, from, to] = asked[..] else { panic!("four words: {asked:?}") };
        let text = formats(region).date_range(&date(from), &date(to), style(name));
        assert_eq!(text, expected, "{asked:?}");
    }
}

#[test]
fn dates_of_each_style_are_those_of_cldr() {
    for (asked, expected) in rows(include_str!("dates.txt")) {
        let [region, name, day] = asked[..] else { panic!("three words: {asked:?}") };
        assert_eq!(formats(region).date(&date(day), style(name)), expected, "{asked:?}");
    }
}

#[test]
fn a_year_has_no_era_and_the_digits_of_its_style() {
    let check = |region: &str, name: &str, day: &str, expected: &str| {
        assert_eq!(
            formats(region).date(&date(day), style(name)),
            expected,
            "{region} {name} {day}"
        );
    };
    check("fr-FR", "long", "0987-07-03", "3 juillet 987");
    check("fr-FR", "full", "0987-07-01", "dimanche 1er juillet 987");
    check("fr-FR", "y", "0987-07", "987");
    check("fr-FR", "short", "0987-07-03", "03/07/987");
    check("en-GB", "yMMMM", "0079-10", "October 79");
    check("en-US", "short", "1925-05-31", "5/31/25");
    check("ja-JP", "long", "0987-07-03", "987年7月3日");
}

#[test]
fn the_skeleton_of_hours_counts_to_24_and_the_time_as_the_region_does() {
    let check = |region: &str, style: DateStyle, expected: &str| {
        assert_eq!(formats(region).date(&date("2025-02-04T21:30"), style), expected, "{region}");
    };
    check("fr-FR", DateStyle::HourMinute, "21:30");
    check("fr-FR", DateStyle::Time, "21:30");
    check("fr-CA", DateStyle::Time, "21 h 30");
    check("en-US", DateStyle::HourMinute, "21:30");
    check("en-US", DateStyle::Time, "9:30\u{202f}PM");
    check("ko-KR", DateStyle::HourMinute, "21:30");
    check("es-MX", DateStyle::Time, "9:30\u{202f}p.m.");
    check("es-MX-u-hc-h23", DateStyle::Time, "21:30");
}

#[test]
fn what_a_language_needs_of_its_own_can_be_written() {
    let check = |region: &str, style: DateStyle, expected: &str| {
        assert_eq!(formats(region).date(&date("2025-02-04T21:30"), style), expected, "{region}");
    };
    check("zh-TW", DateStyle::Time, "晚上9:30");
    check("fi-FI", DateStyle::YearMonthShort, "2.2025");
    check("ar-EG", DateStyle::Long, "٤ فبراير ٢٠٢٥");
    check("hi-Latn", DateStyle::Medium, "04 Feb, 2025");
}

#[test]
fn times_are_a_range_if_the_style_shows_them() {
    let check = |from: &str, to: &str, style: DateStyle, expected: &str| {
        assert_eq!(
            formats("fr-FR").date_range(&date(from), &date(to), style),
            expected,
            "{from} {to}"
        );
    };
    let (morning, noon) = ("2025-02-04T09:05", "2025-02-04T12:00");
    check(morning, noon, DateStyle::HourMinute, "09:05\u{2009}–\u{2009}12:00");
    check(morning, noon, DateStyle::Long, "4 février 2025");
    check(morning, morning, DateStyle::HourMinute, "09:05");
    check(morning, "2025-02-04", DateStyle::HourMinute, "4 février 2025");
}

#[test]
fn another_script_has_nothing_of_the_tables() {
    let day = date("2025-02-04");
    assert_eq!(formats("en-Latn-GB").date(&day, DateStyle::Long), "4 February 2025");
    assert_eq!(formats("en-Shaw").date(&day, DateStyle::Long), "2025 M02 4");
}

#[test]
fn ranges_of_dates_are_those_of_cldr() {
    let check = |region: &str, from: &str, to: &str, style, expected: &str| {
        let text = formats(region).date_range(&date(from), &date(to), style);
        assert_eq!(text, expected, "{region} {from} {to} {style:?}");
    };
    check("fr-FR", "2025-02-04", "2025-02-06", DateStyle::Long, "4–6 février 2025");
    check(
        "fr-FR",
        "2025-02-04",
        "2025-03-06",
        DateStyle::Long,
        "4 février\u{2009}–\u{2009}6 mars 2025",
    );
    check(
        "fr-FR",
        "2024-12-30",
        "2025-01-02",
        DateStyle::Long,
        "30 décembre 2024\u{2009}–\u{2009}2 janvier 2025",
    );
    check("fr-FR", "2025-02-04", "2025-02-06", DateStyle::Medium, "4–6 févr. 2025");
    check(
        "fr-FR",
        "2025-02-04",
        "2025-03-06",
        DateStyle::Medium,
        "4 févr.\u{2009}–\u{2009}6 mars 2025",
    );
    check(
        "fr-FR",
        "2024-12-30",
        "2025-01-02",
        DateStyle::Medium,
        "30 déc. 2024\u{2009}–\u{2009}2 janv. 2025",
    );
    check(
        "fr-FR",
        "2025-02-04",
        "2025-02-06",
        DateStyle::Short,
        "04/02/2025\u{2009}–\u{2009}06/02/2025",
    );
    check(
        "fr-FR",
        "2025-02-04",
        "2025-03-06",
        DateStyle::Short,
        "04/02/2025\u{2009}–\u{2009}06/03/2025",
    );
    check(
        "fr-FR",
        "2024-12-30",
        "2025-01-02",
        DateStyle::Short,
        "30/12/2024\u{2009}–\u{2009}02/01/2025",
    );
    check(
        "fr-FR",
        "2025-02-01",
        "2025-03-01",
        DateStyle::YearMonth,
        "février\u{2009}–\u{2009}mars 2025",
    );
    check(
        "fr-FR",
        "2024-12-01",
        "2025-01-01",
        DateStyle::YearMonth,
        "décembre 2024\u{2009}–\u{2009}janvier 2025",
    );
    check("fr-FR", "2025-02-01", "2025-03-01", DateStyle::YearMonthMedium, "févr.–mars 2025");
    check("fr-FR", "2024-06-01", "2025-06-01", DateStyle::Year, "2024–2025");
    check("fr-FR", "2025-02-04", "2025-02-06", DateStyle::MonthDay, "4–6 février");
    check(
        "fr-FR",
        "2025-02-04",
        "2025-03-06",
        DateStyle::MonthDay,
        "4 février\u{2009}–\u{2009}6 mars",
    );
    check(
        "en-GB",
        "2025-02-04",
        "2025-02-06",
        DateStyle::Long,
        "4\u{2009}–\u{2009}6 February 2025",
    );
    check(
        "en-GB",
        "2025-02-04",
        "2025-03-06",
        DateStyle::Long,
        "4 February\u{2009}–\u{2009}6 March 2025",
    );
    check(
        "en-GB",
        "2024-12-30",
        "2025-01-02",
        DateStyle::Long,
        "30 December 2024\u{2009}–\u{2009}2 January 2025",
    );
    check("en-GB", "2025-02-04", "2025-02-06", DateStyle::Medium, "4\u{2009}–\u{2009}6 Feb 2025");
    check(
        "en-GB",
        "2025-02-04",
        "2025-03-06",
        DateStyle::Medium,
        "4 Feb\u{2009}–\u{2009}6 Mar 2025",
    );
    check(
        "en-GB",
        "2024-12-30",
        "2025-01-02",
        DateStyle::Medium,
        "30 Dec 2024\u{2009}–\u{2009}2 Jan 2025",
    );
    check(
        "en-GB",
        "2025-02-04",
        "2025-02-06",
        DateStyle::Short,
        "04/02/2025\u{2009}–\u{2009}06/02/2025",
    );
    check(
        "en-GB",
        "2025-02-04",
        "2025-03-06",
        DateStyle::Short,
        "04/02/2025\u{2009}–\u{2009}06/03/2025",
    );
    check(
        "en-GB",
        "2024-12-30",
        "2025-01-02",
        DateStyle::Short,
        "30/12/2024\u{2009}–\u{2009}02/01/2025",
    );
    check(
        "en-GB",
        "2025-02-01",
        "2025-03-01",
        DateStyle::YearMonth,
        "February\u{2009}–\u{2009}March 2025",
    );
    check(
        "en-GB",
        "2024-12-01",
        "2025-01-01",
        DateStyle::YearMonth,
        "December 2024\u{2009}–\u{2009}January 2025",
    );
    check(
        "en-GB",
        "2025-02-01",
        "2025-03-01",
        DateStyle::YearMonthMedium,
        "Feb\u{2009}–\u{2009}Mar 2025",
    );
    check("en-GB", "2024-06-01", "2025-06-01", DateStyle::Year, "2024\u{2009}–\u{2009}2025");
    check("en-GB", "2025-02-04", "2025-02-06", DateStyle::MonthDay, "4\u{2009}–\u{2009}6 February");
    check(
        "en-GB",
        "2025-02-04",
        "2025-03-06",
        DateStyle::MonthDay,
        "4 February\u{2009}–\u{2009}6 March",
    );
    check(
        "en-US",
        "2025-02-04",
        "2025-02-06",
        DateStyle::Long,
        "February 4\u{2009}–\u{2009}6, 2025",
    );
    check(
        "en-US",
        "2025-02-04",
        "2025-03-06",
        DateStyle::Long,
        "February 4\u{2009}–\u{2009}March 6, 2025",
    );
    check(
        "en-US",
        "2024-12-30",
        "2025-01-02",
        DateStyle::Long,
        "December 30, 2024\u{2009}–\u{2009}January 2, 2025",
    );
    check("en-US", "2025-02-04", "2025-02-06", DateStyle::Medium, "Feb 4\u{2009}–\u{2009}6, 2025");
    check(
        "en-US",
        "2025-02-04",
        "2025-03-06",
        DateStyle::Medium,
        "Feb 4\u{2009}–\u{2009}Mar 6, 2025",
    );
    check(
        "en-US",
        "2024-12-30",
        "2025-01-02",
        DateStyle::Medium,
        "Dec 30, 2024\u{2009}–\u{2009}Jan 2, 2025",
    );
    check("en-US", "2025-02-04", "2025-02-06", DateStyle::Short, "2/4/25\u{2009}–\u{2009}2/6/25");
    check("en-US", "2025-02-04", "2025-03-06", DateStyle::Short, "2/4/25\u{2009}–\u{2009}3/6/25");
    check("en-US", "2024-12-30", "2025-01-02", DateStyle::Short, "12/30/24\u{2009}–\u{2009}1/2/25");
    check(
        "en-US",
        "2025-02-01",
        "2025-03-01",
        DateStyle::YearMonth,
        "February\u{2009}–\u{2009}March 2025",
    );
    check(
        "en-US",
        "2024-12-01",
        "2025-01-01",
        DateStyle::YearMonth,
        "December 2024\u{2009}–\u{2009}January 2025",
    );
    check(
        "en-US",
        "2025-02-01",
        "2025-03-01",
        DateStyle::YearMonthMedium,
        "Feb\u{2009}–\u{2009}Mar 2025",
    );
    check("en-US", "2024-06-01", "2025-06-01", DateStyle::Year, "2024\u{2009}–\u{2009}2025");
    check("en-US", "2025-02-04", "2025-02-06", DateStyle::MonthDay, "February 4\u{2009}–\u{2009}6");
    check(
        "en-US",
        "2025-02-04",
        "2025-03-06",
        DateStyle::MonthDay,
        "February 4\u{2009}–\u{2009}March 6",
    );
    check("es-ES", "2025-02-04", "2025-02-06", DateStyle::Long, "4–6 de febrero de 2025");
    check(
        "es-ES",
        "2025-02-04",
        "2025-03-06",
        DateStyle::Long,
        "4 de febrero\u{2009}–\u{2009}6 de marzo de 2025",
    );
    check(
        "es-ES",
        "2024-12-30",
        "2025-01-02",
        DateStyle::Long,
        "30 de diciembre de 2024\u{2009}–\u{2009}2 de enero de 2025",
    );
    check("es-ES", "2025-02-04", "2025-02-06", DateStyle::Medium, "4–6 feb 2025");
    check(
        "es-ES",
        "2025-02-04",
        "2025-03-06",
        DateStyle::Medium,
        "4 feb\u{2009}–\u{2009}6 mar 2025",
    );
    check(
        "es-ES",
        "2024-12-30",
        "2025-01-02",
        DateStyle::Medium,
        "30 dic 2024\u{2009}–\u{2009}2 ene 2025",
    );
    check("es-ES", "2025-02-04", "2025-02-06", DateStyle::Short, "4/2/25\u{2009}–\u{2009}6/2/25");
    check("es-ES", "2025-02-04", "2025-03-06", DateStyle::Short, "4/2/25\u{2009}–\u{2009}6/3/25");
    check("es-ES", "2024-12-30", "2025-01-02", DateStyle::Short, "30/12/24\u{2009}–\u{2009}2/1/25");
    check("es-ES", "2025-02-01", "2025-03-01", DateStyle::YearMonth, "febrero–marzo de 2025");
    check(
        "es-ES",
        "2024-12-01",
        "2025-01-01",
        DateStyle::YearMonth,
        "diciembre de 2024\u{2009}–\u{2009}enero de 2025",
    );
    check("es-ES", "2025-02-01", "2025-03-01", DateStyle::YearMonthMedium, "feb–mar 2025");
    check("es-ES", "2024-06-01", "2025-06-01", DateStyle::Year, "2024–2025");
    check("es-ES", "2025-02-04", "2025-02-06", DateStyle::MonthDay, "4–6 de febrero");
    check(
        "es-ES",
        "2025-02-04",
        "2025-03-06",
        DateStyle::MonthDay,
        "4 de febrero\u{2009}–\u{2009}6 de marzo",
    );
    check("de-DE", "2025-02-04", "2025-02-06", DateStyle::Long, "4.–6. Februar 2025");
    check(
        "de-DE",
        "2025-02-04",
        "2025-03-06",
        DateStyle::Long,
        "4. Februar\u{2009}–\u{2009}6. März 2025",
    );
    check(
        "de-DE",
        "2024-12-30",
        "2025-01-02",
        DateStyle::Long,
        "30. Dezember 2024\u{2009}–\u{2009}2. Januar 2025",
    );
    check("de-DE", "2025-02-04", "2025-02-06", DateStyle::Medium, "04.–06.02.2025");
    check(
        "de-DE",
        "2025-02-04",
        "2025-03-06",
        DateStyle::Medium,
        "04.02.\u{2009}–\u{2009}06.03.2025",
    );
    check(
        "de-DE",
        "2024-12-30",
        "2025-01-02",
        DateStyle::Medium,
        "30.12.2024\u{2009}–\u{2009}02.01.2025",
    );
    check("de-DE", "2025-02-04", "2025-02-06", DateStyle::Short, "04.–06.02.25");
    check("de-DE", "2025-02-04", "2025-03-06", DateStyle::Short, "04.02.\u{2009}–\u{2009}06.03.25");
    check(
        "de-DE",
        "2024-12-30",
        "2025-01-02",
        DateStyle::Short,
        "30.12.24\u{2009}–\u{2009}02.01.25",
    );
    check("de-DE", "2025-02-01", "2025-03-01", DateStyle::YearMonth, "Februar–März 2025");
    check(
        "de-DE",
        "2024-12-01",
        "2025-01-01",
        DateStyle::YearMonth,
        "Dezember 2024\u{2009}–\u{2009}Januar 2025",
    );
    check("de-DE", "2025-02-01", "2025-03-01", DateStyle::YearMonthMedium, "Feb.–März 2025");
    check("de-DE", "2024-06-01", "2025-06-01", DateStyle::Year, "2024–2025");
    check("de-DE", "2025-02-04", "2025-02-06", DateStyle::MonthDay, "4.–6. Februar");
    check(
        "de-DE",
        "2025-02-04",
        "2025-03-06",
        DateStyle::MonthDay,
        "4. Februar\u{2009}–\u{2009}6. März",
    );
    check("fr-FR", "2025-02-04", "2025-02-04", DateStyle::Long, "4 février 2025");
    check("fr-FR", "2025-03-01", "2025-03-02", DateStyle::Long, "1er–2 mars 2025");
    check("fr-FR", "2025-02-04", "2025-03", DateStyle::Long, "février\u{2009}–\u{2009}mars 2025");
    // A language whose patterns are not known says both dates whole.
    let swedish = "4 februari 2025\u{2009}–\u{2009}6 februari 2025";
    check("sv-SE", "2025-02-04", "2025-02-06", DateStyle::Long, swedish);
}

#[test]
fn dates_of_each_skeleton_are_those_of_cldr() {
    let check = |region: &str, style: &str, day: &str, expected: &str| {
        let style = DateStyle::parse(style).expect("a style");
        assert_eq!(formats(region).date(&date(day), style), expected, "{region} {style:?} {day}");
    };
    check("de-DE", "yMMMd", "2025-02-04", "4. Feb. 2025");
    check("de-DE", "medium", "2025-02-04", "04.02.2025");
    check("de-DE", "yMMM", "2025-05-31", "Mai 2025");
    check("de-DE", "yMMM", "2025-05", "Mai 2025");
    check("de-DE", "yMMMEd", "2025-05-31", "Sa., 31. Mai 2025");
    check("en-US", "yMd", "2025-05-31", "5/31/2025");
    check("en-US", "short", "2025-05-31", "5/31/25");
    check("en-US", "yM", "2025-05-31", "5/2025");
    check("es-ES", "yM", "2025-05-31", "5/2025");
    check("fr-CH", "yM", "2025-05-31", "05.2025");
    check("fr-FR", "yM", "2025-05", "05/2025");
    check("it-IT", "yMd", "2025-05-31", "31/05/2025");
}
