//! The short words within texts, made once: each article says "table", "note 1" and "source 2" again.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use crate::hashed::Fingerprint;
use crate::l10n::{Arg, Formats, Words};
use crate::model::Locale;
use crate::parse::markdown::escape::push_attribute;
use crate::typeset;

/// What a word is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum About {
    /// The thing of that number, as `$number`.
    Number(u32),
    /// A language, as `$language`.
    Language(Locale),
}

/// Words of a locale's messages, ready for HTML.
pub struct Labels {
    words: Arc<Words>,
    said: RwLock<Said>,
}

/// What was said, by locale, message and argument.
type Said = FxHashMap<(Locale, &'static str, About), Arc<str>>;

/// How many words are kept: past that, they are made each time.
const MOST: usize = 10_000;

impl Labels {
    /// None as yet.
    pub fn new(words: &Arc<Words>) -> Self {
        Self { words: Arc::clone(words), said: RwLock::default() }
    }

    /// Writes a message of one argument, for an element or between double quotes; a message that
    /// nobody has shows its key, as was reported.
    pub fn push(&self, locale: &Locale, key: &'static str, about: About, out: &mut String) {
        let asked = (locale.clone(), key, about);
        let known = self.said.read().unwrap_or_else(PoisonError::into_inner).get(&asked).cloned();
        out.push_str(&known.unwrap_or_else(|| self.say(asked)));
    }

    /// How a locale writes numbers and dates.
    pub fn formats(&self, locale: &Locale) -> Option<&Formats> {
        self.words.formats(locale).map(|formats| &**formats)
    }

    /// What a text in a locale can depend on.
    pub fn fingerprint(&self, locale: &Locale) -> Fingerprint {
        self.words.fingerprint(locale)
    }

    fn say(&self, asked: (Locale, &'static str, About)) -> Arc<str> {
        let (locale, key, about) = &asked;
        let argument = match about {
            About::Number(number) => ("number", Arg::Number(f64::from(*number))),
            About::Language(language) => ("language", Arg::Text(language.to_string())),
        };
        let text = self.words.text(locale, key, &[argument]);
        let set = text.as_ref().map(|text| typeset::plain(&text.value, text.language));
        let mut label = String::new();
        push_attribute(set.as_deref().unwrap_or(key), &mut label);
        let label: Arc<str> = label.into();
        let mut said = self.said.write().unwrap_or_else(PoisonError::into_inner);
        if said.len() < MOST {
            said.insert(asked, Arc::clone(&label));
        }
        label
    }
}
