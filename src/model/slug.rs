//! Slugs: words made into one segment of a URL.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::limits;

/// Names that a segment may not have: Windows keeps them for devices, with any extension.
const RESERVED: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// One segment of a URL: lower-case ASCII letters, digits and single hyphens.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Arc<str>);

/// Why a text is not a slug.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlugError {
    /// Nothing is left of it.
    Empty,
    /// Longer than a file's name may be.
    TooLong,
    /// A name that some systems keep for themselves.
    Reserved,
    /// It has characters that a slug has not; this is the nearest slug.
    NotASlug(Slug),
}

impl Slug {
    /// Takes a slug as its author wrote it.
    ///
    /// Nothing is mended in silence: a published URL must be the one that was written.
    pub fn new(text: &str) -> Result<Self, SlugError> {
        let slug = Self::from_words(text)?;
        if slug.as_str() == text { Ok(slug) } else { Err(SlugError::NotASlug(slug)) }
    }

    /// Makes a slug of words in any language: `L’été à Œrsted` gives `l-ete-a-oersted`.
    ///
    /// Letters lose their accents, ligatures and other scripts are spelt out in ASCII, and whatever
    /// is neither a letter nor a digit separates words so that a URL survives being read aloud or typed.
    pub fn from_words(words: &str) -> Result<Self, SlugError> {
        let mut slug = String::with_capacity(words.len());
        for word in words.chars() {
            push_ascii(word, &mut slug);
        }
        let slug = slug.trim_end_matches('-');
        if slug.is_empty() {
            return Err(SlugError::Empty);
        }
        if slug.len() > limits::SEGMENT_BYTES {
            return Err(SlugError::TooLong);
        }
        if is_reserved(slug) {
            return Err(SlugError::Reserved);
        }
        Ok(Self(slug.into()))
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether some systems keep a name for themselves, with any extension.
pub(super) fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    RESERVED.iter().any(|reserved| stem.eq_ignore_ascii_case(reserved))
}

fn push_ascii(c: char, slug: &mut String) {
    let separator = |slug: &mut String| {
        if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    };
    match c {
        'a'..='z' | '0'..='9' => slug.push(c),
        'A'..='Z' => slug.push(c.to_ascii_lowercase()),
        // A combining accent belongs to the letter before it.
        '\u{300}'..='\u{36f}' => {}
        c if c.is_alphanumeric() => {
            for c in deunicode::deunicode_char(c).unwrap_or("").chars() {
                match c {
                    c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
                    _ => separator(slug),
                }
            }
        }
        _ => separator(slug),
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Slug {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Slug {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Arc::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn from_words(words: &str) -> Option<String> {
        Slug::from_words(words).ok().map(|slug| slug.to_string())
    }

    #[test]
    fn words_become_a_slug() {
        let check = |words: &str, expected: &str| {
            assert_eq!(from_words(words).as_deref(), Some(expected), "{words}");
        };
        check("Puces : l’offensive", "puces-l-offensive");
        check("L'IA à l'État", "l-ia-a-l-etat");
        check("Œuvre, cœur, Ægide", "oeuvre-coeur-aegide");
        check("e\u{301}te\u{301}", "ete");
        check("  GPT-4.5 -- prêt ?  ", "gpt-4-5-pret");
        check("Straße", "strasse");
        check("«\u{a0}oui\u{a0}»", "oui");
    }

    #[test]
    fn what_cannot_be_a_segment_is_refused() {
        assert_eq!(Slug::from_words("…"), Err(SlugError::Empty));
        assert_eq!(Slug::from_words("CON"), Err(SlugError::Reserved));
        let long = "a".repeat(limits::SEGMENT_BYTES);
        assert!(Slug::from_words(&long).is_ok());
        assert_eq!(Slug::from_words(&(long + "a")), Err(SlugError::TooLong));
    }

    #[test]
    fn a_written_slug_is_never_mended_in_silence() {
        assert!(Slug::new("puces-2025").is_ok());
        for bad in ["..", "/", ""] {
            assert_eq!(Slug::new(bad), Err(SlugError::Empty), "{bad}");
        }
        for bad in ["Puces", "a/b", "été", "a--b", "a-"] {
            assert!(matches!(Slug::new(bad), Err(SlugError::NotASlug(_))), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_slug_of_a_slug_is_itself(words in "\\PC{0,80}") {
            if let Ok(slug) = Slug::from_words(&words) {
                prop_assert_eq!(Slug::new(slug.as_str()), Ok(slug.clone()));
                prop_assert!(slug.as_str().is_ascii());
                prop_assert!(!slug.as_str().contains("--"));
            }
        }
    }
}
