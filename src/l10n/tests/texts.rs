//! What messages become.

use std::sync::Arc;

use crate::l10n::*;
use crate::model::{Date, Locale};
use crate::world::VPath;

fn locale(tag: &str) -> Locale {
    Locale::new(tag).expect("a tag")
}

fn messages(tag: &str, region: &str, source: &str) -> LocaleMessages {
    let path = VPath::new(&format!("i18n/{tag}/ui.ftl"));
    let file = MessageFile::parse(&path, source);
    assert_eq!(file.diagnostics, []);
    LocaleMessages {
        locale: locale(tag),
        formats: Arc::new(Formats::new(region).expect("a region")),
        messages: Messages::new(&[], &[Arc::new(file.value)]).value,
    }
}

fn french(source: &str) -> Words {
    Words::new(vec![messages("fr", "fr-FR", source)])
}

/// The message `x` with an argument `n`.
fn check(source: &str, n: impl Into<Arg>, expected: &str) {
    let text = french(source).text(&locale("fr"), "x", &[("n", n.into())]);
    assert_eq!(text.expect("a message").value, expected, "{source}");
}

#[test]
fn numbers_are_written_by_the_locale_wherever_they_stand() {
    check("x = { $n }", 1234.5, "1\u{202f}234,5");
    check("x = a{ $n }b", 1234.5, "a1\u{202f}234,5b");
    check("x = { { $n } }", 1234.5, "1\u{202f}234,5");
    check("x = {\n    {{ $n }} }.", 1234.5, "1\u{202f}234,5.");
    check("x = { 1234.50 }", 0.0, "1\u{202f}234,50");
    check("x = { -t(n: 1234.5) }\n-t = { $n } { $m }", 0.0, "1\u{202f}234,5 {$m}");
    check("x = { y }\ny = { $n }", 1234.5, "1\u{202f}234,5");
    check("x = { NUMBER($n, maximumFractionDigits: 0) }", 1234.5, "1\u{202f}235");
    check("x = { NUMBER($n, minimumFractionDigits: 2) }", 1.5, "1,50");
    check("x = { NUMBER($n, useGrouping: \"false\") }", 2025.0, "2025");
    check("x = { NUMBER($n, useGrouping: 0) }", 2025.0, "2025");
    check("x = { NUMBER($n, style: \"percent\", maximumFractionDigits: 1) }", 0.125, "12,5\u{a0}%");
    check("x = { NUMBER($n, notation: \"compact\") }", 5e11, "500 milliards");
    check(
        "x = { NUMBER($n, notation: \"compact\", compactDisplay: \"short\") }",
        5e11,
        "500\u{a0}Md",
    );
    check("x = { NUMBER($n) }", "a text", "a text");
    // The digits of a number in the message are those that are written, unless an option says otherwise.
    check("x = { NUMBER(1.50) }", 0.0, "1,50");
    check("x = { NUMBER(1.50, style: \"unit\", unit: \"kilometer\") }", 0.0, "1,50\u{202f}km");
    check("x = { NUMBER(1.234, maximumFractionDigits: 1) }", 0.0, "1,2");
    check("x = { NUMBER(0.12, style: \"percent\") }", 0.0, "12\u{a0}%");
    check("x = { NUMBER(1.5, currency: \"EUR\") }", 0.0, "1,50\u{a0}€");
}

#[test]
fn amounts_and_times_are_written_by_the_locale() {
    check("x = { NUMBER($n, style: \"currency\", currency: \"EUR\") }", 2.5, "2,50\u{a0}€");
    let dollars = "x = { NUMBER($n, currency: \"usd\", currencyDisplay: \"name\") }";
    check(dollars, 2.5, "2,50 dollars des États-Unis");
    let billions =
        "x = { NUMBER($n, currency: \"USD\", notation: \"compact\", compactDisplay: \"short\") }";
    check(billions, 2e9, "2\u{a0}Md\u{a0}$US");
    let round = "x = { NUMBER($n, currency: \"USD\", maximumFractionDigits: 0) }";
    check(round, 2.0, "2\u{a0}$US");
    check("x = { NUMBER($n, style: \"unit\", unit: \"kilometer\") }", 12.0, "12\u{202f}km");
    let long = "x = { NUMBER($n, unit: \"kilometer\", unitDisplay: \"long\") }";
    check(long, 1.5, "1,5\u{a0}kilomètre");
    check("x = { ORDINAL($n) }", 1.0, "1er");
    check("x = { RELATIVE($n) }", -1.0, "hier");
    check("x = { RELATIVE($n, unit: \"week\", numeric: \"always\") }", 1.0, "dans 1 semaine");
    check("x = { RELATIVE($n) }", "hier", "hier");
    check("x = { DATERANGE($n, \"2025-03-04\") }", "2025-03-01", "1er–4 mars 2025");
    check(
        "x = { DATERANGE($n, \"2025-03\", skeleton: \"yMMMM\") }",
        "2025-02",
        "février\u{2009}–\u{2009}mars 2025",
    );
}

