//! The bundles of every locale, and the texts that they make.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use fluent::resolver::ResolverError;
use fluent::{FluentArgs, FluentError, FluentMessage, FluentResource, FluentValue};

use super::formats::Formats;
use super::functions;
use super::messages::Messages;
use crate::diag::Span;
use crate::hashed::Fingerprint;
use crate::limits::MESSAGE_BYTES;
use crate::model::{Date, Locale};
use crate::typeset::Language;

/// A Fluent bundle that threads may share. Its lock guards plural rules of its own, which are never
/// asked: see [`super::walk`].
pub(super) type Bundle = fluent::concurrent::FluentBundle<FluentResource>;

/// What one locale brings: its name, how it writes, and its messages.
#[derive(Debug, Clone)]
pub struct LocaleMessages {
    /// The locale, as the configuration declares it.
    pub locale: Locale,
    /// How its region writes.
    pub formats: Arc<Formats>,
    /// What it says.
    pub messages: Messages,
}

/// The words of every locale, in the order of the configuration. A locale that lacks a message shows
/// that of a locale above it (`fr-CA`, then `fr`), with numbers and dates as in its own region, or else
/// the first's.
pub struct Words {
    locales: Vec<LocaleWords>,
    /// What they are made of: it tells where a message stands.
    made_of: Vec<LocaleMessages>,
    fingerprint: Fingerprint,
}

struct LocaleWords {
    locale: Locale,
    /// Its own words, then those that it falls back to.
    chain: Vec<Arc<Speaker>>,
    fingerprint: Fingerprint,
}

/// The words of a locale, as a region writes.
struct Speaker {
    locale: Locale,
    formats: Arc<Formats>,
    bundle: Bundle,
}

/// A text, and the locale that it is in: another, if the one asked lacks the message.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Text {
    /// The text: plain, not HTML.
    pub value: String,
    /// The locale whose message it is.
    pub locale: Locale,
    /// How it is set.
    pub language: Language,
    /// What went wrong while it was made, each as a clause: an argument that was not passed.
    pub faults: Vec<String>,
    /// Whether it was cut off, since it grew past [`MESSAGE_BYTES`] or shows too many other texts.
    pub cut: bool,
}

/// An argument of a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// Placed as it is.
    Text(String),
    /// Written, and counted, as the locale does.
    Number(f64),
    /// Written as `DATETIME` says, or in full when it is placed bare.
    Date(Date),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Arg {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

impl From<Date> for Arg {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl Words {
    /// Makes the bundles. No locale declared twice, and at least one, are the caller's to see to: the
    /// first of two is used, and of none there are no words.
    pub fn new(locales: Vec<LocaleMessages>) -> Self {
        let own: Vec<(Locale, Fingerprint)> =
            locales.iter().map(|one| (one.locale.clone(), one.fingerprint())).collect();
        let fingerprint = Fingerprint::of(&own);
        let tags: Vec<&Locale> = own.iter().map(|(locale, _)| locale).collect();
        let speakers: Vec<Arc<Speaker>> =
            locales.iter().map(|one| Arc::new(Speaker::new(one, &one.formats))).collect();
        let words = |one: &LocaleMessages| {
            let chain = chain(&tags, &one.locale);
            let read: Vec<_> = chain.iter().map(|place| &own[*place]).collect();
            let speaker = |place: &usize| match tags[*place].is_above(&one.locale) {
                true => Arc::new(Speaker::new(&locales[*place], &one.formats)),
                false => Arc::clone(&speakers[*place]),
            };
            LocaleWords {
                fingerprint: Fingerprint::of(&(&one.locale, read)),
                chain: chain.iter().map(speaker).collect(),
                locale: one.locale.clone(),
            }
        };
        Self { locales: locales.iter().map(words).collect(), made_of: locales, fingerprint }
    }

    /// The locales, in declared order.
    pub fn locales(&self) -> impl Iterator<Item = &Locale> {
        self.locales.iter().map(|words| &words.locale)
    }

    /// How a locale writes; the fallback's way if it is not declared.
    pub fn formats(&self, locale: &Locale) -> Option<&Arc<Formats>> {
        self.chain(locale).first().map(|own| &own.formats)
    }

    /// What a text in `locale` can depend on: its messages, those that it falls back to, its region.
    pub fn fingerprint(&self, locale: &Locale) -> Fingerprint {
        let words = self.words(locale);
        words.map_or(self.fingerprint, |words| words.fingerprint)
    }

    /// The message `key` in `locale`, or else in one that it falls back to; `None` if none has it.
    ///
    /// Never empty for want of an argument: what is missing shows by its name, `{$count}`. A text that
    /// names a message which its language lacks gives way to the next language's, whole.
    pub fn text(&self, locale: &Locale, key: &str, args: &[(&str, Arg)]) -> Option<Text> {
        best(self.chain(locale).iter().filter_map(|words| {
            let message = words.bundle.get_message(key)?;
            let pattern = message.value()?;
            Some(words.format(key, pattern, args))
        }))
    }

    /// The attribute `attribute` of the message `key`, as [`text`](Self::text).
    pub fn attribute(
        &self,
        locale: &Locale,
        key: &str,
        attribute: &str,
        args: &[(&str, Arg)],
    ) -> Option<Text> {
        best(self.chain(locale).iter().filter_map(|words| {
            let message: FluentMessage<'_> = words.bundle.get_message(key)?;
            let pattern = message.get_attribute(attribute)?.value();
            Some(words.format(key, pattern, args))
        }))
    }

    /// Whether the locale itself has a value for the message.
    pub fn has(&self, locale: &Locale, key: &str) -> bool {
        let own = self.chain(locale).first().filter(|own| own.locale == *locale);
        let message = own.and_then(|own| own.bundle.get_message(key));
        message.is_some_and(|message| message.value().is_some())
    }

    /// Where a text of [`text`](Self::text) or [`attribute`](Self::attribute) has its name.
    pub fn span(&self, text: &Text, key: &str, attribute: Option<&str>) -> Option<Span> {
        let own = self.made_of.iter().find(|own| own.locale == text.locale)?;
        let (file, entry) = own.messages.message(key)?;
        let name = match attribute {
            Some(attribute) => &entry.attribute(attribute)?.range,
            None => &entry.name,
        };
        Some(Span::new(file.path(), name.clone()))
    }

    /// Those whose words a locale shows, the first that has a message: see [`chain`].
    fn chain(&self, locale: &Locale) -> &[Arc<Speaker>] {
        match self.words(locale) {
            Some(words) => &words.chain,
            None => self.locales.first().map_or(&[], |first| &first.chain[..1]),
        }
    }

    fn words(&self, locale: &Locale) -> Option<&LocaleWords> {
        self.locales.iter().find(|words| words.locale == *locale)
    }
}

/// The first text in which nothing is wrong; if there is none, the first.
fn best(mut texts: impl Iterator<Item = Text>) -> Option<Text> {
    let first = texts.next()?;
    if first.faults.is_empty() || first.cut {
        return Some(first);
    }
    texts.find(|text| text.faults.is_empty()).or(Some(first))
}

/// The places of the locales whose words one shows: itself, then those above it, the nearest first
/// (`fr-CA`, `fr`), then the first, which is the default.
fn chain(locales: &[&Locale], of: &Locale) -> Vec<usize> {
    let mut chain: Vec<usize> = (0..locales.len())
        .filter(|place| locales[*place] == of || locales[*place].is_above(of))
        .collect();
    chain.sort_by_key(|place| std::cmp::Reverse(locales[*place].as_str().len()));
    if !chain.contains(&0) && !locales.is_empty() {
        chain.push(0);
    }
    chain
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({:?})", self.locales().collect::<Vec<_>>())
    }
}

impl Hash for Words {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

impl LocaleMessages {
    fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&(self.formats.region(), self.messages.fingerprint()))
    }
}

