//! What languages write: one table each.

mod english;
mod french;
mod german;
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
    /// How numerals are written as one word, if they are.
    pub(super) compound: Option<Compound>,
    /// Words for twelve things, which multiply what stands before them.
    pub(super) dozens: &'static [&'static str],
    /// Words for a half before or after a magnitude or a unit.
    pub(super) halves: &'static [&'static str],
    /// One part of a whole, several of them, and how many the whole has: "third", "thirds", 3.
    pub(super) parts: &'static [(&'static str, &'static str, u64)],
    /// Parts that need no numeral before them: "la moitié des".
    pub(super) bare_parts: &'static [(&'static str, u64)],
    /// Words between a part and the whole.
    pub(super) wholes: &'static [&'static str],
    /// Words for powers of ten from a thousand on.
    pub(super) magnitudes: &'static [(&'static str, i16)],
    /// Abbreviations of those, as typed: they stand beside figures alone.
    pub(super) short_magnitudes: &'static [(&'static str, i16)],
    /// What follows the figures of an ordinal.
    pub(super) ordinal_endings: &'static [&'static str],
    /// Whether Roman numerals take those endings: "XXIe".
    pub(super) roman_ordinals: bool,
    /// What Roman numerals stand behind as ordinals without an ending: "siglo XXI".
    pub(super) centuries: &'static [&'static str],
    /// What Roman numerals of one letter stand behind: "chapitre V".
    pub(super) chapters: &'static [&'static str],
    /// Ordinals in words.
    pub(super) ordinals: &'static [(&'static str, u64)],
    /// Ordinals that are also other words.
    pub(super) doubtful_ordinals: &'static [&'static str],
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
    /// Words that join two numbers of one unit. The first says "and".
    pub(super) joints: &'static [&'static str],
    /// What stands between hours and minutes: "h" in "14 h 30".
    pub(super) hour: Option<&'static str>,
    /// What stands behind a time of day: "14.30 Uhr".
    pub(super) o_clock: Option<&'static str>,
    /// What stands before the last two figures of a decade: "les années 90".
    pub(super) decades: &'static [&'static str],
    /// What follows them at once: "the 90s".
    pub(super) decade_endings: &'static [&'static str],
    /// What follows the hours of a clock with twelve: before noon, after noon.
    pub(super) halves_of_day: Option<(&'static str, &'static str)>,
    /// What follows such hours in words, and whether it is after noon: "de l'après-midi".
    pub(super) parts_of_day: &'static [(&'static [&'static str], bool)],
    /// Hours of the day that have a name: "midi".
    pub(super) named_hours: &'static [(&'static str, u64)],
    /// Minutes before an hour in words, which are added to it or taken from it: "half past", "quarter to".
    pub(super) before_hours: &'static [(&'static [&'static str], i64)],
    /// The same behind an hour: "et quart", "moins le quart".
    pub(super) behind_hours: &'static [(&'static [&'static str], i64)],
    /// What leads to such an hour: "las" in "las tres y media".
    pub(super) hour_articles: &'static [&'static str],
}

/// How a language writes numerals as one word: "zweihunderteinundzwanzig".
#[derive(Debug)]
pub(super) struct Compound {
    /// What stands between ones and tens.
    pub joint: &'static str,
    /// One and a half, in a word of its own.
    pub one_and_half: &'static str,
    /// What a word ends in that is a half more: "zweieinhalb".
    pub and_half: &'static str,
    /// What makes an ordinal of a numeral.
    pub ordinals: &'static [&'static str],
    /// What an ordinal may end in besides.
    pub inflections: &'static [char],
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

const LANGUAGES: &[&Language] =
    &[&english::ENGLISH, &french::FRENCH, &german::GERMAN, &spanish::SPANISH];

/// The longest numeral that is one word, in bytes: "neunhundertneunundneunzigtausend…" has some sixty.
const LONGEST: usize = 80;

impl Language {
    /// The table of a language, by its subtag; `None` if there is none yet.
    pub fn of(tag: &str) -> Option<&'static Self> {
        LANGUAGES.iter().copied().find(|language| language.tag == tag)
    }

    pub(super) fn month(&self, word: &str) -> Option<u8> {
        find(self.months, word)
    }

    /// The value of a numeral: in most languages below a hundred.
    pub(super) fn numeral(&self, word: &str) -> Option<u64> {
        let compound = || {
            let compound = self.compound.as_ref().filter(|_| word.len() <= LONGEST);
            compound.and_then(|compound| self.joined(compound, word))
        };
        find(self.numerals, word).or_else(compound)
    }

    /// The value of numerals that are one word, the larger first but for ones before tens.
    fn joined(&self, compound: &Compound, word: &str) -> Option<u64> {
        let hundred = self.hundreds.iter().map(|name| (*name, 100));
        let larger = self.thousand.iter().map(|name| (*name, 1_000)).chain(hundred);
        for (name, value) in larger {
            if let Some((many, rest)) = word.split_once(name) {
                let many = if many.is_empty() { 1 } else { self.numeral(many)? };
                let rest = rest.strip_prefix(compound.joint).unwrap_or(rest);
                let rest = if rest.is_empty() { 0 } else { self.numeral(rest)? };
                return (many < 1_000 && rest < value).then_some(many * value + rest);
            }
        }
        let (ones, tens) = word.split_once(compound.joint)?;
        let (ones, tens) = (find(self.numerals, ones)?, find(self.numerals, tens)?);
        (ones < 10 && tens >= 20).then_some(tens + ones)
    }

    /// The value of an ordinal in words.
    pub(super) fn ordinal(&self, word: &str) -> Option<u64> {
        find(self.ordinals, word).or_else(|| {
            let compound = self.compound.as_ref()?;
            let stem = word.strip_suffix(compound.inflections).unwrap_or(word);
            let numeral =
                compound.ordinals.iter().find_map(|end| self.numeral(stem.strip_suffix(end)?));
            find(self.ordinals, stem).or(numeral)
        })
    }

    /// How many parts the whole has of which a word names one, or several.
    pub(super) fn part(&self, count: u64, word: &str) -> Option<u64> {
        let named = |(one, several, _): &&(&str, &str, u64)| {
            if count == 1 { *one == word } else { *several == word }
        };
        self.parts.iter().find(named).map(|(.., parts)| *parts)
    }

    pub(super) fn is_doubtful(&self, word: &str) -> bool {
        self.doubtful.contains(&word)
    }

    /// Whether a word is the article that says one: "a", "an".
    pub(super) fn is_article(&self, word: &str) -> bool {
        find(self.idioms, word) == Some(1) || self.numeral(word) == Some(1)
    }
}

/// What stands beside a word in a table.
pub(super) fn find<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}
