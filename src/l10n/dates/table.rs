//! The tables of patterns, by locale and style.

use std::ops::Range;

use icu_locale_core::Locale;

use super::DateStyle;
use crate::l10n::parents::{section, with_parents};

/// Sections of a locale, `[en-001]`, with lines for some styles: `full; yMMMEd = …`.
pub(super) struct Table(pub(super) &'static str);

impl Table {
    /// What stands behind each style, in a locale's own section or else in its nearest parent's.
    pub(super) fn rows(&self, locale: &Locale) -> Vec<Option<&'static str>> {
        let mut rows = vec![None; DateStyle::ALL.len()];
        for tag in with_parents(locale).iter().rev() {
            for (names, row) in self.lines(tag) {
                for style in names.split("; ").filter_map(DateStyle::parse) {
                    rows[style as usize] = Some(row);
                }
            }
        }
        rows
    }

    /// What stands behind a name that is no style.
    pub(super) fn row(&self, locale: &Locale, name: &str) -> Option<&'static str> {
        let tags = with_parents(locale);
        let mut lines = tags.iter().flat_map(|tag| self.lines(tag));
        lines.find(|(names, _)| *names == name).map(|(_, row)| row)
    }

    fn lines(&self, tag: &str) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        let lines = section(self.0, tag);
        lines.filter_map(|line| line.split_once(" =")).map(|(names, row)| (names, row.trim()))
    }
}

/// The parts in a pattern, `d` or `MMM`: the letters that are not quoted.
pub(super) fn parts(pattern: &str) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut quoted = false;
    for (at, letter) in pattern.bytes().enumerate() {
        quoted ^= letter == b'\'';
        if quoted || !letter.is_ascii_alphabetic() {
            continue;
        }
        match parts.last_mut() {
            Some(last) if last.end == at && pattern.as_bytes()[last.start] == letter => {
                last.end += 1
            }
            _ => parts.push(at..at + 1),
        }
    }
    parts
}

/// What a pattern of a table is for a style: with whole names, if the style has them.
pub(super) fn widened(pattern: &str, style: DateStyle) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut end = 0;
    for part in parts(pattern) {
        text.push_str(&pattern[end..part.start]);
        end = part.end;
        text.push_str(match &pattern[part] {
            "MMM" if style.is_wide() => "MMMM",
            "LLL" if style.is_wide() => "LLLL",
            "E" if style.is_wide() => "EEEE",
            "ccc" if style.is_wide() => "cccc",
            part => part,
        });
    }
    text.push_str(&pattern[end..]);
    unmarked(&text)
}

/// A text with the blanks that a table has marks for.
pub(super) fn unmarked(text: &str) -> String {
    text.replace('~', "\u{2009}").replace('^', "\u{202f}").replace('_', "\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_of_the_tables_is_of_a_style_and_can_be_written() {
        for table in [&crate::l10n::dates::PATTERNS, &crate::l10n::dates::ranges::PATTERNS] {
            for head in table.0.lines().filter_map(|line| line.strip_prefix('[')) {
                let section = head.trim_end_matches(']');
                let names = table.lines(section).flat_map(|(names, _)| names.split("; "));
                let unknown: Vec<&str> = names
                    .filter(|name| *name != "joint" && DateStyle::parse(name).is_none())
                    .collect();
                assert!(unknown.is_empty(), "{section}: {unknown:?}");
                assert!(crate::l10n::Formats::new(section).is_some(), "{section}");
            }
        }
    }

    #[test]
    fn parts_are_the_letters_that_are_not_quoted() {
        let parts = |pattern: &'static str| -> Vec<&str> {
            parts(pattern).into_iter().map(|part| &pattern[part]).collect()
        };
        assert_eq!(parts("E, d 'de' MMM–MMM y"), ["E", "d", "MMM", "MMM", "y"]);
        assert_eq!(parts("dMMy"), ["d", "MM", "y"]);
        assert_eq!(parts("'d''d' à"), [""; 0]);
    }

    #[test]
    fn whole_names_are_those_of_a_style_that_has_them() {
        assert_eq!(widened("E d~MMM 'MMM'", DateStyle::Full), "EEEE d\u{2009}MMMM 'MMM'");
        assert_eq!(widened("E d MMM", DateStyle::Medium), "E d MMM");
        assert_eq!(widened("dd/MM/y", DateStyle::Long), "dd/MM/y");
    }
}
