//! Numbers with a unit: "12 km", "12 kilomètres".
//!
//! ICU4X has no formatter for most units yet: the patterns are those of CLDR (`units.txt`), for the
//! languages that stand there. Any other has the root's: the symbols, which are international.

use std::collections::HashMap;

use icu_locale_core::Locale;

use super::numbers::Width;
use super::parents::{section, with_parents};

const PATTERNS: &str = include_str!("units.txt");

/// The units, by the names of ECMA-402 and CLDR, in the order of `units.txt`.
pub fn names() -> impl Iterator<Item = &'static str> {
    rows("und").filter(|(width, ..)| *width == "short").map(|(_, name, _)| name)
}

/// The unit of that name, if there is one.
pub(super) fn named(name: &str) -> Option<&'static str> {
    names().find(|known| *known == name)
}

/// One locale's patterns.
pub(super) struct UnitFormats {
    /// By width and unit: a pattern for each plural category, `other` first.
    patterns: HashMap<(&'static str, &'static str), Vec<(&'static str, &'static str)>>,
}

impl UnitFormats {
    pub(super) fn new(locale: &Locale) -> Self {
        let mut tags = with_parents(locale);
        if tags.iter().all(|tag| rows(tag).next().is_none()) {
            tags = vec!["und".to_owned()];
        }
        let rows = tags.iter().rev().flat_map(|tag| rows(tag));
        let patterns = rows.map(|(width, name, patterns)| {
            let patterns = patterns.split('\t').filter_map(|pattern| pattern.split_once('='));
            ((width, name), patterns.collect())
        });
        Self { patterns: patterns.collect() }
    }

    /// Writes the unit beside a number that is written, whose plural category is given.
    pub(super) fn format(&self, number: &str, category: &str, unit: &str, width: Width) -> String {
        let width = match width {
            Width::Short | Width::Code => "short",
            Width::Long => "long",
            Width::Narrow => "narrow",
        };
        let patterns = self.patterns.get(&(width, unit)).map_or(&[][..], Vec::as_slice);
        let own = patterns.iter().find(|(known, _)| *known == category);
        match own.or(patterns.first()) {
            Some((_, pattern)) => pattern.replace("{0}", number),
            None => number.to_owned(),
        }
    }
}

/// The rows of a locale: width, unit, patterns.
fn rows(tag: &str) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> + use<> {
    section(PATTERNS, tag).filter_map(|line| {
        let (width, rest) = line.split_once('\t')?;
        let (name, patterns) = rest.split_once('\t')?;
        Some((width, name, patterns))
    })
}
