//! One `.ftl` file, parsed: its messages and terms, and where each thing in them stands.
//!
//! The parser keeps no positions, but the names in its tree are slices of the source, so that their
//! addresses tell. [`super::entry`] walks the tree and gathers them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use fluent_syntax::ast;
use fluent_syntax::parser::{self, ParserError};

use super::entry::{Entry, EntryKind};
use super::{guard, options};
use crate::diag::{Checked, Code, Diagnostic, Span};
use crate::hashed::Fingerprint;
use crate::world::VPath;

/// The messages and terms of one file, in the order they stand there.
#[derive(Debug, Clone)]
pub struct MessageFile {
    path: VPath,
    fingerprint: Fingerprint,
    entries: Vec<Entry>,
}

impl MessageFile {
    /// Reads a file, and keeps every entry that could be read.
    ///
    /// Of two entries with one name the last stays, as in Fluent.
    ///
    /// # Problems
    /// - [`Code::FluentSyntax`], for each stretch that the parser gave up, and for an entry that is longer
    ///   or nested deeper than its limit.
    /// - [`Code::UnknownKey`] and [`Code::BadValue`], for an option that a function does not have or take.
    /// - [`Code::DuplicateMessage`], at each later entry, or attribute, of one name.
    pub fn parse(path: &VPath, source: &str) -> Checked<Self> {
        let (source, mut diagnostics) = guard::cut(path, source);
        let (tree, errors) = match parser::parse(&*source) {
            Ok(tree) => (tree, Vec::new()),
            Err((tree, errors)) => (tree, errors),
        };
        diagnostics.extend(errors.iter().map(|error| syntax(path, &source, error)));
        let entries = entries(&tree, &source);
        let entries = without_duplicates(path, entries, &mut diagnostics);
        let options = entries.iter().flat_map(Entry::contents).flat_map(|c| &c.options);
        diagnostics.extend(options.filter_map(|option| options::problem(path, option)));
        let fingerprint = Fingerprint::of(&(path, &*source));
        let value = Self { path: path.clone(), fingerprint, entries };
        Checked { value, diagnostics }
    }

    /// Where the file is.
    pub fn path(&self) -> &VPath {
        &self.path
    }

    /// Its entries, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

impl Hash for MessageFile {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

/// Every entry that was read, with the stretch of source that it takes.
fn entries(tree: &ast::Resource<&str>, source: &str) -> Vec<Entry> {
    let offset = |text: &str| text.as_ptr() as usize - source.as_ptr() as usize;
    let starts = tree.body.iter().map(|item| match item {
        ast::Entry::Message(message) => Some(offset(message.id.name)),
        // The hyphen is not part of the name.
        ast::Entry::Term(term) => Some(offset(term.id.name) - 1),
        ast::Entry::Junk { content } => Some(offset(content)),
        // What a comment would leave at the end of the entry before it is a comment, too.
        _ => None,
    });
    let starts: Vec<Option<usize>> = starts.collect();
    let read = |(index, item): (usize, &ast::Entry<&str>)| {
        let start = starts[index]?;
        let end = starts[index + 1..].iter().flatten().next();
        let range = start..end.copied().unwrap_or(source.len());
        match item {
            ast::Entry::Message(message) => Some(Entry::of_message(message, source, range)),
            ast::Entry::Term(term) => Some(Entry::of_term(term, source, range)),
            _ => None,
        }
    };
    tree.body.iter().enumerate().filter_map(read).collect()
}

/// Drops all but the last entry of each name, and reports those that repeat one.
fn without_duplicates(
    path: &VPath,
    entries: Vec<Entry>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let mut last: BTreeMap<(EntryKind, String), usize> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        diagnostics.extend(duplicate_attributes(path, entry));
        if let Some(first) = last.insert((entry.kind, entry.id.clone()), index) {
            let name = entry.display_name();
            diagnostics.push(
                Diagnostic::new(Code::DuplicateMessage, format!("`{name}` is defined twice"))
                    .at(Span::new(path, entry.name.clone()))
                    .and(Span::new(path, entries[first].name.clone()), "first here")
                    .help("remove one of them: the last one is used"),
            );
        }
    }
    let stays = |(index, entry): (usize, Entry)| {
        (last.get(&(entry.kind, entry.id.clone())) == Some(&index)).then_some(entry)
    };
    let mut kept = Vec::new();
    for pair in entries.into_iter().enumerate() {
        kept.extend(stays(pair));
    }
    kept
}

/// Reports attributes that an entry has twice.
fn duplicate_attributes(path: &VPath, entry: &Entry) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<&str, &Range<usize>> = BTreeMap::new();
    let mut found = Vec::new();
    for attribute in &entry.attributes {
        if let Some(first) = seen.insert(&attribute.name, &attribute.range) {
            let name = format!("{}.{}", entry.display_name(), attribute.name);
            found.push(
                Diagnostic::new(Code::DuplicateMessage, format!("`{name}` is defined twice"))
                    .at(Span::new(path, attribute.range.clone()))
                    .and(Span::new(path, first.clone()), "first here")
                    .help("remove one of them: the first one is used"),
            );
        }
    }
    found
}

