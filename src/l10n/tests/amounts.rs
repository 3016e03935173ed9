//! Amounts and times, byte for byte as CLDR 48 has them: what `Intl` of ECMA-402 writes.

use crate::l10n::*;

fn formats(region: &str) -> Formats {
    Formats::new(region).expect("a region")
}

fn currency(code: &str) -> Measure {
    Measure::Currency(Currency::parse(code).expect("a code"))
}

#[test]
fn amounts_of_money_are_those_of_cldr() {
    let check = |region: &str, n: f64, code: &str, width, notation, expected: &str| {
        let measure = currency(code);
        let options = NumberOptions { measure, width, notation, ..NumberOptions::default() };
        let text = formats(region).number(n, options);
        assert_eq!(text, expected, "{region} {n} {code} {width:?} {notation:?}");
    };
    check("fr-FR", 1234.5, "EUR", Width::Short, Notation::Plain, "1\u{202f}234,50\u{a0}€");
    check("fr-FR", 1234.5, "EUR", Width::Narrow, Notation::Plain, "1\u{202f}234,50\u{a0}€");
    check("fr-FR", 1234.5, "EUR", Width::Code, Notation::Plain, "1\u{202f}234,50\u{a0}EUR");
    check("fr-FR", 1234.5, "EUR", Width::Long, Notation::Plain, "1\u{202f}234,50 euros");
    check("fr-FR", 2.0, "USD", Width::Short, Notation::Plain, "2,00\u{a0}$US");
    check("fr-FR", 2.0, "USD", Width::Narrow, Notation::Plain, "2,00\u{a0}$");
    check("fr-FR", 2.0, "USD", Width::Code, Notation::Plain, "2,00\u{a0}USD");
    check("fr-FR", 2.0, "USD", Width::Long, Notation::Plain, "2,00 dollars des États-Unis");
    check("fr-FR", -3.0, "EUR", Width::Short, Notation::Plain, "-3,00\u{a0}€");
    check("fr-FR", -3.0, "EUR", Width::Narrow, Notation::Plain, "-3,00\u{a0}€");
    check("fr-FR", -3.0, "EUR", Width::Code, Notation::Plain, "-3,00\u{a0}EUR");
    check("fr-FR", -3.0, "EUR", Width::Long, Notation::Plain, "-3,00 euros");
    check("fr-FR", 2000000000.0, "USD", Width::Short, Notation::CompactShort, "2\u{a0}Md\u{a0}$US");
    check(
        "fr-FR",
        2000000000.0,
        "USD",
        Width::Long,
        Notation::CompactShort,
        "2\u{a0}Md dollars des États-Unis",
    );
    check("en-GB", 1234.5, "EUR", Width::Short, Notation::Plain, "€1,234.50");
    check("en-GB", 1234.5, "EUR", Width::Narrow, Notation::Plain, "€1,234.50");
    check("en-GB", 1234.5, "EUR", Width::Code, Notation::Plain, "EUR\u{a0}1,234.50");
    check("en-GB", 1234.5, "EUR", Width::Long, Notation::Plain, "1,234.50 euros");
    check("en-GB", 2.0, "USD", Width::Short, Notation::Plain, "US$2.00");
    check("en-GB", 2.0, "USD", Width::Narrow, Notation::Plain, "$2.00");
    check("en-GB", 2.0, "USD", Width::Code, Notation::Plain, "USD\u{a0}2.00");
    check("en-GB", 2.0, "USD", Width::Long, Notation::Plain, "2.00 US dollars");
    check("en-GB", -3.0, "EUR", Width::Short, Notation::Plain, "-€3.00");
    check("en-GB", -3.0, "EUR", Width::Narrow, Notation::Plain, "-€3.00");
    check("en-GB", -3.0, "EUR", Width::Code, Notation::Plain, "-EUR\u{a0}3.00");
    check("en-GB", -3.0, "EUR", Width::Long, Notation::Plain, "-3.00 euros");
    check("en-GB", 2000000000.0, "USD", Width::Short, Notation::CompactShort, "US$2bn");
    check("en-GB", 2000000000.0, "USD", Width::Long, Notation::CompactShort, "2bn US dollars");
    check("en-US", 1234.5, "EUR", Width::Short, Notation::Plain, "€1,234.50");
    check("en-US", 1234.5, "EUR", Width::Narrow, Notation::Plain, "€1,234.50");
    check("en-US", 1234.5, "EUR", Width::Code, Notation::Plain, "EUR\u{a0}1,234.50");
    check("en-US", 1234.5, "EUR", Width::Long, Notation::Plain, "1,234.50 euros");
    check("en-US", 2.0, "USD", Width::Short, Notation::Plain, "$2.00");
    check("en-US", 2.0, "USD", Width::Narrow, Notation::Plain, "$2.00");
    check("en-US", 2.0, "USD", Width::Code, Notation::Plain, "USD\u{a0}2.00");
    check("en-US", 2.0, "USD", Width::Long, Notation::Plain, "2.00 US dollars");
    check("en-US", -3.0, "EUR", Width::Short, Notation::Plain, "-€3.00");
    check("en-US", -3.0, "EUR", Width::Narrow, Notation::Plain, "-€3.00");
    check("en-US", -3.0, "EUR", Width::Code, Notation::Plain, "-EUR\u{a0}3.00");
    check("en-US", -3.0, "EUR", Width::Long, Notation::Plain, "-3.00 euros");
    check("en-US", 2000000000.0, "USD", Width::Short, Notation::CompactShort, "$2B");
    check("en-US", 2000000000.0, "USD", Width::Long, Notation::CompactShort, "2B US dollars");
    check("es-ES", 1234.5, "EUR", Width::Short, Notation::Plain, "1234,50\u{a0}€");
    check("es-ES", 1234.5, "EUR", Width::Narrow, Notation::Plain, "1234,50\u{a0}€");
    check("es-ES", 1234.5, "EUR", Width::Code, Notation::Plain, "1234,50\u{a0}EUR");
    check("es-ES", 1234.5, "EUR", Width::Long, Notation::Plain, "1234,50 euros");
    check("es-ES", 2.0, "USD", Width::Short, Notation::Plain, "2,00\u{a0}US$");
    check("es-ES", 2.0, "USD", Width::Narrow, Notation::Plain, "2,00\u{a0}$");
    check("es-ES", 2.0, "USD", Width::Code, Notation::Plain, "2,00\u{a0}USD");
    check("es-ES", 2.0, "USD", Width::Long, Notation::Plain, "2,00 dólares estadounidenses");
    check("es-ES", -3.0, "EUR", Width::Short, Notation::Plain, "-3,00\u{a0}€");
    check("es-ES", -3.0, "EUR", Width::Narrow, Notation::Plain, "-3,00\u{a0}€");
    check("es-ES", -3.0, "EUR", Width::Code, Notation::Plain, "-3,00\u{a0}EUR");
    check("es-ES", -3.0, "EUR", Width::Long, Notation::Plain, "-3,00 euros");
    check(
        "es-ES",
        2000000000.0,
        "USD",
        Width::Short,
        Notation::CompactShort,
        "2000\u{a0}M\u{a0}US$",
    );
    check(
        "es-ES",
        2000000000.0,
        "USD",
        Width::Long,
        Notation::CompactShort,
        "2000\u{a0}M dólares estadounidenses",
    );
    check("de-DE", 1234.5, "EUR", Width::Short, Notation::Plain, "1.234,50\u{a0}€");
    check("de-DE", 1234.5, "EUR", Width::Narrow, Notation::Plain, "1.234,50\u{a0}€");
    check("de-DE", 1234.5, "EUR", Width::Code, Notation::Plain, "1.234,50\u{a0}EUR");
    check("de-DE", 1234.5, "EUR", Width::Long, Notation::Plain, "1.234,50 Euro");
    check("de-DE", 2.0, "USD", Width::Short, Notation::Plain, "2,00\u{a0}$");
    check("de-DE", 2.0, "USD", Width::Narrow, Notation::Plain, "2,00\u{a0}$");
    check("de-DE", 2.0, "USD", Width::Code, Notation::Plain, "2,00\u{a0}USD");
    check("de-DE", 2.0, "USD", Width::Long, Notation::Plain, "2,00 US-Dollar");
    check("de-DE", -3.0, "EUR", Width::Short, Notation::Plain, "-3,00\u{a0}€");
    check("de-DE", -3.0, "EUR", Width::Narrow, Notation::Plain, "-3,00\u{a0}€");
    check("de-DE", -3.0, "EUR", Width::Code, Notation::Plain, "-3,00\u{a0}EUR");
    check("de-DE", -3.0, "EUR", Width::Long, Notation::Plain, "-3,00 Euro");
    check("de-DE", 2000000000.0, "USD", Width::Short, Notation::CompactShort, "2\u{a0}Mrd.\u{a0}$");
    check(
        "de-DE",
        2000000000.0,
        "USD",
        Width::Long,
        Notation::CompactShort,
        "2\u{a0}Mrd. US-Dollar",
    );
    check("fr-FR", 2.0, "XXQ", Width::Short, Notation::Plain, "2,00\u{a0}XXQ");
}

