//! Straight single quotes: apostrophes, and in English quotation marks.
//!
//! *Chicago Manual of Style*, 6.117: the apostrophe is the closing mark, at the beginning of a clipped
//! word as well.

use super::setter::{Setter, is_blank, is_word};
use super::{Change, OBJECT};

/// What is known of the single quotes of a text.
#[derive(Debug, Default)]
pub(super) struct Singles {
    /// How many are open.
    open: usize,
    /// The last that may close a quotation, once it has been looked for.
    last: Option<Option<usize>>,
}

impl Setter<'_> {
    pub fn single_quote(&mut self, at: usize) -> usize {
        let with = match self.rules.single_quotes {
            true => self.quote_or_apostrophe(at),
            false => self.is_elision(at).then_some("’"),
        };
        if let Some(with) = with
            && !self.is_protected(at)
        {
            self.push(at..at + 1, Change::To(with));
        }
        at + 1
    }

    /// Notes a curly single quote. An opening one is no apostrophe: `l‘IA` is `l’IA`.
    pub fn typed_single(&mut self, at: usize, c: char) {
        if c == '’' && !self.rules.single_quotes {
            return;
        }
        let end = at + c.len_utf8();
        let between = self.before(at).is_some_and(char::is_alphabetic)
            && self.after(end).is_some_and(char::is_alphanumeric);
        if between && c == '‘' {
            self.push(at..end, Change::To("’"));
        } else if c == '‘' {
            self.singles.open += 1;
        } else if self.after(end).is_none_or(|c| !is_word(c)) {
            self.singles.open = self.singles.open.saturating_sub(1);
        }
    }

    /// Whether a letter stands before it, and what the letter elides to after it.
    fn is_elision(&self, at: usize) -> bool {
        self.before(at).is_some_and(char::is_alphabetic)
            && self.after(at + 1).is_some_and(|c| match c {
                '"' => self.opens_before(at + 1),
                c => is_word(c) || "«“[(#@€$£".contains(c),
            })
    }

    fn quote_or_apostrophe(&mut self, at: usize) -> Option<&'static str> {
        let (before, after) = (self.before(at), self.after(at + 1));
        if self.opens_before(at) {
            return self.opening_single(at, after?);
        }
        if after.is_some_and(is_word) {
            let feet = before.is_some_and(|c| c.is_ascii_digit())
                && after.is_some_and(|c| c.is_ascii_digit());
            return (!feet).then_some("’");
        }
        let feet = before.is_some_and(|c| c.is_ascii_digit()) && self.singles.open == 0;
        self.singles.open = self.singles.open.saturating_sub(1);
        (!feet).then_some("’")
    }

    /// What a quote at the beginning of a word is: an apostrophe in `'tis` and `'90s`, and where no
    /// other closes it.
    fn opening_single(&mut self, at: usize, after: char) -> Option<&'static str> {
        if after != OBJECT && !after.is_alphanumeric() && !"\"“".contains(after) {
            return None;
        }
        let word = &self.text[at + 1..self.word_end(at + 1)];
        let clipped = self.rules.clipped.contains(&word.to_ascii_lowercase().as_str());
        let closed = self.last_closing() > Some(at + 1);
        if clipped || is_decade(word) || !closed {
            return (!"\"“".contains(after)).then_some("’");
        }
        self.singles.open += 1;
        Some("‘")
    }

    /// The last single quote that may close a quotation.
    fn last_closing(&mut self) -> Option<usize> {
        if let Some(last) = self.singles.last {
            return last;
        }
        let closes = |at: usize| {
            let before = self.before(at).is_some_and(|c| !is_blank(c) && !c.is_whitespace());
            before && self.after(at + 1).is_none_or(|c| !is_word(c))
        };
        let last = self.text.rmatch_indices('\'').map(|(at, _)| at).find(|&at| closes(at));
        self.singles.last = Some(last);
        last
    }
}

/// Whether a word is a decade without its century: `90s`.
fn is_decade(word: &str) -> bool {
    let digits = word.trim_end_matches('s');
    digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit())
}
