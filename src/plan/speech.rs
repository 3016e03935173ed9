//! The words of one locale, as the planner asks for them.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diag::Span;
use crate::l10n::{Arg, Formats, Text, Words, foreign};
use crate::link::{Site, Story};
use crate::model::Locale;
use crate::typeset::{self, Language};

/// A locale, and how it says things.
pub struct Speech {
    words: Arc<Words>,
    formats: Arc<Formats>,
    locale: Locale,
}

impl Speech {
    /// The words of the locale at a place among the declared ones.
    pub fn new(site: &Site, place: usize) -> Self {
        let locale = site.config.locales[place].tag.clone();
        let formats = site.words.formats(&locale).expect("every declared locale has its data");
        Self { words: Arc::clone(&site.words), formats: Arc::clone(formats), locale }
    }

    /// The locale.
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// How the locale's texts are set.
    pub fn language(&self) -> Language {
        self.formats.language()
    }

    /// How the locale writes and sorts.
    pub fn formats(&self) -> &Formats {
        &self.formats
    }

    /// A message, typeset, and marked if it is in another language. One that nobody has shows its key,
    /// and has been reported.
    pub fn say(&self, key: &str, args: &[(&str, Arg)]) -> String {
        match self.words.text(&self.locale, key, args) {
            Some(text) => foreign::typeset(&text, &self.locale),
            None => key.to_owned(),
        }
    }

    /// A message as it is written; nothing if nobody has it.
    pub fn find(&self, key: &str) -> Option<String> {
        self.text(key).map(|text| text.value)
    }

    /// The same, with the locale whose message it is.
    pub fn text(&self, key: &str) -> Option<Text> {
        self.words.text(&self.locale, key, &[])
    }

    /// Where a message has its name, or an attribute of it.
    pub fn span(&self, text: &Text, key: &str, attribute: Option<&str>) -> Option<Span> {
        self.words.span(text, key, attribute)
    }

    /// A message's attribute as it is written, if it is in the language of the message itself: an
    /// English topic without an address of its own has one made of its English name.
    pub fn attribute(&self, key: &str, attribute: &str) -> Option<Text> {
        let message = self.text(key)?;
        let text = self.words.attribute(&self.locale, key, attribute, &[])?;
        (text.locale == message.locale).then_some(text)
    }

    /// A message's attribute `description`, typeset.
    pub fn describe(&self, key: &str) -> Option<String> {
        let text = self.attribute(key, "description")?;
        Some(foreign::typeset(&text, &self.locale))
    }

    /// An author's text, typeset for this locale.
    pub fn set<'t>(&self, text: &'t str) -> Cow<'t, str> {
        typeset::plain(text, self.language())
    }

    /// A story's headline in a locale, or else its original's, typeset for its language.
    pub fn headline(&self, story: &Story, locale: usize) -> Arc<str> {
        let telling = story.telling_or_original(locale);
        telling.map_or_else(|| "".into(), |(_, telling)| Arc::clone(&telling.article.shown.title))
    }
}
