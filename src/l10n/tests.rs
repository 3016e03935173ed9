//! Golden values: what French and British readers are shown.

use super::*;
use crate::model::Date;

fn formats(region: &str) -> Formats {
    Formats::new(region).expect("a tag")
}

#[test]
fn dates_are_written_as_the_region_does() {
    let check = |region: &str, date: &str, style: &str, expected: &str| {
        let style = DateStyle::parse(style).expect(style);
        let date = Date::parse(date).expect(date);
        assert_eq!(formats(region).date(&date, style), expected, "{region} {date} {style:?}");
    };
    for (style, fr, en) in [
        ("full", "mercredi 26 février 2025", "Wednesday, 26 February 2025"),
        ("long", "26 février 2025", "26 February 2025"),
        ("medium", "26 févr. 2025", "26 Feb 2025"),
        ("short", "26/02/2025", "26/02/2025"),
        ("yMMMM", "février 2025", "February 2025"),
        ("yMMM", "févr. 2025", "Feb 2025"),
        ("yM", "02/2025", "02/2025"),
        ("MMMM", "février", "February"),
        ("MMM", "févr.", "Feb"),
        ("MMMMd", "26 février", "26 February"),
        ("MMMd", "26 févr.", "26 Feb"),
        ("MMMMEEEEd", "mercredi 26 février", "Wednesday 26 February"),
        ("MMMEd", "mer. 26 févr.", "Wed 26 Feb"),
        ("y", "2025", "2025"),
        ("EEEE", "mercredi", "Wednesday"),
        ("d", "26", "26"),
        ("Hm", "09:30", "09:30"),
        ("long, short", "26 février 2025 à 09:30", "26 February 2025 at 09:30"),
        ("full, short", "mercredi 26 février 2025 à 09:30", "Wednesday, 26 February 2025 at 09:30"),
        ("medium, short", "26 févr. 2025, 09:30", "26 Feb 2025, 09:30"),
        ("short, short", "26/02/2025 09:30", "26/02/2025, 09:30"),
    ] {
        check("fr-FR", "2025-02-26T09:30", style, fr);
        check("en-GB", "2025-02-26T09:30", style, en);
    }
}

#[test]
fn numbers_are_written_as_the_region_does() {
    let check = |region: &str, value: f64, options: NumberOptions, expected: &str| {
        assert_eq!(
            formats(region).number(value, options),
            expected,
            "{region} {value} {options:?}"
        );
    };
    let plain = NumberOptions::default();
    let percent = NumberOptions { notation: Notation::Percent, max_fraction: Some(1), ..plain };
    let long = NumberOptions { notation: Notation::CompactLong, ..plain };
    let short = NumberOptions { notation: Notation::CompactShort, ..plain };
    check("fr-FR", 1_234_567.5, plain, "1\u{202f}234\u{202f}567,5");
    check("fr-FR", 0.125, percent, "12,5\u{a0}%");
    check("fr-FR", 5e11, long, "500 milliards");
    check("fr-FR", 1.7e9, long, "1,7 milliard");
    check("en-GB", 1_234_567.5, plain, "1,234,567.5");
    check("en-GB", 0.125, percent, "12.5%");
    check("en-GB", 5e11, long, "500 billion");
    check("en-GB", 1.7e9, short, "1.7bn");
}

mod amounts;
mod checks;
mod dates;
mod files;
mod texts;

#[test]
fn a_date_is_never_shown_more_precisely_than_it_is() {
    let check = |region: &str, date: &str, style: &str, expected: &str| {
        let style = DateStyle::parse(style).expect(style);
        let date = Date::parse(date).expect(date);
        assert_eq!(formats(region).date(&date, style), expected, "{date} {style:?}");
    };
    check("fr-FR", "2025-02", "long", "février 2025");
    check("fr-FR", "2025-02", "full", "février 2025");
    check("fr-FR", "2025-02", "medium", "févr. 2025");
    check("fr-FR", "2025-02", "short", "02/2025");
    check("fr-FR", "2025-02", "MMMMd", "février");
    check("fr-FR", "2025-02", "long, short", "février 2025");
    check("fr-FR", "2025-02-26", "long, short", "26 février 2025");
    check("fr-FR", "2025-02-26", "Hm", "26 février 2025");
    check("en-GB", "2025-02", "full", "February 2025");
    check("en-GB", "2025-02-26", "short, short", "26/02/2025");
}

#[test]
fn the_first_of_a_french_month_is_ordinal_in_words_and_not_in_digits() {
    let check = |region: &str, style: DateStyle, expected: &str| {
        let date = Date::parse("2025-03-01").expect("a date");
        assert_eq!(formats(region).date(&date, style), expected, "{region} {style:?}");
    };
    check("fr-FR", DateStyle::Long, "1er mars 2025");
    check("fr-CA", DateStyle::Long, "1er mars 2025");
    check("fr-FR", DateStyle::Full, "samedi 1er mars 2025");
    check("fr-FR", DateStyle::Medium, "1er mars 2025");
    check("fr-FR", DateStyle::MonthDay, "1er mars");
    check("fr-FR", DateStyle::Short, "01/03/2025");
    check("fr-FR", DateStyle::Day, "1");
    check("en-GB", DateStyle::Long, "1 March 2025");
    check("es", DateStyle::Long, "1 de marzo de 2025");
}