/// Says what the parser stumbled over, at its own position.
fn syntax(path: &VPath, source: &str, error: &ParserError) -> Diagnostic {
    let range = within(source, &error.pos);
    Diagnostic::new(Code::FluentSyntax, clause(&error.kind))
        .at(Span::new(path, range))
        .help(remedy(&error.kind))
}

/// A range that lies in the source and cuts no character: the parser's may do both.
pub(super) fn within(source: &str, range: &Range<usize>) -> Range<usize> {
    let boundary = |at: &usize| source.is_char_boundary(*at);
    let start = (0..=range.start.min(source.len())).rev().find(boundary);
    let end = (range.end..source.len()).find(boundary);
    let start = start.unwrap_or_default();
    start..end.unwrap_or(source.len()).max(start)
}

/// The parser's message as a clause: lower case, no full stop, names in backticks.
fn clause(kind: &parser::ErrorKind) -> Cow<'static, str> {
    use parser::ErrorKind as K;
    match kind {
        K::ExpectedToken(c) => format!("`{}` is missing here", c.escape_debug()).into(),
        K::ExpectedCharRange { range } => {
            format!("one of `{}` is missing here", range.escape_debug()).into()
        }
        K::ExpectedMessageField { entry_id } => {
            format!("`{entry_id}` has neither a value nor attributes").into()
        }
        K::ExpectedTermField { entry_id } => format!("`-{entry_id}` has no value").into(),
        K::ForbiddenCallee => "a function's name is written in capitals".into(),
        K::MissingDefaultVariant => "no variant is marked as the default".into(),
        K::MissingValue => "a value is missing here".into(),
        K::MultipleDefaultVariants => "two variants are marked as the default".into(),
        K::MessageReferenceAsSelector => "a message can't be selected on".into(),
        K::TermReferenceAsSelector => "a term can't be selected on".into(),
        K::MessageAttributeAsSelector => "a message's attribute can't be selected on".into(),
        K::TermAttributeAsPlaceable => "a term's attribute can't be shown, only selected on".into(),
        K::UnterminatedStringLiteral => "a text in quotes is not closed".into(),
        K::PositionalArgumentFollowsNamed => {
            "an argument without a name follows one with a name".into()
        }
        K::DuplicatedNamedArgument(name) => format!("the argument `{name}` is given twice").into(),
        K::UnknownEscapeSequence(_) => {
            "a backslash stands before something that it can't escape".into()
        }
        K::InvalidUnicodeEscapeSequence(_) => "an escape names no character".into(),
        K::UnbalancedClosingBrace => "a `}` closes nothing".into(),
        K::ExpectedInlineExpression => "a `{` is followed by nothing that can be shown".into(),
        K::ExpectedSimpleExpressionAsSelector => "this can't be selected on".into(),
        K::ExpectedLiteral => "a named argument must be a number or a text in quotes".into(),
    }
}

/// What to write instead.
fn remedy(kind: &parser::ErrorKind) -> &'static str {
    use parser::ErrorKind as K;
    match kind {
        K::ExpectedToken('=') => "write `name = text`; the lines that continue a text are indented",
        K::ExpectedToken('}') => "close what a `{` opened",
        K::MissingDefaultVariant => {
            "write `*` before the variant that stands for all others: `*[other]`"
        }
        K::MultipleDefaultVariants => "leave `*` before one variant only",
        K::UnbalancedClosingBrace => "write `{\"}\"}` to show a brace",
        K::ExpectedInlineExpression => {
            "write `{\"{\"}` to show a brace, or `{ $name }` to show an argument"
        }
        K::UnknownEscapeSequence(_) => "write `\\\\` to show a backslash",
        K::ExpectedMessageField { .. } => "write its text after `=`, or on indented lines below",
        K::ForbiddenCallee => "write `NUMBER(…)` or `DATETIME(…)`, or remove the parentheses",
        K::MessageReferenceAsSelector
        | K::TermReferenceAsSelector
        | K::MessageAttributeAsSelector => {
            "select on an argument, `{ $name -> … }`, or on a term's attribute"
        }
        _ => "see https://projectfluent.org/fluent/guide/ for how messages are written",
    }
}
