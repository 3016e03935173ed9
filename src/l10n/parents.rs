//! The locales whose data another has, too, and the tables of what CLDR has for each.

use icu_locale_core::Locale;
use icu_locale_fallback::LocaleFallbacker;

/// A locale and its parents in CLDR, the nearest first: `en-IE`, `en-001`, `en`.
///
/// A parent of another language (`en-IN`, of `hi-Latn`) says nothing of what ICU4X has for the locale.
pub(super) fn with_parents(locale: &Locale) -> Vec<String> {
    let mut tags = Vec::new();
    let fallbacker = LocaleFallbacker::new();
    let mut parents = fallbacker.for_config(Default::default()).fallback_for(locale.into());
    while !parents.get().is_unknown() && parents.get().language == locale.id.language {
        tags.push(parents.get().to_string());
        parents.step();
    }
    tags
}

/// The lines of a table below the head of a locale, `[en-001]`.
pub(super) fn section(
    table: &'static str,
    tag: &str,
) -> impl Iterator<Item = &'static str> + use<> {
    let head = format!("[{tag}]");
    let lines = table.lines().skip_while(move |line| *line != head).skip(1);
    lines.take_while(|line| !line.starts_with('['))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_are_those_of_cldr() {
        let tags = |tag: &str| with_parents(&tag.parse().expect("a tag"));
        assert_eq!(tags("en-IE"), ["en-IE", "en-001", "en"]);
        assert_eq!(tags("es-MX"), ["es-MX", "es-419", "es"]);
        assert_eq!(tags("en-BE"), ["en-BE", "en-150", "en-001", "en"]);
        assert_eq!(tags("fr-FR").last().map(String::as_str), Some("fr"));
        assert_eq!(tags("en-Shaw"), ["en-Shaw"]);
        assert_eq!(tags("hi-Latn"), ["hi-Latn"]);
    }
}
