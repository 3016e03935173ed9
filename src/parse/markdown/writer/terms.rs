//! Terms of the glossary: where a text mentions one, and where it says it in the words of another language.

use std::ops::Range;
use std::sync::Arc;

use super::Writer;
use super::passages::{Passage, Passages, Piece};
use crate::diag::Span;
use crate::parse::markdown::Form;
use crate::parse::markdown::assemble::Mark;
use crate::parse::terms::{self, Found, Meaning};

/// How an author keeps a foreign word.
const OTHERWISE: &str = "say which language it is of, `<i lang=\"en\">…</i>`, or write `<!-- terms: off, REASON -->` above it";

/// A mark within a passage, before a byte of its text.
pub(super) struct Cut {
    pub at: usize,
    pub mark: Mark,
}

/// The cuts of each passage of a block, in order.
pub(super) type Cuts = Vec<Vec<Cut>>;

impl Writer<'_> {
    /// Where the passages mention terms.
    ///
    /// # Problems
    /// - [`Code::ForeignTerm`](crate::diag::Code::ForeignTerm).
    pub(super) fn known_terms(&mut self, passages: &Passages) -> Cuts {
        let Form::Text(terms) = self.form else { return Cuts::new() };
        if terms.fingerprint().is_none() {
            return Cuts::new();
        }
        let mut all = Cuts::with_capacity(passages.texts.len());
        for passage in &passages.texts {
            let mut cuts = Vec::new();
            // What is said in another language has no words of this one.
            let own = passage.language == self.language;
            let found = if own { terms.find(&passage.text) } else { Vec::new() };
            for Found { range, means } in found {
                let Some(pieces) = pieces_of(passages, passage, &range) else { continue };
                match means {
                    Meaning::Term(name) => cuts.extend(mention(name, range, &pieces)),
                    Meaning::Foreign(instead) if !self.silent => {
                        self.report_foreign(&passage.text[range.clone()], instead, &range, &pieces);
                    }
                    Meaning::Foreign(_) => {}
                }
            }
            all.push(cuts);
        }
        all
    }

    fn report_foreign(&mut self, word: &str, instead: &str, at: &Range<usize>, pieces: &[&Piece]) {
        let [first, .., last] = pieces else {
            let [only] = pieces else { return };
            return self.report_foreign(word, instead, at, &[*only, *only]);
        };
        let start = first.source + at.start - first.text.start;
        let end = last.source + at.end - last.text.start;
        let span = Span::new(self.file, self.in_file(start..end));
        self.diagnostics.push(terms::foreign(span, word, instead, OTHERWISE));
    }
}

/// The marks around a mention, unless it is one that is not explained, or tags stand within it.
fn mention(name: &Arc<str>, range: Range<usize>, pieces: &[&Piece]) -> Vec<Cut> {
    let together =
        pieces.windows(2).all(|two| two[0].at == two[1].at && two[0].marks == two[1].marks);
    if !together || !pieces.iter().all(|piece| piece.explained) {
        return Vec::new();
    }
    let begin = Cut { at: range.start, mark: Mark::Term(Arc::clone(name)) };
    vec![begin, Cut { at: range.end, mark: Mark::TermEnd }]
}

/// The pieces that a range of a passage stands in; nothing if some of it stands in none.
fn pieces_of<'p>(
    passages: &'p Passages,
    passage: &Passage,
    range: &Range<usize>,
) -> Option<Vec<&'p Piece>> {
    let ended = |piece: &usize| passages.pieces[*piece].text.end <= range.start;
    let own = &passage.pieces[passage.pieces.partition_point(ended)..];
    let all: Vec<&Piece> = own
        .iter()
        .map(|piece| &passages.pieces[*piece])
        .take_while(|piece| piece.text.start < range.end)
        .collect();
    let covered: usize = all
        .iter()
        .map(|piece| piece.text.end.min(range.end) - piece.text.start.max(range.start))
        .sum();
    (covered == range.len() && !all.is_empty()).then_some(all)
}
