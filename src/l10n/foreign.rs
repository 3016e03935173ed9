//! Texts of another language, which say so until the page that shows them is whole.
//!
//! A message that a locale lacks is shown in the language that it falls back to. Marks around it say
//! which that is: on a page they become an element with `lang`, and elsewhere they are taken away.

use std::borrow::Cow;

use super::words::Text;
use crate::model::Locale;
use crate::typeset;

/// What stands around such a text: characters that no text may hold, for programs to use inside
/// themselves (Unicode, section 23.7). The language stands between the first two, and after a space its
/// direction, if that is another than the page's.
pub const OPEN: char = '\u{fdd0}';
/// Ends the language's tag.
pub const MIDDLE: char = '\u{fdd1}';
/// Ends the text.
pub const CLOSE: char = '\u{fdd2}';

/// A message's text, typeset; with marks around it, if `locale` is not the language that it is in,
/// nor a region of that.
pub fn typeset(text: &Text, locale: &Locale) -> String {
    let set = typeset::plain(&text.value, text.language);
    match text.locale == *locale || text.locale.is_above(locale) {
        true => set.into_owned(),
        false => format!("{OPEN}{}{MIDDLE}{set}{CLOSE}", named(&text.locale, locale)),
    }
}

fn named(own: &Locale, around: &Locale) -> String {
    let direction = own.direction();
    match direction == around.direction() {
        true => own.to_string(),
        false => format!("{own} {}", direction.as_str()),
    }
}

/// Whether a text has marks in it.
pub fn has_marks(text: &str) -> bool {
    text.contains(OPEN)
}

/// A text without marks and the languages that they name.
pub fn without_marks(text: &str) -> Cow<'_, str> {
    if !has_marks(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        out.push_str(before);
        rest = after.split_once(MIDDLE).map_or(after, |(_, text)| text);
    }
    out.push_str(rest);
    Cow::Owned(out.replace(CLOSE, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::Language;

    #[test]
    fn marks_are_taken_away() {
        let fr = Locale::new("fr").expect("a tag");
        let text = |value: &str| Text {
            value: value.to_owned(),
            locale: fr.clone(),
            language: Language::of(&fr),
            faults: Vec::new(),
            cut: false,
        };
        assert_eq!(typeset(&text("Oui !"), &fr), "Oui\u{a0}!".replace('\u{a0}', "\u{202f}"));
        let marked = typeset(&text("Oui"), &Locale::new("en").expect("a tag"));
        assert_eq!(without_marks(&format!("a {marked}, {marked}")), "a Oui, Oui");
        assert_eq!(without_marks("a"), "a");
        let marked = typeset(&text("Oui"), &Locale::new("ar").expect("a tag"));
        assert_eq!(marked, format!("{OPEN}fr ltr{MIDDLE}Oui{CLOSE}"));
        assert_eq!(without_marks(&marked), "Oui");
    }
}
