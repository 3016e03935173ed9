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
fn a_range_is_as_precise_as_the_vaguer_of_its_dates() {
    let check = |from: &str, to: &str, expected: &str| {
        let text = formats("fr-FR").date_range(&date(from), &date(to), DateStyle::Long);
        assert_eq!(text, expected, "{from} {to}");
    };
    check("2025-02-04", "2025-02-04", "4 février 2025");
    check("2025-02-04", "2025-03", "février\u{2009}–\u{2009}mars 2025");
}

#[test]
fn a_language_whose_patterns_are_not_known_says_both_dates_whole() {
    let (from, to) = (date("2025-02-04"), date("2025-02-06"));
    let expected = "4 februari 2025\u{2009}–\u{2009}6 februari 2025";
    assert_eq!(formats("sv-SE").date_range(&from, &to, DateStyle::Long), expected);
}
