//! Straight double quotes, which become the quotation marks of the language.
//!
//! Whether a quote is one of a pair is known once the text is read: one without a partner stays as
//! typed. What a pair becomes depends on how many others it stands in, those included that its author
//! typed as `«` or `“`.

use super::Change;
use super::faults::FaultKind;
use super::setter::{Setter, is_blank};

/// A double quote: its change, and what it may be.
#[derive(Debug)]
pub(super) struct Quote {
    pub at: usize,
    /// The change to it; one that was typed as it is to be has none.
    edit: Option<usize>,
    kind: Kind,
    mark: char,
    paired: bool,
}

/// What opens where this closes.
fn opening_of(mark: char) -> char {
    match mark {
        '»' => '«',
        '”' => '“',
        mark => mark,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Opening,
    Closing,
    /// A closing one that may be a sign of inches, for it follows a digit.
    Inches,
}

/// The quotes that are open, innermost last, and how many there are of each kind that is typed.
#[derive(Default)]
struct Open {
    all: Vec<(usize, char)>,
    guillemets: usize,
    curly: usize,
}

impl Open {
    fn push(&mut self, quote: usize, mark: char) {
        self.all.push((quote, mark));
        self.count(mark, 1);
    }

    /// Closes the innermost quote, if it is a straight one that may be closed.
    fn pop_if(&mut self, may_close: impl Fn(usize) -> bool) -> Option<usize> {
        let last = self.all.last().filter(|(quote, mark)| *mark == '"' && may_close(*quote));
        last.is_some().then(|| self.pop())?.map(|(quote, _)| quote)
    }

    fn pop(&mut self) -> Option<(usize, char)> {
        let last = self.all.pop()?;
        self.count(last.1, -1);
        Some(last)
    }

    /// Closes all up to the innermost of this mark, if there is one.
    fn pop_to(&mut self, mark: char) -> Option<usize> {
        let some = if mark == '«' { self.guillemets } else { self.curly } > 0;
        while some && let Some((quote, last)) = self.pop() {
            if last == mark {
                return Some(quote);
            }
        }
        None
    }

    fn count(&mut self, mark: char, by: isize) {
        let count = match mark {
            '«' => &mut self.guillemets,
            '“' => &mut self.curly,
            _ => return,
        };
        *count = count.saturating_add_signed(by);
    }
}

impl Setter<'_> {
    /// Notes a straight quote.
    pub fn double_quote(&mut self, at: usize) -> usize {
        let end = at + 1;
        let digit = self.before(at).is_some_and(|c| c.is_ascii_digit());
        let apart = self.after(end).is_none_or(|c| is_blank(c) || c.is_whitespace());
        let kind = match self.opens_before(at) {
            true if apart => {
                // Alone in its cell, it says that the same goes for this one.
                if self.text.trim().len() > 1 {
                    self.fault(at..end, FaultKind::UnpairedQuote, None);
                }
                return end;
            }
            true => Kind::Opening,
            false if digit => Kind::Inches,
            false => Kind::Closing,
        };
        self.push(at..end, Change::Keep);
        let edit = self.edits.len() - 1;
        if self.edits[edit].at.start == at {
            self.quotes.push(Quote { at, edit: Some(edit), kind, mark: '"', paired: false });
        }
        end
    }

    /// Notes a quote that its author typed as it is to be.
    pub fn typed_quote(&mut self, at: usize, mark: char) {
        let kind = if "«“".contains(mark) { Kind::Opening } else { Kind::Closing };
        self.quotes.push(Quote { at, edit: None, kind, mark, paired: false });
    }

    /// Whether a quote at this byte opens, by what stands before it.
    pub fn opens_before(&self, at: usize) -> bool {
        match self.before(at) {
            Some(c @ ('\'' | '’')) => self.opens_after_single(at - c.len_utf8(), at),
            _ => self.opens_at(at),
        }
    }

    /// Whether a quote opens here, unless a single one stands before it.
    fn opens_at(&self, at: usize) -> bool {
        match self.before(at) {
            None => true,
            Some('"') => self.follows_opening_quote(at),
            Some(c) => is_blank(c) || c.is_whitespace() || "([{«“‘–—-/".contains(c),
        }
    }

    /// Whether a quote opens just behind a single one: that may open as well, as in `'"Yes," she said'`,
    /// or be an apostrophe, as in `l'"IA"`. In `"the 'end'"` both close.
    fn opens_after_single(&self, single: usize, at: usize) -> bool {
        let closes = |c: char| is_blank(c) || c.is_whitespace() || ",.;:!?)]}»”".contains(c);
        let elides = || !self.rules.single_quotes && !self.after(at + 1).is_none_or(closes);
        self.opens_at(single) || elides()
    }

    /// Whether a straight quote stands just before, and opens.
    pub fn follows_opening_quote(&self, at: usize) -> bool {
        let last = self.quotes.last().filter(|quote| quote.at + 1 == at);
        last.is_some_and(|quote| quote.kind == Kind::Opening)
    }

    /// Finds the pairs, and sets them.
    pub fn pair_quotes(&mut self) {
        let own = |mark: char| self.rules.quotes[0].0.starts_with(opening_of(mark));
        if self.quotes.iter().all(|quote| own(quote.mark)) {
            return;
        }
        // The straight ones and those that were typed as they are to be, innermost last.
        let mut open = Open::default();
        let inches = self.quotes.iter().all(|quote| quote.edit.is_some());
        for next in 0..self.quotes.len() {
            let Quote { kind, mark, .. } = self.quotes[next];
            match kind {
                Kind::Opening => open.push(next, mark),
                Kind::Inches if inches && self.is_sign_of_inches(next) => {}
                _ => self.close(next, &mut open),
            }
        }
        self.set_pairs();
    }

    /// Closes the innermost quote that is open, if it is of this kind. One that was typed closes
    /// its like, and what is open within it is forgotten.
    fn close(&mut self, closing: usize, open: &mut Open) {
        let Quote { at, mark, .. } = self.quotes[closing];
        let opening = match opening_of(mark) {
            '"' => open.pop_if(|opening| self.quotes[opening].at + 1 < at),
            typed => open.pop_to(typed),
        };
        if let Some(opening) = opening {
            self.quotes[opening].paired = true;
            self.quotes[closing].paired = true;
        }
    }

    /// Whether the quote follows a digit, and another that closes is still to come.
    fn is_sign_of_inches(&self, quote: usize) -> bool {
        let next = self.quotes.get(quote + 1);
        self.quotes[quote].kind == Kind::Inches
            && next.is_some_and(|next| next.kind != Kind::Opening)
    }

    fn set_pairs(&mut self) {
        let quotes = std::mem::take(&mut self.quotes);
        let mut depth = 0_usize;
        for quote in &quotes {
            if !quote.paired {
                self.judge_unpaired(quote);
                continue;
            }
            let opening = quote.kind == Kind::Opening;
            depth = if opening { depth } else { depth.saturating_sub(1) };
            let (open, close) = self.rules.quotes[depth.min(self.rules.quotes.len() - 1)];
            if let Some(edit) = quote.edit {
                self.edits[edit].change = Change::To(if opening { open } else { close });
            } else if opening && depth == 0 && !open.starts_with(quote.mark) {
                let at = quote.at..quote.at + quote.mark.len_utf8();
                self.fault(at, FaultKind::ForeignQuotes, None);
            }
            depth += usize::from(opening);
        }
    }

    /// Reports a straight quote that stays as typed, unless it may be a sign of inches.
    fn judge_unpaired(&mut self, quote: &Quote) {
        let prose = quote.edit.is_some() && quote.kind != Kind::Inches;
        let before = self.before(quote.at).map_or(0, char::len_utf8);
        if prose && !self.is_protected(quote.at - before) {
            self.fault(quote.at..quote.at + 1, FaultKind::UnpairedQuote, None);
        }
    }
}
