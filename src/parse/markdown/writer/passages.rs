//! The text of a block, gathered until the block ends.
//!
//! A quote that opens before a tag may close after it, so text is typeset a block at a time. While a
//! block is read, its tags go to the draft, and its text to a passage; at its end, the passage is set,
//! and its pieces are put between the tags. A part in another language is a passage of its own, and
//! one word to the text around it.

use std::ops::Range;

use super::Writer;
use super::terms::{Cut, Cuts};
use crate::parse::markdown::assemble::{Draft, Mark};
use crate::parse::markdown::escape;
use crate::parse::typography;
use crate::typeset::{self, Change, Edit, Fault, Form, Language, OBJECT};

/// The texts of a block, by language.
pub(super) struct Passages {
    /// The block's own text, and those of its parts in other languages.
    pub(super) texts: Vec<Passage>,
    /// The passages that the next text stands in, innermost last, and how many raw elements are open in
    /// each; never none.
    open: Vec<(usize, usize)>,
    /// In the order of the HTML.
    pub(super) pieces: Vec<Piece>,
    /// How many bytes of text wait.
    length: usize,
}

pub(super) struct Passage {
    pub(super) language: Language,
    pub(super) text: String,
    /// Which pieces are its own.
    pub(super) pieces: Vec<usize>,
}

impl Passage {
    fn new(language: Language) -> Self {
        Self { language, text: String::new(), pieces: Vec::new() }
    }
}

/// A part of a passage, and where in the draft it belongs.
pub(super) struct Piece {
    passage: usize,
    pub(super) text: Range<usize>,
    /// The byte of the draft, and how many marks the draft had: some may stand at that very byte.
    pub(super) at: usize,
    pub(super) marks: usize,
    /// Where in the source the text stands.
    pub(super) source: usize,
    /// Whether it is above the line already.
    raised: bool,
    /// Whether a term may be explained in it.
    pub(super) explained: bool,
    /// How it is written: escaped, unless it is HTML.
    push: fn(&str, &mut String),
}

impl Passages {
    pub(super) fn new(language: Language) -> Self {
        let own = Passage::new(language);
        Self { texts: vec![own], open: vec![(0, 0)], pieces: Vec::new(), length: 0 }
    }

    /// What stands in for passages that are being written.
    const fn none() -> Self {
        Self { texts: Vec::new(), open: Vec::new(), pieces: Vec::new(), length: 0 }
    }

    /// Begins a block, in this language.
    pub(super) fn begin(&mut self, language: Language) {
        self.texts.truncate(1);
        self.texts[0].text.clear();
        self.texts[0].pieces.clear();
        self.length = 0;
        self.texts[0].language = language;
        self.open.truncate(1);
        self.pieces.clear();
    }

    /// Goes on in a language, within so many raw elements: in a passage around this one, or in a new one.
    pub(super) fn enter(&mut self, language: Language, elements: usize) {
        while self.open.len() > 1 && self.open.last().is_some_and(|(_, inside)| *inside > elements)
        {
            self.open.pop();
        }
        if self.texts[self.current()].language != language {
            self.stand_in(OBJECT);
            self.open.push((self.texts.len(), elements));
            self.texts.push(Passage::new(language));
        }
    }

    /// Notes something that is written to the draft, by a character that stands in for it.
    pub(super) fn stand_in(&mut self, c: char) {
        let current = self.current();
        self.texts[current].text.push(c);
        self.length += c.len_utf8();
    }

    /// How many bytes of text wait.
    pub(super) fn len(&self) -> usize {
        self.length
    }

    fn current(&self) -> usize {
        self.open.last().map_or(0, |(passage, _)| *passage)
    }
}

impl Writer<'_> {
    /// Gathers text that stands at a byte of the source.
    pub(super) fn gather(&mut self, text: &str, source: usize) {
        self.gather_piece(text, source, escape::push_text);
    }

    /// Gathers a line of text that stands in raw HTML.
    pub(super) fn gather_raw(&mut self, text: &str, source: usize) {
        self.gather_piece(text, source, escape::push_raw);
    }

    fn gather_piece(&mut self, text: &str, source: usize, push: fn(&str, &mut String)) {
        let (at, marks) = (self.out().html.len(), self.out().marks.len());
        let raised = self.raw.is_raised();
        let explained = self.links.is_empty() && !self.in_heading && self.raw.is_explained();
        let passage = self.passages.current();
        let own = &mut self.passages.texts[passage];
        let start = own.text.len();
        own.text.push_str(text);
        own.pieces.push(self.passages.pieces.len());
        self.passages.length += text.len();
        let text = start..own.text.len();
        let piece = Piece { passage, text, at, marks, source, raised, explained, push };
        self.passages.pieces.push(piece);
    }

    /// Typesets and writes what was gathered, and begins another text.
    pub(super) fn finish_text(&mut self) {
        self.in_word = false;
        if !self.passages.pieces.is_empty() {
            let passages = std::mem::replace(&mut self.passages, Passages::none());
            let cuts = self.known_terms(&passages);
            let faults = put_text(self.out(), &passages, cuts);
            self.silent = false;
            faults
                .iter()
                .for_each(|(passage, fault)| self.report_fault(&passages, *passage, fault));
            self.passages = passages;
        }
        if self.html_block.is_none() {
            self.raw.close_block();
        }
        self.passages.begin(self.language());
    }
}

