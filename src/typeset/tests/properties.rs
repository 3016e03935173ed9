//! What holds of every text.

use proptest::prelude::*;

use super::*;

/// How many texts are tried, unless `PROPTEST_CASES` says otherwise.
fn cases() -> u32 {
    ProptestConfig::default().cases.max(1000)
}

/// A text as readers would type it, its spaces and quotes all alike.
fn normalised(text: &str) -> String {
    let text = text.replace("...", "…").replace("---", "—").replace("--", "–");
    let plain = |c: char| match c {
        '«' | '»' | '“' | '”' | '‘' | '’' | '\'' => '"',
        c => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(plain).collect()
}

/// Pieces of prose, marks and things that are left alone, in any order.
fn prose() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[ «»“”‘’\"'.:;!?%€$°–—…\u{a0}\u{2009}\u{202f}\u{fffc}\u{2028}()\\[\\]/-]{1,3}",
        "(l'|d'|mot|Mot|IA|M|Mme|Dr|p|n°|h|km|Go|mars|milliards|siècle|XXIe|Ve|1er|2e|IV|Louis)",
        "[0-9]{1,4}",
        " [0-9]{3}",
        "(\\.\\.\\.|--|---|'90s|GPT-4|5\"|Yahoo!|:x:|&amp;|\n)",
        " ",
    ];
    proptest::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

/// Things that are never changed, within prose.
const FIXED: &[&str] = &[
    "https://exemple.org/l'x--y?q=1&r=2e...",
    "www.exemple.org/l'été",
    "jean.d'arc@exemple.org",
    "exemple.org/l'x",
    "fe80::1",
    "C:\\l'x",
    "12:30",
    "GPT-4",
    "snake_case'd",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn twice_is_once(text in prose(), french: bool) {
        let tag = if french { "fr" } else { "en" };
        let once = typeset(tag, &text);
        prop_assert_eq!(typeset(tag, &once), once);
    }

    #[test]
    fn only_spaces_and_quotes_change(text in prose(), french: bool) {
        let tag = if french { "fr" } else { "en" };
        prop_assert_eq!(normalised(&typeset(tag, &text)), normalised(&text));
    }

    #[test]
    fn addresses_and_names_stay(before in prose(), fixed in 0..FIXED.len(), after in prose()) {
        let text = format!("{before} {} {after}", FIXED[fixed]);
        prop_assert!(typeset("fr", &text).contains(FIXED[fixed]));
        prop_assert!(typeset("en", &text).contains(FIXED[fixed]));
    }

    #[test]
    fn edits_are_in_order_and_apart(text in prose(), french: bool) {
        let language = Language::of(&locale(if french { "fr" } else { "en" }));
        let mut end = 0;
        for edit in edits(&text, language, Form::Html) {
            prop_assert!(end <= edit.at.start && edit.at.start < edit.at.end);
            prop_assert!(text.get(edit.at.clone()).is_some());
            end = edit.at.end;
        }
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        typeset("fr", &text);
        typeset("en", &text);
    }
}

/// What would take long if anything were looked at again and again.
#[test]
fn hostile_texts_end() {
    let deep = 100_000;
    for part in [
        "\"", "\"a ", " \"", "'", "a'", "«", "« ", "»", "“", "”", "\"«", "-- ", "a -- ", "!", " !",
        ":", "a:", "1 000 ", "1", "1 ", "1.", "1e", " h 1", "oe", "coe", "A", "A ", "E", "Etat-",
        "Etat_", "etc...", "  ", " ", ".", "...", "a...", "M. ", "Louis X ", "X", "XXe-", "@", "/",
        "a@b/'", "n° ", "°", "\u{2009}", "5\"", "‘", "a’ ", " 'a", "p. 1 ", "a.b/1er", "1-",
    ] {
        let text = part.repeat(deep / part.len());
        for tag in ["fr", "en"] {
            edits_and_faults(&text, Language::of(&locale(tag)), Form::Html);
            of_title(&text, Language::of(&locale(tag)));
        }
    }
}
