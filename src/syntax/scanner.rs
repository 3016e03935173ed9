//! Code that is gone through once.

use super::Class;

/// A place in code, which moves on alone: so no code takes longer than its length asks for.
pub(super) struct Scanner<'c, 's> {
    code: &'c str,
    /// Up to where it is looked at.
    at: usize,
    /// Up to where it is handed over.
    done: usize,
    /// Where it ends for now: that of an element, say.
    end: usize,
    put: &'s mut dyn FnMut(Option<Class>, &'c str),
}

impl<'c, 's> Scanner<'c, 's> {
    pub fn new(code: &'c str, put: &'s mut dyn FnMut(Option<Class>, &'c str)) -> Self {
        Self { code, at: 0, done: 0, end: code.len(), put }
    }

    /// What is still to be looked at.
    pub fn rest(&self) -> &'c str {
        &self.code[self.at..self.end]
    }

    /// The next character.
    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Whether nothing but blanks stands before this place in its line.
    pub fn begins_line(&self) -> bool {
        let before = self.code[..self.at].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with('\n')
    }

    /// Whether this character stands just before.
    pub fn follows(&self, c: char) -> bool {
        self.code[..self.at].ends_with(c)
    }

    /// Hands over so many bytes, which are of a class.
    pub fn take(&mut self, length: usize, class: impl Into<Option<Class>>) {
        let Some(class) = class.into().filter(|_| length > 0) else { return self.skip(length) };
        self.flush();
        (self.put)(Some(class), &self.code[self.at..self.at + length]);
        self.at += length;
        self.done = self.at;
    }

    /// Goes on by so many bytes, which are of no class.
    pub fn skip(&mut self, length: usize) {
        self.at += length;
    }

    /// Goes on by a character.
    pub fn skip_one(&mut self) {
        self.skip(self.peek().map_or(0, char::len_utf8));
    }

    /// Has the next bytes read as something else.
    pub fn within(&mut self, length: usize, read: impl FnOnce(&mut Self)) {
        let end = std::mem::replace(&mut self.end, self.at + length);
        read(self);
        self.at = self.end;
        self.end = end;
    }

    /// Hands over the rest.
    pub fn finish(&mut self) {
        self.at = self.code.len();
        self.flush();
    }

    fn flush(&mut self) {
        if self.done < self.at {
            (self.put)(None, &self.code[self.done..self.at]);
        }
    }
}

/// How many bytes a line has, without its end.
pub(super) fn line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// How many bytes of a text are such characters.
pub(super) fn run(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is(c)).unwrap_or(text.len())
}

/// How many bytes a name has that stands here.
pub(super) fn name(text: &str) -> usize {
    run(text, |c| c == '_' || c.is_alphanumeric())
}

/// The same, where hyphens are letters.
pub(super) fn dashed(text: &str) -> usize {
    run(text, |c| matches!(c, '_' | '-') || c.is_alphanumeric())
}

/// How many bytes a number has that begins with a digit, its unit included.
pub(super) fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let hexadecimal = text.starts_with("0x");
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        let exponent = !hexadecimal && matches!(bytes[at - 1], b'e' | b'E');
        let belongs = match byte {
            b'.' => digit(at + 1),
            b'+' | b'-' => exponent && digit(at + 1),
            byte => *byte == b'_' || *byte == b'%' || byte.is_ascii_alphanumeric(),
        };
        if !belongs {
            break;
        }
        at += 1;
    }
    at
}

/// Where something between marks ends that may go on for many lines.
pub(super) fn closed(text: &str, open: &str, close: &str) -> usize {
    let inside = &text[open.len()..];
    inside.find(close).map_or(text.len(), |at| open.len() + at + close.len())
}

/// Where a text between quotes ends: at the quote, or else where its line does, or all code.
pub(super) fn quoted(text: &str, quote: &str, lines: Lines, escapes: Escapes) -> usize {
    let mut at = quote.len();
    while let Some(found) = text[at..].find(['\\', '\n', quote.as_bytes()[0] as char]) {
        at += found;
        let here = &text[at..];
        if here.starts_with(quote) {
            return at + quote.len();
        }
        at += match here.as_bytes()[0] {
            b'\n' if lines == Lines::One => return at,
            b'\\' if escapes == Escapes::Some => {
                1 + here[1..].chars().next().map_or(0, char::len_utf8)
            }
            _ => 1,
        };
    }
    text.len()
}

/// How many lines a text between quotes may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    One,
    Many,
}

/// Whether a text between quotes may hold quotes, behind backslashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    None,
    Some,
}