#[test]
fn dates_are_written_by_the_locale() {
    let date = || Date::parse("2025-03-01T09:30").expect("a date");
    check("x = { DATETIME($n) }", date(), "1er mars 2025");
    check("x = { $n }", date(), "1er mars 2025");
    check("x = { DATETIME($n, skeleton: \"yMMMM\") }", date(), "mars 2025");
    check("x = { DATETIME($n, skeleton: \"yMMMM\") }", "2025-03", "mars 2025");
    check("x = { DATETIME($n, dateStyle: \"full\") }", "2025-03-01", "samedi 1er mars 2025");
    check(
        "x = { DATETIME($n, dateStyle: \"long\", timeStyle: \"short\") }",
        date(),
        "1er mars 2025 à 09:30",
    );
    check("x = { DATETIME($n, timeStyle: \"short\") }", date(), "09:30");
    check("x = { DATETIME($n) }", "hier", "hier");
}

#[test]
fn lists_are_written_by_the_locale() {
    check("x = { LIST(\"a\", $n, \"c\") }", "b", "a, b et c");
    check("x = { LIST(\"a\", $n) }", 1234.5, "a et 1\u{202f}234,5");
}

#[test]
fn selectors_count_as_cldr_does() {
    let source = "x = { $n ->
        [0] aucun article
        [one] { $n } article
        [many] { $n } d’articles
       *[other] { $n } articles
    }";
    check(source, 0.0, "aucun article");
    check(source, 1.0, "1 article");
    check(source, 1.5, "1,5 article");
    check(source, 2.0, "2 articles");
    check(source, 1e6, "1\u{202f}000\u{202f}000 d’articles");
    check(source, "one", "one article");
    check(source, f64::NAN, "NaN articles");
    let late = "x = { $n ->\n    [one] un\n    [1] exactement un\n   *[other] autre\n}";
    check(late, 1.0, "exactement un");
    check(late, 0.0, "un");
    let ordinal =
        "x = { NUMBER( $n , type: \"ordinal\" ) ->\n    [one] { $n }er\n   *[other] { $n }e\n}";
    check(ordinal, 1.0, "1er");
    check(ordinal, 2.0, "2e");
    let compact =
        "x = { NUMBER($n, notation: \"compact\") ->\n    [many] de dollars\n   *[other] dollars\n}";
    check(compact, 1.7e9, "de dollars");
    check(compact, 20.0, "dollars");
}

