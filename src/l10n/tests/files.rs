//! What is said of files that are wrong, and what survives them.

use std::sync::Arc;

use proptest::prelude::*;

use crate::l10n::*;
use crate::limits::{MESSAGE_BYTES, MESSAGE_DEPTH};
use crate::model::Locale;
use crate::world::VPath;

fn parse(source: &str) -> (Vec<String>, Vec<String>) {
    let checked = MessageFile::parse(&VPath::new("i18n/fr/ui.ftl"), source);
    let problem = |d: &crate::diag::Diagnostic| {
        let range = d.span.as_ref().map(|span| span.range.clone()).unwrap_or_default();
        format!("{} {range:?} {}", d.code, d.message)
    };
    let names = checked.value.entries().iter().map(Entry::display_name).collect();
    (names, checked.diagnostics.iter().map(problem).collect())
}

#[test]
fn what_could_be_read_is_kept() {
    let check = |source: &str, names: &[&str], problems: &[&str]| {
        let (found, said) = parse(source);
        assert_eq!(
            (found, said),
            (
                names.iter().map(|n| n.to_string()).collect(),
                problems.iter().map(|p| p.to_string()).collect()
            ),
            "{source}"
        );
    };
    check("a = A\nb B\nc = C\n", &["a", "c"], &["fluent-syntax 8..9 `=` is missing here"]);
    check("a = { $n\nb = B\n", &["b"], &["fluent-syntax 9..10 `}` is missing here"]);
    check("a = }\n", &[], &["fluent-syntax 4..5 a `}` closes nothing"]);
    check("é = A\nb = B", &["b"], &["fluent-syntax 0..2 one of `a-zA-Z` is missing here"]);
    check(
        "a = { $n ->\n  [one] x\n }\n",
        &[],
        &["fluent-syntax 23..24 no variant is marked as the default"],
    );
    check(
        "a = A\n-b = B\na = C\n",
        &["-b", "a"],
        &["duplicate-message 13..14 `a` is defined twice"],
    );
    check(
        "a = A\n  .x = X\n  .x = Y\n",
        &["a"],
        &["duplicate-message 18..19 `a.x` is defined twice"],
    );
    check("a =\n", &[], &["fluent-syntax 0..4 `a` has neither a value nor attributes"]);
    check("# only a comment\n", &[], &[]);
    check("a = A\r\nb = B { $n }\r\n", &["a", "b"], &[]);
}

#[test]
fn a_function_s_options_are_known() {
    let check = |call: &str, problems: &[&str]| {
        assert_eq!(parse(&format!("a = {{ {call} }}")).1, problems, "{call}");
    };
    check("DATETIME($d, dateStyle: \"long\", timeStyle: \"short\")", &[]);
    check("DATETIME($d, skeleton: \"yMMMM\")", &[]);
    check("NUMBER($n, minimumFractionDigits: 20, useGrouping: \"false\")", &[]);
    check(
        "NUMBER($n, minimumFractionDigits: 21)",
        &["bad-value 40..42 `minimumFractionDigits` can't be `21`"],
    );
    check("NUMBER($n, stile: \"percent\")", &["unknown-key 17..22 `NUMBER` has no option `stile`"]);
    check("DATETIME($d, skeleton: \"QQQ\")", &["bad-value 30..33 `skeleton` can't be `QQQ`"]);
    check("LIST($n, x: 1)", &["unknown-key 15..16 `LIST` has no option `x`"]);
    check("NUMBER($n, style: \"currency\", currency: \"EUR\", currencyDisplay: \"code\")", &[]);
    check("NUMBER($n, currency: \"EURO\")", &["bad-value 28..32 `currency` can't be `EURO`"]);
    check("NUMBER($n, unit: \"kilometer\", unitDisplay: \"long\")", &[]);
    check("NUMBER($n, unit: \"furlong\")", &["bad-value 24..31 `unit` can't be `furlong`"]);
    check("RELATIVE($n, unit: \"week\", numeric: \"always\", style: \"short\")", &[]);
    check("RELATIVE($n, unit: \"hectare\")", &["bad-value 26..33 `unit` can't be `hectare`"]);
    check("DATERANGE($a, $b, dateStyle: \"medium\")", &[]);
    check("ORDINAL($n)", &[]);
    check("NUBMER($n, x: 1)", &[]);
}

#[test]
fn limits_hold_and_the_rest_is_kept() {
    let at = format!("a = {}\nb = B", "x".repeat(MESSAGE_BYTES - 5));
    assert_eq!(parse(&at).1, Vec::<String>::new());
    let past = format!("a = {}\nb = B", "x".repeat(MESSAGE_BYTES - 4));
    assert_eq!(
        parse(&past),
        (vec!["b".into()], vec!["fluent-syntax 0..1 a message is longer than 65536 bytes".into()])
    );
    let nested = |depth: usize| format!("a = {}$n{}\nb = B", "{".repeat(depth), "}".repeat(depth));
    assert_eq!(parse(&nested(MESSAGE_DEPTH)).1, Vec::<String>::new());
    assert_eq!(
        parse(&nested(MESSAGE_DEPTH + 1)),
        (
            vec!["b".into()],
            vec!["fluent-syntax 0..1 a message is nested deeper than 32 levels".into()]
        )
    );
}

