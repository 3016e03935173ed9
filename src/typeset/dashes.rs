//! Dashes, ellipses, and what keeps to a full stop.

use std::ops::Range;

use super::setter::{Setter, is_blank, is_word};
use super::{BREAK, Change, NO_BREAK};

/// A dash that may open an aside: which, and the change to the space after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenDash {
    sign: char,
    edit: usize,
}

/// What may follow an ellipsis that ends something.
const AFTER_ELLIPSIS: &str = ")]»”\",;!?";

impl Setter<'_> {
    /// Makes two hyphens a short dash, three a long one. In `--strict` and `<!--` they stay.
    pub fn hyphens(&mut self, at: usize) -> usize {
        let end = self.run_end(at);
        let (sign, with) = match end - at {
            2 => ('–', "–"),
            3 => ('—', "—"),
            _ => return end,
        };
        let (before, after) = (self.before(at), self.after(end));
        let option = before.is_none_or(is_blank) && after.is_some_and(char::is_alphanumeric);
        let arrow = before == Some('<') || after == Some('>') || before == Some('|');
        if !option && !arrow && !self.is_protected(at) {
            self.dash(at..end, sign, Some(with));
        }
        end
    }

    /// Sets a dash. Two of a kind around an aside keep to it (*Lexique*, "Tiret").
    pub fn dash(&mut self, at: Range<usize>, sign: char, with: Option<&'static str>) {
        let start = self.blanks_before(at.start);
        let next = self.blanks_after(at.end);
        let aside = self.rules.spacing.is_some() && self.may_part(start..at.start, at.end..next);
        let open = self.dash.filter(|open| aside && open.sign == sign);
        if open.is_some() {
            self.space(start..at.start, NO_BREAK);
        }
        if let Some(with) = with {
            self.push(at.clone(), Change::To(with));
        }
        if let Some(open) = open {
            self.edits[open.edit].change = self.change_to_no_break(open.edit);
            self.dash = None;
        } else if aside {
            self.push(at.end..next, Change::Keep);
            self.dash = Some(OpenDash { sign, edit: self.edits.len() - 1 });
        }
    }

    /// Whether a dash between these spaces may begin or end an aside; between numbers it does not.
    fn may_part(&self, before: Range<usize>, after: Range<usize>) -> bool {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let (left, right) = (self.before(before.start), self.after(after.end));
        let text = |c: Option<char>| c.is_some_and(|c| c != BREAK && !"«»".contains(c));
        !before.is_empty()
            && !after.is_empty()
            && text(left)
            && text(right)
            && !(digit(left) && digit(right))
    }

    fn change_to_no_break(&self, edit: usize) -> Change {
        let same = self.text[self.edits[edit].at.clone()] == *NO_BREAK;
        if same { Change::Keep } else { Change::To(NO_BREAK) }
    }

    /// Deals with full stops: three are an ellipsis, one may end an abbreviation or a sentence.
    pub fn dot(&mut self, at: usize) -> usize {
        let end = self.run_end(at);
        match end - at {
            1 => self.full_stop(at, end),
            3 if !self.is_protected(at) => self.ellipsis(at..end, Some("…")),
            _ => {}
        }
        end
    }

    fn full_stop(&mut self, at: usize, end: usize) {
        let next = self.blanks_after(end);
        if next == end && next < self.text.len() {
            return;
        }
        let counts = self.after(next).is_some_and(|c| c.is_ascii_digit());
        if !counts && self.dash.is_none() {
            return;
        }
        let word = self.word_before(at);
        if counts && self.rules.abbreviations.contains(&word) {
            let start = at - word.len();
            if self.before(start).is_none_or(|c| !is_word(c) && c != '.') {
                self.bind(end..next);
            }
        } else if word.chars().count() > 2 {
            self.dash = None;
        }
    }

    /// Sets an ellipsis. In French it follows its word without a space (*Lexique*, "Points de
    /// suspension").
    pub fn ellipsis(&mut self, at: Range<usize>, with: Option<&'static str>) {
        let start = self.blanks_before(at.start);
        let ends = |c: char| is_blank(c) || c.is_whitespace() || AFTER_ELLIPSIS.contains(c);
        let apart = self.rules.spacing.is_some()
            && start < at.start
            // A quote before it may be one that opens.
            && self.before(start).is_some_and(|c| c.is_alphabetic() || c == ')')
            && self.after(at.end).is_none_or(ends);
        if apart {
            self.push(start..at.start, Change::To(""));
        }
        if let Some(with) = with {
            self.push(at, Change::To(with));
        }
    }
}
