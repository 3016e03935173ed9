//! Microtypography: what a typist leaves out and a printer puts in.
//!
//! Only what was typed is replaced: an ordinary space becomes one that does not break, a straight
//! quote a curly one. Nothing is added where nothing stood, but for the spaces inside French quotes.
//! Typesetting twice is typesetting once.

mod piece;

use std::borrow::Cow;

use self::piece::Piece;
use crate::model::Locale;

/// The space of the width of a thin one that does not break: U+202F.
const NARROW: &str = "\u{202f}";

/// The space that does not break: U+00A0.
const NO_BREAK: &str = "\u{a0}";

/// Typesets a text that stands alone: a title, a summary.
pub fn plain<'t>(text: &'t str, locale: &Locale) -> Cow<'t, str> {
    Typesetter::new(locale).text(text, None)
}

/// Typesets a text that comes in pieces, as it does between the tags of a paragraph.
#[derive(Debug, Clone)]
pub struct Typesetter {
    french: bool,
    /// The last character so far.
    before: Option<char>,
    /// How many double quotes are open.
    quotes: usize,
}

impl Typesetter {
    /// At the beginning of a text. Languages other than French follow the English rules.
    pub fn new(locale: &Locale) -> Self {
        Self { french: locale.language() == "fr", before: None, quotes: 0 }
    }

    /// Begins another text: nothing came before, and no quote is open.
    pub fn restart(&mut self) {
        self.before = None;
        self.quotes = 0;
    }

    /// Notes a character that passed without being typeset, such as the end of a code span.
    pub fn saw(&mut self, c: char) {
        self.before = Some(c);
    }

    /// Typesets the next piece; `after` is the character that will follow it, if any does.
    pub fn text<'t>(&mut self, text: &'t str, after: Option<char>) -> Cow<'t, str> {
        let mut piece = Piece::new(text, after);
        let mut at = 0;
        // Few texts hold an address; the others need not look for one at every word.
        let addresses = text.contains("://") || text.contains('@') || text.contains("www.");
        while let Some(c) = piece.text[at..].chars().next() {
            let plain = if addresses { 0 } else { plain_start(&text[at..]) };
            if plain > 0 {
                at += plain;
                self.before = text[..at].chars().next_back();
            } else {
                at = self.step(&mut piece, at, c, addresses);
            }
        }
        piece.finish()
    }

    /// Deals with the character at `at`, and says where to go on.
    fn step(&mut self, piece: &mut Piece<'_>, at: usize, c: char, addresses: bool) -> usize {
        let starts_word = addresses && self.before.is_none_or(|c| !is_word(c));
        if starts_word && let Some(end) = protected(&piece.text[at..]) {
            self.before = piece.text[..at + end].chars().next_back();
            return at + end;
        }
        let end = at + c.len_utf8();
        let (end, with) = match c {
            '"' => (end, self.double_quote(piece.next(end))),
            '\'' => (end, self.single_quote(piece.next(end))),
            '.' => run(piece.text, at, &[(3, "…")]),
            '-' => self.dash(piece, at),
            ' ' if self.french => (end, self.space(piece, at)),
            _ => (end, None),
        };
        match with {
            Some(with) => {
                piece.replace(at, end, with);
                self.before = with.chars().next_back();
            }
            None => self.before = Some(c),
        }
        end
    }

    /// What a straight double quote becomes: it closes one if it can, and opens one if it may.
    fn double_quote(&mut self, next: Option<char>) -> Option<&'static str> {
        let opens = self.before.is_none_or(may_precede_opening);
        if self.quotes > 0 && !opens {
            self.quotes -= 1;
            let outer = self.french && self.quotes == 0;
            return Some(if outer { "\u{a0}»" } else { "”" });
        }
        if !opens || next.is_none_or(char::is_whitespace) {
            return None;
        }
        self.quotes += 1;
        let outer = self.french && self.quotes == 1;
        Some(if outer { "«\u{a0}" } else { "“" })
    }

    /// What a straight single quote becomes. In French it is an apostrophe, between a letter and
    /// the word that it elides to; in English it may also be a quote.
    fn single_quote(&self, next: Option<char>) -> Option<&'static str> {
        let after_letter = self.before.is_some_and(char::is_alphabetic);
        let after_digit = self.before.is_some_and(char::is_numeric);
        let to_word = next.is_some_and(|c| c.is_alphanumeric() || "\"«“[<`".contains(c));
        if self.french {
            return (after_letter && to_word).then_some("’");
        }
        if self.before.is_none_or(may_precede_opening) {
            // The year '90 loses its century; a quote seldom begins with a digit.
            let opens = next.is_some_and(|c| c.is_alphabetic() || "\"“".contains(c));
            return if opens {
                Some("‘")
            } else {
                next.filter(char::is_ascii_digit).map(|_| "’")
            };
        }
        (after_letter || !after_digit || to_word).then_some("’")
    }

    /// What hyphens become: two are a short dash, three a long one, but for options like `--strict`.
    fn dash(&self, piece: &Piece<'_>, at: usize) -> (usize, Option<&'static str>) {
        let (end, with) = run(piece.text, at, &[(2, "–"), (3, "—")]);
        let option = self.before.is_none_or(char::is_whitespace)
            && piece.next(end).is_some_and(char::is_alphanumeric);
        (end, with.filter(|_| !option))
    }

    /// What an ordinary space becomes in French, by what stands on either side of it.
    fn space(&self, piece: &mut Piece<'_>, at: usize) -> Option<&'static str> {
        let before = self.before?;
        let next = piece.next(at + 1)?;
        let digit = before.is_ascii_digit();
        match next {
            ';' | '!' | '?' if piece.ends_clause(at + 1) => Some(NARROW),
            ':' if piece.ends_clause(at + 1) => Some(NO_BREAK),
            '»' => Some(NO_BREAK),
            _ if before == '«' && !next.is_whitespace() => Some(NO_BREAK),
            '%' | '€' | '$' if before.is_alphanumeric() && piece.is_unit(at + 1, 1) => {
                Some(NO_BREAK)
            }
            '0'..='9' if digit && piece.groups(at) => Some(NARROW),
            _ if digit && piece.unit(at + 1) => Some(NO_BREAK),
            _ => None,
        }
    }
}

