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
