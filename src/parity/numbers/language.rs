//! What languages write: one table each.

mod english;
mod french;
mod spanish;

/// How a language writes numbers. Words are in lower case; abbreviations stand without a full stop.
#[derive(Debug)]
pub struct Language {
    /// Its subtag (BCP 47).
    pub(super) tag: &'static str,
    /// The decimal sign.
    pub(super) decimal: char,
    /// The signs that may part groups of three digits, besides spaces that no line breaks at.
    pub(super) groups: &'static [char],
    /// Whether the month stands before the day: "January 27", "1/27/2025".
    pub(super) month_first: bool,
    /// The names of months with their numbers.
    pub(super) months: &'static [(&'static str, u8)],
    /// Names of months that are also other words: they count beside a day or a year alone.
    pub(super) doubtful_months: &'static [&'static str],
    /// Numerals below a hundred.
    pub(super) numerals: &'static [(&'static str, u64)],
    /// The word for a thousand that needs no numeral before it.
    pub(super) thousand: Option<&'static str>,
    /// Words for a hundred, which multiply what stands before them.
    pub(super) hundreds: &'static [&'static str],
    /// Numerals that are also other words, or that a translation may well leave out.
    pub(super) doubtful: &'static [&'static str],
    /// Numbers of an idiom: "twice", "douzaine". Each may answer a number and none must be answered.
    pub(super) idioms: &'static [(&'static str, u64)],
    /// Words for a half before or after a magnitude.
    pub(super) halves: &'static [&'static str],
    /// Words for powers of ten from a thousand on.
    pub(super) magnitudes: &'static [(&'static str, i16)],
    /// Abbreviations of those, as typed: they stand beside figures alone.
    pub(super) short_magnitudes: &'static [(&'static str, i16)],
    /// What follows the figures of an ordinal.
    pub(super) ordinal_endings: &'static [&'static str],
    /// Whether Roman numerals take those endings: "XXIe".
    pub(super) roman_ordinals: bool,
    /// What Roman numerals stand behind without an ending: "siglo XXI".
    pub(super) centuries: &'static [&'static str],
    /// Ordinals in words.
    pub(super) ordinals: &'static [(&'static str, u64)],
    /// Words for per cent, one or two each.
    pub(super) percent: &'static [&'static [&'static str]],
    /// Currencies by their words and signs.
    pub(super) currencies: &'static [(&'static str, &'static str)],
    /// The hundredths of currencies.
    pub(super) cents: &'static [&'static str],
    /// Units by their words: what is measured, and how many of the smallest unit one is.
    pub(super) units: &'static [(&'static str, &'static str, u64)],
    /// Numbers of days that say another: "quinze jours" are two weeks.
    pub(super) loose_days: &'static [(u64, u64)],
    /// Words that may stand between a number and its unit, or a day and its month.
    pub(super) links: &'static [&'static str],
    /// Words that join two numbers of one unit.
    pub(super) joints: &'static [&'static str],
    /// What stands between hours and minutes: "h" in "14 h 30".
    pub(super) hour: Option<&'static str>,
    /// What follows the hours of a clock with twelve: before noon, after noon.
    pub(super) halves_of_day: Option<(&'static str, &'static str)>,
}

/// Signs and codes of currencies, in every language.
pub(super) const CURRENCIES: &[(&str, &str)] = &[
    ("$", "dollar"),
    ("€", "euro"),
    ("£", "pound"),
    ("¥", "yuan or yen"),
    ("₹", "rupee"),
    ("₩", "won"),
    ("usd", "dollar"),
    ("eur", "euro"),
    ("gbp", "pound"),
    ("chf", "franc"),
];

/// What follows figures at once in every language: "671B", "128K".
pub(super) const MAGNITUDES: &[(&str, i16)] =
    &[("k", 3), ("K", 3), ("M", 6), ("B", 9), ("bn", 9), ("T", 12)];

/// The symbols of units, as typed (International System of Units, tables 2, 4 and 7; IEC 80000-13).
pub(super) const UNITS: &[(&str, &str, u64)] = &[
    ("nm", "length", 1),
    ("µm", "length", 1_000),
    ("mm", "length", 1_000_000),
    ("cm", "length", 10_000_000),
    ("m", "length", 1_000_000_000),
    ("km", "length", 1_000_000_000_000),
    ("g", "mass", 1),
    ("kg", "mass", 1_000),
    ("t", "mass", 1_000_000),
    ("ms", "time", 1),
    ("s", "time", 1_000),
    ("min", "time", 60_000),
    ("h", "time", 3_600_000),
    ("W", "power", 1),
    ("kW", "power", 1_000),
    ("MW", "power", 1_000_000),
    ("GW", "power", 1_000_000_000),
    ("TW", "power", 1_000_000_000_000),
    ("Wh", "energy", 1),
    ("kWh", "energy", 1_000),
    ("MWh", "energy", 1_000_000),
    ("GWh", "energy", 1_000_000_000),
    ("TWh", "energy", 1_000_000_000_000),
    ("Hz", "frequency", 1),
    ("kHz", "frequency", 1_000),
    ("MHz", "frequency", 1_000_000),
    ("GHz", "frequency", 1_000_000_000),
    ("kB", "data", 1_000),
    ("KB", "data", 1_000),
    ("MB", "data", 1_000_000),
    ("GB", "data", 1_000_000_000),
    ("TB", "data", 1_000_000_000_000),
    ("PB", "data", 1_000_000_000_000_000),
    ("ko", "data", 1_000),
    ("Ko", "data", 1_000),
    ("Mo", "data", 1_000_000),
    ("Go", "data", 1_000_000_000),
    ("To", "data", 1_000_000_000_000),
    ("Po", "data", 1_000_000_000_000_000),
    ("bit", "bits", 1),
    ("bits", "bits", 1),
];

const LANGUAGES: &[&Language] = &[&english::ENGLISH, &french::FRENCH, &spanish::SPANISH];

impl Language {
    /// The table of a language, by its subtag; `None` if there is none yet.
    pub fn of(tag: &str) -> Option<&'static Self> {
        LANGUAGES.iter().copied().find(|language| language.tag == tag)
    }

    pub(super) fn month(&self, word: &str) -> Option<u8> {
        find(self.months, word)
    }

    pub(super) fn is_doubtful(&self, word: &str) -> bool {
        self.doubtful.contains(&word)
    }
}

/// What stands beside a word in a table.
pub(super) fn find<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}
