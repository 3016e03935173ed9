//! Text and code spans.

use std::ops::Range;

use super::Writer;
use crate::parse::markdown::escape;

impl Writer<'_> {
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        if range.start < self.done {
            return;
        }
        if self.in_code_block {
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
        self.push(html);
        self.typesetter.saw('\n');
        self.in_word = false;
        self.heading_text(" ");
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
        // To the text around it, code is a word.
        self.typesetter.saw('x');
    }

    fn running_text(&mut self, text: &str, range: Range<usize>) {
        self.count_words(text);
        self.heading_text(text);
        let after = self.character_after(range.end);
        let typed = self.source.get(range.clone()) == Some(text);
        if self.verbatim > 0 || self.raw.is_protected() || !typed {
            escape::push_text(text, &mut self.out().html);
            self.saw_last(text);
            return;
        }
        let as_typed = self.escaped_prefix(text, range.start);
        let (prefix, rest) = text.split_at(as_typed);
        escape::push_text(prefix, &mut self.out().html);
        self.saw_last(prefix);
        let rest = self.typesetter.text(rest, after);
        escape::push_text(&rest, &mut self.out().html);
    }

    fn saw_last(&mut self, text: &str) {
        if let Some(last) = text.chars().next_back() {
            self.typesetter.saw(last);
        }
    }

    /// How much of a text its author kept from being typeset, by the backslash of `\"`.
    fn escaped_prefix(&self, text: &str, start: usize) -> usize {
        let escaped = self.source[..start].ends_with('\\');
        let first = text.chars().next().filter(char::is_ascii_punctuation);
        // A text that begins with a backslash follows one that escapes it.
        first.filter(|_| escaped).map_or(0, char::len_utf8)
    }

    /// The character that readers will see next, with the marks of emphasis skipped.
    fn character_after(&self, at: usize) -> Option<char> {
        let rest = self.source.get(at..)?;
        rest.chars().take(8).find(|c| !"*_~\\".contains(*c))
    }

    /// Counts the words that begin in a text: runs without blanks that have a letter or digit.
    fn count_words(&mut self, text: &str) {
        if !self.open_notes.is_empty() {
            return;
        }
        for c in text.chars() {
            if c.is_whitespace() {
                self.in_word = false;
            } else if !self.in_word && c.is_alphanumeric() {
                self.in_word = true;
                self.drafts.words = self.drafts.words.saturating_add(1);
            }
        }
    }

    fn heading_text(&mut self, text: &str) {
        if self.in_heading
            && let Some(heading) = self.drafts.headings.last_mut()
        {
            heading.text.push_str(text);
        }
    }
}