#[test]
fn selectors_nest_and_take_texts() {
    let nested = "x = { $n ->
        [one] { $n ->
            [0] zéro, { -t(case: \"b\") }
           *[other] un
        }
       *[other] plus
    }
    -t = { $case ->
       *[a] A
        [b] B
    }"
    .replace("\n    -t", "\n-t");
    check(&nested, 0.0, "zéro, B");
    check(&nested, 1.0, "un");
    check(&nested, 3.0, "plus");
    check("x = { -t.gender ->\n    [f] une\n   *[m] un\n}\n-t = T\n    .gender = f", 0.0, "une");
    check("x = { \"->\" ->\n   *[a] b\n}", 0.0, "b");
    check("x = { 1 ->\n   [one] un\n   *[a] b\n}", 0.0, "un");
}

#[test]
fn a_term_and_a_message_may_share_a_name() {
    check("x = { -x } { -y }\n-x = term\n-y = other\n", 0.0, "term other");
}

#[test]
fn a_text_says_which_locale_it_is_in() {
    let words = Words::new(vec![
        messages("en", "en-GB", "x = Hello { $n }\n    .y = why\nz = zed\nempty = { \"\" }\n"),
        messages("fr", "fr-FR", "x = Bonjour { $n }\n"),
    ]);
    let get = |tag: &str, key: &str| {
        let text = words.text(&locale(tag), key, &[("n", Arg::from(1.5))])?;
        Some((text.value, text.locale.to_string()))
    };
    let text = |value: &str, tag: &str| Some((value.to_owned(), tag.to_owned()));
    assert_eq!(get("fr", "x"), text("Bonjour 1,5", "fr"));
    assert_eq!(get("en", "x"), text("Hello 1.5", "en"));
    assert_eq!(get("fr", "z"), text("zed", "en"));
    assert_eq!(get("de", "x"), text("Hello 1.5", "en"));
    assert_eq!(get("fr", "nothing"), None);
    assert_eq!(get("fr", "empty"), text("", "en"));
    let attribute = words.attribute(&locale("fr"), "x", "y", &[]).expect("a text");
    assert_eq!((attribute.value.as_str(), attribute.locale.as_str()), ("why", "en"));
    assert!(words.has(&locale("fr"), "x") && !words.has(&locale("fr"), "z"));
}

#[test]
fn a_text_says_where_it_stands() {
    let file =
        |path: &str, source: &str| Arc::new(MessageFile::parse(&VPath::new(path), source).value);
    let theme = file("themes/tiny/i18n/fr.ftl", "x = un\ny = deux\n    .z = trois\n");
    let site = file("i18n/fr/ui.ftl", "# ici\nx = quatre\n");
    let all =
        [("fr", Messages::new(&[theme], &[site]).value), ("en", Messages::new(&[], &[]).value)];
    let words = Words::new(Vec::from(
        all.map(|(tag, messages)| LocaleMessages { messages, ..self::messages(tag, tag, "") }),
    ));
    let check = |key: &str, attribute: Option<&str>, file: &str, place: usize| {
        for tag in ["fr", "en"] {
            let locale = locale(tag);
            let text = match attribute {
                Some(attribute) => words.attribute(&locale, key, attribute, &[]),
                None => words.text(&locale, key, &[]),
            };
            let span = words.span(&text.expect("a text"), key, attribute).expect("a place");
            assert_eq!((span.file.as_str(), span.range), (file, place..place + 1), "{key} {tag}");
        }
    };
    check("x", None, "i18n/fr/ui.ftl", 6);
    check("y", None, "themes/tiny/i18n/fr.ftl", 7);
    check("y", Some("z"), "themes/tiny/i18n/fr.ftl", 21);
}

#[test]
fn what_goes_wrong_is_said_and_shown() {
    let check = |source: &str, value: &str, faults: &[&str]| {
        let text = french(source).text(&locale("fr"), "x", &[]).expect("a message");
        assert_eq!(
            (text.value.as_str(), text.faults),
            (value, faults.iter().map(|f| f.to_string()).collect())
        );
    };
    check("x = a { $n }", "a {$n}", &["Unknown variable: $n"]);
    check("x = { $n ->\n   [one] un\n   *[other] des\n}", "des", &["Unknown variable: $n"]);
    check("x = { y }", "{y}", &["Unknown message: y"]);
    check("x = { -y }", "{-y}", &["Unknown term: -y"]);
    check("x = { NO() }", "{NO()}", &["Unknown function: NO()"]);
    check("x = a { x }", "a {x}", &["Cyclical dependency detected"]);
    check("x = { NUMBER() }", "NUMBER()", &[]);
}

#[test]
fn a_message_can_t_grow_without_end() {
    let mut source = String::from("x0 = 0123456789\n");
    for level in 1..8 {
        source += &format!("x{level} = {}\n", format!("{{ x{} }}", level - 1).repeat(10));
    }
    source += "x = { x7 }\n";
    let text = french(&source).text(&locale("fr"), "x", &[]).expect("a message");
    assert_eq!(text.faults, ["Too many placeables"]);
    for whole in ["{ { x7 } }", "{ 1 ->\n   *[a] { x7 }\n }", "{ NUMBER({ { x7 } }) }"] {
        let source = source.replace("x = { x7 }", &format!("x = {whole}"));
        let text = french(&source).text(&locale("fr"), "x", &[]);
        assert!(text.expect("a message").faults.contains(&"Too many placeables".to_owned()));
    }
    let long = french("x = { $n }{ $n }");
    let big = Arg::from("é".repeat(20_000));
    let text = long.text(&locale("fr"), "x", &[("n", big)]).expect("a message");
    assert_eq!(text.value.len(), 40_000);
    assert_eq!(text.faults.len(), 1);
}

#[test]
fn a_chain_of_references_ends() {
    let mut source = String::from("x = { x1 }\n");
    for link in 1..5000 {
        source += &format!("x{link} = {{ x{} }}\n", link + 1);
    }
    let text = french(&source).text(&locale("fr"), "x", &[]).expect("a message");
    assert!(text.faults.contains(&"Too many placeables".to_owned()));
}

#[test]
fn a_fingerprint_follows_what_can_be_shown() {
    let print = |source: &str| messages("fr", "fr-FR", source).messages.fingerprint();
    assert_ne!(print("x = a"), print("x = b"));
    let words = |en: &str| {
        let all = vec![messages("en", "en-GB", en), messages("fr", "fr-FR", "x = y")];
        Words::new(all).fingerprint(&locale("fr"))
    };
    assert_ne!(words("z = a"), words("z = b"));
    assert_eq!(words("z = a"), words("z = a"));
}

#[test]
fn a_bundle_is_shared_by_threads() {
    let words = french("x = { $n ->\n    [one] un\n   *[other] { $n }\n}");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for n in 0..100 {
                    let text = words.text(&locale("fr"), "x", &[("n", Arg::from(n))]);
                    assert!(text.is_some());
                }
            });
        }
    });
}

#[test]
fn no_date_style_of_any_language_fails() {
    let date = Date::parse("2025-02-01T09:30").expect("a date");
    for tag in ["fr-CA", "en-US", "de-AT", "es", "pt-BR", "it", "nl", "pl", "ja", "ar", "hi", "und"]
    {
        let formats = Formats::new(tag).expect("a tag");
        for style in DateStyle::ALL {
            assert!(!formats.date(&date, *style).contains('{'), "{tag} {style:?}");
        }
    }
    let portuguese = Formats::new("pt-BR").expect("a tag");
    assert_eq!(portuguese.date(&date, DateStyle::YearMonth), "fevereiro de 2025");
}
