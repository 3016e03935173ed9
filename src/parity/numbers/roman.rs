//! Roman numerals.

use super::scan::TokenKind;
use super::{Kind, Rational, Reader, Weight};

/// Numerals that are rather something else: a size, a name.
const DOUBTFUL: &[&str] = &["LI", "XL", "XX", "XXX"];

/// The values of letters, and of pairs of which the first is taken from the second, from the largest.
const VALUES: &[(&str, u64)] = &[
    ("C", 100),
    ("XC", 90),
    ("L", 50),
    ("XL", 40),
    ("X", 10),
    ("IX", 9),
    ("V", 5),
    ("IV", 4),
    ("I", 1),
];

impl Reader<'_> {
    /// Reads a Roman numeral; says whether there was one.
    ///
    /// - with an ordinal's ending, or behind a word for a century: "XXIe", "siglo XXI";
    /// - of several letters: "Louis XIV";
    /// - of one letter, behind a word for a part of a book: "chapitre V". Behind a name it may be one:
    ///   "François I".
    pub(super) fn roman(&mut self, from: usize) -> bool {
        let ordinal = self.roman_ordinal(from).or_else(|| self.century(from));
        let found = match ordinal {
            Some(value) => Some((Kind::Ordinal, value, Weight::Certain)),
            None => self.roman_name(from).map(|(value, weight)| (Kind::Label, value, weight)),
        };
        let Some((kind, value, weight)) = found else { return false };
        self.push(kind, Rational::from(value), weight, from, from + 1);
        true
    }

    fn roman_ordinal(&self, from: usize) -> Option<u64> {
        let text = self.text_of(from);
        let endings = self.language.ordinal_endings.iter();
        let value = |ending: &&str| {
            let value = roman(text.strip_suffix(ending)?)?;
            // "Ce" and "Le" are words, and so is "Id".
            let fits = match *ending {
                "er" | "re" | "ᵉʳ" => value == 1,
                "nd" | "nde" | "d" | "de" => value == 2,
                _ => value != 50 && value != 100,
            };
            fits.then_some(value)
        };
        endings.filter(|_| self.language.roman_ordinals).find_map(value)
    }

    /// A Roman numeral behind a word for a century.
    fn century(&self, from: usize) -> Option<u64> {
        self.language.centuries.contains(&self.word(self.before(from)?).as_str()).then_some(())?;
        roman(self.text_of(from))
    }

    fn roman_name(&self, from: usize) -> Option<(u64, Weight)> {
        let text = self.text_of(from);
        // Whatever has a C, a D or an M is rather an abbreviation.
        let value = roman(text).filter(|_| !text.contains('C'))?;
        let before = self.before(from);
        let chapter =
            before.is_some_and(|at| self.language.chapters.contains(&self.word(at).as_str()));
        let sure = chapter || text.len() > 1 && !DOUBTFUL.contains(&text);
        let named = before.is_some_and(|at| self.text_of(at).starts_with(char::is_uppercase));
        match sure {
            true => Some((value, Weight::Certain)),
            false => (text.len() > 1 || named && text != "L").then_some((value, Weight::Possible)),
        }
    }

    /// The word before a space before here.
    fn before(&self, from: usize) -> Option<usize> {
        let at = from.checked_sub(2).filter(|at| self.is_space(at + 1))?;
        (self.kind(at) == Some(TokenKind::Word)).then_some(at)
    }
}

/// The value of a Roman numeral in capitals, if it is written as the rules have it.
fn roman(text: &str) -> Option<u64> {
    let (mut value, mut rest) = (0, text);
    for (letters, worth) in VALUES {
        while let Some(after) = rest.strip_prefix(letters) {
            (value, rest) = (value + worth, after);
        }
    }
    (value > 0 && rest.is_empty() && written(value) == text).then_some(value)
}

/// A number as a Roman numeral.
fn written(mut value: u64) -> String {
    let mut text = String::new();
    for (letters, worth) in VALUES {
        while value >= *worth {
            text.push_str(letters);
            value -= worth;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::roman;

    #[test]
    fn numerals_keep_the_rules() {
        let check = |text: &str, expected| assert_eq!(roman(text), expected, "{text}");
        check("I", Some(1));
        check("IV", Some(4));
        check("XIV", Some(14));
        check("XXI", Some(21));
        check("XLIX", Some(49));
        check("LXXXVIII", Some(88));
        check("XC", Some(90));
        check("CCCXCIX", Some(399));
        check("CCCCCCCCC", Some(900));
        for none in ["", "IIII", "VV", "VIX", "IC", "ICI", "LCD", "XIXI", "IVI", "Xi", "MD"] {
            check(none, None);
        }
    }
}