#[test]
fn amounts_have_the_digits_that_are_asked_for() {
    let check = |region: &str, n: f64, code: &str, max_fraction, expected: &str| {
        let measure = currency(code);
        let options = NumberOptions { measure, max_fraction, ..NumberOptions::default() };
        assert_eq!(formats(region).number(n, options), expected, "{region} {n} {code}");
    };
    check("fr-FR", 2.0, "USD", Some(0), "2\u{a0}$US");
    check("fr-FR", -1234.567, "EUR", Some(3), "-1\u{202f}234,567\u{a0}€");
    check("en-GB", 2.0, "USD", Some(0), "US$2");
    check("en-GB", -1234.567, "EUR", Some(3), "-€1,234.567");
    check("en-US", 2.0, "USD", Some(0), "$2");
    check("en-US", -1234.567, "EUR", Some(3), "-€1,234.567");
    check("es-ES", 2.0, "USD", Some(0), "2\u{a0}US$");
    check("es-ES", -1234.567, "EUR", Some(3), "-1234,567\u{a0}€");
    check("de-DE", 2.0, "USD", Some(0), "2\u{a0}$");
    check("de-DE", -1234.567, "EUR", Some(3), "-1.234,567\u{a0}€");
}

#[test]
fn units_are_those_of_cldr() {
    let check = |region: &str, n: f64, unit: &'static str, width, expected: &str| {
        let measure = Measure::Unit(unit);
        let options = NumberOptions { measure, width, ..NumberOptions::default() };
        assert_eq!(formats(region).number(n, options), expected, "{region} {n} {unit} {width:?}");
    };
    check("fr-FR", 1.0, "kilometer", Width::Short, "1\u{202f}km");
    check("fr-FR", 1.0, "kilometer", Width::Narrow, "1km");
    check("fr-FR", 1.0, "kilometer", Width::Long, "1\u{a0}kilomètre");
    check("fr-FR", 1234.5, "kilometer", Width::Short, "1\u{202f}234,5\u{202f}km");
    check("fr-FR", 1234.5, "kilometer", Width::Narrow, "1\u{202f}234,5km");
    check("fr-FR", 1234.5, "kilometer", Width::Long, "1\u{202f}234,5\u{a0}kilomètres");
    check("fr-FR", 16.0, "gigabyte", Width::Short, "16\u{202f}Go");
    check("fr-FR", 16.0, "gigabyte", Width::Narrow, "16Go");
    check("fr-FR", 16.0, "gigabyte", Width::Long, "16\u{a0}gigaoctets");
    check("fr-FR", 2.0, "hour", Width::Short, "2\u{202f}h");
    check("fr-FR", 2.0, "hour", Width::Narrow, "2h");
    check("fr-FR", 2.0, "hour", Width::Long, "2\u{a0}heures");
    check("fr-FR", 90.0, "kilometer-per-hour", Width::Short, "90\u{202f}km/h");
    check("fr-FR", 90.0, "kilometer-per-hour", Width::Narrow, "90km/h");
    check("fr-FR", 90.0, "kilometer-per-hour", Width::Long, "90\u{a0}kilomètres par heure");
    check("fr-FR", 3.0, "year", Width::Short, "3\u{a0}ans");
    check("fr-FR", 3.0, "year", Width::Narrow, "3a");
    check("fr-FR", 3.0, "year", Width::Long, "3 ans");
    check("en-GB", 1.0, "kilometer", Width::Short, "1 km");
    check("en-GB", 1.0, "kilometer", Width::Narrow, "1km");
    check("en-GB", 1.0, "kilometer", Width::Long, "1 kilometre");
    check("en-GB", 1234.5, "kilometer", Width::Short, "1,234.5 km");
    check("en-GB", 1234.5, "kilometer", Width::Narrow, "1,234.5km");
    check("en-GB", 1234.5, "kilometer", Width::Long, "1,234.5 kilometres");
    check("en-GB", 16.0, "gigabyte", Width::Short, "16 GB");
    check("en-GB", 16.0, "gigabyte", Width::Narrow, "16GB");
    check("en-GB", 16.0, "gigabyte", Width::Long, "16 gigabytes");
    check("en-GB", 2.0, "hour", Width::Short, "2 hrs");
    check("en-GB", 2.0, "hour", Width::Narrow, "2h");
    check("en-GB", 2.0, "hour", Width::Long, "2 hours");
    check("en-GB", 90.0, "kilometer-per-hour", Width::Short, "90 km/h");
    check("en-GB", 90.0, "kilometer-per-hour", Width::Narrow, "90km/h");
    check("en-GB", 90.0, "kilometer-per-hour", Width::Long, "90 kilometres per hour");
    check("en-GB", 3.0, "year", Width::Short, "3 yrs");
    check("en-GB", 3.0, "year", Width::Narrow, "3y");
    check("en-GB", 3.0, "year", Width::Long, "3 years");
    check("en-US", 1.0, "kilometer", Width::Short, "1 km");
    check("en-US", 1.0, "kilometer", Width::Narrow, "1km");
    check("en-US", 1.0, "kilometer", Width::Long, "1 kilometer");
    check("en-US", 1234.5, "kilometer", Width::Short, "1,234.5 km");
    check("en-US", 1234.5, "kilometer", Width::Narrow, "1,234.5km");
    check("en-US", 1234.5, "kilometer", Width::Long, "1,234.5 kilometers");
    check("en-US", 16.0, "gigabyte", Width::Short, "16 GB");
    check("en-US", 16.0, "gigabyte", Width::Narrow, "16GB");
    check("en-US", 16.0, "gigabyte", Width::Long, "16 gigabytes");
    check("en-US", 2.0, "hour", Width::Short, "2 hr");
    check("en-US", 2.0, "hour", Width::Narrow, "2h");
    check("en-US", 2.0, "hour", Width::Long, "2 hours");
    check("en-US", 90.0, "kilometer-per-hour", Width::Short, "90 km/h");
    check("en-US", 90.0, "kilometer-per-hour", Width::Narrow, "90km/h");
    check("en-US", 90.0, "kilometer-per-hour", Width::Long, "90 kilometers per hour");
    check("en-US", 3.0, "year", Width::Short, "3 yrs");
    check("en-US", 3.0, "year", Width::Narrow, "3y");
    check("en-US", 3.0, "year", Width::Long, "3 years");
    check("es-ES", 1.0, "kilometer", Width::Short, "1 km");
    check("es-ES", 1.0, "kilometer", Width::Narrow, "1km");
    check("es-ES", 1.0, "kilometer", Width::Long, "1 kilómetro");
    check("es-ES", 1234.5, "kilometer", Width::Short, "1234,5 km");
    check("es-ES", 1234.5, "kilometer", Width::Narrow, "1234,5km");
    check("es-ES", 1234.5, "kilometer", Width::Long, "1234,5 kilómetros");
    check("es-ES", 16.0, "gigabyte", Width::Short, "16 GB");
    check("es-ES", 16.0, "gigabyte", Width::Narrow, "16GB");
    check("es-ES", 16.0, "gigabyte", Width::Long, "16 gigabytes");
    check("es-ES", 2.0, "hour", Width::Short, "2 h");
    check("es-ES", 2.0, "hour", Width::Narrow, "2h");
    check("es-ES", 2.0, "hour", Width::Long, "2 horas");
    check("es-ES", 90.0, "kilometer-per-hour", Width::Short, "90 km/h");
    check("es-ES", 90.0, "kilometer-per-hour", Width::Narrow, "90km/h");
    check("es-ES", 90.0, "kilometer-per-hour", Width::Long, "90 kilómetros por hora");
    check("es-ES", 3.0, "year", Width::Short, "3 a");
    check("es-ES", 3.0, "year", Width::Narrow, "3a");
    check("es-ES", 3.0, "year", Width::Long, "3 años");
    check("de-DE", 1.0, "kilometer", Width::Short, "1 km");
    check("de-DE", 1.0, "kilometer", Width::Narrow, "1 km");
    check("de-DE", 1.0, "kilometer", Width::Long, "1 Kilometer");
    check("de-DE", 1234.5, "kilometer", Width::Short, "1.234,5 km");
    check("de-DE", 1234.5, "kilometer", Width::Narrow, "1.234,5 km");
    check("de-DE", 1234.5, "kilometer", Width::Long, "1.234,5 Kilometer");
    check("de-DE", 16.0, "gigabyte", Width::Short, "16\u{a0}GB");
    check("de-DE", 16.0, "gigabyte", Width::Narrow, "16\u{a0}GB");
    check("de-DE", 16.0, "gigabyte", Width::Long, "16 Gigabyte");
    check("de-DE", 2.0, "hour", Width::Short, "2 Std.");
    check("de-DE", 2.0, "hour", Width::Narrow, "2h");
    check("de-DE", 2.0, "hour", Width::Long, "2 Stunden");
    check("de-DE", 90.0, "kilometer-per-hour", Width::Short, "90 km/h");
    check("de-DE", 90.0, "kilometer-per-hour", Width::Narrow, "90 km/h");
    check("de-DE", 90.0, "kilometer-per-hour", Width::Long, "90 Kilometer pro Stunde");
    check("de-DE", 3.0, "year", Width::Short, "3 J");
    check("de-DE", 3.0, "year", Width::Narrow, "3 J");
    check("de-DE", 3.0, "year", Width::Long, "3 Jahre");
    // The root's, for a language without a table.
    check("sv-SE", 12.5, "gigawatt", Width::Long, "12,5 GW");
}