#[test]
fn no_depth_exhausts_the_stack() {
    for unit in [
        "{",
        "{ F(",
        "{ F(\"}\", ",
        "{ F(\"\\\"}\", ",
        "{ $n ->\n *[a] \" ",
        "{\nF(",
        "{ $n ->\n [\na\n] x }{",
    ] {
        let source = format!("a = {}", unit.repeat(400_000 / unit.len()));
        let _ = parse(&source);
        // The same below the limit for a message's length.
        let _ = parse(&format!("a = {}", unit.repeat(60_000 / unit.len())));
    }
}

#[test]
fn a_mention_has_its_place() {
    let source = "a = { $n } { b.c } { -t.u ->\n   *[x] { NUMBER($m) }\n }\n    .d = { $o }\n";
    let file = MessageFile::parse(&VPath::new("x.ftl"), source).value;
    let entry = &file.entries()[0];
    let value = entry.value.as_ref().expect("a value");
    let texts = |ranges: Vec<std::ops::Range<usize>>| {
        ranges.into_iter().map(|r| &source[r]).collect::<Vec<_>>()
    };
    assert_eq!(texts(value.variables.iter().map(|v| v.range.clone()).collect()), ["n", "m"]);
    assert_eq!(
        texts(value.references.iter().map(|r| r.range.clone()).collect()),
        ["b.c", "-t.u", "NUMBER"]
    );
    assert_eq!(texts(vec![entry.name.clone(), entry.attributes[0].range.clone()]), ["a", "d"]);
}

#[test]
fn the_site_s_entry_stands_for_the_theme_s_as_a_whole() {
    let file =
        |path: &str, source: &str| Arc::new(MessageFile::parse(&VPath::new(path), source).value);
    let theme = file("theme.ftl", "a = A\n    .x = X\nb = B\n");
    let site = file("site.ftl", "a = AA\n");
    let messages = Messages::new(std::slice::from_ref(&theme), std::slice::from_ref(&site));
    assert_eq!(messages.diagnostics, []);
    let (from, entry) = messages.value.message("a").expect("a message");
    assert_eq!((from.path().as_str(), entry.attributes.len()), ("site.ftl", 0));
    let twice = Messages::new(&[], &[theme, site]);
    assert_eq!(twice.diagnostics.len(), 1);
}

/// Fluent-like text: pieces that the grammar knows, in any order.
fn ftl() -> impl Strategy<Value = String> {
    let pieces = [
        "a = ",
        "\nb = ",
        "\n-t = ",
        "\n    .x = ",
        "{ ",
        " }",
        "{",
        "}",
        "$n",
        "-t",
        "-t.x",
        "a",
        "b.x",
        " ->\n",
        "    [one] ",
        "   *[other] ",
        "    [0] ",
        "\"",
        "\"}\"",
        "(",
        ")",
        "NUMBER(",
        "DATETIME(",
        ", ",
        "maximumFractionDigits: 99",
        "1e9",
        "-12.50",
        "\\u00e9",
        "\\",
        "é",
        "\r\n",
        "\n",
        "# c\n",
        "x",
        " ",
        "\u{feff}",
        "{ $n }",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..40)
        .prop_map(|parts| parts.concat())
}

fn survives(source: &str) {
    let parsed = MessageFile::parse(&VPath::new("x.ftl"), source);
    for diagnostic in &parsed.diagnostics {
        let range = diagnostic.span.as_ref().map(|span| span.range.clone()).unwrap_or_default();
        assert!(source.get(range).is_some(), "{diagnostic:?}");
    }
    for entry in parsed.value.entries() {
        for content in entry.contents() {
            for variable in &content.variables {
                assert_eq!(source.get(variable.range.clone()), Some(variable.name.as_str()));
            }
        }
    }
    let names: Vec<(String, bool)> = parsed
        .value
        .entries()
        .iter()
        .filter(|entry| entry.kind == EntryKind::Message)
        .map(|entry| (entry.id.clone(), entry.value.is_some()))
        .collect();
    let locale = Locale::new("fr").expect("a tag");
    let all = vec![LocaleMessages {
        locale: locale.clone(),
        formats: Arc::new(Formats::new("fr-FR").expect("a region")),
        messages: Messages::new(&[], &[Arc::new(parsed.value)]).value,
    }];
    check(&all, &[], &[]);
    let words = Words::new(all);
    for (name, has_value) in names {
        let text = words.text(&locale, &name, &[("n", Arg::from(1.0))]);
        assert_eq!(text.is_some(), has_value, "{name} {source:?}");
    }
}

#[test]
fn a_long_chain_takes_no_long_time() {
    let chain: String =
        (0..4_000).map(|n| format!("x{n} = {{ x{} }}{{ y{n} }}\n", n + 1)).collect();
    let file = MessageFile::parse(&VPath::new("x.ftl"), &chain).value;
    let all = [LocaleMessages {
        locale: Locale::new("fr").expect("a tag"),
        formats: Arc::new(Formats::new("fr-FR").expect("a region")),
        messages: Messages::new(&[], &[Arc::new(file)]).value,
    }];
    assert_eq!(check(&all, &[], &[Prefix("x".into())]).len(), 4_001);
}

proptest! {
    #[test]
    fn no_text_panics(source in "\\PC{0,60}") {
        survives(&source);
    }

    #[test]
    fn nothing_like_fluent_panics(source in ftl()) {
        survives(&source);
    }
}