/// What a run of one ASCII character becomes, by how long it is.
fn run(text: &str, at: usize, lengths: &[(usize, &'static str)]) -> (usize, Option<&'static str>) {
    let bytes = &text.as_bytes()[at..];
    let length = bytes.iter().take_while(|&&byte| byte == bytes[0]).count();
    let with = lengths.iter().find(|(wanted, _)| *wanted == length);
    (at + length, with.map(|(_, with)| *with))
}

/// How many bytes of a text are letters and digits, of which nothing is ever made.
fn plain_start(text: &str) -> usize {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    text.bytes().position(|byte| !plain(&byte)).unwrap_or(text.len())
}

/// How long the URL or e-mail address is that a text begins with, if it begins with one.
fn protected(text: &str) -> Option<usize> {
    let word = text.split(|c: char| !is_word(c)).next().unwrap_or_default();
    let is_address = word.contains("://") || word.contains('@') || word.starts_with("www.");
    is_address
        .then(|| word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']).len())
        .filter(|&length| length > 0)
}

/// Whether a character belongs to a word, or to the address that the word may be.
fn is_word(c: char) -> bool {
    !c.is_whitespace() && !"\"«»“”<>".contains(c)
}

/// Whether a quote after this character opens.
fn may_precede_opening(c: char) -> bool {
    c.is_whitespace() || "([{«“‘’'–—/".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typeset(tag: &str, text: &str) -> String {
        let locale = Locale::new(tag).expect("a tag");
        plain(text, &locale).into_owned()
    }

    /// Checks a text, with `_` for U+00A0 and `~` for U+202F.
    #[track_caller]
    fn check(tag: &str, text: &str, expected: &str) {
        let shown = typeset(tag, text).replace('\u{a0}', "_").replace('\u{202f}', "~");
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn french_marks_keep_to_their_word() {
        check("fr", "Quoi ? Non ; si !", "Quoi~? Non~; si~!");
        check("fr", "Quoi ?! Non !!!", "Quoi~?! Non~!!!");
        check("fr", "Ceci : cela", "Ceci_: cela");
        check("fr", "« oui »", "«_oui_»");
        check("fr", "Quoi? «oui»", "Quoi? «oui»");
        check("fr-CA", "Quoi ?", "Quoi~?");
    }

    #[test]
    fn what_is_no_mark_is_left_alone() {
        for text in [
            "a :: b",
            "a :x: b",
            "à 12:30",
            "a ?b=1",
            "a != b",
            "https://a.b/?c='d'&e",
            "a@b.fr",
            "www.a.fr/l'x",
            "build --strict",
            "....",
            "c:\\a",
            "a -- b".replace("--", "–").as_str(),
        ] {
            check("fr", text, text);
        }
        check("fr", "(voir https://a.b/c) !", "(voir https://a.b/c)~!");
    }

    #[test]
    fn french_quotes_and_apostrophes() {
        check("fr", "l'IA, \"oui\"", "l’IA, «_oui_»");
        check("fr", "\"un \"deux\" trois\"", "«_un “deux” trois_»");
        check("fr", "l'\"IA\" (\"x\")", "l’«_IA_» («_x_»)");
        check("fr", "un écran de 5\"", "un écran de 5\"");
        check("fr", "'mot' 5'", "'mot' 5'");
    }

    #[test]
    fn french_numbers_keep_to_their_unit() {
        check("fr", "50 000 et 1 234 567", "50~000 et 1~234~567");
        check("fr", "en 2024 300 pages", "en 2024 300 pages");
        check("fr", "2024 300 500", "2024 300 500");
        check("fr", "12 345 6789", "12 345 6789");
        check("fr", "01 23 45 67 89", "01 23 45 67 89");
        check("fr", "GPT-4 200 fois", "GPT-4 200 fois");
        check("fr", "70 milliards, 5 % de 3 M €", "70_milliards, 5_% de 3_M_€");
        check("fr", "9 h, 5 km, 3 Go", "9_h, 5_km, 3_Go");
        check("fr", "5 hommes, 3 Mots, 2 K-pop", "5 hommes, 3 Mots, 2_K-pop");
    }

    #[test]
    fn english_is_curled_and_not_spaced() {
        check("en", "\"It's 'so' good,\" he said...", "“It’s ‘so’ good,” he said…");
        check("en", "the '90s, the dogs' bowls", "the ’90s, the dogs’ bowls");
        check("en", "5 % of 50 000 !", "5 % of 50 000 !");
        check("en", "a -- b---c", "a – b—c");
        check("en", "a 5\" screen, 6' tall", "a 5\" screen, 6' tall");
    }

    #[test]
    fn nothing_to_do_costs_nothing() {
        let locale = Locale::new("fr").expect("a tag");
        assert!(matches!(plain("Rien ici", &locale), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn twice_is_once(text in "[ a-c\"'.:;!?«»%€$0-9h@/-]{0,40}", french: bool) {
            let tag = if french { "fr" } else { "en" };
            let once = typeset(tag, &text);
            prop_assert_eq!(typeset(tag, &once), once);
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            typeset("fr", &text);
        }
    }
}