#[test]
fn times_from_now_are_those_of_cldr() {
    let check = |region: &str, n: f64, unit, width, wording, expected: &str| {
        let text = formats(region).relative(n, unit, width, wording);
        assert_eq!(text, expected, "{region} {n} {unit:?} {width:?} {wording:?}");
    };
    check("fr-FR", -1.0, TimeUnit::Day, Width::Long, Wording::Auto, "hier");
    check("fr-FR", -1.0, TimeUnit::Day, Width::Long, Wording::Always, "il y a 1 jour");
    check("fr-FR", -1.0, TimeUnit::Day, Width::Short, Wording::Always, "il y a 1\u{a0}j");
    check("fr-FR", 3.0, TimeUnit::Day, Width::Long, Wording::Auto, "dans 3 jours");
    check("fr-FR", 3.0, TimeUnit::Day, Width::Long, Wording::Always, "dans 3 jours");
    check("fr-FR", 3.0, TimeUnit::Day, Width::Short, Wording::Always, "dans 3\u{a0}j");
    check("fr-FR", -1.0, TimeUnit::Week, Width::Long, Wording::Auto, "la semaine dernière");
    check("fr-FR", -1.0, TimeUnit::Week, Width::Long, Wording::Always, "il y a 1 semaine");
    check("fr-FR", -1.0, TimeUnit::Week, Width::Short, Wording::Always, "il y a 1 sem.");
    check("fr-FR", 1.0, TimeUnit::Month, Width::Long, Wording::Auto, "le mois prochain");
    check("fr-FR", 1.0, TimeUnit::Month, Width::Long, Wording::Always, "dans 1 mois");
    check("fr-FR", 1.0, TimeUnit::Month, Width::Short, Wording::Always, "dans 1 m.");
    check("fr-FR", -2.0, TimeUnit::Year, Width::Long, Wording::Auto, "il y a 2 ans");
    check("fr-FR", -2.0, TimeUnit::Year, Width::Long, Wording::Always, "il y a 2 ans");
    check("fr-FR", -2.0, TimeUnit::Year, Width::Short, Wording::Always, "il y a 2 a");
    check("en-GB", -1.0, TimeUnit::Day, Width::Long, Wording::Auto, "yesterday");
    check("en-GB", -1.0, TimeUnit::Day, Width::Long, Wording::Always, "1 day ago");
    check("en-GB", -1.0, TimeUnit::Day, Width::Short, Wording::Always, "1 day ago");
    check("en-GB", 3.0, TimeUnit::Day, Width::Long, Wording::Auto, "in 3 days");
    check("en-GB", 3.0, TimeUnit::Day, Width::Long, Wording::Always, "in 3 days");
    check("en-GB", 3.0, TimeUnit::Day, Width::Short, Wording::Always, "in 3 days");
    check("en-GB", -1.0, TimeUnit::Week, Width::Long, Wording::Auto, "last week");
    check("en-GB", -1.0, TimeUnit::Week, Width::Long, Wording::Always, "1 week ago");
    check("en-GB", -1.0, TimeUnit::Week, Width::Short, Wording::Always, "1 wk ago");
    check("en-GB", 1.0, TimeUnit::Month, Width::Long, Wording::Auto, "next month");
    check("en-GB", 1.0, TimeUnit::Month, Width::Long, Wording::Always, "in 1 month");
    check("en-GB", 1.0, TimeUnit::Month, Width::Short, Wording::Always, "in 1 mo");
    check("en-GB", -2.0, TimeUnit::Year, Width::Long, Wording::Auto, "2 years ago");
    check("en-GB", -2.0, TimeUnit::Year, Width::Long, Wording::Always, "2 years ago");
    check("en-GB", -2.0, TimeUnit::Year, Width::Short, Wording::Always, "2 yr ago");
    check("en-US", -1.0, TimeUnit::Day, Width::Long, Wording::Auto, "yesterday");
    check("en-US", -1.0, TimeUnit::Day, Width::Long, Wording::Always, "1 day ago");
    check("en-US", -1.0, TimeUnit::Day, Width::Short, Wording::Always, "1 day ago");
    check("en-US", 3.0, TimeUnit::Day, Width::Long, Wording::Auto, "in 3 days");
    check("en-US", 3.0, TimeUnit::Day, Width::Long, Wording::Always, "in 3 days");
    check("en-US", 3.0, TimeUnit::Day, Width::Short, Wording::Always, "in 3 days");
    check("en-US", -1.0, TimeUnit::Week, Width::Long, Wording::Auto, "last week");
    check("en-US", -1.0, TimeUnit::Week, Width::Long, Wording::Always, "1 week ago");
    check("en-US", -1.0, TimeUnit::Week, Width::Short, Wording::Always, "1 wk. ago");
    check("en-US", 1.0, TimeUnit::Month, Width::Long, Wording::Auto, "next month");
    check("en-US", 1.0, TimeUnit::Month, Width::Long, Wording::Always, "in 1 month");
    check("en-US", 1.0, TimeUnit::Month, Width::Short, Wording::Always, "in 1 mo.");
    check("en-US", -2.0, TimeUnit::Year, Width::Long, Wording::Auto, "2 years ago");
    check("en-US", -2.0, TimeUnit::Year, Width::Long, Wording::Always, "2 years ago");
    check("en-US", -2.0, TimeUnit::Year, Width::Short, Wording::Always, "2 yr. ago");
    check("es-ES", -1.0, TimeUnit::Day, Width::Long, Wording::Auto, "ayer");
    check("es-ES", -1.0, TimeUnit::Day, Width::Long, Wording::Always, "hace 1 día");
    check("es-ES", -1.0, TimeUnit::Day, Width::Short, Wording::Always, "hace 1 d");
    check("es-ES", 3.0, TimeUnit::Day, Width::Long, Wording::Auto, "dentro de 3 días");
    check("es-ES", 3.0, TimeUnit::Day, Width::Long, Wording::Always, "dentro de 3 días");
    check("es-ES", 3.0, TimeUnit::Day, Width::Short, Wording::Always, "dentro de 3 d");
    check("es-ES", -1.0, TimeUnit::Week, Width::Long, Wording::Auto, "la semana pasada");
    check("es-ES", -1.0, TimeUnit::Week, Width::Long, Wording::Always, "hace 1 semana");
    check("es-ES", -1.0, TimeUnit::Week, Width::Short, Wording::Always, "hace 1 sem.");
    check("es-ES", 1.0, TimeUnit::Month, Width::Long, Wording::Auto, "el próximo mes");
    check("es-ES", 1.0, TimeUnit::Month, Width::Long, Wording::Always, "dentro de 1 mes");
    check("es-ES", 1.0, TimeUnit::Month, Width::Short, Wording::Always, "dentro de 1 m");
    check("es-ES", -2.0, TimeUnit::Year, Width::Long, Wording::Auto, "hace 2 años");
    check("es-ES", -2.0, TimeUnit::Year, Width::Long, Wording::Always, "hace 2 años");
    check("es-ES", -2.0, TimeUnit::Year, Width::Short, Wording::Always, "hace 2 a");
    check("de-DE", -1.0, TimeUnit::Day, Width::Long, Wording::Auto, "gestern");
    check("de-DE", -1.0, TimeUnit::Day, Width::Long, Wording::Always, "vor 1 Tag");
    check("de-DE", -1.0, TimeUnit::Day, Width::Short, Wording::Always, "vor 1 Tag");
    check("de-DE", 3.0, TimeUnit::Day, Width::Long, Wording::Auto, "in 3 Tagen");
    check("de-DE", 3.0, TimeUnit::Day, Width::Long, Wording::Always, "in 3 Tagen");
    check("de-DE", 3.0, TimeUnit::Day, Width::Short, Wording::Always, "in 3 Tagen");
    check("de-DE", -1.0, TimeUnit::Week, Width::Long, Wording::Auto, "letzte Woche");
    check("de-DE", -1.0, TimeUnit::Week, Width::Long, Wording::Always, "vor 1 Woche");
    check("de-DE", -1.0, TimeUnit::Week, Width::Short, Wording::Always, "vor 1 Woche");
    check("de-DE", 1.0, TimeUnit::Month, Width::Long, Wording::Auto, "nächsten Monat");
    check("de-DE", 1.0, TimeUnit::Month, Width::Long, Wording::Always, "in 1 Monat");
    check("de-DE", 1.0, TimeUnit::Month, Width::Short, Wording::Always, "in 1 Monat");
    check("de-DE", -2.0, TimeUnit::Year, Width::Long, Wording::Auto, "vor 2 Jahren");
    check("de-DE", -2.0, TimeUnit::Year, Width::Long, Wording::Always, "vor 2 Jahren");
    check("de-DE", -2.0, TimeUnit::Year, Width::Short, Wording::Always, "vor 2 Jahren");
}