impl Speaker {
    fn new(words: &LocaleMessages, formats: &Arc<Formats>) -> Self {
        let bundle = bundle(&words.messages, formats);
        Self { locale: words.locale.clone(), formats: Arc::clone(formats), bundle }
    }

    fn format(
        &self,
        key: &str,
        pattern: &fluent_syntax::ast::Pattern<&str>,
        args: &[(&str, Arg)],
    ) -> Text {
        let args: FluentArgs<'_> =
            args.iter().map(|(name, arg)| (*name, self.value(arg))).collect();
        let mut errors = Vec::new();
        let mut text = Bounded(String::new());
        let written = self.bundle.write_pattern(&mut text, pattern, Some(&args), &mut errors);
        let mut faults = faults(&errors);
        let cut = written.is_err() || errors.contains(&TOO_MANY);
        if written.is_err() {
            faults.push(format!("it is longer than {MESSAGE_BYTES} bytes"));
        }
        let value = match text.0 {
            empty if empty.is_empty() && !faults.is_empty() => key.to_owned(),
            text => text,
        };
        let (locale, language) = (self.locale.clone(), self.formats.language());
        Text { value, locale, language, faults, cut }
    }

    fn value<'a>(&self, arg: &'a Arg) -> FluentValue<'a> {
        match arg {
            Arg::Text(text) => text.as_str().into(),
            Arg::Number(number) => functions::number_value(*number, &self.formats),
            Arg::Date(date) => functions::date_value(*date, &self.formats),
        }
    }
}

fn bundle(messages: &Messages, formats: &Arc<Formats>) -> Bundle {
    let language = formats.region().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Marks around each argument would end up in slugs, titles and search indexes.
    bundle.set_use_isolating(false);
    functions::add_to(&mut bundle, formats);
    // What the parser could read once it reads again; a message named as a function stays behind it.
    let resource = match FluentResource::try_new(messages.runtime_source()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let _ = bundle.add_resource(resource);
    bundle
}

/// What Fluent says of a message that shows too many others, each of which shows others.
const TOO_MANY: FluentError = FluentError::ResolverError(ResolverError::TooManyPlaceables);

/// Fluent's complaints as clauses, each once.
fn faults(errors: &[FluentError]) -> Vec<String> {
    let mut seen = BTreeMap::new();
    for (index, error) in errors.iter().enumerate() {
        let fault = match error {
            FluentError::ResolverError(error) => error.to_string(),
            other => other.to_string(),
        };
        seen.entry(fault).or_insert(index);
    }
    let mut faults: Vec<(usize, String)> =
        seen.into_iter().map(|(fault, index)| (index, fault)).collect();
    faults.sort();
    faults.into_iter().map(|(_, fault)| fault).collect()
}

/// A text that refuses to grow past its limit.
struct Bounded(String);

impl fmt::Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.0.len() + text.len() > MESSAGE_BYTES {
            return Err(fmt::Error);
        }
        self.0.push_str(text);
        Ok(())
    }
}
