//! Text and code spans.

use std::ops::Range;

use super::Writer;
use crate::diag::Code;
use crate::parse::formula::{self, Fault, Placement};
use crate::parse::markdown::{self, escape, words};
use crate::typeset;

impl Writer<'_> {
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        if range.start < self.done {
            return;
        }
        if let Some((chart, _)) = &mut self.chart {
            chart.push(text, range.start);
        } else if self.in_code_block {
            escape::push_text(text, &mut self.out().html);
        } else if let Some(image) = &mut self.image {
            image.alt.push_str(text);
        } else if !self.bracketed_note(text, &range) {
            self.running_text(text, range);
        }
    }

    /// Writes a line break, or its space in alternative text.
    pub(super) fn line_break(&mut self, html: &str) {
        if let Some(image) = &mut self.image {
            image.alt.push(' ');
            return;
        }
        self.in_word = false;
        self.heading_text(" ");
        self.push(html);
        self.passages.stand_in(typeset::BREAK);
    }

    /// Writes the end of a line of source, which is a space to readers.
    pub(super) fn soft_break(&mut self, range: Range<usize>) {
        if let Some(image) = &mut self.image {
            image.alt.push(' ');
            return;
        }
        self.in_word = false;
        self.heading_text(" ");
        self.gather("\n", range.start);
    }

    pub(super) fn code(&mut self, code: &str) {
        if let Some(image) = &mut self.image {
            image.alt.push_str(code);
            return;
        }
        self.push("<code>");
        escape::push_text(code, &mut self.out().html);
        self.push("</code>");
        self.count_words(code);
        self.heading_text(code);
        self.passages.stand_in(typeset::OBJECT);
    }

    /// Writes a formula as MathML. One by itself scrolls where it is too wide, so that the keyboard must
    /// reach it.
    pub(super) fn formula(&mut self, latex: &str, placement: Placement, range: Range<usize>) {
        if markdown::is_amount(self.source, &range) {
            let text = &self.source[range.clone()];
            return self.text(text, range);
        }
        if let Some(image) = &mut self.image {
            image.alt.push_str(latex);
            return;
        }
        match formula::mathml(latex, placement) {
            Ok(html) if placement == Placement::Display => {
                // Browsers would take the keyboard to a `<math>`, too, and validators do not know that.
                self.push("<span class=\"formula\" tabindex=\"0\">");
                self.push(&html);
                self.push("</span>");
            }
            Ok(html) => self.push(&html),
            Err(fault) => {
                self.push("<code>");
                escape::push_text(latex, &mut self.out().html);
                self.push("</code>");
                self.report_formula(fault, latex, range);
            }
        }
        self.count_words("x");
        self.heading_text(latex);
        self.passages.stand_in(typeset::OBJECT);
    }

    fn report_formula(&mut self, fault: Fault, latex: &str, range: Range<usize>) {
        let inside = self.source[range.clone()].find(latex).map(|at| range.start + at);
        let at = inside.map_or(range, |start| start + fault.at.start..start + fault.at.end);
        self.report(Code::MalformedFormula, fault.message, at, fault.help);
    }

    fn running_text(&mut self, text: &str, range: Range<usize>) {
        self.count_words(text);
        self.heading_text(text);
        let typed = self.source.get(range.clone()) == Some(text);
        if self.verbatim > 0 || self.raw.is_protected() {
            self.push_kept(text, typeset::OBJECT);
        } else if !typed {
            self.decoded_text(text);
        } else {
            let (kept, rest) = text.split_at(self.escaped_prefix(text, range.start));
            self.push_kept(kept, typeset::KEPT);
            self.gather(rest, range.end - rest.len());
        }
    }

    /// Writes text as it is; to the text around it, it is but a `stand_in`.
    pub(super) fn push_kept(&mut self, text: &str, stand_in: char) {
        if !text.is_empty() {
            escape::push_text(text, &mut self.out().html);
            self.passages.stand_in(stand_in);
        }
    }

    /// Writes what a character reference means. Its author chose it: `&quot;` stays straight.
    fn decoded_text(&mut self, text: &str) {
        escape::push_text(text, &mut self.out().html);
        for c in text.chars() {
            self.passages.stand_in(if c.is_ascii_punctuation() { typeset::KEPT } else { c });
        }
    }

    /// How much of a text its author kept from being typeset, by the backslash of `\"`.
    fn escaped_prefix(&self, text: &str, start: usize) -> usize {
        let escaped = self.source[..start].ends_with('\\');
        let first = text.chars().next().filter(char::is_ascii_punctuation);
        // A text that begins with a backslash follows one that escapes it.
        first.filter(|_| escaped).map_or(0, char::len_utf8)
    }

    /// Counts the words that begin in a text, unless it is a note.
    fn count_words(&mut self, text: &str) {
        if !self.open_notes.is_empty() {
            return;
        }
        let counted = words::count(text, self.in_word);
        self.in_word = counted.in_word;
        self.drafts.words = self.drafts.words.saturating_add(counted.words);
        self.drafts.characters = self.drafts.characters.saturating_add(counted.characters);
    }

    pub(super) fn heading_text(&mut self, text: &str) {
        if self.in_heading
            && let Some(heading) = self.drafts.headings.last_mut()
        {
            heading.text.push_str(text);
        }
    }
}