#[test]
fn places_are_written_in_figures() {
    let check = |region: &str, n: f64, expected: &str| {
        assert_eq!(formats(region).place(n), expected, "{region} {n}");
    };
    check("fr-FR", 1.0, "1er");
    check("fr-FR", 21.0, "21e");
    check("en-GB", 1.0, "1st");
    check("en-GB", 22.0, "22nd");
    check("en-GB", 13.0, "13th");
    check("en-US", 1003.0, "1,003rd");
    check("es-ES", 1.0, "1.º");
    check("de-DE", 3.0, "3.");
    check("sv-SE", 3.0, "3");
}

#[test]
fn units_of_a_region_are_its_own() {
    let check = |region: &str, n: f64, unit: &'static str, width, expected: &str| {
        let measure = Measure::Unit(unit);
        let options = NumberOptions { measure, width, ..NumberOptions::default() };
        assert_eq!(formats(region).number(n, options), expected, "{region} {n} {unit} {width:?}");
    };
    check("en-CA", 2.0, "bit", Width::Short, "2 bits");
    check("en-CA", 2.0, "second", Width::Short, "2 secs");
    check("en-AU", 2.0, "liter", Width::Short, "2 L");
    check("en-GB", 2.0, "liter", Width::Short, "2 l");
    check("en-BE", 2.0, "liter", Width::Short, "2 l");
    check("en-IN", 90.0, "kilometer-per-hour", Width::Short, "90 kph");
    check("es-MX", 2.0, "day", Width::Short, "2 días");
    check("es-CL", 2.0, "day", Width::Short, "2 dd.");
    check("pl-PL", 2.0, "kilometer", Width::Short, "2 km");
}

