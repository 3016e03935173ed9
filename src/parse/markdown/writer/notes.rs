//! Footnotes, citations, and references that nothing defines.

use std::collections::HashMap;
use std::ops::Range;

use super::Writer;
use crate::diag::{Code, Diagnostic, Span};
use crate::parse::markdown::HoleKind;
use crate::parse::markdown::assemble::{Draft, Mark, Note};

/// What the name of a footnote begins with when it cites a source.
const CITATION: &str = "src:";

/// How many pairs of an unknown name and a known one are compared for a suggestion.
const COMPARISONS: usize = 10_000;

/// A reference that nothing defines.
pub(super) struct Undefined {
    name: String,
    /// In bytes of the body.
    range: Range<usize>,
}

impl Undefined {
    pub(super) fn link(name: &str, range: Range<usize>) -> Self {
        Self { name: name.to_owned(), range }
    }
}

/// The footnotes by name, without regard to case.
pub(super) type NoteNames = HashMap<String, usize>;

impl Writer<'_> {
    pub(super) fn note_reference(&mut self, name: &str) {
        if self.image.is_some() {
            return;
        }
        match name.strip_prefix(CITATION) {
            Some(source) => self.hole(HoleKind::Citation(source.to_owned())),
            None => {
                let note = self.note(name);
                self.out().mark(Mark::NoteRef(note));
            }
        }
    }

    pub(super) fn start_note(&mut self, name: &str) {
        self.finish_text();
        let note = self.note(name);
        self.open_notes.push((note, Draft::default()));
    }

    pub(super) fn end_note(&mut self) {
        self.finish_text();
        if let Some((note, draft)) = self.open_notes.pop() {
            self.finished += draft.html.len();
            self.drafts.notes[note].draft.get_or_insert(draft);
        }
    }

    /// The footnote of that name.
    fn note(&mut self, name: &str) -> usize {
        let next = self.drafts.notes.len();
        let note = *self.note_names.entry(name.to_lowercase()).or_insert(next);
        if note == next {
            self.drafts.notes.push(Note { name: name.to_owned(), draft: None });
        }
        note
    }

    /// Deals with `[^name]` that no footnote defines, which pulldown-cmark gives as mere text: the
    /// bracket by itself, then the rest in one or more pieces. An escaped bracket is not by itself.
    pub(super) fn bracketed_note(&mut self, text: &str, range: &Range<usize>) -> bool {
        let bracket = text == "[" && range.len() == 1;
        let rest = self.source.get(range.end..).unwrap_or_default();
        let Some(name) = bracket.then(|| bracketed_name(rest)).flatten() else {
            return false;
        };
        let whole = range.start..range.end + name.len() + 2;
        if let Some(source) = name.strip_prefix(CITATION) {
            self.done = whole.end;
            self.hole(HoleKind::Citation(source.to_owned()));
            return true;
        }
        self.undefined_notes.push(Undefined { name: name.to_owned(), range: whole });
        false
    }

    /// Reports references that nothing defines; `links` are names that links may refer to.
    pub(super) fn report_undefined(&mut self, undefined: Vec<Undefined>, links: &[String]) {
        let notes = std::mem::take(&mut self.undefined_notes);
        let names: Vec<String> = self.drafts.notes.iter().map(|n| n.name.clone()).collect();
        for problem in
            self.undefined("link", undefined, links, |name| format!("[{name}]: https://…"))
        {
            self.diagnostics.push(problem);
        }
        for problem in self.undefined("footnote", notes, &names, |name| format!("[^{name}]: …")) {
            self.diagnostics.push(problem);
        }
    }

    fn undefined(
        &self,
        what: &str,
        undefined: Vec<Undefined>,
        known: &[String],
        definition: impl Fn(&str) -> String,
    ) -> Vec<Diagnostic> {
        // Past that, a broken file would cost more to help with than to read.
        let compare = undefined.len().saturating_mul(known.len()) <= COMPARISONS;
        let known = if compare { known } else { &[] };
        let problem = |Undefined { name, range }: Undefined| {
            let span = Span::new(self.file, self.in_file(range));
            let message = format!("no {what} is named `{name}` here");
            let help = format!("define it with `{}`", definition(&name));
            Diagnostic::new(Code::UndefinedReference, message).at(span).suggest(
                &name,
                known.iter().map(String::as_str),
                help,
            )
        };
        undefined.into_iter().map(problem).collect()
    }
}

/// The name in `^name]`, if a text begins so.
fn bracketed_name(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('^')?;
    let plain = |c: char| c.is_alphanumeric() || "-_.:".contains(c);
    let end = inside.find(|c: char| !plain(c))?;
    (end > 0 && inside[end..].starts_with(']')).then(|| &inside[..end])
}
