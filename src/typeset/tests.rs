//! What texts become. In tables `_` is U+00A0 and `~` U+202F; a text without a second column stays.

mod english;
mod faults;
mod french;
mod left_alone;
mod properties;

use super::*;

fn locale(tag: &str) -> Locale {
    Locale::new(tag).expect("a tag")
}

fn typeset(tag: &str, text: &str) -> String {
    plain(text, Language::of(&locale(tag))).into_owned()
}

/// Checks what the left column becomes, and that the right one stays as it is.
#[track_caller]
fn check(tag: &str, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let set = typeset(tag, text);
        let shown = set.replace('\u{a0}', "_").replace('\u{202f}', "~");
        assert_eq!(shown, *expected, "{text}");
        assert_eq!(typeset(tag, &set), set, "{text}, a second time");
    }
}

/// Checks that texts stay as they are, to the byte.
#[track_caller]
fn check_kept(tag: &str, texts: &[&str]) {
    for text in texts {
        assert_eq!(typeset(tag, text), *text);
    }
}

#[test]
fn a_language_without_a_table_stays_as_typed() {
    check_kept("de", &["\"Ja\" ... 5 km !", "l'x"]);
    check_kept("ja", &["「はい」 ..."]);
}

#[test]
fn nothing_to_do_costs_nothing() {
    let fr = Language::of(&locale("fr"));
    assert!(matches!(plain("Rien ici.", fr), Cow::Borrowed(_)));
    assert!(matches!(plain("5\u{a0}km", fr), Cow::Borrowed(_)));
}
