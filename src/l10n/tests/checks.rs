//! What is said when words and uses do not fit.

use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::l10n::*;
use crate::model::Locale;
use crate::world::VPath;

fn messages(tag: &str, source: &str) -> LocaleMessages {
    let path = VPath::new(&format!("i18n/{tag}/ui.ftl"));
    LocaleMessages {
        locale: Locale::new(tag).expect("a tag"),
        formats: Arc::new(Formats::new(tag).expect("a region")),
        messages: Messages::new(&[], &[Arc::new(MessageFile::parse(&path, source).value)]).value,
    }
}

fn line(d: &Diagnostic) -> String {
    let place = d.span.as_ref().map_or_else(String::new, |s| format!("{}:{:?} ", s.file, s.range));
    let related: String =
        d.related.iter().map(|(s, label)| format!(" | {}:{:?} {label}", s.file, s.range)).collect();
    let help = d.help.as_ref().map_or_else(String::new, |help| format!(" = {help}"));
    format!("{}: {place}{}{help}{related}", d.code, d.message)
}

fn check_all(fr: &str, en: &str, template: &str, expected: &[&str]) {
    let found = template_uses(&VPath::new("page.html"), template);
    assert_eq!(found.dynamic, []);
    let locales = [messages("fr", fr), messages("en", en)];
    let said: Vec<String> =
        check(&locales, &found.uses, &[Prefix("topic-".into())]).iter().map(line).collect();
    assert_eq!(said, expected, "{fr} / {en} / {template}");
}

#[test]
fn all_is_well() {
    check_all(
        "x = { -b } { $n }\n-b = B\ntopic-a = A\n",
        "x = { $n }",
        "{{ t(key='x', n=1) }}",
        &["unused"; 0],
    );
}

#[test]
fn a_locale_that_lacks_a_message() {
    check_all(
        "x = X",
        "",
        "{{ t(key='x') }}",
        &[
            "missing-message: i18n/fr/ui.ftl:0..1 `x` has no text in `en` = add `x = …` to `i18n/en/ui.ftl`",
        ],
    );
    check_all(
        "x = X\n  .a = A",
        "x = X",
        "{{ t(key='x') }}{{ t(key='x', attribute='a') }}",
        &[
            "missing-message: i18n/fr/ui.ftl:9..10 `x.a` has no text in `en` = add `    .a = …` below `x` to `i18n/en/ui.ftl`",
        ],
    );
    check_all(
        "read-more = X",
        "read-more = X",
        "{{ t(key='read-mroe') }}{{ t(key='read-more') }}{{ t(key='read-mroe') }}",
        &[
            "missing-message: page.html:10..19 no locale has a message `read-mroe` = did you mean `read-more`? | page.html:58..67 asked for here, too",
        ],
    );
    check_all(
        "",
        "",
        "{{ t(key='x') }}",
        &[
            "missing-message: page.html:10..11 no locale has a message `x` = add `x = …` to the messages of each locale",
        ],
    );
    check_all(
        "x =\n    .a = A",
        "",
        "{{ t(key='x') }}{{ t(key='x', attribute='a') }}",
        &[
            "missing-message: i18n/fr/ui.ftl:9..10 `x.a` has no text in `en` = add `x =` and below it `    .a = …` to `i18n/en/ui.ftl`",
            "missing-message: page.html:10..11 no locale has a message `x` = add a text behind `x =` to the messages of each locale",
        ],
    );
}

#[test]
fn a_message_that_nobody_uses() {
    check_all(
        "x = X\n-t = T",
        "x = X",
        "",
        &[
            "unused-message: i18n/fr/ui.ftl:0..1 nothing uses the message `x` = remove it | i18n/en/ui.ftl:0..1 and here",
            "unused-message: i18n/fr/ui.ftl:6..8 nothing uses the term `-t` = remove it",
        ],
    );
}

#[test]
fn a_reference_to_nothing() {
    check_all(
        "x = { tite } { y }\ntitle = T\ny =\n  .a = A",
        "x = { NUMBR(1) }\ntitle = T",
        "{{ t(key='x') }}{{ t(key='title') }}",
        &[
            "unknown-reference: i18n/en/ui.ftl:6..11 there is no function `NUMBR` = did you mean `NUMBER`?",
            "unknown-reference: i18n/fr/ui.ftl:6..10 `fr` has no message `tite` = did you mean `title`?",
            "unknown-reference: i18n/fr/ui.ftl:15..16 `y` has attributes only, no text of its own = write its text after `y =`",
        ],
    );
    check_all(
        "x = { -b } { -b } { x.c }",
        "x = X",
        "{{ t(key='x') }}",
        &[
            "unknown-reference: i18n/fr/ui.ftl:6..8 `fr` has no term `-b` = add `-b = …` | i18n/fr/ui.ftl:13..15 and here",
            "unknown-reference: i18n/fr/ui.ftl:20..23 `x` has no attribute `c` in `fr` = add `.c = …` below it",
        ],
    );
}

#[test]
fn a_circle() {
    check_all(
        "x = { y }\ny = { z.a }\nz = Z\n  .a = { x }",
        "x = X",
        "{{ t(key='x') }}",
        &[
            "cyclic-message: i18n/fr/ui.ftl:37..38 `x` → `y` → `z.a` → `x` is a circle = replace one of these references by its text",
        ],
    );
    check_all(
        "x = { x }",
        "x = X",
        "{{ t(key='x') }}",
        &[
            "cyclic-message: i18n/fr/ui.ftl:6..7 `x` → `x` is a circle = replace one of these references by its text",
        ],
    );
}

#[test]
fn arguments_that_differ() {
    check_all(
        "x = { $n }",
        "x = X",
        "{{ t(key='x', n=1) }}",
        &[
            "mismatched-arguments: i18n/en/ui.ftl:0..1 `x` has no `$n` in `en`, but in `fr` = use `$n` in both, or in neither | i18n/fr/ui.ftl:7..8 used here",
        ],
    );
    check_all(
        "x = { $n }",
        "x = { $n }",
        "{{ t(key='x') }}",
        &[
            "mismatched-arguments: page.html:10..11 `x` needs the argument `$n`, which is not passed = write `n=…` in the call | i18n/fr/ui.ftl:7..8 needed here | i18n/en/ui.ftl:7..8 needed here",
        ],
    );
    check_all(
        "x = { $count }",
        "x = { $coutn }",
        "{{ t(key='x', count=1) }}",
        &[
            "mismatched-arguments: i18n/en/ui.ftl:7..12 `x` uses `$coutn`, which is not passed to it = did you mean `$count`? | page.html:10..11 asked for here",
        ],
    );
}
