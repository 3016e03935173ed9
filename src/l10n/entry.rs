//! One message or term: what it says, what it mentions, and where.

use std::collections::BTreeSet;
use std::ops::Range;

use fluent_syntax::ast;

use super::walk::{Edit, Walk};

/// Whether an entry is a message, which templates may ask for, or a term, which only messages may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// `name = text`
    Message,
    /// `-name = text`
    Term,
}

/// A message or a term of one file.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name, without a term's hyphen.
    pub id: String,
    /// Message or term.
    pub kind: EntryKind,
    /// Where the name stands, with a term's hyphen.
    pub name: Range<usize>,
    /// What its value mentions; `None` if it has attributes only.
    pub value: Option<Content>,
    /// Its attributes, in order.
    pub attributes: Vec<Attribute>,
    /// Its source, and what the bundle reads instead.
    source: String,
    edits: Vec<(usize, Edit)>,
}

/// `.name = text` below an entry.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// Its name, without the dot.
    pub name: String,
    /// Where the name stands.
    pub range: Range<usize>,
    /// What its text mentions.
    pub content: Content,
}

/// What a text mentions, in the order it stands there.
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// Arguments: `$count`.
    pub variables: Vec<Variable>,
    /// Messages, terms and functions.
    pub references: Vec<Reference>,
    /// What functions are told: `style: "percent"`.
    pub options: Vec<CallOption>,
}

/// A named argument of a function.
#[derive(Debug, Clone)]
pub struct CallOption {
    /// The function that is called.
    pub function: String,
    /// The option's name.
    pub name: String,
    /// Where the name stands.
    pub name_range: Range<usize>,
    /// Its value: a number, or a text without its quotes.
    pub value: String,
    /// Where the value stands.
    pub value_range: Range<usize>,
}

/// A mention of an argument.
#[derive(Debug, Clone)]
pub struct Variable {
    /// Its name, without `$`.
    pub name: String,
    /// Where the name stands.
    pub range: Range<usize>,
}

/// A mention of something that is defined elsewhere.
#[derive(Debug, Clone)]
pub struct Reference {
    /// What is meant.
    pub target: Target,
    /// Where its name stands.
    pub range: Range<usize>,
}

/// What a reference means.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// `{ name }` or `{ name.attribute }`
    Message(String, Option<String>),
    /// `{ -name }` or `{ -name.attribute -> … }`
    Term(String, Option<String>),
    /// `NAME(…)`
    Function(String),
}

impl Entry {
    /// Gathers a message; `range` is the stretch of `source` that it takes.
    pub(super) fn of_message(
        message: &ast::Message<&str>,
        source: &str,
        range: Range<usize>,
    ) -> Self {
        let mut walk = Walk::new(source, range.clone());
        let name = walk.name(message.id.name);
        let value = message.value.as_ref().map(|value| walk.content(value));
        Self {
            id: message.id.name.to_owned(),
            kind: EntryKind::Message,
            name,
            value,
            attributes: walk.attributes(&message.attributes),
            source: source[range].to_owned(),
            edits: walk.edits,
        }
    }

    /// Gathers a term; `range` is the stretch of `source` that it takes.
    pub(super) fn of_term(term: &ast::Term<&str>, source: &str, range: Range<usize>) -> Self {
        let mut walk = Walk::new(source, range.clone());
        let name = walk.term_name(term.id.name);
        let value = Some(walk.content(&term.value));
        Self {
            id: term.id.name.to_owned(),
            kind: EntryKind::Term,
            name,
            value,
            attributes: walk.attributes(&term.attributes),
            source: source[range].to_owned(),
            edits: walk.edits,
        }
    }

    /// The name as it is written: `-brand`.
    pub fn display_name(&self) -> String {
        match self.kind {
            EntryKind::Message => self.id.clone(),
            EntryKind::Term => format!("-{}", self.id),
        }
    }

    /// The attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|known| known.name == name)
    }

    /// The value and the attributes, as far as there are any.
    pub fn contents(&self) -> impl Iterator<Item = &Content> {
        let attributes = self.attributes.iter().map(|attribute| &attribute.content);
        self.value.iter().chain(attributes)
    }

    /// The source as it was written.
    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// The source as the bundle wants it: see [`Edit`].
    ///
    /// Fluent's bundle keeps messages and terms under one name; `shared` are those that both have.
    pub(super) fn runtime_source(&self, shared: &BTreeSet<&str>) -> String {
        let mut text = String::with_capacity(self.source.len() + 64);
        let mut done = 0;
        for (at, edit) in &self.edits {
            text.push_str(&self.source[done..*at]);
            done = *at;
            match edit {
                Edit::Replace(bytes, words) => {
                    text.push_str(words);
                    done += bytes;
                }
                Edit::TermName(name) if shared.contains(name.as_str()) => text.push_str("term--"),
                Edit::TermName(_) => {}
            }
        }
        text.push_str(&self.source[done..]);
        text.push('\n');
        text
    }
}
