//! Forms of one word, brought together by their stem.

use rust_stemmers::{Algorithm, Stemmer};

use super::words::fold;

/// The shortest word that has other forms, in characters: `ia` and `r2` are names.
const SHORTEST: usize = 4;

/// The stemmer of a language; none, if nobody wrote one.
pub(super) struct Stems(Option<Stemmer>);

impl Stems {
    /// That of a language by its code: `fr`.
    pub fn new(language: &str) -> Self {
        let algorithm = match language {
            "ar" => Algorithm::Arabic,
            "da" => Algorithm::Danish,
            "de" => Algorithm::German,
            "el" => Algorithm::Greek,
            "en" => Algorithm::English,
            "es" => Algorithm::Spanish,
            "fi" => Algorithm::Finnish,
            "fr" => Algorithm::French,
            "hu" => Algorithm::Hungarian,
            "it" => Algorithm::Italian,
            "nb" | "nn" | "no" => Algorithm::Norwegian,
            "nl" => Algorithm::Dutch,
            "pt" => Algorithm::Portuguese,
            "ro" => Algorithm::Romanian,
            "ru" => Algorithm::Russian,
            "sv" => Algorithm::Swedish,
            "ta" => Algorithm::Tamil,
            "tr" => Algorithm::Turkish,
            _ => return Self(None),
        };
        Self(Some(Stemmer::create(algorithm)))
    }

    /// The stem of a word in lower case, folded. It is taken with the accents, which tell forms apart:
    /// `entraînée` is a form of `entraîner`.
    pub fn stem(&self, word: &str) -> String {
        let plain = word.chars().all(char::is_alphabetic);
        let stem = match &self.0 {
            Some(stemmer) if plain && word.chars().count() >= SHORTEST => stemmer.stem(word),
            _ => word.into(),
        };
        match stem.chars().count() {
            0..3 => fold(word).into_owned(),
            _ => fold(&stem).into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: &str, alike: &[&str], others: &[&str]) {
        let stems = Stems::new(language);
        let stem = stems.stem(alike[0]);
        for word in alike {
            assert_eq!(stems.stem(word), stem, "{word} is a form of {}", alike[0]);
        }
        for word in others {
            assert_ne!(stems.stem(word), stem, "{word} is another word than {}", alike[0]);
        }
    }

    #[test]
    fn french_forms_have_one_stem() {
        check("fr", &["modèle", "modèles"], &["mode", "modem"]);
        check("fr", &["cheval", "chevaux"], &["chevet"]);
        check("fr", &["régulation", "régulations"], &["règle"]);
        check("fr", &["entraîner", "entraînée", "entraînés", "entraînement"], &["traîner"]);
        check("fr", &["européen", "européens", "européenne", "européennes"], &["euro"]);
        check("fr", &["annonce", "annoncé", "annoncées"], &["annuel"]);
        check("fr", &["ia"], &["iage"]);
    }

    #[test]
    fn english_forms_have_one_stem() {
        check("en", &["chip", "chips"], &["chipper"]);
        check("en", &["reason", "reasons", "reasoning", "reasoned"], &["rear"]);
        check("en", &["cost", "costs", "costing"], &["coast"]);
        check("en", &["company", "companies"], &["comply"]);
        check("en", &["ai"], &["aim"]);
    }

    #[test]
    fn numbers_and_languages_that_nobody_stems_stay_as_they_are() {
        assert_eq!(Stems::new("fr").stem("2024"), "2024");
        assert_eq!(Stems::new("en").stem("gpt4s"), "gpt4s");
        assert_eq!(Stems::new("pl").stem("łodzie"), "lodzie");
    }
}
