//! What is asked for, compared with what there is, before anything is rendered.
//!
//! - [`missing`]: a message that is asked for, and a locale that lacks it;
//! - [`references`]: a mention of nothing, and mentions in a circle;
//! - [`arguments`]: variables that nobody passes, or that translations do not share;
//! - [`unused`]: messages that nothing leads to.

mod arguments;
mod missing;
mod references;
mod unused;

use super::entry::{Content, Entry};
use super::words::LocaleMessages;
use crate::diag::{Diagnostic, Span, sort};

/// A message that a template, or depeche itself, asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Use {
    /// The message's name.
    pub key: String,
    /// The attribute that is wanted instead of the value.
    pub attribute: Option<String>,
    /// The names of the arguments that are passed; `None` if nobody knows.
    pub arguments: Option<Vec<String>>,
    /// Where it is asked for; `None` if depeche asks.
    pub span: Option<Span>,
}

/// The beginning of the names of messages that data may ask for: `topic-`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Prefix(pub String);

/// Compares every locale's messages with one another and with what is asked for.
///
/// The first locale is the default one. Messages that begin with one of `optional` are never unused.
///
/// # Problems
/// - [`Code::MissingMessage`](crate::diag::Code::MissingMessage), once per message and locale that lacks it, or once if all do.
/// - [`Code::UnknownReference`](crate::diag::Code::UnknownReference), once for each thing that is not there.
/// - [`Code::CyclicMessage`](crate::diag::Code::CyclicMessage), once per circle.
/// - [`Code::MismatchedArguments`](crate::diag::Code::MismatchedArguments), once per message and variable.
/// - [`Code::UnusedMessage`](crate::diag::Code::UnusedMessage), once per message, whatever the number of locales.
pub fn check(locales: &[LocaleMessages], uses: &[Use], optional: &[Prefix]) -> Vec<Diagnostic> {
    let mut found = missing::find(locales, uses);
    found.extend(references::unknown(locales));
    found.extend(locales.iter().flat_map(|one| references::circles(&one.messages)));
    found.extend(arguments::find(locales, uses));
    found.extend(unused::find(locales, uses, optional));
    sort(&mut found);
    found
}

/// The text that a key and an attribute name, if the locale has it, and where its name stands.
fn lookup<'l>(
    one: &'l LocaleMessages,
    key: &str,
    attribute: Option<&str>,
) -> Option<(Span, &'l Content)> {
    let (file, entry) = one.messages.message(key)?;
    let (range, content) = part(entry, attribute)?;
    Some((Span::new(file.path(), range), content))
}

/// An entry's value, or one of its attributes, and where its name stands.
fn part<'e>(
    entry: &'e Entry,
    attribute: Option<&str>,
) -> Option<(std::ops::Range<usize>, &'e Content)> {
    match attribute {
        None => Some((entry.name.clone(), entry.value.as_ref()?)),
        Some(name) => {
            let attribute = entry.attribute(name)?;
            Some((attribute.range.clone(), &attribute.content))
        }
    }
}

/// The name as messages write it: `key` or `key.attribute`.
fn dotted(key: &str, attribute: Option<&str>) -> String {
    match attribute {
        None => key.to_owned(),
        Some(attribute) => format!("{key}.{attribute}"),
    }
}
