//! Locales: the languages that a site is published in.

use std::fmt;
use std::sync::Arc;

use icu_locale::LocaleDirectionality;
use icu_locale_core::LanguageIdentifier;
use serde::{Serialize, Serializer};

/// Which way a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right, as French is.
    LeftToRight,
    /// From right to left, as Arabic is.
    RightToLeft,
}

impl Direction {
    /// The direction of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::LeftToRight, Self::RightToLeft].into_iter().find(|one| one.as_str() == name)
    }

    /// Its name in HTML, for `dir`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// The BCP 47 tag of a declared locale, in canonical case: `fr`, `pt-BR`.
///
/// It is the prefix of the locale's URLs and the suffix of its files' names.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale(Arc<str>);

impl Locale {
    /// Checks a tag; `None` if it is not one. Case does not matter (RFC 5646, section 2.1.1).
    pub fn new(tag: &str) -> Option<Self> {
        let locale: LanguageIdentifier = tag.parse().ok()?;
        if locale.language.is_unknown() || tag.contains('_') {
            return None;
        }
        Some(Self(locale.to_string().into()))
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the tag is a beginning of another's: `fr` is above `fr-CA`, whose readers understand it
    /// (RFC 4647, section 3.4).
    pub fn is_above(&self, other: &Self) -> bool {
        other.0.strip_prefix(&*self.0).is_some_and(|rest| rest.starts_with('-'))
    }

    /// Which way it is written: as CLDR has it for its script, or else that of most of its readers.
    pub fn direction(&self) -> Direction {
        static DIRECTIONS: LocaleDirectionality = LocaleDirectionality::new_extended();
        let language: LanguageIdentifier = self.0.parse().unwrap_or(LanguageIdentifier::UNKNOWN);
        match DIRECTIONS.is_right_to_left(&language) {
            true => Direction::RightToLeft,
            false => Direction::LeftToRight,
        }
    }

    /// The language alone: `pt` of `pt-BR`.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Locale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_checked_and_put_in_canonical_case() {
        let check = |tag: &str, expected: Option<&str>| {
            assert_eq!(Locale::new(tag).as_ref().map(Locale::as_str), expected);
        };
        check("fr", Some("fr"));
        check("FR", Some("fr"));
        check("pt-br", Some("pt-BR"));
        check("", None);
        check("french!", None);
        check("fr_FR", None);
        check("und", None);
    }

    #[test]
    fn a_language_is_written_from_one_side() {
        let check = |tags: &str, expected: Direction| {
            for tag in tags.split(' ') {
                let locale = Locale::new(tag).expect("a tag");
                assert_eq!(locale.direction(), expected, "{tag}");
            }
        };
        check("ar ar-EG he fa ur ckb dv yi ps uz-Arab pa-PK az-IR en-Hebr", Direction::RightToLeft);
        check("fr en ja zh-Hant ru uz pa az ar-Latn he-Latn xx", Direction::LeftToRight);
    }
}
