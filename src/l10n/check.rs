//! What is asked for, compared with what there is, before anything is rendered.

use super::words::LocaleMessages;
use crate::diag::{Diagnostic, Span};

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

/// The beginning of the names of messages that data asks for: `topic-`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Prefix(pub String);

/// Compares every locale's messages with one another and with what is asked for.
pub fn check(_locales: &[LocaleMessages], _uses: &[Use], _optional: &[Prefix]) -> Vec<Diagnostic> {
    Vec::new()
}