#[test]
fn money_has_signs_of_its_own_in_some_regions() {
    let check = |region: &str, code: &str, max_fraction, expected: &str| {
        let options =
            NumberOptions { measure: currency(code), max_fraction, ..NumberOptions::default() };
        let text = formats(region).number(1_234_567.5, options);
        assert_eq!(text.replace(['\u{a0}', '\u{202f}'], " "), expected, "{region}");
    };
    check("fr-CH", "EUR", None, "1'234'567.50 €");
    check("fr-CH", "EUR", Some(1), "1'234'567.5 €");
    check("de-AT", "EUR", None, "€ 1.234.567,50");
    check("en-GB", "EUR", None, "€1,234,567.50");
    check("fr-FR", "EUR", None, "1 234 567,50 €");
}

#[test]
fn a_compact_number_is_rounded_half_up_as_any_other() {
    let check = |region: &str, n: f64, measure: Measure, expected: &str| {
        let notation = Notation::CompactLong;
        let options = NumberOptions { measure, notation, ..NumberOptions::default() };
        assert_eq!(formats(region).number(n, options), expected, "{region} {n}");
    };
    check("fr-FR", 1_250_000.0, Measure::None, "1,3 million");
    check("en-GB", 1_250_000.0, Measure::None, "1.3 million");
    check("en-GB", 999_500.0, Measure::None, "1 million");
    check("en-GB", 12.5, Measure::None, "13");
    check("en-GB", 0.125, Measure::None, "0.13");
    check("en-GB", -2.25, Measure::None, "-2.3");
    check("en-GB", 0.0, Measure::None, "0");
    check("en-GB", 1_250_000.0, currency("EUR"), "€1.3m");
    check("es-ES", 1_700_000_000.0, currency("EUR"), "1700\u{a0}M\u{a0}€");
}
