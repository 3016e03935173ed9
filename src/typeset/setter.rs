//! The one reading of a text: where something may have to be set, and what stands around it.

use std::ops::Range;

use super::dashes::OpenDash;
use super::faults::{Fault, FaultKind};
use super::quotes::Quote;
use super::rules::Rules;
use super::singles::Singles;
use super::token::Token;
use super::{Change, Edit, Form, NARROW, NO_BREAK, OBJECT};

/// A text being read, and what it is to become.
pub(super) struct Setter<'t> {
    pub text: &'t str,
    pub rules: &'static Rules,
    pub form: Form,
    /// In the order of the text, none over another.
    pub edits: Vec<Edit>,
    pub faults: Vec<Fault>,
    /// The double quotes so far; which of them are pairs is known at the end.
    pub quotes: Vec<Quote>,
    pub singles: Singles,
    pub dash: Option<OpenDash>,
    pub token: Token,
}

impl<'t> Setter<'t> {
    pub fn new(text: &'t str, rules: &'static Rules, form: Form) -> Self {
        Self {
            text,
            rules,
            form,
            edits: Vec::new(),
            faults: Vec::new(),
            quotes: Vec::new(),
            singles: Singles::default(),
            dash: None,
            token: Token::default(),
        }
    }

    /// Reads the text.
    pub fn run(mut self) -> Self {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(next) = self.rules.stops.find(&bytes[at..]) {
            at = self.stop(at + next);
        }
        self.pair_quotes();
        self.edits.retain(|edit| edit.change != Change::Keep);
        self
    }

    /// Looks for what is wrong besides what was met on the way, and returns all of it in order.
    pub fn faults(mut self) -> Vec<Fault> {
        self.judge_spelling();
        self.faults.sort_by_key(|fault| fault.at.start);
        self.faults
    }

    pub fn fault(&mut self, at: Range<usize>, kind: FaultKind, instead: Option<String>) {
        self.faults.push(Fault { at, kind, instead });
    }

    /// Deals with what stands at a byte, and says where to read on: past it.
    fn stop(&mut self, at: usize) -> usize {
        match self.text.as_bytes()[at] {
            b'"' => self.double_quote(at),
            b'\'' => self.single_quote(at),
            b'.' => self.dot(at),
            b'-' => self.hyphens(at),
            b';' | b'!' | b'?' | b':' => self.mark(at),
            b'%' | b'$' => self.sign(at, at + 1),
            b'0'..=b'9' => self.number(at),
            byte if byte.is_ascii_uppercase() => self.capital(at),
            _ => self.symbol(at),
        }
    }

    /// Deals with a character that is not ASCII.
    fn symbol(&mut self, at: usize) -> usize {
        let Some(c) = self.after(at) else { return at + 1 };
        let end = at + c.len_utf8();
        match c {
            '«' => return self.opening_guillemet(at, end),
            '»' => self.closing_guillemet(at, end),
            '“' | '”' => self.typed_quote(at, c),
            '‘' | '’' => self.typed_single(at, c),
            '–' | '—' => self.dash(at..end, c, None),
            '…' => self.ellipsis(at..end, None),
            '°' | 'º' | '§' => self.numero(at, end, c),
            '€' | '£' | '¥' | '‰' => drop(self.sign(at, end)),
            '\u{2009}' => self.thin_space(at..end),
            _ => {}
        }
        end
    }

    /// Makes a thin space, which breaks, one as wide that does not.
    fn thin_space(&mut self, at: Range<usize>) {
        let around = [self.before(at.start), self.after(at.end)];
        if !around.iter().any(|c| c.is_some_and(is_blank)) {
            self.push(at, Change::To(NARROW));
        }
    }

    /// Adds a change, unless it is over an earlier one; one of the very same bytes replaces it.
    pub fn push(&mut self, at: Range<usize>, change: Change) {
        match self.edits.last_mut() {
            Some(last) if last.at == at => last.change = change,
            Some(last) if at.start < last.at.end => {}
            _ => self.edits.push(Edit { at, change }),
        }
    }

    /// Makes spaces into this one. Where there is none, none is added.
    pub fn space(&mut self, at: Range<usize>, space: &'static str) {
        if !at.is_empty() && self.text[at.clone()] != *space {
            self.push(at, Change::To(space));
        }
    }

    /// Keeps what stands before spaces on the line of what stands after them. A single space that
    /// does not break was chosen by its author, or by CLDR.
    pub fn bind(&mut self, at: Range<usize>) {
        if self.text[at.clone()] != *NARROW {
            self.space(at, NO_BREAK);
        }
    }

    /// The character that ends before a byte.
    pub fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    /// The character that begins at a byte.
    pub fn after(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// Where the spaces before a byte begin.
    pub fn blanks_before(&self, at: usize) -> usize {
        if self.text[..at].ends_with(|c: char| c.is_ascii() && !is_blank(c)) {
            return at;
        }
        self.text[..at].trim_end_matches(is_blank).len()
    }

    /// Where the spaces from a byte on end.
    pub fn blanks_after(&self, at: usize) -> usize {
        self.text.len() - self.text[at..].trim_start_matches(is_blank).len()
    }

    /// Where the run of one ASCII byte ends that begins here.
    pub fn run_end(&self, at: usize) -> usize {
        let bytes = &self.text.as_bytes()[at..];
        at + bytes.iter().take_while(|&&byte| byte == bytes[0]).count()
    }

    /// Where the letters and digits from a byte on end.
    pub fn word_end(&self, at: usize) -> usize {
        let ascii = self.text.as_bytes()[at..].iter().take_while(|b| b.is_ascii_alphanumeric());
        let end = at + ascii.count();
        match self.text.as_bytes().get(end) {
            Some(byte) if !byte.is_ascii() => {
                let rest = &self.text[end..];
                self.text.len() - rest.trim_start_matches(char::is_alphanumeric).len()
            }
            _ => end,
        }
    }

    /// The letters and hyphens just before a byte. What is longer than any word that is looked for
    /// is cut short.
    pub fn word_before(&self, at: usize) -> &'t str {
        const LONGEST: usize = 24;
        let letters = self.text[..at].char_indices().rev().take(LONGEST);
        let word = letters.take_while(|(_, c)| c.is_alphabetic() || *c == '-');
        let word = &self.text[word.last().map_or(at, |(start, _)| start)..at];
        // Two hyphens are a dash.
        word.rsplit("--").next().unwrap_or_default().trim_start_matches('-')
    }

    /// Whether what follows a byte begins with this character, and a letter or digit after it, as
    /// the full stop within `a.org` does.
    pub fn goes_on_after(&self, at: usize, marks: &str) -> bool {
        let mut next = self.text[at..].chars();
        next.next().is_some_and(|c| marks.contains(c)) && next.next().is_some_and(is_word)
    }
}

/// Whether a character is a space within a line, or the end of a line of source.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// Whether a character is part of a word, or stands for one.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == OBJECT
}
