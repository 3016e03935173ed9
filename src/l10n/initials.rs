//! The letters of an index from A to Z.

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_normalizer::DecomposingNormalizerBorrowed;

use super::Formats;
use super::foreign::without_marks;

/// Which letter of a language's index a word stands under: the first of those that it is sorted with.
///
/// What is a letter with an accent in one language is a letter of its own in another: `É` stands under E in
/// French, `Ö` under O in German, and by itself in Swedish.
pub struct Initials {
    /// Compares letters alone, without accents and case; none, for a language without an order.
    collator: Option<CollatorBorrowed<'static>>,
}

impl Initials {
    /// Those of a language.
    pub fn new(formats: &Formats) -> Self {
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Primary);
        Self { collator: Collator::try_new(formats.order(), options).ok() }
    }

    /// The letter of a word, as a capital; nothing for one that begins with no letter.
    pub fn of(&self, word: &str) -> Option<String> {
        let word = without_marks(word);
        let first = word.chars().find(|c| c.is_alphanumeric()).filter(|c| c.is_alphabetic())?;
        let own = first.to_string();
        let plain: String = match first {
            'œ' | 'Œ' => "oe".to_owned(),
            'æ' | 'Æ' => "ae".to_owned(),
            _ => DecomposingNormalizerBorrowed::new_nfd().normalize(&own).chars().take(1).collect(),
        };
        let alike = self.collator.as_ref().is_some_and(|order| order.compare(&own, &plain).is_eq());
        let letter = if alike { plain.chars().next()? } else { first };
        Some(letter.to_uppercase().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_under_the_letter_that_it_is_sorted_with() {
        let check = |region: &str, word: &str, expected: Option<&str>| {
            let initials = Initials::new(&Formats::new(region).unwrap());
            assert_eq!(initials.of(word).as_deref(), expected, "{region} {word}");
        };
        check("fr-FR", "énergie", Some("E"));
        check("fr-FR", "Œuvre", Some("O"));
        check("fr-FR", "Ça", Some("C"));
        check("fr-FR", "« agent »", Some("A"));
        check("en-GB", "agent", Some("A"));
        check("en-GB", "3D", None);
        check("en-GB", "", None);
        check("de-DE", "Öl", Some("O"));
        check("sv-SE", "Öl", Some("Ö"));
        check("es-ES", "ñu", Some("Ñ"));
        check("ja-JP", "大模型", Some("大"));
    }
}