impl Writer<'_> {
    /// Reports a fault, if it stands in one piece of the source.
    fn report_fault(&mut self, passages: &Passages, passage: usize, fault: &Fault) {
        let own = &passages.texts[passage];
        let wrong = &own.text[fault.at.clone()];
        let ended = |piece: &usize| passages.pieces[*piece].text.end <= fault.at.start;
        let piece = own.pieces.get(own.pieces.partition_point(ended));
        let piece = piece.map(|piece| &passages.pieces[*piece]);
        let holds =
            |piece: &&Piece| piece.text.start <= fault.at.start && fault.at.end <= piece.text.end;
        if let Some(piece) = piece.filter(holds) {
            let start = piece.source + fault.at.start - piece.text.start;
            let range = start..start + fault.at.len();
            if self.source.get(range.clone()) != Some(wrong) {
                return;
            }
            let range = self.in_file(range);
            let problem = typography::problem(fault, wrong, self.file, Some(range), 0..0);
            self.diagnostics.push(problem);
        }
    }
}

/// Puts the pieces between the tags of a draft, with marks at the cuts of each passage, and returns
/// what is wrong with each.
fn put_text(out: &mut Draft, passages: &Passages, cuts: Cuts) -> Vec<(usize, Fault)> {
    let mut faults = Vec::new();
    let Some(first) = passages.pieces.first() else { return faults };
    let mut typesets: Vec<Typeset<'_>> = Vec::new();
    let mut cuts = cuts.into_iter();
    for (place, passage) in passages.texts.iter().enumerate() {
        let (edits, found) = typeset::edits_and_faults(&passage.text, passage.language, Form::Html);
        faults.extend(found.into_iter().map(|fault| (place, fault)));
        typesets.push(Typeset {
            text: &passage.text,
            edits: edits.into_iter().peekable(),
            cuts: cuts.next().unwrap_or_default().into_iter().peekable(),
            done: 0,
        });
    }
    let (start, mut taken) = (first.at, first.marks);
    let tags = out.html.split_off(start);
    let mut marks = out.marks.split_off(taken).into_iter();
    let mut written = start;
    let mut added = 0;
    for piece in &passages.pieces {
        let before = marks.by_ref().take(piece.marks - taken);
        out.marks.extend(before.map(|(at, mark)| (at + added, mark)));
        taken = piece.marks;
        out.html.push_str(&tags[written - start..piece.at - start]);
        written = piece.at;
        let before = out.html.len();
        typesets[piece.passage].write(piece, out);
        added += out.html.len() - before;
    }
    out.marks.extend(marks.map(|(at, mark)| (at + added, mark)));
    out.html.push_str(&tags[written - start..]);
    faults
}

/// A passage that is being written.
struct Typeset<'p> {
    text: &'p str,
    edits: std::iter::Peekable<std::vec::IntoIter<Edit>>,
    cuts: std::iter::Peekable<std::vec::IntoIter<Cut>>,
    /// What is written, or gave way to what is.
    done: usize,
}

impl Typeset<'_> {
    /// Writes a piece. What is not in a piece is in the draft, and no change applies to it.
    fn write(&mut self, piece: &Piece, out: &mut Draft) {
        let Range { start, end } = piece.text;
        self.done = self.done.max(start);
        let inside = |cut: &Cut| match cut.mark {
            Mark::TermEnd => cut.at <= end,
            _ => cut.at < end,
        };
        while let Some(cut) = self.cuts.next_if(inside) {
            // A space that is put in before a term is no part of it, nor is one after it.
            let before = |edit: &Edit| match cut.mark {
                Mark::TermEnd => edit.at.start < cut.at,
                _ => edit.at.end <= cut.at,
            };
            self.write_up_to(cut.at, piece, before, &mut out.html);
            out.mark(cut.mark);
        }
        self.write_up_to(end, piece, |edit| edit.at.start < end, &mut out.html);
    }

    /// Writes a piece up to a byte of its text, with the changes that stand `before` that.
    fn write_up_to(
        &mut self,
        end: usize,
        piece: &Piece,
        before: impl Fn(&Edit) -> bool,
        out: &mut String,
    ) {
        while let Some(edit) = self.edits.next_if(&before) {
            if edit.at.start < piece.text.start {
                continue;
            }
            self.push_up_to(edit.at.start, piece, out);
            self.change(&edit, piece, out);
        }
        self.push_up_to(end, piece, out);
    }

    fn push_up_to(&mut self, end: usize, piece: &Piece, out: &mut String) {
        if self.done < end {
            (piece.push)(&self.text[self.done..end], out);
            self.done = end;
        }
    }

    fn change(&mut self, edit: &Edit, piece: &Piece, out: &mut String) {
        match edit.change {
            Change::To(with) => {
                out.push_str(with);
                self.done = edit.at.end;
            }
            Change::Raise if !piece.raised && edit.at.end <= piece.text.end => {
                out.push_str("<sup>");
                self.push_up_to(edit.at.end, piece, out);
                out.push_str("</sup>");
            }
            Change::Raise | Change::Keep => {}
        }
    }
}
