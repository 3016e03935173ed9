//! One locale's data: dates, numbers, lists, order.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_list::ListFormatter;
use icu_list::options::ListFormatterOptions;
use icu_locale_core::Locale;
use writeable::Writeable;

use super::dates::{DateFormats, DateStyle};
use super::foreign::without_marks;
use super::numbers::{NumberFormats, NumberOptions, PluralRule, Width};
use super::relative::{TimeUnit, Wording};
use crate::model::{self, Date};
use crate::typeset::Language;

/// How one region writes and sorts, from CLDR: made once, shared by every page and thread.
pub struct Formats {
    region: String,
    language: Language,
    dates: DateFormats,
    numbers: NumberFormats,
    list: ListFormatter,
    order: CollatorPreferences,
    collator: CollatorBorrowed<'static>,
}

impl Formats {
    /// The data of a region's tag, `fr-FR` or `es`; `None` if that is not a BCP 47 tag.
    ///
    /// A region that CLDR does not know has its language's data, a language that it does not know the root's.
    pub fn new(region: &str) -> Option<Self> {
        let locale: Locale = region.parse().ok()?;
        let mut order = CollatorPreferences::from(&locale);
        // "n° 9" before "n° 10".
        order.numeric_ordering = Some(CollationNumericOrdering::True);
        // The root's data are of no language.
        let tag = model::Locale::new(&locale.id.to_string());
        Some(Self {
            region: locale.to_string(),
            language: tag.as_ref().map(Language::of).unwrap_or_default(),
            dates: DateFormats::new(&locale)?,
            numbers: NumberFormats::new(&locale)?,
            list: ListFormatter::try_new_and((&locale).into(), ListFormatterOptions::default())
                .ok()?,
            order,
            collator: Collator::try_new(order, CollatorOptions::default()).ok()?,
        })
    }

    /// The region's tag, in canonical case.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// How the region's texts are set.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Writes a date, never more precisely than it is: a month under [`DateStyle::Long`] is "février 2025".
    ///
    /// The first day of a French month is "1er", as the French write it although CLDR does not.
    pub fn date(&self, date: &Date, style: DateStyle) -> String {
        self.dates.format(date, style)
    }

    /// Writes the time from one date to another: "4–6 février 2025". What both share is said once, in
    /// the languages whose patterns are known; a range of one day is that day.
    pub fn date_range(&self, from: &Date, to: &Date, style: DateStyle) -> String {
        self.dates.range(from, to, style)
    }

    /// Writes a number's place in a row: "1er", "21st".
    pub fn place(&self, number: f64) -> String {
        self.numbers.place(number)
    }

    /// Writes a number; what is not finite is written as Rust does.
    pub fn number(&self, value: f64, options: NumberOptions) -> String {
        self.numbers.format(value, options)
    }

    /// Writes a time from now, or before it if the count is negative: "dans 3 jours", "hier".
    pub fn relative(&self, count: f64, unit: TimeUnit, width: Width, wording: Wording) -> String {
        let text = self.numbers.relative(count, unit, width, wording);
        text.unwrap_or_else(|| self.number(count, NumberOptions::default()))
    }

    /// Writes a list with "and": "a, b et c".
    pub fn list<S: AsRef<str>>(&self, items: &[S]) -> String {
        let items = items.iter().map(AsRef::as_ref);
        self.list.format(items).write_to_string().into_owned()
    }

    /// How the language sorts.
    pub(super) fn order(&self) -> CollatorPreferences {
        self.order
    }

    /// Compares two texts as a dictionary of the language sorts them, and numbers within them by value.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.compare(&without_marks(a), &without_marks(b))
    }

    /// Bytes whose order is that of [`compare`](Self::compare): to sort by, or to store.
    pub fn sort_key(&self, text: &str) -> Vec<u8> {
        let mut key = Vec::new();
        match self.collator.write_sort_key_to(text, &mut key) {
            Ok(()) => key,
            Err(never) => match never {},
        }
    }

    /// The plural category of a number: `one`, `many`, `other`…
    pub fn plural(&self, value: f64) -> &'static str {
        self.category(value, NumberOptions::default())
    }

    /// The ordinal category of a number: English has `one`, `two`, `few` and `other` (1st, 2nd, 3rd, 4th).
    pub fn ordinal(&self, value: f64) -> &'static str {
        let rule = PluralRule::Ordinal;
        self.category(value, NumberOptions { rule, ..NumberOptions::default() })
    }

    /// The plural category of a number as it is written with `options`: "1.0" is `other` in English.
    pub fn category(&self, value: f64, options: NumberOptions) -> &'static str {
        self.numbers.category(value, options)
    }
}

impl std::fmt::Debug for Formats {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Formats({})", self.region)
    }
}

impl PartialEq for Formats {
    /// A region has one set of data.
    fn eq(&self, other: &Self) -> bool {
        self.region == other.region
    }
}

impl Eq for Formats {}