#[test]
fn what_selects_a_style_is_read_back() {
    for style in DateStyle::ALL {
        assert_eq!(DateStyle::parse(style.as_str()), Some(*style));
    }
    assert_eq!(DateStyle::skeletons().next(), Some("Hm"));
    assert_eq!(DateStyle::parse("QQQ"), None);
}

#[test]
fn the_digits_after_the_sign_are_those_asked_for() {
    let check = |value: f64, min: Option<u8>, max: Option<u8>, expected: &str| {
        let options = NumberOptions { min_fraction: min, max_fraction: max, ..Default::default() };
        assert_eq!(formats("fr-FR").number(value, options), expected, "{value} {min:?} {max:?}");
    };
    check(0.1 + 0.2, None, None, "0,3");
    check(1.0, Some(2), None, "1,00");
    check(2.345, None, Some(2), "2,35");
    check(2.5, None, Some(0), "3");
    check(-0.0004, None, None, "-0");
    check(1.0, Some(5), Some(2), "1,00000");
    check(
        1e21,
        Some(255),
        Some(255),
        "1\u{202f}000\u{202f}000\u{202f}000\u{202f}000\u{202f}000\u{202f}000\u{202f}000,00000000000000000000",
    );
    check(f64::NAN, None, None, "NaN");
    check(f64::INFINITY, None, None, "inf");
}

#[test]
fn a_number_may_go_without_groups() {
    let options = NumberOptions { grouping: Grouping::Never, ..Default::default() };
    assert_eq!(formats("fr-FR").number(2025.0, options), "2025");
    assert_eq!(formats("fr-FR").number(2025.0, NumberOptions::default()), "2\u{202f}025");
}

#[test]
fn plurals_are_those_of_cldr() {
    let check = |region: &str, value: f64, expected: &str| {
        assert_eq!(formats(region).plural(value), expected, "{region} {value}");
    };
    for (value, fr, en) in [
        (0.0, "one", "other"),
        (1.0, "one", "one"),
        (1.5, "one", "other"),
        (2.0, "other", "other"),
        (1e6, "many", "other"),
        (2.5e6, "other", "other"),
        (-1.0, "one", "one"),
        (f64::NAN, "other", "other"),
    ] {
        check("fr-FR", value, fr);
        check("en-GB", value, en);
    }
    let ordinals = [1.0, 2.0, 3.0, 4.0, 11.0, 21.0].map(|n| formats("en-GB").ordinal(n));
    assert_eq!(ordinals, ["one", "two", "few", "other", "other", "one"]);
    let ordinals = [1.0, 2.0].map(|n| formats("fr-FR").ordinal(n));
    assert_eq!(ordinals, ["one", "other"]);
}

#[test]
fn a_number_is_counted_as_it_is_written() {
    let check = |region: &str, value: f64, options: NumberOptions, expected: &str| {
        assert_eq!(formats(region).category(value, options), expected, "{value} {options:?}");
    };
    let compact = NumberOptions { notation: Notation::CompactLong, ..Default::default() };
    check("fr-FR", 1.7e9, compact, "many");
    check("fr-FR", 1_000.0, compact, "other");
    check("fr-FR", 999_999_999.0, compact, "many");
    check("en-GB", 1.0, NumberOptions { min_fraction: Some(1), ..Default::default() }, "other");
    check("en-GB", 1.4, NumberOptions { max_fraction: Some(0), ..Default::default() }, "one");
}

#[test]
fn lists_end_with_the_language_s_and() {
    let check = |region: &str, items: &[&str], expected: &str| {
        assert_eq!(formats(region).list(items), expected);
    };
    check("fr-FR", &["a", "b", "c"], "a, b et c");
    check("en-GB", &["a", "b", "c"], "a, b and c");
    check("en-US", &["a", "b", "c"], "a, b, and c");
    check("fr-FR", &["a", "b"], "a et b");
    check("fr-FR", &["a"], "a");
    check("fr-FR", &[], "");
}

#[test]
fn words_are_sorted_as_in_a_dictionary() {
    let formats = formats("fr-FR");
    let expected = "eau école Economie économie ete Été œuvre ouvrir";
    let mut words: Vec<&str> = expected.split(' ').rev().collect();
    words.sort_by(|a, b| formats.compare(a, b));
    let by_key = {
        let mut words = words.clone();
        words.sort_by_key(|word| formats.sort_key(word));
        words
    };
    assert_eq!(words, by_key);
    assert_eq!(words.join(" "), expected);
    assert!(formats.compare("n° 9", "n° 10").is_lt());
    assert!(formats.compare("sécurité", "Sécurité").is_ne());
}

#[test]
fn only_a_tag_has_formats() {
    assert!(Formats::new("fr FR").is_none());
    assert!(Formats::new("").is_none());
    assert_eq!(Formats::new("FR-fr").map(|f| f.region().to_owned()).as_deref(), Some("fr-FR"));
    // A language that CLDR does not know is written as the root is.
    assert!(Formats::new("tlh").is_some());
}
