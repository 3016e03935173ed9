//! A piece of text being typeset: what stands around a place in it, numbers above all.

use std::borrow::Cow;

/// Words and signs that stay on the line of the number before them.
const UNITS: &[&str] = &[
    "milliard",
    "milliards",
    "million",
    "millions",
    "Md",
    "Mds",
    "h",
    "km",
    "Mo",
    "Go",
    "To",
    "M",
    "K",
];

/// How many groups of three digits a number may have; what is longer is no number.
const GROUPS: usize = 8;

/// A piece of text, and what it has become so far.
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    after: Option<char>,
    out: String,
    /// How many bytes of the text are in `out`.
    copied: usize,
    /// Where the group of digits begins that was last joined to the one before it.
    joined: Option<usize>,
}

impl<'t> Piece<'t> {
    pub(super) fn new(text: &'t str, after: Option<char>) -> Self {
        Self { text, after, out: String::new(), copied: 0, joined: None }
    }

    pub(super) fn replace(&mut self, at: usize, end: usize, with: &str) {
        self.out.push_str(&self.text[self.copied..at]);
        self.out.push_str(with);
        self.copied = end;
    }

    pub(super) fn finish(mut self) -> Cow<'t, str> {
        if self.copied == 0 {
            return Cow::Borrowed(self.text);
        }
        self.out.push_str(&self.text[self.copied..]);
        Cow::Owned(self.out)
    }

    /// The character at a place, or the one after the piece.
    pub(super) fn next(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next().or(self.after)
    }

    /// Whether the mark at `at`, or a run of `!` and `?`, ends a clause. In ` :x:`, ` ::` and ` ?q=1`
    /// it does not.
    pub(super) fn ends_clause(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        if rest.is_empty() {
            // The mark is `after`, and what follows it is not known.
            return true;
        }
        let end = match rest.bytes().next() {
            Some(b':' | b';') => at + 1,
            _ => at + rest.bytes().take_while(|b| b"!?".contains(b)).count(),
        };
        let next = self.next(end);
        next.is_none_or(|c| !c.is_alphanumeric() && !":;!?=/_-".contains(c))
    }

    /// Whether one of [`UNITS`] stands at `at`.
    pub(super) fn unit(&self, at: usize) -> bool {
        UNITS.iter().any(|unit| self.text[at..].starts_with(unit) && self.is_unit(at, unit.len()))
    }

    pub(super) fn is_unit(&self, at: usize, length: usize) -> bool {
        let next = self.text.get(at + length..).and_then(|rest| rest.chars().next());
        next.is_none_or(|c| !c.is_alphanumeric() && c != '\'' && c != '’')
    }

    /// Whether the space at `at` stands between groups of three digits of one number.
    ///
    /// `2024 300` may be a year and a number, so the first group has at most three digits.
    pub(super) fn groups(&mut self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let length = bytes[..at].iter().rev().take(4).take_while(|b| b.is_ascii_digit()).count();
        let start = at - length;
        let continues = self.joined == Some(start);
        let begins = (1..=3).contains(&length)
            && self.text[..start].chars().next_back().is_none_or(may_precede_number)
            && !follows_number(&self.text[..start])
            && complete_groups(&bytes[at..]);
        if continues || begins {
            self.joined = Some(at + 1);
        }
        // The chain was checked as a whole where it began.
        continues && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) || begins
    }
}

fn may_precede_number(c: char) -> bool {
    !c.is_alphanumeric() && !"-–.,/:".contains(c)
}

/// Whether a text ends with a number and a space.
fn follows_number(text: &str) -> bool {
    let mut last = text.chars().rev();
    last.next().is_some_and(char::is_whitespace) && last.next().is_some_and(|c| c.is_ascii_digit())
}

/// Whether bytes begin with spaces that are each followed by three digits, and then no others.
fn complete_groups(mut bytes: &[u8]) -> bool {
    for _ in 0..GROUPS {
        let digits = |group: &[u8]| group.iter().all(u8::is_ascii_digit);
        let whole = bytes.get(1..4).is_some_and(digits);
        if !whole || bytes.get(4).is_some_and(u8::is_ascii_alphanumeric) {
            return false;
        }
        bytes = &bytes[4..];
        match bytes {
            [b' ', next, ..] if next.is_ascii_digit() => {}
            _ => return true,
        }
    }
    false
}
