//! The spaces before `;`, `!`, `?` and `:`, inside `«` and `»`, and before `%` and currencies.
//!
//! *Lexique*, "Ponctuation": a thin space before `;`, `!` and `?`, a word's before `:` and inside the
//! quotation marks; none of them breaks.

use super::faults::FaultKind;
use super::rules::Spacing;
use super::setter::{Setter, is_blank, is_word};
use super::{Change, NARROW, NO_BREAK};

/// What closes, so that a mark may follow it.
const CLOSING: &str = ")]»”\"%€$°";

/// What stands after a mark that ends no clause: `:)`, `?x=1`, `:-(`.
const NOT_AFTER: &str = ":;=/_-–—\\";
const NOT_AFTER_COLON: &str = "!?()]|'*";

/// Before a currency, letters that multiply it.
const MULTIPLES: &[&str] = &["k", "K", "M", "G", "Md", "Mds"];

impl Setter<'_> {
    /// Sets the space before a mark, or a run of `!` and `?`.
    pub fn mark(&mut self, at: usize) -> usize {
        if self.text[at..].starts_with("://") {
            return self.token_end(at);
        }
        let end = self.mark_end(at);
        let rules = self.rules;
        let Some(spacing) = &rules.spacing else { return end };
        let start = self.blanks_before(at);
        let opens = |c: char| "«([{“".contains(c);
        if start < at && self.before(start).is_some_and(|c| !opens(c)) && self.ends_clause(at, end)
        {
            let colon = self.text[at..].starts_with(':');
            self.space(start..at, if colon { NO_BREAK } else { NARROW });
        } else if start == at && self.lacks_space(at, end) && !self.is_named(at, spacing) {
            self.add_space(at, end, spacing);
        }
        if self.text[at..].starts_with(['!', '?']) && self.sentence_ends(end) {
            self.dash = None;
        }
        end
    }

    fn mark_end(&self, at: usize) -> usize {
        match self.text.as_bytes()[at] {
            b'!' | b'?' => self.text.len() - self.text[at..].trim_start_matches(['!', '?']).len(),
            _ => self.run_end(at),
        }
    }

    /// Whether a mark that stands apart ends a clause. In ` :x:`, ` ::` and ` ?q=1` it does not.
    fn ends_clause(&self, at: usize, end: usize) -> bool {
        let colon = matches!(self.text.as_bytes()[at], b':' | b';');
        let goes_on = |c: char| {
            c.is_alphanumeric() || NOT_AFTER.contains(c) || colon && NOT_AFTER_COLON.contains(c)
        };
        self.after(end).is_none_or(|c| !goes_on(c)) && (end - at == 1 || !colon)
    }

    /// Whether a mark that follows a word without a space ought to have one.
    fn lacks_space(&mut self, at: usize, end: usize) -> bool {
        let after_word = self.before(at).is_some_and(|c| is_word(c) || CLOSING.contains(c))
            && !self.follows_opening_quote(at);
        let apart = |c: char| c.is_whitespace() || is_blank(c) || "\"»”".contains(c);
        after_word
            && self.after(end).is_none_or(apart)
            && !(end - at > 1 && b":;".contains(&self.text.as_bytes()[at]))
            && !self.ends_code(at)
            && !self.is_protected(at)
    }

    /// Whether the mark ends a `:shortcode:`, or a character reference.
    fn ends_code(&self, at: usize) -> bool {
        const LONGEST: usize = 40;
        let opening = match self.text.as_bytes()[at] {
            b':' => b':',
            b';' => b'&',
            _ => return false,
        };
        let before = self.text.as_bytes()[..at].iter().rev().take(LONGEST);
        let plain = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_+-#".contains(byte);
        let length = before.take_while(plain).count();
        length > 0 && self.text.as_bytes()[..at - length].last() == Some(&opening)
    }

    /// Whether the mark is part of a name, as in `Yahoo!`.
    fn is_named(&self, at: usize, spacing: &Spacing) -> bool {
        self.text[at..].starts_with('!') && spacing.names.contains(&self.word_before(at))
    }

    fn add_space(&mut self, at: usize, end: usize, spacing: &Spacing) {
        let with = match self.text.as_bytes()[at] {
            b';' => "\u{202f};",
            b'!' => "\u{202f}!",
            b'?' => "\u{202f}?",
            _ => "\u{a0}:",
        };
        if spacing.adds {
            self.push(at..at + 1, Change::To(with));
            let instead = format!(" {}", &self.text[at..end]);
            self.fault(at..end, FaultKind::MissingSpace, Some(instead));
        }
    }

    /// Whether a sentence begins after this byte.
    pub fn sentence_ends(&self, at: usize) -> bool {
        let next = self.blanks_after(at);
        next > at && self.after(next).is_none_or(|c| c.is_uppercase() || c == '«')
    }

    pub fn opening_guillemet(&mut self, at: usize, end: usize) -> usize {
        self.typed_quote(at, '«');
        let next = self.blanks_after(end);
        let opens = self.after(next).is_some_and(|c| c != '»' && !c.is_whitespace());
        if self.rules.spacing.is_none() || !opens {
            return end;
        }
        match next > end {
            true => self.space(end..next, NO_BREAK),
            false => self.push(at..end, Change::To("«\u{a0}")),
        }
        next
    }

    pub fn closing_guillemet(&mut self, at: usize, end: usize) {
        let start = self.blanks_before(at);
        let closes = self.before(start).is_some_and(|c| !"«([{".contains(c) && !c.is_whitespace());
        if self.rules.spacing.is_some() && closes {
            match start < at {
                true => self.space(start..at, NO_BREAK),
                false => self.push(at..end, Change::To("\u{a0}»")),
            }
        }
        self.typed_quote(at, '»');
    }

    /// Keeps `%` and signs of currencies to what stands before them.
    pub fn sign(&mut self, at: usize, end: usize) -> usize {
        let start = self.blanks_before(at);
        if start == at {
            return end;
        }
        let percent = self.text[at..end] == *"%" || self.text[at..end] == *"‰";
        let counted = |c: char| is_word(c) && (percent || !c.is_alphabetic());
        let after =
            self.before(start).is_some_and(counted) || MULTIPLES.contains(&self.word_before(start));
        if after && self.after(end).is_none_or(|c| !is_word(c)) {
            self.bind(start..at);
        }
        end
    }

    /// Keeps `n°` and `§` to what they count.
    pub fn numero(&mut self, at: usize, end: usize, c: char) {
        let next = self.blanks_after(end);
        let abbreviates = ["n", "N"].contains(&self.word_before(at));
        let counts = self.after(next).is_some_and(is_word);
        if counts && (c == '§' || abbreviates) {
            self.bind(end..next);
        }
    }
}
