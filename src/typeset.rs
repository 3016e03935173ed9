//! Microtypography: what a typist leaves out and a printer puts in.
//!
//! A text is read once, from its first byte to its last. Only at the few bytes that may have to be
//! set is anything looked at, and what comes of it is a list of [`Edit`]s; most texts have none.
//! Typesetting twice is typesetting once.
//!
//! Each language has a table of its own, in `rules`; text in a language without one stays as typed.
//! French follows the *Lexique des règles typographiques en usage à l'Imprimerie nationale*, English
//! the *Chicago Manual of Style* (chapter 6) and *New Hart's Rules*.

mod dashes;
mod english;
mod faults;
mod french;
mod marks;
mod names;
mod numbers;
mod quotes;
mod rules;
mod setter;
mod singles;
mod token;

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::ops::Range;

pub use self::faults::{Fault, FaultKind, of_title};
use self::rules::Rules;
use self::setter::Setter;
use crate::model::Locale;

/// The space of the width of a thin one that does not break: U+202F.
const NARROW: &str = "\u{202f}";

/// The space that does not break: U+00A0.
const NO_BREAK: &str = "\u{a0}";

/// Stands in a text for something that is a word to those around it: a span of code, a picture.
pub const OBJECT: char = '\u{fffc}';

/// Stands in a text for a character that its author kept from being set, as with `\"`.
pub const KEPT: char = '\u{fdd0}';

/// Stands in a text for the end of a line that stays where it is, as `<br>` does.
pub const BREAK: char = '\u{2028}';

/// How the text of one language is set; as typed, by default.
#[derive(Debug, Clone, Copy, Default)]
pub struct Language(Option<&'static Rules>);

impl Language {
    /// That of a locale: of its whole tag (`fr-CA`), or else of its language.
    pub fn of(locale: &Locale) -> Self {
        Self(rules::of(locale))
    }

    /// That of an element whose `lang` is this, in a text that is set as `self` is. The bare tag of a
    /// language leaves its region to the text around it.
    pub fn within(self, lang: &Locale) -> Self {
        let same = |rules: &Rules| rules.tag.split('-').next() == Some(lang.as_str());
        if self.0.is_some_and(same) { self } else { Self::of(lang) }
    }
}

impl Language {
    fn tag(self) -> Option<&'static str> {
        self.0.map(|rules| rules.tag)
    }
}

impl PartialEq for Language {
    /// A tag has one table.
    fn eq(&self, other: &Self) -> bool {
        self.tag() == other.tag()
    }
}

impl Eq for Language {}

impl Hash for Language {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.tag().hash(state);
    }
}

/// What a text is set for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Text without markup: a title, an attribute, a feed's summary.
    Plain,
    /// Text between tags: what is raised above the line may have one of its own.
    Html,
}

/// A change to some bytes of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes; never none.
    pub at: Range<usize>,
    /// What becomes of them.
    pub change: Change,
}

/// What becomes of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    Keep,
    /// They give way to these.
    To(&'static str),
    /// They are raised above the line, as the letters of `1er`.
    Raise,
}

/// The changes to a text, in its order, none over another.
pub fn edits(text: &str, language: Language, form: Form) -> Vec<Edit> {
    match language.0 {
        Some(rules) => Setter::new(text, rules, form).run().edits,
        None => Vec::new(),
    }
}

/// The changes to a text, and what only its author can mend, each in its order.
pub fn edits_and_faults(text: &str, language: Language, form: Form) -> (Vec<Edit>, Vec<Fault>) {
    let Some(rules) = language.0 else { return (Vec::new(), Vec::new()) };
    let mut setter = Setter::new(text, rules, form).run();
    (std::mem::take(&mut setter.edits), setter.faults())
}

/// Typesets a text that stands alone: a title, a summary, a message, a picture's description.
pub fn plain(text: &str, language: Language) -> Cow<'_, str> {
    let edits = edits(text, language, Form::Plain);
    if edits.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut set = String::with_capacity(text.len() + 4 * edits.len());
    let mut copied = 0;
    for Edit { at, change } in edits {
        set.push_str(&text[copied..at.start]);
        match change {
            Change::To(with) => set.push_str(with),
            Change::Keep | Change::Raise => set.push_str(&text[at.clone()]),
        }
        copied = at.end;
    }
    set.push_str(&text[copied..]);
    Cow::Owned(set)
}

#[cfg(test)]
mod tests;
