//! Where a byte of a text stands, as editors say it.

use std::ops::Range;

/// A place in a text as editors show it: both count from 1, columns in Unicode characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

/// A text, and where its lines begin: found once, so that many positions in one file are cheap.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    pub(super) text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Finds the lines of a text. They end with a line feed, whatever stands before it.
    pub fn new(text: &'a str) -> Self {
        let after = text.match_indices('\n').map(|(end, _)| end + 1);
        Self { text, starts: std::iter::once(0).chain(after).collect() }
    }

    /// Where a byte stands. What is inside a character means its beginning; what is past the end, the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.boundary(offset);
        let line = self.line_of(offset);
        let before = &self.text[self.starts[line]..offset];
        // A byte order mark is no character to an editor.
        let marks = usize::from(line == 0 && before.starts_with('\u{feff}'));
        Position { line: line + 1, column: before.chars().count() + 1 - marks }
    }

    /// The index of the line that a byte stands in.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// A line's range, without its end.
    pub(super) fn line(&self, index: usize) -> Range<usize> {
        let start = self.starts[index];
        let next = self.starts.get(index + 1).copied();
        let text = &self.text[start..next.unwrap_or(self.text.len())];
        let text = text.strip_suffix('\n').unwrap_or(text);
        start..start + text.strip_suffix('\r').unwrap_or(text).len()
    }

    /// The whole lines of a range that is not empty.
    pub(super) fn around(&self, range: &Range<usize>) -> Option<&'a str> {
        self.text.get(range.clone()).filter(|within| !within.is_empty())?;
        let end = self.text[range.end..].find('\n').map_or(self.text.len(), |end| range.end + end);
        Some(&self.text[self.starts[self.line_of(range.start)]..end])
    }

    /// The nearest place at or before `offset` that is not inside a character.
    pub(super) fn boundary(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let starts_char = |&at: &usize| self.text.is_char_boundary(at);
        (0..=offset).rev().find(starts_char).unwrap_or(0)
    }

    /// The range with both its ends inside the text and between characters.
    pub(super) fn clamp(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.boundary(range.start);
        start..self.boundary(range.end).max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_has_a_line_and_a_column() {
        let check = |text: &str, offset: usize, line: usize, column: usize| {
            let position = Lines::new(text).position(offset);
            assert_eq!(position, Position { line, column }, "{text:?} {offset}");
        };
        check("", 0, 1, 1);
        check("abc", 2, 1, 3);
        check("abc", 99, 1, 4);
        check("été!", 5, 1, 4);
        check("été!", 1, 1, 1);
        check("a\nb", 1, 1, 2);
        check("a\nb", 2, 2, 1);
        check("a\r\nb\r\n", 3, 2, 1);
        check("a\r\nb\r\n", 6, 3, 1);
        check("\tb", 1, 1, 2);
        check("\u{feff}ab", 4, 1, 2);
    }

    #[test]
    fn a_line_is_without_its_end() {
        let lines = Lines::new("ab\r\nc\n\nd");
        let all: Vec<_> = (0..4).map(|index| lines.line(index)).collect();
        assert_eq!(all, [0..2, 4..5, 6..6, 7..8]);
    }
}
